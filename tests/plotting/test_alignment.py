"""``show_alignment``: passages and changed words are marked, and markup in texts is shown as text."""

import html
import re
import time
from html.parser import HTMLParser

import pandas as pd
import pytest
from growth import units

import samestory as ss
from samestory.plotting.alignment import GAP, MOST, MOST_PASSAGES
from samestory.runs.pages.cleaning import Cleaner, clean

LEFT = "Early. The fire broke out before five in Shed 14, the office said. Late words."
RIGHT = "Other. The blaze broke out before six in Shed 14, the office said. And more."


def about(left=LEFT, right=RIGHT, **columns):
    table = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["The A", "The B"], "text": [left, right]})
    return table.assign(published=pd.Timestamp("2024-05-01 08:00", tz="UTC"), published_precision="minute", **columns)


def passage(begin, end, later_begin, later_end, kind="writing", order="known", earlier="a", later="b"):
    row = {"earlier_id": earlier, "begin": begin, "end": end, "later_id": later, "later_begin": later_begin}
    return row | {"later_end": later_end, "kind": kind, "order": order}


def of(text, words):
    return text.index(words), text.index(words) + len(words)


SHARED = pd.DataFrame([passage(*of(LEFT, LEFT[7:66]), *of(RIGHT, RIGHT[7:66]))])


class Marks(HTMLParser):
    """The text of each cell, and the text of spans by what their style says."""

    def __init__(self, shown, classes=None):
        super().__init__()
        self.classes = classes or {}  # of a page: what style each has
        self.cells, self.found, self.styles, self.tags, self.is_in_cell = [], [], [], [], False
        self.feed(shown)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "td":
            self.cells.append("")
            self.is_in_cell = True
        if tag not in ("br", "img"):
            given = dict(attrs)
            self.styles.append(given.get("style") or self.classes.get(given.get("class"), ""))

    def handle_endtag(self, tag):
        self.styles.pop()
        self.is_in_cell &= tag != "td"

    def handle_data(self, data):
        if self.is_in_cell:
            self.cells[-1] += data
        self.found.append((data, " ".join(self.styles)))

    def text(self, look):
        return [data for data, styles in self.found if look in styles]


def test_passages_are_marked_and_changed_words_underlined():
    shown = ss.plotting.show_alignment(about(), SHARED, "a", "b")
    marks = Marks(shown.html)
    assert [cell.replace("1The", "The") for cell in marks.cells] == [LEFT, RIGHT]
    assert [word for word in marks.text("underline") if "words" not in word] == ["fire", "five", "blaze", "six"]
    assert "1 shared passage. The left article is known to be earlier." in shown.html
    assert "< The *fire* broke out before *five* in Shed 14, the office said." in repr(shown)
    assert "The A" in shown.html and "2024-05-01 08:00 UTC · a" in shown.html


def test_a_word_that_only_moved_is_on_both_sides():
    left, right = "Police closed the port today", "Today the police closed a port"
    shown = ss.plotting.show_alignment(
        about(left, right), pd.DataFrame([passage(0, len(left), 0, len(right))]), "a", "b"
    )
    assert [word for word in Marks(shown.html).text("underline") if " " not in word] == ["a"]


def test_the_article_named_first_is_on_the_left():
    shown = ss.plotting.show_alignment(about(), SHARED, "b", "a")
    assert Marks(shown.html).cells[0].startswith("Other.")
    assert "The right article is known to be earlier." in shown.html
    tied = ss.plotting.show_alignment(about(), SHARED.assign(order="tied"), "a", "b")
    assert "nobody can tell which article was first" in tied.html


def test_quotations_and_boilerplate_have_their_own_look_and_key():
    rows = [passage(0, 6, 0, 6, "quotation"), passage(*of(LEFT, "Late words"), *of(RIGHT, "And more"), "boilerplate")]
    shown = ss.plotting.show_alignment(about(), pd.DataFrame(rows), "a", "b")
    marks = Marks(shown.html)
    assert "Early" in marks.text("italic") and "Late words" not in marks.text("italic")
    assert {"shared quotation", "fixed formula or boilerplate"} <= {data for data, _ in marks.found}
    assert "shared writing" not in shown.html


def test_without_a_shared_passage_both_texts_are_shown_with_a_note():
    shown = ss.plotting.show_alignment(about(), SHARED.head(0), "a", "b")
    assert "no passage of these two articles" in shown.html and LEFT in html.unescape(shown.html)
    # Passages of other articles are no matter, whatever their columns are made of.
    others = pd.concat([SHARED.assign(earlier_id="c", later_id=name) for name in "dab"], ignore_index=True)
    for table in (others, others.astype({"begin": "Int64", "later_begin": "float64"})):
        assert "no passage of these two articles" in ss.plotting.show_alignment(about(), table, "a", "b").html


