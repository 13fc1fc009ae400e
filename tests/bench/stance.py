"""Claim states against what people judged: headlines of Emergent, articles of FNC-1.

Each set gives a stance to a rumour: it is affirmed, denied, or only reported. Patterns for the rumours are the
project's own (``rumours.yaml``), written from the sentence that states the rumour. The sets have no training part here:
they are halved by rumour, ``dev`` was read while rules were written, ``test`` was not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from samestory.coding import code_story
from samestory.coding.headlines import code_headlines

EMERGENT, FNC = "emergent_stance", "fnc1_stance"
RUMOURS = Path(__file__).with_name("rumours.yaml")
FOR, AGAINST, REPORTED = "for", "against", "observing"
STANCES = {"agree": FOR, "disagree": AGAINST, "discuss": REPORTED}
DENYING = ("denied", "contradicted")
Row = dict[str, Any]


@dataclass(frozen=True)
class _Claim:
    """What coding needs of one rumour."""

    patterns: dict[str, list[str]]
    description: str = ""
    kind: str = "event"
    mentions: dict[str, list[str]] = field(default_factory=dict)
    utterances: dict[str, list[str]] = field(default_factory=dict)
    contradictions: dict[str, list[str]] = field(default_factory=dict)
    denials: dict[str, list[str]] = field(default_factory=dict)
    denied_by: str | None = None


@dataclass(frozen=True)
class _Rumours:
    """The rumours as a codebook."""

    claims: dict[str, _Claim]
    quantities: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, Any] = field(default_factory=dict)
    vague: dict[str, float] = field(default_factory=dict)
    precedence: tuple[str, ...] = ("contradicted", "denied", "attributed", "hedged", "asserted")


def run(data: Path, size: int = 0) -> list[Row]:
    """Recall and precision of denials, and precision of what is coded asserted, by set and part."""
    rows: list[Row] = []
    for name, read in ((EMERGENT, emergent), (FNC, fnc)):
        if not (data / name).is_dir():
            rows.append({"what": f"{name}: claim states", "note": f"not measured: no folder {name}"})
            continue
        table = read(data / name)
        for part in ("dev", "test"):
            rows += measured(f"{name} {part}", table[table["part"] == part])
    return rows


def rumours(of: str) -> dict[str, dict[str, Any]]:
    """The rumours of a set whose names begin with ``E`` or ``F``: ``part, key, patterns``."""
    return {name: one for name, one in yaml.safe_load(RUMOURS.read_text("utf-8")).items() if name.startswith(of)}


def emergent(folder: Path) -> pd.DataFrame:
    """``rumour, part, stance, status`` of each headline; status is ``not found`` if no pattern matches."""
    pairs = pd.read_parquet(folder / "pairs.parquet")
    found = []
    for name, one in rumours("E").items():
        mine = pairs[pairs["claim_id"].str.startswith(one["key"])]
        if mine.empty:
            continue
        titles = pd.DataFrame({"article_id": mine["article_id"], "language": "en", "title": mine["headline"]})
        states = code_headlines(titles, _codebook(name, one))
        found.append(_joined(name, one, mine["article_id"], mine["stance"], states))
    return pd.concat(found, ignore_index=True) if found else _none()


def fnc(folder: Path) -> pd.DataFrame:
    """The same of each article that belongs to the headline of a rumour."""
    stances = pd.read_parquet(folder / "stances.parquet")
    bodies = pd.read_parquet(folder / "bodies.parquet").assign(body_id=lambda table: table["body_id"].astype("str"))
    stances = stances[stances["stance"] != "unrelated"].assign(body_id=lambda table: table["body_id"].astype("str"))
    pairs = stances.merge(bodies[["body_id", "story_group", "text"]], on="body_id")
    found = []
    for name, one in rumours("F").items():
        group, _, place = str(one["key"]).partition("/")
        mine = pairs[pairs["story_group"].astype("str") == group]
        headlines = sorted(mine["headline"].unique())
        if int(place or 0) >= len(headlines):
            continue
        mine = mine[mine["headline"] == headlines[int(place or 0)]].drop_duplicates("body_id")
        articles = pd.DataFrame(
            {"article_id": mine["body_id"], "language": "en", "text": mine["text"], "text_status": "full"}
        ).assign(outlet=pd.NA, title=pd.NA)
        states = code_story(articles, _codebook(name, one), only=["claims"], engine="rules").tables["claims"]
        states = states[~states["status"].isin(("absent", "not_visible"))]
        found.append(_joined(name, one, mine["body_id"], mine["stance"].map(STANCES), states))
    return pd.concat(found, ignore_index=True) if found else _none()


def _codebook(name: str, one: dict[str, Any]) -> _Rumours:
    return _Rumours({name: _Claim({"en": list(one["patterns"])})})


def _joined(name: str, one: dict[str, Any], ids: pd.Series, stance: pd.Series, states: pd.DataFrame) -> pd.DataFrame:
    state_of = dict(zip(states["article_id"], states["status"], strict=True))
    status = ids.map(state_of).fillna("not found")
    table = {"rumour": name, "part": one["part"], "article_id": ids, "stance": stance, "status": status}
    return pd.DataFrame(table)


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=["rumour", "part", "article_id", "stance", "status"])


def measured(name: str, table: pd.DataFrame) -> list[Row]:
    """Rows for the table of benchmarks; a share of nothing has no value and says so."""
    against, denied = table["stance"].eq(AGAINST), table["status"].isin(DENYING)
    asserted = table["status"].eq("asserted")
    known = table["status"].ne("not found")
    note = f"{table['rumour'].nunique()} rumours, {len(table)} pairs; a pattern matches {int(known.sum())}"
    return [
        _share(f"{name}: denied, recall", int((against & denied).sum()), int(against.sum()), note),
        _share(f"{name}: denied, precision", int((against & denied).sum()), int(denied.sum()), note),
        _share(
            f"{name}: asserted, precision",
            int((asserted & table["stance"].eq(FOR)).sum()),
            int(asserted.sum()),
            f"{note}; of those asserted {int((asserted & against).sum())} are denials",
        ),
    ]


def _share(what: str, hits: int, n: int, note: str) -> Row:
    if not n:
        return {"what": what, "n": 0, "note": f"not measured: none in this part; {note}"}
    return {"what": what, "n": n, "ours": round(hits / n, 3), "unit": "share", "note": f"{hits} of {n}; {note}"}
