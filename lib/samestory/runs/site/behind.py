"""What is behind a result: the pages of a claim, a quantity, an actor and a named source, with all their passages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import counted
from . import places
from .evidence import CARRIED, STATES, Code, Evidence
from .render import short

LISTED = ("absent", "not_visible", "not_coded")
Shown = tuple[str, Code]


@dataclass(frozen=True)
class Behind:
    """A page: its heading and address, what it is made of, how much is on it in words, what fills its template.

    ``is_listed`` says whether the page of the story lists it.
    """

    heading: str
    href: str
    made_of: Any
    count: str
    values: Callable[[], dict[str, Any]]
    is_listed: bool = True


def claim_page(evidence: Evidence) -> Iterator[Behind]:
    """The page of each claim: what every article does with it."""
    coded = _by_key(evidence, "claim")
    for claim, heading in _headings(evidence.names("claims"), coded):
        shown = coded.get(claim, [])
        carried = [one for one in shown if one[1].state not in LISTED]
        states = _states(evidence, shown)
        counts = Counter(states.values())
        several = len({code.coder for _, code in shown}) > 1
        columns = ["State", "Attributed to", *(["Coder"] if several else [])]

        def values(
            heading: str = heading, shown: list[Shown] = shown, carried: list[Shown] = carried,
            states: dict[str, str] = states, counts: Counter[str] = counts, columns: list[str] = columns,
        ) -> dict[str, Any]:  # fmt: skip
            rows = _Rows(evidence, claim_anchors=True)
            table = [
                rows.row(article_id, code, [code.state, code.extra[0], code.coder][: len(columns)])
                for article_id, code in _by_outlet(evidence, carried)
            ]
            lists = [
                (state, [rows.bare(one) for one in evidence.articles if states[one] == state and one not in rows.seen])
                for state in LISTED
            ]
            n, total = sum(counts[state] for state in CARRIED), len(evidence.articles)
            told = [(state, counts[state]) for state in STATES if counts[state]]
            return {
                **_frame("Claim", heading),
                "about": f"{n:,} of {counted(total, 'article')} carry this claim: " + _coders(shown),
                "notes": _notes_of_claim(counts),
                "counts": told,
                "counts_said": ", ".join(f"{state.replace('_', ' ')} {count}" for state, count in told),
                "bars": _bars(told, total),
                "columns": columns,
                "groups": [{"heading": "", "anchor": "", "about": "", "rows": table}] if table else [],
                "lists": [(state, several) for state, several in lists if several],
            }

        n = sum(counts[state] for state in CARRIED)
        yield Behind(
            heading, places.claim_href(evidence.story, claim), _made_of(evidence, shown), counted(n, "article"), values
        )


def quantity_page(evidence: Evidence) -> Iterator[Behind]:
    """The page of each quantity: every figure given for it, from low to high."""
    coded = _by_key(evidence, "number")
    conflicts = _conflicts(evidence)
    for quantity, name in _headings(evidence.names("quantities"), coded):
        shown, heading = coded.get(quantity, []), name[:1].upper() + name[1:]

        def values(heading: str = heading, shown: list[Shown] = shown, n: int = conflicts[quantity]) -> dict[str, Any]:
            rows = _Rows(evidence)
            table = [
                rows.row(article_id, code, [code.state, code.extra[1], code.extra[2], code.extra[0] or "own voice"])
                for article_id, code in _by_outlet(evidence, shown)
            ]
            articles = len({article_id for article_id, _ in shown})
            said = f"{counted(n, 'pair')} of these figures cannot both be true." if n else ""
            return {
                **_frame("Quantity", heading),
                "about": f"{counted(len(shown), 'figure')} in {articles:,} of"
                f" {counted(len(evidence.articles), 'article')}.",
                "notes": [said] if said else [],
                "columns": ["Figure", "In its words", "Of whom or where", "Source"],
                "groups": [{"heading": "", "anchor": "", "about": "", "rows": table}] if table else [],
            }

        yield Behind(
            heading, places.number_href(evidence.story, quantity), (_made_of(evidence, shown), conflicts[quantity]),
            counted(len(shown), "figure"), values,
        )  # fmt: skip


def actor_page(evidence: Evidence) -> Iterator[Behind]:
    """The page of each actor: every word for it, the most used first."""
    coded = _by_key(evidence, "label")
    for actor, heading in _headings(evidence.names("actors"), coded):
        shown = coded.get(actor, [])
        by_label: dict[str, list[Shown]] = defaultdict(list)
        for one in shown:
            by_label[one[1].extra[0]].append(one)

        def values(
            heading: str = heading, shown: list[Shown] = shown, by_label: Mapping[str, list[Shown]] = by_label
        ) -> dict[str, Any]:
            groups = []
            for label, several in sorted(by_label.items(), key=lambda pair: (-len(pair[1]), pair[0])):
                rows = _Rows(evidence)
                table = [
                    rows.row(article_id, code, [code.said, code.state, str(code.extra[2])], anchored=False)
                    for article_id, code in _by_outlet(evidence, several)
                ]
                n = len({article_id for article_id, _ in several})
                groups.append(
                    {
                        "heading": label,
                        "anchor": places.label_anchor(label),
                        "about": counted(n, "article"),
                        "rows": table,
                    }
                )
            articles = len({article_id for article_id, _ in shown})
            return {
                **_frame("Words for an actor", heading),
                "about": f"{counted(len(by_label), 'label')} in {articles:,} of"
                f" {counted(len(evidence.articles), 'article')}. The passage is the first occurrence.",
                "columns": ["Voice", "Value", "Times"],
                "groups": groups,
            }

        yield Behind(
            heading, places.label_href(evidence.story, actor), _made_of(evidence, shown),
            counted(len(by_label), "label"), values,
        )  # fmt: skip


def source_page(evidence: Evidence) -> Iterator[Behind]:
    """The page of each named source: who names it, and what is attributed to it."""
    coded = _by_key(evidence, "source")
    for article_id, codes in evidence.codes.items():
        for code in codes:
            if code.kind in ("claim", "number") and code.extra[0]:
                coded.setdefault(code.extra[0], []).append((article_id, code))
    joined: dict[str, list[str]] = defaultdict(list)
    for name, source in evidence.source_of.items():
        coded.setdefault(source, [])
        if name != source:
            joined[source].append(name)
    for source in sorted(coded, key=lambda one: (-len({article_id for article_id, _ in coded[one]}), one)):
        yield _source(evidence, source, coded[source], joined.get(source, []))
    for name, source in evidence.source_of.items():
        if name not in coded:
            yield _other_name(evidence, name, source)


def _source(evidence: Evidence, source: str, shown: list[Shown], names: list[str]) -> Behind:
    articles = len({article_id for article_id, _ in shown})

    def values() -> dict[str, Any]:
        rows = _Rows(evidence)
        table = [rows.row(article_id, code, [_role(code)]) for article_id, code in _by_outlet(evidence, shown)]
        return {
            **_frame("Named source", source),
            "about": f"Named in {articles:,} of {counted(len(evidence.articles), 'article')}.",
            "notes": [f"Also called: {short('; '.join(names), 600)}."] if names else [],
            "columns": ["For what"],
            "groups": [{"heading": "", "anchor": "", "about": "", "rows": table}] if table else [],
        }

    made_of = (_made_of(evidence, shown), names)
    return Behind(source, places.source_href(evidence.story, source), made_of, counted(articles, "article"), values)


def _other_name(evidence: Evidence, name: str, source: str) -> Behind:
    def values() -> dict[str, Any]:
        href = places.source_href(evidence.story, source)
        row = {"anchor": "", "href": href, "name": source, "cells": [], "said": ("", "", ""), "language": "", "why": ""}
        return {
            **_frame("Named source", name),
            "about": "Taken for the source below.",
            "groups": [{"heading": "", "anchor": "", "about": "", "rows": [row]}],
        }

    href = places.source_href(evidence.story, name)
    return Behind(name, href, (name, source), "", values, is_listed=False)


def _role(code: Code) -> str:
    if code.kind == "claim":
        return f"claim: {code.name} ({code.state})"
    return f"figure: {code.name}, {code.state}" if code.kind == "number" else f"{code.said} ({code.state})"


class _Rows:
    """Makes the rows of a page; each article has its anchor once."""

    def __init__(self, evidence: Evidence, *, claim_anchors: bool = False) -> None:
        self.evidence, self.claim_anchors = evidence, claim_anchors
        self.seen: set[str] = set()

    def row(self, article_id: str, code: Code, cells: list[str], *, anchored: bool = True) -> dict[str, Any]:
        """One coded passage, with the sentences around it."""
        said = self.evidence.sentence_at(article_id, code.begin, code.end)
        return {
            **self.bare(article_id, code if said[1] else None, code, anchored=anchored),
            "cells": cells,
            "said": said,
            "language": self.evidence.articles[article_id].get("language"),
            "why": self._why(article_id, code),
        }

    def bare(
        self, article_id: str, at: Code | None = None, code: Code | None = None, *, anchored: bool = True
    ) -> dict[str, Any]:
        """One article, with a link to its passage or to what is coded."""
        is_first = anchored and article_id not in self.seen
        self.seen.add(article_id)
        story = self.evidence.story
        if at is not None:
            href = places.article_href(story, article_id, at.begin, at.end)
        else:
            claim = code.key if code is not None and code.kind == "claim" else None
            href = places.article_href(story, article_id, claim=claim)
        anchor = places.article_anchor(article_id) if is_first else ""
        return {"href": href, "name": self.evidence.article_name(article_id), "anchor": anchor}

    def _why(self, article_id: str, code: Code) -> str:
        if self.evidence.text_of(article_id):
            return "No passage is coded."
        return "Text not in this copy." if not self.evidence.with_texts else "Text not in this story."


def _by_key(evidence: Evidence, kind: str) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    for article_id in evidence.articles:
        for code in evidence.codes.get(article_id, []):
            if code.kind == kind:
                found.setdefault(code.key, []).append((article_id, code))
    return found


def _headings(names: Mapping[str, str], coded: Iterable[str]) -> list[tuple[str, str]]:
    """Every id that is named or coded, with its name for readers."""
    return [(key, str(names.get(key) or key)) for key in dict.fromkeys([*names, *coded])]


def _by_outlet(evidence: Evidence, shown: list[Shown]) -> list[Shown]:
    """Passages by outlet, then in order of time; those without an outlet last."""
    place = {article_id: at for at, article_id in enumerate(evidence.articles)}

    def order(one: Shown) -> tuple[bool, str, int, int]:
        outlet = short(evidence.articles[one[0]].get("outlet"), 200)
        return not outlet, outlet.casefold(), place[one[0]], one[1].begin or 0

    return sorted(shown, key=order)


def _states(evidence: Evidence, shown: list[Shown]) -> dict[str, str]:
    """What each article does with a claim, by the coder with most rows."""
    coders = Counter(code.coder for _, code in shown)
    main = max(coders, key=lambda one: (coders[one], one)) if coders else ""
    states = dict.fromkeys(evidence.articles, "not_coded")
    return states | {article_id: code.state for article_id, code in shown if code.coder == main}


def _coders(shown: list[Shown]) -> str:
    coders = sorted({code.coder for _, code in shown})
    return f"coded by {short(', '.join(coders), 120)}." if coders else "it is not coded."


def _notes_of_claim(counts: Counter[str]) -> list[str]:
    said = []
    if counts["not_visible"]:
        said.append(f"Not visible in {counts['not_visible']:,}: their text was not seen whole, so nobody can tell.")
    if counts["mentioned"]:
        said.append(f"Mentioned in {counts['mentioned']:,}: it is there, how it is put cannot be told.")
    return said


def _bars(counts: list[tuple[str, int]], total: int) -> list[tuple[str, float, float]]:
    """The states as parts of a bar of 1,000."""
    bars, x = [], 0.0
    for state, n in counts:
        width = 1000 * n / total
        bars.append((state, round(x, 2), round(width, 2)))
        x += width
    return bars


def _conflicts(evidence: Evidence) -> Counter[str]:
    """How many pairs of figures of each quantity cannot both be true."""
    table = evidence.tables.get("conflicts")
    if table is None or not {"quantity", "kind"} <= set(table.columns):
        return Counter()
    return Counter(table.loc[table["kind"] == "conflict", "quantity"].astype(str))


def _made_of(evidence: Evidence, shown: list[Shown]) -> Any:
    """What a page with these passages depends on."""
    texts = [
        (one, code, evidence.article_name(one), evidence.sentence_at(one, code.begin, code.end)) for one, code in shown
    ]
    return texts, list(evidence.articles)


def without_empty_columns(values: dict[str, Any]) -> dict[str, Any]:
    """What fills a page, without columns that are empty in every row."""
    rows = [row for group in values["groups"] for row in group["rows"] if row["cells"]]
    kept = [at for at in range(len(values["columns"])) if any(row["cells"][at] for row in rows)]
    for row in rows:
        row["cells"] = [row["cells"][at] for at in kept]
    return {**values, "columns": [values["columns"][at] for at in kept]}


def _frame(kind: str, heading: str) -> dict[str, Any]:
    return {
        "kind": kind, "heading": heading, "counts": [], "counts_said": "", "bars": [], "notes": [], "columns": [],
        "groups": [], "lists": [],
    }  # fmt: skip
