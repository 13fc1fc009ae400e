"""The report as one HTML page that needs no network and runs no script."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template

from ..html import environment, policy, style_sheet
from ..plotting.alt import alt_text
from .finding import Finding
from .overviews import Report

HERE = Path(__file__).parent
MOST_ROWS, MOST_TITLE = 12, 300
_SIZE = re.compile(
    r'<svg[^>]*?\swidth="([\d.]+)pt"[^>]*?\sheight="([\d.]+)pt"|<svg[^>]*?\sheight="([\d.]+)pt"[^>]*?\swidth="([\d.]+)pt"'
)
PIXELS_A_POINT = 4 / 3


def html(report: Report, figures: Path) -> str:
    """The page.

    Parameters
    ----------
    report
        The report.
    figures
        The folder with the figures of its findings, ``<name>.svg``, as `show_figure` writes them.
    """
    style = style_sheet(HERE / "page.css")
    return _template().render(
        report=report,
        title=title(report),
        findings=[_shown(report, one, figures) for one in report.findings],
        ranking=report.ranking.to_dict("records"),
        style=style,
        policy=policy(style, images="data:"),
    )


def title(report: Report) -> str:
    """The title of the story on one line, cut if it is longer than a heading can be."""
    said = " ".join(report.story.settings.title.split())
    return said if len(said) <= MOST_TITLE else f"{said[:MOST_TITLE]}…"


def _shown(report: Report, one: Finding, figures: Path) -> dict[str, Any]:
    """What the template shows of a finding: its figure as an embedded drawing, or the first rows of its table."""
    drawing, table = figures / f"{report.name(one)}.svg", report.table(one)
    found: dict[str, Any] = {"one": one, "picture": "", "alt": "", "width": 0, "height": 0, "columns": [], "rows": []}
    if one.draw is not None and drawing.exists():
        svg = drawing.read_bytes()
        size = _SIZE.search(svg[:4000].decode("utf-8", "replace"))
        width, height = (float(size[1] or size[4]), float(size[2] or size[3])) if size else (600.0, 400.0)
        found |= {
            "picture": f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}",
            "alt": alt_text(table, one.caption),
            "width": round(width * PIXELS_A_POINT),
            "height": round(height * PIXELS_A_POINT),
        }
    elif len(table):
        head = table.head(MOST_ROWS).astype("object")
        found |= {"columns": list(head.columns), "rows": head.where(head.notna(), "").to_numpy().tolist()}
    return found


@cache
def _template() -> Template:
    return environment(HERE).get_template("page.html.j2")
