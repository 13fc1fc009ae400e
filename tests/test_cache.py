"""What is kept between runs: found again as it was, bounded, and never a reason for another result."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nursery import chance, counted, kills

from samestory import cache
from samestory.cache import Kept, digest, each, file_digests, kept_table
from samestory.errors import SamestoryError

ROWS = {bytes([n]) * 20: f"value {n} ".encode() * 200 for n in range(40)}


@pytest.fixture
def here(project, monkeypatch):
    """A project of its own in which even one thing is kept."""
    monkeypatch.setattr(cache, "FEWEST", 1)
    monkeypatch.setattr(cache, "code_version", lambda: b"code")
    cache._said.clear()
    return project


@pytest.fixture
def kept(tmp_path):
    cache._said.clear()
    return Kept(tmp_path / "kept.sqlite")


def test_what_is_kept_is_found_and_nothing_else(kept):
    kept.keep(ROWS)
    assert kept.find([*ROWS, b"x" * 20]) == ROWS


def test_without_a_file_nothing_is_found_and_none_is_made(kept):
    assert kept.find(list(ROWS)) == {}
    assert not kept.path.exists()


def test_switched_off_nothing_is_written(here, monkeypatch):
    monkeypatch.setenv("SAMESTORY_CACHE", "no")
    assert each("step", ["a"], str.upper, by=lambda one: [one]) == ["A"]
    assert list((here / "outputs").iterdir()) == []


def test_a_switch_that_is_neither_yes_nor_no_is_an_error(monkeypatch):
    monkeypatch.setenv("SAMESTORY_CACHE", "maybe")
    with pytest.raises(SamestoryError, match="give yes or no"):
        cache.usual()


def test_digests_of_other_divisions_of_the_same_text_differ():
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", None), digest("abc", "")}) == 5


# Damage


def damaged(path: Path, how: str) -> None:
    raw = path.read_bytes()
    if how == "cut":
        path.write_bytes(raw[: len(raw) // 3])
    elif how == "other":
        path.write_bytes(b"mine " * 5_000)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "another table":
        path.unlink()
        with closing(sqlite3.connect(path)) as base, base:
            base.execute("CREATE TABLE kept (something TEXT)")
    else:
        path.unlink()
        {"folder": path.mkdir, "link": lambda: path.symlink_to("/etc/passwd"), "pipe": lambda: os.mkfifo(path)}[how]()


@pytest.mark.parametrize("how", ["cut", "other", "another table", "folder", "link", "pipe"])
def test_a_damaged_file_is_set_aside_with_one_warning_and_begun_anew(kept, how):
    kept.keep(ROWS)
    damaged(kept.path, how)
    with pytest.warns(UserWarning, match="begun anew") as said:
        assert kept.find(list(ROWS)) in ({}, ROWS)
        kept.keep(ROWS)
    assert len(said) == 1
    assert kept.find(list(ROWS)) == ROWS
    assert os.path.lexists(f"{kept.path}.damaged")


def test_a_link_in_place_of_the_file_is_not_followed(kept, tmp_path):
    (tmp_path / "mine").write_text("mine")
    kept.path.symlink_to(tmp_path / "mine")
    with pytest.warns(UserWarning, match="begun anew"):
        kept.keep(ROWS)
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_pipe_in_place_of_the_journal_is_not_waited_for(kept):
    kept.keep(ROWS)
    os.mkfifo(f"{kept.path}-journal")
    with pytest.warns(UserWarning, match="begun anew"):
        kept.find(list(ROWS))
    kept.keep(ROWS)
    assert kept.find(list(ROWS)) == ROWS


def test_in_the_kernel_of_a_run_damage_is_silent_and_the_command_can_say_it(here, monkeypatch):
    monkeypatch.setenv("SAMESTORY_COMPARED", "yes")
    began = time.time() - 1
    cache.usual().keep(ROWS)
    damaged(cache.usual().path, "other")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cache.usual().keep(ROWS)
    assert "No result is affected" in cache.set_aside_since(began)
    assert cache.set_aside_since(time.time() + 60) is None


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_and_cuts_at_random_places_never_give_another_value(kept, seed):
    chance = random.Random(seed)  # noqa: S311
    kept.keep(ROWS)
    raw = bytearray(kept.path.read_bytes())
    for _ in range(chance.choice((1, 5, 300))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    if seed % 3 == 0:
        del raw[chance.randrange(len(raw)) :]
    kept.path.write_bytes(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(3):
            found = kept.find(list(ROWS))
            assert found.items() <= ROWS.items()
            kept.keep({key: value for key, value in ROWS.items() if key not in found})
        assert kept.find(list(ROWS)) == ROWS


@pytest.mark.parametrize("value", [b"other", None, "text", 5, 1.5])
def test_a_row_that_was_changed_is_not_used(kept, value):
    kept.keep(ROWS)
    with closing(sqlite3.connect(kept.path)) as base, base:
        base.execute("UPDATE kept SET value = ?", (value,))
    assert kept.find(list(ROWS)) == {}


def test_a_value_under_the_key_of_another_is_not_used(kept):
    kept.keep(ROWS)
    first, second, *_ = ROWS
    with closing(sqlite3.connect(kept.path)) as base, base:
        base.execute("DELETE FROM kept WHERE key = ?", (first,))
        base.execute("UPDATE kept SET key = ? WHERE key = ?", (first, second))
    assert first not in kept.find(list(ROWS))


# Disks


def test_a_full_disk_is_said_once_and_the_result_is_right(here):
    code = """
