"""Web archives: every record is a page, a reject or counted, in whatever form the archive is packed."""

import gzip
import random

import pytest
from gold import gold
from web import SAMPLES, read, records, rejects, remarks, survives

PAGE = (SAMPLES / "page.html").read_bytes()
SIX = "6 records: 1 pages, 2 warcinfo, 2 request, 1 revisit"
URL = "https://www.gull.example/harbour-fire"


def warc_record(kind, url, media, block, date="2024-11-02T09:15:00Z"):
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nContent-Type: {media}\r\n"
    head += f"WARC-Target-URI: {url}\r\n" if url else ""
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def archive(*answers, gzipped=False, requests=True):
    """A WARC of answers (url, status, content type, body, further headers), each with its request."""
    parts = [warc_record("warcinfo", "", "application/warc-fields", b"software: tests\r\n")]
    for url, status, media, body, *more in answers:
        headers = "".join(f"{name}: {value}\r\n" for name, value in [("Content-Type", media), *more])
        block = f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body
        parts.append(warc_record("response", url, "application/http; msgtype=response", block))
        if requests:
            block = b"GET / HTTP/1.1\r\nHost: gull.example\r\n\r\n"
            parts.append(warc_record("request", url, "application/http; msgtype=request", block))
    return b"".join(gzip.compress(part) if gzipped else part for part in parts)


@pytest.mark.parametrize(
    ("name", "title", "url", "captured", "counts"),
    [
        ("example.warc", "Example Domain", "http://example.com/", "2017-03-06T04:02:06Z", SIX),
        ("example.warc.gz", "Example Domain", "http://example.com/", "2017-03-06T04:02:06Z", SIX),
        ("example-bad-non-chunked.warc.gz", "Example Domain", "http://example.com/", "2017-03-06T04:02:06Z", SIX),
        (
            "example-iana.org-chunked.warc",
            "Internet Assigned Numbers Authority",
            "http://iana.org/",
            None,
            "3 records: 1 pages, 1 warcinfo, 1 request",
        ),
        (
            "example.arc",
            "Example Domain",
            "http://example.com/",
            "2014-02-16T05:02:21Z",
            "2 records: 1 pages, 1 arc_header",
        ),
    ],
)
def test_the_samples_of_others(name, title, url, captured, counts):
    found = read(gold(f"export_samples/warc/{name}"))
    (fields,) = records(found)
    assert (fields["title"], fields["url"]) == (title, url)
    assert fields["outlet"] == ("iana.org" if "iana" in name else "example.com")
    assert "published" not in fields  # the page states no date, and its capture is none
    assert captured is None or fields["note"] == f"captured {captured}"
    assert fields["text_status"] == "full" and len(fields["text"]) > 100
    assert remarks(found) == [counts] and rejects(found) == []


@pytest.mark.parametrize("form", ["plain", "by record", "as a whole", "two wholes"])
def test_every_form_of_packing_gives_the_same(form):
    answers = [(URL, "200 OK", "text/html; charset=utf-8", PAGE), (URL + "/2", "200 OK", "text/html", PAGE)]
    raw = archive(*answers, gzipped=form == "by record")
    raw = {"as a whole": gzip.compress, "two wholes": lambda r: gzip.compress(r[:700]) + gzip.compress(r[700:])}.get(
        form, bytes
    )(raw)
    found = read(raw, "a.warc.gz")
    assert [one["published"] for one in records(found)] == ["2024-10-14T08:30:00+02:00"] * 2
    assert records(found)[0]["note"] == "captured 2024-11-02T09:15:00Z"
    assert remarks(found) == ["5 records: 2 pages, 1 warcinfo, 2 request"]


