"""Words to draw simulated texts from: invented ones that follow Zipf's law, or the words of a given text.

A word is stored in six forms (with what follows it, capital or not), so that a text is nothing but forms one after
the other and Arrow can lay millions of them down in one step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ..errors import SamestoryError
from ..schema import require_columns
from ..text import words

N_WORDS = 100_000  # as many as a newspaper uses in a year or two
# Frequency falls with 1 / (rank + 2.7): Mandelbrot's form of Zipf's law, at the values usual for running text.
SHIFT = 2.7
N_DRAWS = 1 << 22  # the law in so many equal parts, so that a draw is one look-up; the rarest word still has one
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]

# The forms of a word: inside a sentence, at its end, and at the end of a paragraph; then the same with a capital.
ENDS = (" ", ". ", ".\n")
SENTENCE_END, PARAGRAPH_END, CAPITAL, N_FORMS = 1, 2, 3, 6


@dataclass(frozen=True)
class Vocabulary:
    """Words, and how often each is drawn.

    Attributes
    ----------
    forms
        Arrow text: the six forms of word 0, of word 1, ...; ``word * 6 + form``.
    form_lengths, word_lengths
        Characters of each form, and of each word without what follows it.
    draws
        Word numbers; one drawn evenly from them follows the law of the vocabulary.
    """

    forms: Any
    form_lengths: np.ndarray
    word_lengths: np.ndarray
    draws: np.ndarray

    def draw(self, n: int, random: np.random.Generator) -> np.ndarray:
        """So many word numbers, int32."""
        return self.draws[random.integers(0, len(self.draws), n, dtype=np.int64)]


def vocabulary(source: str | pd.DataFrame | None) -> Vocabulary:
    """The vocabulary of a text or of the texts of a table, or an invented one.

    Raises
    ------
    SamestoryError
        The source is of another kind, or holds fewer than two different words.
    """
    if source is None:
        weights = 1 / (np.arange(N_WORDS) + SHIFT)
        steps = np.cumsum(weights) / weights.sum()
        draws = np.searchsorted(steps, (np.arange(N_DRAWS) + 0.5) / N_DRAWS).astype(np.int32)
        return _made([_invented(rank) for rank in range(N_WORDS)], draws)
    if isinstance(source, pd.DataFrame):
        require_columns(["text"], source.columns, "source")
        texts = [text for text in source["text"] if isinstance(text, str)]
    elif isinstance(source, str):
        texts = [source]
    else:
        raise SamestoryError(
            f"source is {type(source).__name__}: give a text, a table with a column 'text', or None for invented words."
        )
    # Without capitals: measures fold them, so a word replaced by itself in capitals would not be replaced.
    found = [text[begin:end].lower() for text in texts for begin, end in words(text)]
    names = sorted(set(found))
    if len(names) < 2:
        raise SamestoryError(f"source holds {len(names)} different words: give a longer text, or None.")
    number = {name: i for i, name in enumerate(names)}
    return _made(names, np.array([number[word] for word in found], dtype=np.int32))


def _made(names: list[str], draws: np.ndarray) -> Vocabulary:
    forms = [begin + end for name in names for begin in (name, _capital(name)) for end in ENDS]
    return Vocabulary(
        pa.array(forms, pa.large_string()),
        np.array([len(form) for form in forms], dtype=np.int32),
        np.array([len(name) for name in names], dtype=np.int32),
        draws,
    )


def _capital(name: str) -> str:
    """The word with a capital, if that is one letter too: both forms of a word are of one length."""
    capital = name[0].upper() + name[1:]
    return capital if len(capital) == len(name) else name


def _invented(rank: int) -> str:
    """A word of one syllable for the most frequent ranks, of more for the rarer (Zipf's law of brevity)."""
    word, base, last = SYLLABLES[rank % len(SYLLABLES)], len(SYLLABLES), "nrstlk"[rank % 6]
    while rank >= base:
        rank = rank // base - 1
        word = SYLLABLES[rank % base] + word
    return word + last if len(word) > 2 else word
