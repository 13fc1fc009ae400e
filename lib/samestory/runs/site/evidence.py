"""What the pages of a story show, from the tables that its runs kept: articles, and all that is coded in them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from ... import cache
from ...html import is_missing
from ...report.no_text import MOST_WORDS
from ...text import sentences
from . import places
from .render import short

CODED = ("claims", "numbers", "labels", "citations")
CARRIED = ("asserted", "attributed", "hedged", "denied", "contradicted", "mentioned")
STATES = (*CARRIED, "absent", "not_visible", "not_coded")
MOST_QUOTE = 600


@dataclass(frozen=True)
class Code:
    """One thing coded in an article.

    ``kind`` is claim, number, label or source; ``key`` its id and ``name`` that for readers; ``href`` the page behind
    it, relative to ``outputs/``; ``state`` what the article does with it; ``said`` more in words; ``begin`` and ``end``
    are None if no passage is coded.
    """

    kind: str
    key: str
    name: str
    href: str
    state: str
    said: str
    coder: str
    begin: int | None
    end: int | None
    extra: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The tables of a story as a run kept them, and what is known beside them; see ``snapshot.tables`` and ``meta``.

    ``key`` is a digest of all of these.
    """

    story: str
    tables: Mapping[str, pd.DataFrame]
    meta: Mapping[str, Any]
    with_texts: bool = True
    key: str = ""
    _sentences: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def articles(self) -> dict[str, dict[str, Any]]:
        """Each article as a dict, by id, in order of time; those without a date come last."""
        table = self.tables.get("articles")
        if table is None or table.empty:
            return {}
        ordered = table.sort_values(["published", "article_id"], na_position="last", kind="stable")
        return {str(row["article_id"]): row for row in ordered.to_dict("records")}

    def names(self, kind: str) -> Mapping[str, str]:
        """Readable names by id, of ``articles, claims, actors, quantities, events, languages``."""
        found = self.meta.get("names", {}).get(kind, {})
        return found if isinstance(found, dict) else {}

    def article_name(self, article_id: str) -> str:
        """The name of an article for readers."""
        return str(self.names("articles").get(article_id) or article_id)

    def words(self, value: Any) -> str:
        """Words of an article that are not text of it, such as its title; of a copy without texts the first twelve."""
        said = _said(value)
        several = said.split(maxsplit=MOST_WORDS)
        return said if self.with_texts or len(several) <= MOST_WORDS else " ".join(several[:MOST_WORDS]) + " …"

    def title_of(self, article_id: str) -> str:
        """The title of an article; empty if it is not known."""
        return self.words(self.articles[article_id].get("title"))

    def text_of(self, article_id: str) -> str:
        """The text of an article as it may be shown; empty if there is none."""
        text = self.articles[article_id].get("text") if self.with_texts and article_id in self.articles else None
        return "" if is_missing(text) else str(text)

    def sentences_of(self, article_id: str) -> list[tuple[int, int]]:
        """Where the sentences of an article's text are."""
        if article_id not in self._sentences:
            language = self.articles[article_id].get("language")
            text = self.text_of(article_id)
            self._sentences[article_id] = sentences(text, None if is_missing(language) else language) if text else []
        return self._sentences[article_id]

    def split(self, article_ids: Iterable[str]) -> None:
        """Find the sentences of several articles at once, those of a text seen before without reading it again."""
        left = [one for one in article_ids if one not in self._sentences]
        if not left:
            return
        languages = (self.articles[one].get("language") for one in left)
        given = [
            (self.text_of(one), None if is_missing(code) else str(code))
            for one, code in zip(left, languages, strict=True)
        ]
        found = cache.each("sentences", given, lambda one: sentences(*one), by=lambda one: one)
        for article_id, several in zip(left, found, strict=True):
            self._sentences[article_id] = [(begin, end) for begin, end in several]

    def sentence_at(self, article_id: str, begin: int | None, end: int | None) -> tuple[str, str, str]:
        """The sentences around a passage: what is before it in them, the passage, what is after it."""
        text = self.text_of(article_id)
        if begin is None or end is None or not text or not 0 <= begin < end <= len(text):
            return "", "", ""
        around = [one for one in self.sentences_of(article_id) if one[0] < end and one[1] > begin]
        first = min([begin, *(one[0] for one in around)])
        last = max([end, *(one[1] for one in around)])
        first, last = max(first, begin - MOST_QUOTE), min(last, end + MOST_QUOTE)
        passage = text[begin:end]
        return (
            text[first:begin],
            passage if len(passage) <= 2 * MOST_QUOTE else short(passage, MOST_QUOTE),
            text[end:last],
        )

    @cached_property
    def codes(self) -> dict[str, list[Code]]:
        """Everything that is coded in each article, by its id, in order of the text."""
        found: dict[str, list[Code]] = defaultdict(list)
        for article_id, code in (*self._claims(), *self._numbers(), *self._labels(), *self._citations()):
            found[article_id].append(code)
        for several in found.values():
            several.sort(key=lambda one: (one.begin is None, one.begin or 0, one.end or 0, one.kind, one.name))
        return dict(found)

    @cached_property
    def source_of(self) -> dict[str, str]:
        """The source that each name of one is taken for."""
        table = self.tables.get("sources")
        if table is None or not {"name", "source"} <= set(table.columns):
            return {}
        return dict(zip(table["name"].astype(str), table["source"].astype(str), strict=True))

    def source_named(self, name: Any) -> str:
        """The source behind a name; empty without a name."""
        return "" if is_missing(name) or not str(name).strip() else self.source_of.get(str(name), str(name))

    def _claims(self) -> Iterable[tuple[str, Code]]:
        names = self.names("claims")
        for row in self._rows("claims"):
            claim, source = str(row["claim_id"]), row.get("attributed_to")
            yield (
                str(row["article_id"]),
                Code(
                    "claim", claim, str(names.get(claim) or claim), places.claim_href(self.story, claim),
                    str(row.get("status") or ""), _to(source), _said(row.get("coder")), *_span(row),
                    extra=(self.source_named(source), self.words(row.get("note"))),
                ),
            )  # fmt: skip

    def _numbers(self) -> Iterable[tuple[str, Code]]:
        names = self.names("quantities")
        for row in self._rows("numbers"):
            quantity, source = str(row["quantity"]), row.get("attributed_to")
            yield (
                str(row["article_id"]),
                Code(
                    "number", quantity, str(names.get(quantity) or quantity), places.number_href(self.story, quantity),
                    interval(row.get("low"), row.get("high"), row.get("unit")),
                    _to(source) or "in its own voice", _said(row.get("coder")), *_span(row),
                    extra=(self.source_named(source), self.words(row.get("value_text")), self.words(row.get("scope"))),
                ),
            )  # fmt: skip

    def _labels(self) -> Iterable[tuple[str, Code]]:
        names = self.names("actors")
        for row in self._rows("labels"):
            actor, label, voice = str(row["actor"]), str(row["label"]), _said(row.get("voice"))
            said = {"own": "in its own voice", "quoted": "in somebody's words"}.get(voice, voice)
            n = row.get("n")
            yield (
                str(row["article_id"]),
                Code(
                    "label", actor, f"{names.get(actor) or actor}: {label}",
                    places.label_href(self.story, actor, label), _said(row.get("evaluation")), said,
                    _said(row.get("coder")), *_span(row), extra=(label, voice, 1 if is_missing(n) else int(n or 1)),
                ),
            )  # fmt: skip

    def _citations(self) -> Iterable[tuple[str, Code]]:
        for row in self._rows("citations"):
            source = self.words(self.source_named(row["cited"]))
            yield (
                str(row["article_id"]),
                Code(
                    "source", source, source, places.source_href(self.story, source), _said(row.get("kind")),
                    "named as a source" if source == str(row["cited"]) else f'called "{short(row["cited"], 80)}"',
                    _said(row.get("coder")), *_span(row),
                ),
            )  # fmt: skip

    def _rows(self, name: str) -> list[dict[str, Any]]:
        table = self.tables.get(name)
        if table is None:
            return []
        return [row for row in table.to_dict("records") if str(row["article_id"]) in self.articles]

    @cached_property
    def families(self) -> dict[str, tuple[str, str, list[str]]]:
        """For each article its copy family: the id, what puts it there, and the other articles of it."""
        table = self.tables.get("families")
        if table is None or table.empty:
            return {}
        members: dict[str, list[str]] = defaultdict(list)
        rows = table.drop_duplicates("article_id").to_dict("records")
        for row in rows:
            members[str(row["family_id"])].append(str(row["article_id"]))
        return {
            str(row["article_id"]): (
                str(row["family_id"]),
                _said(row.get("basis")),
                [
                    one
                    for one in members[str(row["family_id"])]
                    if one != str(row["article_id"]) and one in self.articles
                ],
            )
            for row in rows
        }


def interval(low: Any, high: Any, unit: Any = "") -> str:
    """A figure as an interval with its unit: "4 persons", "36 to 45", "at least 24"."""
    has = (not is_missing(low), not is_missing(high))
    if has == (True, True):
        said = f"{low:,.15g}" if low == high else f"{low:,.15g} to {high:,.15g}"
    else:
        said = {(True, False): f"at least {low}", (False, True): f"at most {high}"}.get(has, "no number")
        said = said.removesuffix(".0")
    return f"{said} {_said(unit)}".strip()


def key_of(*parts: Any) -> str:
    """A digest of what a page is made of: the same parts, the same page."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _to(source: Any) -> str:
    return "" if is_missing(source) or not str(source).strip() else f"attributed to {short(source, 120)}"


def _said(value: Any) -> str:
    return "" if is_missing(value) else str(value)


def _span(row: Mapping[str, Any]) -> tuple[int | None, int | None]:
    begin, end = row.get("begin"), row.get("end")
    if is_missing(begin) or is_missing(end):
        return None, None
    return int(begin), int(end)  # type: ignore[arg-type]
