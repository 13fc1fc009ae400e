"""The frozen ``Story``."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..intake import Report
from ..sources import NAMING, joined_sources, with_sources
from ..tables import table_named
from .codebook import Codebook
from .settings import Settings

# What single articles say. Who coded none of it found none: another coder's rows would be no answer.
SAID = ("claims", "numbers", "labels", "citations", "chains", "attributions")


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

    @property
    def articles(self) -> pd.DataFrame:
        """The ``articles`` table, one row an article or page."""
        return self._articles.copy()

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
        n, outlets = len(self._articles), self._articles["outlet"].nunique()
        counts = f"{n:,} article{'s' * (n != 1)} of {outlets:,} outlet{'s' * (outlets != 1)}"
        what = f"{self.name}: {counts}, coded by {self.coder}"
        if borrowed := [name for name in self.tables() if self._is_borrowed(name)]:
            what += f" ({', '.join(borrowed)} by {self.settings.coder})"
        return f"INVENTED story {what}" if self.invented else f"Story {what}"

    @property
    def coder(self) -> str:
        """Whose coding is in use: the coder ``load_story`` was asked for, else the one ``story.yaml`` names."""
        return self.chosen or self.settings.coder

    def claim_names(self) -> dict[str, str]:
        """Each claim's id and name in readable words: ``{"C04": "C04 balance may change"}``."""
        return {key: f"{key} {claim.name.replace('_', ' ')}" for key, claim in self.codebook.claims.items()}

    def tables(self) -> list[str]:
        """The names of the coded tables that have rows."""
        return [name for name in self._codings if len(self._codings[name]) or len(self._truth[name])]

    def coders(self, name: str | None = None) -> list[str]:
        """The coders of one table, or of all."""
        tables = [name] if name else list(self._codings)
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
            none; ``source_line`` names them.

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
        if coder is None:
            coder = self.settings.coder if self._is_borrowed(name) else self.coder
        return rows[rows["coder"] == coder].reset_index(drop=True)

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

    def _is_borrowed(self, name: str) -> bool:
        """Whether the coder asked for left this table to the coder of ``story.yaml``."""
        if self.chosen is None or name in SAID:
            return False
        rows = self._everybody(name)
        return "coder" in rows and self.coder not in set(rows["coder"]) and self.settings.coder in set(rows["coder"])

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
        return f"{self.settings.title}\n{self.source_line}"

    def _repr_html_(self) -> str:
        title, line = html.escape(self.settings.title), html.escape(self.source_line)
        note = (
            "<p style='font-weight:bold'>INVENTED: places, people, outlets and events of this story do not exist.</p>"
            if self.invented
            else ""
        )
        return f"<div><p style='font-size:115%;font-weight:600'>{title}</p>{note}<p>{line}</p></div>"
