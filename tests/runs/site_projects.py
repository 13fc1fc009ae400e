"""Results as runs leave them, made in this process: what the site is built from, without a kernel."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
from run_projects import write_notebook

import samestory as ss
from samestory.runs import manifest, snapshot, store
from samestory.runs.digests import file_digest
from samestory.runs.job import Job

PAGE = "<!doctype html><title>Page</title><p>The page of the notebook.</p>"


def make_result(
    project: Path,
    run: str,
    story: Path | str | None,
    *,
    notebook: str = "01_small",
    tables: Mapping[str, pd.DataFrame] | None = None,
    meta: Mapping[str, Any] | None = None,
    page: str = PAGE,
    caption: str = "Articles by language.",
    heading: str = "What is *in* it?",
) -> Path:
    """A good result of one figure, with the tables of its story; a result before it becomes history.

    ``tables`` and ``meta`` are kept in place of those of the story.
    """
    source = project / "notebooks" / f"{notebook}.ipynb"
    write_notebook(source, "1", kernel="python3")
    folder_of_story = str(story) if story is not None and tables is None else None
    job = Job(run, notebook, {"story": None if story is None else str(story)}, folder_of_story)
    folder = store.new_partial(run)
    started = manifest.begin(job)
    cell = {"cell_type": "markdown", "metadata": {}, "source": f"# {heading}\n"}
    (folder / f"{job.stem}.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    (folder / f"{job.stem}.html").write_text(page, encoding="utf-8")
    _draw(folder, caption)
    if tables is not None:
        keep_tables(folder, tables, meta or {})
    else:
        snapshot.add(job, folder, print)
    manifest.finish(started, folder, 1.0, drawn=manifest.figures(folder))
    with store.held(store.lock_name(run)):
        store.publish(folder, store.result_folder(run))
    return store.result_folder(run)


def keep_tables(folder: Path, tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> None:
    """Write tables into a result as a snapshot has them."""
    kept = folder / snapshot.FOLDER
    kept.mkdir()
    files = {}
    for name, table in tables.items():
        path = kept / f"{name}.parquet"
        table.to_parquet(path, index=False)
        files[path.name] = file_digest(path)
    text = json.dumps({"format": snapshot.FORMAT, "missing": {}, **meta, "files": files})
    (kept / snapshot.META).write_text(text, encoding="utf-8")


def make_failure(project: Path, run: str, story: str, error: str) -> Path:
    """The evidence of a failed run."""
    write_notebook(project / "notebooks/01_small.ipynb", "1")
    folder = store.new_partial(run)
    started = manifest.begin(Job(run, "01_small", {"story": story}, None))
    (folder / "run.log").write_text(error, encoding="utf-8", errors="replace")
    manifest.finish(started, folder, 1.0, error=error)
    with store.held(store.lock_name(run)):
        store.publish(folder, store.failed_folder(run))
    return store.failed_folder(run)


def _draw(folder: Path, caption: str) -> None:
    table = pd.DataFrame(
        {
            "language": ["en", "fr"],
            "n_articles": [3, 1],
            "n_outlets": [2, 1],
            "article_share": [0.75, 0.25],
            "n_total": 4,
        }
    )
    with mock.patch.dict(os.environ, {"SAMESTORY_RUN_FOLDER": str(folder)}):
        ss.show_figure(ss.corpus.plot_composition(table), table, "languages", caption=caption)
