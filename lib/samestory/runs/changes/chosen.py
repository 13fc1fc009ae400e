"""Two kept results of a run, chosen and compared."""

from __future__ import annotations

from typing import Any

from ...errors import RunError
from .. import history
from .comparison import compare, first
from .side import Side

__all__ = ["between"]


def between(run: str, a: str = "previous", b: str = "latest") -> dict[str, Any]:
    """What changed from one kept result of a run to another.

    Parameters
    ----------
    run
        A listed run, or ``<story>/<name>``.
    a, b
        The times of the two results as ``samestory runs`` shows them, or ``previous`` and ``latest``. The older one is
        ``before``, in whatever order they are given.

    Returns
    -------
    dict
        See ``compare``. If the run has one result only, ``before`` is None.

    Raises
    ------
    RunError
        There is no such result.
    """
    every = history.every(run)
    have = [one for one in every if not one.faults]
    aside = [f"The result of {one.time} is not used: {one.faults[0]}." for one in every if one.faults]
    if len(have) == 1 and (a, b) == ("previous", "latest"):
        done = first(_side(have[0]))
    else:
        two = [history.version(run, given) for given in (a, b)]
        two.sort(key=lambda one: next(n for n, kept in enumerate(have) if kept.folder == one.folder), reverse=True)
        if two[0].folder == two[1].folder:
            raise RunError(f"run {run}: {a!r} and {b!r} are the same result, of {two[0].time}; give two")
        done = compare(*map(_side, two))
    return done | {"notes": done["notes"] + aside}


def _side(one: history.Version) -> Side:
    return Side(one.run, one.time, one.folder, one.manifest)
