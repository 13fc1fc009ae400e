"""A hostile story on the site: every field of it stays text, on every page, in every file and in the terminal."""

import csv
import re
import subprocess
import sys

import pytest
from hostile_story import HIT, NAMES, find_hits, hostile_story, hostile_tables
from run_projects import own_project
from site_browser import Watched
from site_links import dead_links
from site_projects import make_failure, make_result

from samestory.errors import TURNS, UNPRINTABLE
from samestory.runs.site import build


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project with a hostile story, and with tables that no story has."""
    with own_project(tmp_path_factory.mktemp("project")) as home:
        story = hostile_story(home / "seeds")
        make_result(home, "listed", story, heading=NAMES[0], caption=NAMES[1])
        make_result(home, f"{NAMES[1][:20].replace('/', '')}/x", "forged", caption=NAMES[2])
        tables, meta = hostile_tables()
        make_result(home, "forged", "forged", tables=tables, meta=meta, heading=NAMES[3], caption="\x1b[31m" + NAMES[4])
        make_failure(home, "failed-one", "hostile", "\n".join(NAMES))
        build()
        yield home


def pages(home):
    return [home / "outputs/index.html", *sorted((home / "outputs/site").rglob("*.html"))]


def has_search(path):
    return re.fullmatch(r"index(\.\d+)?\.html", path.name) is not None and path.parent.name in ("outputs", "articles")


def test_nothing_hostile_is_markup_on_any_page(home):
    found = {
        str(path): hits
        for path in pages(home)
        if (hits := find_hits(path.read_text(encoding="utf-8"), scripts=int(has_search(path))))
    }
    assert found == {}
    assert len(pages(home)) > 200


def test_the_hostile_texts_are_on_the_pages_as_text(home):
    every = "".join(path.read_text(encoding="utf-8") for path in pages(home))
    assert "&lt;script&gt;document.title=" in every and "{{ 7*7 }}" in every and "[U+202E]" in every


def test_every_link_of_the_hostile_site_leads_to_its_page(home):
    assert dead_links(home / "outputs") == []


def test_no_name_of_a_file_is_hostile(home):
    for path in (home / "outputs/site").rglob("*"):
        assert path.name.isascii() and len(path.name) < 80 and not set(path.name) & set("<>:\"'\\|?*& ")


def test_a_title_of_a_million_signs_is_cut(home):
    assert max(path.stat().st_size for path in pages(home)) < 1_000_000


def test_a_table_of_a_result_has_no_formula(home):
    for path in (home / "outputs").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert not [cell for row in csv.reader(stream) for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_the_terminal_gets_no_sign_that_steers_it(home):
    done = subprocess.run(
        [sys.executable, "-m", "samestory", "site", "--to", str(home / "copy\x1b[31m")],
        env={"SAMESTORY_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = (done.stdout + done.stderr).replace("\n", "")
    assert not UNPRINTABLE.search(said) and not TURNS.search(said)


def test_nothing_hostile_runs_in_a_browser(home, browser):
    watched = Watched(browser, viewport={"width": 375, "height": 800})
    wide = {}
    for path in pages(home)[:: max(1, len(pages(home)) // 120)]:
        page = watched.open(path)
        if has_search(path):
            page.fill("#q", "script")
            page.wait_for_timeout(250)
            page.fill("#q", "<img src=x onerror=alert(1)>")
            page.wait_for_timeout(250)
        assert page.title() != HIT
        if watched.overflow() > 0:
            wide[str(path)] = watched.overflow()
    assert watched.faults == []
    assert wide == {}
