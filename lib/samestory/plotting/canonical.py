"""Numbers, colours and texts in one canonical spelling, the same on every machine.

Numbers have four significant digits, or are rounded to a five-thousandth of their axis, whichever is finer. Four digits
are too few for a date, which is a number like 20543.51 (days): rounding it to four digits loses a week.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.path import Path

DIGITS = 4
NOISE = 1e-12  # a value this small, relative to the largest one, is a zero with a rounding error
MOST_NUMBERS = 2000  # a longer array is represented by its digest


def sha(text: str, length: int = 12) -> str:
    """The first ``length`` hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def number(value: Any, span: float = 0.0, scale: float = 0.0) -> str:
    """One number. ``span``: the length of its axis; ``scale``: the largest number beside it; 0: none."""
    x = float(value)
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    # First to ten digits: 0.12345 and 0.123449999999999 must round to the same number.
    x = float(f"{x:.10g}")
    if x == 0 or abs(x) <= NOISE * max(scale, span):
        return "0"
    digits = DIGITS
    if span > 0:
        finest = math.floor(math.log10(float(f"{span:.10g}"))) - DIGITS + 1
        digits = min(12, max(DIGITS, math.floor(math.log10(abs(x))) - finest + 1))
    return f"{float(f'{x:.{digits}g}'):.{digits}g}"


def numbers(values: Any, spans: float | Sequence[float] = 0.0) -> str:
    """An array, row by row: ``1 2.5; 3 nan``. ``spans``: the length of the axis, or one for each column.

    Masked values are ``nan``. A long array is represented by its shape, its ends and a digest of the rounded values.
    """
    if np.ma.isMaskedArray(values):
        values = np.ma.filled(values.astype(float), np.nan)
    array = np.asarray(values, dtype=float)
    if array.ndim == 0:
        array = array.reshape(1)
    finite = np.abs(array[np.isfinite(array)])
    scale = float(finite.max()) if finite.size else 0.0
    rows = array.reshape(-1, array.shape[-1]) if array.size and array.ndim > 1 else array.reshape(-1, 1)
    per_column = [spans] * rows.shape[1] if isinstance(spans, int | float) else list(spans)
    said = [" ".join(number(x, span, scale) for x, span in zip(row, per_column, strict=False)) for row in rows]
    text = (" " if array.ndim == 1 else "; ").join(said)
    if array.size <= MOST_NUMBERS:
        return f"[{text}]"
    return f"[{'x'.join(map(str, array.shape))} numbers, {said[0]} ... {said[-1]}, sha {sha(text)}]"


def span(limits: Sequence[float]) -> float:
    """The length of an axis from its limits; 0 if it is not finite."""
    length = abs(float(limits[1]) - float(limits[0]))
    return length if math.isfinite(length) else 0.0


def colour(value: Any) -> str:
    """A colour as #rrggbbaa; everything fully transparent is "none"."""
    if value is None or (isinstance(value, str) and value in ("none", "")):
        return "none"
    try:
        code = to_hex(value, keep_alpha=True)
    except (ValueError, TypeError):
        return text(str(value))
    return "none" if code.endswith("00") else code


def runs(items: Iterable[str]) -> str:
    """Items in a row with repetitions counted: ``a*3 b``."""
    counted = ((item, sum(1 for _ in group)) for item, group in groupby(items))
    return "[" + " ".join(item if n == 1 else f"{item}*{n}" for item, n in counted) + "]"


def colours(values: Any) -> str:
    """A row of colours, repetitions counted."""
    if isinstance(values, str):
        return runs([colour(values)])
    array = np.asarray(values, dtype=float)
    return runs(colour(row) for row in array.reshape(-1, array.shape[-1])) if array.size else "[]"


def text(value: Any) -> str:
    """A text in quotes, on one line, in its own script."""
    return json.dumps(str(value), ensure_ascii=False)


def path(value: Path, spans: Sequence[float] = (0.0, 0.0)) -> str:
    """The vertices of a path, and its drawing codes where it is more than a row of straight lines."""
    said = numbers(value.vertices, spans)
    if value.codes is None:
        return said
    codes = "".join(f"{code:x}" for code in np.asarray(value.codes, dtype=int))
    return f"{said} codes {codes if len(codes) <= MOST_NUMBERS else 'sha ' + sha(codes)}"


def dashes(value: Any) -> str:
    """A line style: its name, or offset and lengths of its dashes in points."""
    if isinstance(value, str):
        return {"-": "solid", "--": "dashed", "-.": "dashdot", ":": "dotted"}.get(value, value or "none")
    offset, lengths = value
    return "solid" if lengths is None else f"dashes {number(offset)} {numbers(lengths)}"
