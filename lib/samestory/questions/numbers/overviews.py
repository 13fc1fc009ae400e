"""What the notebook on numbers shows: which figures clash, who updated theirs, and what figures become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note, not_examined
from ...errors import counted
from ...notes import comparison_note
from ...plotting.prose import Prose, outlet_of, paragraph, show_passages, show_text
from ...schema.cells import from_cell, named_cell
from .along_chains import drift
from .measures import conflicts, intervals, updates, values

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["NumbersOverview", "overview"]

MOST_DRAWN = 12  # rows of the figure of drift
# What was planted in an invented story, in the order of the notebook.
PLANTED = ("toll_conflict", "toll_update", "toll_not_updated", "number_drift", "number_words")


@dataclass(frozen=True, repr=False)
class NumbersOverview:
    """Numbers in a story: the tables that a notebook shows, and the sentences about them.

    Tables are described where they are made; what is said of each here is what was added.

    Attributes
    ----------
    quantity, name
        The id and the readable name of the quantity looked at closely; empty id if no figure is coded.
    tolerance
        By what part of themselves (0..1) figures may differ and still agree.
    machine
        The name of the coder if it is a machine, else empty.
    outlet
        The outlet of the article in focus.
    articles, families
        The articles and the copy families.
    values, one
        From ``numbers.values``: all figures, and those of ``quantity``.
    given
        One row a quantity: ``n_figures``, ``n_articles``, ``n_families``, ``n_sources``; most articles first.
    words
        The vague words of figures with their low bound by convention, and how many articles use them.
    intervals, shown
        From ``numbers.intervals`` of ``quantity``, and the rows that the figure shows.
    conflicts
        From ``numbers.conflicts`` of ``quantity``, largest gap first.
    beside
        Conflicts within one article, of all quantities, with ``article`` and ``name`` (of the quantity).
    updates, mine
        From ``numbers.updates``: all, and those of ``quantity``; ``not_updated`` names the articles.
    drift, moved, drawn
        From ``numbers.drift`` along the nearest source and to the article in focus; the figures that changed; the rows
        that the figure shows. ``source_article`` and ``article`` name the articles, ``is_proposed`` says that it is
        only proposed that the second has its report from the first.
    compared
        What the article in focus is compared with, from ``sources.comparison_set``.
    own
        The figures of the article in focus.
    plants
        What was planted in an invented story, by kind: ``n_planted`` articles, and ``n_found`` in the tables.
    """

    quantity: str
    name: str
    tolerance: float
    machine: str
    outlet: str
    articles: pd.DataFrame
    families: pd.DataFrame
    values: pd.DataFrame
    one: pd.DataFrame
    given: pd.DataFrame
    words: pd.DataFrame
    intervals: pd.DataFrame
    shown: pd.DataFrame
    conflicts: pd.DataFrame
    beside: pd.DataFrame
    updates: pd.DataFrame
    mine: pd.DataFrame
    drift: pd.DataFrame
    moved: pd.DataFrame
    drawn: pd.DataFrame
    compared: pd.DataFrame
    own: pd.DataFrame
    plants: pd.DataFrame

    def summary(self) -> Prose:
        """The answer: how many figures exclude each other, who kept an old one, and what became vague."""
        if self.values.empty:
            return show_text("No figure is coded in this story, so no figures can clash.")
        n, clashing = len(self.intervals), int((self.intervals["n_conflicts"] > 0).sum())
        said = [f"Coded by the machine {self.machine}, by no person."] if self.machine else []
        said.append(
            f"“{self.name}”: {counted(n, 'figure')}, each counted once a source. {clashing} of them cannot be true"
            " together with a figure of another source."
        )
        return paragraph(*said, self._stale(), self._vaguer())

    def coding(self) -> Prose:
        """How many figures are coded, in how many articles and copy families."""
        return paragraph(
            f"{counted(len(self.values), 'figure')} for"
            f" {counted(self.values['quantity'].nunique(), 'quantity', 'quantities')}, given by"
            f" {self.values['article_id'].nunique():,} of {counted(len(self.articles), 'article')}, in"
            f" {counted(self.values['family_id'].nunique(), 'copy family', 'copy families')}.",
            copies_note(self.families, self.articles),
            self._not_examined(),
        )

    def chosen(self) -> Prose:
        """Which quantity is looked at closely, and who gives it."""
        if self.one.empty:
            return show_text("No figure is coded in this story: every table below is empty.")
        n = self.one["article_id"].nunique()
        others = self.one.loc[~self.one["is_own_voice"], "source"].nunique()
        return show_text(
            f"Looked at closely: {self.name}. {counted(n, 'article')} give{'s' * (n == 1)} it,"
            f" {counted(len(self.one), 'time')} in all: {int(self.one['is_own_voice'].sum())} in the article's own"
            f" voice, {int((~self.one['is_own_voice']).sum())} from {counted(others, 'other source')}."
        )

    def clashes(self) -> Prose:
        """How many figures clash with another source's, and how many are not drawn."""
        left = len(self.intervals) - len(self.shown)
        clashing, vague = int((self.intervals["n_conflicts"] > 0).sum()), int(self.intervals["is_vague"].sum())
        return paragraph(
            f"{counted(len(self.intervals), 'pair')} of source and figure; {clashing} cannot be true together with a"
            f" figure of another source. Bounds by convention: {vague}.",
            f"Not drawn, as few articles give them: {left}." if left else "",
        )

    def pairs(self) -> Prose:
        """What the pairs of figures that exclude each other are."""
        n = self.conflicts["kind"].value_counts()
        scope = int(n.get("other_scope", 0) + n.get("other_time", 0))
        return show_text(
            f"Pairs of figures that exclude each other: {len(self.conflicts)}. Of these,"
            f" {counted(int(n.get('conflict', 0)), 'conflict')} between sources,"
            f" {counted(int(n.get('update', 0)), 'update')}, {scope} of another scope or time,"
            f" {int(n.get('cannot_tell', 0))} that cannot be told. Pairs that rest on a bound by convention:"
            f" {int(self.conflicts['is_by_convention'].sum())}."
        )

    def side_by_side(self) -> Prose:
        """How many articles give two clashing figures themselves."""
        n = self.beside["article_id"].nunique()
        mine = self.beside.loc[self.beside["quantity"] == self.quantity, "article_id"].nunique()
        return show_text(
            f"{counted(n, 'article')} give{'s' * (n == 1)} two clashing figures side by side; {mine} of them for"
            f" “{self.name}”."
        )

    def passages(self, *, most: int = 4) -> Prose:
        """The clashing figures of the first articles that give two of them."""
        those = self.beside.loc[self.beside["quantity"] == self.quantity, "article_id"].drop_duplicates()
        return self._passages(self.one[self.one["article_id"].isin(those)].sort_values(["article_id", "begin"]), most)

    def updated(self) -> Prose:
        """How many updates can be shown, and which articles keep an old figure."""
        dated = self.one.loc[self.one["published_from"].notna(), "article_id"].nunique()
        shown = f"{counted(len(self.updates), 'update')} can be shown, {len(self.mine)} of them for “{self.name}”."
        return paragraph(
            shown if len(self.updates) else f"No update of a figure can be shown, so none for “{self.name}”.",
            f"Of the articles that give it, {dated} of {self.one['article_id'].nunique()} have a date.",
            self._stale() if len(self.updates) else "",
        )

    def changes(self) -> Prose:
        """What becomes of figures from one article to another."""
        both = self.drift[self.drift["before"].notna() & self.drift["value_text"].notna()]
        steps = self.drift["step"].value_counts()
        n = len(self.drift.loc[self.drift["is_proposed"], ["source_article_id", "article_id"]].drop_duplicates())
        return paragraph(
            f"The article of {self.outlet} is compared with {comparison_note(self.compared)}.",
            f"{counted(n, 'more article')} {'is' if n == 1 else 'are'} compared with the article that is proposed as"
            " the source it names."
            if n
            else "",
            f"In {counted(len(both), 'comparison')} both articles give a figure. The figure is kept in"
            f" {int((both['step'] == 'kept').sum())}, becomes a vague word in {int(both['is_vaguer'].sum())} and loses"
            f" its source in {int(both['is_source_lost'].sum())}. {int(steps.get('dropped', 0))} more are dropped.",
            self._before(),
        )

    def vague(self) -> Prose:
        """The figures of the article in focus whose bound is set by convention, in their passages."""
        return self._passages(self.own[self.own["is_vague"]], len(self.own))

    def doubts(self) -> Prose:
        """How many conflicts may be mere updates, and how many vanish with a small tolerance."""
        known = self.conflicts[(self.conflicts["kind"] == "conflict")]
        later = int((known["order"] == "known").sum())
        wide, none = (len(conflicts(self.one, tolerance=tolerance)) for tolerance in (0.1, 0.0))
        return show_text(
            f"In {later} of {counted(len(known), 'conflict')} the order of the two figures is known, so the later"
            f" source may simply know more. With a tolerance of a tenth, {wide} of {counted(none, 'pair')} still"
            " exclude each other."
        )

    def _stale(self) -> str:
        late = self.updates[self.updates["n_not_updated"] > 0]
        names = sorted({name for names in late["not_updated"] for name in from_cell(names)})
        if not len(self.updates):
            return "No update of a figure can be shown."
        return f"Articles known to be later that keep an old figure: {'; '.join(names) or 'none'}."

    def _vaguer(self) -> str:
        both = self.drift[self.drift["before"].notna() & self.drift["value_text"].notna()]
        if both.empty:
            return "No two articles that can be compared give a figure on one topic."
        n = int(both["is_vaguer"].sum())
        return (
            f"In {n} of {counted(len(both), 'comparison')} of two articles, a figure of the first is a vague word in"
            " the second."
        )

    def _before(self) -> str:
        """What the vague words were before."""
        vaguer = self.drift[self.drift["is_vaguer"]]
        if vaguer.empty:
            return ""
        words = ", ".join(f"“{word}”" for word in sorted(set(vaguer["value_text"])))
        before = sorted({f"{b} ({s})" for b, s in zip(vaguer["before"], vaguer["before_source"], strict=True)})
        return f"The vague words are {words}; the other articles have: {'; '.join(before)}."

    def _not_examined(self) -> str:
        """Which figures have a vote of their own because nobody compared their article with others."""
        known = set(self.values["article_id"])
        n = len(known & set(not_examined(self.families)))
        if not n or n == len(known):
            return ""
        return f"{counted(n, 'article')} with figures could not be compared; each counts as a family of its own."

    def _passages(self, rows: pd.DataFrame, most: int) -> Prose:
        texts = self.articles.drop_duplicates("article_id").set_index("article_id")["text"]
        table = pd.DataFrame(
            {
                "text": rows["article_id"].map(texts),
                "begin": rows["begin"],
                "end": rows["end"],
                "source": rows["article"] + ": " + rows["source"].astype("str"),
                "article_id": rows["article_id"],
            }
        )
        return show_passages(table, rows=most)


