"""One article compared with the articles close to its origin: whom it names, and which claims it puts more firmly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from ...copies import copies_note
from ...errors import counted
from ...notes import comparison_note
from ...plotting import outlet_of, show_passage, show_passages, show_text
from ...plotting.prose import Prose
from ...schema import MENTIONED
from .firmness import MADE, hardening

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["ArticleOverview", "article_overview"]

NO_TEXT = "The text of this page is not in the set."
# What the relations of `sources.comparison_set` are called.
RELATIONS = {
    "named": "named as its source",
    "nearer": "closer to the origin",
    "unsourced": "names no outlet or agency as its source",
    "itself": "the article itself",
}
# What the steps of `hardening` mean, in the order in which they are counted.
STEPS = {
    "kept": "as firm as in most compared families",
    "hardened": "firmer (hardened)",
    "softened": "less firm (softened)",
    "added": "absent from all compared articles that were seen whole (added)",
    "split": "no majority among the compared families (split)",
}


@dataclass(frozen=True, repr=False)
class ArticleOverview:
    """One article and the articles it is compared with; its methods say in sentences what the tables show.

    Attributes
    ----------
    article_id, outlet, text
        The article, its outlet (or its id), and its text (or that there is none).
    event_articles
        The articles about the same event; without an event only the article itself.
    parts
        The marked parts of its text: ``part, begin, end, n_characters`` (half-open character offsets).
    compared
        How many articles of each relation it is compared with: ``relation, n_articles, articles``.
    steps
        From `hardening`, with the name of each ``claim``: every claim coded for the article.
    made
        The rows of ``steps`` for the claims that the article asserts, attributes or hedges.
    others
        The claims that hardened as the compared articles put them: ``claim, article, status, attributed_to, note``.
    numbers
        The figures given for these claims, with the columns of ``NUMBERS``.
    """

    NUMBERS: ClassVar[list[str]] = ["article", "quantity", "value_text", "low", "high", "attributed_to"]

    article_id: str
    outlet: str
    text: str
    event_articles: pd.DataFrame
    parts: pd.DataFrame
    compared: pd.DataFrame
    steps: pd.DataFrame
    made: pd.DataFrame
    others: pd.DataFrame
    numbers: pd.DataFrame
    _near: pd.DataFrame
    _story: Story

    @property
    def note(self) -> str:
        """What the article is compared with, in a few words, for a caption."""
        return comparison_note(self._near)

    @property
    def caption(self) -> str:
        """The caption of the figure of `plot_hardening`: what is compared."""
        return f"The claims that {self.outlet} puts forward, compared with {self.note}."

    @property
    def compared_ids(self) -> pd.Series:
        """The ``article_id`` of the articles it is compared with."""
        return self._near.loc[self._near["relation"] != "itself", "article_id"]

    @cached_property
    def hardened(self) -> pd.DataFrame:
        """The rows of ``made`` whose claim the article puts more firmly than most compared families."""
        return self.made[self.made["step"] == "hardened"]

    def summary(self) -> Prose:
        """How many claims the article puts more firmly, which ones, and what it is compared with."""
        n, hard = len(self.made), self.hardened
        if self.steps.empty:
            return show_text(f"No claim is coded in the article by {self.outlet}, so nothing can be compared.")
        said = f"{self.outlet} puts forward {counted(n, 'claim')}."
        if self.compared_ids.empty:
            return show_text(
                f"{said} It is compared with no other article, so nobody can tell whether a claim became firmer."
            )
        names = f": {'; '.join(hard['claim'])}" if len(hard) else ""
        which = f"{len(hard)} of them" if len(hard) else "none of them" if n != 1 else "it no"
        firmer = "more firmly than most families of the articles it is compared with"
        return show_text(f"{said} It puts {which} {firmer}{names}.\n\nIt is compared with {self.note}.")

    def as_found(self) -> Prose:
        """The whole article, as it was published, with a mark on each passage that is coded with a claim."""
        about = self._story.article(self.article_id)
        marks = zip(self._own["begin"], self._own["end"], strict=True)
        return show_passage(
            self.text, mark=marks, source=", ".join(about[["outlet", "url"]].dropna()), article=self.article_id
        )

    def marks(self) -> Prose:
        """How many passages are coded, and how much of the text is not the article's body."""
        said = f"Passages coded with a claim: {len(self._own)}."
        rest = self.parts[self.parts["part"] != "body"]
        if self.parts.empty:
            return show_text(f"{said} Nobody marked the parts of this text, such as promotion or credits.")
        if rest.empty:
            return show_text(f"{said} The whole text is marked as the article's body.")
        names = ", ".join(rest["part"].str.replace("_", " "))
        return show_text(
            f"{said} Of {counted(len(self.text), 'character')} {rest['n_characters'].sum():,} are not the article's "
            f"body but {names}. The offsets count them too."
        )

    def chain(self) -> Prose:
        """Whom the article names as its source, back to the origin, and how many articles on the event name one."""
        story, chains = self._story, self._story.joined("chains")
        own = chains[chains["article_id"] == self.article_id].sort_values("step")
        unread = set(story.sources_not_coded)
        if len(own):
            known = own["source_article_id"].notna().sum() if "source_article_id" in own else 0
            said = (
                f"{self.outlet} names this citation chain, for its whole report or for a part of it: "
                f"{' > '.join([*own['source'], self.outlet])}. Sources in the chain: {len(own)}; articles of this set "
                f"among them: {known}."
            )
        elif self.article_id in unread:
            said = f"Nobody coded whom {self.outlet} names as its source."
        else:
            said = f"{self.outlet} names no outlet and no agency as its source."
        ids = self.event_articles["article_id"]
        if self.event_articles["event"].isna().all():
            return show_text(f"{said} The article is assigned to no event.")
        n = ids.isin(chains["article_id"]).sum()
        said += f" Articles on this event that name an outlet or agency as their source: {n} of {len(ids)}"
        left = int((ids.isin(unread) & ~ids.isin(chains["article_id"])).sum())
        return show_text(said + (f"; not coded: {left}." if left else "."))

    def comparison(self) -> Prose:
        """What the article is compared with, and whether copies were looked for among these articles."""
        articles = self._story.articles
        compared = articles[articles["article_id"].isin(self.compared_ids)]
        said = f"{self.outlet} is compared with {self.note}."
        if compared.empty:
            return show_text(said)
        return show_text(f"{said} Copies count as one. {copies_note(self._story.table('families'), compared)}")

    def counts(self) -> Prose:
        """How many claims the article puts as firmly as the others, more firmly, less firmly, or alone."""
        n = self.made["step"].value_counts()
        parts = [f"{said}: {n.get(step, 0)}" for step, said in STEPS.items()]
        rest = len(self.made) - sum(int(n.get(step, 0)) for step in STEPS)
        told = "; ".join([*parts, f"none of these: {rest}"])
        return show_text(f"Of the {counted(len(self.made), 'claim')} that {self.outlet} puts forward: {told}.")

    def passages(self) -> Prose:
        """The passages of the article that put the hardened claims."""
        if self.hardened.empty:
            return show_text("No claim hardened, so there is no passage to compare.")
        own = self._own[self._own["claim_id"].isin(self.hardened["claim_id"])]
        names = self._story.claim_names()
        source = [
            f"{self.outlet}: {names.get(row.claim_id, row.claim_id)}, {row.status}"
            for row in own.itertuples(index=False)
        ]
        return show_passages(own.assign(text=self.text, source=source))

    def other_passages(self) -> Prose:
        """The passages of the compared articles that put the same claims, if their texts are in the set."""
        if self.others.empty:
            return show_text("No compared article carries a claim that hardened.")
        source = [f"{row.article}: {row.claim}, {row.status}" for row in self.others.itertuples(index=False)]
        return show_passages(self.others.assign(source=source))

    def figures(self) -> Prose:
        """The numbers that the compared articles give for the hardened claims, and those of this article."""
        if self.numbers.empty:
            return show_text("No number is coded for a claim that hardened.")
        here = self.numbers["article_id"] == self.article_id
        before, after = (", ".join(sorted(set(rows))) or "none" for rows in self._values(here))
        return show_text(f"Numbers in the compared articles: {before}. Numbers in {self.outlet}: {after}.")

    def known(self) -> Prose:
        """How many compared articles have a date, were seen whole, and name no outlet or agency as their source."""
        ids = self.compared_ids
        rows = self._story.articles[self._story.articles["article_id"].isin(ids)]
        return show_text(
            f"Of {counted(len(ids), 'compared article')}: with a date: {rows['published'].notna().sum()}; seen whole: "
            f"{rows['text_status'].eq('full').sum()}; naming no outlet or agency as their source: "
            f"{self._near['relation'].eq('unsourced').sum()}."
        )

    def _values(self, here: pd.Series) -> tuple[pd.Series, pd.Series]:
        return self.numbers.loc[~here, "value_text"], self.numbers.loc[here, "value_text"]

    @cached_property
    def _own(self) -> pd.DataFrame:
        """The claims of the article whose place in the text is known."""
        claims = self._story.table("claims")
        return claims[(claims["article_id"] == self.article_id) & claims["begin"].notna()]


