"""Which texts can match a pattern at all, so that only these are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..text import fold
from .lexemes import lexemes
from .patterns import Either, Near, Node, Word, written
from .patterns import Sequence as InOrder
from .reading import Lexicon

Signs = dict[Word, frozenset[str] | None]  # a text without any of a word's signs does not have it; None: nothing tells


def may_match(texts: Sequence[str], nodes: Iterable[Node], lexicon: Lexicon) -> list[bool]:
    """For each text of one language whether one of the patterns may be in it; False is certain.

    Parameters
    ----------
    texts
        Whole texts.
    nodes
        Parsed patterns.
    lexicon
        The words of the patterns in the language of the texts.
    """
    sought = list(nodes)
    signs: Signs = {word: _signs(word) for node in sought for word in written(node)}
    if lexicon.has_forms:
        pieces = {piece for text in texts for piece in text.split()}
        said: dict[Word, set[str]] = {word: {word.said} for word in signs if word.kind == "form"}
        for low in {low for piece in pieces for _, _, low in lexemes(piece)}:
            for word in lexicon.words(low):
                if word in said:
                    said[word].add(low)
        signs |= {word: frozenset(forms) for word, forms in said.items()}
    return [any(_may(node, folded, signs) for node in sought) for folded in map(fold, texts)]


def _signs(word: Word) -> frozenset[str] | None:
    return frozenset([word.said]) if word.kind in ("exact", "prefix") else None


def _may(node: Node, folded: str, signs: Signs) -> bool:
    if isinstance(node, Word):
        known = signs[node]
        return known is None or any(sign in folded for sign in known)
    if isinstance(node, Either):
        return any(_may(part, folded, signs) for part in node.among)
    if isinstance(node, Near):
        return _may(node.left, folded, signs) and (node.is_without or _may(node.right, folded, signs))
    assert isinstance(node, InOrder)  # noqa: S101  # the one kind left
    return all(
        is_optional or _may(item, folded, signs) for item, is_optional in zip(node.items, node.optional, strict=True)
    )
