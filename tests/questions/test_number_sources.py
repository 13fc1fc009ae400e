"""Numbers: updates by joined sources, other scopes and times, and what cannot be told; four days made by hand."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.numbers.measures import conflicts, intervals, updates
from samestory.questions.numbers.measures import values as number_values

DAYS = {"d1": "2026-05-12", "d2": "2026-05-13", "d3": "2026-05-14", "d4": "2026-05-15", "late": "2026-05-18"}


def values_of(*rows, languages=None):
    """Figures: article, bound, whom it is given to, scope; ``u`` is an article without a date."""
    names = sorted({row[0] for row in rows})
    table = pd.DataFrame({"article_id": names})
    table["published"] = table["article_id"].map(DAYS)
    table["published_precision"] = table["published"].notna().map({True: "day", False: "unknown"})
    table["language"] = [(languages or {}).get(name, "en") for name in names]
    table = ss.schema.check(
        table.assign(story="s", outlet=table["article_id"].str.upper(), text_status="full"), "articles"
    )
    figures = pd.DataFrame([(*row, None)[:4] for row in rows], columns=["article_id", "low", "attributed_to", "scope"])
    figures = figures.assign(quantity="dead", value_text="n", unit="persons", high=figures["low"], coder="hand")
    return table, ss.schema.check(figures, "numbers", articles=table)


def kinds(*rows, joined=True, **options):
    articles, figures = values_of(*rows, **options)
    if joined:
        names = ss.coding.joined_sources(articles, {"numbers": figures})
        figures = ss.coding.with_sources(figures, names, "attributed_to")
    table = conflicts(number_values(figures, articles))
    pairs = table[["low", "other_low", "kind", "direction", "reason"]].astype("object")
    pairs = pairs.where(pairs.notna(), None)
    return {(low, other): (kind, direction or reason) for low, other, kind, direction, reason in pairs.to_numpy()}


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["the regional fire service", "The fire service", "the fire service", "fire service"]),
        ("fr", ["le syndicat des dockers", "Le syndicat", "le syndicat", "syndicat"]),
        ("ru", ["пожарная служба", "пожарной службе", "Пожарная служба", "пожарной службы"]),
    ],
)
def test_four_figures_of_one_source_in_four_days_are_updates(language, names):
    rows = [(day, low, name) for day, low, name in zip(DAYS, (14, 19, 21, 23), names, strict=False)]
    languages = dict.fromkeys(DAYS, language)
    found = kinds(*rows, languages=languages)
    assert set(found.values()) == {("update", "raised")}
    assert len(found) == 6
    assert {kind for kind, _ in kinds(*rows, languages=languages, joined=False).values()} == {"conflict"}


def test_a_lowered_figure_is_an_update_downwards():
    rows = [("d1", 2300, "civil protection office"), ("d4", 2150, "the civil protection office")]
    assert kinds(*rows) == {(2150, 2300): ("update", "lowered")}
    articles, figures = values_of(*rows[:1], ("d4", 2150, "civil protection office"))
    (row,) = updates(number_values(figures, articles)).to_dict("records")
    assert (row["direction"], row["low"], row["new_low"]) == ("lowered", 2300, 2150)


def test_an_old_figure_reported_late_makes_no_conflict():
    office = "Harbour Office"
    assert kinds(("d1", 14, office), ("d3", 21, office), ("late", 14, office)) == {(14, 21): ("update", "raised")}


def test_an_article_without_a_date_leaves_a_known_order_known():
    office = "Harbour Office"
    assert kinds(("d1", 14, office), ("d3", 21, office), ("u", 21, office)) == {(14, 21): ("update", "raised")}
    assert kinds(("d1", 14, office), ("u", 21, office)) == {(14, 21): ("cannot_tell", "order not known")}


def test_two_sources_stay_a_conflict():
    found = kinds(("d1", 19, "the fire service"), ("d2", 30, "Rechnoy Vestnik"))
    assert found == {(19, 30): ("conflict", None)}
    assert kinds(("d1", 19, "fire service of Orvel"), ("d2", 30, "fire service of Seewald")) == {
        (19, 30): ("conflict", None)
    }


@pytest.mark.parametrize(
    ("language", "one", "other", "kind"),
    [
        ("en", "in the fire", "in the whole city", "other_scope"),
        ("fr", "dans l'incendie", "dans toute la ville", "other_scope"),
        ("en", "since Monday", "since Thursday", "other_time"),
        ("ru", "с понедельника", "с четверга", "other_time"),
    ],
)
def test_figures_of_two_scopes_are_no_conflict(language, one, other, kind):
    languages = {"d1": language, "d2": language}
    found = kinds(("d1", 4, "Anna Kell", one), ("d2", 9, "Bo Lind", other), languages=languages)
    assert found == {(4, 9): (kind, None)}
    same = kinds(("d1", 4, "Anna Kell", one), ("d2", 9, "Bo Lind", one), languages=languages)
    assert same == {(4, 9): ("conflict", None)}


def test_scopes_that_cannot_be_compared_are_not_told():
    found = kinds(("d1", 4, "Anna Kell", "in Orvel"), ("d2", 9, "Bo Lind"))
    assert found == {(4, 9): ("cannot_tell", "scopes cannot be compared")}


def test_people_without_a_name_update_nothing():
    assert kinds(("d1", 4, "residents"), ("d2", 9, "residents")) == {(4, 9): ("cannot_tell", "the source has no name")}


def test_own_voice_that_repeats_a_figure_of_the_source_is_no_second_source():
    office = "Harbour Office"
    found = kinds(("d1", 19, office), ("d3", 21, office), ("d4", 21, None))
    assert found[(19, 21)] in (("update", "raised"), ("cannot_tell", "own voice repeats a figure of the source"))
    articles, figures = values_of(("d1", 19, office), ("d3", 21, office), ("d4", 21, None))
    table = conflicts(number_values(figures, articles))
    own = table[table["other_source"] == "own voice"]
    assert list(own["kind"]) == ["cannot_tell"]
    other = kinds(("d1", 19, office), ("d4", 22, None))
    assert other == {(19, 22): ("conflict", None)}


def test_intervals_count_each_kind():
    rows = [
        ("d1", 4, "Anna Kell", "in the fire"),
        ("d2", 9, "Bo Lind", "in the whole city"),
        ("d3", 6, "Anna Kell", None),
    ]
    articles, figures = values_of(*rows)
    table = intervals(number_values(figures, articles)).set_index("low")
    assert list(table.loc[4, ["n_conflicts", "n_updates", "n_other_scope", "n_other_time", "n_cannot_tell"]]) == [
        0, 1, 1, 0, 0,
    ]  # fmt: skip
    assert list(table.loc[9, ["n_other_scope", "n_cannot_tell"]]) == [1, 1]
    assert table.loc[9, "scope"] == "in the whole city"


def test_institutions_named_in_two_languages_may_be_one_until_somebody_says():
    rows = [("d1", 16, "Feuerwehr"), ("d2", 21, "pompiers"), ("d3", 30, "Anna Kell")]
    found = kinds(*rows, languages={"d1": "de", "d2": "fr", "d3": "en"})
    assert found[(16, 21)] == ("cannot_tell", "the sources are named in two languages")
    assert found[(16, 30)] == found[(21, 30)] == ("conflict", None)
    one = kinds(*rows[:2], ("d3", 23, "pompiers"), languages=dict.fromkeys(DAYS, "fr"))
    assert one[(16, 21)] == ("conflict", None)
    assert one[(21, 23)] == ("update", "raised")


def test_articles_whose_outlet_is_not_known_are_not_one_source():
    articles, figures = values_of(("d1", 14, None), ("d3", 21, None))
    values = number_values(figures, articles.assign(outlet=articles["outlet"].where(articles["outlet"].isna())))
    assert updates(values).empty
    found = conflicts(values)
    assert list(zip(found["kind"], found["reason"], strict=True)) == [("cannot_tell", "the source has no name")]
    one = number_values(figures, articles.assign(outlet="Courier"))
    assert list(updates(one)["source"]) == ["Courier"]
    assert list(conflicts(one)["kind"]) == ["update"]
