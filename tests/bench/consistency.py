"""Consistency of the rules between languages: what is attributed in a text is attributed in its faithful translation.

For languages without a gold standard. The unit is the segment (mostly one sentence) of ``wmt_news_translations``. A
segment is *attributed* if the content of at least one attribution overlaps it, *doubted* if such a content is marked as
hedged, *denied* if such a content is denied; it *has a word of doubt* if a word of the language's hedges is in it,
attributed or not. The agreement is the number of segments of which that holds in both versions, divided by the number
of which it holds in at least one. Segments of which it holds in neither version do not count: they are most, and
would hide every difference. The headline is the human translation; the machine translations are in the notes.

The documents are split into two halves by a digest of their names. Rules are written by reading the development half
only; the kept-out half says whether they hold elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from samestory.coding.cues import Cues, cues_of
from samestory.coding.relations import doubts, ruled
from samestory.coding.tokens import Span, tokens

FOLDER = "wmt_news_translations"
SOURCE, HUMAN = "source", "human:A"
HALVES = ("development", "kept-out")
AIMS = {"attributed": 0.8, "doubted": 0.7, "word of doubt": 0.7}
MEASURES = {
    "attributed": "segments attributed in either version",
    "doubted": "segments with attributed content marked as hedged in either version",
    "word of doubt": "segments with a word of doubt in either version",
    "denied": "segments with denied content in either version",
}
TURNS = 1_000  # of the bootstrap


class Seen(NamedTuple):
    """What the rules find in one segment; the order is that of ``MEASURES``."""

    is_attributed: bool
    is_doubted: bool
    has_doubt_word: bool
    is_denied: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One document and one of its translations: what each segment is in both; ``n`` by 2 by 4 truth values."""

    pair: str
    doc_id: str
    version: str
    found: np.ndarray

    @property
    def half(self) -> str:
        """The half the document is in."""
        return half(self.doc_id)

    def counts(self, measure: int) -> tuple[int, int, int]:
        """Segments of which a measure holds in both versions, only in the source, only in the translation."""
        first, second = self.found[:, 0, measure], self.found[:, 1, measure]
        return int((first & second).sum()), int((first & ~second).sum()), int((~first & second).sum())


def half(doc_id: str) -> str:
    """Which half a document is in: the first digit of the SHA-256 of its name is even, or odd."""
    return HALVES[int(hashlib.sha256(doc_id.encode()).hexdigest()[0], 16) % 2]


def seen(text: str, language: str, segments: Iterable[Span]) -> list[Seen]:
    """What the rules find in each segment of a text.

    Parameters
    ----------
    text, language
        The whole document, and its language; one without reporting words gives no attribution.
    segments
        Character offsets of the segments in the text.
    """
    cues = cues_of(language)
    places = list(segments)
    if cues is None:
        return [Seen(False, False, False, False)] * len(places)
    found = ruled(text, language, cues)
    contents = [content for one in found for content in one.contents]
    doubted = [content for one in found for content, hedged in zip(one.contents, one.hedged, strict=True) if hedged]
    denied = [content for one in found if one.polarity < 0 for content in one.contents]
    words = doubt_words(text, language, cues)
    return [Seen(*(_touched(place, spans) for spans in (contents, doubted, words, denied))) for place in places]


def doubt_words(text: str, language: str, cues: Cues) -> list[Span]:
    """The words of a text that mark doubt, as character offsets."""
    split = tokens(text, language)
    return [split.offsets(span) for span in doubts(split, cues, 0, len(split.low))]


def _touched(place: Span, spans: list[Span]) -> bool:
    return any(a < place[1] and b > place[0] for a, b in spans)


