"""The report of harbour-fire is true: against its truth tables, and every number of every sentence recomputed."""

import re

import pandas as pd
import pytest

import samestory as ss
from samestory import paths
from samestory.order import date_intervals

TRUTH = paths.seeds() / "harbour-fire" / "truth"
CARRIED = ["asserted", "attributed", "hedged", "denied", "contradicted"]


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def report(story):
    """More findings than a page shows, so that more sentences are tested."""
    return ss.report.overview(story, n_findings=12)


@pytest.fixture(scope="module")
def family():
    table = pd.read_csv(TRUTH / "families.csv")
    return table.set_index("article_id")["family_id"]


@pytest.fixture(scope="module")
def claims():
    return pd.read_csv(TRUTH / "claims.csv")


def finding(report, kind, key):
    return next(one for one in report.findings if (one.kind, one.key) == (kind, key))


def numbers_in(sentence):
    """The numbers of a sentence, without those in quoted names and in names of statements."""
    plain = re.sub(r"“[^”]*”", "", sentence)
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", plain)]


def test_the_five_strongest_findings(report):
    first = [(one.kind, one.key) for one in report.findings[:5]]
    assert first == [
        ("numbers", "fire_dead"), ("denial", "H07"), ("divided", "H04"), ("copies", "*"),
        ("numbers", "dockers_on_strike"),
    ]  # fmt: skip


def test_the_denials_left_out_are_those_that_were_planted(report, story):
    plants = pd.read_csv(TRUTH / "plants.csv")
    planted = plants[plants["kind"] == "omitted_denial"]
    for key, claim in (("H07", "H06"), ("H09", "H08")):
        ids = set(planted.loc[planted["note"].str.startswith(f"{key}:"), "article_id"])
        assert finding(report, "denial", key).hits == ss_families(story, ids)
        second = finding(report, "denial", key).passages[1]
        assert second.article_id in ids, claim
    assert numbers_in(finding(report, "denial", "H07").sentence) == [21, 5, 16]


def ss_families(story, ids):
    table = story.table("families")
    return table[table["article_id"].isin(ids)]["family_id"].nunique()


def test_the_numbers_about_a_denial_are_those_of_the_tables(report, claims, story):
    wide = claims.pivot(index="article_id", columns="claim_id", values="status")
    articles = story.articles.set_index("article_id")
    whole = articles.index[articles["text_status"] == "full"]
    dates = date_intervals(story.articles).set_index("article_id")
    for key, claim in (("H07", "H06"), ("H09", "H08")):
        having = wide.loc[whole][wide.loc[whole, claim].isin(CARRIED)].index
        there = [one for one in having if wide.loc[one, key] in CARRIED]
        ends = dates.loc[wide.index[wide[key].isin(CARRIED)], "end"].dropna()
        absent = [one for one in having if wide.loc[one, key] == "absent"]
        left = [one for one in absent if (ends <= dates.loc[one, "begin"]).any()]
        said = numbers_in(finding(report, "denial", key).sentence)
        assert said[:3] == [len(having), len(left), len(there)]
        assert sum(said[1:]) == len(having)


def test_the_numbers_about_clashing_figures_are_those_of_the_tables(report, family):
    numbers = pd.read_csv(TRUTH / "numbers.csv")
    dead = numbers[numbers["quantity"] == "fire_dead"]
    nine, four = dead[(dead["low"] == 9) & dead["high"].isna()], dead[(dead["low"] == 4) & (dead["high"] == 4)]
    below = dead[dead["high"] < 9]

    def counts(rows):
        return [rows["article_id"].nunique(), family[rows["article_id"]].nunique()]

    said = numbers_in(finding(report, "numbers", "fire_dead").sentence)
    pairs = said.pop()
    others = [rows["attributed_to"].fillna("own voice").nunique() - 1 for rows in (nine, four)]
    excluded, giving = family[below["article_id"]].nunique(), family[dead["article_id"]].nunique()
    assert said == [9, *counts(nine), others[0], 4, *counts(four), others[1], excluded, giving, 9]
    story = ss.load_story("harbour-fire")
    values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    assert pairs == (ss.numbers.conflicts(values)["kind"] == "conflict").sum()


