"""Pages from templates: every value escaped, one inline style sheet, and a strict policy that names it."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from ...errors import printable, with_code, with_turns_shown

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none';"
    " frame-src 'none'; object-src 'none'"
)


def rendered(template: str, more_styles: str = "", /, **values: Any) -> str:
    """A page from a template of this folder, with the one style sheet and a policy that names it.

    Parameters
    ----------
    template
        The name of the template, without its ending.
    more_styles
        Lines for the style sheet, already harmless.
    **values
        What the page shows; texts are escaped.
    """
    style = style_sheet() + more_styles
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = POLICY.format(digest=digest)
    return environment().get_template(f"{template}.html.j2").render(style=Markup(style), policy=policy, **values)  # noqa: S704


@functools.cache
def environment() -> jinja2.Environment:
    """What fills the templates of this folder; every value is escaped, and no sign turns a line."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["coded"] = lambda text: Markup(with_code(str(escape(_visible(text)))))  # noqa: S704
    return made


@functools.cache
def style_sheet() -> str:
    """The style sheet of every page, without comments and spare spaces."""
    text = re.sub(r"/\*.*?\*/", "", (HERE / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", " ".join(text.split())).strip() + "\n"


def _visible(value: Any) -> Any:
    """A text without signs that steer a screen or turn a line; what is safe already stays."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return "" if value is None else value
    return printable(with_turns_shown(value))
