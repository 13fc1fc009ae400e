"""Reading an export in a test: what its reader found, sorted by kind."""

from dataclasses import dataclass
from pathlib import Path

from samestory.intake.formats import Options, Record, Reject, Remark, Source, Stated, reader_named, reader_of

SAMPLES = Path(__file__).parent / "samples"


@dataclass
class Read:
    records: list[dict]
    places: list[str]
    rejects: list[Reject]
    stated: list[int]
    remarks: list[str]

    def texts(self) -> list[str]:
        return [record.get("text", "") for record in self.records]


def read(source: Source | Path, name: str | None = None, options: Options | None = None) -> Read:
    """Read a file with the reader that recognises it, or with the one named."""
    if isinstance(source, Path):
        source = Source.of_path(source)
    reader = reader_named(name) if name else reader_of(source)
    found = list(reader.read(source, options or Options()))
    records = [one for one in found if isinstance(one, Record)]
    return Read(
        [one.fields for one in records],
        [one.place for one in records],
        [one for one in found if isinstance(one, Reject)],
        [one.n for one in found if isinstance(one, Stated)],
        [one.says for one in found if isinstance(one, Remark)],
    )


def sample(name: str, options: Options | None = None) -> Read:
    """Read one of our own samples."""
    return read(SAMPLES / name, options=options)
