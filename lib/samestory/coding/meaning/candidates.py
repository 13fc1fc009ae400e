"""Sentences that may make a claim, the most likely first, for a person to look at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...engine.meaning import Encoder, SentenceVectors, given_encoder, sentence_vectors
from ...schema import given_articles
from ...statistics import family_of
from ..plan import Codebook
from .examples import claim_examples
from .likeness import Likeness, likeness

COLUMNS = {
    "claim_id": "str",
    "article_id": "str",
    "rank": "int64",
    "score": "float64",
    "margin": "float64",
    "sentence": "int64",
    "begin": "int64",
    "end": "int64",
    "language": "str",
    "reads": "str",
    "like": "str",
}


def claim_candidates(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    vectors: SentenceVectors | None = None,
    examples: pd.DataFrame | None = None,
    families: pd.DataFrame | None = None,
    most: int = 5,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """Rank the sentences of every article for each claim, by how like the claim's examples they are.

    Parameters
    ----------
    articles
        The ``articles`` table.
    codebook
        ``story.codebook``. A claim needs no patterns: its description and its ``examples`` are enough.
    vectors
        ``story.sentence_vectors()``; default: made here, of the whole texts.
    examples
        What ``claim_examples`` gives for coded rows; default: what the codebook says. An article is not compared with
        passages of its own, nor of its family.
    families
        The ``families`` table, so that a copy is not compared with the passages of its original.
    most
        Candidates a claim and article.
    encoder
        The encoder that made ``vectors``; default: the default encoder.

    Returns
    -------
    DataFrame
        One row a claim, article and sentence, ``rank`` 1 the most likely: ``score`` is the mean cosine to the three
        nearest examples, ``margin`` how far it is above the best score of the sentence for another claim, ``begin`` and
        ``end`` are character offsets, ``like`` is the nearest example. A candidate is a place to look at,
        not a finding.
        Articles that the encoder cannot read have no row; ``vectors.unread`` lists them.

    Raises
    ------
    SamestoryError
        The vectors are by another encoder.

    Examples
    --------
    >>> found = ss.coding.claim_candidates(story.articles, story.codebook, vectors=story.sentence_vectors())
    >>> first = found.query("claim_id == 'H02' and article_id == 'aval-0303-matin' and rank == 1")
    >>> len(first), bool(first["score"].iloc[0] < 0.4)  # no explosion in this article: nothing is much like it
    (1, True)
    """
    encoder = given_encoder(encoder)
    articles = given_articles(articles, ["article_id", "language", "text"])
    vectors = sentence_vectors(articles, encoder=encoder) if vectors is None else vectors
    examples = claim_examples(codebook) if examples is None else examples
    like = likeness(examples, families, encoder, vectors.encoder)
    table = vectors.table.reset_index(drop=True)
    if table.empty or not like.claims:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    own = family_of(table["article_id"], families).to_numpy(dtype="object")
    scores = np.array([like.scores(like.of(claim), vectors.vectors, own) for claim in like.claims])
    found = [_ranked(table, scores, at, claim, most) for at, claim in enumerate(like.claims)]
    made = pd.concat(found, ignore_index=True)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    places = zip(made["article_id"], made["begin"], made["end"], strict=True)
    made["reads"] = [texts[key][begin:end] for key, begin, end in places]
    made["like"] = _nearest(made, like, vectors.vectors, own)
    return made[list(COLUMNS)].astype(COLUMNS)


def _ranked(table: pd.DataFrame, scores: np.ndarray, at: int, claim: str, most: int) -> pd.DataFrame:
    """The best sentences of each article for one claim; ``row`` is the sentence's row."""
    others = np.delete(scores, at, axis=0)
    margin = scores[at] - others.max(axis=0) if len(others) else np.full(len(table), np.nan)
    made = table.assign(claim_id=claim, score=scores[at], margin=np.round(margin, 3), row=np.arange(len(table)))
    made = made.sort_values(["article_id", "score", "sentence"], ascending=[True, False, True], kind="stable")
    made["rank"] = made.groupby("article_id").cumcount() + 1
    return made[made["rank"] <= most]


def _nearest(made: pd.DataFrame, like: Likeness, vectors: np.ndarray, own: np.ndarray) -> list[str]:
    """The example that each candidate is most like."""
    found = pd.Series("", index=made.index, dtype="object")
    for claim, part in made.groupby("claim_id"):
        rows = like.of(claim)
        at = part["row"].to_numpy()
        best = like.cosines(rows, vectors[at], own[at]).argmax(axis=0)
        found.loc[part.index] = like.examples["text"].to_numpy()[rows[best]]
    return found.tolist()
