"""Topics of many articles: found in some, checked in others, and counted by outlet.

Topics are a division, not a discovery: another number of topics gives other ones. So each has two numbers beside it.
*Stability* says how far the same articles come together if the search starts elsewhere (the mean Jaccard index with the
most alike topic of each other start: Hennig 2007, doi 10.1016/j.csda.2006.11.025; below 0.5 a topic is dissolved, from
0.75 on it is stable). *Coherence* says whether its words also occur together in articles that were kept out of the
search (the mean normalised pointwise mutual information of pairs of words: Bouma 2009; Röder, Both and Hinneburg 2015,
doi 10.1145/2684822.2685324).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from ...engine.meaning.sentences import SentenceVectors, sentence_vectors
from ...errors import TableError
from ...schema import given_articles, require_columns
from ...statistics import MIN_N, false_discovery, family_of, family_votes, vote_interval, wilson
from ...text import fold
from ...text.words import is_unspaced

__all__ = ["TopicMap", "topic_map", "topic_shares"]

LEAST = 100  # articles that are not copies, from which topics are looked for
A_TOPIC = 10  # and at least so many a topic
SEEDS = 5  # starts of the search
HELD_OUT = 5  # one of so many articles is kept out of the search
MOST_LEARNT = 5_000  # articles that are searched, drawn if there are more; all get a topic
WORDS = 10  # words that name a topic
WORD = r"[^\W\d_]{3,}"
FEWEST, COMMON, MOST_WORDS = 5, 0.4, 10_000  # a word is in so many articles at least, in this share at most
STABLE = 0.75
DRAWS = 200  # groups of words drawn for the coherence by chance
TOPICS = [
    *("topic_id", "model", "words", "n_articles", "n_families", "n_outlets", "stability", "is_stable"),
    *("coherence", "coherence_chance", "n_held_out", "article_id"),
]
ARTICLES = ["article_id", "model", "topic_id", "weight", "is_held_out", "reason"]
REFUSED = ["model", "n_articles", "n_families", "n_needed", "reason"]
SHARES = [
    *("group", "model", "topic_id", "n_with", "n_articles", "article_share", "article_low", "article_high", "is_few"),
    *("family_votes", "n_families", "family_share", "family_low", "family_high", "interval", "is_few_families"),
    *("p_value", "p_adjusted", "article_id"),
]


@dataclass(frozen=True, repr=False, eq=False)
class TopicMap:
    """The topics of a set of articles.

    Attributes
    ----------
    topics
        One row a topic, largest first in each model: ``topic_id``; ``model``, the language whose articles it is from
        (``all`` by meaning); ``words``, those that set it apart most; ``n_articles``, ``n_families`` and ``n_outlets``
        whose main topic it is; ``stability`` (0..1) over the starts, ``is_stable`` from 0.75 on; ``coherence`` (-1..1)
        in the ``n_held_out`` articles kept out, empty if too few have its words; ``coherence_chance``, the same for
        words drawn from all topics; ``article_id``, the article that belongs to it most.
    articles
        One row an article: its main ``topic_id`` and the ``weight`` of this (0..1), whether it was kept out of the
        search, and the ``reason`` if it has no topic.
    refused
        Models that were not made: too few articles, or words that cannot be told apart. ``reason`` says it in words.
    """

    topics: pd.DataFrame
    articles: pd.DataFrame
    refused: pd.DataFrame


@dataclass(frozen=True, eq=False)
class _Fit:
    """Topics of the articles of a model, as numbers: of the training articles at each start, of all at the best."""

    starts: list[np.ndarray]
    best: int
    topic: np.ndarray
    weight: np.ndarray


def topic_map(
    articles: pd.DataFrame,
    *,
    by: str = "words",
    n_topics: int = 10,
    families: pd.DataFrame | None = None,
    vectors: SentenceVectors | None = None,
    seed: int = 0,
) -> TopicMap:
    """Divide many articles into topics, by words within each language or by meaning across languages.

    Copies are one article: a topic is found and checked with the first article of each family, and then all get one.

    Parameters
    ----------
    articles
        With ``article_id, language, text``; ``outlet`` is counted if it is there.
    by
        ``words``: non-negative matrix factorisation of word frequencies (tf-idf), each language apart, as words of two
        languages never meet. ``meaning``: clusters (k-means) of the mean sentence vector of each article, all languages
        together.
    n_topics
        How many topics a model has: more of them are narrower, and less stable. 2 or more.
    families
        The ``families`` table: one article a family; None: every article counts.
    vectors
        Sentences of these articles, from ``sentence_vectors``; default: they are made, if ``by`` is ``meaning``.
    seed
        The same seed gives the same topics.

    Returns
    -------
    TopicMap
        A model needs 100 articles that are not copies, and 10 a topic; with fewer it is in ``refused``.

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, or an option is out of range.

    Examples
    --------
    >>> found = ss.wording.topic_map(story.articles)
    >>> found.refused.loc[0, ["model", "reason"]].tolist()
    ['en', 'too few articles: 19, needs 100']
    """
    if by not in ("words", "meaning"):
        raise TableError(f"by is {by!r}; give 'words' or 'meaning'")
    if not isinstance(n_topics, int) or isinstance(n_topics, bool) or n_topics < 2:
        raise TableError(f"n_topics is {n_topics!r}; give a whole number from 2 on")
    table = given_articles(articles, ["article_id", "language", "text"]).sort_values("article_id", ignore_index=True)
    table["family_id"] = family_of(table["article_id"], families).astype("str")
    has_text = table["text"].map(lambda text: isinstance(text, str) and bool(text.strip()))
    language = table["language"].astype("object").where(table["language"].notna(), "unknown").astype("str")
    table["model"] = "all" if by == "meaning" else language
    table["language"] = language
    made = (sentence_vectors(table) if vectors is None else vectors) if by == "meaning" and has_text.any() else None
    means = _article_vectors(table, made)
    reason = pd.Series("", index=table.index).mask(~has_text, "no text")
    if by == "meaning":
        reason = reason.mask(has_text & ~table["article_id"].isin(list(means)), "its language cannot be read")
    found: list[pd.DataFrame] = []
    placed: list[pd.DataFrame] = []
    refused: list[dict[str, object]] = []
    for model, rows in table[reason == ""].groupby("model", sort=True):
        units = ~rows["family_id"].duplicated()
        needed, n = max(LEAST, A_TOPIC * n_topics), int(units.sum())
        why = ""
        if n < needed:
            few = "articles" if n == len(rows) or len(rows) < needed else "articles that are not copies"
            why = f"too few {few}: {len(rows) if few == 'articles' else n}, needs {needed}"
        elif by == "words" and rows["text"].map(is_unspaced).mean() > 0.5:
            why = "its script puts no spaces between words; divide by meaning"
        if why:
            refused.append(
                {"model": model, "n_articles": len(rows), "n_families": n, "n_needed": needed, "reason": why}
            )
            reason.loc[rows.index] = why
            continue
        topics, own = _model(str(model), rows, units.to_numpy(), means, n_topics, seed)
        found.append(topics)
        placed.append(own)
    rest = table.loc[reason != "", ["article_id", "model"]].assign(
        topic_id=None, weight=np.nan, is_held_out=False, reason=reason[reason != ""]
    )
    counts = dict.fromkeys(["n_articles", "n_families"], "int64")
    return TopicMap(
        topics=_table(found, TOPICS).astype(
            dict.fromkeys(["topic_id", "model", "words", "article_id"], "str")
            | {**counts, "n_outlets": "int64", "n_held_out": "int64", "is_stable": "bool"}
            | dict.fromkeys(["stability", "coherence", "coherence_chance"], "float64")
        ),
        articles=_table([*placed, rest], ARTICLES)
        .astype(dict.fromkeys(["article_id", "model", "topic_id", "reason"], "str") | {"is_held_out": "bool"})
        .astype({"weight": "float64"})
        .sort_values("article_id", ignore_index=True),
        refused=pd.DataFrame(refused, columns=REFUSED)
        .astype({"model": "str", "reason": "str", "n_needed": "int64", **counts})
        .sort_values(["n_articles", "model"], ascending=[False, True], ignore_index=True),
    )


def _table(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    there = [part for part in parts if len(part)]
    return pd.concat(there, ignore_index=True)[columns] if there else pd.DataFrame(columns=columns)


def _article_vectors(table: pd.DataFrame, made: SentenceVectors | None) -> dict[str, np.ndarray]:
    """The mean direction of the sentences of each article, one vote a sentence."""
    if made is None or not len(made.table):
        return {}
    where = made.table.groupby("article_id").indices
    return {
        key: mean / norm
        for key in table["article_id"]
        if key in where
        and (norm := float(np.linalg.norm(mean := made.vectors[where[key]].astype(np.float32).mean(axis=0)))) > 0
    }


def _model(
    model: str, rows: pd.DataFrame, units: np.ndarray, means: dict[str, np.ndarray], n_topics: int, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The topics of the articles of one model, and the articles with theirs."""
    order = np.random.default_rng(seed).permutation(np.flatnonzero(units))
    n_held = len(order) // HELD_OUT
    held, train = np.sort(order[:n_held]), np.sort(order[n_held:][:MOST_LEARNT])
    said = rows["language"].value_counts(sort=True).index[0]
    spoken = np.flatnonzero(rows["language"] == said)  # by meaning, words are those of the most frequent language
    frequencies, names = _frequencies(rows["text"], np.intersect1d(train, spoken))
    if means:
        fit = _clusters(np.stack([means[key] for key in rows["article_id"]]), train, n_topics, seed)
    else:
        fit = _factors(frequencies, train, n_topics, seed)
    stability = _stability(fit)
    top = _top_words(frequencies, fit, np.intersect1d(train, spoken), n_topics)
    kept = frequencies[np.intersect1d(held, spoken)] > 0
    pool = np.unique(np.concatenate(list(top.values()))) if top else np.array([], dtype=int)
    coherence = {topic: _coherence(kept, words) for topic, words in top.items()}
    random = np.random.default_rng([seed, 1])
    drawn = [
        _coherence(kept, random.choice(pool, WORDS, replace=False)) for _ in range(DRAWS if len(pool) > WORDS else 0)
    ]
    chance = float(np.nanmean(drawn)) if np.isfinite(drawn).any() else float("nan")
    outlet = rows["outlet"] if "outlet" in rows else pd.Series(pd.NA, index=rows.index)
    found = []
    for topic in range(n_topics):
        mine = fit.topic == topic
        if not mine.any():
            continue
        found.append(
            {
                "topic": topic,
                "model": model,
                "words": ", ".join(names[i] for i in top.get(topic, [])),
                "n_articles": int(mine.sum()),
                "n_families": rows.loc[mine, "family_id"].nunique(),
                "n_outlets": outlet[mine].nunique(),
                "stability": stability[topic],
                "is_stable": bool(stability[topic] >= STABLE),
                "coherence": coherence.get(topic, float("nan")),
                "coherence_chance": chance,
                "n_held_out": kept.shape[0],
                "article_id": rows["article_id"].to_numpy()[np.where(mine, fit.weight, -np.inf).argmax()],
            }
        )
    topics = pd.DataFrame(found).sort_values(["n_families", "topic"], ascending=[False, True], ignore_index=True)
    topics["topic_id"] = [f"{model}-{i + 1:02d}" for i in range(len(topics))]
    name = topics.set_index("topic")["topic_id"]
    own = pd.DataFrame({"article_id": rows["article_id"].to_numpy(), "model": model, "weight": fit.weight})
    own["topic_id"] = pd.Series(fit.topic).map(name).to_numpy()
    own["is_held_out"] = np.isin(np.arange(len(rows)), held)
    own["reason"] = np.where(fit.topic >= 0, "", "none of its words is among those of the model")
    own["weight"] = own["weight"].where(fit.topic >= 0)
    return topics, own


