"""A word or phrase in its context, article by article: the concordance."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd
import regex

from ...coding.find import find
from ...coding.patterns import PatternError, parse
from ...coding.reading import Lexicon, reading
from ...coding.sift import may_match
from ...errors import SamestoryError, listed, suggestion
from ...languages import base_code
from ...plotting.evidence import keys_of, led
from ...plotting.prose import MARKED, Prose, clean, escaped
from ...schema import given_articles
from ...text import fold, words

__all__ = ["concordance", "show_concordance"]

SORTED = ("after", "before", "outlet", "time")
LONGEST = 200  # characters of context on either side
CONTEXT = 45
PATTERNS = 50
COLUMNS = {
    **dict.fromkeys(["article_id", "outlet", "language"], "str"),
    "published": "datetime64[us, UTC]",
    **dict.fromkeys(["before", "match", "after"], "str"),
    **dict.fromkeys(["begin", "end"], "int64"),
}
_RIGHT_TO_LEFT = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}]")
_CELL = "padding:.15em .3em;vertical-align:top"


def concordance(
    articles: pd.DataFrame,
    pattern: str | Sequence[str],
    *,
    sort: str = "after",
    context: int = CONTEXT,
) -> pd.DataFrame:
    """Every place where articles have a word or phrase, with the text around it (keyword in context).

    Parameters
    ----------
    articles
        The ``articles`` table; rows without a text are left out.
    pattern
        What to look for, as in a codebook: ``locked``, ``explo*`` (begins so), ``~docker`` (any form of the word),
        ``(fire | blaze)``, ``strike w/5 fire`` (near one another) and so on; see the codebook's patterns. Several
        patterns are looked for in all articles, whatever their language. None can be slow.
    sort
        ``after``: by the words after the match; ``before``: by the words before it, the nearest first; ``outlet``; or
        ``time``.
    context
        Characters of text on either side, 0 to 200; no word is cut.

    Returns
    -------
    DataFrame
        One row a match: ``article_id, outlet, language, published, before, match, after`` (the text in the order of
        reading, on one line), ``begin, end`` of the match, half-open character offsets in the text.

    Raises
    ------
    SamestoryError
        A pattern that cannot be read, or an option out of range.
    TableError
        A column is missing.

    Examples
    --------
    >>> rows = ss.wording.concordance(story.articles, "~wrecker", context=20)
    >>> rows[["outlet", "before", "match", "after"]].values.tolist()[0]
    ['The Daily Gull', 'Tarrow, 44. The', 'wreckers', 'have choked the']
    """
    if sort not in SORTED:
        raise SamestoryError(f"sort: {sort!r} is not known.{suggestion(sort, SORTED)} Allowed: {listed(SORTED)}")
    if context not in range(LONGEST + 1):
        raise SamestoryError(f"context is {context!r}; give 0 to {LONGEST} characters")
    patterns = [pattern] if isinstance(pattern, str) else list(pattern)
    if not 1 <= len(patterns) <= PATTERNS:
        raise SamestoryError(f"{len(patterns)} patterns; give 1 to {PATTERNS}")
    try:
        nodes = [parse(one) for one in patterns]
    except PatternError as error:
        raise SamestoryError(f"a pattern cannot be read: {error} (character {error.at + 1})") from None
    articles = given_articles(articles, ["article_id", "outlet", "language", "text"])
    articles = articles[articles["text"].str.strip().fillna("").ne("")]
    codes = [base_code(one) if isinstance(one, str) else "any" for one in articles["language"]]
    rows = []
    for code, part in articles.groupby(codes):
        lexicon = Lexicon(str(code), nodes)
        for row in part[may_match(part["text"].tolist(), nodes, lexicon)].to_dict("records"):
            text = row["text"]
            read = reading(text, lexicon)
            for span in sorted({span for node in nodes for span in find(node, read)}):
                begin, end = read.span(*span)
                before, after = _around(text, begin, end, context)
                match = _line(text[begin:end])
                rows.append(
                    {
                        **{name: row.get(name) for name in ("article_id", "outlet", "language", "published")},
                        **{"before": before, "match": match, "after": after, "begin": begin, "end": end},
                    }
                )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["published"] = pd.to_datetime(table["published"], utc=True)
    return sorted_places(table.astype(COLUMNS), sort)


def sorted_places(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The places of a concordance by ``after``, ``before``, ``outlet`` or ``time``."""
    keys = {
        "after": [table["after"].map(fold)],
        "before": [table["before"].map(_reversed)],
        "outlet": [table["outlet"].map(fold, na_action="ignore")],
        "time": [table["published"]],
    }[sort]
    order = pd.DataFrame(dict(enumerate([*keys, table["article_id"], table["begin"]])))
    return table.loc[order.sort_values(list(order.columns)).index].reset_index(drop=True)


