"""Where the results of a story's runs go: ``outputs/<story>/<name>/``, apart from the listed runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .. import paths
from ..errors import UNPRINTABLE, RunError
from . import manifest, store
from .plan import FILE, RESERVED

MOST_BYTES = 100


def plain_names(notebooks: Iterable[str]) -> dict[str, str]:
    """Each notebook's name in ``outputs/<story>/``: without number, with hyphens.

    ``09_text_reuse`` is ``text-reuse``, ``teaching/02_orders`` is ``teaching-orders``. If two notebooks had the same
    name, both keep their numbers.
    """
    every = list(notebooks)
    plain = {name: _hyphens(re.sub(r"(^|/)\d+[_-]+(?=.)", r"\1", name)) for name in every}
    taken = list(plain.values())
    return {name: short if taken.count(short) == 1 else _hyphens(name) for name, short in plain.items()}


def _hyphens(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name).strip("-").lower() or "notebook"


def checked_place(folder: Path, runs: Iterable[str]) -> str:
    """The name of a story's folder in ``outputs/``, which is the name of the story folder.

    Parameters
    ----------
    folder
        The story folder.
    runs
        The listed runs, which have folders in ``outputs/`` too.

    Raises
    ------
    RunError
        The name belongs to a run or to ``outputs/`` itself, cannot be a folder name everywhere, or another story's
        results are there.
    """
    name = folder.name
    if name in set(runs):
        raise RunError(
            f"story {name}: runs.yaml lists a run of the same name, and both would write to outputs/{name};"
            " rename the story folder or the run"
        )
    if name in RESERVED or name.startswith(".") or UNPRINTABLE.search(name) or len(name.encode()) > MOST_BYTES:
        raise RunError(
            f"story folder {name[:60]!a}: its results would go to outputs/ under this name, which is not possible;"
            f" rename the folder (not {', '.join(RESERVED)}, no dot in front, at most {MOST_BYTES} bytes)"
        )
    there = store.result_folder(name)
    if there.is_symlink() or (there.exists() and not there.is_dir()):
        raise RunError(
            f"outputs/{name} is a link or a file, and results of story {name} go to a folder of this name; remove it"
        )
    for result in sorted(store.results_of(name)):
        other = (manifest.read(result) or {}).get("story")
        if other and _folder(str(other)) != folder.resolve():
            raise RunError(
                f"outputs/{name} holds results of another story, {_folder(str(other))}; rename one of the two story"
                f" folders, or remove outputs/{name} if its results are no longer needed"
            )
    return name


def check_free(run: str) -> None:
    """Refuse a listed run that would replace the results of a story.

    Raises
    ------
    RunError
        A story has the same name, or the run's folder holds results of one.
    """
    from ..story import stories

    if run in stories() or (store.results_of(run) and not (store.result_folder(run) / manifest.FILE).exists()):
        raise RunError(
            f"run {run}: a story has the same name, and both would write to outputs/{run};"
            f" rename the run in {paths.notebooks().name}/{FILE}"
        )


def _folder(story: str) -> Path:
    """The folder of a story as a manifest names it: a name in ``seeds/``, or a path."""
    return (paths.seeds() / story).resolve()
