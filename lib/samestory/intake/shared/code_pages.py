"""Which code page bytes of a Latin script are in, told by whole words: does what they become exist in a language?

It is ours because charset-normalizer reads 44 of the 72 texts of the tests as they were written, this module all 72.

Most code pages of Europe agree on ASCII and on some letters, and what one reads as "grève" another reads as "grčve".
No count of signs tells them apart. So the words that are ASCII say which language a passage may be in, and a page is
the better the more of the other words it turns into words that language's letters can spell.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from ...languages import each

# Letters beyond a to z of languages without a file in languages/; a file there goes before.
_OTHERS = """
ca àçèéíïòóúü
sv åäöé
da æøåé
no æøåéòôó
fi äöå
is áðéíóúýþæö
cs áčďéěíňóřšťúůýž
sk áäčďéíĺľňóôŕšťúýž
hu áéíóöőúüű
ro ăâîşţ
hr čćđšž
sl čšž
sq çë
lt ąčęėįšųūž
lv āčēģīķļņšūž
et äõöüšž
"""
# Of all languages that newspapers of these pages are in.
_LETTERS: dict[str, str] = each("letters") | {
    code: letters for code, letters in map(str.split, _OTHERS.strip().splitlines()) if code not in each("letters")
}
# Each page with what it costs to assume it; the costs below are natural logarithms of odds, roughly.
PAGES = {
    "cp1252": 0.0,
    "iso8859_15": 1.0,
    "cp1250": 1.0,
    "iso8859_2": 1.5,
    "cp1254": 1.0,
    "cp1257": 1.5,
    "mac_roman": 2.0,
}
_FEW_PAPERS = ("is", "sq", "et")  # written in letters of cp1252, but by few newspapers
_WESTERN = tuple(
    code
    for code, letters in _LETTERS.items()
    if letters and code not in _FEW_PAPERS and letters.encode("cp1252", "ignore").decode("cp1252") == letters
)
_FOREIGN_WESTERN, _FOREIGN = 2.5, 3.0  # a word that the language of its passage cannot spell, but another can
_STRANGE = 5.0  # a letter that no other letter of its word goes with
_NO_LETTER = 8.0  # a sign amid a word
_RARE_SIGN = 4.0
_NO_TEXT = 10.0  # a control character, or a byte the page has nothing for
_CASE = 6.0  # a capital after a small letter
_SIGN = 0.3
_MOST_BY_LANGUAGE = 12.0  # that a passage is in a language its ASCII words do not look like
_JOINS = frozenset("’\u00a0\u00ad–—·…")  # signs that may be between two letters
_SIGNS = _JOINS | frozenset("‘“”„‚«»‹›•°§€£¡¿©®™†‰½²³ªº")

NOT_SURE = "not sure; perhaps"
NO_TEXT_IN = "bytes that are not text in"  # how a report begins to say that a file is damaged or in two encodings
SURE = 4.0  # less, and the second best page may be the true one
MOST_COST = 3.0  # for each byte; what costs more is in no Latin script
PASSAGE = 400  # bytes that are taken to be in one language
PASSAGES = 24
LOOKED_AT = 1_000_000  # bytes of a file
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_TAG = re.compile(rb"<[^<>]{0,500}>|&[a-z]{1,8};")
_ASCII_WORD = re.compile(rb"(?<![\x80-\xff'])\b[A-Za-z]{1,30}\b(?![\x80-\xff])")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A code page, and the next best that reads the bytes otherwise where that one may be the true one."""

    page: str
    rival: str | None = None

    @property
    def says(self) -> str:
        """The page for a report, with its rival where there is one."""
        return self.page if self.rival is None else f"{self.page}, {NOT_SURE} {self.rival}"


def is_latin(raw: bytes) -> bool:
    """Whether bytes above 127 are among ASCII letters, as in Latin scripts, and are not the most of their words."""
    n = len(_HIGH.findall(raw))
    return n > 0 and 2 * sum(len(run[0]) for run in _RUN.finditer(raw)) <= n


