"""JSON and JSON lines: our own, news-please, trafilatura, NewsAPI, Event Registry, and any with names one can guess.

JSON lines stream at the speed of orjson. A JSON file up to ``IN_MEMORY`` is walked item by item, so that one broken
item costs one reject; a larger one is read through a window, item by item, at the same cost.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from ...errors import SamestoryError, listed, reason_of
from ..record import Found, Options, Rank, Reader, Record, Reject, Remark, Stated
from ..shared.column_names import guessed
from ..shared.shape import Item, Shaper
from ..shared.strict_json import Strict, kind_of, past_space
from ..source import Source

IN_MEMORY = 150_000_000
MAX_LINE = 64_000_000  # of one record
MAX_DEPTH = 100
KEPT = 100_000  # bytes of a broken record that are kept; more is no record but a broken file
# Under which names APIs put their list of articles, and the total they say there is.
_LISTS = ("articles", "results", "items", "data", "docs", "documents", "stories", "news", "records", "entries", "hits")
_TOTALS = ("totalResults", "total_results", "totalArticles", "numFound", "num_results", "total")
_KEY = re.compile(rb'"[ \t\r]*:')
_NEXT = re.compile(r'\}\s*,\s*\{\s*"')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


def _recognises_lines(source: Source) -> bool:
    if source.is_binary or not _begins(source, "{"):
        return False
    if source.ending in (".jsonl", ".ndjson", ".jl"):
        return True
    first, end, rest = source.head_text.lstrip("\ufeff \t\r\n").partition("\n")
    return bool(end) and first.rstrip().endswith("}") and rest.lstrip().startswith("{") and _parses(first)


def _recognises(source: Source) -> bool:
    return not source.is_binary and (
        _begins(source, "{[") or (source.ending in (".json", ".jsonl", ".ndjson") and source.size == 0)
    )


def _begins(source: Source, signs: str) -> bool:
    text = source.head_text.lstrip("\ufeff \t\r\n")
    if text[:1] not in tuple(signs):
        return False
    return source.ending in (".json", ".jsonl", ".ndjson", ".jl") or bool(re.match(r'[\[{]\s*(["{\[}\]]|\Z)', text))


def _parses(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


# ----- one record from text, strictly


def _n_keys(value: Any, depth: int = 0) -> int:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    is_object = type(value) is dict
    n = len(value) if is_object else 0
    for inner in value.values() if is_object else value:
        if (kind := type(inner)) is dict or kind is list:
            n += _n_keys(inner, depth + 1)
    return n


def _fast(line: bytes, strict: Strict) -> Any:
    """One line as its value.

    orjson silently takes the last of two equal keys. A line holds at least one quotation mark before a colon for
    each key, so it is read once more, strictly, where it holds more of them than keys came out.
    """
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return strict.whole(line.decode("utf-8"))
    if type(value) is dict and len(_KEY.findall(line)) == _n_keys(value):
        return value
    return strict.whole(line.decode("utf-8"))


# ----- JSON lines


def _read_lines(source: Source, options: Options) -> Iterator[Found]:
    encoding = options.encoding or source.encoding
    yield Remark("encoding", options.encoding or source.encoding_says)
    yield from Shaper(options).records(_lines(source, encoding))


def _lines(source: Source, encoding: str) -> Iterator[Item | Reject]:
    strict = Strict()
    with source.open() as binary:
        is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")
        stream: Any = binary if is_utf8 else _Encoded(binary, encoding)
        number = 0
        while line := stream.readline(MAX_LINE):
            number += 1
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            place = f"line {number:,}"
            if len(line) >= MAX_LINE and not line.endswith(b"\n"):
                while (more := stream.readline(MAX_LINE)) and not more.endswith(b"\n"):
                    pass
                yield Reject(place, f"more than {MAX_LINE:,} bytes in one line", line[:KEPT])
                continue
            if line.isspace():
                continue
            try:
                value = _fast(line, strict)
            except (ValueError, RecursionError) as error:
                yield Reject(place, f"not readable as JSON: {reason_of(error)}", line[:KEPT])
                continue
            if type(value) is dict:
                yield place, value, line[:KEPT]
            else:
                yield Reject(place, f"holds {kind_of(value)} where an object is wanted", line[:KEPT])


class _Encoded:
    """Lines of another encoding as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str):
        self.text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")

    def readline(self, limit: int) -> bytes:
        """One line of at most so many characters."""
        return self.text.readline(limit).encode("utf-8", errors="replace")


# ----- JSON


def _read(source: Source, options: Options) -> Iterator[Found]:
    if source.size > IN_MEMORY:
        from ..shared.large_json import read_large

        yield from read_large(source, options)
        return
    text, encoding = source.text(options.encoding)
    text = text.removeprefix("\ufeff")
    yield Remark("encoding", encoding)
    begin = past_space(text, 0)
    if begin == len(text):
        raise SamestoryError(f"{source.name}: is empty")
    shaper = Shaper(options)
    if text[begin] == "[":
        yield from shaper.records(_items(text, begin))
        return
    strict = Strict()
    try:
        value, end = strict.at(text, begin)
    except ValueError as error:
        yield from _broken(text, begin, reason_of(error), shaper)
        return
    if not isinstance(value, dict):
        raise SamestoryError(f"{source.name}: holds {kind_of(value)}; an object or a list of objects is wanted")
    if text[end:].strip():  # objects one after another, on lines or not
        yield from shaper.records(_items(text, begin, in_list=False))
        return
    total, items, at = contained(value)
    if total is not None:
        yield Stated(*total, of_search=True)
    if items is None or strict.faults:
        yield from shaper.records(
            [Reject("whole file", strict.faults[0], text[:KEPT])]
            if strict.faults
            else [("whole file", value, text[:KEPT])]
        )
        return
    yield Remark("layout", f"articles are in {at}")
    yield from shaper.records(
        (f"{at} {n:,}", one, _shown(one))
        if isinstance(one, dict)
        else Reject(f"{at} {n:,}", f"holds {kind_of(one)}", _shown(one))
        for n, one in enumerate(items, 1)
    )


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:KEPT]


