"""``check``: hand-made tables with known faults."""

import pandas as pd
import pytest

import samestory as ss
from samestory.schema import TABLES

ARTICLES = ss.schema.check(
    pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "story": "s",
            "outlet": ["A", "B"],
            "language": "en",
            "published": ["2024-10-14", None],
            "published_precision": ["day", "unknown"],
            "text": ["Nine dead, they said.", None],
            "text_status": ["full", "cut"],
        }
    ),
    "articles",
)


def claim(**changes):
    row = {
        "article_id": "a",
        "claim_id": "C1",
        "status": "attributed",
        "attributed_to": "they",
        "begin": 0,
        "end": 9,
        "coder": "hand",
    }
    return pd.DataFrame([row | changes])


def message(table, name="claims", **options):
    with pytest.raises(ss.errors.TableError) as caught:
        ss.schema.check(table, name, articles=ARTICLES, **options)
    return str(caught.value)


def test_a_sound_table_comes_back_typed_in_declared_order():
    given = claim()[["coder", "status", "claim_id", "article_id", "attributed_to", "end", "begin"]]
    before = given.copy()
    checked = ss.schema.check(given, "claims", articles=ARTICLES)
    assert list(checked.columns) == TABLES["claims"].names
    assert str(checked["begin"].dtype) == "Int64"
    assert checked["note"].isna().all()
    pd.testing.assert_frame_equal(given, before)


@pytest.mark.parametrize("name", list(TABLES))
def test_an_empty_table_stays_empty_with_its_columns(name):
    checked = ss.schema.check(TABLES[name].empty(), name, articles=ARTICLES)
    assert len(checked) == 0
    assert list(checked.columns) == TABLES[name].names


def test_every_problem_is_in_one_error_with_row_value_and_what_is_allowed():
    table = pd.concat([claim(status="maybe"), claim(article_id="z", claim_id="C2"), claim(claim_id="C3", end=99)])
    said = message(table, where="claims.csv", first_row=2)
    assert said.startswith("claims.csv: 3 problems")
    assert "row 2, column status: 'maybe' given; wanted one of asserted, attributed, hedged" in said
    assert "row 3, column article_id: article_id='z': names no article of this story" in said
    assert "row 4, columns article_id, begin, end:" in said
    assert "points past the end" in said


def test_problems_are_kept_as_rows():
    with pytest.raises(ss.errors.TableError) as caught:
        ss.schema.check(claim(status="maybe"), "claims")
    (problem,) = caught.value.problems
    assert (problem.table, problem.column, problem.row, problem.given) == ("claims", "status", 0, "maybe")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"begin": 9, "end": 9}, "begin below end"),
        ({"begin": None}, "both or none of them"),
        ({"begin": 1.5}, "1.5 given; wanted a whole number of 0 or more"),
        ({"begin": -1}, "-1 given; wanted a whole number of 0 or more"),
        ({"article_id": "b", "begin": 0, "end": 1}, "points past the end of the article's text"),
        ({"reads": "Ten dead,"}, "the text there does not read as reads says"),
        ({"status": "absent", "begin": None, "end": None}, "has no attributed_to and no offsets"),
        ({"coder": None}, "column coder: (empty) given; wanted text without control characters; it may not be empty"),
        ({"stauts": 1}, "unknown column. Did you mean 'status'?"),
    ],
)
def test_each_fault_is_named(changes, said):
    assert said in message(claim(**changes))


def test_absent_needs_the_whole_text():
    row = {"status": "absent", "attributed_to": None, "begin": None, "end": None}
    assert len(ss.schema.check(claim(**row), "claims", articles=ARTICLES)) == 1
    assert "'absent' needs text_status 'full'; say 'not_visible'" in message(claim(**row, article_id="b"))


def test_a_passage_that_reads_as_planted_passes():
    assert len(ss.schema.check(claim(reads="Nine dead"), "claims", articles=ARTICLES)) == 1


def test_a_missing_column_says_what_it_means():
    said = message(claim().drop(columns="status"))
    assert "column status: column is missing (what the article does with the claim; mentioned = it is there" in said
    assert "1 problem" in said


def test_a_key_given_twice():
    assert "article_id + claim_id + coder must be unique" in message(pd.concat([claim(), claim()]))


def test_the_same_fault_in_many_rows_is_one_line():
    table = pd.concat([claim(claim_id=f"C{i}", status="maybe") for i in range(30)])
    said = message(table, first_row=2)
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9 and 22 more, column status" in said
    assert len(said.splitlines()) == 2


def test_low_is_not_above_high():
    row = {"article_id": "a", "quantity": "q", "value_text": "9", "low": 9, "high": 3, "unit": "persons"}
    table = pd.DataFrame([row | {"attributed_to": None, "begin": None, "end": None, "coder": "hand"}])
    assert "low=9.0, high=3.0: low must not be above high" in message(table, "numbers")


def test_dates_and_their_precision_agree():
    table = ARTICLES.assign(published_precision="day")
    with pytest.raises(ss.errors.TableError, match="published is empty exactly where published_precision is 'unknown'"):
        ss.schema.check(table, "articles")


def test_a_time_that_is_none():
    with pytest.raises(ss.errors.TableError, match="'soon' given; wanted an ISO 8601 time"):
        ss.schema.check(ARTICLES.assign(published=["soon", None]), "articles")


def test_an_unknown_table_suggests_the_nearest():
    with pytest.raises(ss.errors.TableError, match="no table is called 'claim'. Did you mean 'claims'"):
        ss.schema.check(claim(), "claim")


def test_the_dictionary_has_every_column_of_every_table_with_a_meaning():
    dictionary = ss.schema.dictionary()
    assert len(dictionary) == sum(len(table.columns) for table in TABLES.values())
    assert dictionary["meaning"].str.len().gt(5).all()
    assert set(ss.schema.dictionary("claims")["column"]) == set(TABLES["claims"].names)
    allowed = ss.schema.dictionary("claims").set_index("column").at["status", "allowed"]
    assert allowed == "asserted, attributed, hedged, denied, contradicted, mentioned, absent, not_visible"


def test_steps_of_a_citation_chain_have_no_gaps():
    rows = [("a", 0, "Le Monde"), ("a", 2, "korrespondent")]
    table = pd.DataFrame(rows, columns=["article_id", "step", "source"]).assign(coder="hand")
    assert "step=2: the steps of a citation chain count from 0 without gaps" in message(table, "chains")
    assert len(ss.schema.check(table.assign(step=[0, 1]), "chains", articles=ARTICLES)) == 2
