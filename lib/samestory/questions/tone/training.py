"""A model of the tone towards a target, trained by the user on sentences that people judged.

Features need no parser: the vectors of the sentence, of the sentence and its clause with the target masked, and of the
words left and right of it; values of the lexicon by distance from the target; words and pairs of words, with their
place before or after it. A linear support vector machine and a network with one hidden layer vote. A model is kept as
arrays of numbers and JSON; nothing in its file is ever executed.
"""

from __future__ import annotations

import json
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...engine.meaning.encoder import Encoder, encoded, given_encoder
from ...errors import SamestoryError
from ...languages import ENGLISH
from ...schema import require_columns
from .lexicon import lexicon_for, score_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["ToneModel", "load_model", "train"]

FORMAT = 1
TONES = ("negative", "neutral", "positive")
NEEDED = ("sentence", "begin", "end")
MASK = "this person"
NEAR = 8  # words on each side whose vectors are taken
TOLD_APART = 10  # words on each side that count with their place
BANDS = (0, 3, 7, 15, 10**6)  # words from the target
N_HASHED = 2**17
LINEAR_PART = 0.3  # of the vote; the rest is the network's
LEAST, LARGE, MOST_BYTES = 60, 1_000, 50_000_000  # rows, rows, bytes
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]")
_CUT = re.compile(
    r"[,;:()—–]|\s-\s|\b(?:but|and|while|who|which|that|because|after|as|when|although|though|if)\b", re.I
)
_ARRAYS = ("linear_w", "linear_b", "idf", "hidden_w", "hidden_b", "out_w", "out_b")


