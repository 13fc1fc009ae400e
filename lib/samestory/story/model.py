"""The frozen ``Story``."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..coding.source_names import NAMING, joined_sources, with_sources
from ..errors import StoryError, listed, suggestion, with_code
from ..intake import Report
from ..schema import CARRIED, table_named
from .codebook import Codebook
from .copies import completed, found_families
from .names import article_names, in_words, language_name
from .notes import AUTOMATIC, coding_lines, not_coded, sources_not_coded
from .outlets import joined
from .set_aside import said_of
from .settings import Settings

if TYPE_CHECKING:
    from ..engine.meaning import SentenceVectors

__all__ = ["Story"]

# What single articles say. Who coded none of it found none: another coder's rows would be no answer.
SAID = ("claims", "numbers", "labels", "citations", "chains", "attributions")
# who is to code what, and has finished or refused what: nothing is said of an article
OF_WORK = ("plan", "examined", "refused", "adjudicated")


@dataclass(frozen=True, repr=False)
class Story:
    """A loaded story. It is frozen, and every table is handed out as a copy, so no reader can change it for another.

    Attributes
    ----------
    name, folder
        The name of the story folder, and the folder.
    settings, codebook, card
        What ``story.yaml``, ``codebook.yaml`` and ``card.md`` say.
    intake
        What was found in the exports that lie in ``articles/``; plain texts and ``coverage.csv`` are checked line by
        line and not in it.
    chosen
        The coder asked for in place of the one ``story.yaml`` names; see ``coder``.
    remarks
        What loading had to understand or leave unused, one line each; no faults.
    guessed
        By ``article_id`` the columns that are guesses: those ``coverage.csv`` marks, or a reader made.
    """

    name: str
    folder: Path
    settings: Settings
    codebook: Codebook
    card: str
    _articles: pd.DataFrame
    _codings: dict[str, pd.DataFrame]
    _truth: dict[str, pd.DataFrame]
    intake: Report | None = None
    chosen: str | None = None
    _no_articles: pd.DataFrame | None = None
    _outlets: pd.DataFrame | None = None
    remarks: tuple[str, ...] = ()
    guessed: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def no_articles(self) -> pd.DataFrame:
        """The pages that are no articles and in no count, with all columns of ``articles``; ``no_article`` says why.

        A page comes back into ``articles`` by ``is_article: yes`` in coverage.csv or in the head of its text.
        """
        return table_named("articles").empty() if self._no_articles is None else self._no_articles.copy()

    @property
    def articles(self) -> pd.DataFrame:
        """The ``articles`` table, one row an article or page; with the columns of ``outlets.csv`` behind its own."""
        return joined(self._articles, self._outlets)

    @property
    def outlets(self) -> pd.DataFrame:
        """The outlets of the articles: ``outlet, n_articles`` and the user's columns of ``outlets.csv``.

        Every measure that counts ``by`` a column of ``articles`` takes these columns too.
        """
        counted = self._articles.groupby("outlet").size().rename("n_articles").reset_index()
        known = pd.DataFrame({"outlet": pd.Series(dtype="str")}) if self._outlets is None else self._outlets
        return counted.merge(known, on="outlet", how="left").astype({"outlet": "str", "n_articles": "int64"})

    @property
    def codings(self) -> dict[str, pd.DataFrame]:
        """Every coded table with the rows of every coder, by table name."""
        return {name: table.copy() for name, table in self._codings.items()}

    @property
    def truth(self) -> dict[str, pd.DataFrame]:
        """What was planted, by table name; tables without rows where the story is not invented."""
        return {name: table.copy() for name, table in self._truth.items()}

    @property
    def invented(self) -> bool:
        """Whether the story was made up."""
        return self.settings.invented

    @property
    def source_line(self) -> str:
        """One line for the foot of a figure or page: which story, how many articles, whose coding."""
        by = f"coded by the machine {self.coder}" if self.is_coded_by_machine else f"coded by {self.coder}"
        how = by if self.coder in self.coders() else "not coded"
        lent: dict[str, list[str]] = {}
        for name in self.tables():
            if name not in OF_WORK and (lender := self._lender(name)) != self.coder:
                lent.setdefault(lender, []).append(name)
        if lent:
            parts = (", ".join(names) + f" by {lender}" for lender, names in lent.items())
            how += f" ({'; '.join(parts)})"
        return self.source_line_of(how)

    def source_line_of(self, how: str) -> str:
        """The source line of what comes from the texts and not from the coding in use.

        Parameters
        ----------
        how
            How it was made, for instance ``found by machine (auto:statements-1)``.
        """
        n, outlets = len(self._articles), self._articles["outlet"].nunique()
        counts = f"{n:,} article{'s' * (n != 1)} of {outlets:,} outlet{'s' * (outlets != 1)}"
        aside = said_of(self.no_articles)
        said = f"story {self.name}: {counts}, {how}{'; ' if aside else ''}{aside}"
        return f"INVENTED {said}" if self.invented else f"S{said[1:]}"

    @property
    def coder(self) -> str:
        """Whose coding is in use: the coder ``load_story`` was asked for, else the one ``story.yaml`` names.

        If ``story.yaml`` names nobody, it is the person with most claims. In a story that no person coded it is the
        machine that coded most of it.
        """
        return self.chosen or self._by_default

    @property
    def is_coded_by_machine(self) -> bool:
        """Whether the coding in use is a machine's."""
        return self.coder.startswith(AUTOMATIC)

    @cached_property
    def coding_note(self) -> list[str]:
        """What every page says of the coding, a sentence each; see ``notes.coding_lines``."""
        return coding_lines(self)

    @cached_property
    def not_coded(self) -> list[str]:
        """The articles of which the coder in use coded nothing: what they say, or leave out, is not known."""
        return not_coded(self)

    @cached_property
    def sources_not_coded(self) -> list[str]:
        """The articles of which nobody knows whom they name as a source: not coded, or in a language the machine that
        coded them has no reporting words for."""
        return sources_not_coded(self)

    @cached_property
    def _by_default(self) -> str:
        coders = self.coders()
        people = [name for name in coders if not name.startswith(AUTOMATIC)]
        if self.settings.coder in coders or (people and "coder" in self.settings.model_fields_set):
            return self.settings.coder
        if people:
            counts = self._everybody("claims")["coder"].value_counts()
            return max(people, key=lambda name: (counts.get(name, 0), [-ord(sign) for sign in name]))
        return self._main_machine(("claims",)) or self._main_machine(SAID) or self.settings.coder

    def _main_machine(self, names: Iterable[str]) -> str | None:
        """The machine coder with most rows in some tables, the last by name of several; None without a row."""
        rows = [frame["coder"] for name in names if "coder" in (frame := self._everybody(name))]
        coders = pd.concat(rows) if rows else pd.Series(dtype="str")
        counts = coders[coders.str.startswith(AUTOMATIC)].value_counts() if len(coders) else coders
        return max(counts.index, key=lambda name: (counts[name], name)) if len(counts) else None

    def said_tables(self) -> list[str]:
        """The names of the coded tables of what articles say, in which the coder in use has rows."""
        return [name for name in SAID if len(self.table(name))]

    @property
    def focus(self) -> str:
        """The article shown first: that of ``story.yaml``, else the one that carries most claims, the first of several.

        Raises
        ------
        StoryError
            A story without articles.
        """
        if self.settings.focus is not None:
            return self.settings.focus
        if self._articles.empty:
            raise StoryError(f"story {self.name}: no article, so there is none to show first")
        claims = self.table("claims")
        counts = claims[claims["status"].isin(CARRIED)]["article_id"].value_counts()
        return max(sorted(self._articles["article_id"]), key=lambda article_id: counts.get(article_id, 0))

    def claim_names(self) -> dict[str, str]:
        """A readable name for each claim id: its ``title`` in codebook.yaml, else its ``name`` in words."""
        return {key: one.title or in_words(one.name) for key, one in self.codebook.claims.items()}

    def actor_names(self) -> dict[str, str]:
        """A readable name for each actor id: its ``title`` in codebook.yaml, else the id in words."""
        return {key: one.title or in_words(key) for key, one in self.codebook.actors.items()}

    def quantity_names(self) -> dict[str, str]:
        """A readable name for each quantity id: its ``title`` in codebook.yaml, else its description."""
        return {key: one.title or one.description for key, one in self.codebook.quantities.items()}

    def event_names(self) -> dict[str, str]:
        """A readable name for each event id: its title in ``event_titles`` of story.yaml, else its description there,
        with a capital letter."""
        titles = self.settings.event_titles
        names = {key: titles.get(key, said) for key, said in self.settings.events.items()}
        return {key: name[:1].upper() + name[1:] for key, name in names.items()}

    def language_names(self) -> dict[str, str]:
        """The English name of each language code in the articles: "uk" is "Ukrainian"."""
        return {code: language_name(code) for code in sorted(self._articles["language"].dropna().unique())}

    def article_names(self) -> dict[str, str]:
        """A readable name for each article id, no name twice: its outlet, with the date if there are several."""
        return article_names(self._articles)

    def tables(self) -> list[str]:
        """The names of the coded tables that have rows."""
        return [name for name in self._codings if len(self._codings[name]) or len(self._truth[name])]

    def coders(self, name: str | None = None) -> list[str]:
        """The coders of one table, or of all."""
        tables = [name] if name else [table for table in self._codings if table != "plan"]
        found: set[str] = set()
        for table in tables:
            for source in (self._codings, self._truth):
                if "coder" in source[table]:
                    found |= set(source[table]["coder"])
        return sorted(found)

    def table(self, name: str, *, coder: str | None = None) -> pd.DataFrame:
        """One coded table (``claims``, ``numbers``, ...) as one coder coded it.

        Parameters
        ----------
        name
            The table.
        coder
            Whose rows; those of ``story.coder`` unless given, ``"*"`` for everybody's. A coder who coded no row of this
            table gives a table without rows. Only tables that say how the set is built, and not what an article says
            (``families``, ``parts`` ...), are read as the coder of ``story.yaml`` has them where ``story.coder`` has
            none; ``source_line`` names them. ``families`` that no coder gave are found from the articles,
            once a story; where one did, articles without a family have the basis ``not_coded``.

        Raises
        ------
        StoryError
            A coder who coded nothing in this story.
        """
        if table_named(name).name == "articles":
            return self.articles
        rows = self._everybody(name)
        if coder == "*" or "coder" not in rows:
            return rows
        if coder is not None and coder not in self.coders():
            raise StoryError(
                f"story {self.name}: no coder {coder!r}.{suggestion(coder, self.coders())}"
                f" Coders: {listed(self.coders())}"
            )
        if coder is not None:
            return rows[rows["coder"] == coder].reset_index(drop=True)
        rows = self.given(name)
        if name != "families":
            return rows
        if rows.empty:
            return self._found_families.copy()
        return completed(rows, self._articles, self._lender(name))

    def given(self, name: str) -> pd.DataFrame:
        """One coded table as the files have it for the coder in use; nothing is found by machine in its place."""
        rows = self._everybody(name)
        return rows[rows["coder"] == self._lender(name)].reset_index(drop=True) if "coder" in rows else rows

    @cached_property
    def _found_families(self) -> pd.DataFrame:
        return found_families(self._articles)

    def sentence_vectors(self) -> SentenceVectors:
        """The sentences of the articles' bodies as vectors, by the default encoder; made once a story.

        Its ``unread`` lists the articles that cannot be compared by meaning, each with the reason.

        Examples
        --------
        >>> len(story.sentence_vectors().unread)
        0
        """
        return self._sentence_vectors

    @cached_property
    def _sentence_vectors(self) -> SentenceVectors:
        from ..engine.boilerplate import marked_parts
        from ..engine.meaning import sentence_vectors

        parts = self.table("parts")
        return sentence_vectors(self._articles, parts=parts if len(parts) else marked_parts(self._articles))

    def source_names(self, *, coder: str | None = None) -> pd.DataFrame:
        """Every name of a source that the coder wrote, and the source it is taken for.

        Parameters
        ----------
        coder
            Whose tables; as for `table`.

        Returns
        -------
        DataFrame
            ``name, source, rule, kind, n_articles, article_ids``: see ``joined_sources``. ``sources`` and ``actors`` of
            codebook.yaml give names of one source; rows of ``coding/source_names.csv`` correct the rules.
        """
        return self._source_names.copy() if coder is None else self._source_names_of(coder)

    @cached_property
    def _source_names(self) -> pd.DataFrame:
        return self._source_names_of(None)

    def _source_names_of(self, coder: str | None) -> pd.DataFrame:
        tables = {name: self.table(name, coder=coder) for name in NAMING}
        book = self.codebook
        known = {key: one.names for key, one in book.sources.items()}
        actors = {key: one.names for key, one in book.actors.items() if one.names}
        corrections = self._everybody("source_names")
        return joined_sources(self._articles, tables, known=known, actors=actors, corrections=corrections)

    def joined(self, name: str, *, coder: str | None = None) -> pd.DataFrame:
        """A coded table in which every source has one name, whatever the articles call it.

        Parameters
        ----------
        name
            ``claims``, ``numbers``, ``citations`` or ``chains``.
        coder
            Whose rows; as for `table`.

        Raises
        ------
        StoryError
            A table that names no sources, or a coder who coded nothing in this story.
        """
        if name not in NAMING:
            raise StoryError(f"table {name!r} names no sources.{suggestion(name, NAMING)} Tables: {listed(NAMING)}")
        return with_sources(self.table(name, coder=coder), self.source_names(coder=coder), NAMING[name])

    def _everybody(self, name: str) -> pd.DataFrame:
        frames = [frame for frame in (self._codings[name], self._truth[name]) if len(frame)]
        return pd.concat(frames, ignore_index=True) if frames else table_named(name).empty()

    def _lender(self, name: str) -> str:
        """Whose rows of a table are read: those of the coder in use, or who has them in that coder's place."""
        rows = self._everybody(name)
        coders = set(rows["coder"]) if "coder" in rows else set()
        if not coders or self.coder in coders:
            return self.coder
        if self.chosen is not None:
            return self.settings.coder if name not in SAID and self.settings.coder in coders else self.coder
        return (self._main_machine((name,)) if self.is_coded_by_machine else None) or self.coder

    def article(self, article_id: str) -> pd.Series:
        """One article, as a row.

        Raises
        ------
        StoryError
            No article of that name; the nearest is suggested.
        """
        found = self._articles[self._articles["article_id"] == article_id]
        if found.empty:
            near = suggestion(article_id, self._articles["article_id"])
            raise StoryError(f"story {self.name}: no article {article_id!r}.{near}")
        return found.iloc[0].copy()

    def __repr__(self) -> str:
        return "\n".join([self.settings.title, self.source_line, *self.coding_note])

    def _repr_html_(self) -> str:
        title, line = html.escape(self.settings.title), html.escape(self.source_line)
        note = (
            "<p style='font-weight:bold'>INVENTED: places, people, outlets and events of this story do not exist.</p>"
            if self.invented
            else ""
        )
        said = [f"<p>{with_code(html.escape(one))}</p>" for one in self.coding_note]
        if self.is_coded_by_machine:
            said[0] = said[0].replace("<p>", '<p class="ss-machine">', 1)
        lines = "".join(said)
        return (
            f"<div class=\"ss-story\"><p style='font-size:115%;font-weight:600'>{title}</p>"
            f"{note}<p>{line}</p>{lines}</div>"
        )
