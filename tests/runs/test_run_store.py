"""Results appear whole or not at all: the swap killed at every single step, and recovered at every single step."""

import json
import os
import signal

import pytest
from nursery import Nursery
from run_projects import manifest_of

from samestory.runs import history, manifest, store


@pytest.fixture
def nursery(project):
    nursery = Nursery(project)
    yield nursery
    nursery.close()


def write(folder, value):
    (folder / "figures").mkdir(parents=True)
    (folder / "a.ipynb").write_text(value)
    (folder / "figures/a.png").write_text(value)
    begun = {"run": "small", "notebook": "a", "value": value, **history.succession("small")}
    manifest.finish(begun, folder, 1.0)
    return folder


def value_of(run):
    return manifest_of(store.result_folder(run))["value"]


def killed_at(step, nursery, what, *paths, **more):
    """Do it in another process that is killed before its n-th change of the tree; whether it came that far."""
    status = nursery.ask(do="store", step=step, what=what, paths=[str(path) for path in paths], more=more)["status"]
    assert status in (0, -signal.SIGKILL)
    return status != 0


def kept():
    """What is kept, newest first, once it is sure that all of it is whole."""
    shelf = store.result_folder("small").parent / ".history/small"
    values = {manifest_of(folder)["value"] for folder in (shelf.iterdir() if shelf.exists() else ())}
    found = [one.manifest["value"] for one in history.versions("small")]
    assert set(found) == values | {value_of("small")}
    return found


def test_publish_replaces_and_keeps_the_old_result(project):
    target = store.result_folder("small")
    store.publish(write(store.new_partial("small"), "old"), target)
    store.publish(write(store.new_partial("small"), "new"), target)
    assert value_of("small") == "new" and kept() == ["new", "old"]
    assert not [path for name in (".aside", ".partial") for path in (project / "outputs" / name).iterdir()]


@pytest.mark.parametrize("keep", [2])
def test_killed_at_every_step_of_the_swap_and_of_the_recovery(project, nursery, keep, record_property):
    target = store.result_folder("small")
    for value in "012"[: keep + 1]:
        store.publish(write(store.new_partial("small"), value), target, keep=keep)
    seen, step, kills = set(), 0, 0
    while True:
        before = kept()
        new = str(int(before[0]) + 1)
        was_killed = killed_at(step, nursery, "publish", write(store.new_partial("small"), new), target, keep=keep)
        if not was_killed:
            break
        kills += 1
        seen.add(value_of("small") if target.exists() else "missing")
        again = 0
        while killed_at(again, nursery, "recover"):
            kills += 1
            if target.exists():
                assert value_of("small") in (before[0], new)
            again += 1
        # The old result and all older ones are there; the oldest may wait to be removed by the next run.
        assert kept() == before or kept() == [new, *before][: max(len(kept()), keep + 1)]
        assert not list((project / "outputs/.partial").iterdir())
        assert not list((project / "outputs/.aside").iterdir())
        step += 1
    assert kept() == [new, *before][: keep + 1]
    assert "missing" in seen and step >= 9 and kills >= 25
    record_property("kills", ["every step of a swap", kills, kills])


def test_half_of_an_old_result_is_never_put_back(project):
    aside = write(project / "outputs/.aside/small", "old")
    (aside / "figures/a.png").unlink()
    assert store.recover() == []
    assert not store.result_folder("small").exists() and not aside.exists()


def test_recovery_says_what_it_put_back(project):
    write(project / "outputs/.aside/small", "old")
    write(project / "outputs/.aside/failed/other", "bad")
    assert store.recover() == ["small"]
    assert value_of("small") == "old"
    assert manifest_of(store.failed_folder("other"))["value"] == "bad"


def test_what_a_worker_holds_is_left_alone(project):
    partial = store.new_partial("small")
    with store.held(store.lock_name("small")):
        store.recover()
        assert partial.is_dir()
    store.recover()
    assert not partial.exists()


def test_a_second_holder_is_refused_and_told_who_holds(project):
    with (
        store.held(store.lock_name("small")),
        pytest.raises(store.BusyError, match=rf"^run small is already under way \(process {os.getpid()}\)"),
        store.held(store.lock_name("small"), patience=0),
    ):
        pass
    with store.held(store.lock_name("small"), patience=0):
        pass


def test_a_result_knows_when_it_is_broken(project):
    folder = write(store.result_folder("small"), "x")
    assert manifest.broken(folder) == []
    (folder / "a.ipynb").write_text("y")
    (folder / "figures/a.png").unlink()
    assert manifest.broken(folder) == ["a.ipynb is not as it was written", "figures/a.png is missing"]
    (folder / "manifest.json").write_text(json.dumps([]))
    assert manifest.broken(folder)[0].startswith("no readable manifest.json: manifest.json has a wrong shape: ")
