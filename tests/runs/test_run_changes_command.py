"""``samestory changes``: which results it compares, its words, its JSON, its exit status; and what a worker keeps."""

import json

import pandas as pd
import pytest
from example import example_story
from PIL import Image
from run_projects import own_project
from typer.testing import CliRunner

from samestory.cli import app
from samestory.errors import RunError
from samestory.runs import changes, history, manifest, snapshot, store
from samestory.runs.job import Job


def publish(run, story, value, day, *, figures=("bars",)):
    """A result with a story and figures, published as a worker does it."""
    folder = store.new_partial(run)
    for name in ("figures", "tables"):
        (folder / name).mkdir()
    (folder / "01_small.ipynb").write_text("{}", encoding="utf-8")
    for name in figures:
        Image.new("RGB", (1500, 900), (value, 90, 30)).save(folder / f"figures/{name}.png")
        (folder / f"figures/{name}.svg").write_text("<svg/>", encoding="utf-8")
        pd.DataFrame({"outlet": ["Noon"], "n": [value]}).to_csv(folder / f"tables/{name}.csv", index=False)
        files = {"png": f"figures/{name}.png", "svg": f"figures/{name}.svg", "table": f"tables/{name}.csv"}
        record = {"name": name, "caption": "Bars", "fingerprint": f"{value:064x}", **files}
        (folder / f"figures/{name}.json").write_text(json.dumps(record), encoding="utf-8")
    job = Job(run, "01_small", {"story": story and story.name}, story and str(story))
    begun = manifest.begin(job) | history.succession(run)
    snapshot.add(job, folder, print)
    changes.write(run, folder, begun)
    done = manifest.finish(begun, folder, 1.0, drawn=manifest.figures(folder))
    end = f"2026-12-{day:02d}T05:30:00Z"
    (folder / manifest.FILE).write_text(json.dumps(done | {"end": end}, ensure_ascii=False), encoding="utf-8")
    store.publish(folder, store.result_folder(run))
    return store.result_folder(run)


def published_twice(home, story):
    """A run with two results: an article and a figure changed between them."""
    (home / "notebooks/01_small.ipynb").write_text("{}", encoding="utf-8")
    publish("small", story, 1, 1)
    path = story / "articles/first-article.txt"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n\nMore was said.\n", encoding="utf-8")
    publish("small", story, 2, 2)
    return story


@pytest.fixture
def two(project, small_story):
    return published_twice(project, small_story)


@pytest.fixture(scope="module")
def same_two(tmp_path_factory):
    home = tmp_path_factory.mktemp("project")
    with own_project(home):
        published_twice(home, example_story("small", home))
    return home


@pytest.fixture
def looked_at(same_two, monkeypatch):
    """The same two results for tests that change none."""
    monkeypatch.setenv("SAMESTORY_HOME", str(same_two))


def command(*words):
    done = CliRunner().invoke(app, ["changes", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_something_changed_is_status_3_and_says_what(looked_at):
    status, said = command("small")
    assert status == 3
    assert said.startswith("small: Since 2026-12-01 05:30 UTC: 1 of 1 article revised; 1 of 1 figure changed.")
    assert "[added] “More was said.”" in said
    assert ".history/small/2026-12-01T05-30-00Z/figures/bars.png" in said and "small/figures/bars.png" in said


def test_nothing_changed_is_status_0_in_one_line(two):
    publish("small", two, 2, 3)
    assert command("small") == (
        0,
        "small: Nothing changed since 2026-12-02 05:30 UTC: 1 article and 1 figure as before.\n",
    )


def test_a_first_result_is_status_0_and_said(project, small_story):
    publish("small", small_story, 1, 1)
    assert command("small") == (0, "small: First result of this run: there is none before it to compare it with.\n")
    assert changes.read(store.result_folder("small"))["before"] is None


def test_times_choose_the_results_in_whatever_order(two):
    publish("small", two, 2, 3)
    first = command("small", "2026-12-01", "2026-12-03")
    assert first[0] == 3 and "Since 2026-12-01 05:30 UTC" in first[1]
    assert command("small", "2026-12-03T05-30-00Z", "2026-12-01T05:30:00Z") == first
    assert command("small", "2026-12-02")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["smal"], "run smal: no result in"),
        (["small", "2025-01-01"], "'2025-01-01' is the time of no result"),
        (["small", "latest", "latest"], "are the same result, of 2026-12-02T05-30-00Z"),
        (["small", "2026-12-01", "2026-12-02", "latest"], "expected at most two times, got 3"),
        (["--story", "../x"], "expected the name of a folder in outputs/"),
        (["--story", "tale"], "no result in outputs/tale"),
    ],
)
def test_what_cannot_be_compared_is_refused(looked_at, words, message):
    with pytest.raises(RunError, match=message):
        command(*words)


