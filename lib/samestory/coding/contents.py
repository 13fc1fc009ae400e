"""What a reporting verb reports: the words before it, after it, or both."""

from __future__ import annotations

from .clause import Clause, closes_alone, end_of_speech, is_speech, is_whole, left_part, opens_with_topic
from .cues import Cue
from .phrases import left_of, right_of
from .tokens import Quote, Span

_WHEN = 4  # tokens after a cue that may say when, before from whom it is known
_CITED = 8  # tokens after whom is cited in which a comma ends that
_COUNT = 2  # tokens before a number with which a clause begins
_OBJECTS = frozenset(("criticise", "ask", "believe", "promise"))  # kinds of cues with an object, not a clause
_INFINITIVES = frozenset(("promise", "ask", "believe"))  # kinds of cues whose "to" opens what is said
_NAMED = 3  # tokens of a name that is the subject before an aside
_TELLING = 14  # tokens in which what is told must open


def contents_of(clause: Clause, cue: Cue, head: int, tail: int, inverted: bool) -> list[Span]:
    """What is reported: the words before the attribution, after it, or both ("The port, he said, is closed")."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    first, stop = clause.first, clause.stop
    if inverted and head > first and low[head - 1] in cues.object_relatives:
        said = left_of(text, cues, head - 1, clause.taken)
        return [said] if said else []
    if clause.taken < head and closes_alone(clause, head - 1) and (said := left_part(clause, head - 1)) is not None:
        return [said, *_speech_after(clause, tail)]
    left = left_part(clause, head)
    if inverted and left is not None and opens_with_topic(clause) and text.quote[head - 1] < 0:
        return [left]  # "О пожаре сообщили в МЧС"
    edge = head - 1
    while edge > first and low[edge] in ",—–―-" and text.quote[edge] < 0:
        edge -= 1
    after_quote = head > first and edge >= first and text.quote[edge] >= 0
    if left is not None and after_quote and _may_be_said(clause, text.quotes[text.quote[edge]]):
        return [left, *_speech_after(clause, tail)]
    after_comma = head > first + 1 and low[head - 1] in ",—–―-"
    is_participle = cue.is_participle
    closes = _closes(clause, _past_addressee(clause, cue, tail)) if left is not None and not inverted else False
    is_aside = tail + 1 < stop and low[tail] == "," and after_comma and _is_subject(clause, left)
    says = left is not None and (inverted or (closes and (is_aside or _is_clause(clause, left))))
    if left is not None and after_comma and says and not is_participle:
        contents = [left]
        tail = _past_addressee(clause, cue, tail) if not inverted else tail
        if tail + 1 < stop and low[tail] == "," and text.is_word(tail + 1) and low[tail + 1] not in cues.relatives:
            contents.append(end_of_speech(text, tail + 1, stop))
        return contents
    span = right_part(clause, cue, tail)
    if span is None and left is not None and after_comma and left[1] - left[0] > 2 and _closes(clause, tail):
        span = left  # "At least nine were killed, officials said"
    return [span] if span is not None else []


def _past_addressee(clause: Clause, cue: Cue, tail: int) -> int:
    """The place after the addressee: "a witness told the BBC"."""
    text, cues = clause.text, clause.cues
    if tail < clause.stop and text.low[tail] in cues.addressees:
        tail += 1
    elif cue.words[-1] in cues.tellers and text.is_word(min(tail, clause.stop - 1)):
        whom = right_of(text, cues, tail, clause.stop, apposed="indefinite")
        is_somebody = whom is not None and any(text.is_name(i) or text.low[i] in cues.who for i in range(*whom))
        tail = whom[1] if whom is not None and is_somebody else tail
    return tail


def _may_be_said(clause: Clause, quote: Quote) -> bool:
    """Whether a quotation before an attribution is more than a word in marks."""
    return quote.n_words > 1 or is_whole(clause.text, quote) or clause.text.low[quote.last - 2] == ","


def _closes(clause: Clause, tail: int) -> bool:
    """Whether nothing that is said follows the attribution."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if tail >= clause.stop or low[tail] in ",;":
        return True
    if low[tail] not in cues.prepositions or low[tail] in cues.complementizers or low[tail] in cues.openers:
        return False
    for k in range(tail, min(clause.stop, tail + _TELLING)):
        if low[k] in cues.complementizers or text.quote[k] >= 0 or low[k] == ":":
            return False
        if low[k] in ",;":
            break
    return True


def _is_subject(clause: Clause, left: Span | None) -> bool:
    """Whether a name before ", she said," is what the sentence speaks of: "CNN, Cruz said, called it off"."""
    if left is None or left[1] - left[0] > _NAMED:
        return False
    text, low = clause.text, clause.text.low
    opens = low[left[0]] in clause.cues.prepositions or low[left[0]] in clause.cues.stops
    return not opens and all(text.is_word(i) and text.is_name(i) for i in range(*left))


