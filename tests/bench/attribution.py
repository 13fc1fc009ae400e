"""Attributions on PolNeAR's test half, by rules and by a trained tagger: exact F1 of spans and of attributed sentences.

Newell, Margolin and Ruths (LREC 2018) made the corpus. The exact F1 of a rule baseline is from Wang and others' CofeNet
(COLING 2022), on their preparation of the whole test part. The source of the figures for the best without pre-training
and for the agreement of two people is not verified; the table says so.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from samestory.coding.cues import Cues, cues_of
from samestory.coding.relations import Related, related, ruled
from samestory.coding.tagger import trained
from samestory.coding.tagger.corpus import ROLES, SPLITS, Marked, read_corpus
from samestory.errors import SamestoryError
from samestory.text import sentences

from .harness import needs_split

FOLDER = "polnear"
PUBLISHED = {
    "source": "10.7 rules; 73.3 trained; 78.0 two people",
    "cue": "22.8 rules; 66.2 trained; 70.6 two people",
    "content": "5.6 rules; 63.6 trained; 68.9 two people",
    "sentence": "92.5 two people",
}
_RULES = "rules: Wang et al. 2022 (CofeNet)"
SOURCES = {
    **dict.fromkeys(("source", "cue", "content"), f"{_RULES}; trained, two people: source not verified"),
    "sentence": "source not verified",
}
TURNS = 1_000  # of the bootstrap
TARGET = 500  # articles a second, of the rules
NO_MODEL = "no trained model; `samestory train attribution --from FOLDER` makes one"
Counts = dict[str, tuple[int, int, int]]  # hits, found, wanted
Read = Callable[[str], list[Related]]


def engines() -> dict[str, Read | None]:
    """How each engine reads an English text; None for the trained one where nothing was trained."""
    cues, tagger = _english(), trained()

    def by_rules(text: str) -> list[Related]:
        return ruled(text, "en", cues)

    def by_tagger(text: str) -> list[Related]:
        assert tagger is not None
        return related(text, "en", cues, tagger.tag(text))

    return {"rules": by_rules, "trained": by_tagger if tagger is not None else None}


def _english() -> Cues:
    cues = cues_of("en")
    if cues is None:
        raise SamestoryError("languages/en.yaml has no reporting words; restore the file")
    return cues


def counts(one: Marked, read: Read) -> Counts:
    """Hits, found and wanted of one article, for each role and for attributed sentences."""
    found: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
    for attribution in read(one.text):
        found["content"] |= set(attribution.contents)
        if attribution.source:
            found["source"].add(attribution.source)
        if attribution.cue:
            found["cue"].add(attribution.cue)
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


def speed(marked: list[Marked], read: Read, rounds: int = 3) -> float:
    """Articles a second of CPU time on one core, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for one in marked:
            read(one.text)
        best = min(best, time.process_time() - started)
    return len(marked) / best if best else float("inf")


def growth(marked: list[Marked], read: Read) -> float:
    """Megabytes that stay in use after reading the articles ten times instead of once."""

    def kept(rounds: int) -> int:
        for _ in range(rounds):
            for one in marked[:20]:
                read(one.text)
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
    if not marked:
        raise needs_split(FOLDER, "test", (name for name in SPLITS if _has(data / FOLDER, name)))
    rows: list[dict[str, Any]] = []
    for name, read in engines().items():
        if read is None:
            rows.append({"what": f"{name}: attributions", "note": f"not measured: {NO_MODEL}"})
        else:
            rows += _measured(name, read, marked)
    return rows


def _has(folder: Path, split: str) -> bool:
    """Whether a corpus has articles of a split; one it is laid out without has none."""
    try:
        return bool(read_corpus(folder, split))
    except (SamestoryError, OSError):
        return False


def _measured(engine: str, read: Read, marked: list[Marked]) -> list[dict[str, Any]]:
    tables = [counts(one, read) for one in marked]
    rows: list[dict[str, Any]] = []
    for what in (*ROLES, "sentence"):
        value, low, high = f1(tables, what)
        name = "sentence is attributed" if what == "sentence" else f"{what}, exact"
        rows.append(
            {
                "what": f"{engine}: {name}",
                "n": sum(table[what][2] for table in tables),
                "ours": round(value, 1),
                "unit": "F1 %",
                "published": PUBLISHED[what],
                "source": SOURCES[what],
                "note": f"95 % of article draws: {low:.1f} to {high:.1f}; {len(marked)} articles of the test half",
            }
        )
    rate = {"what": f"{engine}: speed", "n": len(marked), "ours": round(speed(marked, read)), "unit": "articles/CPU s"}
    rows.append(rate | ({"published": TARGET, "source": "aim of this project"} if engine == "rules" else {}))
    kept = {"n": 10 * len(marked[:20]), "ours": round(growth(marked, read), 2), "unit": "MB"}
    rows.append({"what": f"{engine}: memory kept after ten rounds", **kept})
    return rows
