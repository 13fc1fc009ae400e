"""Word, OpenDocument and PDF: one document, one article, and clear rejects."""

import io
import zipfile

import docx
import pytest
from odfdo import Document, Header, Paragraph
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Source, reader_of
from samestory.intake.formats.pdf import NO_LAYER, paragraphs_of

LINES = (
    "Dam breaks",
    "Northern Courier, 12 May 2026",
    "The dam gave way at dawn, the fire service said.",
    "It rained.",
)
TEXT = "The dam gave way at dawn, the fire service said.\n\nIt rained."


def word(lines):
    made, raw = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(raw)
    return raw.getvalue()


def open_document(lines):
    made, raw = Document("text"), io.BytesIO()
    made.body.clear()
    made.body.append(Header(1, lines[0]))
    for line in lines[1:]:
        made.body.append(Paragraph(line))
    made.save(raw)
    return raw.getvalue()


def pdf(lines):
    made, raw = PdfWriter(), io.BytesIO()
    page = made.add_blank_page(595, 842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): made._add_object(named)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    shown = [b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*" for line in lines]
    stream = DecodedStreamObject()
    stream.set_data(b"\n".join([b"BT /F1 11 Tf 14 TL 50 790 Td", *shown, b"ET"]))
    page[NameObject("/Contents")] = made._add_object(stream)
    made.write(raw)
    return raw.getvalue()


def read(raw, name):
    source = Source.of_bytes(raw, name)
    reader = reader_of(source)
    return reader.name, list(reader.read(source, Options()))


@pytest.mark.parametrize(
    ("make", "name", "format"),
    [(word, "a.docx", "Word"), (open_document, "a.odt", "OpenDocument text")],
)
def test_a_document_is_one_article(make, name, format):
    found, records = read(make(LINES), name)
    (record,) = [one for one in records if isinstance(one, Record)]
    assert found == format
    assert record.fields["title"] == "Dam breaks" and record.fields["outlet"] == "Northern Courier"
    assert record.fields["published"] == "2026-05-12" and record.fields["text"] == TEXT


def test_lines_of_a_pdf_become_paragraphs():
    lines = [
        *LINES[:2], "", "The dam gave way at dawn, the fire service of the region said after it had sear-",
        "ched the town for most of the day and a part of the night.", "",
        "It rained.",
    ]  # fmt: skip
    found, records = read(pdf(lines), "a.pdf")
    (record,) = [one for one in records if isinstance(one, Record)]
    assert found == "PDF" and record.fields["title"] == "Dam breaks"
    assert record.fields["text"].startswith(
        "The dam gave way at dawn, the fire service of the region said after it had"
    )
    assert "searched the town" in record.fields["text"] and record.fields["text"].endswith("It rained.")


def test_a_pdf_of_pictures_says_that_it_has_no_text_layer():
    (reject,) = read(pdf([]), "scan.pdf")[1]
    assert isinstance(reject, Reject) and reject.reason == NO_LAYER and NO_LAYER.startswith("no text layer")


@pytest.mark.parametrize(("n", "said"), [(100, None), (101, "101 pages; an article may have 100")])
def test_a_pdf_may_have_a_hundred_pages(n, said):
    made, raw = PdfWriter(), io.BytesIO()
    for _ in range(n):
        made.add_blank_page(width=100, height=100)
    made.write(raw)
    if said:
        with pytest.raises(SamestoryError, match=said):
            read(raw.getvalue(), "book.pdf")
    else:
        assert read(raw.getvalue(), "scan.pdf")[1][0].reason == NO_LAYER


def test_page_numbers_and_the_name_on_every_page_are_left_out():
    from samestory.intake.formats.pdf import _without_margins

    pages = [["The Daily", f"Text {n} of the page.", f"More of it, line {n}.", str(n)] for n in range(1, 5)]
    assert _without_margins(pages)[0] == ["Text 1 of the page.", "More of it, line 1."]


def test_a_title_on_two_lines_is_one_if_the_properties_say_so():
    text = paragraphs_of(
        [["A dam above the", "town breaks", "", "It rained all night."]], "A dam above the town breaks"
    )
    assert text.split("\n\n") == ["A dam above the town breaks", "It rained all night."]


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"%PDF-1.4 and then nothing", "a.pdf", "cannot be read as PDF"),
        (open_document(LINES)[:300], "a.odt", "cannot be opened as OpenDocument"),
    ],
)
def test_a_broken_document_says_so(raw, name, said):
    with pytest.raises(SamestoryError, match=said):
        read(raw, name)


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("samestory.intake.formats.open_document.MOST_BYTES", 100)
    with pytest.raises(SamestoryError, match="unpacks to more than 100 bytes"):
        read(open_document(LINES), "a.odt")


def test_entities_are_never_expanded():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        parts.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    with pytest.raises(SamestoryError, match="declares entities"):
        read(raw.getvalue(), "a.odt")


def test_notes_are_no_part_of_the_text():
    made, raw = Document("text"), io.BytesIO()
    made.body.clear()
    paragraph = Paragraph("The dam gave way at dawn, and the mud came down.")
    paragraph.insert_note(after="dam", note_id="n1", citation="1", body="Not for readers.")
    made.body.append(paragraph)
    made.save(raw)
    (record,) = [one for one in read(raw.getvalue(), "a.odt")[1] if isinstance(one, Record)]
    assert "Not for readers" not in record.fields["text"]
