"""Every public measure by its name in ``samestory``: "claims.rates" and the function."""

import importlib
import inspect

import samestory as ss

# Public functions that return a sentence, a list, a model or a file; they measure nothing themselves. Nor do overviews,
# which join the tables of a notebook.
OTHERS = {
    "coding_overview",
    "comparison_note",
    "copies_note",
    "edge_names",
    "independence_note",
    "load_model",
    "not_examined",
    "overview",
    "show_concordance",
    "suggested_claims",
    "train",
}


def public_measures(*, with_files=True):
    """Pairs of name and function; ``with_files`` also gives those that write a file."""
    found = {}
    for question in sorted(name for name in ss.__all__ if _is_question(name)):
        namespace = getattr(ss, question)
        for name in dir(namespace):
            offered = getattr(namespace, name)
            if inspect.isfunction(offered) and not name.startswith("plot_") and not _is_other(name):
                found[f"{question}.{name}"] = offered
    return found if with_files else {name: one for name, one in found.items() if name != "sources.to_graphml"}


def _is_other(name):
    return name in OTHERS or name.endswith("overview")


def _is_question(name):
    return importlib.util.find_spec(f"samestory.questions.{name}") is not None
