"""Plain text with and without a head: what is text stays as found."""

import pandas as pd
import pytest

import samestory as ss
from samestory.intake.formats import read_plain


def write(folder, content):
    path = folder / "a.txt"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "head", "text"),
    [
        ("Just text.\n", {}, "Just text."),
        ("Just text.", {}, "Just text."),
        ("Two\n\nparagraphs \n", {}, "Two\n\nparagraphs "),
        ("---\noutlet: Gull\n---\n\nText.\n", {"outlet": "Gull"}, "Text."),
        ("---\noutlet: Gull\n---\nText.\n", {"outlet": "Gull"}, "Text."),
        ("---\noutlet: Gull\n---\n\n\nText.\n\n", {"outlet": "Gull"}, "\nText.\n"),
        ("---\r\noutlet: Gull\r\n---\r\n\r\nOne\r\ntwo\r\n", {"outlet": "Gull"}, "One\r\ntwo"),
        ("\ufeff---\noutlet: Gull\n---\nText.", {"outlet": "Gull"}, "Text."),
        ("--- not a head\nText.", {}, "--- not a head\nText."),
        ("---\ntitle: 1.10\npublished: 2024-10\n---\nText.", {"title": "1.10", "published": "2024-10"}, "Text."),
    ],
)
def test_head_and_text(tmp_path, content, head, text):
    found, body, _ = read_plain(write(tmp_path, content))
    assert (found, body) == (head, text)


def test_the_head_knows_its_lines_in_the_file(tmp_path):
    _, _, document = read_plain(write(tmp_path, "---\noutlet: Gull\ntitle: X\n---\nText."))
    assert document.line(("title",)) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("---\noutlet: Gull\n", "a.txt: the head that starts with --- has no closing line ---"),
        ("---\noutlet: [\n---\nText.", "a.txt, line"),
        ("---\n- a\n---\nText.", "a.txt: the head between the lines --- must be keys with values"),
        ("---\noutlet: Gull\n---\n\n  \n", "a.txt: holds no text"),
        ("", "a.txt: holds no text"),
        (b"\xff\xfe", "a.txt: byte 0 is not UTF-8"),
    ],
)
def test_what_cannot_be_read(tmp_path, content, said):
    with pytest.raises(ss.errors.StoryError) as caught:
        read_plain(write(tmp_path, content))
    assert str(caught.value).startswith(said)


def test_an_article_may_not_be_a_book(tmp_path, monkeypatch):
    monkeypatch.setattr("samestory.intake.formats.plain.MAX_BYTES", 10)
    with pytest.raises(ss.errors.StoryError, match="a.txt: 11 bytes; an article may have 10"):
        read_plain(write(tmp_path, "x" * 11))


@pytest.mark.parametrize(
    ("shown", "options", "published", "precision"),
    [
        ("2024-04-15T08:30+02:00", {}, "2024-04-15T06:30Z", "minute"),
        ("2024-04-15 08:30", {}, "2024-04-15", "day"),
        ("2024-04-15 08:30", {"zone": "Europe/Paris"}, "2024-04-15T06:30Z", "minute"),
        ("2024-04-15T08:30", {"zone": "Europe/Paris"}, "2024-04-15T06:30Z", "minute"),
        ("15 avril 2024", {}, "2024-04-15", "day"),
        ("April 15, 2024", {}, "2024-04-15", "day"),
        ("15.04.2024", {}, "2024-04-15", "day"),
        ("03/04/2024", {"day_first": True}, "2024-04-03", "day"),
        ("03/04/2024", {"day_first": False}, "2024-03-04", "day"),
        ("2024-04", {}, "2024-04", "month"),
        ("03/04/2024", {}, None, "unknown"),
        ("some spring day", {}, None, "unknown"),
    ],
)
def test_a_date_in_a_head_is_read_as_in_a_table(tmp_path, shown, options, published, precision):
    path = write(tmp_path, f"---\npublished: {shown}\n---\nThe quay reopened.")
    articles, report = ss.read_articles(path, language="en", **options)
    (row,) = articles.to_dict("records")
    assert row["published_precision"] == precision
    if published is None:
        assert row["date_shown"] == shown and "dates" in set(report.remarks["kind"])
    else:
        assert row["published"] == pd.to_datetime(published, utc=True)
