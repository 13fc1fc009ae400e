"""What each code of another tool means here: a claim with its state, a quantity, an actor, a kind of source."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import SamestoryError, listed, suggestion
from ...schema import BY_HAND, MENTIONED, STATUSES, table_named
from ..write import replace
from .files import rows, text_of
from .model import Export, source_of

COLUMNS = ("code", "n", "table", "target", "value", "attributed_to", "basis")
SURE, GUESS, PERSON, OPEN, LEFT = "exact", "guess", "by hand", "", "ignore"
CITED = ("source", "sources", "citation", "citations", "cited")
STANCES = {"agree": "attributed", "disagree": "denied"}  # of a speaker, in discourse networks
KINDS = next(column.allowed for column in table_named("citations").columns if column.name == "kind")
EVALUATIONS = next(column.allowed for column in table_named("labels").columns if column.name == "evaluation")
_PARTS = re.compile(r"\s*(?:::|[:/>|\\.])\s*|\s+[-\N{EN DASH}\N{EM DASH}]\s+|_(?=[a-z_]+$)")


@dataclass(frozen=True)
class Meaning:
    """What one code means.

    ``table`` is claims, numbers, labels or citations; ``target`` a claim, quantity, actor or kind of source; ``value``
    the state of the claim or the evaluation of the label; ``attributed_to`` the source that the code itself names.
    ``basis`` says how it is known: exact (the code is the key of the codebook), guess, by hand, or empty.
    """

    code: str
    n: int
    table: str = ""
    target: str = ""
    value: str = ""
    attributed_to: str = ""
    basis: str = OPEN


def guessed(export: Export, codebook: Any) -> dict[str, Meaning]:
    """A meaning for each code of an export, by the keys, names and titles of the codebook.

    Returns
    -------
    dict
        By the name of the code; those that no rule knows have an empty ``table``.
    """
    counts = Counter(one.name for one in export.passages)
    paths = {one.name: one.code for one in export.passages} | {"/".join(path): path for path in export.codes}
    keys = _keys(codebook)
    return {name: _meaning(name, paths[name], counts[name], keys) for name in sorted(paths)}


def _plain(said: str) -> str:
    return " ".join(re.sub(r"[_\-]+", " ", said).split()).casefold()


def _keys(codebook: Any) -> dict[str, tuple[str, str, bool]]:
    """What may stand for a claim, quantity or actor: table, key, and whether it is the key itself.

    A name that two things share stands for neither.
    """
    found: dict[str, tuple[str, str, bool]] = {}
    shared = set()
    for table, things in (("claims", codebook.claims), ("numbers", codebook.quantities), ("labels", codebook.actors)):
        for key, thing in things.items():
            said = {getattr(thing, "name", None), thing.title, thing.description, *getattr(thing, "names", ())}
            for word in {_plain(one) for one in said if one} - {_plain(key)}:
                if found.setdefault(word, (table, key, False))[:2] != (table, key):
                    shared.add(word)
    for table, things in (("claims", codebook.claims), ("numbers", codebook.quantities), ("labels", codebook.actors)):
        found |= {_plain(key): (table, key, True) for key in things}
    return {word: one for word, one in found.items() if one[2] or word not in shared}


def _meaning(name: str, path: tuple[str, ...], n: int, keys: dict[str, tuple[str, str, bool]]) -> Meaning:
    words: list[str] = []
    for part in path:  # a part that is a name as a whole is not taken apart
        words += [part] if _plain(part) in keys else [word for word in _PARTS.split(part) if word and word.strip()]
    known = [(at, keys[_plain(word)]) for at, word in enumerate(words) if _plain(word) in keys]
    rest = [(at, word) for at, word in enumerate(words) if _plain(word) not in keys]
    if len({one[:2] for _, one in known}) == 1:
        table, target, is_key = known[-1][1]
        value, basis = "", SURE if is_key else GUESS
        allowed = {"claims": STATUSES, "labels": EVALUATIONS}.get(table, ())
        states = [(at, word) for at, word in rest if _plain(word).replace(" ", "_") in allowed]
        stances = [(at, word) for at, word in rest if table == "claims" and _plain(word) in STANCES]
        if len(states) == 1:
            value = _plain(states[0][1]).replace(" ", "_")
        elif len(stances) == 1 and not states:
            states, value, basis = stances, STANCES[_plain(stances[0][1])], GUESS
        elif len(states) > 1:
            return Meaning(name, n)
        below = [word for at, word in rest if states and at > max(states[0][0], known[-1][0])]
        named = below[0].strip() if table in ("claims", "numbers") and len(below) == 1 else ""
        if table == "claims" and not value:
            value, basis = MENTIONED, GUESS  # it is there; how it is put is not said
        return Meaning(name, n, table, target, value, named, basis)
    kinds = [word for word in words if _plain(word) in KINDS]
    if not known and len(kinds) == 1 and (len(words) == 1 or _plain(words[0]) in CITED):
        below = words[words.index(kinds[0]) + 1 :]
        return Meaning(name, n, "citations", _plain(kinds[0]), "", below[0] if len(below) == 1 else "", GUESS)
    return Meaning(name, n)


def nearest(meaning: Meaning, codebook: Any) -> str:
    """What a code without a meaning may have been, as a question."""
    near = [*codebook.claims, *codebook.quantities, *codebook.actors]
    near += [one.title for one in codebook.claims.values() if one.title]
    return suggestion(meaning.code.rpartition("/")[2], near, cutoff=0.6)


def read_mapping(path: Path, export: Export, codebook: Any) -> dict[str, Meaning]:
    """A mapping that a person corrected; codes that it does not have are guessed.

    Raises
    ------
    SamestoryError
        A row that names no code, table, key or value of this story.
    """
    found = guessed(export, codebook)
    for number, row in rows(text_of(source_of(path)), path.name, ","):
        where = f"{path.name}, line {number}"
        if missing := [name for name in ("code", "table", "target") if name not in row]:
            raise SamestoryError(f"{where}: no column {missing[0]}; columns: {listed(COLUMNS)}")
        cells = {name: row.get(name, "").strip() for name in COLUMNS}
        if not cells["code"]:
            raise SamestoryError(f"{where}: names no code")
        _checked(cells, codebook, where)
        before = found.get(cells["code"])
        given = (cells["table"], cells["target"], cells["value"], cells["attributed_to"])
        if before is not None and given == (before.table, before.target, before.value, before.attributed_to):
            continue  # left as it was guessed
        n = before.n if before is not None else 0
        found[cells["code"]] = Meaning(cells["code"], n, *given, basis=PERSON if cells["table"] else OPEN)
    return found


def _checked(cells: dict[str, str], codebook: Any, where: str) -> None:
    table, target, value = cells["table"], cells["target"], cells["value"]
    if table in ("", LEFT):
        return
    known = {
        "claims": codebook.claims,
        "numbers": codebook.quantities,
        "labels": codebook.actors,
        "citations": KINDS,
    }
    if table not in known:
        raise SamestoryError(f"{where}: no table {table!r}. One of: {listed([*BY_HAND, LEFT])}")
    if target not in known[table]:
        raise SamestoryError(
            f"{where}: {table} has no {target!r}.{suggestion(target, known[table])} One of: {listed(known[table], 40)}"
        )
    allowed = {"claims": STATUSES, "labels": EVALUATIONS}.get(table, ())
    if value and value not in allowed:
        raise SamestoryError(f"{where}: no value {value!r}.{suggestion(value, allowed)} One of: {listed(allowed)}")
    if table == "claims" and not value:
        raise SamestoryError(f"{where}: a claim needs a value, its state. One of: {listed(STATUSES)}")


def write_mapping(path: Path, meanings: Iterable[Meaning]) -> None:
    """A mapping as a table for a person to correct; a file of that name is never overwritten.

    Raises
    ------
    SamestoryError
        There is a file of that name.
    """
    if path.exists() or path.is_symlink():
        raise SamestoryError(f"{path}: is there already; remove it, or give it as --mapping to use it")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(one, name) for name in COLUMNS] for one in meanings)
    replace(path, out.getvalue().encode("utf-8"))
