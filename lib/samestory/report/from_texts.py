"""Findings that need texts and no codebook: statements, changes in translation, changes after publication."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import counted, listed, quoted
from ..questions.corpus.revisions import version_changes
from ..questions.statements.differing import DIFFER, ends, in_order
from ..questions.statements.figures import plot_matrix
from ..questions.statements.overviews import StatementsOverview
from ..questions.translation.figures import plot_change_rates
from ..questions.translation.measures import CANNOT_TELL
from ..schema.cells import from_cell
from .evidence import Passage
from .finding import Finding
from .material import Material

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_DRAWN = 12  # statements in a figure
MOST_LEFT = 1 / 3  # of the outlets: a statement that more of them do not report is not reported by most
MACHINE = "Shared statements are found by machine, by no person."


def shared_statements(material: Material) -> Iterator[Finding]:
    """Statements that most outlets report and a few of those seen whole do not."""
    view = material.statements
    if view is None or view.statements.empty:
        return
    cells = view.cells.assign(is_absent=view.cells["status"] == "absent")
    for row in view.statements.itertuples():
        mine = cells[cells["statement_id"] == row.statement_id]
        judged = mine[mine["status"] != "not_visible"]
        absent = judged[judged["is_absent"]]
        if not 0 < len(absent) <= MOST_LEFT * len(judged):
            continue
        said = _said(material, row)
        n = len(judged) - len(absent)
        yield Finding(
            kind="statement",
            key=row.statement_id,
            sentence=(
                f"{n} of {counted(len(judged), 'outlet')} whose articles were read report this statement: {said}. Not"
                f" in the articles of {listed(absent['name'], 6)}."
            ),
            hits=float(len(absent)),
            cases=float(len(judged)),
            of="outlets do not report it",
            families=len(absent),
            outlets=n,
            seen=len(judged),
            whole=len(mine),
            passages=tuple(_members(material, view, row.statement_id)),
            table=_cells(material, view, row.statement_id)[0],
            draw=partial(_drawn, material, view, row.statement_id),
            caption="What each outlet does with the statements that most outlets report.",
            note=MACHINE,
        )


def differing_figures(material: Material) -> Iterator[Finding]:
    """Statements with figures that cannot both be true, if no number is coded that would show it."""
    view = material.statements
    if view is None or view.figures.empty or material.numbers is not None:
        return
    for row in view.figures.itertuples():
        pairs = view.pairs[(view.pairs["statement_id"] == row.statement_id) & (view.pairs["kind"] == DIFFER)]
        main = ends(pairs).iloc[0]
        against = pd.concat(
            [pairs[f"{there}article_ids"][_is(pairs, main, here)] for here, there in (("", "other_"), ("other_", ""))]
        )
        yield _figures_finding(
            material,
            view,
            row.statement_id,
            kind="figures",
            sentence=(
                f"{counted(int(row.n_outlets), 'outlet')} report one statement with figures that cannot both be true:"
                f" {_said_of(material, view, row.statement_id)}. The figures are {_listed(ends(pairs))}. The largest is"
                f" {row.spread:.3g} times the smallest."
            ),
            sides=(from_cell(main["article_ids"]), _all_of(against)),
            of=f"copy families with a figure give one that excludes {main['said']}",
        )


def changed_figures(material: Material) -> Iterator[Finding]:
    """Statements with a later figure that excludes an earlier one, if no number is coded that would show it."""
    view = material.statements
    if view is None or view.changed.empty or material.numbers is not None:
        return
    for row in view.changed.itertuples():
        pairs = view.pairs[(view.pairs["statement_id"] == row.statement_id) & (view.pairs["kind"] != DIFFER)]
        found = in_order(ends(pairs), material.articles)
        first, last = (_all_of(found.loc[found["said"] == said, "article_ids"]) for said in (row.first, row.last))
        yield _figures_finding(
            material,
            view,
            row.statement_id,
            kind="changed",
            sentence=(f"{_how(row)}: {_said_of(material, view, row.statement_id)}. The figures are {_listed(found)}."),
            sides=(last, [one for one in [*first, *_all_of(found["article_ids"])] if one not in last]),
            of=f"copy families with a figure give one that changed later, to {row.last} at last",
        )


def _how(row: Any) -> str:
    """What is known of a figure and a later one."""
    if row.is_one_source:
        return f"A figure changed over time from {row.first} to {row.last}"
    return (
        f"A later figure, {row.last}, excludes an earlier one, {row.first}, and it cannot be told whether the number"
        " changed or the sources differ"
    )


def _figures_finding(
    material: Material,
    view: StatementsOverview,
    key: str,
    *,
    kind: str,
    sentence: str,
    sides: tuple[list[str], list[str]],
    of: str,
) -> Finding:
    """A finding about the figures of a statement, from the articles of both sides; the second are its hits."""
    given = view.found.given
    mine = given[(given["statement_id"] == key) & given["is_one"]]
    families = material.n_families(mine["article_id"])
    return Finding(
        kind=kind,
        key=key,
        sentence=sentence,
        hits=float(material.n_families(sides[1])),
        cases=float(families),
        of=of,
        families=material.n_families([*sides[0], *sides[1]]),
        outlets=material.n_outlets([*sides[0], *sides[1]]),
        seen=int(view.found.members["article_id"].nunique()),
        whole=len(material.articles),
        passages=tuple(_figure_passages(material, view, key, sides)),
        table=_cells(material, view, key)[0],
        draw=partial(_drawn, material, view, key),
        caption="What each outlet does with the statement, and with those that most outlets report.",
        note=MACHINE,
    )


def _is(pairs: pd.DataFrame, figure: pd.Series, side: str) -> pd.Series:
    """Which pairs have a figure on one side."""
    same = [
        pairs[f"{side}{name}"].eq(figure[name]) | (pairs[f"{side}{name}"].isna() & pd.isna(figure[name]))
        for name in ("low", "high")
    ]
    return same[0] & same[1]


def _all_of(cells: pd.Series) -> list[str]:
    """All ids in some cells."""
    return sorted({one for cell in cells for one in from_cell(cell)})


def _listed(figures: pd.DataFrame) -> str:
    """ "8 (1 article), 6 (4 articles: “Sechs”, “seis”)": each figure with other words for it."""
    said = []
    for row in figures.itertuples():
        words = [f"“{one}”" for one in from_cell(row.words) if one != row.said]
        said.append(f"{row.said} ({counted(row.n_articles, 'article')}{': ' + ', '.join(words) if words else ''})")
    return "; ".join(said)


def _said_of(material: Material, view: StatementsOverview, key: str) -> str:
    return _said(material, view.statements.set_index("statement_id").loc[key], key)


def _figure_passages(
    material: Material, view: StatementsOverview, key: str, sides: tuple[list[str], list[str]]
) -> Iterator[Passage]:
    """A sentence of each side, of two outlets if there are."""
    rows = view.found.members[view.found.members["statement_id"] == key]
    rows = rows[rows["figures"].fillna("").ne("")].sort_values(["article_id", "begin"])
    taken: set[str] = set()
    for ids in sides:
        mine = rows[rows["article_id"].isin(ids)]
        mine = mine.assign(is_taken=mine["outlet"].isin(taken), is_foreign=mine["article_id"].isin(material.foreign))
        mine["place"] = mine["article_id"].map(ids.index)
        for row in mine.sort_values(["is_taken", "is_foreign", "place", "begin"]).head(1).itertuples():
            taken.add(row.outlet)
            yield material.make(row.article_id, f"statement {key}: gives {row.figures}", row.begin, row.end)


def put_differently(material: Material) -> Iterator[Finding]:
    """Statements that outlets put in different ways, if no claim is coded that would show it."""
    view = material.statements
    if view is None or view.divided.empty or material.claims is not None:
        return
    by_id = view.statements.set_index("statement_id")
    for row in view.divided.itertuples():
        mine = view.found.members[view.found.members["statement_id"] == row.statement_id]
        told = mine[~mine["status"].isin(["mentioned"])]
        votes = told.assign(family=told["article_id"].map(material.family)).drop_duplicates(["family", "status"])
        usual = votes["status"].value_counts().sort_index(kind="stable").idxmax() if len(votes) else ""
        families = votes["family"].nunique()
        other = votes.loc[votes["status"] != usual, "family"].nunique()
        said = _said(material, by_id.loc[row.statement_id].rename(row.statement_id), row.statement_id)
        yield Finding(
            kind="divided",
            key=row.statement_id,
            sentence=(
                f"{counted(int(row.n_outlets), 'outlet')} put one statement in {row.n_states} different ways: {said}."
                f" Most often it is {usual}; {other} of {counted(families, 'copy family', 'copy families')} put it"
                " otherwise in at least one sentence."
            ),
            hits=float(other),
            cases=float(families),
            of="copy families in which it can be told",
            families=families,
            outlets=int(row.n_outlets),
            seen=int(view.found.members["article_id"].nunique()),
            whole=len(material.articles),
            passages=tuple(_members(material, view, row.statement_id, by="status")),
            table=_cells(material, view, row.statement_id)[0],
            draw=partial(_drawn, material, view, row.statement_id),
            caption="What each outlet does with the statement, and with those that most outlets report.",
            note=MACHINE,
        )


def _said(material: Material, row: object, key: str = "") -> str:
    """The sentence of a statement in quotation marks, or its id if no words of articles may be shown."""
    key = key or row.statement_id  # type: ignore[attr-defined]
    return quoted(row.text) if material.with_texts else f"statement {key}"  # type: ignore[attr-defined]


def _cells(material: Material, view: StatementsOverview, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells and statements that a figure shows: one statement first, then those of most outlets."""
    rest = view.statements[view.statements["statement_id"] != key].head(MOST_DRAWN - 1)
    shown = pd.concat([view.statements[view.statements["statement_id"] == key], rest])
    if not material.with_texts:
        shown = shown[["statement_id", "n_outlets", "n_families"]].assign(title="statement")
    return view.cells[view.cells["statement_id"].isin(shown["statement_id"])], shown


