"""The network as it is trained; imported only by ``train.py``, since it needs torch."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .tokens import CHANNELS, ENDS, N_SHAPES, PREFIXES, SUFFIXES
from .weights import N_TAGS

NEVER = -1e4
_SIZES = {  # buckets and width of each table beside that of words
    "shape": (N_SHAPES, 8),
    "suffix": (SUFFIXES, 24),
    "end": (ENDS, 12),
    "prefix": (PREFIXES, 24),
    "quoted": (2, 4),
}


def rules() -> tuple[torch.Tensor, torch.Tensor]:
    """What may not follow: an inside without its begin or another inside of its role; nor may one come first."""
    between, first = torch.zeros(N_TAGS, N_TAGS), torch.zeros(N_TAGS)
    for inside in (2, 4, 6):
        first[inside] = NEVER
        for before in range(N_TAGS):
            if before not in (inside, inside - 1):
                between[before, inside] = NEVER
    return between, first


class Network(nn.Module):
    """Embeddings, two bidirectional LSTM layers, a linear layer over both, a linear-chain conditional random field."""

    def __init__(self, vectors: np.ndarray, hidden: int, dropout: float, word_dropout: float):
        super().__init__()
        n, wide = vectors.shape
        self.dropout, self.word_dropout = dropout, word_dropout
        self.tables = nn.ModuleDict({"word": nn.Embedding(n + 2, wide)})
        with torch.no_grad():
            self.tables["word"].weight[2:] = torch.from_numpy(vectors)
        for channel, (buckets, size) in _SIZES.items():
            self.tables[channel] = nn.Embedding(buckets, size)
        width = wide + sum(size for _, size in _SIZES.values())
        self.l1 = nn.LSTM(width, hidden, bidirectional=True, batch_first=True)
        self.l2 = nn.LSTM(2 * hidden, hidden, bidirectional=True, batch_first=True)
        self.out = nn.Linear(4 * hidden, N_TAGS)
        self.between = nn.Parameter(torch.zeros(N_TAGS, N_TAGS))
        self.first = nn.Parameter(torch.zeros(N_TAGS))
        never_between, never_first = rules()
        self.register_buffer("never_between", never_between)
        self.register_buffer("never_first", never_first)

    def _dropped(self, x: torch.Tensor) -> torch.Tensor:
        """The same channels dropped along a whole sequence (Gal and Ghahramani 2016)."""
        if not self.training:
            return x
        keep = 1 - self.dropout
        return x * (x.new_empty(x.size(0), 1, x.size(2)).bernoulli_(keep) / keep)

    def _through(self, layer: nn.LSTM, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)[0]

    def scores(self, given: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores of shape (batch, length, tags) from features of shape (6, batch, length)."""
        word = given[0]
        if self.training:
            word = torch.where(torch.rand(word.shape) < self.word_dropout, torch.ones_like(word), word)
        parts = [self.tables["word"](word)]
        parts += [self.tables[channel](given[i]) for i, channel in enumerate(CHANNELS) if i]
        one = self._dropped(self._through(self.l1, self._dropped(torch.cat(parts, dim=-1)), lengths))
        two = self._dropped(self._through(self.l2, one, lengths))
        return self.out(torch.cat([one, two], dim=-1))

    def loss(self, scores: torch.Tensor, tags: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Negative log-likelihood of the tags a token (Lafferty, McCallum and Pereira 2001)."""
        between, first = self.between + self.never_between, self.first + self.never_first
        ahead = first + scores[:, 0]
        gold = ahead.gather(1, tags[:, :1]).squeeze(1)
        for t in range(1, scores.size(1)):
            step = torch.logsumexp(ahead.unsqueeze(2) + between, dim=1) + scores[:, t]
            ahead = torch.where(mask[:, t, None], step, ahead)
        emitted = scores.gather(2, tags.unsqueeze(2)).squeeze(2)
        moved = self.between[tags[:, :-1], tags[:, 1:]]
        gold = gold + ((emitted[:, 1:] + moved) * mask[:, 1:]).sum(1)
        return (torch.logsumexp(ahead, dim=1) - gold).sum() / mask.sum()


def arrays(state: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """The weights under the names that ``weights.Tagger`` reads."""
    found = {f"embed_{channel}": state[f"tables.{channel}.weight"] for channel in CHANNELS}
    for layer in ("l1", "l2"):
        for direction, ending in (("f", ""), ("b", "_reverse")):
            found[f"{layer}_{direction}_w"] = state[f"{layer}.weight_ih_l0{ending}"]
            found[f"{layer}_{direction}_u"] = state[f"{layer}.weight_hh_l0{ending}"]
            bias = state[f"{layer}.bias_ih_l0{ending}"] + state[f"{layer}.bias_hh_l0{ending}"]
            found[f"{layer}_{direction}_b"] = bias
    found["out_w"], found["out_b"] = state["out.weight"], state["out.bias"]
    found["transitions"] = (state["between"] + state["never_between"]).clamp(-6e4, 6e4)
    found["starts"] = state["first"] + state["never_first"]
    return {name: tensor.detach().numpy().copy() for name, tensor in found.items()}
