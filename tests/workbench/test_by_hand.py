"""Coding by hand without a browser: the messages of the workbench's page, and the files that they leave."""

import dataclasses
import shutil

import pandas as pd
import pytest

import samestory as ss
from samestory.coding.by_hand import (
    HAND_TABLES,
    KEYS,
    coder_name,
    finished_articles,
    read_hand_coding,
    write_hand_coding,
)
from samestory.errors import SamestoryError
from samestory.schema import BY_HAND, UNSEEN, check
from samestory.workbench.bench import _bench_class
from samestory.workbench.session import Session

FROM_TEXT = {"article_id", "reads", "coder", "unit", "order", "language"}  # written by the workbench itself


@pytest.fixture(scope="module")
def shipped():
    return ss.load_story("harbour-fire")


@pytest.fixture
def story(shipped, tmp_path):
    """harbour-fire in a folder that may be written to."""
    folder = tmp_path / "harbour-fire"
    shutil.copytree(shipped.folder, folder)
    return dataclasses.replace(shipped, folder=folder)


@pytest.fixture
def session(story):
    return Session(story, "coder-1")


def tell(session, do, article=None, **more):
    answer = session.answer({"do": do, "article": article, **more})
    assert answer["ok"], answer["error"]
    return answer


def claim(session, article, claim_id, status="asserted", begin=0, end=9, **more):
    decision = {"table": "claims", "claim_id": claim_id, "status": status, "begin": begin, "end": end, **more}
    return tell(session, "decide", article, decisions=[decision])


def decisions(story, article):
    """What a person who codes the truth of an article selects and types."""
    for name in BY_HAND:
        rows = story.truth[name]
        rows = rows[(rows["article_id"] == article) & ~rows.get("status", rows["coder"]).isin(UNSEEN)]
        for row in rows.drop(columns=list(FROM_TEXT & set(rows))).to_dict("records"):
            given = {key: None if pd.isna(value) else value for key, value in row.items()}
            whole = {key: int(given[key]) for key in ("begin", "end", "n") if given.get(key) is not None}
            yield {"table": name, **given, **whole}


def test_harbour_fire_coded_by_messages_of_the_page_is_equal_to_its_truth(story):
    widget = _bench_class()(Session(story, "coder-1"))
    answers = []
    widget.send = answers.append

    def say(**message):  # as it comes from the page, through the widget
        widget._handle_msg({"content": {"data": {"method": "custom", "content": message}}, "buffers": []})
        assert answers[-1]["ok"], answers[-1]
        return answers[-1]

    order = [one["id"] for one in say(do="start")["articles"]]
    assert len(order) == 31
    is_read = []
    for n, article in enumerate(order):
        shown = say(do="open", article=article)
        made = list(decisions(story, article))
        for one in made if n < 1 else []:  # one message a decision; then one an article, which is as one sitting
            say(do="decide", article=article, decisions=[one])
        if n:
            say(do="decide", article=article, decisions=made)
        for one in (one for one in made if one["table"] == "numbers"):
            place = {key: one[key] for key in ("begin", "end", "quantity")}
            given = say(do="propose", article=article, table="numbers", **place)["given"]
            is_read.append((given["low"], given["high"]) == (one["low"], one["high"]))
        assert shown["text"] == story.article(article)["text"]
        say(do="finish", article=article)
    assert len(is_read) == 125 and all(is_read)  # the figure is read from the words; the person confirms it

    left = read_hand_coding(story.folder, "coder-1")
    for name in BY_HAND:
        by = [*KEYS[name], *(["begin"] if name == "numbers" else [])]
        truth = check(story.truth[name].assign(coder="coder-1"), name, articles=story.articles)
        pd.testing.assert_frame_equal(
            left[name].sort_values(by, ignore_index=True), truth.sort_values(by, ignore_index=True), obj=name
        )
    assert len(left["examined"]) == 31 * 4
    again = ss.load_story(story.folder, coder="coder-1")
    assert len(again.table("claims")) == 465
    assert Session(again, "coder-1").progress()["finished"].tolist() == [31] * 4


