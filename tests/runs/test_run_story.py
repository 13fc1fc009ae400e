"""``run --story``: which notebooks a story can carry, where their results go, and what is never overwritten."""

import json

import pytest
from example import example_story as new_story
from run_projects import fill, manifest_of, write_notebook

from samestory.cli.runs import list_runs
from samestory.errors import RunError, StoryError
from samestory.runs import check, run, runs, store
from samestory.runs.job import prepare
from samestory.runs.places import plain_names
from samestory.runs.story_jobs import story_jobs

READS = "import samestory as ss\nprint(len(ss.load_story(story).articles), n)"
CODER = "story: str = 'fire'  # which story\ncoder: str = ''  # whose coding\nn: int = 3"
PLAN = "runs:\n  small: {notebook: 01_small}\nneeds:\n  02_two: [two_coders]\n"


@pytest.fixture
def home(project):
    """The story ``tale``, which loads, beside ``fire``, which the listed run reads; and a second notebook."""
    fill(project, READS, plan=PLAN)
    write_notebook(project / "notebooks/02_two.ipynb", READS, parameters=CODER)
    write_notebook(project / "notebooks/03_other.ipynb", "print(n)", parameters="n: int = 1")
    new_story("tale")
    return project


def names(jobs):
    return [job.run for job in jobs]


def test_every_notebook_that_the_story_can_carry_is_made_and_the_others_are_named(home):
    jobs, left_out = story_jobs("tale")
    assert [(job.run, job.notebook, job.parameters["story"]) for job in jobs] == [("tale/small", "01_small", "tale")]
    assert str(left_out[0]) == "two: left out (claims need two coders, this story has 1)"
    assert len(left_out) == 1  # 03_other takes no story, so it is none of the story's notebooks


def test_a_notebook_that_reads_other_stories_is_left_out_for_one_plain_reason(home):
    """The story was asked for nowhere: the reader needs no list of stories and no advice on paths."""
    other = "story: str = 'fire'\ntruth_story: str = 'harbour-fire'\nunseen_story: str = 'unseen'\nn: int = 1"
    write_notebook(home / "notebooks/05_both.ipynb", READS, parameters=other)
    said = [str(one) for one in story_jobs("tale")[1] if one.name == "both"]
    assert said == ["both: left out (it also reads stories that are not in seeds/: harbour-fire, unseen)"]
    (home / "notebooks/runs.yaml").write_text("needs:\n  05_both: [two_coders]\n")
    said = [str(one) for one in story_jobs("tale")[1] if one.name == "both"]
    assert said == ["both: left out (claims need two coders, this story has 1)"]


def test_a_story_without_claims_begins_with_the_notebook_named_for_it(home):
    write_notebook(home / "notebooks/04_statements.ipynb", READS, parameters=CODER)
    (home / "notebooks/runs.yaml").write_text("without_codebook: 04_statements\n")
    assert names(story_jobs("tale")[0]) == ["tale/small", "tale/two", "tale/statements"]
    codebook = home / "seeds/tale/codebook.yaml"
    codebook.write_text("claims: {}\n")
    for path in (home / "seeds/tale/coding").glob("*.csv"):
        path.unlink()
    assert names(story_jobs("tale")[0]) == ["tale/statements", "tale/small", "tale/two"]


def test_a_notebook_that_compares_texts_is_left_out_for_a_story_with_one_text(home):
    (home / "notebooks/runs.yaml").write_text("needs:\n  02_two: [two_texts]\n")
    said = [str(one) for one in story_jobs("tale")[1]]
    assert said == ["two: left out (texts are compared, and 1 article has a text)"]


def test_a_notebook_named_that_cannot_be_carried_is_an_error(home):
    with pytest.raises(RunError, match="story tale does not fit two: claims need two coders, this story has 1"):
        story_jobs("tale", ["02_two"])


