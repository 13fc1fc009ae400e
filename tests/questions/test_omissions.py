"""Omissions: what was in circulation, and what cannot be told."""

import pandas as pd
import pytest

import samestory as ss
from samestory.order import pair_order
from samestory.questions.claims.left_out import omission_rates, omissions
from samestory.schema import TABLES

DAYS = {"early": "2024-10-10", "mid": "2024-10-14", "twin": "2024-10-14", "late": "2024-10-20"}


def about(cut=(), **more):
    rows = [(n, n, d, "day" if d else "unknown", "full") for n, d in (DAYS | more).items()]
    table = pd.DataFrame(
        rows, columns=["article_id", "outlet", "published", "published_precision", "text_status"]
    ).assign(story="s", language="en")
    return ss.schema.check(
        table.assign(text_status=["cut" if n in cut else "full" for n in table["article_id"]]), "articles"
    )


def claims(claim_id="C1", **statuses):
    rows = [(name, claim_id, status, "hand") for name, status in statuses.items()]
    return pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])


def verdicts(table, articles):
    return dict(omissions(table, articles)[["article_id", "verdict"]].values)


def test_left_out_only_where_the_claim_was_known_to_be_out():
    table = claims(early="absent", mid="denied", twin="absent", late="absent")
    assert verdicts(table, about()) == {"early": "not_yet", "mid": "carried", "twin": "cannot_tell", "late": "omitted"}
    row = omissions(table, about()).set_index("article_id").loc["late"]
    assert (row["n_earlier"], row["n_later"], row["n_open"], row["first_ids"]) == (1, 0, 0, "mid")


def test_without_a_date_it_cannot_be_told():
    table = claims(early="asserted", undated="absent")
    assert verdicts(table, about(undated=None))["undated"] == "cannot_tell"
    other_way = claims(undated="asserted", late="absent")
    assert verdicts(other_way, about(undated=None))["late"] == "cannot_tell"


def test_a_claim_nobody_carries_is_not_left_out_and_a_cut_text_is_not_asked():
    assert verdicts(claims(early="absent", late="absent"), about()) == {"early": "never", "late": "never"}
    assert verdicts(claims(early="asserted", late="not_visible"), about(cut=["late"])) == {"early": "carried"}
    assert omissions(claims(early="asserted"), about()).at[0, "circulation"] == "never"  # no *other* carries it


def test_a_finer_date_never_turns_a_verdict_around():
    table = claims(early="asserted", mid="absent")
    coarse = about()
    coarse.loc[:, "published"] = pd.Timestamp("2024-10-01", tz="UTC")
    coarse["published_precision"] = "month"
    assert verdicts(table, coarse)["mid"] == "cannot_tell"
    assert verdicts(table, about())["mid"] == "omitted"


def room_for(words, *, carriers, section=None, families=None, **options):
    """The case of an article of so many words that appears after carriers of the given lengths."""
    names = {f"c{i:02d}": "2024-10-01" for i in range(len(carriers))}
    articles = about(**names, short="2024-11-01").assign(n_words=[300] * len(DAYS) + list(carriers) + [words])
    if section is not None:
        articles["section"] = [None] * len(DAYS) + list(section)
    table = claims(**dict.fromkeys(names, "asserted"), short="absent")
    cases = omissions(table, articles, families=families, **options)
    return cases, cases.set_index("article_id").loc["short"]


def test_an_article_shorter_than_nine_of_ten_carriers_has_no_room_and_is_in_no_rate():
    lengths = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100]
    cases, case = room_for(199, carriers=lengths)
    assert case[["verdict", "room", "room_words", "n_room_carriers"]].tolist() == ["no_room", "no_room", 200, 11]
    row = omission_rates(cases).iloc[0]
    assert (row["n_omitted"], row["n_in_circulation"], row["n_no_room"]) == (0, 0, 1)
    cases, case = room_for(200, carriers=lengths)
    assert case[["verdict", "room"]].tolist() == ["omitted", "enough"]
    row = omission_rates(cases).iloc[0]
    assert (row["n_omitted"], row["n_in_circulation"], row["n_no_room"], row["n_room_unknown"]) == (1, 1, 0, 0)


def test_with_fewer_than_ten_carriers_or_ten_copies_the_room_cannot_be_told():
    cases, case = room_for(50, carriers=[500] * 9)
    assert case[["verdict", "room", "n_room_carriers"]].tolist() == ["omitted", "cannot_tell", 9]
    assert omission_rates(cases).at[0, "n_room_unknown"] == 1
    copies = pd.DataFrame({"article_id": [f"c{i:02d}" for i in range(10)], "family_id": "one"})
    assert room_for(50, carriers=[500] * 10, families=copies)[1]["room"] == "cannot_tell"
    assert room_for(50, carriers=[500] * 10)[1]["room"] == "no_room"
    assert room_for(50, carriers=[500] * 10, room=0)[1]["room"] == "no_room"  # shorter than the shortest


def test_an_article_is_compared_with_its_section_if_enough_of_it_carry_the_claim():
    lengths, sections = [100] * 10 + [900] * 10, ["briefs"] * 10 + ["features"] * 10
    case = room_for(150, carriers=lengths, section=[*sections, "briefs"])[1]
    assert case[["room", "room_among", "room_words"]].tolist() == ["enough", "briefs", 100]
    case = room_for(150, carriers=lengths, section=[*sections, "features"])[1]
    assert case[["room", "room_among"]].tolist() == ["no_room", "features"]
    assert room_for(150, carriers=lengths, section=[*sections, "sport"])[1]["room_among"] == "all"


