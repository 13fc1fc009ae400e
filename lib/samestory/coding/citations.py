"""Citations out of attributions and credits: every source an article names, once, in order of its first naming."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from .. import cache
from ..schema import check, require_columns, table_named
from .credits import credits
from .mentions import Source, sources_of
from .storable import name_of, storable
from .tokens import Span


def code_citations(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Code whom each article names as a source.

    Parameters
    ----------
    articles
        The ``articles`` table. Names in ``outlet`` are recognised as outlets.
    attributions
        The ``attributions`` table of one coder. Its sources are joined within an article: a surname with the full name
        before it, a pronoun with the last source that fits it, "the newspaper" with the last outlet.

    Returns
    -------
    DataFrame
        ``citations``: one row per article and source. Outlets and agencies have their usual name in the gazetteer;
        others have the words of the article, without article and title. ``note`` is ``credit`` if the whole article is
        credited to the source. ``coder`` is that of the attributions.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'crane-0302-nine'")
    >>> said = ss.coding.code_attributions(one, engine="rules")
    >>> ss.coding.code_citations(one, said).loc[0, ["cited", "kind"]].tolist()
    ['Harbour Office', 'organisation']
    """
    require_columns(["article_id", "language", "text", "outlet"], articles.columns, "articles")
    names = outlet_names(articles)
    spans = spans_by_article(attributions)
    coder = coder_of(attributions)
    given = [
        (row.article_id, storable(row.text), row.language if isinstance(row.language, str) else "any", row.outlet)
        for row in articles.sort_values("article_id", kind="stable").itertuples()
        if isinstance(row.text, str)
    ]

    def make(one: tuple[Any, ...]) -> list[dict[str, Any]]:
        article_id, text, language, outlet = one
        found = sources_of(text, language, spans.get(article_id, ()), names)
        return _rows(article_id, text, language, outlet, list(found.values()), names, coder)

    common = cache.digest(coder, *(part for pair in names.items() for part in pair))
    found = cache.each(
        "citations",
        given,
        make,
        by=lambda one: (common, *(cell if isinstance(cell, str) else None for cell in one), repr(spans.get(one[0]))),
    )
    rows = [row for those in found for row in those]
    return check(pd.DataFrame(rows), "citations") if rows else table_named("citations").empty()


def outlet_names(articles: pd.DataFrame) -> dict[str, str]:
    """The set's own outlets by their names, case folded."""
    return {name.casefold(): name_of(str(name)) for name in articles["outlet"].dropna().unique() if len(str(name)) > 2}


def spans_by_article(attributions: pd.DataFrame) -> dict[str, list[Span]]:
    """The words for sources of each article, as offsets."""
    named = attributions.dropna(subset=["source_begin", "source_end"])
    spans: dict[str, list[Span]] = defaultdict(list)
    for article_id, begin, end in zip(named["article_id"], named["source_begin"], named["source_end"], strict=True):
        spans[article_id].append((int(begin), int(end)))
    return spans


def coder_of(attributions: pd.DataFrame) -> str:
    """Who coded the attributions that something is derived from."""
    from .coded import CODER

    coders = attributions["coder"].dropna().unique() if "coder" in attributions else []
    return str(sorted(coders)[0]) if len(coders) else CODER


def _rows(
    article_id: str, text: str, language: str, own: Any, found: list[Source | None], names: dict[str, str], coder: str
) -> list[dict[str, Any]]:
    """One row a source: the first naming counts; what is credited keeps its note."""
    by_name: dict[str, tuple[str, str, int, int, str | None]] = {}
    named = [(one.name, one.kind, one.begin, one.end, None) for one in found if one is not None]
    credited: list[tuple[str, str, int, int, str | None]] = [
        (name, kind, begin, end, "credit") for name, kind, (begin, end) in credits(text, language, names)
    ]
    for one in sorted([*named, *credited], key=lambda one: (one[2], one[3])):
        key = one[0].casefold()
        if isinstance(own, str) and key == own.casefold():
            continue
        if key in by_name:
            name, kind, begin, end, note = by_name[key]
            by_name[key] = (name, kind, begin, end, note or one[4])
        else:
            by_name[key] = one
    return [
        {
            "article_id": article_id,
            "cited": name,
            "kind": kind,
            "order": order,
            "begin": begin,
            "end": end,
            "reads": text[begin:end],
            "coder": coder,
            "note": note,
        }
        for order, (name, kind, begin, end, note) in enumerate(by_name.values(), 1)
    ]
