"""Pages opened in Chromium, where it is installed: what they say, ask for and run."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Watched:
    """A page of a browser that notes what it must not do."""

    def __init__(self, opened: Any, **how: Any) -> None:
        self.context = opened.new_context(**how)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda said: self.faults.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._request)

    def open(self, path: Path, anchor: str = "") -> Any:
        """Open a file, and wait until it is there."""
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + anchor)
        return self.page

    def overflow(self) -> int:
        """By how many dots the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before its pictures came
            self.faults.append(f"not loaded: {request.url[:200]}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "about:")):
            self.faults.append(f"asked for {request.url[:200]}")
