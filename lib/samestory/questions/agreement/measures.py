"""Agreement: how often two codings of the same units are equal, and how much of that chance would give.

People and machines share the tables, so the two coders may be two people, one person twice, a machine and a person, or
a coding and the planted truth. Krippendorff's alpha (nominal) is 1 if all units agree and 0 if they agree as often as
randomly assigned codes would (Hayes and Krippendorff 2007, doi 10.1080/19312450709336664). Claims that neither coding
found raise the share of equal codes, so agreement is given with and without them.
"""

from __future__ import annotations

from collections.abc import Sequence

import krippendorff
import numpy as np
import pandas as pd

from ...errors import TableError, listed, suggestion
from ...schema import MENTIONED, STATUSES, UNSEEN, require_columns
from ...schema.cells import in_cell
from ...statistics import MIN_N, bootstrap_families, family_votes, share_interval, wilson

__all__ = ["confusion", "disagreements", "scores", "scores_by"]

UNITS = ("article_id", "claim_id")
NOT_CODED = "not coded"
OUTCOMES = ("same_value", "other_value", "found_by_one", "mentioned", "absent", "not_visible")
AGREEMENT = [
    *("comparison", "n_units", "is_rate", "n_same", "same_share", "same_low", "same_high"),
    *("alpha", "alpha_low", "alpha_high", "n_mentioned", "n_not_visible"),
    *("n_articles", "n_families", "n_only_first", "n_only_second", "article_ids"),
]
BESIDE = ("attributed_to", "begin", "end", "reads", "note")  # what helps to judge a disagreement, of both codings


