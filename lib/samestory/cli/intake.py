"""``samestory intake``: read any files, say what was found, and keep it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import SamestoryError, listed, printable

EVERY = 0.2  # seconds between two states of the progress line


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("intake")(intake)


def intake(
    path: Annotated[list[Path], typer.Argument(help="Files, folders or archives.", show_default=False)],
    format: Annotated[
        str | None, typer.Option("--format", help="The format of all files; default: detected for each file.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with 1 on a rejected record, a cut or damaged file, a wrong count, or if nothing was read.",
        ),
    ] = False,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FILE", help="Write the articles: FILE.parquet or FILE.jsonl.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="Keep the rejects as found, as JSON lines.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FOLDER", help="Write the tables of the report as CSV.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite existing files, as scheduled runs do.")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", metavar="OURS=THEIRS", help="A column of articles and its name in the file; repeat."),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How 03/04/2024 is meant.", show_default=False),
    ] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone for hours without one.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Language code for texts that do not state their language.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of all files; default: detected for each file.")
    ] = None,
    header: Annotated[
        bool,
        typer.Option("--header/--no-header", help="Whether the first row of a table names its columns."),
    ] = True,
    quote: Annotated[
        str | None, typer.Option("--quote", metavar="SIGN", help='What encloses the cells of a table. Default: ".')
    ] = None,
    story: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Add the files to this story; it is created if it does not exist."),
    ] = None,
) -> None:
    """Read articles from files of any format, and say what was found.

    Detected formats: exports of press databases, tables, JSON, Parquet, web
    pages and archives, feeds, plain texts, and zip or tar.gz of any of them.
    The report names every record that could not be read, and says where an
    export's own count is not what was found. Existing files are overwritten
    only with --force.

    \b
    samestory intake exports/                        the report alone
    samestory intake big.jsonl --into big.parquet    in bounded memory
    samestory intake table.csv --columns text=Inhalt --day-first
    samestory intake table.csv --no-header --columns text=2 --quote "'"
    samestory intake more/ --story my-story          add them to a story
    """
    from ..intake import checked, write_articles
    from .bring import read_pairs

    options, reader = checked(format, read_pairs(columns), language, day_first, zone, encoding, header, quote)
    if story is not None:
        _into_story(
            story, path, options, {"--format": format, "--into": into, "--rejects": rejects, "--report": report}
        )
        return
    _check_outputs({"--into": into, "--rejects": rejects}, report, force)
    line = _Line()
    try:
        found = write_articles(
            path, into, options=options, reader=reader, rejects=rejects, on_progress=line if line.is_shown else None
        )
    finally:
        line.clear()
    typer.echo(str(found))
    if into is not None:
        typer.echo(f"\n{found.n_articles:,} articles written to {printable(str(into))}")
    if report is not None:
        found.to_csv(report)
        typer.echo(f"tables of the report written to {printable(str(report))}")
    if strict and not (found.is_complete and found.n_articles):
        typer.echo(f"strict: {'not everything' if found.n_articles else 'nothing'} was read", err=True)
        raise typer.Exit(1)


def _into_story(name: str, paths: list[Path], options: Any, others: dict[str, object]) -> None:
    """Add files to a story, or make one of them."""
    from ..story import add_to_story
    from .bring import print_brought
    from .stopping import stoppable

    if wrong := [option for option, value in others.items() if value is not None]:
        raise SamestoryError(f"--story goes without {listed(wrong)}; run samestory intake a second time for that")
    if options.language or options.encoding:
        raise SamestoryError("--story goes without --language and --encoding; correct coverage.csv afterwards")
    with stoppable():
        brought = add_to_story(name, paths, options=options)
    print_brought(brought, name)


def _check_outputs(files: dict[str, Path | None], report: Path | None, force: bool) -> None:
    """Refuse, before anything is read, to write over what is there; ``--force`` allows it for files only."""
    from ..intake import Report

    what_to_do = "give another name, or --force to overwrite it"
    for option, path in files.items():
        if path is None:
            continue
        if path.is_dir():
            raise SamestoryError(f"{option} {path}: is a folder; name a file in it")
        if not force and os.path.lexists(path):
            raise SamestoryError(f"{option} {path}: exists already ({path.lstat().st_size:,} bytes); {what_to_do}")
    if report is None:
        return
    if os.path.lexists(report) and not report.is_dir():
        raise SamestoryError(f"--report {report}: is not a folder; name one for the tables of the report")
    for option, path in files.items():
        if path is not None and path.resolve().parent == report.resolve() and path.name in Report.FILES:
            raise SamestoryError(f"{option} {path}: the report has a file of this name; give another")
    if not force and (there := [name for name in Report.FILES if os.path.lexists(report / name)]):
        raise SamestoryError(f"--report {report}: holds a report already ({listed(there, 3)}); {what_to_do}")


class _Line:
    """One line on a terminal that says which file is read and how many articles there are; nothing elsewhere."""

    def __init__(self) -> None:
        self.is_shown = sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, file: str, n: int) -> None:
        now = time.monotonic()
        if now - self.last >= EVERY:
            self.last = now
            said = f"{n:>12,} articles  {printable(file)}".replace("\n", " ")
            print(f"\r\x1b[K{said[:100]}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self.last:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
