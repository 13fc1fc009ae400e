"""A new reader is one new file; the order of readers comes from their rank."""

import os
from pathlib import Path

import pytest

import samestory as ss
from samestory.intake import formats
from samestory.intake.formats import Rank, Source, readers
from samestory.paths import home

GOLD = Path(os.environ.get("SAMESTORY_GOLD") or home().parent / "shared" / "data") / "export_samples"
TELEX = '''"""Telex: one article a line, its title before two bars."""

from samestory.intake.record import Reader, Record


def _read(source, options):
    for number, line in enumerate(source.text(options.encoding)[0].splitlines()[1:], 1):
        title, _, text = line.partition("||")
        yield Record({"title": title.strip(), "text": text.strip()}, f"line {number}")


READER = Reader("Telex", (".txt",), lambda source: source.head.startswith(b"TELEX\\n"), _read)
'''


@pytest.fixture
def with_telex(tmp_path, monkeypatch):
    folder = tmp_path / "more_formats"
    folder.mkdir()
    (folder / "telex.py").write_text(TELEX, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    readers.cache_clear()
    yield
    readers.cache_clear()


def test_a_new_file_in_the_folder_is_a_new_reader(with_telex, tmp_path):
    (tmp_path / "wire.txt").write_text("TELEX\nFire at the quay||Nobody was hurt.\n", encoding="utf-8")
    articles, report = ss.read_articles(tmp_path / "wire.txt")
    assert articles[["title", "text", "source_format"]].to_numpy().tolist() == [
        ["Fire at the quay", "Nobody was hurt.", "Telex"]
    ]
    assert list(report.files["format"]) == ["Telex"]


def test_two_readers_of_one_name_are_refused(with_telex, tmp_path):
    (tmp_path / "more_formats" / "telex_again.py").write_text(TELEX, encoding="utf-8")
    with pytest.raises(RuntimeError, match="two readers have one name"):
        readers()


def test_every_file_of_the_folder_offers_a_reader():
    folder = Path(formats.__file__).parent
    offered = {reader.read.__module__.rpartition(".")[2] for reader in readers().values()}
    assert offered == {path.stem for path in folder.glob("*.py")} - {"__init__"}


def test_special_formats_are_asked_before_general_ones():
    order = [reader.rank for reader in readers().values()]
    assert order == sorted(order)
    assert order[0] is Rank.PROGRAM and list(readers())[-1] == "plain text"


def test_no_two_readers_of_one_rank_recognise_the_same_sample():
    found = [path for folder in (Path(__file__).parent / "samples", GOLD) for path in folder.rglob("*")]
    files = [path for path in found if path.is_file() and path.stat().st_size < 20_000_000]
    assert len(files) > 6
    doubtful = {}
    for path in files:
        source = Source.of_path(path)
        asked = [reader for reader in readers().values() if reader.recognises(source)]
        first = [reader.name for reader in asked if reader.rank == asked[0].rank]
        if len(first) > 1:
            doubtful[path.name] = first
    assert doubtful == {}
