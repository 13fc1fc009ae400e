"""Whether two words are forms of one: by their lemma (simplemma), or by what is left without their endings."""

from __future__ import annotations

from functools import cache, cached_property

from ..languages import Language, language_for

LONGEST = 40  # letters; a longer word is compared as it stands
SHORTEST_STEM = 4


class Forms:
    """The forms of one language. Words share a form where ``keys`` of both have something in common."""

    def __init__(self, code: str):
        self.code = code.partition("-")[0].casefold()
        spoken: Language = language_for(code)
        self.endings = tuple(sorted(spoken.endings, key=len, reverse=True)) if spoken.code == self.code else ()

    @cached_property
    def has_lemmas(self) -> bool:
        """Whether simplemma knows the language. The first look-up unpacks its dictionary, which takes seconds."""
        return _has_lemmas(self.code)

    @property
    def is_known(self) -> bool:
        """Whether anything is known of how words inflect here; otherwise a word has one form."""
        return self.has_lemmas or bool(self.endings)

    def keys(self, word: str) -> set[str]:
        """What a word, folded, is looked up by: its lemma and its stem."""
        if not (SHORTEST_STEM <= len(word) <= LONGEST) or not word[0].isalpha():
            return {f"={word}"}
        found = {f"={self.lemma(word)}"}
        if self.endings:
            found.add(f"-{self.stem(word)}")
        return found

    def lemma(self, word: str) -> str:
        """The word's base form, itself where none is known."""
        if not self.has_lemmas:
            return word
        from simplemma import lemmatize

        return lemmatize(word, lang=self.code).lower()

    def stem(self, word: str) -> str:
        """The word without its longest ending, if enough of it is left."""
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                return word[: -len(ending)]
        return word


@cache
def forms_of(code: str) -> Forms:
    """The forms of a language, made once."""
    return Forms(code)


@cache
def _has_lemmas(code: str) -> bool:
    from simplemma import lemmatize

    if code == "ar":  # is taken, but gives words back as they are
        return False
    try:
        lemmatize("a", lang=code)
    except ValueError:
        return False
    return True