def latin_page(raw: bytes) -> Guess | None:
    """The page that makes the best words of bytes in a Latin script; None if none makes words of them."""
    passages = _passages(raw)
    if not passages:
        return None
    odds = [_languages(passage) for passage in passages]
    costs, read = {}, {}
    for page, cost in PAGES.items():
        read[page] = [passage.decode(page, "replace") for passage in passages]
        costs[page] = cost + sum(_cost(text, page, languages) for text, languages in zip(read[page], odds, strict=True))
    order = sorted(costs, key=costs.__getitem__)
    best = order[0]
    n = sum(len(_HIGH.findall(passage)) for passage in passages)
    if costs[best] > MOST_COST * n + _MOST_BY_LANGUAGE:
        return None
    second = next((page for page in order[1:] if read[page] != read[best]), None)
    is_sure = second is None or costs[second] - costs[best] >= SURE
    return Guess(best, None if is_sure else second)


def _passages(raw: bytes) -> list[bytes]:
    """Up to so many pieces of a text with bytes above 127 in them, without marks of HTML, cut between words."""
    found: list[bytes] = []
    at = 0
    while len(found) < PASSAGES and (high := _HIGH.search(raw, at)):
        begin = max(at, raw.rfind(b"\n", at, high.start()) + 1, high.start() - PASSAGE // 2)
        end = begin + PASSAGE
        while end < len(raw) and end > high.end() and raw[end : end + 1] not in b" \n\t\r":
            end -= 1
        if end <= high.end():
            end = begin + PASSAGE
        if begin and raw[begin - 1 : begin] not in (b" ", b"\n", b"\t", b""):  # amid a word
            space = raw.find(b" ", begin, high.start())
            begin = space if space > 0 else begin
        if _HIGH.search(piece := _TAG.sub(b" ", raw[begin:end])):
            found.append(piece)
        at = max(end, high.end())
    return found


def _languages(passage: bytes) -> dict[str, float]:
    """What it costs to assume each language, by the words of a passage that are ASCII."""
    from ...text.language import likelihoods

    known = likelihoods(b" ".join(_ASCII_WORD.findall(passage)).decode("ascii"), _LETTERS)
    best = max(known.values())
    return {code: min(best - said, _MOST_BY_LANGUAGE) for code, said in known.items()}


def _cost(text: str, page: str, languages: dict[str, float]) -> float:
    """What is said against a page by what it makes of a passage, read in the language that speaks least against it."""
    strange = 0.0
    words: list[tuple[frozenset[str], float]] = []
    for word in _WORD.findall(text):
        if not word.isascii():
            letters = frozenset(sign for sign in word.lower() if sign > "\x7f" and sign != "\u0307")
            words.append((letters, _foreign(letters, page)))
            strange += _CASE * sum(
                one.islower() and two.isupper() and two > "\x7f" for one, two in itertools.pairwise(word)
            )
    for at, sign in enumerate(text):
        if sign > "\x7f" and not (sign.isalpha() and sign not in "ªºµƒ"):
            is_amid = text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
            if sign == "\ufffd" or "\x80" <= sign < "\xa0":
                strange += _NO_TEXT
            elif is_amid and sign not in _JOINS:
                strange += _NO_LETTER
            else:
                strange += _SIGN if sign in _SIGNS else _RARE_SIGN
    return strange + min(
        cost + sum(0.0 if letters <= _letters(code) else foreign for letters, foreign in words)
        for code, cost in languages.items()
    )


@cache
def _letters(code: str) -> frozenset[str]:
    return frozenset(_LETTERS[code])


@cache
def _encodable(page: str) -> tuple[tuple[frozenset[str], float], ...]:
    """The letters of each language a page was made for, and the cost of a word of it in a text of another."""
    made = []
    for code, letters in _LETTERS.items():
        try:
            letters.encode(page)
        except UnicodeEncodeError:
            continue
        made.append((_letters(code), _FOREIGN_WESTERN if code in _WESTERN else _FOREIGN))
    return tuple(made)


def _foreign(letters: frozenset[str], page: str) -> float:
    """What a word costs where the language of its passage cannot spell it."""
    return min(cost + _STRANGE * len(letters - known) for known, cost in _encodable(page))
