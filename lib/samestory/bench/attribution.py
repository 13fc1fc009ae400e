"""Attributions by rules on PolNeAR's test half: exact F1 of the spans, F1 of attributed sentences, articles a second.

Newell, Margolin and Ruths (LREC 2018) made the corpus; what others reached is from Wang and others' CofeNet (COLING
2022): exact F1 of a rule baseline, of the best model without pre-training, and between two people.
"""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np

from ..coding.attribution import attributions_in
from ..coding.cues import Cues, cues_of
from ..coding.tagger.corpus import ROLES, Marked, read_corpus
from ..coding.tokens import tokens
from ..errors import SamestoryError
from ..text import sentences

FOLDER = "polnear"
PUBLISHED = {
    "source": "10.7 rules; 73.3 trained; 78.0 two people",
    "cue": "22.8 rules; 66.2 trained; 70.6 two people",
    "content": "5.6 rules; 63.6 trained; 68.9 two people",
    "sentence": "92.5 two people",
}
TURNS = 1_000  # of the bootstrap
TARGET = 500  # articles a second
Counts = dict[str, tuple[int, int, int]]  # hits, found, wanted


def _english() -> Cues:
    cues = cues_of("en")
    if cues is None:
        raise SamestoryError("languages/en.yaml has no reporting words; restore the file")
    return cues


def counts(one: Marked) -> Counts:
    """Hits, found and wanted of one article, for each role and for attributed sentences."""
    cues = _english()
    split = tokens(one.text, "en")
    found: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
    for attribution in attributions_in(split, cues):
        found["content"] |= {split.offsets(content) for content in attribution.contents}
        if attribution.source:
            found["source"].add(split.offsets(attribution.source))
        if attribution.cue:
            found["cue"].add(split.offsets(attribution.cue))
    table: Counts = {}
    for role in ROLES:
        gold = set(one.spans[role])
        table[role] = len(gold & found[role]), len(found[role]), len(gold)
    said, wanted = (_sentences(one.text, spans) for spans in (found["content"], set(one.spans["content"])))
    table["sentence"] = len(said & wanted), len(said), len(wanted)
    return table


def _sentences(text: str, spans: set[tuple[int, int]]) -> set[int]:
    return {begin for begin, end in sentences(text, "en") if any(a < end and b > begin for a, b in spans)}


def f1(tables: list[Counts], what: str, *, seed: int = 0) -> tuple[float, float, float]:
    """F1 in per cent over all articles, and the 95 % interval by drawing articles anew."""
    numbers = np.array([table[what] for table in tables], dtype=float)
    drawn = np.random.default_rng(seed).integers(0, len(numbers), (TURNS, len(numbers)))
    sums = numbers[drawn].sum(axis=1)
    turns = 200 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1)
    hits, given, wanted = numbers.sum(axis=0)
    low, high = np.quantile(turns, [0.025, 0.975])
    return float(200 * hits / max(given + wanted, 1)), float(low), float(high)


def speed(marked: list[Marked]) -> float:
    """Articles a second of CPU time on one core, the best of three rounds."""
    cues = _english()
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for one in marked:
            attributions_in(tokens(one.text, "en"), cues)
        best = min(best, time.process_time() - started)
    return len(marked) / best if best else float("inf")


def growth(marked: list[Marked]) -> float:
    """Megabytes that stay in use after reading the articles ten times instead of once."""
    cues = _english()

    def kept(rounds: int) -> int:
        for _ in range(rounds):
            for one in marked[:20]:
                attributions_in(tokens(one.text, "en"), cues)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        first = kept(1)
        return (kept(10) - first) / 1e6
    finally:
        tracemalloc.stop()


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the benchmark table."""
    if not (data / FOLDER).is_dir():
        return [{"what": "attributions", "note": f"not measured: no folder {FOLDER}"}]
    marked = read_corpus(data / FOLDER, "test")
    tables = [counts(one) for one in marked]
    rows: list[dict[str, Any]] = []
    for what in (*ROLES, "sentence"):
        value, low, high = f1(tables, what)
        name = "sentence is attributed" if what == "sentence" else f"{what}, exact"
        rows.append(
            {
                "what": f"rules: {name}",
                "n": sum(table[what][2] for table in tables),
                "ours": round(value, 1),
                "unit": "F1 %",
                "published": PUBLISHED[what],
                "note": f"95 % of article draws: {low:.1f} to {high:.1f}; {len(marked)} articles of the test half",
            }
        )
    rate = round(speed(marked))
    rows.append({"what": "rules: speed", "n": len(marked), "ours": rate, "unit": "articles/CPU s", "published": TARGET})
    rows.append(
        {"what": "rules: memory kept after ten rounds", "n": 200, "ours": round(growth(marked), 2), "unit": "MB"}
    )
    return rows
