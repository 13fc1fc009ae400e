"""Attributions as character offsets, from the rules or put together from the spans a tagger found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from .attribution import attributions_in
from .clause import SOFT
from .cues import UNSAID, Cues
from .hedging import in_two_parts, is_month
from .tokens import Span, Tokens, tokens

# Characters between a cue and its source or content, and how many a border between them counts for. A content often
# stands a sentence away from its cue, a source hardly ever. Chosen on PolNeAR's train part.
FAR, SENTENCE, PARAGRAPH, BEHIND = 400, 100, 300, 10
_HEDGED = 0.6  # hedge strength from which the cue marks doubt


class Marked(Protocol):
    """A flat span."""

    @property
    def role(self) -> str:
        """``source``, ``cue`` or ``content``."""

    @property
    def begin(self) -> int:
        """Where it begins, in characters."""

    @property
    def end(self) -> int:
        """Where it ends, in characters, the last not included."""


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
    return _ruled(tokens(text, language), cues)


def _ruled(split: Tokens, cues: Cues) -> list[Related]:
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
                [one.is_doubted or _is_hedged(split, cues, content, one.kind, hedge) for content in one.contents],
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
        Sources, cues and contents in any order. A source stands in the sentence of its cue, and is given to several
        cues where none is nearer.

    Returns
    -------
    list of Related
        In order of their contents; a content without a cue near it stands for itself. Formulas that vouch for nobody,
        and what "this was said by" reaches back to, are as the rules read them: no single span can say either.
    """
    by_role: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for one in spans:
        by_role[one.role].append((one.begin, one.end))
    for those in by_role.values():
        those.sort()
    split = tokens(text, language)
    contents: dict[Span, list[Span]] = {}
    alone: list[Span] = []
    for content in by_role["content"]:
        cue = _nearest(by_role["cue"], content, split)
        if cue is None:
            alone.append(content)
        else:
            contents.setdefault(cue, []).append(content)
    found = [_put_together(split, cues, [content], None, None) for content in alone]
    for cue, group in contents.items():
        source = _nearest(by_role["source"], cue, split, is_far_too=False)
        found.append(_put_together(split, cues, group, cue, source))
    return sorted(_completed(split, cues, found), key=_first_content)


def _first_content(one: Related) -> Span:
    return one.contents[0]


def _put_together(split: Tokens, cues: Cues, group: list[Span], cue: Span | None, source: Span | None) -> Related:
    kind, hedge, polarity, is_silent = _reads(split, cues, cue) if cue else ("say", 0.0, 1, False)
    source = None if is_silent else source
    spans = [_tokens_of(split, content) for content in group]
    hedged = [_is_hedged(split, cues, one, kind, hedge) for one in spans]
    return Related(group, cue, source, kind, hedge, polarity, hedged, [_is_direct(split, one) for one in spans])


def _completed(split: Tokens, cues: Cues, found: list[Related]) -> list[Related]:
    """What the rules know of vouching formulas and of words that reach back, put in."""
    found = list(found)
    at_cue = sorted((one.cue, i) for i, one in enumerate(found) if one.cue)
    contents = sorted(content for one in found for content in one.contents)
    for rule in _ruled(split, cues):
        if rule.cue is None:
            continue
        first, last = (bisect_left(at_cue, ((place, 0), 0)) for place in rule.cue)
        touched = [i for cue, i in at_cue[max(0, first - 1) : last] if _overlap(cue, rule.cue)]
        if rule.kind == "vouch":
            for i in touched:
                found[i] = replace(found[i], cue=rule.cue, source=None, kind=rule.kind, hedge=rule.hedge, polarity=1)
            if not touched and not any(_touches(contents, content) for content in rule.contents):
                found.append(rule)
        else:
            for i in touched:
                if all(_reaches_back(split, cues, content, rule.cue) for content in found[i].contents):
                    found[i] = rule
    return found


def _touches(spans: list[Span], one: Span) -> bool:
    """Whether any of sorted spans that do not overlap each other overlaps one."""
    first, last = (bisect_left(spans, (place, 0)) for place in one)
    return any(_overlap(span, one) for span in spans[max(0, first - 1) : last])


