"""One piece of work of the similarity benchmark, in a process of its own: ours, or a library's."""

from __future__ import annotations

import hashlib
import json
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samestory.questions.reuse.similarity import similar_pairs

THRESHOLD = 0.4
SIZES = (64, 256, 1024)  # rows of a block
ENOUGH, MOST_RUNS = 1.5, 25  # seconds: short work is repeated until it took so long, but not more often than this
Found = tuple[np.ndarray, np.ndarray]


def measure(name: str, work: str, window: str, hours: str, runs: str) -> None:
    """Do it ``runs`` times or more and print CPU seconds (median), peak memory in MB, number and digest of pairs.

    Work of a few milliseconds is done more often, ours and a library's alike: three runs of it say little.
    """
    prepare, options = WORK[name]
    do = prepare(Path(work), window, None if hours == "None" else float(hours))
    best: dict[str, Any] = {}
    for option in options:
        seconds: list[float] = []
        while len(seconds) < int(runs) or (int(runs) > 1 and len(seconds) < MOST_RUNS and sum(seconds) < ENOUGH):
            began = time.process_time()
            earlier, later = do(option)
            seconds.append(time.process_time() - began)
        cpu = statistics.median(seconds)
        if not best or cpu < best["cpu"]:
            best = {"cpu": round(cpu, 4)}
    order = np.lexsort((earlier, later))
    digest = hashlib.sha256(np.column_stack([earlier, later])[order].astype("int64").tobytes()).hexdigest()
    print(json.dumps(best | {"peak": peak_memory(), "n": len(earlier), "pairs": digest}))


def peak_memory() -> int:
    """The most memory this process had, in MB.

    Linux keeps it by the program (VmHWM); ``ru_maxrss`` is handed on from the process that started this one.
    """
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024)
    except (OSError, StopIteration):
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _vectors(work: Path, window: str) -> tuple[Any, np.ndarray]:
    import scipy.sparse as sp

    held = np.load(work / "vectors.npz")
    n_terms = int(held["term"].max(initial=0)) + 1
    parts = (held["weight"], held["term"].astype(np.int32), held["begin"])
    return sp.csr_matrix(parts, shape=(len(held["begin"]) - 1, n_terms)), np.load(work / f"{window}.npy")


def _blocks(first: np.ndarray, size: int, found_in: Callable[[int, int, int], Any]) -> Found:
    """Blocks of rows against the columns from the first of their window to their end; what is out of it is dropped."""
    earlier, later = [], []
    for begin in range(0, len(first), size):
        end, low = min(begin + size, len(first)), int(first[begin])
        j, i = found_in(begin, end, low)
        i, j = np.asarray(i, dtype=np.int64) + low, np.asarray(j, dtype=np.int64) + begin
        is_in = (i < j) & (i >= first[j])
        earlier.append(i[is_in])
        later.append(j[is_in])
    return np.concatenate(earlier), np.concatenate(later)


