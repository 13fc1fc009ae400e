"""Findings about claims: made firmer, put in different ways, a denial left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from ..errors import counted, quoted
from ..notes import comparison_note
from ..questions.claims.figures import plot_hardening, plot_hardening_edges, plot_matrix, plot_states
from ..questions.claims.firmness import MADE, hardening_counts
from ..questions.claims.measures import matrix
from ..questions.claims.overviews import ClaimsOverview
from ..schema import CARRIED
from ..schema.cells import from_cell
from .finding import Finding
from .material import Material

LESS_FIRM = ("attributed", "hedged")
MOST_DRAWN = 12  # rows of a figure
SAYS = {
    "asserted": "states it in its own voice",
    "attributed": "attributes it",
    "hedged": "hedges it",
    "denied": "reports that it is denied",
    "contradicted": "contradicts it",
    "mentioned": "mentions it",
    "absent": "does not mention it",
}


def hardened_on_the_way(material: Material) -> Iterator[Finding]:
    """Claims that articles put more firmly than the article they name as their source."""
    view = material.claims
    if view is None or "n_hops" not in view.pairs:
        return
    named = view.pairs[view.pairs["n_hops"].notna()]
    if named.empty:
        return
    by_article, by_family = hardening_counts(named), hardening_counts(named, families=material.families)
    could, did = (int(by_article[name].sum()) for name in ("n_could_harden", "n_hardened"))
    if not could:
        return
    names = dict(zip(view.pairs["claim_id"], view.pairs["claim"], strict=True))
    top = by_article.sort_values(["n_hardened", "claim_id"], ascending=[False, True]).iloc[0]
    hard = named[named["step"] == "hardened"]
    n_pairs = len(named[["source_article_id", "article_id"]].drop_duplicates())
    sentence = (
        f"{counted(n_pairs, 'article')} of the set {'names' if n_pairs == 1 else 'name'} another article of the set as"
        f" the source. In {did:,} of {counted(could, 'case')} the later article states in its own voice what its source"
        f" only attributes or hedges. With one vote for each pair of copy families, it is"
        f" {_votes(by_family['n_hardened'].sum())} of {_votes(by_family['n_could_harden'].sum())}."
    )
    if did:
        n, of = int(top["n_hardened"]), int(top["n_could_harden"])
        sentence += f" Most often it is {quoted(names[top['claim_id']])}: {n} of {of}."
    ordered = hard.assign(
        is_top=hard["claim_id"] == top["claim_id"], is_read=hard["begin"].notna() & hard["source_begin"].notna()
    ).sort_values(["is_read", "is_top", "article_id", "claim_id"], ascending=[False, False, True, True])
    passages = [
        material.make(
            row[f"{side}article_id"], _says(row[f"{side}status"], row["claim"]), row[f"{side}begin"], row[f"{side}end"]
        )
        for _, row in ordered.head(1).iterrows()
        for side in ("source_", "")
    ]
    proposed = int(named.loc[hard.index, "is_proposed"].sum()) if "is_proposed" in named else 0
    drawn = named[named["claim_id"].isin(hard["claim_id"]) & ~named["step"].isin(["neither", "cannot_tell"])]
    yield Finding(
        kind="hardened",
        key="chain",
        sentence=sentence,
        hits=float(by_family["n_hardened"].sum()),
        cases=float(by_family["n_could_harden"].sum()),
        of="votes of pairs of families",
        families=material.n_families(set(hard["article_id"])),
        outlets=material.n_outlets([*hard["article_id"], *hard["source_article_id"]]),
        seen=int((named["step"] != "cannot_tell").sum()),
        whole=len(named),
        passages=tuple(passages),
        table=drawn,
        draw=lambda: plot_hardening_edges(drawn),
        caption="Each claim in the article that is named as the source (left half), and in the article (right half).",
        note=f"In {proposed} of the cases the source is proposed and not coded." if proposed else "",
    )


def hardened_in_focus(material: Material) -> Iterator[Finding]:
    """Claims that the article in focus puts more firmly than the articles it is compared with."""
    view = material.claims
    if view is None or view.compared.empty:
        return
    made = view.steps[view.steps["status"].isin(MADE)]
    hard = made[made["step"] == "hardened"]
    told = made[made["step"] != "cannot_tell"]
    compared = view.compared["article_id"]
    name = material.names[view.focus]
    claims = "; ".join(map(quoted, hard["claim"]))
    sentence = (
        f"{name} makes {counted(len(made), 'claim')}. It states {len(hard)} of them in its own voice, though most of"
        f" the articles it is compared with attribute or hedge them ({comparison_note(view.compared)})."
        + (f" These are {claims}." if len(hard) > 1 else f" It is {claims}." if len(hard) else "")
    )
    yield Finding(
        kind="hardened",
        key="focus",
        sentence=sentence,
        hits=float(len(hard)),
        cases=float(len(told)),
        of="claims that it makes and that can be compared",
        families=material.n_families(compared),
        outlets=material.n_outlets([view.focus, *compared]),
        seen=len(told),
        whole=len(made),
        passages=tuple(_focus_passages(material, view, hard)),
        table=made,
        draw=lambda: plot_hardening(made, name=view.outlet),
        caption="What the other articles do with each claim, and what this article does with it.",
        note="No article says that this one has anything from them: this is a comparison, not a citation chain."
        if not (view.compared["relation"] == "named").any()
        else "",
    )


def _focus_passages(material: Material, view: ClaimsOverview, hard: pd.DataFrame) -> Iterator:
    """The passage of the first hardened claim, after one of an article that puts it less firmly, the earliest known."""
    coded, order = view.coded, material.articles.set_index("article_id")["published"]
    for claim_id, claim in zip(hard["claim_id"], hard["claim"], strict=True):
        rows = coded[coded["claim_id"] == claim_id]
        own = rows[rows["article_id"] == view.focus]
        others = rows[rows["article_id"].isin(view.compared["article_id"]) & rows["status"].isin(LESS_FIRM)]
        others = others.assign(is_blind=others["begin"].isna(), published=others["article_id"].map(order))
        others = others.sort_values(["is_blind", "published", "article_id"], na_position="last")
        if len(own) and len(others):
            for row in (others.iloc[0], own.iloc[0]):
                yield material.make(row["article_id"], _says(row["status"], claim), row["begin"], row["end"])
            return


def denials_left_out(material: Material) -> Iterator[Finding]:
    """Denials that articles leave out although they carry the claim, and another article had the denial before."""
    view = material.claims
    if view is None or not view.answers:
        return
    n_whole = int((material.articles["text_status"] == "full").sum())
    for denial, cases in view.gaps.groupby("claim_id"):
        known = cases[cases["verdict"].isin(["carried", "mentioned", "omitted"])]
        left = known[known["verdict"] == "omitted"]
        claim, said = cases["denied"].iloc[0], cases["claim"].iloc[0]
        there = int((known["verdict"] != "omitted").sum())
        open_, none = (int(cases["verdict"].isin(names).sum()) for names in (["cannot_tell"], ["not_yet", "never"]))
        sentence = (
            f"{counted(len(cases), 'article')} seen whole {'carries' if len(cases) == 1 else 'carry'} {quoted(claim)}."
            f" {len(left)} of them {'leaves' if len(left) == 1 else 'leave'} out the denial ({quoted(said)}), although"
            f" another article of the set had it earlier. {there} {'has' if there == 1 else 'have'} the denial."
        )
        if open_ or none:
            sentence += f" For {open_} the dates cannot tell; for {none} no article had it earlier."
        carriers = view.coded[view.coded["claim_id"].isin([denial, view.answers[str(denial)]])]
        shown = material.articles[material.articles["article_id"].isin(cases["article_id"])]
        cells = matrix(carriers, shown, families=material.families, chains=material.chains)
        cells["article"] = cells["name"].map(material.names)
        cells["claim"] = cells["claim_id"].map({str(denial): said, view.answers[str(denial)]: claim})
        yield Finding(
            kind="denial",
            key=str(denial),
            sentence=sentence,
            hits=float(material.n_families(left["article_id"])),
            cases=float(material.n_families(known["article_id"])),
            of="copy families that carry the claim after the denial was there",
            families=material.n_families(left["article_id"]),
            outlets=material.n_outlets([key for row in left.itertuples() for key in _with_first(row)]),
            seen=n_whole,
            whole=len(material.articles),
            passages=tuple(_denial_passages(material, view, left)),
            table=cells,
            draw=partial(plot_matrix, cells),
            caption="What the articles seen whole that carry the claim do with it, and with its denial.",
            note="Only an article seen whole can show that something is left out.",
        )


def _with_first(row: object) -> list[str]:
    return [row.article_id, *from_cell(row.first_ids)[:1]]  # type: ignore[attr-defined]


def _denial_passages(material: Material, view: ClaimsOverview, left: pd.DataFrame) -> Iterator:
    """The denial in an article that had it before, and the claim in the first article that leaves it out."""
    for row in left.sort_values(["published", "article_id"]).head(1).itertuples():
        coded = view.coded.set_index(["article_id", "claim_id"])
        first = next(iter(from_cell(row.first_ids)), None)
        for article_id, claim_id, name in ((first, row.claim_id, row.claim), (row.article_id, row.answers, row.denied)):
            if article_id is not None and (article_id, claim_id) in coded.index:
                said = coded.loc[(article_id, claim_id)]
                yield material.make(article_id, _says(said["status"], name), said["begin"], said["end"])


def divided_claims(material: Material) -> Iterator[Finding]:
    """Claims that those who carry them put in different ways."""
    view = material.claims
    if view is None:
        return
    states = view.states[view.states["is_rate"] & (view.states["usual"] != "split")]
    n_judged = view.rates[view.rates["counted"] == "articles"].set_index("claim_id")["n_judgeable"]
    for row in states.itertuples():
        counts = {status: getattr(row, f"n_{status}") for status in CARRIED}
        said = ", ".join(f"{_votes(n)} {status}" for status, n in counts.items() if n)
        other = row.n_carrying * row.not_usual_share
        around = states.sort_values(["entropy", "claim_id"], ascending=[False, True]).head(MOST_DRAWN)
        if row.claim_id not in set(around["claim_id"]):
            around = pd.concat([around.head(MOST_DRAWN - 1), states[states["claim_id"] == row.claim_id]])
        yield Finding(
            kind="divided",
            key=row.claim_id,
            sentence=(
                f"{counted(row.n_carrying, 'copy family', 'copy families')} carry {quoted(row.claim)}. Most often it is"
                f" {row.usual}; {_votes(other)} of {row.n_carrying} ({row.not_usual_share:.0%}) put it otherwise. By"
                f" families: {said}."
            ),
            hits=float(other),
            cases=float(row.n_carrying),
            of="copy families that carry the claim",
            families=int(row.n_carrying),
            outlets=material.n_outlets(from_cell(row.article_ids)),
            seen=int(n_judged[row.claim_id]),
            whole=len(material.articles),
            passages=tuple(_divided_passages(material, view, row.claim_id, row.claim, row.usual)),
            table=around,
            draw=partial(plot_states, around),
            caption="What the copy families that carry a claim do with it, most divided first.",
        )


def _divided_passages(material: Material, view: ClaimsOverview, claim_id: str, claim: str, usual: str) -> Iterator:
    """A passage of the usual state and one of the state furthest from it, of two outlets and families if possible."""
    rows = view.coded[(view.coded["claim_id"] == claim_id) & view.coded["status"].isin(CARRIED)]
    place = {status: at for at, status in enumerate(CARRIED)}
    rows = rows.assign(
        is_blind=rows["begin"].isna(),
        is_foreign=rows["article_id"].isin(material.foreign),
        distance=[-abs(place[status] - place[usual]) for status in rows["status"]],
    ).sort_values(["is_blind", "is_foreign", "article_id"])
    usual_rows = rows[rows["status"] == usual]
    others = rows[rows["status"] != usual].sort_values(["is_blind", "distance", "is_foreign", "article_id"])
    if usual_rows.empty or others.empty:
        return
    other = others.iloc[0]
    outlets = material.articles.set_index("article_id")["outlet"]
    apart = usual_rows[usual_rows["article_id"].map(outlets) != outlets[other["article_id"]]]
    for row in ((apart if len(apart) else usual_rows).iloc[0], other):
        yield material.make(row["article_id"], _says(row["status"], claim), row["begin"], row["end"])


def _says(status: str, claim: str) -> str:
    return f"{quoted(claim)}: {SAYS.get(status, status)}"


def _votes(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0")
