"""Addresses: which ones are asked at all, and which machines are public."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from typing import TYPE_CHECKING

from .failure import Failure

if TYPE_CHECKING:
    import httpx

MAX_URL = 4_000
_HOST = re.compile(rb"[A-Za-z0-9._\-]{1,253}|[0-9A-Fa-f:.]{2,45}")
# Names that no public host has (RFC 2606, 6761, 6762, 8375) or that houses use by custom.
_PRIVATE = (
    *(".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".localdomain"),
    *(".home.arpa", ".test", ".invalid", ".onion"),
)
PORTS = {"http": 80, "https": 443}
# The system's resolver may try for minutes; a name that takes longer than this is as good as not there.
RESOLVE_SECONDS = 20.0
# What ``is_global`` of one Python release or another calls global although packets for it may end up inside: relays
# of 6to4, and in IPv6 all that is not global unicast (2000::/3), or embeds an IPv4 address (6to4, Teredo), or is for
# protocols and documents. NAT64 (64:ff9b::/96), IPv4-mapped and IPv4-compatible addresses lie outside 2000::/3.
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_4 = (ipaddress.IPv4Network("192.88.99.0/24"), ipaddress.IPv4Network("192.0.0.0/24"))
_CLOSED_6 = tuple(ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def checked_url(given: str | httpx.URL) -> httpx.URL:
    """An address that may be asked, without its fragment.

    Only ``http`` and ``https``; no user name or password; the usual port of the scheme or one from 1024 up (below lie
    mail, shells and other services that a crafted address could be made to speak to).

    Raises
    ------
    Failure
        ``address``, with what is wrong with it.
    """
    import httpx

    if len(str(given)) > MAX_URL:
        raise Failure("address", f"longer than {MAX_URL:,} characters")
    try:
        url = httpx.URL(given)
        host, port = url.host, PORTS.get(url.scheme, 0) if url.port is None else url.port
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Failure("address", f"not readable: {error}") from None
    if url.scheme not in PORTS:
        raise Failure("address", f"begins with {url.scheme[:20]!r}; only http and https are fetched")
    if not _HOST.fullmatch(url.raw_host):
        raise Failure("address", f"names no host: {host[:80]!r}" if host else "names no host")
    if url.userinfo:
        raise Failure("address", "holds a user name or password; take it out")
    if port != PORTS[url.scheme] and not 1024 <= port <= 65_535:
        raise Failure("address", f"port {port}; allowed are {PORTS[url.scheme]} and 1024 to 65535")
    return url.copy_with(fragment=None)


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet: reachable by everybody, and not a way into a private net."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address or not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in net for net in _CLOSED_4)
    return ip in _UNICAST_6 and not any(ip in net for net in _CLOSED_6)


def is_private_name(host: str) -> bool:
    """Whether the name of a host is one of a house or a laboratory: it means nothing outside."""
    name = host.rstrip(".").lower().strip("[]")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(_PRIVATE)
    return not is_public(name)


def resolve(host: str, port: int) -> list[str]:
    """All IP addresses of a host, as the system resolves it; empty if it has none or the resolver takes too long."""
    found: list[str] = []

    def ask() -> None:
        try:
            for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                if address[0] not in found:
                    found.append(str(address[0]))
        except (OSError, UnicodeError):
            found.clear()

    # A thread of its own, because the system's resolver knows no time limit.
    asking = threading.Thread(target=ask, daemon=True, name="samestory-resolve")
    asking.start()
    asking.join(RESOLVE_SECONDS)
    return [] if asking.is_alive() else found


def checked_addresses(host: str, addresses: list[str], *, allow_local: bool = False) -> list[str]:
    """The addresses of a host, once all of them are sure to be public.

    One that is not refuses the host: a name that points both outside and inside is a trick or a mistake.

    Raises
    ------
    Failure
        ``unreachable`` where there is none, ``address`` where one is not public.
    """
    if not addresses:
        failure = Failure("unreachable", f"the name {host} does not resolve")
        failure.is_unnamed = True
        raise failure
    closed = [address for address in addresses if not is_public(address)]
    if closed and not allow_local:
        raise Failure("address", f"{host} is {closed[0]}, not a public address (--allow-local fetches it nevertheless)")
    return addresses