import resource, sys, warnings
from samestory import cache
cache.FEWEST = 1
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for step in "ab":
    made = cache.each(step, ["x", "y"], lambda one: one * 100_000, by=lambda one: [one])
    assert made == ["x" * 100_000, "y" * 100_000]
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("not everything is kept") + done.stderr.count("nothing is kept") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_outputs_that_cannot_be_written_to_keep_nothing(here):
    (here / "outputs").chmod(0o500)
    assert cache.usual().path is None


def test_outputs_that_are_no_folder_keep_nothing_and_stop_nothing(here):
    (here / "outputs").rmdir()
    (here / "outputs").write_text("")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert each("step", ["a"], str.upper, by=lambda one: [one]) == ["A"]


def test_a_link_in_place_of_the_folder_is_not_followed(here, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (here / "outputs" / ".cache").symlink_to(tmp_path / "elsewhere")
    each("step", ["a"], str.upper, by=lambda one: [one])
    assert list((tmp_path / "elsewhere").iterdir()) == []


# Size


def test_what_was_used_longest_ago_is_removed_when_the_bound_is_reached(tmp_path, monkeypatch):
    kept = Kept(tmp_path / "kept.sqlite", most_bytes=300_000)
    for week in range(30):
        monkeypatch.setattr(cache, "_week", lambda week=week: week)
        kept.keep({bytes([week]) * 20: os.urandom(20_000)})
        assert kept.find([bytes([0]) * 20])  # used every week
    assert kept.path.stat().st_size < 400_000
    assert kept.find([bytes([29]) * 20])
    assert not kept.find([bytes([1]) * 20])


def test_a_value_larger_than_a_quarter_of_the_bound_is_not_kept(tmp_path):
    kept = Kept(tmp_path / "kept.sqlite", most_bytes=1_000)
    kept.keep({b"k": b"x" * 600})
    assert not kept.path.exists()


# Several processes

WRITER = """
import os, random, sys
from pathlib import Path
from samestory.cache import Kept
kept, chance = Kept(Path(sys.argv[1])), random.Random(int(sys.argv[2]))
print("begun", flush=True)
for _ in range(int(sys.argv[3])):
    numbers = [chance.randrange(500) for _ in range(30)]
    kept.keep({bytes([n % 256, n // 256]) * 10: bytes([n % 256]) * 3_000 for n in numbers})
"""


def writer(path: Path, seed: int, n: int) -> subprocess.Popen:
    command = [sys.executable, "-W", "error", "-c", WRITER, str(path), str(seed), str(n)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def right(path: Path) -> int:
    keys = {bytes([n % 256, n // 256]) * 10: bytes([n % 256]) * 3_000 for n in range(500)}
    found = Kept(path).find(list(keys))
    assert found.items() <= keys.items()
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return len(found)


def test_two_writers_at_once_lose_nothing(tmp_path):
    path = tmp_path / "kept.sqlite"
    for process in [writer(path, seed, 20) for seed in range(2)]:
        process.communicate()
        assert process.returncode == 0
    numbers = [random.Random(seed) for seed in range(2)]  # noqa: S311
    assert right(path) == len({number.randrange(500) for number in numbers for _ in range(600)})


def test_writers_killed_at_any_moment_leave_a_whole_file(tmp_path, record_property):
    path, luck = tmp_path / "kept.sqlite", chance()
    with counted("writer of the cache", record_property) as counts:
        for seed in range(kills(0.22)):
            processes = [writer(path, 2 * seed + k, 100_000) for k in range(2)]
            time.sleep(luck.random() / 4)
            for process in processes:
                os.kill(process.pid, signal.SIGKILL)
                process.communicate()
                counts["killed"] += 1
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                before = right(path)
                Kept(path).keep({bytes([1, 0]) * 10: bytes([1]) * 3_000})
                assert right(path) >= before > 0
            counts["recovered"] = counts["killed"]


# Values


@pytest.mark.parametrize(
    "value",
    [
        "\x00\x1b[31m\u202e\ud800",
        {"a": [1, 2.5, None, True], "": {}},
        [0.1, 1e308, -0.0, 12345678901234567890],
        "</script>{{7*7}}",
        None,
        [],
    ],
)
def test_each_value_comes_back_as_it_was(here, value):
    asked = []
    for _ in range(2):
        assert repr(each("step", ["a"], lambda one: asked.append(one) or value, by=lambda one: [one])) == repr([value])
    assert asked == ["a"]


def test_equal_things_are_made_once_and_order_plays_no_part(here):
    asked = []

    def make(one):
        asked.append(one)
        return one * 2

    assert each("step", ["a", "b", "a"], make, by=lambda one: [one]) == ["aa", "bb", "aa"]
    assert each("step", ["c", "b", "a"], make, by=lambda one: [one]) == ["cc", "bb", "aa"]
    assert each("other step", ["a"], make, by=lambda one: [one]) == ["aa"]
    assert asked == ["a", "b", "c", "a"]


def test_other_code_makes_every_value_anew(here, monkeypatch):
    assert each("step", ["a"], lambda one: "old", by=lambda one: [one]) == ["old"]
    monkeypatch.setattr(cache, "code_version", lambda: b"other code")
    assert each("step", ["a"], lambda one: "new", by=lambda one: [one]) == ["new"]


def test_the_version_of_the_code_changes_with_any_file_of_the_package(tmp_path, monkeypatch):
    (tmp_path / "one.py").write_text("1")
    os.utime(tmp_path / "one.py", (1, 1))
    monkeypatch.setattr(cache.paths, "PACKAGE", tmp_path)
    monkeypatch.setattr(cache, "_BEGUN_NS", time.time_ns() + 10**12)
    found = []
    for text in ("1", "2"):
        (tmp_path / "one.py").write_text(text)
        cache.code_version.cache_clear()
        found.append(cache.code_version())
    assert None not in found
    assert found[0] != found[1]
    monkeypatch.setattr(cache, "_BEGUN_NS", 0)
    cache.code_version.cache_clear()
    assert cache.code_version() is None  # changed after this process began
    cache.code_version.cache_clear()


TABLES = {
    "texts": pd.DataFrame(
        {"a": ["x", None], "n": pd.array([1, None], "Int64"), "b": pd.array([True, None], "boolean")}
    ),
    "times": pd.DataFrame(
        {"t": pd.to_datetime(["2024-01-01", None]).tz_localize("UTC"), "c": pd.Categorical(["u", "v"])}
    ),
    "numbers": pd.DataFrame({"x": [0.1, np.nan, -0.0, np.inf]}, index=[3, 1, 2, 0]),
    "empty": pd.DataFrame({"a": pd.Series(dtype="str"), "x": pd.Series(dtype="float64")}),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_comes_back_with_its_types_and_index(here, name):
    asked = []

    @kept_table(f"step {name}")
    def step(table, *, option=1):
        asked.append(option)
        return TABLES[name].copy()

    given = pd.DataFrame({"a": ["x"]})
    for _ in range(2):
        pd.testing.assert_frame_equal(step(given), TABLES[name], check_exact=True)
    assert len(asked) == 1
    step(given, option=2)
    step(given.assign(a="y"))
    assert len(asked) == 3


@pytest.mark.parametrize("cells", [[["a"], ["b"]], [{"a": 1}, {"b": 2}], [None, np.nan], [1, "a"]])
def test_a_table_that_would_not_come_back_as_it_is_is_made_each_time(here, cells):
    asked = []

    @kept_table("step")
    def step(table):
        asked.append(1)
        return pd.DataFrame({"a": pd.Series(cells, dtype="object")})

    for _ in range(2):
        assert step(pd.DataFrame({"a": ["x"]}))["a"].tolist() == cells or cells[0] is None
    assert len(asked) == 2


def test_what_a_function_is_given_beside_tables_may_not_be_an_object(here):
    @kept_table("step")
    def step(table, other):
        return table

    step(pd.DataFrame({"a": ["x"]}), object())
    assert not (here / "outputs" / ".cache").exists()


def test_an_error_of_a_step_is_not_kept(here):
    @kept_table("step")
    def step(table):
        raise SamestoryError("no")

    for _ in range(2):
        with pytest.raises(SamestoryError, match="no"):
            step(pd.DataFrame({"a": ["x"]}))


# Digests of files


def test_a_file_is_read_again_only_if_it_changed(here, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("one")
    monkeypatch.setattr(cache, "SETTLED_NS", -(10**12))  # as if the file were old
    first = file_digests([path])[path]
    opened = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *a, **k: opened.append(self) or real(self, *a, **k))
    assert file_digests([path])[path] == first
    assert opened == []
    before = path.stat()
    path.write_text("two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # same size, same time of change, as a copy may have
    assert file_digests([path])[path] != first


def test_a_file_that_has_just_changed_is_read_again(here, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("one")
    file_digests([path])
    assert not (here / "outputs" / ".cache").exists()
