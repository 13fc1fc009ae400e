"""Two articles side by side: the passages they share in one colour and with one number, changed words underlined."""

from __future__ import annotations

import difflib
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeGuard

import pandas as pd

from ..errors import SamestoryError, suggestion
from ..schema import require_columns
from ..text import fold, words
from .evidence import led
from .prose import Prose, clean, escaped

__all__ = ["show_alignment"]

MOST = 8_000  # characters shown of each text; a longer one is cut, with a note
GAP = 500  # of longer text that is not shared, only the beginning and the end are shown
END = 180
MOST_PASSAGES = 60
MOST_WORDS = 1_500  # in longer passages changed words are not looked for: the time grows with the square of the length
MOST_SIGNS = 40 * MOST_WORDS  # longer than this, the words need not be counted: a passage may have megabytes
NEEDED = ("earlier_id", "begin", "end", "later_id", "later_begin", "later_end")

# Pale enough for black text, and different from their neighbours for colour-blind readers too; the number is unique.
COLOURS = ("#F6E58D", "#B8DDF4", "#F5C6AA", "#BFE5CF", "#E3C5E8", "#D9D9B3")
CHANGED = "text-decoration:underline"
LOOKS = {
    "quotation": "border:1px solid #6E6E6E;padding:0 .1em;font-style:italic",
    "formula": "border:1px solid #C0C0C0;opacity:.75",
    "boilerplate": "border:1px solid #C0C0C0;opacity:.75",
}
CELL = "width:50%;text-align:left;vertical-align:top;padding:.4em .8em"
FLOW = "white-space:pre-line;line-height:1.55;text-align:start"
KEY = {"writing": "shared writing", "quotation": "shared quotation", "formula": "fixed formula or boilerplate"}


@dataclass(frozen=True)
class _Span:
    """A passage in one of the texts: its number, place, kind and the places of its words that differ."""

    number: int
    begin: int
    end: int
    kind: str
    changed: tuple[tuple[int, int], ...]


def show_alignment(articles: pd.DataFrame, passages: pd.DataFrame, earlier_id: str, later_id: str) -> Prose:
    """Show two articles side by side, with the passages they share marked and compared word by word.

    Parameters
    ----------
    articles, passages
        Tables of one story.
    earlier_id, later_id
        The articles on the left and on the right, in any order.

    Returns
    -------
    Prose
        In a notebook a table of two columns. Each passage has a colour and a number; words that the other text does not
        have are underlined; shared quotations have a frame; formulas and boilerplate have a pale frame. Long text that
        is not shared is shortened, and a text is cut after 8,000 characters, each with a note. As plain text the
        passages one after the other, changed words between asterisks.

    Raises
    ------
    SamestoryError
        An article is missing or has no text, both ids are the same, or a passage is outside its text.

    Examples
    --------
    >>> passages = ss.reuse.shared_passages(story.articles)
    >>> first = passages.iloc[0]
    >>> shown = ss.plotting.show_alignment(story.articles, passages, first.earlier_id, first.later_id)
    >>> "shared passage" in repr(shown)
    True
    """
    require_columns(["article_id", "text"], articles.columns, "articles")
    require_columns(NEEDED, passages.columns, "passages")
    if earlier_id == later_id:
        raise SamestoryError(f"both ids are {earlier_id}: give two different articles.")
    rows = [_row(articles, name) for name in (earlier_id, later_id)]
    texts = [clean(row["text"]) for row in rows]
    shared, swapped = _shared(passages, earlier_id, later_id)
    left, right, n_long = [], [], 0
    for number, row in enumerate(shared.head(MOST_PASSAGES).to_dict("records"), 1):
        places = [(int(row["begin"]), int(row["end"])), (int(row["later_begin"]), int(row["later_end"]))]
        places = places[::-1] if row["_swapped"] else places
        for (begin, end), text, name in zip(places, texts, (earlier_id, later_id), strict=True):
            if not 0 <= begin < end <= len(text):
                raise SamestoryError(
                    f"passage {begin}:{end} is outside {name}, which has {len(text)} characters: "
                    "the passages were made from other texts."
                )
        kind = row.get("kind")
        kind = kind if isinstance(kind, str) else "writing"
        changed = _changed(texts[0], places[0], texts[1], places[1])
        n_long += changed is None
        left.append(_Span(number, *places[0], kind, changed[0] if changed else ()))
        right.append(_Span(number, *places[1], kind, changed[1] if changed else ()))
    notes = _notes(shared, swapped)
    if n_long:
        notes.append(f"In passages of over {MOST_WORDS:,} words, changed words are not marked: {n_long} here.")
    return Prose(_html(rows, texts, (left, right), notes), _plain(rows, texts, left, right, notes))


