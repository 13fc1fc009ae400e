"""Text shown is text: escaped in HTML, marked where it should be, the same each time."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from samestory import paths
from samestory.errors import SamestoryError
from samestory.plotting import prose
from samestory.plotting.prose import outlet_of, show_all, show_passage, show_passages, show_text

EVIL = "<script>alert('x')</script> & <img src=x onerror=\"y\">"
TEXT = "The mayor said the fire began at noon. Police denied it."


def test_show_text_escapes_html() -> None:
    html = show_text(EVIL)._repr_html_()
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &lt;img" in html
    assert repr(show_text(EVIL)) == EVIL


def test_show_text_makes_a_paragraph_of_each_block() -> None:
    assert show_text("one").html == (
        '<p class="ss-text" dir="auto" style="max-width:70ch;line-height:1.5;white-space:pre-line">one</p>'
    )
    assert show_text("one\n\ntwo\nstill two\n").html.count("<p ") == 2
    assert repr(show_text("one\n\n\ntwo\n")) == "one\n\ntwo"


def test_show_text_refuses_what_is_not_a_text() -> None:
    with pytest.raises(SamestoryError, match="expected a text, got int"):
        show_text(3)  # type: ignore[arg-type]


def test_show_passage_escapes_text_and_source() -> None:
    html = show_passage(EVIL, begin=0, end=8, source="<b>Le Monde</b>", mark=[(1, 7)])._repr_html_()
    assert "<script" not in html and "<b>" not in html and "<img" not in html
    assert "&lt;b&gt;Le Monde&lt;/b&gt;" in html
    assert html.count("<mark") == html.count("</mark>") == 1
    assert ">script</mark>" in html


def test_show_passage_as_plain_text_has_brackets() -> None:
    assert repr(show_passage(TEXT)) == TEXT
    assert repr(show_passage(TEXT, source="Le Monde")) == TEXT + "\n— Le Monde"
    assert repr(show_passage(TEXT, mark=[(4, 9), (39, 45)])) == (
        "The [mayor] said the fire began at noon. [Police] denied it."
    )
    assert repr(show_passage(TEXT, begin=39, end=len(TEXT))) == (
        "The mayor said the fire began at noon. [Police denied it.]"
    )


def test_show_passage_as_html_has_context_and_mark() -> None:
    html = show_passage(TEXT, begin=39, end=56, mark=[(46, 52)]).html
    assert (
        '<span class="ss-context" style="opacity:.6">The mayor said the fire began at noon. </span>Police <mark' in html
    )
    assert html.startswith("<blockquote ") and html.endswith("</blockquote>")
    assert ">denied</mark> it.</div>" in html


def test_context_is_cut_at_words() -> None:
    long = "word " * 200 + "HERE it is" + " tail" * 200
    begin = long.index("HERE")
    said = repr(show_passage(long, begin=begin, end=begin + 10))
    assert said.startswith("… word ") and said.endswith(" tail …")
    assert "[HERE it is]" in said
    assert len(said) < 10 + 2 * prose.CONTEXT + 10


def test_context_without_spaces_is_cut_anyway() -> None:
    chinese = "新" * 1000
    assert len(repr(show_passage(chinese, begin=500, end=510))) < 10 + 2 * prose.CONTEXT + 10


def test_marks_that_overlap_become_one() -> None:
    assert repr(show_passage("abcdef", mark=[(1, 3), (2, 4)])) == "a[bcd]ef"
    assert repr(show_passage("abcdef", mark=[(3, 4), (1, 3)])) == "a[bc][d]ef"


def test_offsets_may_come_from_tables_as_floats() -> None:
    table = pd.DataFrame({"begin": [4.0, None], "end": [9.0, None]})
    row = table.iloc[0]
    assert repr(show_passage(TEXT, mark=[(row.begin, row.end)])).startswith("The [mayor] said")
    assert repr(show_passage(TEXT, mark=[(np.int64(4), np.int64(9))])).startswith("The [mayor] said")


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"begin": -1}, "passage -1:56 is not inside the text, which has 56 characters"),
        ({"end": 57}, "passage 0:57 is not inside"),
        ({"begin": 5, "end": 5}, "passage 5:5"),
        ({"begin": 9, "end": 4}, "begin is smaller than end"),
        ({"mark": [(0, 99)]}, "mark 0:99"),
        ({"mark": [(0.5, 2)]}, "not a whole number"),
        ({"mark": [(float("nan"), 2)]}, "not a whole number"),
        ({"mark": [(pd.NA, 2)]}, "not a whole number"),
        ({"mark": [3]}, "a mark must be a pair"),
        ({"begin": "4"}, "not a whole number"),
    ],
)
def test_bad_offsets_are_an_error(keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(SamestoryError, match=message):
        show_passage(TEXT, **keywords)


def test_a_mark_outside_what_is_shown_is_an_error() -> None:
    long = "word " * 200
    with pytest.raises(SamestoryError, match="mark 900:904 is outside what is shown"):
        show_passage(long, begin=0, end=4, mark=[(900, 904)])


def test_a_control_character_becomes_one_character_so_offsets_stay() -> None:
    said = repr(show_passage("a\x1b[31m red", mark=[(7, 10)]))
    assert said == "a\N{REPLACEMENT CHARACTER}[31m [red]"
    assert "\x1b" not in show_passage("a\x1b[31m red").html


def test_right_to_left_text_gets_its_direction() -> None:
    assert 'dir="auto"' in show_text("قال رئيس البلدية").html
    assert 'dir="auto"' in show_passage("قال رئيس البلدية", source="الجزيرة").html


def test_the_output_is_the_same_each_time() -> None:
    assert show_passage(TEXT, mark=[(4, 9)]) == show_passage(TEXT, mark=[(4, 9)])
    assert show_text(TEXT).html == show_text(TEXT).html


def test_dollars_and_backslashes_are_not_shown_as_formulas() -> None:
    html = show_passage("Tickets were $2 and $3 at \\(noon\\).").html
    assert "<span>$</span>2 and <span>$</span>3 at <span>\\</span>(noon<span>\\</span>)." in html
    assert prose.show_table(pd.DataFrame({"a": ["$x$"]})).plain.endswith("$x$")


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, " "])
def test_an_article_without_outlet_has_its_id_below_a_passage(missing: Any) -> None:
    table = pd.DataFrame({"article_id": ["a1", "a2"], "outlet": ["Le Monde", missing]})
    assert [outlet_of(row) for row in table.itertuples()] == ["Le Monde", "a2"]
    assert [outlet_of(table.iloc[place]) for place in (0, 1)] == ["Le Monde", "a2"]
    assert outlet_of({"outlet": missing}) == outlet_of({"outlet": missing, "article_id": None}) == "outlet not known"
    shown = show_passage(TEXT, source=f"{outlet_of(table.iloc[1])}: a claim, asserted")
    assert repr(shown) == TEXT + "\n— a2: a claim, asserted"


def test_no_notebook_shows_a_missing_outlet_below_a_passage() -> None:
    for path in sorted(paths.notebooks().glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        found = re.findall(r"""source ?= ?f"\{(?:row|page)\.outlet|source ?= ?f"\{[^{}]*\[.outlet.\]""", code)
        assert found == [], path.name


def passages(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["text", "begin", "end", "source"])


def test_passages_come_below_one_another_with_their_sources() -> None:
    shown = show_passages(passages((TEXT, 4, 9, "Post"), (TEXT, 39, 45, "Radio")))
    assert repr(shown) == (
        "The [mayor] said the fire began at noon. Police denied it.\n— Post\n\n"
        "The mayor said the fire began at noon. [Police] denied it.\n— Radio"
    )
    assert shown.html.count("<blockquote") == 2


def test_passages_that_cannot_be_shown_or_are_too_many_are_counted() -> None:
    unknown = (None, None, None, "Radio")
    assert repr(show_passages(passages())) == "There is no passage to show."
    assert repr(show_passages(passages(unknown))) == (
        "1 passage not shown: its text or its place in the text is not known."
    )
    assert repr(show_passages(passages((TEXT, 4, 9, "Post"), unknown, unknown))).endswith(
        "2 passages not shown: their text or their place in the text is not known."
    )
    assert repr(show_passages(passages((TEXT, 4, 9, "a"), (TEXT, 4, 9, "b")), rows=1)).endswith(
        "— a\n\n1 of 2 passages."
    )


def test_several_texts_become_one_in_their_order() -> None:
    both = show_all([show_text("one"), show_text(EVIL)])
    assert repr(both) == f"one\n\n{EVIL}"
    assert both.html == show_text("one").html + show_text(EVIL).html


def test_a_command_in_backticks_is_code_and_words_of_an_article_stay_as_they_are():
    shown = show_text("Do `samestory code <b>`; they wrote `here` and ``there''.")._repr_html_()
    assert "Do <code>samestory code &lt;b&gt;</code>; they wrote `here` and ``there" in shown
    assert "`samestory code <b>`" in repr(show_text("`samestory code <b>`"))
