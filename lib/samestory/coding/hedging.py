"""Whether a word that can mark doubt does: "it may close", but not "in May"."""

from __future__ import annotations


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
