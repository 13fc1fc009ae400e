"""``samestory watch``: new, known and revised articles of feeds and sitemaps, and feeds that lie, drip and explode."""

import csv
import gzip
import io
import json
import threading
import time

import pytest
from server import answer, bomb, drip, page, redirect
from typer.testing import CliRunner

from samestory.cli import app
from samestory.errors import StoryError
from samestory.fetch import Manners, watch, watch_and_fetch
from samestory.story import load_story, new_story

XML = "application/rss+xml; charset=utf-8"


def rss(*items, title="Gull News - World", language="en-gb", head="<?xml version='1.0'?>"):
    inner = "".join(f"<item>{item}</item>" for item in items)
    says = f"<title>{title}</title><language>{language}</language>"
    return f"{head}<rss version='2.0'><channel>{says}{inner}</channel></rss>"


def item(path="/1", title="Fire at the quay", date="Mon, 05 Jan 2026 06:00:00 GMT", host="gull.example", more=""):
    link = path if ":" in path or not path.startswith("/") else f"http://{host}{path}"
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<title>{title}</title><link>{link}</link>{dated}{more}"


def sitemap(*urls, kind="urlset", one="url"):
    inner = "".join(f"<{one}>{url}</{one}>" for url in urls)
    news = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    return f"<?xml version='1.0'?><{kind} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' {news}>{inner}</{kind}>"


def xml(text, **headers):
    return answer(text.encode() if isinstance(text, str) else text, kind=XML, **headers)


class Desk:
    """A story with feeds, and the server that has them."""

    def __init__(self, folder, lab):
        self.folder, self.server, self.world = folder, lab.server, lab.world

    def feeds(self, *feeds, **more):
        """Set ``feeds`` (paths of the server, or mappings with a path as url) and other keys of story.yaml."""
        said = [self.server.url(one, "gull.example") if isinstance(one, str) else one for one in feeds]
        said = [
            one | {"url": self.server.url(one["url"], "gull.example")} if isinstance(one, dict) else one for one in said
        ]
        path = self.folder / "story.yaml"
        kept = [line for line in path.read_text().splitlines() if not line.startswith("# added")]
        kept = [line for line in kept if line.partition(":")[0] not in ("feeds", *more)]
        lines = [f"{name}: {json.dumps(value)}" for name, value in {"feeds": said, **more}.items()]
        path.write_text("\n".join([*kept, *lines]) + "\n")

    def has(self, path, content, **headers):
        self.server.routes[path] = (
            content if callable(content) or isinstance(content, bytes) else xml(content, **headers)
        )

    def watch(self, **manners):
        return watch(self.folder, manners=Manners(**{"jobs": 2, "pause": 0.5} | manners), outside=self.world)

    def one(self, content, path="/feed", **manners):
        """Watch one feed that the server answers so."""
        self.has(path, content)
        self.feeds(path)
        return self.watch(**manners)

    def rows(self):
        path = self.folder / "coverage.csv"
        return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))) if path.exists() else []


@pytest.fixture
def desk(tmp_path, lab):
    return Desk(new_story("quay", into=tmp_path / "stories"), lab)


def test_new_entries_become_rows_that_load_and_guesses_are_marked(desk):
    done = desk.one(rss(item("/2026/fire?utm_source=rss&id=7"), item("/2026/01/04/toll", "Toll rises", date="")))
    assert str(done).startswith("2 new, 0 revised, 0 known (1 feed")
    fire, toll = desk.rows()
    assert fire["article_id"] == "gull-2026-01-05-fire-at-the-quay"
    assert fire["url"] == "http://gull.example/2026/fire?id=7"  # without what tracks its readers
    assert (fire["published"], fire["published_precision"]) == ("2026-01-05T06:00:00+00:00", "minute")
    assert (fire["outlet"], fire["language"], fire["text_status"]) == ("Gull News - World", "en", "none")
    assert fire["guessed"] == "outlet language"
    assert (toll["published"], toll["guessed"]) == ("2026-01-04", "outlet language published")  # a day of its address
    story = load_story(desk.folder)
    assert list(story.articles["url"]) == [fire["url"], toll["url"]]
    with (desk.folder / "texts/watch.csv").open(newline="") as stream:
        assert [(one["what"], one["article_id"]) for one in csv.DictReader(stream)] == [
            ("new", fire["article_id"]),
            ("new", toll["article_id"]),
        ]


