"""``story.yaml`` beside the tables: what it leaves out is filled in, what it says otherwise is a fault."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..order import date_intervals
from ..yamlfile import read_yaml
from .find import SETTINGS
from .folder import inside
from .model import Story
from .notes import AUTOMATIC
from .settings import OF_FILES, Period, Settings

__all__ = ["outside_period"]


class _AnyEvent(dict):
    """The events of a story.yaml whose events cannot be read: no article's event is a fault then."""

    def __contains__(self, key: object) -> bool:
        return True


def salvaged(folder: Path) -> Settings:
    """As much of a faulty story.yaml as is sound, so that the articles can be looked at all the same."""
    unknown = dict.fromkeys(("title", "question", "origin", "publish"), "(not readable)")
    try:
        data = read_yaml(inside(folder, folder / SETTINGS)).data
    except StoryError:
        data = {}
    given = (
        {key: value for key, value in data.items() if key in Settings.model_fields} if isinstance(data, dict) else {}
    )
    found = Settings.model_validate(unknown)
    for key, value in given.items():
        with contextlib.suppress(ValueError):
            one = Settings.model_validate(unknown | {key: value})
            found = found.model_copy(update={key: getattr(one, key)})
    return found if found.events else found.model_copy(update={"events": _AnyEvent()})


def filled(settings: Settings, articles: pd.DataFrame) -> Settings:
    """Settings with the period and the languages of the articles where story.yaml gives none."""
    update: dict[str, object] = {}
    if not settings.languages:
        update["languages"] = sorted(set(articles["language"].dropna()))
    if "period" not in settings.model_fields_set:
        when = articles["published"].dropna()
        today = datetime.datetime.now(datetime.UTC).date()
        begin, end = (when.min().date(), when.max().date()) if len(when) else (today, today)
        update["period"] = Period(begin=begin, end=end)
    return settings.model_copy(update=update) if update else settings


def outside_period(story: Story) -> list[str]:
    """The articles dated outside the period of ``story.yaml``, by ``article_id``.

    Not a fault: a story has echoes. A day of tolerance is for time zones; a month counts as inside if it reaches in.
    """
    when = date_intervals(story.articles)
    begin = pd.Timestamp(story.settings.period.begin, tz="UTC") - pd.Timedelta(days=1)
    end = pd.Timestamp(story.settings.period.end, tz="UTC") + pd.Timedelta(days=2)
    return when.loc[(when["end"] <= begin) | (when["begin"] >= end), "article_id"].tolist()


def unexpected_counts(story: Story) -> list[str]:
    """The counts that story.yaml expects, compared with the tables."""
    faults = []
    articles = story.articles
    counts = {"outlets": articles["outlet"].nunique(), "languages": articles["language"].nunique()}
    for name, expected in story.settings.expected.items():
        if name in OF_FILES:  # compared with the files when they are read
            continue
        counted = counts[name] if name in counts else len(story.given(name) if name != "articles" else articles)
        if counted != expected:
            faults.append(
                f"{SETTINGS}: expected {expected:,} {name}, found {counted:,}; where that is right, write"
                f" {name}: {counted}"
            )
    return faults


def unlike_tables(story: Story, unsound: set[str]) -> list[str]:
    """What story.yaml names, compared with the tables: focus, coder, languages."""
    faults = []
    settings, articles = story.settings, story.articles
    ids = set(articles["article_id"]) | unsound
    if settings.focus is not None and settings.focus not in ids:
        near = suggestion(settings.focus, ids)
        faults.append(f"{SETTINGS}: focus {settings.focus!r} is not an article of this story.{near}")
    people = [name for name in story.coders() if not name.startswith(AUTOMATIC)]
    if people and settings.coder not in story.coders() and "coder" in settings.model_fields_set:
        faults.append(f"{SETTINGS}: coder {settings.coder!r} coded nothing here; coders: {listed(story.coders())}")
    spoken = set(articles["language"].dropna())
    if extra := sorted(spoken - set(settings.languages)):
        faults.append(
            f"{SETTINGS}: languages leaves out {listed(extra)}, which articles are in; add them, or take the line out"
        )
    return faults
