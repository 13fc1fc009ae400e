"""Sentences aligned with their translations (WMT news): as they are, and with sentences taken out, moved and put in.

The set is aligned by segments, mostly one sentence; the suite finds its own sentences. So what is counted is the
smallest *unit* that both can express: a segment, or the segments that one sentence of ours runs over. A row is right if
all of its sentences are of one unit and both articles have it; a unit is found if right rows cover half or more of its
characters on both sides. A row over two units is wrong, and finds neither.

Weights were chosen on the odd documents (by their place in the set); the rows are of the even ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samestory.engine.meaning import SentenceVectors, aligned_sentences, sentence_vectors

FOLDER = "wmt_news_translations"
SEED = 14
GOALS = {  # of the issue: as they are (F1), and changed (precision and recall)
    "ru-en": (0.998, 0.97),
    "fr-de": (0.998, 0.97),
    "uk-en": (0.97, 0.93),
}
FOREIGN = 3  # sentences of other documents that are put in
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Sides:
    """Two articles with the segments of both; ``label`` is the segment of the source, -1 for a foreign one."""

    pair: str
    version: str
    source: str
    other: str
    source_segments: Spans
    segments: Spans
    label: list[int]


Articles = list[tuple[str, str, str]]  # article_id, language, text


class _Set:
    """The documents of the gold set, by name and version."""

    def __init__(self, folder: Path, remainder: int):
        documents = pd.read_parquet(folder / "documents.parquet")
        segments = pd.read_parquet(folder / "segments.parquet").sort_values("segment")
        names = list(dict.fromkeys(documents["doc_id"]))
        self.place = {name: k for k, name in enumerate(names)}
        self.names = [name for k, name in enumerate(names) if k % 2 == remainder]
        self.pair = dict(zip(documents["doc_id"], documents["pair"], strict=True))
        keys = list(zip(documents["doc_id"], documents["version"], strict=True))
        self.text = dict(zip(keys, documents["text"], strict=True))
        self.language = dict(zip(keys, documents["language"], strict=True))
        grouped = segments.groupby(["doc_id", "version"])
        self.spans: dict[Any, Spans] = {
            key: list(zip(rows["begin"], rows["end"], strict=True)) for key, rows in grouped
        }
        self.versions = [version for version in dict.fromkeys(documents["version"]) if version != "source"]
        self.all_names = names

    def pieces(self, name: str, version: str) -> list[str]:
        """The segments as they are written."""
        text = self.text[name, version]
        return [text[begin:end] for begin, end in self.spans[name, version]]

    def as_they_are(self) -> tuple[Articles, list[Sides]]:
        """Every document and its translations, as the set has them."""
        articles, sides = [], []
        for name in self.names:
            articles.append((f"{name}|source", self.language[name, "source"], self.text[name, "source"]))
            for version in self.versions:
                key = f"{name}|{version}"
                articles.append((key, self.language[name, version], self.text[name, version]))
                spans = self.spans[name, version]
                label = list(range(len(spans)))
                ends = (f"{name}|source", key)
                sides.append(Sides(self.pair[name], version, *ends, self.spans[name, "source"], spans, label))
        return articles, sides

    def changed(self) -> tuple[Articles, list[Sides]]:
        """The same with a third of the segments of each translation taken out, two swapped and three put in.

        Each segment is a paragraph of its own on both sides, so that a headline does not run into another segment.
        """
        articles, sides = [], []
        for name in self.names:
            text, source = _paragraphs(self.pieces(name, "source"))
            articles.append((f"{name}|source", self.language[name, "source"], text))
            for k, version in enumerate(self.versions):
                rng = np.random.default_rng([SEED, self.place[name], k])
                label, pieces = self._disturbed(name, version, rng)
                text, spans = _paragraphs(pieces)
                key = f"{name}|{version}|changed"
                articles.append((key, self.language[name, version], text))
                sides.append(Sides(self.pair[name], version, f"{name}|source", key, source, spans, label))
        return articles, sides

    def _disturbed(self, name: str, version: str, rng: np.random.Generator) -> tuple[list[int], list[str]]:
        pieces = self.pieces(name, version)
        gone = set(rng.choice(len(pieces), len(pieces) // 3, replace=False).tolist())
        items = [(k, piece) for k, piece in enumerate(pieces) if k not in gone]
        if len(items) > 1:
            a, b = rng.choice(len(items), 2, replace=False)
            items[a], items[b] = items[b], items[a]
        others = [other for other in self.all_names if self.pair[other] == self.pair[name] and other != name]
        for _ in range(FOREIGN):
            foreign = self.pieces(others[rng.integers(len(others))], version)
            items.insert(int(rng.integers(len(items) + 1)), (-1, foreign[rng.integers(len(foreign))]))
        return [k for k, _ in items], [piece for _, piece in items]


def _paragraphs(pieces: list[str]) -> tuple[str, Spans]:
    text, spans = "", []
    for piece in pieces:
        spans.append((len(text), len(text) + len(piece)))
        text += f"{piece}\n\n"
    return text, spans


def units(sentences: tuple[Spans, Spans], sides: Sides) -> tuple[list[Any], list[Any]]:
    """The unit of each sentence of both articles."""
    root: dict[Any, Any] = {}

    def find(x: Any) -> Any:
        while root.setdefault(x, x) != x:
            x = root[x]
        return x

    labels = (list(range(len(sides.source_segments))), sides.label)
    both = zip(sentences, (sides.source_segments, sides.segments), labels, strict=True)
    for side, (spans, segments, label) in enumerate(both):
        for k, (begin, end) in enumerate(spans):
            for place, ((first, last), said) in enumerate(zip(segments, label, strict=True)):
                if min(end, last) > max(begin, first):
                    root[find((side, k))] = find(("segment", said) if said >= 0 else ("foreign", side, place))
    return [find((0, k)) for k in range(len(sentences[0]))], [find((1, k)) for k in range(len(sentences[1]))]


Row = tuple[list[int], list[int]]  # sentences of both sides, by number


def counts(sides: Sides, sentences: tuple[Spans, Spans], rows: list[Row]) -> np.ndarray:
    """Rows, right rows, units, units found, and segments of the source."""
    first, second = units(sentences, sides)
    common = set(first) & set(second)
    right, met = 0, {unit: (set(), set()) for unit in common}
    for a, b in rows:
        of = {first[i] for i in a} | {second[j] for j in b}
        if len(of) == 1 and of <= common:
            right += 1
            met[next(iter(of))][0].update(a)
            met[next(iter(of))][1].update(b)
    found = 0
    for unit in common:
        there = zip(sentences, (first, second), met[unit], strict=True)
        found += all(
            _half(spans, [k for k, own in enumerate(side) if own == unit], taken) for spans, side, taken in there
        )
    return np.array([len(rows), right, len(common), found, len(sides.source_segments)])


def _half(spans: Spans, all_of: list[int], taken: set[int]) -> bool:
    """Whether some sentences have half or more of the characters of all."""
    length = {k: spans[k][1] - spans[k][0] for k in all_of}
    return 2 * sum(length[k] for k in taken) >= sum(length.values())


def aligned(vectors: SentenceVectors, sides: Sides) -> tuple[tuple[Spans, Spans], list[Row]]:
    """The sentences of both articles, and the rows of `aligned_sentences` by their numbers."""
    spans = tuple(_spans(vectors, name) for name in (sides.source, sides.other))
    rows = []
    for row in aligned_sentences(vectors, sides.source, sides.other).itertuples(index=False):
        a = [k for k, (begin, end) in enumerate(spans[0]) if row.begin <= begin and end <= row.end]
        b = [k for k, (begin, end) in enumerate(spans[1]) if row.later_begin <= begin and end <= row.later_end]
        rows.append((a, b))
    return (spans[0], spans[1]), rows


def mutual_best(vectors: SentenceVectors, sides: Sides) -> tuple[tuple[Spans, Spans], list[Row]]:
    """The same by the plainest rule: each sentence with its nearest, where both are each other's."""
    cosine = vectors.of(sides.source)[1] @ vectors.of(sides.other)[1].T
    spans = (_spans(vectors, sides.source), _spans(vectors, sides.other))
    if not cosine.size:
        return spans, []
    there, back = cosine.argmax(axis=1), cosine.argmax(axis=0)
    return spans, [([i], [int(j)]) for i, j in enumerate(there) if back[j] == i]


