"""Versions: the same address, or the same outlet with nearly the same title and text; nothing else."""

import pandas as pd
import pytest
from growth import assert_even_growth
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.engine import address_key
from samestory.intake.page_versions import versions

BODY = (
    "The number of people killed in the fire at the port has risen to seven, the office said on Saturday, after men"
    " were found under the fallen roof. The search ended in the morning. Firefighters went through 114 burnt boxes."
)


def pages(*rows):
    """article_id, outlet, title, text, url, published."""
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "title", "text", "url", "published"])
    table["published_precision"] = table["published"].map(lambda day: "unknown" if day is None else "minute")
    return table.assign(published=pd.to_datetime(table["published"], utc=True, format="ISO8601"))


def links(table, **options):
    return [(r.article_id, r.version_of, r.basis, r.order) for r in versions(table, **options).itertuples()]


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://www.quay.example/x/", "http://quay.example/x"),
        ("https://m.quay.example/x?utm_source=a&b=1&a=2#top", "//quay.example/x?a=2&b=1&fbclid=zz"),
        ("https://amp.quay.example/x/amp", "quay.example/x"),
        ("https://quay.example/x.amp.html", "https://quay.example/x.html"),
        ("https://QUAY.example:443/a//b/index.html", "https://quay.example/a/b"),
        ("https://quay.example/%D0%B0", "https://quay.example/а"),
    ],
)
def test_two_addresses_of_one_page(url, other):
    assert address_key(url) == address_key(other) != ""


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://quay.example/x", "https://quay.example/X"),
        ("https://quay.example/?p=1", "https://quay.example/?p=2"),
        ("https://quay.example/a?id=1", "https://quay.example/a?id=2"),
        ("https://a.quay.example/x", "https://b.quay.example/x"),
        ("https://quay.example/#!/a", "https://quay.example/#!/b"),
        ("https://quay.example:8080/x", "https://quay.example/x"),
    ],
)
def test_two_addresses_of_two_pages(url, other):
    assert address_key(url) != address_key(other)


@pytest.mark.parametrize(
    "url", ["", None, float("nan"), "https://quay.example/", "https://quay.example", "ftp://a.b/c", "http://[::1",
            "javascript:alert(1)", "mailto:a@b.c", "https://a.b/" + "x" * 5000, "http://a.b:99999/x", "no address"]
)  # fmt: skip
def test_what_is_no_page_has_no_key(url):
    assert address_key(url) == ""


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_address(text):
    for url in (text, f"https://a.example/{text}", f"https://{text}", f"https://a.example/x?{text}"):
        assert isinstance(address_key(url), str)


def test_the_same_address_is_a_chain_of_versions():
    url = "https://quay.example/fire"
    table = pages(
        ("late", "Quay", "C", "Another text altogether now.", url + "?utm_medium=x", "2024-01-03T08:00Z"),
        ("first", "Quay", "A", BODY, url, "2024-01-01T08:00Z"),
        ("next", "Quay", "B", BODY.replace("114", "41"), url + "/", "2024-01-01T09:30Z"),
        ("other", "Quay", "A", "Some words.", url + "-2", "2024-01-01T09:30Z"),
        ("undated", "Quay", "A", None, url, None),
    )
    assert links(table) == [
        ("late", "next", "address", "known"),
        ("next", "first", "address", "known"),
        ("undated", "late", "address", "unknown"),
    ]
    row = versions(table).set_index("article_id").loc["next"]
    assert (row["hours"], row["n_words"]) == (1.5, 80)
    assert 0.8 < row["similarity"] < 1
    assert versions(table).set_index("article_id").at["undated", "similarity"] != versions(table).at[0, "similarity"]


def test_the_same_outlet_title_and_text_without_an_address():
    table = pages(
        ("a", "The Quay", "Port fire: toll rises to seven", BODY, None, "2024-01-01T08:00Z"),
        (
            "b",
            "the quay",
            "UPDATE Port fire: Toll rises to seven",
            BODY.replace("114", "41"),
            None,
            "2024-01-01T09:00Z",
        ),
        ("c", "Other", "Port fire: toll rises to seven", BODY, None, "2024-01-01T10:00Z"),  # a copy is no version
        ("d", "The Quay", "Bread is dear", BODY, None, "2024-01-01T11:00Z"),  # nor is a text under another title
    )
    assert links(table) == [("b", "a", "title and text", "known")]
    assert links(table, similarity=1) == []
    day = table.assign(published_precision="day", published=table["published"].dt.normalize())
    assert links(day) == [("b", "a", "title and text", "tied")]
    assert versions(day)["hours"].isna().all()


