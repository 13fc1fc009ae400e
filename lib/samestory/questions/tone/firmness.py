"""How firmly things are put: hedges and boosters, and the stance of reporting verbs, by outlet.

Words come from ``languages/*.yaml``: hedges from ``reporting``, boosters and stances from ``tone``. A language without
a list has no rate, which is counted and never zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ...errors import SamestoryError, listed, suggestion
from ...languages import base_code, language_for
from ...languages.stances import STANCES
from ...schema import group_of
from .means import MEANS, means, typed, with_example
from .measures import ANY, _said
from .reading import VOICES, has_list, read_all

__all__ = ["marker_rates", "markers", "stances", "verbs"]

KINDS = ("hedge", "booster")
PER = {"words": ("n_words", 100.0), "claims": ("n_claims", 1.0)}
CANNOT_TELL = "cannot tell"
_ARTICLE = dict.fromkeys(["article_id", "outlet", "language"], "str")
MARKERS = {**_ARTICLE, **dict.fromkeys(["begin", "end"], "int64"), **dict.fromkeys(["marker", "kind", "voice"], "str")}
RATES = {
    **dict.fromkeys(["kind", "per", "voice", "group"], "str"),
    **MEANS,
    **dict.fromkeys(["n_article_markers", "n_article_units", "n_articles_cannot_tell"], "int64"),
}
VERBS = {**_ARTICLE, **dict.fromkeys(["begin", "end"], "int64"), **dict.fromkeys(["verb", "cue_kind", "stance"], "str")}
STANCE_SHARES = {
    **dict.fromkeys(["stance", "group"], "str"),
    **MEANS,
    **dict.fromkeys(["n_article_verbs", "n_article_all_verbs", "n_articles_cannot_tell"], "int64"),
}


def markers(articles: pd.DataFrame, *, attributions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every word or phrase of doubt (hedge) or certainty (booster), and whose words it is in.

    Parameters
    ----------
    articles
        The articles to look at.
    attributions
        An ``attributions`` table; None: coded by rules.

    Returns
    -------
    DataFrame
        One row a marker: ``article_id, outlet, language, begin, end`` (character offsets), ``marker`` (as written, in
        small letters), ``kind`` (hedge, booster), ``voice``. Boosters after Hyland (2005, doi
        10.1177/1461445605050365). Reporting words such as "alleged" that only introduce what is said are in
        ``tone.verbs``.

    Examples
    --------
    >>> found = ss.tone.markers(story.articles)
    >>> found["kind"].value_counts().to_dict()
    {'hedge': 15}
    """
    rows = [
        (
            *(read.article_id, read.outlet, read.language, one.begin, one.end),
            *(" ".join(read.text[one.begin : one.end].lower().split()), one.kind, read.voice_at(one.begin)),
        )
        for read in read_all(articles, _said(articles, attributions), None)
        for one in sorted(read.markers, key=lambda one: (one.begin, one.end, one.kind))
    ]
    return typed(pd.DataFrame(rows, columns=list(MARKERS)), MARKERS)


