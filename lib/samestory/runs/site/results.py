"""The page of a run: its figures as large as they are, every file of its result, what changed, its older results."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from ... import paths
from ...errors import SamestoryError
from ...plotting.alt import alt_text
from .. import changes, store
from ..folders import HISTORY, flat
from ..regular import is_regular, text_of
from . import places, thumbs
from .found import Found, cause, figures_of_page, words_of
from .render import when
from .write import Writer

MOST_TABLE_BYTES = 20_000_000
Around = tuple[str, str] | None


@dataclass(frozen=True)
class Result:
    """A run as the site shows it: its question and answer, the address of its page, its first small picture."""

    found: Found
    title: str
    answer: str
    href: str
    thumb: str | None
    figures: tuple[dict[str, Any], ...]

    def card(self) -> dict[str, Any]:
        """What lists of runs show."""
        return {
            "run": self.found.run,
            "title": self.title,
            "answer": self.answer,
            "href": self.href,
            "thumb": self.thumb,
            "end": (self.found.good or self.found.failed or {}).get("end"),
            "failed": self.found.has_failed,
            "cause": cause(self.found.failed) if self.found.failed else "",
            "n_figures": len(self.figures),
        }


def result_of(writer: Writer, story: str, found: Found, *, with_texts: bool) -> Result:
    """A run with its small picture written; without texts of articles its answer, which may quote, is left out."""
    figures = tuple(_figures(found))
    thumb = None
    for figure in figures[:1]:
        digest = found.good["files"][figure["png"]] if found.good else ""
        path = f"{places.SITE}/{places.slug(story)}/pictures/{digest[:32]}.png"
        if writer.put(path, digest, lambda figure=figure: thumbs.thumbnail(found.folder / figure["png"])):  # type: ignore[misc]
            thumb = path
    title, answer = words_of(found)
    return Result(found, title, answer if with_texts else "", places.result_href(story, found.run), thumb, figures)


def run_page(one: Result, before: Around, after: Around) -> dict[str, Any]:
    """What the page of a run shows."""
    found = one.found
    files = found.good["files"] if found.good else {}
    page, there = places.run_href(found.run, found.page) if found.page else "", figures_of_page(found)
    shown = [
        {**_figure(found, figure), "on_page": f"{page}#figure-{figure['name']}" if figure["name"] in there else ""}
        for figure in one.figures
    ]
    drawn = {figure["table"] for figure in one.figures}
    tables = [(Path(name).stem, places.run_href(found.run, name)) for name in sorted(files)
              if name.startswith("tables/") and name.endswith(".csv") and name not in drawn]  # fmt: skip
    run = {
        "run": found.run,
        "title": one.title,
        "answer": one.answer,
        "page": page,
        "good": found.good,
        "failed": found.failed,
        "cause": cause(found.failed) if found.failed else "",
        "failed_links": list(_failed_links(found)),
        "links": list(_links(found)),
        "facts": list(_facts(found)),
        "figures": shown,
        "tables": tables,
        "older": list(_older(found)),
    }
    return {"title": one.title, "run": run, "changes": _changes(found, one.href), "before": before, "after": after}


def _figures(found: Found) -> list[dict[str, Any]]:
    """The figures of a result whose files belong to it."""
    if found.good is None:
        return []
    files = found.good["files"]
    known = []
    for figure in found.good["figures"]:
        names = {key: str(figure.get(key) or "") for key in ("name", "caption", "png", "svg", "table")}
        if names["png"] in files and names["png"].endswith(".png"):
            known.append({**names, **{key: names[key] if names[key] in files else "" for key in ("svg", "table")}})
    return known


def _figure(found: Found, figure: dict[str, Any]) -> dict[str, Any]:
    kinds = (("PNG", "png"), ("SVG", "svg"), ("table behind it (CSV)", "table"))
    return {
        "name": places.slug(figure["name"]),
        "caption": figure["caption"] or figure["name"],
        "png": places.run_href(found.run, figure["png"]),
        "alt": _alt(found.folder / figure["table"], figure["caption"]) if figure["table"] else figure["caption"],
        "size": _size(found.folder / figure["png"]),
        "links": [(name, places.run_href(found.run, figure[key])) for name, key in kinds if figure[key]],
    }


def _alt(table: Path, caption: str) -> str:
    try:
        return alt_text(pd.read_csv(io.StringIO(text_of(table, MOST_TABLE_BYTES))), caption)
    except (OSError, ValueError, SamestoryError):
        return caption or "A figure whose table cannot be read"


def _size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG, from its head."""
    if not is_regular(path):
        return None
    with path.open("rb") as stream:
        head = stream.read(24)
    if len(head) < 24 or not head.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _links(found: Found) -> list[tuple[str, str]]:
    name = found.stem_file(".ipynb")
    every = [("Notebook (ipynb)", places.run_href(found.run, name))] if name else []
    return [*every, ("Manifest (JSON)", places.run_href(found.run, "manifest.json"))] if found.good else []


def _failed_links(found: Found) -> list[tuple[str, str]]:
    if found.failed is None:
        return []
    stem = Path(str(found.failed["notebook"])).name
    kinds = (("What happened", f"{stem}.html"), ("Its notebook", f"{stem}.ipynb"), ("Its log", "run.log"))
    here = f"{store.FAILED}/{found.run}"
    return [(name, places.run_href(here, file)) for name, file in kinds if file in found.failed["files"]]


def _facts(found: Found) -> list[tuple[str, str]]:
    record = found.latest
    parameters = record.get("parameters") or {}
    seconds = record.get("seconds")
    facts = [("Made", when(record.get("end"))), ("Notebook", str(record.get("notebook")))]
    if isinstance(seconds, int | float):
        facts.append(("Duration", f"{seconds:,.0f} s"))
    facts += [
        (f"Parameter {name}", str(value)) for name, value in parameters.items() if value not in ("", None, {}, [])
    ]
    code = record.get("code")
    commit = str(code.get("commit") or "")[:12] if isinstance(code, dict) else ""
    return [*facts, *([("Commit", commit)] if commit else [])]


def _older(found: Found) -> list[tuple[str, str | None]]:
    """The older results, newest first, with the page of each if it is there."""
    place = f"{HISTORY}/{flat(found.run)}"
    stem = Path(str(found.latest.get("notebook"))).name
    known: list[tuple[str, str | None]] = []
    for time in found.older:
        folder = paths.outputs() / HISTORY / flat(found.run) / time
        file = next((one for one in (f"{stem}.html", "manifest.json") if is_regular(folder / one)), None)
        known.append((_time(time), places.run_href(f"{place}/{time}", file) if file else None))
    return known


def _time(name: str) -> str:
    """The time in the name of an older result, for a reader."""
    day, _, rest = name.partition("T")
    return when(f"{day}T{rest[:8].replace('-', ':')}Z")


def _changes(found: Found, address: str) -> Markup | None:
    """What changed since the result before, as the package for changes words it; nothing if it is not there."""
    if found.good is None or changes.FILE not in found.good["files"]:
        return None
    return Markup(changes.html(found.folder, address=address))  # noqa: S704
