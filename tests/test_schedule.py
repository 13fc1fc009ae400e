"""The files of docs/schedule/ name what is there: commands, options, notebooks, parameters, times."""

import ast
import configparser
import importlib.util
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys

import pytest
import typer.main
import yaml

from samestory import paths
from samestory.cli import app
from samestory.runs import parameters

FILES = paths.home() / "docs" / "schedule"
TEXT = (paths.home() / "docs" / "schedule.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands
FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def check_command(line):
    """A command line of samestory: the command and its options exist."""
    words = shlex.split(line)
    words = words[next(n for n, word in enumerate(words) if word.rpartition("/")[2] == "samestory") + 1 :]
    end = next((n for n, word in enumerate(words) if word in ("&&", "||", ";", ">>", "2>&1", "|", "#")), len(words))
    command = COMMANDS[words[0]]
    command.make_parser(typer.Context(command)).parse_args(words[1:end])
    return words[0]


def check_times(line):
    """The five fields of a cron line."""
    fields = line.split()[:5]
    for field, (least, most) in zip(fields, FIELDS, strict=True):
        assert field == "*" or all(least <= int(one) <= most for one in re.split("[-,]", field)), field
    return fields


def test_the_check_of_commands_sees_a_wrong_one():
    for wrong in ("samestory runn", "samestory run --on-fail x", "samestory watch a --no-such"):
        with pytest.raises((KeyError, Exception)):
            check_command(wrong)
    with pytest.raises(AssertionError):
        check_times("60 6 * * *")


def test_the_page_shows_every_file_and_every_exit_status():
    for path in FILES.iterdir():
        assert f"schedule/{path.name}" in TEXT, path.name
    assert {"0", "1", "2", "3", "129", "130", "143"} <= set(re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE))


def test_every_command_on_the_page_exists():
    lines = [line.strip() for line in TEXT.replace("\\\n", " ").splitlines() if re.match(r" {4}\S*samestory ", line)]
    assert len(lines) >= 5 and {check_command(line) for line in lines} >= {"run", "watch"}


def test_the_crontab_has_times_commands_and_no_bare_percent_sign():
    lines = [line for line in (FILES / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    jobs = [line for line in lines if not re.match(r"\w+=", line)]
    assert check_times(jobs[0]) == ["15", "6", "*", "*", "*"]
    assert all("%" not in line for line in jobs)  # cron takes it for the end of the line
    assert [check_command(part) for part in re.findall(r"\S*samestory (?:run|watch) [^;>]*", jobs[0])] == [
        "watch",
        "run",
    ]
    if shell := shutil.which("sh"):
        subprocess.run([shell, "-n", "-c", " ".join(jobs[0].split()[5:])], check=True)


def units():
    found = {}
    for path in sorted(FILES.glob("samestory.*")):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read_string(path.read_text())
        found[path.suffix] = unit
    return found


def test_systemd_units_say_what_to_start_and_when():
    found = units()
    starts = re.findall(r"^ExecStart=-?(.*)", (FILES / "samestory.service").read_text(), re.MULTILINE)
    assert [check_command(line) for line in starts] == ["watch", "run"]
    assert found[".service"]["Service"]["Type"] == "oneshot"
    assert found[".timer"]["Timer"]["OnCalendar"] == "*-*-* 06:15:00"
    assert found[".timer"]["Install"]["WantedBy"] == "timers.target"


def test_systemd_accepts_the_units(tmp_path):
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed here; the test above reads the same files as text")
    program = tmp_path / ".venv/bin/samestory"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for path in FILES.glob("samestory.*"):
        (tmp_path / path.name).write_text(path.read_text().replace("/path/to/samestory", str(tmp_path)))
    done = subprocess.run(
        [analyze, "verify", *map(str, sorted(tmp_path.glob("samestory.*")))],
        capture_output=True, text=True, check=False, env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "samestory." in line]
    assert said == [] and done.returncode == 0, done.stderr
    wrong = tmp_path / "samestory.timer"
    wrong.write_text(wrong.read_text().replace("06:15:00", "26:15:00"))
    bad = subprocess.run([analyze, "verify", str(wrong)], capture_output=True, text=True, check=False)
    assert bad.returncode or "OnCalendar" in bad.stderr  # the check can fail


def test_steps_of_the_workflow_exist():
    workflow = yaml.safe_load((FILES / "workflow.yml").read_text())
    times = workflow[True]["schedule"]  # YAML 1.1 reads the key `on` as true
    assert check_times(times[0]["cron"])
    (job,) = workflow["jobs"].values()
    runs = [step["run"] for step in job["steps"] if "run" in step]
    targets = set(re.findall(r"^([a-z-]+):", (paths.home() / "Makefile").read_text(), re.MULTILINE))
    assert {line.split()[1] for line in runs if line.startswith("make ")} <= targets
    assert [check_command(line) for line in runs if "samestory" in line] == ["run", "site"]
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)
    assert job["timeout-minutes"] and workflow["permissions"] == {"contents": "read"}


def values_of(tree, name):
    return next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    )


def test_the_dag_gives_parameters_that_its_notebooks_have():
    tree = ast.parse((FILES / "dag.py").read_text())
    notebooks = values_of(tree, "NOTEBOOKS")
    for notebook, given in notebooks.items():
        known = parameters(paths.notebooks() / f"{notebook}.ipynb").set_index("name")
        for name, value in {"story": values_of(tree, "STORY"), **given}.items():
            assert type(value).__name__ == known.loc[name, "type"], (notebook, name)
    assert (paths.seeds() / values_of(tree, "STORY")).is_dir()


def test_airflow_reads_the_dag():
    if importlib.util.find_spec("airflow") is None:
        pytest.skip("Airflow is no dependency; docs/schedule.md says with which version the DAG was run")
    dag = runpy.run_path(str(FILES / "dag.py"))["dag"]
    assert [task.input_nb.rpartition("/")[2] for task in dag.tasks] == [
        "01_corpus.ipynb",
        "02_sources.ipynb",
        "06_timeline.ipynb",
    ]


def test_the_job_of_jupyter_scheduler_gives_parameters_that_its_notebook_has():
    job = json.loads((FILES / "jupyter-scheduler.json").read_text())
    notebook = job["input_uri"].removeprefix("work/").removesuffix(".ipynb")
    known = set(parameters(paths.notebooks() / f"{notebook}.ipynb")["name"])
    assert set(job["parameters"]) <= known and check_times(job["schedule"])
    # It writes values into the notebook as they are: a text needs quotes of its own.
    assert all(isinstance(ast.literal_eval(value), str) for value in job["parameters"].values())


def test_docs_are_found_from_the_readme_or_the_page_of_runs():
    assert "schedule.md" in (paths.home() / "docs" / "runs.md").read_text(encoding="utf-8")
    assert sys.version_info >= (3, 11)
