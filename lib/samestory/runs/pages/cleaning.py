"""HTML of a notebook made harmless, and fit for a page: styles as classes, headings in order, evidence as links.

Everything is done on the tokens of bleach, after it removed what runs or loads something: nothing that comes from a
notebook reaches the page in another way.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import bleach
from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer
from bleach.html5lib_shim import Filter

from ...errors import with_turns_shown
from ...plotting.evidence import KEYS
from .contents import Contents, slug

Href = Callable[[dict[str, str]], str | None]

_TAGS = [
    *bleach.ALLOWED_TAGS,
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "pre", "br", "hr", "footer", "details", "summary"),
    *("mark", "s", "sub", "sup", "u", "dl", "dt", "dd", "img", "figure", "figcaption"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
]
_PROPERTIES = [
    *ALLOWED_CSS_PROPERTIES,
    *("background", "border", "border-left", "margin", "max-width", "padding"),
]
_EVERYWHERE = ("class", "dir", "id", "lang", "title", "colspan", "rowspan", "scope")
_DATA = tuple(f"data-{name}" for name in KEYS)
_HREF = re.compile(r"https?://|mailto:|#|[\w./-]+(?:[#?]|$)")
_ACTIVE = re.compile(r"<(/)?(style|script)\b(?(1)\s*>)", re.IGNORECASE)
_HEADING = re.compile("h[1-6]")
_WORDS = ("Characters", "SpaceCharacters")
# Classes of the library and of highlighted code; any other could make a text look like a part of the page.
_CLASS = re.compile(r"ss-[a-z]+|dataframe|highlight|[a-z]{1,2}[0-9]?")
_KEPT_TABLE = re.compile(r"shown-[0-9]{2,6}")
# Around each table: a wide one is scrolled, also by keys.
_SCROLLED = {
    (None, "class"): "scroll", (None, "role"): "group", (None, "tabindex"): "0", (None, "aria-label"): "Table"
}  # fmt: skip
# What the style sheet of the page knows by class needs no style of its own, and follows light and dark.
_STYLED = {"ss-text", "ss-passage", "ss-mark", "ss-context", "ss-note", "ss-drawn"}


@dataclass
class Cleaner:
    """Cleans the parts of one page, and keeps what they have in common.

    Attributes
    ----------
    href
        The link to the evidence that some keys name; None if the site has no page for it.
    local
        The link to a file that a text of the notebook links to; None if the page has no such link.
    styles
        The styles found, each with the class that has it on this page.
    contents
        The headings of the notebook's texts.
    """

    href: Href = lambda keys: None
    local: Callable[[str], str | None] = lambda href: None
    styles: dict[str, str] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)
    _sign: str = field(default_factory=lambda: secrets.token_hex(16))

    def text(self, html: str) -> str:
        """A Markdown cell as HTML, cleaned; its headings go into the contents."""
        return self._clean(html, is_text=True)

    def output(self, html: str) -> str:
        """The HTML of an output, cleaned; it has no ids, and no headings but those of `show_heading`."""
        return self._clean(html, is_text=False)

    def parts(self, html: str) -> list[tuple[str, str]]:
        """Cleaned HTML, split where a table was not shown whole: pieces, each with the name of that table or none."""
        found = re.split(f"{self._sign}:({_KEPT_TABLE.pattern});", html)
        return list(zip(found[::2], [*found[1::2], ""], strict=True))

    def sheet(self) -> str:
        """The classes for the styles found, as lines of a style sheet."""
        return "".join(f".{name}{{{style}}}\n" for style, name in self.styles.items())

    def _clean(self, html: str, *, is_text: bool) -> str:
        cleaner = bleach.Cleaner(
            tags=_TAGS,
            attributes=_allowed,
            protocols=[*bleach.ALLOWED_PROTOCOLS, "data"],
            css_sanitizer=CSSSanitizer(allowed_css_properties=_PROPERTIES),
            filters=[functools.partial(_Page, page=self, is_text=is_text, sign=self._sign)],
        )
        return cleaner.clean(with_turns_shown(without_active(str(html))))


def clean(text: str) -> str:
    """HTML with harmless tags only: style sheets and scripts are removed with their content, other tags become text."""
    return Cleaner().output(text)


class _Page(Filter):
    """The tokens of cleaned HTML as the page has them."""

    def __init__(self, source: Any, page: Cleaner, is_text: bool, sign: str):
        super().__init__(source)
        self.page, self.is_text, self.sign = page, is_text, sign
        self.kept = ""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        heading: list[dict[str, Any]] = []
        for token in self._tokens():
            is_heading = _HEADING.fullmatch(token.get("name") or "")
            if is_heading and token["type"] == "StartTag" and not heading:
                heading = [token]
            elif is_heading and token["type"] == "EndTag" and heading:
                yield from self._heading(heading)
                heading = []
            elif heading:
                heading += [] if is_heading else [token]
            elif not is_heading:
                yield token
        yield from self._heading(heading) if heading else ()

    def _tokens(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] in ("StartTag", "EmptyTag"):
                yield from self._begun(token)
                continue
            yield token
            if token["type"] == "EndTag" and token["name"] == "table":
                yield {"type": "EndTag", "namespace": None, "name": "div", "data": {}}
            if token["type"] == "EndTag" and token["name"] == "p" and self.kept:
                yield {"type": "Characters", "data": f"{self.sign}:{self.kept};"}
                self.kept = ""

    def _begun(self, token: dict[str, Any]) -> Iterator[dict[str, Any]]:
        given = {name: value for (_, name), value in token["data"].items()}
        data = {name.removeprefix("data-"): given.pop(name) for name in list(given) if name.startswith("data-")}
        tag = token["name"]
        if tag == "table":
            yield {"type": "StartTag", "namespace": None, "name": "div", "data": _SCROLLED}
        given.pop("id", None)  # the page gives ids, to headings only
        self._style(given)
        if tag == "a":
            href = self._link(given.pop("href")) if "href" in given else self.page.href(data)
            given |= {"href": href} if href else {}
        if not self.is_text and tag == "p" and _KEPT_TABLE.fullmatch(data.get("table", "")):
            self.kept = data["table"]  # the whole table comes after the note that it was cut
        yield {**token, "data": {(None, name): value for name, value in given.items()}}

    def _link(self, href: str) -> str | None:
        """A link of the notebook: to another address, a part of this page, or the page of another notebook."""
        if re.match("https?://|mailto:", href):
            return href
        if not self.is_text:
            return None
        return f"#{slug(unquote(href[1:]))}" if href.startswith("#") else self.page.local(href)

    def _heading(self, tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """A heading with the level and the id it has on the page; in an output only one of `show_heading` is one."""
        begun = tokens[0]
        is_shown = "ss-heading" in begun["data"].get((None, "class"), "").split() and bool(self.page.contents.title)
        if self.is_text or is_shown:
            text = "".join(token.get("data") or "" for token in tokens if token["type"] in _WORDS)
            level, name = self.page.contents.add(int(begun["name"][1]), text)
            tag, data = f"h{level}", {(None, "id"): name}
        else:
            tag, data = "p", {(None, "class"): "ss-heading"}
        yield {**begun, "name": tag, "data": data}
        yield from tokens[1:]
        yield {"type": "EndTag", "namespace": begun.get("namespace"), "name": tag, "data": {}}

    def _style(self, given: dict[str, str]) -> None:
        """The style of a tag as a class of the page."""
        classes = [name for name in given.pop("class", "").split() if _CLASS.fullmatch(name)]
        style = _readable(given.pop("style", ""))
        if style and not _STYLED.intersection(classes):
            classes.append(self.page.styles.setdefault(style, f"st{len(self.page.styles)}"))
        if classes:
            given["class"] = " ".join(classes)


def _readable(style: str) -> str:
    """A style without a colour of letters or ground that is given alone: it fits a light page or a dark one only."""
    parts = {
        name.strip(): value.strip() for name, _, value in (one.partition(":") for one in style.split(";")) if value
    }
    grounds = ("background", "background-color")
    if "color" not in parts or not any(name in parts for name in grounds):
        parts = {name: value for name, value in parts.items() if name not in ("color", *grounds)}
    return "".join(f"{name}: {value};" for name, value in parts.items())


def without_active(text: str) -> str:
    """HTML without style sheets and scripts and their content, in one pass; one that is never closed is kept."""
    kept: list[str] = []
    opened = name = None
    done = 0
    for tag in _ACTIVE.finditer(text):
        if opened is None and not tag[1]:
            opened, name = tag.start(), tag[2].lower()
        elif opened is not None and tag[1] and tag[2].lower() == name:
            kept.append(text[done:opened])
            opened, done = None, tag.end()
    return "".join([*kept, text[done:]])


def _allowed(tag: str, name: str, value: str) -> bool:
    """Whether an attribute is kept: none that runs or loads anything."""
    if name == "style":
        return "url" not in value.lower() and "\\" not in value and not re.search("[<>{}]", value)
    if tag == "a":
        return name in _EVERYWHERE or name in _DATA or (name == "href" and bool(_HREF.match(value)))
    if tag == "img":
        return name in ("alt", "height", "width") or (name == "src" and value.startswith("data:image/"))
    return name in _EVERYWHERE or (tag == "p" and name == "data-table")
