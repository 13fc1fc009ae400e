"""Whose coding is in use: the coder of story.yaml, or the one asked for."""

import re
import shutil

import nbformat
import pandas as pd
import pytest

import samestory as ss
from samestory import paths
from samestory.coding.write import write_codings
from samestory.story.model import SAID

HEAD = "article_id,claim_id,status,attributed_to,begin,end,coder\n"


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """harbour-fire with what the machine codes in it, in a copy."""
    folder = tmp_path_factory.mktemp("seeds") / "harbour-fire"
    shutil.copytree(paths.home() / "seeds" / "harbour-fire", folder)
    story = ss.load_story(folder)
    found = ss.coding.code_story(story.articles, story.codebook).tables
    write_codings(folder, found)
    return folder, found


def test_the_machine_can_be_the_coder_of_every_measure(coded):
    folder, found = coded
    story = ss.load_story(folder, coder="auto:rules-5")
    assert story.coder == "auto:rules-5" and story.settings.coder == "truth"
    for name in SAID:
        assert len(story.table(name)) == len(found[name]) > 0
        assert set(story.table(name)["coder"]) == {"auto:rules-5"}
    truth = ss.load_story(folder)
    assert truth.coder == "truth" and set(truth.table("claims")["coder"]) == {"truth"}
    rates = [
        ss.claims.rates(one.table("claims"), families=one.table("families"))["n_hits"].tolist()
        for one in (story, truth)
    ]
    assert rates[0] != rates[1]


def test_what_the_machine_does_not_code_is_borrowed_and_the_line_says_so(coded):
    folder, _ = coded
    story, truth = ss.load_story(folder, coder="auto:rules-5"), ss.load_story(folder)
    pd.testing.assert_frame_equal(story.table("families"), truth.table("families"))
    assert story.source_line.endswith("coded by the machine auto:rules-5 (passages, families, parts by truth)")
    assert truth.source_line.endswith("coded by truth")
    assert story.table("families", coder="auto:rules-5").empty  # asked for by name, nobody else's


def test_what_an_article_says_is_never_borrowed(small_story):
    (small_story / "coding" / "claims.second.csv").write_text(
        f"{HEAD}first-article,C01,asserted,,,,second\n", encoding="utf-8"
    )
    (small_story / "coding" / "labels.csv").write_text(
        "article_id,actor,label,evaluation,voice,n,begin,end,coder\nfirst-article,example_actor,rebels,neutral,own,1,,,hand\n",
        encoding="utf-8",
    )
    assert len(ss.load_story(small_story).table("labels")) == 1
    story = ss.load_story(small_story, coder="second")
    assert story.table("claims")["status"].tolist() == ["asserted"]
    assert story.table("labels").empty


def test_nobody_or_the_coder_in_use_changes_nothing(small_story):
    plain = ss.load_story(small_story)
    for coder in (None, "", "hand"):
        story = ss.load_story(small_story, coder=coder)
        assert story.coder == "hand" and story.source_line == plain.source_line


def test_an_unknown_coder_is_refused(small_story):
    with pytest.raises(ss.errors.StoryError, match=r"no coder 'hnad'. Did you mean 'hand'"):
        ss.load_story(small_story, coder="hnad")
    with pytest.raises(ss.errors.StoryError, match="samestory code STORY"):
        ss.load_story(small_story, coder="auto:rules-5")


def test_each_notebook_on_codings_has_a_parameter_for_the_coder():
    reads = re.compile(rf"\.(?:table|joined)\(\s*\"({'|'.join(SAID)})\"\)")
    found = {}
    for path in sorted(paths.notebooks().glob("0[0-6]*.ipynb")):
        cells = nbformat.read(path, 4).cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        (parameters,) = (cell.source for cell in cells if "parameters" in cell.metadata.get("tags", []))
        if reads.search(code):
            found[path.stem] = "coder: str" in parameters and "load_story(story, coder=coder)" in code
    assert len(found) == 6 and all(found.values()), found
