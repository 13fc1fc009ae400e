"""Own voice needs evidence: what speaks against taking a passage for the article's own words.

A passage that no attribution covers is not therefore the article's own statement. In a language without reporting
words nobody looked; in quotation marks it is somebody's; beside a reporting word the rules may only have failed to see
how far it reaches; a question states nothing. Where one of these holds, the claim is there and how it is put cannot be
told: the status ``mentioned``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ..text import quotations
from .cues import Cue, Cues
from .lexemes import lexemes
from .reading import Reading

if TYPE_CHECKING:
    from .voice import Voices

_SPEAKS = frozenset(
    ("say", "report", "claim", "deny", "doubt", "confirm", "believe")
)  # cues that could cover a statement
_QUESTION = ("?", "？", "؟")
_CLOSERS = "\"'”’»“)] "
_NEAR_END = 20  # characters before the end of a sentence in which its question mark is looked for
_MOST_WORDS = 60  # words on each side of a passage in which a reporting word is looked for
_OPENER = 12  # characters of a content in which "that" stands
_APART = ";:–—"  # between a cue and a passage: another statement begins


def against_own_voice(
    text: Reading, voices: Voices, cues: Cues | None, first: int, last: int, *, is_act: bool = False
) -> str | None:
    """Why the lexemes ``first`` to ``last``, which no attribution covers, cannot be taken for the article's own voice.

    Parameters
    ----------
    text, voices
        The reading of one article and its attributions.
    cues
        The reporting words of its language; None where there are none.
    is_act
        Whether the passage is of somebody's saying something: then a reporting word in its sentence may be that act.

    Returns
    -------
    str or None
        The reason, for the column ``note``; None where the passage is the article's own.
    """
    if cues is None:
        return "no reporting words for this language"
    begin, end = text.span(first, last)
    if _is_quoted(text, begin, end):
        return "quoted, speaker not found"
    if is_act:
        return None
    sentence_end = text.sentences[text.sentence[first]][1]
    if text.text[max(begin, sentence_end - _NEAR_END) : sentence_end].rstrip(_CLOSERS)[-1:] in _QUESTION:
        return "part of a question"
    if word := _cue_beside(text, voices, cues, first, last):
        return f"a reporting word beside it that may cover it: {word}"
    return None


@lru_cache(maxsize=4)
def _quoted(text: str, code: str) -> tuple[list[int], list[int]]:
    """The insides of the outermost quotations of a text, in order: where they begin, and where they end."""
    outer = sorted((one.inner_begin, one.inner_end) for one in quotations(text, code) if not one.depth)
    return [a for a, _ in outer], [b for _, b in outer]


def _is_quoted(text: Reading, begin: int, end: int) -> bool:
    begins, ends = _quoted(text.text, text.code)
    place = bisect_right(begins, begin) - 1
    return place >= 0 and end <= ends[place]


def _cue_beside(text: Reading, voices: Voices, cues: Cues, first: int, last: int) -> str | None:
    """A reporting word in the sentence of a passage, outside it and not parted from it, or None."""
    number = text.sentence[first]
    a = max(bisect_left(text.sentence, number), first - _MOST_WORDS)
    b = min(bisect_right(text.sentence, number), last + _MOST_WORDS)
    at = a
    while at < b:
        found = (
            one for one in cues.at(text.low, at, b) if _could_cover(one, cues) and _is_whole(one, cues, text.low[at:b])
        )
        cue = next(found, None)
        if cue is None:
            at += 1
            continue
        until = at + len(cue.words)
        is_outside = until <= first or at >= last
        if (
            is_outside
            and not _is_parted(text, until, at, first, last)
            and _reports(text, voices, cues, at, until, last)
        ):
            return " ".join(text.low[at:until])
        at = until
    return None


def _could_cover(cue: Cue, cues: Cues) -> bool:
    if cue.kind not in _SPEAKS or cue.position == "noun":
        return False
    return len(cue.words) > 1 or cue.words[0] not in cues.ambiguous


def _reports(text: Reading, voices: Voices, cues: Cues, at: int, until: int, last: int) -> bool:
    """Whether a cue at lexemes ``at`` to ``until`` may report what ends before lexeme ``last``.

    It does not as a part of a compound ("so-called"), as a verb that needs a clause and has none ("found nine boxes"),
    or behind a passage where its source and all that it reports were read further on ("Nine died, and the union said
    that ...").
    """
    begin, end = text.span(at, until)
    if text.text[max(0, begin - 2) : begin].rstrip("-‐‑")[-1:].isalnum() and text.text[begin - 1 : begin] in "-‐‑":
        return False
    if until - at == 1 and text.low[at] in cues.needs_clause and not _opens_clause(text, cues, until):
        return False
    read = voices.cued_in(begin, end)
    if at < last or not read or any(one.begin < end or one.source_begin < text.end[last - 1] for one in read):
        return True
    before = text.text[text.end[last - 1] : min(one.source_begin for one in read)]
    begins = min(one.begin for one in read)
    first_words = [word for _, _, word in lexemes(text.text[end : begins + _OPENER])]
    opens = ":" in text.text[end:begins] or any(word in cues.complementizers for word in first_words[:2])
    return "," in before and not opens  # "Nine died, nurses told us, most of them by ..."


def _opens_clause(text: Reading, cues: Cues, until: int) -> bool:
    """Whether a clause, a colon or a quotation follows a lexeme."""
    if until >= len(text.low):
        return False
    between = text.text[text.end[until - 1] : text.begin[until]]
    return text.low[until] in cues.complementizers or bool(between.strip(" \u00a0\u202f,"))


def _is_whole(cue: Cue, cues: Cues, words: Sequence[str]) -> bool:
    """Whether a cue that opens with an auxiliary has its other part behind it: "ist ... überzeugt"."""
    is_auxiliary = cue.words[0] in cues.passives or cue.words[0] in cues.perfects
    return not cue.particle or not is_auxiliary or cue.particle[0] in words


def _is_parted(text: Reading, until: int, at: int, first: int, last: int) -> bool:
    """Whether a sign that parts statements stands between a cue and a passage."""
    begin, end = (text.end[until - 1], text.begin[first]) if until <= first else (text.end[last - 1], text.begin[at])
    return any(sign in _APART for sign in text.text[begin:end])
