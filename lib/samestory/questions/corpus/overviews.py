"""What the notebook about the corpus shows: tables of who, where, when and what is missing, and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note
from ...errors import counted
from ...plotting import show_text
from ...plotting.prose import Prose
from ...schema import NOT_STATED
from ...story import summary
from .measures import composition, date_precision, dates, missing_values, outlets, text_seen

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["CorpusOverview", "overview"]

# The columns of `missing_values` in words.
FACTS = {
    "outlet": "outlet",
    "country": "country",
    "language": "language",
    "title": "title",
    "author": "author",
    "published": "date",
    "url": "web address",
    "text": "text",
    "event": "part of the story",
}


@dataclass(frozen=True, repr=False)
class CorpusOverview:
    """The articles of a story in tables; its methods say in sentences what the tables show.

    Attributes
    ----------
    by_outlet
        From `outlets`: one row an outlet, most articles first.
    by_country, by_language
        From `composition`, rare values in one row; ``by_language`` also has ``name``, the English name of the language.
    by_precision
        From `date_precision`: how precisely the dates are known.
    by_day
        From `dates`: articles by day or month.
    by_event
        From `text_seen`: how much of the texts was seen in each part of the story, with its ``name``.
    missing
        From `missing_values`: what is not known of the articles, with the ``name`` of each fact.
    coded
        One row a table and coder: ``table, coder, rows, articles``.
    """

    by_outlet: pd.DataFrame
    by_country: pd.DataFrame
    by_language: pd.DataFrame
    by_precision: pd.DataFrame
    by_day: pd.DataFrame
    by_event: pd.DataFrame
    missing: pd.DataFrame
    coded: pd.DataFrame
    _story: Story

    def summary(self) -> Prose:
        """How many articles there are, how many have a date, and how many were seen whole."""
        articles = self._story.articles
        n = len(articles)
        if not n:
            return show_text("This story has no articles.")
        dated, whole = int(articles["published"].notna().sum()), _n_whole(articles)
        undated = "; the others have no place in any order" if dated < n else ""
        return show_text(
            f"The set has {counted(n, 'article')} of {counted(articles['outlet'].nunique(), 'outlet')} in "
            f"{counted(articles['language'].nunique(), 'language')}. "
            f"With a date: {_of(dated, n)}{undated}. "
            f"Text seen whole: {_of(whole, n)}; only these can show that a claim was left out."
        )

    def origin(self) -> Prose:
        """Which days the story covers, and where its articles come from."""
        period = self._story.settings.period
        days = f"The story covers {_day(period.begin)} to {_day(period.end)}."
        return show_text(f"{days}\n\n{self._story.settings.origin}")

    def outlets(self) -> Prose:
        """How many outlets have more than one article."""
        articles, table = self._story.articles, self.by_outlet
        several = int((table["n_articles"] > 1).sum())
        said = f"Outlets with more than one article: {several} of {len(table)}."
        if several:
            said += f" The largest number of articles from one outlet: {table['n_articles'].max()}."
        if unknown := int(articles["outlet"].isna().sum()):
            said += f" Articles whose outlet is not known: {unknown}."
        return show_text(said)

    def countries(self) -> Prose:
        """Which country most articles are from, and for how many no country is stated."""
        known = composition(self._story.articles, "country")
        said = _leaders(known[known["country"] != NOT_STATED], "country")
        unknown = int(known.loc[known["country"] == NOT_STATED, "n_articles"].sum())
        return show_text(
            f"{said} Articles whose country is not stated: {unknown} of {len(self._story.articles):,}.".strip()
        )

    def languages(self) -> Prose:
        """Which language most articles are in, and how many languages have one article only."""
        known = _with_language_names(composition(self._story.articles, "language"), self._story)
        known = known[known["language"] != NOT_STATED]
        said = _leaders(known, "name")
        if single := int((known["n_articles"] == 1).sum()):
            said += f" Languages with a single article: {single} of {len(known)}."
            said += " A single article cannot represent its language."
        return show_text(said or "No language is known.")

    def dates(self) -> Prose:
        """How many articles have a date, and on which day there are most."""
        articles, days = self._story.articles, self.by_day[self.by_day["precision"] == "day"]
        said = f"With a date: {_of(int(articles['published'].notna().sum()), len(articles))}."
        if days.empty:
            return show_text(f"{said} No article is known to the day.")
        busiest = days[days["n_articles"] == days["n_articles"].max()]
        n, first = int(busiest["n_articles"].iloc[0]), _day(busiest["begin"].iloc[0])
        on = f"on {first}" if len(busiest) == 1 else f"on each of {len(busiest)} days, the first of them {first}"
        return show_text(f"{said} The largest number on one day: {counted(n, 'article')}, {on}.")

    def texts(self) -> Prose:
        """How many texts were seen whole, and in which parts of the story none was."""
        articles = self._story.articles
        said = f"Texts seen whole: {_of(_n_whole(articles), len(articles))}."
        parts = self.by_event[self.by_event["event"] != NOT_STATED]
        if parts.empty:
            return show_text(f"{said} No article is assigned to a part of the story.")
        poor = parts[parts["full"] == 0]
        if poor.empty:
            return show_text(f"{said} Every part of the story has at least one.")
        names = "; ".join(poor["name"])
        return show_text(
            f"{said} Parts of the story without any: {len(poor)} of {len(parts)} ({names}). There nobody can show that "
            "something was left out."
        )

    def gaps(self) -> Prose:
        """Which facts are missing most often, and which are known for all articles."""
        table, n = self.missing, len(self._story.articles)
        some = table[table["n_missing"] > 0]
        said = f"Facts that are missing for some articles: {len(some)} of {len(table)}."
        if len(some):
            said += f" Missing most often: {some['name'].iloc[0]} ({_of(int(some['n_missing'].iloc[0]), n)})."
        known = table.loc[table["n_missing"] == 0, "name"]
        return show_text(f"{said} Known for all articles: {', '.join(known) or 'none'}.")

    def coding(self) -> Prose:
        """Who coded how much, and whether copies were looked for."""
        story, coders = self._story, self._story.coders()
        coded = self.coded[self.coded["table"] != "articles"]
        said = (
            f"Coded rows: {coded['rows'].sum():,}, in {counted(coded['table'].nunique(), 'table')}, by "
            f"{counted(len(coders), 'coder')}."
            if coders
            else story.coding_note[0]
        )
        copies = copies_note(story.table("families"), story.articles)
        both = "Copies are not independent votes, so the other notebooks count articles and families."
        return show_text(f"{said}\n\n{copies} {both}")


def overview(story: Story, *, most: int = 12) -> CorpusOverview:
    """What is in a story, and what is missing.

    Parameters
    ----------
    story
        A loaded story.
    most
        How many countries and languages keep a row of their own; all rarer ones become one row.

    Returns
    -------
    CorpusOverview
        Tables, and sentences about them.

    Examples
    --------
    >>> print(ss.corpus.overview(story).languages())
    Most articles: English (19 of 31, 61%).
    """
    articles = story.articles
    by_event = text_seen(articles, "event")
    missing = missing_values(articles)
    names = by_event["event"].map(story.event_names()).fillna(by_event["event"].astype("str"))
    return CorpusOverview(
        by_outlet=outlets(articles),
        by_country=composition(articles, "country", most=most),
        by_language=_with_language_names(composition(articles, "language", most=most), story),
        by_precision=date_precision(articles),
        by_day=dates(articles),
        by_event=by_event.assign(name=names.astype("str")),
        missing=missing.assign(name=missing["column"].map(FACTS).astype("str")),
        coded=summary(story),
        _story=story,
    )


def _with_language_names(table: pd.DataFrame, story: Story) -> pd.DataFrame:
    names = story.language_names()
    return table.assign(name=pd.Series([names.get(code, code) for code in table["language"]], dtype="str"))


def _leaders(table: pd.DataFrame, name: str) -> str:
    """The value with most articles, or all that share the first place."""
    if table.empty:
        return ""
    first = table[table["n_articles"] == table["n_articles"].max()]
    n, total = int(first["n_articles"].iloc[0]), int(first["n_total"].iloc[0])
    each = "each " if len(first) > 1 else ""
    return f"Most articles: {', '.join(first[name])} ({each}{n} of {total}, {n / total:.0%})."


def _n_whole(articles: pd.DataFrame) -> int:
    return int((articles["text_status"] == "full").sum())


def _of(n: int, total: int) -> str:
    return f"{n} of {counted(total, 'article')}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"
