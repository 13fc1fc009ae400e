"""Differences of two coders side by side, to be decided: a widget where a person sits before it, else a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import SamestoryError, counted
from ..live import is_live
from ..plotting.prose import Prose, show_table, show_text
from ..schema import BY_HAND, STATUSES, table_named
from ..story import Story
from .adjudicated import CHANGED, Adjudication, Unit, says

__all__ = ["adjudicate"]

HERE = Path(__file__).parent
AROUND = 220  # characters of the article on either side of a passage
MOST = 5_000  # differences a page gets
ROWS = 20  # of the static table
SHOWN = ["article", "unit", "differ", "first", "second", "decision"]


def adjudicate(
    story: Story | str | Path,
    first: str,
    second: str,
    *,
    decided_by: str,
    coder: str = "agreed",
    tables: Sequence[str] = BY_HAND,
    renew: bool = False,
) -> Any:
    """Decide where two coders differ, side by side, and write the coding that they agree on.

    Only articles that both have finished are compared. What both coded alike is taken over. A decision is for one of
    the two, for another row, or that it cannot be told; its row says in ``note`` who decided and between what, and
    ``coding/adjudicated.<coder>.csv`` keeps it. What is not decided is left out and counted, and its article does not
    count as finished.

    Parameters
    ----------
    story
        A story, or its name or folder; its codings are read from the folder again.
    first, second
        The two coders; a program is one too.
    decided_by
        The name of the person who decides.
    coder
        The name of the agreed coding, written to ``coding/<table>.<coder>.csv``.
    tables
        What is decided: any of ``claims, numbers, labels, citations``.
    renew
        Whether rows of the agreed coding that the codings and the decisions no longer make are replaced.

    Returns
    -------
    widget or Prose
        In JupyterLab, Notebook and VS Code the page to decide on; in a run or script a sentence and a table of the
        differences, and nothing is written.

    Raises
    ------
    SamestoryError
        A coder who coded nothing, the same one twice, nobody who decides, or an agreed coding that somebody changed.

    Examples
    --------
    >>> ss.adjudicate(story, "truth", "truth", decided_by="the editor")
    Traceback (most recent call last):
    samestory.errors.SamestoryError: first and second are both 'truth'; give two coders
    """
    at_work = Adjudication(story, first, second, decided_by=decided_by, coder=coder, tables=tables, renew=renew)
    return _page_class()(Page(at_work)) if is_live() else _static(at_work)


def summary(at_work: Adjudication) -> str:
    """What is agreed, decided and open, in sentences."""
    counts = at_work.counts
    sums = {name: int(counts[name].sum()) for name in ("units", "agree", "differ", "decided", "cannot_tell", "open")}
    parts = ", ".join(f"{row.open} {row.table}" for row in counts.itertuples() if row.open)
    told = f", {sums['cannot_tell']} cannot be told" if sums["cannot_tell"] else ""
    return (
        f"{at_work.first} and {at_work.second} have both finished {counted(int(counts['articles'].max()), 'article')}:"
        f" {sums['agree']:,} of {counted(sums['units'], 'unit')} alike, {sums['differ']:,} differ. Decided:"
        f" {sums['decided']:,}{told}; open: {sums['open']:,}{f' ({parts})' if parts else ''}."
    )


def _static(at_work: Adjudication) -> Prose:
    table = at_work.disagreements
    names = at_work.story.article_names()
    table["article"] = table["article_id"].map(names)
    table["unit"] = [_title(at_work, at_work.differing[key]) for key in table["key"]]
    shown = table.rename(columns={"first": at_work.first, "second": at_work.second})
    columns = [{"first": at_work.first, "second": at_work.second}.get(name, name) for name in SHOWN]
    said = show_text(
        f"{summary(at_work)} To decide, run this cell in JupyterLab:"
        f' `ss.adjudicate("{at_work.story.name}", "{at_work.first}", "{at_work.second}",'
        f' decided_by="{at_work.decided_by}")`.'
    )
    listed = show_table(shown, columns, rows=ROWS)
    return Prose(said.html + listed.html, f"{said.plain}\n{listed.plain}")


def _title(at_work: Adjudication, one: Unit) -> str:
    return at_work.story.claim_names().get(one.unit, one.unit) if one.table == "claims" else one.unit


class Page:
    """What the page is told and what it may ask, as plain data; messages are not trusted."""

    def __init__(self, at_work: Adjudication):
        self.at_work = at_work
        self.texts = at_work.story.articles.set_index("article_id")["text"]
        self.names = at_work.story.article_names()

    def answer(self, message: Any) -> dict[str, Any]:
        """What to answer to a message of the page: ``id``, ``ok``, and what was asked for or ``error``, a sentence."""
        said = message if isinstance(message, dict) else {}
        ident = said.get("id")
        base = {"id": ident if isinstance(ident, int | str) and len(str(ident)) <= 60 else None}
        try:
            return {**base, "ok": True, **self._done(said)}
        except SamestoryError as error:
            return {**base, "ok": False, "error": str(error)[:1_000]}
        except OSError as error:
            return {**base, "ok": False, "error": f"not saved: {error.strerror or type(error).__name__}"}

    def _done(self, said: dict[str, Any]) -> dict[str, Any]:
        action, key = said.get("do"), said.get("key")
        if action == "start":
            return self._start()
        if action == "undo":
            key = self.at_work.undo()
            return self._state(key) if key is not None else {"said": "nothing to take back"}
        if action == "text":
            return {"key": key, "pieces": self._pieces(key)}
        if action != "decide":
            raise SamestoryError("this page does not know that message; run the cell again")
        note, changes = said.get("note", ""), said.get("changes") or {}
        if not isinstance(key, str) or not isinstance(changes, dict) or len(changes) > 10:
            raise SamestoryError("that message has another form; run the cell again")
        cells = {str(name): _cell(str(name), value) for name, value in changes.items()}
        self.at_work.decide(key, str(said.get("decision")), note=note if isinstance(note, str) else "", **cells)
        return self._state(key)

    def _pieces(self, key: Any) -> list[tuple[str, bool]]:
        """The whole text of the article of a difference, cut where a passage of one of the two begins or ends."""
        if not isinstance(key, str) or (one := self.at_work.differing.get(key)) is None:
            raise SamestoryError("no such difference; the codings may have changed, run the cell again")
        text = self.texts.get(one.article_id)
        if not isinstance(text, str):
            raise SamestoryError("this article has no text here")
        rows = [row for row in (one.first, one.second) if row is not None and row["begin"] is not None]
        spans = [(int(row["begin"]), int(row["end"])) for row in rows]
        cuts = sorted({0, len(text), *(at for span in spans for at in span)})
        return [
            (text[begin:end], any(first <= begin and end <= last for first, last in spans))
            for begin, end in pairwise(cuts)
        ]

    def _state(self, key: str) -> dict[str, Any]:
        decided = self.at_work.decisions.get(key)
        shown = (
            None if decided is None else {name: decided[name] for name in ("decision", "decided_by", "note", "changes")}
        )
        return {"key": key, "decided": shown, "summary": summary(self.at_work)}

    def _start(self) -> dict[str, Any]:
        work = self.at_work
        items = [self._item(key, one) for key, one in list(work.differing.items())[:MOST]]
        allowed = {
            f"{table}.{column.name}": list(STATUSES if column.name == "status" else column.allowed)
            for table, names in CHANGED.items()
            for column in table_named(table).columns
            if column.name in names
        }
        return {
            "coders": [work.first, work.second],
            "by": work.decided_by,
            "title": work.story.settings.title,
            "summary": summary(work),
            "items": items,
            "changed": {table: list(names) for table, names in CHANGED.items()},
            "allowed": allowed,
            "left": max(0, len(work.differing) - MOST),
        }

    def _item(self, key: str, one: Unit) -> dict[str, Any]:
        book = self.at_work.story.codebook
        meaning = book.claims[one.unit].description if one.table == "claims" and one.unit in book.claims else ""
        sides = [self._side(one, row) for row in (one.first, one.second)]
        about = {"article": self.names[one.article_id], "title": _title(self.at_work, one), "meaning": meaning}
        return {"table": one.table, **about, "differ": list(one.differ), "sides": sides, **self._state(key)}

    def _side(self, one: Unit, row: dict[str, Any] | None) -> dict[str, Any]:
        """What a coder has, with the passage and the text around it."""
        made: dict[str, Any] = {"says": says(one.table, row), "has": row is not None}
        if row is None:
            return made
        made["note"] = row["note"] or ""
        made["cells"] = {name: _plain(row[name]) for name in CHANGED[one.table]}
        text = self.texts.get(one.article_id)
        if row["begin"] is not None and isinstance(text, str):
            begin, end = int(row["begin"]), int(row["end"])
            before, after = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
            made |= {"before": before, "reads": text[begin:end], "after": after}
            made |= {"is_first": begin <= AROUND, "is_last": end + AROUND >= len(text)}
        return made


def _plain(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value if isinstance(value, str) else float(value)


def _cell(name: str, value: Any) -> Any:
    """A cell of another row as the page sends it: text, a number, or nothing."""
    if value is None or value == "":
        return None
    if name in ("low", "high", "n"):
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise SamestoryError(f"{name}: {str(value)[:40]!r} is not a number") from None
        return int(number) if name == "n" and number.is_integer() else number
    if not isinstance(value, str) or len(value) > 300:
        raise SamestoryError(f"{name}: give text of up to 300 characters")
    return " ".join(value.split())


@cache
def _page_class() -> type:
    """The widget; made at first use, so that no run has to load what only a front end needs."""
    import anywidget

    class AdjudicationPage(anywidget.AnyWidget):
        """Passes messages between the page and a ``Page``."""

        _esm = "".join((HERE / name).read_text(encoding="utf-8") for name in ("coding.js", "adjudication.js"))
        _css = "".join((HERE / name).read_text(encoding="utf-8") for name in ("coding.css", "adjudication.css"))

        def __init__(self, page: Page):
            super().__init__()
            self.page = page
            self.on_msg(lambda _, content, buffers: self.send(self.page.answer(content)))

    return AdjudicationPage
