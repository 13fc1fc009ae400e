"""``manifest.json``: what a result is, what it was made of, and which files belong to it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import RunError, reason_of
from .digests import Digests, commit, file_digest, versions
from .manifest_schema import wrong_shape
from .regular import is_regular, regular_files, text_of

if TYPE_CHECKING:
    from .job import Job

FILE = "manifest.json"
OK, FAILED = "ok", "failed"
MOST_BYTES = 5_000_000
MOST_FIGURE_BYTES = 100_000_000
_FIGURE = ("name", "caption", "png", "svg", "table", "fingerprint")


def now() -> str:
    """The time in UTC, ISO 8601 to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def begin(job: Job) -> dict[str, Any]:
    """What is known before the kernel starts."""
    return {
        "run": job.run,
        "notebook": job.notebook,
        "story": job.parameters.get("story"),
        "parameters": job.parameters,
        "digests": Digests().of(job),
        "versions": versions(),
        "code": commit(),
        "start": now(),
        "reasons": list(job.reasons),
    }


def finish(
    started: dict[str, Any],
    folder: Path,
    seconds: float,
    *,
    drawn: list[dict[str, Any]] | None = None,
    error: str | None = None,
) -> dict[str, Any]:
    """Complete a manifest and write it into the folder of the result, as the last file.

    Parameters
    ----------
    started, seconds
        What ``begin`` returned, and how long it took since.
    drawn, error
        The figures of a good result, or why it failed.
    """
    done = {
        **started,
        "end": now(),
        "seconds": round(seconds, 2),
        "status": FAILED if error else OK,
        **({"error": error} if error else {}),
        "figures": drawn or [],
        "files": {
            path.relative_to(folder).as_posix(): file_digest(path)
            for path in regular_files(folder)
            if path.name != FILE
        },
    }
    (folder / FILE).write_text(as_text(done), encoding="utf-8")
    return done


def as_text(record: dict[str, Any]) -> str:
    """A manifest as its file has it."""
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def read(folder: Path) -> dict[str, Any] | None:
    """The manifest of a result folder; None if there is none that can be used."""
    return checked(folder)[0]


def checked(folder: Path) -> tuple[dict[str, Any] | None, str]:
    """Read the manifest of a result folder and check its shape.

    Returns
    -------
    manifest, fault
        None and why it cannot be used; the fault is empty if there is no such file.
    """
    try:
        text = text_of(folder / FILE, MOST_BYTES + 1)
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"{FILE} cannot be read: {error.strerror or error}"
    if len(text.encode()) > MOST_BYTES:
        return None, f"{FILE} is larger than {MOST_BYTES:,} bytes"
    try:
        done = json.loads(text)
    except (ValueError, RecursionError) as error:
        return None, f"{FILE} is not JSON: {reason_of(error)}"
    fault = wrong_shape(done)
    return (None, f"{FILE} {fault}") if fault else (done, "")


def broken(folder: Path, digest_of: Callable[[Path], str] = file_digest) -> list[str]:
    """What is wrong with a result folder, one line each: no manifest, files missing or changed. Empty when whole.

    ``digest_of`` may remember what it has read.
    """
    manifest, fault = checked(folder)
    if manifest is None:
        return [f"no readable {FILE}" + (f": {fault}" if fault else "")]
    if not manifest["files"]:
        return [f"{FILE} lists no files"]
    faults = []
    for name, digest in manifest["files"].items():
        path = folder / name
        if not is_regular(path):
            faults.append(f"{name} is missing")
        elif digest_of(path) != digest:
            faults.append(f"{name} is not as it was written")
    return faults


def changes(job: Job, folder: Path, digests: Digests | None = None) -> list[str]:
    """Why a run has to be made again, in a few words each; empty if its result is up to date and whole.

    Give several jobs the same ``digests``, so that what they share is read once.
    """
    manifest, fault = checked(folder)
    if manifest is None:
        return [f"no usable result: {fault}" if fault else "no result yet"]
    reasons = outdated(job, manifest, digests)
    if manifest["status"] != OK:
        reasons.append("not a good result")
    return reasons + broken(folder)


def outdated(job: Job, manifest: dict[str, Any], digests: Digests | None = None) -> list[str]:
    """What a result was made of that is different now: ``story changed``, ``pandas changed``."""
    reasons = [
        f"{name} changed"
        for name, value in (("notebook", job.notebook), ("parameters", job.parameters))
        if manifest.get(name) != value
    ]
    for name, current in (("digests", (digests or Digests()).of(job)), ("versions", versions())):
        before = manifest.get(name) or {}
        reasons += [f"{key} changed" for key, value in current.items() if before.get(key) != value]
    return list(dict.fromkeys(reasons))


def figures(folder: Path) -> list[dict[str, Any]]:
    """The figures of a result, in the order in which the notebook made them.

    Each has ``name, caption, png, svg, table, fingerprint``; the paths count from the folder of the result.

    Raises
    ------
    RunError
        A record of a figure cannot be read.
    """
    found = []
    records = sorted((folder / "figures").glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    for path in records:
        try:
            record = json.loads(text_of(path, MOST_FIGURE_BYTES))
            found.append({key: record[key] for key in _FIGURE})
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise RunError(f"figures/{path.name} is not the record of a figure: {error!r}") from None
    return found
