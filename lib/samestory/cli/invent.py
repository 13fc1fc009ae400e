"""``samestory invent``: an invented story with known truth, from a seed."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from ..errors import counted, printable
from .stopping import stoppable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("invent")(invent)


def invent(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the story folder is made.")],
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another story; the same seed, the same bytes.")] = 7,
    scenario: Annotated[
        str | None, typer.Option(help="What it is about: bridge, water or train (default: the seed decides).")
    ] = None,
) -> None:
    """Invent a story with known truth: articles in four languages.

    Outlets, people and events do not exist. What is to be found is planted:
    copies, translations, hedges that become facts, counts that cannot both
    be true, denials left out. The tables in truth/ say where. Use it to
    teach, or to see what a measure finds.

    \b
    samestory invent --seed 7 --out my-class/story-7
    samestory run --story my-class/story-7
    """
    from ..invent import invent_story
    from ..story import load_story

    with stoppable():
        folder = invent_story(out, seed=seed, scenario=scenario)
        story = load_story(folder)
    print(printable(f"{folder}: {story.settings.title}, {counted(len(story.articles), 'article')}, seed {seed}"))
    for command in ("validate", "run --story"):
        print(printable(f"  samestory {command} {shlex.quote(str(folder))}"))
