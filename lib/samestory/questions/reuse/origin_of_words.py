"""Whose words an article is made of: words it has from others, words it quotes with others, and its own words.

The classes are those of the METER corpus, which sorts newspaper articles into wholly, partly and not derived from an
agency's text (Clough, Gaizauskas, Piao and Wilks 2002, doi 10.3115/1073083.1073110). People judged there, and the
corpus is not freely available; here two shares of words decide, chosen on an invented story.
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
    """How many words of each article are shared writing that it has from others, and how many are its own.

    An article has a passage from another one if the other is known to be earlier. It also has it from the other if
    their dates tie, or the other is the agency that articles of the set credit, or a reference. Else nobody can say who
    was first, and the passage is open; but if the article credits an agency, what it shares with others counts as the
    agency's. A quotation counts as writing if its two articles also share writing, at least half as much. What an
    outlet repeats of itself is its own, except in a later version of a page (``version_of``): those words are the
    earlier version's.

    Parameters
    ----------
    articles, passages
        Tables of one story, passages of one coder. A passage without a ``kind`` counts as writing. A passage with an
        article that is in neither ``articles`` nor ``references`` does not count; if no passage has an article of the
        set, they are refused.
    parts
        The ``parts`` table: with it, only the body counts, without credit lines, promotion and boilerplate.
    references
        Texts that are sources but no articles of the set, such as an agency's feed or a press release, with the
        ``article_id`` they have in ``passages``.
    wholly, partly
        From which share (0..1) of its words an article is wholly, and partly, derived. A lower ``wholly`` calls
        rewrites with sentences of their own wholly derived; a lower ``partly`` calls articles with one paragraph from
        others so.

    Returns
    -------
    DataFrame
        One row an article, in order of ``article_id``. The ``n_words`` of its body are ``derived_words`` (in passages
        it has from others, changed words included), ``open_words`` (in passages whose order is not known),
        ``quoted_words`` (in shared quotations) and ``own_words``; each word is in the first that fits.
        ``derived_share`` and ``own_share`` (0..1) are of ``n_words``, empty without a text. ``derivation`` is wholly,
        partly or not; it is empty if this cannot be known: no text, open words that would change the class, or a credit
        to an agency whose text is not among the sources found. ``nearest_id`` is the source of most words
        (``nearest_words``); ``source_ids`` are all sources, separated by '; '.

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, a passage or part is outside its text, or not 0 < partly <=
        wholly <= 1.

    Examples
    --------
    >>> words = ss.reuse.word_origins(story.articles, story.table("passages"))
    >>> words = words.set_index("article_id")
    >>> words.loc["keel-0303-cargo", ["derived_words", "own_words"]].tolist()
    [54, 142]
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
