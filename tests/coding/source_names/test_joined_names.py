"""Which names are one source: hand-made names in several languages, each with the rule that joins it."""

import pandas as pd
import pytest

import samestory as ss
from samestory.coding.source_names import RULES, are_foreign, joined_sources, with_sources


def articles(*rows):
    """One article a row: id, language, text, outlet."""
    names = ["article_id", "language", "text", "outlet"]
    return pd.DataFrame([(*row, None, None)[:4] for row in rows], columns=names)


def said(*rows):
    """A claims table: article and whom it attributes to."""
    return {"claims": pd.DataFrame(rows, columns=["article_id", "attributed_to"])}


def joined(of, tables, **options):
    table = joined_sources(of, tables, **options)
    assert set(table["rule"]) <= set(RULES)
    return {
        (name, ids): (source, rule)
        for name, source, rule, ids in table[["name", "source", "rule", "article_ids"]].to_numpy()
    }


ONE = articles(("a", "en"))
TWO = articles(("a", "en"), ("b", "en"))


@pytest.mark.parametrize(
    ("language", "names", "source"),
    [
        ("en", ["The fire service", "the fire service", "fire service"], "fire service"),
        ("fr", ["Les pompiers", "les pompiers"], "pompiers"),
        ("de", ["Die Feuerwehr", "der Feuerwehr", "Feuerwehr"], "Feuerwehr"),
        ("es", ["Los bomberos", "los bomberos"], "bomberos"),
    ],
)
def test_articles_and_capitals_make_no_other_source(language, names, source):
    found = joined(articles(("a", language)), said(*[("a", name) for name in names]))
    assert {one for one, _ in found.values()} == {source}


def test_russian_cases_of_an_institution_are_one_source():
    found = joined(articles(("a", "ru")), said(("a", "пожарная служба"), ("a", "пожарной службы")))
    assert len({source for source, _ in found.values()}) == 1


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", "the fire service", "the regional fire service"),
        ("en", "fire service", "fire service of Orvel"),
        ("fr", "le syndicat", "le syndicat des dockers"),
        ("uk", "служба", "служба порятунку Орвеля"),
    ],
)
def test_an_institution_without_specifier_joins_the_only_one_with(language, short, long):
    found = joined(articles(("a", language), ("b", language)), said(("a", long), ("b", short)))
    assert found[(short, "b")] == (found[(long, "a")][0], "shorter form")


@pytest.mark.parametrize(
    ("language", "short", "one", "other"),
    [
        ("en", "fire service", "fire service of Orvel", "fire service of Seewald"),
        ("fr", "le syndicat", "le syndicat des dockers", "le syndicat des grutiers"),
    ],
)
def test_two_institutions_stay_two_and_the_bare_name_joins_neither(language, short, one, other):
    three = articles(("a", language), ("b", language), ("c", language))
    found = joined(three, said(("a", one), ("b", other), ("c", short)))
    assert len({source for source, _ in found.values()}) == 3


def test_in_its_own_article_the_bare_name_joins_the_one_named_there():
    rows = [("a", "fire service of Orvel"), ("a", "the fire service"), ("b", "fire service of Seewald")]
    found = joined(TWO, said(*rows))
    assert found[("the fire service", "a")] == ("fire service of Orvel", "shorter form")


def test_words_at_the_head_decide_and_not_words_in_common():
    rows = [("a", "police"), ("a", "police chief"), ("a", "Malian army"), ("a", "Malian army source")]
    found = joined(ONE, said(*rows))
    assert len({source for source, _ in found.values()}) == 4


@pytest.mark.parametrize(
    "person", ["union boss Pelle Strand", "union baron Pelle Strand", "union grandee Pelle Strand"]
)
def test_a_person_of_an_institution_is_not_the_institution(person):
    found = joined(TWO, said(("a", person), ("a", "the union"), ("b", "The union")))
    assert all("Strand" not in source for (name, _), (source, _) in found.items() if name != person)


@pytest.mark.parametrize(
    "name", ["Environment Minister Ilona Verten", "Ilona Verten, the environment minister", "Ms Ilona Verten"]
)
def test_a_title_is_no_part_of_a_name(name):
    found = joined(ONE, said(("a", "Ilona Verten"), ("a", name)))
    assert found[(name, "a")] == ("Ilona Verten", "title")


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [
        ("en", "Ilona Verten", "Verten"),
        ("en", "Ilona Verten", "Ms Verten"),
        ("en", "Ilona Verten", "I. Verten"),
        ("fr", "Ilona Verten", "Mme Verten"),
        ("ru", "Илона Вертен", "министр Вертен"),
    ],
)
def test_a_surname_is_the_only_person_of_that_surname(language, full, short):
    found = joined(articles(("a", language), ("b", language)), said(("a", full), ("b", short)))
    assert found[(short, "b")] == (full, "surname")


