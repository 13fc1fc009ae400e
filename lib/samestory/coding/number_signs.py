"""Numbers of languages that part no words: Chinese signs for numbers, and bounds and units that touch the digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..text import fold

if TYPE_CHECKING:
    from .number_tables import NumberTables
    from .number_words import Figure

_LONGEST = 6  # signs of a bound or unit
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_SOME = ("数", "數", "几", "幾")  # before a number: several of what it counts in
_MORE = ("几", "幾")  # behind it: some more
Words = tuple[str, ...]


def signs(cardinals: Mapping[int, Iterable[str]]) -> dict[Words, float]:
    """The numbers 0 to 9,999 in Chinese signs, with every form of the ones that ``cardinals`` gives for hundreds."""
    forms = {value: list(words) for value, words in cardinals.items()}
    plain = {value: words[0] for value, words in forms.items()}
    found: dict[Words, float] = {(word,): float(value) for value, words in forms.items() for word in words}
    for value in range(10, 10_000):
        found[(_written(value, plain),)] = float(value)
        if value < 20:
            found[("一" + _written(value, plain),)] = float(value)
    for two in forms.get(2, ())[1:]:
        other = {**plain, 2: two}
        for value in range(100, 10_000):
            found[(_written(value, plain, other),)] = float(value)
    return found


def _written(value: int, plain: Mapping[int, str], hundreds: Mapping[int, str] | None = None) -> str:
    said, rest, has_gap = "", value, False
    for size, sign in _PLACES:
        digit, rest = divmod(rest, size)
        if not digit:
            has_gap = bool(said)
            continue
        said += "零" if has_gap else ""
        has_gap = False
        is_ten = size == 10 and digit == 1 and not said
        said += ("" if is_ten else (hundreds or plain)[digit] if size > 10 else plain[digit]) + sign
    if rest:
        said += ("零" if has_gap else "") + plain[rest]
    return said


def touched(
    figure: Figure,
    text: str,
    begin: int,
    end: int,
    words: NumberTables,
    bounded: Callable[[str, float, bool], tuple[float | None, float | None]],
) -> Figure:
    """A figure with the bound and the unit whose signs touch it.

    Parameters
    ----------
    figure
        As read by itself.
    text, begin, end
        The text, and the character offsets of the figure.
    words
        The tables of the language.
    bounded
        From the kind of a bound, a value and whether it counts one by one, to the lowest and the highest value.
    """
    before, after = fold(text[max(0, begin - _LONGEST) : begin]), fold(text[end : end + _LONGEST])
    if _ends(before, words.not_before) or _starts(after, words.not_after):
        return replace(figure, is_count=False)
    if figure.how != "exact" or figure.low is None:
        return figure
    if before.endswith(_SOME):
        return replace(figure, low=figure.low * 2, high=None, how="vague")
    how = next((how for key, how in words.before.items() if _ends(before, [key])), None)
    behind = (after, after[1:])  # "100以上", "100人以上"
    how = how or next((how for key, how in words.after.items() if any(_starts(one, [key]) for one in behind)), None)
    how = how or ("at least" if after.startswith(_MORE) else None)
    if how is None:
        return figure
    low, high = bounded(how, figure.low, figure.low == int(figure.low) and figure.low < 1000)
    return replace(figure, low=low, high=high, how=how)


def _starts(after: str, keys: Iterable[Words]) -> bool:
    return any(key and after.startswith("".join(key)) for key in keys)


def _ends(before: str, keys: Iterable[Words]) -> bool:
    return any(key and before.endswith("".join(key)) for key in keys)
