"""Rules across columns: what one column may say depends on another, or on the article it speaks of."""

from __future__ import annotations

import pandas as pd

from .model import Rule
from .vocabulary import UNSEEN

# ``articles`` may be None for rules that can do without them; ``needs_articles`` keeps the others from being asked.


def _given(articles: pd.DataFrame | None) -> pd.DataFrame:
    if articles is None:
        raise ValueError("this rule needs the articles")
    return articles


def _from_articles(table: pd.DataFrame, articles: pd.DataFrame | None, key: str, column: str) -> pd.Series:
    """The value of an article's column for each row; missing where no article of that name is there."""
    values = _given(articles)[["article_id", column]].drop_duplicates("article_id").set_index("article_id")[column]
    return table[key].map(values).astype(values.dtype)  # none found would make it a column of numbers


def _is_of_unknown_article(table: pd.DataFrame, articles: pd.DataFrame | None, key: str) -> pd.Series:
    """Rows about an article that is not there: that is their fault, and no further one follows from it."""
    return ~table[key].isin(_given(articles)["article_id"])


def article_exists(key: str = "article_id") -> Rule:
    """The row speaks of an article that is in the story."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        return table[key].isna() | table[key].isin(_given(articles)["article_id"])

    return Rule("names no article of this story", (key,), holds, needs_articles=True)


def in_order(begin: str = "begin", end: str = "end", *, may_be_empty: bool = True) -> Rule:
    """A pair of offsets: both or none, and at least one character long."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        none = table[begin].isna() & table[end].isna()
        both = table[begin].notna() & table[end].notna()
        return ((none & may_be_empty) | (both & (table[begin] < table[end]).fillna(False))).astype(bool)

    how = "both or none of them, " if may_be_empty else ""
    return Rule(f"offsets are half-open: {how}{begin} below {end}", (begin, end), holds)


def inside_text(begin: str = "begin", end: str = "end", key: str = "article_id") -> Rule:
    """Offsets lie inside the text they point into; a page without text has none."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        length = _from_articles(table, articles, key, "text").str.len().fillna(0)
        return (
            _is_of_unknown_article(table, articles, key)
            | table[end].isna()
            | (table[end] <= length).fillna(True).astype(bool)
        )

    return Rule("points past the end of the article's text", (key, begin, end), holds, needs_articles=True)


def reads_as_said(begin: str = "begin", end: str = "end", reads: str = "reads", key: str = "article_id") -> Rule:
    """Where the coder wrote down the passage, the text between the offsets still is that passage."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        texts = _from_articles(table, articles, key, "text")
        good = [
            pd.isna(said) or (not (pd.isna(text) or pd.isna(b) or pd.isna(e)) and text[int(b) : int(e)] == said)
            for text, b, e, said in zip(texts, table[begin], table[end], table[reads], strict=True)
        ]
        return _is_of_unknown_article(table, articles, key) | pd.Series(good, index=table.index, dtype=bool)

    return Rule(f"the text there does not read as {reads} says", (key, begin, end, reads), holds, True)


def low_to_high() -> Rule:
    """An interval's low end is not above its high end; at least one end is given."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        none, one = table["low"].isna() & table["high"].isna(), table["low"].isna() | table["high"].isna()
        return ~none & (one | (table["low"] <= table["high"]))

    return Rule("low must not be above high, and at least one of them is given", ("low", "high"), holds)


def absent_only_in_full_text() -> Rule:
    """``absent`` may be said only where the whole text was seen; elsewhere it is ``not_visible``."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        seen = _from_articles(table, articles, "article_id", "text_status")
        return (table["status"] != "absent") | seen.isna() | (seen == "full")

    return Rule(
        "'absent' needs text_status 'full'; say 'not_visible' where the text was not seen whole",
        ("article_id", "status"),
        holds,
        needs_articles=True,
    )


def source_only_where_given() -> Rule:
    """A claim that was not found is attributed to no source and has no passage."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        return ~table["status"].isin(UNSEEN) | (table["attributed_to"].isna() & table["begin"].isna())

    return Rule(
        "a claim that is absent or not_visible has no attributed_to and no offsets",
        ("status", "attributed_to", "begin"),
        holds,
    )


def date_fits_precision() -> Rule:
    """A precision says how much of ``published`` is known; ``unknown`` goes with no date, the others with one."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        return table["published"].isna() == (table["published_precision"] == "unknown")

    return Rule(
        "published is empty exactly where published_precision is 'unknown'",
        ("published", "published_precision"),
        holds,
    )


def steps_without_gaps() -> Rule:
    """The steps of a citation chain count 0, 1, 2, ...: every step above 0 has the one before it."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        there = set(zip(table["article_id"], table["coder"], table["step"], strict=True))
        good = [
            pd.isna(step) or step == 0 or (article_id, coder, step - 1) in there
            for article_id, coder, step in zip(table["article_id"], table["coder"], table["step"], strict=True)
        ]
        return pd.Series(good, index=table.index, dtype=bool)

    return Rule("the steps of a citation chain count from 0 without gaps", ("article_id", "step"), holds)


def differ(first: str, second: str) -> Rule:
    """Two columns that must not name the same thing."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        return table[first].isna() | table[second].isna() | (table[first] != table[second])

    return Rule(f"{first} and {second} must differ", (first, second), holds)


def one_decision_a_pair() -> Rule:
    """A coder decides once on two articles, whichever of them is named first.

    Two coders may differ, as they may in every table: who uses the decisions chooses a coder.
    """

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        one, other = table["article_id"].astype("object"), table["other_id"].astype("object")
        is_turned = (table["article_id"] > table["other_id"]).fillna(False).astype(bool)
        pair = pd.DataFrame({"a": one.where(~is_turned, other), "b": other.where(~is_turned, one)})
        decided = pair.assign(coder=table["coder"].astype("object"), decision=table["decision"].astype("object"))
        n = decided.groupby(["a", "b", "coder"])["decision"].transform("nunique")
        return ~(n > 1)

    return Rule(
        "a coder puts the same two articles together and apart; take one of the decisions back",
        ("article_id", "other_id", "decision", "coder"),
        holds,
    )


def one_source_a_name() -> Rule:
    """A name means one source in an article; capitals and spaces make no other name."""

    def holds(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
        name = table["name"].astype("object").map(lambda said: " ".join(str(said).split()).casefold())
        given = pd.DataFrame({"name": name, "article_id": table["article_id"].astype("object").fillna("")})
        return ~(given.assign(source=table["source"]).groupby(list(given))["source"].transform("nunique") > 1)

    return Rule("a name is given to two sources; keep one of the rows", ("name", "source", "article_id"), holds)
