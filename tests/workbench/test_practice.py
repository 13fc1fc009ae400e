"""From a story that nobody coded to one coding of it: every article from whom it should be, and nothing made up."""

import pytest

import samestory as ss
from samestory.coding.by_hand import write_hand_coding
from samestory.errors import SamestoryError

CODERS = ["coder-1", "coder-2"]


@pytest.fixture(scope="module")
def done():
    """A copy of harbour-fire, planned and coded by two simulated coders, with half of the differences decided."""
    known = ss.load_story("harbour-fire")
    folder = ss.workbench.practice_copy(known)
    uncoded = ss.load_story(folder)
    plan = ss.coding_plan(uncoded, CODERS, double=0.3, seed=1, write=True)
    ss.workbench.simulate_coders(uncoded, plan, known, noise=0.1, seed=1)
    work = ss.workbench.Adjudication(folder, *CODERS, decided_by="the editor")
    ids = sorted({one.article_id for one in work.differing.values()})
    left = {key: work.differing.pop(key) for key in list(work.differing) if work.differing[key].article_id == ids[0]}
    ss.workbench.decide_as(work, known)
    work.differing |= left
    work.write()
    return known, folder, plan, ids[0]


def test_a_copy_has_no_coding_and_the_story_itself_is_as_it_was(done):
    known, folder, _, _ = done
    assert not (known.folder / "coding").exists() and not folder.is_relative_to(known.folder)
    assert not (folder / "truth").exists()


def test_articles_coded_twice_are_as_agreed_those_coded_once_as_coded_and_open_ones_left_out(done):
    known, folder, plan, left = done
    counts = ss.workbench.complete_coding(folder, CODERS).set_index("table")
    story = ss.load_story(folder, coder="final")
    double = set(plan.loc[plan["is_double"], "article_id"])
    row = counts.loc["claims"]
    assert row[["agreed", "by_one", "left_out", "not_coded"]].tolist() == [len(double) - 1, 31 - len(double), 1, 0]
    final = story.table("claims")
    assert left not in set(final["article_id"]) and final["article_id"].nunique() == 30 and len(final) == 30 * 15
    both = final.merge(known.table("claims"), on=["article_id", "claim_id"], suffixes=("", "_known"))
    agreed = both[both["article_id"].isin(double)]
    assert (agreed["status"] == agreed["status_known"]).all()
    others = both[~both["article_id"].isin(double)]
    assert 0.8 < (others["status"] == others["status_known"]).mean() < 1
    whose = plan[~plan["is_double"]].set_index("article_id")["coder"]
    assert (others["note"].str.split(";").str[0] == "coded by " + others["article_id"].map(whose)).all()
    assert set(story.table("examined").query("table == 'claims'")["article_id"]) == set(final["article_id"])
    assert ss.load_story(folder).coder == "final", "the coding of most claims is in use if story.yaml names nobody"
    view = ss.agreement.overview(ss.load_story(folder), n_resamples=2)
    assert (view.first, view.second) == ("coder-1", "coder-2"), "agreed codings are no second reading"
    with pytest.raises(SamestoryError, match="is there already"):
        ss.workbench.complete_coding(folder, CODERS)


@pytest.mark.parametrize(
    ("coders", "more", "match"),
    [
        (["coder-1", "nobody"], {}, "no coder 'nobody'"),
        (CODERS, {"coder": "coder-1"}, "is one of the codings"),
        (CODERS, {"coder": "auto"}, "a person's name"),
    ],
)
def test_what_cannot_be_put_together_is_said(done, coders, more, match):
    with pytest.raises(SamestoryError, match=match):
        ss.workbench.complete_coding(done[1], coders, **more)


def test_nobody_is_simulated_over_a_person(done):
    known, folder, plan, _ = done
    with pytest.raises(SamestoryError, match="has coded here already"):
        ss.workbench.simulate_coders(ss.load_story(folder), plan, known)


def test_a_story_that_names_no_coder_loads_with_a_person_coding(done):
    folder = ss.workbench.practice_copy(done[0])
    claims = done[0].table("claims")
    write_hand_coding(folder, "ben", {"claims": claims.head(15).assign(coder="ben")})
    write_hand_coding(folder, "anna", {"claims": claims.head(15).assign(coder="anna")})
    assert ss.load_story(folder).coder == "anna"
    assert ss.load_story(folder, coder="ben").table("claims")["coder"].unique().tolist() == ["ben"]
    with pytest.raises(ss.errors.StoryError, match="no coder 'hand'"):
        ss.load_story(folder, coder="hand")
