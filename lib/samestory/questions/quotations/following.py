"""One utterance, many outlets: whole, trimmed, changed, translated or paraphrased, and each alteration word by word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ...engine import outlet_names
from ...engine.meaning.encoder import Encoder, given_encoder
from ...engine.meaning.sentences import text_vectors
from ...order import date_intervals
from ...schema import given_articles, require_columns
from ...schema.cells import in_cell
from ...statistics import MIN_N, family_of, vote_interval, wilson
from .matching import (
    ACROSS,
    LEAST_WORDS,
    NO_SPEAKER,
    OTHER,
    REPORTED,
    WITHIN,
    Clusters,
    Saying,
    near,
    same_words,
    speakers,
)
from .measures import not_read
from .versions import CHANGED, TRIMMED, WHOLE, Version, changes, form, pairs, told, version, words_of

__all__ = ["alteration_rates", "alterations", "matrix", "utterances"]

TRANSLATED, PARAPHRASED, NOT_THERE, CANNOT_TELL = "translated", "paraphrased", "not_there", "cannot_tell"
FORMS = (WHOLE, TRIMMED, CHANGED, TRANSLATED, PARAPHRASED, NOT_THERE, CANNOT_TELL)
GAP = 200  # characters between two quotations of one article that are pieces of one utterance
CODER = "auto:quotations-1"

UTTERANCES = {
    **dict.fromkeys(["utterance_id", "article_id", "outlet", "language", "speaker", "source_kind", "form"], "str"),
    **dict.fromkeys(["begin", "end", "n_words", "n_reference", "n_dropped", "n_added"], "int64"),
    **dict.fromkeys(["alteration", "basis"], "str"),
    "score": "float64",
    **dict.fromkeys(["reads", "reference_id"], "str"),
    **dict.fromkeys(["reference_begin", "reference_end"], "int64"),
    "coder": "str",
}
ALTERATIONS = {
    **dict.fromkeys(["utterance_id", "article_id", "outlet", "change", "place"], "str"),
    "is_marked": "bool",
    **dict.fromkeys(["reference_words", "words", "reference_id"], "str"),
    **dict.fromkeys(["begin", "end", "reference_begin", "reference_end"], "int64"),
}
MATRIX = {
    "place": "int64",
    **dict.fromkeys(["name", "utterance_id", "form"], "str"),
    **dict.fromkeys(["n_forms", "n_articles"], "int64"),
    **dict.fromkeys(["article_ids", "article_id"], "str"),
    **dict.fromkeys(["begin", "end"], "Int64"),
    "why": "str",
}
RATES = {
    "outlet": "str",
    **dict.fromkeys(["n_whole", "n_trimmed", "n_changed", "n_quotations"], "int64"),
    **dict.fromkeys(["changed_share", "low", "high"], "float64"),
    "n_families": "int64",
    **dict.fromkeys(["family_share", "family_low", "family_high"], "float64"),
    "family_interval": "str",
    "is_few": "bool",
    "article_ids": "str",
}


def utterances(
    said: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    families: pd.DataFrame | None = None,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """Every utterance that is quoted, and what each article that has it makes of it.

    Parameters
    ----------
    said
        From ``quotations.said``.
    articles
        The ``articles`` table it was made from.
    families
        A ``families`` table: the version that explains those of most copy families is the reference. None: articles
        count.
    encoder
        Another encoder of meaning than the default.

    Returns
    -------
    DataFrame
        One row an utterance and article that has it; utterances of most outlets first: ``utterance_id, article_id,
        outlet, language, speaker, source_kind``; ``form``: whole, trimmed, changed, translated (quoted in another
        language than the reference), paraphrased (reported without marks); ``begin, end`` (half-open offsets);
        ``n_words``, ``n_reference`` words of the reference, ``n_dropped, n_added`` (0 for another language or a
        paraphrase, where words are not compared); ``alteration``, all differences in one line:
        ``[-dropped-]{+added+}``; ``basis``: reference, words or meaning; ``score``, the share of common words (of the
        shorter, 0..1) or the cosine; ``reads``; ``reference_id, reference_begin, reference_end``: the version it is
        compared with; ``coder``.
        The reference is the version of which most families have the whole or a part; of equals the earliest, then the
        longest. It is not known to be what was said.

    Raises
    ------
    TableError
        A column is missing, or an ``article_id`` occurs twice.

    Examples
    --------
    >>> said = ss.quotations.said(story.articles)
    >>> found = ss.quotations.utterances(said, story.articles)
    >>> found.loc[found["article_id"] == "vecher-0302-pozhar", "form"].tolist()
    ['translated', 'translated']
    """
    articles = given_articles(articles, ["article_id", "outlet", "language", "text"])
    require_columns(["article_id", "speaker", "is_direct", "begin", "end"], said.columns, "said")
    encoder = given_encoder(encoder)
    said = said[said["article_id"].isin(articles["article_id"]) & ~(said["is_denied"] & ~said["is_direct"])]
    said = said.sort_values(["article_id", "begin", "end"], ignore_index=True)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    table = _Sayings(said, texts, encoder)
    groups = [*_direct(table)]
    reported = _reported(table, groups)
    family = dict(zip(articles["article_id"], family_of(articles["article_id"], families), strict=True))
    order = _order(articles)
    rows: list[dict[str, Any]] = []
    for number, group in enumerate(groups):
        rows += _rows(number, table, group, reported.get(number, []), family, order)
    return _ranked(pd.DataFrame(rows, columns=list(UTTERANCES)), family)


class _Sayings:
    """The rows of ``said`` as versions and vectors; quotations of one article that a narrator breaks are one."""

    def __init__(self, said: pd.DataFrame, texts: dict[str, str], encoder: Encoder):
        self.said, self.encoder = said, encoder
        self.versions: list[Version] = []
        self.sayings: list[Saying] = []
        for row in said.itertuples():
            one = version(texts[row.article_id], row.language, row.begin, row.end)
            self.versions.append(one)
            speaker = row.speaker if isinstance(row.speaker, str) else ""
            kind = row.speaker_kind if isinstance(row.speaker_kind, str) else ""
            language = row.language if isinstance(row.language, str) else ""
            self.sayings.append(
                Saying(row.article_id, language, one.low, speaker, kind, row.source_kind, bool(row.is_by_pronoun))
            )
        self.direct = [i for i, is_direct in enumerate(said["is_direct"]) if is_direct and self.versions[i].low]
        self.reported = [i for i, is_direct in enumerate(said["is_direct"]) if not is_direct]

    def vectors(self, rows: list[int]) -> np.ndarray:
        """One vector a row; words inside marks only."""
        texts = [words_of(one, (0, len(one.low))) for one in (self.versions[i] for i in rows)]
        return text_vectors(texts, [self.sayings[i].language or None for i in rows], encoder=self.encoder)

    def long(self, rows: Iterable[int]) -> list[int]:
        """Those with enough words to be compared by meaning."""
        return [i for i in rows if len(self.versions[i].low) >= LEAST_WORDS]


def _direct(table: _Sayings) -> Iterable[list[int]]:
    """Quotations that are one utterance, as lists of rows."""
    place = {row: at for at, row in enumerate(table.direct)}
    clusters = Clusters(len(table.direct))
    by_wording: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in table.direct:
        one = table.sayings[row]
        # one or two words may be anybody's: "Yes", so they are one utterance only of one speaker
        mark = () if len(one.low) >= LEAST_WORDS else (one.speaker or one.article,)
        same = by_wording.setdefault((one.language, (*one.low, *mark)), row)
        clusters.join(place[same], place[row])
    wordings = sorted({by_wording[key] for key in by_wording})
    lows = [table.versions[row].low for row in wordings]
    languages = [table.sayings[row].language for row in wordings]
    for i, j, _ in sorted(same_words(lows, languages), key=lambda pair: (-pair[2], pair[0], pair[1])):
        first, second = wordings[i], wordings[j]
        is_short = min(len(lows[i]), len(lows[j])) < LEAST_WORDS
        if table.sayings[first].article != table.sayings[second].article and (
            not is_short or speakers(table.sayings[first], table.sayings[second]) != OTHER
        ):
            clusters.join(place[first], place[second])
    _by_meaning(table, table.long(wordings), clusters, place)
    return sorted([table.direct[at] for at in sorted(members)] for members in clusters.members.values())


def _by_meaning(table: _Sayings, rows: list[int], clusters: Clusters, place: dict[int, int]) -> None:
    """Join clusters whose wordings mean the same, the closest first; never two different speakers."""
    vectors = table.vectors(rows)
    found = []
    for i, j, cosine in near(vectors, vectors, min(ACROSS.values())):
        if i >= j:
            continue
        one, other = table.sayings[rows[i]], table.sayings[rows[j]]
        least = (WITHIN if one.language == other.language else ACROSS)[speakers(one, other)]
        if one.article != other.article and cosine >= least:
            found.append((-cosine, rows[i], rows[j]))
    for minus, one_row, other_row in sorted(found):
        a, b = place[one_row], place[other_row]
        sides = clusters.between(a, b)
        apart = (
            (x, y)
            for x, y in sides
            if speakers(table.sayings[table.direct[x]], table.sayings[table.direct[y]]) == OTHER
            and -minus < ACROSS[OTHER]
        )
        clusters.join(a, b, apart)


def _reported(table: _Sayings, groups: list[list[int]]) -> dict[int, list[tuple[int, float, int]]]:
    """Reported speech that says what an utterance says: by utterance its row, the cosine, and the row it is like."""
    direct = table.long(row for group in groups for row in group)
    of = {row: number for number, group in enumerate(groups) for row in group}
    has = {(number, table.sayings[row].article) for number, group in enumerate(groups) for row in group}
    rows = table.long(table.reported)
    if not direct or not rows:
        return {}
    first: dict[tuple[str, ...], int] = {}
    distinct = [
        row for row in direct if first.setdefault((table.sayings[row].speaker, *table.versions[row].low), row) == row
    ]
    best: dict[int, tuple[float, int]] = {}
    for i, j, cosine in near(table.vectors(distinct), table.vectors(rows), min(REPORTED.values())):
        row, other = distinct[i], rows[j]
        one, two = table.sayings[row], table.sayings[other]
        if (of[row], two.article) in has:
            continue
        least = REPORTED[speakers(one, two)]
        if not one.speaker:
            least = max(least, NO_SPEAKER)
        if cosine >= least and (-cosine, row) < best.get(other, (0.0, 0)):
            best[other] = (-cosine, row)
    found: dict[int, list[tuple[int, float, int]]] = {}
    taken: set[tuple[int, str]] = set()
    for other, (minus, row) in sorted(best.items(), key=lambda item: (item[1], item[0])):
        key = (of[row], table.sayings[other].article)
        if key not in taken:
            taken.add(key)
            found.setdefault(of[row], []).append((other, -minus, row))
    return found


def _order(articles: pd.DataFrame) -> dict[str, int]:
    """The rank of each article by the latest time at which it may have appeared; those without a date last."""
    if "published" not in articles or "published_precision" not in articles:
        return dict.fromkeys(articles["article_id"], 0)
    times = date_intervals(articles).sort_values(["end", "article_id"], na_position="last")
    return {article_id: rank for rank, article_id in enumerate(times["article_id"])}


def _whole_pieces(table: _Sayings, group: list[int]) -> dict[str, tuple[list[int], Version]]:
    """By article its quotations of one utterance, and their words together where they are near one another."""
    by_article: dict[str, list[int]] = {}
    for row in group:
        by_article.setdefault(table.sayings[row].article, []).append(row)
    found = {}
    for article, rows in by_article.items():
        first = max(rows, key=lambda row: (len(table.versions[row].low), -row))
        begins, ends = table.said["begin"], table.said["end"]
        kept = [row for row in rows if max(begins[row] - ends[first], begins[first] - ends[row]) <= GAP]
        begin, end = min(begins[row] for row in kept), max(ends[row] for row in kept)
        one = table.versions[first]
        whole = version(one.text, table.said.at[first, "language"], begin, end) if len(kept) > 1 else one
        found[article] = (kept, whole)
    return found


def _rows(
    number: int,
    table: _Sayings,
    group: list[int],
    reported: list[tuple[int, float, int]],
    family: dict[str, Any],
    order: dict[str, int],
) -> list[dict[str, Any]]:
    """The rows of one utterance."""
    whole = _whole_pieces(table, group)
    reference_id = _reference(table, whole, family, order)
    _, reference = whole[reference_id]
    language = table.sayings[whole[reference_id][0][0]].language
    places = {
        article: (int(table.said.loc[rows, "begin"].min()), int(table.said.loc[rows, "end"].max()))
        for article, (rows, _) in whole.items()
    }
    vectors: dict[int, np.ndarray] = {}
    made = []
    for article, (rows, own) in whole.items():
        one = table.said.loc[rows[0]]
        row = _row(number, one, places[article], own, reference, reference_id, places[reference_id])
        if article == reference_id:
            row |= {"form": WHOLE, "basis": "reference", "score": 1.0}
        elif table.sayings[rows[0]].language != language:
            if not vectors:
                vectors = dict(zip(group, table.vectors(group), strict=True))
            cosine = max(
                float(vectors[a] @ vectors[b]) for a in rows for b in group if table.sayings[b].language == language
            )
            row |= {"form": TRANSLATED, "basis": "meaning", "score": round(min(cosine, 1.0), 4)}
        else:
            found = changes(reference, own)
            row |= {
                "form": form(found),
                "basis": "words",
                "score": round(len(pairs(reference, own)) / max(min(len(reference.low), len(own.low)), 1), 4),
                "n_dropped": sum(change.reference[1] - change.reference[0] for change in found),
                "n_added": sum(change.own[1] - change.own[0] for change in found),
                "alteration": told(reference, own, found),
            }
        made.append(row)
    for other, cosine, _ in reported:
        one = table.said.loc[other]
        place = (int(one["begin"]), int(one["end"]))
        row = _row(number, one, place, table.versions[other], reference, reference_id, places[reference_id])
        made.append(row | {"form": PARAPHRASED, "basis": "meaning", "score": round(min(cosine, 1.0), 4)})
    return made


def _row(
    number: int,
    one: pd.Series,
    place: tuple[int, int],
    own: Version,
    reference: Version,
    reference_id: str,
    reference_place: tuple[int, int],
) -> dict[str, Any]:
    return {
        "utterance_id": str(number),
        **{name: one[name] for name in ("article_id", "outlet", "language", "speaker", "source_kind")},
        **{"begin": place[0], "end": place[1], "n_words": len(own.low), "n_reference": len(reference.low)},
        **{"n_dropped": 0, "n_added": 0, "alteration": "", "reads": own.text[place[0] : place[1]]},
        **{"reference_id": reference_id, "reference_begin": reference_place[0], "reference_end": reference_place[1]},
        "coder": CODER,
    }


def _reference(
    table: _Sayings, whole: dict[str, tuple[list[int], Version]], family: dict[str, Any], order: dict[str, int]
) -> str:
    """The article with the version that others are compared with."""
    wordings: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for article, (rows, own) in whole.items():
        wordings.setdefault((table.sayings[rows[0]].language, own.low), []).append(article)
    best = []
    for (language, low), ids in wordings.items():
        first = min(ids, key=lambda article: (order[article], article))
        own = whole[first][1]
        explained = {
            family[article]
            for (other, words), others in wordings.items()
            if other == language and (words == low or form(changes(own, whole[others[0]][1])) != CHANGED)
            for article in others
        }
        best.append((-len(explained), order[first], -len(low), first))
    return min(best)[-1]


def _ranked(rows: pd.DataFrame, family: dict[str, Any]) -> pd.DataFrame:
    """Utterances under their final ids: those of most outlets first, then of most families, then by place."""
    if rows.empty:
        return rows.astype(UTTERANCES)
    places = rows["outlet"].where(rows["outlet"].notna(), rows["article_id"])
    by = rows.assign(_place=places, _family=rows["article_id"].map(family)).groupby("utterance_id")
    sizes = by.agg(
        n=("_place", "nunique"), m=("_family", "nunique"), id=("reference_id", "first"), at=("reference_begin", "first")
    )
    sizes = sizes.sort_values(["n", "m", "id", "at"], ascending=[False, False, True, True])
    width = max(2, len(str(len(sizes))))
    names = {old: f"Q{rank:0{width}d}" for rank, old in enumerate(sizes.index, 1)}
    rows = rows.assign(utterance_id=rows["utterance_id"].map(names), _form=rows["form"].map(FORMS.index))
    rows = rows.sort_values(["utterance_id", "_form", "article_id"], ignore_index=True)
    return rows[list(UTTERANCES)].astype(UTTERANCES)


def alterations(utterances: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Each alteration of a quotation: which words were dropped, added or replaced, with their places on both sides.

    Parameters
    ----------
    utterances
        From ``quotations.utterances``; rows that are no quotation in the language of the reference have no alteration.
    articles
        The ``articles`` table it was made from.

    Returns
    -------
    DataFrame
        One row an alteration, in order: ``utterance_id, article_id, outlet``; ``change`` (dropped, added, replaced);
        ``place`` in the quotation (begin, inside, end); ``is_marked``, whether an ellipsis, a narrator or brackets mark
        it; ``reference_words`` and ``words`` of this article; ``begin, end`` in this article (where the words are
        missing, ``begin`` equals ``end``), ``reference_id, reference_begin, reference_end`` (half-open character
        offsets).

    Examples
    --------
    >>> found = ss.quotations.utterances(ss.quotations.said(story.articles), story.articles)
    >>> len(ss.quotations.alterations(found, story.articles))
    0
    """
    texts = articles.assign(article_id=articles["article_id"].astype("str")).set_index("article_id")["text"]
    languages = dict(zip(utterances["article_id"], utterances["language"], strict=True))
    rows: list[tuple[Any, ...]] = []
    for one in utterances[utterances["basis"] == "words"].itertuples():
        own = version(texts[one.article_id], one.language, one.begin, one.end)
        reference = version(
            texts[one.reference_id], languages.get(one.reference_id), one.reference_begin, one.reference_end
        )
        for change in changes(reference, own):
            begin, end = _offsets(own, change.own)
            first, last = _offsets(reference, change.reference)
            said = (words_of(reference, change.reference), words_of(own, change.own))
            about = (one.utterance_id, one.article_id, one.outlet, change.kind, change.place, change.is_marked)
            rows.append((*about, *said, one.reference_id, begin, end, first, last))
    table = pd.DataFrame(rows, columns=list(ALTERATIONS)).astype(ALTERATIONS)
    return table.sort_values(["utterance_id", "article_id", "begin", "reference_begin"], ignore_index=True)


