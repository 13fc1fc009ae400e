"""Words that set each of many groups apart: weighted log-odds, tested and drawn article by article.

The score is that of Monroe, Colaresi and Quinn (2008, doi 10.1093/pan/mpn018, section 3.5.1): log-odds of a word in a
group against all other groups, with a Dirichlet prior that has the word's share of the language. It takes each word
for drawn by itself. But the words of an article come together, so the score is no test: on articles that were shuffled
it calls thousands of words distinctive. Three things are therefore done by whole articles, or by copy families: a test
that is exact for any arrangement of articles, an interval from drawing them anew, and a rule that no one of them may
make a word distinctive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import gammaln

from ...errors import SamestoryError, TableError, listed, suggestion
from ...languages import base_code
from ...schema import given_articles, given_passages, require_columns, stated
from ...statistics import family_of, spreads
from .counting import Read, Terms

__all__ = ["distinctive_words", "log_odds"]

LEVEL = 0.05  # q at or below this: beyond chance
PRIOR = 500  # words that the prior weighs, as in the paper
LEAST = 3  # articles, or copy families, that must use a distinctive word
LEAST_LISTED = 2  # of all groups, for a word that is listed
MOST_OF_ONE = 0.5  # of its uses that one of them may have
SHOWN = 15  # words a group that are listed in any case
MOST_LONG = 5
WORDS = ("lemmas", "forms")
COUNTED = ("articles", "families", "own")

COLUMNS = {
    **dict.fromkeys(["language", "group", "word", "forms", "counted"], "str"),
    **dict.fromkeys(["n_uses", "n_words", "other_n_uses", "other_n_words"], "float64"),
    **dict.fromkeys(["n_with", "n_units", "other_n_with", "other_n_units"], "int64"),
    **dict.fromkeys(["log_odds", "low", "high", "z", "p", "q", "dispersion", "top_share"], "float64"),
    "is_distinctive": "bool",
    "article_id": "str",
    **dict.fromkeys(["begin", "end"], "int64"),
}


def log_odds(counts: pd.DataFrame, *, prior: float = PRIOR) -> pd.DataFrame:
    """Weighted log-odds of each word in each group against all other groups, from counts alone.

    Parameters
    ----------
    counts
        One row a group and word: ``group, word, n``, the times the group uses the word (0 or more). A pair without a
        row is 0. Give all words of the groups: what is left out does not count as a word.
    prior
        How many words the prior weighs in all; a word's part of it is its share of all counts. More shrinks rare words
        further.

    Returns
    -------
    DataFrame
        One row a group and word of ``counts``: ``group, word, n`` of ``n_words``, ``other_n`` of ``other_n_words``,
        ``log_odds`` (natural logarithm, above 0: used more than elsewhere), ``z``, the log-odds divided by their
        standard deviation. By group, largest ``z`` first.

    Raises
    ------
    TableError
        A column is missing, a count is negative or no number, or ``prior`` is not above 0.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008), doi 10.1093/pan/mpn018, section 3. ``z`` takes each word for drawn by itself, so
    it ranks words and tests nothing; see ``wording.distinctive_words``.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("A", "fire", 8), ("A", "riot", 2), ("B", "fire", 9), ("B", "riot", 1)]
    >>> counts = pd.DataFrame(rows, columns=["group", "word", "n"])
    >>> ss.wording.log_odds(counts, prior=10)[["group", "word", "log_odds", "z"]].round(3)
      group  word  log_odds      z
    0     A  riot     0.395  0.477
    1     A  fire    -0.395 -1.152
    2     B  fire     0.395  1.152
    3     B  riot    -0.395 -0.477
    """
    require_columns(["group", "word", "n"], counts.columns, "counts")
    n = pd.to_numeric(counts["n"], errors="coerce").astype("float64")
    if len(counts) and not (n >= 0).all():
        raise TableError("counts: a count is missing, negative or no number; give how often the group uses the word")
    if not prior > 0:
        raise TableError(f"prior is {prior!r}; give a number above 0")
    table = counts.assign(n=n).groupby(["group", "word"], as_index=False)["n"].sum()
    words, of_group = table.groupby("word")["n"].transform("sum"), table.groupby("group")["n"].transform("sum")
    total = float(table["n"].sum())
    table["n_words"], table["other_n"] = of_group, words - table["n"]
    table["other_n_words"] = total - of_group
    share = words / total if total else words
    table["log_odds"], deviation = _log_odds(
        table["n"], of_group, table["other_n"], table["other_n_words"], prior * share, prior
    )
    table["z"] = table["log_odds"] / deviation
    table = table.sort_values(["group", "z", "word"], ascending=[True, False, True], ignore_index=True)
    return table[["group", "word", "n", "n_words", "other_n", "other_n_words", "log_odds", "z"]]


def _log_odds(y: np.ndarray, n: np.ndarray, other: np.ndarray, other_n: np.ndarray, a: np.ndarray, a_0: float) -> tuple:
    """The log-odds of the paper, and their standard deviation."""
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(y + a) - np.log(n + a_0 - y - a) - np.log(other + a) + np.log(other_n + a_0 - other - a)
        return odds, np.sqrt(1 / (y + a) + 1 / (other + a))


def distinctive_words(
    articles: pd.DataFrame,
    by: str = "outlet",
    *,
    families: pd.DataFrame | None = None,
    passages: pd.DataFrame | None = None,
    words: str = "lemmas",
    longest: int = 1,
    n_resamples: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Words that set each group of articles apart from all others of its language, with all text and with own text.

    Parameters
    ----------
    articles
        The ``articles`` table. Articles without text or language are left out; languages are never mixed.
    by
        The column that groups them: ``outlet``, ``country``, ``event`` ...; dates are grouped by day.
    families
        The ``families`` table of one coder: copies of a text in a group then count as one. None: by articles only.
    passages
        The ``passages`` table: what lies in one is shared with another outlet, and the rest is own text. None: no rows
        about own text.
    words
        ``lemmas``: forms of one word are one, in languages that simplemma knows; or ``forms``.
    longest
        Words in a row that are counted, 1 to 5: 2 also counts pairs of words.
    n_resamples, seed
        Draws of articles or families for the intervals, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a language, group, word and way of counting. ``counted``: ``articles`` (all text), ``families`` (all
        text, copies once), ``own`` (text outside passages, copies once if families are given). ``forms`` are the most
        frequent forms. ``n_uses`` of ``n_words`` words of the group, in ``n_with`` of ``n_units`` articles or
        families; ``other_...`` of all other groups. ``log_odds`` and ``z`` as in ``wording.log_odds``; ``low, high``
        95 % interval; ``p`` and ``q`` (0..1); ``dispersion`` (Gries' DP, 0: spread evenly over the group's articles, 1:
        all uses in one); ``top_share`` of the uses that one article or family has. ``is_distinctive``: q is 0.05 or
        less, the interval is above 0, at least 3 articles or families of the group use the word, and none has more than
        half of its uses. ``article_id, begin, end``: one use. Listed are the 15 words a group of largest z, and every
        word with q of 0.05 or less, in any way of counting. ``attrs["n_tests"]``: tests by way of counting.

    Raises
    ------
    SamestoryError
        An option out of range.
    TableError
        A column is missing, or passages are of other texts.

    Notes
    -----
    An article uses a word often if its share of words is larger than in half of all articles; for most words that is:
    if it has the word at all. ``p`` is Fisher's exact test, one-sided, of how many articles of the group use the word
    often. It holds for words that come together in few articles, as they do. ``q`` is for the share of false
    discoveries (Benjamini and Hochberg 1995) among the tests that could come out at all (Gilbert 2005, doi
    10.1111/j.1467-9876.2005.00475.x). The interval is the wider one, on each side, of drawing whole articles or
    families of each group anew and of the paper's normal interval. DP: Gries 2008, doi 10.1075/ijcl.13.4.02gri.

    Examples
    --------
    >>> found = ss.wording.distinctive_words(story.articles, families=story.table("families"), n_resamples=50)
    >>> rows = found.query("group == 'The Idle Crane' and counted == 'families'")
    >>> rows[["word", "n_with", "n_units", "is_distinctive"]].head(2)
          word  n_with  n_units  is_distinctive
    187     we       2        2           False
    189  every       2        2           False
    """
    if words not in WORDS:
        raise SamestoryError(f"words: {words!r} is not known.{suggestion(words, WORDS)} Allowed: {listed(WORDS)}")
    if longest not in range(1, MOST_LONG + 1):
        raise SamestoryError(f"longest is {longest!r}; give 1 to {MOST_LONG} words in a row")
    articles = given_articles(articles, ["article_id", "language", "text"])
    require_columns([by], articles.columns, "articles")
    if passages is not None:
        passages = given_passages(passages, articles)
    rows = grouped(articles, by, families)
    blocks: list[_Block] = []
    for language, spoken in rows.groupby("_language", sort=True):
        if spoken["_group"].nunique() > 1:
            read = Read(spoken, passages, lemmas=words == "lemmas")
            blocks += [_Block(str(language), read, terms, spoken, families, passages) for terms in read.terms(longest)]
    tables = [block.table(n_resamples, seed) for block in _tested(blocks)]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    table["_counted"] = table["counted"].map(COUNTED.index)
    table = (
        table.sort_values(["language", "group", "_order", "word", "_counted"], ignore_index=True) if tables else table
    )
    table = table.reindex(columns=list(COLUMNS)).astype(COLUMNS)
    table.attrs["n_tests"] = {
        name: sum(view.n_tests for block in blocks for view in block.views if view.name == name) for name in COUNTED
    }
    return table