def test_what_the_user_says_of_a_feed_is_no_guess(desk):
    desk.has("/feed", rss(item()))
    desk.feeds({"url": "/feed", "outlet": "The Gull", "language": "fr", "event": "main"})
    desk.watch()
    (row,) = desk.rows()
    assert (row["outlet"], row["language"], row["event"], row["guessed"]) == ("The Gull", "fr", "main", "")


def test_a_second_look_adds_nothing_and_keeps_the_file_as_it_is(desk):
    desk.one(rss(item()))
    before = (desk.folder / "coverage.csv").read_bytes()
    done = desk.watch()
    assert (len(done.new), len(done.revised), done.n_known) == (0, 0, 1)
    assert (desk.folder / "coverage.csv").read_bytes() == before


@pytest.mark.parametrize(
    "again",
    ["http://www.gull.example/fire/", "https://gull.example/fire?utm_medium=x", "http://m.gull.example/amp/fire#top"],
)
def test_another_form_of_a_known_address_is_no_new_article(desk, again):
    done = desk.one(rss(item("/fire"), item(again)))
    assert len(done.new) == 1
    desk.has("/feed", rss(item(again)))
    assert (desk.watch().n_known, len(desk.rows())) == (1, 1)


def test_an_article_of_the_users_own_is_known(desk):
    (desk.folder / "coverage.csv").write_text(
        "article_id,outlet,language,url\nmine,The Gull,en,https://gull.example/1\n"
    )
    done = desk.one(rss(item("/1")))
    assert (len(done.new), done.n_known) == (0, 1)
    assert (desk.folder / "coverage.csv").read_text().count("\n") == 2


def test_another_time_or_title_is_a_revision_and_no_second_row(desk):
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Gull</title><entry><title>{}</title>"
        "<link href='http://gull.example/1'/><published>2026-01-05T06:00:00Z</published><updated>{}</updated></entry></feed>"
    )
    desk.one(atom.format("Fire", "2026-01-05T06:00:00Z"))
    desk.has("/feed", atom.format("Fire", "2026-01-05T07:00:00Z"))
    done = desk.watch()
    assert [(one["article_id"], one["detail"]) for one in done.revised] == [("gull-2026-01-05-fire", "updated")]
    desk.has("/feed", atom.format("Fire: two dead", "2026-01-05T08:00:00Z"))
    (one,) = desk.watch().revised
    assert one["detail"] == "updated and title or summary" and one["title"] == "Fire: two dead"
    assert [row["title"] for row in desk.rows()] == ["Fire"]  # the ledger keeps what it had
    assert desk.watch().n_known == 1


def test_two_feeds_that_word_one_article_differently_are_no_revision(desk):
    desk.has("/a", rss(item("/1", "Fire")))
    desk.has("/b", rss(item("/1", "Fire at the quay, more follows")))
    desk.feeds("/a", "/b")
    assert (len(desk.watch().new), len(desk.rows())) == (1, 1)
    done = desk.watch()
    assert (len(done.new), len(done.revised)) == (0, 0)


def test_a_row_that_was_removed_does_not_come_back(desk):
    desk.one(rss(item("/1"), item("/2", "Fish prices")))
    path = desk.folder / "coverage.csv"
    path.write_text("\n".join(line for line in path.read_text("utf-8").splitlines() if "Fish" not in line) + "\n")
    done = desk.watch()
    assert (len(done.new), done.n_known, done.left_out["removed"]) == (0, 1, 1)


def test_only_what_has_a_word_is_taken_and_new_words_are_looked_for_in_old_entries(desk):
    titles = ["Fire at the quay", "Fish prices", "Incendie au port", "码头发生火灾", "Firewall"]
    desk.has("/feed", rss(*(item(f"/{number}", title) for number, title in enumerate(titles))), ETag='"1"')
    desk.feeds("/feed", feed_words=["FIRE", "incend*", "火灾"])
    done = desk.watch()
    assert [row["title"] for row in desk.rows()] == ["Fire at the quay", "Incendie au port", "码头发生火灾"]
    assert done.left_out["words"] == 2 and "2 without a word of feed_words" in str(done)
    desk.feeds("/feed", feed_words=["fire", "fish prices"])
    assert [one["title"] for one in desk.watch().new] == ["Fish prices"]
    assert "if-none-match" not in desk.server.heads[-1]  # the words changed, so it is read whole


