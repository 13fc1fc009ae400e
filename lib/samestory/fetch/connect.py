"""HTTP transport that connects only to validated addresses, with a total timeout.

The name of a host is resolved once a connection, every address it has is checked, and the connection is made to one
of those very addresses: between check and connect there is no second look at the name, so a name server cannot
answer differently the second time (DNS rebinding). Host header, SNI and certificate stay those of the name.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from .address import checked_addresses, resolve
from .failure import Failure, Stopped

CONNECT_SECONDS = 15.0
STEP_SECONDS = 1.0
Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int, float], httpcore.NetworkStream]


def connect(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    """A TCP connection to an IP address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout)


class Deadline:
    """Seconds for one page in all, however slowly they drip; waiting out of politeness is not counted."""

    def __init__(self, seconds: float, stop: threading.Event):
        self.left, self._since, self._stop = seconds, 0.0, stop

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Count the time within."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self.left -= time.monotonic() - self._since
            self._since = 0.0

    def bounded(self, seconds: float | None = None) -> float:
        """How long one step may take.

        Raises
        ------
        Failure
            ``timeout``: nothing is left.
        Stopped
            The user said stop.
        """
        if self._stop.is_set():
            raise Stopped
        left = self.left - (time.monotonic() - self._since if self._since else 0.0)
        if left <= 0:
            raise Failure("timeout", "the time for one page in all is over")
        return left if seconds is None else min(left, seconds)


class _TimedStream(httpcore.NetworkStream):
    """A connection each step of which ends with the deadline: a server that drips cannot hold it open."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline):
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:  # in steps, so that a silent host is left soon when the user says stop
            left = self._deadline.bounded(timeout)
            try:
                return self._stream.read(max_bytes, min(left, STEP_SECONDS))
            except httpcore.ReadTimeout:
                if left <= STEP_SECONDS:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bounded(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.bounded(timeout))
        return _TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, resolve: Resolve, connect: Connect, allow_local: bool):
        self._deadline, self._resolve, self._connect, self._allow_local = deadline, resolve, connect, allow_local

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = checked_addresses(host, self._resolve(host, port), allow_local=self._allow_local)
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._connect(address, port, self._deadline.bounded(timeout))
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise AssertionError("a host has an address")


class Transport(httpx.BaseTransport):
    """What an ``httpx.Client`` sends through: one connection a request, to a checked address.

    Proxies named by the environment are not used: a proxy resolves names itself, and no check here would hold.
    """

    def __init__(
        self,
        deadline: Deadline,
        tls: ssl.SSLContext,
        *,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        allow_local: bool = False,
    ):
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_keepalive_connections=0,
            network_backend=_CheckedBackend(deadline, resolve, connect, allow_local),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read as it is asked for."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        if not isinstance(response.stream, Iterable):
            raise TypeError("the pool gave a stream for another kind of loop")
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response):
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
