"""``samestory watch``: new articles of a story's feeds and sitemaps, as rows of its ledger."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ..engine.addresses import address_key
from ..errors import StoryError, counted, listed
from ..intake.collect import slug_of
from ..intake.published import precision_of
from ..intake.record import Options
from ..intake.shared.addresses import registered_domain
from ..story import Story, load_story
from ..story.bring_files import alone, kept_files
from ..story.coverage import GUESSED
from ..story.coverage_write import add_rows
from ..story.find import SETTINGS, story_folder
from ..story.load import read_story
from ..story.settings import Feed, Settings
from ..story.settings_edit import read_settings
from ..waiting import as_they_end
from .failure import Stopped
from .feeds import Entry, Read, matches, read_feed
from .hosts import Hosts
from .manners import Manners, Outside
from .watch_state import Line, Seen, State, read_state, watching, write_lines, write_state

COLUMNS = (
    "article_id", "outlet", "published", "published_precision", "language", "event", "title", "url", "text_status",
    "date_basis", GUESSED,
)  # fmt: skip
NEW, REVISED = "new", "revised"
WAIT_SECONDS = 30.0  # for an intake that is under way
REASONS = {
    "words": "without a word of feed_words",
    "period": "dated outside the period of story.yaml",
    "language": "in a language that story.yaml does not list",
    "removed": "added before, and removed from coverage.csv since",
    "address": "without an address of a public page",
}


@dataclass
class Watched:
    """What came of one look at the feeds of a story.

    ``new`` and ``revised`` have one dict an article, as in ``texts/watch.csv``; ``left_out`` counts entries by reason,
    each a key of ``REASONS``.
    """

    story: str
    time: datetime
    new: list[dict[str, Any]] = field(default_factory=list)
    revised: list[dict[str, Any]] = field(default_factory=list)
    n_known: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    feeds: list[Read] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_failure(self) -> bool:
        """Whether no feed could be read."""
        return bool(self.feeds) and all(one.is_failure for one in self.feeds)

    @property
    def faults(self) -> list[str]:
        """What could not be read."""
        return [fault for one in self.feeds for fault in one.faults]

    def __str__(self) -> str:
        """``3 new, 1 revised, 12 known``, and what was left out."""
        said = f"{len(self.new):,} new, {len(self.revised):,} revised, {self.n_known:,} known"
        left = [f"{n:,} {REASONS[why]}" for why, n in self.left_out.items() if n]
        said += f"; left out: {', '.join(left)}" if left else ""
        unchanged = sum(one.n_documents > 0 and one.n_unchanged == one.n_documents for one in self.feeds)
        failed = sum(bool(one.faults) for one in self.feeds)
        return f"{said} ({counted(len(self.feeds), 'feed')}, {unchanged:,} not changed, {failed:,} failed)"

    def to_json(self) -> str:
        """All of it as one line of JSON."""
        feeds = [
            {
                "url": one.feed.url, "entries": len(one.entries), "documents": one.n_documents,
                "unchanged": one.n_unchanged, "faults": one.faults, "remarks": one.remarks,
            }
            for one in self.feeds
        ]  # fmt: skip
        said = {
            "story": self.story, "time": self.time, "new": self.new, "revised": self.revised, "known": self.n_known,
            "left_out": self.left_out, "feeds": feeds, "remarks": self.remarks,
        }  # fmt: skip
        return json.dumps(said, default=lambda one: one.isoformat(timespec="seconds"))


def watch(given: str | Path, *, manners: Manners | None = None, outside: Outside | None = None) -> Watched:
    """Read the feeds and sitemaps of a story and add what is new to its coverage.csv.

    An address that the ledger has is not added again, whatever parameters track its readers. If a feed states another
    time of change, title or summary than before, the article is revised: it is listed, and its row stays. Killed at
    any moment, coverage.csv is whole, and the next call goes on: it says and logs what the killed one had found.

    Parameters
    ----------
    given
        A name in ``seeds/``, or the path of a story folder.
    manners
        Pauses and limits; default: the usual ones.
    outside
        Clock, names and network; default: the real ones.

    Raises
    ------
    StoryError
        ``feeds`` is missing in story.yaml, the story has faults, or another command is at work on it. The ledger is
        then as it was.
    """
    folder = story_folder(given)
    manners, outside = manners or Manners(), outside or Outside()
    settings = read_settings(folder / SETTINGS)
    if not settings.feeds:
        raise StoryError(
            f"story {folder.name}: {SETTINGS} names no feeds; add them: `feeds: [https://gull.example/rss.xml]`"
        )
    with watching(folder) as texts:
        state, said = read_state(texts)
        done = Watched(folder.name, outside.now(), remarks=[said] if said else [])
        left = _left_by_a_killed_look(folder, state)
        done.feeds = _read_all(settings, state, manners, outside)
        with alone(folder, patience=WAIT_SECONDS):
            rows = _merge(folder, settings, state, done)
            _remember(settings, state, done.feeds)
            state.begun = [*left, *(Line(**one) for one in [*done.new, *done.revised])]
            done.new[:0] = [line.model_dump() for line in left if line.what == NEW]
            done.revised[:0] = [line.model_dump() for line in left if line.what == REVISED]
            state.again = sorted({*state.again, *(one["article_id"] for one in done.revised)})
            write_state(texts, state)
            _add(folder, rows)
        if state.begun:
            write_lines(texts, state.begun)
            state.begun = []
            write_state(texts, state)
    return done


def _read_all(settings: Settings, state: State, manners: Manners, outside: Outside) -> list[Read]:
    """Every feed, several hosts at once; one whose settings changed is read whatever its host says of changes."""
    hosts, options = Hosts(manners, outside), Options({}, None, settings.day_first, settings.zone)

    def one(feed: Feed) -> Read:
        is_same = state.settings.get(feed.url) == _digest(settings, feed)
        try:
            return read_feed(hosts, feed, state.validators.get(feed.url, {}) if is_same else {}, options)
        except Stopped:
            return Read(feed, faults=[f"{feed.url}: stopped"])

    feeds = {feed.url: feed for feed in settings.feeds}
    with ThreadPoolExecutor(manners.jobs, thread_name_prefix="samestory-watch") as pool:
        try:
            futures = [pool.submit(one, feed) for feed in feeds.values()]
            for future in as_they_end(futures):
                future.result()
            return [future.result() for future in futures]
        except BaseException:
            outside.stop.set()
            raise


def _digest(settings: Settings, feed: Feed) -> str:
    """What decides which entries of a feed are taken."""
    said = [
        feed.model_dump(mode="json"),
        settings.feed_words,
        settings.model_dump(mode="json", include={"period", "languages"}),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _remember(settings: Settings, state: State, feeds: list[Read]) -> None:
    """Keep the validators of what was read whole; a feed that is no longer in story.yaml is forgotten."""
    for one in feeds:
        url = one.feed.url
        if one.is_failure:
            continue
        state.validators[url] = one.validators
        state.settings[url] = _digest(settings, one.feed)
    known = {feed.url for feed in settings.feeds}
    state.validators = {url: said for url, said in state.validators.items() if url in known}
    state.settings = {url: said for url, said in state.settings.items() if url in known}


def _left_by_a_killed_look(folder: Path, state: State) -> list[Line]:
    """What a killed look had begun and is still to be said and logged; a row that it did not write is found again."""
    there = _names(load_story(folder, texts=False)) if state.begun else set()
    left = []
    for line in state.begun:
        if line.what == NEW and line.article_id not in there:
            state.forget(line)
        else:
            left.append(line)
    return left


def _names(story: Story) -> set[str]:
    return {*story.articles["article_id"], *story.no_articles["article_id"]}


def _merge(folder: Path, settings: Settings, state: State, done: Watched) -> list[dict[str, Any]]:
    """Tell new entries from known ones; the rows of the new ones."""
    story = load_story(folder, texts=False)
    ledger = _addresses(story)
    made, rows = _names(story), []
    done.left_out = dict.fromkeys(REASONS, 0)
    for read in done.feeds:
        done.left_out["address"] += read.n_no_address
        for key, entry in read.entries.items():
            if key in ledger:
                _known(key, ledger[key], entry, read.feed, state, done)
            elif why := _left_out(key, entry, settings, read.feed, state):
                done.left_out[why] += 1
            else:
                row = _row(entry, read.feed, made)
                made.add(row["article_id"])
                ledger[key] = row["article_id"]
                state.seen[key] = Seen(
                    article_id=row["article_id"], said={read.feed.url: (entry.updated, entry.digest)}
                )
                rows.append(row)
                done.new.append(_line(NEW, done.time, row["article_id"], entry, read.feed))
    return rows


def _add(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Write the new rows; coverage.csv is as it was if the story breaks."""
    if not rows:
        return
    with kept_files(folder, {}):
        add_rows(folder, rows, COLUMNS)
        _, faults = read_story(folder, texts=False)
        if faults:
            raise StoryError(
                f"the new rows would break the story {folder.name}, so none was added: {listed(faults, 5)}"
            )


