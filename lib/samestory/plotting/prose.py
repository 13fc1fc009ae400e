"""What notebooks show besides figures: paragraphs, marked passages, tables; always escaped for HTML.

Articles are other people's text. A notebook would run it as markup if it were given as HTML or Markdown; here it stays
text. Both forms, HTML and plain, are the same each time, so that outputs can be compared.
"""

from __future__ import annotations

import html
import itertools
import operator
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import SamestoryError, listed, printable, suggestion, with_code, with_turns_shown
from ..live import is_live
from .evidence import KEYS, keys_of_row, led
from .run_files import run_folder, write_table

__all__ = ["outlet_of", "show_all", "show_heading", "show_passage", "show_passages", "show_table", "show_text"]

CONTEXT = 120  # characters of context on either side of a passage

# Inline styles, because a notebook keeps no style sheet. dir="auto": each text in the direction of its script.
READABLE = "max-width:70ch;line-height:1.5;white-space:pre-line"
COMMAND = "samestory "  # a command in backticks is code; in other backticks may be words of an article
SCOPE = {"th": ' scope="col"', "td": ""}
MOST_LIVE = 2_000  # rows that JupyterLab gets, to sort and search in
MOST_KEPT = 50_000  # rows of a table that is written because it was not shown whole
_numbers = itertools.count(1)  # in a notebook run from top to bottom, each table has the same name each time
MARKED = "background:#F0E442;color:#000;padding:0 .1em"


@dataclass(frozen=True, repr=False)
class Prose:
    """Text to show: as HTML in a notebook, ``live`` if a person can click there, as plain text in a terminal."""

    html: str
    plain: str
    live: str = ""

    def _repr_html_(self) -> str:
        return self.live if self.live and is_live() else self.html

    def __repr__(self) -> str:
        return self.plain


def show_text(text: str) -> Prose:
    """Show text in paragraphs of readable width.

    Parameters
    ----------
    text : str
        Plain text; a blank line begins a new paragraph. HTML in it is shown as text.

    Returns
    -------
    Prose
        The text, escaped.

    Raises
    ------
    SamestoryError
        ``text`` is not a text.

    Examples
    --------
    >>> ss.plotting.show_text("31 articles of 17 outlets.")
    31 articles of 17 outlets.
    """
    text = clean(text)
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    shown = [with_code(escaped(part), COMMAND) for part in paragraphs]
    said = "".join(f'<p class="ss-text" dir="auto" style="{READABLE}">{part}</p>' for part in shown)
    return Prose(said, "\n\n".join(paragraphs))


def show_heading(text: str) -> Prose:
    """Show a heading of the third level, below those of the notebook; contents and screen readers find it.

    Parameters
    ----------
    text : str
        Plain text on one line. HTML in it is shown as text.

    Returns
    -------
    Prose
        The heading, escaped.

    Examples
    --------
    >>> ss.plotting.show_heading("1. A denial left out")
    1. A denial left out
    """
    text = " ".join(clean(text).split())
    return Prose(f'<h3 class="ss-heading" dir="auto">{escaped(text)}</h3>', text)


def paragraph(*sentences: str) -> Prose:
    """Sentences as one paragraph; empty ones are left out."""
    return show_text(" ".join(sentence for sentence in sentences if sentence))


