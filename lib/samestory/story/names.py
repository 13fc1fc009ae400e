"""Names for people to read: articles by outlet and date, ids in words."""

from __future__ import annotations

import pandas as pd

from ..languages import ENGLISH

FORMATS = {"minute": "{0.day} {0:%b} {0.year}, {0:%H:%M}", "day": "{0.day} {0:%b} {0.year}", "month": "{0:%b} {0.year}"}


def in_words(name: str) -> str:
    """An id as words: ``goundam_nine_dead`` becomes "Goundam nine dead"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def language_name(code: str) -> str:
    """The English name of a language code: ``uk`` becomes "Ukrainian"; a code nobody knows stays as it is."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name(ENGLISH) or code
    except (UnknownLocaleError, ValueError):
        return code


def article_names(articles: pd.DataFrame) -> dict[str, str]:
    """A readable name for each article.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    dict
        From article id to its outlet. Articles of one outlet also have their dates, as precise as is known; those that
        still have the same name also have their ids. An article without an outlet has its id.
    """
    rows = articles.drop_duplicates("article_id")
    outlets = rows["outlet"].where(rows["outlet"].fillna("").str.strip() != "", rows["article_id"])
    several = outlets.duplicated(keep=False)
    dates = [_date(*pair) for pair in zip(rows["published"], rows["published_precision"], strict=True)]
    named = outlets.where(~several, outlets + ", " + pd.Series(dates, index=rows.index, dtype="str"))
    named = named.where(~named.duplicated(keep=False), outlets + ", " + rows["article_id"])
    return dict(zip(rows["article_id"], named, strict=True))


def _date(published: pd.Timestamp, precision: str) -> str:
    form = FORMATS.get(precision)
    return "date unknown" if form is None or pd.isna(published) else form.format(published)