def _row(articles: pd.DataFrame, article_id: str) -> dict[str, Any]:
    found = articles[articles["article_id"] == article_id]
    if found.empty:
        near = suggestion(article_id, articles["article_id"])
        raise SamestoryError(f"no article {article_id!r}.{near}")
    row = {str(key): value for key, value in found.iloc[0].items()}
    if not isinstance(row["text"], str):
        raise SamestoryError(f"{article_id} has no text in this story: there is nothing to compare.")
    return row


def _shared(passages: pd.DataFrame, one: str, other: str) -> tuple[pd.DataFrame, bool]:
    """The passages of both articles, in order of the left text, and whether the right article is the earlier one."""
    as_named = (passages["earlier_id"] == one) & (passages["later_id"] == other)
    swapped = (passages["earlier_id"] == other) & (passages["later_id"] == one)
    is_shown = as_named | swapped
    rows = passages[is_shown].assign(_swapped=swapped[is_shown].astype("bool"))
    rows["_at"] = rows["begin"].where(~rows["_swapped"], rows["later_begin"]).astype("int64")
    return rows.sort_values(["_at", "begin", "end", "later_end"], ignore_index=True), bool(rows["_swapped"].any())


def _changed(
    text: str, place: tuple[int, int], other: str, other_place: tuple[int, int]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] | None:
    """The words of each side that the other does not have, as places in their texts; None if a passage is too long.

    Words in the same order on both sides are matched first; of the rest, a word that only moved is on both sides.
    """
    if any(end - begin > MOST_SIGNS for begin, end in (place, other_place)):
        return None
    (mine, said), (theirs, heard) = _words_of(text, place), _words_of(other, other_place)
    if max(len(said), len(heard)) > MOST_WORDS:
        return None
    left, right = set(range(len(said))), set(range(len(heard)))
    for a, b, n in difflib.SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks():
        left -= set(range(a, a + n))
        right -= set(range(b, b + n))
    moved = Counter(said[i] for i in left) & Counter(heard[i] for i in right)
    return _apart(mine, said, left, moved), _apart(theirs, heard, right, moved)


def _apart(
    spans: list[tuple[int, int]], said: list[str], rest: set[int], moved: Counter[str]
) -> tuple[tuple[int, int], ...]:
    left, out = Counter(moved), []
    for i in sorted(rest):
        if left[said[i]] > 0:
            left[said[i]] -= 1
        else:
            out.append(spans[i])
    return tuple(out)


def _words_of(text: str, place: tuple[int, int]) -> tuple[list[tuple[int, int]], list[str]]:
    begin, end = place
    spans = [(begin + a, begin + b) for a, b in words(text[begin:end])]
    return spans, [fold(text[a:b]) for a, b in spans]


def _notes(shared: pd.DataFrame, swapped: bool) -> list[str]:
    """What a reader must know besides the two texts."""
    if shared.empty:
        return ["The table of passages has no passage of these two articles."]
    order = shared["order"].iloc[0] if "order" in shared else None
    said = {
        "known": f"The {'right' if swapped else 'left'} article is known to be earlier.",
        "tied": "The dates are too close: nobody can tell which article was first.",
        "unknown": "A date is missing: nobody can tell which article was first.",
    }.get(str(order), "")
    n = len(shared)
    more = f" The first {MOST_PASSAGES} are marked." if n > MOST_PASSAGES else ""
    return [f"{n} shared passage{'s' * (n != 1)}.{more} {said}".strip()]


def _pieces(text: str, spans: list[_Span]) -> Iterator[tuple[int, int, _Span | None, bool, bool]]:
    """The text in pieces, split at passages and changed words: begin, end, passage, is changed, is at its start.

    If passages overlap, the piece belongs to the one that begins first.
    """
    spans = sorted(spans, key=lambda span: (span.begin, span.end, span.number))
    cuts = {0, len(text)}
    for span in spans:
        cuts |= {span.begin, span.end, *itertools.chain(*span.changed)}
    for begin, end in itertools.pairwise(sorted(cuts)):
        owner = next((span for span in spans if span.begin <= begin < span.end), None)
        changed = owner is not None and any(a <= begin < b for a, b in owner.changed)
        yield begin, end, owner, changed, any(span.begin == begin for span in spans)


