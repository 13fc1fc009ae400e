"""JSON files larger than memory: one object at a time, and a broken one costs no more than itself."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ...errors import SamestoryError, reason_of
from ..record import Found, Options, Reject, Remark, Stated
from ..source import HEAD_BYTES, Source
from .shape import Item, Shaper
from .strict_json import Strict, kind_of

CHUNK = 65_536  # bytes read at once; the error of the parser counts lines from the beginning of what it was given
MAX_RECORD = 16_000_000  # characters of one record; what has no end by then is broken
KEPT = 10_000  # characters of a record that are kept as found
AHEAD = 65_536  # characters looked at after the end of the list
# What vain attempts at reading a record may cost, in characters: so many, and so many for each byte of the file. It
# keeps the time linear in a file made to be read in vain; no file broken by accident comes near.
FREE_WORK = 64_000_000
WORK_A_BYTE = 32
MAX_KEYS = 10_000
_TOTALS = ("totalResults", "total_results", "totalArticles", "numFound", "num_results", "total")
_WIDEST = 1000  # white space before a record, where one is looked for
_NEXT = re.compile(rf",[ \t\n\r]{{0,{_WIDEST}}}+(?=\{{)")
_SPACE = re.compile(r"[ \t\n\r]*")
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]:]', re.DOTALL)
_FIRST_KEY = re.compile(r'\{\s*"([^"\\]{1,200})"\s*:')
_NO_UTF8 = re.compile("[\udc80-\udcff]")
# What may follow a list that is by itself, in an object, or in a list.
_END = {
    "": re.compile(r"\]\s*\Z"),
    "{": re.compile(r'\]\s*(?:\}|,\s*"|\Z)'),
    "[": re.compile(r"\]\s*(?:\]|,|\Z)"),
}
_NEXT_LIST = re.compile(r"\]\s*,\s*\[")
_MAX_DIGITS = 4300  # of a whole number, as Python has it


@dataclass(frozen=True)
class _Place:
    """Where the list stands: its prefix as ijson has it, what is open around it, and where its first item may begin."""

    prefix: str
    opened: str
    around: str
    begin: int


def read_large(source: Source, options: Options) -> Iterator[Found]:
    """The records of one list, which is the file or is in an object.

    Raises
    ------
    SamestoryError
        No list of objects begins within the first 64 KiB.
    """
    place = _list_in(source)
    yield Remark("encoding", "utf-8")
    if place.prefix != "item":
        yield Remark("layout", f"articles are in {place.prefix.removesuffix('.item')}")
    if (total := _total_in(source)) is not None:
        yield total
    yield from Shaper(options).records(_items(source, place))


def _parsed(raw: bytes) -> Iterator[tuple[str, str, Any]]:
    """The events of ijson, of its backend in Python: the one in C crashes on a number too large for it."""
    import ijson

    return ijson.get_backend("python").parse(raw.decode("utf-8", errors="replace").encode())


def _list_in(source: Source) -> _Place:
    import ijson

    raw = source.head.removeprefix(codecs.BOM_UTF8)
    try:
        place = _first_list(raw.decode("utf-8", errors="surrogateescape"))
        for prefix, event, _ in _parsed(raw):
            if place is not None and event == "start_map" and prefix == place.prefix:
                return place
    except (ijson.JSONError, ValueError, ArithmeticError):
        pass  # the head ends somewhere in the file
    raise SamestoryError(
        f"{source.name}: {source.size:,} bytes and no list of objects within the first {HEAD_BYTES:,}; "
        "save it as JSON lines, one object a line"
    )


def _first_list(head: str) -> _Place | None:
    """The first list that holds an object; ijson tells its name but not its place."""
    opened: list[tuple[str, int]] = []
    keys: list[str] = []
    said = '""'
    for match in _SIGN.finditer(head):
        sign = match[0]
        if sign == "{" and opened and opened[-1][0] == "[":
            names = [json.loads(key) if kind == "{" else "item" for (kind, _), key in zip(opened, keys, strict=True)]
            openers = (kind if kind == "[" else f"{{{key}:" for (kind, _), key in zip(opened, keys, strict=True))
            around = opened[-2][0] if len(opened) > 1 else ""
            return _Place(".".join(names), "".join(openers), around, opened[-1][1])
        if sign in ("{", "["):
            opened.append((sign, match.end()))
            keys.append('""')
        elif sign in ("}", "]"):
            if not opened:
                return None
            opened.pop()
            keys.pop()
        elif sign == ":":
            if keys:
                keys[-1] = said
        else:
            said = sign
    return None


def _total_in(source: Source) -> Stated | None:
    import ijson

    try:
        for prefix, event, value in _parsed(source.head.removeprefix(codecs.BOM_UTF8)):
            if event == "number" and prefix.rpartition(".")[2] in _TOTALS and "item" not in prefix:
                return Stated(int(value), f"{prefix}: {value}", of_search=True)
    except (ijson.JSONError, ValueError, ArithmeticError):
        pass
    return None


class _Decoder(Strict):
    """Notes a whole number too long for Python, which would hide where the record ends."""

    def __init__(self) -> None:
        super().__init__()
        self.decode = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_constant=self._constant, parse_int=self._whole_number
        )

    def _whole_number(self, digits: str) -> int:
        if len(digits) <= _MAX_DIGITS:
            return int(digits)
        self.faults.append(f"a number of {len(digits):,} digits")
        return 0


class _Window:
    """The text of a file from ``at`` on, as much of it as was read; what lies before is let go."""

    def __init__(self, stream: BinaryIO):
        self.stream = stream
        self.decoder: Any = codecs.getincrementaldecoder("utf-8")()
        self.text = ""
        self.at = 0
        self.n_bytes = 0
        self.is_utf8 = True
        self.is_all = False

    def more(self) -> bool:
        """Read on, as much as is here and at least a chunk; False at the end of the file."""
        if self.is_all:
            return False
        kept = self.text[self.at :]
        raw = self.stream.read(max(CHUNK, len(kept)))
        if not self.n_bytes:
            raw, self.n_bytes = raw.removeprefix(codecs.BOM_UTF8), len(raw) - len(raw.removeprefix(codecs.BOM_UTF8))
        self.n_bytes += len(raw)
        self.is_all = not raw
        try:
            new = self.decoder.decode(raw, self.is_all)
        except UnicodeDecodeError:  # keep such bytes as they are, and let the record they are in tell
            self.is_utf8 = False
            self.decoder.errors = "surrogateescape"
            new = self.decoder.decode(raw, self.is_all)
        self.text, self.at = kept + new, 0
        return bool(raw) or bool(new)

    def sign(self) -> str:
        """The next sign that is no white space, at ``at``; empty at the end of the file."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def follows(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern fits what is here."""
        while len(self.text) - self.at < AHEAD and self.more():
            pass
        return bool(pattern.match(self.text, self.at, self.at + AHEAD))


