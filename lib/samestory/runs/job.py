"""A job: one run with everything decided, checked before any kernel starts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import RunError, StoryError
from . import notebook
from .parameters import declared, filled
from .plan import Entry, chosen, plan
from .values import split_assignments

STORY, FOLDER = "story", "folder"


@dataclass(frozen=True)
class Job:
    """One run: ``notebook`` is its path under ``notebooks/`` without the ending, ``parameters`` are complete.

    ``story_folder`` is None where the notebook has no parameter ``story``; then it may read any story.
    ``other_folders`` are those of its parameters that end in ``_story`` (stories it reads beside its own), or are
    called ``folder`` (files it reads).
    """

    run: str
    notebook: str
    parameters: dict[str, Any]
    story_folder: str | None
    other_folders: tuple[str, ...] = ()

    @property
    def source(self) -> Path:
        """The notebook file."""
        return paths.notebooks() / f"{self.notebook}.ipynb"

    @property
    def stem(self) -> str:
        """The name that the notebook and its page have in the result folder."""
        return self.source.stem

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(dataclasses.asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Job:
        """Back from ``to_json``."""
        known = json.loads(text)
        return cls(**known | {"other_folders": tuple(known["other_folders"])})


def prepare(names: Iterable[str] = (), assignments: Iterable[str] = ()) -> list[Job]:
    """The jobs for some runs of the plan, or for all.

    Parameters
    ----------
    names
        Run names; all where empty.
    assignments
        ``name=value`` texts as on the command line; they hold for every run named.

    Raises
    ------
    RunError
        Everything that is wrong, one line each: unknown runs, missing notebooks, unknown parameters, values of the
        wrong type, missing stories.
    """
    texts = split_assignments(list(assignments))
    jobs, faults = [], []
    for run, entry in chosen(plan(), names).items():
        try:
            jobs.append(_job(run, entry, texts))
        except RunError as error:
            faults.append(str(error))
    if faults:
        raise RunError("\n".join(faults))
    return jobs


def _job(run: str, entry: Entry, texts: dict[str, str]) -> Job:
    try:
        name = notebook.named_notebook(entry.notebook)
    except RunError as error:
        raise RunError(f"run {run}: {error}") from None
    known = declared(notebook.notebook_files()[name])
    values, faults = filled(known, entry.given(), texts, f"run {run}", name)
    folders: dict[str, str] = {}
    for parameter in [key for key in values if key == STORY or key.endswith(f"_{STORY}")]:
        if values[parameter] is not None:
            try:
                given, folder = _story(str(values[parameter]), from_line=parameter in texts)
                values[parameter], folders[parameter] = given, folder
            except StoryError as error:
                faults.append(f"run {run}: {error}")
    if values.get(FOLDER) is not None:
        try:
            values[FOLDER], folders[FOLDER] = _folder(str(values[FOLDER]), from_line=FOLDER in texts)
        except RunError as error:
            faults.append(f"run {run}: {error}")
    if faults:
        raise RunError("\n".join(faults))
    own = folders.pop(STORY, None)
    return Job(run, name, values, own, tuple(folders[key] for key in sorted(folders)))


def _story(given: str, *, from_line: bool) -> tuple[str, str]:
    """The story as the notebook gets it, and its folder.

    A path becomes absolute: the kernel starts in the folder of its notebook, where a relative one would mean another.
    In ``runs.yaml`` it counts from the project folder, on the command line from the current one.
    """
    from ..story import stories, story_folder

    if given in stories():
        return given, str(paths.seeds() / given)
    base = Path.cwd() if from_line else paths.home()
    folder = str(story_folder(given, base=base).resolve())
    return folder, folder


def _folder(given: str, *, from_line: bool) -> tuple[str, str]:
    """A folder of files as the notebook gets it, and where it is: one in ``seeds/``, or a path as for a story."""
    if (within := paths.seeds() / given).is_dir():
        return given, str(within)
    base = Path.cwd() if from_line else paths.home()
    found = (base / given).resolve()
    if not found.exists():
        raise RunError(f"parameter {FOLDER}: there is no {given!r} in seeds/, and no file or folder {found}")
    return str(found), str(found)
