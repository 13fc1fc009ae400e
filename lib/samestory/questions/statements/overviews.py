"""What the notebook on shared statements shows: what most outlets report, where they differ, what only one reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note
from ...engine import outlet_names
from ...engine.boilerplate import marked_parts
from ...engine.meaning import sentence_vectors
from ...errors import SamestoryError, counted, listed, quoted, suggestion
from ...plotting.prose import Prose, outlet_of, paragraph, show_all, show_passages, show_text
from ...plotting.run_files import run_folder, write_table
from ...schema import CARRIED, MENTIONED
from ...schema.cells import named_cell
from .comparing import CUT, SEVERAL, claims_of, matrix, named_sources, purity, reported_by_one, threshold_steps, unseen
from .differing import CANNOT_TELL, DIFFER, ends, exclusive_figures, in_order
from .grouping import ALIKE
from .measures import CODER, SharedStatements, shared
from .wording import in_words, spread_of

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["StatementsOverview", "overview"]

SPREAD = ("low", "high", "spread")


@dataclass(frozen=True, repr=False)
class StatementsOverview:
    """Shared statements of a story: the tables that a notebook shows, and the sentences about them.

    Attributes
    ----------
    story
        The story.
    found
        From ``statements.shared``.
    statements
        Its table of statements, with ``outlets``, the names of those that carry each, and ``denial_of``, the sentence
        of the statement that it denies.
    shown
        Those of most outlets, which the figures show.
    cells
        From ``statements.matrix``, by outlet.
    claims
        From ``statements.claims_of``: the same by article, in the form of a table of claims.
    sources
        From ``statements.named_sources``.
    divided
        Statements that outlets put differently: ``n_states`` different states, most first; ``states`` names the outlets
        of each.
    figures
        Statements with figures that cannot both be true, those that spread most first: ``figures``, those that exclude
        one another; ``low, high, spread`` of these. Figures that only followed one another in time are in ``changed``.
    changed
        Statements with a later figure that excludes an earlier one: ``first, last``, the earliest figure and the
        latest; ``figures``, all of them; ``low, high, spread`` of these; ``is_one_source``: one source or outlet
        changed its figure. If not, it cannot be told whether the number changed or the sources differ.
    pairs
        From ``statements.exclusive_figures``.
    only
        From ``statements.reported_by_one``; ``article`` and ``nearest_article`` are readable names.
    not_seen
        Articles in which a statement may be without being seen: ``article, language, why``.
    steps
        From ``statements.threshold_steps``.
    pure
        From ``statements.purity``, against the coding of the story if a person made it; else empty.
    """

    story: Story
    found: SharedStatements
    statements: pd.DataFrame
    shown: pd.DataFrame
    cells: pd.DataFrame
    claims: pd.DataFrame
    sources: pd.DataFrame
    divided: pd.DataFrame
    figures: pd.DataFrame
    changed: pd.DataFrame
    pairs: pd.DataFrame
    only: pd.DataFrame
    not_seen: pd.DataFrame
    steps: pd.DataFrame
    pure: pd.DataFrame

    @property
    def source_line(self) -> str:
        """One line for the foot of a figure: which story, how many articles, and that a machine found the rest."""
        return self.story.source_line_of(f"statements found by machine ({CODER}), by no person")

    def summary(self) -> Prose:
        """The answer: how much is shared, what most outlets report, what is denied, which figures differ.

        In a run all statements, their sentences and their figures are written as tables: what a later run is compared
        with.
        """
        self._write()
        if self.statements.empty:
            return paragraph(self._banner(), "No two articles say the same, as far as their sentences were compared.")
        several = self.statements[self.statements["n_outlets"] >= SEVERAL]
        top = self.statements.iloc[0]
        said = [
            f"{counted(len(self.statements), 'statement')} {'is' if len(self.statements) == 1 else 'are'} shared by two"
            f" articles or more, {len(several)} by {SEVERAL} outlets or more.",
            f"At the top of the list is {quoted(top['text'])}, in {top['n_outlets']} of {self._n_outlets()}.",
            self._unknown(),
            self._denied(),
            self._spread(),
        ]
        return show_all([show_text(self._banner()), paragraph(*said), show_text(self._unseen())])

    def _write(self) -> None:
        folder = run_folder()
        if folder is None:
            return
        (folder / "tables").mkdir(exist_ok=True)
        members = self.found.members
        for part, table in (
            ("", self.statements[["statement_id", "text", "language", "n_articles", "n_outlets", "outlets"]]),
            ("-sentences", members[["statement_id", "article_id", "outlet", "status", "begin", "end", "reads"]]),
            ("-figures", self.found.given),
        ):
            write_table(table, folder / "tables" / f"statements{part}.csv")

    def _banner(self) -> str:
        return (
            f"FOUND BY MACHINE ({CODER}), by no person. Read the sentences behind a statement before you use it. "
            + self._precision()
        )

    def _precision(self) -> str:
        if self.pure.empty:
            return "Precision: not measured on this story, for no person coded it."
        right, n = int(self.pure["n_of_claim"].sum()), int(self.pure["n_coded"].sum())
        return (
            f"Measured against the coding of this story: of {counted(n, 'coded passage')} in shared statements,"
            f" {right:,} ({right / n:.0%}) are of the one claim that the statement is about."
        )

    def _unknown(self) -> str:
        """How many articles are in no count of outlets."""
        n = int(outlet_names(self.story.articles["outlet"]).isna().sum())
        return f"{counted(n, 'article')} without an outlet: in no count of outlets." if n else ""

    def _n_outlets(self) -> str:
        return counted(self.cells["name"].nunique(), "outlet")

    def _denied(self) -> str:
        denied = self.statements[self.statements["n_denied"] > 0]
        if denied.empty:
            n, of = self._n_untold()
            if n and n == of:
                return "Whether one is denied cannot be told: a machine cannot see here how a statement is put."
            return "No denial of a shared statement was found." + (
                f" In {n} of {of} cells it cannot be told." if n else ""
            )
        top = denied.sort_values(["n_denied", "statement_id"], ascending=[False, True]).iloc[0]
        by = f" by {top['denied_by']}" if top["denied_by"] else ""
        return (
            f"{counted(len(denied), 'statement')} {'is' if len(denied) == 1 else 'are'} reported as denied; most often,"
            f" in {counted(top['n_denied'], 'article')}{by}: {quoted(top['text'])}."
        )

    def _spread(self) -> str:
        changed = self._changed()
        if self.figures.empty:
            return f"No shared statement has figures of the same time that exclude one another. {changed}".strip()
        row = self.figures.iloc[0]
        return (
            f"Figures that cannot both be true are in {counted(len(self.figures), 'statement')}. Of those that several"
            f" outlets carry, they differ most in {quoted(row['text'])}: {row['figures']}. {changed}"
        ).strip()

    def _changed(self) -> str:
        """How many later figures exclude an earlier one, and the one that is farthest from it."""
        if self.changed.empty:
            return ""
        row, n, n_one = self.changed.iloc[0], len(self.changed), int(self.changed["is_one_source"].sum())
        return (
            f"In {counted(n, 'statement')} a later figure excludes an earlier one. In {n_one:,} of them one source"
            f" changed its figure; in {n - n_one:,} it cannot be told whether the number changed or the sources differ."
            f" They are farthest apart, {row['first']} and then {row['last']}, in {quoted(row['text'])}."
        )

    def _unseen(self) -> str:
        n = len(self.not_seen)
        if not n:
            return "All articles were read, whole."
        cut = self.not_seen["why"].str.startswith(CUT)
        reasons = self.not_seen.loc[~cut, "why"].value_counts()
        said = [f"not seen whole: {int(cut.sum())}"] if cut.any() else []
        said += [f"{reason}: {count}" for reason, count in reasons.items()]
        return (
            f"In {counted(n, 'article')} a statement may be without being seen, so it is never called absent there"
            f" ({'; '.join(said)})."
        )

    def compared(self) -> Prose:
        """How many sentences were compared, in which languages, and which articles could not be."""
        sentences = self.found.sentences
        codes = listed(sorted(sentences["language"].unique()), 20) if len(sentences) else "none"
        return paragraph(
            f"{counted(len(sentences), 'sentence')} of {counted(sentences['article_id'].nunique(), 'article')} were"
            f" compared, in these languages: {codes}. Boilerplate, credits and calls to subscribe are left out.",
            self._unseen(),
            copies_note(self.story.table("families"), self.story.articles),
        )

    def differences(self) -> Prose:
        """How many statements outlets put in different ways, and the one with most."""
        if self.divided.empty:
            return paragraph("No shared statement is seen to be put in different ways.", self._untold())
        row = self.divided.iloc[0]
        return paragraph(
            f"Outlets put {counted(len(self.divided), 'statement')} in different ways. Most divided:"
            f" {quoted(row['text'])} ({row['states']}).",
            self._untold(),
        )

    def _untold(self) -> str:
        """In how many cells nobody can tell how a statement is put."""
        n, of = self._n_untold()
        return f"How it is put cannot be told in {n} of {counted(of, 'cell')} of the matrix." if n else ""

    def _n_untold(self) -> tuple[int, int]:
        """In how many cells with a statement nobody can tell how it is put, of how many."""
        there = self.cells[~self.cells["status"].isin(["absent", "not_visible"])]
        return int((there["status"] == MENTIONED).sum()), len(there)

    def numbers(self) -> Prose:
        """In how many statements figures differ."""
        return show_text(self._spread())

    def alone(self) -> Prose:
        """How much only one outlet reports, and how sure that is."""
        if self.only.empty:
            return show_text("Every sentence is like one of another outlet, or no sentence could be compared.")
        outlets = self.only["outlet"].value_counts()
        unseen = int(self.only["n_not_seen"].max())
        said = (
            f"For {counted(len(self.only), 'sentence')} no sentence of another outlet is alike."
            f" No outlet has more of them than {outlets.index[0]}: {outlets.iloc[0]:,}."
        )
        if unseen:
            said += (
                f" Up to {counted(unseen, 'article')} of other outlets were not seen whole or not compared, and may"
                " report the same."
            )
        return show_text(said)

    def robustness(self) -> Prose:
        """How much the number of statements depends on the threshold."""
        if self.steps.empty or not self.steps["n_statements"].any():
            return show_text("There is no statement at any of these thresholds.")
        low, high = self.steps["n_several"].min(), self.steps["n_several"].max()
        span = f"stays at {low}" if low == high else f"goes from {low} to {high}"
        return show_text(
            f"Between a likeness of {self.steps['alike'].iloc[0]:g} and {self.steps['alike'].iloc[-1]:g}, the number of"
            f" groups that {SEVERAL} outlets or more share {span}. This page uses"
            f" {self.found.alike:g}."
        )

    def denials(self) -> pd.DataFrame:
        """The statements that somebody denies: ``statement_id, text, n_outlets, n_denied, denied_by``."""
        table = self.statements[self.statements["n_denied"] > 0]
        table = table.sort_values(["n_denied", "statement_id"], ascending=[False, True], ignore_index=True)
        return table[["statement_id", "text", "n_outlets", "n_denied", "denied_by"]]

    def sources_of(self, statement_id: str = "") -> pd.DataFrame:
        """Who is named as the source of a statement; default: the one for which most different sources are named."""
        if not statement_id and len(self.sources):
            statement_id = str(self.sources["statement_id"].value_counts(sort=True).sort_index(kind="stable").idxmax())
        table = self.sources[self.sources["statement_id"] == statement_id]
        names = self.story.article_names()
        return table.assign(articles=[named_cell(ids, names) for ids in table["article_ids"]]).reset_index(drop=True)

    def accuracy(self) -> Prose:
        """How well the statements agree with a coding by people, if there is one."""
        return show_text(self._precision())

    def evidence(self, statement_id: str = "", *, rows: int = 40) -> Prose:
        """All sentences of a statement below one another, in all languages, each with its outlet and its state.

        Parameters
        ----------
        statement_id
            The statement; default: the first of ``divided``, else of ``statements``.
        rows
            How many sentences at most.

        Raises
        ------
        SamestoryError
            There is no such statement.
        """
        known = self.statements["statement_id"]
        if not statement_id:
            first = pd.concat([self.divided["statement_id"], known])
            if first.empty:
                return show_text("There is no shared statement to show.")
            statement_id = str(first.iloc[0])
        if statement_id not in set(known):
            raise SamestoryError(
                f"no statement {statement_id!r}.{suggestion(statement_id, known)} Statements: {listed(known)}"
            )
        said = self.found.members[self.found.members["statement_id"] == statement_id]
        said = said.merge(self.story.articles[["article_id", "text", "published"]], on="article_id")
        said = said.sort_values(["language", "published", "article_id", "begin"], na_position="last")
        said["source"] = [
            f"{outlet_of(row)} ({row.language}): {row.status}"
            + (f" to {row.attributed_to}" if row.status == "attributed" and pd.notna(row.attributed_to) else "")
            + (f" by {row.attributed_to}" if row.status == "denied" and pd.notna(row.attributed_to) else "")
            for row in said.itertuples()
        ]
        head = self.statements.set_index("statement_id").loc[statement_id]
        title = f"{statement_id}: {quoted(head['text'])}, {counted(head['n_outlets'], 'outlet')},"
        title += f" {counted(head['n_languages'], 'language')}."
        return show_all([show_text(title), show_passages(said, rows=rows)])


def overview(story: Story, *, most: int = 25, language: str | None = None, alike: float = ALIKE) -> StatementsOverview:
    """All tables of shared statements of a story, and sentences about them. It needs texts, and no codebook.

    Parameters
    ----------
    story
        A loaded story.
    most
        How many statements the figures show: those of most outlets.
    language
        Code of the language in which a statement should be shown, if one of its sentences is; default: the language of
        most articles.
    alike
        Least average likeness of the sentences of one statement; see ``statements.shared``.

    Returns
    -------
    StatementsOverview

    Raises
    ------
    SamestoryError
        ``alike`` is out of range.

    Examples
    --------
    >>> ss.statements.overview(story).not_seen["why"].tolist()
    ['not seen whole (teaser)', 'not seen whole (cut)']
    """
    articles = story.articles
    families = story.table("families")
    marked = story.table("parts")
    vectors = sentence_vectors(articles, parts=marked if len(marked) else marked_parts(articles))
    language = language or next(iter(articles["language"].dropna().mode()), None)
    found = shared(articles, vectors=vectors, families=families, alike=alike, language=language)
    names = story.article_names()
    cells, claims = matrix(found, articles, families=families), claims_of(found, articles)
    statements = _described(found.statements, cells)
    pairs = exclusive_figures(found, articles)
    only = reported_by_one(found, articles)
    only["article"], only["nearest_article"] = only["article_id"].map(names), only["nearest_id"].map(names)
    return StatementsOverview(
        story=story,
        found=found,
        statements=statements,
        shown=statements.head(most),
        cells=cells,
        claims=claims,
        sources=named_sources(found),
        divided=_divided(statements, cells),
        figures=_differing(statements, pairs),
        changed=_changed(statements, pairs, articles),
        pairs=pairs,
        only=only,
        not_seen=_not_seen(found, articles, names),
        steps=threshold_steps(found, articles),
        pure=purity(found, _by_people(story)),
    )


def _described(statements: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    there = cells[~cells["status"].isin(["absent", "not_visible"])]
    outlets = there.groupby("statement_id")["name"].agg("; ".join)
    texts = dict(zip(statements["statement_id"], statements["text"], strict=True))
    table = statements.assign(
        outlets=statements["statement_id"].map(outlets), denial_of=statements["denies"].map(texts)
    )
    return table.astype({"outlets": "str", "denial_of": "str"})


def _divided(statements: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Statements that outlets put in several ways, those with most first."""
    rows = cells[cells["status"].isin(CARRIED)]
    said = rows.groupby(["statement_id", "status"], as_index=False)["name"].agg("; ".join)
    said["place"] = said["status"].map(CARRIED.index)
    said = said.sort_values(["statement_id", "place"])
    said["part"] = said["status"] + ": " + said["name"]
    by = said.groupby("statement_id", as_index=False).agg(n_states=("status", "nunique"), states=("part", " | ".join))
    table = statements[["statement_id", "text", "n_outlets", "n_denied", "denied_by"]].merge(by, on="statement_id")
    table = table[table["n_states"] > 1]
    order = ["n_states", "n_denied", "n_outlets", "statement_id"]
    return table.sort_values(order, ascending=[False, False, False, True], ignore_index=True)