@dataclass
class _Passed:
    """What is passed over in search of the next record: its beginning and its bytes."""

    kept: str = ""
    n_bytes: int = 0

    def add(self, text: str) -> None:
        self.kept += text[: KEPT - len(self.kept)]
        self.n_bytes += len(text) if text.isascii() else len(text.encode("utf-8", errors="surrogateescape"))


class _Records:
    """The items of one list, and where to go on after a broken one."""

    def __init__(self, window: _Window):
        self.window = window
        self.decoder = _Decoder()
        self.work = 0
        self.keys: set[str] = set()
        self.n_records = 0
        self.n_keys = 0

    def value(self) -> tuple[Any, int]:
        """The value that begins here and where it ends; ValueError where none does."""
        window = self.window
        while True:
            why: ValueError
            try:
                value, end = self.decoder.at(window.text, window.at)
                # A number may go on where the text ends; nothing else may.
                if end < len(window.text) or isinstance(value, (dict, list, str)) or not window.more():
                    return value, end
                continue
            except json.JSONDecodeError as error:
                is_open = error.msg.startswith("Unterminated string")
                stopped = len(window.text) if is_open else error.pos
                self.work += error.pos // 16  # counting lines is so much faster than parsing
                why = ValueError(
                    f"{error.msg.removesuffix(' starting at')}, at its character {error.pos - window.at + 1:,}"
                )
                # No word or escape of JSON is longer than 16 signs: before that, more text would change nothing.
                if is_open or error.pos >= len(window.text) - 16:
                    if len(window.text) - window.at >= MAX_RECORD:
                        why = ValueError(f"no end within {MAX_RECORD:,} characters; {why}")
                    elif window.more():
                        continue
            except ValueError as error:
                stopped, why = len(window.text), error
            self.work += stopped - window.at
            raise why

    def learn(self, value: dict[str, Any]) -> None:
        """Take note of the keys of a record."""
        self.n_records += 1
        self.n_keys += len(value)
        if not value.keys() <= self.keys and len(self.keys) < MAX_KEYS:
            self.keys.update(value)

    def is_like(self, value: Any, first_key: str | None) -> bool:
        """Whether a value looks like a record, not like an object within one.

        Half of its keys are those of records, and they are at least a third of what a record has; where no record was
        read yet, it has the first key of the broken one.
        """
        if type(value) is not dict:
            return False
        if not self.n_records:
            return first_key is None or first_key in value
        shared = len(value.keys() & self.keys)
        return shared * 2 >= len(value) and shared * 3 * self.n_records >= self.n_keys

    def resume(self) -> tuple[_Passed, bool]:
        """Go to the next record after a broken one that begins here: what was passed over, and whether one was found.

        Each sign is passed once; attempts at reading a record end where they have cost too much.
        """
        window, passed = self.window, _Passed()
        first = _FIRST_KEY.match(window.text, window.at, window.at + 300)
        begin = window.at + (window.text[window.at : window.at + 1] != ",")
        while True:
            match = _NEXT.search(window.text, begin)
            if match is None:
                # The comma before the next record may be the last that was read, and white space after it.
                begin = max(begin, len(window.text) - _WIDEST - 1)
                passed.add(window.text[window.at : begin])
                window.at = begin
                if not window.more():
                    passed.add(window.text[window.at :])
                    window.at = len(window.text)
                    return passed, False
                begin = 0
                continue
            passed.add(window.text[window.at : match.start()])
            window.at = match.end()
            if self.work <= FREE_WORK + WORK_A_BYTE * window.n_bytes:
                try:
                    value, end = self.value()
                    if self.is_like(value, first and first[1]):
                        return passed, True
                    self.work += end - window.at
                except ValueError:
                    pass
            passed.add(match[0])
            begin = window.at


