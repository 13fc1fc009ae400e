"""Small pictures of figures."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

WIDTH, HEIGHT, COLOURS = 480, 300, 48
MOST_BYTES, MOST_DOTS = 50_000_000, 120_000_000


def thumbnail(path: Path) -> bytes | None:
    """A figure as a PNG of at most 480 x 300 dots in few colours; None if the file is no picture, or too large."""
    from PIL import Image

    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about large pictures; the limit is ours
            with Image.open(path, formats=("PNG",)) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    return None
                small = picture.convert("RGB")
        small.thumbnail((WIDTH, HEIGHT))
        out = io.BytesIO()
        small.quantize(COLOURS).save(out, "PNG", optimize=True)
        return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
