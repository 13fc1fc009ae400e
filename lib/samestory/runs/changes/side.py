"""One of the two results that are compared: its manifest, and the tables of its story."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import RunError
from .. import snapshot

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Side"]

MOST_ROWS = 1000  # of one kind of change that are listed; the others are counted
MOST_SIGNS = 600  # of a passage or title that are shown


@dataclass(frozen=True)
class Side:
    """A result: when it was made (``2026-12-01T05-30-00Z``; empty while it is being made), folder and manifest."""

    run: str
    time: str
    folder: Path
    manifest: dict[str, Any]

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What is known of the story; empty if the notebook has none, or if it cannot be read."""
        with contextlib.suppress(RunError):
            return snapshot.meta(self.folder)
        return {}

    @cached_property
    def fault(self) -> str:
        """Why the tables of the story cannot be used; empty if they can."""
        try:
            known = snapshot.meta(self.folder)
        except RunError as error:
            return str(error)
        if not known:
            return "its tables were not kept" if self.manifest.get("story") else ""
        why = " ".join(str(known["missing"].get("articles", "unknown")).split())
        return "" if known["files"] else f"it could not be loaded: {cut(why, 300)}"

    def tables(self, names: Iterable[str]) -> dict[str, pd.DataFrame]:
        """Some tables of the story; those it lacks are missing."""
        return snapshot.tables(self.folder, names)

    def name(self, kind: str, key: object) -> str:
        """The readable name of a claim, actor, quantity or article; else its id."""
        return cut(self.meta.get("names", {}).get(kind, {}).get(str(key)) or key)


def cut(value: object, most: int = MOST_SIGNS) -> str:
    """A value as text, cut where it is very long; empty for a gap."""
    text = "" if value is None or value != value or str(value) in ("<NA>", "NaT") else str(value)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def rows(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Changes of one kind: how many, and the first of them."""
    return {"n": len(found), "rows": found[:MOST_ROWS]}
