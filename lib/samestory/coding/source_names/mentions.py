"""Every name of a source in the coded tables, once an article, and groups of them that are one source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ...schema import UNTOLD
from .words import Named, named, word_key

# Where tables hold the name of a source.
COLUMNS = {"claims": "attributed_to", "numbers": "attributed_to", "citations": "cited", "chains": "source"}


@dataclass(eq=False, slots=True)
class Mention:
    """One name in one article. ``rule`` says how it got into its group, empty where nothing joined it."""

    article_id: str
    name: str
    named: Named
    kind: str
    n: int = 1
    rule: str = ""
    fixed: str = ""  # the source a correction gives it
    _group: Group | None = None

    @property
    def group(self) -> Group:
        """The group it is in; every mention begins in one of its own."""
        if self._group is None:
            self._group = Group([self])
        return self._group

    @group.setter
    def group(self, group: Group) -> None:
        self._group = group

    @property
    def words(self) -> tuple[str, ...]:
        """What makes it the same words as another name."""
        return tuple(word_key(word, self.named.language) for word in self.named.words)

    @property
    def is_known(self) -> bool:
        """Whether a file says who it is: the codebook, the gazetteer, or the articles' outlets."""
        return bool(self.group.key) or self.rule == "outlet"


@dataclass(eq=False, slots=True)
class Group:
    """Mentions of one source. ``label`` is its usual name where a file gives one, ``key`` the entry of the codebook."""

    members: list[Mention] = field(default_factory=list)
    label: str = ""
    key: str = ""


def mentions_of(articles: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[Mention]:
    """The names of sources in the tables, in order of name and article."""
    language = dict(zip(articles["article_id"], articles["language"], strict=True))
    counts: dict[tuple[str, str], int] = {}
    kinds: dict[str, list[str]] = {}
    for table, column in COLUMNS.items():
        frame = tables.get(table)
        if frame is None or column not in frame:
            continue
        given = frame[frame[column].notna() & frame["article_id"].isin(language) & (frame[column] != UNTOLD)]
        for article_id, name in zip(given["article_id"], given[column], strict=True):
            counts[(name, article_id)] = counts.get((name, article_id), 0) + 1
        if table == "citations":
            for name, kind in zip(given[column], given["kind"], strict=True):
                kinds.setdefault(name, []).append(kind)
    usual = {name: max(sorted(set(those)), key=those.count) for name, those in kinds.items()}
    return [
        Mention(article_id, name, named(name, _text(language[article_id])), usual.get(name, ""), n)
        for (name, article_id), n in sorted(counts.items())
    ]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def grouped(mentions: list[Mention]) -> list[Group]:
    """The groups of the mentions, in order of their first."""
    found: dict[int, Group] = {}
    for one in mentions:
        found.setdefault(id(one.group), one.group)
    return list(found.values())


def may_unite(one: Group, other: Group) -> bool:
    """Whether two groups may become one: not two entries of the codebook."""
    return one is other or not (one.key and other.key) or one.key == other.key


def unite(one: Group, other: Group) -> Group:
    """Two groups as one; the first keeps its label where it has one."""
    if one is other:
        return one
    large, small = (one, other) if len(one.members) >= len(other.members) else (other, one)
    large.label, large.key = one.label or other.label, one.key or other.key
    large.members += small.members
    for member in small.members:
        member.group = large
    return large


def move(one: Mention, group: Group, rule: str) -> None:
    """One mention into another group; those of the same words stay, as they may be somebody else elsewhere."""
    left = one.group
    left.members = [other for other in left.members if other is not one]
    group.members.append(one)
    group.label, group.key = group.label or left.label, group.key or left.key
    one.group, one.rule = group, rule
