"""The one door every figure goes through: the picture in the notebook; in a run, the files."""

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
from .fingerprints import Fingerprint, fingerprint
from .legible import legible
from .theme import FILE_DPI, GREY, INLINE_DPI, style

__all__ = ["show_figure"]

RUN_FOLDER = "SAMESTORY_RUN_FOLDER"
SOURCE = "source-line"
COMPARED = "SAMESTORY_COMPARED"
# Labels that leave little room: the figure is then drawn without that layout, and the picture grows around them.
NO_ROOM = re.compile("constrained_layout not applied|Tight layout not applied")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

# 'path': letters become shapes. The picture then looks the same with or without the font, right-to-left names
# stay joined, and no text from a page becomes markup. To search a figure's words there are its record and its
# table.
SVG_TEXT = "path"


class HasSourceLine(Protocol):
    """What `show` needs of a story."""

    @property
    def source_line(self) -> str:
        """One line that says where the data come from, or that they are invented."""


def show_figure(
    ax: Any, table: pd.DataFrame, name: str, *, caption: str = "", story: HasSourceLine | None = None
) -> None:
    """Show a figure with its fingerprint; inside a run also write its files.

    A table without rows gives a sentence in place of an empty picture; in a run its CSV is written all the same.

    Prints two lines below the picture: counts and fingerprint, and the caption where there is one. A check
    that compares outputs but not pictures so still sees a changed bar. What is printed is the same inside and
    outside a run, where ``SAMESTORY_RUN_FOLDER`` names the run's folder. There these files are written:

    - ``figures/<name>.png`` (200 dpi) and ``figures/<name>.svg``: the same bytes each time on one machine;
    - ``tables/<name>.csv``: the table behind the figure (see `write_table`);
    - ``figures/<name>.json``: name, caption, the paths of these three, fingerprint, one line for each artist.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, matplotlib.figure.Figure or a seaborn grid
        What to show; always its whole figure. The figure is left as it came.
    table : pandas.DataFrame
        The table behind the figure: what a reader needs to check it.
    name : str
        Short name of the figure, unique within a notebook: small letters, digits, hyphens.
    caption : str
        A sentence for the reader; also the picture's alternative text.
    story : Story, optional
        Its ``source_line`` is set small below the figure.

    Raises
    ------
    SamestoryError
        ``ax`` has no figure, ``table`` is no table, or ``name`` is no such name.
    RunError
        The name was used before in this run, or the run's folder is not there.
    """
    figure = _figure_of(ax)
    _check(table, name)
    folder = _run_folder()
    if table.empty:
        _close(figure)
        if folder is not None:
            (folder / "tables").mkdir(exist_ok=True)
            write_table(table, folder / "tables" / f"{name}.csv")
        print(f"There is no figure {name} here: the table behind it has no rows.")
        return
    if folder is not None and (folder / "figures" / f"{name}.json").exists():
        raise RunError(
            f"figure {name!r} was already shown in this run: one would overwrite the other. Give this figure "
            "another name, or show it once."
        )
    caption = printable(" ".join(caption.split()))
    with _drawing_remarks(name) as missing, style(), _source_line(figure, story), legible(figure):
        print_ = fingerprint(figure)
        with _laid_out(figure):
            if _in_notebook():
                _display(_png(figure, INLINE_DPI), caption or f"figure {name}: {print_.summary}")
            if folder is not None:
                _write(folder, figure, table, name, caption, print_)
    if missing and folder is not None:
        _note_missing(folder / "figures" / f"{name}.json", missing)
    _close(figure)
    print(f"figure {name}: {print_}")
    if caption:
        print(caption)


def _figure_of(ax: Any) -> Figure:
    """The whole figure behind Axes, a subfigure or a seaborn grid."""
    figure = ax if isinstance(ax, Figure) else getattr(ax, "figure", None)
    if isinstance(figure, SubFigure):
        figure = figure.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise SamestoryError(
            f"show() needs Axes, a Figure or a seaborn grid, and was given {type(ax).__name__}. "
            "Of several Axes give any one, as in show(axes[0], ...): its whole figure is shown."
        )
    return figure


