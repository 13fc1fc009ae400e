"""The look of all figures: sizes, fonts, and colours named by what they mean.

matplotlib's global settings stay as they are: ``with style():`` changes them for a block, and `new_axes` makes a figure
that pyplot does not know. So a reader's own figures keep their look, and no figure is shown twice.

Scripts. DejaVu Sans comes with matplotlib and covers Latin, Cyrillic, Greek, Arabic, Hebrew, Armenian and Georgian.
matplotlib 3.11 joins Arabic letters and orders right-to-left text itself (libraqm), so names are passed as they are.
For other scripts (Chinese, Hindi, Thai, Amharic ...) the first installed font of `FALLBACKS` is used; if none is
installed, `show_figure` warns with the characters concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from .legible import cut, one_line

__all__ = ["COLOURS", "CYCLE", "HATCHES", "colours_of", "look", "new_axes", "style", "value_axis"]

INLINE_DPI = 110
FILE_DPI = 200

INK = "#222222"
GREY = "#6E6E6E"
LIGHT = "#E4E4E4"

# Blue and orange after Okabe and Ito, whose colours differ for colour-blind readers. In a group they also differ in
# lightness, so that neighbours differ on a grey print. What nobody saw is hatched and not just another tint: "not
# visible" must not be read as "absent".
COLOURS: dict[str, str] = {
    # claim statuses: blue if the outlet carries the claim, paler the less firmly it puts it; warm if it rejects it
    "asserted": "#004C78",
    "attributed": "#3D9BD3",
    "hedged": "#B5DBF2",
    "denied": "#F0AE2E",
    "contradicted": "#C2500A",
    "mentioned": "#C3A4D5",  # lilac with dots: it is there, but nobody can tell how it is put
    "absent": "#FFFFFF",
    "not_visible": "#D0D0D0",
    # how exactly a time is known (and "unknown" for the order of two articles)
    "minute": "#004C78",
    "day": "#3D9BD3",
    "month": "#B5DBF2",
    "unknown": "#D0D0D0",
    # how much of a text was seen
    "full": "#006B50",
    "cut": "#35B48B",
    "teaser": "#BCE8D8",
    "none": "#FFFFFF",
    # how a label judges its actor
    "legitimising": "#009E73",
    "neutral": "#D8D8D8",
    "delegitimising": "#A63C00",
    # the order of two articles
    "known": "#004C78",
    "tied": "#E69F00",
    # whose voice a word is in
    "own": "#222222",
    "quoted": "#B0B0B0",
}

HATCHES: dict[str, str] = {"mentioned": "..", "not_visible": "////", "unknown": "////"}

# For languages, outlets, events: a reader can tell seven colours apart. Yellow is too pale for a line.
CYCLE: tuple[str, ...] = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#A63C00",
    "#222222",
)

FALLBACKS: tuple[str, ...] = (
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "Noto Sans Devanagari",
    "Nirmala UI",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Ethiopic",
    "Noto Sans Myanmar",
)


def fonts() -> list[str]:
    """DejaVu Sans, then the installed fonts of `FALLBACKS`: matplotlib warns about every name that is missing."""
    installed = set(font_manager.fontManager.get_font_names())
    return ["DejaVu Sans", *(name for name in FALLBACKS if name in installed)]


def _settings() -> Any:
    families = fonts()
    return {
        # Both: the list allows a fallback for each glyph; text made outside this style uses "sans-serif".
        "font.family": families,
        "font.sans-serif": families,
        "font.size": 10.5,
        # Outlet names and headlines come from pages: a "$" in them is money, not the beginning of a formula.
        "text.parse_math": False,
        "axes.formatter.use_mathtext": False,
        "axes.unicode_minus": True,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": GREY,
        "axes.linewidth": 0.8,
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.labelsize": 10.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "axes.axisbelow": True,
        "axes.prop_cycle": cycler(color=CYCLE),
        "grid.color": LIGHT,
        "grid.linewidth": 0.8,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "legend.frameon": False,
        "legend.fontsize": 10,
        "legend.title_fontsize": 10,
        "figure.figsize": (8, 4),
        "figure.titlesize": 13,
        "figure.titleweight": "bold",
        "figure.facecolor": "white",
        "figure.dpi": INLINE_DPI,
        "savefig.facecolor": "white",
        "hatch.color": GREY,
        "hatch.linewidth": 0.8,
        "lines.linewidth": 1.8,
        "lines.markersize": 6,
        "patch.linewidth": 0.8,
    }


@contextmanager
def style() -> Iterator[None]:
    """Use the look of the suite in a block of drawing code; matplotlib's own settings return at its end.

    Examples
    --------
    >>> with ss.plotting.style():
    ...     ax = ss.plotting.new_axes()
    """
    with mpl.rc_context(_settings()):
        yield


def new_axes(width: float = 8, height: float = 4, **grid: Any) -> Any:
    """Make a figure in the look of the suite, unknown to pyplot.

    Parameters
    ----------
    width, height : float
        Size of the figure in inches.
    **grid
        Arguments of `matplotlib.figure.Figure.subplots`: ``nrows``, ``ncols``, ``sharex``, ``width_ratios`` ...

    Returns
    -------
    matplotlib.axes.Axes or numpy.ndarray of Axes
        One Axes, or an array of them if ``nrows`` or ``ncols`` is larger than 1. The figure is ``ax.figure``.

    Examples
    --------
    >>> ss.plotting.new_axes(6, 3).figure.get_size_inches().tolist()
    [6.0, 3.0]
    """
    with style():
        return Figure(figsize=(width, height), layout="constrained").subplots(**grid)


def clipped(name: object, most: int = 44) -> str:
    """A name for a figure: one line, cut after ``most`` columns, with an ellipsis.

    Names come from pages, and a name of a hundred characters leaves no room to draw. The table behind the figure keeps
    it whole.
    """
    return cut(one_line(name), most)


def value_axis(ax: Axes, which: str, *, log: bool = False, whole: bool = False) -> None:
    """Draw a grid on the axis that shows values.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    which : {"x", "y"}
    log : bool
        Whether the axis is logarithmic, with plain numbers as labels (10, 100, 1000): matplotlib's own labels are
        formulas, which `style` turns off.
    whole : bool
        Whether ticks are at whole numbers only, for counts.

    Examples
    --------
    >>> ax = ss.plotting.new_axes()
    >>> ss.plotting.value_axis(ax, "x", whole=True)
    """
    axis = ax.xaxis if which == "x" else ax.yaxis
    with style():
        ax.grid(visible=True, axis="x" if which == "x" else "y", color=LIGHT, linewidth=0.8)
        ax.set_axisbelow(True)
        if log:
            (ax.set_xscale if which == "x" else ax.set_yscale)("log")
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            axis.set_minor_formatter(NullFormatter())
        elif whole:
            axis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))


def rows_axis(ax: Axes, *, pad: float | None = None) -> None:
    """A y axis of named rows: names alone, ``pad`` points from the axes, without marks and without a line."""
    ax.tick_params(axis="y", length=0, **({} if pad is None else {"pad": pad}))
    ax.spines["left"].set_visible(False)


def share_ticks(ax: Axes) -> None:
    """Ticks on the x axis at each quarter of a share, in per cent."""
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])


def time_axis(ax: Axes) -> None:
    """Ticks on dates, each with its month; beside the axis is what all of them share, the year or the day."""
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
    said = mdates.ConciseDateFormatter(locator)
    said.formats[2] = said.zero_formats[2] = "%d %b"
    said.offset_formats[2] = "%Y"
    said.zero_formats[3], said.offset_formats[3:] = "%d %b", ["%d %b %Y", "%d %b %Y %H:%M", "%d %b %Y %H:%M"]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(said)


def look(name: str) -> dict[str, Any]:
    """The face, edge and hatch of a bar or cell that means ``name``, as keywords for matplotlib.

    Pale faces get a grey edge, so that "absent" (white) is a visible box and not a gap.

    Parameters
    ----------
    name : str
        A key of `COLOURS`.

    Returns
    -------
    dict
        Keywords for matplotlib: colour and, if the state has one, hatch and edge.

    Raises
    ------
    KeyError
        No colour has that name.

    Examples
    --------
    >>> ss.plotting.look("not_visible")["hatch"]
    '////'
    """
    colour = COLOURS[name]
    pale = sum(mpl.colors.to_rgb(colour)) / 3 > 0.8
    return {
        "facecolor": colour,
        "edgecolor": GREY if pale else colour,
        "hatch": HATCHES.get(name) or None,
        "linewidth": 0.8,
    }


def status_patches(used: Iterable[str]) -> list[Patch]:
    """Entries of a legend for claim statuses, each with its colour; "mentioned" with its meaning."""
    said = {"mentioned": "mentioned (nobody can tell how it is put)"}
    return [Patch(label=said.get(status, status.replace("_", " ")), **look(status)) for status in used]


def colours_of(names: Iterable[str]) -> dict[str, str]:
    """A colour for each name, in the order given.

    The seven colours of `CYCLE` go to one name each; all further names share one light grey, which a legend should call
    "other".

    Parameters
    ----------
    names : iterable of str
        Names; repeated ones count once.

    Returns
    -------
    dict
        From each name to a colour, as ``#RRGGBB``.

    Examples
    --------
    >>> ss.plotting.colours_of(["en", "fr"])
    {'en': '#0072B2', 'fr': '#E69F00'}
    """
    distinct = list(dict.fromkeys(names))
    return {name: CYCLE[i] if i < len(CYCLE) else "#C8C8C8" for i, name in enumerate(distinct)}
