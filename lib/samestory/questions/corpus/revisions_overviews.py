"""What notebooks show about versions of one article: the sentences that changed, and the corrections announced."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...errors import counted
from ...plotting import show_passages, show_text
from ...plotting.prose import Prose
from ...story.names import article_names
from .revisions import corrections, version_changes

__all__ = ["RevisionsOverview", "revisions_overview"]


@dataclass(frozen=True, repr=False)
class RevisionsOverview:
    """Versions of articles compared sentence by sentence; its methods say in sentences what the tables show.

    Attributes
    ----------
    versions
        Which article is a version of which: ``article_id, version_of, basis, similarity, n_words, order``.
    changes
        From `version_changes`, without the sentences that were kept.
    corrections
        From `corrections`: where articles announce a correction or an update.
    """

    versions: pd.DataFrame
    changes: pd.DataFrame
    corrections: pd.DataFrame
    _articles: pd.DataFrame

    def summary(self) -> Prose:
        """How many sentences differ, in how many pairs, and how many articles announce a correction."""
        n_notices = self.corrections["article_id"].nunique()
        notices = f"Articles that announce a correction or an update: {n_notices}."
        if self.versions.empty:
            return show_text(f"No article is a version of another. {notices}")
        cut = self.versions["basis"] == "title and beginning"
        said = (
            f"Sentences that differ: {len(self.changes)}, in {self.changes['later_id'].nunique()} of "
            f"{counted(int((~cut).sum()), 'compared pair')}."
        )
        if cut.any():
            said += f" Pairs not compared, because a teaser shows the beginning only: {cut.sum()}."
        return show_text(f"{said} {notices}")

    def passages(self, *, most: int = 3) -> Prose:
        """The first sentences that changed, in the earlier version and in the later one.

        Parameters
        ----------
        most
            How many sentences at most.
        """
        changed = self.changes[self.changes["change"] == "changed"].head(most)
        if changed.empty:
            return show_text("No sentence was changed into another.")
        texts, names = self._articles.set_index("article_id")["text"], article_names(self._articles)
        rows = []
        for row in changed.itertuples():
            first, second = ("earlier", "later") if row.order == "known" else ("one", "other")
            a, b = row.earlier_id, row.later_id
            rows += [
                (texts[a], row.begin, row.end, f"{names[a]}, {first} version", a),
                (texts[b], row.later_begin, row.later_end, f"{names[b]}, {second} version", b),
            ]
        return show_passages(pd.DataFrame(rows, columns=["text", "begin", "end", "source", "article_id"]))


def revisions_overview(articles: pd.DataFrame, *, versions: pd.DataFrame) -> RevisionsOverview:
    """What changed between the versions of an article.

    Parameters
    ----------
    articles
        The ``articles`` table; every version is an article of it.
    versions
        Which article is a version of which: ``report.versions`` of `read_articles`.

    Returns
    -------
    RevisionsOverview
        Tables, and sentences about them.

    Raises
    ------
    TableError
        ``versions`` names an article that is not in ``articles``.

    Examples
    --------
    >>> articles, report = ss.read_articles(ss.paths.seeds() / "harbour-fire-exports" / "exports")
    >>> ss.corpus.revisions_overview(articles, versions=report.versions).summary()
    Sentences that differ: 3, in 1 of 2 compared pairs. ...
    """
    revised = version_changes(articles, versions=versions)
    columns = ["article_id", "version_of", "basis", "similarity", "n_words", "order"]
    return RevisionsOverview(
        versions=versions[columns],
        changes=revised[revised["change"] != "kept"],
        corrections=corrections(articles),
        _articles=articles,
    )
