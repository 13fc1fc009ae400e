"""Pairs of similar articles: ours against libraries on the same vectors, and from text; CPU, memory, the same pairs.

Every peer runs in a process of its own, on one thread, on the vectors that ours made; the median of three runs counts,
or of up to 25 where they are short. A window is given to a library as blocks of rows against the columns within it,
which is the quickest way we found to give it one; for the quickest library the best of several sizes of block counts.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

THRESHOLD = 0.4
WINDOWS = {"3 days": 72.0, "30 days": 720.0, "all": None}
RUNS = 3
# What is imported of each; scikit-learn and scipy take minutes for all against all.
PEERS = {
    "sparse_dot_topn": "sparse_dot_topn",
    "scipy": "scipy",
    "scikit-learn NearestNeighbors": "sklearn",
}
TIME_LIMIT = 1800


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """CPU and memory as ratios (``peer / ours``) for each window, and end to end from text."""
    folder = Path(os.environ.get("SAMESTORY_BENCH") or data / "article_bias_prediction")
    with tempfile.TemporaryDirectory() as kept:
        work = Path(kept)
        n, note = _prepare(folder, work, size)
        rows: list[dict[str, Any]] = []
        for window in WINDOWS:
            rows += _against_peers(work, window, n, note)
        rows += _end_to_end(work, n, note)
        return rows


def _against_peers(work: Path, window: str, n: int, note: str) -> list[dict[str, Any]]:
    ours, what = _measured(work, "ours", window), f"pairs from vectors, cosine {THRESHOLD}, window {window}"
    true = _measured(work, "brute", window)
    same = "pairs identical to brute force" if ours["pairs"] == true["pairs"] else "PAIRS DIFFER FROM BRUTE FORCE"
    said = f"{ours['n']} {same}; {note}"
    rows = []
    for peer, module in PEERS.items():
        if importlib.util.find_spec(module) is None:
            rows.append({"what": f"{what}: {peer}", "n": n, "ours": ours["cpu"], "note": f"{peer} is not installed"})
            continue
        found = _measured(work, module, window)
        agrees = "" if found["pairs"] == ours["pairs"] else f"; {peer} finds {found['n']}"
        for unit, key in (("CPU s", "cpu"), ("peak MB", "peak")):
            rows.append(_row(f"{what}: {peer}", n, ours[key], found[key], unit, said + agrees))
    return rows


def _end_to_end(work: Path, n: int, note: str) -> list[dict[str, Any]]:
    rows = []
    for window in WINDOWS:
        what = f"pairs from text, cosine {THRESHOLD}, window {window}: TfidfVectorizer + sparse_dot_topn"
        ours = _measured(work, "ours_text", window)
        if importlib.util.find_spec("sparse_dot_topn") is None:
            rows.append({"what": what, "n": n, "ours": ours["cpu"], "note": "sparse_dot_topn is not installed"})
            continue
        found = _measured(work, "topn_text", window)
        said = (
            f"{ours['n']} pairs, the peer {found['n']} (it has other words: no one-letter words, hyphens part); {note}"
        )
        for unit, key in (("CPU s", "cpu"), ("peak MB", "peak")):
            rows.append(_row(what, n, ours[key], found[key], unit, said))
    return rows


def _row(what: str, n: int, ours: float, peer: float, unit: str, note: str) -> dict[str, Any]:
    ratio = round(peer / ours, 1)
    return {"what": what, "n": n, "ours": ours, "peer": peer, "ratio": ratio, "unit": unit, "note": note}


def _prepare(folder: Path, work: Path, size: int) -> tuple[int, str]:
    """Write the articles and the vectors ours makes of them, for every process to read the same."""
    from samestory.engine import Corpus
    from samestory.engine.compiled import kernels
    from samestory.engine.tokens import tokenise
    from samestory.engine.vectors import TermTable, vocabulary_of, weigh

    files = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
    if files:
        given = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
        given = given.rename(columns={"doc_id": "article_id"})
        if "published" not in given:
            given["published"] = pd.to_datetime(given["date"], utc=True, errors="coerce")
            given["published_precision"] = given["published"].notna().map({True: "day", False: "unknown"})
        note = f"{folder.name}"
    else:
        from samestory.simulate import simulate_articles

        table, _ = simulate_articles(min(size or 10_000, 10_000), days=90)
        assert isinstance(table, pd.DataFrame)
        given, note = table, f"no {folder.name}: simulated articles"
    given = given[["article_id", "outlet", "published", "published_precision", "text"]]
    given = given.sort_values(["published", "article_id"], ignore_index=True)
    given.to_parquet(work / "articles.parquet")
    kernels("tokens", "vectors", "cosine", "chains", "lists")
    corpus = Corpus.of(given)
    table_of_terms = TermTable()
    counts = table_of_terms.count(tokenise(corpus.text))
    vocabulary, number = vocabulary_of(*table_of_terms.frequencies(), len(corpus), 0.2)
    vectors = weigh(counts, number, vocabulary)
    np.savez(work / "vectors.npz", **{name: getattr(vectors, name) for name in ("begin", "term", "weight", "n_single")})
    for window, hours in WINDOWS.items():
        np.save(work / f"{window}.npy", corpus.first_within(hours))
    return len(corpus), note


def _measured(work: Path, name: str, window: str) -> dict[str, Any]:
    """Run one piece of work in a process of its own."""
    code = "import sys; from bench.similarity_peers import measure; measure(*sys.argv[1:])"
    threads = dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"], "1")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            name,
            str(work),
            window,
            str(WINDOWS[window]),
            str(1 if name == "brute" else RUNS),
        ],
        env=os.environ | threads,
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name}, window {window}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
