"""Progress of runs: a line each that lives in a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Display:
    """Shows named jobs under way; may be told from several threads."""

    def __init__(self, console: Console):
        self.console = console
        self.live = console.is_terminal
        self.tasks: dict[str, TaskID] = {}
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("cells"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not self.live,
        )

    def __enter__(self) -> Display:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def begin(self, name: str, why: str = "") -> None:
        """A job starts."""
        self.tasks[name] = self.progress.add_task(escape(name), total=None)
        if not self.live:
            self.line(f"{name}: started" + (f" ({why})" if why else ""))

    def cell(self, name: str, done: int, of: int) -> None:
        """A job has done some of its cells."""
        self.progress.update(self.tasks[name], completed=done, total=of)

    def end(self, name: str, said: str) -> None:
        """A job is over."""
        self.progress.remove_task(self.tasks.pop(name))
        self.line(f"{name}: {said}")

    def line(self, text: str) -> None:
        """One line that stays."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)