def show_concordance(table: pd.DataFrame, *, rows: int = 30) -> Prose:
    """Show a concordance: the matches below one another, each linked to its place in the article.

    Parameters
    ----------
    table
        From ``wording.concordance``.
    rows
        How many rows at most; a line below says how many there are if some are left out.

    Returns
    -------
    Prose
        A table. Text that is read from right to left has its beginning at the right of the match.

    Examples
    --------
    >>> ss.wording.show_concordance(ss.wording.concordance(story.articles, "hired thugs", context=20))
    The Idle Crane  Ilse Tarrow said. [Hired thugs] in company jackets
    """
    first = table.head(rows).to_dict("records")
    left = f"{rows:,} of {len(table):,} places" if len(table) > rows else "" if len(table) else "no place"
    lines = [_row({str(key): value for key, value in row.items()}) for row in first]
    note = f'<p class="ss-note" style="color:#6E6E6E">{left}</p>' if left else ""
    heads = "".join(
        f'<th scope="col" style="text-align:{side}">{head}</th>'
        for head, side in (("outlet", "left"), ("before", "right"), ("match", "center"), ("after", "left"))
    )
    shown = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>{note}"
    width = max([len(str(row["before"])) for row in first], default=0)
    name = max([len(_named(row)) for row in first], default=0)
    plain = [
        f"{_named(row):<{name}}  {clean(str(row['before'])):>{width}} [{clean(str(row['match']))}]"
        f" {clean(str(row['after']))}".rstrip()
        for row in first
    ]
    return Prose(shown if first else f"<p>{left}</p>", "\n".join([*plain, *([left] if left else [])]))


def _row(row: dict) -> str:
    """A row of the table: the text before the match at its left, or at its right if it is read from right to left."""
    before, after = (escaped(clean(str(row[name]))) for name in ("before", "after"))
    is_turned = _RIGHT_TO_LEFT.search(row["match"]) is not None
    near, far = (after, before) if is_turned else (before, after)
    direction = "rtl" if is_turned else "ltr"
    match = led(escaped(clean(str(row["match"]))), keys_of("text", row))
    cells = (
        ("left", "auto", led(html.escape(clean(_named(row))), keys_of("article_id", row))),
        ("right", direction, near),
        ("center", direction, f'<mark class="ss-mark" style="{MARKED}">{match}</mark>'),
        ("left", direction, far),
    )
    inner = [f'<td dir="{turn}" style="text-align:{side};{_CELL}">{said}</td>' for side, turn, said in cells]
    return f"<tr>{''.join(inner)}</tr>"


def _named(row: dict) -> str:
    name = row.get("outlet")
    return str(name) if isinstance(name, str) and name.strip() else str(row["article_id"])


def _around(text: str, begin: int, end: int, context: int) -> tuple[str, str]:
    """The text before and after a match, at most so many characters, cut between words."""
    first, last = max(0, begin - context), min(len(text), end + context)
    before, after = text[first:begin], text[end:last]
    if first and not text[first - 1].isspace() and (cut := regex.search(r"\s", before)):
        before = before[cut.end() :]
    if last < len(text) and not text[last].isspace() and (cut := regex.search(r"\s\S*\Z", after)):
        after = after[: cut.start()]
    return _line(before), _line(after)


def _line(text: str) -> str:
    return " ".join(text.split())


def _reversed(text: str) -> str:
    """The words of a text, the last first, for sorting by what is before a match."""
    return " ".join(fold(text[begin:end]) for begin, end in reversed(words(text)))
