"""Rows of the tables out of passages that are placed and codes that are mapped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ...errors import printable
from ...languages import base_code
from ...schema import BY_HAND, UNSEEN, check, table_named
from ...text import quotations
from ..numbers import bounds_of
from ..plan import Plan
from ..reading import reading
from ..storable import storable
from .mapping import LEFT, Meaning
from .model import Unread
from .place import Placed

SOURCES = ("attributed_to", "source", "speaker", "person", "organisation", "organization", "actor")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")


@dataclass
class Made:
    """The rows of one coder, and what became of the passages.

    ``tables`` by name; ``rejected`` with reasons; ``n_taken`` passages that are in a row, ``n_joined`` those of
    them that say again what another one says of the same claim or source; ``n_ignored`` passages of codes that the
    mapping leaves out; ``unmapped`` how many passages each code without a meaning has; ``lost`` articles and tables of
    passages that were not taken (no table: any), and ``unfinished`` the articles that are not finished because of them.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    rejected: list[Unread] = field(default_factory=list)
    unmapped: Counter[str] = field(default_factory=Counter)
    n_joined: int = 0
    n_ignored: int = 0
    n_taken: int = 0
    lost: set[tuple[str, str]] = field(default_factory=set)
    unfinished: set[str] = field(default_factory=set)


def rows_of(
    passages: Iterable[Placed],
    mapping: Mapping[str, Meaning],
    articles: pd.DataFrame,
    codebook: Any,
    coder: str,
    finished: Iterable[str] = (),
    lost: Iterable[tuple[str, str]] = (),
) -> Made:
    """The rows of one coder.

    Parameters
    ----------
    passages
        The passages of this coder, placed.
    mapping
        What their codes mean.
    articles, codebook
        Of the story.
    coder
        Whose rows they are.
    finished
        Articles that the coder has coded whole: a claim of the mapping that is not coded there is absent.
    lost
        Articles and tables of codings that could not be read or placed; no table if it may be any. What is not in such
        an article is not known.
    """
    made = Made(lost=set(lost))
    known = articles.drop_duplicates("article_id").set_index("article_id")
    by_table: dict[str, list[tuple[Placed, Meaning]]] = defaultdict(list)
    for one in passages:
        meaning = mapping.get(one.passage.name)
        if meaning is None or not meaning.table:
            made.unmapped[one.passage.name] += 1
            made.lost.add((one.article_id, ""))
        elif meaning.table == LEFT:
            made.n_ignored += 1
        else:
            by_table[meaning.table].append((one, meaning))
    rows = {
        "claims": _claims(by_table["claims"], known, codebook, made),
        "numbers": _numbers(by_table["numbers"], known, codebook, made),
        "labels": _labels(by_table["labels"], known, codebook, made),
        "citations": _citations(by_table["citations"], made),
    }
    if finished := sorted(set(finished)):
        left = {name: {key for key, table in made.lost if table in ("", name)} for name in BY_HAND}
        rows["claims"] += _absent(
            rows["claims"], mapping, known, [key for key in finished if key not in left["claims"]]
        )
        rows["examined"] = [
            row for row in _examined(mapping, codebook, finished) if row["article_id"] not in left[row["table"]]
        ]
        made.unfinished = {key for key in finished if any(key in those for those in left.values())}
    rows["claims"].sort(key=lambda row: (row["article_id"], row["claim_id"]))
    for name, table in rows.items():
        if table:
            frame = pd.DataFrame(table).assign(coder=coder)
            made.tables[name] = check(frame.reindex(columns=table_named(name).names), name, articles=articles)
    return made


def _reject(made: Made, one: Placed, table: str, reason: str) -> None:
    made.lost.add((one.article_id, table))
    said = f" {one.reads[:50]!r}" if one.reads else ""
    made.rejected.append(Unread(f"{one.article_id}, {one.passage.name}{said}", reason))


def _where(one: Placed) -> dict[str, Any]:
    note = None if one.passage.note is None else printable(one.passage.note)[:2_000]
    span = {"begin": one.begin, "end": one.end, "reads": one.reads}
    return {"article_id": one.article_id, **span, "note": note}


