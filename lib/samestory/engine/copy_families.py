"""Copy families found by machine: articles that are one report, by shared writing, credit or versions of a page."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from ..cache import kept_table
from ..errors import TableError
from ..order import date_intervals
from ..schema import UNEXAMINED, given_articles, given_parts, given_passages, table_named
from ..text import is_unspaced, word_measure, words
from . import PARTLY, WHOLLY, Shares, address_key, is_number, is_whole
from .translations import translations

__all__ = ["families"]

MIN_WORDS = 15  # under so many words in all, a shared name and a shared half sentence would do
LONGEST_WORD = 25  # letters of a word on average; more, and the script has no spaces between words
CODER = "auto:families-1"


@kept_table("families")
def families(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    parts: pd.DataFrame | None = None,
    references: pd.DataFrame | None = None,
    wholly: float = WHOLLY,
    partly: float = PARTLY,
    min_words: int = MIN_WORDS,
    meaning: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Copy families found by shared writing: sets of articles that are one report.

    An article joins another if it has a share of ``partly`` or more of its words from it. If nobody can say who was
    first, the smaller of the two shares must reach ``partly``: a short text inside a long one of unknown date joins
    nothing. A round-up does not join its sources to each other: if it has no more than half of its words from any, it
    joins only the article it has most from (if several are equal, the first by id). Versions of a page (``version_of``)
    are one family. Translations share no words: they are found only with ``meaning``. So every count can be made by
    both rules, by words and by words and meaning.

    Parameters
    ----------
    articles, passages, parts, references, wholly, partly
        As for ``reuse.word_origins``. Articles that share with the same reference are one family; the reference is not
        a member.
    min_words
        Articles that share fewer words join nothing, whatever the share: for very short texts.
    meaning
        From ``reuse.shared_meaning``: an article joins another of another language if half or more of its words are in
        passages of it, by the rules above. Its ``attrs`` say which articles were not compared by meaning.

    Returns
    -------
    DataFrame
        A ``families`` table, one row an article, in order of ``article_id``. ``basis`` says what puts it there:

        - ``credit``: it shares writing and its credit line says whose, that is, it shares with the agency's own
          article, with a reference of the agency or of no stated outlet, or with another article that credits the same
          agency;
        - ``wording``, ``version``, or ``address`` (two pages with one address);
        - ``translation``: by ``meaning`` only; ``note`` names the articles it says the same as;
        - ``alone``: its text was compared with others and shares no writing with them;
        - ``no_text`` (no word of its body is known), ``too_short`` (fewer than ``min_words`` words) or
          ``not_comparable`` (the only article in its language, or a script without separate words; with
          ``meaning`` also one that the encoder does not read, beside articles of other languages). Such an article
          could not be compared: ``is_earliest`` and ``derivation`` are empty, and it has a family and a vote of its
          own, but must not be counted as an independent report.

        ``is_earliest`` is empty if dates do not show it; of articles not known to be later than any other, an agency's
        that the family credits counts as the earliest. ``note`` names the reference if there is one.

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, a date is not a time, a passage or part is outside its
        text, ``min_words`` is not a whole number from 1, or not 0 < partly <= wholly <= 1.

    Examples
    --------
    >>> found = ss.reuse.families(story.articles, story.table("passages"))
    >>> found["basis"].value_counts().to_dict()
    {'alone': 22, 'wording': 6, 'version': 2, 'credit': 1}
    """
    if not (is_number(partly) and is_number(wholly) and 0 < partly <= wholly <= 1):
        raise TableError(f"partly is {partly!r} and wholly {wholly!r}: give shares with 0 < partly <= wholly <= 1.")
    if not is_whole(min_words, 1):
        raise TableError(f"min_words is {min_words!r}: give a whole number of 1 or more.")
    articles = given_articles(articles, ["article_id", "outlet", "text", "published", "published_precision"])
    if references is not None:
        references = given_articles(references, ["article_id"], owner="references")
    passages, parts = given_passages(passages, articles, references), given_parts(parts, articles)
    shares = Shares(articles, passages, parts, references)
    versions = {frozenset(pair) for pair in shares.versions}
    wording = [pair for pair in shares.joined(partly, min_words) if frozenset(pair) not in versions]
    given = (articles, passages, parts, references)
    found = translations(shares, given, meaning, min_words=min_words)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(shares.rows.index)
    graph.add_edges_from([*wording, *shares.versions, *_same_address(articles), *found.pairs])
    said = _Basis(shares, wording, set(found.others), found.unexamined(_unexamined(articles, shares, min_words)))
    derived = shares.classes(wholly, partly)
    if found.pairs:
        derived = derived.where(~derived.index.isin(list(found.others)), found.shares.classes(wholly, partly))
    dated = _Dates(shares)
    rows = []
    for members in nx.connected_components(graph):
        inside = sorted(name for name in members if name in shares.rows.index)
        outside = sorted(members - set(inside))
        if not inside:
            continue
        earliest = dated.earliest(inside)
        first = min(inside, key=lambda name: (earliest[name] is not True, dated.begin[name], name))
        for name in inside:
            basis = said.of(name, is_alone=len(members) == 1)
            is_unseen = basis in UNEXAMINED
            notes = [f"shares with {'; '.join(outside)}"] if outside else []
            notes += [f"says the same as {'; '.join(found.others[name])}"] if name in found.others else []
            rows.append(
                {
                    "article_id": name,
                    "family_id": f"{'alone' if len(members) == 1 else 'family'}-{first}",
                    "basis": basis,
                    "is_earliest": None if is_unseen else earliest[name],
                    "derivation": None if is_unseen else derived[name],
                    "coder": CODER,
                    "note": ". ".join(notes) or None,
                }
            )
    declared = table_named("families")
    table = pd.DataFrame(rows, columns=declared.names).sort_values("article_id", ignore_index=True)
    return table.astype(declared.empty().dtypes.to_dict())


