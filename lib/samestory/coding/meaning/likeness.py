"""How like the examples of each claim a sentence is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...engine.meaning import Encoder
from ...engine.meaning.sentences import text_vectors
from ...errors import SamestoryError
from ...statistics import family_of

NEAREST = 3  # examples whose mean cosine is the score of a sentence: one alone may be odd
AT_ONCE = 20_000  # sentences compared at once


@dataclass(frozen=True)
class Likeness:
    """The examples with their vectors, by claim; an article is never compared with its own family's passages.

    Attributes
    ----------
    examples
        See ``claim_examples``.
    vectors
        One row an example, float32.
    families
        The family of each example; that of one from the codebook is empty.
    """

    examples: pd.DataFrame
    vectors: np.ndarray
    families: np.ndarray

    @property
    def claims(self) -> list[str]:
        """The claims that have an example, in order."""
        return list(dict.fromkeys(self.examples["claim_id"]))

    def of(self, claim: str, kind: str | None = None) -> np.ndarray:
        """The rows of the examples of a claim, of one kind or of all."""
        is_mine = self.examples["claim_id"] == claim
        return np.flatnonzero(is_mine if kind is None else is_mine & (self.examples["kind"] == kind))

    def cosines(self, rows: np.ndarray, sentences: np.ndarray, families: np.ndarray) -> np.ndarray:
        """Cosines (examples, sentences); -1 where both are of one family."""
        found = self.vectors[rows] @ sentences.T.astype(np.float32)
        found[self.families[rows][:, None] == families[None, :]] = -1
        return found

    def scores(self, rows: np.ndarray, sentences: np.ndarray, families: np.ndarray) -> np.ndarray:
        """The mean of the highest cosines of each sentence, to three decimals; -1 without an example."""
        parts = [np.zeros(0, np.float32)]
        for part in _parts(len(sentences)):
            found = np.sort(self.cosines(rows, sentences[part], families[part]), axis=0)[::-1][:NEAREST]
            counts = (found > -1).sum(axis=0)
            total = np.where(found > -1, found, 0).sum(axis=0)
            parts.append(np.where(counts > 0, total / np.maximum(counts, 1), -1))
        return np.round(np.concatenate(parts), 3)


def _parts(n: int) -> Iterator[slice]:
    return (slice(at, at + AT_ONCE) for at in range(0, n, AT_ONCE))


def likeness(
    examples: pd.DataFrame, families: pd.DataFrame | None, encoder: Encoder, made_by: str, *, keep: bool = True
) -> Likeness:
    """The examples as vectors of the encoder that made those of the articles.

    Raises
    ------
    SamestoryError
        The vectors of the articles are by another encoder.
    """
    if encoder.name != made_by:
        raise SamestoryError(
            f"the vectors of the articles are by encoder {made_by!r}, the examples would be by {encoder.name!r};"
            " pass the encoder that made the vectors"
        )
    vectors = text_vectors(examples["text"], examples["language"], encoder=encoder, keep=keep)
    own = family_of(examples["article_id"].astype("object").where(examples["article_id"].notna(), ""), families)
    return Likeness(examples.reset_index(drop=True), vectors, own.to_numpy(dtype="object"))
