"""Whether an answer is right, and what to look at again: said without the right answer, which is not there."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LessonError, listed, printable
from .digests import Table, canonical, cells_of, column_digest, digest, fitted, names_of, whole
from .exercises import Exercise, known, named
from .plain import Plain, plain

__all__ = ["Checked", "check_answer"]

RIGHT, WRONG, NO_ANSWER = "right", "wrong", "no answer"
# Where a run of the masters keeps the digests it makes; see `recording.py`.
RECORD = "SAMESTORY_RECORD_ANSWERS"
MOST_NAMED, MOST_LOOKED_AT = 3, 400
_CALL = re.compile(r"ss\.check_answer\([^()]{1,200}, hint=\d+\)")
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_KINDS = {
    "number": "a number", "text": "a text", "bool": "True or False", "missing": "an empty value", "list": "a list",
    "table": "a table", "value": "a number, a text, True or False",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Checked:
    """What became of an answer: ``right``, and ``said``, the sentences for the student."""

    right: bool
    said: str
    verdict: str

    def __repr__(self) -> str:
        return self.said

    def _repr_html_(self) -> str:
        from ..plotting.prose import READABLE, escaped

        said = _CALL.sub(r"<code>\g<0></code>", escaped(self.said))
        return f'<p class="ss-text" dir="auto" style="{READABLE}">{said}</p>'


def check_answer(name: str, answer: Any = ..., *, hint: int | None = None) -> Checked:
    """Say whether an answer to an exercise is right, or which column or row to look at again.

    The answer is compared with salted digests, so the right one is in no file of a student. Rounding, the order of rows
    and columns, the index and types that mean the same are forgiven, unless the exercise says that they count.

    Parameters
    ----------
    name
        The exercise, such as ``"lesson3.2"``.
    answer
        A number, a text, True or False, a list, or a table; ``...`` or None: no answer yet.
    hint
        Also show a hint: 1 for the first, 2 for the second.

    Returns
    -------
    Checked
        ``right`` is True or False; ``said`` is what is shown.

    Raises
    ------
    LessonError
        There is no such exercise or hint, or the answer is of a type that cannot be checked.

    Examples
    --------
    >>> ss.check_answer("example.1", ...)
    No answer yet. Write your answer in place of the three dots, and run this cell again.
    >>> ss.check_answer("example.1", 0.25)
    Not right yet. A hint: ss.check_answer("example.1", answer, hint=1)
    >>> ss.check_answer("example.1", 0.25, hint=1)
    Not right yet. Hint 1 of 1: Divide a half by four.
    >>> ss.check_answer("example.1", 1 / 8)
    Right.
    """
    if folder := os.environ.get(RECORD):
        from .recording import record

        record(Path(folder), name, answer)
        return Checked(True, "Right.", RIGHT)
    exercise = named(name, known())
    checked = checked_plain(name, exercise, plain(answer))
    if hint is not None:
        return Checked(checked.right, f"{checked.said} {_hint(exercise, hint)}", checked.verdict)
    if checked.verdict == WRONG and exercise.hints:
        said = f'{checked.said} A hint: ss.check_answer("{name}", answer, hint=1)'
        return Checked(False, said, WRONG)
    return checked


def checked_plain(name: str, exercise: Exercise, answer: Plain | None) -> Checked:
    """The same for an answer in its plain form, without hints."""
    if answer is None:
        said = "No answer yet. Write your answer in place of the three dots, and run this cell again."
        return Checked(False, said, NO_ANSWER)
    found = _problems(exercise, answer)
    if not found:
        return Checked(True, "Right.", RIGHT)
    return Checked(False, " ".join(["Not right yet.", *found]).strip(), WRONG)


def _hint(exercise: Exercise, number: int) -> str:
    hints = exercise.hints
    if not hints:
        return "This exercise has no hint."
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(hints):
        raise LessonError(f"hint={number!r}: this exercise has the hints 1 to {len(hints)}")
    return f"Hint {number} of {len(hints)}: {hints[number - 1]}"


def _problems(exercise: Exercise, answer: Plain) -> list[str]:
    """What is wrong, a sentence each; one empty sentence if no more can be said; none if the answer is right."""
    if exercise.form in ("list", "table"):
        if answer["form"] == "table" and exercise.form == "list" and len(answer["columns"]) == 1:
            answer = {"form": "list", "values": [row[0] for row in answer["rows"]]}
        if answer["form"] != exercise.form:
            return [_other_kind(exercise, answer)]
        return _of_list(exercise, answer) if exercise.form == "list" else _of_table(exercise, answer)
    kind = answer["form"]
    fits = kind not in ("list", "table") if exercise.form == "value" else kind in (exercise.form, "missing")
    cell = canonical(answer, exercise) if kind not in ("list", "table") else []
    if digest("whole", cell, exercise.salt) in exercise.whole:
        return []
    if not fits:
        return [_other_kind(exercise, answer)]
    if exercise.share and kind == "number":
        part = plain(float(answer["value"]) / 100)
        if part and digest("whole", canonical(part, exercise), exercise.salt) in exercise.whole:
            return ["The answer is to be a share from 0 to 1; yours looks like a percentage."]
    return [""]


def _other_kind(exercise: Exercise, answer: Plain) -> str:
    said = f"The answer is to be {_KINDS[exercise.form]}; yours is {_KINDS[answer['form']]}."
    inside = answer["values"] if answer["form"] == "list" else answer.get("rows", [])
    if exercise.form in ("list", "table") or len(inside) != 1 or len(answer.get("columns", "1")) != 1:
        return said
    return f"{said} Take the one value out of it, for example with [0] or .iloc[0]."


def _of_list(exercise: Exercise, answer: Plain) -> list[str]:
    values = [canonical(one, exercise) for one in answer["values"]]
    if answer.get("unordered") and exercise.ordered:
        return ["The order counts here, and a set has none: give a list."]
    if whole(values, ordered=exercise.ordered, salt=exercise.salt) in exercise.whole:
        return []
    if exercise.ordered and whole(values, ordered=False, salt=exercise.salt) in exercise.unordered:
        return ["Each value is right, but not their order."]
    said = [_amount(len(values), exercise.n_rows or 0, "value")]
    if exercise.rows and len(values) <= MOST_LOOKED_AT:
        odd = [
            one
            for one, cell in zip(answer["values"], values, strict=False)
            if digest("row", cell, exercise.salt) not in exercise.rows
        ]
        if odd:
            said.append(f"Look again at {_shown(odd, 'value')}.")
    return [one for one in said if one] or ["Some value is there too often."]


def _of_table(exercise: Exercise, answer: Plain) -> list[str]:
    columns = list(exercise.columns)
    table = fitted(answer, columns, exercise)
    said = []
    twice = {name for name in answer["columns"] if answer["columns"].count(name) > 1}
    if twice:
        said.append(f"There is more than one column with the name {_quoted(sorted(twice))}.")
    if lost := [name for name in columns if name not in table.columns]:
        return [*said, f"{_columns(lost)} missing from your table."]
    extra = [name for name in dict.fromkeys(answer["columns"]) if name not in columns]
    if extra and not answer["series"]:
        said.append(f"{_columns(extra)} not asked for.")
    if whole(table.rows, ordered=exercise.ordered, salt=exercise.salt) in exercise.whole:
        return said
    if exercise.ordered and whole(table.rows, ordered=False, salt=exercise.salt) in exercise.unordered:
        return [*said, "Each row is right, but not their order."]
    return [*said, *_parts(exercise, answer, table)]


def _parts(exercise: Exercise, answer: Plain, table: Table) -> list[str]:
    """Which rows and columns are off."""
    salt, n = exercise.salt, exercise.n_rows or 0
    said = [_amount(len(table.rows), n, "row")]
    looks = bool(exercise.rows) and len(table.rows) <= MOST_LOOKED_AT
    stranger: list[int] = []
    if exercise.keys and looks:
        names = names_of(table, exercise.key)
        stranger = [at for at, name in enumerate(names) if digest("key", name, salt) not in exercise.keys]
        if stranger:
            belong = "This row does" if len(stranger) == 1 else "These rows do"
            said.append(f"{belong} not belong in the table: {_rows(exercise, answer, table, stranger)}.")
    off = [] if said[0] or stranger else _wrong_columns(exercise, table)
    if off:
        said.append(f"Look again at the column{'s' if len(off) > 1 else ''} {_quoted(off)}.")
    if looks:
        odd = [at for at, row in enumerate(table.rows) if digest("row", row, salt) not in exercise.rows]
        if odd := [at for at in odd if at not in stranger]:
            said.append(f"Look again at {_rows(exercise, answer, table, odd, counted=True)}.")
    said = [one for one in said if one]
    return said or ["The values of each column are right, but some are in the wrong row, or a row is there twice."]


def _wrong_columns(exercise: Exercise, table: Table) -> list[str]:
    return [
        name
        for name in exercise.columns
        if name not in exercise.key
        and column_digest(name, cells_of(table, name, exercise.key), exercise.salt) not in exercise.columns[name]
    ]


def _amount(n: int, right: int, one: str) -> str:
    """How many rows are too many or missing; in words, for a digit could be taken for part of an answer."""
    if n == right:
        return ""
    off = abs(n - right)
    said = f"{_WORDS[off] if off < len(_WORDS) else 'many'} {one}{'' if off == 1 else 's'}"
    return f"{said[0].upper()}{said[1:]} {'is' if off == 1 else 'are'} {'missing' if n < right else 'too many'}."


def _rows(exercise: Exercise, answer: Plain, table: Table, places: Sequence[int], *, counted: bool = False) -> str:
    """Rows of the student's table, by their name or, if rows have none, by their first text, and how many more."""
    by = [table.columns.index(name) for name in exercise.key]
    if not by:
        own = [table.columns.index(name) for name in answer["columns"] if name in table.columns]
        texts = [at for at in own if table.rows[places[0]][at][0] == "text"]
        by = texts[:1]
    named_rows = [
        " / ".join(_value(table.rows[place][at]) for at in by) if by else f"row {_WORDS[place + 1]}"
        for place in places[:MOST_NAMED]
        if by or place + 1 < len(_WORDS)
    ]
    more = len(places) - len(named_rows)
    head = f"the row{'s' if len(places) > 1 else ''} " if counted else ""
    return head + _joined(named_rows, more)


