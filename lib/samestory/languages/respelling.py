"""Respelling: a language written the way of a kin language, for an encoder that reads only that one.

A language file lists words, beginnings of words, and groups of letters with what each becomes in the kin language:
``і`` is ``и``, ``о`` or ``е`` in Russian. If a group becomes one of several, all spellings of a word are made, and the
caller says which is likely. In ``letters`` a ``^`` stands for the begin of a word and a ``$`` for its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MOST = 64  # spellings of one word
LONGEST = 40  # letters of a word; a longer one is left as it is
Likeliest = Callable[[list[str]], int]
APOSTROPHES = re.compile("[’ʼ`]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
ALIKE = str.maketrans("aceiopxyACEHIKMOPTXB", "асеіорхуАСЕНІКМОРТХВ")  # Latin letters that are typed for Cyrillic ones
WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def _entries(written: object) -> object:
    """``а б/в, г д_е`` as a dictionary: what is before the first space becomes one of the rest; ``_`` is a space."""
    if not isinstance(written, str):
        return written
    found: dict[str, tuple[str, ...]] = {}
    for entry in filter(None, (entry.strip() for entry in written.split(","))):
        group, _, becomes = entry.partition(" ")
        if not becomes:
            raise ValueError(f"{entry!r}: expected a group of letters, a space and what it becomes")
        if group in found:
            raise ValueError(f"{group!r} is listed twice")
        found[group] = tuple(becomes.strip().replace("_", " ").split("/"))
    return found


Letters = Annotated[str, StringConstraints(max_length=40)]
Entries = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_entries)]


class Respelled(BaseModel):
    """How words of a language are spelled the way of a kin language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    like: Annotated[str, StringConstraints(min_length=2, max_length=10)] = Field(alias="as")
    """Code of the kin language."""
    own: Letters
    """Letters that the kin language does not have."""
    kin: Letters = ""
    """Letters that only the kin language has."""
    words: Entries = Field(default_factory=dict)
    """Whole words in small letters, each with the word or words of the kin language."""
    beginnings: Entries = Field(default_factory=dict)
    """Beginnings of words; the rest of the word is respelled by ``letters``."""
    letters: Entries = Field(default_factory=dict)
    """Groups of letters, the likeliest spelling first; the longest group that fits counts."""
    never: Entries = Field(default_factory=dict)
    """Groups of letters that the kin language does not write, each with what it writes: ``кы ки``."""

    def balance(self, sentence: str) -> int:
        """Letters that only this language has, less those that only the kin language has."""
        said = sentence.casefold()
        return sum(map(said.count, self.own)) - sum(map(said.count, self.kin))

    def text(self, sentence: str, likeliest: Likeliest) -> str:
        """A sentence respelled.

        Parameters
        ----------
        sentence
            The sentence.
        likeliest
            Gives the position of the likeliest of two or more spellings of a word.
        """
        return WORDS.sub(lambda met: self._word(_in_one_script(met[0]), likeliest), APOSTROPHES.sub("'", sentence))

    def spellings(self, word: str) -> list[str]:
        """The spellings of a word in small letters, at most 64, the likeliest by the table first."""
        parts: list[Sequence[str]] = []
        marked, at = f"^{word}$", 0
        while at < len(marked):
            sizes = range(min(self._longest, len(marked) - at), 0, -1)
            size = next((size for size in sizes if marked[at : at + size] in self._table), 1)
            group = marked[at : at + size]
            parts.append(self._table.get(group, (group.strip("^$"),)))
            at += size
        for place in range(len(parts)):  # endings say most about a word, so they are cut last
            if prod(map(len, parts)) > MOST:
                parts[place] = parts[place][:1]
        return list(dict.fromkeys(self._corrected("".join(way)) for way in product(*parts)))

    def _corrected(self, spelled: str) -> str:
        return self._wrong.sub(lambda met: self.never[met[0]][0], spelled) if self.never else spelled

    def _word(self, word: str, likeliest: Likeliest) -> str:
        if len(word) > LONGEST:
            return word
        ways = [_like(word, way) for way in self.spellings(word.casefold())]
        return ways[likeliest(ways) if len(ways) > 1 else 0]

    @cached_property
    def _table(self) -> dict[str, tuple[str, ...]]:
        beginnings = {f"^{group}": becomes for group, becomes in self.beginnings.items()}
        return self.letters | beginnings | {f"^{word}$": becomes for word, becomes in self.words.items()}

    @cached_property
    def _wrong(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.never)))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._table), default=1)


def _in_one_script(word: str) -> str:
    """A word with Cyrillic letters without the Latin ones that look the same."""
    return word.translate(ALIKE) if CYRILLIC.search(word) else word


def _like(word: str, respelled: str) -> str:
    """The respelled word with the capitals of the word."""
    if word.isupper() and len(word) > 1:
        return respelled.upper()
    return respelled[:1].upper() + respelled[1:] if word[:1].isupper() else respelled
