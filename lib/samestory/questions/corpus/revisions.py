"""Compare the versions of a page sentence by sentence, and find the corrections it announces.

A change is found with or without a notice. The table shows the words, and whether the page announces a correction; it
does not show why a sentence was changed.
"""

from __future__ import annotations

import bisect
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...errors import SamestoryError, TableError, listed
from ...order import pair_order
from ...schema import require_columns
from ...text import aligned, correction_notices, fold, sentences, words

__all__ = ["corrections", "revision_counts", "version_changes"]

CHANGES = ("kept", "changed", "moved", "removed", "added")
COLUMNS = [
    *("earlier_id", "later_id", "change", "begin", "end", "later_begin", "later_end", "reads", "later_reads"),
    *("words_removed", "words_added", "n_words", "n_later_words", "similarity", "is_notice", "order"),
]
COUNTS = [
    *("earlier_id", "later_id", "n_sentences", "n_later_sentences"),
    *(f"n_{change}" for change in CHANGES),
    *("kept_share", "n_words_removed", "n_words_added", "n_notices", "order"),
]
NOTICES = ["article_id", "begin", "end", "reads", "phrase"]
NEAREST = 30  # sentences on either side among which the changed form of one is looked for


@dataclass
class _Sentence:
    begin: int
    end: int
    said: list[tuple[str, str]]  # each word as compared and as written
    is_notice: bool

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(word for word, _ in self.said)


