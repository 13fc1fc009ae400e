"""Whose words a passage is: the attribution around it, doubt and negation beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..errors import printable
from ..languages import language_for
from .cues import cues_of
from .hedging import DOUBTFUL, Hedges, apart, in_two_parts, is_month
from .lexemes import lexemes
from .own_voice import against_own_voice
from .reading import Reading
from .setters import setter_of

_DOUBT_BEFORE, _DOUBT_AFTER = 4, 2  # words around a match in which doubt is its doubt
_APART_BEFORE = 8  # words before a match in which a hedge of two parts may open
_COVERS = 0.5  # share of a passage that must be in the content of an attribution
_NAMELESS = frozenset(("say", "report", "claim", "believe", "doubt"))  # cues that with no source keep a distance
_MOST_CUES = 40  # cues inside one passage that are looked at
_MOST_WORDS = 60  # words of a match that are looked at for doubt
_MOST_OVER = 400  # attributions before a passage that are looked at


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution: content, source and cue as character offsets (source -1 where nobody is named)."""

    begin: int
    end: int
    source_begin: int
    source_end: int
    cue_begin: int
    cue_end: int
    kind: str
    is_direct: bool
    is_hedged: bool
    polarity: int

    @property
    def has_source(self) -> bool:
        """Whether somebody is named or described."""
        return self.source_begin >= 0


@dataclass(frozen=True, slots=True)
class Voice:
    """What surrounds a passage: its status by itself, the source's words, the passage with them, the rule."""

    status: str
    source: str | None
    begin: int
    end: int
    rule: str
    is_direct: bool = False


class Voices:
    """The attributions of one article, to be asked for many passages."""

    def __init__(self, text: str, said: Sequence[Said], names: Sequence[tuple[int, int, str]] = ()):
        self.text = text
        self.said = sorted(said, key=lambda one: (one.begin, one.end))
        self.names = sorted(names)
        self._starts = [one.begin for one in self.said]
        self._longest = max((one.end - one.begin for one in self.said), default=0)
        self._cues = sorted((one.cue_begin, at) for at, one in enumerate(self.said) if one.cue_begin >= 0)

    def over(self, begin: int, end: int) -> list[Said]:
        """The attributions whose content covers at least half of a passage, the narrowest first."""
        last = bisect_right(self._starts, end)
        first = max(bisect_right(self._starts, begin - self._longest - 1), last - _MOST_OVER)
        found = []
        for one in self.said[first:last]:
            shared = min(end, one.end) - max(begin, one.begin)
            if shared >= _COVERS * (end - begin) and shared > 0:
                found.append(one)
        return sorted(found, key=lambda one: (one.end - one.begin, one.begin))

    def cued_in(self, begin: int, end: int) -> list[Said]:
        """The attributions whose cue stands in a passage."""
        first = bisect_right(self._cues, (begin - 1, len(self.said)))
        found: list[Said] = []
        for cue_begin, at in self._cues[first:]:
            if cue_begin >= end or len(found) >= _MOST_CUES:
                break
            found.append(self.said[at])
        return found

    def named(self, one: Said) -> str | None:
        """Whom an attribution names: by the name in ``citations`` where one fits, else in the article's words."""
        if not one.has_source:
            return None
        words = printable(" ".join(self.text[one.source_begin : one.source_end][:400].split()))
        return self._known(one.source_begin, one.source_end, words) or words[:200] or None

    def _known(self, begin: int, end: int, words: str) -> str | None:
        for a, b, name in self.names:
            if a < end and begin < b:
                return name
        low = {word for _, _, word in lexemes(words)}
        for _, _, name in self.names:  # a surname stands for the full name
            parts = [word for _, _, word in lexemes(name)]
            if parts and (set(parts) <= low or (len(parts[-1]) > 2 and parts[-1] in low)):
                return name
        return None


class Doubt:
    """The words of one language that mark doubt, and those that report (None: there are none)."""

    def __init__(self, code: str):
        said = language_for(code).reporting
        self.cues = cues_of(code)
        hedges = dict(said.hedges) if said else {}
        whole = [(word, strength) for word, strength in hedges.items() if "…" not in word]
        self.apart = apart(hedges.items(), DOUBTFUL)
        openers = (*said.complementizers, *said.relatives, *said.object_relatives) if said else ()
        phrases = ((_parts(word), strength) for word, strength in whole)
        self.hedges = Hedges(phrases, DOUBTFUL, said.tensed_hedges if said else (), openers)
        self.times = frozenset(said.times if said else ())

    def hedge(self, text: Reading, first: int, last: int) -> str | None:
        """The doubting words in or beside a match, or None."""
        sentence = text.sentence[first]
        stop = min(len(text.low), last + _DOUBT_AFTER, first + _MOST_WORDS)
        for at, end in self.hedges.spans(text.low, max(0, first - _DOUBT_BEFORE), stop):
            is_time = end - at == 1 and is_month(text.text, text.begin[at], text.end[at], self.times)
            if text.sentence[at] == sentence and not is_time:
                return " ".join(text.low[at:end])
        if not self.apart:
            return None
        close = stop
        while close < len(text.low) and close - stop < _MOST_WORDS and text.sentence[close] == sentence:
            close += 1
        begin = max(0, first - _APART_BEFORE)
        while text.sentence[begin] != sentence:
            begin += 1
        return in_two_parts(text.low, begin, stop, close, self.apart)


