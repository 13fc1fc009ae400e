"""JSON and JSON lines: each known shape, and each way one record can be broken without costing its neighbours."""

import json

import pytest
from growth import assert_even_growth

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Remark, Source, Stated, jsons, reader_of
from samestory.intake.shared import large_json
from samestory.intake.shared.large_json import read_large


def found(raw, name="a.json", **options):
    source = Source.of_bytes(raw.encode() if isinstance(raw, str) else raw, name)
    reader = reader_of(source)
    assert reader is not None and reader.name.startswith("JSON")
    return list(reader.read(source, Options(**options)))


def records(given):
    return [one.fields for one in given if isinstance(one, Record)]


def rejects(given):
    return [(one.place, one.reason, one.raw) for one in given if isinstance(one, Reject)]


NEWSAPI = {
    "status": "ok",
    "totalResults": 38,
    "articles": [
        {
            "source": {"id": None, "name": "The Gull"},
            "author": None,
            "title": "Fire",
            "description": "A fire.",
            "url": "https://gull.example/1",
            "publishedAt": "2024-10-14T08:30:00Z",
            "content": "A fire began… [+1234 chars]",
        }
    ],
}
EVENT_REGISTRY = {
    "articles": {
        "results": [
            {
                "uri": "77",
                "lang": "eng",
                "date": "2024-10-14",
                "dateTime": "2024-10-14T10:00:00Z",
                "title": "Fire",
                "body": "A fire began.",
                "source": {"uri": "gull.example", "title": "The Gull"},
                "authors": [{"uri": "a", "name": "A. Hand"}, {"name": "B. Hand"}],
            }
        ],
        "totalResults": 1,
    }
}


def test_newsapi():
    given = found(json.dumps(NEWSAPI))
    assert Stated(38, "totalResults: 38", of_search=True) in given
    assert records(given) == [
        {
            "title": "Fire",
            "url": "https://gull.example/1",
            "published": "2024-10-14T08:30:00Z",
            "text": "A fire began… [+1234 chars]",
            "outlet": "The Gull",
        }
    ]


def test_what_newsapi_holds_no_more_is_a_reject():
    removed = dict.fromkeys(("author", "title", "description", "content"), "[Removed]")
    removed |= {"source": {"id": None, "name": "[Removed]"}, "publishedAt": "1970-01-01T00:00:00Z"}
    half = NEWSAPI["articles"][0] | {"content": "[Removed]"}
    given = found(json.dumps({"status": "ok", "articles": [removed, half, NEWSAPI["articles"][0]]}))
    assert [one["text"] for one in records(given)] == ["A fire.", "A fire began… [+1234 chars]"]
    ((place, reason, raw),) = rejects(given)
    assert place == "articles 1" and "1970-01-01" in raw
    assert reason.startswith("withdrawn from the service: [Removed] stands for its ") and "title" in reason


def test_event_registry():
    given = found(json.dumps(EVENT_REGISTRY))
    assert Stated(1, "totalResults: 1", of_search=True) in given
    assert records(given) == [
        {
            "language": "en",
            "published": "2024-10-14T10:00:00Z",
            "title": "Fire",
            "text": "A fire began.",
            "outlet": "The Gull",
            "author": "A. Hand; B. Hand",
        }
    ]


def test_news_please_and_trafilatura():
    page = {
        "title": "Fire",
        "maintext": "A fire.",
        "date_publish": "2017-07-17 17:03:00",
        "source_domain": "gull.example",
    }
    assert records(found(json.dumps(page))) == [
        {
            "title": "Fire",
            "text": "A fire.",
            "outlet": "gull.example",
            "published": "2017-07-17",
            "time_shown": "17:03:00",
        }
    ]
    page = {
        "title": "Fire",
        "author": "A. Hand",
        "hostname": "gull.example",
        "date": "2024-10-14",
        "raw_text": "A",
        "text": "A fire.",
    }
    assert records(found(json.dumps(page))) == [
        {"title": "Fire", "author": "A. Hand", "outlet": "gull.example", "published": "2024-10-14", "text": "A fire."}
    ]


