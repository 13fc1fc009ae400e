"""Exports of press databases in our own small samples: interfaces, second languages, layouts without a true file."""

import io
import zipfile

import pytest
from press_reading import SAMPLES, read, sample

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Source, reader_of
from samestory.intake.formats.nexis import is_copyright


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("nexis_de.txt", "LexisNexis text"),
        ("nexis_fr.txt", "LexisNexis text"),
        ("nexis_uni.rtf", "Nexis RTF"),
        ("nexis_uni_de.rtf", "Nexis RTF"),
        ("factiva_codes.rtf", "Factiva RTF"),
        ("factiva_plain.rtf", "Factiva RTF"),
        ("factiva_plain.html", "Factiva HTML"),
        ("proquest.txt", "ProQuest text"),
        ("europresse_saved.html", "Europresse HTML"),
        ("alceste.txt", "Alceste text"),
    ],
)
def test_each_is_recognised(name, reader):
    assert reader_of(Source.of_path(SAMPLES / name)).name == reader


def test_nexis_text_of_the_german_interface():
    found = sample("nexis_de.txt")
    assert found.stated == [3]
    assert found.places == ["document 1, line 11", "document 2, line 45", "document 3, line 65"]
    assert found.records[0] == {
        "title": "Feuer im Hafen: Lagerhalle brennt die ganze Nacht",
        "text": "Im Hafen ist in der Nacht zum Sonnabend eine Lagerhalle ausgebrannt. Verletzt wurde niemand.\n\n"
        "Die Feuerwehr war mit achtzig Leuten im Einsatz. ORT: so stand es auf dem Schild an der Halle, das die "
        "Flammen überstand.",
        "outlet": "Nordkieler Zeitung",
        "author": "Aus der Redaktion",
        "published": "2024-10-12",
        "date_shown": "12. Oktober 2024",
        "language": "de",
        "stated_words": 33,
        "note": "section: LOKALES; S. 3; graphic: Die Halle am Morgen danach",
    }
    assert found.records[1]["stated_words"] == 1204
    assert found.records[1]["note"] == "edition: Sonntagsausgabe"
    assert found.records[2]["text"] == "Die Polizei sucht Zeugen, die in der Nacht am Kai"
    (reject,) = found.rejects
    assert reject.place.startswith("document 3") and "may be cut" in reject.reason and reject.n == 0


def test_nexis_text_of_the_french_interface():
    found = sample("nexis_fr.txt")
    assert (found.stated, len(found.records)) == ([2], 2)
    first = found.records[0]
    assert (first["title"], first["outlet"]) == ("Incendie au port : le hangar était vide", "Le Phare du Nord")
    assert (first["published"], first["language"], first["stated_words"]) == ("2024-10-15", "fr", 21)
    assert first["text"].startswith("Le feu s'est déclaré peu après minuit.\n\nLe hangar détruit")
    assert "cp1252" in found.remarks


def test_nexis_uni_rtf_with_cover():
    found = sample("nexis_uni.rtf")
    assert (found.stated, len(found.records)) == ([2], 2)
    assert found.records[0] == {
        "title": "Harbour fire: shed burned through the night",
        "text": "A shed in the harbour burned through the night, the fire service said.\n\nNobody was hurt, it added.",
        "outlet": "The Gull",
        "author": "Staff writers",
        "published": "2024-10-12T06:30+00:00",
        "date_shown": "October 12, 2024 Saturday 6:30 AM GMT",
        "language": "en",
        "stated_words": 19,
        "note": "section: NEWS; Pg. 1",
    }
    assert found.records[1]["text"] == "The shed “was empty” – so the port says."
    assert found.records[1]["note"] == "edition: Second Edition; graphic: The shed on Sunday"


