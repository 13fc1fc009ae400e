"""``samestory fetch``: the texts of a ledger, page by page, host by host."""

from __future__ import annotations

import collections
import importlib.metadata
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..story import Story, load_story
from ..story.find import TEXTS_LOG, WATCH_LOG, WATCH_STATE
from ..story.texts import stored
from ..waiting import as_they_end
from .failure import REASONS, Failure, Stopped
from .hosts import Hosts
from .manners import BUSY_SECONDS, TOKEN, Manners, Outside
from .page import get_copy, get_page
from .store import Line, Store, opened

FETCHED, UNCHANGED, FAILED, LATER = "fetched", "unchanged", "failed", "later"
OUTCOMES = (FETCHED, UNCHANGED, FAILED, LATER)


@dataclass(frozen=True)
class Wanted:
    """One page of the ledger to fetch."""

    article_id: str
    url: str
    language: str | None
    around: datetime

    @property
    def host(self) -> str:
        """The host of its address; empty if that is none."""
        try:
            return httpx.URL(self.url).host.lower()
        except (httpx.InvalidURL, ValueError, UnicodeError):
            return ""


@dataclass(frozen=True)
class Plan:
    """What there is to fetch of a story, and what is left out and why."""

    story: Story
    wanted: list[Wanted]
    n_with_text: int
    n_without_address: int
    n_stored: int

    @property
    def hosts(self) -> dict[str, list[Wanted]]:
        """The pages by host, the host with most pages first: it takes longest."""
        groups = collections.defaultdict(list)
        for page in self.wanted:
            groups[page.host].append(page)
        return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


@dataclass
class Summary:
    """What came of it: the last line of each page, and the pages whose host had asked not to be asked yet."""

    plan: Plan
    lines: dict[str, Line] = field(default_factory=dict)
    not_yet: dict[str, datetime] = field(default_factory=dict)
    was_stopped: bool = False

    def count(self, *outcomes: str, source: str | None = None) -> int:
        """The pages with one of these outcomes."""
        return sum(
            line.outcome in outcomes and (source is None or line.source == source) for line in self.lines.values()
        )

    @property
    def is_whole(self) -> bool:
        """Whether every page asked for was had."""
        return not self.was_stopped and not self.not_yet and not self.count(FAILED, LATER)

    @property
    def is_failure(self) -> bool:
        """Whether there was something to fetch, and none of it was had."""
        return bool(self.lines or self.not_yet) and not self.count(FETCHED, UNCHANGED)

    def reasons(self) -> dict[str, list[str]]:
        """The pages not had, by the code of the reason."""
        found: dict[str, list[str]] = {}
        for code in REASONS:
            names = [
                name
                for name, line in self.lines.items()
                if line.outcome in (FAILED, LATER) and line.reason.partition(":")[0] == code
            ]
            if names:
                found[code] = sorted(names)
        return found

    def __str__(self) -> str:
        plan = self.plan
        said = [
            f"{self.count(FETCHED):,} fetched ({self.count(FETCHED, source='archive'):,} of them from the archive),"
            f" {self.count(UNCHANGED):,} unchanged, {self.count(FAILED):,} failed, {self.count(LATER):,} for later"
        ]
        said += [
            f"  {len(names):>5,}  {code}: {REASONS[code]}: {listed(names, 6)}" for code, names in self.reasons().items()
        ]
        if self.not_yet:
            first = min(self.not_yet.values())
            said.append(
                f"  {len(self.not_yet):>5,}  not asked: their hosts said when to come back ({first:%F %H:%M} UTC)"
            )
        if plan.n_stored:
            said.append(f"  {plan.n_stored:>5,}  fetched before (--again fetches them once more)")
        if plan.n_without_address:
            said.append(f"  {plan.n_without_address:>5,}  without an address in the ledger")
        if self.was_stopped:
            said.append(f"stopped with {len(plan.wanted) - len(self.lines) - len(self.not_yet):,} pages not asked")
        return "\n".join(said)


def plan(story: str | Path, *, only: Iterable[str] = (), again: bool = False) -> Plan:
    """The pages of a story's ledger that have an address and no text.

    Parameters
    ----------
    story
        A name in ``seeds/``, or the path of a story folder.
    only
        The pages to fetch, by ``article_id``; all where empty.
    again
        Also those of which a version is stored: what changed on the page is then seen.

    Raises
    ------
    StoryError
        The story does not load, or ``only`` names a page that it does not have or that has no address.
    """
    loaded = load_story(story, texts=False)
    articles = loaded.articles
    textless = articles[articles["text"].isna()]
    addressed = textless[textless["url"].notna()]
    chosen = list(dict.fromkeys(only))
    for name in chosen:
        if name not in set(articles["article_id"]):
            raise StoryError(f"no article {name!r}.{suggestion(name, addressed['article_id'])}")
        if name not in set(addressed["article_id"]):
            why = "has a text in articles/" if name not in set(textless["article_id"]) else "has no address"
            raise StoryError(f"{name} {why}; there is nothing to fetch for it")
    if taken := {TEXTS_LOG, WATCH_LOG, WATCH_STATE} & set(addressed["article_id"]):
        raise StoryError(f"article_id {min(taken)!r} is the name of a file in texts/; call that article otherwise")
    rows = addressed[addressed["article_id"].isin(chosen)] if chosen else addressed
    have = {name for name in rows["article_id"] if stored(loaded.folder, name)}
    wanted = [
        Wanted(row.article_id, row.url, None if pd.isna(row.language) else row.language, _around(row, loaded))
        for row in rows.itertuples()
        if again or row.article_id not in have
    ]
    return Plan(
        loaded, wanted, len(articles) - len(textless), len(textless) - len(addressed), 0 if again else len(have)
    )


