"""Share of voice: whose words fill the quotations and reported speech of an outlet, and how many different sources.

Words count, as one long quotation is more room than three short ones; sentences and articles are beside them. What was
said by nobody we could find stays in the denominator. Copies count once: of a copy family each different article has an
equal part of one vote.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from ...engine import outlet_names
from ...errors import TableError, listed, suggestion
from ...schema import require_columns, stated
from ...schema.cells import in_cell
from ...statistics import MIN_N, family_of, mean_interval, share_interval, spread
from .measures import NOBODY, not_read

__all__ = ["diversity", "share_of_voice"]

OF = ("speaker", "source_kind", "named")

VOICES = {
    **dict.fromkeys(["group", "voice", "source_kind"], "str"),
    "is_named": "bool",
    **dict.fromkeys(["n_words", "n_quoted_words", "n_words_all"], "int64"),
    **dict.fromkeys(["word_share", "low", "high"], "float64"),
    "interval": "str",
    **dict.fromkeys(["n_sentences", "n_sentences_all"], "int64"),
    "sentence_share": "float64",
    **dict.fromkeys(["n_articles", "n_articles_all"], "int64"),
    **dict.fromkeys(["family_share", "family_low", "family_high"], "float64"),
    "family_interval": "str",
    **dict.fromkeys(["n_families_all", "n_not_read_articles", "rank"], "int64"),
    "article_ids": "str",
}
DIVERSITY = {
    "group": "str",
    **dict.fromkeys(["n_articles", "n_sources"], "int64"),
    **dict.fromkeys(["mean_article_sources", "mean_article_low", "mean_article_high"], "float64"),
    **dict.fromkeys(["effective_article_sources", "effective_article_low", "effective_article_high"], "float64"),
    "n_families": "int64",
    **dict.fromkeys(["mean_sources", "mean_low", "mean_high"], "float64"),
    **dict.fromkeys(["effective_sources", "effective_low", "effective_high"], "float64"),
    **dict.fromkeys(["unknown_share"], "float64"),
    "n_not_read_articles": "int64",
    "article_ids": "str",
}


def share_of_voice(
    said: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet",
    of: Literal["speaker", "source_kind", "named"] = "speaker",
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Whose words, or the words of what kind of source, each outlet passes on.

    Parameters
    ----------
    said
        From ``quotations.said``.
    articles
        The ``articles`` table it was made from.
    by
        A column of ``articles`` that makes the groups; empty cells count as "not stated".
    of
        What shares are of: each ``speaker``; each ``source_kind``; or ``named`` and unnamed sources.
    families
        A ``families`` table, for shares in which copies count once. None: every article is a family of its own.
    n_resamples, seed
        Draws of the bootstrap over articles and over families, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a group and voice, the largest groups first, by ``rank`` in each: ``n_words`` passed on, of which
        ``n_quoted_words`` inside marks, of ``n_words_all`` passed on by the group; ``word_share`` (0..1) with ``low,
        high`` (95 %, over articles) and how they were made; ``n_sentences`` of ``n_sentences_all``, ``sentence_share``;
        ``n_articles`` that have the voice, of ``n_articles_all`` that pass on anything; ``family_share`` with its
        interval, copies counted once; ``n_families_all``; ``n_not_read_articles`` of the group, in which nothing can be
        found or that were not seen whole; ``article_ids``. ``voice`` is "no speaker found" where none was.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``, or ``of`` is not allowed.

    Examples
    --------
    >>> said = ss.quotations.said(story.articles)
    >>> voices = ss.quotations.share_of_voice(said, story.articles, of="named", n_resamples=50)
    >>> voices[["group", "voice", "n_words", "n_words_all"]].head(1).values.tolist()
    [['The Kelmouth Ledger', 'named', 219, 269]]
    """
    if of not in OF:
        raise TableError(f"of={of!r}.{suggestion(str(of), OF)} Give one of: {listed(OF)}")
    group_of, unread = _groups(articles, by)
    rows = said[said["article_id"].isin(group_of)]
    rows = rows.assign(group=rows["article_id"].map(group_of), voice=_voice(rows, of))
    families_of = dict(zip(rows["article_id"], family_of(rows["article_id"], families), strict=True))
    found: list[dict[str, Any]] = []
    for group, mine in rows.groupby("group"):
        units = _units(mine, "voice")
        by_family = _once(units, families_of)
        total, totals = units.to_numpy().sum(), mine["n_sentences"].sum()
        draws, family_draws = (_draws(table, n_resamples, seed) for table in (units, by_family))
        once = by_family.to_numpy().sum()
        for at, (voice, own) in enumerate(mine.groupby("voice")):
            n, n_once = int(own["n_words"].sum()), float(by_family.iloc[:, at].sum())
            share = n / total
            low, high, how = share_interval(share, len(units), partial(_column, draws, at))
            family_low, family_high, family_how = share_interval(
                n_once / once, len(by_family), partial(_column, family_draws, at)
            )
            ids = sorted(set(own["article_id"]))
            found.append(
                {
                    **{"group": group, "voice": voice, "source_kind": own["source_kind"].mode().iat[0]},
                    **{"is_named": bool(own["is_named"].any()), "n_words": n, "n_words_all": int(total)},
                    "n_quoted_words": int(own.loc[own["is_direct"], "n_words"].sum()),
                    **{"word_share": share, "low": low, "high": high, "interval": how},
                    **{"n_sentences": int(own["n_sentences"].sum()), "n_sentences_all": int(totals)},
                    "sentence_share": own["n_sentences"].sum() / max(totals, 1),
                    **{"n_articles": len(ids), "n_articles_all": len(units), "n_families_all": len(by_family)},
                    **{"family_share": n_once / once, "family_low": family_low, "family_high": family_high},
                    "family_interval": family_how,
                    "n_not_read_articles": unread.get(group, 0),
                    "article_ids": in_cell(ids),
                }
            )
    table = pd.DataFrame(found, columns=[name for name in VOICES if name != "rank"])
    table = table.sort_values(
        ["n_words_all", "group", "n_words", "voice"], ascending=[False, True, False, True], ignore_index=True
    )
    return table.assign(rank=table.groupby("group").cumcount() + 1)[list(VOICES)].astype(VOICES)


