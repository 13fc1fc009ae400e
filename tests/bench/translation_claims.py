"""Claims by meaning on two invented stories: recall of candidates, and states beside those of the patterns.

What is learnt, examples and thresholds, is learnt from the articles of harbour-fire that are not held out (two thirds,
by a digest of the id, as in notebook 08) for the held-out third, and from all of harbour-fire for the texts of
harbour-fire-unseen. Held-out articles may have copies among those learnt from, as with the patterns; the last row
leaves copies out. Number of neighbours and ridge were chosen by cross-validation within harbour-fire.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from samestory.coding import claim_candidates, claim_examples, code_story
from samestory.coding.quality import coding_quality
from samestory.engine.boilerplate import marked_parts
from samestory.engine.meaning import sentence_vectors
from samestory.schema import CARRIED
from samestory.story import Story, load_story

KNOWN, UNSEEN = "harbour-fire", "harbour-fire-unseen"
MOST, GOAL = 5, 0.95  # candidates a claim and article, and the recall asked for
Row = dict[str, Any]


def run(data: Path, size: int = 0) -> list[Row]:
    """Recall of candidates and F1 of states, of the held-out third and of the unseen texts; ``data`` is not used."""
    known, unseen = load_story(KNOWN), load_story(UNSEEN)
    claims = known.table("claims")
    held = [name for name in known.articles["article_id"] if int(sha256(name.encode()).hexdigest(), 16) % 3 == 0]
    is_held = known.articles["article_id"].isin(held)
    seen = claims[~claims["article_id"].isin(held)]
    both = pd.concat([known.articles, unseen.articles], ignore_index=True)
    parts = marked_parts(both)
    rows = _measured(f"{KNOWN}, held-out third", known, known.articles[is_held], known.articles, seen)
    rows += _measured(UNSEEN, known, unseen.articles, both, claims, truth=unseen.table("claims"), parts=parts)
    out = code_story(
        known.articles,
        known.codebook,
        parts=marked_parts(known.articles),
        only=["claims"],
        engine="meaning",
        by_people=claims,
        families=known.table("families"),
    )
    return [*rows, _states(f"{KNOWN}, cross-validated over families", known.articles, claims, out.tables["claims"])]


def _measured(
    name: str,
    known: Story,
    judged: pd.DataFrame,
    articles: pd.DataFrame,
    learnt: pd.DataFrame,
    *,
    truth: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
) -> list[Row]:
    """The rows of one set of articles; what is learnt is learnt from the coded rows ``learnt``."""
    truth = known.table("claims") if truth is None else truth
    truth = truth[truth["article_id"].isin(judged["article_id"])]
    parts = marked_parts(articles) if parts is None else parts
    examples = claim_examples(known.codebook, learnt, articles)
    vectors = sentence_vectors(judged, parts=parts)
    found = claim_candidates(judged, known.codebook, vectors=vectors, examples=examples, most=MOST)
    coded = {
        engine: code_story(articles, known.codebook, parts=parts, only=["claims"], engine=engine, **given).tables[
            "claims"
        ]
        for engine, given in (("rules", {}), ("meaning", {"by_people": learnt}))
    }
    base = _f1(judged, truth, coded["rules"])
    return [
        _candidates(name, truth, found),
        _beside(_states(name, judged, truth, coded["meaning"]), base),
    ]


def _candidates(name: str, truth: pd.DataFrame, found: pd.DataFrame) -> Row:
    there = truth[truth["status"].isin(CARRIED) & truth["begin"].notna()]
    pairs = there.merge(found, on=["article_id", "claim_id"], suffixes=("", "_found"))
    met = pairs[(pairs["begin_found"] < pairs["end"]) & (pairs["end_found"] > pairs["begin"])]
    n = len(met.drop_duplicates(["article_id", "claim_id"]))
    return {
        "what": f"claims by meaning: {name}: recall of the deciding passage, {MOST} candidates a claim and article",
        "n": len(there),
        "ours": round(n / len(there), 3),
        "unit": "recall",
        "note": f"{n} of {len(there)}; goal {GOAL}",
    }


def _states(name: str, articles: pd.DataFrame, truth: pd.DataFrame, coded: pd.DataFrame) -> Row:
    row = _f1(articles, truth, coded)
    said = f"precision {row['precision_share']:.3f}, recall {row['recall_share']:.3f}"
    what = f"claims by meaning: {name}: claim states"
    return {
        "what": what,
        "n": int(row["n_truth"]),
        "ours": round(float(row["f1_share"]), 3),
        "unit": "F1",
        "note": said,
    }


def _f1(articles: pd.DataFrame, truth: pd.DataFrame, coded: pd.DataFrame) -> pd.Series:
    coded = coded[coded["article_id"].isin(articles["article_id"])]
    return coding_quality(articles, {"claims": truth}, {"claims": coded}, n_resamples=2).iloc[0]


def _beside(row: Row, patterns: pd.Series) -> Row:
    said = f"F1 {patterns['f1_share']:.3f}, precision {patterns['precision_share']:.3f}"
    return row | {"note": f"{row['note']}; by patterns: {said}, recall {patterns['recall_share']:.3f}"}