def test_nexis_uni_rtf_with_german_labels():
    found = sample("nexis_uni_de.rtf")
    (one,) = found.records
    assert (found.stated, one["title"], one["outlet"]) == ([1], "Hafenbrand: Ermittler am Kai", "Nordkieler Zeitung")
    assert (one["published"], one["language"], one["stated_words"]) == ("2024-10-15", "de", 14)
    assert one["text"].endswith("gearbeitet.\n\nEin Ergebnis gibt es noch nicht.")


def test_a_label_inside_a_text_does_not_end_it():
    lines = ("1 of 1 DOCUMENT", "", "The Gull", "", "October 14, 2024 Monday", "", "Fire", "", "LENGTH: 9 words", "")
    body = (
        "It burned.",
        "",
        "UPDATE: it burns no more.",
        "",
        "LANGUAGE: mind it.",
        "",
        "The port is open.",
        "",
        "All well.",
        "",
    )
    tail = ("LOAD-DATE: October 15, 2024", "", "LANGUAGE: ENGLISH", "", "Copyright 2024 Gull Press")
    (one,) = read(Source.of_bytes("\n".join(lines + body + tail).encode(), "a.txt")).records
    assert one["text"].split("\n\n") == list(body[::2])
    assert (one["language"], one["title"]) == ("en", "Fire")
    above = ("T", "The Gull", "May 5, 2024", "Length: 9 words", "Body", "")
    word = docx(*above, *body, "Load-Date: May 6, 2024", "", "Language: ENGLISH", "", "End of Document")
    (two,) = read(Source.of_bytes(word, "a.docx")).records
    assert (two["text"], two["language"]) == (one["text"], "en")


def test_last_paragraphs_that_open_as_lines_of_the_service_do_are_kept():
    last = (
        "UPDATE: The port has now denied it, said a spokesman.",
        "Load-Date: a term that 9 sailors know, said one of them.",
        "Copyright is a right that matters, said the minister in May 2019",
        "COPYRIGHT: the port owns its pictures, it said",
        "LANGUAGE: mind it.",
        "PERSON: the harbour master was not there on the day.",
    )
    lines = ("1 of 1 DOCUMENT", "", "The Gull", "", "October 14, 2024 Monday", "", "Fire", "", "LENGTH: 9 words", "")
    tail = ("LOAD-DATE: October 15, 2024", "", "LANGUAGE: ENGLISH", "", "SUBJECT: FIRES (90%); HARBOURS (78%)", "")
    rights = ("Copyright 2024 Gull Press Inc.", "All Rights Reserved")
    above = ("T", "The Gull", "May 5, 2024", "Length: 9 words", "Body", "")
    for paragraph in last:
        for opened in (paragraph, paragraph.replace("Load-Date", "LOAD-DATE")):
            body = ("It burned.", "", opened, "")
            old = read(Source.of_bytes("\n".join((*lines, *body, *tail, *rights)).encode(), "a.txt"))
            new = read(Source.of_bytes(docx(*above, *body, *tail, rights[0], "End of Document"), "a.docx"))
            for found in (old, new):
                (one,) = found.records
                assert one["text"] == f"It burned.\n\n{opened}"
                assert one["language"] == "en" and "note" not in one
                assert "lines of the service taken off below the texts: LOAD-DATE (1), SUBJECT (1), copyright (1)" in (
                    found.remarks
                )


@pytest.mark.parametrize(
    ("says", "is_one"),
    [
        ("Copyright 2019 The Gull, a division of Gull Press Inc. All Rights Reserved", True),
        ("© Gull Press. Tous droits réservés.", True),
        ("Alle Rechte vorbehalten.", True),
        ("Copyright (c) die nordkieler 2018", True),
        ("Copyright 2024 brought many suits to the port, said its master.", False),
        ("All rights reserved, the master of the port said again.", False),
        ("Copyright law changes", False),
    ],
)
def test_a_copyright_line_is_known_as_a_whole(says, is_one):
    assert is_copyright(says) is is_one


