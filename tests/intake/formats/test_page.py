"""One page: what it states of itself, what stands on it, and nothing that runs."""

import pytest
from web import SAMPLES, read, records, rejects

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Source
from samestory.intake.formats.html import READER
from samestory.intake.pages.page import links_of, read_page
from samestory.intake.pages.tree import MAX_PAGE_BYTES, decoded
from samestory.intake.shared.addresses import clean_address, day_in_address, registered_domain

BODY = "<p>" + "A warehouse on the old quay burned in the night, the port authority said on Monday. " * 5 + "</p>"


def page(head="", body="<h1>Fire closes harbour</h1>" + BODY, lang="en", **options):
    raw = f"<!doctype html><html lang='{lang}'><head><title>Fire closes harbour | The Gull</title>{head}</head>"
    return read_page(f"{raw}<body>{body}</body></html>".encode(), **options).fields


def json_ld(inner):
    return f'<script type="application/ld+json">{inner}</script>'


@pytest.mark.parametrize("name", ["page.html", "page.mht"])
def test_a_saved_page(name):
    (fields,) = records(read(SAMPLES / name))
    text = fields.pop("text")
    assert fields == {
        "title": "Fire closes harbour",
        "author": "Ada Quill; Bo Reed",
        "outlet": "The Gull",
        "language": "en-GB",
        "published": "2024-10-14T08:30:00+02:00",
        "date_shown": "2024-10-14T08:30:00+02:00",
        "date_basis": "JSON-LD datePublished",
        "url": "https://www.gull.example/harbour-fire",
        "text_status": "full",
        "stated_words": 70,
    }
    assert "A warehouse on the old quay burned" in text and text.endswith("grain stored there.")
    assert not any(part in text for part in ("script", "color", "Sport", "Imprint", "alert"))


def test_links_in_the_text_and_no_others():
    assert links_of((SAMPLES / "page.html").read_bytes()) == ["https://tide.example/ships"]
    assert links_of(b"<html><body><p>one two</p><a href='javascript:alert(1)'>x</a></body></html>") == []


@pytest.mark.parametrize(
    ("head", "published", "basis"),
    [
        (json_ld('{"@type":"NewsArticle","datePublished":"2024-10-14"}'), "2024-10-14", "JSON-LD datePublished"),
        (json_ld('{"@type":"Article","datePublished":"2024-10-14T00:00:00Z"}'), "2024-10-14", "JSON-LD datePublished"),
        (json_ld('{"@type":"Article","dateModified":"2024-10-14T10:00:00Z"}'), None, None),
        (
            json_ld('{"@type":"Article","datePublished":"2024-10-14T08:30Z",}'),
            "2024-10-14T08:30+00:00",
            "JSON-LD datePublished, in a block that is not JSON",
        ),
        (
            json_ld('<!-- {"@type":["NewsArticle"],"datePublished":"2024-10-14T08:30Z"} -->'),
            "2024-10-14T08:30+00:00",
            "JSON-LD datePublished",
        ),
        (
            '<meta property="article:published_time" content="2024-10-14T08:30+02:00">',
            "2024-10-14T08:30+02:00",
            "meta article:published_time",
        ),
        ('<meta property="og:updated_time" content="2024-10-14T08:30+02:00">', None, None),
        (
            json_ld('{"@type":"Article","datePublished":"2024-10-14 08:30"}')
            + '<meta name="pubdate" content="2024-10-14T06:30Z">',
            "2024-10-14T06:30+00:00",
            "meta pubdate",
        ),
        (
            json_ld('{"@type":"Article","datePublished":"2024-10-14"}')
            + '<meta name="pubdate" content="2023-01-01T06:30Z">',
            "2024-10-14",
            "JSON-LD datePublished",
        ),
        ('<meta name="pubdate" content="soon">', None, None),
    ],
)
def test_dates_a_page_states(head, published, basis):
    fields = page(head)
    assert (fields.get("published"), fields.get("date_basis")) == (published, basis)


def test_an_hour_without_zone_is_shown_and_not_counted():
    head = json_ld('{"@type":"Article","datePublished":"2024-10-14T08:30:00"}')
    assert (page(head)["published"], page(head)["time_shown"]) == ("2024-10-14", "08:30:00")
    assert page(head, zone="Europe/Paris")["published"] == "2024-10-14T08:30:00+02:00"


