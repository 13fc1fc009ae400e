"""Pages of a story that are no articles: kept, named, and in no count until a person says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..intake.no_article import reasons

COLUMNS = ["article_id", "reason", "title", "url"]
_MACHINE = "auto"  # how the names of automatic coders begin


def split_articles(articles: pd.DataFrame, codings: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles of a story, and the pages that are none.

    A page is set aside if it is flagged (``no_article``) and no person says that it is an article, by
    ``is_article: yes`` or by a row of their coding; or if a person says ``is_article: no``.

    Parameters
    ----------
    articles
        The ``articles`` table of a story.
    codings
        Its coded tables, by name, with the rows of every coder.

    Returns
    -------
    articles, no_articles
        Both with all columns of ``articles``; ``no_article`` of the second says why.
    """
    said = articles["is_article"]
    seen = pd.Series(reasons(_cells(articles["title"]), _cells(articles["text"])), articles.index, dtype="str")
    flagged = articles["no_article"].where(articles["no_article"].notna(), seen)
    flagged = flagged.mask((said == "no").fillna(False) & flagged.isna(), "a person says so")
    is_coded = articles["article_id"].isin(_coded_by_people(codings))
    aside = ((flagged.notna() & said.isna() & ~is_coded) | (said == "no")).fillna(False).astype(bool)
    kept = articles[~aside].reset_index(drop=True)
    return kept, articles[aside].assign(no_article=flagged[aside]).reset_index(drop=True)


def without(codings: Mapping[str, pd.DataFrame], no_articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Coded tables without the rows of pages that are set aside."""
    gone = set(no_articles["article_id"])
    if not gone:
        return dict(codings)
    done = {}
    for name, table in codings.items():
        keys = [key for key in ("article_id", "earlier_id", "later_id") if key in table]
        keep = pd.Series(True, index=table.index)
        for key in keys:
            keep &= ~table[key].isin(gone)
        done[name] = table[keep].reset_index(drop=True)
    return done


def said_of(no_articles: pd.DataFrame) -> str:
    """One phrase for the foot of a page: "3 pages are no articles (consent page 2, error page 1)"; empty for none."""
    n = len(no_articles)
    if not n:
        return ""
    kinds = no_articles["no_article"].str.partition(" (")[0].value_counts()
    told = ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
    return f"{n:,} page{'s are not articles' if n != 1 else ' is not an article'} ({told})"


def _cells(column: pd.Series) -> list[str | None]:
    return [cell if isinstance(cell, str) else None for cell in column]


def _coded_by_people(codings: Mapping[str, pd.DataFrame]) -> set[str]:
    found: set[str] = set()
    for table in codings.values():
        rows = table[~table["coder"].str.startswith(_MACHINE)] if "coder" in table else table
        for key in ("article_id", "earlier_id", "later_id"):
            if key in rows:
                found |= set(rows[key].dropna())
    return found
