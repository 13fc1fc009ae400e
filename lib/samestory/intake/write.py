"""Any files into one Parquet or JSONL file of ``articles``, batch by batch, in bounded memory."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pyarrow as pa

from ..errors import SamestoryError
from .batch import SCHEMA
from .cells import reject_line
from .collect import Intake
from .files import Paths, paths_of
from .formats import Options, Reader, Reject
from .page_versions import versions
from .published import iso_of
from .read import frame_of
from .report import MOST_COMPARED, Report, report_of

ENDINGS = (".parquet", ".jsonl")
MOST_BYTES = 100_000_000  # of the articles kept to look for versions among them
GROUP_BYTES = 32_000_000


def write_articles(
    path_or_paths: Paths,
    into: str | Path | None = None,
    *,
    options: Options | None = None,
    reader: Reader | None = None,
    rejects: str | Path | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> Report:
    """Read files, folders or archives and write their articles as they come.

    Parameters
    ----------
    path_or_paths
        As ``read_articles`` takes them.
    into
        A file ending in ``.parquet`` or ``.jsonl``, which appears whole or not at all; None reads for the report alone.
    options, reader
        What the user says, see ``checked``.
    rejects
        A JSONL file for the rejects: ``file, place, reason`` and ``raw`` as found (``raw_base64`` where that is no
        UTF-8).
    on_progress
        Called with the file being read and the number of articles so far.

    Returns
    -------
    Report
        With versions where there are no more articles than ``MOST_COMPARED``, as all texts have to be in memory for
        them.

    Raises
    ------
    SamestoryError
        A path that is not there, an ending that cannot be written, or one of the files to be read named as ``into``.
    """
    paths = paths_of(path_or_paths)
    target = None if into is None else Path(into)
    if target is not None and target.suffix.lower() not in ENDINGS:
        raise SamestoryError(f"{target.name}: cannot be written; give a name that ends in {' or '.join(ENDINGS)}")
    if target is not None and rejects is not None and target.resolve() == Path(rejects).resolve():
        raise SamestoryError(f"{target}: articles and rejects cannot both be written there; name two files")
    for out in (target, None if rejects is None else Path(rejects)):
        if out is not None and any(_is_within(out, path) for path in paths):
            raise SamestoryError(f"{out}: would be written among the files that are read; choose another place")
    story = paths[0].resolve().stem or "intake"
    with contextlib.ExitStack() as stack:
        keep: Callable[[str, Reject], None] | None = None
        if rejects is not None:
            file = stack.enter_context(_whole_or_not(Path(rejects)))

            def keep(name: str, one: Reject) -> None:
                file.write(reject_line(name, one.place, one.reason, one.raw).encode("utf-8", "replace"))

        intake = Intake(options or Options(), reader, story, on_reject=keep, on_progress=on_progress)
        write: Callable[[pa.Table], Any] = _pass if target is None else stack.enter_context(_writer(target))
        kept: list[pa.Table] | None = []
        for batch in intake.batches(paths):
            write(batch)
            if kept is not None:
                kept.append(batch)
                if intake.told.n_articles > MOST_COMPARED or sum(one.nbytes for one in kept) > MOST_BYTES:
                    kept = None
    return report_of(intake.told, None if kept is None else functools.partial(_versions, kept))


def _versions(batches: list[pa.Table]) -> pd.DataFrame:
    return versions(frame_of(batches))


def _pass(batch: pa.Table) -> None:
    """Read for the report alone."""


def _is_within(out: Path, path: Path) -> bool:
    there, given = out.resolve(), path.resolve()
    return there == given or (given.is_dir() and there.is_relative_to(given))


@contextlib.contextmanager
def _whole_or_not(path: Path) -> Iterator[Any]:
    """A file that takes its name only once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _writer(path: Path) -> Iterator[Callable[[pa.Table], Any]]:
    with _whole_or_not(path) as file:
        if path.suffix.lower() == ".jsonl":
            yield lambda batch: file.write(_lines(batch))
        else:
            import pyarrow.parquet as pq

            # Texts have few repeats for a dictionary to use, and statistics of texts are never used.
            coded = [name for name in SCHEMA.names if name not in ("text", "title", "url", "article_id", "source_file")]
            with pq.ParquetWriter(
                file,
                SCHEMA,
                compression="zstd",
                compression_level=1,
                use_dictionary=coded,
                write_statistics=["published"],
            ) as writer:
                groups = _Groups(writer.write_table)
                yield groups.add
                groups.flush()


class _Groups:
    """Batches gathered into row groups of a size that reads well."""

    def __init__(self, write: Callable[[pa.Table], Any]):
        self.write, self.kept, self.size = write, [], 0  # type: ignore[var-annotated]

    def add(self, batch: pa.Table) -> None:
        """One more batch."""
        self.kept.append(batch)
        self.size += batch.nbytes
        if self.size >= GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is there."""
        if self.kept:
            self.write(pa.concat_tables(self.kept))
        self.kept, self.size = [], 0


def _lines(batch: pa.Table) -> bytes:
    """A batch as lines of JSON: columns without a value left out, times in a form that shows their precision."""
    lines = []
    for row in batch.to_pylist():
        told = {name: value for name, value in row.items() if value is not None}
        if (at := told.get("published")) is not None:
            told["published"] = iso_of(at, told["published_precision"])
        lines.append(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    return b"".join(lines)
