"""One line of text for each artist: what it draws, free of pixels, fonts and layout.

`describe` sends each artist to the describer of its class; what no describer knows is named with its class,
its colours and its children, so that nothing drawn goes unsaid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, QuadMesh
from matplotlib.image import _ImageBase
from matplotlib.legend import Legend
from matplotlib.lines import AxLine, Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.offsetbox import OffsetBox
from matplotlib.patches import (
    Arc,
    ConnectionPatch,
    Ellipse,
    FancyArrowPatch,
    FancyBboxPatch,
    Patch,
    Rectangle,
    Shadow,
    Wedge,
)
from matplotlib.quiver import Barbs, Quiver
from matplotlib.table import Table
from matplotlib.text import Annotation, Text

from .canonical import colour, colours, dashes, number, numbers, path, runs, sha, span, text

Spans = tuple[float, float]


def spans_of(ax: Axes | None) -> Spans:
    """The lengths of both axes, which decide how many digits can be seen."""
    return (span(ax.get_xlim()), span(ax.get_ylim())) if ax is not None else (1.0, 1.0)


def _coords(transform: Any, ax: Axes | None) -> str:
    """Which coordinates a transform starts from."""
    if ax is None:
        return "figure"
    named = {
        "data": ax.transData,
        "axes": ax.transAxes,
        "data x, axes y": ax.get_xaxis_transform(),
        "axes x, data y": ax.get_yaxis_transform(),
    }
    for name, known in named.items():
        if transform == known:
            return name
    for name, known in named.items():
        if any(known in parts for parts in transform._iter_break_from_left_to_right()):
            return f"{name}, moved"
    return "other"


def patch(artist: Patch, ax: Axes | None, *, geometry: bool = True) -> str:
    """A filled shape: bar, wedge, circle, polygon, box or arrow."""
    words = [type(artist).__name__]
    if geometry:
        words += [_coords(artist.get_data_transform(), ax), _shape(artist, spans_of(ax))]
    words += [f"face {colour(artist.get_facecolor())}", f"edge {colour(artist.get_edgecolor())}"]
    words += [f"width {number(artist.get_linewidth())}", dashes(artist.get_linestyle())]
    if artist.get_hatch():
        words.append(f"hatch {text(artist.get_hatch())} {colour(artist.get_hatchcolor())}")
    return " ".join(word for word in words if word)


def _shape(artist: Patch, spans: Spans) -> str:
    """The place and size of a patch, in its own coordinates."""
    if isinstance(artist, FancyArrowPatch):
        # The path of an arrow is cut to the pixel where it meets its ends; the ends are what is meant.
        ends = getattr(artist, "_posA_posB", None)
        if isinstance(artist, ConnectionPatch):  # its ends may lie in two coordinate systems
            systems = f"{_system(artist.coords1, None)} to {_system(artist.coords2, None)}"
            said = f"{numbers([artist.xy1, artist.xy2])} {systems}"
        elif ends is not None and ends[0] is not None:
            said = numbers([[artist.convert_xunits(x), artist.convert_yunits(y)] for x, y in ends], spans)
        else:
            original = getattr(artist, "_path_original", None)
            said = path(original, spans) if original is not None else ""
        is_bent = getattr(artist, "_connector", None) is not None  # an arrow along a path has no way of its own
        bent = f" {_options(artist.get_connectionstyle())}" if is_bent else ""
        return f"{said} {type(artist.get_arrowstyle()).__name__}{bent}"
    if isinstance(artist, Shadow):
        return ""  # moved by pixels at each drawing; the shape it follows is described for itself
    if isinstance(artist, FancyBboxPatch):
        corner, size = (artist.get_x(), artist.get_y()), (artist.get_width(), artist.get_height())
        return f"x y w h {numbers([[*corner], [*size]], spans)} {_options(artist.get_boxstyle())}"
    if isinstance(artist, Ellipse):  # circles and arcs too
        centre, size = numbers([artist.get_center()], spans), (artist.get_width(), artist.get_height())
        part = f" from {number(artist.theta1)} to {number(artist.theta2)}" if isinstance(artist, Arc) else ""
        return f"centre {centre} w h {numbers([size], spans)} turned {number(artist.get_angle())}{part}"
    if isinstance(artist, Wedge):
        hole = "" if artist.width is None else f" ring {number(artist.width)}"
        centre = numbers(artist.center, max(spans))
        turn = f"from {number(artist.theta1)} to {number(artist.theta2)}"
        return f"centre {centre} r {number(artist.r)} {turn}{hole}"
    if isinstance(artist, Rectangle):
        x, y = artist.convert_xunits(artist.get_x()), artist.convert_yunits(artist.get_y())
        w, h = artist.convert_xunits(artist.get_width()), artist.convert_yunits(artist.get_height())
        turned = f" turned {number(artist.get_angle())}" if artist.get_angle() else ""
        return (
            f"x {number(x, spans[0])} y {number(y, spans[1])} w {number(w, spans[0])} h {number(h, spans[1])}{turned}"
        )
    return path(artist.get_patch_transform().transform_path(artist.get_path()), spans)


def _options(shaper: Any) -> str:
    """A box, arrow or connection style: its name and the numbers it was given."""
    given = sorted((k, v) for k, v in vars(shaper).items() if isinstance(v, int | float) and not k.startswith("_"))
    return " ".join([type(shaper).__name__, *(f"{name}={number(value)}" for name, value in given)])


def line(artist: Line2D, ax: Axes | None, *, geometry: bool = True) -> str:
    """A line with or without markers."""
    words = [type(artist).__name__]
    spans = spans_of(ax)
    if geometry and isinstance(artist, AxLine):
        slope, second = artist.get_slope(), artist.get_xy2()
        way = f"slope {number(slope)}" if slope is not None else f"to {numbers([second], spans)}"
        words.append(f"through {numbers([artist.get_xy1()], spans)} {way}")
    elif geometry:
        words += [_coords(artist.get_transform(), ax), f"xy {numbers(artist.get_xydata(), spans)}"]
    drawn = artist.get_linestyle() not in ("None", "none", " ", "") and artist.get_linewidth() > 0
    if drawn:
        # A style given as dashes is called "--" by its getter: ask for the dashes themselves.
        pattern = getattr(artist, "_unscaled_dash_pattern", artist.get_linestyle())
        words += [colour(artist.get_color()), dashes(pattern), f"width {number(artist.get_linewidth())}"]
        if artist.get_drawstyle() != "default":
            words.append(artist.get_drawstyle())
    if has_marker(artist):
        words += [f"marker {_marker(artist.get_marker())} size {number(artist.get_markersize())}"]
        words += [artist.get_fillstyle()] if artist.get_fillstyle() != "full" else []
        words += [
            f"face {colour(artist.get_markerfacecolor())}",
            f"edge {colour(artist.get_markeredgecolor())}",
        ]
        words += [f"edge width {number(artist.get_markeredgewidth())}"]
        words += [f"every {artist.get_markevery()}"] if artist.get_markevery() is not None else []
    if artist.get_alpha() is not None:
        words.append(f"alpha {number(artist.get_alpha())}")
    return " ".join(words)


def has_marker(artist: Line2D) -> bool:
    """Whether a line draws markers."""
    return artist.get_marker() not in ("None", "none", "", " ", None)


def _marker(marker: Any) -> str:
    if isinstance(marker, str | int):
        return str(marker)
    shape = MarkerStyle(marker)
    return "shape " + sha(path(shape.get_path().transformed(shape.get_transform())), 8)


def collection(artist: Any, ax: Axes | None, *, geometry: bool = True) -> str:
    """Many shapes at once: points of a scatter, segments, areas, the cells of a mesh."""
    words, spans = [type(artist).__name__], spans_of(ax)
    sizes = artist.get_sizes() if hasattr(artist, "get_sizes") else ()
    if geometry:
        words += _places(artist, ax, spans)
    if isinstance(artist, Quiver | Barbs):
        words.append(f"u {numbers(artist.U if isinstance(artist, Quiver) else artist.u)}")
        words.append(f"v {numbers(artist.V if isinstance(artist, Quiver) else artist.v)}")
    elif isinstance(artist, QuadMesh):
        words.append(f"corners {numbers(artist.get_coordinates(), spans)}")
    elif len(sizes):
        # Marker shapes come in points of their own: enough to know whether they are the same.
        words.append(f"shapes {runs(sha(path(p), 8) for p in artist.get_paths())}")
    elif geometry:
        words.append(f"paths {' | '.join(path(p, spans) for p in artist.get_paths())}")
    if len(sizes):
        words.append(f"sizes {runs(number(s) for s in sizes)}")
    for name in ("widths", "heights", "angles"):
        if hasattr(artist, f"get_{name}"):
            words.append(f"{name} {numbers(getattr(artist, f'get_{name}')())}")
    words += _mapped(artist)
    words += [f"face {colours(artist.get_facecolor())}", f"edge {colours(artist.get_edgecolor())}"]
    words.append(f"width {runs(number(w) for w in artist.get_linewidth())}")
    words.append(runs(dashes(style) for style in artist.get_linestyle()))
    if artist.get_hatch():
        words.append(f"hatch {text(artist.get_hatch())}")
    return " ".join(words)


def _places(artist: Collection, ax: Axes | None, spans: Spans) -> list[str]:
    """The offsets of a collection, unless it has none and draws its paths where they are."""
    moved = artist.get_offset_transform()
    if isinstance(artist, QuadMesh) or (type(moved).__name__ == "IdentityTransform" and ax is not None):
        return []
    return [_coords(moved, ax), f"at {numbers(artist.get_offsets(), spans)}"]


def _mapped(artist: Any) -> list[str]:
    """Values shown as colours: the values, their limits and the colour map."""
    if artist.get_array() is None:
        return []
    low, high = artist.get_clim()
    limits = "none" if low is None or high is None else f"{number(low)} to {number(high)}"
    return [f"values {numbers(artist.get_array())} limits {limits} map {artist.get_cmap().name}"]


def image(artist: Any, ax: Axes | None, *, geometry: bool = True) -> str:
    """A picture or a matrix of coloured cells."""
    words = [type(artist).__name__]
    # Only a picture laid on axes has an extent in data; others are placed in pixels.
    if geometry and ax is not None and hasattr(artist, "set_extent"):
        words.append(f"extent {numbers(artist.get_extent(), max(spans_of(ax)))}")
    words += [f"origin {artist.origin}", *_mapped(artist)]
    if artist.get_alpha() is not None:
        words.append(f"alpha {numbers(artist.get_alpha())}")
    return " ".join(words)


def words(artist: Text, ax: Axes | None, *, geometry: bool = True) -> str:
    """A text, with its arrow and box if it has them."""
    said = [type(artist).__name__, text(artist.get_text())]
    spans, moved = spans_of(ax), getattr(artist, "_autopos", False)
    if isinstance(artist, Annotation):
        x, y = artist.convert_xunits(artist.xy[0]), artist.convert_yunits(artist.xy[1])
        said.append(f"of {numbers([[x, y]], spans)} {_system(artist.xycoords, ax)}")
        said.append(f"at {_system(artist.anncoords, ax)}")
    # The place of a figure's own title is the layout's choice, not the author's.
    if geometry and not moved:
        place = numbers([artist.get_unitless_position()], spans)
        said += [place, "" if isinstance(artist, Annotation) else _coords(artist.get_transform(), ax)]
    said += [colour(artist.get_color()), f"{number(artist.get_fontsize())}pt", str(artist.get_fontweight())]
    said += [artist.get_horizontalalignment(), artist.get_verticalalignment()]
    said += [f"turned {number(artist.get_rotation())}"] if artist.get_rotation() else []
    said += [artist.get_fontstyle()] if artist.get_fontstyle() != "normal" else []
    box, arrow = artist.get_bbox_patch(), getattr(artist, "arrow_patch", None)
    said += [f"box {patch(box, ax, geometry=False)}"] if box is not None else []
    said += [f"arrow {patch(arrow, ax, geometry=False)}"] if arrow is not None and arrow.get_visible() else []
    said += [f"alpha {number(artist.get_alpha())}"] if artist.get_alpha() is not None else []
    return " ".join(word for word in said if word)


def _system(coords: Any, ax: Axes | None) -> str:
    """The coordinates of an annotation: a name, a pair of names, a transform or an artist."""
    if isinstance(coords, str):
        return coords
    if isinstance(coords, tuple):
        return "(" + ", ".join(_system(one, ax) for one in coords) + ")"
    return _coords(coords, ax) if hasattr(coords, "transform") else type(coords).__name__


def legend(artist: Legend, ax: Axes | None, *, geometry: bool = True) -> str:
    """A legend: its title, and each entry with the look of its handle. Its place is left to the layout."""
    handles: list[Any] = list(artist.legend_handles)
    entries = [
        f"{text(label.get_text())} {colour(label.get_color())} = "
        + (" & ".join(describe(handle, None, geometry=False)) if handle is not None else "nothing")
        for handle, label in zip(handles, artist.get_texts(), strict=True)
    ]
    return " ".join(["Legend", text(artist.get_title().get_text()), *(f"({entry})" for entry in entries)])


def table(artist: Table, ax: Axes | None, *, geometry: bool = True) -> str:
    """A table drawn into a figure, cell by cell."""
    cells = sorted(artist.get_celld().items())
    said = (f"{place} {text(cell.get_text().get_text())} {colour(cell.get_facecolor())}" for place, cell in cells)
    return " ".join(["Table", *(f"({one})" for one in said)])


DESCRIBERS: tuple[tuple[type[Any], Callable[..., str]], ...] = (
    (Legend, legend),
    (Table, table),
    (Text, words),
    (Line2D, line),
    (Patch, patch),
    (Collection, collection),
    (_ImageBase, image),
)


def describe(artist: Artist, ax: Axes | None, *, geometry: bool = True) -> Iterator[str]:
    """Describe what a visible artist draws, in lines; none for an invisible one or an empty text.

    Parameters
    ----------
    artist : matplotlib.artist.Artist
    ax : matplotlib.axes.Axes, optional
        The axes it is drawn on; ``None`` for one that belongs to the figure.
    geometry : bool
        False if the layout decides its place, as inside a legend or a box of text: then only its look is described.
    """
    if not artist.get_visible() or (isinstance(artist, Text) and not artist.get_text()):
        return
    for kind, describer in DESCRIBERS:
        if isinstance(artist, kind):
            yield describer(artist, ax, geometry=geometry)
            return
    looks = [
        f"{name} {colours(getattr(artist, f'get_{name}')())}"
        for name in ("facecolor", "edgecolor", "color")
        if hasattr(artist, f"get_{name}")
    ]
    yield " ".join(["unknown kind", type(artist).__name__, *looks])
    inside = geometry and not isinstance(artist, OffsetBox)
    for child in artist.get_children():
        for said in describe(child, ax, geometry=inside):
            yield f"- {said}"
