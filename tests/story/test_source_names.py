"""Names of sources in a story folder: joined by rule, by the codebook, and by a person's corrections."""

import pytest
from example import example_story

import samestory as ss

CLAIMS = """article_id,claim_id,status,attributed_to,begin,end,coder,note
first-article,C01,attributed,{name},,,hand,
"""
NUMBERS = """article_id,quantity,value_text,low,high,unit,attributed_to,coder
first-article,example_quantity,two,2,2,persons,{name},hand
"""


@pytest.fixture
def folder(tmp_path):
    made = example_story("a-story", into=tmp_path)
    (made / "coding").mkdir(exist_ok=True)
    return made


def write(folder, claims, numbers, corrections="", sources=""):
    (folder / "coding" / "claims.csv").write_text(CLAIMS.format(name=claims), encoding="utf-8")
    (folder / "coding" / "numbers.csv").write_text(NUMBERS.format(name=numbers), encoding="utf-8")
    if corrections:
        (folder / "coding" / "source_names.csv").write_text(corrections, encoding="utf-8")
    if sources:
        book = folder / "codebook.yaml"
        book.write_text(book.read_text(encoding="utf-8") + sources, encoding="utf-8")
    return folder


def sources(folder):
    story = ss.load_story(folder)
    return {story.joined("claims")["attributed_to"].iloc[0], story.joined("numbers")["attributed_to"].iloc[0]}


def test_every_table_has_one_name_for_a_source(folder):
    assert sources(write(folder, "the regional fire service", "fire service")) == {"regional fire service"}
    story = ss.load_story(folder)
    assert set(story.table("numbers")["attributed_to"]) == {"fire service"}  # the table stays as it was coded


@pytest.mark.parametrize(("one", "other"), [("Feuerwehr", "pompiers"), ("пожарные", "firefighters of Orvel")])
def test_a_correction_joins_names_of_two_languages(folder, one, other):
    write(folder, one, other)
    assert len(sources(folder)) == 2
    write(folder, one, other, corrections=f"name,source\n{other},{one}\n")
    assert sources(folder) == {one}
    names = ss.load_story(folder).source_names().set_index("name")
    assert (names.at[other, "source"], names.at[other, "rule"]) == (one, "correction")


def test_a_correction_keeps_a_name_apart(folder):
    write(folder, "the regional fire service", "fire service", corrections="name,source\nfire service,fire service\n")
    assert sources(folder) == {"the regional fire service", "fire service"}


@pytest.mark.parametrize(("one", "other"), [("Die Feuerwehr", "les pompiers"), ("Пожарная служба", "the fire service")])
def test_the_codebook_joins_names_of_two_languages(folder, one, other):
    lines = "sources:\n  fire: {names: [fire service, Feuerwehr, pompiers, пожарная служба]}\n"
    assert sources(write(folder, one, other, sources=lines)) == {"fire service"}


def test_faults_of_the_corrections_name_file_and_row(folder):
    write(folder, "a", "b", corrections="name,source,article_id\nx,y,nowhere\nz,q,\nZ,r,\n")
    with pytest.raises(ss.errors.StoryError) as error:
        ss.load_story(folder)
    said = str(error.value)
    assert "coding/source_names.csv" in said
    assert "names no article of this story" in said and "a name is given to two sources" in said


def test_one_name_belongs_to_one_source_of_the_codebook(folder):
    write(folder, "a", "b", sources="sources:\n  one: {names: [Office]}\n  two: {names: [office]}\n")
    with pytest.raises(ss.errors.StoryError, match="name 'office' is given to two sources, one and two"):
        ss.load_story(folder)


def test_a_table_without_sources_cannot_be_joined(folder):
    write(folder, "a", "b")
    with pytest.raises(ss.errors.StoryError, match="table 'labels' names no sources"):
        ss.load_story(folder).joined("labels")
