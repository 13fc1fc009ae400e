"""Speech without a cue beside it: quotations that go on, lines of dialogue, transcripts."""

from __future__ import annotations

from bisect import bisect_right

from .clause import SCARE, Attribution, is_whole
from .cues import Cues
from .tokens import STOPS, Quote, Tokens

FAR = 4  # sentences between who spoke and a quotation that goes on
_INSIDE = STOPS | {",", ";"}
_SPEAKER = 6  # tokens a speaker's name may have in a transcript


def continued(text: Tokens, cues: Cues, found: list[Attribution]) -> list[Attribution]:
    """Quotations without words for a speaker of their own go to who spoke last, close before them.

    A line of dialogue that nobody is near to is an attribution without a source.
    """
    covered, said_by = _covered(text, found)
    more = _paragraphs(text, covered, said_by)
    quoted = sorted(
        (one for one in found if one.cue is not None and _is_quoted(text, one)), key=lambda one: one.cue or (0, 0)
    )
    cues_at = [one.cue[0] for one in quoted if one.cue is not None]
    firsts = [first for first, _ in text.sentence]
    for number, quote in enumerate(text.quotes):
        is_long = quote.n_words > SCARE or quote.is_speech_line or quote.is_resumed
        if covered[number] or not quote.n_words or not (is_long or _is_sentence(text, quote, firsts)):
            continue
        span = (quote.first + quote.is_speech_line, quote.last)
        if span[0] >= span[1]:
            continue
        place = bisect_right(cues_at, quote.first)
        last = quoted[place - 1] if place else None
        if last is not None and _is_near(quote, last, firsts):
            more.append(_goes_on(span, last))
        elif quote.is_speech_line or (quote.n_words > 5 and _is_whole(text, quote.first, quote.last)):
            kind = "ask" if "?" in text.low[quote.last - 2 : quote.last] else "say"
            more.append(Attribution([span], None, None, None, 1, kind))
    return more


def _covered(text: Tokens, found: list[Attribution]) -> tuple[list[bool], dict[int, Attribution]]:
    """Which quotations have a speaker of their own, and by quotation the attribution that gives it."""
    covered = [False] * len(text.quotes)
    said_by: dict[int, Attribution] = {}
    for one in found:
        for a, b in one.contents:
            number = next((n for n in text.quote[a:b] if n >= 0), -1)
            while 0 <= number < len(text.quotes) and text.quotes[number].first < b:
                covered[number] = True
                said_by.setdefault(number, one)
                number += 1
    return covered, said_by


def _paragraphs(text: Tokens, covered: list[bool], said_by: dict[int, Attribution]) -> list[Attribution]:
    """Quotations that the next paragraph goes on with: the speaker named there says them too; marks them as covered."""
    more = []
    for number in range(len(text.quotes) - 2, -1, -1):
        quote, by = text.quotes[number], said_by.get(number + 1)
        if quote.goes_on and not covered[number] and by is not None and by.cue is not None:
            covered[number] = True
            said_by[number] = by
            more.append(_goes_on((quote.first, quote.last), by))
    return more


def _is_quoted(text: Tokens, one: Attribution) -> bool:
    """Whether an attribution has a source and quotes it."""
    return one.source is not None and any(text.quote[a] >= 0 for a, _ in one.contents)


def _is_near(quote: Quote, last: Attribution, firsts: list[int]) -> bool:
    """Whether a quotation goes on with who spoke last: a few sentences on, and no line of dialogue of its own."""
    if not last.cue or (quote.is_speech_line and not quote.is_resumed):
        return False
    return bisect_right(firsts, quote.first) - bisect_right(firsts, last.cue[1]) <= FAR


def _goes_on(span: tuple[int, int], by: Attribution) -> Attribution:
    """A quotation of who spoke before; who denied something says what is quoted."""
    return Attribution([span], by.cue, by.source, by.said_by, 1, "say" if by.polarity < 0 else "")


def _is_sentence(text: Tokens, quote: Quote, firsts: list[int]) -> bool:
    """Whether a short quotation is a sentence by itself: "Nobody told us." """
    begins = firsts[bisect_right(firsts, quote.first) - 1] if firsts else -1
    return begins == quote.first and is_whole(text, quote) and text.low[quote.last - 2] != ","


def _is_whole(text: Tokens, first: int, last: int) -> bool:
    """Whether a quotation is a sentence, not part of one: it begins with a capital and ends with a stop.

    Russian, Ukrainian and often French put the stop after the mark; there it has to hold a stop or a comma as well, so
    that no title counts.
    """
    if not text.is_name(min(first + 1, last - 1)):
        return False
    if text.low[last - 2] in ".!?…":
        return True
    is_followed = last < len(text.low) and text.low[last] in STOPS
    return is_followed and any(word in _INSIDE for word in text.low[first + 1 : last - 1])


def transcript(text: Tokens) -> list[Attribution]:
    """Lines that open with the speaker in capitals and a colon, where a text has several: ``WALLACE: …``."""
    lines = []
    for start, last in text.sentence:
        first = start + (not text.is_word(start))
        colon = next((i for i in range(first, min(last, first + _SPEAKER)) if text.low[i] == ":"), -1)
        if first < colon < last - 3 and text.read(first, colon).isupper():
            lines.append((first, colon, last))
    if len(lines) < 3:
        return []
    return [Attribution([(colon + 1, last)], (colon, colon + 1), (first, colon), None) for first, colon, last in lines]
