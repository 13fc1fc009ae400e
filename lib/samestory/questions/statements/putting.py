"""How each sentence is put: whose words it gives, whether it denies or negates, and which figures it has.

The rules and word lists are those of automatic coding (``coding/``). Where a language has none, a sentence is
``mentioned``: it is there, how it is put cannot be told.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from ... import cache
from ...coding.denials import Denials
from ...coding.number_words import Figure
from ...coding.plan import reads_sources
from ...coding.reading import Lexicon, Reading, reading
from ...coding.storable import storable
from ...coding.voice import Doubt, Said, Voices, names_by_article, said_by_article, voice
from ...languages import language_for
from ...schema import MENTIONED

MOST_WORDS = 12  # of a content in which "no" speaks of the whole: "no warning of any kind reached the board"
UNTOLD = "no reporting words for the language"
FEW_WORDS = 3  # of a content that is denied: fewer refer to what was said before ("denies this")


@dataclass(frozen=True)
class Put:
    """How one sentence is put.

    ``denied`` are the spans of what it denies, in its own words; ``is_reply`` if it denies what was said before it
    ("rejected the accusation"); ``is_negated`` if what it says is a negation; ``has_no`` if it has
    a word for "not", of whatever; ``is_mixed`` if it gives a claim and its
    denial; ``is_pronoun`` if the source is a word such as "she"; ``frames`` are the words for sources and reporting.
    """

    status: str = MENTIONED
    source: str | None = None
    rule: str = UNTOLD
    denied: tuple[tuple[int, int], ...] = ()
    denier: str | None = None
    is_reply: bool = False
    is_negated: bool = False
    has_no: bool = False
    is_mixed: bool = False
    is_pronoun: bool = False
    frames: tuple[tuple[int, int], ...] = ()
    figures: tuple[tuple[str, float | None, float | None, int], ...] = field(default=())

    @property
    def is_denial(self) -> bool:
        """Whether somebody denies in it."""
        return self.is_reply or bool(self.denied)

    @property
    def is_untold(self) -> bool:
        """Whether nobody can tell if it denies something: its language has no words for that."""
        return self.rule == UNTOLD

    @property
    def is_against(self) -> bool:
        """Whether it says that something is not so, and nothing else."""
        return (self.is_denial and not self.is_mixed) or self.is_negated


def read_sentences(
    table: pd.DataFrame,
    articles: pd.DataFrame,
    attributions: pd.DataFrame,
    citations: pd.DataFrame | None,
) -> list[Put]:
    """How each sentence of a table (``article_id, begin, end, language``) is put, in its order."""
    said, names = said_by_article(attributions), names_by_article(citations)
    texts = dict(zip(articles["article_id"].astype("str"), articles["text"], strict=True))
    rows: dict[str, list[tuple[int, int, str]]] = {}
    places: dict[str, list[int]] = {}
    columns = (table[name].tolist() for name in ("article_id", "begin", "end", "language"))
    for place, (key, *row) in enumerate(zip(*columns, strict=True)):
        rows.setdefault(key, []).append(tuple(row))
        places.setdefault(key, []).append(place)
    given = [(texts[key], rows[key], list(said.get(key, ())), list(names.get(key, ()))) for key in rows]
    put = cache.each("sentences put", given, lambda one: _put_all(*one), by=lambda one: (one[0], repr(one[1:])))
    found = [Put(rule="no words")] * len(table)
    for key, each in zip(rows, put, strict=True):
        for place, cells in zip(places[key], each, strict=True):
            if cells is not None:
                found[place] = _of_cells(cells)
    return found


def _put_all(
    text: str, rows: list[tuple[int, int, str]], said: list[Said], names: list[tuple[int, int, str]]
) -> list[dict[str, Any] | None]:
    """How each sentence of one text is put, as cells that can be kept; None for a sentence without a word."""
    opened, voices = _opened(text, rows[0][2], said, names)
    done: list[dict[str, Any] | None] = []
    for begin, end, code in rows:
        first, last = bisect_left(opened.begin, begin), bisect_left(opened.begin, end)
        done.append(asdict(_put(opened, voices, code, first, last)) if first < last else None)
    return done


def _of_cells(cells: dict[str, Any]) -> Put:
    pairs = {name: tuple(map(tuple, cells[name])) for name in ("denied", "frames", "figures")}
    return Put(**cells | pairs)


def _opened(
    text: str, code: str, said: Iterable[Said], names: Iterable[tuple[int, int, str]]
) -> tuple[Reading, Voices]:
    return reading(storable(text), _lexicon(code)), Voices(text, list(said), list(names))


@functools.cache
def _lexicon(code: str) -> Lexicon:
    return Lexicon(code, ())


@functools.cache
def _words(code: str) -> tuple[Doubt, Denials]:
    return Doubt(code), Denials(code)


@functools.cache
def _pronouns(code: str) -> frozenset[str]:
    said = language_for(code).reporting
    words = (*said.pronouns, *said.relatives) if said else ()
    return frozenset(word.casefold() for word in words)


def _put(text: Reading, voices: Voices, code: str, first: int, last: int) -> Put:
    figures = _figures(text, first, last)
    if not reads_sources(code):
        return Put(figures=figures)
    doubt, denials = _words(code)
    begin, end = text.span(first, last)
    cued = voices.cued_in(begin, end)
    against = [one for one in cued if one.polarity < 0]
    around = voice(text, voices, doubt, first, last)
    is_refuted = denials.refutation(text, first, last) is not None
    exact = [span for one in against if (span := _content(one, text, denials, begin, end)) is not None]
    content = _said_in(around.status, voices, text, begin, end) or (first, last)
    is_negated = _is_negated(denials, text, *content) or is_refuted
    how: dict[str, Any] = {"status": around.status, "source": around.source, "rule": around.rule}
    if around.status == "asserted" and denials.is_asked(text, first):
        how = {"status": MENTIONED, "source": None, "rule": "mentioned: a question"}
    named = (name for one in against if (name := voices.named(one)))
    denier = next((name for name in named if name.casefold() not in _pronouns(code)), None)
    return Put(
        **how,
        denied=tuple(exact),
        denier=denier,
        is_reply=len(exact) < len(against),
        is_negated=is_negated and not against,
        has_no=any(word in denials.negations or word in denials.nothing for word in text.low[first:last]),
        is_mixed=bool(against) and _gives_claim(cued, denials, text),
        is_pronoun=around.source is not None and around.source.casefold() in _pronouns(code),
        frames=tuple(
            span
            for one in cued
            for span in ((one.source_begin, one.source_end), (one.cue_begin, one.cue_end))
            if span[0] >= 0
        ),
        figures=figures,
    )


def _content(one: Said, text: Reading, denials: Denials, begin: int, end: int) -> tuple[int, int] | None:
    """What a denial denies in its own words; None if it replies to what was said before."""
    a, b = max(one.begin, begin), min(one.end, end)
    if bisect_left(text.begin, b) - bisect_left(text.begin, a) < FEW_WORDS or one.is_direct:
        return None
    return None if denials.is_general(text.text[a:b]) else (a, b)


def _said_in(status: str, voices: Voices, text: Reading, begin: int, end: int) -> tuple[int, int] | None:
    """The words of the longest content inside a sentence, as lexemes."""
    if status != "attributed":
        return None
    spans = [(max(one.begin, begin), min(one.end, end)) for one in voices.said if one.begin < end and begin < one.end]
    if not spans:
        return None
    a, b = max(spans, key=lambda span: span[1] - span[0])
    first, last = bisect_left(text.begin, a), bisect_left(text.begin, b)
    return (first, last) if first < last else None


def _is_negated(denials: Denials, text: Reading, first: int, last: int) -> bool:
    """Whether a content is negated: by a word for "not", or by "no" before one of its words."""
    if denials.negation(text, first, last) is not None:
        return True
    if last - first > MOST_WORDS:
        return False
    there = (at for at in range(first, last - 1) if text.low[at] in denials.nothing)
    return any(denials.negation(text, at + 1, at + 2) == text.low[at] for at in there)


def _gives_claim(cued: list[Said], denials: Denials, text: Reading) -> bool:
    """Whether a sentence with a denial also has somebody's claim that is not a negation."""
    for one in cued:
        if one.polarity > 0 and one.kind not in ("ask", "vouch"):
            first, last = bisect_left(text.begin, one.begin), bisect_left(text.begin, one.end)
            if last - first >= FEW_WORDS and not _is_negated(denials, text, first, last):
                return True
    return False


