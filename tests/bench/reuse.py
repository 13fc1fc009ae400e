"""Shared passages on real articles: what is found of the pairs that share 12 words in a row, and what it costs.

The truth is found by brute force, apart from the engine: every run of 12 words of every article, sorted and grouped. On
the corpus named by ``SAMESTORY_BENCH``, else on the articles of Article-Bias-Prediction (Baly et al. 2020).
"""

from __future__ import annotations

import difflib
import importlib.util
import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FOLDER = "article_bias_prediction"
IN_A_ROW = 12
WINDOW_HOURS = 72.0
PEER_ARTICLES = 1_500  # of the articles in the order of time, for libraries that need minutes for all of them
SAMPLE = 100  # pairs for difflib
PERMUTATIONS = 128
LEAST_JACCARD = 0.1


def articles_of(data: Path) -> pd.DataFrame | None:
    """The ``articles`` table to measure on; None where there is none."""
    folder = Path(os.environ.get("SAMESTORY_BENCH", data / FOLDER))
    files = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
    if not files:
        return None
    found = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    if "article_id" in found:
        return found
    return pd.DataFrame(
        {
            "article_id": found["doc_id"],
            "outlet": found["outlet"],
            "language": "en",
            "published": pd.to_datetime(found["date"], utc=True),
            "published_precision": "day",
            "text": found["text"],
        }
    )


def pairs_in_a_row(articles: pd.DataFrame, n: int, window_hours: float) -> set[tuple[str, str]]:
    """Pairs of articles of different outlets within the window that share n words in a row, by brute force.

    Dates must be of days, and known; ids of a pair are in the order of names.
    """
    from samestory.text import fold, words

    number: dict[str, int] = {}
    grams, of = [], []
    for row, text in enumerate(articles["text"]):
        codes = np.array([number.setdefault(fold(text[b:e]), len(number)) for b, e in words(text)], np.uint64)
        if len(codes) < n:
            continue
        value = np.zeros(len(codes) - n + 1, np.uint64)
        for place in range(n):
            value = value * np.uint64(6364136223846793005) + codes[place : len(codes) - n + 1 + place] + np.uint64(1)
        value = np.unique(value)
        grams.append(value)
        of.append(np.full(len(value), row))
    every, owner = np.concatenate(grams), np.concatenate(of)
    order = np.argsort(every, kind="stable")
    every, owner = every[order], owner[order]
    starts = np.flatnonzero(np.r_[True, every[1:] != every[:-1]])
    sizes = np.diff(np.r_[starts, len(every)])
    day = articles["published"].dt.tz_localize(None).to_numpy().astype("datetime64[D]").astype(int)
    outlet, names = articles["outlet"].to_numpy(), articles["article_id"].to_numpy()
    found = set()
    for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
        some = owner[start : start + size]
        for i, a in enumerate(some):
            for b in some[i + 1 :]:
                if outlet[a] != outlet[b] and (abs(day[a] - day[b]) - 1) * 24 < window_hours:
                    found.add((min(names[a], names[b]), max(names[a], names[b])))
    return found


