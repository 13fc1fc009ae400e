"""Explore a story by hand: filters, words in context, claims, times; each state is also one line of Python."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import regex

from ..errors import SamestoryError, counted, with_turns_shown
from ..html import is_missing
from ..live import is_live
from ..plotting.prose import Prose, clean, show_all, show_table, show_text
from ..plotting.theme import COLOURS
from ..schema import STATUSES
from ..story import Story
from .bundle import live_bundle, static_bundle
from .explored import SEARCH, VIEWS, WITHIN, Exploring, Selection, State

__all__ = ["explore"]

HERE = Path(__file__).parent
MOST_ROWS = 200  # rows of a message
MOST_CELLS = 4_000  # cells of a matrix in a message
MOST_POINTS = 500  # more articles than this are drawn as bars of days or weeks
MOST_BARS = 120
MOST_CHARACTERS = 400_000  # of an article that is shown whole
MOST_LINE = 5_000
CONTEXT = 160
STATIC = {  # the columns that are shown where nobody can click
    "articles": ["outlet", "language", "published", "published_precision", "title", "n_carried", "n_mentioned",
                 "n_not_visible", "n_not_coded", "n_claims", "n_places"],
    "matrix": ["name", "outlet", "claim_id", "status"],
    "outlet_matrix": ["name", "claim_id", "status", "n_statuses", "n_articles"],
    "passages": ["article_id", "outlet", "claim", "status", "attributed_to", "passage"],
    "timeline": ["article_id", "outlet", "begin", "end", "precision", "title"],
    "concordance": ["outlet", "language", "published", "before", "match", "after"],
}  # fmt: skip
_RIGHT_TO_LEFT = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}]")


def explore(story: Story, **state: Any) -> Explorer:
    """Look through a story: filter its articles, see words in context, claims side by side, and the passages behind.

    In JupyterLab, Notebook and VS Code it is a panel to work in. Elsewhere, in runs and in committed notebooks, it is
    the table of the rows that the state given has. The panel shows its state as one line of Python, which gives the
    same rows in a script.

    Parameters
    ----------
    story
        A loaded story; its ``coder`` decides whose claims are shown.
    **state
        Where to begin, as for ``workbench.explored_rows``: ``view, outlets, dates, languages, claims, states,
        articles, search, within, sort``.

    Returns
    -------
    Explorer
        ``rows``: the table of its present state. ``line``: that state as one line of Python.

    Raises
    ------
    SamestoryError
        A state that the story does not have; the nearest is suggested.

    Examples
    --------
    >>> ss.explore(story, languages=["fr"], claims=["H02"]).rows[["article_id", "n_carried", "n_claims"]]
                article_id  n_carried  n_claims
    0  fanal-0302-incendie          1         1
    1   fanal-0303-dockers          1         1
    """
    return Explorer(story, state)


class Explorer:
    """A story and what is shown of it; ``rows`` and ``line`` follow what a person chooses."""

    def __init__(self, story: Story, state: Mapping[str, Any]):
        self.exploring = Exploring(story)
        self.state = self.exploring.checked(state)
        self._names = story.article_names()
        self._widget: Any = None

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of the present state: as ``workbench.explored_rows`` gives them."""
        return self.exploring.rows(self.state)

    @property
    def line(self) -> str:
        """One line of Python that gives the same rows."""
        return self._line_of(self.state)

    def _line_of(self, state: State) -> str:
        arguments = state.arguments()
        return f"ss.explore({_name_of(self.exploring.story)}{', ' if arguments else ''}{arguments}).rows"

    def summary(self) -> Prose:
        """How many articles fit, of how many, and of how many that cannot be told."""
        return show_text(said_of(self.exploring.selection(self.state), len(self.exploring.articles)))

    def table(self) -> Prose:
        """The counts and the first rows, as they are shown where nobody can click."""
        rows = self.rows
        columns = [name for name in STATIC.get(self.state.view, rows.columns) if rows.empty or rows[name].notna().any()]
        return show_all([self.summary(), show_table(rows, columns)])

    def __repr__(self) -> str:
        return self.table().plain

    def _repr_mimebundle_(self, **_: Any) -> Any:
        shown = self.table()
        if not is_live():
            return static_bundle(shown)
        if self._widget is None:
            self._widget = _widget(self)
        return live_bundle(shown, self._widget)

    def answer(self, message: Any) -> dict[str, Any]:
        """What the panel is told on a message from it; a message that asks for what is not there is told so."""
        number = message.get("id") if isinstance(message, dict) else None
        if type(number) is not int:
            return {"fault": "a message without a number"}
        kinds: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"show": self._shown, "article": self._article}
        try:
            made = kinds.get(str(message.get("do")), _unknown)(message)
        except SamestoryError as error:
            made = {"fault": plain_text(str(error))}
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            made = {"fault": f"this message cannot be answered ({type(error).__name__})"}
        return {"id": number, "do": plain_text(message.get("do")), "place": plain_text(message.get("place"))} | made

    def _asked(self, message: dict[str, Any]) -> State:
        state = message.get("state")
        if not isinstance(state, dict):
            raise SamestoryError("a message without a state")
        return self.exploring.checked(state)

    def _shown(self, message: dict[str, Any]) -> dict[str, Any]:
        state = self._asked(message)
        first, size = (_whole(message.get(name), most) for name, most in (("from", 10**9), ("size", MOST_ROWS)))
        if message.get("place") == "main":
            self.state = state
        selection = self.exploring.selection(state)
        line = self._line_of(state)
        about = {
            "view": state.view,
            "said": said_of(selection, len(self.exploring.articles)),
            "line": line if len(line) <= MOST_LINE else "",
            "first": first,
        }
        if state.view in ("matrix", "outlet_matrix"):
            return about | self._matrix(state, selection, first, size)
        rows = self.exploring.rows(state)
        about["n_rows"] = len(rows)
        if state.view == "passages":
            found = rows["status"].value_counts()
            about["states"] = [[status, int(found[status])] for status in STATUSES if status in found]
        if state.view == "timeline":
            return about | self._timeline(state, rows)
        page = rows.iloc[first : first + size]
        return about | {"rows": [self._row(state, row) for row in page.to_dict("records")]}

    def _row(self, state: State, row: Mapping[Any, Any]) -> dict[str, Any]:
        """A row as texts; ids as they are."""
        view = state.view
        said: dict[str, Any] = {str(name): plain_text(value) for name, value in row.items() if name != "passage"}
        if "article_id" in row:
            said["id"] = row["article_id"]
            said["article"] = plain_text(self._names.get(row["article_id"], row["article_id"]))
        if view == "passages":
            said |= self._around(state, row)
        if view == "concordance":
            said["is_turned"] = _RIGHT_TO_LEFT.search(row["match"]) is not None
        if view in ("outlets", "languages"):
            said |= {name: int(row[name]) for name in ("n_articles", "n_base", "n_cannot_tell")}
        return said

    def _around(self, state: State, row: Mapping[Any, Any]) -> dict[str, Any]:
        """A passage with the text before and after it, in pieces: what is searched for is marked."""
        text, begin, end = self._text_of(row["article_id"]), row["begin"], row["end"]
        if text is None or is_missing(begin) or is_missing(end):
            return {}
        begin, end = int(begin), int(end)
        found = [mark for mark in self.exploring.marks(state, row["article_id"]) if mark[2] == SEARCH]

        def part(first: int, last: int) -> list[list[Any]]:
            inside = [(max(a, first) - first, min(b, last) - first, what) for a, b, what in found]
            return pieces(text[first:last], [mark for mark in inside if mark[0] < mark[1]])

        first, last = max(0, begin - CONTEXT), min(len(text), end + CONTEXT)
        if first and (space := regex.search(r"\s", text[first:begin])):
            first += space.end()
        if last < len(text) and (space := regex.search(r"\s\S*\Z", text[end:last])):
            last = end + space.start()
        before, after = [["… ", []]] if first else [], [[" …", []]] if last < len(text) else []
        return {
            "before": before + part(first, begin),
            "passage": part(begin, end),
            "after": part(end, last) + after,
        }

    def _text_of(self, article_id: str) -> str | None:
        text = self.exploring.texts[article_id]
        return text if isinstance(text, str) else None

    def _matrix(self, state: State, selection: Selection, first: int, size: int) -> dict[str, Any]:
        claims = list(state.claims or self.exploring.known["claims"])
        size = max(1, min(size, MOST_CELLS // max(len(claims), 1)))
        named = self.exploring.named(state, selection)
        page = self.exploring.cells(state, named[first : first + size], selection)
        names = self.exploring.story.claim_names()
        found: dict[int, dict[str, Any]] = {}
        for row in page.to_dict("records"):
            is_article = state.view == "matrix"
            name = self._names.get(row["name"], row["name"]) if is_article else row["name"]
            about = {"name": plain_text(name), "key": row["name"], "n": row["n_articles"], "cells": {}}
            cell = [row["status"], row["n_statuses"], row["n_articles"]]
            found.setdefault(row["place"], about)["cells"][row["claim_id"]] = cell
        return {
            "claims": [[claim, plain_text(names.get(claim, claim))] for claim in claims],
            "rows": [found[place] for place in sorted(found)],
            "size": size,
            "n_rows": len(named),
        }

    def _timeline(self, state: State, rows: pd.DataFrame) -> dict[str, Any]:
        """Points of the articles known to the day or the minute, bars if they are many; the others apart."""
        dated = rows[rows["precision"].isin(["day", "minute"])]
        months = rows[rows["precision"] == "month"].copy()
        months["month"] = months["begin"].dt.strftime("%Y-%m")
        apart = [
            {"month": month, "n": len(part), "ids": part["article_id"].head(MOST_ROWS).tolist()}
            for month, part in months.groupby("month")
        ]
        about = {"months": apart, "n_undated": int(rows["begin"].isna().sum()), "n_dated": len(dated)}
        if len(dated) <= MOST_POINTS:
            points = [self._row(state, row) | {"at": _day_of(row["begin"])} for row in dated.to_dict("records")]
            return about | {"points": points}
        days = dated["begin"].dt.floor("D")
        width = -(-((days.max() - days.min()).days + 1) // MOST_BARS)
        bins = (days - days.min()).dt.days // width
        begins = [days.min() + pd.Timedelta(days=int(at) * width) for at in sorted(bins.unique())]
        counts = bins.value_counts().sort_index()
        bars = [
            {"first": _day_of(begin), "last": _day_of(begin + pd.Timedelta(days=width - 1)), "n": int(n)}
            for begin, n in zip(begins, counts, strict=True)
        ]
        return about | {"bars": bars}

    def _article(self, message: dict[str, Any]) -> dict[str, Any]:
        """The whole text of an article in pieces, each with what it is marked for."""
        state = self._asked(message)
        row = self.exploring.story.article(str(message.get("article")))
        text = row["text"] if isinstance(row["text"], str) else ""
        marks = self.exploring.marks(state, row["article_id"])
        title, name = row["title"] if isinstance(row["title"], str) else "", self._names.get(row["article_id"])
        about = {
            "article": row["article_id"],
            "title": plain_text(title or name),
            "said": plain_text(
                f"{self._names.get(row['article_id'])}; text: {row['text_status']}; id {row['article_id']}"
            ),
            "language": plain_text(row["language"]),
            "pieces": pieces(text[:MOST_CHARACTERS], marks),
        }
        if len(text) > MOST_CHARACTERS:
            about["cut"] = f"{MOST_CHARACTERS:,} of {len(text):,} characters"
        return about

    def about(self) -> dict[str, Any]:
        """What the panel offers: each choice with the number of its articles."""
        table, known, story = self.exploring.articles, self.exploring.known, self.exploring.story
        languages, names = story.language_names(), story.claim_names()
        n_outlet, n_language = table["outlet"].value_counts(), table["language"].value_counts()
        dated = table.loc[table["begins"].notna(), "begins"]
        return {
            "outlets": [[one, plain_text(one), int(n_outlet[one])] for one in known["outlets"]],
            "languages": [
                [one, plain_text(languages.get(one, one)), int(n_language[one])] for one in known["languages"]
            ],
            "claims": [[one, plain_text(f"{one} {names.get(one, '')}".strip()), None] for one in known["claims"]],
            "states": [[one, plain_text(STATES.get(one, one)), None] for one in STATUSES],
            "colours": {one: COLOURS[one] for one in STATUSES},
            "sorts": {view: list(sorts) for view, sorts in VIEWS.items()},
            "within": list(WITHIN),
            "has_claims": bool(len(self.exploring.coded)),
            "title": plain_text(story.settings.title),
            "invented": story.invented,
            "span": [_day_of(dated.min()), _day_of(dated.max())] if len(dated) else ["", ""],
            "state": {
                name: value for name, value in dataclasses.asdict(self.state).items() if value is not None
            },
        }  # fmt: skip


STATES = {
    "mentioned": "mentioned (cannot tell how it is put)",
    "absent": "absent (the whole text was seen)",
    "not_visible": "not visible (the text was not seen whole)",
}


def said_of(selection: Selection, n_all: int) -> str:
    """The counts of a selection in words."""
    n, n_base = len(selection.chosen), len(selection.base)
    said = [f"{n:,} of {counted(n_base, 'article')}" + (f" ({n_all:,} in the story)." if n_base < n_all else ".")]
    if untold := len(selection.untold):
        said.append(f"Of {untold:,} more it cannot be told: text not seen whole, not coded, or only mentioned.")
    if may_fit := len(selection.may_fit):
        said.append(f"{may_fit:,} more may be in the range of dates: their day is not known.")
    return " ".join(said)


def pieces(text: str, marks: list[tuple[int, int, str]]) -> list[list[Any]]:
    """A text cut where marks begin and end: each piece with what it is marked for."""
    cuts = sorted({0, len(text), *(place for begin, end, _ in marks for place in (begin, end) if place <= len(text))})
    names: list[list[str]] = [[] for _ in cuts]
    for begin, end, name in marks:
        for at in range(bisect.bisect_left(cuts, begin), bisect.bisect_left(cuts, end)):
            if name not in names[at]:
                names[at].append(name)
    return [[plain_text(text[a:b]), names[at]] for at, (a, b) in enumerate(itertools.pairwise(cuts))]


def _widget(explorer: Explorer) -> Any:
    """The panel: it draws what ``explorer.answer`` says."""
    import anywidget
    import traitlets

    class Panel(anywidget.AnyWidget):
        _esm = (HERE / "explorer.js").read_text(encoding="utf-8")
        _css = (HERE / "explorer.css").read_text(encoding="utf-8")
        about = traitlets.Dict().tag(sync=True)

    panel = Panel(about=explorer.about())
    panel.on_msg(lambda _, message, __: panel.send(explorer.answer(message)))
    return panel


def _unknown(message: dict[str, Any]) -> dict[str, Any]:
    raise SamestoryError(f"nothing is called {str(message.get('do'))[:40]!r}")


def _name_of(story: Story) -> str:
    """What the notebook calls a story; ``story`` if it has no name there."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    names = [] if running is None else [name for name, value in running.user_ns.items() if value is story]
    return next((name for name in names if not name.startswith("_")), "story")


def _whole(given: Any, most: int) -> int:
    if type(given) is not int or not 0 <= given <= most:
        raise SamestoryError(f"{given!r:.40} given; expected a whole number from 0 to {most:,}")
    return given


def _day_of(time: pd.Timestamp) -> str:
    return f"{time:%Y-%m-%d}"


def plain_text(value: Any) -> str:
    """A cell as text that can steer nothing: no control character, and signs that turn the direction shown."""
    if is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.4g}"
    return clean(with_turns_shown(str(value)))
