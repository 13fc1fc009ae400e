"""Addresses of the site: safe as file names and links whatever the names are, and never shared by two names."""

import re
import unicodedata
from itertools import combinations
from urllib.parse import unquote

import pytest

from samestory.runs.site import places

HOSTILE = [
    "", " ", ".", "..", "../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "C:\\x", "con", "NUL", "com1", "index",
    "aux.html", "a\0b", "a\nb", "x" * 5000, "x" * 5001, "<script>alert(1)</script>", "javascript:alert(1)", "{{7*7}}",
    "%2e%2e%2f", "a#b", "a?b", "a b", "é", "e\N{COMBINING ACUTE ACCENT}", "Пожар", "пожар", "火灾", "حريق",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe", "\ud800", "\ud801", "A", "a", "Ａ", "a-", "-a", "a--b", "=1+1", "\x1b[31m",
    "ß", "ss", "ﬁ", "fi", "~", "$HOME", "`id`", "'", '"', "a.", "a ", ".a",
]  # fmt: skip
SAFE = re.compile(r"[a-z0-9]+(?:[_-]+[a-z0-9]+)*")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_slug_is_a_safe_file_name(name):
    slug = places.slug(name)
    assert SAFE.fullmatch(slug)
    assert len(slug) <= 60
    assert slug not in {"con", "nul", "aux", "prn", "com1", "index"}


def test_two_names_never_share_a_slug():
    every = [*HOSTILE, *(places.slug(name) for name in HOSTILE)]
    for one, other in combinations(dict.fromkeys(every), 2):
        assert (places.slug(one) == places.slug(other)) == (one == other), (one[:40], other[:40])


def test_names_that_differ_in_letters_of_one_file_system_only_have_two_slugs():
    assert places.slug("Relay") != places.slug("relay")
    composed, apart = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    assert places.slug(composed) != places.slug(apart)


def test_a_plain_name_is_its_own_slug():
    assert places.slug("relay-0302-light") == "relay-0302-light"


@pytest.mark.parametrize("name", HOSTILE)
def test_an_address_has_its_page_in_the_folder_of_the_story(name):
    for href in (
        places.article_href(name, name, 3, 9),
        places.article_href(name, name, claim=name),
        places.claim_href(name, name, name),
        places.number_href(name, name, name),
        places.label_href(name, name, name),
        places.source_href(name, name, name),
    ):
        path, _, anchor = href.partition("#")
        assert re.fullmatch(r"site/[a-z0-9_-]+/[a-z]+/[a-z0-9_-]+\.html", path)
        assert re.fullmatch(r"[a-z0-9_-]+", anchor)


def test_a_page_of_a_run_links_up_to_the_site():
    href = places.article_href("harbour-fire", "relay", 1, 2)
    assert places.link(href, "claims/03_claims.html") == "../site/harbour-fire/articles/relay.html#s1-2"
    assert places.link(href, places.story_href("harbour-fire")) == "articles/relay.html#s1-2"
    assert places.link(href, "index.html") == href


def test_the_address_of_a_run_leads_to_its_file():
    assert unquote(places.run_href("mein Thema/claims", "figures/ä.svg")) == "mein Thema/claims/figures/ä.svg"
    assert "%3A" in places.run_href("javascript:x/claims")
