"""Claims in headlines: what a headline does with a claim by itself, read as one sentence with its own signs.

A headline names its source before or after a colon, leaves out verbs, and keeps a distance by single words. Rows of
``claims`` have places in an article's text; what is found in a headline is therefore a table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from ..errors import printable
from ..schema import MENTIONED, require_columns
from .claims import matches, words_of
from .cues import Cues, cues_of
from .denials import Denials
from .plan import ClaimPlan, Codebook, Plan
from .reading import Reading, reading
from .relations import ruled
from .storable import storable
from .voice import Said, Voice, Voices, voice

COLUMNS = ("article_id", "claim_id", "status", "attributed_to", "reads", "note")
LONGEST = 400  # characters; what is longer is no headline and is cut
_SOURCE = 6  # words a source before or after a colon may have
_BEFORE = re.compile(r"\A\s*([^:?!\"“”«»]{2,80}?)\s*[:：]\s+(?=\S)")
_AFTER = re.compile(r"(?:[:：,;]|\s[-–—|]{1,2})\s*([^:：\"“”«»|]{2,80}?)\s*[.]?\s*\Z|\(([^()]{2,80})\)\s*\Z")
_QUOTES = frozenset("\"“”«»„'‘’")
_LINES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Headline:
    """A headline as patterns see it, with its attributions and who is named beside a colon."""

    text: Reading
    voices: Voices
    named: str | None


def code_headlines(headlines: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Code what each headline does with each claim of the codebook that it makes.

    Parameters
    ----------
    headlines
        ``article_id, language, title``. Rows without a title or a language are skipped, and rows in a language without
        patterns.
    codebook
        ``story.codebook``. Claims that somebody said something (``speech_act``) are skipped.

    Returns
    -------
    DataFrame
        ``article_id, claim_id, status, attributed_to, reads, note``: one row per headline and claim found in it, in
        order of both. A headline without a row makes the claim in no words that a pattern matches; this says nothing
        about the article.

    Examples
    --------
    >>> one = story.articles.head(1).assign(language="en", title="The emergency exits were locked, union says")
    >>> ss.coding.code_headlines(one, story.codebook).loc[0, ["claim_id", "status"]].tolist()
    ['H08', 'attributed']
    """
    require_columns(["article_id", "language", "title"], headlines.columns, "headlines")
    plans: dict[str, Plan] = {}
    rows = []
    ordered = headlines.sort_values("article_id", kind="stable")
    for article_id, code, title in zip(ordered["article_id"], ordered["language"], ordered["title"], strict=True):
        if not isinstance(title, str) or not title.strip() or not isinstance(code, str) or not code:
            continue
        plan = plans.setdefault(code, Plan(codebook, code))
        if not plan.has_claims:
            continue
        one = _read(title, plan)
        for claim in plan.claims:
            found = None if claim.is_act else _state(claim, one, plan)
            if found is not None:
                reads = one.text.text[found.begin : found.end]
                rows.append((article_id, claim.claim_id, found.status, found.source, reads, found.rule))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str" if not rows else None)


def _read(title: str, plan: Plan) -> _Headline:
    said = storable(_LINES.sub(" ", title).strip()[:LONGEST])
    text = reading(said, plan.lexicon)
    text = replace(text, sentence=[0] * len(text.low), sentences=[(0, len(said))])
    cues = cues_of(plan.code.partition("-")[0])
    if cues is None:
        return _Headline(text, Voices(said, ()), None)
    return _Headline(text, Voices(said, list(_said(said, plan.code, cues))), _named(said, cues))


def _said(title: str, code: str, cues: Cues) -> Iterable[Said]:
    for one in ruled(title, code, cues):
        source, cue = one.source or (-1, -1), one.cue or (-1, -1)
        for (begin, end), is_hedged, is_direct in zip(one.contents, one.hedged, one.direct, strict=True):
            yield Said(begin, end, *source, *cue, one.kind, is_direct, is_hedged, one.polarity)


def _named(title: str, cues: Cues) -> str | None:
    """Who is named before or after a colon or dash: "Minister: ...", "...: report", "... - source"."""
    if (match := _BEFORE.search(title)) is not None:
        said = match.group(1)
        opens = title[match.end() : match.end() + 1] in _QUOTES
        if _is_source(said, cues) or (opens and said.istitle() and len(said.split()) <= 3):
            return printable(said)
    for match in _AFTER.finditer(title):
        said = match.group(1) or match.group(2)
        if _is_source(said, cues):
            return printable(said)
    return None


def _is_source(said: str, cues: Cues) -> bool:
    """Whether a few words name a source: the last of them, or any of very few, is a word for one."""
    words = [word.strip(".,'’\"") for word in said.casefold().split()]
    if not 0 < len(words) <= _SOURCE:
        return False
    known = (*words[-1:], *(words if len(words) <= 2 else ()))
    return any(word in cues.who or word.removesuffix("s") in cues.who or _is_cue(word, cues) for word in known)


def _is_cue(word: str, cues: Cues) -> bool:
    return any(len(cue.words) == 1 and cue.kind in ("say", "report", "claim") for cue in cues.by_first.get(word, ()))


def _state(claim: ClaimPlan, one: _Headline, plan: Plan) -> Voice | None:
    """The state that the first match of a claim has in its headline; a match that is denied goes first."""
    found = [_judged(claim, one, plan, *match) for match in matches(claim.patterns, one.text)[:10]]
    return next((state for state in found if state.status == "denied"), found[0] if found else None)


def _judged(claim: ClaimPlan, one: _Headline, plan: Plan, first: int, last: int, pattern: str) -> Voice:
    text, denials, own = one.text, plan.denials, words_of(pattern)
    around = voice(text, one.voices, plan.doubt, first, last)
    if one.named and around.source is None:
        status = around.status if around.status == "denied" else "attributed"
        around = replace(around, status=status, source=one.named, rule=f"named in the headline: {one.named}")
    around = replace(around, rule=f"{around.rule}; pattern: {pattern}")
    if around.status == "denied":
        return around
    if not claim.is_negative and (word := denials.negation(text, first, last, own, is_headline=True)):
        return replace(around, status="denied", rule=f"negated: {word}; {around.rule}")
    if word := denials.refutation(text, first, last, own, is_headline=True) or _answered(text, denials):
        return replace(around, status="denied", rule=f"refuted: {word}; {around.rule}")
    if around.status == "asserted":
        if denials.is_asked(text, first) or text.text.rstrip().endswith("?"):
            return replace(around, status=MENTIONED, rule=f"mentioned: a question; pattern: {pattern}")
        if word := denials.doubt(text, first, last, own):
            return replace(around, status="hedged", rule=f"hedged: {word}; pattern: {pattern}")
    return around


def _answered(text: Reading, denials: Denials) -> str | None:
    """A "No," at the begin: "No, the town has not banned it"."""
    opens = len(text.low) > 1 and text.low[0] in (denials.nothing | denials.negations)
    return text.low[0] if opens and text.text[text.end[0] : text.begin[1]].strip() == "," else None