def _drawn(material: Material, view: StatementsOverview, key: str) -> Axes:
    return plot_matrix(*_cells(material, view, key))


def _members(material: Material, view: StatementsOverview, key: str, by: str = "") -> Iterator[Passage]:
    """Two sentences of a statement, of different outlets; in different states if asked for."""
    rows = view.found.members[view.found.members["statement_id"] == key]
    rows = rows.sort_values(["article_id", "begin"])
    if by:
        common = rows[by].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable").index
        first = rows[rows[by] == common[0]].iloc[0]
        others = rows[rows[by].str.casefold() != str(common[0]).casefold()]
    else:
        head = view.statements.set_index("statement_id").loc[key]
        first = rows[(rows["article_id"] == head["article_id"]) & (rows["begin"] == head["begin"])].iloc[0]
        others = rows
    others = others[others["outlet"] != first["outlet"]]
    apart = others[others["language"] != first["language"]]
    for row in (first, *[one for _, one in (apart if len(apart) else others).head(1).iterrows()]):
        yield material.make(row["article_id"], f"statement {key}: {row['status']}", row["begin"], row["end"])


def changed_in_translation(material: Material) -> Iterator[Finding]:
    """For each kind of change, how often it happens between an article in one language and its source in another."""
    view = material.translation
    if view is None or view.all_pairs.empty:
        return
    across = view.by_language[view.by_language["languages"].map(_is_across)]
    if across.empty:
        return
    found = view.all_changes
    found = found[(found["verdict"] != CANNOT_TELL) & (found["source_language"] != found["language"])]
    pairs = view.all_pairs[view.all_pairs["source_language"] != view.all_pairs["language"]]
    n_pairs = len(pairs[["source_id", "article_id"]].drop_duplicates())
    for kind, rows in across.groupby("kind", sort=False):
        n, of = int(rows["n_changed"].sum()), int(rows["n_pairs"].sum())
        mine = found[found["kind"] == kind]
        verdicts = ", ".join(f"{verdict} {m}" for verdict, m in mine["verdict"].value_counts().sort_index().items())
        order = {"high": 0, "medium": 1, "low": 2}
        best = mine.assign(place=mine["confidence"].map(order)).sort_values(
            ["place", "source_id", "article_id", "begin"], na_position="last"
        )
        best = best[best["begin"].notna() & best["source_begin"].notna()].head(1)
        yield Finding(
            kind="translation",
            key=str(kind),
            sentence=(
                f"In {n} of {counted(of, 'pair')} of sentences that say the same in two languages, the {kind} changed"
                f" ({verdicts or 'no case'}). They are from {counted(n_pairs, 'article')} and the articles named as"
                " their source."
            ),
            hits=float(n),
            cases=float(of),
            of="pairs of sentences",
            families=material.n_families(mine["article_id"]),
            outlets=material.n_outlets([*mine["article_id"], *mine["source_id"]]),
            seen=of,
            whole=len(pairs),
            passages=tuple(
                passage
                for row in best.itertuples()
                for passage in (
                    material.make(row.source_id, f"source ({row.source_language})", row.source_begin, row.source_end),
                    material.make(row.article_id, f"{kind} {row.verdict} ({row.language})", row.begin, row.end),
                )
            ),
            table=across,
            draw=lambda: plot_change_rates(across),
            caption="How often each kind of change happens, by the languages of source and article.",
            note=f"Changes are found by machine; its confidence in the case shown is {best['confidence'].iloc[0]}."
            if len(best)
            else "",
        )