def test_lines_keep_what_is_sound_and_say_why_the_rest_is_not():
    lines = [
        '{"title":"A","text":"one"}',
        '{"title":"B","title":"C","text":"two"}',
        '{"title" : "B", "title"\t:"C"}',
        '{"text": NaN}',
        "[1]",
        '{"a":1}',
        "{bad",
        "",
        '{"text":"he said \\":x\\" twice"}',
        '{"text":"last"}',
    ]
    given = found("\n".join(lines), "a.jsonl")
    assert [one["text"] for one in records(given)] == ["one", 'he said ":x" twice', "last"]
    told = rejects(given)
    assert [place for place, _, _ in told] == ["line 2", "line 3", "line 4", "line 5", "line 6", "line 7"]
    assert "the key 'title' is given twice" in told[0][1] and "the key 'title' is given twice" in told[1][1]
    assert "NaN is not JSON" in told[2][1] and told[3][1] == "holds a list where an object is wanted"
    assert told[4][1].startswith("no name in it means text or title") and told[5][2] == b"{bad\n"


def test_a_line_may_fill_the_limit_to_its_end_and_not_pass_it(monkeypatch):
    fits, passes, last = '{"text":"fits"}\n', '{"text":"is longer"}\n', '{"text":"last"}'
    monkeypatch.setattr(jsons, "MAX_LINE", len(fits))
    given = found(fits + passes + last, "a.jsonl")
    assert [one["text"] for one in records(given)] == ["fits", "last"]
    assert rejects(given) == [("line 2", "more than 16 bytes in one line", b'{"text":"is long')]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_lines_in_other_encodings(encoding):
    text = "Пожар начался в порту около полудня, никто не пострадал, сообщили в порту."
    raw = "".join(f'{{"title":"Пожар","text":"{text}"}}\n' for _ in range(9)).encode(encoding)
    assert {one["text"] for one in records(found(raw, "a.jsonl"))} == {text}


def test_a_broken_item_costs_one_reject():
    raw = '[{"title":"a"},{"title":"b","title":"c"},{"title":NaN},{"t":]},{"title":"z"},7]'
    given = found(raw)
    assert [one["title"] for one in records(given)] == ["a", "z"]
    assert [place.split(",")[0] for place, _, _ in rejects(given)] == ["record 2", "record 3", "record 4", "record 6"]
    assert rejects(given)[2][2] == '{"t":]}'


def test_a_cut_file_gives_what_is_whole_and_says_that_it_is_cut():
    whole = json.dumps([{"title": "a"}, {"title": "b"}])
    given = found(whole[:-5])
    assert [one["title"] for one in records(given)] == ["a"] and len(rejects(given)) == 1
    given = found(whole[:-1])
    assert len(records(given)) == 2 and rejects(given)[0][1] == "the list has no end; the file may be cut"
    given = found(json.dumps(NEWSAPI | {"articles": NEWSAPI["articles"] * 2})[:-40])
    assert len(records(given)) == 1 and "not readable as JSON" in rejects(given)[-1][1]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("[" * 100_000, "a.json"),
        ('{"a":' * 100_000, "a.jsonl"),
        ('{"text":"x","n":' + "9" * 6000 + "}", "a.json"),
        ('{"text":"x","n":' + "9" * 6000 + "}\n", "a.jsonl"),
    ],
)
def test_what_nests_or_counts_without_end_is_a_reject(raw, name):
    given = found(raw, name)
    assert records(given) == [] and len(rejects(given)) >= 1


def test_half_characters_are_read():
    assert records(found('{"text":"\\ud800x"}\n', "a.jsonl")) == [{"text": "\ud800x"}]


@pytest.mark.parametrize("raw", ["7", '"text"', "null"])
def test_what_is_no_object(raw):
    source = Source.of_bytes(raw.encode(), "a.json")
    with pytest.raises(SamestoryError, match="a.json: holds"):
        list(jsons.READERS[1].read(source, Options()))


