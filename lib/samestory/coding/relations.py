"""Attributions as character offsets, from the rules or put together from the spans a tagger found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from .attribution import attributions_in
from .cues import Cue, Cues
from .tokens import Span, Tokens, tokens

FAR = 400  # characters between a cue and its source or content
DOUBTFUL = 0.5  # hedge strength from which a word in the content marks doubt
_SOFT = frozenset(("believe", "doubt"))  # kinds that mark doubt whatever is said
_HEDGED = 0.6  # hedge strength from which the cue marks doubt


class Marked(Protocol):
    """A flat span: its role (``source``, ``cue`` or ``content``) and half-open character offsets."""

    role: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Related:
    """One attribution in characters: its contents in order, its cue and source where there are any."""

    contents: list[Span]
    cue: Span | None
    source: Span | None
    kind: str
    hedge: float = 0.0
    polarity: int = 1
    hedged: list[bool] = field(default_factory=list)  # one a content
    direct: list[bool] = field(default_factory=list)


def ruled(text: str, language: str, cues: Cues) -> list[Related]:
    """The attributions of a text by the rules, in order of their contents."""
    split = tokens(text, language)
    found = []
    for one in attributions_in(split, cues):
        hedge = one.said_by.hedge if one.said_by is not None else 0.0
        found.append(
            Related(
                [split.offsets(content) for content in one.contents],
                split.offsets(one.cue) if one.cue else None,
                split.offsets(one.source) if one.source else None,
                one.kind,
                hedge,
                one.polarity,
                [_is_hedged(split, cues, content, one.kind, hedge) for content in one.contents],
                [_is_direct(split, content) for content in one.contents],
            )
        )
    return found


def related(text: str, language: str, cues: Cues, spans: Iterable[Marked]) -> list[Related]:
    """Attributions out of flat spans: each content goes to the nearest cue, each cue takes the nearest source.

    Parameters
    ----------
    text, language, cues
        The text and its language; the cue's kind, hedge and polarity are looked up in the language's tables, and a cue
        that is not in them says.
    spans
        Sources, cues and contents in any order. A source is given to several cues where none is nearer.

    Returns
    -------
    list of Related
        In order of the cues; contents without a cue near them come last, each for itself.
    """
    by_role: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for one in spans:
        by_role[one.role].append((one.begin, one.end))
    for those in by_role.values():
        those.sort()
    split = tokens(text, language)
    contents: dict[Span | None, list[Span]] = {}
    for content in by_role["content"]:
        contents.setdefault(_nearest(by_role["cue"], content, split), []).append(content)
    found = []
    for cue in [*by_role["cue"], None]:
        for group in (
            [contents[cue]] if cue and cue in contents else [[one] for one in contents.get(None, [])] if not cue else []
        ):
            entry = _entry(split, cues, cue) if cue else None
            kind, hedge = (entry.kind, entry.hedge) if entry else ("say", 0.0)
            spans_of = [_tokens_of(split, content) for content in group]
            found.append(
                Related(
                    group,
                    cue,
                    _nearest(by_role["source"], cue, split) if cue else None,
                    kind,
                    hedge,
                    entry.polarity if entry else 1,
                    [_is_hedged(split, cues, one, kind, hedge) for one in spans_of],
                    [_is_direct(split, one) for one in spans_of],
                )
            )
    return found


def _nearest(spans: list[Span], to: Span, split: Tokens) -> Span | None:
    """The nearest of sorted spans, within ``FAR``; the end of a sentence or paragraph between makes it further."""
    text = split.text
    at = bisect_left(spans, to)
    best: tuple[int, Span] | None = None
    for span in spans[max(0, at - 3) : at + 3]:
        first, second = sorted((span, to))
        gap = max(0, second[0] - first[1])
        if gap > FAR:
            continue
        if "\n" in text[first[1] : second[0]]:
            gap += FAR // 2
        elif _sentence(split, first[0]) != _sentence(split, second[0]):
            gap += FAR // 4
        if gap <= FAR and (best is None or gap < best[0]):
            best = gap, span
    return best[1] if best else None


def _sentence(split: Tokens, at: int) -> int:
    return bisect_right(split.sentence, (bisect_left(split.begin, at), len(split.low)))


def _tokens_of(split: Tokens, span: Span) -> Span:
    first = bisect_left(split.begin, span[0])
    return first, max(first + 1, bisect_left(split.begin, span[1]))


def _entry(split: Tokens, cues: Cues, cue: Span) -> Cue | None:
    """The first table entry inside a cue's words: "has repeatedly said" is ``said``."""
    first, last = _tokens_of(split, cue)
    for i in range(first, min(last, len(split.low))):
        for entry in cues.at(split.low, i, last):
            return entry
    return None


def _is_hedged(split: Tokens, cues: Cues, content: Span, kind: str, hedge: float) -> bool:
    if kind in _SOFT or hedge >= _HEDGED:
        return kind != "vouch"
    return any(cues.hedges.get(word, 0.0) >= DOUBTFUL for word in split.low[content[0] : content[1]])


def _is_direct(split: Tokens, content: Span) -> bool:
    """Whether a content is a quotation as a whole: it begins and ends inside one, or between its marks."""
    first, last = content
    while last - 1 > first and not split.is_word(last - 1) and split.quote[last - 1] < 0:
        last -= 1
    while first < last - 1 and not split.is_word(first) and split.quote[first] < 0:
        first += 1
    return first < len(split.quote) and split.quote[first] >= 0 and split.quote[last - 1] >= 0
