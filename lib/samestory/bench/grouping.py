"""Story groups against two public sets, by B-cubed; both with the settings that were chosen on their other parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ..measures import similar_pairs, story_groups

THRESHOLD = 0.08
# What a set says of its dates: AllSides rounds up what appeared within two days; four of five texts of ECB+ have no
# date, so there is no window.
SETS: dict[str, dict[str, Any]] = {
    "allsides_roundups": {"file": "items.parquet", "text": "excerpt", "window_hours": 48, "plain": 0.893},
    "ecbplus": {"file": "articles.parquet", "text": "text", "window_hours": None, "plain": 0.859},
}


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """B-cubed F1 on the test part of each set; ``peer`` is the plain baseline its README gives."""
    rows: list[dict[str, Any]] = []
    for name, how in SETS.items():
        if not (data / name / how["file"]).is_file():
            rows.append({"what": f"B-cubed F1, {name}", "note": f"no {name} in {data}"})
            continue
        articles, gold = grouping_set(data, name, "test")
        precision, recall, f1 = bcubed(*_sides(articles, gold, how["window_hours"]))
        window = "no window" if how["window_hours"] is None else f"window {how['window_hours']} hours"
        rows.append(
            {
                "what": f"B-cubed F1, {name}",
                "n": len(articles),
                "ours": round(f1, 3),
                "peer": how["plain"],
                "unit": "F1",
                "note": f"test part, {gold.nunique()} stories, P {precision:.3f}, R {recall:.3f}; {window}; peer: "
                "TF-IDF with average linkage, as the README of the set gives it",
            }
        )
    return rows


def grouping_set(data: Path, name: str, split: str) -> tuple[pd.DataFrame, pd.Series]:
    """The ``articles`` table of one part of a set, and the gold story of each article (by ``article_id``)."""
    how = SETS[name]
    given = pd.read_parquet(data / name / how["file"])
    given = given[given["split"] == split]
    published = pd.to_datetime(given["date"], utc=True, errors="coerce")
    articles = pd.DataFrame(
        {
            "article_id": given["doc_id"],
            "outlet": given["outlet"],
            "title": given["title"],
            "text": given[how["text"]],
            "published": published,
            "published_precision": published.notna().map({True: "day", False: "unknown"}),
        }
    ).reset_index(drop=True)
    return articles, given.set_index("doc_id")["story_id"]


def _sides(articles: pd.DataFrame, gold: pd.Series, window_hours: float | None) -> tuple[pd.Series, pd.Series]:
    pairs = similar_pairs(articles, threshold=THRESHOLD, window_hours=window_hours, with_titles=True)
    found = story_groups(articles, pairs).set_index("article_id")["group_id"]
    return found, gold.reindex(found.index)


def bcubed(found: pd.Series, gold: pd.Series) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of two groupings of the same things (Bagga and Baldwin 1998).

    For each thing: the share of its group found that is of its gold group, and of its gold group that was found; both
    averaged over all things.
    """
    both = pd.DataFrame({"found": found.to_numpy(), "gold": gold.to_numpy()})
    met = both.groupby(["found", "gold"])["gold"].transform("size")
    precision = float((met / both.groupby("found")["gold"].transform("size")).mean())
    recall = float((met / both.groupby("gold")["found"].transform("size")).mean())
    return precision, recall, 2 * precision * recall / (precision + recall)
