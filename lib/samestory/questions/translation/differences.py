"""How the sources, doubts, denials and negations of two passages differ.

A difference is reported only if two signs agree: something is there on one side, and on the other side there is neither
it nor any word by which a translator may have kept it.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache

from ...languages.letters import sound
from .amounts import compare_amounts
from .found import Found
from .readings import Part, Span, Told

__all__: list[str] = []
VOUCH = "vouch"
UNSOURCED = "source and cue; the other has no cue, no word of saying, no quotation and no name of the source"
VOUCHED = "a formula that vouches for nobody, on one side"
MOVED = "one named source each; neither name is in or beside the other passage"
GIVES = frozenset(("say", "report", "claim", "confirm", "via", "believe", "doubt"))
SOFT = frozenset(("believe", "doubt"))
PERSON = "person"
NAMED = frozenset((PERSON, "outlet", "agency"))
PARENTHESIS = 6  # words of a source behind a comma
STEM = 3  # consonants of a name that all its forms share
LIKE = 0.6  # share of letters in common
ALIKE = (
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("w", "v"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
)
NO_REPORTING = "no reporting words for the language"
NO_RENDERING = "no words for other forms in the language file"


def sources(here: Part, there: Part) -> list[Found]:
    """Attributions that are on one side only, or name another source, or became vouching."""
    if vouching := _vouching(here, there):
        return vouching
    if (lost := _one_side(here, there)) is not None:
        return [Found("attribution", "lost", lost, None, UNSOURCED)]
    if (gained := _one_side(there, here)) is not None:
        return [Found("attribution", "gained", None, gained, UNSOURCED)]
    return _moved(here, there)


def _vouching(here: Part, there: Part) -> list[Found]:
    mine = [one.cue for one in here.told if one.kind == VOUCH and here.inside(one.cue)]
    theirs = [one.cue for one in there.told if one.kind == VOUCH and there.inside(one.cue)]
    if bool(mine) == bool(theirs):
        return []
    cue = (mine or theirs)[0]
    plain = there if mine else here
    other = next((one.source for one in plain.told if one.kind != VOUCH and plain.inside(one.source)), None)
    a, b = (cue, other) if mine else (other, cue)
    if other is not None:
        return [Found("vouching", "lost" if mine else "in place of a source", a, b, VOUCHED)]
    return [Found("vouching", "lost" if mine else "gained", a, b, VOUCHED)]


def _one_side(here: Part, there: Part) -> Span | None:
    """The words of an attribution of one passage that the other has no sign of."""
    strong = [one for one in here.told if _is_strong(one, here)] or _parenthesis(here)
    if not strong or any(one.kind != VOUCH for one in there.told) or there.has_quotation:
        return None
    first, last = there.tokens
    words = there.words
    if any(words.is_cue(there.low, at, last) for at in range(first, last)) or words.said.find(there.low, first, last):
        return None
    if any(_is_named(one, here, there) for one in strong):
        return None
    return _joined(strong[0].source, strong[0].cue)


def _is_strong(one: Told, part: Part) -> bool:
    """Whether a passage has an attribution with all its parts, of a kind that gives a clause to somebody."""
    is_whole = part.inside(one.cue) and part.inside(one.source)
    if not is_whole or one.kind not in GIVES or not part.begin <= one.begin < part.end:
        return False
    source = part.article.sources.get(one.source) if one.source is not None else None
    if source is None:
        return _is_opened(one, part)
    return source.kind != "document" and _gives_clause(one, part)


def _is_opened(one: Told, part: Part) -> bool:
    """Whether a word such as "that" right behind the cue opens what is said."""
    cues = part.words.cues
    if one.cue is None or cues is None:
        return False
    _, after = part.range(*one.cue)
    return any(word in cues.complementizers for word in part.low[after : after + 2])


def _parenthesis(part: Part) -> list[Told]:
    """A source and its verb behind a comma, where the rules found no attribution: ", at least the strikers hope"."""
    cues, low = part.words.cues, part.low
    first, last = part.tokens
    if cues is None or part.told:
        return []
    for at in range(first + 1, last):
        ends = at + 1 >= last or not low[at + 1][0].isalnum()
        given = next((cue for cue in cues.at(low, at, last) if cue.kind in GIVES and len(cue.words) == 1), None)
        if given is None or given.position != "verb" or not ends:
            continue
        begin = next((k for k in range(at - 1, max(first, at - PARENTHESIS) - 1, -1) if low[k] in ",—–("), None)
        speakers = [k for k in range(begin + 1, at) if part.words.is_speaker(low[k])] if begin is not None else []
        if begin is not None and begin > first and speakers:
            source, cue = part.offsets((speakers[0], speakers[-1] + 1)), part.offsets((at, at + 1))
            content = part.offsets((first, begin))
            return [Told(*content, source, cue, given.kind, False, False, given.polarity)]
    return []


def _gives_clause(one: Told, part: Part) -> bool:
    """Whether what is said is a clause: before the cue, or not opened as in "agreed to leave".

    What somebody believes must be opened by a word such as "that", or a comma.
    """
    cues = part.words.cues
    if one.cue is None or cues is None:
        return False
    if one.begin < one.cue[0]:
        return True
    _, after = part.range(*one.cue)
    following = part.low[after : after + 2]
    if one.kind in SOFT:
        return any(word in cues.complementizers or word == "," for word in following)
    return not cues.openers.intersection(following[:1])


def _is_named(one: Told, here: Part, there: Part) -> bool:
    """Whether a name of the source is also in or beside the other passage."""
    if one.source is None:
        return False
    return _share_a_name(_names_in(here, *here.range(*one.source)), _names_in(there, *there.around))


def _names_in(part: Part, first: int, last: int) -> set[str]:
    """Words with a capital, by their sound."""
    split = part.article.split
    return {sound(part.low[at]) for at in range(first, last) if split.is_word(at) and split.is_name(at)}


def _share_a_name(mine: set[str], theirs: set[str]) -> bool:
    """Whether two sets of names have one in common, in whatever spelling and case."""
    return bool(mine & theirs) or any(are_alike(a, b) for a in mine for b in theirs)


@cache
def are_alike(name: str, other: str) -> bool:
    """Whether two words may be one name: the same first consonants, and most letters."""
    if not (bare := skeleton(name)) or bare != skeleton(other):
        return False
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= LIKE


@cache
def skeleton(name: str) -> str:
    """The first consonants of a name as they are alike in most spellings: ``vgl`` of Weigeldt and Вайгельдт."""
    for written, one in ALIKE:
        name = name.replace(written, one)
    bare = "".join(letter for letter in name if letter.isalpha() and letter not in "aeiouhj")
    return bare[:STEM] if len(bare) > 1 else ""


def _joined(*spans: Span | None) -> Span:
    known = [span for span in spans if span is not None]
    return min(a for a, _ in known), max(b for _, b in known)


def _moved(here: Part, there: Part) -> list[Found]:
    """One named source on each side, and no name of either on the other side."""
    mine, theirs = _only_source(here), _only_source(there)
    if mine is None or theirs is None:
        return []
    a, b = (_names_in(part, *part.range(*one)) for part, one in ((here, mine), (there, theirs)))
    if _share_a_name(a, _names_in(there, *there.around)) or _share_a_name(b, _names_in(here, *here.around)):
        return []
    return [Found("attribution", "moved", mine, theirs, MOVED)]


def _only_source(part: Part) -> Span | None:
    """The words for the source of a passage that names one: a person with two names, or an outlet."""
    spans = {one.source for one in part.told if part.inside(one.source)}
    if len(spans) != 1 or (span := next(iter(spans))) is None:
        return None
    source = part.article.sources.get(span)
    if source is None or source.kind not in NAMED or any(part.begin <= a < part.end for a, _ in source.mentions[1:]):
        return None
    if source.kind != PERSON:
        return span
    names = source.name.split()
    is_full = len(names) > 1 and all(word[:1].isupper() and not word.isupper() for word in names)
    if not is_full or any(part.words.is_speaker(word.casefold()) for word in names):
        return None
    first, last = part.range(*span)
    split, cues = part.article.split, part.words.cues
    small = {split.low[at] for at in range(first + 1, last) if split.is_word(at) and not split.is_name(at)}
    return None if cues is not None and small & (cues.prepositions | cues.linking) else span


def hedges(here: Part, there: Part) -> list[Found]:
    """Words of doubt that are on one side only."""
    return _both_ways("hedge", _doubt_missing, here, there)


def _doubt_missing(here: Part, there: Part) -> Span | None:
    mine = [span for span in here.article.doubt if here.inside(span)]
    if not mine or "?" in here.article.text[here.begin : here.end] + there.article.text[there.begin : there.end]:
        return None
    if any(there.begin <= a < there.end for a, _ in there.article.doubt) or any(one.is_hedged for one in there.told):
        return None
    first, last = there.tokens
    return None if there.words.doubtful.find(there.low, first, last) else mine[0]


def denials(here: Part, there: Part) -> list[Found]:
    """Denials that are on one side only."""
    return _both_ways("denial", _denial_missing, here, there)


def _denial_missing(here: Part, there: Part) -> Span | None:
    mine = [one.cue for one in here.told if one.polarity < 0 and here.inside(one.cue)]
    return mine[0] if mine and not _says_no(there) else None


def negations(here: Part, there: Part) -> list[Found]:
    """Negations that are on one side only."""
    return _both_ways("negation", _negation_missing, here, there)


def _negation_missing(here: Part, there: Part) -> Span | None:
    mine = _negated(here)
    return here.offsets((mine[0], mine[0] + 1)) if mine and not _says_no(there) else None


def _negated(part: Part) -> list[int]:
    first, last = part.tokens
    void = {at for a, b in part.words.void.find(part.low, first, last) for at in range(a, b)}
    return [a for a, _ in part.words.negations.find(part.low, first, last) if a not in void]


def _says_no(part: Part) -> bool:
    """Whether anything in a passage denies, negates or takes away."""
    first, last = part.tokens
    words, low = part.words, part.low
    if any(one.polarity < 0 for one in part.told):
        return True
    lists = (words.negations, words.nothing, words.refutations, words.negative)
    if any(those.find(low, first, last) for those in lists):
        return True
    return any(_denies(part, at, last) for at in range(first, last))


def _denies(part: Part, at: int, last: int) -> bool:
    cues = part.words.cues
    return cues is not None and any(cue.polarity < 0 for cue in cues.at(part.low, at, last))


def _both_ways(kind: str, missing: Callable[[Part, Part], Span | None], here: Part, there: Part) -> list[Found]:
    if (span := missing(here, there)) is not None:
        return [Found(kind, "lost", span, None, f"{kind}: nothing of the kind in the other")]
    if (span := missing(there, here)) is not None:
        return [Found(kind, "gained", None, span, f"{kind}: nothing of the kind in the other")]
    return []


COMPARED: dict[str, Callable[[Part, Part], list[Found]]] = {
    "attribution": sources,
    "hedge": hedges,
    "denial": denials,
    "negation": negations,
    "number": compare_amounts,
}
