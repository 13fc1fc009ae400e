"""The command as a whole: what the system refuses is one line as well."""

import pytest

from samestory import paths
from samestory.cli import main


def test_what_the_system_refuses_is_one_line(project, monkeypatch, capsys):
    (project / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["samestory", "new", "abc", "--into", str(project / "file/below")])
    with pytest.raises(SystemExit) as caught:
        main()
    said = capsys.readouterr().err
    assert caught.value.code == 1
    assert said.startswith(f"samestory: {project}/file") and said.count("\n") == 1


def test_an_empty_home_is_none(monkeypatch):
    monkeypatch.setenv("SAMESTORY_HOME", "")
    assert paths.home() == paths.PACKAGE.parents[1]


def test_a_table_for_a_file_is_neither_folded_nor_padded(capsys):
    from rich.table import Table

    from samestory.cli.grid import show

    grid = Table(box=None, pad_edge=False)
    for name in ("part", "note"):
        grid.add_column(name, overflow="fold")
    grid.add_row("coding", "long " * 60 + "end")
    grid.add_row("pages", "")
    show(grid)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[1].endswith("end")
    assert all(line == line.rstrip() for line in lines)
