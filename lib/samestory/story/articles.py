"""The articles of a story: files in ``articles/`` and rows of ``coverage.csv``, joined by ``article_id``."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import UNPRINTABLE, StoryError, TableError, listed, printable, suggestion
from ..intake import Report, is_cut_off, precision_of
from ..intake.collect import slug_of
from ..intake.dates.reading import date_fields
from ..intake.formats import Source
from ..intake.formats.plain import FORMAT as PLAIN
from ..intake.formats.plain import Plain, is_precise, read_article
from ..intake.shared.column_names import LANGUAGE_NAMES, folded, known_names
from ..schema import check, table_named
from ..text import count_words, language_of
from .coverage import COVERAGE, NEAR, Coverage, fields, missing_files, read_coverage
from .exports import Exports
from .folder import deep_listing, inside
from .settings import Settings
from .texts import fill_texts

FOLDER = "articles"
WANTED_LANGUAGE = "write the code of the language, such as en, nl or zh, or leave it empty"


@dataclass
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


def read_articles(folder: Path, settings: Settings, *, texts: bool = True, lenient: bool = False) -> Reading:
    """All articles of a story folder, in order of ``coverage.csv``, then of file name.

    Parameters
    ----------
    folder, settings
        The story.
    texts
        Whether pages without a text get the one fetched into ``texts/``.
    lenient
        For files that are just being taken in: an id given twice is made anew, and a value that cannot be (a date
        that is none) is left out, as coverage.csv will say what is known.
    """
    faults: list[str] = []
    coverage = read_coverage(folder, settings, faults)
    one = _Reader(folder, settings, coverage, faults, lenient)
    for path in deep_listing(folder, FOLDER):
        one.add_file(path)
    faults += one.exports.faults()
    faults += missing_files(coverage, one.files)
    faults += one.misspelt_rows()
    report = one.exports.report()
    records, places = one.records, one.places
    if texts:
        fill_texts(folder, records, faults)
    own_event = {key for key, record in records.items() if record.get("event")}
    for article_id, record in records.items():
        if lenient:
            _without_impossible(record)
        _finish(record, functools.partial(one.place, article_id), folder.name, settings, faults)
    articles = _checked(records, one.place, faults)
    guessed = {key: names for key, names in (one.guessed | coverage.guessed).items() if key in records}
    remarks = [*coverage.remarks, *one.remarks, *_without_event(records, settings)]
    return Reading(
        articles, faults, remarks, report, one.exports, records, one.unread, own_event, one.invented, places, guessed
    )


def _checked(records: dict[str, dict], place_of: Callable[[str, str], str], faults: list[str]) -> pd.DataFrame:
    """The table of the records that are sound; what is wrong with the others goes to the faults."""
    declared = table_named("articles")
    table = pd.DataFrame(list(records.values()), columns=declared.names).reset_index(drop=True)
    if not records:
        return declared.empty()
    try:
        return check(table, "articles", where="articles")
    except TableError as error:
        wrong: set[Any] = set()
        for problem in error.problems:
            name = problem.column.partition("+")[0]
            place = "articles" if problem.row is None else place_of(table.at[problem.row, "article_id"], name)
            wanted = WANTED_LANGUAGE if problem.column == "language" else problem.wanted
            faults.append(f"{place}, {problem.column.replace('+', ', ')}: {problem.given!r}; {wanted}")
            wrong.add(problem.row)
    try:
        return check(table.drop(index=[row for row in wrong if row is not None]), "articles").reset_index(drop=True)
    except TableError:
        return declared.empty()


class _Reader:
    """Reads the files of ``articles/`` one by one onto the rows of coverage.csv."""

    def __init__(self, folder: Path, settings: Settings, coverage: Coverage, faults: list[str], lenient: bool):
        self.folder, self.settings, self.coverage, self.faults = folder, settings, coverage, faults
        self.lenient = lenient
        self.invented: list[str] = []
        self.unread: set[str] = set()
        self.exports = Exports(folder.name, settings, FOLDER)
        self.records = {key: dict(row) for key, row in coverage.records.items()}
        self.places = dict(coverage.places)
        self.files: list[str] = []  # what a row may name as its source_file
        self.remarks: list[str] = []
        self.guessed: dict[str, list[str]] = {}

    def place(self, article_id: str, column: str) -> str:
        """Where the value of an article's column was given: the row of coverage.csv, or the file."""
        given = self.coverage.records.get(article_id, {})
        return self.coverage.places[article_id] if column in given else self.places[article_id]

    def add_file(self, path: Path) -> None:
        """One file of ``articles/``, an export or one article."""
        name = str(path.relative_to(self.folder))
        try:
            if UNPRINTABLE.search(name):
                raise StoryError(f"{FOLDER}/{path.name!a}: rename the file; its name holds what is no character")
            if path.is_symlink():
                inside(self.folder, path)
            source = Source.of_path(inside(self.folder, path), name)
            if self.exports.is_export(source):
                for record in self.exports.records(source):
                    self._add_record(record)
                return
            plain = read_article(path, self.exports.intake.options)
        except StoryError as error:
            said = str(error)
            self.faults.append(said if said.startswith(f"{FOLDER}/") else f"{FOLDER}/{said}")
            self.unread.add(self.coverage.of_files.get(name) or _id_in_head(path) or slug_of(path.stem))
            return
        self._add_plain(name, path.stem, plain)

    def _add_plain(self, name: str, stem: str, plain: Plain) -> None:
        if plain.encoding is not None:
            self.remarks.append(f"{name}: not UTF-8, read as {plain.encoding}; check its accents")
        head = self._sound_head(name, plain)
        article_id = self.coverage.of_files.get(name) or head.get("article_id") or self._free(slug_of(stem))
        head["article_id"] = article_id
        record = head | {"text": plain.text, "source_file": name, "source_format": PLAIN}
        if not plain.head:
            self._understand(record, plain)
        self._put(record, [key for key in (*plain.guessed, "language") if key in record and key not in plain.head])

    def _understand(self, record: dict[str, Any], plain: Plain) -> None:
        """What a text without a head does not say: its language, and whether it is whole. A row's word comes first."""
        row = self.coverage.records.get(record["article_id"], {})
        for key in [key for key in plain.opening if key in row]:
            record.pop(key, None)
        language = row.get("language") or record.get("language") or language_of(plain.text)[0]
        if language and "language" not in row:
            record["language"] = language
        if "text_status" not in row:
            record.setdefault("text_status", "cut" if is_cut_off(plain.text, language) else "full")

    def _sound_head(self, name: str, plain: Plain) -> dict[str, Any]:
        """The keys of a head as columns of articles: under other names as tables have them, dates in any form."""
        head = {key: value for key, value in plain.head.items() if value is not None} or dict(plain.opening)
        for key in [key for key, value in head.items() if not isinstance(value, str)]:
            line = plain.document.line((key,))
            self.faults.append(f"{name}, line {line}: {key} must be one text; put the value in quotes")
            del head[key]
        if head.pop("invented", "false").lower() == "true":
            self.invented.append(name)
            if not (self.settings.invented or self.lenient):
                self.faults.append(
                    f"{name}: says invented: true, and the story does not; write invented: true into story.yaml, or"
                    " take the line out of the head"
                )
        head = self._known_keys(name, head, plain)
        if (shown := head.get("published")) and not is_precise(shown):
            read, _ = date_fields(shown, self.exports.intake.options)
            if "published" in read:
                head |= {key: value for key, value in read.items() if key == "published" or key not in head}
                self.remarks.append(f"{name}: published {shown!r} read as {read['published']}")
        if said := head.get("language"):
            head["language"] = LANGUAGE_NAMES.get(said.casefold(), said)
        return head

    def _known_keys(self, name: str, head: dict[str, Any], plain: Plain) -> dict[str, Any]:
        """Keys under their own name; one that looks misspelt is a fault, another of the user's own is said."""
        allowed, done, own = fields(), {}, []
        by_name = known_names()
        for key, value in head.items():
            column = key if key in allowed else by_name.get(folded(key), ("", 0))[0]
            if column in allowed:
                if column == key or column not in head:
                    done[column] = value
            elif near := suggestion(key, allowed, cutoff=NEAR):
                line = plain.document.line((key,))
                self.faults.append(f"{name}, line {line}: unknown key {key!r}.{near} Keys: {listed(allowed, 40)}")
            else:
                own.append(key)
        if own:
            self.remarks.append(f"{name}: keys of your own, not used: {listed(own)}")
        return done

    def _add_record(self, record: dict[str, Any]) -> None:
        """One article of an export."""
        file = record["source_file"]
        record["article_id"] = self.coverage.of_files.get(file, record["article_id"])
        self._put(record, self.exports.guessed.get(file, []))

    def _put(self, record: dict[str, Any], guessed: list[str]) -> None:
        article_id, file = record["article_id"], record["source_file"]
        self.files.append(file)
        if self.lenient and self.places.get(article_id, "").startswith(FOLDER):
            article_id = record["article_id"] = self._free(article_id)
        if self.places.get(article_id, "").startswith(FOLDER):
            self.faults.append(
                f"{file}: article_id {article_id!r} is given twice, first in {self.places[article_id]}; give one of"
                " them another id (article_id in its head, or a row of coverage.csv with this source_file)"
            )
            return
        if guessed:
            self.guessed[article_id] = guessed
        if self.coverage.of_files.get(file) == article_id:
            self.records[article_id] = self.coverage.apply(article_id, record)
        else:
            self._join(article_id, file, record)
        self.places[article_id] = file

    def _join(self, article_id: str, file: str, record: dict[str, Any]) -> None:
        """A file's record and a row of the same id that does not name the file: they may not differ."""
        before = self.records.setdefault(article_id, {})
        recognised = self.exports.recognised(record)
        record = {key: value for key, value in record.items() if key not in recognised or key not in before}
        for key in [key for key in record if key in before and str(before[key]) != str(record[key])]:
            self.faults.append(
                f"{file}: {key} is {record[key]!r} here and {before[key]!r} in {self.places[article_id]}"
            )
        before.update(record)

    def _free(self, wanted: str) -> str:
        """An id made of a file's name that no other file has; a row of coverage.csv may have it."""
        number, made = 1, wanted
        while self.places.get(made, "").startswith(FOLDER) or made in self.coverage.of_files.values():
            number += 1
            made = f"{wanted}.{number}"
        return made

    def misspelt_rows(self) -> list[str]:
        """Rows without text, address and file whose id is nearly that of an article without a row."""
        named = set(self.coverage.of_files.values())  # of these the missing file is told
        bare = [key for key in self.records if key not in named and not {"text", "url"} & set(self.records[key])]
        without = [key for key in self.records if key not in self.coverage.records]
        faults = []
        for article_id in bare if len(bare) * len(without) < 1_000_000 else []:
            if near := suggestion(article_id, without, cutoff=0.8):
                faults.append(f"{self.places[article_id]}: article_id {article_id!r} is no article with a text.{near}")
        return faults


