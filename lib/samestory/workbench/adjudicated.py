"""Two codings of the same articles, unit by unit: where they differ, and the coding that decisions make of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding.by_hand import coder_name, finished_articles, read_hand_coding, write_hand_coding
from ..errors import SamestoryError, printable
from ..schema import BY_HAND, MENTIONED, UNSEEN, check, table_named
from ..story import Story, load_story

__all__ = ["Adjudication", "disagreements"]

Row = dict[str, Any]
DECISIONS = ("first", "second", "other", "cannot_tell")
NO_ROW = "no row"
# The cells that a decision for another row may change; the passage stays that of a coder.
CHANGED = {
    "claims": ("status", "attributed_to"),
    "numbers": ("low", "high", "attributed_to"),
    "labels": ("evaluation", "n"),
    "citations": ("kind",),
}
MOST_NOTE = 1_000  # characters


@dataclass(frozen=True)
class Unit:
    """What two coders may differ on: one claim, figure, label or source of one article.

    ``first`` and ``second`` are their rows, None for none; ``differ`` the columns in which they differ, ``row`` where
    only one of them has a row; empty where they agree.
    """

    table: str
    article_id: str
    unit: str
    first: Row | None
    second: Row | None
    differ: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name of this difference: the same as long as both codings stay as they are."""
        parts = [self.table, self.article_id, self.unit, says(self.table, self.first), says(self.table, self.second)]
        return sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def says(table: str, row: Row | None) -> str:
    """A row in a few words."""
    if row is None:
        return NO_ROW
    by = f", by {row['attributed_to']}" if row.get("attributed_to") else ""
    if table == "claims":
        return f"{row['status']}{by}"
    if table == "numbers":
        low, high = (None if row[name] is None else f"{row[name]:g}" for name in ("low", "high"))
        bounds = low if low == high else f"{low or 'unknown'} to {high or 'unknown'}"
        return f"{bounds} {row['unit']}{by}"
    if table == "labels":
        return f"{row['evaluation']}, {row['n']} times" if row["n"] != 1 else f"{row['evaluation']}, once"
    return str(row["kind"])


def units(
    codings: Mapping[str, pd.DataFrame], first: str, second: str, tables: Sequence[str], folder: Path
) -> Iterator[Unit]:
    """Every unit of the articles that both coders have finished, table by table, article by article."""
    for table in tables:
        both = finished_articles(codings, first, table, folder) & finished_articles(codings, second, table, folder)
        rows = [rows_by_article(codings[table][codings[table]["coder"] == coder]) for coder in (first, second)]
        for article_id in sorted(both):
            for unit, one, other in paired(table, rows[0].get(article_id, []), rows[1].get(article_id, [])):
                if table == "claims" and (one is None or other is None):
                    continue  # absent is a row; a claim without one came into the codebook later
                yield Unit(table, article_id, unit, one, other, _differ(table, one, other))


