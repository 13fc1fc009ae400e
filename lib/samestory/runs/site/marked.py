"""The text of an article in paragraphs, sentences and pieces, with an anchor for each passage that is linked to."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from . import places
from .evidence import Code

MOST_CHARACTERS = 400_000  # of a text on one page


@dataclass(frozen=True)
class Piece:
    """A run of characters that the same passages cover.

    ``kind`` is that of the shortest passage, empty outside all; ``anchors`` are those that begin here, ``refs`` the
    numbers of the passages that end with it, each with its kind.
    """

    text: str
    kind: str
    anchors: tuple[str, ...]
    refs: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence: its anchor and its pieces."""

    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Marked:
    """A text to show, the numbered codes that have a passage in it, the others, and anchors that found no place."""

    paragraphs: list[list[Sentence]]
    numbered: list[tuple[int, Code, str]]
    others: list[tuple[Code, str]]
    anchors: list[str]
    n_left: int


def marked(
    text: str, sentences: list[tuple[int, int]], codes: list[Code], wanted: Iterable[tuple[int, int]] = ()
) -> Marked:
    """Cut a text at sentences and coded passages.

    Parameters
    ----------
    text, sentences
        The text, and half-open offsets of its sentences.
    codes
        What is coded in it, in order of the text.
    wanted
        Further passages that other pages link to.

    Returns
    -------
    Marked
        Every passage that is coded or wanted has its anchor exactly once.
    """
    shown = [one for one in sentences if one[0] < MOST_CHARACTERS]
    limit = shown[-1][1] if shown else 0
    numbered: list[tuple[int, Code, str]] = []
    others: list[tuple[Code, str]] = []
    begins: dict[int, list[str]] = {}
    spans: list[tuple[int, int, int, str]] = []
    taken = {places.passage_anchor(*one) for one in shown}
    for code in codes:
        claim = places.claim_anchor(code.key) if code.kind == "claim" else ""
        is_first = bool(claim) and claim not in taken
        taken.add(claim)
        if code.begin is None or code.end is None or not 0 <= code.begin < code.end <= limit:
            others.append((code, claim if is_first else ""))
            if code.begin is not None and code.end is not None:
                _note(begins, code.begin, places.passage_anchor(code.begin, code.end), taken)
            continue
        number = len(numbered) + 1
        numbered.append((number, code, claim if is_first else ""))
        spans.append((code.begin, code.end, number, code.kind))
        if is_first:
            begins.setdefault(code.begin, []).append(claim)
        _note(begins, code.begin, places.passage_anchor(code.begin, code.end), taken)
    for begin, end in sorted(set(wanted)):
        _note(begins, begin, places.passage_anchor(begin, end), taken)
    paragraphs = _paragraphs(text, shown, spans, begins)
    rest = [anchor for at in sorted(begins) for anchor in begins[at]]
    return Marked(paragraphs, numbered, others, rest, max(0, len(text.rstrip()) - limit))


def _note(begins: dict[int, list[str]], at: int, anchor: str, taken: set[str]) -> None:
    if anchor not in taken:
        taken.add(anchor)
        begins.setdefault(at, []).append(anchor)


def _paragraphs(
    text: str, shown: list[tuple[int, int]], spans: list[tuple[int, int, int, str]], begins: dict[int, list[str]]
) -> list[list[Sentence]]:
    """The sentences, those of a paragraph together; anchors are taken out of ``begins`` where they are placed."""
    waiting = sorted(spans, reverse=True)
    starts = sorted(begins, reverse=True)
    active: list[tuple[int, int, int, str]] = []
    paragraphs: list[list[Sentence]] = []
    last = 0
    for begin, end in shown:
        while waiting and waiting[-1][0] < end:
            active.append(waiting.pop())
        active = [one for one in active if one[1] > begin]
        here = []
        while starts and starts[-1] < end:
            here.append(starts.pop())
        cuts = {begin, end}
        cuts |= {place for one in active for place in one[:2] if begin < place < end}
        cuts |= {place for place in here if begin < place < end}
        anchors: dict[int, list[str]] = {}
        for at in here:
            anchors.setdefault(max(at, begin), []).extend(begins.pop(at))
        pieces = _pieces(text, sorted(cuts), active, anchors, end)
        if not paragraphs or "\n" in text[last:begin]:
            paragraphs.append([])
        paragraphs[-1].append(Sentence(places.passage_anchor(begin, end), pieces))
        last = end
    return paragraphs


def _pieces(
    text: str,
    cuts: list[int],
    active: list[tuple[int, int, int, str]],
    anchors: dict[int, list[str]],
    end: int,
) -> tuple[Piece, ...]:
    found = []
    for a, b in itertools.pairwise(cuts):
        over = [one for one in active if one[0] < b and one[1] > a]
        kind = min(over, key=lambda one: one[1] - one[0])[3] if over else ""
        refs = tuple((one[2], one[3]) for one in over if one[1] == b or (b == end and _ends_in_gap(text, b, one[1])))
        found.append(Piece(text[a:b], kind, tuple(anchors.get(a, ())), refs))
    return tuple(found)


def _ends_in_gap(text: str, sentence_end: int, passage_end: int) -> bool:
    """Whether a passage ends in the white space behind a sentence."""
    return 0 < passage_end - sentence_end < 100 and not text[sentence_end:passage_end].strip()