def _addresses(story: Story) -> dict[str, str]:
    """The articles of a story by address, including pages that are not articles."""
    both = pd.concat([story.articles[["article_id", "url"]], story.no_articles[["article_id", "url"]]])
    keyed = [(address_key(row.url), row.article_id) for row in both.itertuples() if not pd.isna(row.url)]
    return {key: article_id for key, article_id in reversed(keyed) if key}


def _known(key: str, article_id: str, entry: Entry, feed: Feed, state: State, done: Watched) -> None:
    """An entry of an article in the ledger: revised if this feed said something else of it before."""
    seen = state.seen.setdefault(key, Seen(article_id=article_id))
    before, now = seen.said.get(feed.url), (entry.updated, entry.digest)
    seen.article_id, seen.said[feed.url] = article_id, now
    if before is None or before == now:
        done.n_known += 1
        return
    changed = [
        name for name, was, is_now in zip(("updated", "title or summary"), before, now, strict=True) if was != is_now
    ]
    if any(one["article_id"] == article_id for one in [*done.revised, *done.new]):
        return
    done.revised.append(_line(REVISED, done.time, article_id, entry, feed, " and ".join(changed)))


def _left_out(key: str, entry: Entry, settings: Settings, feed: Feed, state: State) -> str | None:
    """Why an entry that the ledger does not have is not added: a key of ``REASONS``; None if it is."""
    if key in state.seen:
        return "removed"
    if not matches(entry, settings.feed_words if feed.words is None else feed.words):
        return "words"
    given = settings.model_fields_set
    if "period" in given and entry.published:
        begin, end = settings.period.begin.isoformat(), settings.period.end.isoformat()
        if not begin[: len(entry.published)] <= entry.published[:10] <= end:
            return "period"
    if settings.languages and entry.language and entry.language not in settings.languages:
        return "language"
    return None