def test_what_the_story_does_not_cover_is_left_out(desk):
    old = item("/old", date="Mon, 05 Feb 2024 06:00:00 GMT")
    desk.has("/feed", rss(item("/1"), old))
    desk.has("/fr", rss(item("/2"), language="fr"))
    period = {"begin": "2026-01-01", "end": "2026-01-31"}
    desk.feeds("/feed", "/fr", period=period, languages=["en"])
    done = desk.watch()
    assert len(done.new) == 1 and done.left_out["period"] == done.left_out["language"] == 1


def test_a_document_that_did_not_change_is_not_sent_again(desk):
    desk.has("/feed", xml(rss(item()), ETag='"abc"', Last_Modified="Mon, 05 Jan 2026 06:00:00 GMT"))
    desk.feeds("/feed")
    desk.watch()
    desk.has("/feed", answer(b"", 304))
    done = desk.watch()
    assert desk.server.heads[-1]["if-none-match"] == '"abc"'
    assert desk.server.heads[-1]["if-modified-since"] == "Mon, 05 Jan 2026 06:00:00 GMT"
    assert "1 feed, 1 not changed, 0 failed" in str(done) and not done.is_failure
    desk.watch()
    assert desk.server.heads[-1]["if-none-match"] == '"abc"'  # a 304 keeps what was known


def test_robots_txt_and_pauses_hold(desk):
    desk.server.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /feed\nCrawl-delay: 7", kind="text/plain")
    desk.has("/feed", rss(item()))
    desk.has("/other", rss(item()))
    desk.has("/third", rss(item()))
    desk.feeds("/feed", "/other", "/third")
    done = desk.watch()
    assert len(done.new) == 1 and ["robots" in fault for fault in done.faults] == [True]
    assert "gull.example/feed" not in desk.server.seen and max(desk.world.slept) > 6


def test_one_bad_feed_does_not_keep_the_others_from_being_read(desk):
    desk.has("/good", rss(item()))
    desk.feeds("/gone", "/good")
    done = desk.watch()
    assert len(done.new) == 1 and "gone: status 404" in done.faults[0] and not done.is_failure


# ----- hostile feeds

TENS = [f"<!ENTITY a{number + 1} '{f'&a{number};' * 10}'>" for number in range(11)]
LAUGHS = f"<!DOCTYPE r [<!ENTITY a0 'ha'>{''.join(TENS)}]>"
FILE = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("declares", [LAUGHS, FILE])
def test_entities_are_not_resolved(desk, declares):
    done = desk.one(rss(item(title="Fire &a11;&x; at"), head=f"<?xml version='1.0'?>{declares}"))
    said = (desk.folder / "coverage.csv").read_text("utf-8") if done.new else str(done.faults)
    assert "root:" not in said and "haha" not in said and len(said) < 3_000


@pytest.mark.parametrize("declares", [LAUGHS, FILE])
def test_entities_of_a_sitemap_are_refused(desk, declares):
    text = sitemap("<loc>http://gull.example/&x;&a11;</loc>").replace("?>", f"?>{declares}", 1)
    done = desk.one(text)
    assert done.is_failure and "declares XML entities" in done.faults[0]


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (answer(b"<rss>" + b" " * 50_000_000 + b"</rss>", kind=XML), "too large"),
        (answer(bomb(300), kind=XML, Content_Encoding="gzip"), "too large"),
        (answer(bomb(300), kind="application/gzip"), "unpack to more than"),
        (answer(gzip.compress(rss(item()).encode())[:-30], kind="application/gzip"), "ends in the middle"),
        (drip(b"HTTP/1.1 200 OK\r\n\r\n<rss>"), "timeout"),
        (answer(b"<html><body>Please accept cookies</body></html>"), "no RSS or Atom in it"),
        (answer(b"\x89PNG\r\n\x1a\n" + bytes(5_000), kind=XML), ""),
        (answer(b"", kind=XML), ""),
        (answer(b"<" * 300_000, kind=XML), ""),
        (answer(b"<rss><channel><item>" + b"<a>" * 100_000, kind=XML), ""),
        (redirect("http://private.example/feed"), "private.example is 127.0.0.1, not a public address"),
        (redirect("http://127.0.0.1:8000/feed"), "not a public address"),
        (redirect("file:///etc/passwd"), "only http and https"),
        (redirect("http://gull.example/feed"), ""),
    ],
)
def test_a_hostile_answer_is_a_fault_and_the_ledger_stays(desk, route, said):
    done = desk.one(route, timeout=2, max_bytes=10_000_000)
    assert done.new == [] and desk.rows() == []
    assert said in " ".join(done.faults) and "/etc/" not in " ".join(done.faults).replace("file:///etc/passwd", "")
    assert all("\x1b" not in fault and len(fault) < 1_000 for fault in done.faults)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://user:pw@gull.example/1",
        "http://127.0.0.1/admin", "http://printer.local/1", "http://[::1]/1", "ftp://gull.example/1", "", "http://",
        "http://gull.example/", "http://gull.example/" + "a" * 5_000,
    ],
)  # fmt: skip
def test_an_entry_without_a_public_address_is_left_out(desk, link):
    done = desk.one(rss(f"<title>Fire</title><link>{link}</link><guid isPermaLink='false'>12345</guid>"))
    assert done.new == [] and done.left_out["address"] == 1


