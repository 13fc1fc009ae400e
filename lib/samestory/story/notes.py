"""What every page says of its coding before it shows a result: whose rows, how far to be trusted, what is not coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..coding.by_hand import finished_articles
from ..coding.plan import reads_sources
from ..errors import listed

if TYPE_CHECKING:
    import pandas as pd

    from .model import Story

AUTOMATIC = "auto:"  # how the name of every machine coder begins
BY_MODEL = "auto:llm:"  # and that of a language model
_COMPARED = ("claims", "numbers", "labels")
_MOST_NAMED = 12  # articles named in a line


def coding_lines(story: Story) -> list[str]:
    """The coding of a story in plain sentences.

    Parameters
    ----------
    story
        A loaded story; its ``coder`` is the one whose rows are shown.

    Returns
    -------
    list of str
        Whose rows they are; if a machine's, how many and how precise they are on the articles of this story that a
        person coded too, or that this was not measured; and how many articles are not coded or not
        finished. One line, and no more, where nothing is coded.
    """
    if not story.coders():
        return [f"Nothing is coded in this story. `samestory code {story.name}` codes it by machine."]
    lines = [_by_machine(story)] if story.is_coded_by_machine else []
    if left := story.not_coded:
        n, whole = len(left), len(story.articles)
        lines.append(f"{n:,} of {whole:,} articles not coded by {story.coder}: {listed(left, _MOST_NAMED)}.")
    if begun := _begun(story):
        n, whole = len(begun), len(story.articles)
        lines.append(
            f"{n:,} of {whole:,} articles begun and not finished by {story.coder}, so what has no row there is not"
            f" known: {listed(begun, _MOST_NAMED)}."
        )
    if silent := [article_id for article_id in sources_not_coded(story) if article_id not in set(story.not_coded)]:
        n, whole = len(silent), len(story.articles)
        is_model = story.coder.startswith(BY_MODEL)
        why = "a language model codes no citation chains" if is_model else "their languages have no word list"
        lines.append(
            f"Whom they name as a source was not read in {n:,} of {whole:,} articles, as {why}:"
            f" {listed(silent, _MOST_NAMED)}."
        )
    return lines


def _begun(story: Story) -> list[str]:
    """The articles in which a person coded claims and did not say that this is all."""
    claims = story.table("claims")
    if story.is_coded_by_machine or claims.empty:
        return []
    codings = {"claims": claims, "examined": story.table("examined", coder="*")}
    done = finished_articles(codings, story.coder, "claims", story.folder)
    return sorted(set(claims["article_id"]) - done)


def not_coded(story: Story) -> list[str]:
    """The articles of which the story's coder coded nothing, by ``article_id``.

    Coded is an article with a row in ``claims``, or where the coder has no claims, a row in any table of what articles
    say.
    """
    tables = [story.table("claims")]
    if tables[0].empty:
        tables = [story.table(name) for name in story.said_tables()]
    coded = {article_id for table in tables for article_id in table["article_id"]}
    return [article_id for article_id in story.articles["article_id"] if article_id not in coded]


def sources_not_coded(story: Story) -> list[str]:
    """The articles of which nobody knows whom they name as a source, by ``article_id``.

    Those not coded; of a machine's coding also those in a language without reporting words, where no source is found;
    and of a language model's coding all, as it codes no citation chains.
    """
    left = set(not_coded(story))
    if story.coder.startswith(BY_MODEL):
        left |= set(story.articles["article_id"]) - set(story.table("chains")["article_id"])
    elif story.is_coded_by_machine:
        articles = story.articles
        spoken = {code: reads_sources(code) for code in articles["language"].dropna().unique()}
        cited = {article_id for name in ("citations", "chains") for article_id in story.table(name)["article_id"]}
        unread = ~articles["language"].map(spoken).fillna(False).astype(bool) & ~articles["article_id"].isin(cited)
        left |= set(articles.loc[unread, "article_id"])
    return [article_id for article_id in story.articles["article_id"] if article_id in left]


def _by_machine(story: Story) -> str:
    counts = {name: len(story.table(name)) for name in story.said_tables()}
    rows = ", ".join(f"{name} {n:,}" for name, n in counts.items() if n) or "none"
    return f"CODED BY MACHINE ({story.coder}), by no person. Rows: {rows}. {_precision(story)}"


def _precision(story: Story) -> str:
    """The measured precision of the machine on the articles of this story that a person coded too."""
    from ..coding.quality import coding_quality

    people = [name for name in story.coders() if not name.startswith(AUTOMATIC)]
    whose = story.settings.coder if story.settings.coder in people else next(iter(people), None)
    if whose is None:
        return "Precision: not measured on this story, for no person coded it."
    by_hand = {name: story.table(name, coder=whose) for name in _COMPARED}
    by_machine = {name: story.table(name) for name in _COMPARED}
    shared = _coded_in(by_hand) & _coded_in(by_machine)
    articles = story.articles
    articles = articles[articles["article_id"].isin(shared) & articles["text"].notna()]
    if articles.empty:
        return f"Precision: not measured on this story, for {whose} and the machine coded no text in common."
    found = coding_quality(articles, by_hand, by_machine, n_resamples=200)
    said = [
        f"{row.what} {row.n_right:,} of {row.n_coded:,} right ({row.precision_share:.0%})"
        for row in found.itertuples()
        if row.n_coded
    ]
    n = len(articles)
    on = f"{n:,} article{'s' * (n != 1)} that {whose} coded too"
    return (
        f"Precision measured on {on}: {'; '.join(said)}." if said else f"Precision: the machine found nothing in {on}."
    )


def _coded_in(tables: dict[str, pd.DataFrame]) -> set[str]:
    return {article_id for table in tables.values() for article_id in table["article_id"]}
