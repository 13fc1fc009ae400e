"""A JupyterLab that runs, on a project folder of its own, for tests in a real browser."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import nbformat
from browser import Seen, opened

from samestory import paths

SECONDS = 300
QUIET = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}  # asks for news and updates
# Runs every cell, waits for the last one, saves, and says what the file is then called.
RUN_ALL = """async () => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = app.shell.currentWidget;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await app.commands.execute('notebook:run-all-cells');
  await app.commands.execute('docmanager:save');
  return panel.context.path;
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its project folder (``SAMESTORY_HOME`` of its kernels) and its address."""

    home: Path
    base: str

    def write(self, name: str, *cells: str) -> str:
        """Make a notebook ``work/<name>`` of code cells, and say where in JupyterLab it opens."""
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        (self.home / "work").mkdir(exist_ok=True)
        nbformat.write(made, self.home / "work" / name)
        return self.address(f"work/{name}")

    def address(self, path: str) -> str:
        """Where a notebook opens; ``path`` is relative to the project folder."""
        return f"{self.base}/lab/tree/{path}?token=token&reset"

    def opened(self, browser: Any, path: str, **options: Any) -> Seen:
        """A notebook in a page of its own, ready to run; close it with ``seen.page.close()``."""
        seen = opened(browser, self.address(path), **options)
        seen.page.set_default_timeout(1000 * SECONDS)
        seen.page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
        return seen

    def kernels(self) -> list[dict[str, Any]]:
        """The kernels that run, as the server names them."""
        found: list[dict[str, Any]] = httpx.get(f"{self.base}/api/kernels?token=token", trust_env=False).json()
        return found


@contextlib.contextmanager
def lab_server(root: Path, *, notebooks: Iterable[str] = (), stories: Iterable[str] = ()) -> Iterator[Lab]:
    """JupyterLab on a project of its own in ``root``, with copies of shipped notebooks and stories."""
    home = root / "home"
    for name in ("notebooks", "outputs", "seeds"):
        (home / name).mkdir(parents=True)
    for name in notebooks:
        shutil.copy(paths.PACKAGE.parents[1] / "notebooks" / name, home / "notebooks")
    for name in stories:
        shutil.copytree(paths.PACKAGE.parents[1] / "seeds" / name, home / "seeds" / name)
    config = root / "config/labconfig"
    config.mkdir(parents=True)
    (config / "page_config.json").write_text(json.dumps(QUIET))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    words += [f"--port={port}", "--ip=127.0.0.1", f"--ServerApp.root_dir={home}", "--IdentityProvider.token=token"]
    places = {name: str(root / name.lower()) for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    env = {**os.environ, **places, "JUPYTER_CONFIG_DIR": str(config.parent), "SAMESTORY_HOME": str(home)}
    with (root / "lab.log").open("wb") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, env=env, cwd=home)
    base = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + SECONDS
        while not _answers(f"{base}/api/status?token=token"):
            assert process.poll() is None and time.monotonic() < until, (root / "lab.log").read_text()
            time.sleep(0.2)
        yield Lab(home, base)
    finally:
        process.terminate()  # it ends its kernels first
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False