def test_what_a_page_may_not_say_is_answered_in_words_and_changes_nothing(session, story):
    article = session.order[0]
    claim(session, article, "H01")
    before = {path.name: path.read_bytes() for path in (story.folder / "coding").iterdir()}
    one = {"table": "claims", "claim_id": "H02", "status": "asserted", "begin": 0, "end": 9}
    source = {"table": "citations", "cited": "Office", "kind": "person", "begin": 0, "end": 9}
    bad = [
        *(one | change for change in (
            {"claim_id": "H99"}, {"claim_id": ["H02"]}, {"claim_id": "x" * 10**6}, {"status": "true"}, {"status": {}},
            {"begin": -1}, {"end": 10**9}, {"begin": 9}, {"begin": True}, {"begin": 0.5}, {"begin": "0"}, {"end": None},
            {"attributed_to": 7}, {"note": "n" * 10**6}, {"table": "articles"}, {"table": []}, {"remove": True},
            {"remove": True, "key": [article, "H02"]}, {"remove": True, "key": [session.order[1], "H01"]},
        )),
        source | {"kind": "<img>"}, source | {"cited": " ", "begin": None, "end": None}, None, 7, [],
        {"table": "numbers", "quantity": "fire_dead", "begin": 0, "end": 2},
        {"table": "numbers", "quantity": "fire_dead", "begin": 0, "end": 2, "low": 9, "high": 2},
        {"table": "numbers", "quantity": "fire_dead", "begin": 0, "end": 2, "low": float("inf")},
        {"table": "labels", "actor": "nobody", "begin": 0, "end": 2},
        {"table": "labels", "actor": "dockers", "begin": 0, "end": 2, "voice": "mine"},
    ]  # fmt: skip
    messages = [{"do": "decide", "article": article, "decisions": [what]} for what in bad]
    messages += [{"do": "decide", "article": article, "decisions": given} for given in (None, [], {}, [one] * 3000)]
    messages += [{"do": "open", "article": given} for given in (None, 7, [], "../../etc/passwd", "no-such")]
    messages += [{"do": "note", "article": article, "table": "claims", "key": [article, "H02"], "note": "x"}]
    messages += [None, 7, "start", [], {}, {"do": None}, {"do": ["start"]}, {"do": "__init__"}, {"do": "decide"}]
    for message in messages:
        answer = session.answer(message)
        assert not answer["ok"] and answer["error"] and "Traceback" not in answer["error"], message
        assert "in the workbench" not in answer["error"], message  # a fault of ours would say so
        assert len(answer["error"]) < 2000
    assert {path.name: path.read_bytes() for path in (story.folder / "coding").iterdir()} == before


def test_undo_goes_back_step_by_step_over_articles_and_leaves_what_another_kernel_changed(session, story):
    first, second, _ = session.order[:3]
    claim(session, first, "H01")
    claim(session, first, "H01", "denied", attributed_to="Union", note="why")
    claim(session, second, "H03")
    tell(session, "finish", second)
    answer = tell(session, "undo")
    assert answer["article"] == second and not answer["is_finished"] and len(answer["rows"]["claims"]) == 1
    assert tell(session, "undo")["rows"]["claims"] == []
    answer = tell(session, "undo")
    assert answer["article"] == first
    assert [(row["status"], row["attributed_to"], row["note"]) for row in answer["rows"]["claims"]] == [
        ("asserted", "", "")
    ]
    claim(Session(story, "coder-1"), first, "H01", "hedged")
    assert "another kernel" in session.answer({"do": "undo"})["error"]
    assert read_hand_coding(story.folder, "coder-1")["claims"]["status"].tolist() == ["hedged"]
    assert "nothing to undo" in session.answer({"do": "undo"})["error"]


def test_an_article_is_finished_with_a_row_for_every_claim_and_stays_as_it_is_until_it_is_reopened(session, story):
    status = story.articles.set_index("article_id")["text_status"]
    whole, part = session.order[0], next(one for one in session.order if status[one] != "full")
    claim(session, whole, "H01", "mentioned")
    for article in (whole, part):
        tell(session, "finish", article, note="read twice")
    left = read_hand_coding(story.folder, "coder-1")
    counts = left["claims"].groupby(["article_id", "status"]).size()
    assert counts.to_dict() == {(whole, "mentioned"): 1, (whole, "absent"): 14, (part, "not_visible"): 15}
    assert set(left["examined"]["table"]) == set(BY_HAND) and set(left["examined"]["note"]) == {"read twice"}
    decision = {"table": "claims", "claim_id": "H02", "status": "asserted", "begin": 0, "end": 9}
    refused = session.answer({"do": "decide", "article": whole, "decisions": [decision]})
    assert "reopen it" in refused["error"]
    tell(session, "reopen", whole)
    assert tell(session, "decide", whole, decisions=[decision])["finished"] == [part]
    assert set(read_hand_coding(story.folder, "coder-1")["examined"]["article_id"]) == {part}


