"""Sentence vectors across languages: which document, and which sentence, of all is the translation.

A document is found by the mean of its sentence vectors among all documents of the other language. A sentence is found
among all English ones, by cosine and by margin: the cosine less the mean cosine of the four nearest sentences of either
side (Artetxe and Schwenk 2019, doi 10.18653/v1/P19-1309). Two sentences of the set that are the same in English
count as one. Russian is beside Ukrainian because it says how far a language goes that the encoder reads by itself.

The spelling of Ukrainian was written with the odd sentences and documents as a check; the even ones are stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samestory.engine.meaning import default_encoder

DOCUMENTS, SENTENCES = "wmt_news_translations", "parallel_sentences"
SOURCE, HUMAN = "source", "human:A"
GOALS = {"uk-en": 0.99, "ru-en": 1.0, "fr-de": 1.0}
NEAREST = 4


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the table of accuracy; a set that is not there is said in a row."""
    rows: list[dict[str, Any]] = []
    for name, measure in ((DOCUMENTS, _documents), (SENTENCES, _sentences)):
        if (data / name).is_dir():
            rows += measure(data / name)
        else:
            rows.append({"what": f"vectors: {name}", "note": f"not measured: no folder {name}"})
    return rows


def vectors(sentences: list[str], language: str) -> np.ndarray:
    """Unit vectors of sentences of one language, prepared as in a story."""
    encoder: Any = default_encoder()
    return encoder.encode([encoder.prepared(said, language) for said in sentences])


def margins(cosines: np.ndarray) -> np.ndarray:
    """Each cosine less the mean of the nearest of its row and of its column."""
    nearest = min(NEAREST, *cosines.shape)
    rows = np.sort(cosines, axis=1)[:, -nearest:].mean(axis=1)
    columns = np.sort(cosines, axis=0)[-nearest:].mean(axis=0)
    return cosines - (rows[:, None] + columns[None, :]) / 2


def first(scores: np.ndarray, right: list[Any]) -> np.ndarray:
    """For each row, whether its best column is its own, or has the same name as its own."""
    names = np.asarray(right, dtype=object)
    return names[scores.argmax(axis=1)] == names


def _documents(folder: Path) -> Iterator[dict[str, Any]]:
    means = _means(folder)
    for pair, goal in GOALS.items():
        names = sorted({name for one, _, name in means if one == pair})
        if not names:
            continue
        found = {}
        for version in sorted({version for one, version, _ in means if one == pair and version != SOURCE}):
            a, b = (np.array([means[pair, side, name] for name in names]) for side in (SOURCE, version))
            found[version] = float(first(a @ b.T, names)[1::2].mean())
        machines = ", ".join(f"{share:.3f}" for version, share in found.items() if version != HUMAN)
        yield {
            "what": f"rank 1 of documents, {pair}",
            "n": len(names) // 2,
            "ours": round(found[HUMAN], 3),
            "unit": "share",
            "note": f"even documents among {len(names)}, mean vectors; machine translations {machines}; goal {goal}",
        }


def _means(folder: Path) -> dict[tuple[str, str, str], np.ndarray]:
    """The mean vector of each version of each document, unit length."""
    texts = pd.read_parquet(folder / "documents.parquet").set_index(["doc_id", "version"])
    found = {}
    for (name, version), segments in pd.read_parquet(folder / "segments.parquet").groupby(["doc_id", "version"]):
        row = texts.loc[(name, version)]
        said = [row["text"][begin:end] for begin, end in zip(segments["begin"], segments["end"], strict=True)]
        mean = vectors(said, row["language"]).mean(axis=0)
        found[row["pair"], version, name] = mean / np.linalg.norm(mean)
    return found


def _sentences(folder: Path) -> Iterator[dict[str, Any]]:
    pairs = pd.read_parquet(folder / "pairs.parquet")
    encoder = default_encoder()
    for language in ("uk", "ru"):
        chosen = pairs[pairs["source"] == f"wmt22-en-{language}"]
        if chosen.empty:
            continue
        said, english = chosen["text"].tolist(), chosen["english"].tolist()
        there = encoder.encode(english).T
        ours, plain = vectors(said, language) @ there, encoder.encode(said) @ there
        for measure, scores, peer in (("cosine", ours, plain), ("margin", margins(ours), margins(plain))):
            found, before = (float(first(each, english)[1::2].mean()) for each in (scores, peer))
            yield {
                "what": f"rank 1 of sentences, {language}-en, {measure}",
                "n": len(chosen) // 2,
                "ours": round(found, 3),
                "peer": round(before, 3),
                "unit": "share",
                "note": f"even sentences among all {len(chosen)}; peer: encoded as they are written",
            }
