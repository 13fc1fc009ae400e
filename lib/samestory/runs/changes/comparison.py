"""Compare two results of a run by their own tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import RunError, reason_of
from ...schema import table_named
from . import articles, claims, figures, made_of, numbers, people, statements
from .say import sentence
from .side import Side

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compare"]

FORMAT = 1
# The tables that each part of the comparison reads, beside articles.
READ = {
    "claims": ("claims",),
    "numbers": ("figures",),
    "conflicts": ("conflicts",),
    "sources": ("sources", "chains"),
    "labels": ("labels",),
    "families": ("families",),
}
CODED = ("claims", "numbers", "conflicts", "sources", "labels")


def compare(a: Side, b: Side) -> dict[str, Any]:
    """What changed from one result to another.

    Parameters
    ----------
    a, b
        The older and the newer result.

    Returns
    -------
    dict
        Ready for JSON. ``changed``: whether articles, codings or figures did; None if nothing else changed and a part
        could not be compared (``uncompared``). ``sentence`` says it in one.
        ``articles, statements, claims, numbers, conflicts, sources, labels, families`` are what changed in the story,
        and are missing where nothing did; ``figures`` what changed in the figures of the run; ``made_of`` parameters,
        library, notebook and versions; ``notes`` what could not be compared and why. Every list is ``{"n": ..., "rows":
        [...]}`` with at most 1,000 rows; ``n`` counts all of them.
    """
    notes: list[str] = []
    done: dict[str, Any] = {
        "format": FORMAT,
        "run": b.run,
        "before": _side(a),
        "after": _side(b),
        "made_of": made_of.compare(a, b),
        "figures": figures.compare(a, b),
        **_story(a, b, notes),
        **_shared(a, b, notes),
    }
    done["uncompared"] = notes.copy()
    done["notes"] = notes + _remarks(done)
    done["changed"] = bool(done["figures"]["n"]) or any(key in done for key in ("articles", "statements", *READ))
    if notes and not done["changed"]:
        done["changed"] = None
    done["sentence"] = sentence(done)
    return done


def first(b: Side) -> dict[str, Any]:
    """What is said of a first result, which there is nothing to compare with."""
    return {
        "format": FORMAT,
        "run": b.run,
        "before": None,
        "after": _side(b),
        "changed": False,
        "notes": [],
        "sentence": "First result of this run: there is none before it to compare it with.",
    }


def _side(side: Side) -> dict[str, Any]:
    meta = side.meta
    return {
        "time": side.time,
        "story": meta.get("story") or side.manifest.get("story"),
        "title": meta.get("title"),
        "invented": bool(meta.get("invented")),
        "coder": meta.get("coder"),
    }


def _story(a: Side, b: Side, notes: list[str]) -> dict[str, Any]:
    """What changed in the story, by part; parts in which nothing did are missing."""
    if not a.meta and not b.meta and not a.fault and not b.fault:
        return {}  # the notebook has no story
    for side, which in ((a, "before"), (b, "after")):
        if side.fault:
            notes.append(f"The story of the result {which} cannot be compared: {side.fault}.")
    if a.fault or b.fault:
        return {}
    if a.meta.get("story") != b.meta.get("story"):
        notes.append(
            f"The run read another story: {a.meta.get('story')} before, {b.meta.get('story')} now."
            " Articles and codings are not compared."
        )
        return {}
    parts = [name for name in READ if _differs(a, b, ("articles", *READ[name]))]
    parts = [name for name in parts if name not in CODED or _is_comparable(a, b, notes)]
    if not parts and not _differs(a, b, ("articles", "no_articles")):
        return {"n_articles": _count(b)}
    try:
        return _parts(a, b, parts, notes)
    except RunError as error:
        notes.append(f"The story cannot be compared: {error}.")
        return {}


def _shared(a: Side, b: Side, notes: list[str]) -> dict[str, Any]:
    """What changed in the shared statements, if both results have tables of them."""
    if not statements.has_tables(a) or not statements.has_tables(b):
        return {}
    found = _tried("statements", lambda: statements.compare(a, b), notes)
    parts = ("new", "gone", "outlets", "figures")
    return {"statements": found} if any(found.get(key, {}).get("n") for key in parts) else {}


def _differs(a: Side, b: Side, names: tuple[str, ...]) -> bool:
    """Whether a table of the story is not the same file; one that a story lacks is the same as one it lacks."""
    return any(a.meta["files"].get(f"{name}.parquet") != b.meta["files"].get(f"{name}.parquet") for name in names)


def _is_comparable(a: Side, b: Side, notes: list[str]) -> bool:
    """Whether both results read the rows of one coder; if not, it is said once."""
    before, after = a.meta.get("coder"), b.meta.get("coder")
    said = f"Coded by another coder ({before} before, {after} now): states, numbers, labels, sources are not compared."
    if before != after and said not in notes:
        notes.append(said)
    return before == after


def _count(side: Side) -> int:
    return len(side.tables(["articles"])["articles"]) if "articles.parquet" in side.meta["files"] else 0


def _parts(a: Side, b: Side, parts: list[str], notes: list[str]) -> dict[str, Any]:
    wanted = {"articles", "no_articles", *(table for name in parts for table in READ[name])}
    old, new = a.tables(wanted), b.tables(wanted)
    both = (old["articles"], new["articles"])
    aside = new.get("no_articles", both[1].head(0))
    found: dict[str, Any] = {"n_articles": len(both[1])}
    changed = _tried("articles", lambda: articles.compare(a, b, *both, aside), notes)
    if changed and any(changed[key]["n"] for key in ("added", "withdrawn", "revised", "described")):
        found["articles"] = changed

    def pair(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """A table of both sides; one that is missing has no rows."""
        there = old.get(name, new.get(name))
        empty = table_named(name).empty() if there is None else there.head(0)
        return old.get(name, empty), new.get(name, empty)

    makers = {
        "claims": lambda: claims.compare(a, b, pair("claims"), both),
        "numbers": lambda: numbers.figures(a, b, *pair("figures")),
        "conflicts": lambda: numbers.conflicts(a, b, *pair("conflicts")),
        "sources": lambda: people.sources(a, b, *pair("sources"), pair("chains")[1]),
        "labels": lambda: people.labels(a, b, *pair("labels")),
        "families": lambda: people.families(a, b, *pair("families")),
    }
    for name in parts:
        if not any(f"{table}.parquet" in side.meta["files"] for side in (a, b) for table in READ[name][:1]):
            continue
        section = _tried(name, makers[name], notes)
        if any(section.get(key) for key in ("n", "summary")) or any(
            section.get(key, {}).get("n") for key in ("new", "gone", "in_articles", "by_outlet")
        ):
            found[name] = section
    return found


def _tried(name: str, make: Callable[[], dict[str, Any]], notes: list[str]) -> dict[str, Any]:
    """A part of the comparison; empty, with a note, if a table is not as this version of the library writes it."""
    try:
        return make()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        notes.append(f"{name.capitalize()} cannot be compared: {type(error).__name__}: {reason_of(error)}.")
        return {}


def _remarks(done: dict[str, Any]) -> list[str]:
    """What keeps a reader from taking a change of the tool for a change of the story."""
    tool = [one["what"] for one in done["made_of"]["tool"]]
    if not tool:
        return []
    is_story = any(key in done for key in ("articles", "statements", *READ))
    if done["figures"]["n"] and not is_story:
        return ["No article and no coding changed: the figures changed because the tool or its parameters did."]
    if is_story:
        return ["The tool or its parameters changed too: not every change must come from the story."]
    return []
