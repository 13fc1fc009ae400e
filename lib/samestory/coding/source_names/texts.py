"""What stands beside a person's name in the articles: first names and titles."""

from __future__ import annotations

import re
from functools import cache, cached_property

import pandas as pd
from babel import Locale, UnknownLocaleError

from ...languages.letters import is_cyrillic
from .words import language_of, nominatives, vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_GAP = re.compile(r"[ \u00a0]+|\. ")
_BEFORE, _AFTER = 6, 6  # words beside a name that are looked at
_MOST = 50  # places of one name in one text
LONGEST = 200_000  # characters of a text that are looked at


@cache
def _countries(language: str) -> frozenset[str]:
    """The last words of the names of countries in a language, in every case where names are declined."""
    try:
        names = Locale(language or "en").territories.values()
    except (UnknownLocaleError, ValueError):
        return frozenset()
    words = {word[-1].casefold() for name in names if (word := _WORD.findall(name))}
    return frozenset(form for word in words for form in (nominatives(word) if is_cyrillic(word) else (word,)))


def _is_country(word: str, language: str) -> bool:
    """Whether a word is the name of a country, or an abbreviation: "президент США Трамп"."""
    low = word.casefold()
    forms = nominatives(low) if is_cyrillic(low) else frozenset((low,))
    return (word.isupper() and len(word) > 1) or not forms.isdisjoint(_countries(language))


class Texts:
    """The texts of a story, asked for what is beside names."""

    def __init__(self, articles: pd.DataFrame):
        given = articles["text"] if "text" in articles else pd.Series(None, articles.index, dtype="object")
        rows = zip(articles["article_id"], given, articles["language"], strict=True)
        self._texts = {
            a: (t[:LONGEST], lang if isinstance(lang, str) else "") for a, t, lang in rows if isinstance(t, str)
        }
        self.capitals = cache(self._capitals)
        self.first_names = cache(self._first_names)
        self.beside = cache(self._beside)
        self._words = cache(self._words_of)

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that stand in small letters somewhere."""
        texts = (text for text, _ in self._texts.values())
        return frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())

    def _words_of(self, article_id: str) -> list[tuple[str, int, int]]:
        text, _ = self._texts.get(article_id, ("", ""))
        return [(m.group(), *m.span()) for m in _WORD.finditer(text)]

    def _capitals(self, article_id: str) -> frozenset[str]:
        """The words of an article that begin with a capital."""
        return frozenset(word for word, _, _ in self._words(article_id) if word[0].isupper())

    def _places(self, article_id: str, surname: str) -> list[int]:
        """Where a surname stands among the words of an article, also in another case."""
        low = surname.casefold()
        forms = nominatives(low) if is_cyrillic(low) else frozenset((low,))
        found = []
        for at, (word, _, _) in enumerate(self._words(article_id)):
            folded = word.casefold()
            if word[0].isupper() and (
                folded.removesuffix("'s").removesuffix("’s") == low
                or (is_cyrillic(folded) and folded[:3] == low[:3] and not forms.isdisjoint(nominatives(folded)))
            ):
                found.append(at)
        return found[:_MOST]

    def _first_names(self, article_id: str, surname: str) -> tuple[str, ...]:
        """The words with a capital right before a surname in an article that are no titles."""
        text, language = self._texts.get(article_id, ("", ""))
        known = vocabulary(language_of(surname, language))
        words = self._words(article_id)
        found = []
        for at in self._places(article_id, surname):
            if not at or not _GAP.fullmatch(text, words[at - 1][2], words[at][1]):
                continue
            before = words[at - 1][0]
            low = before.casefold()
            is_word = known.lists_word(low) or low in known.determiners or low in known.links
            starts = at < 2 or text[words[at - 2][2] : words[at - 1][1]].strip(" \u00a0") != ""
            is_word = is_word or _is_country(before, known.code) or (starts and low in self._small)
            if before[0].isupper() and not is_word:
                found.append(before)
        return tuple(dict.fromkeys(found))

    def _beside(self, article_id: str, surname: str) -> tuple[tuple[str, ...], ...]:
        """The words, folded, right before a name and in the apposition after it, once a place."""
        text, _ = self._texts.get(article_id, ("", ""))
        words = self._words(article_id)
        found = []
        for at in self._places(article_id, surname):
            before: list[str] = []
            k = at
            while (
                k and len(before) < _BEFORE and text[words[k - 1][2] : words[k][1]].strip(" \u00a0") in ("", ",", ".")
            ):
                if text[words[k - 1][2] : words[k][1]].strip() == "." and len(words[k - 1][0]) > 4:
                    break
                k -= 1
                before.append(words[k][0].casefold())
            after: list[str] = []
            k = at
            if k + 1 < len(words) and text[words[k][2] : words[k + 1][1]].strip() == ",":
                k += 1
                after.append(words[k][0].casefold())
                while k + 1 < len(words) and len(after) < _AFTER and not text[words[k][2] : words[k + 1][1]].strip():
                    k += 1
                    after.append(words[k][0].casefold())
            found += [tuple(before), tuple(after)]
        return tuple(found)
