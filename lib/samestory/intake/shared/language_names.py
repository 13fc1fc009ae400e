"""Languages by the names that exports and databases print, and their BCP 47 codes.

The names of a language with a file are in that file (``names``).
"""

from __future__ import annotations

import re

from ...languages import each
from ..dates.words import folded

_OTHERS = """
bg bulgarian bulgare bulgarisch
bn bengali
ca catalan katalanisch
cs czech tchèque tschechisch čeština ces cze
da danish danois dänisch dansk dan
el greek grec griechisch ελληνικά ell gre
et estonian estonien estnisch
fa persian farsi persan persisch فارسی fas per
fi finnish finnois finnisch suomi fin
he hebrew hébreu hebräisch עברית heb
hi hindi हिन्दी हिंदी hin
hr croatian croate kroatisch
hu hungarian hongrois ungarisch magyar hun
id indonesian indonésien indonesisch ind bahasa
ko korean coréen koreanisch 한국어 kor
lt lithuanian lituanien litauisch
lv latvian letton lettisch
ms malay malais malaiisch
no norwegian norvégien norwegisch norsk nor
ro romanian roumain rumänisch română ron rum
sk slovak slovaque slowakisch
sl slovenian slovene slowenisch
sr serbian serbe serbisch
sv swedish suédois schwedisch svenska swe
sw swahili kiswahili
th thai thaï thailändisch ไทย tha thailandais
ur urdu ourdou
vi vietnamese vietnamien vietnamesisch vie
"""
_BY_CODE = each("names") | {row.split()[0]: row.split()[1:] for row in _OTHERS.strip().splitlines()}
LANGUAGE_NAMES = {name: code for code, names in _BY_CODE.items() for name in names}
# Without accents, to be found among other words; a code of three letters is a word of its own in some language.
CODES = {folded(name): code for name, code in LANGUAGE_NAMES.items() if len(name) > 3 or not name.isascii()}
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})?", re.IGNORECASE)


def language_code(says: str) -> str | None:
    """The BCP 47 code of the first language named ("ENGLISH; FRENCH", "Français", "EN"), None for none known."""
    said = folded(says.strip()[:100])
    if tag := _TAG.fullmatch(said):
        return tag[1] if tag[1] in _BY_CODE else None
    return next((CODES[word] for word in _WORD.findall(said) if word in CODES), None)
