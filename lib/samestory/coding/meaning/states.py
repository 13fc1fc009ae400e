"""From sentences that make a claim to the passages that the attribution rules read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from ...engine.meaning import Encoder, SentenceVectors, given_encoder
from ...engine.meaning.sentences import text_vectors
from ...schema import given_articles
from ...statistics import family_of
from ...text import count_words
from ..denials import Denials
from ..plan import SPEECH_ACT, Codebook
from ..voice import Said, said_by_article
from .examples import claim_examples
from .learnt import decisions
from .likeness import Likeness, likeness

VERSION = 1  # rises whenever what is coded changes
MEANING = f"auto:meaning-{VERSION}"
FEWEST_WORDS = 3  # of a part of a sentence that is looked at by itself
NEAR = 0.0
Span = tuple[int, int]
Passage = tuple[str, int, int, str]  # kind, begin, end, the example it is like
BREAK = re.compile(r"[;:—–]\s+|\s+(?=[—–]\s)")


@dataclass(frozen=True)
class Passages:
    """The passages that make, deny or contradict claims, by article.

    Attributes
    ----------
    found
        By article and claim: kind, begin, end (half-open character offsets) and the example each is most like. Every
        article that was read is there, and every claim with an example.
    unread
        Why an article could not be read, by ``article_id``.
    """

    found: Mapping[str, Mapping[str, list[Passage]]]
    unread: Mapping[str, str] = field(default_factory=dict)


def claim_passages(
    articles: pd.DataFrame,
    codebook: Codebook,
    attributions: pd.DataFrame,
    *,
    vectors: SentenceVectors,
    claims: pd.DataFrame | None = None,
    examples: pd.DataFrame | None = None,
    families: pd.DataFrame | None = None,
    encoder: Encoder | None = None,
) -> Passages:
    """Find the passages that make each claim, by their meaning.

    Parameters
    ----------
    articles, codebook, attributions
        Of one story. A sentence is parted where an attributed content begins or ends, and the part that is most like
        the claim is the passage.
    vectors
        The sentences of the articles.
    claims
        Rows of a person from which thresholds are learnt; an article is never judged by its own rows.
    examples
        Default: the examples of the codebook, and the passages of ``claims``.
    families
        The ``families`` table: copies of an article are left out as the article itself is.
    encoder
        The encoder that made ``vectors``; default: the default encoder.

    Returns
    -------
    Passages
        What ``code_claims`` turns into states.
    """
    encoder = given_encoder(encoder)
    articles = given_articles(articles, ["article_id", "language", "text"])
    examples = claim_examples(codebook, claims, articles) if examples is None else examples
    like = likeness(examples, families, encoder, vectors.encoder)
    table = vectors.table.reset_index(drop=True)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    said = said_by_article(attributions)
    denials = {claim.denied_by for claim in codebook.claims.values()}
    is_denial = np.array([claim in denials for claim in like.claims], dtype=bool)
    possible = ~is_denial[:, None] | _denying(table, texts, said)[None, :]
    made = decisions(table, vectors.vectors, like, claims, families, possible)
    hits = [
        (like.claims[at], *table.loc[row, ["article_id", "begin", "end", "language"]])
        for at, row in _hits(table["article_id"], made)
    ]
    unread = dict(zip(vectors.unread["article_id"], vectors.unread["reason"], strict=True))
    found: dict[str, dict[str, list[Passage]]] = {
        key: {claim: [] for claim in like.claims} for key in articles["article_id"] if key not in unread
    }
    acts = {key for key, claim in codebook.claims.items() if claim.kind == SPEECH_ACT}
    spans = [
        [(begin, end)] if claim in acts else _parts(texts[key], begin, end, said.get(key, ()))
        for claim, key, begin, end, _ in hits
    ]
    said_there = [
        (texts[hit[1]][begin:end], hit[4]) for hit, those in zip(hits, spans, strict=True) for begin, end in those
    ]
    parts = text_vectors(*([list(one) for one in zip(*said_there, strict=True)] or [[], []]), encoder=encoder)
    own = family_of(articles["article_id"], families).set_axis(articles["article_id"]).to_dict()
    at = 0
    for (claim, key, *_), those in zip(hits, spans, strict=True):
        found[key][claim].append(_most_like(like, claim, those, parts[at : at + len(those)], own[key]))
        at += len(those)
    return Passages(found, unread)


def _denying(table: pd.DataFrame, texts: Mapping[str, str], said: Mapping[str, list[Said]]) -> np.ndarray:
    """Which sentences deny something: a denying attribution, or words that negate or refute.

    A claim that another one names as ``denied_by`` is made by such sentences only. In a language without such words
    every sentence may be one.
    """
    known = {code: Denials(code) for code in table["language"].unique()}
    found = []
    for key, begin, end, code in zip(
        *(table[name] for name in ("article_id", "begin", "end", "language")), strict=True
    ):
        is_cued = any(one.polarity < 0 and begin <= one.cue_begin < end for one in said.get(key, ()))
        found.append(is_cued or not known[code].negations or known[code].speaks_against(texts[key][begin:end]))
    return np.array(found, dtype=bool)


def _hits(articles: pd.Series, made: np.ndarray) -> list[tuple[int, int]]:
    """Claim and sentence of each decision in favour: of an article the clearest sentence and those near to it."""
    found = []
    for rows in articles.groupby(articles).indices.values():
        best = made[:, rows].max(axis=1, keepdims=True)
        claims, places = np.nonzero((made[:, rows] >= 0) & (made[:, rows] >= best - NEAR))
        found += list(zip(claims.tolist(), rows[places].tolist(), strict=True))
    return sorted(found, key=lambda one: (one[1], one[0]))


def _parts(text: str, begin: int, end: int, said: Iterable[Said]) -> list[Span]:
    """A sentence, and its parts between the bounds of attributed contents and at semicolons and dashes."""
    cuts = {begin, end}
    cuts.update(at for one in said for at in (one.begin, one.end) if begin < at < end)
    cuts.update(begin + mark.end() for mark in BREAK.finditer(text[begin:end]))
    inner = sorted(cuts)
    parts = [(a, b) for a, b in pairwise(inner) if count_words(text[a:b]) >= FEWEST_WORDS]
    return [(begin, end), *(span for span in parts if span != (begin, end))]


def _most_like(like: Likeness, claim: str, spans: list[Span], vectors: np.ndarray, family: object) -> Passage:
    """The part that is most like the claim; the whole sentence if none is more so."""
    families = np.full(len(spans), family, dtype="object")
    at = int(like.scores(like.of(claim), vectors, families).argmax())
    rows = like.of(claim)
    cosines = np.round(like.cosines(rows, vectors[at : at + 1], families[:1])[:, 0], 3)
    best = rows[int(cosines.argmax())]
    return str(like.examples["kind"].iloc[best]), *spans[at], str(like.examples["text"].iloc[best])
