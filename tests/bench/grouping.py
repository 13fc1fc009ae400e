"""Story groups compared with two public sets, by B-cubed, and the cross-validation that chose the default of closeness.

The default is chosen on the development parts of both sets together: folds of whole sagas (AllSides) and whole topics
(ECB+), the F1 of each closeness averaged over folds and then over the sets, and of all closenesses within one standard
error of the best the strictest (Breiman et al. 1984), as joining two events is the worse error. Test parts have no say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from samestory.questions.reuse.across_languages import similar_across
from samestory.questions.reuse.grouping import CLOSENESS, story_groups
from samestory.questions.reuse.similarity import similar_pairs

from .harness import needs_split

THRESHOLD = 0.08
# What a set says of its dates: AllSides rounds up what appeared within two days; four of five texts of ECB+ have no
# date, so there is no window.
SETS: dict[str, dict[str, Any]] = {
    "allsides_roundups": {
        **{"file": "items.parquet", "text": "excerpt", "window_hours": 48, "plain": 0.893},
        **{"chosen_on": "dev", "n_folds": 3},
    },
    "ecbplus": {
        **{"file": "articles.parquet", "text": "text", "window_hours": None, "plain": 0.859},
        **{"chosen_on": "train", "n_folds": 7},
    },
}
CLOSENESSES = [round(0.1 + 0.02 * step, 2) for step in range(26)]  # 0.10 to 0.60


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
        rows.append(_in_two_languages(name, articles, gold, how["window_hours"]))
    if all((data / name / how["file"]).is_file() for name, how in SETS.items()):
        rows += _validated(cross_validation(data))
    return rows


def _in_two_languages(name: str, articles: pd.DataFrame, gold: pd.Series, window_hours: float | None) -> dict[str, Any]:
    """Half of the articles in a language of its own, as far as words go: only meaning connects the halves."""
    halves = [("en", "de")[crc32(key.encode()) % 2] for key in articles["article_id"]]
    given = articles.assign(language=halves)
    pairs = similar_pairs(given, threshold=THRESHOLD, window_hours=window_hours, with_titles=True)
    language = given.set_index("article_id")["language"]
    pairs = pairs[pairs["earlier_id"].map(language) == pairs["later_id"].map(language)].reset_index(drop=True)
    f1 = []
    for used in (similar_across(given, pairs, window_hours=window_hours), pairs):
        found = story_groups(given, used).set_index("article_id")["group_id"]
        f1.append(bcubed(found, gold.reindex(found.index)))
    return {
        "what": f"B-cubed F1, {name}, two languages imitated",
        "n": len(given),
        "ours": round(f1[0][2], 3),
        "peer": round(f1[1][2], 3),
        "unit": "F1",
        "note": f"test part, P {f1[0][0]:.3f}, R {f1[0][1]:.3f}; between halves of the articles no word counts, only"
        " meaning; peer: without meaning",
    }


def cross_validation(data: Path, closenesses: list[float] = CLOSENESSES) -> pd.DataFrame:
    """B-cubed F1 of each closeness on each fold of the development parts.

    Parameters
    ----------
    data
        The folder of both sets.
    closenesses
        The values tried.

    Returns
    -------
    DataFrame
        ``set, fold, n_articles, closeness, f1``: one row a fold and closeness.
    """
    rows = []
    for name, how in SETS.items():
        articles, gold = grouping_set(data, name, how["chosen_on"])
        unit = _units(data, name, gold)
        units = sorted(unit.unique(), key=str)
        np.random.default_rng(0).shuffle(units)
        for fold in range(how["n_folds"]):
            ids = unit.index[unit.isin(units[fold :: how["n_folds"]])]
            part = articles[articles["article_id"].isin(ids)].reset_index(drop=True)
            pairs = similar_pairs(part, threshold=THRESHOLD, window_hours=how["window_hours"], with_titles=True)
            for closeness in closenesses:
                found = story_groups(part, pairs, closeness=closeness).set_index("article_id")["group_id"]
                rows.append((name, fold, len(part), closeness, bcubed(found, gold.reindex(found.index))[2]))
    return pd.DataFrame(rows, columns=["set", "fold", "n_articles", "closeness", "f1"])


def chosen_closeness(folds: pd.DataFrame) -> float:
    """The strictest closeness within one standard error of the best, of a `cross_validation`."""
    by_set = folds.groupby(["closeness", "set"])["f1"]
    mean = by_set.mean().unstack().mean(axis=1)
    error = by_set.sem().unstack().pow(2).sum(axis=1).pow(0.5) / folds["set"].nunique()
    best = mean.idxmax()
    return float(mean.index[mean >= mean[best] - error[best]].max())


def _validated(folds: pd.DataFrame) -> list[dict[str, Any]]:
    """One row a set: the mean over folds at the default closeness, and how far the folds lie apart."""
    choice = chosen_closeness(folds)
    rows = []
    for name, group in folds[folds["closeness"] == CLOSENESS].groupby("set"):
        f1 = group["f1"]
        rows.append(
            {
                "what": f"B-cubed F1, {name}, mean of {len(f1)} folds",
                "n": int(group["n_articles"].sum()),
                "ours": round(float(f1.mean()), 3),
                "unit": "F1",
                "note": f"development part, closeness {CLOSENESS:g}; folds {f1.min():.3f} to {f1.max():.3f}, standard "
                f"deviation {f1.std():.3f}; one standard error from the best, the choice is {choice:g}",
            }
        )
    return rows


def _units(data: Path, name: str, gold: pd.Series) -> pd.Series:
    """What must stay in one fold, by article: its saga (AllSides), its topic with both of its events (ECB+)."""
    if name == "allsides_roundups":
        return gold.map(pd.read_parquet(data / name / "stories.parquet").set_index("story_id")["saga"])
    return pd.read_parquet(data / name / SETS[name]["file"]).set_index("doc_id")["topic_id"].reindex(gold.index)


def grouping_set(data: Path, name: str, split: str) -> tuple[pd.DataFrame, pd.Series]:
    """The ``articles`` table of one part of a set, and the gold story of each article (by ``article_id``)."""
    how = SETS[name]
    given = pd.read_parquet(data / name / how["file"])
    splits = given["split"].unique()
    given = given[given["split"] == split]
    if given.empty:
        raise needs_split(name, split, splits)
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
