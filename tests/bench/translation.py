"""What is found across languages, without a codebook: every ``translation_<name>.py`` beside this file, in order."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """The rows of all of them."""
    rows: list[dict[str, Any]] = []
    for path in sorted(Path(__file__).parent.glob("translation_*.py")):
        rows += importlib.import_module(f"{__package__}.{path.stem}").run(data, size)
    return rows