def _id_in_head(path: Path) -> str | None:
    """The article_id that the head of a file names, where the file itself cannot be read."""
    if path.is_symlink() or not path.is_file():  # a pipe would be waited for
        return None
    try:
        with path.open("rb") as stream:
            found = re.search(rb"^article_id:[ \t]*([A-Za-z0-9_.-]+)", stream.read(4_000), re.MULTILINE)
    except OSError:
        return None
    return found[1].decode("ascii") if found else None


def _without_impossible(record: dict[str, Any]) -> None:
    """Leave out values that a column cannot hold."""
    for column in table_named("articles").columns:
        value = record.get(column.name)
        if value is None or column.name in ("article_id", "published"):
            continue
        is_none = column.allowed and value not in column.allowed
        if is_none or (column.pattern and not re.fullmatch(column.pattern, str(value), re.ASCII)):
            del record[column.name]
        elif column.kind == "text" and not column.verbatim and UNPRINTABLE.search(str(value)):
            record[column.name] = printable(str(value))
    if (shown := record.get("published")) is not None:
        try:
            precision_of(str(shown))
        except ValueError:
            del record["published"]
            record.setdefault("date_shown", str(shown))
    record.pop("published_precision", None)


def _finish(
    record: dict[str, Any], place_of: Callable[[str], str], story: str, settings: Settings, faults: list[str]
) -> None:
    """Fill in what follows from the rest: story, event, word count, precision and text status.

    ``place_of`` says for the name of a column where its value was given.
    """
    record["story"] = story
    record.setdefault("source_file", COVERAGE)
    record.setdefault("source_format", "coverage table")
    record.setdefault("text_status", "full" if "text" in record else "none")
    if "text" in record:
        record["n_words"] = count_words(record["text"])
    given, published = record.get("published_precision"), record.get("published")
    precision = "unknown"
    if published is not None:
        try:
            precision = precision_of(str(published))
        except ValueError as error:
            faults.append(f"{place_of('published')}: published is {published!r}; {error}")
            del record["published"]
    if given is not None and given != precision:
        place = place_of("published")
        faults.append(f"{place}: published_precision is {given!r}, but published ({published!r}) shows {precision!r}")
    record["published_precision"] = precision
    event = record.setdefault("event", settings.event_of_the_rest)
    if event is not None and event not in settings.events:
        near, known = suggestion(event, settings.events), listed(settings.events, 30)
        faults.append(f"{place_of('event')}: event {event!r} is not in story.yaml.{near} Events: {known}")


def _without_event(records: dict[str, dict[str, Any]], settings: Settings) -> list[str]:
    """Articles that belong to no event although the story has some."""
    without = [key for key, record in records.items() if record.get("event") is None]
    if not without or not settings.events:
        return []
    return [
        f"{len(without)} of {len(records)} articles have no event and are missing where events are compared:"
        f" {listed(without)}. Give event in coverage.csv or in their heads, or default_event in story.yaml"
    ]