def test_the_user_says_which_name_is_the_text():
    given = found('{"h":"Fire","inhalt2":"A fire."}\n', "a.jsonl", columns={"text": "inhalt2", "title": "h"})
    assert records(given) == [{"title": "Fire", "text": "A fire."}]
    assert Remark("columns", "as told: text=inhalt2, title=h") in given
    half = found('{"h":"Fire","body":"A fire.","url":"http://a.example/1"}\n', "a.jsonl", columns={"title": "h"})
    assert Remark("columns", "as told: title=h; guessed: text=body; as they are: url") in half
    part = found('{"title":"Fire","of":{"paper":"News"}}\n', "a.jsonl", columns={"outlet": "of.paper"})
    assert Remark("columns", "as told: outlet=of.paper; as they are: title") in part


def test_an_empty_text_does_not_hide_the_one_that_is_there():
    rows = [
        {"text": None, "maintext": "A fire began.", "description": "Fire", "article": 7},
        {"text": "It was put out.", "maintext": "no", "description": "Fire", "article": 8},
        {"text": " ", "maintext": "", "description": "Fire", "article": 9},
    ]
    for given in (found(json.dumps(rows)), found("\n".join(map(json.dumps, rows)), "a.jsonl")):
        assert records(given) == [
            {"text": "A fire began."},
            {"text": "It was put out."},
            {"text": "Fire", "text_status": "teaser"},
        ]
        told = [one.says for one in given if isinstance(one, Remark) and one.kind == "columns"]
        assert told == [
            "guessed: teaser=description; as they are: text; where that is empty: text=maintext, text=article",
            "1 of text from maintext, as the name read first is empty there",
        ]
    chosen = found(json.dumps(rows), columns={"text": "text"})
    assert [one["text"] for one in records(chosen)] == ["Fire", "It was put out.", "Fire"]
    source = Source.of_bytes(b"title,text,content\nFire,,A fire began.\n,,Rain\n", "a.csv")
    assert records(reader_of(source).read(source, Options())) == [
        {"title": "Fire", "text": "A fire began."},
        {"text": "Rain"},
    ]


def test_what_trafilatura_itself_writes():
    """Its ``source`` is the address of the page, its ``source-hostname`` the name of the site."""
    from trafilatura import extract

    text = "A shed burned in the harbour through the night, and nobody was hurt, as the port says."
    site = '<meta property="og:site_name" content="The Gull">'
    for head, outlet in ((site, "The Gull"), ("", "gull.example")):
        page = f"<html><head><title>Fire</title>{head}</head><body><article><p>{text}</p></article></body></html>"
        made = extract(page, output_format="json", with_metadata=True, url="https://gull.example/news/1")
        (one,) = records(found(made))
        assert (one["outlet"], one["url"]) == (outlet, "https://gull.example/news/1")
        assert (one["title"], one["text"]) == ("Fire", text)
    named = {"title": "Fire", "source": "The Gull", "source-hostname": "gull.example"}
    assert records(found(json.dumps(named))) == [{"title": "Fire", "outlet": "The Gull"}]


def test_a_file_larger_than_memory_streams():
    raw = (
        json.dumps({"totalResults": 4, "articles": [{"title": "a"}, {"title": "b"}]})[:-2]
        + ',{"title":"c","title":"d"},{"t'
    )
    given = list(read_large(Source.of_bytes(raw.encode(), "a.json"), Options()))
    assert Stated(4, "totalResults: 4", of_search=True) in given
    assert [one["title"] for one in records(given)] == ["a", "b"]
    assert "given twice" in rejects(given)[0][1] and "no record found after it, 3 of 93 bytes" in rejects(given)[1][1]
    with pytest.raises(SamestoryError, match="save it as JSON lines"):
        list(read_large(Source.of_bytes(b'{"a": 1}', "a.json"), Options()))


def large(raw):
    raw = raw.encode() if isinstance(raw, str) else raw
    return list(read_large(Source.of_bytes(raw, "a.json"), Options()))


def titles(given):
    return [one["title"] for one in records(given)]


def article(title, **more):
    """An article with objects in it that are like articles in one key."""
    whole = {"title": title, "text": f"Ein Wört über {title}, {{und}}.", "url": f"https://gull.example/{title}"}
    return json.dumps(
        whole | {"by": [{"name": "A"}, {"name": "B", "url": "x"}, {"name": "C"}]} | more, ensure_ascii=False
    )


