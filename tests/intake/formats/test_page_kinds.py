"""Kinds of pages that were once read wrong: joiners, posts of a live page, by-lines with dates, titles of posts."""

import pytest

from samestory.intake.dates.labels import is_of_change, published_part
from samestory.intake.dates.months import latin_digits
from samestory.intake.dates.reading import read_date
from samestory.intake.formats import Source, reader_of
from samestory.intake.pages.page import read_page

PARAGRAPHS = (
    "<p>The harbour authority said on Tuesday that three boats had burned at the north pier. Nobody was hurt, the "
    "authority said in a statement that it sent to newsrooms.</p><p>Firefighters from two towns came with nine engines "
    "and stayed until noon. The cause is not known, a spokesman said, and the police opened an inquiry.</p>"
)


def page(inside: str, title: str = "Three boats burn", language: str = "en") -> dict:
    """The fields of a page with this inside its body."""
    whole = (
        f'<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body>{inside}</body></html>'
    )
    return read_page(whole.encode()).fields


@pytest.mark.parametrize(
    "words",
    [
        "اداره بندر روز سه\u200cشنبه گفت که سه قایق در اسکله شمالی سوخت و آتش\u200cنشانان آمدند.",
        "बंदरगाह प्राधिकरण ने कहा कि क्\u200dष में तीन नावें जल गईं और कोई घायल नहीं हुआ।",
        "The crew \U0001f468\u200d\U0001f692 came with nine engines and stayed at the harbour until noon.",
    ],
)
def test_zero_width_joiners_stay_in_the_text(words):
    assert words in page(f"<article><h1>Three boats burn</h1><p>{words}</p>{PARAGRAPHS}</article>")["text"]


def test_joiners_written_as_entities_stay_too():
    text = page(
        f"<article><h1>Three boats burn</h1><p>&zwnj;a&zwnj;b said so to the newspaper.</p>{PARAGRAPHS}</article>"
    )
    assert "a\u200cb said so" in text["text"]


def test_a_paragraph_kept_from_screen_readers_stays_in_the_text():
    hidden = '<p aria-hidden="true">The mayor wrote a letter that the paper printed as a picture, word by word.</p>'
    assert (
        "The mayor wrote a letter" in page(f"<article><h1>Three boats burn</h1>{hidden}{PARAGRAPHS}</article>")["text"]
    )


def posts(tag: str, heading: str) -> str:
    """A live page of three posts."""
    made = "".join(
        f'<{tag} class="live-post"><time datetime="2024-10-14T0{n}:00:00Z">0{n}:00</time><{heading}>Post number {n}'
        f"</{heading}><p>What the fire service said at hour {n} about the boats at the north pier.</p></{tag}>"
        for n in (3, 2, 1)
    )
    return f"<main><h1>Harbour fire live</h1><div>{made}</div></main>"


@pytest.mark.parametrize(("tag", "heading"), [("article", "h2"), ("div", "h3"), ("li", "h4")])
def test_heading_and_time_of_every_post_stay_in_the_text(tag, heading):
    text = page(posts(tag, heading), title="Harbour fire live")["text"]
    assert [line for line in text.splitlines() if "Post number" in line] == [
        "03:00 Post number 3", "02:00 Post number 2", "01:00 Post number 1",
    ]  # fmt: skip


def test_posts_with_times_are_told():
    whole = f"<html><head><title>Harbour fire live</title></head><body>{posts('article', 'h2')}</body></html>"
    assert any("3 posts with times of their own" in said for said in read_page(whole.encode()).remarks)


def test_teasers_of_other_articles_are_no_posts():
    teasers = "".join(
        f'<article><time datetime="2024-01-0{n}">{n} January</time><h3><a href="/{n}">Other story {n}</a></h3>'
        f"<p>A few words on another story that is told on a page of its own.</p></article>"
        for n in (1, 2, 3)
    )
    whole = f"<html><body><main><article><h1>Three boats burn</h1>{PARAGRAPHS}</article>{teasers}</main></body></html>"
    assert read_page(whole.encode()).remarks == []


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("Monday August 27, 2018 10:05 am PDT by Juli Vale", "Juli Vale", "2018-08-27T10:05-07:00"),
        ("14 October 2024 by Anna Berg", "Anna Berg", "2024-10-14"),
        ("lundi 14 octobre 2024 par Anne Mont", "Anne Mont", "2024-10-14"),
    ],
)
def test_a_byline_with_a_date_gives_author_and_date(line, author, published):
    comment = (
        '<section id="comments"><time datetime="2024-12-01T08:00:00Z">now</time><p>I do not believe it.</p></section>'
    )
    inside = f'<article><h1>Three boats burn</h1><div class="byline">{line}</div>{PARAGRAPHS}</article>{comment}'
    fields = page(inside, language="fr" if " par " in line else "en")
    assert (fields["author"], fields["published"]) == (author, published)


