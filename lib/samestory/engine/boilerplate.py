"""Parts of pages that are not the article's own writing, marked and never cut.

A part is marked for one of two reasons. Wording: the phrases of ``languages/`` (calls to subscribe, notes about the
author, credits, corrections, paywalls) and the form of datelines. Repetition: what is again and again at the head or
foot of an outlet's pages, in texts that otherwise differ, belongs to the page and not to the article. A quotation or a
formula of news writing is not marked for being repeated.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from .. import cache
from ..errors import SamestoryError
from ..schema import TABLES, require_columns
from ..text import (
    Phrase,
    closing_credit,
    correction_notices,
    head,
    paragraphs,
    phrase_in,
    phrases,
    plain,
    possible,
    quotations,
    sentences,
)

__all__ = ["marked_parts"]

CODER = "auto:parts-1"
COLUMNS = ["article_id", "part", "begin", "end", "reads", "coder", "note"]
LONGEST = 45  # words of a sentence that a phrase may mark: in longer ones it is an aside of the writing
HEAD, FOOT = 2, 5  # paragraphs in which notes about the author and credits are looked for
SHORTEST = 3  # words of a repeated sentence inside a longer paragraph
MOST_SHARED = 20  # texts with a sentence in common, to be asked whether they are copies of each other
_OF_THE_PAGE = ("promotion", "paywall", "boilerplate", "author_note")
COPY = 0.5  # share of the shorter text's words in common that makes two texts of an outlet one ...
FEWEST = 3  # ... in at least so many sentences: two briefs with one long footer are two


@dataclass
class _Unit:
    """One sentence of a page: its place, its paragraph, how it is compared, and what part it was found to be."""

    begin: int
    end: int
    paragraph: int
    key: str
    part: str = ""
    why: str = ""


@dataclass
class _Page:
    name: str
    text: str
    spans: list[tuple[int, int]]
    units: list[_Unit]
    outlet: str
    language: str | None
    authors: tuple[str, ...]
    phrases: list[Phrase] = field(default_factory=list)
    quoted: list[tuple[int, int]] | None = None
    head: list[tuple[str, int, int, str]] = field(default_factory=list)

    def by_paragraph(self) -> dict[int, list[_Unit]]:
        found: dict[int, list[_Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.paragraph, []).append(unit)
        return found

    def is_edge(self, paragraph: int) -> bool:
        return paragraph < HEAD or paragraph >= len(self.spans) - FOOT

    def is_quoted(self, unit: _Unit) -> bool:
        """Whether half of it or more is in quotation marks."""
        if self.quoted is None:
            self.quoted = [(q.begin, q.end) for q in quotations(self.text) if not q.depth and q.is_closed]
        inside = sum(max(0, min(unit.end, end) - max(unit.begin, begin)) for begin, end in self.quoted)
        return 2 * inside >= unit.end - unit.begin


def marked_parts(
    articles: pd.DataFrame, *, n_texts: int = 2, share: float = 0.1, by_repetition: bool = True, coder: str = CODER
) -> pd.DataFrame:
    """Which parts of each text are credit, dateline, promotion, author note, boilerplate, correction or paywall.

    Parameters
    ----------
    articles
        The ``articles`` table; rows without a text are skipped.
    n_texts
        A line is repeated if it is in at least this many different texts of one outlet, from 2; versions and copies of
        one text count once. More lets rare footers pass as writing.
    share
        And in at least this share (0..1) of the outlet's different texts. So a background sentence at the end of two of
        fifty articles is not marked. Use less for an outlet with many sections.
    by_repetition
        False: use wording only, so that no mark depends on the other articles of the set.
    coder
        The name of the coder in the rows.

    Returns
    -------
    DataFrame
        The ``parts`` table, marked spans only (no ``body``): ``article_id, part, begin, end, reads, coder, note``;
        ``begin`` and ``end`` are half-open character offsets, and ``note`` says which phrase, or in how many texts of
        how many. Spans of an article do not overlap.

    Raises
    ------
    SamestoryError
        ``n_texts`` below 2, or a ``share`` outside 0..1.

    Examples
    --------
    >>> parts = ss.reuse.marked_parts(story.articles)
    >>> parts.loc[1, ["part", "reads"]].tolist()
    ['promotion', 'Radio Aval-Morvane, la voix des deux rives, sur 101.4 et en ligne.']
    """
    if n_texts < 2 or not 0 <= share <= 1:
        raise SamestoryError(f"n_texts is {n_texts} and share {share}; give n_texts of 2 or more and share in 0..1")
    require_columns(("article_id", "outlet", "language", "text"), articles.columns, "articles")
    has_text = [isinstance(text, str) and bool(text.strip()) for text in articles["text"]]
    seen = articles[pd.Series(has_text, index=articles.index, dtype="bool")]
    seen = seen.sort_values("article_id", ignore_index=True)
    seen["outlet"] = seen["outlet"].fillna("")
    options = repr((n_texts, share, by_repetition, coder))
    found = cache.each(
        "parts of an outlet",
        [group for _, group in seen.groupby("outlet", sort=True)],
        lambda group: _rows(group, n_texts, share, by_repetition, coder),
        by=lambda group: [options, *_cells(group)],
        size=len(seen),
    )
    rows = [row for of_outlet in found for row in of_outlet]
    table = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {column.name: TABLES["parts"].empty()[column.name].dtype for column in TABLES["parts"].columns}
    return table.astype(kinds).sort_values(["article_id", "begin"], ignore_index=True)


def _rows(group: pd.DataFrame, n_texts: int, share: float, by_repetition: bool, coder: str) -> list[list]:
    """The rows of the articles of one outlet."""
    pages = [_page(row) for row in group.to_dict("records")]
    for page in pages:
        _by_wording(page)
        _by_form(page)
    if by_repetition and pages[0].outlet and len(pages) > 1:
        _by_repetition(pages, _versions(group), n_texts, share)
    rows = []
    for page in pages:
        _whole_paragraphs(page)
        rows += [[page.name, part, b, e, page.text[b:e], coder, why] for part, b, e, why in _spans(page)]
    return rows


def _cells(group: pd.DataFrame) -> Iterator[str | None]:
    """What the rows of an outlet are made of."""
    for name in ("article_id", "outlet", "language", "text", "author", "version_of"):
        column = group[name] if name in group else pd.Series(dtype="str")
        yield name
        yield from (cell if isinstance(cell, str) else None for cell in column)


def _page(row: dict) -> _Page:
    text, language, author = row["text"], row["language"], row.get("author")
    spans = paragraphs(text)
    units = []
    number = 0
    for begin, end in sentences(text, language):
        while begin >= spans[number][1]:
            number += 1
        units.append(_Unit(begin, end, number, plain(text[begin:end])))
    names = re.split(r",|;|&|/| and | et | и | і | та ", author) if isinstance(author, str) else []
    authors = tuple(re.sub(r"^(by|par)\s", "", name.strip(), flags=re.IGNORECASE) for name in names if name.strip())
    lines = " ".join(unit.key for unit in units)
    found = possible(lines, phrases(language, outlet=row["outlet"], authors=authors), is_plain=True)
    return _Page(row["article_id"], text, spans, units, row["outlet"], language, authors, found)


def _versions(group: pd.DataFrame) -> list[tuple[str, str]]:
    if "version_of" not in group:
        return []
    known = group[group["version_of"].notna()]
    return list(zip(known["article_id"], known["version_of"], strict=True))


def _by_wording(page: _Page) -> None:
    if any(phrase.kind == "correction" for phrase in page.phrases):
        for begin, end, said in correction_notices(page.text, page.language):
            _mark([unit for unit in page.units if begin <= unit.begin < end], "correction", f"phrase: {said}")
    for number, units in page.by_paragraph().items():
        is_edge = page.is_edge(number)
        for unit in units:
            if found := _phrase(page, unit, units, is_edge, number):
                _mark([unit], found.kind, f"phrase: {found.said}")
        if units[0].part == "author_note" and len(units) <= 6:
            _mark(units, "author_note", f"beside {units[0].why}")


def _by_form(page: _Page) -> None:
    """The dateline and agency before the first sentence of the writing, in one of the first paragraphs."""
    for number, units in page.by_paragraph().items():
        if number > HEAD or page.head:
            return
        if units[0].part:
            continue
        begin, end = page.spans[number]
        found = head(page.text, begin, end)
        label = phrase_in(page.text[begin : found[0][2]], page.phrases) if found else None
        if label and label.kind != "formula":  # VIDEO – or ANALYSIS – is a label of the page, not a place
            page.head = [(label.kind, begin, found[-1][2], f"phrase: {label.said}")]
        else:
            page.head = [(part, at, stop, "form: place, date or agency, and a dash") for part, at, stop in found]


def _phrase(page: _Page, unit: _Unit, units: list[_Unit], is_edge: bool, number: int) -> Phrase | None:
    """The phrase a sentence reads like, if it is in a place for it."""
    n_words = unit.key.count(" ") + 1
    if not page.phrases or n_words > LONGEST or page.is_quoted(unit):
        return None
    for phrase in page.phrases:
        allowed = {
            "author_note": is_edge,
            "credit": n_words <= 15 and (len(units) == 1 or (unit is units[-1] and is_edge)),
            "dateline": number < HEAD and unit is units[0] and n_words <= 12,
            "correction": False,  # found before, by the paragraph
            "formula": False,
        }
        if "{outlet}" in phrase.said and not is_edge:
            continue
        if allowed.get(phrase.kind, True) and phrase.matches(unit.key):
            return phrase
    return None


def _mark(units: Iterable[_Unit], part: str, why: str) -> None:
    for unit in units:
        if not unit.part:
            unit.part, unit.why = part, why


def _whole_paragraphs(page: _Page) -> None:
    """A paragraph at the head or foot is one part if one sentence is known by its wording and the others are marked
    too or name the outlet: what the page says of itself."""
    name = plain(page.outlet)
    for number, units in page.by_paragraph().items():
        known = [unit for unit in units if unit.part in _OF_THE_PAGE and not unit.why.startswith("repeated")]
        if not known or not page.is_edge(number) or len(units) > 5:
            continue
        if all(unit.part or (len(name) > 2 and name in unit.key) for unit in units):
            for unit in units:
                if unit.part != known[0].part:
                    unit.part, unit.why = known[0].part, f"beside {known[0].why}"


def _by_repetition(pages: list[_Page], versions: list[tuple[str, str]], n_texts: int, share: float) -> None:
    text_of = _different_texts(pages, versions)
    n_all = len(set(text_of.values()))
    holders: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for unit in page.units:
            holders[unit.key].add(text_of[page.name])
    for page in pages:
        headed = page.head[-1][2] if page.head else 0
        formulas = [phrase for phrase in page.phrases if phrase.kind == "formula"]
        alone = Counter(unit.paragraph for unit in page.units)
        repeated = []
        for unit in page.units:
            n = len(holders[unit.key])
            least = max(n_texts, math.ceil(share * _n_texts_of(unit, page, pages, text_of, n_all)))
            long_enough = unit.key.count(" ") + 1 >= SHORTEST or alone[unit.paragraph] == 1
            is_fit = unit.key != "" and unit.begin >= headed and long_enough
            is_fit = is_fit and not any(formula.matches(unit.key) for formula in formulas)
            repeated.append(n if n >= least and is_fit and not page.is_quoted(unit) else 0)
        for place in _placed(page, repeated, alone, n_texts):
            unit = page.units[place]
            part = "author_note" if _names_author(unit, page) else "boilerplate"
            _mark([unit], part, f"repeated: in {repeated[place]} of {n_all} texts of the outlet")


def _n_texts_of(unit: _Unit, page: _Page, pages: list[_Page], text_of: dict[str, str], n_all: int) -> int:
    """Of how many texts a line is asked to be a share: a note about the author only of that author's."""
    if not _names_author(unit, page):
        return n_all
    return len({text_of[other.name] for other in pages if set(other.authors) & set(page.authors)})


