"""The articles of a story: files in ``articles/`` and rows of ``coverage.csv``, joined by ``article_id``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import UNPRINTABLE, StoryError, TableError, listed, suggestion
from ..intake import Report, precision_of
from ..readers import Source, read_plain
from ..readers.plain import FORMAT as PLAIN
from ..tables import check, table_named
from ..text import words
from ..yamlfile import Document
from .exports import Exports
from .folder import FIRST_ROW, inside, listing, read_csv
from .settings import Settings
from .texts import fill_texts

COVERAGE = "coverage.csv"
FOLDER = "articles"
MOST_UNKNOWN = 20  # columns that are named one by one
# What the loader itself fills in, and so no head and no coverage row may give.
_FILLED = ("story", "text", "n_words", "source_file", "source_format")


def read_articles(folder: Path, settings: Settings, *, texts: bool = True) -> tuple[pd.DataFrame, list[str], Report]:
    """All articles of a story folder; with ``texts``, those fetched into ``texts/`` for pages that have none.

    Returns
    -------
    articles, faults, report
        The ``articles`` table in order of ``coverage.csv``, then of file name; one line a fault, empty when sound; and
        what intake says of the exports among the files.
    """
    faults: list[str] = []
    exports = Exports(folder.name, settings, FOLDER)
    records: dict[str, dict[str, Any]] = {}
    places: dict[str, str] = {}
    if os.path.lexists(folder / COVERAGE):
        _add_coverage(folder, records, places, faults)
    for path in listing(folder, FOLDER):
        _add_file(folder, path, settings, exports, records, places, faults)
    faults += exports.faults()
    report = exports.report()
    if texts:
        fill_texts(folder, records, faults)
    for article_id, record in records.items():
        _finish(record, places[article_id], folder.name, settings, faults)
    declared = table_named("articles")
    table = pd.DataFrame(list(records.values()), columns=declared.names).reset_index(drop=True)
    if not records and not faults:
        faults.append(f"no articles: put text files into {FOLDER}/ or rows into {COVERAGE}")
    if not records:
        return declared.empty(), faults, report
    try:
        return check(table, "articles", where="articles"), faults, report
    except TableError as error:
        for problem in error.problems:
            place = "articles" if problem.row is None else places[table.at[problem.row, "article_id"]]
            faults.append(f"{place}, {problem.column.replace('+', ', ')}: {problem.given!r}; {problem.wanted}")
        return declared.empty(), faults, report


def _add_coverage(folder: Path, records: dict, places: dict, faults: list[str]) -> None:
    try:
        coverage = read_csv(folder, folder / COVERAGE)
    except StoryError as error:
        faults.append(str(error))
        return
    fields = _fields()
    unknown = [column for column in coverage.columns if column not in fields]
    for column in unknown[:MOST_UNKNOWN]:
        faults.append(
            f"{COVERAGE}: unknown column {column!r}.{suggestion(column, fields)} Columns: {listed(fields, 40)}"
        )
    if len(unknown) > MOST_UNKNOWN:
        faults.append(f"{COVERAGE}: {len(unknown) - MOST_UNKNOWN:,} more unknown columns")
    if "article_id" not in coverage:
        faults.append(f"{COVERAGE}: column 'article_id' is missing")
        return
    for number, row in enumerate(coverage.to_dict("records"), FIRST_ROW):
        record = {str(key): value for key, value in row.items() if pd.notna(value) and key in fields}
        article_id, place = record.get("article_id"), f"{COVERAGE}, row {number}"
        if article_id is None:
            faults.append(f"{place}: article_id is empty")
        elif article_id in records:
            faults.append(f"{place}: article_id {article_id!r} is given twice, first in {places[article_id]}")
        else:
            records[article_id], places[article_id] = record, place


def _add_file(
    folder: Path, path: Path, settings: Settings, exports: Exports, records: dict, places: dict, faults: list[str]
) -> None:
    name = str(path.relative_to(folder))
    try:
        if UNPRINTABLE.search(name):
            raise StoryError(f"{FOLDER}/{path.name!a}: rename the file; its name holds what is no character")
        if path.is_symlink():
            inside(folder, path)
        if path.is_dir():
            raise StoryError(f"{name}: is a folder; articles lie directly in {FOLDER}/")
        if exports.is_export(source := Source.of_path(inside(folder, path), name)):
            exports.add(source, records, places, faults)
            return
        head, text, document = read_plain(path)
    except StoryError as error:
        said = str(error)
        faults.append(said if said.startswith(f"{FOLDER}/") else f"{FOLDER}/{said}")
        return
    _add_plain(name, path.stem, head, text, document, settings, records, places, faults)


def _add_plain(
    name: str,
    stem: str,
    head: dict[str, Any],
    text: str,
    document: Document,
    settings: Settings,
    records: dict,
    places: dict,
    faults: list[str],
) -> None:
    head = {key: value for key, value in head.items() if value is not None}
    for key in [key for key, value in head.items() if not isinstance(value, str)]:
        faults.append(f"{name}, line {document.line((key,))}: {key} must be one text; put the value in quotes")
        del head[key]
    if (said := head.pop("invented", "false").lower()) != str(settings.invented).lower():
        wanted = "must say 'invented: true'" if settings.invented else f"may not say 'invented: {said}'"
        faults.append(f"{name}: the story is {'' if settings.invented else 'not '}invented, so its head {wanted}")
    fields = _fields()
    for key in [key for key in head if key not in fields]:
        line = document.line((key,))
        faults.append(f"{name}, line {line}: unknown key {key!r}.{suggestion(key, fields)} Keys: {listed(fields, 40)}")
        del head[key]
    article_id = head.setdefault("article_id", stem)
    if places.get(article_id, "").startswith(FOLDER):
        faults.append(f"{name}: article_id {article_id!r} is given twice, first in {places[article_id]}")
        return
    record = records.setdefault(article_id, {})
    for key in [key for key in head if key in record and str(record[key]) != str(head[key])]:
        faults.append(f"{name}: {key} is {head[key]!r} here and {record[key]!r} in {places[article_id]}")
    record.update(head, text=text, source_file=name, source_format=PLAIN)
    places[article_id] = name


def _finish(record: dict[str, Any], place: str, story: str, settings: Settings, faults: list[str]) -> None:
    """Fill in what follows from the rest: story, word count, precision and text status."""
    record["story"] = story
    record.setdefault("source_file", COVERAGE)
    record.setdefault("source_format", "coverage table")
    record.setdefault("text_status", "full" if "text" in record else "none")
    if "text" in record:
        record["n_words"] = len(words(record["text"]))
    given, published = record.get("published_precision"), record.get("published")
    precision = "unknown"
    if published is not None:
        try:
            precision = precision_of(str(published))
        except ValueError as error:
            faults.append(f"{place}: published is {published!r}; {error}")
            del record["published"]
    if given is not None and given != precision:
        faults.append(f"{place}: published_precision is {given!r}, but published ({published!r}) shows {precision!r}")
    record["published_precision"] = precision
    event = record.get("event")
    if event is not None and event not in settings.events:
        known = listed(settings.events, 30)
        faults.append(
            f"{place}: event {event!r} is not in story.yaml.{suggestion(event, settings.events)} Events: {known}"
        )


def _fields() -> list[str]:
    return [name for name in table_named("articles").names if name not in _FILLED]
