"""What two figures are of: whether the words that narrow them ("in Orvel", "since Monday") let them be compared.

A phrase of a scope is a *place* ("in Orvel", "in the whole city", "nationwide"), a *part* ("of the 40 workers"), a
*time* ("since Monday"), or an *event* ("in the fire"). A figure without a scope is one of the whole story, and an
event is taken for the story's own. ``so far`` and ``in total`` narrow nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from .letters import is_cyrillic, latin
from .model import ENGLISH, base_code, language_for
from .quantities import ScopeWords

Relation = Literal["same", "other_scope", "other_time", "cannot_tell"]
Phrase = tuple[str, frozenset[str]]  # its class, and the words it is compared by
_WORD = re.compile(r"[^\W_]+")
_MOST = 200  # characters of a scope that are looked at
# Openers after which a phrase says since when, though the other words of ``since`` open events as well.
_SINCE = frozenset("since depuis seit desde dal dalla od с со от з із від sedan sinds".split())  # noqa: SIM905
_NEUTRAL = frozenset(
    (
        *("so far", "in total", "overall", "in all", "au total", "en tout", "à ce jour", "insgesamt", "bislang"),
        *("bisher", "en total", "hasta ahora", "in totale", "finora", "no total", "até agora", "łącznie", "ogółem"),
        *("в общей сложности", "в целом", "на данный момент", "загалом", "усього", "наразі"),
    )
)
_TIMES = re.compile(
    r"^\d|day$|^(lun|mar|mercre|jeu|vendre|same)di$|tag$|woche|week|month|year|semaine|mois|недел|тижн|місяц|месяц|год|рік"
)


def scope_relation(one: str | None, language: str | None, other: str | None, other_language: str | None) -> Relation:
    """How the scopes of two figures go together.

    Parameters
    ----------
    one, other
        The words that narrow each figure, None if there are none.
    language, other_language
        The languages of the two articles.

    Returns
    -------
    str
        ``same``: the figures can be compared; ``other_scope``: they are of different places, parts or events;
        ``other_time``: they are since different times; ``cannot_tell``: the words cannot be compared, as one figure has
        none or they are in two languages.
    """
    if (one or "") == (other or ""):
        return "same"
    first, second = _read(one or "", _code(language)), _read(other or "", _code(other_language))
    is_one_language = _code(language) == _code(other_language)
    places = _compared(first, second, ("place", "part"), is_one_language)
    if places == "one_empty":
        only = second if any(kind in ("place", "part") for kind, _ in first) else first
        places = "differ" if any(kind == "event" for kind, _ in only) else "cannot_tell"
    if places == "differ":
        return "other_scope"
    times = _compared(first, second, ("time",), is_one_language)
    if times == "differ":
        return "other_time"
    events = _compared(first, second, ("event",), is_one_language)
    unclear = "cannot_tell" in (places, times) or times == "one_empty" or events in ("differ", "cannot_tell")
    return "cannot_tell" if unclear else "same"


def _code(language: str | None) -> str:
    return base_code(language) if isinstance(language, str) else ""


def _compared(
    first: frozenset[Phrase], second: frozenset[Phrase], kinds: tuple[str, ...], is_one_language: bool
) -> str:
    """Whether the phrases of some classes are ``same``, ``differ``, ``one_empty``, or ``cannot_tell``."""
    a, b = ([phrase for phrase in phrases if phrase[0] in kinds] for phrases in (first, second))
    if not a and not b:
        return "same"
    if not a or not b:
        return "one_empty"
    if all(any(_same(x, y) for y in b) for x in a) and all(any(_same(x, y) for x in a) for y in b):
        return "same"
    return "differ" if is_one_language else "cannot_tell"


def _same(one: Phrase, other: Phrase) -> bool:
    few, many = sorted((one[1], other[1]), key=len)
    return one[0] == other[0] and len(few) == len(many) and all(any(_same_word(x, y) for y in many) for x in few)


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, but for the script and a case ending of at most three letters."""
    a, b = latin(one), latin(other)
    if a == b or not (is_cyrillic(one) or is_cyrillic(other)):
        return a == b
    few, many = sorted((len(a), len(b)))
    n = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), few)
    cut = 2 if is_cyrillic(one) and is_cyrillic(other) else 0  # both may have an ending, or only the Cyrillic word
    return n >= 4 and many - n <= 3 and few - n <= cut


@lru_cache(maxsize=20_000)
def _read(scope: str, code: str) -> frozenset[Phrase]:
    """The phrases of a scope with their classes; what narrows nothing is left out."""
    written = _WORD.findall(scope[:_MOST])
    words = [word.casefold() for word in written]
    lists = _lists(code)
    if not _opener(words, 0, lists) and _opener(words, 0, _lists(ENGLISH)):
        code, lists = ENGLISH, _lists(ENGLISH)
    starts: list[tuple[int, int]] = []
    for at in range(len(words)):
        is_inside = bool(starts) and at < sum(starts[-1])
        if not is_inside and (k := _opener(words, at, lists)):
            starts.append((at, k))
    starts = starts or [(0, 0)]
    found = []
    for n, (at, k) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(words)
        if (phrase := _phrase(written, words, at, k, end, lists, code)) is not None:
            found.append(phrase)
    return frozenset(found)


@lru_cache(maxsize=64)
def _lists(code: str) -> ScopeWords:
    words = language_for(code).number_words
    return (words.scope if words else None) or ScopeWords()


def _opener(words: list[str], at: int, lists: ScopeWords) -> int:
    """How many words open a phrase here."""
    every = {phrase for name in ("whole", "of", "at", "since") for phrase in getattr(lists, name)}
    return next((k for k in (4, 3, 2, 1) if at + k <= len(words) and " ".join(words[at : at + k]) in every), 0)


def _phrase(
    written: list[str], words: list[str], at: int, k: int, end: int, lists: ScopeWords, code: str
) -> Phrase | None:
    opener, rest = " ".join(words[at : at + k]), range(at + k, end)
    if opener in _NEUTRAL:
        return None
    if opener in lists.whole:
        kind = "time" if _TIMES.search(opener) else "place"
        return kind, frozenset((opener,))
    skipped = {word for phrase in (*lists.determiners, *lists.links) for word in phrase.split()}
    content = [n for n in rest if words[n] not in skipped]
    key = frozenset(words[n] for n in content)
    if not key:
        return None
    if opener in lists.of:
        return "part", key
    if opener in _SINCE or any(_TIMES.search(words[n]) for n in content):
        return "time", key
    is_named = any(written[n][0].isupper() for n in content)
    if (spoken := language_for(code)).reporting and spoken.reporting.capital_nouns:
        is_named = is_named and content[0] == at + k and opener not in ("im", "am")
    places = spoken.places
    if is_named or (places and any(words[n].startswith(places) for n in content)):
        return "place", key
    return "event", key