def _names_author(unit: _Unit, page: _Page) -> bool:
    return any(len(author) > 3 and plain(author) in unit.key for author in page.authors)


def _placed(page: _Page, repeated: list[int], alone: Counter[int], n_texts: int) -> Iterator[int]:
    """Repeated sentences in places of the page: in a row from the head or foot, or inside, alone on a line."""
    edge = set()
    for order in (range(len(repeated)), range(len(repeated) - 1, -1, -1)):
        for place in order:
            if not (repeated[place] or page.units[place].part):
                break
            edge.add(place)
    for place, n in enumerate(repeated):
        if n and (place in edge or (alone[page.units[place].paragraph] == 1 and n > n_texts)):
            yield place


def _different_texts(pages: list[_Page], versions: list[tuple[str, str]]) -> dict[str, str]:
    """For each page the name of the text it is, copies and versions under one: a text is not its own repetition."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(page.name for page in pages)
    graph.add_edges_from((later, earlier) for later, earlier in versions if later in graph and earlier in graph)
    graph.add_edges_from(_repeats(pages))
    return {name: min(members) for members in nx.connected_components(graph) for name in members}


def _repeats(pages: list[_Page]) -> Iterator[tuple[str, str]]:
    """Pairs of pages that have most of their words in common, in order."""
    n_words = {page.name: sum(unit.key.count(" ") + 1 for unit in page.units) for page in pages}
    n_units = {page.name: len({unit.key for unit in page.units}) for page in pages}
    holders: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for unit in page.units:
            holders[unit.key][page.name] = None
    shared: Counter[tuple[str, str]] = Counter()
    n_shared: Counter[tuple[str, str]] = Counter()
    often = max(2, len(pages) // 2)  # what more than half of the pages have is their frame
    for key, names in holders.items():
        if 1 < len(names) <= MOST_SHARED and (len(names) <= often):
            for pair in combinations(sorted(names), 2):
                shared[pair] += key.count(" ") + 1
                n_shared[pair] += 1
    for (a, b), n in sorted(shared.items()):
        few = min(FEWEST, n_units[a], n_units[b])
        if n >= COPY * min(n_words[a], n_words[b]) and n_shared[a, b] >= few:
            yield a, b


def _spans(page: _Page) -> list[tuple[str, int, int, str]]:
    """Marked units as spans: neighbours of one paragraph and part are one; datelines end before the writing."""
    found: list[tuple[str, int, int, str]] = []
    last: _Unit | None = None
    for unit in page.units:
        if not unit.part:
            last = None
            continue
        if last and last.part == unit.part and last.paragraph == unit.paragraph:
            part, begin, _, why = found.pop()
            found.append((part, begin, unit.end, why))
        else:
            found.append((unit.part, unit.begin, unit.end, unit.why))
        last = unit
    found += page.head
    free = [unit for unit in page.units if not unit.part]
    if free:
        begin, end = page.spans[free[-1].paragraph]
        closing = closing_credit(page.text, max(begin, free[-1].begin), end) if free[-1].end == end else None
        if closing and not any(closing[0] < stop for _, _, stop, _ in page.head):
            found.append(("credit", *closing, "form: an agency in brackets at the end"))
    return sorted(found, key=lambda span: span[1])
