"""What sets outlets apart, on 10,000 real articles: topics, volume, leads, words of others, room for a claim.

Also how many of 200 shuffles of the dates give a lead, and whether topics hold in articles kept out of the search.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .scale import call
from .similarity_peers import peak_memory

MOST, SHUFFLES, TOPICS = 10_000, 200, 10
SET = "article_bias_prediction"


def run(data: Path, size: int = 100_000) -> list[dict[str, Any]]:
    """Rows of CPU seconds and peak memory of each measure, each in a process of its own, and of what it finds."""
    if not (data / SET).is_dir():
        return [{"what": SET, "note": f"no reference data: {SET} is missing in {data}"}]
    rows: list[dict[str, Any]] = []
    for name in ("topics", "leads", "explained", "room"):
        found = call("outlets", f"measure_{name}", str(data))
        cost = {"n": found.pop("n"), "note": found.pop("note")}
        rows.append({"what": name, "ours": found.pop("seconds"), "unit": "CPU s", **cost})
        rows.append({"what": name, "ours": found.pop("peak"), "unit": "peak MB", **cost})
        rows += [{"what": f"{name}: {what}", "ours": value, **cost} for what, value in found.items()]
    return rows


def articles(data: str) -> pd.DataFrame:
    """The first 10,000 articles of the set, with the columns of the ``articles`` table."""
    files = sorted((Path(data) / SET).glob("*.parquet"))
    table = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True).head(MOST)
    table = table.rename(columns={"doc_id": "article_id", "lang": "language"})[
        ["article_id", "language", "outlet", "text", "date"]
    ]
    table["published"] = pd.to_datetime(table.pop("date"), utc=True, errors="coerce")
    table["published_precision"] = np.where(table["published"].notna(), "day", "unknown")
    return table.assign(n_words=table["text"].str.split().str.len(), text_status="full")


def _say(began: float, n: int, note: str, **found: Any) -> None:
    seconds = round(time.process_time() - began, 1)
    print(json.dumps({"seconds": seconds, "peak": peak_memory(), "n": n, "note": note} | found))


def measure_topics(data: str) -> None:
    """Ten topics by words, and their shares by outlet."""
    from samestory.questions.wording.topic_models import topic_map, topic_shares

    table = articles(data)
    began = time.process_time()
    found = topic_map(table, n_topics=TOPICS)
    rows = topic_shares(found, table)
    topics = found.topics
    _say(
        began,
        len(table),
        f"{len(topics)} topics, {len(rows):,} shares, {int((rows['p_adjusted'] < 0.05).sum())} differ (FDR 5 %)",
        **{
            "median stability": round(float(topics["stability"].median()), 3),
            "coherence, kept-out articles": round(float(topics["coherence"].mean()), 3),
            "coherence of words drawn": round(float(topics["coherence_chance"].mean()), 3),
        },
    )


def measure_leads(data: str) -> None:
    """Leads by day with the real dates; then in shuffles that turn the days of each outlet round by a random number."""
    from samestory.questions.timeline.pace import lead_lag, volume

    table = articles(data)
    began = time.process_time()
    days = volume(table)
    real = lead_lag(days)
    seconds, random = time.process_time() - began, np.random.default_rng(1)
    calendar = pd.date_range(days["day"].min(), days["day"].max())
    at = (days["day"] - calendar[0]).dt.days
    n_false = n_low = n_tests = 0
    for seed in range(SHUFFLES):
        turn = days["group"].map({name: random.integers(len(calendar)) for name in days["group"].unique()})
        found = lead_lag(days.assign(day=calendar[(at + turn) % len(calendar)]), n_resamples=999, seed=seed)
        n_false += int((found["verdict"] == "leads").any())
        n_low += int((found["p_value"] <= 0.05).sum())
        n_tests += int(found["p_value"].notna().sum())
    _say(
        time.process_time() - seconds,
        len(table),
        f"{int((real['verdict'] == 'leads').sum())} of {len(real)} pairs lead; {SHUFFLES} shuffles",
        **{
            "shuffles with a lead": round(n_false / SHUFFLES, 3),
            "p-values of 0.05 and less": round(n_low / n_tests, 3),
        },
    )


def measure_explained(data: str) -> None:
    """Words that other outlets' texts explain; the passages are found before the clock starts."""
    from samestory.engine.passages import shared_passages
    from samestory.questions.reuse.explained import explained_by_outlet, explained_words

    table = articles(data)
    passages = shared_passages(table)
    began = time.process_time()
    words = explained_words(table, passages)
    rows = explained_by_outlet(words)
    said = f"{len(passages):,} passages, {len(rows)} outlets; {int((words['evidence'] == 'explained').sum())} explained"
    _say(began, len(table), said)


def measure_room(data: str) -> None:
    """Omissions of one claim that every second article carries, with the room for it."""
    from samestory.questions.claims.left_out import omission_rates, omissions

    table = articles(data)
    claims = table[["article_id"]].assign(claim_id="C1", coder="hand")
    claims["status"] = ["asserted" if i % 2 else "absent" for i in range(len(claims))]
    began = time.process_time()
    row = omission_rates(omissions(claims, table)).iloc[0]
    _say(began, len(table), f"{row['n_omitted']:.0f} left out, {row['n_no_room']} without room")
