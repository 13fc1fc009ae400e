"""Pages in a real browser: a headless Chromium, or the reason why there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
WAYS = ((1440, "light"), (375, "dark"))  # width and colours do not depend on one another: each is seen once
HERE = ("file:", "data:", "blob:", "http://127.0.0.1:", "ws://127.0.0.1:")  # requests that stay on this machine


def chromium() -> str | None:
    """The path of a Chromium; None if none is installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium for all tests of a process; they are skipped where none can be started."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(NAMES)})")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield made
        made.close()


@dataclass
class Seen:
    """A page that a browser shows: what it said, what it asked for from elsewhere, how far it is too wide."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def too_wide(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def opened(browser: Any, where: Path | str, width: int = 1440, scheme: str = "light", **options: Any) -> Seen:
    """Open a page from disk, or from a server of this machine; close it with ``seen.page.close()``.

    No request leaves this machine: one that would is refused, and is in ``seen.asked``.
    """
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
    seen = Seen(page)
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on("dialog", lambda dialog: (seen.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: _noted(seen, request.url))
    page.route(lambda url: not url.startswith(HERE), lambda route: route.abort())
    page.goto(where if isinstance(where, str) else where.resolve().as_uri())
    return seen


def ways(seen: Seen) -> Iterator[tuple[int, str]]:
    """Show an open page wide and light, then narrow and dark; what comes is the width and the colours."""
    for width, scheme in WAYS:
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.emulate_media(color_scheme=scheme)
        yield width, scheme


def axe_faults(seen: Seen, impacts: tuple[str, ...] = ("minor", "moderate", "serious", "critical")) -> list[Any]:
    """What axe-core finds wrong on a page: the rule and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    found = axe.Axe().run(seen.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found if one["impact"] in impacts]


def unfold(seen: Seen) -> None:
    """Open every fold of a page."""
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def _noted(seen: Seen, url: str) -> None:
    if not url.startswith(HERE):
        seen.asked.append(url)