def _offsets(one: Version, span: tuple[int, int]) -> tuple[int, int]:
    """Where words are; an empty span is where they would be."""
    first, last = span
    if last > first:
        return one.places[first][0], one.places[last - 1][1]
    at = one.places[first - 1][1] if first else one.places[0][0] if one.places else 0
    return at, at


def matrix(utterances: pd.DataFrame, articles: pd.DataFrame, *, by: str = "outlet") -> pd.DataFrame:
    """What each outlet, or each article, makes of each utterance.

    Parameters
    ----------
    utterances
        From ``quotations.utterances``.
    articles
        The ``articles`` table it was made from.
    by
        A column of ``articles``: ``outlet``, ``article_id``, ``country`` ... Articles with an empty cell in it are left
        out.

    Returns
    -------
    DataFrame
        One row a cell: ``place``, the column of the table from 0, those with most utterances first; ``name``;
        ``utterance_id``; ``form``: of several articles the fullest; ``not_there`` only if all articles were seen whole
        and can be read, else ``cannot_tell`` with ``why``; ``n_forms`` different ones of its articles that have it;
        ``n_articles, article_ids``; ``article_id, begin, end`` of the form shown. "Not there" does not mean left
        out: an article may be older than the utterance.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> found = ss.quotations.utterances(ss.quotations.said(story.articles), story.articles)
    >>> cells = ss.quotations.matrix(found, story.articles)
    >>> cells.query("form == 'cannot_tell'")["name"].unique().tolist()
    ['Keel & Cargo Review', 'The Corrin Merchant']
    """
    require_columns([by], articles.columns, "articles")
    named = articles.assign(article_id=articles["article_id"].astype("str"))
    named["name"] = outlet_names(named[by]) if by == "outlet" else named[by].astype("object")
    named = named.loc[named["name"].notna()].sort_values("article_id")
    why = dict(not_read(named).itertuples(index=False, name=None))
    there = utterances[utterances["article_id"].isin(named["article_id"])]
    names = dict(zip(named["article_id"], named["name"], strict=True))
    there = there.assign(name=there["article_id"].map(names), _form=there["form"].map(FORMS.index))
    there = there.sort_values(["name", "utterance_id", "_form", "article_id"])
    first: dict[tuple[Any, str], Any] = {}
    for row in there.rename(columns={"name": "name_"}).itertuples():
        first.setdefault((row.name_, row.utterance_id), row)
    n_forms = there.groupby(["name", "utterance_id"])["form"].nunique().to_dict()
    ids = {name: group["article_id"].tolist() for name, group in named.groupby("name")}
    reasons = {name: in_cell(sorted({why[one] for one in group if one in why})) for name, group in ids.items()}
    every = sorted(set(utterances["utterance_id"]))
    n_there = {name: sum((name, key) in first for key in every) for name in ids}
    place = {name: at for at, name in enumerate(sorted(ids, key=lambda name: (-n_there[name], str(name))))}
    rows = []
    for name, group in ids.items():
        for key in every:
            row = first.get((name, key))
            about = (place[name], name, key)
            count = (n_forms.get((name, key), 0), len(group), in_cell(group))
            if row is not None:
                rows.append((*about, row.form, *count, row.article_id, row.begin, row.end, ""))
            else:
                seen = CANNOT_TELL if reasons[name] else NOT_THERE
                rows.append((*about, seen, *count, None, None, None, reasons[name]))
    table = pd.DataFrame(rows, columns=list(MATRIX)).astype(MATRIX)
    return table.sort_values(["place", "utterance_id"], ignore_index=True)