def test_json_has_the_same_and_is_plain_ascii(looked_at):
    status, said = command("small", "--json")
    done = json.loads(said)
    assert (status, done["changed"], [one["run"] for one in done["runs"]]) == (3, True, ["small"])
    assert done["runs"][0]["articles"]["revised"]["n"] == 1
    assert done["runs"][0]["after"]["time"] == "2026-12-02T05-30-00Z"
    assert said.isascii()


def test_runs_of_one_story_say_what_changed_in_it_once(two):
    for day, value in ((1, 5), (2, 6)):
        if day == 2:
            (two / "card.md").write_text("# Small\n", encoding="utf-8")
            path = two / "articles/first-article.txt"
            path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n\nAnd more.\n", encoding="utf-8")
        for name in ("a", "b"):
            publish(f"tale/{name}", two, value, day)
    status, said = command("--story", "tale")
    assert status == 3 and said.count("And more.") == 1
    assert (
        "tale/b: Since 2026-12-01 05:30 UTC: 1 of 1 figure changed. What changed in the story is under tale/a." in said
    )
    assert command("--story", "tale", "b")[1].count("And more.") == 1
    assert {one["run"] for one in json.loads(command("--json")[1])["runs"]} == {"tale/a", "tale/b"}


def test_a_damaged_result_is_not_compared_and_said(two):
    publish("small", two, 3, 3)
    (history.version("small", "2026-12-02").folder / "tables/bars.csv").write_text("n\n", encoding="utf-8")
    status, said = command("small")
    assert status == 3 and "Since 2026-12-01 05:30 UTC" in said
    assert "The result of 2026-12-02T05-30-00Z is not used: tables/bars.csv is not as it was written." in said


def test_a_result_keeps_what_changed_with_pictures_of_before(two):
    folder = store.result_folder("small")
    done = changes.read(folder)
    [row] = done["figures"]["rows"]
    assert (row["before"], row["after"]) == ("changes/before-0.png", "figures/bars.png")
    with Image.open(folder / row["before"]) as picture:
        assert picture.width == 720
    assert {changes.FILE, row["before"]} <= set(manifest.read(folder)["files"])
    page = changes.html(folder, address="small/01_small.html")
    assert page.count('src="data:image/png;base64,') == 2 and 'href="changes/before-0.png"' in page
    assert str(folder.parent) not in (folder / changes.FILE).read_text(encoding="utf-8")


def test_a_run_without_a_story_compares_its_figures(project):
    (project / "notebooks/01_small.ipynb").write_text("{}", encoding="utf-8")
    publish("small", None, 1, 1)
    publish("small", None, 2, 2, figures=("bars", "more"))
    status, said = command("small")
    assert status == 3 and "2 of 2 figures changed" in said and "more: new" in said


def test_a_comparison_that_fails_costs_no_result(two, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no luck")

    monkeypatch.setattr("samestory.runs.changes.comparison.compare", broken)
    folder = publish("small", two, 3, 3)
    done = changes.read(folder)
    assert done["changed"] is None and "ZeroDivisionError: no luck" in done["sentence"]
    assert "no luck" in changes.html(folder)


def test_a_story_that_cannot_be_read_any_more_is_status_1(two):
    publish("small", two, 2, 3)
    (two / "story.yaml").write_text("titel: x\n", encoding="utf-8")
    publish("small", two, 2, 4)
    status, said = command("small")
    assert status == 1
    assert said.startswith("small: It cannot be told whether the story changed since 2026-12-03 05:30 UTC")
