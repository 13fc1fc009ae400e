"""Where stories are, and whether their fetched texts are read: what must be known before a story is loaded."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from .. import paths
from ..errors import StoryError, listed, suggestion

__all__ = ["SWITCH", "TEXTS", "TEXTS_LOG", "stories", "story_folder", "texts_are_read"]

SETTINGS = "story.yaml"
TEXTS, TEXTS_LOG = "texts", "fetch.csv"
WATCH_LOG, WATCH_STATE = "watch.csv", "watch.json"
SWITCH = "SAMESTORY_TEXTS"


def stories() -> list[str]:
    """The names of the stories in ``seeds/``, in order.

    Examples
    --------
    >>> "harbour-fire" in ss.stories()
    True
    """
    if not paths.seeds().is_dir():
        return []
    return sorted(path.parent.name for path in paths.seeds().glob(f"*/{SETTINGS}"))


def story_folder(name_or_path: str | Path, *, base: Path | None = None) -> Path:
    """The folder of a story given by its name in ``seeds/`` or by a path.

    Parameters
    ----------
    name_or_path
        The name or the path.
    base
        Where a relative path starts; default: the current folder.

    Raises
    ------
    StoryError
        No such story; the message lists the stories and suggests the nearest.
    """
    given = str(name_or_path)
    if given in stories():
        return paths.seeds() / given
    folder = Path(given)
    with contextlib.suppress(RuntimeError):  # "~name" of an unknown user stays as it is
        folder = (base or Path()) / folder.expanduser()
    if given and is_folder(folder):
        if not (folder / SETTINGS).is_file():
            raise StoryError(
                f"{given}: not a story folder: {SETTINGS} is missing; `samestory new NAME --from {given}` makes a"
                " story of the files in it"
            )
        return folder.resolve()
    raise StoryError(
        f"no story {given[:200]!r}.{suggestion(given, stories())} Stories: {listed(stories())};"
        " or give the path of a story folder"
    )


def texts_are_read() -> bool:
    """Whether ``texts/`` is read: yes, unless the environment says ``SAMESTORY_TEXTS=no``.

    Raises
    ------
    StoryError
        The variable is neither ``yes`` nor ``no``.
    """
    said = os.environ.get(SWITCH, "").strip().lower() or "yes"
    if said not in ("yes", "no"):
        raise StoryError(f"{SWITCH} is {said[:40]!r}; give yes or no, or leave it unset (yes)")
    return said == "yes"


def is_folder(path: Path) -> bool:
    """Whether there is a folder of this name; what no name of a file can be is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
