"""One file of ``articles/``: a text of one article, or an export of many."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import cache
from ..errors import UNPRINTABLE, StoryError, listed, suggestion
from ..intake import is_cut_off
from ..intake.collect import slug_of
from ..intake.dates.reading import date_fields
from ..intake.formats import Options, Source
from ..intake.formats.plain import ENDINGS, Plain, is_precise, read_article
from ..intake.formats.plain import FORMAT as PLAIN
from ..intake.shared.column_names import folded, known_names
from ..intake.shared.language_names import LANGUAGE_NAMES
from ..text import count_words, language_of
from ..yamlfile import Document
from .coverage import NEAR, fields
from .exports import Exports
from .folder import inside
from .outcome import Outcome

FOLDER = "articles"


@dataclass(frozen=True)
class ArticleFile:
    """A file as it was read, before it is known which row of coverage.csv speaks of it.

    Attributes
    ----------
    name
        Its path in the story folder.
    records
        Its articles: one of a text, any number of an export.
    plain
        The text and its head, if the file is a text of one article.
    invented
        Whether its head says ``invented: true``.
    unread
        The ``article_id`` it most likely has, if it could not be read.
    """

    name: str
    records: tuple[dict[str, Any], ...] = ()
    plain: Plain | None = None
    invented: bool = False
    unread: str | None = None


def read_files(
    folder: Path, files: Sequence[Path], exports: Exports, *, may_be_invented: bool
) -> list[Outcome[ArticleFile]]:
    """Files of ``articles/``, each as `read_file` reads it; a sound text that did not change is not parsed again.

    Parameters
    ----------
    folder, exports, may_be_invented
        As for `read_file`.
    files
        The files, in the order in which they are read.
    """
    texts = [path for path in files if path.suffix.lower() in ENDINGS and not path.is_symlink() and path.is_file()]
    try:
        digests = cache.file_digests(texts)
    except OSError:  # read_file says what is wrong
        return [read_file(folder, path, exports, may_be_invented=may_be_invented) for path in files]
    read: dict[Path, Outcome[ArticleFile]] = {}

    def make(path: Path) -> dict[str, Any] | None:
        """What is kept of a text; None for an export, and for a file with faults."""
        if UNPRINTABLE.search(str(path.relative_to(folder))):
            return None
        try:
            if exports.is_export(Source.of_path(path, str(path.relative_to(folder)))):
                return None
        except StoryError:
            return None
        one = read[path] = read_file(folder, path, exports, may_be_invented=may_be_invented)
        plain = one.value.plain
        is_same = hashlib.sha256(path.read_bytes()).digest() == digests[path]
        return None if one.faults or plain is None or not is_same else _to_json(one, plain)

    options = repr(exports.intake.options)
    kept = cache.each(
        "article file",
        texts,
        make,
        by=lambda path: (str(path.relative_to(folder)), digests[path], options, str(may_be_invented)),
    )
    known = {path: one for path, one in zip(texts, kept, strict=True) if one is not None}
    return [
        read.get(path)
        or (_from_json(str(path.relative_to(folder)), known[path]) if path in known else None)
        or read_file(folder, path, exports, may_be_invented=may_be_invented)
        for path in files
    ]


def _to_json(one: Outcome[ArticleFile], plain: Plain) -> dict[str, Any]:
    return {
        "record": one.value.records[0],
        "invented": one.value.invented,
        "head": plain.head,
        "opening": plain.opening,
        "guessed": plain.guessed,
        "encoding": plain.encoding,
        "remarks": one.remarks,
    }


def _from_json(name: str, said: dict[str, Any]) -> Outcome[ArticleFile]:
    """A sound text as it was read: of its head nothing is said any more, so the lines of the keys are left out."""
    plain = Plain(
        said["head"], said["record"]["text"], Document({}, {}), said["opening"], said["guessed"], said["encoding"]
    )
    return Outcome(ArticleFile(name, (said["record"],), plain, said["invented"]), (), tuple(said["remarks"]))


def read_file(folder: Path, path: Path, exports: Exports, *, may_be_invented: bool) -> Outcome[ArticleFile]:
    """One file of ``articles/``; what is wrong with it is in the faults.

    Parameters
    ----------
    folder, path
        The story folder and the file.
    exports
        Recognises exports and keeps what intake reports of them.
    may_be_invented
        Whether a head may say ``invented: true``.
    """
    name = str(path.relative_to(folder))
    try:
        if UNPRINTABLE.search(name):
            raise StoryError(f"{FOLDER}/{path.name!a}: rename the file; its name contains a control character")
        if path.is_symlink() or not path.is_file():
            inside(folder, path)
        source = Source.of_path(path, name)
        if exports.is_export(source):
            return Outcome(ArticleFile(name, tuple(exports.records(source))))
        plain = read_article(path, exports.intake.options)
    except StoryError as error:
        said = str(error)
        fault = said if said.startswith(f"{FOLDER}/") else f"{FOLDER}/{said}"
        return Outcome(ArticleFile(name, unread=_id_in_head(path) or slug_of(path.stem)), (fault,))
    head = _sound_head(name, plain, exports.intake.options, may_be_invented)
    one = ArticleFile(name, (head.value,), plain, invented=_says_invented(plain))
    encoding = f"{name}: not UTF-8, read as {plain.encoding}; check its accents"
    return Outcome(one, head.faults, (*([encoding] if plain.encoding is not None else []), *head.remarks))


def understood(record: dict[str, Any], plain: Plain, row: dict[str, Any]) -> dict[str, Any]:
    """A text without a head, with its language and whether it is whole as far as its row does not say it."""
    done = {key: value for key, value in record.items() if key not in plain.opening or key not in row}
    language = row.get("language") or done.get("language") or language_of(plain.text)[0]
    if language and "language" not in row:
        done["language"] = language
    if "text_status" not in row:
        done.setdefault("text_status", "cut" if is_cut_off(plain.text, language) else "full")
    return done


def _says_invented(plain: Plain) -> bool:
    said = (plain.head or plain.opening).get("invented")
    return isinstance(said, str) and said.lower() == "true"


def _sound_head(name: str, plain: Plain, options: Options, may_be_invented: bool) -> Outcome[dict[str, Any]]:
    """The keys of a head as columns of articles: under other names as tables have them, dates in any form."""
    given = {key: value for key, value in plain.head.items() if value is not None} or dict(plain.opening)
    head = {key: value for key, value in given.items() if isinstance(value, str) and key != "invented"}
    faults = [
        f"{name}, line {plain.document.line((key,))}: {key} must be one text; put the value in quotes"
        for key, value in given.items()
        if not isinstance(value, str)
    ]
    if _says_invented(plain) and not may_be_invented:
        faults.append(
            f"{name}: says invented: true, and the story does not; write invented: true into story.yaml, or"
            " take the line out of the head"
        )
    known = _known_keys(name, head, plain)
    record, remarks = dict(known.value), list(known.remarks)
    if (shown := record.get("published")) and not is_precise(shown):
        read, _ = date_fields(shown, options)
        if "published" in read:
            record |= {key: value for key, value in read.items() if key == "published" or key not in record}
            remarks.append(f"{name}: published {shown!r} read as {read['published']}")
    if said := record.get("language"):
        record["language"] = LANGUAGE_NAMES.get(said.casefold(), said)
    words = count_words(plain.text)
    record |= {"text": plain.text, "n_words": words, "source_file": name, "source_format": PLAIN}
    return Outcome(record, (*faults, *known.faults), tuple(remarks))


def _known_keys(name: str, head: dict[str, Any], plain: Plain) -> Outcome[dict[str, Any]]:
    """Keys under their own name; a key that looks misspelt is a fault, another of the user's own a remark."""
    allowed = fields()
    done, own, faults = {}, [], []
    by_name = known_names()
    for key, value in head.items():
        column = key if key in allowed else by_name.get(folded(key), ("", 0))[0]
        if column in allowed:
            if column == key or column not in head:
                done[column] = value
        elif near := suggestion(key, allowed, cutoff=NEAR):
            line = plain.document.line((key,))
            faults.append(f"{name}, line {line}: unknown key {key!r}.{near} Keys: {listed(allowed, 40)}")
        else:
            own.append(key)
    remarks = (f"{name}: keys of your own, not used: {listed(own)}",) if own else ()
    return Outcome(done, tuple(faults), remarks)


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
