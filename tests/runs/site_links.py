"""Every link of a site leads to a file that is there, and to an anchor in it."""

from __future__ import annotations

import html.parser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(html.parser.HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.anchors += [given[name] for name in ("id", "name") if name in given and tag not in ("input", "meta")]


def dead_links(root: Path) -> list[str]:
    """Links of pages below a folder, older results too, that lead nowhere; and anchors that a page has twice."""
    root = root.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in root.rglob("*.html")}
    wrong = []
    for path, page in pages.items():
        name = path.relative_to(root)
        wrong += [f"{name}: {one} twice" for one in {one for one in page.anchors if page.anchors.count(one) > 1}]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                wrong.append(f"{name}: {link} is missing")
            elif not target.is_relative_to(root.resolve()):
                wrong.append(f"{name}: {link} leads out of the folder")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                wrong.append(f"{name}: {link} has no such anchor")
    return wrong
