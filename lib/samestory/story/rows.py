"""The articles of the files put onto the rows of coverage.csv, by ``article_id``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import suggestion
from ..intake.collect import slug_of
from .coverage import Coverage
from .exports import Exports
from .files import FOLDER, ArticleFile, understood
from .outcome import Outcome


@dataclass(frozen=True)
class Joined:
    """All that is known of each article, by ``article_id``.

    Attributes
    ----------
    coverage
        The rows as given.
    records, places, guessed
        What is known, the file or row it comes from, the columns that are guesses.
    files
        Every name of a file that a row may give as its ``source_file``.
    """

    coverage: Coverage
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    guessed: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def place(self, article_id: str, column: str) -> str:
        """Where the value of an article's column was given: the row of coverage.csv, or the file."""
        given = self.coverage.records.get(article_id, {})
        return self.coverage.places[article_id] if column in given else self.places[article_id]

    def misspelt_rows(self) -> tuple[str, ...]:
        """Rows without text, address and file whose id is nearly that of an article without a row."""
        named = set(self.coverage.of_files.values())  # a missing file of these is reported elsewhere
        bare = [key for key in self.records if key not in named and not {"text", "url"} & set(self.records[key])]
        without = [key for key in self.records if key not in self.coverage.records]
        faults = []
        for article_id in bare if len(bare) * len(without) < 1_000_000 else []:
            if near := suggestion(article_id, without, cutoff=0.8):
                faults.append(
                    f"{self.places[article_id]}: article_id {article_id!r} is not an article with a text.{near}"
                )
        return tuple(faults)


def join(coverage: Coverage, files: Iterable[ArticleFile], exports: Exports, *, lenient: bool) -> Outcome[Joined]:
    """Put every article of the files onto its row, or make a row of it.

    Parameters
    ----------
    coverage
        The rows of coverage.csv.
    files
        The files in order; each is read when its turn comes.
    exports
        Knows which values of an export are guesses.
    lenient
        Whether an id that is given twice is made anew; otherwise it is a fault.
    """
    one = _Join(coverage, exports, lenient)
    for file in files:
        for record in file.records:
            one.add(file, record)
    return Outcome(one.joined, tuple(one.faults))


class _Join:
    """The join under way."""

    def __init__(self, coverage: Coverage, exports: Exports, lenient: bool):
        self.exports, self.lenient = exports, lenient
        records = {key: dict(row) for key, row in coverage.records.items()}
        self.joined = Joined(coverage, records, dict(coverage.places))
        self.faults: list[str] = []

    def add(self, file: ArticleFile, record: dict[str, Any]) -> None:
        """One article of a file."""
        of_files = self.joined.coverage.of_files
        if file.plain is None:
            guessed = self.exports.guessed.get(record["source_file"], [])
            self._put(record | {"article_id": of_files.get(record["source_file"], record["article_id"])}, guessed)
            return
        wanted = slug_of(Path(file.name).stem)
        article_id = of_files.get(file.name) or record.get("article_id") or self._free(wanted)
        record = record | {"article_id": article_id}
        if not file.plain.head:
            record = understood(record, file.plain, self.joined.coverage.records.get(article_id, {}))
        given = file.plain.head
        self._put(record, [key for key in (*file.plain.guessed, "language") if key in record and key not in given])

    def _put(self, record: dict[str, Any], guessed: list[str]) -> None:
        joined, article_id, file = self.joined, record["article_id"], record["source_file"]
        joined.files.append(file)
        is_taken = joined.places.get(article_id, "").startswith(FOLDER)
        if is_taken and self.lenient:
            article_id = record["article_id"] = self._free(article_id)
        elif is_taken:
            self.faults.append(
                f"{file}: article_id {article_id!r} is given twice, first in {joined.places[article_id]}; give one of"
                " them another id (article_id in its head, or a row of coverage.csv with this source_file)"
            )
            return
        if guessed:
            joined.guessed[article_id] = guessed
        if joined.coverage.of_files.get(file) == article_id:
            joined.records[article_id] = joined.coverage.apply(article_id, record)
        else:
            self._join(article_id, file, record)
        joined.places[article_id] = file

    def _join(self, article_id: str, file: str, record: dict[str, Any]) -> None:
        """A file's article and a row of the same id that does not name the file: they may not differ."""
        before = self.joined.records.setdefault(article_id, {})
        recognised = self.exports.recognised(record)
        record = {key: value for key, value in record.items() if key not in recognised or key not in before}
        for key in [key for key in record if key in before and str(before[key]) != str(record[key])]:
            place = self.joined.places[article_id]
            self.faults.append(f"{file}: {key} is {record[key]!r} here and {before[key]!r} in {place}")
        before.update(record)

    def _free(self, wanted: str) -> str:
        """An id made of a file's name that no other file has; a row of coverage.csv may have it."""
        number, made = 1, wanted
        while self.joined.places.get(made, "").startswith(FOLDER) or made in self.joined.coverage.of_files.values():
            number += 1
            made = f"{wanted}.{number}"
        return made
