"""What the notebook about wording shows: the joined tables, and sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...coding.patterns import PatternError, parse
from ...copies import copies_note
from ...engine.boilerplate import marked_parts
from ...engine.passages import shared_passages
from ...errors import counted, listed, quoted
from ...plotting.prose import Prose, paragraph, show_all, show_text
from ...schema import NOT_STATED
from ...text import blanked, count_words, fold
from ...text import words as split
from .context import concordance, show_concordance
from .keyness import COUNTED, LEAST, LEVEL, distinctive_words, grouped
from .shifts import COLUMNS as SHIFT
from .shifts import word_shift

if TYPE_CHECKING:
    from ...story import Story

__all__ = ["WordingOverview", "overview"]

KEY = ["language", "group", "word"]
COPIED = ("verbatim_copy", "release_copy")
EXAMPLES = 3
COMPARED = {"articles": "all text, by articles", "families": "if copies count once", "own": "in own text"}


@dataclass(frozen=True, repr=False)
class WordingOverview:
    """The words that set groups of a story apart, in tables, and what they say in sentences.

    Attributes
    ----------
    story
        The story.
    by
        The column that groups articles.
    texts
        The articles that were compared, without their credits, promotion and other parts that are not the writing.
    groups
        One row a language and group: ``language, group, n_articles, n_families, n_words``, and ``is_alone``: no other
        group writes the language.
    found
        From ``wording.distinctive_words``.
    shown
        The rows of ``found`` that the figure shows: the first words of the groups with most articles.
    word
        The pattern of the concordance.
    sides
        The two groups of the word shift, a and b; empty if no language has two.
    shift
        From ``wording.word_shift`` between them, by divergence; no rows without them.
    """

    story: Story
    by: str
    texts: pd.DataFrame
    groups: pd.DataFrame
    found: pd.DataFrame
    shown: pd.DataFrame
    word: str
    sides: tuple[str, ...]
    shift: pd.DataFrame

    def summary(self) -> Prose:
        """How many words set a group apart beyond chance: with all text, with copies counted once, in own text."""
        if self.found.empty:
            return paragraph(
                f"Nothing can be compared: no language has texts of two groups ({self.by}).", self._left_out()
            )
        return show_all(
            [
                paragraph(self._answer(), self._examples(), self._lost()),
                paragraph(self._left_out(), copies_note(self.story.table("families"), self.texts)),
            ]
        )

    def scope(self) -> Prose:
        """How many groups of how many languages were compared, and which have nobody to be compared with."""
        alone = self.groups[self.groups["is_alone"]]
        said = f" Alone in their language, so not compared: {listed(alone['group'])}." if len(alone) else ""
        few = int((self.groups.loc[~self.groups["is_alone"], "n_families"] < LEAST).sum())
        return show_text(
            f"Compared: {counted(int((~self.groups['is_alone']).sum()), 'group')} ({self.by}) in"
            f" {counted(self._n_languages(), 'language')}, each with the others of its language.{said} Groups with"
            f" fewer than {LEAST} copy families, so that no word can be distinctive: {few}. {self._left_out()}"
        )

    def tests(self) -> Prose:
        """How many tests could come out at all, and how many did."""
        if self.found.empty:
            return show_text("No word was tested.")
        n = self.found.attrs["n_tests"]
        said = [
            f"{words}: {n[name]:,} tests that could come out, {self._n(name)} beyond chance"
            for name, words in COMPARED.items()
            if (self.found["counted"] == name).any()
        ]
        return show_text(
            f"{'; '.join(said)}. A word is called beyond chance if q is {LEVEL} or less, its interval is above 0,"
            f" {LEAST} articles or families of the group use it, and none of them has more than half of its uses."
        )

    @property
    def side_by_side(self) -> pd.DataFrame:
        """The words of the figure, one row a word: uses and log-odds with all text, copies once, and own text."""
        wide = self.shown.pivot(index=KEY, columns="counted", values=["n_uses", "log_odds"])
        wide.columns = pd.Index([f"{name}_{counted_}" for name, counted_ in wide.columns])
        wide = wide.reindex(columns=[f"{name}_{way}" for name in ("n_uses", "log_odds") for way in COUNTED])
        table = self.shown.drop_duplicates(KEY)[[*KEY, "forms", "article_id", "begin", "end"]]
        return table.merge(wide.reset_index(), on=KEY)

    def copies(self) -> Prose:
        """How many words of the first places are gone if only own text is read."""
        if self.found.empty:
            return show_text("No word is listed.")
        wide = self.found.pivot(index=KEY, columns="counted", values="n_uses")
        gone = wide[wide["own"] == 0]
        names = [word for _, _, word in gone.index[:EXAMPLES]]
        example = f", for example {listed(map(quoted, names))}" if names else ""
        return show_text(
            f"Listed words: {len(wide):,}. The group has them only in text that it shares with another outlet:"
            f" {len(gone):,}{example}. They say what a group copied or was copied from, not how it writes."
        )

    def in_context(self, word: str = "", *, sort: str = "after", rows: int = 20) -> Prose:
        """A concordance of a word, and how many articles have it.

        Parameters
        ----------
        word
            A pattern, see ``wording.concordance``; default: that of the overview.
        sort
            ``after``, ``before``, ``outlet`` or ``time``.
        rows
            How many places at most are shown.
        """
        if not (word or self.word):
            return show_text("There is no word to look for.")
        lines = concordance(self.story.articles, word or self.word, sort=sort)
        n = lines["article_id"].nunique()
        said = f"{quoted(word or self.word)}: {counted(len(lines), 'place')} in {counted(n, 'article')}"
        return show_all(
            [
                show_concordance(lines, rows=rows),
                show_text(f"{said} of {counted(lines['outlet'].nunique(), 'outlet')}."),
            ]
        )

    def shifted(self) -> Prose:
        """Which two groups the word shift compares, and how far their words differ."""
        if not self.sides:
            return show_text("No language has texts of two groups, so there is no difference to take apart.")
        a, b = self.sides
        more = {side: self.shift.loc[self.shift["kind"] == f"more in {side}", "word"].head(EXAMPLES) for side in "ab"}
        return show_text(
            f"a: {a}, {self.shift.attrs['n_words_a']:,.0f} words. b: {b}, {self.shift.attrs['n_words_b']:,.0f} words;"
            f" copies count once. Their words differ by {self.shift.attrs['difference']:.3f} bits (0: the same words as"
            f" often; 1: no word in common). Largest parts, more in a: {listed(more['a'])}; more in b:"
            f" {listed(more['b'])}. Short texts differ by chance alone, so compare this number only with one from texts"
            " as long."
        )

    def planted(self) -> pd.DataFrame:
        """Planted wording of an invented story, and whether it is listed with all text and left in own text.

        Returns
        -------
        DataFrame
            One row a planted copy or label: ``plant_id, kind, group``; ``words`` of the planted passage that are listed
            for the group, ``n_listed`` of them; ``n_uses`` of these with all text, ``n_own`` in own text.
        """
        columns = ["plant_id", "kind", "group", "words", "n_listed", "n_uses", "n_own"]
        plants = self.story.truth.get("plants", pd.DataFrame(columns=["kind", "reads"]))
        wide = self.found.pivot(index=[*KEY, "forms"], columns="counted", values="n_uses").reset_index()
        group_of = self.texts.set_index("article_id")["_group"]
        rows = []
        shown = plants[plants["kind"].isin([*COPIED, "label_contrast"])].dropna(subset=["reads"])
        for plant in shown.itertuples():
            of_group = wide[wide["group"] == group_of.get(plant.article_id)]
            if of_group.empty:
                continue
            said = f" {' '.join(fold(plant.reads[begin:end]) for begin, end in split(plant.reads))} "
            mine = of_group[[any(f" {form} " in said for form in forms.split(", ")) for forms in of_group["forms"]]]
            uses = [mine["articles"].sum(), mine["own"].sum()]
            rows.append(
                [plant.plant_id, plant.kind, group_of[plant.article_id], listed(mine["word"]), len(mine), *uses]
            )
        return pd.DataFrame(rows, columns=columns)

    def _n(self, name: str) -> int:
        return int((self.found["is_distinctive"] & (self.found["counted"] == name)).sum())

    def _n_languages(self) -> int:
        return int(self.groups.loc[~self.groups["is_alone"], "language"].nunique())

    def _answer(self) -> str:
        n = {name: self._n(name) for name in COMPARED}
        if not any(n.values()):
            could = self.found.attrs["n_tests"]["families"]
            why = (
                f"None of {could:,} tests came out."
                if could
                else "There are too few texts for any test to come out, so it cannot be told whether groups differ."
            )
            return (
                f"No difference found: no word sets one {self.by} apart from the others of its language by more than"
                f" chance. {why} The words below are those that differ most, and may do so by chance."
            )
        return (
            f"Words that set one {self.by} apart from the others of its language by more than chance: {n['articles']}"
            f" with all text, {n['families']} if copies of a text count once, {n['own']} in text that no other outlet"
            " shares."
        )

    def _examples(self) -> str:
        rows = self.found[self.found["is_distinctive"] & (self.found["counted"] == "own")]
        rows = rows.sort_values("z", ascending=False).drop_duplicates(["language", "group"]).head(EXAMPLES)
        said = [
            f"{quoted(row.word)} ({row.group}, {row.n_with} of {row.n_units})" for row in rows.itertuples(index=False)
        ]
        return f"In own text, for example: {'; '.join(said)}." if said else ""

    def _lost(self) -> str:
        called = self.found.pivot(index=KEY, columns="counted", values="is_distinctive")
        lost = called[called["articles"] & ~called["families"]]
        names = [f"{quoted(word)} ({group})" for _, group, word in lost.index[:EXAMPLES]]
        return (
            f"Only because copies were counted as articles: {len(lost)}, such as {'; '.join(names)}." if names else ""
        )

    def _left_out(self) -> str:
        articles = self.story.articles
        no_text = int(articles["text"].isna().sum())
        unknown = int((articles["text"].notna() & articles["language"].isna()).sum())
        said = f"Left out: {counted(no_text, 'article')} without text, {unknown} without a language."
        n = int((self.texts["_group"] == NOT_STATED).sum()) if len(self.texts) else 0
        return f"{said} Articles whose {self.by} is not known, as a group of their own: {n}." if n else said


def overview(
    story: Story,
    *,
    by: str = "outlet",
    words: str = "lemmas",
    longest: int = 1,
    word: str = "",
    n_groups: int = 6,
    n_words: int = 4,
) -> WordingOverview:
    """Which words set groups of a story's articles apart, where they are said, and what is left without shared text.

    Parameters
    ----------
    story
        A loaded story.
    by
        The column of ``articles`` that groups them: ``outlet``, ``country``, ``event`` ...
    words, longest
        As in ``wording.distinctive_words``.
    word
        A pattern to show in context; default: the first word of the figure.
    n_groups, n_words
        How many groups the figure shows, those of most articles, and how many words of each.

    Returns
    -------
    WordingOverview
        The tables, and sentences about them.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.
    SamestoryError
        An option out of range, or a pattern that cannot be read.

    Examples
    --------
    >>> wording = ss.wording.overview(story, by="country")
    >>> wording.summary()
    No difference found: no word sets one country apart from the others of its language by more than chance. ...
    """
    families, parts = story.table("families"), marked_parts(story.articles)
    texts = story.articles.assign(text=blanked(story.articles, parts))
    passages = shared_passages(story.articles, parts=parts)
    found = distinctive_words(texts, by, families=families, passages=passages, words=words, longest=longest)
    texts = grouped(texts, by, families)
    groups = _groups(texts)
    shown = _shown(found, groups, n_groups, n_words)
    sides, shift = _compared(texts, groups, families, words)
    return WordingOverview(story, by, texts, groups, found, shown, word or _first_word(shown), sides, shift)


def _groups(texts: pd.DataFrame) -> pd.DataFrame:
    """How many articles, families and words each group has in each language, those with most first."""
    table = texts.assign(_n=[count_words(text) for text in texts["text"]]).groupby(["_language", "_group"])
    table = table.agg(n_articles=("article_id", "size"), n_families=("_family", "nunique"), n_words=("_n", "sum"))
    table = table.reset_index().rename(columns={"_language": "language", "_group": "group"})
    table["is_alone"] = table.groupby("language")["group"].transform("nunique") < 2
    by = ["n_families", "n_articles", "n_words", "language", "group"]
    return table.sort_values(by, ascending=[False, False, False, True, True], ignore_index=True)


def _shown(found: pd.DataFrame, groups: pd.DataFrame, n_groups: int, n_words: int) -> pd.DataFrame:
    """The rows of the first words of the first groups, in the order of groups and then of words."""
    rows = found[found["counted"] == "families"]
    called = found.groupby(KEY)["is_distinctive"].any().rename("_called").reset_index()
    rows = rows.merge(called, on=KEY).sort_values(["_called", "z", "word"], ascending=[False, False, True])
    chosen = groups[~groups["is_alone"]].head(n_groups)[["language", "group"]]
    rows = chosen.merge(rows.groupby(["language", "group"]).head(n_words), on=["language", "group"])[KEY]
    return rows.merge(found, on=KEY)


def _first_word(shown: pd.DataFrame) -> str:
    """A pattern for the word of largest log-odds that other groups use too; none if no word can be written as one."""
    rows = shown[shown["counted"] == "families"].assign(_elsewhere=lambda row: row["other_n_with"] > 0)
    rows = rows.sort_values(["is_distinctive", "_elsewhere", "log_odds"], ascending=False, kind="stable")
    for forms in rows["forms"]:
        form = forms.split(", ")[0]
        pattern = form if " " in form else f"~{form}"
        try:
            parse(pattern)
        except PatternError:
            continue
        return pattern
    return ""


def _compared(
    texts: pd.DataFrame, groups: pd.DataFrame, families: pd.DataFrame, words: str
) -> tuple[tuple[str, ...], pd.DataFrame]:
    """The two groups of most words in the language of most, and the word shift between them."""
    spoken = groups[~groups["is_alone"]]
    if spoken.empty:
        return (), pd.DataFrame(columns=[*SHIFT])
    most = spoken.groupby("language")["n_words"].sum().sort_values(kind="stable").index[-1]
    a, b = spoken[spoken["language"] == most].sort_values(["n_words", "group"], ascending=[False, True])["group"][:2]
    rows = texts[texts["_language"] == most]
    return (a, b), word_shift(rows[rows["_group"] == a], rows[rows["_group"] == b], families=families, words=words)
