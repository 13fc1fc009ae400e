"""The intake report: what was read, what was not, and how sure one can be of it; tables, lines, and a page."""

from __future__ import annotations

import functools
import html
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd

from ..errors import printable
from .cells import readable, reject_line, safe_csv
from .collect import MOST_ROWS, FileRow, Told
from .page_versions import COLUMNS as VERSIONS
from .report_tables import duplicates_of, flow_of, precision_of_dates
from .searches import incomplete
from .shared.code_pages import NO_TEXT_IN, NOT_SURE
from .truncation import COLUMNS as SIGN_COLUMNS

MOST_COMPARED = 5_000  # articles among which versions are looked for without being asked
CUT = "cut"  # the kind of remark on a file that breaks off
SEARCH = "search"  # and of that on pages which hold a part of their search
SHOWN = 15  # rows of each table in print
CELL, REMARK = 80, 2_000  # signs of a cell and of a remark in print
_TABLES = (
    *("files", "fields", "rejects", "remarks", "duplicates", "versions", "truncation", "no_articles"),
    *("precision", "flow"),
)


@dataclass(frozen=True, repr=False)
class Report:
    """What intake found.

    Attributes
    ----------
    files
        A row a file or member of an archive: ``file, format, bytes, encoding, n_stated, n_found, n_rejected, n_missing,
        says``. ``n_stated`` is the export's own count where it states one (``says`` in which words), ``n_missing`` how
        many of them were neither found nor rejected (negative where more were found). The total a page of a search
        states is that of all its pages: ``n_missing`` is empty, and results missing from the pages
        are reported, not treated as a file error.
    fields
        ``format, column, n_filled, n, filled_share``: which columns of ``articles`` each format filled.
    rejects
        ``file, place, reason, raw``: what could not be read, as found (its first 100,000 signs). That a file breaks off
        is here too, though no record is counted for it.
    remarks
        ``file, kind, says, n``: encodings, forms of dates, columns chosen, files left out.
    duplicates
        ``kind, n_texts, n_articles, n_exact``: texts with the same words, within an outlet and between outlets. Spaces,
        paragraphs, signs and capitals do not count, as each service sets them its own way; ``n_exact`` of the articles
        have a text that another of the same kind has to the last sign.
    versions
        Pages read in more than one version; see ``intake.versions``. All texts are compared when it is first asked for,
        some 1.5 ms each; empty if batches were written and not kept.
    truncation
        ``article_id, sign, detail, stated_words, n_words``: texts that are perhaps not whole.
    no_articles
        ``article_id, reason, title, url``: what is read and seems to be no article (a consent or challenge page, an
        error page, a table of numbers, a listing). A story does not count them until a person says otherwise.
    links
        ``article_id, url, text``: links that an export lists for its articles.
    precision
        ``source_format, outlet, n, n_minute, n_day, n_month, n_unknown``: how much of the dates is known.
    flow
        ``step, part, n, share``: records, dates, texts and repeats each split into parts, for ``corpus.plot_intake``.
    """

    FILES: ClassVar[tuple[str, ...]] = (*(f"{name}.csv" for name in _TABLES), "rejects.jsonl")  # what to_csv writes
    files: pd.DataFrame
    fields: pd.DataFrame
    rejects: pd.DataFrame
    remarks: pd.DataFrame
    duplicates: pd.DataFrame
    truncation: pd.DataFrame
    no_articles: pd.DataFrame
    precision: pd.DataFrame
    flow: pd.DataFrame
    n_articles: int
    n_rejected: int
    n_left_out: int
    n_suspected: int
    compare: Callable[[], pd.DataFrame] | None = None
    links: pd.DataFrame | None = None

    @functools.cached_property
    def versions(self) -> pd.DataFrame:
        """Pages read in more than one version; compared when first asked for."""
        return pd.DataFrame(columns=VERSIONS) if self.compare is None else self.compare()

    @property
    def is_complete(self) -> bool:
        """Whether nothing was rejected, no file breaks off, all bytes are text in the encoding of their file, and every
        count an export states was found."""
        is_all_read = self.n_rejected == 0 and not len(self.rejects) and not len(self.unreconciled)
        return is_all_read and not len(self.damaged)

    @property
    def damaged(self) -> pd.DataFrame:
        """The remarks on files with bytes that are not text in their encoding: ``file, kind, says, n``."""
        is_damaged = self.remarks["says"].str.contains(NO_TEXT_IN, regex=False, na=False)
        return self.remarks[(self.remarks["kind"] == "encoding") & is_damaged]

    @property
    def cut(self) -> pd.DataFrame:
        """The remarks on files that break off: ``file, kind, says, n``."""
        return self.remarks[self.remarks["kind"] == CUT]

    @property
    def source_line(self) -> str:
        """One line for the foot of a figure: how many articles of how many files and formats, and what was lost."""
        read = self.files[self.files["n_found"] > 0]
        counts = (
            f"{_n(self.n_articles, 'article')} from {_n(len(read), 'file')} of {_n(read['format'].nunique(), 'format')}"
        )
        missing = int(self.files["n_missing"].clip(lower=0).sum()) if len(self.files) else 0
        lost = f", {missing:,} missing" if missing else ""
        if len(self.cut):
            lost += f", {_n(self.cut['file'].nunique(), 'file')} cut"
        return f"{counts}, {self.n_rejected:,} rejected{lost}"

    @property
    def unreconciled(self) -> pd.DataFrame:
        """The files whose own count is not what was found and rejected."""
        return self.files[self.files["n_missing"].notna() & (self.files["n_missing"] != 0)]

    def summary(self) -> str:
        """The report in a few plain lines, the most urgent first."""
        return printable("\n".join([*self._incomplete(), *self._counts(), *self._doubts(), *self._contents()]))

    def _incomplete(self) -> list[str]:
        """Files that are not read whole, and parts of a search."""
        lines = []
        for row in self.unreconciled.head(SHOWN).itertuples():
            what = f"{-row.n_missing:,} more than it states"
            if row.n_missing > 0:
                what = f"{row.n_missing:,} {'is' if row.n_missing == 1 else 'are'} missing"
            lines.append(
                f"NOT ALL THERE: {row.file} states {row.n_stated:,} ({row.says}), {row.n_found:,} found: {what}"
            )
        if len(self.unreconciled) > SHOWN:
            lines.append(f"NOT ALL THERE: and {len(self.unreconciled) - SHOWN:,} more files")
        parts = self.remarks[self.remarks["kind"] == SEARCH]
        return [
            *lines,
            *_first_lines("NOT ALL THERE", self.cut.drop_duplicates("file"), "files that break off"),
            *_first_lines("DAMAGED", self.damaged.drop_duplicates("file"), "files"),
            *_first_lines("PART OF A SEARCH", parts, "searches"),
        ]

    def _counts(self) -> list[str]:
        """Articles, files and rejects in numbers, with the most frequent reasons."""
        n_files = len(self.files)
        read = int((self.files["n_found"] > 0).sum())
        counts = f"{_n(self.n_articles, 'article')} from {read:,} of {_n(n_files, 'file')}"
        left_out = f", {self.n_left_out:,} left out" if self.n_left_out else ""
        lines = [f"{counts}, {_n(self.n_rejected, 'reject')}{left_out}"]
        if not n_files:
            lines.append("NOTHING TO READ: no file is there that is not hidden or left out")
        said = set(zip(self.cut["file"], self.cut["says"], strict=True))
        is_record = [(row.file, _at_end(row.place, row.reason)) not in said for row in self.rejects.itertuples()]
        reasons = self.rejects["reason"][is_record].value_counts(sort=True).head(5)
        return [*lines, *(f"  rejected {n:,}: {reason}" for reason, n in reasons.items())]

    def _doubts(self) -> list[str]:
        """Encodings that are not certain."""
        unsure = self.files[self.files["encoding"].str.contains(NOT_SURE, regex=False, na=False)]
        lines = [
            f"encoding of {row.file}: {row.encoding}; look at its letters, and say --encoding if wrong"
            for row in unsure.head(5).itertuples()
        ]
        return [*lines, *([f"encoding not sure of {len(unsure) - 5:,} more files"] if len(unsure) > 5 else [])]

    def _contents(self) -> list[str]:
        """Formats, dates, suspected cuts, pages that are no articles, duplicates and versions."""
        lines = []
        known = self.files.dropna(subset=["format"]).groupby("format", sort=True)["n_found"].sum()
        if len(known):
            lines.append("formats: " + ", ".join(f"{name} {n:,}" for name, n in known.items()))
        dates = self.flow[self.flow["step"] == "dates"]
        if self.n_articles:
            told = ", ".join(f"{row.part} {row.n:,}" for row in dates.itertuples() if row.n)
            lines.append(f"dates known to the: {told}")
        if self.n_suspected:
            kinds = self.truncation["sign"].value_counts()
            lines.append(
                f"perhaps not whole: {_n(self.n_suspected, 'text')} ("
                + ", ".join(f"{k} {n:,}" for k, n in kinds.items())
                + ")"
            )
        if len(self.no_articles):
            reasons = self.no_articles["reason"].str.partition(" (")[0].value_counts()
            told = ", ".join(f"{reason} {n:,}" for reason, n in reasons.items())
            lines.append(
                f"no articles: {_n(len(self.no_articles), 'page')} ({told}); a story does not count them unless "
                "coverage.csv says is_article: yes"
            )
        lines += [
            f"{row.kind}: {_n(row.n_texts, 'text')} in {row.n_articles:,} articles, {row.n_exact:,} to the last sign"
            for row in self.duplicates.itertuples()
        ]
        if self.n_articles > MOST_COMPARED and self.compare is not None:
            lines.append("versions: not looked for; report.versions compares all texts")
        elif len(self.versions):
            lines.append(f"versions of a page read before: {len(self.versions):,}")
        return lines

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write every table as CSV, safe to open in a spreadsheet, and the rejects as found.

        A cell of text that a spreadsheet would take for a formula gets an apostrophe in front. ``rejects.jsonl`` keeps
        each reject as it was found: ``raw``, or ``raw_base64`` where it is no UTF-8.

        Returns
        -------
        list of Path
            The files written.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name in _TABLES:
            table = getattr(self, name)
            if name == "rejects":
                table = table.assign(raw=[readable(raw)[:1000] for raw in table["raw"]])
            path = folder / f"{name}.csv"
            safe_csv(table, path)
            written.append(path)
        path = folder / "rejects.jsonl"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in self.rejects.to_dict("records"):
                file.write(reject_line(row["file"], row["place"], row["reason"], row["raw"]))
        return [*written, path]

    def __repr__(self) -> str:
        parts = [self.summary()]
        for name in ("files", "rejects", "no_articles"):
            table = getattr(self, name)
            if name == "files" and len(table) > SHOWN:  # the ones to look at come first
                is_fine = (table["n_rejected"] == 0) & (table["n_missing"].fillna(0) == 0)
                table = table.loc[is_fine.sort_values(kind="stable").index]
            if len(table):
                parts.append(f"\n{name}{_of(table)}\n{_shown(table).head(SHOWN).to_string(index=False)}")
        if len(table := self._choices()):  # a line each, for what is to be confirmed is to be read whole
            parts.append(f"\nremarks{_of(table)}")
            for row in table.head(SHOWN).itertuples():
                times = f" ({row.n:,} times)" if row.n > 1 else ""
                parts.append(f"  {_cut(row.file, CELL)}: {row.kind}: {_cut(row.says, REMARK)}{times}")
        return printable("\n".join(parts))

    def _choices(self) -> pd.DataFrame:
        """The remarks as shown: columns first, then what was left out; no encoding that is in ``files``, and no file
        that breaks off, which is at the top and in ``rejects``."""
        in_files = set(zip(self.files["file"], self.files["encoding"], strict=True))
        is_there = [pair in in_files for pair in zip(self.remarks["file"], self.remarks["says"], strict=True)]
        is_told = (self.remarks["kind"] == "encoding") & np.array(is_there, dtype=bool)
        table = self.remarks[~self.remarks["kind"].isin((CUT, SEARCH)) & ~is_told]
        rank = table["kind"].map({"columns": 0, "left out": 1}).fillna(2)
        return table.loc[rank.sort_values(kind="stable").index]

    def _repr_html_(self) -> str:
        summary = "".join(f"<div>{html.escape(line)}</div>" for line in self.summary().splitlines())
        parts = [f"<div style='font-weight:600'>Intake report</div>{summary}"]
        for name in _TABLES:
            if name == "flow" or (name == "versions" and self.n_articles > MOST_COMPARED):
                continue
            table = self._choices() if name == "remarks" else getattr(self, name)
            if len(table):
                longest = REMARK if name == "remarks" else CELL
                with pd.option_context("display.max_colwidth", longest):  # pandas cuts at 50 signs unless told
                    page = _shown(table, longest).head(SHOWN).to_html(index=False, escape=True, border=0, na_rep="")
                parts.append(f"<details><summary>{name}{_of(table)}</summary>{printable(page)}</details>")
        return f"<div>{''.join(parts)}</div>"


