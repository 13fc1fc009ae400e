"""From a figure, a table or a passage to its place on the site: links only where there will be a page."""

import json

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import samestory as ss
from samestory.plotting.evidence import keys_of, keys_of_row, link_area, linked_areas
from samestory.plotting.run_files import write_table
from samestory.runs import snapshot, store
from samestory.runs.job import Job
from samestory.runs.pages.evidence import Evidence
from samestory.runs.pages.loading import linked
from samestory.runs.pages.page import html
from samestory.runs.pages.tables import MOST_ROWS, read_table

HARBOUR = ss.paths.seeds() / "harbour-fire"
JOB = Job("claims", "03_claims", {"story": "harbour-fire"}, str(HARBOUR))
EVIDENCE = Evidence(
    "fire",
    "claims/03_claims.html",
    {"a": 100, "b": 0, 'x"><script>': 5},
    claims={("a", "C1"): (4, 9), ("b", "C1"): None},
    numbers={("a", "dead"): (10, 12)},
    sources={("a", "Office"): None},
    labels={("dockers", "strikers"): None},
)


@pytest.mark.parametrize(
    ("keys", "href"),
    [
        ({"article": "a", "begin": "3", "end": "7"}, "../site/fire/articles/a.html#s3-7"),
        ({"article": "a", "begin": "3", "end": "700"}, "../site/fire/articles/a.html"),
        ({"article": "a", "claim": "C1"}, "../site/fire/articles/a.html#s4-9"),
        ({"article": "b", "claim": "C1"}, "../site/fire/claims/{C1}.html#article-b"),
        ({"article": "a", "quantity": "dead"}, "../site/fire/articles/a.html#s10-12"),
        ({"article": "none", "claim": "C1"}, "../site/fire/claims/{C1}.html"),
        ({"quantity": "dead"}, "../site/fire/numbers/dead.html"),
        ({"actor": "dockers", "label": "strikers"}, "../site/fire/labels/dockers.html#label-strikers"),
        ({"actor": "dockers", "label": "thugs"}, "../site/fire/labels/dockers.html"),
        ({"source": "Office"}, "../site/fire/sources/{Office}.html"),
        ({"article": "none"}, None),
        ({"claim": "C9"}, None),
        ({"source": "Nobody"}, None),
        ({}, None),
    ],
)
def test_keys_lead_to_the_nearest_page_there_is(keys, href):
    names = {name: ss.runs.site.places.slug(name) for name in ("C1", "Office")}
    assert EVIDENCE.href(keys) == (href and href.format(**names))


def test_without_tables_of_the_story_nothing_is_linked(tmp_path):
    assert Evidence.of(tmp_path, "a/b.html").href({"article": "a"}) is None
    (tmp_path / "story").mkdir()
    (tmp_path / "story/meta.json").write_text("[]")
    assert Evidence.of(tmp_path, "a/b.html").href({"article": "a"}) is None


def test_a_cell_leads_where_its_column_says():
    row = {"article_id": "a", "begin": 3.0, "end": 7.0, "claim_id": "C1", "status": "asserted", "n": 3, "note": ""}
    assert keys_of("status", row) == {"article": "a", "begin": "3", "end": "7", "claim": "C1"}
    assert keys_of("claim", row) == {"claim": "C1"}
    assert keys_of("n", row) == keys_of("note", row) == {}
    assert keys_of("status", row | {"article_id": None, "article_ids": "a; b"}) == {"claim": "C1"}
    assert keys_of("status", row | {"article_id": None, "article_ids": "b"}) == {"article": "b", "claim": "C1"}
    assert keys_of("later", {"later_id": "b", "later_begin": 1, "later_end": 2}) == {
        "article": "b", "begin": "1", "end": "2"
    }  # fmt: skip
    assert keys_of_row(["article_id", "status"], row)[1] == {}  # the same place, linked once


def test_areas_count_from_the_top_left_of_the_picture_and_follow_the_cells():
    ax = ss.plotting.new_axes(4, 3)
    ax.set_xlim(0, 10)
    ax.set_ylim(0, 10)
    link_area(ax, {"claim": "low"}, x=(0, 5), y=(0, 5))
    link_area(ax, {"claim": "row"}, y=(5, 10))
    link_area(ax, {"claim": None}, y=(5, 10))
    ax.figure.draw_without_rendering()
    low, row = linked_areas(ax.figure)
    assert low["claim"] == "low" and row["claim"] == "row"
    assert row["box"][0] == 0 and row["box"][2] == 10_000
    assert low["box"][1] == pytest.approx(row["box"][1] + row["box"][3], abs=2)
    assert low["box"][1] > 4_000 and 0 < low["box"][0] < low["box"][0] + low["box"][2] < 6_000


def test_a_long_table_is_cut_with_its_number_of_rows_and_keeps_apostrophes_of_texts(tmp_path):
    table = pd.DataFrame({"article_id": ["a"] * 1200, "said": ["=1+1", "'quoted'", "- x"] * 400, "n": range(1200)})
    write_table(table, tmp_path / "t.csv")
    shown = read_table(tmp_path / "t.csv", "tables/t.csv", "All rows", EVIDENCE)
    assert shown.said == f"The first {MOST_ROWS} of 1,200 rows" and len(shown.rows) == MOST_ROWS
    assert [cell.text for cell in shown.rows[0]] == ["a", "=1+1", "0"]
    assert [row[1].text for row in shown.rows[1:3]] == ["'quoted'", "- x"]
    assert [cell.is_number for cell in shown.head] == [False, False, True]
    assert shown.rows[0][0].href == "../site/fire/articles/a.html"
    assert read_table(tmp_path / "none.csv", "", "", EVIDENCE) is None


