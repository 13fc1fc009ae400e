"""The codings of a story: ``coding/*.csv`` by people and programs, ``truth/*.csv`` if the story was invented.

A file is named after its table; ``claims.recoded.csv`` is a further part of ``claims``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from ..coding.write import is_machine_file
from ..errors import StoryError, TableError, listed, suggestion
from ..schema import TABLES, Table, check
from .codebook import Codebook
from .coverage import unknown_columns
from .folder import FIRST_ROW, listing, read_sheet
from .outcome import Outcome

NO_ARTICLE = "names no article of this story"  # as the rule says it
MISREAD = "the text there does not read as"  # as the rule says it
PASSAGE = "article_id+begin+end+reads"
BY_MACHINE = "\n  these rows are the machine's: `samestory code` makes them anew"
MOST_NAMED = 20  # ids for which the nearest is looked for
CODED = {name: table for name, table in TABLES.items() if name != "articles"}


def read_codings(
    folder: Path,
    subfolder: str,
    articles: pd.DataFrame,
    codebook: Codebook | None,
    unsound: Iterable[str] = (),
    *,
    machine: bool = True,
) -> Outcome[dict[str, pd.DataFrame]]:
    """All tables of one subfolder, by name; a table without a file has no rows.

    Parameters
    ----------
    folder, subfolder
        The story folder, and ``coding`` or ``truth``.
    articles, codebook
        What the rows speak of; without a codebook its claims, actors and quantities are not checked.
    unsound
        Articles with faults of their own: rows about them are not checked against the text.
    machine
        Whether files of automatic rows are read.
    """
    files = [
        _file(folder, path, articles, codebook, list(unsound))
        for path in listing(folder, subfolder)
        if machine or not is_machine_file(path.name)
    ]
    tables, faults = {}, [fault for one in files for fault in one.faults]
    for name, declared in CODED.items():
        frames = [one.value[1] for one in files if one.value is not None and one.value[0] == name]
        frames = [frame for frame in frames if len(frame)]
        tables[name] = pd.concat(frames, ignore_index=True) if frames else _empty(name)
        faults += _twice(tables[name], declared, subfolder) if len(frames) > 1 else []
    return Outcome(tables, tuple(faults), tuple(remark for one in files for remark in one.remarks))


def _file(
    folder: Path, path: Path, articles: pd.DataFrame, codebook: Codebook | None, unsound: list[str]
) -> Outcome[tuple[str, pd.DataFrame] | None]:
    """One file: the name of its table and the rows; None if one of them has a fault."""
    relative, name = str(path.relative_to(folder)), path.name.split(".")[0]
    if path.suffix != ".csv" or name not in CODED:
        known = f"Files: <table>.csv or <table>.<part>.csv, tables: {listed(CODED)}"
        return Outcome(None, (f"{relative}: is not a table of a story.{suggestion(name, CODED)} {known}",))
    try:
        sheet = read_sheet(folder, path)
    except StoryError as error:
        return Outcome(None, (str(error),))
    columns = unknown_columns(sheet.table, CODED[name].names, relative)
    given = sheet.table[[c for c in sheet.table if c in CODED[name].names]]
    given = given.set_axis(range(FIRST_ROW, FIRST_ROW + len(given)))
    is_of_unsound = _speaks_of(given, unsound)
    sound = _checked(given[~is_of_unsound], name, articles, relative)
    faults = [*columns.faults, *sound.faults]
    if is_of_unsound.any():  # what the rows say can be checked, the text they point into cannot
        faults += _checked(given[is_of_unsound], name, None, relative).faults
    faults += _beyond_codebook(given, codebook, relative) if codebook is not None else []
    value = None if sound.value is None else (name, sound.value.reset_index(drop=True))
    return Outcome(value, tuple(faults), (*sheet.remarks, *columns.remarks))


@cache
def _no_rows(name: str) -> pd.DataFrame:
    return CODED[name].empty()


def _empty(name: str) -> pd.DataFrame:
    return _no_rows(name).copy()


def _speaks_of(table: pd.DataFrame, ids: Iterable[str]) -> pd.Series:
    """Whether a row speaks of one of these articles."""
    wanted = list(ids)
    keys = table.columns.intersection(["article_id", "earlier_id", "later_id"])
    return table[keys].isin(wanted).any(axis=1).astype(bool)


def _checked(table: pd.DataFrame, name: str, articles: pd.DataFrame | None, where: str) -> Outcome[pd.DataFrame | None]:
    """The rows as a checked table; None if one has a fault, and then what is wrong and what to write."""
    try:
        return Outcome(check(table, name, articles=articles, where=where))
    except TableError as error:
        said = str(error) if articles is None else _with_nearest(error, table, articles)
        return Outcome(None, (said + (BY_MACHINE if is_machine_file(Path(where).name) else ""),))


def _with_nearest(error: TableError, table: pd.DataFrame, articles: pd.DataFrame) -> str:
    """The error of a table, with the nearest id for each that names no article, and where a passage stands."""
    lines = [str(error)]
    named = {str(problem.given) for problem in error.problems if NO_ARTICLE in problem.wanted}
    ids = list(articles["article_id"])
    for given in sorted(named)[:MOST_NAMED]:
        value = given.partition("=")[2].strip("'")
        near = suggestion(value, ids)
        lines.append(f"  {value!r}:{near or f' no id is like it; ids: {listed(ids, 8)}'}")
    misread = [p.row for p in error.problems if p.column == PASSAGE and MISREAD in p.wanted]
    texts = articles.drop_duplicates("article_id").set_index("article_id")["text"]
    for row in dict.fromkeys(misread[:MOST_NAMED]):
        lines.append(f"  row {row}: {_where_it_stands(table.loc[row], texts)}")
    return "\n".join(lines)


def _where_it_stands(row: pd.Series, texts: pd.Series) -> str:
    """What to write for a passage that is not between its offsets."""
    text, said = texts.get(row["article_id"]), str(row["reads"])
    if text is None or pd.isna(text):
        return "the article has no text here; leave begin, end and reads empty"
    places = [found.start() for found in re.finditer(re.escape(said), text)][:3]
    if not places:
        return f"{said[:60]!r} is nowhere in the text; copy the words as the text has them, or leave reads empty"
    return "it is at " + " or ".join(f"begin {begin}, end {begin + len(said)}" for begin in places)


def _beyond_codebook(table: pd.DataFrame, codebook: Codebook, where: str) -> list[str]:
    """Rows (under the numbers of the sheet) about a claim, actor or quantity that the codebook does not have, or about
    a quantity in another unit."""
    faults = []
    known: dict[str, dict] = {
        "claim_id": codebook.claims,
        "actor": codebook.actors,
        "quantity": codebook.quantities,
    }
    for column in table.columns.intersection(list(known)):
        for value, rows in table.loc[~table[column].isin(list(known[column]))].groupby(column):
            numbers = listed(rows.index, 8)
            faults.append(
                f"{where}, row {numbers}: {column} {value!r} is not in codebook.yaml."
                f"{suggestion(str(value), known[column])} Known: {listed(known[column], 40)}"
            )
    if "quantity" in table and "unit" in table:
        units = table["quantity"].map({name: q.unit for name, q in codebook.quantities.items()})
        for row in table.index[units.notna() & (units != table["unit"])]:
            faults.append(
                f"{where}, row {row}: unit {table.at[row, 'unit']!r} given;"
                f" codebook.yaml counts {table.at[row, 'quantity']} in {units[row]!r}"
            )
    return faults


def _twice(table: pd.DataFrame, declared: Table, subfolder: str) -> list[str]:
    """Keys that two parts of a table share."""
    if not declared.key:
        return []
    key = list(declared.key)
    twice = table.loc[table.duplicated(key), key].drop_duplicates()
    return [
        f"{subfolder}/{declared.name}*.csv: two files hold the row {' + '.join(map(str, row))}"
        for row in twice.itertuples(index=False, name=None)
    ]