def test_a_story_without_focus_carries_a_notebook_whose_article_is_given(home):
    (home / "notebooks/runs.yaml").write_text("needs:\n  04_one: [focus]\n")
    write_notebook(
        home / "notebooks/04_one.ipynb", READS, parameters="story: str = 'fire'\narticle: str = ''\nn: int = 1"
    )
    path = home / "seeds/tale/story.yaml"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith("focus:")))
    with pytest.raises(
        RunError, match="does not fit one: story.yaml names no focus article; write `focus: ARTICLE_ID`"
    ):
        story_jobs("tale", ["one"])
    assert names(story_jobs("tale", ["one"], ["article=first-article"])[0]) == ["tale/one"]


def test_unknown_notebook_gets_the_nearest(home):
    with pytest.raises(RunError, match="no notebook 'smal' that takes a story. Did you mean 'small'"):
        story_jobs("tale", ["smal"])


def test_parameter_goes_to_the_notebooks_that_have_it(home):
    (home / "notebooks/runs.yaml").write_text("runs:\n  small: {notebook: 01_small}\n")
    jobs, _ = story_jobs("tale", assignments=["coder=hand", "n=7"])
    assert [(job.parameters["n"], job.parameters.get("coder")) for job in jobs] == [(7, None), (7, "hand")]
    with pytest.raises(RunError, match=r"no notebook of this command has a parameter 'codr'. Did you mean 'coder'\?"):
        story_jobs("tale", assignments=["codr=hand"])
    with pytest.raises(RunError, match="--story names the story already"):
        story_jobs("tale", assignments=["story=fire"])


def test_all_faults_of_the_story_are_said_before_any_notebook_starts(home):
    path = home / "seeds/tale/story.yaml"
    path.write_text(path.read_text().replace("focus: first-article", "focus: nobody").replace("[en]", "[fr]"))
    for how in ({"story": "tale"}, {"assignments": ["story=tale"], "names": ["small"]}):
        with pytest.raises(StoryError) as caught:
            run(**how)
        assert "focus 'nobody' is not an article" in str(caught.value) and "languages leaves out en" in str(
            caught.value
        )
    assert not (home / "outputs/tale").exists() and not (home / "outputs/.partial").exists()


@pytest.mark.slow
def test_results_of_two_stories_lie_apart_and_are_listed_checked_and_skipped(home, tmp_path_factory, capsys):
    listed = store.result_folder("small")
    listed.mkdir()
    (listed / "mine.txt").write_text("the listed story's")
    elsewhere = new_story("far-tale", into=tmp_path_factory.mktemp("elsewhere"))
    assert [one.status for one in run(story="tale")] == ["ran"]
    assert [one.status for one in run(story=str(elsewhere))] == ["ran"]
    assert manifest_of(home / "outputs/tale/small")["story"] == "tale"
    assert manifest_of(home / "outputs/far-tale/small")["story"] == str(elsewhere)
    assert [path.name for path in listed.iterdir()] == ["mine.txt"]
    assert [one.status for one in run(story="tale")] == ["unchanged"]
    assert [one.status for one in run(["small"], ["story=tale"])] == ["unchanged"]
    assert runs()[["run", "notebook", "status"]].to_numpy().tolist() == [
        ["small", "01_small", "never"], ["far-tale/small", "01_small", "ok"], ["tale/small", "01_small", "ok"],
    ]  # fmt: skip
    capsys.readouterr()
    assert check(["tale"]) == []
    assert "tale/small: 3 cells as recorded" in capsys.readouterr().out
    (home / "outputs/far-tale/small/01_small.html").write_text("")
    with pytest.raises(RunError, match="no result of 'far'"):
        check(["far"])
    damaged = check(["far-tale/small"])[0].text
    assert damaged.endswith(f"make it again: samestory run small -p story={elsewhere} --force")


