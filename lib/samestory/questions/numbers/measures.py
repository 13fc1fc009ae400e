"""Numbers: who gives which figure, which figures cannot both be true, which were updated, and what they turn into.

A figure is an interval: "at least nine" is 9 and open above, "20 to 80" has two bounds, "84" is a point. Two figures
conflict if their intervals do not meet and both count the same: figures for other places, parts or times are
``other_scope`` or ``other_time``, and if the words that narrow them cannot be compared the answer is "cannot tell". A
source that gives another figure later has updated it, up or down, which is no conflict; this needs dates in known
order. Words such as "dozens" have the low bound that the codebook sets by convention, and every table says which
bounds are of that kind. Which names are one source is decided before: pass ``story.joined("numbers")``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...coding.source_names import are_foreign, is_nameless
from ...errors import TableError, listed, suggestion
from ...languages import scope_relation
from ...order import date_intervals
from ...schema import UNTOLD
from ...schema.cells import from_cell, in_cell
from ...statistics import family_of
from ...text import words

__all__ = ["conflicts", "intervals", "updates", "values"]

OWN_VOICE = "own voice"
KINDS = ("conflict", "update", "other_scope", "other_time", "cannot_tell")
COUNTED = {kind: f"n_{kind}s" if kind in ("conflict", "update") else f"n_{kind}" for kind in KINDS}
RAISED, LOWERED = "raised", "lowered"
GROUPS = ("source", "outlet", "country", "language", "event", "article_id", "family_id")
_TIME = "datetime64[us, UTC]"

VALUES = {
    **dict.fromkeys(["article_id", "outlet", "country", "language", "event", "family_id"], "str"),
    **dict.fromkeys(["published_from", "published_until"], _TIME),
    **dict.fromkeys(["quantity", "topic", "unit", "value_text"], "str"),
    **dict.fromkeys(["low", "high"], "float64"),
    "scope": "str",
    **dict.fromkeys(["is_vague", "is_own_voice"], "bool"),
    "source": "str",
    **dict.fromkeys(["begin", "end"], "Int64"),
}
_STATEMENT = {
    **dict.fromkeys(["low", "high"], "float64"),
    "scope": "str",
    "is_vague": "bool",
    "values": "str",
    **dict.fromkeys(["n_articles", "n_families"], "int64"),
    "article_ids": "str",
}
_PAIR = {
    "gap": "float64",
    **dict.fromkeys(["kind", "reason", "order", "first", "direction"], "str"),
    "is_by_convention": "bool",
}
_OTHER = ["other_source", *(f"other_{name}" for name in _STATEMENT)]
UPDATES = {
    **dict.fromkeys(["quantity", "unit", "source", "scope", "direction", "values"], "str"),
    **dict.fromkeys(["low", "high"], "float64"),
    "new_values": "str",
    **dict.fromkeys(["new_low", "new_high"], "float64"),
    "since": _TIME,
    **dict.fromkeys(["n_new", "n_new_families", "n_not_updated", "n_not_updated_families", "n_cannot_tell"], "int64"),
    "n_since": "int64",
    **dict.fromkeys(["new_article_ids", "not_updated_ids", "cannot_tell_ids"], "str"),
}


def values(
    numbers: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    quantity: str | None = None,
    vague: dict[str, float] | None = None,
    topics: dict[str, str] | None = None,
    families: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every figure given, with who gives it, when, and in how many families; what the other measures here take.

    Parameters
    ----------
    numbers
        The ``numbers`` table of one coder. Figures of articles that are not in ``articles`` are left out.
    articles
        The articles to look at.
    quantity
        Only this quantity.
    vague
        The codebook's convention, from a vague word to its low bound: a figure is ``is_vague`` if it is open above,
        contains such a word and has that word's low bound. The article did not say this bound.
    topics
        From quantity to topic, for instance to the claim it belongs to; default: the quantity itself. Then
        ``numbers.drift`` can follow "84 dead" to "dozens killed and wounded".
    families
        One vote a copy family in every count of families; None counts each article as a family of its own.

    Returns
    -------
    DataFrame
        One row a figure: ``article_id, outlet, country, language, event, family_id``; ``published_from,
        published_until`` (UTC, the second not included; empty where the date is not known); ``quantity, topic, unit,
        value_text``; ``low, high`` (as unit; empty = open); ``scope``, the words that narrow it (empty = none);
        ``is_vague, is_own_voice, source`` ("own voice" where
        nobody is named); ``begin, end`` (offsets of the figure).

    Raises
    ------
    TableError
        A quantity for which no figure is given.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    >>> values.loc[values["is_own_voice"], ["outlet", "value_text", "low", "high"]].head(1)
                  outlet   value_text  low  high
    16    The Daily Gull  FOUR people  4.0   4.0
    """
    if quantity is not None and len(numbers) and quantity not in set(numbers["quantity"]):
        known = sorted(set(numbers["quantity"]))
        raise TableError(
            f"no figure is given for a quantity {quantity!r}.{suggestion(quantity, known)} Quantities: {listed(known)}"
        )
    dates = date_intervals(articles).rename(columns={"begin": "published_from", "end": "published_until"})
    about = articles.reindex(columns=["article_id", "outlet", "country", "language", "event"])
    about = about.assign(family_id=family_of(about["article_id"], families)).merge(dates, on="article_id")
    rows = numbers if quantity is None else numbers[numbers["quantity"] == quantity]
    rows = rows.merge(about.drop_duplicates("article_id"), on="article_id")
    own = rows["attributed_to"].isna()
    rows = rows.assign(
        scope=rows.get("scope"),
        is_own_voice=own,
        source=rows["attributed_to"].astype("object").where(~own, OWN_VOICE),
        topic=rows["quantity"].map(topics or {}).astype("object").fillna(rows["quantity"]),
        is_vague=_by_convention(rows, vague or {}),
    )
    order = ["quantity", "low", "high", "source", "article_id", "value_text", "begin"]
    return _typed(rows.sort_values(order), VALUES)


