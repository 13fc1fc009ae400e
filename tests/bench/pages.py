"""How much of saved web pages is read right, and how fast, against trafilatura alone on the same pages."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from samestory.errors import SamestoryError
from samestory.intake.pages.page import read_page

PAGES = "html_pages/pages.jsonl.gz"
ROUNDS = 3  # the best of them counts: the others were disturbed by what else the machine did


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Text and speed on the saved pages of the reference data.

    Parameters
    ----------
    data
        The folder of the reference data.

    Returns
    -------
    list of dict
        One row a figure: ``what`` was measured on ``n`` pages, ``ours``, the ``peer``'s (trafilatura with its
        defaults), ``ratio`` of ours to the peer's, ``unit``, ``note``. Text is judged by hand-picked pieces that belong
        to it and pieces that do not: precision is the share of wanted ones among all found, recall the share of wanted
        ones found. Speed is pages a second of one core (CPU time), with all metadata in both.

    Raises
    ------
    SamestoryError
        The pages are not there.
    """
    path = data / PAGES
    if not path.is_file():
        raise SamestoryError(f"no {PAGES} in the folder of reference data; name it by SAMESTORY_GOLD")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    raws = [page["html"].encode("utf-8") for page in pages]
    ours = [read_page(raw, url=page["url"]).fields for raw, page in zip(raws, pages, strict=True)]
    peers = [_peer_text(raw, page["url"]) for raw, page in zip(raws, pages, strict=True)]
    rows = []
    mine, theirs = scores(pages, [one.get("text", "") for one in ours]), scores(pages, peers)
    for what in ("f_score", "precision", "recall"):
        note = f"{mine['n_wanted']} wanted and {mine['n_unwanted']} unwanted pieces"
        rows.append(_row(f"page text, {what}", len(pages), mine[what], theirs[what], "0..1", note))
    speed = _pages_per_second(raws, pages, lambda raw, url: read_page(raw, url=url))
    for peer, what in ((_peer_text, "text alone"), (_peer_page, "text and metadata")):
        theirs_per_second = _pages_per_second(raws, pages, peer)
        note = f"peer: {what}; best of {ROUNDS}; pages of {sum(map(len, raws)) // len(raws) // 1000} kB on average"
        rows.append(_row("pages read", len(pages), speed, theirs_per_second, "pages/CPU s", note))
    for column in ("title", "author", "published"):
        rows.append(_row(f"pages with {column}", len(pages), sum(column in one for one in ours), None, "pages", ""))
    return rows


def scores(pages: list[dict[str, Any]], texts: Sequence[str | None]) -> dict[str, float]:
    """Precision, recall and F-score over the pieces that must and must not be in the texts of these pages."""
    wanted = [piece in (text or "") for page, text in zip(pages, texts, strict=True) for piece in page["must_contain"]]
    unwanted = [
        piece in (text or "") for page, text in zip(pages, texts, strict=True) for piece in page["must_not_contain"]
    ]
    found, wrong = sum(wanted), sum(unwanted)
    precision = found / (found + wrong) if found + wrong else float("nan")
    recall = found / len(wanted) if wanted else float("nan")
    f_score = 2 * found / (found + wrong + len(wanted)) if wanted else float("nan")
    counts = {"n_wanted": len(wanted), "n_unwanted": len(unwanted)}
    return {"precision": precision, "recall": recall, "f_score": f_score, **counts}


def _peer_text(raw: bytes, url: str) -> str:
    from trafilatura import extract

    return extract(raw, url=url) or ""


def _peer_page(raw: bytes, url: str) -> object:
    from trafilatura import bare_extraction

    return bare_extraction(raw, url=url, with_metadata=True)


def _pages_per_second(raws: list[bytes], pages: list[dict[str, Any]], read: Callable[[bytes, str], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        for raw, page in zip(raws, pages, strict=True):
            read(raw, page["url"])
        best = min(best, time.process_time() - begin)
    return len(raws) / best


def _row(what: str, n: int, ours: float, peer: float | None, unit: str, note: str) -> dict[str, Any]:
    ratio = ours / peer if peer else None
    return {"what": what, "n": n, "ours": ours, "peer": peer, "ratio": ratio, "unit": unit, "note": note}
