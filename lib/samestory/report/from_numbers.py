"""Findings about numbers: figures for one quantity that cannot both be true."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from ..errors import counted
from ..questions.numbers.figures import plot_intervals
from ..questions.numbers.measures import OWN_VOICE, conflicts, intervals
from ..schema.cells import from_cell
from .evidence import Passage
from .finding import Finding
from .material import Material

MOST_DRAWN = 16  # rows of the figure
SIDES = ("", "other_")


def clashing_numbers(material: Material) -> Iterator[Finding]:
    """For each quantity, the two figures in conflict that most copy families give."""
    view = material.numbers
    if view is None:
        return
    clashes, ranges = conflicts(view.values), intervals(view.values)
    clashes = clashes[clashes["kind"] == "conflict"]
    names = dict(zip(view.given["quantity"], view.given["name"], strict=True))
    not_coded = len(material.story.not_coded)
    for quantity, pairs in clashes.groupby("quantity"):
        values = view.values[view.values["quantity"] == quantity]
        main, against = _main(material, pairs)
        mine = _given(values, main)
        theirs = pd.concat([_given(values, key) for key in against])
        n, of = material.n_families(theirs["article_id"]), material.n_families(values["article_id"])
        other = max(against, key=lambda key: (material.n_families(_given(values, key)["article_id"]), *_order(key)))
        facing = _given(values, other)
        drawn = ranges[ranges["quantity"] == quantity]
        if len(drawn) > MOST_DRAWN:
            most = drawn.sort_values(["n_families", "source", "low"], ascending=[False, True, True]).head(MOST_DRAWN)
            drawn = drawn.loc[sorted(most.index)]
        known = int(pairs["order"].eq("known").sum())
        ids = {*mine["article_id"], *theirs["article_id"]}
        yield Finding(
            kind="numbers",
            key=str(quantity),
            sentence=(
                f"{names[quantity]}: {_figure(material, main, mine)} and {_figure(material, other, facing)} cannot both"
                f" be true. {n} of {counted(of, 'copy family', 'copy families')} that give the number give a figure"
                f" that excludes {_amount(*main)}."
                f" In all, {counted(len(pairs), 'pair')} of figures of different sources exclude each other."
            ),
            hits=float(n),
            cases=float(of),
            of="copy families that give the number",
            families=material.n_families(ids),
            outlets=material.n_outlets(ids),
            seen=len(material.articles) - not_coded,
            whole=len(material.articles),
            passages=tuple(_passages(material, (main, mine), (other, facing))),
            table=drawn,
            draw=partial(plot_intervals, drawn, name=names[quantity]),
            caption="The figures given, by source; orange: it cannot be true together with a figure of another source.",
            note=(
                f"In {known} of the pairs it is known which figure came first, so the later source may know more."
                if known
                else ""
            ),
        )


Bounds = tuple[float | None, float | None]


def _order(key: Bounds) -> tuple[float, float]:
    return (-(key[0] if key[0] is not None else -float("inf")), -(key[1] if key[1] is not None else float("inf")))


def _bounds(row: pd.Series, side: str) -> Bounds:
    low, high = row[f"{side}low"], row[f"{side}high"]
    return (None if pd.isna(low) else float(low), None if pd.isna(high) else float(high))


def _main(material: Material, pairs: pd.DataFrame) -> tuple[Bounds, list[Bounds]]:
    """The figure that most copy families give, of those that others exclude, and the figures that exclude it.

    Bounds that only the codebook sets by convention are left out, unless there is no other.
    """
    stated = pairs[~pairs["is_by_convention"]]
    rows = stated if len(stated) else pairs
    against: dict[Bounds, set[Bounds]] = {}
    ids: dict[Bounds, set[str]] = {}
    for _, row in rows.iterrows():
        keys = [_bounds(row, side) for side in SIDES]
        for side, key, other in zip(SIDES, keys, reversed(keys), strict=True):
            against.setdefault(key, set()).add(other)
            ids.setdefault(key, set()).update(from_cell(row[f"{side}article_ids"]))
    main = max(against, key=lambda key: (material.n_families(ids[key]), *_order(key)))
    return main, sorted(against[main], key=_order)


def _given(values: pd.DataFrame, key: Bounds) -> pd.DataFrame:
    """The rows that give one figure."""
    same = [
        values[name].isna() if bound is None else values[name] == bound
        for name, bound in zip(("low", "high"), key, strict=True)
    ]
    return values[same[0] & same[1]]


def _amount(low: float | None, high: float | None) -> str:
    """ "4", "9 or more", "20 to 80"."""
    if high is None:
        return f"{low:,.6g} or more"
    if low is None:
        return f"{high:,.6g} or fewer"
    return f"{low:,.6g}" if low == high else f"{low:,.6g} to {high:,.6g}"


def _figure(material: Material, key: Bounds, rows: pd.DataFrame) -> str:
    """ "9 or more (20 articles, 12 copy families; from the Union of Quay Workers and 1 other source)"."""
    by = rows.groupby("source")["article_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    first = "in the articles' own voice" if by.index[0] == OWN_VOICE else f"from {by.index[0]}"
    more = f" and {counted(len(by) - 1, 'other source')}" if len(by) > 1 else ""
    n = rows["article_id"].nunique()
    vague = ", bound by convention" if rows["is_vague"].all() else ""
    families = counted(material.n_families(rows["article_id"]), "copy family", "copy families")
    return f"{_amount(*key)} ({counted(n, 'article')}, {families}{vague}; {first}{more})"


def _passages(material: Material, *sides: tuple[Bounds, pd.DataFrame]) -> Iterator[Passage]:
    """One passage of each of two figures: of articles of two outlets, with their words if they are here."""
    outlets = material.articles.set_index("article_id")["outlet"].to_dict()
    taken: set[object] = set()
    for key, rows in sides:
        best = rows.assign(
            is_taken=[outlets.get(one) in taken for one in rows["article_id"]],
            is_blind=[
                pd.isna(place) or material.make(one, "", 0, 1).text is None
                for one, place in zip(rows["article_id"], rows["begin"], strict=True)
            ],
            is_foreign=rows["article_id"].isin(material.foreign),
        ).sort_values(["is_taken", "is_blind", "is_foreign", "article_id", "begin"])
        for row in best.head(1).itertuples():
            taken.add(outlets.get(row.article_id))
            by = "in its own voice" if row.source == OWN_VOICE else f"from {row.source}"
            yield material.make(row.article_id, f"gives {_amount(*key)} {by}", row.begin, row.end)
