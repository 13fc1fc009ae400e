"""Exports in a story's ``articles/``: read by intake, strict as a story, and confirmed in story.yaml."""

import json
import zipfile

import pytest

import samestory as ss


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder):
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(folder)
    return caught.value.faults


CSV = "Titel;Inhalt;Datum;Zeitung\nEins;Der erste Text über den Brand im Hafen;2024-10-14;Möwe\n"


def ready(folder, n=2):
    edit(folder, "story.yaml", "expected: {articles: 1}", f"expected: {{articles: {n}}}")
    edit(folder, "story.yaml", "languages: [en]", "languages: [en, de]")


def test_a_table_and_an_archive_are_articles(small_story):
    (small_story / "articles/export.csv").write_text(CSV, encoding="utf-8")
    with zipfile.ZipFile(small_story / "articles/more.zip", "w") as archive:
        archive.writestr("more.jsonl", json.dumps({"title": "Zwei", "text": "Zwei Texte", "language": "de"}))
    ready(small_story, 3)
    story = ss.load_story(small_story)
    articles = story.articles.set_index("article_id")
    assert list(articles.index) == ["export-1", "first-article", "more-1"]
    assert articles.at["export-1", "outlet"] == "Möwe" and articles.at["export-1", "published_precision"] == "day"
    assert articles.at["export-1", "source_file"] == "articles/export.csv, row 2, line 2"
    assert articles.at["first-article", "source_format"] == "plain text"
    assert story.intake.n_articles == 2 and "guessed: title=Titel" in " ".join(story.intake.remarks["says"])


def test_a_reject_is_a_fault_unless_it_is_expected(small_story):
    (small_story / "articles/export.csv").write_text(CSV + "nur eine Zelle\n", encoding="utf-8")
    ready(small_story)
    assert refused(small_story) == ("articles/export.csv, row 3, line 3: has 1 cells, the header has 4",)
    edit(small_story, "story.yaml", "articles: 2", "articles: 2, rejected: 1")
    assert len(ss.load_story(small_story).articles) == 2
    edit(small_story, "story.yaml", "rejected: 1", "rejected: 2")
    assert refused(small_story) == ("story.yaml: expected 2 rejected, found 1",)


COUNTED = (
    '<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="9">'
    "<ppsarticle><article><accessionNo>G1</accessionNo><headline><paragraph>A</paragraph></headline><leadParagraph>"
    "<paragraph>The harbour burned for a whole day.</paragraph></leadParagraph><sourceName>The Gull</sourceName>"
    "</article></ppsarticle></ppsarticleResultSet></ppsArticleResponse></PPSResponse>"
)


def test_a_count_that_differs_is_a_fault(small_story):
    (small_story / "articles/export.xml").write_text(COUNTED)
    ready(small_story)
    (fault,) = refused(small_story)
    assert fault.startswith('articles/export.xml: states 9 records (count="9"), 1 found')
    edit(small_story, "story.yaml", "articles: 2", "articles: 2, rejected: 0")
    assert refused(small_story) == (fault,)  # to know of the rejects is not to know of what is missing
    assert "expected: {missing: 8}" in fault
    edit(small_story, "story.yaml", "rejected: 0", "missing: 8")
    assert len(ss.load_story(small_story).articles) == 2
    edit(small_story, "story.yaml", "missing: 8", "missing: 7")
    assert refused(small_story) == ("story.yaml: expected 7 missing, found 8",)


def test_a_file_that_breaks_off_is_a_fault_unless_it_is_expected(small_story):
    feed = "<rss version='2.0'><channel><item><title>One</title><link>https://a.example/1</link></item>"
    (small_story / "articles/export.xml").write_text(feed)
    ready(small_story)
    (fault,) = refused(small_story)
    edit(small_story, "story.yaml", "articles: 2", "articles: 2, rejected: 0")
    assert refused(small_story) == (fault,)
    edit(small_story, "story.yaml", "rejected: 0", "rejected: 0, cut: 1")
    assert len(ss.load_story(small_story).articles) == 2


def test_columns_days_and_zone_are_confirmed_in_the_settings(small_story):
    (small_story / "articles/export.csv").write_text("was,wann\nEin Text,03/04/2024 10:30\n", encoding="utf-8")
    ready(small_story)
    assert "no column of its first row means text or title" in refused(small_story)[0]
    edit(
        small_story,
        "story.yaml",
        "origin:",
        "columns: {text: was, published: wann}\nday_first: true\nzone: Europe/Berlin\norigin:",
    )
    article = ss.load_story(small_story).article("export-1")
    assert str(article["published"]) == "2024-04-03 08:30:00+00:00"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("columns: {txet: was}", "articles has no column 'txet'"),
        ("zone: Europe/Pairs", "no time zone 'Europe/Pairs'"),
        ("day_first: perhaps", "day_first: 'perhaps' given"),
    ],
)
def test_settings_that_cannot_be(small_story, line, said):
    edit(small_story, "story.yaml", "origin:", f"{line}\norigin:")
    assert said in refused(small_story)[0]


def test_what_coverage_says_and_an_export_says_may_not_differ(small_story):
    (small_story / "articles/export.csv").write_text(CSV, encoding="utf-8")
    (small_story / "coverage.csv").write_text("article_id,outlet,language\nexport-1,Krähe,de\n", encoding="utf-8")
    ready(small_story)
    (fault,) = refused(small_story)
    assert fault == "articles/export.csv, row 2, line 2: outlet is 'Möwe' here and 'Krähe' in coverage.csv, row 2"


def test_one_article_in_two_exports(small_story):
    row = json.dumps({"article_id": "one", "text": "The harbour burned for a whole day.", "language": "en"}) + "\n"
    (small_story / "articles/a.jsonl").write_text(row + row)
    ready(small_story, 3)
    assert list(ss.load_story(small_story).articles["article_id"]) == ["one", "one.2", "first-article"]