def _source(one: Placed, meaning: Meaning) -> str | None:
    """The source as the code or a field of the coding names it, on one line."""
    low = {key.casefold(): value for key, value in one.passage.attributes.items()}
    said = meaning.attributed_to or next((low[key] for key in SOURCES if low.get(key)), "")
    return printable(" ".join(said.split()))[:300] or None


def _order(one: Placed) -> tuple[str, int, int]:
    return one.article_id, -1 if one.begin is None else one.begin, one.end or 0


def _claims(found: list[tuple[Placed, Meaning]], known: pd.DataFrame, codebook: Any, made: Made) -> list[dict]:
    """One row for each claim of an article: the state that the codebook puts first, by its first passage."""
    rank = {state: n for n, state in enumerate(codebook.precedence)}
    units: dict[tuple[str, str], list[tuple[Placed, Meaning]]] = defaultdict(list)
    for one, meaning in sorted(found, key=lambda pair: _order(pair[0])):
        if meaning.value in UNSEEN and one.begin is not None:
            _reject(made, one, "claims", f"{meaning.value} has no passage; code the whole document so")
        elif meaning.value == "absent" and known.at[one.article_id, "text_status"] != "full":
            _reject(
                made, one, "claims", "absent can only be said of a text that was seen whole; here it is not_visible"
            )
        else:
            units[one.article_id, meaning.target].append((one, meaning))
    rows = []
    for (_, claim), those in units.items():
        states = {meaning.value for _, meaning in those}
        if len(states) > 1 and not states <= set(rank):
            for one, _ in those:
                _reject(
                    made,
                    one,
                    "claims",
                    f"claim {claim} has several states, and precedence in codebook.yaml has not all",
                )
            continue
        one, meaning = min(those, key=lambda pair: rank.get(pair[1].value, 0))
        made.n_joined += len(those) - 1
        made.n_taken += len(those)
        source = None if meaning.value in UNSEEN else _source(one, meaning)
        rows.append({**_where(one), "claim_id": claim, "status": meaning.value, "attributed_to": source})
    return rows


def _numbers(found: list[tuple[Placed, Meaning]], known: pd.DataFrame, codebook: Any, made: Made) -> list[dict]:
    rows, seen = [], set()
    plans: dict[str, Plan] = {}
    for one, meaning in sorted(found, key=lambda pair: _order(pair[0])):
        if one.begin is None:
            _reject(made, one, "numbers", "a figure needs its passage")
            continue
        unit = codebook.quantities[meaning.target].unit
        bounds = _bounds(one, known.at[one.article_id, "language"], codebook, unit, plans)
        if isinstance(bounds, str):
            _reject(made, one, "numbers", bounds)
            continue
        if (key := (one.article_id, meaning.target, one.begin, one.end)) in seen:
            made.n_joined += 1
            made.n_taken += 1
            continue
        seen.add(key)
        made.n_taken += 1
        words = printable(" ".join((one.reads or "").split()))
        row = {"quantity": meaning.target, "value_text": words, "low": bounds[0], "high": bounds[1]}
        rows.append({**_where(one), **row, "unit": unit, "attributed_to": _source(one, meaning)})
    return rows


def _bounds(
    one: Placed, language: Any, codebook: Any, unit: str, plans: dict[str, Plan]
) -> tuple[float | None, float | None] | str:
    """Low and high as the coding gives them, else as its words read in the language of the article."""
    low = {key.casefold(): value.strip() for key, value in one.passage.attributes.items()}
    if given := [name for name in ("low", "high") if low.get(name)]:
        if any(not _NUMBER.fullmatch(low[name]) for name in given):
            return "low or high is not a number"
        bounds = [float(low[name]) if low.get(name) else None for name in ("low", "high")]
        if None not in bounds and bounds[0] > bounds[1]:  # type: ignore[operator]
            return "low is above high"
        return bounds[0], bounds[1]
    code = base_code(language) if isinstance(language, str) else ""
    plan = plans[code] = plans.get(code) or Plan(codebook, code)
    figures = [figure for figure in reading(storable(one.reads or ""), plan.lexicon).figures if figure.is_count]
    found = bounds_of(one.reads or "", code, unit, codebook.vague) if len(figures) == 1 else None
    return found or f"its words hold {len(figures)} figures, not one; give low and high as fields of the coding"


