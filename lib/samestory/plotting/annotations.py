"""An article with its coded attributions: sources, reporting words and contents; numbers join the parts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..errors import SamestoryError
from ..schema import require_columns
from .evidence import led
from .prose import Prose, clean, escaped

__all__ = ["show_annotations"]

MOST = 12_000  # characters shown; a longer text is cut, with a note
SHORT = 160  # characters of a content in plain text

# Pale enough for black text and different for colour-blind readers; a cue is also underlined.
LOOKS = {
    "source": "background:#F5C6AA;color:#000;padding:0 .1em;font-weight:bold",
    "cue": "background:#BFE5CF;color:#000;padding:0 .1em;text-decoration:underline",
    "denied": "background:#DCEBF7;color:#000;border:1px dashed #6E6E6E",
    "content": "background:#DCEBF7;color:#000",
    "credit": "border:1px solid #6E6E6E;padding:0 .1em;font-weight:bold",
}
ROLES = tuple(LOOKS)  # if spans overlap, the first of these roles is shown
SAID = {
    "source": "source",
    "cue": "reporting words",
    "denied": "what is denied",
    "content": "what the source says",
    "credit": "credit of the article",
}
FLOW = "max-width:80ch;line-height:1.7;white-space:pre-line;text-align:start"


@dataclass(frozen=True)
class _Span:
    """One marked span; ``number`` joins the parts of one attribution, and is 0 for a credit."""

    begin: int
    end: int
    role: str
    number: int


def show_annotations(
    article: pd.Series | Mapping[str, Any],
    attributions: pd.DataFrame,
    citations: pd.DataFrame | None = None,
) -> Prose:
    """Show an article's text with its attributions in colour and its credits in a frame.

    Parameters
    ----------
    article
        A row of ``articles``, from ``story.article(...)``.
    attributions
        The table ``attributions`` of one coder; rows of other articles are ignored. Contents with the same source and
        cue have the same number; denied contents have a dashed frame.
    citations
        The table ``citations``; those with ``credit`` in ``note`` have a frame.

    Returns
    -------
    Prose
        In a notebook the escaped text, with the number of the attribution before each part and a key below; as plain
        text one line an attribution. A text is cut after 12,000 characters, with a note.

    Raises
    ------
    SamestoryError
        The article has no text, or an offset is outside it.

    Examples
    --------
    >>> shown = ss.plotting.show_annotations(story.article(story.focus), story.table("attributions"))
    >>> repr(shown).splitlines()[0].startswith(story.focus)
    True
    """
    article_id, text = str(article["article_id"]), article["text"]
    if not isinstance(text, str):
        raise SamestoryError(f"{article_id} has no text in this story: there is nothing to mark.")
    text = clean(text)
    needed = ["article_id", "begin", "end", "source_begin", "source_end", "cue_begin", "cue_end", "polarity"]
    require_columns(needed, attributions.columns, "attributions")
    rows = attributions[attributions["article_id"] == article_id].sort_values(["begin", "end"], kind="stable")
    spans = [*_attributed(rows), *_credited(citations, article_id)]
    for span in spans:
        if not 0 <= span.begin < span.end <= len(text):
            raise SamestoryError(
                f"the {span.role} {span.begin}:{span.end} is outside {article_id}, which has {len(text)} characters: "
                "it was coded in another text."
            )
    return Prose(_html(article_id, text, spans), _plain(article_id, text, spans))


def _attributed(rows: pd.DataFrame) -> list[_Span]:
    numbers: dict[Any, int] = {}
    spans: dict[_Span, None] = {}  # a cue of several contents is marked once
    for n, row in enumerate(rows.itertuples()):
        parts = [
            (role, int(begin), int(end))
            for role, begin, end in (
                ("source", row.source_begin, row.source_end),
                ("cue", row.cue_begin, row.cue_end),
            )
            if not (pd.isna(begin) or pd.isna(end))
        ]
        number = numbers.setdefault(tuple(parts) or n, len(numbers) + 1)
        what = "denied" if not pd.isna(row.polarity) and row.polarity < 0 else "content"
        for role, begin, end in [(what, int(row.begin), int(row.end)), *parts]:
            spans[_Span(begin, end, role, number)] = None
    return list(spans)


def _credited(citations: pd.DataFrame | None, article_id: str) -> list[_Span]:
    if citations is None or "note" not in citations:
        return []
    require_columns(["article_id", "begin", "end"], citations.columns, "citations")
    is_here = (citations["article_id"] == article_id) & citations["note"].eq("credit").fillna(False)
    rows = citations[is_here].dropna(subset=["begin", "end"])
    return [_Span(int(a), int(b), "credit", 0) for a, b in zip(rows["begin"], rows["end"], strict=True)]


def _html(article_id: str, text: str, spans: list[_Span]) -> str:
    shown = text[:MOST]
    starts: dict[int, list[_Span]] = {}
    ends: dict[int, list[_Span]] = {}
    for span in spans:
        starts.setdefault(span.begin, []).append(span)
        ends.setdefault(span.end, []).append(span)
    cuts = sorted({0, len(shown), *(place for place in {*starts, *ends} if place < len(shown))})
    out: list[str] = []
    open_spans: set[_Span] = set()
    for begin, end in itertools.pairwise(cuts):
        open_spans -= set(ends.get(begin, ()))
        open_spans |= set(starts.get(begin, ()))
        begun = sorted(starts.get(begin, ()), key=lambda span: (span.number, ROLES.index(span.role)))
        if numbers := [str(number) for number in dict.fromkeys(span.number for span in begun) if number]:
            place = {"article": article_id, "begin": begun[0].begin, "end": begun[0].end}
            out.append(f"<sup>{led(','.join(numbers), place)}</sup>")
        role = min((span.role for span in open_spans), key=ROLES.index, default=None)
        safe = escaped(shown[begin:end])
        out.append(f'<span style="{LOOKS[role]}">{safe}</span>' if role else safe)
    cut = (
        f'<p class="ss-note" style="opacity:.6">(cut here; the text has {len(text):,} characters)</p>'
        if len(text) > MOST
        else ""
    )
    return f'<div dir="auto" style="{FLOW}">{"".join(out)}</div>{cut}{_key(spans)}'


def _key(spans: Iterable[_Span]) -> str:
    roles = {span.role for span in spans}
    shown = [f'<span style="{look}">{SAID[role]}</span>' for role, look in LOOKS.items() if role in roles]
    note = " &nbsp; parts with the same number belong together" if roles - {"credit"} else ""
    return f"<p>{' &nbsp; '.join(shown)}{note}</p>" if shown else "<p>nothing coded in this text</p>"


def _plain(article_id: str, text: str, spans: list[_Span]) -> str:
    by_number: dict[int, dict[str, list[str]]] = {}
    for span in spans:
        said = " ".join(text[span.begin : span.end].split())
        said = said if len(said) <= SHORT else said[: SHORT - 1] + "…"
        by_number.setdefault(span.number, {}).setdefault(span.role, []).append(said)
    lines = [f"{article_id}: {len(by_number.keys() - {0})} attributions"]
    for number, parts in sorted(by_number.items(), key=lambda item: (item[0] == 0, item[0])):
        head = f"{number}  " if number else "credit  "
        told = [f"[{' / '.join(parts[role])}]" for role in ("source", "cue", "credit") if role in parts]
        if number and "source" not in parts:
            told.insert(0, "[no source named]")
        given = [*parts.get("content", []), *(f"(denied) {said}" for said in parts.get("denied", []))]
        lines.append(head + " ".join(told) + (f": {' / '.join(given)}" if given else ""))
    return "\n".join(lines)
