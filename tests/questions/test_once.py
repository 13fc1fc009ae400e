"""Copies are not votes: every indicator has a form with copies counted once, or a line that says why not."""

import ast
import inspect

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


def calls_of(path):
    """Each measure with the option families that a notebook calls, and whether it is given families there."""
    found = {}
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            name = ast.unparse(node.func).removeprefix("ss.")
            if name in NAMES and takes_families(name):
                place = list(inspect.signature(MEASURES[name]).parameters).index("families")
                is_given = any(keyword.arg == "families" for keyword in node.keywords) or len(node.args) > place
                found[name] = found.get(name, False) or is_given
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_notebook_shows_a_measure_with_copies_counted_once_or_says_why_not(path):
    for name, is_given in calls_of(path).items():
        assert is_given or once.PAGES.get((path.stem, name)), f"{path.stem}: {name} is never given families"


def test_no_reason_is_left_of_a_call_that_is_gone():
    calls = {path.stem: calls_of(path) for path in NOTEBOOKS}
    for stem, name in once.PAGES:
        assert calls[stem].get(name) is False, f"{stem}: {name} needs no reason any more"
