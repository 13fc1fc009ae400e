"""What is read as an article and is none: flagged with its reason, and articles on the same matters are not."""

import pytest
from gold import gold

from samestory import read_articles
from samestory.intake.no_article import CHALLENGE, CONSENT, ERROR, PRICES, reason_of
from samestory.intake.pages.page import read_page

PRICE_ROWS = "\n".join(f"Tin {n}.40 {n}.90 +{n}% {n}1.2 {n}3.4" for n in range(10, 30))
TEASERS = "".join(
    f'<li><h3><a href="/news/{n}">A headline of some length about story {n}</a></h3></li>' for n in range(14)
)
PARAGRAPH = "<p>" + "The harbour authority said on Tuesday that three boats had burned at the north pier. " * 3 + "</p>"


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Before you continue", "We and our 812 partners store and access information on a device.", CONSENT),
        ("Bevor Sie fortfahren | Hafenpost", "Wir und unsere 120 Partner verarbeiten personenbezogene Daten.", CONSENT),
        (
            "Hafenpost",
            "Wir nutzen Cookies für Werbung. Alle akzeptieren oder alle ablehnen, personenbezogene Daten.",
            CONSENT,
        ),
        ("Avant de continuer", "Nous et nos 90 partenaires utilisons des cookies.", CONSENT),
        ("Just a moment...", "Enable JavaScript and cookies to continue", CHALLENGE),
        ("harbour.example", "Verify you are human by completing the action below.", CHALLENGE),
        ("Проверка браузера", "Подождите несколько секунд.", CHALLENGE),
        ("404", "The page was moved.", ERROR),
        ("Page not found - The Gull", "Try the front page.", ERROR),
        ("Seite nicht gefunden", "", ERROR),
        ("Metals at noon", PRICE_ROWS, PRICES),
    ],
)
def test_what_is_no_article_is_flagged(title, text, reason):
    assert reason_of(title, text) == reason


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Cookies: what the new law says",
            "The new law on cookies asks sites for consent, the minister said on Monday.",
        ),
        ("Why captchas are getting harder", "Researchers say that captchas stop few robots, and annoy many people."),
        ("404 people rescued from flood", "Boats brought 404 people to the shore, the fire service said."),
        ("Access denied to reporters at the pier", "The harbour authority denied access to reporters on Tuesday."),
        ("Prices at noon", f"The price of tin rose again on Tuesday after the mine closed its gates.\n{PRICE_ROWS}"),
        ("Our partners abroad", "We report with our partners in five cities on personal data that was stolen."),
        ("Three boats burn", ""),
        (None, None),
    ],
)
def test_an_article_on_such_matters_is_not_flagged(title, text):
    assert reason_of(title, text) is None


@pytest.mark.parametrize("address", ["https://gull.example/", "https://gull.example/politics/", None])
def test_a_page_of_links_is_a_listing(address):
    whole = f"<html><head><title>The Gull</title></head><body><main><ul>{TEASERS}</ul></main></body></html>"
    assert read_page(whole.encode(), url=address).fields["no_article"].startswith("listing of other pages (14 links")


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        (
            f"<article><h1>Three boats burn</h1>{PARAGRAPH * 3}</article><ul>{TEASERS}</ul>",
            "https://gull.example/news/",
        ),
        (f"<ul>{TEASERS}</ul>", "https://gull.example/2024/three-boats-burn-at-pier"),
    ],
)
def test_an_article_with_links_to_others_is_no_listing(inside, address):
    whole = f"<html><head><title>Three boats burn</title></head><body>{inside}</body></html>"
    assert "no_article" not in read_page(whole.encode(), url=address).fields


def test_the_report_names_what_is_no_article(tmp_path):
    (tmp_path / "a.html").write_text(
        "<html><title>Just a moment...</title><body><p>Checking your browser.</p></body></html>"
    )
    (tmp_path / "b.html").write_text(
        f"<html><title>Three boats burn</title><body><article>{PARAGRAPH}</article></body></html>"
    )
    articles, report = read_articles(tmp_path)
    assert articles.set_index("article_id")["no_article"].dropna().to_dict() == {"a": CHALLENGE}
    assert report.no_articles["article_id"].tolist() == ["a"]
    assert "no articles: 1 page (challenge page 1)" in report.summary()


def test_no_real_article_is_flagged():
    import gzip
    import json

    with gzip.open(gold("html_pages/pages.jsonl.gz")) as lines:
        pages = [json.loads(line) for line in lines]
    read = [read_page(page["html"].encode(), url=page["url"]).fields for page in pages]
    flagged = [one["title"] for one in read if one.get("no_article") or reason_of(one.get("title"), one.get("text"))]
    assert (len(read), flagged) == (46, [])
