"""Words and signs of a text with their sentence and quotation: what the attribution rules look at."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from ..languages import Language, language_for
from ..text import Quotation, head, paragraphs, quotations, sentences, spoken_pieces

Span = tuple[int, int]  # token numbers, the last not included
STOPS = frozenset(".!?…")
LONGEST_SENTENCE = 400  # tokens; what is longer is read in pieces, so that no text makes a rule look far
NAME = 4  # words a name in quotation marks may have
_NOTHING = "(?!)"
_HEAD = 2_000  # characters in which a dateline stands


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation of depth 0: tokens ``first`` to ``last`` with its marks, and how many words are inside."""

    first: int
    last: int
    n_words: int
    is_speech_line: bool
    is_name: bool = False  # reads like a name in marks: "«Le Monde»"
    goes_on: bool = False  # the next paragraph opens it again
    is_resumed: bool = False  # goes on after the narrator: "« Oui, dit Anne. Entrez. »"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text.

    ``begin, end`` are character offsets, ``low`` the tokens in small letters, ``sentence`` the ranges of token
    numbers of each sentence, ``quote`` the number of the quotation each token is in (marks included), or -1.
    """

    text: str
    begin: list[int]
    end: list[int]
    low: list[str]
    sentence: list[tuple[int, int]]
    quote: list[int]
    quotes: list[Quote]

    def is_word(self, i: int) -> bool:
        """Whether a token is a word or number."""
        return self.low[i][0].isalnum()

    def is_name(self, i: int) -> bool:
        """Whether a token begins with a capital."""
        return self.text[self.begin[i]].isupper()

    def read(self, first: int, last: int) -> str:
        """The text of tokens ``first`` to ``last`` (not included)."""
        return self.text[self.begin[first] : self.end[last - 1]]

    def offsets(self, span: tuple[int, int]) -> tuple[int, int]:
        """The character offsets of a span of tokens."""
        return self.begin[span[0]], self.end[span[1] - 1]


@cache
def pattern(elided: tuple[str, ...] = (), enclitics: tuple[str, ...] = ()) -> re.Pattern[str]:
    """What is one token: a word with its hyphens and apostrophes, or one sign.

    Parameters
    ----------
    elided
        Beginnings that are a token of their own before an apostrophe: ``l`` of ``l'union``.
    enclitics
        Endings that are: ``'s`` of ``Trump's``, ``-il`` of ``répond-il`` (there the hyphen and the word).

    Returns
    -------
    Pattern
        No alternative can begin where another could go on, so it takes linear time.
    """
    apart = "|".join(re.escape(one[1:]) for one in sorted(enclitics, key=len, reverse=True) if one[0] in "-'")
    clitic = "|".join(re.escape(one[1:]) for one in sorted(enclitics, key=len, reverse=True) if one[0] == "'")
    start = "|".join(re.escape(one) for one in sorted({*elided, *map(str.capitalize, elided)}, key=len, reverse=True))
    return re.compile(
        rf"(?:{start or _NOTHING})['’\"](?=\w)"
        rf"|[^\W_]+(?:[-'’ʼ‑](?!(?:{apart or _NOTHING})(?![\w]))[^\W_]+)*"
        rf"|(?<=\w)['’](?:{clitic or _NOTHING})(?!\w)"
        r"|''|``|[^\w\s]|_"
    )


def tokens(text: str, language: str | None) -> Tokens:
    """Split a text into tokens, sentences and quotations, in time linear in its length."""
    spoken = language_for(language)
    said = spoken.reporting
    find = (pattern(said.elided, said.enclitics) if said else pattern()).finditer
    lowered = text.lower()
    if len(lowered) == len(text):
        found = list(find(lowered))
        low = [match.group() for match in found]
    else:  # capitals whose small letter is two characters, so that offsets would move
        found = list(find(text))
        low = [match.group().lower() for match in found]
    low = [word[:-1] + "'" if len(word) > 1 and word[-1] == '"' else word for word in low]  # l"économie
    spans = [match.span() for match in found]
    begin = [span[0] for span in spans]
    end = [span[1] for span in spans]
    ranges = []
    first = bisect_left(begin, _body(text))
    for _, b in sentences(text, language):
        last = bisect_left(begin, b, first)
        while last - first > LONGEST_SENTENCE:
            ranges.append((first, first + LONGEST_SENTENCE))
            first += LONGEST_SENTENCE
        if last > first:
            ranges.append((first, last))
            first = last
    quote = [-1] * len(begin)
    quotes: list[Quote] = []
    for one in quotations(_with_pairs(text, spoken), language):
        if one.depth:
            continue
        is_dash = one.style in "—–-"
        parts = [(one.begin, one.end)] if is_dash else _without_narrator(text, one, spoken)
        for number, (a, b) in enumerate(parts):
            first, last = bisect_left(begin, a), bisect_left(begin, b)
            if last <= first:
                continue
            n = sum(word[0].isalnum() for word in low[first:last])
            quote[first:last] = [len(quotes)] * (last - first)
            is_whole = not is_dash and one.is_closed and len(parts) == 1
            is_name = is_whole and 0 < n <= NAME and _is_name(text, low, begin, first, last)
            is_line = is_dash and low[first] in "—–-―"
            quotes.append(
                Quote(
                    first, last, n, is_line, is_name, is_resumed=one.is_resumed or number > 0, goes_on=one.is_continued
                )
            )
    return Tokens(text, begin, end, low, ranges, quote, quotes)


_ODD_CLOSING = re.compile(r"(“[^“”\"\n]{1,2000}[,.!?…])[\"“](?=[\s,.—–)]|$)")
_ODD_OPENING = re.compile(r"(?<![^\s(])\"(?=[^“”\"\n]{1,2000}[,.!?…]”)")
_TRIPLE = re.compile(r"(?<=[\w,.!?…])'{3}(?!')")


def _with_pairs(text: str, spoken: Language) -> str:
    """A text of the same length whose odd quotation marks have a pair: ``“The port is shut," he said``."""
    if "'''" in text:
        text = _TRIPLE.sub("’''", text)
    is_paired = '"' not in text and text.count("“") == text.count("”")
    if is_paired or "“" not in text or ("“", "”") not in spoken.quotes:
        return text
    return _ODD_OPENING.sub("“", _ODD_CLOSING.sub(r"\1”", text))


def _body(text: str) -> int:
    """Where a text begins after its dateline and the agency's credit."""
    lead = next(iter(paragraphs(text[:_HEAD])), None)
    parts = head(text, *lead) if lead is not None else []
    return max((end for _, _, end in parts), default=0)


def _without_narrator(text: str, one: Quotation, spoken: Language) -> list[Span]:
    """The pieces of a quotation that a narrator breaks into, the marks with the first and the last."""
    said = spoken_pieces(text, one.inner_begin, one.inner_end, spoken) if spoken.dash_dialogue else []
    if not said or said == [(one.inner_begin, one.inner_end)]:
        return [(one.begin, one.end)]
    begins = [one.begin, *(a for a, _ in said[1:])]
    ends = [*(b for _, b in said[:-1]), one.end if said[-1][1] == one.inner_end else said[-1][1]]
    return list(zip(begins, ends, strict=True))


def _is_name(text: str, low: list[str], begin: list[int], first: int, last: int) -> bool:
    """Whether a short quotation, tokens with its marks, reads like a name: a capital first, no stop or comma last."""
    return last - first > 2 and text[begin[first + 1]].isupper() and low[last - 2] not in ",.!?…"
