"""JSON files larger than memory: one pass of ijson, one object at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import SamestoryError
from .record import Found, Options, Reject, Remark, Stated
from .shape import Item, Shaper
from .source import HEAD_BYTES, Source

_TOTALS = ("totalResults", "total_results", "totalArticles", "numFound", "num_results", "total")


class _Noting(dict):
    """An object that remembers a key given twice."""

    twice: str | None = None

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self:
            self.twice = key
        super().__setitem__(key, value)


def read_large(source: Source, options: Options) -> Iterator[Found]:
    """The records of one list, which is the file or stands in an object.

    Raises
    ------
    SamestoryError
        No list of objects begins within the first 64 KiB.
    """
    prefix = _list_in(source)
    yield Remark("encoding", "utf-8")
    if prefix != "item":
        yield Remark("layout", f"articles stand in {prefix.removesuffix('.item')}")
    if (total := _total_in(source)) is not None:
        yield total
    yield from Shaper(options).records(_items(source, prefix))


def _list_in(source: Source) -> str:
    import ijson

    try:
        for prefix, event, _ in ijson.parse(source.head, use_float=True):
            if event == "start_map" and prefix.endswith("item"):
                return prefix
    except (ijson.JSONError, ValueError):
        pass  # the head ends somewhere in the file
    raise SamestoryError(
        f"{source.name}: {source.size:,} bytes and no list of objects within the first {HEAD_BYTES:,}; "
        "save it as JSON lines, one object a line"
    )


def _total_in(source: Source) -> Stated | None:
    import ijson

    try:
        for prefix, event, value in ijson.parse(source.head):
            if event == "number" and prefix.rpartition(".")[2] in _TOTALS and "item" not in prefix:
                return Stated(int(value), f"{prefix}: {value}")
    except (ijson.JSONError, ValueError):
        pass
    return None


def _items(source: Source, prefix: str) -> Iterator[Item | Reject]:
    import ijson

    number = 0
    with source.open() as stream:
        try:
            for number, value in enumerate(ijson.items(stream, prefix, map_type=_Noting, use_float=True), 1):
                place = f"record {number:,}"
                if not isinstance(value, _Noting):
                    yield Reject(place, "holds no object", str(value)[:1000])
                elif value.twice is not None:
                    yield Reject(place, f"the key {value.twice!r} is given twice", str(dict(value))[:10_000])
                else:
                    yield place, value, str(dict(value))[:1000]
        except (ijson.JSONError, ValueError, RecursionError) as error:
            said = " ".join(str(error).split())[:160]
            yield Reject(f"after record {number:,}", f"not readable as JSON from here on: {said}")
