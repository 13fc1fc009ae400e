"""``samestory fetch``: texts for the addresses of a ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import printable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("fetch")(fetch)


def fetch(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ID", show_default=False, help="Only this article_id; may be repeated."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch stored pages again too; a changed page is kept as a new version.")
    ] = False,
    pause: Annotated[float, typer.Option(help="Seconds between two requests to one host.")] = 2.0,
    timeout: Annotated[float, typer.Option(help="Seconds allowed for one page in total.")] = 60.0,
    max_bytes: Annotated[
        int, typer.Option("--max-bytes", help="Largest size of a page in bytes, as sent and unpacked.")
    ] = 10_000_000,
    archive: Annotated[
        bool, typer.Option("--archive/--no-archive", help="Ask the Wayback Machine for pages that are gone.")
    ] = True,
    allow_local: Annotated[
        bool, typer.Option("--allow-local", help="Fetch from addresses that are not public, too.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="How many hosts at once.")] = 4,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched, without any request.")
    ] = False,
    contact: Annotated[
        str, typer.Option(help="A mail or web address for the User-Agent, so that hosts know whom to ask.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any page could not be fetched.")] = False,
) -> None:
    """Fetch the texts of a story's ledger into its git-ignored texts/.

    Pages with an address and no text are asked for, one request at a time a
    host, as robots.txt allows. What is stored stays; a killed command goes on
    where it was. The next command tries failed pages again;
    texts/fetch.csv says why a page could not be fetched.

    Exits with 1 if there was something to fetch and nothing could be fetched.

    \b
    samestory fetch mali-drones --contact you@example.org
    samestory fetch mali-drones --again             what changed since?
    """
    from .. import fetch as fetching

    manners = fetching.Manners(pause, timeout, max_bytes, archive, allow_local, jobs, contact)
    todo = fetching.plan(story, only=only or (), again=again)
    if not todo.wanted and not todo.n_stored:
        typer.echo(
            f"nothing to fetch: {todo.n_with_text:,} articles have a text, "
            f"{todo.n_without_address:,} have neither text nor address"
        )
        return
    if dry_run:
        for host, pages in todo.hosts.items():
            for page in pages:
                typer.echo(printable(f"{page.article_id}  {host or 'no host'}  {page.url}"))
        typer.echo(f"{len(todo.wanted):,} pages of {len(todo.hosts):,} hosts would be asked for; nothing was fetched")
        return
    with _Progress(len(todo.wanted)) as progress:
        summary = fetching.fetch(todo, manners=manners, again=again, told=progress.told)
    typer.echo(printable(str(summary)))
    if summary.is_failure or (strict and not summary.is_whole):
        raise typer.Exit(1)


class _Progress:
    """A bar in a terminal; a line an attempt in both."""

    def __init__(self, n: int):
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self.console = Console(markup=False, highlight=False)
        columns = (TextColumn("pages"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)
        self.task = self.progress.add_task("pages", total=n)
        self.seen: set[str] = set()

    def __enter__(self) -> _Progress:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def told(self, line: object) -> None:
        from ..fetch import Line

        if not isinstance(line, Line):
            raise TypeError("a line of the log")
        self.seen.add(line.article_id)
        self.progress.update(self.task, completed=len(self.seen))
        source = " from the archive" if line.source == "archive" else ""
        detail = f": {line.reason}" if line.reason else ""
        self.console.print(printable(f"{line.article_id}: {line.outcome}{source}{detail}"), soft_wrap=True)