def _parts(word: str) -> tuple[str, ...]:
    return tuple(part for _, _, part in lexemes(word))


def voice(text: Reading, voices: Voices, doubt: Doubt, first: int, last: int, *, is_act: bool = False) -> Voice:
    """What surrounds the match of lexemes ``first`` to ``last``: own voice only where nothing speaks against it.

    Parameters
    ----------
    text, voices, doubt
        The reading, the article's attributions, the language's words of doubt.
    is_act
        Whether the match is of somebody's saying something: then the cue inside it is part of it and does not count
        as an attribution of it.
    """
    begin, end = text.span(first, last)
    within = voices.cued_in(begin, end)
    over = voices.over(begin, end)
    if is_act:
        over = [one for one in over if one not in within and not _near_cue(one, begin, end)]
    else:
        over += [one for one in within if one not in over and one.begin < end and begin < one.end]
    for one in over:
        if one.kind == "vouch":
            return Voice("asserted", None, *_around(one, begin, end), f"vouched for by nobody: {_cue(voices, one)}")
        if one.polarity < 0:
            rule = f"denied: {_cue(voices, one)}"
            return Voice("denied", voices.named(one), *_around(one, begin, end), rule)
        if one.has_source:
            rule = f"attributed: {_cue(voices, one)}"
            return Voice("attributed", voices.named(one), *_around(one, begin, end), rule, one.is_direct)
        if one.is_direct:
            return Voice("mentioned", None, begin, end, "mentioned: quoted, speaker not found", True)
        if one.is_hedged or one.kind in _NAMELESS:
            return Voice("hedged", None, *_around(one, begin, end), f"hedged: {_cue(voices, one)}")
    if said := doubt.hedge(text, first, last):
        return Voice("hedged", None, begin, end, f"hedged: {said}")
    if (set_by := setter_of(text, first, last)) is not None:
        (a, b), (cue, cue_end) = (text.span(*span) for span in set_by)
        one = Said(begin, end, a, b, cue, cue_end, "report", False, False, 1)
        return Voice("attributed", voices.named(one), *_around(one, begin, end), f"attributed: {_cue(voices, one)}")
    if why := against_own_voice(text, voices, doubt.cues, first, last, is_act=is_act):
        return Voice("mentioned", None, begin, end, f"mentioned: {why}", why.startswith("quoted"))
    return Voice("asserted", None, begin, end, "own voice")


def denial_over(voices: Voices, begin: int, end: int) -> Voice | None:
    """A denial of a passage that somebody else makes: "..., the group says. The company denies it."."""
    for one in voices.over(begin, end):
        if one.polarity < 0:
            return Voice("denied", voices.named(one), *_around(one, begin, end), f"denied: {_cue(voices, one)}")
    return None


def _near_cue(one: Said, begin: int, end: int) -> bool:
    """Whether the cue of an attribution touches a passage; the offsets of matches end with their last word."""
    return one.cue_begin >= 0 and one.cue_begin < end and begin < one.cue_end


def _cue(voices: Voices, one: Said) -> str:
    words = voices.text[one.cue_begin : one.cue_end] if one.cue_begin >= 0 else one.kind
    return printable(" ".join(words.split())[:80])


def _around(one: Said, begin: int, end: int) -> tuple[int, int]:
    """A passage with source and cue, where they stand so near that it can still be read as one."""
    spans = [(begin, end), (one.source_begin, one.source_end), (one.cue_begin, one.cue_end)]
    known = [(a, b) for a, b in spans if a >= 0]
    first, last = min(a for a, _ in known), max(b for _, b in known)
    return (first, last) if last - first <= 600 else (begin, end)


def said_by_article(attributions: pd.DataFrame | None) -> dict[str, list[Said]]:
    """The rows of an ``attributions`` table by article, the same span, cue and source once."""
    found: dict[str, dict[Said, None]] = defaultdict(dict)
    if attributions is None or attributions.empty:
        return {}
    names = ["begin", "end", "source_begin", "source_end", "cue_begin", "cue_end"]
    numbers = [attributions[name].astype("Float64").fillna(-1).astype("int64").tolist() for name in names]
    rest = [
        attributions["cue_kind"].astype("object").where(attributions["cue_kind"].notna(), "").tolist(),
        attributions["is_direct"].fillna(False).astype(bool).tolist(),
        attributions["is_hedged"].fillna(False).astype(bool).tolist(),
        attributions["polarity"].astype("Float64").fillna(1).astype("int64").tolist(),
    ]
    for article_id, *values in zip(attributions["article_id"].tolist(), *numbers, *rest, strict=True):
        one = Said(*values)
        if one.begin >= 0:
            found[article_id][one] = None
    return {article_id: list(those) for article_id, those in found.items()}


def names_by_article(citations: pd.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    """Where each article first names its sources, and by which name they are known."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    if citations is None or citations.empty:
        return found
    given = citations.dropna(subset=["article_id", "cited", "begin", "end"])
    for article_id, begin, end, cited in zip(
        given["article_id"], given["begin"].astype(int), given["end"].astype(int), given["cited"], strict=True
    ):
        found[article_id].append((begin, end, cited))
    return found
