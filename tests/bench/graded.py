"""Graded reuse: short answers made from a source by copying, light or heavy revision, or without it.

Data: Clough and Stevenson 2011. The threshold is set on task a; tasks b and c are reported.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FOLDER = "clough_stevenson_short_answers"
GRADES = ("cut", "light", "heavy", "non")
BASELINE = 0.895  # containment of 5-grams, threshold from task a, on tasks b and c: the set's own README
SOURCE = "our own measurement on Clough and Stevenson 2011"
MIN_WORDS = 6
RUN = 5  # words in a row that stand unchanged in the source: the n of the published baseline


def shares(documents: pd.DataFrame) -> pd.DataFrame:
    """The share of each answer's words that shared passages cover.

    Parameters
    ----------
    documents
        ``doc_id, task, category, text, source_doc``; the sources are of category ``orig``.

    Returns
    -------
    DataFrame
        ``doc_id, task, category, n_words, reused_share, common_share, verbatim_share``, one row an answer;
        ``common_share`` counts a word by the similarity of its passage, so that what was changed counts less,
        ``verbatim_share`` only what stands in ``RUN`` words in a row that the source's passage has unchanged.
    """
    from samestory.engine.passages import shared_passages
    from samestory.text import words

    text_of = dict(zip(documents["doc_id"], documents["text"], strict=True))

    table = pd.DataFrame(
        {
            "article_id": documents["doc_id"],
            "outlet": documents["doc_id"],
            "language": "en",
            "published": pd.NaT,
            "published_precision": "unknown",
            "text": documents["text"],
        }
    )
    table["published"] = pd.to_datetime(table["published"], utc=True)
    is_source = (documents["category"] == "orig").to_numpy()
    passages = shared_passages(
        table[~is_source], references=table[is_source], min_words=MIN_WORDS, window_hours=None, rewrites=True
    )
    sources = set(documents.loc[is_source, "doc_id"])
    spans: dict[tuple[str, str], list[tuple[int, int, float, str]]] = {}
    for row in passages.itertuples():
        later, earlier = (row.later_begin, row.later_end), (row.begin, row.end)
        if row.earlier_id in sources:
            source = text_of[row.earlier_id][slice(*earlier)]
            spans.setdefault((row.later_id, row.earlier_id), []).append((*later, row.similarity, source))
        elif row.later_id in sources:
            source = text_of[row.later_id][slice(*later)]
            spans.setdefault((row.earlier_id, row.later_id), []).append((*earlier, row.similarity, source))
    rows = []
    for row in documents[~is_source].itertuples():
        places = words(row.text)
        like, verbatim = np.zeros(len(places)), np.zeros(len(places), dtype=bool)
        for begin, end, similarity, source in spans.get((row.doc_id, row.source_doc), []):
            inside = np.array([begin <= first and last <= end for first, last in places], dtype=bool)
            like = np.maximum(like, inside * similarity)
            verbatim[inside] |= _unchanged(_folded(row.text[begin:end]), _folded(source))[: inside.sum()]
        shares_of = (float(x.mean()) if len(places) else float("nan") for x in (like > 0, like, verbatim))
        rows.append((row.doc_id, row.task, row.category, len(places), *shares_of))
    columns = ["doc_id", "task", "category", "n_words", "reused_share", "common_share", "verbatim_share"]
    return pd.DataFrame(rows, columns=columns)


def _folded(text: str) -> list[str]:
    from samestory.text import fold, words

    return [fold(text[begin:end]) for begin, end in words(text)]


def _unchanged(answer: list[str], source: list[str]) -> np.ndarray:
    """Which words of an answer's passage stand in ``RUN`` in a row that the source's passage has too."""
    runs = {tuple(source[i : i + RUN]) for i in range(len(source) - RUN + 1)}
    found = np.zeros(len(answer), dtype=bool)
    for i in range(len(answer) - RUN + 1):
        if tuple(answer[i : i + RUN]) in runs:
            found[i : i + RUN] = True
    return found


def best_threshold(shares: pd.Series, is_reused: pd.Series) -> float:
    """The least share that best tells reused from not; of equally good ones the middle of the widest gap."""
    levels = np.unique(np.concatenate([[0.0], shares.to_numpy(), [1.0]]))
    cuts = (levels[1:] + levels[:-1]) / 2
    right = np.array([float(((shares >= cut) == is_reused).mean()) for cut in cuts])
    best = np.flatnonzero(right == right.max())
    return float(cuts[best[np.argmax(np.diff(levels)[best])]])


def measured(data: Path) -> dict[str, Any]:
    """Accuracy on tasks b and c with the threshold of task a, and the mean share of each grade on all three.

    ``verbatim``: of the words in runs unchanged. ``common``: of all words of shared passages, by their similarity;
    two answers filed as near copies that share no three words in a row with their source put these out of order.
    """
    documents = pd.read_parquet(data / FOLDER / "documents.parquet")
    found = shares(documents)
    dev, test = found[found["task"] == "a"], found[found["task"].isin(["b", "c"])]
    threshold = best_threshold(dev["common_share"], dev["category"] != "non")
    right = (test["common_share"] >= threshold) == (test["category"] != "non")
    return {
        "threshold": threshold,
        "accuracy": float(right.mean()),
        "n": len(test),
        "n_graded": len(found),
        "verbatim": _means(found, "verbatim_share"),
        "common": _means(found, "common_share"),
    }


def _means(found: pd.DataFrame, share: str) -> dict[str, float]:
    return {grade: float(found.loc[found["category"] == grade, share].mean()) for grade in GRADES}


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the benchmark table."""
    if not (data / FOLDER).is_dir():
        return [{"what": "graded reuse", "note": f"not measured: no folder {FOLDER}"}]
    found = measured(data)
    rows: list[dict[str, Any]] = [
        {
            "what": "reused or not, tasks b and c",
            "n": found["n"],
            "ours": round(found["accuracy"], 4),
            "published": BASELINE,
            "source": SOURCE,
            "unit": "accuracy",
            "note": f"threshold {found['threshold']:.3f} from task a; beside it: 5-gram containment",
        }
    ]
    for name, unit in (
        ("verbatim", f"mean share of words in {RUN} unchanged in a row"),
        ("common", "mean share of words in common, changed ones by similarity"),
    ):
        means = found[name]
        is_ordered = list(means.values()) == sorted(means.values(), reverse=True)
        rows.append(
            {
                "what": f"four grades in order of their {name} share",
                "n": found["n_graded"],
                "ours": "yes" if is_ordered else "no",
                "unit": unit,
                "note": ", ".join(f"{grade} {mean:.2f}" for grade, mean in means.items()),
            }
        )
    return rows
