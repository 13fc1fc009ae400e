"""Show a figure: the picture in the notebook with its caption and fingerprint; in a run also the files."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure, SubFigure

from ..errors import RunError, SamestoryError, printable
from .alt import alt_text
from .evidence import linked_areas
from .fingerprints import Fingerprint, fingerprint
from .legible import MOST_LETTERS, legible
from .prose import Prose, escaped, show_text
from .run_files import run_folder, write_table
from .theme import FILE_DPI, GREY, INLINE_DPI, style

__all__ = ["show_figure"]

SOURCE = "source-line"
COMPARED = "SAMESTORY_COMPARED"
# Warnings about labels that leave little room: the figure is then drawn without that layout, and the picture grows.
NO_ROOM = re.compile("constrained_layout not applied|Tight layout not applied")

# 'path': letters become shapes. The picture looks the same with or without the font, right-to-left names stay
# joined, and no text from a page becomes markup. The words of a figure can be searched in its record and its table.
SVG_TEXT = "path"


class HasSourceLine(Protocol):
    """What `show_figure` needs of a story."""

    @property
    def source_line(self) -> str:
        """One line that says where the data come from, and that they are invented if they are."""


def show_figure(
    ax: Any, table: pd.DataFrame, name: str, *, caption: str = "", story: HasSourceLine | None = None
) -> None:
    """Show a figure with its caption and fingerprint; in a run also write its files.

    Below the picture are the caption and, small, what the figure draws: counts and a fingerprint. A check that compares
    outputs but not pictures so still finds a changed bar. A table without rows gives a sentence in place of an empty
    picture; in a run its CSV is written all the same.

    In a run ``SAMESTORY_RUN_FOLDER`` names the folder in which these files are written:

    - ``figures/<name>.png`` (200 dpi) and ``figures/<name>.svg``: the same bytes each time on one machine;
    - ``tables/<name>.csv``: the table behind the figure (see `write_table`);
    - ``figures/<name>.json``: name, caption, the paths of these three, words for a reader who does not see the picture,
      fingerprint, one line for each artist, and which areas of the picture lead to which article or claim.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, matplotlib.figure.Figure or a seaborn grid
        What to show: always the whole figure. The figure itself is not changed.
    table : pandas.DataFrame
        The table behind the figure: what a reader needs to check it.
    name : str
        Short name of the figure, unique in a notebook: small letters, digits, hyphens.
    caption : str
        What the figure compares, in a sentence; the picture's alternative text begins with it (see `alt_text`).
    story : Story, optional
        Its ``source_line`` is set small below the figure.

    Raises
    ------
    SamestoryError
        ``ax`` has no figure, ``table`` is not a DataFrame, or ``name`` has other characters.
    RunError
        The name was used before in this run, or the run's folder is missing.

    Examples
    --------
    >>> languages = ss.corpus.composition(story.articles, "language")
    >>> ss.show_figure(ss.corpus.plot_composition(languages), languages, "languages", caption="Articles by language.")
    Articles by language.
    figure languages: 1 axes · 4 bars · ... · fingerprint ...
    """
    figure = _figure_of(ax)
    _check(table, name)
    folder = run_folder()
    if table.empty:
        _close(figure)
        if folder is not None:
            (folder / "tables").mkdir(exist_ok=True)
            write_table(table, folder / "tables" / f"{name}.csv")
        print(f"The figure {name} is left out: the table behind it has no rows.")
        return
    if folder is not None and (folder / "figures" / f"{name}.json").exists():
        raise RunError(
            f"figure {name!r} was already shown in this run, and its files would be overwritten. Give this figure "
            "another name, or show it once."
        )
    caption = printable(" ".join(caption.split()))
    alt = alt_text(table, caption or f"Figure {name}.")
    with _drawing_remarks(name) as missing, style(), _source_line(figure, story), legible(figure):
        print_ = fingerprint(figure)
        with _laid_out(figure):
            # In a run the picture is drawn once, for the file and for the cell.
            png = _png(figure, FILE_DPI if folder else INLINE_DPI) if folder or _in_notebook() else b""
            if _in_notebook():
                _display(png, name, alt, FILE_DPI if folder else INLINE_DPI)
            if folder is not None:
                (folder / "figures").mkdir(exist_ok=True)
                (folder / "figures" / f"{name}.png").write_bytes(png)
                _write(folder, figure, table, name, {"caption": caption, "alt": alt}, print_)
    if missing and folder is not None:
        _note_missing(folder / "figures" / f"{name}.json", missing)
    _close(figure)
    _show_below(caption, f"figure {name}: {print_}")


def _show_below(caption: str, summary: str) -> None:
    """The caption, and below it, small, what the figure draws."""
    small = f'<p class="ss-drawn" style="color:#6E6E6E;font-size:75%">{escaped(summary)}</p>'
    below = Prose((show_text(caption).html if caption else "") + small, "\n".join(filter(None, [caption, summary])))
    if not _in_notebook():
        print(below)
        return
    from IPython.display import display

    display(below)


def _figure_of(ax: Any) -> Figure:
    """The whole figure behind Axes, a subfigure or a seaborn grid."""
    figure = ax if isinstance(ax, Figure) else getattr(ax, "figure", None)
    if isinstance(figure, SubFigure):
        figure = figure.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise SamestoryError(
            f"show_figure() needs Axes, a Figure or a seaborn grid, and was given {type(ax).__name__}. "
            "Of several Axes pass any one, as in show_figure(axes[0], ...): the whole figure is shown."
        )
    return figure


def _check(table: Any, name: Any) -> None:
    if not isinstance(table, pd.DataFrame):
        raise SamestoryError(
            f"show_figure() needs the DataFrame behind the figure, and was given {type(table).__name__}. "
            "A Series becomes a DataFrame with .reset_index()."
        )
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", name):
        raise SamestoryError(
            f"{name!r} cannot be the name of a figure: use small letters a-z, digits and hyphens, at most 100, "
            "and begin with a letter or digit, as in 'claims-by-outlet'."
        )


@contextmanager
def _source_line(figure: Figure, story: HasSourceLine | None) -> Iterator[None]:
    """The story's source line below the figure while it is fingerprinted and drawn."""
    if story is None:
        yield
        return
    # Words are wrapped by count, so that the break does not depend on a font; a longer line would be cut.
    width = min(MOST_LETTERS, max(40, int(figure.get_figwidth() * 17)))
    said = textwrap.fill(" ".join(story.source_line.split()), width=width)
    line = figure.text(0, 0, said, fontsize=7.5, color=GREY, va="top", in_layout=False, gid=SOURCE)
    try:
        yield
    finally:
        line.remove()


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """The figure laid out once, for all its drawings; the source line is below everything else.

    The line makes the picture taller than the figure. A legend of the figure would move down with the picture's edge,
    so it is bound to the figure's edge meanwhile.
    """
    figure.draw_without_rendering()
    engine, box = figure.get_layout_engine(), figure.get_tightbbox()
    figure.set_layout_engine("none")
    lines = [text for text in figure.texts if text.get_gid() == SOURCE]
    hung = [legend for legend in figure.legends if legend.get_bbox_to_anchor() is figure.bbox]
    for line in lines:
        line.set_in_layout(True)
        line.set_position((box.x0 / figure.get_figwidth(), (box.y0 - 0.08) / figure.get_figheight()))
    for legend in hung:
        legend.set_bbox_to_anchor((0, 0, 1, 1), transform=figure.transFigure)
    try:
        yield
    finally:
        for legend in hung:
            legend.set_bbox_to_anchor(None)
        figure.set_layout_engine(engine or "none")


