"""What a machine may refuse: disk, rights, memory, open files, a terminal. Good results stay."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pytest
from run_projects import fill, manifest_of
from test_run_hostile import hear_signals, of_this_project, waited_for

from samestory.runs import history, manifest, run, store
from samestory.runs.job import prepare
from samestory.runs.listing import rows

MB = 1_000_000


@pytest.fixture
def disk(project):
    """A project whose outputs are a disk of their own, of 8 MB."""
    outputs = project / "outputs"
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "samestory", str(outputs)]
    if not hasattr(os, "geteuid") or os.geteuid() or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield fill(project)
    finally:
        subprocess.run(["umount", "--lazy", str(outputs)], check=True)


def publish(n):
    """A result without a kernel."""
    (job,) = prepare(["small"], [f"n={n}"])
    folder = store.new_partial("small")
    (folder / "a.ipynb").write_text(str(n))
    manifest.finish(manifest.begin(job) | history.succession("small"), folder, 1.0)
    store.publish(folder, store.result_folder("small"), keep=100)


def kept():
    return [one.manifest["parameters"]["n"] for one in history.versions("small")]


def fill_up(folder, left):
    """Leave so many bytes of a disk."""
    with (folder / "ballast").open("wb") as ballast:
        try:
            while shutil.disk_usage(folder).free > left:
                ballast.write(b"x" * 4096)
                ballast.flush()
        except OSError as full:
            assert full.errno == errno.ENOSPC


def test_a_full_disk_fails_the_run_and_loses_nothing(disk):
    publish(1)
    publish(2)
    fill_up(disk / "outputs", 16_384)
    (outcome,) = run(["small"], ["n=3"], check_room=False)
    assert outcome.status == "failed" and "No space left on device" in outcome.error
    assert kept() == [2, 1] and not list((disk / "outputs/.partial").iterdir())
    (disk / "outputs/ballast").unlink()
    assert [one.status for one in run(["small"], ["n=3"], check_room=False)] == ["ran"]
    assert kept() == [3, 2, 1]


def test_a_disk_that_fills_up_at_any_file_of_a_result_loses_nothing(disk):
    publish(1)
    for left in range(0, 60_000, 4096):
        fill_up(disk / "outputs", left)
        before = kept()
        try:
            publish(before[0] + 1)
        except OSError as full:
            assert full.errno == errno.ENOSPC
        (disk / "outputs/ballast").unlink()
        store.recover()
        assert kept()[-len(before) :] == before
    assert len(kept()) > 1


def test_a_disk_that_cannot_be_written_is_said_and_its_results_are_listed(disk):
    publish(1)
    publish(2)
    outputs = str(disk / "outputs")
    subprocess.run(["mount", "-o", "remount,ro", outputs], check=True)
    done = samestory("run", "--no-preflight")
    assert done.returncode == 1 and "Traceback" not in done.stderr + done.stdout
    assert "Read-only file system" in done.stderr and outputs in done.stderr
    assert rows()[0].status == "outdated: parameters changed" and kept() == [2, 1]
    subprocess.run(["mount", "-o", "remount,rw", outputs], check=True)
    publish(3)
    assert kept() == [3, 2, 1]


def samestory(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "samestory", *arguments],
        capture_output=True, text=True, timeout=600, check=False, **options,
    )  # fmt: skip


def test_too_few_open_files_are_refused_before_a_kernel_starts(project):
    fill(project)
    publish(1)
    done = samestory("run", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
    assert done.returncode == 1
    assert done.stderr.startswith("samestory: at most 64 files may be open at once, and a notebook needs 256; raise")
    assert kept() == [1] and not (project / "outputs/failed").exists()


def test_a_low_limit_of_open_files_that_may_be_raised_is_raised(project):
    code = "from samestory.runs import preflight as p; import resource as r; p.check_open_files();"
    done = subprocess.run(
        [sys.executable, "-c", code + "print(r.getrlimit(r.RLIMIT_NOFILE))"],
        capture_output=True, text=True, check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 1000)),
    )  # fmt: skip
    assert done.stdout == "(1000, 1000)\n"


def test_little_memory_for_the_command_is_one_message(project):
    fill(project)
    publish(1)
    big = "import samestory.runs.manifest as m; m.text_of = lambda *_: bytearray(10**12);"
    code = big + "import sys; from samestory.cli import main; sys.argv = ['samestory', 'list']; main()"
    limit = (4_000 * MB, 4_000 * MB)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("samestory: not enough memory for this command")


EATS = """
import resource, os
if mode == 'eats':
    resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
    everything = bytearray(2**34)
