"""One server that speaks the protocol of OpenAI's chat completions: asked slowly, patiently and within bounds.

What is sent goes to the address that was named and nowhere else: no redirect is followed, no proxy of the environment
is used (a proxy would be another reader of the texts), and no password file is looked at.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ...errors import SamestoryError, listed, printable

KEY = "SAMESTORY_LLM_KEY"
SEED = 1
FORMS = ("json_schema", "json_object", "text")  # how an answer is asked for, the strictest first
MOST_BYTES = 4_000_000  # of one answer
MOST_WAIT = 120.0  # a Retry-After up to here is waited for
BACKOFF = (2.0, 8.0, 30.0)  # seconds before each further try
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524, 529})
REFUSED = frozenset({400, 413, 422})  # this question only, or the form in which it asks for an answer
NO_USE = {401: "refuses the key", 403: "refuses the request", 404: "knows no such address or model"}
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,119}")


class ServerError(SamestoryError):
    """The server cannot be used at all; asking for another article would not help."""


class AnswerError(SamestoryError):
    """One article got no usable answer. ``reason`` is the same for articles that failed alike."""

    def __init__(self, reason: str, detail: str = "", *, is_outage: bool = False):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.is_outage = reason, is_outage


class _AgainError(Exception):
    """To be tried again: what happened, and how long the server wants to be left alone."""

    def __init__(self, reason: str, wait: float | None = None):
        super().__init__(reason)
        self.reason, self.wait = reason, wait


def checked_endpoint(given: str) -> httpx.URL:
    """The address of a server, up to ``/v1``; nothing secret may be in it.

    Raises
    ------
    SamestoryError
        No web address, or one with a user name, password, query or fragment.
    """
    help_ = "give the address up to /v1, for instance http://localhost:11434/v1"
    try:
        url = httpx.URL(given.strip().rstrip("/"))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise SamestoryError(f"--endpoint is no web address; {help_}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise SamestoryError(f"--endpoint is no web address; {help_}")
    if url.userinfo or url.query or url.fragment:
        raise SamestoryError(
            f"--endpoint has a password or a query in it; {help_}, and put the key into the variable {KEY}"
        )
    return url


def is_local(host: str) -> bool:
    """Whether a host is this machine by its very name or number."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def key_from_environment() -> str | None:
    """The key of the server; None if there is none.

    Raises
    ------
    SamestoryError
        The variable has signs that no header can have; the error does not show it.
    """
    key = os.environ.get(KEY, "").strip()
    if key and not re.fullmatch(r"[!-~]{1,4000}", key):
        raise SamestoryError(f"{KEY} has spaces or signs that no key has; set it again")
    return key or None


