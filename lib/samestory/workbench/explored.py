"""Rows of a story for a set of filters: articles, places of a word, cells of claims, passages, times and counts.

One pure function. The explorer only draws what it gives, so that a state of the explorer and the line of Python that
it shows have the same rows.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from ..errors import SamestoryError, listed, suggestion
from ..order import date_intervals
from ..questions.claims import matrix
from ..questions.timeline import times
from ..questions.wording import concordance
from ..questions.wording.context import sorted_places
from ..schema import CARRIED, MENTIONED, NOT_STATED, STATUSES, stated
from ..story import Story

__all__ = ["explored_rows"]

# Each view and the ways to sort its rows, the default first.
VIEWS: dict[str, tuple[str, ...]] = {
    "articles": ("time", "outlet", "places"),
    "concordance": ("after", "before", "outlet", "time"),
    "matrix": ("time", "outlet"),
    "outlet_matrix": ("count", "name"),
    "passages": ("state", "time", "outlet"),
    "timeline": ("time",),
    "outlets": ("count", "name"),
    "languages": ("count", "name"),
}
WITHIN = ("text", "title", "passages")
EVERY_STATE = ("matrix", "outlet_matrix", "passages")  # views that show chosen claims in all their states
UNDATED = "undated"
SEARCH = "search"  # what is marked in a text because it was searched for; other marks name a claim and its state
UNTOLD = (MENTIONED, "not_visible")  # of these nobody can say whether the claim is carried, or how
ARTICLES = ["article_id", "outlet", "language", "published", "published_precision", "title", "text_status"]
COUNTS = ["n_carried", "n_mentioned", "n_absent", "n_not_visible", "n_not_coded", "n_claims", "n_places"]
PASSAGES = ["article_id", "outlet", "language", "published", "claim_id", "claim", "status", "attributed_to"]
MOST_CHOSEN = 10_000


@dataclasses.dataclass(frozen=True)
class State:
    """What is asked for; see ``explored_rows``."""

    view: str = "articles"
    outlets: tuple[str, ...] | None = None
    dates: tuple[str, str] | str | None = None
    languages: tuple[str, ...] | None = None
    claims: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    articles: tuple[str, ...] | None = None
    search: str | None = None
    within: str = "text"
    sort: str | None = None

    def arguments(self) -> str:
        """The state as arguments of a call, without what is the default."""
        said = []
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                value = list(value) if isinstance(value, tuple) and field.name != "dates" else value
                said.append(f"{field.name}={literal(value)}")
        return ", ".join(said)


@dataclasses.dataclass(frozen=True)
class Selection:
    """The articles of a state, by id.

    ``base``: those of the outlets, languages and dates; ``chosen``: of these the ones with the claims and words asked
    for; ``untold``: the ones of which this cannot be told, because a text was not seen whole or a claim not coded.
    ``may_fit``: articles of which it is not known whether their date is in the range.
    """

    base: list[str]
    chosen: list[str]
    untold: list[str]
    may_fit: list[str]


def explored_rows(story: Story, **state: Any) -> pd.DataFrame:
    """The rows of a story that fit some filters, in one of several views.

    Parameters
    ----------
    story
        A loaded story; its ``coder`` decides whose claims are read.
    **state
        ``view``: articles (default), concordance, matrix (article and claim), outlet_matrix, passages, timeline,
        outlets or languages.
        ``outlets, languages, articles``: lists of what is kept.
        ``dates``: first and last day, both included, either may be empty: ``("2023-03-02", "")``; or ``"undated"``.
        An article is kept if it is known to be in the range.
        ``claims, states``: articles that have one of these claims (default: all) in one of these states (default:
        those of a claim that is carried). The two matrices and the passages show chosen claims in all their states
        unless ``states`` says which.
        ``search``: a pattern as for ``wording.concordance``; ``within``: text (default), title or passages (of chosen
        claims).
        ``sort``: articles by ``time, outlet, places``, a concordance by ``after, before, outlet, time``, passages by
        ``state, time, outlet``, the matrix by ``time, outlet``, outlets and languages by ``count, name``.

    Returns
    -------
    DataFrame
        One row an article, place, cell, coded claim, or outlet or language, as the view says. Counts have their
        denominators beside them: ``n_claims`` chosen claims, of which nothing is known of the ``n_not_coded`` that have
        no row; ``n_base`` articles of an outlet before claims and words are asked for, of which ``n_cannot_tell`` may
        or may not have them. Articles without a date are last.

    Raises
    ------
    SamestoryError
        A state that is not known, for instance an outlet that the story does not have; the nearest is suggested.

    Examples
    --------
    >>> rows = explored_rows(story, view="outlets", claims=["H02"])
    >>> rows[["outlet", "n_articles", "n_base", "n_cannot_tell"]].head(2).values.tolist()
    [['Holos Zarynii', 2, 2, 0], ['Le Fanal de Morvane', 2, 2, 0]]
    """
    exploring = Exploring(story)
    return exploring.rows(exploring.checked(state))


class Exploring:
    """A story that is explored: what several states need is made once."""

    def __init__(self, story: Story):
        if not isinstance(story, Story):
            raise SamestoryError(f"{story!r:.60} is no loaded story; give ss.load_story(name)")
        self.story = story
        self._places: dict[tuple[str, bool], pd.DataFrame] = {}

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles, by time, with the interval in which each was published; those without a date last."""
        table = self.story.articles.reset_index(drop=True)
        when = date_intervals(table)
        table = table.assign(begins=when["begin"].to_numpy(), ends=when["end"].to_numpy())
        return table.sort_values(["begins", "ends", "article_id"], na_position="last", ignore_index=True)

    @cached_property
    def texts(self) -> dict[str, Any]:
        """The text of each article by its id."""
        return dict(zip(self.articles["article_id"], self.articles["text"], strict=True))

    @cached_property
    def coded(self) -> pd.DataFrame:
        """The claims of the coder in use, whose articles are here."""
        rows = self.story.table("claims")
        return rows[rows["article_id"].isin(self.articles["article_id"])]

    @cached_property
    def known(self) -> dict[str, list[str]]:
        """What may be chosen, by name of the argument."""
        table = self.articles
        return {
            "outlets": sorted(table["outlet"].dropna().unique()),
            "languages": sorted(table["language"].dropna().unique()),
            "claims": list(dict.fromkeys([*self.story.claim_names(), *sorted(self.coded["claim_id"].unique())])),
            "states": list(STATUSES),
            "articles": list(table["article_id"]),
        }

    def checked(self, given: Mapping[str, Any]) -> State:
        """A state that fits the story.

        Raises
        ------
        SamestoryError
            The first thing that does not fit.
        """
        names = [field.name for field in dataclasses.fields(State)]
        if unknown := [name for name in given if name not in names]:
            raise SamestoryError(
                f"nothing is called {unknown[0]!r}.{suggestion(unknown[0], names)} Allowed: {listed(names)}"
            )
        values = {name: value for name, value in given.items() if value is not None and value != ""}
        for name, allowed in self.known.items():
            if name in values:
                values[name] = _chosen(name, values[name], allowed)
        if "dates" in values:
            values["dates"] = _dates(values["dates"])
        state = State(**values)
        _one_of("view", state.view, VIEWS)
        _one_of("within", state.within, WITHIN)
        if state.sort is not None:
            _one_of(f"sort of {state.view}", state.sort, VIEWS[state.view])
        if state.search is not None:
            if not isinstance(state.search, str):
                raise SamestoryError(f"search must be a text, got {type(state.search).__name__}")
            concordance(self.articles.head(0), state.search)  # says what is wrong with a pattern
        return state

    def selection(self, state: State) -> Selection:
        """The articles of a state."""
        table = self.articles
        fits = pd.Series(True, index=table.index)
        for name, column in (("outlets", "outlet"), ("languages", "language"), ("articles", "article_id")):
            if (chosen := getattr(state, name)) is not None:
                fits &= table[column].isin(chosen)
        in_range, may_be = self._in_range(state.dates)
        base = fits & in_range
        yes, no = pd.Series(True, index=table.index), pd.Series(False, index=table.index)
        if state.states is not None or (state.claims is not None and state.view not in EVERY_STATE):
            has, has_not = self._with_claims(state)
            yes, no = yes & has, no | has_not
        if state.search is not None:
            has = table["article_id"].isin(self.places(state)["article_id"])
            seen = table["title"].notna() if state.within == "title" else table["text_status"] == "full"
            yes, no = yes & has, no | (~has & seen)
        ids = table["article_id"]
        return Selection(*(ids[mask].tolist() for mask in (base, base & yes, base & ~yes & ~no, fits & may_be)))

    def _in_range(self, dates: tuple[str, str] | str | None) -> tuple[pd.Series, pd.Series]:
        """Which articles are in a range of days, and of which this is not known."""
        begins, ends = self.articles["begins"], self.articles["ends"]
        if dates is None:
            return pd.Series(True, index=begins.index), pd.Series(False, index=begins.index)
        if isinstance(dates, str):
            return begins.isna(), pd.Series(False, index=begins.index)
        inside, outside = begins.notna(), pd.Series(False, index=begins.index)
        if dates[0]:
            first = pd.Timestamp(dates[0], tz="UTC")
            inside, outside = inside & (begins >= first), outside | (ends <= first)
        if dates[1]:
            after = pd.Timestamp(dates[1], tz="UTC") + pd.Timedelta(days=1)
            inside, outside = inside & (ends <= after), outside | (begins >= after)
        return inside, ~inside & ~outside

    def _with_claims(self, state: State) -> tuple[pd.Series, pd.Series]:
        """Which articles have one of the claims in one of the states, and which are known not to."""
        wanted = CARRIED if state.states is None else state.states
        claims = self.known["claims"] if state.claims is None else state.claims
        rows = self.coded[self.coded["claim_id"].isin(claims)]
        ids = self.articles["article_id"]
        has = ids.isin(rows.loc[rows["status"].isin(wanted), "article_id"])
        told = rows[~rows["status"].isin(UNTOLD)].groupby("article_id")["claim_id"].nunique()
        return has, ~has & (ids.map(told).fillna(0) >= len(claims))

    def places(self, state: State) -> pd.DataFrame:
        """Every place of what is searched for, in the whole story."""
        assert state.search is not None  # noqa: S101
        key = (state.search, state.within == "title")
        if key not in self._places:
            if len(self._places) > 3:
                self._places.clear()
            table = self.articles
            self._places[key] = concordance(table.assign(text=table["title"]) if key[1] else table, state.search)
        found = self._places[key]
        return found if state.within != "passages" else self._in_passages(found, state)

    def _in_passages(self, found: pd.DataFrame, state: State) -> pd.DataFrame:
        """Of some places those inside a passage of the claims and states of a state."""
        rows = self._claim_rows(state)[["article_id", "begin", "end"]].dropna()
        both = found.reset_index()[["index", "article_id", "begin", "end"]].merge(
            rows, on="article_id", suffixes=("", "_passage")
        )
        inside = (both["begin"] >= both["begin_passage"]) & (both["end"] <= both["end_passage"])
        return found.loc[sorted(set(both.loc[inside, "index"]))]

    def _claim_rows(self, state: State) -> pd.DataFrame:
        """The coded claims of the claims and states of a state."""
        rows = self.coded
        if state.claims is not None:
            rows = rows[rows["claim_id"].isin(state.claims)]
        return rows if state.states is None else rows[rows["status"].isin(state.states)]

    def marks(self, state: State, article_id: str) -> list[tuple[int, int, str]]:
        """What is marked in an article, begin, end and what: places of what is searched for, and coded claims."""
        rows = self._claim_rows(state)
        rows = rows[(rows["article_id"] == article_id) & rows["begin"].notna() & rows["end"].notna()]
        named = rows["claim_id"] + " " + rows["status"]
        marks = list(zip(rows["begin"].astype(int), rows["end"].astype(int), named, strict=True))
        if state.search is not None and state.within != "title":
            found = self.places(state)
            found = found[found["article_id"] == article_id]
            marks += zip(found["begin"], found["end"], [SEARCH] * len(found), strict=True)
        return [(int(begin), int(end), str(what)) for begin, end, what in marks]

    def rows(self, state: State) -> pd.DataFrame:
        """The rows of a state; see ``explored_rows``."""
        chosen = self.selection(state)
        made = {
            "articles": self._articles,
            "concordance": self._concordance,
            "passages": self._passages,
            "timeline": self._timeline,
            "outlets": self._counts,
            "languages": self._counts,
        }.get(state.view, self._cells)
        return made(state, chosen).reset_index(drop=True)

    def _articles(self, state: State, selection: Selection) -> pd.DataFrame:
        table = self.articles
        table = table.loc[table["article_id"].isin(selection.chosen), ARTICLES]
        n_claims = len(self.known["claims"] if state.claims is None else state.claims)
        rows = self._claim_rows(dataclasses.replace(state, states=None))
        kinds = rows["status"].where(~rows["status"].isin(CARRIED), "carried")
        counted = pd.crosstab(rows["article_id"], kinds).reindex(
            columns=["carried", MENTIONED, "absent", "not_visible"]
        )
        counted = counted.fillna(0).add_prefix("n_").assign(n_claims=n_claims)
        counted["n_not_coded"] = n_claims - rows.groupby("article_id")["claim_id"].nunique()
        table = table.merge(counted.reset_index(), on="article_id", how="left")  # not coded: not known, so no number
        n_places = None if state.search is None else self.places(state)["article_id"].value_counts()
        table["n_places"] = pd.NA if n_places is None else table["article_id"].map(n_places)
        table = table.astype(dict.fromkeys(COUNTS, "Int64"))
        by = {"outlet": ["outlet"], "places": ["n_places"]}.get(_sort(state), [])
        return table.sort_values(by, ascending=by != ["n_places"], kind="stable", na_position="last") if by else table

    def _concordance(self, state: State, selection: Selection) -> pd.DataFrame:
        if state.search is None:
            return concordance(self.articles.head(0), "x")
        found = self.places(state)
        found = found[found["article_id"].isin(selection.chosen)]
        return sorted_places(found, _sort(state))

    def _cells(self, state: State, selection: Selection) -> pd.DataFrame:
        return self.cells(state, self.named(state, selection), selection)

    def named(self, state: State, selection: Selection) -> list[str]:
        """The rows of a matrix in order: the coded articles of a selection, or their outlets."""
        rows = self._claim_rows(dataclasses.replace(state, states=None))
        ids = set(selection.chosen) & set(rows["article_id"])
        table = self.articles[self.articles["article_id"].isin(ids)]
        if state.view == "matrix":
            return list(
                (table.sort_values("outlet", kind="stable") if _sort(state) == "outlet" else table)["article_id"]
            )
        counts = table["outlet"].value_counts()
        return sorted(counts.index, key=lambda name: name if _sort(state) == "name" else (-counts[name], name))

    def cells(self, state: State, named: Sequence[str], selection: Selection) -> pd.DataFrame:
        """The cells of some rows of a matrix; ``place`` counts the rows given."""
        by = "article_id" if state.view == "matrix" else "outlet"
        articles = self.articles
        articles = articles[articles["article_id"].isin(selection.chosen) & articles[by].isin(named)]
        table = matrix(self._claim_rows(dataclasses.replace(state, states=None)), articles, by=by)
        table["place"] = table["name"].map({name: at for at, name in enumerate(named)}).astype("int64")
        return table.sort_values(["place", "claim_id"], ignore_index=True)

    def _passages(self, state: State, selection: Selection) -> pd.DataFrame:
        rows = self._claim_rows(state)
        rows = rows[rows["article_id"].isin(selection.chosen)]
        about = self.articles[["article_id", "outlet", "language", "published", "text"]].assign(
            place=range(len(self.articles))
        )
        rows = rows[["article_id", "claim_id", "status", "attributed_to", "begin", "end"]].merge(about, on="article_id")
        rows["claim"] = rows["claim_id"].map(self.story.claim_names())
        spans = zip(rows["text"], rows["begin"], rows["end"], strict=True)
        rows["passage"] = pd.Series([_passage(*span) for span in spans], index=rows.index, dtype="str")
        rows["firmness"] = rows["status"].map({status: at for at, status in enumerate(STATUSES)})
        by = {"state": ["claim_id", "firmness", "place"], "outlet": ["outlet", "place", "claim_id"]}
        rows = rows.sort_values(by.get(_sort(state), ["place", "claim_id"]), na_position="last")
        return rows[[*PASSAGES, "begin", "end", "passage"]]

    def _timeline(self, state: State, selection: Selection) -> pd.DataFrame:
        table = self.articles[self.articles["article_id"].isin(selection.chosen)]
        rows = times(table)[["article_id", "outlet", "event", "begin", "end", "precision"]]
        return rows.merge(table[["article_id", "language", "title"]], on="article_id")

    def _counts(self, state: State, selection: Selection) -> pd.DataFrame:
        name = state.view.removesuffix("s")
        of = pd.Series(stated(self.articles[name]).to_numpy(), index=self.articles["article_id"])
        base, chosen, untold = (of[ids].value_counts() for ids in (selection.base, selection.chosen, selection.untold))
        table = pd.DataFrame({"n_articles": chosen, "n_base": base, "n_cannot_tell": untold}).fillna(0).astype("int64")
        table["article_share"] = table["n_articles"] / table["n_base"]
        table["n_places"] = pd.Series(pd.NA, table.index, "Int64")
        if state.search is not None:
            found = self.places(state)["article_id"]
            table["n_places"] = of[found[found.isin(selection.chosen)]].value_counts().reindex(table.index).fillna(0)
        table = table.rename_axis(name).reset_index()
        table["last"] = table[name] == NOT_STATED
        by = ["last", "n_articles", "n_base", name] if _sort(state) == "count" else ["last", name]
        ascending = [one not in ("n_articles", "n_base") for one in by]
        return table.sort_values(by, ascending=ascending).drop(columns="last")


