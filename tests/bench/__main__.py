"""``python -m bench``: speed against libraries, and accuracy against floors (``make bench``, ``make quality``)."""

import sys

import typer

from samestory.errors import SamestoryError

from .bench_command import run_bench
from .quality_command import run_quality

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("speed")(run_bench)
app.command("quality")(run_quality)

if __name__ == "__main__":
    try:
        app()
    except SamestoryError as error:
        sys.exit(f"bench: {error}")
