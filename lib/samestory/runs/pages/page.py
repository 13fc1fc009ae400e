"""The page of a run: its notebook as HTML that needs no network and runs no script."""

from __future__ import annotations

import functools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import bleach
from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer
from jinja2 import FileSystemLoader
from nbconvert.exporters import HTMLExporter

from ..errors import RunError, StoryError, with_turns_shown
from ..yamlfile import read_yaml
from .job import Job

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATE = "page.html.j2"
STORY_FILE = "story.yaml"
_TAGS = [
    *bleach.ALLOWED_TAGS,
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "pre", "br", "hr", "footer", "details", "summary"),
    *("mark", "s", "sub", "sup", "u", "dl", "dt", "dd", "img", "figure", "figcaption"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
]
_PROPERTIES = [
    *ALLOWED_CSS_PROPERTIES,
    *("background", "border", "border-left", "margin", "max-width", "opacity", "padding"),
]
_EVERYWHERE = ("class", "dir", "id", "lang", "title", "colspan", "rowspan", "scope")
_KEPT = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain")
_HREF = re.compile(r"https?://|mailto:|#|[\w./-]+(?:[#?]|$)")
_ACTIVE = re.compile(r"<(/)?(style|script)\b(?(1)\s*>)", re.IGNORECASE)
_LOADING = ("script", "iframe", "frame", "embed", "object", "link", "base", "audio", "video", "source")


def write_page(notebook: NotebookNode, job: Job, path: Path) -> None:
    """Write the page of an executed notebook.

    Parameters
    ----------
    notebook, job
        The notebook as executed, and the run it belongs to.
    path
        The HTML file to write.

    Raises
    ------
    RunError
        The page would load something from the network.
    """
    page = html(notebook, job)
    if found := linked(page):
        raise RunError(
            f"the page would run or load {found[0]!r}; show it in the notebook as text, table or picture instead"
        )
    path.write_text(page, encoding="utf-8")


def html(notebook: NotebookNode, job: Job) -> str:
    """The page as text; see `write_page`."""
    from nbformat import from_dict

    copy = from_dict(notebook)
    restrict(copy)
    copy.metadata.title = f"{heading(notebook) or job.stem} · {job.run}"
    resources = {
        "metadata": {"name": job.run, "path": str(job.source.parent)},
        "samestory": {
            "run": job.run,
            "notebook": job.notebook,
            "invented": invented(job),
        },
    }
    return exporter().from_notebook_node(copy, resources)[0]


@functools.cache
def exporter() -> HTMLExporter:
    """What makes pages; its templates are read and compiled once."""
    return HTMLExporter(
        template_name="lab",
        template_file=TEMPLATE,
        extra_loaders=[FileSystemLoader(Path(__file__).parent)],
        sanitize_html=True,
        embed_images=True,
        exclude_anchor_links=True,
        filters={"clean_html": clean, "solution_title": solution_title},
    )


def heading(notebook: NotebookNode) -> str:
    """The first heading of a notebook, without Markdown signs; empty if there is none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := re.search(r"^#+\s+(.+?)\s*#*$", cell.source, re.MULTILINE)):
            return re.sub(r"[*_`]", "", found.group(1))
    return ""


def solution_title(cell: NotebookNode) -> str:
    """The line above a folded solution: "Solution: " and the comment its code begins with, if there is one."""
    first = cell.source.strip().partition("\n")[0]
    comment = first.lstrip("# ").strip() if first.startswith("#") else ""
    return f"Solution: {comment}" if comment else "Solution"


def invented(job: Job) -> str | None:
    """The title of the story if it is invented, for the banner; else None."""
    if job.story_folder is None:
        return None
    try:
        said = read_yaml(Path(job.story_folder) / STORY_FILE).data
    except (OSError, StoryError) as error:
        raise RunError(f"story {job.parameters['story']}: {error}") from None
    if not isinstance(said, dict) or str(said.get("invented")).lower() != "true":
        return None
    return str(said.get("title") or job.parameters["story"])


def restrict(notebook: NotebookNode) -> None:
    """Keep only the kinds of output that the page shows safely; nbconvert passes on some others unchanged."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            left_out = [kind for kind in output.get("data", {}) if kind not in _KEPT]
            for kind in left_out:
                del output["data"][kind]
            if left_out and not output["data"]:
                output["data"]["text/plain"] = f"[not shown on this page: {', '.join(left_out)}]"


def clean(text: str) -> str:
    """HTML with harmless tags only: style sheets and scripts are removed with their content, other tags become text."""
    return _cleaner().clean(with_turns_shown(without_active(str(text))))


@functools.cache
def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=_TAGS,
        attributes=_allowed,
        protocols=[*bleach.ALLOWED_PROTOCOLS, "data"],
        css_sanitizer=CSSSanitizer(allowed_css_properties=_PROPERTIES),
    )


def without_active(text: str) -> str:
    """HTML without style sheets and scripts and their content, in one pass; one that is never closed is kept."""
    kept: list[str] = []
    opened = name = None
    done = 0
    for tag in _ACTIVE.finditer(text):
        if opened is None and not tag[1]:
            opened, name = tag.start(), tag[2].lower()
        elif opened is not None and tag[1] and tag[2].lower() == name:
            kept.append(text[done:opened])
            opened, done = None, tag.end()
    return "".join([*kept, text[done:]])


def _allowed(tag: str, name: str, value: str) -> bool:
    """Whether an attribute is kept: none that runs or loads anything."""
    if name == "style":
        return "url" not in value.lower() and "\\" not in value
    if tag == "a":
        return name in _EVERYWHERE or (name == "href" and bool(_HREF.match(value)))
    if tag == "img":
        return name in ("alt", "height", "width") or (name == "src" and value.startswith("data:image/"))
    return name in _EVERYWHERE


def linked(page: str) -> list[str]:
    """What a page would run or load, as written in the page; empty if it needs no network and runs nothing."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        given = {name: value or "" for name, value in attrs}
        fetched = [given[name] for name in ("src", "srcset") if name in given and not given[name].startswith("data:")]
        runs = [name for name in given if name.startswith("on")]
        if tag in _LOADING or fetched or runs or _is_fetching(given.get("style", "")):
            self.found.append(f"<{tag} {' '.join(f'{name}={value[:60]!r}' for name, value in given.items())}>")

    def handle_data(self, data: str) -> None:
        if self.in_style and _is_fetching(data):
            self.found.append("a style sheet that fetches something")

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False


def _is_fetching(style: str) -> bool:
    return bool(re.search(r"@import|url\(\s*[\"']?(?!data:|#)", style, re.IGNORECASE))
