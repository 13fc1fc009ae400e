"""JupyterLab in a real browser: the first notebook's working copy opens, and all its cells run without an error."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time

import httpx
import nbformat
import pytest
from browser import opened

from samestory import paths
from samestory.runs.copies import working_copies

NOTEBOOK = "00_start_here.ipynb"
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


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """JupyterLab on the working copies of a project of its own; its address."""
    home = tmp_path / "home"
    for name in ("notebooks", "outputs", "seeds"):
        (home / name).mkdir(parents=True)
    shutil.copy(paths.notebooks() / NOTEBOOK, home / "notebooks")
    shutil.copytree(paths.seeds() / "mali-drones", home / "seeds/mali-drones")
    config = tmp_path / "config/labconfig"
    config.mkdir(parents=True)
    (config / "page_config.json").write_text(json.dumps(QUIET))
    monkeypatch.setenv("SAMESTORY_HOME", str(home))
    working_copies()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    words += [f"--port={port}", "--ip=127.0.0.1", f"--ServerApp.root_dir={home}", "--IdentityProvider.token=token"]
    places = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    env = {**os.environ, **places, "JUPYTER_CONFIG_DIR": str(config.parent)}
    with (tmp_path / "lab.log").open("wb") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, env=env, cwd=home)
    base = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + SECONDS
        while not _answers(f"{base}/api/status?token=token"):
            assert process.poll() is None and time.monotonic() < until, (tmp_path / "lab.log").read_text()
            time.sleep(0.2)
        yield home, f"{base}/lab/tree/work/{NOTEBOOK}?token=token"
    finally:
        process.terminate()  # it ends its kernels first
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(address):
    try:
        return httpx.get(address, timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def test_the_first_notebook_runs_in_jupyterlab_without_an_error(lab, browser):
    home, address = lab
    seen = opened(browser, address)
    seen.page.set_default_timeout(1000 * SECONDS)
    seen.page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
    assert seen.page.evaluate(RUN_ALL) == f"work/{NOTEBOOK}"
    assert seen.asked == []  # no request leaves this machine
    assert not [text for text in seen.said if "Content Security Policy" in text]
    assert seen.page.locator(".jp-RenderedImage img").count() > 0
    seen.page.close()

    made = nbformat.read(home / "work" / NOTEBOOK, as_version=4)
    cells = [cell for cell in made.cells if cell.cell_type == "code"]
    assert len(cells) > 10 and all(cell.execution_count for cell in cells)
    wrong = [out for cell in cells for out in cell.outputs if out.output_type == "error" or out.get("name") == "stderr"]
    assert wrong == []
    assert (home / "notebooks" / NOTEBOOK).read_bytes() == (
        paths.PACKAGE.parents[1] / "notebooks" / NOTEBOOK
    ).read_bytes()
