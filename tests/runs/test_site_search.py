"""The site in Chromium, opened from disk: search, jumps to passages, phone width, keyboard, accessibility."""

import shutil

import pytest
from site_browser import Watched, browser
from site_projects import make_result

import samestory as ss
from samestory import paths
from samestory.runs.site import build, places

SEEDS = paths.seeds()
# One page of each kind.
KINDS = {
    "first": "index.html",
    "story": places.story_href("harbour-fire"),
    "run": places.result_href("harbour-fire", "corpus"),
    "list": "site/harbour-fire/articles/index.html",
    "article": places.article_href("harbour-fire", "relay-0304-quay"),
    "claim": places.claim_href("harbour-fire", "H03"),
    "number": places.number_href("harbour-fire", "fire_dead"),
    "label": places.label_href("harbour-fire", "dockers"),
    "source": places.source_href("harbour-fire", "Harbour Office"),
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """The outputs of a project with a result of harbour-fire, and its site."""
    home = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMESTORY_HOME", str(home))
        for name in ("seeds", "notebooks", "outputs"):
            (home / name).mkdir()
        shutil.copytree(SEEDS / "harbour-fire", home / "seeds/harbour-fire")
        make_result(home, "corpus", home / "seeds/harbour-fire")
        build()
        yield home / "outputs"


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def found(page, words):
    """Search for words: what the line about the results says, and the results."""
    page.fill("#q", words)
    page.press("#q", "Enter")
    return page.inner_text("#found"), page.locator("#results > li")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_every_kind_of_page_fits_loads_nothing_and_says_nothing(outputs, chromium, width, scheme):
    watched = Watched(chromium, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for kind, href in KINDS.items():
        page = watched.open(outputs / href)
        assert watched.overflow() == 0, kind
        assert page.locator("h1").count() == 1, kind
        page.evaluate("document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
        page.wait_for_function("() => [...document.images].every(one => one.complete)")
        assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)"), kind
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken(outputs, chromium, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    # The rules are put into the page, which its policy forbids to everybody else.
    watched = Watched(chromium, viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    broken = {}
    for kind, href in KINDS.items():
        page = watched.open(outputs / href)
        if kind == "list":
            found(page, "dockers")
        report = axe.Axe().run(page)
        if report.violations_count:
            broken[kind] = [(one["id"], one["nodes"][0]["html"][:200]) for one in report.response["violations"]]
    assert broken == {}


@pytest.mark.parametrize(
    ("words", "article"),
    [
        ("locked exits", "ledger-0303-exits"),
        ("LOCKED Exits", "ledger-0303-exits"),
        ('"emergency exits"', "relay-0304-quay"),
        ("grevistes", "aval-0303-matin"),  # grévistes
        ("пожежа", "holos-0302-pozhezha"),
        ("склад", "vecher-0302-pozhar"),
    ],
)
def test_a_search_finds_words_in_any_script_without_accents(outputs, chromium, words, article):
    page = Watched(chromium).open(outputs / "index.html")
    said, results = found(page, words)
    assert "article" in said and results.count() >= 1
    links = page.eval_on_selector_all("#results a", "all => all.map(one => one.getAttribute('href'))")
    assert any(f"/articles/{article}.html" in link for link in links), links
    assert page.locator("#results mark").count() >= 1


def test_a_result_leads_to_its_sentence(outputs, chromium):
    watched = Watched(chromium)
    page = watched.open(outputs / "index.html")
    _, results = found(page, "undeclared batteries")
    text = results.locator(".hit a").first.inner_text()
    results.locator(".hit a").first.click()
    assert "/articles/" in page.url
    target = page.evaluate("document.querySelector(':target').textContent")
    assert " ".join(text.split()[:4]) in " ".join(target.split())
    assert watched.faults == []


def test_scripts_without_spaces_are_found_within_words(chromium, project):
    import pandas as pd

    texts = [
        "叛军说有九人死亡。政府否认。",
        "قال المتمردون إن الحريق قتل تسعة.",
        "กบฏกล่าวว่ามีผู้เสียชีวิตเก้าคน",
        "Nothing here.",
    ]
    articles = pd.DataFrame(
        {"article_id": list("abcd"), "published": pd.to_datetime(["2024-01-01"] * 4, utc=True), "text": texts,
         "published_precision": "day", "language": ["zh", "ar", "th", "en"], "text_status": "full",
         "title": list("wxyz")}
    )  # fmt: skip
    make_result(project, "small", "s", tables={"articles": articles})
    build()
    page = Watched(chromium).open(project / "outputs/index.html")
    for words, article in (("九人死亡", "a"), ("حريق", "b"), ("เสียชีวิต", "c")):
        said, results = found(page, words)
        assert said == "1 article, 1 sentence"
        assert f"articles/{article}.html" in results.locator("a").first.get_attribute("href")
    assert found(page, "othing")[0] == "0 articles, 0 sentences"


def test_words_of_harm_in_the_field_stay_words(outputs, chromium):
    watched = Watched(chromium)
    page = watched.open(outputs / "index.html", "#q=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert page.input_value("#q") == "<img src=x onerror=alert(1)>"
    for words in ("(((((", "[a-", "\\", "a{99999}", '"""', "*", "'" * 300, "\u202e"):
        found(page, words)
    page.goto((outputs / "index.html").as_uri() + "#q=%E0%A4%A")  # no address that can be read
    assert watched.faults == []


def test_without_scripts_the_list_is_there_and_the_search_is_not(outputs, chromium):
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.open(outputs / KINDS["list"])
    assert not page.is_visible("#search")
    assert page.locator("table a").count() == len(ss.load_story(SEEDS / "harbour-fire").articles)


def test_the_keyboard_reaches_content_and_results(outputs, chromium):
    page = Watched(chromium).open(outputs / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("exits")
    page.wait_for_timeout(400)
    page.keyboard.press("Tab")
    assert "/articles/" in page.evaluate("document.activeElement.getAttribute('href')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_print_has_no_search_and_no_dark_ground(outputs, chromium):
    watched = Watched(chromium, color_scheme="dark")
    page = watched.open(outputs / "index.html")
    page.emulate_media(media="print")
    assert not page.is_visible("#search")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
