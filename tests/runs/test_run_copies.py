"""Working copies: exploring changes no committed notebook, and no copy that the user changed is overwritten."""

import pytest
from run_projects import fill, write_notebook

from samestory.errors import RunError
from samestory.runs.copies import said, working_copies


@pytest.fixture
def home(project):
    fill(project)
    write_notebook(project / "notebooks/teaching/02_more.ipynb", "1")
    (project / "notebooks/notes.txt").write_text("a note")
    return project


def states():
    return {one.path.name: (one.status, one.is_behind) for one in working_copies()}


def test_every_notebook_and_its_neighbours_are_copied_but_not_the_list_of_runs(home):
    copies = working_copies()
    assert [one.path.relative_to(home / "work").as_posix() for one in copies] == [
        "01_small.ipynb", "notes.txt", "teaching/02_more.ipynb",
    ]  # fmt: skip
    for one in copies:
        assert one.path.read_bytes() == (home / "notebooks" / one.path.relative_to(home / "work")).read_bytes()
    assert said(copies)[0].startswith("work/ has your working copies of notebooks/: 3 new, 0 renewed, 0 changed by you")
    assert {status for status, _ in states().values()} == {"kept"}


def test_a_changed_copy_is_never_overwritten_and_an_unchanged_one_follows_the_committed_notebook(home):
    working_copies()
    mine, theirs = home / "work/01_small.ipynb", home / "notebooks/01_small.ipynb"
    mine.write_text("mine")
    assert states()["01_small.ipynb"] == ("changed", False)
    theirs.write_text(theirs.read_text() + "\n")
    more = home / "notebooks/teaching/02_more.ipynb"
    more.write_text(more.read_text() + "\n")
    copies = working_copies()
    assert {one.path.name: (one.status, one.is_behind) for one in copies} == {
        "01_small.ipynb": ("changed", True), "notes.txt": ("kept", False), "02_more.ipynb": ("renewed", False),
    }  # fmt: skip
    assert mine.read_text() == "mine"
    assert said(copies)[-1] == "work/01_small.ipynb: changed by you, and the committed one has changed since"
    mine.unlink()
    assert states()["01_small.ipynb"] == ("new", False)
    assert mine.read_bytes() == theirs.read_bytes()


def test_without_a_record_copies_that_differ_count_as_changed(home):
    working_copies()
    (home / "work/.copies.json").write_text("[1")
    (home / "work/notes.txt").write_text("mine")
    assert states()["notes.txt"] == ("changed", True)
    assert states()["01_small.ipynb"] == ("kept", False)


def test_links_are_not_followed(home, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (home / "work").mkdir()
    (home / "work/notes.txt").symlink_to(other / "new.txt")
    assert states()["notes.txt"] == ("changed", True)
    assert not list(other.iterdir())


def test_a_link_in_place_of_the_folder_is_refused(home, tmp_path_factory):
    (home / "work").symlink_to(tmp_path_factory.mktemp("other"))
    with pytest.raises(RunError, match="work is a file or a link"):
        working_copies()


def test_another_folder_can_be_copied_in_place_of_one(home, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "02_more.ipynb").write_text("for students")
    names = [one.path.relative_to(home / "work").as_posix() for one in working_copies({"teaching": other})]
    assert names == ["01_small.ipynb", "notes.txt", "teaching/02_more.ipynb"]
    assert (home / "work/teaching/02_more.ipynb").read_text() == "for students"
    assert {one.status for one in working_copies({"teaching": other})} == {"kept"}