def _voice(rows: pd.DataFrame, of: str) -> pd.Series:
    nobody = rows["speaker"].isna()
    if of == "named":
        voices = rows["is_named"].map({True: "named", False: "unnamed"}).astype("object")
    else:
        voices = rows[of].astype("object")
    return voices.mask(nobody, NOBODY)


def _groups(articles: pd.DataFrame, by: str) -> tuple[dict[str, str], dict[str, int]]:
    """The group of each article, and how many articles of each group cannot be read, or not all."""
    require_columns([by], articles.columns, "articles")
    values = stated(outlet_names(articles[by]) if by == "outlet" else articles[by]).astype("str")
    group_of = dict(zip(articles["article_id"].astype("str"), values, strict=True))
    unread = not_read(articles.assign(article_id=articles["article_id"].astype("str")))
    return group_of, unread["article_id"].map(group_of).value_counts().to_dict()


def _units(rows: pd.DataFrame, voice: str) -> pd.DataFrame:
    """Words by article and voice, both in order."""
    ids, at = np.unique(rows["article_id"].to_numpy(dtype=str), return_inverse=True)
    voices, of = np.unique(rows[voice].to_numpy(dtype=str), return_inverse=True)
    words = np.zeros((len(ids), len(voices)), dtype=np.int64)
    np.add.at(words, (at, of), rows["n_words"].to_numpy())
    return pd.DataFrame(words, index=ids, columns=voices)


def _once(units: pd.DataFrame, families_of: dict[str, Any]) -> pd.DataFrame:
    """One row a family: the mean of its different articles."""
    family = pd.Series([families_of[one] for one in units.index], units.index, name="family_id")
    if family.is_unique:
        return units.set_axis(family.astype("str")).astype("float64").sort_index()
    different = units.assign(family_id=family).drop_duplicates().groupby("family_id").mean()
    return different.sort_index().sort_index(axis=1)


def _draws(units: pd.DataFrame, n_resamples: int, seed: int) -> np.ndarray:
    """The share of each column in many draws of rows with replacement."""
    values = units.to_numpy(dtype=float)
    if not len(values):
        return np.zeros((n_resamples, values.shape[1]))
    sums = _weights(len(values), n_resamples, seed) @ values
    return sums / np.maximum(sums.sum(axis=1, keepdims=True), 1e-12)


def _column(draws: np.ndarray, at: int) -> np.ndarray:
    return draws[:, at]


def _weights(n: int, n_resamples: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=n_resamples).astype(float)


