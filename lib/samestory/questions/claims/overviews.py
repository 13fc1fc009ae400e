"""What the notebook on claims shows: who does what with each claim, how firmly, and who leaves out a denial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...copies import copies_note, not_examined
from ...errors import StoryError, counted, listed, quoted, suggestion
from ...notes import comparison_note, independence_note
from ...plotting.prose import Prose, outlet_of, paragraph, show_passages, show_text
from ...schema import CARRIED
from ...schema.cells import named_cell
from .firmness import MADE, chain_edges, edge_names, hardening, hardening_counts, hardening_edges
from .left_out import LEAST_CARRIERS, omission_rates, omissions
from .measures import matrix, rates, states

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["ClaimsOverview", "overview"]

# What was planted in an invented story, and the step or verdict by which it is found.
PLANTED = {
    "hedge_to_fact": "hardened",
    "attribution_to_vouching": "hardened",
    "hope_to_fact": "hardened",
    "claim_dropped": "dropped",
    "claim_added": "added",
    "claim_kept_attributed": "kept",
    "omitted_denial": "omitted",
}
WHOLE_SET = "all articles"


@dataclass(frozen=True, repr=False)
class ClaimsOverview:
    """Claims in a story: the tables that a notebook shows, and the sentences about them.

    Every table with an id has a column of readable names beside it (``article``, ``claim``). Tables are described where
    they are made; what is said of each here is what was added.

    Attributes
    ----------
    focus, outlet
        The ``article_id`` of the article in focus, and its outlet.
    machine
        The name of the coder if it is a machine, else empty.
    articles, coded, families
        The tables that all others are made from, as the story's coder has them; ``coded`` is the table of claims.
    part
        The part of the story that ``cells`` shows, by its readable name.
    cells
        From ``claims.matrix``: the articles of ``part`` and the claims that at least one of them carries.
    rates, states
        From ``claims.rates`` (by articles and by families) and ``claims.states`` (by families).
    pairs
        From ``claims.hardening_edges``: every article and the article it names as its source, coded or proposed; if no
        coder says that an article of the set is the source of another, also the article in focus and each article of
        its comparison set. ``edge`` names the pair.
    changes
        The rows of ``pairs`` with claims that change in at least one pair.
    counts
        From ``claims.hardening_counts``: claims that could harden, most hardened first; ``..._families`` with one vote
        a pair of families.
    steps
        From ``claims.hardening``: the article in focus and its comparison set.
    compared
        The comparison set itself, from ``sources.comparison_set``.
    gaps
        From ``claims.omissions``: denials in articles that carry the claim denied. ``denied`` names this claim.
    left
        The rows of ``gaps`` in which the denial is left out; ``first`` names the earliest articles that carry it.
    gap_rates
        From ``claims.omission_rates``: the same, counted with one vote a family.
    answers
        Which denials were looked for: a claim id and the id of the claim it denies.
    plants
        What was planted in an invented story, and whether it is found (``is_found``).
    whole
        The rates of all judgeable articles (``..._all``) and of those seen whole (``..._whole``), largest excess first.
    reports, parts
        From ``sources.independence``: the whole set, and by part of the story.
    """

    focus: str
    outlet: str
    machine: str
    articles: pd.DataFrame
    coded: pd.DataFrame
    families: pd.DataFrame
    part: str
    cells: pd.DataFrame
    rates: pd.DataFrame
    states: pd.DataFrame
    pairs: pd.DataFrame
    changes: pd.DataFrame
    counts: pd.DataFrame
    steps: pd.DataFrame
    compared: pd.DataFrame
    gaps: pd.DataFrame
    left: pd.DataFrame
    gap_rates: pd.DataFrame
    answers: Mapping[str, str]
    plants: pd.DataFrame
    whole: pd.DataFrame
    reports: pd.DataFrame
    parts: pd.DataFrame

    def summary(self) -> Prose:
        """The answer: how many reports, what the article in focus hardens, where copies matter, who leaves out."""
        if self.coded.empty:
            return show_text("No claim is coded in this story, so there is nothing to compare.")
        said = [f"Coded by the machine {self.machine}, by no person."] if self.machine else []
        return paragraph(*said, self._reports(), self._focus(), self._copies_matter(), self._denials())

    def coding(self) -> Prose:
        """What was coded, and among how many articles copies were looked for."""
        n, claims = self.coded["article_id"].nunique(), self.coded["claim_id"].nunique()
        status = self.coded["status"].value_counts()
        carried = int(self.coded["status"].isin(CARRIED).sum())
        mentioned, absent, hidden = (int(status.get(name, 0)) for name in ("mentioned", "absent", "not_visible"))
        left = n * claims - len(self.coded)
        gaps = f" (pairs of article and claim that are not coded: {left:,} of {n * claims:,})" if left > 0 else ""
        return show_text(
            f"{n:,} of {counted(len(self.articles), 'article')} {'is' if n == 1 else 'are'} coded on"
            f" {counted(claims, 'claim')}{gaps}."
            f" Of {counted(len(self.coded), 'status', 'statuses')}, {carried:,} carry a"
            f" claim, {mentioned:,} only mention it, {absent:,} are absent and {hidden:,} are not visible."
            f" {copies_note(self.families, self.articles)}"
        )

    def shown(self) -> Prose:
        """Which articles and claims the matrix shows."""
        n, all_claims = self.cells["claim_id"].nunique(), self.coded["claim_id"].nunique()
        articles = counted(self.cells["name"].nunique(), "article")
        return show_text(
            f"Part of the story: {self.part.rstrip('.')}. It has {articles}, which carry {n} of"
            f" {counted(all_claims, 'claim')}."
        )

    def copies(self) -> Prose:
        """How many reports the articles are, and in which part of the story copies are most frequent."""
        said = independence_note(self.reports)
        known = self.parts[self.parts["n_independent"].notna()].sort_values(["family_share", "event"])
        if len(self.parts) > 1 and len(known) and known["family_share"].iloc[0] < 1:
            row = known.iloc[0]
            said += (
                f" Copies are most frequent in one part of the story, “{row['event']}”:"
                f" {counted(row['n_articles'], 'article')}, {counted(row['n_families'], 'family', 'families')},"
                f" {counted(row['n_origins'], 'origin')}."
            )
        return show_text(said)

    def frequency(self) -> Prose:
        """Where copies change a rate most, and whose vote is not one of a copy family."""
        return paragraph(self._copies_matter(), self._not_examined())

    def division(self) -> Prose:
        """Over which claim families are most divided, and which claims every article attributes."""
        top = self.states[self.states["is_rate"]].head(1)
        said = ["No claim is carried often enough to compare how it is put."] if top.empty else []
        for row in top.itertuples():
            usual = (
                "no state is the most frequent" if row.usual == "split" else f"the most frequent state is {row.usual}"
            )
            said.append(
                f"Families are most divided over {quoted(row.claim)}: {usual}, and {row.not_usual_share:.0%} of the"
                f" {row.n_carrying} families that carry it put it otherwise."
            )
        alike = self._attributed_by_all()
        said.append(
            f"Every article that carries them attributes these claims: {'; '.join(alike)}."
            if alike
            else "No claim that is carried often enough is attributed by every article that carries it."
        )
        return paragraph(*said)

    def comparison(self) -> Prose:
        """Which pairs of articles are compared, and why."""
        ends = ["source_article_id", "article_id"]
        pairs = self.pairs[ends].drop_duplicates()
        named = self.pairs[self._is_named].drop_duplicates(ends)
        n = int(named["is_proposed"].sum()) if "is_proposed" in named else 0
        said = []
        if len(named):
            said.append(f"{counted(len(named), 'pair')} of articles: the second article names the first as its source.")
        if n:
            said.append(
                f"In {n} of them the coder did not say which article is meant: it is proposed, as the only one of the"
                " named outlet on the same event that may have come first."
            )
        if len(named) and len(named) == len(pairs):
            return paragraph(*said)
        said.append(
            "No article is coded as having its report from another article of the set."
            if n
            else "No article is known to have its report from another article of the set."
        )
        return paragraph(*said, f"So {self.outlet} is compared with {comparison_note(self.compared)}.")

    def _on_proposed(self) -> str:
        """How many of the cases are of pairs in which the source is proposed."""
        if "is_proposed" not in self.pairs or not self.pairs["is_proposed"].any():
            return ""
        counts = hardening_counts(self.pairs[self.pairs["is_proposed"]])
        could, did = int(counts["n_could_harden"].sum()), int(counts["n_hardened"].sum())
        return f" Of the articles whose source is proposed: in {did} of {counted(could, 'case')}."

    @property
    def _is_named(self) -> pd.Series:
        """Which rows of ``pairs`` are of an article and a source that it names."""
        if "n_hops" not in self.pairs:
            return pd.Series(False, index=self.pairs.index)
        return self.pairs["n_hops"].notna()

    def firmness(self) -> Prose:
        """How often claims harden, and which ones in the article in focus."""
        could, by_family = (self.counts[f"n_could_harden{kind}"].sum() for kind in ("", "_families"))
        did, by_pair = (self.counts[f"n_hardened{kind}"].sum() for kind in ("", "_families"))
        said = "There is no case in which a claim could harden."
        if could:
            said = (
                f"A claim could harden in {counted(int(could), 'case')}, and it did in {did:.0f}. With one vote for"
                f" each pair of families: in {_number(by_pair)} of {_number(by_family)}.{self._on_proposed()}"
            )
        return paragraph(said, self._not_examined(), self._steps())

    def passages(self, *, most: int = 3) -> Prose:
        """The passages of the first hardened claims, those of the source before those of the article."""
        hard = self.pairs[(self.pairs["step"] == "hardened") & self.pairs["begin"].notna()]
        hard = hard.drop_duplicates(["article_id", "claim_id"]).head(most)
        texts = self.articles.drop_duplicates("article_id").set_index("article_id")["text"]
        sides = []
        for place, side in enumerate(("source_", "")):
            said = hard[f"{side}article"] + ": " + hard["claim"] + ", " + hard[f"{side}status"]
            sides.append(
                pd.DataFrame(
                    {
                        "text": hard[f"{side}article_id"].map(texts),
                        "begin": hard[f"{side}begin"],
                        "end": hard[f"{side}end"],
                        "source": said,
                        "article_id": hard[f"{side}article_id"],
                        "place": place,
                    }
                )
            )
        return show_passages(pd.concat(sides).rename_axis("case").sort_values(["case", "place"]))

    def left_out(self) -> Prose:
        """How many articles leave out a denial that was in circulation, of those that carry the claim denied."""
        if not self.answers:
            return show_text(self._denials())
        n = self.gaps["verdict"].value_counts()
        carried, left, open_, mentioned = (
            int(n.get(name, 0)) for name in ("carried", "omitted", "cannot_tell", "mentioned")
        )
        none = int(n.get("not_yet", 0) + n.get("never", 0))
        said = f" In {mentioned} it is only mentioned." if mentioned else ""
        return show_text(
            f"In {counted(len(self.gaps), 'case')} an article seen whole carries a claim whose denial is a claim of its"
            f" own. In {carried} the denial is there.{said} In {left} it is left out although another article of"
            f" the set carried it earlier.{self._room(left, int(n.get('no_room', 0)))} In {open_} the dates cannot"
            f" tell. In {none} there was no denial to report yet."
        )

    def _room(self, left: int, none: int) -> str:
        """Whether those that leave it out have room for it."""
        unknown = int((self.left["room"] == "cannot_tell").sum())
        short = f" In {none} it is absent from an article too short for it, which is not counted as left out."
        said = short if none else ""
        if not left:
            return said
        return f"{said} Whether there was room for it cannot be told in {unknown} of the {left}: fewer than" + (
            f" {LEAST_CARRIERS} articles carry it, copies counted once, or the length is not known."
        )

    def truth(self) -> Prose:
        """How many of the planted steps and omissions are found, and which are not."""
        if self.plants.empty:
            return show_text("Nothing was planted in this story, so no table says what should be found.")
        lost = self.plants[~self.plants["is_found"]]
        n = int(self.plants["is_found"].sum())
        said = "; ".join(f"{row.kind} in {row.article} ({row.note})" for row in lost.itertuples())
        return show_text(
            f"{n} of {counted(len(self.plants), 'plant')} {'is' if n == 1 else 'are'} found."
            + (f" Not found: {said}." if said else "")
        )

    def cut_texts(self) -> Prose:
        """For which claim texts that were not seen whole raise the rate most."""
        for row in self.whole[self.whole["excess"] > 0].head(1).itertuples():
            return show_text(
                f"{quoted(row.claim)}: {row.hit_share_all:.0%} of the {row.n_among_all} judgeable articles carry it,"
                f" but {row.hit_share_whole:.0%} of the {row.n_among_whole} articles seen whole. No other claim differs"
                " more."
            )
        return show_text(
            "No rate is lower among the texts seen whole: no text is cut, or none was seen whole to compare with."
        )

    def _reports(self) -> str:
        if self.reports.empty or self.reports["n_independent"].isna().all():
            return "Copies were not examined, so the number of independent reports is not known."
        row = self.reports.iloc[0]
        n, left = int(row["n_articles"]), int(row["n_not_examined"])
        said = (
            f"{counted(n - left, 'article')} {'is' if n - left == 1 else 'are'} at most"
            f" {counted(int(row['n_independent']), 'independent report')}: copies count once, and articles that name"
            " another article of the set as their source do not count."
        )
        return said + (f" {counted(left, 'more article')} could not be examined for copies." if left else "")

    def _focus(self) -> str:
        made = int(self.steps["status"].isin(MADE).sum())
        n = int((self.steps["step"] == "hardened").sum())
        if not made:
            return f"{self.outlet} makes no claim of the codebook."
        if self.compared.empty:
            return f"{self.outlet} makes {counted(made, 'claim')}, and there is no other article to compare it with."
        if not n:
            return (
                f"{self.outlet} hardens none of {counted(made, 'claim')} that it makes"
                f" (compared with {comparison_note(self.compared)})."
            )
        return (
            f"{self.outlet} hardens {n} of {counted(made, 'claim')} that it makes: it asserts what most of the articles"
            f" compared attribute or hedge ({comparison_note(self.compared)})."
        )

    def _copies_matter(self) -> str:
        if self.families.empty or len(not_examined(self.families)) == self.families["article_id"].nunique():
            return "Copies were not examined, so each article has a vote of its own."
        wide = self.rates[self.rates["is_rate"]].pivot(index="claim", columns="counted", values="hit_share")
        wide = wide.reindex(columns=["articles", "families"]).dropna()
        gap = (wide["articles"] - wide["families"]).abs()
        if not (gap > 0).any():
            return "No claim has another rate by families than by articles."
        claim, row = gap.idxmax(), wide.loc[gap.idxmax()]
        return (
            f"Copies matter most for {quoted(claim)}: {row['articles']:.0%} of the articles carry it, and"
            f" {row['families']:.0%} of the copy families."
        )

    def _not_examined(self) -> str:
        n = len(set(not_examined(self.families)) & set(self.coded["article_id"]))
        if not n:
            return ""
        vote = "it counts as a family of its own" if n == 1 else "each counts as a family of its own"
        return f"{counted(n, 'article')} could not be examined for copies: {vote}."

    def _attributed_by_all(self) -> list[str]:
        """The claims that are carried often enough and that every article which carries them attributes."""
        one = states(self.coded)
        one = one[(one["usual"] == "attributed") & (one["entropy"] == 0) & one["is_rate"]]
        names = dict(zip(self.rates["claim_id"], self.rates["claim"], strict=True))
        return [f"{names[row.claim_id]} ({row.n_carrying} articles)" for row in one.itertuples()]

    def _steps(self) -> str:
        if self.compared.empty:
            return f"There is no other article to compare {self.outlet} with."
        hard = self.steps.loc[self.steps["step"] == "hardened", "claim"]
        kept = self.steps.loc[(self.steps["step"] == "kept") & (self.steps["status"] == "attributed"), "claim"]
        is_known = not self._is_named.all()  # `comparison` says what it is compared with
        said = "" if is_known else f"{self.outlet} is compared with {comparison_note(self.compared)}. "
        return (
            f"{said}With one vote a family, {self.outlet} hardens {_names_of(hard)}. These stay attributed:"
            f" {_names_of(kept)}."
        )

    def _denials(self) -> str:
        if not self.answers:
            return "Omitted denials were not looked for: no denial in this codebook is a claim of its own."
        n, left = self.gaps["article_id"].nunique(), self.left["article_id"].nunique()
        if not n:
            return "No article seen whole carries a claim with a coded denial."
        return (
            f"{counted(n, 'article')} seen whole {'carries' if n == 1 else 'carry'} a claim with a coded denial;"
            f" {left} of them {'leaves' if left == 1 else 'leave'} out a denial that another article carried earlier."
        )


def overview(
    story: Story,
    *,
    independence: pd.DataFrame,
    independence_by_event: pd.DataFrame,
    comparison_set: pd.DataFrame,
    chains: pd.DataFrame | None = None,
    event: str = "",
    answers: Mapping[str, str] | None = None,
) -> ClaimsOverview:
    """Everything that the notebook on claims shows of a story.

    Parameters
    ----------
    story
        A loaded story.
    independence, independence_by_event
        From ``sources.independence``: for the whole set, and by ``event``.
    comparison_set
        From ``sources.comparison_set``, for the article in focus.
    chains
        From ``sources.link_sources``, with proposed articles; default: the chains of the coder.
    event
        The part of the story that the matrix shows; default: that of the article in focus, or all articles if it is in
        no part.
    answers
        From the id of a denial to the id of the claim it denies. Ids that the story does not have are skipped.

    Returns
    -------
    ClaimsOverview
        Its tables, and methods that say in sentences what they show.

    Raises
    ------
    StoryError
        ``event`` is no part of the story.

    Examples
    --------
    >>> tables = [story.articles, story.table("families"), story.joined("chains")]
    >>> reports, parts = (ss.sources.independence(*tables, by=by) for by in (None, "event"))
    >>> near = ss.sources.comparison_set(tables[2], story.articles, story.focus)
    >>> view = ss.claims.overview(story, independence=reports, independence_by_event=parts, comparison_set=near)
    >>> view.comparison()
    12 pairs of articles: the second article names the first as its source.
    """
    articles, claims, families = story.articles, story.joined("claims"), story.table("families")
    chains = story.joined("chains") if chains is None else chains
    named = _Names(story, claims)
    focus = story.article(story.focus)
    part, members = _part(story, articles, event or focus["event"])
    compared = comparison_set[comparison_set["relation"] != "itself"]
    pairs = named(hardening_edges(claims, _pairs(chains, compared, story.focus)))
    pairs["edge"] = edge_names(pairs, named.articles)
    asked = {key: of for key, of in (answers or {}).items() if {key, of} <= set(claims["claim_id"])}
    gaps = _gaps(claims, articles, families, asked, named)
    by_family = [rates(claims), rates(claims, families=families)]
    return ClaimsOverview(
        focus=story.focus,
        outlet=outlet_of(focus),
        machine=story.coder if story.is_coded_by_machine else "",
        articles=articles,
        coded=claims,
        families=families,
        part=part,
        cells=_cells(claims, members, families, chains, named),
        rates=named(pd.concat(by_family).sort_values(["claim_id", "counted"], ignore_index=True)),
        states=named(states(claims, families=families)),
        pairs=pairs,
        changes=_changed(pairs),
        counts=named(_counts(pairs, families)),
        steps=named(hardening(claims, families, story.focus, compared["article_id"])),
        compared=compared,
        gaps=gaps,
        left=gaps[gaps["verdict"] == "omitted"].reset_index(drop=True),
        gap_rates=named(omission_rates(gaps, families=families)),
        answers=asked,
        plants=_plants(story, pairs, gaps, named),
        whole=named(_whole(claims, articles)),
        reports=independence,
        parts=independence_by_event.assign(
            event=independence_by_event["event"].map(lambda name: story.event_names().get(name, name))
        ),
    )


class _Names:
    """Readable names for the ids of a table."""

    def __init__(self, story: Story, claims: pd.DataFrame):
        self.articles = story.article_names()
        known = story.claim_names()
        self.claims = {claim_id: known.get(claim_id, claim_id) for claim_id in [*known, *claims["claim_id"].unique()]}

    def __call__(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table with ``claim``, ``article`` and ``source_article`` beside its ids."""
        added = table.copy()
        for column, names in (("claim", self.claims), ("article", self.articles), ("source_article", self.articles)):
            if f"{column}_id" in added:
                added[column] = added[f"{column}_id"].map(names).astype("str")
        return added

    def listed(self, ids: str) -> str:
        """Names for article ids that are separated by '; '."""
        return named_cell(ids, self.articles)


