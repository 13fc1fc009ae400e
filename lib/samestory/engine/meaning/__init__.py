"""Meaning: sentences as vectors, and which sentences of different articles say the same, in one language or in two."""

from .encoder import Encoder, default_encoder
from .sentences import SentenceVectors, sentence_vectors

__all__ = ["Encoder", "SentenceVectors", "default_encoder", "sentence_vectors"]
