"""What changed, as a part of a page: escaped, without scripts, styles and anything that is fetched."""

from __future__ import annotations

import base64
import functools
from pathlib import Path
from typing import Any

import jinja2

from ...errors import RunError
from ...html import environment
from ..site import places
from . import lines
from .pictures import small
from .record import FILE, read
from .say import when

__all__ = ["html"]

HERE = Path(__file__).parent
MOST_ROWS = 40  # of one kind of change on a page


def html(folder: Path, *, address: str | None = None) -> str:
    """What changed since the result before, as HTML for a page.

    Parameters
    ----------
    folder
        The folder of a result; ``changes.json`` in it is read.
    address
        Where the page is, relative to ``outputs/``: articles then link to their pages on the site, pictures to files.

    Returns
    -------
    str
        A heading, one sentence, and everything else folded; one line without a heading if nothing changed. Empty if
        there is no older result or no ``changes.json``. A file that cannot be read gives a sentence that says so.
    """
    try:
        done = read(folder)
        if done is None or (done["before"] is None and done["changed"] is False):
            return ""
        return _render(done, folder, address)
    except RunError as error:
        why = str(error)
    except (jinja2.UndefinedError, AttributeError, KeyError, TypeError, ValueError):
        why = f"{FILE} has a wrong shape"
    sentence = f"It cannot be shown what changed: {why}."
    return _render({"sentence": sentence, "notes": [], "before": None, "changed": None}, folder, None)


def _render(done: dict[str, Any], folder: Path, address: str | None) -> str:
    story = (done.get("after") or {}).get("story")

    def link(article_id: str) -> str:
        return places.link(places.article_href(str(story), article_id), address) if address and story else ""

    def href(file: str) -> str:
        """The link to a file of the result."""
        return places.link(places.run_href(str(done["run"]), file), address) if address and file else ""

    return _template().render(
        done=done,
        since=when(done["before"]["time"]) if done["before"] else "",
        link=link,
        href=href,
        picture=lambda name: _picture(folder, name),
        lines=lines,
        most=MOST_ROWS,
    )


@functools.cache
def _template() -> jinja2.Template:
    # A record has no entry for what did not change.
    made = environment(HERE, shown=_on_one_line, undefined=jinja2.Undefined)
    return made.get_template("changes.html.j2")


def _on_one_line(value: Any) -> Any:
    return lines.one_line(value) if type(value) is str else value


def _picture(folder: Path, name: str) -> str:
    """A small picture of the result as a data address; empty if there is none."""
    is_inside = name and ".." not in Path(name).parts and not Path(name).is_absolute()
    found = small(folder / name) if is_inside else b""
    return f"data:image/png;base64,{base64.b64encode(found).decode()}" if found else ""
