"""What follows from the rest of an article's record: word count, precision of its date, text status, event."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UNPRINTABLE, listed, printable, suggestion
from ..intake import precision_of
from ..schema import table_named
from ..text import count_words
from .coverage import COVERAGE
from .outcome import Outcome
from .settings import Settings


def finished(
    record: Mapping[str, Any], place_of: Callable[[str], str], story: str, settings: Settings
) -> Outcome[dict[str, Any]]:
    """A record with its story, event, word count, precision and text status.

    Parameters
    ----------
    record
        What is known of the article.
    place_of
        Says for the name of a column where its value was given.
    story, settings
        The name of the story, and its settings.
    """
    done = {
        "source_file": COVERAGE,
        "source_format": "coverage table",
        "text_status": "full" if "text" in record else "none",
        "event": settings.event_of_the_rest,
        **record,
        "story": story,
    }
    if "text" in done and "n_words" not in done:  # intake has counted the words of exports
        done["n_words"] = count_words(done["text"])
    dated = _dated(done, place_of)
    faults = list(dated.faults)
    event = done["event"]
    if event is not None and event not in settings.events:
        near, known = suggestion(event, settings.events), listed(settings.events, 30)
        faults.append(f"{place_of('event')}: event {event!r} is not in story.yaml.{near} Events: {known}")
    return Outcome(dated.value, tuple(faults))


def _dated(record: dict[str, Any], place_of: Callable[[str], str]) -> Outcome[dict[str, Any]]:
    """The record with the precision that its date shows."""
    given, published = record.get("published_precision"), record.get("published")
    precision, faults = "unknown", []
    done = dict(record)
    if published is not None:
        try:
            precision = precision_of(str(published))
        except ValueError as error:
            faults.append(f"{place_of('published')}: published is {published!r}; {error}")
            del done["published"]
    if given is not None and given != precision:
        place = place_of("published")
        faults.append(f"{place}: published_precision is {given!r}, but published ({published!r}) shows {precision!r}")
    return Outcome(done | {"published_precision": precision}, tuple(faults))


def possible(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without the values that a column cannot hold; a date that is none stays in ``date_shown``."""
    done = {key: value for key, value in record.items() if key != "published_precision"}
    for column in table_named("articles").columns:
        value = done.get(column.name)
        if value is None or column.name in ("article_id", "published"):
            continue
        is_none = column.allowed and value not in column.allowed
        if is_none or (column.pattern and not re.fullmatch(column.pattern, str(value), re.ASCII)):
            del done[column.name]
        elif column.kind == "text" and not column.verbatim and UNPRINTABLE.search(str(value)):
            done[column.name] = printable(str(value))
    if (shown := done.get("published")) is not None:
        try:
            precision_of(str(shown))
        except ValueError:
            del done["published"]
            done.setdefault("date_shown", str(shown))
    return done


def without_event(records: dict[str, dict[str, Any]], settings: Settings) -> list[str]:
    """Articles that belong to no event although the story has some."""
    without = [key for key, record in records.items() if record.get("event") is None]
    if not without or not settings.events:
        return []
    return [
        f"{len(without)} of {len(records)} articles have no event and are missing where events are compared:"
        f" {listed(without)}. Give event in coverage.csv or in their heads, or default_event in story.yaml"
    ]
