"""The jobs of ``samestory run --story``: every notebook that a story can carry, and why the others are left out."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from .. import cache
from ..errors import RunError, listed, suggestion
from ..notebooks import notebook
from ..notebooks.parameters import Parameter, declared, filled
from ..notebooks.values import split_assignments
from ..story.find import texts_are_read
from .digests import folder_digest
from .job import STORY, Job, named_story, resolved
from .needs import missing_needs
from .places import checked_place, plain_names
from .plan import Need, whole_plan

if TYPE_CHECKING:
    from ..story import Story

CODER, FOCUS, ARTICLE = "coder", "focus", "article"  # with an article given, a notebook needs no focus of the story


@dataclass(frozen=True)
class LeftOut:
    """A notebook that a story does not fit, by its plain name, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: left out ({self.why})"


@dataclass(frozen=True)
class _Facts:
    """What is asked of a story before its notebooks start: ``lacks`` says by need why it does not meet it, or ""."""

    name: str
    has_claims: bool
    lacks: dict[str, str]


def _facts(folder: str, coder: str | None) -> _Facts:
    """The facts of a sound story; a story that did not change since they were kept is not loaded again."""
    kept, version = cache.usual(), cache.code_version()
    key = _key(folder, coder, version)
    with contextlib.suppress(KeyError):
        return _Facts(**json.loads(kept.find([key])[key]))
    story = checked_story(folder, coder)
    lacks = {need: "".join(missing_needs(story, [need])) for need in get_args(Need)}
    facts = _Facts(story.name, bool(story.codebook.claims), lacks)
    if version is not None and _key(folder, coder, version) == key:
        kept.keep({key: json.dumps(dataclasses.asdict(facts)).encode()})
    return facts


def _key(folder: str, coder: str | None, version: bytes | None) -> bytes:
    """All that the facts of a story depend on."""
    texts = texts_are_read()
    return cache.digest(
        "facts of a story", version, folder, folder_digest(Path(folder), texts=texts), coder, str(texts)
    )


def story_jobs(
    given: str, names: Iterable[str] = (), assignments: Iterable[str] = ()
) -> tuple[list[Job], list[LeftOut]]:
    """The jobs for one story; the story is loaded and checked here, once.

    Parameters
    ----------
    given
        A story in ``seeds/``, or the path of a story folder.
    names
        Notebooks, by plain name (``claims``) or file name (``03_claims``); default: all.
    assignments
        ``name=value`` texts; each holds for the notebooks that have the parameter.

    Returns
    -------
    jobs, left_out
        ``outputs/<story>/<plain name>`` is the place of each job's result. In order of the notebooks; if the codebook
        of the story has no claim, the notebook that ``runs.yaml`` names for that comes first.

    Raises
    ------
    StoryError
        Every fault of the story.
    RunError
        A name or a parameter is wrong, or a notebook asked for by name cannot be carried.
    """
    texts = split_assignments(list(assignments))
    if STORY in texts:
        raise RunError(f"-p {STORY}={texts[STORY]}: --story names the story already; give one of the two")
    value, folder = named_story(given, from_line=True)
    story = _facts(folder, texts.get(CODER))
    whole = whole_plan()
    place = checked_place(Path(folder), whole.runs)
    known = _with_story()
    wanted = list(names)
    asked = _asked(wanted, known)
    _check_parameters(texts, {name: known[name] for name in asked.values()})
    jobs, left_out, faults = [], [], []
    for short, name in asked.items():
        mine = {key: text for key, text in texts.items() if key in {one.name for one in known[name]}}
        run = f"{place}/{short}"
        values, wrong = filled(known[name], {}, {**mine, STORY: value}, f"run {run}", name)
        job, not_there = resolved(run, name, values, {*mine, STORY})
        faults += wrong
        missing = _absent_stories(values, mine) or [line.removeprefix(f"run {run}: ") for line in not_there]
        needs = [need for need in whole.needs.get(name, []) if need != FOCUS or ARTICLE not in mine]
        if why := [story.lacks[need] for need in needs if story.lacks[need]] or missing:
            left_out.append(LeftOut(short, "; ".join(why)))
        else:
            jobs.append(dataclasses.replace(job, timeout=whole.timeout, keep=whole.keep))
    if wanted:
        faults += [f"story {story.name} does not fit {one.name}: {one.why}" for one in left_out]
    if faults:
        raise RunError("\n".join(faults))
    if not story.has_claims:
        jobs.sort(key=lambda job: job.notebook != whole.without_codebook)
    return jobs, left_out


def _absent_stories(values: dict[str, Any], texts: Container[str]) -> list[str]:
    """One reason where a notebook by its own default reads other stories that are not in ``seeds/``; else none."""
    from ..story import stories

    asked = [str(values[name]) for name in values if name.endswith(f"_{STORY}") and name not in texts and values[name]]
    absent = list(dict.fromkeys(name for name in asked if name not in stories()))
    return [f"it also reads stories that are not in seeds/: {listed(absent)}"] if absent else []


def checked_story(folder: str, coder: str | None = None) -> Story:
    """The story of a folder, loaded as a notebook will load it.

    Raises
    ------
    StoryError
        Every fault of the story.
    """
    from ..story import load_story

    return load_story(folder, coder=coder or None)


def _with_story() -> dict[str, list[Parameter]]:
    """The notebooks that have a parameter ``story``, each with its parameters."""
    found = {name: declared(path) for name, path in notebook.notebook_files().items()}
    return {name: known for name, known in found.items() if any(one.name == STORY for one in known)}


def _asked(names: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """The notebooks named, or all, by their plain names."""
    by_plain = {plain: name for name, plain in plain_names(known).items()}
    if not by_plain:
        raise RunError("no notebook has a parameter `story`, so there is nothing to run for a story")
    given = list(dict.fromkeys(names))
    if not given:
        return by_plain
    plain = {name: short for short, name in by_plain.items()}
    chosen = {}
    for name in given:
        short = plain.get(name.removesuffix(".ipynb"), name)
        if short not in by_plain:
            near = suggestion(short, by_plain)
            raise RunError(f"no notebook {name!r} that takes a story.{near} Notebooks: {listed(by_plain, 40)}")
        chosen[short] = by_plain[short]
    return chosen


def _check_parameters(texts: Iterable[str], notebooks: dict[str, list[Parameter]]) -> None:
    allowed = {one.name for known in notebooks.values() for one in known} - {STORY}
    for name in texts:
        if name not in allowed:
            raise RunError(
                f"no notebook of this command has a parameter {name!r}.{suggestion(name, allowed)}"
                f" Parameters: {listed(sorted(allowed), 40)}"
            )