def test_a_relative_link_counts_from_the_feed(desk):
    desk.one(rss("<title>Fire</title><link>../2026/fire.html</link>"), path="/feeds/world.xml")
    (row,) = desk.rows()
    assert row["url"] == desk.server.url("/2026/fire.html", "gull.example")


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("Mon, 99 Foo 2026 99:00:00", ""), ("2099-01-01T00:00:00Z", ""), ("0001-01-01", ""), ("03/04/2026", ""),
        ("2026-01-05T06:00:00", "2026-01-05"), ("9" * 10_000, ""),
        ("Mon, 05 Jan 2026 23:30:00 -0500", "2026-01-05T23:30:00-05:00"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_no_date(desk, date, kept):
    desk.one(rss(item(date=date)))
    (row,) = desk.rows()
    assert row["published"] == kept
    load_story(desk.folder)


def test_signs_that_rewrite_a_terminal_or_a_sheet_are_neutral(desk):
    desk.one(rss(item(title="=cmd|'/c calc'!A0 \x9b31m \u202eevil&#27;[2J <b>bold</b> &lt;script&gt;"), title="-2+3"))
    (row,) = desk.rows()
    assert row["title"].startswith("'=") and row["outlet"].startswith("'-")
    log = (desk.folder / "texts/watch.csv").read_text()
    assert (
        not {"\x1b", "\x9b", "\u202e"} & set(row["title"] + log) and log.count("\n") == 2 and "\n" not in row["title"]
    )
    load_story(desk.folder)


def test_a_title_of_a_megabyte_and_a_feed_of_ten_thousand_entries_are_bounded(desk):
    many = [item(f"/{number}", f"Fire {number}", date="") for number in range(3_000)]
    done = desk.one(rss(item("/long", "Fire " * 200_000), *many))
    assert len(done.new) == 3_001 and max(len(row["title"]) for row in desk.rows()) <= 500
    assert len({row["article_id"] for row in desk.rows()}) == 3_001


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16", "koi8-r", "utf-8"])
def test_encodings_are_read_as_declared_whatever_the_header_says(desk, encoding):
    text = rss(
        item(title="Пожар на причале унёс жизни двух человек"), head=f"<?xml version='1.0' encoding='{encoding}'?>"
    )
    desk.one(answer(text.encode(encoding), kind="application/xml"))
    assert [row["title"] for row in desk.rows()] == ["Пожар на причале унёс жизни двух человек"]


# ----- sitemaps


def test_a_news_sitemap_and_a_packed_one(desk):
    news = (
        "<loc>http://gull.example/fire</loc><news:news><news:publication><news:name>The Gull</news:name>"
        "<news:language>en</news:language></news:publication><news:publication_date>2026-01-05T06:00:00Z</news:publication_date>"
        "<news:title>Fire</news:title></news:news>"
    )
    plain = "<loc>http://gull.example/2026/01/04/toll-rises</loc><lastmod>2026-01-05</lastmod>"
    done = desk.one(answer(gzip.compress(sitemap(news, plain).encode()), kind="application/gzip"), path="/map.xml.gz")
    assert len(done.new) == 2
    fire, toll = desk.rows()
    assert (fire["outlet"], fire["published"], fire["guessed"]) == ("The Gull", "2026-01-05T06:00:00+00:00", "outlet")
    assert (toll["title"], toll["published"], toll["guessed"]) == ("", "2026-01-04", "outlet published")
    desk.feeds("/map.xml.gz", feed_words=["toll"])
    desk.has("/map.xml.gz", sitemap(news.replace("fire<", "fire2<"), plain.replace("04/toll", "05/toll-again")))
    assert [one["url"][-16:] for one in desk.watch().new] == ["toll-again-rises"]  # words of an address without a title


def test_a_list_of_sitemaps_is_followed_once_each_within_its_domain(desk):
    def listed(*paths):
        said = [f"<loc>{one}</loc><lastmod>2026-01-0{n % 9 + 1}</lastmod>" for n, one in enumerate(paths)]
        return sitemap(*said, kind="sitemapindex", one="sitemap")

    own = [desk.server.url(path, "gull.example") for path in ("/index", "/pages", "/index2")]
    desk.has("/index", listed(*own, "http://heron.example/map", "http://127.0.0.1/map", "javascript:1"))
    desk.has("/index2", listed(*own))
    desk.has("/pages", sitemap("<loc>http://gull.example/fire</loc>"))
    desk.feeds("/index")
    done = desk.watch()
    asked = [one for one in desk.server.seen if "robots" not in one]
    assert len(done.new) == 1 and sorted(asked) == [f"gull.example/{name}" for name in ("index", "index2", "pages")]
    assert "3 sitemaps of other domains were not read" in done.feeds[0].remarks
    many = [desk.server.url(f"/m{number}", "gull.example") for number in range(500)]
    desk.has("/index", listed(*many))
    desk.server.seen.clear()
    done = desk.watch()
    assert len([one for one in desk.server.seen if "/m" in one]) == 20
    assert done.feeds[0].remarks == ["480 older sitemaps were not read (at most 20 at once)"]


# ----- the ledger


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_a_person_wrote_stays_byte_for_byte(desk, sign, end):
    first = {"note of mine": '"a ""quoted"" ; , note"', "url": "https://heron.example/1", "article_id": "heron"}
    rest = {
        "outlet": "Heron",
        "published": "2026-01-05",
        "published_precision": "day",
        "language": "en",
        "title": "Old",
    }
    names, cells = zip(*{**first, **rest, "text_status": "none", "date_basis": "", "guessed": ""}.items(), strict=True)
    before = end.join([sign.join(names), sign.join(cells), ""]).encode("utf-8-sig")
    (desk.folder / "coverage.csv").write_bytes(before)
    desk.one(rss(item()))
    after = (desk.folder / "coverage.csv").read_bytes()
    assert after.startswith(before) and after.count(end.encode()) == 3
    assert len(load_story(desk.folder).articles) == 2


def test_missing_columns_are_added_and_the_others_keep_their_cells(desk):
    (desk.folder / "coverage.csv").write_bytes(b"article_id;mine;outlet;language\r\na;x;Heron;en\r\n;;;\r\n")
    desk.one(rss(item()))
    first, new = desk.rows()
    assert (first["article_id"], first["mine"], first["outlet"]) == ("a", "x", "Heron")
    assert new["url"] == "http://gull.example/1" and new["mine"] == ""


def test_rows_that_would_break_the_story_are_not_added(desk, monkeypatch):
    desk.one(rss(item()))
    before = (desk.folder / "coverage.csv").read_bytes()
    desk.has("/feed", rss(item("/2")))
    monkeypatch.setattr("samestory.fetch.watched.read_story", lambda *_, **__: (None, ["a fault"]))
    with pytest.raises(StoryError, match="would break the story quay, so none was added: a fault"):
        desk.watch()
    assert (desk.folder / "coverage.csv").read_bytes() == before
    monkeypatch.undo()
    assert len(watch(desk.folder, outside=desk.world).new) == 1  # nothing was remembered of the failed time


def test_a_state_that_was_damaged_is_begun_anew_and_nothing_is_doubled(desk):
    desk.one(rss(item()))
    (desk.folder / "texts/watch.json").write_bytes(b'{"seen": {"a": [[[')
    done = desk.watch()
    assert (len(done.new), done.n_known) == (0, 1) and "could not be read" in done.remarks[0]


@pytest.mark.parametrize("what", ["link", "folder of links"])
def test_links_out_of_the_story_are_refused(desk, tmp_path, what):
    outside = tmp_path / "outside"
    outside.mkdir()
    if what == "link":
        (desk.folder / "texts").symlink_to(outside)
    else:
        (desk.folder / "texts").mkdir()
        (desk.folder / "texts/watch.csv").symlink_to(outside / "file")
    desk.has("/feed", rss(item()))
    desk.feeds("/feed")
    with pytest.raises(StoryError, match="is a link"):
        desk.watch()
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("says", ["something", "nothing"])
def test_a_feed_that_never_ends_is_left_when_the_user_says_stop(desk, says):
    stopped = threading.Timer(0.3, desk.world.stop.set)

    def route(connection):
        stopped.start()
        if says == "something":
            drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")(connection)
        desk.server.over.wait(60)

    began = time.monotonic()
    done = desk.one(route, timeout=60.0)
    assert done.faults == [f"{done.feeds[0].feed.url}: stopped"] and time.monotonic() - began < 40


def test_a_second_watch_is_refused(desk):
    from samestory.fetch.watch_state import watching

    desk.feeds("/feed")
    with watching(desk.folder), pytest.raises(StoryError, match="another watch is under way"):
        desk.watch()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"feeds": []}, "names no feeds"),
        ({"feeds": ["javascript:alert(1)"]}, "feeds.0"),
        ({"feeds": [{"url": "http://a.example/f", "outlett": "x"}]}, "Did you mean 'outlet'?"),
        ({"feeds": [{"url": "http://a.example/f", "event": "other"}]}, "names the event 'other'"),
        ({"feeds": ["http://a.example/f"], "expected": {"articles": 1}}, "expected fixes the number of articles"),
    ],
)
def test_wrong_settings_are_said_before_anybody_is_asked(desk, more, said):
    path = desk.folder / "story.yaml"
    path.write_text(path.read_text() + "".join(f"{name}: {json.dumps(value)}\n" for name, value in more.items()))
    with pytest.raises(StoryError) as caught:
        desk.watch()
    assert said in str(caught.value) and desk.server.seen == []


