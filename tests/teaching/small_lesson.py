"""A tiny lesson with its solutions, and copies of it as students hand them in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

OPTIONS = """
lesson1.1: {points: 2, hints: ["Count the letters.", "Count them twice."]}
lesson1.2: {key: [who]}
lesson1.3: {}
"""
ANSWERS = {
    "1": 'answer = len("Hafenbrandstiftung")',
    "2": 'answer = pd.DataFrame({"who": ["Möwenpost", "Вестник"], "n": [7351, 8642]})',
    "3": "answer = own",
}
TEACHER = "The gulls count 7351 sheets."
DONE_NAME = "lesson_1_small"


def marked(grade_id: str, *, points: int | None = None, solution: bool = False) -> dict[str, Any]:
    """The metadata of nbgrader for a cell."""
    known = {"grade_id": grade_id, "schema_version": 3, "solution": solution, "locked": not solution, "task": False}
    graded = {"grade": points is not None} | ({} if points is None else {"points": points})
    return {"nbgrader": known | graded}


def exercise(number: str, answer: str, points: int) -> list[Any]:
    """Question, solution and check."""
    name, grade_id = f"lesson1.{number}", f"lesson1-{number}"
    solution = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
    check = f'ss.check_answer("{name}", answer)'
    hidden = f"### BEGIN HIDDEN TESTS\nassert {check}.right\n### END HIDDEN TESTS"
    return [
        new_markdown_cell(f"## Exercise 1.{number}: how many?\n\n`answer` is what you see."),
        new_code_cell(solution, metadata=marked(grade_id, solution=True)),
        new_code_cell(f"{check}\n{hidden}", metadata=marked(f"{grade_id}-check", points=points)),
    ]


def lesson() -> Any:
    """The master, not yet executed."""
    cells = [
        new_markdown_cell("# How many gulls are there?\n\nAims: count. Time: 45 minutes."),
        new_code_cell("seed = 7  # your own number", metadata={"tags": ["parameters"]}),
        new_code_cell("import pandas as pd\n\nimport samestory as ss"),
        *exercise("1", ANSWERS["1"], 2),
        new_markdown_cell(TEACHER, metadata={"tags": ["teacher"]}),
        *exercise("2", ANSWERS["2"], 1),
        new_markdown_cell(
            "Half a page on counting, ideally with doubt.",
            metadata={"nbgrader": marked("lesson1-w", points=5)["nbgrader"] | {"solution": True, "locked": False}},
        ),
        new_code_cell("own = [seed * 1009, seed + 1]"),
        *exercise("3", ANSWERS["3"], 1),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    made = new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def write_lesson(home: Path) -> Path:
    """The master in a project folder, with its options and teacher's page."""
    folder = home / "notebooks" / "teaching"
    folder.mkdir(parents=True)
    (folder / "exercises.yaml").write_text(OPTIONS, encoding="utf-8")
    (folder / "lesson_1_teacher.md").write_text("# For the teacher\n\n7351 is right.\n", encoding="utf-8")
    nbformat.write(lesson(), folder / f"{DONE_NAME}.ipynb")
    return folder / f"{DONE_NAME}.ipynb"


def solved(path: Path, answers: dict[str, str]) -> None:
    """Write answers into a student's copy, by the number of the exercise."""
    copy = nbformat.read(path, 4)
    for cell in copy.cells:
        number = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("lesson1-")
        if number in answers:
            cell.source = answers[number]
    nbformat.write(copy, path)
