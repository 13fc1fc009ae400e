"""Excel: sheets with a header, dates as cells, formulas never computed, bombs and document types refused."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Remark, Source, excel, reader_of


def book(*sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def found(raw, name="a.xlsx", **options):
    return list(excel.READER.read(Source.of_bytes(raw, name), Options(**options)))


def records(given):
    return [one.fields for one in given if isinstance(one, Record)]


HEADER = ["Headline", "Body", "Date", "Source"]


def test_sheets_headers_and_dates():
    first = [["Export of 3 March"], [], HEADER, ["A", "one", datetime.datetime(2024, 3, 2), "Gull"]]
    second = [HEADER, ["B", "two", datetime.datetime(2024, 3, 2, 10, 30), 7], [None] * 4, ["C", None, "2024-03", None]]
    given = found(book(first, second, [["only", "notes"]]))
    assert records(given) == [
        {"title": "A", "text": "one", "published": "2024-03-02", "outlet": "Gull"},
        {
            "title": "B",
            "text": "two",
            "outlet": "7",
            "published": "2024-03-02",
            "time_shown": "10:30:00",
        },
        {"title": "C", "published": "2024-03"},
    ]
    assert Remark("layout", "sheets not read, as no column of theirs means text or title: s2") in given


def test_a_zone_makes_the_hour_count():
    rows = [HEADER, ["B", "two", datetime.datetime(2024, 3, 2, 10, 30), "Gull"]]
    assert records(found(book(rows), zone="Europe/Kyiv"))[0]["published"] == "2024-03-02T10:30:00+02:00"


def test_formulas_are_not_computed_and_told():
    given = found(book([HEADER, ["A", '=HYPERLINK("http://x.example","y")', None, None]]))
    assert records(given) == [{"title": "A"}]
    assert any("holds formulas" in one.says for one in given if isinstance(one, Remark))


def test_cells_beyond_the_header():
    given = found(book([["Title", "Text"], ["A", "one", "stray"], ["B", "two"]]))
    assert [one["title"] for one in records(given)] == ["B"]
    assert [one.place for one in given if isinstance(one, Reject)] == ["sheet 's0', row 2"]


def test_no_sheet_with_a_header():
    with pytest.raises(SamestoryError, match="no sheet has a row of column names"):
        found(book([["a", "b"], [1, 2]]))


def test_an_old_workbook_says_what_to_do():
    source = Source.of_bytes(excel.OLD + bytes(600), "a.xls")
    assert reader_of(source) is excel.READER
    with pytest.raises(SamestoryError, match=r"save it as \.xlsx without a password, or CSV"):
        list(excel.READER.read(source, Options()))


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_bomb_is_refused_before_it_unpacks():
    raw = packed({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)})
    assert len(raw) < 100_000
    with pytest.raises(SamestoryError, match="unpack to 30,000,004"):
        found(raw)


def test_a_document_type_is_refused():
    raw = packed({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})
    with pytest.raises(SamestoryError, match=r"xl/workbook\.xml declares a document type; refused"):
        found(raw)


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"PK\x03\x04" + bytes(300)])
def test_what_is_no_workbook(raw):
    with pytest.raises(SamestoryError, match="not readable as a workbook"):
        found(raw)
