"""The nominative of a person's full name in Russian and Ukrainian, if first name or evidence tell its gender."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .words import cyrillic_languages, is_same_name

LANGUAGES = cyrillic_languages()
_VOWELS = "аеёиіїоуыэюяє"
_MASCULINE_A = frozenset("никита илья лука фома кузьма савва микола данила микита ілля сава хома".split())  # noqa: SIM905
# Endings of surnames like adjectives, by gender: the stem's last letters, the endings of other cases, the nominative.
_ADJECTIVES = {
    "m": (
        (("ск", "цк"), ("ого", "ому", "им", "ом"), "ий"),
        (("ськ", "цьк", "зьк"), ("ого", "ому", "им", "ім"), "ий"),
    ),
    "f": (
        (("ск", "цк"), ("ой", "ую", "ою"), "ая"),
        (("ськ", "цьк", "зьк"), ("ої", "ій", "у", "ою"), "а"),
        (("ов", "ев", "ёв", "ин", "ын", "єв", "їн"), ("ой", "у", "ою", "ої", "ій"), "а"),
    ),
}
# Ends of a man's first name, and the endings of his surname in the same case.
_AGREEING = (
    (("ом", "ем", "єм", "ём"), ("ом", "ым", "им", "ем", "єм")),
    (("ові", "еві", "єві"), ("ові", "еві", "єві", "у", "ю")),
    (("а", "я"), ("а", "я", "ы")),
    (("у", "ю"), ("у", "ю")),
    (("е", "і"), ("е", "і")),
)
_EVERY = ("ом", "ем", "єм", "а", "у", "я", "ю")


def nominative(name: str, language: str, evidence: Iterable[str] = ()) -> str:
    """A full name in the nominative; the name as it is if nothing tells which case it is in.

    Parameters
    ----------
    name
        First name, further names and surname.
    language
        ``ru`` or ``uk``; in other languages names keep their form.
    evidence
        First names that stand in other mentions of the person.
    """
    words = name.split()
    if language not in LANGUAGES or len(words) < 2:
        return name
    first = _first(words[0], words[-1], language, tuple(sorted({one.casefold() for one in evidence})))
    if first is None or first == words[0].casefold():
        return name
    if first == "павл":
        first = "павел"
    case = next((endings for ends, endings in _AGREEING if words[0].casefold().endswith(ends)), ())
    gender = "f" if first.endswith(("а", "я")) and first not in _MASCULINE_A else "m"
    middle = [_middle(word.casefold(), gender, language) for word in words[1:-1]]
    found = [first, *middle, _surname(words[-1].casefold(), gender, case)]
    return " ".join(_as_written(said, word) for said, word in zip(found, words, strict=True))


def _as_written(said: str, word: str) -> str:
    """A word with the capitals of the one it stands for, also after a hyphen."""
    parts = said.split("-")
    capitals = [part[:1].isupper() for part in word.split("-")]
    return "-".join(
        part[:1].upper() + part[1:] if is_so else part for part, is_so in zip(parts, capitals, strict=False)
    )


def _first(word: str, surname: str, language: str, evidence: tuple[str, ...]) -> str | None:
    """The first name in the nominative: by another mention, by its lemma, or by an ending of one case only."""
    low = word.casefold()
    shorter = [one for one in evidence if one != low and low.startswith(one) and one[-1] not in _VOWELS]
    soft = [one for one in evidence if one[-1:] in "йь" and one[:-1] == low[:-1] and low[-1] in "яюіїє"]
    if shorter or soft:
        return min([*shorter, *soft], key=len)
    if (lemma := _lemma(low, language)) is not None:
        return lemma
    end = surname.casefold()
    if len(low) > 4 and low.endswith(("ом", "ем", "єм")) and end.endswith(("ым", "им", "ом", "ем", "єм")):
        return low[:-2] + ("й" if low[-3] in _VOWELS else "")
    if low.endswith(("ой", "ою")) and len(low) > 4 and end.endswith(("ой", "ою", "ей")):
        return low[:-2] + "а"
    return None


@lru_cache(maxsize=20_000)
def _lemma(word: str, language: str) -> str | None:
    """The base form of a first name; None where the lemmatizer knows no name of which the word is a form."""
    from simplemma import lemmatize

    found = lemmatize(word, lang=language)
    return found.casefold() if found[:1].isupper() and is_same_name(found, word) else None


def _middle(word: str, gender: str, language: str) -> str:
    if (lemma := _lemma(word, language)) is not None:
        return lemma
    if gender == "f":
        return word[:-1] + "а" if word.endswith(("вны", "вне", "вну")) else word
    return _stripped(word, _EVERY)


def _surname(word: str, gender: str, case: tuple[str, ...]) -> str:
    for stems, endings, ending in _ADJECTIVES[gender]:
        for other in endings:
            if word.endswith(other) and word.removesuffix(other).endswith(stems):
                return word.removesuffix(other) + ending
    return _stripped(word, case) if gender == "m" else word


def _stripped(word: str, case: tuple[str, ...]) -> str:
    """A man's name without the ending of its case; a name that has no such ending is not declined."""
    for ending in case:
        stem = word.removesuffix(ending)
        is_soft = ending in ("я", "ю", "ем", "єм")
        if len(stem) < 3 or stem == word or (stem[-1] in _VOWELS + "ь" and not (is_soft and stem[-1] != "ь")):
            continue
        if ending == "ы":
            return stem + "а"
        if stem.endswith("енк"):
            return stem + "о"
        if ending in ("я", "ю"):
            return stem + ("й" if stem[-1] in _VOWELS else "ь")
        return stem + ("й" if ending in ("ем", "єм") and stem[-1] in _VOWELS else "")
    return word
