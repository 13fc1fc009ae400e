"""The check of reports without texts finds words of an article wherever they are in a file, and nothing else."""

import base64
import html
import json

import pandas as pd
import pytest

from samestory.report import leaks
from samestory.report.no_text import Quoting, has_run

SAID = "The old harbour master told us on Friday that nobody had seen the key since spring"  # 16 words
TITLE = "One two three four five six seven eight nine ten eleven twelve thirteen"
CHINESE = "港口的消防员说没有人看到钥匙从春天开始"  # 19 letters
ARABIC = "قال رئيس الميناء القديم لنا يوم الجمعة إن أحدا لم ير المفتاح منذ الربيع الماضي"
ARTICLES = pd.DataFrame(
    {
        "article_id": ["en", "zh", "ar", "none"],
        "title": ["Short title", "短", TITLE, None],
        "text": [f"Yesterday. {SAID}, he added.", f"昨天。{CHINESE}。", f"امس. {ARABIC}.", None],
    }
)
FIRST13 = " ".join(SAID.split()[:13])
FIRST12 = " ".join(SAID.split()[:12])


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives what is found in it."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return leaks([path], ARTICLES)

    return write


def embedded(text):
    return "data:image/svg+xml;base64," + base64.b64encode(f"<svg><title>{text}</title></svg>".encode()).decode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", f"<p>{FIRST13}</p>"),
        ("a.html", f"<p>{FIRST13.upper()}</p>"),
        ("a.html", "<p>" + FIRST13.replace(" ", ", ") + "</p>"),
        ("a.html", "<p>" + FIRST13.replace(" ", "</b> <b>") + "</p>"),
        ("a.html", "<p>" + "".join(f"{one[:1]}<i>{one[1:]}</i> " for one in FIRST13.split()) + "</p>"),
        ("a.html", "<li>" + FIRST13.replace(" ", "</li><li>") + "</li>"),
        ("a.html", f'<img alt="{FIRST13}">'),
        ("a.html", f"<!-- {FIRST13} -->"),
        ("a.html", "<p>" + "".join(f"&#{ord(sign)};" for sign in FIRST13) + "</p>"),
        ("a.html", "<p>" + html.escape(FIRST13).replace(" ", "&nbsp;") + "</p>"),
        ("a.html", f'<img src="{embedded(FIRST13)}">'),
        ("a.html", f"<script>var x = '{FIRST13}'</script>"),
        ("a.svg", "<svg>" + "".join(f"<!-- {one} --><g/>" for one in FIRST13.split()) + "</svg>"),
        ("a.svg", f"<svg><title>{FIRST13}</title></svg>"),
        ("a.csv", f"a,b\n1,{FIRST13}\n"),
        ("a.csv", "a,b\n" + ",".join(FIRST13.split()) + "\n"),
        ("a.json", json.dumps({"x": [{"y": FIRST13}]})),
        ("a.json", json.dumps({FIRST13: 1})),
        ("a.json", json.dumps(FIRST13.split())),
        ("a.txt", FIRST13),
    ],
)
def test_thirteen_words_are_found(file, name, text):
    (leak, *_) = file(name, text)
    assert (leak.file, leak.article_id, leak.field, leak.begin) == (name, "en", "text", 11)
    assert ARTICLES["text"][0][leak.begin : leak.end] == FIRST13


@pytest.mark.parametrize("text", [FIRST12, SAID.replace("Friday", "Monday"), " ".join(reversed(SAID.split())), ""])
def test_twelve_words_and_words_in_another_order_are_no_leak(file, text):
    assert file("a.html", f"<p>{text}</p>") == []


def test_the_place_of_a_longer_run_is_one_place_with_its_whole_length(file):
    (leak,) = file("a.html", f"<p>x {SAID} y</p>")
    assert str(leak) == f"a.html: text of en, characters 11:{11 + len(SAID)}"


@pytest.mark.parametrize(("text", "is_leak"), [(CHINESE[:13], True), (CHINESE[:12], False)])
def test_in_a_script_without_spaces_letters_count(file, text, is_leak):
    assert bool(file("a.html", f"<p>{text}</p>")) is is_leak


def test_arabic_is_found_with_and_without_vowel_marks(file):
    marked = "".join(f"{sign}\u064e" if sign.isalpha() else sign for sign in " ".join(ARABIC.split()[:13]))
    assert [leak.article_id for leak in file("a.html", f"<p>{marked}</p>")] == ["ar"]


def test_a_title_counts_as_text_if_it_is_longer_than_twelve_words(file):
    assert [(leak.article_id, leak.field) for leak in file("a.csv", TITLE)] == [("ar", "title")]
    assert file("a.csv", "Short title") == []


def test_words_in_a_pdf_are_found(tmp_path):
    from matplotlib.figure import Figure

    figure = Figure()
    figure.text(0.1, 0.5, FIRST13, fontsize=6)
    figure.savefig(tmp_path / "a.pdf")
    assert [leak.article_id for leak in leaks([tmp_path / "a.pdf"], ARTICLES)] == ["en"]


def test_a_name_that_is_a_sentence_of_an_article_is_seen():
    assert has_run(SAID, ARTICLES["text"].dropna()) and not has_run(FIRST12, ARTICLES["text"].dropna())


def test_no_file_or_no_article_is_no_leak(tmp_path):
    (tmp_path / "a.html").write_text(SAID, encoding="utf-8")
    assert leaks([], ARTICLES) == [] and leaks([tmp_path / "a.html"], ARTICLES.head(0)) == []


@pytest.mark.parametrize("said", [SAID, CHINESE, ARABIC])
def test_a_file_that_quotes_one_of_many_texts_is_found(tmp_path, said):
    quoting = Quoting(ARTICLES["text"].dropna())
    files = {"page.html": f"<p>x {said} y</p>", "run.ipynb": json.dumps({"cells": [{"source": [said, "x"]}]})}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert quoting.in_file(tmp_path / name)
    (tmp_path / "short.txt").write_text(FIRST12, encoding="utf-8")
    assert not quoting.in_file(tmp_path / "short.txt")


def test_a_file_that_cannot_be_read_counts_as_quoting(tmp_path):
    quoting = Quoting(ARTICLES["text"].dropna())
    for name, raw in {"a.json": b"{", "a.parquet": b"x"}.items():
        (tmp_path / name).write_bytes(raw)
        assert quoting.in_file(tmp_path / name)
    assert quoting.in_file(tmp_path / "missing.html")
