"""Tables given to the measures of text reuse: brought into one form, and refused if they are wrong.

A measure takes any DataFrame: ids may be numbers, offsets may be empty, and a table may belong to another story. What
`check` finds in a story folder is found here for tables that were never in one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..errors import TableError, listed, suggestion
from .require import require_columns
from .vocabulary import ORDERS, PARTS, PASSAGE_BASES, PASSAGE_KINDS

PASSAGE = ("earlier_id", "begin", "end", "later_id", "later_begin", "later_end", "n_words", "order")
PART = ("article_id", "part", "begin", "end")


def given_articles(articles: pd.DataFrame, columns: Iterable[str], *, owner: str = "articles") -> pd.DataFrame:
    """Articles with their ids as text, each once.

    Parameters
    ----------
    articles
        Any table of articles; it is not changed.
    columns
        Columns it must have.
    owner
        What to call it in the error.

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` is empty, or one comes more than once.
    """
    _frame(articles, owner)
    require_columns(columns, articles.columns, owner)
    ids = _ids(articles["article_id"], owner)
    if ids.isna().any():
        raise TableError(f"{owner}: an article_id is empty")
    if ids.duplicated().any():
        raise TableError(f"{owner}: an article_id comes more than once: {listed(ids[ids.duplicated()].unique())}")
    if "version_of" in articles:
        return articles.assign(article_id=ids, version_of=_ids(articles["version_of"], owner))
    return articles.assign(article_id=ids)


def given_passages(
    passages: pd.DataFrame, articles: pd.DataFrame, references: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Passages with ids as text and offsets that lie inside the texts.

    Parameters
    ----------
    passages
        Any table with the columns of `PASSAGE`.
    articles, references
        From `given_articles`. Rows that name an article of neither are let pass, as a set may be a part of a story;
        but a table of which no row names one is of another story.

    Raises
    ------
    TableError
        A column is missing; an offset or count is not a whole number or outside the text; an ``order`` or ``kind``
        that is not declared; or no passage is of these articles.
    """
    _frame(passages, "passages")
    if missing := [name for name in PASSAGE if name not in passages]:
        raise TableError(f"passages: no column {listed(missing)}; given: {listed(passages.columns, 40)}")
    ends = {name: _ids(passages[name], "passages") for name in ("earlier_id", "later_id")}
    table = passages.assign(**ends)
    _allowed(table, "order", ORDERS, "passages", empty=False)
    if "kind" in table:
        _allowed(table, "kind", PASSAGE_KINDS, "passages", empty=True)
    if "basis" in table:
        _allowed(table, "basis", PASSAGE_BASES, "passages", empty=True)
    count = _whole(table["n_words"])
    if bad := _first(~(count >= 1)):
        raise TableError(f"passages: {bad(table)}: n_words is {_said(table, 'n_words', bad)}; give 1 or more")
    lengths = _lengths(articles)
    if references is not None:
        lengths = pd.concat([lengths, _lengths(references)])
        lengths = lengths[~lengths.index.duplicated()]
    for key, begin, end in (("earlier_id", "begin", "end"), ("later_id", "later_begin", "later_end")):
        table = _placed(table, "passages", key, begin, end, lengths)
    known = table["earlier_id"].isin(lengths.index) | table["later_id"].isin(lengths.index)
    _of_these(known, "passages")
    return table.assign(n_words=count.astype("int64"))


def given_parts(parts: pd.DataFrame | None, articles: pd.DataFrame) -> pd.DataFrame | None:
    """Parts with ids as text and offsets that lie inside the texts; None if None is given.

    Rows of other articles are let pass, as for `given_passages`.

    Raises
    ------
    TableError
        A column is missing; a part is not declared; an offset is not a whole number or outside the text; or no part
        is of these articles.
    """
    if parts is None:
        return None
    _frame(parts, "parts")
    require_columns(PART, parts.columns, "parts")
    table = parts.assign(article_id=_ids(parts["article_id"], "parts"))
    _allowed(table, "part", PARTS, "parts", empty=False)
    lengths = _lengths(articles)
    table = _placed(table, "parts", "article_id", "begin", "end", lengths)
    _of_these(table["article_id"].isin(lengths.index), "parts")
    return table


def _frame(table: object, owner: str) -> None:
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"{owner} is a {type(table).__name__}; give a DataFrame")


def _ids(values: pd.Series, owner: str) -> pd.Series:
    """Ids as text: 7 and '7' name the same article."""
    try:
        if values.dtype.kind == "f" and (values.dropna() % 1 == 0).all():
            values = values.astype("Int64")  # whole numbers, as they come where some are empty
        return values.astype("str")
    except (UnicodeEncodeError, ValueError, TypeError) as fault:
        raise TableError(f"{owner}: a value in {values.name} that is not a name: {fault}") from None


def _lengths(articles: pd.DataFrame) -> pd.Series:
    """Characters of each text, 0 if there is none; missing for all where the table has no column of texts."""
    if "text" not in articles:
        return pd.Series(np.nan, index=pd.Index(articles["article_id"]), dtype="float64")
    n = articles["text"].map(lambda text: len(text) if isinstance(text, str) else 0).astype("float64")
    return n.set_axis(pd.Index(articles["article_id"]))


def _whole(values: pd.Series) -> pd.Series:
    """Values as float64, nan where one is not a whole number."""
    if pd.api.types.is_bool_dtype(values):
        return pd.Series(np.nan, index=values.index)
    number = pd.to_numeric(values, errors="coerce") if values.dtype.kind not in "OTU" else _numbers(values)
    number = number.astype("float64")
    return number.where(np.isfinite(number) & (number % 1 == 0))


def _numbers(values: pd.Series) -> pd.Series:
    """Of mixed values those that are numbers: '7' is text, and may be a slip of columns."""
    is_text = values.map(lambda value: isinstance(value, str | bool))
    return pd.to_numeric(values.where(~is_text.astype(bool), None), errors="coerce")


class _Row:
    """The first of the rows that are wrong, and what to call them."""

    def __init__(self, at: np.ndarray):
        self.at, self.n = int(at[0]), len(at)

    def __call__(self, table: pd.DataFrame) -> str:
        rest = f" and {self.n - 1} more" if self.n > 1 else ""
        return f"row {table.index[self.at]}{rest}"


def _first(wrong: pd.Series | np.ndarray) -> _Row | None:
    at = np.flatnonzero(np.asarray(wrong, dtype=bool))
    return _Row(at) if len(at) else None


def _said(table: pd.DataFrame, column: str, bad: _Row) -> str:
    value = table[column].iloc[bad.at]
    return "empty" if pd.isna(value) else repr(value.item() if hasattr(value, "item") else value)


def _placed(table: pd.DataFrame, owner: str, key: str, begin: str, end: str, lengths: pd.Series) -> pd.DataFrame:
    """The table with a pair of offsets as int64.

    Raises
    ------
    TableError
        One of them is wrong; names the row, the values and what is allowed.
    """
    low, high = _whole(table[begin]), _whole(table[end])
    length = table[key].map(lengths).astype("float64")
    if bad := _first(~((low >= 0) & (low < high))):
        raise TableError(
            f"{owner}: {bad(table)}: {begin} is {_said(table, begin, bad)} and {end} {_said(table, end, bad)}; "
            f"give whole numbers with 0 <= {begin} < {end}"
        )
    if bad := _first(high > length):
        raise TableError(
            f"{owner}: {bad(table)}: {end} is {_said(table, end, bad)}, past the end of {table[key].iloc[bad.at]}, "
            f"which has {int(length.iloc[bad.at]):,} characters: the {owner} were made of other texts"
        )
    return table.assign(**{begin: low.astype("int64"), end: high.astype("int64")})


def _allowed(table: pd.DataFrame, column: str, allowed: tuple[str, ...], owner: str, *, empty: bool) -> None:
    wrong = ~table[column].isin(list(allowed))
    if bad := _first(wrong & table[column].notna() if empty else wrong):
        value = table[column].iloc[bad.at]
        near = "" if pd.isna(value) else suggestion(value, allowed)
        raise TableError(
            f"{owner}: {bad(table)}: {column} is {_said(table, column, bad)}.{near} Allowed: {listed(allowed)}"
        )


def _of_these(known: pd.Series, owner: str) -> None:
    if len(known) and not known.any():
        raise TableError(
            f"{owner}: none of the {len(known):,} rows names an article of this set: they are of another story; "
            f"if you have no {owner}, pass {owner}.head(0)"
        )
