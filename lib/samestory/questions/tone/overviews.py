"""What the notebook about tone shows: the joined tables, and sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...coding import CODER, code_attributions
from ...copies import copies_note
from ...engine.boilerplate import marked_parts
from ...engine.meaning import sentence_vectors
from ...errors import counted, listed
from ...plotting.prose import Prose, paragraph, show_all, show_passages, show_text
from ...schema import given_parts
from ...statistics import MIN_N
from ...text import blanked
from .firmness import CANNOT_TELL, marker_rates, markers, stances, verbs
from .lexicon import lexicons
from .measures import SCORED, TOWARDS, contributions, levels, sentences, topic_words, towards, words

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["ToneOverview", "overview"]

READ = ("body", "dateline", "correction")  # a call to subscribe or a note about the author has a tone of its own
FIRMNESS = ("hedge_to_fact", "hope_to_fact", "attribution_to_vouching", "claim_kept_attributed")
N_PASSAGES = 4
N_ACTORS = 3  # in the figure


@dataclass(frozen=True, repr=False)
class ToneOverview:
    """The tables about the tone of a story, and what they say in sentences.

    Attributes
    ----------
    story
        The story.
    by
        The column of ``articles`` that groups them.
    words, sentences
        From ``tone.words`` and ``tone.sentences``.
    coverage
        One row a language: ``language, lexicon, licence, n_articles, n_words, covered_share`` and ``n_sentences`` of
        which ``n_scored`` have a score.
    topic
        From ``tone.topic_words``, by outlet.
    contributions
        From ``tone.contributions``.
    levels
        From ``tone.levels``, own voice, all words.
    without_topic
        The same without topic words.
    voices
        From ``tone.levels`` over all articles, one row a voice.
    mentions
        From ``tone.towards``, without topic words; empty if the codebook has no actor.
    actors
        From ``tone.levels`` of ``mentions``, all voices; ``name`` is the readable name of the actor.
    markers, rates, claim_rates
        From ``tone.markers``, and ``tone.marker_rates`` in own voice per 100 words and per attributed claim.
    verbs, stances
        From ``tone.verbs`` and ``tone.stances``.
    """

    story: Story
    by: str
    words: pd.DataFrame
    sentences: pd.DataFrame
    coverage: pd.DataFrame
    topic: pd.DataFrame
    contributions: pd.DataFrame
    levels: pd.DataFrame
    without_topic: pd.DataFrame
    voices: pd.DataFrame
    mentions: pd.DataFrame
    actors: pd.DataFrame
    markers: pd.DataFrame
    rates: pd.DataFrame
    claim_rates: pd.DataFrame
    verbs: pd.DataFrame
    stances: pd.DataFrame

    @property
    def source_line(self) -> str:
        """One line for the foot of a figure: which story, how many articles, and that a machine found the rest."""
        return self.story.source_line_of(f"tone by lexicon, voices by machine ({CODER})")

    @property
    def scored_actors(self) -> pd.DataFrame:
        """The rows of ``actors`` with a score, of the actors that most articles name."""
        rows = self.actors[self.actors["n_articles"] > 0]
        top = rows.groupby("actor")["n_articles"].sum().sort_values(ascending=False, kind="stable").head(N_ACTORS).index
        return rows[rows["actor"].isin(top)].reset_index(drop=True)

    def summary(self) -> Prose:
        """The answer: what a lexicon covers, the tone of groups, what is topic in it, and how firmly things are put."""
        if self.sentences.empty:
            return show_text("No article has a text and a language, so there is nothing to read.")
        return show_all(
            [
                paragraph(self._covered(), self._ends(), self._topic(), self._spread()),
                paragraph(self._firm(), self._stances()),
                paragraph(copies_note(self.story.table("families"), self.story.articles)),
            ]
        )

    def lexicon(self) -> Prose:
        """Which lexicon was used for which language, and what it covers."""
        parts = []
        for row in self.coverage.itertuples():
            of = f"{row.language}: {counted(row.n_articles, 'article')}, {row.n_words:,} words"
            if row.n_scored:
                parts.append(
                    f"{of}; {row.lexicon} ({row.licence}) knows {row.covered_share:.1%} of the words, and"
                    f" {row.n_scored} of {row.n_sentences} sentences and parts of them have a score"
                )
            else:
                parts.append(f"{of}; {row.lexicon}")
        return show_text(". ".join(parts) + "." if parts else "No article was read.")

    def voice_note(self) -> Prose:
        """How many words are in which voice."""
        n = self.sentences.groupby("voice")["n_words"].sum()
        said = ", ".join(f"{voice} {int(count):,}" for voice, count in n.items())
        return show_text(f"Words by voice: {said}. Other people's words say nothing of the outlet's own tone.")

    def negations(self) -> Prose:
        """How many values a negation or a word of degree changes, and how many scored sentences have a hedge."""
        change = self.words["change"].value_counts()
        scored = self.sentences[self.sentences["status"] == SCORED]
        return show_text(
            f"Of {counted(len(self.words), 'word')} with a value, {change.get('negation', 0)} are turned by a negation,"
            f" {change.get('stronger', 0)} made stronger and {change.get('weaker', 0)} weaker by the words around them."
            f" {int((scored['n_hedges'] > 0).sum())} of {len(scored)} scored sentences also have a hedge: their value"
            " is not changed, and `n_hedges` shows it."
        )

    def changed(self) -> Prose:
        """Passages in which a negation turns a value."""
        rows = self.words[self.words["change"] == "negation"]
        return self._passages(rows.assign(said=_said(rows["word"], rows["valence"])))

    def blind(self) -> Prose:
        """What the lexicon cannot see: topic words, and loaded words of the codebook that it misses or turns round."""
        labels = self.story.table("labels")
        own = labels[(labels["voice"] == "own") & (labels["evaluation"] == "delegitimising")]
        read = self.sentences.loc[self.sentences["lexicon"] != "", "article_id"]
        said = sorted({label.lower() for label in own.loc[own["article_id"].isin(read), "label"]})
        known = self.words.drop_duplicates("word").set_index("word")["valence"].to_dict()
        hits = {label: [known[word] for word in label.split() if word in known] for label in said}
        missed = [label for label, values in hits.items() if not values]
        wrong = [f"{label} ({max(values):+g})" for label, values in hits.items() if values and max(values) > 0]
        parts = [self._topic()]
        if said:
            parts.append(
                f"Of {counted(len(said), 'delegitimising label')} that these articles use in their own voice, the"
                f" lexicon does not know {len(missed)}{f': {listed(missed, 8)}' if missed else ''}."
            )
        if wrong:
            parts.append(f"It takes these for good: {listed(wrong, 5)}.")
        return paragraph(*parts)

    def strongest(self) -> Prose:
        """The sentences in own voice with the strongest scores, without topic words, each with what it rests on."""
        topic = set(self.topic.loc[self.topic["is_topic"], "word"])
        own = self.words[(self.words["voice"] == "own") & ~self.words["word"].isin(topic)]
        keys = ["article_id", "sentence"]
        found = own.assign(said=_said(own["word"], own["contribution"]))
        found = found.groupby(keys, as_index=False).agg(total=("contribution", "sum"), said=("said", ", ".join))
        places = self.sentences.drop_duplicates(keys)[[*keys, "begin", "end"]]
        found = found.merge(places, on=keys)
        found = found.sort_values(["total", "article_id"], key=lambda c: -c.abs() if c.name == "total" else c)
        return self._passages(found)

    def towards(self) -> Prose:
        """How many mentions of actors have a score, and what that cannot say."""
        if self.mentions.empty:
            return show_text("The codebook names no actor, or none is mentioned, so no tone towards an actor is given.")
        n, scored = len(self.mentions), int(self.mentions["score"].notna().sum())
        return show_text(
            f"{counted(n, 'mention')} of {counted(self.mentions['actor'].nunique(), 'actor')}, {scored} of them with a"
            " word of the lexicon near by; the figure has these only. The score says what is near a name, not who does"
            " it to whom."
        )

    def examples(self) -> pd.DataFrame:
        """The verbs behind the stances.

        Returns
        -------
        DataFrame
            One row a language and stance: ``language, stance, n_verbs, verbs`` (the most frequent first).
        """
        kept = self.verbs[self.verbs["stance"] != CANNOT_TELL]
        found = kept.groupby(["language", "stance", "verb"]).size().rename("n").reset_index()
        found = found.sort_values(["language", "stance", "n", "verb"], ascending=[True, True, False, True])
        return found.groupby(["language", "stance"], as_index=False).agg(
            n_verbs=("n", "sum"), verbs=("verb", lambda said: ", ".join(list(said)[:8]))
        )

    def planted(self) -> pd.DataFrame:
        """Planted changes of firmness in an invented story: the words found in the passage, and in the one it is from.

        Returns
        -------
        DataFrame
            ``plant, planted, article, found, other_article, other_found``: hedges, boosters and reporting verbs; in the
            other article those of the sentence that is nearest in meaning. No row if nothing was planted.
        """
        plants = self.story.truth["plants"]
        plants = plants[plants["kind"].isin(FIRMNESS)]
        names = self.story.article_names()
        columns = ["plant", "planted", "article", "found", "other_article", "other_found"]
        if plants.empty:
            return pd.DataFrame(columns=columns)
        ids = {*plants["article_id"], *plants["other_article_id"]}
        articles = self.story.articles
        vectors = sentence_vectors(articles[articles["article_id"].isin(ids)])
        rows = []
        for plant in plants.itertuples():
            mine, own = vectors.of(plant.article_id)
            here = mine[(mine["begin"] < plant.end) & (mine["end"] > plant.begin)].iloc[0]
            theirs, other = vectors.of(plant.other_article_id)
            there = theirs.iloc[int((other @ own[here.name]).argmax())]
            found = self._said_in(plant.article_id, here), self._said_in(plant.other_article_id, there)
            mine_is, other_is = names[plant.article_id], names[plant.other_article_id]
            rows.append((plant.plant_id, plant.kind.replace("_", " "), mine_is, found[0], other_is, found[1]))
        return pd.DataFrame(rows, columns=columns)

    def _said_in(self, article_id: str, place: pd.Series) -> str:
        """The words of doubt, certainty and stance in a sentence."""
        found = []
        for table, word, what in ((self.markers, "marker", "kind"), (self.verbs, "verb", "stance")):
            rows = table[table["article_id"] == article_id]
            rows = rows[(rows["begin"] >= place["begin"]) & (rows["end"] <= place["end"])]
            found += [f"{row[word]} ({row[what]})" for row in rows.to_dict("records")]
        return ", ".join(found) or "none"

    def _covered(self) -> str:
        scored = self.coverage[self.coverage["n_scored"] > 0]
        n = int(self.coverage["n_articles"].sum())
        if scored.empty:
            return f"There is no lexicon for any language of these {n} articles, so their tone cannot be told."
        share = (scored["covered_share"] * scored["n_words"]).sum() / scored["n_words"].sum()
        without = self.coverage[self.coverage["n_scored"] == 0]
        said = (
            f"A lexicon reads {int(scored['n_articles'].sum())} of {counted(n, 'article')} and knows {share:.1%} of"
            " their words."
        )
        if len(without):
            said += f" {int(without['n_articles'].sum())} cannot be read: {listed(without['lexicon'])}."
        return said

    def _ends(self) -> str:
        rows = self.levels[~self.levels["is_few_articles"]].sort_values("article_mean")
        if len(rows) < 2:
            return (
                f"Fewer than two groups by {self.by} have {MIN_N} articles with a score, so groups cannot be compared."
            )
        low, high = rows.iloc[0], rows.iloc[-1]
        apart = low["article_high"] < high["article_low"]
        return (
            f"Own voice, by {self.by}: lowest {low['group']} ({low['article_mean']:.2f}, interval"
            f" {low['article_low']:.2f} to {low['article_high']:.2f}), highest {high['group']}"
            f" ({high['article_mean']:.2f}, {high['article_low']:.2f} to {high['article_high']:.2f});"
            f" the intervals {'do not overlap' if apart else 'overlap'}."
        )

    def _topic(self) -> str:
        counted_ = self.contributions["contribution"].abs()
        if not counted_.sum():
            return "No word of a lexicon was found."
        mine = counted_[self.contributions["is_topic"]].sum() / counted_.sum()
        words_ = self.contributions.loc[self.contributions["is_topic"], "word"].head(6).tolist()
        if not words_:
            return "No word of the lexicon is used by half of the outlets, so none is marked as topic."
        return f"{mine:.0%} of all value comes from words of the topic, which outlets share: {', '.join(words_)}."

    def _spread(self) -> str:
        merged = self.levels.merge(self.without_topic, on=["voice", "group"], suffixes=("", "_without"))
        merged = merged[(merged["n_articles"] > 0) & (merged["n_articles_without"] > 0)]
        if merged.empty:
            return ""
        return (
            f"Without them the mean over groups is {merged['article_mean_without'].mean():.2f}, not"
            f" {merged['article_mean'].mean():.2f}."
        )

    def _firm(self) -> str:
        parts = []
        for kind in ("hedge", "booster"):
            rows = self.rates[self.rates["kind"] == kind]
            n, total = int(rows["n_article_markers"].sum()), int(rows["n_article_units"].sum())
            if total:
                parts.append(f"{counted(n, kind)} ({100 * n / total:.2f} per 100)")
        if not parts:
            return "No language of these articles has a list of hedges or boosters."
        total = int(self.rates.loc[self.rates["kind"] == "hedge", "n_article_units"].sum())
        claims = self.claim_rates[self.claim_rates["kind"] == "hedge"]
        n, units = int(claims["n_article_markers"].sum()), int(claims["n_article_units"].sum())
        said = f"In {total:,} words in own voice: {' and '.join(parts)}."
        return said + (f" In {counted(units, 'attributed claim')}: {counted(n, 'hedge')}." if units else "")

    def _stances(self) -> str:
        kept = self.verbs[self.verbs["stance"] != CANNOT_TELL]
        if kept.empty:
            return "No reporting verb was found in a language with a list of stances."
        n = kept["stance"].value_counts()
        said = ", ".join(f"{stance} {count}" for stance, count in n.items())
        return f"{counted(len(kept), 'reporting expression')}: {said}."

    def _passages(self, rows: pd.DataFrame) -> Prose:
        if rows.empty:
            return show_text("No such passage.")
        texts = self.story.articles.drop_duplicates("article_id").set_index("article_id")["text"]
        names = self.story.article_names()
        found = [
            (texts[row.article_id], row.begin, row.end, f"{names[row.article_id]}: {row.said}", row.article_id)
            for row in rows.head(N_PASSAGES).itertuples()
        ]
        return show_passages(pd.DataFrame(found, columns=["text", "begin", "end", "source", "article_id"]))


def overview(story: Story, *, by: str = "outlet", window: int = 12) -> ToneOverview:
    """The tone of a story by lexicon, its coverage, and how firmly things are put.

    Parameters
    ----------
    story
        A loaded story. Voices are found by rules, in every language with reporting words.
    by
        The column of ``articles`` that groups them: ``outlet``, ``country``, ``language`` ...
    window
        Words before and after the mention of an actor that count.

    Returns
    -------
    ToneOverview
        The tables, and sentences about them.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> view = ss.tone.overview(story, by="country")
    >>> view.lexicon()
    en: 19 articles, ...
    """
    articles, families = story.articles, story.table("families")
    parts = story.table("parts")
    parts = parts if len(parts) else marked_parts(articles)
    read = articles.assign(text=blanked(articles, given_parts(parts, articles), keep=READ))
    said = code_attributions(read, engine="rules")
    valued = words(read, attributions=said)
    topic = topic_words(valued, read, families=families)
    shared = tuple(topic.loc[topic["is_topic"], "word"])
    rows = sentences(read, attributions=said)
    fewer = sentences(read, attributions=said, without=shared)
    mentions = (
        towards(read, story.codebook, attributions=said, without=shared, window=window)
        if story.codebook.actors
        else pd.DataFrame(columns=list(TOWARDS)).astype(TOWARDS)
    )
    actors = levels(mentions, read, by, voice=None, families=families)
    names = story.actor_names()
    actors.insert(1, "name", actors["actor"].map(lambda actor: names.get(actor, actor)).astype("str"))
    reporting = verbs(read, attributions=said)
    voices = [levels(rows, read, "story", voice=voice, families=families) for voice in ("own", "attributed", "quoted")]
    return ToneOverview(
        story=story,
        by=by,
        words=valued,
        sentences=rows,
        coverage=_coverage(rows),
        topic=topic,
        contributions=contributions(valued, topic),
        levels=levels(rows, read, by, families=families),
        without_topic=levels(fewer, read, by, families=families),
        voices=pd.concat(voices, ignore_index=True),
        mentions=mentions,
        actors=actors,
        markers=markers(read, attributions=said),
        rates=marker_rates(rows, read, by, families=families),
        claim_rates=marker_rates(rows, read, by, per="claims", voice=None, families=families),
        verbs=reporting,
        stances=stances(reporting, read, by, families=families),
    )


def _said(words_: pd.Series, values: pd.Series) -> list[str]:
    return [f"{word} {value:+.1f}" for word, value in zip(words_, values, strict=True)]


def _coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """What the lexicons cover, by language."""
    known = lexicons().set_index("language")
    found = (
        rows.assign(is_scored=rows["status"] == SCORED)
        .groupby("language", as_index=False)
        .agg(
            n_articles=("article_id", "nunique"),
            n_words=("n_words", "sum"),
            n_covered=("n_covered", "sum"),
            n_sentences=("status", "size"),
            n_scored=("is_scored", "sum"),
        )
    )
    share = (found["n_covered"] / found["n_words"]).where(found["n_covered"] > 0)
    names = [known["lexicon"].get(code, f"no lexicon for {code}") for code in found["language"]]
    licences = [known["licence"].get(code, "") for code in found["language"]]
    found = found.assign(covered_share=share, lexicon=names, licence=licences)
    columns = ["language", "lexicon", "licence", "n_articles", "n_words", "covered_share", "n_sentences", "n_scored"]
    return found[columns].sort_values("n_articles", ascending=False, ignore_index=True)
