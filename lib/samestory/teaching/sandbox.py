"""Run a student's notebook in a process of its own, with limits, and take its answers out."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import LessonError, printable
from ..runs import kernels
from .exercises import FILE, Exercise, written
from .in_sandbox import MOST_LINE, STARTING, TELL
from .plain import Plain, trusted_form

MOST_TOLD = 20_000_000
_KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SAMESTORY_HOME", "VIRTUAL_ENV", "SYSTEMROOT")


@dataclass
class Told:
    """What came out of one notebook, by grade_id: ``answers`` (None: no answer yet), ``errors`` and ``unlike``.

    ``stopped`` says why the notebook did not run to its end, empty if it did; ``had`` names the limits that the system
    could set.
    """

    answers: dict[str, Plain | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unlike: dict[str, str] = field(default_factory=dict)
    had: list[str] = field(default_factory=list)
    at: int = -1
    stopped: str = ""


def run(steps: list[dict[str, Any]], exercises: Mapping[str, Exercise], *, seconds: int) -> Told:
    """Run the steps of a notebook.

    Parameters
    ----------
    steps
        Each with ``do``: run (with ``source``), begin or take (of the exercise ``of``).
    exercises
        The digests that the student's notebook finds beside it.
    seconds
        How long it may take.
    """
    told = Told()
    with tempfile.TemporaryDirectory(prefix="samestory-collect-") as scratch, kernels.marked() as mark:
        place = Path(scratch).resolve()
        work = place / "work"
        work.mkdir()
        (work / FILE).write_text(written(exercises), encoding="utf-8")
        readable = [str(paths.PACKAGE), str(paths.seeds()), *(str(entry) for entry in _on_the_way())]
        job = {"steps": steps, "seconds": seconds, "work": str(work), "readable": readable}
        reading, writing = os.pipe()
        env = _environment(place, mark) | {TELL: str(writing)}
        with (place / "job").open("w+b") as given, os.fdopen(reading, "rb", buffering=0) as pipe:
            given.write(json.dumps(job).encode() + b"\n")
            given.seek(0)
            try:
                process = subprocess.Popen(
                    [sys.executable, "-m", "samestory.teaching.in_sandbox"], stdin=given, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, pass_fds=(writing,), start_new_session=True, env=env, cwd=work,
                )  # fmt: skip
            finally:
                os.close(writing)
            try:
                told.stopped = _follow(pipe, told, seconds)
            finally:
                process.kill()
                kernels.end(mark)
                process.wait()
    return told


def _on_the_way() -> list[Path]:
    """Where Python finds modules; the current folder is none of them."""
    return [Path(entry) for entry in sys.path if entry and Path(entry).is_dir()]


def _environment(place: Path, mark: str) -> dict[str, str]:
    """The environment without what the teacher's shell knows (tokens, addresses); a home of its own."""
    for name in ("home", "tmp", "matplotlib"):
        (place / name).mkdir()
    import matplotlib

    for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):  # else each notebook looks at all fonts
        shutil.copyfile(fonts, place / "matplotlib" / fonts.name)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {
        "HOME": "home", "USERPROFILE": "home", "IPYTHONDIR": "home", "TMPDIR": "tmp", "TEMP": "tmp",
        "MPLCONFIGDIR": "matplotlib",
    }  # fmt: skip
    return kept | {name: str(place / folder) for name, folder in own.items()} | {
        "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "agg", "SAMESTORY_CACHE": "no",
        "SAMESTORY_TEXTS": "no", "SAMESTORY_COMPARED": "yes", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        kernels.MARK: mark,
    }  # fmt: skip


def _follow(pipe: Any, told: Told, seconds: int) -> str:
    """Read what the process tells until its end or that of the time: why it was stopped, or nothing."""
    until, rest, total = time.monotonic() + seconds + STARTING, b"", 0
    begun = False
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return f"stopped after {seconds} seconds" if begun else "the process did not begin"
        part = pipe.read(65_536)
        if not part:
            return "the process ended before the last cell (out of memory or time, or ended by a cell)"
        total += len(part)
        *lines, rest = (rest + part).split(b"\n")
        if total > MOST_TOLD or len(rest) > MOST_LINE:
            return "told too much"
        for line in lines:
            said = _read(line)
            if not begun and "had" in said:
                begun, until = True, time.monotonic() + seconds
            if said.get("done") is True:
                return ""
            _hear(said, told)


def _read(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line) if len(line) <= MOST_LINE else None
    except (ValueError, RecursionError):
        said = None
    return said if isinstance(said, dict) else {}


def _hear(said: dict[str, Any], told: Told) -> None:
    of = said.get("of")
    if isinstance(said.get("had"), list) and not told.had:
        told.had = [str(one)[:20] for one in said["had"][:5]]
    elif isinstance(said.get("at"), int):
        told.at = said["at"]
    elif isinstance(of, str) and "error" in said:
        told.errors.setdefault(of, printable(str(said["error"]))[:400])
    elif isinstance(of, str) and "unlike" in said:
        told.unlike[of] = printable(str(said["unlike"]))[:400]
    elif isinstance(of, str) and "answer" in said:
        try:
            answer = None if said["answer"] is None else trusted_form(said["answer"])
        except (LessonError, RecursionError) as error:
            told.unlike[of] = str(error)
            return
        if answer is not None or of not in told.answers:  # of two cells of one exercise, that with an answer
            told.answers[of] = answer
