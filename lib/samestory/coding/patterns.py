"""Patterns of a codebook: a small language for words near one another, and nothing that could be slow.

========================  ==========================================================================================
``opened an inquiry``     these words, one after the other; capitals, kinds of apostrophes and hyphens do not matter
``explo*``                a word that begins so (two letters or more)
``~explosion``            the word in any of its forms: lemmas where the language has them, else its ending
``<n>``                   a number in digits or words, with its bounds: ``at least nine`` is one
``<any>``                 any one word
``(set | lit) the match`` one of these; any pattern may stand inside the brackets
``killed people?``        a word or bracket that may be missing
``A w/5 B``               both in one sentence with at most 5 words between them, in either order
``A pre/5 B``             likewise, A before B
``A w/s B``               both in one sentence (``pre/s``: A before B)
``A w/p B``               A, where B stands in the same paragraph; the match is A
``A not w/5 B``           A without a B so near; also ``not pre/5``, ``not w/s``, ``not w/p``
========================  ==========================================================================================

In Chinese, Japanese, Thai, Lao, Khmer and Burmese, which put no space between words, each character counts as a word.
Signs between words are not looked at, and nothing but ``w/p`` reaches over the end of a sentence. Operators are read
from left to right; brackets change that. A match of ``A w/5 B`` runs from the first word of both to the last, each A
with its nearest B. The operators are those of news archives (Nexis, Factiva), so that search strings can be taken over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .lexemes import is_unspaced, lexemes

LONGEST = 400  # characters of a pattern
MOST_WORDS = 80
FARTHEST = 60  # words between two words of a pattern
DEEPEST = 8

_PIECE = re.compile(
    r"(?P<space>\s+)|(?P<operator>(?:not\s+)?(?:w|pre)/\w*)|(?P<slot><[^<>\s]*>)|(?P<sign>[()|?])|"
    r"(?P<word>[^\s()|?<>]+)|(?P<other>.)",
    re.IGNORECASE,
)
_REACH = re.compile(r"(?P<no>not\s+)?(?P<how>w|pre)/(?P<far>[0-9]{1,4}|s|p)\Z", re.IGNORECASE)
ALLOWED = "words, word*, ~word, <n>, <any>, ( | ), ?, and w/5, pre/5, w/s, pre/s, w/p with or without `not`"


class PatternError(ValueError):
    """A pattern that cannot be read. ``at`` is the character, counted from 0, where it goes wrong."""

    def __init__(self, said: str, at: int):
        super().__init__(said)
        self.at = at


@dataclass(frozen=True, slots=True)
class Word:
    """One word: ``exact`` as it is, ``prefix`` what it begins with, ``form`` in any form; ``number`` and ``any``."""

    kind: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items one after the other; those of ``optional`` may be missing."""

    items: tuple[Node, ...]
    optional: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several patterns."""

    among: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two patterns near one another: ``within`` words, ``s`` a sentence, ``p`` a paragraph."""

    left: Node
    right: Node
    within: int | str
    is_ordered: bool
    is_without: bool


Node = Word | Sequence | Either | Near
NUMBER = Word("number")
ANY = Word("any")


@lru_cache(maxsize=20_000)
def parse(pattern: str) -> Node:
    """Read a pattern.

    Parameters
    ----------
    pattern
        Written as the table above says.

    Returns
    -------
    Node
        A ``Sequence``, ``Either`` or ``Near``.

    Raises
    ------
    PatternError
        Says what is wrong, where, and what is allowed.
    """
    if len(pattern) > LONGEST:
        raise PatternError(f"{len(pattern):,} characters; a pattern may have {LONGEST}", LONGEST)
    return _Reader(pattern).read()


