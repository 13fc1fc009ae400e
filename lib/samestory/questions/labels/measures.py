"""Labels: what each actor is called, in whose voice, by which outlets, and whether groups of outlets differ.

Shares are of the articles that name the actor in that voice, not of all articles: an actor that is not mentioned is
not labelled. Articles copy one another, so each share is given twice: over articles, and with one vote for each copy
family. A word belongs to one language; across languages only its gloss can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from ...errors import TableError, listed, suggestion
from ...schema import require_columns, stated, table_named
from ...schema.cells import from_cell, in_cell
from ...statistics import MIN_N, false_discovery, family_of, family_votes, vote_interval, wilson

__all__ = ["counts", "differences", "exclusive", "shares", "uses"]

ELSEWHERE = "elsewhere"
VOICES = ("own", "quoted")
EVALUATIONS = ("legitimising", "neutral", "delegitimising")

USES = {
    **dict.fromkeys(["article_id", "outlet", "country", "language", "group", "family_id"], "str"),
    **dict.fromkeys(["actor", "label", "wording", "voice", "evaluation"], "str"),
    "n": "int64",
    **dict.fromkeys(["begin", "end"], "Int64"),
}
COUNTS = {
    **dict.fromkeys(["actor", "voice", "group"], "str"),
    **dict.fromkeys(["n_articles", "n_group"], "int64"),
    "article_share": "float64",
    **dict.fromkeys(["n_families", "n_group_families", "n_all", "rank"], "int64"),
    "is_few": "bool",
    **dict.fromkeys(["evaluation", "languages", "article_ids"], "str"),
}
SHARES = {
    **dict.fromkeys(["actor", "voice", "evaluation", "group"], "str"),
    **dict.fromkeys(["n_with", "n_articles"], "int64"),
    **dict.fromkeys(["article_share", "article_low", "article_high", "family_votes"], "float64"),
    **dict.fromkeys(["n_families", "n_mixed"], "int64"),
    **dict.fromkeys(["family_share", "family_low", "family_high"], "float64"),
    "family_interval": "str",
    **dict.fromkeys(["is_few", "is_few_families"], "bool"),
    "article_ids": "str",
}
DIFFERENCES = {
    **dict.fromkeys(["actor", "voice", "evaluation", "group", "other_group"], "str"),
    **dict.fromkeys(["n_with", "n_articles", "other_n_with", "other_n_articles"], "int64"),
    **dict.fromkeys(["difference", "p_articles", "q_articles"], "float64"),
    **dict.fromkeys(["n_with_families", "n_families", "other_n_with_families", "other_n_families"], "int64"),
    "n_mixed": "int64",
    **dict.fromkeys(["p_families", "q_families"], "float64"),
}
EXCLUSIVE = {
    **dict.fromkeys(["actor", "voice", "group"], "str"),
    **dict.fromkeys(["n_articles", "n_families", "n_group"], "int64"),
    "article_share": "float64",
    **dict.fromkeys(["n_others", "n_others_same_language"], "int64"),
    **dict.fromkeys(["p_articles", "q_articles"], "float64"),
    **dict.fromkeys(["evaluation", "languages", "article_ids"], "str"),
}


def uses(
    labels: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    actor: str | None = None,
    by: str = "country",
    groups: Mapping[str, str] | None = None,
    glosses: Mapping[tuple[str, str], str] | None = None,
    families: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every label with its outlet, group and copy family; what the other measures here take.

    Parameters
    ----------
    labels
        The ``labels`` table of one coder. Labels of articles that are not in ``articles`` are left out.
    articles
        The articles to look at.
    actor
        Only this actor.
    by
        The column of ``articles`` that puts outlets into groups: ``country``, ``language``, ``outlet``, ``event`` ...
    groups
        From values of ``by`` to groups, ``{"Ukraine": "Ukraine", "Russia": "Russia"}``; all other values, and articles
        where it is not stated, then are "elsewhere". None makes each value a group, "not stated" among them.
    glosses
        From (language, label) to its sense in the reader's language; two labels with one gloss are one wording.
    families
        The ``families`` table of one coder; None counts each article as a family of its own.

    Returns
    -------
    DataFrame
        One row an article, actor, label and voice: ``article_id, outlet, country, language, group, family_id, actor,
        label, wording`` (the gloss, or else the label; "Wagner" and "wagner" are one word), ``voice, evaluation, n``
        (times), ``begin, end`` (character offsets of the first occurrence).

    Raises
    ------
    TableError
        An actor without labels, or ``by`` that is not a column of ``articles``.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, actor="dockers")
    >>> len(uses), uses["article_id"].nunique()
    (57, 30)
    """
    if actor is not None and len(labels) and actor not in set(labels["actor"]):
        actors = sorted(set(labels["actor"]))
        raise TableError(f"no label for an actor {actor!r}.{suggestion(actor, actors)} Actors: {listed(actors)}")
    require_columns([by], [*articles.columns, *table_named("articles").names], "articles")
    about = articles.reindex(columns=["article_id", "outlet", "country", "language"])
    values = articles[by].astype("object")
    grouped = stated(values) if groups is None else values.map(groups).fillna(ELSEWHERE)
    about = about.assign(group=grouped, family_id=family_of(articles["article_id"], families))
    rows = labels if actor is None else labels[labels["actor"] == actor]
    about = about.drop_duplicates("article_id")
    rows = rows.rename(columns={"language": "_language"}).merge(about, on="article_id")
    spoken = rows["_language"].fillna(rows["language"]) if "_language" in rows else rows["language"]
    known = glosses or {}
    senses = [known.get(key, key[1]) for key in zip(spoken, rows["label"], strict=True)]
    forms = {sense.casefold(): sense for sense in sorted(senses, reverse=True)}  # "wagner" and "Wagner" are one word
    rows = rows.assign(wording=[forms[sense.casefold()] for sense in senses])
    rows = rows.sort_values(["actor", "article_id", "voice", "label", "begin"])
    return _typed(rows, USES)


