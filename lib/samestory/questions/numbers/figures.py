"""Figures of numbers: intervals by source, figures over time, and what they turn into from article to article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ...plotting.evidence import link_area, link_drawn, link_rows
from ...plotting.theme import (
    COLOURS,
    GREY,
    INK,
    LIGHT,
    clipped,
    colours_of,
    new_axes,
    rows_axis,
    style,
    time_axis,
    value_axis,
)
from ...schema.cells import from_cell

__all__ = ["plot_drift", "plot_intervals", "plot_updates"]

FITS, CLASHES = "asserted", "contradicted"
OWN_VOICE = "own voice"


def plot_intervals(table: pd.DataFrame, *, name: str = "", ax: Axes | None = None) -> Axes:
    """Draw each figure by source: its interval, an arrow if it is open, and with how many others it clashes.

    The words that narrow a figure (its scope) follow it in brackets; figures of other scopes or times have a column.

    Parameters
    ----------
    table
        From ``numbers.intervals``, usually of one quantity.
    name
        What is counted, in readable words; default: the quantity.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    >>> ss.numbers.plot_intervals(ss.numbers.intervals(values), name="people killed").get_xlabel()
    'people killed (persons)'
    """
    several = table["quantity"].nunique() > 1
    with style():
        ax = new_axes(8.5, max(2.4, 0.29 * len(table) + 1.9)) if ax is None else ax
        left, right = _range(table[["low", "high"]])
        for y, row in enumerate(table.itertuples()):
            colour = COLOURS[CLASHES] if row.n_conflicts else COLOURS[FITS]
            _interval(ax, y, row.low, row.high, (left, right), colour, row.is_vague)
        link_rows(ax, "values", table)
        clashes = [f"{a} of {b}" for a, b in zip(table["n_conflicts"], table["n_others"], strict=True)]
        _beside(ax, 10, "articles", table["n_articles"])
        _beside(ax, 66, "families", table["n_families"])
        _beside(ax, 122, "clashes", clashes)
        apart = table["n_other_scope"] + table["n_other_time"]
        if apart.gt(0).any():
            _beside(ax, 178, "other scope", apart)
        names = [f"{r.source}: {_worded(r)}{_scoped(r)}" for r in table.itertuples()]
        if several:
            names = [f"{q.replace('_', ' ')}, {n}" for q, n in zip(table["quantity"], names, strict=True)]
        _rows(ax, names)
        ax.set_xlim(left, right)
        ax.set_xlabel(_counted(table, name), loc="left")
        ax.set_title("Who gives which figure", pad=24 if len(table) else 10)
        value_axis(ax, "x")
        keys = []
        if len(table) and not table["n_conflicts"].gt(0).all():
            keys.append(_key(FITS, "clashes with no other source"))
        if len(table) and table["n_conflicts"].gt(0).any():
            keys.append(_key(CLASHES, "cannot be true with another source's figure"))
        if table["scope"].notna().any():
            keys.append(Line2D([], [], linestyle="", label="in brackets: of whom, where, since when"))
        if apart.gt(0).any():
            keys.append(Line2D([], [], linestyle="", label="other scope: figures not compared with it"))
        _legend(ax, keys, table)
    return ax


MARK = 11.0  # points between two marks, so that they do not touch
ROWS = 30  # figures drawn over time at most


def plot_updates(
    values: pd.DataFrame, *, updates: pd.DataFrame | None = None, name: str = "", ax: Axes | None = None
) -> Axes:
    """Draw when each figure is given: a row a figure, a mark at the time of its article, coloured by source.

    Dates known to the day or month are bars of that width. Articles of one source that are too close in time to draw
    apart share one mark, which shows their number. Marks of other sources are set below one another.

    Parameters
    ----------
    values
        From ``numbers.values``, of one quantity. Figures of articles without a date are counted, not drawn.
    updates
        From ``numbers.updates``: a dashed line marks when each update is first given, and a ring the articles that keep
        the old figure.
    name
        What is counted, in readable words; default: the quantity.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, quantity="fire_dead")
    >>> [label.get_text() for label in ss.numbers.plot_updates(values).get_yticklabels()]
    ['≥ 9', '7', '4']
    """
    dated = values[values["published_from"].notna()]
    given = dated.groupby(_BOUNDS, dropna=False)["article_id"].nunique().sort_values(ascending=False, kind="stable")
    left = max(0, len(given) - ROWS)
    dated = dated.merge(given.head(ROWS).reset_index()[_BOUNDS], on=_BOUNDS)
    sources = list(
        dated["source"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable").index
    )
    colours = colours_of(sources)
    own = updates[updates["quantity"].isin(values["quantity"])] if updates is not None else None
    stale = {one for cell in own["not_updated_ids"] for one in from_cell(cell)} if own is not None else set()
    window = _window(dated)
    with style():
        width = 8.5 if ax is None else ax.get_window_extent().width / ax.figure.dpi / 0.7
        marks = _marks(dated, stale, sources, window, points=width * 72 * 0.7)
        rows, top = _row_places(marks)
        ax = new_axes(8.5, max(2.6, 0.2 * (top + 1) + 2.0)) if ax is None else ax
        for mark in marks.itertuples():
            y, colour = rows[mark.row] + mark.lane, colours[mark.source]
            for begin, end in mark.spans:
                ax.plot([begin, end], [y, y], color=colour, linewidth=2.5, alpha=0.35, solid_capstyle="butt", zorder=1)
            face = "white" if mark.is_vague else colour
            size = 11 if mark.n_articles > 1 else 7
            (dot,) = ax.plot(
                [mark.x], [y], marker="o", markersize=size, color=colour, markerfacecolor=face, linewidth=0, zorder=3
            )
            link_drawn(dot, mark.keys)
            if mark.n_articles > 1:
                ink = colour if mark.is_vague else "white"
                ax.annotate(
                    str(mark.n_articles),
                    (mark.x, y),
                    ha="center",
                    va="center_baseline",
                    fontsize=7,
                    color=ink,
                    zorder=4,
                )
            if mark.is_stale:
                ax.plot([mark.x], [y], marker="o", markersize=16, markerfacecolor="none", color=INK, linewidth=0)
        names = marks.drop_duplicates("row").set_index("row")["name"] if len(marks) else {}
        ax.set_yticks(list(rows.values()), [clipped(names[row]) for row in rows])
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(top + 0.8, -0.8 - (1.2 * len(own) if own is not None else 0))
        for place in list(rows.values())[1:]:
            ax.axhline(place - 0.75, color=LIGHT, linewidth=0.8, zorder=0)
        if own is not None:
            _draw_updates(ax, own)
        if len(dated):
            time_axis(ax)
            ax.set_xlim(*window)
        ax.set_xlabel(f"rows: {_counted(values, name)}", loc="left")
        ax.set_title("When each figure is given")
        ax.set_title(_not_drawn(values, left), loc="right", fontsize=9.5, fontweight="normal", color=GREY)
        _legend(ax, _time_keys(marks, sources, colours), dated)
    return ax


_BOUNDS = ["low", "high"]


def _marks(
    dated: pd.DataFrame, stale: set[str], sources: list[str], window: tuple[float, float], points: float
) -> pd.DataFrame:
    """What is drawn: ``row, name, source, x, lane, n_articles, spans, is_vague, is_stale``.

    A row is a figure, the highest first. Articles of one source that are closer than a mark is wide share a mark; marks
    that would touch are put into lanes below one another.
    """
    per_point = (window[1] - window[0]) / points
    found = []
    bounds = dated[_BOUNDS].drop_duplicates().assign(least=lambda t: t["low"].fillna(t["high"]))
    bounds = bounds.sort_values(["least", "high"], ascending=False, na_position="first")[_BOUNDS]
    for row, (low, high) in enumerate(bounds.itertuples(index=False)):
        here = dated[_same(dated["low"], low) & _same(dated["high"], high)]
        here = here.assign(is_stale=here["article_id"].isin(stale), order=here["source"].map(sources.index))
        begin, end = mdates.date2num(here["published_from"]), mdates.date2num(here["published_until"])
        here = here.assign(begin=np.maximum(begin, window[0]), end=np.minimum(end, window[1]))
        here = here.assign(x=(here["begin"] + here["end"]) / 2).drop_duplicates(["article_id", "source", "is_vague"])
        of_row = []
        for (_, is_stale, is_vague), group in here.groupby(["order", "is_stale", "is_vague"]):
            group = group.sort_values("x")
            for _, near in group.groupby(_near(group["x"], MARK * per_point)):
                spans = [(b, e) for b, e in zip(near["begin"], near["end"], strict=True) if e - b > 0.5]
                words = f"“{near['value_text'].iloc[0]}”, " if is_vague else ""
                of_row.append(
                    {
                        "row": row,
                        "name": words + said(low, high),
                        "source": near["source"].iloc[0],
                        "x": float(near["x"].mean()),
                        "n_articles": near["article_id"].nunique(),
                        "spans": spans,
                        "is_vague": is_vague,
                        "is_stale": is_stale,
                        "keys": _keys_of(near),
                    }
                )
        found += _in_lanes(of_row, (MARK + 1) * per_point)
    return pd.DataFrame(found)


def _keys_of(near: pd.DataFrame) -> dict[str, Any]:
    """What a mark leads to: the figure in its article, or all figures if it is for several articles."""
    row = near.iloc[0]
    one = {} if near["article_id"].nunique() > 1 else {"article": row["article_id"]}
    return {**one, **{name: row.get(name) for name in (["begin", "end"] if one else [])}, "quantity": row["quantity"]}


def _same(column: pd.Series, value: float) -> pd.Series:
    return column.isna() if pd.isna(value) else column == value


def _near(places: pd.Series, reach: float) -> list[int]:
    """A number for each place, in order: the same as long as it is within reach of the first with that number."""
    numbers: list[int] = []
    first = -np.inf
    for place in places:
        if place - first > reach:
            first = place
            numbers.append(numbers[-1] + 1 if numbers else 0)
        else:
            numbers.append(numbers[-1])
    return numbers


def _in_lanes(marks: list[dict[str, Any]], width: float) -> list[dict[str, Any]]:
    """The marks of a row with their ``lane``: the first in which they, and their bars, touch no other."""
    ends: list[float] = []
    reach = [
        (
            min([mark["x"] - width / 2, *(b for b, _ in mark["spans"])]),
            max([mark["x"] + width / 2, *(e for _, e in mark["spans"])]),
        )
        for mark in marks
    ]
    for mark, (begin, end) in sorted(zip(marks, reach, strict=True), key=lambda one: one[1]):
        free = [lane for lane, place in enumerate(ends) if begin >= place]
        mark["lane"] = free[0] if free else len(ends)
        ends[mark["lane"] : mark["lane"] + 1] = [end]
    return marks


def _row_places(marks: pd.DataFrame) -> tuple[dict[int, float], float]:
    """Where each row begins, counted in lanes from the top, and where the last one ends."""
    places, at = {}, 0.0
    for row, n in (marks.groupby("row")["lane"].max() + 1).items() if len(marks) else ():
        places[int(str(row))] = at
        at += n + 0.5
    return places, max(at - 1.5, 0.0)


def _draw_updates(ax: Axes, updates: pd.DataFrame) -> None:
    """A dashed line where each update is first given, with its words above the rows."""
    # The last update is lowest, so that no line crosses the words of another.
    for i, row in enumerate(updates[updates["since"].notna()].sort_values("since", ascending=False).itertuples()):
        x, y = mdates.date2num(row.since), -1.2 * (i + 1)
        ax.plot([x, x], [y, ax.get_ylim()[0]], color=GREY, linewidth=1, linestyle="--", zorder=0)
        change = f"{row.source}: {said(row.low, row.high)} to {said(row.new_low, row.new_high)}"
        ax.annotate(
            clipped(change, 60), (x, y), (4, 0), textcoords="offset points", va="center", fontsize=9, color=GREY
        )


def _not_drawn(values: pd.DataFrame, left: int) -> str:
    """Which articles and figures are not in the drawing."""
    undated = values.loc[values["published_from"].isna(), "article_id"].nunique()
    said = f"without a date, not drawn: {undated} of {values['article_id'].nunique()} articles" if undated else ""
    return said + (f"{'; ' if said else ''}{left} rarer figures not drawn" if left else "")


def _time_keys(marks: pd.DataFrame, sources: list[str], colours: dict[str, str]) -> list[Line2D]:
    if marks.empty:
        return []
    shown = [name for name in sources if colours[name] != "#C8C8C8"]
    keys = [_line(colours[name], name) for name in shown]
    keys += [_line("#C8C8C8", f"{len(sources) - len(shown)} other sources")] if len(shown) < len(sources) else []
    if (marks["n_articles"] > 1).any():
        keys.append(_line(GREY, "number in a mark: so many articles", markersize=11))
    if marks["spans"].map(len).any():
        keys.append(Line2D([], [], color=GREY, linewidth=2.5, alpha=0.35, label="bar: the day or month of the article"))
    if marks["is_stale"].any():
        keys.append(_line(INK, "gives the old figure after the update", markersize=12, markerfacecolor="none"))
    return keys


def plot_drift(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what a figure becomes: above, in grey, the source or the article compared; below the article.

    Parameters
    ----------
    table
        From ``numbers.drift``; rows with a figure on one side only are drawn with that side. If it has columns
        ``source_article`` and ``article`` with readable names, these are shown if an outlet has several articles here.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, vague=story.codebook.vague)
    >>> table = ss.numbers.drift(values, story.table("chains"), story.articles)
    >>> ss.numbers.plot_drift(table[table["is_vaguer"]]).get_title(loc="left")
    'What the figures become from article to article'
    """
    with style():
        ax = new_axes(8.5, max(2.4, 0.62 * len(table) + 1.7)) if ax is None else ax
        left, right = _range(table[["low", "high", "before_low", "before_high"]])
        names = []
        first, second = _both_named(table)
        for y, row in enumerate(table.itertuples()):
            # An open interval has no bound on one side, so its words say whether there is a figure.
            if pd.notna(row.before):
                _interval(ax, y - 0.16, row.before_low, row.before_high, (left, right), GREY, False)
            lost = row.is_vaguer or row.is_source_lost
            if pd.notna(row.value_text):
                colour = COLOURS[CLASHES] if lost else COLOURS[FITS]
                _interval(ax, y + 0.16, row.low, row.high, (left, right), colour, row.is_vague)
            before_keys = {"article": row.source_article_id, "quantity": row.before_quantity}
            link_area(ax, before_keys, y=(y - 0.45, y))
            link_area(ax, {"article": row.article_id, "quantity": row.quantity}, y=(y, y + 0.45))
            before, after = (said if pd.notna(said) else "no figure" for said in (row.before, row.value_text))
            names.append(f"{first[y]}: {before}\n{second[y]}: {after}")
            flags = {"vaguer": row.is_vaguer, "source lost": row.is_source_lost, "source named": row.is_source_new}
            flags["other quantity"] = row.is_other_quantity
            said_so = [name for name, is_so in flags.items() if is_so]
            lines = [row.step.replace("_", " "), ", ".join(said_so)] if said_so else [row.step.replace("_", " ")]
            ax.text(
                1.02, y, "\n".join(lines), transform=ax.get_yaxis_transform(), va="center", fontsize=9.5,
                fontweight="bold" if lost else "normal", color=INK if lost else GREY,
            )  # fmt: skip
        _rows(ax, names, top=-0.7)
        ax.set_xlim(left, right)
        ax.set_xlabel("the figure given (an arrow: this or more, or this or fewer)", loc="left")
        ax.set_title("What the figures become from article to article")
        value_axis(ax, "x")
        keys = [Line2D([], [], color=GREY, marker="o", label="in the source, or the article compared with")]
        lost_rows = table["is_vaguer"] | table["is_source_lost"]
        if lost_rows.any():
            keys.append(_key(CLASHES, "in the article: vaguer, or its source lost"))
        if (table["value_text"].notna() & ~lost_rows).any():
            keys.append(_key(FITS, "in the article"))
        _legend(ax, keys, table)
    return ax


