"""Kinds of exports that were once read wrong: a date in a headline, labels of other languages, empty elements."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from press_reading import read

from samestory.intake.dates.lines import date_line, is_only_date
from samestory.intake.formats import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*lines: str) -> Source:
    """A Word file of these paragraphs."""
    inside = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>')
    return Source.of_bytes(packed.getvalue(), "download.docx")


def text(words: str, name: str = "download.txt") -> Source:
    """A text file."""
    return Source.of_bytes(words.encode(), name)


BODY = ("", "Length: 9 words", "Body", "", "The pier burned on Tuesday, the fire service said.", "", "End of Document")


@pytest.mark.parametrize(
    ("title", "date", "day"),
    [
        ("September 11, 2001: What the pilots heard", "September 10, 2021 Friday", "2021-09-10"),
        ("Review of 5 May 2020", "May 6, 2020", "2020-05-06"),
        ("14 October 2024", "15 October 2024 Tuesday 11:20 AM GMT", "2024-10-15T11:20+00:00"),
        ("What we know after 7 January 2015", "8 janvier 2016 vendredi", "2016-01-08"),
    ],
)
def test_a_headline_that_holds_a_date_is_the_title(title, date, day):
    (record,) = read(word(title, "The Harbour Times", date, *BODY)).records
    assert (record["title"], record["outlet"], record["published"]) == (title, "The Harbour Times", day)


def test_an_article_without_title_keeps_its_date():
    (record,) = read(word("The Harbour Times", "May 6, 2020", *BODY)).records
    assert (record.get("title"), record["outlet"], record["published"]) == (None, "The Harbour Times", "2020-05-06")


def test_the_third_line_comes_before_an_earlier_date():
    assert date_line([(0, 0, True), (3, 2, True)]) == 3
    assert date_line([(0, 0, False), (2, 1, True), (5, 3, True)]) == 2
    assert date_line([]) is None


@pytest.mark.parametrize(
    ("line", "is_alone"),
    [("2 maart 2016 woensdag", True), ("Freitag, 3. Mai 2024", True), ("Review of 5 May 2020", False), ("", True)],
)
def test_a_line_is_a_date_alone_without_other_words(line, is_alone):
    assert is_only_date(line) is is_alone


OLD = """
                               1 {of} 1 {documents}


                                El Puerto


                             2 de marzo de 2016 {day}

{headline}: Tres barcos arden en el muelle

{section}: Local; P. 3

{length}: 12 {words}

La autoridad del puerto dijo que tres barcos ardieron el martes.

{loaded}: 2 de marzo de 2016

{language}: SPANISH; ESPAÑOL

                     Copyright 2016 El Puerto SA
                              {rights}
"""
SPANISH = {
    "of": "de", "documents": "DOCUMENTOS", "day": "miércoles", "headline": "TITULAR", "section": "SECCIÓN",
    "length": "LONGITUD", "words": "palabras", "loaded": "FECHA-CARGA", "language": "IDIOMA",
    "rights": "Todos los derechos reservados",
}  # fmt: skip
FRENCH = {
    "of": "de", "documents": "DOCUMENTS", "day": "mercredi", "headline": "TITRE", "section": "RUBRIQUE",
    "length": "LONGUEUR", "words": "mots", "loaded": "DATE-CHARGEMENT", "language": "LANGUE",
    "rights": "Tous droits réservés",
}  # fmt: skip
DUTCH = {
    "of": "van", "documents": "DOCUMENTEN", "day": "woensdag", "headline": "KOP", "section": "SECTIE",
    "length": "LENGTE", "words": "woorden", "loaded": "LAAD-DATUM", "language": "TAAL",
    "rights": "Alle rechten voorbehouden",
}  # fmt: skip
ITALIAN = {
    "of": "di", "documents": "DOCUMENTI", "day": "", "headline": "TITOLO", "section": "SEZIONE",
    "length": "LUNGHEZZA", "words": "parole", "loaded": "DATA-CARICAMENTO", "language": "LINGUA",
    "rights": "Tutti i diritti riservati",
}  # fmt: skip
PORTUGUESE = {
    "of": "de", "documents": "DOCUMENTOS", "day": "", "headline": "TÍTULO", "section": "SEÇÃO",
    "length": "COMPRIMENTO", "words": "palavras", "loaded": "DATA-CARGA", "language": "IDIOMA",
    "rights": "Todos os direitos reservados",
}  # fmt: skip


@pytest.mark.parametrize("labels", [SPANISH, FRENCH, DUTCH, ITALIAN, PORTUGUESE])
def test_labels_of_an_interface_stay_out_of_the_text(labels):
    (record,) = read(text(OLD.format(**labels))).records
    assert record["title"] == "Tres barcos arden en el muelle"
    assert record["text"] == "La autoridad del puerto dijo que tres barcos ardieron el martes."
    assert (record["published"], record["language"], record["stated_words"]) == ("2016-03-02", "es", 12)
    assert record["note"] == "section: Local; P. 3"


PROQUEST = """____________________________________________________________

The pier burned

Author: Anna Berg

Full text: The harbour authority said that three boats had burned.

{last}

{after}Publication title: The Quay Times; Singapore

Publication date: May 24, 2012

ProQuest document ID: 1015595477

