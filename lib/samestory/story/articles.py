"""The articles of a story: files in ``articles/`` and rows of ``coverage.csv``, joined by ``article_id``."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from .. import cache
from ..errors import StoryError, TableError
from ..intake import Report
from ..schema import check, table_named
from .coverage import COVERAGE, missing_files, read_coverage
from .exports import Exports
from .files import FOLDER, read_files
from .find import TEXTS
from .finish import finished, possible, without_event
from .folder import deep_listing
from .outcome import Outcome
from .rows import Joined, join
from .settings import Settings
from .texts import fill_texts

WANTED_LANGUAGE = "write the code of the language, such as en, nl or zh, or leave it empty"


@dataclass(frozen=True)
class Reading:
    """What was read of a story's articles.

    Attributes
    ----------
    articles
        The ``articles`` table: sound rows only.
    faults, remarks
        One line each: what must be mended, and what a person should know.
    report
        What intake says of the exports among the files.
    records
        By ``article_id`` all that is known of it, also of articles with faults.
    places, guessed
        By ``article_id``: the file or row it comes from, and the columns that are guesses.
    unread
        Ids that files which could not be read most likely have.
    own_event
        The articles whose file or row names their event.
    invented
        Files whose head says ``invented: true``.
    exports
        The exports among the files, with what was found in them.
    is_plain
        Whether every file is a plain text of one article, without a fault.
    """

    articles: pd.DataFrame
    faults: list[str]
    remarks: list[str]
    report: Report
    exports: Exports
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    own_event: set[str] = field(default_factory=set)
    invented: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    guessed: dict[str, list[str]] = field(default_factory=dict)
    is_plain: bool = False


def kept_articles(folder: Path, settings: Settings, *, texts: bool) -> Reading:
    """As `read_articles`; plain texts without a fault are not read again while no file changes.

    Of ``records`` only ids and outlets are there then; ``places``, ``own_event`` and ``invented`` are empty.
    """
    key = _key(folder, settings, texts=texts)
    if key is not None and (table := cache.found_table(key)) is not None:
        said, table.attrs = table.attrs, {}
        exports = Exports(folder.name, settings, FOLDER)
        records = {name: {"outlet": outlet} for name, outlet in zip(table["article_id"], table["outlet"], strict=True)}
        return Reading(table, [], said["remarks"], exports.report(), exports, records, guessed=said["guessed"])
    reading = read_articles(folder, settings, texts=texts)
    is_sound = reading.is_plain and not reading.faults
    if key is not None and is_sound and _key(folder, settings, texts=texts) == key:
        table = reading.articles.copy(deep=False)
        table.attrs = {"remarks": reading.remarks, "guessed": reading.guessed}
        cache.keep_table(key, table)
    return reading


def _key(folder: Path, settings: Settings, *, texts: bool) -> bytes | None:
    """All that the articles of a story are made of; None if they are not kept."""
    version = cache.code_version()
    try:
        files = [*deep_listing(folder, FOLDER), *(deep_listing(folder, TEXTS) if texts else ())]
        files += [path for path in [folder / COVERAGE] if os.path.lexists(path)]
        if version is None or len(files) < cache.FEWEST or any(path.is_symlink() for path in files):
            return None
        digests = cache.file_digests(files)
    except (OSError, StoryError):  # read_articles says what is wrong
        return None
    said = settings.model_dump_json()
    names = (str(path.relative_to(folder)) for path in digests)
    return cache.digest("articles of a story", version, str(folder), said, str(texts), *names, *digests.values())


def read_articles(folder: Path, settings: Settings, *, texts: bool = True, lenient: bool = False) -> Reading:
    """All articles of a story folder, in order of ``coverage.csv``, then of file name.

    Parameters
    ----------
    folder, settings
        The story.
    texts
        Whether pages without a text get the one fetched into ``texts/``.
    lenient
        For files that are just being taken in: an id given twice is made anew, and a value that its column cannot
        hold is left out, as coverage.csv will say what is known.
    """
    coverage = read_coverage(folder, settings)
    exports = Exports(folder.name, settings, FOLDER)
    may_be_invented = settings.invented or lenient
    files = read_files(folder, deep_listing(folder, FOLDER), exports, may_be_invented=may_be_invented)
    joined = join(coverage.value, [file.value for file in files], exports, lenient=lenient)
    rows = joined.value
    filled = fill_texts(folder, rows.records) if texts else Outcome(rows.records)
    known = {key: possible(one) for key, one in filled.value.items()} if lenient else filled.value
    done = {key: finished(one, partial(rows.place, key), folder.name, settings) for key, one in known.items()}
    records = {key: one.value for key, one in done.items()}
    table = _checked(records, rows)
    of_files = coverage.value.of_files
    return Reading(
        articles=table.value,
        faults=[
            *coverage.faults,
            *(fault for file in files for fault in file.faults),
            *joined.faults,
            *exports.faults(),
            *missing_files(coverage.value, rows.files),
            *rows.misspelt_rows(),
            *filled.faults,
            *(fault for one in done.values() for fault in one.faults),
            *table.faults,
        ],
        remarks=[
            *coverage.remarks,
            *(remark for file in files for remark in file.remarks),
            *without_event(records, settings),
        ],
        report=exports.report(),
        exports=exports,
        records=records,
        unread={of_files.get(file.value.name) or file.value.unread for file in files if file.value.unread},
        own_event={key for key, one in filled.value.items() if one.get("event")},
        invented=[file.value.name for file in files if file.value.invented],
        places=rows.places,
        guessed={key: names for key, names in (rows.guessed | coverage.value.guessed).items() if key in records},
        is_plain=all(file.value.plain is not None for file in files),
    )


def _checked(records: dict[str, dict[str, Any]], rows: Joined) -> Outcome[pd.DataFrame]:
    """The table of the records that are sound; one line for what is wrong with each other record."""
    declared = table_named("articles")
    if not records:
        return Outcome(declared.empty())
    table = pd.DataFrame(list(records.values()), columns=declared.names).reset_index(drop=True)
    try:
        return Outcome(check(table, "articles", where="articles"))
    except TableError as error:
        faults, wrong = [], set()
        for problem in error.problems:
            name = problem.column.partition("+")[0]
            place = "articles" if problem.row is None else rows.place(table.at[problem.row, "article_id"], name)
            wanted = WANTED_LANGUAGE if problem.column == "language" else problem.wanted
            faults.append(f"{place}, {problem.column.replace('+', ', ')}: {problem.given!r}; {wanted}")
            wrong.add(problem.row)
    sound = table.drop(index=[row for row in wrong if row is not None])
    try:
        return Outcome(check(sound, "articles").reset_index(drop=True), tuple(faults))
    except TableError:
        return Outcome(declared.empty(), tuple(faults))