@dataclass(frozen=True)
class ToneModel:
    """A trained model; ``about`` says from what it was made.

    ``arrays`` are the weights: of the linear part (``linear_w, linear_b, idf``) and of the network (``hidden_w,
    hidden_b, out_w, out_b``).
    """

    arrays: dict[str, np.ndarray]
    about: dict[str, Any]
    encoder: Encoder

    def predict(self, table: pd.DataFrame) -> pd.DataFrame:
        """The tone of each sentence towards its target.

        Parameters
        ----------
        table
            ``sentence``, and ``begin, end`` (character offsets) of the target in it.

        Returns
        -------
        DataFrame
            ``tone`` (negative, neutral, positive) and the share of the vote for it, ``certainty`` (0..1); the index of
            ``table``.
        """
        checked(table)
        if table.empty:
            return pd.DataFrame({"tone": pd.Series(dtype="str"), "certainty": pd.Series(dtype="float64")}, table.index)
        dense, hashed = features(table, self.encoder)
        one = self.arrays
        n = dense.shape[1]
        scored = dense @ one["linear_w"][:, :n].T + (_weighed(hashed, one["idf"]) @ one["linear_w"][:, n:].T)
        hidden = np.maximum(dense @ one["hidden_w"] + one["hidden_b"], 0)
        votes = LINEAR_PART * _softmax(2 * (scored + one["linear_b"]))
        votes = votes + (1 - LINEAR_PART) * _softmax(hidden @ one["out_w"] + one["out_b"])
        best = votes.argmax(axis=1)
        tones = [TONES[at] for at in best]
        return pd.DataFrame({"tone": tones, "certainty": votes[np.arange(len(best)), best]}, index=table.index)

    def save(self, path: Path | str) -> Path:
        """Write the model as a compressed ``.npz`` of half-precision arrays and JSON."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        kept: dict[str, np.ndarray] = {name: self.arrays[name].astype(np.float16) for name in _ARRAYS}
        said = json.dumps({"format": FORMAT, "encoder": self.encoder.name, **self.about})
        kept["about"] = np.frombuffer(said.encode(), dtype=np.uint8)
        unfinished = target.with_name(f".{target.name}.partial.npz")
        np.savez_compressed(unfinished, **kept)  # type: ignore[arg-type]
        unfinished.replace(target)
        return target


def train(
    table: pd.DataFrame, *, encoder: Encoder | None = None, seed: int = 0, path: Path | str | None = None
) -> ToneModel:
    """Train a model of the tone of a sentence towards a target, from sentences that people judged.

    Parameters
    ----------
    table
        One row a target: ``sentence``; ``begin, end``, its character offsets; ``tone`` (negative, neutral, positive).
        NewsMTSC (github.com/fhamborg/NewsMTSC) has 8,739 such rows in its training part. A model of them has a macro
        F1 of 69.3 and 67.8 on its two test parts, VADER alone 53.0 and 48.8, the best published one, with a large
        language model, 83.1 and 82.5.
    encoder
        What turns sentences into vectors; default: the multilingual encoder of the suite.
    seed
        Makes the training repeatable.
    path
        Where to keep the model (``.npz``); None: it is only returned.

    Returns
    -------
    ToneModel
        Its ``predict`` gives the tone of other rows, ``save`` keeps it.

    Raises
    ------
    TableError
        A column is missing.
    SamestoryError
        Offsets outside the sentence, another tone, fewer than 60 rows, or a tone that no row has.

    Examples
    --------
    >>> said = [f"{who} {did} the town {n}." for n in range(12) for who in ["Ann", "Bob"]
    ...     for did in ["betrayed", "visited", "saved"]]
    >>> tones = ["negative", "neutral", "positive"] * 24
    >>> rows = pd.DataFrame({"sentence": said, "begin": 0, "end": 3, "tone": tones})
    >>> model = ss.tone.train(rows)
    >>> new = rows.tail(3).assign(sentence=["Eve betrayed us.", "Eve visited us.", "Eve saved us."])
    >>> model.predict(new)["tone"].tolist()
    ['negative', 'neutral', 'positive']
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.neural_network import MLPClassifier
    from sklearn.svm import LinearSVC

    require_columns(["tone"], table.columns, "table")
    checked(table)
    counts = table["tone"].value_counts()
    if wrong := sorted(set(counts.index) - set(TONES)):
        raise SamestoryError(f"tone {wrong[0]!r}: expected negative, neutral or positive")
    if len(table) < LEAST or len(counts) < len(TONES):
        said = ", ".join(f"{tone} {counts.get(tone, 0)}" for tone in TONES)
        raise SamestoryError(f"{len(table)} rows ({said}): expected {LEAST} or more, with all three tones")
    from scipy.sparse import csr_matrix, hstack

    used = given_encoder(encoder)
    dense, hashed = features(table, used)
    weigher = TfidfTransformer(norm=None).fit(hashed)
    tones = table["tone"].map(TONES.index).to_numpy()
    both = hstack([csr_matrix(dense), _weighed(hashed, weigher.idf_)]).tocsr()
    linear = LinearSVC(C=0.3, class_weight="balanced", random_state=seed).fit(both, tones)
    is_large = len(table) > LARGE
    network = MLPClassifier(
        (256,),
        alpha=0.01,
        learning_rate_init=5e-4,
        early_stopping=is_large,
        n_iter_no_change=4,
        max_iter=40 if is_large else 200,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of rounds is the limit that is wanted
        network.fit(dense, tones)
    arrays = {"linear_w": linear.coef_, "linear_b": linear.intercept_, "idf": weigher.idf_}
    arrays |= {"hidden_w": network.coefs_[0], "hidden_b": network.intercepts_[0]}
    arrays |= {"out_w": network.coefs_[1], "out_b": network.intercepts_[1]}
    about = {"n_rows": len(table), "tones": {tone: int(counts[tone]) for tone in TONES}, "seed": seed}
    model = ToneModel({name: one.astype(np.float32) for name, one in arrays.items()}, about, used)
    if path is not None:
        model.save(path)
    return model


def load_model(path: Path | str, *, encoder: Encoder | None = None) -> ToneModel:
    """Read a model that ``tone.train`` kept.

    Parameters
    ----------
    path
        The file. It is read as numbers and text only, so a file from a stranger can run no code.
    encoder
        The encoder that it was trained with; default: that of the suite.

    Raises
    ------
    SamestoryError
        No such file, too large, damaged, not a model of tone, or made with another encoder.

    Examples
    --------
    >>> ss.tone.load_model("no-such-file.npz")
    Traceback (most recent call last):
    ...
    samestory.errors.SamestoryError: no-such-file.npz: no such file; ss.tone.train(table, path=...) makes one
    """
    given = Path(path)
    used = given_encoder(encoder)
    if not given.is_file():
        raise SamestoryError(f"{given}: no such file; ss.tone.train(table, path=...) makes one")
    if given.stat().st_size > MOST_BYTES:
        raise SamestoryError(f"{given}: {given.stat().st_size:,} bytes; a model of tone has at most {MOST_BYTES:,}")
    try:
        with given.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in _ARRAYS}
            about = json.loads(stored["about"].tobytes().decode())
        if about.pop("format") != FORMAT or not _fits(arrays):
            raise ValueError("other format or shapes")
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise SamestoryError(f"{given}: not a model of tone, or damaged ({error}); train it anew") from None
    if (name := about.pop("encoder", None)) != used.name:
        raise SamestoryError(
            f"{given}: made with the encoder {name!r}, not {used.name!r}; give that one, or train anew"
        )
    return ToneModel(arrays, about, used)


