"""How much of each article an agency's or another outlet's text explains, by article and by outlet.

If an article credits an agency whose text is not in the set, or if nobody can say who was first, its share cannot be
told. It lies between what is seen and what is possible, so each share is given as these two bounds (Manski 2003,
"Partial Identification of Probability Distributions"); where all is seen, they are one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...engine import Shares
from ...engine.outlets import outlet_key
from ...gazetteer import outlet_named
from ...schema import given_articles, given_parts, given_passages, require_columns
from ...statistics import MIN_N, family_votes, vote_interval

__all__ = ["explained_by_outlet", "explained_words"]

EVIDENCE = ("no text", "credited, not seen", "order open", "explained", "nothing shared")
WORDS = [
    *("article_id", "outlet", "agency_credit", "evidence", "n_words", "agency_words", "outlet_words", "open_words"),
    *("least_share", "most_share", "source_ids"),
]
OUTLETS = [
    *("outlet", "n_articles", "n_not_seen_articles", "n_open_articles", "n_textless_articles", "is_few"),
    *("article_least_share", "article_most_share", "article_low", "article_high"),
    *("n_families", "is_few_families", "family_least_share", "family_most_share", "family_low", "family_high"),
    *("interval", "article_ids"),
]


def explained_words(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    parts: pd.DataFrame | None = None,
    references: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The share of each article's words that the text of an agency or of another outlet in the set explains.

    Who has a passage from whom is decided as in ``reuse.word_origins``; but an earlier version of the same page is no
    other outlet's text.

    Parameters
    ----------
    articles, passages, parts, references
        As for ``reuse.word_origins``.

    Returns
    -------
    DataFrame
        One row an article, in order of ``article_id``. Of the ``n_words`` of its body, ``agency_words`` are in passages
        it has from an agency (credited in the set, known as one, or a reference), ``outlet_words`` in others it has
        from another outlet, ``open_words`` in passages whose order is not known. ``evidence``: ``no text``; ``credited,
        not seen`` if it credits an agency and has no passage from its text, so only the credit line shows the source;
        ``order open``; ``explained``; ``nothing shared``. ``least_share`` (0..1) is what is explained at least;
        ``most_share`` adds the open words, and is 1 if it is credited, not seen. ``source_ids`` are the articles it has
        words from.

    Raises
    ------
    TableError
        As for ``reuse.word_origins``.

    Examples
    --------
    >>> words = ss.reuse.explained_words(story.articles, story.table("passages")).set_index("article_id")
    >>> words.loc[["ledger-0302-agency", "vecher-0302-pozhar"], ["agency_words", "evidence"]].values.tolist()
    [[182, 'explained'], [0, 'credited, not seen']]
    """
    articles = given_articles(articles, ["article_id", "outlet", "text"])
    if references is not None:
        references = given_articles(references, ["article_id"], owner="references")
    passages, parts = given_passages(passages, articles, references), given_parts(parts, articles)
    shares = Shares(articles, passages, parts, references)
    spans = shares.writing("from", "open")
    mine, other = (spans[name].map(shares.outlet) for name in ("article_id", "other_id"))
    spans = spans[~(mine == other).to_numpy(dtype=bool)]
    has_credit = {name for name, credit in shares.credit.items() if credit != shares.outlet.get(name)}
    is_taken = (spans["direction"] == "from") | spans["article_id"].isin(list(has_credit))
    agencies = {key for key in shares.outlet.values() if _is_agency(key)} | set(shares.credit.values())
    names = [name for name, key in shares.outlet.items() if key in agencies]
    is_agency = spans["other_id"].isin([*names, *shares.references])
    unions = [
        shares.bodies.shared(rows).set_index("article_id")["n_shared"].reindex(shares.rows.index, fill_value=0)
        for rows in (spans[is_taken & is_agency], spans[is_taken], spans)
    ]
    taken = spans[is_taken]
    traced = {
        name
        for name, source in zip(taken["article_id"], taken["other_id"], strict=True)
        if source in shares.references or shares.outlet.get(source) == shares.credit.get(name, "")
    }
    table = pd.DataFrame({"n_words": shares.bodies.n_words, "agency_words": unions[0]})
    table["outlet_words"], table["open_words"] = unions[1] - unions[0], unions[2] - unions[1]
    seen = table["n_words"].where(table["n_words"] > 0).astype("float64")
    untraced = table.index.isin(list(has_credit - traced))
    table["least_share"] = unions[1] / seen
    table["most_share"] = (unions[2] / seen).mask(untraced & seen.notna(), 1.0)
    cases = [seen.isna(), untraced, table["open_words"] > 0, unions[1] > 0]
    table["evidence"] = np.select(cases, EVIDENCE[:-1], EVIDENCE[-1])
    table["source_ids"] = taken.groupby("article_id")["other_id"].agg(lambda ids: "; ".join(sorted(set(ids))))
    table["outlet"] = shares.rows["outlet"]
    table["agency_credit"] = pd.Series(shares.rows.get("agency_credit"), index=table.index, dtype="str")
    counts = dict.fromkeys(["n_words", "agency_words", "outlet_words", "open_words"], "int64")
    text = dict.fromkeys(["article_id", "outlet", "agency_credit", "evidence", "source_ids"], "str")
    both = dict.fromkeys(["least_share", "most_share"], "float64")
    return table.rename_axis("article_id").reset_index()[WORDS].astype(text | counts | both)


