"""PolNeAR (Newell, Margolin and Ruths, LREC 2018): political news with every attribution marked by hand.

Published at github.com/networkdynamics/PolNeAR, without a licence: its texts and anything trained on them are not part
of this project. Read here in the layout of that repository (``data/<split>/text/*.txt`` and
``data/<split>/attributions/*.ann``, brat's stand-off format) and as two Parquet files (``articles.parquet``,
``attributions.parquet``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...errors import SamestoryError, listed

ROLES = ("source", "cue", "content")
SPLITS = ("train", "dev", "test")
WHERE = (
    "PolNeAR is published at github.com/networkdynamics/PolNeAR; give the folder that holds its data/train, or one"
    " with articles.parquet and attributions.parquet"
)
MAX_BYTES = 5_000_000
_SPAN = re.compile(r"T\d+\t(Source|Cue|Content) ([0-9; ]+)\t")

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """One article: its text and the spans of each role (half-open character offsets, in order, one annotator's)."""

    article_id: str
    split: str
    text: str
    spans: dict[str, list[Span]]


def read_corpus(folder: Path, split: str) -> list[Marked]:
    """The articles of one split, in order of their ids.

    Raises
    ------
    SamestoryError
        Neither layout is there, a split that does not exist, or a span outside its text.
    """
    if split not in SPLITS:
        raise SamestoryError(f"no split {split!r}; splits: {listed(SPLITS)}")
    if (folder / "articles.parquet").is_file() and (folder / "attributions.parquet").is_file():
        found = _from_parquet(folder, split)
    elif (data := next((f for f in (folder / "data", folder) if (f / split / "text").is_dir()), None)) is not None:
        found = _from_brat(data / split, split)
    else:
        raise SamestoryError(f"{folder}: holds no articles of PolNeAR. {WHERE}")
    for one in found:
        for role, spans in one.spans.items():
            if wrong := [span for span in spans if not 0 <= span[0] < span[1] <= len(one.text)]:
                raise SamestoryError(f"{one.article_id}: a {role} at {wrong[0]} lies outside the text")
    return found


def _from_parquet(folder: Path, split: str) -> list[Marked]:
    articles = pd.read_parquet(folder / "articles.parquet", columns=["doc_id", "split", "text"])
    marks = pd.read_parquet(folder / "attributions.parquet", columns=["doc_id", "primary", *ROLES])
    marks = marks[marks["primary"]]
    by_article = dict(iter(marks.groupby("doc_id")))
    found = []
    for row in articles[articles["split"] == split].sort_values("doc_id").itertuples():
        group = by_article.get(row.doc_id)
        if group is None:
            continue
        spans = {role: sorted({(int(p["start"]), int(p["end"])) for c in group[role] for p in c}) for role in ROLES}
        found.append(Marked(row.doc_id, split, row.text, spans))
    return found


def _from_brat(folder: Path, split: str) -> list[Marked]:
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rpartition("_")[0], []).append(path)
    found = []
    for article_id, paths in files.items():
        text_path = folder / "text" / f"{article_id}.txt"
        if not text_path.is_file():
            raise SamestoryError(f"{paths[0].name}: its text {text_path.name} is missing")
        if max(text_path.stat().st_size, paths[0].stat().st_size) > MAX_BYTES:
            raise SamestoryError(f"{article_id}: larger than {MAX_BYTES:,} bytes")
        with text_path.open(encoding="utf-8", newline="") as stream:  # offsets count the text as it stands
            text = stream.read()
        spans: dict[str, set[Span]] = {role: set() for role in ROLES}
        for line in paths[0].read_text(encoding="utf-8").splitlines():
            if (match := _SPAN.match(line)) is None:
                continue
            for piece in match[2].split(";"):
                begin, end = piece.split()
                spans[match[1].lower()].add((int(begin), int(end)))
        found.append(Marked(article_id, split, text, {role: sorted(those) for role, those in spans.items()}))
    return found
