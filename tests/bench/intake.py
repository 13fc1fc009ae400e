"""Articles read a second, and memory while a large file streams into Parquet.

Texts are those of Article-Bias-Prediction: 12,737 full articles. Seconds are of CPU, so that a busy machine counts
less; memory is the highest resident set of a process of its own. Where records do not state their language it is
recognised from each text, which takes longer than all the rest; those rows say so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from samestory.intake import checked, write_articles

FOLDER = "article_bias_prediction"
ROUNDS = 3
LARGE = "SAMESTORY_BENCH_GB"  # gigabytes of the file that streams; half a one unless set
_CHILD = """
import json, resource, sys
from samestory.intake import checked, write_articles
options, _ = checked(language="en")
report = write_articles(sys.argv[1], sys.argv[2], options=options)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"n": report.n_articles, "rejected": report.n_rejected, "seconds": used.ru_utime + used.ru_stime,
                  "peak_mb": used.ru_maxrss / 1024}))
"""


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Measure; rows ``{what, n, ours, unit, note}``, one row that says so where the set is missing.

    ``size`` is that of other benchmarks' simulated articles; how large the file is that streams, ``LARGE`` says.
    """
    parquet = sorted((data / FOLDER).glob("articles_*.parquet"))
    if not parquet:
        return [{"what": "intake", "n": 0, "ours": None, "unit": "", "note": f"{FOLDER} is not in {data.name}/"}]
    with tempfile.TemporaryDirectory(prefix="samestory-bench-") as made:
        lines, unstated = Path(made) / "articles.jsonl", Path(made) / "unstated.jsonl"
        _write_lines(parquet, lines, "en")
        _write_lines(parquet, unstated, None)
        rows = [
            _read("JSONL into a table", [lines]),
            _read("JSONL into a table, no language stated", [unstated], language=None),
            _read("Parquet into a table", parquet),
            _stream("JSONL streamed for its report", [lines]),
            _stream("Parquet streamed for its report", parquet),
        ]
        return [*rows, *_large(lines, Path(made))]


def _write_lines(parquet: list[Path], lines: Path, language: str | None) -> None:
    import pyarrow.parquet as pq

    names = ["outlet", "title", "author", "date", "url", "text"]
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for path in parquet:
            for row in pq.read_table(path, columns=names).to_pylist():
                row["published"] = row.pop("date")
                if language is not None:
                    row["language"] = language
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _best(call: Any) -> tuple[float, int]:
    """The least CPU seconds of a few rounds, and how many articles."""
    best, n = float("inf"), 0
    for _ in range(ROUNDS):
        begun = time.process_time()
        n = call()
        best = min(best, time.process_time() - begun)
    return best, n


def _row(what: str, seconds: float, n: int, language: str | None = "en") -> dict[str, Any]:
    known = "given" if language else "recognised from each text"
    note = f"CPU, one core, least of {ROUNDS} rounds, language {known}, words counted"
    return {"what": what, "n": n, "ours": round(n / seconds), "unit": "articles/s", "note": note}


def _read(what: str, paths: list[Path], language: str | None = "en") -> dict[str, Any]:
    """Without the search for versions, which compares texts and is no part of reading."""
    from samestory.intake import Intake, frame_of, report_of

    def call() -> int:
        options, _ = checked(language=language)
        intake = Intake(options)
        table = frame_of(list(intake.batches(paths)))
        report_of(intake.told)
        return len(table)

    return _row(what, *_best(call), language)


def _stream(what: str, paths: list[Path]) -> dict[str, Any]:
    options, _ = checked(language="en")
    return _row(what, *_best(lambda: write_articles(paths, options=options).n_articles))


def _large(lines: Path, folder: Path) -> list[dict[str, Any]]:
    """A file of the size asked for, made by repetition, in a process of its own."""
    gigabytes = float(os.environ.get(LARGE) or 0.5)
    large, out = folder / "large.jsonl", folder / "large.parquet"
    times = max(1, round(gigabytes * 1e9 / lines.stat().st_size))
    piece = lines.read_bytes()
    with large.open("wb") as file:
        for _ in range(times):
            file.write(piece)
    size = large.stat().st_size / 1e9
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(large), str(out)], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    note = f"{size:.2f} GB of JSONL into Parquet of {out.stat().st_size / 1e9:.2f} GB, {told['rejected']} rejected"
    return [
        {"what": "JSONL into Parquet", "n": told["n"], "ours": round(told["n"] / told["seconds"]), "unit": "articles/s",
         "note": f"{note}; {told['seconds']:.0f} s of CPU"},
        {"what": "memory of it at most", "n": told["n"], "ours": round(told["peak_mb"]), "unit": "MB", "note": note},
    ]  # fmt: skip