def intervals(values: pd.DataFrame, *, by: str = "source", tolerance: float = 0.0) -> pd.DataFrame:
    """The distinct figures of each quantity by who gives them, and with how many of the others each cannot be true.

    Parameters
    ----------
    values
        From ``numbers.values``.
    by
        ``source`` alone; or ``outlet``, ``country``, ``language``, ``event``, ``family_id`` or ``article_id``, for who
        gives the figure from which source.
    tolerance
        0..1: both intervals are widened by this part of their bounds before they are compared; 0.1 lets 45 meet 50.

    Returns
    -------
    DataFrame
        One row a quantity, source, low, high and scope: ``quantity, unit, [by,] source, low, high, scope, is_vague,
        values``, ``n_articles, n_families, article_ids``; the others of the ``n_others`` rows of the quantity that do
        not meet it, by what they are (see ``numbers.conflicts``): ``n_conflicts``, ``n_updates``, ``n_other_scope``,
        ``n_other_time``, ``n_cannot_tell``; ``n_quantity`` articles give the quantity at all. By quantity, then from
        low to high.

    Raises
    ------
    TableError
        ``by`` or ``tolerance`` outside what is allowed.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    >>> ss.numbers.intervals(values)[["source", "low", "high", "n_conflicts", "n_others"]].tail(2)
                      source  low  high  n_conflicts  n_others
    4           Maren Oskdal  9.0   NaN            4         5
    5  Union of Quay Workers  9.0   NaN            4         5
    """
    _allowed(by, "by")
    keys = [] if by == "source" else [by]
    held = _statements(values, keys)
    pairs = _pairs(held, [], tolerance)
    for kind in KINDS:
        of_kind = pairs[pairs["kind"] == kind]
        both = pd.concat([of_kind["lower"], of_kind["higher"]]).value_counts()
        held[COUNTED[kind]] = held.index.map(both).fillna(0)
    held["n_others"] = held.groupby("quantity")["low"].transform("size") - 1
    held["n_quantity"] = held["quantity"].map(values.groupby("quantity")["article_id"].nunique())
    columns = {**dict.fromkeys(["quantity", "unit", *keys, "source"], "str"), **_STATEMENT}
    counts = ["n_conflicts", "n_others", "n_updates", "n_other_scope", "n_other_time", "n_cannot_tell", "n_quantity"]
    return _typed(held, columns | dict.fromkeys(counts, "int64"))


