"""Automatic coding against what was planted in harbour-fire, what nobody had in sight, and the hand's row of the seed.

harbour-fire-unseen is the test: its articles were written after the rules, by a writer who had not read them. Rules
were mended since, on other sentences; the wrong claim states were looked at for it without their texts (its card says
how), so for claim states it is no blind test any more. Of harbour-fire itself a third of the articles is held out:
those whose name's SHA-256 is divisible by three. Patterns and rules were not made for them, but that is not perfectly
clean: a list of the sources found in all articles was seen before some word lists were finished, and some share
wording with articles that were read (agency copy). French and Ukrainian have none.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pandas as pd

from samestory.coding import code_story
from samestory.coding.quality import coding_quality
from samestory.engine.boilerplate import marked_parts
from samestory.story import Story, load_story

STORY, UNSEEN_STORY = "harbour-fire", "harbour-fire-unseen"
SEED = ("mali-drones", "bunatimes")
SHARES = ("precision", "recall")
Row = dict[str, Any]


def run(data: Path, size: int) -> list[Row]:
    """Rows ``what, n, ours, unit, note``; needs no gold set."""
    return [*unseen(), *harbour_fire(), *seed_article()]


def is_held_out(article_id: str) -> bool:
    """Whether an article of harbour-fire was kept aside when patterns were written."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 3 == 0


def harbour_fire() -> list[Row]:
    """Precision and recall of sentences, claim states, numbers and labels, by language and part."""
    story = load_story(STORY)
    held = story.articles["article_id"].map(is_held_out).map({True: "held out", False: "kept in"})
    groups = (story.articles["language"] + ", " + held).set_axis(story.articles["article_id"])
    return compared(story, story, groups)


def unseen() -> list[Row]:
    """The same of the articles nobody had in sight, by the patterns of harbour-fire's codebook."""
    story = load_story(UNSEEN_STORY)
    languages = story.articles.set_index("article_id")["language"]
    rows = compared(story, load_story(STORY), languages)
    return [*rows, *compared(story, load_story(STORY), languages.map(lambda _: "all languages"))]


def compared(story: Story, by: Story, groups: pd.Series) -> list[Row]:
    """Precision and recall on a story whose truth is known, coded by rules and the codebook of another or its own.

    Parameters
    ----------
    story, by
        Whose texts and truth, and whose codebook.
    groups
        The group of each article, by ``article_id``.
    """
    articles = story.articles[story.articles["text"].notna()]
    found = code_story(articles, by.codebook, parts=marked_parts(articles), engine="rules").tables
    rows = coding_quality(articles, {name: story.table(name) for name in found}, found, groups=groups)
    made = {}
    for row in rows.itertuples():
        for name, n in (("precision", row.n_coded), ("recall", row.n_truth)):
            share, low, high = (float(getattr(row, f"{name}_{end}")) for end in ("share", "low", "high"))
            note = f"{row.n_articles} articles" + (f", 95 %: {low:.2f} to {high:.2f}" if low == low else "")
            said = _row(f"{story.name} {row.group}: {row.what}, {name}", int(n), share, "share")
            made[row.group, row.what, name] = said | {"note": note}
    order = [(group, what, name) for group in sorted(set(groups)) for what in rows["what"].unique() for name in SHARES]
    return [made[key] for key in order if key in made]


def seed_article() -> list[Row]:
    """How many of the seed article's claims have the state that the hand gave them."""
    name, article_id = SEED
    story = load_story(name)
    articles = story.articles[story.articles["article_id"] == article_id]
    ours = code_story(articles, story.codebook, only=["claims"], engine="rules").tables["claims"]
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


def _row(what: str, n: int, ours: float, unit: str) -> Row:
    return {"what": what, "n": n, "ours": round(ours, 3), "unit": unit}