def _is_across(languages: str) -> bool:
    first, _, second = languages.partition(" > ")
    return first != second


def revised(material: Material) -> Iterator[Finding]:
    """Sentences that changed between two versions of one article."""
    articles = material.articles
    if "version_of" not in articles or articles["version_of"].isna().all():
        return
    both = articles[articles["version_of"].notna() & articles["text"].notna()]
    whole = int(articles["version_of"].notna().sum())
    versions = both[both["version_of"].isin(articles.loc[articles["text"].notna(), "article_id"])]
    table = (
        version_changes(articles, versions=versions[["article_id", "version_of"]]) if len(versions) else pd.DataFrame()
    )
    if table.empty:
        return
    differ = table[~table["change"].isin(["kept", "moved"])]
    changed = differ[differ["change"] == "changed"].sort_values(["earlier_id", "begin"])
    counts = differ["change"].value_counts()
    n_pairs = differ[["earlier_id", "later_id"]].drop_duplicates()
    passages = [
        passage
        for row in changed.head(1).itertuples()
        for passage in (
            material.make(row.earlier_id, "earlier version", row.begin, row.end),
            material.make(row.later_id, "later version", row.later_begin, row.later_end),
        )
    ]
    ids = {*differ["earlier_id"], *differ["later_id"]}
    shown = differ[["earlier_id", "later_id", "change", "begin", "end", "later_begin", "later_end"]]
    yield Finding(
        kind="revised",
        key="*",
        sentence=(
            f"{counted(len(n_pairs), 'article')} of {counted(len(versions), 'article')} with two versions changed after"
            f" publication: {', '.join(f'{counts[name]} {name}' for name in counts.sort_index().index)}, of"
            f" {counted(len(table), 'sentence')}."
        ),
        hits=float(len(differ)),
        cases=float(len(table)),
        of="sentences of both versions",
        families=material.n_families(ids),
        outlets=material.n_outlets(ids),
        seen=len(versions),
        whole=whole,
        passages=tuple(passages),
        table=shown,
        caption="The sentences that differ, by their offsets in both versions.",
    )
