"""The page of a run: it needs no network, runs no script, and folds the solutions."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from run_projects import fill

import samestory as ss
from samestory.runs.job import prepare
from samestory.runs.pages.cleaning import Cleaner, clean
from samestory.runs.pages.loading import linked
from samestory.runs.pages.page import html

EVIL = "<script>alert(1)</script>"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def shown(**data):
    metadata = data.pop("metadata", {})
    return new_output(
        "display_data", data={key.replace("_", "/"): text for key, text in data.items()}, metadata=metadata
    )


@pytest.fixture
def page(project):
    """Makes the page of a notebook with these outputs in its last cell, and these texts after it."""

    def make(*outputs, texts=(), cells=(), title="Fire"):
        fill(project, "1", title=title)
        (job,) = prepare()
        notebook = nbformat.read(job.source, as_version=4)
        notebook.cells[-1].outputs = list(outputs)
        notebook.cells += [new_markdown_cell(text) for text in texts]
        notebook.cells += cells
        return html(notebook, job)

    return make


def body(page):
    return page[page.index("<body") :]


def test_title_run_and_banner(page):
    made = page(title=f"Fire {EVIL} & <b>")
    assert "<title>What is small? · small</title>" in made
    assert "INVENTED STORY: Fire &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;." in made
    assert "Run <b>small</b> of notebook 01_small." in made
    assert "<script" not in made


def test_no_banner_for_a_real_story(page, project):
    page()
    (project / "seeds/fire/story.yaml").write_text("title: Fire\ninvented: false\n")
    (job,) = prepare()
    assert "INVENTED" not in html(nbformat.read(job.source, as_version=4), job)


def test_a_page_loads_nothing_from_the_network(page):
    made = page(shown(image_png=PNG))
    assert linked(made) == []
    for word in ("<script", "<link", "require.min.js", "mathjax", "mermaid.esm", "cdnjs", "unpkg"):
        assert word not in made.lower()


def test_a_solution_is_folded_and_nothing_else_is(page):
    def cell(source, *tags):
        made = new_code_cell(source, outputs=[shown(text_plain=f"result of {source[-5:]}")])
        made.metadata.tags = list(tags)
        return made

    made = body(page(cells=[
        cell("# Exercise 1: <b>count</b>\nx + 1", "solution"), cell("y + 2", "solution"), cell("z + 3")
    ]))  # fmt: skip
    folded = re.findall(r"<details class=\"ss-solution\">\s*<summary>(.*?)</summary>(.*?)</details>", made, re.DOTALL)
    made = made[: made.index('<section aria-labelledby="made">')]
    assert [title for title, _ in folded] == ["Solution: Exercise 1: &lt;b&gt;count&lt;/b&gt;", "Solution"]
    assert all(f"result of {last}" in inside for (_, inside), last in zip(folded, ("x + 1", "y + 2"), strict=True))
    rest = made.rpartition('<details class="ss-solution">')[2].partition("</details>")[2]
    assert made.count('<details class="ss-solution">') == 2 and "result of z + 3" in rest


def test_texts_and_outputs_cannot_run_anything(page):
    made = page(
        new_output("stream", name="stdout", text=EVIL),
        shown(text_plain=EVIL),
        shown(text_html=f"{EVIL}<p onclick='x()'>kept</p><img src=x onerror=alert(1)><a href='javascript:x()'>y</a>"),
        shown(text_markdown=f"**bold** {EVIL} <iframe src='https://x.org'></iframe>"),
        shown(text_latex=f"$x$ {EVIL}"),
        new_output("display_data", data={"text/vnd.mermaid": EVIL, "application/javascript": "alert(1)"}),
        new_output("display_data", data={"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{EVIL}</svg>"}),
        texts=[f"Text {EVIL} <img src='https://x.org/p.png'> ![p](https://x.org/q.png)"],
    )
    assert linked(made) == []
    assert "<script" not in made and "<iframe" not in made and "javascript:" not in made
    assert "[not shown on this page: text/vnd.mermaid, application/javascript]" in made
    assert "<p>kept</p>" in made and "<strong>bold</strong>" in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body(made)


def test_pictures_keep_their_caption(page):
    made = page(
        shown(image_png=PNG, metadata={"image/png": {"alt": 'Bars "of" <A>'}}),
        shown(image_png=PNG),
    )
    assert 'alt="Bars &#34;of&#34; &lt;A&gt;"' in made
    assert 'alt="A figure without a caption"' in made
    assert body(made).count("data:image/png;base64,") == 2


def test_the_page_hides_the_fingerprint_of_a_figure(page):
    made = page(shown(text_html='<p class="ss-drawn">figure bars: 1 axes</p>'))
    assert ".ss-drawn{display: none;}" in made
    assert '<p class="ss-drawn">' in body(made)


def test_passages_and_tables_of_the_library_are_kept(page):
    quote = ss.show_passage("The fire began at noon.", begin=4, end=8, source="Harbour Post", mark=[(4, 8)]).html
    rows = "<thead><tr><th>n</th></tr></thead><tbody><tr><td>3</td></tr></tbody>"
    table = f"<style scoped>.x {{}}</style><table class='dataframe'>{rows}</table>"
    made = body(page(shown(text_html=quote), shown(text_html=table)))
    assert '<mark class="ss-mark">fire</mark>' in made and '<blockquote class="ss-passage">' in made
    assert '<footer dir="auto">— Harbour Post</footer>' in made
    assert rows in made
    assert ".x {}" not in made


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("<a href='data:text/html,x'>y</a>", "<a>y</a>"),
        ("<a href='https://x.org/a'>y</a>", '<a href="https://x.org/a">y</a>'),
        ("<a href='#part'>y</a>", "<a>y</a>"),
        ("<a href='../other/page.html'>y</a>", "<a>y</a>"),
        ("<p style='background: url(https://x.org/p)'>y</p>", "<p>y</p>"),
        ("<p style='position: fixed; text-align: right'>y</p>", '<p class="st0">y</p>'),
        ("<p style='color: red; opacity: .1'>y</p>", "<p>y</p>"),
        ("<p style='background: #000'>y</p>", "<p>y</p>"),
        ("<p class='skip invented ss-note' id='made'>y</p>", '<p class="ss-note">y</p>'),
        ("<h1>y</h1>", '<p class="ss-heading">y</p>'),
        ("<h1>y<h2>z</h2></h1>", '<p class="ss-heading">y</p><p class="ss-heading">z</p>'),
        ("<a data-article='a' data-begin='1' onclick='x()'>y</a>", "<a>y</a>"),
    ],
)
def test_harmful_attributes_are_removed(given, left):
    assert clean(given) == left


def test_styles_become_classes_of_the_page_without_those_that_leave_their_place():
    cleaner = Cleaner()
    shown = cleaner.output("<p style='position: fixed; padding: 1em'>a</p><p style='padding: 1em'>b</p>")
    assert shown == '<p class="st0">a</p><p class="st0">b</p>'
    assert cleaner.sheet() == ".st0{padding: 1em;}\n"
    assert cleaner.output("<p style='padding: 1em} body {display: none'>a</p>") == "<p>a</p>"
    assert cleaner.sheet() == ".st0{padding: 1em;}\n"


@pytest.mark.parametrize(
    "tag",
    [
        "<script>1</script>", "<script src='a.js'></script>", "<link href='a.css'>", "<img src='https://x.org/p'>",
        "<img src='//x.org/p'>", "<p onclick='x()'>", "<style>@import 'a.css'</style>",
        "<style>p {background: url(http://x.org/p)}</style>", "<p style='background: url(//x.org)'>",
        "<iframe></iframe>",
    ],
)  # fmt: skip
def test_what_a_page_would_load_or_run_is_found(tag):
    assert linked(f"<html><body>{tag}</body></html>")


def test_escaped_text_and_links_are_not_reported():
    assert linked("<pre>&lt;script&gt; @import url(http://x.org)</pre><a href='https://x.org'>x</a>") == []
