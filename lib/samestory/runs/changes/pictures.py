"""Small pictures of figures, before and now, to show side by side."""

from __future__ import annotations

import io
from pathlib import Path

from ..regular import is_regular

WIDTH, MOST_HEIGHT, COLOURS = 720, 2880, 64
MOST_BYTES = 50_000_000


def small(path: Path) -> bytes:
    """A picture as a PNG of at most 720 pixels in width; empty if the file is no picture that can be read."""
    from PIL import Image

    if not is_regular(path) or path.stat().st_size > MOST_BYTES:
        return b""
    try:
        with Image.open(path, formats=["PNG"]) as image:
            made = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    made.thumbnail((WIDTH, MOST_HEIGHT))
    written = io.BytesIO()
    made.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()
