"""Accuracy with a floor: what was measured may not get worse unnoticed.

``floors.json`` beside this file holds, for each number, the least it may be and a digest of what it was measured on. A
number below its floor is a failure. A floor is raised by ``python -m bench quality --write``; ``--lower``
lowers one. On another corpus (another digest) a floor says nothing, and that is said. A floor marked ``is_set_by_hand``
is what was asked for, not what was reached: it stays where weights are trained anew and differ a little.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from samestory import paths
from samestory.errors import SamestoryError, listed

from .harness import COLUMNS, gold

FLOORS = Path(__file__).with_name("floors.json")
# Parts that measure accuracy, and what each is measured on: stories of ours, or folders of public sets.
MEASURED_ON = {
    "coding": ("seeds/harbour-fire", "seeds/harbour-fire-unseen", "seeds/mali-drones"),
    "attribution": ("polnear",),
    "quotations": ("basil", "polnear"),
    "stance": ("emergent_stance", "fnc1_stance"),
    "consistency": ("wmt_news_translations",),
    "graded": ("clough_stevenson_short_answers",),
    "grouping": ("allsides_roundups", "ecbplus"),
    "translation": ("wmt_news_translations", "ecbplus", "seeds/harbour-fire", "seeds/harbour-fire-unseen"),
    "plagdet": ("pan13_text_alignment",),
    "pages": ("html_pages",),
    "wording": ("article_bias_prediction",),
    "tone": ("newsmtsc", "babe", "newswcl50"),
    "correction": (),
    "invented": (),
}
SHIPPED = ("coding",)  # needs nothing but this project, and takes seconds
_SPEED = ("/s", "CPU", "MB", "second")
SLACK = 1e-6


def quality(
    names: Iterable[str] = (), *, data: Path | None = None, say: Callable[[str], None] = print
) -> list[dict[str, Any]]:
    """Measure, and hold each number against its floor.

    Parameters
    ----------
    names
        Keys of ``MEASURED_ON``; all unless given.
    data
        The folder of public gold sets; ``gold()`` unless given. A set that is not there is said in a row.
    say
        Called with one line as each part begins.

    Returns
    -------
    list of dict
        Rows with the keys of ``harness.COLUMNS``, and ``floor`` (None where there is none), ``digest`` and ``verdict``:
        ``holds``, ``below``, ``no floor`` or ``other corpus``; empty where nothing was measured.
    """
    chosen = list(names) or list(MEASURED_ON)
    if unknown := [name for name in chosen if name not in MEASURED_ON]:
        raise SamestoryError(f"nothing of the name {unknown[0]!r} is measured; there are {listed(MEASURED_ON)}")
    floors = read_floors()
    rows: list[dict[str, Any]] = []
    for name in chosen:
        say(f"{name}: measured on {', '.join(MEASURED_ON[name]) or 'simulated codings'}")
        digest = _digest(name, data or gold())
        for row in importlib.import_module(f"{__package__}.{name}").run(data or gold(), 0):
            kept = {column: row.get(column, "") for column in COLUMNS} | {"part": name, "digest": digest}
            kept["floor"], kept["verdict"] = _verdict(kept, floors)
            rows.append(kept)
    return rows


def key(row: dict[str, Any]) -> str:
    """The name of a number among the floors."""
    return f"{row['part']}: {row['what']}"


def read_floors() -> dict[str, dict[str, Any]]:
    """Every floor by the name of its number: ``floor`` and ``digest``."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}


def write_floors(rows: list[dict[str, Any]], *, lower: bool = False) -> list[str]:
    """Raise floors to what was measured; one that would sink stays unless ``lower``.

    Returns
    -------
    list of str
        What changed, and what was left as it was; one line each.
    """
    floors, said = read_floors(), []
    for row in rows:
        if not is_measure(row):
            continue
        name, found, before = key(row), float(row["ours"]), floors.get(key(row))
        sinks = False
        if before is not None and before.get("is_set_by_hand"):
            continue
        if before is not None:
            sinks = before["digest"] == row["digest"] and found < before["floor"] - SLACK
        if before is not None and sinks and not lower:
            said.append(f"left: {name}: {found:g} is below its floor {before['floor']:g}; --lower would lower it")
            continue
        if before != (now := {"floor": found, "digest": row["digest"]}):
            floors[name] = now
            said.append(f"{'lowered' if sinks else 'written'}: {name}: {found:g}")
    FLOORS.write_text(json.dumps(dict(sorted(floors.items())), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return said


def is_measure(row: dict[str, Any]) -> bool:
    """Whether a row is a number of accuracy, which may not sink; times and sizes depend on the machine."""
    value = row.get("ours")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return not any(unit in str(row.get("unit", "")) for unit in _SPEED)


def _verdict(row: dict[str, Any], floors: dict[str, dict[str, Any]]) -> tuple[float | None, str]:
    if not is_measure(row):
        return None, ""
    known = floors.get(key(row))
    if known is None:
        return None, "no floor"
    if known["digest"] != row["digest"]:
        return known["floor"], "other corpus"
    return known["floor"], "holds" if float(row["ours"]) >= known["floor"] - SLACK else "below"


def _digest(name: str, data: Path) -> str:
    """Twelve signs of a SHA-256 over the names and bytes of what a part is measured on."""
    total = hashlib.sha256()
    for place in MEASURED_ON[name]:
        folder = paths.home() / place if place.startswith("seeds/") else data / place
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and _is_corpus(path):
                total.update(path.relative_to(folder).as_posix().encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def _is_corpus(path: Path) -> bool:
    """Whether a file is measured on; codebooks and automatic codings are what is measured, cards are for people."""
    if path.name in ("README.md", "card.md", "codebook.yaml") or path.name.endswith(".auto.csv"):
        return False
    return "texts" not in path.parts and not path.name.startswith(".")
