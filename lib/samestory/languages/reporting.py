"""What a language file says about reported speech: the tables of the attribution rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Word = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Words = tuple[Word, ...]
Share = Annotated[float, Field(ge=0, le=1)]
CueKind = Literal[
    "say", "report", "claim", "deny", "doubt", "confirm", "believe", "promise", "ask", "criticise", "vouch", "via"
]
Position = Literal["verb", "before", "after", "noun", "passive", "frame", "via", "inner"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CueGroup(_Part):
    """Forms that do the same: ``hedge`` 0 (none) to 1, ``polarity`` -1 where what follows is denied."""

    kind: CueKind
    position: Position
    hedge: Share = 0.0
    polarity: Literal[-1, 1] = 1
    is_silent: bool = False
    """Whether who is named says nothing of what follows: ``declined to say``."""
    is_opening: bool = False
    """Whether the last word of the forms opens what is said: ``to`` of ``refused to``."""
    needs_clause: bool = False
    """Whether the forms report only a clause or a quotation: ``"...", laughed the clerk``."""
    verbs: Words = ()
    """Infinitives, for all the forms that ``conjugations`` makes of them."""
    forms: Words = ()
    """Words as they stand in a text: other forms, phrases."""

    @model_validator(mode="after")
    def _has_words(self) -> CueGroup:
        if not self.verbs and not self.forms:
            raise ValueError("give verbs, forms, or both")
        return self


class Sources(_Part):
    """Words that tell what a source is, and how it is named again."""

    persons: Words = ()
    """Whoever is called so is one person: ``spokesman``, ``Mr``."""
    organisations: Words = ()
    """``ministry``, ``union``, ``police``."""
    documents: Words = ()
    """``report``, ``statement``, ``poll``."""
    unnamed: Words = ()
    """Who stays without a name: ``sources``, ``experts``, ``residents``."""
    titles: Words = ()
    """Words before a name that are no part of it: ``Mr``, ``president``."""
    head: Literal["first", "last"] = "first"
    """Which of several such words in one phrase says what it is: ``union`` of "dockers' union" is the last."""
    compounds: bool = False
    """Whether a compound is what its last part is: ``Umweltministerin`` is a ``Ministerin``."""
    plural_endings: Words = ()
    """Endings of plurals: who is called so and in no list stays unnamed; where names are declined, such a word with
    which a sentence begins is not a name (``ы`` of ``Повстанцы``)."""
    outlets: Words = ()
    """What an outlet is called again by: ``newspaper``, ``видання``."""
    agencies: Words = ()
    """Words beside the name of a news agency, with lower-case letters: ``news agency``, ``Nachrichtenagentur``."""
    singular: Words = ()
    """Pronouns of one person: ``he``, ``she``."""
    female: Words = ()
    """Those of them that are of a woman."""
    plural: Words = ()
    """Pronouns of several: ``they``."""
    credits: Words = ()
    """Begin of a line that credits the source of the whole article: ``Source:``, ``h/t``."""
    no_credits: Words = ()
    """Begin of a line that credits something else: ``Photo:``."""


class Naming(_Part):
    """Verbs by which somebody gives somebody a name, so that the name is not the article's own word."""

    verbs: Words = ()
    """Whom they name follows, then the name: ``calls`` of "calls them extremists"."""
    linked: Words = ()
    """The name follows a word of ``links``: ``describes`` of "describes them as extremists"."""
    links: Words = ()
    endings: Words = ()
    """Endings of the case that a name has behind ``verbs``, where nouns are declined."""
    objects: Words = ()
    """Pronouns of whom they name: ``them``."""


class Figures(_Part):
    """Verbs by which somebody sets a figure: "the office lowered the toll to 19" gives the figure of the office."""

    verbs: Words = ()
    """``lowered``, ``put``, ``revised``; who does so is a person or an institution."""
    links: Words = ()
    """Words before the figure: ``to``, ``at``."""
    changes: Words = ()
    """Verbs of which the number itself is the subject, where a link alone would be a bound: ``выросло`` of "выросло до
    21"."""


