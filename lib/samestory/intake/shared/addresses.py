"""Addresses: which are safe to keep, whose they are, and what day they name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

LONGEST = 2_000  # characters; longer ones are data, not addresses
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f<>\"\\^`{|}]")
# /2024/10/14/, /2024-10-14-, /20241014/ and the like: a year, a month and a day that are by themselves in the path.
_DAY_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)(?:/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/|$)"
    r"|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?=[/_-]|$)"
    r"|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_-]|$))",
    re.ASCII,
)


def clean_address(shown: object, base: str | None = None) -> str | None:
    """An address that may be kept: http or https, with a host, without a password and without its #fragment.

    Parameters
    ----------
    shown
        The address as found; relative ones need ``base``.
    base
        The address of the page it is on.

    Returns
    -------
    str or None
        None for anything else, ``javascript:`` and ``data:`` among it.
    """
    if not isinstance(shown, str) or len(shown) > LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base or "", shown.strip()))
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    found = urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, ""))
    found = _UNSAFE.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode("utf-8")), found)
    return found if len(found) <= LONGEST else None


def registered_domain(address: str | None) -> str | None:
    """The domain someone registered: ``bbc.co.uk`` of ``https://www.bbc.co.uk/news/1``; the host where it has none.

    The list of public suffixes is the one in the package of tldextract: no network, no cache on disk.
    """
    if not address:
        return None
    try:
        host = (urlsplit(address).hostname or "") if "//" in address else address.strip().lower()
    except ValueError:
        return None
    if not host or len(host) > 255:
        return None
    return _suffixes()(host).top_domain_under_public_suffix or host.removeprefix("www.")


def day_in_address(address: str | None) -> str | None:
    """The day an address names in its path, as ``2024-10-14``; None if it names none, or names two."""
    if not address or len(address) > LONGEST:
        return None
    found = set()
    for match in _DAY_IN_PATH.finditer(unquote(urlsplit(address).path)):
        year, *rest = (part for part in match.groups() if part)
        month, day = rest
        found.add(f"{year}-{int(month):02d}-{int(day):02d}")
    return found.pop() if len(found) == 1 else None


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # a list of ten thousand suffixes, read when the first address is asked for

    return TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