def test_the_numbers_about_copies_are_those_of_the_tables(report, family):
    sizes = family.value_counts()
    n, families = len(family), len(sizes)
    said = numbers_in(finding(report, "copies", "*").sentence)
    assert said[:6] == [n, families, families, n - families, n, sizes.max()]
    passages = finding(report, "copies", "*").passages
    assert {family[one.article_id] for one in passages} == {sizes.idxmax()}


def test_the_numbers_about_a_claim_put_in_different_ways_are_those_of_the_tables(report, claims, family):
    rows = claims[(claims["claim_id"] == "H04") & claims["status"].isin(CARRIED)]
    votes = rows.assign(family=rows["article_id"].map(family)).drop_duplicates(["family", "status"])
    votes["weight"] = 1 / votes.groupby("family")["status"].transform("size")
    by = votes.groupby("status")["weight"].sum().reindex(CARRIED).dropna()
    total, other = by.sum(), by.sum() - by.max()
    said = numbers_in(finding(report, "divided", "H04").sentence)
    assert said == [total, other, total, round(100 * other / total), *by.tolist()]


def test_the_numbers_about_statements_are_those_of_the_matrix(report, story):
    overview = ss.statements.overview(story)
    for one in (one for one in report.findings if one.kind == "statement"):
        cells = overview.cells[(overview.cells["statement_id"] == one.key)]
        judged = cells[cells["status"] != "not_visible"]
        absent = judged.loc[judged["status"] == "absent", "name"]
        assert numbers_in(one.sentence) == [len(judged) - len(absent), len(judged)]
        assert all(name in one.sentence for name in absent)


def test_the_numbers_about_translation_are_those_of_the_changes(report, story):
    overview = ss.translation.overview(story)
    one = finding(report, "translation", "attribution")
    across = overview.by_language[
        [first != second for first, second in overview.by_language["languages"].str.split(" > ")]
    ]
    rows = across[across["kind"] == "attribution"]
    assert numbers_in(one.sentence)[:2] == [rows["n_changed"].sum(), rows["n_pairs"].sum()]
    source, target = one.passages
    assert source.language != target.language


def test_every_sentence_of_the_report_is_tested_here(report):
    known = {("numbers", "fire_dead"), ("denial", "H07"), ("denial", "H09"), ("divided", "H04"), ("copies", "*")}
    kinds = {"statement", "translation", "numbers", "divided"}  # computed alike for every key
    assert all((one.kind, one.key) in known or one.kind in kinds for one in report.findings)


def test_every_passage_is_in_its_article(report, story):
    texts = story.articles.set_index("article_id")["text"]
    for one in report.findings:
        assert len(one.passages) >= 2 and len({passage.outlet for passage in one.passages}) > 1
        for passage in one.passages:
            before, words, after = passage.pieces()
            assert passage.text == texts[passage.article_id]
            assert words.rstrip("…") in texts[passage.article_id]
            assert before.lstrip("…") in texts[passage.article_id] and after.rstrip("…") in texts[passage.article_id]


def test_the_counts_at_the_top_and_in_the_limits_are_those_of_the_articles(report, story):
    articles = story.articles
    assert numbers_in(report.lead[0]) == [len(articles), articles["outlet"].nunique(), articles["language"].nunique()]
    whole = (articles["text_status"] == "full").sum()
    assert numbers_in(report.limits[0]) == [whole, len(articles), len(articles) - whole]
    assert numbers_in(report.limits[2]) == [articles["published"].notna().sum(), len(articles)]


def test_fewer_findings_than_asked_for_are_said_with_the_reasons(report):
    assert len(report.findings) < 12
    said = report.lead[1]
    assert said.startswith(f"{len(report.findings)} of the 12 findings asked for can be shown. ")
    counts = [int(n) for n in re.findall(r": (\d+)", said)]
    assert sum(counts) == len(report.ranking) - len(report.findings)