def _items(source: Source, place: _Place) -> Iterator[Item | Reject]:
    with source.open() as stream:
        window = _Window(stream)
        while len(window.text) <= place.begin and window.more():
            pass
        window.at = place.begin
        yield from _walk(window, place)


def _walk(window: _Window, place: _Place) -> Iterator[Item | Reject]:
    records = _Records(window)
    number, is_broken = 0, False
    while True:
        sign = window.sign()
        if sign == "," and number:
            window.at += 1
            sign = window.sign()
        if not sign:
            yield Reject("end of file", f"the list has no end after record {number:,}; the file may be cut")
            return
        if sign == "]":
            if place.around == "[" and window.follows(_NEXT_LIST):
                window.at = window.text.index("[", window.at) + 1
                continue
            if window.follows(_END[place.around]):
                if not is_broken:
                    yield from _after(window, place, number)
                    return
                # It may be the end of a list within the broken record.
                passed, is_found = records.resume()
                if not is_found:
                    return
                why = f"what looks like the end of the list, and records follow; {passed.n_bytes:,} bytes passed over"
                yield Reject(f"after record {number:,}", why, _as_found(passed.kept, window), 0)
                continue
        number += 1
        said = f"record {number:,}"
        try:
            value, end = records.value()
        except ValueError as error:
            is_broken = True
            passed, is_found = records.resume()
            lost = f"no record found after it, {passed.n_bytes:,} of {window.n_bytes:,} bytes not read"
            if is_found:
                lost = f"{passed.n_bytes:,} bytes passed over, to the next record"
            yield Reject(said, f"not readable as JSON: {reason_of(error)}; {lost}", _as_found(passed.kept, window))
            if not is_found:
                return
            continue
        yield _item(window, records, said, value, end)
        window.at = end


def _item(window: _Window, records: _Records, said: str, value: Any, end: int) -> Item | Reject:
    """A value of the list as an item, or why it is none."""
    raw = window.text[window.at : min(end, window.at + KEPT)]
    if not window.is_utf8 and _NO_UTF8.search(window.text, window.at, end):
        return Reject(said, "holds bytes that are no UTF-8", _as_found(raw, window))
    if records.decoder.faults:
        return Reject(said, records.decoder.faults[0], raw)
    if type(value) is not dict:
        return Reject(said, f"holds {kind_of(value)} where an object is wanted", raw)
    records.learn(value)
    return said, value, raw


def _as_found(text: str, window: _Window) -> str | bytes:
    return text if window.is_utf8 else text.encode("utf-8", errors="surrogateescape")


def _after(window: _Window, place: _Place, number: int) -> Iterator[Reject]:
    """What follows the list, as far as it is looked at: no record, and JSON."""
    import ijson

    again = 0
    window.follows(_SPACE)
    rest = window.text[window.at : window.at + AHEAD]
    is_all = window.at + len(rest) == len(window.text) and not window.more()
    try:
        for prefix, event, _ in _parsed((place.opened + rest).encode("utf-8", errors="surrogateescape")):
            again += event == "start_map" and prefix == place.prefix
    except (ijson.JSONError, ValueError, ArithmeticError, RecursionError) as error:
        if is_all:
            why = f"what follows the list is not readable as JSON: {reason_of(error)}"
            yield Reject(f"after record {number:,}", why, _as_found(rest[:KEPT], window))
    if again:
        why = "a second list of the same name, not read"
        yield Reject(f"after record {number:,}", why, _as_found(rest[:KEPT], window), again)
