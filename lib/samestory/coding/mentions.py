"""Who is meant by the words for a source: outlet, agency, person, organisation, document, or nobody with a name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from ..gazetteer import outlet_named
from ..languages import language_for
from .names import LONGEST as LONGEST_NAME
from .names import are_forms, declined_outlets, declines, full_names, stems
from .source_lists import POSSESSIVE, Lists, lists_of, plain_word, read_as
from .storable import name_of
from .tokens import Span, pattern

MOST_KNOWN = 200  # sources of one article that a later mention is held against
Word = tuple[int, int, str]  # begin, end, the word
_MARKS = str.maketrans("", "", '«»“”„"')
_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{2,60})[»”“\"]")
_NATIONAL = re.compile(r"(?:an|ish|ese|ch|ek|ss|i|tar)$")  # what adjectives of countries end with in English
_EDGE = " \t\n\u00a0,;:.—–-\"“”«»„'’()"


@dataclass(slots=True)
class Source:
    """One source of an article: its usual name, its kind, and where it is first named."""

    name: str
    kind: str
    begin: int
    end: int
    words: frozenset[str] = frozenset()
    gender: str = ""  # "f", "m" or not known, learned from the pronouns for it
    last_end: int = 0
    mentions: list[Span] = field(default_factory=list)


def sources_of(
    text: str, language: str, spans: Iterable[Span], outlets: Mapping[str, str] | None = None
) -> dict[Span, Source | None]:
    """Which source each span names, pronouns and surnames taken back to who was named before.

    Parameters
    ----------
    text, language
        The article.
    spans
        Words for sources, as character offsets.
    outlets
        Outlets of the set by their names, case folded; they need not be in the gazetteer.

    Returns
    -------
    dict
        None for a pronoun that nobody named before it fits.
    """
    lists = lists_of(language)
    reporting = language_for(language).reporting
    cut = pattern(reporting.elided, reporting.enclitics) if reporting else pattern()
    known: list[Source] = []
    full = cache(lambda: full_names(text, lists.no_names))
    found: dict[Span, Source | None] = {}
    for span in sorted(set(spans)):
        said = text[span[0] : span[1]]
        plain = said.strip(_EDGE).casefold().replace("’", "'")
        source: Source | None
        if plain in lists.relatives:
            source = next((one for one in reversed(known) if 0 <= span[0] - one.last_end < 80), None) or _before(
                text, span, lists, cut
            )
        elif plain in lists.singular or plain in lists.plural:
            source = _of_pronoun(plain, known, lists)
        elif plain in lists.pronouns or plain in lists.determiners:
            source = None
        else:
            source = _of_words(text, span, known, lists, outlets or {}, cut, full)
            if source is not None and source.kind == "person" and source not in known and len(source.words) == 1:
                _name_in_full(text, source, full())
        found[span] = source
        if source is not None:
            source.last_end = span[1]
            source.mentions.append(span)
            if source in known:
                known.remove(source)  # the last named is asked first
            known.append(source)
            del known[:-MOST_KNOWN]
    return found


def _name_in_full(text: str, source: Source, whole: Mapping[str, Span]) -> None:
    """Give a person who is named by the surname alone the full name that stands before."""
    begin, end = whole.get(next(iter(source.words)), (source.begin, 0))
    if end and begin < source.begin:
        source.name, source.begin, source.end = name_of(text[begin:end]), begin, end
        source.words = frozenset(plain_word(word) for word in source.name.split())


def _of_pronoun(said: str, known: list[Source], lists: Lists) -> Source | None:
    """The last source a pronoun fits: "he" a person, "they" several or an organisation."""
    if said in lists.plural:
        return next(
            (one for one in reversed(known) if one.kind in ("organisation", "unnamed", "outlet", "agency")), None
        )
    gender = "f" if said in lists.female else "m"
    for one in reversed(known):
        if one.kind == "person" and one.gender in ("", gender):
            one.gender = gender
            return one
    return next((one for one in reversed(known) if one.kind == "unnamed"), None)


def _before(text: str, span: Span, lists: Lists, cut: re.Pattern[str]) -> Source | None:
    """The name right before a relative pronoun: "Maren Oskdal, who said"."""
    begin = max(0, span[0] - 60)
    names = re.findall(r"(?:[^\W\d_a-zа-яіїєґ][^\W_]*[ ’'-]?){1,4}(?=,? ?\Z)", text[begin : span[0]].rstrip(" ,"))
    if not names:
        return None
    at = text.rfind(names[-1].strip(), begin, span[0])
    return _of_words(text, (at, at + len(names[-1].strip())), [], lists, {}, cut) if at >= 0 else None


def _of_words(
    text: str,
    span: Span,
    known: list[Source],
    lists: Lists,
    outlets: Mapping[str, str],
    cut: re.Pattern[str],
    full: Callable[[], Mapping[str, Span]] = dict,
) -> Source | None:
    """Who is meant by a name or a description; None where it names nobody and describes no kind of source."""
    found = [
        (span[0] + m.start(), span[0] + m.end(), m.group())
        for m in cut.finditer(text[span[0] : span[1]])
        if m.group()[0].isalnum()
    ]
    every = list(itertools.dropwhile(lambda word: word[2].casefold() in lists.determiners, found))
    if not every:
        return None
    if (listed := _listed(text, every, known, lists, outlets)) is not None:
        return listed
    whole = [read_as(word, lists) for _, _, word in every]
    words = every[: _head(text, every)]
    said = whole[: len(words)]
    run = _name_run(words, lists)
    if not run and lists.outlets.intersection(said) and (last := _last(known, ("outlet", "agency"))) is not None:
        return last
    if len(words) == len(run) == 1 and declines(lists.language) and _is_many(text, words[0], known, lists):
        run = []  # "Повстанцы заявили": the capital of a sentence's begin
    kind = _kind(words, said, whole, run, lists)
    if lists.capital_nouns and kind == "person" and len(found) > len(every) and len(run) == len(words):
        kind = "unnamed"  # "die Bürgerin": a noun with an article, not a name
    if kind is None and any(word.endswith(lists.plural_endings or "\0") for word in said):
        kind = "unnamed"  # several whom no list knows: "les soudeurs"
    if (kind != "person" or _is_office(words, run, lists)) and (
        named := _named_after(text, every, len(words), said, lists)
    ):
        kind, run, words = "person", named, named  # "The mayor of Kelmouth, Anna Kell,"
    return None if kind is None else _known_or_new(text, span, kind, run, words, known, lists, full)


def _listed(
    text: str, words: list[Word], known: list[Source], lists: Lists, outlets: Mapping[str, str]
) -> Source | None:
    """The outlet or the news agency that words name, by the lists of names: "the Harbour News"."""
    if (outlet := _outlet_in(text, words, lists, outlets)) is not None:
        usual, what, begin, end = outlet
        return _same(known, usual) or Source(usual, what, begin, end, frozenset((usual.casefold(),)))
    if (agency := _agency_in(words, lists)) is not None:
        return _same(known, agency.name) or agency
    return None


def _known_or_new(
    text: str,
    span: Span,
    kind: str,
    run: list[Word],
    words: list[Word],
    known: list[Source],
    lists: Lists,
    full: Callable[[], Mapping[str, Span]],
) -> Source | None:
    """The source of that name that was given before, else a new one; None if no name is left."""
    parts = run if kind == "person" and run else words
    begin, end = parts[0][0], parts[-1][1]
    if run and text[end : end + 1] == "." and all(len(word) == 1 for _, _, word in run):
        kind, begin, end, parts = "organisation", run[0][0], run[-1][1] + 1, run  # "the U.S. said"
    elif kind == "person" and run and any(a <= begin and end <= b for a, b in _marked(text, *span)):
        kind = "organisation"  # nobody puts a person's name in marks
    name = name_of(text[begin:end].translate(_MARKS)).strip(_EDGE if text[end - 1] != "." else _EDGE.replace(".", ""))
    name = POSSESSIVE.sub("", name)
    own = frozenset(plain_word(word) for _, _, word in parts)
    may_decline = declines(lists.language) and kind == "person" and not own & full().keys()
    for is_same in (_is_same, _is_declined) if may_decline else (_is_same,):
        for one in reversed(known):
            if one.name.casefold() == name.casefold() or is_same(own, kind, run, one, lists):
                return one
    return Source(name, kind, begin, end, own) if name else None


def _is_same(own: frozenset[str], kind: str, run: list[Word], one: Source, lists: Lists) -> bool:
    """Whether words are part of what a source was called before: a surname, "the union" of "the dockers' union"."""
    if not own < one.words:
        return False
    if kind != one.kind:
        return len(own) == 1 and bool(run) and one.kind == "person"
    return not run or kind == "person" or len(run) == len(own)


def _is_declined(own: frozenset[str], kind: str, run: list[Word], one: Source, lists: Lists) -> bool:
    """Whether words are a person's name or surname in another case: "Беловой" of "Анна Белова"."""
    is_person = kind == one.kind == "person" and bool(run) and len(own) <= len(one.words)
    return is_person and are_forms(own, one.words, lists.language)


