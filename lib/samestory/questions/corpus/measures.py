"""What is in a story: who, where, in which language, when, and how much of it was seen."""

from __future__ import annotations

import pandas as pd

from ...schema import PRECISIONS, TEXT_STATUSES, require_columns, table_named

__all__ = ["composition", "date_precision", "dates", "missing_values", "outlets", "text_seen"]

NOT_STATED = "not stated"
_MONTH = pd.DateOffset(months=1)
_DAY = pd.Timedelta(days=1)


def composition(articles: pd.DataFrame, by: str, *, most: int | None = None) -> pd.DataFrame:
    """Articles and outlets by one column of ``articles``.

    Parameters
    ----------
    articles
        The ``articles`` table.
    by
        A column, for instance ``language``, ``country``, ``event``, ``text_status``, or one of ``outlets.csv``.
    most
        Keep this many values and put all rarer ones into one row, "27 others", so that nothing drops out of the sum.

    Returns
    -------
    DataFrame
        ``<by>, n_articles, n_outlets, article_share, n_total``: one row a value, most articles first, articles
        where the column is empty last as "not stated"; ``article_share`` (0..1) is of ``n_total``, all articles.

    Raises
    ------
    TableError
        ``by`` is no column of ``articles``.
    """
    require_columns([by], [*articles.columns, *table_named("articles").names], "articles")
    known = articles.assign(**{by: articles[by].astype("object").where(articles[by].notna(), NOT_STATED)})
    known[by] = _others_as_one(known[by], most)
    counted = known.groupby(by, as_index=False, observed=True).agg(
        n_articles=("article_id", "size"), n_outlets=("outlet", "nunique")
    )
    counted["n_total"] = len(articles)
    counted["article_share"] = counted["n_articles"] / max(len(articles), 1)
    counted["_last"] = (counted[by] == NOT_STATED) * 2 + counted[by].str.fullmatch(r"\d+ others").astype(int)
    ordered = counted.sort_values(["_last", "n_articles", by], ascending=[True, False, True])
    return ordered[[by, "n_articles", "n_outlets", "article_share", "n_total"]].reset_index(drop=True)


def _others_as_one(values: pd.Series, most: int | None) -> pd.Series:
    counts = (
        values[values != NOT_STATED].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    )
    if most is None or len(counts) <= most + 1:  # one value left over keeps its name
        return values
    return values.where(~values.isin(counts.index[most:]), f"{len(counts) - most} others")


def dates(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles by date, as precisely as each is known.

    Returns
    -------
    DataFrame
        ``begin, end, precision, n_articles, n_total``: one row a day (precision ``day``; articles known to the
        minute count on their UTC day) or a month (precision ``month``), in order, ``end`` not included; and one row
        without dates for the articles whose date is not known (precision ``unknown``).
    """
    fine = articles["published_precision"].isin(["minute", "day"])
    monthly = articles["published_precision"] == "month"
    rows = []
    for begin, group in articles[fine].groupby(articles.loc[fine, "published"].dt.floor("D")):
        rows.append((begin, begin + _DAY, "day", len(group)))
    for begin, group in articles[monthly].groupby("published"):
        rows.append((begin, begin + _MONTH, "month", len(group)))
    unknown = int((articles["published_precision"] == "unknown").sum())
    if unknown:
        rows.append((pd.NaT, pd.NaT, "unknown", unknown))
    table = pd.DataFrame(rows, columns=["begin", "end", "precision", "n_articles"])
    for column in ("begin", "end"):
        table[column] = pd.to_datetime(table[column], utc=True).astype("datetime64[us, UTC]")
    table["n_articles"] = table["n_articles"].astype("int64")
    table["n_total"] = len(articles)
    return table.sort_values(["begin", "precision"], na_position="last").reset_index(drop=True)


def date_precision(articles: pd.DataFrame) -> pd.DataFrame:
    """How precisely publication is known: ``published_precision, n_articles, article_share, n_total``, four rows."""
    counted = articles["published_precision"].value_counts().reindex(list(PRECISIONS), fill_value=0)
    table = counted.rename_axis("published_precision").reset_index(name="n_articles")
    return table.assign(article_share=table["n_articles"] / max(len(articles), 1), n_total=len(articles))


def text_seen(articles: pd.DataFrame, by: str = "event") -> pd.DataFrame:
    """How much of the texts was seen, by one column of ``articles``.

    Returns
    -------
    DataFrame
        ``<by>, full, cut, teaser, none, n_articles, full_share``: one row a value, in the order of ``composition``;
        ``full_share`` (0..1) is of ``n_articles``. Only in articles seen whole can a claim be called absent.
    """
    order = composition(articles, by)[[by, "n_articles"]]
    values = articles[by].astype("object").where(articles[by].notna(), NOT_STATED)
    counts = pd.crosstab(values, articles["text_status"]).reindex(columns=list(TEXT_STATUSES), fill_value=0)
    table = order.merge(counts.rename_axis(index=by, columns=None).reset_index(), on=by, how="left")
    table["full_share"] = table["full"] / table["n_articles"]
    return table[[by, *TEXT_STATUSES, "n_articles", "full_share"]]


def missing_values(articles: pd.DataFrame) -> pd.DataFrame:
    """What is not known of the articles.

    Returns
    -------
    DataFrame
        ``column, meaning, n_missing, missing_share, n_total``: one row for each column of who, where, when and
        what, most missing first; ``missing_share`` (0..1) is of ``n_total``, all articles.
    """
    asked = ["outlet", "country", "language", "title", "author", "published", "url", "text", "event"]
    meanings = {column.name: column.meaning for column in table_named("articles").columns}
    table = pd.DataFrame(
        {
            "column": asked,
            "meaning": [meanings[name] for name in asked],
            "n_missing": [int(articles[name].isna().sum()) for name in asked],
        }
    )
    table["missing_share"] = table["n_missing"] / max(len(articles), 1)
    table["n_total"] = len(articles)
    return table.sort_values(["n_missing", "column"], ascending=[False, True]).reset_index(drop=True)


def outlets(articles: pd.DataFrame) -> pd.DataFrame:
    """The outlets: ``outlet, country, languages, n_articles``, most articles first."""
    table = articles.groupby("outlet", as_index=False).agg(
        country=("country", "first"),
        languages=("language", lambda codes: ", ".join(sorted(codes.dropna().unique()))),
        n_articles=("article_id", "size"),
    )
    return table.sort_values(["n_articles", "outlet"], ascending=[False, True]).reset_index(drop=True)
