"""Hosts: one request at a time to each, with pauses, and by their robots.txt (RFC 9309)."""

from __future__ import annotations

import contextlib
import email.utils
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from protego import Protego

from .address import checked_url
from .connect import Deadline
from .failure import Failure, Stopped
from .manners import (
    BACKOFF,
    MAX_CRAWL_DELAY,
    MAX_LATER,
    MAX_ROBOTS_BYTES,
    MAX_WAIT,
    ROBOTS_HOPS,
    TOKEN,
    TRIES,
    Manners,
    Outside,
)
from .request import Answer, new_client, request

REDIRECTS = (301, 302, 303, 307, 308)


@dataclass
class _Gate:
    """One host: whose turn it is, when the next request may go out, and whether any may at all."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    pause: float = 0.0
    closed: Failure | None = None


@dataclass
class _Robots:
    reading: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None
    failure: Failure | None = None
    is_read: bool = False


class Hosts:
    """All hosts of one command. May be used from several threads."""

    def __init__(self, manners: Manners, outside: Outside):
        self.manners, self.outside = manners, outside
        self.tls: ssl.SSLContext = httpx.create_ssl_context(trust_env=True)  # SSL_CERT_FILE names other authorities
        self._gates: dict[str, _Gate] = {}
        self._robots: dict[str, _Robots] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def visit(self, language: str | None = None, more: Mapping[str, str] | None = None) -> Iterator[Visit]:
        """A client for one try of one page, with its time; ``more`` are headers in place of the usual ones."""
        deadline = Deadline(self.manners.timeout, self.outside.stop)
        headers = {
            "User-Agent": self.manners.user_agent,
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
            "Accept-Language": f"{language},*;q=0.5" if language else "*",
            **(more or {}),
        }
        with new_client(
            deadline,
            self.tls,
            headers,
            resolve=self.outside.resolve,
            connect=self.outside.connect,
            allow_local=self.manners.allow_local,
        ) as client:
            yield Visit(self, client, deadline)

    def gate(self, url: httpx.URL) -> _Gate:
        """The gate of the host of an address."""
        with self._lock:
            return self._gates.setdefault(url.host.lower(), _Gate(pause=self.manners.pause))

    def hold(self, url: httpx.URL, seconds: float) -> None:
        """Let the next request to a host wait at least so long."""
        gate = self.gate(url)
        gate.free_at = max(gate.free_at, self.outside.clock() + seconds)

    def retried(self, url: httpx.URL, attempt: Callable[[], Any]) -> tuple[Any, int]:
        """Try up to ``TRIES`` times where a failure may pass, with growing pauses: what came of it, and the tries.

        Raises
        ------
        Failure
            That of the last try; a host that stays busy is closed for the rest of the command.
        """
        for tried in range(1, TRIES + 1):
            try:
                return attempt(), tried
            except Failure as failure:
                failure.tries = tried
                is_last = tried == TRIES or not failure.is_passing
                if failure.code == "busy" and is_last:
                    self.gate(failure.at or url).closed = failure
                if is_last:
                    raise
                self.hold(failure.at or url, BACKOFF[tried - 1] if failure.wait is None else failure.wait)
        raise AssertionError("the last try returns or raises")

    def allow(self, url: httpx.URL) -> None:
        """Ask the robots.txt of a host, which is read once, whether a page may be fetched.

        A file that is not there (4xx) allows all; one that cannot be had now (5xx, 429, no connection) allows nothing
        now. Of a large file the first 500 KiB count.

        Raises
        ------
        Failure
            ``robots`` where it may not; else why robots.txt could not be read.
        """
        origin = f"{url.scheme}://{url.netloc.decode('ascii').lower()}"
        with self._lock:
            robots = self._robots.setdefault(origin, _Robots())
        with robots.reading:
            if not robots.is_read:
                try:
                    robots.rules = self._read_robots(httpx.URL(f"{origin}/robots.txt"))
                except Failure as failure:
                    robots.failure = failure
                robots.is_read = True
                if robots.rules is not None:
                    asked = robots.rules.crawl_delay(TOKEN) or 0.0
                    gate = self.gate(url)
                    gate.pause = max(gate.pause, min(asked, MAX_CRAWL_DELAY))
        if robots.failure is not None:
            raise robots.failure.again()
        if robots.rules is not None and not robots.rules.can_fetch(str(url), TOKEN):
            raise Failure("robots", f"{origin}/robots.txt")

    def _read_robots(self, url: httpx.URL) -> Protego | None:
        def attempt() -> Protego | None:
            with self.visit() as visit:
                at = url
                for _ in range(ROBOTS_HOPS + 1):
                    answer = visit.get(at, MAX_ROBOTS_BYTES, cut=True)
                    if answer.status not in REDIRECTS or "location" not in answer.headers:
                        break
                    at = next_address(answer)
                return self._rules(answer)

        try:
            return self.retried(url, attempt)[0]
        except Failure as failure:
            why = Failure(
                "busy" if failure.code == "status" else failure.code,
                f"robots.txt cannot be read now: {failure.detail}",
                status=failure.status,
                not_before=failure.not_before,
            )
            why.is_unnamed = failure.is_unnamed
            raise why from None

    def _rules(self, answer: Answer) -> Protego | None:
        if answer.status == 429 or answer.status >= 500:
            raise refusal(answer, self.outside.now())
        if answer.status != 200:
            return None  # "unavailable" in the words of the RFC, which includes redirects without an end
        text = answer.body.decode("utf-8-sig", errors="replace")
        if len(answer.body) == MAX_ROBOTS_BYTES:
            text = text.rpartition("\n")[0]  # the last line may be half a rule
        return Protego.parse(text)


class Visit:
    """One try of one page: requests that share cookies and time."""

    def __init__(self, hosts: Hosts, client: httpx.Client, deadline: Deadline):
        self.hosts, self.client, self.deadline = hosts, client, deadline

    def get(self, url: httpx.URL, max_bytes: int, *, cut: bool = False) -> Answer:
        """One request, when it is its turn."""
        gate, outside = self.hosts.gate(url), self.hosts.outside
        with gate.turn:
            while (wait := gate.free_at - outside.clock()) > 0 and not outside.stop.is_set():
                outside.sleep(wait)
            if outside.stop.is_set():
                raise Stopped
            if gate.closed is not None:
                raise gate.closed.again()
            try:
                return request(url, client=self.client, deadline=self.deadline, max_bytes=max_bytes, cut=cut)
            finally:
                gate.free_at = max(gate.free_at, outside.clock() + gate.pause)

    @property
    def cookies(self) -> tuple[tuple[str, str | None, str], ...]:
        """What hosts have set so far: a page that redirects to itself after setting a cookie is no circle."""
        return tuple(sorted((one.name, one.value, one.domain) for one in self.client.cookies.jar))


def next_address(answer: Answer) -> httpx.URL:
    """Where a redirect leads, once it is sure that it may be asked."""
    try:
        there = answer.url.join(answer.headers["location"].strip())
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Failure("redirects", f"leads to what is not an address: {error}", status=answer.status) from None
    return checked_url(there)


def refusal(answer: Answer, now: datetime) -> Failure:
    """The failure that a status other than 200 means."""
    status = answer.status
    wait = retry_after(answer.headers.get("retry-after", ""), now)
    is_far = wait is not None and wait > MAX_WAIT
    if status == 429 or (status == 503 and is_far):
        code = "busy"
    elif status in (404, 410):
        code = "gone"
    else:
        code = "refused" if status in (401, 402, 403, 451) else "status"
    failure = Failure(code, f"status {status}", status=status, wait=wait)
    if code == "busy" and wait is not None and is_far:
        failure.wait, failure.not_before = None, now + timedelta(seconds=min(wait, MAX_LATER))
    failure.at = answer.url
    return failure


def retry_after(said: str, now: datetime) -> float | None:
    """The seconds a Retry-After asks for, given in seconds or as a date (RFC 9110); None if it says neither."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return float(said[:12])
    try:
        when = email.utils.parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