def _is_clause(clause: Clause, left: Span) -> bool:
    """Whether words before an attribution say something: "In one tweet, he said" reports nothing in one tweet."""
    low = clause.text.low
    first, last = left
    word = low[first]
    if last - first == 2 and clause.cues.determiners.intersection((word,)):
        return True  # "The port, she said, is closed"
    opens = word in clause.cues.prepositions or word in clause.cues.stops
    if opens and last - first > _COUNT + 2 and low[first + 2].isdigit() and low[first + 1] not in clause.cues.times:
        return True  # "At least 30 people died"
    if opens and _has_verb(clause, first + _COUNT, last):
        return True  # "About fifty people were hurt"
    return last - first > 2 and not (opens and "," not in low[first:last] and first == clause.first)


def _has_verb(clause: Clause, first: int, last: int) -> bool:
    """Whether an auxiliary stands among tokens, no pronoun or word that opens a clause of its own before it."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    for k in range(first - 1, last):
        if low[k] in cues.passives or low[k] in cues.perfects:
            return k > first
        if low[k] in cues.stops or low[k] in cues.relatives or low[k] in cues.complementizers:
            return False
        if (low[k] in cues.pronouns and low[k] not in cues.determiners) or text.quote[k] >= 0:
            return False
    return False


def _speech_after(clause: Clause, tail: int) -> list[Span]:
    """The quotation that goes on after the words for the speaker."""
    text = clause.text
    for i in range(tail, min(clause.stop, tail + 15)):
        if (number := text.quote[i]) >= 0 and is_speech(text, text.quotes[number]):
            return [end_of_speech(text, i, clause.stop)]
    return []


def right_part(clause: Clause, cue: Cue, tail: int) -> Span | None:
    """What follows a cue: from the word that opens what is reported, to where the clause ends."""
    text, cues, low, stop = clause.text, clause.cues, clause.text.low, clause.stop
    at = tail
    if at < stop and low[at] in cues.addressees and (low[at] not in cues.objects or _takes_whom(clause, cue, at)):
        at += 1
    at = _past_aside(clause, at)
    if at < stop and low[at] in ",:—–":
        at = _past_when(clause, past_citing(clause, at + 1))
    if at >= stop or ends(clause, at):
        return None
    if low[at] not in cues.complementizers and text.quote[at] < 0:
        is_told = cue.words[0] in cues.tellers and cue.kind != "claim" and cue.words[-1] not in cues.prepositions
        is_when = low[at] in cues.articles and low[min(at + 1, stop - 1)] in cues.times  # "dijo el lunes que"
        is_open = low[at] in cues.openers and cue.kind in _INFINITIVES
        if is_told or is_when or (low[at] in cues.prepositions and not is_open) or not cues.indefinite:
            at = _opens(clause, at, is_told)
    if at >= stop:
        return None
    end = _unbracketed(clause, at)
    if (number := text.quote[at]) >= 0 and (closed := text.quotes[number].last) < end:
        goes_on = (
            low[closed] not in ",;" and low[closed] not in cues.conjunctions and low[closed] not in cues.prepositions
        )
        if low[closed - 2] in ",.!?" or not goes_on:
            end = closed
    if _is_object(clause, cue, at):
        end = next((k for k in range(at + 1, end) if low[k] in ",—–" and text.quote[k] < 0), end)
    if cues.joins_parts and text.quote[at] < 0:
        end = _before_aside(clause, at, end)
    return end_of_speech(text, at, end) if end > at else None


def _before_aside(clause: Clause, at: int, end: int) -> int:
    """Where an indirect content ends before a clause that only describes its last words: "..., which opened in May"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    comma = next((k for k in range(end - 2, at, -1) if low[k] in ",—–" and text.quote[k] < 0), None)
    if comma is None or low[comma + 1] in cues.complementizers:
        return end
    return comma if low[comma + 1] in cues.relatives or low[comma + 1] in cues.indefinite else end


def _takes_whom(clause: Clause, cue: Cue, at: int) -> bool:
    """Whether a pronoun is the addressee: "told her that", not "called her a star" or "asked her to stay"."""
    is_told = cue.words[0] in clause.cues.tellers and cue.kind in ("say", "confirm")
    return is_told and clause.text.low[min(at + 1, clause.stop - 1)] not in clause.cues.openers


def _is_object(clause: Clause, cue: Cue, at: int) -> bool:
    """Whether what follows a cue is its object, which ends at a comma: "slammed the plan, which he called a joke"."""
    text, cues, word = clause.text, clause.cues, clause.text.low[at]
    if cue.kind not in _OBJECTS or text.quote[at] >= 0 or word in cues.complementizers:
        return False
    return word not in cues.pronouns or word in cues.determiners


