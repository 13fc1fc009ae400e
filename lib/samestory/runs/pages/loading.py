"""What a page would run or load from elsewhere: looked for before a page is written."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LOADING = (
    *("script", "iframe", "frame", "embed", "object", "link", "base", "audio", "video", "source"),
    *("form", "input", "foreignobject", "use", "animate", "set"),
)


def linked(page: str) -> list[str]:
    """What a page would run or load, as written in the page; empty if it needs no network and runs nothing."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        given = {name: value or "" for name, value in attrs}
        fetched = [given[name] for name in ("src", "srcset") if name in given and not given[name].startswith("data:")]
        runs = [name for name in given if name.startswith("on")]
        is_script = "javascript:" in re.sub(r"\s", "", given.get("href", "")).lower()
        if tag in _LOADING or fetched or runs or is_script or _is_fetching(given.get("style", "")):
            self.found.append(f"<{tag} {' '.join(f'{name}={value[:60]!r}' for name, value in given.items())}>")

    def handle_data(self, data: str) -> None:
        if self.in_style and _is_fetching(data):
            self.found.append("a style sheet that fetches something")

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False


def _is_fetching(style: str) -> bool:
    return bool(re.search(r"@import|url\(\s*[\"']?(?!data:|#)", style, re.IGNORECASE))
