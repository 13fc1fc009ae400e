"""From a folder of any files to a story that loads: copy them, read them, write down what was understood.

Every value that was not given by a file is a guess, and marked as one in ``coverage.csv``; what a person corrects
there replaces what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import StoryError, listed
from ..intake.files import paths_of
from ..intake.formats import Options
from ..intake.published import precision_of
from ..text import words
from .articles import Reading, read_articles
from .bring_files import SETTINGS, alone, copy_files, file_of, kept_files, remove_files
from .coverage import SOURCE
from .coverage_write import add_rows
from .find import stories, story_folder
from .load import read_story
from .settings import CUT, MISSING, REJECTED, Settings
from .settings_edit import edit_settings, read_settings
from .skeleton import NAME, new_story

__all__ = ["Brought", "add_to_story", "story_from"]

FEWEST_WORDS = 5
SHOWN = ("outlet", "published", "language", "event", "title")  # what a person is asked to confirm


@dataclass
class Brought:
    """What was taken in.

    Attributes
    ----------
    folder
        The story folder.
    rows
        One row an article that is new: ``article_id, outlet, published, language, event, title, guessed, source_file``.
    left_out
        Files that are not articles or could not be read, each with its reason.
    remarks, faults
        What a person should know, and what `samestory validate` still finds.
    n_articles, has_codebook
        Articles of the whole story, and whether its codebook has claims, actors or quantities.
    """

    folder: Path
    rows: pd.DataFrame
    left_out: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    n_articles: int = 0
    has_codebook: bool = False


def story_from(name: str, given: list[Path], *, into: Path | None = None, options: Options | None = None) -> Brought:
    """Make a new story of files, folders and archives.

    Raises
    ------
    StoryError
        A name that is none or is taken, or no article in any of the files; no folder is left then.
    """
    done: list[Brought] = []
    folder = new_story(name, into=into, fill=lambda draft: done.append(bring_into(draft, paths_of(given), options)))
    done[0].folder = folder
    return done[0]


def add_to_story(name: str, given: list[Path], *, options: Options | None = None) -> Brought:
    """Take files into a story given by name or path; made in ``seeds/`` where no story has the name.

    Raises
    ------
    StoryError
        No article in any of the files, or another intake of this story is under way; the story is as it was then.
    """
    is_name = bool(NAME.fullmatch(name)) and not Path(name).exists()
    if is_name and name not in stories():
        return story_from(name, given, options=options)
    folder = story_folder(name)
    with alone(folder):
        return bring_into(folder, paths_of(given), options)


def bring_into(folder: Path, paths: list[Path], options: Options | None = None) -> Brought:
    """Take files into a story folder; what is there already stays as it is.

    Parameters
    ----------
    folder
        A story folder, with its story.yaml.
    paths
        Files, folders and archives.
    options
        What the user says of columns, dates and zones; written into story.yaml.

    Raises
    ------
    StoryError
        None of the files holds an article, or story.yaml cannot be read.
    """
    done = Brought(folder, pd.DataFrame())
    copied: dict[str, str] = {}
    with kept_files(folder, copied):
        if options is not None:
            edit_settings(folder / SETTINGS, _told(options))
        copy_files(folder, paths, copied, done.left_out, done.remarks)
        _take_in(folder, copied, done)
    return done


def _take_in(folder: Path, copied: dict[str, str], done: Brought) -> None:
    settings = read_settings(folder / SETTINGS)
    reading = read_articles(folder, settings, texts=False, lenient=True)
    if _without_article(folder, copied, reading, done) + _doubles(folder, copied, reading, done):
        reading = read_articles(folder, settings, texts=False, lenient=True)
    new = [key for key, place in reading.places.items() if file_of(place, copied) is not None]
    if not new:
        raise StoryError(_nothing(copied, done))
    _settle(folder, settings, reading, new, done)
    done.rows = add_rows(folder, [_row(key, reading) for key in _in_order(new, reading)])
    done.remarks += [line for line in reading.remarks if "have no event" not in line]
    done.remarks += _said_by_readers(reading, copied)
    _look_again(folder, done)


def _look_again(folder: Path, done: Brought) -> None:
    story, done.faults = read_story(folder, texts=False)
    if story is not None:
        done.n_articles = len(story.articles)
        done.has_codebook = bool(story.codebook.claims or story.codebook.actors or story.codebook.quantities)
        done.remarks += [line for line in story.remarks if "have no event" in line]
        if len(aside := story.no_articles):
            told = [f"{row.article_id} ({row.no_article})" for row in aside.itertuples()]
            done.remarks.append(
                f"no articles, and in no count: {listed(told)}; is_article: yes in coverage.csv counts one"
            )


def _without_article(folder: Path, copied: dict[str, str], reading: Reading, done: Brought) -> int:
    """Take files out again from which no article was read, or nothing longer than a name; how many."""
    with_article = {
        file_of(reading.places[key], copied) for key in reading.records if _is_article(reading.records[key])
    }
    without = [name for name in copied if name not in with_article]
    for name in without:
        said = [fault.removeprefix(name).lstrip(",: ") for fault in reading.faults if fault.startswith(name)]
        why = said[0] if said else f"no title or text of {FEWEST_WORDS} words or more in it"
        done.left_out.append((copied.pop(name), why))
    remove_files(folder, without)
    return len(without)


def _is_article(record: dict[str, Any]) -> bool:
    """Whether a record has an address, or a title or text of a few words: a table of codings or names has none."""
    if record.get("url"):
        return True
    said = f"{record.get('title') or ''} {record.get('text') or ''}"
    return record.get("n_words", 0) >= FEWEST_WORDS or sum(1 for _ in words(said[:4_000])) >= FEWEST_WORDS


def _doubles(folder: Path, copied: dict[str, str], reading: Reading, done: Brought) -> int:
    """Take out files that hold the very text of another file, unless they say it is another outlet's; how many."""
    single = {place: key for key, place in reading.places.items() if place in copied}
    by_text: dict[str, list[str]] = {}
    for key, record in reading.records.items():
        if record.get("text"):
            by_text.setdefault("".join(record["text"].split()).casefold(), []).append(key)
    removed = []
    for keys in by_text.values():
        best = min(keys, key=lambda key: (-_known(key, reading), reading.places[key] in single, key))
        for key in keys:
            place = reading.places[key]
            if key != best and place in single and _is_same_outlet(key, best, reading):
                done.left_out.append((copied.pop(place), f"the same text as {reading.places[best]}"))
                removed.append(place)
    remove_files(folder, removed)
    return len(removed)