def overview(
    story: Story,
    *,
    comparison_set: pd.DataFrame,
    chains: pd.DataFrame | None = None,
    quantity: str = "",
    tolerance: float = 0.0,
    most: int = 30,
) -> NumbersOverview:
    """Everything that the notebook on numbers shows of a story.

    Parameters
    ----------
    story
        A loaded story.
    comparison_set
        From ``sources.comparison_set``, for the article in focus.
    chains
        From ``sources.link_sources``, with proposed articles; default: the chains of the coder.
    quantity
        The quantity looked at closely; default: the one that most articles give.
    tolerance
        0..1: by what part of themselves figures may differ and still agree.
    most
        How many rows the figure of intervals shows.

    Returns
    -------
    NumbersOverview
        Its tables, and methods that say in sentences what they show.

    Raises
    ------
    TableError
        ``tolerance`` is not allowed, or no figure is given for ``quantity``.

    Examples
    --------
    >>> near = ss.sources.comparison_set(story.joined("chains"), story.articles, story.focus)
    >>> ss.numbers.overview(story, comparison_set=near, quantity="damage_cost").side_by_side()
    19 articles give two clashing figures side by side; 2 of them for “Cost of the damage”.
    """
    articles, families, book = story.articles, story.table("families"), story.codebook
    topics = {name: one.claim for name, one in book.quantities.items() if one.claim}
    numbers, options = story.joined("numbers"), {"vague": book.vague, "topics": topics, "families": families}
    names = {name: said[:1].upper() + said[1:] for name, said in story.quantity_names().items()}
    articles_by_name = story.article_names()
    found = values(numbers, articles, **options)
    found["article"] = found["article_id"].map(articles_by_name).astype("str")
    given = _given(found, names)
    chosen = quantity or (given["quantity"].iloc[0] if len(given) else "")
    one = values(numbers, articles, quantity=chosen or None, **options)
    one["article"] = one["article_id"].map(articles_by_name).astype("str")
    ranges = intervals(one, tolerance=tolerance)
    beside = _beside(found, tolerance, names, articles_by_name)
    changed = _updates(found, tolerance, names, articles_by_name)
    compared = comparison_set[comparison_set["relation"] != "itself"]
    steps = _drift(story, found, compared, story.joined("chains") if chains is None else chains, articles_by_name)
    moved = steps[steps["before"].notna() & ~steps["step"].isin(["kept", "cannot_tell"])]
    order = ["is_vaguer", "is_source_lost", "topic", "source_article_id"]
    moved = moved.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
    return NumbersOverview(
        quantity=chosen,
        name=names.get(chosen, chosen) or "no quantity",
        tolerance=tolerance,
        machine=story.coder if story.is_coded_by_machine else "",
        outlet=outlet_of(story.article(story.focus)),
        articles=articles,
        families=families,
        values=found,
        one=one,
        given=given,
        words=_words(found),
        intervals=ranges,
        shown=ranges.sort_values("n_articles", ascending=False, kind="stable").head(most).sort_index(),
        conflicts=conflicts(one, tolerance=tolerance).sort_values(
            ["gap", "source", "other_source"], ascending=[False, True, True], ignore_index=True
        ),
        beside=beside,
        updates=changed,
        mine=changed[changed["quantity"] == chosen],
        drift=steps,
        moved=moved,
        drawn=moved.head(MOST_DRAWN),
        compared=compared,
        own=found[found["article_id"] == story.focus],
        plants=_plants(story.truth["plants"], found, beside, changed, steps),
    )


