"""Who shares how much with whom, and who has it from whom, as far as that can be told.

Shared writing is held against the words of the body. A quotation that two articles share is not shared writing, as both
may have heard it said; but where they share writing as well, at least half as much, one has the quotation from the
other too. A fixed formula and boilerplate are no writing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..text import fold, words
from .coverage import Bodies, sides
from .outlets import outlet_keys

WHOLLY = 0.7  # METER's wholly derived articles are rewritten too; a few words of their own do not make them partly so
PARTLY = 0.15  # under a seventh or so, an article that took a sentence or two over is still its own report

MAJORITY = 0.5  # two majorities of one text overlap, so they cannot be from two unrelated texts
N_GRAM = 5
WORDS = ["n_words", "derived_words", "quoted_words", "open_words", "own_words"]


class Shares:
    """Passages of a set of articles, held against the words of its articles.

    Parameters
    ----------
    articles
        With ``article_id, outlet, text``; ``agency_credit``, ``version_of`` and ``n_words`` are used where they are.
    passages
        Those with an article that is in neither ``articles`` nor ``references`` do not count, and those by meaning do
        not: saying the same is not shared writing.
    parts, references
        Tables or None: which spans are no body, and texts that are sources but no articles of the set.

    All of them as `tables.given_articles`, `tables.given_passages` and `tables.given_parts` give them.

    Attributes
    ----------
    rows
        The articles by ``article_id``, in order.
    outlet, credit
        By ``article_id``: the `outlet_key` of the outlet and of the credited agency; not where they are empty.
    versions
        (earlier, later) of pages of which both versions are in the set.
    spans
        `sides` of the passages, with ``direction`` of each: the article has it ``from`` the other, gave it ``to`` the
        other, it is ``open``, or both are of the ``same outlet``; and ``is_writing``, of quotations beside writing too.
    """

    def __init__(
        self,
        articles: pd.DataFrame,
        passages: pd.DataFrame,
        parts: pd.DataFrame | None = None,
        references: pd.DataFrame | None = None,
    ):
        self.rows = articles.sort_values("article_id").set_index("article_id")
        self.references = set() if references is None else set(references["article_id"]) - set(self.rows.index)
        self.outlet = outlet_keys(self.rows["outlet"]).dropna().to_dict()
        credit = self.rows["agency_credit"] if "agency_credit" in self.rows else pd.Series(dtype="str")
        self.credit = outlet_keys(credit).dropna().to_dict()
        self.wire = {} if references is None else _outlets(references)
        self.versions = self._versions()
        if "basis" in passages:
            passages = passages[passages["basis"].fillna("words") == "words"]
        ids = {*self.rows.index, *self.references}
        known = passages["earlier_id"].isin(ids) & passages["later_id"].isin(ids)
        spans = sides(passages[known & (passages["earlier_id"] != passages["later_id"])])
        spans = pd.concat([spans, *self._unaligned(spans)], ignore_index=True)
        spans = spans[spans["article_id"].isin(self.rows.index)]
        self.bodies = Bodies(self.rows.reset_index(), spans, parts)
        self.spans = spans.assign(
            direction=pd.Series(self._directions(spans), index=spans.index, dtype="str"), is_writing=_writing(spans)
        )

    def _versions(self) -> list[tuple[str, str]]:
        if "version_of" not in self.rows:
            return []
        pairs = ((str(earlier), str(later)) for later, earlier in self.rows["version_of"].dropna().items())
        return sorted((earlier, later) for earlier, later in pairs if earlier in self.rows.index and earlier != later)

    def _unaligned(self, spans: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """For versions without aligned passages: the words of the later that stand in runs of five of the earlier."""
        there = set(zip(spans["article_id"], spans["other_id"], strict=True))
        for earlier, later in self.versions:
            texts = [self.rows.at[name, "text"] for name in (earlier, later)]
            if (later, earlier) in there or not all(isinstance(text, str) for text in texts):
                continue
            (_, old), (places, new) = (_folded(text) for text in texts)
            grams = set(_grams(old))
            hits = [i for i, gram in enumerate(_grams(new)) if gram in grams]
            rows = [(places[i][0], places[i + N_GRAM - 1][1], N_GRAM) for i in hits]
            yield pd.DataFrame(rows, columns=["begin", "end", "n_words"], dtype="int64").assign(
                article_id=later, other_id=earlier, kind="writing", order="known", is_later=True
            )

    def _directions(self, spans: pd.DataFrame) -> np.ndarray:
        mine, other = spans["article_id"], spans["other_id"]
        my_outlet, other_outlet = mine.map(self.outlet), other.map(self.outlet)
        kin = [*self.versions, *((later, earlier) for earlier, later in self.versions)]
        is_version = pd.MultiIndex.from_arrays([mine, other]).isin(kin) if kin else np.zeros(len(spans), dtype=bool)
        agencies = list(self.credit.values())
        mine_is, other_is = my_outlet.isin(agencies), other_outlet.isin(agencies)
        is_known = spans["order"] == "known"
        cases = [
            (other.isin(list(self.references)), "from"),
            ((my_outlet == other_outlet) & ~is_version, "same outlet"),
            (is_known & spans["is_later"], "from"),
            (is_known, "to"),
            # Dates tie, and one of the two is the agency others credit.
            (other_is & ~mine_is, "from"),
            (mine_is & ~other_is, "to"),
        ]
        met = [case.fillna(False).to_numpy(dtype=bool) for case, _ in cases]
        return np.select(met, [said for _, said in cases], "open")

    def writing(self, *directions: str, least: int = 1) -> pd.DataFrame:
        """The spans of shared writing, of some directions only if any are named, of so many words at least."""
        rows = self.spans[self.spans["is_writing"] & (self.spans["n_words"] >= least)]
        return rows[rows["direction"].isin(directions)] if directions else rows

    @functools.cached_property
    def words(self) -> pd.DataFrame:
        """The words of each body: derived, open, in shared quotations, and its own; each in the first that holds.

        Returns
        -------
        DataFrame
            By ``article_id``: ``n_words, derived_words, quoted_words, open_words, own_words``, int64.
        """
        either = self.writing("from", "open")
        # Who credits an agency says that words are not its own: of those it shares, the order need not be known.
        taken = either[(either["direction"] == "from") | either["article_id"].isin(list(self.credit))]
        quoted = pd.concat([either, self.spans[self.spans["kind"] == "quotation"]])
        # Counted as what every further kind adds to the union of those before.
        unions = [
            self.bodies.shared(rows).set_index("article_id")["n_shared"].reindex(self.rows.index, fill_value=0)
            for rows in (taken, either, quoted)
        ]
        table = pd.DataFrame({"n_words": self.bodies.n_words, "derived_words": unions[0]})
        table["open_words"], table["quoted_words"] = unions[1] - unions[0], unions[2] - unions[1]
        table["own_words"] = table["n_words"] - unions[2]
        return table[WORDS].astype("int64").rename_axis("article_id")

    @functools.cached_property
    def sources(self) -> pd.DataFrame:
        """From whom each article has how many words: the most first, of equals the one with more words of its own.

        Returns
        -------
        DataFrame
            ``article_id, other_id, n_shared``: one row an article and source.
        """
        pairs = self.bodies.shared(self.writing("from"), ["article_id", "other_id"])
        own = (self.words["own_words"] / self.bodies.n_words.clip(lower=1)).reindex(pairs["other_id"]).to_numpy()
        pairs = pairs.assign(_own=np.nan_to_num(own, nan=1.0))
        rows = pairs.sort_values(["article_id", "n_shared", "_own", "other_id"], ascending=[True, False, False, True])
        return rows.drop(columns="_own").reset_index(drop=True)

    def classes(self, wholly: float, partly: float) -> pd.Series:
        """How each article derives, by ``article_id``: wholly, partly, not; None where it cannot be told."""
        table, sources = self.words, self.sources
        n = table["n_words"].where(table["n_words"] > 0).astype("float64")
        lower = _classes(table["derived_words"] / n, wholly, partly)
        upper = _classes((table["derived_words"] + table["open_words"]) / n, wholly, partly)
        pairs = zip(sources["article_id"], sources["other_id"], strict=True)
        traced = {a for a, o in pairs if o in self.references or self.outlet.get(o) == self.credit.get(a, "")}
        untraced = lower.index.isin(list(set(self.credit) - traced))
        return lower.mask((lower != upper) | ((lower == "not") & untraced), None)

    @functools.cached_property
    def credited(self) -> set[str]:
        """The articles whose credit is borne out by whom they share writing with.

        That is the agency's own article, a reference of that agency or of an outlet that is not stated, or another
        article that credits the same agency.
        """
        pairs = self.writing()[["article_id", "other_id"]].drop_duplicates()
        pairs = pairs[pairs["article_id"].isin(list(self.credit))]
        credit, other = pairs["article_id"].map(self.credit), pairs["other_id"]
        is_reference = other.isin(list(self.references))
        reference = other.where(is_reference).map(self.wire)
        borne_out = (other.map(self.outlet) == credit) | (other.map(self.credit) == credit)
        borne_out |= is_reference & (reference.isna() | (reference == credit))
        return set(pairs.loc[borne_out.fillna(False).astype(bool), "article_id"])

    def joined(self, partly: float, min_words: int, *, least: int = 1) -> list[tuple[str, str]]:
        """The pairs that are one report: all an article shares a majority with, else the one it shares most with.

        Parameters
        ----------
        partly, min_words
            What the share of an article's words that it has from another, and their number, must reach.
        least
            Words a passage must have to count.
        """
        pairs = self.bodies.shared(self.writing(least=least), ["article_id", "other_id", "direction"])
        pairs["share"] = pairs["n_shared"] / pairs["article_id"].map(self.bodies.n_words).astype("float64").clip(
            lower=1
        )
        back = pairs.set_index(["article_id", "other_id"])[["share", "n_shared"]]
        other = back.reindex(pd.MultiIndex.from_frame(pairs[["other_id", "article_id"]]))
        # Where direction cannot be told, and where an outlet repeats itself, the smaller share must do.
        both = pairs["direction"].isin(["open", "same outlet"])
        for column in ("share", "n_shared"):
            pairs[column] = pairs[column].where(~both, np.fmin(pairs[column], other[column].to_numpy()))
        pairs = pairs[(pairs["direction"] != "to") & (pairs["share"] >= partly) & (pairs["n_shared"] >= min_words)]
        pairs = pairs.sort_values(["article_id", "share", "other_id"], ascending=[True, False, True])
        strong = pairs[pairs["share"] > MAJORITY]
        weak = pairs[~pairs["article_id"].isin(strong["article_id"])].drop_duplicates("article_id")
        rows = pd.concat([strong, weak])
        return list(zip(rows["article_id"].astype(str), rows["other_id"].astype(str), strict=True))


def _outlets(references: pd.DataFrame) -> dict[str, str]:
    """The `outlet_key` of references by ``article_id``, where it is stated."""
    if "outlet" not in references:
        return {}
    return outlet_keys(references.set_index("article_id")["outlet"]).dropna().to_dict()


def _writing(spans: pd.DataFrame) -> pd.Series:
    """Which spans count as shared writing."""
    pair = [spans["article_id"], spans["other_id"]]
    is_writing, is_quoted = spans["kind"] == "writing", spans["kind"] == "quotation"
    written, quoted = (
        spans["n_words"].where(rows, 0).groupby(pair).transform("sum") for rows in (is_writing, is_quoted)
    )
    return is_writing | (is_quoted & (2 * written >= quoted))


def _folded(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    places = words(text)
    return places, [fold(text[begin:end]) for begin, end in places]


def _grams(said: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[i:] for i in range(N_GRAM)), strict=False)


def _classes(share: pd.Series, wholly: float, partly: float) -> pd.Series:
    said = np.select([share >= wholly, share >= partly], ["wholly", "partly"], "not")
    return pd.Series(said, index=share.index).astype("object").where(share.notna(), None)