def _is_many(text: str, word: Word, known: list[Source], lists: Lists) -> bool:
    """Whether a word with which a sentence begins is a plural, not a name that was or will be given."""
    before = text[max(0, word[0] - 2) : word[0]].rstrip()
    if not word[2].casefold().endswith(lists.plural_endings or "\0") or (before and before[-1] not in ".!?…»”\n"):
        return False
    return not any(one.kind == "person" and plain_word(word[2]) in one.words for one in known)


def _named_after(text: str, every: list[Word], head: int, said: list[str], lists: Lists) -> list[Word]:
    """The name that stands after a comma behind words for a person: "the mayor of Kelmouth, Anna Kell"."""
    rest = every[head:]
    rest = rest[: _head(text, rest)]
    is_person = not (lists.called | lists.unnamed).isdisjoint(said)
    is_name = 2 <= len(rest) <= LONGEST_NAME and all(
        word[0].isupper() and plain_word(word) not in lists.no_names for _, _, word in rest
    )
    return rest if is_person and is_name else []


def _is_office(words: list[Word], run: list[Word], lists: Lists) -> bool:
    """Whether words with capitals are what somebody heads: "ministra de Medio Ambiente"."""
    at = words.index(run[0]) if run else 0
    return at > 1 and plain_word(words[at - 1][2]) in lists.prepositions


