"""What leads through a page and from page to page: headings in order, contents, links of the notebook's texts."""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from run_projects import fill, write_notebook

from samestory.runs import store
from samestory.runs.changes.comparison import FORMAT
from samestory.runs.job import Job, prepare, with_neighbours
from samestory.runs.pages.contents import Contents
from samestory.runs.pages.neighbours import way
from samestory.runs.pages.page import html

PLAN = "runs:\n  small: {notebook: 01_small}\n  other: {notebook: 02_other}\n  third: {notebook: 03_third}\n"


@pytest.mark.parametrize(
    ("given", "levels"),
    [((1, 2, 2, 3), (1, 2, 2, 3)), ((2, 1, 1), (1, 2, 2)), ((1, 4, 6, 2, 4), (1, 2, 3, 2, 3)), ((), ())],
)
def test_levels_of_headings_have_no_gap_and_one_title(given, levels):
    contents = Contents()
    assert tuple(contents.add(level, "x")[0] for level in given) == levels


def test_headings_of_the_same_words_have_ids_of_their_own():
    contents = Contents()
    names = [contents.add(2, text)[1] for text in ("The answer", "The answer", "¿?", "made", "changes")]
    assert names == ["The-answer", "The-answer-2", "part", "made-2", "changes-2"]


def made(run, notebook, story="fire"):
    """A result that is there."""
    folder = store.result_folder(run)
    folder.mkdir()
    (folder / f"{notebook}.html").write_text("x")
    done = {"run": run, "notebook": notebook, "story": story, "parameters": {}, "digests": {}, "versions": {}}
    done |= {"code": {}, "start": "", "end": "", "seconds": 1, "status": "ok", "figures": [], "files": {}}
    (folder / "manifest.json").write_text(json.dumps(done))


def page_of(*texts, job=None):
    cells = [new_markdown_cell(text) for text in texts]
    return html(new_notebook(cells=cells), job or Job("a", "01_a", {}, None))


def test_contents_name_the_parts_and_link_to_them():
    page = page_of("# Why *now*?\n\nIntro.", "## One & two", "### Deep", "## Last")
    contents = re.search(r'<nav class="contents".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', contents) == [
        ("One-two", "One &amp; two"), ("Last", "Last"), ("made", "How this page was made")
    ]  # fmt: skip
    assert '<h2 id="One-two">' in page and '<h3 id="Deep">' in page and page.count("<h1") == 1
    assert "<title>Why now? · a</title>" in page


def test_the_contents_come_after_the_title_and_code_never_before_the_answer(project):
    fill(project, "1")
    (job,) = prepare()
    notebook = nbformat.read(job.source, as_version=4)
    notebook.cells += [new_markdown_cell("## Answer\n\nBecause."), new_code_cell("late = 1"), new_markdown_cell("## B")]
    page = html(notebook, job)
    page = page[page.index("<body") :]
    order = [page.index(part) for part in ("<h1", 'class="contents"', "Because.", "late", "which story")]
    assert order == sorted(order)
    assert "which story" in page[page.index("How this page was made</h2>") :]


def test_a_text_links_to_the_page_of_another_notebook_and_to_parts_only(project):
    fill(project, plan=PLAN)
    write_notebook(project / "notebooks/02_other.ipynb", "1")
    write_notebook(project / "notebooks/03_third.ipynb", "1")
    job = prepare()[0]
    made("other", "02_other")
    page = page_of(
        "# T\n\n[a](02_other.ipynb) [b](../README.md) [c](#The-part?) [d](none.ipynb)", "## The part?", job=job
    )
    assert '<a href="../other/02_other.html">a</a>' in page
    assert "<a>b</a>" in page and "<a>d</a>" in page and '<a href="#The-part">c</a>' in page


def test_pages_of_a_story_are_in_the_order_of_their_notebooks_with_the_next_ones(project):
    fill(project, plan=PLAN)
    for name in ("02_other", "03_third"):
        write_notebook(project / f"notebooks/{name}.ipynb", "1")
    made("small", "01_small")
    first, second, third = with_neighbours(prepare())
    assert [page.href for page in way(second, "fire").every] == [
        "../small/01_small.html", "02_other.html", "../site/fire/runs/third.html"
    ]  # fmt: skip
    assert (way(first, "fire").before, way(third, "fire").after) == (None, None)
    assert way(second, "fire").before.title == "What is small?" and way(second, "fire").after.notebook == "03_third"
    assert way(first).every == ()  # no site, and no other result is there