def show_passage(
    text: str,
    *,
    begin: Any = None,
    end: Any = None,
    source: str = "",
    mark: Iterable[tuple[Any, Any]] = (),
    article: Any = None,
) -> Prose:
    """Show a passage of an article with context, marks and its source.

    Parameters
    ----------
    text : str
        The whole text in which the offsets count.
    begin, end : int, optional
        The passage, half-open character offsets; default: the whole text. The text around it is context: shown paler,
        and cut between words.
    source : str
        Who says so, shown below the passage.
    mark : iterable of (int, int)
        Spans to mark, half-open offsets in ``text``, inside the passage or its context. Plain text shows them in square
        brackets; without marks the brackets enclose the passage.
    article : str, optional
        The ``article_id`` of the text; the page of a run then links the source to the passage in its article.

    Returns
    -------
    Prose
        The passage, escaped.

    Raises
    ------
    SamestoryError
        An offset is outside the text or not a whole number, a span is empty or ends before it begins, or a mark is
        outside what is shown.

    Examples
    --------
    >>> ss.show_passage("The fire began at noon. Police denied it.", begin=24, end=41, source="Harbour Post")
    The fire began at noon. [Police denied it.]
    — Harbour Post
    """
    text = clean(text)
    first, last = _span(0 if begin is None else begin, len(text) if end is None else end, text, "passage")
    spans = _merged([_span(*_pair(one), text, "mark") for one in mark])
    left, right = _window(text, first, last)
    for a, b in spans:
        if a < left or b > right:
            raise SamestoryError(
                f"the mark {a}:{b} is outside what is shown, {left}:{right} (the passage {first}:{last} "
                f"and {CONTEXT} characters around it). Widen the passage or drop the mark."
            )
    cuts = sorted({left, right, first, last, *(place for one in spans for place in one)})
    pieces = list(itertools.pairwise(cuts))
    marked = {(a, b) for a, b in pieces if any(m <= a and b <= n for m, n in spans)}
    before, after = "… " if left else "", " …" if right < len(text) else ""

    inner = "".join(
        _piece(text[a:b], is_marked=(a, b) in marked, is_context=b <= first or a >= last) for a, b in pieces
    )
    place = {"article": article, "begin": begin, "end": end} if article is not None else {}
    footer = f'<footer dir="auto">— {led(escaped(clean(source)), place)}</footer>' if source else ""
    block = f'<div dir="auto">{before}{inner}{after}</div>{footer}'

    bracketed = spans or ([(first, last)] if (left, right) != (first, last) else [])
    plain = before + _bracketed(text, left, right, bracketed) + after
    return Prose(
        f'<blockquote class="ss-passage" style="{READABLE}">{block}</blockquote>',
        plain + (f"\n— {clean(source)}" if source else ""),
    )


def show_passages(passages: pd.DataFrame, *, rows: int = 20) -> Prose:
    """Several passages below one another, each with its context and its source.

    Parameters
    ----------
    passages : pandas.DataFrame
        One row a passage: ``text`` (the whole text the offsets count in), ``begin``, ``end`` (half-open character
        offsets) and ``source`` (who says so, shown below the passage). Rows without text or offsets are counted in
        a line below the passages. With ``article_id`` the page of a run links each source to its passage.
    rows : int
        How many passages at most; a line below says how many there are if some are left out.

    Returns
    -------
    Prose
        The passages; without any, the sentence that there is none to show.

    Raises
    ------
    SamestoryError
        An offset is outside its text.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("The fire began at noon.", 4, 8, "Harbour Post"), ("No text known.", None, None, "Radio")]
    >>> ss.plotting.show_passages(pd.DataFrame(rows, columns=["text", "begin", "end", "source"]))
    The [fire] began at noon.
    — Harbour Post
    <BLANKLINE>
    1 passage not shown: its text or its place in the text is not known.
    """
    known = passages[passages[["text", "begin", "end"]].notna().all(axis=1)]
    if known.empty and passages.empty:
        return show_text("There is no passage to show.")
    parts = [
        show_passage(
            row.text, begin=row.begin, end=row.end, source=row.source, article=getattr(row, "article_id", None)
        )
        for row in known.head(rows).itertuples(index=False)
    ]
    unknown = len(passages) - len(known)
    notes = [
        f"{rows} of {len(known)} passages." if len(known) > rows else "",
        "1 passage not shown: its text or its place in the text is not known." if unknown == 1 else "",
        f"{unknown} passages not shown: their text or their place in the text is not known." if unknown > 1 else "",
    ]
    return show_all([*parts, *(show_text(note) for note in notes if note)])


def show_all(parts: Iterable[Prose]) -> Prose:
    """Several texts, passages or tables below one another, as one.

    Parameters
    ----------
    parts : iterable of Prose
        What `show_text`, `show_passage`, `show_passages` or `show_table` returned.

    Returns
    -------
    Prose
        All of them, in the order given.

    Examples
    --------
    >>> ss.plotting.show_all([ss.plotting.show_text("One."), ss.plotting.show_text("Two.")])
    One.
    <BLANKLINE>
    Two.
    """
    kept = list(parts)
    live = "".join(part.live or part.html for part in kept) if any(part.live for part in kept) else ""
    return Prose("".join(part.html for part in kept), "\n\n".join(part.plain for part in kept), live)