def _head(text: str, words: list[Word]) -> int:
    """How many words there are before an apposition."""
    for i in range(1, len(words)):
        if any(sign in text[words[i - 1][1] : words[i][0]] for sign in ",(—"):
            return i
    return len(words)


def _name_run(words: list[Word], lists: Lists) -> list[Word]:
    """The longest run of words with capitals that are no titles; the last where two are as long."""
    best: list[Word] = []
    run: list[Word] = []
    titled: list[Word] = []
    for at, word in enumerate(words):
        plain = read_as(word[2], lists)
        is_listed = (
            plain in lists.titles or plain in lists.persons or plain in lists.unnamed or plain in lists.documents
        ) or (lists.capital_nouns and plain in lists.organisations)
        run = [*run, word] if word[2][0].isupper() and not is_listed else []
        if run and len(run) >= len(best):
            best = run
        if run and at >= len(run) and read_as(words[at - len(run)][2], lists) in lists.called:
            titled = titled if titled and titled[0] is not run[0] else run
    if titled:
        return titled  # "Gen. Smith of the Kelmouth Army"
    if len(best) == 1 and best[0] is words[0] and len(words) > 1 and best[0][2][1:].islower() and words[1][2].islower():
        return []  # the capital of a sentence's begin
    return best


def _kind(words: list[Word], said: list[str], whole: list[str], run: list[Word], lists: Lists) -> str | None:
    """What a source is, by its words; None where none of them tells."""
    listed = [
        (kind, at)
        for at, word in enumerate(said)
        for kind, those in (
            ("unnamed", lists.unnamed),
            ("document", lists.documents),
            ("organisation", lists.organisations),
            ("person", lists.persons),
        )
        if word in those
    ]
    if lists.head == "last":  # "nurses at the hospital" are nurses, "the dockers' union" is a union
        stop = next((at for at, word in enumerate(said) if at and word in lists.prepositions), len(said))
        listed = [one for one in listed if one[1] < stop] or listed
        listed = [one for one in listed if one[1] == listed[-1][1]]
    at_run = words.index(run[0]) if run else 0
    if at_run and said[at_run - 1] in lists.called:
        return "person"  # "Mr. Carter", "госпожа Белова"
    has_person = len(run) > 1 and not run[0][2].isupper() and not (lists.capital_nouns and at_run)
    if not listed:
        if (
            run
            and any(word in lists.organisations for word in whole)
            and not any(word in lists.persons for word in whole)
        ):
            return "organisation"
        if run:
            return "organisation" if len(run) == 1 and run[0][2].isupper() and len(run[0][2]) > 1 else "person"
        return None
    first = listed[0][0]
    if first in ("person", "unnamed") and any(one[0] == "person" for one in listed) and has_person:
        return "person"
    return "unnamed" if first == "person" else first