BROKEN = {
    "no colon": article("x").replace('"text":', '"text"'),
    "open quotation mark": article("x").replace('.", "url"', '., "url"'),
    "quotation mark within": article("x").replace("{und}", '"und"'),
    "never closed": article("x")[:-1],
    "list never closed": article("x")[:-2] + "}",
    "cut": article("x")[:20],
    "bracket too many": article("x").replace("}]}", "}]]}"),
    "no object": "nope",
    "line feed": article("x").replace(" über", "\n"),
    "bad escape": article("x").replace(" über", "\\q"),
    "too deep": article("x")[:-1] + ', "deep": ' + "[" * 5000 + "]" * 5000 + "}",
    "nothing": "",
}


@pytest.mark.parametrize("chunk", [1, 7, 100, 1_000_000])
@pytest.mark.parametrize("how", BROKEN)
def test_one_broken_record_of_a_large_file_costs_itself(monkeypatch, how, chunk):
    monkeypatch.setattr(large_json, "CHUNK", chunk)
    raw = f"[{article('a')}, {article('b')},\n{BROKEN[how]} ,\n {article('c')}, {article('d')}]"
    given = large(raw)
    assert titles(given) == ["a", "b", "c", "d"]
    ((place, why, shown),) = rejects(given)
    assert place == "record 3" and why.startswith("not readable as JSON: ")
    assert shown.rstrip(" ,") == BROKEN[how][:10_000]
    assert f"; {len(BROKEN[how].encode()) + bool(BROKEN[how]):,} bytes passed over" in why


@pytest.mark.parametrize("how", sorted(set(BROKEN) - {"no object", "nothing"}))
def test_the_first_record_of_a_large_file_may_be_broken_and_the_last(how):
    given = large(f"[{BROKEN[how]}, {article('b')}, {article('c')}]")
    assert titles(given) == ["b", "c"] and len(rejects(given)) == 1
    begin = f"{{'articles': [{article('a')}, {article('b')}, ".replace("'articles'", '"articles"')
    given = large(f"{begin}{BROKEN[how]}]}}")
    assert titles(given) == ["a", "b"]
    ((place, why, shown),) = rejects(given)
    assert place == "record 3" and shown == (BROKEN[how] + "]}")[:10_000]
    n = len(BROKEN[how].encode()) + 2
    assert f"{n:,} of {n + len(begin.encode()):,} bytes not read" in why


def test_an_object_in_a_broken_record_of_a_large_file_is_a_record_only_if_it_has_enough_of_their_keys():
    first = '{"title": "a", "text": "One.", "url": "https://gull.example/a", "lang": "en", "by": "A", "place": "Orl"}'
    lost = '{"title": "b" "text": "Two.", "seen": [{"by": "B"}, {"title": "no record"}]}'
    given = large(f"[{first}, {lost}, {first}]")
    assert titles(given) == ["a", "a"] and len(rejects(given)) == 1


@pytest.mark.parametrize("stray", ["}", "]"])
def test_a_stray_bracket_between_records_of_a_large_file(stray):
    given = large(f"[{article('a')}{stray}, {article('b')}]")
    assert titles(given) == ["a", "b"] and [(place, raw) for place, _, raw in rejects(given)] == [("record 2", stray)]


def test_the_end_of_a_list_in_a_broken_record_is_not_the_end_of_the_file():
    part = '{"title": "p", "text": "q"}'
    raw = f'{{"a": [{article("a")}, {{"title" "x", "parts": [0, {article("part")}], "n": 1}}, {part}, {article("c")}]}}'
    given = large(raw)
    assert titles(given) == ["a", "part", "p", "c"]
    assert [(place, raw) for place, _, raw in rejects(given)] == [
        ("record 2", '{"title" "x", "parts": [0'),
        ("after record 3", '], "n": 1}'),
    ]


def test_each_way_a_record_of_a_large_file_is_whole_and_yet_no_article():
    digits = "9" * 5000
    raw = f'[{article("a")}, {{"title": "b", "n": {digits}}}, 12, "s", {{"title": "c", "n": NaN}}, {article("d")}]'
    given = large("\ufeff" + raw)
    assert titles(given) == ["a", "d"]
    assert [(place, why) for place, why, _ in rejects(given)] == [
        ("record 2", "a number of 5,000 digits"),
        ("record 3", "holds a number or null where an object is wanted"),
        ("record 4", "holds text where an object is wanted"),
        ("record 5", "NaN is not JSON"),
    ]


