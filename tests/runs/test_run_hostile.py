"""What a hostile or broken notebook, folder or manifest cannot do to a run."""

import json
import os
import resource
import signal
import subprocess
import sys
import time

import psutil
import pytest
from run_projects import fill, hear_signals, manifest_of, write_notebook

from samestory.errors import RunError
from samestory.runs import check, kernels, manifest, refresh, run, store
from samestory.runs.job import prepare

# Backtracking in C: the kernel hears no interrupt and never sees that its parent is gone.
SPIN = "import re\nprint('spinning', flush=True)\nre.match(r'(a+)+$', 'a' * 40 + 'b')"
CHILD = "import subprocess\n_ = subprocess.Popen(['sleep', '600'], start_new_session=True)"
DIGEST = "0" * 64


def of_this_project(home):
    """Living processes whose environment names the project, but not this one: command, workers, kernels, children."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get("SAMESTORY_HOME") == str(home):
                found.append((process.pid, process.cmdline()))
        except psutil.Error:
            continue
    return found


def waited_for(condition, seconds=600):
    """Whether something became true; the bound only ends a test that hangs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def has_child(home):
    return any(line[:1] == ["sleep"] for _, line in of_this_project(home))


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_no_process_is_left_when_the_command_ends_while_a_cell_spins_in_c(project, name):
    fill(project, CHILD, SPIN)
    command = subprocess.Popen(
        [sys.executable, "-m", "samestory", "run"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=hear_signals,
    )  # fmt: skip
    assert waited_for(lambda: has_child(project))
    time.sleep(0.5)  # so that the next cell spins
    command.send_signal(getattr(signal, name))
    _, said = command.communicate(timeout=600)
    assert command.returncode == {"SIGKILL": -9, "SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130}[name]
    assert "Traceback" not in said
    assert waited_for(lambda: not of_this_project(project)), of_this_project(project)
    if name != "SIGKILL":  # which leaves nobody to keep evidence
        evidence = manifest_of(project / "outputs/failed/small")
        by = "Ctrl-C" if name == "SIGINT" else name
        assert evidence["error"] == f"the command was stopped by {by} before the run was done"


def test_a_worker_that_sees_nothing_ends_with_its_command(project):
    fill(project, f"import pathlib, time\npathlib.Path({str(project / 'begun')!r}).touch()\ntime.sleep(600)")
    command = subprocess.Popen(
        [sys.executable, "-m", "samestory", "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert waited_for((project / "begun").exists)
    (warm,) = psutil.Process(command.pid).children()
    for worker in warm.children():
        worker.suspend()
    command.kill()
    command.wait()
    assert waited_for(lambda: not of_this_project(project)), of_this_project(project)


def test_what_a_killed_worker_left_is_ended_by_the_next_command(project, capsys):
    fill(project, CHILD, SPIN)
    command = subprocess.Popen(
        [sys.executable, "-m", "samestory", "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert waited_for(lambda: has_child(project))
    # Both processes above the worker are stopped, so that it is killed before it sees their end: it then ends nothing
    # itself, and none of them begins the run again.
    command.send_signal(signal.SIGSTOP)
    (warm,) = psutil.Process(command.pid).children()
    warm.suspend()
    workers = warm.children()
    for worker in workers:
        worker.kill()
    # Dead with all its threads: only then nobody holds its lock any more.
    assert waited_for(lambda: all(one.status() == psutil.STATUS_ZOMBIE and one.num_threads() <= 1 for one in workers))
    warm.kill()
    command.kill()
    command.wait()
    assert waited_for(lambda: [line[:1] for _, line in of_this_project(project)] == [["sleep"]])
    fill(project, "print('fine')")
    assert [one.status for one in run()] == ["ran"]
    assert "1 process left by a killed command: ended" in capsys.readouterr().out
    assert of_this_project(project) == [] and not list((project / "outputs/.kernels").iterdir())


def test_a_process_that_only_looks_like_ours_is_left_alone(project):
    fill(project)
    other = subprocess.Popen(["sleep", "600"], env={**os.environ, kernels.MARK: "f" * 32})
    try:
        (project / "outputs/.kernels").mkdir()
        for name in ("e" * 32 + ".lock", "notes.txt"):
            (project / "outputs/.kernels" / name).write_text("")
        assert kernels.sweep() == 0
        assert other.poll() is None
        assert [path.name for path in (project / "outputs/.kernels").iterdir()] == ["notes.txt"]
    finally:
        other.kill()
        other.wait()


def test_a_notebook_that_takes_too_long_is_stopped_with_evidence(project):
    fill(project, "print('so far')", SPIN, plan="timeout: 500\nruns:\n  small: {notebook: 01_small, timeout: 400}\n")
    assert prepare()[0].timeout == 400
    (outcome,) = run(timeout=8)
    assert outcome.status == "failed"
    assert "stopped: the notebook took longer than its time limit of 8 seconds" in outcome.error
    assert manifest_of(project / "outputs/failed/small")["error"] == outcome.error
    assert of_this_project(project) == []


@pytest.mark.parametrize("seconds", [0, 700_000])
def test_a_time_limit_out_of_range_is_refused(project, seconds):
    fill(project)
    with pytest.raises(RunError, match=f"--timeout {seconds}: expected seconds, from 1 to 604,800"):
        run(timeout=seconds)


@pytest.mark.parametrize("name", [".partial", ".aside", ".aside/failed"])
def test_links_in_outputs_are_never_followed(project, tmp_path_factory, name):
    fill(project)
    other = tmp_path_factory.mktemp("other")
    for folder in (f"small-{'0' * 32}", "small", "failed/small"):
        (other / folder).mkdir(parents=True)
        (other / folder / "precious.txt").write_text("x")
    place = project / "outputs" / name
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(other)
    assert store.recover() == []
    assert len(list(other.rglob("precious.txt"))) == 3
    if name == ".partial":
        (outcome,) = run()
        assert "a link, not a folder; samestory makes this folder itself" in outcome.error
        assert len(list(other.rglob("precious.txt"))) == 3


def test_a_link_in_place_of_a_result_is_replaced_and_what_it_leads_to_is_kept(project, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "precious.txt").write_text("x")
    target, made = store.result_folder("small"), store.new_partial("small")
    target.symlink_to(other)
    (made / "a.ipynb").write_text("new")
    manifest.finish({"run": "small", "notebook": "a"}, made, 1.0)
    store.publish(made, target)
    assert not target.is_symlink() and manifest_of(target)["run"] == "small"
    assert [path.name for path in other.iterdir()] == ["precious.txt"]
    assert not list((project / "outputs/.aside").iterdir())


def test_only_names_of_the_store_are_removed(project):
    for name in (".partial/notes", ".partial/small-1", f".partial/small-{'0' * 32}", ".aside/.git"):
        (project / "outputs" / name).mkdir(parents=True)
    store.recover()
    left = {path.relative_to(project / "outputs").as_posix() for path in (project / "outputs").glob(".[pa]*/*")}
    assert left == {".partial/notes", ".partial/small-1", ".aside/.git"}


def deep(levels):
    return '{"files": ' + "[" * levels + "]" * levels + "}"


GOOD = {"run": "small", "notebook": "01_small", "status": "ok", "end": "2024-01-01T00:00:00Z", "files": {}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps(GOOD | {"digests": [1]}), "has a wrong shape at digests"),
        (json.dumps(GOOD | {"files": {"../../x": DIGEST}}), "not a path inside the result"),
        (json.dumps(GOOD | {"files": {"n" * 5000: DIGEST}}), "has a wrong shape at files"),
        (json.dumps(GOOD | {"files": {"a": 1}}), "has a wrong shape at files.a"),
        (json.dumps(GOOD | {"end": 3}), "has a wrong shape at end"),
        (deep(100_000), "is not JSON"),
        ("[]", "has a wrong shape"),
        ("{" + " " * 6_000_000 + "}", "is larger than 5,000,000 bytes"),
    ],
)
def test_a_bad_manifest_means_no_usable_result(project, text, said):
    fill(project)
    folder = store.result_folder("small")
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    (job,) = prepare()
    (reason,) = manifest.changes(job, folder)
    assert reason.startswith("no usable result: manifest.json") and said in reason
    assert manifest.broken(folder)[0].startswith("no readable manifest.json: ")


def test_a_run_with_a_bad_manifest_is_made_again_and_that_is_said(project, capsys):
    fill(project)
    folder = store.result_folder("small")
    folder.mkdir()
    (folder / "manifest.json").write_text("[]")
    assert [one.status for one in run()] == ["ran"]
    assert "small: no usable result: manifest.json has a wrong shape" in capsys.readouterr().out
    done = manifest_of(folder)
    (folder / "manifest.json").write_text(json.dumps(done | {"files": {}}))
    assert manifest.changes(prepare()[0], folder) == ["manifest.json lists no files"]


def test_a_pipe_as_manifest_or_lock_hangs_nothing(project):
    fill(project)
    store.result_folder("small").mkdir()
    os.mkfifo(store.result_folder("small") / "manifest.json")
    assert manifest.changes(prepare()[0], store.result_folder("small"))[0].endswith("is not a regular file")
    store.inner_folder(".locks")
    os.mkfifo(project / "outputs/.locks/run small.lock")
    with pytest.raises(OSError, match="not a regular file; remove it"), store.held("run small"):
        pass


PIPE = "import os\nos.mkfifo(os.path.join(os.environ['SAMESTORY_RUN_FOLDER'], 'pipe'))"


def test_a_pipe_in_the_run_folder_fails_the_run_and_the_last_good_result_stays(project):
    fill(project)
    run()
    write_notebook(project / "notebooks/01_small.ipynb", PIPE)
    (outcome,) = run()
    assert outcome.error.startswith("the notebook left pipe in its result, which is a link, pipe, socket or device")
    assert manifest_of(project / "outputs/failed/small")["error"] == outcome.error
    assert manifest_of(project / "outputs/small")["status"] == "ok"


def test_the_first_error_is_reported_if_outputs_failed_is_a_file(project):
    fill(project, "1 / 0")
    (project / "outputs/failed").write_text("mine")
    (outcome,) = run()
    first, second = outcome.error.splitlines()
    assert first.endswith("ZeroDivisionError: division by zero")
    assert second.startswith("its evidence could not be kept: ")
    assert (outcome.folder, (project / "outputs/failed").read_text()) == (None, "mine")


def test_a_limit_of_file_size_is_one_clear_error(project):
    fill(project, "print('a line of text\\n' * 200_000)")

    def small_files():  # larger than what libraries keep for themselves, which they would make again and again
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    done = subprocess.run(
        [sys.executable, "-m", "samestory", "run"],
        capture_output=True, text=True, timeout=600, check=False, preexec_fn=small_files,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert "File too large" in done.stdout


def test_check_lets_no_notebook_write_into_notebooks(project):
    writes = "from pathlib import Path\nprint(len(Path('notes.txt').read_text()))\nPath('notes.txt').write_text('')"
    fill(project)
    (project / "notebooks/notes.txt").write_text("a note")
    write_notebook(project / "notebooks/01_small.ipynb", writes + "\n_ = Path('new.txt').write_text('')")
    assert [one.status for one in run()] == ["ran"]
    (project / "notebooks/notes.txt").write_text("a note")
    (project / "notebooks/new.txt").unlink()
    assert check() == []
    assert (project / "notebooks/notes.txt").read_text() == "a note"
    assert not (project / "notebooks/new.txt").exists()


def test_refresh_ends_what_its_notebook_started(project):
    fill(project, CHILD)
    assert [one.status for one in refresh()] == ["ran"]
    assert not has_child(project)
