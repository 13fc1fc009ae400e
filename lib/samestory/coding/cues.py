"""The reporting words of a language, ready to be looked up token by token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..languages import language_for
from ..languages.reporting import Position, Reporting, Sources
from .hedging import DOUBTFUL, Hedges, apart
from .tokens import pattern


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting expression: its words in small letters, what it does, and where its source stands.

    ``verb``: the source is its subject, before or after it; ``before``: the source follows it ("according to");
    ``after``: the source stands before it ("zufolge"); ``noun``: the source owns it ("his claim that");
    ``passive``: the source follows, and the content is before it ("was said by"); ``inner``: the source is a pronoun
    inside it ("in his view", "по его словам"); ``frame``: nobody is named ("it is reported that"); ``via``: it names
    from whom the reporter has it ("citing").
    """

    words: tuple[str, ...]
    kind: str
    position: Position
    hedge: float
    polarity: int
    is_participle: bool = False  # a verb form that takes the subject of the verb before: "saying", "en disant"
    is_opening: bool = False  # its last word is the first of what is said: "refused to"
    is_silent: bool = False  # who is named says nothing of what follows: "declined to say"
    particle: tuple[str, ...] = ()  # what stands later in the clause: "mit" of "teilte ... mit"
    is_open: bool = False  # what is said follows the particle: "sprach ... von ..."
    needs_clause: bool = False  # it reports only a clause or a quotation

    @property
    def length(self) -> int:
        """How many tokens are the cue itself."""
        return len(self.words) - self.is_opening

    def says_nothing(self, is_negated: bool) -> bool:
        """Whether the subject of the cue neither puts forward nor denies what follows."""
        return self.is_silent or (is_negated and self.polarity > 0 and self.kind in ("say", "report", "confirm"))


UNSAID = Cue((), "doubt", "verb", 0.7, 1, is_silent=True)
"""What a cue is whose subject says nothing: "did not confirm that", "declined to say whether"."""


@dataclass(frozen=True)
class Cues:
    """All reporting words of one language; what each field holds is said at ``languages.reporting.Reporting``."""

    by_first: dict[str, tuple[Cue, ...]]  # longest first
    complementizers: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]
    adverb_endings: tuple[str, ...]
    not_adverbs: frozenset[str]
    times: frozenset[str]
    hedges: Hedges
    hedges_apart: tuple[tuple[str, str], ...]  # in two parts: "soll … haben"
    determiners: frozenset[str]
    indefinite: frozenset[str]
    articles: frozenset[str]
    pronouns: frozenset[str]
    own_voice: frozenset[str]
    relatives: frozenset[str]
    object_relatives: frozenset[str]
    stops: frozenset[str]
    prepositions: frozenset[str]
    asides: frozenset[str]
    offices: frozenset[str]
    linking: frozenset[str]
    conjunctions: frozenset[str]
    addressees: frozenset[str]
    manner: frozenset[str]
    openers: frozenset[str]
    tellers: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]
    impersonal: frozenset[str]
    expletives: frozenset[str]
    no_sources: frozenset[str]
    ambiguous: frozenset[str]
    needs_clause: frozenset[str]
    infinitives: tuple[str, ...]
    bare_participles: tuple[str, ...]
    agreeing: tuple[str, ...]
    reflexives: frozenset[str]
    criteria: frozenset[str]
    participles: tuple[str, ...]
    singulars: tuple[str, ...]
    plurals: tuple[str, ...]
    topics: frozenset[str]
    questions: frozenset[str]
    is_verb_second: bool
    capital_nouns: bool
    drops_subjects: bool
    whom: frozenset[str]
    source_endings: tuple[str, ...]
    mid_clause: bool
    joins_parts: bool
    reported_moods: frozenset[str]
    not_reported: frozenset[str]
    objects: frozenset[str]
    perfects: frozenset[str]
    passives: frozenset[str]
    passive_endings: tuple[str, ...]
    agents: frozenset[str]
    blames: frozenset[str]
    referring: frozenset[str]
    blamed: frozenset[str]
    possessives: frozenset[str]
    noun_links: frozenset[tuple[str, ...]]
    anaphors: dict[str, frozenset[tuple[str, ...]]]  # by the first word
    sources: Sources
    organisations: frozenset[str]
    who: frozenset[str]  # words for sources of any kind

    def may_stand_between(self, word: str) -> bool:
        """Whether a word may stand between source and cue."""
        return word in self.auxiliaries or (
            bool(self.adverb_endings) and word.endswith(self.adverb_endings) and word not in self.not_adverbs
        )

    def at(self, low: list[str], i: int, last: int) -> Iterator[Cue]:
        """The cues that begin at token ``i``, within ``last``, the longest first."""
        for cue in self.by_first.get(low[i], ()):
            n = len(cue.words)
            if n == 1 or (i + n <= last and tuple(low[i : i + n]) == cue.words):
                yield cue


@cache
def cues_of(code: str | None) -> Cues | None:
    """The reporting words of a language; None where there is no file for it or its file has none."""
    said = language_for(code).reporting
    return None if said is None else compiled(said)


def _is_participle(words: tuple[str, ...], said: Reporting) -> bool:
    opens = len(words) == 2 and words[0] in said.not_before  # "en affirmant"
    return words[opens].endswith(said.participles or "\0")


