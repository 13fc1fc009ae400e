"""Names of people and outlets as a text declines and shortens them."""

from __future__ import annotations

import re
from functools import cache

from ..gazetteer import Outlet, outlets
from ..languages import language_for
from .forms import forms_of
from .tokens import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_EDGE = " \t\n\u00a0,;:.—–-\"“”«»„'’()"
SHORTEST = 3  # letters that all forms of a name share
LONGEST = 4  # words of a person's name


@cache
def declines(language: str) -> bool:
    """Whether a language gives names endings: one without articles whose endings are known."""
    said = language_for(language).reporting
    return bool(said and not said.articles and forms_of(language).endings)


def is_form(one: str, other: str, language: str) -> bool:
    """Whether two words, folded, are one name: the same, or where names are declined the same but for the ending."""
    if one == other:
        return True
    if not declines(language) or one[:SHORTEST] != other[:SHORTEST]:
        return False
    n = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    endings = frozenset((*forms_of(language).endings, ""))
    return any(one[k:] in endings and other[k:] in endings for k in range(SHORTEST, n + 1))


def are_forms(some: frozenset[str], others: frozenset[str], language: str) -> bool:
    """Whether each of some words is one of the others in some form."""
    return all(any(is_form(one, other, language) for other in others) for one in some)


def full_names(text: str, not_names: frozenset[str]) -> dict[str, Span]:
    """Where each surname first stands with what is before it: "Anna Kell", without titles and other listed words."""
    found: dict[str, Span] = {}
    run: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(text):
        word, (begin, end) = match.group(), match.span()
        if run and not (text[run[-1][1] : begin] in (" ", "\u00a0") or _is_initial(text, run[-1], begin)):
            _keep(found, run)
            run = []
        if word[0].isupper() and word.casefold() not in not_names:
            run.append((begin, end, word))
        else:
            _keep(found, run)
            run = []
    _keep(found, run)
    return found


def _is_initial(text: str, last: tuple[int, int, str], begin: int) -> bool:
    return last[1] - last[0] == 1 and text[last[1] : begin] in (". ", ".")


def _keep(found: dict[str, Span], run: list[tuple[int, int, str]]) -> None:
    if 2 <= len(run) <= LONGEST and not run[-1][2].isupper():
        found.setdefault(run[-1][2].casefold(), (run[0][0], run[-1][1]))


@cache
def declined_outlets(language: str) -> dict[tuple[str, ...], Outlet]:
    """Outlets by the stems of their names, where names are declined; those that share stems are left out."""
    found: dict[tuple[str, ...], dict[str, Outlet]] = {}
    if declines(language):
        for one in outlets().values():
            for name in one.names:
                if not name.isascii():
                    found.setdefault(stems(language, name), {})[one.id] = one
    return {those: next(iter(by.values())) for those, by in found.items() if len(by) == 1}


def stems(language: str, name: str) -> tuple[str, ...]:
    """The words of a name without their endings; the hard sign of «Коммерсантъ» is one."""
    known = forms_of(language)
    return tuple(known.stem(word.rstrip("ъ")) for word in name.strip(_EDGE).casefold().split()[:8])
