"""Chains out of attributions and credits: from whom an article says it has its story, the origin first."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import cache
from ..gazetteer import outlet_identity, outlet_matcher
from ..schema import check, require_columns, table_named
from .citations import coder_of, outlet_names
from .mentions import Source, sources_of

OUTLETS = ("outlet", "agency")
CREDIT = "credit"
NEAR = pd.Timedelta(days=7)
MOST_STEPS = 3
_LEAD = 600  # characters in which a report of another outlet is what the article is about


def code_chains(articles: pd.DataFrame, citations: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Code the citation chain of each article: the outlets it has its report from, as its own text names them.

    An outlet is a step of the chain in four cases: the article credits it as a whole; a sentence says that the outlet
    reported the sentences before; somebody is said to cite it; or the article opens with its report. A source that a
    step cites comes before it. A credited outlet is the last step before the article.

    Parameters
    ----------
    articles, citations, attributions
        Tables of one story; ``citations`` from ``code_citations``, ``attributions`` from ``code_attributions``.

    Returns
    -------
    DataFrame
        ``chains``: one row per step. ``source_article_id`` is filled if exactly one article of that outlet is in the
        story and was published up to a week before. An article that names no outlet has no row.

    Examples
    --------
    >>> said = ss.coding.code_attributions(story.articles, engine="rules")
    >>> named = ss.coding.code_citations(story.articles, said)
    >>> ss.coding.code_chains(story.articles, named, said).loc[0, ["article_id", "source"]].tolist()
    ['crane-0305-keys', 'Quai Franc-Parler']
    """
    require_columns(["article_id", "language", "text", "outlet"], articles.columns, "articles")
    names = outlet_names(articles)
    published = pd.to_datetime(articles["published"], utc=True) if "published" in articles else None
    times = dict(zip(articles["article_id"], published, strict=True)) if published is not None else {}
    ids: dict[str, list[str]] = {}
    for article_id, outlet in zip(articles["article_id"], articles["outlet"], strict=True):
        if isinstance(outlet, str):
            ids.setdefault(outlet_identity(outlet), []).append(article_id)
    match = outlet_matcher(outlet for outlet in articles["outlet"] if isinstance(outlet, str))
    credited = citations[citations["note"].eq(CREDIT).fillna(False) & citations["kind"].isin(OUTLETS)]
    credits_of = {key: list(group.sort_values("order")["cited"]) for key, group in credited.groupby("article_id")}
    rows_of = dict(list(attributions.groupby("article_id")))
    coder = coder_of(attributions)
    rows: list[dict[str, Any]] = []
    read = [row for row in articles.sort_values("article_id", kind="stable").itertuples() if isinstance(row.text, str)]
    given = [
        (row.text, row.language if isinstance(row.language, str) else "any", _sourced(rows_of.get(row.article_id)))
        for row in read
    ]
    common = cache.digest(*(part for pair in names.items() for part in pair))
    reported = cache.each(
        "reported",
        given,
        lambda one: _reported(one[0], one[1], one[2], names),
        by=lambda one: (common, *one[:2], repr(one[2])),
    )
    for row, steps in zip(read, reported, strict=True):
        steps = list(steps)
        steps += [name for name in credits_of.get(row.article_id, [])[-1:] if name not in steps]
        own = outlet_identity(row.outlet) if isinstance(row.outlet, str) else ""
        steps = [name for name in steps if outlet_identity(match(name)[0] or name) != own]
        for step, name in enumerate(steps):
            others = ids.get(outlet_identity(match(name)[0] or name), [])
            others = [one for one in others if _shortly_before(times, one, row.article_id)]
            rows.append(
                {
                    "article_id": row.article_id,
                    "step": step,
                    "source": name,
                    "source_article_id": others[0] if len(others) == 1 else None,
                    "coder": coder,
                }
            )
    return check(pd.DataFrame(rows), "chains") if rows else table_named("chains").empty()


def _shortly_before(times: dict[str, Any], one: str, other: str) -> bool:
    """Whether an article came out up to ``NEAR`` before the other, so that it may be the one that is meant."""
    first, second = times.get(one), times.get(other)
    if one == other or first is None or second is None or pd.isna(first) or pd.isna(second):
        return False
    return bool(first.normalize() <= second and second - first.normalize() <= NEAR)


Sourced = tuple[int, int, int, int, int, str]  # source, content, begin of the cue and its kind


def _sourced(rows: pd.DataFrame | None) -> list[Sourced]:
    """The attributions of an article that name their source."""
    if rows is None:
        return []
    rows = rows.dropna(subset=["source_begin", "source_end", "cue_begin"])
    numbers = (rows[name].astype(int) for name in ("source_begin", "source_end", "begin", "end", "cue_begin"))
    return list(zip(*(column.tolist() for column in numbers), map(str, rows["cue_kind"]), strict=True))


def _reported(text: str, language: str, rows: list[Sourced], names: dict[str, str]) -> list[str]:
    """The outlets whose report an article retells, who is cited first."""
    spans = [(a, b) for a, b, *_ in rows]
    found = sources_of(text, language, spans, names)
    steps: list[str] = []
    by_content: dict[tuple[int, int], list[tuple[str, Source]]] = {}
    for first, last, begin, end, cue, kind in rows:
        source = found[first, last]
        if source is None or source.kind not in OUTLETS:
            continue
        by_content.setdefault((begin, end), []).append((kind, source))
        reaches_back = end < cue and _ends_sentence(text, end, cue)
        if kind == "via" or reaches_back or (cue < _LEAD and not steps):
            steps.append(source.name)
    for those in by_content.values():  # "the agency reports, citing the newspaper": the newspaper was first
        cited = [one.name for kind, one in those if kind == "via"]
        citing = [one.name for kind, one in those if kind != "via" and one.name not in cited]
        steps = [*cited, *citing, *steps]
    return list(dict.fromkeys(steps))[:MOST_STEPS]


def _ends_sentence(text: str, end: int, cue: int) -> bool:
    """Whether a content ends with its sentence before the cue's begins."""
    return any(sign in text[max(0, end - 1) : min(cue, end + 2)] for sign in ".!?…\n") and cue - end < 200
