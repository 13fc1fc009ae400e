"""When two names are of one outlet: the rule that every measure uses.

Names that differ only in case, white space or quotation marks are one outlet, and so are the names that the gazetteer
has for one ("Reuters" and "Рейтер"). An edition in brackets ("TASS (English)") is an outlet of its own where outlets
are counted; a name without brackets is taken for it where no other outlet of the set fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from .outlets import outlet_named

MATCHES = ("exact", "alias", "normalised", "ambiguous", "outside")
_EDITION = re.compile(r"\s*\([^()]*\)$")
_MARKS = str.maketrans("", "", '«»“”„"‟')


@lru_cache(maxsize=50_000)
def outlet_identity(name: str) -> str:
    """What makes a name of an outlet the same as another: its domain where the gazetteer knows it, else its words."""
    if (known := outlet_named(name)) is not None:
        return known.id
    return " ".join(unicodedata.normalize("NFKC", name).translate(_MARKS).casefold().split())


def without_edition(name: str) -> str:
    """A name without the edition in brackets at its end: "TASS" of "TASS (English)"."""
    return _EDITION.sub("", name.strip()) or name.strip()


def outlet_matcher(
    outlets: Iterable[str], aliases: Mapping[str, str] | None = None
) -> Callable[[str], tuple[str | None, str]]:
    """From a name to the outlet of the set it is taken for, and how it matched.

    Parameters
    ----------
    outlets
        The outlets of the set, as they are spelled there.
    aliases
        Names the reader knows to be an outlet of the set.

    Returns
    -------
    Callable
        Gives ``(outlet, match)``: ``exact``; ``alias``; ``normalised`` (the same identity, or the same but for the
        edition in brackets); ``ambiguous`` (several outlets fit, None is taken); ``outside`` (none fits).
    """
    names = sorted(set(outlets))
    spelled = set(names)
    by_identity: dict[str, list[str]] = {}
    by_edition: dict[str, list[str]] = {}
    for name in names:
        by_identity.setdefault(outlet_identity(name), []).append(name)
        by_edition.setdefault(outlet_identity(without_edition(name)), []).append(name)

    def match(name: str) -> tuple[str | None, str]:
        if aliases and name in aliases:
            return aliases[name], "alias"
        if name in spelled:
            return name, "exact"
        same = by_identity.get(outlet_identity(name), [])
        fitting = same or by_edition.get(outlet_identity(without_edition(name)), [])
        if same or len(fitting) == 1:
            return fitting[0], "normalised"
        return None, "ambiguous" if fitting else "outside"

    return match