def grouped(articles: pd.DataFrame, by: str, families: pd.DataFrame | None) -> pd.DataFrame:
    """The articles with a text and a language, in order of their ids: ``_language``, ``_group`` (times by day) and
    ``_family``."""
    values = articles[by]
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    values = stated(values).astype("str")
    has_text = articles["text"].map(lambda text: isinstance(text, str) and bool(text.strip())).astype(bool)
    rows = articles.assign(_group=values, _family=family_of(articles["article_id"], families))
    rows = rows[has_text & rows["language"].notna()].sort_values("article_id", ignore_index=True)
    return rows.assign(_language=rows["language"].map(base_code))


@dataclass
class _View:
    """One way of counting the terms of one language: units (articles or families) by terms, and the tests on them."""

    name: str
    counts: sparse.csr_matrix
    n_words: np.ndarray
    group: np.ndarray
    n_groups: int

    def __post_init__(self) -> None:
        units = np.arange(len(self.group))
        self.of_group = sparse.csr_matrix((np.ones(len(units)), (self.group, units)), shape=(self.n_groups, len(units)))
        self.members = [np.flatnonzero(self.group == number) for number in range(self.n_groups)]
        self.uses = (self.of_group @ self.counts).tocsr()
        self.total = np.asarray(self.counts.sum(axis=0)).ravel()
        self.words = np.bincount(self.group, self.n_words, self.n_groups)
        self.units = np.bincount(self.group, minlength=self.n_groups)
        self.has = self.counts.copy()
        self.has.data = (self.has.data > 0).astype(float)
        self.with_ = (self.of_group @ self.has).tocsr()
        self.n_with = np.asarray(self.has.sum(axis=0)).ravel().astype(np.int64)
        self.often = (self.of_group @ self._often()).tocsr()
        self.n_often = np.asarray(self.often.sum(axis=0)).ravel().round().astype(np.int64)
        self.eligible = self.n_with >= LEAST
        self.n_tests = 0

    def _often(self) -> sparse.csr_matrix:
        """Which units use a term more than half of them do."""
        common = np.flatnonzero(2 * self.n_with > len(self.group))
        if not len(common):
            return self.has
        with np.errstate(divide="ignore", invalid="ignore"):
            rates = np.nan_to_num(self.counts[:, common].toarray() / self.n_words[:, None])
        often = rates > np.median(rates, axis=0)
        keep = np.ones(self.counts.shape[1])
        keep[common] = 0
        rare = self.has @ sparse.diags_array(keep)
        place = sparse.csr_matrix(
            (np.ones(len(common)), (np.arange(len(common)), common)), shape=(len(common), len(keep))
        )
        return (rare + sparse.csr_matrix(often.astype(float)) @ place).tocsr()

    def least_p(self) -> tuple[np.ndarray, np.ndarray]:
        """The smallest p that a pair of group and term could have, and how many pairs have it."""
        sizes, n = np.unique(self.n_often[self.eligible], return_counts=True)
        if not len(sizes):
            return np.zeros(0), np.zeros(0, np.int64)
        size, units = np.meshgrid(sizes, self.units, indexing="ij")
        most = np.minimum(size, units)
        least = np.exp(_log_chance(most, len(self.group), size, units))
        return np.where(size > 0, least, 1.0).ravel(), np.repeat(n, self.n_groups)

    def test(self) -> pd.DataFrame:
        """Every pair of group and term that occurs: ``group, term, z, p, least_p`` (infinite: not tested)."""
        pairs = self.uses.tocoo()
        kept = self.n_with[pairs.col] >= LEAST_LISTED
        group, term = pairs.row[kept], pairs.col[kept]
        odds, deviation = self._odds(group, term)
        often = _at(self.often, group, term).round().astype(np.int64)
        size, units = self.n_often[term], self.units[group]
        table = pd.DataFrame({"group": group, "term": term, "z": odds / deviation})
        table["p"] = _upper_tail(often, len(self.group), size, units)
        least = np.exp(_log_chance(np.minimum(size, units), len(self.group), size, units))
        table["least_p"] = np.where(self.eligible[term], least, np.inf)
        return table

    def _odds(self, group: np.ndarray, term: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        y, n, all_words = _at(self.uses, group, term), self.words[group], self.words.sum()
        a = PRIOR * self.total[term] / max(all_words, 1)
        # A word that this way of counting leaves nothing of has no share: its prior is that of one use.
        a = np.where(a > 0, a, PRIOR / max(all_words, 1))
        return _log_odds(y, n, self.total[term] - y, all_words - n, a, PRIOR)

    def rows(self, group: np.ndarray, term: np.ndarray, n_resamples: int, seed: int) -> pd.DataFrame:
        """What a table says of pairs of group and term."""
        y, with_ = _at(self.uses, group, term), _at(self.with_, group, term).round().astype(np.int64)
        odds, deviation = self._odds(group, term)
        table = pd.DataFrame({"group_number": group, "term": term, "counted": self.name})
        table["n_uses"], table["n_words"] = y, self.words[group]
        table["other_n_uses"], table["other_n_words"] = self.total[term] - y, self.words.sum() - self.words[group]
        table["n_with"], table["n_units"] = with_, self.units[group]
        table["other_n_with"] = self.n_with[term] - with_
        table["other_n_units"] = len(self.group) - self.units[group]
        table["log_odds"], table["z"] = odds, odds / deviation
        low, high = self._drawn(group, term, n_resamples, seed)
        table["low"] = np.fmin(low, odds - 1.96 * deviation)
        table["high"] = np.fmax(high, odds + 1.96 * deviation)
        table["dispersion"], table["top_share"] = self._spread(group, term)
        return table

    def _spread(self, group: np.ndarray, term: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gries' DP of each pair, and the share of its uses that one unit has; nan without a use."""
        dispersion, top = np.full(len(group), np.nan), np.full(len(group), np.nan)
        for number in np.unique(group):
            at, units = np.flatnonzero(group == number), self.members[number]
            part = self.counts[units][:, term[at]].tocsc()
            n = np.asarray(part.sum(axis=0)).ravel()
            part = (part @ sparse.diags_array(np.divide(1, n, out=np.zeros_like(n), where=n > 0))).tocsc()
            size = self.n_words[units] / max(self.n_words[units].sum(), 1)
            expected = size[part.indices]
            gaps = np.abs(part.data - expected) - expected
            column = np.repeat(np.arange(len(at)), np.diff(part.indptr))
            dispersion[at] = np.where(n > 0, 0.5 * (1 + np.bincount(column, gaps, len(at))), np.nan)
            top[at] = np.where(n > 0, part.max(axis=0).toarray().ravel(), np.nan)
        return dispersion, top

    def _drawn(self, group: np.ndarray, term: np.ndarray, n_resamples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """The middle 95 % of the log-odds of each pair, if the units of each group are drawn anew."""
        low, high = np.full(len(group), np.nan), np.full(len(group), np.nan)
        if n_resamples < 1:
            return low, high
        random = np.random.default_rng(seed)
        times = np.zeros((len(self.group), n_resamples), np.float32)
        for at in self.members:
            times[at] = random.multinomial(len(at), np.full(len(at), 1 / len(at)), n_resamples).T
        n = (self.of_group @ sparse.diags_array(self.n_words)) @ times
        n_all, all_words = n.sum(axis=0), self.words.sum()
        terms, place = np.unique(term, return_inverse=True)
        drawn = self.counts[:, terms].astype(np.float32).tocsr()
        total = drawn.T.tocsr() @ times
        a = np.maximum(PRIOR * self.total[term], PRIOR) / max(all_words, 1)
        for number in np.unique(group):
            at, mine = self.members[number], np.flatnonzero(group == number)
            own = (drawn[at][:, place[mine]].T.tocsr() @ times[at]).astype(np.float64)
            odds, _ = _log_odds(own, n[number], total[place[mine]] - own, n_all - n[number], a[mine, None], PRIOR)
            low[mine], high[mine] = spreads(odds)
        return low, high


class _Block:
    """The terms of one length in one language, counted in each way."""

    def __init__(
        self,
        language: str,
        read: Read,
        terms: Terms,
        articles: pd.DataFrame,
        families: pd.DataFrame | None,
        passages: pd.DataFrame | None,
    ):
        self.language, self.read, self.terms, self.articles = language, read, terms, articles
        self.group, self.names = pd.factorize(articles["_group"], sort=True)
        counts = terms.counts()
        self.views = [self._view("articles", counts, None)]
        once = None if families is None else self._once()
        if once is not None:
            self.views.append(self._view("families", counts, once))
        if passages is not None:
            self.views.append(self._view("own", terms.counts(own=True), once))
        self.tests: list[pd.DataFrame] = []

    def _once(self) -> tuple[sparse.csr_matrix, np.ndarray]:
        """Copy families by articles: how much of its group's vote of a family each different text has; their groups."""
        rows = self.articles[["_group", "_family", "text"]].assign(at=np.arange(len(self.articles)))
        rows = rows.drop_duplicates(["_group", "_family", "text"])
        unit = rows.groupby(["_group", "_family"], sort=True).ngroup().to_numpy()
        weight = 1 / np.bincount(unit)[unit]
        place = rows["at"].to_numpy()
        groups = np.zeros(int(unit.max(initial=-1)) + 1, np.int64)
        groups[unit] = self.group[place]
        return sparse.csr_matrix((weight, (unit, place)), shape=(len(groups), len(self.articles))), groups

    def _view(self, name: str, counts: sparse.csr_matrix, once: tuple[sparse.csr_matrix, np.ndarray] | None) -> _View:
        n = np.asarray(counts.sum(axis=1)).ravel()
        if once is None:
            return _View(name, counts, n, self.group, len(self.names))
        votes, group = once
        return _View(name, (votes @ counts).tocsr(), votes @ n, group, len(self.names))

    def table(self, n_resamples: int, seed: int) -> pd.DataFrame:
        """The rows of the pairs that are listed, in every way of counting."""
        listed_ = (
            pd.concat([_listed(test) for test in self.tests]).groupby(["group", "term"], as_index=False)["z"].max()
        )
        listed_["_order"] = -listed_["z"]
        group, term = listed_["group"].to_numpy(), listed_["term"].to_numpy()
        found = []
        for view, test in zip(self.views, self.tests, strict=True):
            rows = view.rows(group, term, n_resamples, seed)
            rows = rows.merge(
                test[["group", "term", "p", "q"]],
                how="left",
                left_on=["group_number", "term"],
                right_on=["group", "term"],
            ).fillna({"p": 1.0, "q": 1.0})
            found.append(rows.assign(_order=listed_["_order"]))
        table = pd.concat(found, ignore_index=True)
        table["is_distinctive"] = (
            (table["q"] <= LEVEL)
            & (table["low"] > 0)
            & (table["n_with"] >= LEAST)
            & (table["top_share"] <= MOST_OF_ONE)
        )
        table["language"], table["group"] = self.language, np.asarray(self.names, dtype=object)[table["group_number"]]
        forms = self.read.forms_in(self.terms, np.unique(term))
        table["forms"], table["word"] = table["term"].map(forms), self.terms.names[table["term"]]
        return table.merge(self._examples(group, term), on=["group_number", "term"])

    def _examples(self, group: np.ndarray, term: np.ndarray) -> pd.DataFrame:
        """The first use of each pair, in order of articles."""
        uses = self.read.first_uses(self.terms, group, self.group, term)
        begin, end = self.read.places(self.terms, uses)
        ids = self.articles["article_id"].to_numpy()[self.terms.document[uses]]
        return pd.DataFrame({"group_number": group, "term": term, "article_id": ids, "begin": begin, "end": end})


def _tested(blocks: list[_Block]) -> list[_Block]:
    """The blocks with p and q of every pair; q over all languages and lengths of one way of counting."""
    for at in range(len(blocks[0].views) if blocks else 0):
        views = [block.views[at] for block in blocks]
        least, n = (np.concatenate(one) for one in zip(*(view.least_p() for view in views), strict=True))
        bound = _bound(least, n)
        for block, view in zip(blocks, views, strict=True):
            view.n_tests = int(n[least <= bound].sum()) if view is views[0] else 0
            block.tests.append(view.test())
        tests = pd.concat([block.tests[-1] for block in blocks], ignore_index=True)
        could = (tests["least_p"] <= bound) & (tests["p"] < 1)
        tests["q"] = 1.0
        tests.loc[could, "q"] = _adjusted(tests.loc[could, "p"].to_numpy(), int(n[least <= bound].sum()))
        begin = 0
        for block in blocks:
            end = begin + len(block.tests[-1])
            block.tests[-1] = tests.iloc[begin:end].reset_index(drop=True)
            begin = end
    return blocks


def _adjusted(p: np.ndarray, n_tests: int) -> np.ndarray:
    """p-values below 1 of ``n_tests`` tests, adjusted for the share of false discoveries; the others have p of 1."""
    order = np.argsort(p)
    steps = p[order] * n_tests / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1)
    return found


def _bound(least: np.ndarray, n: np.ndarray) -> float:
    """The p that a test must be able to reach to count: LEVEL / K, for the least K with K tests or fewer (Gilbert)."""
    order = np.argsort(least)
    least, reach = least[order], np.concatenate([[0], np.cumsum(n[order])])
    low, high = 1, max(int(reach[-1]), 1)
    while low < high:
        middle = (low + high) // 2
        if reach[np.searchsorted(least, LEVEL / middle, side="right")] <= middle:
            high = middle
        else:
            low = middle + 1
    return LEVEL / low


def _listed(tests: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are listed, all used more than elsewhere: the first by z of each group, and those of small q."""
    more = tests[tests["z"] > 0]
    more = more.iloc[np.lexsort((more["term"], -more["z"], more["group"]))]
    return more[(more.groupby("group").cumcount() < SHOWN) | (more["q"] <= LEVEL)]


def _at(matrix: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Single cells of a sparse matrix: many at once, much faster than by its own index."""
    matrix.sort_indices()
    wide = matrix.shape[1]
    keys = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * wide + matrix.indices
    wanted = rows.astype(np.int64) * wide + columns
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return np.where(keys[place] == wanted, matrix.data[place], 0) if len(keys) else np.zeros(len(wanted))


def _log_chance(hits: np.ndarray, n: int, size: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Logarithm of the chance of exactly so many hits: ``units`` drawn of ``n``, of which ``size`` are marked."""
    return _choose(size, hits) + _choose(n - size, units - hits) - _choose(n, units)


def _choose(n: np.ndarray | int, k: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        found = gammaln(np.asarray(n) + 1.0) - gammaln(k + 1.0) - gammaln(np.asarray(n) - k + 1.0)
    return np.where((k < 0) | (k > n), -np.inf, found)


def _upper_tail(hits: np.ndarray, n: int, size: np.ndarray, units: np.ndarray) -> np.ndarray:
    """The chance of so many hits or more; 1 where there are no more than expected, which is no evidence of more."""
    found = np.ones(len(hits))
    at = np.flatnonzero(hits * n > size * units)
    x, size, units = hits[at].astype(float), size[at].astype(float), units[at].astype(float)
    term = np.exp(_log_chance(x, n, size, units))
    total, live = term.copy(), np.arange(len(at))
    while len(live):
        ratio = (size[live] - x[live]) * (units[live] - x[live])
        ratio /= (x[live] + 1) * (n - size[live] - units[live] + x[live] + 1)
        term[live] *= ratio
        x[live] += 1
        total[live] += term[live]
        live = live[term[live] > 1e-12 * total[live]]
    found[at] = np.minimum(total, 1)
    return found