def confirmed(articles: pd.DataFrame, passages: pd.DataFrame, min_words: int) -> pd.Series:
    """Of each passage, whether difflib finds ``min_words`` words in common in it, two thirds of them in a row."""
    from samestory.text import fold, words

    text = articles.set_index("article_id")["text"]
    verdicts = []
    for row in passages.itertuples():
        a = text[row.earlier_id][row.begin : row.end]
        b = text[row.later_id][row.later_begin : row.later_end]
        first, second = ([fold(t[x:y]) for x, y in words(t)] for t in (a, b))
        blocks = difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        sizes = [block.size for block in blocks]
        verdicts.append(sum(sizes) >= min_words and max(sizes) >= 2 * min_words // 3)
    return pd.Series(verdicts, index=passages.index, dtype=bool)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


def _names(passages: pd.DataFrame) -> pd.Series:
    ids = passages[["earlier_id", "later_id"]]
    return pd.Series(list(zip(ids.min(axis=1), ids.max(axis=1), strict=True)), index=passages.index, dtype=object)


def _minhash_pairs(library: str, articles: pd.DataFrame) -> set[tuple[str, str]]:
    """Pairs a MinHash library takes for similar: sets of runs of 5 words, Jaccard from 0.1 by its own index."""
    names = articles["article_id"].tolist()
    sets = []
    for text in articles["text"]:
        plain = text.lower().split()
        sets.append([" ".join(plain[i : i + 5]) for i in range(max(1, len(plain) - 4))])
    pairs = set()
    if library == "datasketch":
        from datasketch import MinHash, MinHashLSH

        index = MinHashLSH(threshold=LEAST_JACCARD, num_perm=PERMUTATIONS)
        for name, some in zip(names, sets, strict=True):
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([s.encode() for s in some])
            pairs |= {(min(name, other), max(name, other)) for other in index.query(sketch)}
            index.insert(name, sketch)
        return pairs
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=LEAST_JACCARD, num_perm=PERMUTATIONS, num_bands=PERMUTATIONS // 2)
    for number, (name, some) in enumerate(zip(names, sets, strict=True)):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(some)
        pairs |= {(min(name, names[other]), max(name, names[other])) for other in index.query(sketch)}
        index.insert(number, sketch)
    return pairs


def _peers(articles: pd.DataFrame, truth: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """MinHash libraries on the first articles in the order of time, beside ours on the same."""
    from samestory.engine.passages import shared_passages

    part = articles.sort_values(["published", "article_id"]).head(PEER_ARTICLES)
    inside = set(part["article_id"])
    known = {pair for pair in truth if pair[0] in inside and pair[1] in inside}
    ours, seconds = _timed(lambda: shared_passages(part, window_hours=WINDOW_HOURS))
    recall = len(known & set(_names(ours))) / max(1, len(known))
    rows: list[dict[str, Any]] = []
    for library in ("datasketch", "rensa"):
        what = f"{library}: pairs that share {IN_A_ROW} words in a row, {len(part)} articles"
        if importlib.util.find_spec(library) is None:
            rows.append({"what": what, "note": f"not measured: {library} is not installed"})
            continue
        found, peer_seconds = _timed(partial(_minhash_pairs, library, part))
        hits = len(known & found) / max(1, len(known))
        rows.append({"what": what, "n": len(known), "ours": round(recall, 4), "peer": round(hits, 4), "unit": "recall"})
        rows.append(
            {
                "what": f"{library}: the same",
                "n": len(part),
                "ours": round(seconds, 2),
                "peer": round(peer_seconds, 2),
                "ratio": round(peer_seconds / seconds, 1),
                "unit": "CPU seconds",
            }
        )
    return rows


def _difflib(articles: pd.DataFrame, passages: pd.DataFrame, seed: int = 0) -> dict[str, Any]:
    """difflib's alignment of whole texts, for a sample of the pairs found, beside the engine's."""
    import pyarrow as pa

    from samestory.engine.pairs import Settings, passages_of_pairs
    from samestory.engine.tokens import tokenise
    from samestory.text import fold, words

    names = sorted(set(_names(passages)))
    chosen = [names[i] for i in np.random.default_rng(seed).permutation(len(names))[:SAMPLE]]
    ids = sorted({name for pair in chosen for name in pair})
    number = {name: i for i, name in enumerate(ids)}
    texts = articles.set_index("article_id")["text"].reindex(ids)
    lists = [[fold(t[b:e]) for b, e in words(t)] for t in texts]
    keys = np.sort(np.array([number[a] << 32 | number[b] for a, b in chosen], np.uint64))
    array = pa.array(texts, pa.large_string())
    tokens = tokenise(array)
    passages_of_pairs(array, tokens, keys[:1], Settings())
    _, ours = _timed(lambda: [passages_of_pairs(array, tokens, keys, Settings()) for _ in range(10)])
    _, theirs = _timed(
        lambda: [
            difflib.SequenceMatcher(None, lists[number[a]], lists[number[b]], autojunk=False).get_matching_blocks()
            for a, b in chosen
        ]
    )
    n = len(chosen)
    return {
        "what": "difflib: alignment of two whole articles, words given",
        "n": n,
        "ours": round(ours / 10 / n * 1e6, 1),
        "peer": round(theirs / n * 1e6, 1),
        "ratio": round(theirs / (ours / 10), 1),
        "unit": "CPU microseconds a pair",
    }


def _passim() -> dict[str, Any]:
    """Whether passim is there. It comes from its repository only: the package of that name on PyPI is another."""
    missing = [name for name in ("pyspark",) if importlib.util.find_spec(name) is None]
    missing += [name for name in ("java", "passim") if shutil.which(name) is None]
    state = f"not installed: {', '.join(missing)}" if missing else "installed; run it by hand on the same articles"
    return {"what": "passim", "note": f"not measured: {state} (the PyPI package 'passim' is not the text reuse tool)"}


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the benchmark table."""
    from samestory.engine.passages import shared_passages

    articles = articles_of(data)
    if articles is None:
        return [{"what": "shared passages", "note": f"not measured: no articles in {FOLDER} or SAMESTORY_BENCH"}]
    shared_passages(articles.head(50))  # compiles
    passages, seconds = _timed(lambda: shared_passages(articles, window_hours=WINDOW_HOURS))
    truth, brute = _timed(lambda: pairs_in_a_row(articles, IN_A_ROW, WINDOW_HOURS))
    name = _names(passages)
    found = set(name)
    both = found & truth
    rest = passages[~name.isin(truth)]
    is_confirmed = confirmed(articles, rest, IN_A_ROW)
    n_confirmed = len(both) + name[rest.index][is_confirmed].nunique()
    rows: list[dict[str, Any]] = [
        {"what": "end to end, table to table", "n": len(articles), "ours": round(seconds, 2), "unit": "CPU seconds"},
        {
            "what": f"pairs that share {IN_A_ROW} words in a row, by brute force",
            "n": len(truth),
            "ours": round(len(both) / max(1, len(truth)), 4),
            "unit": "recall",
            "note": f"brute force in Python and numpy: {brute:.0f} CPU s",
        },
        {
            "what": f"pairs found that share {IN_A_ROW} words in a row",
            "n": len(found),
            "ours": round(len(both) / max(1, len(found)), 4),
            "unit": "precision",
            "note": "the others share 12 words with 10 in a row, or 21 with 8, and some changed between",
        },
        {
            "what": "pairs found that difflib confirms: 12 words in common, 8 of them in a row",
            "n": len(found),
            "ours": round(n_confirmed / max(1, len(found)), 4),
            "unit": "precision",
            "note": "; ".join(f"{kind} {n}" for kind, n in passages["kind"].value_counts().items()),
        },
    ]
    rows += _peers(articles, truth)
    rows.append(_difflib(articles, passages))
    rows.append(_passim())
    return rows
