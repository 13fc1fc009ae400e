"""The words of one language that the comparison looks for, ready to be looked up token by token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from ...coding.cues import Cues, cues_of
from ...coding.forms import forms_of
from ...languages import Language, base_code, language_for

__all__: list[str] = []
_OPEN = 3  # letters before a "*" from which a word of a list may have any ending


class WordList:
    """Words and phrases in small letters; ``*`` at the end or begin stands for any letters.

    Parameters
    ----------
    words
        As a language file gives them; ``!`` before a word takes it out again.
    """

    def __init__(self, words: Iterable[str]):
        given = [word.casefold().replace("’", "'") for word in words]
        self.but = WordList([word[1:] for word in given if word[0] == "!"]) if any(w[0] == "!" for w in given) else None
        said = [word for word in given if word[0] != "!"]
        self.exact = {word for word in said if "*" not in word and " " not in word}
        self.prefixes = tuple(word[:-1] for word in said if word.endswith("*") and " " not in word)
        self.suffixes = tuple(word[1:] for word in said if word.startswith("*"))
        self.phrases = [tuple(word.split()) for word in said if " " in word and "*" not in word]
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self.exact or self.prefixes or self.suffixes or self.phrases)

    def fits(self, word: str) -> bool:
        """Whether one word is in the list."""
        found = self._known.get(word)
        if found is None:
            plain = word.replace("’", "'")
            found = plain in self.exact or (plain.startswith(self.prefixes) if self.prefixes else False)
            found = found or bool(self.suffixes and len(plain) > _OPEN + 1 and plain.endswith(self.suffixes))
            found = found and not (self.but is not None and self.but.fits(word))
            self._known[word] = found
        return found

    def find(self, low: Sequence[str], first: int, last: int) -> list[tuple[int, int]]:
        """Where words of the list stand among tokens ``first`` to before ``last``, as ranges of tokens."""
        found = [(at, at + 1) for at in range(first, last) if self.fits(low[at])]
        for phrase in self.phrases:
            n = len(phrase)
            found += [(at, at + n) for at in range(first, last - n + 1) if tuple(low[at : at + n]) == phrase]
        return sorted(found)


class Vocabulary:
    """What a language file knows of saying, doubting, denying and counting.

    Attributes
    ----------
    spoken, cues
        The language; its reporting words, None without any.
    said, doubtful, negative, parts, hours
        Words by which a meaning may be kept in another form.
    """

    def __init__(self, code: str):
        self.spoken: Language = language_for(code)
        is_known = self.spoken.code == code
        self.cues: Cues | None = cues_of(code) if is_known else None
        more = self.spoken.rendering if is_known else None
        self.has_rendering = more is not None
        self.said = WordList(more.said if more else ())
        self.doubtful = WordList(more.doubtful if more else ())
        self.negative = WordList(more.negative if more else ())
        self.parts = WordList(more.parts if more else ())
        self.hours = WordList(more.hours if more else ())
        reporting = self.spoken.reporting if is_known else None
        self.negations = WordList((more.negations if more else ()) or (reporting.negations if reporting else ()))
        self.nothing = WordList(reporting.nothing if reporting else ())
        self.void = WordList(reporting.no_negations if reporting else ())
        self.refutations = WordList(reporting.refutations if reporting else ())
        self.speakers = frozenset(self.spoken.speakers) if reporting else frozenset()
        self.unnamed = frozenset(reporting.sources.unnamed if reporting else ())
        self.cardinals = _cardinals(self.spoken) if is_known else {}
        self.units = {name: _unit(forms) for name, forms in (more.units if more else {}).items()}
        self._forms = forms_of(code)
        self._heads = self._cue_stems()
        self._speaker_stems = {self._forms.stem(word) for word in self.speakers}

    def _cue_stems(self) -> set[str]:
        """The stems of words that only cues begin with."""
        if self.cues is None:
            return set()
        those = (cue for found in self.cues.by_first.values() for cue in found if cue.position != "frame")
        return {self._forms.stem(cue.words[0]) for cue in those if len(cue.words) == 1 and not cue.particle}

    def is_cue(self, low: list[str], at: int, last: int) -> bool:
        """Whether a reporting word begins at a token, in whatever form and whatever its place in the clause."""
        if self.cues is None:
            return False
        if any(set(cue.particle) <= set(low[at + 1 : last]) for cue in self.cues.at(low, at, last)):
            return True
        return len(low[at]) > _OPEN + 1 and self._forms.stem(low[at]) in self._heads

    def is_speaker(self, word: str) -> bool:
        """Whether a word is one for people, offices or documents that speak."""
        return word in self.speakers or self._forms.stem(word) in self._speaker_stems


def _cardinals(spoken: Language) -> dict[str, int]:
    """The words for small numbers, with which longer words begin: ``sechs`` of ``sechsmonatig``."""
    known = spoken.number_words.cardinals if spoken.number_words else {}
    return {form: value for value, forms in known.items() if 2 < value <= 12 for form in forms if len(form) >= _OPEN}


def _unit(forms: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(form.split()) for form in forms]


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """The vocabulary of a language, made once."""
    return Vocabulary(base_code(language))