def _part(story: Story, articles: pd.DataFrame, event: object) -> tuple[str, pd.DataFrame]:
    """The name of a part of the story, and its articles; the whole set if the article in focus is in no part."""
    if pd.isna(event):
        return WHOLE_SET, articles
    known = articles["event"].dropna().unique()
    if event not in known:
        raise StoryError(
            f"no article is of the part {event!r}.{suggestion(event, known)} Parts: {listed(sorted(known))}"
        )
    return story.event_names().get(str(event), str(event)), articles[articles["event"] == event]


def _cells(
    claims: pd.DataFrame, part: pd.DataFrame, families: pd.DataFrame, chains: pd.DataFrame, named: _Names
) -> pd.DataFrame:
    here = claims[claims["article_id"].isin(part["article_id"]) & claims["status"].isin(CARRIED)]
    of_part = claims[claims["claim_id"].isin(here["claim_id"])]
    cells = matrix(of_part, part, families=families, chains=chains)
    return named(cells.assign(article=cells["name"].map(named.articles)))


def _pairs(chains: pd.DataFrame, compared: pd.DataFrame, focus: str) -> pd.DataFrame:
    """Articles and the sources of the set that they name; if none is coded, also the focus and its comparison set."""
    edges = chain_edges(chains)
    if (~edges["is_proposed"]).any():
        return edges
    near = pd.DataFrame({"source_article_id": compared["article_id"].astype("str"), "article_id": focus}).astype("str")
    if edges.empty:
        return near
    known = set(zip(edges["source_article_id"], edges["article_id"], strict=True))
    near = near[[pair not in known for pair in zip(near["source_article_id"], near["article_id"], strict=True)]]
    both = pd.concat([edges.astype({"n_hops": "Int64"}), near.assign(is_proposed=False)], ignore_index=True)
    return both.astype({"n_hops": "Int64", "is_proposed": "bool"})


