"""What nobody watches: one line a run, commands that are told of failures and changes, exit statuses."""

import json
import signal
import subprocess
import sys
import time

import psutil
import pytest
from run_projects import fill, hear_signals

from samestory.runs import FAILED, RAN, Outcome, manifest

PLAN = "runs:\n  small: {notebook: 01_small}\n  bad: {notebook: 01_small, parameters: {mode: bad}}\n"
FIGURE = """
import matplotlib.pyplot as plt, pandas as pd, samestory as ss
assert mode != 'bad', 'the \\x1b[31mred\\u202e reason'
table = pd.read_csv(f'../seeds/{story}/numbers.csv')
fig, ax = plt.subplots()
_ = ax.bar(table['outlet'], table['n'])
_ = ss.show_figure(ax, table, 'numbers', caption='Numbers')
"""
# Keeps what it was told: its standard input, and the three variables.
KEEP = """
import os, pathlib, sys
told = [os.environ[name] for name in ("SAMESTORY_STATUS", "SAMESTORY_RUN", "SAMESTORY_FOLDER")]
name = "-".join(told[:2]).replace("/", "_")
pathlib.Path(__file__).with_name(f"{name}.told").write_text("\\n".join([*told, sys.stdin.read()]))
print("kept", told[1])
"""


def samestory(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "samestory", *map(str, words)],
        capture_output=True, text=True, timeout=600, check=False, **options,
    )  # fmt: skip


@pytest.fixture
def keep(tmp_path):
    """A command that keeps what it is told, and what it was told last."""
    script = tmp_path / "hooks" / "keep it.py"
    script.parent.mkdir()
    script.write_text(KEEP)

    def told():
        found = {}
        for path in sorted(script.parent.glob("*.told")):
            status, run, folder, said = path.read_text().split("\n", 3)
            found[status, run] = folder, json.loads(said)
            path.unlink()
        return found

    return f"{sys.executable} '{script}'", told


def test_one_failing_notebook_does_not_stop_the_others_and_each_is_told_once(project, keep):
    command, told = keep
    fill(project, FIGURE, plan=PLAN)
    words = ["run", "--on-failure", command, "--on-change", command, "--log", project / "runs.log"]
    done = samestory(*words)
    assert done.returncode == 1 and done.stdout.splitlines()[-1].startswith("1 ran, 0 unchanged, 1 failed: bad")
    found = told()
    assert list(found) == [("failed", "bad")]  # a first result replaces none, so nothing changed
    folder, said = found["failed", "bad"]
    assert folder == str(project / "outputs/failed/bad")
    assert said == json.loads((project / "outputs/failed/bad/manifest.json").read_text())

    lines = (project / "runs.log").read_text(encoding="utf-8").splitlines()
    first = {line.split(" ")[3]: line for line in lines if " run " in line}
    assert set(first) == {"run=small", "run=bad"}
    assert " INFO run run=small status=ran seconds=" in first["run=small"]
    assert " ERROR run run=bad status=failed " in first["run=bad"] and "reason" in first["run=bad"]
    assert not any(sign in line for line in lines for sign in "\x1b\u202e")
    assert next(line for line in lines if " hook " in line).endswith('output="kept bad"')

    # Another number: the result of one run is replaced and differs. The other fails again.
    (project / "seeds/fire/numbers.csv").write_text("outlet,n\nHarbour Post,4\nNoon,5\n", encoding="utf-8")
    assert samestory(*words, "--log-format", "json").returncode == 1
    found = told()
    assert list(found) == [("changed", "small"), ("failed", "bad")]
    assert found["changed", "small"][1] == manifest.read(project / "outputs/small")
    rows = [json.loads(line) for line in (project / "runs.log").read_text().splitlines() if line.startswith("{")]
    assert {(row["run"], row["status"], row.get("changed")) for row in rows if row["event"] == "run"} == {
        ("small", "ran", True),
        ("bad", "failed", None),
    }

    # Made again of the same numbers: replaced, and nothing changed. The listed run is fine, so the status is 0.
    done = samestory(*words, "small", "--force")
    assert done.returncode == 0 and told() == {}
    assert "status=ran" in (last := (project / "runs.log").read_text().splitlines()[-1]) and " changed=no " in last


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["run", "nothing"], 1),
        (["run", "--what"], 2),
        (["run", "--log-format", "xml"], 2),
        (["run", "--log", "nowhere/runs.log"], 1),
        (["list"], 0),
    ],
)
def test_exit_statuses(project, words, code):
    fill(project)
    assert samestory(*words, cwd=project).returncode == code


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_command_with_its_status_and_a_line(project, number, code):
    fill(project, "import time\ntime.sleep(600)")
    log = project / "runs.log"
    words = [sys.executable, "-m", "samestory", "run", "--log", str(log)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, preexec_fn=hear_signals) as process:
        assert process.stdout.readline().startswith("small: started")
        process.send_signal(number)
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()
        assert process.returncode == code
    by = "Ctrl-C" if number == signal.SIGINT else number.name
    assert f" WARNING stopped by={by}" in log.read_text()


