"""``--on-failure`` and ``--on-change``: a command of the user's that is told of a run, its manifest on standard input.

The command is split as a shell would split it, but no shell runs it. It has ``SECONDS`` to end. What it prints goes to
the log. If it fails, that is reported; the results and the exit status of ``samestory run`` stay as they are.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import RunError, printable
from . import log, manifest

if TYPE_CHECKING:
    from .execute import Outcome

SECONDS = 60
MOST_SAID = 4_000  # bytes at the end of what a command printed that are kept


@dataclass(frozen=True)
class Hooks:
    """The commands to call after the runs of one command; both are checked when this is made.

    Parameters
    ----------
    on_failure
        Called once for each failed run, and once if the command ends with an error before any run.
    on_change
        Called once for each run whose result differs from the one it replaced.

    Raises
    ------
    RunError
        A command is empty, has a quotation mark that is not closed, or names a program that is not there.
    """

    on_failure: str | None = None
    on_change: str | None = None
    words: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, given in (("--on-failure", self.on_failure), ("--on-change", self.on_change)):
            if given is not None:
                self.words[name] = _split(name, given)

    def told(self, outcomes: Iterable[Outcome]) -> None:
        """Call the commands for the runs that failed or changed, in their order."""
        for one in outcomes:
            if one.status == "failed":
                known = manifest.read(one.folder) if one.folder else None
                said = known or {"run": one.run, "status": manifest.FAILED, "error": one.error}
                self._call("--on-failure", "failed", one.run, one.folder, said)
            elif one.changed and one.folder:
                self._call("--on-change", "changed", one.run, one.folder, manifest.read(one.folder) or {"run": one.run})

    def error(self, error: BaseException) -> None:
        """Call ``on_failure`` for an error that ended the command, with ``run`` null."""
        said = {"run": None, "status": manifest.FAILED, "error": printable(str(error))}
        self._call("--on-failure", "error", "", None, said)

    def _call(self, name: str, status: str, run: str, folder: Path | None, said: dict[str, Any]) -> None:
        if (words := self.words.get(name)) is None:
            return
        told = {"SAMESTORY_RUN": run, "SAMESTORY_STATUS": status, "SAMESTORY_FOLDER": str(folder or "")}
        fault, output = _called(words, json.dumps(said).encode(), {**os.environ, **told})
        level = logging.ERROR if fault else logging.INFO
        log.note("hook", level, hook=name[2:], run=run or None, command=words[0], error=fault, output=output or None)
        if fault:
            print(printable(f"samestory: {name} {words[0]}: {fault}{f': {output}' if output else ''}"), file=sys.stderr)


def is_changed(before: dict[str, Any] | None, folder: Path) -> bool | None:
    """Whether a new result says something else than the one it replaced, whose manifest is given.

    Returns
    -------
    bool or None
        What its ``changes.json`` says; if that cannot say, whether its figures or the tables behind them differ. None
        if there was no result before.
    """
    from . import changes  # with pandas, which a command that makes nothing does without

    if before is None or (after := manifest.read(folder)) is None:
        return None
    try:
        said = (changes.read(folder) or {}).get("changed")
    except RunError:
        said = None
    return said if isinstance(said, bool) else _content(before) != _content(after)


def _content(known: dict[str, Any]) -> tuple[Any, Any]:
    drawn = [(figure.get("name"), figure.get("fingerprint")) for figure in known.get("figures", [])]
    return drawn, {name: digest for name, digest in known["files"].items() if name.startswith("tables/")}


def _split(name: str, given: str) -> list[str]:
    try:
        words = shlex.split(given)
    except ValueError as error:
        raise RunError(f"{name} {given!r}: cannot be split into words: {error}") from None
    if not words:
        raise RunError(f"{name}: give a command, such as 'mail -s \"run failed\" desk@example.org'")
    if shutil.which(words[0]) is None:
        raise RunError(
            f"{name}: there is no program {words[0]!r}; no shell runs the command, so pipes and redirections need"
            " one: \"sh -c '... | ...'\""
        )
    return words


def _called(words: list[str], stdin: bytes, env: dict[str, str]) -> tuple[str | None, str]:
    """What went wrong with a command, or None; and the end of what it printed."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed:
        given.write(stdin)
        given.seek(0)
        fault = _ended(words, given.fileno(), printed.fileno(), env)
        size = printed.seek(0, os.SEEK_END)
        printed.seek(max(0, size - MOST_SAID))
        return fault, printed.read().decode("utf-8", "replace").strip()


def _ended(words: list[str], stdin: int, stdout: int, env: dict[str, str]) -> str | None:
    """Run a command to its end in a session of its own, so that it can be ended with all that it started."""
    try:
        process = subprocess.Popen(
            words, stdin=stdin, stdout=stdout, stderr=subprocess.STDOUT, env=env, start_new_session=True
        )
    except OSError as error:
        return f"could not be started: {error.strerror or error}"
    try:
        code = process.wait(SECONDS)
    except BaseException as error:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return f"was ended after {SECONDS} seconds"
        raise
    return f"ended with status {code}" if code else None
