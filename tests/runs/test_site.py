"""The site: what is on it, that every link leads somewhere, and that only what changed is written."""

import json
import re
import shutil
import zipfile

import pandas as pd
import pytest
from hostile_story import find_hits
from run_projects import own_project
from site_links import Page, dead_links
from site_projects import PAGE, make_failure, make_result

import samestory as ss
from samestory import paths
from samestory.errors import RunError
from samestory.report.no_text import Quoting
from samestory.runs import manifest, store
from samestory.runs.site import build, places
from samestory.runs.site.export import export

SEEDS = paths.seeds()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project with two results of harbour-fire, and its site."""
    with own_project(tmp_path_factory.mktemp("project"), "harbour-fire") as home:
        make_result(home, "corpus", home / "seeds/harbour-fire")
        make_result(home, "claims", home / "seeds/harbour-fire", notebook="03_claims", heading="Who states it?")
        build()
        yield home


@pytest.fixture(scope="module")
def story(home):
    return ss.load_story(home / "seeds/harbour-fire")


def five_articles():
    return pd.DataFrame(
        {"article_id": list("abcde"), "published": pd.to_datetime(["2024-01-01"] * 5, utc=True),
         "published_precision": "day", "language": "en", "text": "One two. Three.", "text_status": "full"}
    )  # fmt: skip


def page_of(home, href):
    return (home / "outputs" / href.partition("#")[0]).read_text(encoding="utf-8")


def test_every_link_and_anchor_of_the_site_is_there(home):
    assert dead_links(home / "outputs") == []
    assert len(list((home / "outputs/site").rglob("*.html"))) > 90


def test_no_page_runs_or_loads_anything_but_its_own_search(home):
    for path in [home / "outputs/index.html", *(home / "outputs/site").rglob("*.html")]:
        has_search = re.fullmatch(r"index(\.\d+)?\.html", path.name) is not None and path.parent.name in (
            "outputs",
            "articles",
        )
        page = path.read_text(encoding="utf-8")
        assert find_hits(page, scripts=int(has_search)) == [], path
        assert "default-src &#39;none&#39;" in page


def test_the_first_page_names_each_story_and_run_and_says_that_it_is_invented(home, story):
    page = page_of(home, "index.html")
    assert "The fire at Quay Nine (invented)" in page and "INVENTED STORY" in page
    assert "articles: 31 · outlets: 17" in page
    assert "What is in it?" in page and "Who states it?" in page


def test_the_page_of_a_story_says_what_is_missing(home):
    page = page_of(home, places.story_href("harbour-fire"))
    assert "2 of 31 articles without a date" in page
    assert "2 of 31 articles whose text was not seen whole" in page


def test_every_coded_passage_is_marked_in_its_article(home, story):
    for name in ("claims", "numbers", "labels", "citations"):
        rows = story.table(name).dropna(subset=["begin"])
        for article_id, several in rows.groupby("article_id"):
            page = Page(page_of(home, places.article_href("harbour-fire", article_id)))
            wanted = {places.passage_anchor(*span) for span in several[["begin", "end"]].itertuples(index=False)}
            assert wanted <= set(page.anchors)


def test_the_words_of_an_article_are_all_on_its_page_in_order(home, story):
    for row in story.articles.itertuples():
        page = page_of(home, places.article_href("harbour-fire", row.article_id))
        words = page[page.index('<div class="words"') : page.index("<aside")]
        words = re.sub(r'<a class="ref".*?</a>', "", words)
        import html

        assert html.unescape(re.sub(r"<[^>]+>", "", words)).split() == row.text.split()


def test_an_article_says_claim_state_coder_and_family(home):
    page = page_of(home, places.article_href("harbour-fire", "relay-0304-quay"))
    assert re.search(r'href="\.\./claims/h03--\w+\.html"[^>]*>People died</a>:\s*<span class="state attributed">', page)
    assert re.search(r'state attributed">attributed</span> to <?[A-Z]', page) and "attributed, attributed" not in page
    assert "All by coder truth." in page and "Copy family “chain” (joined by translation), with" in page
    assert 'href="https://world-relay.example/a/20230304-kelmouth-details" rel="noopener noreferrer nofollow' in page


def test_a_claim_counts_every_article_once(home, story):
    claims = story.table("claims")
    for claim_id, rows in claims.groupby("claim_id"):
        page = page_of(home, places.claim_href("harbour-fire", claim_id))
        anchors = [one for one in Page(page).anchors if one.startswith("article-")]
        assert sorted(anchors) == sorted(places.article_anchor(one) for one in story.articles["article_id"])
        for state, n in rows["status"].value_counts().items():
            assert re.search(rf'state {state}">{state.replace("_", " ")}</span> {n}\b', page), (claim_id, state)


def test_a_claim_shows_the_sentence_and_links_to_it(home, story):
    row = story.table("claims").query("article_id == 'relay-0304-quay' and claim_id == 'H03'").iloc[0]
    page = page_of(home, places.claim_href("harbour-fire", "H03"))
    text = story.article("relay-0304-quay")["text"]
    assert f"<mark>{text[int(row.begin) : int(row.end)]}</mark>" in page
    assert f"../articles/relay-0304-quay.html#s{int(row.begin)}-{int(row.end)}" in page


def test_numbers_labels_and_sources_have_pages_with_their_articles(home, story):
    assert "cannot both be true" in page_of(home, places.number_href("harbour-fire", "fire_dead"))
    label = story.table("labels").iloc[0]
    page = page_of(home, places.label_href("harbour-fire", label["actor"]))
    assert places.label_anchor(label["label"]) in Page(page).anchors
    for name in story.source_names()["name"]:
        assert places.source_href("harbour-fire", name) and page_of(home, places.source_href("harbour-fire", name))


def test_the_search_reads_every_sentence(home, story):
    page = page_of(home, "index.html")
    data = json.loads(re.search(r'<script type="application/json" id="index">(.*?)</script>', page, re.DOTALL)[1])
    assert len(data) == len(story.articles)
    said = " ".join(line for one in data for _, line in one[3])
    for text in story.articles["text"]:
        assert " ".join(text.split()[:5]) in said
    hrefs = {f"{one[2]}#{anchor}" for one in data for anchor, _ in one[3]}
    for href in list(hrefs)[:50]:
        assert href.partition("#")[2] in Page(page_of(home, href)).anchors


def test_a_run_has_its_figure_with_words_from_its_table_and_all_files(home):
    page = page_of(home, places.result_href("harbour-fire", "corpus"))
    assert (
        'alt="Articles by language. 2 rows. Article share: highest en, 75 % (3 of 4); lowest fr, 25 % (1 of 4)."'
        in page
    )
    links = Page(page).links
    for file in ("01_small.html", "01_small.ipynb", "manifest.json", "figures/languages.svg", "tables/languages.csv"):
        assert f"../../../corpus/{file}" in links
    assert 'rel="next" href="claims.html"' in page


def test_nothing_is_written_if_nothing_changed(home):
    before = {path: path.stat().st_mtime_ns for path in (home / "outputs/site").rglob("*")}
    done = build()
    assert done.n_written == 0 and "unchanged" in str(done)
    assert {path: path.stat().st_mtime_ns for path in (home / "outputs/site").rglob("*")} == before


@pytest.mark.parametrize("how", ["removed", "changed", "emptied"])
def test_a_damaged_page_is_made_again(home, how):
    page = home / "outputs" / places.article_href("harbour-fire", "relay-0304-quay")
    whole = page.read_bytes()
    if how == "removed":
        page.unlink()
    else:
        page.write_bytes(b"" if how == "emptied" else whole + b"<script>alert(1)</script>")
    assert build().n_written == 1
    assert page.read_bytes() == whole


@pytest.mark.parametrize("state", ["", "{", "[]", '{"key": "", "pages": {"../../x": ["a", 1, 2]}}', "null"])
def test_a_broken_record_of_the_last_time_makes_every_page_again(home, state):
    (home / "outputs/site/.state.json").write_text(state)
    done = build()
    assert done.n_written == done.n_pages
    assert build().n_written == 0


def test_what_a_killed_command_left_is_cleared(home):
    left = home / "outputs/site/harbour-fire/.new-0123"
    left.write_text("half")
    (home / "outputs/site/.state.json").unlink()
    build()
    assert not left.exists()


def test_a_copy_without_texts_quotes_no_article(home, tmp_path, story):
    quoting = f"<p>{story.articles['text'].iloc[3]}</p>"
    make_result(home, "quoting", home / "seeds/harbour-fire", page=PAGE + quoting)
    done = export(tmp_path / "copy", with_texts=False)
    assert list(done.left_out) == ["quoting/01_small.html"]
    assert dead_links(tmp_path / "copy") == []
    quoted = Quoting(story.articles["text"])
    files = [path for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    assert [path for path in files if quoted.in_file(path)] == []
    assert not list((tmp_path / "copy").rglob("*.parquet"))
    assert quoted.in_file(home / "outputs" / places.article_href("harbour-fire", "relay-0304-quay"))
    store.discard(store.result_folder("quoting"))


def test_a_copy_in_one_file_opens_as_it_is(home, tmp_path):
    done = export(tmp_path / "monday.zip")
    assert done.left_out == ()
    with zipfile.ZipFile(tmp_path / "monday.zip") as archive:
        archive.extractall(tmp_path / "there")
    assert dead_links(tmp_path / "there/monday") == []
    names = {path.name for path in (tmp_path / "there/monday").iterdir()}
    assert names == {"index.html", "site", "corpus", "claims"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("to", ["outputs/copy", "missing/copy", "notebooks"])
def test_a_copy_is_refused_where_it_cannot_be(home, to):
    with pytest.raises(RunError, match=r"inside outputs/|not a folder|exists already"):
        export(home / to)


def test_a_story_whose_texts_are_not_there_says_so(project):
    articles = pd.DataFrame(
        {"article_id": ["a"], "outlet": ["Noon"], "published": pd.to_datetime(["2024-01-01"], utc=True),
         "published_precision": ["day"], "language": ["en"], "text": [None], "text_status": ["none"], "title": ["T"]}
    )  # fmt: skip
    claims = pd.DataFrame(
        {"article_id": ["a"], "claim_id": ["C"], "status": ["asserted"], "attributed_to": [None], "begin": [None],
         "end": [None], "coder": ["hand"]}
    )  # fmt: skip
    make_result(project, "small", "ledger", tables={"articles": articles, "claims": claims}, meta={"title": "Ledger"})
    build()
    page = page_of(project, places.article_href("ledger", "a"))
    assert "The text is not in this story." in page
    assert "Text not in this story." in page_of(project, places.claim_href("ledger", "C"))
    assert dead_links(project / "outputs") == []


def test_a_passage_that_only_a_page_of_a_run_links_to_has_its_anchor(project):
    articles = pd.DataFrame(
        {"article_id": ["a"], "published": pd.to_datetime(["2024-01-01"], utc=True), "published_precision": ["day"],
         "language": ["en"], "text": ["One two three. Four five."], "text_status": ["full"]}
    )  # fmt: skip
    link = places.link(places.article_href("s", "a", 4, 18), places.run_href("small", "01_small.html"))
    far = places.link(places.article_href("s", "a", 400, 900), places.run_href("small", "01_small.html"))
    page = PAGE + f'<a href="{link}">x</a><a href="{far}">y</a>'
    make_result(project, "small", "s", tables={"articles": articles}, meta={}, page=page)
    build()
    assert dead_links(project / "outputs") == []


def test_a_failed_run_says_the_cause_in_words(project):
    make_failure(project, "small", "fire", 'Traceback (most recent call last):\n  File "x"\nValueError: no <b>rows</b>')
    build()
    page = page_of(project, places.result_href("fire", "small"))
    assert "The last attempt failed" in page and "ValueError: no &lt;b&gt;rows&lt;/b&gt;" in page
    assert "There is no good result yet" in page
    assert dead_links(project / "outputs") == []


def test_no_result_gives_a_page_that_says_so(project):
    build()
    assert "There is no result yet" in page_of(project, "index.html")


def test_older_results_are_listed(project):
    for caption in ("First.", "Second."):
        make_result(project, "small", None, caption=caption)
    build()
    page = page_of(project, places.result_href("", "small"))
    assert "Older results" in page and ".history/small/" in page
    assert dead_links(project / "outputs") == []


def test_a_story_that_is_gone_loses_its_pages(project):
    make_result(project, "small", None)
    make_failure(project, "other", "gone", "x")
    build()
    assert (project / "outputs" / places.story_href("gone")).exists()
    shutil.rmtree(project / "outputs/failed/other")
    build()
    assert not (project / "outputs/site/gone").exists()
    assert (project / "outputs" / places.result_href("", "small")).exists()


def test_a_link_in_the_place_of_the_site_is_not_followed(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / "outputs/site").symlink_to(elsewhere)
    make_result(project, "small", None)
    with pytest.raises(OSError, match="link"):
        build()
    assert list(elsewhere.iterdir()) == []


def test_damaged_tables_leave_a_page_that_says_so(project):
    articles = pd.DataFrame({"article_id": ["a"], "published": pd.to_datetime(["2024-01-01"], utc=True)})
    folder = make_result(project, "small", "s", tables={"articles": articles})
    (folder / "story/articles.parquet").write_bytes(b"not a table")
    build()
    assert "articles.parquet is not as it was written" in page_of(project, places.story_href("s"))


def test_articles_of_many_characters_are_cut_into_parts(project, monkeypatch):
    from samestory.runs.site import search

    monkeypatch.setattr(search, "MOST_ARTICLES", 2)
    articles = five_articles()
    make_result(project, "small", "s", tables={"articles": articles})
    build()
    lists = sorted((project / "outputs/site/s/articles").glob("index*"))
    assert [path.name for path in lists] == ["index.2.html", "index.3.html", "index.html"]
    assert "Articles 3 to 4 of 5" in lists[0].read_text()
    assert dead_links(project / "outputs") == []
    assert find_hits(lists[0].read_text(), scripts=1) == []
    assert manifest.read(store.result_folder("small"))


BARE = {
    "coder": "hand", "publish": "not stated", "coding_note": ["Nothing is coded. `samestory code <b>` codes it."],
    "missing": {"claims": "no row is coded by hand", "parts": "no row is coded by hand", "edges": "it broke"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("is_coded", "order", "coder", "missing"),
    [
        (False, ["sum", "words", "corpus"], "nothing coded", "not coded: claims, parts"),
        (True, ["sum", "corpus", "words"], "hand", "not coded by hand: parts"),
    ],
)
def test_a_story_is_shown_in_reading_order_and_says_what_is_not_coded(project, is_coded, order, coder, missing):
    (project / "notebooks").mkdir(exist_ok=True)
    (project / "notebooks/runs.yaml").write_text("summary: 13_sum\nwithout_codebook: 11_words\n")
    articles = pd.DataFrame({"article_id": ["a"], "published": pd.to_datetime(["2024-01-01"], utc=True)})
    claims = pd.DataFrame(
        {"article_id": ["a"], "claim_id": ["c"], "status": ["asserted"], "coder": ["hand"], "begin": [None],
         "end": [None]}
    )  # fmt: skip
    tables = {"articles": articles, **({"claims": claims} if is_coded else {})}
    missing_tables = {name: why for name, why in BARE["missing"].items() if not is_coded or name != "claims"}
    for name in ("01_corpus", "11_words", "13_sum"):
        meta = {**BARE, "missing": missing_tables}
        make_result(project, f"s/{name[3:]}", "s", notebook=name, tables=tables, meta=meta)
    build()
    page = page_of(project, places.story_href("s"))
    assert re.findall(r'<p class="small">s/(\w+)', page) == order
    assert re.findall(r'<p class="small">s/(\w+)', page_of(project, "index.html")) == order
    assert f"<dt>Coder</dt><dd>{coder}</dd>" in page
    assert re.findall(r'<li dir="auto">(not coded.*?)</li>', page) == [missing] and "edges: it broke" in page
    assert "Nothing is coded. <code>samestory code &lt;b&gt;</code> codes it." in page
    assert "Take the texts as not for publication: <code>samestory site --to FOLDER --no-text</code>" in page
    (project / "notebooks/runs.yaml").write_text("summary: 11_words\n")
    build()
    assert re.findall(r'<p class="small">s/(\w+)', page_of(project, places.story_href("s")))[0] == "words"
    (project / "notebooks/runs.yaml").write_text("summary: [")  # faults in the list of runs hide no result
    build()
    assert re.findall(r'<p class="small">s/(\w+)', page_of(project, places.story_href("s")))[0] == "corpus"


def test_codings_of_two_coders_are_both_shown(project):
    articles = pd.DataFrame(
        {"article_id": ["a"], "published": pd.to_datetime(["2024-01-01"], utc=True), "published_precision": ["day"],
         "language": ["en"], "text": ["One two three."], "text_status": ["full"]}
    )  # fmt: skip
    for run, coder in (("one", "hand"), ("two", "auto:rules")):
        claims = pd.DataFrame(
            {"article_id": ["a"], "claim_id": ["C"], "status": ["asserted"], "attributed_to": [None], "begin": [0],
             "end": [7], "coder": [coder]}
        )  # fmt: skip
        make_result(project, run, "s", tables={"articles": articles, "claims": claims}, meta={"coder": coder})
    build()
    page = page_of(project, places.article_href("s", "a"))
    assert "coder hand" in page and "coder auto:rules" in page
    assert dead_links(project / "outputs") == []


def test_pages_of_articles_are_read_anew_only_if_the_story_or_what_links_to_it_changed(project, monkeypatch):
    from samestory.runs.site.pages import StoryPages

    seen = []
    written = StoryPages._write_articles
    monkeypatch.setattr(StoryPages, "_write_articles", lambda pages: (seen.append(1), written(pages)))

    def site(run, text, page=PAGE):
        make_result(project, run, "s", tables={"articles": five_articles().assign(text=text)}, meta={}, page=page)
        seen.clear()
        build()
        pages = {path: path.read_bytes() for path in sorted((project / "outputs/site").rglob("*.html"))}
        return len(seen), pages

    link = places.link(places.article_href("s", "a", 4, 7), places.run_href("two", "01_small.html"))
    assert site("one", "One two. Three.")[0] == 1
    assert site("two", "One two. Three.")[0] == 0
    assert site("two", "One two. Three.", PAGE + f'<a href="{link}">x</a>')[0] == 1
    site("two", "One two. Four.")
    _, pages = site("one", "One two. Four.")
    assert b"Four." in pages[project / "outputs" / places.article_href("s", "a")]
    shutil.rmtree(project / "outputs/site")
    build()
    assert {path: path.read_bytes() for path in pages} == pages
    (project / "outputs" / places.article_href("s", "b")).write_text("damaged")
    build()
    assert {path: path.read_bytes() for path in pages} == pages


def test_a_full_disk_leaves_whole_pages_and_the_next_command_finishes(project, monkeypatch):
    from samestory.runs.site import write

    articles = five_articles()
    make_result(project, "small", "s", tables={"articles": articles})
    build()
    before = {path: path.read_bytes() for path in (project / "outputs/site").rglob("*.html")}
    make_result(project, "small", "s", tables={"articles": articles.assign(text="One two. Four.")})

    def full(path):
        if left.pop():
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "AT_ONCE", 3)
    with monkeypatch.context() as patch:
        left = [True, False, False, False]  # the fourth page does not fit
        patch.setattr(write, "sync", full)
        patch.setattr(write, "THREADS", 1)
        with pytest.raises(OSError, match="No space"):
            build()
    now = {path: path.read_bytes() for path in (project / "outputs/site").rglob("*.html")}
    assert now.keys() == before.keys() and all(page.endswith(b"</html>") for page in now.values())
    assert build().n_written > 0
    assert not list((project / "outputs").rglob(".new-*"))
    assert "Four." in page_of(project, places.article_href("s", "a"))
    assert dead_links(project / "outputs") == []


def test_two_commands_do_not_make_the_site_at_once(project):
    with store.held("site"), pytest.raises(RunError, match="site is already under way"):
        build(patience=0)