def test_bytes_that_are_no_text_cost_their_record_of_a_large_file(monkeypatch):
    monkeypatch.setattr(large_json, "CHUNK", 10)
    raw = f"[{article('a')},{article('ö')},{article('c')}]".encode()
    given = large(raw.replace("/ö".encode(), b"/\xf6"))
    assert titles(given) == ["a", "c"]
    ((place, why, shown),) = rejects(given)
    assert (place, why) == ("record 2", "holds bytes that are no UTF-8") and b"/\xf6" in shown


def test_what_stands_around_the_list_of_a_large_file():
    one, two = article("a"), article("b")
    head = r'{"note": "\"articles\": [{", "item": {"x": 1}, "articles": [], "r": {"hits": ['
    given = large(f'{head}{one}, {two}]}}, "z": 1}}')
    assert titles(given) == ["a", "b"] and not rejects(given)
    assert Remark("layout", "articles are in r.hits") in given
    given = large(f"[[{one}], [{two}]]")
    assert titles(given) == ["a", "b"] and not rejects(given)
    given = large(f'{{"a": [{one}], "a": [{two}, {one}]}}')
    assert titles(given) == ["a"] and [(r.reason, r.n) for r in given if isinstance(r, Reject)] == [
        ("a second list of the same name, not read", 2)
    ]
    for cut in (f'{{"a": [{one}]', f'{{"a": [{one}], "b" 1}}', f"[{one}] x"):
        given = large(cut)
        assert titles(given) == ["a"]
        assert [place for place, _, _ in rejects(given)] in (["after record 1"], ["record 2"])
    given = large(f"[{one}, ")
    assert titles(given) == ["a"] and "the list has no end" in rejects(given)[0][1]


def test_what_follows_the_list_is_no_fault_where_only_its_begin_is_looked_at(monkeypatch):
    whole = f'{{"a": [{article("a")}], "page": {{"number": 1}}}}'
    assert not rejects(large(whole))
    monkeypatch.setattr(large_json, "AHEAD", 12)
    assert titles(large(whole)) == ["a"] and not rejects(large(whole))


def test_a_large_file_is_never_held_whole(monkeypatch):
    held = []
    more = large_json._Window.more

    def noted(window):
        is_more = more(window)
        held.append(len(window.text))
        return is_more

    monkeypatch.setattr(large_json._Window, "more", noted)
    monkeypatch.setattr(large_json, "CHUNK", 1000)
    monkeypatch.setattr(large_json, "MAX_RECORD", 20_000)
    monkeypatch.setattr(large_json, "AHEAD", 2000)
    good = ",".join(article(f"t{n}") for n in range(500))
    open_string = '{"title": "' + "never closed " * 20_000
    given = large(f"[{good},{open_string},\n{good},{article('w', text='long ' * 10_000)},{good}]{' ' * 100_000}")
    assert len(records(given)) == 1500 and [place for place, _, _ in rejects(given)] == ["record 501", "record 1,002"]
    assert len(rejects(given)[0][2]) == 10_000 and "no end within 20,000 characters" in rejects(given)[1][1]
    assert max(held) <= 41_000


@pytest.mark.parametrize(
    "piece", ['{"title":[0,{"title":1},', '{"title":[{},', ',{"', '{"title":"\\"', "[0,{", ", ", '{"title": 1']
)
def test_the_time_a_large_file_takes_grows_with_its_size(piece):
    def read(size):
        given = large(f"[{article('a')}," + piece * (size // len(piece)))
        assert titles(given)[0] == "a" and rejects(given)

    assert_even_growth(read, 125_000, 1_000_000)


def test_a_thousand_broken_records_in_twenty_megabytes():
    text = "Ein Wort und noch eines, {und}. " * 600
    whole = [article(f"t{n}", text=text) for n in range(1000)]
    given = large("[" + ",".join(f'{one},{{"title": "x", "text" "{n}"}}' for n, one in enumerate(whole)) + "]")
    assert len(records(given)) == 1000 and len(rejects(given)) == 1000