def _rank(cue: Cue) -> tuple[int, int, bool]:
    return -len(cue.words), -len(cue.particle), cue.position != "via"


def _cut(cut: re.Pattern[str], words: str) -> tuple[str, ...]:
    """The tokens of words from a table; ``qu’`` at their end is cut off a word only."""
    is_elided = words[-1:] in tuple("'’")
    return tuple(cut.findall(f"{words}x")[:-1] if is_elided else cut.findall(words))


def _needing_clause(said: Reporting) -> frozenset[str]:
    """The words that report only a clause, with the forms of the verbs among them and what has no subject."""
    listed = frozenset(said.needs_clause)
    verbs = said.infinitives_known
    forms = (form for verb in listed & verbs for form in said.conjugated(verb))
    return listed.union(forms, (form for verb in verbs for form in said.impersonal_of(verb)))


def compiled(said: Reporting) -> Cues:
    """The tables of a language file as sets."""
    who = said.sources
    needing = _needing_clause(said)
    cut = pattern(said.elided, said.enclitics)
    found: dict[str, dict[tuple[tuple[str, ...], tuple[str, ...], str], Cue]] = {}
    for group, form in said.expressions():
        verb, _, rest = form.lower().partition("…")
        words, particle = _cut(cut, verb), tuple(cut.findall(rest.replace("…", "")))
        cue = Cue(
            words,
            group.kind,
            group.position,
            group.hedge,
            group.polarity,
            _is_participle(words, said),
            group.is_opening,
            group.is_silent,
            particle,
            rest.endswith("…"),
            group.needs_clause or (group.position == "verb" and words[0] in needing),
        )
        found.setdefault(words[0], {}).setdefault(
            (words, particle, group.position if group.position in ("noun", "via") else "verb"), cue
        )  # the first group that has a form decides
    anaphors = [_cut(cut, one) for one in said.anaphors]
    cues = [cue for by in found.values() for cue in by.values() if not cue.particle]
    return Cues(
        by_first={first: tuple(sorted(by.values(), key=_rank)) for first, by in found.items()},
        complementizers=frozenset(said.complementizers),
        negations=frozenset(said.negations),
        auxiliaries=frozenset(said.auxiliaries),
        adverb_endings=said.adverb_endings,
        not_adverbs=frozenset(said.not_adverbs),
        times=frozenset(said.times),
        hedges=Hedges(
            ((_cut(cut, word), strength) for word, strength in said.hedges.items() if "…" not in word),
            DOUBTFUL,
            said.tensed_hedges,
            (*said.complementizers, *said.relatives, *said.object_relatives),
        ),
        hedges_apart=apart(said.hedges.items(), DOUBTFUL),
        determiners=frozenset(said.determiners),
        articles=frozenset(said.articles),
        indefinite=frozenset(said.indefinite),
        pronouns=frozenset(said.pronouns),
        own_voice=frozenset(said.own_voice),
        relatives=frozenset(said.relatives),
        object_relatives=frozenset(said.object_relatives),
        stops=frozenset(said.clause_stops),
        prepositions=frozenset(said.prepositions),
        asides=frozenset(said.asides),
        offices=frozenset(said.offices),
        linking=frozenset(said.linking),
        conjunctions=frozenset(said.conjunctions),
        addressees=frozenset(said.addressees),
        manner=frozenset(said.manner),
        openers=frozenset(said.openers),
        tellers=frozenset(said.tellers),
        not_before=frozenset(said.not_before),
        not_after=frozenset(said.not_after),
        impersonal=frozenset(said.impersonal),
        expletives=frozenset(said.expletives),
        no_sources=frozenset(said.no_sources),
        ambiguous=frozenset(said.ambiguous),
        needs_clause=needing | frozenset(cue.words[0] for cue in cues if cue.needs_clause and len(cue.words) == 1),
        infinitives=said.infinitives,
        bare_participles=said.bare_participles,
        agreeing=said.agreeing,
        reflexives=frozenset(said.reflexives),
        criteria=frozenset(said.criteria),
        participles=said.participles,
        singulars=said.singulars,
        plurals=said.plurals,
        topics=frozenset(said.topics),
        questions=frozenset(said.question_words),
        is_verb_second=said.order == "verb_second",
        capital_nouns=said.capital_nouns,
        drops_subjects=said.drops_subjects,
        whom=frozenset(said.whom),
        source_endings=said.source_endings,
        mid_clause=said.mid_clause,
        joins_parts=said.joins_parts,
        reported_moods=frozenset(said.reported_moods),
        not_reported=frozenset(said.not_reported),
        objects=frozenset(said.objects),
        perfects=frozenset(said.perfects),
        passives=frozenset(said.passives),
        passive_endings=said.passive_endings,
        agents=frozenset(said.agents),
        blames=frozenset(said.blames),
        referring=frozenset(said.referring),
        blamed=frozenset(said.blamed),
        possessives=frozenset(said.possessives),
        noun_links=frozenset(_cut(cut, link) for link in said.noun_links),
        anaphors={first: frozenset(one for one in anaphors if one[0] == first) for first, *_ in anaphors},
        sources=said.sources,
        organisations=frozenset(who.organisations),
        who=frozenset((*who.persons, *who.organisations, *who.documents, *who.unnamed, *who.outlets)),
    )
