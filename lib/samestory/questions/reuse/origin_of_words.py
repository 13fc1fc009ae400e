"""Whose words an article is made of: what it has from others, what it quotes with others, what is its own.

The classes are those of the METER corpus, which sorts newspaper articles into wholly, partly and not derived from an
agency's text (Clough, Gaizauskas, Piao and Wilks 2002, doi 10.3115/1073083.1073110). There people judged, and the
corpus cannot be had freely; here two shares of words decide, set on an invented story.
"""

from __future__ import annotations

import pandas as pd

from ...engine import PARTLY, WHOLLY, Shares, is_number
from ...errors import TableError
from ...schema import given_articles, given_parts, given_passages

__all__ = ["word_origins"]

_WORDS = ["n_words", "derived_words", "quoted_words", "open_words", "own_words"]
DERIVATION = [
    *("article_id", "outlet", "agency_credit", *_WORDS, "derived_share", "own_share", "derivation"),
    *("nearest_id", "nearest_words", "source_ids"),
]


def word_origins(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    parts: pd.DataFrame | None = None,
    references: pd.DataFrame | None = None,
    wholly: float = WHOLLY,
    partly: float = PARTLY,
) -> pd.DataFrame:
    """How many words of each article are shared writing it has from others, and how many are its own.

    An article has a passage from another where the other is known to be earlier; where their dates tie, where the
    other is the agency that articles of the set credit; or where the other is a reference. Otherwise who has it from
    whom cannot be told, and the passage is open, unless the article credits an agency: what it shares with others is
    then taken for the agency's. A quotation counts as writing where the two share writing too, at least half as much;
    alone it does not. What an outlet repeats of its own is its own, but for a later version
    of a page (``version_of``), whose words are the earlier version's.

    Parameters
    ----------
    articles, passages
        Tables of one story, passages of one coder. A passage without a ``kind`` counts as writing; one with an article
        that is in neither ``articles`` nor ``references`` does not count, as the set may be a part of a story; but
        passages none of which names an article of the set are refused.
    parts
        With them, only the body counts: no credit lines, promotion, boilerplate.
    references
        Texts that are sources but no articles of the set, such as an agency's feed or a press release, with their
        ``article_id`` as it stands in ``passages``.
    wholly, partly
        From which share of its words on an article is wholly, and partly, derived. A lower ``wholly`` calls rewrites
        with sentences of their own wholly derived; a lower ``partly`` calls articles with one taken paragraph so.

    Returns
    -------
    DataFrame
        One row an article, in order of ``article_id``. ``n_words`` of the body are ``derived_words`` (in aligned
        passages it has from others, changed words included), ``open_words`` (in passages of which it cannot be told),
        ``quoted_words`` (in quotations it shares) and ``own_words``, each word in the first that holds.
        ``derived_share`` and ``own_share`` (0..1) are of ``n_words``, empty where no text was seen. ``derivation`` is
        wholly, partly, not, or empty where it cannot be told: no text, open words that would change the class, or a
        credit to an agency whose text is not among the sources found. ``nearest_id`` is the source of most words
        (``nearest_words``), ``source_ids`` all of them, separated by '; '.

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` comes twice, a passage or part lies outside its text, or not
        0 < partly <= wholly <= 1.
    """
    if not (is_number(partly) and is_number(wholly) and 0 < partly <= wholly <= 1):
        raise TableError(f"partly is {partly!r} and wholly {wholly!r}: give shares with 0 < partly <= wholly <= 1.")
    articles = given_articles(articles, ["article_id", "outlet", "text"])
    if references is not None:
        references = given_articles(references, ["article_id"], owner="references")
    passages, parts = given_passages(passages, articles, references), given_parts(parts, articles)
    shares = Shares(articles, passages, parts, references)
    table = shares.words.copy()
    n = table["n_words"].where(table["n_words"] > 0).astype("float64")
    table["derived_share"], table["own_share"] = table["derived_words"] / n, table["own_words"] / n
    table["derivation"] = shares.classes(wholly, partly)
    by_article = shares.sources.groupby("article_id")
    table["nearest_id"] = by_article["other_id"].first()
    table["nearest_words"] = by_article["n_shared"].first().astype("Int64")
    table["source_ids"] = by_article["other_id"].agg(lambda ids: "; ".join(sorted(ids)))
    table["outlet"] = shares.rows["outlet"]
    table["agency_credit"] = pd.Series(shares.rows.get("agency_credit"), index=table.index, dtype="str")
    text = ["article_id", "outlet", "agency_credit", "derivation", "nearest_id", "source_ids"]
    return table.reset_index()[DERIVATION].astype(dict.fromkeys(text, "str") | {"nearest_words": "Int64"})
