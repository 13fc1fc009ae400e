"""CSV in its dialects, with columns called as people call them."""

import io

import pytest
from growth import assert_even_growth

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Remark, Source, delimited, reader_of
from samestory.intake.shared import csv_lines


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


def test_a_column_that_the_user_names_tells_the_separator():
    raw = "Wortlaut;Tag, Ort\nEs brennt, sagt er;14. Oktober\nNichts brennt, sagt sie;15. Oktober\n"
    given = found(raw, columns={"text": "Wortlaut"})
    assert [one["text"] for one in records(given)] == ["Es brennt, sagt er", "Nichts brennt, sagt sie"]


def test_rows_of_other_widths_are_rejected_as_found():
    given = found('title,text\na,b\n"x, y"\nc,d,e\n,\nf,g\n')
    assert [one["title"] for one in records(given)] == ["a", "f"]
    assert rejects(given) == [
        ("row 3, line 3", "has 1 cells, the header has 2", '"x, y"\n'),
        ("row 4, line 4", "has 3 cells, the header has 2", "c,d,e\n"),
    ]


def test_rows_swallowed_by_a_quotation_mark_that_is_never_closed_are_read_again():
    given = found('title,text\na,b\nc,"d\ne,f\ng,h\n')
    assert [(one["title"], one["text"]) for one in records(given)] == [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]
    assert any("never closed in line 3" in one.says for one in given if isinstance(one, Remark))


@pytest.mark.parametrize(
    "closes", ['40;Sign;The sign says 5" nails.', '40;"Sign";All is well.', '40;Sign;"It is ""closed"" now."']
)
def test_a_swallowed_row_is_never_inside_a_text(closes):
    rows = "\n".join(f"{n};Head {n};Report {n} was read." for n in range(9, 40))
    given = found(f'id;title;text\n8;Head 8;"We saw smoke.\n{rows}\n{closes}\n')
    assert len(records(given)) == 33
    assert max(len(one["text"]) for one in records(given)) < 30
    assert rejects(given) == []


def test_a_text_of_several_lines_whose_end_is_not_known_is_rejected():
    given = found('id,title,text\n1,a,"First line\nsecond line without end\n2,b,Text two\n3,c,Text three\n4,d,Four\n')
    assert [one["title"] for one in records(given)] == ["b", "c", "d"]
    assert [(place, reason) for place, reason, _ in rejects(given)] == [
        ("row 2, line 2", "a quotation mark is opened and never closed"),
        ("row 3, line 3", "has 1 cells, the header has 3"),
    ]


def test_quotation_marks_amid_a_text_are_no_damage():
    given = found('title,text\na,"He said ""no"".\n5"" nails, so it rained.\n\nAll day."\nb,c\n')
    assert [one["title"] for one in records(given)] == ["a", "b"] and rejects(given) == []


def test_a_table_that_ends_inside_a_cell_is_told_as_cut():
    given = found('title,text\na,b\nc,"The text begins\nand goes on')
    assert [one["title"] for one in records(given)] == ["a", "c"]
    assert [(one.place, one.n) for one in given if isinstance(one, Reject)] == [("end of file", 0)]


def test_swallowed_rows_are_read_again_in_linear_time():
    """Lines read again are counted: a file of quotation marks makes no more than ten times its own."""
    damaged = "id,title,text\n" + '1,a,"never closed\n2,b,c\n' * 300
    stream = io.TextIOWrapper(io.BytesIO(damaged.encode()), "utf-8", newline="")
    rows = csv_lines.Rows(lines := csv_lines.Lines(stream, "utf-8"), ",")
    rows.width = 3
    assert len(list(rows)) == 601
    assert lines.n_again <= 10 * 601


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
    given = found(f"{','.join(names)}\nFire,Six boats burned.{',0' * n}\nQuay,It is closed.{',1' * (n - 1)}\n")
    assert records(given) == [{"title": "Fire", "text": "Six boats burned."}]
    assert [(place, reason) for place, reason, _ in rejects(given)] == [
        ("row 3, line 3", f"has {n + 1:,} cells, the header has {n + 2:,}")
    ]
    assert Remark("layout", f"comma between cells, {n + 2:,} columns") in given


def test_looking_for_names_given_twice_takes_time_that_grows_with_the_columns():
    def read(n):
        names = ["title", "text", *(f"w{number}" for number in range(n))]
        assert records(found(f"{','.join(names)}\nFire,Six boats burned.{',0' * n}\n"))

    assert_even_growth(read, 12_500, 100_000)


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


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_a_row_in_another_encoding_is_read_in_its_own_and_told(encoding):
    good = "".join(f"Jetée {n},La jetée est fermée.\n" for n in range(30)).encode()
    bad = "Enquête ouverte,La police a ouvert une enquête à la jetée.\n".encode("cp1252")
    source = Source.of_bytes(b"title,text\n" + good + bad + good, "a.csv")
    given = list(delimited.READER.read(source, Options(encoding=encoding)))
    assert records(given)[30]["text"] == "La police a ouvert une enquête à la jetée."
    assert not any("\N{REPLACEMENT CHARACTER}" in one["text"] for one in records(given))
    assert Remark("encoding", "bytes that are not text in utf-8: line 32 read as cp1252") in given


def test_a_row_with_a_broken_sign_is_kept_with_the_rest_of_it_and_told():
    cut = "Пожар,Лодки сгорели в порту.\n".encode().replace("т".encode(), b"\xd1")
    source = Source.of_bytes(b"title,text\n" + "Порт,Причал закрыт.\n".encode() * 5 + cut, "a.csv")
    given = list(delimited.READER.read(source, Options()))
    assert records(given)[5]["text"] == "Лодки сгорели в пор\N{REPLACEMENT CHARACTER}у."
    assert Remark("encoding", "bytes that are not text in utf-8: line 7, kept as U+FFFD") in given


def test_letters_lost_before_the_file_was_saved_are_told():
    given = found("title,text\na,caf\N{REPLACEMENT CHARACTER}\n")
    assert any("letters lost before the file was saved" in one.says for one in given if isinstance(one, Remark))


QUOTED = (
    "Panorama;'Drei Boote brannten; niemand wurde verletzt, sagte ein Sprecher der Polizei am Abend.'\n"
    "Inland;Der Gemeinderat tagt am Donnerstag.\n"
    "Panorama;'Er sagte: ''Ich sah Rauch''; dann rief er die Wache.'\n"
)


def test_a_table_without_header_is_refused_with_what_to_say():
    with pytest.raises(SamestoryError, match=r"no-header.*--quote \"'\".*columns text=2"):
        found(QUOTED)
    with pytest.raises(SamestoryError, match="say which column is the text or the title by its number"):
        found(QUOTED, header=False, quote="'")


def test_a_table_without_header_is_read_by_the_numbers_of_its_columns():
    given = found(QUOTED, header=False, quote="'", columns={"text": "2"})
    assert [one["text"] for one in records(given)] == [
        "Drei Boote brannten; niemand wurde verletzt, sagte ein Sprecher der Polizei am Abend.",
        "Der Gemeinderat tagt am Donnerstag.",
        "Er sagte: 'Ich sah Rauch'; dann rief er die Wache.",
    ]
    assert [one.place for one in given if isinstance(one, Record)] == [
        "row 1, line 1",
        "row 2, line 2",
        "row 3, line 3",
    ]


def test_a_number_names_a_column_of_a_table_with_header():
    assert records(found("a,b\n1,2\n", columns={"text": "2"})) == [{"text": "2"}]
    assert records(found("2,1\nx,y\n", columns={"text": "2"})) == [{"text": "x"}]  # a name comes before a number