def conflicts(values: pd.DataFrame, *, tolerance: float = 0.0, within: str | None = None) -> pd.DataFrame:
    """Pairs of figures of one quantity that cannot both be true.

    Parameters
    ----------
    values
        From ``numbers.values``.
    tolerance
        As in ``numbers.intervals``: the larger, the fewer conflicts are left.
    within
        Compare only figures that share this: ``event`` (the same part of the story), ``article_id`` (an article that
        gives both), ``source``, ``outlet``, ``country``, ``language``, ``family_id``. None compares all of a quantity.

    Returns
    -------
    DataFrame
        One row a pair: ``quantity, unit, [within,] source, low, high, scope, is_vague, values, n_articles, n_families,
        article_ids`` of the lower figure, the same with ``other_`` of the higher; ``gap`` between them (as unit);
        ``kind`` and, where it needs one, ``reason``:

        - *other_scope*, *other_time*: the figures are of different places, parts or times;
        - *update*: one source gave one after the other; ``direction`` says whether it raised or lowered its figure;
        - *cannot_tell*: the scopes cannot be compared; or one source gave both and the order is not known; or the
          source has no name ("residents"), so that it may be two; or one figure is in an article's own voice and the
          source of the other gives it too, so that it may be that source's figure of another time; or both sources
          are institutions named in two languages ("Feuerwehr", "pompiers"), so that they may be one until ``sources``
          of the codebook or a correction says who they are; or it cannot be told whose figure one of them is (source
          `UNTOLD`);
        - *conflict*: all others, the figures of two sources.

        ``order`` (known, tied, unknown) is that of the first dated article in this set with each, ``first`` which it
        was (lower, higher; empty unless known); articles without a date count only where no other gives the figure.
        ``is_by_convention``: one of the two bounds is the codebook's for a vague word. An article's own voice is one
        source an outlet, named by the outlet where ``within`` is source.

    Raises
    ------
    TableError
        ``within`` or ``tolerance`` outside what is allowed.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    >>> ss.numbers.conflicts(values)["kind"].value_counts().to_dict()
    {'conflict': 9, 'cannot_tell': 2, 'update': 1}
    """
    scope = [] if within is None else [_allowed(within, "within")]
    keys = [name for name in scope if name != "source"]
    if within == "source":  # the own voices of two outlets are two sources
        values = values.assign(source=_voice(values), is_own_voice=False)
    held = _statements(values, keys)
    pairs = _pairs(held, scope, tolerance)
    facts = ["source", *_STATEMENT]
    lower = held.loc[pairs["lower"], ["quantity", "unit", *keys, *facts]].reset_index(drop=True)
    higher = held.loc[pairs["higher"], facts].add_prefix("other_").reset_index(drop=True)
    table = pd.concat([lower, higher, pairs.reset_index(drop=True)], axis=1)
    order = ["quantity", *keys, "low", "high", "other_low", "other_high", "source", "other_source"]
    columns = {"quantity": "str", "unit": "str", **dict.fromkeys(keys, "str"), "source": "str", **_STATEMENT}
    columns |= dict(zip(_OTHER, ["str", *_STATEMENT.values()], strict=True))
    return _typed(table.sort_values(order), columns | _PAIR)


