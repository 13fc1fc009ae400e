"""The table of links in texts."""

from __future__ import annotations

from . import rules
from .decisions import ARTICLE, NOTE
from .model import Column, Table

_PLACE = "the linked words, where the text has them once"

links = Table(
    "links",
    "a link in an article's text",
    ("article_id", "url"),
    (
        ARTICLE,
        Column("url", "text", "where the link leads"),
        Column("host", "text", "the site it leads to", needed=False, empty=True),
        Column("text", "text", "the words that are linked", needed=False, empty=True),
        Column("begin", "integer", f"where {_PLACE}, begin", "characters", needed=False, empty=True, least=0),
        Column("end", "integer", f"the first character after {_PLACE}", "characters", False, True, least=1),
        NOTE,
    ),
    (rules.article_exists(), rules.in_order(), rules.inside_text()),
)
