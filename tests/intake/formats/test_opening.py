"""Title, outlet, date and author from the first lines of a text without a head."""

import pytest

from samestory.intake.formats import Options
from samestory.intake.shared.opening import opening_of

BODY = "\n\nAt least 14 people were killed on Tuesday when a dam gave way above the town.\n\nMore was not known."
BEGINS = "At least 14 people"


@pytest.mark.parametrize(
    ("first", "fields"),
    [
        ("Dam breaks\nNorthern Courier, 12 May 2026", {"outlet": "Northern Courier", "published": "2026-05-12"}),
        (
            "Dam breaks\n\nNorthern Courier | 12.05.2026 09:40 CEST | By Tove Aske",
            {"outlet": "Northern Courier", "published": "2026-05-12T09:40+02:00", "author": "Tove Aske"},
        ),
        ("Dam breaks\n北方信使，2026年5月12日", {"outlet": "北方信使", "published": "2026-05-12"}),
        ("Dam breaks\nصحيفة النهر، 12 مايو 2026", {"outlet": "صحيفة النهر", "published": "2026-05-12"}),
        ("Dam breaks\n北方新聞、2026年5月12日", {"outlet": "北方新聞", "published": "2026-05-12"}),
        ("Dam breaks\nNorthern Courier\nMay 12, 2026", {"outlet": "Northern Courier", "published": "2026-05-12"}),
        (
            "Dam breaks\nBy Tove Aske\nNorthern Courier - 12 May 2026",
            {"author": "Tove Aske", "published": "2026-05-12"},
        ),
        ("Northern Courier\n12 May 2026\n\nDam breaks", {"outlet": "Northern Courier", "published": "2026-05-12"}),
        ("Outlet: Northern Courier\nDate: 2026-05-12\nTitle: Dam breaks", {"outlet": "Northern Courier"}),
        ("Dam breaks\nhttps://courier.example/1", {"url": "https://courier.example/1"}),
        ("Dam breaks\nTagblatt Seewald, Dienstag, 12. Mai 2026, 20.15 Uhr", {"outlet": "Tagblatt Seewald"}),
        ("Dam breaks\nРечной вестник, 13 мая 2026 г., 17:05 МСК", {"published": "2026-05-13T17:05+03:00"}),
        ("Dam breaks\nMeridian Post, 14 de mayo de 2026", {"published": "2026-05-14"}),
        ("Dam breaks\nLe Phare, 13 aout 2026", {"outlet": "Le Phare", "published": "2026-08-13"}),
        ("Dam breaks\nEl Faro, miercoles 13 mayo 2026", {"outlet": "El Faro", "published": "2026-05-13"}),
        ("Dam breaks", {}),
    ],
)
def test_lines_above_the_text_are_understood(first, fields):
    text = first + BODY
    found = opening_of(text)
    assert {"title": "Dam breaks", **fields}.items() <= found.fields.items()
    assert text[found.begin :].startswith(BEGINS)


@pytest.mark.parametrize(
    "text",
    [
        "One line only, which is the text.",
        "In 2026 the dam broke, and this is the long first sentence of a text that has no title at all.\n\nMore.",
        "The dam broke.\nAfter it a wave of mud buried two streets and the school of the town.",
        "x" * 300 + "\n\nText.",
        "",
    ],
)
def test_a_text_without_title_stays_whole(text):
    assert (opening_of(text).fields, opening_of(text).begin) == ({}, 0)


def test_a_sentence_with_a_date_is_text():
    text = "Dam breaks\n\nThe council met on 12 May 2026 in the town hall and many came to hear it speak.\n\nMore."
    found = opening_of(text)
    assert found.fields == {"title": "Dam breaks"} and text[found.begin :].startswith("The council met")


def test_a_date_that_cannot_be_told_is_kept_as_shown():
    text = "Dam breaks\nNorthern Courier, 03/04/2026" + BODY
    fields = opening_of(text).fields
    assert "published" not in fields and fields["date_shown"] == "03/04/2026"
    assert opening_of(text, Options(day_first=True)).fields["published"] == "2026-04-03"


def test_offsets_count_windows_line_ends():
    text = ("Dam breaks\nNorthern Courier, 12 May 2026" + BODY).replace("\n", "\r\n")
    assert text[opening_of(text).begin :].startswith(BEGINS)
