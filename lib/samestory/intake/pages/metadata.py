"""What a page says of itself: meta tags and JSON-LD, read without a guess.

Standards: Open Graph, schema.org (Article and its kinds), Dublin Core. A page may state a thing several times; each
is kept with its name, and who needs one chooses.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_NODES = 3_000  # of one page's JSON-LD
MAX_JSON = 2_000_000  # characters of one block of it
_ARTICLE = re.compile(r"(?:article|report|posting|review|opinion|column|editorial|advertiser)", re.IGNORECASE)
_PAGE = re.compile(r"webpage|itempage|newsmediaorganization", re.IGNORECASE)
_LEADS_ON = ("@graph", "mainEntity", "mainEntityOfPage")  # where the page's own node may hang; related ones do not
_TAG = re.compile(r"<[^<>]{0,500}>")
_SPACE = re.compile(r"\s+")
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|\]\]>|;)\s*$")
_LANGUAGE = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{2,8}){0,3})", re.IGNORECASE | re.ASCII)


@dataclass(slots=True)
class Metadata:
    """What the page states. ``meta`` maps names in small letters to their contents in order; ``article`` and ``page``
    are the JSON-LD nodes of the article and of the page around it; ``broken`` holds blocks that are not JSON."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    article: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that has one."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), None)


def read_metadata(tree: HtmlElement) -> Metadata:
    """Collect what a parsed page states of itself."""
    found = Metadata(language=language_code(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")))
    nodes: list[dict[str, Any]] = []
    for element in tree.iter("meta", "link", "script"):
        if element.tag == "meta":
            content = element.get("content")
            if content and (said := content.strip()[:5_000]):
                for name in ("property", "name", "itemprop", "http-equiv"):
                    if key := element.get(name):
                        found.meta.setdefault(key.strip().lower()[:100], []).append(said)
                        break
        elif element.tag == "link":
            if found.canonical is None and (element.get("rel") or "").lower() == "canonical":
                found.canonical = element.get("href")
        elif "ld+json" in (element.get("type") or "").lower() and element.text and len(element.text) <= MAX_JSON:
            if (data := parse_json(element.text)) is None:
                found.broken.append(element.text)
            else:
                nodes.extend(_own_nodes(data))
    articles = [node for node in nodes if _is_kind(node, _ARTICLE)]
    own = [node for node in articles if found.canonical and found.canonical in _addresses(node)]
    found.article = next(iter(own or articles), {})
    found.page = next((node for node in nodes if _is_kind(node, _PAGE)), {})
    return found


def parse_json(text: str) -> Any:
    """JSON as pages hold it: in comments or CDATA, with bare line ends in strings; None if it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        trimmed = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip()
    try:
        return json.loads(trimmed, strict=False)
    except (ValueError, RecursionError):
        return None


def plain_words(value: object, most: int = 1_000) -> str | None:
    """One line of words out of a value of JSON-LD or a meta tag: entities resolved, tags and line ends gone."""
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    said = html.unescape(value[: 4 * most])
    said = _SPACE.sub(" ", _TAG.sub("", said) if "<" in said else said).strip()
    return said[:most] or None


def language_code(shown: object) -> str | None:
    """A BCP 47 code as tables hold it: ``en-US`` of ``EN_us``; None if it is none."""
    if not isinstance(shown, str) or not (match := _LANGUAGE.fullmatch(shown.strip().replace("_", "-"))):
        return None
    return match[1].lower() + match[2]


def authors_of(data: Metadata) -> str | None:
    """Who wrote it, as JSON-LD or the meta tags say, separated by ``; ``."""
    stated = data.article.get("author") or data.page.get("author")
    names = [plain_words(one, 200) for one in (stated if isinstance(stated, list) else [stated])]
    if not any(names):
        for key in ("author", "authors", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author"):
            names += [plain_words(one, 200) for one in data.meta.get(key, ())]
            if any(name and "://" not in name for name in names):
                break
    said = [name for name in dict.fromkeys(names) if name and "://" not in name]
    return "; ".join(said[:20]) or None


def site_of(data: Metadata) -> str | None:
    """What the site calls itself, without the slogan behind a bar."""
    names = ("og:site_name", "application-name", "dc.publisher", "publisher")
    first, *others = (plain_words(data.first(name), 200) for name in names)
    for said in (first, plain_words(data.article.get("publisher"), 200), *others):
        if said and "://" not in said and (name := said.partition(" | ")[0].strip()):
            return name
    return None


def is_paid(data: Metadata) -> bool:
    """Whether the page says that its text is not free to all (schema.org ``isAccessibleForFree``, content tier)."""
    parts = data.article.get("hasPart")
    nodes = [data.article, data.page, *(parts if isinstance(parts, list) else [parts])]
    free = [node.get("isAccessibleForFree") for node in nodes if isinstance(node, dict)]
    tier = (data.first("article:content_tier") or "").lower()
    return any(str(one).strip().lower().rpartition("/")[2] in ("false", "no", "0") for one in free) or tier == "locked"


def stated_words(data: Metadata) -> int | None:
    """The number of words the page says the article has."""
    said = data.article.get("wordCount")
    digits = str(said).strip() if isinstance(said, (int, str)) and not isinstance(said, bool) else ""
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


def _own_nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Nodes that speak of the page itself, in the order of the page."""
    waiting, seen = [data], 0
    while waiting and seen < MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node[:MAX_NODES]
        elif isinstance(node, dict):
            yield node
            waiting[:0] = [node[key] for key in _LEADS_ON if isinstance(node.get(key), (dict, list))]


def _is_kind(node: dict[str, Any], kind: re.Pattern) -> bool:
    said = node.get("@type")
    return any(isinstance(one, str) and kind.search(one) for one in (said if isinstance(said, list) else [said]))


def _addresses(node: dict[str, Any]) -> list[str]:
    own = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    return [one.get("@id", "") if isinstance(one, dict) else str(one) for one in own]
