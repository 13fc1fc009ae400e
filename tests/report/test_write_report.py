"""A report as files: a page that runs nothing, a PDF, and nothing at all if words of articles would leak."""

import dataclasses
import json
import os
import re
import subprocess
import sys

import pandas as pd
import pytest
from hostile_story import find_hits, hostile_story
from nursery import chance, counted, forked, kills
from small import TEXTS, small_folder
from typer.testing import CliRunner

import samestory as ss
from samestory.cli import app
from samestory.errors import SamestoryError
from samestory.report import leaks, write_report
from samestory.report.material import without_long_names
from samestory.report.pdf import browser

needs_browser = pytest.mark.skipif(browser() is None, reason="no Chromium, Chrome or Edge on the PATH")


def only_first(report):
    return dataclasses.replace(report, findings=report.findings[:1])


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def spanish(tmp_path_factory):
    """A story without a codebook, and its report with texts."""
    folder = small_folder(tmp_path_factory.mktemp("stories"), "puerto", TEXTS["es"])
    return folder, ss.report.overview(ss.load_story(folder))


@pytest.fixture(scope="module")
def harbour():
    """harbour-fire without texts: all findings that it has."""
    return ss.report.overview(ss.load_story("harbour-fire"), n_findings=12, with_texts=False)


def test_the_files_are_the_page_each_figure_with_its_table_and_a_record(spanish, tmp_path):
    report = spanish[1]
    written = write_report(report, tmp_path / "out")
    names = [report.name(one) for one in report.findings if one.draw is not None]
    figures = [f"figures/{name}.{kind}" for name in names for kind in ("json", "png", "svg")]
    tables = [f"tables/{name}.csv" for name in names]
    assert sorted(written.files) == sorted(["report.html", "report.json", *figures, *tables])
    assert [path.relative_to(tmp_path / "out").as_posix() for path in files_in(tmp_path / "out")] == sorted(
        written.files
    )
    record = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [one["sentence"] for one in record["findings"]] == [one.sentence for one in report.findings]


