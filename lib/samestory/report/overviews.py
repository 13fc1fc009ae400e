"""The report of one story: its strongest findings, its limits, and the rule that chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from ..copies import copies_note
from ..errors import SamestoryError, counted, listed
from ..languages import language_for
from ..plotting.prose import Prose, show_all, show_heading, show_table, show_text
from ..plotting.show_figures import show_figure
from ..statistics import MIN_N
from ..story import Story
from . import from_claims, from_corpus, from_numbers, from_sources, from_texts
from .finding import HALF_REACH, KINDS, MIN_OUTLETS, MIN_PASSAGES, MIN_SCORE, MOST_OF_A_KIND, Finding, chosen
from .material import Material, without_long_names

__all__ = ["Report", "overview"]

CANDIDATES: tuple[Callable[[Material], Iterable[Finding]], ...] = (
    from_numbers.clashing_numbers,
    from_claims.denials_left_out,
    from_claims.hardened_on_the_way,
    from_claims.hardened_in_focus,
    from_texts.changed_in_translation,
    from_texts.revised,
    from_sources.copies,
    from_sources.one_source,
    from_claims.divided_claims,
    from_texts.shared_statements,
    from_texts.differing_figures,
    from_texts.changed_figures,
    from_texts.put_differently,
    from_corpus.earliest,
    from_corpus.second_coder,
    from_corpus.not_seen,
)


@dataclass(frozen=True, repr=False)
class Report:
    """What matters most in a story, in sentences with their numbers.

    Attributes
    ----------
    story
        The story; without texts, with ids in place of names that are words of an article.
    n_findings
        How many findings were asked for.
    with_texts
        Whether passages are quoted.
    findings
        The findings shown, the strongest first.
    ranking
        All candidates with their scores and why they are not shown: see ``report.chosen``.
    """

    story: Story
    n_findings: int
    with_texts: bool
    findings: list[Finding]
    ranking: pd.DataFrame

    @property
    def warnings(self) -> list[str]:
        """What a reader must know before the first finding: invented, coded by machine, not coded."""
        said = (
            ["INVENTED: places, people, outlets and events of this story do not exist."] if self.story.invented else []
        )
        return [*said, *self.story.coding_note] if self.story.is_coded_by_machine or not self.story.coders() else said

    @property
    def lead(self) -> list[str]:
        """How many findings there are, of how many candidates, and why there are fewer than asked for."""
        n, articles = len(self.findings), self.story.articles
        outlets, languages = articles["outlet"].nunique(), articles["language"].nunique()
        said = [
            f"{counted(len(articles), 'article')} of {counted(outlets, 'outlet')} in"
            f" {counted(languages, 'language')} report this story."
            if len(articles)
            else "This story has no articles."
        ]
        if n == self.n_findings:
            return [*said, f"These are the {n} strongest of {counted(len(self.ranking), 'possible finding')}."]
        if not len(self.ranking):
            return [*said, "So there is nothing to compare." if len(articles) < 2 else "No finding is possible."]
        weak = self.ranking[self.ranking["rank"].isna()]
        first = weak["why_not"].str.extract(r"^([^(;]*[^(; ])", expand=False)
        reasons = first.value_counts().sort_index().sort_values(ascending=False, kind="stable")
        why = "; ".join(f"{reason}: {count}" for reason, count in reasons.items())
        left = f" {counted(len(weak), 'possible finding')} {'is' if len(weak) == 1 else 'are'} not shown ({why})."
        return [*said, f"{n} of the {self.n_findings} findings asked for can be shown.{left if len(weak) else ''}"]

    def summary(self) -> Prose:
        """The findings, a sentence or two each."""
        lines = [f"{at}. {one.sentence}" for at, one in enumerate(self.findings, 1)]
        once = [] if self.story.coders() else self.story.coding_note  # the story itself says it
        first = [said for said in self.warnings if said not in once]
        return show_all([show_text(said) for said in [*first, " ".join(self.lead), *lines]])

    @property
    def limits(self) -> list[str]:
        """What the report cannot tell, a sentence each, from the data."""
        articles, story = self.story.articles, self.story
        if articles.empty:
            return ["There are no articles, so nothing can be said."]
        whole, n = int((articles["text_status"] == "full").sum()), len(articles)
        texts, dated = int(articles["text"].notna().sum()), int(articles["published"].notna().sum())
        said = [
            f"Seen whole: {whole} of {counted(n, 'article')}."
            + (f" In the other {n - whole}, a claim that is not seen may be there." if whole < n else ""),
            f"With a text in this story: {texts} of {n}."
            + (" Passages of the others are cited without their words." if texts < n else ""),
            f"With a date: {dated} of {n}.",
            self._coding(),
            copies_note(story.table("families"), articles),
        ]
        spoken = sorted(articles["language"].dropna().unique())
        mute = [code for code in spoken if (known := language_for(code)) is None or known.reporting is None]
        if mute:
            count = int(articles["language"].isin(mute).sum())
            named = listed([story.language_names()[code] for code in mute], 20)
            said.append(
                f"No rules for reporting words: {named} ({counted(count, 'article')}). There a machine cannot tell how"
                " a claim is put."
            )
        said.append("This report says what articles report. It does not say what happened, or who is right.")
        return said

    def _coding(self) -> str:
        if not self.story.coders():
            return "Nothing is coded by a person or a codebook: only statements, wording and dates are compared."
        if self.story.is_coded_by_machine:
            return f"Claims, numbers and sources are coded by machine ({self.story.coder}), by no person."
        n = len(self.story.not_coded)
        left = f" {counted(n, 'article')} {'is' if n == 1 else 'are'} not coded." if n else ""
        return f"Claims, numbers and sources are coded by the coder “{self.story.coder}”.{left}"

    @property
    def rule(self) -> list[str]:
        """The rule that chose the findings, in sentences."""
        kinds = sorted({weight for _, weight in KINDS.values()}, reverse=True)
        named = [(weight, "; ".join(name for name, w in KINDS.values() if w == weight)) for weight in kinds]
        return [
            "Score = kind of evidence x reach x strength x coverage, times 100.",
            "Kind of evidence: " + ". ".join(f"{weight:g}: {names}" for weight, names in named) + ".",
            f"Reach: n / (n + {HALF_REACH}) for n copy families that it affects, or outlets if it is about copies.",
            "Strength: the lower end of the 95 % interval (Wilson) of its share.",
            "Coverage: the part of the articles, or of the pairs compared, in which it could be seen.",
            f"A finding needs at least {MIN_N} cases, one hit, {MIN_OUTLETS} outlets, {MIN_PASSAGES} passages and a"
            f" score of {MIN_SCORE:g}. A second finding of a kind counts a third of its score; at most {MOST_OF_A_KIND}"
            " of one kind are shown. Equal scores: in the order of the kinds, then by name.",
        ]

    def limits_text(self) -> Prose:
        """The limits, a line each."""
        return show_text("\n\n".join(self.limits))

    def rule_text(self) -> Prose:
        """The rule that chose the findings, a line each."""
        return show_text("\n\n".join(self.rule))

    def show(self, place: int) -> Prose:
        """Show one finding with its figure; in a run its files are written. Returns its passages and its score.

        Parameters
        ----------
        place
            1 for the strongest.

        Raises
        ------
        SamestoryError
            There is no such finding; a place up to ``n_findings`` that stays empty is said in a sentence instead.
        """
        if not 1 <= place <= max(self.n_findings, len(self.findings)):
            raise SamestoryError(f"no finding {place}; expected 1 to {self.n_findings}")
        if place > len(self.findings):
            return show_text(f"There is no finding {place}: no other has enough evidence.")
        one = self.findings[place - 1]
        if one.draw is not None:
            show_figure(one.draw(), self.table(one), self.name(one), caption=one.caption, story=self.story)
        parts = [show_text(one.caption), show_table(self.table(one))] if one.draw is None else []
        shown = [passage.show(with_texts=self.with_texts) for passage in one.passages]
        return show_all([*parts, *shown, *(show_text(said) for said in (one.note, one.basis) if said)])

    def shown(self) -> Prose:
        """All findings with their figures, one after another, each under its sentence."""
        from IPython.display import display

        for place, one in enumerate(self.findings, 1):
            display(show_all([show_heading(f"{place}. {one.title}"), show_text(one.sentence)]))
            display(self.show(place))
        return show_text("" if self.findings else "No finding has enough evidence.")

    def name(self, one: Finding) -> str:
        """The name of the figure of a finding: its place and kind."""
        return f"finding-{self.findings.index(one) + 1}-{one.kind}"

    def table(self, one: Finding) -> pd.DataFrame:
        """The table behind a finding; without texts, without the columns that quote articles."""
        return one.table if self.with_texts else one.table.drop(columns=[c for c in QUOTING if c in one.table])


# Columns of the tables behind figures that have words of articles.
QUOTING = (
    "text",
    "reads",
    "source_reads",
    "later_reads",
    "words",
    "source_words",
    "values",
    "value_text",
    "title_said",
)


def overview(story: Story, *, n_findings: int = 5, with_texts: bool = True) -> Report:
    """The findings of a story that matter most, chosen by a rule from the measures of all questions.

    Parameters
    ----------
    story
        A loaded story. It needs nothing: what a story does not have gives no finding.
    n_findings
        How many findings at most, 1 or more.
    with_texts
        Whether passages of articles are quoted. If not, they are cited by offsets and digest.

    Returns
    -------
    Report
        The findings, the limits, and methods that say and show them.

    Raises
    ------
    SamestoryError
        ``n_findings`` is smaller than 1.

    Examples
    --------
    >>> report = ss.report.overview(story)  # doctest: +SKIP
    >>> report.summary()  # doctest: +SKIP
    """
    if isinstance(n_findings, bool) or not isinstance(n_findings, int) or n_findings < 1:
        raise SamestoryError(f"n_findings must be a whole number of at least 1, got {n_findings!r}")
    used = story if with_texts else without_long_names(story)
    material = Material(used, with_texts=with_texts)
    candidates = [one for make in CANDIDATES for one in make(material)] if len(used.articles) else []
    findings, ranking = chosen(candidates, n_findings)
    return Report(used, n_findings, with_texts, findings, ranking)
