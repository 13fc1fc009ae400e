"""``invent_story``: an invented story with known truth, as a story folder; the same seed gives the same bytes."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
from pathlib import Path
from typing import Any

import yaml

from ..errors import StoryError, listed, suggestion
from ..schema import table_named
from .articles import Piece
from .newsroom import write_articles
from .plan import LANGUAGES, SCENARIOS, Desk, draw_world
from .truth import truth_tables

VERSION = 1  # of the generator: another version gives other bytes for a seed
ABOUT = "story.yaml"


def invent_story(folder: str | Path, *, seed: int = 7, scenario: str | None = None) -> Path:
    """Invent a story with known truth: articles in four languages and tables of everything planted in them.

    Parameters
    ----------
    folder
        Where the story folder is made. If it already contains the story of this seed, nothing is written.
    seed
        A whole number from 0; the same seed gives the same bytes.
    scenario
        What the story is about: ``bridge``, ``water`` or ``train``; the seed decides if None.

    Returns
    -------
    Path
        The story folder, for ``ss.load_story``.

    Raises
    ------
    StoryError
        The folder contains something else, the seed is negative, or there is no such scenario.

    Examples
    --------
    >>> import tempfile
    >>> own = ss.load_story(ss.invent.invent_story(tempfile.mkdtemp() + "/own-story", seed=7))
    >>> own.invented, own.coders(), sorted(set(own.articles["language"]))
    (True, ['truth'], ['en', 'fr', 'ru', 'uk'])
    """
    folder = Path(folder)
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise StoryError(f"seed {seed!r}: expected a whole number from 0, such as 7")
    if scenario is not None and scenario not in SCENARIOS:
        raise StoryError(f"no scenario {scenario!r}.{suggestion(scenario, SCENARIOS)} Scenarios: {listed(SCENARIOS)}")
    made = _files(write_articles(draw_world(seed, scenario)))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        about = folder / ABOUT
        if about.is_file() and about.read_bytes() == made[ABOUT]:
            return folder
        raise StoryError(
            f"{folder} already contains something else than the invented story of seed {seed}. Give another folder, or"
            " remove this one"
        )
    if folder.is_symlink():
        raise StoryError(f"{folder} is a link. Give the folder itself, or another one")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for name, content in made.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
    return folder


def _files(desk: Desk) -> dict[str, bytes]:
    """The content of every file of the folder, by its path."""
    made = {f"articles/{one.article_id}.txt": _article(one, desk) for one in desk.pieces if one.text}
    made["coverage.csv"] = _coverage(desk)
    for name, rows in truth_tables(desk).items():
        made[f"truth/{name}.csv"] = _csv(rows, list(table_named(name).names))
    made[ABOUT] = _yaml(_about(desk))
    made["codebook.yaml"] = _yaml(_codebook(desk))
    made["card.md"] = _card(desk)
    return {name: text.encode("utf-8") for name, text in made.items()}


def _yaml(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def _csv(rows: list[dict[str, Any]], columns: list[str]) -> str:
    used = [column for column in columns if any(row.get(column) not in (None, "") for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([_cell(row.get(column)) for column in used] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _coverage(desk: Desk) -> str:
    """The pages that are known by their address only."""
    columns = ["article_id", "outlet", "country", "language", "published", "url", "text_status", "event"]
    heads = [_head(piece, desk) for piece in desk.pieces if not piece.text]
    return _csv([{**head, "published_precision": "minute"} for head in heads], [*columns, "published_precision"])


def _head(piece: Piece, desk: Desk) -> dict[str, Any]:
    """What is known of an article beside its text."""
    return {
        "article_id": piece.article_id,
        "outlet": piece.outlet.name,
        "country": desk.world.land,
        "language": piece.outlet.language,
        "title": piece.title,
        "published": piece.time(),
        "url": f"https://{piece.outlet.slug}.example/{piece.article_id}",
        "text_status": piece.status,
        "agency_credit": desk.world.agency.name if piece.credit else "",
        "event": piece.event,
        "version_of": piece.version_of,
    }


def _article(piece: Piece, desk: Desk) -> str:
    head = {"invented": True, **_head(piece, desk)}
    lines = "".join(
        yaml.safe_dump({key: value}, allow_unicode=True, width=1000) for key, value in head.items() if value != ""
    )
    return f"---\n{lines}---\n\n{piece.text}\n"


def _named(text: str, desk: Desk) -> str:
    values = desk.world.values["en"]
    return text.replace("$town", values["town"]).replace("$company", values["company"])


def _about(desk: Desk) -> dict[str, Any]:
    about, world = desk.world.about, desk.world
    start = world.start.date()
    return {
        "title": _named(about["title"], desk),
        "question": about["question"],
        "invented": True,
        "period": {"begin": f"{start:%Y-%m-01}", "end": f"{start + datetime.timedelta(days=40)}"},
        "languages": list(LANGUAGES),
        "coder": "truth",
        "focus": f"{world.outlets['en', 'mill'].slug}-details",
        "events": about["events"],
        "event_titles": about["event_titles"],
        "origin": f"Invented by a program: samestory invent --seed {world.seed}, version {VERSION}, scenario"
        f" {world.scenario}. Places, people, outlets and all events do not exist.",
        "publish": "Everything; texts and truth tables were made by a program from sentences written for it.",
    }


def _codebook(desk: Desk) -> dict[str, Any]:
    from .plan import words

    about, fixed = desk.world.about, words("codebook.yaml")
    claims = {}
    for key, given in about["claims"].items():
        claims[key] = {
            "name": key,
            "title": given["title"],
            "kind": given["kind"],
            "description": given["description"],
            "patterns": about["patterns"][key],
        }
        if key in about["contradictions"]:
            claims[key]["contradictions"] = about["contradictions"][key]
        if key == "accused":
            claims[key]["denied_by"] = "denial"
    actors = {}
    for sort, key in (("w", "workers"), ("c", "company")):
        given = about["actors"][key]
        names = [] if key == "workers" else sorted({values["company"] for values in desk.world.values.values()})
        labels = {
            language: [
                {"label": label, "evaluation": evaluation}
                for code, (label, evaluation) in about["words"][language]["labels"].items()
                if code.startswith(sort)
            ]
            for language in LANGUAGES
        }
        title = _named(given["title"], desk)
        actors[key] = {"title": title, "description": given["description"], "names": names, "labels": labels}
    quantities = {
        key: {**given, "claim": key, "patterns": about["quantity_patterns"][key]}
        for key, given in about["quantities"].items()
    }
    return {**fixed, "claims": claims, "actors": actors, "quantities": quantities, "sources": _sources(desk)}


def _sources(desk: Desk) -> dict[str, Any]:
    """The names of each source in every language."""
    world, found = desk.world, {}
    for key, given in world.about["sources"].items():
        if "names" in given:
            names = [given["name"], *(name for among in given["names"].values() for name in among)]
            found[key] = {"names": list(dict.fromkeys(names))}
    for key in ("company", "secretary", "spokesman", "witness"):
        found[key] = {"names": list(dict.fromkeys(world.values[language][key] for language in LANGUAGES))}
    for outlet in world.outlets.values():
        if outlet.cyrillic != outlet.name:
            found[outlet.slug] = {"names": [outlet.name, outlet.cyrillic]}
    return found


def _card(desk: Desk) -> str:
    from .plan import words

    world = desk.world
    by_id = {piece.article_id: piece for piece in desk.pieces}
    counts = {language: sum(p.outlet.language == language for p in desk.pieces) for language in LANGUAGES}
    kinds: dict[str, list[str]] = {}
    for kind, article, other, _, note in desk.plants:
        shown = f"`{article}`" + (f" (with `{other}`)" if other in by_id else "") + (f": {note}" if note else "")
        kinds.setdefault(kind, []).append(shown)
    plants = "\n".join(f"| {kind} | {'; '.join(shown)} |" for kind, shown in kinds.items())
    outlets = sorted({(p.outlet.name, p.outlet.language) for p in desk.pieces})
    return words("card.yaml")["text"].format(
        title=_named(world.about["title"], desk).removesuffix(" (invented)"),
        seed=world.seed,
        scenario=world.scenario,
        version=VERSION,
        articles=len(desk.pieces),
        counts=", ".join(f"{n} in {language}" for language, n in counts.items()),
        thing=_named(world.about["thing"], desk),
        outlets="\n".join(f"| {name} | {language} |" for name, language in outlets),
        plants=plants,
    )
