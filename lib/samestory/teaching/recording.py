"""The digests of the lessons, made by running the masters: ``samestory refresh`` does it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..errors import LessonError
from ..notebooks.notebook import is_code, read
from .digests import made
from .exercises import NAME, Exercise, Options, answers_file, answers_in, known, options_in, written
from .plain import plain

_CHECK = re.compile(r"check_answer\(\s*[\"']([\w.-]+)[\"']")


def record(folder: Path, name: str, answer: Any) -> None:
    """Keep the digests of the right answer in a file of its own; a kernel that runs a master does this.

    The notebook's folder, which is the current one, has the options in ``exercises.yaml``.

    Raises
    ------
    LessonError
        The solution gives no answer, or one that does not fit the options.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise LessonError(f"{str(name)[:60]!r} is not the name of an exercise; give one like lesson1.2")
    given = plain(answer)
    if given is None:
        raise LessonError(f"{name}: the solution gives no answer")
    before = known().get(name)
    options = options_in(Path.cwd()).get(name, Options())
    try:
        exercise = made(given, options, before.salt if before else None)
    except LessonError as error:
        raise LessonError(f"{name}: {error}") from None
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(exercise.model_dump()), encoding="utf-8")


def recorded(folder: Path) -> dict[str, Exercise]:
    """What ``record`` kept in a folder."""
    files = sorted(folder.glob("*.json"))
    return {file.stem: Exercise.model_validate(json.loads(file.read_text(encoding="utf-8"))) for file in files}


def keep(notebook: Path, folder: Path) -> bool:
    """Put what the run of one master recorded into the file of digests; whether the file changed.

    Parameters
    ----------
    notebook, folder
        The master, and the folder into which runs recorded. Exercises that the master asks no more are dropped.
    """
    asked = asked_in(read(notebook)["cells"])
    new = {name: one for name, one in recorded(folder).items() if name in asked}
    file = answers_file(notebook.parent)
    before = answers_in(file)
    lessons = {name.partition(".")[0] for name in asked}
    dropped = {name for name in before if name.partition(".")[0] in lessons} - set(asked)
    after = {name: one for name, one in (before | new).items() if name not in dropped}
    if after == before:
        return False
    file.write_text(written(after), encoding="utf-8")
    return True


def asked_in(cells: list[Any]) -> list[str]:
    """The exercises that a master checks, in their order."""
    found = [name for cell in cells if is_code(cell) for name in _CHECK.findall(cell["source"])]
    return list(dict.fromkeys(found))
