"""The examples in docstrings run and print what they say; they find ``ss`` and ``story`` (harbour-fire)."""

import doctest
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import samestory as ss
from samestory.plotting import evidence

# Figures of counts and rates over many articles: no part of them has a passage or an article of its own.
STATISTICAL = {
    *("plot_composition", "plot_dates", "plot_text_seen", "plot_missing_values", "plot_intake", "plot_independence"),
    *("plot_funnel", "plot_sensitivity", "plot_chance", "plot_group_sensitivity", "plot_change_rates"),
    *("plot_scores", "plot_precision_recall", "plot_shift"),
}
OF_ONE_ARTICLE = {"plot_unnamed_sources", "plot_confusion"}  # a part leads somewhere if one article is behind it
TOO_FEW = {"plot_topics", "plot_topic_shares"}  # no topics in so few articles; tests/questions/test_topics.py looks
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


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, called once for all examples that give it the same."""
    made: dict[str, Any] = {}

    def call(*given: Any, **named: Any) -> Any:
        key = repr((given, named))
        if key not in made:
            made[key] = function(*given, **named)
        return made[key]

    return call


@pytest.fixture(scope="module", autouse=True)
def _slow_steps_once():
    with pytest.MonkeyPatch.context() as patch:
        for room, name in ((ss.statements, "shared"), (ss.translation, "overview")):
            patch.setattr(room, name, once(getattr(room, name)))
        yield


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run_and_figures_lead_to_what_is_behind_them(name, story, monkeypatch):
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    said = []
    for test in doctest.DocTestFinder().find(module, extraglobs={"ss": ss, "story": story}):
        monkeypatch.setattr(evidence, "_areas", {})
        runner.run(test, out=said.append)
        figure = test.name.rpartition(".")[2]
        if figure.startswith("plot_") and test.examples and figure not in OF_ONE_ARTICLE | TOO_FEW:
            assert bool(evidence._areas) == (figure not in STATISTICAL), figure
    assert runner.failures == 0, "".join(said)
