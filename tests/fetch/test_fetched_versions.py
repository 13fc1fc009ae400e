"""What lies in ``texts/``: versions, the log, what a killed command leaves, and only one writer."""

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pandas as pd
import pytest
from server import WORDS, answer, page

import samestory as ss
from samestory.fetch import Manners, fetch, plan
from samestory.fetch.page import Page
from samestory.fetch.store import Line, opened
from samestory.story.texts import page_file, read_bytes, read_record, stored

PAGE, CHANGED = page(), page(title="Council agrees to rebuild the quay, mayor says")
NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def as_page(body):
    return Page("http://n.example/a", "http://n.example/a", (), 200, {}, "utf-8", body, len(body), 1)


def test_a_changed_page_is_a_new_version(lab):
    lab.one([answer(PAGE), answer(PAGE), answer(CHANGED)])
    assert lab.fetch().lines == {}  # it is there
    assert lab.fetch(again=True).lines["a"].outcome == "unchanged"
    assert len(lab.files()) == 2
    line = lab.fetch(again=True).lines["a"]
    assert line.outcome == "fetched" and len(lab.files()) == 4
    versions = ss.story.page_versions(ss.load_story(lab.folder))
    assert versions["page_id"].tolist() == ["a", "a"] and versions["file"].iloc[1] == line.file
    assert versions["is_changed"].isna().tolist() == [True, False] and versions["is_changed"].iloc[1]
    assert [row["outcome"] for row in lab.log()] == ["fetched", "unchanged", "fetched"]
    assert lab.log()[1]["file"] == versions["file"].iloc[0]


def test_a_page_fetched_twice_shows_the_sentence_that_was_changed(lab):
    """The route to stealth edits, as README gives it: fetch, fetch again, compare."""
    before = "Four boats burned in the harbour on Monday night. Nobody was hurt, the mayor said. The quay is closed."
    after = before.replace("Four boats", "Six boats") + " Correction: six boats burned, not four."
    lab.one([answer(page(before)), answer(page(after))])
    lab.fetch(again=True)
    versions = ss.story.page_versions(ss.load_story(lab.folder))
    first, second = versions["article_id"]
    assert versions["version_of"].isna().tolist() == [True, False] and versions.at[1, "version_of"] == first != second
    changes = ss.corpus.version_changes(versions).query("change == 'changed'")
    shown = ["earlier_id", "later_id", "words_removed", "words_added", "order"]
    assert changes[shown].drop_duplicates().to_numpy().tolist() == [[first, second, "Four", "Six", "tied"]]
    assert changes["reads"].iloc[0] == "Four boats burned in the harbour on Monday night."
    found = ss.corpus.version_changes(versions)
    assert set(found.loc[found["is_notice"], "later_reads"]) == {"Correction: six boats burned, not four."}
    links = ss.intake.versions(versions)
    assert links[["article_id", "version_of", "basis"]].to_numpy().tolist() == [[second, first, "address"]]
    pd.testing.assert_frame_equal(ss.corpus.version_changes(versions, versions=links), found)


def test_two_versions_in_one_second_keep_their_order(lab):
    lab.ledger(a="http://n.example/a")
    with opened(lab.folder) as store:
        for body in (PAGE, CHANGED, PAGE):
            store.save("a", as_page(body), NOW, "")
        for number in range(4, 12):
            store.save("a", as_page(PAGE + b"%d" % number), NOW, "")
    assert [page_file(path).name for path in stored(lab.folder, "a")] == [
        f"20260105T080000Z{n}.html.gz" for n in ("", *range(-2, -12, -1))
    ]
    versions = ss.story.page_versions(ss.load_story(lab.folder))["article_id"].tolist()
    assert versions == [f"a.20260105T080000Z{n}" for n in ("", *range(-2, -12, -1))]


def test_the_log_holds_no_formula_and_one_line_an_attempt(lab):
    lab.ledger(a="=HYPERLINK(1)", b="@x", c="http://-x/ =1")
    lab.fetch()
    raw = (lab.folder / "texts/fetch.csv").read_bytes()
    assert raw.count(b"\n") == 4
    assert {row["article_id"]: row["url"] for row in lab.log()}["a"] == "'=HYPERLINK(1)"
    assert all(not row["url"].startswith(("=", "@")) for row in lab.log())