def _both_named(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The two articles of each row: their outlets, or their own names if an outlet has several articles here."""
    ends = [("source_outlet", "source_article"), ("outlet", "article")]
    ids = pd.concat([table[[outlet, f"{name}_id"]].set_axis(["outlet", "id"], axis=1) for outlet, name in ends])
    is_several = ids.groupby("outlet")["id"].nunique().gt(1).any() and {"source_article", "article"} <= set(table)
    first, second = (table[name if is_several else outlet].tolist() for outlet, name in ends)
    return first, second


def said(low: float, high: float) -> str:
    """An interval in few signs: "84", "≥ 9", "≤ 80", "20 to 82"."""
    if pd.isna(low):
        return f"≤ {high:g}" if pd.notna(high) else "open"
    if pd.isna(high):
        return f"≥ {low:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _worded(row: Any) -> str:
    """The bounds; where they are set by convention also the words they stand for."""
    bounds = said(row.low, row.high)
    return f"“{row.values.split('; ')[0]}”, {bounds}" if row.is_vague else bounds


def _scoped(row: Any) -> str:
    """The scope of a figure in brackets, nothing where it has none."""
    return f" ({clipped(row.scope, 24)})" if pd.notna(row.scope) else ""


def _counted(table: pd.DataFrame, name: str) -> str:
    """What the axis counts: the name, else the quantities, and the unit."""
    names = name or ", ".join(dict.fromkeys(table["quantity"].str.replace("_", " ")))
    return f"{names} ({', '.join(dict.fromkeys(table['unit']))})" if len(table) else ""


def _window(dated: pd.DataFrame) -> tuple[float, float]:
    """The times to show: all days, and of months known no closer only as much as the days leave open.

    A month is drawn as a bar that runs off the edge; it must not squeeze a week of days into a corner.
    """
    begin, end = mdates.date2num(dated["published_from"]), mdates.date2num(dated["published_until"])
    if not len(dated):
        return (0.0, 1.0)
    fine = end - begin < 2
    first, last = (begin[fine].min(), end[fine].max()) if fine.any() else (begin.min(), end.max())
    first, last = min(first, end.min() - 1), max(last, begin.max() + 1)  # a month apart from all days still shows
    room = max(last - first, 1.0) * 0.06
    return (first - room, last + room)


def _range(bounds: pd.DataFrame) -> tuple[float, float]:
    """The axis: all bounds, and room on both sides for arrows."""
    found = bounds.to_numpy(dtype=float)
    found = found[~np.isnan(found)]
    if not found.size:
        return (0.0, 1.0)
    low, high = float(found.min()), float(found.max())
    room = (high - low or abs(high) or 1.0) * 0.14
    return (low - room, high + room)


def _interval(
    ax: Axes,
    at: float,
    low: float,
    high: float,
    ends: tuple[float, float],
    colour: str,
    hollow: bool,
    *,
    upright: bool = False,
    size: float = 6,
) -> None:
    """One interval at a height (or, upright, at a time): bounds as dots, hollow by convention, arrows where open."""
    reach = (ends[1] - ends[0]) * 0.075
    a = low if pd.notna(low) else high - reach
    b = high if pd.notna(high) else low + reach
    face = "white" if hollow else colour
    for x, y in _line_of(a, b, at, upright):
        ax.plot(x, y, color=colour, linewidth=1.8, solid_capstyle="butt", zorder=2)
    given = [bound for bound in dict.fromkeys((low, high)) if pd.notna(bound)]
    place = ([at] * len(given), given) if upright else (given, [at] * len(given))
    ax.plot(*place, linestyle="", marker="o", markersize=size, color=colour, markerfacecolor=face, zorder=3)
    for bound, tip, signs in ((low, a, ("<", "v")), (high, b, (">", "^"))):
        if pd.isna(bound):
            spot = ([at], [tip]) if upright else ([tip], [at])
            ax.plot(*spot, linestyle="", marker=signs[upright], markersize=6, color=colour, zorder=3)


def _line_of(a: float, b: float, at: float, upright: bool) -> Iterator[tuple[list[float], list[float]]]:
    if a != b:
        yield ([at, at], [a, b]) if upright else ([a, b], [at, at])


def _beside(ax: Axes, points: float, heading: str, cells: Iterable[object]) -> None:
    """A column of text so many points right of the axes, one cell a row."""
    for y, cell in enumerate([heading, *cells], start=-1):
        ax.annotate(
            str(cell),
            (1, y),
            (points, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            color=GREY if y < 0 else INK,
        )


def _rows(ax: Axes, names: list[str], top: float = -0.8) -> None:
    ax.set_yticks(np.arange(len(names)), ["\n".join(clipped(part, 60) for part in str(n).split("\n")) for n in names])
    ax.set_ylim(max(len(names), 1) - 0.4, top)
    rows_axis(ax)


def _key(name: str, label: str) -> Line2D:
    return Line2D([], [], color=COLOURS[name], marker="o", label=label)


def _line(colour: str, label: str, **marks: Any) -> Line2D:
    return Line2D([], [], color=colour, linestyle="", label=label, **({"marker": "o"} | marks))


def _legend(ax: Axes, keys: list[Line2D], table: pd.DataFrame) -> None:
    if len(table) and table["is_vague"].any():
        keys.append(
            Line2D([], [], color=GREY, linestyle="", marker="o", markerfacecolor="white", label="bound by convention")
        )
    if keys and len(table):
        ax.figure.legend(handles=keys, loc="outside lower center", ncols=_columns(keys))


def _columns(keys: list[Line2D]) -> int:
    """How many keys of a legend stand side by side."""
    is_wide = sum(len(str(key.get_label())) for key in keys[:3]) > 90
    return 3 if len(keys) > 2 and not is_wide else 2
