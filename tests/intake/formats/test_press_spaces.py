"""Non-breaking spaces: French sets them before its signs, so texts keep them; what stands around a text is known
without them."""

import io
import re
import zipfile

import pytest
from press_reading import SAMPLES, read

from samestory.intake.formats import Source, reader_of

# In what follows ~ is U+00A0, ^ is U+202F, and each format writes them its own way.
SET = {"~": "\u00a0", "^": "\u202f"}
ONE, TWO = "Le préfet^: «~tout est calme~». Coût^: 3^000~€.", "Rien d’autre^!"
TITLE, OUTLET, DATE, WORDS = "Port^: le~calme", "Le~Phare", "17~octobre 2024", "1^204~mots"


def as_text(said):
    return "".join(SET.get(sign, sign) for sign in said)


def as_html(said):
    return said.replace("~", "&nbsp;").replace("^", "&#8239;")


def as_rtf(lines):
    signs = {"~": "\\~", "^": "\\u8239?"}
    said = "\n".join(lines)
    plain = "".join(signs.get(sign) or (sign if sign.isascii() else f"\\u{ord(sign)}?") for sign in said)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\fswiss\\fcharset0 Arial;}}}}\n{plain}}}"


CODES = [
    ("HD", TITLE), ("WC", WORDS), ("PD", DATE), ("SN", OUTLET), ("LA", "Français"), ("LP", ONE), ("TD", TWO),
    ("AN", "Document~PHARNO0020241017ekah00003"),
]  # fmt: skip
ORDER = [
    TITLE, WORDS, DATE, OUTLET, "PHARNO", "Français", "(c)~2024 Le Phare", ONE, TWO,
    "Document~PHARNO0020241017ekah00003",
]  # fmt: skip
LEXIS = [
    "1~of 1~DOCUMENTS", OUTLET, DATE, TITLE, f"LONGUEUR: {WORDS}", ONE, TWO, "DATE-CHARGEMENT: 18~octobre 2024",
    "LANGUE:~FRENCH; FRANÇAIS",
]  # fmt: skip
UNI = [
    TITLE, OUTLET, DATE, "", f"Longueur^: {WORDS}", "Corps~du texte", "", ONE, "", TWO, "", "Classification", "",
    "Langue^:~FRENCH", "Fin~du document",
]  # fmt: skip

ARTICLE = '<html><head><title>Factiva</title></head><body><div class="article frArticle">{}</div></body></html>'
ROW = "\\trowd\\cellx1200\\cellx9000\n\\pard\\intbl{{\\b {}}}~\\cell \\pard\\intbl {}\\cell\\row"
FACTIVA_CODES = "".join(f"<tr><td><b>{code}</b>~</td><td><p>{said}</p></td></tr>" for code, said in CODES)
LEXIS_HTML = "".join(f"<div><p>{said}</p></div>" for said in LEXIS)
FACTIVA_XML = f"""<?xml version="1.0"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">
<ppsarticleResultSet count="1"><ppsarticle><article><accessionNo>A1</accessionNo><baseLanguage>FR</baseLanguage>
<headline><paragraph>{TITLE}</paragraph></headline><leadParagraph><paragraph>{ONE}</paragraph></leadParagraph>
<tailParagraphs><paragraph>{TWO}</paragraph></tailParagraphs><publicationDate><date>2024-10-17</date></publicationDate>
<sourceName>{OUTLET}</sourceName><wordCount>1204</wordCount></article></ppsarticle></ppsarticleResultSet>
</ppsArticleResponse></PPSResponse>"""
PROQUEST = f"""<html><body><a name="DocID_GULL_1"></a><p style="font-weight:bold">{TITLE}</p>
<p><strong>Author:~~</strong>La~rédaction</p><p><strong>Full~text:~ </strong></p><p>{ONE}</p><p>{TWO}</p>
<p><strong>Publication~title: </strong>{OUTLET}</p><p><strong>Publication date: </strong>Oct~17, 2024</p>
<p><strong>Language of publication: </strong>French</p><p><strong>Word count:~</strong>1^204</p>
<p><strong>ProQuest document ID: </strong>77</p><p><strong>Database:~</strong>Newsstream</p></body></html>"""


def word_file():
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{as_text(line)}</w:t></w:r></w:p>' for line in UNI)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        parts.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
    return stream.getvalue()


LAYOUTS = [
    ("a.html", ARTICLE.format(as_html(f"<table>{FACTIVA_CODES}</table>")), "Factiva HTML"),
    ("a.html", ARTICLE.format(as_html("".join(f"<p>{said}</p>" for said in ORDER))), "Factiva HTML"),
    ("a.rtf", as_rtf(f"\\pard {said}\\par\\par" for said in ORDER), "Factiva RTF"),
    ("a.rtf", as_rtf(ROW.format(code, said) for code, said in CODES), "Factiva RTF"),
    ("a.html", f"<html><body><!-- <DOC NUMBER=1>\n<DOCFULL> -->{as_html(LEXIS_HTML)}</body></html>", "LexisNexis HTML"),
    ("a.xml", as_text(FACTIVA_XML), "Factiva XML"),
    ("a.txt", as_text("\n\n".join(f"    {said}" for said in LEXIS)), "LexisNexis text"),
    ("a.rtf", as_rtf(f"\\pard {said}\\par\\par" for said in LEXIS), "Nexis RTF"),
    ("a.rtf", as_rtf(f"\\pard\\plain {said}\\par" for said in UNI), "Nexis RTF"),
    ("a.docx", word_file(), "Nexis Uni Word"),
    ("a.html", as_html(PROQUEST), "ProQuest HTML"),
    (
        "a.html",
        as_html(PROQUEST.replace(f"<p>{ONE}", f"<text><p>{ONE}").replace(f"{TWO}</p>", f"{TWO}</p></text>")),
        "ProQuest HTML",
    ),
]


@pytest.mark.parametrize(
    ("name", "made", "reader"), LAYOUTS, ids=[f"{reader} {n}" for n, (_, _, reader) in enumerate(LAYOUTS)]
)
def test_the_text_keeps_them_and_the_fields_do_not(name, made, reader):
    source = Source.of_bytes(made if isinstance(made, bytes) else made.encode(), name)
    assert reader_of(source).name == reader
    found = read(source)
    (fields,) = found.records
    assert fields["text"] == as_text(f"{ONE}\n\n{TWO}")
    assert (fields["title"], fields["outlet"]) == ("Port : le calme", "Le Phare")
    assert (fields["published"], fields["language"], fields["stated_words"]) == ("2024-10-17", "fr", 1204)
    assert not found.rejects


@pytest.mark.parametrize(
    ("name", "encoding"), [("factiva_plain.html", "utf-8"), ("nexis_de.txt", "utf-8"), ("nexis_fr.txt", "cp1252")]
)
def test_wherever_they_stand_the_records_are_the_same(name, encoding):
    before = read(SAMPLES / name)
    raw = (SAMPLES / name).read_text(encoding)
    between = re.compile(r"(?<=[\w:,.]) (?=\w)(?![^<>]*>)")  # two words, in labels and marks too, and in no tag
    made = between.sub("\u00a0", raw)
    assert made.count("\u00a0") > 20
    after = read(Source.of_bytes(made.encode(encoding), name))
    assert any("\u00a0" in text for text in after.texts())
    plain = [{field: str(said).replace("\u00a0", " ") for field, said in one.items()} for one in after.records]
    assert plain == [{field: str(said) for field, said in one.items()} for one in before.records]
    assert (after.stated, after.places, after.remarks) == (before.stated, before.places, before.remarks)
