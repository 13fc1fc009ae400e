"""Sources by name and kind, credits of the whole article, and chains out of both."""

import pandas as pd
import pytest
from test_attribution import articles, held_out

import samestory as ss
from samestory.coding import code_attributions, code_chains, code_citations
from samestory.coding.credits import credits
from samestory.gazetteer import outlet_named
from samestory.schema import check, table_named


def cited(text, language="en"):
    table = articles(text, language=language)
    found = check(code_citations(table, code_attributions(table)), "citations", articles=table)
    return list(zip(found["cited"], found["kind"], strict=True))


def test_surnames_and_pronouns_go_back_to_the_full_name():
    text = "Maren Oskdal said the gate was locked. Oskdal added that it was dark. She said no more of it."
    assert cited(text) == [("Maren Oskdal", "person")]
    assert cited("Марен Оскдал заявила, что порт закрыт. Она добавила, что темно.", "ru") == [
        ("Марен Оскдал", "person")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dockers’ union said the gate was locked.", ("dockers’ union", "organisation")),
        ("Sources close to the port said it was locked.", ("Sources close to the port", "unnamed")),
        ("A new report shows that the gate was locked.", ("new report", "document")),
        ("The newspaper Le Monde reported that it was locked.", ("Le Monde", "outlet")),
        ("It was locked, Reuters reported.", ("Reuters", "agency")),
    ],
)
def test_kinds(text, expected):
    assert cited(text) == [expected]


def test_an_outlet_is_no_source_of_itself_and_an_article_without_text_names_none():
    table = articles("The Ledger reported that the port is closed. It was locked, Reuters reported.", None).assign(
        outlet="Ledger"
    )
    found = code_citations(table, code_attributions(table))
    assert found[["article_id", "cited"]].to_numpy().tolist() == [["a0", "Reuters"]]


def test_pronouns_of_nobody_are_no_source():
    assert cited("We said that it was locked. Nobody said it was open.") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The port burned.\nSource: Reuters", [("Reuters", "agency")]),
        ("en", "The port burned.\nSource: Some Small Site", [("Some Small Site", "outlet")]),
        ("en", "KYIV, March 3 (Reuters) — The port burned.", [("Reuters", "agency")]),
        ("fr", "Le port a brûlé. (AFP)", [("AFP", "agency")]),
        ("ru", "Порт сгорел.\nИсточник: РИА Новости", [("RIA Novosti", "agency")]),
        ("ru", "Порт сгорел.\nФото: Reuters", []),
        ("en", "The port burned.\nPhoto: Reuters", []),
        ("en", "", []),
    ],
)
def test_credits(language, text, expected):
    found = credits(text, language)
    assert [(name, kind) for name, kind, _ in found] == expected
    assert all(0 <= begin < end <= len(text) for _, _, (begin, end) in found)


def test_the_chain_of_the_seed_article_is_that_of_the_ledger():
    story = ss.load_story("mali-drones")
    attributions = code_attributions(story.articles)
    citations = check(code_citations(story.articles, attributions), "citations", articles=story.articles)
    chains = check(code_chains(story.articles, citations, attributions), "chains", articles=story.articles)
    hand = story.table("chains")
    hand = hand[hand["article_id"] == "bunatimes"]
    assert [outlet_named(one) for one in chains["source"]] == [outlet_named(one) for one in hand["source"]]
    assert chains["step"].tolist() == hand["step"].tolist() == [0, 1]
    assert citations[citations["note"] == "credit"]["reads"].tolist() == ["korrespondent"]


def test_who_cites_whom_sets_the_order_of_a_chain():
    table = articles("The port is closed, Reuters reported, citing Le Monde.\nSource: Ukrinform")
    found = code_attributions(table)
    chains = code_chains(table, code_citations(table, found), found)
    assert chains["source"].tolist() == ["Le Monde", "Reuters", "Ukrinform"]


def test_harbour_fire_sources_and_chains():
    story = ss.load_story("harbour-fire")
    attributions = code_attributions(story.articles)
    citations = check(code_citations(story.articles, attributions), "citations", articles=story.articles)
    truth = story.table("citations", coder="truth")
    counts = {False: [0, 0, 0, 0], True: [0, 0, 0, 0]}
    for article_id in story.articles["article_id"]:
        ours, theirs = (table[table["article_id"] == article_id] for table in (citations, truth))
        count = counts[held_out(article_id)]
        for mine, other, at in ((theirs, ours, 0), (ours, theirs, 2)):
            count[at] += sum(
                bool(((other["begin"] < row.end) & (other["end"] > row.begin)).any()) for row in mine.itertuples()
            )
            count[at + 1] += len(mine)
    recall = {key: one[0] / one[1] for key, one in counts.items()}
    precision = {key: one[2] / one[3] for key, one in counts.items()}
    assert recall[False] >= 0.66 and precision[False] >= 0.78 and recall[True] >= 0.62 and precision[True] >= 0.70
    chains = code_chains(story.articles, citations, attributions)
    known = story.table("chains", coder="truth")
    pairs = set(zip(known["article_id"], known["source"], strict=True))
    pairs.add(("vecher-0302-pozhar", "ОСТВАР"))  # the agency, as the Russian dateline writes it
    right = [(row.article_id, row.source) in pairs for row in chains.itertuples()]
    assert len(right) >= 4 and all(right)


def test_empty_tables():
    table = articles()
    attributions = code_attributions(table)
    citations = code_citations(table, attributions)
    pd.testing.assert_frame_equal(citations, table_named("citations").empty())
    pd.testing.assert_frame_equal(code_chains(table, citations, attributions), table_named("chains").empty())
