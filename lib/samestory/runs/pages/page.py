"""The page of a run: its notebook as a report that needs no network and runs no script."""

from __future__ import annotations

import base64
import html as html_module
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from ...errors import RunError, StoryError
from ...notebooks import notebook as notebooks
from ...yamlfile import read_yaml
from ..job import Job
from ..site import places
from .cleaning import Cleaner
from .evidence import Evidence
from .failure import plain
from .figures import Figure, figure_named
from .loading import linked
from .neighbours import Way, page_of, way
from .render import rendered
from .tables import Table, read_table

if TYPE_CHECKING:
    from nbformat import NotebookNode

STORY_FILE = "story.yaml"
SOLUTION = "solution"
# How a notebook shows a story, and in it the line that a machine coded it.
_STORY, _MACHINE = '<div class="ss-story">', re.compile('<p class="ss-machine">(.*?)</p>', re.DOTALL)
# The kinds of output that a page shows, the best first.
KINDS = (
    *("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain"),
)  # fmt: skip


@dataclass
class Part:
    """A cell as the page shows it: text, or folded code with what it gave.

    ``n_headings`` counts the headings right below the title up to the end of a text.
    """

    kind: str
    html: str = ""
    code: str = ""
    title: str = "Code"
    n_headings: int = 0
    outputs: list[Output] = field(default_factory=list)


@dataclass
class Output:
    """An output: ``html`` (with the tables that it cut), a ``figure`` with its caption, or plain ``text``."""

    pieces: list[tuple[Markup, Table | None]] = field(default_factory=list)
    figure: Figure | None = None
    text: str = ""


def write_page(notebook: NotebookNode, job: Job, path: Path) -> None:
    """Write the page of an executed notebook.

    Parameters
    ----------
    notebook, job
        The notebook as executed, and the run it belongs to.
    path
        The HTML file to write; figures, tables and the tables of the story are read from its folder.

    Raises
    ------
    RunError
        The page would load something from the network, or story.yaml cannot be read.
    """
    page = html(notebook, job, path.parent)
    if found := linked(page):
        raise RunError(
            f"the page would run or load {found[0]!r}; show it in the notebook as text, table or picture instead"
        )
    path.write_text(page, encoding="utf-8")


def html(notebook: NotebookNode, job: Job, folder: Path | None = None) -> str:
    """The page as text; see `write_page`. Without a folder there are no files and no evidence to link to."""
    address = page_of(job.run, job.notebook)
    evidence = Evidence.of(folder, address) if folder is not None else Evidence("", address)
    pages = way(job, evidence.story, is_coded=evidence.is_coded)
    maker = _Maker(job, folder, evidence, pages)
    preface, parts = maker.parts(notebook)
    contents = maker.cleaner.contents
    return rendered(
        "notebook",
        maker.cleaner.sheet(),
        title=contents.title or notebooks.heading(notebook.cells) or job.stem,
        run=job.run,
        notebook=job.notebook,
        parameters={name: repr(value) for name, value in job.parameters.items()},
        invented=invented(job),
        preface=preface,
        parts=parts,
        contents=contents.parts(),
        way=pages,
        home=places.link(places.INDEX, address),
        story=_on_site(evidence, places.story_href(evidence.story)),
        result=_on_site(evidence, places.result_href(evidence.story, job.run)),
        story_title=evidence.title or "All pages of the story",
        machine=maker.machine,
        about=maker.about,
        changes=_changes(folder, address if evidence.story else None),
    )


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