def literal(value: Any) -> str:
    """A value as Python, in double quotes where that needs no other sign."""
    if isinstance(value, str):
        said = repr(value)
        return f'"{said[1:-1]}"' if said[0] == "'" and '"' not in said else said
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _sort(state: State) -> str:
    return state.sort or VIEWS[state.view][0]


def _one_of(what: str, given: Any, allowed: Iterable[str]) -> None:
    if not isinstance(given, str) or given not in allowed:
        raise SamestoryError(f"{what}: {given!r} is not known.{suggestion(given, allowed)} Allowed: {listed(allowed)}")


def _chosen(name: str, given: Any, allowed: Sequence[str]) -> tuple[str, ...]:
    """A list of names, each known, in the order of the story."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise SamestoryError(f"{name} must be a list, got {given!r:.80}")
    wanted = list(given)
    if len(wanted) > MOST_CHOSEN:
        raise SamestoryError(f"{len(wanted):,} {name}; give at most {MOST_CHOSEN:,}")
    known = set(allowed)
    for one in wanted:
        if not isinstance(one, str) or one not in known:
            raise SamestoryError(
                f"{name}: the story has no {one!r:.80}.{suggestion(one, allowed)} It has: {listed(allowed)}"
            )
    return tuple(one for one in allowed if one in set(wanted))


def _dates(given: Any) -> tuple[str, str] | str:
    """A range of days, or ``undated``."""
    if given == UNDATED:
        return UNDATED
    wanted = "expected a first and a last day such as ('2023-03-02', ''), or 'undated'"
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
        raise SamestoryError(f"dates: {given!r:.80}; {wanted}")
    first, last = (_day(one, wanted) for one in given)
    if first and last and first > last:
        raise SamestoryError(f"dates: {first} is after {last}; give the first day first")
    return first, last


def _day(given: Any, wanted: str) -> str:
    if given is None or given == "":
        return ""
    try:
        return datetime.date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise SamestoryError(f"dates: {given!r:.40} is no day; {wanted}") from None


def _passage(text: Any, begin: Any, end: Any) -> Any:
    return text[int(begin) : int(end)] if isinstance(text, str) and not (pd.isna(begin) or pd.isna(end)) else pd.NA
