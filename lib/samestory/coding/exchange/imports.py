"""The import of a coding made elsewhere, from the file to checked tables; nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import SamestoryError, listed, suggestion
from ..by_hand import coder_name
from .formats import reader_of
from .made import Made, rows_of
from .mapping import Meaning, guessed, read_mapping
from .model import Export, Unread, source_of
from .place import Placed, placed

__all__ = ["Imported", "import_codings"]


@dataclass(frozen=True)
class Imported:
    """What an import would write, and what became of everything that was read.

    Attributes
    ----------
    format
        The format that was recognised.
    n_read
        Codings in the file, those that could not be read included.
    made
        By coder of this story the tables, and what was rejected, joined or without a meaning.
    mapping
        What each code means, by its name.
    matched
        The article of each document that is one.
    unread
        Codings that could not be read or placed, and why.
    remarks
        What had to be understood on the way, one line each.
    """

    format: str
    n_read: int
    made: dict[str, Made]
    mapping: dict[str, Meaning]
    matched: dict[str, str]
    unread: list[Unread] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def n_taken(self) -> int:
        """Codings that are in a row."""
        return sum(one.n_taken for one in self.made.values())

    @property
    def rejected(self) -> list[Unread]:
        """Every coding that is in no row, with the reason; those of codes without a meaning are counted apart."""
        return [*self.unread, *(one for made in self.made.values() for one in made.rejected)]

    @property
    def reasons(self) -> Counter[str]:
        """How many codings each reason rejected; what is named in it left out."""
        return Counter(re.sub(r"'[^']*'|“[^”]*”|article \S+", "...", one.reason) for one in self.rejected)

    @property
    def unmapped(self) -> Counter[str]:
        """The codes without a meaning, with the number of their codings."""
        return sum((one.unmapped for one in self.made.values()), Counter())


def import_codings(
    path: str | Path,
    articles: pd.DataFrame,
    codebook: Any,
    *,
    coders: Sequence[str] = (),
    mapping: str | Path | None = None,
    finished: bool = False,
    end_is: str | None = None,
) -> Imported:
    """Read the export of another tool into the tables of a story, without writing them.

    Parameters
    ----------
    path
        A REFI-QDA project, a doccano, CATMA, WebAnno or INCEpTION export, a database of DNA, or a table of passages.
    articles, codebook
        Of the story.
    coders
        One name for all rows, or ``THEIRS=OURS`` for each coder of the file.
    mapping
        A table that says what each code means; codes it does not have are guessed.
    finished
        Whether every document of the file was coded whole, so that what is not coded there is absent.
    end_is
        ``included`` or ``excluded``: whether the last position is part of a passage, for files that do not show it.

    Returns
    -------
    Imported
        Tables by coder, and everything that is not in them, with its reason.

    Raises
    ------
    SamestoryError
        A file of no known format, damaged or hostile; a mapping or coder that does not fit.
    """
    if end_is not in (None, "included", "excluded"):
        raise SamestoryError(f"--end-is {end_is!r}: say included or excluded")
    source = source_of(Path(path))
    reader = reader_of(source)
    export = reader.read(source, end_is)
    meanings = guessed(export, codebook) if mapping is None else read_mapping(Path(mapping), export, codebook)
    passages, rejected, matched = placed(export, articles)
    unread = [*export.unread, *rejected]
    lost = _lost(unread, meanings, matched)
    names = _names(export, coders, source.name)
    by_coder: dict[str, list[Placed]] = {name: [] for name in names.values()}
    for one in passages:
        by_coder[names[one.passage.coder]].append(one)
    made = {}
    for name, those in by_coder.items():
        whole = {one.article_id for one in those} | (set(matched.values()) if len(by_coder) == 1 else set())
        made[name] = rows_of(those, meanings, articles, codebook, name, whole if finished else (), lost)
    n_read = len(export.passages) + len(export.unread)
    by_name = {export.documents[key].name: article_id for key, article_id in matched.items() if key in export.documents}
    return Imported(reader.name, n_read, made, meanings, by_name, unread, export.remarks)


def _lost(unread: Sequence[Unread], mapping: Mapping[str, Meaning], matched: Mapping[str, str]) -> set[tuple[str, str]]:
    """The articles in which a coding was not taken, each with its table; no table if it may be any."""
    found: set[tuple[str, str]] = set()
    for one in unread:
        meaning = None if one.code is None else mapping.get(one.code)
        table = "" if meaning is None else meaning.table
        if one.document is None:
            found |= {(article_id, table) for article_id in matched.values()}
        elif one.document in matched:
            found.add((matched[one.document], table))
    return found


def _names(export: Export, given: Sequence[str], file: str) -> dict[str | None, str]:
    """The name here of each coder of the file."""
    theirs = sorted({one.coder for one in export.passages}, key=lambda name: name or "")
    pairs: Mapping[str, str] = dict(one.rpartition("=")[::2] for one in given if "=" in one)
    alone = [one for one in given if "=" not in one]
    if unknown := [name for name in pairs if name not in theirs]:
        known = [name or "(nobody named)" for name in theirs]
        raise SamestoryError(
            f"{file}: has no coder {unknown[0]!r}.{suggestion(unknown[0], known)} It has: {listed(known)}"
        )
    if len(alone) > 1 or (alone and len(theirs) > 1):
        raise SamestoryError(
            f"{file}: holds codings by {listed(one or '(nobody named)' for one in theirs)}; give each a name here:"
            " --coder THEIRS=OURS, repeated"
        )
    names = {one: coder_name(alone[0] if alone else pairs.get(one or "") or _own_name(one, file)) for one in theirs}
    if len(set(names.values())) < len(names):
        raise SamestoryError(f"{file}: two of its coders would be one here; give each a name: --coder THEIRS=OURS")
    return names


def _own_name(name: str | None, file: str) -> str:
    """A coder's name here out of the one in the file."""
    if name is None:
        raise SamestoryError(f"{file}: does not say who coded; say it with --coder NAME")
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip("-._")[:40]
    try:
        return coder_name(plain)
    except SamestoryError:
        raise SamestoryError(
            f"{file}: coder {name[:60]!r} needs another name here: --coder {name[:60]!r}=coder-1"
        ) from None
