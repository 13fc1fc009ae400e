"""Aligned passages against PAN 2013 (training part): plagdet, by how the passages were disguised.

The measure is that of Potthast, Stein, Barron-Cedeno, Rosso (2010): character precision and recall averaged over
passages, their F1 divided by log2(1 + granularity). The settings were chosen on half of the suspicious documents; both
halves are shown. The published figures are of the test part, which is kept out here.

Translation obfuscation (through other languages and back) is also measured with meaning: sentences that are aligned by
their vectors are joined to the passages by words they are near, or are passages of their own.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

FOLDER = "pan13_text_alignment"
PUBLISHED = {  # Sanchez-Perez et al. 2014, on the test part
    "no-obfuscation": 0.900,
    "random-obfuscation": 0.884,
    "translation-obfuscation": 0.887,
    "summary-obfuscation": 0.561,
    "all": 0.878,
}
SOURCE = "Sanchez-Perez et al. 2014, winner of PAN 2014"
TRANSLATED = "translation-obfuscation"
LEAST_SCORE = 0.6  # cosine of aligned sentences; with the other two chosen on the tuned half
NEAR = 200  # characters between passages that are one
ALONE = 250  # characters of a passage by meaning that is near none by words
Passage = tuple[int, int, int, int]  # begin, end, source begin, source end, in characters
Passages = Mapping[Any, list[Passage]]  # by pair of documents


def plagdet(cases: Passages, detections: Passages) -> dict[str, float]:
    """How well detections meet the true cases.

    Parameters
    ----------
    cases, detections
        Passages of each pair of documents.

    Returns
    -------
    dict
        ``plagdet, precision, recall, granularity``; precision and recall over characters of both sides, averaged over
        detections and cases (macro). A detection meets a case where they overlap on both sides.
    """
    recalls, splits = [], []
    for pair, known in cases.items():
        for case in known:
            met = [found for found in detections.get(pair, ()) if _overlap(case, found)]
            recalls.append(_covered(case, met))
            if met:
                splits.append(len(met))
    precisions = [
        _covered(found, [case for case in cases.get(pair, ()) if _overlap(case, found)])
        for pair, some in detections.items()
        for found in some
    ]
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    granularity = sum(splits) / len(splits) if splits else 1.0
    f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    score = f1 / float(np.log2(1 + granularity))
    return {"plagdet": score, "precision": precision, "recall": recall, "granularity": granularity}


def _overlap(a: Passage, b: Passage) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


def _covered(passage: Passage, others: Iterable[Passage]) -> float:
    """Share of the characters of both sides of a passage that lie in others, each character once."""
    met, total = 0, 0
    for begin, end in ((0, 1), (2, 3)):
        reached = passage[begin]
        for low, high in sorted((other[begin], other[end]) for other in others):
            low, high = max(low, reached), min(high, passage[end])
            if high > low:
                met, reached = met + high - low, high
        total += passage[end] - passage[begin]
    return met / total if total else 0.0


def detect(documents: pd.DataFrame, pairs: pd.DataFrame) -> dict[tuple[str, str], list[Passage]]:
    """The passages of the pairs by the engine of `reuse.shared_passages`, with its settings for pairs of documents.

    Where a rewritten passage holds aligned ones, only the larger counts: the measure asks for whole passages.
    """
    from samestory.engine.pairs import THOROUGH, passages_of_pairs
    from samestory.engine.reuse import Places
    from samestory.engine.tokens import tokenise

    number = {name: i for i, name in enumerate(documents["doc_id"])}
    texts = pa.array(documents["text"], pa.large_string())
    source = pairs["source_id"].map(number).to_numpy(np.uint64)
    suspicious = pairs["suspicious_id"].map(number).to_numpy(np.uint64)
    keys = np.unique((source << np.uint64(32)) | suspicious)
    rows, which = passages_of_pairs(texts, tokenise(texts, places=False), keys, THOROUGH)
    a, b = (keys[which] >> np.uint64(32)).astype(np.int64), (keys[which] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    places = Places(texts, None)
    source_begin, source_end, _ = places.of(a, rows[:, 0], rows[:, 1])
    begin, end, _ = places.of(b, rows[:, 2], rows[:, 3])
    names = documents["doc_id"].to_numpy()
    found: dict[tuple[str, str], list[Passage]] = {}
    larger = np.argsort(-rows[:, 6], kind="stable")  # rewritten ones first
    for i in larger:
        passage = (int(begin[i]), int(end[i]), int(source_begin[i]), int(source_end[i]))
        kept = found.setdefault((names[b[i]], names[a[i]]), [])
        if rows[i, 6] or not any(_overlap(passage, other) for other in kept):
            kept.append(passage)
    return found


def with_meaning(
    documents: pd.DataFrame, pairs: pd.DataFrame, by_words: Passages
) -> dict[tuple[str, str], list[Passage]]:
    """The passages by words, with those by meaning beside them."""
    from samestory.engine.meaning import aligned_sentences, sentence_vectors

    needed = documents[documents["doc_id"].isin([*pairs["suspicious_id"], *pairs["source_id"]])]
    vectors = sentence_vectors(needed.rename(columns={"doc_id": "article_id"}).assign(language="en"))
    found = {}
    for key in zip(pairs["suspicious_id"], pairs["source_id"], strict=True):
        rows = aligned_sentences(vectors, *key)
        close = rows[rows["score"] >= LEAST_SCORE][["begin", "end", "later_begin", "later_end"]]
        passages = list(by_words.get(key, ()))
        for run in _joined([(int(a), int(b), int(c), int(d)) for a, b, c, d in close.itertuples(index=False)]):
            is_long = min(run[1] - run[0], run[3] - run[2]) >= ALONE
            if is_long or any(_are_near(run, other) for other in passages):
                passages.append(run)
        found[key] = _joined(passages)
    return found


def _are_near(a: Passage, b: Passage) -> bool:
    return all(a[i] - b[i + 1] <= NEAR and b[i] - a[i + 1] <= NEAR for i in (0, 2))


def _joined(passages: list[Passage]) -> list[Passage]:
    """Passages that are near each other on both sides as one, until no two are."""
    rest = list(passages)
    done: list[Passage] = []
    while rest:
        one = rest.pop()
        near = [k for k, other in enumerate(rest) if _are_near(one, other)]
        if not near:
            done.append(one)
            continue
        those = [one, *(rest[k] for k in near)]
        rest = [other for k, other in enumerate(rest) if k not in near]
        rest.append(
            (min(p[0] for p in those), max(p[1] for p in those), min(p[2] for p in those), max(p[3] for p in those))
        )
    return sorted(done)


def measured(data: Path) -> list[dict[str, Any]]:
    """Plagdet by obfuscation and half: ``obfuscation, half, n`` and what `plagdet` gives, and CPU seconds in all."""
    folder = data / FOLDER
    documents, pairs = pd.read_parquet(folder / "documents.parquet"), pd.read_parquet(folder / "pairs.parquet")
    gold = pd.read_parquet(folder / "passages.parquet")
    cases: dict[tuple[str, str], list[Passage]] = {}
    spans = zip(gold["begin"], gold["end"], gold["source_begin"], gold["source_end"], strict=True)
    for pair, span in zip(zip(gold["suspicious_id"], gold["source_id"], strict=True), spans, strict=True):
        cases.setdefault(pair, []).append(tuple(map(int, span)))  # type: ignore[arg-type]
    detect(documents.head(2), pairs.head(0))  # compiles
    started = time.process_time()
    found = detect(documents, pairs)
    seconds = time.process_time() - started
    translated = pairs[pairs["obfuscation"] == TRANSLATED]
    both = with_meaning(documents, translated, found)
    keys = list(zip(pairs["suspicious_id"], pairs["source_id"], strict=True))
    kind = dict(zip(keys, pairs["obfuscation"], strict=True))
    number = {name: i for i, name in enumerate(documents["doc_id"])}
    rows = []
    for half in ("all", "tuned", "other"):
        for obfuscation in PUBLISHED:
            chosen = {
                key
                for key in keys
                if obfuscation in ("all", kind[key]) and half in ("all", ("tuned", "other")[number[key[0]] % 2])
            }
            known = {key: value for key, value in cases.items() if key in chosen}
            scored = plagdet(known, {key: value for key, value in found.items() if key in chosen})
            n = sum(map(len, known.values()))
            rows.append({"obfuscation": obfuscation, "half": half, "n": n, **scored, "seconds": seconds})
            if obfuscation == TRANSLATED:
                scored = plagdet(known, {key: value for key, value in both.items() if key in chosen})
                rows.append(
                    {"obfuscation": f"{TRANSLATED} with meaning", "half": half, "n": n, **scored, "seconds": seconds}
                )
    return rows


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the benchmark table: plagdet by obfuscation, beside the best published of the test part."""
    if not (data / FOLDER).is_dir():
        return [{"what": "plagdet", "note": f"not measured: no folder {FOLDER}"}]
    rows = []
    for found in measured(data):
        note = ", ".join(f"{name} {found[name]:.3f}" for name in ("precision", "recall", "granularity"))
        rows.append(
            {
                "what": f"{found['obfuscation']}, half: {found['half']}",
                "n": found["n"],
                "ours": round(found["plagdet"], 4),
                "published": PUBLISHED[found["obfuscation"].removesuffix(" with meaning")]
                if found["half"] == "all"
                else "",
                "source": SOURCE if found["half"] == "all" else "",
                "unit": "plagdet",
                "note": note + f"; published on the test part; CPU {found['seconds']:.1f} s for all pairs by words",
            }
        )
    return rows