def _row(entry: Entry, feed: Feed, made: set[str]) -> dict[str, Any]:
    domain = (registered_domain(entry.url) or "page").split(".")[0]
    day = (entry.published or "")[:10]
    words = [part for part in (domain, day, *(entry.title or "").split()[:6]) if part]
    base = slug_of("-".join(words)).lower().replace(".", "-")[:70]  # a dot would make it the name of a file in texts/
    article_id, number = base, 1
    while article_id in made:
        number += 1
        article_id = f"{base}-{number}"
    return {
        "article_id": article_id,
        "outlet": entry.outlet,
        "published": entry.published,
        "published_precision": precision_of(entry.published) if entry.published else "unknown",
        "language": entry.language,
        "event": feed.event,
        "title": entry.title,
        "url": entry.url,
        "text_status": "none",
        "date_basis": entry.date_basis,
        GUESSED: " ".join(entry.guessed) or None,
    }


def _line(what: str, time: datetime, article_id: str, entry: Entry, feed: Feed, detail: str = "") -> dict[str, Any]:
    return {
        "time": time,
        "what": what,
        "article_id": article_id,
        "published": entry.published,
        "outlet": entry.outlet,
        "title": entry.title,
        "url": entry.url,
        "feed": feed.url,
        "detail": detail,
    }


def watch_and_fetch(
    given: str | Path, *, manners: Manners | None = None, outside: Outside | None = None
) -> tuple[Watched, list[Any]]:
    """``watch``, then the texts: of every page without one, and once more of every page revised since it was fetched.

    Returns
    -------
    watched, summaries
        The summaries are those of ``fetch``; none if there was nothing to fetch.
    """
    from .job import fetch, plan

    done = watch(given, manners=manners, outside=outside)
    summaries = []
    todo = plan(given)
    asked = {page.article_id for page in todo.wanted}
    addressed = todo.story.articles
    addressed = addressed[addressed["text"].isna() & addressed["url"].notna()]
    with watching(todo.story.folder, patience=WAIT_SECONDS) as texts:
        again = set(read_state(texts)[0].again)
    revised = sorted(again & set(addressed["article_id"]) - asked)
    if todo.wanted:
        summaries.append(fetch(todo, manners=manners, outside=outside))
    if revised:
        summaries.append(fetch(plan(given, only=revised, again=True), manners=manners, outside=outside, again=True))
    if again:
        left = set(revised).difference(*(one.lines for one in summaries))
        with watching(todo.story.folder, patience=WAIT_SECONDS) as texts:
            state, _ = read_state(texts)
            state.again = sorted({*state.again} - again | left)
            write_state(texts, state)
    return done, summaries
