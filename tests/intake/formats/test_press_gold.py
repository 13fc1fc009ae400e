"""Exports of press databases from the reference data: every record, and the first and last as read by eye."""

import pytest
from gold import gold
from press_reading import read

# file, reader, records, what the export says it holds, then title, published and outlet of the first and the last.
EXPORTS = [
    (
        "nexis/sample.TXT",
        "LexisNexis text",
        10,
        [10],
        ("Lorem ipsum dolor sit amet", "2010-01-11", "Guardian.com"),
        ("Wikipedia", "2010-01-09", "DAILY MAIL (London)"),
    ),
    (
        "nexis/sample.DOCX",
        "Nexis Uni Word",
        10,
        [10],
        ("Lorem ipsum dolor sit amet", "2019-07-01T09:20+00:00", "The Guardian(London)"),
        ("What is Wikipedia", "2019-07-02T11:27+00:00", "The Guardian(London)"),
    ),
    (
        "nexis/lexisnexis_test_en.html",
        "LexisNexis HTML",
        2,
        [146],  # its makers cut it down and left the count
        ("Heading One", "1991-12-19", "Some Newspaper"),
        ("First part; Second part", "1993-01-28", "Some Newspaper"),
    ),
    (
        "nexis/lexisnexis_test_fr.html",
        "LexisNexis HTML",
        3,
        [3],
        ("Title of first article", "2013-04-12", "My newpaper"),
        ('" A quoted title "', "2013-03-10", "My newpaper"),
    ),
    (
        "factiva/factiva_test.html",
        "Factiva HTML",
        2,
        [],
        ("Test 1", "2011-12-29", "Test newspaper"),
        ("Test 2", "2011-12-29", "Ouest France"),
    ),
    (
        "factiva/reut21578-factiva.xml",
        "Factiva XML",
        19,
        [20],  # one article fewer than its own count
        ("DIAMOND SHAMROCK (DIA) CUTS CRUDE PRICES", "1987-02-26", "Reuters-21578"),
        ("ARGENTINE OIL PRODUCTION DOWN IN JANUARY 1987", "1987-03-02", "Reuters-21578"),
    ),
    (
        "europresse/europresse_test1.html",
        "Europresse HTML",
        3,
        [],
        ("A heading: some text", "2013-10-05", "l'Humanité"),
        ("Heading", "2012-10-04", "Magazine 1, no. 5968"),
    ),
    (
        "europresse/europresse_test2.html",
        "Europresse HTML",
        4,
        [],
        ("Title", "2006-03-14", "Newspaper"),
        ("Title", "2006-03-13", "Newspaper"),
    ),
    (
        "alceste/alceste_test.txt",
        "Alceste text",
        2,
        [],
        (None, None, None),
        (None, None, None),
    ),
    (
        "proquest/sample.eml",
        "ProQuest e-mail",
        100,
        [],
        (
            "City National expands again; It acquires 1st Pacific Bank of California, a failed San Diego institution.",
            "2010-05-08",
            "Los Angeles Times",
        ),
        (
            "FINANCIAL CRISIS; Downey, PFF seized by regulators; The Southland thrifts, felled by bad home loans, "
            "will continue to operate under U.S. Bank of Minneapolis.",
            "2008-11-22",
            "Los Angeles Times",
        ),
    ),
    (
        "proquest/format-v2.eml",
        "ProQuest e-mail",
        20,
        [],
        (
            "2020 Census Undercounted Hispanic, Black and Native American Residents",
            "2022-03-10",
            "New York Times",
        ),
        ("Fix the Census' Archaic Racial Categories: Commentary", "2013-08-22", "New York Times"),
    ),
    (
        "proquest/malformed-html-tag.eml",
        "ProQuest e-mail",
        2,
        [],
        (
            "City National expands again; It acquires 1st Pacific Bank of California, a failed San Diego institution.",
            "2010-05-08",
            "Los Angeles Times",
        ),
        (
            "FINANCIAL CRISIS; Downey, PFF seized by regulators; The Southland thrifts, felled by bad home loans, "
            "will continue to operate under U.S. Bank of Minneapolis.",
            "2008-11-22",
            "Los Angeles Times",
        ),
    ),
    (
        "proquest/sample-1.html",
        "ProQuest HTML",
        1,
        [],
        (
            "City National expands again; It acquires 1st Pacific Bank of California, a failed San Diego institution.",
            "2010-05-08",
            "Los Angeles Times",
        ),
        (
            "City National expands again; It acquires 1st Pacific Bank of California, a failed San Diego institution.",
            "2010-05-08",
            "Los Angeles Times",
        ),
    ),
]


