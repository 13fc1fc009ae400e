"""Rows of the explorer: the same by hand, by its line of Python, and by a plain look at the tables."""

import dataclasses
import random

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import samestory as ss
from samestory.errors import SamestoryError
from samestory.schema import STATUSES
from samestory.workbench import explored_rows
from samestory.workbench.explored import VIEWS, WITHIN
from samestory.workbench.explorer import MOST_ROWS, STATIC, explore, pieces

STORIES = {name: ss.load_story(name) for name in ("harbour-fire", "mali-drones")}
WORDS = ("fire", "strike*", "(four | nine) dead", "explo*", "дрон*", "union w/5 deni*", "<n> dead", "locked")


@pytest.fixture(scope="module")
def story():
    return STORIES["harbour-fire"]


def drawn_state(rng, story):
    """Any state that the panel can be in."""
    view = rng.choice(list(VIEWS))
    some = {
        "outlets": story.articles["outlet"].dropna().unique().tolist(),
        "languages": story.articles["language"].dropna().unique().tolist(),
        "claims": list(story.claim_names()),
        "states": list(STATUSES),
    }
    state = {name: rng.sample(given, rng.randint(1, len(given))) for name, given in some.items() if rng.random() < 0.35}
    dates = [("2023-03-02", "2023-03-04"), ("2024-08-01", ""), ("", "2024-10-14"), "undated"]
    if rng.random() < 0.3:
        state["dates"] = rng.choice(dates)
    if rng.random() < 0.4 or view == "concordance":
        state |= {"search": rng.choice(WORDS), "within": rng.choice(WITHIN)}
    if rng.random() < 0.5:
        state["sort"] = rng.choice(VIEWS[view])
    return {"view": view, **state}


@pytest.mark.parametrize("seed", range(30))
def test_the_line_of_a_state_gives_the_rows_that_are_shown(seed):
    rng = random.Random(seed)  # noqa: S311  # no secret
    story = STORIES[rng.choice(list(STORIES))]
    state = drawn_state(rng, story)
    panel = explore(story)
    answer = panel.answer({"id": 1, "do": "show", "place": "main", "state": state, "from": 0, "size": MOST_ROWS})
    assert "fault" not in answer
    assert answer["line"] == panel.line
    rows = eval(answer["line"], {"ss": ss, "story": story})  # noqa: S307  # the line is what is tested
    assert_frame_equal(rows, panel.rows)
    if state["view"] not in ("timeline", "matrix", "outlet_matrix"):
        assert answer["n_rows"] == len(rows)
        ids = [row.get("id") for row in answer["rows"]]
        assert ids == rows.head(MOST_ROWS).get("article_id", pd.Series([None] * len(ids))).tolist()
    elif state["view"] != "timeline":
        cells = {(row["key"], claim): cell[0] for row in answer["rows"] for claim, cell in row["cells"].items()}
        kept = rows[rows["place"] < len(answer["rows"])]
        assert cells == dict(zip(zip(kept["name"], kept["claim_id"], strict=True), kept["status"], strict=True))
    else:
        apart = sum(month["n"] for month in answer["months"]) + answer["n_undated"]
        assert len(answer["points"]) + apart == len(rows)


@pytest.mark.parametrize("seed", range(20))
def test_articles_are_those_of_a_plain_look_at_the_tables(seed, story):
    rng = random.Random(seed)  # noqa: S311  # no secret
    state = {**drawn_state(rng, story), "search": None, "dates": None, "view": "articles", "sort": None}
    table, claims = story.articles, story.table("claims")
    keep = pd.Series(True, index=table.index)
    for name, column in (("outlets", "outlet"), ("languages", "language")):
        keep &= table[column].isin(state.get(name, table[column]))
    if "claims" in state or "states" in state:
        wanted = state.get("states", ["asserted", "attributed", "hedged", "denied", "contradicted"])
        hits = claims[claims["claim_id"].isin(state.get("claims", claims["claim_id"])) & claims["status"].isin(wanted)]
        keep &= table["article_id"].isin(hits["article_id"])
    assert set(explored_rows(story, **state)["article_id"]) == set(table.loc[keep, "article_id"])


def test_what_cannot_be_told_is_counted_apart(story):
    rows = explored_rows(story, view="outlets", claims=["H02"]).set_index("outlet")
    whole = story.articles.groupby("outlet").size()
    claims = story.table("claims").merge(story.articles[["article_id", "outlet"]], on="article_id")
    claims = claims[claims["claim_id"] == "H02"]
    assert rows["n_base"].to_dict() == whole.to_dict()
    hidden = claims[claims["status"].isin(["not_visible", "mentioned"])].groupby("outlet").size()
    assert rows["n_cannot_tell"][rows["n_cannot_tell"] > 0].to_dict() == hidden.to_dict() and len(hidden)
    assert (rows["n_articles"] + rows["n_cannot_tell"] <= rows["n_base"]).all()