def fetch(
    todo: Plan,
    *,
    manners: Manners | None = None,
    again: bool = False,
    outside: Outside | None = None,
    told: Callable[[Line], Any] | None = None,
) -> Summary:
    """Fetch the pages of a plan into the story's ``texts/``.

    Killed at any moment, what is stored is whole, and the next call goes on with the rest.

    Parameters
    ----------
    todo
        From ``plan``.
    manners
        Pauses and limits; default: the usual ones.
    again
        Ask also hosts that said when to come back, before that time.
    outside
        Clock, names and network; default: the real ones.
    told
        Is given every line of the log as it is written, by one thread at a time.

    Raises
    ------
    StoryError
        Another command is fetching for this story, a stored page is damaged, or ``texts`` leads out of the folder.
    """
    manners, outside = manners or Manners(), outside or Outside()
    summary = Summary(todo)
    with opened(todo.story.folder) as store:
        if not again:
            now = outside.now()
            late = {name: when for name, when in store.not_before().items() if when > now}
            summary.not_yet = {
                page.article_id: late[page.article_id] for page in todo.wanted if page.article_id in late
            }
        worker = _Worker(Hosts(manners, outside), store, summary, told)
        with ThreadPoolExecutor(manners.jobs, thread_name_prefix="samestory-fetch") as pool:
            futures: list[Future] = [pool.submit(worker.host, pages) for pages in todo.hosts.values()]
            try:
                for future in as_they_end(futures):
                    future.result()
            except BaseException:
                outside.stop.set()
                for future in futures:
                    future.cancel()
                raise
        summary.was_stopped = outside.stop.is_set()
    return summary


class _Worker:
    """Fetches the pages of one host after the other; several hosts at once."""

    def __init__(self, hosts: Hosts, store: Store, summary: Summary, told: Callable[[Line], Any] | None):
        self.hosts, self.store, self.summary, self.told = hosts, store, summary, told
        self.made_by = f"{TOKEN} {importlib.metadata.version('samestory')}"
        self.writing = threading.Lock()

    def host(self, pages: list[Wanted]) -> None:
        """Every page of one host."""
        for page in pages:
            if page.article_id not in self.summary.not_yet:
                try:
                    self.page(page)
                except Stopped:
                    return

    def page(self, wanted: Wanted) -> None:
        """One page from its host or, where that is fair and it was never had, from the archive."""
        try:
            self.keep(wanted, "page", get_page(self.hosts, wanted.url, wanted.language))
            return
        except Failure as failure:
            first = failure
        self.note(wanted, "page", first)
        if not (first.asks_archive and self.hosts.manners.archive) or self.store.has(wanted.article_id):
            return
        try:
            base = self.hosts.manners.archive_base
            copy = get_copy(self.hosts, base, wanted.url, wanted.around, wanted.language)
            self.keep(wanted, "archive", copy)
        except Failure as failure:
            self.note(wanted, "archive", failure, first)

    def keep(self, wanted: Wanted, source: str, page: Any) -> None:
        """Store a page and say so."""
        fetched = self.hosts.outside.now()
        with self.writing:
            file, is_new = self.store.save(wanted.article_id, page, fetched, self.made_by)
            taken = f"copy of {page.archived_at:%Y-%m-%d %H:%M} UTC" if page.archived_at else ""
            self.write(
                Line(
                    wanted.article_id, wanted.url, fetched, source, FETCHED if is_new else UNCHANGED,
                    page.status, taken, page.tries, len(page.body), file,
                )
            )  # fmt: skip

    def note(self, wanted: Wanted, source: str, failure: Failure, first: Failure | None = None) -> None:
        """Say why a page was not had; the summary counts it by what its own host said."""
        now, not_before = self.hosts.outside.now(), failure.not_before
        if failure.code == "busy" and not_before is None:
            not_before = now + timedelta(seconds=BUSY_SECONDS)
        outcome = LATER if failure.code == "busy" else FAILED
        reason = f"{failure.code}: {failure.detail}"
        line = Line(
            wanted.article_id, wanted.url, now, source, outcome, failure.status, reason, failure.tries,
            not_before=not_before,
        )  # fmt: skip
        with self.writing:
            self.write(line, count_as=first)

    def write(self, line: Line, count_as: Failure | None = None) -> None:
        """Log one line. Hold ``writing``."""
        self.store.write(line)
        if count_as is None or line.outcome == LATER:
            self.summary.lines[line.article_id] = line
        if self.told is not None:
            self.told(line)


def _around(row: Any, story: Story) -> datetime:
    """The time an archive's copy should be nearest to: publication, or the end of the story where that is not known."""
    if pd.isna(row.published):
        end = story.settings.period.end
        return datetime(end.year, end.month, end.day, 12, tzinfo=UTC)
    published = row.published.to_pydatetime()
    return published + {"day": timedelta(hours=12), "month": timedelta(days=15)}.get(
        row.published_precision, timedelta()
    )