def test_a_date_amid_other_words_beside_the_headline_is_no_date_of_the_page():
    line = '<div class="info">More | Anna Berg on 3 May 2018</div>'
    assert "published" not in page(f"<article><h1>Three boats burn</h1>{line}{PARAGRAPHS}</article>")


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("北码头三艘船起火_新闻_港口网", "北码头三艘船起火"),
        ("港のボート3隻が燃える｜港新聞", "港のボート3隻が燃える"),
        ("ท่าเรือไฟไหม้เรือสามลำ-ข่าวท่าเรือ", "ท่าเรือไฟไหม้เรือสามลำ"),
    ],
)
def test_a_title_without_spaces_loses_the_name_of_the_site(title, headline):
    assert page(f"<article><h1>{headline}</h1>{PARAGRAPHS}</article>", title=title)["title"] == headline


@pytest.mark.parametrize(
    ("line", "published", "shown"),
    [
        ("2024年10月14日 08:30 来源：<a>港口日报</a> 作者：李明", "2024-10-14", "08:30"),
        ("2024년 10월 14일", "2024-10-14", None),
    ],
)
def test_a_date_in_ideographs_is_read(line, published, shown):
    fields = page(
        f'<article><h1>北码头三艘船起火</h1><div class="info">{line}</div>{PARAGRAPHS}</article>',
        title="北码头三艘船起火",
    )
    assert (fields["published"], fields.get("time_shown")) == (published, shown)


@pytest.mark.parametrize("heading", ["h2", "h3"])
def test_the_title_of_a_post_is_that_of_its_heading(heading):
    inside = (
        f'<div class="post"><{heading} class="post-title entry-title">Three boats burn</{heading}>'
        f"<div>{PARAGRAPHS}</div>"
        '<div class="post-footer">Posted by <span itemprop="author">Anna Berg</span> at <a><abbr class="published" '
        'itemprop="datePublished" title="2024-02-08T19:47:00Z">7:47 pm</abbr></a></div></div>'
    )
    fields = page(inside, title="Harbour blog: Three boats burn")
    assert (fields["title"], fields["author"]) == ("Three boats burn", "Anna Berg")
    assert fields["published"] == "2024-02-08T19:47:00Z" or fields["published"] == "2024-02-08T19:47:00+00:00"


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("Updated March 9, 2024 at noon. Published March 5, 2024", "2024-03-05"),
        ("Mis à jour le 9 mars 2024 — Publié le 5 mars 2024", "2024-03-05"),
        ("Aktualisiert: 9. März 2024 | Veröffentlicht: 5. März 2024", "2024-03-05"),
        ("Обновлено 9 марта 2024, опубликовано 5 марта 2024", "2024-03-05"),
        ("March 5, 2024, updated March 9, 2024", "2024-03-05"),
        ("Published March 5, 2024. Updated March 9, 2024", "2024-03-05"),
        ("Updated March 9, 2024", "2024-03-09"),
    ],
)
def test_of_two_dates_that_of_publication_is_read(shown, published):
    assert read_date(shown).published == published


def test_a_line_with_the_date_of_a_change_alone_is_known_as_such():
    assert is_of_change("Updated March 9, 2024") and not is_of_change("Published March 5, 2024")
    assert published_part("Updated March 9, 2024") == "Updated March 9, 2024"
    line = '<div class="date">Updated March 9, 2024</div>'
    assert "published" not in page(f"<article><h1>Three boats burn</h1>{line}{PARAGRAPHS}</article>")


def test_digits_of_other_scripts_are_those_of_ascii():
    assert latin_digits("٢٠٢٤-١٠-١٤") == "2024-10-14"
    assert read_date("۲۰۲۴/۱۰/۱۴").published == "2024-10-14"


@pytest.mark.parametrize(
    ("raw", "name", "reader"),
    [
        (b"In 1993 a page began with <html> and little else.\n", "a.txt", "plain text"),
        (b'{"title":"Web","text":"A page began with <html>."}', "a.json", "JSON"),
        (b"title,text\nWeb,A page began with <html>.\n", "a.csv", "CSV"),
        (b"\xef\xbb\xbf\r\n <html><body>Web</body></html>", "a.txt", "web page"),
    ],
)
def test_a_file_that_speaks_of_html_is_no_page(raw, name, reader):
    assert reader_of(Source.of_bytes(raw, name)).name == reader