def _past_aside(clause: Clause, at: int) -> int:
    """The comma after some words for when, if from whom it is known follows: "affirmait la veille, citant X, que"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    for k in range(at, min(clause.stop - 1, at + _WHEN)):
        if low[k] == "," and text.quote[k] < 0:
            return k if k > at and any(cue.position == "via" for cue in cues.at(low, k + 1, clause.stop)) else at
    return at


def _past_when(clause: Clause, at: int) -> int:
    """Where a clause goes on behind words for when between commas: "a annoncé, samedi 25 juillet, qu'un plan"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if at >= clause.stop or text.quote[at] >= 0 or low[at] in cues.complementizers:
        return at
    for k in range(at, min(clause.stop - 1, at + _CITED)):
        if low[k] == ",":
            return k + 1 if low[k + 1] in cues.complementizers else at
    return at


def past_citing(clause: Clause, at: int) -> int:
    """Where a clause goes on that is broken by from whom it has what it says: ", citing a document, that"."""
    text, cues, low, stop = clause.text, clause.cues, clause.text.low, clause.stop
    if at >= stop or text.quote[at] >= 0:
        return at
    for cue in cues.at(low, at, stop):
        if cue.position == "via":
            source = right_of(text, cues, at + len(cue.words), stop, apposed="indefinite")
            closed = (
                next((k for k in range(source[1], min(stop, source[1] + _CITED)) if low[k] == ","), -1)
                if source
                else -1
            )
            return closed + 1 if closed >= 0 else at
    return at


def _opens(clause: Clause, at: int, is_told: bool) -> int:
    """Where what is said opens after words for the addressee, or for the time: "said on Monday that"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    for k in range(at, min(clause.stop, at + _TELLING)):
        is_apart = cues.indefinite or k == at or low[k - 1] == ","  # "отметил заказ как доставленный": no clause
        if (low[k] in cues.complementizers and is_apart) or text.quote[k] >= 0:
            return k
        if low[k] == ":":
            return k + 1
        if low[k] == "," and k + 1 < clause.stop and low[k + 1] in cues.complementizers:
            return k + 1
        if low[k] in ",;" and not is_told:
            break
        if k > at and low[k] in cues.by_first and any(cue.position == "verb" for cue in cues.at(low, k, clause.stop)):
            break  # "rejected the help and said that": what the next verb says
    return _after_name(clause, at) if is_told else at


def _after_name(clause: Clause, at: int) -> int:
    """Where what is said opens after a name without any word between: "told AFP he would leave"."""
    text, cues = clause.text, clause.cues
    k = at
    while k < clause.stop and text.is_word(k) and text.is_name(k) and text.low[k] not in cues.pronouns:
        k += 1
    is_said = at < k < clause.stop and (text.low[k] in cues.pronouns or text.low[k] in cues.articles)
    return k if is_said else at


def _unbracketed(clause: Clause, at: int) -> int:
    """The end of the sentence, or of the bracket that ``at`` stands in."""
    depth = 0
    for k in range(at, clause.stop):
        if clause.text.low[k] == "(":
            depth += 1
        elif clause.text.low[k] == ")":
            depth -= 1
            if depth < 0:
                return k
        elif clause.text.low[k] == ";" and clause.text.quote[k] < 0 and k > at:
            return k
    return clause.stop


def only_aside(clause: Clause, at: int) -> bool:
    """Whether no more than whom, where or when it was told follows: "a dit un témoin à l'AFP"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if at >= clause.stop or low[at] not in cues.prepositions or low[at] in cues.complementizers:
        return at >= clause.stop
    last = next((k for k in range(at, clause.stop) if low[k] in ",;"), clause.stop)
    return last - at <= _TELLING and not any(
        low[k] in cues.complementizers
        or next(cues.at(low, k, clause.stop), None) is not None
        or text.quote[k] >= 0
        or low[k] == ":"
        for k in range(at, last)
    )


def ends(clause: Clause, end: int) -> bool:
    """Whether nothing but words for when follow."""
    while end < clause.stop and clause.text.low[end] in clause.cues.times:
        end += 1
    return end >= clause.stop


def before_denial(clause: Clause, head: int) -> list[Span]:
    """What "the union denies it" or "le syndicat dément" speaks of: what was said before."""
    one = clause.found[-1] if clause.found else clause.earlier
    if one is None:
        return []
    return [(a, min(b, head - 1) if a < head else b) for a, b in one.contents if a < head - 1]


def said_before(clause: Clause, source: Span, head: int) -> list[Span]:
    """What "..., the office said, the agency reported" and "“Why?” she said." speak of: a whole sentence before it.

    Either the sentence has an attribution already, and a comma is before the second source; or the sentence is nothing
    but source and cue, and a quotation ends right before it.
    """
    text, low, first = clause.text, clause.text.low, clause.first
    start = min(source[0], head)
    if clause.found and start > first + 1 and low[start - 1] == "," and clause.found[-1].cue is not None:
        said = [one for one in clause.found[-1].contents if one[1] < start]
        return [(min(a for a, _ in said), start - 1)] if said else []
    if start != first or first == 0 or (number := text.quote[first - 1]) < 0:
        return []
    quote = text.quotes[number]
    gap = text.text[text.end[first - 1] : text.begin[first]]
    return [(quote.first, quote.last)] if quote.last == first and is_speech(text, quote) and "\n" not in gap else []