def _frequencies(texts: pd.Series, train: np.ndarray) -> tuple[Any, np.ndarray]:
    """Weights (tf-idf) of the words of each text in a sparse matrix, and the words: those of the training articles."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter = TfidfVectorizer(
        preprocessor=fold,
        token_pattern=WORD,
        min_df=FEWEST,
        max_df=COMMON,
        max_features=MOST_WORDS,
        sublinear_tf=True,
        dtype=np.float32,
    )
    try:
        counter.fit(texts.iloc[train])
    except ValueError:
        raise TableError(
            f"topics: no word is in {FEWEST} articles or more and in {COMMON:.0%} of them at most; the texts are too"
            " short or too much alike"
        ) from None
    return counter.transform(texts).tocsr(), counter.get_feature_names_out()


def _factors(frequencies: Any, train: np.ndarray, n_topics: int, seed: int) -> _Fit:
    from sklearn.decomposition import NMF

    learnt = frequencies[train]
    starts, errors, models = [], [], []
    for start in range(SEEDS):
        nmf = NMF(n_topics, init="random", random_state=seed * SEEDS + start, tol=1e-3, max_iter=100)
        weights = _scaled(_quietly(nmf.fit_transform, learnt), nmf.components_)
        starts.append(np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1))
        errors.append(nmf.reconstruction_err_)
        models.append(nmf)
    best = int(np.argmin(errors))
    weights = _scaled(_quietly(models[best].transform, frequencies), models[best].components_)
    total = weights.sum(axis=1)
    weight = weights.max(axis=1) / np.where(total > 0, total, 1)
    return _Fit(starts, best, np.where(total > 0, weights.argmax(axis=1), -1), weight)


def _scaled(weights: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Weights that can be compared between topics: each topic's words as a vector of length 1."""
    return weights * np.linalg.norm(words, axis=1)