def updates(values: pd.DataFrame, *, tolerance: float = 0.0) -> pd.DataFrame:
    """Sources that gave another figure later, and the articles that went on giving the old one.

    Parameters
    ----------
    values
        From ``numbers.values``.
    tolerance
        As in ``numbers.intervals``.

    Returns
    -------
    DataFrame
        One row an update by one source (for own voices: one outlet): ``quantity, unit, source, scope``; ``direction``
        (raised, lowered); ``values, low, high`` of the old figure, ``new_values, new_low, new_high`` of the next;
        ``since``, when the new one first stands in this set (UTC). ``n_new`` articles in ``n_new_families`` give the
        new figure; of the ``n_since`` articles known to be later than its first that give the quantity,
        ``n_not_updated`` in ``n_not_updated_families`` give the old one, whoever they name, and none that fits the new;
        for ``n_cannot_tell`` such articles the order is not known.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    >>> ss.numbers.updates(values)[["source", "direction", "low", "new_low", "n_not_updated"]]
               source direction  low  new_low  n_not_updated
    0  Harbour Office    raised  4.0      7.0              1
    """
    held = _statements(values.assign(source=_voice(values), is_own_voice=False), [])
    pairs = _pairs(held, ["source"], tolerance)
    pairs = pairs[pairs["kind"] == "update"]
    lower_first = pairs["first"] == "lower"
    old = pairs["lower"].where(lower_first, pairs["higher"])
    new = pairs["higher"].where(lower_first, pairs["lower"])
    steps = pd.DataFrame({"old": old, "new": new, "until": held["first_until"].reindex(new).to_numpy()})
    steps = steps.sort_values(["old", "until", "new"]).drop_duplicates("old")  # only the next figure updates the old
    rows = [_update(values, held.loc[step.old], held.loc[step.new], tolerance) for step in steps.itertuples()]
    table = pd.DataFrame(rows, columns=list(UPDATES))
    return _typed(table.sort_values(["quantity", "source", "since", "low", "new_low"]), UPDATES)