def _known(key: str, reading: Reading) -> float:
    """How much is known of an article besides its text: what its file gives counts more than a guess."""
    given, guessed = reading.records[key], reading.guessed.get(key, ())
    return sum(0.5 if name in guessed else 1 for name in SHOWN if given.get(name))


def _is_same_outlet(one: str, other: str, reading: Reading) -> bool:
    """Whether two files may be of one outlet: a copy in another outlet is what copy families are made of."""
    names = [reading.records[key].get("outlet") for key in (one, other)]
    is_guess = ["outlet" in reading.guessed.get(key, ()) for key in (one, other)]
    return None in names or names[0] == names[1] or (is_guess[0] != is_guess[1])


def _nothing(copied: dict[str, str], done: Brought) -> str:
    """Why no article is new."""
    lines = [f"{file}: {why}" for file, why in done.left_out[:20]]
    more = [f"and {len(done.left_out) - 20} more"] if len(done.left_out) > 20 else []
    return (
        "\n".join(["no article to take in:", *(f"- {line}" for line in [*lines, *more])])
        if lines
        else ("no article to take in: no file found")
    )


def _said_by_readers(reading: Reading, copied: dict[str, str]) -> list[str]:
    """What the readers of the new files had to choose or could not read: dates, columns, encodings."""
    lines = []
    for (file, kind, says), n in reading.exports.intake.told.remarks.items():
        is_new = file.startswith("(") or file_of(file, copied) is not None
        is_told = {
            "dates": any(words in says for words in ("not read", "cannot tell", "before")),
            "columns": "guessed" in says or "ids are" in says,
            "encoding": says != "utf-8",
            "language": True,
        }
        if is_new and is_told.get(kind, False):
            lines.append(f"{file}: {'' if kind == 'dates' else f'{kind} '}{says}{f' ({n} times)' if n > 1 else ''}")
    return lines


# ----- settings


def _told(options: Options) -> dict[str, Any]:
    """What the user said, as keys of story.yaml."""
    told = {"columns": dict(options.columns) or None, "day_first": options.day_first, "zone": options.zone}
    return {key: value for key, value in told.items() if value is not None}


def _settle(folder: Path, settings: Settings, reading: Reading, new: list[str], done: Brought) -> None:
    """Bring story.yaml in line with the articles: events they name, what is known to be missing, invented."""
    update: dict[str, Any] = {}
    named = sorted({str(reading.records[key]["event"]) for key in new if reading.records[key].get("event")})
    if unknown := [event for event in named if event not in settings.events]:
        update["events"] = dict(settings.events) | dict.fromkeys(unknown, "Say what this part of the story is.")
        done.remarks.append(f"story.yaml: events taken from the articles: {listed(unknown)}; say there what they are")
        if len(settings.events) == 1 and settings.default_event is None:
            update["default_event"] = next(iter(settings.events))
    if reading.invented and not settings.invented:
        update["invented"] = True
        done.remarks.append(
            f"story.yaml: invented: true, as {listed(reading.invented, 3)} say so; every page will say it"
        )
    told = reading.exports.intake.told
    counts = {
        REJECTED: told.n_rejects,
        MISSING: sum(abs(row.n_missing or 0) for row in told.files if row.n_missing),
        CUT: len({one["file"] for one in told.cut}),
    }
    expected = {key: n for key, n in settings.expected.items() if key not in counts}
    if known := {key: n for key, n in counts.items() if n}:
        update["expected"] = expected | known
        done.remarks += [f"not read: {one['file']}, {one['place']}: {one['reason']}" for one in told.rejects[:20]]
        done.remarks.append(f"story.yaml: expected {known} says that you know of these, so that another one is noticed")
    if update:
        edit_settings(folder / SETTINGS, update)


# ----- rows


def _in_order(new: list[str], reading: Reading) -> list[str]:
    return sorted(new, key=lambda key: _natural(reading.places[key]))


def _natural(place: str) -> list[Any]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", place) if part]


def _row(key: str, reading: Reading) -> dict[str, Any]:
    """One row of coverage.csv, its guesses named."""
    record = reading.records[key]
    published = record.get("published")
    guessed = [name for name in SHOWN if name in reading.guessed.get(key, ()) and record.get(name)]
    if record.get("event") and key not in reading.own_event:
        guessed.append("event")
    return {
        "article_id": key,
        "outlet": record.get("outlet"),
        "published": published,
        "published_precision": precision_of(str(published)) if published else "unknown",
        "language": record.get("language"),
        "event": record.get("event"),
        "title": record.get("title"),
        "text_status": record.get("text_status"),
        "guessed": " ".join(guessed),
        SOURCE: reading.places[key],
    }
