"""The examples in docstrings run and print what they say; they find ``ss`` and ``story`` (harbour-fire)."""

import doctest
import importlib
from pathlib import Path

import pytest

import samestory as ss

PACKAGE = Path(ss.__file__).parent
MODULES = sorted(
    "samestory." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name, story):
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    said = []
    for test in doctest.DocTestFinder().find(module, extraglobs={"ss": ss, "story": story}):
        runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)
