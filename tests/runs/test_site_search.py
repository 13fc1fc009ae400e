"""The site in Chromium, opened from disk: search, jumps to passages, phone width, keyboard, accessibility."""

import pytest
from browser import axe_faults, opened, ways
from run_projects import own_project
from site_browser import Watched
from site_projects import make_result

import samestory as ss
from samestory import paths
from samestory.runs.site import build

SEEDS = paths.seeds()


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """The outputs of a project with a result of harbour-fire, and its site."""
    with own_project(tmp_path_factory.mktemp("project"), "harbour-fire") as home:
        make_result(home, "corpus", home / "seeds/harbour-fire")
        build()
        yield home / "outputs"


def found(page, words):
    """Search for words: what the line about the results says, and the results."""
    page.fill("#q", words)
    page.press("#q", "Enter")
    return page.inner_text("#found"), page.locator("#results > li")


def test_a_list_of_results_breaks_no_rule_of_axe_in_light_and_in_dark(outputs, browser):
    seen = opened(browser, outputs / "site/harbour-fire/articles/index.html")
    for way in ways(seen):
        assert found(seen.page, "dockers")[1].count() > 1
        assert axe_faults(seen) == [], way
    seen.page.close()


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
def test_a_search_finds_words_in_any_script_without_accents(outputs, browser, words, article):
    page = Watched(browser).open(outputs / "index.html")
    said, results = found(page, words)
    assert "article" in said and results.count() >= 1
    links = page.eval_on_selector_all("#results a", "all => all.map(one => one.getAttribute('href'))")
    assert any(f"/articles/{article}.html" in link for link in links), links
    assert page.locator("#results mark").count() >= 1


def test_a_result_leads_to_its_sentence(outputs, browser):
    watched = Watched(browser)
    page = watched.open(outputs / "index.html")
    _, results = found(page, "undeclared batteries")
    text = results.locator(".hit a").first.inner_text()
    results.locator(".hit a").first.click()
    page.wait_for_url("**/articles/*.html#*")
    target = page.evaluate("document.querySelector(':target').textContent")
    assert " ".join(text.split()[:4]) in " ".join(target.split())
    assert watched.faults == []


def test_scripts_without_spaces_are_found_within_words(browser, project):
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
    page = Watched(browser).open(project / "outputs/index.html")
    for words, article in (("九人死亡", "a"), ("حريق", "b"), ("เสียชีวิต", "c")):
        said, results = found(page, words)
        assert said == "1 article, 1 sentence"
        assert f"articles/{article}.html" in results.locator("a").first.get_attribute("href")
    assert found(page, "othing")[0] == "0 articles, 0 sentences"


def test_words_of_harm_in_the_field_stay_words(outputs, browser):
    watched = Watched(browser)
    page = watched.open(outputs / "index.html", "#q=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert page.input_value("#q") == "<img src=x onerror=alert(1)>"
    for words in ("(((((", "[a-", "\\", "a{99999}", '"""', "*", "'" * 300, "\u202e"):
        found(page, words)
    page.goto((outputs / "index.html").as_uri() + "#q=%E0%A4%A")  # no address that can be read
    assert watched.faults == []


def test_without_scripts_the_list_is_there_and_the_search_is_not(outputs, browser):
    watched = Watched(browser, java_script_enabled=False)
    page = watched.open(outputs / "site/harbour-fire/articles/index.html")
    assert not page.is_visible("#search")
    assert page.locator("table a").count() == len(ss.load_story(SEEDS / "harbour-fire").articles)


def test_the_keyboard_reaches_content_and_results(outputs, browser):
    page = Watched(browser).open(outputs / "index.html")
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


def test_a_print_has_no_search_and_no_dark_ground(outputs, browser):
    watched = Watched(browser, color_scheme="dark")
    page = watched.open(outputs / "index.html")
    page.emulate_media(media="print")
    assert not page.is_visible("#search")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