def test_the_figure_of_omissions_shows_no_room_outside_the_rate():
    cases, _ = room_for(50, carriers=[500] * 10)
    ax = ss.claims.plot_omissions(omission_rates(cases))
    assert {bar.get_label(): bar.patches[0].get_width() for bar in ax.containers} == {
        "no room: shorter than those that carry it": 1
    }
    assert "nobody" in [text.get_text() for text in ax.texts]
    ss.claims.plot_omissions(omission_rates(cases).head(0)).figure.draw_without_rendering()


def test_an_answer_is_missed_only_where_what_it_answers_stands():
    table = pd.concat(
        [claims(early="asserted", mid="absent", late="absent"), claims("C2", mid="asserted", late="absent")]
    )
    cases = omissions(table, about(), answers={"C1": "C2"})
    assert list(cases["article_id"]) == ["mid"]
    assert list(cases.loc[0, ["verdict", "answers", "answers_status"]]) == ["omitted", "C2", "asserted"]


def test_an_answer_that_is_no_claim():
    with pytest.raises(ss.errors.TableError, match="no claim 'C9' in claims"):
        omissions(claims(early="asserted"), about(), answers={"C9": "C1"})


def test_rates_have_only_those_who_could_know_below_the_line():
    table = claims(early="asserted", mid="absent", twin="attributed", late="absent")
    row = omission_rates(omissions(table, about())).iloc[0]
    assert (row["n_omitted"], row["n_in_circulation"], row["omitted_share"]) == (2, 3, 2 / 3)  # early had nobody before
    assert (row["n_not_yet"], row["n_cannot_tell"], row["article_ids"]) == (0, 0, "late; mid")


def test_copies_change_no_family_level_rate_row_order_does_not_matter_and_input_is_untouched():
    table = claims(early="asserted", mid="absent", twin="attributed", late="absent")
    kin = pd.DataFrame({"article_id": ["mid", "twin", "copy"], "family_id": "one"})
    cases = omissions(table, about())
    assert omission_rates(cases, families=kin).at[0, "n_omitted"] == 1.5
    more = omissions(pd.concat([table, claims(copy="absent")]), about(copy="2024-10-14"))
    pd.testing.assert_frame_equal(
        omission_rates(cases, families=kin).drop(columns="article_ids"),
        omission_rates(more, families=kin).drop(columns="article_ids"),
    )
    before = table.copy()
    mixed = omissions(table.sample(frac=1, random_state=1), about().sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(cases, mixed)
    pd.testing.assert_frame_equal(table, before)


def test_nothing_in_gives_the_same_columns_out():
    full = omissions(claims(early="asserted", late="absent"), about())
    empty = omissions(TABLES["claims"].empty(), about())
    assert (list(empty.columns), len(empty)) == (list(full.columns), 0)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert list(omission_rates(empty).columns) == list(omission_rates(full).columns)


def test_harbour_fire_every_omitted_denial_is_recovered_and_no_other():
    story = ss.load_story("harbour-fire")
    planted = story.truth["plants"].query("kind == 'omitted_denial'")
    planted = set(zip(planted["article_id"], planted["note"].str[:3], strict=True))
    cases = omissions(story.table("claims"), story.articles, answers={"H07": "H06", "H09": "H08"})
    found = cases[cases["verdict"] == "omitted"]
    assert len(planted) == 8
    assert set(zip(found["article_id"], found["claim_id"], strict=True)) == planted
    # Two more carry the accusation before the company is known to have denied it: no verdict, and rightly so.
    open_cases = cases[cases["verdict"] == "cannot_tell"]
    assert set(open_cases["article_id"]) == {"crane-0302-nine", "ledger-0303-exits"}


def test_ten_thousand_articles():
    n = 10_000
    dates = pd.date_range("2024-01-01", periods=n, freq="min", tz="UTC")
    articles = pd.DataFrame(
        {"article_id": [f"a{i}" for i in range(n)], "published": dates, "published_precision": "minute"}
    ).assign(text_status="full")
    table = articles[["article_id"]].assign(claim_id="C1", coder="hand")
    table["status"] = ["asserted" if i % 2 == 0 else "absent" for i in range(n)]
    cases = omissions(table, articles)
    assert (cases["verdict"] == "omitted").sum() == n // 2
    last = cases.set_index("article_id").loc["a9999"]
    assert (last["n_earlier"], last["first_ids"]) == (n // 2, "a0")


def test_counts_agree_with_the_order_of_every_pair():
    """The sorted search against the plain way: ask for the order of each pair."""
    story = ss.load_story("mali-drones")
    about, table = story.articles, story.table("claims").query("claim_id == 'C23'")
    carrying = table.loc[~table["status"].isin(["absent", "not_visible"]), "article_id"]
    for case in omissions(table, about).itertuples():
        others = carrying[carrying != case.article_id].reset_index(drop=True)
        pairs = pair_order(about, others, pd.Series(case.article_id, index=others.index))
        earlier = int((pairs["earlier"] == others).sum())
        later = int((pairs["earlier"] == case.article_id).sum())
        assert (case.n_earlier, case.n_later, case.n_open) == (earlier, later, len(others) - earlier - later)
