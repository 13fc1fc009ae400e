"""What the tests of pages, feeds and lists share."""

from __future__ import annotations

from pathlib import Path

from samestory.errors import SamestoryError
from samestory.intake.formats import Options, Record, Reject, Remark, Source, reader_of, readers
from samestory.intake.record import Found, Stated

SAMPLES = Path(__file__).parent / "samples" / "web"


def read(path: Path | bytes, name: str = "", options: Options | None = None, reader: str | None = None) -> list[Found]:
    """Everything the reader that recognises a file (or the one named) yields."""
    source = Source.of_bytes(path, name) if isinstance(path, bytes) else Source.of_path(path, name or None)
    chosen = readers()[reader] if reader else reader_of(source)
    assert chosen is not None
    return list(chosen.read(source, options or Options()))


def records(found: list[Found]) -> list[dict]:
    return [one.fields for one in found if isinstance(one, Record)]


def rejects(found: list[Found]) -> list[Reject]:
    return [one for one in found if isinstance(one, Reject)]


def remarks(found: list[Found], kind: str = "layout") -> list[str]:
    return [one.says for one in found if isinstance(one, Remark) and one.kind == kind]


def survives(raw: bytes, name: str, reader: str) -> bool:
    """Whether damaged bytes lead to records, rejects or one clear error, and never to anything else."""
    source = Source.of_bytes(raw, name)
    for one in readers().values():
        one.recognises(source)
    try:
        found = list(readers()[reader].read(source, Options()))
    except SamestoryError as error:
        return bool(str(error))
    for one in found:
        assert isinstance(one, (Record, Reject, Remark, Stated))
        if isinstance(one, Record):
            assert one.fields.get("text") or one.fields.get("title")
    return True