def told(record):
    return record.get("title"), record.get("published"), record.get("outlet")


@pytest.mark.parametrize(("name", "format_", "n", "stated", "first", "last"), EXPORTS, ids=[row[0] for row in EXPORTS])
def test_every_record_of_an_export(name, format_, n, stated, first, last):
    path = gold(f"export_samples/{name}")
    found = read(path)
    assert found == read(path, format_), "the reader that recognises the file is another"
    assert (len(found.records), found.rejects, found.stated) == (n, [], stated)
    assert told(found.records[0]) == first
    assert told(found.records[-1]) == last
    assert all(found.texts())


def test_words_counted_are_those_stated_where_the_text_is_whole():
    found = read(gold("export_samples/nexis/sample.TXT"))
    counted = [len(text.split()) for text in found.texts()]
    stated = [record["stated_words"] for record in found.records]
    # The fourth states 453 with the 18 words of the caption, which stand in its note.
    assert stated == [355, 927, 677, 453, 918, 471, 607, 698, 446, 2968]
    assert counted == [355, 927, 677, 435, 918, 477, 611, 699, 446, 2974]
    assert "line 704: 8 of 383, the first says of 10" in found.remarks


def test_fields_of_nexis():
    txt = read(gold("export_samples/nexis/sample.TXT")).records[4]
    assert txt["title"].endswith("aliquet ex finibus ut.")  # over three lines
    assert txt["note"] == "edition: Edition 1; National Edition; section: EDITORIAL; Pg. 24"
    assert (txt["author"], txt["language"]) == ("William Rees-Mogg", "en")
    word = read(gold("export_samples/nexis/sample.DOCX")).records[4]
    assert word["date_shown"] == "July 4, 2019 Thursday 9:10 AM GMT"
    assert (word["author"], word["stated_words"]) == ("Andrew Sparrow and Kevin Rawlinson", 17366)
    english = read(gold("export_samples/nexis/lexisnexis_test_en.html"))
    assert english.records[1]["text"].split("\n\n") == [
        "A list:",
        "Category 1",
        "Blah blah.",
        "And more...",
        "Category 2",
        "Blah blah.",
    ]
    assert "correction: Some correction." in english.records[1]["note"]
    french = read(gold("export_samples/nexis/lexisnexis_test_fr.html")).records[1]
    assert french["text"] == "Introduction to article\n\nSome text.\n\nMore text. And even more."
    assert (french["author"], french["stated_words"]) == ("Author 2", 70)


def test_fields_of_factiva_and_europresse():
    factiva = read(gold("export_samples/factiva/factiva_test.html")).records[0]
    assert (factiva["time_shown"], factiva["language"], factiva["stated_words"]) == ("15:32", "fr", 295)
    assert factiva["text"].startswith(
        "First head paragraph, with a few non-ASCII characters: à la française.\n\nSecond"
    )
    older = read(gold("export_samples/europresse/europresse_test1.html")).records
    assert [record.get("author") for record in older] == [None, "Second Author", "Author Name"]
    assert older[0]["text"] == (
        "Some text, and a few accentuated characters: éèêù. Continuation. More text, a sentence.\n\nTest."
    )
    assert older[2]["note"] == "page: 03; section: Éditorial; subtitle: Subtitle"
    newer = read(gold("export_samples/europresse/europresse_test2.html")).records
    assert [record.get("author") for record in newer] == ["Author", "Ariane Chemin", None, "Author"]
    assert newer[0]["text"] == "Some text: a mark."


def test_fields_of_proquest_and_what_is_odd_in_its_mails():
    mail = read(gold("export_samples/proquest/sample.eml"))
    assert [record["published"] for record in mail.records[81::11]] == ["2009-02-26", "2009-01-17"]
    assert sum("taken from the publication info" in says for says in mail.remarks) == 2  # "Jan 1 7, 2009"
    assert any(says.startswith("Email 4 of 5") for says in mail.remarks)
    assert all(record["language"] == "en" and record["stated_words"] for record in mail.records)
    damaged = read(gold("export_samples/proquest/malformed-html-tag.eml"))
    assert any("broken tag 'html>'" in says for says in damaged.remarks)
    assert damaged.records[0]["text"] == mail.records[0]["text"]
    newer = read(gold("export_samples/proquest/format-v2.eml"))
    assert not any("Enlarge this image" in text for text in newer.texts())
    assert newer.records[0]["author"] == "Wines, Michael; Cramer, Maria"


def test_a_hundred_articles_are_read_from_one_mail():
    path = gold("export_samples/proquest/sample.eml")
    assert len(read(path).records) == 100
