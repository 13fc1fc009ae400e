"""What the notebook about files of your own shows: what was read, lost, guessed and dated, in tables and sentences."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...engine.boilerplate import marked_parts
from ...errors import counted
from ...intake import Report
from ...plotting import show_text
from ...plotting.prose import Prose
from ...schema import stated
from .measures import dates

__all__ = ["IntakeOverview", "intake_overview"]

END = 60  # characters shown of the end of a record that could not be read


@dataclass(frozen=True, repr=False)
class IntakeOverview:
    """What was read from a folder; its methods say in sentences what the tables show.

    Attributes
    ----------
    incomplete
        The files that hold another number of records than they state: ``file, says, n_stated, n_found, n_rejected,
        n_missing``.
    rejects
        The records that could not be read: ``file, place, reason`` and how each ``ends``.
    guesses
        Which column means what and how tables are laid out, as guessed: ``file, kind, says``.
    precision
        How precisely dates are known, by format: ``source_format, n, n_minute, n_day, n_month, n_unknown``.
    undated
        The articles without a date: ``article_id, outlet, date_shown, source_file``.
    parts
        The marked parts of texts that are not the article's own words; see ``reuse.marked_parts``.
    part_counts
        How often each part occurs: ``part, n_spans, n_articles``.
    times
        From ``timeline.times``, with "not stated" for an unknown outlet.
    drawn
        The rows of ``times`` for the outlets with most articles.
    """

    incomplete: pd.DataFrame
    rejects: pd.DataFrame
    guesses: pd.DataFrame
    precision: pd.DataFrame
    undated: pd.DataFrame
    parts: pd.DataFrame
    part_counts: pd.DataFrame
    times: pd.DataFrame
    drawn: pd.DataFrame
    _articles: pd.DataFrame
    _report: Report

    def summary(self) -> Prose:
        """How many of all records could be read, and how much is known of them."""
        n, total, articles = self._n, self._total, self._articles
        if not total:
            return show_text("There is no record to read.")
        said = f"{n['records', 'kept']:,} of {counted(total, 'record')} could be read"
        if n["records", "kept"] < total:
            said += (
                f"; {n['records', 'rejected']:,} could not be read, and {n['records', 'missing']:,} stated by an "
                "export could not be found in it"
            )
        dated = int(articles["published"].notna().sum())
        return show_text(
            f"{said}. With a date: {dated:,} of {counted(len(articles), 'article')}; text seen whole: "
            f"{n['texts', 'whole']:,}."
        )

    def methods(self) -> Prose:
        """What was read and how much of it is known, as text for the methods section of a paper."""
        n, files = self._n, self._report.files
        return show_text(
            f"{counted(int((files['n_found'] > 0).sum()), 'file')} in {counted(files['format'].nunique(), 'format')} "
            f"were read. Of {counted(self._total, 'record')}, {n['records', 'kept']:,} could be read, "
            f"{n['records', 'rejected']:,} could not, and {n['records', 'missing']:,} stated by an export could not be "
            f"found in it. The date is known to the minute for {n['dates', 'minute']:,}, to the day for "
            f"{n['dates', 'day']:,}, to the month for {n['dates', 'month']:,}, and not known for "
            f"{n['dates', 'not known']:,}. The text was seen whole for {n['texts', 'whole']:,}, cut for "
            f"{n['texts', 'cut']:,}, as a teaser for {n['texts', 'teaser']:,}, and not at all for "
            f"{n['texts', 'none']:,}. {n['repeats', 'same words again']:,} repeated the words of another, and "
            f"{self._n_reworded:,} gave a page again in other words."
        )

    def dates(self) -> Prose:
        """How many articles have no date, and how many an hour without a time zone."""
        articles = self._articles
        hours = articles["time_shown"].notna() & (articles["published_precision"] == "day")
        return show_text(
            f"Articles without a date: {len(self.undated):,} of {len(articles):,}. With an hour but no time zone, and "
            f"so known to the day only: {hours.sum():,}."
        )

    def timeline(self) -> Prose:
        """The day with most articles, and how many articles are not in the figure."""
        days = dates(self._articles)
        days = days[days["precision"] == "day"].sort_values("n_articles", ascending=False, kind="stable")
        said = "No article is known to the day."
        if len(days):
            first, n = days["begin"].iloc[0], int(days["n_articles"].iloc[0])
            said = f"The day with the most articles is {first.day} {first:%B %Y}: {counted(n, 'article')}."
        return show_text(
            f"{said} Not drawn because the date is not known: {len(self.undated):,}. Not drawn because the outlet is "
            f"left out: {len(self.times) - len(self.drawn):,}."
        )

    @property
    def caption(self) -> str:
        """The caption of the figure of times: how many outlets it shows."""
        shown, n = self.drawn["outlet"].nunique(), self.times["outlet"].nunique()
        return f"When each article was published, as precisely as is known: {shown} of {counted(n, 'outlet')}."

    @property
    def _n(self) -> pd.Series:
        return self._report.flow.set_index(["step", "part"])["n"]

    @property
    def _total(self) -> int:
        return int(self._n["records"].sum())

    @property
    def _n_reworded(self) -> int:
        """Articles that are another version of one before; of a teaser's article too little was seen to say so."""
        versions = self._report.versions
        return int(((versions["basis"] != "title and beginning") & (versions["similarity"] < 1)).sum())


def intake_overview(articles: pd.DataFrame, report: Report, times: pd.DataFrame, *, most: int = 20) -> IntakeOverview:
    """What was read from a folder, what was lost, and how much is known.

    Parameters
    ----------
    articles, report
        From `read_articles`.
    times
        From ``timeline.times``, of the same articles.
    most
        How many outlets the figure of times shows.

    Returns
    -------
    IntakeOverview
        Tables, and sentences about them.

    Examples
    --------
    >>> articles, report = ss.read_articles(ss.paths.seeds() / "harbour-fire-exports" / "exports")
    >>> ss.corpus.intake_overview(articles, report, ss.timeline.times(articles)).dates()
    Articles without a date: 4 of 31. With an hour but no time zone, and so known to the day only: 12.
    """
    raw = [one if isinstance(one, str) else one.decode(errors="replace") for one in report.rejects["raw"]]
    parts = marked_parts(articles)
    times = times.assign(outlet=stated(times["outlet"]))
    kept = times["outlet"].value_counts().index[:most]
    return IntakeOverview(
        incomplete=report.unreconciled[["file", "says", "n_stated", "n_found", "n_rejected", "n_missing"]],
        rejects=report.rejects.assign(ends=[one[-END:] for one in raw])[["file", "place", "reason", "ends"]],
        guesses=report.remarks.loc[report.remarks["kind"].isin(["columns", "layout"]), ["file", "kind", "says"]],
        precision=report.precision.groupby("source_format", as_index=False).sum(numeric_only=True),
        undated=articles.loc[articles["published"].isna(), ["article_id", "outlet", "date_shown", "source_file"]],
        parts=parts[["article_id", "part", "reads", "note"]],
        part_counts=parts.groupby("part", as_index=False).agg(
            n_spans=("begin", "size"), n_articles=("article_id", "nunique")
        ),
        times=times,
        drawn=times[times["outlet"].isin(kept)],
        _articles=articles,
        _report=report,
    )