@pytest.mark.parametrize(
    ("body", "lang", "published", "time_shown"),
    [
        (
            "<h1>Fire closes harbour</h1><span class='date'>14 October 2024, 08:30</span>" + BODY,
            "en",
            "2024-10-14",
            "08:30",
        ),
        (
            "<h1>Fire closes harbour</h1><time datetime='2024-10-14T08:30Z'>today</time>" + BODY,
            "en",
            "2024-10-14T08:30+00:00",
            None,
        ),
        ("<h1>Fire closes harbour</h1><p class='date-pub'>Publié le 3 août 2024</p>" + BODY, "fr", "2024-08-03", None),
        ("<h1>Fire closes harbour</h1><div class='news-date'>14 жовтня 2024</div>" + BODY, "uk", "2024-10-14", None),
        (
            "<h1>Fire closes harbour</h1>" + BODY + "<div class='comments'><time datetime='2024-10-20'>x</time></div>",
            "en",
            None,
            None,
        ),
        ("<h1>Fire closes harbour</h1>" + BODY + "<p>On 3 May 2011 it burned before.</p>", "en", None, None),
    ],
)
def test_dates_beside_the_headline(body, lang, published, time_shown):
    fields = page(body=body, lang=lang)
    assert (fields.get("published"), fields.get("time_shown")) == (published, time_shown)


def test_the_day_in_the_address_counts_where_the_page_says_none():
    fields = page(url="https://gull.example/2024/10/14/harbour")
    assert (fields["published"], fields["date_basis"]) == ("2024-10-14", "address")
    assert day_in_address("https://a.example/2024-10-14-fire") == "2024-10-14"
    assert day_in_address("https://a.example/20241014/fire") == "2024-10-14"
    for none in (
        "https://a.example/2024/13/40/x",
        "https://a.example/2024/10/x",
        "https://a.example/x?d=/2024/10/14/",
        None,
    ):
        assert day_in_address(none) is None


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("", "<h1>The Gull</h1><h2>Sport</h2>" + BODY, "Fire closes harbour"),  # a logo is no headline
        (
            '<meta property="og:title" content="Fire closes harbour - The Gull">',
            "<h1>Logo</h1>" + BODY,
            "Fire closes harbour",
        ),
        ("", "<h1>Menu</h1><h1>Fire closes harbour of Haven</h1>" + BODY, "Fire closes harbour of Haven"),
        (
            json_ld('{"@type":"NewsArticle","headline":"Fire &amp; smoke close <b>harbour</b>"}'),
            BODY,
            "Fire & smoke close harbour",
        ),
    ],
)
def test_the_headline(head, body, title):
    assert page(head + '<meta property="og:site_name" content="The Gull">', body)["title"] == title


@pytest.mark.parametrize(
    ("times", "published"),
    [
        ((12, 13, "headline", 14, 15), "2024-10-14"),
        ((12, 13, "headline"), "2024-10-13"),
        ((12, 13), None),
        ((12,), "2024-10-12"),
    ],
)
def test_of_several_times_the_first_after_the_headline_is_that_of_the_page_or_the_last_before_it(times, published):
    shown = {"headline": "<h1>Fire closes harbour</h1>"}
    body = "".join(shown.get(one) or f"<time datetime='2024-10-{one}T08:30Z'>now</time>" for one in times)
    assert (page(body=body + BODY).get("published") or "")[:10] == (published or "")


def test_the_author_may_stand_behind_a_word_for_it_beside_the_headline():
    assert page(body=f"<h1>Fire closes harbour</h1><div>来源：新报　作者：李明</div>{BODY}")["author"] == "李明"
    assert not page(body=f"<h1>Fire closes harbour</h1><div>来源：新报</div>{BODY}").get("author")


def test_a_page_that_is_paid_for_is_cut():
    assert page(json_ld('{"@type":"NewsArticle","isAccessibleForFree":"False"}'))["text_status"] == "cut"
    part = '{"@type":"NewsArticle","hasPart":{"@type":"WebPageElement","isAccessibleForFree":false}}'
    assert page(json_ld(part))["text_status"] == "cut"
    assert page('<meta property="article:content_tier" content="locked">')["text_status"] == "cut"
    assert page(json_ld('{"@type":"NewsArticle","isAccessibleForFree":true}'))["text_status"] == "full"


