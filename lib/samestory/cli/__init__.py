"""The command ``samestory``: stories and runs."""

from __future__ import annotations

import sys

import typer

from ..errors import SamestoryError
from . import runs, stories

app = typer.Typer(
    help="Compare how outlets reported the same story, and reproduce every figure.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
stories.register(app)
runs.register(app)


def main() -> None:
    """Run the command; an error of ours is one clear message and exit status 1, never a traceback."""
    try:
        app()
    except SamestoryError as error:
        print(f"samestory: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("samestory: stopped", file=sys.stderr)
        raise SystemExit(130) from None
