"""``samestory site``: the pages over all results, made anew or copied to be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import SamestoryError, printable
from .stopping import stoppable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("site")(site)


def site(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER|FILE.zip", help="Write a copy that can be sent; it must not exist yet."),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="With --to: leave out texts of articles and every file that quotes them.")
    ] = False,
    history: Annotated[bool, typer.Option("--history", help="With --to: copy older results too.")] = False,
) -> None:
    """Make outputs/index.html: all stories, runs and articles, with search. It needs no network and no server.

    `samestory run` does this at its end. Only pages that changed are written.

    \b
    samestory site                            make the pages again
    samestory site --to ~/monday.zip          one file to send
    samestory site --to ~/open --no-text      if texts may not be passed on
    """
    if to is None and (no_text or history):
        raise typer.BadParameter("--no-text and --history need --to", param_hint="--to")
    with stoppable():
        if to is None:
            from ..runs.site import build

            typer.echo(printable(str(build(patience=600))))
            return
        from ..runs.site.export import export

        typer.echo(printable(str(export(to.expanduser(), with_texts=not no_text, with_history=history))))


def made_again() -> None:
    """The site after runs: what hinders it is said and is no failure of the runs."""
    from ..runs.site import build

    try:
        typer.echo(printable(str(build())))
    except (SamestoryError, OSError) as error:
        typer.echo(printable(f"the site could not be made: {error}"), err=True)
