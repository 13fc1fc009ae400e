"""Whether a word that can mark doubt does: "it may close", but not "in May"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

DOUBTFUL = 0.5  # hedge strength from which a word of ``languages/`` marks doubt
APART = 30  # words between the two parts of a hedge: "soll … haben"
_OPENED = 10  # words before a conditional in which its clause opens
_ENDS = frozenset(",;:")


class Hedges:
    """The words and phrases of one language that mark doubt, to be found token by token.

    The longest that begins at a token counts. One below the least strength is an exception to a shorter one: ``could
    not``, ``не мог``, ``aurait dû`` mark no doubt.

    Parameters
    ----------
    phrases
        Words of each phrase, and its strength from 0 to 1.
    least
        The strength from which a phrase marks doubt.
    tensed, openers
        Forms that mark no doubt a few words after a word that opens a clause, where they are a tense: ``annoncé qu'il
        serait fermé``.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[tuple[str, ...], float]],
        least: float,
        tensed: Iterable[str] = (),
        openers: Iterable[str] = (),
    ):
        found: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        for words, strength in phrases:
            if words:
                found.setdefault(words[0], []).append((words, strength >= least))
        self.by_first = {first: sorted(those, key=_longest_first) for first, those in found.items()}
        self.tensed = frozenset(tensed)
        self.openers = frozenset(word.rstrip("'’") for word in openers)

    def spans(self, low: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
        """The tokens, from ``first`` to before ``last``, that mark doubt; a phrase may begin before ``first``."""
        at = max(0, first - 1)
        while at < last:
            length = 0
            for words, is_strong in self.by_first.get(low[at], ()):
                if length or tuple(low[at : at + len(words)]) != words:
                    continue
                length = len(words)
                if is_strong and at >= first and not self.is_tense(low, at):
                    yield at, at + length
            at += max(1, length)

    def is_tense(self, low: Sequence[str], at: int) -> bool:
        """Whether a conditional is the future of the past, or what would be: it stands in a clause that is opened."""
        if low[at] not in self.tensed:
            return False
        return any(word.rstrip("'’") in self.openers for word in low[max(0, at - _OPENED) : at])


def _longest_first(one: tuple[tuple[str, ...], bool]) -> int:
    return -len(one[0])


def apart(hedges: Iterable[tuple[str, float]], least: float) -> tuple[tuple[str, str], ...]:
    """The hedges in two parts that are at least so strong: ``soll … haben``."""
    found = (said.partition("…") for said, strength in hedges if "…" in said and strength >= least)
    return tuple((first.strip(), last.strip()) for first, _, last in found)


def in_two_parts(low: Sequence[str], first: int, last: int, stop: int, parts: Iterable[tuple[str, str]]) -> str | None:
    """The hedge in two parts whose first stands at words ``first`` to ``last`` (not included), or None.

    Its second part must follow before ``stop``, at most ``APART`` words on and before a comma.
    """
    for opens, closes in parts:
        for at in range(first, last):
            if low[at] != opens:
                continue
            for after in range(at + 1, min(stop, at + APART)):
                if low[after] in _ENDS:
                    break
                if low[after] == closes:
                    return f"{opens} … {closes}"
    return None


def is_month(text: str, begin: int, end: int, times: frozenset[str]) -> bool:
    """Whether a word that marks doubt stands for a time here: ``May`` with a capital, not as a modal verb.

    Parameters
    ----------
    text, begin, end
        The text, and the word's place in it.
    times
        The language's words for when; a word that is none of them is no month.
    """
    word = text[begin:end]
    if word.casefold() not in times or not word[0].isupper():
        return False
    return not (len(word) > 1 and word.isupper()) or text[end : end + 2].strip().isdigit()
