"""The commands for runs: run, check, refresh, list, runs."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..errors import SamestoryError
from .site import made_again
from .stopping import stoppable

if TYPE_CHECKING:
    from ..runs.hooks import Hooks

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", show_default=False, help="Default: all.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", help="How many notebooks at once, each with its own kernel.")]

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("run")(run)
    app.command("check")(check)
    app.command("refresh")(refresh)
    app.command("list")(list_runs)
    app.command("runs")(results)
    app.command("copies")(copies)


def run(
    names: Names = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            "-p",
            metavar="NAME=VALUE",
            help="A parameter for each named run; can be repeated.",
        ),
    ] = None,
    story: Annotated[
        str | None,
        typer.Option("--story", metavar="STORY", help="Run every notebook that fits this story, or those named."),
    ] = None,
    jobs: Jobs = 1,
    force: Annotated[bool, typer.Option("--force", help="Run unchanged runs too.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start a new interpreter for each run; by default runs are forked.")
    ] = False,
    timeout: Annotated[
        int | None,
        typer.Option(help="Seconds a notebook may take (default: as in runs.yaml, else 3600)."),
    ] = None,
    on_failure: Annotated[
        str | None,
        typer.Option("--on-failure", metavar="COMMAND", help="Call this for each failed run, its manifest on stdin."),
    ] = None,
    on_change: Annotated[
        str | None,
        typer.Option("--on-change", metavar="COMMAND", help="Call this for each run whose result changed."),
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Append one line a run to this file.")
    ] = None,
    log_format: Annotated[
        Literal["text", "json"], typer.Option("--log-format", help="How a line of the log is written.")
    ] = "text",
    preflight: Annotated[
        bool, typer.Option("--preflight/--no-preflight", help="Look at free disk and memory before the first run.")
    ] = True,
) -> None:
    """Execute the runs of notebooks/runs.yaml, all or those named, into outputs/NAME/.

    With --story: every notebook that fits the story, into
    outputs/STORY/NOTEBOOK/; NAME is then a notebook, such as claims. The story
    is checked once before any notebook starts. Notebooks left out are listed
    with the reason. If -p story=STORY gives a listed run another story, the
    result goes to outputs/STORY/NAME/.

    A result is complete or not there at all: the executed notebook, its page,
    figures and tables, and manifest.json. A run is skipped if its notebook,
    story, parameters and code are unchanged.

    A failed run writes its evidence to outputs/failed/NAME/; its last good
    result stays. All runs are tried; exits with 1 if one fails. At the end
    outputs/index.html is made again; see samestory site.

    --on-failure and --on-change call a command once for each such run when
    all runs are done, with its manifest as JSON on standard input and
    SAMESTORY_RUN, SAMESTORY_STATUS and SAMESTORY_FOLDER in the environment.
    No shell runs it. docs/schedule.md has examples and all exit codes.

    \b
    samestory run                                every run
    samestory run --story my-story               all pages of one story
    samestory run --story my-story claims        one page of it
    samestory run claims -p coder=auto:rules-5   one run, with another parameter
    """
    from .. import cache, runs
    from ..runs.hooks import Hooks
    from ..runs.log import logged

    hooks, began = Hooks(on_failure, on_change), time.time()
    with stoppable(), logged(log, log_format), _told(hooks):
        outcomes = runs.run(
            names or (), parameters or (), story=story, jobs=jobs, force=force, fresh=fresh, timeout=timeout,
            check_room=preflight,
        )  # fmt: skip
        made_again()
        hooks.told(outcomes)
    if damage := cache.set_aside_since(began):
        typer.echo(damage)
    typer.echo(runs.summary(outcomes))
    if any(one.status == runs.FAILED for one in outcomes):
        raise typer.Exit(1)


@contextmanager
def _told(hooks: Hooks) -> Iterator[None]:
    """A block whose end by an error is logged, and told to the command for failures."""
    import logging

    from ..runs.log import note

    try:
        yield
    except (SamestoryError, OSError) as error:
        note("error", logging.ERROR, error=str(error))
        hooks.error(error)
        raise
    except KeyboardInterrupt as error:
        note("stopped", logging.WARNING, by=str(error) or "Ctrl-C")
        raise


def check(
    names: Names = None,
    jobs: Jobs = 1,
    notebooks: Annotated[
        bool,
        typer.Option("--notebooks", help="Check the committed notebooks instead; NAME is then a notebook."),
    ] = False,
) -> None:
    """Execute the results in outputs/ again and fail on any changed output.

    Runs are made in forks of one process, checks in fresh interpreters: so a
    check also compares the two.

    All outputs except pictures are compared; pictures are compared by the
    fingerprint printed with them. Nothing in outputs/ or notebooks/ is
    changed. Exits with 1 if anything differs.
    """
    from .. import runs

    with stoppable():
        found = (runs.check_notebooks if notebooks else runs.check)(names or (), jobs=jobs)
    for difference in found:
        typer.echo(f"\n{difference}")
    if found:
        typer.echo(f"\n{len(found)} {'difference' if len(found) == 1 else 'differences'}")
        raise typer.Exit(1)
    typer.echo("everything as recorded")


def refresh(names: Names = None, jobs: Jobs = 1) -> None:
    """Execute the committed notebooks in place, with their default parameters.

    NAME is a notebook. A notebook that fails is not changed; exits with 1 then.
    The answers of lessons are kept as digests, for ss.check_answer.
    """
    import tempfile

    from .. import runs
    from ..notebooks.notebook import notebook_files
    from ..teaching.check import RECORD
    from ..teaching.recording import keep

    with stoppable(), tempfile.TemporaryDirectory(prefix="samestory-answers-") as folder:
        outcomes = runs.refresh(names or (), jobs=jobs, given={RECORD: folder})
        for one in outcomes:
            if one.status != runs.FAILED and keep(notebook_files()[one.run], Path(folder)):
                typer.echo(f"{one.run}: the digests of its answers changed")
    if any(one.status == runs.FAILED for one in outcomes):
        raise typer.Exit(1)


def list_runs(as_json: Json = False) -> None:
    """List every run and how it is today.

    The status is ok, never, running, failed (the last attempt; a good result
    may be there), outdated with what changed since (story, notebook, library,
    parameters, lock, a package), damaged with what is wrong in outputs/, or
    invalid with what is wrong in runs.yaml or the notebook. Times are in UTC.

    `samestory runs` lists older results.
    """
    from ..runs.listing import rows

    found = rows()
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in found], indent=2))
        return
    _show(
        ("run", "notebook", "story", "last", "status"),
        ((row.run, row.notebook, row.story, row.end, row.status) for row in found),
    )


def results(
    names: Annotated[list[str] | None, typer.Argument(metavar="RUN", show_default=False, help="Default: all.")] = None,
    as_json: Json = False,
) -> None:
    """List every kept result of the runs, newest first, and why each was made.

    RUN is a run or a story. The first line of a run is its latest attempt;
    older results are in outputs/.history/. Columns story, notebook and library
    show the first signs of the digests of what a result was made of: equal
    signs, equal input. The status is ok, failed, or damaged with what is wrong.

    \b
    samestory runs                every result
    samestory runs claims         the results of one run
    samestory runs --json         for a program, with whole digests
    """
    from ..runs.listing import results as kept

    found = kept(names or ())
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], indent=2))
        return
    made_of = ("story", "notebook", "library")
    lines = []
    for one in found:
        seconds = one.record.get("seconds")
        took = f"{seconds:.1f} s" if seconds is not None else ""
        lines.append((one.run, one.time, one.status, took, *map(one.digest, made_of), one.why))
    _show(("run", "time", "status", "took", *made_of, "why"), lines)


def _show(columns: Iterable[str], lines: Iterable[tuple[str, ...]]) -> None:
    from rich.table import Table

    from .grid import show

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column not in ("status", "why"))
    for line in lines:
        table.add_row(*line)
    show(table)


def copies() -> None:
    """Copy the notebooks to work/, to explore them there. A copy that you changed is never overwritten.

    Lessons are copied as students get them, without solutions. `make lab` does
    it before it opens JupyterLab. Git ignores work/.
    """
    import tempfile

    from ..runs.copies import said, working_copies
    from ..teaching.lessons import lesson_copies

    with tempfile.TemporaryDirectory(prefix="samestory-copies-") as folder:
        for line in said(working_copies(lesson_copies(Path(folder)))):
            typer.echo(line)
