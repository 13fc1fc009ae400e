"""Passages by meaning in growing numbers of articles: CPU seconds and memory, with vectors made and with them kept.

The texts are the first 600 characters of news articles of 2018 to 2020 (article_bias_prediction), 333 a day, so that in
the usual window of three days an article is compared with the thousand before it.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .scale import call
from .similarity_peers import peak_memory

FOLDER = "article_bias_prediction"
SIZES = (1_000, 3_000, 10_000)
A_DAY = 333
CHARACTERS = 600


def run(data: Path, size: int = 10_000) -> list[dict[str, Any]]:
    """Rows for each size up to ``size``: the first run, the second, and how time grows."""
    if not (data / FOLDER).is_dir():
        return [{"what": "passages by meaning", "note": f"not measured: no folder {FOLDER}"}]
    rows: list[dict[str, Any]] = []
    found: dict[int, dict[str, Any]] = {}
    for n in [n for n in SIZES if n <= size]:
        with tempfile.TemporaryDirectory() as work:
            found[n] = call("meaning", "measure", str(data), str(n), work)
        one = found[n]
        note = f"{one['n_sentences']:,} sentences, {one['n_passages']:,} passages of {one['n_pairs']:,} pairs"
        rows.append({"what": "passages by meaning, vectors made", "n": n, "ours": one["first"], "unit": "CPU s"})
        rows.append({"what": "passages by meaning, vectors kept", "n": n, "ours": one["second"], "unit": "CPU s"})
        rows.append({"what": "passages by meaning", "n": n, "ours": one["peak"], "unit": "peak MB"})
        rows[-3]["note"] = rows[-2]["note"] = note
        rows[-2]["note"] += f"; {one['second'] / one['first']:.1%} of the first run"
    if len(found) > 1:
        sizes = np.log(list(found))
        for name in ("first", "second"):
            slope = np.polyfit(sizes, np.log([one[name] for one in found.values()]), 1)[0]
            note = "exponent fitted to all sizes: 1 is linear"
            rows.append({"what": f"growth of the {name} run", "ours": round(float(slope), 2), "note": note})
    return rows


def measure(data: str, n: str, work: str) -> None:
    """Passages of ``n`` articles twice; print CPU seconds of both and peak memory."""
    from samestory.engine.meaning import default_encoder, sentence_vectors
    from samestory.engine.meaning.passages import shared_meaning

    articles = texts(Path(data), int(n))
    default_encoder().encode(["The model is loaded."])
    keep, seconds = Path(work) / "vectors.sqlite", []
    for _ in range(2):
        began = time.process_time()
        vectors = sentence_vectors(articles, keep=keep)
        passages = shared_meaning(articles, vectors=vectors)
        seconds.append(round(time.process_time() - began, 1))
    pairs = passages[["earlier_id", "later_id"]].drop_duplicates()
    found = {"first": seconds[0], "second": seconds[1], "peak": peak_memory(), "n_sentences": len(vectors.table)}
    print(json.dumps(found | {"n_passages": len(passages), "n_pairs": len(pairs)}))


def texts(data: Path, n: int) -> pd.DataFrame:
    """The first ``n`` articles in the order of their dates, as an ``articles`` table."""
    files = sorted((data / FOLDER).glob("articles_*.parquet"))
    given = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True)
    given = given.sort_values(["date", "doc_id"], ignore_index=True).head(n)
    published = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(given.index / A_DAY, unit="D")
    return pd.DataFrame(
        {
            "article_id": given["doc_id"],
            "outlet": given["source_url"],
            "language": given["lang"],
            "published": published,
            "published_precision": "minute",
            "text": given["text"].str.slice(0, CHARACTERS),
        }
    )