def article_overview(story: Story, article_id: str, near: pd.DataFrame) -> ArticleOverview:
    """Compare one article with those it names as its source, or with others close to the same origin.

    Parameters
    ----------
    story
        A loaded story with claims.
    article_id
        The article.
    near
        What it is compared with, from ``sources.comparison_set``.

    Returns
    -------
    ArticleOverview
        Tables, and sentences about them.

    Raises
    ------
    StoryError
        The story has no such article.

    Examples
    --------
    >>> near = ss.sources.comparison_set(story.joined("chains"), story.articles, story.focus)
    >>> ss.claims.article_overview(story, story.focus, near).figures()
    No number is coded for a claim that hardened.
    """
    me = story.article(article_id)
    articles, claims, names = story.articles, story.table("claims"), story.claim_names()
    event = articles["article_id"] == article_id
    if not pd.isna(me["event"]):
        event = articles["event"] == me["event"]
    parts = story.table("parts")
    compared = near.loc[near["relation"] != "itself", "article_id"]
    steps = hardening(claims, story.table("families"), article_id, compared)
    steps["claim"] = [names.get(claim_id, claim_id) for claim_id in steps["claim_id"]]
    made = steps[steps["status"].isin(MADE)]
    hard = set(made.loc[made["step"] == "hardened", "claim_id"])
    return ArticleOverview(
        article_id=article_id,
        outlet=outlet_of(me),
        text=me["text"] if isinstance(me["text"], str) else NO_TEXT,
        event_articles=articles[event],
        parts=parts[parts["article_id"] == article_id].assign(n_characters=lambda t: t["end"] - t["begin"]),
        compared=_by_relation(near, story.article_names()),
        steps=steps,
        made=made,
        others=_others(story, hard, compared),
        numbers=_numbers(story, hard, near),
        _near=near,
        _story=story,
    )