def _quietly(call: Callable[[Any], np.ndarray], given: Any) -> np.ndarray:
    """Without the warning that the last digits still change: stability says what this does to the topics."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call(given)


def _clusters(vectors: np.ndarray, train: np.ndarray, n_topics: int, seed: int) -> _Fit:
    from sklearn.cluster import KMeans

    models = [KMeans(n_topics, n_init=1, random_state=seed * SEEDS + start) for start in range(SEEDS)]
    starts = [_quietly(model.fit_predict, vectors[train]) for model in models]
    best = int(np.argmin([model.inertia_ for model in models]))
    topic = models[best].predict(vectors)
    centres = models[best].cluster_centers_
    near = (vectors * centres[topic]).sum(axis=1) / np.linalg.norm(centres[topic], axis=1)
    return _Fit(starts, best, topic, np.clip(near, 0, 1))


def _stability(fit: _Fit) -> np.ndarray:
    """For each topic of the best start, the mean Jaccard index with the most alike topic of each other start."""
    best, n = fit.starts[fit.best], 1 + max(int(start.max()) for start in [fit.topic, *fit.starts])
    found = np.zeros((n, 0))
    for i, other in enumerate(fit.starts):
        if i == fit.best:
            continue
        both = np.zeros((n, n))
        there = (best >= 0) & (other >= 0)
        np.add.at(both, (best[there], other[there]), 1)
        sizes = [np.bincount(start[start >= 0], minlength=n) for start in (best, other)]
        union = sizes[0][:, None] + sizes[1][None, :] - both
        found = np.column_stack([found, (both / np.maximum(union, 1)).max(axis=1)])
    return found.mean(axis=1)


def _top_words(frequencies: Any, fit: _Fit, train: np.ndarray, n_topics: int) -> dict[int, np.ndarray]:
    """For each topic the words whose mean weight in its articles is above that in the others most."""
    found = {}
    for topic in range(n_topics):
        mine = fit.topic[train] == topic
        if mine.any():
            inside = np.asarray(frequencies[train[mine]].mean(axis=0)).ravel()
            outside = np.asarray(frequencies[train[~mine]].mean(axis=0)).ravel() if (~mine).any() else 0
            found[topic] = np.argsort(outside - inside, kind="stable")[:WORDS]
    return found


def _coherence(kept: Any, words: np.ndarray) -> float:
    """Mean normalised pointwise mutual information of pairs of words in articles; words in none do not count."""
    seen = kept[:, words].toarray()
    n, share = len(seen), seen.mean(axis=0) if len(seen) else np.zeros(len(words))
    found = []
    for i, j in combinations(np.flatnonzero(share), 2):
        both = (seen[:, i] & seen[:, j]).sum() / n
        if both == 1:
            found.append(1.0)
        else:
            found.append(np.log(both / (share[i] * share[j])) / -np.log(both) if both else -1.0)
    return float(np.mean(found)) if found else float("nan")


def topic_shares(
    found: TopicMap, articles: pd.DataFrame, *, by: str = "outlet", families: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many articles of each outlet have each topic as their main one, and how many families.

    Parameters
    ----------
    found
        From `topic_map`.
    articles
        The articles it was made of.
    by
        A column of ``articles``; articles with an empty cell are left out.
    families
        One vote a family and group, divided if its articles have several topics; None: every article is a family.

    Returns
    -------
    DataFrame
        One row a ``group`` and topic, in order: ``n_with`` of the group's ``n_articles`` that have a topic in this
        model, ``article_share`` (0..1) with Wilson's 95 % interval; ``family_votes`` of ``n_families``,
        ``family_share`` with its interval (``interval`` says how it was made); ``is_few`` and ``is_few_families`` if
        there are fewer than five, which is too few for a rate. ``p_value`` compares the group's families with those of
        all other groups (Fisher's exact test, votes rounded down; empty if few), ``p_adjusted`` is controlled for all
        comparisons of the table (Benjamini and Hochberg 1995). ``article_id``: the group's article that belongs to the
        topic most.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> found = ss.wording.topic_map(story.articles)
    >>> len(ss.wording.topic_shares(found, story.articles, families=story.table("families")))
    0
    """
    require_columns(["article_id", by], articles.columns, "articles")
    placed = found.articles[found.articles["topic_id"].notna()]
    group = articles.drop_duplicates("article_id").set_index("article_id")[by].dropna().astype("str")
    placed = placed.assign(group=placed["article_id"].map(group)).dropna(subset=["group"])
    votes = family_votes(placed, families, "topic_id", by=["model", "group"])
    topics_of = found.topics.groupby("model", sort=False)["topic_id"].agg(list)
    n_all = votes.drop_duplicates(["group", "model", "family_id"]).groupby("model").size()
    votes_all = votes.groupby("topic_id")["weight"].sum()
    cast_by = dict(list(votes.groupby(["group", "model"])))
    rows = []
    for (name, model), mine in placed.groupby(["group", "model"], sort=True):
        cast = cast_by[name, model]
        n, n_families = len(mine), cast["family_id"].nunique()
        few = n_families < MIN_N or n_all[model] - n_families < MIN_N
        most = mine.sort_values(["weight", "article_id"], ascending=[False, True]).groupby("topic_id")["article_id"]
        typical, counts = most.first(), most.size()
        for topic in topics_of[model]:
            n_with, vote = int(counts.get(topic, 0)), cast.loc[cast["topic_id"] == topic, "weight"].to_numpy()
            each = pd.Series(np.concatenate([vote, np.zeros(n_families - len(vote))]))
            low, high = wilson(n_with, n)
            family_low, family_high, how = vote_interval(each)
            other = (votes_all[topic] - vote.sum(), n_all[model] - n_families)
            rows.append(
                {
                    "group": name,
                    "model": model,
                    "topic_id": topic,
                    "n_with": n_with,
                    "n_articles": n,
                    "article_share": n_with / n,
                    "article_low": low,
                    "article_high": high,
                    "is_few": n < MIN_N,
                    "family_votes": vote.sum(),
                    "n_families": n_families,
                    "family_share": each.mean(),
                    "family_low": family_low,
                    "family_high": family_high,
                    "interval": how,
                    "is_few_families": n_families < MIN_N,
                    "p_value": float("nan") if few else _differs(vote.sum(), n_families, *other),
                    "article_id": typical.get(topic),
                }
            )
    table = pd.DataFrame(rows, columns=[name for name in SHARES if name != "p_adjusted"])
    numbers = [name for name in table if name.endswith(("_share", "_low", "_high", "_votes", "_value"))]
    kinds = dict.fromkeys(["group", "model", "topic_id", "interval", "article_id"], "str")
    kinds |= dict.fromkeys(["n_with", "n_articles", "n_families"], "int64") | dict.fromkeys(numbers, "float64")
    table = table.astype(kinds | dict.fromkeys(["is_few", "is_few_families"], "bool"))
    table["p_adjusted"] = false_discovery(table["p_value"])
    return table[SHARES]


def _differs(votes: float, n: int, other_votes: float, n_other: int) -> float:
    from scipy.stats import fisher_exact

    a, b = int(votes + 1e-9), int(other_votes + 1e-9)
    return float(fisher_exact([[a, n - a], [b, n_other - b]]).pvalue)
