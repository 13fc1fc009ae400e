"""Numbers that a language writes as one word: "zweihunderteinundzwanzig", "duecentoventuno"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..languages.quantities import Glued
from .lexemes import lexemes

_VOWELS = "aeiou"


def glued(cardinals: Mapping[int, Iterable[str]], how: Glued) -> dict[tuple[str, ...], float]:
    """Every number from 21 to 9,999 and every thousand up to 999,000 that is written as one word.

    Parameters
    ----------
    cardinals
        The first form of each number that is not put together; of others every form is used at the end of a word.
    how
        How they are put together.

    Returns
    -------
    dict
        Lexemes to value.
    """
    forms = {value: [word for word in words if " " not in word] for value, words in cardinals.items()}
    below_hundred = _below_hundred(forms, how)
    below_thousand = dict(below_hundred)
    for value in range(1, 10):
        for head in _heads(forms, value, how):
            for place in ("", how.one) if value == 1 and not head else (head,):
                below_thousand.setdefault(place + how.hundred, value * 100)
                for word, rest in below_hundred.items():
                    below_thousand[_joined(place + how.hundred, word, how)] = value * 100 + rest
    found = {said: number for said, number in below_thousand.items() if number > 20}
    for said, number in below_thousand.items():
        if number == 1 and said not in ("", how.one):
            continue
        thousands = said + (how.thousand if number == 1 else how.thousands or how.thousand)
        found[thousands] = number * 1000
        if 1 < number < 10:
            found.update((thousands + rest, number * 1000 + more) for rest, more in below_thousand.items())
    found.update((how.thousand + rest, 1000 + more) for rest, more in below_thousand.items())
    return {_key(word): float(value) for word, value in found.items()}


def _below_hundred(forms: Mapping[int, list[str]], how: Glued) -> dict[str, int]:
    found = {word: value for value, words in forms.items() if 0 < value < 100 for word in words}
    for tens in range(20, 100, 10):
        for ten in forms.get(tens, ()):
            for one in range(1, 10):
                for word in _heads(forms, one, how) if how.link else forms.get(one, ()):
                    said = (word or how.one) + how.link + ten if how.link else _joined(ten, word, how)
                    found[said] = tens + one
                    if how.link[:1] == "e" and word.endswith("e"):  # tweeëntwintig
                        found[f"{word}ë{how.link[1:]}{ten}"] = tens + one
    return found


def _heads(forms: Mapping[int, list[str]], value: int, how: Glued) -> list[str]:
    """The forms of a number of one digit inside a word; one may be left out before hundred."""
    return [""] if value == 1 else forms.get(value, [])


def _joined(head: str, rest: str, how: Glued) -> str:
    if how.elides and head[-1:] in _VOWELS and rest[:1] in ("u", "o"):
        return head[:-1] + rest
    return head + rest


def _key(word: str) -> tuple[str, ...]:
    return tuple(said for _, _, said in lexemes(word))
