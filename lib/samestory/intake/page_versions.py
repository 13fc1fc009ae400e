"""Versions: pages that were fetched or exported again after they had changed, linked to what they said before.

Two articles are versions of one page where they have the same address (without what only tracks the reader), or where
one outlet gave nearly the same text under nearly the same title again, or under the same title a text that begins as
the other does and breaks off: a teaser and its article. A column that appears each morning under one headline has new
text each time and is no version. Nothing is dropped: both stay articles, and the table links them.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd

from ..engine import address_key
from ..errors import SamestoryError
from ..order import date_intervals
from ..schema import require_columns
from ..text import fold, words

COLUMNS = ["article_id", "version_of", "basis", "similarity", "n_words", "hours", "order"]
BASES = ("address", "title and text", "title and beginning")
RUN = 4  # words in a row, by which texts are compared
SKETCH = 16  # runs of each text by which possible pairs are found; of pairs with half in common 1 in 600 is passed over
MOST_ALIKE = 40  # texts with a run of words in common, beyond which it is a page's frame: only neighbours are compared
LEAST_BEGUN = 8  # words of a teaser that begin the article; fewer begin many
MOST_TITLED = 40  # articles of one outlet under one title, beyond which it is a column's and names no article
TITLE = 0.6  # share of the titles' words in common
_MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)  # spread the numbers of runs evenly


def versions(articles: pd.DataFrame, *, similarity: float = 0.5) -> pd.DataFrame:
    """Which articles are later versions of which.

    Parameters
    ----------
    articles
        The ``articles`` table.
    similarity
        Share of the words (in runs of four, of both texts) that two texts of one outlet under nearly the same title
        must have in common. Less takes follow-up reports for versions; more loses pages that grew during the day. Two
        texts of one address are versions whatever they share.

    Returns
    -------
    DataFrame
        One row a later version: ``article_id``; ``version_of``, the version just before it; ``basis`` (``address``,
        ``title and text``, ``title and beginning``: of the shorter nothing more was seen); ``similarity`` (0..1, empty
        where a text is missing) of ``n_words``, the words of both texts; ``hours`` from the earlier to the later, where
        their order is known; ``order`` (known, tied, unknown): where it is not known, the one whose ``article_id``
        comes first stands as the earlier. In order of ``article_id``.

    Raises
    ------
    SamestoryError
        ``similarity`` outside 0..1.
    """
    if not 0 < similarity <= 1:
        raise SamestoryError(f"similarity is {similarity}; give a share above 0 and up to 1")
    require_columns(("article_id", "published", "published_precision"), articles.columns, "articles")
    table = _ready(articles)
    compared = _Compared(table)
    before: dict[int, tuple[int, str]] = {}
    for group in _by_address(table):
        for earlier, later in pairwise(group):
            before[later] = (earlier, "address")
    for first, second in _possible_pairs(table, compared):
        earlier, later = sorted((first, second))
        if (later in before and before[later][0] >= earlier) or _are_listed_apart(table, earlier, later):
            continue
        if compared.titles(earlier, later) >= TITLE and compared.texts(earlier, later) >= similarity:
            before[later] = (earlier, "title and text")
    for earlier, later in _begun(table, compared, before):
        if _are_listed_apart(table, earlier, later):
            continue
        before[later] = (earlier, "title and beginning")
    rows = [_row(table, compared, later, *found) for later, found in before.items()]
    made = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {"article_id": "str", "version_of": "str", "basis": "str", "similarity": "float64", "n_words": "Int64"}
    made = made.astype(kinds | {"hours": "float64", "order": "str"})
    return made.sort_values("article_id", ignore_index=True)


def _are_listed_apart(table: pd.DataFrame, earlier: int, later: int) -> bool:
    """Whether one feed or table lists both, each under an address of its own: then they are two pages, however alike
    their teasers are."""
    first, second = table.loc[earlier], table.loc[later]
    if not first["file"] or first["file"] != second["file"]:
        return False
    return bool(first["address"] and second["address"] and first["address"] != second["address"])


def _ready(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles in the order of their versions: dated first by date, then by name; places are their numbers."""
    table = articles.drop_duplicates("article_id").reset_index(drop=True)
    dated = date_intervals(table)
    table = pd.DataFrame(
        {
            "article_id": table["article_id"],
            "begin": dated["begin"],
            "end": dated["end"],
            "text": _column(table, "text"),
            "title": _column(table, "title").map(lambda title: title if isinstance(title, str) else ""),
            "address": _column(table, "url").map(address_key),
            "file": _column(table, "source_file").map(
                lambda name: name.partition(", ")[0] if isinstance(name, str) else ""
            ),
            "outlet": _column(table, "outlet").map(lambda name: fold(name).strip() if isinstance(name, str) else ""),
        }
    )
    host = table["address"].str.partition("/")[0] if len(table) else table["address"]
    table["outlet"] = table["outlet"].where(table["outlet"] != "", host)
    return table.sort_values(["begin", "end", "article_id"], na_position="last", ignore_index=True)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name].astype("object") if name in table else pd.Series("", index=table.index, dtype="object")


