"""Meaning: sentences as vectors, and which sentences of different articles say the same, in one language or in two."""

from .align import aligned_sentences
from .anchors import anchor_scores
from .encoder import Encoder, default_encoder, given_encoder
from .sentences import SentenceVectors, sentence_vectors

__all__ = [
    "Encoder",
    "SentenceVectors",
    "aligned_sentences",
    "anchor_scores",
    "default_encoder",
    "given_encoder",
    "sentence_vectors",
]
