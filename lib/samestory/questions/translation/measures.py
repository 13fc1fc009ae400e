"""What changed from a source to the article that has it from there, sentence by sentence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from ...coding import code_attributions
from ...coding.plan import Codebook
from ...engine.meaning import SentenceVectors
from ...errors import TableError, counted, suggestion
from ...languages import language_for
from ...schema import given_articles, group_of, require_columns
from ...statistics import family_of, share_interval
from ...text import sentences, word_measure
from .differences import COMPARED
from .evaluating import judged, languages_of, names
from .found import Found
from .pairing import CREDIT, MEANING, UNKNOWN, sentence_pairs
from .readings import ArticleReading, Part, Span, readings
from .wordlists import vocabulary_of

__all__ = ["change_rates", "changes", "hops"]

KINDS = ("attribution", "vouching", "hedge", "denial", "negation", "number", "date", "unit", "name", "sentence")
DIFFERS, CANNOT_TELL = "differs", "cannot tell"
SURE = frozenset(("vouching", "number", "date", "unit"))  # what is compared is the same in every language
BOTH = frozenset(("vaguer", "finer", "in place of a source", "evaluating", "neutral"))  # rest on words of both sides
NEAR, FAR = 0.5, 0.4  # cosine of aligned sentences: surely the same, perhaps the same
LEAST_WORDS = 4  # of a sentence that is said to be added or left out
LEAST_ALIGNED = 0.3  # share of aligned sentences from which the others may be called added or left out
CLOSE = 0.45  # cosine from which a sentence that is not aligned may still be there
LIKE = 0.8  # the same, as a share of the median cosine of the aligned ones: some languages are read less well
PAIR = ["source_id", "article_id"]
COLUMNS = {
    **dict.fromkeys(["source_id", "article_id", "direction", "kind", "verdict"], "str"),
    **dict.fromkeys(["source_words", "words", "source_reads", "reads"], "str"),
    **dict.fromkeys(["rule", "confidence", "source_language", "language"], "str"),
    **dict.fromkeys(["source_begin", "source_end", "begin", "end"], "Int64"),
    **dict.fromkeys(["source_words_begin", "source_words_end", "words_begin", "words_end"], "Int64"),
    "score": "float64",
}


def changes(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    chains: pd.DataFrame | None = None,
    attributions: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
    parts: pd.DataFrame | None = None,
    vectors: SentenceVectors | None = None,
) -> pd.DataFrame:
    """What differs between sentences that say the same, from the source to the other article.

    A change is reported only if two signs agree: a thing is there on one side, and on the other side neither it nor any
    word by which a translator may have kept it. So what is reported is mostly right, and some changes are missed.

    Parameters
    ----------
    articles
        The ``articles`` table.
    passages, chains
        As for ``sentence_pairs``.
    attributions
        The ``attributions`` of one coder; default: by rules, for the articles with passages.
    codebook
        Says which words for an actor are neutral. Without it, changes of names are ``cannot tell``.
    parts
        The ``parts`` table: sentences outside the body are neither added nor left out.
    vectors
        Sentences of which another is close in meaning are then not called added or left out.

    Returns
    -------
    DataFrame
        One row a change: ``source_id, source_begin, source_end, article_id, begin, end`` (the two passages);
        ``direction`` (credit, time, unknown); ``kind``; ``verdict``: lost, gained, moved, in place of a source,
        changed, vaguer, finer, dropped, added, left out, evaluating, neutral; ``differs`` if the direction is not
        known; ``cannot tell``, one row a pair of articles and kind, with the reason in ``rule``;
        ``source_words, words`` and their offsets; ``source_reads, reads`` (the passages); ``rule``; ``confidence``
        (high, medium, low; low in a language without reporting words); ``score`` of the alignment;
        ``source_language, language``.

    Raises
    ------
    TableError, SamestoryError
        As for ``sentence_pairs``.

    Notes
    -----
    How many changes are reported on faithful translations, and how many planted ones are found:
    ``make quality QUALITY=translation``.

    Examples
    --------
    >>> pairs = pd.DataFrame({"source_id": ["holos-0304-dokery"], "article_id": ["relay-0304-quay"]})
    >>> passages = ss.translation.aligned_pairs(story.sentence_vectors(), pairs)
    >>> found = ss.translation.changes(story.articles, passages, chains=story.table("chains"))
    >>> found.loc[found["kind"] == "hedge", ["verdict", "source_words", "reads"]].values.tolist()
    [['lost', 'імовірно', 'Undeclared batteries were among them.']]
    """
    pairs = sentence_pairs(articles, passages, chains=chains)
    articles = given_articles(articles, ["article_id", "language", "text"])
    ids = {*pairs["source_id"], *pairs["article_id"]}
    if attributions is None:
        attributions = code_attributions(articles[articles["article_id"].isin(ids)], engine="rules")
    read = readings(articles, attributions, ids)
    sides = [
        (
            row,
            Part(read[row.source_id], row.source_begin, row.source_end),
            Part(read[row.article_id], row.begin, row.end),
        )
        for row in pairs.itertuples(index=False)
        if row.source_id in read and row.article_id in read
    ]
    words = judged((part for _, *two in sides for part in two), codebook) if codebook is not None else {}
    rows = [_row(row, here, there, one) for row, here, there in sides for one in _found(here, there, words)]
    rows += _unpaired(pairs, read, _Bounds(articles, parts, vectors))
    rows += _untold(pairs, codebook)
    return _table(rows)


def _found(here: Part, there: Part, words: dict[tuple[str, int, int], Any]) -> Iterator[Found]:
    untold = untold_kinds(here.article.language, there.article.language, None)
    for kind, find in COMPARED.items():
        if kind not in untold:
            yield from (one for one in find(here, there) if one.kind not in untold)
    mine, theirs = (words.get((part.article.article_id, part.begin, part.end), {}) for part in (here, there))
    yield from names(mine, theirs)


def _row(pair: Any, here: Part, there: Part, one: Found) -> dict[str, Any]:
    texts = here.article.text, there.article.text
    row = {name: getattr(pair, name) for name in (*PAIR, "direction", "score", "source_language", "language")}
    row |= {"source_begin": here.begin, "source_end": here.end, "begin": there.begin, "end": there.end}
    row |= _words("source_words", texts[0], one.here) | _words("words", texts[1], one.there)
    row |= {"source_reads": texts[0][here.begin : here.end], "reads": texts[1][there.begin : there.end]}
    row |= {"kind": one.kind, "rule": one.rule, "confidence": _confidence(pair, one.kind, here, there)}
    if pair.basis == MEANING and pair.score < FAR and one.verdict not in BOTH:
        rule = f"{one.rule}; but the two sentences are not close in meaning ({pair.score:.2f})"
        return row | {"verdict": CANNOT_TELL, "rule": rule}
    return row | {"verdict": one.verdict if pair.direction != UNKNOWN else DIFFERS}


def _words(name: str, text: str, span: Span | None) -> dict[str, Any]:
    begin, end = span or (None, None)
    return {name: text[begin:end] if span else None, f"{name}_begin": begin, f"{name}_end": end}


def _confidence(pair: Any, kind: str, here: Part, there: Part) -> str:
    """How sure a change is: the kind of it, and how close the two sentences are in meaning.

    It is low where a language has numbers and units but no reporting words: its word lists are short, and nothing has
    been measured on translations of it.
    """
    if here.words.cues is None or there.words.cues is None:
        return "low"
    closeness = 2 if pair.basis != MEANING or not pair.score < NEAR else 1 if pair.score >= FAR else 0
    return ("low", "low", "medium", "high")[closeness + (kind in SURE)]


class _Bounds:
    """What may be called added or left out: sentences of the body, of articles that were seen whole."""

    def __init__(self, articles: pd.DataFrame, parts: pd.DataFrame | None, vectors: SentenceVectors | None):
        status = articles["text_status"] if "text_status" in articles else pd.Series("full", index=articles.index)
        self.status = dict(zip(articles["article_id"], status, strict=True))
        self.vectors = vectors
        self.close = CLOSE
        self.outside: dict[str, list[Span]] = {}
        if parts is not None:
            for row in parts[parts["part"] != "body"].itertuples():
                self.outside.setdefault(row.article_id, []).append((int(row.begin), int(row.end)))

    def sentences(self, article: ArticleReading) -> list[Span]:
        """The sentences of the body that are long enough."""
        outside = self.outside.get(article.article_id, [])
        return [
            (begin, end)
            for begin, end in sentences(article.text, article.language)
            if word_measure(article.text[begin:end]) >= LEAST_WORDS
            and not any(begin < last and end > first for first, last in outside)
        ]

    def nearest(self, article_id: str, span: Span, other_id: str) -> float:
        """The cosine of the sentence of another article that is closest; 0 without vectors."""
        if self.vectors is None:
            return 0.0
        table, mine = self.vectors.of(article_id)
        _, theirs = self.vectors.of(other_id)
        rows = mine[((table["begin"] < span[1]) & (table["end"] > span[0])).to_numpy()]
        return float((rows @ theirs.T).max()) if len(rows) and len(theirs) else 0.0


def _unpaired(pairs: pd.DataFrame, read: dict[str, ArticleReading], bounds: _Bounds) -> Iterator[dict[str, Any]]:
    """Sentences that are on one side only, of pairs of articles of which enough sentences are aligned."""
    for _, rows in pairs.groupby(PAIR):
        pair = next(rows.itertuples(index=False))
        source, other = read.get(pair.source_id), read.get(pair.article_id)
        if source is None or other is None:
            continue
        mine, theirs = bounds.sentences(source), bounds.sentences(other)
        bounds.close = min(CLOSE, LIKE * float(rows["score"].median())) if rows["score"].notna().any() else CLOSE
        aligned = _covered(theirs, rows["begin"], rows["end"])
        if not aligned or (pair.direction != CREDIT and len(aligned) < LEAST_ALIGNED * len(theirs)):
            continue
        kept = _covered(mine, rows["source_begin"], rows["source_end"])
        if bounds.status.get(other.article_id, "full") == "full":
            yield from _alone(pair, "source", source, [one for one in mine if one not in kept], other, bounds)
        if bounds.status.get(source.article_id, "full") == "full":
            yield from _alone(pair, "", other, [one for one in theirs if one not in aligned], source, bounds)


def _covered(spans: list[Span], begins: Iterable[int], ends: Iterable[int]) -> set[Span]:
    those = list(zip(begins, ends, strict=True))
    return {(a, b) for a, b in spans if any(a < end and b > begin for begin, end in those)}


def _alone(
    pair: Any, side: str, article: ArticleReading, spans: list[Span], other: ArticleReading, bounds: _Bounds
) -> Iterator[dict[str, Any]]:
    prefix = "source_" if side else ""
    for begin, end in spans:
        nearest = bounds.nearest(article.article_id, (begin, end), other.article_id)
        verdict = "left out" if side else "added"
        rule = "sentence: aligned with none" + ("" if bounds.vectors is None else f"; nearest {nearest:.2f}")
        if nearest >= bounds.close:
            verdict, rule = CANNOT_TELL, f"sentence: aligned with none, but one is close in meaning ({nearest:.2f})"
        elif pair.direction == UNKNOWN:
            verdict = DIFFERS
        said = article.text[begin:end]
        yield {
            **{name: getattr(pair, name) for name in (*PAIR, "direction", "source_language", "language")},
            **{"kind": "sentence", "verdict": verdict, "rule": rule},
            **{f"{prefix}begin": begin, f"{prefix}end": end, f"{prefix}reads": said},
            "confidence": "low" if pair.direction == UNKNOWN or bounds.vectors is None else "medium",
        }


def untold_kinds(source_language: str, language: str, codebook: Codebook | None) -> dict[str, str]:
    """The kinds of change that two languages do not allow a verdict on, each with the reason."""
    found: dict[str, str] = {}
    for code in dict.fromkeys((source_language, language)):
        words = vocabulary_of(code)
        if words.cues is None:
            found |= dict.fromkeys(("attribution", "vouching", "hedge", "denial"), f"no reporting words for {code!r}")
        if not words.negations or not words.negative:
            found["negation"] = f"no words that negate for {code!r}"
        if not words.units:
            found["unit"] = f"no units for {code!r}"
        if language_for(code).number_words is None or language_for(code).code != code:
            found |= dict.fromkeys(("number", "date", "unit"), f"no number words for {code!r}")
        if code not in languages_of(codebook):
            found["name"] = f"no labels for {code!r} in a codebook" if codebook is not None else "no codebook"
    return found


def _untold(pairs: pd.DataFrame, codebook: Codebook | None) -> Iterator[dict[str, Any]]:
    columns = [*PAIR, "direction", "source_language", "language"]
    sizes = pairs.groupby(columns, sort=True).size()
    for key, n in sizes.items():
        row = dict(zip(columns, key, strict=True))
        for kind, why in untold_kinds(row["source_language"], row["language"], codebook).items():
            rule = f"{why}; {counted(int(n), 'pair')} of sentences"
            yield {**row, "kind": kind, "verdict": CANNOT_TELL, "rule": rule}


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    place = table["begin"].fillna(table["source_begin"])
    rank = table["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    table = table.assign(_last=table["verdict"] == CANNOT_TELL, _place=place, _rank=rank)
    table = table.sort_values([*PAIR, "_last", "_place", "_rank"], kind="stable", ignore_index=True)
    first = ["source_id", "article_id", "direction", "kind", "verdict", "source_words", "words", "confidence", "rule"]
    others = [name for name in COLUMNS if name not in first]
    return table[[*first, *others]]


def change_rates(
    found: pd.DataFrame,
    pairs: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "languages",
    families: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """How often each kind of change happens, for each pair of languages or each outlet.

    Parameters
    ----------
    found
        From ``changes``.
    pairs
        From ``sentence_pairs``: what was compared.
    articles
        The ``articles`` table.
    by
        ``languages`` (source and article, "fr > en") or a column of ``articles`` such as ``outlet``, of the article.
    families
        Copies of one article count as one unit for the interval; None: every article is one.
    codebook
        As for ``changes``: kinds that its languages cannot tell have no rate.

    Returns
    -------
    DataFrame
        ``<by>, kind, n_changed, n_pairs, share, low, high, interval, n_articles``: sentence pairs with a change of the
        kind, of all pairs that allow a verdict by their languages and are close enough in meaning (0..1), with a 95%
        interval over articles. Without such a pair ``share`` is empty. ``sentence`` is not counted: it has no pair.

    Raises
    ------
    TableError
        ``by`` is not a column of ``articles``.

    Examples
    --------
    >>> chains = story.table("chains")
    >>> known = chains.dropna(subset=["source_article_id"]).rename(columns={"source_article_id": "source_id"})
    >>> passages = ss.translation.aligned_pairs(story.sentence_vectors(), known)
    >>> pairs = ss.translation.sentence_pairs(story.articles, passages, chains=chains)
    >>> found = ss.translation.changes(story.articles, passages, chains=chains)
    >>> rates = ss.translation.change_rates(found, pairs, story.articles)
    >>> sorted(set(rates["languages"]))
    ['en > en', 'en > fr', 'en > ru', 'fr > en', 'fr > uk', 'uk > en']
    """
    if by != "languages":
        require_columns([by], articles.columns, "articles")
    keys = ["source_id", "article_id", "source_begin", "begin"]
    changed = found[~found["verdict"].isin([CANNOT_TELL]) & (found["kind"] != "sentence")]
    changed = changed.drop_duplicates([*keys, "kind"])
    unit = pairs[(pairs["basis"] != MEANING) | (pairs["score"] >= FAR)]  # the others allow no verdict
    unit = unit.assign(languages=unit["source_language"] + " > " + unit["language"])
    if by != "languages":
        unit[by] = unit["article_id"].map(group_of(articles, by))
    unit["family_id"] = family_of(unit["article_id"], families)
    rows = []
    for name, group in unit.groupby(by, sort=True):
        for kind in (one for one in KINDS if one != "sentence"):
            told = [
                kind not in untold_kinds(a, b, codebook)
                for a, b in zip(group["source_language"], group["language"], strict=True)
            ]
            can = group[told].merge(
                changed.loc[changed["kind"] == kind, keys], on=keys, how="left", indicator="is_changed"
            )
            rows.append((name, kind, *_rate(can.assign(is_changed=can["is_changed"] == "both"))))
    columns = [by, "kind", "n_changed", "n_pairs", "share", "low", "high", "interval", "n_articles"]
    numbers = {"n_changed": "int64", "n_pairs": "int64", "n_articles": "int64"}
    texts = dict.fromkeys([by, "kind", "interval"], "str")
    return pd.DataFrame(rows, columns=columns).astype(
        {**numbers, **texts, **dict.fromkeys(["share", "low", "high"], "float64")}
    )


def _rate(can: pd.DataFrame) -> tuple[int, int, float, float, float, str, int]:
    """Changed pairs, pairs, their share with its interval over families, and how many articles there are."""
    n, hits = len(can), int(can["is_changed"].sum())
    share = hits / n if n else float("nan")
    by_family = can.groupby("family_id")["is_changed"].agg(["sum", "size"])
    low, high, how = share_interval(share, len(by_family), lambda: _draws(by_family))
    return hits, n, share, low, high, how, can["article_id"].nunique()


def _draws(by_family: pd.DataFrame, n_resamples: int = 1000, seed: int = 0) -> Any:
    import numpy as np

    drawn = np.random.default_rng(seed).integers(0, len(by_family), (n_resamples, len(by_family)))
    hits, sizes = by_family["sum"].to_numpy(dtype=float)[drawn], by_family["size"].to_numpy(dtype=float)[drawn]
    return hits.sum(axis=1) / sizes.sum(axis=1)


def hops(
    articles: pd.DataFrame, article_id: str, *, chains: pd.DataFrame | None = None, source_id: str | None = None
) -> pd.DataFrame:
    """The chain of sources of one article, as far as they are in the set: one row a step from source to article.

    Parameters
    ----------
    articles
        The ``articles`` table.
    article_id
        The article at the end.
    chains
        The ``chains`` table, or any with ``article_id`` and ``source_article_id``.
    source_id
        The article at the beginning; default: as far back as the chain goes.

    Returns
    -------
    DataFrame
        ``hop, source_id, article_id``, the first step first. If ``source_id`` is on no known chain to the article, the
        one step from it to the article.

    Raises
    ------
    TableError
        No article of that name.

    Examples
    --------
    >>> steps = ss.translation.hops(story.articles, "relay-0304-quay", chains=story.table("chains"))
    >>> steps["source_id"].tolist()
    ['fanal-0303-dockers', 'holos-0304-dokery']
    """
    known = set(given_articles(articles, ["article_id"])["article_id"])
    if article_id not in known:
        raise TableError(f"articles has no article {article_id!r}.{suggestion(article_id, sorted(known))}")
    nearest: dict[str, str] = {}
    if chains is not None:
        require_columns(["article_id", "source_article_id"], chains.columns, "chains")
        rows = chains.dropna(subset=["source_article_id"])
        rows = rows.sort_values("step", kind="stable") if "step" in rows else rows
        nearest = {a: b for a, b in zip(rows["article_id"], rows["source_article_id"], strict=True) if b in known}
    chain = [article_id]
    while chain[-1] != source_id and (before := nearest.get(chain[-1])) is not None and before not in chain:
        chain.append(before)
    if source_id is not None and chain[-1] != source_id:
        chain = [article_id, source_id]
    chain = chain[::-1]
    rows = [(hop, a, b) for hop, (a, b) in enumerate(itertools.pairwise(chain), 1)]
    return pd.DataFrame(rows, columns=["hop", "source_id", "article_id"]).astype(
        {"hop": "int64", **dict.fromkeys(PAIR, "str")}
    )