def counts(uses: pd.DataFrame, *, by: str = "wording", voice: str | None = "own") -> pd.DataFrame:
    """Which words each group has for each actor, and in how many of the articles that name the actor.

    Parameters
    ----------
    uses
        From ``labels.uses``.
    by
        ``wording`` (one row for all labels of one gloss) or ``label``.
    voice
        ``own``, ``quoted``, or None for labels in either voice, counted as one.

    Returns
    -------
    DataFrame
        One row an actor, word and group that has it: ``actor, voice, group, <by>, n_articles`` of ``n_group`` articles
        that name the actor in that voice, ``article_share`` (0..1), ``n_families`` of ``n_group_families``; ``n_all``
        articles of all groups have the word, the ``rank``-th most frequent for the actor; ``is_few``: the group is too
        small for a share; ``evaluation`` (several where languages differ), ``languages, article_ids``.

    Raises
    ------
    TableError
        ``by`` or ``voice`` outside what is allowed.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, actor="dockers")
    >>> ss.labels.counts(uses).query("wording == 'dockers'")[["group", "wording", "n_articles", "n_group"]]
         group  wording  n_articles  n_group
    0   Corrin  dockers           3        4
    1  Morvane  dockers           3        4
    2  Vesmark  dockers           8       14
    """
    _one_of(by, ("wording", "label"), "by")
    kept = _in_voice(uses, voice)
    naming = kept.groupby(["actor", "voice", "group"])
    found = kept.groupby(["actor", "voice", "group", by], as_index=False).agg(
        n_articles=("article_id", "nunique"),
        n_families=("family_id", "nunique"),
        evaluation=("evaluation", in_cell),
        languages=("language", in_cell),
        article_ids=("article_id", in_cell),
    )
    sizes = naming.agg(n_group=("article_id", "nunique"), n_group_families=("family_id", "nunique")).reset_index()
    found = found.merge(sizes, on=["actor", "voice", "group"])
    found["article_share"] = found["n_articles"] / found["n_group"]
    found["is_few"] = found["n_group"] < MIN_N
    found["n_all"] = found.groupby(["actor", by])["n_articles"].transform("sum")
    found = found.sort_values(["actor", "n_all", by, "group"], ascending=[True, False, True, True])
    found["rank"] = found.groupby("actor")[by].transform(lambda words: pd.factorize(words)[0] + 1)
    columns = list(COUNTS)
    return _typed(found, {name: COUNTS.get(name, "str") for name in [*columns[:3], by, *columns[3:]]})


