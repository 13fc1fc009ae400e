"""``notebooks/runs.yaml``: every run, its notebook, its story and parameters; and what a notebook needs of a story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import pydantic

from .. import paths
from ..errors import RunError, StoryError, listed, suggestion
from ..yamlfile import read_yaml, validated

FILE = "runs.yaml"
# Folders of their own beside the runs in outputs/.
RESERVED = ("failed", "bench", "models", "site")
# What a notebook may need of a story; ``needs.py`` says how each is found.
Need = Literal["texts", "two_texts", "focus", "claims", "numbers", "labels", "two_coders", "people"]


def _run_name(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError("a run name has small letters, digits and hyphens, such as corpus-harbour-fire")
    if name in RESERVED:
        raise ValueError(f"{name!r} is the name of a folder in outputs/; choose another")
    return name


# Seconds that a notebook may take unless runs.yaml or --timeout says otherwise, and the most they may say.
USUAL_TIMEOUT, MOST_SECONDS = 3600, 7 * 86_400
Seconds = Annotated[int, pydantic.Field(ge=1, le=MOST_SECONDS)]
# Older results of a run that are kept unless runs.yaml says otherwise, and the most it may say.
USUAL_KEEP, MOST_KEPT = 10, 10_000
Kept = Annotated[int, pydantic.Field(ge=0, le=MOST_KEPT)]
RunName = Annotated[str, pydantic.AfterValidator(_run_name)]
Text = Annotated[str, pydantic.Field(min_length=1)]


class Entry(pydantic.BaseModel):
    """One run; ``story`` is short for the parameter of that name, ``timeout`` is its time limit in seconds.

    ``keep`` is how many older results are kept.
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True)

    notebook: Text
    story: Text | None = None
    parameters: dict[str, Any] = {}
    timeout: Seconds | None = None
    keep: Kept | None = None

    @pydantic.model_validator(mode="after")
    def _story_once(self) -> Entry:
        if self.story is not None and "story" in self.parameters:
            raise ValueError("story is given twice, as story and among parameters; give it once")
        return self

    def given(self) -> dict[str, Any]:
        """The parameters this run gives, story among them."""
        return {**({"story": self.story} if self.story is not None else {}), **self.parameters}


class Plan(pydantic.BaseModel):
    """The keys of ``runs.yaml``: the runs, what notebooks need, the time limit and ``keep`` where a run has none.

    ``summary`` is the notebook that sums up a story: its page is read first. ``without_codebook`` is the one that a
    story without a codebook begins with.
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    runs: dict[RunName, Entry] = {}
    needs: dict[Text, list[Need]] = {}
    summary: Text | None = None
    without_codebook: Text | None = None
    timeout: Seconds = USUAL_TIMEOUT
    keep: Kept = USUAL_KEEP

    def place(self, name: str, *, is_coded: bool) -> tuple[int, str]:
        """The place of a notebook's page among those of a story, to sort by.

        Parameters
        ----------
        name
            The notebook.
        is_coded
            Whether anything is coded in the story.
        """
        first = [self.summary] + ([] if is_coded else [self.without_codebook])
        return (first.index(name) if name in first else len(first)), name


def plan() -> Plan:
    """What ``runs.yaml`` says of this project, with at least one run.

    Raises
    ------
    RunError
        No ``runs.yaml``, no run in it, or faults in it, each with its line.
    """
    path = paths.notebooks() / FILE
    if not path.is_file():
        raise RunError(f"no {path}; it lists the runs: `runs: {{start-here: {{notebook: 00_start_here}}}}`")
    if not (found := whole_plan()).runs:
        raise RunError(f"{FILE} lists no run; add one: `runs: {{start-here: {{notebook: 00_start_here}}}}`")
    return found


def whole_plan() -> Plan:
    """All that ``runs.yaml`` says; an empty plan if the file is missing or empty.

    Raises
    ------
    RunError
        Faults in the file, each with its line.
    """
    path = paths.notebooks() / FILE
    if not path.is_file():
        return Plan()
    try:
        document = read_yaml(path, typed=True)
    except StoryError as error:
        raise RunError(str(error)) from None
    if document.data is None or document.data == {"runs": None}:
        return Plan()
    done, faults = validated(Plan, document, FILE)
    if done is None:
        if any("unknown key 'runs." in fault and "Did you mean" not in fault for fault in faults):
            faults.append("a parameter of a notebook goes under parameters: `parameters: {by: language}`")
        raise RunError("\n".join(faults))
    return done


def chosen(entries: dict[str, Entry], names: Iterable[str]) -> dict[str, Entry]:
    """The runs named, each once; all of them where no name is given.

    Raises
    ------
    RunError
        A name that is not in the plan; the message suggests the nearest.
    """
    names = list(dict.fromkeys(names)) or list(entries)
    for name in names:
        if name not in entries:
            story, slash, page = name.partition("/")
            how = f"; for a page of one story: samestory run --story {story} {page}" if slash else ""
            raise RunError(f"no run {name!r} in {FILE}.{suggestion(name, entries)} Runs: {listed(entries, 40)}{how}")
    return {name: entries[name] for name in names}
