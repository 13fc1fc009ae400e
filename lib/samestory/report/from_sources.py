"""Findings about copies and sources: many articles that are few reports, one source behind many articles."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import partial

import pandas as pd

from ..copies import not_examined
from ..errors import counted
from ..questions.sources.chains import citation_edges, primary_sources, source_chains
from ..questions.sources.figures import plot_citation_edges, plot_independence
from ..schema import NOT_STATED
from ..schema.cells import from_cell
from ..text.words import fold, words
from .evidence import Passage
from .finding import Finding
from .material import Material

MOST_WORDS = 1500  # of a text in which the words in common are looked for
LEADING = ("outside", "in_set", "article_unknown")  # endings of chains that lead to a primary source
MOST_DRAWN = 24  # articles in the figure of one source


def copies(material: Material) -> Iterator[Finding]:
    """How few reports the articles are: of the whole set, or of the part of the story in which copies matter most."""
    parts = material.parts[(material.parts["event"] != NOT_STATED) & (len(material.parts) > 1)]
    found = [*_copies(material, "*", "", material.reports.iloc[0])]
    found += [one for _, row in parts.iterrows() for one in _copies(material, str(row["event"]), str(row["name"]), row)]
    yield from sorted(found, key=lambda one: (bool(one.lacks), -one.score, one.key))[:1]


def _copies(material: Material, key: str, name: str, row: pd.Series) -> Iterator[Finding]:
    ids = [one for one in from_cell(row["article_ids"]) if one not in set(not_examined(material.families))]
    if pd.isna(row["n_independent"]) or len(ids) < 2:
        return
    by_family = pd.Series(ids).groupby([material.family[one] for one in ids])
    sizes = by_family.size()
    copied = [one for one in ids if sizes[material.family[one]] > 1]
    n, families, left = len(ids), len(sizes), int(row["n_not_examined"])
    where = f" on one part of the story, “{name}”," if name else ""
    sentence = (
        f"{counted(n, 'article')}{where} {'is' if n == 1 else 'are'}"
        f" {counted(families, 'copy family', 'copy families')}"
        f" and at most {counted(int(row['n_independent']), 'independent report')}."
    )
    if copied:
        sentence += (
            f" {n - families} of the {n} are further copies. The largest family has"
            f" {counted(int(sizes.max()), 'article')}."
        )
    if int(row["n_outside"]):
        sentence += (
            f" They go back to {counted(int(row['n_origins']), 'origin')}, {int(row['n_outside'])} of them outside this"
            " set."
        )
    if name:
        whole = material.reports.iloc[0]
        sentence += (
            f" The whole set has {counted(int(whole['n_articles']), 'article')} in"
            f" {counted(int(whole['n_families']), 'copy family', 'copy families')}."
        )
    table = material.parts if len(material.parts) > 1 else material.reports
    yield Finding(
        kind="copies",
        key=key,
        sentence=sentence,
        hits=float(n - families),
        cases=float(n),
        of="articles",
        families=material.n_families(copied),
        outlets=material.n_outlets(copied),
        seen=n,
        whole=n + left,
        passages=_two_copies(material, sizes, ids),
        table=table,
        draw=lambda: plot_independence(table, names=material.story.event_names()),
        caption="Articles, copy families, independent reports and origins, by part of the story."
        if len(material.parts) > 1
        else "Articles, copy families, independent reports and origins.",
        by_outlets=True,
        note="A later article may have another article's report without a shared wording, so there may be fewer.",
    )


def _two_copies(material: Material, sizes: pd.Series, ids: list[str]) -> tuple[Passage, ...]:
    """Two members of the largest family, the first by date before the others, with the longest words in common."""
    several = sizes[sizes > 1]
    if several.empty:
        return ()
    family = several.sort_index().idxmax()
    rows = material.articles[
        material.articles["article_id"].isin(ids) & (material.articles["article_id"].map(material.family) == family)
    ]
    known = material.families[material.families["article_id"].isin(rows["article_id"])]
    early = (
        set(known.loc[known["is_earliest"].fillna(False).astype(bool), "article_id"]) if "is_earliest" in known else ()
    )
    rows = rows.assign(is_bare=rows["text"].isna(), is_later=~rows["article_id"].isin(early))
    rows = rows.sort_values(["is_bare", "is_later", "published", "article_id"], na_position="last")
    first = rows.iloc[0]
    apart = rows[rows["outlet"] != first["outlet"]]
    second = (apart if len(apart) else rows.iloc[1:]).iloc[0]
    spans = _in_common(first["text"], second["text"])
    known = material.families[material.families["article_id"] == second["article_id"]]
    basis = "; ".join(sorted(set(known["basis"].dropna()))) if "basis" in known else ""
    says = (
        "one article of the family",
        f"another article of it (basis: {basis})" if basis else "another article of it",
    )
    return tuple(
        material.make(row["article_id"], said, *span)
        for row, said, span in zip((first, second), says, spans, strict=True)
    )


def _in_common(first: object, second: object) -> tuple[tuple[object, object], tuple[object, object]]:
    """Where the longest sequence of the same words is in two texts; without one, or without texts, nowhere."""
    if not isinstance(first, str) or not isinstance(second, str):
        return (None, None), (None, None)
    places = [words(text)[:MOST_WORDS] for text in (first, second)]
    keys = [[fold(text[a:b]) for a, b in spans] for text, spans in zip((first, second), places, strict=True)]
    block = SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).find_longest_match()
    if not block.size:
        return (None, None), (None, None)
    return (
        (places[0][block.a][0], places[0][block.a + block.size - 1][1]),
        (places[1][block.b][0], places[1][block.b + block.size - 1][1]),
    )


def one_source(material: Material) -> Iterator[Finding]:
    """The primary source to which most copy families lead back."""
    story, citations = material.story, material.story.joined("citations")
    if material.chains.empty:
        return
    followed = source_chains(material.articles, material.chains, citations=citations)
    followed = followed[~followed["article_id"].isin(story.sources_not_coded)]
    table = primary_sources(followed, families=material.families)
    leading = table[table["ending"].isin(LEADING)].sort_values(
        ["n_families", "n_articles", "primary_source"], ascending=[False, False, True]
    )
    for row in leading.head(1).itertuples():
        ids = from_cell(row.article_ids)
        here = material.articles[material.articles["article_id"].isin(ids[:MOST_DRAWN])]
        edges = citation_edges(material.chains, here)
        n, whole = material.n_families(ids), material.n_families(followed["article_id"])
        yield Finding(
            kind="origin",
            key=str(row.primary_source),
            sentence=(
                f"{counted(len(ids), 'article')} of {row.n_total:,} {'leads' if len(ids) == 1 else 'lead'} back to one"
                f" source, {row.primary_source}: {n} of {counted(whole, 'copy family', 'copy families')}. However often"
                " it is repeated, it remains one source."
            ),
            hits=float(n),
            cases=float(whole),
            of="copy families",
            families=n,
            outlets=material.n_outlets(ids),
            seen=len(followed),
            whole=len(material.articles),
            passages=tuple(_naming(material, citations, ids, str(row.primary_source))),
            table=edges,
            draw=partial(plot_citation_edges, edges),
            caption=f"Whom {len(here)} of these {counted(len(ids), 'article')} name as their source.",
        )


def _naming(material: Material, citations: pd.DataFrame, ids: list[str], source: str) -> Iterator[Passage]:
    """Two articles of different outlets that name the source, those whose words are here first."""
    rows = citations[citations["article_id"].isin(ids) & (citations["cited"] == source)]
    outlets = material.articles.set_index("article_id")["outlet"]
    rows = rows.assign(is_blind=rows["begin"].isna(), outlet=rows["article_id"].map(outlets))
    rows = rows.sort_values(["is_blind", "article_id", "begin"]).drop_duplicates("outlet")
    for row in rows.head(2).itertuples():
        yield material.make(row.article_id, f"names {source}", row.begin, row.end)
