"""Pages of runs in a real browser: as wide as the window, silent, without requests, with links that lead somewhere."""

import base64
import functools

import nbformat
import pytest
from browser import axe_faults, opened, unfold, ways
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from run_projects import fill
from site_projects import keep_tables

import samestory as ss
from samestory.notebooks import notebook
from samestory.runs import store
from samestory.runs.job import Job, prepare
from samestory.runs.pages.failure import write_failure
from samestory.runs.pages.page import html, write_page

HARBOUR = ss.paths.seeds() / "harbour-fire"
EVIL = (
    "<script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">"
    "<svg onload=\"document.title = 'ran'\"><script>document.title = 'ran'</script></svg>"
    "<a href=\"javascript:document.title = 'ran'\">click</a><style>body {display: none}</style>"
    "<p style=\"background: url('https://x.example/p')\">p</p><iframe src='https://x.example'></iframe>"
    "<meta http-equiv=refresh content='0;https://x.example'><base href='https://x.example'>"
    "<form action='https://x.example'><input autofocus onfocus=\"document.title = 'ran'\"></form>"
    "{{ 7 * 7 }}{% raw %}\u202e"
)


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Gives the page of a committed notebook by its name; made once."""
    folder = tmp_path_factory.mktemp("pages")

    @functools.cache
    def made(name):
        path = notebook.notebook_files()[name]
        page = folder / f"{path.stem}.html"
        job = Job(path.stem, name, {"story": "harbour-fire"}, str(HARBOUR))
        page.write_text(html(nbformat.read(path, as_version=4), job), encoding="utf-8")
        return page

    return made


@pytest.mark.parametrize("name", sorted(name for name in notebook.notebook_files() if "/" not in name))
def test_a_page_fits_every_window_and_is_silent(browser, pages, name):
    seen = opened(browser, pages(name))
    assert seen.page.locator("h1").count() == 1
    for way in ways(seen):
        assert seen.too_wide == 0, way
    unfold(seen)
    for way in ways(seen):
        assert seen.too_wide == 0, (way, "all folds open")
    assert (seen.said, seen.asked) == ([], [])
    seen.page.close()


def test_axe_finds_nothing_in_light_and_in_dark(browser, pages):
    seen = opened(browser, pages("03_claims"))
    for way in ways(seen):
        assert axe_faults(seen) == [], way
    seen.page.close()


@pytest.mark.parametrize("name", ["00_start_here", "11_statements", "13_report"])
def test_on_a_phone_the_answer_begins_on_the_first_screen(browser, pages, name):
    seen = opened(browser, pages(name), 390)
    answer = seen.page.locator("xpath=(//h2)[1]/following::div[@class='output'][1]//p").first.bounding_box()
    assert answer["y"] < 844
    assert (
        not seen.page.locator(".contents").is_visible() and seen.page.locator(".contents-fold > summary").is_visible()
    )
    seen.page.locator(".contents-fold > summary").click()
    seen.page.locator(".contents-fold a").first.click()
    seen.page.wait_for_url("**#*")
    assert seen.page.locator(":target").bounding_box()["y"] < 100
    seen.page.close()


def test_the_answer_is_seen_without_scrolling_far_and_no_code_is(browser, pages):
    seen = opened(browser, pages("00_start_here"), 1440)
    top = seen.page.locator("#The-answer").bounding_box()["y"]
    assert top < 700
    assert seen.page.locator("pre:visible").count() == 0
    seen.page.close()


def test_the_first_key_leads_past_the_head(browser, pages):
    seen = opened(browser, pages("00_start_here"), 375)
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the text"
    seen.page.keyboard.press("Enter")
    assert seen.page.url.endswith("#content")
    seen.page.close()


def test_figures_stay_on_a_light_card_in_the_dark(browser, pages):
    seen = opened(browser, pages("00_start_here"), 1440, "dark")
    colours = [
        seen.page.locator(part).first.evaluate("one => getComputedStyle(one).backgroundColor")
        for part in ("body", ".sheet")
    ]
    assert colours == ["rgb(21, 24, 27)", "rgb(255, 255, 255)"]
    seen.page.close()


def test_without_scripts_a_click_on_a_cell_leads_to_its_sentence(browser, project, monkeypatch):
    job = Job("claims", "03_claims", {"story": "harbour-fire"}, str(HARBOUR))
    folder = store.result_folder("claims")
    folder.mkdir(parents=True)
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(folder))
    story = ss.load_story(HARBOUR)
    names = {"claims": story.claim_names(), "articles": story.article_names()}
    tables = {"articles": story.articles, "claims": story.table("claims")}
    keep_tables(folder, tables, {"story": "harbour-fire", "names": names})
    cells = ss.claims.matrix(story.table("claims"), story.articles)
    ss.show_figure(ss.claims.plot_matrix(cells), cells, "matrix", story=story)
    data = {"image/png": base64.b64encode((folder / "figures/matrix.png").read_bytes()).decode()}
    output = new_output("display_data", data=data, metadata={"image/png": {"figure": "matrix", "width": 900}})
    made = new_notebook(cells=[new_markdown_cell("# Who?"), new_code_cell("x", outputs=[output])])
    page = folder / "03_claims.html"
    write_page(made, job, page)

    claims = story.table("claims").dropna(subset=["begin"])
    cell = claims.merge(cells, left_on=["article_id", "claim_id"], right_on=["name", "claim_id"]).iloc[7]
    target = project / f"outputs/site/harbour-fire/articles/{cell.article_id}.html"
    target.parent.mkdir(parents=True)
    target.write_text("<title>article</title>")
    seen = opened(browser, page, 1440, java_script_enabled=False)
    link = seen.page.locator(f'svg a[href$="{cell.article_id}.html#s{cell.begin:.0f}-{cell.end:.0f}"]').first
    link.locator("rect").click(force=True)
    seen.page.wait_for_url(f"**/articles/{cell.article_id}.html#s{cell.begin:.0f}-{cell.end:.0f}")
    assert seen.page.title() == "article"
    seen.page.close()


def test_hostile_outputs_texts_and_titles_stay_text(browser, project, tmp_path):
    fill(project, "1", title=f"Fire {EVIL}")
    (job,) = prepare()
    outputs = [
        new_output("display_data", data={kind: EVIL})
        for kind in ("text/html", "text/markdown", "text/plain", "text/latex", "image/svg+xml")
    ]
    outputs += [new_output("stream", name="stdout", text=EVIL)]
    outputs += [new_output("display_data", data={"text/html": ss.plotting.show_text(EVIL).html})]
    about = {"image/png": {"alt": EVIL, "figure": "../../x", "width": "1 onload=x"}}
    outputs += [new_output("display_data", data={"image/png": '" onload="x'}, metadata=about)]
    cells = [new_markdown_cell(f"# Who? {EVIL}"), new_markdown_cell(EVIL), new_code_cell("x", outputs=outputs)]
    page = tmp_path / "page.html"
    write_page(new_notebook(cells=cells), job, page)
    write_failure(job, tmp_path, EVIL)
    for path in (page, tmp_path / "01_small.html"):
        seen = opened(browser, path, 375)
        unfold(seen)
        assert (seen.asked, seen.too_wide) == ([], 0)
        assert not [text for text in seen.said if "Content Security" in text or "Content-Security" in text]
        assert seen.page.title() != "ran" and "49" not in seen.page.inner_text("body")
        assert "{{ 7 * 7 }}" in seen.page.inner_text("body")
        assert seen.page.locator("script, iframe, form, base, [onerror], [onload]").count() == 0
        seen.page.close()