def test_what_stands_among_lines_of_the_service_is_noted():
    body = ("It burned.", "", "Load-Date: May 6, 2024", "", "Witness: nobody came forward.", "", "Language: ENGLISH")
    above = ("T", "The Gull", "May 5, 2024", "Length: 9 words", "Body", "")
    (one,) = read(Source.of_bytes(docx(*above, *body, "Correction: It was May.", "End of Document"), "a.docx")).records
    assert one["text"] == "It burned."
    assert one["note"] == "after the text: Witness: nobody came forward.; correction: It was May."


def docx(*lines: str, part: str = "word/document.xml") -> bytes:
    """A Word file with these paragraphs, as bare as it can be."""
    said = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(part, f'<w:document xmlns:w="{space}"><w:body>{said}</w:body></w:document>')
    return packed.getvalue()


def test_nexis_uni_word_of_the_french_interface():
    raw = docx(
        *("Documents (2)", "1. Port : une enquête", "Client/dossier : -Aucun-", ""),
        *("Port : une enquête", "La Digue", "mercredi 16 octobre 2024", "", "Copyright 2024 La Digue"),
        *("Longueur : 5 mots", "Auteur : La rédaction", "Corps", "", "Le parquet enquête au port.", ""),
        *("Classification", "", "Langue : FRENCH; FRANÇAIS", "", "Fin du document", "", ""),
        *("Sans date", "La Digue", "Longueur : 3 mots", "Corps", "Rien de neuf.", "", "Fin du document"),
    )
    found = read(Source.of_bytes(raw, "digue.docx"))
    assert (found.stated, found.places) == ([2], ["document 1", "document 2"])
    assert found.records[0] == {
        "title": "Port : une enquête",
        "text": "Le parquet enquête au port.",
        "outlet": "La Digue",
        "author": "La rédaction",
        "published": "2024-10-16",
        "date_shown": "mercredi 16 octobre 2024",
        "language": "fr",
        "stated_words": 5,
    }
    assert (found.records[1]["title"], found.records[1]["outlet"]) == ("Sans date", "La Digue")
    assert any("document 2: no date line" in says for says in found.remarks)
    assert "no date in 1 of 2: document 2" in found.remarks


def test_factiva_rtf_with_codes():
    found = sample("factiva_codes.rtf")
    assert (found.stated, len(found.records)) == ([2], 2)
    assert found.records[0] == {
        "title": "Harbour fire: shed was empty",
        "text": "The shed that burned on Saturday was empty, the port said on Monday.\n\nIt had stood unused since "
        "spring.\n\nPolice asked for witnesses.",
        "outlet": "The Gull",
        "author": "By staff writers",
        "published": "2024-10-14T08:05+00:00",
        "date_shown": "14 October 2024 08:05 GMT",
        "language": "en",
        "stated_words": 23,
        "note": "section: Local; edition: Final; page: 3",
    }
    assert found.records[1]["agency_credit"] == "Agence Maritime"


def test_factiva_without_codes():
    german = sample("factiva_plain.rtf")
    first, second = german.records
    assert (first["title"], first["outlet"]) == ("Hafenbrand: Schaden noch offen", "Nordkieler Zeitung")
    assert (first["published"], first["time_shown"], first["language"]) == ("2024-10-14", "18:40", "de")
    assert first["text"].startswith("Wie hoch der Schaden ist, ist offen.\n\nDie Versicherung")
    assert first["note"] == "section: Wirtschaft; page: 5"
    assert (second["title"], second["text"]) == ("Neue Halle geplant", "Die Stadt plant eine neue Halle.")
    french = sample("factiva_plain.html")
    assert [record["title"] for record in french.records] == ["Port : l'enquête avance", "Le hangar sera rasé"]
    assert [record["stated_words"] for record in french.records] == [13, 5]
    assert french.records[0]["text"] == "Les enquêteurs ont entendu deux témoins.\n\nAucun n'a vu le départ du feu."


def test_an_hour_counts_with_the_zone_of_the_user():
    german = sample("factiva_plain.rtf", Options(zone="Europe/Berlin"))
    assert german.records[0]["published"] == "2024-10-14T18:40+02:00"
    assert "time_shown" not in german.records[0]


