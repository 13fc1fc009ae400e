"""Every notebook that needs no codebook, on two short articles in a language without word lists: no cell fails."""

import linecache

import matplotlib.pyplot as plt
import nbformat
import pytest
import yaml
from typer.testing import CliRunner

from samestory import paths
from samestory.cli import app

TEXTS = {
    "norra.txt": "Färjan Lunaria på grund\n\nFärjan gick på grund. ”Alla är i säkerhet”, säger Maj Ekdal.\n",
    "kust.txt": "Lunaria\n\nEn färja har gått på grund. Ingen skadades.\n",
}
NEEDS = yaml.safe_load((paths.notebooks() / "runs.yaml").read_text("utf-8"))["needs"]
CODED = {"claims", "numbers", "labels", "two_coders", "people"}
OTHERS = ("10_bring_your_own", "14_coding")  # read exports; read an example
NOTEBOOKS = [
    path
    for path in sorted(paths.notebooks().glob("*.ipynb"))
    if CODED.isdisjoint(NEEDS.get(path.stem, [])) and path.stem not in OTHERS
]


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A project whose only story has two short Swedish articles without a date."""
    home = tmp_path_factory.mktemp("two")
    (home / "raw").mkdir()
    (home / "seeds").mkdir()
    for name, text in TEXTS.items():
        (home / "raw" / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMESTORY_HOME", str(home))
        done = CliRunner().invoke(app, ["new", "two", "--from", str(home / "raw")])
        assert done.exit_code == 0, done.output
        yield home


def test_notebooks_that_need_no_codebook_are_many():
    assert len(NOTEBOOKS) >= 8


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_fails(two, path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(path.parent)
    names = {"display": lambda *shown: None}
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
        if cell.cell_type != "code":
            continue
        name = f"/ipykernel_0/{number}.py"  # where Python looks for the text of a cell
        kept = (len(cell.source), None, cell.source.splitlines(keepends=True), name)
        monkeypatch.setitem(linecache.cache, name, kept)
        exec(compile(cell.source, name, "exec"), names)  # noqa: S102 - our own notebooks
        if "parameters" in cell.metadata.get("tags", []) and "story" in names:
            names["story"] = "two"
    plt.close("all")