def _check(table: Any, name: Any) -> None:
    if not isinstance(table, pd.DataFrame):
        raise SamestoryError(
            f"show() needs the DataFrame behind the figure, and was given {type(table).__name__}. "
            "No figure goes without its table; make a Series one with .reset_index()."
        )
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", name):
        raise SamestoryError(
            f"{name!r} is no name for a figure: use small letters a-z, digits and hyphens, at most 100, "
            "beginning with a letter or digit, as in 'claims-by-outlet'."
        )


def _run_folder() -> Path | None:
    """The folder of the run this happens in; None outside a run."""
    named = os.environ.get(RUN_FOLDER)
    if not named:
        return None
    if not Path(named).is_dir():
        raise RunError(f"{RUN_FOLDER} names {named!r}, which is no folder: figures have nowhere to go.")
    return Path(named)


@contextmanager
def _source_line(figure: Figure, story: HasSourceLine | None) -> Iterator[None]:
    """The story's source line at the bottom left while the figure is fingerprinted and drawn."""
    if story is None:
        yield
        return
    # Words are wrapped by count, so that the break does not depend on a font.
    said = textwrap.fill(" ".join(story.source_line.split()), width=max(40, int(figure.get_figwidth() * 17)))
    line = figure.text(0, 0, said, fontsize=7.5, color=GREY, va="top", in_layout=False, gid=SOURCE)
    try:
        yield
    finally:
        line.remove()


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """The figure laid out once, for all its drawings; the source line below what reaches lowest.

    The line makes the picture taller than the figure. A legend of the figure would slide down to the new bottom,
    as it hangs on the picture's edge: meanwhile it is hung on the figure's.
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
    """The figure as SVG. Its ids come from its name, not from chance, and no date is in it."""
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": SVG_TEXT}):
        said = {"Date": None, "Creator": None, "Title": title}
        return _drawn(figure, format="svg", metadata=said)


def _drawn(figure: Figure, **how: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, bbox_inches="tight", **how)
    return buffer.getvalue()


def _in_notebook() -> bool:
    """Whether an IPython kernel runs this, which can show pictures; a terminal cannot."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


def _display(png: bytes, alt: str) -> None:
    from IPython.display import Image, display

    display(Image(data=png, format="png", alt=alt))


def _close(figure: Figure) -> None:
    """Take the figure from pyplot, which would show it a second time at the end of the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


@contextmanager
def _drawing_remarks(name: str) -> Iterator[list[str]]:
    """What drawing remarks: characters that no font has, gathered into the list and told once; room that is short, not.

    Where outputs are compared, in runs and checks, a missing character is no warning: which fonts are installed must
    not decide whether a run fails. It is then in the figure's record (``missing_characters``).
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


def _write(folder: Path, figure: Figure, table: pd.DataFrame, name: str, caption: str, print_: Fingerprint) -> None:
    """Write picture, drawing, table and record of a figure into a run's folder."""
    places = {"png": f"figures/{name}.png", "svg": f"figures/{name}.svg", "table": f"tables/{name}.csv"}
    for part in ("figures", "tables"):
        (folder / part).mkdir(exist_ok=True)
    (folder / places["png"]).write_bytes(_png(figure, FILE_DPI))
    (folder / places["svg"]).write_bytes(_svg(figure, name, caption or name))
    write_table(table, folder / places["table"])
    record: dict[str, Any] = {"name": name, "caption": caption, **places}
    record |= {"fingerprint": print_.digest, "summary": print_.summary, "artists": list(print_.lines)}
    said = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / "figures" / f"{name}.json").write_text(said + "\n", encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, a line feed after each row, floats with up to six significant digits.

    A text that begins with ``=``, ``+``, ``-``, ``@``, tab or a line break gets an apostrophe before it,
    column names too: a spreadsheet would run it as a formula, and these texts come from other people's pages.
    An index is written as columns where it has a name or is not just row numbers.
    """
    out = table.copy()
    if not (out.index.nlevels == 1 and out.index.name is None and pd.api.types.is_integer_dtype(out.index)):
        out = out.reset_index(allow_duplicates=True)
    if out.columns.nlevels > 1:
        out.columns = pd.Index([" / ".join(map(str, column)).strip(" /") for column in out.columns])
    for i, dtype in enumerate(out.dtypes):
        if not (pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype)):
            out.isetitem(i, out.iloc[:, i].astype(object).map(_cell))
    out.columns = pd.Index([_cell(str(column)) for column in out.columns])
    out.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format="%.6g")


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, float):
        return f"{value:.6g}" if value == value else value
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
