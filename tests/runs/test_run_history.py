"""Every complete result is kept: in order, whole, each file once, and never more than asked for."""

import json
import os

import pytest
from run_projects import manifest_of

from samestory.errors import RunError
from samestory.runs import history, manifest, store
from samestory.runs.plan import USUAL_KEEP


def make(run, value, *, end="2026-12-01T05:30:00Z", figure="same", page="", keep=USUAL_KEEP):
    """A result, published as a worker does it."""
    folder = store.new_partial(run)
    (folder / "figures").mkdir()
    (folder / "a.ipynb").write_text(str(value))
    (folder / "figures/a.png").write_text(figure)
    (folder / "a.html").write_text(page)
    begun = {"run": run, "notebook": "a", "value": value, **history.succession(run)}
    done = manifest.finish(begun, folder, 1.0)
    (folder / manifest.FILE).write_text(json.dumps(done | {"end": end}))
    store.publish(folder, store.result_folder(run), keep=keep)


def unusable(run):
    return {one.time: one.faults[0] for one in history.every(run) if one.faults}


def values(run):
    return [one.manifest["value"] for one in history.versions(run)]


def test_a_replaced_result_is_kept_whole_under_the_time_of_its_end(project):
    make("small", 1, end="2026-12-01T05:30:00Z")
    make("small", 2, end="2026-12-02T05:30:00Z")
    old = project / "outputs/.history/small/2026-12-01T05-30-00Z"
    assert manifest_of(old)["value"] == 1
    new, before = history.versions("small")
    assert (new.time, new.folder, new.is_latest) == ("2026-12-02T05-30-00Z", project / "outputs/small", True)
    assert (before.time, before.folder, before.is_latest) == ("2026-12-01T05-30-00Z", old, False)
    assert (new.previous, before.previous) == (before.time, None)
    assert (new.manifest["number"], before.manifest["number"]) == (2, 1)


def test_a_run_of_a_story_has_its_history_too(project):
    make("tale/claims", 1)
    make("tale/claims", 2)
    assert values("tale/claims") == [2, 1]
    assert history.kept_runs() == ["tale/claims"]
    assert [path.name for path in (project / "outputs/.history").iterdir()] == ["tale%2Fclaims"]


def test_a_clock_that_goes_back_or_stands_still_changes_no_order_and_no_name_comes_twice(project):
    for value, day in enumerate((3, 1, 1, 2, 1)):
        make("small", value, end=f"2026-12-0{day}T05:30:00Z")
    assert values("small") == [4, 3, 2, 1, 0]
    times = [one.time for one in history.versions("small")]
    days = ("1T05-30-00Z-3", "2T05-30-00Z", "1T05-30-00Z-2", "1T05-30-00Z", "3T05-30-00Z")
    assert times == [f"2026-12-0{day}" for day in days]
    make("small", 5, end="2026-12-09T05:30:00Z")
    assert [one.time for one in history.versions("small")][1:] == times  # the name that it had, it keeps
    assert [one.previous for one in history.versions("small")] == [*times, None]


def test_the_newest_are_kept_and_the_others_removed(project):
    for value in range(6):
        make("small", value, keep=2, end=f"2026-12-0{9 - value}T05:30:00Z")
    assert values("small") == [5, 4, 3]
    make("small", 6, keep=0)
    assert values("small") == [6]
    assert not list((project / "outputs/.history").iterdir()) and not list((project / "outputs/.partial").iterdir())


def test_only_names_of_the_store_are_removed_from_history(project):
    for value in range(3):
        make("small", value)
    shelf = project / "outputs/.history/small"
    (shelf / "notes").mkdir()
    (shelf / "2026-12-01T05-30-00Z.txt").write_text("x")
    make("small", 3, keep=0)
    assert sorted(path.name for path in shelf.iterdir()) == ["2026-12-01T05-30-00Z.txt", "notes"]
    assert values("small") == [3]


def test_a_file_that_older_results_share_is_one_file_and_the_latest_result_shares_none(project):
    for value in range(4):
        make("small", value, figure="x" * 100_000)
    shelf = project / "outputs/.history/small"
    same = [path.stat() for path in shelf.glob("*/figures/a.png")]
    assert len({there.st_ino for there in same}) == 1 and same[0].st_nlink == 3
    latest = project / "outputs/small/figures/a.png"
    assert latest.stat().st_nlink == 1
    latest.write_text("edited")
    assert values("small") == [2, 1, 0]
    assert unusable("small") == {"2026-12-01T05-30-00Z-4": "figures/a.png is not as it was written"}


