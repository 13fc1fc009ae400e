"""What is said in the articles, by whom: quotations and reported speech, each with its speaker and its kind of source.

Found by machine: quotation marks and dashes by ``text.quotations``, speakers by the attribution rules. Names of one
speaker are joined over articles as everywhere in the suite. A word that is inside two attributions ("X said that Y
denied it") counts once, for the inner one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import pandas as pd

from ...coding import code_attributions, code_citations, joined_sources, uncoded_articles
from ...coding.source_kinds import CANNOT_TELL
from ...coding.source_lists import lists_of
from ...coding.speakers import with_speakers
from ...coding.storable import storable
from ...engine import outlet_names
from ...schema import given_articles
from ...schema.cells import from_cell
from ...text import fold, quotations, sentences, words

__all__ = ["said"]

NOBODY = "no speaker found"
SCARE = 3  # words in marks that are no speech by themselves, inside reported speech: “picket of honour”
SAID = {
    **dict.fromkeys(["article_id", "outlet", "language", "speaker", "speaker_kind", "source_kind"], "str"),
    **dict.fromkeys(["is_named", "is_direct", "is_denied", "is_by_pronoun"], "bool"),
    **dict.fromkeys(["begin", "end", "n_words", "n_sentences"], "int64"),
    "reads": "str",
}
_NAMED = ("person", "organisation", "document", "outlet", "agency")


def said(
    articles: pd.DataFrame, *, attributions: pd.DataFrame | None = None, names: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every quotation and every piece of reported speech, with its speaker.

    Parameters
    ----------
    articles
        The ``articles`` table.
    attributions
        The ``attributions`` table of one coder; default: coded here by rules.
    names
        From ``coding.joined_sources``: which names are one speaker; default: made here without a codebook.

    Returns
    -------
    DataFrame
        One row a quotation, or a piece of reported speech without marks, in order of article and place: ``article_id,
        outlet, language``; ``speaker``, and ``speaker_kind`` (person, organisation, document, outlet, agency, unnamed),
        both empty if none was found; ``source_kind`` (official, political, business, civil, expert, witness, document,
        outlet, unnamed, cannot_tell); ``is_named``, False also without a speaker; ``is_direct``, whether it is in
        quotation marks or after a dash of dialogue; ``is_denied``, whether the speaker denies it; ``is_by_pronoun``,
        whether a pronoun names the speaker; ``begin, end`` (half-open character offsets, the marks included);
        ``n_words``; ``n_sentences``, those not counted for an earlier row of the speaker; ``reads``. An article in a
        language without reporting words has no row.

    Raises
    ------
    TableError
        A column is missing, or an ``article_id`` occurs twice.

    Examples
    --------
    >>> said = ss.quotations.said(story.articles)
    >>> said.query("is_direct and speaker == 'Ilse Tarrow'")["outlet"].unique().tolist()
    ['The Idle Crane', 'The Daily Gull', 'The Kelmouth Ledger']
    """
    articles = given_articles(articles, ["article_id", "outlet", "language", "text"])
    articles = articles.sort_values("article_id", ignore_index=True)
    if attributions is None:
        attributions = code_attributions(articles, engine="rules")
    attributions = attributions[attributions["article_id"].isin(articles["article_id"])]
    if names is None:
        names = joined_sources(articles, {"citations": code_citations(articles, attributions)})
    attributions = speakers_joined(articles, attributions, names)
    by_article = dict(list(attributions.groupby("article_id", sort=False)))
    outlets = outlet_names(articles["outlet"])
    rows: list[dict[str, Any]] = []
    for article, outlet in zip(articles.itertuples(), outlets, strict=True):
        if article.article_id in by_article:
            text = storable(article.text)
            about = {"article_id": article.article_id, "outlet": outlet, "language": article.language}
            rows += [about | row for row in _pieces(text, article.language, by_article[article.article_id])]
    table = pd.DataFrame(rows, columns=list(SAID)).astype(SAID)
    return table.sort_values(["article_id", "begin", "end"], ignore_index=True)


