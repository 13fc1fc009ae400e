"""What a figure shows, in words made from its table: for who hears a page and does not see it."""

from __future__ import annotations

import pandas as pd

from .prose import clean

__all__ = ["alt_text"]

MOST, MOST_NAME, MOST_TIES = 600, 60, 3
_NAMES = (
    *("name", "article", "claim", "edge", "actor", "label", "outlet", "event", "quantity", "source", "statement"),
    *("title", "text", "group", "wording", "languages", "language", "country", "topic", "counted", "part", "kind"),
)
_KINDS = ("step", "state", "status", "precision", "text_status", "voice", "evaluation", "order", "kind")
_NO_MEASURES = ("n_total", "begin", "end", "place", "low", "high", "step", "order", "hop", "sentence", "seed")
_SAID = {"high": "Figure given", "share": "Share"}


def alt_text(table: pd.DataFrame, caption: str = "") -> str:
    """Describe a figure by the table behind it.

    Parameters
    ----------
    table : pandas.DataFrame
        The table behind a figure, as given to `show_figure` or as read from its CSV file.
    caption : str
        What the figure compares; it comes first.

    Returns
    -------
    str
        The caption, the number of rows, how often each kind occurs (of states, steps, precisions), the highest and the
        lowest row of the main measure with their numbers, and the first and last time: those of these that the table
        has. Of edges between sources: who is named most. Of pairs of codes: how many are the same. At most 600
        characters.

    Examples
    --------
    >>> languages = ss.corpus.composition(story.articles, "language")
    >>> ss.plotting.alt_text(languages, "Articles by language.")
    'Articles by language. 4 rows. Article share: highest en, 61 % (19 of 31); lowest fr, ru and uk, 13 % (4 of 31).'
    """
    said = [clean(" ".join(caption.split()))] if caption.strip() else []
    n = len(table)
    table = table.set_axis([str(name) for name in table.columns], axis=1)
    table = table.loc[:, ~table.columns.duplicated()].reset_index(drop=True)
    said.append("No rows." if not n else f"{n:,} row{'s' * (n != 1)}.")
    if n and "target_hop" in table:
        said.append(_named_most(table))
    elif n and {"first", "second", "is_same", "n_units"} <= set(table):
        said.append(_confused(table))
    elif n:
        kinds, measure = _kinds(table), _main_measure(table)
        if kinds and measure and not _is_share(measure):
            measure = None  # the kinds are what is drawn
        said += [part for part in (kinds, _ends(table, measure), _times(table)) if part] or [_given(table)]
    text = " ".join(said)
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"


def _kinds(table: pd.DataFrame) -> str:
    """How often each state occurs, the most frequent first; nothing of what is the same in every row of a group."""
    for name in _KINDS:
        if name in table and not pd.api.types.is_numeric_dtype(table[name]) and not {"part", "n_pairs"} & set(table):
            counts = table[name].dropna().astype(str).value_counts()
            if 1 <= len(counts) <= 12:
                parts = ", ".join(f"{_short(kind)} {count:,}" for kind, count in counts.items())
                return f"{_words(name)}: {parts}."
    return ""


def _named_most(table: pd.DataFrame) -> str:
    """Of edges between sources: who is named most."""
    named = table[table["basis"] != "wording"] if "basis" in table else table
    names = named["source_name" if "source_name" in named else "source"].value_counts()
    if names.empty:
        return "Nobody is named."
    top = names[names == names.max()]
    return f"Named most: {_who(pd.Series(top.index))}, by {top.iloc[0]:,} of {len(named):,}."


def _confused(table: pd.DataFrame) -> str:
    """Of pairs of values: how many units have the same one twice, and which different ones are most frequent."""
    same, units = table["is_same"].astype(bool), table["n_units"]
    text = f"The same for {units[same].sum():,.4g} of {units.sum():,.4g} units."
    if same.all():
        return text
    most = table.loc[units[~same].idxmax()]
    first, second = (_short(_plain(most[name])) for name in ("first", "second"))
    return f"{text} Most often they differ as {first} and {second}: {most['n_units']:,.4g}."


def _given(table: pd.DataFrame) -> str:
    """In how many rows the first text that is missing in some is given."""
    for name in table:
        if _is_text(table[name]) and 0 < (n := int(table[name].notna().sum())) < len(table):
            return f"{_words(name)}: given in {n:,} of {len(table):,} rows."
    return ""


def _ends(table: pd.DataFrame, name: str | None) -> str:
    """The rows with the highest and the lowest value of a measure."""
    labels = _labels(table)
    if name is None or labels is None:
        return ""
    values = pd.to_numeric(table[name], errors="coerce")
    missing = int(values.isna().sum())
    lost = f" {missing:,} row{'s' * (missing != 1)} without a value." if missing else ""
    if values.notna().sum() == 0:
        return f"{_words(name)}: no row has a value."
    of = _numerator(table, name)
    top, bottom = values.max(), values.min()
    if top == bottom:
        return f"{_words(name)}: {_number(table[values == top], name, of)} in every row.{lost}"
    ends = [
        f"{which} {_who(labels[values == value])}, {_number(table[values == value], name, of)}"
        for which, value in (("highest", top), ("lowest", bottom))
    ]
    return f"{_words(name)}: {'; '.join(ends)}.{lost}"


