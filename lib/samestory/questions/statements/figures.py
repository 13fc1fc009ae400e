"""Figures of shared statements: who says what, and how many carry each."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from ...errors import counted
from ...plotting.evidence import keys_of, link_area, link_rows
from ...plotting.theme import COLOURS, GREY, INK, clipped, look, new_axes, style, value_axis
from ...schema import STATUSES

__all__ = ["plot_carriers", "plot_matrix"]

ROW = 0.27  # inches a statement takes
TITLE = 70  # columns of a statement's sentence
MEANT = {
    "mentioned": "mentioned (it is there; how it is put cannot be told)",
    "absent": "absent (all texts of the outlet were read)",
    "not_visible": "not visible (a text was cut or not read, or its language hides a denial)",
}


def plot_matrix(cells: pd.DataFrame, statements: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what each outlet does with each shared statement: a row a statement, a column an outlet.

    Parameters
    ----------
    cells
        From `matrix`.
    statements
        From `shared`; only these are drawn: pass the first rows to see the statements of most outlets. A column
        ``title`` gives other words for a statement.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> cells = ss.statements.matrix(found, story.articles)
    >>> ss.statements.plot_matrix(cells, found.statements.head(20)).get_title(loc="left")
    'Who reports what, found by machine (20 statements, 17 outlets)'
    """
    table = cells[cells["statement_id"].isin(statements["statement_id"])]
    columns = table.drop_duplicates("place").sort_values("place")
    row_of = {key: y for y, key in enumerate(statements["statement_id"])}
    column_of = {place: x for x, place in enumerate(columns["place"])}
    with style():
        ax = new_axes(10.5, max(3.2, ROW * len(statements) + 3.1)) if ax is None else ax
        for cell in table.itertuples():
            x, y = column_of[cell.place], row_of[cell.statement_id]
            ax.add_patch(Rectangle((x - 0.45, y - 0.42), 0.9, 0.84, **look(cell.status) | {"linewidth": 0.5}))
            link_area(ax, keys_of("status", cell._asdict()), x=(x - 0.45, x + 0.45), y=(y - 0.42, y + 0.42))
            if cell.n_statuses > 1:
                ax.plot([x], [y], marker="o", markersize=3, color="white", markeredgecolor=INK, linestyle="")
        ax.set_yticks(range(len(statements)), _titles(statements), fontsize=9)
        ax.set_xticks(range(len(columns)), [clipped(name, 30) for name in columns["name"]], fontsize=9, rotation=90)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.7, max(len(columns), 1) - 0.3)
        ax.set_ylim(max(len(statements), 1) - 0.4, -0.6)
        for side in ax.spines.values():
            side.set_visible(False)
        used = [status for status in STATUSES if (table["status"] == status).any()]
        handles: list[Patch | Line2D] = [Patch(label=MEANT.get(status, status), **look(status)) for status in used]
        if (table["n_statuses"] > 1).any():
            dot = Line2D([], [], marker="o", markersize=3, color="white", markeredgecolor=INK, linestyle="")
            dot.set_label("its articles differ")
            handles.append(dot)
        if handles:
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=3)
        ax.set_title(
            f"Who reports what, found by machine ({counted(len(statements), 'statement')},"
            f" {counted(len(columns), 'outlet')})",
            x=-0.6,
        )
    return ax


def plot_carriers(statements: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many outlets carry each statement, and how many copy families.

    Parameters
    ----------
    statements
        From `shared`, or its first rows.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles, families=story.table("families"))
    >>> ss.statements.plot_carriers(found.statements.head(20)).get_xlabel()
    'number of outlets, and of copy families'
    """
    n, families = statements["n_outlets"].to_numpy(), statements["n_families"].to_numpy()
    places = np.arange(len(statements))
    with style():
        ax = new_axes(10.5, max(2.6, ROW * len(statements) + 1.7)) if ax is None else ax
        if len(places):
            ax.barh(places, n, height=0.72, color=COLOURS["attributed"], label="outlets")
            ax.plot(families, places, "D", color=COLOURS["contradicted"], markersize=5, label="copy families")
        link_rows(ax, "text", statements)
        for y, row in enumerate(statements.itertuples()):
            said = f"{counted(row.n_languages, 'language')}" + (f", {row.n_denied} deny" if row.n_denied else "")
            said += f", {counted(row.n_unknown_outlet, 'article')} without outlet" if row.n_unknown_outlet else ""
            ax.text(max(row.n_outlets, row.n_families) + 0.4, y, said, va="center", fontsize=8.5, color=GREY)
        ax.set_yticks(places, _titles(statements), fontsize=9)
        ax.set_ylim(max(len(statements), 1) - 0.4, -0.7)
        ax.set_xlim(0, max([*n, *families, 1]) * 1.3 + 1)
        value_axis(ax, "x", whole=True)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel("number of outlets, and of copy families", loc="left")
        if len(places):
            ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("How many carry each statement, found by machine")
    return ax


def _titles(statements: pd.DataFrame) -> list[str]:
    said = statements["title"] if "title" in statements else statements["text"]
    return [f"{clipped(text, TITLE)}  {key}" for text, key in zip(said, statements["statement_id"], strict=True)]
