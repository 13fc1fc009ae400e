"""``python -m bench quality``: accuracy, held against floors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from samestory.errors import SamestoryError


def run_quality(
    names: Annotated[list[str] | None, typer.Argument(help="What to measure; everything unless named.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of public gold sets (SAMESTORY_GOLD).")] = None,
    write: Annotated[bool, typer.Option("--write", help="Raise the floors to what was measured.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --write: lower floors as well, on purpose.")] = False,
) -> None:
    """Measure accuracy, on the shipped truth always, on public gold sets where they are.

    Exit status 1 if a number is below its floor.

    \b
    python -m bench quality                     everything that can be measured here
    python -m bench quality coding              on the shipped stories only
    python -m bench quality --write             keep what is better as the new floor
    """
    from rich.table import Table

    from samestory.cli.grid import show

    from .quality import quality, write_floors

    if lower and not write:
        raise SamestoryError("--lower goes with --write: it lets floors sink that are written")
    rows = quality(names or (), data=data, say=typer.echo)
    columns = ("part", "what", "n", "ours", "unit", "floor", "verdict", "published", "source", "note")
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold", justify="right" if column in ("n", "ours", "floor") else "left")
    for row in rows:
        grid.add_row(*("" if row[column] is None else str(row[column]) for column in columns))
    show(grid)
    if write:
        for line in write_floors(rows, lower=lower):
            typer.echo(line)
    elif below := [row for row in rows if row["verdict"] == "below"]:
        typer.echo(f"{len(below)} below the floor")
        raise typer.Exit(1)