def test_texts_are_fetched_and_a_revised_page_once_more(desk):
    desk.server.routes["/1"] = answer(page())
    link = desk.server.url("/1", "gull.example")
    desk.has("/feed", rss(item(link)))
    desk.feeds("/feed")
    look = {"manners": Manners(pause=0.5, archive=False), "outside": desk.world}
    done, (fetched,) = watch_and_fetch(desk.folder, **look)
    (row,) = done.new
    assert fetched.count("fetched") == 1 and load_story(desk.folder, texts=True).articles["text"].notna().all()
    desk.server.routes["/1"] = answer(page("The toll rose to two. " * 30))
    desk.has("/feed", rss(item(link, "Fire: two dead")))
    done, (again,) = watch_and_fetch(desk.folder, **look)
    assert [one["article_id"] for one in done.revised] == [row["article_id"]] and again.count("fetched") == 1
    assert len(list((desk.folder / "texts" / row["article_id"]).glob("*.json"))) == 2
    assert watch_and_fetch(desk.folder, **look)[1] == []


# ----- the command


@pytest.fixture
def command(desk):
    desk.has("/feed", rss(item()))
    path = desk.folder / "story.yaml"
    path.write_text(path.read_text() + f"feeds: ['http://127.0.0.1:{desk.server.port}/feed']\n")

    def command(*words):
        return CliRunner().invoke(app, ["watch", str(desk.folder), "--pause", "0.5", *words])

    return command


def test_exit_statuses_and_what_is_printed(desk, command):
    done = command()
    assert done.exit_code == 1 and "not a public address" in done.output  # without --allow-local no feed was read
    done = command("--allow-local", "--exit-code")
    assert done.exit_code == 3 and done.output.splitlines() == [
        "+  gull-2026-01-05-fire-at-the-quay  2026-01-05T06:00:00+00:00  Gull News - World  Fire at the quay",
        "1 new, 0 revised, 0 known (1 feed, 0 not changed, 0 failed)",
    ]
    done = command("--allow-local", "--exit-code", "--json")
    said = json.loads(done.output)
    assert done.exit_code == 0 and (said["story"], said["new"], said["known"]) == ("quay", [], 1)
    desk.has("/feed", rss(item("/2")))
    assert command("--allow-local").exit_code == 0  # new, and the next command of the morning goes on
    assert command("--every", "1").exit_code == 2