def _figures(text: Reading, first: int, last: int) -> tuple[tuple[str, float | None, float | None, int], ...]:
    """The figures that count something: the words, the bounds, and where it begins."""
    found = []
    for one in text.figures:
        if first <= one.first < last and one.is_count:
            begin, end = text.span(one.first, one.last)
            said = " ".join(text.text[begin:end].split())
            if not _is_year(text, one, said) and not (one.low == one.high == 1 and not said.isdigit()):
                found.append((said, one.low, one.high, begin))
    return tuple(found)


def _is_year(text: Reading, one: Figure, said: str) -> bool:
    """Whether four digits are a year: no word that they could count follows in the same breath."""
    if one.low != one.high or not (said.isdigit() and len(said) == 4 and 1900 <= int(said) < 2100):
        return False
    after = text.text[text.end[one.last - 1] :]
    return not re.match(r" [^\W\d_]{3}", after)


def denied_before(puts: list[Put], row: int, first: int, most: int) -> list[int]:
    """The sentences that a reply denies: the nearest before it with somebody else's words, and those it goes on from.

    Parameters
    ----------
    puts
        How each sentence is put.
    row, first
        The reply, and the first sentence of its article.
    most
        Sentences looked back at.
    """
    found: list[int] = []
    for before in range(row - 1, max(first, row - most) - 1, -1):
        one = puts[before]
        if one.status not in ("attributed", "hedged") or one.is_against:
            if found or one.status != MENTIONED:
                break
            continue
        if one.source is not None and one.source == puts[row].denier:
            continue
        found.append(before)
        if not one.is_pronoun:  # "he said" goes on with what the sentence before began
            break
    return found
