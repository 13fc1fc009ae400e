"""Where things are: every folder of the project, in one place.

``SAMESTORY_HOME`` names another project folder (one with ``seeds``, ``notebooks`` and ``outputs``), for a desk that
keeps its stories apart from the code.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """The project folder: ``SAMESTORY_HOME`` where set and not empty, else the checkout this package lies in."""
    named = os.environ.get("SAMESTORY_HOME")
    return Path(named).resolve() if named else PACKAGE.parents[1]


def seeds() -> Path:
    """Input: one folder a story."""
    return home() / "seeds"


def notebooks() -> Path:
    """The notebooks and ``runs.yaml``."""
    return home() / "notebooks"


def outputs() -> Path:
    """What runs write; generated, never committed."""
    return home() / "outputs"


def models() -> Path:
    """Trained taggers: ``SAMESTORY_MODELS`` where set and not empty, else a folder of what is generated."""
    named = os.environ.get("SAMESTORY_MODELS")
    return Path(named).resolve() if named else outputs() / "models"
