"""From the answer of a model to rows of the tables: everything is checked, and what fails is counted by reason."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ...schema import CARRIED, MENTIONED, UNSEEN, UNTOLD
from ...text import is_unspaced
from ..plan import Codebook
from ..storable import name_of
from .prompt import ANSWERED, KINDS, VOICES, labels_of
from .quoted import Place, Searched

LONGEST_QUOTE = 2_000  # characters
LONGEST_NAME = 200
FEWEST_LETTERS = 4  # of a quotation that is to show a claim, if its script has spaces between words
MOST_ROWS = 2_000  # of one table in one answer
WITH_SOURCE = ("attributed", "denied", "contradicted")
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)

INVENTED = "rejected: the quotation is not in the text"
TOO_SHORT = "rejected: the quotation is too short to show anything"
TOO_LONG = f"rejected: the quotation has more than {LONGEST_QUOTE:,} characters"
NO_ROW = "rejected: no row of the form that was asked for"
TWICE = "rejected: given twice"
BOTH = "rejected: said to be absent, and to be there"
UNTOLD_CLAIM = "claims without a row that holds (not known, not absent)"
NO_SOURCE = "source not told: its words are not in the text"
MOST = f"rejected: beyond the first {MOST_ROWS:,} of an article"


class NotJSONError(ValueError):
    """An answer without a JSON object."""


def parsed(content: str) -> dict[str, Any]:
    """The JSON object in an answer: all of it, or inside a fence, or between its first and last brace.

    Raises
    ------
    NotJSONError
        There is none.
    """
    fenced = _FENCE.search(content)
    brace = content[content.find("{") : content.rfind("}") + 1]
    for candidate in (content, fenced[1] if fenced else "", brace):
        try:
            told = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict):
            return told
    raise NotJSONError("no JSON object")


class _RejectedError(ValueError):
    """Why a row does not hold."""


class Checked:
    """The rows of one article that hold, and counts of those that do not by table and reason.

    Parameters
    ----------
    article_id, text, is_whole, language
        Of the article as it was read; ``is_whole`` if its text was seen in full.
    codebook
        What the rows may speak of.
    """

    def __init__(self, article_id: str, text: str, is_whole: bool, language: str, codebook: Codebook):
        self.article_id, self.is_whole, self.language = article_id, is_whole, language
        self.searched, self.codebook = Searched(text), codebook
        self.labels = labels_of(codebook, language)
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.rejected: Counter[tuple[str, str]] = Counter()
        self.finished: list[str] = []  # tables of which nothing was lost, so that what has no row is not there

    def read(self, told: dict[str, Any], only: Sequence[str]) -> None:
        """Take the rows of an answer, table by table."""
        makers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "claims": self._claim,
            "numbers": self._number,
            "labels": self._label,
            "citations": self._citation,
        }
        for name in only:
            given = told.get(name)
            if not isinstance(given, list):
                self.rejected[name, "the answer has no such table"] += 1
                continue
            if len(given) > MOST_ROWS:
                self.rejected[name, MOST] += len(given) - MOST_ROWS
            self._table = name
            made = [self._row(one, makers[name]) for one in given[:MOST_ROWS]]
            rows = [row for row in made if row is not None]
            if name == "claims":
                rows = self._sure(rows, given[:MOST_ROWS])
            self.rows[name] = self._unique(name, rows)
            if name == "claims" and (missing := len(self.codebook.claims) - len(self.rows[name])):
                self.rejected[name, UNTOLD_CLAIM] += missing
            lost = {why for table, why in self.rejected if table == name} - {TWICE, NO_SOURCE}
            if not lost and (self.is_whole or name == "claims"):  # claims not seen in a cut text have a row
                self.finished.append(name)

    def _sure(self, rows: list[dict[str, Any]], given: list[Any]) -> list[dict[str, Any]]:
        """The rows without claims that are said to be absent and also to be there: of these nothing is known."""
        there = {
            one.get("claim_id")
            for one in given
            if isinstance(one, dict) and one.get("status") != "absent" and isinstance(one.get("claim_id"), str)
        }
        kept = [row for row in rows if row["status"] not in UNSEEN or row["claim_id"] not in there]
        carried = {row["claim_id"] for row in kept}
        for row in rows:
            if row["status"] in UNSEEN and row["claim_id"] in there:
                self._count(TWICE if row["claim_id"] in carried else BOTH)
        return kept

    def _row(self, one: Any, make: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any] | None:
        try:
            if not isinstance(one, dict):
                raise _RejectedError(NO_ROW)
            return make(one)
        except _RejectedError as rejected:
            self._count(str(rejected))
            return None

    def _count(self, reason: str) -> None:
        self.rejected[self._table, reason] += 1

    @staticmethod
    def _known(one: dict[str, Any], field: str, allowed: Iterable[str]) -> str:
        given = one.get(field)
        if not isinstance(given, str) or given not in allowed:
            raise _RejectedError(f"rejected: unknown {field}")
        return given

    def _claim(self, one: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {"article_id": self.article_id, "attributed_to": None}
        row |= {"claim_id": self._known(one, "claim_id", self.codebook.claims)}
        status = self._known(one, "status", ANSWERED)
        if status == "absent":
            note = "said to be absent" + ("" if self.is_whole else "; the text was not seen in full")
            return row | {"status": "absent" if self.is_whole else "not_visible", "note": note}
        passage = self._passage(self._place(one, FEWEST_LETTERS))
        source = self._source(one) if status in WITH_SOURCE else None
        return row | {"status": status, "attributed_to": source} | passage

    def _number(self, one: dict[str, Any]) -> dict[str, Any]:
        quantity = self._known(one, "quantity", self.codebook.quantities)
        passage = self._passage(self._place(one, 1))
        bounds = [one.get(name) for name in ("low", "high")]
        if not all(value is None or _is_number(value) for value in bounds):
            raise _RejectedError("rejected: low or high is not a number")
        low, high = (None if value is None else float(value) for value in bounds)
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            raise _RejectedError("rejected: no bound, or low above high")
        source = None if one.get("attributed_to") is None else self._source(one)
        row = {"article_id": self.article_id, "quantity": quantity, "low": low, "high": high, "attributed_to": source}
        return row | {"unit": self.codebook.quantities[quantity].unit, "value_text": passage["reads"]} | passage

    def _label(self, one: dict[str, Any]) -> dict[str, Any]:
        actor = self._known(one, "actor", self.labels)
        label = self._known(one, "label", self.labels[actor])
        row: dict[str, Any] = {"article_id": self.article_id, "actor": actor, "label": label, "n": 1}
        row |= {"language": self.language or None, "voice": self._known(one, "voice", VOICES)}
        row |= {"evaluation": self.labels[actor][label].evaluation}
        return row | self._passage(self._place(one, 1))

    def _citation(self, one: dict[str, Any]) -> dict[str, Any]:
        kind = self._known(one, "kind", KINDS)
        passage = self._passage(self._place(one, 1))
        if (cited := self._name(one.get("cited"))) is None:
            raise _RejectedError("rejected: the name of the source is not in the text")
        return {"article_id": self.article_id, "cited": cited, "kind": kind} | passage

    def _place(self, one: dict[str, Any], fewest: int) -> Place:
        quote, before = one.get("quote"), one.get("before")
        if not isinstance(quote, str) or not quote.strip():
            raise _RejectedError("rejected: no quotation")
        if len(quote) > LONGEST_QUOTE:
            raise _RejectedError(TOO_LONG)
        letters = sum(map(str.isalnum, quote))
        if letters < (1 if is_unspaced(quote) else fewest):
            raise _RejectedError(TOO_SHORT)
        place = self.searched.find(quote, before[-200:] if isinstance(before, str) else "")
        if place is None:
            raise _RejectedError(INVENTED)
        return place

    def _passage(self, place: Place) -> dict[str, Any]:
        how = {"": "quoted", "before": "the one behind the words given", "first": "the first"}[place.by]
        note = how if place.n_places == 1 else f"quoted; in {place.n_places} places, {how}"
        reads = self.searched.text[place.begin : place.end]
        return {"begin": place.begin, "end": place.end, "reads": reads, "note": note}

    def _source(self, one: dict[str, Any]) -> str:
        """The source in words of the article; what is not in it is not told."""
        if one.get("attributed_to") is None:
            return UNTOLD
        if (name := self._name(one["attributed_to"])) is None:
            self._count(NO_SOURCE)
        return name or UNTOLD

    def _name(self, given: Any) -> str | None:
        if not isinstance(given, str) or len(given) > LONGEST_NAME:
            return None
        name = name_of(given)
        return name if any(map(str.isalnum, name)) and self.searched.has(name) else None

    def _unique(self, name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One row a key; uses of one label are counted together, and sources are ranked by their place."""
        keys = {
            "claims": ("claim_id",),
            "numbers": ("quantity", "low", "high", "begin", "end"),
            "labels": ("actor", "label", "voice"),
            "citations": ("cited",),
        }[name]
        if name == "claims":
            order = {status: rank for rank, status in enumerate((*self.codebook.precedence, *CARRIED, MENTIONED)[::-1])}
            rows = sorted(rows, key=lambda row: -order.get(row["status"], -1))  # an explicit absence counts last
        else:
            rows = sorted(rows, key=lambda row: (row["begin"], row["end"]))
        kept: dict[tuple, dict[str, Any]] = {}
        seen: set[tuple] = set()
        for row in rows:
            key = tuple(row[field] for field in keys)
            place = (*key, row.get("begin"), row.get("end"))
            if key not in kept:
                kept[key] = row
            elif name == "labels" and place not in seen:
                kept[key]["n"] += 1
            else:
                self._count(TWICE)
            seen.add(place)
        made = list(kept.values())
        if name == "citations":
            made = [row | {"order": rank} for rank, row in enumerate(made, 1)]
        if name == "claims":
            place_of = {claim_id: rank for rank, claim_id in enumerate(self.codebook.claims)}
            made = sorted(made, key=lambda row: place_of[row["claim_id"]])
        return made


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value)) and abs(float(value)) < 1e18
    except OverflowError:
        return False
