"""The tables that findings are made from: the overviews of the questions, each made once and only if it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from ..questions.agreement.overviews import AgreementOverview
from ..questions.agreement.overviews import overview as agreement_overview
from ..questions.claims.overviews import ClaimsOverview
from ..questions.claims.overviews import overview as claims_overview
from ..questions.corpus.overviews import CorpusOverview
from ..questions.corpus.overviews import overview as corpus_overview
from ..questions.numbers.overviews import NumbersOverview
from ..questions.numbers.overviews import overview as numbers_overview
from ..questions.sources.chains import comparison_set
from ..questions.sources.links import link_sources
from ..questions.sources.origins import independence
from ..questions.statements.overviews import StatementsOverview
from ..questions.statements.overviews import overview as statements_overview
from ..questions.timeline.overviews import TimelineOverview
from ..questions.timeline.overviews import overview as timeline_overview
from ..questions.translation.overviews import TranslationOverview
from ..questions.translation.overviews import overview as translation_overview
from ..schema import CARRIED
from ..statistics import family_of
from ..story import Story
from .evidence import Passage, passage_maker
from .no_text import has_run

__all__ = ["Material"]


@dataclass(frozen=True, repr=False)
class Material:
    """One story, and what the questions find in it.

    Attributes
    ----------
    story
        A loaded story with at least one article.
    with_texts
        Whether words of articles may be in sentences and figures.
    """

    story: Story
    with_texts: bool = True

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles."""
        return self.story.articles

    @cached_property
    def names(self) -> dict[str, str]:
        """Readable names of the articles."""
        return self.story.article_names()

    @cached_property
    def families(self) -> pd.DataFrame:
        """The copy families."""
        return self.story.table("families")

    @cached_property
    def family(self) -> dict[str, str]:
        """The copy family of each article."""
        ids = self.articles["article_id"]
        return dict(zip(ids, family_of(ids, self.families), strict=True))

    @cached_property
    def foreign(self) -> set[str]:
        """The articles in another language than most; a reader most easily reads passages of the others."""
        main = self.articles["language"].mode()
        return set(self.articles.loc[~self.articles["language"].isin(main.head(1)), "article_id"])

    @cached_property
    def make(self) -> Callable[..., Passage]:
        """What makes a passage: ``make(article_id, says, begin, end)``."""
        return passage_maker(self.articles)

    @cached_property
    def chains(self) -> pd.DataFrame:
        """Citation chains, with proposed articles."""
        return link_sources(self.story.joined("chains"), self.articles)

    @cached_property
    def compared(self) -> pd.DataFrame:
        """What the article in focus is compared with."""
        return comparison_set(self.chains, self.articles, self.story.focus)

    @cached_property
    def reports(self) -> pd.DataFrame:
        """Articles, families, independent reports, origins: one row."""
        return independence(self.articles, self.families, self.chains)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The same by part of the story, with its readable name."""
        table = independence(self.articles, self.families, self.chains, by="event")
        names = self.story.event_names()
        return table.assign(name=[names.get(event, event) for event in table["event"]])

    @cached_property
    def answers(self) -> dict[str, str]:
        """Which denial answers which claim, from ``denied_by`` of the codebook: of several, the one most carry."""
        coded = self.story.table("claims")
        n = coded[coded["status"].isin(CARRIED)]["claim_id"].value_counts()
        claims = self.story.codebook.claims
        pairs = [(one.denied_by, key) for key, one in claims.items() if one.denied_by]
        pairs.sort(key=lambda pair: (n.get(pair[1], 0), pair[1]))
        return {str(denial): key for denial, key in pairs}

    @cached_property
    def claims(self) -> ClaimsOverview | None:
        """Claims; None if none is coded."""
        if self.story.table("claims").empty:
            return None
        return claims_overview(
            self.story,
            independence=self.reports,
            independence_by_event=self.parts[self.parts.columns.drop("name")],
            comparison_set=self.compared,
            chains=self.chains,
            answers=self.answers,
        )

    @cached_property
    def numbers(self) -> NumbersOverview | None:
        """Numbers; None if none is coded."""
        if self.story.table("numbers").empty:
            return None
        return numbers_overview(self.story, comparison_set=self.compared, chains=self.chains)

    @cached_property
    def timeline(self) -> TimelineOverview:
        """Time."""
        return timeline_overview(self.story)

    @cached_property
    def corpus(self) -> CorpusOverview:
        """What is in the story, and what is missing."""
        return corpus_overview(self.story)

    @cached_property
    def n_texts(self) -> int:
        """How many articles have a text."""
        return int(self.articles["text"].fillna("").str.strip().ne("").sum())

    @cached_property
    def statements(self) -> StatementsOverview | None:
        """Shared statements; None with fewer than two texts."""
        return statements_overview(self.story) if self.n_texts > 1 else None

    @cached_property
    def translation(self) -> TranslationOverview | None:
        """Changes between an article and its source; None with fewer than two texts."""
        return translation_overview(self.story) if self.n_texts > 1 else None

    @cached_property
    def agreement(self) -> AgreementOverview | None:
        """Two codings of the same units; None if the story has one coder of claims or none."""
        found = agreement_overview(self.story) if len(self.story.coders("claims")) > 1 else None
        return found if found is not None and found.second != "simulated" else None

    def n_outlets(self, article_ids: object) -> int:
        """How many outlets some articles are of; each article without an outlet counts as one."""
        rows = self.articles[self.articles["article_id"].isin(article_ids)]
        return int(rows["outlet"].fillna(rows["article_id"]).nunique())

    def n_families(self, article_ids: object) -> int:
        """How many copy families some articles are in."""
        return len({self.family[key] for key in article_ids if key in self.family})  # type: ignore[attr-defined]


def without_long_names(story: Story) -> Story:
    """The story with ids in place of names in its codebook that are taken from an article.

    A codebook made from the articles has their sentences as titles. A report without texts must not show them.
    """
    texts = [text for name in ("title", "text") for text in story.articles[name].dropna()]
    book = story.codebook

    def safe(key: str, *names: str | None) -> str:
        said = next(name for name in (*names, key) if name)
        return key if has_run(said, texts) else said

    return replace(
        story,
        codebook=book.model_copy(
            update={
                "claims": {
                    key: one.model_copy(update={"title": safe(key, one.title, one.name)})
                    for key, one in book.claims.items()
                },
                "quantities": {
                    key: one.model_copy(update={"title": safe(key, one.title, one.description)})
                    for key, one in book.quantities.items()
                },
            }
        ),
    )
