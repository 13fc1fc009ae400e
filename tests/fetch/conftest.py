"""A small story whose ledger names pages of the misbehaving server."""

import csv
from pathlib import Path

import pytest
from server import Server, World

from samestory.fetch import Manners, fetch, plan
from samestory.story import load_story


class Lab:
    """A story, a server and a world; ``fetch`` fetches the ledger as it then is."""

    def __init__(self, folder, server):
        self.folder, self.server, self.world, self.said = folder, server, World(server), []

    def ledger(self, *rows, **pages):
        """Rows of coverage.csv: as dicts, or ``article_id=url``."""
        rows = [*rows, *({"article_id": name, "url": url} for name, url in pages.items())]
        columns = ["article_id", "outlet", "language", "url", "published", "title", "text_status"]
        with (self.folder / "coverage.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            for row in rows:
                writer.writerow({"outlet": "News", "language": "en", "text_status": "cut", **row})

    def fetch(self, *, only=(), again=False, **manners):
        manners = {"timeout": 60, "archive": False, "jobs": 2} | manners
        self.said.clear()
        todo = plan(self.folder, only=only, again=again)
        return fetch(todo, manners=Manners(**manners), again=again, outside=self.world, told=self.said.append)

    def one(self, route, path="/a", **manners):
        """Fetch one page that the server answers so, and give the last line of the log."""
        self.server.routes[path] = route
        self.ledger(a=self.server.url(path))
        return self.fetch(again=True, **manners).lines["a"]

    def each(self, routes, what="/a", **manners):
        """Fetch one page each from as many hosts, whose ``what`` is answered so: the last line of the log of each."""
        for number, route in enumerate(routes):
            self.server.routes[f"h{number}.example{what}"] = route
        self.ledger(**{f"a{number}": self.server.url("/a", f"h{number}.example") for number in range(len(routes))})
        lines = self.fetch(again=True, **{"jobs": 8} | manners).lines
        return [lines[f"a{number}"] for number in range(len(routes))]

    def log(self):
        with (self.folder / "texts" / "fetch.csv").open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def files(self, name="a"):
        return sorted(path.name for path in (self.folder / "texts" / name).glob("*"))


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def lab(small_story, server, monkeypatch):
    monkeypatch.setenv("SAMESTORY_TEXTS", "yes")
    monkeypatch.delenv("SAMESTORY_ARCHIVE", raising=False)
    # One ledger is loaded once a test, however often it is fetched: a story takes half a second to check.
    loaded = {}

    def load(story, **options):
        ledger = Path(story) / "coverage.csv"
        key = ledger.read_bytes() if ledger.is_file() else None
        if key not in loaded:
            loaded[key] = load_story(story, **options)
        return loaded[key]

    monkeypatch.setattr("samestory.fetch.job.load_story", load)
    settings = small_story / "story.yaml"
    settings.write_text(settings.read_text().replace("expected: {articles: 1}\n", ""))
    return Lab(small_story, server)
