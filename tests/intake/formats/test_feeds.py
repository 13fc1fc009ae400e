"""RSS and Atom: entries with what they state, nothing loaded, nothing run, no bomb."""

import pytest
from web import SAMPLES, read, records, rejects, remarks

from samestory.errors import SamestoryError
from samestory.intake.formats import Source, readers


def test_rss():

    found = read(SAMPLES / "rss2.xml")
    first, second, third = records(found)
    assert first == {
        "title": "Fire closes harbour",
        "author": "Ada Quill",
        "outlet": "The Gull",
        "url": "https://www.gull.example/harbour-fire",
        "language": "en-gb",
        "text": "A warehouse burned in the night.\nTwo ships were moved at dawn.",
        "text_status": "full",
        "published": "2024-10-14T08:30:00+02:00",
        "date_shown": "Mon, 14 Oct 2024 08:30:00 +0200",
        "date_basis": "feed, published",
    }
    assert (second["title"], second["text_status"]) == ("Harbour reopens & trains run", "teaser")
    assert (second["published"], second["date_basis"]) == ("2024-10-15", "address")
    assert (third["published"], third["text_status"]) == ("2024-10-15", "teaser")  # its content says that it goes on
    assert "url" not in third
    assert [one.place for one in rejects(found)] == ["entry 4"]
    assert remarks(found) == ["rss20 with 4 entries"]


def test_non_breaking_spaces_stay_in_a_text_and_hide_no_sign_that_it_goes_on():
    raw = (SAMPLES / "rss2.xml").read_bytes().replace(b"burned in", b"burned&#160;:  in&nbsp;")
    found = records(read(raw.replace(b"Continue reading", b"Continue&nbsp;reading"), "a.xml"))
    assert found[0]["text"].startswith("A warehouse burned\u00a0: in\u00a0 the night.\nTwo")
    assert (found[2]["text"], found[2]["text_status"]) == ("The first lines only. Continue\u00a0reading", "teaser")


def test_atom_and_the_change_that_is_no_publication():
    first, second = records(read(SAMPLES / "atom.xml"))
    assert (first["published"], first["author"]) == ("2024-10-14T10:15:00+02:00", "Inès Roseau")
    assert (first["title"], first["outlet"], first["language"]) == ("Le port fermé après un incendie", "La Digue", "fr")
    assert first["text"] == "Un entrepôt a brûlé dans la nuit.\nDeux navires ont été déplacés."
    assert "published" not in second and second["date_shown"] == "updated 2024-10-15T09:00:00Z"
    assert (second["url"], second["text_status"]) == ("https://la-digue.example/apres", "teaser")


def test_rss_1_in_another_script():
    (fields,) = records(read(SAMPLES / "rss1.rdf"))
    assert (fields["title"], fields["language"], fields["outlet"]) == ("Порт закрито", "uk", "Prychal")
    assert (fields["published"], fields["text_status"]) == ("2024-10-14", "none")


def test_entities_are_neither_resolved_nor_loaded():
    found = read(SAMPLES / "bomb.xml")
    (fields,) = records(found)
    assert "Still here" in fields["title"]
    assert not any("root:" in str(value) or "haha" in str(value) for value in fields.values())
    assert remarks(found)[0] == "10 entities the feed declares for itself were not resolved"


def test_nothing_is_loaded(monkeypatch):
    import socket

    def refuse(*_args, **_options):
        raise AssertionError("a feed opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    outside = b'<!DOCTYPE rss SYSTEM "http://192.0.2.1/x.dtd">'
    raw = outside + b'<rss version="2.0"><channel><item><title>One</title></item></channel></rss>'
    assert [one["title"] for one in records(read(raw, "a.rss", reader="feed"))] == ["One"]


@pytest.mark.parametrize("cut", [500, 700, 1_000])
def test_a_torn_feed_is_read_as_far_as_it_goes_and_says_so(cut):
    found = read((SAMPLES / "rss2.xml").read_bytes()[:cut], "a.xml", reader="feed")
    said = " ".join(one.reason for one in rejects(found))
    assert "not well formed" in said or "ends before the feed does" in said
    assert all(one["title"] for one in records(found))


def test_what_is_no_feed():
    with pytest.raises(SamestoryError, match="no RSS or Atom"):
        read(b"<?xml version='1.0'?><html><body>x</body></html>", "a.xml", reader="feed")
    recognises = readers()["feed"].recognises
    for raw in (
        b"",
        b"<html><body><a>rss</a></body></html>",
        b"{}",
        b"<doc><feedback/></doc>",
        b"<!-- <rss> --><doc/>",
    ):
        assert not recognises(Source.of_bytes(raw, "a.xml"))
    assert recognises(Source.of_bytes(b"<?xml version='1.0'?><!-- made --><rss version='2.0'>", "a.xml"))


def test_empty_feeds():
    found = read(b'<rss version="2.0"><channel><title>Quiet</title></channel></rss>', "a.rss")
    assert records(found) == [] and remarks(found) == ["rss20 with 0 entries"]
