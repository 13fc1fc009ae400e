"""``coverage.csv``: one row an article or page, with all that is known of it without its text.

A row that names its file in ``source_file`` was written by ``samestory new --from`` or ``intake --story`` and is the
word on that file: its ``article_id`` is the article's, and what a person corrects in it replaces what was read. Other
rows join their article by ``article_id`` and may not contradict it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..intake.dates.reading import date_fields, day_first_of
from ..intake.formats import Options
from ..intake.shared.language_names import LANGUAGE_NAMES
from ..schema import table_named
from .folder import FIRST_ROW, read_sheet
from .outcome import Outcome
from .settings import Settings

COVERAGE = "coverage.csv"
# What the loader itself fills in, and so no head and no coverage row may give.
FILLED = ("story", "text", "n_words", "source_file", "source_format")
SOURCE, GUESSED = "source_file", "guessed"  # columns of coverage.csv that articles do not have, or not from here
# What a row about a file decides also by an empty cell: emptied means "not known".
DECIDED = ("outlet", "published", "language", "title")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula
MOST_UNKNOWN = 50  # columns of a user that are compared with the known ones
NEAR = 0.8  # how alike an unknown column must be to a known one to count as misspelt


@dataclass
class Coverage:
    """The rows of coverage.csv.

    ``records`` and ``places`` are by ``article_id``; ``of_files`` says whose row each ``source_file`` has;
    ``guessed`` which columns of an article are marked as guesses.
    """

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    of_files: dict[str, str] = field(default_factory=dict)
    guessed: dict[str, list[str]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def apply(self, article_id: str, record: dict[str, Any]) -> dict[str, Any]:
        """A record read from a file, with its row's word on it."""
        row = self.records[article_id]
        kept = {name: value for name, value in record.items() if name not in row}
        for name in DECIDED:
            if name in self.columns and name not in row:
                kept.pop(name, None)
        return kept | row


def read_coverage(folder: Path, settings: Settings) -> Outcome[Coverage]:
    """The rows of a story's coverage.csv; no rows if there is no such file."""
    if not os.path.lexists(folder / COVERAGE):
        return Outcome(Coverage())
    try:
        sheet = read_sheet(folder, folder / COVERAGE)
    except StoryError as error:
        return Outcome(Coverage(), (str(error),))
    allowed = [*fields(), SOURCE, GUESSED]
    columns = unknown_columns(sheet.table, allowed, COVERAGE)
    remarks = (*sheet.remarks, *columns.remarks)
    if "article_id" not in sheet.table:
        near = suggestion("article_id", sheet.table.columns)
        listing = listed(sheet.table.columns, 40)
        missing = f"{COVERAGE}: column 'article_id' is missing.{near} Columns: {listing}"
        return Outcome(Coverage(), (*columns.faults, missing), remarks)
    dated = _settled_dates(sheet.table[[name for name in sheet.table.columns if name in allowed]], settings)
    rows = _rows(dated.value)
    return Outcome(rows.value, (*columns.faults, *rows.faults), (*remarks, *dated.remarks))


def unknown_columns(table: pd.DataFrame, allowed: list[str], where: str) -> Outcome[None]:
    """A column that looks like a misspelt one is a fault; another column of the user's own gets a remark."""
    import difflib

    faults: list[str] = []
    own: list[str] = []
    missing = [name for name in allowed if name not in table.columns]
    for column in [name for name in table.columns if name not in allowed]:
        name = str(column).strip().lower()[:100]
        is_looked_at = len(faults) + len(own) < MOST_UNKNOWN
        if is_looked_at and difflib.get_close_matches(name, missing, n=1, cutoff=NEAR):
            faults.append(
                f"{where}: unknown column {column!r}.{suggestion(name, missing)} Columns: {listed(allowed, 40)}"
            )
        else:
            own.append(str(column))
    said = (f"{where}: columns of your own, kept in the file and not used: {listed(own)}",) if own else ()
    return Outcome(None, tuple(faults), said)


def fields() -> list[str]:
    """The columns of ``articles`` that a head or a row may give."""
    return [name for name in table_named("articles").names if name not in FILLED]


def _rows(table: pd.DataFrame) -> Outcome[Coverage]:
    """The sound rows of the table by article_id; one line for each other row."""
    found = Coverage(columns=tuple(map(str, table.columns)))
    faults: list[str] = []
    for number, row in enumerate(table.to_dict("records"), FIRST_ROW):
        record: dict[str, Any] = {str(key): bare(str(value)) for key, value in row.items() if pd.notna(value)}
        place, article_id, file = f"{COVERAGE}, row {number}", record.get("article_id"), record.pop(SOURCE, None)
        marked = str(record.pop(GUESSED, "")).replace(",", " ").replace(";", " ").split()
        if said := record.get("language"):
            record["language"] = LANGUAGE_NAMES.get(said.casefold(), said)
        if fault := _fault(article_id, file, found):
            faults.append(f"{place}: {fault}")
            continue
        found.records[str(article_id)], found.places[str(article_id)] = record, place
        if marked:
            found.guessed[str(article_id)] = marked
        if file is not None:
            found.of_files[file] = str(article_id)
            record.pop("published_precision", None)  # in such a row it follows what published shows
    return Outcome(found, tuple(faults))


def _fault(article_id: str | None, file: str | None, found: Coverage) -> str:
    """What is wrong with a row beside those before it; empty if nothing is."""
    if article_id is None:
        return "article_id is empty; give the article a name of its own, such as gull-2024-10-14"
    if article_id in found.records:
        return f"article_id {article_id!r} is given twice, first in {found.places[article_id]}"
    if file in found.of_files:
        first = found.places[found.of_files[file]]
        return f"source_file {file!r} is given twice, first in {first}; one row an article"
    return ""


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    rest = cell[1:]
    return rest if cell.startswith("'") and (rest[:1] in FORMULA or rest.lstrip(" ")[:1] in FORMULA) and rest else cell


def _settled_dates(table: pd.DataFrame, settings: Settings) -> Outcome[pd.DataFrame]:
    """Dates in a spreadsheet's own form (14.05.2026 09:40) as ISO 8601, if they can be read for certain."""
    if "published" not in table:
        return Outcome(table)
    from ..intake import precision_of

    shown = table["published"].dropna()
    first = settings.day_first if settings.day_first is not None else day_first_of(shown)
    options = Options({}, None, first, settings.zone)
    read: dict[Any, str] = {}
    for row, said in shown.items():
        try:
            precision_of(str(said))
        except ValueError:
            if published := date_fields(str(said), options)[0].get("published"):
                read[row] = published
    if not read:
        return Outcome(table)
    dates = table["published"].where(~table.index.isin(list(read)), table.index.to_series().map(read))
    said = f"{COVERAGE}: {len(read)} dates in another form than 2024-10-14 were read; look at them in the table"
    return Outcome(table.assign(published=dates), remarks=(said,))


def missing_files(coverage: Coverage, files: list[str]) -> list[str]:
    """Rows about a file, or a record of one, that is not there."""
    faults = []
    known = set(files)
    for file, article_id in coverage.of_files.items():
        if file not in known:
            faults.append(
                f"{coverage.places[article_id]}: source_file {file!r} is not in articles/.{suggestion(file, files)}"
                " Put the file back, or remove the row"
            )
    return faults
