"""What was planted, as tables: read off the sentences, so that it is true of every text."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import Any

from .articles import Piece, order
from .marks import Span
from .plan import Desk, words
from .sentences import Sentence

CODER = "truth"
# Two statuses may fit: the one that comes first here holds. Within one status, the first passage.
PRECEDENCE = ("contradicted", "denied", "attributed", "hedged", "asserted")
# The part of an article in which a plant shows that is not one sentence.
PLACE = {
    "verbatim_copy": "body",
    "light_rewrite": "body",
    "partial_copy": "body",
    "agency_translation": "body",
    "paywall": "paywall",
    "teaser": "paywall",
}
SORTS = {"w": "workers", "c": "company"}
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
Row = dict[str, Any]


def truth_tables(desk: Desk) -> dict[str, list[Row]]:
    """Every truth table of the story."""
    keys = words("keys.yaml")
    tables: dict[str, list[Row]] = {
        name: [] for name in ("claims", "numbers", "labels", "citations", "attributions", "families", "chains", "parts")
    }
    for piece in desk.pieces:
        tables["claims"] += _claims(piece, desk, keys)
        tables["numbers"] += _numbers(piece, desk, keys)
        tables["labels"] += _labels(piece, desk)
        tables["citations"] += _citations(piece, desk, keys)
        tables["attributions"] += _attributions(piece, keys)
        tables["parts"] += [
            {"article_id": piece.article_id, "part": part, **_at(piece, begin, end)} for part, begin, end in piece.parts
        ]
        tables["families"].append(
            {"article_id": piece.article_id, "family_id": piece.family, "basis": piece.basis,
             "is_earliest": piece.earliest, "derivation": piece.derivation}
        )  # fmt: skip
        tables["chains"] += [
            {"article_id": piece.article_id, "step": step, "source": source, "source_article_id": article}
            for step, (source, article) in enumerate(piece.way)
        ]
    tables["passages"] = list(_passages(desk))
    for rows in tables.values():
        for row in rows:
            row["coder"] = CODER
    tables["plants"] = _plants(desk)
    return tables


def source_name(desk: Desk, key: str) -> tuple[str, str]:
    """Name and kind of a source by its key."""
    values = desk.world.values["en"]
    if key in ("secretary", "spokesman", "witness"):
        return values[key], "person"
    if key == "company":
        return values["company"], "organisation"
    given = desk.world.about["sources"][key]
    return given["name"], given["kind"]


def _at(piece: Piece, begin: int, end: int) -> Row:
    return {"begin": begin, "end": end, "reads": piece.text[begin:end]}


def _spans(piece: Piece, tag: str) -> list[tuple[Sentence, Span, int, int]]:
    return [
        (sentence, span, place + span.begin, place + span.end)
        for sentence, place in zip(piece.sentences, piece.places, strict=True)
        for span in sentence.spans
        if span.tag == tag
    ]


def _does(keys: dict[str, Any], sentence: Sentence) -> dict[str, Any]:
    return keys.get(sentence.key) or {}


def _by(desk: Desk, given: dict[str, Any], sentence: Sentence, piece: Piece) -> str:
    """Whom a sentence gives its claim to: the source it names itself, else that of its key."""
    if given.get("by") == "outlet":
        return piece.way[-1][0]
    named = [span.argument for span in sentence.spans if span.tag == "S"]
    if not given.get("by"):
        return ""
    return source_name(desk, named[0] if named and named[0] != "outlet" else given["by"])[0]


def _claims(piece: Piece, desk: Desk, keys: dict[str, Any]) -> list[Row]:
    rows = []
    for claim in desk.world.about["claims"]:
        made = [
            (PRECEDENCE.index(status), place, sentence, status)
            for sentence, place in zip(piece.sentences, piece.places, strict=True)
            for named, status in _does(keys, sentence).get("claims", {}).items()
            if named == claim
        ]
        row: Row = {"article_id": piece.article_id, "claim_id": claim}
        if not made:
            rows.append(row | {"status": "absent" if piece.status == "full" else "not_visible"})
            continue
        _, place, sentence, status = min(made, key=lambda one: one[:2])
        given = _does(keys, sentence)
        accuser = source_name(desk, given["accuser"])[0] if "accuser" in given and status == "denied" else ""
        rows.append(
            row | {"status": status, "attributed_to": _by(desk, given, sentence, piece) if status != "asserted" else "",
                   **_at(piece, place, place + len(sentence.text)), "note": f"accused by {accuser}" if accuser else ""}
        )  # fmt: skip
    return rows


def _numbers(piece: Piece, desk: Desk, keys: dict[str, Any]) -> list[Row]:
    rows = []
    for sentence, span, begin, end in _spans(piece, "N"):
        low, high = desk.world.figures[span.argument]
        quantity = {"wrong": "stuck"}.get(span.argument, span.argument.split(".")[0])
        rows.append(
            {"article_id": piece.article_id, "quantity": quantity, "value_text": piece.text[begin:end], "low": low,
             "high": high, "unit": desk.world.about["quantities"][quantity]["unit"],
             "attributed_to": _by(desk, _does(keys, sentence), sentence, piece), **_at(piece, begin, end)}
        )  # fmt: skip
    for part, begin, end in piece.parts:
        if part == "correction":  # both numbers are in it
            for value, note in (("stuck", ""), ("wrong", "withdrawn")):
                digits = desk.world.values["en"][value]
                found = re.search(rf"\b{digits}\b", piece.text[begin:end])
                if found:
                    low, high = desk.world.figures[value]
                    rows.append(
                        {"article_id": piece.article_id, "quantity": "stuck", "value_text": digits, "low": low,
                         "high": high, "unit": desk.world.about["quantities"]["stuck"]["unit"], "attributed_to": "",
                         **_at(piece, begin + found.start(), begin + found.end()), "note": note}
                    )  # fmt: skip
    return rows


def _labels(piece: Piece, desk: Desk) -> list[Row]:
    labels = desk.world.about["words"][piece.outlet.language]["labels"]
    direct = [(begin, end) for _, span, begin, end in _spans(piece, "A") if span.argument.endswith("!")]
    rows: dict[tuple[str, str], Row] = {}
    for _, span, begin, end in _spans(piece, "L"):
        label, evaluation = labels[span.argument]
        voice = "quoted" if any(b <= begin and end <= e for b, e in direct) else "own"
        row = rows.setdefault(
            (span.argument, voice),
            {"article_id": piece.article_id, "actor": SORTS[span.argument[0]], "label": label,
             "language": piece.outlet.language, "voice": voice, "evaluation": evaluation, "n": 0,
             **_at(piece, begin, end)},
        )  # fmt: skip
        row["n"] += 1
    return list(rows.values())


def _citations(piece: Piece, desk: Desk, keys: dict[str, Any]) -> list[Row]:
    rows: dict[str, Row] = {}
    if piece.credit:
        [(begin, end)] = [(begin, end) for part, begin, end in piece.parts if part == "credit"]
        agency = desk.world.agency.name
        at = piece.text.index(agency.upper(), begin, end)
        rows[agency] = {"cited": agency, "kind": "agency", **_at(piece, at, at + len(agency))}
    for _, span, begin, end in _spans(piece, "S"):
        if span.argument == "outlet":
            cited, kind = piece.way[-1][0], "outlet"
        else:
            cited, kind = source_name(desk, span.argument)
        rows.setdefault(cited, {"cited": cited, "kind": kind, **_at(piece, begin, end)})
    ranked = sorted(rows.values(), key=lambda row: row["begin"])
    return [{"article_id": piece.article_id, **row, "order": rank} for rank, row in enumerate(ranked, 1)]


def _attributions(piece: Piece, keys: dict[str, Any]) -> list[Row]:
    rows = []
    for sentence, place in zip(piece.sentences, piece.places, strict=True):
        marked: dict[str, list[Span]] = {}
        for span in sentence.spans:
            marked.setdefault(span.tag, []).append(span)
        for span in marked.get("A", []):
            row: Row = {"article_id": piece.article_id, **_at(piece, place + span.begin, place + span.end)}
            for tag, name in (("S", "source"), ("K", "cue")):
                if tag in marked:
                    [one] = marked[tag]
                    row |= {f"{name}_begin": place + one.begin, f"{name}_end": place + one.end}
            kind = span.argument.rstrip("!")
            rows.append(
                row | {"cue_kind": kind, "is_direct": span.argument.endswith("!"),
                       "is_hedged": bool(_does(keys, sentence).get("hedged")), "polarity": -1 if kind == "deny" else 1}
            )  # fmt: skip
    return rows


def _passages(desk: Desk) -> Any:
    for first, second in itertools.combinations(desk.pieces, 2):
        if first.outlet.language != second.outlet.language:
            continue
        told = order(first, second)
        a, b = first, second
        if told == "known" and first.published is not None and second.published is not None:
            a, b = (first, second) if first.published < second.published else (second, first)
        roots = {one.root: (one, place) for one, place in zip(a.sentences, a.places, strict=True)}
        for one, place in zip(b.sentences, b.places, strict=True):
            if one.root in roots:
                other, at = roots[one.root]
                note = next((p.how for p in (b, a) if p.how not in ("", "translation")), "")
                yield _passage(a, at, len(other.text), b, place, len(one.text), told, "writing", note)
        if a.outlet == b.outlet and a.parts and b.parts:
            (_, begin, end), (_, later, later_end) = a.parts[-1], b.parts[-1]
            yield _passage(a, begin, end - begin, b, later, later_end - later, told, "boilerplate", "boilerplate")
        spoken = {a.text[s:e]: (s, e) for _, span, s, e in _spans(a, "A") if span.argument.endswith("!")}
        for sentence, span, s, e in _spans(b, "A"):
            if span.argument.endswith("!") and b.text[s:e] in spoken and sentence.root not in roots:
                begin, end = spoken[b.text[s:e]]
                yield _passage(a, begin, end - begin, b, s, e - s, told, "quotation", "shared quotation")


def _passage(
    a: Piece, begin: int, length: int, b: Piece, later: int, later_length: int, told: str, kind: str, note: str
) -> Row:
    reads, later_reads = a.text[begin : begin + length], b.text[later : later + later_length]
    first, second = (Counter(_WORD.findall(text.lower())) for text in (reads, later_reads))
    return {
        "earlier_id": a.article_id, "begin": begin, "end": begin + length,
        "later_id": b.article_id, "later_begin": later, "later_end": later + later_length,
        "n_words": second.total(),
        "similarity": round(2 * (first & second).total() / (first.total() + second.total()), 3),
        "order": told, "kind": kind, "reads": reads, "later_reads": later_reads, "note": note,
    }  # fmt: skip


def _plants(desk: Desk) -> list[Row]:
    by_id = {piece.article_id: piece for piece in desk.pieces}
    rows: list[Row] = []
    for number, (kind, article_id, other, key, note) in enumerate(desk.plants, 1):
        piece, row = by_id[article_id], {"plant_id": f"P{number:02}", "kind": kind, "article_id": article_id}
        place = next(
            ((at, at + len(s.text)) for s, at in zip(piece.sentences, piece.places, strict=False) if s.key == key),
            next(((begin, end) for part, begin, end in piece.parts if part == PLACE.get(kind)), None),
        )
        rows.append(row | {"other_article_id": other, "note": note} | (_at(piece, *place) if place else {}))
    return rows
