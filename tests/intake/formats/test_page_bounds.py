"""Pages beyond bounds: attributes are counted before a page is parsed, whatever is done to hide them."""

import pytest

from samestory.errors import SamestoryError
from samestory.intake.pages import bounds
from samestory.intake.pages.bounds import MAX_ATTRIBUTES, bounded
from samestory.intake.pages.tree import parsed

MANY = " ".join(f'a{n}="x"' for n in range(5_000))
BARE = " ".join(f"a{n}" for n in range(5_000))


def most(page: str) -> int:
    """The attributes of the element that has most of them."""
    return max(len(element.attrib) for element in parsed(page).iter() if isinstance(element.tag, str))


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><p {MANY}>One.</p></body></html>",
        f"<html><body {BARE}><p>One.</p></body></html>",
        f"<html><body><p title='>' {MANY}>One.</p></body></html>",
        f'<html><body><p title="a > b" {BARE}>One.</p></body></html>',
        f'<html><body><!-- <a b=" --><p {MANY} c=">One.</p></body></html>',
        f"<html><body><!--><p {MANY}>One.</p><!-- --></body></html>",
        f'<html><body><script>x<y z="</script><p {MANY} c=">One.</p></body></html>',
        f'<html><body><textarea><y z="</textarea><p {BARE} c=">One.</p></body></html>',
        f'<html><body><p b" {BARE}>One.</p></body></html>',
        f"<html><body><p/{'/'.join(f'a{n}' for n in range(5_000))}>One.</p></body></html>",
        f"<html><body><p {MANY}",
    ],
)
def test_no_element_has_more_attributes_than_the_bound(page):
    assert most(page) <= MAX_ATTRIBUTES


def test_the_words_of_a_bounded_page_stay():
    page = f"<html><body><h1>A</h1><p {MANY}>One.</p><p id='b'>Two.</p></body></html>"
    assert parsed(page).text_content().split() == ["AOne.Two."]


@pytest.mark.parametrize(
    "page",
    [
        "<p>one < two and three > two</p>",
        "<a href='x?a=1&b=2' data-x=\"{'a': '>'}\">x</a>",
        "<script>if (a<b && c == \"d\") { e('<p>') }</script><p>one</p>",
        "<!-- a comment --><p>one</p><!-- never closed <p>two",
        '<p title="never closed>one</p>',
        "",
    ],
)
def test_a_page_within_bounds_is_not_changed(page):
    assert bounded(page) == page


def test_a_page_of_too_many_tags_is_refused_each_time_alike(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_TAGS", 100)
    for _ in range(2):
        with pytest.raises(SamestoryError, match="202 tags; a page may have 100"):
            parsed("<html><body>" + "<p>x</p>" * 100)
    assert parsed("<html><body>" + "<p>x</p>" * 40) is not None


@pytest.mark.parametrize("open_tag", ["<!--", "<script>", "<style>", "<!-- a --!>", "<p '", '<a href="', "<textarea "])
def test_what_is_never_closed_is_looked_for_once(open_tag, monkeypatch):
    searches = []
    compiled = bounds.re.compile

    def counted(pattern, *flags):
        searches.append(pattern)
        return compiled(pattern, *flags)

    monkeypatch.setattr(bounds.re, "compile", counted)
    assert bounded("<p>one</p>" + open_tag * 1_000).startswith("<p>one</p>")
    assert len(searches) <= 2 or open_tag == "<!-- a --!>"
