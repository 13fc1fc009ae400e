"""What a notebook about translation shows: one article with its source, the chain between them, and all changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...coding import code_attributions, code_chains, code_citations
from ...engine.meaning import SentenceVectors, aligned_sentences
from ...errors import StoryError, counted, listed
from ...order import pair_order
from ...plotting.prose import Prose, paragraph, show_all, show_passage, show_table, show_text
from ...text import sentences
from .differences import VOUCH
from .measures import CANNOT_TELL, FAR, KINDS, change_rates, changes, hops
from .pairing import aligned_pairs, sentence_pairs
from .readings import Part, readings

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["TranslationOverview", "overview"]

NAMED, MOST_ALIGNED, NONE = "it is named as the source", "most of its sentences are aligned", "no source is found"
CANDIDATES = 20  # articles that are aligned with one, where no source is named
NO_CHANGE = "no change found"
LEAST_SHARE = 0.3  # of the sentences of an article, that its source must have


@dataclass(frozen=True, repr=False, eq=False)
class TranslationOverview:
    """One article with its source, and what changed along the chain of sources.

    Attributes
    ----------
    story, article_id, source_id
        The story, the article, and the article taken for its source; None if there is none.
    why
        How the source was found.
    chain
        From ``hops``, with readable names; ``n_aligned`` sentence pairs of each step.
    pairs, changes
        From ``sentence_pairs`` and ``changes``, for every step of the chain and from the source to the article.
    linked
        The pairs of articles of the whole story of which one names the other as its source, both with a text.
    all_pairs, all_changes
        The same for these, and for the chain.
    by_language, by_outlet
        From ``change_rates`` over all of them.
    trail
        One row a sentence of the first article and step: what became of it.
    own
        One row a sentence of the article: who is named as its source, and whether a formula vouches for it.
    to_fetch
        Pages that would have to be fetched to compare more: those the article names, and those of one event.
    coder
        Who found the sources that articles name.
    """

    story: Story
    article_id: str
    source_id: str | None
    why: str
    chain: pd.DataFrame
    pairs: pd.DataFrame
    changes: pd.DataFrame
    linked: pd.DataFrame
    all_pairs: pd.DataFrame
    all_changes: pd.DataFrame
    by_language: pd.DataFrame
    by_outlet: pd.DataFrame
    trail: pd.DataFrame
    own: pd.DataFrame
    to_fetch: pd.DataFrame
    coder: str
    _named: list[str] = field(default_factory=list)
    _unread: str = ""

    @property
    def names(self) -> dict[str, str]:
        """Readable names of the articles."""
        return self.story.article_names()

    @property
    def source_line(self) -> str:
        """One line for the foot of a figure: which story, how many articles, and what a machine found."""
        by = "by machine" if self.coder.startswith("auto:") else f"by {self.coder}"
        return self.story.source_line_of(f"sentences aligned and changes found by machine, sources coded {by}")

    @property
    def direct(self) -> pd.DataFrame:
        """The pairs of sentences of source and article."""
        return self._between(self.pairs)

    @property
    def between(self) -> pd.DataFrame:
        """All rows of ``changes`` of source and article, with those on which there is no verdict."""
        return self._between(self.changes)

    @property
    def found(self) -> pd.DataFrame:
        """The changes between source and article on which there is a verdict, on sentences that are aligned."""
        rows = self._between(self.changes)
        return rows[(rows["verdict"] != CANNOT_TELL) & (rows["kind"] != "sentence")].reset_index(drop=True)

    @property
    def unpaired(self) -> pd.DataFrame:
        """Sentences that only the source or only the article has."""
        rows = self._between(self.changes)
        return rows[(rows["kind"] == "sentence") & (rows["verdict"] != CANNOT_TELL)].reset_index(drop=True)

    @property
    def along_chain(self) -> pd.DataFrame:
        """The changes on each step of the chain on which there is a verdict, with the number of the step."""
        steps = self.chain[["hop", "source_id", "article_id"]]
        rows = steps.merge(self.changes, on=["source_id", "article_id"])
        rows = rows[(rows["verdict"] != CANNOT_TELL) & (rows["kind"] != "sentence")]
        return rows.reset_index(drop=True)

    @property
    def untold(self) -> pd.DataFrame:
        """Where there is no verdict, with the reason in ``rule``."""
        return self._between(self.changes).query("verdict == @CANNOT_TELL").reset_index(drop=True)

    def _between(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["source_id"] == self.source_id) & (rows["article_id"] == self.article_id)]

    def _name(self, article_id: str | None) -> str:
        return self.names.get(str(article_id), str(article_id))

    def summary(self) -> Prose:
        """Which source was compared, how many sentences are aligned, and what changed."""
        if self.source_id is None:
            return paragraph(*self._without_source())
        n = len(self.direct)
        steps = (
            f" The citation chain has {counted(len(self.chain), 'step')} in this set." if len(self.chain) > 1 else ""
        )
        said = (
            f"{self._name(self.article_id)} is compared with {self._name(self.source_id)}: {self.why}.{steps}"
            f" {counted(n, 'pair')} of sentences {'says' if n == 1 else 'say'} the same."
        )
        if not n:
            return paragraph(said, self._unread, "So nothing can be said about changes.")
        return paragraph(said, self._said_changes(), self._said_way(), self._said_unpaired(), self._said_machine())

    def _without_source(self) -> list[str]:
        text = self.story.article(self.article_id)["text"]
        name = self._name(self.article_id)
        if not isinstance(text, str) or not text.strip():
            return [f"{name} has no text here, so there is nothing to compare.", self.fetched().plain]
        said = [f"{name}: {NONE} among the articles with a text."]
        if self._named:
            said.append(
                f"It names {listed(self._named, 4)} as its source; this story has no text of theirs on this event."
            )
        vouched = int(self.own["is_vouched"].sum())
        sourced = int(self.own["source"].notna().sum())
        said.append(
            f"Of its {counted(len(self.own), 'sentence')}, {sourced} name a source; {vouched}"
            f" {'vouches' if vouched == 1 else 'vouch'} for something without one."
        )
        return [*said, self._unread]

    def _said_changes(self) -> str:
        rows = self.found
        if rows.empty:
            return "No change is found in them. That does not mean that there is none: see the limits below."
        counts = rows.groupby("kind").size()
        parts = [f"{kind} {counts[kind]}" for kind in KINDS if kind in counts]
        return f"Changes found: {', '.join(parts)}."

    def _said_way(self) -> str:
        rows = self.along_chain
        if len(self.chain) < 2:
            return ""
        counts = [f"{int((rows['hop'] == hop).sum())} on step {hop}" for hop in self.chain["hop"]]
        return f"Along the chain, step by step: {', '.join(counts)}."

    def _said_unpaired(self) -> str:
        counts = self.unpaired["verdict"].value_counts()
        left, added = int(counts.get("left out", 0)), int(counts.get("added", 0))
        return f"Sentences of the source that are left out: {left}; sentences added: {added}." if left or added else ""

    def _said_machine(self) -> str:
        if self.why != NAMED or not self.coder.startswith("auto:"):
            return ""
        return "Who names whom as a source was found by machine, by no person."

    def changes_read(self, *, rows: int = 12) -> Prose:
        """The changes along the chain with both passages, the changed words marked.

        Parameters
        ----------
        rows
            How many changes at most.
        """
        found = self.along_chain if len(self.chain) else self.found
        if found.empty:
            why = "No change was found" if self.source_id else "No two articles were compared"
            return show_text(f"{why}, so there is no passage to show.")
        texts = self.story.articles.set_index("article_id")["text"]
        shown = []
        for row in found.head(rows).itertuples():
            head = f"{row.kind}: {row.verdict} (confidence {row.confidence}). {row.rule}."
            shown += [
                show_text(head),
                _marked(texts[row.source_id], row, "source_", self._name(row.source_id), row.source_id),
                _marked(texts[row.article_id], row, "", self._name(row.article_id), row.article_id),
            ]
        more = len(found) - rows
        return show_all([*shown, *([show_text(f"{counted(more, 'more change')} not shown.")] if more > 0 else [])])

    def reasons(self) -> Prose:
        """Why there is no verdict on some kinds of change or some sentences."""
        rows = self.untold
        if self.source_id is None:
            return show_text("No two articles were compared.")
        if rows.empty:
            return show_text("Every kind of change could be told in these two languages.")
        kinds = rows[rows["begin"].isna() & rows["source_begin"].isna()]
        said = [f"{kind}: {why}." for kind, why in zip(kinds["kind"], kinds["rule"], strict=True)]
        n = len(rows) - len(kinds)
        some = f"Cannot tell for {counted(n, 'single sentence')}: the alignment is too weak." if n else ""
        return paragraph("Cannot tell.", *said, some) if said else paragraph(some)

    def fetched(self) -> Prose:
        """Which pages have to be fetched before more can be compared."""
        if self.to_fetch.empty:
            return show_text("Every article that could be compared has a text here.")
        named = self.to_fetch[self.to_fetch["why"] == "named as a source"]
        outlets = listed(named["outlet"].dropna().drop_duplicates(), 4) if len(named) else ""
        of = f"{len(named)} of them of outlets that it names ({outlets})" if outlets else "none of an outlet it names"
        said = paragraph(
            f"{counted(len(self.to_fetch), 'page')} on the same event, not known to be later, could be compared with"
            f" {self._name(self.article_id)}, but their texts are not here; {of}.",
            f"`samestory fetch {self.story.name}` fetches pages by their addresses.",
        )
        return show_all([said, show_table(self.to_fetch, ["outlet", "language", "published", "url", "why"], rows=8)])

    def frequencies(self) -> Prose:
        """On how many pairs of articles and sentences the rates rest."""
        n, n_pairs = len(self.all_pairs[["source_id", "article_id"]].drop_duplicates()), len(self.all_pairs)
        if not n_pairs:
            return show_text("No article of this story has a source with a text here, so there are no rates.")
        changed = self.by_language.groupby("kind")["n_changed"].sum()
        most = changed.idxmax() if changed.max() else None
        said = f"The commonest kind of change is {most} ({int(changed.max())})." if most else "No change was found."
        return paragraph(
            f"{counted(n, 'pair')} of articles, of which one names the other as its source or is compared above,"
            f" {counted(n_pairs, 'pair')} of sentences. {said}",
            "With so few pairs the intervals are wide; they are over articles, not over sentences." if n < 30 else "",
        )


def _marked(text: str, row: object, side: str, name: str, article: str) -> Prose:
    begin, end = (getattr(row, f"{side}{edge}") for edge in ("begin", "end"))
    words = [getattr(row, f"{side}words_{edge}") for edge in ("begin", "end")]
    mark = [(int(words[0]), int(words[1]))] if pd.notna(words[0]) else []
    return show_passage(text, begin=int(begin), end=int(end), source=name, mark=mark, article=article)


def overview(story: Story, *, article: str | None = None, source: str | None = None) -> TranslationOverview:
    """One article compared with its source, sentence by sentence, and the same for every such pair of the story.

    Parameters
    ----------
    story
        A loaded story.
    article
        Id of the article; default: the article with the longest chain back to a source in this set.
    source
        Id of its source; default: the first article of the chain that the article and its sources name, else the
        article of which it has most sentences and that is not known to be later.

    Returns
    -------
    TranslationOverview

    Raises
    ------
    StoryError
        No article of that name, or an article that is its own source.

    Examples
    --------
    >>> found = ss.translation.overview(story, article="relay-0304-quay")
    >>> found.source_id, found.chain["source_id"].tolist()
    ('fanal-0303-dockers', ['fanal-0303-dockers', 'holos-0304-dokery'])
    """
    for given in (article, source):
        if given:
            story.article(given)
    if article and article == source:
        raise StoryError(f"{article} is given as article and as source; give two articles")
    articles = story.articles
    chains, coder = _chains(story)
    vectors = story.sentence_vectors()
    linked = _linked(articles, chains, vectors)
    article = article or _longest(articles, linked, source) or story.focus
    found = _source(articles, linked, vectors, article, source or None)
    source_id, why = found
    chain = hops(articles, article, chains=_as_chains(linked), source_id=source_id)
    chain = chain if source_id is not None else chain.head(0)
    compared = pd.concat([linked, chain[["source_id", "article_id"]]])
    if source_id is not None:
        compared = pd.concat([compared, pd.DataFrame({"source_id": [source_id], "article_id": [article]})])
    compared = _once(compared.drop_duplicates(ignore_index=True), keep=chain)
    ids = {article, *compared["source_id"], *compared["article_id"]}
    attributions = code_attributions(articles[articles["article_id"].isin(ids)], engine="rules")
    passages = aligned_pairs(vectors, compared)
    credits = _given(_as_chains(linked), source_id if source else None, article)
    pairs = sentence_pairs(articles, passages, chains=credits)
    known = changes(
        articles,
        passages,
        chains=credits,
        attributions=attributions,
        codebook=story.codebook,
        parts=story.table("parts"),
        vectors=vectors,
    )
    on_way = pd.concat(
        [chain[["source_id", "article_id"]], pd.DataFrame([(source_id, article)], columns=[*chain.columns[1:3]])]
    )
    chain = _named_chain(chain, pairs, story.article_names())
    rates = {
        by: change_rates(known, pairs, articles, by=by, families=story.table("families"), codebook=story.codebook)
        for by in ("languages", "outlet")
    }
    return TranslationOverview(
        story=story,
        article_id=article,
        source_id=source_id,
        why=why,
        chain=chain,
        pairs=pairs.merge(on_way.drop_duplicates(), on=["source_id", "article_id"]),
        changes=known.merge(on_way.drop_duplicates(), on=["source_id", "article_id"]),
        linked=linked,
        all_pairs=pairs,
        all_changes=known,
        by_language=rates["languages"],
        by_outlet=rates["outlet"],
        trail=_trail(articles, chain, pairs, known),
        own=_own(story, article, attributions),
        to_fetch=_to_fetch(story, article, chains),
        coder=coder,
        _named=_not_here(chains, article),
        _unread=_why_unread(story, vectors, article, source_id),
    )


def _chains(story: Story) -> tuple[pd.DataFrame, str]:
    """Whom articles name as the source of their report, as coded; by machine if nobody coded it."""
    chains = story.table("chains")
    if len(chains):
        return chains, str(chains["coder"].iloc[0])
    articles = story.articles[story.articles["text"].notna()]
    if articles.empty:
        return chains, story.coder
    attributions = code_attributions(articles, engine="rules")
    citations = code_citations(articles, attributions)
    return code_chains(articles, citations, attributions), "auto:rules"


def _linked(articles: pd.DataFrame, chains: pd.DataFrame, vectors: SentenceVectors) -> pd.DataFrame:
    """Pairs of articles with a text of which one names the other as its nearest source, each once."""
    readable = set(vectors.table["article_id"])
    rows = chains.dropna(subset=["source_article_id"]).sort_values("step", kind="stable")
    rows = rows[rows["source_article_id"].isin(readable) & rows["article_id"].isin(readable)]
    rows = rows[rows["source_article_id"] != rows["article_id"]].drop_duplicates("article_id", keep="last")
    rows = rows.rename(columns={"source_article_id": "source_id"})[["source_id", "article_id"]]
    return rows.sort_values(["article_id"], ignore_index=True).astype("str")


def _once(pairs: pd.DataFrame, keep: pd.DataFrame) -> pd.DataFrame:
    """Two articles that name each other are compared once, in the direction of the chain if they are on it."""
    first = set(zip(keep["source_id"], keep["article_id"], strict=True))
    kept: list[tuple[str, str]] = []
    for pair in sorted(zip(pairs["source_id"], pairs["article_id"], strict=True), key=lambda pair: pair not in first):
        if pair[::-1] not in kept:
            kept.append(pair)
    return pd.DataFrame(kept, columns=["source_id", "article_id"])


def _as_chains(linked: pd.DataFrame) -> pd.DataFrame:
    return linked.rename(columns={"source_id": "source_article_id"})


def _given(chains: pd.DataFrame, source_id: str | None, article: str) -> pd.DataFrame:
    """Chains with the source that the reader gave: it is taken at their word."""
    if source_id is None:
        return chains
    rows = chains[~((chains["source_article_id"] == article) & (chains["article_id"] == source_id))]
    return pd.concat([rows, pd.DataFrame({"source_article_id": [source_id], "article_id": [article]})])


def _longest(articles: pd.DataFrame, linked: pd.DataFrame, source: str | None) -> str | None:
    """The article with the longest chain back to a source; one that crosses a language before one that does not."""
    spoken = dict(zip(articles["article_id"], articles["language"], strict=True))
    best: tuple[int, int, str] | None = None
    for article in linked["article_id"]:
        chain = hops(articles, article, chains=_as_chains(linked))
        if source and source not in set(chain["source_id"]):
            continue
        crossed = sum(spoken[a] != spoken[b] for a, b in zip(chain["source_id"], chain["article_id"], strict=True))
        rank = (-crossed, -len(chain), article)
        best = rank if best is None or rank < best else best
    return best[2] if best else None


def _source(
    articles: pd.DataFrame, linked: pd.DataFrame, vectors: SentenceVectors, article: str, given: str | None
) -> tuple[str | None, str]:
    """The source of an article, and how it is known."""
    chain = hops(articles, article, chains=_as_chains(linked), source_id=given)
    named = linked[(linked["article_id"] == article)]
    if given:
        is_named = len(chain) > 1 or given in set(named["source_id"])
        return given, NAMED if is_named else "you chose it"
    if len(chain):
        return str(chain["source_id"].iloc[0]), NAMED
    return _most_aligned(articles, vectors, article)


def _most_aligned(articles: pd.DataFrame, vectors: SentenceVectors, article: str) -> tuple[str | None, str]:
    """The article of which another has most sentences, and that is not known to be later."""
    table, mine = vectors.of(article)
    others = sorted(set(vectors.table["article_id"]) - {article})
    if table.empty or not others:
        return None, NONE
    order = pair_order(articles, pd.Series([article] * len(others)), pd.Series(others))
    others = [one for one, first in zip(others, order["earlier"], strict=True) if first != article]
    ids = vectors.table["article_id"].to_numpy()
    near = (mine @ vectors.vectors.astype(np.float32).T).max(axis=0)
    ranked = pd.Series(near).groupby(ids).apply(lambda those: those.nlargest(len(table)).sum())
    ranked = ranked.reindex(others).sort_values(ascending=False, kind="stable")
    counts = {one: len(aligned_sentences(vectors, one, article)) for one in ranked.index[:CANDIDATES]}
    best = max(counts, key=lambda one: (counts[one], -list(counts).index(one)), default=None)
    if best is None or counts[best] < LEAST_SHARE * len(table):
        return None, NONE
    return best, f"{MOST_ALIGNED} ({counts[best]} of {len(table)}); it names no source of this set"


def _named_chain(chain: pd.DataFrame, pairs: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    sizes = pairs.groupby(["source_id", "article_id"]).size().rename("n_aligned").reset_index()
    chain = chain.merge(sizes, on=["source_id", "article_id"], how="left").fillna({"n_aligned": 0})
    return chain.assign(
        source=chain["source_id"].map(names),
        article=chain["article_id"].map(names),
        n_aligned=chain["n_aligned"].astype("int64"),
    )


TRAIL = ["hop", "article_id", "sentence", "source_reads", "reads", "state", "changes", "begin", "end"]


def _trail(articles: pd.DataFrame, chain: pd.DataFrame, pairs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """What becomes of each sentence of the first article, step by step; behind a doubtful step nothing can be told."""
    if chain.empty:
        return pd.DataFrame(columns=TRAIL)
    texts = articles.set_index("article_id")["text"]
    first = chain.iloc[0]
    start = pairs[(pairs["source_id"] == first.source_id) & (pairs["article_id"] == first.article_id)]
    places = [(int(a), int(b)) for a, b in zip(start["source_begin"], start["source_end"], strict=True)]
    rows = []
    for number, (begin, end) in enumerate(sorted(set(places)), 1):
        said = texts[first.source_id][begin:end]
        at: tuple[int, int] | None = (begin, end)
        is_sure = True
        for step in chain.itertuples():
            at, what, is_close = _step(pairs, known, step, at) if at is not None else (None, "", True)
            reads = texts[step.article_id][slice(*at)] if at is not None else None
            what = what if is_sure else ""
            is_sure = is_sure and (is_close or bool(what))
            state = "not aligned" if at is None else "changed" if what else NO_CHANGE if is_sure else CANNOT_TELL
            rows.append((step.hop, step.article_id, number, said, reads, state, what, *(at or (pd.NA, pd.NA))))
    return pd.DataFrame(rows, columns=TRAIL).astype({"begin": "Int64", "end": "Int64"})


def _step(
    pairs: pd.DataFrame, known: pd.DataFrame, step: object, at: tuple[int, int]
) -> tuple[tuple[int, int] | None, str, bool]:
    """Where a sentence is after one step, what changed in it, and whether both sentences are close in meaning."""
    both = (pairs["source_id"] == step.source_id) & (pairs["article_id"] == step.article_id)  # type: ignore[attr-defined]
    met = pairs[both & (pairs["source_begin"] < at[1]) & (pairs["source_end"] > at[0])]
    if met.empty:
        return None, "", True
    row = met.iloc[0]
    here = known[(known["source_id"] == row.source_id) & (known["article_id"] == row.article_id)]
    here = here[(here["source_begin"] == row.source_begin) & (here["begin"] == row.begin)]
    here = here[here["verdict"] != CANNOT_TELL]
    said = "; ".join(f"{kind}: {verdict}" for kind, verdict in zip(here["kind"], here["verdict"], strict=True))
    return (int(row.begin), int(row.end)), said, not row.score < FAR


OWN = ["article_id", "begin", "end", "reads", "source", "words", "is_vouched", "is_hedged"]


def _own(story: Story, article: str, attributions: pd.DataFrame) -> pd.DataFrame:
    """Each sentence of an article: whom it names as the source, and whether a formula vouches for it."""
    row = story.article(article)
    read = readings(story.articles, attributions, [article]).get(article)
    if read is None:
        return pd.DataFrame(columns=OWN)
    outside = story.table("parts").query("article_id == @article and part != 'body'")
    rows = []
    for begin, end in sentences(read.text, row["language"]):
        if ((outside["begin"] < end) & (outside["end"] > begin)).any():
            continue
        part = Part(read, begin, end)
        sourced = next((one for one in part.told if one.source is not None), None)
        vouched = next((one for one in part.told if one.kind == VOUCH and part.inside(one.cue)), None)
        cue = (vouched or sourced).cue if vouched or sourced else None  # type: ignore[union-attr]
        rows.append(
            (
                *(article, begin, end, read.text[begin:end]),
                read.text[slice(*sourced.source)] if sourced is not None and sourced.source else None,
                read.text[slice(*cue)] if cue else None,
                vouched is not None,
                any(begin <= a < end for a, _ in read.doubt),
            )
        )
    return pd.DataFrame(rows, columns=OWN)


def _not_here(chains: pd.DataFrame, article: str) -> list[str]:
    rows = chains[(chains["article_id"] == article) & chains["source_article_id"].isna()]
    return list(rows["source"].dropna().drop_duplicates())


FETCH = ["article_id", "outlet", "language", "published", "url", "why"]


def _to_fetch(story: Story, article: str, chains: pd.DataFrame) -> pd.DataFrame:
    """Pages without a text that could be compared with an article, those it names first."""
    articles = story.articles
    row = story.article(article)
    bare = articles[articles["text"].isna() & articles["url"].notna() & (articles["article_id"] != article)]
    named = {one.casefold() for one in chains.loc[chains["article_id"] == article, "source"].dropna()}
    linked = set(chains.loc[chains["article_id"] == article, "source_article_id"].dropna())
    outlets = bare["outlet"].fillna("").str.casefold()
    has_event = "event" in bare and pd.notna(row.get("event"))
    same = bare["event"].eq(row["event"]).fillna(value=False) if has_event else pd.Series(data=False, index=bare.index)
    by_name = outlets.map(lambda outlet: any(one in outlet for one in named)).astype("bool")
    is_named = bare["article_id"].isin(linked) | (by_name & same if has_event else by_name)
    order = pair_order(articles, pd.Series(article, index=bare.index), bare["article_id"]) if len(bare) else None
    later = order["earlier"].eq(article).fillna(value=False) if order is not None else False
    rows = bare.assign(why=np.where(is_named, "named as a source", "same event, not known to be later"))
    rows = rows[(is_named | same) & ~later] if len(bare) else rows
    rows = rows.sort_values(["why", "published", "article_id"], kind="stable", ignore_index=True)
    return rows.reindex(columns=FETCH)


def _why_unread(story: Story, vectors: SentenceVectors, article: str, source_id: str | None) -> str:
    """Why articles cannot be compared by meaning, as a sentence; empty if they can."""
    rows = vectors.unread[vectors.unread["article_id"].isin([article, source_id])]
    names = story.article_names()
    return " ".join(
        f"{names.get(key, key)} is not compared: {why}."
        for key, why in zip(rows["article_id"], rows["reason"], strict=True)
    )
