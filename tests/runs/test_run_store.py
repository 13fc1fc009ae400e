"""Results appear whole or not at all: the swap killed at every single step, and recovered at every single step."""

import json
import os
import signal

import pytest
from run_nursery import Nursery
from run_projects import manifest_of

from samestory.runs import manifest, store


@pytest.fixture
def nursery(project):
    nursery = Nursery(project)
    yield nursery
    nursery.close()


def write(folder, value):
    (folder / "figures").mkdir(parents=True)
    (folder / "a.ipynb").write_text(value)
    (folder / "figures/a.png").write_text(value)
    manifest.finish({"run": "small", "notebook": "a", "value": value}, folder, 1.0)
    return folder


def value_of(run):
    return manifest_of(store.result_folder(run))["value"]


def killed_at(step, nursery, what, *paths, **more):
    """Do it in another process that is killed before its n-th change of the tree; whether it came that far."""
    status = nursery.ask(do="store", step=step, what=what, paths=[str(path) for path in paths], more=more)["status"]
    assert status in (0, -signal.SIGKILL)
    return status != 0


def test_publish_replaces(project):
    target = store.result_folder("small")
    store.publish(write(store.new_partial("small"), "old"), target)
    store.publish(write(store.new_partial("small"), "new"), target)
    assert value_of("small") == "new"
    assert not [path for path in (project / "outputs").rglob("*") if "old" in path.name or path.parent.name == ".aside"]


def test_killed_at_every_step_of_the_swap_and_of_the_recovery(project, nursery):
    target = store.result_folder("small")
    store.publish(write(store.new_partial("small"), "0"), target)
    seen, step, kills = set(), 0, 0
    while True:
        old, new = value_of("small"), str(int(value_of("small")) + 1)
        was_killed = killed_at(step, nursery, "publish", write(store.new_partial("small"), new), target)
        if not was_killed:
            break
        kills += 1
        seen.add(value_of("small") if target.exists() else "missing")
        again = 0
        while killed_at(again, nursery, "recover"):
            kills += 1
            if target.exists():
                assert value_of("small") in (old, new)
            again += 1
        assert value_of("small") in (old, new)
        assert not list((project / "outputs/.partial").iterdir())
        assert not list((project / "outputs/.aside").iterdir())
        step += 1
    assert value_of("small") == new
    assert "missing" in seen and step >= 5 and kills >= 15


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
