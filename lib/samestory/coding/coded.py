"""Attributions of a set of articles, coded automatically, as the table that a human coder fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import pandas as pd

from .. import cache
from ..errors import SamestoryError, listed, suggestion
from ..languages import base_code
from ..languages import languages as known_languages
from ..schema import check, require_columns, table_named
from .cues import cues_of
from .relations import Marked, Related, related, ruled
from .storable import storable
from .tagger import LANGUAGES, trained

RULES = 5  # rises whenever a rule or a word list changes what is coded
CODER = f"auto:rules-{RULES}"
TRAINED = f"auto:trained-{RULES}"  # claims, numbers and labels are read by rules there too
ENGINES = ("auto", "rules", "trained")
Engine = Literal["auto", "rules", "trained"]
Tag = Callable[[str], Iterable[Marked]]
NO_RULES = "no reporting words for the language"  # why an article has no attributions


def code_attributions(
    articles: pd.DataFrame,
    *,
    engine: Engine = "auto",
    languages: Iterable[str] | None = None,
    taggers: dict[str, Tag] | None = None,
) -> pd.DataFrame:
    """Code who is given as the source of what in each article.

    Parameters
    ----------
    articles
        The ``articles`` table.
    engine
        ``rules`` uses the word lists of ``languages/`` and gives the same rows on every computer. ``trained`` uses a
        tagger: it finds more, also without a reporting word, but only in the languages that it was trained for.
        ``auto`` uses the tagger if there is one for the language, else the rules.
    languages
        Codes of the languages to code; default: every language with reporting words.
    taggers
        For each language code a function that gives the spans of a text (``role, begin, end``); default: the tagger
        that ``samestory train attribution`` made, if it was run.

    Returns
    -------
    DataFrame
        ``attributions``: one row per piece of content, in order of article and place. Offsets count characters of
        ``text``. ``coder`` names the engine. An article without a row attributes nothing, or is listed by
        ``uncoded_articles``.

    Raises
    ------
    SamestoryError
        An unknown engine or language, or ``trained`` without a tagger.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'crane-0302-nine'")
    >>> said = ss.coding.code_attributions(one, engine="rules")
    >>> said["reads"].iloc[1], said["cue_kind"].iloc[1], bool(said["is_direct"].iloc[1])
    ('“The emergency exits were locked from outside,”', 'say', True)
    """
    if engine not in ENGINES:
        raise SamestoryError(f"no engine {engine!r}.{suggestion(engine, ENGINES)} Engines: {listed(ENGINES)}")
    if taggers is None and engine != "rules":
        tagger = trained()
        taggers = dict.fromkeys(LANGUAGES, tagger.tag) if tagger else {}
    if engine == "trained" and not taggers:
        raise SamestoryError(
            "engine 'trained' needs a tagger: `samestory train attribution --from FOLDER` makes one for English;"
            " engine='rules' needs none"
        )
    require_columns(["article_id", "language", "text"], articles.columns, "articles")
    wanted = _wanted(languages)
    rows: list[dict[str, Any]] = []
    by_rules: list[tuple[str, str, str]] = []
    for article_id, language, text in _in_order(articles):
        short = _short(language)
        cues = cues_of(short) if short else None
        if not isinstance(text, str) or cues is None or short is None or (wanted is not None and short not in wanted):
            continue
        tag = (taggers or {}).get(short) if engine != "rules" else None
        if tag is not None:
            made = _rows(text, related(text, short, cues, tag(text)), TRAINED)
            rows += [{"article_id": article_id, **row} for row in made]
        elif engine != "trained":
            by_rules.append((article_id, short, text))
    found = cache.each("attributions", by_rules, lambda one: _by_rules(*one[1:]), by=lambda one: one[1:])
    for (article_id, *_), those in zip(by_rules, found, strict=True):
        rows += [{"article_id": article_id, **row} for row in those]
    if not rows:
        return table_named("attributions").empty()
    table = pd.DataFrame(rows).sort_values(["article_id", "begin", "end"], kind="stable", ignore_index=True)
    return check(table, "attributions")


def uncoded_articles(articles: pd.DataFrame, *, languages: Iterable[str] | None = None) -> pd.DataFrame:
    """List the articles that ``code_attributions`` cannot read, with the reason.

    Parameters
    ----------
    articles, languages
        As for ``code_attributions``.

    Returns
    -------
    DataFrame
        ``article_id, language, reason``, in order of article. The reason is ``no text``, ``no language``,
        ``no reporting words for the language`` or ``language not asked for``.

    Examples
    --------
    >>> ss.coding.uncoded_articles(story.articles.head(1).assign(language="sw"))["reason"].tolist()
    ['no reporting words for the language']
    """
    require_columns(["article_id", "language", "text"], articles.columns, "articles")
    wanted = _wanted(languages)
    rows = []
    for article_id, language, text in _in_order(articles):
        short = _short(language)
        if not isinstance(text, str) or not text.strip():
            reason = "no text"
        elif short is None:
            reason = "no language"
        elif cues_of(short) is None:
            reason = NO_RULES
        elif wanted is not None and short not in wanted:
            reason = "language not asked for"
        else:
            continue
        rows.append((article_id, language if isinstance(language, str) else None, reason))
    return pd.DataFrame(rows, columns=["article_id", "language", "reason"]).astype("str" if not rows else {})


def _in_order(articles: pd.DataFrame) -> Iterable[tuple[str, Any, Any]]:
    ordered = articles.sort_values("article_id", kind="stable")
    texts = (storable(text) if isinstance(text, str) else text for text in ordered["text"])
    return zip(ordered["article_id"], ordered["language"], texts, strict=True)


def _wanted(languages: Iterable[str] | None) -> frozenset[str] | None:
    if languages is None:
        return None
    codes = [languages] if isinstance(languages, str) else list(languages)
    for code in codes:
        if _short(code) not in known_languages():
            near = suggestion(code, known_languages())
            raise SamestoryError(f"no language {str(code)[:40]!r}.{near} Languages: {listed(known_languages(), 60)}")
    return frozenset(short for code in codes if (short := _short(code)))


def _short(code: Any) -> str | None:
    return base_code(code) or None if isinstance(code, str) else None


def _by_rules(short: str, text: str) -> list[dict[str, Any]]:
    cues = cues_of(short)
    return [] if cues is None else list(_rows(text, ruled(text, short, cues), CODER))


def _rows(text: str, found: Iterable[Related], coder: str) -> Iterable[dict[str, Any]]:
    for one in found:
        source, cue = one.source or (None, None), one.cue or (None, None)
        for (begin, end), is_hedged, is_direct in zip(one.contents, one.hedged, one.direct, strict=True):
            yield {
                "begin": begin,
                "end": end,
                "source_begin": source[0],
                "source_end": source[1],
                "cue_begin": cue[0],
                "cue_end": cue[1],
                "cue_kind": one.kind,
                "is_direct": is_direct,
                "is_hedged": is_hedged,
                "polarity": one.polarity,
                "reads": text[begin:end],
                "coder": coder,
            }