def shares(
    uses: pd.DataFrame,
    *,
    voice: str | None = "own",
    evaluations: tuple[str, ...] = ("delegitimising", "legitimising"),
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Of the articles that name an actor, the share with at least one label of an evaluation, by group.

    Parameters
    ----------
    uses
        From ``labels.uses``.
    voice
        ``own``, ``quoted``, or None for either; articles that name the actor in that voice are the denominator.
    evaluations
        For which evaluations to give shares.
    n_resamples, seed
        Draws of the bootstrap over families, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row an actor, evaluation and group: ``n_with`` of ``n_articles``, ``article_share`` with Wilson's interval
        ``article_low, article_high`` (as if articles were independent); ``family_votes`` of ``n_families``,
        ``family_share`` with ``family_low, family_high``, and ``n_mixed`` families whose articles differ, so that
        their vote is split. ``family_interval`` names the method: bootstrap over families, or wilson if there are fewer
        than 10 or all agree, because resampling would then show no spread. ``is_few, is_few_families``: too few for a
        share, so only the cases are shown. ``article_ids`` of the articles with the label.

    Raises
    ------
    TableError
        A voice or evaluation outside what is allowed.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, actor="dockers")
    >>> ss.labels.shares(uses, evaluations=("delegitimising",))[["group", "n_with", "n_articles", "is_few"]].tail(2)
         group  n_with  n_articles  is_few
    3  Vesmark       2          14   False
    4  Zarynia       0           4    True
    """
    for name in evaluations:
        _one_of(name, EVALUATIONS, "evaluations")
    rows = []
    for (actor, said, group), named in _in_voice(uses, voice).groupby(["actor", "voice", "group"]):
        for evaluation in evaluations:
            found = _with(named, evaluation)
            n_with, n = int(found["is_with"].sum()), len(found)
            votes = _family_votes(found)
            hits, n_families = float(votes.sum()), len(votes)
            low, high = wilson(n_with, n)
            family_low, family_high, how = vote_interval(votes, n_resamples=n_resamples, seed=seed)
            rows.append(
                {
                    **{"actor": actor, "voice": said, "evaluation": evaluation, "group": group},
                    **{"n_with": n_with, "n_articles": n, "article_share": n_with / n},
                    **{"article_low": low, "article_high": high, "family_votes": hits, "n_families": n_families},
                    **{"n_mixed": int((votes % 1 > 0).sum()), "family_share": hits / n_families},
                    **{"family_low": family_low, "family_high": family_high, "family_interval": how},
                    **{"is_few": n < MIN_N, "is_few_families": n_families < MIN_N},
                    "article_ids": in_cell(found.loc[found["is_with"], "article_id"]),
                }
            )
    table = pd.DataFrame(rows, columns=list(SHARES))
    return _typed(table.sort_values(["actor", "evaluation", "group"]), SHARES)


def differences(
    uses: pd.DataFrame,
    *,
    voice: str | None = "own",
    evaluations: tuple[str, ...] = ("delegitimising", "legitimising"),
    min_articles: int = MIN_N,
) -> pd.DataFrame:
    """Whether two groups differ in how often they evaluate an actor: Fisher's exact test for every pair of groups.

    Parameters
    ----------
    uses, voice, evaluations
        As in ``labels.shares``.
    min_articles
        Groups with fewer articles that name the actor are not tested: their rows have no p.

    Returns
    -------
    DataFrame
        One row an actor, evaluation and pair of groups: ``n_with`` of ``n_articles`` here, ``other_...`` there,
        ``difference`` of the two shares (-1..1), ``p_articles``; the same counted in families, with ``p_families``.
        ``n_mixed`` families whose articles differ are left out. ``q_...`` are p-values adjusted over all rows for the
        share of false discoveries (Benjamini and Hochberg 1995, doi 10.1111/j.2517-6161.1995.tb02031.x).

    Raises
    ------
    TableError
        A voice or evaluation outside what is allowed.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, by="language", actor="dockers")
    >>> ss.labels.differences(uses, min_articles=4)[["group", "other_group", "n_with", "other_n_with"]].head(2)
      group other_group  n_with  other_n_with
    0    en          fr       2             0
    1    en          ru       2             2
    """
    for name in evaluations:
        _one_of(name, EVALUATIONS, "evaluations")
    rows = []
    for (actor, said), named in _in_voice(uses, voice).groupby(["actor", "voice"]):
        for evaluation in evaluations:
            found = {group: _with(rows_of, evaluation) for group, rows_of in named.groupby("group")}
            of = {group: (with_label, _family_votes(with_label)) for group, with_label in found.items()}
            for group, other in combinations(sorted(of), 2):
                ends = {"actor": actor, "voice": said, "evaluation": evaluation, "group": group, "other_group": other}
                rows.append(ends | _difference(of[group], of[other], min_articles))
    table = pd.DataFrame(rows, columns=list(DIFFERENCES))
    for unit in ("articles", "families"):
        table[f"q_{unit}"] = false_discovery(table[f"p_{unit}"])
    return _typed(table.sort_values(["actor", "evaluation", "group", "other_group"]), DIFFERENCES)


def exclusive(
    uses: pd.DataFrame, *, by: str = "wording", voice: str | None = "own", min_articles: int = 3
) -> pd.DataFrame:
    """Words for an actor that one group uses and no other.

    Parameters
    ----------
    uses, by, voice
        As in ``labels.counts``.
    min_articles
        Words on fewer articles are left out: a word used once is exclusive by necessity.

    Returns
    -------
    DataFrame
        One row a word: ``actor, voice, group, <by>, n_articles, n_families`` with it, of ``n_group`` articles of the
        group that name the actor, ``article_share``. None of ``n_others`` articles of other groups has the word;
        ``n_others_same_language`` of them are in a language the word occurs in: if that is 0, the word is exclusive
        because its language is. ``p_articles`` of Fisher's exact test against the other groups, ``q_articles`` adjusted
        over all words on at least ``min_articles`` articles, exclusive or not. Smallest p first.

    Raises
    ------
    TableError
        ``by`` or ``voice`` outside what is allowed.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, actor="dockers")
    >>> words = ss.labels.exclusive(uses, min_articles=2).query("n_others_same_language > 0")
    >>> words[["wording", "group", "n_articles", "n_others_same_language"]]
            wording    group  n_articles  n_others_same_language
    6  breadwinners  Vesmark           2                       4
    7      wreckers  Vesmark           2                       4
    """
    counted = counts(uses, by=by, voice=voice)
    kept = _in_voice(uses, voice)
    total = counted.groupby(["actor", by])["n_articles"].transform("sum")
    alone = counted.groupby(["actor", by])["group"].transform("nunique") == 1
    tested = counted.assign(is_alone=alone)[total >= min_articles]
    rows = []
    for row in tested.itertuples(index=False):
        named = kept[kept["actor"] == row.actor]
        others = named[named["group"] != row.group]
        word = others[others[by] == getattr(row, by)]["article_id"].nunique()
        n_others = others["article_id"].nunique()
        same = others[others["language"].isin(from_cell(row.languages))]["article_id"].nunique()
        p = _fisher(row.n_articles, row.n_group, word, n_others) if n_others else float("nan")
        rows.append({"n_others": n_others, "n_others_same_language": same, "p_articles": p})
    found = pd.DataFrame(rows, columns=["n_others", "n_others_same_language", "p_articles"], index=tested.index)
    table = pd.concat([tested, found], axis=1)
    table["q_articles"] = false_discovery(table["p_articles"])
    table = table[table["is_alone"].astype(bool) & (table["n_others"] > 0)]
    table = table.sort_values(["p_articles", "actor", "group", by])
    columns = list(EXCLUSIVE)
    return _typed(table, {name: EXCLUSIVE.get(name, "str") for name in [*columns[:3], by, *columns[3:]]})


def _typed(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return table.reindex(columns=list(columns)).astype(columns).reset_index(drop=True)


def _one_of(name: str, allowed: tuple[str, ...], option: str) -> None:
    if name not in allowed:
        raise TableError(f"{option}: {name!r} is not allowed.{suggestion(name, allowed)} Allowed: {listed(allowed)}")


def _in_voice(uses: pd.DataFrame, voice: str | None) -> pd.DataFrame:
    if voice is None:
        return uses.assign(voice="either")
    _one_of(voice, VOICES, "voice")
    return uses[uses["voice"] == voice]


def _with(named: pd.DataFrame, evaluation: str) -> pd.DataFrame:
    """One row an article that names the actor: whether it has a label of the evaluation."""
    marked = named.assign(is_with=named["evaluation"] == evaluation)
    return marked.groupby(["article_id", "family_id"], as_index=False)["is_with"].any()


def _family_votes(found: pd.DataFrame) -> pd.Series:
    """Each family's vote for "has the label", 0..1; in order of family."""
    votes = family_votes(found, found[["article_id", "family_id"]], "is_with")
    return (votes["weight"] * votes["is_with"]).groupby(votes["family_id"]).sum()