@dataclass
class _Maker:
    """Makes the parts of one page."""

    job: Job
    folder: Path | None
    evidence: Evidence
    way: Way
    cleaner: Cleaner = field(init=False)
    machine: str = ""
    about: list[Output] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cleaner = Cleaner(self.evidence.href, self._local)

    def parts(self, notebook: NotebookNode) -> tuple[list[Part], list[Part]]:
        """The code before the first part of the notebook, which loads the story, and the parts.

        That code is no part of the report: it is shown at the end of the page. What it gave stays in its place, but
        for the story: ``about`` it is said at the end, and only that it was coded by ``machine`` at the top.
        """
        preface: list[Part] = []
        parts: list[Part] = []
        n_texts = 0
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                shown = self._markdown(cell.source, cell.get("attachments"))
                parts.append(Part("text", html=shown, n_headings=len(self.cleaner.contents.parts())))
                n_texts += 1
            elif cell.cell_type == "code" and cell.source.strip():
                made = self._code(cell)
                if n_texts <= 1 and SOLUTION not in notebooks.tags(cell):
                    preface.append(Part("code", code=made.code))
                    made.code = ""
                if made.code or made.outputs:
                    parts.append(made)
        return preface, parts

    def _local(self, href: str) -> str | None:
        """The page of another notebook of the story, for a link to the notebook."""
        name = href.partition("#")[0].removesuffix(".ipynb")
        return next((page.href for page in self.way.every if page.notebook == name), None)

    def _code(self, cell: Any) -> Part:
        code = Highlight2HTML()(cell.source, metadata=cell.metadata)
        is_solution = SOLUTION in notebooks.tags(cell)
        return Part(
            SOLUTION if is_solution else "code",
            code=self._safe(self.cleaner.output(code)),
            title=solution_title(cell) if is_solution else "Code",
            outputs=self._outputs(cell),
        )

    def _outputs(self, cell: Any) -> list[Output]:
        made: list[Output] = []
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                made.append(Output(text=plain(notebooks.joined(output.text)).strip("\n")))
            elif output.output_type == "error":
                made.append(Output(text=plain(f"{output.ename}: {output.evalue}")))
            elif made and made[-1].figure is not None and "ss-drawn" in output.data.get("text/html", ""):
                made[-1].pieces = self._html(output.data["text/html"])  # the caption of the figure before it
            elif _STORY in output.data.get("text/html", ""):
                self._story(notebooks.joined(output.data["text/html"]))
            else:
                made.append(self._data(output))
        return made

    def _story(self, content: str) -> None:
        """What a story says of itself: its coding by a machine for the top of the page, the rest for the end."""
        if found := _MACHINE.search(content):
            self.machine = html_module.unescape(re.sub("<[^>]*>", "", found[1]))
        self.about = [Output(self._html(_MACHINE.sub("", content)))]

    def _data(self, output: Any) -> Output:
        data = output.data
        kind = next((kind for kind in KINDS if kind in data), None)
        left_out = [name for name in data if name not in KINDS]
        if kind is None or (kind == "text/plain" and left_out and not data[kind].strip()):
            return Output(text=f"[not shown on this page: {', '.join(left_out)}]")
        content = notebooks.joined(data[kind])
        if kind == "text/html":
            return Output(self._html(content))
        if kind == "text/markdown":
            return Output([(self._safe(self.cleaner.output(_markdown(content))), None)])
        if kind.startswith("image/"):
            return Output(figure=self._figure(kind, content, output.metadata.get(kind, {})))
        return Output(text=plain(content))

    def _html(self, content: str) -> list[tuple[Markup, Table | None]]:
        """Cleaned HTML with each table that was cut followed by the whole one."""
        found = []
        for piece, name in self.cleaner.parts(self.cleaner.output(content)):
            table = None
            if name and self.folder is not None:
                file = f"tables/{name}.csv"
                table = read_table(self.folder / file, file, "All rows", self.evidence)
            found.append((self._safe(piece), table))
        return found

    def _figure(self, kind: str, content: str, about: Any) -> Figure:
        if kind == "image/svg+xml":
            content = base64.b64encode(content.encode()).decode()
        source = f"data:{kind};base64,{re.sub(r'[^A-Za-z0-9+/=]', '', content)}"
        alt, width = str(about.get("alt") or "A figure without a caption"), about.get("width")
        made = Figure(source, alt, width if isinstance(width, int) and 0 < width < 20_000 else None)
        return figure_named(made, str(about.get("figure", "")), self.folder, self.evidence)

    def _markdown(self, source: str, attachments: Any) -> Markup:
        return self._safe(self.cleaner.text(_markdown(source, attachments)))

    @staticmethod
    def _safe(cleaned: str) -> Markup:
        return Markup(cleaned)  # noqa: S704


def solution_title(cell: NotebookNode) -> str:
    """The line above a folded solution: "Solution: " and the comment its code begins with, if there is one."""
    first = cell.source.strip().partition("\n")[0]
    comment = first.lstrip("# ").strip() if first.startswith("#") else ""
    return f"Solution: {comment}" if comment else "Solution"


def _markdown(source: str, attachments: Any = None) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True, attachments=attachments or {})
    return str(MarkdownWithMath(renderer=renderer).render(source))


def _on_site(evidence: Evidence, href: str) -> str | None:
    """The link to a page of the story on the site."""
    return places.link(href, evidence.page) if evidence.story else None


def _changes(folder: Path | None, address: str | None) -> Markup:
    """What changed since the result before, made by ``samestory.runs.changes``; nothing without one."""
    from .. import changes

    return Markup(changes.html(folder, address=address) if folder is not None else "")  # noqa: S704