def ours(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """Pairs from vectors, by the engine."""
    from samestory.engine.compiled import kernels
    from samestory.engine.cosine import Tile, common_cut, index_for
    from samestory.engine.similarity import pairs_of_tiles, tile_ranges
    from samestory.engine.vectors import Vectors

    kernels("cosine", "chains", "lists")
    held = np.load(work / "vectors.npz")
    whole = Vectors(*(held[name] for name in ("begin", "term", "weight", "n_single")))
    first = np.load(work / f"{window}.npy")
    n_terms = int(whole.term.max(initial=0)) + 1

    def part(begin: int, end: int) -> Vectors:
        low, high = whole.begin[begin], whole.begin[end]
        return Vectors(
            whole.begin[begin : end + 1] - low, whole.term[low:high], whole.weight[low:high], whole.n_single[begin:end]
        )

    def do(_: Any) -> Found:
        ranges = tile_ranges(len(whole), len(whole))
        cut = common_cut([part(*span) for span in ranges[:: max(1, len(ranges) // 8)]], n_terms, THRESHOLD)
        tiles = [Tile.of(span[0], part(*span), cut) for span in ranges]
        index = index_for(n_terms, cut, THRESHOLD, first, len(whole))
        found = [pairs for _, _, pairs in pairs_of_tiles(ranges, tiles.__getitem__, first, len(whole), index)]
        return np.concatenate([pairs[0] for pairs in found]), np.concatenate([pairs[1] for pairs in found])

    do(None)  # loads the kernels
    return do


def brute(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """Every cosine in double precision: the truth."""
    return scipy(work, window, hours)


def scipy(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """Products of sparse matrices."""
    matrix, first = _vectors(work, window)

    def do(size: int) -> Found:
        def found_in(begin: int, end: int, low: int) -> Any:
            product = (matrix[begin:end] @ matrix[low:end].T).tocoo()
            is_high = product.data >= THRESHOLD
            return product.row[is_high], product.col[is_high]

        return _blocks(first, size, found_in)

    return do


def topn(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """sparse_dot_topn."""
    from sparse_dot_topn import sp_matmul_topn

    matrix, first = _vectors(work, window)
    matrix.indptr = matrix.indptr.astype(np.int32)

    def do(size: int) -> Found:
        def found_in(begin: int, end: int, low: int) -> Any:
            columns = matrix[low:end].T
            found = sp_matmul_topn(matrix[begin:end], columns, top_n=end - low, threshold=THRESHOLD, n_threads=1)
            found = found.tocoo()
            return found.row, found.col

        return _blocks(first, size, found_in)

    return do


def neighbours(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """scikit-learn's NearestNeighbors within a cosine distance."""
    import scipy.sparse as sp
    from sklearn.neighbors import NearestNeighbors

    matrix, first = _vectors(work, window)
    # It divides by the length again, and ours have dropped the words of a single article: a column stands for them.
    rest = np.sqrt(np.maximum(0, 1 - np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()))
    matrix = sp.hstack([matrix, sp.diags(rest)], format="csr")

    def do(size: int) -> Found:
        def found_in(begin: int, end: int, low: int) -> Any:
            fitted = NearestNeighbors(radius=1 - THRESHOLD, metric="cosine", algorithm="brute").fit(matrix[low:end])
            lists = fitted.radius_neighbors(matrix[begin:end], return_distance=False)
            return np.repeat(np.arange(end - begin), [len(x) for x in lists]), np.concatenate(lists)

        return _blocks(first, size, found_in)

    return do


def ours_text(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """Pairs from text, by the public measure."""
    articles = pd.read_parquet(work / "articles.parquet")
    row = pd.Series(np.arange(len(articles)), index=articles["article_id"])

    def do(_: Any) -> Found:
        pairs = similar_pairs(articles, threshold=THRESHOLD, window_hours=hours)
        return pairs["earlier_id"].map(row).to_numpy(), pairs["later_id"].map(row).to_numpy()

    do(None)
    return do


def topn_text(work: Path, window: str, hours: float | None) -> Callable[[Any], Found]:
    """Pairs from text, by scikit-learn's vectors and sparse_dot_topn."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    texts = pd.read_parquet(work / "articles.parquet")["text"].fillna("").tolist()
    first = np.load(work / f"{window}.npy")

    def do(size: int) -> Found:
        matrix = TfidfVectorizer(sublinear_tf=True, max_df=0.2).fit_transform(texts)

        def found_in(begin: int, end: int, low: int) -> Any:
            rows, columns = matrix[begin:end], matrix[low:end].T
            found = sp_matmul_topn(rows, columns, top_n=end - low, threshold=THRESHOLD, n_threads=1).tocoo()
            return found.row, found.col

        return _blocks(first, size, found_in)

    return do


WORK: dict[str, tuple[Callable[[Path, str, float | None], Callable[[Any], Found]], tuple]] = {
    "ours": (ours, (None,)),
    "brute": (brute, (1024,)),
    "sparse_dot_topn": (topn, SIZES),
    "scipy": (scipy, (256,)),
    "sklearn": (neighbours, (256,)),
    "ours_text": (ours_text, (None,)),
    "topn_text": (topn_text, (256,)),
}
