"""Kills and a full disk at any moment of writing the site, a copy of it, and the log: what is there is whole."""

import json
import shutil
import zipfile

import pandas as pd
import pytest
from nursery import chance, counted, forked, kills
from run_projects import own_project
from site_projects import make_result

from samestory.runs import log
from samestory.runs.site import build
from samestory.runs.site.export import export

VARIANTS = {"old": "abcde", "new": "bcdef"}  # one article is withdrawn, one is new


def articles(names, text):
    return pd.DataFrame(
        {"article_id": list(names), "published": pd.to_datetime(["2024-01-01"] * len(names), utc=True),
         "published_precision": "day", "language": "en", "text": f"One two. {text}.", "text_status": "full"}
    )  # fmt: skip


class Desk:
    """A project whose only result is one of two, and the pages of each."""

    def __init__(self, home, aside):
        self.result, self.aside, self.home, self.pages = home / "outputs/small", aside, home, {}
        for which, names in VARIANTS.items():
            make_result(home, "small", "s", tables={"articles": articles(names, which)}, meta={"title": "A fire"})
            shutil.move(self.result, aside / which)
        for which in VARIANTS:
            self.has(which)
            build()
            self.pages[which] = self.there()
            shutil.rmtree(home / "outputs/site")

    def has(self, which):
        shutil.rmtree(self.result, ignore_errors=True)
        shutil.copytree(self.aside / which, self.result)

    def there(self):
        """Every page, and nothing else that a reader could come by."""
        found = [self.home / "outputs/index.html", *(self.home / "outputs/site").rglob("*")]
        return {str(path): path.read_bytes() for path in found if path.is_file() and path.name != ".state.json"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with own_project(tmp_path_factory.mktemp("project")) as home:
        yield Desk(home, tmp_path_factory.mktemp("aside"))


def write_lines(path, first):
    with log.logged(path, "json"):
        for number in range(first, first + 60):
            log.note("run", number=number)


def test_a_killed_site_has_only_whole_pages_and_the_next_one_is_as_if_nothing_had_been(desk, record_property):
    luck, now = chance(), "old"
    desk.has(now)
    build()
    desk.has("new")
    (moments, _), now = forked(build), "new"
    assert desk.there() == desk.pages["new"] and moments > 30
    with counted("site", record_property) as counts:
        for number in range(kills(0.2)):
            before, now = desk.pages[now], "old" if now == "new" else "new"
            desk.has(now)
            counts["killed"] += forked(build, at=luck.randint(1, moments), is_full=number % 5 == 4)[1]
            left = {path: page for path, page in desk.there().items() if "/.new-" not in path}
            assert all(page in (before.get(path), desk.pages[now].get(path)) for path, page in left.items())
            assert before.keys() & desk.pages[now].keys() <= left.keys()
            now = luck.choice(["old", "new"])
            desk.has(now)
            build()
            assert desk.there() == desk.pages[now]
            counts["recovered"] = counts["killed"]


def content(copy):
    if copy.is_dir():
        return {path.relative_to(copy).as_posix(): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    with zipfile.ZipFile(copy) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_a_killed_copy_is_not_there_or_whole_and_the_next_one_leaves_nothing_else(desk, tmp_path, record_property):
    luck, places = chance(), [tmp_path / "monday.zip", tmp_path / "monday"]
    desk.has("new")
    moments = [forked(export, to)[0] for to in places]
    whole = content(places[1])
    assert "index.html" in whole and content(places[0]) == whole and min(moments) > 30
    with counted("site --to", record_property) as counts:
        for number in range(kills(0.14)):
            to = places[number % 2]
            shutil.rmtree(to) if to.is_dir() else to.unlink()
            counts["killed"] += forked(export, to, at=luck.randint(1, moments[number % 2]), is_full=number % 5 > 2)[1]
            assert not to.exists() or content(to) == whole
            if not to.exists():
                export(to)
            else:
                export(to.with_name("more"))
                shutil.rmtree(to.with_name("more"))
            assert content(to) == whole and sorted(tmp_path.iterdir()) == sorted(places)
            counts["recovered"] = counts["killed"]


def test_a_killed_writer_of_the_log_loses_no_line(tmp_path, record_property, monkeypatch):
    monkeypatch.setattr(log, "MOST_BYTES", 3_000)
    luck, path, first = chance(), tmp_path / "runs.log", 0
    with counted("log", record_property) as counts:
        for _ in range(kills(0.2)):
            counts["killed"] += forked(write_lines, path, first, at=luck.randint(1, 250))[1]
            files = [one for one in (path.with_name("runs.log.1"), path) if one.exists()]
            lines = [line for one in files for line in one.read_text().splitlines()]
            numbers = [json.loads(line)["number"] for line in lines]
            assert numbers == (list(range(numbers[0], numbers[-1] + 1)) if numbers else [])
            assert numbers[0] <= first <= numbers[-1] + 1 if numbers else first == 0
            first = numbers[-1] + 1 if numbers else 0
            counts["recovered"] = counts["killed"]
