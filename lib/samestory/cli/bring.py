"""What ``samestory new --from`` and ``samestory intake --story`` print: each article as it was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ..errors import SamestoryError, printable

if TYPE_CHECKING:
    import pandas as pd

    from ..story import Brought

MOST_ROWS = 60  # articles printed; coverage.csv has all
MOST_LINES = 40
WIDTHS = {"outlet": 26, "published": 22, "language": 4, "event": 12, "title": 44}


def print_brought(brought: Brought, called: str) -> None:
    """Print what was taken in, what was left out and why, and what to do next.

    ``called`` is how the story is named in further commands.
    """
    rows = brought.rows
    n = len(rows)
    typer.echo(f"story {brought.folder.name}: {n} article{'s' * (n != 1)} taken in, {brought.n_articles} in all\n")
    for line in lines_of(rows):
        typer.echo(printable(line))
    if n > MOST_ROWS:
        typer.echo(f"... and {n - MOST_ROWS} more in coverage.csv")
    if brought.left_out:
        typer.echo(f"\nleft out ({len(brought.left_out)}):")
        for file, why in brought.left_out[:MOST_LINES]:
            typer.echo(printable(f"  {file}: {why}"))
        if (more := len(brought.left_out) - MOST_LINES) > 0:
            typer.echo(f"  and {more} more")
    if brought.remarks:
        typer.echo("")
    for line in brought.remarks[:MOST_LINES]:
        typer.echo(printable(line))
    if brought.faults:
        typer.echo(f"\nto fix before the story loads ({len(brought.faults)}):")
        for line in brought.faults[:MOST_LINES]:
            typer.echo(printable(f"- {line}"))
    for line in _next(brought, called):
        typer.echo(printable(line))


def lines_of(rows: pd.DataFrame) -> list[str]:
    """A table of articles for a terminal; ``?`` after each value that is a guess, ``-`` for what is not known."""
    head = ["article_id", *WIDTHS]
    cells = [head] + [_cells(row) for row in rows.head(MOST_ROWS).to_dict("records")]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _cells(row: dict) -> list[str]:
    import pandas as pd

    guessed = str(row["guessed"] or "").split()
    done = [str(row["article_id"])]
    for name, width in WIDTHS.items():
        value = row[name]
        if value is None or pd.isna(value):
            done.append("-")
            continue
        text = " ".join(str(value).split())
        text = text if len(text) <= width else text[: width - 3] + "..."
        done.append(text + "?" * (name in guessed))
    return done


def _next(brought: Brought, called: str) -> list[str]:
    lines = ["", f"? marks a guess, - what is not known. Correct both in {brought.folder / 'coverage.csv'}"]
    if brought.faults:
        return [*lines, f"then: samestory validate {called}"]
    if brought.has_codebook:
        return [*lines, "next:", f"  samestory code {called}", f"  samestory run --story {called}"]
    return [
        *lines,
        "next:",
        f"  samestory run --story {called}     # what needs no codebook, first: what do they all report?",
        f"  samestory codebook suggest {called}     # claims for a codebook, for you to prune",
        f"to code claims, actors and figures, fill in {brought.folder / 'codebook.yaml'} (it has commented examples),",
        f"then: samestory code {called}",
    ]


def read_pairs(given: list[str] | None) -> dict[str, str]:
    """``OURS=THEIRS`` one by one as a mapping.

    Raises
    ------
    SamestoryError
        One of them has no sign = or nothing on one side of it.
    """
    pairs: dict[str, str] = {}
    for one in given or ():
        ours, sign, theirs = one.partition("=")
        if not (sign and ours.strip() and theirs.strip()):
            raise SamestoryError(
                f"--columns {one!r}: write a column of articles, =, and its name in the file: text=Inhalt"
            )
        ours, theirs = ours.strip(), theirs.strip()
        if ours.isdigit() and not theirs.isdigit():  # 2=text means text=2
            ours, theirs = theirs, ours
        pairs[ours] = theirs
    return pairs