def test_the_sum_is_that_of_all_records():
    packed = gzip.compress(PAGE)
    found = read(
        archive(
            (URL, "200 OK", "text/html", packed, ("Content-Encoding", "gzip")),
            (URL + "/gone", "404 Not Found", "text/html", PAGE),
            (URL + "/moved", "301 Moved", "text/html", b"", ("Location", URL)),
            (URL + ".png", "200 OK", "image/png", b"\x89PNG"),
            (URL + "/br", "200 OK", "text/html", b"\x0b\x02\x80", ("Content-Encoding", "br")),
            (URL + "/torn", "200 OK", "text/html", packed[:-200], ("Content-Encoding", "gzip")),
            (URL + "/nothing", "200 OK", "text/html", b"<html><body><br></body></html>"),
            ("https://www.gull.example/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
            ("https://www.gull.example/a.txt", "200 OK", "text/plain; charset=cp1251", "Порт закрыт".encode("cp1251")),
            requests=False,
        ),
        "a.warc",
    )
    assert remarks(found) == [
        "10 records: 3 pages, 2 rejected, 1 warcinfo, 1 answers 404, 1 answers 301, 1 no page (image/png), 1 robots.txt"
    ]
    whole, torn, plain = records(found)
    assert (whole["url"], torn["url"], plain["url"]) == (URL, URL + "/torn", "https://www.gull.example/a.txt")
    assert [one["text_status"] for one in (whole, torn, plain)] == ["full", "cut", "full"]
    assert torn["note"].endswith("; its packed content is damaged or ends too soon")
    assert torn["text"].endswith("by tugs at dawn, as") and plain["text"] == "Порт закрыт"
    assert [(one.place, one.reason) for one in rejects(found)] == [
        (f"record 6, {URL}/br", "packed as 'br', which cannot be unpacked here"),
        (f"record 8, {URL}/nothing", "no text and no title found on the page"),
    ]


def test_a_page_of_which_the_crawler_kept_a_part_is_cut():
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE[:-400]
    media = "application/http; msgtype=response\r\nWARC-Truncated: length"
    (fields,) = records(read(warc_record("response", URL, media, block), "a.warc"))
    assert fields["text_status"] == "cut"
    assert fields["note"] == "captured 2024-11-02T09:15:00Z; the crawler kept only a part of this page (length)"


def test_an_archive_that_ends_within_a_page_says_so():
    raw = archive((URL, "200 OK", "text/html", PAGE), (URL + "/2", "200 OK", "text/html", PAGE), requests=False)
    found = read(raw[:-450], "a.warc")
    first, second = records(found)
    assert first["text_status"] == "full" and second["text_status"] == "cut"
    assert second["note"].endswith("the file ends within this page")
    found = read(gzip.compress(raw)[:-10], "a.warc.gz")
    assert [one["text_status"] for one in records(found)] == ["full", "cut"]
    assert rejects(found)[-1].reason.startswith("the gzip ends too soon")


def test_an_archive_cut_anywhere_says_so():
    raw = archive((URL, "200 OK", "text/html", PAGE), (URL + "/2", "404 Not Found", "text/html", b"gone"))
    begins = [at for at in range(len(raw)) if raw.startswith(b"WARC/1.1", at)]
    whole = {at - back for at in [*begins[1:], len(raw)] for back in range(5)}  # between two records nothing shows it
    for at in [*range(begins[1], begins[1] + 300, 7), *range(begins[2], len(raw) + 1, 7)]:
        told = [one for one in rejects(read(raw[:at], "a.warc")) if one.n == 0]
        assert len(told) == (at not in whole), at
    told = rejects(read(raw[: begins[2] + 40], "a.warc"))
    assert [one.reason for one in told] == [
        "the file ends within the head of the next record; what follows cannot be read"
    ]
    told = rejects(read(raw[: begins[2] - 14], "a.warc"))
    assert told[0].reason.startswith("the file ends within record 2, 10 bytes short of what it states")


def test_bombs_do_not_go_off():
    from samestory.intake.formats import warc

    bomb = gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 999999999\r\n\r\n" + b"0" * 150_000_000)
    (reject,) = rejects(read(bomb, "a.warc.gz"))
    assert "300 times its size" in reject.reason and warc.BOMB_FLOOR == 100_000_000
    inner = gzip.compress(b"<p>" + b"0" * 40_000_000)
    found = read(archive((URL, "200 OK", "text/html", inner, ("Content-Encoding", "gzip"))), "a.warc")
    assert "larger than a page may be" in rejects(found)[0].reason


def test_other_things_are_no_archive():
    from samestory.intake.formats import Source, readers

    recognises = readers()["web archive"].recognises
    for raw in (b"", b"\x1f\x8b", gzip.compress(b"a table"), b"warc", b"\x1f\x8bWARC/1.0"):
        assert not recognises(Source.of_bytes(raw, "a.warc.gz"))


def test_damage_is_reported():
    chance = random.Random(6)  # noqa: S311
    raw = archive((URL, "200 OK", "text/html", PAGE), (URL + "/2", "200 OK", "text/html", PAGE), gzipped=False)
    for form in (raw, gzip.compress(raw)):
        for _ in range(40):
            damaged = bytearray(form)
            for _ in range(chance.randint(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            assert survives(bytes(damaged[: chance.randint(1, len(damaged))]), "a.warc.gz", "web archive")
