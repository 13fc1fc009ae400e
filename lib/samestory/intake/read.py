"""``read_articles``: any files into one table, and ``stream``: any files batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as pa

from ..errors import SamestoryError, listed, suggestion
from ..schema import table_named
from ..schema.model import DTYPES
from .batch import SCHEMA
from .collect import Intake
from .files import Paths, paths_of
from .formats import Options, Reader, reader_named
from .page_versions import versions
from .report import Report, report_of


def read_articles(
    path_or_paths: Paths,
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    language: str | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
    encoding: str | None = None,
    header: bool = True,
    quote: str | None = None,
) -> tuple[pd.DataFrame, Report]:
    """Read articles from files, folders and archives of any format, and report what was found.

    Parameters
    ----------
    path_or_paths
        A file, a folder (with all folders in it), an archive (zip, tar, gz, bz2, xz), or several of them.
    format
        The name of the one format of all files (see ``samestory.intake.formats.readers()``); default: recognised for
        each file.
    columns
        For tables and JSON: column of ``articles`` -> name in the file, where the guess in ``report.remarks`` is wrong.
    language
        BCP 47 code of all texts that do not state theirs; default: recognised from each text (about 0.3 ms each).
    day_first
        Whether 03/04/2024 is the third of April; default: as other dates of the file show. If none does, such dates are
        left out and counted.
    zone
        IANA name of the time zone of hours without one; default: such dates count to the day, and the hour is kept in
        ``time_shown``.
    encoding
        The encoding of all files; default: recognised for each file.
    header
        Whether the first row of a table names its columns; if not, the columns are called by number: ``{"text": "2"}``.
    quote
        The sign that encloses the cells of a table, in place of the double quotation mark.

    Returns
    -------
    articles, report
        A valid ``articles`` table in the order of files and records, ``article_id`` from the name of the file and the
        number of the record; and the ``Report``, which names every record that is not in the table.

    Raises
    ------
    SamestoryError
        A path does not exist, or an option has no valid value. What is wrong with a file is in the report.

    Examples
    --------
    >>> articles, report = ss.read_articles(story.folder / "articles")
    >>> len(articles), int(report.n_rejected)
    (31, 0)
    """
    paths = paths_of(path_or_paths)
    options, reader = checked(format, columns, language, day_first, zone, encoding, header, quote)
    intake = Intake(options, reader, story=paths[0].resolve().stem or "intake")
    articles = frame_of(list(intake.batches(paths)))
    kept = articles.copy(deep=False)  # what the caller does to the table changes nothing here
    return articles, report_of(intake.told, lambda: versions(kept))


def checked(
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    language: str | None = None,
    day_first: bool | None = None,
    zone: str | None = None,
    encoding: str | None = None,
    header: bool = True,
    quote: str | None = None,
) -> tuple[Options, Reader | None]:
    """Options and reader; an option without a valid value is an error before anything is read."""
    from .dates.reading import zone_named
    from .shared.column_names import MADE
    from .source import is_text_encoding

    allowed = [name for name in table_named("articles").names if name not in MADE]
    for name in columns or {}:
        if name not in allowed:
            near = suggestion(name, allowed)
            raise SamestoryError(f"columns: articles has no column {name!r}.{near} Columns: {listed(allowed, 40)}")
    pattern = next(column.pattern for column in table_named("articles").columns if column.name == "language")
    if language is not None and not pd.Series([language]).str.fullmatch(pattern).all():
        raise SamestoryError(f"language: {language!r} is not a BCP 47 code; give one such as en, fr or pt-BR")
    if zone is not None:
        zone_named(zone)
    if encoding is not None and not is_text_encoding(encoding):
        raise SamestoryError(f"encoding: {encoding!r} is not known; give one such as utf-8, cp1252 or koi8-r")
    if quote is not None and (len(quote) != 1 or quote.isspace() or quote.isalnum()):
        raise SamestoryError(
            f"quote: {quote!r} is not one character; give the one that encloses cells, such as ' or \""
        )
    reader = None if format is None else reader_named(format)
    return Options(dict(columns or {}), language, day_first, zone, encoding, header, quote), reader


def stream(intake: Intake, path_or_paths: Paths) -> Iterator[pa.Table]:
    """Batches of ``articles`` in bounded memory; ``report_of(intake.told)`` once they are read."""
    yield from intake.batches(paths_of(path_or_paths))


def frame_of(batches: list[pa.Table]) -> pd.DataFrame:
    """Batches as one ``articles`` table in its declared types."""
    declared = table_named("articles")
    if not batches:
        return declared.empty()
    table = pa.concat_tables(batches)
    batches.clear()
    kinds = {column.name: column.kind for column in declared.columns}
    made = {}
    for name in SCHEMA.names:
        column = table.column(name)
        if kinds[name] == "text":
            made[name] = pd.Series(pd.array(column.combine_chunks(), dtype="str"))
        elif kinds[name] == "integer":
            made[name] = column.to_pandas(integer_object_nulls=False, types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        else:
            made[name] = column.to_pandas().astype(DTYPES[kinds[name]])
    return pd.DataFrame(made)
