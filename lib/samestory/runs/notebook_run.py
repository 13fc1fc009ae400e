"""One notebook executed by papermill, and what counts as its failure."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from papermill.translators import PythonTranslator, papermill_translators

from ..errors import RunError
from ..notebooks import notebook
from . import kernel, kernels
from .job import Job

if TYPE_CHECKING:
    from nbformat import NotebookNode


class _Literals(PythonTranslator):
    """Injected values as Python writes them; papermill turns other scripts into escapes, and keys into text."""

    @classmethod
    def translate_escaped_str(cls, str_val: Any) -> str:
        return repr(str_val)

    @classmethod
    def translate_dict(cls, val: dict) -> str:
        return repr(val)


papermill_translators.register("python", _Literals)


def execute(job: Job, folder: Path, on_cell: Callable[[int, int], None]) -> NotebookNode:
    """Execute the notebook of a job in a kernel of its own, started in the notebook's folder.

    Parameters
    ----------
    job, folder
        What to run, and the folder that gets ``<notebook>.ipynb``; after a failure with the error marked in it.
    on_cell
        Called with (cell from 1, cells) before each cell.

    Raises
    ------
    RunError
        A cell raised, wrote to stderr or was never reached, the kernel died, or the time limit of the job passed; the
        message names the cell.
    """
    written = folder / f"{job.stem}.ipynb"
    current = [0, 0]
    whole: list[NotebookNode] = []

    def started(cell: NotebookNode, cell_index: int) -> None:
        current[0] = cell_index
        if notebook.is_code(cell):
            _keep(whole, written)
        on_cell(cell_index + 1, current[1])

    def counted(notebook: NotebookNode) -> None:
        current[1] = len(notebook.cells)
        whole.append(notebook)

    logging.getLogger("papermill").setLevel(logging.ERROR)
    limit = _Limit(job.timeout)
    try:
        papermill.execute_notebook(
            _literal(job.source),
            _literal(written),
            parameters=job.parameters,
            kernel_name=kernel.NAME,
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,  # `_keep` does it, in a tenth of the time
            autosave_cell_every=0,
            cwd=str(job.source.parent),
            start_timeout=kernel.START_SECONDS,
            kernel_manager_class=kernel.ThisKernelManager,
            extra_arguments=[*kernel.ARGUMENTS],
            coalesce_streams=True,
            store_widget_state=False,
            on_notebook_start=counted,
            on_cell_start=started,
        )
    except PapermillExecutionError:
        raise RunError(_why(_read(written, job))) from None
    except RuntimeError as error:  # nbclient's DeadKernelError, and a kernel that does not start
        _keep(whole, written)
        cells = _read(written, job).cells if written.exists() else []
        where = notebook.place(cells, current[0]) if cells else "before the first cell"
        why = limit.said() if limit.has_passed else str(error) or type(error).__name__
        raise RunError(f"{where}: {why}") from None
    finally:
        limit.cancel()
    done = _read(written, job)
    if said := _why(done):
        raise RunError(said)
    for index, cell in enumerate(done.cells):
        # papermill takes sys.exit() in a cell for a good end.
        if notebook.is_code(cell) and cell.execution_count is None:
            raise RunError(f"{notebook.place(done.cells, index)}: never reached; an earlier cell ended the notebook")
    return done


class _Limit:
    """Ends the kernel when the time is over, also a cell that hears no interrupt."""

    def __init__(self, seconds: int):
        self.seconds, self.has_passed = seconds, False
        self.timer = threading.Timer(seconds, self._pass)
        self.timer.daemon = True
        self.timer.start()

    def _pass(self) -> None:
        self.has_passed = True
        kernels.end_ours()

    def cancel(self) -> None:
        """The notebook is done in time."""
        self.timer.cancel()

    def said(self) -> str:
        """What the user reads when the time is over."""
        return (
            f"stopped: the notebook took longer than its time limit of {self.seconds} seconds"
            " (raise it by `timeout:` in runs.yaml, or by --timeout)"
        )


def _keep(whole: list[NotebookNode], written: Path) -> None:
    """Write the notebook as far as it is executed: the evidence if this process or the kernel is killed."""
    if whole:
        written.write_text(json.dumps(whole[-1]), encoding="utf-8")


def _why(done: NotebookNode) -> str:
    return "\n".join(notebook.failures(done.cells))


def _read(written: Path, job: Job) -> NotebookNode:
    """What papermill wrote, with paths that still hold after the folder has been moved; kept so."""
    done = nbformat.read(written, as_version=4)
    done.metadata.setdefault("papermill", {}).update(
        input_path=f"{job.notebook}.ipynb", output_path=written.name, parameters=job.parameters
    )
    nbformat.write(done, written)
    return done


def _literal(path: Path) -> str:
    """papermill takes ``{}`` in a path for its own templates."""
    return str(path).replace("{", "{{").replace("}", "}}")
