"""Names of languages as databases print them, in English, French and German, and their BCP 47 codes."""

from __future__ import annotations

import re

from ..dates.words import folded

_NAMES = """
ar arabic arabe arabisch
bg bulgarian bulgare bulgarisch
bn bengali
ca catalan katalanisch
cs czech tcheque tschechisch
da danish danois danisch
de german allemand deutsch
el greek grec griechisch
en english anglais englisch
es spanish espagnol castillan spanisch espanol
et estonian estonien estnisch
fa persian farsi persan persisch
fi finnish finnois finnisch
fr french francais franzosisch
he hebrew hebreu hebraisch
hi hindi
hr croatian croate kroatisch
hu hungarian hongrois ungarisch
id indonesian indonesien indonesisch bahasa
it italian italien italienisch italiano
ja japanese japonais japanisch
ko korean coreen koreanisch
lt lithuanian lituanien litauisch
lv latvian letton lettisch
ms malay malais malaiisch
nl dutch neerlandais niederlandisch nederlands
no norwegian norvegien norwegisch
pl polish polonais polnisch
pt portuguese portugais portugiesisch portugues
ro romanian roumain rumanisch
ru russian russe russisch русский
sk slovak slovaque slowakisch
sl slovenian slovene slowenisch
sr serbian serbe serbisch
sv swedish suedois schwedisch
sw swahili kiswahili
th thai thailandais thailandisch
tr turkish turc turkisch
uk ukrainian ukrainien ukrainisch українська
ur urdu ourdou
vi vietnamese vietnamien vietnamesisch
zh chinese chinois chinesisch mandarin
"""
CODES = {name: row.split()[0] for row in _NAMES.strip().splitlines() for name in row.split()[1:]}
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8})?", re.IGNORECASE)


def language_code(says: str) -> str | None:
    """The BCP 47 code of the first language named ("ENGLISH; FRENCH", "Français", "EN"), None for none known."""
    said = folded(says.strip()[:100])
    if tag := _TAG.fullmatch(said):
        return tag[1] if tag[1] in CODES.values() else None
    return next((CODES[word] for word in _WORD.findall(said) if word in CODES), None)