def test_two_persons_of_one_surname_are_never_joined():
    three = articles(("a", "en"), ("b", "en"), ("c", "en"))
    found = joined(three, said(("a", "Anna Kell"), ("a", "Kell"), ("b", "Maria Kell"), ("c", "Kell")))
    assert found[("Kell", "a")] == ("Anna Kell", "surname")
    assert {found[("Anna Kell", "a")][0], found[("Maria Kell", "b")][0], found[("Kell", "c")][0]} == {
        "Anna Kell", "Maria Kell", "Kell",
    }  # fmt: skip


def test_a_surname_that_several_persons_have_is_a_source_of_its_own_in_each_article():
    four = articles(("a", "en"), ("b", "en"), ("c", "en"), ("d", "en"))
    found = joined(four, said(("a", "Anna Kell"), ("b", "Maria Kell"), ("c", "Kell"), ("d", "Kell")))
    assert (found[("Kell", "c")][0], found[("Kell", "d")][0]) == ("Kell", "Kell (in d)")


@pytest.mark.parametrize(
    ("language", "text", "full", "surname"),
    [
        ("en", "The widow Maria Kell spoke. Kell wept.", "Anna Kell", "Kell"),
        ("ru", "Выступила Мария Белова. Белова плакала.", "Анна Белова", "Белова"),
    ],
)
def test_another_first_name_in_the_text_keeps_a_surname_apart(language, text, full, surname):
    of = articles(("a", language, "Nothing."), ("b", language, text))
    found = joined(of, said(("a", full), ("b", surname)))
    assert found[(surname, "b")] == (surname, "as written")


def test_cyrillic_names_join_latin_ones_in_any_case():
    of = articles(("a", "en"), ("b", "ru"), ("c", "uk"))
    rows = [("a", "Ilona Verten"), ("b", "Илона Вертен"), ("b", "Илоне Вертен"), ("c", "Ілона Вертен")]
    found = joined(of, said(*rows, ("a", "Andriy Yusov"), ("b", "Андрея Юсова"), ("c", "Андрій Юсов")))
    assert found[("Илоне Вертен", "b")] == ("Ilona Verten", "transliteration")
    assert found[("Ілона Вертен", "c")] == ("Ilona Verten", "transliteration")
    assert found[("Андрея Юсова", "b")] == found[("Андрій Юсов", "c")] == ("Andriy Yusov", "transliteration")


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "Environment Minister Ilona Verten came. The minister wept.", "the minister"),
        ("en", "Ilona Verten, the environment minister, came. The minister wept.", "the environment minister"),
        ("fr", "La ministre Ilona Verten est venue. La ministre a pleuré.", "la ministre"),
        ("ru", "Министр Илона Вертен приехала. Министр плакала.", "министр"),
    ],
)
def test_a_title_alone_is_the_only_person_who_has_it(language, text, role):
    name = "Илона Вертен" if language == "ru" else "Ilona Verten"
    of = articles(("a", language, text))
    if role not in ("la ministre",):
        assert joined(of, said(("a", name), ("a", role)))[(role, "a")] == (name, "role")
    two = articles(("a", language, text + " " + text.replace("Ilona", "Petra").replace("Илона", "Петра")
                    .replace("Verten", "Solvane").replace("Вертен", "Солване")))  # fmt: skip
    other = "Петра Солване" if language == "ru" else "Petra Solvane"
    found = joined(two, said(("a", name), ("a", other), ("a", role)))
    assert found[(role, "a")][0] not in (name, other)


def test_the_gazetteer_and_editions_join_outlets():
    of = articles(("a", "en", None, "Kite"), ("b", "ru", None, "TASS (English)"))
    found = joined(of, said(("a", "Reuters"), ("b", "Рейтер"), ("a", "TASS"), ("b", "ТАСС"), ("a", "TASS (English)")))
    assert found[("Рейтер", "b")] == ("Reuters", "outlet")
    assert found[("ТАСС", "b")] == found[("TASS (English)", "a")] == ("TASS", "outlet")


def test_names_in_several_languages_are_joined_by_the_codebook_only():
    of = articles(("a", "en"), ("b", "de"), ("c", "es"))
    tables = said(("a", "the regional fire service"), ("b", "Feuerwehr"), ("c", "los bomberos"))
    assert len({source for source, _ in joined(of, tables).values()}) == 3
    known = {"fire": ["fire service", "Feuerwehr", "bomberos"]}
    found = joined(of, said(("a", "the fire service"), ("b", "Feuerwehr"), ("c", "los bomberos")), known=known)
    assert set(found.values()) == {("fire service", "codebook")}


