"""Independence: who derives from whom, on chains short enough to draw by hand."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.sources.origins import ancestry, independence


def articles(*ids, event="e", **outlets):
    rows = [(i, outlets.get(i, f"Outlet {i}"), event) for i in ids]
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "event"]).assign(
        story="s", language="en", text_status="full", published_precision="unknown", published=pd.NaT
    )
    return ss.schema.check(table, "articles")


def families(**members):
    return pd.DataFrame(list(members.items()), columns=["article_id", "family_id"])


def chains(*followed):
    """``("x", "AFP", "=a")``: article x names AFP, then the article a of the set."""
    rows = []
    for article_id, *stations in followed:
        for step, name in enumerate(stations):
            known = name[1:] if name.startswith("=") else None
            rows.append((article_id, step, name.lstrip("="), known))
    return pd.DataFrame(rows, columns=["article_id", "step", "source", "source_article_id"])


NOBODY = families()


def counts(table, row=0):
    return tuple(table.loc[row, ["n_articles", "n_families", "n_independent", "n_origins"]])


def test_copies_are_one_family_and_a_family_that_names_another_is_not_independent():
    kin = families(a="one", b="one")
    table = independence(articles("a", "b", "c", "d"), kin, chains(("c", "=b")))
    assert counts(table) == (4, 3, 2, 2)
    assert (table.at[0, "family_share"], table.at[0, "article_ids"]) == (0.75, "a; b; c; d")
    lines = ancestry(articles("a", "b", "c", "d"), kin, chains(("c", "=b"))).set_index("family_id")
    assert (lines.at["c", "derives_from"], lines.at["c", "origins"]) == ("one", "one")
    assert list(lines["is_independent"]) == [False, True, True]


def test_families_of_one_origin_outside_the_set_are_independent_of_each_other_but_have_one_origin():
    table = independence(articles("a", "b", "c"), NOBODY, chains(("a", "AFP"), ("b", "AFP", "Kite")))
    assert counts(table) == (3, 3, 3, 2)


def test_ancestry_is_followed_through_several_steps():
    lines = ancestry(articles("a", "b", "c"), NOBODY, chains(("b", "=a"), ("c", "=b"))).set_index("family_id")
    assert lines.at["c", "derives_from"] == "a; b"
    assert set(lines["origins"]) == {"a"}


def test_a_cycle_of_families_is_one_report():
    table = independence(articles("a", "b", "c"), NOBODY, chains(("a", "=b"), ("b", "=a")))
    assert counts(table) == (3, 3, 2, 2)
    with_source = independence(articles("a", "b", "c"), NOBODY, chains(("a", "=b"), ("b", "=c", "=a")))
    assert counts(with_source) == (3, 3, 1, 1)


def test_what_one_article_says_of_the_way_to_a_source_holds_for_that_way_only():
    lines = ancestry(articles("a", "b"), NOBODY, chains(("a", "Le Monde", "Reuters"), ("b", "Reuters")))
    assert list(lines["origins"]) == ["Le Monde", "Reuters"]


def test_an_outlet_of_the_set_is_known_by_its_name_unless_it_is_later_or_its_own():
    outlets = {"a": "Gull", "b": "Kite", "c": "Gull"}
    by_name = chains(("b", "GULL"), ("c", "Gull"))
    lines = ancestry(articles("a", "b", "c", **outlets), families(c="x"), by_name).set_index("family_id")
    assert lines.at["b", "derives_from"] == "a; x"  # either may be meant
    assert lines.at["x", "origins"] == "Gull"  # its own outlet: a source, not an article of the set
    dated = articles("a", "b", **outlets)
    dated["published"] = pd.to_datetime(["2024-10-14", "2024-10-10"], utc=True)
    dated["published_precision"] = "day"
    assert ancestry(dated, NOBODY, chains(("b", "Gull")))["is_independent"].all()


def test_by_a_column_and_what_is_not_stated():
    about = articles("a", "b", "c").assign(country=["X", "Y", None])
    kin = families(a="one", b="one")
    table = independence(about, kin, chains(), by="country")
    assert list(table["country"]) == ["X", "Y", "not stated"]
    assert list(table["n_families"]) == [1, 1, 1]  # the family counts where it has an article
    with pytest.raises(ss.errors.TableError, match="articles has no column 'contry'. Did you mean 'country'"):
        independence(about, kin, chains(), by="contry")


def test_a_copy_changes_nothing_but_the_number_of_articles():
    kin, named = families(a="one", a2="one"), chains(("c", "=a"))
    first, second = (independence(articles(*ids), kin, named) for ids in (["a", "c"], ["a", "a2", "c"]))
    assert counts(first)[1:] == counts(second)[1:] == (2, 1, 1)


@pytest.mark.parametrize("measure", [ancestry, independence, lambda *t: independence(*t, by="event")])
def test_row_order_inputs_and_empty_tables(measure):
    story = ss.load_story("harbour-fire")
    given = story.articles, story.table("families"), story.table("chains")
    before = [table.copy() for table in given]
    full = measure(*given)
    pd.testing.assert_frame_equal(full, measure(*(table.sample(frac=1, random_state=4) for table in given)))
    for table, copy in zip(given, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)
    empty = measure(*(table.head(0) for table in given))
    assert (list(empty.columns), len(empty)) == (list(full.columns), 0)


def test_the_ledger_is_67_families_and_its_october_report_three_origins():
    story = ss.load_story("mali-drones")
    given = story.articles, story.table("families"), story.table("chains")
    assert counts(independence(*given)) == (122, 67, 67, 46)
    table = independence(*given, by="event").set_index("event")
    assert table["n_articles"].sum() == 122
    assert (table.at["lm_oct", "n_families"], table.at["lm_oct", "n_origins"]) == (11, 3)
    # The card counts by hand: 19 families, and 48 pages on their own.
    assert story.table("families")["family_id"].nunique() == 19 + 48


def test_harbour_fire_citations_alone_find_the_planted_families():
    story = ss.load_story("harbour-fire")
    with_families = independence(story.articles, story.table("families"), story.table("chains"))
    alone = independence(story.articles, story.table("families").head(0), story.table("chains"))
    assert counts(with_families) == (31, 21, 21, 21)
    assert alone.at[0, "n_independent"] == 21
    cycle = ancestry(story.articles, NOBODY, story.table("chains")).set_index("family_id").loc["quaifranc-0305-cles"]
    assert (cycle["report"], cycle["is_independent"]) == ("crane-0305-keys", True)


def test_an_origin_is_one_whatever_its_name_holds():
    assert counts(independence(articles("a"), NOBODY, chains(("a", "AFP; Reuters")))) == (1, 1, 1, 1)


def test_families_by_words_count_a_translation_as_no_copy():
    story = ss.load_story("harbour-fire")
    table = ss.sources.independence(story.articles, story.table("families"), story.table("chains"))
    row = table.loc[0, ["n_articles", "n_families_by_words", "n_families", "n_independent", "n_outside"]]
    assert row.tolist() == [31, 24, 21, 21, 1]


def test_families_by_words_are_not_known_where_a_coder_did_not_say_what_makes_a_family():
    story = ss.load_story("mali-drones")
    table = ss.sources.independence(story.articles, story.table("families"), story.table("chains"))
    assert table["n_families_by_words"].isna().all()
    assert table["n_outside"].tolist() == [17]
