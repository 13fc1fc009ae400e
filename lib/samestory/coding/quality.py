"""Precision and recall: of what a coding found, how much is right; of what there was, how much it found.

For tables that have a row only for what was found (claims without those that are absent, numbers, labels, sentences).
One of the two codings is taken for the truth; ``questions.agreement`` has measures that do not decide which is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..errors import TableError, listed
from ..schema import CARRIED, MENTIONED, require_columns
from ..statistics import family_of, share_interval, spread
from ..text import sentences

__all__ = ["attributed_sentences", "coding_quality", "precision_recall"]

COUNTS = ("n_truth", "n_coded", "n_right")
SHARES = ("precision", "recall", "f1")
COLUMNS = [
    *("group", "n_articles", *COUNTS),
    *(f"{name}_{part}" for name in SHARES for part in ("share", "low", "high")),
]
DTYPES = {name: "str" if name == "group" else "int64" if name.startswith("n_") else "float64" for name in COLUMNS}
# What of a coding is compared: the table it stands in, and the columns that must be equal for a row to be right.
KINDS = {
    "attributed sentences": ("attributions", ["article_id", "begin", "end"]),
    "claim states": ("claims", ["article_id", "claim_id", "status"]),
    "numbers": ("numbers", ["article_id", "quantity", "low", "high"]),
    "labels": ("labels", ["article_id", "actor", "label", "voice"]),
}


def coding_quality(
    articles: pd.DataFrame,
    truth: Mapping[str, pd.DataFrame],
    coded: Mapping[str, pd.DataFrame],
    *,
    groups: pd.Series | None = None,
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Precision and recall of a whole coding: of its attributed sentences, claims, numbers and labels.

    Parameters
    ----------
    articles
        With ``article_id, language, text``; those without a text are left out.
    truth, coded
        The tables of two codings by name, each of one coder: ``attributions, claims, numbers, labels``. Only tables
        that both have are compared. A claim that is absent or not visible does not count as a row. A claim that is
        ``mentioned`` in the truth is left out. One that is ``mentioned`` in the coding is neither right nor wrong, but
        counts as not found.
    groups, families, n_resamples, seed
        As for :func:`precision_recall`; without ``groups`` all articles with a text are one group ``all``.

    Returns
    -------
    DataFrame
        ``what`` (attributed sentences, claim states, numbers, labels), the columns of :func:`precision_recall`, and
        ``n_mentioned``: how often the coding found a claim and could not tell how it is put.
        Sentences are compared only in articles that have attributions in the truth: in the others it is not known
        whether nothing is attributed or nobody coded it. Whole sentences are compared; for spans see
        ``agreement.span_agreement``.

    Raises
    ------
    TableError
        A missing column.

    Examples
    --------
    >>> truth = {"labels": story.table("labels"), "numbers": story.table("numbers")}
    >>> coded = truth | {"numbers": truth["numbers"].head(100)}
    >>> quality = ss.agreement.coding_quality(story.articles, truth, coded, n_resamples=20)
    >>> quality[["what", "n_truth", "n_coded", "n_right", "recall_share"]]
          what  n_truth  n_coded  n_right  recall_share
    0  numbers      125      100      100           0.8
    1   labels      103      103      103           1.0
    """
    require_columns(["article_id", "language", "text"], articles.columns, "articles")
    articles = articles[articles["text"].notna()]
    if groups is None:
        groups = pd.Series("all", index=pd.Index(articles["article_id"], dtype="str"), dtype="str")
    groups = groups[groups.index.isin(articles["article_id"])]
    empty = pd.DataFrame(columns=COLUMNS).astype(DTYPES)
    parts = [empty.assign(what=pd.Series(dtype="str"), n_mentioned=pd.Series(dtype="int64"))]
    for what, (name, on) in KINDS.items():
        if name not in truth or name not in coded:
            continue
        scope, one, two, unsure = groups, truth[name], coded[name], coded[name][:0]
        if name == "attributions":
            scope = groups[groups.index.isin(one["article_id"])]
            complete = articles[articles["article_id"].isin(scope.index)]
            one, two = (attributed_sentences(complete, table) for table in (one, two))
        elif name == "claims":
            for which, table in (("truth", one), ("coded", two)):
                require_columns(on, table.columns, f"{which}, claims")
            one, two, unsure = _judged_claims(one, two)
        rows = precision_recall(one, two, on, groups=scope, families=families, n_resamples=n_resamples, seed=seed)
        said = unsure["article_id"].map(scope).value_counts().reindex(rows["group"]).fillna(0).astype("int64")
        parts.append(rows.assign(what=pd.Series(what, index=rows.index, dtype="str"), n_mentioned=said.to_numpy()))
    return pd.concat(parts, ignore_index=True)[["what", *COLUMNS, "n_mentioned"]]