def _html(
    rows: list[dict[str, Any]], texts: list[str], spans: tuple[list[_Span], list[_Span]], notes: list[str]
) -> str:
    heads = "".join(f'<th style="{CELL}" dir="auto">{_head(row)}</th>' for row in rows)
    cells = "".join(
        f'<td style="{CELL}"><div dir="auto" style="{FLOW}">{_column(text, side)}</div></td>'
        for text, side in zip(texts, spans, strict=True)
    )
    said = "".join(f"<p>{escaped(note)}</p>" for note in notes)
    table = f'<table style="width:100%"><tr>{heads}</tr><tr>{cells}</tr></table>'
    return f'<div style="max-width:120ch">{table}{said}{_key([*spans[0], *spans[1]])}</div>'


def _head(row: dict[str, Any]) -> str:
    """Outlet, title, date as precise as known, and id."""
    title = f"{escaped(clean(str(row['title'])))}<br>" if _given(row.get("title")) else ""
    outlet = f"{escaped(clean(str(row['outlet'])))}<br>" if _given(row.get("outlet")) else ""
    told = led(escaped(_told(row)), {"article": row["article_id"]})
    return f'{outlet}{title}<span style="font-weight:normal">{told}</span>'


def _told(row: dict[str, Any]) -> str:
    published, how = row.get("published"), str(row.get("published_precision"))
    forms = {"minute": "%Y-%m-%d %H:%M UTC", "day": "%Y-%m-%d", "month": "%Y-%m"}
    when = pd.Timestamp(published).strftime(forms[how]) if _given(published) and how in forms else "no date"
    return f"{when} · {row['article_id']}"


def _given(value: Any) -> TypeGuard[Any]:
    return value is not None and not pd.isna(value)


def _column(text: str, spans: list[_Span]) -> str:
    """One text as HTML: passages marked, long text that is not shared shortened, and a text that is too long cut."""
    out, shown = [], 0
    for begin, end, owner, changed, starts in _pieces(text, spans):
        said = text[begin:end]
        if owner is None and len(said) > GAP:
            first, last = said[:END].rsplit(" ", 1)[0], said[-END:].split(" ", 1)[-1]
            note = f"… ({len(said) - len(first) - len(last):,} characters not shared) …"
            out += [escaped(first), f' <span class="ss-context" style="opacity:.6">{note}</span> ', escaped(last)]
            said = first + last
        else:
            said = said[: max(0, MOST - shown)]
            out.append(_marked(escaped(said), owner, changed, starts))
        shown += len(said)
        if shown >= MOST:
            note = f"(cut here; the text has {len(text):,} characters)"
            out.append(f'<br><span class="ss-context" style="opacity:.6">{note}</span>')
            break
    return "".join(out)


def _marked(safe: str, owner: _Span | None, changed: bool, starts: bool) -> str:
    if owner is None or not safe:
        return safe
    colour = f"background:{COLOURS[(owner.number - 1) % len(COLOURS)]};color:#000"
    look = ";".join(filter(None, [LOOKS.get(owner.kind, colour), CHANGED if changed else ""]))
    number = f'<sup style="{LOOKS.get(owner.kind, colour)}">{owner.number}</sup>' if starts else ""
    return f'{number}<span style="{look}">{safe}</span>'


def _key(spans: list[_Span]) -> str:
    kinds = {"formula" if span.kind == "boilerplate" else span.kind for span in spans}
    shown = [
        f'<span style="{LOOKS.get(kind, f"background:{COLOURS[0]};color:#000")}">{said}</span>'
        for kind, said in KEY.items()
        if kind in kinds
    ]
    if any(span.changed for span in spans):
        shown.append(f'<span style="{CHANGED}">words that the other text does not have</span>')
    return f"<p>{' &nbsp; '.join(shown)}</p>" if shown else ""


def _plain(
    rows: list[dict[str, Any]], texts: list[str], left: list[_Span], right: list[_Span], notes: list[str]
) -> str:
    lines = [f"{clean(str(row.get('outlet')))}, {_told(row)}" for row in rows] + notes
    for one, other in zip(left, right, strict=True):
        lines += ["", f"{one.number} ({one.kind})"]
        lines += [f"  < {_starred(texts[0], one)}", f"  > {_starred(texts[1], other)}"]
    return "\n".join(lines)


def _starred(text: str, span: _Span) -> str:
    out, at = "", span.begin
    for begin, end in span.changed:
        out += f"{text[at:begin]}*{text[begin:end]}*"
        at = end
    said = " ".join((out + text[at : span.end]).split())
    return said if len(said) <= GAP else said[: GAP - 1] + "…"
