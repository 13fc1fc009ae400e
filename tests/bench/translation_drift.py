"""What changed in translation: false changes on faithful translations, and planted changes that are found.

``wmt_news_translations`` holds faithful translations, aligned by segment, so each change that is reported there is an
error, or one of the few that a translator really made. The same segments with one change put in by script, at random
with a fixed seed, say how many changes are found: a number changed, made vaguer or left out; a hedge, a negation or an
attribution removed; a source replaced by another, or by a formula that vouches for nobody.

Documents are taken in the order of the set: rules were written with the odd ones, the even ones are stated.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import samestory as ss
from samestory.coding import code_attributions
from samestory.languages import language_for
from samestory.questions.translation.amounts import Amount, amounts
from samestory.questions.translation.differences import COMPARED, GIVES
from samestory.questions.translation.found import Found
from samestory.questions.translation.readings import Part, readings

FOLDER = "wmt_news_translations"
SOURCE, HUMAN = "source", "human:A"
GOALS = {"human": 2.0, "machine": 4.0}  # false changes in 100 segments
SEED = 14
PLANTED = (
    "number changed",
    "number vaguer",
    "number dropped",
    "hedge lost",
    "negation lost",
    "attribution lost",
    "attribution moved",
    "vouching in place of a source",
)
PLANTS = {
    "hedge_to_fact": ("hedge", "lost"),
    "hope_to_fact": ("attribution", "lost"),
    "attribution_to_vouching": ("vouching", "in place of a source"),
    "number_drift": ("number", "vaguer"),
}
# Changes of the chain that are there without being planted at that place: the Harbour Office is no longer named, 41
# became "about forty", what the reporter saw is now told by the paper, and the second paper names the first no more.
READ = {
    ("holos-0304-dokery", "attribution", "lost"),
    ("holos-0304-dokery", "number", "vaguer"),
    ("holos-0304-dokery", "attribution", "gained"),
    ("relay-0304-quay", "attribution", "moved"),
}
REWRITES = (
    "ledger-0302-agency",
    "gristline-0302-copy",
    "relay-0302-light",
    "saltmarsh-0302-noon",
    "vecher-0302-pozhar",
)
OTHER = "Peter Marlow"  # a person who is in no document


@dataclass(frozen=True, slots=True)
class Compared:
    """One segment in two versions, and what was found."""

    pair: str
    version: str
    here: Part
    there: Part
    found: list[Found]
    planted: str = ""

    @property
    def by(self) -> str:
        """Who translated."""
        return "human" if self.version == HUMAN else "machine"


def compare(here: Part, there: Part) -> list[Found]:
    """All differences of two passages."""
    return [one for find in COMPARED.values() for one in find(here, there)]


def documents(folder: Path, half: str) -> tuple[pd.DataFrame, dict[tuple[str, str], dict[int, tuple[int, int]]]]:
    """The documents of one half, each version an article, and where the segments of each are."""
    texts = pd.read_parquet(folder / "documents.parquet")
    number = {key: at for at, key in enumerate(texts["doc_id"].drop_duplicates())}
    texts = texts[texts["doc_id"].map(number) % 2 == (half == "odd")]
    texts = texts.assign(article_id=texts["doc_id"] + " " + texts["version"])
    segments = pd.read_parquet(folder / "segments.parquet")
    segments = segments[segments["doc_id"].isin(texts["doc_id"])]
    places = {
        key: dict(zip(rows["segment"], zip(rows["begin"], rows["end"], strict=True), strict=True))
        for key, rows in segments.groupby(["doc_id", "version"])
    }
    return texts, places


def compare_all(folder: Path, half: str = "even") -> list[Compared]:
    """Every segment of one half with each of its translations, and once more with a change planted."""
    texts, places = documents(folder, half)
    read = readings(texts, code_attributions(texts, engine="rules"), texts["article_id"])
    found, planted = [], []
    plans: dict[str, dict[int, str]] = {}
    for row in texts[texts["version"] != SOURCE].itertuples():
        origin, target = places[row.doc_id, SOURCE], places[row.doc_id, row.version]
        both = [number for number in origin if number in target]
        sides = {
            number: (
                Part(read[f"{row.doc_id} {SOURCE}"], *origin[number]),
                Part(read[row.article_id], *target[number]),
            )
            for number in both
        }
        found += [Compared(row.pair, row.version, *sides[number], compare(*sides[number])) for number in both]
        if row.version == HUMAN:
            text, spans, plans[row.article_id] = _planted(row.text, sides, random.Random(f"{SEED} {row.doc_id}"))  # noqa: S311
            planted.append((row, text, spans, {number: sides[number][0] for number in both}))
    changed = pd.DataFrame([row._asdict() | {"text": text} for row, text, _, _ in planted])
    again = readings(changed, code_attributions(changed, engine="rules"), changed["article_id"])
    for row, _, spans, origins in planted:
        for number, kind in plans[row.article_id].items():
            there = Part(again[row.article_id], *spans[number])
            found.append(
                Compared(row.pair, HUMAN, origins[number], there, compare(origins[number], there), planted=kind)
            )
    return found


def _planted(
    text: str, sides: dict[int, tuple[Part, Part]], draw: random.Random
) -> tuple[str, dict[int, tuple[int, int]], dict[int, str]]:
    """A translation with a change in every segment that can have one, where its segments are, and what changed."""
    pieces, spans, kinds = [], {}, {}
    at = length = 0
    for number, (here, there) in sorted(sides.items(), key=lambda item: item[1][1].begin):
        choices = {kind: made for kind in PLANTED if (made := _plant(kind, here, there)) is not None}
        said = text[there.begin : there.end]
        if choices:
            kinds[number] = draw.choice(sorted(choices))
            said = choices[kinds[number]]
        between = text[at : there.begin]
        pieces += [between, said]
        spans[number] = (length + len(between), length + len(between) + len(said))
        length = spans[number][1]
        at = there.end
    return "".join(pieces) + text[at:], spans, kinds


def _plant(kind: str, here: Part, there: Part) -> str | None:
    """The translated segment with one change; None where it cannot have that change."""
    if kind.startswith("number"):
        return _number(kind, here, there)
    if kind == "hedge lost":
        mine = any(here.inside(span) for span in here.article.doubt)
        theirs = [span for span in there.article.doubt if there.inside(span)]
        return _cut(there, theirs) if mine and theirs else None
    if kind == "negation lost":
        first, last = there.tokens
        no = there.words.negations.find(there.low, first, last)
        mine = here.words.negations.find(here.low, *here.tokens)
        return _cut(there, [there.offsets(span) for span in no]) if len(no) == 1 and mine else None
    return _source(kind, here, there)


def _cut(part: Part, spans: Iterable[tuple[int, int]], put: str = "") -> str:
    """A passage without some characters of it."""
    text, at, pieces = part.article.text, part.begin, []
    for begin, end in sorted(spans):
        pieces += [text[at:begin], put]
        at = end
    return " ".join("".join([*pieces, text[at : part.end]]).split())


def _number(kind: str, here: Part, there: Part) -> str | None:
    """The passage with its largest count changed, said by a word for some, or left out."""
    values = {one.value for one in amounts(here) if one.is_exact}
    those = [one for one in amounts(there) if one.is_exact and one.sort == "count" and one.value in values]
    those = [one for one in those if (one.value or 0) >= 5]
    if not those:
        return None
    one = max(those, key=lambda one: one.value or 0)
    value = one.value or 0
    put = ""
    if kind == "number changed":
        put = f"{round(value * 1.4 + 7)}"
    elif kind == "number vaguer":
        put = _some(one, there)
        if not put:
            return None
    return _cut(there, [(one.begin, one.end)], put)


def _some(one: Amount, part: Part) -> str:
    """The word for some of the language that is nearest below a number."""
    known = language_for(part.article.language).number_words
    value = one.value or 0
    words = {low: word for word, low in sorted((known.vague if known else {}).items()) if 10 <= low <= value < low * 20}
    return words[max(words)] if words else ""


def _source(kind: str, here: Part, there: Part) -> str | None:
    """The passage without its source, with another one, or with a formula that vouches in its place."""
    mine = [one for one in here.told if here.inside(one.source) and here.inside(one.cue) and one.kind in GIVES]
    theirs = [one for one in there.told if there.inside(one.source) and there.inside(one.cue) and one.kind in GIVES]
    if not mine or len(theirs) != 1 or len(there.told) != 1 or theirs[0].source is None or there.has_quotation:
        return None
    one, text = theirs[0], there.article.text
    if kind == "attribution moved":
        named = [read.article.sources.get(said) for read, said in ((here, mine[0].source), (there, one.source)) if said]
        is_person = len(named) == 2 and all(source is not None and source.kind == "person" for source in named)
        return _cut(there, [one.source], OTHER) if is_person else None
    content = text[max(one.begin, there.begin) : min(one.end, there.end)].strip(" ,;:")
    opening, _, rest = content.partition(" ")
    if there.words.cues is not None and opening.casefold() in there.words.cues.complementizers:
        content = rest
    if len(content) < 0.5 * (there.end - there.begin):
        return None
    if kind == "attribution lost":
        return f"{content[:1].upper()}{content[1:].rstrip('.')}."
    cues = there.words.spoken.reporting.cues if there.words.spoken.reporting else ()
    formula = next((group.forms[0] for group in cues if group.kind == "vouch"), None)
    return f"{formula[:1].upper()}{formula[1:]}, {content.rstrip('.')}." if formula else None


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the table of accuracy."""
    folder = data / FOLDER
    if not folder.is_dir():
        return [{"what": "false drift", "note": f"not measured: no folder {FOLDER}"}, *_harbour()]
    compared = compare_all(folder)
    return [*_faithful(compared), *_found(compared), *_harbour()]


