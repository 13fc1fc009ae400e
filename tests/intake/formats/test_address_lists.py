"""Lists of addresses and sitemaps become pages to fetch; cells that hold objects give their names."""

import pandas as pd
import pytest

from samestory import read_articles
from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Remark, Source, reader_of
from samestory.intake.page_versions import versions
from samestory.intake.shared.nested_cells import name_in
from samestory.intake.truncation import signs


def found(raw, name):
    source = Source.of_bytes(raw.encode() if isinstance(raw, str) else raw, name)
    return reader_of(source).name, list(reader_of(source).read(source, Options()))


def records(given):
    return [one.fields for one in given if isinstance(one, Record)]


@pytest.mark.parametrize(
    "text",
    [
        "https://gull.example/2024/10/14/fire\nhttps://tern.example/a\n",
        "\ufeff# pages to fetch\n\n- https://gull.example/2024/10/14/fire\n<https://tern.example/a>\nhttps://tern.example/a",
        "www.gull.example/2024/10/14/fire\r\nhttps://tern.example/a\r\n",
    ],
)
def test_a_text_of_addresses_is_a_list_of_pages_to_fetch(text):
    name, given = found(text, "pages.txt")
    assert name == "list of addresses"
    assert [one["url"].replace("//www.", "//") for one in records(given)] == [
        "https://gull.example/2024/10/14/fire",
        "https://tern.example/a",
    ]
    assert [one["text_status"] for one in records(given)] == ["none", "none"]
    assert records(given)[0]["published"] == "2024-10-14" and not any("text" in one for one in records(given))


def test_a_text_with_addresses_in_it_is_an_article():
    assert found("See https://gull.example/a for more.\nhttps://tern.example/b\n", "a.txt")[0] != "list of addresses"


SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)


def test_a_sitemap_lists_pages_with_the_day_of_their_last_change():
    page = "<url><loc>https://gull.example/fire</loc><lastmod>2024-10-15</lastmod></url>"
    name, given = found(SITEMAP.format(page * 2), "sitemap.xml")
    assert (name, len(records(given))) == ("sitemap", 2)
    assert records(given)[0] == {
        "title": "https://gull.example/fire", "url": "https://gull.example/fire", "outlet": "gull.example",
        "text_status": "none", "note": "lastmod 2024-10-15",
    }  # fmt: skip


def test_a_news_sitemap_gives_title_outlet_and_date_of_publication():
    page = (
        "<url><loc>https://gull.example/fire</loc><news:news><news:publication><news:name>The Gull</news:name>"
        "<news:language>en</news:language></news:publication><news:title>Three boats burn</news:title>"
        "<news:publication_date>2024-10-14T08:30:00+02:00</news:publication_date></news:news></url>"
    )
    (one,) = records(found(SITEMAP.format(page), "news.xml")[1])
    assert (one["title"], one["outlet"], one["language"]) == ("Three boats burn", "The Gull", "en")
    assert one["published"] == "2024-10-14T08:30:00+02:00"


def test_a_list_of_sitemaps_is_refused_with_what_to_do():
    whole = "<sitemapindex><sitemap><loc>https://gull.example/s1.xml</loc></sitemap></sitemapindex>"
    with pytest.raises(SamestoryError, match=r"a list of 1 sitemaps.*download.*s1\.xml"):
        found(whole, "sitemap.xml")


def test_a_table_of_addresses_alone_is_a_list_of_pages_to_fetch():
    name, given = found("url,date\nhttps://gull.example/a,2024-10-14\nhttps://gull.example/b,2024-10-15\n", "a.csv")
    assert name == "CSV" and [one["text_status"] for one in records(given)] == ["none", "none"]
    assert [one["published"] for one in records(given)] == ["2024-10-14", "2024-10-15"]


def test_a_row_without_text_in_a_table_of_texts_stays_a_reject():
    given = found("url,text\nhttps://gull.example/a,\n", "a.csv")[1]
    assert len([one for one in given if isinstance(one, Reject)]) == 1


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("{'id': 'bbc-news', 'name': 'BBC News'}", "BBC News"),
        ('{"id": null, "name": "The Gull"}', "The Gull"),
        ("{'uri': 'gull.example', 'title': None}", "gull.example"),
        ("['Anna Berg', 'Bo Tan']", "Anna Berg; Bo Tan"),
        ('[{"name": "Anna Berg"}]', "Anna Berg"),
        ("{not an object}", None),
        ("__import__('os')", None),
        ("[" * 4_000 + "]" * 900, None),
    ],
)
def test_a_cell_that_holds_an_object_gives_its_name(cell, name):
    assert name_in(cell) == name


def test_the_source_of_newsapi_in_a_table_is_its_name():
    rows = "source,title,author\n\"{'id': None, 'name': 'The Gull'}\",Three boats burn,\"['Anna Berg']\"\n"
    (one,) = records(found(rows, "a.csv")[1])
    assert (one["outlet"], one["author"]) == ("The Gull", "Anna Berg")


def test_a_year_alone_in_a_reference_is_told():
    given = found("TY  - NEWS\nTI  - Three boats burn\nPY  - 2024\nER  - \n", "a.ris")[1]
    assert "published" not in records(given)[0] and records(given)[0]["date_shown"] == "2024"
    assert any("year alone in 1 record" in one.says for one in given if isinstance(one, Remark))


@pytest.mark.parametrize(("length", "is_suspected"), [(32_767, True), (65_535, True), (32_766, False)])
def test_a_text_as_long_as_a_cell_may_be_is_suspected_as_cut(length, is_suspected):
    import numpy as np

    assert (0 in signs(["a " * (length // 2) + "a" * (length % 2)], ["en"], np.array([100]), [None])) is is_suspected


def test_items_of_one_feed_with_addresses_of_their_own_are_no_versions(tmp_path):
    teaser = "The harbour authority said on Tuesday that boats had burned at the north pier, part"
    items = "".join(
        f"<item><title>Three boats burn at the pier</title><link>https://gull.example/{n}</link><guid>{n}</guid>"
        f"<description>{teaser} {n}.</description></item>"
        for n in range(4)
    )
    (tmp_path / "a.rss").write_text(f'<rss version="2.0"><channel><title>The Gull</title>{items}</channel></rss>')
    articles, report = read_articles(tmp_path)
    assert (len(articles), len(report.versions)) == (4, 0)
    assert len(versions(articles.assign(source_file=["a", "b", "c", "d"]))) == 3  # of four fetches they may be
    assert len(versions(articles.assign(url=pd.Series([None] * 4, dtype="str")))) == 3
