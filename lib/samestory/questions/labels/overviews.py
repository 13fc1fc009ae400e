"""What a notebook about labels shows: the joined tables, and sentences about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note
from ...errors import TableError, counted, listed, suggestion
from ...plotting.prose import Prose, paragraph, show_all, show_passages, show_text
from ...statistics import MIN_N
from .measures import counts, differences, exclusive, shares, uses

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["LabelsOverview", "overview"]

LEVEL = 0.05  # q below this is called a difference beyond chance
N_PASSAGES = 4


@dataclass(frozen=True, repr=False)
class LabelsOverview:
    """The tables about the labels of a story, and what they say in sentences.

    Attributes
    ----------
    story
        The story the labels are from.
    uses
        Every label with its group and copy family, from ``labels.uses``.
    named
        One row an actor and voice: ``actor, name, voice, n_articles`` that name the actor, ``n_families``.
    top
        The ids of the actors most articles name in their own voice.
    actor
        The id of the actor looked at closely; None if no label is coded.
    shares
        From ``labels.shares``, own voice, for the actors in ``top``; ``name`` is the actor's readable name here and in
        all tables below.
    delegitimising
        The rows of ``shares`` about delegitimising words.
    voices
        The same shares for ``actor``, in own voice and quoted.
    differences
        From ``labels.differences``, smallest q first.
    words
        From ``labels.counts``, own voice, for ``actor``.
    top_words
        The rows of ``words`` about the most frequent words.
    exclusive
        From ``labels.exclusive``, own voice, for all actors.
    groups
        How articles are put into groups, in a few words.
    """

    story: Story
    uses: pd.DataFrame
    named: pd.DataFrame
    top: list[str]
    actor: str | None
    shares: pd.DataFrame
    delegitimising: pd.DataFrame
    voices: pd.DataFrame
    differences: pd.DataFrame
    words: pd.DataFrame
    top_words: pd.DataFrame
    exclusive: pd.DataFrame
    groups: str

    @property
    def name(self) -> str:
        """The readable name of the actor looked at closely."""
        return "no actor" if self.actor is None else self.story.actor_names().get(self.actor, self.actor)

    def summary(self) -> Prose:
        """How often the groups use delegitimising words for the actor, and whether they differ beyond chance."""
        if self.uses.empty:
            return show_text("No label is coded in this story, so every table below is empty.")
        parts = [self._ends(), self._tested(), copies_note(self.story.table("families"), self.story.articles)]
        if machines := sorted(coder for coder in set(self._labels["coder"]) if coder.startswith("auto:")):
            parts.append(f"The labels are coded by machine ({', '.join(machines)}), by no person.")
        return paragraph(*parts)

    def scope(self) -> Prose:
        """How many labels there are, in how many articles, and how the articles are grouped."""
        n, where = len(self.uses), self.uses["article_id"].nunique()
        asked = {code for who in self.story.codebook.actors.values() for code in who.labels}
        articles = self.story.articles
        unasked = ~articles["language"].isin(asked) & ~articles["article_id"].isin(self._labels["article_id"])
        return show_text(
            f"{counted(n, 'label')} for {counted(self.uses['actor'].nunique(), 'actor')}, in {where:,} of"
            f" {counted(len(articles), 'article')}. Articles in which no label was looked for, because the codebook has"
            f" none for their language: {unasked.sum():,}. Groups, by {self.groups}:"
            f" {listed(sorted(set(self.uses['group'])))}."
        )

    def top_actors(self) -> Prose:
        """Which actors the figures show."""
        names = self.story.actor_names()
        shown = ", ".join(names.get(actor, actor) for actor in self.top) or "none"
        return show_text(
            f"The figures show the actors that most articles name in their own voice: {shown}."
            f" Looked at closely: {self.name}."
        )

    def tests(self) -> Prose:
        """How many pairs of groups could be tested, and how many differ beyond chance."""
        done = int(self.differences["p_families"].notna().sum())
        significant = {unit: int((self.differences[f"q_{unit}"] < LEVEL).sum()) for unit in ("articles", "families")}
        return show_text(
            f"Comparisons with at least {MIN_N} families in both groups: {done} of {len(self.differences)}."
            f" With q below {LEVEL}: {significant['articles']} counted in articles, {significant['families']} counted"
            " in families."
        )

    def quoted(self) -> Prose:
        """How many articles use a delegitimising word for the actor themselves, and how many quote one."""
        sums = self.voices.groupby("voice")[["n_with", "n_articles"]].sum().reindex(["own", "quoted"], fill_value=0)
        (own, n_own), (quoted, n_quoted) = sums.to_numpy()
        return show_text(
            f"Articles with a delegitimising word for {self.name} in their own voice: {own} of {n_own} that name this"
            f" actor. Articles that quote such a word: {quoted} of {n_quoted} that quote any word for this actor."
        )

    def rare_words(self) -> Prose:
        """How many words the figure of words shows, and what is left out."""
        n, shown = self.words["wording"].nunique(), self.top_words["wording"].nunique()
        rare = self.words[~self.words["wording"].isin(self.top_words["wording"])].drop_duplicates("wording")
        bad = int((rare["evaluation"] == "delegitimising").sum())
        left = f" Left out: {counted(len(rare), 'rarer word')}, {bad} of them delegitimising." if len(rare) else ""
        return show_text(f"Words for {self.name} in own voice: {n}; in the figure: {shown}.{left}")

    def passages(self) -> Prose:
        """Passages with an evaluating word: one for each actor of the figures and evaluation."""
        found = self.uses[
            self.uses["actor"].isin(self.top) & (self.uses["evaluation"] != "neutral") & self.uses["begin"].notna()
        ].sort_values(["evaluation", "article_id"])
        texts = self.story.articles.drop_duplicates("article_id").set_index("article_id")["text"]
        articles, actors = self.story.article_names(), self.story.actor_names()
        rows = [
            (
                texts[row.article_id],
                row.begin,
                row.end,
                f"{articles[row.article_id]}: {actors.get(row.actor, row.actor)}, {row.evaluation}, {row.voice} voice",
                row.article_id,
            )
            for row in found.drop_duplicates(["actor", "evaluation"]).head(N_PASSAGES).itertuples()
        ]
        shown = show_passages(pd.DataFrame(rows, columns=["text", "begin", "end", "source", "article_id"]))
        said = f"Evaluating labels for these actors whose place in a text is known: {len(found)}."
        return show_all([shown, show_text(said)])

    def only_one_group(self) -> Prose:
        """How many words only one group uses, and for how many of them this is more than chance."""
        if self.exclusive.empty:
            return show_text("No word that is in three articles or more is used by one group only.")
        spoken = self.exclusive[self.exclusive["n_others_same_language"] > 0]
        beyond = int((spoken["q_articles"] < LEVEL).sum())
        return show_text(
            f"Words in three articles or more that only one group uses: {len(self.exclusive)}. No other group writes"
            f" their language: {len(self.exclusive) - len(spoken)}. Of the other {len(spoken)}, exclusive beyond chance"
            f" (q below {LEVEL}): {beyond}."
        )

    def doubts(self) -> Prose:
        """Doubtful cases the codebook lists, and articles without a country."""
        doubtful, articles = self.story.codebook.doubtful, self.story.articles
        among = f", for example: {doubtful[0]}." if doubtful else "."
        return show_text(
            f"Doubtful cases the codebook lists: {len(doubtful)}{among} Articles whose country is not known:"
            f" {articles['country'].isna().sum()} of {len(articles)}."
        )

    def planted(self) -> pd.DataFrame:
        """The contrasts planted in an invented story, and in which voice each side evaluates the actor.

        Returns
        -------
        DataFrame
            ``planted, article, voice, other_article, other_voice``; no row if nothing was planted.
        """
        plants = self.story.truth["plants"]
        plants = plants[plants["kind"] == "label_contrast"]
        valued = self.uses[self.uses["evaluation"] != "neutral"]
        voices = valued.groupby(["article_id", "actor"])["voice"].agg(lambda voice: ", ".join(sorted(set(voice))))
        articles, actors = self.story.article_names(), self.story.actor_names()
        rows = []
        for plant in plants.itertuples():
            actor, _, contrast = plant.note.partition(":")
            row = [f"{actors.get(actor, actor)}:{contrast}"]
            for article_id in (plant.article_id, plant.other_article_id):
                row += [articles[article_id], voices.get((article_id, actor), "none")]
            rows.append(row)
        return pd.DataFrame(rows, columns=["planted", "article", "voice", "other_article", "other_voice"])

    @property
    def _labels(self) -> pd.DataFrame:
        return self.story.table("labels")

    def _ends(self) -> str:
        """The groups with the largest and the smallest share."""
        rows = self.delegitimising[self.delegitimising["actor"] == self.actor]
        rows = rows[~rows["is_few"]].sort_values(["article_share", "group"], ascending=[False, True])
        if rows.empty:
            return (
                f"No group has {MIN_N} articles that name {self.name} in their own voice, so shares cannot be compared."
            )
        ends = rows.iloc[[0, -1]] if len(rows) > 1 else rows
        in_articles = " and ".join(f"{row.n_with} of {row.n_articles} ({row.group})" for row in ends.itertuples())
        in_families = " and ".join(
            f"{row.family_votes:g} of {row.n_families} ({row.group})" for row in ends.itertuples()
        )
        return (
            f"{self.name}: of the articles that name this actor in their own voice, {in_articles} use a delegitimising"
            f" word. With one vote for each copy family: {in_families}."
            + ("" if len(rows) > 1 else " No other group has enough articles for a share.")
        )

    def _tested(self) -> str:
        done = int(self.differences["p_families"].notna().sum())
        if not done:
            return "No difference between groups can be tested with so few articles."
        beyond = int((self.differences["q_families"] < LEVEL).sum())
        return (
            f"Of {counted(done, 'difference')} between groups that can be tested for any actor, {beyond}"
            f" {'is' if beyond == 1 else 'are'} beyond chance (q below {LEVEL}) if copies count once."
        )


def overview(
    story: Story,
    *,
    by: str = "country",
    groups: Mapping[str, str] | None = None,
    actor: str | None = None,
    n_actors: int = 3,
    n_words: int = 14,
) -> LabelsOverview:
    """What each actor is called in a story, in whose voice, and by which groups of outlets.

    Parameters
    ----------
    story
        A loaded story.
    by
        The column of ``articles`` that groups them: ``country``, ``language``, ``outlet`` ...
    groups
        From values of ``by`` to groups; all other values are "elsewhere". If no value occurs in the story, or by
        default, each value is a group.
    actor
        The id of the actor to look at closely; default: the one most articles name in their own voice.
    n_actors
        How many actors the table of shares covers.
    n_words
        How many words the figure of words shows.

    Returns
    -------
    LabelsOverview
        The tables, and sentences about them.

    Raises
    ------
    TableError
        An actor that is not in the codebook and has no label, or ``by`` that is not a column of ``articles``.

    Examples
    --------
    >>> view = ss.labels.overview(story)
    >>> view.top
    ['dockers', 'company', 'firefighters']
    >>> view.quoted()
    Articles with a delegitimising word for Dockers in their own voice: 4 of 30 that name this actor. Articles that
    quote such a word: 0 of 2 that quote any word for this actor.
    """
    labels, articles, names = story.table("labels"), story.articles, story.actor_names()
    known = sorted({*names, *labels["actor"]})
    if actor and actor not in known:
        raise TableError(f"no actor {actor!r}.{suggestion(actor, known)} Actors: {listed(known)}")
    mapped = groups if groups and by in articles and articles[by].isin(list(groups)).any() else None
    glosses = {
        (code, word.label): word.gloss
        for who in story.codebook.actors.values()
        for code, words in who.labels.items()
        for word in words
        if word.gloss
    }
    found = uses(labels, articles, by=by, groups=mapped, glosses=glosses, families=story.table("families"))
    named = found.groupby(["actor", "voice"]).agg(
        n_articles=("article_id", "nunique"), n_families=("family_id", "nunique")
    )
    named = named.reset_index().sort_values(
        ["n_articles", "actor", "voice"], ascending=[False, True, True], ignore_index=True
    )
    top = named.loc[named["voice"] == "own", "actor"].head(n_actors).tolist()
    chosen = actor or next(iter(top), None)

    def readable(table: pd.DataFrame) -> pd.DataFrame:
        table = table.reset_index(drop=True)
        table.insert(1, "name", table["actor"].map(lambda actor: names.get(actor, actor)).astype("str"))
        return table

    of_chosen = found[found["actor"] == chosen]
    own = shares(found[found["actor"].isin(top)])
    voices = [shares(of_chosen, voice=voice, evaluations=("delegitimising",)) for voice in ("own", "quoted")]
    words = readable(counts(of_chosen))
    return LabelsOverview(
        story=story,
        uses=found,
        named=readable(named),
        top=top,
        actor=chosen,
        shares=readable(own),
        delegitimising=readable(own[own["evaluation"] == "delegitimising"]),
        voices=readable(pd.concat(voices)),
        differences=readable(differences(found).sort_values(["q_families", "q_articles", "actor"])),
        words=words,
        top_words=words[words["rank"] <= n_words].reset_index(drop=True),
        exclusive=readable(exclusive(found)),
        groups="the mapping given" if mapped else by,
    )