def _by_address(table: pd.DataFrame) -> Iterator[list[int]]:
    named = table[table["address"] != ""]
    for _, places in sorted(named.groupby("address").indices.items()):
        if len(places) > 1:
            yield [int(named.index[place]) for place in sorted(places)]


class _Compared:
    """Compares titles and texts; of texts cut into runs only the last are kept in memory."""

    def __init__(self, table: pd.DataFrame):
        self.texts_of = list(table["text"])
        self.titles_of = list(table["title"])
        self.runs = lru_cache(maxsize=64)(self._runs)

    def _runs(self, place: int) -> np.ndarray:
        text = self.texts_of[place]
        return _runs(text) if isinstance(text, str) else _runs("")

    def texts(self, first: int, second: int) -> float:
        """Share of the runs of both in common; not a number where one has no words."""
        a, b = self.runs(first), self.runs(second)
        if not (len(a) and len(b)):
            return float("nan")
        return 2 * len(np.intersect1d(a, b, assume_unique=True)) / (len(a) + len(b))

    def titles(self, first: int, second: int) -> float:
        """Share of the words of both titles in common; 0 if one has none."""
        a, b = (set(_words(self.titles_of[place])) for place in (first, second))
        return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0

    def n_words(self, first: int, second: int) -> int:
        """The words of both texts."""
        return sum(len(words(text)) for text in (self.texts_of[first], self.texts_of[second]) if isinstance(text, str))


def _words(text: str) -> list[str]:
    folded = fold(text)
    return [folded[begin:end] for begin, end in words(folded)]


def _runs(text: str) -> np.ndarray:
    """Numbers for the runs of words of a text, sorted, each once, the same on every machine."""
    said = _words(text)
    marks = np.fromiter((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in said), "uint64", len(said))
    n = min(RUN, len(marks))
    runs = np.zeros(len(marks) - n + 1 if n else 0, "uint64")
    for place in range(n):
        runs = (runs ^ marks[place : place + len(runs)]) * _MIX
        runs ^= runs >> _SHIFT
    return np.unique(runs)


def _possible_pairs(table: pd.DataFrame, compared: _Compared) -> Iterator[tuple[int, int]]:
    """Pairs of one outlet that share a run of words out of a small sample of each text, each pair once.

    The sample is the runs with the lowest numbers, so that texts that share many runs share some of the sample too, and
    no text needs to be compared with all others.
    """
    for outlet, places in sorted(table.groupby("outlet").indices.items()):
        if not outlet or len(places) < 2:
            continue
        holders: dict[int, list[int]] = defaultdict(list)
        for place in sorted(int(place) for place in places):
            for mark in compared.runs(place)[:SKETCH].tolist():
                holders[mark].append(place)
        pairs: set[tuple[int, int]] = set()
        for group in holders.values():
            pairs.update(combinations(group, 2) if len(group) <= MOST_ALIKE else pairwise(group))
        yield from sorted(pairs, key=lambda pair: (pair[1], -pair[0]))  # the nearest earlier one first


def _begun(table: pd.DataFrame, compared: _Compared, before: dict[int, tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Pairs of one outlet and title of which one is the beginning of the other, where it is so of one other only."""
    titled: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (outlet, title) in enumerate(zip(table["outlet"], table["title"], strict=True)):
        if outlet and (name := " ".join(_words(title))):
            titled[outlet, name].append(place)
    for places in titled.values():
        if not 2 <= len(places) <= MOST_TITLED:
            continue
        texts = {place: compared.texts_of[place] for place in places}
        said = {place: _words(text) for place, text in texts.items() if isinstance(text, str)}
        for place, teaser in said.items():
            begun = teaser[:-1]  # the last word may be cut
            if len(begun) < LEAST_BEGUN:
                continue
            whole = [one for one, all_of in said.items() if len(all_of) > len(teaser) and all_of[: len(begun)] == begun]
            # The versions of one article are one: its first stands for them.
            first = [one for one in whole if one not in before or before[one][0] not in whole]
            if len(first) == 1 and max(place, first[0]) not in before:
                yield min(place, first[0]), max(place, first[0])


def _row(table: pd.DataFrame, compared: _Compared, later: int, earlier: int, basis: str) -> dict[str, Any]:
    first, second = table.loc[earlier], table.loc[later]
    order, hours = "tied", float("nan")
    if pd.isna(first["begin"]) or pd.isna(second["begin"]):
        order = "unknown"
    elif first["end"] <= second["begin"]:
        order = "known"
        hours = (second["begin"] - first["begin"]) / pd.Timedelta(hours=1)
    return {
        "article_id": second["article_id"],
        "version_of": first["article_id"],
        "basis": basis,
        "similarity": compared.texts(earlier, later),
        "n_words": compared.n_words(earlier, later),
        "hours": hours,
        "order": order,
    }