def compare(folder: Path, pairs: Iterable[str] = ()) -> list[Compared]:
    """Every document with each of its translations, segment by segment.

    Parameters
    ----------
    folder
        The folder with ``documents.parquet`` and ``segments.parquet``.
    pairs
        Directions such as ``ru-en``; all unless given.
    """
    wanted = set(pairs)
    segments = pd.read_parquet(folder / "segments.parquet")
    places = {
        name: dict(zip(rows["segment"], zip(rows["begin"], rows["end"], strict=True), strict=True))
        for name, rows in segments.groupby(["doc_id", "version"])
    }
    found: dict[tuple[str, str], dict[str, dict[int, Seen]]] = {}
    documents = pd.read_parquet(folder / "documents.parquet")
    for row in documents.itertuples():
        if wanted and row.pair not in wanted:
            continue
        spans = places[row.doc_id, row.version]
        read = seen(row.text, row.language, spans.values())
        found.setdefault((row.pair, row.doc_id), {})[row.version] = dict(zip(spans, read, strict=True))
    compared = []
    for (pair, doc_id), versions in found.items():
        source = versions.pop(SOURCE)
        for version, translated in versions.items():
            both = [(source[number], translated[number]) for number in source if number in translated]
            compared.append(Compared(pair, doc_id, version, np.array(both, dtype=bool).reshape(-1, 2, len(MEASURES))))
    return compared


def agreement(counted: list[tuple[int, int, int]], *, seed: int = 0) -> tuple[float, float, float] | None:
    """The share of segments found in both versions among those found in either, with its 95 % interval.

    Parameters
    ----------
    counted
        For each document: segments in both versions, only in the first, only in the second.

    Returns
    -------
    tuple or None
        Share, low, high; the interval is from drawing documents anew. None if nothing was found in either version.
    """
    numbers = np.array(counted, dtype=float).reshape(-1, 3)
    both, either = numbers[:, 0], numbers.sum(axis=1)
    if not either.sum():
        return None
    drawn = np.random.default_rng(seed).integers(0, len(numbers), (TURNS, len(numbers)))
    sums = either[drawn].sum(axis=1)
    shares = both[drawn].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(both.sum() / either.sum()), float(low), float(high)


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the table of accuracy: each direction, measure and half, of the human translation."""
    if not (data / FOLDER).is_dir():
        return [{"what": "consistency", "note": f"not measured: no folder {FOLDER}"}]
    compared = compare(data / FOLDER)
    rows: list[dict[str, Any]] = []
    for pair in dict.fromkeys(one.pair for one in compared):
        if without := [code for code in pair.split("-") if cues_of(code) is None]:
            rows.append({"what": pair, "note": f"not measured: no reporting words for {without[0]}"})
            continue
        for measure in MEASURES:
            for part in ("all", *HALVES) if measure in AIMS else ("all",):
                rows.append(_row(pair, measure, part, compared))
    return rows


def _row(pair: str, measure: str, part: str, compared: list[Compared]) -> dict[str, Any]:
    place = list(MEASURES).index(measure)
    those = [one for one in compared if one.pair == pair and part in ("all", one.half)]
    human = [one.counts(place) for one in those if one.version == HUMAN]
    row: dict[str, Any] = {"what": f"{pair}: {measure}, {part}"}
    share = agreement(human)
    if share is None:
        return row | {"n": 0, "note": f"no {MEASURES[measure]}"}
    both, first, second = (sum(one[i] for one in human) for i in range(3))
    source, target = pair.split("-")
    n_segments = sum(len(one.found) for one in those if one.version == HUMAN)
    note = (
        f"of {n_segments} segments: both {both}, only {source} {first}, only {target} {second};"
        f" 95 % of document draws: {share[1]:.2f} to {share[2]:.2f}"
    )
    if machines := _machines(those, place):
        note += f"; machine translations: {machines}"
    if measure in AIMS:
        row |= {"published": AIMS[measure], "source": "aim of this project"}
    return row | {"n": both + first + second, "ours": round(share[0], 3), "unit": "share", "note": note}


def _machines(those: list[Compared], place: int) -> str:
    """The agreement with each machine translation, in words."""
    said = []
    for version in dict.fromkeys(one.version for one in those if one.version != HUMAN):
        share = agreement([one.counts(place) for one in those if one.version == version])
        said.append(f"{version.partition(':')[2]} {share[0]:.2f}" if share else f"{version}: none found")
    return ", ".join(said)