def _judged_claims(truth: pd.DataFrame, coded: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The claims carried in two codings, without those the truth only mentions; and those the coding only mentions."""
    unit = ["article_id", "claim_id"]
    unknown = pd.MultiIndex.from_frame(truth.loc[truth["status"] == MENTIONED, unit])
    coded = coded[~pd.MultiIndex.from_frame(coded[unit]).isin(unknown)]
    return (
        truth[truth["status"].isin(CARRIED)],
        coded[coded["status"].isin(CARRIED)],
        coded[coded["status"] == MENTIONED],
    )


def precision_recall(
    truth: pd.DataFrame,
    coded: pd.DataFrame,
    on: Sequence[str],
    *,
    groups: pd.Series | None = None,
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How many rows of a coding are in the truth, and how many rows of the truth it has.

    Parameters
    ----------
    truth, coded
        The same coded table twice, each of one coder, with rows for what was found only.
    on
        The columns that must be equal for a row to be right, ``article_id`` among them. An empty cell is a value. A row
        that occurs twice must be found twice.
    groups
        Names of groups, with ``article_id`` as index. Articles that are not in it are left out; articles in it without
        a row in either table still count as articles. None: all articles that have rows, as one group ``all``.
    families
        Copies of one text have the same errors: with a ``families`` table they are drawn together, and intervals widen.
    n_resamples, seed
        Draws for the intervals (95 %), of whole articles or families, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a group, by name. ``precision_share`` (0..1) is ``n_right`` of ``n_coded``, ``recall_share`` is
        ``n_right`` of ``n_truth``, ``f1_share`` their harmonic mean; empty if there is nothing to divide by.
        Intervals of precision and recall are those of `statistics.share_interval` over articles or families; that of F1
        comes from draws, and is empty below two articles or if all draws give one value.

    Raises
    ------
    TableError
        A missing column, or ``article_id`` not in ``on``.

    Examples
    --------
    >>> truth = story.table("labels")
    >>> found = ss.agreement.precision_recall(truth, truth.head(50), ["article_id", "label"], n_resamples=20)
    >>> found[["n_truth", "n_coded", "n_right", "precision_share"]]
       n_truth  n_coded  n_right  precision_share
    0      103       50       50              1.0
    """
    if "article_id" not in on:
        raise TableError(f"on is {listed(on)}; article_id must be in it: rows are right within one article only")
    for which, table in (("truth", truth), ("coded", coded)):
        require_columns(list(on), table.columns, which)
    if groups is None:
        ids = sorted({*truth["article_id"], *coded["article_id"]})
        groups = pd.Series("all", index=pd.Index(ids, dtype="str"), dtype="str")
    wanted, found = _by_article(truth, on), _by_article(coded, on)
    rows = []
    for name, part in groups.groupby(groups):
        articles = pd.Series(sorted(part.index.astype(str)), dtype="str")
        counts = np.array([_counts(wanted.get(key), found.get(key)) for key in articles], dtype="int64").reshape(-1, 3)
        blocks = pd.DataFrame(counts).groupby(family_of(articles, families).to_numpy()).sum().to_numpy()
        total = counts.sum(axis=0)
        row = {"group": str(name), "n_articles": len(articles), **dict(zip(COUNTS, total, strict=True))}
        intervals = _intervals(blocks, n_resamples, seed)
        for one, share, (low, high) in zip(SHARES, _shares(total[None, :])[0], intervals, strict=True):
            row |= {f"{one}_share": share, f"{one}_low": low, f"{one}_high": high}
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS).astype(DTYPES)


