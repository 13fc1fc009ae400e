"""One text read for tone: its sentences by voice, the words with a value, and the words of doubt and certainty."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from ...coding.hedging import DOUBTFUL, Hedges, is_month
from ...coding.lexemes import lexemes
from ...coding.voice import Doubt, Said, said_by_article
from ...languages import base_code, language_for
from ...text import quotations, sentences, words
from .lexicon import Lexicon, Valued, lexicon_for

VOICES = ("own", "attributed", "quoted", "cannot tell")
SPEECH = 5  # words in quotation marks from which they are somebody's, also if nobody is named
_OWN, _ATTRIBUTED, _QUOTED, _UNKNOWN = range(4)


@dataclass(frozen=True)
class Marker:
    """A word or phrase of doubt (``hedge``) or certainty (``booster``) in its place."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True)
class Read:
    """One article: what the measures of tone count.

    ``voice`` is the voice of each character, ``spans`` its sentences, ``n_words`` by sentence and voice.
    """

    article_id: str
    outlet: object
    language: str
    text: str
    lexicon: Lexicon | None
    voice: np.ndarray
    spans: list[tuple[int, int]]
    n_words: np.ndarray
    n_claims: np.ndarray
    markers: list[Marker] = field(default_factory=list)

    def valued(self) -> Iterator[tuple[int, Valued]]:
        """The words with a value, each with the number of its sentence; places in the text."""
        if self.lexicon is None:
            return
        for number, (begin, end) in enumerate(self.spans):
            for one in self.lexicon.read(self.text[begin:end], self.language):
                at = (one.begin + begin, one.end + begin)
                yield number, Valued(*at, one.word, one.valence, one.contribution, one.change)

    def voice_at(self, place: int) -> str:
        """Whose words a place is."""
        return VOICES[self.voice[place]]


def read_all(
    articles: pd.DataFrame, attributions: pd.DataFrame | None, lexicons: Mapping[str, Lexicon] | None
) -> Iterator[Read]:
    """Read every article that has a text and a language, in order of their ids."""
    said = said_by_article(attributions)
    columns = [articles[name] for name in ("article_id", "outlet", "language", "text")]
    for article_id, outlet, language, text in sorted(zip(*columns, strict=True), key=lambda row: row[0]):
        if isinstance(text, str) and isinstance(language, str) and text.strip():
            yield _read(article_id, outlet, language, text, said.get(article_id, []), lexicon_for(language, lexicons))


def _read(
    article_id: str, outlet: object, language: str, text: str, said: Sequence[Said], lexicon: Lexicon | None
) -> Read:
    code = base_code(language)
    voice = _voices(text, code, said)
    spans = sentences(text, code)
    n_words = np.zeros((len(spans), len(VOICES)), dtype=np.int64)
    n_claims = np.zeros_like(n_words)
    for number, (begin, end) in enumerate(spans):
        places = [begin + at for at, _ in words(text[begin:end])]
        n_words[number] = np.bincount(voice[places], minlength=len(VOICES)) if places else 0
    starts = [begin for begin, _ in spans]
    for at in {(one.begin, one.cue_begin) for one in said}:
        if starts and at[0] < len(voice):
            n_claims[max(bisect_right(starts, at[0]) - 1, 0), voice[at[0]]] += 1
    cues = [(one.cue_begin, one.cue_end) for one in said]  # "alleged" before what is said is a reporting verb
    markers = [one for one in _markers(text, code) if not any(a <= one.begin and one.end <= b for a, b in cues)]
    return Read(article_id, outlet, code, text, lexicon, voice, spans, n_words, n_claims, markers)


def _voices(text: str, code: str, said: Iterable[Said]) -> np.ndarray:
    """The voice of each character; in a language without reporting words only quotation marks can be told."""
    known = language_for(code).reporting is not None
    voice = np.full(len(text), _OWN if known else _UNKNOWN, dtype=np.int8)
    direct = []
    for one in said:
        if one.is_direct:
            direct.append((one.begin, one.end))
        else:
            voice[one.begin : one.end] = _ATTRIBUTED
    for quoted in quotations(text, code):
        n = len(words(text[quoted.inner_begin : quoted.inner_end]))
        if not quoted.depth and (quoted.style in "—–-" or n >= SPEECH):
            direct.append((quoted.begin, quoted.end))
    for begin, end in direct:
        voice[begin:end] = _QUOTED
    return voice


def _markers(text: str, code: str) -> Iterator[Marker]:
    """The hedges and boosters of a text, in the order of their kinds and places."""
    doubt, certain = _hedges(code), _boosters(code)
    if doubt is None and certain is None:
        return
    found = lexemes(text)
    low = [word for _, _, word in found]
    if doubt is not None:
        for first, last in doubt.hedges.spans(low, 0, len(low)):
            begin, end = found[first][0], found[last - 1][1]
            if not (last - first == 1 and is_month(text, begin, end, doubt.times)):
                yield Marker(begin, end, "hedge")
    if certain is not None:
        for first, last in certain.spans(low, 0, len(low)):
            yield Marker(found[first][0], found[last - 1][1], "booster")


def has_list(code: object, kind: str) -> bool:
    """Whether a language has a list of hedges, boosters or stances."""
    if not isinstance(code, str):
        return False
    known = language_for(base_code(code))
    if kind == "hedge":
        return known.reporting is not None and bool(known.reporting.hedges)
    return known.tone is not None and bool(known.tone.boosters if kind == "booster" else known.tone.stances)


@cache
def _hedges(code: str) -> Doubt | None:
    return Doubt(code) if has_list(code, "hedge") else None


@cache
def _boosters(code: str) -> Hedges | None:
    said = language_for(code).tone
    if said is None or not said.boosters:
        return None
    phrases = [(tuple(word for _, _, word in lexemes(one)), 1.0) for one in said.boosters]
    barred = [(tuple(word for _, _, word in lexemes(one)), 0.0) for one in said.no_boosters]
    return Hedges([*phrases, *barred], DOUBTFUL)
