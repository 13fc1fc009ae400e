"""CSV in its dialects, with columns called as people call them."""

import time

import pytest

from samestory.errors import SamestoryError
from samestory.readers import Options, Record, Reject, Remark, Source, delimited, reader_of


def found(text, name="a.csv", encoding="utf-8", **options):
    source = Source.of_bytes(text.encode(encoding), name)
    return list(delimited.READER.read(source, Options(**options)))


def records(given):
    return [one.fields for one in given if isinstance(one, Record)]


def rejects(given):
    return [(one.place, one.reason, one.raw) for one in given if isinstance(one, Reject)]


@pytest.mark.parametrize(
    ("header", "sign", "encoding"),
    [
        ("title,text,published,outlet", ",", "utf-8"),
        ("Headline\tBody\tpub_date\tSource", "\t", "utf-16"),
        ("Titre;Texte intégral;Date de publication;Nom du journal", ";", "cp1252"),
        ("Überschrift|Volltext|Datum|Zeitung", "|", "utf-8-sig"),
        ("Заголовок;Текст;Дата;Источник", ";", "utf-8"),
        ("Назва;Зміст;Дата публікації;Видання", ";", "utf-8"),
    ],
)
def test_dialects_and_languages(header, sign, encoding):
    row = sign.join(['"One, two; three"', '"First line\nsecond ""line"" "', "2024-10-14", "Gull"])
    given = found(f"{header}\r\n{row}\r\n", encoding=encoding)
    assert records(given) == [
        {"title": "One, two; three", "text": 'First line\nsecond "line" ', "published": "2024-10-14", "outlet": "Gull"}
    ]
    assert rejects(given) == []


def test_a_comma_table_under_another_name_has_to_show_known_columns():
    table = Source.of_bytes(b"title,text,date\na,b,2024-01-01\n", "a.txt")
    prose = Source.of_bytes(b"First, second, third\nand more, of this, kind\n", "a.txt")
    assert reader_of(table).name == "CSV" and reader_of(prose).name == "plain text"


def test_rows_of_other_widths_are_rejected_as_found():
    given = found('title,text\na,b\n"x, y"\nc,d,e\n,\nf,g\n')
    assert [one["title"] for one in records(given)] == ["a", "f"]
    assert rejects(given) == [
        ("row 3, line 3", "has 1 cells, the header has 2", '"x, y"\n'),
        ("row 4, line 4", "has 3 cells, the header has 2", "c,d,e\n"),
    ]


def test_a_quotation_without_end_is_a_reject_and_no_hang():
    given = found('title,text\na,b\nc,"d\ne,f\ng,h\n')
    assert records(given)[0]["title"] == "a"
    assert len(records(given)) + len(rejects(given)) == 2


def test_day_and_month_are_decided_by_the_file_or_the_user():
    rows = "title,date\na,03/04/2024\nb,13/04/2024\n"
    given = found(rows)
    assert [one["published"] for one in records(given)] == ["2024-04-03", "2024-04-13"]
    assert Remark("dates", "numeric dates read day before month, as their numbers above 12 show") in given
    open_rows = "title,date\na,03/04/2024\n"
    assert "published" not in records(found(open_rows))[0]
    assert records(found(open_rows))[0]["date_shown"] == "03/04/2024"
    assert any("--day-first or --month-first" in one.says for one in found(open_rows) if isinstance(one, Remark))
    assert records(found(open_rows, day_first=True))[0]["published"] == "2024-04-03"
    assert records(found(open_rows, day_first=False))[0]["published"] == "2024-03-04"


def test_an_hour_never_vanishes():
    """What could be an hour stays to be seen where it could not be read as one."""
    shown = ["2024-04-15T08Z", "2024-04-15 08Z", "15 avril 2024 - 8 heures", "15 avril 2024", "2024-04-15T08:30Z"]
    kept = records(found("title,date\n" + "".join(f"a,{one}\n" for one in shown)))
    assert [{key: one[key] for key in one if key != "title"} for one in kept] == [
        {"published": "2024-04-15", "time_shown": "08Z"},
        {"published": "2024-04-15", "date_shown": "2024-04-15 08Z"},
        {"published": "2024-04-15", "date_shown": "15 avril 2024 - 8 heures"},
        {"published": "2024-04-15"},
        {"published": "2024-04-15T08:30Z"},
    ]


def test_the_own_form_comes_back_with_its_precision():
    rows = (
        "title,published,published_precision\na,2024-10-01 00:00:00+00:00,month\nb,2024-10-01 00:00:00+00:00,minute\n"
    )
    assert [one["published"] for one in records(found(rows))] == ["2024-10", "2024-10-01 00:00:00+00:00"]


def test_no_column_means_a_text():
    with pytest.raises(SamestoryError, match="no column of its first row means text or title.*a, b"):
        found("a,b\n1,2\n")
    assert records(found("a,b\n1,2\n", columns={"text": "b"})) == [{"text": "2"}]


@pytest.mark.parametrize("n", [9_000, 500_002])
def test_a_header_longer_than_the_head_that_is_looked_at(n):
    """A header is read to its end, however many columns a survey or a matrix of words has."""
    names = ["title", "text", *(f"w{number}" for number in range(n))]
    begin = time.process_time()
    given = found(f"{','.join(names)}\nFire,Six boats burned.{',0' * n}\nQuay,It is closed.{',1' * (n - 1)}\n")
    assert records(given) == [{"title": "Fire", "text": "Six boats burned."}]
    assert [(place, reason) for place, reason, _ in rejects(given)] == [
        ("row 3, line 3", f"has {n + 1:,} cells, the header has {n + 2:,}")
    ]
    assert Remark("layout", f"comma between cells, {n + 2:,} columns") in given
    assert time.process_time() - begin < 15  # looking for names given twice is not quadratic


def test_a_header_may_hold_lines_blanks_and_a_mark():
    given = found(
        '\ufeff\n;;\n"Titre\nde l’article";"texte ";\nFeu;Six bateaux;7\n', columns={"title": "Titre\nde l’article"}
    )
    assert records(given) == [{"title": "Feu", "text": "Six bateaux"}] and rejects(given) == []
    assert records(found('\ufeff"title";text\na;b\n', encoding="utf-8")) == [{"title": "a", "text": "b"}]


def test_a_first_row_without_end_is_no_header(monkeypatch):
    monkeypatch.setattr(delimited, "MAX_CELL", 200_000)
    with pytest.raises(SamestoryError, match="a first row of more than 200,000 signs is no header"):
        found("title,text," + "a" * 300_000)
    with pytest.raises(SamestoryError, match="its first row is not readable as CSV: field larger than field limit"):
        found('title,text,"' + "a\n" * 150_000)


def test_a_column_given_twice():
    with pytest.raises(SamestoryError, match="column given twice in the header: text"):
        found("text,text\n1,2\n")


def test_excels_line_about_the_sign_is_no_header():
    assert records(found("sep=;\ntitle;text\na;b\n")) == [{"title": "a", "text": "b"}]


def test_bytes_that_are_no_text_are_kept_and_told():
    source = Source.of_bytes(b"title,text\na,caf\xe9\n", "a.csv")
    given = list(delimited.READER.read(source, Options(encoding="utf-8")))
    assert records(given) == [{"title": "a", "text": "caf\N{REPLACEMENT CHARACTER}"}]
    assert any("no text in utf-8" in one.says for one in given if isinstance(one, Remark))
