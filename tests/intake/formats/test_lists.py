"""Lists of addresses and references: Media Cloud, GDELT, RIS and CSL-JSON. What they know, and where a date is none."""

import pytest
from web import SAMPLES, read, records, rejects, remarks

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, reader_of
from samestory.intake.source import Source


@pytest.mark.parametrize(
    ("name", "reader", "n_records", "n_rejects"),
    [
        ("mediacloud_search.csv", "Media Cloud", 4, 0),
        ("mediacloud_explorer.csv", "Media Cloud", 3, 0),
        ("gdelt_artlist.json", "GDELT DOC", 2, 1),
        ("gdelt_artlist.csv", "GDELT DOC", 2, 0),
        ("20241014083000.gkg.csv", "GDELT GKG", 2, 2),
        ("zotero.ris", "RIS", 2, 2),
        ("zotero_csl.json", "CSL-JSON", 3, 1),
    ],
)
def test_each_is_recognised_and_nothing_is_lost(name, reader, n_records, n_rejects):
    assert reader_of(Source.of_path(SAMPLES / name)).name == reader
    found = read(SAMPLES / name)
    assert (len(records(found)), len(rejects(found))) == (n_records, n_rejects)
    assert all(one.raw for one in rejects(found))


def test_media_cloud_search():
    first, second, third, last = records(read(SAMPLES / "mediacloud_search.csv"))
    assert first == {
        "title": "Fire closes harbour, two ships moved",
        "outlet": "gull.example",
        "url": "https://www.gull.example/2024/10/14/harbour-fire",
        "language": "en",
        "published": "2024-10-14",
        "date_shown": "2024-10-14",
        "date_basis": "Media Cloud publish_date",
        "text_status": "none",
        "note": "indexed by Media Cloud 2024-10-15 06:12:44.120113",
    }
    assert (second["title"], second["language"]) == ("Le port fermé après un incendie", "fr")
    assert (third["published"], third["date_basis"]) == ("2024-10-15", "address")  # the list knows no date
    assert last["title"] == "Harbour reopens"  # after the second header of the file


def test_media_cloud_of_old():
    first, second, third = records(read(SAMPLES / "mediacloud_explorer.csv"))
    assert (first["published"], first["time_shown"]) == ("2018-11-13", "08:30:00")
    assert (second["published"], second["note"]) == ("2018-11-14", "Media Cloud: syndicated by AP")
    assert "published" not in third and "'undateable' not read" in third["note"]
    assert [one["outlet"] for one in (first, second, third)] == ["The Gull", "Tide Daily", "La Digue"]
    local = records(read(SAMPLES / "mediacloud_explorer.csv", options=Options(zone="Europe/London")))
    assert local[0]["published"] == "2018-11-13T08:30:00+00:00"


@pytest.mark.parametrize("name", ["gdelt_artlist.json", "gdelt_artlist.csv"])
def test_gdelt_doc_saw_pages_and_does_not_know_when_they_were_published(name):
    first, second = records(read(SAMPLES / name))
    assert (first["published"], first["date_basis"]) == ("2024-10-14", "address")
    assert "published" not in second
    assert second["note"] == "seen by GDELT 2024-10-14T09:15:00+00:00"
    assert (second["title"], second["outlet"]) == ("Le port fermé après un incendie", "la-digue.example")
    if name.endswith("json"):
        assert (second["language"], second["country"]) == ("fr", "France")


def test_gdelt_gkg():
    found = read(SAMPLES / "20241014083000.gkg.csv")
    first, second = records(found)
    assert first == {
        "title": "Fire closes harbour & two ships moved",
        "author": "Ada Quill; Bo Reed",
        "outlet": "gull.example",
        "url": "https://www.gull.example/harbour-fire",
        "published": "2024-10-14",
        "time_shown": "07:12:00",
        "date_shown": "20241014071200",
        "date_basis": "GDELT PAGE_PRECISEPUBTIMESTAMP",
        "text_status": "none",
        "note": "seen by GDELT 2024-10-14T08:30:00+00:00",
    }
    assert (second["title"], second["language"]) == ("Le port fermé", "fr")
    assert (second["published"], second["date_basis"]) == ("2024-10-13", "address")
    assert "3 columns" in rejects(found)[1].reason


@pytest.mark.parametrize(
    ("shown", "read_as"),
    [
        ("2024/10/14/morning", "2024-10-14"),
        ("2024/3/4/", "2024-03-04"),
        ("2024/10//", "2024-10"),
        ("2024///spring", "2024"),
    ],
)
def test_a_ris_date_is_known_as_far_as_its_numbers_go(shown, read_as):
    (one,) = records(read(f"TY  - NEWS\nTI  - Fire\nDA  - {shown}\nER  - \n".encode(), "a.ris"))
    assert one["date_shown"] == read_as and one.get("published") == (read_as if len(read_as) > 4 else None)


def test_ris():
    found = read(SAMPLES / "zotero.ris")
    first, second = records(found)
    assert (first["title"], first["author"], first["outlet"]) == (
        "Fire closes harbour",
        "Ada Quill; Bo Reed",
        "The Gull",
    )
    assert (first["published"], first["text_status"]) == ("2024-10-14", "teaser")
    assert first["url"] == "https://www.gull.example/2024/10/14/harbour-fire"
    assert (second["published"], second["author"], second["language"]) == ("2024-10", "Inès Roseau", "fr")
    assert [one.place for one in rejects(found)] == ["record 3, line 24", "record 4, line 29"]
    assert "ER  -" in rejects(found)[1].reason


def test_csl_json():
    first, second, third = records(read(SAMPLES / "zotero_csl.json"))
    assert (first["title"], first["published"], first["outlet"]) == ("Fire closes harbour", "2024-10-14", "The Gull")
    assert (first["author"], first["text_status"]) == ("Ada Quill; Bo Reed", "teaser")
    assert "accessed 2024-11-02" in first["note"]
    assert (second["published"], second["author"]) == ("2024-10", "La rédaction")
    assert "published" not in third and "url" not in third and third["date_shown"] == "спекотне літо"


def test_of_a_reference_without_title_the_first_hundred_thousand_signs_are_kept():
    raw = b'[{"id": "a", "type": "article-newspaper", "title": "Fire"}, {"id": "b", "type": "article-newspaper"'
    found = read(raw + b', "note": "' + b"x" * 200_000 + b'"}]', "zotero.json")
    assert [len(one.raw) for one in rejects(found)] == [100_000]


def test_wrong_rows_are_kept_as_found():
    raw = b"media_name,media_url,publish_date,title,url\n1,2,3\n,,,,\nx,,,,javascript:alert(1)\n"
    found = read(raw, "mc.csv")
    assert [one.place for one in rejects(found)] == ["row 2, line 2", "row 3, line 4"]
    assert rejects(found)[0].raw == "1,2,3"
    assert remarks(found) == ["search"]


def test_broken_json_is_one_clear_error():
    for name, reader in (("gdelt_artlist.json", "GDELT DOC"), ("zotero_csl.json", "CSL-JSON")):
        raw = (SAMPLES / name).read_bytes()[:-40]
        with pytest.raises(SamestoryError, match="not readable as JSON"):
            read(raw, name, reader=reader)


def test_other_tables_and_json_are_left_to_others():
    for raw, name in ((b"title,text,url\na,b,c\n", "a.csv"), (b'[{"title":"a","text":"b"}]', "a.json"), (b"", "a.ris")):
        chosen = reader_of(Source.of_bytes(raw, name))
        assert chosen is None or chosen.name not in ("Media Cloud", "GDELT DOC", "GDELT GKG", "CSL-JSON", "RIS")
