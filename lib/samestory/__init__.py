"""samestory: compare how outlets reported the same story, and reproduce every figure.

``import samestory as ss``, then ``story = ss.load_story("harbour-fire")``. Each question has a namespace of its own:
``ss.claims.`` lists all measures (they take tables and return a table), figures (``plot_...``) and the overview of
claims. Everything loads when it is first used.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

# What brings data in, shows it, or works on it by hand. Everything else is found under its question, and what is below
# the questions (coding, plotting, schema, errors ...) under the name of its folder.
_TOP = {
    "adjudicate": "workbench",
    "check_answer": "teaching",
    "code_by_hand": "workbench",
    "coding_plan": "workbench",
    "explore": "workbench",
    "load_story": "story",
    "parameters_form": "workbench",
    "read_articles": "intake",
    "show_figure": "plotting",
    "show_passage": "plotting",
    "show_table": "plotting",
    "stories": "story",
}
_HERE = Path(__file__).parent
_QUESTIONS = sorted(path.parent.name for path in _HERE.glob("questions/*/__init__.py"))
_PARTS = {path.parent.name for path in _HERE.glob("*/__init__.py")} | {path.stem for path in _HERE.glob("[a-z]*.py")}

__all__ = sorted([*_TOP, *_QUESTIONS])


def __getattr__(name: str) -> Any:
    if name in _TOP:
        value = getattr(importlib.import_module(f"{__name__}.{_TOP[name]}"), name)
    elif name in _QUESTIONS:
        value = importlib.import_module(f"{__name__}.questions.{name}")
    elif name in _PARTS:
        value = importlib.import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers: {', '.join(__all__)}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
