"""Whether a word that can mark doubt does: "it may close", but not "in May"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

DOUBTFUL = 0.5  # hedge strength from which a word of ``languages/`` marks doubt
APART = 30  # words between the two parts of a hedge: "soll … haben"
_ENDS = frozenset(",;:")


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
