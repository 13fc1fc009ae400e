"""A job: one run with everything decided, checked before any kernel starts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import RunError, StoryError
from ..notebooks import notebook
from ..notebooks.parameters import declared, filled
from ..notebooks.values import split_assignments
from .places import check_free, checked_place
from .plan import USUAL_KEEP, USUAL_TIMEOUT, Entry, Plan, chosen, plan

STORY, FOLDER = "story", "folder"


@dataclass(frozen=True)
class Job:
    """One run: ``notebook`` is its path under ``notebooks/`` without the ending, ``parameters`` are complete.

    ``run`` is also the path of its result under ``outputs/``: the name of a listed run, or ``<story>/<name>`` for a
    story other than the listed one.
    ``story_folder`` is None if the notebook has no parameter ``story``; it can then read any story.
    ``other_folders`` are those of its parameters that end in ``_story`` (stories it reads beside its own), or are
    called ``folder`` (files it reads). ``timeout`` is in seconds, ``keep`` how many older results stay.
    ``reasons`` are why it is made, as the manifest will say. ``beside`` are the other runs of its story that the same
    command makes or found up to date: their names and notebooks, for the links between pages.
    """

    run: str
    notebook: str
    parameters: dict[str, Any]
    story_folder: str | None
    other_folders: tuple[str, ...] = ()
    timeout: int = USUAL_TIMEOUT
    keep: int = USUAL_KEEP
    reasons: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def is_apart(self) -> bool:
        """Whether the result goes to the folder of its story, not to that of a listed run."""
        return "/" in self.run

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
        known |= {name: tuple(known[name]) for name in ("other_folders", "reasons")}
        return cls(**known | {"beside": tuple((run, notebook) for run, notebook in known["beside"])})


def with_neighbours(jobs: list[Job]) -> list[Job]:
    """The jobs of one command, each with the others of its story."""
    return [
        dataclasses.replace(
            job,
            beside=tuple(
                (other.run, other.notebook)
                for other in jobs
                if other is not job and job.story_folder is not None and other.story_folder == job.story_folder
            ),
        )
        for job in jobs
    ]


def prepare(names: Iterable[str] = (), assignments: Iterable[str] = ()) -> list[Job]:
    """The jobs for some runs of the plan, or for all.

    Parameters
    ----------
    names
        Run names; default: all.
    assignments
        ``name=value`` texts as on the command line; they hold for every run named. A run that gets another story than
        its listed one is called ``<story>/<run>``, so that the listed story keeps its result.

    Raises
    ------
    RunError
        Everything that is wrong, one line each: unknown runs, missing notebooks, unknown parameters, values of the
        wrong type, missing stories.
    """
    texts = split_assignments(list(assignments))
    whole = plan()
    jobs, faults = [], []
    for run, entry in chosen(whole.runs, names).items():
        try:
            jobs.append(planned(run, entry, whole, texts))
        except RunError as error:
            faults.append(str(error))
    if faults:
        raise RunError("\n".join(dict.fromkeys(faults)))
    return jobs


def planned(run: str, entry: Entry, whole: Plan, texts: dict[str, str]) -> Job:
    """The job of one listed run; ``texts`` are the parameters of the command line.

    Raises
    ------
    RunError
        As ``prepare``.
    """
    job = _placed(_job(run, entry, texts), entry, texts, whole)
    keep = whole.keep if entry.keep is None else entry.keep
    return dataclasses.replace(job, timeout=entry.timeout or whole.timeout, keep=keep)


def _placed(job: Job, entry: Entry, texts: dict[str, str], whole: Plan) -> Job:
    """The job with the place of its result: apart if the command line gives it another story than the list."""
    check_free(job.run)
    if STORY not in texts or job.story_folder is None:
        return job
    usual = _job(job.run, entry, {key: text for key, text in texts.items() if key != STORY}, check=False)
    if usual.story_folder is not None and Path(usual.story_folder).resolve() == Path(job.story_folder).resolve():
        return job
    place = checked_place(Path(job.story_folder), whole.runs)
    return dataclasses.replace(job, run=f"{place}/{job.run}")


def _job(run: str, entry: Entry, texts: dict[str, str], *, check: bool = True) -> Job:
    """The job of a listed run.

    Without ``check`` faults are left to the job that will be made; then only ``story_folder`` is of use.
    """
    try:
        name = notebook.named_notebook(entry.notebook)
    except RunError as error:
        raise RunError(f"run {run}: {error}") from None
    known = declared(notebook.notebook_files()[name])
    values, faults = filled(known, entry.given(), texts, f"run {run}", name)
    job, found = resolved(run, name, values, texts)
    if check and faults + found:
        raise RunError("\n".join(faults + found))
    return job


def resolved(run: str, name: str, values: dict[str, Any], texts: Container[str]) -> tuple[Job, list[str]]:
    """A job whose stories and folders are found.

    Parameters
    ----------
    run, name, values
        The run, its notebook, and a value for each of the notebook's parameters.
    texts
        The parameters that the command line gives.

    Returns
    -------
    job, faults
        One line for each story or folder that is not there.
    """
    faults = []
    folders: dict[str, str] = {}
    for parameter in [key for key in values if key == STORY or key.endswith(f"_{STORY}")]:
        if values[parameter] is not None:
            try:
                given, folder = named_story(str(values[parameter]), from_line=parameter in texts)
                values[parameter], folders[parameter] = given, folder
            except StoryError as error:
                faults.append(f"run {run}: {error}")
    if values.get(FOLDER) is not None:
        try:
            values[FOLDER], folders[FOLDER] = _folder(str(values[FOLDER]), from_line=FOLDER in texts)
        except RunError as error:
            faults.append(f"run {run}: {error}")
    own = folders.pop(STORY, None)
    return Job(run, name, values, own, tuple(folders[key] for key in sorted(folders))), faults


def named_story(given: str, *, from_line: bool) -> tuple[str, str]:
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
