"""Which language a text is in, by py3langid, with an answer only where there is enough to go by."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

from ..errors import SamestoryError, listed
from .words import words

# Characters looked at first, and where the model is not certain of these. To look at 4,000 of each of 7,891 texts in
# English, French, Russian and Ukrainian took at least five times as long and was wrong twice, this way never.
QUICK, MOST = 400, 4_000
CERTAIN = 0.99  # confidence of the first look above which no second is taken; 23 of those texts lie below
FEWEST = 20  # letters; below, one answer in ten is wrong
# Confidence. Of the sentences of one invented story none above it was wrong; one in twelve of 20-80 letters lies below.
SURE = 0.7

_lock = threading.Lock()


def language_of(text: str, among: Iterable[str] | None = None) -> tuple[str | None, float]:
    """The language a text is in.

    Parameters
    ----------
    text
        Any text; of a long one parts of its beginning and of its middle are looked at, longer ones where short ones
        leave the model in doubt.
    among
        Codes of the only languages to answer with. The text is first held against all languages the model knows, so
        that a text in another language gives no answer instead of a wrong one.

    Returns
    -------
    code, confidence
        BCP 47 code and confidence 0..1; the code is None where the text is too short to tell (fewer than 20 letters)
        or the model is not sure.

    Raises
    ------
    SamestoryError
        ``among`` names a language the model does not know.
    """
    model, labels = _model()
    allowed = None if among is None else {str(code).partition("-")[0].casefold() for code in among}
    if allowed is not None and (unknown := sorted(allowed - labels)):
        raise SamestoryError(f"no model of the languages {listed(unknown)}; there are {listed(sorted(labels), 200)}")
    code, confidence = _classified(model, _sample(text, QUICK))
    if confidence < CERTAIN and len(text) > QUICK:
        code, confidence = _classified(model, _sample(text, MOST))
    if confidence < SURE or (allowed is not None and code not in allowed):
        return None, round(confidence, 4)
    return code, round(confidence, 4)


def _classified(model: Any, sample: str) -> tuple[str | None, float]:
    if sum(end - begin for begin, end in words(sample)) < FEWEST or not any(c.isalpha() for c in sample):
        return None, 0.0
    with _lock:
        code, confidence = model.classify(sample)
    return str(code), float(confidence)


def likelihoods(text: str, among: Iterable[str]) -> dict[str, float]:
    """How much speaks for each of some languages: natural logarithms of probabilities, whatever the text's length.

    Of use where several things must be weighed against each other; ``language_of`` gives answers.
    """
    model, _ = _model()
    with _lock:
        ranked = dict(model.rank(_sample(text, MOST)))
    return {code: math.log(max(float(ranked.get(code, 0.0)), 1e-30)) for code in among}


def _sample(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    middle = len(text) // 2
    return text[: most // 2] + " " + text[middle : middle + most // 2]


@cache
def _model() -> tuple[Any, frozenset[str]]:
    """A model of our own, so that nobody else's restriction of languages reaches it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return model, frozenset(model.labels)
