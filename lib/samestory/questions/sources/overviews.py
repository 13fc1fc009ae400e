"""What a notebook about sources shows: the joined tables, and sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note
from ...errors import StoryError, counted, listed, suggestion
from ...notes import comparison_note, independence_note
from ...plotting.prose import Prose, outlet_of, paragraph, show_all, show_passages, show_text
from ...schema import UNEXAMINED
from ...schema.cells import from_cell
from ...statistics import MIN_N
from ...story.links import story_links
from .chains import comparison_set, firmness_by_distance, primary_sources, source_chains
from .graph import citation_cycles, layers
from .links import link_sources
from .measures import OUTLETS, graph_edges, outlet_edges, source_names, unnamed_sources
from .origins import independence

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["SourcesOverview", "overview"]

EVERYTHING = "*"  # instead of a part of the story: all of it
LEADING = ("outside", "in_set", "article_unknown")  # endings of chains that lead to a primary source


@dataclass(frozen=True, repr=False, eq=False)
class SourcesOverview:
    """The tables about the sources of a story, and what they say in sentences.

    Attributes
    ----------
    story
        The story the sources are from.
    focus
        The ``article_id`` whose citation chain is followed.
    event
        The part of the story that ``layers`` shows; ``*`` for all of it.
    citations, links
        The coded sources, each under one name; the links in the pages.
    joined_names
        The names that a rule joined with another name of the same source, and the rule.
    names
        From ``sources.source_names``: names of outlets and agencies, most articles first.
    edges, outlet_edges
        From ``sources.graph_edges`` and ``sources.outlet_edges``.
    bases
        How many edges and articles there are of each basis.
    drawn
        The articles that ``layers`` is about.
    layers
        From ``sources.layers``; ``mark`` says how many claims are firmer at the end of an edge.
    chains
        From ``sources.source_chains``, longest first, without articles nobody coded for sources; ``article`` is the
        readable name.
    primary_sources, cycles, firmness, unnamed
        From ``sources.primary_sources``, ``citation_cycles``, ``firmness_by_distance`` and ``unnamed_sources``; in
        ``cycles`` articles have their readable names.
    top_unnamed
        The rows of ``unnamed`` with most sources.
    independence
        From ``sources.independence``: one row for the whole set.
    compared
        From ``sources.comparison_set``: what the focus is compared with.
    """

    story: Story
    focus: str
    event: str
    citations: pd.DataFrame
    links: pd.DataFrame
    joined_names: pd.DataFrame
    names: pd.DataFrame
    edges: pd.DataFrame
    outlet_edges: pd.DataFrame
    bases: pd.DataFrame
    drawn: pd.DataFrame
    layers: pd.DataFrame
    chains: pd.DataFrame
    primary_sources: pd.DataFrame
    cycles: pd.DataFrame
    firmness: pd.DataFrame
    unnamed: pd.DataFrame
    top_unnamed: pd.DataFrame
    independence: pd.DataFrame
    compared: pd.DataFrame

    @property
    def focus_name(self) -> str:
        """The readable name of the article whose citation chain is followed."""
        return self.story.article_names().get(self.focus, self.focus)

    @property
    def event_name(self) -> str:
        """The readable name of the part of the story that is drawn."""
        known = self.story.event_names()
        return "the whole story" if self.event == EVERYTHING else f"“{known.get(self.event, self.event)}”"

    def summary(self) -> Prose:
        """How many articles name a source, where most of them lead, and how many reports there are."""
        n, left = len(self.chains), len(self.story.sources_not_coded)
        if not n:
            return show_text("No article is coded for sources, so every table below is empty.")
        named = int((self.chains["n_hops"] > 0).sum())
        parts = [
            f"{named} of {counted(n, 'article')} {'names' if named == 1 else 'name'} another outlet or agency as"
            f" {'its' if named == 1 else 'their'} source.",
            self._without_chain() if named < n else "",
            f"Not coded for sources, and not counted here: {left}." if left else "",
            f"The longest citation chain has {counted(self.chains['n_hops'].max(), 'step')}." if named else "",
            self._leading(),
            independence_note(self.independence),
            f"The sources are coded by machine ({self.story.coder}), by no person."
            if self.story.is_coded_by_machine
            else "",
        ]
        return paragraph(*parts)

    def _without_chain(self) -> str:
        """How many articles have no citation chain, and how many of these still cite an outlet or agency."""
        rest = self.chains.loc[self.chains["n_hops"] == 0, "article_id"]
        citing = self.citations.loc[self.citations["kind"].isin(["outlet", "agency"]), "article_id"]
        n_citing = int(rest.isin(citing).sum())
        return (
            f"Of the other {len(rest)}, {n_citing} {'cites' if n_citing == 1 else 'cite'} an outlet or agency that is"
            " not coded as the source of the report."
        )

    def _leading(self) -> str:
        """The primary source most articles lead to."""
        named = self.primary_sources[self.primary_sources["ending"].isin(LEADING)]
        if named.empty:
            return ""
        first = named.iloc[0]
        families = counted(first["n_families"], "copy family", "copy families")
        where = "copies were not examined" if self._is_unexamined else f"in {families}"
        count = counted(first["n_articles"], "article")
        return f"The most frequent primary source is {first['primary_source']}: {count} ({where})."

    @property
    def _is_unexamined(self) -> bool:
        return bool(self.story.table("families")["basis"].isin(UNEXAMINED).all())

    def coverage(self) -> Prose:
        """How many sources are coded, in how many articles, and whether copies were looked for."""
        articles, unread = self.story.articles, self.story.sources_not_coded
        silent = set(articles["article_id"]) - set(self.citations["article_id"]) - set(unread)
        n_chains = self.story.table("chains")["article_id"].nunique()
        return show_text(
            f"{counted(len(articles), 'article')}, {counted(len(self.citations), 'coded source')}. Articles that name"
            f" no source at all: {len(silent)}. Articles not coded for sources: {len(unread)}. Articles with a coded"
            f" citation chain, from the origin to the nearest source: {n_chains}. "
            + copies_note(self.story.table("families"), articles)
        )

    def name_matches(self) -> Prose:
        """How many names of outlets are outlets of the set, and which are only similar to one."""
        matched, doubtful = self.names[self.names["outlet"].notna()], self.doubtful_names
        outside = self.names["match"] == "outside"
        said = (
            f"Names of outlets and agencies: {len(self.names)}. Outlets of this set: {len(matched)}, of which"
            f" {(matched['match'] == 'exact').sum()} have exactly this name. Outside the set: {outside.sum()}, of which"
            f" {len(doubtful)} {'is' if len(doubtful) == 1 else 'are'} similar to an outlet of the set but not joined"
            " with it"
        )
        examples = [f" (for example {row.name} and {row.nearest})" for row in doubtful.head(1).itertuples(index=False)]
        return show_text(f"{said}{''.join(examples)}.")

    @property
    def doubtful_names(self) -> pd.DataFrame:
        """The rows of ``names`` outside the set that resemble an outlet of it."""
        return self.names[(self.names["match"] == "outside") & self.names["nearest"].notna()]

    def graph(self) -> Prose:
        """How many edges there are, between articles and between outlets, and how many come from links."""
        ends = {*self.outlet_edges["source"].dropna(), *self.outlet_edges["target"].dropna()}
        linked = int((self.edges["match"] == "link").sum())
        return show_text(
            f"{counted(len(self.edges), 'edge')} between articles and sources; by outlet:"
            f" {counted(len(self.outlet_edges), 'edge')} between {len(ends)} outlets and sources. Edges on which an"
            f" outlet names or repeats itself: {int(self.edges['is_self'].sum())}. Links in the pages:"
            f" {len(self.links)}; links to another article of this set, which count as citations: {linked}."
        )

    def drawn_articles(self) -> Prose:
        """Which articles the graph shows, and which it does not."""
        there = {*self.layers["source_node"], *self.layers["target_node"]}
        left = int((~self.drawn["article_id"].isin(there)).sum())
        others = self.story.articles[~self.story.articles["article_id"].isin(self.drawn["article_id"])]
        guests = int(others["article_id"].isin(there).sum())
        steps = int(self.layers["target_hop"].max()) if len(self.layers) else 0
        return show_text(
            f"Drawn: {len(self.drawn) - left} of {counted(len(self.drawn), 'article')} of {self.event_name}, and"
            f" {guests} of other parts of the story that they name. Not drawn, because no outlet they name is coded and"
            f" they share wording with no article here: {left}. Steps of the longest chain: {steps}."
        )

    @property
    def layers_caption(self) -> str:
        """What the graph shows, and what its marks compare."""
        said = "Whom the articles name, and which texts are one copy family."
        marks = self.layers["mark"] if "mark" in self.layers else pd.Series("", index=self.layers.index)
        if marks.ne("").any():
            said += " “Firmer”: in own voice at the right end of a line, attributed or hedged at its left end."
        if marks.str.endswith("*").any():
            said += f" *{self.focus_name} is compared with {comparison_note(self.compared)}."
        return said

    def focus_passages(self) -> Prose:
        """The passages in which the focus article names outlets and agencies."""
        own = self.citations[(self.citations["article_id"] == self.focus) & self.citations["kind"].isin(OUTLETS)]
        own = own[own["begin"].notna()]
        text, outlet = self.story.article(self.focus)["text"], outlet_of(self.story.article(self.focus))
        rows = own.head(3).assign(text=text, source=[f"{outlet} names {name}" for name in own["cited"].head(3)])
        note = f"Outlets and agencies coded at a known place in the text of {self.focus_name}: {len(own)}."
        return show_all([show_passages(rows), show_text(note)] if len(rows) else [show_text(note)])

    def chain_of_focus(self) -> Prose:
        """How far back the focus article can be followed, and how long the chains of all articles are."""
        hops = self.chains["n_hops"]
        mine = self.chains[self.chains["article_id"] == self.focus]
        said = [
            f"As far back as {self.focus_name} can be followed: {row.chain} ({counted(row.n_hops, 'step')})."
            if row.n_hops
            else f"{self.focus_name} names no outlet or agency before it."
            for row in mine.itertuples()
        ] or [f"{self.focus_name} is not coded for sources."]
        if self.chains.empty:
            return show_text(said[0])
        circular = int((self.chains["ending"] == "circular").sum())
        return show_text(
            f"{said[0]} Of {counted(len(hops), 'article')}, {(hops > 0).sum()} have a chain of at least one step,"
            f" {(hops > 1).sum()} of more than one. Circular chains: {circular}."
        )

    def sources_at_the_end(self) -> Prose:
        """How many primary sources the articles lead to, and the one of most."""
        named = self.primary_sources[self.primary_sources["ending"].isin(LEADING)]
        if named.empty:
            return show_text("No article is coded with an outlet or agency as its source.")
        n = int(named["n_articles"].sum())
        return show_text(
            f"{counted(n, 'article')} {'leads' if n == 1 else 'lead'} back to"
            f" {counted(named['primary_source'].nunique(), 'primary source')}. {self._leading()} However often it is"
            " repeated, it remains one primary source."
        )

    def order(self) -> Prose:
        """On how many edges the order of the two articles is known, and whether one is against time."""
        pairs = self.edges.dropna(subset=["source_article_id", "target_article_id"])
        known, tied, unknown = (int((pairs["order"] == name).sum()) for name in ("known", "tied", "unknown"))
        return show_text(
            f"{counted(len(self.edges), 'edge')}; both articles are known on {len(pairs)}. Their order is known on"
            f" {known}, tied on {tied}, unknown on {unknown}. Edges against known time:"
            f" {int(self.edges['is_conflict'].sum())}.{self._proposed()}"
        )

    def _proposed(self) -> str:
        """On how many edges an article is proposed; empty if there is none."""
        n = int(self.edges["is_proposed"].sum())
        return (
            f" On {n} of the edges an article is proposed, not coded: the only one of the named outlet on the same"
            " event that may have come first."
            if n
            else ""
        )

    def cycle_passages(self) -> Prose:
        """The passages in which articles of a citation cycle name one another."""
        if self.cycles.empty:
            return show_text(
                "No article is coded for sources, so citation cycles cannot be found."
                if self.chains.empty
                else "No citation cycle was found."
            )
        ids = {article for listed_ids in self.cycles["article_ids"] for article in from_cell(listed_ids)}
        edges = self.edges
        cited = edges[edges["article_id"].isin(ids) & (edges["basis"] == "citation") & edges["begin"].notna()].head(2)
        texts = self.story.articles.set_index("article_id")["text"]
        targets = [outlet_of({"outlet": row.target, "article_id": row.article_id}) for row in cited.itertuples()]
        source = [f"{target} names {name}" for target, name in zip(targets, cited["source"], strict=True)]
        return show_passages(cited.assign(text=cited["article_id"].map(texts), source=source))

    def distance(self) -> Prose:
        """The share of claims in the article's own voice, by the number of steps."""
        enough = self.firmness[self.firmness["n_votes"] >= MIN_N]
        shares = [
            f"{counted(row.n_hops, 'step')}: {row.asserted_share:.0%} of {row.n_votes:.0f} votes"
            for row in enough.itertuples()
        ]
        if self.firmness.empty:
            return show_text("There are no coded claims in articles that are coded for sources.")
        if not shares:
            return show_text("There are too few votes for a share.")
        return show_text(
            f"Claims in the article's own voice, by the number of steps from the primary source: {'; '.join(shares)}."
            " Articles at different distances carry different claims, so this does not show an effect of distance."
        )

    @property
    def unnamed_caption(self) -> str:
        """What the figure of sources without a name shows."""
        by, n, shown = self.unnamed.columns[0], len(self.unnamed), len(self.top_unnamed)
        return f"Share of sources without a name; {shown} of {counted(n, by)}, those with most sources first."

    def unnamed_passages(self) -> Prose:
        """Examples of sources without a name, and how many there are."""
        if self.citations.empty:
            return show_text("No source is coded, so sources without a name cannot be counted.")
        nameless = self.citations[self.citations["kind"] == "unnamed"]
        often = nameless.assign(n=nameless.groupby("cited")["cited"].transform("size"))
        often = often.sort_values(["n", "cited", "article_id"], ascending=[False, True, True])
        articles = self.story.articles
        rows = often[often["begin"].notna()].head(2).merge(articles[["article_id", "outlet", "text"]], on="article_id")
        rows["source"] = [f"{outlet_of(row)}: {row.cited}" for row in rows.itertuples()]
        note = show_text(
            f"Without a name: {len(nameless)} of {counted(len(self.citations), 'coded source')}, in"
            f" {nameless['article_id'].nunique()} of {counted(len(articles), 'article')}."
        )
        return show_all([show_passages(rows), note] if len(rows) else [note])

    def doubts(self) -> Prose:
        """How many articles count as their own primary source, and how many of them probably are not."""
        if self.chains.empty:
            return show_text("No article is coded for sources.")
        families = self.story.table("families").drop_duplicates("article_id").set_index("article_id")
        shared = ~families["basis"].isin(["alone", *UNEXAMINED])
        copies = families[shared & ~families["is_earliest"].fillna(False).astype(bool)].index
        alone = self.chains[self.chains["ending"] == "names_none"]
        wrong = alone[alone["article_id"].isin(copies)]
        texts = self.edges[self.edges["basis"].isin(["credit", "citation"])]["article_id"]
        only = self.edges[(self.edges["basis"] == "chain") & ~self.edges["article_id"].isin(texts)]["article_id"]
        said = [f"Articles that count as their own primary source: {len(alone)}."]
        if len(wrong):
            names = listed(sorted(wrong["article"])[:3]) + (" ..." if len(wrong) > 3 else "")
            verbs = ("shares", "is", "its") if len(wrong) == 1 else ("share", "are", "their")
            said.append(
                f"Of these, {len(wrong)} {verbs[0]} wording with others and {verbs[1]} not marked as the earliest"
                f" ({names}), so {verbs[2]} report may come from elsewhere."
            )
        if n := only.nunique():
            said.append(
                f"{counted(n, 'article')} with a coded chain {'cites' if n == 1 else 'cite'} no outlet and no agency in"
                " the text, so only the coder's reading shows where the report comes from."
            )
        return paragraph(*said)


