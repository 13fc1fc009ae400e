"""Every table of a story that can be coded automatically, each after the tables it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import pandas as pd

from ..engine.meaning import sentence_vectors
from ..schema import given_parts
from ..text import blanked
from .by_codebook import BY_CODEBOOK, NOT_KNOWN, CodedTables, coded
from .chains import code_chains
from .citations import code_citations
from .coded import CODER, TRAINED, Engine, code_attributions, uncoded_articles
from .meaning import MEANING, claim_passages
from .plan import Codebook

_BATCH = 200  # articles between two words about progress
# What is read where the parts of texts are known; a call to subscribe or a note about the author reports nothing.
READ = ("body", "dateline", "credit", "correction")


def code_story(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    parts: pd.DataFrame | None = None,
    only: Iterable[str] = ("attributions", "citations", "chains", *BY_CODEBOOK),
    engine: Engine | Literal["meaning"] = "auto",
    by_people: pd.DataFrame | None = None,
    families: pd.DataFrame | None = None,
    say: Callable[[str, int], None] | None = None,
) -> CodedTables:
    """Code every table that can be coded automatically: attributions, citations, chains, claims, numbers, labels.

    Parameters
    ----------
    articles, codebook
        Of one story.
    parts
        A ``parts`` table, as ``marked_parts`` makes it. With it, promotion, notes about authors, boilerplate and
        paywall lines are not read. Default: the whole text is read.
    only
        The tables to return; tables that they need are made as well. Default: all.
    engine
        As for ``code_attributions``. All rows have one coder: if the tagger read any article, every row has
        ``auto:trained-5``. With ``trained``, articles in other languages have no attributions. With ``meaning``, claims
        are found by their descriptions and examples instead of their patterns, everything else by rules, and every row
        has ``auto:meaning-1``.
    by_people
        With ``meaning``: rows of ``claims`` by a person, to learn from. No article is judged by its own rows, nor by
        those of its copies in ``families``.
    families
        The ``families`` table; used with ``by_people``.
    say
        Called with the name of a table and the number of articles done.

    Returns
    -------
    CodedTables
        ``tables`` in the order of ``only``, and ``left_out``: what could not be coded, and why.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'crane-0302-nine'")
    >>> made = ss.coding.code_story(one, story.codebook, only=["citations"], engine="rules")
    >>> made.tables["citations"]["cited"].head(2).tolist()
    ['Harbour Office', 'Maren Oskdal']
    """
    wanted = list(dict.fromkeys(only))
    whole = articles
    if parts is not None:
        articles = articles.assign(text=blanked(articles, given_parts(parts, articles), keep=READ))
    reads: Engine = "rules" if engine == "meaning" else engine
    batches = []
    for first in range(0, len(articles), _BATCH):
        batches.append(code_attributions(articles.iloc[first : first + _BATCH], engine=reads))
        if say is not None:
            say("attributions", min(first + _BATCH, len(articles)))
    filled = [batch for batch in batches if len(batch)] or [code_attributions(articles.iloc[:0], engine=reads)]
    attributions = pd.concat(filled, ignore_index=True)
    coder = TRAINED if engine == "trained" or (attributions["coder"] == TRAINED).any() else CODER
    coder = MEANING if engine == "meaning" else coder
    attributions = attributions.assign(coder=coder)
    attributions = attributions.sort_values(["article_id", "begin", "end"], kind="stable", ignore_index=True)
    citations = code_citations(articles, attributions)
    made = {"attributions": attributions, "citations": citations.assign(coder=coder)}
    if "chains" in wanted:
        made["chains"] = code_chains(articles, citations, attributions).assign(coder=coder)
    passages = None
    if engine == "meaning" and "claims" in wanted:
        vectors = sentence_vectors(whole, parts=parts)
        passages = claim_passages(whole, codebook, attributions, vectors=vectors, claims=by_people, families=families)
    found = coded(
        articles,
        codebook,
        attributions,
        citations=citations,
        passages=passages,
        only=[name for name in wanted if name in BY_CODEBOOK],
        coder=coder,
        say=None if say is None else lambda done: say("codebook", done),
    )
    left = dict(found.left_out)
    if "attributions" in wanted:
        for language, reason in uncoded_articles(articles)[["language", "reason"]].itertuples(index=False, name=None):
            key = ("attributions", language if isinstance(language, str) else NOT_KNOWN, f"articles: {reason}")
            left[key] = left.get(key, 0) + 1
    made |= found.tables
    if parts is not None:
        made = {name: as_found(table, whole) for name, table in made.items()}
    return CodedTables({name: made[name] for name in wanted}, left)


def as_found(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The table with its passages as they are in the texts, also if parts of the texts were blanked before coding."""
    if "reads" not in table or table.empty:
        return table
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    columns = (table[name] for name in ("article_id", "begin", "end", "reads"))
    reads = [
        texts[name][int(begin) : int(end)] if pd.notna(begin) else said
        for name, begin, end, said in zip(*columns, strict=True)
    ]
    return table.assign(reads=pd.Series(reads, index=table.index, dtype=table["reads"].dtype))
