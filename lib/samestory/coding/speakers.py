"""Who speaks in each attribution: the source of its words, with pronouns and surnames taken back to the name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import cache
from ..schema import require_columns
from .citations import outlet_names, spans_by_article
from .mentions import sources_of
from .source_kinds import source_kind
from .storable import storable

COLUMNS = {"speaker": "str", "speaker_kind": "str", "source_kind": "str"}


def with_speakers(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Attributions with the name of who speaks in each.

    Parameters
    ----------
    articles
        The ``articles`` table. Names in ``outlet`` are recognised as outlets.
    attributions
        The ``attributions`` table of one coder.

    Returns
    -------
    DataFrame
        A copy of the attributions with ``speaker``, the name that ``code_citations`` gives the source, ``speaker_kind``
        (outlet, agency, person, organisation, document, unnamed) and ``source_kind`` (one of
        ``source_kinds.KINDS``). All three are empty if no source was found, or a pronoun fits nobody.
    """
    require_columns(["article_id", "language", "text", "outlet"], articles.columns, "articles")
    names = outlet_names(articles)
    spans = spans_by_article(attributions)
    given = [
        (str(row.article_id), storable(row.text), row.language if isinstance(row.language, str) else "any")
        for row in articles.drop_duplicates("article_id").itertuples()
        if isinstance(row.text, str) and row.article_id in spans
    ]
    common = cache.digest(*(part for pair in sorted(names.items()) for part in pair))
    found = cache.each(
        "speakers",
        given,
        lambda one: _speakers(one[1], one[2], spans[one[0]], names),
        by=lambda one: (common, *one, repr(sorted(set(spans[one[0]])))),
    )
    said = {
        (article_id, begin, end): tuple(cells)
        for (article_id, *_), rows in zip(given, found, strict=True)
        for begin, end, *cells in rows
    }
    keys = zip(
        attributions["article_id"].astype("str"), attributions["source_begin"], attributions["source_end"], strict=True
    )
    none = (None, None, None)
    cells = [none if pd.isna(begin) else said.get((key, int(begin), int(end)), none) for key, begin, end in keys]
    added = pd.DataFrame(cells, index=attributions.index, columns=list(COLUMNS)).astype(COLUMNS)
    return pd.concat([attributions, added], axis=1)


def _speakers(text: str, language: str, spans: list[tuple[int, int]], names: dict[str, str]) -> list[list[Any]]:
    found = sources_of(text, language, spans, names)
    kinds: dict[int, str] = {}
    rows = []
    for (begin, end), source in found.items():
        if source is None:
            continue
        if id(source) not in kinds:
            kinds[id(source)] = source_kind(text, language, source.name, source.kind, source.mentions)
        rows.append([begin, end, source.name, source.kind, kinds[id(source)]])
    return rows
