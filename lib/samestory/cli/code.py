"""``samestory code``: code the texts of a story by rules and codebook, beside the codings of hands."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ..errors import SamestoryError, listed, printable, suggestion

if TYPE_CHECKING:
    from ..coding.coded import Engine

EVERY = 0.2  # seconds between two states of the progress line
ENGINES = ("auto", "rules", "trained")
TABLES = ("attributions", "citations", "chains", "claims", "numbers", "labels")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("code")(code)


def code(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="TABLE", help=f"Tables to code: {', '.join(TABLES)}; repeat, or a,b.")
    ] = None,
    languages: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only articles in these languages; repeat, or a,b.")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(help="Who reads attributions: auto (a tagger where one was trained, else rules), rules, trained."),
    ] = "auto",
) -> None:
    """Code the texts of a story, and write coding/TABLE.auto.csv.

    Attributions, citations and chains are read from the text alone; claims,
    numbers and labels by the patterns and labels of codebook.yaml. Every row
    carries the coder auto:<version>, the place in the text and the rule that
    made it. Rows of hands are never touched: compare them with
    story.table("claims", coder="auto:...").

    \b
    samestory code harbour-fire
    samestory code my-story --only claims,numbers --languages en,fr
    samestory code my-story --engine rules
    """
    from ..coding import coded_story
    from ..coding.write import write_codings
    from ..story import load_story

    wanted = _listed(only, TABLES, "table") or list(TABLES)
    loaded = load_story(story)
    articles = loaded.articles
    spoken = sorted(set(articles["language"].dropna()))
    if chosen := _listed(languages, spoken, "language"):
        articles = articles[articles["language"].isin(chosen)]
    began = last = time.monotonic()
    is_live = sys.stderr.isatty()

    def say(table: str, done: int) -> None:
        nonlocal last
        if is_live and time.monotonic() - last >= EVERY:
            last = time.monotonic()
            print(f"\r{table}: {done:,} of {len(articles):,} articles\x1b[K", end="", file=sys.stderr, flush=True)

    found = coded_story(articles, loaded.codebook, only=wanted, engine=cast("Engine", engine), say=say)
    if is_live:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    written = write_codings(loaded.folder, found.tables)
    print(f"story {loaded.name}: {len(articles):,} articles coded in {time.monotonic() - began:.1f} s")
    print(printable(found.summary(articles).to_string(index=False)))
    if left := found.left_out_lines():
        print("not coded:")
        for line in left:
            print(printable(f"  {line}"))
    for path in written.values():
        print(printable(f"wrote {path.relative_to(loaded.folder)}"))
    load_story(story)  # what was written must be part of a story that loads


def _listed(given: list[str] | None, allowed: list[str] | tuple[str, ...], what: str) -> list[str]:
    """Names given one by one or with commas, each one of those allowed."""
    names = [name.strip() for part in given or [] for name in part.split(",") if name.strip()]
    for name in names:
        if name not in allowed:
            raise SamestoryError(f"no {what} {name!r}.{suggestion(name, allowed)} One of: {listed(allowed, 40)}")
    return list(dict.fromkeys(names))