def test_factiva_xml_with_paragraphs_of_its_own():
    raw = b"""<?xml version="1.0"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">
    <ppsarticleResultSet count="2"><ppsarticle><article><accessionNo>GULL1</accessionNo><baseLanguage>EN</baseLanguage>
    <byline>By staff writers</byline><headline><paragraph>Shed was empty</paragraph></headline>
    <leadParagraph><paragraph>The shed was empty.</paragraph></leadParagraph>
    <tailParagraphs><paragraph>Police asked for witnesses.</paragraph></tailParagraphs>
    <publicationDate><date>2024-10-14</date></publicationDate><sourceName>The Gull</sourceName>
    <wordCount>7</wordCount></article></ppsarticle><ppsarticle><article><accessionNo>GULL2</accessionNo></article>
    </ppsarticle></ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""
    found = read(Source.of_bytes(raw, "a.xml"))
    assert found.stated == [2]
    (one,) = found.records
    assert (one["text"], one["stated_words"]) == ("The shed was empty.\n\nPolice asked for witnesses.", 7)
    (reject,) = found.rejects
    assert reject.reason.startswith("neither title nor text")
    assert "GULL2" in reject.place and "GULL2" in reject.raw


def test_a_nexis_uni_document_without_date_takes_no_labelled_line_for_its_outlet():
    raw = docx(
        *("Sans lieu", "Longueur : 3 mots", "Corps", "Rien de neuf.", "", "Fin du document", "", ""),
        *("Sans corps", "La Digue", "Longueur : 3 mots", "Auteur : La rédaction", "", "Fin du document"),
    )
    found = read(Source.of_bytes(raw, "digue.docx"), "Nexis Uni Word")
    assert [(one["title"], one.get("outlet"), one["text"]) for one in found.records] == [
        ("Sans lieu", None, "Rien de neuf.")
    ]
    assert [one.place for one in found.rejects] == ["document 2"]


def test_paragraphs_of_factiva_xml_without_elements_begin_with_an_indent_or_after_an_empty_line():
    lines = "The shed\nwas empty.\n    Police asked\nfor witnesses.\n\nIt is\nknown to all."
    raw = f"""<?xml version="1.0"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">
    <ppsarticleResultSet count="1"><ppsarticle><article><accessionNo>GULL1</accessionNo>
    <headline><paragraph>Shed</paragraph></headline><tailParagraphs>{lines}</tailParagraphs>
    <sourceName>The Gull</sourceName></article></ppsarticle></ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""
    (one,) = read(Source.of_bytes(raw.encode(), "a.xml")).records
    assert one["text"] == "The shed was empty.\n\nPolice asked for witnesses.\n\nIt is known to all."


def test_proquest_text():
    found = sample("proquest.txt")
    assert (found.stated, len(found.records)) == ([3], 3)
    assert found.records[0] == {
        "title": "Harbour fire: shed was empty",
        "text": "The shed that burned on Saturday was empty, the port said on Monday.\n\nLocation: the quay, as a sign "
        "there says.\n\nPolice asked for witnesses.",
        "outlet": "The Gull",
        "author": "Staff writers",
        "agency_credit": "Agence Maritime",
        "url": "http://search.example/docview/1000000001?accountid=1",
        "published": "2024-10-14",
        "date_shown": "Oct 14, 2024",
        "language": "en",
        "note": "place: Northport; section: Local; pages: A3",
    }
    assert (found.records[1]["published"], found.records[1]["language"]) == ("2024-10-15", "fr")
    assert found.records[1]["text"].count("\n\n") == 1
    assert found.records[2]["text_status"] == "teaser"
    assert any("holds no full text, only an abstract" in says for says in found.remarks)