def version_changes(
    articles: pd.DataFrame, *, versions: pd.DataFrame | None = None, similarity: float = 0.4
) -> pd.DataFrame:
    """Compare the sentences of each version with those of the version before it.

    Parameters
    ----------
    articles
        The ``articles`` table; each version is an article of it with its own ``article_id``. For pages that were
        fetched again it is the table of ``page_versions``.
    versions
        A table with ``article_id`` and ``version_of``; default: the column ``version_of`` of ``articles``. If it has a
        column ``basis`` (see ``report.versions``), a teaser is not compared with the article that it begins.
    similarity
        The share of the words of two sentences (0..1, in the same order) that they must have in common for one to be
        the changed form of the other. With a higher value rewritten sentences are one removed and one added.

    Returns
    -------
    DataFrame
        One row a sentence, in order of pair and place. ``change``: ``kept`` (the same words; punctuation and capitals
        do not count), ``changed``, ``moved`` (the same words at another place), ``removed``, ``added``. ``begin, end``
        are offsets into the earlier text (empty if added), ``later_begin, later_end`` into the later one (empty if
        removed); ``reads, later_reads`` are the words there. Words in ``words_removed`` and ``words_added`` of one
        changed sentence are separated by ``" … "`` if others are between them. ``similarity`` (0..1) is of the
        ``n_words + n_later_words`` words of both. ``is_notice``: the page announces a correction there. ``order``:
        whether it is known which version was first. A pair gives no rows if one of them has no text or is only the cut
        beginning of the other: a sentence that nobody saw is not a sentence that was removed.

    Raises
    ------
    TableError
        A version is not in ``articles``, two texts have the same ``article_id``, or nothing says which article is a
        version of which.
    SamestoryError
        ``similarity`` is outside 0..1.

    Examples
    --------
    >>> articles, report = ss.read_articles(ss.paths.seeds() / "harbour-fire-exports" / "exports")
    >>> table = ss.corpus.version_changes(articles, versions=report.versions)
    >>> table.loc[table["change"] == "changed", ["words_removed", "words_added"]].values.tolist()
    [['114', '41']]
    """
    if not 0 < similarity <= 1:
        raise SamestoryError(f"similarity must be above 0 and at most 1, got {similarity}")
    require_columns(("article_id", "text"), articles.columns, "articles")
    _one_text_each(articles)
    pairs = _pairs(articles, versions)
    about = articles.drop_duplicates("article_id").set_index("article_id")
    rows: list[dict[str, Any]] = []
    for earlier, later, order in zip(pairs["earlier_id"], pairs["later_id"], pairs["order"], strict=True):
        first, second = (_sentences(about, name) for name in (earlier, later))
        if not first or not second:
            continue
        texts = about.at[earlier, "text"], about.at[later, "text"]
        named = {"earlier_id": earlier, "later_id": later, "order": order}
        rows += [named | row for row in _compared(first, second, *texts, similarity)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = ("begin", "end", "later_begin", "later_end", "n_words", "n_later_words")
    kinds: dict[str, str] = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(numbers, "Int64")
    return table.astype(kinds | {"similarity": "float64", "is_notice": "bool"})


def revision_counts(revised: pd.DataFrame) -> pd.DataFrame:
    """Count how much of each page changed from one version to the next.

    Parameters
    ----------
    revised
        From `version_changes`.

    Returns
    -------
    DataFrame
        One row a pair: sentences of both versions, ``n_kept, n_changed, n_moved, n_removed, n_added``, ``kept_share``
        (kept or moved sentences of the ``n_sentences`` of the earlier version), words removed and added in changed,
        removed and added sentences, and ``n_notices``: sentences in which the later version announces a change.

    Examples
    --------
    >>> articles, report = ss.read_articles(ss.paths.seeds() / "harbour-fire-exports" / "exports")
    >>> counts = ss.corpus.revision_counts(ss.corpus.version_changes(articles, versions=report.versions))
    >>> counts[["n_sentences", "n_changed", "n_added", "n_notices"]].values.tolist()
    [[12, 0, 0, 0], [10, 1, 2, 2]]
    """
    rows = []
    for (earlier, later), group in revised.groupby(["earlier_id", "later_id"], sort=True):
        n = group["change"].value_counts()
        counts = {change: int(n.get(change, 0)) for change in CHANGES}
        n_earlier = len(group) - counts["added"]
        rows.append(
            {
                "earlier_id": earlier,
                "later_id": later,
                "n_sentences": n_earlier,
                "n_later_sentences": len(group) - counts["removed"],
                **{f"n_{change}": number for change, number in counts.items()},
                "kept_share": (counts["kept"] + counts["moved"]) / n_earlier if n_earlier else float("nan"),
                "n_words_removed": sum(len(words(said)) for said in group["words_removed"]),
                "n_words_added": sum(len(words(said)) for said in group["words_added"]),
                "n_notices": int(group["is_notice"].sum()),
                "order": group["order"].iloc[0],
            }
        )
    table = pd.DataFrame(rows, columns=COUNTS)
    kinds = {name: "int64" if name.startswith("n_") else "str" for name in COUNTS}
    return table.astype(kinds | {"kept_share": "float64"})


def corrections(articles: pd.DataFrame) -> pd.DataFrame:
    """Find where articles announce that they were corrected or updated.

    Parameters
    ----------
    articles
        The ``articles`` table; the phrases are those of each article's ``language``.

    Returns
    -------
    DataFrame
        ``article_id, begin, end, reads`` and the ``phrase`` that matched, in order of article and place.

    Examples
    --------
    >>> ss.corpus.corrections(story.articles)["article_id"].nunique()
    1
    """
    require_columns(("article_id", "language", "text"), articles.columns, "articles")
    rows = [
        (name, begin, end, text[begin:end], phrase)
        for name, language, text in zip(articles["article_id"], articles["language"], articles["text"], strict=True)
        if isinstance(text, str)
        for begin, end, phrase in correction_notices(text, language)
    ]
    table = pd.DataFrame(rows, columns=NOTICES)
    kinds = {"article_id": "str", "begin": "Int64", "end": "Int64", "reads": "str", "phrase": "str"}
    return table.astype(kinds).sort_values(["article_id", "begin"], ignore_index=True)


def _one_text_each(articles: pd.DataFrame) -> None:
    said = articles[["article_id", "text"]].drop_duplicates()
    if twice := sorted(set(said.loc[said["article_id"].duplicated(), "article_id"])):
        raise TableError(
            f"articles: several texts have the same article_id ({listed(twice)}); give each version its own"
        )


def _pairs(articles: pd.DataFrame, versions: pd.DataFrame | None) -> pd.DataFrame:
    given = articles if versions is None else versions
    if versions is None and "version_of" not in articles:
        raise TableError(
            "articles: column version_of is missing, so nothing says which article is a version of which; "
            "pass versions=ss.intake.versions(articles)"
        )
    require_columns(("article_id", "version_of"), given.columns, "versions")
    linked = given[given["version_of"].notna() & ~_is_teaser(articles, given)]
    linked = linked[["article_id", "version_of"]].drop_duplicates()
    pairs = linked.rename(columns={"article_id": "later_id", "version_of": "earlier_id"}).astype("str")
    known = set(articles["article_id"])
    if unknown := sorted((set(pairs["later_id"]) | set(pairs["earlier_id"])) - known):
        raise TableError(f"versions name articles that are not in articles: {listed(unknown)}")
    pairs = pairs.sort_values(["earlier_id", "later_id"], ignore_index=True)
    dated = {"published", "published_precision"} <= set(articles.columns) and len(pairs)
    return pairs.assign(
        order=pair_order(articles, pairs["earlier_id"], pairs["later_id"])["order"] if dated else "unknown"
    )


def _is_teaser(articles: pd.DataFrame, versions: pd.DataFrame) -> pd.Series:
    """Whether one of a pair is only the cut beginning of the other."""
    if "basis" not in versions or "text_status" not in articles:
        return pd.Series(False, index=versions.index)
    seen = articles.loc[articles["text_status"].isin(["teaser", "cut"]), "article_id"]
    is_cut = versions["article_id"].isin(seen) | versions["version_of"].isin(seen)
    return is_cut & (versions["basis"] == "title and beginning")


def _sentences(about: pd.DataFrame, name: str) -> list[_Sentence]:
    text = about.at[name, "text"]
    language = about.at[name, "language"] if "language" in about else None
    if not isinstance(text, str):
        return []
    notices = correction_notices(text, language)
    found = []
    for begin, end in sentences(text, language):
        reads = text[begin:end]
        said = [(fold(reads[b:e]), reads[b:e]) for b, e in words(reads)]
        is_notice = any(first <= begin < last for first, last, _ in notices)
        found.append(_Sentence(begin, end, said or [(reads, reads)], is_notice))
    return found


def _compared(
    first: list[_Sentence], second: list[_Sentence], text: str, later_text: str, similarity: float
) -> list[dict[str, Any]]:
    kept = aligned([s.key for s in first], [s.key for s in second])
    rest_first = sorted(set(range(len(first))) - {a for a, _ in kept})
    rest_second = sorted(set(range(len(second))) - {b for _, b in kept})
    pairs = {a: ("kept", b) for a, b in kept}
    elsewhere: dict[tuple[str, ...], list[int]] = {}
    for b in reversed(rest_second):
        elsewhere.setdefault(second[b].key, []).append(b)
    for a in rest_first:
        if places := elsewhere.get(first[a].key):
            pairs[a] = ("moved", places.pop())
    pairs |= _changed(first, second, pairs, similarity)
    taken = {b for _, b in pairs.values()}
    rows = [((b, 0, 0), a, b, change) for a, (change, b) in pairs.items()]
    rows += [((b, 0, 0), -1, b, "added") for b in range(len(second)) if b not in taken]
    place = -1
    for a in range(len(first)):
        if a in pairs:
            place = pairs[a][1]
        else:  # its place is after what is still there
            rows.append(((place, 1, a), a, -1, "removed"))
    return [_row(first, second, (text, later_text), a, b, change) for _, a, b, change in sorted(rows)]


def _changed(
    first: list[_Sentence], second: list[_Sentence], pairs: dict[int, tuple[str, int]], similarity: float
) -> dict[int, tuple[str, int]]:
    """Sentences without an equal, each with the most similar one between the same kept neighbours."""
    kept = sorted((a, b) for a, (change, b) in pairs.items() if change == "kept")
    firsts, seconds = [a for a, _ in kept], [b for _, b in kept]
    taken = {b for _, b in pairs.values()}
    free: dict[int, list[int]] = {}
    for b in range(len(second)):
        if b not in taken:
            free.setdefault(bisect.bisect(seconds, b), []).append(b)
    alike = []
    seen: Counter[int] = Counter()
    for a in range(len(first)):
        if a in pairs:
            continue
        gap = bisect.bisect(firsts, a)
        near = free.get(gap, [])
        centre, seen[gap] = seen[gap], seen[gap] + 1
        for b in near[max(0, centre - NEAREST) : centre + NEAREST]:
            share = _similarity(first[a].key, second[b].key, similarity)
            if share >= similarity:
                alike.append((-share, abs(a - b), a, b))
    found: dict[int, tuple[str, int]] = {}
    for _, _, a, b in sorted(alike):
        if a not in found and b not in taken:
            found[a] = ("changed", b)
            taken.add(b)
    return found


def _similarity(first: tuple[str, ...], second: tuple[str, ...], least: float) -> float:
    """Share of the words of both that are in both in the same order; 0 if it cannot reach ``least``."""
    n_all = len(first) + len(second)
    if 2 * (Counter(first) & Counter(second)).total() < least * n_all:
        return 0.0
    return 2 * len(aligned(first, second)) / n_all


def _row(
    first: list[_Sentence], second: list[_Sentence], texts: tuple[str, str], a: int, b: int, change: str
) -> dict[str, Any]:
    before = first[a] if a >= 0 else None
    after = second[b] if b >= 0 else None
    said, said_later = (sentence.said if sentence else [] for sentence in (before, after))
    same = [(n, n) for n in range(len(said))] if change in ("kept", "moved") else []
    if change == "changed":
        same = aligned([word for word, _ in said], [word for word, _ in said_later])
    return {
        "change": change,
        "begin": before.begin if before else pd.NA,
        "end": before.end if before else pd.NA,
        "later_begin": after.begin if after else pd.NA,
        "later_end": after.end if after else pd.NA,
        "reads": texts[0][before.begin : before.end] if before else "",
        "later_reads": texts[1][after.begin : after.end] if after else "",
        "words_removed": _left_out(said, {p for p, _ in same}),
        "words_added": _left_out(said_later, {q for _, q in same}),
        "n_words": len(said),
        "n_later_words": len(said_later),
        "similarity": 2 * len(same) / (len(said) + len(said_later)),
        "is_notice": bool(after and after.is_notice),
    }


def _left_out(said: list[tuple[str, str]], same: set[int]) -> str:
    """The words that the other side does not have; words that are not neighbours are separated."""
    parts: list[list[str]] = []
    last = -2
    for place, (_, reads) in enumerate(said):
        if place in same:
            continue
        if place == last + 1:
            parts[-1].append(reads)
        else:
            parts.append([reads])
        last = place
    return " … ".join(" ".join(part) for part in parts)
