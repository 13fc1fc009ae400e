"""What a notebook about topics shows: the tables, and sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note
from ...engine.boilerplate import marked_parts
from ...errors import counted
from ...plotting.prose import Prose, paragraph, show_text
from ...text.writing import blanked
from .topic_models import LEAST, SEEDS, STABLE, TopicMap, topic_map, topic_shares

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["TopicsOverview", "topics_overview"]

TOPICS_SHOWN, OUTLETS_SHOWN = 4, 6
LEVEL = 0.05


@dataclass(frozen=True, repr=False, eq=False)
class TopicsOverview:
    """The topics of a story's articles, and what they say in sentences.

    Attributes
    ----------
    story
        The story.
    map
        From ``topic_map``.
    topics
        Its topics.
    shares
        From ``topic_shares``, with the ``words`` of each topic.
    shown
        The rows of it that the figure shows: at most four topics, those that differ most between outlets, and the six
        outlets with most articles.
    """

    story: Story
    map: TopicMap
    topics: pd.DataFrame
    shares: pd.DataFrame
    shown: pd.DataFrame

    def summary(self) -> Prose:
        """How many topics there are and how far they can be trusted, or why there are none."""
        if self.topics.empty:
            return paragraph("No topics.", self._refused())
        n = int(self.map.articles["topic_id"].notna().sum())
        n_stable, median = int(self.topics["is_stable"].sum()), self.topics["stability"].median()
        said = [
            f"{counted(len(self.topics), 'topic')} in {counted(n, 'article')}. The number of topics was chosen, not"
            " found.",
            f"Stable over {SEEDS} starts of the search (a Jaccard index of {STABLE} or more): {n_stable} of"
            f" {len(self.topics)}; the median is {median:.2f}.",
            self._coherence(),
        ]
        return paragraph(*said, *([self._refused()] if len(self.map.refused) else []))

    def _coherence(self) -> str:
        known = self.topics.dropna(subset=["coherence"])
        if known.empty:
            return "Too few articles were kept out of the search to say whether the words of a topic belong together."
        n = int(self.topics.drop_duplicates("model")["n_held_out"].sum())
        above = int((known["coherence"] > known["coherence_chance"]).sum())
        mean, chance = known["coherence"].mean(), known["coherence_chance"].mean()
        return (
            f"In the {counted(n, 'article')} kept out of the search, the words of a topic have a mean coherence of"
            f" {mean:.2f}; words drawn from all topics have {chance:.2f}."
            f" Above these: {above} of {len(known)}."
        )

    def _refused(self) -> str:
        if self.map.refused.empty:
            return f"No article has a text; topics need {LEAST} articles."
        rows = [f"{row.model}: {row.reason}" for row in self.map.refused.itertuples()]
        more = f"; and {len(rows) - 6} more" if len(rows) > 6 else ""
        return f"Not divided into topics: {'; '.join(rows[:6])}{more}."

    def outlets(self) -> Prose:
        """Whether outlets write more or less than the others about a topic, and whether that is more than chance."""
        if self.topics.empty:
            return show_text("Without topics, outlets cannot be compared by them.")
        tested = self.shares.dropna(subset=["p_adjusted"])
        note = copies_note(self.story.table("families"), self.story.articles)
        if tested.empty:
            return show_text(f"No outlet has enough articles that are not copies to be compared. {note}")
        found = tested[tested["p_adjusted"] < LEVEL].sort_values("p_adjusted", kind="stable")
        said = f"Comparisons of an outlet with all others, a topic each: {len(tested):,}."
        if found.empty:
            return paragraph(
                f"{said} No difference found with copies counted once, false discoveries held at 5%.", note
            )
        rows = [
            f"{row.group}, {row.words.split(',')[0]} ({row.family_share:.0%} of {row.n_families:,})"
            for row in found.head(3).itertuples()
        ]
        return paragraph(
            f"{said} Different with copies counted once, false discoveries held at 5%: {len(found):,}; the clearest"
            f" are {'; '.join(rows)}.",
            note,
        )


def topics_overview(story: Story, *, by: str = "words", n_topics: int = 10) -> TopicsOverview:
    """Divide the articles of a story into topics, and count these by outlet.

    Parameters
    ----------
    story
        A loaded story. Credit lines, promotion and other parts that are no writing are left out.
    by, n_topics
        As for ``topic_map``.

    Returns
    -------
    TopicsOverview

    Raises
    ------
    TableError
        An option out of range.

    Examples
    --------
    >>> ss.wording.topics_overview(story).summary()
    No topics. Not divided into topics: en: too few articles: 19, needs 100; fr: too few articles: 4, needs 100; ru: too
    few articles: 4, needs 100; uk: too few articles: 4, needs 100.
    """
    articles, families = story.articles, story.table("families")
    if len(articles) >= LEAST:
        parts = story.table("parts")
        articles = articles.assign(text=blanked(articles, parts if len(parts) else marked_parts(articles)))
    vectors = story.sentence_vectors() if by == "meaning" and len(articles) >= LEAST else None
    found = topic_map(articles, by=by, n_topics=n_topics, families=families, vectors=vectors)
    table = topic_shares(found, articles, families=families)
    table = table.merge(found.topics[["topic_id", "words"]], on="topic_id", how="left")
    return TopicsOverview(story=story, map=found, topics=found.topics, shares=table, shown=_shown(table))


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the outlets with most articles, of the topics whose share differs most between them."""
    sizes = table.drop_duplicates(["group", "model"]).groupby("group")["n_articles"].sum()
    largest = sizes.sort_values(ascending=False, kind="stable").index[:OUTLETS_SHOWN]
    rows = table[table["group"].isin(largest)]
    enough = rows[~rows["is_few"]].groupby("topic_id")["article_share"]
    spread = (enough.max() - enough.min()).sort_values(ascending=False, kind="stable")
    rows = rows[rows["topic_id"].isin(spread.index[:TOPICS_SHOWN])]
    return rows.sort_values(["topic_id", "n_articles", "group"], ascending=[True, False, True], ignore_index=True)
