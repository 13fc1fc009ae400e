"""What is known of each exercise: the options that ``exercises.yaml`` gives, and the digests of its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import pydantic

from .. import paths
from ..errors import LessonError, listed, suggestion
from ..yamlfile import Document, read_yaml, validated

FILE, OPTIONS = "answers.json", "exercises.yaml"
SHIPPED = Path(__file__).with_name(FILE)
MOST_BYTES = 5_000_000
NAME = re.compile(r"\w[\w.-]{0,59}")
DIGEST = re.compile(r"[0-9a-f]{32}")
ABOUT = (
    "Salted digests of the answers of the lessons: made by `samestory refresh`, never by hand. No answer is in here."
)
Form = Literal["number", "text", "bool", "value", "list", "table"]


class Options(pydantic.BaseModel):
    """How one exercise is checked; ``exercises.yaml`` gives these by the name of the exercise.

    ``form``: what the answer is; default: what the solution gives. ``value`` is a number, a text, True or False.
    ``digits``: decimals to which numbers are rounded. ``ordered``: the order of rows or values counts. ``key``: columns
    that name a row. ``cannot_tell``: an empty value equals the text "cannot tell". ``share``: the answer is a share, so
    that a percentage is named as such. ``ignore_case``: capital letters do not count.
    """

    model_config = pydantic.ConfigDict(extra="forbid")

    form: Form | None = None
    digits: int = pydantic.Field(default=3, ge=-9, le=9)
    ordered: bool = False
    key: list[str] = []
    cannot_tell: bool = False
    share: bool = False
    ignore_case: bool = False
    points: int = pydantic.Field(default=1, ge=0, le=100)
    hints: list[str] = []


class Exercise(Options):
    """One exercise with the digests of its answer; a digest is there for each way of rounding."""

    form: Form
    salt: str = pydantic.Field(pattern=r"^[0-9a-f]{16}$")
    whole: list[str] = pydantic.Field(max_length=12)
    unordered: list[str] = []
    columns: dict[str, list[str]] = {}
    rows: list[str] = []
    keys: list[str] = []
    n_rows: int | None = None


class _File(pydantic.BaseModel):
    exercises: dict[str, Exercise]


_read: dict[tuple[Path, int, int], dict[str, Exercise]] = {}


def answers_in(file: Path) -> dict[str, Exercise]:
    """The exercises of a file ``answers.json``; none if there is no such file.

    Raises
    ------
    LessonError
        The file is damaged.
    """
    try:
        there = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    state = (file.resolve(), there.st_mtime_ns, there.st_size)
    if state not in _read:
        _read[state] = _of_file(file, there.st_size)
    return _read[state]


def _of_file(file: Path, size: int) -> dict[str, Exercise]:
    if size > MOST_BYTES:
        raise LessonError(f"{file}: {size:,} bytes; a file of digests has at most {MOST_BYTES:,}")
    try:
        return _File.model_validate(json.loads(file.read_text(encoding="utf-8"))).exercises
    except (ValueError, RecursionError):
        raise LessonError(
            f"{file}: damaged; fetch this file again from your teacher, or make it again: samestory refresh"
        ) from None


def known(folder: Path | None = None) -> dict[str, Exercise]:
    """Every exercise, as a notebook in a folder (default: the current one) sees them."""
    return answers_in(SHIPPED) | answers_in((folder or Path.cwd()) / FILE)


def named(name: object, exercises: Mapping[str, Exercise]) -> Exercise:
    """One exercise by its name.

    Raises
    ------
    LessonError
        There is none; the message suggests the nearest.
    """
    if isinstance(name, str) and name in exercises:
        return exercises[name]
    raise LessonError(
        f"no exercise {str(name)[:60]!r}.{suggestion(name, exercises)} Exercises: {listed(sorted(exercises), 40)}."
        " A teacher makes digests for a new exercise by: samestory refresh NOTEBOOK"
    )


def options_in(folder: Path) -> dict[str, Options]:
    """The options that ``exercises.yaml`` in a folder gives, by exercise.

    Raises
    ------
    LessonError
        The file has faults; one line each.
    """
    file = folder / OPTIONS
    if not file.is_file():
        return {}
    document = read_yaml(file, typed=True)
    if not isinstance(document.data, dict):
        raise LessonError(
            f"{OPTIONS}: must be names of exercises with their options, such as `lesson1.1: {{digits: 2}}`"
        )
    found, faults = {}, []
    for name, given in document.data.items():
        lines = {place[1:]: line for place, line in document.lines.items() if place[:1] == (name,)}
        made, wrong = validated(Options, Document({} if given is None else given, lines), f"{OPTIONS}, {name}")
        if not NAME.fullmatch(name):
            wrong = [f"{OPTIONS}, line {document.line((name,))}: {name[:60]!r} is not the name of an exercise"]
        faults += wrong
        if made is not None:
            found[name] = made
    if faults:
        raise LessonError("\n".join(faults))
    return found


def answers_file(folder: Path) -> Path:
    """Where the digests of the lessons in a folder are kept: with this package for its own, else beside them."""
    own = paths.PACKAGE.parents[1] / "notebooks"
    return SHIPPED if folder.resolve().is_relative_to(own) else folder / FILE


def written(exercises: Mapping[str, Exercise]) -> str:
    """The text of a file ``answers.json``; it depends on nothing but the exercises."""
    rows = [
        f" {json.dumps(name)}: {json.dumps(exercises[name].model_dump(exclude_defaults=True), ensure_ascii=False)}"
        for name in in_order(exercises)
    ]
    return f'{{"about": {json.dumps(ABOUT)},\n"exercises": {{\n' + ",\n".join(rows) + "\n}}\n"


def in_order(names: Iterable[str]) -> list[str]:
    """Names of exercises in the order of their numbers: lesson2.9 before lesson2.10."""
    return sorted(names, key=lambda name: [(not part.isdigit(), part.zfill(9)) for part in re.split(r"(\d+)", name)])
