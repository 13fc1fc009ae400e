"""Links in the articles of a story: of fetched pages, of saved pages, of exports that list them, and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..errors import SamestoryError
from ..intake.shared.addresses import registered_domain
from ..schema import check, table_named
from .folder import inside
from .model import Story
from .texts import FORMAT, read_bytes, read_record, stored

__all__ = ["story_links"]

WEB_PAGE = "web page"  # the format of a saved page


def story_links(story: Story) -> pd.DataFrame:
    """Every link in the text of the story's articles.

    Pages in ``texts/`` and saved pages in ``articles/`` are read for it, some 50 ms each; exports that list links
    (Event Registry) and rows of ``coding/links.csv`` are added.

    Returns
    -------
    DataFrame
        A ``links`` table: ``article_id, url, host, text, begin, end, note``, each address of an article once, in order
        of article and text. ``begin`` and ``end`` are known where the linked words are in the text exactly once.

    Raises
    ------
    StoryError
        A stored page is not sound.
    """
    declared = table_named("links")
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    texts = story.articles.set_index("article_id")["text"]
    for article_id, url, said, basis in _found(story):
        if article_id in texts.index and (article_id, url) not in seen:
            seen.add((article_id, url))
            begin, end = _place(texts[article_id], said)
            rows.append(
                {
                    "article_id": article_id, "url": url, "host": registered_domain(url), "text": said or None,
                    "begin": begin, "end": end, "note": basis,
                }
            )  # fmt: skip
    table = check(pd.DataFrame(rows, columns=declared.names), "links", articles=story.articles, where="links")
    by_hand = story.table("links")
    if not len(by_hand):
        return table
    known = set(zip(table["article_id"], table["url"], strict=True))
    new = [pair not in known for pair in zip(by_hand["article_id"], by_hand["url"], strict=True)]
    return pd.concat([table, by_hand[new]], ignore_index=True) if len(table) else by_hand


def _found(story: Story) -> Iterator[tuple[str, str, str, str]]:
    from ..intake.pages.page import page_links

    for row in story.articles.itertuples():
        raw, url, encoding = b"", row.url if isinstance(row.url, str) else None, None
        if row.source_format == FORMAT and (versions := stored(story.folder, row.article_id)):
            record = read_record(story.folder, versions[-1])
            raw, encoding = read_bytes(story.folder, versions[-1], record), record.encoding
        elif row.source_format == WEB_PAGE and isinstance(row.source_file, str):
            path = story.folder / row.source_file
            raw = inside(story.folder, path).read_bytes() if path.is_file() else b""
        if raw:
            try:
                links = page_links(raw, url=url, encoding=encoding)
            except SamestoryError:
                continue  # a page that cannot be read is reported when the story is loaded
            for address, said in links:
                yield row.article_id, address, said, "link of the page"
    listed = None if story.intake is None else story.intake.links
    if listed is not None:
        for row in listed.itertuples():
            yield row.article_id, row.url, row.text, "link listed by the export"


def _place(text: object, said: str) -> tuple[int | None, int | None]:
    if not isinstance(text, str) or not said or text.count(said) != 1:
        return None, None
    begin = text.index(said)
    return begin, begin + len(said)