def report_of(told: Told, compare: Callable[[], pd.DataFrame] | None = None) -> Report:
    """The report of all that an intake told; ``compare`` finds the versions among its articles."""
    files = pd.DataFrame([vars(row) for row in told.files], columns=[*FileRow.__dataclass_fields__]).drop(
        columns=["note", "is_page"]
    )
    for name in ("n_stated", "n_found", "n_rejected", "bytes"):
        files[name] = files[name].astype("Int64")
    missing = pd.array([row.n_missing for row in told.files], dtype="Int64")
    files.insert(files.columns.get_loc("n_rejected") + 1, "n_missing", missing)
    remarks = [(file, kind, says, n) for (file, kind, says), n in told.remarks.items()]
    remarks += [(file, "left out", why, 1) for file, why in told.left_out]
    remarks += [(one["file"], CUT, _at_end(one["place"], one["reason"]), 1) for one in told.cut]
    remarks += [(file, SEARCH, says, 1) for file, says in incomplete(told.files)]
    if told.n_rejects > len(told.rejects):
        said = f"{told.n_rejects:,} rejects; the table holds the first {len(told.rejects):,}"
        remarks.append(("(all)", "report", said, 1))
    if sum(told.signs.values()) > MOST_ROWS:
        remarks.append(
            ("(all)", "report", f"{sum(told.signs.values()):,} texts perhaps not whole; {MOST_ROWS:,} listed", 1)
        )
    fields = [
        (kind, column, n, told.n_by_format[kind], n / told.n_by_format[kind])
        for (kind, column), n in told.filled.items()
    ]
    rejects = pd.DataFrame(told.rejects, columns=["file", "place", "reason", "raw"])
    return Report(
        files=files,
        fields=pd.DataFrame(fields, columns=["format", "column", "n_filled", "n", "filled_share"]),
        rejects=rejects,
        remarks=pd.DataFrame(remarks, columns=["file", "kind", "says", "n"]),
        duplicates=duplicates_of(told),
        truncation=pd.DataFrame(told.suspected, columns=SIGN_COLUMNS).astype(
            {"stated_words": "Int64", "n_words": "Int64"}
        ),
        no_articles=pd.DataFrame(told.no_articles, columns=["article_id", "reason", "title", "url"]),
        precision=precision_of_dates(told),
        flow=flow_of(told, files),
        n_articles=told.n_articles,
        n_rejected=told.n_rejects,
        n_left_out=told.n_left_out,
        n_suspected=sum(told.signs.values()),
        compare=compare,
        links=pd.DataFrame(told.links, columns=["article_id", "url", "text"], dtype="str"),
    )