def test_the_page_has_every_sentence_passage_and_limit(spanish, tmp_path):
    report = spanish[1]
    write_report(report, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for one in report.findings:
        assert one.sentence in page and one.basis in page
        assert all(f"<mark>{passage.pieces()[1]}</mark>" in page for passage in one.passages if passage.is_located)
    assert all(said in page for said in report.limits[:3])
    assert page.count("<img ") == len(report.findings) and 'alt=""' not in page


def test_the_page_runs_nothing_loads_nothing_and_its_policy_allows_its_own_style_only(spanish, tmp_path):
    write_report(spanish[1], tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert find_hits(page) == []
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert re.fullmatch(
        r"default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-[^ ]+&#39;;"
        r" base-uri &#39;none&#39;; form-action &#39;none&#39;",
        policy,
    )


def test_the_same_report_gives_the_same_bytes(spanish, tmp_path):
    for name in ("a", "b"):
        write_report(spanish[1], tmp_path / name)
    pairs = zip(files_in(tmp_path / "a"), files_in(tmp_path / "b"), strict=True)
    assert all(first.read_bytes() == second.read_bytes() for first, second in pairs)


def test_without_texts_no_run_of_more_than_12_words_is_in_any_file_of_harbour_fire(harbour, tmp_path):
    write_report(harbour, tmp_path)
    assert leaks(files_in(tmp_path), harbour.story.articles) == []
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    located = [passage for one in harbour.findings for passage in one.passages if passage.is_located]
    assert len(located) > 10
    assert all(passage.digest in page and f"{passage.begin}:{passage.end}" in page for passage in located)
    quoting = [one for one in harbour.findings if any(passage.is_located for passage in one.passages)]
    write_report(dataclasses.replace(harbour, with_texts=True, findings=quoting[:1]), tmp_path)
    assert leaks(files_in(tmp_path), harbour.story.articles) != []  # so the check can find something


def test_without_texts_no_words_leak_from_a_story_in_arabic_without_a_codebook(tmp_path):
    story = ss.load_story(small_folder(tmp_path / "story", "ar", TEXTS["ar"], language="ar"))
    write_report(ss.report.overview(story, with_texts=False), tmp_path / "out")
    assert leaks(files_in(tmp_path / "out"), story.articles) == []


def test_words_of_an_article_in_the_title_of_the_story_stop_everything(tmp_path):
    title = TEXTS["es"][0].split(". ")[0] + " " + TEXTS["es"][0].split(". ")[1]  # 16 words of the first article
    story = ss.load_story(small_folder(tmp_path / "story", "leak", TEXTS["es"][:1], title=title))
    before = ss.report.overview(story, with_texts=False)
    with pytest.raises(SamestoryError, match=r"nothing is written: .*\n  report\.html: text of a0, characters 0:\d+"):
        write_report(before, tmp_path / "out")
    assert files_in(tmp_path / "out") == []


def test_a_claim_named_by_a_sentence_of_an_article_is_shown_by_its_id(harbour):
    book = harbour.story.codebook
    long_name = "People from the picket were seen at the back of the shed twenty minutes earlier"
    told = book.claims["H04"].model_copy(update={"title": long_name})
    changed = dataclasses.replace(
        harbour.story, codebook=book.model_copy(update={"claims": {**book.claims, "H04": told}})
    )
    names = without_long_names(changed).claim_names()
    assert names["H04"] == "H04" and names["H06"] == harbour.story.claim_names()["H06"]


def test_a_hostile_story_stays_text(tmp_path):
    story = ss.load_story(hostile_story(tmp_path))
    report = ss.report.overview(story)
    write_report(report, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert report.findings and find_hits(page) == []
    assert "{{ 7*7 }}" in page and "&lt;script&gt;" in page and "[U+202E]" in page
    for table in (tmp_path / "out" / "tables").glob("*.csv"):
        cells = pd.read_csv(table, dtype="str", keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if re.match(r"[=+@]|-(?!\d)", cell)]


def test_an_earlier_report_is_replaced_and_other_files_stay(spanish, tmp_path):
    write_report(spanish[1], tmp_path)
    (tmp_path / "figures" / "finding-9-old.png").write_bytes(b"old")
    (tmp_path / "report.pdf").write_bytes(b"old")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    write_report(only_first(spanish[1]), tmp_path)
    names = [path.name for path in files_in(tmp_path)]
    assert "mine.txt" in names and "finding-9-old.png" not in names and "report.pdf" not in names
    assert len([name for name in names if name.endswith(".svg")]) == 1


def test_what_a_killed_process_left_is_removed_and_of_a_living_one_not(spanish, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    dead, living = tmp_path / f".report-{done.stdout.strip()}-x", tmp_path / f".report-{os.getppid()}-x"
    for folder in (dead, living):
        folder.mkdir()
    write_report(only_first(spanish[1]), tmp_path)
    assert not dead.exists() and living.exists()


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}


def test_a_killed_report_has_only_whole_files_and_the_next_one_leaves_nothing_else(spanish, tmp_path, record_property):
    reports, whole, luck, now = [only_first(spanish[1]), dataclasses.replace(spanish[1], findings=[])], [], chance(), 0
    for number, report in enumerate(reports):
        moments, _ = forked(write_report, report, tmp_path / str(number))
        whole.append(contents(tmp_path / str(number)))
    assert "report.html" in whole[0] and len(whole[0]) > len(whole[1]) and moments > 10
    out = tmp_path / "0"
    with counted("report", record_property) as counts:
        for number in range(kills(0.1)):
            before, now = whole[now], 1 - now
            counts["killed"] += forked(
                write_report, reports[now], out, at=luck.randint(1, moments), is_full=number % 3 == 2
            )[1]
            left = {name: file for name, file in contents(out).items() if not name.startswith(".report-")}
            assert all(file in (before.get(name), whole[now].get(name)) for name, file in left.items())
            assert before.keys() & whole[now].keys() <= left.keys()
            write_report(reports[now], out)
            assert contents(out) == whole[now]
            counts["recovered"] = counts["killed"]


def test_a_link_or_a_file_is_no_folder_to_write_to(spanish, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(SamestoryError, match="is a link or a file; give a folder"):
            write_report(only_first(spanish[1]), tmp_path / name)


@needs_browser
def test_the_pdf_has_the_sentences_and_without_texts_no_words_of_articles(spanish, tmp_path):
    from pypdf import PdfReader

    report = dataclasses.replace(spanish[1], with_texts=False)
    written = write_report(report, tmp_path, pdf=True)
    assert written.no_pdf == ""
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages).split())
    assert all(one.title in said for one in report.findings) and "What this report cannot tell" in said
    assert leaks([tmp_path / "report.pdf"], spanish[1].story.articles) == []


def test_without_a_browser_the_page_is_written_and_the_command_says_why_there_is_no_pdf(spanish, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(app, ["report", str(spanish[0]), "--pdf", "--to", str(tmp_path / "out")])
    assert done.exit_code == 1 and (tmp_path / "out" / "report.html").exists()
    assert "no PDF: no browser that prints PDF: none of chromium," in done.output


def test_the_command_writes_to_outputs_and_says_where(spanish, project):
    done = CliRunner().invoke(app, ["report", str(spanish[0]), "--no-text", "--findings", "2"])
    assert done.exit_code == 0, done.output
    page = project / "outputs" / "reports" / "puerto" / "report.html"
    assert page.exists() and str(page) in done.output.replace("\n", "")