def test_a_result_of_the_same_story_that_is_there_is_linked_and_others_are_not(project):
    fill(project, plan=PLAN)
    for name in ("02_other", "03_third"):
        write_notebook(project / f"notebooks/{name}.ipynb", "1")
    job = prepare()[0]
    made("other", "02_other")
    made("third", "03_third", story="water")
    assert [page.href for page in way(job).every] == ["01_small.html", "../other/02_other.html"]
    page = page_of("# T", job=job)
    assert 'rel="next" href="../other/02_other.html"' in page and 'rel="prev"' not in page
    assert "third" not in page


def test_a_job_keeps_its_neighbours_on_the_way_to_its_worker(project):
    fill(project, plan=PLAN)
    for name in ("02_other", "03_third"):
        write_notebook(project / f"notebooks/{name}.ipynb", "1")
    job = with_neighbours(prepare())[0]
    assert Job.from_json(job.to_json()) == job and job.beside == (("other", "02_other"), ("third", "03_third"))


def test_what_changed_comes_after_the_answer_and_a_line_at_the_top_leads_to_it(project):
    fill(project, "1")
    (job,) = prepare()
    notebook = new_notebook(cells=[new_markdown_cell("# T"), new_markdown_cell("## A"), new_markdown_cell("## B")])
    folder = store.result_folder("small")
    folder.mkdir()
    assert "What changed" not in html(notebook, job, folder)
    (folder / "changes.json").write_text("{}")
    page = html(notebook, job, folder)
    assert page.count('id="changes"') == page.count('aria-labelledby="changes"') == 1
    assert page.count('href="#changes"') == 3  # the line, the contents, and those folded on a narrow screen
    order = ["<h1", "What changed since the result before", '<h2 id="A"', 'id="changes"', '<h2 id="B"']
    assert [page.index(part) for part in order] == sorted(page.index(part) for part in order)
    short = html(new_notebook(cells=notebook.cells[:2]), job, folder)
    assert short.index('<h2 id="A"') < short.index('id="changes"') < short.index('id="made"')


@pytest.mark.parametrize(("before", "said"), [(None, ""), ({"time": "2026-12-01T05-30-00Z"}, "Nothing changed.")])
def test_without_a_change_there_is_no_box_but_a_quiet_line_where_the_page_was_made(project, before, said):
    fill(project, "1")
    (job,) = prepare()
    folder = store.result_folder("small")
    folder.mkdir()
    done = {"format": FORMAT, "run": "small", "before": before, "after": {}, "changed": False, "notes": []}
    (folder / "changes.json").write_text(json.dumps({**done, "sentence": "Nothing changed."}))
    page = html(new_notebook(cells=[new_markdown_cell("# T"), new_markdown_cell("## A")]), job, folder)
    assert "changes" not in page[page.index("<body") :] and "What changed" not in page
    made = page[page.index('id="made"') :]
    assert ("Nothing changed." in page) == ("Nothing changed." in made) == bool(said)


def test_what_a_story_says_of_itself_is_at_the_end_but_for_a_coding_by_machine(project):
    fill(project, "1")
    (job,) = prepare()
    said = (
        '<div class="ss-story"><p>Fire</p><p class="ss-machine">CODED BY MACHINE (auto:&lt;b&gt;).</p>'
        "<p><code>samestory code fire</code></p></div>"
    )
    load = new_code_cell("load", outputs=[new_output("display_data", data={"text/html": said})])
    early = new_code_cell("early", outputs=[new_output("stream", name="stdout", text="kept in its place")])
    page = html(new_notebook(cells=[new_markdown_cell("# T"), load, early, new_markdown_cell("## Answer")]), job)
    page = page[page.index("<body") :]
    assert page.count("CODED BY MACHINE (auto:&lt;b&gt;).") == 1
    order = ["CODED BY MACHINE", "<h1", "kept in its place", "Answer</h2>", 'id="made"', "<code>samestory code fire"]
    assert [page.index(part) for part in order] == sorted(page.index(part) for part in order)


def test_a_heading_shown_by_code_is_a_heading_with_an_id_below_that_of_the_notebook():
    code = new_code_cell("report.shown()")
    shown = '<h3 class="ss-heading" dir="auto">1. A &lt;b&gt;denial</h3><p>It is.</p>'
    other = "<h1>Not ours</h1>"
    code.outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": said, "text/plain": "x"}) for said in (shown, other)
    ]
    cells = [new_markdown_cell("# Title"), new_markdown_cell("## The findings"), code]
    page = html(new_notebook(cells=cells), Job("a", "01_a", {}, None))
    assert re.search(r'<h3 id="1-A-bdenial"[^>]*>1\. A &lt;b&gt;denial</h3>', page)
    assert '<p class="ss-heading">Not ours</p>' in page and page.count("<h1") == 1
