"""``samestory report``: one story's report for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import printable
from .stopping import stoppable

FOLDER = "reports"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    coder: Annotated[str, typer.Option(help="Whose coding is read (default: that of story.yaml).")] = "",
    findings: Annotated[int, typer.Option(min=1, help="How many findings at most.")] = 5,
    no_text: Annotated[
        bool,
        typer.Option("--no-text", help="Quote no article: passages by offsets and digest, for a report to be shared."),
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print a PDF too; needs Chromium, Chrome or Edge.")] = False,
    to: Annotated[
        Path | None, typer.Option(help="The folder to write to (default: outputs/reports/STORY).", show_default=False)
    ] = None,
) -> None:
    """Write one story's report for an editor: its strongest findings, with figures and passages.

    The page report.html needs no network. The findings are chosen by a rule
    that the page states. With --no-text nothing is written if more than 12
    words of an article in a row would be in any file.

    If no browser is there, --pdf says so, the page is written, and the exit
    status is 1.

    \b
    samestory report harbour-fire --pdf
    samestory report my-story --no-text --to for-the-editor
    """
    from .. import paths
    from ..report.overviews import overview
    from ..report.write import write_report
    from ..story import load_story

    loaded = load_story(story, coder=coder or None)
    folder = to if to is not None else paths.outputs() / FOLDER / loaded.folder.name
    with stoppable():
        made = overview(loaded, n_findings=findings, with_texts=not no_text)
        written = write_report(made, folder, pdf=pdf)
    for said in made.lead:
        typer.echo(printable(said))
    typer.echo(printable(f"{written.folder / 'report.html'}"))
    if written.no_pdf:
        typer.echo(printable(f"samestory: no PDF: {written.no_pdf}"), err=True)
        raise typer.Exit(1)
    if pdf:
        typer.echo(printable(f"{written.folder / 'report.pdf'}"))
