"""All tables that can be coded without hands, of one story, in the order in which each needs the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from .by_codebook import BY_CODEBOOK, NOT_KNOWN, Coded, coded
from .chains import coded_chains
from .citations import coded_citations
from .coded import CODER, TRAINED, Engine, coded_attributions, uncoded_articles
from .plan import Codebook

_BATCH = 200  # articles between two words about progress


def coded_story(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    only: Iterable[str] = ("attributions", "citations", "chains", *BY_CODEBOOK),
    engine: Engine = "auto",
    say: Callable[[str, int], None] | None = None,
) -> Coded:
    """Attributions, the citations and chains in them, and what the codebook finds around them.

    Parameters
    ----------
    articles, codebook
        Of one story.
    only
        The tables wanted; those they need are made as well, but not given back.
    engine
        As for ``coded_attributions``. ``rules`` give the same rows on every computer. With ``auto`` a tagger reads the
        articles of its language, where one was trained, and the rules read the others; ``trained`` leaves the others
        without attributions. One coding has one coder: with a tagger in it every row is ``auto:trained-1``.
    say
        Called with a table and the number of articles done.

    Returns
    -------
    Coded
        The tables in the order asked for, and what was left out and why.
    """
    wanted = list(dict.fromkeys(only))
    parts = []
    for first in range(0, len(articles), _BATCH):
        parts.append(coded_attributions(articles.iloc[first : first + _BATCH], engine=engine))
        if say is not None:
            say("attributions", min(first + _BATCH, len(articles)))
    filled = [part for part in parts if len(part)] or [coded_attributions(articles.iloc[:0], engine=engine)]
    attributions = pd.concat(filled, ignore_index=True)
    coder = TRAINED if engine == "trained" or (attributions["coder"] == TRAINED).any() else CODER
    attributions = attributions.assign(coder=coder)
    attributions = attributions.sort_values(["article_id", "begin", "end"], kind="stable", ignore_index=True)
    citations = coded_citations(articles, attributions)
    made = {"attributions": attributions, "citations": citations.assign(coder=coder)}
    if "chains" in wanted:
        made["chains"] = coded_chains(articles, citations, attributions).assign(coder=coder)
    found = coded(
        articles,
        codebook,
        attributions,
        citations=citations,
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
    return Coded({name: made[name] for name in wanted}, left)
