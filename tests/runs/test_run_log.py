"""The log of runs: whole lines from several writers, a bound on its size, nothing that a terminal would act on."""

import json
import logging
import multiprocessing
import re

import pytest

from samestory.errors import RunError
from samestory.runs import log


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_text_and_json_say_the_same(tmp_path):
    for form in ("text", "json"):
        with log.logged(tmp_path / form, form):
            log.note("run", run="a/b c", status="ran", seconds=1.5, changed=True, error=None)
    (text,), (row,) = lines(tmp_path / "text"), lines(tmp_path / "json")
    assert re.fullmatch(
        r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO run run="a/b c" status=ran seconds=1.5 changed=yes', text
    )
    row = json.loads(row)
    assert row.pop("time") == text.split()[0]
    assert row == {"level": "info", "event": "run", "run": "a/b c", "status": "ran", "seconds": 1.5, "changed": True}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_hostile_value_stays_one_line_of_plain_signs(tmp_path, form):
    evil = 'a\n2026-01-01T00:00:00Z INFO run run=forged\r\x1b[2J\u202e\u2028\x00 "q" \ud800'
    with log.logged(tmp_path / "log", form):
        log.note("run", logging.ERROR, error=evil, story="x" * 100_000)
    (line,) = lines(tmp_path / "log")
    assert not re.search("[\x00-\x1f\x7f\u2028\u202a-\u202e]", line) and len(line) < 10_000


def _write(path, name):
    with log.logged(path, "json"):
        for number in range(300):
            log.note("run", run=name, number=number, error=name * 500)


def test_lines_of_several_commands_never_mix_and_the_size_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "MOST_BYTES", 200_000)
    path = tmp_path / "log"
    writers = [multiprocessing.get_context("fork").Process(target=_write, args=(path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = [tmp_path / "log", tmp_path / "log.1"]
    assert sorted(tmp_path.iterdir()) == kept
    assert all(one.stat().st_size < 202_000 for one in kept)
    rows = [json.loads(line) for one in kept for line in lines(one)]
    assert len(rows) > 300 and all(row["error"] == row["run"] * 500 for row in rows)
    assert len({(row["run"], row["number"]) for row in rows}) == len(rows)


def test_no_line_is_lost_when_the_file_is_taken_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "MOST_BYTES", 3_000)
    with log.logged(tmp_path / "log", "json"):
        for number in range(40):
            log.note("run", number=number)
    rows = [json.loads(line)["number"] for name in ("log.1", "log") for line in lines(tmp_path / name)]
    assert rows == list(range(rows[0], 40)) and len(rows) > 20


def test_half_a_line_of_a_killed_writer_spoils_no_other(tmp_path):
    (tmp_path / "log").write_text('{"event": "ru')
    with log.logged(tmp_path / "log", "json"):
        log.note("run", run="a")
    half, whole = lines(tmp_path / "log")
    assert half == '{"event": "ru' and json.loads(whole)["run"] == "a"


def test_a_log_that_cannot_be_written_is_refused_at_once(tmp_path):
    with (
        pytest.raises(RunError, match="cannot be written: No such file or directory"),
        log.logged(tmp_path / "a" / "b"),
    ):
        pass


def test_a_log_that_fills_the_disk_stops_no_run_and_is_reported_once(tmp_path, monkeypatch, capsys):
    with log.logged(tmp_path / "log"):
        monkeypatch.setattr(log.os, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        log.note("run", run="a")
        log.note("run", run="b")
    assert capsys.readouterr().err == f"samestory: --log {tmp_path / 'log'}: No space left on device\n"


def test_a_pipe_or_device_is_a_log_too(tmp_path, capfd):
    with log.logged(tmp_path / ".." / tmp_path.name / "log"):
        pass
    from pathlib import Path

    with log.logged(Path("/dev/stderr")):
        log.note("run", run="a")
    assert capfd.readouterr().err.endswith("INFO run run=a\n")


def test_without_a_log_nothing_is_printed(capsys):
    with log.logged(None):
        log.note("run", logging.ERROR, run="a")
    assert capsys.readouterr() == ("", "")
