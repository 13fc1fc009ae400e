"""Training the tagger from hand-marked articles; needs torch, which is an extra."""

from __future__ import annotations

import datetime
import importlib.util
import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from ...errors import SamestoryError
from .corpus import ROLES, Marked
from .score import exact_f1
from .tokens import CHANNELS, Sequence, sequences
from .vectors import word_vectors
from .weights import Tagger, save

HIDDEN, DIMENSIONS, EPOCHS = 128, 100, 12
DROPOUT, WORD_DROPOUT, RATE = 0.5, 0.05, 2e-3
TOKENS_A_BATCH = 1_600
AVERAGE = 0.002  # how fast the running average of the weights follows them
MAX_CPU_SECONDS = 1_700.0


def require_torch() -> None:
    """Stop where torch is not installed, before anything large is read.

    Raises
    ------
    SamestoryError
        torch is not installed; the message says how to get it.
    """
    if importlib.util.find_spec("torch") is None:
        raise SamestoryError(
            "training needs torch, an extra: python -m pip install -e '.[train]' in the project's folder;"
            " using a trained tagger does not"
        )


def train(
    marked: list[Marked],
    held_out: list[Marked],
    into: Path,
    *,
    texts: Iterable[str] = (),
    epochs: int = EPOCHS,
    seed: int = 0,
    say: Callable[[str], None] = print,
) -> Tagger:
    """Train a tagger and write it to ``into``.

    Parameters
    ----------
    marked, held_out
        Articles to learn from, and others that only measure each epoch.
    into
        The ``.npz`` file to write after every epoch.
    texts
        Further articles without marks, for the word vectors.
    epochs, seed
        How often the articles are gone through, and what makes a training repeatable.
    say
        Called with one line after each epoch.

    Raises
    ------
    SamestoryError
        torch is not installed, or no articles.
    """
    require_torch()
    import torch

    from .network import Network, arrays

    if not marked or not held_out:
        raise SamestoryError("nothing to train on: the corpus needs articles in its parts train and dev")
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    begun = time.process_time()
    words, vectors = word_vectors([*(one.text for one in marked), *texts], n_dimensions=DIMENSIONS, seed=seed)
    say(f"vectors of {len(words):,} words: {time.process_time() - begun:.0f} CPU seconds")
    vocabulary = {word: i + 2 for i, word in enumerate(words)}
    examples = [pair for one in marked for pair in _tagged(one, vocabulary)]
    order = random.Random(seed)  # noqa: S311  (shuffling, not secrecy)
    network = Network(vectors, HIDDEN, DROPOUT, WORD_DROPOUT)
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    steps = len(list(_batches(examples, random.Random(seed)))) * epochs  # noqa: S311
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    tagger, done = None, 0
    for epoch in range(1, epochs + 1):
        network.train()
        for given, lengths, tags, mask in _batches(examples, order):
            if done == steps:
                break
            optimiser.zero_grad()
            scores = network.scores(torch.from_numpy(given), torch.from_numpy(lengths))
            network.loss(scores, torch.from_numpy(tags), torch.from_numpy(mask)).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            done += 1
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].lerp_(value, AVERAGE)
        ready = arrays(average)
        tagger = Tagger(ready, vocabulary, {})
        f1 = exact_f1(held_out, (tagger.tag(one.text) for one in held_out))
        seconds = time.process_time() - begun
        said = ", ".join(f"{role} {100 * f1[role]:.1f}" for role in ROLES)
        say(f"epoch {epoch} of {epochs}: exact F1 on the held-out part: {said}; {seconds:.0f} CPU seconds")
        about: dict[str, object] = {
            "trained": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "n_articles": len(marked),
            "epochs": epoch,
            "seed": seed,
            "held_out_f1": {role: round(f1[role], 4) for role in ROLES},
        }
        save(into, ready, words, about)
        if seconds > MAX_CPU_SECONDS:
            say(f"stopped after {seconds:.0f} CPU seconds")
            break
    assert tagger is not None  # noqa: S101  (there is at least one epoch)
    return tagger


def _tagged(one: Marked, vocabulary: dict[str, int]) -> Iterator[tuple[Sequence, np.ndarray]]:
    """The sequences of an article with the tags of its marks; one that cuts a token or leaves its paragraph is out."""
    for sequence in sequences(one.text, vocabulary):
        tags = np.zeros(len(sequence.begin), dtype=np.int64)
        first = {int(begin): i for i, begin in enumerate(sequence.begin)}
        last = {int(end): i for i, end in enumerate(sequence.end)}
        for number, role in enumerate(ROLES):
            for begin, end in one.spans[role]:
                if begin in first and end in last:
                    tags[first[begin] : last[end] + 1] = 2 + 2 * number
                    tags[first[begin]] = 1 + 2 * number
        yield sequence, tags


Batch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _batches(examples: list[tuple[Sequence, np.ndarray]], order: random.Random) -> Iterator[Batch]:
    """Batches of sequences of like length, in random order: features, lengths, tags, mask."""
    by_length = sorted(range(len(examples)), key=lambda i: len(examples[i][1]) + order.random() * 6)
    batches: list[list[int]] = [[]]
    for i in by_length:
        if batches[-1] and (len(batches[-1]) + 1) * len(examples[i][1]) > TOKENS_A_BATCH:
            batches.append([])
        batches[-1].append(i)
    order.shuffle(batches)
    for batch in batches:
        lengths = np.array([len(examples[i][1]) for i in batch], dtype=np.int64)
        shape = (len(batch), int(lengths.max()))
        given = np.zeros((len(CHANNELS), *shape), dtype=np.int64)
        tags, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
        for row, i in enumerate(batch):
            given[:, row, : lengths[row]] = examples[i][0].features
            tags[row, : lengths[row]] = examples[i][1]
            mask[row, : lengths[row]] = True
        yield given, lengths, tags, mask