@pytest.mark.parametrize("says", ["Not available.", "[Not available]", "Non disponible", "Nicht verfügbar.", ""])
def test_proquest_without_a_text(says):
    """Words in place of a text are not text: the abstract is taken, and marked, else the record has a title alone."""
    rule, outlet = "_" * 60, "Publication title: The Gull"
    ids = [f"Publication date: Oct {day}, 2024\n\nProQuest document ID: {day}" for day in (14, 15, 16)]
    bodies = [
        f"Abstract: It burned.\n\nFull text: {says}",
        f"Abstract: {says}\n\nFull text: {says}",
        "Full text: Not available.\n\nIt came an hour later: the harbour master spoke.",
    ]
    told = "".join(
        f"{rule}\n\nFire {n}\n\n{body}\n\nTitle: Fire {n}\n\n{outlet}\n\n{ids[n]}\n\n" for n, body in enumerate(bodies)
    )
    found = read(Source.of_bytes(told.encode(), "a.txt"), "ProQuest text")
    assert [(one["title"], one.get("text"), one.get("text_status")) for one in found.records] == [
        ("Fire 0", "It burned.", "teaser"),
        ("Fire 1", None, None),
        ("Fire 2", "Not available.\n\nIt came an hour later: the harbour master spoke.", None),
    ]
    assert any(one.endswith("holds no full text") for one in found.remarks)


def test_a_forwarded_mail_that_lost_its_anchors():
    record = """<p style="font-weight:bold">{title}</p><p><strong>Author:  </strong>Staff writers</p>
    <p><a href="https://www.proquest.example/docview/{n}">ProQuest document link</a></p>
    <p><strong>Abstract:  </strong>None available.</p><p><strong>Full text: </strong></p><p>{text}</p>
    <p><strong>Publication title: </strong>The Gull; Northport</p><p><strong>Publication date: </strong>Oct 14, 2024</p>
    <p><strong>ProQuest document ID: </strong>{n}</p><p><strong>Database: </strong>Newsstream</p>"""
    page = "<html><body><p>Look at these.</p>{}{}<p>Contact ProQuest</p></body></html>".format(
        record.format(title="One", n=1, text="First text."), record.format(title="Two", n=2, text="Second <b>text</b>.")
    )
    raw = (
        "From: a@b.example\nSubject: Fwd: Your ProQuest Research\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=xx\n\n--xx\nContent-Type: message/rfc822\n\n"
        f"From: noreply@proquest.com\nContent-Type: text/html; charset=utf-8\n\n{page}\n--xx--\n"
    )
    found = read(Source.of_bytes(raw.encode(), "fwd.eml"))
    assert [(one["title"], one["text"], one["author"]) for one in found.records] == [
        ("One", "First text.", "Staff writers"),
        ("Two", "Second text.", "Staff writers"),
    ]
    assert found.places == ["document 1, ProQuest 1", "document 2, ProQuest 2"]


def test_europresse_with_hours_words_and_its_own_count():
    found = sample("europresse_saved.html")
    assert (found.stated, len(found.records)) == ([2], 2)
    french, english = found.records
    assert french["title"] == "Incendie au port : le hangar était vide"
    assert (french["published"], french["stated_words"]) == ("2024-10-15T08:30+02:00", 1204)
    assert french["note"] == "page: 4; section: Faits divers"
    assert (english["published"], english["date_shown"]) == ("2024-10-16", "Wednesday, October 16, 2024")
    assert (english["stated_words"], english["note"]) == (412, "page: 7; section: News")


def test_a_last_paragraph_that_begins_like_a_title_is_text_unless_it_is_the_title():
    raw = (
        "Document 1 of 1\n\nShed was empty\n\nFull text: The shed was empty.\n\nTitle: Keeper of the Shed\n\n"
        "Title: Shed was empty\n\nPublication title: The Gull\n\nPublication date: Oct 14, 2024\n\n"
        "ProQuest document ID: 77\n"
    )
    (one,) = read(Source.of_bytes(raw.encode(), "a.txt"), "ProQuest text").records
    assert (one["title"], one["text"]) == ("Shed was empty", "The shed was empty.\n\nTitle: Keeper of the Shed")


