"""Pages from templates: every value escaped, one inline style sheet, and a strict policy that names it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ...html import LOOK, environment, policy, style_sheet

HERE = Path(__file__).parent


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
    style = style_sheet(LOOK, HERE / "style.css") + more_styles
    return _templates().get_template(f"{template}.html.j2").render(style=Markup(style), policy=policy(style), **values)  # noqa: S704


@functools.cache
def _templates() -> jinja2.Environment:
    return environment(HERE)
