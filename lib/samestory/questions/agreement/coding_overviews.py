"""What a notebook about automatic coding shows: the rows of the machine beside those of people, and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd

from ...coding import code_story
from ...coding.coded import Engine
from ...coding.quality import attributed_sentences, coding_quality, precision_recall
from ...engine.boilerplate import marked_parts
from ...errors import counted
from ...plotting.prose import Prose, show_all, show_passages, show_text
from ...schema import CARRIED, MENTIONED, UNSEEN
from .measures import confusion, disagreements, scores
from .overviews import in_words

if TYPE_CHECKING:
    from ...story import Story
    from ...story.codebook import Codebook

__all__ = ["CodingOverview", "coding_overview"]

HELD_OUT, IN_SIGHT = "held out", "in sight"
BY_MODEL = "auto:llm:"  # how the coder of a language model's rows begins
NOT_FOUND = [*UNSEEN, MENTIONED]
CLAIM, NUMBER = ["article_id", "claim_id"], ["article_id", "quantity", "low", "high"]
LABEL = ["article_id", "actor", "label", "voice"]
N_PASSAGES = {"claims": 5, "numbers": 2, "sources": 3}  # how many are shown
COMPARED = {"strict": "either found it", "both_found": "both found it"}


@dataclass(frozen=True, repr=False)
class CodingOverview:
    """The automatic coding of a story beside the coding in use. Tables are made when they are first asked for.

    Attributes
    ----------
    story
        The story; its coding in use is taken for right.
    coded
        The tables of the machine by name: ``attributions, citations, chains, claims, numbers, labels``.
    truth
        The same tables of the coding in use.
    article
        The id of the article shown closely; None if the story has no article.
    seed, n_resamples
        Of the intervals (95 %).
    codebook
        What the machine reads by; None: the codebook of the story.
    """

    story: Story
    coded: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]
    article: str | None
    seed: int
    n_resamples: int
    codebook: Codebook | None = None

    # The whole story

    @cached_property
    def texts(self) -> pd.DataFrame:
        """The articles with a text, and ``part``: a third, chosen by a digest of the id, is "held out"."""
        articles = self.story.articles
        articles = articles[articles["text"].notna()].reset_index(drop=True)
        digests = [int(sha256(name.encode()).hexdigest(), 16) for name in articles["article_id"]]
        parts = [HELD_OUT if digest % 3 == 0 else IN_SIGHT for digest in digests]
        return articles.assign(part=pd.Series(parts, dtype="str"))

    @cached_property
    def overall(self) -> pd.DataFrame:
        """From ``agreement.coding_quality``: one row for attributed sentences, claim states, numbers and labels."""
        return self._quality(pd.Series("all", index=self.texts.index, dtype="str"))

    @cached_property
    def by_language(self) -> pd.DataFrame:
        """The same by language; ``name`` is the language's name."""
        return self._named(self._quality(self._languages))

    @cached_property
    def by_part(self) -> pd.DataFrame:
        """The same for the articles held out and those in sight, with copy families drawn together."""
        return self._quality(self.texts["part"], families=True)

    @cached_property
    def by_language_and_part(self) -> pd.DataFrame:
        """The same by language and part."""
        groups = self._languages.str.cat(self.texts["part"], sep=", ")
        return self._named(self._quality(groups, families=True))

    @cached_property
    def scores(self) -> pd.DataFrame:
        """From ``agreement.scores``: claims of each part, one vote for each copy family; ``name`` says which."""
        families, rows = self.story.table("families"), []
        for part, ids in self.texts.groupby("part")["article_id"]:
            one, two = (table[table["article_id"].isin(ids)] for table in self._claims)
            row = scores(one, two, families=families, n_resamples=min(300, self.n_resamples), seed=self.seed)
            row = row[row["comparison"].isin(COMPARED)]
            rows.append(row.assign(name=row["comparison"].map(COMPARED) + f", {part}"))
        if not rows:
            return scores(*(table.head(0) for table in self._claims))
        return pd.concat(rows, ignore_index=True)

    @cached_property
    def confusion(self) -> pd.DataFrame:
        """From ``agreement.confusion``: which states the machine has for each state of the coding in use."""
        return confusion(*self._claims)

    @cached_property
    def claims_by_meaning(self) -> pd.DataFrame:
        """The claims of the story as the coder ``auto:meaning-1`` has them, without any pattern.

        Thresholds are learnt from the coding in use if a person made it; no article is judged by its own rows, nor
        by those of its copies.
        """
        people = None if self.story.is_coded_by_machine else self.truth["claims"]
        return code_story(
            self.story.articles,
            self.codebook or self.story.codebook,
            parts=marked_parts(self.story.articles),
            only=["claims"],
            engine="meaning",
            by_people=people,
            families=self.story.table("families"),
        ).tables["claims"]

    @cached_property
    def by_state(self) -> pd.DataFrame:
        """Precision and recall of each state, by patterns and by meaning, then by each language model and further
        person that coded claims in this story: ``found``, ``state``, then counts and shares as in
        ``agreement.precision_recall``; the state ``all`` is every state together.
        """
        truth, rows = self.truth["claims"], []
        every = set(self.texts["article_id"])
        codings = {"patterns": (self.coded["claims"], every), "meaning": (self.claims_by_meaning, every)}
        for name in (*self.models, *self.people):
            table = self.story.table("claims", coder=name)
            codings[name] = table, every & set(table["article_id"])  # of the others it is not known what is in them
        for found, (coded, ids) in codings.items():
            for state in ("all", *CARRIED):
                kept = CARRIED if state == "all" else (state,)
                one, two = (
                    table[table["status"].isin(kept) & table["article_id"].isin(ids)] for table in (truth, coded)
                )
                row = precision_recall(one, two, [*CLAIM, "status"], n_resamples=2, seed=self.seed)
                rows.append(row.assign(found=found, state=state))
        columns = ["found", "state", "n_truth", "n_coded", "n_right", "precision_share", "recall_share", "f1_share"]
        return pd.concat(rows, ignore_index=True)[columns]

    @property
    def models(self) -> list[str]:
        """The language models that coded claims of this story: ``auto:llm:...``."""
        return [name for name in self.story.coders("claims") if name.startswith(BY_MODEL) and name != self.story.coder]

    @property
    def people(self) -> list[str]:
        """The people who coded claims of this story, without the coding in use."""
        in_use = ("truth", self.story.coder)
        return [name for name in self.story.coders("claims") if not name.startswith("auto:") and name not in in_use]

    @cached_property
    def by_coder(self) -> pd.DataFrame:
        """From ``agreement.coding_quality``, with ``coder``: the rules, each language model, each further person.

        An article without any row of a coder is left out for that coder: what is in it is not known.
        """
        names = ("attributions", "claims", "numbers", "labels")
        codings = {self._rules: self.coded}
        codings |= {
            name: {table: rows for table in names if len(rows := self.story.table(table, coder=name))}
            for name in (*self.models, *self.people)
        }
        parts = []
        for coder, tables in codings.items():
            seen = {one for table in tables.values() for one in table["article_id"]}
            ids = pd.Index(
                [one for one in self.texts["article_id"] if coder == self._rules or one in seen], dtype="str"
            )
            rows = coding_quality(
                self.story.articles,
                self.truth,
                tables,
                groups=pd.Series("all", index=ids, dtype="str"),
                families=self.story.table("families"),
                n_resamples=self.n_resamples,
                seed=self.seed,
            )
            parts.append(rows.assign(coder=coder))
        return pd.concat(parts, ignore_index=True)

    @property
    def _rules(self) -> str:
        return next((str(table["coder"].iloc[0]) for table in self.coded.values() if len(table)), "none")

    def meaning(self) -> Prose:
        """How many states are found by meaning, by language models and by other people, beside those by patterns."""
        every = self.by_state[self.by_state["state"] == "all"]
        said = [
            f"By {row.found}: found {row.n_right:,} of {counted(row.n_truth, 'state')}, right {row.n_right:,} of"
            f" {row.n_coded:,}."
            for row in every.itertuples()
        ]
        if not self.models:
            said.append(
                "No language model coded this story; `samestory code STORY --engine llm --dry-run` shows how one does."
            )
        return show_text(" ".join([f"{self.story.settings.title}, all articles with a text.", *said]))

    @property
    def held_out_claims(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The claims found in the articles held out, by the coding in use and by the machine."""
        out = self._ids(HELD_OUT)
        one, two = (
            table.loc[table["article_id"].isin(out) & ~table["status"].isin(NOT_FOUND), [*CLAIM, "status"]]
            for table in self._claims
        )
        return one, two

    def summary(self) -> Prose:
        """How much of what is there the machine finds, and how much of what it says is right."""
        shown = self.overall[self.overall["n_truth"] > 0] if len(self.texts) else self.overall.head(0)
        if shown.empty:
            return show_text(
                f"{self.story.settings.title}: the coding in use has no row of an article with a text, so nothing was"
                " tested."
            )
        n_all, n = len(self.story.articles), len(self.texts)
        said = f"{self.story.settings.title}, {counted(n, 'article')} with a text" + (
            f" of {n_all:,}. " if n < n_all else ". "
        )
        said += "By machine, " + "; ".join(_found(row) for row in shown.itertuples()) + "."
        if self.story.is_coded_by_machine:
            said += f" The coding in use is a machine's ({self.story.coder}): this compares two machines."
        return show_text(said)

    def errors(self) -> Prose:
        """On how many claims the machine differs, and how often it makes one firmer or weaker."""
        n = {(row.first, row.second): int(row.n_units) for row in self.confusion.itertuples()}
        wrong, every = (int(table["n_units"].sum()) for table in (self._differing_cells, self.confusion))
        return show_text(
            f"{self.story.settings.title}: the machine differs from the coding in use on {wrong} of"
            f" {counted(every, 'unit')} (a unit is one claim in one article). It makes"
            f" {counted(n.get(('attributed', 'asserted'), 0), 'claim')} firmer, stating in the article's own voice what"
            f" the article attributes to a source, and {n.get(('asserted', 'attributed'), 0)} weaker."
        )

    def parts(self) -> Prose:
        """How many articles of each language are in each part, and which are held out."""
        names = self.story.language_names()
        groups = self._languages.str.cat(self.texts["part"], sep=", ").value_counts().sort_index()
        counts = "; ".join(f"{_group_name(group, names)}: {n}" for group, n in groups.items())
        out = "; ".join(sorted(self.story.article_names()[name] for name in self._ids(HELD_OUT))) or "none"
        said = f"{self.story.settings.title}: {counted(len(self.texts), 'article')} with a text."
        return show_text(f"{said} {counts or 'None in any language'}. Held out: {out}.")

    def tested(self) -> Prose:
        """In which languages an article was held out, and in which nothing was tested."""
        names = self.story.language_names()
        spoken = set(self.texts["language"].dropna())
        tested = set(self.texts.loc[self.texts["part"] == HELD_OUT, "language"].dropna())
        in_words = [
            ", ".join(sorted(names.get(code, code) for code in codes)) or "none"
            for codes in (spoken, tested, spoken - tested)
        ]
        return show_text(
            f"Languages of the story: {in_words[0]}. With articles held out: {in_words[1]}. Not tested: {in_words[2]}."
        )

    def alphas(self) -> Prose:
        """Alpha of each row of ``scores`` that has one, with its interval."""
        rows = self.scores[self.scores["is_rate"] & self.scores["alpha"].notna()]
        said = [
            f"{row.name}: {row.alpha:.3f}"
            + ("" if pd.isna(row.alpha_low) else f", 95 % interval {row.alpha_low:.2f} to {row.alpha_high:.2f}")
            for row in rows.itertuples(index=False)
        ]
        return show_text("Alpha by row. " + "; ".join(said) + "." if said else "Too few claims for an alpha.")

    def passages(self) -> Prose:
        """Passages the machine read wrongly, those of articles held out first: claims, sentences and numbers."""
        sentences, missed = self._sentences(), self._missed_numbers()
        counts = sentences["who"].value_counts()
        numbers = self.truth["numbers"]
        there = int(numbers["article_id"].isin(self.texts["article_id"]).sum())
        differ = self._differing_claims()
        parts = [
            self._shown(self._claim_passages(differ)),
            show_text(
                f"Claims that differ: {len(differ)}, of which {int((~differ['is_kept']).sum())} in articles held out."
            ),
            self._shown(self._sentence_passages(sentences)),
            show_text(
                f"Sentences with an attribution: {counts['left_only']} missed by the machine, {counts['right_only']}"
                f" found by the machine only, {counts['both']} found by both."
            ),
            self._shown(self._number_passages(missed)),
            show_text(f"Numbers the machine missed: {len(missed)} of {there}."),
        ]
        return show_all(parts)

    def limits(self) -> Prose:
        """How many articles held out have copies in sight, and how many right claims are based on other passages."""
        family = self.story.table("families").drop_duplicates("article_id").set_index("article_id")["family_id"]
        out = self._ids(HELD_OUT)
        in_sight = set(family.reindex(self._ids(IN_SIGHT)).dropna())
        copies = [self.story.article_names()[name] for name in out if family.get(name) in in_sight]
        one, two = self._claims
        agreed = one.merge(two, on=[*CLAIM, "status"]).dropna(subset=["begin_x", "begin_y"])
        elsewhere = agreed[(agreed["begin_x"] >= agreed["end_y"]) | (agreed["begin_y"] >= agreed["end_x"])]
        return show_text(
            f"Articles held out that belong to a copy family with articles in sight: {len(copies)} of {len(out)}"
            f" ({'; '.join(copies) or 'none'}). Claims with the same state but based on passages that do not overlap:"
            f" {len(elsewhere)} of {len(agreed)}."
        )

    # One article

    @property
    def page(self) -> pd.Series:
        """The row of ``articles`` of the article shown."""
        return self.story.article(str(self.article))

    @cached_property
    def article_claims(self) -> pd.DataFrame:
        """The claims found in the article by either: ``claim``, and status, source and note of both.

        Columns of the coding in use end in ``_hand``, those of the machine in ``_machine``.
        """
        both = self._article_units
        found = ~(both["status_hand"].isin(NOT_FOUND) & both["status_machine"].isin(NOT_FOUND))
        return both[found].reset_index(drop=True)

    @property
    def article_sources(self) -> pd.DataFrame:
        """The sources the machine finds in the article, in their order: ``order, cited, kind, reads, note``."""
        return self._of_article("citations", self.coded)

    @cached_property
    def article_quality(self) -> pd.DataFrame:
        """From ``agreement.coding_quality``, for this article alone."""
        articles = self.texts[self.texts["article_id"] == self.article]
        return coding_quality(articles, self.truth, self.coded, n_resamples=self.n_resamples, seed=self.seed)

    def scope(self) -> Prose:
        """How many articles have a text, and how many rows the machine makes of them."""
        rows = ", ".join(f"{len(table):,} {name}" for name, table in self.coded.items())
        n_all, n = len(self.story.articles), len(self.texts)
        return show_text(
            f"{counted(n_all, 'article')}, {n:,} with a text a machine can read. Rows coded by machine: {rows}."
            f" Coder: {self._rules}."
        )

    def attributed(self) -> Prose:
        """How much of the article is attributed, and the passages that are denied or given to nobody named."""
        given, denied, nobody = self._attributed
        name = self.story.article_names().get(str(self.article), "no article")
        said = (
            f"{name}: {counted(len(given), 'passage')} attributed to a source or vouched for. Nobody is named for"
            f" {len(nobody)}; denied: {len(denied)}; hedged: {int(given['is_hedged'].sum())}; direct speech from"
            f" beginning to end: {int(given['is_direct'].sum())}."
        )
        text = self.page["text"] if len(given) else ""
        rows = [
            (text, row.begin, row.end, f"{name}: {_kind(row)} ({_cue(row, text)})", str(self.article))
            for row in pd.concat([denied, nobody]).head(N_PASSAGES["sources"]).itertuples()
        ]
        return show_all([show_text(said), *([self._shown(rows)] if rows else [])])

    def sources(self) -> Prose:
        """The sources of the article and the citation chain, by the machine and by the coding in use."""
        by_hand = self._of_article("citations", self.truth)
        chains = [
            " > ".join(self._of_article("chains", tables).sort_values("step")["source"]) or "none"
            for tables in (self.coded, self.truth)
        ]
        return show_text(
            f"The machine names {counted(len(self.article_sources), 'source')}; the coding in use, {self.story.coder},"
            f" has {len(by_hand)}: {', '.join(by_hand['cited']) or 'none'}.\n\nThe citation chain, primary source"
            f" first, by the machine: {chains[0]}; by the coding in use: {chains[1]}."
        )

    def claims(self) -> Prose:
        """On how many claims of the article the two have the same state, and for which the source differs."""
        both, there = self._article_units, self.article_claims
        other = both[both["status_hand"] != both["status_machine"]]
        sources = there[there["attributed_to_hand"].fillna("") != there["attributed_to_machine"].fillna("")]
        differ = "; ".join(
            f"{row.claim}: {in_words(row.status_hand)} and {in_words(row.status_machine)}" for row in other.itertuples()
        )
        return show_text(
            f"Same state for {len(both) - len(other)} of {counted(len(both), 'claim')}. Different, coding in use and"
            f" machine: {differ or 'none'}. Claims that either found: {len(there)}. Claims for which the two have"
            " another name for the source, which may be another source or the same one:"
            f" {'; '.join(sources['claim']) or 'none'}."
        )

    def labels(self) -> Prose:
        """The labels of the article that only the machine has."""
        only = self.coded["labels"].merge(
            self.truth["labels"][LABEL].drop_duplicates(), how="left", indicator="who", on=LABEL
        )
        only = only[(only["article_id"] == self.article) & (only["who"] == "left_only")]
        names = self.story.actor_names()
        said = "; ".join(f"{names.get(row.actor, row.actor)}: {row.label}" for row in only.itertuples())
        return show_text(f"Labels that only the machine has: {said or 'none'}.")

    # Shared

    @property
    def _claims(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.truth["claims"], self.coded["claims"]

    @property
    def _languages(self) -> pd.Series:
        return self.texts["language"].fillna("language not known")

    @property
    def _differing_cells(self) -> pd.DataFrame:
        return self.confusion[~self.confusion["is_same"]]

    @cached_property
    def _article_units(self) -> pd.DataFrame:
        hand, machine = (self._of_article("claims", tables) for tables in (self.truth, self.coded))
        both = hand.merge(machine, on=CLAIM, suffixes=("_hand", "_machine"))
        names = self.story.claim_names()
        return both.assign(claim=both["claim_id"].map(lambda one: names.get(one, one)).astype("str"))

    @property
    def _attributed(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The attributions in the article; those that are denied; those that name nobody."""
        given = self._of_article("attributions", self.coded)
        return given, given[given["polarity"] == -1], given[given["source_begin"].isna()]

    def _of_article(self, name: str, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
        return tables[name][tables[name]["article_id"] == self.article]

    def _ids(self, part: str) -> list[str]:
        return list(self.texts.loc[self.texts["part"] == part, "article_id"])

    def _quality(self, groups: pd.Series, *, families: bool = False) -> pd.DataFrame:
        return coding_quality(
            self.story.articles,
            self.truth,
            self.coded,
            groups=pd.Series(groups.to_numpy(), index=pd.Index(self.texts["article_id"], dtype="str"), dtype="str"),
            families=self.story.table("families") if families else None,
            n_resamples=self.n_resamples,
            seed=self.seed,
        )

    def _named(self, table: pd.DataFrame) -> pd.DataFrame:
        names = self.story.language_names()
        return table.assign(name=table["group"].map(lambda group: _group_name(group, names)).astype("str"))

    def _differing_claims(self) -> pd.DataFrame:
        """The claims on which the two differ, those of articles held out first, few of one article in a row."""
        differ = disagreements(*self._claims)
        differ = differ.assign(
            is_kept=~differ["article_id"].isin(self._ids(HELD_OUT)),
            nth=differ.groupby("article_id").cumcount(ascending=False),
        )
        return differ.sort_values(["is_kept", "nth", "article_id"])

    def _claim_passages(self, differ: pd.DataFrame) -> Iterable[tuple]:
        """One passage for each pair of states: that of the coding in use, or if it has none, of the machine."""
        names = self.story.claim_names()
        for row in differ.drop_duplicates(["first", "second"]).head(N_PASSAGES["claims"]).itertuples():
            has_truth = pd.notna(row.begin_first)
            begin, end = (row.begin_first, row.end_first) if has_truth else (row.begin_second, row.end_second)
            if pd.notna(begin):
                rule = "" if pd.isna(row.note_second) else f" ({row.note_second})"
                said = f"{in_words(row.first)} in the coding in use, {in_words(row.second)} by the machine{rule}"
                yield self._passage(row.article_id, begin, end, f"{names.get(row.claim_id, row.claim_id)}: {said}")

    def _sentences(self) -> pd.DataFrame:
        """Sentences with an attribution in either coding, in articles whose attributions were all coded."""
        complete = self.texts[self.texts["article_id"].isin(self.truth["attributions"]["article_id"])]
        one, two = (attributed_sentences(complete, tables["attributions"]) for tables in (self.truth, self.coded))
        both = one.merge(two, on=["article_id", "begin", "end"], how="outer", indicator="who")
        both = both.assign(is_kept=~both["article_id"].isin(self._ids(HELD_OUT)))
        return both.sort_values(["is_kept", "article_id", "begin"])

    def _sentence_passages(self, sentences: pd.DataFrame) -> Iterable[tuple]:
        for who, what in (("left_only", "missed by the machine"), ("right_only", "found by the machine only")):
            for row in sentences[sentences["who"] == who].head(1).itertuples():
                yield self._passage(row.article_id, row.begin, row.end, f"attributed sentence {what}")

    def _missed_numbers(self) -> pd.DataFrame:
        there = self.truth["numbers"]
        there = there[there["article_id"].isin(self.texts["article_id"])]
        missed = there.merge(self.coded["numbers"][NUMBER].drop_duplicates(), on=NUMBER, how="left", indicator="who")
        missed = missed[missed["who"] == "left_only"]
        return missed.assign(is_kept=~missed["article_id"].isin(self._ids(HELD_OUT)))

    def _number_passages(self, missed: pd.DataFrame) -> Iterable[tuple]:
        names = self.story.quantity_names()
        missed = missed.dropna(subset=["begin"]).sort_values(["is_kept", "article_id", "begin"])
        for row in missed.drop_duplicates(["quantity", "reads"]).head(N_PASSAGES["numbers"]).itertuples():
            what = names.get(row.quantity, row.quantity)
            yield self._passage(row.article_id, row.begin, row.end, f"{what}, missed by the machine")

    def _passage(self, article_id: str, begin: int, end: int, said: str) -> tuple:
        name = self.story.article_names()[article_id]
        return self.story.article(article_id)["text"], begin, end, f"{name}: {said}", article_id

    @staticmethod
    def _shown(passages: Iterable[tuple]) -> Prose:
        return show_passages(pd.DataFrame(list(passages), columns=["text", "begin", "end", "source", "article_id"]))


def coding_overview(
    story: Story,
    *,
    article: str | None = None,
    codebook: Codebook | None = None,
    engine: Engine = "rules",
    seed: int = 1,
    n_resamples: int = 1000,
) -> CodingOverview:
    """Code a story by machine and compare the result with the coding in use.

    Parameters
    ----------
    story
        A loaded story with texts; its coding in use is taken for right.
    article
        The id of the article to show closely. Default: the one the story shows first, if it has a text, else the first
        one with a text.
    codebook
        The codebook the machine reads by; default: that of the story.
    engine
        Who reads attributions: ``rules``, or ``auto`` for a tagger if one was trained.
    seed, n_resamples
        Seed of the intervals (95 %), and how many draws they use.

    Returns
    -------
    CodingOverview
        The tables, and sentences about them.

    Raises
    ------
    StoryError
        No such article.

    Examples
    --------
    >>> unseen = ss.load_story("harbour-fire-unseen")
    >>> view = ss.agreement.coding_overview(unseen, codebook=story.codebook, n_resamples=20)
    >>> view.overall[["what", "n_truth"]]
                       what  n_truth
    0  attributed sentences       77
    1          claim states       74
    2               numbers       29
    3                labels       34
    """
    articles = story.articles
    coded = code_story(articles, codebook or story.codebook, parts=marked_parts(articles), engine=engine).tables
    with_text = sorted({*coded["claims"]["article_id"], *articles.loc[articles["text"].notna(), "article_id"]})
    focus = story.focus if len(articles) else None
    shown = article or (focus if focus in with_text or not with_text else with_text[0])
    if article:
        story.article(article)  # raises if there is none of that name
    return CodingOverview(
        story=story,
        coded=coded,
        truth={name: story.table(name) for name in coded},
        codebook=codebook or story.codebook,
        article=shown,
        seed=seed,
        n_resamples=n_resamples,
    )


def _group_name(group: str, names: dict[str, str]) -> str:
    """A group by its language's name: "en, held out" becomes "English, held out"."""
    language, comma, part = group.partition(", ")
    return names.get(language, language) + comma + part


def _found(row: object) -> str:
    """One row of ``coding_quality`` as a part of a sentence."""
    what, n_truth, n_coded, n_right = (getattr(row, name) for name in ("what", "n_truth", "n_coded", "n_right"))
    right = f"right: {n_right:,} of {n_coded:,}" if n_coded else "none given"
    return f"{what}: found {n_right:,} of {n_truth:,}, {right}"


def _kind(row: object) -> str:
    return "denied" if row.polarity == -1 else "nobody is named"  # type: ignore[attr-defined]


def _cue(row: object, text: str) -> str:
    begin, end = row.cue_begin, row.cue_end  # type: ignore[attr-defined]
    return text[int(begin) : int(end)] if pd.notna(begin) else "no reporting word"