def _shown(values: Sequence[Plain], one: str) -> str:
    shown = [_given(value) for value in values[:MOST_NAMED]]
    return f"the {one}{'s' if len(values) > 1 else ''} {_joined(shown, len(values) - len(shown))}"


def _joined(names: Sequence[str], more: int) -> str:
    rest = f"{_WORDS[more] if more < len(_WORDS) else 'many'} more" if more else ""
    parts = [*names, rest] if rest else list(names)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _value(cell: Sequence[str]) -> str:
    return _cut(cell[-1]) if len(cell) > 1 else "(empty)"


def _given(value: Plain) -> str:
    if value["form"] == "list":
        return f"[{', '.join(_given(one) for one in value['values'][:4])}]"
    if value["form"] == "number":
        return _cut(f"{float(value['value']):.12g}")  # 10, which is kept as 1E+1
    return "(empty)" if value["form"] == "missing" else _cut(str(value["value"]))


def _cut(text: str) -> str:
    text = printable(" ".join(text.split()))
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


def _columns(names: Sequence[str]) -> str:
    return f"The column{'s' if len(names) > 1 else ''} {_quoted(names)} {'are' if len(names) > 1 else 'is'}"


def _quoted(names: Sequence[str]) -> str:
    return listed([_cut(name) for name in names], 6)
