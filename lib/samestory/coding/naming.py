"""Words that somebody else gives an actor: "the paper calls them extremists" is the paper's word, not the article's.

A word that a naming verb introduces is no label in the article's own voice, whoever the subject is, and also where the
naming is denied or a passive names nobody. "We call them ..." stays the article's own, and so does, where nouns are
declined, a clause that begins with whom it is about and names nobody who calls them so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from ..languages import language_for
from ..languages.reporting import Reporting
from .reading import Reading

_BEFORE = 10  # words before a label in which the verb that introduces it stands
_AFTER = 4  # words after it, where the verb comes last: "als Extremisten bezeichnet"
_AS_OTHERS = 8  # words after it of "extremists, as the minister calls them"
_LINKED = 3  # words between "as" and the label: "as violent extremists"
_PARTS = ",;:!?—–()"


@dataclass(frozen=True)
class _Words:
    """The naming words of one language."""

    verbs: frozenset[str]  # "calls": what is named follows, then the name
    linked: frozenset[str]  # "describes": the name follows a link
    links: frozenset[str]
    endings: tuple[str, ...]  # of names, where the case shows them
    is_last: bool  # whether the verb may stand behind the name
    determiners: frozenset[str]
    indefinite: frozenset[str]
    passives: frozenset[str]
    prepositions: frozenset[str]
    named: frozenset[str]  # what is named: pronouns, people, institutions
    people: frozenset[str]
    objects: frozenset[str]
    writer: frozenset[str]
    manner: frozenset[str]


def is_named_by_another(text: Reading, first: int, last: int) -> bool:
    """Whether the label at lexemes ``first`` to ``last`` is a word that somebody is said to use.

    Parameters
    ----------
    text
        The reading; in a language without naming verbs the answer is no.
    first, last
        The label, the end not included.
    """
    words = _words(text.code)
    if words is None:
        return False
    number = text.sentence[first]
    begin = max(bisect_left(text.sentence, number), first - _BEFORE)
    stop = bisect_right(text.sentence, number)
    return any(
        (
            _verb_before(text, words, first, last, begin, stop),
            _verb_behind(text, words, first, last, begin, min(stop, last + _AFTER)),
            _as_others_say(text, words, last, min(stop, last + _AS_OTHERS)),
        )
    )


def _verb_before(text: Reading, words: _Words, first: int, last: int, begin: int, stop: int) -> bool:
    """ "calls them extremists", "describes the group as extremists", "називає їх екстремістами"."""
    for at in range(first - 1, begin - 1, -1):
        if any(sign in _PARTS for sign in text.text[text.end[at] : text.begin[at + 1]]):
            return False
        word = text.low[at]
        if word not in words.verbs and word not in words.linked:
            continue
        if _is_writers(text, words, at) or _is_nobodys(text, words, at, begin):
            return False
        if word in words.linked and _has_link(text.low[at + 1 : first], words):
            return True
        if word in words.verbs and _is_name(text, words, at, first, last, stop):
            return True
    return False


def _is_name(text: Reading, words: _Words, at: int, first: int, last: int, stop: int) -> bool:
    """Whether a label behind the naming verb at ``at`` is the name given, not whom the verb is about."""
    if words.endings:
        return text.low[last - 1].endswith(words.endings)
    between = text.low[at + 1 : first]
    if not between or all(word in words.indefinite for word in between):
        goes_on = last < stop and text.low[last] in words.prepositions
        return not goes_on or any(word in words.passives for word in text.low[max(0, at - 2) : at])
    if any(word in words.named for word in between):
        return True
    if any(word in words.determiners for word in between[1:]):  # "the group a band of extremists"
        return between[0] not in words.prepositions  # but "llamó a los activistas" is not a name
    return any(text.text[text.begin[k]].isupper() for k in range(at + 1, first))


def _verb_behind(text: Reading, words: _Words, first: int, last: int, begin: int, stop: int) -> bool:
    """ "die der Minister Extremisten nennt", "als Extremisten bezeichnet", "экстремистами называет"."""
    if not words.is_last and not words.endings:
        return False
    for at in range(last, stop):
        if any(sign in _PARTS for sign in text.text[text.end[at - 1] : text.begin[at]]):
            return False
        if text.low[at] in words.linked and _has_link(text.low[max(begin, first - _LINKED - 1) : first], words):
            return not _is_writers(text, words, at)
        if text.low[at] in words.verbs:
            is_name = text.low[last - 1].endswith(words.endings) if words.endings else at == last
            before = text.low[first - 1] if first > begin else ""
            return is_name and before not in words.determiners - words.indefinite and not _is_writers(text, words, at)
    return False


def _as_others_say(text: Reading, words: _Words, last: int, stop: int) -> bool:
    """ "the extremists, as the minister calls them,": the verb stands in a clause of its own behind the label."""
    if last >= stop or text.low[last] not in words.manner:
        return False
    at = next((k for k in range(last + 1, stop) if text.low[k] in words.verbs | words.linked), None)
    return at is not None and not _is_writers(text, words, at)


def _is_nobodys(text: Reading, words: _Words, at: int, begin: int) -> bool:
    """Whether nobody is named who calls them so: "кого весь месяц называли ...", with whom it is about at the front."""
    first = at
    while first > begin and not any(sign in _PARTS for sign in text.text[text.end[first - 1] : text.begin[first]]):
        first -= 1
    if not words.endings or text.low[first] not in words.objects:
        return False
    between = range(first + 1, at)
    return not any(text.low[k] in words.people or text.text[text.begin[k]].isupper() for k in between)


def _has_link(between: list[str], words: _Words) -> bool:
    """Whether "as" stands before the label, with no more than an adjective or "a" between."""
    for back, word in enumerate(reversed(between)):
        if word in words.links:
            return True
        if back >= _LINKED or (word in words.determiners and word not in words.indefinite):
            return False
    return False


def _is_writers(text: Reading, words: _Words, at: int) -> bool:
    """Whether the writer is the subject of the verb: "we call them", "wie wir sie nennen"."""
    near = range(max(0, at - 3), min(len(text.low), at + 2))
    return any(text.low[k] in words.writer and text.sentence[k] == text.sentence[at] for k in near)


@cache
def _words(code: str) -> _Words | None:
    said = language_for(code).reporting
    if said is None or not (said.naming.verbs or said.naming.linked):
        return None
    return _compiled(said)


def _compiled(said: Reporting) -> _Words:
    naming, who = said.naming, said.sources
    people = (*who.persons, *who.organisations, *who.unnamed, *who.outlets, *who.singular, *who.plural)
    return _Words(
        verbs=frozenset(naming.verbs),
        linked=frozenset(naming.linked),
        links=frozenset(naming.links),
        endings=naming.endings,
        is_last=said.order == "verb_second",
        determiners=frozenset(word.rstrip("'’") for word in said.determiners) - frozenset(naming.objects),
        indefinite=frozenset(word.rstrip("'’") for word in said.indefinite),
        passives=frozenset(said.passives),
        prepositions=frozenset((*said.prepositions, *said.openers)) - frozenset(naming.links),
        named=frozenset((*people, *naming.objects)),
        people=frozenset(people),
        objects=frozenset(naming.objects),
        writer=frozenset(said.own_voice),
        manner=frozenset(said.manner),
    )
