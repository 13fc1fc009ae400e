"""``samestory lessons``: copies of the lessons for a class, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import LessonError, printable
from .stopping import stoppable

COLLECT = "collect"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lessons")(lessons)


def lessons(
    words: Annotated[list[str], typer.Argument(metavar="[collect] FOLDER", help="The folder of the class.")],
    students: Annotated[int, typer.Option("--students", help="Copies with a seed of their own for so many.")] = 0,
    seconds: Annotated[int, typer.Option(help="With collect: seconds that one notebook may take.")] = 120,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="With collect: how many notebooks at once.")] = 2,
) -> None:
    """Make copies of the lessons for a class, or read back what students hand in.

    FOLDER/student has the lessons without solutions, hidden tests and outputs;
    FOLDER/teacher has everything. With --students each student gets a story of
    their own in the last exercise of each lesson.

    collect reads FOLDER/handed-in: a folder or a zip a student. Each notebook is
    run again in a process of its own with limits, and each answer is compared
    with the digests in FOLDER/teacher. The table is printed and written to
    FOLDER/collected.csv and collected.html. Exits with 1 if a notebook could
    not be read or run to its end, or nothing was handed in.

    \\b
    samestory lessons my-class --students 20
    samestory lessons collect my-class
    """
    if len(words) == 1 and words[0] != COLLECT:
        from ..teaching.lessons import make_lessons

        with stoppable():
            made = make_lessons(Path(words[0]), students=students, told=typer.echo)
        for line in made.said():
            typer.echo(printable(line))
        return
    if len(words) != 2 or words[0] != COLLECT:
        raise LessonError("give a folder, or `collect` and a folder: samestory lessons collect my-class")
    from ..teaching.collect import collect

    with stoppable():
        found = collect(Path(words[1]), seconds=seconds, jobs=jobs, told=lambda line: typer.echo(printable(line)))
    for line in found.said():
        typer.echo(printable(line))
    if found.n_troubles:
        raise typer.Exit(1)
