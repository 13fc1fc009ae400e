"""The table of links in texts."""

from __future__ import annotations

from . import rules
from .decisions import ARTICLE, NOTE
from .model import Column, Table, optional

_PLACE = "the linked words, where the text has them once"

links = Table(
    "links",
    "a link in an article's text",
    ("article_id", "url"),
    (
        ARTICLE,
        Column("url", "text", "where the link leads"),
        optional("host", "the site it leads to"),
        optional("text", "the words that are linked"),
        Column("begin", "integer", f"where {_PLACE}, begin", "characters", needed=False, empty=True, least=0),
        Column("end", "integer", f"the first character after {_PLACE}", "characters", False, True, least=1),
        NOTE,
    ),
    (rules.article_exists(), rules.in_order(), rules.inside_text()),
)
