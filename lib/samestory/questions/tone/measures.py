"""Tone by lexicon: of every word, sentence and voice, by outlet, and towards an actor; with its coverage.

A lexicon gives a value to words it knows and to nothing else, so each result says which share of the words it knows.
A sentence without such a word has no score: that is unknown, not neutral. A word that all outlets use about equally
("killed" in news of a war) is the topic, not the tone of one outlet; ``topic_words`` finds such words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...coding import code_attributions
from ...coding.actors import actor_mentions
from ...errors import SamestoryError, listed, suggestion
from ...languages import base_code
from ...schema import group_of
from ...schema.cells import in_cell
from ...statistics import MIN_N, false_discovery, family_of
from ...story.codebook import Codebook
from ...text import fold
from .lexicon import Lexicon, score_of
from .means import MEANS, means, typed, with_example
from .reading import VOICES, Read, read_all

__all__ = ["contributions", "levels", "sentences", "topic_words", "towards", "words"]

ANY = "any"
SCORED, NOT_KNOWN = "scored", "no word of the lexicon"
WINDOW = 12  # words before and after a mention that count, within its sentence
FALL = 0.85  # weight of a value for each word it is farther from the mention

_ARTICLE = dict.fromkeys(["article_id", "outlet", "language"], "str")
WORDS = {
    **_ARTICLE,
    **dict.fromkeys(["sentence", "begin", "end"], "int64"),
    **dict.fromkeys(["voice", "word"], "str"),
    **dict.fromkeys(["valence", "contribution"], "float64"),
    **dict.fromkeys(["change", "lexicon"], "str"),
}
SENTENCES = {
    **_ARTICLE,
    "sentence": "int64",
    "voice": "str",
    **dict.fromkeys(["begin", "end", "n_words", "n_covered"], "int64"),
    **dict.fromkeys(["covered_share", "value", "score"], "float64"),
    **dict.fromkeys(["n_negated", "n_hedges", "n_boosters", "n_claims"], "int64"),
    **dict.fromkeys(["lexicon", "status"], "str"),
}
TOWARDS = {
    **dict.fromkeys(["article_id", "outlet", "language", "actor"], "str"),
    **dict.fromkeys(["sentence", "begin", "end"], "int64"),
    **dict.fromkeys(["reads", "voice"], "str"),
    **dict.fromkeys(["window_begin", "window_end", "n_words", "n_covered"], "int64"),
    **dict.fromkeys(["covered_share", "score"], "float64"),
    **dict.fromkeys(["n_negated", "n_hedges"], "int64"),
    **dict.fromkeys(["words", "status"], "str"),
}
SCORES = {
    **dict.fromkeys(["voice", "group"], "str"),
    **MEANS,
    **dict.fromkeys(["n_article_scored", "n_article_parts", "n_article_words"], "int64"),
    "article_covered_share": "float64",
    "n_articles_unscored": "int64",
    "articles_unscored": "str",
}
TOPIC = {
    **dict.fromkeys(["language", "word"], "str"),
    "valence": "float64",
    **dict.fromkeys(["n_articles", "n_families", "n_groups", "n_all_groups"], "int64"),
    **dict.fromkeys(["p_equal", "q_equal"], "float64"),
    "is_topic": "bool",
}

CONTRIBUTIONS = {
    **dict.fromkeys(["language", "word"], "str"),
    **dict.fromkeys(["n", "n_articles"], "int64"),
    **dict.fromkeys(["valence", "contribution"], "float64"),
    "n_negated": "int64",
    "is_topic": "bool",
    "article_id": "str",
    **dict.fromkeys(["begin", "end"], "int64"),
}


def words(
    articles: pd.DataFrame,
    *,
    attributions: pd.DataFrame | None = None,
    lexicons: Mapping[str, Lexicon] | None = None,
) -> pd.DataFrame:
    """Every word with a value in a lexicon, and what it adds to the tone of its sentence.

    Parameters
    ----------
    articles
        The articles to look at.
    attributions
        An ``attributions`` table, which says whose words a sentence is; None: coded by rules.
    lexicons
        Lexicons by language, in place of or beside those of ``tone.lexicons``.

    Returns
    -------
    DataFrame
        One row a word in its place: ``article_id, outlet, language, sentence`` (its number), ``begin, end`` (character
        offsets), ``voice`` (own, attributed, quoted, cannot tell), ``word, valence`` (the lexicon's, -4 to 4),
        ``contribution`` (what is left of it), ``change`` (negation, stronger, weaker, or empty), ``lexicon``.

    Examples
    --------
    >>> found = ss.tone.words(story.articles.query("article_id == 'crane-0305-keys'"))
    >>> found.loc[found["change"] == "negation", ["word", "valence", "contribution", "change"]].to_numpy().tolist()
    [['better', 1.9, -1.406, 'negation']]
    """
    rows = [
        (
            *(read.article_id, read.outlet, read.language, number, one.begin, one.end, read.voice_at(one.begin)),
            *(one.word, one.valence, one.contribution, one.change, read.lexicon.name if read.lexicon else ""),
        )
        for read in read_all(articles, _said(articles, attributions), lexicons)
        for number, one in read.valued()
    ]
    return typed(pd.DataFrame(rows, columns=list(WORDS)), WORDS)


def sentences(
    articles: pd.DataFrame,
    *,
    attributions: pd.DataFrame | None = None,
    lexicons: Mapping[str, Lexicon] | None = None,
    without: Iterable[str] = (),
) -> pd.DataFrame:
    """The tone of every sentence, own voice and other people's words apart, with the share of words a lexicon knows.

    Parameters
    ----------
    articles, attributions, lexicons
        As in ``tone.words``.
    without
        Words that do not count, for instance topic words; they are not covered either.

    Returns
    -------
    DataFrame
        One row a sentence and voice in it: ``voice, begin, end`` (character offsets of the sentence), ``n_words`` in
        that voice, ``n_covered`` of them in the lexicon, ``covered_share``, ``value`` (sum of contributions), ``score``
        (-1..1, VADER's scale; missing if no word is covered), ``n_negated`` words, ``n_hedges, n_boosters``, and
        ``n_claims``, attributed claims that begin there. ``status``: scored, "no word of the lexicon", or "no lexicon
        for ru". An article without a text or a language has no row.

    Examples
    --------
    >>> found = ss.tone.sentences(story.articles)
    >>> found["status"].value_counts().head(2).to_dict()
    {'no word of the lexicon': 202, 'scored': 150}
    """
    left_out = frozenset(fold(word) for word in without)
    rows: list[tuple[Any, ...]] = []
    for read in read_all(articles, _said(articles, attributions), lexicons):
        rows += _sentence_rows(read, left_out)
    return typed(pd.DataFrame(rows, columns=list(SENTENCES)), SENTENCES)


def _sentence_rows(read: Read, left_out: frozenset[str]) -> Iterable[tuple[Any, ...]]:
    shape = (len(read.spans), len(VOICES))
    value, covered, negated, hedges, boosters = (np.zeros(shape) for _ in range(5))
    for number, one in read.valued():
        if one.word in left_out:
            continue
        at = (number, read.voice[one.begin])
        value[at] += one.contribution
        covered[at] += 1
        negated[at] += one.change == "negation"
    starts = [begin for begin, _ in read.spans]
    for marker in read.markers:
        number = max(int(np.searchsorted(starts, marker.begin, side="right")) - 1, 0)
        (hedges if marker.kind == "hedge" else boosters)[number, read.voice[marker.begin]] += 1
    name = read.lexicon.name if read.lexicon else ""
    for number, voice in zip(*np.nonzero(read.n_words), strict=True):
        at = (number, voice)
        n, known = int(read.n_words[at]), int(covered[at])
        status = f"no lexicon for {read.language}" if read.lexicon is None else SCORED if known else NOT_KNOWN
        yield (
            *(read.article_id, read.outlet, read.language, int(number), VOICES[voice], *read.spans[number]),
            *(n, known, known / n if read.lexicon else np.nan, value[at] if known else np.nan),
            score_of(float(value[at])) if known else np.nan,
            *(int(negated[at]), int(hedges[at]), int(boosters[at]), int(read.n_claims[at]), name, status),
        )


def levels(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    by: str = "outlet",
    *,
    voice: str | None = "own",
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """The mean tone of groups of articles, with intervals and coverage: each article counts once, and each family once.

    Parameters
    ----------
    rows
        From ``tone.sentences``, or from ``tone.towards`` (then by actor, too).
    articles
        The articles the rows are from; those without a score are counted.
    by
        The column of ``articles`` that groups them.
    voice
        ``own``, ``attributed``, ``quoted``, ``cannot tell``, or None for all as one.
    families
        The ``families`` table of one coder; None counts each article as a family of its own.
    n_resamples, seed
        Draws of the bootstrap, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a group (and actor): the value of an article is the mean score of its sentences, or mentions, that have
        one. ``n_articles, article_mean`` (-1..1) with ``article_low, article_high``; ``n_families, family_mean,
        family_low, family_high``; ``article_interval, family_interval`` name the 95 % interval: bootstrap, ``t``
        (Student) for 5 to 9 units, none for fewer or if all agree. ``n_article_scored`` of ``n_article_parts``
        sentences have a score, ``article_covered_share`` of ``n_article_words`` words are in the lexicon (or of the
        words around the mentions); ``n_articles_unscored`` have no score, and ``articles_unscored`` says why.
        ``article_values`` are the values of the first articles; ``article_id, begin, end`` the strongest sentence.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.
    SamestoryError
        An unknown voice.

    Examples
    --------
    >>> found = ss.tone.levels(ss.tone.sentences(story.articles), story.articles, "language", n_resamples=100)
    >>> found[["group", "n_articles", "n_article_scored", "n_article_parts", "n_articles_unscored"]]
      group  n_articles  n_article_scored  n_article_parts  n_articles_unscored
    0    en          19                90              239                    0
    1    fr           0                 0               56                    4
    2    ru           0                 0               60                    4
    3    uk           0                 0               61                    4
    """
    if voice is not None and voice not in VOICES:
        raise SamestoryError(f"no voice {voice!r}.{suggestion(voice, VOICES)} Voices: {listed(VOICES)}, or None")
    keys = ["actor", "voice", "group"] if "actor" in rows else ["voice", "group"]
    columns = {**({"actor": "str"} if "actor" in rows else {}), **SCORES}
    group = group_of(articles, by)
    kept = rows[rows["article_id"].isin(group.index)]
    kept = kept.assign(voice=ANY) if voice is None else kept[kept["voice"] == voice]
    kept = kept.assign(group=kept["article_id"].map(group)).sort_values(["article_id", "begin", "sentence"])
    scored = kept[kept["score"].notna()]
    by_article = scored.groupby([*keys, "article_id"], as_index=False).agg(value=("score", "mean"))
    found = means(by_article, keys, families, bounds=(-1.0, 1.0), n_resamples=n_resamples, seed=seed)
    sums = kept.groupby(keys, as_index=False).agg(
        n_article_parts=("score", "size"),
        n_article_scored=("score", "count"),
        n_article_words=("n_words", "sum"),
        covered=("n_covered", "sum"),
        n_seen=("article_id", "nunique"),
        why=("status", lambda said: in_cell(sorted(set(said) - {SCORED}))),
    )
    found = with_example(sums.merge(found, on=keys, how="left"), scored, keys, "score")
    found["n_articles"] = found["n_articles"].fillna(0)
    found["n_families"] = found["n_families"].fillna(0)
    found["is_few_articles"], found["is_few_families"] = found["n_articles"] < MIN_N, found["n_families"] < MIN_N
    for name, empty in (("article_interval", "none"), ("family_interval", "none")):
        found[name] = found[name].astype("object").fillna(empty)
    for name in ("article_ids", "article_values"):
        found[name] = found[name].astype("object").fillna("")
    found["article_covered_share"] = (found["covered"] / found["n_article_words"]).where(found["n_article_scored"] > 0)
    found["n_articles_unscored"] = found["n_seen"] - found["n_articles"]
    found["articles_unscored"] = found["why"].where(found["n_articles_unscored"] > 0, "")
    return typed(found.sort_values(keys), columns)


def topic_words(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    by: str = "outlet",
    *,
    families: pd.DataFrame | None = None,
    least: float = 0.5,
    n_draws: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Which words of a lexicon are the topic: used by at least half of the groups, and no group stands out.

    Parameters
    ----------
    rows
        From ``tone.words``.
    articles, by, families
        As in ``tone.levels``. Groups are compared within one language.
    least
        The share of groups (0..1) that must use a word.
    n_draws, seed
        Draws of the exact test, and the seed.

    Returns
    -------
    DataFrame
        One row a language and word: ``valence``, ``n_articles`` and ``n_families`` with it, ``n_groups`` of
        ``n_all_groups`` use it. ``p_equal`` tests whether families with the word are spread over the groups as chance
        does it (Pearson's chi-square, multivariate hypergeometric draws), ``q_equal`` is adjusted for all words
        (Benjamini and Hochberg 1995). ``is_topic``: used by at least ``least`` of the groups, and q of 0.05 or more. In
        a small set no difference can be seen, so more words are taken for the topic. Most families first.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> rows = ss.tone.words(story.articles)
    >>> ss.tone.topic_words(rows, story.articles)[["word", "valence", "n_groups", "n_all_groups", "is_topic"]].head(2)
         word  valence  n_groups  n_all_groups  is_topic
    0    fire     -1.4         9             9      True
    1  strike     -0.5         8             9      True
    """
    group = group_of(articles, by)
    unit = family_of(articles["article_id"], families)
    known = pd.DataFrame({"article_id": articles["article_id"], "family_id": unit, "language": articles["language"]})
    known = known[articles["text"].notna() & articles["language"].notna()].drop_duplicates("article_id")
    known = known.assign(group=known["article_id"].map(group), language=known["language"].map(base_code))
    used = rows[rows["article_id"].isin(known["article_id"])]
    used = used[["article_id", "word", "valence"]].drop_duplicates(["article_id", "word"])
    used = used.merge(known, on="article_id").sort_values(["language", "word", "article_id"])
    random = np.random.default_rng(seed)
    found = []
    for language, mine in used.groupby("language", sort=True):
        units = known[known["language"] == language].drop_duplicates(["family_id", "group"])
        sizes = units.groupby("group").size()
        for word, those in mine.groupby("word", sort=True):
            once = those.drop_duplicates(["family_id", "group"])
            hits = once.groupby("group").size().reindex(sizes.index, fill_value=0)
            n_groups = int((hits > 0).sum())
            p = _equal(hits.to_numpy(), sizes.to_numpy(), n_draws, random) if n_groups >= least * len(sizes) else np.nan
            row = (language, word, those["valence"].iloc[0], those["article_id"].nunique(), once["family_id"].nunique())
            found.append((*row, n_groups, len(sizes), p))
    columns = [name for name in TOPIC if name not in ("q_equal", "is_topic")]
    table = pd.DataFrame(found, columns=columns)
    table["q_equal"] = false_discovery(table["p_equal"].astype("float64"))
    table["is_topic"] = table["q_equal"] >= 0.05
    order = ["language", "n_families", "n_groups", "word"]
    return typed(table.sort_values(order, ascending=[True, False, False, True]), TOPIC)


def _equal(hits: np.ndarray, sizes: np.ndarray, n_draws: int, random: np.random.Generator) -> float:
    """p of a chi-square test of equal shares, by draws in which chance alone spreads the hits."""
    total, n = int(hits.sum()), int(sizes.sum())
    if total in (0, n) or len(sizes) < 2:
        return 1.0
    expected = sizes * total / n
    spread = sizes * (total / n) * (1 - total / n)
    seen = float(((hits - expected) ** 2 / spread).sum())
    drawn = random.multivariate_hypergeometric(sizes, total, size=n_draws, method="marginals")
    chance = ((drawn - expected) ** 2 / spread).sum(axis=1)
    return float((1 + (chance >= seen - 1e-9).sum()) / (n_draws + 1))


def towards(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    attributions: pd.DataFrame | None = None,
    lexicons: Mapping[str, Lexicon] | None = None,
    without: Iterable[str] = (),
    window: int = WINDOW,
) -> pd.DataFrame:
    """The tone around every mention of an actor, by whose words the mention is in.

    Parameters
    ----------
    articles, attributions, lexicons, without
        As in ``tone.sentences``.
    codebook
        Its actors, with names and labels by language.
    window
        Words before and after the mention, within its sentence, that count. A value weighs less the farther it is: the
        weight falls by 15 % with each word.

    Returns
    -------
    DataFrame
        One row a mention: ``actor, sentence, begin, end, reads, voice``; ``window_begin, window_end`` (character
        offsets), ``n_words`` in it beside the mention, ``n_covered``, ``covered_share``, ``score`` (-1..1; missing if
        no word is covered), ``n_negated, n_hedges`` in it, ``words`` that count with their weighted values, ``status``.
        The words of the mention itself do not count: they are labels (``ss.labels``), not tone. A score says what
        stands near a name; it cannot tell who does what to whom (see ``tone.train``).

    Examples
    --------
    >>> found = ss.tone.towards(story.articles.query("outlet == 'The Daily Gull'"), story.codebook)
    >>> found.dropna(subset=["score"])[["actor", "reads", "voice", "words"]].head(2)
         actor    reads voice         words
    0  company  Torvane   own  strike -0.31
    1  company   bosses   own  strike -0.36
    """
    if window < 1:
        raise SamestoryError(f"window={window}: expected 1 word or more")
    left_out = frozenset(fold(word) for word in without)
    mentions = actor_mentions(articles, codebook)
    by_article = {key: list(those.itertuples()) for key, those in mentions.groupby("article_id")}
    rows: list[tuple[Any, ...]] = []
    named = articles[articles["article_id"].isin(by_article)]
    for read in read_all(named, _said(named, attributions), lexicons):
        rows += _mention_rows(read, by_article[read.article_id], left_out, window)
    return typed(pd.DataFrame(rows, columns=list(TOWARDS)), TOWARDS)


def _mention_rows(read: Read, mentions: list[Any], left_out: frozenset[str], window: int) -> Iterable[tuple[Any, ...]]:
    from ...text import words as places_of

    starts = [begin for begin, _ in read.spans]
    valued = [one for one in read.valued() if one[1].word not in left_out]
    for one in mentions:
        number = max(int(np.searchsorted(starts, one.begin, side="right")) - 1, 0)
        begin, end = read.spans[number]
        places = [(a + begin, b + begin) for a, b in places_of(read.text[begin:end])]
        before = [place for place in places if place[1] <= one.begin][-window:]
        after = [place for place in places if place[0] >= one.end][:window]
        near = {a: far for far, (a, _) in enumerate(reversed(before))} | {a: far for far, (a, _) in enumerate(after)}
        counted = [
            (value.word, value.contribution * FALL ** near[a], value.change)
            for _, value in (pair for pair in valued if pair[0] == number)
            for a in (next((a for a, b in (*before, *after) if a <= value.begin < b), None),)
            if a is not None
        ]
        n, known = len(near), len(counted)
        first = min((a for a, _ in (*before, *after)), default=one.begin)
        last = max((b for _, b in (*before, *after)), default=one.end)
        status = f"no lexicon for {read.language}" if read.lexicon is None else SCORED if known else NOT_KNOWN
        n_hedges = sum(marker.kind == "hedge" and first <= marker.begin < last for marker in read.markers)
        yield (
            *(read.article_id, read.outlet, read.language, one.actor, number, one.begin, one.end, one.reads),
            *(read.voice_at(one.begin), min(first, one.begin), max(last, one.end), n, known),
            known / n if read.lexicon and n else np.nan,
            score_of(sum(left for _, left, _ in counted)) if known else np.nan,
            *(sum(change == "negation" for *_, change in counted), n_hedges),
            ", ".join(f"{word} {left:+.2f}" for word, left, _ in counted),
            status,
        )


def _said(articles: pd.DataFrame, attributions: pd.DataFrame | None) -> pd.DataFrame:
    return code_attributions(articles, engine="rules") if attributions is None else attributions


def contributions(rows: pd.DataFrame, topic: pd.DataFrame) -> pd.DataFrame:
    """What each word adds to the tone of all articles together.

    Parameters
    ----------
    rows
        From ``tone.words``.
    topic
        From ``tone.topic_words``.

    Returns
    -------
    DataFrame
        One row a language and word: ``n`` times in ``n_articles`` articles, its ``valence`` in the lexicon,
        ``contribution`` (sum after negation and degree), ``n_negated``, ``is_topic``, and ``article_id, begin, end`` of
        its first place. The largest contribution first.

    Examples
    --------
    >>> rows = ss.tone.words(story.articles)
    >>> found = ss.tone.contributions(rows, ss.tone.topic_words(rows, story.articles))
    >>> found[["word", "n", "contribution", "is_topic"]].head(2)
         word   n  contribution  is_topic
    0  ...
    """
    ordered = rows.sort_values(["article_id", "begin"]).assign(negated=lambda those: those["change"] == "negation")
    found = ordered.groupby(["language", "word"], as_index=False).agg(
        n=("word", "size"),
        n_articles=("article_id", "nunique"),
        valence=("valence", "first"),
        contribution=("contribution", "sum"),
        n_negated=("negated", "sum"),
        article_id=("article_id", "first"),
        begin=("begin", "first"),
        end=("end", "first"),
    )
    found = found.merge(topic[["language", "word", "is_topic"]], on=["language", "word"], how="left")
    found["is_topic"] = found["is_topic"].astype("boolean").fillna(value=False)
    found["contribution"] = found["contribution"].round(6)
    found = found.sort_values("contribution", key=lambda c: -c.abs(), kind="stable")
    return typed(found, CONTRIBUTIONS)
