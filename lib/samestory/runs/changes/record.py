"""``changes.json``: what changed since the result before, kept in each result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...errors import RunError, reason_of
from .. import history, manifest
from ..regular import is_regular, text_of
from .side import Side

__all__ = ["FILE", "read", "write"]

FILE, PICTURES = "changes.json", "changes"
MOST_BYTES = 100_000_000
MOST_PICTURES = 12  # figures whose picture before is kept with the result


def write(run: str, folder: Path, started: dict[str, Any]) -> None:
    """Compare a new result with the one before it and write ``changes.json`` into it.

    A comparison that fails says so in the file; the result is as good without it.

    Parameters
    ----------
    run, folder
        The run and the folder of its new result, with figures and the tables of the story.
    started
        What is known of the new result: its manifest so far, with ``previous``.

    Raises
    ------
    OSError
        The file could not be written.
    """
    from .comparison import compare, first

    new = Side(run, "", folder, started | {"figures": manifest.figures(folder)})
    before = history.kept_at(run, started.get("previous"))
    if before is None:
        done = first(new)
    else:
        old = Side(run, before.time, before.folder, before.manifest)
        try:
            done = compare(old, new)
        except OSError:
            raise
        except Exception as error:  # whatever it is, a good result is not lost for it
            why = f"It cannot be said what changed since the result before: {type(error).__name__}: {reason_of(error)}."
            done = first(new) | {"before": {"time": before.time}, "changed": None, "sentence": why}
    _keep_pictures(done, folder)
    text = json.dumps(done, ensure_ascii=False, allow_nan=False, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", errors="replace")


def read(folder: Path) -> dict[str, Any] | None:
    """What ``changes.json`` of a result says; None if there is none.

    Returns
    -------
    dict
        From ``comparison.compare``; the pictures of ``figures`` are paths inside the result, and the time of ``after``
        is empty: it is the end that the manifest gives.

    Raises
    ------
    RunError
        The file cannot be used.
    """
    if not is_regular(folder / FILE):
        return None
    try:
        text = text_of(folder / FILE, MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise ValueError(f"larger than {MOST_BYTES:,} bytes")
        done = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise RunError(f"{FILE} cannot be read: {reason_of(error)}") from None
    if not (isinstance(done, dict) and isinstance(done.get("sentence"), str) and isinstance(done.get("notes"), list)):
        raise RunError(f"{FILE} is not a record of what changed")
    return done


def _keep_pictures(done: dict[str, Any], folder: Path) -> None:
    """Keep the pictures before beside the new ones, small: the result they are from may be gone one day."""
    from .pictures import small

    for n, row in enumerate(done.get("figures", {}).get("rows", [])):
        row["after"] = Path(row["after"]).relative_to(folder).as_posix() if row["after"] else ""
        found = small(Path(row["before"])) if row["before"] and n < MOST_PICTURES else b""
        row["before"] = f"{PICTURES}/before-{n}.png" if found else ""
        if found:
            (folder / PICTURES).mkdir(exist_ok=True)
            (folder / row["before"]).write_bytes(found)
