"""``show_annotations``: each role is marked, and markup in texts is shown as text."""

import html
import re

import pandas as pd
import pytest

from samestory.errors import SamestoryError
from samestory.plotting.annotations import LOOKS, MOST, show_annotations
from samestory.runs.pages.cleaning import Cleaner

TEXT = "Four died, the Office said. It rained, it said <b>& wept</b>. As you know, it burns. Source: Relay"
NAMES = ["begin", "end", "source_begin", "source_end", "cue_begin", "cue_end"]


def article(text=TEXT):
    return {"article_id": "a", "text": text}


def of(words):
    return (TEXT.index(words), TEXT.index(words) + len(words)) if words else (pd.NA, pd.NA)


def coded(*given):
    spans = [("a", *of(content), *of(source), *of(cue)) for content, source, cue in given]
    return pd.DataFrame(spans, columns=["article_id", *NAMES]).astype(dict.fromkeys(NAMES, "Int64")).assign(polarity=1)


ROWS = coded(("Four died", "the Office", "said"), ("it burns", None, "As you know"))
CREDIT = pd.DataFrame({"article_id": ["a"], "begin": [of("Relay")[0]], "end": [of("Relay")[1]], "note": ["credit"]})


def marked(shown):
    """Every marked piece of the page as (role, words)."""
    body = shown.split("</div>")[0]
    role = {look: name for name, look in LOOKS.items()}
    return [(role[html.unescape(a)], html.unescape(b)) for a, b in re.findall(r'<span style="([^"]+)">([^<]*)', body)]


def test_each_role_has_its_look():
    shown = show_annotations(article(), ROWS, CREDIT)._repr_html_()
    assert marked(shown) == [
        ("content", "Four died"),
        ("source", "the Office"),
        ("cue", "said"),
        ("cue", "As you know"),
        ("content", "it burns"),
        ("credit", "Relay"),
    ]
    assert re.findall(r"<sup><a [^>]+>(\d+)</a></sup>", shown) == ["1", "1", "1", "2", "2"]


def clean(html):
    """As a page has it: the HTML, then its styles."""
    cleaner = Cleaner()
    return cleaner.output(html) + cleaner.sheet()


def test_the_text_is_shown_whole_and_never_as_markup():
    for shown in (
        show_annotations(article(), ROWS)._repr_html_(),
        clean(show_annotations(article(), ROWS)._repr_html_()),
    ):
        body = re.sub(r"<sup>.*?</sup>", "", shown.split("</div>")[0])
        assert html.unescape(re.sub(r"<[^>]+>", "", body)) == TEXT
        assert "<b>" not in shown
        assert LOOKS["cue"].split(";")[0].split(":")[1] in shown  # colours survive the page's cleaning
        assert "underline" in shown


def test_a_part_inside_a_content_keeps_its_own_look_and_shared_parts_are_marked_once():
    rows = coded(("the Office said. It rained", "it", "said"), ("Four died", "it", "said"))
    shown = show_annotations(article(), rows)
    assert marked(shown._repr_html_()).count(("cue", "said")) == 1
    assert ("content", "the Office ") in marked(shown._repr_html_())
    assert repr(shown).splitlines() == ["a: 1 attributions", "1  [it] [said]: Four died / the Office said. It rained"]


def test_a_denial_is_framed_and_a_source_of_two_has_both_numbers():
    rows = coded(("Four died", "the Office", "said"), ("It rained", "the Office", "it said")).assign(polarity=[-1, 1])
    shown = show_annotations(article(), rows)
    assert ("denied", "Four died") in marked(shown._repr_html_()) and "dashed" in clean(shown._repr_html_())
    assert ">1,2</a></sup>" in shown._repr_html_()
    assert repr(shown).splitlines()[1] == "1  [the Office] [said]: (denied) Four died"


def test_plain_text_has_a_line_for_each_attribution():
    assert repr(show_annotations(article(), ROWS, CREDIT)).splitlines() == [
        "a: 2 attributions",
        "1  [the Office] [said]: Four died",
        "2  [no source named] [As you know]: it burns",
        "credit  [Relay]",
    ]


def test_a_text_without_coding_says_so():
    assert "nothing coded" in show_annotations(article(), ROWS.iloc[:0])._repr_html_()


def test_a_long_text_is_cut_with_a_note():
    shown = show_annotations(article(TEXT + " more" * MOST), ROWS)._repr_html_()
    assert "cut here" in shown and len(shown) < MOST * 1.2


def test_spans_outside_the_text_and_a_missing_text_are_errors():
    with pytest.raises(SamestoryError, match="coded in another text"):
        show_annotations(article("Short."), ROWS)
    with pytest.raises(SamestoryError, match="no text"):
        show_annotations(article(None), ROWS)
