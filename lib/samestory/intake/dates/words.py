"""Names of months and of time zones, as dates are printed with them.

``month_names`` adds the names of CLDR, the Unicode locale data, for all of ``LANGUAGES``.
"""

from __future__ import annotations

import unicodedata

from ...languages import each, languages

# Months of the language files, by code: January to December, each with its forms and abbreviations without dots.
MONTHS: dict[str, tuple[str, ...]] = {code: tuple(names) for code, names in each("months").items()}
# Languages whose names of months count if a page or file does not say its language: those with a file, and those of
# CLDR's modern coverage that many newspapers are written in. If a page says another language that CLDR knows, that one
# counts.
_OTHERS = """
ko sv da nb fi cs sk hu ro bg el he fa hi bn ur id ms vi th hr sr sl lt lv et ca eu gl be ka hy az kk mk sq sw
af is ga uz
"""
LANGUAGES = tuple(dict.fromkeys((*MONTHS, *languages(), *_OTHERS.split())))
MONTH_FIRST = frozenset(code for code, first in each("month_first").items() if first)

# Half of the day in words, before or after the hour: how many hours it adds to one below twelve.
HALVES = {
    "上午": 0, "午前": 0, "凌晨": 0, "오전": 0, "下午": 12, "午後": 12, "晚上": 12, "오후": 12,
    "ص": 0, "م": 12, "πμ": 0, "π.μ.": 0,
    "μμ": 12, "μ.μ.": 12,
}  # fmt: skip

# Hours from UTC. North American letters as RFC 822 defines them for dates of mail; they are used so in print.
OFFSETS: dict[str, float] = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "мск": 3,
    "wat": 1,
    "cat": 2,
    "sast": 2,
    "eat": 3,
    "jst": 9,
    "kst": 9,
    "hkt": 8,
    "sgt": 8,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
# Letters that mean the hour of a place, summer or winter.
ZONES = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
# Letters several places use; the zone the user names settles them where its own letters are the same.
UNSETTLED = ("bst", "ist", "ast", "gst", "sst")


def folded(text: str) -> str:
    """Text in small letters without accents, for the comparison of names."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
