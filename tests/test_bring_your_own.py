"""Notebook 10_bring_your_own on the folder that is shipped, an empty one, and one with a single text."""

import ast

import nbformat
import pytest

from samestory import paths
from samestory.notebooks.parameters import declared
from samestory.plotting.prose import Prose

NOTEBOOK = paths.notebooks() / "10_bring_your_own.ipynb"
CELLS = [cell for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]


def said(**given):
    """What the cells show, as plain text, with parameters in place of their defaults."""
    shown = []
    names = {"display": lambda *things: shown.extend(things)}
    for cell in CELLS:
        tree = ast.parse(cell.source)
        *_, last = tree.body
        value = None
        if isinstance(last, ast.Expr):
            value = ast.Expression(tree.body.pop().value)
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", ()):
            names.update(given)
        if value is not None:
            shown.append(eval(compile(value, "cell", "eval"), names))  # noqa: S307
    return "\n".join(repr(one) for one in shown if isinstance(one, Prose))


def test_its_parameters_have_help_and_name_no_story():
    assert [one.name for one in declared(NOTEBOOK)] == ["folder", "day_first", "zone", "most"]
    assert all(one.help for one in declared(NOTEBOOK))


def test_the_first_figure_of_content_is_in_the_first_ten_cells():
    drawn = [number for number, cell in enumerate(CELLS, 1) if "ss.show_figure(" in cell.source]
    assert drawn[0] == 3 and drawn[1] <= 10


def test_the_numbers_are_those_in_the_readme_of_the_folder(capsys):
    text = said()
    assert (
        "11 files in 8 formats were read. Of 33 records, 31 could be read, 1 could not, and 1 stated by an export "
        "could not be found in it. The date is known to the minute for 4, to the day for 22, to the month for 1, and "
        "not known for 4. The text was seen whole for 28, cut for 1, as a teaser for 2, and not at all for 0. 1 "
        "repeated the words of another, and 1 gave a page again in other words."
    ) in text
    assert (
        "31 of 33 records could be read; 1 could not be read, and 1 stated by an export could not be found in it. With "
        "a date: 27 of 31 articles; text seen whole: 28."
    ) in text
    assert "Sentences that differ: 3, in 1 of 2 compared pairs." in text
    assert "With an hour but no time zone, and so known to the day only: 12." in text
    assert (
        "The day with the most articles is 2 March 2023: 12 articles. Not drawn because the date is not known: 4. Not "
        "drawn because the outlet is left out: 0."
    ) in text
    printed = capsys.readouterr().out
    assert "figure intake:" in printed and "figure timeline:" in printed


def test_an_empty_folder_gives_a_sentence(tmp_path, capsys):
    text = said(folder=str(tmp_path))
    assert "0 articles from 0 of 0 files, 0 rejects" in text
    assert "There is no record to read." in text
    assert "The figure timeline is left out: the table behind it has no rows." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["note.txt", "Записка 1.md"])
def test_one_text_without_a_head_is_one_article_without_a_date(tmp_path, name):
    (tmp_path / name).write_text("The port was closed on Monday.\nNobody was hurt.\n", encoding="utf-8")
    text = said(folder=str(tmp_path))
    assert "Articles without a date: 1 of 1." in text
    assert "1 of 1 record could be read. With a date: 0 of 1 article; text seen whole: 1." in text
    assert "No article is known to the day." in text


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    text = said(folder=str(tmp_path))
    assert "picture.png" in text
    assert "0 of 1 record could be read; 1 could not be read, and 0 stated by an export" in text


def test_outlets_beyond_the_most_are_counted_and_not_drawn():
    text = said(most=2)
    assert "Not drawn because the outlet is left out: 23." in text