def scores(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    on: Sequence[str] = UNITS,
    value: str = "status",
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Agreement of two codings, with and without the units in which neither found anything.

    Parameters
    ----------
    first, second
        One coded table (``claims``, ``labels``, ``citations`` ...), each of one coder.
    on
        The columns that make a unit; ``article_id`` among them. For labels for instance ``("article_id", "actor",
        "label", "voice")``.
    value
        The column compared; an empty cell is a value of its own.
    families
        None: every article counts. A ``families`` table: within a unit, copies with the same codes are one vote, and
        if copies differ, the family's vote is split. So agreeing on ten copies counts once.
    n_resamples, seed
        Draws for the intervals (95 %), of whole articles or families, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a comparison, four for statuses: ``all``; ``strict``, the units in which at least one coding found the
        claim (a status other than absent and not_visible); ``found_or_not``; ``both_found``. Tables that have a row
        only for what was found give ``strict`` and ``both_found``; there only articles with rows of both are compared.

        ``n_same`` of ``n_units`` are equal: ``same_share`` (0..1) with its interval (`statistics.share_interval`
        over articles or families); ``is_rate`` is false if there are too few units for a rate. ``alpha`` (at most 1) is
        empty if fewer than two values occur, because agreement beyond chance is then not defined. Its interval
        comes from draws, and is empty if all draws give one value, for example if the codings never differ.
        ``n_not_visible`` units were not visible to at least one. ``n_mentioned`` units are only ``mentioned`` for at
        least one coder, who could not tell how the claim is put: only ``found_or_not`` compares them.
        ``n_only_first`` and ``n_only_second`` units were coded by one of the two only and are compared nowhere. In
        tables with rows only for what was found, these are the rows of articles that one coder did not code; in the
        other articles, a row that one coding lacks counts in ``strict`` as not found.

    Raises
    ------
    TableError
        A missing column, two rows for one unit, or an unknown status.

    Examples
    --------
    >>> truth = story.table("claims")
    >>> second = ss.agreement.simulate_second_coder(truth, story.articles)
    >>> ss.agreement.scores(truth, second, n_resamples=20)[["comparison", "n_same", "n_units", "alpha"]].round(3)
         comparison  n_same  n_units  alpha
    0           all   420.0      465  0.866
    1        strict   229.0      274  0.754
    2  found_or_not   433.0      465  0.861
    3    both_found   229.0      242  0.912
    """
    units, only = _units(first, second, on, value)
    rows = []
    for comparison in _comparisons(value):
        kept, n_mentioned = _judged(_compared(units, comparison), families, on)
        votes, domain = _votes(kept, families, on)
        n = float(votes["weight"].sum())
        same = float(votes.loc[_is_same(votes["pair"], len(domain)), "weight"].sum())
        unseen, values = _votes(units.loc[kept.index], families, on)  # by the statuses, also where only found counts
        hidden = unseen["weight"][_says(unseen["pair"], values, "not_visible")].sum()
        draws = votes.rename(columns={"family_id": "article_id"})[["article_id", "pair", "weight"]]
        same_low, same_high, low, high = _intervals(draws, len(domain), n_resamples, seed)
        rows.append(
            {
                "comparison": comparison,
                "n_units": round(n),
                "is_rate": n >= MIN_N,
                "n_same": same,
                "same_share": same / n if n else np.nan,
                "same_low": same_low,
                "same_high": same_high,
                "alpha": _alpha(votes, len(domain)),
                "alpha_low": low,
                "alpha_high": high,
                "n_mentioned": n_mentioned,
                "n_not_visible": float(hidden),
                "n_articles": kept["article_id"].nunique(),
                "n_families": votes["family_id"].nunique(),
                "n_only_first": only[0],
                "n_only_second": only[1],
                "article_ids": _named(kept["article_id"]),
            }
        )
    return pd.DataFrame(rows, columns=AGREEMENT) if len(units) or sum(only) else _empty()


def confusion(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    on: Sequence[str] = UNITS,
    value: str = "status",
    families: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Which values the second coding has for each value of the first.

    Parameters are those of ``agreement.scores``.

    Returns
    -------
    DataFrame
        ``first, second, is_same, n_units, n_first, first_share, n_articles, article_ids``: one row a pair of values
        that occurs, statuses in their order. ``first_share`` (0..1) is of ``n_first``, the units to which the first
        coding gave that value.

    Examples
    --------
    >>> truth = story.table("claims")
    >>> second = ss.agreement.simulate_second_coder(truth, story.articles)
    >>> ss.agreement.confusion(truth, second)[["first", "second", "n_units", "n_first"]].head(2)
          first      second  n_units  n_first
    0  asserted    asserted    127.0    136.0
    1  asserted  attributed      2.0    136.0
    """
    units, _ = _units(first, second, on, value)
    votes, domain = _votes(units, families, on)
    counted = votes.groupby("pair", as_index=False)["weight"].sum().rename(columns={"weight": "n_units"})
    code = counted["pair"].to_numpy(dtype="int64")
    table = counted.assign(
        first=pd.Series([domain[c // len(domain)] for c in code], dtype="str"),
        second=pd.Series([domain[c % len(domain)] for c in code], dtype="str"),
    )
    table["is_same"] = table["first"] == table["second"]
    table["n_first"] = table.groupby("first")["n_units"].transform("sum")
    table["first_share"] = table["n_units"] / table["n_first"]
    ids = units.groupby(["first", "second"])["article_id"].agg([("n_articles", "nunique"), ("article_ids", _named)])
    table = table.merge(ids.reset_index(), on=["first", "second"], how="left")
    table = table.astype({"n_articles": "int64", "article_ids": "str", "n_units": "float64", "n_first": "float64"})
    columns = ["first", "second", "is_same", "n_units", "n_first", "first_share", "n_articles", "article_ids"]
    return table[columns]


def scores_by(
    first: pd.DataFrame,
    second: pd.DataFrame,
    by: str = "claim_id",
    *,
    on: Sequence[str] = UNITS,
    value: str = "status",
    families: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Agreement within each claim, article or actor.

    Parameters
    ----------
    by
        One of the columns of ``on``. The other parameters are those of ``agreement.scores``.

    Returns
    -------
    DataFrame
        One row a value of ``by``, lowest ``found_share`` first: ``n_units``, divided into ``n_same_value`` (both found
        it, same value), ``n_other_value`` (both found it, another value), ``n_found_by_one``, ``n_absent`` (neither
        found it, both say absent) and ``n_not_visible`` (neither found it, and at least one could not see it).
        Apart from them ``n_mentioned``, units that are only ``mentioned`` for at least one: they are in no other count.
        ``same_share`` (0..1) is ``n_same`` of ``n_units``; ``found_share`` with ``found_low`` and ``found_high``
        (Wilson, 95 %) is ``n_same_value`` of ``n_found``, the units at least one coding found. ``article_ids`` names
        the articles on which the codings differ.

    Raises
    ------
    TableError
        ``by`` is not in ``on``, or families are given with ``by="article_id"``.

    Examples
    --------
    >>> truth = story.table("claims")
    >>> second = ss.agreement.simulate_second_coder(truth, story.articles)
    >>> ss.agreement.scores_by(truth, second)[["claim_id", "n_same_value", "n_found"]].head(2)
      claim_id  n_same_value  n_found
    0      H15          13.0     19.0
    1      H09           9.0     13.0
    """
    if by not in on:
        raise TableError(f"by={by!r} is not a column of a unit.{suggestion(by, on)} Units are made of: {listed(on)}")
    if by == "article_id" and families is not None:
        raise TableError("by='article_id' looks at each article, so there is no vote of families: leave families out")
    units, _ = _units(first, second, on, value)
    outcome = _outcome(units)
    same = units["first"] == units["second"]
    # One vote on both questions at once: the outcome, and whether the values are the same.
    units = units.assign(outcome=outcome + np.where(same, "|same", "|differ"), differs=~same)
    votes = family_votes(units, families, "outcome", by=[name for name in on if name != "article_id"])
    votes[["outcome", "same"]] = votes["outcome"].str.split("|", expand=True).reindex(columns=[0, 1]).astype("str")
    key = "family_id" if by == "article_id" else by
    counts = votes.pivot_table(index=key, columns="outcome", values="weight", aggfunc="sum", fill_value=0.0)
    counts = counts.reindex(columns=list(OUTCOMES), fill_value=0.0).add_prefix("n_")
    table = counts.rename_axis(index=by, columns=None).reset_index().astype({by: "str"})
    votes_judged = votes[votes["outcome"] != MENTIONED]
    agreed = votes_judged[votes_judged["same"] == "same"].groupby(key)["weight"].sum()
    judged = [f"n_{name}" for name in OUTCOMES if name != MENTIONED]
    table["n_units"] = table[judged].sum(axis=1).round().astype("int64")
    table["n_same"] = table[by].map(agreed).fillna(0.0).astype("float64")
    table["same_share"] = table["n_same"] / table["n_units"].where(table["n_units"] > 0)
    table["n_found"] = table[["n_same_value", "n_other_value", "n_found_by_one"]].sum(axis=1)
    table["found_share"] = table["n_same_value"] / table["n_found"].where(table["n_found"] > 0)
    ends = [wilson(hits, n) for hits, n in zip(table["n_same_value"], table["n_found"], strict=True)]
    table["found_low"] = np.array([end[0] for end in ends], dtype="float64")
    table["found_high"] = np.array([end[1] for end in ends], dtype="float64")
    parted = {key: _named(ids) for key, ids in units[units["differs"]].groupby(by)["article_id"]}
    table["article_ids"] = table[by].map(lambda key: parted.get(key, "")).astype("str")
    head = [by, "n_units", "n_same", "same_share", "n_found", "found_share", "found_low", "found_high"]
    table = table[[*head, *(f"n_{name}" for name in OUTCOMES), "article_ids"]]
    return table.sort_values(["found_share", "n_found", by], ascending=[True, False, True], ignore_index=True)


def disagreements(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    on: Sequence[str] = UNITS,
    value: str = "status",
    settled: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The units on which two codings differ, one by one, with the passages and notes of both coders.

    Parameters
    ----------
    settled
        A third coding, for instance what was decided afterwards. The other parameters are those of
        ``agreement.scores``.

    Returns
    -------
    DataFrame
        The columns of ``on``; ``kind`` (found_by_one, other_value, mentioned where one could not tell how the claim is
        put, or not_visible where they differ only in whether the text could be judged); ``first`` and ``second``, the
        two values; ``settled`` and ``sided_with`` (first, second, neither; empty without a settled coding); and of both
        codings ``attributed_to, begin, end, reads, note`` as ``begin_first``, ``begin_second`` ...

    Examples
    --------
    >>> truth = story.table("claims")
    >>> second = ss.agreement.simulate_second_coder(truth, story.articles)
    >>> ss.agreement.disagreements(truth, second)[["article_id", "claim_id", "first", "second"]].head(2)
            article_id claim_id     first    second
    0  aval-0303-matin      H10  asserted    absent
    1  crane-0305-keys      H07    absent  asserted
    """
    units, _ = _units(first, second, on, value)
    keys = list(on)
    table = units.assign(kind=_outcome(units))[units["first"] != units["second"]]
    if settled is None:
        table = table.assign(settled=pd.Series(pd.NA, index=table.index, dtype="str"))
    else:
        third = _keyed(settled, on, value, "settled").rename(columns={"value": "settled"})
        table = table.merge(third[[*keys, "settled"]], on=keys, how="left")
    sided = table["settled"].where(table["settled"].isna(), "neither")
    for name in ("first", "second"):
        sided = sided.mask((table["settled"] == table[name]).fillna(False).astype(bool), name)
    table = table.assign(sided_with=sided.astype("str"))
    for name, coded in (("first", first), ("second", second)):
        beside = _keyed(coded, on, value, name).reindex(columns=[*keys, *BESIDE])
        beside = beside.rename(columns={column: f"{column}_{name}" for column in BESIDE if column not in keys})
        table = table.merge(beside, on=keys, how="left")
    columns = [*keys, "kind", "first", "second", "settled", "sided_with"]
    columns += [c for c in (f"{column}_{name}" for column in BESIDE for name in ("first", "second")) if c in table]
    return table[columns].sort_values(keys, ignore_index=True)


def _comparisons(value: str) -> tuple[str, ...]:
    return ("all", "strict", "found_or_not", "both_found") if value == "status" else ("strict", "both_found")


def _compared(units: pd.DataFrame, comparison: str) -> pd.DataFrame:
    """The units of one comparison, with the two values it compares."""
    if comparison == "strict":
        return units[units["found_first"] | units["found_second"]]
    if comparison == "both_found":
        return units[units["found_first"] & units["found_second"]]
    if comparison == "found_or_not":
        found = {True: "found", False: "not found"}
        return units.assign(first=units["found_first"].map(found), second=units["found_second"].map(found))
    return units


def _keyed(table: pd.DataFrame, on: Sequence[str], value: str, which: str) -> pd.DataFrame:
    """A coded table with its keys as text and the column compared as ``value``, known to have one row a unit."""
    wanted = [*on, value]
    require_columns(wanted, table.columns, f"the {which} coding")
    if "article_id" not in on:
        raise TableError(f"units are made of {listed(on)}; article_id must be among them, so that each can be checked")
    if value == "status" and (odd := sorted(set(table[value].dropna()) - set(STATUSES))):
        raise TableError(
            f"the {which} coding has the status {odd[0]!r}.{suggestion(odd[0], STATUSES)} Statuses: {listed(STATUSES)}"
        )
    table = table.assign(**{name: table[name].astype("str").fillna("") for name in on})
    if len(twice := table.loc[table.duplicated(list(on)), list(on)]):
        raise TableError(
            f"the {which} coding has two rows for {' + '.join(twice.iloc[0])}: give the rows of one coder, as in "
            "story.table('claims', coder='hand'), and in on= the columns that make a unit"
        )
    return table.assign(value=table[value].astype("object").where(table[value].notna(), "").astype("str"))


def _units(
    first: pd.DataFrame, second: pd.DataFrame, on: Sequence[str], value: str
) -> tuple[pd.DataFrame, tuple[int, int]]:
    """The units both coded, in order: ``*on, first, second, found_first, found_second``; and how many only one coded.

    In a table of what was found, a row that one coding lacks is a thing it did not find, in articles both coded.
    """
    keys = list(on)
    sides = [_keyed(table, on, value, which) for table, which in ((first, "first"), (second, "second"))]
    a, b = (
        side[[*keys, "value"]].rename(columns={"value": w}) for side, w in zip(sides, ("first", "second"), strict=True)
    )
    units = a.merge(b, on=keys, how="outer", indicator="_in").sort_values(keys, ignore_index=True)
    if value == "status":
        compared = units["_in"] == "both"
    else:
        compared = units["article_id"].isin(a["article_id"]) & units["article_id"].isin(b["article_id"])
    alone = units.loc[~compared, "_in"]
    only = (int((alone == "left_only").sum()), int((alone == "right_only").sum()))
    units = units.loc[compared, [*keys, "first", "second"]].reset_index(drop=True)
    units = units.fillna({"first": NOT_CODED, "second": NOT_CODED})
    for name in ("first", "second"):
        units[f"found_{name}"] = ~units[name].isin(UNSEEN) if value == "status" else units[name] != NOT_CODED
    return units, only


def _outcome(units: pd.DataFrame) -> pd.Series:
    """What came of each unit, one of ``OUTCOMES``."""
    both, either = units["found_first"] & units["found_second"], units["found_first"] | units["found_second"]
    outcome = pd.Series("absent", index=units.index, dtype="str")
    outcome = outcome.mask(~either & (units[["first", "second"]] == "not_visible").any(axis=1), "not_visible")
    outcome = outcome.mask(either & ~both, "found_by_one")
    outcome = outcome.mask(both, "other_value").mask(both & (units["first"] == units["second"]), "same_value")
    return outcome.mask(_is_mentioned(units), MENTIONED)


def _is_mentioned(units: pd.DataFrame) -> pd.Series:
    """Whether at least one coding could not tell how a claim is put."""
    return (units[["first", "second"]] == MENTIONED).any(axis=1)


def _judged(units: pd.DataFrame, families: pd.DataFrame | None, on: Sequence[str]) -> tuple[pd.DataFrame, float]:
    """The units that both codings could judge, and how many (votes) are left out because one of them could not."""
    aside = _is_mentioned(units)
    return units[~aside], float(_votes(units[aside], families, on)[0]["weight"].sum())


def _votes(units: pd.DataFrame, families: pd.DataFrame | None, on: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Votes on the pair of values of each unit, the pair as one number; and the values in order."""
    used = set(units["first"]) | set(units["second"])
    domain = [name for name in STATUSES if name in used] + sorted(used - set(STATUSES))
    code = {name: place for place, name in enumerate(domain)}
    pair = units["first"].map(code) * len(domain) + units["second"].map(code)
    rows = units.assign(pair=pair.astype("int64"))
    return family_votes(rows, families, "pair", by=[name for name in on if name != "article_id"]), domain


def _is_same(pair: pd.Series, k: int) -> pd.Series:
    return (pair // max(k, 1)) == (pair % max(k, 1))


def _says(pair: pd.Series, domain: list[str], value: str) -> pd.Series:
    """Whether at least one of the two values is this one."""
    code = domain.index(value) if value in domain else -1
    return (pair // max(len(domain), 1) == code) | (pair % max(len(domain), 1) == code)


def _alpha(votes: pd.DataFrame, k: int) -> float:
    """Alpha of votes on pairs: the library's, or if families split their votes, the same formula with weights."""
    if k < 2:
        return float("nan")
    if (votes["weight"] == 1).all():
        pair = votes["pair"].to_numpy()
        return float(krippendorff.alpha(np.array([pair // k, pair % k]), level_of_measurement="nominal"))
    return _weighted_alpha(votes["pair"].to_numpy(), votes["weight"].to_numpy(), k)


def _weighted_alpha(pair: np.ndarray, weight: np.ndarray, k: int) -> float:
    """Nominal alpha of two coders from pairs with weights; with all weights 1 it equals the library's.

    The library takes no weights. Chance is what two codes drawn without replacement give: of all pairs of different
    codes, weighted by the product of their weights, the share that differs.
    """
    counts = np.bincount(pair, weight, minlength=k * k).reshape(k, k)
    by_value, alike = counts.sum(axis=0) + counts.sum(axis=1), 2 * float((weight**2).sum())
    total = by_value.sum()
    differing = total**2 - float((by_value**2).sum())
    if differing <= 1e-12:
        return float("nan")
    observed = 1 - np.trace(counts) / counts.sum()
    return float(1 - observed * (total**2 - alike) / differing)


def _intervals(draws: pd.DataFrame, k: int, n_resamples: int, seed: int) -> tuple[float, float, float, float]:
    """Intervals of the share of same codes and of alpha, from the same draws of families."""

    def share(rows: pd.DataFrame) -> float:
        weight = rows["weight"].to_numpy()
        return float(weight[_is_same(rows["pair"], k).to_numpy()].sum() / weight.sum())

    def alpha(rows: pd.DataFrame) -> float:
        return _weighted_alpha(rows["pair"].to_numpy(), rows["weight"].to_numpy(), k)

    ids = draws["article_id"]
    units = np.unique(ids)

    def shares() -> np.ndarray:
        weight = draws["weight"].to_numpy()
        hits = np.where(_is_same(draws["pair"], k).to_numpy(), weight, 0.0)
        at = np.searchsorted(units, ids)
        sums = [np.bincount(at, weights, len(units)) for weights in (hits, weight)]
        drawn = np.random.default_rng(seed).multinomial(len(units), np.full(len(units), 1 / len(units)), n_resamples)
        return (drawn @ sums[0]) / (drawn @ sums[1])

    same = share_interval(share(draws) if len(draws) else float("nan"), len(units), shares)[:2]
    return (*same, *bootstrap_families(draws, None, alpha, n_resamples=n_resamples, seed=seed))


def _named(article_ids: pd.Series) -> str:
    return in_cell(article_ids)


def _empty() -> pd.DataFrame:
    """Agreement on nothing: counts whole, shares numbers, the rest text."""
    kinds = dict.fromkeys(AGREEMENT, "float64") | dict.fromkeys(["comparison", "article_ids"], "str")
    kinds |= dict.fromkeys(["n_units", "n_articles", "n_families", "n_only_first", "n_only_second"], "int64")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in (kinds | {"is_rate": "bool"}).items()})
