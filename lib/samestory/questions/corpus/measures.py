"""What is in a story: who, where, in which language, when, and how much of it was seen."""

from __future__ import annotations

import pandas as pd

from ...schema import NOT_STATED, PRECISIONS, TEXT_STATUSES, require_columns, stated, table_named

__all__ = ["composition", "date_precision", "dates", "missing_values", "outlets", "text_seen"]

_MONTH = pd.DateOffset(months=1)
_DAY = pd.Timedelta(days=1)


def composition(articles: pd.DataFrame, by: str, *, most: int | None = None) -> pd.DataFrame:
    """Count articles and outlets by one column of the articles.

    Parameters
    ----------
    articles
        The ``articles`` table.
    by
        A column: ``language``, ``country``, ``event``, ``text_status``, or a column of ``outlets.csv``.
    most
        Keep this many values; all rarer ones become one row, "27 others". Default: keep all.

    Returns
    -------
    DataFrame
        ``<by>, n_articles, n_outlets, article_share, n_total``: one row a value, most articles first. Articles whose
        column is empty are the last row, "not stated". ``article_share`` (0..1) is of ``n_total``, all articles.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> ss.corpus.composition(story.articles, "language", most=1)[["language", "n_articles", "n_outlets"]]
       language  n_articles  n_outlets
    0        en          19          9
    1  3 others          12          8
    """
    require_columns([by], [*articles.columns, *table_named("articles").names], "articles")
    known = articles.assign(**{by: stated(articles[by])})
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
    """Count articles by day, or by month if the day is not known.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    DataFrame
        ``begin, end, precision, n_articles, n_total``: one row a day (precision ``day``; articles known to the minute
        count on their UTC day) or a month (precision ``month``), in order; ``end`` is not included. One more row,
        without dates (precision ``unknown``), counts the articles whose date is not known.

    Examples
    --------
    >>> ss.corpus.dates(story.articles)[["begin", "precision", "n_articles"]].head(2)
                          begin precision  n_articles
    0 2023-03-01 00:00:00+00:00     month           1
    1 2023-03-02 00:00:00+00:00       day          11
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
    """Count articles by how precisely their date is known.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    DataFrame
        ``published_precision, n_articles, article_share, n_total``: four rows (minute, day, month, unknown);
        ``article_share`` (0..1) is of ``n_total``, all articles.

    Examples
    --------
    >>> ss.corpus.date_precision(story.articles)["n_articles"].tolist()
    [24, 4, 1, 2]
    """
    counted = articles["published_precision"].value_counts().reindex(list(PRECISIONS), fill_value=0)
    table = counted.rename_axis("published_precision").reset_index(name="n_articles")
    return table.assign(article_share=table["n_articles"] / max(len(articles), 1), n_total=len(articles))


def text_seen(articles: pd.DataFrame, by: str = "event") -> pd.DataFrame:
    """Count articles by how much of their text was seen; only in a text seen whole can a claim be called absent.

    Parameters
    ----------
    articles
        The ``articles`` table.
    by
        A column of it: one row a value.

    Returns
    -------
    DataFrame
        ``<by>, full, cut, teaser, none, n_articles, full_share``, in the order of `composition`; ``full_share`` (0..1)
        is of ``n_articles``.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> ss.corpus.text_seen(story.articles, "language")[["language", "full", "cut", "teaser", "none"]].head(1)
      language  full  cut  teaser  none
    0       en    17    1       1     0
    """
    order = composition(articles, by)[[by, "n_articles"]]
    values = stated(articles[by])
    counts = pd.crosstab(values, articles["text_status"]).reindex(columns=list(TEXT_STATUSES), fill_value=0)
    table = order.merge(counts.rename_axis(index=by, columns=None).reset_index(), on=by, how="left")
    table["full_share"] = table["full"] / table["n_articles"]
    return table[[by, *TEXT_STATUSES, "n_articles", "full_share"]]


def missing_values(articles: pd.DataFrame) -> pd.DataFrame:
    """Count the articles for which a fact is not known.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    DataFrame
        ``column, meaning, n_missing, missing_share, n_total``: one row a fact (outlet, country, date, text ...), most
        missing first; ``missing_share`` (0..1) is of ``n_total``, all articles.

    Examples
    --------
    >>> ss.corpus.missing_values(story.articles)[["column", "n_missing", "n_total"]].head(2)
          column  n_missing  n_total
    0     author         15       31
    1  published          2       31
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
    """List the outlets with their articles.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    DataFrame
        ``outlet, country, languages, n_articles``: one row an outlet, most articles first. Articles without an outlet
        have no row.

    Examples
    --------
    >>> ss.corpus.outlets(story.articles).head(1)
                   outlet  country languages  n_articles
    0  The Kelmouth Ledger  Vesmark        en           4
    """
    table = articles.groupby("outlet", as_index=False).agg(
        country=("country", "first"),
        languages=("language", lambda codes: ", ".join(sorted(codes.dropna().unique()))),
        n_articles=("article_id", "size"),
    )
    return table.sort_values(["n_articles", "outlet"], ascending=[False, True]).reset_index(drop=True)
