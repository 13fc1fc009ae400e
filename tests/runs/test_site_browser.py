"""The site in a real browser, from disk and from a web server: every kind of page, and a story that means harm."""

import functools
import http.server
import re
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from browser import axe_faults, opened, unfold, ways
from hostile_story import HIT, hostile_story
from run_projects import own_project
from site_projects import make_failure, make_result

import samestory as ss
from samestory import paths
from samestory.notebooks import notebook
from samestory.runs.job import Job
from samestory.runs.pages.failure import write_failure
from samestory.runs.pages.page import html
from samestory.runs.site import build

NOTEBOOK = "03_claims"
EVIL = "the disk was full <script>alert(1)</script>"
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project with a result and a failure of harbour-fire, two results of a hostile story, and its site."""
    page = html(
        nbformat.read(notebook.notebook_files()[NOTEBOOK], as_version=4),
        Job("claims", NOTEBOOK, {"story": "harbour-fire"}, str(paths.seeds() / "harbour-fire")),
    )
    with own_project(tmp_path_factory.mktemp("site"), "harbour-fire") as home:
        make_result(home, "claims", home / "seeds/harbour-fire", notebook=NOTEBOOK, page=page)
        failed = make_failure(home, "sources", str(home / "seeds/harbour-fire"), EVIL)
        write_failure(Job("sources", "01_small", {"story": str(home / "seeds/harbour-fire")}, None), failed, EVIL)
        hostile = hostile_story(home / "seeds")
        for _ in range(2):
            make_result(home, "hostile/corpus", hostile, caption="<script>alert(1)</script>{{7*7}}")
        build()
        yield home


def kinds(folder):
    """One page of each kind below ``outputs/``, the largest: by the folder that it is in."""
    found = {}
    for path in sorted(folder.rglob("*.html"), key=lambda path: path.stat().st_size):
        parts = path.relative_to(folder).parts
        if not any(part.startswith(".") for part in parts):
            name = "index" if path.name == "index.html" else "page"
            found["/".join([*(parts[2:-1] if parts[:1] == ("site",) else parts[:-1]), name])] = path
    return found


KINDS = (
    "index", "story/index", "articles/index", "articles/page", "claims/page", "numbers/page", "labels/page",
    "sources/page", "runs/page", "run/page", "failure/page",
)  # fmt: skip
SAME_TEMPLATE = ("numbers/page", "labels/page", "sources/page")  # as claims/page


@pytest.fixture(scope="module")
def pages(home):
    """One page of harbour-fire of each kind, the largest."""
    site = home / "outputs/site/harbour-fire"
    found = {"index": home / "outputs/index.html", "story/index": site / "index.html"}
    found |= {"articles/index": site / "articles/index.html", "run/page": home / f"outputs/claims/{NOTEBOOK}.html"}
    found["failure/page"] = home / "outputs/failed/sources/01_small.html"
    for name in ("articles", "claims", "numbers", "labels", "sources", "runs"):
        several = [path for path in (site / name).glob("*.html") if path.name != "index.html"]
        found[f"{name}/page"] = max(several, key=lambda path: path.stat().st_size)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_shows_its_pictures_asks_nobody_and_breaks_no_rule_of_axe(browser, pages, kind):
    seen = opened(browser, pages[kind])
    for way in ways(seen):
        assert seen.too_wide == 0, way
        if kind not in SAME_TEMPLATE:
            assert axe_faults(seen, SERIOUS) == [], way
    unfold(seen)
    for way in ways(seen):
        assert seen.too_wide == 0, (way, "all folds open")
    seen.page.evaluate("document.querySelectorAll('img').forEach(one => { one.loading = 'eager' })")
    loaded = "Promise.allSettled([...document.images].map(one => one.decode()))"
    broken = seen.page.evaluate(f"{loaded}.then(all => all.filter(one => one.status === 'rejected').length)")
    assert (broken, seen.said, seen.asked) == (0, [], [])

    links = seen.page.evaluate("[...document.querySelectorAll('a')].map(one => one.href.baseVal ?? one.href)")
    links = [urlsplit(seen.page.evaluate("link => new URL(link, document.baseURI).href", one)) for one in set(links)]
    assert {one.scheme for one in links} <= {"file", "http", "https"}
    assert [one.path for one in links if one.scheme == "file" and not Path(unquote(one.path)).is_file()] == []
    seen.page.close()


@pytest.mark.parametrize("kind", ["claims/page", "labels/page"])
def test_a_jump_to_the_evidence_lands_on_its_marked_sentence(browser, home, pages, kind):
    seen = opened(browser, pages[kind], 375, java_script_enabled=False)
    link = seen.page.locator('main a[href*="articles/"][href*="#"]').first
    link.click()
    seen.page.wait_for_url("**/articles/*.html#*")
    article_id, begin, end = re.search(r"/([^/]+)\.html#s(\d+)-(\d+)$", seen.page.url).groups()
    articles = ss.load_story(home / "seeds/harbour-fire").articles.set_index("article_id")
    passage = " ".join(articles.loc[article_id, "text"][int(begin) : int(end)].split())
    mark = seen.page.locator(":target").locator("xpath=(.//mark|following::mark)[1]")
    shown = " ".join(mark.inner_text().split())
    assert shown and passage.startswith(shown)  # a passage is marked in pieces where another begins in it
    box = mark.bounding_box()
    assert 0 <= box["y"] < 900 and box["height"] > 0  # in the window
    seen.page.close()


def served(folder):
    """A web server of this machine, as ``python -m http.server``; its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def test_from_a_web_server_the_site_is_the_same(browser, home, pages):
    server, base = served(home / "outputs")
    try:
        for kind in ("index", "run/page"):
            href = pages[kind].relative_to(home / "outputs").as_posix()
            seen = opened(browser, f"{base}/{href}", 375)
            missing = [text for text in seen.said if "favicon" not in text]
            assert (missing, seen.asked, seen.too_wide) == ([], [], 0), kind
            disk = opened(browser, pages[kind], 375)
            assert disk.page.inner_text("body") == seen.page.inner_text("body")
            for one in (seen, disk):
                one.page.close()
    finally:
        server.shutdown()
        server.server_close()


def test_the_search_finds_a_passage_without_a_server(browser, pages):
    seen = opened(browser, pages["index"], 375)
    box = seen.page.get_by_role("searchbox").first
    box.fill("quay")
    seen.page.locator('#results a[href*="articles/"]').nth(3).wait_for()
    box.fill("<img src=x onerror=document.title=1>")
    assert seen.page.title() != "1" and (seen.said, seen.asked) == ([], [])
    seen.page.close()


def test_a_hostile_story_stays_text_on_every_page(browser, home):
    every = kinds(home / "outputs/site/hostile").values()
    assert len(every) > 4
    for path in [home / "outputs/index.html", *every]:
        seen = opened(browser, path, 375)
        unfold(seen)
        assert seen.page.title() != HIT and (seen.said, seen.asked) == ([], []), path
        assert seen.too_wide == 0, path
        wrong = "iframe, form[action], base, embed, object, [onerror], [onload], [onfocus], [onclick], [onmouseover]"
        assert seen.page.locator(wrong).count() == 0
        links = seen.page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.protocol)")
        assert set(links) <= {"file:", "http:", "https:"}
        seen.page.close()