def _by_relation(near: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    named = near.assign(article=near["article_id"].map(names), relation=near["relation"].map(RELATIONS))
    return named.groupby("relation", sort=False)["article"].agg(n_articles="size", articles="; ".join).reset_index()


def _others(story: Story, hard: set[str], compared: pd.Series) -> pd.DataFrame:
    """How the compared articles put the hardened claims, with their texts."""
    claims, names = story.table("claims"), story.claim_names()
    kept = claims["claim_id"].isin(hard) & claims["article_id"].isin(compared)
    kept &= ~claims["status"].isin(["absent", "not_visible", MENTIONED])
    table = claims[kept].merge(story.articles[["article_id", "text"]], on="article_id")
    table["article"] = table["article_id"].map(story.article_names())
    table["claim"] = pd.Series([names.get(claim_id, claim_id) for claim_id in table["claim_id"]], dtype="str")
    return table.sort_values(["claim_id", "status", "article"], ignore_index=True)


def _numbers(story: Story, hard: set[str], near: pd.DataFrame) -> pd.DataFrame:
    """The figures given for the hardened claims, those of the article last."""
    wanted = [name for name, quantity in story.codebook.quantities.items() if quantity.claim in hard]
    table = story.joined("numbers")
    places = {article_id: place for place, article_id in enumerate(near["article_id"])}
    table = table[table["quantity"].isin(wanted) & table["article_id"].isin(places)]
    table = table.assign(
        article=table["article_id"].map(story.article_names()),
        quantity=table["quantity"].map(story.quantity_names()),
    )
    return table.sort_values("article_id", key=lambda ids: ids.map(places), kind="stable", ignore_index=True)
