"""Simulated articles of growing number: CPU seconds and peak memory of similar pairs and shared passages together.

The number of articles a day stays the same, so the work of one window does, and the cost of an article should too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from .similarity_peers import peak_memory

SIZES = (10_000, 100_000, 1_000_000)
A_DAY = 2_740  # articles: a million a year
TIME_LIMIT = 6 * 3600


def run(data: Path, size: int = 100_000) -> list[dict[str, Any]]:
    """Rows for each size up to ``size``; both measures in one process, the articles in a folder of Parquet files."""
    rows: list[dict[str, Any]] = []
    for n in [*[n for n in SIZES if n < size], size]:
        with tempfile.TemporaryDirectory() as work:
            call("scale", "prepare", work, str(n))
            found = call("scale", "measure", work)
        note = f"{found['n_pairs']:,} pairs, {found['n_passages']:,} passages; {found['lost']} of {found['planted']:,} "
        note += "planted passages of 20 words and more, none replaced, not found"
        for what in ("similar pairs", "shared passages"):
            rows.append({"what": what, "n": n, "ours": found[what], "unit": "CPU s", "note": note})
        both = round(found["similar pairs"] + found["shared passages"], 1)
        rows.append({"what": "both in one process", "n": n, "ours": both, "unit": "CPU s", "note": note})
        rows.append({"what": "both in one process", "n": n, "ours": found["peak"], "unit": "peak MB", "note": note})
    return rows


TESTS = Path(__file__).parents[1]  # where a process finds this package


def call(module: str, name: str, *given: str) -> dict[str, Any]:
    """What a function of a module here prints as JSON, called in a process of its own."""
    code = f"import sys; from bench.{module} import {name}; {name}(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, *given], capture_output=True, text=True, timeout=TIME_LIMIT, check=False, cwd=TESTS
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def prepare(work: str, n: str) -> None:
    """Simulate ``n`` articles into a folder of Parquet files, and what was planted beside them."""
    from samestory.simulate import simulate_articles

    _, plants = simulate_articles(int(n), days=max(1.0, int(n) / A_DAY), into=Path(work) / "articles", seed=1)
    plants.to_parquet(Path(work) / "plants.parquet")
    print("{}")


def measure(work: str) -> None:
    """Do both on the folder; print CPU seconds, peak memory in MB and how many planted passages were not found."""
    from samestory.engine.passages import shared_passages
    from samestory.questions.reuse.similarity import similar_pairs
    from samestory.simulate import simulate_articles

    few, _ = simulate_articles(200, days=2, seed=2)
    similar_pairs(few)  # compiles the kernels or loads them
    shared_passages(few)
    folder, found = Path(work) / "articles", {}
    began = time.process_time()
    pairs = similar_pairs(folder)
    found["similar pairs"] = round(time.process_time() - began, 1)
    began = time.process_time()
    passages = shared_passages(folder)
    found["shared passages"] = round(time.process_time() - began, 1)
    found["peak"] = peak_memory()
    plants = pd.read_parquet(Path(work) / "plants.parquet")
    plants = plants[(plants["similarity"] == 1) & (plants["n_words"] >= 20)]
    print(
        json.dumps(
            found
            | {"n_pairs": len(pairs), "n_passages": len(passages), "planted": len(plants)}
            | {"lost": lost(plants, passages)}
        )
    )


def lost(plants: pd.DataFrame, passages: pd.DataFrame) -> int:
    """Planted passages of which no passage found covers half, in both articles of the pair."""
    keys = ["earlier_id", "later_id"]
    both = plants.reset_index(names="plant").merge(passages[[*keys, "begin", "end"]], on=keys, suffixes=("", "_found"))
    shared = both[["end", "end_found"]].min(axis=1) - both[["begin", "begin_found"]].max(axis=1)
    return len(plants) - both.loc[shared * 2 >= both["end"] - both["begin"], "plant"].nunique()
