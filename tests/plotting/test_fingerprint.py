"""The fingerprint sees every change of what is drawn, and nothing else."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import patches
from matplotlib.artist import Artist
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredText

from samestory.plotting import fingerprint, style
from samestory.plotting.canonical import number, numbers
from samestory.plotting.fingerprints import Fingerprint
from samestory.plotting.theme import new_axes

DAYS = pd.to_datetime(["2026-03-01 06:00", "2026-03-01 09:30", "2026-03-03 12:00"])


def gallery(**rc: Any) -> Figure:
    """One figure with every kind of artist the suite may draw."""
    with style(), mpl.rc_context(rc):
        axes = new_axes(12, 10, nrows=3, ncols=3)
        bars, points, dates, cells, shapes, areas, arrows, odd, pie = axes.flat
        bars.bar(["Новая газета", "الجزيرة", "Le Monde"], [3, 1, 2], color=["#0072B2", "#E69F00", "w"], hatch="//")
        bars.set(title="Bars", xlabel="outlet", ylabel="claims")
        points.scatter([1, 2, 3], [2.5, 0.5, 1], s=[10, 20, 30], c=["#111111", "#222222", "#333333"], label="a")
        points.plot([1, 2, 3], [1, 2, 3], "s--", color="#0072B2", label="b")
        points.errorbar([1, 2], [1, 2], yerr=[0.1, 0.2], label="c")
        points.legend(title="kinds")
        dates.plot(DAYS, [1, 2, 3], "o", color="#111111")
        dates.axvline(DAYS[1], color="#A63C00")
        dates.axline((20513.0, 1.0), slope=0.5)
        mesh = cells.pcolormesh([[1, 2], [3, 4.0]])
        cells.figure.colorbar(mesh, ax=cells, label="share")
        shapes.imshow([[0.1, 0.2], [0.3, 0.4]], extent=(0, 2, 0, 2))
        for patch in (
            patches.Wedge((0.5, 0.5), 0.3, 0, 90, width=0.1),
            patches.Circle((1, 1), 0.2),
            patches.Arc((1, 1), 0.5, 0.4, theta1=10, theta2=80),
            patches.Polygon([(0, 0), (1, 0), (1, 1)]),
            patches.FancyBboxPatch((0.2, 0.2), 0.5, 0.5),
            patches.Rectangle((0.1, 0.1), 0.4, 0.3, angle=30, alpha=0.5),
            patches.PathPatch(patches.Path([(0, 0), (1, 1), (2, 0)])),
        ):
            shapes.add_patch(patch)
        areas.fill_between([0, 1, 2], [0, 1, 0], [1, 2, 1], alpha=0.4)
        areas.hlines([1, 2], 0, [1, 2], colors="#009E73")
        areas.add_collection(LineCollection([[(0, 0), (1, 2)], [(1, 1), (2, 0)]], linestyles=["--", ":"]))
        areas.add_collection(
            EllipseCollection([0.2], [0.1], [30], units="x", offsets=[(1, 1)], offset_transform=areas.transData)
        )
        arrows.add_patch(patches.FancyArrowPatch((0, 0), (1, 1), connectionstyle="arc3,rad=0.2"))
        arrows.annotate("here", (0.2, 0.2), (10, 10), textcoords="offset points", arrowprops={"arrowstyle": "->"})
        arrows.text(0.5, 0.5, "боx", fontsize=9, bbox={"facecolor": "w"})
        arrows.quiver([0.1, 0.2], [0.1, 0.2], [1, 2], [0, 1])
        arrows.add_artist(patches.ConnectionPatch((0.1, 0.1), (0.9, 0.9), "data", "axes fraction"))
        odd.add_artist(AnchoredText("in a box", "upper left"))
        odd.table([["1", "2"]], loc="center")
        odd.hexbin([0, 1, 1], [0, 1, 1], gridsize=2)
        odd.inset_axes((0.5, 0.5, 0.4, 0.4)).plot([0, 1], [1, 0])
        pie.pie([1, 2], labels=["own", "quoted"], autopct="%d")
        figure = bars.figure
        figure.suptitle("Everything")
        figure.text(0.5, 0.5, "a text of the figure")
        figure.legend(handles=[patches.Patch(label="absent", facecolor="w")], loc="outside lower center")
    return figure


def _bars(figure: Figure) -> Any:
    return figure.axes[0]


def _set_image_cell(figure: Figure) -> None:
    image = figure.axes[4].images[0]
    image.set_data([[0.1, 0.2], [0.3, 0.41]])


def _move_point(figure: Figure) -> None:
    figure.axes[1].collections[0].set_offsets([(1, 2.5), (2, 0.5), (3, 1.01)])


def _move_by_half_an_hour(figure: Figure) -> None:
    line = figure.axes[2].lines[0]
    line.set_xdata([DAYS[0], DAYS[1] + pd.Timedelta("30min"), DAYS[2]])


def _label(figure: Figure) -> None:
    _bars(figure).set_xticks([0, 1, 2], ["Новая Газета", "الجزيرة", "Le Monde"])


CHANGES: dict[str, Callable[[Figure], Any]] = {
    "a bar removed": lambda f: _bars(f).patches[1].remove(),
    "a bar taller": lambda f: _bars(f).patches[0].set_height(3.01),
    "a bar another colour": lambda f: _bars(f).patches[0].set_facecolor("#0073B2"),
    "another hatch": lambda f: _bars(f).patches[0].set_hatch("\\\\"),
    "a bar hidden": lambda f: _bars(f).patches[0].set_visible(False),
    "a label": _label,
    "an axis label": lambda f: _bars(f).set_xlabel("Outlet"),
    "a title": lambda f: _bars(f).set_title("Bar"),
    "a limit": lambda f: _bars(f).set_ylim(0, 5),
    "an axis turned": lambda f: _bars(f).invert_yaxis(),
    "a scale": lambda f: _bars(f).set_yscale("symlog"),
    "a spine": lambda f: _bars(f).spines["left"].set_visible(False),
    "a point moved": _move_point,
    "a point larger": lambda f: f.axes[1].collections[0].set_sizes([10, 20, 31]),
    "a point recoloured": lambda f: f.axes[1].collections[0].set_facecolor(["#111111", "#222222", "#333334"]),
    "a line style": lambda f: f.axes[1].lines[0].set_linestyle(":"),
    "dashes": lambda f: f.axes[1].lines[0].set_linestyle((0, (5, 1))),
    "a line width": lambda f: f.axes[1].lines[0].set_linewidth(3),
    "a marker": lambda f: f.axes[1].lines[0].set_marker("^"),
    "a marker size": lambda f: f.axes[1].lines[0].set_markersize(7),
    "a line point": lambda f: f.axes[1].lines[0].set_ydata([1, 2, 3.01]),
    "a legend entry": lambda f: f.axes[1].get_legend().get_texts()[0].set_text("z"),
    "a legend title": lambda f: f.axes[1].get_legend().set_title("z"),
    "a legend colour": lambda f: f.legends[0].legend_handles[0].set_facecolor("#000000"),
    "a legend gone": lambda f: f.legends[0].remove(),
    "half an hour": _move_by_half_an_hour,
    "a cell of a mesh": lambda f: f.axes[3].collections[0].set_array([[1, 2], [3, 4.01]]),
    "a colour map": lambda f: f.axes[3].collections[0].set_cmap("magma"),
    "a cell of an image": _set_image_cell,
    "an extent": lambda f: f.axes[4].images[0].set_extent((0, 2, 0, 1.9)),
    "a wedge": lambda f: f.axes[4].patches[0].set_theta2(91),
    "a circle": lambda f: f.axes[4].patches[1].set_radius(0.21),
    "an arc": lambda f: setattr(f.axes[4].patches[2], "theta2", 81),
    "a corner": lambda f: f.axes[4].patches[3].set_xy([(0, 0), (1, 0), (1, 1.01)]),
    "a box": lambda f: f.axes[4].patches[4].set_width(0.51),
    "a turn": lambda f: f.axes[4].patches[5].set_angle(31),
    "transparency": lambda f: f.axes[4].patches[5].set_alpha(0.6),
    "segments": lambda f: f.axes[5].collections[1].set_segments([[(0, 1), (1, 1)], [(0, 2), (2.1, 2)]]),
    "an ellipse": lambda f: f.axes[5].collections[3].set_widths([0.21]),
    "an arrow": lambda f: f.axes[6].patches[0].set_positions((0, 0), (1, 1.1)),
    "what a note is at": lambda f: setattr(f.axes[6].texts[0], "xy", (0.2, 0.25)),
    "where a note is": lambda f: f.axes[6].texts[0].set_position((10, 11)),
    "a text": lambda f: f.axes[6].texts[1].set_text("бок"),
    "a text moved": lambda f: f.axes[6].texts[1].set_x(0.51),
    "a text's size": lambda f: f.axes[6].texts[1].set_fontsize(10),
    "a text's weight": lambda f: f.axes[6].texts[1].set_fontweight("bold"),
    "a quiver": lambda f: f.axes[6].collections[0].set_UVC([1, 2], [0, 1.1]),
    "a text in a box": lambda f: f.axes[7].artists[0].txt.set_text("in the box"),
    "a cell of a table": lambda f: f.axes[7].tables[0][0, 0].get_text().set_text("3"),
    "inset axes": lambda f: f.axes[7].child_axes[0].lines[0].set_ydata([1, 0.1]),
    "a slice": lambda f: f.axes[8].patches[0].set_theta2(100),
    "the figure's title": lambda f: f.suptitle("Everything else"),
    "the figure's text": lambda f: f.texts[1].set_text("another"),
}


@functools.cache
def original() -> Fingerprint:
    return fingerprint(gallery())


def test_the_gallery_is_described_whole() -> None:
    said = original()
    assert said.summary.startswith("11 axes · ")
    # A box of text is made of parts without a describer of their own; what is in it is told all the same.
    unknown = {line.split("unknown kind ")[1].split()[0] for line in said.lines if "unknown kind" in line}
    assert unknown == {"AnchoredText", "TextArea"}
    assert any('- - Text "in a box"' in line for line in said.lines)


@pytest.mark.parametrize("change", CHANGES)
def test_sees(change: str) -> None:
    figure, before = gallery(), original()
    CHANGES[change](figure)
    after = fingerprint(figure)
    assert after.digest != before.digest
    changed = set(before.lines) ^ set(after.lines)
    assert changed and len(changed) < len(before.lines) / 2


def test_is_the_same_twice_and_in_another_figure() -> None:
    figure = gallery()
    first = fingerprint(figure)
    assert first == fingerprint(figure) == fingerprint(gallery())
    figure.savefig("/dev/null", format="png", dpi=50, bbox_inches="tight")
    assert fingerprint(figure) == first


@pytest.mark.parametrize("dpi", [72, 300])
@pytest.mark.parametrize("is_cramped", [False, True])
def test_does_not_depend_on_dpi_and_layout(dpi: int, is_cramped: bool) -> None:
    figure, first = gallery(), original()
    figure.set_dpi(dpi)
    if is_cramped:
        figure.set_layout_engine("none")
        for ax in figure.axes:
            ax.set_position((0.4, 0.4, 0.08, 0.08))  # room for two ticks
    figure.draw_without_rendering()
    assert fingerprint(figure).lines == first.lines


@pytest.mark.parametrize("family", ["DejaVu Serif", "DejaVu Sans Mono"])
def test_does_not_depend_on_the_font(family: str) -> None:
    assert fingerprint(gallery(**{"font.family": family})).lines == original().lines


def test_does_not_depend_on_the_last_digits() -> None:
    def drawn(noise: float) -> Any:
        ax = new_axes()
        ax.bar([1, 2, 3], [0.12345 * (1 + noise), 1 / 3 * (1 - noise), noise])
        ax.plot([1, 2, 3], [-noise, 0.0, 1 + noise])
        return fingerprint(ax.figure)

    assert drawn(0).lines == drawn(3e-16).lines == drawn(-3e-16).lines


def test_leaves_the_figure_as_it_was() -> None:
    figure = gallery()
    engine = figure.get_layout_engine()
    fingerprint(figure)
    assert figure.get_layout_engine() is engine
    assert "get_tick_space" not in vars(figure.axes[0].xaxis)


def test_summary_counts() -> None:
    ax = new_axes()
    ax.bar(["a", "b"], [1, 2])
    ax.plot([0, 1], [1, 2])
    ax.set_yticks([0, 2])
    ax.set_title("T")
    assert fingerprint(ax.figure).summary == "1 axes · 2 bars · 0 points · 1 line · 5 texts"


def test_lines_read_well() -> None:
    ax = new_axes()
    ax.bar(["Нов", "الج"], [1, 2], color="#0072B2", edgecolor="none", linewidth=0)
    ax.set_yticks([0, 2])
    assert fingerprint(ax.figure).lines == (
        "axes 1: rectilinear face #ffffffff sides left bottom",
        "axes 1: x linear -0.49 to 1.49",
        "axes 1: x ticks [0 1]",
        'axes 1: x tick 0 "Нов" #222222ff',
        'axes 1: x tick 1 "الج" #222222ff',
        "axes 1: y linear 0 to 2.1",
        "axes 1: y ticks [0 2]",
        'axes 1: y tick 0 "0" #222222ff',
        'axes 1: y tick 2 "2" #222222ff',
        "axes 1: Rectangle data x -0.4 y 0 w 0.8 h 1 face #0072b2ff edge none width 0 solid",
        "axes 1: Rectangle data x 0.6 y 0 w 0.8 h 2 face #0072b2ff edge none width 0 solid",
        "figure: face #ffffffff",
    )


def test_hidden_artists_and_axes_do_not_count() -> None:
    ax = new_axes()
    first = fingerprint(ax.figure)
    ax.bar([1], [1]).patches[0].set_visible(False)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    assert fingerprint(ax.figure).lines == first.lines
    other = new_axes(ncols=2)
    other[1].set_visible(False)
    assert fingerprint(other[0].figure).summary.startswith("1 axes")


def test_names_a_kind_it_does_not_know() -> None:
    class Blot(Artist):
        def get_facecolor(self) -> str:
            return "#0072B2"

        def draw(self, renderer: Any) -> None:
            pass

    ax = new_axes()
    ax.add_artist(Blot())
    said = fingerprint(ax.figure)
    assert "axes 1: unknown kind Blot facecolor [#0072b2ff]" in said.lines
    assert "1 other thing" in said.summary


def test_seaborn_grid_and_heatmap() -> None:
    sns = pytest.importorskip("seaborn")
    table = pd.DataFrame({"outlet": ["a", "a", "b", "b"], "day": [1, 2, 1, 2], "share": [0.1, 0.2, 0.3, 0.4]})
    ax = new_axes()
    sns.heatmap(table.pivot(index="outlet", columns="day", values="share"), ax=ax, annot=True, cbar=False)
    first = fingerprint(ax.figure)
    assert "4 cells" in first.summary
    ax.texts[0].set_text("0.9")
    assert fingerprint(ax.figure) != first


@pytest.mark.parametrize(
    ("value", "span", "said"),
    [
        (0.1 + 0.2, 0, "0.3"),
        (-0.0, 0, "0"),
        (-1e-17, 1, "0"),
        (1234567, 0, "1.235e+06"),
        (20543.51, 0, "2.054e+04"),
        (20543.51234, 5, "20543.512"),
        (float("nan"), 0, "nan"),
        (float("-inf"), 0, "-inf"),
        (1e-6, 0, "1e-06"),
    ],
)
def test_number(value: float, span: float, said: str) -> None:
    assert number(value, span) == said


def test_numbers_masked_and_long() -> None:
    assert numbers(np.ma.array([1, 2], mask=[False, True])) == "[1 nan]"
    assert numbers([[1, 2], [3, 4]]) == "[1 2; 3 4]"
    assert numbers([]) == "[]"
    many = np.arange(3000.0)
    other = many.copy()
    other[1500] = 7
    assert numbers(many).startswith("[3000 numbers, 0 ... 2999, sha ")
    assert numbers(many) != numbers(other)


def test_an_arrow_along_a_path_is_described_by_its_path() -> None:
    from matplotlib.path import Path

    found = []
    for height in (1.0, 1.0, 2.0):
        figure = Figure()
        curve = Path([(0, 0), (0.5, 0), (0.5, height), (1, height)], [Path.MOVETO, *[Path.CURVE4] * 3])
        figure.add_subplot().add_patch(patches.FancyArrowPatch(path=curve, arrowstyle="-|>"))
        found.append(fingerprint(figure))
    assert found[0] == found[1] != found[2]