def _faithful(compared: list[Compared]) -> list[dict[str, Any]]:
    """How many segments of faithful translations have no reported change."""
    rows = []
    for by, goal in GOALS.items():
        for pair in ("", *dict.fromkeys(one.pair for one in compared)):
            those = [one for one in compared if one.by == by and not one.planted and pair in ("", one.pair)]
            kinds = Counter(f"{one.kind} {one.verdict}" for each in those for one in each.found)
            said = ", ".join(f"{kind} {n}" for kind, n in kinds.most_common(6))
            false = 100 * kinds.total() / max(len(those), 1)
            row = {
                "what": f"faithful {by} translations{f', {pair}' if pair else ''}: segments less reported changes",
                "n": len(those),
                "ours": round(100 - false, 2),
                "unit": "in 100",
                "note": f"even documents; {false:.2f} changes in 100, each an error; commonest: {said or 'none'}",
            }
            rows.append(row if pair else row | {"published": 100 - goal, "source": f"goal: at most {goal:g} false"})
    return rows


def _found(compared: list[Compared]) -> list[dict[str, Any]]:
    """How many planted changes are found."""
    rows = []
    for kind in PLANTED:
        those = [one for one in compared if one.planted == kind]
        hits = [any(f"{found.kind} {found.verdict}" == kind for found in one.found) for one in those]
        other = sum(any(found.kind == kind.split()[0] for found in one.found) for one in those) - sum(hits)
        rows.append(
            {
                "what": f"planted: {kind}, found",
                "n": len(those),
                "ours": round(sum(hits) / max(len(those), 1), 3),
                "unit": "share",
                "note": f"even documents, human translations; found as another verdict of the kind: {other}",
            }
        )
    return rows


