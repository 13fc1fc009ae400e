"""Signs that a text is not whole: fewer words than stated, "[+1234 chars]", a paywall's words, dots at the end."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..text import count_words, language_of, phrase_in, phrases

TAIL = 400  # characters at the end; a paywall's words are after what one may read
FEWER = 0.8  # of the words stated: databases count title, by-line and caption with them, and split words otherwise
SNIPPET = 100  # words: dots end a snippet of so many, and are how some authors end a longer text
LEAST = 20  # words that must be missing, so that a brief is not suspected for its by-line
DOTS = "dots at the end"
CELL_LIMITS = {32_767: "Excel's limit of a cell", 65_535: "a limit of a database"}
COLUMNS = ["article_id", "sign", "detail", "stated_words", "n_words"]

_CHARS = re.compile(r"\[\+\s?([\d,. ]{1,12})\s?(?:chars|characters|caractères|символов|символів)\]\s*\Z")


@functools.lru_cache(maxsize=200)
def _paywall(language: str | None) -> tuple:
    return tuple(phrase for phrase in phrases(language) if phrase.kind == "paywall")


@functools.lru_cache(maxsize=200)
def _candidates(languages: frozenset[str | None]) -> str:
    """A pattern that finds whatever may be a sign, for one linear pass over many ends; ``sign_of`` then decides."""
    rarest = {phrase.rarest for language in languages for phrase in _paywall(language)}
    said = [re.sub(r"[^\w ]", ".", word) for word in sorted(rarest)]
    return "(?i)" + "|".join([*said, r"(?:\.\.\.|…|\]|\))\s*$"])


def is_cut(sign: str, n_words: int) -> bool:
    """Whether a sign says by itself that a text is not whole; dots at the end of a long text are only reported."""
    return sign != DOTS or n_words < SNIPPET


def sign_of(text: str, language: str | None) -> tuple[str, str] | None:
    """The sign a text's end shows, and the words that show it; None if it shows none."""
    tail = text[-TAIL:]
    bare = tail.rstrip()
    if bare.endswith("]") and (match := _CHARS.search(bare)):
        return "characters left out", match[0].strip()
    if known := _paywall(language):
        for line in re.split(r"[\n.!?]+", tail):
            if line and phrase_in(line, known):
                return "paywall", " ".join(line.split())[:120]
    if bare.endswith(("…", "...", "[…]", "(…)", "[...]", "(...)")):
        return DOTS, " ".join(bare[-40:].split())
    return None


def is_cut_off(text: str, language: str | None = None, stated_words: int | None = None) -> bool:
    """Whether one text shows that it is not whole, by the rule that intake goes by.

    Parameters
    ----------
    text
        The text as found.
    language
        Its BCP 47 code, whose paywall phrases are looked for; recognised from the text unless given.
    stated_words
        How many words the page or export says it has.
    """
    n_words = count_words(text)
    found = signs([text], [language or language_of(text)[0]], np.array([n_words]), [stated_words])
    return 0 in found and is_cut(found[0][0], n_words)


def signs(
    texts: Sequence[str | None],
    languages: Sequence[str | None],
    counted: np.ndarray,
    stated: Sequence[int | None],
) -> dict[int, tuple[str, str]]:
    """The texts that show a sign, by position: the sign and its detail. At most one a text, the plainest."""
    found: dict[int, tuple[str, str]] = {}
    ends = pa.array([text[-TAIL:] if text else None for text in texts], type=pa.large_string())
    maybe = pc.match_substring_regex(ends, _candidates(frozenset(languages)))
    for place in np.flatnonzero(maybe.fill_null(False).to_numpy(zero_copy_only=False)).tolist():
        if (sign := sign_of(texts[place] or "", languages[place])) is not None:
            found[place] = sign
    for place, text in enumerate(texts):
        if text is not None and len(text) in CELL_LIMITS and place not in found:
            found[place] = ("as long as a cell may be", f"{len(text):,} characters, {CELL_LIMITS[len(text)]}")
    for place, n in enumerate(stated):
        if n is not None and place not in found and texts[place]:
            missing = n - int(counted[place])
            if missing >= LEAST and counted[place] < FEWER * n:
                found[place] = ("fewer words than stated", f"{int(counted[place]):,} counted, {n:,} stated")
    return found
