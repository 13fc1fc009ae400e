"""Numbers in digits: what groups them by three, what opens their decimals, and what is not a number at all."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = 20  # more digits than this are no count
_SPACES = " \u00a0\u202f\u2009\u2007"
_GROUPING = (*_SPACES, "'", "’")  # between two lexemes; the other signs stand inside one
_MARKS = re.compile(r"[^0-9]")
_NEXT = re.compile(r"([0-9]{3}(?:[\u00a0\u202f\u2009][0-9]{3})*)(?:([.,])([0-9]{1,9}))?")
_ARABIC = str.maketrans({"\u066b": ".", "\u066c": ","})  # decimal and thousands sign
FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SLASHES = ("/", "\u2044")
_PARTS = ("2", "3", "4", "5", "6", "8", "16")  # of what a mixed number is counted in


def grouped(low: list[str], place: int, gaps: list[str], decimal: str) -> tuple[int, float] | None:
    """A number in digits from a word on.

    Groups of three digits may be parted by a space of any width, by an apostrophe, a comma or a full stop.

    Parameters
    ----------
    low
        Lexemes.
    place
        The first of the number.
    gaps
        What stands after each lexeme.
    decimal
        The decimal sign of the language.

    Returns
    -------
    tuple or None
        The lexeme after it, and its value; None where it is not a number (``3.14.15``).
    """
    said, last = plain(low[place]), place + 1
    opens = said.isdigit() and len(said) <= 3 and said[0] != "0"
    while opens and last < len(low) and len(said) < _DIGITS and gaps[last - 1] in _GROUPING:
        found = _NEXT.fullmatch(plain(low[last]))
        if found is None or (found[2] and len(found[3]) == 3 and found[2] != decimal):
            break
        said, last = said + _MARKS.sub("", found[1]), last + 1
        if found[2]:
            said, decimal, opens = f"{said}{found[2]}{found[3]}", found[2], False
    if (value := value_of(said, decimal)) is None:
        return None
    if gaps[last - 1].strip() in FRACTIONS and gaps[last - 1].strip():
        value += unicodedata.numeric(gaps[last - 1].strip()[0])
    elif last + 1 < len(low) and gaps[last + 1 : last + 2] not in (["/"], ["\u2044"]):
        part = mixed(low[last - 1], gaps[last - 1], low[last], gaps[last], low[last + 1])
        if part is not None and value == int(value):
            return last + 2, value + part
    return last, value


def mixed(whole: str, gap: str, above: str, slash: str, below: str) -> float | None:
    """The fraction in "12 1/2", by its lexemes and what is between them; None if it is none: "12 24/7", "12 1/2024"."""
    if gap not in (*_SPACES, "-") or slash not in _SLASHES or below not in _PARTS or not whole.isdigit():
        return None
    return int(above) / int(below) if above.isascii() and above.isdigit() and 0 < int(above) < int(below) else None


def plain(said: str) -> str:
    """Digits of any script as the ten we know: ``١٤`` is ``14``."""
    if said.isascii():
        return said
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in said.translate(_ARABIC))


def value_of(said: str, decimal: str) -> float | None:
    """The value of digits with the signs between them; None where they are put together as no number is."""
    if len(said) > _DIGITS + 10:
        return None
    parts, signs = _MARKS.sub(" ", said).split(), _MARKS.findall(said)
    if sum(map(len, parts)) > _DIGITS or len(parts) != len(signs) + 1:
        return None
    if not signs:
        return float(parts[0])
    signs = [" " if sign in _SPACES else sign for sign in signs]
    whole = "".join(parts)
    if len(signs) == 1 and signs[0] in ".,":
        is_decimal = signs[0] == decimal or len(parts[1]) != 3 or len(parts[0]) > 3 or parts[0][0] == "0"
        return float(f"{parts[0]}.{parts[1]}") if is_decimal else float(whole)
    if len(set(signs)) == 1 and _are_thousands(parts):
        return float(whole)
    if len(set(signs)) == 1 and signs[0] == "," and len(parts[0]) <= 2 and len(parts[-1]) == 3:
        return float(whole) if all(len(part) == 2 for part in parts[1:-1]) else None  # 12,34,567 in India
    if signs[-1] in ".," and signs[-1] not in signs[:-1] and len(set(signs[:-1])) == 1 and _are_thousands(parts[:-1]):
        return float(f"{''.join(parts[:-1])}.{parts[-1]}")
    return None


def _are_thousands(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