Database: ProQuest Central

____________________________________________________________
"""


@pytest.mark.parametrize(
    "last",
    [
        "Author: that is how the owner called himself when he spoke to the police.",
        "Title: The Pier",
        "Subject: the letter was about the boats, a neighbour said.",
        "Abstract: so ran the heading of the report",
    ],
)
def test_a_paragraph_that_begins_like_a_field_stays_in_the_text(last):
    (record,) = read(text(PROQUEST.format(last=last, after=""))).records
    assert record["text"].endswith(f"burned.\n\n{last}")
    assert (record["title"], record["author"]) == ("The pier burned", "Anna Berg")


def test_the_fields_below_a_text_stay_out_of_it():
    after = "Subject: Fires; Ports\n\nLocation: Singapore\n\nTitle: The pier burned\n\nCredit: A. Berg took it.\n\n"
    (record,) = read(text(PROQUEST.format(last="It rained.", after=after))).records
    assert record["text"] == "The harbour authority said that three boats had burned.\n\nIt rained."


PAGE = (
    '<html><body><a name="DocID_1"></a><p style="font-weight:bold">The pier burned</p>'
    "<p><strong>Full text: </strong>{text}</p><p><strong>Publication title: </strong>The Quay Times; Singapore</p>"
    "<p><strong>Publication date: </strong>May 24, 2012</p>"
    "<p><strong>ProQuest document ID: </strong>1</p><p><strong>Database: </strong>Central</p></body></html>"
)


@pytest.mark.parametrize("empty", ["<text></text>", '<text wordcount="8"> \n</text>', "<Text><html></html></Text>"])
def test_a_text_element_closed_before_its_text_loses_nothing(empty):
    found = read(text(PAGE.format(text=f"{empty}<p>Three boats had burned.</p><p>Nobody was hurt.</p>"), "a.html"))
    assert found.texts() == ["Three boats had burned.\n\nNobody was hurt."]
    assert any("closed before the text" in said for said in found.remarks)


def test_a_text_inside_its_element_is_read_as_before():
    found = read(text(PAGE.format(text="<text><p>Three boats had burned.</p></text>"), "a.html"))
    assert found.texts() == ["Three boats had burned."]


XML = (
    '<ppsarticleResultSet count="1"><ppsarticle><article><headline>The pier burned</headline>'
    "<sourceName>The Gull</sourceName>{date}<leadParagraph><paragraph>Three boats burned.</paragraph></leadParagraph>"
    "</article></ppsarticle></ppsarticleResultSet>"
)


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("<publicationDate><dateTime>2012-02-09T00:00:00</dateTime></publicationDate>", "2012-02-09"),
        ("<publicationDate><dateTime>2012-02-09T10:15:00Z</dateTime></publicationDate>", "2012-02-09T10:15:00+00:00"),
        ("<publicationDateTime><dateTime>2012-02-09T00:00:00Z</dateTime></publicationDateTime>", "2012-02-09"),
        (
            "<publicationDate><dateTime>2012-02-09T00:00:00Z</dateTime></publicationDate>"
            "<publicationTime><time>10:15:00Z</time></publicationTime>",
            "2012-02-09T10:15:00+00:00",
        ),
        ("<publicationDate><date>2012-02-09</date></publicationDate>", "2012-02-09"),
        ("<publicationDate>2012-02-09</publicationDate>", "2012-02-09"),
    ],
)
def test_factiva_dates_in_any_element(date, published):
    (record,) = read(text(XML.format(date=date), "a.xml")).records
    assert record["published"] == published


FACTIVA = """{title}

Por Ana Ruiz
45 {words}
{date}
18:04
The Harbour Times
HARTIM
4
{language}
(c) 2016 The Harbour Times.

Three boats had burned.

The cause is not known.

Document HARTIM0020160305ec350000a

{found}
"""


@pytest.mark.parametrize(
    ("words", "date", "language", "found"),
    [
        ("words", "5 March 2016", "English", "Search Summary\nText\tfire\nResults Found\t1\n"),
        ("mots", "5 mars 2016", "Français", "Résumé de la recherche\nRésultats trouvés: 1\n"),
        ("Wörter", "5. März 2016", "Deutsch", "Suchzusammenfassung\nGefundene Ergebnisse 1\n"),
    ],
)
def test_factiva_saved_as_text_is_read_with_its_own_count(words, date, language, found):
    one = read(text(FACTIVA.format(title="Pier closed", words=words, date=date, language=language, found=found)))
    (record,) = one.records
    assert one.stated == [1]
    assert (record["title"], record["outlet"], record["published"]) == (
        "Pier closed",
        "The Harbour Times",
        "2016-03-05",
    )
    assert record["text"] == "Three boats had burned.\n\nThe cause is not known."
    assert record["stated_words"] == 45


def test_factiva_saved_as_text_with_codes():
    coded = (
        "HD  Pier closed\nWC  12 words\nPD  5 March 2016\nSN  The Gull\nLA  English\nLP  Three boats had burned.\n"
        "TD  The cause is not known.\nAN  Document GULL000020160305ec350000a\n"
    )
    found = read(text(coded))
    assert [(one["title"], one["published"]) for one in found.records] == [("Pier closed", "2016-03-05")]