def marker_rates(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    by: str = "outlet",
    *,
    per: str = "words",
    voice: str | None = "own",
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Hedges and boosters by group of articles: per 100 words, or per attributed claim.

    Parameters
    ----------
    rows
        From ``tone.sentences``, which counts markers, words and attributed claims by voice.
    articles, by, families, n_resamples, seed
        As in ``tone.levels``.
    per
        ``words``: markers per 100 words. ``claims``: markers in what is attributed, per attributed claim.
    voice
        As in ``tone.levels``; with ``per="claims"`` own voice makes no sense, so give ``attributed``, ``quoted`` or
        None for both.

    Returns
    -------
    DataFrame
        One row a kind and group: the value of an article is its rate. ``n_articles, article_mean, article_low,
        article_high``; ``n_families, family_mean, family_low, family_high``, with the intervals of ``tone.levels``;
        ``n_article_markers`` of ``n_article_units`` (words or claims). ``n_articles_cannot_tell``: no word list for
        their language.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.
    SamestoryError
        An unknown ``per`` or voice, or claims in own voice.

    Examples
    --------
    >>> rows = ss.tone.sentences(story.articles)
    >>> found = ss.tone.marker_rates(rows, story.articles, "language", n_resamples=100)
    >>> found.loc[found["kind"] == "hedge", ["group", "n_article_markers", "n_article_units"]].head(2)
      group  n_article_markers  n_article_units
    0    en                  3             2374
    1    fr                  2              477
    """
    if per not in PER:
        raise SamestoryError(f"per={per!r}: expected one of {listed(PER)}")
    if voice is not None and voice not in VOICES:
        raise SamestoryError(f"no voice {voice!r}.{suggestion(voice, VOICES)} Voices: {listed(VOICES)}, or None")
    if per == "claims" and voice == "own":
        raise SamestoryError(
            'claims are attributed, so none is in own voice; give voice="attributed", "quoted" or None'
        )
    unit, times = PER[per]
    group = group_of(articles, by)
    kept = rows[rows["article_id"].isin(group.index)]
    if voice is not None:
        kept = kept[kept["voice"] == voice]
    elif per == "claims":
        kept = kept[kept["voice"].isin(("attributed", "quoted"))]
    named = {"voice": voice or ANY, "per": "100 words" if per == "words" else "attributed claim"}
    sums = kept.groupby(["article_id", "language"], as_index=False)[["n_hedges", "n_boosters", unit]].sum()
    sums = sums[sums[unit] > 0].assign(group=lambda those: those["article_id"].map(group), **named)
    found = []
    for kind in KINDS:
        can = sums["language"].map(lambda code, kind=kind: has_list(code, kind)).astype("bool")
        mine = sums[can].assign(kind=kind, n=lambda those, kind=kind: those[f"n_{kind}s"])
        values = mine.assign(value=times * mine["n"] / mine[unit])
        made = _shared(values, sums[~can], unit, families, n_resamples, seed)
        places = kept[kept[f"n_{kind}s"] > 0].assign(group=lambda those: those["article_id"].map(group))
        found.append(with_example(made, places, ["group"], f"n_{kind}s"))
    table = pd.concat(found, ignore_index=True)
    table = table.rename(columns={"n": "n_article_markers", "units": "n_article_units"})
    return typed(table.sort_values(["kind", "group"], ascending=[False, True]), RATES)


def _shared(
    values: pd.DataFrame, unread: pd.DataFrame, unit: str, families: pd.DataFrame | None, n_resamples: int, seed: int
) -> pd.DataFrame:
    """Means by group, with the sums behind them and the articles whose language has no list."""
    keys = ["kind", "per", "voice", "group"]
    found = means(values, keys, families, bounds=(0.0, float("inf")), n_resamples=n_resamples, seed=seed)
    sums = values.groupby(keys, as_index=False).agg(n=("n", "sum"), units=(unit, "sum"))
    cannot = unread.groupby("group").size()
    found = found.merge(sums, on=keys)
    return found.assign(n_articles_cannot_tell=found["group"].map(cannot).fillna(0))


def verbs(articles: pd.DataFrame, *, attributions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every reporting expression, with its stance: what the writer shows of believing the source.

    Parameters
    ----------
    articles
        The articles to look at.
    attributions
        An ``attributions`` table; None: coded by rules.

    Returns
    -------
    DataFrame
        One row a reporting expression: ``article_id, outlet, language, begin, end`` (of the expression), ``verb`` (as
        written, in small letters), ``cue_kind``, ``stance``: neutral (said), claiming (claimed), alleging (alleged),
        conceding (admitted), confirming (confirmed), denying (denied), judging (complained), other (asked), or "cannot
        tell" in a language without a list. After Thompson and Ye (1991, doi 10.1093/applin/12.4.365).

    Examples
    --------
    >>> found = ss.tone.verbs(story.articles)
    >>> found.loc[found["stance"] == "alleging", "verb"].head(2).tolist()
    ['accuse', 'accused']
    """
    said = _said(articles, attributions)
    said = said[said["cue_begin"].notna() & said["article_id"].isin(articles["article_id"])]
    said = said.drop_duplicates(["article_id", "cue_begin", "cue_end"])
    said = said.sort_values(["article_id", "cue_begin", "cue_end"])
    about = articles.drop_duplicates("article_id").set_index("article_id")[["outlet", "language", "text"]]
    rows = list(_verb_rows(said, about.to_dict("index")))
    return typed(pd.DataFrame(rows, columns=list(VERBS)), VERBS)


def _verb_rows(said: pd.DataFrame, about: dict[Any, dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    columns = ["article_id", "cue_begin", "cue_end", "cue_kind"]
    for article_id, begin, end, kind in said[columns].itertuples(index=False, name=None):
        one = about[article_id]
        if not isinstance(one["text"], str) or not isinstance(one["language"], str):
            continue
        code = base_code(one["language"])
        verb = " ".join(one["text"][int(begin) : int(end)].lower().split()).strip(" :,;.—–-")
        tone = language_for(code).tone
        stance = tone.stance(verb, str(kind)) if tone is not None and has_list(code, "stance") else CANNOT_TELL
        yield (article_id, one["outlet"], code, int(begin), int(end), verb, kind, stance)


def stances(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    by: str = "outlet",
    *,
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Reporting expressions of each stance by group of articles: the share of all of an article's expressions.

    Parameters
    ----------
    rows
        From ``tone.verbs``.
    articles, by, families, n_resamples, seed
        As in ``tone.levels``.

    Returns
    -------
    DataFrame
        One row a stance and group: the value of an article is the share of its reporting expressions (0..1).
        ``n_articles`` with one, ``article_mean`` and so on as in ``tone.levels``; ``n_article_verbs`` of
        ``n_article_all_verbs``; ``n_articles_cannot_tell``: no list for their language.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> found = ss.tone.stances(ss.tone.verbs(story.articles), story.articles, "language", n_resamples=100)
    >>> found.loc[found["stance"] == "alleging", ["group", "n_article_verbs", "n_article_all_verbs"]].head(2)
      group  n_article_verbs  n_article_all_verbs
    8    en                ...
    """
    group = group_of(articles, by)
    kept = rows[rows["article_id"].isin(group.index)]
    kept = kept.assign(group=kept["article_id"].map(group))
    cannot = kept[kept["stance"] == CANNOT_TELL].groupby("group")["article_id"].nunique()
    kept = kept[kept["stance"] != CANNOT_TELL]
    every = kept.groupby(["group", "article_id"]).size().rename("n_all").reset_index()
    hits = kept.groupby(["article_id", "stance"]).size().rename("n").reset_index()
    cells = every.merge(pd.DataFrame({"stance": [*STANCES, "other"]}), how="cross")
    cells = cells.merge(hits, on=["article_id", "stance"], how="left").fillna({"n": 0})
    cells = cells.assign(value=cells["n"] / cells["n_all"])
    found = means(cells, ["stance", "group"], families, bounds=(0.0, 1.0), n_resamples=n_resamples, seed=seed)
    found = with_example(found, kept.assign(n=1), ["stance", "group"], "n")
    sums = cells.groupby(["stance", "group"], as_index=False).agg(
        n_article_verbs=("n", "sum"), n_article_all_verbs=("n_all", "sum")
    )
    found = found.merge(sums, on=["stance", "group"])
    found = found.assign(n_articles_cannot_tell=found["group"].map(cannot).fillna(0))
    order = {stance: at for at, stance in enumerate((*STANCES, "other"))}
    found = found.sort_values(["stance", "group"], key=lambda c: c.map(order) if c.name == "stance" else c)
    return typed(found, STANCE_SHARES)
