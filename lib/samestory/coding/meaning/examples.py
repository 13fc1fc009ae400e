"""What a claim sounds like: its own text, the examples of the codebook, and passages that people coded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ...languages import ENGLISH, base_code
from ...schema import CARRIED, MENTIONED, require_columns
from ...text import language_of
from ..plan import Codebook

MAKES, DENIES, CONTRADICTS = "makes", "denies", "contradicts"
KIND_OF = dict.fromkeys((*CARRIED, MENTIONED), MAKES) | {"denied": DENIES, "contradicted": CONTRADICTS}
COLUMNS = ["claim_id", "kind", "text", "language", "article_id"]


def claim_examples(
    codebook: Codebook, claims: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List sentences that make, deny or contradict each claim.

    Parameters
    ----------
    codebook
        Of each claim: its ``description`` and its ``examples``.
    claims, articles
        Rows of a person, and the articles they are of: the deciding passage of each row is an example too.

    Returns
    -------
    DataFrame
        ``claim_id, kind, text, language, article_id``. ``kind`` is ``makes``, ``denies`` or ``contradicts``;
        ``article_id`` is empty for what is from the codebook.

    Raises
    ------
    TableError
        A missing column.

    Examples
    --------
    >>> ss.coding.claim_examples(story.codebook).loc[1, ["claim_id", "kind", "text"]].tolist()
    ['H02', 'makes', 'There was at least one explosion or bang before the fire or as it began']
    >>> coded = ss.coding.claim_examples(story.codebook, story.table("claims"), story.articles)
    >>> coded.query("claim_id == 'H05'")["kind"].value_counts().to_dict()
    {'makes': 8, 'contradicts': 4}
    """
    rows = [
        (claim_id, MAKES, text, language_of(text)[0] or ENGLISH, None)
        for claim_id, claim in codebook.claims.items()
        for text in (claim.description, *getattr(claim, "examples", ()))
        if text.strip()
    ]
    if claims is not None and articles is not None:
        rows += [row for row in _coded(claims, articles) if row[0] in codebook.claims]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str").drop_duplicates(ignore_index=True)


def _coded(claims: pd.DataFrame, articles: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The deciding passages of coded rows, as the articles have them."""
    require_columns(["article_id", "claim_id", "status", "begin", "end"], claims.columns, "claims")
    require_columns(["article_id", "language", "text"], articles.columns, "articles")
    known = articles.drop_duplicates("article_id").set_index("article_id")
    texts, spoken = known["text"].to_dict(), known["language"].to_dict()
    placed = claims[claims["begin"].notna() & claims["status"].isin(KIND_OF)]
    for row in placed.sort_values(["claim_id", "article_id"], kind="stable").itertuples():
        text, code = texts.get(row.article_id), spoken.get(row.article_id)
        said = text[int(row.begin) : int(row.end)] if isinstance(text, str) else ""
        if said.strip():
            language = base_code(code) if isinstance(code, str) and code else language_of(said)[0] or ENGLISH
            yield row.claim_id, KIND_OF[row.status], said, language, row.article_id