def contained(value: Mapping[str, Any], at: str = "") -> tuple[tuple[int, str] | None, list | None, str]:
    """The total an answer states, its list of articles and the name of that list; (None, None, "") for an article.

    Lists are at the top (NewsAPI), one level down (Event Registry: ``articles.results``), or are what an object maps
    names to (a file of articles by address).
    """
    if set(guessed([str(key) for key, one in value.items() if isinstance(one, str)])) & {"text", "title", "teaser"}:
        return None, None, ""
    counts = ((key, value.get(key)) for key in _TOTALS)
    total = next(((n, f"{key}: {n}") for key, n in counts if isinstance(n, int) and _is_count(n)), None)
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list) and (not inner or any(isinstance(one, dict) for one in inner)):
            return total, [_unwrapped(one) for one in inner], f"{at}{key}"
        if isinstance(inner, dict) and not at.count("."):
            below = contained(inner, f"{at}{key}.")
            if below[1] is not None:
                return below[0] or total, below[1], below[2]
    inner = value.get("response")
    if isinstance(inner, dict) and not at:
        return contained(inner, "response.")
    if value and all(isinstance(one, dict) for one in value.values()):
        return total, list(value.values()), "object"
    return None, None, ""


def _is_count(value: int) -> bool:
    return not isinstance(value, bool) and 0 <= value < 2**53


def _unwrapped(one: Any) -> Any:
    """Elasticsearch wraps each document in ``_source``."""
    return one["_source"] if isinstance(one, dict) and isinstance(one.get("_source"), dict) else one


def _items(text: str, begin: int, *, in_list: bool = True) -> Iterator[Item | Reject]:
    """The objects of a list, or objects one after another; one that is broken is one reject where its end shows."""
    strict = Strict()
    at, number = begin + in_list, 0
    while True:
        at = past_space(text, at)
        if at < len(text) and text[at] == "," and number:
            at = past_space(text, at + 1)
        if at >= len(text):
            if in_list:
                yield Reject("end of file", "the list has no end; the file may be cut")
            return
        if in_list and text[at] == "]":
            if rest := text[at + 1 :].strip():
                yield Reject(f"character {at + 1:,}", "more after the list", rest[:KEPT])
            return
        number += 1
        place = f"record {number:,}"
        try:
            value, end = strict.at(text, at)
        except ValueError as error:
            close = _end_of(text, at)
            yield Reject(
                f"{place}, character {at:,}",
                f"not readable as JSON: {reason_of(error)}",
                text[at : at + KEPT] if close is None else text[at:close][:KEPT],
            )
            if close is None:
                return
            at = close
            continue
        raw = text[at : min(end, at + KEPT)]
        if strict.faults:
            yield Reject(place, strict.faults[0], raw)
        elif isinstance(value, dict):
            yield place, _unwrapped(value), raw
        else:
            yield Reject(place, f"holds {kind_of(value)} where an object is wanted", raw)
        at = end


def _end_of(text: str, begin: int) -> int | None:
    """Where a broken object ends: where its brackets are closed, or before what looks like the next; None at the end.

    Linear in what it passes, and what it passes is not looked at again.
    """
    opened: list[str] = []
    for token in _TOKEN.finditer(text, begin):
        sign = token[0]
        if sign in "{[":
            opened.append(sign)
        elif sign in "}]":
            if not opened or opened.pop() + sign not in ("{}", "[]"):
                after = _NEXT.search(text, token.start())
                return after.start() + 1 if after else None
            if not opened:
                return token.end()
    return None


def _broken(text: str, begin: int, why: str, shaper: Shaper) -> Iterator[Found]:
    """A container that breaks somewhere: what stands whole in its list is kept, the rest is a reject."""
    match = re.compile(rf'"(?:{"|".join(_LISTS)})"\s*:\s*\[').search(text, begin)
    if match is None:
        yield Reject("whole file", f"not readable as JSON: {why}", text[begin : begin + KEPT])
        return
    yield Remark(
        "layout", f"the file is not readable as JSON ({why}); its list {listed([match[0][:20]])} is read alone"
    )
    found = 0
    for one in shaper.records(_items(text, match.end() - 1)):
        found += isinstance(one, Record)
        yield one
    yield Reject(
        "whole file",
        f"not readable as JSON: {why}; {found:,} records of its list were read",
        text[begin : begin + 1000],
    )


READERS = (
    Reader("JSON lines", (".jsonl", ".ndjson", ".jl"), _recognises_lines, _read_lines, Rank.TABLE),
    Reader("JSON", (".json",), _recognises, _read, Rank.TABLE),
)
