"""Stories that lack something: no codebook, one article, none, no person who coded, other scripts; nothing breaks."""

import re
import shutil

import pytest
from small import TEXTS, small_folder
from typer.testing import CliRunner

import samestory as ss
from samestory import paths
from samestory.cli import app
from samestory.errors import SamestoryError


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_story_without_a_codebook_gives_findings_about_statements_and_dates_only(tmp_path, language):
    story = ss.load_story(small_folder(tmp_path, language, TEXTS[language], language=language))
    report = ss.report.overview(story)
    kinds = {one.kind for one in report.findings}
    assert kinds and kinds <= {"statement", "figures", "divided", "first", "copies"}
    first = next(one for one in report.findings if one.kind == "first")
    assert first.sentence.startswith("15 of 15 pairs of articles can be put in order (100%).")
    assert "The earliest article in this set is Outlet 0." in first.sentence
    assert "Nothing is coded by a person or a codebook" in report.limits[3]
    assert any(passage.language == language for one in report.findings for passage in one.passages)


def test_one_article_gives_no_finding_and_says_so(tmp_path):
    report = ss.report.overview(ss.load_story(small_folder(tmp_path, "one", TEXTS["es"][:1])))
    assert report.findings == []
    assert report.lead[0] == "1 article of 1 outlet in 1 language report this story."
    assert report.lead[1].startswith("0 of the 5 findings asked for can be shown.")
    assert "There is no finding 1" in report.show(1).plain


def test_no_article_gives_no_finding_and_says_so(tmp_path):
    report = ss.report.overview(ss.load_story(small_folder(tmp_path, "none", [])))
    assert (report.findings, len(report.ranking)) == ([], 0)
    assert report.lead == ["This story has no articles.", "So there is nothing to compare."]
    assert report.limits == ["There are no articles, so nothing can be said."]


def test_a_story_coded_by_machine_says_so_first_and_in_the_limits(tmp_path):
    folder = tmp_path / "unseen"
    shutil.copytree(paths.seeds() / "harbour-fire-unseen", folder, ignore=shutil.ignore_patterns("truth"))
    settings = (folder / "story.yaml").read_text(encoding="utf-8")
    kept = re.sub(r"(?ms)^(expected|coder):.*?(?=^\w|\Z)", "", settings)
    (folder / "story.yaml").write_text(kept + "coder: hand\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["code", str(folder)]).exit_code == 0
    story = ss.load_story(folder)
    report = ss.report.overview(story)
    assert report.warnings[0].startswith("INVENTED")
    assert report.warnings[1].startswith(f"CODED BY MACHINE ({story.coder}), by no person.")
    assert f"coded by machine ({story.coder}), by no person" in report.limits[3]
    assert "CODED BY MACHINE" in report.summary().plain.split("\n\n")[1]


@pytest.mark.parametrize("n", [0, -1, 2.5, True, "5"])
def test_a_wrong_number_of_findings_is_refused(tmp_path, n):
    story = ss.load_story(small_folder(tmp_path, "none", []))
    with pytest.raises(SamestoryError, match="n_findings must be a whole number of at least 1, got"):
        ss.report.overview(story, n_findings=n)


def test_a_finding_that_is_not_asked_for_is_refused(tmp_path):
    report = ss.report.overview(ss.load_story(small_folder(tmp_path, "none", [])))
    with pytest.raises(SamestoryError, match="no finding 6; expected 1 to 5"):
        report.show(6)


def test_the_same_story_gives_the_same_report(tmp_path):
    folder = small_folder(tmp_path, "es", TEXTS["es"])
    first, second = (ss.report.overview(ss.load_story(folder)) for _ in range(2))
    assert first.summary().plain == second.summary().plain
    assert first.ranking.equals(second.ranking)


BESIDE = [
    "Rescue teams from the valley helped to search the mud.",
    "A school opened its doors to families without a home.",
    "The railway line to the coast is still closed.",
    "Engineers are looking at the second wall.",
    "The bishop held a mass for the victims in the evening.",
    "Schools will open again on Monday, a council member said.",
]


def missing_story(into, *figures):
    """A story in which each article, a day later than the one before, says how many people are missing."""
    bodies = [
        f"{figure} people are still missing after the dam broke, the fire service said. {beside}"
        for figure, beside in zip(figures, BESIDE, strict=True)
    ]
    return ss.load_story(small_folder(into, "dam", bodies, language="en"))


def test_a_figure_that_only_changed_over_time_is_not_called_a_difference(tmp_path):
    report = ss.report.overview(missing_story(tmp_path, "Eight", "Eight", "Six", "Six", "Four", "Four"), n_findings=20)
    assert "figures" not in set(report.ranking["kind"])
    one = next(one for one in report.findings if one.kind == "changed")
    assert one.sentence.startswith("A figure changed over time from 8 to 4: “")
    assert "8 (2 articles: “Eight”); 6 (2 articles: “Six”); 4 (2 articles: “Four”)" in one.sentence
    assert ".”" not in one.sentence and one.score < 5
    assert [passage.says.rpartition(" ")[2] for passage in one.passages] == ["Four", "Eight"]


def test_figures_that_can_both_be_true_are_no_finding(tmp_path):
    said = ("About 2,300", "2,300", "About 2,300", "2,300", "At least 2,200", "2,300")
    ranking = ss.report.overview(missing_story(tmp_path, *said)).ranking
    assert len(ranking) and not {"figures", "changed"} & set(ranking["kind"])


def test_each_finding_has_a_heading_and_that_nothing_is_coded_is_said_once(tmp_path):
    report = ss.report.overview(ss.load_story(small_folder(tmp_path, "es", TEXTS["es"])))
    said = ss.plotting.show_heading(f"1. {report.findings[0].title}").html
    assert said.startswith("<h3 ")
    assert "Nothing is coded" not in report.summary().plain
    assert "Nothing is coded" in report.warnings[-1]


def test_figures_of_two_sources_that_exclude_one_another_differ_with_the_words_of_the_articles(tmp_path):
    report = ss.report.overview(ss.load_story(small_folder(tmp_path, "es", TEXTS["es"])), n_findings=20)
    one = next(one for one in report.findings if one.kind == "figures")
    assert "The figures are 4 (3 articles: “cuatro”); 9 (2 articles: “nueve”)." in one.sentence
    assert (one.hits, one.cases) == (2, 5)
    assert [passage.says.rpartition(" ")[2] for passage in one.passages] == ["cuatro", "nueve"]