def _labels(found: list[tuple[Placed, Meaning]], known: pd.DataFrame, codebook: Any, made: Made) -> list[dict]:
    rows: dict[tuple, dict] = {}
    speech: dict[str, list[tuple[int, int]]] = {}
    for one, meaning in sorted(found, key=lambda pair: _order(pair[0])):
        low = {key.casefold(): value.strip() for key, value in one.passage.attributes.items()}
        if one.begin is None or one.end is None:
            _reject(made, one, "labels", "a label needs its passage")
            continue
        language = known.at[one.article_id, "language"]
        code = base_code(language) if isinstance(language, str) else ""
        said = " ".join((low.get("label") or one.reads or "").split())
        listed = [label for label in codebook.actors[meaning.target].labels.get(code, ()) if _same(label.label, said)]
        evaluation = meaning.value or low.get("evaluation") or (listed[0].evaluation if listed else "")
        if evaluation not in ("legitimising", "neutral", "delegitimising"):
            _reject(
                made,
                one,
                "labels",
                "codebook.yaml does not have this word for the actor, so its evaluation is not known",
            )
            continue
        voice = low.get("voice", "")
        if voice not in ("own", "quoted"):
            if one.article_id not in speech:
                text = known.at[one.article_id, "text"]
                speech[one.article_id] = [(mark.begin, mark.end) for mark in quotations(text, code or None)]
            inside = any(a <= one.begin and one.end <= b for a, b in speech[one.article_id])
            voice = "quoted" if inside else "own"
        label = printable(listed[0].label if listed else said)
        made.n_taken += 1
        if (key := (one.article_id, meaning.target, label, voice)) in rows:
            rows[key]["n"] += 1
            continue
        row = {"actor": meaning.target, "label": label, "language": code or None, "voice": voice}
        rows[key] = {**_where(one), **row, "evaluation": evaluation, "n": 1}
    return list(rows.values())


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == other.casefold()


def _citations(found: list[tuple[Placed, Meaning]], made: Made) -> list[dict]:
    rows: dict[tuple[str, str], dict] = {}
    order: Counter[str] = Counter()
    for one, meaning in sorted(found, key=lambda pair: _order(pair[0])):
        said = _source(one, meaning) or printable(" ".join((one.reads or "").split()))[:300]
        if not said:
            _reject(made, one, "citations", "names no source, and has no passage")
            continue
        made.n_taken += 1
        if (one.article_id, said) in rows:
            made.n_joined += 1
            continue
        order[one.article_id] += one.begin is not None
        rank = order[one.article_id] if one.begin is not None else None
        rows[one.article_id, said] = {**_where(one), "cited": said, "kind": meaning.target, "order": rank}
    return list(rows.values())


def _absent(rows: list[dict], mapping: Mapping[str, Meaning], known: pd.DataFrame, finished: list[str]) -> list[dict]:
    """The claims that the coder could code in a finished article, and did not."""
    coded = {(row["article_id"], row["claim_id"]) for row in rows}
    claims = sorted({one.target for one in mapping.values() if one.table == "claims"})
    return [
        {
            "article_id": article_id,
            "claim_id": claim,
            "status": "absent" if known.at[article_id, "text_status"] == "full" else "not_visible",
        }
        for article_id in finished
        for claim in claims
        if (article_id, claim) not in coded
    ]


def _examined(mapping: Mapping[str, Meaning], codebook: Any, finished: list[str]) -> list[dict]:
    """Tables that a finished article is finished for: those of which the mapping has every claim, quantity or actor."""
    wanted = {"claims": codebook.claims, "numbers": codebook.quantities, "labels": codebook.actors}
    have = {name: {one.target for one in mapping.values() if one.table == name} for name in BY_HAND}
    tables = [name for name, things in wanted.items() if things and set(things) <= have[name]]
    return [{"article_id": article_id, "table": name} for article_id in finished for name in tables]