def test_an_article_that_was_begun_is_not_finished_before_anybody_says_so(session, story):
    article = session.order[0]
    claim(session, article, "H01")
    codings = read_hand_coding(story.folder, "coder-1")
    assert finished_articles(codings, "coder-1", "claims", story.folder) == set()
    begun = f"1 of 31 articles begun and not finished by coder-1, so what has no row there is not known: {article}."
    assert begun in ss.load_story(str(story.folder), coder="coder-1").coding_note
    tell(session, "finish", article)
    assert begun not in ss.load_story(str(story.folder), coder="coder-1").coding_note
    codings = read_hand_coding(story.folder, "coder-1")
    assert finished_articles(codings, "coder-1", "claims", story.folder) == {article}
    assert len(finished_articles(story.truth, "truth", "claims", story.folder)) == 31  # has no files of its own


def test_a_claim_that_comes_later_is_not_finished_in_finished_articles(session, story):
    article = session.order[0]
    assert article in tell(session, "finish", article)["finished"]
    new = {"H99": next(iter(story.codebook.claims.values()))}
    book = story.codebook.model_copy(update={"claims": story.codebook.claims | new})
    later = Session(dataclasses.replace(story, codebook=book), "coder-1")
    assert not tell(later, "open", article)["is_finished"] and later.progress()["finished"].min() == 0
    claim(later, article, "H99")
    assert tell(later, "open", article)["is_finished"]


def test_sources_are_ranked_by_first_place_and_a_second_label_counts_its_uses(session):
    article = session.order[0]
    name = {"table": "citations", "kind": "organisation"}
    for cited, begin in (("B", 181), ("A", 142), ("C", 600), ("B", 700)):
        answer = tell(session, "decide", article, decisions=[name | {"cited": cited, "begin": begin, "end": begin + 5}])
    said = {row["cited"]: (row["order"], row["begin"]) for row in answer["rows"]["citations"]}
    assert said == {"A": ("1", "142"), "B": ("2", "181"), "C": ("3", "600")}
    answer = tell(session, "decide", article, decisions=[{"table": "citations", "remove": True, "key": [article, "A"]}])
    assert {row["cited"]: row["order"] for row in answer["rows"]["citations"]} == {"B": "1", "C": "2"}

    text = session.opened(article)["text"]
    place = text.index("grévistes")
    asked = {"table": "labels", "actor": "dockers", "begin": place, "end": place + len("grévistes")}
    given = tell(session, "propose", article, **asked)["given"]
    assert given == {"label": "grévistes", "evaluation": "neutral", "voice": "own", "n": 1}
    tell(session, "decide", article, decisions=[asked | given])
    assert tell(session, "propose", article, **asked)["given"]["n"] == 1  # the same place is the same use
    assert tell(session, "propose", article, **asked | {"begin": place - 4})["given"]["label"] != ""


