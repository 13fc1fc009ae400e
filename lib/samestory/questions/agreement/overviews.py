"""What a notebook about agreement shows: two codings of the claims of a story, the joined tables, and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ...coding.by_hand import finished_articles
from ...copies import copies_note
from ...errors import counted
from ...plotting.prose import Prose, show_all, show_passages, show_text
from ...schema import MENTIONED, UNSEEN
from .coders import SIMULATED, coder_pairs, simulate_second_coder
from .measures import confusion, disagreements, scores, scores_by
from .spans import span_agreement

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["AgreementOverview", "overview"]

UNITS = ["article_id", "claim_id"]
N_PASSAGES = 2


@dataclass(frozen=True, repr=False)
class AgreementOverview:
    """Two codings of the claims of a story, how well they agree, and what this means in sentences.

    Attributes
    ----------
    story
        The story.
    first, second
        The names of the two coders; ``second`` is "simulated" if nobody coded the same units again.
    codings
        The ``claims`` tables of the two.
    noise
        The chance that the simulated coder changes a unit, 0..1.
    pairs
        From ``agreement.coder_pairs``: which coders coded the same units.
    scores, scores_by_family
        From ``agreement.scores``, by article and with one vote for each copy family.
    confusion
        From ``agreement.confusion``.
    by_claim, by_article
        From ``agreement.scores_by``, lowest agreement first; ``name`` is the readable name of the claim or article.
    disagreements
        From ``agreement.disagreements``, with the readable names ``article`` and ``claim``.
    spans
        From ``agreement.span_agreement``: passages marked for the same claim.
    settling
        The coding that settles where they differ: the one agreed between them (``ss.adjudicate``), else the coding in
        use; None if that is one of the two.
    """

    story: Story
    first: str
    second: str
    codings: tuple[pd.DataFrame, pd.DataFrame]
    noise: float
    pairs: pd.DataFrame
    scores: pd.DataFrame
    scores_by_family: pd.DataFrame
    confusion: pd.DataFrame
    by_claim: pd.DataFrame
    by_article: pd.DataFrame
    disagreements: pd.DataFrame
    spans: pd.DataFrame
    settling: str | None = None

    @property
    def is_simulated(self) -> bool:
        """Whether the second coder is made by chance."""
        return self.second not in self.story.coders()

    @cached_property
    def units(self) -> pd.DataFrame:
        """The units both could judge: ``article_id, claim_id, claim, first, second``, the last two are statuses."""
        first, second = (table[[*UNITS, "status"]] for table in self.codings)
        units = first.merge(second, on=UNITS).rename(columns={"status_x": "first", "status_y": "second"})
        units.insert(2, "claim", self._claim_names(units["claim_id"]))
        return units[~units[["first", "second"]].eq(MENTIONED).any(axis=1)].reset_index(drop=True)

    @property
    def article(self) -> str | None:
        """The article on which the codings agree least, of those in which at least one found a claim."""
        found = self.by_article[self.by_article["n_found"] > 0]
        return next(iter([*found["article_id"], *self.by_article["article_id"]]), None)

    @property
    def article_claims(self) -> pd.DataFrame:
        """The claims that at least one coding found in that article: ``claim, first, second``."""
        units = self.units[self.units["article_id"] == self.article]
        return units.loc[~units[["first", "second"]].isin(UNSEEN).all(axis=1), ["claim", "first", "second"]]

    def caption(self, note: str) -> str:
        """A caption that names both coders: "Claims coded by anna and ben; " and a note with a full stop."""
        second = "a SIMULATED second coder" if self.is_simulated else self.second
        return f"Claims coded by {self.first} and {second}; {note}"

    def summary(self) -> Prose:
        """How far the codings agree, and whether the second is simulated."""
        if self.by_claim.empty:
            return show_text("No claim is coded by two coders in this story, so every table below is empty.")
        every, strict, found = (self._score(name) for name in ("all", "strict", "found_or_not"))
        said = (
            f"{self.first} and {self.second} give the same status to {_times(every['n_same'])} of"
            f" {counted(int(every['n_units']), 'unit')}"
        )
        if not strict["n_units"]:
            return show_text(f"{self._banner()}{said}. Neither found any claim, so agreement is not tested.")
        n = int(strict["n_units"])
        said += f", and to {_times(strict['n_same'])} of the {n:,} in which at least one of them found a claim."
        if pd.isna(strict["alpha"]):
            said += " All of these have one status, so Krippendorff's alpha is not defined."
        else:
            said += f" Over these {n:,}, Krippendorff's alpha is {strict['alpha']:.3f}{_interval(strict)}."
        if pd.notna(found["alpha"]):
            said += f" On whether a claim is there at all, alpha is {found['alpha']:.3f}."
        return show_text(self._banner() + said)

    def compared(self) -> Prose:
        """Which two codings are compared, and how many units each has."""
        (first, a), (second, b) = zip((self.first, self.second), self.codings, strict=True)
        said = f"This notebook compares {first} ({counted(len(a), 'unit')}) with {second} ({counted(len(b), 'unit')})."
        if self.is_simulated:
            said += (
                " A real second coding needs another reader, the codebook, some ten articles drawn at random, and no"
                " look at the first coding."
            )
        return show_text(said)

    def one_article(self) -> Prose:
        """How far the codings agree in the article on which they agree least."""
        if self.article is None:
            return show_text("No article is coded by both.")
        row = self.by_article.set_index("article_id").loc[self.article]
        return show_text(
            f"{row['name']}: the same status for {row['n_same']:g} of {counted(row['n_units'], 'unit')}, and for"
            f" {row['n_same_value']:g} of the {row['n_found']:g} that at least one coding found."
            " The other units are the same because neither coding found the claim."
        )

    def lift(self) -> Prose:
        """By how much the claims that neither coding found raise the share of equal codes."""
        every, strict = self._score("all"), self._score("strict")
        if not strict["n_units"]:
            return show_text("Neither coding found any claim.")
        points = (every["same_share"] - strict["same_share"]) * 100
        return show_text(
            f"The share of equal codes is {every['same_share']:.1%} over all units and {strict['same_share']:.1%} over"
            " those with a claim that at least one coding found. The claims that neither found raise it by"
            f" {points:.0f} percentage points."
        )

    def by_families(self) -> Prose:
        """Agreement by articles and by copy families."""
        n_articles, n_families = (
            int(self._score("all", self.scores_by_family)[name]) for name in ("n_articles", "n_families")
        )
        alphas = [_number(self._score("strict", table)["alpha"]) for table in (self.scores, self.scores_by_family)]
        articles = self.story.articles
        coded = articles[articles["article_id"].isin(self.units["article_id"])]
        return show_text(
            f"{counted(n_articles, 'article')}, {counted(n_families, 'family', 'families')}. Alpha over the claims that"
            f" at least one coding found: {alphas[0]} by articles, {alphas[1]} by families."
            f" {copies_note(self.story.table('families'), coded)}"
        )

    def kinds(self) -> Prose:
        """How many units differ, and in what."""
        n = self.disagreements["kind"].value_counts()
        said = (
            f"Units that differ: {len(self.disagreements)}. Only one coding found the claim:"
            f" {n.get('found_by_one', 0)}. Both found it with another status:"
            f" {n.get('other_value', 0)}. Neither found it, and they differ in"
            f" whether it could be seen: {n.get('not_visible', 0)}."
        )
        unsure = f" One could not tell how the claim is put: {n[MENTIONED]}." if MENTIONED in n else ""
        return show_text(said + unsure)

    def claims(self) -> Prose:
        """On which claims the codings differ most."""
        table = self.by_claim
        least = table.loc[table["found_share"] == table["found_share"].min(), "name"]
        nowhere = int((table["n_found"] == 0).sum())
        return show_text(
            f"The codings differ on {int((table['article_ids'] != '').sum())} of {counted(len(table), 'claim')}."
            f" Least agreement: {', '.join(least) or 'none'}. Claims that neither coding found anywhere, so that"
            f" agreement on them is not tested: {nowhere}."
        )

    def passages(self) -> Prose:
        """Passages the first coding marked for units on which the codings differ."""
        marked = self.disagreements[self.disagreements["begin_first"].notna()] if len(self.disagreements) else None
        n = 0 if marked is None else len(marked)
        said = show_text(f"Units that differ and have a passage marked by {self.first}: {n}.")
        if marked is None or marked.empty:
            return said
        texts = self.story.articles.drop_duplicates("article_id").set_index("article_id")["text"]
        rows = [
            (texts.get(row.article_id), row.begin_first, row.end_first, self._asked(row), row.article_id)
            for row in marked.head(N_PASSAGES).itertuples()
        ]
        return show_all(
            [show_passages(pd.DataFrame(rows, columns=["text", "begin", "end", "source", "article_id"])), said]
        )

    def places(self) -> Prose:
        """How many passages both coders marked with the same begin and end."""
        if self.spans.empty or not self.spans["n_first"].max():
            return show_text(f"{self.first} marked no passage, so places in the text cannot be compared.")
        exact = self.spans.set_index("comparison").loc["exact"]
        return show_text(
            f"{self.first} marked {counted(int(exact['n_first']), 'passage')}, {self.second}"
            f" {int(exact['n_second']):,}. With the same claim, begin and end: {exact['n_first_met']:g}"
            f" (F1 {exact['f1_share']:.3f})."
        )

    def settled(self) -> Prose:
        """How often the coding in use, settled later, overrules both; and that alpha does not say who is right."""
        swapped = scores(*self.codings[::-1], n_resamples=1)
        said = (
            "If first and second coder are swapped, alpha stays the same:"
            f" {_number(self._score('strict', swapped)['alpha'])}. It cannot say which coding to trust."
        )
        if self.is_simulated:
            return show_text(f"{said} Here every difference is an error that chance put into the second coding.")
        if (final := self.settling) is None:
            return show_text(said)
        called = "coding in use" if final == self.story.coder else "agreed coding"
        agreed = self.units[self.units["first"] == self.units["second"]]
        later = agreed.merge(self.story.table("claims", coder=final)[[*UNITS, "status"]], on=UNITS)
        overruled = later[later["status"] != later["first"]]
        names = self.story.article_names()
        where = "; ".join(f"{names.get(row.article_id, row.article_id)}: {row.claim}" for row in overruled.itertuples())
        sides = self.disagreements["sided_with"].value_counts()
        return show_text(
            f"The {called}, {final}, overrules both on {len(overruled)} of the {counted(len(agreed), 'unit')} on"
            f" which they agree ({where or 'none'}). If they differ, it has the status of {self.first} for"
            f" {counted(int(sides.get('first', 0)), 'unit')} and that of {self.second} for {sides.get('second', 0)}."
            f" {said}"
        )

    def _banner(self) -> str:
        if not self.is_simulated:
            return ""
        return (
            "SIMULATED: nobody coded these units a second time. The second coder is made by chance and changes a unit"
            f" with a chance of {self.noise:.0%}. It shows how the measures react, not how well anybody coded. "
        )

    def _score(self, comparison: str, table: pd.DataFrame | None = None) -> pd.Series:
        rows = (self.scores if table is None else table).set_index("comparison")
        return (
            rows.reindex([comparison])
            .fillna(dict.fromkeys(["n_units", "n_same", "n_articles", "n_families"], 0))
            .iloc[0]
        )

    def _claim_names(self, ids: pd.Series) -> pd.Series:
        names = self.story.claim_names()
        return ids.map(lambda one: names.get(one, one)).astype("str")

    def _asked(self, row: object) -> str:
        """What is asked about a passage: the claim, and which of the two statuses it has."""
        article, claim, first, second = (getattr(row, name) for name in ("article", "claim", "first", "second"))
        return f"{article}: {claim}, {in_words(first)} or {in_words(second)}?"


def overview(
    story: Story, *, first: str = "", second: str = "", noise: float = 0.1, seed: int = 1, n_resamples: int = 1000
) -> AgreementOverview:
    """How well two coders agree on the claims of a story.

    Parameters
    ----------
    story
        A loaded story.
    first, second
        The two coders. Default: the two who share most units, the coding in use last. If nobody shares units with the
        first, the second is simulated.
    noise
        The chance that the simulated coder changes a unit, 0..1.
    seed, n_resamples
        Seed of the simulation and of the intervals (95 %), and how many draws the intervals use.

    Returns
    -------
    AgreementOverview
        The tables, and sentences about them.

    Raises
    ------
    StoryError
        A coder who coded nothing in this story.
    TableError
        ``noise`` is not between 0 and 1.

    Examples
    --------
    >>> view = ss.agreement.overview(story, n_resamples=20)
    >>> view.first, view.second
    ('truth', 'simulated')
    >>> view.one_article()
    Ostvar, 2 Mar 2023, 05:12: the same status for 8 of 15 units, and for 2 of the 9 that at least one coding found. The
    other units are the same because neither coding found the claim.
    """
    pairs = coder_pairs(_finished(story.table("claims", coder="*"), story))
    made = set(story.table("adjudicated", coder="*")["coder"])  # agreed codings are no second reading
    one, two = _chosen(pairs, story.coder, made, first, second)
    a = _finished(story.table("claims", coder=one if one in story.coders() or first else None), story)
    if two == SIMULATED and SIMULATED not in story.coders():
        b = simulate_second_coder(a, story.articles, share=noise, seed=seed)
    else:
        b = _finished(story.table("claims", coder=two), story)
    families = story.table("families")
    claim_names, article_names = story.claim_names(), story.article_names()
    settling = None if two == SIMULATED else _settling(story, one, two)
    third = None if settling is None else story.table("claims", coder=settling)
    apart = disagreements(a, b, settled=third)
    apart.insert(1, "article", apart["article_id"].map(lambda key: article_names.get(key, key)).astype("str"))
    apart.insert(3, "claim", apart["claim_id"].map(lambda key: claim_names.get(key, key)).astype("str"))
    tables = {}
    for by, names in (("claim_id", claim_names), ("article_id", article_names)):
        table = scores_by(a, b, by)
        tables[by] = table.assign(name=table[by].map(lambda key, names=names: names.get(key, key)).astype("str"))
    return AgreementOverview(
        story=story,
        first=one,
        second=two,
        codings=(a, b),
        noise=noise,
        pairs=pairs,
        scores=scores(a, b, n_resamples=n_resamples, seed=seed),
        scores_by_family=scores(a, b, families=families, n_resamples=n_resamples, seed=seed),
        confusion=confusion(a, b),
        by_claim=tables["claim_id"],
        by_article=tables["article_id"],
        disagreements=apart,
        spans=span_agreement(a, b, key=UNITS, n_resamples=n_resamples, seed=seed),
        settling=settling,
    )


def in_words(status: str) -> str:
    """A status as words: ``not_visible`` becomes "not visible"."""
    return status.replace("_", " ")


def _finished(claims: pd.DataFrame, story: Story) -> pd.DataFrame:
    """The rows of articles that their coder has finished; a coder who marks none has finished all that have rows."""
    codings = {"claims": claims, "examined": story.table("examined", coder="*")}
    whole = {
        coder: finished_articles(codings, str(coder), "claims", story.folder) for coder in claims["coder"].unique()
    }
    kept = [key in whole[coder] for key, coder in zip(claims["article_id"], claims["coder"], strict=True)]
    return claims[pd.Series(kept, index=claims.index, dtype=bool)].reset_index(drop=True)


def _settling(story: Story, one: str, two: str) -> str | None:
    """What settles where two differ: the coding agreed between them, else the coding in use if it is neither."""
    decided = story.table("adjudicated", coder="*")
    between = decided[decided["first"].isin([one, two]) & decided["second"].isin([one, two])]
    agreed = sorted(set(between["coder"]) & set(story.coders("claims")))
    return agreed[0] if agreed else story.coder if story.coder not in (one, two) else None


def _chosen(pairs: pd.DataFrame, in_use: str, made: set[str], first: str, second: str) -> tuple[str, str]:
    """The two coders compared: those asked for, else a pair with common units; codings made later are chosen last."""
    if first and second:
        return first, second
    both = list(pairs[["first", "second"]].itertuples(index=False, name=None))
    for one, two in sorted(both, key=lambda pair: (len(made & set(pair)), in_use in pair)):
        if not (first or second):
            return one, two
        if asked := ({first or second} & {one, two}):
            other = ({one, two} - asked).pop()
            return (first, other) if first else (other, second)
    return first or in_use, second or SIMULATED


def _times(number: float) -> str:
    """A count; families split their votes, so it may have a decimal."""
    return f"{number:,.1f}".removesuffix(".0")


def _number(alpha: float) -> str:
    return "not defined" if pd.isna(alpha) else f"{alpha:.3f}"


def _interval(row: pd.Series) -> str:
    if pd.isna(row["alpha_low"]):
        return ""
    return f" (95 % interval {row['alpha_low']:.2f} to {row['alpha_high']:.2f})"
