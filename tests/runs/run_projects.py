"""Small projects for the tests of runs: notebooks of a few cells, a story that is one CSV, a list of runs."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from samestory import paths

PARAMETERS = "story: str = 'fire'  # which story\nn: int = 3  # how many\nmode: str = 'ok'"
READS = "from pathlib import Path\nprint(n, Path(f'../seeds/{story}/numbers.csv').read_text())"
PLAN = "runs:\n  small: {notebook: 01_small}\n"


def tagged(source: str, tag: str = "parameters") -> Any:
    """A code cell with a tag."""
    return new_code_cell(source, metadata={"tags": [tag]})


def write_notebook(path: Path, *cells: Any, parameters: str | None = PARAMETERS, kernel: str = "python3") -> Path:
    """A notebook with a heading, a parameters cell and code cells (texts, or cells as they are)."""
    head = [new_markdown_cell("# What is *small*?")] + ([tagged(parameters)] if parameters is not None else [])
    body = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    notebook = new_notebook(cells=[*head, *body])
    notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def fill(home: Path, *cells: Any, plan: str = PLAN, title: str = "Fire", **notebook: Any) -> Path:
    """A project in an empty folder: story ``fire``, notebook ``01_small``, the list of runs."""
    for name in ("seeds/fire", "notebooks", "outputs"):
        (home / name).mkdir(parents=True, exist_ok=True)
    story = json.dumps({"title": title, "invented": True})
    (home / "seeds/fire/story.yaml").write_text(story + "\n", encoding="utf-8")
    (home / "seeds/fire/numbers.csv").write_text("outlet,n\nHarbour Post,3\nNoon,5\n", encoding="utf-8")
    write_notebook(home / "notebooks/01_small.ipynb", *(cells or [READS]), **notebook)
    (home / "notebooks/runs.yaml").write_text(plan, encoding="utf-8")
    return home


def hear_signals() -> None:
    """For a process that is to end by a signal: it may have been told to ignore it, as by ``nohup``."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a result, once it is sure that the folder is whole, by a reckoning of its own."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    del there["manifest.json"]
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}
    assert digests == manifest["files"]
    assert any(name.endswith(".ipynb") for name in digests)
    return manifest


@contextmanager
def own_project(home: Path, *shipped: str) -> Iterator[Path]:
    """A project folder for several tests, with copies of shipped stories; commands meanwhile use it."""
    for name in ("seeds", "notebooks", "outputs"):
        (home / name).mkdir()
    for story in shipped:
        shutil.copytree(paths.seeds() / story, home / "seeds" / story)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMESTORY_HOME", str(home))
        yield home
