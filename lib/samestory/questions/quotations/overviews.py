"""What the notebook on quotations shows: who is heard, what kinds of sources, and what becomes of each utterance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...coding import code_attributions, code_citations, joined_sources
from ...copies import copies_note
from ...engine.meaning.encoder import Encoder
from ...errors import counted, listed, quoted
from ...plotting.prose import Prose, paragraph, show_all, show_passages, show_text
from ...statistics import MIN_N
from .following import CODER, FORMS, PARAPHRASED, TRANSLATED, alteration_rates, alterations, matrix, utterances
from .measures import NOBODY, not_read, said
from .versions import CHANGED, TRIMMED
from .voices import diversity, share_of_voice

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["QuotationsOverview", "overview"]

SCHEME = (
    "Ten kinds, by the words that an article has for a source: official (the state and its services), political,"
    " business, civil (unions, associations, activists), expert, witness (also residents and workers), document,"
    " outlet, unnamed (neither name nor role), cannot tell. The scheme is this suite's own. It follows studies of"
    " news sources that separate officials from other institutions and from private persons: Sigal, Reporters and"
    " Officials (1973); Tiffen et al., Sources in the News, Journalism Studies 15 (2014), doi"
    " 10.1080/1461670X.2013.831239."
)
SHOWN = 12
MARKS = " \u00a0«»‹›“”„‟\"‘’‚'—–,"
PLANTED = (
    *("verbatim_copy", "light_rewrite", "heavy_rewrite", "agency_translation"),
    *("release_copy", "translation_chain", "shared_quotation"),
)


@dataclass(frozen=True, repr=False)
class QuotationsOverview:
    """The tables about quotations of a story, and what they say in sentences.

    Attributes
    ----------
    story
        The story.
    said
        From ``quotations.said``: every quotation and piece of reported speech, with its speaker.
    utterances
        From ``quotations.utterances``: what each article makes of each utterance.
    shared
        The rows of ``utterances`` about utterances that at least two articles have.
    shown
        The rows of ``shared`` about the utterances of most outlets, which the figures show.
    cells
        From ``quotations.matrix``, by outlet.
    alterations
        From ``quotations.alterations``.
    rates
        From ``quotations.alteration_rates``, by outlet.
    voices
        From ``quotations.share_of_voice``, all articles as one group.
    by_group
        The same for each group.
    kinds
        Shares of the kinds of sources, by group.
    named
        Shares of named and unnamed sources, by group.
    diversity
        From ``quotations.diversity``, by group.
    not_read
        Articles whose quotations cannot be read, or not all: ``article_id, why``.
    by
        The column that makes the groups.
    """

    story: Story
    said: pd.DataFrame
    utterances: pd.DataFrame
    shared: pd.DataFrame
    shown: pd.DataFrame
    cells: pd.DataFrame
    alterations: pd.DataFrame
    rates: pd.DataFrame
    voices: pd.DataFrame
    by_group: pd.DataFrame
    kinds: pd.DataFrame
    named: pd.DataFrame
    diversity: pd.DataFrame
    not_read: pd.DataFrame
    by: str

    @property
    def source_line(self) -> str:
        """One line for the foot of a figure: which story, how many articles, and that a machine found the rest."""
        return self.story.source_line_of(f"quotations found by machine ({CODER}), by no person")

    def summary(self) -> Prose:
        """The answer: how much is quoted, who is heard most, what becomes of quotations that several have."""
        banner = f"FOUND BY MACHINE ({CODER}), by no person. Read the passages before you use a number."
        if self.said.empty:
            return show_all(
                [show_text(banner), show_text(f"No quotation and no reported speech was found. {self._unread()}")]
            )
        return show_all(
            [
                show_text(banner),
                paragraph(self._amount(), self._loudest(), self._unnamed()),
                paragraph(self._followed(), self._altered()),
                paragraph(copies_note(self.story.table("families"), self.story.articles), self._unread()),
            ]
        )

    def _amount(self) -> str:
        direct = self.said[self.said["is_direct"]]
        n = direct["article_id"].nunique()
        return (
            f"{counted(len(direct), 'quotation')} in {n:,} of {counted(len(self.story.articles), 'article')}:"
            f" {counted(int(direct['n_words'].sum()), 'word')} in marks, and {int(self.said['n_words'].sum()):,} words"
            " with what is reported without marks."
        )

    def _loudest(self) -> str:
        known = self.voices[self.voices["voice"] != NOBODY]
        if known.empty:
            return "No speaker was found."
        row = known.iloc[0]
        least = f"; 95% interval: {row['low']:.0%} to {row['high']:.0%}" if row["low"] == row["low"] else ""
        once = known.sort_values(["family_share", "voice"], ascending=[False, True]).iloc[0]
        same = "" if once["voice"] == row["voice"] else f" If copies count once, {once['voice']} has most."
        return (
            f"Heard most: {row['voice']}, with {row['n_words']:,} of {row['n_words_all']:,} words"
            f" ({row['word_share']:.0%}{least}), and {row['family_share']:.0%} if copies count once.{same}"
        )

    def _unnamed(self) -> str:
        rows = self.said.assign(n=1).groupby([self.said["speaker"].isna(), self.said["is_named"]])["n_words"].sum()
        n = {key: int(value) for key, value in rows.items()}
        total = int(self.said["n_words"].sum())
        return (
            f"Sources without a name have {n.get((False, False), 0):,} of {total:,} words; of"
            f" {n.get((True, False), 0):,} words no speaker was found."
        )

    def _followed(self) -> str:
        if self.shared.empty:
            return "No utterance is in two articles, as far as it can be told."
        n, per = self.shared["utterance_id"].nunique(), self.shared["form"].value_counts()
        said = [f"{int(per[form]):,} {form}" for form in FORMS if form in per]
        first = self.shared.iloc[0]
        top = self.shared[self.shared["utterance_id"] == first["utterance_id"]]
        reads = top.loc[top["basis"] == "reference", "reads"].iloc[0]
        return (
            f"{counted(n, 'utterance')} {'is' if n == 1 else 'are'} in two articles or more; of"
            f" {counted(len(self.shared), 'version')}: {listed(said)}."
            f" Most outlets have {quoted(reads.strip(MARKS))}: {counted(top['outlet'].nunique(), 'outlet')}."
        )

    def _altered(self) -> str:
        n, compared = int(self.rates["n_changed"].sum()), int(self.rates["n_quotations"].sum())
        if not compared:
            return "No two quotations could be compared word by word."
        return (
            f"Compared word by word: {counted(compared, 'quotation')} with another version in the same language."
            f" Changed: {n:,}; trimmed: {int(self.rates['n_trimmed'].sum()):,}."
        )

    def _unread(self) -> str:
        n = len(self.not_read)
        if not n:
            return "All articles were read, whole."
        reasons = self.not_read["why"].value_counts()
        said = "; ".join(f"{reason}: {count}" for reason, count in sorted(reasons.items()))
        return f"In {counted(n, 'article')} it cannot be told what is not there ({said})."

    def scheme(self) -> Prose:
        """What the kinds of sources mean, and where the scheme is from."""
        languages = sorted(set(self.said.loc[self.said["source_kind"] == "cannot_tell", "language"].dropna()))
        told = self.said[self.said["speaker"].notna()]
        n = int((told["source_kind"] == "cannot_tell").sum())
        where = f" They are in: {listed(languages)}." if n and languages else ""
        return show_all(
            [
                show_text(SCHEME),
                show_text(
                    f"The kind cannot be told for {n:,} of {counted(len(told), 'passage')} with a speaker: no word says"
                    f" what the source is, or the language has no list.{where}"
                ),
            ]
        )

    def sources(self) -> Prose:
        """Which groups have most different sources, and how even their shares are."""
        table = self.diversity[self.diversity["n_articles"] >= MIN_N]
        few = len(self.diversity) - len(table)
        left = (
            f" {counted(few, 'group')} with fewer than {MIN_N} articles: numbers in the table, no comparison."
            if few
            else ""
        )
        if table.empty:
            return show_text(f"No group has {MIN_N} articles that can be read, so groups cannot be compared.{left}")
        row = table.sort_values(["mean_sources", "group"], ascending=[False, True]).iloc[0]
        low = f" ({row['mean_low']:.1f} to {row['mean_high']:.1f})" if row["mean_low"] == row["mean_low"] else ""
        return show_text(
            f"Most sources an article, copies counted once: {row['group']}, {row['mean_sources']:.1f}{low} on average."
            f" All its sources together are {row['n_sources']:,}; their words are shared as unevenly as among"
            f" {row['effective_sources']:.1f} sources with equal shares.{left}"
        )

    def versions(self) -> pd.DataFrame:
        """The versions of the utterances shown that are not the whole quotation in the language of the reference.

        Returns
        -------
        DataFrame
            Rows of ``shown`` whose form is trimmed, changed, translated or paraphrased, in that order.
        """
        rows = self.shared[self.shared["form"].isin([TRIMMED, CHANGED, TRANSLATED, PARAPHRASED])]
        order = rows["form"].map([CHANGED, TRIMMED, TRANSLATED, PARAPHRASED].index)
        return rows.assign(_order=order).sort_values(["_order", "utterance_id", "article_id"]).drop(columns="_order")

    def passages(self, *, rows: int = 2) -> Prose:
        """Both passages of versions that are not the whole quotation: in this article, and the reference."""
        texts = self.story.articles.drop_duplicates("article_id").set_index("article_id")["text"]
        names = self.story.article_names()
        found = []
        for one in self.versions().drop_duplicates("form").head(rows).itertuples():
            for article, begin, end, what in (
                (one.reference_id, one.reference_begin, one.reference_end, "reference"),
                (one.article_id, one.begin, one.end, one.form),
            ):
                found.append((texts[article], begin, end, f"{names[article]}: {one.utterance_id}, {what}", article))
        return show_passages(pd.DataFrame(found, columns=["text", "begin", "end", "source", "article_id"]))

    def planted(self) -> pd.DataFrame:
        """The utterances that a planted copy, rewrite or translation shares with its source, and their form in it.

        Returns
        -------
        DataFrame
            ``plant_id, planted, article, source, utterance_id, form, reads``; no row if nothing was planted.
        """
        plants = self.story.truth["plants"]
        plants = plants[plants["kind"].isin(PLANTED)] if "kind" in plants else plants
        names = self.story.article_names()
        rows = []
        for plant in plants.itertuples():
            of = {
                article: self.utterances[self.utterances["article_id"] == article].set_index("utterance_id")
                for article in (plant.article_id, plant.other_article_id)
            }
            here, there = of[plant.article_id], of[plant.other_article_id]
            for key in [key for key in here.index if key in there.index]:
                said = (key, here.at[key, "form"], here.at[key, "reads"])
                rows.append(
                    (
                        plant.plant_id,
                        plant.kind.replace("_", " "),
                        names[plant.article_id],
                        names[plant.other_article_id],
                        *said,
                    )
                )
        return pd.DataFrame(rows, columns=["plant_id", "planted", "article", "source", "utterance_id", "form", "reads"])


def overview(
    story: Story, *, by: str = "outlet", n_utterances: int = SHOWN, encoder: Encoder | None = None
) -> QuotationsOverview:
    """Who is quoted in a story, by whom, and what becomes of each quotation.

    Parameters
    ----------
    story
        A loaded story. No codebook and no coding is needed; names of sources in a codebook are used.
    by
        The column of ``articles`` whose values are compared: ``outlet``, ``country``, ``language`` ...
    n_utterances
        How many utterances the figures show.
    encoder
        Another encoder of meaning than the default.

    Returns
    -------
    QuotationsOverview
        The tables, and sentences about them.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> view = ss.quotations.overview(story, by="language")
    >>> view.utterances["form"].value_counts().to_dict()
    {'whole': 46, 'paraphrased': 7, 'translated': 4}
    """
    articles, families, book = story.articles, story.table("families"), story.codebook
    attributions = code_attributions(articles, engine="rules")
    names = joined_sources(
        articles,
        {"citations": code_citations(articles, attributions)},
        known={key: one.names for key, one in book.sources.items()},
        actors={key: one.names for key, one in book.actors.items() if one.names},
        corrections=story.table("source_names"),
    )
    found = said(articles, attributions=attributions, names=names)
    followed = utterances(found, articles, families=families, encoder=encoder)
    n_articles = followed.groupby("utterance_id")["article_id"].transform("nunique")
    shared = followed[n_articles > 1].reset_index(drop=True)
    top = list(dict.fromkeys(shared["utterance_id"]))[:n_utterances]
    everything = articles.assign(_all="all articles")
    return QuotationsOverview(
        story=story,
        said=found,
        utterances=followed,
        shared=shared,
        shown=shared[shared["utterance_id"].isin(top)].reset_index(drop=True),
        cells=matrix(followed, articles),
        alterations=alterations(followed, articles),
        rates=alteration_rates(followed, articles, families=families),
        voices=share_of_voice(found, everything, by="_all", families=families),
        by_group=share_of_voice(found, articles, by=by, families=families),
        kinds=share_of_voice(found, articles, by=by, of="source_kind", families=families),
        named=share_of_voice(found, articles, by=by, of="named", families=families),
        diversity=diversity(found, articles, by=by, families=families),
        not_read=not_read(articles),
        by=by,
    )