def written(node: Node) -> Iterator[Word]:
    """All words of a pattern, in the order written."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, Near):
        yield from written(node.left)
        yield from written(node.right)
    else:
        for part in node.items if isinstance(node, Sequence) else node.among:
            yield from written(part)


class _Reader:
    """Recursive descent over the pieces of one pattern."""

    def __init__(self, pattern: str):
        self.pieces: list[tuple[str, str, int]] = []
        for match in _PIECE.finditer(pattern):
            kind = match.lastgroup or "other"
            if kind == "other":
                raise PatternError(
                    f"{match.group()!r} is not understood; a pattern is made of {ALLOWED}", match.start()
                )
            if kind != "space":
                self.pieces.append((kind, match.group(), match.start()))
        self.end = len(pattern)
        self.at = 0
        self.n_words = 0

    def read(self) -> Node:
        node = self.expression(0)
        if self.at < len(self.pieces):
            _, said, place = self.pieces[self.at]
            raise PatternError(f"{said!r} closes or parts nothing here; put alternatives in brackets: (a | b)", place)
        if not any(word.kind in ("exact", "prefix", "form") for word in written(node)):
            raise PatternError("a pattern needs a word of its own, or it would match nearly everything", 0)
        return node

    def peek(self) -> tuple[str, str, int]:
        return self.pieces[self.at] if self.at < len(self.pieces) else ("end", "", self.end)

    def expression(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise PatternError(f"brackets deeper than {DEEPEST}", self.peek()[2])
        node = self.sequence(depth)
        while self.peek()[0] == "operator":
            _, said, place = self.pieces[self.at]
            self.at += 1
            reach = _REACH.match(said)
            far = reach["far"].lower() if reach else ""
            if reach is None or (far.isdigit() and not 0 <= int(far) <= FARTHEST):
                raise PatternError(f"{said!r}: say w/0 to w/{FARTHEST}, w/s (sentence) or w/p (paragraph)", place)
            is_ordered = reach["how"].lower() == "pre"
            if is_ordered and far == "p":
                raise PatternError("pre/p is not known; say w/p", place)
            within = int(far) if far.isdigit() else far
            node = Near(node, self.sequence(depth), within, is_ordered, reach["no"] is not None)
        return node

    def sequence(self, depth: int) -> Node:
        items: list[Node] = []
        optional: list[bool] = []
        while True:
            kind, said, place = self.peek()
            if kind == "word":
                found = self.words(said, place)
            elif kind == "slot":
                found = [self.slot(said, place)]
            elif said == "(":
                found = [self.bracket(depth, place)]
            else:
                break
            self.at += kind != "sign"
            items += found
            optional += [False] * len(found)
            if self.peek()[1] == "?":
                optional[-1] = True
                self.at += 1
        if not items or all(optional):
            given = f"{self.peek()[1]!r} stands where" if self.peek()[1] else "the pattern ends where"
            raise PatternError(f"{given} a word is wanted; a pattern is made of {ALLOWED}", self.peek()[2])
        return items[0] if len(items) == 1 else Sequence(tuple(items), tuple(optional))

    def bracket(self, depth: int, place: int) -> Node:
        self.at += 1
        among = [self.expression(depth + 1)]
        while self.peek()[1] == "|":
            self.at += 1
            among.append(self.expression(depth + 1))
        if self.peek()[1] != ")":
            raise PatternError("this bracket is never closed", place)
        self.at += 1
        return among[0] if len(among) == 1 else Either(tuple(among))

    def slot(self, said: str, place: int) -> Word:
        known = {"<n>": NUMBER, "<any>": ANY}
        if said.lower() not in known:
            raise PatternError(f"{said} is not known; only <n> (a number) and <any> (any word) are", place)
        return known[said.lower()]

    def words(self, said: str, place: int) -> list[Node]:
        bare = said.removeprefix("~")
        is_prefix = bare.endswith("*")
        bare = bare.removesuffix("*")
        if "*" in bare or "~" in bare or (is_prefix and said.startswith("~")):
            raise PatternError(f"{said!r}: * may stand only at the end of a word, ~ only at its begin, not both", place)
        found = [word for _, _, word in lexemes(bare)]
        if not found:
            raise PatternError(f"{said!r} holds no word; a pattern is made of {ALLOWED}", place)
        if is_prefix and is_unspaced(found[-1]):
            is_prefix = False  # what follows it there is a word of its own
        if is_prefix and len(found[-1]) < 2:
            raise PatternError(f"{said!r}: give at least two letters before *", place)
        self.n_words += len(found)
        if self.n_words > MOST_WORDS:
            raise PatternError(f"more than {MOST_WORDS} words; make it several patterns", place)
        kind = "form" if said.startswith("~") else "exact"
        made: list[Node] = [Word(kind, word) for word in found]
        if is_prefix:
            made[-1] = Word("prefix", found[-1])
        return made