def _differing(statements: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Statements of several outlets with figures that cannot both be true, those that spread most first."""
    rows = []
    for key, group in pairs[pairs["kind"] == DIFFER].groupby("statement_id"):
        figures = ends(group)
        low, high, spread = spread_of(figures)
        rows.append((key, in_words(figures), low, high, spread))
    return _by_spread(statements, pd.DataFrame(rows, columns=["statement_id", "figures", *SPREAD]))


def _changed(statements: pd.DataFrame, pairs: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Statements of several outlets with a later figure that excludes an earlier one, the farthest apart first."""
    rows = []
    for key, group in pairs[pairs["kind"] != DIFFER].groupby("statement_id"):
        figures = in_order(ends(group), articles)
        words = [str(figures["said"].iloc[place]) for place in (0, -1)]
        low, high, spread = spread_of(figures)
        is_one = CANNOT_TELL not in set(group["kind"])
        rows.append((key, *words, in_words(figures), low, high, spread, is_one))
    columns = ["statement_id", "first", "last", "figures", *SPREAD, "is_one_source"]
    return _by_spread(statements, pd.DataFrame(rows, columns=columns).astype({"is_one_source": "bool"}))


def _by_spread(statements: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """What is found of statements that several outlets carry, with their sentences; what spreads most first."""
    about = statements[["statement_id", "text", "n_outlets", "n_unknown_outlet", "sources"]]
    table = about.merge(found, on="statement_id")
    table = table[table["n_outlets"] + table["n_unknown_outlet"] > 1]
    order = table.assign(is_few=table["n_outlets"] < SEVERAL)
    order = order.sort_values(["is_few", "spread", "statement_id"], ascending=[True, False, True])
    columns = [name for name in found.columns if name != "statement_id"]
    return order[["statement_id", "text", *columns, "n_outlets", "sources"]].reset_index(drop=True)


def _not_seen(found: SharedStatements, articles: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Articles that were not seen whole or not compared."""
    rows = [(key, why) for key, why in unseen(found, articles).items() if why]
    table = pd.DataFrame(rows, columns=["article_id", "why"], dtype="str")
    table = table.merge(articles[["article_id", "language"]], on="article_id")
    return table.assign(article=table["article_id"].map(names))[["article", "language", "why", "article_id"]]


def _by_people(story: Story) -> pd.DataFrame:
    """The claims of the story's coder, if a person coded places; else no row."""
    claims = story.table("claims")
    if story.is_coded_by_machine or claims["begin"].isna().all():
        return claims.head(0)
    return claims