def not_read(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles whose quotations cannot be read, or not all: ``article_id, why``."""
    reasons = dict(uncoded_articles(articles)[["article_id", "reason"]].itertuples(index=False, name=None))
    status = articles["text_status"] if "text_status" in articles else pd.Series("full", articles.index)
    seen = zip(articles["article_id"], status, strict=True)
    found = [
        (
            article_id,
            reasons.get(article_id) or f"not seen whole ({seen_as if isinstance(seen_as, str) else 'unknown'})",
        )
        for article_id, seen_as in seen
        if article_id in reasons or seen_as != "full"
    ]
    return pd.DataFrame(found, columns=["article_id", "why"], dtype="str")


def speakers_joined(articles: pd.DataFrame, attributions: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Attributions with one name for each speaker, and the kind of source that most articles give it."""
    attributions = with_speakers(articles, attributions)
    source = {
        (article_id, name): one
        for name, one, ids in zip(names["name"], names["source"], names["article_ids"], strict=True)
        for article_id in from_cell(ids)
    }
    pairs = zip(attributions["article_id"], attributions["speaker"], strict=True)
    speakers = [source.get(pair, pair[1]) for pair in pairs]
    attributions = attributions.assign(speaker=pd.Series(speakers, attributions.index, dtype="str"))
    told = attributions[attributions["source_kind"].notna() & (attributions["source_kind"] != CANNOT_TELL)]
    told = told[told["speaker_kind"] != "unnamed"].groupby(["speaker", "source_kind"])["article_id"].nunique()
    told = told.reset_index(name="n").sort_values(["n", "source_kind"], ascending=[False, True], kind="stable")
    usual = dict(told.drop_duplicates("speaker")[["speaker", "source_kind"]].itertuples(index=False, name=None))
    triples = attributions[["speaker", "speaker_kind", "source_kind"]].itertuples(index=False, name=None)
    kinds = [kind if who == "unnamed" else usual.get(name, kind) for name, who, kind in triples]
    return attributions.assign(source_kind=pd.Series(kinds, attributions.index, dtype="str").fillna(CANNOT_TELL))


def _pieces(text: str, language: Any, attributions: pd.DataFrame) -> list[dict[str, Any]]:
    """The quotations and the reported speech of one article; each word counts once, for the innermost."""
    places = words(text)
    begins = [begin for begin, _ in places]
    splits = sentences(text, language if isinstance(language, str) else None)
    first_of = [begin for begin, _ in splits]
    marked = [one for one in quotations(text, language if isinstance(language, str) else None) if one.depth == 0]
    owner: dict[int, int] = {}
    found: list[dict[str, Any]] = []
    contents = attributions.assign(
        length=attributions["end"] - attributions["begin"], is_denied=attributions.polarity < 0
    )
    contents = contents.sort_values(["length", "begin", "is_denied", "speaker", "source_begin", "is_direct"])
    for row in contents.itertuples():
        if row.is_denied and not row.is_direct and _is_elsewhere(row, first_of):
            continue  # "He denies it": the sentence before is not his
        who = {
            "speaker": row.speaker,
            "speaker_kind": row.speaker_kind,
            "source_kind": row.source_kind,
            "is_named": row.speaker_kind in _NAMED,
            "is_denied": bool(row.is_denied),
            "is_by_pronoun": _is_pronoun(text, language, row),
        }
        begin, end = int(row.begin), int(row.end)
        inside = [one for one in marked if one.begin < end and begin < one.end]
        spans = [(one.begin, one.end) for one in inside if row.is_direct or _n(begins, one.begin, one.end) > SCARE]
        rest = list(range(bisect_right(begins, begin - 1), bisect_right(begins, end - 1)))
        for first, last in spans:
            mine = [at for at in range(bisect_right(begins, first), bisect_right(begins, last - 1)) if at not in owner]
            if mine:
                owner |= dict.fromkeys(mine, len(found))
                found.append(who | {"is_direct": True, "begin": first, "end": last, "n_words": len(mine)})
        rest = [at for at in rest if at not in owner]
        if rest and (not spans or len(rest) > 1):
            owner |= dict.fromkeys(rest, len(found))
            is_direct = bool(row.is_direct and not spans)
            found.append(who | {"is_direct": is_direct, "begin": begin, "end": end, "n_words": len(rest)})
    counted: set[tuple[Any, int]] = set()
    for one in sorted(found, key=lambda one: (one["begin"], one["end"])):
        one["reads"] = text[one["begin"] : one["end"]]
        speaker = one["speaker"] if isinstance(one["speaker"], str) else None
        last = bisect_right(first_of, one["end"] - 1)
        those = {(speaker, at) for at in range(max(bisect_right(first_of, one["begin"]) - 1, 0), last)}
        one["n_sentences"] = len(those - counted)
        counted |= those
    return found


def _is_elsewhere(row: Any, first_of: list[int]) -> bool:
    """Whether what is reported stands in another sentence than the word that reports it."""
    if pd.isna(row.cue_begin):
        return False
    return bisect_right(first_of, int(row.cue_begin)) != bisect_right(first_of, int(row.end) - 1)


def _is_pronoun(text: str, language: Any, row: Any) -> bool:
    if pd.isna(row.source_begin):
        return False
    lists = lists_of(language if isinstance(language, str) else "any")
    word = fold(text[int(row.source_begin) : int(row.source_end)].strip())
    return word in lists.singular or word in lists.plural or word in lists.relatives


def _n(begins: list[int], begin: int, end: int) -> int:
    return bisect_right(begins, end - 1) - bisect_right(begins, begin)
