"""What says that a claim is not so: negations beside it, words such as "hoax" in its sentence, denials that follow it.

All words are in ``languages/<code>.yaml``. Nothing looks further than some words, or the next sentences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable

from ..languages import language_for
from .lexemes import lexemes
from .reading import Reading
from .voice import Said, Voice, Voices

BEFORE, AFTER = 2, 2  # words around a match in which a negation is of it
NEAR = 25  # words around a match in which a word such as "hoax" speaks of it
LATER = 5  # sentences after a match in which "denies this" or "the claim is false" speaks of it
_LONG = 10  # words a match may have for a negation inside it to be of it
_VERDICT = 3  # words of a sentence that is a verdict: "Probably false."
_MOST = 200  # words after a match that are looked at
_TURNED = 6  # words before a refutation in which a negation or "or" turns it
_SHORT = 6  # words of a content that is a denial of what was said before: "all the accusations"
_ASKS = frozenset("?？؟")
_CLOSERS = "\"'”’»)] \n\t"
_OPENING = 3  # words at the begin of a question among which "who" or "how" stands
_BREAKS = frozenset(",;:!?()")
Words = tuple[str, ...]


class Denials:
    """The words of one language that deny."""

    def __init__(self, code: str):
        said = language_for(code).reporting
        self.negations = _single(said.negations if said else ())
        self.auxiliaries = _single(said.auxiliaries if said else ())
        self.nothing = _single(said.nothing if said else ())
        self.no_negations = _Phrases(said.no_negations if said else ())
        self.refutations = _Phrases(said.refutations if said else ())
        self.headline_refutations = _Phrases((*said.refutations, *said.headline_refutations) if said else ())
        self.headline_doubts = _Phrases(said.headline_doubts if said else ())
        self.alternatives = _single(said.alternatives if said else ())
        self.referring = _single(said.referring if said else ())
        self.question_words = _single(said.question_words if said else ())
        self.accusations = _single(said.accusations if said else ())

    def negation(
        self, text: Reading, first: int, last: int, own: Collection[str] = (), *, is_headline: bool = False
    ) -> str | None:
        """The word that negates a match: before it, inside it, or with an auxiliary right after it.

        Parameters
        ----------
        text, first, last
            The reading, and the lexemes of the match.
        own
            Words of the pattern: a negation among them is part of the claim.
        is_headline
            Whether a negation inside a long match counts: in running text it may be of other words.
        """
        low, sentence = text.low, text.sentence[first]
        for at in range(max(0, first - BEFORE), min(len(low), last + AFTER)):
            word = low[at]
            is_nothing = word in self.nothing and at == first - 1
            if (word not in self.negations and not is_nothing) or word in own or text.sentence[at] != sentence:
                continue
            if at > last and text.low[last] not in self.auxiliaries:
                continue
            apart = (at, first) if at < first else (last - 1, at) if at >= last else (at, at)
            if first <= at < last and last - first > _LONG and not is_headline:
                continue
            if self.refutations.within(text, at + 1, at + 1 + AFTER):
                continue  # "is not a hoax"
            if not self._is_void(text, at) and not _BREAKS.intersection(_between(text, *apart)):
                return word
        return None

    def _is_void(self, text: Reading, at: int) -> bool:
        """Whether a negation denies nothing: "not only", "no doubt"."""
        return any(first <= at < last for first, last in self.no_negations.within(text, max(0, at - 3), at + 2))

    def refutation(
        self, text: Reading, first: int, last: int, own: Collection[str] = (), *, is_headline: bool = False
    ) -> str | None:
        """Words in the sentence of a match that say it is not true: "hoax", "is false"; None where they are negated."""
        sentence = text.sentence[first]
        begin = bisect_left(text.sentence, sentence, max(0, first - NEAR), first)
        end = bisect_right(text.sentence, sentence, last, min(len(text.low), last + NEAR))
        known = self.headline_refutations if is_headline else self.refutations
        for a, b in known.within(text, begin, end):
            said = text.low[a:b]
            if not all(word in own for word in said) and not self._is_denied(text, a):
                return " ".join(said)
        return None

    def doubt(self, text: Reading, first: int, last: int, own: Collection[str] = ()) -> str | None:
        """Words anywhere in a headline by which it keeps a distance to a match: "in talks", "fears"."""
        for a, b in self.headline_doubts.within(text, 0, len(text.low)):
            if not all(word in own for word in text.low[a:b]):
                return " ".join(text.low[a:b])
        return None

    def _is_denied(self, text: Reading, at: int) -> bool:
        """Whether words that refute do not: "not a hoax", "real or just a hoax"."""
        sentence = text.sentence[at]
        turned = self.negations | self.nothing | self.alternatives
        return any(text.sentence[i] == sentence and text.low[i] in turned for i in range(max(0, at - _TURNED), at))

    def later(self, text: Reading, voices: Voices, last: int, until: int, *, is_said: bool) -> Voice | None:
        """A denial in the next sentences that speaks of what was said before: "denies this", "the claim is false".

        Parameters
        ----------
        text, voices
            The reading, and the attributions of the article.
        last, until
            Where the match ends, and the lexeme where another claim begins, before which is looked.
        is_said
            Whether somebody else says what the match says: only then is it an accusation that can be rejected.
        """
        sentence = text.sentence[last - 1]
        end = bisect_right(text.sentence, sentence + LATER, last, max(last, min(len(text.low), last + _MOST, until)))
        begin = bisect_right(text.sentence, sentence, last - 1, end)
        if begin < end:
            for one in voices.cued_in(text.begin[last - 1], text.end[end - 1]):
                if one.polarity < 0 and self.is_general(voices.text[one.begin : one.end], is_said=is_said):
                    words = " ".join(voices.text[one.cue_begin : one.cue_end].split())[:80]
                    return Voice("denied", voices.named(one), *_span(one), f"denied after it: {words}")
        reaching = self.accusations | self.referring if is_said else self.referring
        for a, b in self.refutations.within(text, begin, end):
            clause = text.low[bisect_left(text.sentence, text.sentence[a], begin, a) : b]
            if not self._is_denied(text, a) and not reaching.isdisjoint(clause):
                said = " ".join(text.low[a:b])
                source = next((voices.named(one) for one in voices.over(*text.span(a, b)) if one.has_source), None)
                return Voice("denied", source, *text.span(a, b), f"denied after it: {said}")
        return self._verdict(text, begin, end)

    def _verdict(self, text: Reading, begin: int, end: int) -> Voice | None:
        """A sentence of a few words that is nothing but a verdict: "Probably false."."""
        for a, b in self.headline_refutations.within(text, begin, end):
            first = bisect_left(text.sentence, text.sentence[a], begin, a)
            last = bisect_right(text.sentence, text.sentence[a], b, min(len(text.low), b + _VERDICT + 1))
            if last - first <= _VERDICT and not self._is_denied(text, a):
                return Voice("denied", None, *text.span(first, last), f"verdict after it: {' '.join(text.low[a:b])}")
        return None

    def is_asked(self, text: Reading, first: int) -> bool:
        """Whether a lexeme is in a question of yes or no; "who set the fire?" takes the fire for granted."""
        number = text.sentence[first]
        begin, end = text.sentences[number] if text.sentences else (0, 0)
        said = text.text[begin:end].rstrip(_CLOSERS)
        if not said or said[-1] not in _ASKS:
            return False
        opens = bisect_left(text.sentence, number, 0, first)
        return self.question_words.isdisjoint(text.low[opens : opens + _OPENING])

    def negates(self, description: str) -> bool:
        """Whether a claim is itself that something is not so: negations beside its words then make it."""
        return any(word in self.negations or word in self.nothing for _, _, word in lexemes(description[:400]))

    def speaks_against(self, sentence: str) -> bool:
        """Whether a sentence has a word that negates or refutes anything."""
        low = [word for _, _, word in lexemes(sentence)]
        return not self.negations.isdisjoint(low) or bool(self.refutations.among(low, 0, len(low)))

    def is_general(self, content: str, *, is_said: bool = True) -> bool:
        """Whether what is denied is what was said before: "this", "all the accusations", "any wrongdoing"."""
        found = [(begin, end, word) for begin, end, word in lexemes(content[:200])]
        words = [word for _, _, word in found]
        if not words:
            return False
        if words[0] in self.referring:
            rest = content[found[0][1] :].lstrip()
            return not rest or rest[0] in ",;:.!?" or len(words) == 1
        return is_said and len(words) <= _SHORT and words[-1] in self.accusations


def _span(one: Said) -> tuple[int, int]:
    spans = [(one.begin, one.end), (one.source_begin, one.source_end), (one.cue_begin, one.cue_end)]
    known = [(a, b) for a, b in spans if a >= 0]
    return min(a for a, _ in known), max(b for _, b in known)


def _between(text: Reading, first: int, last: int) -> str:
    """The signs between two lexemes."""
    return text.text[text.end[first] : text.begin[last]] if first < last else ""


def _single(words: Iterable[str]) -> frozenset[str]:
    return frozenset(part for word in words for _, _, part in lexemes(word))


class _Phrases:
    """Phrases to be found in lexemes, by their first word."""

    def __init__(self, said: Iterable[str]):
        self.by_first: dict[str, list[Words]] = {}
        for phrase in said:
            words = tuple(part for _, _, part in lexemes(phrase))
            if words:
                self.by_first.setdefault(words[0], []).append(words)
        for those in self.by_first.values():
            those.sort(key=len, reverse=True)

    def within(self, text: Reading, begin: int, end: int) -> list[tuple[int, int]]:
        """Where the phrases are among lexemes ``begin`` to ``end``, each begin once, the longest there."""
        return self.among(text.low, begin, end)

    def among(self, low: list[str], begin: int, end: int) -> list[tuple[int, int]]:
        """The same among the words of a list."""
        found = []
        for at in range(begin, min(end, len(low))):
            for words in self.by_first.get(low[at], ()):
                if tuple(low[at : at + len(words)]) == words:
                    found.append((at, at + len(words)))
                    break
        return found