class Reporting(_Part):
    """Reporting words and the small words around them, all in small letters."""

    cues: tuple[CueGroup, ...]
    """``teilte … mit`` is a verb whose particle stands later in its clause."""
    conjugations: dict[Word, Words] = {}
    """Endings of infinitives, and what stands for them in the forms of a verb: ``ить`` is ``ил``, ``ила`` ... of
    ``сообщить``. The longest ending that fits counts. A form that does not exist does no harm."""
    impersonals: dict[Word, Words] = {}
    """The same for forms that have no subject and report only a clause or a quotation: ``ено`` of ``сообщено, что``."""
    order: Literal["subject_first", "verb_second"] = "subject_first"
    """``verb_second``: the verb comes second in a main clause and last in a subordinate one (German, Dutch). Any other
    language is ``subject_first``, so the source of "På tisdagen sade ministern att" (Swedish) is not found."""
    capital_nouns: bool = False
    """Whether all nouns have a capital, so that a capital is no sign of a name."""
    drops_subjects: bool = False
    """Whether a verb without a subject is of who spoke last: ``Añadió que``, ``Poinformowała, że``."""
    whom: Words = ()
    """The preposition before the addressee, between a verb and its subject: ``contó a la agencia``."""
    source_endings: Words = ()
    """Where ``mid_clause`` is and nouns are declined: endings of words that go on with a source: ``ej`` of ``straży
    pożarnej``. Other words in small letters end it behind a word of ``sources``."""
    mid_clause: bool = False
    """Whether what "according to X" reports goes on after X without a comma."""
    joins_parts: bool = False
    """Whether what somebody says that they hope, ask or fear is one attribution: "The union said that it hopes"."""
    reported_moods: Words = ()
    """Verb forms of the mood of reported speech: ``sei``, ``habe``. A sentence with one and no cue of its own goes on
    with what the source named before says."""
    not_reported: Words = ()
    """Words beside which such a form says something else: ``ich``."""
    objects: Words = ()
    """Determiners and pronouns that open an object, never a subject: ``einen``, ``ihm``."""
    perfects: Words = ()
    """Auxiliaries of the perfect, between which and the participle source and object may stand: ``hat``."""
    complementizers: Words = ()
    """Words that open what is reported: ``that``, ``что``."""
    negations: Words = ()
    nothing: Words = ()
    """Words that negate what they are before: ``no``, ``aucun``."""
    no_negations: Words = ()
    """Phrases with a negation that deny nothing: ``not only``, ``no doubt``."""
    refutations: Words = ()
    """Words that say that what their sentence speaks of is not true: ``hoax``, ``is false``, ``debunked``."""
    alternatives: Words = ()
    """Words before which a refutation is one of two possibilities: ``or`` of "real or a hoax"."""
    headline_refutations: Words = ()
    """Words that say so in a headline only: ``fake``, ``false``."""
    headline_doubts: Words = ()
    """Words by which a headline keeps a distance without naming a source: ``in talks``, ``said to``, ``fears``."""
    accusations: Words = ()
    """Words for what somebody said, as what is denied: ``accusations``, ``claim``, ``wrongdoing``."""
    question_words: Words = ()
    """Words with which a question begins that takes what it asks about for granted: ``who``, ``combien``."""
    referring: Words = ()
    """Words that stand for what was said before, as what is denied: ``this``, ``cela``."""
    auxiliaries: Words = ()
    """Words that may be between source and cue: auxiliaries, adverbs."""
    adverb_endings: Words = ()
    """Endings by which any word may be there: ``ly``."""
    not_adverbs: Words = ()
    """Words with such an ending that are no adverbs: ``family``."""
    times: Words = ()
    """Words for when, which may be between source and cue and belong to neither: ``on Monday``."""
    hedges: dict[Word, Share] = {}
    """Words and phrases that mark doubt, by strength; 0 for one that marks none though a part of it would: ``could
    not``."""
    tensed_hedges: Words = ()
    """Those that are no more than a tense in a clause that is opened: ``serait`` of ``annoncé qu'il serait fermé``."""
    determiners: Words = ()
    articles: Words = ()
    """Those of the determiners that open a new phrase: ``the``, ``le``."""
    indefinite: Words = ()
    """Those of the determiners that open an apposition: ``a``, ``un``. Leave this out if nouns need no word before them
    (Polish, Swedish): with it a noun in small letters and without a determiner is no source to the right of its cue."""
    pronouns: Words = ()
    own_voice: Words = ()
    """Pronouns of the writer and the reader, ``I``, ``you``: outside quotations they make no one a source."""
    relatives: Words = ()
    """Relative pronouns that can be the source: ``who``, ``которые``."""
    object_relatives: Words = ()
    """Relative pronouns for what is said, with the source after the cue: ``que`` of ``que propose le syndicat``."""
    clause_stops: Words = ()
    """Words at which the search for a source ends."""
    prepositions: Words = ()
    """Words that end a source to the right of its cue: ``in``, ``on``, ``во``."""
    asides: Words = ()
    """Words after a comma that open an aside between a source and its cue, which is no part of the source: ``however``,
    ``in`` of "The union, in a letter, said"."""
    offices: Words = ()
    """Prepositions before an office that speaks: ``в`` of ``сообщили в полиции``."""
    linking: Words = ()
    """Words that go on with a source to the right of its cue: ``of``, ``de``."""
    conjunctions: Words = ()
    """Words that join two names or two clauses: ``and``, ``но``."""
    addressees: Words = ()
    """The addressee, between cue and content: ``reporters``, ``журналистам``."""
    manner: Words = ()
    """``as`` of "as the union says": what the verb reports is the clause around it."""
    openers: Words = ()
    """Prepositions that open what is wanted or said: ``to``, ``as``."""
    tellers: Words = ()
    """Cues that take whom they tell before what they say: ``told``."""
    not_before: Words = ()
    """After these a form is no reporting verb with a subject of its own: ``to say``, ``of``."""
    not_after: Words = ()
    """Before these a form only describes a noun: ``below`` of "the steps listed below"."""
    impersonal: Words = ()
    """Verb forms that are nobody's where a word of ``expletives`` is their subject: ``seems`` of "it seems"."""
    expletives: Words = ()
    no_sources: Words = ()
    """Words that are never who speaks if they are alone before a verb: ``мне``, ``короче``."""
    ambiguous: Words = ()
    """Verb forms that are more often nouns: ``claims``; they need a subject or what they open right beside them."""
    needs_clause: Words = ()
    """Verb forms that report only a clause or a quotation, or if a document is the source: ``found``, ``shows``; an
    infinitive of the cues stands for all its forms."""
    infinitives: Words = ()
    """Endings of infinitives, which are a clause behind verb forms that need one: ``entend fermer``."""
    bare_participles: Words = ()
    """Endings of past participles that only describe the noun before where no auxiliary is: ``un plan annoncé``."""
    agreeing: Words = ()
    """Those of them that agree with a noun, which only describe it unless an auxiliary is right before them."""
    reflexives: Words = ()
    """Words before a verb with which it reports only a clause or a quotation: ``s'explique par``."""
    criteria: Words = ()
    """What is no source after "according to", but what a thing depends on: ``selon le secteur``."""
    participles: Words = ()
    """Endings of verb forms that take the subject of the verb before: ``ing``."""
    futures: Words = ()
    """Auxiliaries before the infinitive, for verbs that need no clause: ``будет`` of ``будет говорить``."""
    plurals: Words = ()
    """Where verbs need no subject: endings of those of several, of whom nothing is said but what they say: ``ли`` of
    ``Просили передать``."""
    topics: Words = ()
    """Prepositions before what is spoken about: ``про`` of ``Казали про``."""
    singulars: Words = ()
    """Endings of verbs whose subject is one person or thing: ``s`` of ``reports``. A form without one is a noun behind
    the article of one thing: "a police report"."""
    passives: Words = ()
    """Auxiliaries with which a form in ``passive_endings`` is no act of its subject: ``was criticised``."""
    passive_endings: Words = ()
    agents: Words = ()
    """The word before who acted in a passive: ``by``."""
    blames: Words = ()
    """The word after who accuses in a passive, before what of: ``of`` of "is accused by the union of theft"."""
    blamed: Words = ()
    """Words that follow it, where no ending says that a verb does: ``avoir`` of ``d'avoir volé``."""
    possessives: Words = ()
    """Signs and words that make the word before or themselves the source of a noun: ``'s``, ``his``."""
    noun_links: Words = ()
    """Words between a noun cue and its content: ``that``, ``of``."""
    anaphors: Words = ()
    """Openings that reach back to the sentence before: ``this was``, ``об этом``."""
    elided: Words = ()
    """Beginnings cut off by an apostrophe: ``l``, ``qu``."""
    enclitics: Words = ()
    """Endings that are words: ``'s``, ``-il``."""
    sources: Sources = Sources()
    naming: Naming = Naming()
    figures: Figures = Figures()

    @model_validator(mode="after")
    def _conjugates(self) -> Reporting:
        for verb in self.infinitives_known:
            if not self.conjugated(verb):
                raise ValueError(f"{verb!r} ends like no infinitive in conjugations")
        return self

    @property
    def infinitives_known(self) -> frozenset[str]:
        """The verbs of all cues."""
        return frozenset(verb for group in self.cues for verb in group.verbs)

    def expressions(self) -> Iterator[tuple[CueGroup, str]]:
        """Every form of every group of cues: first those that are listed, which count more, then those of its verbs."""
        yield from ((group, form) for group in self.cues for form in group.forms)
        for group in self.cues:
            for verb in group.verbs:
                yield from ((group, form) for form in (*self.conjugated(verb), *self.impersonal_of(verb)))
                if verb not in self.needs_clause:
                    yield from ((group, f"{first} {verb}") for first in self.futures)

    def conjugated(self, verb: str) -> Words:
        """The forms of a verb that have a subject; none if its ending is in no table."""
        return _with_endings(verb, self.conjugations)

    def impersonal_of(self, verb: str) -> Words:
        """The forms of a verb that have no subject."""
        return _with_endings(verb, self.impersonals)


def _with_endings(verb: str, table: dict[str, Words]) -> Words:
    for at in range(len(verb)):
        if (endings := table.get(verb[at:])) is not None:
            return tuple(verb[:at] + ending for ending in endings)
    return ()
