"""Sentences that say what a table holds, so that every notebook says the same thing in the same words."""

from __future__ import annotations

import pandas as pd

from .errors import counted
from .tables import UNEXAMINED


def comparison_note(relatives: pd.DataFrame) -> str:
    """What an article is compared with, in a few words.

    Parameters
    ----------
    relatives
        From ``relatives``.

    Returns
    -------
    str
        "15 other articles on the event: 9 closer to the origin, 6 that name no outlet they have it from"; or "2
        articles that it names as its source"; or "no other article".
    """
    n = relatives["relation"].value_counts()
    on_way, nearer, silent = (int(n.get(name, 0)) for name in ("on_its_way", "nearer", "unsourced"))
    if on_way:
        return f"{counted(on_way, 'article')} that it names as its source"
    if not nearer + silent:
        return "no other article"
    parts = [f"{nearer} closer to the origin"] if nearer else []
    parts += (
        [f"{silent} that name{'s' * (silent == 1)} no outlet {'they have' if silent != 1 else 'it has'} it from"]
        if silent
        else []
    )
    return f"{counted(nearer + silent, 'other article')} on the event: {', '.join(parts)}"


def edge_names(cases: pd.DataFrame, names: pd.Series) -> pd.Series:
    """The names of the pairs that ``hardening_edges`` compares.

    Parameters
    ----------
    cases
        From ``hardening_edges``.
    names
        Readable names with ``article_id`` as index, for instance outlets.

    Returns
    -------
    Series
        "Gull → Kite" where the second names the first as its source (the pairs come from ``chain_edges``), else
        "Kite, compared with Gull": no arrow where nobody names anybody.
    """
    source, target = cases["source_article_id"].map(names), cases["article_id"].map(names)
    return source + " → " + target if "n_hops" in cases else target + ", compared with " + source


def independence_note(counts: pd.DataFrame) -> str:
    """How many reports some articles are, in one or two sentences.

    Parameters
    ----------
    counts
        One row of ``independence``: the whole set, or one part of it.

    Returns
    -------
    str
        The counts; that copies were not examined, and no count, where none of the articles could be compared.
    """
    if counts.empty:
        return "There are no articles here."
    row = counts.iloc[0]
    n, left = int(row["n_articles"]), int(row["n_not_examined"])
    if left == n:
        return f"Articles: {n}. Copies were not examined, so the number of independent reports is not known."
    families = int(row["n_families"]) - left  # who was not compared is a family of its own
    said = f"Articles: {n}" + (f"; examined for copies: {n - left}" if left else "")
    said += (
        f"; copy families: {families}, of which {row['n_independent']} name no other family of"
        f" the set; origins they go back to: {row['n_origins']}."
    )
    if families == n - left > 1:
        said += f" No article shares wording with another, among the {n - left} that were compared."
    return f"{said} Not examined for copies, and counted as no independent report: {left}." if left else said


def copies_note(families: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Whether copies among some articles were looked for, in a sentence.

    Parameters
    ----------
    families
        The ``families`` table of one coder.
    articles
        The articles a result is about.

    Returns
    -------
    str
        "Copies were not examined ..." where none of the articles could be compared; else how many were, in how many
        families they are, and how many could not be.
    """
    ids = set(articles["article_id"])
    rows = families[families["article_id"].isin(ids)]
    examined = rows[~rows["basis"].isin(UNEXAMINED)]
    if examined.empty:
        return (
            f"Copies were not examined: none of {counted(len(ids), 'article')} has a text, a credit or a coding to"
            " compare, so nothing here says how many reports are independent."
        )
    n, left = len(examined), len(ids) - len(examined)
    if n == 1 == int((~families["basis"].isin(UNEXAMINED)).sum()):
        return "Copies were not examined: one article alone could be compared, and there is none to compare it with."
    said = f"Copies were looked for among {n:,} of {counted(len(ids), 'article')}: "
    said += f"{counted(examined['family_id'].nunique(), 'family', 'families')}."
    return f"{said} {left:,} could not be compared, which is no evidence of an independent report." if left else said


def not_examined(families: pd.DataFrame) -> list[str]:
    """The articles that could not be compared with others, by the ``basis`` of their family, in order."""
    return sorted(families.loc[families["basis"].isin(UNEXAMINED), "article_id"])