def overview(
    story: Story,
    *,
    event: str = "",
    most: int = 12,
    hardening_edges: pd.DataFrame | None = None,
    hardening: pd.DataFrame | None = None,
) -> SourcesOverview:
    """All tables about the sources of a story, and sentences about them.

    Parameters
    ----------
    story
        A loaded story.
    event
        The part of the story that the graph shows, or ``*`` for all of it; default: that of the focus article.
    most
        How many rows of unnamed sources the figure shows.
    hardening_edges
        From ``claims.hardening_edges``: marks edges between two articles with the number of claims that harden.
    hardening
        From ``claims.hardening`` for the focus article: marks the edge that reaches it from outside the set.

    Returns
    -------
    SourcesOverview

    Raises
    ------
    StoryError
        No article of the story is of this event.

    Examples
    --------
    >>> ss.sources.overview(story).order()
    31 edges; both articles are known on 30. Their order is known on 23, tied on 7, unknown on 0. ... time: 0.
    """
    articles, families = story.articles, story.table("families")
    links = story_links(story)
    citations, chains = story.joined("citations"), link_sources(story.joined("chains"), articles, links=links)
    edges = graph_edges(articles, citations, chains, families=families, parts=story.table("parts"), links=links)
    shown, drawn = _drawn(story, event)
    compared = comparison_set(chains, articles, story.focus)
    followed = source_chains(articles, chains, citations=citations)
    followed = followed[~followed["article_id"].isin(story.sources_not_coded)]
    followed.insert(1, "article", followed["article_id"].map(story.article_names()))
    followed = followed.sort_values(["n_hops", "article_id"], ascending=[False, True], ignore_index=True)
    names = source_names(articles, citations, chains)
    spelled = story.source_names()
    unnamed = unnamed_sources(articles, citations, families=families)
    return SourcesOverview(
        story=story,
        focus=story.focus,
        event=shown,
        citations=citations,
        links=links,
        joined_names=spelled[spelled["rule"] != "as written"].reset_index(drop=True),
        names=names.sort_values(["n_articles", "name"], ascending=[False, True], ignore_index=True),
        edges=edges,
        outlet_edges=outlet_edges(edges, families=families),
        bases=_bases(edges),
        drawn=drawn,
        layers=_marked(layers(edges, drawn), story.focus, hardening_edges, hardening),
        chains=followed,
        primary_sources=primary_sources(followed, families=families),
        cycles=_readable(citation_cycles(edges), story.article_names()),
        firmness=firmness_by_distance(followed, story.joined("claims"), families=families),
        unnamed=unnamed,
        top_unnamed=unnamed.head(most),
        independence=independence(articles, families, chains),
        compared=compared,
    )


