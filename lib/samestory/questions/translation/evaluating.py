"""Words for actors that judge them, in aligned sentences, by the codebook."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ...coding import code_labels
from ...coding.plan import Codebook
from ...schema import table_named
from .found import Found
from .readings import Part, Span

__all__: list[str] = []
NEUTRAL = "neutral"
RULE = "codebook: the words for an actor are neutral on one side and judge it on the other"
Judged = dict[str, list[tuple[str, Span]]]  # by actor: the value of a word, and its place


def languages_of(codebook: Codebook | None) -> set[str]:
    """The languages in which a codebook has labels."""
    if codebook is None:
        return set()
    return {
        code.partition("-")[0] for actor in codebook.actors.values() for code, those in actor.labels.items() if those
    }


def judged(parts: Iterable[Part], codebook: Codebook) -> dict[tuple[str, int, int], Judged]:
    """The labels in the article's own voice of some passages, by article and place."""
    those = {(part.article.article_id, part.begin, part.end): part for part in parts}
    if not those:
        return {}
    texts = pd.DataFrame(
        {
            "article_id": [f"p{number}" for number in range(len(those))],
            "language": [part.article.language for part in those.values()],
            "text": [part.article.text[part.begin : part.end] for part in those.values()],
            "text_status": "full",
            "outlet": None,
        }
    )
    rows = code_labels(texts, codebook, table_named("attributions").empty())
    keys = dict(zip(texts["article_id"], those, strict=True))
    found: dict[tuple[str, int, int], Judged] = {key: {} for key in those}
    for row in rows[rows["voice"] == "own"].itertuples():
        key = keys[row.article_id]
        found[key].setdefault(row.actor, []).append((row.evaluation, (key[1] + int(row.begin), key[1] + int(row.end))))
    return found


def names(here: Judged, there: Judged) -> list[Found]:
    """Actors for whom a neutral word became a judging one, or the other way round."""
    rows = []
    for actor in sorted(set(here) & set(there)):
        mine, theirs = here[actor], there[actor]
        kinds, others = {kind for kind, _ in mine}, {kind for kind, _ in theirs}
        if kinds == {NEUTRAL} and NEUTRAL not in others:
            rows.append(Found("name", "evaluating", mine[0][1], theirs[0][1], RULE))
        elif others == {NEUTRAL} and NEUTRAL not in kinds:
            rows.append(Found("name", "neutral", mine[0][1], theirs[0][1], RULE))
    return rows