def _shown(table: pd.DataFrame, longest: int = CELL) -> pd.DataFrame:
    """A table with its long cells cut, for print."""
    cut = table.head(SHOWN + 1).copy()
    for name in cut.columns:
        if not pd.api.types.is_numeric_dtype(cut[name]):
            cut[name] = [
                ""
                if cell is None or cell is pd.NA or cell != cell
                else _cut(readable(cell), longest)
                if isinstance(cell, str | bytes)
                else cell
                for cell in cut[name]
            ]
    return cut


def _at_end(place: str, reason: str) -> str:
    return f"{reason} ({place})"


def _cut(said: str, longest: int) -> str:
    said = printable(said.replace("\n", " "))
    return said if len(said) <= longest else f"{said[: longest - 1]}…"


def _of(table: pd.DataFrame) -> str:
    return f" ({SHOWN} of {len(table):,})" if len(table) > SHOWN else f" ({len(table):,})"


def _first_lines(what: str, rows: pd.DataFrame, more: str) -> list[str]:
    """A line for each of the first rows, and one that counts the others."""
    lines = [f"{what}: {row.file}: {row.says}" for row in rows.head(SHOWN).itertuples()]
    return [*lines, *([f"{what}: and {len(rows) - SHOWN:,} more {more}"] if len(rows) > SHOWN else [])]


def _n(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
