"""The site made anew from what is in ``outputs/``: only pages that changed are written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ... import paths
from ...errors import RunError
from .. import store
from ..plan import Plan, whole_plan
from . import found, places
from .write import Writer, clear, code_digest

LOCK = "site"


@dataclass(frozen=True)
class Built:
    """What was done: pages in all, written, removed; the first page of the site."""

    n_pages: int
    n_written: int
    n_removed: int
    index: Path

    def __str__(self) -> str:
        if not self.n_written and not self.n_removed:
            return f"site unchanged: {self.index}"
        return f"site: {self.n_written:,} of {self.n_pages:,} pages written: {self.index}"


def build(*, patience: float = store.PATIENCE_SECONDS) -> Built:
    """Make ``outputs/index.html`` and the pages below ``outputs/site/``.

    Parameters
    ----------
    patience
        Seconds to wait for another command that makes the site.

    Returns
    -------
    Built
        Nothing is written if nothing changed.

    Raises
    ------
    BusyError
        Another command is making the site.
    OSError
        A page could not be written. Pages are whole, old or new.
    """
    with store.held(LOCK, patience=patience):
        return made_in(paths.outputs())


def made_in(
    root: Path, *, with_texts: bool = True, hidden: frozenset[str] = frozenset(), with_history: bool = True
) -> Built:
    """The same in another folder, for a copy without the ``hidden`` files, relative to it; hold the lock."""
    stories = found.runs(hidden=hidden, with_history=with_history)
    plan = _plan()
    keys = {story: _key(story, runs, plan) for story, runs in stories.items()}
    whole = hashlib.sha256("\0".join([str(with_texts), *keys.values()]).encode()).hexdigest()
    writer = Writer(root)
    index = root / places.INDEX
    if writer.is_whole(whole):
        return Built(len(writer.before), 0, 0, index)
    from .pages import write_site

    clear(root)
    write_site(writer, stories, keys, plan=plan, with_texts=with_texts)
    removed = writer.finish(whole)
    return Built(len(writer.pages), writer.written, removed, index)


def _plan() -> Plan:
    """What runs.yaml says; an empty plan if it has faults, which are no reason to show no results."""
    try:
        return whole_plan()
    except (RunError, OSError):
        return Plan()


def _key(story: str, runs: list[found.Found], plan: Plan) -> str:
    """A digest of all that the pages of a story are made of."""
    parts = [code_digest(), story, str(plan.summary), str(plan.without_codebook), *(one.key for one in runs)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
