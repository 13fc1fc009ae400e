"""Members of archives as sources, within bounds; nothing is ever written to a path an archive names.

What is refused, each with its reason: names that lead out, links, encrypted members, more members or bytes than
bounds allow, archives in archives in archives.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import re
import stat
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import SamestoryError, printable_name, reason_of
from .formats import Source

MAX_MEMBERS = 100_000
MAX_TOTAL = 20_000_000_000  # bytes of all members of one archive
MAX_RATIO = 200  # news in HTML packs to a tenth, rarely to a fiftieth; zeros in a bomb to a thousandth
HARMLESS = 50_000_000  # bytes below which no ratio matters
IN_MEMORY = 64_000_000  # of a member; a larger one waits in a nameless place on the disk
MAX_DEPTH = 2  # an archive, and an archive in it

ABOUT = "about the files beside it, no article"
_ABOUT = re.compile(
    r"(?:read[-_ ]?me|lisez[-_ ]?moi|lies[-_ ]?mich)(?:\.(?:md|markdown|txt|text|rst|html?))?", re.IGNORECASE
)
_ENDINGS = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".tbz2", ".txz")
_DECOMPRESS: dict[bytes, tuple[str, Callable[[BinaryIO], Any]]] = {
    b"\x1f\x8b": ("gzip", lambda stream: gzip.GzipFile(fileobj=stream)),
    b"BZh": ("bzip2", bz2.BZ2File),
    b"\xfd7zXZ\x00": ("xz", lzma.LZMAFile),
}
# Formats whose readers go once from front to back, so that a large one need not be unpacked first.
_STREAMED = (".jsonl", ".ndjson", ".jl", ".csv", ".tsv", ".tab", ".warc", ".json")


@dataclass(frozen=True)
class Refused:
    """A file or member that is not read: its name and why. ``is_left_out`` where that is no fault (a hidden file)."""

    name: str
    reason: str
    is_left_out: bool = False


def kind_of(source: Source) -> str | None:
    """zip, tar, gzip, bzip2 or xz by the first bytes; None for what is no archive."""
    head = source.head
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    if head[257:262] == b"ustar" or (source.ending == ".tar" and source.size):
        return "tar"
    return next((kind for magic, (kind, _) in _DECOMPRESS.items() if head.startswith(magic)), None)


def is_archive_name(source: Source) -> bool:
    """Whether the name says archive, for files whose format the user forces."""
    return source.ending in _ENDINGS


@contextlib.contextmanager
def unpacked(
    source: Source, depth: int = 1, wanted: Callable[[str], bool] | None = None
) -> Iterator[Generator[Source | Refused, None, None]]:
    """The members of an archive, one at a time; each is readable only until the next is asked for.

    ``wanted`` says by its name which member of a zip is unpacked at all; every name is checked.

    Raises
    ------
    SamestoryError
        When iterated: the archive is damaged, or as a whole beyond the bounds.
    """
    members = _each_named(_members(source, depth, wanted))
    try:
        yield members
    finally:
        members.close()


def _each_named(members: Iterable[Source | Refused]) -> Generator[Source | Refused, None, None]:
    """Members under names of their own: an archive may hold two of one name, and both are read."""
    seen: Counter[str] = Counter()
    for one in members:
        seen[one.name] += 1
        if isinstance(one, Source) and (number := seen[one.name]) > 1:
            stem, dot, ending = one.name.rpartition(".")
            yield Source(f"{stem} ({number}){dot}{ending}" if dot else f"{ending} ({number})", one.size, one.open)
        else:
            yield one


def _members(
    source: Source, depth: int, wanted: Callable[[str], bool] | None
) -> Generator[Source | Refused, None, None]:
    kind = kind_of(source)
    if depth > MAX_DEPTH:
        yield Refused(source.name, f"an archive inside {MAX_DEPTH} others; unpack it first")
    elif kind == "zip":
        yield from _zip(source, wanted)
    elif kind == "tar":
        with source.open() as stream:
            yield from _tar(source, stream)
    else:
        yield from _compressed(source)


# ----- bounds


class Bounded(io.RawIOBase):
    """A stream of unpacked bytes that ends with an error of ours: too many of them, or damaged ones."""

    def __init__(self, make: Callable[[BinaryIO], Any], packed: BinaryIO, name: str, most: int):
        self.packed, self.stream, self.name, self.most = packed, make(packed), name, most

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, though the way back begins at the beginning."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; the bytes before damage come first, then the damage is reported."""
        with _told(self.name):
            piece = self.stream.read1(len(buffer))
            at = self.stream.tell()
        if at > self.most:
            raise SamestoryError(f"{self.name}: unpacks to more than {self.most:,} bytes; refused as a bomb")
        if at > HARMLESS and at > MAX_RATIO * max(self.packed.tell(), 1):
            raise SamestoryError(f"{self.name}: unpacks to more than {MAX_RATIO} times its bytes; refused as a bomb")
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        with _told(self.name):
            return int(self.stream.seek(offset, whence))

    def tell(self) -> int:
        """The place in the unpacked bytes."""
        return int(self.stream.tell())

    def close(self) -> None:
        """Close the packed stream as well, which its library leaves open."""
        self.stream.close()
        self.packed.close()
        super().close()


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Each library's own error for a damaged archive, as one of ours."""
    try:
        yield
    except SamestoryError:
        raise
    except (NotImplementedError, RuntimeError) as error:
        raise SamestoryError(f"{name}: cannot be unpacked: {reason_of(error)}") from None
    except Exception as error:  # zlib.error, LZMAError, BadZipFile, EOFError, OSError, struct.error, ...
        raise SamestoryError(f"{name}: the archive is damaged: {reason_of(error)}") from None


