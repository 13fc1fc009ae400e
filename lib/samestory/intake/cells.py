"""What the report writes, so that no spreadsheet computes it and every reject stays as found."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pandas as pd

from ..errors import printable

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # at its start a cell of these is a formula to a spreadsheet


def safe_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as CSV in which no text is a formula to a spreadsheet (OWASP, CSV injection)."""
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]) and not pd.api.types.is_datetime64_any_dtype(safe[name]):
            safe[name] = [neutral(cell) for cell in safe[name]]
    safe.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def neutral(cell: object) -> object:
    """A cell that no spreadsheet computes: text that begins like a formula gets an apostrophe in front."""
    if isinstance(cell, bytes):
        cell = readable(cell)
    if isinstance(cell, str):
        cell = cell.encode("utf-8", "replace").decode("utf-8")
        return f"'{cell}" if cell.lstrip(" ").startswith(_DANGEROUS) or cell.startswith(_DANGEROUS) else cell
    return cell


def reject_line(file: str, place: str, reason: str, raw: str | bytes) -> str:
    """A reject as one line of JSON, its raw form as found."""
    row = {"file": file, "place": place, "reason": printable(reason)}
    try:
        row["raw"] = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        row["raw"].encode("utf-8")
    except UnicodeError:
        kept = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
        row.pop("raw", None)
        row["raw_base64"] = base64.b64encode(kept).decode("ascii")
    return json.dumps(row, ensure_ascii=False) + "\n"


def readable(raw: str | bytes) -> str:
    """What was found as text, whatever its bytes."""
    return raw.decode("utf-8", "backslashreplace") if isinstance(raw, bytes) else raw