def _png(figure: Figure, dpi: int) -> bytes:
    """The figure as PNG, the same bytes each time on one machine."""
    return _drawn(figure, format="png", dpi=dpi, metadata={"Software": None})


def _svg(figure: Figure, name: str, title: str) -> bytes:
    """The figure as SVG, the same bytes each time: its ids come from its name, and it has no date."""
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": SVG_TEXT}):
        said = {"Date": None, "Creator": None, "Title": title}
        return _drawn(figure, format="svg", metadata=said)


def _drawn(figure: Figure, **how: Any) -> bytes:
    buffer = io.BytesIO()
    with _not_laid_out_again(figure):
        figure.savefig(buffer, bbox_inches="tight", **how)
    return buffer.getvalue()


@contextmanager
def _not_laid_out_again(figure: Figure) -> Iterator[None]:
    """Skip the first of the two times that ``savefig`` draws a figure: it only lays the figure out, which is done."""
    skipped: list[Any] = []

    def draw(renderer: Any) -> None:
        if skipped:
            type(figure).draw(figure, renderer)
        skipped.append(renderer)

    vars(figure)["draw"] = draw
    try:
        yield
    finally:
        vars(figure).pop("draw", None)


def _in_notebook() -> bool:
    """Whether this runs in an IPython kernel, which can show pictures; a terminal cannot."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


def _display(png: bytes, name: str, alt: str, dpi: int) -> None:
    """Show a picture; one of more dots than usual is shown at the usual size."""
    from IPython.display import Image, display

    width = int.from_bytes(png[16:20], "big")  # as the head of a PNG says
    shown = {} if dpi == INLINE_DPI else {"width": round(width * INLINE_DPI / dpi)}
    display(Image(data=png, format="png", alt=alt, metadata={"figure": name}, **shown))


def _close(figure: Figure) -> None:
    """Close the figure in pyplot, which would show it a second time at the end of the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


@contextmanager
def _drawing_remarks(name: str) -> Iterator[list[str]]:
    """Collect the characters that no font has and warn once; drop warnings about short room; pass on all others.

    In runs and checks, which compare outputs, a missing character gives no warning: a run must not fail because of the
    fonts of a machine. It is then in the figure's record (``missing_characters``).
    """
    missing: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield missing
    for warning in caught:
        if found := re.match(r"Glyph (\d+) .* missing from font", str(warning.message)):
            missing += [chr(int(found[1]))] if chr(int(found[1])) not in missing else []
        elif not NO_ROOM.match(str(warning.message)):
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    if missing and not os.environ.get(COMPARED):
        warnings.warn(
            f"figure {name}: no installed font has {' '.join(missing)}; these show as boxes. "
            "Install a font for that script, for example a Noto Sans, and start the kernel again.",
            stacklevel=4,
        )


def _note_missing(record: Path, missing: list[str]) -> None:
    """Add to a figure's record which characters no installed font has."""
    said = json.loads(record.read_text(encoding="utf-8")) | {"missing_characters": missing}
    record.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _write(
    folder: Path, figure: Figure, table: pd.DataFrame, name: str, words: dict[str, str], print_: Fingerprint
) -> None:
    """Write drawing, table and record of a figure into a run's folder, beside its picture."""
    places = {"png": f"figures/{name}.png", "svg": f"figures/{name}.svg", "table": f"tables/{name}.csv"}
    (folder / "tables").mkdir(exist_ok=True)
    (folder / places["svg"]).write_bytes(_svg(figure, name, words["caption"] or name))
    write_table(table, folder / places["table"])
    record: dict[str, Any] = {"name": name, **words, **places}
    record |= {"fingerprint": print_.digest, "summary": print_.summary, "artists": list(print_.lines)}
    record |= {"areas": linked_areas(figure)}
    said = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / "figures" / f"{name}.json").write_text(said + "\n", encoding="utf-8", newline="\n")
