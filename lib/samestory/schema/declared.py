"""Every table of the suite, declared once: the data dictionary is printed from here."""

from __future__ import annotations

from . import rules
from .decisions import ARTICLE as _ARTICLE
from .decisions import CODER as _CODER
from .decisions import NOTE as _NOTE
from .decisions import adjudicated, examined, group_corrections, plan, refused, source_names
from .links import links
from .model import Column, Rule, Table, optional
from .vocabulary import (
    CUE_KINDS,
    IDENTIFIER,
    ORDERS,
    PARTS,
    PASSAGE_BASES,
    PASSAGE_KINDS,
    PRECISIONS,
    STATUSES,
    TEXT_STATUSES,
    UNEXAMINED,
)


def _offsets(begin: str = "begin", end: str = "end", of: str = "the passage", empty: bool = True) -> list[Column]:
    unit = "characters"
    return [
        Column(begin, "integer", f"where {of} begins in the text", unit, needed=not empty, empty=empty, least=0),
        Column(end, "integer", f"the first character after {of}", unit, needed=not empty, empty=empty, least=1),
    ]


def _reads(name: str = "reads", begin: str = "begin", end: str = "end") -> Column:
    meaning = f"the text from {begin} to {end} as the coder saw it"
    return optional(name, meaning, verbatim=True)


def _located(empty: bool = True) -> tuple[Rule, ...]:
    return (
        rules.article_exists(),
        rules.in_order(may_be_empty=empty),
        rules.inside_text(),
        rules.reads_as_said(),
    )


