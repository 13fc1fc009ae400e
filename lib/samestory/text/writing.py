"""Texts without what is marked in them as something else, for measures that leave it out."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

BODY = "body"
_SEEN = re.compile(r"[^\n]")


def blanked(articles: pd.DataFrame, parts: pd.DataFrame, *, keep: Iterable[str] = (BODY,)) -> pd.Series:
    """The texts with blanks in place of every marked span, so that all offsets stay what they are.

    Parameters
    ----------
    articles
        With ``article_id, text``.
    parts
        The ``parts`` table: ``article_id, part, begin, end`` (half-open character offsets, in any order; they may
        overlap). Rows of other articles are left out.
    keep
        The parts that stay. What lies in one that stays and in one that does not goes.

    Returns
    -------
    Series of text
        By the index of ``articles``, each as long as it was; line ends stay. An article without marked spans has its
        text as it is, one without a text none.
    """
    other = parts[~parts["part"].isin([*keep]) & parts["begin"].notna() & parts["end"].notna()]
    marked: dict[str, list[tuple[int, int]]] = {}
    for name, begin, end in zip(other["article_id"], other["begin"], other["end"], strict=True):
        marked.setdefault(name, []).append((int(begin), int(end)))
    texts = articles["text"].copy()
    for label, name, text in zip(articles.index, articles["article_id"], articles["text"], strict=True):
        if name in marked and isinstance(text, str):
            texts[label] = _without(text, marked[name])
    return texts


def _without(text: str, marked: list[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for begin, end in sorted(marked):
        begin, end = max(begin, place), min(end, len(text))
        if begin < end:
            pieces += [text[place:begin], _SEEN.sub(" ", text[begin:end])]
            place = end
    return "".join([*pieces, text[place:]])
