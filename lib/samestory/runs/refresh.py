"""``samestory refresh``: committed notebooks executed in place, with small differences in version control."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .. import paths
from ..errors import RunError
from ..notebooks import notebook
from ..notebooks.parameters import declared
from ..waiting import as_they_end
from . import kernels, store
from .execute import FAILED, RAN, UNCHANGED, Outcome, checked_jobs
from .kernel_start import end_with
from .mirror import Copy, mirrored
from .plan import USUAL_TIMEOUT
from .progress import Display

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from rich.console import Console

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# What tools note about one execution, and so changes with each.
_PASSING = ("execution", "papermill", "ExecuteTime", "trusted", "collapsed", "scrolled")


def refresh(
    names: Iterable[str] = (),
    *,
    jobs: int = 1,
    console: Console | None = None,
    given: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """Execute notebooks with their default parameters and put the results in their places.

    Each runs in a mirror of the project, so what it writes beside itself does not stay.

    Parameters
    ----------
    names
        Notebooks by name or path; default: all under ``notebooks/``.
    jobs
        How many notebooks at once, each with its own kernel.
    console
        Where progress is shown; default: standard output.
    given
        Environment variables that the kernels get.

    Returns
    -------
    list of Outcome
        One a notebook: ran (the file changed), unchanged, or failed (the file was left as it was).

    Raises
    ------
    RunError
        No such notebook, a notebook without a sound parameters cell, or another refresh under way.
    """
    checked_jobs(jobs)
    kernels.sweep()
    files = notebook.notebook_files()
    chosen = [notebook.named_notebook(name) for name in dict.fromkeys(names)] or list(files)
    if not chosen:
        raise RunError(f"no notebooks in {paths.notebooks()}")
    for name in chosen:
        declared(files[name])
    outcomes = {}
    context = multiprocessing.get_context("spawn")
    with (
        store.held("refresh", patience=0),
        kernels.marked() as mark,
        Display(console) as display,
        ProcessPoolExecutor(
            min(jobs, len(chosen)), mp_context=context, initializer=end_with, initargs=(os.getpid(),)
        ) as pool,
    ):
        futures = {}
        for name in chosen:
            display.begin(name)
            futures[pool.submit(_refresh, files[name], name, mark, dict(given or {}))] = name
        for future in as_they_end(futures):
            name = futures[future]
            try:
                status, error = future.result()
            except BrokenExecutor:
                raise RunError(f"{name}: its process was killed; notebooks not named so far are as they were") from None
            said = {RAN: "refreshed", UNCHANGED: "unchanged", FAILED: f"FAILED, left as it was: {error}"}[status]
            display.end(name, said)
            outcomes[name] = Outcome(name, status, error=error, folder=files[name].parent)
    return [outcomes[name] for name in chosen]


def _refresh(path: Path, name: str, mark: str, given: dict[str, str]) -> tuple[str, str]:
    """Execute one notebook and put the result in its place: status and error."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from . import kernel

    before = path.read_text(encoding="utf-8")
    done = nbformat.reads(before, as_version=4)
    for cell in done.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with (
        tempfile.TemporaryDirectory(prefix="samestory-refresh-") as scratch,
        mirrored({name: Copy(path, name)}) as (root, _),
    ):
        env = kernel.surroundings(Path(scratch), mark, texts=False) | given
        client = NotebookClient(
            done,
            timeout=USUAL_TIMEOUT,
            startup_timeout=kernel.START_SECONDS,
            kernel_name=kernel.NAME,
            kernel_manager_class=kernel.ThisKernelManager,
            extra_arguments=[*kernel.ARGUMENTS],
            coalesce_streams=True,
            record_timing=False,
            store_widget_state=False,
        )
        try:
            client.execute(cwd=str(root / paths.notebooks().name / PurePosixPath(name).parent), env=env)
        except CellExecutionError:
            return FAILED, "\n".join(notebook.failures(done.cells))
        except (RuntimeError, TimeoutError) as error:
            return FAILED, str(error)
    if wrong := notebook.failures(done.cells):
        return FAILED, "\n".join(wrong)
    if missed := [i for i, cell in enumerate(done.cells) if notebook.is_code(cell) and not cell.execution_count]:
        return FAILED, f"{notebook.place(done.cells, missed[0])}: never reached"
    normalise(done)
    after = nbformat.writes(done) + "\n"
    if after == before:
        return UNCHANGED, ""
    replace(path, after)
    return RAN, ""


def normalise(done: NotebookNode) -> None:
    """Drop from a notebook what changes with each execution; cell ids, tags and the rest stay."""
    import nbformat

    done.metadata = nbformat.from_dict(_METADATA)
    for cell in done.cells:
        for name in _PASSING:
            cell.metadata.pop(name, None)


def replace(path: Path, text: str) -> None:
    """Replace a file in one step; a reader sees the old text or the new, never half."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
