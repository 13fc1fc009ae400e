"""Which words move a score between two groups: word shifts, whose parts add up to the difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...errors import SamestoryError, TableError, listed, suggestion
from ...languages import base_code
from ...schema import given_articles
from ...statistics import family_of
from .counting import Read
from .keyness import WORDS

__all__ = ["word_shift"]

MEASURES = ("divergence", "entropy")
KINDS = ("high word, used more", "high word, used less", "low word, used more", "low word, used less", "score")
SIDES = ("more in b", "more in a")  # of a divergence, to which every word adds
COLUMNS = {
    "word": "str",
    **dict.fromkeys(["n_a", "n_b", "share_a", "share_b", "score_a", "score_b"], "float64"),
    **dict.fromkeys(["frequency_part", "score_part", "contribution"], "float64"),
    "kind": "str",
}


def word_shift(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    scores: Mapping[str, float] | str = "divergence",
    reference: float | None = None,
    families: pd.DataFrame | None = None,
    words: str = "lemmas",
) -> pd.DataFrame:
    """Which words make the average score of articles ``b`` differ from that of articles ``a``.

    Parameters
    ----------
    a, b
        Two tables of articles, all in one language. Rows without a text are left out.
    scores
        A score for each word, such as a lexicon; words without one are left out of both sides. Or ``divergence``: how
        far the words of the two differ (Jensen-Shannon, in bits, 0..1). Or ``entropy``: how varied the words are
        (Shannon, in bits).
    reference
        The score that divides high words from low ones; default: the average of ``a``. For ``divergence`` 0.
    families
        The ``families`` table of one coder: copies of a text on a side then count as one.
    words
        ``lemmas`` or ``forms``; the words of ``scores`` are then brought to lemmas too, several of one lemma to their
        mean.

    Returns
    -------
    DataFrame
        One row a word, largest contribution first, whatever its sign: ``n_a, n_b`` uses, ``share_a, share_b`` (0..1) of
        the scored words of each side, ``score_a, score_b``; ``contribution`` is ``frequency_part`` (the word is used
        more or less) plus ``score_part`` (its score differs between the sides). The contributions add up to
        ``attrs["difference"]``, the average of ``b`` minus that of ``a`` (for divergence: from no difference). ``kind``
        names the larger part: a high or low word used more or less, or ``score``; for divergence the side that uses the
        word more. ``attrs``: ``mean_a, mean_b,
        reference``, and ``n_scored_a`` of ``n_words_a``, likewise for b.

    Raises
    ------
    SamestoryError
        An option that is not known.
    TableError
        A column is missing, an article is on both sides, the languages differ, or a side has no scored word.

    Notes
    -----
    The generalised word shift of Gallagher et al. (2021), doi 10.1140/epjds/s13688-021-00260-3. No interval: it takes
    a difference apart and does not test it.

    Examples
    --------
    >>> english = story.articles.query("language == 'en'")
    >>> gull, rest = english.query("outlet == 'The Daily Gull'"), english.query("outlet != 'The Daily Gull'")
    >>> shift = ss.wording.word_shift(rest, gull, scores={"wrecker": -1, "striker": 0, "docker": 0, "breadwinner": 1})
    >>> shift[["word", "contribution", "kind"]]
              word  contribution                  kind
    0      wrecker     -0.529412   low word, used more
    1  breadwinner     -0.055363  high word, used less
    2       docker      0.038062   low word, used less
    3      striker     -0.012111   low word, used more
    """
    if words not in WORDS:
        raise SamestoryError(f"words: {words!r} is not known.{suggestion(words, WORDS)} Allowed: {listed(WORDS)}")
    if isinstance(scores, str) and scores not in MEASURES:
        raise SamestoryError(
            f"scores: {scores!r} is not known.{suggestion(scores, MEASURES)} Give {listed(MEASURES)}, or a score for"
            " each word"
        )
    rows = _sides(a, b)
    read = Read(rows, None, lemmas=words == "lemmas")
    terms = next(iter(read.terms(1)))
    n = _counts(terms.counts(), rows, families)
    all_words = n.sum(axis=1)
    chosen, score = _scored(scores, terms.names, n, read)
    n, names = n[:, chosen], terms.names[chosen]
    total = n.sum(axis=1)
    if len(names) == 0 or not (total > 0).all():
        raise TableError("a side has no word with a score; give scores of words in the language of the articles")
    share = n / total[:, None]
    score = score if score is not None else _own_scores(str(scores), share)
    mean = np.where(share > 0, share * score, 0).sum(axis=1)
    middle = _reference(reference, scores, float(mean[0]))
    frequency = (share[1] - share[0]) * ((score[0] + score[1]) / 2 - middle)
    of_score = (share[0] + share[1]) / 2 * (score[1] - score[0])
    values = (names, *n, *share, *score, frequency, of_score, frequency + of_score)
    table = pd.DataFrame(dict(zip(COLUMNS, values, strict=False)))
    high, more = (score[0] + score[1]) / 2 >= middle, share[1] >= share[0]
    of_frequency = np.select([high & more, high, more], KINDS[:3], KINDS[3])
    table["kind"] = np.where(np.abs(of_score) > np.abs(frequency), KINDS[4], of_frequency)
    if isinstance(scores, str) and scores == "divergence":
        table["kind"] = np.where(more, *SIDES)
    table["_size"] = -table["contribution"].abs()
    table = table.sort_values(["_size", "word"], ignore_index=True)[list(COLUMNS)].astype(COLUMNS)
    table.attrs.update(
        {
            **{"difference": float(mean[1] - mean[0]), "mean_a": float(mean[0]), "mean_b": float(mean[1])},
            "reference": middle,
            **{"n_scored_a": float(total[0]), "n_scored_b": float(total[1])},
            **{"n_words_a": float(all_words[0]), "n_words_b": float(all_words[1])},
        }
    )
    return table


def _sides(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """The articles of both sides with a text, in order, and the number of their side."""
    found = []
    for number, (owner, articles) in enumerate((("a", a), ("b", b))):
        rows = given_articles(articles, ["article_id", "language", "text"], owner=owner)
        has_text = rows["text"].map(lambda text: isinstance(text, str) and bool(text.strip())).astype(bool)
        if not has_text.any():
            raise TableError(f"{owner}: no article has a text")
        found.append(rows[has_text].assign(_side=number))
    rows = pd.concat(found, ignore_index=True).sort_values("article_id", ignore_index=True)
    if (both := rows.loc[rows["article_id"].duplicated(), "article_id"]).size:
        raise TableError(f"an article is in a and in b: {listed(both)}")
    spoken = sorted(set(rows["language"].map(base_code, na_action="ignore").fillna("not known")))
    if len(spoken) > 1:
        raise TableError(f"a and b have articles in several languages: {listed(spoken)}; give those of one language")
    return rows


def _counts(counts: Any, rows: pd.DataFrame, families: pd.DataFrame | None) -> np.ndarray:
    """Uses of each word on each side; copies of a text on a side count as one if families are given."""
    weight = pd.Series(1.0, index=rows.index)
    if families is not None:
        keys = [rows["_side"], family_of(rows["article_id"], families)]
        distinct = ~rows.assign(_family=keys[1]).duplicated(["_side", "_family", "text"])
        n = distinct.groupby(keys).transform("sum")
        weight = (distinct / n).astype("float64")
    votes = np.zeros((2, len(rows)))
    votes[rows["_side"], np.arange(len(rows))] = weight
    return np.asarray(votes @ counts)


def _scored(
    scores: Mapping[str, float] | str, names: np.ndarray, n: np.ndarray, read: Read
) -> tuple[np.ndarray, np.ndarray | None]:
    """Which words have a score, and the scores of both sides; None if they follow from the shares."""
    used = n.sum(axis=0) > 0
    if isinstance(scores, str):
        return np.flatnonzero(used), None
    given = pd.Series(scores, dtype="float64").dropna()
    known = given.groupby([read.word_of(str(word)) for word in given.index]).mean()
    chosen = np.flatnonzero(used & pd.Series(names).isin(known.index).to_numpy())
    found = known.reindex(names[chosen]).to_numpy(dtype=float)
    return chosen, np.vstack([found, found])


def _own_scores(how: str, share: np.ndarray) -> np.ndarray:
    """Scores that follow from the shares; 0 for a word that a side does not use: its part is 0."""
    of = share if how == "entropy" else share / share.mean(axis=0)
    with np.errstate(divide="ignore"):
        logs = np.where(share > 0, np.log2(of, where=of > 0, out=np.zeros_like(of)), 0)
    return (0 - logs) if how == "entropy" else np.vstack([0 - logs[0], logs[1]]) / 2


def _reference(given: float | None, scores: Mapping[str, float] | str, mean: float) -> float:
    if given is not None:
        return float(given)
    return 0.0 if scores == "divergence" else mean
