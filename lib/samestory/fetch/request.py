"""One request: no redirects, and an answer bounded in time and size, packed and unpacked."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpcore
import httpx

from .connect import CONNECT_SECONDS, Connect, Deadline, Resolve, Transport
from .failure import Failure

_PIECE = 65_536


@dataclass(frozen=True)
class Answer:
    """What a host answered: its body unpacked, ``n_received`` the bytes it sent for it."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes
    n_received: int


def request(
    url: httpx.URL,
    *,
    client: httpx.Client,
    deadline: Deadline,
    max_bytes: int,
    cut: bool = False,
) -> Answer:
    """GET one address.

    Parameters
    ----------
    url
        An address from ``checked_url``.
    client, deadline
        A client made by ``new_client`` with this deadline.
    max_bytes
        Bound of the body, as sent and unpacked.
    cut
        Keep the first ``max_bytes`` of a larger body instead of failing (robots.txt).

    Raises
    ------
    Failure
        ``address``, ``unreachable``, ``timeout``, ``broken`` or ``too large``.
    """
    with deadline.running():
        try:
            with client.stream("GET", url) as response:
                body, received = _body(response, max_bytes, cut)
                return Answer(url, response.status_code, response.headers, body, received)
        except (httpcore.ConnectTimeout, httpcore.ConnectError) as error:
            raise Failure("unreachable", _said(error)) from None
        except httpcore.TimeoutException:
            raise Failure("timeout", "no answer, or too slowly") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Failure("broken", _said(error)) from None
        except httpx.RemoteProtocolError as error:  # httpx looks at a Location even where it is not to follow it
            raise Failure("redirects", f"leads to what is not an address: {_said(error)}") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, ValueError, OSError) as error:
            raise Failure("broken", _said(error)) from None


def new_client(
    deadline: Deadline,
    tls: ssl.SSLContext,
    headers: dict[str, str],
    *,
    resolve: Resolve,
    connect: Connect,
    allow_local: bool,
) -> httpx.Client:
    """A client for one page and its redirects: what cookies they set are sent back to them, and then forgotten."""
    return httpx.Client(
        transport=Transport(deadline, tls, resolve=resolve, connect=connect, allow_local=allow_local),
        headers={**headers, "Accept-Encoding": "gzip, deflate", "Connection": "close"},
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(deadline.left, connect=min(CONNECT_SECONDS, deadline.left)),
    )


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _body(response: httpx.Response, max_bytes: int, cut: bool) -> tuple[bytes, int]:
    """The body unpacked, and the bytes received for it; bounded while it arrives."""
    stated = response.headers.get("content-length", "")
    if not cut and stated.isascii() and stated.isdigit() and int(stated[:18]) > max_bytes:
        raise Failure("too large", f"states {int(stated[:18]):,} bytes; allowed are {max_bytes:,}")
    unpack = _unpacker(response.headers.get("content-encoding", ""))
    kept, received = bytearray(), 0
    for piece in response.iter_raw(_PIECE):
        received += len(piece)
        for part in unpack(piece, max_bytes + 1 - len(kept)):
            kept += part
        if len(kept) > max_bytes or received > max_bytes:
            if cut:
                return bytes(kept[:max_bytes]), received
            size = "sends more than" if received > max_bytes else f"{received:,} bytes received unpack to more than"
            raise Failure("too large", f"{size} {max_bytes:,}")
    if not unpack.is_whole:
        raise Failure("broken", "the packed answer ends in the middle")
    return bytes(kept), received


class _Plain:
    is_whole = True

    def __call__(self, piece: bytes, most: int) -> Iterator[bytes]:
        yield piece[:most]


class _Packed:
    """gzip and deflate (with its zlib head or, as many servers send it, without), never more than ``most`` bytes."""

    def __init__(self, coding: str):
        self._gzip = coding == "gzip"
        self._zlib = zlib.decompressobj(31 if self._gzip else 15)
        self._begun = self._ended = False

    @property
    def is_whole(self) -> bool:
        return self._ended or not self._begun

    def __call__(self, piece: bytes, most: int) -> Iterator[bytes]:
        while piece and most > 0:
            if self._ended:
                if not (self._gzip and piece.startswith(b"\x1f\x8b")):
                    return  # bytes behind the end: padding
                self._zlib, self._ended = zlib.decompressobj(31), False
            part = self._inflate(piece, most)
            self._begun = True
            most -= len(part)
            yield part
            self._ended = self._zlib.eof
            piece = self._zlib.unused_data if self._ended else self._zlib.unconsumed_tail

    def _inflate(self, piece: bytes, most: int) -> bytes:
        try:
            return self._zlib.decompress(piece, most)
        except zlib.error as error:
            if not self._begun and not self._gzip:
                self._zlib, self._begun = zlib.decompressobj(-15), True
                return self._inflate(piece, most)
            raise Failure("broken", f"could not be unpacked: {error}") from None


def _unpacker(stated: str) -> _Plain | _Packed:
    codings = [coding for part in stated.lower().split(",") if (coding := part.strip()) not in ("", "identity")]
    if not codings:
        return _Plain()
    if codings in (["gzip"], ["x-gzip"], ["deflate"]):
        return _Packed(codings[0].removeprefix("x-"))
    raise Failure("broken", f"packed as {stated[:40]!r}, which was not asked for")
