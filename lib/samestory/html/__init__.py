"""Pages from templates: every value escaped, no sign that steers a screen, one inline style sheet named in a policy.

What the site, the pages of runs, the report and the changes share. ``look.css`` has their colours and letters.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from ..errors import TURNS, UNPRINTABLE, printable, with_code, with_turns_shown

__all__ = ["as_code", "digest_of", "environment", "is_missing", "policy", "style_sheet", "visible"]

LOOK = Path(__file__).parent / "look.css"
_STEERS = re.compile(f"{UNPRINTABLE.pattern}|{TURNS.pattern}")
_MISSING = ("NAType", "NaTType")  # of pandas, which pages without tables do not load


def is_missing(value: Any) -> bool:
    """Whether a cell is empty: None, NaN, or a missing value of pandas.

    Examples
    --------
    >>> from samestory.html import is_missing
    >>> is_missing(float("nan")), is_missing("")
    (True, False)
    """
    return value is None or type(value).__name__ in _MISSING or (isinstance(value, float) and value != value)


def visible(value: Any) -> Any:
    """A value as pages show it: nothing for what is missing, a visible sign for each that steers a screen.

    Examples
    --------
    >>> from samestory.html import visible
    >>> visible("a\\x1b[31m\\u202eb")
    'a\N{REPLACEMENT CHARACTER}[31m[U+202E]b'
    """
    if isinstance(value, str):
        if isinstance(value, Markup) or not _STEERS.search(value):
            return value
        return printable(with_turns_shown(value.replace("\r", " ")))
    return "" if is_missing(value) else value


def as_code(message: Any) -> Markup:
    """A message of ours, escaped, with what is between backticks as code."""
    return Markup(with_code(str(escape(visible(message)))))  # noqa: S704


def environment(
    folder: Path, *, shown: Callable[[Any], Any] = visible, undefined: type[jinja2.Undefined] = jinja2.StrictUndefined
) -> jinja2.Environment:
    """What fills the templates of a folder.

    Parameters
    ----------
    folder
        Where the templates are.
    shown
        How each value is shown, before it is escaped.
    undefined
        What a name is that a template does not get; default: an error.

    Returns
    -------
    jinja2.Environment
        With the filter ``coded`` (see `as_code`). Make it once: it keeps compiled templates.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=undefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["coded"] = as_code
    return made


@functools.cache
def style_sheet(*files: Path) -> str:
    """Style sheets one after the other, without comments and spare spaces."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(file.read_text(encoding="utf-8") for file in files), flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", " ".join(text.split())).strip()


def digest_of(text: str) -> str:
    """The digest of an inline style sheet or script as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def policy(style: str, script: str | None = None, *, images: str = "'self' data:") -> str:
    """The Content-Security-Policy of a page that shows its pictures and uses one inline style sheet.

    Parameters
    ----------
    style, script
        The text of the style sheet, and of the one script if there is one.
    images
        Where pictures may come from.

    Examples
    --------
    >>> from samestory.html import policy
    >>> policy("")
    "default-src 'none'; img-src 'self' data:; style-src 'sha256-...'; base-uri 'none'; form-action 'none'"
    """
    said = f"default-src 'none'; img-src {images}; style-src '{digest_of(style)}'; base-uri 'none'; form-action 'none'"
    return said + (f"; script-src '{digest_of(script)}'" if script is not None else "")
