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
    return ss.check(table.assign(text_status=["cut" if n in cut else "full" for n in table["article_id"]]), "articles")


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
