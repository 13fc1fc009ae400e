"""Addresses as two addresses of one page are compared."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

# What only says how a reader came; a parameter that some site may use to name the page is kept.
_TRACKING = re.compile(
    r"(?:utm_\w*|at_(?:medium|campaign|\w*link\w*|format|bbc_team|ptr_name)|mc_[ce]id|fbclid|gclid|gbraid|wbraid|dclid|yclid|"
    r"msclkid|igshid|twclid|wickedid|_ga|_gl|_hsenc|_hsmi|ref|ref_src|ref_url|referrer|cmpid?|ncid|icid|ocid|smid|smtyp|"
    r"xtor|xtref|echobox|amp|amp_js_v|amp_gsa|outputtype|rss|wt\.mc_id|ns_\w+|s_cid|guccounter|guce_\w+)",
    re.IGNORECASE,
)
_HOST_PREFIX = re.compile(r"(?:(?:www\d?|m|mobile|amp|mob|wap)\.)+(?=[^.]+\.)")
_AMP_PATH = re.compile(r"^/amp(?=/)|/amp(?:/|\.html)?$|\.amp(?=\.html$|$)", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


def address_key(url: object) -> str:
    """An address as two addresses of one page are compared, or nothing where it names no page.

    Scheme, ``www.``, mobile and AMP forms, the fragment, parameters that track the reader, the order of parameters,
    capitals of the host, a last slash and ``index.html`` do not count. An outlet's front page is not an article.
    """
    if not isinstance(url, str) or len(url) > 4_000:
        return ""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:  # no address at all; it is compared with nothing
        return ""
    host = _HOST_PREFIX.sub("", host)
    if "." not in host or parts.scheme not in ("", "http", "https"):
        return ""
    path = re.sub(r"/{2,}", "/", unquote(parts.path, errors="surrogateescape"))
    path = _INDEX.sub("/", _AMP_PATH.sub("", path)).rstrip("/")
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    if parts.fragment.startswith("!"):  # old pages whose address stands behind #!
        path += f"#{parts.fragment}"
    if not path and not kept:
        return ""
    place = f":{port}" if port not in (None, 80, 443) else ""
    return f"{host}{place}{path}" + (f"?{urlencode(kept, errors='surrogatepass')}" if kept else "")


def without_tracking(url: str) -> str:
    """An address without the parameters that only say how a reader came to it; everything else stays as it is."""
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(unquote(pair.partition("=")[0]))]
    return urlunsplit(parts._replace(query="&".join(pairs)))