def _is_agency(key: str) -> bool:
    known = outlet_named(key)
    return known is not None and known.kind == "agency"


def explained_by_outlet(words: pd.DataFrame, *, families: pd.DataFrame | None = None) -> pd.DataFrame:
    """Which share of an article's words others' texts explain on average, by outlet.

    Parameters
    ----------
    words
        From ``reuse.explained_words``.
    families
        One vote a copy family and outlet, divided if its articles differ; None: every article is a family.

    Returns
    -------
    DataFrame
        One row an ``outlet``, most articles first; articles without an outlet are left out. Of its ``n_articles`` with
        a text, ``n_not_seen_articles`` credit an agency whose text is not seen, and of ``n_open_articles`` the order is
        open; ``n_textless_articles`` come on top. ``article_least_share`` to ``article_most_share`` (0..1) are the
        bounds of the mean share, and ``article_low`` to ``article_high`` the 95 % interval around both. The same for
        ``n_families``; ``interval`` says how theirs was made. ``is_few`` and ``is_few_families``: fewer than five.
        ``article_ids`` are the articles with a text.

    Examples
    --------
    >>> words = ss.reuse.explained_words(story.articles, story.table("passages"))
    >>> table = ss.reuse.explained_by_outlet(words, families=story.table("families"))
    >>> table[["outlet", "n_articles", "n_not_seen_articles"]].head(1).values.tolist()
    [['The Kelmouth Ledger', 4, 0]]
    """
    require_columns(["article_id", "outlet", "evidence", "least_share", "most_share"], words.columns, "words")
    known = words[words["outlet"].notna()].drop_duplicates("article_id")
    key = known["outlet"].map(outlet_key)
    rows = []
    for _, group in known.groupby(key, sort=True):
        told = group[group["least_share"].notna()]
        row = {
            "outlet": group["outlet"].min(),
            "n_articles": len(told),
            "n_not_seen_articles": int((told["evidence"] == "credited, not seen").sum()),
            "n_open_articles": int((told["evidence"] == "order open").sum()),
            "n_textless_articles": len(group) - len(told),
            "is_few": len(told) < MIN_N,
            "article_ids": "; ".join(sorted(told["article_id"])),
        }
        for name, table in (("article", None), ("family", families)):
            bounds = [_votes(told, table, f"{end}_share") for end in ("least", "most")]
            (low, _, how), (_, high, _) = (vote_interval(votes) for votes in bounds)
            row |= {f"{name}_least_share": bounds[0].mean(), f"{name}_most_share": bounds[1].mean()}
            row |= {f"{name}_low": low, f"{name}_high": high}
            row |= {} if name == "article" else {"n_families": len(bounds[0]), "interval": how}
        rows.append(row | {"is_few_families": row["n_families"] < MIN_N})
    table = pd.DataFrame(rows, columns=OUTLETS)
    numbers = [name for name in OUTLETS if name.endswith(("_share", "_low", "_high"))]
    kinds = dict.fromkeys(["outlet", "interval", "article_ids"], "str") | dict.fromkeys(numbers, "float64")
    kinds |= dict.fromkeys([name for name in OUTLETS if name.startswith("n_")], "int64")
    kinds |= dict.fromkeys(["is_few", "is_few_families"], "bool")
    return table.astype(kinds).sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def _votes(rows: pd.DataFrame, families: pd.DataFrame | None, value: str) -> pd.Series:
    """One share a family: the mean of its distinct ones."""
    votes = family_votes(rows, families, value)
    return (votes[value] * votes["weight"]).groupby(votes["family_id"]).sum().reset_index(drop=True)