def _spans(vectors: SentenceVectors, name: str) -> Spans:
    table = vectors.of(name)[0]
    return list(zip(table["begin"], table["end"], strict=True))


Aligner = Callable[[SentenceVectors, Sides], tuple[tuple[Spans, Spans], list[Row]]]


def scores(articles: Articles, sides: list[Sides], align: Aligner) -> pd.DataFrame:
    """By pair of languages and version: ``pair, version, n, segments, precision, recall, f1``."""
    table = pd.DataFrame(articles, columns=["article_id", "language", "text"])
    vectors = sentence_vectors(table)
    total: dict[tuple[str, str], np.ndarray] = {}
    for one in sides:
        total.setdefault((one.pair, one.version), np.zeros(5))
        total[one.pair, one.version] += counts(one, *align(vectors, one))
    rows = []
    for (pair, version), (n, right, n_units, found, segments) in total.items():
        precision, recall = right / max(n, 1), found / max(n_units, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        rows.append((pair, version, int(n_units), int(segments), precision, recall, f1))
    return pd.DataFrame(rows, columns=["pair", "version", "n", "segments", "precision", "recall", "f1"])


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the table of accuracy, of the even documents."""
    folder = data / FOLDER
    if not folder.is_dir():
        return [{"what": "alignment of sentences", "note": f"not measured: no folder {FOLDER}"}]
    given = _Set(folder, 0)
    return [
        *_plain(*given.as_they_are()),
        *_changed(*given.changed()),
        *_strangers(*given.as_they_are()),
        *_families(given),
    ]


def _plain(articles: Articles, sides: list[Sides]) -> Iterator[dict[str, Any]]:
    ours, peer = scores(articles, sides, aligned), scores(articles, sides, mutual_best)
    for row, plain in zip(ours.itertuples(), peer.itertuples(), strict=True):
        yield {
            "what": f"alignment, {row.pair}, {row.version}",
            "n": row.n,
            "ours": round(row.f1, 4),
            "peer": round(plain.f1, 4),
            "unit": "F1",
            "published": GOALS[row.pair][0],
            "source": "goal of this project",
            "note": f"P {row.precision:.4f}, R {row.recall:.4f}; even documents, {row.n} units of {row.segments}"
            " segments; peer: mutual best cosine",
        }


def _changed(articles: Articles, sides: list[Sides]) -> Iterator[dict[str, Any]]:
    ours, peer = scores(articles, sides, aligned), scores(articles, sides, mutual_best)
    for row, plain in zip(ours.itertuples(), peer.itertuples(), strict=True):
        for measure in ("precision", "recall"):
            yield {
                "what": f"alignment of changed texts, {row.pair}, {row.version}: {measure}",
                "n": row.n,
                "ours": round(getattr(row, measure), 4),
                "peer": round(getattr(plain, measure), 4),
                "unit": measure,
                "published": GOALS[row.pair][1],
                "source": "goal of this project",
                "note": "a third of the segments taken out, two swapped, three put in; even documents,"
                f" {row.n} units of {row.segments} segments; peer: mutual best cosine",
            }


def _strangers(articles: Articles, sides: list[Sides]) -> Iterator[dict[str, Any]]:
    """Each source with the translation of the next document: sentences that are rightly left unaligned."""
    vectors = sentence_vectors(pd.DataFrame(articles, columns=["article_id", "language", "text"]))
    human = [one for one in sides if one.version.startswith("human")]
    for pair in GOALS:
        those = [one for one in human if one.pair == pair]
        left = {"ours": 0, "peer": 0}
        n = 0
        for one, other in zip(those, those[1:] + those[:1], strict=True):
            strangers = replace(other, source=one.source)
            n += min(len(_spans(vectors, one.source)), len(_spans(vectors, other.other)))
            for name, align in (("ours", aligned), ("peer", mutual_best)):
                left[name] += len(align(vectors, strangers)[1])
        yield {
            "what": f"sentences of two unrelated documents left unaligned, {pair}",
            "n": n,
            **{name: round(1 - rows / n, 4) for name, rows in left.items()},
            "unit": "share",
            "note": "even documents, source with the human translation of the next one; of the sentences of"
            " the shorter; peer: mutual best cosine",
        }


def _families(given: _Set) -> Iterator[dict[str, Any]]:
    """Sources and human translations of all even documents in one set: pairs that are put into one family."""
    from samestory.engine.copy_families import families
    from samestory.engine.meaning.passages import shared_meaning
    from samestory.engine.passages import shared_passages

    human = next(version for version in given.versions if version.startswith("human"))
    rows = [
        (f"{name}|{version}", version, given.language[name, version], given.text[name, version])
        for name in given.names
        for version in ("source", human)
    ]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "language", "text"])
    articles = articles.assign(published=pd.NaT, published_precision="unknown")
    articles["published"] = pd.to_datetime(articles["published"], utc=True)
    passages = shared_passages(articles)
    meaning = shared_meaning(articles, passages=passages)
    found = families(articles, passages, meaning=meaning).set_index("article_id")["family_id"]
    document = found.index.to_series().str.partition("|")[0]
    for pair in GOALS:
        names = [name for name in given.names if given.pair[name] == pair]
        joined = sum(found[f"{name}|source"] == found[f"{name}|{human}"] for name in names)
        wrong = document[document.isin(names)].groupby(found).nunique()
        yield {
            "what": f"translations in the family of their source, {pair}",
            "n": len(names),
            "ours": round(joined / len(names), 4),
            "unit": "share",
            "note": f"even documents, no dates; families with articles of two documents: {(wrong > 1).sum()}",
        }