@dataclass
class Server:
    """A server, a model, and how it is asked.

    Parameters
    ----------
    endpoint
        Up to ``/v1``.
    model
        The name by which the server knows the model.
    timeout
        Seconds for one answer in all.
    requests_per_minute
        Not more often than this; None: as fast as it answers.
    tries
        How often one question is asked if the server is busy or fails.
    pauses, most_wait, sleep, clock
        Seconds before each further try, the longest Retry-After that is waited for, and the world's clock.
    """

    endpoint: str
    model: str
    timeout: float = 300.0
    requests_per_minute: float | None = None
    tries: int = 4
    pauses: tuple[float, ...] = BACKOFF
    most_wait: float = MOST_WAIT
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    form: str = field(default=FORMS[0], init=False)
    n_answers: int = field(default=0, init=False)
    _next: float = field(default=0.0, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self._url = checked_endpoint(self.endpoint)
        if not _MODEL.fullmatch(self.model):
            raise SamestoryError(
                f"--model is {printable(self.model)[:60]!r}; expected letters, digits and . _ : / @ + -, at most 120,"
                " as the server lists it"
            )
        for name, value, least, most in (
            ("--timeout", self.timeout, 0.01, 3_600.0),
            ("--requests-per-minute", self.requests_per_minute or 1.0, 0.01, 100_000.0),
        ):
            if not least <= value <= most:
                raise SamestoryError(f"{name} is {value:g}; allowed are {least:g} to {most:,.0f}")
        self._key = key_from_environment()
        if self._key and self._url.scheme == "http" and not is_local(self._url.host):
            raise SamestoryError(
                f"{self.host} is asked over plain http, and {KEY} is set: anybody on the way could read the key."
                f" Use https, or an address of this machine, or unset {KEY}"
            )
        # SSL_CERT_FILE may name other authorities; plain http needs none, and reading them takes time.
        self._tls = httpx.create_ssl_context(trust_env=True) if self._url.scheme == "https" else False

    @property
    def host(self) -> str:
        """Host and port, as they are part of the key of what is kept."""
        return self._url.netloc.decode("ascii")

    @property
    def is_open_to_others(self) -> bool:
        """Whether texts go over a network without encryption."""
        return self._url.scheme == "http" and not is_local(self._url.host)

    def ask(self, system: str, user: str, schema: dict[str, Any]) -> str:
        """What the model answers.

        Raises
        ------
        AnswerError
            This question has no usable answer; another one may have.
        ServerError
            No question can be answered.
        """
        refused: list[str] = []
        for form in FORMS[FORMS.index(self.form) :]:
            is_answered, said = self._patiently(self._question(system, user, schema, form))
            if is_answered:
                self.form = form  # also for the articles to come, as a question that no form answers changes nothing
                return said
            refused.append(said)
        raise AnswerError("the server refuses the request", listed(dict.fromkeys(refused), 1))

    def _question(self, system: str, user: str, schema: dict[str, Any], form: str) -> bytes:
        if form != "json_schema":
            system += "\n\nThe JSON object follows this schema:\n" + json.dumps(schema, ensure_ascii=False)
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "seed": SEED,
            "stream": False,
        }
        if form == "json_schema":
            asked["response_format"] = {
                "type": form,
                "json_schema": {"name": "coding", "strict": True, "schema": schema},
            }
        elif form == "json_object":
            asked["response_format"] = {"type": form}
        return json.dumps(asked, ensure_ascii=True).encode()

    def _patiently(self, question: bytes) -> tuple[bool, str]:
        """Whether the question was answered, and with what or why not, after as many tries as are allowed."""
        last = _AgainError("")
        for nth in range(self.tries):
            if nth:
                pause = self.pauses[min(nth, len(self.pauses)) - 1] if self.pauses else 0.0
                self.sleep(max(pause, last.wait or 0.0))
            self._wait_for_turn()
            try:
                return self._once(question)
            except _AgainError as again:
                last = again
                if again.wait is not None and again.wait > self.most_wait:
                    raise ServerError(
                        f"{self.host} asks to be left alone for {again.wait:,.0f} seconds. Run the same command again"
                        " then: finished articles are kept"
                    ) from None
        raise AnswerError(last.reason, f"asked {self.tries} times", is_outage=True)

    def _wait_for_turn(self) -> None:
        if self.requests_per_minute is None:
            return
        with self._lock:
            now = self.clock()
            wait = max(0.0, self._next - now)
            self._next = max(now, self._next) + 60.0 / self.requests_per_minute
        if wait:
            self.sleep(wait)

    def _once(self, question: bytes) -> tuple[bool, str]:
        """One request: an answer; or why this question is refused. All else is an error."""
        try:
            status, headers, body = self._sent(question)
        except httpx.TimeoutException:
            raise _AgainError(f"no whole answer within {self.timeout:g} s") from None
        except (httpx.ConnectError, httpx.UnsupportedProtocol) as error:
            if self.n_answers:
                raise _AgainError("the connection failed") from None
            raise ServerError(
                f"{self.host} cannot be reached ({self._clean(str(error))}); is the server running?"
            ) from None
        except (httpx.HTTPError, ValueError, OSError):
            raise _AgainError("the answer was cut") from None
        self.n_answers += 1
        if status in AGAIN:
            raise _AgainError(f"the server answers with status {status}", _seconds(headers.get("retry-after")))
        if 300 <= status < 400:
            to = _host_of(headers.get("location"))
            raise ServerError(
                f"{self.host} redirects to {printable(self._clean(to))[:200]}, and no redirect is followed, so that no"
                " text goes where nobody sent it. If you trust that address, give it as --endpoint"
            )
        if status in NO_USE:
            raise ServerError(f"{self.host} {NO_USE[status]} (status {status}): {self._said(body)}")
        if status == 200:
            return True, _content(body)
        if status in REFUSED:
            return False, self._said(body)
        raise ServerError(f"{self.host} answers with status {status}: {self._said(body)}")

    def _sent(self, question: bytes) -> tuple[int, httpx.Headers, bytes]:
        head = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            head["Authorization"] = f"Bearer {self._key}"
        until = time.monotonic() + self.timeout
        url = f"{self._url}/chat/completions"
        got = bytearray()
        client = httpx.Client(verify=self._tls, follow_redirects=False, trust_env=False, timeout=self.timeout)
        with client, client.stream("POST", url, content=question, headers=head) as response:
            if response.headers.get("content-encoding", "identity") not in ("", "identity"):
                raise ServerError(f"{self.host} answers packed, which was not asked for; no such answer is unpacked")
            for piece in response.iter_raw():
                got += piece
                if len(got) > MOST_BYTES:
                    raise AnswerError("the answer is too large", f"more than {MOST_BYTES:,} bytes")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
        return response.status_code, response.headers, self._without_key(bytes(got))

    def _without_key(self, body: bytes) -> bytes:
        """An answer without the key: some servers repeat it in their errors."""
        return body.replace(self._key.encode(), b"(key)") if self._key else body

    def _clean(self, said: str) -> str:
        return " ".join(said.replace(self._key, "(key)").split() if self._key else said.split())

    def _said(self, body: bytes) -> str:
        """What an answer that is no use says, on one printable line."""
        said = body[:20_000].decode("utf-8", "replace")
        try:
            told = json.loads(said)
            error = told.get("error", told) if isinstance(told, dict) else told
            said = str(error.get("message", error)) if isinstance(error, dict) else str(error)
        except (ValueError, RecursionError):
            said = re.sub(r"<[^>]*>", " ", said)
        return printable(self._clean(said))[:300] or "(nothing said)"


def _content(body: bytes) -> str:
    """The text of the answer in the body of a response."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        if body.lstrip()[:1] == b"<":
            raise ServerError(
                "the server answers with a web page, so it does not speak this protocol. Give the address up to /v1,"
                " for instance http://localhost:11434/v1"
            ) from None
        raise _AgainError("the response is cut, or no JSON") from None
    try:
        choice = told["choices"][0]
        content = choice["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise AnswerError("the response has no answer in it") from None
    if choice.get("finish_reason") == "length":
        raise AnswerError("the answer was cut by the length limit of the server")
    if not isinstance(content, str) or not content.strip():
        raise AnswerError("the answer is empty")
    return content


def _seconds(said: str | None) -> float | None:
    """How long a Retry-After asks to wait; None if it cannot be read."""
    if not said:
        return None
    try:
        wait = float(said)
    except ValueError:
        try:
            when = parsedate_to_datetime(said)
        except (ValueError, TypeError, IndexError):
            return None
        wait = (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return wait if 0 <= wait < float("inf") else None


def _host_of(location: str | None) -> str:
    try:
        return httpx.URL(location or "").host or "another address"
    except (httpx.InvalidURL, ValueError, UnicodeError):
        return "what is not an address"
