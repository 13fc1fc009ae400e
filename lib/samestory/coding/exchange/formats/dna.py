"""Discourse Network Analyzer (.dna): the SQLite file of versions 2 and 3, which is what users of DNA have.

Read by the tables DNA itself makes (``Sql.java`` and ``SqlConnection.java`` of leifeld/dna). A statement becomes one
coding: its code is the concept, below it agree or disagree if the statement has such a variable; person, organisation
and the other variables are attributes. ``Start`` and ``Stop`` count UTF-16, as Java does. DNA's exports as CSV have no
positions and are not read.

A database may be made to do harm: it is opened read-only without its triggers and views, only plain tables are read,
within bounds of time and size.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ....errors import SamestoryError, printable
from ....intake.source import Source
from ..counting import EXCLUDED, Place, counted
from ..files import not_too_many
from ..model import MOST_TEXT, Document, Export, ExportReader, Passage, Unread

MAGIC = b"SQLite format 3\x00"
SECONDS = 60.0
MOST_CELL = 100_000_000  # bytes
NEEDED = ("DOCUMENTS", "STATEMENTS", "VARIABLES", "DATASHORTTEXT")
VALUES = ("DATASHORTTEXT", "DATALONGTEXT", "DATABOOLEAN", "DATAINTEGER")
READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
CONCEPTS = ("concept", "concepts", "claim", "category")
AGREEMENTS = ("agreement", "agree", "qualifier", "stance")


def _recognises(source: Source) -> bool:
    return source.head.startswith(MAGIC)


def _read(source: Source, end_is: str | None) -> Export:
    with _opened(source) as base:
        return _export(base, source.name)


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    """A copy of the database, so that no journal beside the file is touched; every error of it is one of ours."""
    with tempfile.TemporaryDirectory(prefix="samestory-") as folder:
        path = Path(folder) / "copy.dna"
        path.write_bytes(source.read())
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        ends = time.monotonic() + SECONDS
        try:
            base.execute("PRAGMA trusted_schema=OFF")
            base.execute("PRAGMA cell_size_check=ON")
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_CELL)
            base.text_factory = lambda raw: raw.decode("utf-8", "strict")
            base.set_progress_handler(lambda: time.monotonic() > ends, 100_000)
            base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in READS else sqlite3.SQLITE_DENY)
            yield base
        except UnicodeDecodeError as error:
            raise SamestoryError(f"{source.name}: holds text that is not UTF-8 ({error.reason})") from None
        except (sqlite3.Error, OverflowError) as error:
            raise SamestoryError(
                f"{source.name}: cannot be read as a database of DNA ({printable(str(error))[:120]}); open and save it"
                " in DNA"
            ) from None
        finally:
            base.close()


def _tables(base: sqlite3.Connection, name: str) -> dict[str, list[str]]:
    """The plain tables that are read, and their columns; a view or virtual table under such a name is refused."""
    made = {row[0].upper(): row for row in base.execute("SELECT name, type, sql FROM sqlite_master")}
    found = {}
    for table in (*NEEDED, *VALUES, "ENTITIES", "ATTRIBUTES", "CODERS", "ROLEVARIABLELINKS"):
        if table not in made:
            continue
        _, kind, sql = made[table]
        if kind != "table" or not str(sql).lstrip().upper().startswith("CREATE TABLE"):
            raise SamestoryError(f"{name}: {table} is no plain table; refused")
        found[table] = [one[0] for one in base.execute(f'SELECT * FROM "{table}" LIMIT 0').description]  # noqa: S608
    if missing := [table for table in NEEDED if table not in found]:
        raise SamestoryError(f"{name}: has no table {missing[0]}, so it is no database of DNA 2 or 3")
    return found


def _rows(base: sqlite3.Connection, tables: dict[str, list[str]], table: str, *columns: str) -> Iterator[tuple]:
    """Some columns of a table, by its first column; a column it does not have is empty."""
    if table not in tables:
        return iter(())
    have = {column.casefold() for column in tables[table]}
    shown = ", ".join(f'"{column}"' if column.casefold() in have else "NULL" for column in columns)
    return base.execute(f'SELECT {shown} FROM "{table}" ORDER BY 1')  # noqa: S608  (all names are ours)


def _export(base: sqlite3.Connection, name: str) -> Export:
    tables = _tables(base, name)
    documents: dict[str, Document] = {}
    for number, title, text in _rows(base, tables, "DOCUMENTS", "ID", "Title", "Text"):
        if not isinstance(text, str) or len(text) > MOST_TEXT:
            raise SamestoryError(f"{name}: document {number} has no text, or one of more than {MOST_TEXT:,} characters")
        documents[str(number)] = Document(str(title or number), text)
    coders = {number: str(said) for number, said in _rows(base, tables, "CODERS", "ID", "Name") if said}
    entities = dict(_rows(base, tables, "ENTITIES", "ID", "Value")) or dict(
        _rows(base, tables, "ATTRIBUTES", "ID", "Value")
    )
    values = _values(base, tables, entities)
    places: list[Place] = []
    unread: list[Unread] = []
    for number, document, begin, end, coder in _rows(
        base, tables, "STATEMENTS", "ID", "DocumentId", "Start", "Stop", "Coder"
    ):
        where, own = f"statement {number}", values.get(number, {})
        path = _code(own)
        if str(document) not in documents or type(begin) is not int or type(end) is not int:
            unread.append(Unread(where, "names no document, or no positions"))
        elif path is None:
            unread.append(Unread(where, "has no concept"))
        else:
            passage = Passage(str(document), begin, end, path, coders.get(coder), None, None, own, where)
            places.append(Place(passage))
        not_too_many(len(places), name)
    return counted(documents, places, unread, name, EXCLUDED, ("utf16",))


def _values(base: sqlite3.Connection, tables: dict[str, list[str]], entities: dict) -> dict[Any, dict[str, str]]:
    """What each statement says of each variable, as text."""
    variables = {number: str(said).casefold() for number, said in _rows(base, tables, "VARIABLES", "ID", "Variable")}
    roles = dict(_rows(base, tables, "ROLEVARIABLELINKS", "ID", "VariableId"))
    found: dict[Any, dict[str, str]] = {}
    for table in VALUES:
        columns = ("StatementId", "VariableId", "RoleVariableLinkId", "Entity", "Value")
        for statement, variable, role, entity, value in _rows(base, tables, table, *columns):
            key = variables.get(variable if variable is not None else roles.get(role))
            said = entity if entity is not None else value
            if table == "DATASHORTTEXT" and isinstance(said, int):  # an entity by its number
                said = entities.get(said)
            if key and said not in (None, ""):
                if table == "DATABOOLEAN":
                    said = "yes" if said == 1 else "no"
                found.setdefault(statement, {})[key] = " ".join(str(said).split())
    return found


def _code(own: dict[str, str]) -> tuple[str, ...] | None:
    concept = next((own[key] for key in CONCEPTS if key in own), None)
    if concept is None:
        return None
    stance = next((own[key] for key in AGREEMENTS if key in own), None)
    return (concept,) if stance is None else (concept, {"yes": "agree", "no": "disagree"}.get(stance, stance))


READER = ExportReader("DNA", _recognises, _read)
