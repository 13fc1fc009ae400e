"""What is kept between runs never changes a table: a story edited at random gives the same with it and without it."""

import random
import shutil

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory import cache, paths
from samestory.coding import code_attributions, code_chains, code_citations
from samestory.engine.boilerplate import marked_parts
from samestory.engine.copy_families import families
from samestory.engine.meaning import sentence_vectors
from samestory.engine.passages import shared_passages
from samestory.questions.statements import shared, threshold_steps
from samestory.runs.site.evidence import Evidence

CORRECTED = paths.seeds() / "harbour-fire" / "articles" / "ledger-0304-toll-corrected.txt"  # of another article
TEXTS = sorted(set((paths.seeds() / "harbour-fire" / "articles").glob("*.txt")) - {CORRECTED})
STORY = "title: Edited\nquestion: Why?\ninvented: true\nevents: {fire: f, toll: t, denial: d}\norigin: o\npublish: p\n"


class Lengths:
    """An encoder that knows letters only."""

    name = "lengths"

    def encode(self, sentences):
        return np.array([[1.0, *(said.count(one) for one in "aeionrst")] for said in sentences], dtype=np.float32)


@pytest.fixture
def here(project, monkeypatch):
    monkeypatch.setattr(cache, "FEWEST", 1)
    monkeypatch.setattr(cache, "SETTLED_NS", 0)  # files that have just changed too
    monkeypatch.setattr(cache, "code_version", lambda: b"code")
    folder = project / "seeds" / "edited"
    (folder / "articles").mkdir(parents=True)
    for name, said in (("story.yaml", STORY), ("card.md", "# Edited\n"), ("codebook.yaml", "statuses: {}\n")):
        (folder / name).write_text(said)
    return folder


def tables(folder):
    """Every table that is made of kept values, and what is said beside them."""
    try:
        story = ss.load_story(folder)
    except ss.errors.StoryError as error:
        return {"faults": pd.DataFrame({"said": error.faults})}
    articles = story.articles
    parts = marked_parts(articles)
    passages = shared_passages(articles, parts=parts)
    said = code_attributions(articles, engine="rules")
    named = code_citations(articles, said)
    vectors = sentence_vectors(articles, parts=parts, encoder=Lengths())
    found = shared(articles, vectors=vectors, encoder=Lengths(), attributions=said)
    pages = Evidence("edited", {"articles": articles}, {})
    pages.split(pages.articles)
    return {
        "pages": pd.DataFrame({"said": [repr(pages.sentences_of(one)) for one in pages.articles]}),
        "articles": articles,
        "no_articles": story.no_articles,
        "parts": parts,
        "passages": passages,
        "families": families(articles, passages, parts=parts),
        "attributions": said,
        "citations": named,
        "chains": code_chains(articles, named, said),
        "sentences": vectors.table,
        "vectors": pd.DataFrame(vectors.vectors.astype("float32")),
        "statements": found.statements,
        "members": found.members,
        "nearest": found.sentences,
        "steps": threshold_steps(found, articles),
        "remarks": pd.DataFrame({"said": [*story.remarks, repr(dict(story.guessed))]}),
    }


def edited(folder, chance):
    """One edit of a story: an article comes, goes, changes, has another name, head or row."""
    there = sorted((folder / "articles").glob("*.txt"))
    kind = chance.choice(["add", "add", "add", "remove", "change", "rename", "headless", "row", "touch"])
    if kind == "add" or len(there) < 3:
        new = chance.choice(TEXTS)
        shutil.copy(new, folder / "articles" / new.name)
        return f"add {new.name}"
    one = chance.choice(there)
    if kind == "remove":
        one.unlink()
    elif kind == "change":
        one.write_text(one.read_text() + f"\n\nNothing else was found by {chance.randrange(9)} firefighters.\n")
    elif kind == "rename":
        one.rename(one.with_name(f"{chance.randrange(9)}-{one.name[:40]}"))
    elif kind == "headless":
        text = one.read_text().split("\n---\n")[-1].strip()
        one.write_text(f"A title of the day\nThe Gull, 3 March 2023\n\n{text}\n")
    elif kind == "row":
        coverage = "article_id,outlet,country\n" + "".join(f"page-{n},The Gull,Morvane\n" for n in range(3))
        (folder / "coverage.csv").write_text(coverage)
    else:
        one.touch()
    return f"{kind} {one.name}"


@pytest.mark.parametrize("seed", range(3))
def test_a_story_edited_at_random_has_the_same_tables_with_what_is_kept_and_without(here, monkeypatch, seed):
    chance = random.Random(seed)  # noqa: S311
    edits = [edited(here, chance) for _ in range(5)]
    for _ in range(4):
        edits.append(edited(here, chance))
        if len({path.read_text() for path in here.glob("articles/*.txt")}) < 2:
            continue
        monkeypatch.setenv("SAMESTORY_CACHE", "yes")
        cold = tables(here)
        warm = tables(here)
        monkeypatch.setenv("SAMESTORY_CACHE", "no")
        without = tables(here)
        assert list(cold) == list(warm) == list(without)
        for name, table in without.items():
            for other in (cold, warm):
                pd.testing.assert_frame_equal(other[name], table, check_exact=True, obj=f"{name} after {edits}")


def test_what_is_kept_is_used(here, monkeypatch):
    for path in TEXTS[:4]:
        shutil.copy(path, here / "articles" / path.name)
    tables(here)
    for name in (
        "samestory.story.articles.read_articles",
        "samestory.story.files.read_article",
        "samestory.intake.no_article.reason_of",
        "samestory.engine.boilerplate._page",
        "samestory.coding.coded.ruled",
        "samestory.coding.citations.sources_of",
        "samestory.coding.chains.sources_of",
        "samestory.questions.statements.putting._put",
        "samestory.questions.statements.measures._nearest_rows",
        "samestory.engine.meaning.groups._groups",
    ):
        monkeypatch.setattr(name, lambda *_, name=name, **__: pytest.fail(f"{name} was called again"))
    tables(here)


def test_other_code_is_never_given_old_values(here, monkeypatch):
    for path in TEXTS[:3]:
        shutil.copy(path, here / "articles" / path.name)
    tables(here)
    monkeypatch.setattr(cache, "code_version", lambda: b"other code")
    monkeypatch.setattr("samestory.coding.coded.ruled", lambda *_: [])
    articles = ss.load_story(here).articles
    assert code_attributions(articles, engine="rules").empty


def test_a_fault_is_said_every_time(here):
    shutil.copy(TEXTS[0], here / "articles" / "a.txt")
    (here / "articles" / "b.txt").write_text("---\noutlett: X\n---\n\nA text.\n")
    said = []
    for _ in range(2):
        with pytest.raises(ss.errors.StoryError) as found:
            ss.load_story(here)
        said.append(str(found.value))
    assert said[0] == said[1]
    assert "b.txt, line 2" in said[0]
