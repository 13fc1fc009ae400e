"""Copies are not votes: every indicator has a form with copies counted once, or a line that says why not."""

import ast
import inspect
from pathlib import Path

import copies_once as once
import nbformat
import pytest
from public_measures import public_measures

import samestory as ss
from samestory import paths

MEASURES = public_measures()
NAMES = sorted(MEASURES)
NOTEBOOKS = sorted(paths.notebooks().glob("[0-9]*.ipynb"))


def takes_families(name):
    return "families" in inspect.signature(MEASURES[name]).parameters


def lines_for(name):
    return [name in table for table in (once.THROUGH, once.BY, once.WHY_NOT)]


@pytest.mark.parametrize("name", NAMES)
def test_each_measure_counts_copies_once_or_says_why_not(name):
    expected = 0 if takes_families(name) else 1
    assert sum(lines_for(name)) == expected, (
        f"{name}: give it the option families, or one line in tests/questions/copies_once.py"
    )
    if expected:
        assert name not in once.WHY_NOT or len(once.WHY_NOT[name].split()) > 3


def test_no_line_is_left_of_a_measure_that_is_gone():
    assert {*once.THROUGH, *once.BY, *once.WHY_NOT} <= set(NAMES)
    assert all(takes_families(name) for name in {*once.THROUGH.values(), *once.BY.values()})


@pytest.fixture(scope="module")
def tables():
    """What goes on from a table with families, on a story with copies: each measure once."""
    story = ss.load_story("harbour-fire")
    articles, families = story.articles, story.table("families")
    values = ss.numbers.values(story.table("numbers"), articles, families=families)
    uses = ss.labels.uses(story.table("labels"), articles, families=families)
    edges = ss.claims.chain_edges(story.table("chains"))
    return {
        "labels.exclusive": ss.labels.exclusive(uses),
        "labels.counts": ss.labels.counts(uses),
        "labels.differences": ss.labels.differences(uses),
        "labels.shares": ss.labels.shares(uses),
        "numbers.conflicts": ss.numbers.conflicts(values),
        "numbers.drift": ss.numbers.drift(values, edges, articles),
        "numbers.intervals": ss.numbers.intervals(values),
        "numbers.updates": ss.numbers.updates(values),
    }


def test_what_goes_on_from_families_counts_them(tables):
    assert set(tables) == set(once.THROUGH)
    for name, table in tables.items():
        assert [column for column in table if "famil" in column or column == "counted"], name


def cells_of(path):
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def calls_of(sources, question=""):
    """Each measure with the option families that is called, and whether it is given families there.

    In the files of a question its own measures are called by their bare names. Options in ``**`` are taken to hold it.
    """
    found = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).removeprefix("ss.")
            name = f"{question}.{name}" if question and isinstance(node.func, ast.Name) else name
            if name in NAMES and takes_families(name):
                place = list(inspect.signature(MEASURES[name]).parameters).index("families")
                is_given = any(keyword.arg in ("families", None) for keyword in node.keywords) or len(node.args) > place
                found[name] = found.get(name, False) or is_given
    return found


OVERVIEWS = sorted(Path(ss.__file__).parent.glob("questions/*/*overview*.py"))
CALLS = {path.stem: calls_of(cells_of(path)) for path in NOTEBOOKS} | {
    f"{path.parent.name}/{path.stem}": calls_of([path.read_text(encoding="utf-8")], path.parent.name)
    for path in OVERVIEWS
}


@pytest.mark.parametrize("place", CALLS)
def test_each_page_shows_a_measure_with_copies_counted_once_or_says_why_not(place):
    for name, is_given in CALLS[place].items():
        assert is_given or once.PAGES.get((place, name)), f"{place}: {name} is never given families"


def test_no_reason_is_left_of_a_call_that_is_gone():
    for place, name in once.PAGES:
        assert CALLS[place].get(name) is False, f"{place}: {name} needs no reason any more"


def test_calls_by_a_bare_name_are_seen_in_the_files_of_a_question():
    source = "scores(a, b)\nconfusion(a, b, families=families)\nother(a)"
    assert calls_of([source], "agreement") == {"agreement.scores": False, "agreement.confusion": True}