if mode == 'dies':
    os.abort()
"""


def test_a_kernel_that_eats_memory_or_dies_fails_its_run_and_no_other(project):
    modes = {"eats": "MemoryError", "dies": "died", "small": None}
    plan = "".join(f"  {mode}: {{notebook: 01_small, parameters: {{mode: {mode}}}}}\n" for mode in modes)
    fill(project, EATS, plan=f"runs:\n{plan}")
    outcomes = run(check_room=False)
    assert [one.status for one in outcomes] == ["failed", "failed", "ran"]
    for outcome, said in zip(outcomes, modes.values(), strict=True):
        assert said is None or said in outcome.error.splitlines()[-1]
        assert manifest_of(outcome.folder)["status"] == ("failed" if said else "ok")


@pytest.fixture
def waits(project):
    """A project with a notebook that waits until the test writes into a pipe, and the pipe."""
    pipe = project / "pipe"
    os.mkfifo(pipe)
    waiting = f"if mode == 'waits':\n    print(len(open({str(pipe)!r}).read()))"
    plan = "runs:\n  small: {notebook: 01_small, parameters: {mode: waits}}\n  more: {notebook: 01_small}\n"
    fill(project, waiting, plan=plan)
    return project, pipe


def opened(pipe: Path) -> int:
    """The pipe to write into, once a notebook waits at its other end."""
    found = []

    def is_open():
        try:
            found.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as error:
            assert error.errno == errno.ENXIO
        return found

    assert waited_for(is_open)
    return found[0]


def test_two_commands_at_once_make_each_run_once_at_a_time(waits):
    _project, pipe = waits
    first = subprocess.Popen(
        [sys.executable, "-m", "samestory", "run", "small"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    writing = opened(pipe)
    assert [row.status for row in rows()] == ["running", "never"]
    second = samestory("run")
    assert second.returncode == 1
    assert "small: FAILED" in second.stdout and "run small is already under way (process " in second.stdout
    assert "1 ran, 0 unchanged, 1 failed: small\n" in second.stdout
    os.close(writing)
    said, wrong = first.communicate(timeout=600)
    assert (first.returncode, wrong) == (0, "") and "1 ran, 0 unchanged, 0 failed" in said
    assert [row.status for row in rows()] == ["ok", "ok"]
    assert [len(history.every(name)) for name in ("small", "more")] == [1, 1]


@pytest.mark.parametrize("is_ignored", [False, True])
def test_a_closed_terminal_stops_the_command_in_order_or_under_nohup_not_at_all(waits, is_ignored):
    project, pipe = waits
    master, slave = os.openpty()

    def take_terminal():
        hear_signals()
        if is_ignored:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        ioctl(slave, termios.TIOCSCTTY, 0)

    command = subprocess.Popen(
        [sys.executable, "-m", "samestory", "run", "small"],
        stdin=slave, stdout=slave, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=take_terminal, text=True,
    )  # fmt: skip
    os.close(slave)
    writing = opened(pipe)
    os.close(master)
    if is_ignored:
        os.close(writing)
    _, said = command.communicate(timeout=600)
    assert "Traceback" not in said
    if is_ignored:
        assert command.returncode == 0, said
        assert manifest_of(project / "outputs/small")["status"] == "ok"
        return
    os.close(writing)
    assert command.returncode == 129
    assert waited_for(lambda: not of_this_project(project)), of_this_project(project)
    evidence = manifest_of(project / "outputs/failed/small")
    assert evidence["error"] == "the command was stopped by SIGHUP before the run was done"