def test_a_column_with_the_same_headline_each_day_is_no_version():
    morning = "Good morning. This is what the day brings, as seen from the quay."
    topics = [
        "bread is dear and the baker sad",
        "snow fell on the hills all night",
        "a ship came in with its lamps out",
    ]
    table = pages(
        *(
            (f"d{n}", "Quay", "Morning briefing", f"{morning} Today {topic}. " + f"{topic} indeed. " * 3, None,
             f"2024-01-0{n + 1}T06:00Z")
            for n, topic in enumerate(topics)
        )
    )  # fmt: skip
    assert links(table) == []


def test_harbour_fire_the_planted_version_and_no_other():
    articles = ss.load_story("harbour-fire").articles
    planted = articles.loc[articles["version_of"].notna(), ["article_id", "version_of"]].values.tolist()
    assert planted == [["ledger-0304-toll-corrected", "ledger-0304-toll"]]
    assert versions(articles)[["article_id", "version_of"]].values.tolist() == planted
    assert links(articles.drop(columns="url")) == [(*planted[0], "title and text", "known")]


def test_row_order_input_and_empty():
    articles = ss.load_story("harbour-fire").articles
    before = articles.copy()
    full = versions(articles)
    pd.testing.assert_frame_equal(versions(articles.sample(frac=1, random_state=3)), full)
    pd.testing.assert_frame_equal(articles, before)
    assert versions(articles.head(0)).dtypes.to_dict() == full.dtypes.to_dict()
    with pytest.raises(ss.errors.SamestoryError, match="similarity is 2"):
        versions(articles, similarity=2)


def test_many_pages_of_one_outlet_with_one_frame():
    frame = "You read the Quay, the paper of the port, and we thank you for it. "

    def linked(n):
        rows = [
            (f"a{i:05}", "Quay", "Briefing", frame + " ".join(f"w{i}x{k}" for k in range(60)), None,
             f"2024-01-01T00:{i % 60:02}Z")
            for i in range(n)
        ]  # fmt: skip
        rows.append(("b", "Quay", "Briefing", rows[234][3] + " And more.", None, "2025-01-01T00:00Z"))
        assert links(pages(*rows)) == [("b", "a00234", "title and text", "known")]

    assert_even_growth(linked, 375, 3_000)  # all pairs: four and a half million


def teaser(n):
    return " ".join(BODY.split()[:n]) + " [...]"


def test_a_teaser_is_linked_to_the_article_it_begins():
    table = pages(
        ("whole", "Quay", "Toll rises", f"{BODY} {BODY}", "https://q.example/1", "2024-01-01T08:00Z"),
        ("feed", "quay", "Toll: rises", teaser(16), "https://q.example/feed/7", "2024-01-01T07:00Z"),
        ("few", "Quay", "Toll rises", teaser(6), None, "2024-01-01T09:00Z"),  # so few words begin many texts
        ("abstract", "Quay", "Toll rises", "In short, seven people died in the port, as was feared since Monday.", None,
         "2024-01-01T09:00Z"),
        ("elsewhere", "Crane", "Toll rises", teaser(12), None, "2024-01-01T09:00Z"),
        ("other", "Quay", "Bread is dear", teaser(12), None, "2024-01-01T09:00Z"),
    )  # fmt: skip
    assert links(table) == [("whole", "feed", "title and beginning", "known")]
    again = pages(
        (
            "a",
            "Quay",
            "Briefing",
            "Good morning from the quay, this is what the day brings: " + " ".join(f"bread{n}" for n in range(30)),
            None,
            None,
        ),
        (
            "b",
            "Quay",
            "Briefing",
            "Good morning from the quay, this is what the day brings: " + " ".join(f"snow{n}" for n in range(30)),
            None,
            None,
        ),
        ("t", "Quay", "Briefing", "Good morning from the quay, this is what the …", None, None),
    )
    assert "t" not in {name for link in links(again) for name in link[:2]}  # which of the two it begins nobody knows


def test_what_a_teaser_does_not_show_was_not_removed():
    table = pages(
        ("whole", "Quay", "Toll rises", BODY, None, "2024-01-01T08:00Z"),
        ("feed", "Quay", "Toll rises", teaser(12), None, "2024-01-01T07:00Z"),
    ).assign(language="en", text_status=["full", "teaser"])
    found = versions(table)
    assert found["basis"].tolist() == ["title and beginning"]
    assert len(ss.corpus.version_changes(table, versions=found)) == 0
    grew = table.assign(text_status="full")  # a page that was so short and grew
    assert "added" in set(ss.corpus.version_changes(grew, versions=found)["change"])
