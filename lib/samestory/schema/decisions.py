"""What a person decides where a rule cannot: tables of corrections; and the columns that most tables share."""

from __future__ import annotations

from . import rules
from .model import Column, Table, optional
from .vocabulary import BY_HAND

ARTICLE = Column("article_id", "text", "the article or page the row speaks of")
CODER = Column("coder", "text", "who coded the row: a person, 'truth', or a program (auto:<version>)")
NOTE = optional("note", "the coder's remark, in the coder's own words")

group_corrections = Table(
    "group_corrections",
    "a coder's decision that two articles report the same event, or not",
    ("article_id", "other_id", "coder"),
    (
        ARTICLE,
        Column("other_id", "text", "the article it is put together with, or apart from"),
        Column("decision", "text", "what `story_groups` must keep to", allowed=("together", "apart")),
        CODER,
        NOTE,
    ),
    (
        rules.article_exists(),
        rules.article_exists("other_id"),
        rules.differ("article_id", "other_id"),
        rules.one_decision_a_pair(),
    ),
)

examined = Table(
    "examined",
    "a table that a coder has finished for an article: what has no row there is not in the article",
    ("article_id", "table", "coder"),
    (
        ARTICLE,
        Column("table", "text", "the table that is finished for this article", allowed=BY_HAND),
        CODER,
        NOTE,
    ),
    (rules.article_exists(),),
)

refused = Table(
    "refused",
    "a suggestion of a machine that a coder has looked at and refused",
    ("article_id", "table", "unit", "coder"),
    (
        ARTICLE,
        Column("table", "text", "the table for which a row was suggested", allowed=BY_HAND),
        Column("unit", "text", "what was suggested: the key of the row, its status and its place"),
        CODER,
        NOTE,
    ),
    (rules.article_exists(),),
)

adjudicated = Table(
    "adjudicated",
    "a difference of two coders and what was decided",
    ("article_id", "table", "unit", "coder"),
    (
        ARTICLE,
        Column("table", "text", "the table in which they differ", allowed=BY_HAND),
        Column("unit", "text", "what they differ on: a claim, a figure and its place, a label, a source"),
        Column("first", "text", "one of the two coders"),
        Column("first_says", "text", "what this coder coded"),
        Column("second", "text", "the other coder"),
        Column("second_says", "text", "what that coder coded"),
        Column(
            "decision",
            "text",
            "whose row the agreed coding has, or another, or that it cannot be told",
            allowed=("first", "second", "other", "cannot_tell"),
        ),
        optional("changes", "the cells of another row that differ from the coder's row, as JSON"),
        Column("decided_by", "text", "the person who decided"),
        Column("coder", "text", "the name of the agreed coding"),
        NOTE,
    ),
    (rules.article_exists(), rules.differ("first", "second")),
)

plan = Table(
    "plan",
    "an article that a coder is to code",
    ("article_id", "coder"),
    (
        Column("coder", "text", "who is to code it"),
        Column("position", "integer", "its place in the order of this coder", "rank from 1", least=1),
        Column("article_id", "text", "the article to be coded"),
        Column("is_double", "boolean", "whether another coder codes it too, so that the two can be compared"),
        NOTE,
    ),
    (rules.article_exists(),),
)

source_names = Table(
    "source_names",
    "a person's decision that a name means a source",
    (),
    (
        Column("name", "text", "the name as it is written in attributed_to, cited or source"),
        Column("source", "text", "the source it means; the name itself keeps it apart from all others"),
        optional("article_id", "the one article it holds for; empty = all"),
        NOTE,
    ),
    (rules.article_exists(), rules.one_source_a_name()),
)