def _most(packed: int) -> int:
    return min(MAX_TOTAL, max(HARMLESS, MAX_RATIO * packed))


def _wrong_name(name: str) -> str | None:
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or ".." in parts or "\0" in name:
        return "its name leads out of the archive; refused"
    return None


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/") if part)


def is_about_folder(name: str) -> bool:
    """Whether a file is by its name the one that explains those beside it: README.md, LISEZMOI.txt."""
    return bool(_ABOUT.fullmatch(name.rpartition("/")[2]))


# ----- kinds


def _zip(source: Source, wanted: Callable[[str], bool] | None) -> Iterator[Source | Refused]:
    with contextlib.ExitStack() as stack:
        with _told(source.name):
            archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(source.open())))
            infos = archive.infolist()
        _count(source, len(infos))
        total = sum(info.file_size for info in infos)
        if total > _most(source.size):
            raise SamestoryError(
                f"{source.name}: {source.size:,} bytes unpack to {total:,}, more than {MAX_RATIO} times as many "
                f"or than {MAX_TOTAL:,}; refused as a bomb"
            )
        for info in infos:
            name = f"{source.name}/{printable_name(info.filename)}"
            if info.is_dir():
                continue
            if reason := _wrong_name(info.filename) or (None if _is_hidden(info.filename) else _wrong_zip(info)):
                yield Refused(name, reason)
            elif _is_hidden(info.filename):
                yield Refused(name, "hidden", is_left_out=True)
            elif is_about_folder(info.filename):
                yield Refused(name, f"{ABOUT}; unpack and name it to have it read", is_left_out=True)
            elif wanted is None or wanted(info.filename):
                with _told(name):
                    inner = archive.open(info)
                with inner:
                    yield from _spooled(inner, name, info.file_size)


def _wrong_zip(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 0x1:
        return "encrypted; unpack it with its password first"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link; refused"
    if info.file_size > _most(info.compress_size):
        return f"{info.compress_size:,} bytes unpack to {info.file_size:,}; refused as a bomb"
    return None


def _tar(source: Source, stream: BinaryIO) -> Iterator[Source | Refused]:
    total = n = 0
    with contextlib.ExitStack() as stack:
        with _told(source.name):
            archive = stack.enter_context(tarfile.open(fileobj=stream, mode="r:"))
        while True:
            with _told(source.name):
                member = archive.next()
                archive.members = []  # type: ignore[attr-defined]  # tarfile keeps every header it has seen
            if member is None:
                return
            n += 1
            total += member.size
            _count(source, n)
            if total > MAX_TOTAL:
                raise SamestoryError(
                    f"{source.name}: its members have more than {MAX_TOTAL:,} bytes; refused as a bomb"
                )
            name = f"{source.name}/{printable_name(member.name)}"
            if member.isdir():
                continue
            if wrong := _wrong_name(member.name):
                yield Refused(name, wrong)
            elif _is_hidden(member.name.removeprefix("./")):
                yield Refused(name, "hidden", is_left_out=True)
            elif not member.isfile():
                yield Refused(name, "a link or device; refused")
            elif member.sparse is not None:
                yield Refused(name, "a file with holes; refused")
            elif is_about_folder(member.name):
                yield Refused(name, f"{ABOUT}; unpack and name it to have it read", is_left_out=True)
            else:
                with _told(name):
                    inner = archive.extractfile(member)
                if inner is not None:
                    with inner:
                        yield from _spooled(inner, name, member.size)


def _count(source: Source, n: int) -> None:
    if n > MAX_MEMBERS:
        raise SamestoryError(
            f"{source.name}: more than {MAX_MEMBERS:,} members; unpack it, and read it folder by folder"
        )


def _compressed(source: Source) -> Iterator[Source | Refused]:
    """What a compressed file holds: one file, or a tar."""
    make = next(made for magic, (_, made) in _DECOMPRESS.items() if source.head.startswith(magic))
    most = _most(source.size)
    name = re.sub(r"\.t(gz|bz2|xz)\Z", ".tar", source.name, flags=re.IGNORECASE)
    name = re.sub(r"\.(gz|bz2|xz)\Z", "", name, flags=re.IGNORECASE)

    def opened() -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(Bounded(make, source.open(), source.name, most), 1 << 18))

    inner = Source(name if name != source.name else f"{source.name}/unpacked", source.size, opened)
    if kind_of(inner) == "tar":
        with opened() as stream:
            yield from _tar(Source(source.name, source.size, opened), stream)
    elif inner.ending in _STREAMED:
        yield inner
    else:
        with opened() as stream:
            yield from _spooled(stream, inner.name, most)


def _spooled(stream: Any, name: str, most: int) -> Iterator[Source | Refused]:
    """A member, unpacked into memory or, where large, into a temporary file of our own naming."""
    try:
        with _told(name):
            piece = stream.read(min(most, IN_MEMORY) + 1)
    except SamestoryError as error:
        yield Refused(name, str(error).removeprefix(f"{name}: "))
        return
    if len(piece) <= IN_MEMORY:
        yield Source.of_bytes(piece, name)
        return
    with tempfile.TemporaryDirectory(prefix="samestory-") as folder:
        path = Path(folder) / "member"
        try:
            with path.open("wb") as file, _told(name):
                while piece:
                    file.write(piece)
                    if file.tell() > most:
                        raise SamestoryError(f"{name}: unpacks to more than {most:,} bytes; refused as a bomb")
                    piece = stream.read(1 << 20)
        except SamestoryError as error:
            yield Refused(name, str(error).removeprefix(f"{name}: "))
            return
        yield Source.of_path(path, name)