def _reaches_back(split: Tokens, cues: Cues, content: Span, cue: Span) -> bool:
    """Whether a content is nothing but "this", alone or as a part of a cue."""
    first, last = _tokens_of(split, content)
    words = tuple(split.low[first:last])
    return cue[0] <= content[0] < content[1] <= cue[1] or words in cues.anaphors.get(words[0] if words else "", ())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _nearest(spans: list[Span], to: Span, split: Tokens, *, is_far_too: bool = True) -> Span | None:
    """The nearest of sorted spans, within ``FAR``; the end of a sentence or paragraph between makes it further.

    Of two that are about as near the one before is taken. Unless ``is_far_too``, only those of the same sentence count.
    """
    text = split.text
    at = bisect_left(spans, to)
    best: tuple[int, Span] | None = None
    for span in spans[max(0, at - 3) : at + 3]:
        first, second = sorted((span, to))
        gap = max(0, second[0] - first[1])
        if gap > FAR:
            continue
        is_other_paragraph = "\n" in text[first[1] : second[0]]
        if is_other_paragraph or _sentence(split, first[0]) != _sentence(split, second[0]):
            if not is_far_too:
                continue
            gap += PARAGRAPH if is_other_paragraph else SENTENCE
        if span > to:
            gap += BEHIND
        if gap <= FAR and (best is None or gap < best[0]):
            best = gap, span
    return best[1] if best else None


def _sentence(split: Tokens, at: int) -> int:
    return bisect_right(split.sentence, (bisect_left(split.begin, at), len(split.low)))


def _tokens_of(split: Tokens, span: Span) -> Span:
    first = bisect_left(split.begin, span[0])
    return first, max(first + 1, bisect_left(split.begin, span[1]))


def _reads(split: Tokens, cues: Cues, cue: Span) -> tuple[str, float, int, bool]:
    """Kind, hedge and polarity of the first table entry inside a cue's words: "has repeatedly said" is ``said``.

    Who does not deny has not denied: a negation before the entry turns its polarity, where that is negative. Last comes
    whether the source says nothing at all: "did not confirm".
    """
    first, last = _tokens_of(split, cue)
    for i in range(first, min(last, len(split.low))):
        for entry in cues.at(split.low, i, last):
            is_negated = any(word in cues.negations for word in split.low[first:i])
            if entry.says_nothing(is_negated):
                return UNSAID.kind, UNSAID.hedge, UNSAID.polarity, True
            return entry.kind, entry.hedge, 1 if is_negated else entry.polarity, False
    return "say", 0.0, 1, False


def _is_hedged(split: Tokens, cues: Cues, content: Span, kind: str, hedge: float) -> bool:
    if kind in SOFT or hedge >= _HEDGED:
        return kind != "vouch"
    return next(doubts(split, cues, *content), None) is not None


def doubts(split: Tokens, cues: Cues, first: int, last: int) -> Iterator[Span]:
    """The tokens that mark doubt among tokens ``first`` to before ``last``."""
    for a, b in cues.hedges.spans(split.low, first, last):
        if b - a > 1 or not is_month(split.text, split.begin[a], split.end[a], cues.times):
            yield a, b
    if cues.hedges_apart:
        for at in range(first, last):
            if in_two_parts(split.low, at, at + 1, last, cues.hedges_apart):
                yield at, at + 1


def _is_direct(split: Tokens, content: Span) -> bool:
    """Whether a content is a quotation as a whole: it begins and ends inside one, or between its marks."""
    first, last = content
    while last - 1 > first and not split.is_word(last - 1) and split.quote[last - 1] < 0:
        last -= 1
    while first < last - 1 and not split.is_word(first) and split.quote[first] < 0:
        first += 1
    if first >= len(split.quote) or split.quote[first] < 0 or split.quote[last - 1] < 0:
        return False
    # from one quotation to the next with words between: "the road" was closed by "thieves"
    one_quote = split.quote[first] == split.quote[last - 1]
    return one_quote or not any(split.quote[i] < 0 and split.is_word(i) for i in range(first, last))
