"""What the notebook about text reuse shows: shared passages, copy families and what they change, and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ...engine.boilerplate import marked_parts
from ...engine.copy_families import families
from ...engine.meaning.passages import shared_meaning
from ...engine.passages import REWRITTEN, shared_passages
from ...errors import counted, listed, quoted
from ...plotting import show_alignment
from ...plotting.prose import Prose, show_all, show_text
from ...schema import UNEXAMINED
from .across_languages import similar_across
from .between_outlets import exchange, network
from .explained import explained_by_outlet, explained_words
from .group_robustness import group_sensitivity
from .grouping import group_pairs, story_groups
from .origin_of_words import word_origins
from .robustness import chance, sensitivity
from .similarity import similar_pairs

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["ReuseOverview", "overview"]

PAIR = ["earlier_id", "later_id"]
LEAST_SHARED = 20  # words an article must share with another outlet to be counted in the matrix
NEAR_HOURS = 6  # pairs of articles this close in time are compared with pairs by chance
SHORT = 8  # words of a passage for the table of thresholds
DERIVED = ("wholly", "partly")
UNCHANGED = 0.999  # from this similarity on, a passage is a copy without a changed word
FOUND, CODED = "found by wording", "as coded"
FUNNEL = ["scope", "n_articles", "n_not_examined", "n_families", "n_independent"]
SAME_SHARE = 0.005
NOTHING = "No article can be compared with another."


@dataclass(frozen=True, repr=False)
class ReuseOverview:
    """What articles of a story share, in tables; its methods say in sentences what the tables show.

    Tables for figures have no rows if nothing can be compared or nothing is shared: there is nothing to draw then.
    Tables of articles have readable names (``article``, or ``earlier`` and ``later``) beside the ids.

    Attributes
    ----------
    story
        The story the articles are from.
    parts
        From ``reuse.marked_parts``: credits, promotion and other parts that are not the writing.
    passages
        From ``reuse.shared_passages``, rewrites included.
    writing
        The rows of ``passages`` that are writing, longest first.
    quotations
        The quotations of pairs of articles that share no writing, longest first.
    families
        From ``reuse.families``: the copy families found, one row an article.
    coded
        The copy families that people coded; no rows if nobody did.
    words
        From ``reuse.word_origins``: of what the words of each article are made.
    own_words
        The same table for its figure.
    explained
        From ``reuse.explained_words``: how much of each article others' texts explain.
    explained_outlets
        From ``reuse.explained_by_outlet``, with the families found; no rows if nothing can be compared.
    matrix
        From ``reuse.exchange``: how many articles of an outlet share writing with another outlet.
    network
        From ``reuse.network``: the matrix as edges.
    thresholds
        From ``reuse.sensitivity``: families left at other thresholds.
    chance
        From ``reuse.chance``: pairs close in time, with the real and with shuffled dates.
    near_hours
        How close in time these pairs are.
    similar
        From ``reuse.similar_pairs``: pairs of articles that use the same words.
    groups
        From ``reuse.story_groups``: articles of one event each.
    """

    story: Story
    parts: pd.DataFrame
    passages: pd.DataFrame
    writing: pd.DataFrame
    quotations: pd.DataFrame
    families: pd.DataFrame
    coded: pd.DataFrame
    words: pd.DataFrame
    own_words: pd.DataFrame
    explained: pd.DataFrame
    explained_outlets: pd.DataFrame
    matrix: pd.DataFrame
    network: pd.DataFrame
    thresholds: pd.DataFrame
    chance: pd.DataFrame
    near_hours: float
    similar: pd.DataFrame
    groups: pd.DataFrame

    @property
    def compared(self) -> pd.DataFrame:
        """The rows of ``words`` of the articles that can be compared with another of the set."""
        examined = self.families.loc[~self.families["basis"].isin(UNEXAMINED), "article_id"]
        rows = self.words[(self.words["n_words"] > 0) & self.words["article_id"].isin(examined)]
        return rows if len(rows) > 1 else rows.head(0)

    @property
    def n_compared(self) -> int:
        """How many articles can be compared with another of the set."""
        return len(self.compared)

    @property
    def pairs(self) -> pd.DataFrame:
        """One row a pair of articles that share writing: their longest passage."""
        return self.writing.drop_duplicates(PAIR)

    @property
    def with_text(self) -> pd.DataFrame:
        """The articles that have a text."""
        return self.story.articles[self.story.articles["text"].notna()]

    @property
    def votes(self) -> dict[str, pd.DataFrame | None]:
        """Whose votes a finding can count: of articles (None), of the families found, of those coded.

        Families are left out if no article could be compared, or if nobody coded any.
        """
        found = {"found": self.families} if self.n_compared else {}
        return {"articles": None} | found | ({"coded": self.coded} if len(self.coded) else {})

    @property
    def scopes(self) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
        """Articles and their copy families, for each family table: found by wording, and as coded."""
        found = {FOUND: (self.with_text, self.families)} if self.n_compared else {}
        return found | ({CODED: (self.story.articles, self.coded)} if len(self.coded) else {})

    def summary(self) -> Prose:
        """How many words and articles are somebody else's, and how many copy families remain."""
        n_all, n = len(self.story.articles), self.n_compared
        if not n_all:
            return show_text("This story has no articles.")
        if not n:
            return show_text(
                f"No article can be compared with another: {self._with_text()}, and shared wording needs two articles"
                " that can be compared. So wording does not show which articles are copies, or how many reports are"
                " independent."
            )
        seen, left = self.compared, len(self.with_text) - n
        classes = seen["derivation"].fillna("unknown").value_counts()
        whole, part, unknown = (int(classes.get(name, 0)) for name in (*DERIVED, "unknown"))
        copies, kin = len(self.with_text) - self._n_families(), self._n_families()
        said = (
            f"{self._with_text()}; {n:,} can be compared. Of their {counted(int(seen['n_words'].sum()), 'word')},"
            f" {seen['own_words'].sum():,} are their own. {counted(whole, 'article')} {'is' if whole == 1 else 'are'}"
            f" wholly derived from others of the set, {part} partly; for {unknown} this is not known. As far as wording"
            f" shows, {counted(copies, 'article')} {'is a further copy' if copies == 1 else 'are further copies'} of a"
            f" report that is already counted, and {counted(kin, 'copy family', 'copy families')}"
            f" {'remains' if kin == 1 else 'remain'}."
        )
        if left:
            said += f" {left} of these could not be compared, which is no evidence of an independent report."
        return show_text(said)

    def shared(self) -> Prose:
        """How many passages there are of each kind, and for how many pairs it is known who was first."""
        if not self.n_compared:
            return show_text(NOTHING)
        kinds, order = self.passages["kind"].value_counts(), self.pairs["order"].value_counts()
        known = counted(int(order.get("known", 0)), "pair")
        return show_text(
            f"Passages found: {len(self.passages)}. Writing: {kinds.get('writing', 0)}, quotations:"
            f" {kinds.get('quotation', 0)}, set phrases: {kinds.get('formula', 0)}, boilerplate:"
            f" {kinds.get('boilerplate', 0)}. Pairs of articles that share writing: {len(self.pairs)}. Which article is"
            f" earlier is known for {known}; the dates tie for {order.get('tied', 0)}; a date is missing for"
            f" {order.get('unknown', 0)}."
        )

    def side_by_side(self, left: str = "", right: str = "") -> Prose:
        """Two articles with the passages they share.

        Parameters
        ----------
        left, right
            Ids of articles. One alone: the pair is the one that shares the longest changed passage with it. None: the
            pair with the longest changed passage, of pairs whose order is known if there are any.

        Raises
        ------
        StoryError, SamestoryError
            An article that is not in the story, or has no text.
        """
        named = [self.story.article(name)["article_id"] for name in (left, right) if name]
        chosen = [named] if len(named) == 2 else self._changed(named)
        shown = [show_alignment(self.story.articles, self.passages, one, other) for one, other in chosen]
        said = f"Pairs shown side by side: {len(chosen)}. Pairs that share writing: {len(self.pairs)}."
        return show_all([*shown, show_text(said)])

    def not_compared(self) -> Prose:
        """How many articles could not be compared, and why."""
        bases = self.families["basis"].value_counts()
        return show_text(
            "Articles that could not be compared, so nothing shows that they are independent: without text"
            f" {bases.get('no_text', 0)}, too short {bases.get('too_short', 0)}, the only one in their language or in a"
            f" script without words {bases.get('not_comparable', 0)}."
        )

    def strongest(self) -> Prose:
        """The pair of outlets that shares most words."""
        if not self.n_compared:
            return show_text(NOTHING)
        if self.matrix.empty:
            return show_text(f"No article shares {LEAST_SHARED} words of writing with another outlet.")
        row = self.matrix.nlargest(1, "shared_words").iloc[0]
        share = "shares" if row["n_sharing"] == 1 else "share"
        return show_text(
            f"For example, {row['n_sharing']} of {counted(row['n_articles'], 'article')} of {row['outlet']} {share}"
            f" writing with {row['other']}, {row['shared_words']} words in all. With so few articles, the true share"
            f" may be anywhere from {row['low']:.0%} to {row['high']:.0%} (95% interval,"
            f" {row['interval'].replace('wilson', 'Wilson')})."
            f" Known to be later: {row['n_known']}; the dates tie: {row['n_tied']}; a date is missing:"
            f" {row['n_unknown']}."
        )

    def funnel(self, counts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """The table from articles over copy families to independent reports.

        Parameters
        ----------
        counts
            For each name in `scopes`, the row of ``sources.independence`` for its articles and families.

        Returns
        -------
        DataFrame
            One row a scope. ``n_independent`` is empty if nobody coded which sources the articles name.
        """
        tables = [table.assign(scope=scope) for scope, table in counts.items()]
        table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=FUNNEL)
        return table if self._is_sourced() else table.assign(n_independent=pd.NA)

    def reports(self, funnel: pd.DataFrame) -> Prose:
        """How many families remain, and how many of them name no other as their source.

        Parameters
        ----------
        funnel
            From `funnel`.
        """
        if funnel.empty:
            return show_text("No article can be compared and no family is coded, so there is nothing to count.")
        said = [self._report(row) for row in funnel.to_dict("records")]
        if FOUND not in set(funnel["scope"]):
            said.append("No article can be compared by its wording, so only the coded families are counted.")
        unknown = len(self.story.sources_not_coded)
        if not self._is_sourced():
            said.append(
                "Nobody coded which sources the articles name, so the number of independent reports is unknown."
            )
        elif unknown:
            counts = "it counts" if unknown == 1 else "they count"
            said.append(f"For {counted(unknown, 'article')} nobody coded the sources; {counts} as naming no other.")
        if machines := sorted({coder for coder in self.story.table("chains")["coder"] if coder.startswith("auto:")}):
            said.append(f"Named sources are coded by machine ({', '.join(machines)}), by no person.")
        return show_text(" ".join([*said, *([] if len(self.coded) else ["No families are coded in this story."])]))

    def claim_shares(self, rates: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """The share that carries each claim, counted in articles and in families.

        Parameters
        ----------
        rates
            For each name in `votes`, the table of ``claims.rates``.

        Returns
        -------
        DataFrame
            ``claim_id, claim``, the shares (0..1) in one column a vote, and ``gap``, the difference between articles
            and families found (empty without these); largest gap first.
        """
        shares = {name: table.set_index("claim_id")["hit_share"] for name, table in rates.items()}
        wide = pd.DataFrame(shares).rename_axis("claim_id").reset_index()
        names = self.story.claim_names()
        wide.insert(1, "claim", pd.Series([names.get(name, name) for name in wide["claim_id"]], dtype="str"))
        wide["gap"] = (wide["articles"] - wide["found"]).abs() if "found" in wide else float("nan")
        return wide.sort_values("gap", ascending=False, kind="stable", ignore_index=True)

    def most_moved(self, shares: pd.DataFrame) -> Prose:
        """The claim whose share changes most if copies count once.

        Parameters
        ----------
        shares
            From `claim_shares`.
        """
        if shares.empty:
            return show_text("No claim is coded in this story.")
        if not self.n_compared:
            return show_text(f"{NOTHING} So nothing shows which shares copies change.")
        row = shares.iloc[0]
        if not row["gap"] > 0:
            return show_text("The copies found here change no share of a claim.")
        coded = f" and {row['coded']:.1%} of the coded ones" if "coded" in shares else ""
        return show_text(
            f"{row['articles']:.1%} of the articles carry the claim {quoted(row['claim'])}, but {row['found']:.1%} of"
            f" the families found here{coded}. Of all claims, copies change this one most."
        )

    @cached_property
    def group_sizes(self) -> pd.DataFrame:
        """Groups of two articles or more: their size, and the weakest pair that connects each."""
        ties = group_pairs(self.groups, self.similar).query("is_holding").drop_duplicates("group_id", keep="last")
        sizes = self.groups.drop_duplicates("group_id")[["group_id", "n_articles", "n_outlets"]]
        table = sizes[sizes["n_articles"] > 1].merge(self._named(ties), on="group_id", how="left")
        table.insert(1, "first", table["group_id"].map(self.story.article_names()).astype("str"))
        return table

    def grouped(self) -> Prose:
        """How many groups there are, and how many articles are in none."""
        alone = self.groups.loc[self.groups["n_articles"] == 1, "article_id"]
        no_text = int((~alone.isin(self.with_text["article_id"])).sum())
        tied = " Each row names the weakest pair that connects its group." if len(self.group_sizes) else ""
        measured = f" {self.groups.attrs['measured']}" if len(self.group_sizes) else ""
        return show_text(
            f"Pairs of similar articles: {len(self.similar)}. Groups of two articles or more: {len(self.group_sizes)}."
            f" Articles in no group: {len(alone)}, of which {no_text} have no text. Placed by a correction:"
            f" {self.groups['is_corrected'].sum()}.{tied}{measured}"
        )

    @cached_property
    def group_steps(self) -> pd.DataFrame:
        """From ``reuse.group_sensitivity``: the groups at other thresholds."""
        corrections = self.story.table("group_corrections", coder="*")
        return group_sensitivity(self.story.articles, self.similar, corrections=corrections)

    def group_robustness(self) -> Prose:
        """How far the number of groups depends on how close articles must be."""
        counts = self.group_steps["n_groups"]
        if self.similar.empty:
            return show_text("No two articles are similar, so no threshold changes the groups.")
        between = f"from {counts.min()} to {counts.max()}" if counts.min() < counts.max() else f"{counts.min()}, at all"
        same = self.group_steps.loc[counts == int(self.groups["group_id"].nunique()), "closeness"]
        near = f"at a closeness of {same.min():g} only"
        if same.min() < same.max():
            near = f"for a closeness between {same.min():g} and {same.max():g}"
        return show_text(f"At other thresholds the number of groups is {between}. It is the same as here {near}.")

    def by_others(self) -> Prose:
        """Which share of an article's words other texts of the set explain, and where nobody can tell."""
        told = self.explained[self.explained["least_share"].notna()]
        if not self.n_compared or told.empty:
            return show_text(NOTHING)
        least, most = told["least_share"].mean(), told["most_share"].mean()
        share = f"{least:.0%}" if most - least < SAME_SHARE else f"between {least:.0%} and {most:.0%}"
        agency = told["agency_words"].sum() / max(1, told["agency_words"].sum() + told["outlet_words"].sum())
        names = self.story.article_names()
        unseen = told.loc[told["evidence"] == "credited, not seen", "article_id"].map(names)
        n_open = int((told["evidence"] == "order open").sum())
        named = f" ({listed(unseen, 3)})" if len(unseen) else ""
        said = (
            f"On average, {share} of the words of an article are in the text of an agency or of another outlet of the"
            f" set, over {counted(len(told), 'article')} with a text. Of the words explained, {agency:.0%} are an"
            " agency's. Only a credit line shows the source, so the share cannot be told:"
            f" {counted(len(unseen), 'article')}{named}."
        )
        return show_text(said + (f" With words whose order is open: {n_open}." if n_open else ""))

    def robustness(self) -> Prose:
        """How far the number of families depends on the thresholds, and whether shared wording is more than chance."""
        if not self.n_compared:
            return show_text(NOTHING)
        if self.thresholds.empty:
            return show_text("No passage is shared at any threshold, so none of them changes the number of families.")
        left = self.thresholds["n_families"]
        between = f"from {left.min()} to {left.max()}" if left.min() < left.max() else f"{left.min()} at all of them"
        if self.chance.empty:
            pairs = "No two articles with a date and an outlet share writing, so shuffled dates show nothing."
        else:
            total = self.chance.iloc[0]
            pairs = (
                f"Pairs that share writing and may be less than {self.near_hours:g} hours apart: {total['n_pairs']}."
                f" With shuffled dates there are {total['expected']:.1f} on average, and in 95% of the shuffles"
                f" {total['low']:.0f} to {total['high']:.0f}. In {total['p_value']:.1%} of the shuffles there are at"
                " least as many as with the real dates."
            )
        unseen = self.chance.attrs["n_undated"] + self.chance.attrs["n_without_outlet"]
        out = f" Left out of the shuffle, without a date or an outlet: {counted(unseen, 'article')}." if unseen else ""
        return show_text(f"Families left, by threshold: {between}. {pairs}{out}")

    @cached_property
    def compared_with_coding(self) -> pd.DataFrame:
        """Members of coded families that have a text, and whether they share a family found here.

        Returns
        -------
        DataFrame
            ``family_id, article_id, article, basis, is_found, derivation, derivation_found``, for coded families with
            two such members or more.
        """
        rows = self._coded_and_found()
        rows = rows[rows["article_id"].isin(self.with_text["article_id"])]
        rows = rows[rows["family_id"].duplicated(keep=False)].sort_values(["family_id", "article_id"])
        rows = rows.assign(article=rows["article_id"].map(self.story.article_names()))
        columns = ["family_id", "article_id", "article", "basis", "is_found", "derivation", "derivation_found"]
        return rows[columns].reset_index(drop=True)

    def found_again(self) -> Prose:
        """How many members of coded families are found again, and what is found that nobody coded."""
        if self.coded.empty:
            return show_text("No person coded copy families in this story, so there is nothing to compare with.")
        members, rows, names = self.compared_with_coding, self._coded_and_found(), self.story.article_names()
        if members.empty:
            return show_text("No coded family has two members with a text, so nothing can be found again.")
        basis = members.groupby("basis")["is_found"].agg(["sum", "size"])
        again = "; ".join(f"{name} {row['sum']} of {row['size']}" for name, row in basis.iterrows())
        joined = rows[rows["family_id_found"].duplicated(keep=False)]
        wrong = [names[name] for name in joined.loc[~joined["is_found"], "article_id"]]
        other = members[members["is_found"] & (members["derivation_found"] != members["derivation"])]["article"]
        return show_text(
            f"Members of coded families that are found again, by what puts them there: {again}. Joined here, but to no"
            f" member of their coded family: {len(wrong)}{f' ({listed(wrong, 3)})' if wrong else ''}. Found, but put"
            f" into another class: {len(other)}{f' ({listed(other, 3)})' if len(other) else ''}."
        )

    def cut_texts(self) -> Prose:
        """How many articles are judged by a part of their text."""
        articles = self.story.articles
        short = articles.loc[articles["text_status"].isin(["cut", "teaser"]), "article_id"]
        rows = self.words[self.words["article_id"].isin(short) & (self.words["n_words"] > 0)]
        return show_text(
            f"Judged by a part of their text: {counted(len(rows), 'article')}. Called derived:"
            f" {rows['derivation'].isin(DERIVED).sum()}."
        )

    def _with_text(self) -> str:
        n = len(self.with_text)
        return f"{n:,} of {counted(len(self.story.articles), 'article')} {'has' if n == 1 else 'have'} a text"

    def _n_families(self) -> int:
        ids = self.with_text["article_id"]
        return int(self.families.loc[self.families["article_id"].isin(ids), "family_id"].nunique())

    def _is_sourced(self) -> bool:
        """Whether anybody coded which sources some article names."""
        return len(self.story.sources_not_coded) < len(self.story.articles)

    def _report(self, row: dict) -> str:
        n = row["n_families"]
        said = f"{str(row['scope']).capitalize()}: {counted(row['n_articles'], 'article')},"
        said += f" {counted(n, 'copy family', 'copy families')}"
        if not pd.isna(row["n_independent"]):
            said += f", of which {row['n_independent']} {'names' if row['n_independent'] == 1 else 'name'} no other"
        left = int(row["n_not_examined"])
        return f"{said}. Not examined for copies, so not counted as independent: {left}." if left else f"{said}."

    def _changed(self, named: list[str]) -> list[list[str]]:
        """The pair with the longest changed passage, of known order first; any passage if an article is named."""
        rows = self.writing
        if not named:
            rows = rows[(rows["similarity"] < UNCHANGED) & (rows["note"] != REWRITTEN)]
        for name in named:
            rows = rows[(rows["earlier_id"] == name) | (rows["later_id"] == name)]
        rows = rows.sort_values(PAIR).assign(is_known=rows["order"] == "known")
        return rows.sort_values(["is_known", "n_words"], kind="stable").tail(1)[PAIR].to_numpy().tolist()

    def _coded_and_found(self) -> pd.DataFrame:
        rows = self.coded.merge(self.families, on="article_id", suffixes=("", "_found"))
        return rows.assign(is_found=rows.duplicated(["family_id", "family_id_found"], keep=False))

    def _named(self, pairs: pd.DataFrame) -> pd.DataFrame:
        return _with_names(pairs, self.story)


def overview(
    story: Story, *, min_words: int = 12, window_hours: float = 72, across_languages: bool = False
) -> ReuseOverview:
    """Which articles of a story share their words, what is left if copies count once, and how firm that is.

    Parameters
    ----------
    story
        A loaded story.
    min_words
        Words in common that a passage must have, from 6.
    window_hours
        Articles further apart in time, in hours, are not compared.
    across_languages
        Whether a copy family also takes in translations: articles of other languages that say the same, see
        ``reuse.shared_meaning``. Groups always span the languages of a story, see ``reuse.similar_across``; the first
        time, about 350 sentences a second are made into vectors.

    Returns
    -------
    ReuseOverview
        Tables, and sentences about them.

    Raises
    ------
    SamestoryError
        An option out of range.

    Examples
    --------
    >>> reuse = ss.reuse.overview(story)
    >>> reuse.writing[["earlier", "n_words"]].head(1).values.tolist()
    [['Gristline Newsroom, 2 Mar 2023', 182]]
    >>> reuse.cut_texts()
    Judged by a part of their text: 2 articles. Called derived: 0.
    """
    articles, coded = story.articles, story.table("families")
    parts = marked_parts(articles)
    passages = shared_passages(articles, min_words=min_words, window_hours=window_hours, parts=parts, rewrites=True)
    passages = _with_names(passages, story)
    by = ["n_words", *PAIR]
    writing = passages[passages["kind"] == "writing"].sort_values(by, ascending=[False, True, True], ignore_index=True)
    spoken = passages[passages["kind"] == "quotation"].sort_values(by, ascending=[False, True, True])
    spoken = spoken.merge(writing[PAIR].drop_duplicates(), how="left", indicator="side")
    vectors = story.sentence_vectors() if articles["language"].nunique() > 1 else None
    meaning = None
    if across_languages and vectors is not None:
        meaning = shared_meaning(articles, passages=passages, window_hours=window_hours, vectors=vectors)
    found = families(articles, passages, parts=parts, meaning=meaning)
    words = word_origins(articles, passages, parts=parts)
    words.insert(1, "article", words["article_id"].map(story.article_names()).astype("str"))
    explained = explained_words(articles, passages, parts=parts)
    by_outlet = explained_by_outlet(explained, families=found)
    matrix = exchange(articles, passages, parts=parts, groups=found, min_words=LEAST_SHARED)
    loose = shared_passages(articles, min_words=min(SHORT, min_words), window_hours=None, parts=parts)
    near = min(NEAR_HOURS, window_hours)
    by_chance = chance(articles, loose, window_hours=near)
    steps = sensitivity(articles, loose, parts=parts)
    similar = similar_pairs(articles, threshold=0.08, with_titles=True, window_hours=48, parts=parts)
    if vectors is not None:
        similar = similar_across(articles, similar, window_hours=48, vectors=vectors)
    return ReuseOverview(
        story=story,
        parts=parts,
        passages=passages,
        writing=writing,
        quotations=spoken[spoken["side"] == "left_only"].drop(columns="side"),
        families=found,
        coded=coded[~coded["coder"].astype("str").str.startswith("auto:")],
        words=words,
        own_words=words if (words["own_words"] < words["n_words"]).any() else words.head(0),
        explained=explained,
        explained_outlets=by_outlet if len(words) > 1 else by_outlet.head(0),
        matrix=matrix,
        network=network(matrix),
        thresholds=steps if steps["n_pairs"].any() else steps.head(0),
        chance=by_chance if by_chance["n_any"].any() else by_chance.head(0),
        near_hours=near,
        similar=similar,
        groups=story_groups(articles, similar, corrections=story.table("group_corrections", coder="*")),
    )


def _with_names(pairs: pd.DataFrame, story: Story) -> pd.DataFrame:
    """Pairs of articles with a readable name for each."""
    names = story.article_names()
    ends = {name.removesuffix("_id"): pairs[name].map(names).astype("str") for name in PAIR}
    return pairs.assign(**ends)
