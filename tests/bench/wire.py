"""Agency copy in the French and English press on the yellow vests: do articles that print a credit share wording?

The set has no gold. An article that names an agency is expected in one family with another outlet's, where another
printed the same text; each that is not is listed with a reason that can be checked.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = "gilets_jaunes_press"
WINDOW = 72.0
SHORTER = 8
# In the order in which they are tried.
REASONS = {
    "family": "in a family with another outlet",
    "light": "shares writing with another outlet, but too little of its words to be one report with it",
    "quoted": "shares only quotations, formulas or boilerplate with another outlet",
    "later": "shares writing with another outlet, but dates lie further apart than the window",
    "shorter": f"shares only passages of {SHORTER} to 11 words with another outlet, or quotations and formulas",
    "alone": f"no other outlet of the set has {SHORTER} words in common with it, 6 of them in a row",
}
LISTED = ["article_id", "outlet", "language", "published", "wire_credit", "reason", "meaning", "other_id", "n_shared"]


def articles_of(data: Path) -> pd.DataFrame:
    """The set as an ``articles`` table, with its ``wire_credit``."""
    found = pd.read_parquet(data / FOLDER / "articles.parquet")
    published = pd.to_datetime(found["date"], errors="coerce", utc=True)
    return pd.DataFrame(
        {
            "article_id": found["doc_id"],
            "outlet": found["outlet"],
            "language": found["lang"],
            "published": published,
            "published_precision": published.notna().map({True: "day", False: "unknown"}),
            "text": found["text"],
            "wire_credit": found["wire_credit"],
        }
    )


def reasons(articles: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """For each article that prints a credit, whether it is in a family with another outlet, else why not.

    Returns
    -------
    DataFrame
        ``LISTED``, one row an article in order of ``article_id``. ``reason`` is a key of ``REASONS``, ``meaning`` its
        words; ``other_id`` the article it shares most words with in the passages that give the reason, ``n_shared``
        those words.
    float
        CPU seconds of the first call, within the window.
    """
    from samestory.engine.copy_families import families
    from samestory.engine.passages import shared_passages

    credit = articles["wire_credit"].fillna("").astype(str).str.strip()
    articles = articles.assign(agency_credit=credit.where(credit != ""))
    credited = articles[credit != ""].sort_values("article_id", ignore_index=True)
    shared_passages(articles.head(50))  # compiles
    started = time.process_time()
    near = shared_passages(articles, window_hours=WINDOW)
    seconds = time.process_time() - started
    kin = families(articles, near).set_index("article_id")["family_id"]
    n_outlets = articles.set_index("article_id")["outlet"].groupby(kin).nunique()
    in_family = credited["article_id"].map(kin).map(n_outlets) > 1
    far = shared_passages(articles, window_hours=None)
    near_writing, far_writing = (table[table["kind"] == "writing"] for table in (near, far))
    tried = {
        "family": near_writing,
        "light": near_writing,
        "quoted": near,
        "later": far_writing,
        "shorter": shared_passages(articles, min_words=SHORTER, window_hours=None),
    }
    nearest = {reason: _nearest(passages) for reason, passages in tried.items()}
    rows = []
    for name, is_kin in zip(credited["article_id"], in_family, strict=True):
        met = (reason for reason in tried if name in nearest[reason] and (is_kin or reason != "family"))
        reason = next(met, "alone")
        rows.append((reason, REASONS[reason], *nearest.get(reason, {}).get(name, (None, 0))))
    table = credited.assign(**dict(zip(LISTED[-4:], zip(*rows, strict=True), strict=True))) if rows else credited
    return table.reindex(columns=LISTED), seconds


def _nearest(passages: pd.DataFrame) -> dict[str, tuple[str, int]]:
    """By article the other it shares most words with, and how many."""
    ends = ["earlier_id", "later_id"]
    sides = [passages[[*pair, "n_words"]].set_axis([*ends, "n"], axis=1) for pair in (ends, ends[::-1])]
    pairs = pd.concat(sides).groupby(ends, as_index=False)["n"].sum()
    pairs = pairs.sort_values(["n", *ends], ascending=[False, True, True]).drop_duplicates("earlier_id")
    return {name: (other, int(n)) for name, other, n in pairs.itertuples(index=False)}


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the benchmark table; the articles one by one in ``outputs/bench/agency_credits.csv``."""
    from samestory import paths

    if not (data / FOLDER).is_dir():
        return [{"what": "agency copy", "note": f"not measured: no folder {FOLDER}"}]
    articles = articles_of(data)
    found, seconds = reasons(articles)
    path = paths.outputs() / "bench" / "agency_credits.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(path, index=False)
    counts = found["reason"].value_counts()
    rows: list[dict[str, Any]] = [
        {"what": "articles read", "n": len(articles), "ours": round(seconds, 2), "unit": "CPU seconds"}
    ]
    for reason, meaning in REASONS.items():
        n = int(counts.get(reason, 0))
        note = f"each one listed in {path.name} beside the JSON" if reason == "family" else ""
        share = round(n / len(found), 4) if len(found) else float("nan")
        rows.append(
            {
                "what": f"of {len(found)} articles that print an agency's credit: {meaning}",
                "n": n,
                "ours": share,
                "unit": "share",
                "note": note,
            }
        )
    return rows
