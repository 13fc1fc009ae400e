"""Findings about what can be known of a set: order in time, agreement of coders, texts that nobody saw."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import counted, quoted
from ..questions.agreement.figures import plot_confusion
from ..questions.corpus.figures import plot_text_seen
from ..questions.timeline.figures import plot_circulation, plot_times
from ..schema import CARRIED, UNSEEN
from .finding import Finding
from .from_claims import SAYS
from .material import Material

MOST_DRAWN = 16  # rows of a figure
ONLY_HERE = "An article that is not in this set may be earlier than the earliest one in it."
LEAST_SEEN = ("none", "teaser", "cut")


def earliest(material: Material) -> Iterator[Finding]:
    """For how many claims, or pairs of articles, it is known which came first in this set."""
    view = material.timeline
    if view.first.empty:
        yield from _order_of_articles(material)
        return
    by_claim = view.first.drop_duplicates("claim_id")
    known = by_claim[by_claim["order"] == "known"]
    claims = material.story.table("claims")
    carried = claims[claims["status"].isin(CARRIED)]
    dated = int(material.articles["published"].notna().sum())
    n = known.assign(n=known["n_carried"]).sort_values(["n", "claim_id"], ascending=[False, True])
    said, passages, ids = "", [], []
    for row in n.head(1).itertuples():
        said = (
            f" Of these, {quoted(row.claim)} is carried by most articles ({row.n_carried}): the earliest article in"
            f" this set is {material.names[row.article_id]}."
        )
        mine = carried[carried["claim_id"] == row.claim_id]
        ids = list(mine["article_id"])
        order = material.articles.set_index("article_id")["published"]
        after = mine[mine["article_id"] != row.article_id].assign(at=mine["article_id"].map(order))
        after = after.sort_values(["at", "article_id"], na_position="last")
        for one in (mine[mine["article_id"] == row.article_id], after):
            for _, place in one.head(1).iterrows():
                passages.append(
                    material.make(
                        place["article_id"],
                        f"{quoted(row.claim)}: {SAYS[place['status']]}",
                        place["begin"],
                        place["end"],
                    )
                )
    total = carried["claim_id"].nunique()
    table = view.circulation.head(MOST_DRAWN)
    yield Finding(
        kind="first",
        key="claims",
        sentence=(
            f"For {len(known)} of {counted(total, 'claim')} it is known which article of this set had it first."
            f"{said} For the others, dates are missing or too coarse."
        ),
        hits=float(len(known)),
        cases=float(total),
        of="claims that an article carries",
        families=material.n_families(ids),
        outlets=material.n_outlets(ids),
        seen=dated,
        whole=len(material.articles),
        passages=tuple(passages),
        table=table,
        draw=lambda: plot_circulation(table),
        caption="From the first to the last known day on which each claim is carried; hatched: known to the month.",
        note=ONLY_HERE,
    )


def _order_of_articles(material: Material) -> Iterator[Finding]:
    """Without claims: how many pairs of articles can be put in order, and which two are the earliest."""
    view = material.timeline
    total = int(view.orders["n_total"].iloc[0]) if len(view.orders) else 0
    if not total:
        return
    known = int(view.orders.set_index("order").loc["known", "n_pairs"])
    dated = view.times[view.times["begin"].notna()].sort_values(["begin", "end", "article_id"])
    first = dated.head(2)
    is_sure = len(first) > 1 and first["end"].iloc[0] <= first["begin"].iloc[1] and len(dated) == len(view.times)
    said = ""
    if len(first):
        name = material.names[first["article_id"].iloc[0]]
        said = f" The earliest article in this set is {name}{'' if is_sure else ', as far as the dates can tell'}."
    yield Finding(
        kind="first",
        key="articles",
        sentence=f"{known:,} of {counted(total, 'pair')} of articles can be put in order ({known / total:.0%}).{said}",
        hits=float(known),
        cases=float(total),
        of="pairs of articles",
        families=material.n_families(dated["article_id"]),
        outlets=material.n_outlets(dated["article_id"]),
        seen=len(dated),
        whole=len(material.articles),
        passages=tuple(
            material.make(key, "one of the two earliest dates", *_opening(material, key)) for key in first["article_id"]
        ),
        table=view.times,
        draw=lambda: plot_times(view.shown, by=view.by, names=view.row_names),
        caption="The articles in time, as precisely as each date is known.",
        note=ONLY_HERE,
    )


def _opening(material: Material, article_id: str) -> tuple[int | None, int | None]:
    """The first sentence of an article; nothing without a text."""
    from ..text import sentences

    text = material.articles.set_index("article_id")["text"][article_id]
    found = sentences(text[:2000]) if isinstance(text, str) else []
    return found[0] if found else (None, None)


def second_coder(material: Material) -> Iterator[Finding]:
    """How often two coders of the same claims differ."""
    view = material.agreement
    if view is None or view.scores.empty:
        return
    units = view.units
    same, n = int((units["first"] == units["second"]).sum()), len(units)
    rows = view.disagreements
    passages = []
    for row in rows.head(1).itertuples():
        for name, coding, status in zip((view.first, view.second), view.codings, (row.first, row.second), strict=True):
            mine = coding[(coding["article_id"] == row.article_id) & (coding["claim_id"] == row.claim_id)]
            for place in mine.head(1).itertuples():
                said = f"{quoted(row.claim)}: {status} (coder {name})"
                passages.append(material.make(row.article_id, said, place.begin, place.end))
    alpha = view.scores.loc[view.scores["comparison"] == "strict", "alpha"]
    said = f" Krippendorff's alpha is {alpha.iloc[0]:.2f}." if len(alpha) and alpha.notna().all() else ""
    yield Finding(
        kind="agreement",
        key=f"{view.first} and {view.second}",
        sentence=(
            f"The coders {view.first} and {view.second} give the same status in {same:,} of"
            f" {counted(n, 'case')} that both coded ({same / n:.0%}).{said}"
            if n
            else f"The coders {view.first} and {view.second} have no case in common."
        ),
        hits=float(n - same),
        cases=float(n),
        of="cases are coded differently",
        families=material.n_families(units.reset_index()["article_id"].unique()),
        outlets=material.n_outlets(units.reset_index()["article_id"].unique()),
        seen=int(units.reset_index()["article_id"].nunique()),
        whole=len(material.articles),
        passages=tuple(passages),
        table=view.confusion,
        draw=lambda: plot_confusion(view.confusion, first=view.first, second=view.second),
        caption="Claims by the status the two coders give them; off the diagonal they differ.",
    )


def not_seen(material: Material) -> Iterator[Finding]:
    """How many articles nobody saw whole, and in how many cells of claims nobody can tell."""
    articles = material.articles
    less = articles[articles["text_status"] != "full"]
    place = {status: at for at, status in enumerate(LEAST_SEEN)}
    order = less.assign(place=less["text_status"].map(place)).sort_values(["place", "article_id"])
    order = order.drop_duplicates("outlet") if order["outlet"].notna().all() else order
    said = ""
    if material.claims is not None:
        hidden = int((material.claims.coded["status"] == UNSEEN[1]).sum())
        cells = counted(len(material.claims.coded), "coded case")
        said = f" In {hidden:,} of {cells} of article and claim, nobody can tell whether the claim is there."
    by_event = material.corpus.by_event
    yield Finding(
        kind="unseen",
        key="*",
        sentence=(
            f"{len(less):,} of {counted(len(articles), 'article')} {'was' if len(less) == 1 else 'were'} not seen"
            f" whole, so nobody can show that {'it leaves' if len(less) == 1 else 'they leave'} something out.{said}"
        ),
        hits=float(len(less)),
        cases=float(len(articles)),
        of="articles",
        families=material.n_families(less["article_id"]),
        outlets=material.n_outlets(less["article_id"]),
        seen=len(articles),
        whole=len(articles),
        passages=tuple(material.make(row.article_id, f"seen: {row.text_status}") for row in order.head(2).itertuples()),
        table=by_event,
        draw=lambda: plot_text_seen(by_event),
        caption="How much of each text was seen, by part of the story.",
    )
