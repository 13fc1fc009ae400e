"""What a figure shows, in words made from its table: for who hears a page and does not see it."""

from __future__ import annotations

import pandas as pd

from .prose import clean

__all__ = ["alt_text"]

MOST, MOST_NAME, MOST_TIES = 600, 60, 3
_NAMES = (
    *("name", "article", "claim", "edge", "actor", "label", "outlet", "event", "quantity", "source", "statement"),
    *("language", "country", "topic"),
)
_KINDS = ("status", "step", "precision", "text_status", "voice", "evaluation", "order", "kind")
_NO_MEASURES = ("n_total", "begin", "end", "place", "low", "high", "step", "order")


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
        has. At most 600 characters.

    Examples
    --------
    >>> languages = ss.corpus.composition(story.articles, "language")
    >>> ss.plotting.alt_text(languages, "Articles by language.")
    'Articles by language. 4 rows. Article share: highest en, 61 % (19 of 31); lowest fr, ru and uk, 13 % (4 of 31).'
    """
    said = [clean(" ".join(caption.split()))] if caption.strip() else []
    n = len(table)
    table = table.set_axis([str(name) for name in table.columns], axis=1)
    table = table.loc[:, ~table.columns.duplicated()]
    said.append("No rows." if not n else f"{n:,} row{'s' * (n != 1)}.")
    if n:
        kinds, measure = _kinds(table), _main_measure(table)
        if kinds and measure and not measure.endswith("_share"):
            measure = None  # the kinds are what is drawn
        said += [part for part in (kinds, _ends(table, measure), _times(table)) if part]
    text = " ".join(said)
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"


def _kinds(table: pd.DataFrame) -> str:
    """How often each state occurs, the most frequent first."""
    for name in _KINDS:
        if name in table and not pd.api.types.is_numeric_dtype(table[name]):
            counts = table[name].dropna().astype(str).value_counts()
            if 1 <= len(counts) <= 12:
                parts = ", ".join(f"{_short(kind)} {count:,}" for kind, count in counts.items())
                return f"{_words(name)}: {parts}."
    return ""


def _ends(table: pd.DataFrame, name: str | None) -> str:
    """The rows with the highest and the lowest value of a measure."""
    label = next((one for one in (*_NAMES, *table.columns) if one in table and _is_text(table[one])), None)
    if name is None or label is None:
        return ""
    values = pd.to_numeric(table[name], errors="coerce")
    missing = int(values.isna().sum())
    lost = f" {missing:,} row{'s' * (missing != 1)} without a value." if missing else ""
    if values.notna().sum() == 0:
        return f"{_words(name)}: no row has a value."
    top, bottom = values.max(), values.min()
    if top == bottom:
        return f"{_words(name)}: {_number(table, name, values == top)} in every row.{lost}"
    ends = [
        f"{which} {_who(table.loc[values == value, label])}, {_number(table, name, values == value)}"
        for which, value in (("highest", top), ("lowest", bottom))
    ]
    return f"{_words(name)}: {'; '.join(ends)}.{lost}"


def _main_measure(table: pd.DataFrame) -> str | None:
    """A share, else a figure that articles give, else a count, else any number that measures something."""
    numbers = [
        name
        for name in table.columns
        if pd.api.types.is_numeric_dtype(table[name]) and not pd.api.types.is_bool_dtype(table[name])
    ]
    numbers.sort(key=lambda name: not table[name].notna().any())
    usual = [one for one in numbers if one not in _NO_MEASURES and not one.endswith(("_begin", "_end", "_id"))]
    figures = ["high"] if {"low", "high"} <= set(numbers) else []
    shares = [name for name in usual if name.endswith("_share")]
    counts = [name for name in usual if name.startswith("n_")]
    return next(iter([*shares, *figures, *counts, *usual]), None)


def _number(table: pd.DataFrame, name: str, chosen: pd.Series) -> str:
    """A value as read aloud; a share with its numerator and denominator if the table has them."""
    row = table[chosen].iloc[0]
    if not name.endswith("_share"):
        return f"{row[name]:,.4g}" if abs(row[name]) < 10_000 else f"{row[name]:,.0f}"
    share = f"{row[name]:.0%}".replace("%", " %")
    stem = name.removesuffix("_share")
    count = next((one for one in (f"n_{stem}", f"n_{stem}s", "n_hits") if one in table), None)
    total = next((one for one in ("n_total", "n_among") if one in table), None)
    if count is None or total is None or table.loc[chosen, [count, total]].drop_duplicates().shape[0] != 1:
        return share
    return f"{share} ({row[count]:,g} of {row[total]:,g})"


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
    words = clean(" ".join(str(column).removeprefix("n_").replace("_", " ").split()))[:MOST_NAME]
    return words[:1].upper() + words[1:]
