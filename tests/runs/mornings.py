"""Mornings of harbour-fire: the story as a desk had it by the end of a day, with the truth tables cut to it."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

HARBOUR = Path(__file__).parents[2] / "seeds/harbour-fire"
FOCUS = "ostvar-0302-lead"  # an article of the first day: the focus of the shipped story is of the third
_LINKS = ("article_id", "source_article_id", "other_article_id", "earlier_id", "later_id")


def articles_until(day: str | None) -> set[str]:
    """The articles published on or before a day (``2023-03-03``); all of them, undated ones too, without a day."""
    found = set()
    for path in (HARBOUR / "articles").glob("*.txt"):
        head = path.read_text(encoding="utf-8").split("---")[1]
        date = re.search(r"^published: (\d{4}-\d\d-\d\d)", head, re.MULTILINE)
        if day is None or (date and date[1] <= day):
            found.add(path.stem)
    return found


def write_morning(folder: Path, day: str | None) -> set[str]:
    """Write the story folder of a morning, in place of the one before; the articles in it."""
    if folder.exists():
        shutil.rmtree(folder)
    names = articles_until(day)
    for name in ("articles", "truth"):
        (folder / name).mkdir(parents=True)
    for name in names:
        shutil.copy(HARBOUR / "articles" / f"{name}.txt", folder / "articles")
    for name in ("card.md", "codebook.yaml", "story.yaml"):
        text = (HARBOUR / name).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(r"(?m)^focus: .*$", f"focus: {FOCUS}", text), encoding="utf-8")
    for path in (HARBOUR / "truth").glob("*.csv"):
        rows = truth(path.stem)
        kept = [row for row in rows if all(row[key] in names for key in _LINKS if row.get(key))]
        with (folder / "truth" / path.name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    return names


def truth(table: str) -> list[dict[str, str]]:
    """A truth table of the shipped story, row by row as it is written."""
    with (HARBOUR / "truth" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def heads() -> dict[str, str]:
    """The outlet of each article, as its head says."""
    found = {}
    for path in (HARBOUR / "articles").glob("*.txt"):
        head = path.read_text(encoding="utf-8").split("---")[1]
        found[path.stem] = re.search(r"^outlet: (.+)$", head, re.MULTILINE)[1].strip().strip('"')
    return found
