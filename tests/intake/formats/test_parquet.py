"""Parquet: own and guessed columns, times and their precision, damage told."""

import datetime
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Remark, Source, Stated, parquet, reader_of


def packed(columns, **options):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, **options)
    return stream.getvalue()


def found(raw, **options):
    source = Source.of_bytes(raw, "a.parquet")
    assert reader_of(source) is parquet.READER
    return list(parquet.READER.read(source, Options(**options)))


def records(given):
    return [one.fields for one in given if isinstance(one, Record)]


def test_columns_are_guessed_and_rows_counted():
    noon = datetime.datetime(2024, 3, 2, 12, tzinfo=datetime.UTC)
    given = found(
        packed(
            {
                "headline": ["A", "B", None],
                "body": ["one", None, None],
                "date": [noon, None, None],
                "word_count": [1200, None, 3],
                "blob": [b"x", b"y", b"z"],
            }
        )
    )
    assert records(given) == [
        {"title": "A", "text": "one", "published": "2024-03-02 12:00:00+00:00", "stated_words": 1200},
        {"title": "B"},
    ]
    assert Stated(3, "3 rows") in given
    assert [(one.place, one.reason) for one in given if isinstance(one, Reject)] == [
        ("row 3", "neither text nor title")
    ]
    assert any("blob" in one.says for one in given if isinstance(one, Remark))


def test_nanoseconds_and_dates():
    made = {
        "title": ["A", "B"],
        "date": pa.array([1_700_000_000_123_456_789, None], pa.timestamp("ns", tz="UTC")),
    }
    assert records(found(packed(made)))[0]["published"] == "2023-11-14 22:13:20+00:00"
    made = {"title": ["A"], "date": pa.array([datetime.date(2024, 3, 2)])}
    assert records(found(packed(made)))[0]["published"] == "2024-03-02"


def test_damage_costs_the_rows_it_hides_and_says_how_many():
    raw = bytearray(packed({"text": [f"text {n} {'word ' * 50}" for n in range(3000)]}, row_group_size=1000))
    start = pq.ParquetFile(io.BytesIO(raw)).metadata.row_group(1).column(0).data_page_offset
    raw[start + 40 : start + 400] = bytes(360)
    given = found(bytes(raw))
    lost = [one for one in given if isinstance(one, Reject)]
    assert len(records(given)) >= 1000 and len(lost) == 1
    assert len(records(given)) + lost[0].n == 3000


def test_what_is_no_parquet():
    with pytest.raises(SamestoryError, match="not readable as Parquet"):
        found(b"PAR1" + bytes(100))