HOSTILE = [
    "<script>alert(1)</script> and words",
    '"><img src=x onerror=alert(1)> and words',
    "</td></tr></table><iframe src=//evil.example></iframe> words",
    "$\\rm{x}$ costs $5 and words",
    "\x1b[31mred\x00 and\u202e words",
    "javascript:alert(1) <a href=javascript:alert(1)>words</a>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_texts_and_names_is_shown_as_text(text):
    articles = about(text, text, title=text).assign(outlet=text)
    shown = ss.plotting.show_alignment(articles, pd.DataFrame([passage(0, len(text), 0, len(text))]), "a", "b")
    allowed = {"a", "div", "table", "tr", "th", "td", "span", "sup", "p", "br"}
    for form in (shown.html, clean(shown.html)):
        assert set(Marks(form).tags) <= allowed | {"tbody"}
        assert not re.search(r"<[^>]*\bon\w+=", form)
    assert not re.search(r"(?<!<span>)[$\\]", shown.html)
    assert "\x1b" not in shown.html and "\x1b" not in repr(shown)


def test_the_page_keeps_every_mark():
    shown = ss.plotting.show_alignment(about(), SHARED, "a", "b").html
    cleaner = Cleaner()
    page = cleaner.output(shown)
    kept = Marks(page, {name: style for style, name in cleaner.styles.items()})
    assert kept.cells == Marks(shown).cells
    for look in ("underline", "background", "width", "vertical-align", "pre-line"):
        assert len(kept.text(look)) == len(Marks(shown).text(look)) > 0, look


def test_right_to_left_text_and_control_characters():
    arabic = "وقال المسؤول إن الحريق بدأ قبل الفجر"
    shown = ss.plotting.show_alignment(
        about("x " + arabic, arabic + " \uffff"), pd.DataFrame([passage(2, 2 + len(arabic), 0, len(arabic))]), "a", "b"
    )
    assert shown.html.count('dir="auto"') == 4
    assert arabic in Marks(shown.html).text("background")
    assert "\uffff" not in shown.html


def test_long_texts_are_shortened_with_a_note():
    filler = "word " * 400
    left, right = f"{filler}{LEFT}{filler}", RIGHT
    at = len(filler)
    shown = ss.plotting.show_alignment(
        about(left, right), pd.DataFrame([passage(at + 7, at + 66, *of(RIGHT, RIGHT[7:66]))]), "a", "b"
    )
    cell = Marks(shown.html).cells[0]
    assert len(cell) < len(left) / 2 and cell.count("characters not shared") == 2
    assert len(filler) > GAP
    huge = "same words " * 100_000
    shown = ss.plotting.show_alignment(about(huge, huge), pd.DataFrame([passage(0, len(huge), 0, len(huge))]), "a", "b")
    assert len(shown.html) < 4 * MOST and f"{len(huge):,} characters" in shown.html


def test_many_overlapping_passages():
    rows = [passage(i, i + 12, i, i + 12) for i in range(0, 60)] * 3
    shown = ss.plotting.show_alignment(about(), pd.DataFrame(rows), "a", "b")
    assert f"180 shared passages. The first {MOST_PASSAGES} are marked." in shown.html
    assert re.sub(r"\d+", "", Marks(shown.html).cells[0]) == re.sub(r"\d+", "", LEFT)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"earlier_id": "aa"}, "no article 'aa'"),
        ({"later_id": "a"}, "both ids are a"),
        ({"articles": about(None)}, "a has no text"),
        ({"articles": about("short")}, "is outside a"),
        ({"articles": about().drop(columns="text")}, "no column 'text'"),
        ({"passages": SHARED.drop(columns="later_end")}, "no column 'later_end'"),
    ],
)
def test_bad_input_is_an_error(change, said):
    given = {"articles": about(), "passages": SHARED, "earlier_id": "a", "later_id": "b"} | change
    with pytest.raises(ss.errors.SamestoryError, match=said):
        ss.plotting.show_alignment(**given)


def test_a_passage_of_megabytes_is_shown_at_once_with_a_note():
    text = "one two three four five six seven " * 100_000
    table = about(text, text + "eight")
    passages = pd.DataFrame([passage(0, len(text), 0, len(text))])
    started = time.process_time()
    prose = ss.plotting.show_alignment(table, passages, "a", "b")
    page = prose._repr_html_()
    assert units(time.process_time() - started) < 150
    assert len(page) < 25_000 and "(cut here; the text has 3,400,000 characters)" in page
    assert "changed words are not marked: 1 here" in page and "changed words are not marked: 1 here" in str(prose)
