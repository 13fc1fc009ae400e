"""What of a text is an article's own writing: everything but the spans marked as something else."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

BODY = "body"


def unmarked(text: str, marked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What a text holds outside marked spans.

    Parameters
    ----------
    text
        Any text.
    marked
        Half-open character offsets, in any order; they may overlap.

    Returns
    -------
    list of (begin, end)
        In order, without white space at their ends, none empty.
    """
    found = []
    place = 0
    for begin, end in [*sorted(marked), (len(text), len(text))]:
        if begin > place:
            part = text[place:begin]
            first = place + len(part) - len(part.lstrip())
            last = place + len(part.rstrip())
            if first < last:
                found.append((first, last))
        place = max(place, end)
    return found


def writing(articles: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Where each article's own writing stands, for measures that leave out what is marked.

    Parameters
    ----------
    articles
        The ``articles`` table.
    parts
        The ``parts`` table, of one coder: rows of any part but ``body`` are left out of the writing. An article
        without rows is all writing.

    Returns
    -------
    DataFrame
        ``article_id, begin, end``: the spans of writing, in order of article and place. An article without a text, or
        with nothing but marked spans, has no row.
    """
    other = parts[parts["part"] != BODY]
    marked: dict[str, list[tuple[int, int]]] = {}
    for name, begin, end in zip(other["article_id"], other["begin"], other["end"], strict=True):
        marked.setdefault(name, []).append((int(begin), int(end)))
    rows = [
        (name, begin, end)
        for name, text in zip(articles["article_id"], articles["text"], strict=True)
        if isinstance(text, str)
        for begin, end in unmarked(text, marked.get(name, ()))
    ]
    table = pd.DataFrame(rows, columns=["article_id", "begin", "end"])
    table = table.astype({"article_id": "str", "begin": "Int64", "end": "Int64"})
    return table.sort_values(["article_id", "begin"], ignore_index=True)