def _given(found: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The quantities with how often they are given, those that most articles give first."""
    table = found.groupby("quantity").agg(
        n_figures=("low", "size"),
        n_articles=("article_id", "nunique"),
        n_families=("family_id", "nunique"),
        n_sources=("source", "nunique"),
    )
    table = table.reset_index().sort_values(["n_articles", "quantity"], ascending=[False, True], ignore_index=True)
    table.insert(1, "name", table["quantity"].map(lambda one: names.get(one, one)).astype("str"))
    return table


def _words(found: pd.DataFrame) -> pd.DataFrame:
    vague = found[found["is_vague"]].groupby(["value_text", "low"]).agg(n_articles=("article_id", "nunique"))
    return vague.reset_index().sort_values(["n_articles", "value_text"], ascending=[False, True], ignore_index=True)


def _beside(
    found: pd.DataFrame, tolerance: float, names: Mapping[str, str], articles: Mapping[str, str]
) -> pd.DataFrame:
    pairs = conflicts(found, tolerance=tolerance, within="article_id")
    pairs = pairs[pairs["kind"] == "conflict"].reset_index(drop=True)
    pairs["article"] = pairs["article_id"].map(articles).astype("str")
    return pairs.assign(name=pairs["quantity"].map(lambda one: names.get(one, one)).astype("str"))


def _updates(
    found: pd.DataFrame, tolerance: float, names: Mapping[str, str], articles: Mapping[str, str]
) -> pd.DataFrame:
    table = updates(found, tolerance=tolerance)
    kept = table["not_updated_ids"].map(lambda ids: named_cell(ids, articles))
    name = table["quantity"].map(lambda one: names.get(one, one))
    return table.assign(name=name.astype("str"), not_updated=kept.astype("str"))


def _drift(
    story: Story, found: pd.DataFrame, compared: pd.DataFrame, chains: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """Figures along the nearest source in the set, and from each article of the comparison set to the focus.

    Of articles beside the focus and its comparison set only proposed sources are followed where the coder gives none.
    """
    near = [*compared["article_id"], story.focus]
    nearest = chains.sort_values("step").drop_duplicates("article_id", keep="last")
    nearest = nearest.assign(is_proposed=nearest["link"].eq("proposed") if "link" in nearest else False)
    nearest = nearest[nearest["article_id"].isin(near) | nearest["is_proposed"]]
    nearest = nearest.reindex(columns=["source_article_id", "article_id", "is_proposed"])
    to_focus = pd.DataFrame({"source_article_id": compared["article_id"], "article_id": story.focus})
    table = drift(found, pd.concat([nearest.drop(columns="is_proposed"), to_focus]), story.articles, by="topic")
    proposed = nearest[nearest["is_proposed"].eq(True)]
    pairs = set(zip(proposed["source_article_id"], proposed["article_id"], strict=True))
    ends = zip(table["source_article_id"], table["article_id"], strict=True)
    table["is_proposed"] = pd.Series([pair in pairs for pair in ends], index=table.index, dtype="bool")
    for side in ("source_article", "article"):
        table[side] = table[f"{side}_id"].map(names).astype("str")
    return table


def _plants(
    plants: pd.DataFrame, found: pd.DataFrame, beside: pd.DataFrame, changed: pd.DataFrame, steps: pd.DataFrame
) -> pd.DataFrame:
    """How many planted articles of each kind the tables name."""
    hits = {
        "toll_conflict": set(beside["article_id"]),
        "toll_update": _ids(changed["new_article_ids"]),
        "toll_not_updated": _ids(changed["not_updated_ids"]),
        "number_drift": set(steps.loc[steps["is_vaguer"], "article_id"]),
        "number_words": set(found["article_id"]),
    }
    rows = []
    for kind in PLANTED:
        planted = plants.loc[plants["kind"] == kind, "article_id"]
        rows.append((kind.replace("_", " "), len(planted), int(planted.isin(hits[kind]).sum())))
    return pd.DataFrame(rows, columns=["planted", "n_planted", "n_found"])


def _ids(joined: pd.Series) -> set[str]:
    """The ids in cells that separate them by '; '."""
    return {one for cell in joined for one in from_cell(cell)}
