"""Pages of runs in a real browser: as wide as the window, silent, without requests, with links that lead somewhere."""

import base64

import nbformat
import pytest
from browser import SCHEMES, WIDTHS, browser, opened  # noqa: F401
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from run_projects import fill

import samestory as ss
from samestory.runs import notebook, snapshot, store
from samestory.runs.job import Job, prepare
from samestory.runs.pages.failure import write_failure
from samestory.runs.pages.page import html, write_page

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
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


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The page of each committed notebook, by name."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, path in notebook.notebook_files().items():
        job = Job(path.stem, name, {"story": "harbour-fire"}, str(HARBOUR))
        made[name] = folder / f"{path.stem}.html"
        made[name].write_text(html(nbformat.read(path, as_version=4), job), encoding="utf-8")
    return made


@pytest.mark.parametrize("name", sorted(notebook.notebook_files()))
def test_a_page_fits_every_window_and_is_silent(browser, pages, name):  # noqa: F811
    for width in WIDTHS:
        for scheme in SCHEMES:
            seen = opened(browser, pages[name], width, scheme)
            assert (seen.too_wide, seen.said, seen.asked) == (0, [], []), (width, scheme)
            seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert seen.too_wide == 0, (width, scheme, "all folds open")
            assert seen.page.locator("h1").count() == 1
            seen.page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["00_start_here", "03_claims", "12_translation"])
def test_axe_finds_nothing(browser, pages, name, scheme):  # noqa: F811
    seen = opened(browser, pages[name], 1440, scheme)
    found = axe.Axe().run(seen.page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []
    seen.page.close()


def test_the_answer_is_seen_without_scrolling_far_and_no_code_is(browser, pages):  # noqa: F811
    seen = opened(browser, pages["00_start_here"], 1440)
    top = seen.page.locator("#The-answer").bounding_box()["y"]
    assert top < 700
    assert seen.page.locator("pre:visible").count() == 0
    seen.page.close()


def test_the_first_key_leads_past_the_head(browser, pages):  # noqa: F811
    seen = opened(browser, pages["00_start_here"], 375)
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the text"
    seen.page.keyboard.press("Enter")
    assert seen.page.url.endswith("#content")
    seen.page.close()


def test_figures_stay_on_a_light_card_in_the_dark(browser, pages):  # noqa: F811
    seen = opened(browser, pages["00_start_here"], 1440, "dark")
    colours = [
        seen.page.locator(part).first.evaluate("one => getComputedStyle(one).backgroundColor")
        for part in ("body", ".sheet")
    ]
    assert colours == ["rgb(21, 24, 27)", "rgb(255, 255, 255)"]
    seen.page.close()


def test_without_scripts_a_click_on_a_cell_leads_to_its_sentence(browser, project, monkeypatch):  # noqa: F811
    job = Job("claims", "03_claims", {"story": "harbour-fire"}, str(HARBOUR))
    folder = store.result_folder("claims")
    folder.mkdir(parents=True)
    snapshot.add(job, folder, print)
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(folder))
    story = ss.load_story(HARBOUR)
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


def test_hostile_outputs_texts_and_titles_stay_text(browser, project, tmp_path):  # noqa: F811
    fill(project, "1", title=f"Fire {EVIL}")
    (job,) = prepare()
    outputs = [
        new_output("display_data", data={kind: EVIL})
        for kind in ("text/html", "text/markdown", "text/plain", "text/latex", "image/svg+xml")
    ]
    outputs += [new_output("stream", name="stdout", text=EVIL)]
    outputs += [new_output("display_data", data={"text/html": ss.show_text(EVIL).html})]
    about = {"image/png": {"alt": EVIL, "figure": "../../x", "width": "1 onload=x"}}
    outputs += [new_output("display_data", data={"image/png": '" onload="x'}, metadata=about)]
    cells = [new_markdown_cell(f"# Who? {EVIL}"), new_markdown_cell(EVIL), new_code_cell("x", outputs=outputs)]
    page = tmp_path / "page.html"
    write_page(new_notebook(cells=cells), job, page)
    write_failure(job, tmp_path, EVIL)
    for path in (page, tmp_path / "01_small.html"):
        seen = opened(browser, path, 375)
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert (seen.asked, seen.too_wide) == ([], 0)
        assert not [text for text in seen.said if "Content Security" in text or "Content-Security" in text]
        assert seen.page.title() != "ran" and "49" not in seen.page.inner_text("body")
        assert "{{ 7 * 7 }}" in seen.page.inner_text("body")
        assert seen.page.locator("script, iframe, form, base, [onerror], [onload]").count() == 0
        seen.page.close()
