"""What a run costs the first time, when nothing changed, and after one more article: CPU seconds by notebook.

The story is simulated: English and French texts of some 300 words by 40 outlets within 30 days, with planted copies and
rewrites. Every third article also has sentences of the invented story harbour-fire, so that there are statements and
translations to find. Each notebook is run by the command, in a project of its own; CPU is that of the command and of
everything it started.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samestory import paths
from samestory.simulate import simulate_articles
from samestory.story import load_story
from samestory.text import sentences

from .runs import cpu

STORY = "simulated"
SIZES = (1_000, 3_000, 10_000)
NOTEBOOKS = ("corpus", "sources", "timeline", "text-reuse", "statements", "translation")
LANGUAGES = {"en": 0.6, "fr": 0.4}  # of the articles
SEED = "harbour-fire"
DAYS, OUTLETS, WORDS = 30, 40, 300
BORROWED = 3  # sentences of the invented story in every third article
PLANTS = ((50, 0.0, 0.02), (50, 0.1, 0.02), (200, 0.0, 0.05), (200, 0.2, 0.03))
SETTINGS = f"""title: A simulated story
question: What does one more article cost?
invented: true
languages: [{", ".join(LANGUAGES)}]
events: {{main: what was drawn}}
origin: Drawn words, and sentences of {SEED}.
publish: Everything.
"""


def run(data: Path, size: int = 10_000) -> list[dict[str, Any]]:
    """Rows for the largest of the usual sizes up to ``size``: each notebook, and all of them."""
    n = max([n for n in SIZES if n <= size], default=size)
    with tempfile.TemporaryDirectory(prefix="samestory-bench-") as made:
        home = project(Path(made), n + 1)
        last = sorted((home / "seeds" / STORY / "articles").iterdir())[n // 2]  # in the midst of the others
        kept = last.read_bytes()
        last.unlink()
        first = seconds(home)
        unchanged = seconds(home)
        last.write_bytes(kept)
        added = seconds(home)
    return [row for name in (*NOTEBOOKS, "all") for row in _rows(name, n, first, unchanged, added)]


def _rows(name: str, n: int, *costs: dict[str, float]) -> Iterator[dict[str, Any]]:
    first, unchanged, added = (cost.get(name, sum(cost.values())) for cost in costs)
    yield {"what": f"{name}, first run", "n": n, "ours": round(first, 1), "unit": "CPU s"}
    for what, cost in (("unchanged", unchanged), ("one article added", added)):
        note = f"{cost / first:.2%} of the first run"
        yield {"what": f"{name}, {what}", "n": n, "ours": round(cost, 2), "unit": "CPU s", "note": note}


def seconds(home: Path) -> dict[str, float]:
    """CPU seconds of each notebook of the story, run one after the other by the command."""
    return {name: cpu(["samestory", "run", "--story", STORY, name], home) for name in NOTEBOOKS}


def project(home: Path, n: int) -> Path:
    """A project with the simulated story of ``n`` articles and the committed notebooks."""
    (home / "notebooks").symlink_to(paths.notebooks())
    (home / "outputs").mkdir()
    folder = home / "seeds" / STORY
    (folder / "articles").mkdir(parents=True)
    (folder / "story.yaml").write_text(SETTINGS, "utf-8")
    for name in ("codebook.yaml", "card.md"):
        (folder / name).write_text("statuses: {}\n" if name.endswith("yaml") else "# A simulated story\n", "utf-8")
    for row in articles(n).itertuples():
        head = f"article_id: {row.article_id}\noutlet: {row.outlet}\nlanguage: {row.language}\n"
        head += f"title: {row.title}\npublished: {row.published:%Y-%m-%dT%H:%MZ}\ninvented: true\n"
        path = folder / "articles" / f"{row.article_id}.txt"
        path.write_text(f"---\n{head}---\n\n{row.text}\n", "utf-8")
    return home


def articles(n: int) -> pd.DataFrame:
    """The articles of both languages in order of time."""
    known = load_story(SEED).articles
    drawn = [_of(language, round(n * share), known) for language, share in LANGUAGES.items()]
    table = pd.concat(drawn, ignore_index=True).sort_values("published", ignore_index=True)
    return table.assign(article_id=[f"s{number:05d}" for number in range(len(table))])


def _of(language: str, n: int, known: pd.DataFrame) -> pd.DataFrame:
    """Articles of one language: its words mixed with invented ones, then sentences of the story put between."""
    texts = known.loc[known["language"] == language, "text"]
    source = "\n".join([*texts, _names(sum(len(text.split()) for text in texts))])
    table, _ = simulate_articles(
        n, n_outlets=OUTLETS, days=DAYS, n_words=WORDS, plants=PLANTS, source=source, seed=len(language) + n
    )
    assert isinstance(table, pd.DataFrame)
    pool = [text[begin:end] for text in texts for begin, end in sentences(text, language)]
    random = np.random.default_rng(n)
    written = []
    for number, text in enumerate(table["text"]):
        lines = text.rstrip().split("\n")
        if number % 3 == 0:
            lines.insert(len(lines) // 2, " ".join(random.choice(pool, BORROWED, replace=False)))
        written.append("\n\n".join(lines))
    titles = [" ".join(text.split()[:7]).strip(".") for text in table["text"]]
    return table.assign(text=written, title=titles, language=language)


def _names(n: int) -> str:
    """Drawn words, as rare as names are."""
    table, _ = simulate_articles(max(2, n // WORDS), n_words=WORDS, plants=(), seed=7)
    assert isinstance(table, pd.DataFrame)
    return " ".join(table["text"])