def _typed(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return table.reindex(columns=list(columns)).astype(columns).reset_index(drop=True)


def _allowed(name: str, option: str) -> str:
    if name not in GROUPS:
        raise TableError(f"{option}={name!r} is not allowed.{suggestion(name, GROUPS)} Allowed: {listed(GROUPS)}")
    return name


def _by_convention(rows: pd.DataFrame, vague: dict[str, float]) -> list[bool]:
    """Whether each figure's only bound is the one the codebook sets for a vague word in it."""
    bounds = {_spaced(word): low for word, low in vague.items()}
    texts, lows, highs = rows["value_text"].map(_spaced), rows["low"], rows["high"]
    return [
        pd.isna(high) and any(word in text and low == bound for word, bound in bounds.items())
        for text, low, high in zip(texts, lows, highs, strict=True)
    ]


def _spaced(text: str) -> str:
    """The words in small letters, a space on either side of each: "dozens" is then not found in "dozensworth"."""
    return " " + " ".join(text[begin:end].casefold() for begin, end in words(text)) + " "


def _statements(values: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row a quantity, ``by``, source and interval; ``first_from, first_until`` bound when it is first given."""
    keys = ["quantity", "unit", *by, "source", "low", "high", "scope"]
    rows = []
    for found, group in _first_given(values).groupby(keys, dropna=False):
        rows.append(
            {
                **dict(zip(keys, found, strict=True)),
                "is_vague": group["is_vague"].all(),
                "values": in_cell(group["value_text"]),
                "n_articles": group["article_id"].nunique(),
                "n_families": group["family_id"].nunique(),
                "article_ids": in_cell(group["article_id"]),
                "outlets": in_cell(group["outlet"].fillna("")),
                "language": min(group["language"].dropna(), default=None),
                "languages": in_cell(group["language"].fillna("")),
                "is_own_voice": group["is_own_voice"].all(),
                "first_from": group["first_from"].min(skipna=False),
                "first_until": group["first_until"].min(),
            }
        )
    columns = [
        *keys,
        *list(_STATEMENT)[3:],
        "outlets",
        "language",
        "languages",
        "is_own_voice",
        "first_from",
        "first_until",
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"low": "float64", "high": "float64", "is_own_voice": "bool"})
    for name in ("first_from", "first_until"):  # a column of nothing but gaps has lost its zone
        table[name] = pd.to_datetime(table[name], utc=True).astype(_TIME)
    order = ["quantity", "low", "high", *by, "source", "scope"]
    return table.sort_values(order, na_position="first", ignore_index=True)


def _first_given(values: pd.DataFrame) -> pd.DataFrame:
    """When each voice first gives each figure in this set, also where only a part of the set is compared.

    A dated article says by when at the latest the figure was there. One without a date changes nothing in the order of
    two figures that dated articles give.
    """
    keys = ["quantity", "unit", "voice", "low", "high", "scope"]
    given = values.assign(voice=_voice(values)).groupby(keys, dropna=False)
    first = {name: given[f"published_{name}"].transform("min") for name in ("from", "until")}
    return values.assign(first_from=first["from"], first_until=first["until"])


def _voice(values: pd.DataFrame) -> pd.Series:
    """Whom a figure is from: the source named, else the outlet itself, by its article's id where it is not known."""
    own = values["outlet"].astype("object").fillna(values["article_id"])
    return values["source"].astype("object").where(~values["is_own_voice"], own)


def _pairs(held: pd.DataFrame, within: list[str], tolerance: float) -> pd.DataFrame:
    """Pairs of statements whose intervals do not meet, as places in ``held``, with kind and order."""
    if not 0 <= tolerance < 1:
        raise TableError(f"tolerance={tolerance!r} is not allowed: give a part of the value, from 0 to below 1")
    low, high = _bounds(held, tolerance)
    found = [np.empty((0, 2), dtype="int64")]
    for place in held.groupby(["quantity", "unit", *within], dropna=False).indices.values():
        i, j = np.nonzero(high[place][:, None] < low[place][None, :])
        found.append(np.column_stack([place[i], place[j]]))
    at = np.concatenate(found)
    a, b = held.iloc[at[:, 0]].reset_index(drop=True), held.iloc[at[:, 1]].reset_index(drop=True)
    a_first, b_first = a["first_until"] <= b["first_from"], b["first_until"] <= a["first_from"]
    unknown = a["first_from"].isna() | b["first_from"].isna()
    order = pd.Series("tied", index=a.index).mask(unknown, "unknown").mask(a_first | b_first, "known")
    kind, reason = _kinds(held, a, b, order == "known")
    first = pd.Series(pd.NA, index=a.index, dtype="str").mask(a_first, "lower").mask(b_first, "higher")
    direction = first.map({"lower": RAISED, "higher": LOWERED}).where(kind == "update")
    convention = a["is_vague"].astype(bool) | b["is_vague"].astype(bool)
    pairs = {"lower": at[:, 0], "higher": at[:, 1], "gap": b["low"] - a["high"], "kind": kind, "reason": reason}
    return pd.DataFrame(
        {**pairs, "order": order, "first": first, "direction": direction, "is_by_convention": convention}
    )


def _kinds(held: pd.DataFrame, a: pd.DataFrame, b: pd.DataFrame, is_known: pd.Series) -> tuple[pd.Series, pd.Series]:
    """What each pair is, and why it cannot be told; the scope goes before the source."""
    # Two outlets in their own voice are two sources; one outlet in its own voice is one.
    own = a["is_own_voice"] & b["is_own_voice"]
    one_outlet = (a["outlets"] == b["outlets"]) & ~a["outlets"].astype("str").str.contains("; ")
    same = (a["source"] == b["source"]) & (~own | one_outlet)
    spoken = zip(a["source"], a["language"].astype("object").where(a["language"].notna(), None), strict=True)
    unnamed = pd.Series([is_nameless(*one) for one in spoken], index=a.index, dtype=bool)
    unnamed &= same & ~own & (a["source"] != a["outlets"])  # an outlet's own voice has a name
    unnamed |= own & (a["outlets"].eq("") | b["outlets"].eq(""))  # unless the outlet is not known
    repeated = _repeated(held, a, b)
    scopes = zip(*(side[name] for side in (a, b) for name in ("scope", "language")), strict=True)
    related = [scope_relation(*(None if pd.isna(said) else said for said in four)) for four in scopes]
    scope = pd.Series(related, index=a.index, dtype="object")
    kind, reason = (pd.Series(said, index=a.index, dtype="object") for said in ("conflict", None))
    kind = kind.mask(same & is_known, "update")
    for holds, why in (
        (same & ~is_known, "order not known"),
        (unnamed, "the source has no name"),
        (repeated, "own voice repeats a figure of the source"),
        (~same & ~own & _foreign(held, a, b), "the sources are named in two languages"),
        ((a["source"] == UNTOLD) | (b["source"] == UNTOLD), "whose figure it is cannot be told"),
        (scope == "cannot_tell", "scopes cannot be compared"),
    ):
        kind, reason = kind.mask(holds, "cannot_tell"), reason.mask(holds, why)
    other = scope.isin(["other_scope", "other_time"])
    return kind.mask(other, scope), reason.mask(other, None)


def _foreign(held: pd.DataFrame, a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Whether both sources are institutions that no article names in one language: they may be one."""
    named = held[~held["is_own_voice"]]
    spoken: dict[str, set[str]] = {}
    for source, said in zip(named["source"], named["languages"], strict=True):
        spoken.setdefault(source, set()).update(from_cell(said))
    pairs = list(zip(a["source"], b["source"], strict=True))
    found = {
        (one, other): one in spoken and other in spoken and are_foreign(one, spoken[one], other, spoken[other])
        for one, other in set(pairs)
    }
    return pd.Series([found[pair] for pair in pairs], index=a.index, dtype=bool)


def _repeated(held: pd.DataFrame, a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Whether one figure of a pair is in own voice only, and the source of the other gives that figure as well."""
    facts = ["quantity", "unit", "low", "high"]
    named = held[~held["is_own_voice"]]
    given = set(zip(*(named[name].astype("object").fillna("open") for name in [*facts, "source"]), strict=True))
    found = pd.Series(False, index=a.index)
    for own, other in ((a, b), (b, a)):
        columns = [*(own[name].astype("object").fillna("open") for name in facts), other["source"]]
        is_given = pd.Series([row in given for row in zip(*columns, strict=True)], index=a.index, dtype=bool)
        found |= own["is_own_voice"] & ~other["is_own_voice"] & is_given
    return found


def _bounds(table: pd.DataFrame, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    low, high = table["low"].to_numpy(dtype=float), table["high"].to_numpy(dtype=float)
    low, high = low - tolerance * np.abs(low), high + tolerance * np.abs(high)
    return np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)


def _low_of(row: pd.Series) -> float:
    return -np.inf if pd.isna(row["low"]) else float(row["low"])


def _update(values: pd.DataFrame, old: pd.Series, new: pd.Series, tolerance: float) -> dict:
    here = values[(values["quantity"] == old["quantity"]) & (values["unit"] == old["unit"])]
    here = here[here["scope"].fillna("") == ("" if pd.isna(old["scope"]) else old["scope"])]
    low, high = _bounds(here, tolerance)
    new_low, new_high = _bounds(new[["low", "high"]].to_frame().T, tolerance)
    fits = set(here.loc[(low <= new_high) & (high >= new_low), "article_id"])
    same = [here[name].eq(old[name]) | (here[name].isna() & pd.isna(old[name])) for name in ("low", "high")]
    stale = here[same[0] & same[1] & ~here["article_id"].isin(fits)]
    later = stale["published_from"] >= new["first_until"]
    earlier = stale["published_until"] <= new["first_from"]
    return {
        **{name: old[name] for name in ("quantity", "unit", "scope", "values", "low", "high")},
        "direction": RAISED if _low_of(new) > _low_of(old) else LOWERED,
        **{f"new_{name}": new[name] for name in ("values", "low", "high")},
        "source": old["source"],
        "since": new["first_from"],
        "n_new": new["n_articles"],
        "n_new_families": new["n_families"],
        "new_article_ids": new["article_ids"],
        "n_since": here.loc[here["published_from"] >= new["first_until"], "article_id"].nunique(),
        "n_not_updated": stale.loc[later, "article_id"].nunique(),
        "n_not_updated_families": stale.loc[later, "family_id"].nunique(),
        "not_updated_ids": in_cell(stale.loc[later, "article_id"]),
        "n_cannot_tell": stale.loc[~later & ~earlier, "article_id"].nunique(),
        "cannot_tell_ids": in_cell(stale.loc[~later & ~earlier, "article_id"]),
    }
