"""A passage behind a finding: who says it, when, and where in which article; with its words, or without them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..plotting.prose import Prose, outlet_of, show_passage, show_text
from ..story.names import FORMATS
from ..text import sentences

__all__ = ["Passage"]

LONGEST = 320  # characters of a passage that are shown, with the sentence around it
DIGEST = 16
_WEB = re.compile(r"https?://[^\s\"'<>]+\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """One passage, by offsets into the text of its article.

    Attributes
    ----------
    article_id, outlet, date, language
        The article, its outlet, its date as precise as it is known, and the code of its language (may be empty).
    says
        What the article does there, in a few words.
    text
        The whole text of the article; None if it is not here.
    begin, end
        Half-open character offsets into the text; None if the place is not known.
    url
        The web address of the article; empty if it is not known or no address of the web.
    """

    article_id: str
    outlet: str
    date: str
    language: str
    says: str
    text: str | None
    begin: int | None
    end: int | None
    url: str = ""

    @property
    def is_located(self) -> bool:
        """Whether the words of the passage are here."""
        return self.text is not None and self.begin is not None and self.end is not None

    @property
    def source(self) -> str:
        """Outlet, date, id and offsets, in one line."""
        place = f", characters {self.begin}:{self.end}" if self.is_located else ""
        return f"{self.outlet}, {self.date} ({self.article_id}{place})"

    @property
    def digest(self) -> str:
        """The first 16 hex digits of SHA-256 of the passage in UTF-8; empty if its words are not here."""
        if not self.is_located:
            return ""
        words = (self.text or "")[self.begin : self.end]
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST]

    def pieces(self) -> tuple[str, str, str]:
        """What is before the passage in its sentence, the passage, and what is after it; cut if it is long."""
        if self.text is None or self.begin is None or self.end is None:
            return "", "", ""
        begin, end = self._sentence(self.text, self.begin, self.end)
        before, words, after = (
            self.text[begin : self.begin],
            self.text[self.begin : self.end],
            self.text[self.end : end],
        )
        if len(words) > LONGEST:
            return "", f"{words[:LONGEST]}…", ""
        room = (LONGEST - len(words)) // 2
        before = f"…{before[-room:]}" if len(before) > room else before
        after = f"{after[:room]}…" if len(after) > room else after
        return before, words, after

    def _sentence(self, text: str, begin: int, end: int) -> tuple[int, int]:
        """The sentences in which the passage is, looked for near it only."""
        left = max(0, begin - 2 * LONGEST)
        found = [(left + a, left + b) for a, b in sentences(text[left : end + 2 * LONGEST], self.language or None)]
        met = [(a, b) for a, b in found if a < end and b > begin]
        return (min(begin, met[0][0]), max(end, met[-1][1])) if met else (begin, end)

    def show(self, *, with_texts: bool = True) -> Prose:
        """The passage for a notebook: with its words if they are here and wanted, else where it is."""
        if not self.is_located:
            return show_text(f"{self.says}. {self.source}. Its words are not in this story.")
        if not with_texts:
            return show_text(f"{self.says}. {self.source}; SHA-256 {self.digest}.")
        begin, end = int(self.begin or 0), int(self.end or 0)
        end = min(end, begin + LONGEST)
        return show_passage(
            str(self.text),
            begin=begin,
            end=end,
            source=f"{self.source}: {self.says}",
            mark=[(begin, end)],
            article=self.article_id,
        )


def passage_maker(articles: pd.DataFrame) -> Callable[..., Passage]:
    """What makes passages of a set of articles: ``make(article_id, says, begin, end)``."""
    rows = articles.drop_duplicates("article_id").set_index("article_id", drop=False)

    def make(article_id: str, says: str, begin: Any = None, end: Any = None) -> Passage:
        row = rows.loc[article_id]
        known, stamp = FORMATS.get(row["published_precision"]), row["published"]
        text = row["text"] if isinstance(row["text"], str) and row["text"] else None
        is_known = text is not None and not pd.isna(begin) and not pd.isna(end) and 0 <= begin < end <= len(text)
        return Passage(
            article_id=str(article_id),
            outlet=outlet_of(row),
            date="date not known" if known is None or pd.isna(stamp) else known.format(stamp),
            language="" if pd.isna(row["language"]) else str(row["language"]),
            says=says,
            text=text,
            begin=int(begin) if is_known else None,
            end=int(end) if is_known else None,
            url=str(row["url"]) if _WEB.match(str(row["url"])) else "",
        )

    return make