def test_the_longer_form_joins_the_name_of_the_codebook_where_it_is_the_only_one():
    known = {"fire": ["fire service"]}
    found = joined(TWO, said(("a", "the regional fire service"), ("b", "the fire service")), known=known)
    assert {source for source, _ in found.values()} == {"fire service"}
    rows = [("a", "fire service of Orvel"), ("b", "fire service of Seewald"), ("b", "fire service")]
    assert len({source for source, _ in joined(TWO, said(*rows), known=known).values()}) == 3


def test_a_person_among_the_names_of_an_institution_stays_a_source():
    actors = {"terminals": ["Torvane Terminals", "Edric Halloway", "Торване Терминалс"]}
    found = joined(ONE, said(("a", "Torvane Terminals"), ("a", "Edric Halloway")), actors=actors)
    assert found[("Edric Halloway", "a")] == ("Edric Halloway", "as written")


def test_a_correction_goes_before_every_rule():
    rows = said(("a", "Anna Kell"), ("a", "Kell"), ("b", "Kell"), ("b", "Feuerwehr"))
    given = pd.DataFrame(
        [("kell", "Maria Kell", "b"), ("Feuerwehr", "fire service", None)], columns=["name", "source", "article_id"]
    )
    found = joined(TWO, rows, corrections=given)
    assert found[("Kell", "b")] == ("Maria Kell", "correction")
    assert found[("Kell", "a")] == ("Anna Kell", "surname")
    assert found[("Feuerwehr", "b")] == ("fire service", "correction")


def test_a_correction_to_a_name_that_the_rules_join_is_that_source():
    rows = said(("a", "the regional fire service"), ("a", "fire service"), ("b", "Feuerwehr"))
    given = pd.DataFrame([("Feuerwehr", "fire service")], columns=["name", "source"])
    assert {source for source, _ in joined(TWO, rows, corrections=given).values()} == {"fire service"}


def test_several_sources_in_one_name_are_nobodys_longer_form():
    found = joined(ONE, said(("a", "Tuareg rebels"), ("a", "JNIM and Tuareg rebels"), ("a", "rebels")))
    assert found[("rebels", "a")] == ("Tuareg rebels", "shorter form")
    assert found[("JNIM and Tuareg rebels", "a")][1] == "as written"


def test_an_unnamed_source_is_one_within_an_article_only():
    rows = [("a", "a source in the security services"), ("a", "the source"), ("b", "the source")]
    found = joined(TWO, said(*rows))
    assert found[("the source", "a")][0] == found[("a source in the security services", "a")][0]
    assert found[("the source", "b")][0] != found[("the source", "a")][0]


def test_names_are_replaced_where_they_stand():
    tables = said(("a", "Anna Kell"), ("a", "Kell"), ("b", None))
    names = joined_sources(TWO, tables)
    assert list(with_sources(tables["claims"], names, "attributed_to")["attributed_to"].fillna("-")) == [
        "Anna Kell", "Anna Kell", "-",
    ]  # fmt: skip


def test_no_names_and_odd_names_give_a_table():
    assert joined_sources(ONE, {}).empty
    odd = [
        "",
        " ",
        ",",
        "''",
        "- -",
        "123",
        "…",
        "A",
        "« »",
        "the",
        "Ms",
        "x" * 5000,
        "Ж" * 3000,
        "a, b, c",
        "\u202eabc",
    ]
    found = joined_sources(ONE, said(*[("a", name) for name in odd]))
    assert set(found["name"]) == set(odd)
    assert found["source"].notna().all()


def test_the_order_of_rows_changes_nothing():
    rows = [
        ("a", "Anna Kell"),
        ("b", "Kell"),
        ("a", "the fire service"),
        ("b", "regional fire service"),
        ("b", "Анна Келл"),
    ]
    first = joined_sources(TWO, said(*rows))
    for seed in range(4):
        table = said(*rows)["claims"].sample(frac=1, random_state=seed, ignore_index=True)
        pd.testing.assert_frame_equal(joined_sources(TWO.sample(frac=1, random_state=seed), {"claims": table}), first)


def test_two_stories_join_what_they_should():
    names = ss.load_story("mali-drones").source_names().set_index("name")
    assert names.loc["Ramadane", "source"] == "Mohamed Elmaouloud Ramadane"
    assert set(names.loc[["Andrii Yusov", "Andrey Yusov", "Andrij Jusov"], "source"]) == {"Andriy Yusov"}
    harbour = ss.load_story("harbour-fire").source_names()
    assert harbour.groupby("source")["name"].nunique().max() == 1  # its coders gave each source one name


def test_institutions_of_two_languages_may_be_one_and_no_rule_can_tell():
    assert are_foreign("Ministry of Defence", ["en"], "Министерство обороны", ["ru", "uk"])
    assert not are_foreign("Ministry of Defence", ["en"], "Ministry of Health", ["en"])
    assert not are_foreign("Maren Oskdal", ["en"], "Министерство обороны", ["ru"])
