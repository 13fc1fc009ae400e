"""The command ``samestory``: stories and runs."""

from __future__ import annotations

import io
import sys

import typer

from ..errors import SamestoryError, printable
from . import (
    changes,
    code,
    codebook,
    fetch,
    imports,
    intake,
    invent,
    lessons,
    report,
    runs,
    site,
    stories,
    train,
    watch,
)

app = typer.Typer(
    help="Compare how outlets reported the same story, and reproduce every figure.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
stories.register(app)
intake.register(app)
runs.register(app)
site.register(app)
changes.register(app)
code.register(app)
codebook.register(app)
imports.register(app)
invent.register(app)
lessons.register(app)
report.register(app)
fetch.register(app)
watch.register(app)
train.register(app)


def main() -> None:
    """Run the command; an error of ours or of the disk is one clear message and exit status 1, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what stories hold may not exist in a terminal's alphabet
    try:
        app()
    except SamestoryError as error:
        print(f"samestory: {printable(str(error))}", file=sys.stderr)
        raise SystemExit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"samestory: {printable(where)}{error.strerror or error}", file=sys.stderr)
        raise SystemExit(1) from None
    except MemoryError:
        print("samestory: not enough memory for this command; end other programs, or raise its limit", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("samestory: stopped", file=sys.stderr)
        raise SystemExit(130) from None
