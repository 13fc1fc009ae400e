"""Kills and a full disk at any moment of `samestory watch`: no row is half, and the next look ends what was begun."""

import csv
import io
import json
from datetime import timedelta

import pytest
from nursery import chance, counted, forked, kills
from server import World, answer, page

from samestory.fetch import Manners, watch, watch_and_fetch
from samestory.story import new_story

MANNERS = Manners(pause=0.5, archive=False, jobs=1)


class Feed:
    """A story, its feed, and the pages that the feed names; each look finds one article more, and one revised."""

    def __init__(self, folder, server):
        self.folder, self.server, self.titles = folder, server, []
        with (folder / "story.yaml").open("a") as stream:
            stream.write(f"feeds: {json.dumps([server.url('/feed', 'gull.example')])}\n")
        self.more()

    def more(self):
        """The time of the world goes on with the articles, so that no two looks are at one time."""
        at = len(self.titles)
        if at:
            self.titles[at // 2] += "!"
        self.titles.append(f"Fire {at}")
        items = ""
        for number, title in enumerate(self.titles):
            self.server.routes[f"/{number}"] = answer(self.page(title))
            link = self.server.url(f"/{number}", "gull.example")
            items += f"<item><title>{title}</title><link>{link}</link></item>"
        said = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Gull</title>{items}</channel></rss>"
        self.server.routes["/feed"] = answer(said.encode(), kind="application/rss+xml")

    def page(self, title):
        return page(f"{title} burns on. " * 30, title)

    def ledger(self):
        path = self.folder / "coverage.csv"
        return path.read_bytes() if path.exists() else b""

    def log(self):
        with (self.folder / "texts/watch.csv").open(newline="") as stream:
            return sorted((one["what"], one["title"]) for one in csv.DictReader(stream))

    def expected_log(self):
        """One line for each article and one for each revision."""
        lines, titles = [("new", "Fire 0")], ["Fire 0"]
        for at in range(1, len(self.titles)):
            titles[at // 2] += "!"
            titles.append(f"Fire {at}")
            lines += [("new", titles[at])] + ([("revised", titles[at // 2])] if at // 2 < at else [])
        return sorted(lines)


@pytest.fixture
def feed(tmp_path, server):
    return Feed(new_story("quay", into=tmp_path / "stories"), server)


def world(n):
    found = World(None)
    found.began += timedelta(hours=n)
    return found


def look(folder, n):
    return watch(folder, manners=MANNERS, outside=world(n))


def look_and_fetch(folder, n):
    return watch_and_fetch(folder, manners=MANNERS, outside=world(n))[0]


@pytest.mark.parametrize(("what", "share"), [(look, 0.12), (look_and_fetch, 0.05)])
def test_a_killed_look_loses_no_article_no_revision_and_no_line_of_the_log(
    feed, what, share, record_property, monkeypatch
):
    monkeypatch.setenv("SAMESTORY_TEXTS", "yes")
    luck, n = chance(), 1
    what(feed.folder, 0)
    feed.more()
    moments, _ = forked(what, feed.folder, n)
    assert moments > 30 and feed.log() == feed.expected_log()
    with counted({look: "watch", look_and_fetch: "watch --fetch"}[what], record_property) as counts:
        for number in range(kills(share)):
            before, n = feed.ledger(), n + 2
            feed.more()
            counts["killed"] += forked(what, feed.folder, n, at=luck.randint(1, moments), is_full=number % 4 == 2)[1]
            left, has_line = feed.ledger(), feed.log() == feed.expected_log()
            done = what(feed.folder, n + 1)
            assert left in (before, feed.ledger()) and feed.ledger().startswith(before)
            assert feed.log() == feed.expected_log()
            assert has_line or (len(done.new), len(done.revised)) == (1, 1)
            assert not done.remarks and not done.faults
            rows = list(csv.DictReader(io.StringIO(feed.ledger().decode("utf-8-sig"))))
            assert [row["title"].rstrip("!") for row in rows] == [f"Fire {at}" for at in range(len(feed.titles))]
            assert not [path for path in feed.folder.rglob(".*") if path.name.endswith(".part") or ".new-" in path.name]
            if what is look_and_fetch:
                kept = [sorted((feed.folder / "texts" / row["article_id"]).glob("*.json"))[-1] for row in rows]
                assert [json.loads(one.read_text())["n_bytes"] for one in kept] == [
                    len(feed.page(title))
                    for title in feed.titles  # each as it was revised last
                ]
            counts["recovered"] = counts["killed"]