def outlet_of(row: Any) -> str:
    """The name of an article's outlet; if it is missing, the id of the article.

    Parameters
    ----------
    row : pandas.Series, mapping or named tuple
        A row with ``outlet``, and ``article_id`` if it has one.

    Returns
    -------
    str
        "outlet not known" if both are missing.

    Examples
    --------
    >>> ss.plotting.outlet_of(story.article(story.focus))
    'World Relay Daily'
    """
    given = row if isinstance(row, (pd.Series, Mapping)) else row._asdict()
    names = [given["outlet"], given.get("article_id")]
    return next((str(name) for name in names if not pd.isna(name) and str(name).strip()), "outlet not known")


def escaped(text: str) -> str:
    """Text as HTML. JupyterLab shows text between two dollar signs, or after a backslash, as a formula; a sign in an
    element of its own does not begin one."""
    return re.sub(r"[$\\]", r"<span>\g<0></span>", with_turns_shown(html.escape(text)))


def clean(text: str) -> str:
    """Text without control characters, each replaced by one character so that offsets stay true."""
    if not isinstance(text, str):
        raise SamestoryError(f"expected a text, got {type(text).__name__}: {text!r}.")
    return printable(text.replace("\r", " "))


def _pair(one: Any) -> tuple[Any, Any]:
    try:
        begin, end = one
    except (TypeError, ValueError):
        raise SamestoryError(f"a mark must be a pair (begin, end), got {one!r}.") from None
    return begin, end


def _span(begin: Any, end: Any, text: str, what: str) -> tuple[int, int]:
    """Offsets as whole numbers, checked to be inside the text."""
    first, last = _whole(begin, what), _whole(end, what)
    if not 0 <= first < last <= len(text):
        raise SamestoryError(
            f"the {what} {first}:{last} is not inside the text, which has {len(text)} characters. "
            "Offsets are half-open, and begin is smaller than end."
        )
    return first, last


def _whole(offset: Any, what: str) -> int:
    try:
        # A column of offsets with empty cells has floats: 12.0 is a place in a text, 12.5 is not.
        return int(offset) if isinstance(offset, float) and offset.is_integer() else operator.index(offset)
    except TypeError:
        raise SamestoryError(f"an offset of the {what} is {offset!r}, not a whole number.") from None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those that overlap become one."""
    out: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if out and begin < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return out


def _window(text: str, first: int, last: int) -> tuple[int, int]:
    """The passage with its context, cut at spaces if there are any."""
    left, right = max(0, first - CONTEXT), min(len(text), last + CONTEXT)
    if left and (space := re.search(r"\s", text[left:first])):
        left += space.end()
    if right < len(text) and (space := re.search(r"\s\S*$", text[last:right])):
        right = last + space.start()
    return left, right


def _piece(text: str, *, is_marked: bool, is_context: bool) -> str:
    safe = escaped(text)
    if is_marked:
        safe = f'<mark class="ss-mark" style="{MARKED}">{safe}</mark>'
    return f'<span class="ss-context" style="opacity:.6">{safe}</span>' if is_context else safe


def _bracketed(text: str, left: int, right: int, spans: list[tuple[int, int]]) -> str:
    out, at = "", left
    for begin, end in spans:
        out += f"{text[at:begin]}[{text[begin:end]}]"
        at = end
    return out + text[at:right]


def show_table(table: pd.DataFrame, columns: list[str] | None = None, *, rows: int = 10) -> Prose:
    """Show the first rows of a table; where a person sits before the notebook, it can be sorted, searched and paged.

    In a run the whole table is written too, and its page shows all rows.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table. Row numbers are not shown, and missing values are empty cells.
    columns : list of str, optional
        Which columns; default: all.
    rows : int
        How many rows at most; a line below says how many there are if some are left out.

    Returns
    -------
    Prose
        The rows, escaped.

    Raises
    ------
    SamestoryError
        The table has no column of that name.

    Examples
    --------
    >>> ss.show_table(ss.corpus.outlets(story.articles), ["outlet", "n_articles"], rows=1)
                 outlet n_articles
    The Kelmouth Ledger          4
    1 of 17 rows
    """
    if not isinstance(table, pd.DataFrame):
        raise SamestoryError(f"{type(table).__name__} given, expected a table, for instance story.articles")
    chosen = list(table.columns) if columns is None else columns
    if unknown := [name for name in chosen if name not in table.columns]:
        raise SamestoryError(
            f"the table has no column {unknown[0]!r}.{suggestion(unknown[0], table.columns)} "
            f"Columns: {listed(table.columns, 40)}."
        )
    first = table.head(rows)
    cells = _cells(first, chosen)
    left = f"{rows} of {len(table)} rows" if len(table) > rows else "" if len(table) else "no rows"
    kept = f' data-table="{_kept(table, chosen)}"' if len(table) > rows else ""
    sides = ["right" if pd.api.types.is_numeric_dtype(table[name]) else "left" for name in chosen]
    heads = _row("th", [str(name) for name in chosen], sides, [{}] * len(chosen), [None] * len(chosen))
    note = f'<p class="ss-note" style="color:#6E6E6E"{kept}>{left}</p>' if left else ""
    shown = f"<table><thead>{heads}</thead><tbody>{''.join(_lines(first, cells, sides))}</tbody></table>{note}"
    plain = cells.to_string(index=False) if len(cells) else ", ".join(map(str, chosen))
    return Prose(shown, plain + (f"\n{left}" if left else ""), _live(table, chosen, heads, sides, rows, note))


def _live(table: pd.DataFrame, chosen: list[str], heads: str, sides: list[str], rows: int, note: str) -> str:
    """The table with a script that sorts, searches and pages; where no script runs it looks like the plain one."""
    if not is_live():
        return ""
    first = table.head(MOST_LIVE)
    by = [_sortable(first[name]) for name in chosen]
    lines = _lines(first, _cells(first, chosen), sides, by)
    lines[rows:] = [line.replace("<tr>", "<tr hidden>", 1) for line in lines[rows:]]
    style, script = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("table.css", "table.js"))
    return (
        f'<style>{style}</style><div class="ss-live" data-rows="{len(table)}" data-page="{rows}">'
        f'<div class="ss-wide"><table><thead>{heads}</thead><tbody>{"".join(lines)}</tbody></table></div>'
        f"{note}</div><script>{script}</script>"
    )


def _sortable(column: pd.Series) -> list[str]:
    """What sorts the cells of a column of numbers or times: a number, empty if missing; nothing for texts."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return ["" if pd.isna(time) else str(time.value) for time in column]
    if not pd.api.types.is_numeric_dtype(column):
        return []
    return ["" if pd.isna(number) else f"{float(number):.17g}" for number in column]