def _harbour() -> list[dict[str, Any]]:
    """What is planted on the translation chain and the rewrites of our own story."""
    story = ss.load_story("harbour-fire")
    found = ss.translation.overview(story, article="relay-0304-quay")
    rows = found.all_changes
    rows = rows[(rows["verdict"] != "cannot tell") & (rows["kind"] != "sentence")]
    steps = set(zip(found.chain["source_id"], found.chain["article_id"], strict=True))
    on_way = [pair in steps for pair in zip(rows["source_id"], rows["article_id"], strict=True)]
    chain, rewrites = rows[on_way], rows[rows["article_id"].isin(REWRITES)]
    plants = story.table("plants").query("kind in @PLANTS")
    hits = {plant.plant_id: _is_found(plant, chain) for plant in plants.itertuples()}
    missed = ", ".join(key for key, is_found in hits.items() if not is_found)
    right = [(row.article_id, row.kind, row.verdict) in READ or _is_plant(row, plants) for row in chain.itertuples()]
    n_pairs = int(found.all_pairs["article_id"].isin(REWRITES).sum())
    kept = ", ".join(f"{row.article_id} {row.kind} {row.verdict}" for row in rewrites.itertuples())
    return [
        {
            "what": "harbour-fire: changes planted on the translation chain, found",
            "n": len(hits),
            "ours": round(sum(hits.values()) / max(len(hits), 1), 3),
            "unit": "share",
            "note": f"hedge, hope, vouching, number; missed: {missed or 'none'}",
        },
        {
            "what": "harbour-fire: changes reported on the translation chain, right",
            "n": len(right),
            "ours": round(sum(right) / max(len(right), 1), 3),
            "unit": "share",
            "note": "planted, or read in both sentences: READ in this file",
        },
        {
            "what": "harbour-fire: copies, rewrites, translation of the agency: pairs less changes",
            "n": n_pairs,
            "ours": round(100 - 100 * len(rewrites) / max(n_pairs, 1), 2),
            "unit": "in 100",
            "note": f"reported: {kept or 'none'}",
        },
    ]


def _is_found(plant: Any, rows: pd.DataFrame) -> bool:
    here = rows[(rows["article_id"] == plant.article_id) & (rows["begin"] < plant.end) & (rows["end"] > plant.begin)]
    return PLANTS[plant.kind] in set(zip(here["kind"], here["verdict"], strict=True))


def _is_plant(row: Any, plants: pd.DataFrame) -> bool:
    here = plants[(plants["article_id"] == row.article_id) & (plants["begin"] < row.end) & (plants["end"] > row.begin)]
    return any(PLANTS[kind] == (row.kind, row.verdict) for kind in here["kind"])
