"""The trained tagger without its training library: weights in one file, and tagging with numpy alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...errors import SamestoryError
from .tokens import CHANNELS, Sequence, sequences

FORMAT = 1
ROLES = ("source", "cue", "content")
N_TAGS = 7  # outside; begin and inside of each role
BATCH = 64
MAX_BYTES = 50_000_000
_TABLES = tuple(f"embed_{channel}" for channel in CHANNELS)
_NEEDED = (*_TABLES, "out_w", "out_b", "transitions", "starts", "words", "about")


@dataclass(frozen=True)
class Tagged:
    """One span the tagger found: its role, and half-open character offsets."""

    role: str
    begin: int
    end: int


@dataclass(frozen=True)
class Tagger:
    """A two-layer bidirectional LSTM with a conditional random field on top, for one language.

    ``about`` says what it was trained on, when, and how well it did on the development part.
    """

    arrays: dict[str, np.ndarray]
    vocabulary: dict[str, int]
    about: dict[str, object]

    def tag(self, text: str) -> list[Tagged]:
        """The spans of a text, in order; time grows with its length."""
        pieces = sequences(text, self.vocabulary)
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].begin))
        found: list[list[Tagged]] = [[] for _ in pieces]
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            for i, tags in zip(batch, self._tags([pieces[i] for i in batch]), strict=True):
                found[i] = spans(tags, pieces[i])
        return [span for those in found for span in those]

    def _tags(self, batch: list[Sequence]) -> list[list[int]]:
        lengths = np.array([len(one.begin) for one in batch])
        longest = int(lengths.max())
        given = np.zeros((len(CHANNELS), len(batch), longest), dtype=np.int64)
        for i, sequence in enumerate(batch):
            given[:, i, : lengths[i]] = sequence.features
        first = np.concatenate([self.arrays[name][given[c]] for c, name in enumerate(_TABLES)], axis=-1)
        one = self._layer(first, lengths, "l1")
        two = self._layer(one, lengths, "l2")
        scores = np.concatenate([one, two], axis=-1) @ self.arrays["out_w"].T + self.arrays["out_b"]
        between, starts = self.arrays["transitions"], self.arrays["starts"]
        return [viterbi(scores[i, :n], between, starts) for i, n in enumerate(lengths)]

    def _layer(self, given: np.ndarray, lengths: np.ndarray, name: str) -> np.ndarray:
        back = _reversed(given, lengths)
        forward = _lstm(given, *(self.arrays[f"{name}_f_{part}"] for part in ("w", "u", "b")))
        backward = _lstm(back, *(self.arrays[f"{name}_b_{part}"] for part in ("w", "u", "b")))
        return np.concatenate([forward, _reversed(backward, lengths)], axis=-1)


def _reversed(given: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Each sequence backwards within its own length."""
    n = given.shape[1]
    at = np.arange(n)[None, :]
    index = np.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)
    return np.take_along_axis(given, index[:, :, None], axis=1)


def _lstm(given: np.ndarray, w: np.ndarray, u: np.ndarray, b: np.ndarray) -> np.ndarray:
    """One direction of an LSTM (Hochreiter and Schmidhuber 1997): gates in the order input, forget, cell, output."""
    n, length, _ = given.shape
    size = u.shape[1]
    ready = given @ w.T + b
    hidden = np.zeros((n, size), dtype=np.float32)
    cell = np.zeros((n, size), dtype=np.float32)
    out = np.empty((n, length, size), dtype=np.float32)
    for t in range(length):
        gates = ready[:, t] + hidden @ u.T
        take, keep, new, give = (gates[:, k * size : (k + 1) * size] for k in range(4))
        cell = _sigmoid(keep) * cell + _sigmoid(take) * np.tanh(new)
        hidden = _sigmoid(give) * np.tanh(cell)
        out[:, t] = hidden
    return out


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def viterbi(scores: np.ndarray, transitions: np.ndarray, starts: np.ndarray) -> list[int]:
    """The best sequence of tags: ``scores`` of shape (n, tags), ``transitions[i, j]`` from tag i to tag j."""
    best = starts + scores[0]
    came: list[np.ndarray] = []
    for row in scores[1:]:
        paths = best[:, None] + transitions
        came.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    tags = [int(best.argmax())]
    for back in reversed(came):
        tags.append(int(back[tags[-1]]))
    return tags[::-1]


def spans(tags: list[int], one: Sequence) -> list[Tagged]:
    """Runs of tags as spans."""
    found = []
    i = 0
    while i < len(tags):
        if tags[i] % 2 == 0:  # outside, or an inside without its begin, which transitions do not allow
            i += 1
            continue
        last = i + 1
        while last < len(tags) and tags[last] == tags[i] + 1:
            last += 1
        found.append(Tagged(ROLES[(tags[i] - 1) // 2], int(one.begin[i]), int(one.end[last - 1])))
        i = last
    return found


def save(path: Path, arrays: dict[str, np.ndarray], words: list[str], about: dict[str, object]) -> None:
    """Write weights as a compressed ``.npz`` of half-precision arrays; nothing in it is ever executed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    small: dict[str, np.ndarray] = {name: array.astype(np.float16) for name, array in arrays.items()}
    small["words"] = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    small["about"] = np.frombuffer(json.dumps({"format": FORMAT, **about}).encode(), dtype=np.uint8)
    unfinished = path.with_suffix(".partial.npz")
    np.savez_compressed(unfinished, **small)  # type: ignore[arg-type]
    unfinished.replace(path)


def load(path: Path) -> Tagger:
    """Read weights.

    Raises
    ------
    SamestoryError
        No such file, too large, or not what ``save`` writes.
    """
    if not path.is_file():
        raise SamestoryError(f"{path}: no trained tagger; `samestory train attribution --from FOLDER` makes one")
    if path.stat().st_size > MAX_BYTES:
        raise SamestoryError(f"{path}: {path.stat().st_size:,} bytes; a tagger may have {MAX_BYTES:,}")
    try:
        with np.load(path, allow_pickle=False) as stored:
            raw = {name: stored[name] for name in stored.files}
        if missing := [name for name in _NEEDED if name not in raw]:
            raise ValueError(f"{missing[0]} is missing")
        about = json.loads(raw.pop("about").tobytes().decode())
        if about.get("format") != FORMAT:
            raise ValueError(f"format {about.get('format')!r}, not {FORMAT}")
        words = raw.pop("words").tobytes().decode().split("\n")
    except (ValueError, OSError, EOFError, KeyError) as error:
        raise SamestoryError(f"{path}: not a trained tagger ({error}); train it anew") from None
    arrays = {name: array.astype(np.float32) for name, array in raw.items()}
    return Tagger(arrays, {word: i + 2 for i, word in enumerate(words)}, about)
