"""Tables in the terminal: folded to its width there, at full width in a file or for another command."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from ..errors import printable

WIDEST = 4_000  # columns; no table of ours is wider


def show(grid: Table) -> None:
    """Print a table; without a terminal nothing is cut or folded, and no line ends in blanks."""
    console = Console(markup=False, highlight=False)
    if console.is_terminal:
        console.print(grid)
        return
    wide = Console(markup=False, highlight=False, width=WIDEST)
    with wide.capture() as captured:
        wide.print(grid)
    for line in captured.get().splitlines():
        sys.stdout.write(printable(line.rstrip()) + "\n")
