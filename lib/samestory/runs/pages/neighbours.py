"""The other pages of a story: results that are there, and those that the same command makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ...errors import RunError
from ...notebooks import notebook
from .. import manifest, store
from ..job import STORY, Job
from ..plan import whole_plan
from ..site import places


@dataclass(frozen=True)
class Neighbour:
    """A page of a run: what its notebook asks, its link from the page that is made, and whether it is that page."""

    notebook: str
    title: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Way:
    """The pages of a story in the order in which they are read, and the two next to the page that is made."""

    every: tuple[Neighbour, ...]
    before: Neighbour | None
    after: Neighbour | None


def page_of(run: str, name: str) -> str:
    """The address of the page of a run, relative to ``outputs/``."""
    return places.run_href(run, f"{PurePosixPath(name).name}.html")


def way(job: Job, story: str = "", *, is_coded: bool = True) -> Way:
    """The pages of the story of a run in reading order; none if it has no story, or is its only page.

    Parameters
    ----------
    job
        The run, with the runs that the same command makes beside it.
    story
        The name of the story on the site. A result that is not there yet may never be: its link leads to the page of
        the run on the site, which says if it failed. Without a name it is left out.
    is_coded
        Whether anything is coded in the story.
    """
    there = {job.run: job.notebook, **_results(job)} if job.story_folder else {}
    here = page_of(job.run, job.notebook)
    every_run = {**(dict(job.beside) if story else {}), **there}
    plan = whole_plan()
    ordered = sorted(every_run.items(), key=lambda one: (plan.place(one[1], is_coded=is_coded), one[0]))
    every = tuple(
        Neighbour(
            name,
            _title(name),
            places.link(page_of(run, name) if run in there else places.result_href(story, run), here),
            run == job.run,
        )
        for run, name in ordered
    )
    if len(every) < 2:
        return Way((), None, None)
    at = next(n for n, one in enumerate(every) if one.is_here)
    return Way(every, every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None)


def _results(job: Job) -> dict[str, str]:
    """The results of the same story that are there, each with its notebook."""
    place = job.run.rpartition("/")[0]
    found: dict[str, str] = {}
    for folder in store.results_of(place) if place else store.listed_results():
        known = manifest.read(folder) or {}
        name = known.get("notebook")
        if isinstance(name, str) and known.get("story") == job.parameters.get(STORY):
            found |= {store.run_of(folder): name} if (folder / f"{PurePosixPath(name).name}.html").is_file() else {}
    return found


def _title(name: str) -> str:
    """What a notebook asks; its name if it cannot be read."""
    try:
        path = notebook.notebook_files()[name]
        cells = notebook.read(path)["cells"]
    except (RunError, KeyError, OSError):
        return name
    return notebook.heading(cells) or name