def test_an_error_before_any_run_is_told_too(project, keep):
    command, told = keep
    fill(project, plan="runs: {small: {notebook: 02_other}}\n")
    done = samestory("run", "--on-failure", command, "--log", project / "runs.log")
    assert done.returncode == 1
    ((key, (folder, said)),) = told().items()
    assert key == ("error", "") and folder == "" and said["run"] is None and "02_other" in said["error"]
    assert " ERROR error error=" in (project / "runs.log").read_text()


def hooks(**commands):
    from samestory.runs.hooks import Hooks

    return Hooks(**commands)


FAILURE = Outcome("small", FAILED, 1.0, "why", None)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "give a command"),
        ("no-such-program-here --x", "there is no program 'no-such-program-here'; no shell runs the command"),
        ("echo 'open", "cannot be split into words"),
    ],
)
def test_a_command_that_cannot_be_called_is_refused_before_any_run(project, command, said):
    fill(project)
    done = samestory("run", "--on-failure", command)
    assert done.returncode == 1 and said in done.stderr and not (project / "outputs/small").exists()


def test_no_shell_sees_the_command(tmp_path, capsys):
    hooks(on_failure=f"{sys.executable} -c 'import sys; sys.exit(len(sys.argv))' ; touch {tmp_path}/made").told(
        [FAILURE]
    )
    assert not (tmp_path / "made").exists()
    assert "ended with status 4" in capsys.readouterr().err  # -c and three words


def test_a_failing_command_is_reported_with_what_it_said(capsys):
    hooks(on_failure="sh -c 'echo no mail server; exit 7'").told([FAILURE])
    assert capsys.readouterr().err == "samestory: --on-failure sh: ended with status 7: no mail server\n"


def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("samestory.runs.hooks.SECONDS", 1)
    hooks(on_failure=f"sh -c 'sleep 600 & echo $! > {tmp_path}/pid; wait'").told([FAILURE])
    assert "was ended after 1 seconds" in capsys.readouterr().err
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    pytest.fail("the sleep goes on")


def test_a_command_that_reads_nothing_and_leaves_a_child_behind_does_not_hold_the_run(tmp_path):
    large = Outcome("small", FAILED, 1.0, "x" * 5_000_000, None)
    hooks(on_failure=f"sh -c '(sleep 40; touch {tmp_path}/late) & exit 0'").told([large])
    assert not (tmp_path / "late").exists()


def test_what_a_command_prints_is_bounded_and_its_signs_are_shown(capsys):
    hooks(on_failure=f"{sys.executable} -c \"print('x' * 10**6, chr(27) + '[31m'); raise SystemExit(1)\"").told(
        [FAILURE]
    )
    said = capsys.readouterr().err
    assert len(said) < 5_000 and "\x1b" not in said


def test_a_run_that_was_made_for_the_first_time_or_not_at_all_changed_nothing(tmp_path):
    script = f"sh -c 'touch {tmp_path}/called'"
    first, same = Outcome("a", RAN, folder=tmp_path), Outcome("b", RAN, folder=tmp_path, changed=False)
    hooks(on_failure=script, on_change=script).told([first, same, Outcome("c", "unchanged", folder=tmp_path)])
    assert not (tmp_path / "called").exists()
    hooks(on_change=script).told([Outcome("b", RAN, folder=tmp_path, changed=True)])
    assert (tmp_path / "called").exists()