def test_the_list_for_a_file_cuts_nothing(home, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    folder = home / "outputs/a-story-with-a-long-name/a-notebook-with-a-long-name"
    folder.mkdir(parents=True)
    record = {"run": "x", "notebook": "n" * 60, "status": "ok", "end": "2024-01-01T00:00:00Z", "files": {}}
    (folder / "manifest.json").write_text(json.dumps(record | {"story": "s" * 90}))
    list_runs()
    line = capsys.readouterr().out.splitlines()[-1].split()
    assert line[:3] == ["a-story-with-a-long-name/a-notebook-with-a-long-name", "n" * 60, "s" * 90]


def test_a_listed_run_with_another_story_goes_to_that_storys_folder(home):
    assert names(prepare(["small"], ["story=tale"])) == ["tale/small"]
    assert names(prepare(["small"], ["story=fire"])) == ["small"]
    assert names(prepare(["small"], [f"story={home / 'seeds/fire'}"])) == ["small"]
    assert names(prepare(["small"], ["n=5"])) == ["small"]


def test_a_story_with_the_name_of_a_run_is_refused(home):
    new_story("small")
    with pytest.raises(RunError, match="story small: runs.yaml lists a run of the same name, and both would write to"):
        story_jobs("small")
    with pytest.raises(RunError, match="run small: a story has the same name"):
        prepare(["small"])


def test_a_run_never_replaces_the_results_of_a_story_elsewhere(home):
    (home / "outputs/small/corpus").mkdir(parents=True)
    (home / "outputs/small/corpus/manifest.json").write_text("{}")
    with pytest.raises(RunError, match="run small: a story has the same name"):
        prepare(["small"])


@pytest.mark.parametrize("name", ["failed", "models", ".hidden"])
def test_a_story_folder_whose_name_outputs_cannot_have_is_refused(home, tmp_path_factory, name):
    folder = new_story("tale2", into=tmp_path_factory.mktemp("elsewhere")).rename(home / name)
    with pytest.raises(RunError, match="its results would go to outputs/ under this name, which is not possible"):
        story_jobs(str(folder))


def test_two_stories_of_one_folder_name_never_share_results(home, tmp_path_factory):
    (home / "outputs/tale/small").mkdir(parents=True)
    other = new_story("tale", into=tmp_path_factory.mktemp("elsewhere"))
    record = {"run": "tale/small", "notebook": "01_small", "status": "ok", "end": "2024", "files": {}}
    (home / "outputs/tale/small/manifest.json").write_text(json.dumps(record | {"story": str(other)}))
    with pytest.raises(RunError, match="outputs/tale holds results of another story, .*elsewhere"):
        story_jobs("tale")
    assert names(story_jobs(str(other))[0]) == ["tale/small"]


@pytest.mark.parametrize("kind", ["link", "file", "dangling link"])
def test_a_link_or_a_file_in_the_place_of_the_results_is_refused_before_any_run(home, tmp_path_factory, kind):
    outside = tmp_path_factory.mktemp("elsewhere")
    (home / "outputs").mkdir(exist_ok=True)
    if kind == "file":
        (home / "outputs/tale").write_text("mine")
    else:
        (home / "outputs/tale").symlink_to(outside if kind == "link" else outside / "nowhere")
    with pytest.raises(RunError, match="outputs/tale is a link or a file"):
        story_jobs("tale")
    assert list(outside.iterdir()) == []


def test_plain_names():
    names = ["00_start_here", "09_text_reuse", "teaching/02_orders", "10_x", "11_x", "2024"]
    assert list(plain_names(names).values()) == ["start-here", "text-reuse", "teaching-orders", "10-x", "11-x", "2024"]


@pytest.mark.parametrize("run_name", ["small", "tale/small", "a%2Fb/small", "a%/x"])
def test_the_name_of_a_run_as_a_file_name_is_reversible(run_name):
    assert "/" not in store.flat(run_name) and store.unflat(store.flat(run_name)) == run_name