def test_a_proquest_abstract_keeps_its_paragraphs_where_there_is_no_full_text():
    raw = (
        "Document 1 of 1\n\nShed was empty\n\nAbstract: The shed\nwas empty.\n\nPolice asked for witnesses.\n\n"
        "Publication title: The\nGull\n\nPublication date: Oct 14, 2024\n\nProQuest document ID: 77\n"
    )
    (one,) = read(Source.of_bytes(raw.encode(), "a.txt"), "ProQuest text").records
    assert (one["text"], one["text_status"]) == ("The shed was empty.\n\nPolice asked for witnesses.", "teaser")
    assert one["outlet"] == "The Gull"


def test_alceste_variables_become_columns():
    found = sample("alceste.txt")
    assert found.records == [
        {
            "text": "The shed that burned on Saturday was empty.\n\nPolice asked for witnesses.",
            "outlet": "The Gull",
            "published": "2024-10-14",
            "date_shown": "2024-10-14",
            "language": "en",
            "note": "page: 3",
        },
        {
            "text": "Le hangar détruit samedi était vide.",
            "outlet": "Le Phare du Nord",
            "published": "2024-10",
            "date_shown": "2024-10",
            "language": "fr",
            "note": "theme: incendie",
        },
    ]
    named = read(Source.of_bytes(b"**** *paper_Gull *day_2024-10-14\nText.\n", "a.txt"), options=Options(
        columns={"outlet": "paper", "published": "day"}
    ))  # fmt: skip
    assert (named.records[0]["outlet"], named.records[0]["published"]) == ("Gull", "2024-10-14")


def test_underscores_of_an_alceste_variable_are_spaces_but_not_in_an_address():
    found = read(Source.of_bytes(b"**** *source_The_Gull *url_https://gull.example/a_b *seen_by_us\nText.\n", "a.txt"))
    assert found.records == [
        {"outlet": "The Gull", "url": "https://gull.example/a_b", "note": "seen: by us", "text": "Text."}
    ]


def test_dates_of_the_whole_file_tell_the_day_from_the_month():
    corpus = "**** *date_03/04/2024\nOne.\n\n**** *date_{}/04/2024\nTwo.\n"
    told = read(Source.of_bytes(corpus.format(25).encode(), "a.txt"))
    assert [record["published"] for record in told.records] == ["2024-04-03", "2024-04-25"]
    assert "day before month, as other dates of the file show" in told.remarks
    open_ = read(Source.of_bytes(corpus.format("05").encode(), "a.txt"))
    assert [record.get("published") for record in open_.records] == [None, None]
    assert [record["date_shown"] for record in open_.records] == ["03/04/2024", "05/04/2024"]
    assert sum("cannot tell day from month" in says for says in open_.remarks) >= 2
    settled = read(Source.of_bytes(corpus.format("05").encode(), "a.txt"), options=Options(day_first=False))
    assert [record["published"] for record in settled.records] == ["2024-03-04", "2024-05-04"]


@pytest.mark.parametrize(
    ("reader", "ending"),
    [
        ("LexisNexis text", "txt"),
        ("LexisNexis HTML", "html"),
        ("Nexis Uni Word", "docx"),
        ("Nexis RTF", "rtf"),
        ("Factiva HTML", "html"),
        ("Factiva RTF", "rtf"),
        ("Factiva XML", "xml"),
        ("Europresse HTML", "html"),
        ("ProQuest e-mail", "eml"),
        ("ProQuest HTML", "html"),
        ("ProQuest text", "txt"),
        ("Alceste text", "txt"),
    ],
)
@pytest.mark.parametrize("raw", [b"", b"Some words.\n", b"<html><body><p>A page.</p></body></html>", b"{\\rtf1 A}"])
def test_a_file_of_another_kind_is_refused_by_name(reader, ending, raw):
    with pytest.raises(SamestoryError, match=f"^other.{ending}: "):
        read(Source.of_bytes(raw, f"other.{ending}"), reader)
