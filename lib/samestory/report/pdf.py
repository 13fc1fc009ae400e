"""The page as PDF, printed by a browser that is there: Chromium, Chrome or Edge; nothing is installed for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..errors import SamestoryError, reason_of

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
SECONDS = 120


def browser() -> str | None:
    """The path of a browser that can print; None if there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_pdf(page: Path, pdf: Path) -> None:
    """Print an HTML file. The browser has a profile of its own and no network.

    Parameters
    ----------
    page, pdf
        The HTML file, and the PDF file to write.

    Raises
    ------
    SamestoryError
        There is no browser, or it fails or takes longer than two minutes.
    """
    program = browser()
    if program is None:
        raise SamestoryError(
            f"no browser that prints PDF: none of {', '.join(BROWSERS)} is on the PATH. Install Chromium, or open the"
            " HTML page in any browser and print it"
        )
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SamestoryError(f"{program} could not print the page: {reason_of(error)}") from None
    if done.returncode or not pdf.exists() or not pdf.stat().st_size:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise SamestoryError(
            f"{program} could not print the page (exit status {done.returncode}): {''.join(last)[:200]}"
        )
