"""The reference data, which is not part of the repository: tests that need it say so and are skipped without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def gold(name: str) -> Path:
    """The file or folder of the reference data with this name ("export_samples/nexis/sample.TXT").

    The folder is named by the environment variable ``SAMESTORY_GOLD`` (against the project folder where it is
    relative), else it is ``../shared/data``. The test is skipped, with the reason, where the folder or the name in it
    is missing.
    """
    folder = PROJECT / os.environ.get("SAMESTORY_GOLD", "../shared/data")
    path = folder / name
    if not path.exists():
        missing = name if folder.is_dir() else "the folder"
        pytest.skip(f"no reference data: {missing} is missing (name the folder by SAMESTORY_GOLD)")
    return path
