"""The runs of the project and what became of each the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import manifest, store
from .plan import plan

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Row:
    """One run; ``end`` (UTC) and ``status`` (ok, failed, never) are of its last attempt."""

    run: str
    notebook: str
    story: str
    end: str
    status: str


def runs() -> pd.DataFrame:
    """The runs of ``notebooks/runs.yaml``.

    Returns
    -------
    DataFrame
        ``run, notebook, story, end, status``, one row a run in the order of the file.
    """
    import pandas as pd

    return pd.DataFrame(rows(), columns=["run", "notebook", "story", "end", "status"])


def rows() -> list[Row]:
    """The same as plain rows."""
    found = []
    for run, entry in plan().items():
        good, bad = manifest.read(store.result_folder(run)), manifest.read(store.failed_folder(run))
        last = max([one for one in (good, bad) if one], key=lambda one: one["end"], default=None)
        story = entry.given().get("story") or (last or {}).get("story") or ""
        found.append(
            Row(
                run,
                entry.notebook,
                str(story),
                last["end"] if last else "",
                last["status"] if last else "never",
            )
        )
    return found
