"""The archive as the second address: when it is asked, for which time, and what is said of it."""

import json

import pandas as pd
import pytest
from server import answer, page, redirect

import samestory as ss

PAGE = page()
TAKEN = "Tue, 15 Oct 2024 09:30:00 GMT"


@pytest.fixture
def archive(lab, monkeypatch):
    """An archive whose copies are given by the path after its host."""
    monkeypatch.setenv("SAMESTORY_ARCHIVE", lab.server.url("", "archive.example"))

    def holds(stamp, url, route):
        lab.server.routes[f"archive.example/web/{stamp}id_/{url}"] = route

    return holds


def gone(lab, published="2024-10-14", status=404, path="/a?id=7&x=%C3%A9", **manners):
    lab.server.routes[path] = answer(b"", status)
    lab.ledger({"article_id": "a", "url": lab.server.url(path) + "#top", "published": published})
    return lab.fetch(archive=True, **manners)


def test_a_copy_is_fetched_and_said_to_be_one(lab, archive):
    url = lab.server.url("/a?id=7&x=%C3%A9")
    archive("20241014120000", url, redirect(f"/web/20241015093000id_/{url}"))
    archive("20241015093000", url, answer(PAGE, Memento_Datetime=TAKEN))
    summary = gone(lab)
    line = summary.lines["a"]
    assert (line.outcome, line.source, line.reason) == ("fetched", "archive", "copy of 2024-10-15 09:30 UTC")
    assert [(row["source"], row["outcome"], row["status"]) for row in lab.log()] == [
        ("page", "failed", "404"),
        ("archive", "fetched", "200"),
    ]
    record = json.loads((lab.folder / line.file.replace(".html.gz", ".json")).read_text())
    assert record["fetched_from"] == "archive" and record["archived_at"] == "2024-10-15T09:30:00Z"
    assert record["url"].startswith(url) and record["headers"]["memento-datetime"] == TAKEN
    assert str(summary).startswith("1 fetched (1 of them from the archive)") and not summary.is_failure
    versions = ss.story.page_versions(ss.load_story(lab.folder))
    assert versions["archived_at"].tolist() == [pd.Timestamp("2024-10-15 09:30", tz="UTC")]
    assert "archive.example/robots.txt" in lab.server.seen


def test_the_copy_nearest_to_publication_is_asked_for(lab, archive):
    end = ss.load_story(lab.folder).settings.period.end
    dates = {
        "2024-10-14": "20241014120000",
        "2024-10-14T08:30+02:00": "20241014063000",
        "2024-10": "20241016000000",
        None: f"{end:%Y%m%d}120000",  # not known: the end of the story
    }
    rows = []
    for number, (published, stamp) in enumerate(dates.items()):
        url = lab.server.url(f"/{number}")
        archive(stamp, url, answer(PAGE, Memento_Datetime=TAKEN))
        rows.append({"article_id": f"a{number}", "url": url, "published": published})
    lab.ledger(*rows)
    assert lab.fetch(archive=True).count("fetched", source="archive") == 4


ANSWERS = [
    (answer(b"", 404), "no copy"),
    (answer(PAGE), None),  # no header, but the address says when
    (answer(b"%PDF-1.4", Memento_Datetime=TAKEN), "not a page"),
    (redirect("/latest"), "no copy"),
    (redirect("/web/20241015093000id_/http://news.example/"), "no copy"),
    (redirect("http://private.example:9000/"), "address"),
    (answer(b"", 500), "status"),
]


def test_what_the_archive_may_answer(lab, archive):
    lab.server.routes["/latest"] = lab.server.routes["/web/20241015093000id_/http://news.example/"] = answer(PAGE)
    rows = []
    for number, (route, _) in enumerate(ANSWERS):
        url = lab.server.url(f"/{number}")
        archive("20241014120000", url, route)
        rows.append({"article_id": f"a{number}", "url": url, "published": "2024-10-14"})
    lab.ledger(*rows)
    summary = lab.fetch(archive=True)
    last = {row["article_id"]: row for row in lab.log()}
    for number, (_, code) in enumerate(ANSWERS):
        row, line = last[f"a{number}"], summary.lines[f"a{number}"]
        assert row["source"] == "archive"
        if code is None:
            assert row["outcome"] == "fetched" and row["reason"] == "copy of 2024-10-14 12:00 UTC"
        else:
            assert row["reason"].startswith(code), row
            assert line.source == "page" and line.reason == "gone: status 404"


def test_where_it_is_asked(lab, archive):
    asked = {410: True, 403: True, 500: True, 401: False, 402: False, 451: False}
    lab.each([answer(b"", status) for status in asked], archive=True)
    for number, (status, is_asked) in enumerate(asked.items()):
        found = any(seen.startswith("archive.example/web") and f"h{number}.example" in seen for seen in lab.server.seen)
        assert found == is_asked, status


def test_it_is_not_asked_for_private_addresses(lab, archive):
    lab.ledger(a="http://private.example:8000/secret", b="http://user:pw@news.example/", c="javascript:alert(1)")
    summary = lab.fetch(archive=True)
    assert summary.reasons() == {"address": ["a", "b", "c"]} and lab.server.seen == []


def test_it_is_not_asked_where_a_version_is_stored(lab, archive):
    """Its copy, though older, would else be taken for the newest version."""
    lab.one(answer(PAGE))
    lab.server.routes["/a"] = answer(b"", 404)
    lab.fetch(again=True, archive=True)
    assert not any(seen.startswith("archive.example") for seen in lab.server.seen)


def test_a_busy_archive_is_for_later(lab, archive):
    archive("20241014120000", lab.server.url("/a"), answer(b"", 429, Retry_After="3600"))
    summary = gone(lab, path="/a")
    assert summary.lines["a"].outcome == "later" and summary.lines["a"].source == "archive"
    assert lab.fetch(archive=True).not_yet.keys() == {"a"}


def test_a_wrong_archive_is_said(monkeypatch):
    from samestory.fetch import Manners

    monkeypatch.setenv("SAMESTORY_ARCHIVE", "ftp://archive.example")
    with pytest.raises(ss.errors.StoryError, match="SAMESTORY_ARCHIVE is 'ftp://archive.example': begins with 'ftp'"):
        _ = Manners().archive_base


def test_it_is_not_asked_for_names_that_do_not_resolve(lab, archive):
    """The name may be that of a machine inside a house; the archive would learn it."""
    lab.world.names["nowhere.example"] = []
    lab.ledger(a="http://nowhere.example/secret", b="http://wiki.corp/secret", c="http://intranet/secret")
    summary = lab.fetch(archive=True)
    assert summary.count("failed") == 3 and "a" in summary.reasons()["unreachable"]
    assert not any(seen.startswith("archive.example") for seen in lab.server.seen)