def rows_by_article(frame: pd.DataFrame) -> dict[str, list[Row]]:
    """The rows of a table by article, with None for empty cells."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        found[row["article_id"]].append({str(key): value for key, value in row.items()})
    return found


def paired(table: str, ones: list[Row], others: list[Row]) -> list[tuple[str, Row | None, Row | None]]:
    """Rows about the same thing beside one another."""
    if table == "numbers":
        return _figures(ones, others)
    keyed = [{_key(table, row): row for row in rows} for rows in (ones, others)]
    names = {
        key: name for rows in (others, ones) for row in rows for key, name in [(_key(table, row), _name(table, row))]
    }
    return [(names[key], keyed[0].get(key), keyed[1].get(key)) for key in sorted(names)]


def _key(table: str, row: Row) -> tuple[str, ...]:
    if table == "claims":
        return (row["claim_id"],)
    if table == "labels":
        return (row["actor"], _folded(row["label"]), row["voice"])
    return (_folded(row["cited"]),)


def _name(table: str, row: Row) -> str:
    if table == "claims":
        return str(row["claim_id"])
    return f"{row['actor']}: {row['label']} ({row['voice']})" if table == "labels" else str(row["cited"])


def _folded(said: str | None) -> str:
    return " ".join((said or "").split()).casefold()


def _figures(ones: list[Row], others: list[Row]) -> list[tuple[str, Row | None, Row | None]]:
    """Figures for one quantity at places that overlap are the same; those without a place by their bounds."""
    left, found = list(others), []
    for one in sorted(ones, key=_place):
        fits = [other for other in left if other["quantity"] == one["quantity"] and _shared(one, other) > 0]
        best = max(fits, key=lambda other: _shared(one, other), default=None)
        if best is not None:
            left.remove(best)
        found.append((one, best))
    pairs: list[tuple[Row | None, Row | None]] = [*found, *((None, other) for other in left)]
    pairs.sort(key=lambda pair: _place(pair[0] or pair[1] or {}))
    named: list[tuple[str, Row | None, Row | None]] = []
    for first, second in pairs:
        row = first or second or {}
        place = "" if row["begin"] is None else f" at {row['begin']}"
        named.append((f"{row['quantity']}{place}: {row['value_text']}", first, second))
    return named


def _place(row: Row) -> tuple[int, str]:
    return -1 if row["begin"] is None else int(row["begin"]), str(row["quantity"])


def _shared(one: Row, other: Row) -> int:
    """Characters that two passages share; for figures without a place 1 if the bounds are the same."""
    if one["begin"] is None or other["begin"] is None:
        bounds = ("low", "high", "value_text")
        same = all(one[name] == other[name] for name in bounds)
        return int(one["begin"] is None and other["begin"] is None and same)
    return int(min(one["end"], other["end"]) - max(one["begin"], other["begin"]))


def _differ(table: str, one: Row | None, other: Row | None) -> tuple[str, ...]:
    if one is None or other is None:
        return ("row",)
    names = {
        "claims": ("status",),
        "numbers": ("low", "high", "unit"),
        "labels": ("evaluation", "n"),
        "citations": ("kind",),
    }[table]
    found = [name for name in names if one[name] != other[name]]
    if table in ("claims", "numbers") and _folded(one["attributed_to"]) != _folded(other["attributed_to"]):
        found.append("attributed_to")
    has_places = one["begin"] is not None and other["begin"] is not None
    if table == "claims" and not found and has_places and _shared(one, other) <= 0:
        found.append("passage")
    return tuple(found)


def disagreements(story: Story, first: str, second: str, tables: Sequence[str] = BY_HAND) -> pd.DataFrame:
    """Where two coders differ in the articles that both have finished, side by side.

    Claims differ by their state, by whom they are given to, or by passages that share no word; figures for one quantity
    at one place by bounds, unit or source; labels by evaluation or count; sources by kind. What only one of them has is
    a difference too.

    Parameters
    ----------
    story
        The story, with both codings.
    first, second
        The names of two coders; a program is one too.
    tables
        Any of ``claims, numbers, labels, citations``.

    Returns
    -------
    DataFrame
        ``key, table, article_id, unit, differ, first, second, first_reads, second_reads``: one row a difference;
        ``first`` and ``second`` say what each coded.

    Raises
    ------
    SamestoryError
        A coder who coded nothing in this story, or the same one twice.

    Examples
    --------
    >>> ss.workbench.disagreements(story, "truth", "nobody")
    Traceback (most recent call last):
    samestory.errors.StoryError: story harbour-fire: no coder 'nobody'. Coders: truth
    """
    return _table(_differing(units(_codings(story, first, second), first, second, tables, story.folder)))


def _differing(found: Iterator[Unit]) -> list[Unit]:
    return [one for one in found if one.differ]


def _codings(story: Story, first: str, second: str) -> dict[str, pd.DataFrame]:
    """Every table of the two coders; a coder who has no row at all is an error."""
    if first == second:
        raise SamestoryError(f"first and second are both {first!r}; give two coders")
    for coder in (first, second):
        story.table("claims", coder=coder)  # raises if there is none of that name
    return {name: story.table(name, coder="*") for name in (*BY_HAND, "examined")}


def _table(differing: list[Unit]) -> pd.DataFrame:
    columns = ["key", "table", "article_id", "unit", "differ", "first", "second", "first_reads", "second_reads"]
    rows = [
        (
            one.key,
            one.table,
            one.article_id,
            one.unit,
            ", ".join(one.differ),
            says(one.table, one.first),
            says(one.table, one.second),
            None if one.first is None else one.first["reads"],
            None if one.second is None else one.second["reads"],
        )
        for one in differing
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


class Adjudication:
    """Two codings, the decisions on their differences, and the agreed coding that both make.

    Every decision is written at once, and the agreed coding with it. Decisions on codings that have changed since are
    kept and not used.

    Parameters
    ----------
    story
        A story, or its name or folder; its codings are read from the folder again.
    first, second
        The two coders.
    decided_by
        The name of the person who decides.
    coder
        The name of the agreed coding.
    tables
        What is adjudicated.
    renew
        Whether rows of the agreed coding that the two codings and the decisions no longer make are replaced.

    Raises
    ------
    SamestoryError
        A coder without rows, no name of who decides, or an agreed coding with rows that neither the two codings nor a
        decision makes: one of the two has changed, or somebody has worked on the agreed one.
    """

    def __init__(
        self,
        story: Story | str | Path,
        first: str,
        second: str,
        *,
        decided_by: str,
        coder: str = "agreed",
        tables: Sequence[str] = BY_HAND,
        renew: bool = False,
    ):
        if not isinstance(decided_by, str) or not decided_by.strip() or len(decided_by) > 100:
            raise SamestoryError("decided_by: say who decides, in up to 100 characters")
        if unknown := [name for name in tables if name not in BY_HAND]:
            raise SamestoryError(f"tables: no table {unknown[0]!r}. Any of: {', '.join(BY_HAND)}")
        if first == second:
            raise SamestoryError(f"first and second are both {first!r}; give two coders")
        if coder_name(coder) in (first, second):
            raise SamestoryError(f"coder={coder!r}: is one of the two; give the agreed coding a name of its own")
        self.story = load_story(str(story.folder) if isinstance(story, Story) else str(story))
        self.first, self.second, self.coder = first, second, coder
        self.tables = [name for name in BY_HAND if name in tables]
        self.decided_by = printable(" ".join(decided_by.split()))
        codings = _codings(self.story, first, second)
        found = list(units(codings, first, second, self.tables, self.story.folder))
        self.agreed = [one for one in found if not one.differ]
        self.differing = {one.key: one for one in found if one.differ}
        self.finished = {
            name: finished_articles(codings, first, name, self.story.folder)
            & finished_articles(codings, second, name, self.story.folder)
            for name in self.tables
        }
        held = read_hand_coding(self.story.folder, coder)
        self.decisions: dict[str, Row] = {}
        self.unused: list[Row] = []
        for row in held["adjudicated"].astype("object").where(held["adjudicated"].notna(), None).to_dict("records"):
            self._take({str(key): value for key, value in row.items()})
        if not renew:
            self._refuse_changed(held)
        self._steps: list[tuple[str, Row | None]] = []

    def _take(self, row: Row) -> None:
        """A decision that was made before, if both codings are still what it was about."""
        for key, one in self.differing.items():
            about = (one.table, one.article_id, one.unit, says(one.table, one.first), says(one.table, one.second))
            if about == tuple(row[name] for name in ("table", "article_id", "unit", "first_says", "second_says")):
                self.decisions[key] = row
                return
        self.unused.append(row)

    def _refuse_changed(self, held: Mapping[str, pd.DataFrame]) -> None:
        """Stop where the agreed coding has rows that are not made of the two codings and the decisions."""
        made = self.made() if any(len(table) for table in held.values()) else {}
        for name in self.tables if made else ():
            one, other = (set(map(str, table[_shown(name)].to_numpy().tolist())) for table in (held[name], made[name]))
            if not one <= other:
                raise SamestoryError(
                    f"coding/{name}.{self.coder}.csv: has rows that {self.first}, {self.second} and the decisions do"
                    " not make; one of them has changed, or somebody worked on the agreed coding. renew=True replaces"
                    " these rows, coder= gives the agreed coding another name"
                )

    @property
    def disagreements(self) -> pd.DataFrame:
        """The differences as in ``disagreements``, with ``decision`` (empty: not yet), ``decided_by`` and ``note``."""
        table = _table(list(self.differing.values()))
        for name in ("decision", "decided_by", "note"):
            said = [(self.decisions.get(key) or {}).get(name) for key in table["key"]]
            table[name] = pd.Series(said, index=table.index, dtype="str")
        return table

    @property
    def counts(self) -> pd.DataFrame:
        """By table: articles both finished, ``units, agree, differ``, and of these ``decided, cannot_tell, open``."""
        rows = []
        for name in self.tables:
            differ = [key for key, one in self.differing.items() if one.table == name]
            decided = [self.decisions[key]["decision"] for key in differ if key in self.decisions]
            agree = sum(one.table == name for one in self.agreed)
            n_told = sum(one != "cannot_tell" for one in decided)
            row = [name, len(self.finished[name]), agree + len(differ), agree, len(differ)]
            rows.append([*row, n_told, len(decided) - n_told, len(differ) - len(decided)])
        columns = ["table", "articles", "units", "agree", "differ", "decided", "cannot_tell", "open"]
        return pd.DataFrame(rows, columns=columns)

    def decide(self, key: str, decision: str, *, note: str = "", save: bool = True, **changes: Any) -> None:
        """Decide one difference; it is on the disk when this returns.

        Parameters
        ----------
        key
            Of the difference.
        decision
            ``first`` or ``second``: that coder's row, or that there is none; ``other``: a row that ``changes`` make;
            ``cannot_tell``: no row, except for a claim that both found, which then is ``mentioned``.
        note
            Why.
        save
            Whether it is written now; else by ``write``.
        changes
            For ``other`` the cells that are neither coder's: ``status, attributed_to`` of a claim, ``low, high,
            attributed_to`` of a figure, ``evaluation, n`` of a label, ``kind`` of a source.

        Raises
        ------
        SamestoryError
            No such difference or decision, or a row that its table does not allow.
        """
        if (one := self.differing.get(key)) is None:
            raise SamestoryError(f"no difference {str(key)[:40]!r}; the codings may have changed, run the cell again")
        if decision not in DECISIONS:
            raise SamestoryError(f"no decision {str(decision)[:40]!r}. One of: {', '.join(DECISIONS)}")
        if not isinstance(note, str) or len(note) > MOST_NOTE:
            raise SamestoryError(f"note: give text of up to {MOST_NOTE:,} characters")
        if (decision == "other") is not bool(changes):
            raise SamestoryError("give the cells of another row with decision 'other', and with no other decision")
        if wrong := [name for name in changes if name not in CHANGED[one.table]]:
            raise SamestoryError(
                f"{one.table}: {wrong[0]!r} cannot be changed here; {', '.join(CHANGED[one.table])} can"
            )
        row = {
            "article_id": one.article_id,
            "table": one.table,
            "unit": one.unit,
            "first": self.first,
            "first_says": says(one.table, one.first),
            "second": self.second,
            "second_says": says(one.table, one.second),
            "decision": decision,
            "changes": json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else None,
            "decided_by": self.decided_by,
            "note": printable(" ".join(note.split())) or None,
        }
        if (made := self._decided(one, row)) is not None:
            self._checked(one.table, [made])
        self._steps.append((key, self.decisions.get(key)))
        self.decisions[key] = row
        if save:
            self.write([one.table])

    def undo(self) -> str | None:
        """Take back the last decision of this session; its key, or None if there is none."""
        if not self._steps:
            return None
        key, before = self._steps.pop()
        if before is None:
            self.decisions.pop(key, None)
        else:
            self.decisions[key] = before
        self.write([self.differing[key].table])
        return key

    def _decided(self, one: Unit, row: Row) -> Row | None:
        """The row that a decision makes; None for none."""
        decision, base = row["decision"], {"first": one.first, "second": one.second}
        if decision == "cannot_tell":
            if one.table != "claims" or one.first is None or one.second is None:
                return None
            if {one.first["status"], one.second["status"]} & set(UNSEEN):
                return None  # whether it is there at all cannot be told
            made: Row | None = {**one.first, "status": MENTIONED, "attributed_to": None}
        elif decision == "other":
            made = {**(one.first or one.second or {}), **json.loads(row["changes"])}
            if made.get("status") in UNSEEN:
                made |= {"attributed_to": None, "begin": None, "end": None, "reads": None}
            elif one.table == "claims" and made["begin"] is None and one.second is not None:
                made |= {name: one.second[name] for name in ("begin", "end", "reads")}
        else:
            made = base[decision]
        if made is None:
            return None
        said = (
            f"decided by {row['decided_by']} between {row['first']} ({row['first_says']}) and {row['second']}"
            f" ({row['second_says']}): {row['decision'].replace('_', ' ')}"
        )
        return {**made, "coder": self.coder, "note": "; ".join(filter(None, (said, row["note"])))}

    def made(self, only: Sequence[str] = BY_HAND) -> dict[str, pd.DataFrame]:
        """The agreed coding as tables: what both coded alike, and what was decided; ``only`` some of the tables.

        Where both coded a claim alike and their passages overlap, the first coder's passage is taken and the note says
        so. An article is finished in ``examined`` if every difference in it is decided and none "cannot be told".
        """
        rows: dict[str, list[Row]] = {name: [] for name in self.tables if name in only}
        for one in self.agreed:
            if one.table in rows and one.first is not None and one.second is not None:
                rows[one.table].append(self._alike(one.first, one.second))
        left = set()
        for key, one in self.differing.items():
            decided = self.decisions.get(key)
            row = None if decided is None else self._decided(one, decided)
            if row is not None and one.table in rows:
                rows[one.table].append(row)
            if decided is None or (decided["decision"] == "cannot_tell" and row is None):
                left.add((one.table, one.article_id))
        tables = {name: self._checked(name, those) for name, those in rows.items()}
        done = [
            {"article_id": key, "table": name, "coder": self.coder}
            for name in self.tables
            for key in sorted(self.finished[name])
            if (name, key) not in left
        ]
        decisions = [{**row, "coder": self.coder} for row in [*self.unused, *self.decisions.values()]]
        tables["examined"] = self._checked("examined", done)
        return tables | {"adjudicated": self._checked("adjudicated", decisions)}

    def _alike(self, one: Row, other: Row) -> Row:
        row = {**one, "coder": self.coder, "note": None}
        if (one["begin"], one["end"]) != (other["begin"], other["end"]):
            has = self.first if one["begin"] is not None else self.second
            place = {name: (one if has == self.first else other)[name] for name in ("begin", "end", "reads")}
            row |= {**place, "note": f"passage as {has} has it"}
        return row

    def _checked(self, name: str, rows: list[Row]) -> pd.DataFrame:
        declared = table_named(name)
        if not rows:
            return declared.empty()
        frame = pd.DataFrame(rows).reindex(columns=declared.names)
        frame = frame.sort_values([key for key in declared.key if key != "coder"] or ["article_id", "begin"])
        if name == "citations":
            frame["order"] = _ranks(frame)
        return check(frame.reset_index(drop=True), name, articles=self.story.articles)

    def write(self, only: Sequence[str] = BY_HAND) -> dict[str, Path]:
        """Write the decisions and the agreed coding as ``coding/<table>.<coder>.csv``; ``only`` some of its tables."""
        return write_hand_coding(self.story.folder, self.coder, self.made(only))


def _ranks(frame: pd.DataFrame) -> pd.Series:
    """The rank of each source in its article by its place; those without a place keep none."""
    return frame["begin"].astype("Int64").groupby(frame["article_id"]).rank(method="first").astype("Int64")


def _shown(table: str) -> list[str]:
    return [name for name in table_named(table).names if name not in ("coder", "note")]
