"""The parameters cell: what it may hold, and values held against it."""

import pytest
from nbformat.v4 import new_markdown_cell
from run_projects import tagged, write_notebook

from samestory.errors import RunError
from samestory.notebooks.parameters import declared, filled
from samestory.notebooks.values import Kind, split_assignments
from samestory.runs import parameters


def table(tmp_path, source):
    return parameters(write_notebook(tmp_path / "a.ipynb", parameters=source))


def refused(tmp_path, *cells, source=None):
    with pytest.raises(RunError) as caught:
        declared(write_notebook(tmp_path / "a.ipynb", *cells, parameters=source))
    return str(caught.value)


def test_types_defaults_and_help(tmp_path):
    source = (
        "# which and how many\nstory: str = 'fire'  # the story\nn = 3\nshare: float = 1  # of all\ndeep = -2.5\n"
        "on = True\nwords: list[str] = []  # none\nlimit: int | None = None\nnames = ['a',\n  'b']  # two\n"
        "map = {'a': 1}\n"
    )
    rows = table(tmp_path, source).set_index("name")
    assert dict(rows["type"]) == {
        "story": "str", "n": "int", "share": "float", "deep": "float", "on": "bool", "words": "list[str]",
        "limit": "int | None", "names": "list[str]", "map": "dict",
    }  # fmt: skip
    assert dict(rows["help"]) == {
        "story": "the story", "share": "of all", "words": "none", "names": "two",
        "n": "", "deep": "", "on": "", "limit": "", "map": "",
    }  # fmt: skip
    assert list(rows["default"]) == ["fire", 3, 1.0, -2.5, True, [], None, ["a", "b"], {"a": 1}]
    assert type(rows["default"]["share"]) is float


def test_no_parameters_cell(tmp_path):
    assert refused(tmp_path, "x = 1") == (
        "a.ipynb: no cell is tagged 'parameters'; tag exactly one, even if it declares nothing"
    )


def test_two_parameters_cells(tmp_path):
    said = refused(tmp_path, tagged("m = 1"), source="n = 1")
    assert said.startswith("a.ipynb: cells 2, 3 are tagged 'parameters'; tag exactly one")


def test_a_text_cell_tagged(tmp_path):
    cell = new_markdown_cell("n = 1", metadata={"tags": ["parameters"]})
    assert "cell 2: tagged 'parameters', but not a code cell" in refused(tmp_path, cell)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("n = 1\nm = n + 1", "a.ipynb, cell 2, line 2: m = n + 1 is no literal; compute it in the next cell"),
        ("import os", "a.ipynb, cell 2, line 1: 'import os'; a parameters cell holds only lines like"),
        ("n = 1\nprint(n)", "line 2: 'print(n)'; a parameters cell holds only"),
        ("a = b = 1", "line 1: 'a = b = 1'; a parameters cell holds only"),
        ("n: int", "line 1: 'n' has no default; give one"),
        ("n: int = 'x'", "line 1: n: 'x' (str) given, int wanted"),
        ("n: int = True", "line 1: n: True (bool) given, int wanted"),
        ("n: complex = 1", "n is declared 'complex'; allowed: str, int, float, bool, list[str]"),
        ("n = None", "n = None does not show its type; declare it: n: TYPE = None"),
        ("xs = [1, 'a']", "xs = [1, 'a'] does not show its type"),
        ("n = 1e999", "inf given, float wanted; it must be a finite number"),
        ("n = 1\nn = 2", "line 2: parameter 'n' is given twice"),
        ("n = = 1", "line 1: not readable as Python"),
    ],
)
def test_a_cell_with_more_than_literals(tmp_path, source, said):
    assert said in refused(tmp_path, source=source)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "007", "007"),
        ("str", "true", "true"),
        ("str", "a=b: [c", "a=b: [c"),
        ("str | None", "null", None),
        ("int", "7", 7),
        ("int | None", "null", None),
        ("float", "7", 7.0),
        ("float", "1e-3", 0.001),
        ("bool", "true", True),
        ("list[str]", "[a, '1']", ["a", "1"]),
        ("list[float]", "[1, 2.5]", [1.0, 2.5]),
        ("dict", "{a: [1, null]}", {"a": [1, None]}),
    ],
)
def test_texts_from_the_command_line(kind, text, value):
    done = Kind(kind.removesuffix(" | None"), kind.endswith("None")).read(text)
    assert done == value and type(done) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("int", "x", "'x' (str) given, int wanted"),
        ("int", "1.5", "1.5 (float) given, int wanted"),
        ("int", "true", "True (bool) given, int wanted"),
        ("int", "null", "None (null) given, int wanted"),
        ("bool", "yes", "'yes' (str) given, bool wanted; write true or false"),
        ("bool", "1", "1 (int) given, bool wanted"),
        ("float", ".nan", "must be a finite number"),
        ("list[str]", "a,b", "'a,b' (str) given, list[str] wanted, such as [a, b]"),
        ("list[str]", "[1]", "1 (int) given, str in list[str] wanted; put it in quotes"),
        ("dict", "3", "3 (int) given, dict wanted"),
        ("int", "[1", "not readable as YAML"),
    ],
)
def test_texts_that_do_not_fit(kind, text, said):
    with pytest.raises(ValueError) as caught:
        Kind(kind).read(text)
    assert said in str(caught.value)


def test_unknown_name_gets_the_nearest(tmp_path):
    known = declared(write_notebook(tmp_path / "a.ipynb", parameters="outlet = 'x'\nn = 1"))
    values, faults = filled(known, {"outlte": "y"}, {"n": "2"}, "run a", "01_a")
    assert values == {"outlet": "x", "n": 2}
    assert faults == [
        "run a: notebook 01_a has no parameter 'outlte'. Did you mean 'outlet'? Parameters: outlet, n",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["n"], "-p n: give a parameter as name=value"),
        (["n=1", "n=2"], "-p n is given twice ('1' and '2')"),
    ],
)
def test_assignments_that_are_none(given, said):
    with pytest.raises(RunError, match=said.replace("(", r"\(").replace(")", r"\)")):
        split_assignments(given)


@pytest.mark.parametrize("text", ["a\x1b[31m", "a\udcff"])
def test_text_no_file_can_hold_is_refused(text):
    with pytest.raises(ValueError, match="the control character .* is not allowed"):
        Kind("str").read(text)


def test_quotes_and_line_breaks_are_text_like_any_other():
    assert Kind("str").read('it\'s "so"\nhere') == 'it\'s "so"\nhere'
