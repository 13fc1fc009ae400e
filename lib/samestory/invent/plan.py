"""What an invented story is about, and who writes what: drawn from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ..yamlfile import read_yaml
from .articles import Outlet, Piece, after
from .sentences import Sentence, Writer

LANGUAGES = ("en", "fr", "ru", "uk")
SCENARIOS = ("bridge", "water", "train")
FIRST_NUMBER = 5  # the first number of the lists in words/common.yaml


def words(name: str) -> Any:
    """One of the files of words and plans."""
    return read_yaml(Path(__file__).parent / name, typed=True).data


@dataclass
class World:
    """Names, numbers and words of one story."""

    seed: int
    scenario: str
    about: dict[str, Any]
    values: dict[str, dict[str, str]]
    figures: dict[str, tuple[float, float | None]]
    outlets: dict[tuple[str, str], Outlet]
    agency: Outlet
    land: str
    start: datetime
    writer: Writer


def draw_world(seed: int, scenario: str | None) -> World:
    """The names, numbers and words of a seed."""
    rng = np.random.default_rng([seed, 1])
    drawn = SCENARIOS[seed % len(SCENARIOS)]
    scenario = scenario or drawn
    names, common, about = words("words/names.yaml"), words("words/common.yaml"), words(f"words/{scenario}.yaml")

    def one(among: Sequence[Any]) -> Any:
        return among[int(rng.integers(len(among)))]

    town, company, agency = one(names["towns"]), one(names["companies"]), one(names["agencies"])
    land = one(names["lands"])
    women = names["women"]
    men = [names["men"][int(at)] for at in rng.permutation(len(names["men"]))[:2]]
    secretary = one(women)
    low = int(rng.integers(5, 9))
    new = low + int(rng.integers(2, 4))
    high = new + int(rng.integers(2, 6))
    stuck = 5 * int(rng.integers(6, 16))
    cost = 5 * int(rng.integers(5, 19))
    start = datetime(2026, 1, 5) + timedelta(days=int(rng.integers(0, 300)))
    values = {}
    for language in LANGUAGES:
        spoken = common[language]
        form = town[language] if language in ("ru", "uk") else [town["en"]] * 3
        numbers, genitive = spoken["numbers"], spoken.get("genitive", spoken["numbers"])
        values[language] = {
            **dict(zip(("town", "town_gen", "town_loc"), form, strict=True)),
            "in_town": _in(form[2], language),
            "de_town": _before("de", form[0]),
            "de_company": _before("de", company["en"]),
            "que_company": _before("que", company["en"]),
            "town_caps": form[0].upper(),
            "land": land,
            "company": company.get(language, company["en"]),
            "secretary": secretary.get(language, secretary["en"]),
            "spokesman": men[0].get(language, men[0]["en"]),
            "witness": men[1].get(language, men[1]["en"]),
            "onday": spoken["onday"][start.weekday()],
            "stuck": str(stuck),
            "wrong": str(stuck * 10),
            "cost": str(cost),
            **{name: numbers[n - FIRST_NUMBER] for name, n in (("low", low), ("new", new), ("high", high))},
            **{f"{name}_gen": genitive[n - FIRST_NUMBER] for name, n in (("low", low), ("new", new), ("high", high))},
            **{name: about["words"][language][name] for name in ("q_whole", "q_part", "q_changed")},
        }
    outlets = {}
    for language, kinds in names["outlets"].items():
        for kind, among in kinds.items():
            given = one(among)
            name, ends = (given[part].replace("$town", town["en"]) for part in ("name", "ends"))
            outlets[language, kind] = Outlet(name, given.get("cyrillic", name), given["slug"], language, ends)
    figures: dict[str, tuple[float, float | None]] = {
        "toll.low": (low, low),
        "toll.high": (high, None),
        "toll.new": (new, new),
        "stuck": (stuck, stuck),
        "wrong": (stuck * 10, stuck * 10),
        "cost": (cost, cost),
    }
    wire = Outlet(agency, agency, agency.lower(), "en", f"{agency} is the news agency of {land}.")
    writer = Writer(np.random.default_rng([seed, 2]), {"common": common, "scenario": about["words"]}, values)
    return World(seed, scenario, about, values, figures, outlets, wire, land, start, writer)


def _before(word: str, name: str) -> str:
    """French ``de`` and ``que`` before a name."""
    return f"{word[:-1]}’{name}" if name[0] in "AEIOUY" else f"{word} {name}"


def _in(place: str, language: str) -> str:
    """A place in the locative with its preposition; Ukrainian has two forms of it."""
    return f"{'у' if language == 'uk' and place[0] not in 'АЕИОУІЄЇЮЯ' else 'в'} {place}"


class Desk:
    """Writes the articles of one world."""

    def __init__(self, world: World):
        self.world, self.writer = world, world.writer
        self.rng = np.random.default_rng([world.seed, 3])
        self.pieces: list[Piece] = []
        self.plants: list[tuple[str, str, str, str, str]] = []  # kind, article, other, key that shows it, note

    def piece(
        self, outlet: Outlet, name: str, event: str, keys: Sequence[str | Sentence], day: int, hour: float, **more: Any
    ) -> Piece:
        """Write one article: each key is a sentence of its own, a sentence is taken over as it is."""
        language = outlet.language
        cited = {"cited": more.pop("cited", "")}
        sentences = [one if isinstance(one, Sentence) else self.writer.draw(one, language, cited) for one in keys]
        titles = self.world.about["words"][language]["titles"][event]
        title = titles[int(self.rng.integers(len(titles)))]
        title = _plain(title, self.world.values[language], self.rng)
        new = Piece(
            article_id=f"{outlet.slug}-{name}",
            outlet=outlet,
            event=event,
            title=title,
            published=after(self.world.start, day, hour + int(self.rng.integers(0, 40)) / 60),
            sentences=sentences,
            **more,
        )
        new.family = new.family or f"alone-{new.article_id}"
        self.pieces.append(new)
        return new

    def plant(self, kind: str, piece: Piece, other: Piece | None = None, key: str = "", note: str = "") -> None:
        """Note what was planted where."""
        self.plants.append((kind, piece.article_id, other.article_id if other else "", key, note))


def _plain(template: str, values: dict[str, str], rng: np.random.Generator) -> str:
    from .marks import chosen, filled

    return filled(chosen(template, lambda _, n: int(rng.integers(n))), values)[0]
