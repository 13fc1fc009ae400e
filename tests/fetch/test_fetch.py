"""Fetching from a server that misbehaves: each way it can, and the one line that is said of it."""

import gzip
import json
import socket
import tracemalloc

import pytest
from server import WORDS, answer, bomb, drip, endless, packed, page, redirect, reset

import samestory as ss
from samestory.fetch import REASONS, plan

PAGE = page()


def test_a_page_is_stored_as_received_and_read_back(lab):
    line = lab.one(answer(PAGE, ETag='"x"', Set_Cookie="a=b"))
    assert (line.outcome, line.source, line.status, line.bytes) == ("fetched", "page", 200, len(PAGE))
    assert lab.files() == ["20260105T080002Z.html.gz", "20260105T080002Z.json"]
    assert gzip.decompress((lab.folder / line.file).read_bytes()) == PAGE
    record = json.loads((lab.folder / "texts/a/20260105T080002Z.json").read_text())
    assert record["url"] == record["final_url"] == lab.server.url("/a")
    assert record["headers"]["etag"] == '"x"' and "set-cookie" not in record["headers"]
    assert record["encoding"] == "utf-8" and record["fetched_from"] == "page" and record["archived_at"] is None
    article = ss.load_story(lab.folder).article("a")
    assert WORDS.strip() in article["text"]
    assert article["source_file"] == line.file and article["source_format"] == "fetched page"
    assert article["text_status"] == "cut"  # what the ledger states stays


def test_the_head_of_a_request_is_honest(lab):
    lab.one(answer(PAGE), contact="desk@example.org")
    head = lab.server.heads[-1]
    assert head["user-agent"].startswith("samestory/") and "contact: desk@example.org" in head["user-agent"]
    assert head["accept-language"] == "en,*;q=0.5" and head["host"] == f"news.example:{lab.server.port}"
    assert head["accept-encoding"] == "gzip, deflate" and "cookie" not in head


def test_packed_answers_are_unpacked(lab):
    for line in lab.each([packed(PAGE, coding) for coding in ("gzip", "deflate", "raw deflate")]):
        assert line.outcome == "fetched" and line.bytes == len(PAGE)


FAULTS = [
    (answer(b"", 404), "gone", "status 404"),
    (answer(b"", 410), "gone", "status 410"),
    (answer(b"", 401), "refused", "status 401"),
    (answer(b"", 403), "refused", "status 403"),
    (answer(b"", 451), "refused", "status 451"),
    (answer(b"", 418), "status", "status 418"),
    (answer(b"", 204), "status", "status 204"),
    (answer(b""), "empty", "no text"),
    (answer(b" \r\n "), "empty", "no text"),
    (answer(b"%PDF-1.7 ...", kind="text/html"), "not a page", "a PDF (labelled 'text/html')"),
    (answer(b"%PDF-1.7 ...", kind="application/pdf"), "not a page", "a PDF"),
    (answer(b'{"text": "a <b>"}', kind="application/json"), "not a page", "no HTML"),
    (answer(b"\x89PNG\r\n", kind="image/png"), "not a page", "an image"),
    (answer(PAGE, Content_Encoding="br"), "broken", "packed as 'br'"),
    (answer(b"\x1f\x8bnonsense", Content_Encoding="gzip"), "broken", "could not be unpacked"),
    (answer(gzip.compress(PAGE)[:-20], Content_Encoding="gzip"), "broken", "ends in the middle"),
    (answer(PAGE, length=len(PAGE) + 100), "broken", ""),
    (answer(PAGE, length=10**15), "too large", "states 1,000,000,000,000,000 bytes"),
    (reset(b""), "broken", ""),
    (reset(answer(PAGE, length=9_999)), "broken", ""),
    (b"GET OUT\r\n\r\n", "broken", ""),
    (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "broken", ""),
    (redirect("file:///etc/passwd"), "address", "begins with 'file'"),
    (redirect("ftp://news.example/a"), "address", "begins with 'ftp'"),
    (redirect("http://user:pw@news.example/"), "address", "user name or password"),
    (redirect("http://news.example:22/"), "address", "port 22"),
    (redirect("http://[::1/"), "redirects", "not an address"),
    (redirect("http://127.0.0.1:8000/"), "address", "127.0.0.1, not a public address"),
    (redirect("http://[::ffff:10.0.0.1]:8000/"), "address", "not a public address"),
    (redirect("http://private.example:8000/"), "address", "private.example is 127.0.0.1"),
    (redirect("http://mixed.example:8000/"), "address", "mixed.example is 10.0.0.7"),
    (redirect("/a"), "redirects", "in a circle"),
]