def _labels(table: pd.DataFrame) -> pd.Series | None:
    """What the rows are called: the first column of names that differ, and a second one if rows share a name."""
    texts = [one for one in (*_NAMES, *table.columns) if one in table and _is_text(table[one])]
    texts = [one for one in dict.fromkeys(texts) if table[one].nunique() > 1] or texts[:1]
    if not texts:
        return table.iloc[:, 0].map("{:g}".format) if pd.api.types.is_numeric_dtype(table.iloc[:, 0]) else None
    first = table[texts[0]]
    others = (one for one in texts[1:] if one in _NAMES and table.groupby(first)[one].nunique().max() > 1)
    second = None if first.is_unique else next(others, None)
    first = first.map(_plain, na_action="ignore")
    if second is None:
        return first
    return first + " (" + table[second].map(_plain, na_action="ignore").fillna("not stated") + ")"


def _main_measure(table: pd.DataFrame) -> str | None:
    """A share, else a figure that articles give, else a count, else any number that measures something."""
    numbers = [
        name
        for name in table.columns
        if pd.api.types.is_numeric_dtype(table[name]) and not pd.api.types.is_bool_dtype(table[name])
    ]
    numbers.sort(key=lambda name: not table[name].notna().any())
    usual = [one for one in numbers if one not in _NO_MEASURES and not one.endswith(("_begin", "_end", "_id"))]
    figures = ["high"] if {"low", "high"} <= set(numbers) and "quantity" in table else []
    shares = [name for name in usual if _is_share(name)]
    counts = sorted((name for name in usual if name.startswith("n_")), key=lambda name: name != "n_outlets")
    return next(iter([*shares, *figures, *counts, *usual]), None)


def _is_share(name: str) -> bool:
    return name == "share" or name.endswith("_share")


def _numerator(table: pd.DataFrame, share: str) -> tuple[str, str] | None:
    """The two counts of which a share is made in every row; None if the table does not have them."""
    if not _is_share(share):
        return None
    counts = table.select_dtypes("number").drop(columns=share)
    wanted = table[share].astype("float64")
    for total in counts:
        made = counts.astype("float64").div(counts[total].astype("float64").where(counts[total] > 0), axis=0)
        fits = [one for one in made if one != total and ((made[one] - wanted).abs().lt(0.0006) | wanted.isna()).all()]
        if fits:
            return fits[0], str(total)
    return None


def _number(rows: pd.DataFrame, name: str, of: tuple[str, str] | None) -> str:
    """A value as read aloud; a share with its numerator and denominator if the table has them."""
    value = rows[name].iloc[0]
    if not _is_share(name):
        return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    share = f"{value:.0%}".replace("%", " %")
    if of is None:
        return share
    most = rows.loc[rows[of[1]].idxmax()]
    return f"{share} ({'up to ' * (rows[of[1]].nunique() > 1)}{most[of[0]]:,.4g} of {most[of[1]]:,.4g})"


def _times(table: pd.DataFrame) -> str:
    """The first and the last time of the first column of times."""
    for name in table.columns:
        times = table[name]
        if pd.api.types.is_datetime64_any_dtype(times) and times.notna().any():
            first, last = (f"{one:%Y-%m-%d %H:%M}".removesuffix(" 00:00") for one in (times.min(), times.max()))
            return f"{_words(name)}: {first}." if first == last else f"{_words(name)}: from {first} to {last}."
    return ""


def _is_text(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column)


def _who(names: pd.Series) -> str:
    every = [_short(one) for one in dict.fromkeys(names.dropna().astype(str))]
    if not every:
        return "a row without a name"
    if len(every) > MOST_TIES:
        return f"{', '.join(every[:MOST_TIES])} and {len(every) - MOST_TIES} more"
    return f"{', '.join(every[:-1])} and {every[-1]}" if len(every) > 1 else every[0]


def _short(name: str) -> str:
    name = clean(" ".join(name.split()))
    return name if len(name) <= MOST_NAME else name[: MOST_NAME - 1] + "…"


def _words(column: str) -> str:
    """The name of a column in words: "n_articles" is "Articles"."""
    words = _SAID.get(column) or clean(" ".join(str(column).removeprefix("n_").replace("_", " ").split()))[:MOST_NAME]
    return words[:1].upper() + words[1:]


def _plain(name: object) -> str:
    """A name in words: "found_or_not" is "found or not"."""
    return str(name).replace("_", " ")
