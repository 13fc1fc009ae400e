"""What kind of source somebody is: official, expert, witness ..., by the words of the language files.

The scheme. Studies of news sources since Sigal (Reporters and Officials, 1973) separate officials from other
institutions and from private persons; comparative work counts them by country and medium (Tiffen et al. 2014, doi
10.1080/1461670X.2013.831239). The ten kinds here are this suite's own, coarser than a coder's scheme:

- ``official``: the state and its services (government, parliament, courts, police, military, fire service, hospital);
- ``political``: parties, candidates, campaigns;
- ``business``: companies and those who run or represent them;
- ``civil``: unions, associations, charities, churches, activists;
- ``expert``: who is asked for knowledge; ``witness``: witnesses, residents, workers and other private persons;
- ``document``, ``outlet`` (media and news agencies);
- ``unnamed``: neither a name nor a role ("a source"); a crane driver without a name is a witness, and `is_named` is
  False for him;
- ``cannot_tell``: the words do not say what the source is, or the language has no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..languages import language_for
from ..languages.source_kinds import SourceKinds
from ..text import fold
from .source_lists import lists_of

KINDS = (
    *("official", "political", "business", "civil", "expert", "witness"),
    *("document", "outlet", "unnamed", "cannot_tell"),
)
CANNOT_TELL = "cannot_tell"
MOST_MENTIONS = 6  # places of a name that are looked at
BESIDE = 12, 6  # words after and before a name that may say who it is
SHORTEST = 4  # letters of a word that a "*" at the begin of a listed word stands for, with it
_WORD = re.compile(r"[^\W_]+(?:[-'’ʼ.][^\W_]+)*")
_STOP = re.compile(r"[.!?…;:\n«»“”„\"]")


class _Kinds:
    """The kinds of one language, to be looked up."""

    def __init__(self, given: SourceKinds, code: str):
        self.exact: dict[tuple[str, ...], str] = {}
        self.prefixes: dict[str, str] = {}
        self.suffixes: dict[str, str] = {}
        for kind, words in given.model_dump().items():
            for word in map(fold, words):
                if word.endswith("*"):
                    self.prefixes.setdefault(word[:-1], kind)
                elif word.startswith("*"):
                    self.suffixes.setdefault(word[1:], kind)
                else:
                    self.exact.setdefault(tuple(word.split()), kind)
        phrases = [*self.exact, *(tuple(word.split()) for word in self.prefixes)]
        self.longest = max((len(phrase) for phrase in phrases), default=1)
        lists = lists_of(code)
        self.is_last, self.stops, self.determiners = lists.head == "last", lists.prepositions, lists.determiners
        reporting = language_for(code).reporting
        elided = "|".join(map(re.escape, reporting.elided if reporting else ()))
        self._elided = re.compile(rf"(?:{elided})'(?=\w)") if elided else None
        small = (*lists.relatives, *lists.pronouns, *(reporting.conjunctions if reporting else ()))
        self.cuts = self.stops | self.determiners | frozenset(small)
        self._known: dict[str, str] = {}

    def of_word(self, word: str) -> str:
        """The kind that one word, or a phrase as one text, says; empty if none."""
        found = self._known.get(word)
        if found is None:
            plain = re.sub(r"'s?$", "", word)
            found = self.exact.get(tuple(plain.split()), "")
            if not found:
                ends = range(len(plain), plain.rfind(" ") + 1, -1)  # of a phrase, its last word may go on
                found = next((self.prefixes[plain[:end]] for end in ends if plain[:end] in self.prefixes), "")
            if not found and len(plain) > SHORTEST and " " not in plain:
                starts = range(1, len(plain) - 1)
                found = next((self.suffixes[plain[at:]] for at in starts if plain[at:] in self.suffixes), "")
            self._known[word] = found
        return found

    def of(self, text: str) -> str:
        """The kind that some words for one source say: what its head says, else the first word that says one."""
        words = self.words(text)
        stop = next((at for at, word in enumerate(words) if at and word in self.stops), len(words))
        head = self._all(words[:stop])
        known = [kind for kind in head if kind != "unnamed"]
        if head:
            return (known[-1] if self.is_last else known[0]) if known else "unnamed"
        return next(iter(self._all(words[stop:])), "")

    def before_a_name(self, text: str) -> str:
        """The kind that words right before a name say: "police chief" of "to police chief Ilse Tarrow"."""
        words = self.words(text)
        if self.is_last:
            words = words[max((at + 1 for at, word in enumerate(words) if word in self.cuts), default=0) :]
        found = self._all(words)
        return (found[-1] if self.is_last else found[0]) if found else ""

    def words(self, text: str) -> list[str]:
        """Words as lists have them."""
        folded = [fold(word).rstrip(".") for word in _WORD.findall(text)]
        return [self._elided.sub("", word) for word in folded] if self._elided else folded

    def _all(self, words: list[str]) -> list[str]:
        found, at = [], 0
        while at < len(words):
            for n in range(min(self.longest, len(words) - at), 0, -1):
                if kind := self.of_word(" ".join(words[at : at + n])):
                    found.append(kind)
                    at += n - 1
                    break
            at += 1
        return found


@cache
def kinds_of(language: str) -> _Kinds | None:
    """The kinds of a language; None if its file has no list."""
    spoken = language_for(language)
    return _Kinds(spoken.source_kinds, spoken.code) if spoken.source_kinds is not None else None


def source_kind(text: str, language: str, name: str, kind: str, spans: Iterable[tuple[int, int]]) -> str:
    """The kind of one source of an article.

    Parameters
    ----------
    text, language
        The article.
    name, kind
        The source as `mentions.sources_of` gives it.
    spans
        The words for it that attributions found.

    Returns
    -------
    str
        One of `KINDS`.
    """
    if kind in ("outlet", "agency"):
        return "outlet"
    kinds = kinds_of(language)
    if kinds is None:
        return CANNOT_TELL
    if kind == "document":
        return "document"
    for begin, end in spans:
        if found := kinds.of(text[begin:end]):
            return found
    if kind == "person":
        for after, before in _beside(text, name, kinds.determiners):
            if found := kinds.of(after) or kinds.before_a_name(before):
                return found
    return "unnamed" if kind == "unnamed" else CANNOT_TELL


def _beside(text: str, name: str, determiners: frozenset[str]) -> Iterable[tuple[str, str]]:
    """What is beside a name, in its clause: "Maren Oskdal, secretary of the union, said", "The mayor, Anna Kell,".

    What follows a comma says who it is if it ends with one, or begins with an article.
    """
    at = text.find(name)
    for _ in range(MOST_MENTIONS):
        if at < 0:
            return
        end = at + len(name)
        after = text[end : end + 120]
        stop = _STOP.search(after)
        after = after[: stop.start()] if stop else after
        apposition = after.lstrip()
        parts = re.split(r"[,)—–]", apposition[1:], maxsplit=1) if apposition[:1] in (",", "(", "—", "–") else [""]
        is_closed = len(parts) > 1 or fold(parts[0].split()[0] if parts[0].split() else "") in determiners
        said = parts[0] if is_closed else ""
        before = _STOP.split(text[max(0, at - 80) : at])[-1].rstrip(" ,\u00a0")
        before = before.rsplit(",", maxsplit=1)[-1]
        yield " ".join(said.split()[: BESIDE[0]]), " ".join(before.split()[-BESIDE[1] :])
        at = text.find(name, end)