def test_addresses():
    canonical = '<link rel="canonical" href="{}">'
    given = "https://www.gull.example/a?x=1"
    assert page(canonical.format("/a"), url=given)["url"] == "https://www.gull.example/a"
    assert page(canonical.format("javascript:alert(1)"), url=given)["url"] == given
    assert page(canonical.format("https://www.gull.example/"), url="https://www.gull.example/n/1")["url"].endswith(
        "/n/1"
    )
    style, second = '<link rel="stylesheet" href="/style.css">', canonical.format("/b")
    assert page(style + canonical.format("/a") + second, url=given)["url"] == "https://www.gull.example/a"
    copied = page(canonical.format("https://agency.example/1"), url=given)
    assert (copied["url"], copied["note"]) == (given, "names https://agency.example/1 as the address of its text")
    assert clean_address("https://user:secret@a.example/") is None and clean_address("ftp://a.example/") is None
    assert clean_address('HTTPS://A.example/<b>"') == "https://a.example/%3Cb%3E%22"
    assert clean_address("http://[bad") is None and clean_address("https://a.example/" + "x" * 3000) is None
    assert registered_domain("https://news.bbc.co.uk/1") == "bbc.co.uk"
    assert registered_domain("https://www.gull.example/") == "gull.example"
    assert registered_domain("http://192.0.2.1/") == "192.0.2.1"


@pytest.mark.parametrize(
    ("raw", "stated", "encoding", "has"),
    [
        ("<meta charset='iso-8859-1'><p>Le port fermé</p>".encode(), None, "utf-8", "fermé"),
        ("<meta charset='iso-8859-1'><p>Le port fermé “hier”</p>".encode("cp1252"), None, "cp1252", "“hier”"),
        ("<meta charset='windows-1251'><p>Порт закрыт</p>".encode("cp1251"), None, "cp1251", "Порт"),
        ("<p>Порт закрыт</p>".encode("koi8-r"), "koi8-r", "koi8-r", "Порт"),
        ("<p>Порт</p>".encode("utf-16"), "latin-1", "utf-16", "Порт"),
        (b"<meta charset='utf-7'><p>+ADw-script+AD4-</p>", None, "utf-8", "+ADw-"),
        (b"<meta charset='no-such'><p>plain</p>", "rot13", "utf-8", "plain"),
    ],
)
def test_encodings(raw, stated, encoding, has):
    text, name = decoded(raw, stated)
    assert has in text and name == encoding


def test_what_is_nested_deep_or_very_long_is_not_lost():
    deep = read_page(b"<html><body>" + b"<font>" * 400 + b"<p>The fire was seen from the sea.</p>" * 5)
    assert deep.fields["text"].count("seen from the sea") >= 1
    with pytest.raises(SamestoryError, match="too deep"):
        read_page(b"<html><body>" + b"<q>" * 400 + b"<p>lost</p>")
    many = read_page(b"<html><head><title>t</title></head><body>" + b"<p>one line</p>" * 31_000)
    assert many.fields["text"].count("one line") == 31_000 and "too many" in many.remarks[0]


def test_pages_that_are_none():
    for raw in (b"", b"  \n ", b"\x00\x00"):
        with pytest.raises(SamestoryError, match="empty"):
            read_page(raw)
    with pytest.raises(SamestoryError, match="20,000,000"):
        read_page(b"x" * (MAX_PAGE_BYTES + 1))
    (reject,) = rejects(read(b"<html><body><script>alert(1)</script></body></html>", "empty.html"))
    assert "no text and no title" in reject.reason and reject.raw.startswith(b"<html>")


def test_a_saved_page_says_where_it_was_saved_from():
    raw = b"<!-- saved from url=(0039)https://www.gull.example/2024/10/14/fire -->\n<html><title>Fire</title>"
    (fields,) = records(read(raw + b"<body><p>Words of a page.</p></body></html>", "a.htm"))
    assert (fields["url"], fields["outlet"]) == ("https://www.gull.example/2024/10/14/fire", "gull.example")
    (french,) = records(read(raw + b"<body><p>Words.</p>", "a.htm", Options(language="fr")))
    assert french["language"] == "fr"


@pytest.mark.parametrize(("n", "is_archive"), [(5_000, True), (5_001, False)])
def test_what_makes_a_page_archive_is_in_its_first_five_thousand_bytes(n, is_archive):
    first, last = b"MIME-Version: 1.0\n", b"\nContent-Type: multipart/related"
    raw = first + b"x" * (n - len(first) - len(last)) + last
    assert READER.recognises(Source.of_bytes(raw, "a")) is is_archive
