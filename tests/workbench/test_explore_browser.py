"""Tables, the explorer and the form of parameters in a live JupyterLab: keys, clicks, hostile texts, narrow windows."""

import nbformat
import pytest
from browser import axe_faults, ways
from hostile_story import HIT, MARKUP, hostile_story
from workbench.lab import RUN_ALL, lab_server

import samestory as ss

PARAMETERS = 'story: str = "mali-drones"  # a story\nmost: int = 12  # how many\nlanguages: list[str] = ["en"]\n'
SET = """async ([at, code]) => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.context.ready;
  panel.content.model.cells.get(at).sharedModel.setSource(code);
}"""
TOO_WIDE = "() => { const it = document.querySelector('.ss-explorer'); return it.scrollWidth - it.clientWidth }"
CELL = "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel.getSource()"


@pytest.fixture(scope="module")
def page(tmp_path_factory, browser):
    """One notebook with one kernel: its first cell has parameters, its second is what a test shows."""
    with lab_server(tmp_path_factory.mktemp("lab"), stories=["harbour-fire", "mali-drones"]) as lab:
        hostile_story(lab.home / "seeds")
        lab.write("explore.ipynb", PARAMETERS, "")
        path = lab.home / "work/explore.ipynb"
        made = nbformat.read(path, 4)
        made.cells[0].metadata["tags"] = ["parameters"]
        nbformat.write(made, path)
        seen = lab.opened(browser, "work/explore.ipynb")
        seen.page.keyboard.press("Control+b")  # the list of files needs no room
        yield Page(seen)
        assert seen.asked == []
        assert not [text for text in seen.said if "dialog" in text or "TypeError" in text]
        assert seen.page.title() != HIT
        seen.page.close()


