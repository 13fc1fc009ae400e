"""Progress of runs: one live line for each job in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import IO, TYPE_CHECKING, cast

from .screen import Screen

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Display:
    """Shows the jobs under way; several threads can use it.

    Parameters
    ----------
    console
        Where progress is shown; default: standard output. rich is imported only if there is progress to show in a
        terminal.
    """

    def __init__(self, console: Console | None = None):
        self.console = console
        self.live = console.is_terminal if console else sys.stdout.isatty()
        self.tasks: dict[str, TaskID] = {}
        self.progress: Progress | None = None
        self.lock = threading.Lock()

    def __enter__(self) -> Display:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.progress:
            self.progress.stop()

    def begin(self, name: str, why: str = "") -> None:
        """A job starts."""
        if not self.live:
            self.line(f"{name}: started" + (f" ({why})" if why else ""))
            return
        from rich.markup import escape

        with self.lock:
            self.progress = self.progress or _bars(self.console)
        self.tasks[name] = self.progress.add_task(escape(name), total=None)

    def cell(self, name: str, done: int, of: int) -> None:
        """A job has executed some of its cells."""
        if self.progress:
            self.progress.update(self.tasks[name], completed=done, total=of)

    def end(self, name: str, said: str) -> None:
        """A job is over."""
        if self.progress:
            self.progress.remove_task(self.tasks.pop(name))
        self.line(f"{name}: {said}")

    def line(self, text: str) -> None:
        """Print one line that stays."""
        console = self.progress.console if self.progress else self.console
        if console:
            console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            with self.lock:
                print(text, flush=True, file=Screen())


def _bars(console: Console | None) -> Progress:
    """The live lines, started."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("cells"),
        TimeElapsedColumn(),
        console=console or Console(file=cast(IO[str], Screen())),
        transient=True,
    )
    progress.start()
    return progress
