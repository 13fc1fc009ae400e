"""Damaged and hostile exports: refused, rejected or reported; no crash, no hang, nothing outside the file."""

import io
import random
import time
import zipfile

import pytest
from growth import units
from press_reading import SAMPLES, read, sample
from test_press_layouts import docx

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Source, reader_named

READERS = {
    "nexis_de.txt": "LexisNexis text",
    "nexis_uni.rtf": "Nexis RTF",
    "factiva_codes.rtf": "Factiva RTF",
    "factiva_plain.rtf": "Factiva RTF",
    "factiva_plain.html": "Factiva HTML",
    "proquest.txt": "ProQuest text",
    "europresse_saved.html": "Europresse HTML",
    "alceste.txt": "Alceste text",
}
ODD = (
    b"<div>" * 400,
    b"{" * 3000,
    b"<a name=DocID_",
    b"\x00" * 50,
    b"&#" * 500,
    b"9" * 5000,
    b"_" * 5000,
    b"\n" * 2000,
)


def packed(**parts: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return raw.getvalue()


def test_a_word_file_that_unpacks_without_bound_is_refused(monkeypatch):
    monkeypatch.setattr("samestory.intake.shared.docx.MOST_BYTES", 1_000_000)
    bomb = packed(word__document_xml=b" " * 3_000_000)
    assert len(bomb) < 10_000
    with pytest.raises(SamestoryError, match="unpacks to more than 1,000,000 bytes"):
        read(Source.of_bytes(bomb, "bomb.docx"), "Nexis Uni Word")


ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<ppsarticleResultSet><article><headline>&b;&c;</headline><sourceName>The Gull</sourceName></article>
</ppsarticleResultSet>"""


def test_entities_are_refused():
    for raw in (ENTITIES, ENTITIES.decode().encode("utf-16")):
        with pytest.raises(SamestoryError, match="declares XML entities"):
            read(Source.of_bytes(raw, "a.xml"), "Factiva XML")
    with pytest.raises(SamestoryError, match="declares entities"):
        read(Source.of_bytes(packed(word__document_xml=ENTITIES), "a.docx"), "Nexis Uni Word")


def test_a_document_type_outside_is_not_fetched(tmp_path):
    (tmp_path / "x.dtd").write_text('<!ENTITY secret "read">')
    raw = f'<!DOCTYPE x SYSTEM "{tmp_path}/x.dtd"><r><article><headline>A &secret; B</headline></article></r>'
    found = read(Source.of_bytes(raw.encode(), "a.xml"), "Factiva XML")
    assert "read" not in found.records[0]["title"]


def test_a_page_that_nests_without_end_is_refused_or_rejected():
    deep = "<div>" * 100_000
    with pytest.raises(SamestoryError, match="nests too deep"):
        read(Source.of_bytes(f"<html>{deep}factiva".encode(), "a.html"), "Factiva HTML")
    record = '<a name="DocID_{}"></a><p style="font-weight:bold">T</p><text>{}A.</text><strong>Database: </strong>N'
    page = record.format(1, deep) + record.format(2, "")
    found = read(Source.of_bytes(page.encode(), "a.html"), "ProQuest HTML")
    assert [(one["title"], one["text"]) for one in found.records] == [("T", "A.")]
    (reject,) = found.rejects
    assert "document 1" in reject.place and "nests too deep" in reject.reason
    assert reject.raw.startswith('<a name="DocID_1">') and len(reject.raw) <= 20_000


def test_scripts_and_styles_are_no_text():
    page = (SAMPLES / "europresse_saved.html").read_text(encoding="utf-8")
    page = page.replace("<p>Le hangar", "<script>alert('x')</script><style>p{}</style><p>Le hangar")
    found = read(Source.of_bytes(page.encode(), "a.html"))
    assert "alert" not in found.records[0]["text"] and "p{}" not in found.records[0]["text"]


def test_rtf_links_take_no_time_and_give_their_words():
    links = (
        '{\\field{\\*\\fldinst{HYPERLINK "http://a.example"}}{\\fldrslt{word}}}'
        + '{\\field{\\*\\fldinst{HYPERLINK "a"' * 5000
    )
    raw = (SAMPLES / "nexis_uni.rtf").read_text(encoding="ascii").replace("A shed", f"A {links} shed", 1)
    begun = time.process_time()
    with pytest.raises(SamestoryError):  # its braces never close, so no document ends
        read(Source.of_bytes(raw.encode(), "a.rtf"), "Nexis RTF")
    assert units(time.process_time() - begun) < 60
    one_link = (SAMPLES / "nexis_uni.rtf").read_text(encoding="ascii").replace("A shed", f"A {links[:64]} shed", 1)
    assert "A word shed in the harbour" in read(Source.of_bytes(one_link.encode(), "a.rtf"), "Nexis RTF").texts()[0]


def test_a_damaged_table_of_fonts_takes_no_time():
    raw = (SAMPLES / "nexis_uni.rtf").read_bytes()
    damaged = raw.replace(b"{\\fonttbl", b"{\\fonttbl" + b"\\f0\\fcharset0 a" * 2000, 1)
    begun = time.process_time()
    assert read(Source.of_bytes(damaged, "a.rtf"), "Nexis RTF").records[0]["outlet"] == "The Gull"
    assert units(time.process_time() - begun) < 60


def test_letters_of_a_font_are_read_in_its_character_set():
    said = r"{\f1 \'cf\'ee\'f0\'f2}"  # Windows-1251
    raw = (SAMPLES / "nexis_uni.rtf").read_bytes().replace(b"A shed", said.encode(), 1)
    raw = raw.replace(b"Arial;}}", rb"Arial;}{\f1\fswiss\fcharset204 Arial;}}", 1)
    assert read(Source.of_bytes(raw, "a.rtf"), "Nexis RTF").texts()[0].startswith("Порт in the harbour")


@pytest.mark.parametrize(
    ("name", "until", "says"),
    [
        ("nexis_uni.rtf", b"Graphic", "does not end with a brace"),
        ("factiva_plain.html", b"<div>5 mots", "does not end with </html>"),
        ("europresse_saved.html", b"<footer><small>", "does not end with </html>"),
        ("proquest.txt", b"ProQuest document ID: 1000000003", "may be cut"),
    ],
)
def test_a_cut_file_says_so(name, until, says):
    raw = (SAMPLES / name).read_bytes()
    found = read(Source.of_bytes(raw[: raw.rindex(until)], name))
    assert any(says in one.reason for one in found.rejects)
    assert {one.n for one in found.rejects} == {0}
    assert found.records


def test_a_cut_mail_says_so():
    raw = (
        b"From: noreply@proquest.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\n"
        b"Content-Type: text/html\n\n<p><a name='DocID_1'></a><p style='font-weight:bold'>Title</p><p>ProQuest</p>"
        b"<strong>Full text: </strong><p>Some te"
    )
    found = read(Source.of_bytes(raw, "a.eml"))
    (reject,) = found.rejects
    assert "the mail does not end as mails do" in reject.reason and reject.n == 0
    assert (found.records[0]["title"], found.records[0]["text"]) == ("Title", "Some te")


def test_records_a_broken_tag_hides_are_counted():
    page = (SAMPLES / "europresse_saved.html").read_text(encoding="utf-8").replace("<article><header>", "<header>", 2)
    page = page.replace("<header>", "<article><header>", 1)  # the second record lost its beginning
    found = read(Source.of_bytes(page.encode(), "a.html"))
    assert (found.stated, len(found.records)) == ([2], 1)
    assert any("1 may be missing" in says or "is outside every article" in says for says in found.remarks)


def test_a_record_without_anything_is_a_reject():
    lines = ("Dokument 1 von 2", "", "", "Dokument 2 von 2", "", "Hallig Anzeiger", "", "13. Oktober 2024", "", "Brand")
    found = read(Source.of_bytes("\n".join(lines).encode(), "a.txt"), "LexisNexis text")
    assert (len(found.records), len(found.rejects), found.stated) == (1, 1, [2])
    assert found.rejects[0].place == "document 1, line 1"
    assert found.rejects[0].reason.startswith("neither title nor text")


def test_an_unreadable_date_stays_as_shown():
    lines = (
        "Dokument 1 von 1",
        "",
        "Hallig Anzeiger",
        "",
        "31. Februar 2024",
        "",
        "Brand",
        "",
        "LÄNGE: viele",
        "",
        "Es brennt.",
    )
    found = read(Source.of_bytes("\n".join(lines).encode(), "a.txt"), "LexisNexis text")
    (one,) = found.records
    assert "published" not in one and "stated_words" not in one
    assert "31. Februar 2024" in one["title"] + one.get("date_shown", "") + one["text"]
    assert any("length 'viele' not read" in says for says in found.remarks)
    assert any("no date line found" in says for says in found.remarks)


def test_an_unknown_language_is_said():
    raw = b"**** *outlet_Gull *language_Klingon\nText.\n"
    found = read(Source.of_bytes(raw, "a.txt"))
    assert "language" not in found.records[0]
    assert any("language 'Klingon' is none known here" in says for says in found.remarks)
    given = read(Source.of_bytes(raw, "a.txt"), options=Options(language="en"))
    assert given.records[0]["language"] == "en"


def mutated(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 3))):
        kind, at = chance.randrange(6), chance.randrange(len(data) + 1)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            for _ in range(chance.choice((1, 10, 100)) if data else 0):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind == 2:
            said = bytes(data).decode("utf-8", "replace")
            data = bytearray(said.encode(chance.choice(("utf-16", "latin-1", "cp1251", "utf-32")), "replace"))
        elif kind == 3:
            data[at:at] = data[at : at + chance.randrange(1, 3000)] * chance.choice((1, 3, 50))
        elif kind == 4:
            data[at:at] = chance.choice(ODD)
        else:
            del data[at : at + chance.randrange(1, 2000)]
    return bytes(data)


@pytest.mark.parametrize("name", [*READERS, "a.docx"])
def test_mutations_give_records_rejects_or_a_refusal(name):
    if name == "a.docx":
        raw, format_ = docx("T", "The Gull", "May 5, 2024", "Body", "Text.", "End of Document"), "Nexis Uni Word"
    else:
        raw, format_ = (SAMPLES / name).read_bytes(), READERS[name]
    chance, reader = random.Random(f"{name} 1"), reader_named(format_)  # noqa: S311
    for _ in range(40):
        source = Source.of_bytes(mutated(raw, chance), name)
        began = time.process_time()
        reader.recognises(source)
        try:
            found = list(reader.read(source, Options()))
        except SamestoryError as error:
            assert str(error).startswith(name) or ":" in str(error)
        else:
            assert found
        taken = time.process_time() - began
        assert taken < 1 or units(taken) < 100


def test_the_samples_are_as_the_mutations_expect():
    assert all(sample(name).records for name in READERS)
