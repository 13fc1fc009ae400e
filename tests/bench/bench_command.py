"""``python -m bench speed``: ours and its peers on the same work in one run."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer


def run_bench(
    names: Annotated[list[str] | None, typer.Argument(help="Benchmarks; all unless named.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of public gold sets (SAMESTORY_GOLD).")] = None,
    size: Annotated[int, typer.Option(help="Simulated articles of the largest run.", min=1_000)] = 100_000,
    into: Annotated[Path | None, typer.Option("--json", help="Where to keep the rows.")] = None,
) -> None:
    """Measure speed against libraries, and accuracy on public gold sets.

    Prints a table and keeps it as JSON in outputs/bench/. Nothing is asserted:
    what a machine cannot run (a set or a peer that is missing) is said in a row.

    \b
    python -m bench speed                        everything
    python -m bench speed similarity             one benchmark
    python -m bench speed scale --size 1000000   as large as the claim
    """
    from rich.table import Table

    from samestory import paths
    from samestory.cli.grid import show

    from .harness import COLUMNS, bench, keep

    rows = bench(names or (), data=data, size=size, say=typer.echo)
    shown = [column for column in COLUMNS if any(row[column] not in ("", None) for row in rows)]
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column in shown:
        grid.add_column(
            column, overflow="fold", justify="right" if column in ("n", "ours", "peer", "ratio") else "left"
        )
    for row in rows:
        grid.add_row(*(_plain(row[column]) for column in shown))
    show(grid)
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    path = into or paths.outputs() / "bench" / f"{now}.json"
    keep(rows, path)
    typer.echo(f"kept in {path}")


def _plain(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