def test_an_article_without_a_date_has_no_place_in_a_range_and_may_fit(story):
    undated = set(story.articles.loc[story.articles["published"].isna(), "article_id"])
    assert undated and set(explored_rows(story, dates="undated")["article_id"]) == undated
    assert not undated & set(explored_rows(story, dates=("2023-01-01", "2023-12-31"))["article_id"])
    said = explore(story, dates=("2023-03-02", "2023-03-06")).summary().plain
    month = story.articles["published_precision"] == "month"
    assert f"{len(undated)} more may be in the range" in said or month.any()


def test_an_article_that_nobody_coded_has_no_counts(story):
    claims = story.table("claims")
    left = {"claims": claims[claims["article_id"] != "ostvar-0302-lead"]}
    other = dataclasses.replace(story, _truth=story.truth | left)
    row = explored_rows(other, articles=["ostvar-0302-lead"]).iloc[0]
    assert pd.isna(row["n_carried"]) and pd.isna(row["n_not_visible"])


def test_the_claims_of_an_article_add_up_with_those_that_nobody_coded(story):
    claims = story.table("claims")
    left = claims.drop(claims.index[claims["article_id"] == "ostvar-0302-lead"][:2])
    rows = explored_rows(dataclasses.replace(story, _truth=story.truth | {"claims": left})).set_index("article_id")
    kinds = ["n_carried", "n_mentioned", "n_absent", "n_not_visible", "n_not_coded"]
    assert (rows[kinds].sum(axis=1) == rows["n_claims"]).all()
    assert rows.at["ostvar-0302-lead", "n_not_coded"] == 2 and "n_not_coded" in STATIC["articles"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"outlets": ["Ostvarr"]}, "Did you mean 'Ostvar'"),
        ({"outlets": "Ostvar"}, "must be a list"),
        ({"dates": ("2023-03-05", "2023-03-02")}, "give the first day first"),
        ({"dates": "March"}, "expected a first and a last day"),
        ({"view": "matrx"}, "Did you mean 'matrix'"),
        ({"sort": "before"}, "sort of articles"),
        ({"search": "("}, "a pattern cannot be read"),
        ({"outlet": ["Ostvar"]}, "Did you mean 'outlets'"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_with_what_does(state, said, story):
    with pytest.raises(SamestoryError) as error:
        explored_rows(story, **state)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: explore("harbour-fire"), "ss.load_story"),
        (lambda: ss.show_table("harbour-fire"), "expected a table"),
        (lambda: ss.parameters_form(5), "expected the text of a parameters cell"),
    ],
)
def test_a_thing_of_another_kind_is_refused_with_what_is_wanted(call, said):
    with pytest.raises(SamestoryError, match=said):
        call()


@pytest.mark.parametrize(
    "message",
    [
        None,
        {"do": "show"},
        {"id": 1, "do": "show", "state": [], "from": 0, "size": 5},
        {"id": 1, "do": "show", "state": {"outlets": [{}]}, "from": 0, "size": 5},
        {"id": 1, "do": "show", "state": {"view": ["matrix"]}, "from": 0, "size": 5},
        {"id": 1, "do": "show", "state": {"search": 7}, "from": 0, "size": 5},
        {"id": 1, "do": "show", "state": {"dates": [1, {}]}, "from": 0, "size": 5},
        {"id": 1, "do": "show", "state": {}, "from": -1, "size": 5},
        {"id": 1, "do": "show", "state": {}, "from": 0, "size": 10**9},
        {"id": 1, "do": "show", "state": {}, "from": 0, "size": True},
        {"id": 1, "do": "article", "state": {}, "article": "../../etc/passwd"},
        {"id": 1, "do": "article", "state": {}, "article": {"a": 1}},
        {"id": 1, "do": "__init__", "state": {}},
        {"id": "1", "do": ["show"], "state": {}},
    ],
)
def test_a_message_that_asks_for_what_is_not_there_is_answered_with_a_fault(message, story):
    panel = explore(story, view="matrix")
    answer = panel.answer(message)
    assert answer["fault"] and "rows" not in answer and len(answer["fault"]) < 600
    assert panel.line == 'ss.explore(story, view="matrix").rows'  # and what is shown stays


def test_pieces_make_up_the_text_and_marks_may_overlap():
    text = "The fire began at noon."
    cut = pieces(text, [(4, 8, "search"), (0, 14, "H01 asserted"), (4, 8, "H02 hedged")])
    assert "".join(piece for piece, _ in cut) == text
    assert cut[1] == ["fire", ["search", "H01 asserted", "H02 hedged"]]
    assert cut[-1] == [" at noon.", []]


def test_where_nobody_can_click_it_is_a_table_with_its_counts(story):
    state = {"claims": ["H02"], "view": "passages", "states": ["asserted"]}
    bundle = explore(story, **state)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "<script" not in bundle["text/html"] and "of 31 articles" in bundle["text/plain"]
    assert bundle == explore(story, **state)._repr_mimebundle_()