def _cells(table: pd.DataFrame, chosen: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: [_told(cell) for cell in table[name]] for name in chosen})


def _lines(table: pd.DataFrame, cells: pd.DataFrame, sides: list[str], by: Iterable[list[str]] = ()) -> list[str]:
    """The rows of a table as HTML; with ``by``, the cells of a column carry what they are sorted by."""
    keys = [keys_of_row([str(name) for name in cells], row) for row in table.rename(columns=str).to_dict("records")]
    none: list[str | None] = [None] * len(cells)
    sorts = zip(*([column or none for column in by] or [none] * len(sides)), strict=True)
    return [_row("td", *row) for row in zip(cells.to_numpy(), [sides] * len(cells), keys, sorts, strict=True)]


def _kept(table: pd.DataFrame, chosen: list[str]) -> str:
    """The name of a table that is not shown whole; in a run it is written, with the columns that evidence needs."""
    name = f"shown-{next(_numbers):02}"
    folder = run_folder()
    if folder is not None and len(table) <= MOST_KEPT:
        (folder / "tables").mkdir(exist_ok=True)
        needed = [key for key in KEYS.values() if key in table.columns and key not in chosen]
        write_table(table[[*dict.fromkeys(chosen), *needed]].reset_index(drop=True), folder / "tables" / f"{name}.csv")
    return name


def _row(
    tag: str, cells: Iterable[str], sides: list[str], leads: list[dict[str, str]], sorts: Iterable[str | None]
) -> str:
    """One table row: text on the left, numbers on the right; what a cell leads to, and what it is sorted by."""
    sorted_by = ("" if by is None else f' data-sort="{by}"' for by in sorts)
    inner = [
        f'<{tag} style="text-align:{side}" dir="auto"{SCOPE[tag]}{by}>{led(escaped(cell), keys)}</{tag}>'
        for cell, side, keys, by in zip(cells, sides, leads, sorted_by, strict=True)
    ]
    return f"<tr>{''.join(inner)}</tr>"


def _told(cell: Any) -> str:
    """A cell for a reader: empty if missing, times as precise as they are, few digits."""
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.strftime("%Y-%m-%d" if cell == cell.normalize() else "%Y-%m-%d %H:%M")
    if isinstance(cell, float):
        return f"{cell:.4g}" if abs(cell) < 10_000 else f"{cell:.0f}"
    return clean(str(cell))
