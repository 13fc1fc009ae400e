"""Lexicons of tone: which words count, for which language, under which licence, and how a sentence is read with one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pandas as pd

from ...errors import SamestoryError
from ...languages import ENGLISH, base_code, language_for, languages
from ...text import fold, words

__all__ = ["Lexicon", "lexicons"]

FLIP = -0.74  # what a negation makes of a value (VADER's, from its ratings by people)
REACH = 3  # words before a value in which a negation counts
SPREAD = 15.0  # VADER's constant: a sum of values of 3.9 is a score of 0.7
# What is written in several ways, as VADER reads it: one sign for one, so that places stay.
_PLAIN = str.maketrans({**dict.fromkeys("’‘ʼ", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("—–…", " ")})


@dataclass(frozen=True)
class Valued:
    """One word with a value in its place: the lexicon's value, and what is left of it in the sentence.

    ``change`` says what changed it: ``negation``, ``stronger``, ``weaker``, or nothing.
    """

    begin: int
    end: int
    word: str
    valence: float
    contribution: float
    change: str


@dataclass(frozen=True)
class Lexicon:
    """Values of the words of one language, from about -4 (bad) to 4 (good).

    Parameters
    ----------
    name, licence, source
        What it is called, under which terms it may be used, and where it is from: shown beside every result.
    scores
        Value by word, in small letters.

    Examples
    --------
    >>> own = ss.tone.Lexicon("my list", "mine", "coded by hand", {"skandal": -2.0})
    >>> [one.contribution for one in own.read("Das ist kein Skandal.", "de")]
    [1.48]
    """

    name: str
    licence: str
    source: str
    scores: Mapping[str, float]

    def __post_init__(self) -> None:
        wrong = [word for word, value in self.scores.items() if not isinstance(word, str) or not -10 <= value <= 10]
        if wrong or not self.scores:
            said = f"{wrong[0]!r}: {self.scores[wrong[0]]!r}" if wrong else "no word"
            raise SamestoryError(f"lexicon {self.name!r}: {said}; expected words with numbers from -10 to 10")

    @cached_property
    def _values(self) -> dict[str, float]:
        return {fold(word): float(value) for word, value in self.scores.items()}

    def read(self, sentence: str, language: str) -> list[Valued]:
        """The words of a sentence that have a value; a negation up to three words before turns and weakens it."""
        places = words(sentence)
        low = [fold(sentence[begin:end]) for begin, end in places]
        negating = _negating(language)
        found = []
        for at, ((begin, end), word) in enumerate(zip(places, low, strict=True)):
            if (valence := self._values.get(word)) is None:
                continue
            is_negated = any(before in negating for before in low[max(0, at - REACH) : at])
            left = round(valence * FLIP, 4) if is_negated else valence
            found.append(Valued(begin, end, word, valence, left, "negation" if is_negated else ""))
        return found


class Vader(Lexicon):
    """VADER's word list with VADER's own rules for negation, degree and "but" (Hutto and Gilbert 2014)."""

    @cached_property
    def _analyzer(self) -> Any:
        return _analyzer()

    def read(self, sentence: str, language: str) -> list[Valued]:
        """The words with a value, as VADER counts them; its marks of emphasis (! and ?) are no words and left out."""
        from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentiText

        plain, values = sentence.translate(_PLAIN), self._analyzer.lexicon
        read = SentiText(plain)
        said = read.words_and_emoticons
        low = [word.lower() for word in said]
        hits = [at for at, word in enumerate(low) if word in values and word not in BOOSTER_DICT]
        if not hits:
            return []
        before = [0.0] * len(said)
        for at in hits:
            before[at] = self._analyzer.sentiment_valence(0, read, said[at], at, [])[0]
        after = self._analyzer._but_check(said, list(before)) if "but" in low else before
        places = _places(plain, said)
        return [
            Valued(*places[at], low[at], values[low[at]], round(after[at], 4), _change(values[low[at]], after[at]))
            for at in hits
        ]


def _places(plain: str, said: list[str]) -> list[tuple[int, int]]:
    """Where the words are that VADER cut at white space and stripped of signs."""
    found, at = [], 0
    for chunk, word in zip(plain.split(), said, strict=True):
        at = plain.index(chunk, at)
        begin = at + chunk.index(word)
        found.append((begin, begin + len(word)))
        at += len(chunk)
    return found


def _change(valence: float, left: float) -> str:
    if valence * left < 0 or (left == 0 and valence):
        return "negation"
    if math.isclose(valence, left, abs_tol=1e-9):
        return ""
    return "stronger" if abs(left) > abs(valence) else "weaker"


@cache
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@cache
def _negating(language: str) -> frozenset[str]:
    said = language_for(language).reporting
    return frozenset(fold(word) for word in (*said.negations, *said.nothing)) if said else frozenset()


@cache
def _shipped() -> dict[str, Lexicon]:
    source = "Hutto and Gilbert 2014, doi 10.1609/icwsm.v8i1.14550; package vaderSentiment 3.3.2"
    return {ENGLISH: Vader("VADER", "MIT", source, dict(_analyzer().lexicon))}


def lexicon_for(language: object, given: Mapping[str, Lexicon] | None) -> Lexicon | None:
    """The lexicon of a language: one that is given, else the shipped one, else None.

    Raises
    ------
    SamestoryError
        ``given`` has something that is not a lexicon.
    """
    for code, one in (given or {}).items():
        if not isinstance(one, Lexicon):
            raise SamestoryError(f"lexicons[{code!r}] is {type(one).__name__}; expected an ss.tone.Lexicon")
    if not isinstance(language, str):
        return None
    short = base_code(language)
    return (given or {}).get(short) or (_shipped().get(short) if short == ENGLISH else None)


def score_of(total: float) -> float:
    """VADER's score of a sum of values: -1 to 1."""
    return total / math.sqrt(total * total + SPREAD) if total else 0.0


def lexicons() -> pd.DataFrame:
    """Which lexicon there is for which language, with its licence.

    Returns
    -------
    DataFrame
        One row for each language the suite knows: ``language, lexicon`` ("no lexicon for ru" if there is none),
        ``n_words, licence, source``. AFINN (package afinn 0.1) is not used: its lists are under ODbL and its package
        under GPL, and it has Danish beside English, none of the other languages here.

    Examples
    --------
    >>> ss.tone.lexicons().query("language in ['en', 'ru']")[["language", "lexicon", "n_words", "licence"]]
       language            lexicon  n_words licence
    2        en              VADER     7506     MIT
    10       ru  no lexicon for ru        0
    """
    rows = []
    for code in languages():
        one = lexicon_for(code, None)
        said = (one.name, len(one.scores), one.licence, one.source) if one else (f"no lexicon for {code}", 0, "", "")
        rows.append((code, *said))
    columns = ["language", "lexicon", "n_words", "licence", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"n_words": "int64", "language": "str", "lexicon": "str"})