def test_leftovers_are_cleared_and_half_a_line_cut(lab):
    lab.one(answer(PAGE))
    texts = lab.folder / "texts"
    whole = (texts / "fetch.csv").read_bytes()
    (texts / "fetch.csv").write_bytes(whole + b"a,http://ne")
    (texts / "a" / ".new-20260105T080009Z.html.gz").write_bytes(b"half")
    (texts / "a" / "20260105T080009Z.html.gz").write_bytes(gzip.compress(CHANGED))  # its record was never written
    (texts / "b").mkdir()
    (texts / "b" / "20260105T080009Z.html.gz").write_bytes(b"half")
    (texts / "a" / "notes.txt").write_text("mine")
    assert ss.load_story(lab.folder).article("a")["source_file"].endswith("20260105T080002Z.html.gz")
    lab.fetch()
    assert (texts / "fetch.csv").read_bytes() == whole
    assert lab.files() == ["20260105T080002Z.html.gz", "20260105T080002Z.json", "notes.txt"] and lab.files("b") == []


KILLED = """
import os, random, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from samestory.fetch.page import Page
from samestory.fetch.store import Line, opened

folder, pauses, now = Path(sys.argv[1]), random.Random(6), datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
body = Path(sys.argv[2]).read_bytes()
stored = lambda: len(list((folder / "texts" / "a").glob("2*.json")))
for _ in range(12):
    before = stored()
    child = os.fork()
    if child == 0:
        with opened(folder) as store:
            for number in range(10_000):
                page = Page("u", "u", (), 200, {}, "utf-8", body + b"%d" % number + os.urandom(4), 9, 1)
                file, _new = store.save("a", page, now, "")
                store.write(Line("a", "http://n.example/a", now, "page", "fetched", file=file))
    while stored() == before:
        time.sleep(0.002)
    time.sleep(pauses.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_killed_at_any_moment_no_page_is_half(lab, tmp_path):
    """A process that stores pages as fast as it can is killed again and again."""
    lab.ledger(a="http://n.example/a")
    (tmp_path / "page").write_bytes(PAGE)
    subprocess.run([sys.executable, "-c", KILLED, lab.folder, tmp_path / "page"], check=True)
    with opened(lab.folder) as store:
        records = stored(lab.folder, "a")
        assert len(records) >= 12
        for path in records:
            found = read_record(lab.folder, path)
            assert read_bytes(lab.folder, path, found).startswith(PAGE)
        assert len(lab.files()) == 2 * len(records)
        store.write(Line("a", "", NOW, "page", "fetched"))
    assert {row["outcome"] for row in lab.log()} == {"fetched"}


def command(folder, *options):
    env = {**os.environ, "SAMESTORY_TEXTS": "yes"}
    words = [sys.executable, "-m", "samestory", "fetch", str(folder), "--allow-local", "--no-archive", "--pause", "0.5"]
    return subprocess.Popen([*words, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)


def test_a_killed_command_is_resumed_and_two_at_once_are_refused(lab):
    """The command itself: killed in the middle of a page; a second one beside it; then one that ends the work."""
    body, is_killed = answer(PAGE), threading.Event()

    def hangs(connection):
        connection.sendall(body[:-50])
        is_killed.wait(600)

    server = lab.server
    server.routes |= {"/1": body, "/2": [hangs, body]}
    lab.ledger(a=f"http://127.0.0.1:{server.port}/1", b=f"http://127.0.0.1:{server.port}/2")

    first = command(lab.folder)
    until = time.monotonic() + 600
    while "127.0.0.1/2" not in server.seen and time.monotonic() < until:
        time.sleep(0.02)
    with pytest.raises(ss.errors.StoryError, match="another fetch is under way; wait for it, or stop it"):
        lab.fetch()
    first.kill()
    first.communicate()
    is_killed.set()
    assert len(lab.files("a")) == 2 and lab.files("b") == []
    last = command(lab.folder, "--strict")
    said = last.communicate()[0]
    assert last.returncode == 0, said
    assert "b: fetched" in said and "1 fetched (0 of them from the archive), 0 unchanged, 0 failed" in said
    assert server.seen.count("127.0.0.1/1") == 1 and len(lab.files("b")) == 2


def test_stopped_by_the_user_it_goes_on_later(lab):
    lab.server.routes |= {f"/{n}": answer(PAGE) for n in range(5)}
    lab.ledger(**{f"a{n}": lab.server.url(f"/{n}") for n in range(5)})
    todo = plan(lab.folder)

    def told(line):
        if line.article_id == "a1":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(todo, manners=Manners(archive=False), outside=lab.world, told=told)
    assert lab.world.stop.is_set() and "news.example/2" not in lab.server.seen
    lab.world.stop.clear()
    assert sorted(lab.fetch().lines) == ["a2", "a3", "a4"]


def test_texts_that_lead_out_are_refused(lab, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (lab.folder / "texts").symlink_to(elsewhere)
    with pytest.raises(ss.errors.StoryError, match="texts: is a link"):
        lab.one(answer(PAGE))
    (lab.folder / "texts").unlink()
    (lab.folder / "texts").mkdir()
    (lab.folder / "texts" / "a").symlink_to(elsewhere)
    with pytest.raises(ss.errors.StoryError, match="texts/a: leads out of the story folder"):
        lab.fetch()
    assert list(elsewhere.iterdir()) == []


def test_a_damaged_version_is_said_before_anything_is_built_on_it(lab):
    line = lab.one(answer(PAGE))
    (lab.folder / line.file).write_bytes(b"")
    with pytest.raises(ss.errors.StoryError, match="is not as it was stored; remove it and its record"):
        lab.fetch(again=True)


def test_records_are_plain_json(lab):
    line = lab.one(answer(PAGE))
    record = json.loads((lab.folder / line.file.replace(".html.gz", ".json")).read_text())
    assert record["made_by"].startswith("samestory ") and record["n_bytes"] == len(PAGE)


FRENCH = (
    "Le conseil du port s’est réuni lundi soir et a décidé de reconstruire le quai de l’est avant l’hiver, comme le "
    "demandaient les pêcheurs depuis trois ans. "
)
STATED = b"""<script type="application/ld+json">{"@type": "NewsArticle", "wordCount": 900}</script></head>"""


@pytest.mark.parametrize(
    ("body", "language", "status"),
    [
        (page(), "en", "full"),
        (page(WORDS * 4), "", "full"),
        (page().replace(b"</article>", b"<p>Subscribe to continue reading this article.</p></article>"), "en", "cut"),
        (page().replace(b"</article>", b"<p>Already a subscriber? Log in.</p></article>"), "", "cut"),
        (page(FRENCH).replace(b"</article>", "<p>Déjà abonné ? Identifiez-vous.</p></article>".encode()), "fr", "cut"),
        (page(FRENCH).replace(b" lang='en'", b"").replace(b"</article>", b"<p>Pour lire la suite</p></article>"),
         "", "cut"),
        (page().replace(b"</head>", STATED), "en", "cut"),
    ],
)  # fmt: skip
def test_a_fetched_page_is_as_whole_as_one_that_is_read_from_a_file(lab, tmp_path, body, language, status):
    lab.server.routes["/a"] = answer(body)
    url = lab.server.url("/a")
    settings = lab.folder / "story.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, fr]"))
    lab.ledger({"article_id": "a", "url": url, "text_status": "", "language": language})
    assert lab.fetch().lines["a"].outcome == "fetched"
    fetched = ss.load_story(lab.folder).article("a")
    (tmp_path / "read").mkdir()
    (tmp_path / "read" / "a.html").write_bytes(body)
    articles, _ = ss.read_articles(tmp_path / "read", language=language or None)
    assert articles.loc[0, "text"] == fetched["text"]
    assert fetched["text_status"] == articles.loc[0, "text_status"] == status
    # What the ledger says stays, also where the page looks otherwise.
    lab.ledger({"article_id": "a", "url": url, "text_status": "teaser"})
    assert ss.load_story(lab.folder).article("a")["text_status"] == "teaser"