def _changed(pairs: pd.DataFrame) -> pd.DataFrame:
    there = pairs.loc[~pairs["step"].isin(["neither", "cannot_tell"]), "claim_id"]
    return pairs[pairs["claim_id"].isin(there)].reset_index(drop=True)


def _counts(pairs: pd.DataFrame, families: pd.DataFrame) -> pd.DataFrame:
    votes = hardening_counts(pairs, families=families)
    votes = votes[["claim_id", "n_hardened", "n_could_harden", "n_not_examined"]]
    table = hardening_counts(pairs).drop(columns="n_not_examined")
    table = table.merge(votes, on="claim_id", suffixes=("", "_families"))
    table = table[table["n_could_harden"] > 0]
    return table.sort_values(["n_hardened", "claim_id"], ascending=[False, True], ignore_index=True)


def _gaps(
    claims: pd.DataFrame, articles: pd.DataFrame, families: pd.DataFrame, asked: dict[str, str], named: _Names
) -> pd.DataFrame:
    gaps = omissions(claims, articles, answers=asked, families=families).merge(
        articles[["article_id", "published"]], on="article_id"
    )
    gaps["denied"] = gaps["answers"].map(named.claims)
    return named(gaps.assign(first=gaps["first_ids"].map(named.listed)))


def _plants(story: Story, pairs: pd.DataFrame, gaps: pd.DataFrame, named: _Names) -> pd.DataFrame:
    """What was planted, with the step and the verdict that the tables have for it."""
    plants = story.truth["plants"]
    plants = plants[plants["kind"].isin(list(PLANTED))]
    plants = plants.assign(claim_id=plants["note"].str.extract(r"^(\w+):", expand=False))
    keys = ["source_article_id", "article_id", "claim_id"]
    plants = plants.rename(columns={"other_article_id": "source_article_id"}).astype(dict.fromkeys(keys, "str"))
    plants = plants.merge(pairs[[*keys, "step"]], how="left", on=keys)
    plants = plants.merge(gaps[["article_id", "claim_id", "verdict"]], how="left", on=["article_id", "claim_id"])
    got = plants["step"].where(plants["kind"] != "omitted_denial", plants["verdict"])
    plants["is_found"] = plants["kind"].map(PLANTED) == got
    plants["kind"] = plants["kind"].str.replace("_", " ")
    return named(plants.sort_values("plant_id", ignore_index=True))


def _whole(claims: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Rates among texts seen whole beside the rates among all judgeable articles."""
    whole = articles.loc[articles["text_status"] == "full", "article_id"]
    table = rates(claims[claims["article_id"].isin(whole)])
    table = table.merge(rates(claims), on="claim_id", suffixes=("_whole", "_all"))
    table["excess"] = table["hit_share_all"] - table["hit_share_whole"]
    return table.sort_values(["excess", "claim_id"], ascending=[False, True], ignore_index=True)


def _number(votes: float) -> str:
    """Votes, which families may divide: "3", "24.2"."""
    return f"{votes:.1f}".removesuffix(".0")


def _names_of(claims: pd.Series) -> str:
    """ "2 claims (Smoke was harmful; Exits were locked)", "no claim"."""
    return f"{counted(len(claims), 'claim')} ({'; '.join(claims)})" if len(claims) else "no claim"
