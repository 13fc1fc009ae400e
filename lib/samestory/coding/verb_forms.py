"""What the words beside a verb form say of it: that it is no verb, only describes a noun, or opens a clause."""

from __future__ import annotations

from .clause import Clause
from .cues import Cue
from .phrases import left_of
from .tokens import Span

_AUXILIARY = 5  # tokens before a participle in which its auxiliary stands
_SMALL = 3  # tokens behind a verb in which the infinitive it opens stands


def is_no_verb(clause: Clause, i: int, end: int) -> bool:
    """Whether the words beside a form make it no verb: "to say", "listed below"; "elle en propose" is one."""
    cues, low = clause.cues, clause.text.low
    before = low[i - 1]
    if end < clause.stop and low[end] in cues.not_after:
        return True
    if before in cues.possessives and before not in cues.determiners and _is_plain(clause, i):
        return True  # "let's say", "the firm's request"
    if before in cues.not_before:
        is_pronoun = before in cues.auxiliaries and i - 1 > clause.first and low[i - 2] in cues.pronouns
        return not is_pronoun
    is_alone = cues.joins_parts and not any(
        before in words for words in (cues.articles, cues.possessives, cues.anaphors)
    )
    is_subject = is_alone and low[i] not in cues.ambiguous  # "some said", "two in three said"
    return before in cues.determiners and before not in cues.auxiliaries and not is_subject


def is_noun(clause: Clause, source: Span, begin: int, i: int) -> bool:
    """Whether a form is the noun of the words before it: "the “Report", "a police report", "the Safety Promise"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    first, last = source
    if not cues.singulars or not first < last <= begin:
        return False
    if all(low[k] in cues.articles or not text.is_word(k) for k in range(first, last)):
        return True
    is_object = low[last - 1] in cues.objects and low[last - 1] not in cues.pronouns and not text.is_name(last - 1)
    if last == begin and is_object and first == clause.first and last - first <= _SMALL:
        return True  # "let me know"
    if begin < i or last < begin:
        return False
    is_one = low[first] in cues.indefinite and not any(low[k] in cues.linking for k in range(first, last))
    if is_one and _is_plain(clause, i):
        return low[i - 1] not in cues.pronouns
    is_name = low[i] in cues.ambiguous and text.is_name(i) and text.is_name(i - 1)
    return is_name and not (i + 1 < clause.stop and text.is_word(i + 1))


def _is_plain(clause: Clause, i: int) -> bool:
    """Whether a form is of several, or the infinitive: ``say`` beside ``says``."""
    return any(clause.text.low[i] + ending in clause.cues.by_first for ending in clause.cues.singulars)


def is_bare(clause: Clause, cue: Cue, begin: int, i: int) -> bool:
    """Whether a past participle has no auxiliary, its own or that of the verb before: "un plan annoncé jeudi"."""
    cues, low = clause.cues, clause.text.low
    agrees = cue.words[0].endswith(cues.agreeing or "\0")
    near = range(max(clause.first, begin - (0 if agrees else _AUXILIARY)), i)  # "a pour sa part reconnu"
    has_auxiliary = any(low[k] in cues.perfects or low[k] in cues.passives for k in near)
    goes_on = begin > clause.first and low[begin - 1] in cues.conjunctions and bool(clause.found)
    return not has_auxiliary and not goes_on


def is_nobody(clause: Clause, cue: Cue, source: Span) -> bool:
    """Whether the word before a verb names no one who speaks: "it" of "it seems"."""
    cues = clause.cues
    is_alone = source[1] - source[0] == 1
    return is_alone and clause.text.low[source[0]] in cues.expletives and cue.words[0] in cues.impersonal


def opens_clause(clause: Clause, source: Span | None, end: int) -> bool:
    """Whether a clause or a quotation follows a cue, or its source is a document: "the poll found a majority"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    at = end + (end < clause.stop and low[end] in ",:")
    is_quoted = at < clause.stop and text.quote[at] >= 0 and not text.quotes[text.quote[at]].is_name
    if at < clause.stop and (low[at] in cues.complementizers or is_quoted or low[at - 1] == ":"):
        return True
    if _opens_infinitive(clause, at):
        return True
    return source is not None and any(low[k] in cues.sources.documents for k in range(*source))


def _opens_infinitive(clause: Clause, at: int) -> bool:
    """Whether an infinitive follows with no more than small words before it: "entend bien fermer"; no noun."""
    cues, low = clause.cues, clause.text.low
    small = cues.openers | cues.pronouns | cues.negations | cues.reflexives
    for k in range(at, min(at + _SMALL, clause.stop)):
        if _is_infinitive(clause, k):
            return True
        if low[k] not in small and not cues.may_stand_between(low[k]):
            return False
    return False


def _is_document(clause: Clause, at: int) -> bool:
    """Whether a token is a word for documents in the plural, as the subject of a form that may be a noun."""
    cues, word = clause.cues, clause.text.low[at]
    ending = next((one for one in cues.sources.plural_endings if word.endswith(one)), "")
    return bool(ending) and (word in cues.sources.documents or word[: -len(ending)] in cues.sources.documents)


def _is_infinitive(clause: Clause, at: int) -> bool:
    """Whether a word that ends like an infinitive is one, with no more than small words before it."""
    cues, low = clause.cues, clause.text.low
    if not low[at].endswith(cues.infinitives or "\0"):
        return False
    small = cues.determiners | cues.prepositions | cues.stops | cues.pronouns | cues.times
    return low[at] not in small and (cues.may_stand_between(low[at - 1]) or low[at - 1] not in small)


def is_verb(clause: Clause, begin: int, end: int) -> bool:
    """Whether a form that is more often a noun is a verb here, by its neighbours."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    before = begin - 1
    if any(low[k] in cues.perfects for k in range(begin, end)):
        return True  # "ha detto"
    if before >= clause.first and (
        low[before] in cues.pronouns or low[before] in cues.relatives or (text.is_word(before) and text.is_name(before))
    ):
        return True
    if end >= clause.stop or text.quote[end] >= 0:
        return True
    if before >= clause.first and text.quote[before] >= 0 and low[before - 1] in ",.!?…":
        return True  # "“...,” comments the mayor"
    if before >= clause.first and cues.joins_parts and _is_document(clause, before):
        return True  # "the reports show that", "polls show her ahead"
    if before >= clause.first and low[before] == "," and text.is_name(end):
        return True  # ", reports Harbour News"
    if before > clause.first and low[before] in cues.who and low[end] in cues.openers:
        found = left_of(text, cues, begin, clause.taken)  # "The company plans to close the pier"
        return found is not None and low[found[0]] in cues.determiners and low[found[0]] not in cues.possessives
    if any(low[end] in words for words in (cues.complementizers, cues.determiners, cues.pronouns)):
        return True
    if _is_infinitive(clause, end):
        return True  # "compte fermer"
    if low[end] in cues.openers and end + 1 < clause.stop and low[end + 1] in cues.auxiliaries:
        return True  # "claims to have seen"
    if low[end] not in cues.prepositions:
        return False
    found = left_of(text, cues, begin, clause.taken)  # ", the newspaper reports with reference to the hospital"
    return found is not None and found[0] > clause.first and low[found[0] - 1] == ","