class _Basis:
    """What puts each article into its family."""

    def __init__(
        self, shares: Shares, wording: list[tuple[str, str]], translated: set[str], unexamined: dict[str, str]
    ):
        self._worded = {name for pair in wording for name in pair}
        self._versioned = {name for pair in shares.versions for name in pair}
        self._credited, self._translated, self._unexamined = shares.credited, translated, unexamined

    def of(self, name: str, *, is_alone: bool) -> str:
        """The first that holds: a credit, wording, a version, a translation, an address."""
        if is_alone:
            return self._unexamined.get(name, "alone")
        if name in self._worded:
            return "credit" if name in self._credited else "wording"
        if name in self._versioned:
            return "version"
        return "translation" if name in self._translated else "address"


def _same_address(articles: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of articles with one address: each with the first of them, in order."""
    if "url" not in articles:
        return []
    keys = articles["url"].map(address_key)
    pairs = []
    for _, ids in articles["article_id"].astype(str).groupby(keys.where(keys != "")):
        first, *others = sorted(ids)
        pairs += [(first, other) for other in others]
    return sorted(pairs)


def _unexamined(articles: pd.DataFrame, shares: Shares, min_words: int) -> dict[str, str]:
    """Why each article could not be compared, by ``article_id``; those that could be are not in it."""
    texts = articles.set_index("article_id")["text"]
    n_words = shares.bodies.n_words
    reasons: dict[str, str] = {}
    reasons |= dict.fromkeys(_lonely_languages(articles, n_words), "not_comparable")
    for name, n in n_words.items():
        text = texts[name]
        if not isinstance(text, str) or not text.strip():
            reasons[name] = "no_text"
        elif len(text) > LONGEST_WORD * n and sum(map(str.isalpha, text)) > LONGEST_WORD * max(len(words(text)), 1):
            reasons[name] = "not_comparable"
        elif n == 0:
            reasons[name] = "no_text"
        elif n < min_words or (is_unspaced(text) and word_measure(text) < min_words):
            reasons[name] = "too_short"
    return reasons


def _lonely_languages(articles: pd.DataFrame, n_words: pd.Series) -> list[str]:
    """Articles with text whose language no other article with text has, if there are others."""
    if "language" not in articles:
        return []
    rows = articles[articles["article_id"].map(n_words).gt(0) & articles["language"].notna()]
    counts = rows["language"].map(rows["language"].value_counts())
    return list(rows.loc[(counts == 1) & (int((n_words > 0).sum()) > 1), "article_id"].astype(str))


class _Dates:
    """When articles were published, and which of some is the earliest."""

    def __init__(self, shares: Shares):
        dated = date_intervals(shares.rows.reset_index()).set_index("article_id")
        hours = (dated - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(hours=1)
        # Of an article without a date, nothing is earlier and nothing later for certain.
        self.begin = hours["begin"].fillna(np.inf).to_dict()
        self.end = hours["end"].fillna(np.inf).to_dict()
        self.shares = shares

    def earliest(self, members: list[str]) -> dict[str, bool | None]:
        """Whether each member is the earliest, as far as dates show and, among those that tie, a credit."""
        if len(members) == 1:
            return {members[0]: True}
        end = np.array([self.end[name] for name in members])
        begin = np.array([self.begin[name] for name in members])
        # An undated member may have been before any other, so beside it no other is the earliest for certain.
        could_begin = np.where(np.isinf(begin), -np.inf, begin)
        before = _least_of_others(end) <= np.where(np.isinf(begin), -np.inf, begin)
        first = (end <= _least_of_others(could_begin)) & ~np.isinf(begin)
        said = {
            name: False if late else True if early else None
            for name, late, early in zip(members, before.tolist(), first.tolist(), strict=True)
        }
        shares = self.shares
        credited = {shares.credit[name] for name in members if name in shares.credit}
        agency = [name for name in members if said[name] is not False and shares.outlet.get(name) in credited]
        if len(agency) == 1 and said[agency[0]] is None:
            said = {name: name == agency[0] for name in members}
        return said


def _least_of_others(values: np.ndarray) -> np.ndarray:
    """For each value the least of all others."""
    least, second = np.partition(values, 1)[:2]
    return np.where(np.arange(len(values)) == np.argmin(values), second, least)
