"""Exports and archives in ``articles/``: what intake reads of them, held to the strictness of a story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import StoryError, listed
from ..intake import Intake, Report, frame_of, iso_of, kind_of, report_of
from ..intake.collect import WHOLE
from ..intake.formats import Options, Reader, Source, reader_of, readers
from ..intake.formats.plain import ENDINGS, FORMAT
from ..intake.shared.document import GUESS, GUESSABLE
from ..schema import table_named
from .settings import CUT, MISSING, REJECTED, Settings

MOST_FAULTS = 20  # rejects named one by one; the report has all
_HEAD = (b"---\n", b"---\r\n", b"\xef\xbb\xbf---")  # so begins a text of our own form, whatever an export may look like
_TAKEN = tuple(name for name in table_named("articles").names if name not in ("story", "published_precision"))
_RECOGNISED = ("language", "text_status", "date_shown", "time_shown")  # gives way to what coverage.csv says


class Exports:
    """The files of one story that hold many articles, or that another program wrote."""

    def __init__(self, story: str, settings: Settings, folder: str):
        self.folder, self.expected = folder, settings.expected
        options = Options(
            dict(settings.columns), None, settings.day_first, settings.zone, None, settings.header, settings.quote
        )
        self.intake = Intake(options, story=story)
        self.intake.keeps_given = True
        self.guessed: dict[str, list[str]] = {}  # columns by the source_file of an article
        self._readers: dict[str, Reader | None] = {}

    def is_export(self, source: Source) -> bool:
        """Whether a file is anything but one plain text.

        Raises
        ------
        StoryError
            No reader recognises it and it is no archive.
        """
        is_text = source.ending in ENDINGS
        if is_text and (source.head.startswith(_HEAD) or not source.head):
            return False
        reader = self._readers[source.name] = reader_of(source) if source.head else None
        if reader is not None and reader.name != FORMAT:
            return True
        if not is_text and kind_of(source) is None:
            endings = list(dict.fromkeys(ending for one in reversed(readers().values()) for ending in one.endings))
            said = Path(source.name).suffix or "a file without ending"
            raise StoryError(f"{source.name}: no reader for {said}; readers: {listed(endings, 40)}, .zip, .tar.gz")
        return not is_text

    def records(self, source: Source) -> Iterator[dict[str, Any]]:
        """The articles of a file as records of the story, dates in a form that shows their precision."""
        table = frame_of(list(self.intake.one(source, self._readers[source.name])))
        is_known = table[list(_TAKEN)].notna().to_numpy()
        for row, known in zip(table.astype(object).to_dict("records"), is_known, strict=True):
            record = {name: row[name] for name, is_there in zip(_TAKEN, known, strict=True) if is_there}
            if "published" in record:
                record["published"] = iso_of(record["published"], row["published_precision"])
            given = self.intake.given.pop(record["article_id"], frozenset())
            guessed = [*self._of_reader(record), *(name for name in ("language",) if name not in given)]
            if said := [name for name in GUESSABLE if name in guessed and name in record]:
                self.guessed[record["source_file"]] = said
            yield record

    def _of_reader(self, record: dict[str, Any]) -> list[str]:
        """The columns the reader of a document guessed: those its remark names."""
        says = [
            said for (file, kind, said) in self.intake.told.remarks if kind == GUESS and file == record["source_file"]
        ]
        return says[0].partition(": ")[2].split(", ") if says else []

    def recognised(self, record: dict[str, Any]) -> set[str]:
        """The columns of a record that give way to what a row of coverage.csv says; none of a plain text."""
        return (
            set() if record["source_format"] == FORMAT else {*_RECOGNISED, *self.guessed.get(record["source_file"], ())}
        )

    def faults(self) -> list[str]:
        """Each reject and each count that does not agree, unless story.yaml knows of exactly so many of its kind."""
        told = self.intake.told
        is_cut = set(map(id, told.cut))
        rejects = list(map(_fault, [one for one in told.rejects if id(one) not in is_cut][:MOST_FAULTS]))
        if told.n_rejects > MOST_FAULTS:
            rejects.append(f"{told.n_rejects - MOST_FAULTS:,} more rejects; `samestory intake` lists them")
        unlike = [row for row in told.files if row.n_missing]
        n_missing = sum(abs(row.n_missing or 0) for row in unlike)
        missing = [
            f"{row.file}: states {row.n_stated:,} records ({row.says}), {row.n_found:,} found; if you know why, write "
            f"expected: {{{MISSING}: {n_missing}}} into story.yaml"
            for row in unlike
        ]
        return [
            *self._but_expected(REJECTED, told.n_rejects, rejects),
            *self._but_expected(CUT, len({one["file"] for one in told.cut}), list(map(_fault, told.cut[:MOST_FAULTS]))),
            *self._but_expected(MISSING, n_missing, missing),
        ]

    def _but_expected(self, kind: str, n: int, faults: list[str]) -> list[str]:
        expected = self.expected.get(kind)
        if expected is None:
            return faults
        return [] if expected == n else [f"story.yaml: expected {expected:,} {kind}, found {n:,}"]

    def report(self) -> Report:
        """What intake says of these files."""
        return report_of(self.intake.told)


def _fault(reject: dict[str, Any]) -> str:
    place = "" if reject["place"] == WHOLE else f", {reject['place']}"
    return f"{reject['file']}{place}: {reject['reason']}"