def alteration_rates(
    utterances: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How often the quotations of each outlet are changed, of those that can be compared with another version.

    Parameters
    ----------
    utterances
        From ``quotations.utterances``. Compared are quotations in the language of their reference, without the
        reference itself.
    articles
        The ``articles`` table it was made from.
    families
        A ``families`` table; a copy family then has one vote. None: every article is a family of its own.
    n_resamples, seed
        Draws of the bootstrap over families, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row an outlet: ``n_whole, n_trimmed, n_changed`` of ``n_quotations`` compared; ``changed_share`` (0..1) with
        Wilson's interval ``low, high``; ``family_share`` over ``n_families`` with ``family_low, family_high`` and how
        these were made; ``is_few``: fewer than five, so only the cases say something; ``article_ids``.

    Examples
    --------
    >>> found = ss.quotations.utterances(ss.quotations.said(story.articles), story.articles)
    >>> ss.quotations.alteration_rates(found, story.articles)[["n_changed", "n_quotations"]].sum().tolist()
    [0, 10]
    """
    known = set(articles["article_id"].astype("str"))
    rows = utterances[(utterances["basis"] == "words") & utterances["article_id"].isin(known)]
    rows = rows[rows["outlet"].notna()]
    rows = rows.assign(family_id=family_of(rows["article_id"], families), is_changed=rows["form"] == CHANGED)
    found = []
    for outlet, group in rows.groupby("outlet"):
        counts = [int((group["form"] == name).sum()) for name in (WHOLE, TRIMMED, CHANGED)]
        n = len(group)
        votes = group.groupby("family_id")["is_changed"].mean()
        low, high = wilson(counts[2], n)
        by_family = (len(votes), float(votes.mean()), *vote_interval(votes, n_resamples=n_resamples, seed=seed))
        ids = in_cell(sorted(set(group["article_id"])))
        found.append((outlet, *counts, n, counts[2] / n, low, high, *by_family, n < MIN_N, ids))
    table = pd.DataFrame(found, columns=list(RATES)).astype(RATES)
    return table.sort_values(["n_quotations", "outlet"], ascending=[False, True], ignore_index=True)
