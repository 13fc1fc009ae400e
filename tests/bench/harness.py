"""Runs the benchmarks, prints what they found, keeps it as JSON."""

from __future__ import annotations

import datetime
import importlib
import json
import os
import platform
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

from samestory import paths
from samestory.errors import SamestoryError, listed, suggestion

# What each part measures; in the order they run, the quick ones first.
PARTS = {
    "graded": "four grades of reuse, short answers (Clough and Stevenson)",
    "grouping": "articles of one event (AllSides, ECB+): B-cubed",
    "wire": "agency copy in the French and English press on the yellow vests",
    "coding": "claims, numbers, labels by codebook: the invented story by language, the seed article",
    "consistency": "attributions and hedges in texts and their faithful translations (WMT news): agreement",
    "translation": "sentences, statements, changes and claims across languages (WMT news, our stories, ECB+)",
    "attribution": "attributions by rules (PolNeAR, test half): F1 and speed",
    "quotations": "quotations with speaker (BASIL), kinds of sources (PolNeAR), CPU and memory of 10,000 articles",
    "correction": "shares of a machine corrected by people: how often intervals hold the truth, 54 simulated settings",
    "stance": "denied, asserted, only reported (Emergent headlines, FNC-1 articles): claim states by patterns",
    "tone": "tone towards a person (NewsMTSC), loaded sentences (BABE), mentions (NewsWCL50); CPU and memory",
    "pages": "text, title and date of saved pages, against trafilatura alone",
    "runs": "the default runs against papermill alone: CPU; and a command that finds nothing to do",
    "wording": "distinctive words: false discoveries on shuffled articles; CPU and memory of 10,000 articles",
    "incremental": "a simulated story of up to 10,000 articles: first run, unchanged, one article added",
    "intake": "articles read a second; a large JSONL into Parquet",
    "plagdet": "aligned passages (PAN 2013, training part): plagdet",
    "meaning": "passages by meaning in up to 10,000 articles: CPU and memory, vectors made and kept",
    "outlets": "topics, leads by day, words of others, room for a claim (10,000 real articles): CPU, memory, chance",
    "similarity": "pairs of similar articles: CPU and memory against libraries",
    "reuse": "shared passages: recall, precision, CPU and memory against libraries",
    "invented": "stories invented from seeds (SAMESTORY_STORIES, default 200): what each measure finds of the truth",
    "cluster": "two Dask workers against one process: the same rows, and the time",
    "scale": "simulated articles, up to the size given: CPU and memory of both",
}
COLUMNS = ["part", "what", "n", "ours", "peer", "ratio", "unit", "published", "source", "note"]
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "numba", "pyarrow", "sparse-dot-topn", "datasketch", "rensa")


def gold() -> Path:
    """The folder of public gold sets: ``SAMESTORY_GOLD``, else ``../shared/data`` beside the project."""
    given = os.environ.get("SAMESTORY_GOLD")
    return Path(given) if given else paths.home().parent / "shared" / "data"


def bench(
    names: Iterable[str] = (),
    *,
    data: Path | None = None,
    size: int = 100_000,
    say: Callable[[str], None] = print,
) -> list[dict[str, Any]]:
    """Run the benchmarks named, or all.

    Parameters
    ----------
    names
        Keys of ``PARTS``; all unless given.
    data
        The folder of public gold sets; ``gold()`` unless given. A part whose set is missing says so in a row.
    size
        How many simulated articles the largest scale run takes.
    say
        Called with one line as each part begins.

    Returns
    -------
    list of dict
        Rows with the keys of ``COLUMNS``.

    Raises
    ------
    SamestoryError
        A name that is no benchmark.
    """
    chosen = list(names) or list(PARTS)
    for name in chosen:
        if name not in PARTS:
            raise SamestoryError(f"no benchmark {name!r}.{suggestion(name, list(PARTS))} Benchmarks: {listed(PARTS)}")
    rows: list[dict[str, Any]] = []
    for name in chosen:
        say(f"{name}: {PARTS[name]}")
        module = importlib.import_module(f"{__package__}.{name}")
        found = module.run(data or gold(), size)
        rows += [{column: row.get(column, "") for column in COLUMNS} | {"part": name} for row in found]
    return rows


def needs_split(name: str, split: str, there: Iterable[str]) -> SamestoryError:
    """The error for a corpus without the part that is measured: what is there, and what to do."""
    found = listed(sorted({str(one) for one in there})) or "none"
    return SamestoryError(
        f"{name}: no articles of the split {split!r}, which is measured. Splits there: {found}. Give a"
        " folder of reference data whose corpus has it (SAMESTORY_GOLD names the folder), or leave this part out"
    )


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a table of ``COLUMNS``, in the order they were found."""
    return pd.DataFrame(rows, columns=COLUMNS)


def keep(rows: list[dict[str, Any]], path: Path) -> None:
    """Write the rows as JSON, with the machine and the versions they were found on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**machine(), "rows": rows}, ensure_ascii=False, indent=1, default=str), "utf-8")


def machine() -> dict[str, Any]:
    """What the numbers depend on: processor, cores, versions, time."""
    return {
        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