def test_a_file_that_came_back_is_found_in_any_older_result(project):
    for figure in ("a", "b", "a", "c"):
        make("small", figure, figure=figure)
    shelf = project / "outputs/.history/small"
    assert len({path.stat().st_ino for path in shelf.glob("*/figures/a.png")}) == 2


def test_where_the_disk_has_no_links_files_are_kept_as_they_are(project, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for value in range(3):
        make("small", value)
    assert values("small") == [2, 1, 0]
    assert not list((project / "outputs/.partial").iterdir())


def test_a_damaged_older_result_is_named_not_shown_and_no_file_is_shared_with_it(project):
    for value in range(3):
        make("small", value)
    shelf = project / "outputs/.history/small"
    first, second = shelf / "2026-12-01T05-30-00Z", shelf / "2026-12-01T05-30-00Z-2"
    (first / "figures/a.png").unlink()
    (first / "figures/a.png").write_text("damaged")
    (second / manifest.FILE).write_text('{"run": ')
    assert values("small") == [2]
    assert unusable("small") == {
        first.name: "figures/a.png is not as it was written",
        second.name: "manifest.json is not JSON: Expecting value: line 1 column 9 (char 8)",
    }
    make("small", 3)
    assert values("small") == [3, 2]
    assert history.versions("small")[1].folder.name == "2026-12-01T05-30-00Z-3"
    make("small", 4, keep=2)  # what cannot be read goes first
    assert values("small") == [4, 3, 2]


def test_a_changed_result_is_not_history(project):
    make("small", 1)
    (project / "outputs/small/a.ipynb").write_text("edited")
    make("small", 2)
    assert values("small") == [2] and unusable("small") == {}


def test_a_version_by_its_time_the_beginning_of_its_time_or_its_place(project):
    for value, day in enumerate((1, 2, 3)):
        make("small", value, end=f"2026-12-0{day}T05:30:00Z")
    found = {
        given: history.version("small", given).manifest["value"]
        for given in ("latest", "previous", "2026-12-01", "2026-12-02T05-30-00Z", "2026-12-02t05:30:00z")
    }
    assert list(found.values()) == [2, 1, 0, 1, 1]
    with pytest.raises(RunError, match=r"'2026-12' fits several results; expected latest, previous, or one of 2026"):
        history.version("small", "2026-12")
    with pytest.raises(RunError, match=r"'' is the time of no result"):
        history.version("small", "")
    with pytest.raises(RunError, match=r"run other: no result in .*; make one with: samestory run"):
        history.version("other")


def test_one_result_has_none_before_it(project):
    make("small", 1)
    with pytest.raises(RunError, match="there is one result only, of 2026-12-01T05-30-00Z, and none before it"):
        history.version("small", "previous")


def test_a_link_in_place_of_history_is_refused_before_anything_is_moved(project, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    make("small", 1)
    (project / "outputs/.history/small").rmdir()
    (project / "outputs/.history").rmdir()
    (project / "outputs/.history").symlink_to(other)
    with pytest.raises(FileExistsError, match="a link, not a folder"):
        make("small", 2)
    assert values("small") == [1] and not list(other.iterdir())


def test_history_that_cannot_be_written_hinders_only_its_own_run(project):
    make("small", 1)
    make("small", 2)
    (project / "outputs/small").rename(project / "outputs/.aside/small")
    make("other", 1)
    shelf = project / "outputs/.history/small"
    shelf.rename(project / "kept")
    shelf.write_text("in the way")
    with pytest.raises(OSError, match="a link, not a folder|File exists"):
        make("small", 3)
    assert store.recover() == [] and values("small") == [2]
    (project / "outputs/.aside/small").mkdir()
    assert store.recover() == [] and values("other") == [1]


@pytest.mark.parametrize("run", ["small", "tale/claims"])
def test_links_of_an_older_page_lead_where_they_led(project, run):
    depth = "../" * (run.count("/") + 1)
    page = f'<a href="#here"><a title="&gt;" href="{depth}site/x/a%20b.html#s1-2"> <a href="manifest.json">../x</a>'
    make(run, 1, page=page)
    assert (store.result_folder(run) / "a.html").read_text() == page
    make(run, 2, page=page)
    old = history.versions(run)[1]
    moved = page.replace(f'"{depth}site', '"../../../site')
    assert (old.folder / "a.html").read_text() == moved
    assert (old.folder / "../../../site").resolve() == project / "outputs/site"
    # killed after its manifest was written, and before its page was
    aside = store._aside(store.result_folder(run))
    old.folder.rename(aside)
    (aside / "a.html").write_text(page)
    store.recover()
    assert (history.versions(run)[1].folder / "a.html").read_text() == moved