def _drawn(story: Story, event: str) -> tuple[str, pd.DataFrame]:
    """The part of the story to draw and its articles; all of it if the focus article has no part."""
    articles = story.articles
    own = story.article(story.focus)["event"]
    shown = event or (EVERYTHING if pd.isna(own) else str(own))
    if shown == EVERYTHING:
        return shown, articles
    found = articles[articles["event"] == shown]
    if found.empty:
        known = sorted(articles["event"].dropna().unique())
        raise StoryError(
            f"story {story.name}: no article of the event {shown!r}.{suggestion(shown, known)} Events: {listed(known)};"
            f" {EVERYTHING} is all of them"
        )
    return shown, found


def _bases(edges: pd.DataFrame) -> pd.DataFrame:
    table = edges.groupby("basis", as_index=False).agg(n_edges=("basis", "size"), n_articles=("article_id", "nunique"))
    return table.sort_values(["n_edges", "basis"], ascending=[False, True], ignore_index=True)


def _readable(cycles: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Cycles of articles by their readable names."""
    said = [" > ".join(names.get(key, key) for key in cycle.split(" > ")) for cycle in cycles["cycle"]]
    return cycles.assign(
        cycle=pd.Series(said, cycles.index, dtype="str").where(cycles["level"] == "articles", cycles["cycle"])
    )


def _marked(table: pd.DataFrame, focus: str, edges: pd.DataFrame | None, compared: pd.DataFrame | None) -> pd.DataFrame:
    """Layers with a column ``mark``: how many claims harden on an edge, or on the one that comes from outside."""
    counts: dict[tuple[str, str], int] = {}
    if edges is not None:
        hardened = edges[edges["step"] == "hardened"]
        counts = hardened.groupby(["source_article_id", "article_id"]).size().to_dict()
    ends = zip(table["source_node"], table["target_node"], strict=True)
    table["mark"] = [f"{counted(counts[pair], 'claim')} firmer" if pair in counts else "" for pair in ends]
    n = 0 if compared is None else int((compared["step"] == "hardened").sum())
    if n:
        from_outside = (table["target_node"] == focus) & table["is_directed"] & ~table["source_is_article"]
        table.loc[from_outside, "mark"] = f"{counted(n, 'claim')} firmer*"
    return table.astype({"mark": "str"})
