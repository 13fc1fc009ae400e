"""Automatic coding against what was planted in harbour-fire, and against the hand's row of the seed article.

A third of the articles of harbour-fire is held out: those whose name's SHA-256 is divisible by three. Neither their
texts nor their rows were read when the patterns were written. Some of them share wording with articles that were
(agency copy), and French and Ukrainian have none: the table says what it can.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding import Coded, coded_story
from ..story import Story, load_story
from ..tables.rules import UNSEEN
from ..text import sentences

KEYS = {
    "numbers": ["article_id", "quantity", "low", "high"],
    "labels": ["article_id", "actor", "label", "voice"],
}
SEED = ("mali-drones", "bunatimes")
Row = dict[str, Any]


def run(data: Path, size: int) -> list[Row]:
    """Rows ``what, n, ours, unit, note``; needs no gold set."""
    return [*harbour_fire(), *seed_article()]


def is_held_out(article_id: str) -> bool:
    """Whether an article of harbour-fire was kept aside when patterns were written."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 3 == 0


def harbour_fire() -> list[Row]:
    """Precision and recall of sentences, claim states, numbers and labels, by language and part."""
    story = load_story("harbour-fire")
    articles = story.articles[story.articles["text"].notna()]
    found = coded_story(articles, story.codebook)
    rows = []
    for (language, is_held), part in articles.groupby(["language", articles["article_id"].map(is_held_out)]):
        ids = set(part["article_id"])
        where = f"harbour-fire {language}, {'held out' if is_held else 'kept in'}"
        note = f"{len(ids)} articles"
        pairs = {
            "attributed sentences": _sentences(story, part, found),
            "claim states": _states(story, ids, found),
            **{name: _keyed(story, ids, found, name, keys) for name, keys in KEYS.items()},
        }
        for name, (truth, ours) in pairs.items():
            rows += _shares(f"{where}: {name}", truth, ours, note)
    return rows


def seed_article() -> list[Row]:
    """How many of the seed article's claims have the state that the hand gave them."""
    name, article_id = SEED
    story = load_story(name)
    articles = story.articles[story.articles["article_id"] == article_id]
    ours = coded_story(articles, story.codebook, only=["claims"]).tables["claims"]
    both = state_differences(story, article_id, ours)
    different = both[both["status"] != both["status_auto"]]
    said = ", ".join(f"{r.claim_id} {r.status} by hand, {r.status_auto} here" for r in different.itertuples())
    row = _row("seed article: claims with the hand's state", len(both), 1 - len(different) / len(both), "share")
    return [row | {"note": said or "no difference; the patterns were written with this text in sight"}]


def state_differences(story: Story, article_id: str, ours: pd.DataFrame) -> pd.DataFrame:
    """``claim_id, status, status_auto`` of one article."""
    hand = story.table("claims")
    hand = hand.loc[hand["article_id"] == article_id, ["claim_id", "status"]]
    mine = ours.loc[ours["article_id"] == article_id, ["claim_id", "status"]]
    return hand.merge(mine, on="claim_id", how="outer", suffixes=("", "_auto")).fillna({"status_auto": "(not coded)"})


def _states(story: Story, ids: set[str], found: Coded) -> tuple[Counter, Counter]:
    """Claims that are there, with their state."""
    made = []
    for table in (story.table("claims"), found.tables["claims"]):
        part = table[table["article_id"].isin(ids) & ~table["status"].isin(UNSEEN)]
        made.append(_counted(part, ["article_id", "claim_id", "status"]))
    return made[0], made[1]


def _keyed(story: Story, ids: set[str], found: Coded, name: str, keys: Sequence[str]) -> tuple[Counter, Counter]:
    tables = (story.table(name), found.tables[name])
    truth, ours = (_counted(table[table["article_id"].isin(ids)], keys) for table in tables)
    return truth, ours


def _sentences(story: Story, articles: pd.DataFrame, found: Coded) -> tuple[Counter, Counter]:
    """Sentences with attributed content, in the articles whose attributions are complete in the truth."""
    truth = story.table("attributions")
    complete = articles[articles["article_id"].isin(set(truth["article_id"]))]
    made = []
    for table in (truth, found.tables["attributions"]):
        spans = table.groupby("article_id")
        counter: Counter = Counter()
        for row in complete.itertuples():
            if row.article_id not in spans.groups:
                continue
            part = spans.get_group(row.article_id)
            contents = list(zip(part["begin"], part["end"], strict=True))
            for begin, end in sentences(row.text, row.language):
                if any(a < end and begin < b for a, b in contents):
                    counter[row.article_id, begin] = 1
        made.append(counter)
    return made[0], made[1]


def _counted(table: pd.DataFrame, keys: Iterable[str]) -> Counter:
    rows = table[list(keys)].astype("object").where(table[list(keys)].notna(), None)
    return Counter(rows.itertuples(index=False, name=None))


def _shares(what: str, truth: Counter, ours: Counter, note: str) -> list[Row]:
    right = sum((truth & ours).values())
    rows = []
    for name, n in (("precision", sum(ours.values())), ("recall", sum(truth.values()))):
        rows.append(_row(f"{what}, {name}", n, right / n if n else float("nan"), "share") | {"note": note})
    return rows


def _row(what: str, n: int, ours: float, unit: str) -> Row:
    return {"what": what, "n": n, "ours": round(ours, 3), "unit": unit}