def test_states_become_a_matrix_of_links(tmp_path):
    rows = [(1, "b", "C1", "asserted", "b"), (0, "a", "C1", "denied", "a"), (0, "a", "C2", "absent", "a")]
    table = pd.DataFrame(rows, columns=["place", "name", "claim_id", "status", "article_ids"])
    write_table(table, tmp_path / "t.csv")
    shown = read_table(tmp_path / "t.csv", "t.csv", "x", EVIDENCE)
    assert shown.is_matrix and [cell.text for cell in shown.head] == ["", "C1", "C2"]
    assert [[cell.text for cell in row] for row in shown.rows] == [
        ["a", "denied", "absent"], ["b", "asserted", "not coded"]
    ]  # fmt: skip
    assert shown.rows[0][1].href == "../site/fire/articles/a.html#s4-9"
    assert shown.rows[1][2].href is None


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """The result folder of a small notebook about harbour-fire, with everything a page can show; and the notebook."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("SAMESTORY_HOME", str(home))
        folder = store.result_folder("claims")
        folder.mkdir(parents=True)
        snapshot.add(JOB, folder, print)
        patch.setenv("SAMESTORY_RUN_FOLDER", str(folder))
        story = ss.load_story(HARBOUR)
        cells = ss.claims.matrix(story.table("claims"), story.articles)
        ax = ss.claims.plot_matrix(cells)
        ss.show_figure(ax, cells, "matrix", caption="Who does what.", story=story)
        first = story.table("claims").dropna(subset=["begin"]).iloc[0]
        passage = ss.show_passage(
            story.article(first.article_id)["text"], begin=first.begin, end=first.end, source="Post",
            article=first.article_id,
        )  # fmt: skip
        shown = ss.show_table(story.table("claims"), ["article_id", "status"], rows=2)
        about = {"image/png": {"figure": "matrix", "alt": "Words."}}
        outputs = [
            new_output("display_data", data={"image/png": "iVBORw0KGgo="}, metadata=about),
            new_output("display_data", data={"text/html": '<p class="ss-drawn">figure matrix</p>'}),
            new_output("display_data", data={"text/html": passage.html}),
            new_output("display_data", data={"text/html": shown.html}),
        ]
        texts = [new_markdown_cell("# Who?"), new_markdown_cell("## The answer")]
        notebook = new_notebook(cells=[*texts, new_code_cell("x", outputs=outputs)])
        yield folder, nbformat.from_dict(notebook), first, html(notebook, JOB, folder)


def test_every_cell_of_a_matrix_leads_to_its_sentence(result):
    folder, _, _, page = result
    table = pd.read_csv(folder / "tables/matrix.csv")
    coded = snapshot.tables(folder)["claims"].dropna(subset=["begin"]).drop_duplicates(["article_id", "claim_id"])
    places = {(r.article_id, r.claim_id): f"#s{r.begin:.0f}-{r.end:.0f}" for r in coded.itertuples()}
    seen = [
        places[row.name, row.claim_id] for row in table.itertuples(index=False) if (row.name, row.claim_id) in places
    ]
    assert len(seen) > 100 and all(page.count(f'{place}"') >= 2 for place in seen)  # in the picture, and in the table
    assert page.count("<rect ") == len(table)


def test_the_files_of_a_figure_are_linked_and_its_table_is_behind_a_fold(result):
    page = result[3]
    for name in ("figures/matrix.png", "figures/matrix.svg", "tables/matrix.csv", "manifest.json"):
        assert f'href="{name}"' in page
    assert "<summary>The table behind this figure and its passages</summary>" in page
    assert 'alt="Words."' in page and 'id="figure-matrix"' in page


def test_a_passage_leads_to_its_place_and_a_cut_table_is_there_whole(result):
    _, _, first, page = result
    assert f'#s{first.begin:.0f}-{first.end:.0f}">Post</a>' in page
    whole = page[page.index("<summary>All rows</summary>") :]
    assert "465 rows" in whole and whole[: whole.index("</table>")].count("<tr>") == 466


def test_the_page_of_a_result_loads_nothing_and_names_its_style(result):
    page = result[3]
    assert linked(page) == []
    assert " style=" not in page and page.count("<style>") == 1
    assert "default-src 'none'" in page.replace("&#39;", "'") and "unsafe" not in page


def test_records_of_figures_that_are_broken_or_hostile_are_left_out(result, tmp_path):
    folder, notebook, _, _ = result
    record = json.loads((folder / "figures/matrix.json").read_text())
    (tmp_path / "figures").mkdir()
    for areas in ("x", [1, {}, {"box": "x"}], [{"box": [0, 0, 1, "1 onload=x"], "article": "a"}]):
        (tmp_path / "figures/matrix.json").write_text(json.dumps(record | {"areas": areas}))
        assert "<rect" not in html(notebook, JOB, tmp_path)
    (tmp_path / "figures/matrix.json").write_text("{")
    assert "figures/matrix.png" not in html(notebook, JOB, tmp_path)
