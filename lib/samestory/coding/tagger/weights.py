"""The trained tagger without its training library: weights in one file, and tagging with numpy alone."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
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
# What reading and unpacking a damaged file may raise.
_DAMAGED = (
    *(ValueError, TypeError, AttributeError, LookupError, EOFError, OSError, RuntimeError),
    *(struct.error, zipfile.BadZipFile, zlib.error),
)
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
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].begin), reverse=True)
        found: list[list[Tagged]] = [[] for _ in pieces]
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            for i, tags in zip(batch, self._tags([pieces[i] for i in batch]), strict=True):
                found[i] = spans(tags, pieces[i])
        return [span for those in found for span in those]

    def _tags(self, batch: list[Sequence]) -> list[list[int]]:
        """The tags of sequences, the longest first."""
        packed = _Packed([len(one.begin) for one in batch])
        given = np.empty((len(CHANNELS), packed.n), dtype=np.int64)
        for i, sequence in enumerate(batch):
            given[:, packed.places(i)] = sequence.features
        first = np.concatenate([self.arrays[name][given[c]] for c, name in enumerate(_TABLES)], axis=-1)
        one = _bidirectional(first, packed, *self._layers["l1"])
        two = _bidirectional(one, packed, *self._layers["l2"])
        scores = np.concatenate([one, two], axis=-1) @ self.arrays["out_w"].T + self.arrays["out_b"]
        between, starts = self.arrays["transitions"], self.arrays["starts"]
        return [viterbi(scores[packed.places(i)], between, starts) for i in range(len(batch))]

    @cached_property
    def _layers(self) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """For each layer the weights of both directions, as ``_bidirectional`` multiplies by them.

        A sigmoid is a hyperbolic tangent of half its argument, so the gates that are sigmoids are halved here, which is
        exact, and one call serves all four.
        """
        found = {}
        for layer in ("l1", "l2"):
            parts = []
            for part in ("w", "u", "b"):
                both = np.stack([self.arrays[f"{layer}_{direction}_{part}"] for direction in "fb"])
                size = both.shape[1] // 4
                half = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], dtype=both.dtype), size)
                scaled = both * (half if both.ndim == 2 else half[:, None])
                parts.append(np.ascontiguousarray(scaled.swapaxes(1, 2)) if both.ndim == 3 else scaled[:, None])
            found[layer] = (parts[0], parts[1], parts[2])
        return found


class _Packed:
    """Where the tokens of sequences lie when all first tokens come first, then all second ones: without padding.

    ``starts[t]`` is the place of the first token number ``t``; ``backwards`` the places when each sequence is read from
    its end. Sequences are given by their lengths, the longest first.
    """

    def __init__(self, lengths: list[int]):
        given = np.array(lengths)
        active = (given[None, :] > np.arange(given[0])[:, None]).sum(axis=1)
        self.starts = np.concatenate([[0], np.cumsum(active)])
        self.n = int(self.starts[-1])
        self.lengths = lengths
        self.backwards = np.empty(self.n, dtype=np.int64)
        for i in range(len(lengths)):
            self.backwards[self.places(i)] = self.places(i)[::-1]

    def places(self, i: int) -> np.ndarray:
        """The places of the tokens of one sequence."""
        return self.starts[: self.lengths[i]] + i


def _bidirectional(given: np.ndarray, packed: _Packed, w: np.ndarray, u: np.ndarray, b: np.ndarray) -> np.ndarray:
    """An LSTM in both directions (Hochreiter and Schmidhuber 1997): gates in the order input, forget, cell, output.

    Both directions have as many sequences left at each step, so they go side by side.
    """
    size = u.shape[1]
    ready = np.stack([given, given[packed.backwards]]) @ w + b
    out = np.empty((2, packed.n, size), dtype=ready.dtype)
    hidden = cell = np.zeros((2, packed.starts[1], size), dtype=ready.dtype)
    for begin, end in pairwise(packed.starts.tolist()):
        n = end - begin
        gates = np.matmul(hidden[:, :n], u)
        gates += ready[:, begin:end]
        np.tanh(gates, out=gates)
        take, keep, new, give = (gates[:, :, k * size : (k + 1) * size] for k in range(4))
        for gate in (take, keep, give):
            gate += 1.0
            gate *= 0.5
        cell = keep * cell[:, :n]
        cell += take * new
        hidden = give * np.tanh(cell)
        out[:, begin:end] = hidden
    return np.concatenate([out[0], out[1][packed.backwards]], axis=-1)


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
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            raw = {name: stored[name] for name in stored.files}
        if missing := [name for name in _NEEDED if name not in raw]:
            raise ValueError(f"{missing[0]} is missing")
        about = json.loads(raw.pop("about").tobytes().decode())
        if about.get("format") != FORMAT:
            raise ValueError(f"format {about.get('format')!r}, not {FORMAT}")
        words = raw.pop("words").tobytes().decode().split("\n")
        arrays = {name: array.astype(np.float32) for name, array in raw.items()}
    except _DAMAGED as error:
        # A file cut short is no zip; a damaged one says so only where it is unpacked.
        raise SamestoryError(
            f"{path}: not a trained tagger, or a damaged one ({error}). Train it anew with"
            " `samestory train attribution --from FOLDER`, or remove the file; `--engine rules` does without it"
        ) from None
    return Tagger(arrays, {word: i + 2 for i, word in enumerate(words)}, about)
