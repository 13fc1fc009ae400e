"""From the keys of a passage to its place on the site: a link only where there will be a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import RunError
from .. import snapshot
from ..site import places

if TYPE_CHECKING:
    import pandas as pd

Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Evidence:
    """What the site has pages for, and the links of one page of a run to it.

    Attributes
    ----------
    story
        The name of the story.
    page
        The address of the page of the run, relative to ``outputs/``.
    lengths
        The articles, each with the length of its text; 0 without a text.
    claims, numbers, sources
        What is coded in each article: pairs of an article and a claim, a quantity or the name of a source.
    labels
        Pairs of an actor and a label.
    """

    story: str
    page: str
    lengths: dict[str, int] = field(default_factory=dict)
    claims: Pairs = field(default_factory=set)
    numbers: Pairs = field(default_factory=set)
    sources: Pairs = field(default_factory=set)
    labels: Pairs = field(default_factory=set)

    @classmethod
    def of(cls, folder: Path, page: str) -> Evidence:
        """The evidence of a result, from the tables of its story that are kept in its folder; empty without them."""
        try:
            known = snapshot.meta(folder)
            tables = snapshot.tables(folder, ("articles", "claims", "numbers", "labels", "citations"))
        except RunError:
            return cls("", page)
        if not known or "articles" not in tables:
            return cls("", page)
        texts = tables["articles"][["article_id", "text"]].itertuples(index=False)
        return cls(
            str(known["story"]),
            page,
            {str(name): len(text) if isinstance(text, str) else 0 for name, text in texts},
            _pairs(tables, "claims", "article_id", "claim_id"),
            _pairs(tables, "numbers", "article_id", "quantity"),
            _pairs(tables, "citations", "article_id", "cited"),
            _pairs(tables, "labels", "actor", "label"),
        )

    def href(self, keys: Mapping[str, str]) -> str | None:
        """The link to what some keys name (see ``samestory.plotting.evidence``); None if there is no page for it."""
        found = (self._article(keys) if "article" in keys else None) or self._other(keys)
        return places.link(found, self.page) if found else None

    def _article(self, keys: Mapping[str, str]) -> str | None:
        """A passage of an article, else the row of the article on the page of what is coded, else the article."""
        article = keys["article"]
        if article not in self.lengths:
            return None
        begin, end = (int(keys[name]) if keys.get(name, "").isdecimal() else None for name in ("begin", "end"))
        if begin is not None and end is not None and begin < end <= self.lengths[article]:
            return places.article_href(self.story, article, begin, end)
        claim, quantity = keys.get("claim", ""), keys.get("quantity", "")
        if (article, claim) in self.claims:
            return places.claim_href(self.story, claim, article)
        if (article, quantity) in self.numbers:
            return places.number_href(self.story, quantity, article)
        return places.article_href(self.story, article)

    def _other(self, keys: Mapping[str, str]) -> str | None:
        """The page of a claim, a quantity, an actor or a source."""
        claim, quantity, source = (keys.get(name, "") for name in ("claim", "quantity", "source"))
        actor, label = keys.get("actor", ""), keys.get("label")
        if _has(self.claims, claim):
            return places.claim_href(self.story, claim)
        if _has(self.numbers, quantity):
            return places.number_href(self.story, quantity)
        if any(actor == one for one, _ in self.labels):
            return places.label_href(self.story, actor, label if label and (actor, label) in self.labels else None)
        if _has(self.sources, source):
            return places.source_href(self.story, source)
        return None


def _pairs(tables: Mapping[str, pd.DataFrame], name: str, first: str, second: str) -> Pairs:
    if name not in tables:
        return set()
    rows: Iterable[tuple[object, object]] = tables[name][[first, second]].dropna().itertuples(index=False, name=None)
    return {(str(a), str(b)) for a, b in rows}


def _has(pairs: Pairs, name: str) -> bool:
    return bool(name) and any(name == one for _, one in pairs)
