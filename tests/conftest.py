"""What tests share: a small sound story folder to damage."""

import os
from pathlib import Path

import pytest

from samestory.story import new_story

os.environ["SAMESTORY_TEXTS"] = "no"  # what somebody fetched for a shipped story is not what is tested
os.environ["SAMESTORY_MODELS"] = os.devnull  # nor is what somebody trained


@pytest.fixture
def small_story(tmp_path: Path) -> Path:
    """A story folder as ``samestory new`` makes it."""
    return new_story("small", into=tmp_path)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder of its own: seeds, notebooks and outputs apart from the checkout's."""
    for name in ("seeds", "notebooks", "outputs"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("SAMESTORY_HOME", str(tmp_path))
    return tmp_path
