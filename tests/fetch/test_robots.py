"""robots.txt, as RFC 9309 has it: what it says, and what its absence says."""

from server import answer, drip, packed, page, redirect, reset

PAGE = page()
HUGE = b"User-agent: *\n" + b"# much ado\n" * 60_000 + b"Disallow: /\n"


def fetched(lab, robots, path="/a", **manners):
    lab.server.routes["/robots.txt"] = robots
    return lab.one(answer(PAGE), path, **manners)


DISALLOW = [
    b"User-agent: *\nDisallow: /\n",
    b"\xef\xbb\xbfUser-Agent: SameStory\nDisallow: /a\n\nUser-agent: *\nAllow: /\n",
    b"User-agent: *\nDisallow: /*a$\n",
    b"Disallow: /b\n\xff\xfe\x00\nUser-agent: *\rDisallow: /\r",
]


def test_disallowed(lab):
    for line in lab.each([answer(robots, kind="text/plain") for robots in DISALLOW], "/robots.txt", archive=True):
        assert (line.outcome, line.source) == ("failed", "page")
        assert line.reason == "robots: " + line.url.replace("/a", "/robots.txt")
    assert all(seen.endswith(".example/robots.txt") for seen in lab.server.seen)  # neither a page nor an archive
    assert len(lab.server.seen) == len(DISALLOW)


ALLOW = [
    answer(b"", 404),
    answer(b"", 403),
    answer(b""),
    answer(b"User-agent: *\nDisallow: /b\n"),
    answer(b"User-agent: otherbot\nDisallow: /\n"),
    answer(b"User-agent: *\nDisallow: /\nUser-agent: samestory\nAllow: /\n"),
    answer(PAGE),
    answer(b"\x00\xff" * 5_000),
    answer(HUGE),  # what stands behind the first 500 KiB is not read
    redirect("/robots.txt"),  # without an end: as if it were not there
    [redirect("/robots.txt")] * 5 + [answer(b"User-agent: *\nDisallow: /b")],
]


def test_allowed(lab):
    lab.server.routes["/a"] = answer(PAGE)
    for robots, line in zip(ALLOW, lab.each(ALLOW, "/robots.txt"), strict=True):
        assert line.outcome == "fetched", robots


def test_not_now(lab):
    codes = (429, 500, 503)
    lines = lab.each([answer(b"", status) for status in codes], "/robots.txt", archive=True)
    for status, line in zip(codes, lines, strict=True):
        assert (line.outcome, line.source, line.status) == ("later", "page", status)
        assert line.not_before is not None
    tried = sorted(f"h{number}.example/robots.txt" for number in range(3) for _ in range(3))
    assert sorted(lab.server.seen) == tried  # three tries each, and then nobody


UNREADABLE = [
    (redirect("http://private.example:8000/robots.txt"), "address"),
    (redirect("file:///etc/passwd"), "address"),
    (reset(b"HTTP/1.1 200 OK\r\n"), "broken"),
    (answer(b"User-agent: *", Content_Encoding="br"), "broken"),
]


def test_without_robots_txt_no_page(lab):
    lines = lab.each([robots for robots, _ in UNREADABLE], "/robots.txt")
    for line, (robots, code) in zip(lines, UNREADABLE, strict=True):
        assert line.reason.startswith(f"{code}: robots.txt cannot be read now"), robots
    assert not any(seen.endswith("/a") for seen in lab.server.seen)


def test_a_slow_robots_txt_ends(lab):
    assert fetched(lab, drip(b"HTTP/1.1 200 OK\r\n\r\n# "), timeout=1).reason.startswith("timeout: robots.txt")


def test_packed_and_elsewhere(lab):
    lab.server.routes["www.example/robots.txt"] = packed(b"User-agent: *\nDisallow: /a")
    line = fetched(lab, redirect(lab.server.url("/robots.txt", "www.example")))
    assert line.reason.startswith("robots")


def test_it_is_read_once_and_its_delay_is_kept_up_to_a_bound(lab):
    lab.server.routes |= {"/a": answer(PAGE), "/b": answer(PAGE)}
    lab.server.routes["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 20\n")
    lab.ledger(a=lab.server.url("/a"), b=lab.server.url("/b"))
    lab.fetch(jobs=1)
    assert lab.server.seen.count("news.example/robots.txt") == 1
    assert 20.0 in lab.world.slept
    lab.server.routes["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 86400\n")
    lab.fetch(again=True)
    assert max(lab.world.slept) == 60.0


def test_each_port_and_scheme_has_its_own(lab):
    lab.server.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /a\n")
    lab.server.routes["other.example/robots.txt"] = answer(b"")
    lab.server.routes["/a"] = answer(PAGE)
    lab.ledger(a=lab.server.url("/a"), b=lab.server.url("/a", "other.example"))
    assert {name: line.outcome for name, line in lab.fetch().lines.items()} == {"a": "failed", "b": "fetched"}
