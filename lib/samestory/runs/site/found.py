"""What is in ``outputs/``: each run with its last good result, its last failure and its older results, by story."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import paths
from .. import manifest, store
from ..folders import shelf
from ..regular import is_folder, text_of
from . import places

MOST_NOTEBOOK_BYTES = 200_000_000
NO_STORY = ""


@dataclass(frozen=True)
class Found:
    """One run: its manifests (None if there is none that can be used), and the times of its older results."""

    run: str
    story: str
    good: dict[str, Any] | None
    failed: dict[str, Any] | None
    older: tuple[str, ...]
    key: str

    @property
    def folder(self) -> Path:
        """Where the last good result is."""
        return store.result_folder(self.run)

    @property
    def latest(self) -> dict[str, Any]:
        """The manifest of the last attempt that counts: the good one, else the failed one."""
        return self.good or self.failed or {}

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt failed."""
        return self.failed is not None

    def without(self, hidden: frozenset[str]) -> Found:
        """The same run without some files of its results."""

        def rest(record: dict[str, Any] | None, folder: str) -> dict[str, Any] | None:
            if record is None:
                return None
            files = {name: digest for name, digest in record["files"].items() if f"{folder}/{name}" not in hidden}
            return {**record, "files": files}

        if not hidden:
            return self
        failed = rest(self.failed, f"{store.FAILED}/{self.run}")
        return dataclasses.replace(self, good=rest(self.good, self.run), failed=failed)

    @property
    def page(self) -> str | None:
        """The notebook page in the folder of the result."""
        return self.stem_file(".html")

    def stem_file(self, ending: str) -> str | None:
        """The file of the result with the name of the notebook and this ending."""
        if self.good is None:
            return None
        name = Path(str(self.good["notebook"])).name + ending
        return name if name in self.good["files"] else None


def runs(*, hidden: frozenset[str] = frozenset(), with_history: bool = True) -> dict[str, list[Found]]:
    """The runs that have a result or a failure, by the name of their story; those of no story under ``""``.

    Parameters
    ----------
    hidden
        Files of results that are treated as if they were not there, relative to ``outputs/``.
    with_history
        Whether older results are looked for.
    """
    outputs = paths.outputs()
    names = {path.parent.name for path in outputs.glob(f"*/{manifest.FILE}")}
    failed = {path.parent.name for path in (outputs / store.FAILED).glob(f"*/{manifest.FILE}")}
    every = {name for name in names | failed if not name.startswith(".") and name != store.FAILED}
    stories: dict[str, list[Found]] = {}
    for run in sorted([*every, *store.runs_apart()]):
        if (one := _found(run, with_history)) is not None:
            one = one.without(hidden)
            stories.setdefault(one.story, []).append(one)
    for several in stories.values():
        several.sort(key=lambda one: (str(one.latest.get("notebook")), one.run))
    return stories


def _found(run: str, with_history: bool) -> Found | None:
    good, one = _manifest(store.result_folder(run))
    failed, other = _manifest(store.failed_folder(run))
    if good is not None and good["status"] != manifest.OK:
        good = None
    if good is None and failed is None:
        return None
    place, older = shelf(run), []
    if with_history and is_folder(place):
        older = sorted((path.name for path in place.iterdir() if is_folder(path)), reverse=True)
    key = hashlib.sha256("\0".join([run, one, other, *older]).encode()).hexdigest()
    return Found(run, _story(run, good or failed or {}), good, failed, tuple(older), key)


def _manifest(folder: Path) -> tuple[dict[str, Any] | None, str]:
    """The manifest of a folder that is no link, and its digest."""
    if not is_folder(folder):
        return None, ""
    try:
        text = text_of(folder / manifest.FILE, manifest.MOST_BYTES + 1)
    except OSError:
        return None, ""
    return manifest.read(folder), hashlib.sha256(text.encode()).hexdigest()


def _story(run: str, record: dict[str, Any]) -> str:
    """The name of the story of a run: that of its folder in ``outputs/``, else that of the story folder."""
    if "/" in run:
        return run.split("/")[0]
    return Path(str(record.get("story") or NO_STORY)).name


def words_of(found: Found) -> tuple[str, str]:
    """The question of a run and its answer.

    Returns
    -------
    question, answer
        The first heading of its notebook, else the name of the notebook; and the first text that a cell below the
        next heading gave, empty if there is none.
    """
    name, question, is_below = found.stem_file(".ipynb"), "", False
    plain = str(found.latest.get("notebook") or found.run)
    if name is None:
        return plain, ""
    try:
        cells = json.loads(text_of(found.folder / name, MOST_NOTEBOOK_BYTES))["cells"]
        for cell in cells:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                if not question and (head := re.search(r"^#+\s+(.+?)\s*#*$", source, re.MULTILINE)):
                    question = re.sub(r"[*_`]", "", head[1])
                    continue
                is_below = bool(question)
            elif question and is_below and (answer := _answer(cell)):
                return question, answer
    except (OSError, ValueError, KeyError, TypeError, RecursionError, IndexError, AttributeError):
        pass
    return question or plain, ""


def _answer(cell: dict[str, Any]) -> str:
    """The text that a cell gave with `show_text`, in one line; of a warning before it, in capitals, one sentence."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "ss-text" in "".join(data.get("text/html", "")):
            parts = ["".join(one.split("\n")) for one in "".join(data["text/plain"]).split("\n\n")]
            parts = [one for one in parts if not one.startswith("INVENTED")]
            if re.match("[A-Z]{4,}", parts[0]):
                first, _, rest = parts[0].partition(". ")
                parts[:1] = [f"{first}.", *(() if parts[1:] else [rest])]
            return " ".join(parts)
    return ""


_LINK = re.compile(
    rf"{places.SITE}/([a-z0-9_-]{{1,60}})/articles/([a-z0-9_-]{{1,60}})\.html#s(\d{{1,12}})-(\d{{1,12}})"
)


def wanted(found: Found) -> set[tuple[str, str, int, int]]:
    """The passages of articles that the page of a run links to: slugs of story and article, begin and end."""
    return {(one[1], one[2], int(one[3]), int(one[4])) for one in _LINK.finditer(_text_of_page(found))}


def figures_of_page(found: Found) -> set[str]:
    """The names of the figures that have an anchor on the page of a run."""
    return set(re.findall(r'<figure id="figure-([a-z0-9-]{1,100})"', _text_of_page(found)))


def _text_of_page(found: Found) -> str:
    if found.page is None:
        return ""
    try:
        return text_of(found.folder / found.page, MOST_NOTEBOOK_BYTES)
    except OSError:
        return ""


def cause(record: dict[str, Any]) -> str:
    """Why a run failed, in a few words: the last line of a traceback, else the first lines of the error."""
    error = str(record.get("error") or "").strip()
    lines = [line for line in error.splitlines() if line.strip()]
    if error.startswith("Traceback"):
        return lines[-1]
    return " ".join(lines[:3]) or "no reason was written down"
