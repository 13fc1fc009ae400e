"""The runs of the project and what became of each the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import manifest, store
from .plan import whole_plan

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
    """The runs of ``notebooks/runs.yaml``, and those of other stories that were made.

    Returns
    -------
    DataFrame
        ``run, notebook, story, end, status``, one row a run: listed ones in the order of the file, then
        ``<story>/<name>`` by name.
    """
    import pandas as pd

    return pd.DataFrame(rows(), columns=["run", "notebook", "story", "end", "status"])


def rows() -> list[Row]:
    """The same as plain rows."""
    found = [_row(run, entry.notebook, entry.given().get("story")) for run, entry in whole_plan().runs.items()]
    return found + [_row(run) for run in store.runs_apart()]


def _row(run: str, notebook: str = "", story: object = None) -> Row:
    good, bad = manifest.read(store.result_folder(run)), manifest.read(store.failed_folder(run))
    last = max([one for one in (good, bad) if one], key=lambda one: one["end"], default={})
    return Row(
        run,
        notebook or str(last.get("notebook", "")),
        str(story or last.get("story") or ""),
        str(last.get("end", "")),
        str(last.get("status", "never")),
    )