def test_a_blind_coder_sees_no_suggestion_and_no_other_coder(story):
    article = "crane-0302-nine"
    claim(Session(story, "coder-2"), article, "H01")
    story = ss.load_story(story.folder)
    seeing, blind = Session(story, "coder-1"), Session(story, "coder-1", blind=True)
    assert seeing.opened(article)["others"] == {"H01": {"coder-2": "asserted"}}  # and never what is planted
    assert (blind.opened(article)["others"], blind.suggestions(article)) == ({}, [])
    made = seeing.suggestions(article)
    assert {one["table"] for one in made} == set(BY_HAND) and {one["by"] for one in made} >= {ss.coding.CODER}
    assert not (story.folder / "coding/claims.coder-1.csv").exists()  # a suggestion is no decision
    text = seeing.opened(article)["text"]
    assert all(text[int(one["begin"]) : int(one["end"])] == one["reads"] for one in made if one["begin"])
    tell(seeing, "refuse", article, number=made[0]["number"])
    assert seeing.suggestions(article) == made[1:]
    anew = Session(story, "coder-1")
    assert [one["reads"] for one in anew.suggestions(article)] == [one["reads"] for one in made[1:]]  # still refused
    assert len(ss.load_story(story.folder).table("refused", coder="coder-1")) == 1
    for number in (made[0]["number"] + 10_000, None, "0", True, -1):
        assert not seeing.answer({"do": "refuse", "article": article, "number": number})["ok"]
    tell(seeing, "undo")
    assert seeing.suggestions(article) == made and not seeing.hand.rows["refused"]


def test_with_a_plan_a_coder_has_the_planned_articles_and_is_blind_in_those_coded_twice(story):
    plan = ss.coding_plan(story, ["ann", "ben"], 0.2, seed=3, write=True)
    story = ss.load_story(story.folder)
    for coder in ("ann", "ben"):
        mine, session = plan[plan["coder"] == coder], Session(story, coder)
        assert session.order == mine.sort_values("position")["article_id"].tolist()
        seen = {article: session.opened(article)["is_blind"] for article in session.order}
        assert seen == dict(zip(mine["article_id"], mine["is_double"], strict=True)) and len(set(seen.values())) == 2
        assert not any(Session(story, coder, blind=False).opened(article)["is_blind"] for article in session.order[:2])
    with pytest.raises(SamestoryError, match="no article in coding/plan.csv"):
        Session(story, "zoe")


def test_files_of_somebody_else_and_ways_out_of_the_story_are_refused(story, tmp_path):
    for name in ("", "A", "auto", "auto-1", "truth", "../x", "a/b", "a" * 41, "-a", "ü", 7):
        with pytest.raises(SamestoryError, match="person's name"):
            coder_name(name)
    tables = {name: story.truth[name].assign(coder="kim").head(9) for name in BY_HAND}
    assert set(write_hand_coding(story.folder, "kim", tables)) == set(BY_HAND)
    for name, table in read_hand_coding(story.folder, "kim").items():
        assert len(table) == (9 if name in tables else 0) and name in HAND_TABLES
    with pytest.raises(SamestoryError, match="rows by kim"):
        write_hand_coding(story.folder, "lee", tables)
    coding = story.folder / "coding"
    (coding / "claims.kim.csv").rename(coding / "claims.lee.csv")
    with pytest.raises(SamestoryError, match="rows by kim, and this name is for lee"):
        Session(story, "lee")
    with pytest.raises(SamestoryError, match="choose another name"):
        Session(story, "kim")  # its claims are in a file that is not its own
    (coding / "claims.kim.csv").symlink_to(coding / "claims.lee.csv")
    with pytest.raises(SamestoryError, match="no plain file"):
        write_hand_coding(story.folder, "kim", tables)
    shutil.move(coding, tmp_path / "elsewhere")
    coding.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SamestoryError, match="not a folder of this story"):
        read_hand_coding(story.folder, "lee")


def test_a_carriage_return_in_a_passage_comes_back_as_it_was(story):
    table = story.truth["claims"].head(1).assign(coder="kim", reads='a\rb\r\nc,"d"\n')
    write_hand_coding(story.folder, "kim", {"claims": table})
    assert read_hand_coding(story.folder, "kim")["claims"]["reads"].tolist() == ['a\rb\r\nc,"d"\n']


def test_without_claims_in_the_codebook_sources_can_still_be_coded(small_story):
    book = small_story / "codebook.yaml"
    book.write_text(book.read_text().partition("\nclaims:")[0])
    (small_story / "coding/claims.csv").unlink()
    session = Session(ss.load_story(small_story), "coder-1")
    assert session.tables == ["citations"]
    said = session.answer({"do": "decide", "article": "first-article", "decisions": [{"table": "claims"}]})
    assert "the codebook gives nothing to code" in said["error"]
    tell(session, "finish", "first-article")
    assert read_hand_coding(small_story, "coder-1")["examined"]["table"].tolist() == ["citations"]