def test_what_is_said_of_each_fault(lab):
    lines = lab.each([route for route, _, _ in FAULTS])
    for line, (route, code, said) in zip(lines, FAULTS, strict=True):
        assert (line.outcome, line.file) == ("failed", ""), route
        assert line.reason.partition(":")[0] == code and said in line.reason, (route, line.reason)
        assert lab.files(line.article_id) == []
    assert ss.load_story(lab.folder).articles["text"].notna().sum() == 1  # that of the first article


def test_every_code_has_a_meaning():
    assert {"address", "robots", "busy", "gone", "timeout"} < set(REASONS)


def test_endless_slow_and_exploding_answers_end(lab):
    slow = drip(b"HTTP/1.1 200 OK\r\n\r\n<html><p>"), drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), drip()
    assert lab.one(endless, "/endless", max_bytes=100_000).reason == "too large: sends more than 100,000"
    lines = lab.each(slow, max_bytes=100_000, timeout=1)
    assert all(line.reason.startswith("timeout") for line in lines)
    raw = bomb(100)
    assert len(raw) < 120_000
    tracemalloc.start()
    line = lab.one(answer(raw, Content_Encoding="gzip"), "/bomb", max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert line.reason.startswith("too large") and "unpack to more than 1,000,000" in line.reason
    assert peak < 8_000_000


def test_a_length_that_is_too_short_cuts_there(lab):
    assert lab.one(answer(PAGE, length=300)).bytes == 300


def test_html_under_a_wrong_label_is_a_page(lab):
    kinds = ("text/plain", "application/octet-stream", "", "image/png")
    assert {line.outcome for line in lab.each([answer(PAGE, kind=kind) for kind in kinds])} == {"fetched"}


def test_a_wrong_encoding_does_not_lose_the_text(lab):
    said = "Der Hafenrat tagte am Montag spät und beschloss, die östliche Mole für große Schiffe zu öffnen. " * 4
    lab.one(answer(page(said).decode().encode("cp1252"), kind="text/html; charset=utf-8"))
    assert "für große Schiffe zu öffnen" in ss.load_story(lab.folder).article("a")["text"]
    lab.server.routes["/a"] = answer(page(said, "Zwei"), kind="text/html; charset=no-such-thing")
    lab.fetch(again=True)
    assert "für große Schiffe zu öffnen" in ss.load_story(lab.folder).article("a")["text"]


def test_redirects_are_followed_and_kept(lab):
    lab.server.routes |= {
        "/b": redirect("//other.example:" + f"{lab.server.port}/c?x=1#top", 301),
        "/c?x=1": answer(PAGE),
    }
    line = lab.one(redirect("b"))
    record = json.loads((lab.folder / line.file.replace(".html.gz", ".json")).read_text())
    assert record["hops"] == [lab.server.url("/a"), lab.server.url("/b")]
    assert record["final_url"] == lab.server.url("/c?x=1", "other.example")
    assert "other.example/robots.txt" in lab.server.seen  # asked of the second host, too


def test_too_many_redirects(lab):
    lab.server.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    assert lab.one(redirect("/0")).reason == "redirects: more than 8"


def test_a_cookie_may_be_set_on_the_way(lab):
    """Sites that set a cookie and redirect to the same page are no circle; cookies do not outlive the page."""
    lab.one([redirect("/a", Set_Cookie="seen=1"), answer(PAGE)])
    assert lab.server.heads[-1]["cookie"] == "seen=1"
    lab.fetch(again=True)
    assert "cookie" not in lab.server.heads[-1]


def test_a_page_that_leads_to_the_front_page_is_gone(lab):
    lab.server.routes["/"] = answer(PAGE)
    assert lab.one(redirect("/")).reason.startswith("gone: leads to the front page")


def test_no_name_no_connection(lab):
    lab.world.names |= {"news.example": []}
    line = lab.one(answer(PAGE))
    assert line.reason == "unreachable: robots.txt cannot be read now: the name news.example does not resolve"
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    lab.ledger(a=f"http://nobody.example:{port}/")
    assert lab.fetch().lines["a"].reason.startswith("unreachable")


def test_a_name_that_changes_is_looked_up_once_a_connection(lab):
    """DNS rebinding: the second answer of the name server is never used for a connection that was checked."""
    lab.world.names["news.example"] = [["93.184.216.34"], ["93.184.216.34"], ["127.0.0.1"]]
    assert lab.one(answer(PAGE)).outcome == "fetched"
    assert lab.world.dialled == ["93.184.216.34"] * 2 and lab.world.names["news.example"] == [["127.0.0.1"]]
    assert "not a public address" in lab.fetch(again=True).lines["a"].reason
    assert lab.world.dialled == ["93.184.216.34"] * 2


def test_busy_hosts(lab):
    lab.one([answer(b"", 429, Retry_After="7"), answer(PAGE)])
    assert lab.said[-1].outcome == "fetched" and lab.said[-1].tries == 2 and 7 in lab.world.slept
    date = "Mon, 05 Jan 2026 08:01:00 GMT"
    assert lab.one([answer(b"", 503, Retry_After=date), answer(PAGE)], "/date").tries == 2
    assert lab.world.time >= 60


def test_a_busy_host_is_left_alone_until_the_time_it_named(lab):
    lab.server.routes |= {"/a": answer(b"", 429, Retry_After="7200"), "/b": answer(PAGE)}
    lab.ledger(a=lab.server.url("/a"), b=lab.server.url("/b"))
    summary = lab.fetch()
    assert {name: line.outcome for name, line in summary.lines.items()} == {"a": "later", "b": "later"}
    assert "news.example/b" not in lab.server.seen and summary.is_failure
    assert lab.log()[0]["not_before"].startswith("2026-01-05T10:00")
    asked = len(lab.server.seen)
    summary = lab.fetch()
    assert len(lab.server.seen) == asked and set(summary.not_yet) == {"a", "b"} and summary.is_failure
    assert "2  not asked: their hosts said when to come back" in str(summary)
    lab.world.time += 7_300
    lab.server.routes["/a"] = answer(PAGE)
    assert lab.fetch().count("fetched") == 2


def test_absurd_retry_after(lab):
    sayings = ("9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "soon", "-5", "Mon, 99 Foo 2026")
    for said, line in zip(sayings, lab.each([answer(b"", 429, Retry_After=said) for said in sayings]), strict=True):
        assert line.outcome == "later" and line.not_before is not None, said


def test_503_then_200_and_a_fault_that_stays(lab):
    assert lab.one([answer(b"", 503), answer(PAGE)]).tries == 2
    line = lab.one(answer(b"", 500), "/x")
    assert (line.reason, line.tries) == ("status: status 500", 3) and {5.0, 15.0} <= set(lab.world.slept)


def test_pauses_and_one_request_at_a_time(lab):
    lab.server.routes |= {f"/{n}": answer(PAGE) for n in range(4)}
    lab.ledger(**{f"a{n}": lab.server.url(f"/{n}", f"h{n % 2}.example") for n in range(4)})
    lab.fetch(pause=3, jobs=1)  # for each host robots.txt and two pages: two pauses
    assert lab.world.slept == [3.0] * 4
    lab.fetch(pause=3, jobs=4, again=True)
    assert lab.server.most_at_once == 1


def test_https_keeps_the_name_of_the_host(lab, tmp_path, monkeypatch):
    """The connection goes to an address, while SNI and certificate stay those of the name."""
    import shutil
    import ssl
    import subprocess

    from server import Server

    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=secure.example", "-addext", "subjectAltName=DNS:secure.example"]
    subprocess.run([*made, "-keyout", key, "-out", cert, *names], check=True, capture_output=True)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(cert, key)
    asked = []
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    server = Server(tls)
    server.routes["/a"] = answer(PAGE)
    lab.ledger(a=server.url("/a", "secure.example", "https"), b=server.url("/a", "other.example", "https"))
    summary = lab.fetch()
    server.close()
    assert summary.lines["a"].outcome == "fetched" and set(asked) == {"secure.example", "other.example"}
    assert "certificate" in summary.lines["b"].reason.lower()


def test_only_and_what_there_is_to_fetch(lab):
    lab.server.routes["/a"] = answer(PAGE)
    lab.ledger({"article_id": "none"}, a=lab.server.url("/a"), b=lab.server.url("/a"))
    todo = plan(lab.folder)
    assert [page.article_id for page in todo.wanted] == ["a", "b"]
    assert (todo.n_with_text, todo.n_without_address, todo.n_stored) == (1, 1, 0)
    assert list(lab.fetch(only=["b"]).lines) == ["b"]
    todo = plan(lab.folder)
    assert [page.article_id for page in todo.wanted] == ["a"] and todo.n_stored == 1
    with pytest.raises(ss.errors.StoryError, match="no article 'bb'. Did you mean 'b'"):
        plan(lab.folder, only=["bb"])
    with pytest.raises(ss.errors.StoryError, match=r"none has no address"):
        plan(lab.folder, only=["none"])
    with pytest.raises(ss.errors.StoryError, match=r"first-article has a text in articles/"):
        plan(lab.folder, only=["first-article"])


def test_an_empty_ledger_is_no_failure(lab):
    summary = lab.fetch()
    assert not summary.is_failure and summary.is_whole and lab.server.seen == []