def _fisher(hits: int, n: int, other_hits: int, other_n: int) -> float:
    from scipy.stats import fisher_exact  # half a second to import, and only this function needs it

    return float(fisher_exact([[hits, n - hits], [other_hits, other_n - other_hits]]).pvalue)


def _difference(here: tuple, there: tuple, min_articles: int) -> dict:
    (found, votes), (other_found, other_votes) = here, there
    hits, n, other_hits, other_n = found["is_with"].sum(), len(found), other_found["is_with"].sum(), len(other_found)
    mixed = int((votes % 1 > 0).sum() + (other_votes % 1 > 0).sum())
    votes, other_votes = votes[votes % 1 == 0], other_votes[other_votes % 1 == 0]
    counted = (int(votes.sum()), len(votes), int(other_votes.sum()), len(other_votes))
    enough = min(n, other_n) >= min_articles
    return {
        **{"n_with": hits, "n_articles": n, "other_n_with": other_hits, "other_n_articles": other_n},
        "difference": hits / n - other_hits / other_n,
        "p_articles": _fisher(hits, n, other_hits, other_n) if enough else float("nan"),
        **dict(zip([name for name in DIFFERENCES if name.endswith("_families")][:4], counted, strict=True)),
        "n_mixed": mixed,
        "p_families": _fisher(*counted) if min(counted[1], counted[3]) >= min_articles else float("nan"),
    }
