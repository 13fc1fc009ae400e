"""Shared statements: sentences of different articles that say the same, found by machine in any language.

What is found is a reading aid for people, not a coding: `purity` says how well it agrees with one, if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ... import cache
from ...coding import code_attributions, code_citations
from ...engine import is_number, outlet_names
from ...engine.boilerplate import marked_parts
from ...engine.meaning import Encoder, SentenceVectors, given_encoder, sentence_vectors
from ...engine.meaning.clauses import clauses, span_vectors
from ...engine.meaning.groups import SharedPart, shared_part
from ...errors import SamestoryError
from ...schema import given_articles
from ...schema.cells import in_cell
from ...statistics import family_of
from .grouping import ALIKE, Grouping, Member, Spans
from .putting import Put, read_sentences
from .wording import comparable, figures_of, in_words, representative, spread_of, tidied

__all__ = ["SharedStatements", "shared"]

CODER = "auto:statements-1"
OWN = ("sentence", "part")  # bases of members that say the statement itself
STATEMENTS = [
    *("statement_id", "article_id", "begin", "end", "text", "language", "n_articles", "n_outlets", "n_families"),
    *(
        "n_unknown_outlet",
        "n_languages",
        "n_sentences",
        "figures",
        "n_figures",
        "other_figures",
        "low",
        "high",
        "spread",
        "sources",
        "n_attributed",
    ),
    *("n_denied", "denied_by", "denies", "score", "coder"),
]
MEMBERS = [
    *("statement_id", "article_id", "outlet", "sentence", "begin", "end", "reads", "language", "status"),
    *("attributed_to", "basis", "figures", "score", "rule", "coder"),
]
GIVEN = {
    **dict.fromkeys(["statement_id", "article_id", "said"], "str"),
    **dict.fromkeys(["low", "high"], "float64"),
    "attributed_to": "str",
    "is_one": "bool",
}
NUMBERS = ("low", "high", "spread", "score")


@dataclass(frozen=True, eq=False)
class SharedStatements:
    """What several articles say, found by machine.

    Attributes
    ----------
    statements
        One row a statement, those of most outlets first (then most languages, families, articles; then most alike):
        ``statement_id``; its representative sentence (``article_id, begin, end, text, language``); ``n_articles,
        n_outlets, n_families, n_languages`` and ``n_sentences`` that carry it (``n_unknown_outlet`` articles without an
        outlet are in no ``n_outlets``: they may be of one or of several); ``figures`` in its sentences with how
        many articles give each, ``n_figures`` different ones from ``low`` to ``high``, and ``spread``, the largest
        divided by the smallest (``other_figures`` are of something else: much larger or smaller, or in one sentence
        with another figure); ``sources`` named for it and ``n_attributed`` articles that name one; ``n_denied``
        articles that report a denial of it, and by whom (``denied_by``); ``denies``, the statement that this one
        denies; ``score``, the average likeness of its sentences (cosine after centring); ``coder``.
    members
        One row a sentence and statement: its place (``article_id, sentence, begin, end, reads``), ``outlet,
        language``; ``status``, a state of ``claims``, and ``attributed_to``; ``basis``: ``sentence``, ``part`` of one,
        ``denial`` of the statement, or its ``opposite``; ``figures``; ``score``, its average likeness to the other
        sentences; ``rule`` by which its state was read.
    sentences
        All sentences that were compared, with ``nearest_id`` and ``nearest``: the article of another outlet that has
        the sentence most like it, and how alike the two are.
    vectors
        Array, a row for each of ``sentences``: its vector, without what all sentences of its language share.
    unread
        ``article_id, language, reason`` of articles that could not be compared: nothing is known of what they say.
    alike
        The least likeness used.
    given
        One row a figure in a sentence of a statement: ``statement_id, article_id``; ``said`` as it is written, ``low``
        and ``high`` bounds (empty = open); ``attributed_to``, whose figure it is (empty: the article's own voice);
        ``is_one``, whether it is one of ``figures`` of the statement, not of ``other_figures``.
    """

    statements: pd.DataFrame
    members: pd.DataFrame
    sentences: pd.DataFrame
    vectors: np.ndarray
    unread: pd.DataFrame
    alike: float
    given: pd.DataFrame


def shared(
    articles: pd.DataFrame,
    *,
    vectors: SentenceVectors | None = None,
    attributions: pd.DataFrame | None = None,
    families: pd.DataFrame | None = None,
    encoder: Encoder | None = None,
    alike: float = ALIKE,
    language: str | None = None,
) -> SharedStatements:
    """The statements that at least two articles share, in one language or several.

    Parameters
    ----------
    articles
        The ``articles`` table of one story.
    vectors
        Its sentences, from ``engine.meaning.sentence_vectors``; default: made here, of the body of each article.
    attributions
        The ``attributions`` table of one coder; default: coded here by rules.
    families
        A ``families`` table; copies then count once in ``n_families``. None: every article is a family of its own.
    encoder
        Another encoder than the default, the one that made ``vectors``.
    alike
        Least average likeness (cosine after centring, above 0, below 1) of the sentences of one statement.
    language
        Code of the language in which the representative sentence should be, if there is one.

    Returns
    -------
    SharedStatements

    Raises
    ------
    TableError
        A column is missing, or an ``article_id`` occurs twice.
    SamestoryError
        ``alike`` is out of range, or ``vectors`` are of another encoder.

    Notes
    -----
    Average linkage over sentence vectors; see ``grouping.py``. A claim and its denial are two statements, and the
    denial is a state of the claim. Figures do not divide a statement: "2,300" and "2,150" evacuated are one.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> int(found.statements["n_languages"].max()), bool(found.statements.loc[0, "n_outlets"] > 10)
    (4, True)
    """
    if not (is_number(alike) and 0 < alike < 1):
        raise SamestoryError(f"alike={alike!r}: give a number above 0 and below 1")
    articles = given_articles(articles, ["article_id", "outlet", "language", "text", "text_status"])
    articles = articles.sort_values("article_id", ignore_index=True)
    encoder = given_encoder(encoder)
    if vectors is None:
        vectors = sentence_vectors(articles, parts=marked_parts(articles), encoder=encoder)
    elif vectors.encoder != encoder.name:
        raise SamestoryError(
            f"vectors are of encoder {vectors.encoder!r}, and encoder is {encoder.name!r}: pass the one that made them"
        )
    vectors = _in_order(vectors)
    table = vectors.table
    read = articles[articles["article_id"].isin(table["article_id"])]
    if attributions is None:
        attributions = code_attributions(read, engine="rules")
    citations = code_citations(read, attributions)
    puts = read_sentences(table, articles, attributions, citations)
    common = shared_part(vectors.vectors, table["language"].tolist())
    grouping = Grouping(
        table,
        common.without(vectors.vectors, table["language"].tolist()),
        puts,
        _spans(vectors, clauses(vectors), encoder, common),
        _spans(vectors, _denied_in(puts), encoder, common),
        alike,
    )
    outlets = outlets_of(articles)
    known = dict(zip(articles["article_id"], outlet_names(articles["outlet"]), strict=True))
    members = _members(grouping, table, articles, known, attributions, citations)
    statements, members, given = _ranked(
        members, grouping.denies, family_of(articles["article_id"], families), articles, language
    )
    near = table.assign(**_nearest(table, grouping.vectors, outlets))
    return SharedStatements(statements, members, near, grouping.vectors, vectors.unread, float(alike), given)


def _in_order(vectors: SentenceVectors) -> SentenceVectors:
    """The same sentences in order of article and place, so that the order given does not matter."""
    order = vectors.table.sort_values(["article_id", "sentence"], kind="stable").index.to_numpy()
    table = vectors.table.loc[order].reset_index(drop=True)
    return replace(vectors, table=table, vectors=vectors.vectors[order])


def outlets_of(articles: pd.DataFrame) -> dict[str, str]:
    """The outlet of each article; for an article without one its id, as it may be of any other outlet."""
    names = outlet_names(articles["outlet"])
    return dict(zip(articles["article_id"], names.where(names.notna(), articles["article_id"]), strict=True))


def _spans(vectors: SentenceVectors, spans: pd.DataFrame, encoder: Encoder, common: SharedPart) -> Spans:
    found = span_vectors(vectors, spans, encoder=encoder)
    row, begin, end = (spans[name].to_numpy() for name in ("row", "begin", "end"))
    return Spans(row, begin, end, common.without(found, vectors.table["language"].to_numpy()[row].tolist()))


def _denied_in(puts: list[Put]) -> pd.DataFrame:
    """What denials deny, in their own words."""
    rows = [(row, *span) for row, put in enumerate(puts) for span in put.denied]
    return pd.DataFrame(rows, columns=["row", "begin", "end"], dtype="int64")


def _members(
    grouping: Grouping,
    table: pd.DataFrame,
    articles: pd.DataFrame,
    outlets: dict[str, str],
    attributions: pd.DataFrame,
    citations: pd.DataFrame,
) -> pd.DataFrame:
    """One row a member; ``statement_id`` is the number of its group."""
    found = [(g, one) for g, group in enumerate(grouping.found()) for one in group]
    is_denial = {g for g, _ in found if g >= grouping.n_so}
    places = pd.DataFrame(
        [(table.at[one.row, "article_id"], one.begin, one.end, table.at[one.row, "language"]) for _, one in found],
        columns=["article_id", "begin", "end", "language"],
    )
    again = read_sentences(places, articles, attributions, citations)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    parts = [(g, one) for g, one in found if one.basis == "part"]
    rows = []
    for (g, one), put, key in zip(found, again, places["article_id"], strict=True):
        status, source, rule = _state(one, put, is_against=g in is_denial)
        rows.append(
            {
                "statement_id": g,
                "article_id": key,
                "outlet": outlets[key],
                "sentence": table.at[one.row, "sentence"],
                "begin": one.begin,
                "end": one.end,
                "reads": texts[key][one.begin : one.end],
                "language": table.at[one.row, "language"],
                "status": status,
                "attributed_to": source,
                "basis": one.basis,
                "figures": _own_figures(put, g, one, parts),
                "score": one.score,
                "rule": rule,
                "coder": CODER,
            }
        )
    return pd.DataFrame(rows, columns=MEMBERS)


def _own_figures(put: Put, g: int, one: Member, parts: list[tuple[int, Member]]) -> tuple[Any, ...]:
    """The figures of a sentence less those in a part of it that belongs to another statement."""
    others = [(part.begin, part.end) for of, part in parts if of != g and part.row == one.row]
    return tuple(cell for cell in put.figures if not any(begin <= cell[3] < end for begin, end in others))


def _state(one: Member, put: Put, *, is_against: bool) -> tuple[str, str | None, str]:
    """The state that a sentence has in a statement, its source, and the rule."""
    if one.basis == "denial" and not is_against:
        return (
            "denied",
            put.denier or put.source,
            "a denial of it" if put.denied else "a denial of what was said before",
        )
    if one.basis == "opposite":
        return ("denied" if put.source else "contradicted"), put.source, "says the opposite"
    if is_against and put.denier and (put.status == "denied" or put.is_denial):
        return "attributed", put.denier or put.source, "who denies says so"
    return put.status, put.source if put.status in ("attributed", "denied") else None, put.rule


def _ranked(
    members: pd.DataFrame, denies: dict[int, int], family: pd.Series, articles: pd.DataFrame, language: str | None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Statements, members and figures under their final ids, those of most outlets first."""
    families = dict(zip(articles["article_id"], family, strict=True))
    groups = list(members.groupby("statement_id", sort=True))
    best = [representative(group, language) for _, group in groups]
    figures = cache.each(
        "figures of a statement",
        [(_said_figures(group), one["language"]) for (_, group), one in zip(groups, best, strict=True)],
        lambda given: _figures(*given),
        by=lambda given: [repr(given)],
        size=len(articles),
    )
    rows = [
        {
            "statement_id": number,
            **_statement(group, one, families),
            **those,
            "denies": denies.get(int(str(number))),
        }
        for (number, group), one, those in zip(groups, best, figures, strict=True)
    ]
    # Languages go before families: what is copied word by word stays in one language.
    order = ["n_outlets", "n_unknown_outlet", "n_languages", "n_families", "n_articles", "score", "article_id", "begin"]
    table = pd.DataFrame(rows, columns=STATEMENTS).sort_values(
        order, ascending=[False] * 6 + [True] * 2, ignore_index=True
    )
    width = max(2, len(str(len(table))))
    names = {number: f"S{place:0{width}d}" for place, number in enumerate(table["statement_id"], 1)}
    table["statement_id"], table["denies"] = table["statement_id"].map(names), table["denies"].map(names)
    kept = {str(names[number]): one["kept"] for (number, _), one in zip(groups, figures, strict=True)}
    members = members.assign(statement_id=members["statement_id"].map(names))
    given = _given_figures(members, kept)
    members["figures"] = ["; ".join(said for said, *_ in cell) for cell in members["figures"]]
    members = members.sort_values(["statement_id", "article_id", "begin", "basis"], ignore_index=True)
    counts = [name for name in STATEMENTS if name.startswith("n_")]
    texts = [
        "statement_id",
        "article_id",
        "text",
        "language",
        "figures",
        "other_figures",
        "sources",
        "denied_by",
        "denies",
        "coder",
    ]
    kinds = dict.fromkeys([*counts, "begin", "end"], "int64") | dict.fromkeys(NUMBERS, "float64")
    whole = [
        "statement_id",
        "article_id",
        "outlet",
        "reads",
        "language",
        "status",
        "attributed_to",
        "basis",
        "rule",
        "coder",
    ]
    return (
        table.astype(kinds | dict.fromkeys(texts, "str")),
        members.astype(
            dict.fromkeys(["sentence", "begin", "end"], "int64")
            | dict.fromkeys([*whole, "figures"], "str")
            | {"score": "float64"}
        ),
        given,
    )


def _given_figures(members: pd.DataFrame, kept: dict[str, list[list[float]]]) -> pd.DataFrame:
    """The figures in the sentences of statements, a row each."""
    bounds = {key: {(*map(_bound, pair),) for pair in pairs} for key, pairs in kept.items()}
    rows = [
        (one.statement_id, one.article_id, said, low, high, one.attributed_to, (_bound(low), _bound(high)))
        for one in members[members["basis"].isin(OWN)].itertuples()
        for said, low, high, *_ in one.figures
    ]
    table = pd.DataFrame(rows, columns=list(GIVEN))
    table["is_one"] = [pair in bounds[key] for key, pair in zip(table["statement_id"], table["is_one"], strict=True)]
    return table.astype(GIVEN).sort_values(["statement_id", "article_id"], kind="stable", ignore_index=True)


def _bound(value: float | None) -> float | None:
    """A bound; None if it is open."""
    return None if value is None or value != value else float(value)


def _said_figures(group: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Article, language and figures of the sentences of a statement."""
    rows = group[group["basis"].isin(OWN)]
    return list(rows[["article_id", "language", "figures"]].itertuples(index=False, name=None))


def _figures(said: list[tuple[Any, ...]], language: str) -> dict[str, Any]:
    """What is said of the figures of one statement."""
    figures = figures_of(pd.DataFrame(said, columns=["article_id", "language", "figures"]), language)
    is_one = comparable(figures)
    low, high, spread = spread_of(figures[is_one])
    return {
        "figures": in_words(figures[is_one]),
        "n_figures": int(is_one.sum()),
        "other_figures": in_words(figures[~is_one]),
        "low": low,
        "high": high,
        "spread": spread,
        "kept": [[*map(_bound, pair)] for pair in figures.loc[is_one, ["low", "high"]].itertuples(index=False)],
    }


def _statement(group: pd.DataFrame, best: dict[str, Any], families: dict[str, Any]) -> dict[str, Any]:
    """What is said of one statement beside its figures: who carries it, its best sentence, its sources."""
    carried = group[group["status"] != "denied"]
    named = group[group["status"] == "attributed"]
    denied = group[group["status"].isin(["denied", "contradicted"])]
    own = carried if len(carried) else group
    return {
        **{name: best[name] for name in ("article_id", "begin", "end", "language")},
        "text": tidied(best["reads"]),
        "n_articles": group["article_id"].nunique(),
        "n_outlets": group["outlet"].nunique(),
        "n_families": group["article_id"].map(families).nunique(),
        "n_unknown_outlet": group.loc[group["outlet"].isna(), "article_id"].nunique(),
        "n_languages": group["language"].nunique(),
        "n_sentences": len(group),
        "sources": in_cell(named["attributed_to"]),
        "n_attributed": named["article_id"].nunique(),
        "n_denied": denied["article_id"].nunique(),
        "denied_by": in_cell(denied["attributed_to"]),
        "score": round(float(own["score"].mean()), 3),
        "coder": CODER,
    }


def _nearest(table: pd.DataFrame, vectors: np.ndarray, outlets: dict[str, str]) -> dict[str, Any]:
    """For each sentence the article of another outlet that has the one most like it, and how alike they are."""
    outlet = pd.factorize(table["article_id"].map(outlets))[0]
    found = cache.each(
        "nearest sentences",
        [vectors],
        lambda given: _nearest_rows(given, outlet),
        by=lambda given: [repr((given.shape, given.dtype)), given.tobytes(), outlet.tobytes()],
        size=len(table),
    )
    place = np.array(found[0]["place"], dtype=np.int64)
    where = table["article_id"].to_numpy(dtype=object)[place] if len(table) else np.empty(0, dtype=object)
    where[place < 0] = None
    best = np.array(found[0]["score"], dtype=np.float64)
    return {"nearest_id": pd.Series(where, index=table.index, dtype="str"), "nearest": best}


def _nearest_rows(vectors: np.ndarray, outlet: np.ndarray) -> dict[str, list[Any]]:
    """For each row the one of another outlet that is most like it (-1: there is none), and how alike they are."""
    best, where = np.full(len(vectors), np.nan), np.full(len(vectors), -1, dtype=np.int64)
    for at in range(0, len(vectors), 1_024):
        near = np.round(vectors[at : at + 1_024] @ vectors.T, 3)
        near[outlet[at : at + 1_024, None] == outlet] = -2
        place = near.argmax(axis=1)
        score = near[np.arange(len(near)), place]
        there = score > -2
        best[at : at + 1_024][there] = score[there]
        where[at : at + 1_024][there] = place[there]
    return {"place": where.tolist(), "score": best.tolist()}