def _fits(arrays: dict[str, np.ndarray]) -> bool:
    n, hidden = arrays["hidden_w"].shape
    return (
        arrays["linear_w"].shape == (len(TONES), n + N_HASHED)
        and arrays["idf"].shape == (N_HASHED,)
        and arrays["hidden_b"].shape == (hidden,)
        and arrays["out_w"].shape == (hidden, len(TONES))
        and arrays["out_b"].shape == arrays["linear_b"].shape == (len(TONES),)
    )


def checked(table: pd.DataFrame) -> None:
    """Whether every target is in its sentence."""
    require_columns(list(NEEDED), table.columns, "table")
    for sentence, begin, end in zip(*(table[name] for name in NEEDED), strict=True):
        if not isinstance(sentence, str) or not 0 <= begin < end <= len(sentence):
            raise SamestoryError(f"a target from {begin} to {end} in {str(sentence)[:60]!r}: it is not in the sentence")


def features(table: pd.DataFrame, encoder: Encoder) -> tuple[np.ndarray, csr_matrix]:
    """What a model sees of each row: numbers (float32), and hashed words (counts, dampened)."""
    from sklearn.feature_extraction.text import HashingVectorizer

    rows = list(zip(*(table[name] for name in NEEDED), strict=True))
    views = [
        [sentence for sentence, *_ in rows],
        [sentence[:a] + MASK + sentence[b:] for sentence, a, b in rows],
        [_clause(*row) for row in rows],
        [" ".join([*sentence[:a].split()[-NEAR:], MASK]) for sentence, a, _ in rows],
        [" ".join([MASK, *sentence[b:].split()[:NEAR]]) for sentence, _, b in rows],
    ]
    dense = [*(_vectors(view, encoder) for view in views), np.array([_near(*row) for row in rows])]
    hashing = HashingVectorizer(n_features=N_HASHED, analyzer=lambda row: _grams(*row), alternate_sign=False, norm=None)
    hashed = hashing.transform(rows)
    hashed.data = 1 + np.log(hashed.data)
    return np.hstack(dense).astype(np.float32), hashed


def _weighed(hashed: csr_matrix, idf: np.ndarray) -> csr_matrix:
    """Rows of length 1 in which rare words weigh more."""
    from sklearn.preprocessing import normalize

    return normalize(hashed.multiply(idf).tocsr())


def _vectors(view: Sequence[str], encoder: Encoder) -> np.ndarray:
    distinct = sorted(set(view), key=lambda said: (len(said), said))
    found = encoded(encoder, distinct)
    at = {said: number for number, said in enumerate(distinct)}
    return found[[at[said] for said in view]]


def _clause(sentence: str, begin: int, end: int) -> str:
    """The clause of the target, the target masked; a very short one is widened."""
    first, last = 0, len(sentence)
    for cut in _CUT.finditer(sentence):
        if cut.end() <= begin:
            first = cut.end()
        elif cut.start() >= end:
            last = cut.start()
            break
    if len(sentence[first:last].split()) < 5:
        first, last = max(0, first - 40), min(len(sentence), last + 40)
    return sentence[first:begin] + MASK + sentence[end:last]


def _near(sentence: str, begin: int, end: int) -> list[float]:
    """Values of the English lexicon by side and distance, good and bad apart, and the score of the sentence."""
    lexicon = lexicon_for(ENGLISH, None)
    found = lexicon.read(sentence, ENGLISH) if lexicon else []
    bands = np.zeros((2, len(BANDS) - 1, 2))
    for one in found:
        if begin <= one.begin < end:
            continue
        between = sentence[one.end : begin] if one.end <= begin else sentence[end : one.begin]
        band = int(np.searchsorted(BANDS, len(between.split()), side="right")) - 1
        bands[int(one.begin >= end), band, int(one.contribution > 0)] += abs(one.contribution) / 8
    score = score_of(sum(one.contribution for one in found))
    return [*bands.ravel(), score / 2, (score > 0.05) / 2, (score < -0.05) / 2]


def _grams(sentence: str, begin: int, end: int) -> list[str]:
    """Words and pairs, the target one sign; words with their place before or after it."""
    left, right = (_TOKEN.findall(part.lower()) for part in (sentence[:begin], sentence[end:]))
    every = [*left, "<target>", *right]
    found = [*every, *(f"{one} {two}" for one, two in pairwise(every))]
    for side, said in (("l", left[::-1]), ("r", right)):
        found += [f"{side}{'n' if far < 4 else 'f'} {word}" for far, word in enumerate(said[:TOLD_APART])]
        found += [f"{side}{n} {' '.join(said[:n])}" for n in (1, 2, 3)]
    return found


def _softmax(scores: np.ndarray) -> np.ndarray:
    high = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(high / high.sum(axis=1, keepdims=True))
