"""The same work on two Dask workers as in one process: whether the rows are the same, and what the way there costs."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from .reuse import FOLDER, WINDOW_HOURS, articles_of

WORKERS = 2
SIMULATED = 5_000  # articles, where there are no real ones


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for similar pairs and shared passages: seconds of the clock on workers that are ready, and in one process.

    ``ratio`` is one process through workers: above 1 the workers are quicker.
    """
    if importlib.util.find_spec("distributed") is None:
        return [{"what": "two Dask workers", "note": "not measured: distributed is not installed"}]
    from distributed import LocalCluster

    from samestory.engine.passages import shared_passages
    from samestory.questions.reuse.similarity import similar_pairs
    from samestory.simulate import simulate_articles

    articles, source = articles_of(data), FOLDER
    if articles is None:
        made, _ = simulate_articles(SIMULATED, days=SIMULATED / 100, seed=1)
        articles, source = pd.DataFrame(made), "simulated articles"
    rows = []
    with LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
    ) as cluster:
        for what, measure in (
            ("similar pairs", partial(similar_pairs, articles, window_hours=WINDOW_HOURS)),
            ("shared passages", partial(shared_passages, articles, window_hours=WINDOW_HOURS)),
        ):
            here, here_seconds = _timed(partial(measure, engine="local"))
            there, there_seconds = _timed(partial(measure, engine=cluster.scheduler_address))
            is_same = here.equals(there)
            rows.append(
                {
                    "what": f"{what} on {WORKERS} Dask workers",
                    "n": len(articles),
                    "ours": round(there_seconds, 2),
                    "peer": round(here_seconds, 2),
                    "ratio": round(here_seconds / there_seconds, 2),
                    "unit": "seconds of the clock",
                    "note": f"{'the same' if is_same else 'NOT THE SAME'} {len(here):,} rows as one process (peer), "
                    f"window of {WINDOW_HOURS:.0f} hours, {source}; workers load and receive the texts first",
                }
            )
    return rows


def _timed(measure: Callable[[], pd.DataFrame]) -> tuple[pd.DataFrame, float]:
    """What it gives, and its seconds the second time: the first loads kernels and sends the texts."""
    measure()
    begun = time.perf_counter()
    found = measure()
    return found, time.perf_counter() - begun
