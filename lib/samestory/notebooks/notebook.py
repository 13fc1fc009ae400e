"""Reading a notebook file without the notebook libraries, which take a second to import.

Enough for what must be quick: parameters, static faults, the decision that a run is unchanged.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import RunError, listed, suggestion

PARAMETERS, INJECTED = "parameters", "injected-parameters"
_HEADING = re.compile(r"^#+\s+(.+?)\s*#*$", re.MULTILINE)
ADDED = {INJECTED, "papermill-error-cell-tag"}


def read(path: Path) -> dict[str, Any]:
    """Read a notebook file of format 4, with each ``source`` as one string and ``metadata`` everywhere.

    Raises
    ------
    RunError
        The file is missing, is not JSON, or is not a notebook of format 4.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"no notebook {path}") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RunError(f"{path.name}: not a notebook: {error}") from None
    if not isinstance(data, dict) or data.get("nbformat") != 4 or not isinstance(data.get("cells"), list):
        raise RunError(f"{path.name}: not a notebook of format 4; open it in JupyterLab and save it")
    for cell in data["cells"]:
        cell["source"] = joined(cell.get("source", ""))
        cell.setdefault("metadata", {})
    data.setdefault("metadata", {})
    return data


def joined(text: str | list[str]) -> str:
    """Text as notebooks keep it, one string or a list of lines, as one string."""
    return text if isinstance(text, str) else "".join(text)


def heading(cells: list[Any]) -> str:
    """The first heading of a notebook, without Markdown signs; empty if there is none."""
    for cell in cells:
        if cell["cell_type"] == "markdown" and (found := _HEADING.search(cell["source"])):
            return re.sub(r"[*_`]", "", found[1])
    return ""


def tags(cell: Any) -> list[str]:
    """The tags of a cell."""
    return list(cell["metadata"].get("tags", []))


def is_code(cell: Any) -> bool:
    """Whether there is something to execute."""
    return cell["cell_type"] == "code" and bool(cell["source"].strip())


def place(cells: list[Any], index: int) -> str:
    """How messages name a cell: its number from 1, its prompt, its first line.

    Cells that a run put in do not count, so the number holds in the notebook as it was written.
    """
    cell = cells[index]
    number = sum(not ADDED.intersection(tags(one)) for one in cells[: index + 1])
    count = cell.get("execution_count")
    first = next((line.strip() for line in cell["source"].splitlines() if line.strip()), "")
    prompt = f"In [{count}]: " if count else ""
    return f"cell {number} ({prompt}{first[:60]})"


def failures(cells: list[Any]) -> list[str]:
    """What makes an executed notebook a failed one: output on stderr, and errors; one text a cell that has any."""
    return [said for index in range(len(cells)) if (said := failure(cells, index))]


def failure(cells: list[Any], index: int) -> str:
    """The same for one cell; empty when it went well."""
    said = "\n".join(text for output in cells[index].get("outputs", []) if (text := _trouble(output)))
    return f"{place(cells, index)}: {said}" if said else ""


def _trouble(output: Any) -> str:
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    if output["output_type"] == "stream" and output["name"] == "stderr":
        return f"wrote to stderr: {joined(output['text']).strip()}"
    return ""


def notebook_files() -> dict[str, Path]:
    """Every notebook under ``notebooks/``, by its path there without the ending."""
    folder = paths.notebooks()
    found = sorted(path for path in folder.rglob("*.ipynb") if not _hidden(path.relative_to(folder)))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in found}


def named_notebook(name: str) -> str:
    """The path of a notebook under ``notebooks/``, without the ending, however it was named.

    Takes ``01_corpus``, ``teaching/02_orders``, either with ``.ipynb``, or a file path from the current folder.

    Raises
    ------
    RunError
        There is none; the message suggests the nearest.
    """
    known = notebook_files()
    wanted = name.removesuffix(".ipynb")
    if wanted in known:
        return wanted
    resolved = Path(name).resolve()
    for key, path in known.items():
        if path.resolve() in (resolved, Path(f"{resolved}.ipynb")):
            return key
    raise RunError(f"no notebook {name!r}.{suggestion(wanted, known)} Notebooks: {listed(known, 40)}")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