def _outlet_in(
    text: str, words: list[Word], lists: Lists, outlets: Mapping[str, str]
) -> tuple[str, str, int, int] | None:
    """The outlet or agency that the words name: all of them, what stands in marks, or all words with capitals."""
    begin, end = words[0][0], words[-1][1]
    marked = _marked(text, begin, end)
    spans = [*marked, (begin, end)]
    capital = [i for i, word in enumerate(words[:12]) if word[2][0].isupper()]
    if capital:
        spans.append((words[capital[0]][0], words[capital[-1]][1]))
    first = 0
    for i in range(1, len(capital) + 1):  # each run of words with capitals
        if i == len(capital) or capital[i] != capital[i - 1] + 1:
            spans.append((words[capital[first]][0], words[capital[i - 1]][1]))
            first = i
    for a, b in spans:
        name = text[a:b].strip(_EDGE)
        if name.casefold() in outlets:
            return outlets[name.casefold()], "outlet", a, b
        one = outlet_named(name) if len(name) > 1 else None
        if one is not None:
            return one.name, one.kind, a, b
    for a, b in marked:  # «Коммерсанта»
        one = declined_outlets(lists.language).get(stems(lists.language, text[a:b]))
        if one is not None:
            return one.name, one.kind, a, b
    return None


def _agency_in(words: list[Word], lists: Lists) -> Source | None:
    """A news agency that no list knows, by the words beside its name: "the Polaris news agency", "agence Polaris"."""
    low = [word.casefold() for _, _, word in words]
    for phrase in lists.agencies:
        for at in range(len(low) - len(phrase) + 1):
            if tuple(low[at : at + len(phrase)]) != phrase:
                continue
            name = _capitals(words[at + len(phrase) :])
            if not name and lists.head == "last":  # "the Polaris news agency", but not "the Turkish news agency"
                name = [word for word in _capitals(words[:at][::-1])[::-1] if not _NATIONAL.search(word[2])]
            if name:
                said = " ".join(word for _, _, word in name)
                return Source(said, "agency", name[0][0], name[-1][1], frozenset((said.casefold(),)))
    return None


def _capitals(words: list[Word]) -> list[Word]:
    """The words with capitals that a list begins with, four at most."""
    return list(itertools.takewhile(lambda word: word[2][0].isupper(), words[:4]))


def _marked(text: str, begin: int, end: int) -> list[Span]:
    """Names in quotation marks among words, also around all of them."""
    first, last = max(0, begin - 2), min(len(text), end + 2)
    return [(m.start(1), m.end(1)) for m in _QUOTED.finditer(text, first, last) if m.end(1) <= end + 1]


def _same(known: list[Source], name: str) -> Source | None:
    return next((one for one in reversed(known) if one.name.casefold() == name.casefold()), None)


def _last(known: list[Source], kinds: tuple[str, ...]) -> Source | None:
    return next((one for one in reversed(known) if one.kind in kinds), None)
