"""Disk and memory, looked at before the first kernel starts."""

import shutil
from types import SimpleNamespace

import pytest
from run_projects import fill

from samestory.errors import RunError
from samestory.runs import preflight, run

GB = 1_000_000_000


def with_free(monkeypatch, n):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=n))


def test_a_full_disk_is_refused_before_any_kernel(project, monkeypatch):
    fill(project)
    monkeypatch.setattr("samestory.runs.execute.Crew", lambda *_, **__: pytest.fail("a kernel was started"))
    with_free(monkeypatch, 150_000_000)
    with pytest.raises(RunError, match=r"150 MB free, but 1 runs need 200 MB .* --no-preflight. No run was started"):
        run()


def test_what_the_last_results_take_is_needed_again(project, monkeypatch):
    for name in ("a", "b"):
        (project / "outputs" / name / "figures").mkdir(parents=True)
        with (project / "outputs" / name / "figures/large.png").open("wb") as stream:
            stream.truncate(400_000_000)
    with_free(monkeypatch, 700_000_000)
    preflight.check_disk(["a"])
    with pytest.raises(RunError, match="700 MB free, but 2 runs need 800 MB"):
        preflight.check_disk(["a", "b"])
    preflight.check_disk([])  # nothing to run needs nothing
    with_free(monkeypatch, 10)
    preflight.check_disk([])


@pytest.mark.parametrize(
    ("free", "jobs", "fit", "said"),
    [
        (10 * GB, 4, 4, ""),
        (1.5 * GB, 4, 2, "2 at once instead of 4"),
        (1.5 * GB, 2, 2, ""),
        (0.1 * GB, 2, 1, "WARNING: 100 MB of memory free"),
        (None, 2, 2, ""),
    ],
)
def test_with_little_memory_fewer_run_at_once(monkeypatch, free, jobs, fit, said):
    monkeypatch.setattr(preflight, "available_memory", lambda: free)
    found, line = preflight.jobs_that_fit(jobs)
    assert found == fit and said in line and bool(line) == bool(said)


def test_no_preflight_goes_on(monkeypatch, project, capsys):
    fill(project)
    with_free(monkeypatch, 0)
    monkeypatch.setattr("samestory.runs.execute._all_at_once", lambda *_: [])
    monkeypatch.setattr("samestory.runs.execute._room", lambda *_: pytest.fail("looked"))
    with pytest.raises(KeyError):  # no run was made, by the line above
        run(check_room=False)


def groups(tmp_path, monkeypatch, line, files):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(preflight, "_CGROUP", tmp_path)
    read = preflight.Path.read_text
    monkeypatch.setattr(
        preflight.Path,
        "read_text",
        lambda self, **more: line if str(self) == "/proc/self/cgroup" else read(self, **more),
    )


V1_LIMIT, V1_USED = "memory.limit_in_bytes", "memory.usage_in_bytes"
NONE = float("inf")
GROUPS = [  # /proc/self/cgroup, its folder, the files in that folder, the bytes left
    (
        "0::/job",
        "job",
        {"memory.max": "1000", "memory.current": "900", "memory.stat": "anon 5\ninactive_file 300"},
        400,
    ),
    ("0::/job/inner", "job", {"memory.max": "500", "memory.current": "100", "inner/memory.max": "max"}, 400),
    ("0::/", ".", {"memory.max": "max\n", "memory.current": "7"}, NONE),
    (
        "4:cpu:/x\n9:memory:/b",
        "memory/b",
        {V1_LIMIT: "2000", V1_USED: "1500", "memory.stat": "total_inactive_file 9"},
        509,
    ),
    ("9:memory:/", "memory", {V1_LIMIT: "9223372036854771712", V1_USED: "5"}, NONE),
    ("0::/../../etc", ".", {}, NONE),
    ("", ".", {}, NONE),
]


@pytest.mark.parametrize(("line", "folder", "files", "left"), GROUPS)
def test_limits_of_control_groups_count(tmp_path, monkeypatch, line, folder, files, left):
    groups(tmp_path, monkeypatch, line, {f"{folder}/{name}": text for name, text in files.items()})
    assert preflight._cgroup_memory() == left


def test_memory_of_this_machine_is_known():
    assert preflight.available_memory() > 0