articles = Table(
    "articles",
    "one article or page",
    ("article_id",),
    (
        Column("article_id", "text", "key of the article, unique in its story", pattern=IDENTIFIER),
        Column("story", "text", "the story it belongs to"),
        Column("outlet", "text", "who published it", empty=True),
        optional("country", "the outlet's country; empty if it is not stated"),
        Column("language", "text", "BCP 47 code of the text", empty=True, pattern="[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
        optional("title", "the headline"),
        optional("author", "the by-line as given"),
        Column("published", "time", "when it was published, as far as known", "UTC", empty=True),
        Column("published_precision", "text", "how much of published is known", allowed=PRECISIONS),
        optional("url", "its address"),
        optional("text", "the text as found; never edited, so offsets stay valid", verbatim=True),
        Column("text_status", "text", "how much of the text the coder or reader saw", allowed=TEXT_STATUSES),
        optional("agency_credit", "the agency a credit line or dateline names"),
        optional("event", "the part of the story it is mainly about"),
        Column("n_words", "integer", "words counted in text", "words", needed=False, empty=True, least=0),
        Column("stated_words", "integer", "words the source says it has", "words", False, True, least=0),
        optional("version_of", "the article_id of the earlier version of this page"),
        optional("country_basis", "how the country is known"),
        optional("date_basis", "where the date was read"),
        optional("date_shown", "the date as the page shows it"),
        optional("time_shown", "the time of day as shown, zone not known"),
        optional("topic", "its subject, in the coder's words"),
        optional("places", "spellings of places on the page, separated by ';'"),
        optional("confidence", "the coder's confidence", allowed=("high", "medium", "low")),
        optional("coding_round", "when it was coded"),
        optional("no_article", "why the page is perhaps no article"),
        optional("is_article", "what a person says of that", allowed=("yes", "no")),
        _NOTE,
        optional("source_file", "the file of the story folder it was read from"),
        optional("source_format", "the reader that read it"),
    ),
    (
        rules.date_fits_precision(),
        rules.article_exists("version_of"),
        rules.differ("article_id", "version_of"),
    ),
)

claims = Table(
    "claims",
    "article x claim",
    ("article_id", "claim_id", "coder"),
    (
        _ARTICLE,
        Column("claim_id", "text", "a claim of the codebook"),
        Column(
            "status",
            "text",
            "what the article does with the claim; mentioned = it is there, how it is put cannot be told",
            allowed=STATUSES,
        ),
        Column(
            "attributed_to", "text", "the source to which the article attributes the claim; empty = none", empty=True
        ),
        *_offsets(of="the deciding passage"),
        _reads(),
        _CODER,
        _NOTE,
    ),
    (*_located(), rules.absent_only_in_full_text(), rules.source_only_where_given()),
)

numbers = Table(
    "numbers",
    "one figure given",
    (),
    (
        _ARTICLE,
        Column("quantity", "text", "a quantity of the codebook"),
        Column("value_text", "text", "the figure in the article's words"),
        Column("low", "number", "at least; empty = no lower bound given", "as unit", empty=True),
        Column("high", "number", "at most; empty = no upper bound given", "as unit", empty=True),
        Column("unit", "text", "what is counted or measured"),
        optional("scope", "of whom, where, since when, in words beside the figure"),
        Column(
            "attributed_to",
            "text",
            "whom the figure is given to; empty = the article's own voice, (not told) = that cannot be told",
            empty=True,
        ),
        *_offsets(of="the figure"),
        _reads(),
        _CODER,
        _NOTE,
    ),
    (*_located(), rules.low_to_high()),
)

labels = Table(
    "labels",
    "actor x label in an article",
    ("article_id", "actor", "label", "voice", "coder"),
    (
        _ARTICLE,
        Column("actor", "text", "an actor of the codebook"),
        Column("label", "text", "the word or words for the actor, in base form"),
        optional("language", "BCP 47 code of the label"),
        Column("voice", "text", "own = the article's words, quoted = somebody's", allowed=("own", "quoted")),
        Column(
            "evaluation",
            "text",
            "the word's value for that actor, as the codebook judges it",
            allowed=("legitimising", "neutral", "delegitimising"),
        ),
        Column("n", "integer", "how often; 1 = present where occurrences were not counted", "times", least=1),
        *_offsets(of="the first occurrence"),
        _reads(),
        _CODER,
        _NOTE,
    ),
    _located(),
)

citations = Table(
    "citations",
    "one source that an article names",
    ("article_id", "cited", "coder"),
    (
        _ARTICLE,
        Column("cited", "text", "the source, by its usual name"),
        Column(
            "kind",
            "text",
            "what the source is",
            allowed=("outlet", "agency", "person", "organisation", "document", "unnamed"),
        ),
        Column("order", "integer", "rank in which the article first names it", "rank from 1", empty=True, least=1),
        *_offsets(of="the first naming"),
        _reads(),
        _CODER,
        _NOTE,
    ),
    _located(),
)

chains = Table(
    "chains",
    "one station on the way a story took to an article, as the article itself names it",
    ("article_id", "step", "coder"),
    (
        _ARTICLE,
        Column("step", "integer", "0 = the origin it names, rising to its nearest source", "steps", least=0),
        Column("source", "text", "the outlet, agency or organisation at that station"),
        optional("source_article_id", "that source's article, where it is in this set"),
        _CODER,
        _NOTE,
    ),
    (
        rules.article_exists(),
        rules.article_exists("source_article_id"),
        rules.differ("article_id", "source_article_id"),
        rules.steps_without_gaps(),
    ),
)

attributions = Table(
    "attributions",
    "one attributed content span",
    (),
    (
        _ARTICLE,
        *_offsets(of="the content", empty=False),
        *_offsets("source_begin", "source_end", "the words for the source"),
        *_offsets("cue_begin", "cue_end", "the cue"),
        Column("cue_kind", "text", "what the cue does", empty=True, allowed=tuple(CUE_KINDS)),
        Column("is_direct", "boolean", "whether the content is a quotation"),
        Column("is_hedged", "boolean", "whether the cue or the content marks doubt"),
        Column("polarity", "integer", "1 = put forward, -1 = denied", allowed=(), least=-1, most=1),
        _reads(),
        _CODER,
        _NOTE,
    ),
    (
        *_located(empty=False),
        rules.in_order("source_begin", "source_end"),
        rules.inside_text("source_begin", "source_end"),
        rules.in_order("cue_begin", "cue_end"),
        rules.inside_text("cue_begin", "cue_end"),
    ),
)

passages = Table(
    "passages",
    "one aligned shared passage",
    (),
    (
        Column("earlier_id", "text", "the article that had it first; the first by name where order is not known"),
        *_offsets(of="the passage in the earlier article", empty=False),
        Column("later_id", "text", "the other article"),
        *_offsets("later_begin", "later_end", "the passage in the later article", empty=False),
        Column("n_words", "integer", "length in the later article", "words", least=1),
        Column("similarity", "number", "share of words in common", "0..1", empty=True, least=0, most=1),
        Column("order", "text", "whether the order of the two is known", allowed=ORDERS),
        optional(
            "kind",
            "what is shared: the article's writing, words both quote, a fixed formula, or boilerplate",
            allowed=PASSAGE_KINDS,
        ),
        Column(
            "quoted_share",
            "number",
            "share of n_words inside quotation marks in the later article",
            "0..1",
            needed=False,
            empty=True,
            least=0,
            most=1,
        ),
        optional("basis", "what shows that it is shared; empty = words", allowed=PASSAGE_BASES),
        Column(
            "score",
            "number",
            "cosine of the sentences of both sides, if basis is meaning",
            "0..1",
            needed=False,
            empty=True,
            least=0,
            most=1,
        ),
        _reads(),
        _reads("later_reads", "later_begin", "later_end"),
        _CODER,
        _NOTE,
    ),
    (
        rules.article_exists("earlier_id"),
        rules.article_exists("later_id"),
        rules.differ("earlier_id", "later_id"),
        rules.in_order(may_be_empty=False),
        rules.inside_text(key="earlier_id"),
        rules.reads_as_said(key="earlier_id"),
        rules.in_order("later_begin", "later_end", may_be_empty=False),
        rules.inside_text("later_begin", "later_end", "later_id"),
        rules.reads_as_said("later_begin", "later_end", "later_reads", "later_id"),
    ),
)

families = Table(
    "families",
    "article -> copy family",
    ("article_id", "coder"),
    (
        _ARTICLE,
        Column("family_id", "text", "the family; an article that shares with none is a family of its own"),
        Column(
            "basis",
            "text",
            "what puts it there: a reading, a credit, wording, ...; or alone; no_text, too_short, not_comparable: "
            "alone because it could not be compared, which is no sign of independence",
            allowed=("alone", "coded", "credit", "wording", "translation", "version", "address", *UNEXAMINED),
        ),
        Column("is_earliest", "boolean", "earliest of its family in this set; empty = cannot tell", empty=True),
        optional(
            "derivation",
            "how much of it derives from another text (METER's classes, Clough et al. 2002)",
            allowed=("wholly", "partly", "not"),
        ),
        _CODER,
        _NOTE,
    ),
    (rules.article_exists(),),
)

parts = Table(
    "parts",
    "one span of an article that is of one kind",
    ("article_id", "begin", "coder"),
    (
        _ARTICLE,
        Column("part", "text", "what the span is; measures of writing use the body only", allowed=PARTS),
        *_offsets(of="the span", empty=False),
        _reads(),
        _CODER,
        _NOTE,
    ),
    _located(empty=False),
)

plants = Table(
    "plants",
    "one thing planted in an invented story",
    (),
    (
        Column("plant_id", "text", "which plant; several rows may belong to one"),
        Column("kind", "text", "what was planted"),
        _ARTICLE,
        optional("other_article_id", "the article it is compared with"),
        *_offsets(of="the place where it shows"),
        _reads(),
        _NOTE,
    ),
    (*_located(), rules.article_exists("other_article_id")),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        articles,
        claims,
        numbers,
        labels,
        citations,
        links,
        chains,
        attributions,
        passages,
        families,
        group_corrections,
        source_names,
        examined,
        refused,
        plan,
        adjudicated,
        parts,
        plants,
    )
}