def attributed_sentences(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """The sentences in which something is attributed to a source, whatever the exact span.

    Parameters
    ----------
    articles
        With ``article_id, language, text``.
    attributions
        With ``article_id, begin, end`` of the contents. Rows of other articles are left out.

    Returns
    -------
    DataFrame
        ``article_id, begin, end``: every sentence that shares at least one character with a content, once, in order;
        half-open character offsets.

    Raises
    ------
    TableError
        A missing column.

    Examples
    --------
    >>> sentences = ss.agreement.attributed_sentences(story.articles, story.table("attributions"))
    >>> len(story.table("attributions")), len(sentences)
    (121, 104)
    """
    require_columns(["article_id", "language", "text"], articles.columns, "articles")
    require_columns(["article_id", "begin", "end"], attributions.columns, "attributions")
    spans = {
        key: list(zip(part["begin"], part["end"], strict=True)) for key, part in attributions.groupby("article_id")
    }
    rows = []
    for row in articles.reset_index(drop=True).sort_values("article_id", kind="stable").itertuples():
        if row.article_id not in spans or not isinstance(row.text, str):
            continue
        starts, ends = np.array(spans[row.article_id], dtype="int64").T
        language = row.language if isinstance(row.language, str) else "any"
        for begin, end in sentences(row.text, language):
            if ((starts < end) & (begin < ends)).any():
                rows.append((row.article_id, begin, end))
    columns = {"article_id": "str", "begin": "int64", "end": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _by_article(table: pd.DataFrame, on: Sequence[str]) -> dict[str, Counter]:
    cells = table[list(on)].astype("object").where(table[list(on)].notna(), None)
    rows: dict[str, Counter] = {}
    for article_id, row in zip(table["article_id"], cells.itertuples(index=False, name=None), strict=True):
        rows.setdefault(str(article_id), Counter())[row] += 1
    return rows


def _counts(wanted: Counter | None, found: Counter | None) -> tuple[int, int, int]:
    wanted, found = wanted or Counter(), found or Counter()
    return wanted.total(), found.total(), (wanted & found).total()


def _shares(counts: np.ndarray) -> np.ndarray:
    """Precision, recall and F1 of each row of (truth, coded, right); nan where there is nothing to divide by."""
    truth, coded, right = (counts[:, n].astype("float64") for n in range(3))
    nothing = np.full_like(right, np.nan)
    return np.column_stack(
        [
            np.divide(right, coded, out=nothing.copy(), where=coded > 0),
            np.divide(right, truth, out=nothing.copy(), where=truth > 0),
            np.divide(2 * right, truth + coded, out=nothing.copy(), where=truth + coded > 0),
        ]
    )


def _intervals(blocks: np.ndarray, n_resamples: int, seed: int) -> list[tuple[float, float]]:
    """An interval for each share, from draws of whole blocks (articles or families); rows are (truth, coded, right)."""
    n = len(blocks)
    if not n:
        return [(float("nan"), float("nan"))] * len(SHARES)
    drawn = _shares(np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=n_resamples) @ blocks)
    precision, recall, f1 = _shares(blocks.sum(axis=0)[None, :])[0]
    # A block without a row to divide by is no evidence for that share.
    n_coded, n_truth = int((blocks[:, 1] > 0).sum()), int((blocks[:, 0] > 0).sum())
    return [
        share_interval(float(precision), n_coded, lambda: drawn[:, 0])[:2],
        share_interval(float(recall), n_truth, lambda: drawn[:, 1])[:2],
        spread(drawn[:, 2]) if n >= 2 and not np.isnan(f1) else (float("nan"), float("nan")),
    ]
