"""What a notebook about time shows: the joined tables, and sentences about them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note
from ...errors import counted, listed, quoted
from ...plotting.prose import Prose, outlet_of, paragraph, show_all, show_passages, show_text
from ...schema import group_of
from ...schema.cells import named_cell
from .measures import LEAST_HOURS, SEEN, UNKNOWN_MEDIUM, circulation, claims_by_day, first_seen, lags, orders, times
from .pace import ALL, LEVEL, lag_distributions, lead_lag, volume

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["TimelineOverview", "overview"]

ENDS = ["source_article_id", "target_article_id"]


@dataclass(frozen=True, repr=False, eq=False)
class TimelineOverview:
    """The tables about the order and the time of a story, and what they say in sentences.

    Attributes
    ----------
    story
        The story.
    by
        The column the rows of the timeline are made of.
    orders
        From ``timeline.orders``.
    times, shown
        From ``timeline.times``, with a column ``by``; the rows of it that the figure shows.
    first
        From ``timeline.first_seen``; ``claim`` is the readable name of the claim.
    circulation
        From ``timeline.circulation``; ``claim`` is the readable name of the claim.
    days
        From ``timeline.claims_by_day``; ``claims_entering`` has readable names.
    lags
        From ``timeline.lags``, for the pairs given; ``source`` and ``target`` are the readable names of the articles.
    known_lags
        The rows of ``lags`` with a known order, the shortest first.
    between
        From ``timeline.lag_distributions``: lags between outlets.
    volume
        From ``timeline.volume``, by outlet.
    leads
        From ``timeline.lead_lag``.
    """

    story: Story
    by: str
    orders: pd.DataFrame
    times: pd.DataFrame
    shown: pd.DataFrame
    first: pd.DataFrame
    circulation: pd.DataFrame
    days: pd.DataFrame
    lags: pd.DataFrame
    known_lags: pd.DataFrame
    between: pd.DataFrame
    volume: pd.DataFrame
    leads: pd.DataFrame

    @property
    def row_names(self) -> Mapping[str, str]:
        """Readable names for the rows of the timeline."""
        return self.story.event_names() if self.by == "event" else {}

    @property
    def _n_carried(self) -> int:
        """How many claims are coded as carried by an article."""
        claims = self.story.table("claims")
        return claims.loc[claims["status"].isin(SEEN), "claim_id"].nunique()

    def summary(self) -> Prose:
        """How many pairs of articles can be put in order, and for how many claims the first article is known."""
        known = self.orders.set_index("order")["pair_share"]["known"]
        n_pairs, undated = int(self.orders["n_total"].iloc[0]), int(self.times["begin"].isna().sum())
        parts = [
            f"{known:.0%} of {counted(n_pairs, 'pair')} of articles can be put in order; {undated} of"
            f" {counted(len(self.times), 'article')} {'has' if undated == 1 else 'have'} no date."
            if n_pairs
            else "There is one article, so there is no pair to put in order.",
            self._firsts(),
        ]
        if self.story.is_coded_by_machine and self._n_carried:
            parts.append(f"The claims are coded by machine ({self.story.coder}), by no person.")
        return paragraph(*parts)

    def _firsts(self) -> str:
        """For how many claims the earliest article is known."""
        if not self._n_carried:
            return "No claim is coded as carried by an article, so nothing can be said about who was first."
        orders = self.first.drop_duplicates("claim_id")["order"].value_counts()
        known, tied, unknown = (int(orders.get(name, 0)) for name in ("known", "tied", "unknown"))
        undated = self._n_carried - self.first["claim_id"].nunique()
        said = (
            f"{counted(self._n_carried, 'claim')} {'is' if self._n_carried == 1 else 'are'} carried by an article. The"
            f" earliest article in this set is known for {known} and tied for {tied}; for {unknown}, articles without a"
            " date may be earlier."
        )
        return said + (f" Carried only by articles without a date: {undated}." if undated else "")

    def dates(self) -> Prose:
        """How precisely the dates are known, and whether copies were looked for."""
        n = self.story.articles["published_precision"].value_counts()
        minute, day, month = (int(n.get(name, 0)) for name in ("minute", "day", "month"))
        period, articles = self.story.settings.period, self.story.articles
        return show_text(
            f"{counted(len(articles), 'article')}. Date known to the minute: {minute}; to the day: {day}; to the month:"
            f" {month}; not at all: {int(articles['published'].isna().sum())}. The story covers {_said(period.begin)}"
            f" to {_said(period.end)}. " + copies_note(self.story.table("families"), articles)
        )

    def pairs(self) -> Prose:
        """How many pairs of articles have a known order, and why the others have none."""
        share = self.orders.set_index("order")["pair_share"]
        if not (n := int(self.orders["n_total"].iloc[0])):
            return show_text("One article makes no pair.")
        return show_text(
            f"Of {counted(n, 'pair')} of articles, {share['known']:.0%} can be put in order. For {share['tied']:.0%}"
            f" the dates are too coarse, and for {share['unknown']:.0%} a date is missing. Nothing below claims an"
            " order beyond that."
        )

    @property
    def times_caption(self) -> str:
        """What the timeline shows."""
        rows, shown = self.times[self.by].nunique(), self.shown[self.by].nunique()
        by = "part of the story" if self.by == "event" else self.by.replace("_", " ")
        return f"The articles in time, by {by}: {shown} of {counted(rows, 'row')}, as precisely as each date is known."

    def left_out(self) -> Prose:
        """How many articles the timeline does not show, and which are outside the period of the story."""
        outside = self.times[self.times["is_outside"]]
        names = self.story.article_names()
        ids = f" ({listed(outside['article_id'].map(names), 5)})" if len(outside) else ""
        return show_text(
            f"Articles in rows that the figure does not show: {len(self.times) - len(self.shown)}. Articles known to be"
            f" outside the period of the story: {len(outside)}{ids}."
        )

    def first_sightings(self) -> Prose:
        """For how many claims the earliest article is known, tied or unknown."""
        return show_text(self._firsts())

    def first_passages(self) -> Prose:
        """The passages of first sightings, those of the best known order first."""
        claims = self.story.table("claims")[["article_id", "claim_id", "begin", "end"]]
        seen = self.first.merge(claims, on=["article_id", "claim_id"], suffixes=("_time", ""))
        seen = seen[seen["begin"].notna()].sort_values(["n_undated", "n_first", "claim_id"])
        rows = seen.head(2).merge(self.story.articles[["article_id", "text"]], on="article_id")
        rows["source"] = [f"{outlet_of(row)}: {row.claim}; order {row.order}" for row in rows.itertuples()]
        note = show_text(f"First sightings with a passage in the set: {len(seen)} of {len(self.first)}.")
        return show_all([show_passages(rows), note] if len(rows) else [note])

    def durations(self) -> Prose:
        """How long claims are in circulation, and the day on which most of them enter."""
        dated = self.circulation[self.circulation["n_days"].notna()]
        if dated.empty:
            return show_text("No claim is coded as carried on a known day.")
        longest = dated["n_days"].max()
        names = list(map(quoted, dated.loc[dated["n_days"] == longest, "claim"]))
        most = self.days.sort_values(["n_entering", "day"], ascending=[False, True]).iloc[0]
        return show_text(
            f"Longest time in circulation, first and last day included: {counted(longest, 'day')} ({listed(names, 3)})."
            f" Median of {counted(len(dated), 'claim')} with a known day:"
            f" {counted(round(dated['n_days'].median()), 'day')}. Most claims enter on {_said(most['day'])}:"
            f" {most['n_entering']}."
        )

    def delays(self) -> Prose:
        """How many pairs of articles have a known order, and the shortest lag."""
        said = (
            f"{counted(len(self.lags), 'pair')} of articles that belong together. With a known order, and so with a"
            f" lag: {len(self.known_lags)}. Against known time: {int(self.lags['is_conflict'].sum())}."
        )
        for row in self.known_lags.head(1).itertuples():
            said += (
                f" The shortest lag is between {row.lag_low_hours:.3g} and {row.lag_high_hours:.3g} hours: {row.target}"
                f" after {row.source}."
            )
        return show_text(said)

    def media(self) -> Prose:
        """Which lags are long enough for the medium of the later article."""
        if not len(self.lags):
            return show_text("No pair of articles, so there is no lag.")
        n = self.lags["reach"].value_counts()
        hours = ", ".join(f"{name} {least:g} h" for name, least in LEAST_HOURS.items() if least)
        possible, early, open_ = (int(n.get(name, 0)) for name in ("possible", "too early", "cannot tell"))
        said = (
            f"An article needs time before it can take something over ({hours}; other known media none). Long enough:"
            f" {possible} of {counted(len(self.lags), 'pair')}. Too early: {early}. The dates cannot tell: {open_}."
            f" Unknown medium: {int(n.get(UNKNOWN_MEDIUM, 0))}."
        )
        if n.get(UNKNOWN_MEDIUM, 0):
            said += " The column medium of outlets.csv says what an outlet is."
        return show_text(said)

    def pace(self) -> Prose:
        """Between which hours the median lag is, and for how many pairs of outlets that can be said."""
        whole = self.between[self.between["source_outlet"] == ALL]
        if whole.empty or not whole["n_known"].iloc[0]:
            return show_text("No lag between two outlets is known.")
        row, rows = whole.iloc[0], self.between[self.between["source_outlet"] != ALL]
        return show_text(
            f"The median lag is between {row['median_low_hours']:.3g} and {row['median_high_hours']:.3g} hours, over"
            f" {row['n_known']} of {counted(row['n_pairs'], 'pair')} of articles ({row['n_votes']} with copies counted"
            f" once). Pairs of outlets with a known lag: {int((rows['n_known'] > 0).sum())}, of which"
            f" {int((~rows['is_few']).sum())} have five or more."
        )

    def volumes(self) -> Prose:
        """The busiest day of an outlet, and of what its share is."""
        if self.volume.empty:
            return show_text("No article has an outlet and a known day.")
        row = self.volume.sort_values(["n_articles", "group", "day"], ascending=[False, True, True]).iloc[0]
        n_days = self.volume["day"].nunique()
        said = f"Outlets with a dated article: {self.volume['group'].nunique()}, on {counted(n_days, 'day')}."
        if row["n_articles"] == 1:
            return show_text(f"{said} None has more than one on a day.")
        return show_text(
            f"{said} Most on one"
            f" day: {row['group']} on {_said(row['day'])}, {row['n_articles']} of its"
            f" {row['n_group_articles']} articles in this set whose day is known. What it published"
            " outside the set is not known."
        )

    def lead(self) -> Prose:
        """Whether one outlet's days come before another's, or why that cannot be tested."""
        n, tested = len(self.leads), self.leads[self.leads["verdict"] != "too few"]
        if not n:
            return show_text("Fewer than two outlets have a dated article, so none can lead another.")
        if tested.empty:
            row = self.leads.sort_values("n_active", kind="stable").iloc[-1]
            return show_text(
                f"Lead and lag by day: too few. The set has {counted(row['n_days'], 'day')}, the test needs"
                f" {row['n_days_needed']}; and of two outlets the one with fewer has at most"
                f" {counted(row['n_active'], 'day')} with an article, the test needs {row['n_active_needed']}."
            )
        found = tested[tested["verdict"] == "leads"].sort_values("p_adjusted", kind="stable")
        rows = [f"{row.leader} before {row.follower} by {counted(row.lag_days, 'day')}" for row in found.itertuples()]
        said = f": {listed(rows, 4)}" if rows else ", so no lead was found"
        return show_text(
            f"Pairs of outlets tested for a lead by day: {len(tested)} of {n}. Beyond chance, false discoveries held at"
            f" {LEVEL:.0%}: {len(found)}{said}. A lead is no influence: both may follow a third."
        )

    def doubts(self) -> Prose:
        """The longest lag, claims whose first article is known to the month only, and claims that last to the end."""
        said = [
            f"The longest lag is at least {row.lag_low_hours / 24:.3g} days, from {row.source} to {row.target}."
            for row in self.known_lags.tail(1).itertuples()
        ]
        monthly = self.first[self.first["precision"] == "month"]
        outlets = monthly["outlet"].fillna(monthly["article_id"]).drop_duplicates()
        by = f" ({listed(outlets, 3)})" if len(monthly) else ""
        said.append(
            "Claims for which an article known only to its month may be first:"
            f" {monthly['claim_id'].nunique()} of {self.first['claim_id'].nunique()}{by}."
        )
        leaves = self.circulation["leaves"].dropna()
        if len(leaves):
            said.append(
                f"Claims carried until the last known day of all: {int((leaves == leaves.max()).sum())} of"
                f" {len(leaves)}. On that day the collection may have ended, not the claim."
            )
        return paragraph(*said)


def overview(story: Story, *, by: str = "event", most: int = 12, pairs: pd.DataFrame | None = None) -> TimelineOverview:
    """All tables about the time of a story, and sentences about them.

    Parameters
    ----------
    story
        A loaded story.
    by
        The column of ``articles`` that the rows of the timeline are made of.
    most
        How many rows the timeline shows: those with most articles.
    pairs
        Pairs of articles that belong together, from ``sources.graph_edges``: for the lags between them.

    Returns
    -------
    TimelineOverview

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> ss.timeline.overview(story).pairs()
    Of 465 pairs of articles, 78% can be put in order. For 9% the dates are too coarse, and for 13% a date is missing.
    Nothing below claims an order beyond that.
    """
    articles, claims, families = story.articles, story.table("claims"), story.table("families")
    groups = group_of(articles, by)
    line = times(articles, period=(story.settings.period.begin, story.settings.period.end), families=families)
    line[by] = line["article_id"].map(groups)
    names, readable = story.claim_names(), story.article_names()
    first, life = first_seen(claims, articles), circulation(claims, articles, families=families)
    first["claim"], life["claim"] = (table["claim_id"].map(lambda key: names.get(key, key)) for table in (first, life))
    days = claims_by_day(life)
    days["claims_entering"] = [named_cell(ids, names) for ids in days["entering"]]
    delay = lags(pd.DataFrame(columns=ENDS) if pairs is None else pairs, articles)
    delay["source"], delay["target"] = (delay[end].map(readable) for end in ENDS)
    known = delay[delay["order"] == "known"].sort_values(["lag_high_hours", *ENDS], ignore_index=True)
    amounts = volume(articles, families=families)
    return TimelineOverview(
        story=story,
        by=by,
        orders=orders(articles),
        times=line,
        shown=line[line[by].isin(line[by].value_counts().index[:most])],
        first=first,
        circulation=life,
        days=days,
        lags=delay,
        known_lags=known,
        between=lag_distributions(delay, articles, families=families),
        volume=amounts,
        leads=lead_lag(amounts),
    )


def _said(day: datetime.date | pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"