class Page:
    def __init__(self, seen):
        self.seen, self.page = seen, seen.page

    def show(self, code, selector):
        """Run a cell, and wait for what it shows."""
        self.page.evaluate("() => window.jupyterapp.restored")
        self.page.evaluate(SET, [1, f"import samestory as ss\n{code}"])
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_selector(selector)

    def idle(self):
        self.page.wait_for_function("() => !document.querySelector('.ss-explorer[aria-busy]')")

    def line(self, where="Rows"):
        self.idle()
        return (
            self.page.get_by_role("region", name=where).get_by_label("This state as one line of Python").input_value()
        )

    def view(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        self.idle()


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


def rows_of(line, story):
    return eval(line, {"ss": ss, "data": story})  # noqa: S307  # the line is what is tested


def test_a_table_is_sorted_by_number_searched_and_paged(page):
    code = 'data = ss.load_story("harbour-fire")\nss.show_table(ss.corpus.outlets(data.articles))'
    page.show(code, ".ss-live .ss-bar")
    box = page.page.locator(".ss-live")
    body = box.locator("tbody tr:not([hidden])")
    assert body.count() == 10
    head = box.get_by_role("button", name="n_articles")
    head.focus()
    page.page.keyboard.press("Enter")  # a key that JupyterLab has a use for, too
    assert box.locator("th[aria-sort=ascending]").inner_text().strip() == "n_articles"
    assert body.first.locator("td").last.inner_text() == "1"
    head.click()
    assert body.first.locator("td").first.inner_text() == "The Kelmouth Ledger"
    box.get_by_label("Search in which column").select_option(label="n_articles")
    box.get_by_label("Search in this table").fill(">1")
    said = box.get_by_role("status").inner_text()
    n = int((ss.corpus.outlets(ss.load_story("harbour-fire").articles)["n_articles"] > 1).sum())
    assert said == f"1 to {min(n, 10)} of {n} rows, found in 17"
    box.get_by_label("Search in which column").select_option(label="any column")
    box.get_by_label("Search in this table").fill("gull")
    assert body.count() == 1


def test_filters_by_keyboard_and_the_line_gives_the_rows_shown(page, story):
    page.show('data = ss.load_story("harbour-fire")\nss.explore(data)', ".ss-explorer .ss-open")
    page.page.locator(".ss-explorer summary", has_text="Languages").focus()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Space")  # the second language
    page.idle()
    line = page.line()
    assert line == 'ss.explore(data, languages=["fr"]).rows'
    rows = rows_of(line, story)
    assert page.page.locator(".ss-said").inner_text() == f"{len(rows)} of {len(rows)} articles (31 in the story)."
    assert page.page.locator(".ss-explorer .ss-open").count() == len(rows)
    page.page.get_by_label("A word or phrase").fill("incendie*")
    page.page.keyboard.press("Enter")
    page.view("Words in context")
    line = page.line()
    assert page.page.locator(".ss-kwic").count() == len(rows_of(line, story)) > 1
    page.page.get_by_label("Sort by").select_option("outlet")
    page.idle()
    assert page.page.locator(".ss-column").count() == rows_of(page.line(), story)["outlet"].nunique() > 1
    page.page.get_by_role("button", name="Copy the line of Python").click()
    page.page.get_by_role("button", name="Copy the line of Python").get_by_text("copied").wait_for()
    page.page.get_by_role("button", name="clear all").click()
    page.idle()
    assert page.line() == 'ss.explore(data, view="concordance", sort="outlet").rows'


def test_a_cell_of_the_matrix_a_point_and_a_bar_lead_to_passages(page, story):
    page.show('data = ss.load_story("harbour-fire")\nss.explore(data, view="matrix")', ".ss-matrix button")
    first = page.page.locator(".ss-matrix button").first
    first.focus()
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowDown")
    said = page.page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.page.keyboard.press("Enter")
    page.page.locator(".ss-below blockquote").wait_for()
    row = rows_of(page.line("Behind it"), story).iloc[0]
    assert said.endswith(f"{row['claim']}: {row['status']}") and row["passage"]
    assert page.page.locator(".ss-below mark").inner_text() == " ".join(row["passage"].split())
    page.page.locator(".ss-below .ss-open").click()
    page.page.locator(".ss-text").wait_for()
    text = story.article(row["article_id"])["text"]
    assert page.page.evaluate("document.querySelector('.ss-text').textContent") == text
    page.view("Timeline")
    page.page.locator(".ss-timeline circle").first.focus()
    page.page.keyboard.press("Enter")
    page.page.locator(".ss-below blockquote").first.wait_for()
    assert rows_of(page.line("Behind it"), story)["article_id"].nunique() == 1
    page.page.get_by_role("button", name="without a date").click()
    page.idle()
    assert 'dates="undated"' in page.line("Behind it")
    page.view("Outlets")
    page.page.locator(".ss-bars button").first.click()
    page.idle()
    assert 'outlets=["The Kelmouth Ledger"]' in page.line("Behind it")
    page.page.get_by_label("A word or phrase").fill("union")
    page.page.keyboard.press("Enter")
    page.idle()
    page.page.locator(".ss-bars button").first.click()
    page.page.locator(".ss-below .ss-kwic").first.wait_for()  # a word was searched for: its places
    page.view("Passages")
    marked = page.page.locator(".ss-passages mark.ss-word").all_inner_texts()
    assert marked and {word.casefold() for word in marked} == {"union"}
    for width, _ in ways(page.seen):
        page.page.wait_for_timeout(300)
        assert page.page.evaluate(TOO_WIDE) <= 1, width
        assert [one for one in axe_faults(page.seen) if "ss-" in str(one)] == []
    page.page.set_viewport_size({"width": 1440, "height": 900})
    page.page.emulate_media(color_scheme="light")


def test_the_form_writes_the_parameters_cell_and_refuses_what_a_run_refuses(page):
    page.show("ss.parameters_form()", ".ss-form select")
    page.page.get_by_label("story (str)").first.select_option("harbour-fire")
    page.page.get_by_label("fr — French").check()
    page.page.get_by_label("most (int)").fill("many")
    page.page.get_by_role("button", name="Write into").click()
    page.page.locator(".ss-fault").get_by_text("'many' (str) given, int wanted").wait_for()
    assert page.page.evaluate(CELL) == PARAMETERS
    page.page.get_by_label("most (int)").fill("7")
    page.page.get_by_role("button", name="Write into").click()
    page.page.get_by_text("Written into the cell").wait_for()
    wanted = PARAMETERS.replace("mali-drones", "harbour-fire").replace("12", "7").replace('["en"]', '["en", "fr"]')
    assert page.page.evaluate(CELL) == wanted


def test_nothing_of_a_hostile_story_runs(page):
    explore = 'ss.explore(data, search="(script | alert | harm | the)")'
    code = f'data = ss.load_story("hostile")\ndisplay(ss.show_table(data.articles), {explore})'
    page.show(code, ".ss-explorer .ss-open")
    page.page.locator(".ss-live").get_by_label("Search in this table").fill("<img")
    for one in page.page.locator(".ss-views button").all():
        one.click()
        page.idle()
    for title in page.page.locator(".ss-explorer summary").all():
        title.click()
    page.view("Articles")
    page.page.locator(".ss-explorer .ss-open").first.click()
    page.page.locator(".ss-text").wait_for()
    harm = ":is(script, img, iframe, style, base, meta, form)"
    assert page.page.locator(f".ss-explorer {harm}, .ss-live {harm}").count() == 0
    assert "\u202e" not in page.page.locator(".ss-explorer").inner_text()
    values = {"story": "hostile", "coder": "", "article": "", "by": "outlet"}
    cell = "".join(f"{name}: str = {value!r}  # <img src=x onerror=alert(1)>\n" for name, value in values.items())
    cell += f"outlets: list[str] = {MARKUP!r}\n"
    page.page.evaluate(SET, [0, cell])
    page.show("ss.parameters_form()", ".ss-form .ss-several label")
    assert page.page.get_by_label("article (str)").first.locator("option").count() > 10
    assert page.page.locator(f".ss-form {harm}").count() == 0
    assert page.page.title() != HIT
