"""Two codings become an agreed one: what is alike is taken over, what is decided says by whom, the rest stays open."""

import shutil

import pandas as pd
import pytest

import samestory as ss
from samestory.coding.by_hand import read_hand_coding, write_hand_coding
from samestory.errors import SamestoryError, StoryError
from samestory.workbench import Adjudication
from samestory.workbench.adjudicated import units as all_units
from samestory.workbench.adjudication import Page

TABLES = ("claims", "numbers", "labels", "citations")
LEFT_OUT = "aval-0303-matin"  # coder-2 has not finished it


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """harbour-fire coded by two: coder-1 as the truth, coder-2 with known differences."""
    folder = tmp_path_factory.mktemp("adjudication") / "story"
    truth = ss.load_story("harbour-fire")
    ids = ["aval-0303-matin", "crane-0302-nine", "ledger-0302-agency", "vecher-0302-pozhar"]
    shutil.copytree(truth.folder, folder, ignore=shutil.ignore_patterns("truth"))
    for path in (folder / "articles").iterdir():  # few articles: this file loads the story often
        if path.stem not in ids:
            path.unlink()
    about = (folder / "story.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in about if not line.startswith(("coder:", "focus:"))]
    (folder / "story.yaml").write_text("\n".join(kept), encoding="utf-8")
    one = {name: truth.table(name) for name in TABLES}
    one = {name: table[table["article_id"].isin(ids)].reset_index(drop=True) for name, table in one.items()}
    two = {name: table.copy() for name, table in one.items()}
    claims, numbers = two["claims"], two["numbers"]
    found = claims.index[claims["begin"].notna() & (claims["article_id"] != LEFT_OUT)]
    texts = truth.articles.set_index("article_id")["text"]
    claims.loc[found[0], "status"] = "hedged"
    claims.loc[found[1], "attributed_to"] = "Somebody Else"
    row = claims.loc[found[2]]
    claims.loc[found[2], ["begin", "end"]] = [0, 5] if row["begin"] > 5 else [row["end"], row["end"] + 5]
    begin, end = claims.loc[found[2], ["begin", "end"]].astype(int)
    claims.loc[found[2], "reads"] = texts[row["article_id"]][begin:end]
    wide = claims.loc[found[3]]
    claims.loc[found[3], ["end", "reads"]] = [
        wide["end"] + 1,
        texts[wide["article_id"]][int(wide["begin"]) : int(wide["end"]) + 1],
    ]
    seen = claims.index[(claims["status"] == "absent") & (claims["article_id"] == "crane-0302-nine")][0]
    claims.loc[seen, "status"] = "asserted"
    two["numbers"] = numbers.drop(index=numbers.index[numbers["article_id"] == "crane-0302-nine"][0])
    own = two["labels"].index[two["labels"]["article_id"] == "crane-0302-nine"][0]
    two["labels"].loc[own, "evaluation"] = "delegitimising"
    two["citations"] = two["citations"].drop(
        index=two["citations"].index[two["citations"]["article_id"] == "crane-0302-nine"][0]
    )
    for coder, tables in (("coder-1", one), ("coder-2", two)):
        done = [(key, name, coder) for key in ids if (coder, key) != ("coder-2", LEFT_OUT) for name in TABLES]
        examined = pd.DataFrame(done, columns=["article_id", "table", "coder"])
        tables = {name: table.assign(coder=coder) for name, table in tables.items()}
        write_hand_coding(folder, coder, {**tables, "examined": examined})
    return (
        folder,
        {"status": found[0], "attributed_to": found[1], "passage": found[2], "wide": found[3], "seen": seen},
        one,
    )


def units(table: pd.DataFrame) -> set[tuple]:
    return set(zip(table["article_id"], table["claim_id"], strict=True))


def test_differences_are_found_in_finished_articles_only(made):
    folder, rows, one = made
    story = ss.load_story(str(folder))
    found = ss.workbench.disagreements(story, "coder-1", "coder-2")
    assert LEFT_OUT not in set(found["article_id"])
    assert found["table"].value_counts().to_dict() == {"claims": 4, "numbers": 1, "labels": 1, "citations": 1}
    claims = one["claims"]
    by_unit = found[found["table"] == "claims"].set_index(["article_id", "unit"])["differ"]
    for name in ("status", "attributed_to", "passage"):
        assert by_unit[claims.at[rows[name], "article_id"], claims.at[rows[name], "claim_id"]] == name
    assert set(found.loc[found["table"] != "claims", "differ"]) == {"row", "evaluation"}


def test_a_claim_that_one_has_not_coded_is_no_difference(made):
    folder, rows, one = made
    codings = dict(ss.load_story(str(folder)).codings)
    gone = one["claims"].loc[rows["status"]]
    claims = codings["claims"]
    is_gone = (claims["coder"] == "coder-1") & claims["article_id"].eq(gone["article_id"])
    codings["claims"] = claims[~(is_gone & claims["claim_id"].eq(gone["claim_id"]))]
    found = all_units(codings, "coder-1", "coder-2", ["claims"], folder)
    assert (gone["article_id"], gone["claim_id"]) not in {(unit.article_id, unit.unit) for unit in found}


def test_decisions_make_an_agreed_coding_with_who_decided_and_leave_the_rest_open(made):
    folder, rows, one = made
    work = Adjudication(str(folder), "coder-1", "coder-2", decided_by="Anna\x1b[1m Berg")
    assert work.counts.set_index("table").loc["claims", ["articles", "units", "agree", "differ"]].tolist() == [
        3,
        45,
        41,
        4,
    ]
    assert not any(len(table) for table in read_hand_coding(folder, "agreed").values()), "looking writes nothing"
    keys = {
        (
            row.differ
            if row.table == "claims" and row.unit != one["claims"].at[rows["seen"], "claim_id"]
            else row.table
        ): row.key
        for row in work.disagreements.itertuples()
    }
    seen = next(
        key
        for key, unit in work.differing.items()
        if unit.unit == one["claims"].at[rows["seen"], "claim_id"]
        and unit.table == "claims"
        and unit.article_id == "crane-0302-nine"
    )
    work.decide(keys["status"], "cannot_tell")
    work.decide(keys["attributed_to"], "second", note="as in line 3\x07")
    work.decide(keys["passage"], "other", status="contradicted", attributed_to="The Mayor")
    work.decide(keys["labels"], "first")
    work.decide(keys["citations"], "second")  # who has no row
    held = read_hand_coding(folder, "agreed")
    claims = held["claims"].set_index(["article_id", "claim_id"])
    at = {name: tuple(one["claims"].loc[rows[name], ["article_id", "claim_id"]]) for name in rows}
    assert claims.loc[at["status"], "status"] == "mentioned"
    assert claims.loc[at["attributed_to"], "attributed_to"] == "Somebody Else"
    assert claims.loc[at["attributed_to"], "note"].startswith("decided by Anna\ufffd[1m Berg between coder-1 (")
    assert claims.loc[at["attributed_to"], "note"].endswith("): second; as in line 3\ufffd")
    assert claims.loc[at["passage"], ["status", "attributed_to"]].tolist() == ["contradicted", "The Mayor"]
    assert claims.loc[at["wide"], "note"] == "passage as coder-1 has it"
    assert at["seen"] not in claims.index, "what is open is left out"
    assert len(claims) == 44 and LEFT_OUT not in set(held["claims"]["article_id"])
    same = claims[claims["note"].isna()]
    assert len(same) == 40
    assert len(held["citations"]) == len(one["citations"].query("article_id != @LEFT_OUT")) - 1
    cited = held["citations"].query("article_id == 'crane-0302-nine'").sort_values("begin")
    assert cited["order"].tolist() == list(range(1, len(cited) + 1))
    done = set(zip(held["examined"]["article_id"], held["examined"]["table"], strict=True))
    assert ("crane-0302-nine", "claims") not in done and ("crane-0302-nine", "numbers") not in done  # open there
    assert ("crane-0302-nine", "labels") in done and ("crane-0302-nine", "citations") in done
    work.decide(seen, "cannot_tell")
    assert at["seen"] not in units(read_hand_coding(folder, "agreed")["claims"]), "nobody knows whether it is there"
    assert work.counts.set_index("table").loc["claims", ["decided", "cannot_tell", "open"]].tolist() == [2, 2, 0]
    again = Adjudication(str(folder), "coder-1", "coder-2", decided_by="Ben")
    assert again.decisions.keys() == work.decisions.keys()
    assert set(again.disagreements["decided_by"].dropna()) == {"Anna\ufffd[1m Berg"}
    assert work.undo() == seen and seen not in work.decisions
    loaded = ss.load_story(str(folder))
    assert loaded.coders() == ["agreed", "coder-1", "coder-2"]
    codings = ss.agreement.overview(loaded, first="coder-1", second="coder-2", n_resamples=20)  # as notebook 07 does
    assert codings.settling == "agreed" and "The agreed coding, agreed, overrules both on 1 of the 43 units" in repr(
        codings.settled()
    )
    assert LEFT_OUT not in set(codings.units["article_id"]), "begun and not finished"
    assert codings.disagreements["settled"].tolist().count("mentioned") == 1
    with pytest.raises(SamestoryError, match="no difference"):
        work.decide("0" * 12, "first")


def test_an_agreed_coding_that_somebody_changed_is_not_replaced_unasked(made):
    folder, _, _ = made
    work = Adjudication(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="third")
    work.decide(next(iter(work.differing)), "first")
    claims = read_hand_coding(folder, "third")["claims"]
    write_hand_coding(folder, "third", {"claims": claims.assign(status=claims["status"].replace("asserted", "hedged"))})
    with pytest.raises(SamestoryError, match="renew=True"):
        Adjudication(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="third")
    Adjudication(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="third", renew=True).write()
    pd.testing.assert_frame_equal(read_hand_coding(folder, "third")["claims"], claims)
    mine = read_hand_coding(folder, "coder-2")["claims"]
    changed = mine.assign(
        attributed_to=mine["attributed_to"].where(mine["attributed_to"] != "Somebody Else", "A Third")
    )
    write_hand_coding(folder, "coder-2", {"claims": changed})
    again = Adjudication(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="third")
    assert len(again.decisions) + len(again.unused) == 1, "a decision about another coding is kept, not used"
    write_hand_coding(folder, "coder-2", {"claims": mine})


def test_decisions_are_checked(made):
    folder, _, _ = made
    work = Adjudication(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="checked")
    key = next(key for key, unit in work.differing.items() if unit.table == "claims")
    for decision, changes, match in (
        ("third", {}, "no decision 'third'"),
        ("other", {}, "give the cells"),
        ("first", {"status": "hedged"}, "give the cells"),
        ("other", {"reads": "x"}, "cannot be changed"),
        ("other", {"status": "sad"}, "sad"),
    ):
        with pytest.raises(SamestoryError, match=match):
            work.decide(key, decision, **changes)
        assert key not in work.decisions
    work.decide(key, "other", status="absent", attributed_to="x" * 10)
    row = read_hand_coding(folder, "checked")["claims"].set_index(["article_id", "claim_id"])
    row = row.loc[(work.differing[key].article_id, work.differing[key].unit)]
    assert row["status"] == "absent" and pd.isna(row["begin"]) and pd.isna(row["attributed_to"])


def test_messages_of_the_page_are_not_trusted(made):
    folder, _, _ = made
    page = Page(Adjudication(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="paged"))
    began = page.answer({"do": "start", "id": "a-1"})
    assert began["ok"] and len(began["items"]) == 7 and began["id"] == "a-1"
    item = began["items"][0]
    assert (
        item["sides"][0]["reads"]
        in ss.load_story(str(folder)).article(page.at_work.differing[item["key"]].article_id)["text"]
    )
    whole = ss.load_story(str(folder)).article(page.at_work.differing[item["key"]].article_id)["text"]
    pieces = page.answer({"do": "text", "key": item["key"]})["pieces"]
    assert "".join(text for text, _ in pieces) == whole
    assert item["sides"][0]["reads"] in "".join(text for text, is_marked in pieces if is_marked)
    wrong = [
        None,
        {"do": "text"},
        {"do": "text", "key": "x"},
        {"do": "text", "key": []},
        7,
        [],
        {},
        {"do": []},
        {"do": "decide"},
        {"do": "decide", "key": {}},
        {"do": "decide", "key": "x" * 9_999},
    ]
    wrong += [{"do": "decide", "key": item["key"], "decision": one} for one in (None, [], "all", {"a": 1})]
    wrong += [
        {"do": "decide", "key": item["key"], "decision": "other", "changes": one}
        for one in (None, [], "x", {"status": []}, {"low": "1e"}, {"__class__": "x"}, {"coder": "x"})
    ]
    wrong += [{"do": "decide", "key": item["key"], "decision": "first", "note": "x" * 2_000}]
    for message in wrong:
        answer = page.answer(message)
        assert answer["ok"] is False and isinstance(answer["error"], str) and len(answer["error"]) <= 1_000, message
    assert page.at_work.decisions == {} and page.answer({"do": "undo"})["said"] == "nothing to take back"
    answer = page.answer(
        {"do": "decide", "key": item["key"], "decision": "second", "note": "<img src=x onerror=alert(1)>"}
    )
    assert answer["ok"] and answer["decided"]["decision"] == "second" and "Decided: 1" in answer["summary"]


def test_a_run_shows_a_table_and_writes_nothing(made):
    folder, _, _ = made
    before = {path: path.read_bytes() for path in (folder / "coding").iterdir()}
    shown = ss.adjudicate(str(folder), "coder-1", "coder-2", decided_by="the editor", coder="shown")
    assert "have both finished 3 articles" in repr(
        shown
    ) and "open: 7 (4 claims, 1 numbers, 1 labels, 1 citations)" in repr(shown)
    assert {path: path.read_bytes() for path in (folder / "coding").iterdir()} == before
    for first, second, more, error, match in (
        ("coder-1", "coder-1", {}, SamestoryError, "give two coders"),
        ("coder-1", "coder-9", {}, StoryError, "no coder 'coder-9'"),
        ("coder-1", "coder-2", {"coder": "coder-1"}, SamestoryError, "one of the two"),
        ("coder-1", "coder-2", {"coder": "auto"}, SamestoryError, "a person's name"),
        ("coder-1", "coder-2", {"decided_by": " "}, SamestoryError, "say who decides"),
        ("coder-1", "coder-2", {"tables": ["moods"]}, SamestoryError, "no table 'moods'"),
    ):
        with pytest.raises(error, match=match):
            ss.adjudicate(str(folder), first, second, **{"decided_by": "Anna", **more})
