"""From the keys of a passage to its place on the site: a link only where there will be a page."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import RunError
from ...plotting.evidence import is_given
from .. import snapshot
from ..site import places

if TYPE_CHECKING:
    import pandas as pd

_NAMED = ("articles", "claims", "actors", "quantities")
Span = tuple[int, int] | None
Coded = dict[tuple[str, str], Span]


@dataclass(frozen=True)
class Evidence:
    """What the site has pages for, and the links of one page of a run to it.

    Attributes
    ----------
    story
        The name of the story; empty if the site has no page for it.
    page
        The address of the page of the run, relative to ``outputs/``.
    lengths
        The articles, each with the length of its text; 0 without a text.
    claims, numbers, sources
        By article and claim, quantity or source: the first passage coded, None if its place is not known.
    source_of
        The source that each name of one is taken for.
    labels
        By actor and label.
    names
        Readable names of articles, claims, actors and quantities by their ids.
    title, is_coded
        The title of the story, and whether anything is coded in it.
    """

    story: str
    page: str
    lengths: dict[str, int] = field(default_factory=dict)
    claims: Coded = field(default_factory=dict)
    numbers: Coded = field(default_factory=dict)
    sources: Coded = field(default_factory=dict)
    labels: Coded = field(default_factory=dict)
    source_of: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    is_coded: bool = True

    @classmethod
    def of(cls, folder: Path, page: str) -> Evidence:
        """The evidence of a result, from the tables of its story that are kept in its folder; empty without them."""
        try:
            known = snapshot.meta(folder)
            tables = snapshot.tables(folder, ("articles", "claims", "numbers", "labels", "citations", "sources"))
        except RunError:
            return cls("", page)
        if not known or "articles" not in tables:
            return cls("", page)
        source_of = _source_of(tables.get("sources"))
        texts = tables["articles"][["article_id", "text"]].itertuples(index=False)
        return cls(
            str(known["story"]),
            page,
            {str(name): len(text) if isinstance(text, str) else 0 for name, text in texts},
            _coded(tables, "claims", "article_id", "claim_id"),
            _coded(tables, "numbers", "article_id", "quantity"),
            _sources(tables, source_of),
            _coded(tables, "labels", "actor", "label"),
            source_of,
            {str(key): str(name) for kind in _NAMED for key, name in known["names"].get(kind, {}).items()},
            str(known.get("title") or ""),
            snapshot.is_coded(known),
        )

    def href(self, keys: Mapping[str, str]) -> str | None:
        """The link to what some keys name (see ``samestory.plotting.evidence``); None if there is no page for it."""
        found = (self._article(keys) if "article" in keys else None) or self._other(keys)
        return places.link(found, self.page) if found else None

    def words(self, keys: Mapping[str, str]) -> str:
        """What some keys name, for readers: "Harbour Post, 3 Mar: People died"."""
        return ": ".join(self.names.get(key, key) for name, key in keys.items() if name not in ("begin", "end"))

    def _article(self, keys: Mapping[str, str]) -> str | None:
        """A passage of an article, else the row of the article on the page of what is coded, else the article."""
        article, source = keys["article"], self._source(keys)
        if article not in self.lengths:
            return None
        begin, end = (int(keys[name]) if keys.get(name, "").isdecimal() else None for name in ("begin", "end"))
        if begin is not None and end is not None and begin < end <= self.lengths[article]:
            return places.article_href(self.story, article, begin, end)
        claim, quantity = keys.get("claim", ""), keys.get("quantity", "")
        for coded, name in ((self.claims, claim), (self.numbers, quantity), (self.sources, source)):
            if place := coded.get((article, name)):
                return places.article_href(self.story, article, *place)
        if (article, claim) in self.claims:
            return places.claim_href(self.story, claim, article)
        if (article, quantity) in self.numbers:
            return places.number_href(self.story, quantity, article)
        return places.article_href(self.story, article)

    def _other(self, keys: Mapping[str, str]) -> str | None:
        """The page of a claim, a quantity, an actor or a source."""
        claim, quantity, source = keys.get("claim", ""), keys.get("quantity", ""), self._source(keys)
        actor, label = keys.get("actor", ""), keys.get("label")
        if claim in self._named["claims"]:
            return places.claim_href(self.story, claim)
        if quantity in self._named["numbers"]:
            return places.number_href(self.story, quantity)
        if actor in self._named["actors"]:
            return places.label_href(self.story, actor, label if label and (actor, label) in self.labels else None)
        if source in self._named["sources"]:
            return places.source_href(self.story, source)
        return None

    def _source(self, keys: Mapping[str, str]) -> str:
        name = keys.get("source", "")
        return self.source_of.get(name, name)

    @functools.cached_property
    def _named(self) -> dict[str, set[str]]:
        found = {name: {two for _, two in getattr(self, name)} for name in ("claims", "numbers", "sources")}
        return {**found, "actors": {actor for actor, _ in self.labels}}


def _sources(tables: Mapping[str, pd.DataFrame], source_of: Mapping[str, str]) -> Coded:
    """Where an article names a source, by whatever name; else where it gives a claim or a figure of it."""
    found: Coded = {}
    for table, column in (("citations", "cited"), ("claims", "attributed_to"), ("numbers", "attributed_to")):
        for (article, name), place in _coded(tables, table, "article_id", column).items():
            pair = (article, source_of.get(name, name))
            found[pair] = found.get(pair) or place
    return found


def _source_of(table: pd.DataFrame | None) -> dict[str, str]:
    if table is None or not {"name", "source"} <= set(table.columns):
        return {}
    return dict(zip(table["name"].astype(str), table["source"].astype(str), strict=True))


def _coded(tables: Mapping[str, pd.DataFrame], name: str, first: str, second: str) -> Coded:
    """The first passage of each pair; rows that say nothing about a claim (absent, not visible) have none."""
    if name not in tables:
        return {}
    table = tables[name]
    found: Coded = {}
    rows = table.reindex(columns=[first, second, "begin", "end"]).itertuples(index=False, name=None)
    for one, two, begin, end in rows:
        if is_given(one) and is_given(two):
            place = (int(begin), int(end)) if is_given(begin) and is_given(end) else None
            pair = (str(one), str(two))
            found[pair] = found.get(pair) or place
    return found