def diversity(
    said: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet",
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How many different sources each outlet, or each article, has.

    Parameters
    ----------
    said
        From ``quotations.said``.
    articles
        The ``articles`` table it was made from.
    by
        A column of ``articles``; ``article_id`` gives one row an article.
    families
        A ``families`` table, for numbers in which copies count once. None: every article is a family of its own.
    n_resamples, seed
        Draws of the bootstrap, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a group: ``n_articles`` that can be read; ``n_sources``, different speakers in them;
        ``mean_article_sources``, speakers an article, and ``effective_article_sources`` with 95 % intervals over
        articles; ``mean_sources`` and ``effective_sources`` the same over ``n_families``, copies counted once. An
        interval is empty with fewer than five units, or if draws do not differ.
        ``unknown_share`` (0..1): of the words passed on, those of no speaker
        found; they are in no other number. ``n_not_read_articles``; ``article_ids``.

    Notes
    -----
    The effective number of sources is as many as there would be if all had an equal share of the words: the
    exponential of Shannon's entropy (a Hill number of order 1: Hill 1973, doi 10.2307/1934352). Four sources of which
    one has nearly all words are effectively little more than one. Of few articles it is too low, because rare sources
    were not met; compare groups of like size.

    Examples
    --------
    >>> said = ss.quotations.said(story.articles)
    >>> table = ss.quotations.diversity(said, story.articles, by="language", n_resamples=50)
    >>> table.loc[table["group"] == "en", ["n_articles", "n_sources"]].iloc[0].tolist()
    [19, 31]
    """
    group_of, unread = _groups(articles, by)
    dropped = set(not_read(articles)["article_id"].astype("str"))
    rows = said[said["article_id"].isin(group_of)]
    families_of = dict(
        zip(
            articles["article_id"].astype("str"), family_of(articles["article_id"].astype("str"), families), strict=True
        )
    )
    found = []
    rows = rows.assign(group=rows["article_id"].map(group_of))
    of_group = dict(list(rows.groupby("group")))
    members: dict[str, list[str]] = {}
    for one, name in sorted(group_of.items()):
        members.setdefault(name, []).append(one)
    for group, ids in members.items():
        mine = of_group.get(group, rows.head(0))
        with_rows = set(mine["article_id"])
        read = [one for one in ids if one not in dropped or one in with_rows]
        known = mine[mine["speaker"].notna()]
        units = _units(known, "speaker").reindex(read, fill_value=0)
        by_family = _once(units, families_of)
        counts = (units > 0).sum(axis=1)
        once = pd.DataFrame({"n": counts.to_numpy(), "family_id": [families_of[one] for one in counts.index]})
        once = once.drop_duplicates().groupby("family_id")["n"].mean()
        total = int(mine["n_words"].sum())
        found.append(
            (
                *(group, len(read), units.shape[1], *_mean(counts, n_resamples, seed)),
                *_effective(units, n_resamples, seed),
                *(len(by_family), *_mean(once, n_resamples, seed)),
                *_effective(by_family, n_resamples, seed),
                1 - int(known["n_words"].sum()) / total if total else float("nan"),
                unread.get(group, 0),
                in_cell(read),
            )
        )
    table = pd.DataFrame(found, columns=list(DIVERSITY)).astype(DIVERSITY)
    return table.sort_values(["n_articles", "group"], ascending=[False, True], ignore_index=True)


def _mean(values: pd.Series, n_resamples: int, seed: int) -> tuple[float, float, float]:
    if not len(values):
        return (float("nan"),) * 3
    low, high, _ = mean_interval(values, n_resamples=n_resamples, seed=seed)
    return (float(values.mean()), max(low, 0.0), high)


def _effective(units: pd.DataFrame, n_resamples: int, seed: int) -> tuple[float, float, float]:
    """The effective number and its basic bootstrap interval: draws miss sources, so they lie below and are mirrored."""
    values = units.to_numpy(dtype=float)
    if not values.sum():
        return (float("nan"),) * 3
    found = float(_hill(values.sum(axis=0, keepdims=True))[0])
    if len(values) < MIN_N:
        return (found, float("nan"), float("nan"))
    low, high = spread(_hill(_weights(len(values), n_resamples, seed) @ values))
    return (found, max(1.0, 2 * found - high), 2 * found - low)


def _hill(sums: np.ndarray) -> np.ndarray:
    """The exponential of the entropy of each row of words by speaker; nan if a row has no words."""
    total = sums.sum(axis=1, keepdims=True)
    shares = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.where(total[:, 0] > 0, np.exp(-(shares * logs).sum(axis=1)), np.nan)
