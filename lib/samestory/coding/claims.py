"""Claims by codebook: what each article does with each claim, from the passages that make, mention or deny it.

The passages are those that the codebook's patterns match, or others that are given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..schema import CARRIED, MENTIONED, STATUSES
from .find import find
from .lexemes import lexemes
from .plan import ClaimPlan, Pattern, Plan
from .reading import Reading
from .voice import Voice, Voices, denial_over, voice

_PRECEDENCE = ("contradicted", "denied", "attributed", "hedged", "asserted", MENTIONED)
_MOST_JUDGED = 300  # matches of one claim in one text whose voice is looked at
LONGEST_PASSAGE = 2_000  # characters; a longer deciding passage is cut
Match = tuple[int, int, str]
Made = tuple[Voice | None, Voice | None]  # the passage that makes a claim, the passage that denies it


@dataclass(frozen=True, slots=True)
class Hits:
    """The passages of one text that bear on a claim, in order: first lexeme, the one behind the last, what found them.

    ``makes, utterances, mentions, contradictions, denials`` are as in codebook.yaml; ``by`` names what found them, in
    notes.
    """

    makes: tuple[Match, ...] = ()
    utterances: tuple[Match, ...] = ()
    mentions: tuple[Match, ...] = ()
    contradictions: tuple[Match, ...] = ()
    denials: tuple[Match, ...] = ()
    by: str = "pattern"


def claim_rows(
    article_id: str, text_status: str, text: Reading, voices: Voices, plan: Plan, hits: Mapping[str, Hits] | None = None
) -> list[dict[str, Any]]:
    """The rows of ``claims`` of one article: one a claim of ``hits``, else one a claim with patterns in its language.

    A claim is coded by the first passage that makes it. If how that passage is put cannot be told, a later one that is
    attributed or hedged decides; else the claim is ``mentioned``, which goes behind every other status: one in own
    voice further down does not tell whose words the first are. ``contradicted`` and ``denied`` are judged over the
    whole text: by their own passages, because the claim named by ``denied_by`` is there, or because a passage with the
    words of the claim is denied, negated or refuted. Where the codebook itself says what denies a claim (``denials``,
    ``denied_by``), the last counts only if no passage makes it. The codebook's ``precedence`` then decides.
    """
    if hits is None:
        planned = (claim for claim in plan.claims if claim.patterns or claim.mentions or claim.utterances)
        hits = {claim.claim_id: pattern_hits(claim, text) for claim in planned}
    claims = [claim for claim in plan.claims if claim.claim_id in hits]
    places = {
        claim.claim_id: {first for first, _, _ in hits[claim.claim_id].makes[:_MOST_JUDGED]}
        for claim in claims
        if not claim.is_act
    }
    found: dict[str, Made] = {}
    for claim in claims:
        others = sorted(at for claim_id, those in places.items() if claim_id != claim.claim_id for at in those)
        found[claim.claim_id] = _made(claim, hits[claim.claim_id], text, voices, plan, others)
    rows = []
    for claim in claims:
        decided = _decided(claim, hits[claim.claim_id], found, text, voices, plan)
        if decided is None:
            seen = text_status == "full"
            status = "absent" if seen else "not_visible"
            note = f"no {hits[claim.claim_id].by} matches" + ("" if seen else f"; text_status is {text_status}")
            rows.append(_row(article_id, claim.claim_id, status, note))
        else:
            end = min(decided.end, decided.begin + LONGEST_PASSAGE)
            row = _row(article_id, claim.claim_id, decided.status, decided.rule)
            source = None if decided.status in ("asserted", "hedged", MENTIONED) else decided.source
            row.update(attributed_to=source, begin=decided.begin, end=end, reads=text.text[decided.begin : end])
            rows.append(row)
    return rows


def pattern_hits(claim: ClaimPlan, text: Reading) -> Hits:
    """The passages that the patterns of a claim match."""

    def found(patterns: tuple[Pattern, ...]) -> tuple[Match, ...]:
        return tuple(matches(patterns, text))

    return Hits(
        found(claim.patterns),
        found(claim.utterances),
        found(claim.mentions),
        found(claim.contradictions),
        found(claim.denials),
    )


def _row(article_id: str, claim_id: str, status: str, note: str) -> dict[str, Any]:
    place = {"attributed_to": None, "begin": None, "end": None, "reads": None}
    return {"article_id": article_id, "claim_id": claim_id, "status": status, **place, "note": note}


def _made(claim: ClaimPlan, hits: Hits, text: Reading, voices: Voices, plan: Plan, others: list[int]) -> Made:
    """The first passage that makes the claim, one that cannot be judged last of all, and the first that denies it."""
    made: Voice | None = None
    denied: Voice | None = None
    unclear: Voice | None = None
    found = [(*match, False) for match in hits.makes]
    found += [(*match, True) for match in hits.utterances]
    for first, last, pattern, is_utterance in sorted(found)[:_MOST_JUDGED]:
        around = voice(text, voices, plan.doubt, first, last, is_act=claim.is_act and not is_utterance)
        around = _noted(around, hits.by, pattern)
        if is_utterance:
            made = made or _uttered(around)
            unclear = unclear or (around if around.is_direct and around.status != "attributed" else None)
            continue
        if not claim.is_act:
            around = _judged(around, claim, hits.by, text, plan, (first, last, pattern))
        if around.status == "denied":
            denied = denied or around
            continue
        if around.status == MENTIONED:
            unclear = unclear or around
        elif unclear is None or around.status != "asserted":
            made = made or around
        if denied is None and not claim.is_act:
            after = _denied_after(around, text, voices, plan, (first, last), _next(others, last, len(text.low)))
            denied = None if after is None else _noted(after, hits.by, pattern)
    made = made or unclear or _only_mentioned(hits, text, voices, plan)
    return made, denied


def _uttered(around: Voice) -> Voice | None:
    """Words that are the claim itself, from a source: they are said here. None if no source says them."""
    if around.status != "attributed":
        return None
    return replace(around, status="asserted", source=None, rule=f"{around.rule}; the words themselves")


def _judged(around: Voice, claim: ClaimPlan, by: str, text: Reading, plan: Plan, match: Match) -> Voice:
    """What surrounds a match, read again for negations and questions: "Was the gate locked?" only mentions it."""
    first, last, pattern = match
    around = _not_so(around, text, plan, first, last, pattern, is_negative=claim.is_negative)
    if around.status == "asserted" and plan.denials.is_asked(text, first):
        return replace(around, status=MENTIONED, rule=f"mentioned: a question; {by}: {pattern}")
    return around


def _denied_after(
    around: Voice, text: Reading, voices: Voices, plan: Plan, span: tuple[int, int], until: int
) -> Voice | None:
    """The denial of a match in later words: "The gate was locked, the union says. The port denies this"."""
    is_said = around.status not in ("asserted", MENTIONED)
    after = denial_over(voices, *text.span(*span))
    return after or plan.denials.later(text, voices, span[1], until, is_said=is_said)


def _only_mentioned(hits: Hits, text: Reading, voices: Voices, plan: Plan) -> Voice | None:
    """The first passage that mentions the claim without making it."""
    for first, last, pattern in hits.mentions[:1]:
        return _noted(_in_passing(voice(text, voices, plan.doubt, first, last)), hits.by, pattern)
    return None


def _next(places: list[int], at: int, end: int) -> int:
    """The first of sorted places from one on, else the end."""
    place = bisect_left(places, at)
    return places[place] if place < len(places) else end


def _not_so(
    around: Voice, text: Reading, plan: Plan, first: int, last: int, pattern: str, *, is_negative: bool
) -> Voice:
    """What surrounds a match, as a denial where words beside it negate or refute it."""
    own = words_of(pattern)
    if around.status == "denied":
        return around
    if not is_negative and (word := plan.denials.negation(text, first, last, own)):
        return replace(around, status="denied", rule=f"negated: {word}; {around.rule}")
    if word := plan.denials.refutation(text, first, last, own):
        return replace(around, status="denied", rule=f"refuted: {word}; {around.rule}")
    return around


@lru_cache(maxsize=4_000)
def words_of(pattern: str) -> frozenset[str]:
    """The words of a pattern, folded as those of a text."""
    return frozenset(word for _, _, word in lexemes(pattern))


def _in_passing(around: Voice) -> Voice:
    """What is only mentioned is taken for granted by whoever reports it: own voice, unless the words are quoted."""
    if around.status == "asserted" or around.is_direct:
        return around
    return Voice("asserted", None, around.begin, around.end, f"in passing, {around.rule}")


def matches(patterns: tuple[Pattern, ...], text: Reading) -> list[tuple[int, int, str]]:
    """All matches of several patterns with the pattern that made them, in order; at one begin the longest only."""
    best: dict[int, tuple[int, str]] = {}
    for pattern in patterns:
        for first, last in find(pattern.node, text):
            if first not in best or best[first][0] < last:
                best[first] = (last, pattern.said)
    return [(first, last, said) for first, (last, said) in sorted(best.items())]


def _decided(
    claim: ClaimPlan, hits: Hits, found: dict[str, Made], text: Reading, voices: Voices, plan: Plan
) -> Voice | None:
    """The status that goes before the others by the codebook's precedence."""
    candidates: dict[str, Voice] = {}
    made, denied = found[claim.claim_id]
    if made is not None:
        candidates[made.status] = made
    if denied is not None and (made is None or not (claim.denials or claim.denied_by)):
        candidates["denied"] = denied
    for status, those in (("contradicted", hits.contradictions), ("denied", hits.denials)):
        for first, last, pattern in those[:1]:
            around = _noted(voice(text, voices, plan.doubt, first, last, is_act=status == "denied"), hits.by, pattern)
            source = around.source or _speaker(voices, around)
            candidates[status] = Voice(status, source, around.begin, around.end, f"{status}: {around.rule}")
    denial = found[claim.denied_by][0] if claim.denied_by in found else None
    if denial is not None and denial.status in (*CARRIED[:3], MENTIONED) and "denied" not in candidates:
        source = _speaker(voices, denial) or denial.source
        candidates["denied"] = Voice("denied", source, denial.begin, denial.end, f"{claim.denied_by} is there")
    order = [*plan.precedence, *(status for status in _PRECEDENCE if status not in plan.precedence)]
    ranked = sorted(candidates, key=lambda status: order.index(status) if status in order else STATUSES.index(status))
    return candidates[ranked[0]] if ranked else None


def _speaker(voices: Voices, around: Voice) -> str | None:
    """Who denies, in a passage that is a denial: the source of a denying cue in it, else of any cue in it."""
    cued = voices.cued_in(around.begin, around.end) or voices.over(around.begin, around.end)
    ranked = sorted(cued, key=lambda one: one.polarity)
    return next((name for one in ranked if (name := voices.named(one))), None)


def _noted(around: Voice, by: str, said: str) -> Voice:
    return replace(around, rule=f"{around.rule}; {by}: {said}")
