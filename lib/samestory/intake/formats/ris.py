"""RIS: references as Zotero, EndNote and databases export them. Titles, dates and abstracts, no texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import listed
from ..dates.reading import date_fields
from ..record import Found, Options, Reader, Record, Reject, Remark
from ..shared.addresses import clean_address, registered_domain
from ..shared.language_names import language_code
from ..source import Source

ENDINGS = (".ris",)
MAX_RECORD = 1_000_000  # characters
_BEGINS = re.compile(r"TY {2}- ?", re.MULTILINE)
_ENDS = re.compile(r"ER {2}-\s*")
_YEAR = re.compile(r"\d{4}/{0,3}", re.ASCII)
_LINE = re.compile(r"[A-Z][A-Z0-9] {2}- ?")


def _recognises(source: Source) -> bool:
    if source.is_binary:
        return False
    lines = (line for line in source.head_text.removeprefix("\ufeff").splitlines() if line.strip())
    first = [line for line, _ in zip(lines, range(4), strict=False)]
    begin = next((n for n, line in enumerate(first) if _BEGINS.match(line)), None)
    return begin is not None and (len(first) <= begin + 1 or bool(_LINE.match(first[begin + 1])))


def _read(source: Source, options: Options) -> Iterator[Found]:
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    years: list[str] = []
    for number, (line, raw, has_end) in enumerate(_pieces(text.removeprefix("\ufeff")), 1):
        place = f"record {number:,}, line {line:,}"
        fields, fault = _fields(raw, options)
        if fault is None and not has_end:
            fault = "no line 'ER  -' ends it"
        if fault is None and not (fields.get("title") or fields.get("text")):
            fault = "no title and no abstract"
        if fault is None and not fields.get("published") and _YEAR.fullmatch(fields.get("date_shown", "")):
            years.append(place)
        yield Reject(place, fault, raw[:100_000]) if fault else Record(fields, place)
    if years:
        said = f"year alone in {len(years):,} records ({listed(years, 5)}): month and day unknown, kept in date_shown"
        yield Remark("dates", said)


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """Line, text and whether it is ended, of each record; what is between records is a piece of its own."""
    kept: list[str] = []
    begin, is_open = 1, False
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if _BEGINS.match(line):
            if any(one.strip() for one in kept):
                yield begin, "\n".join(kept), False
            kept, begin, is_open = [], number, True
        if not kept and not is_open and not line.strip():
            begin = number + 1
            continue
        kept.append(line)
        if is_open and _ENDS.fullmatch(line):
            yield begin, "\n".join(kept), True
            kept, begin, is_open = [], number + 1, False
    if any(one.strip() for one in kept):
        yield begin, "\n".join(kept), False


def _fields(raw: str, options: Options) -> tuple[dict[str, Any], str | None]:
    import rispy

    if not _BEGINS.match(raw):
        return {}, "does not begin with a line 'TY  -'"
    if len(raw) > MAX_RECORD:
        return {}, f"longer than a reference may be ({MAX_RECORD:,} characters)"
    ended = raw if _ENDS.search(raw.rstrip().rpartition("\n")[2]) else f"{raw}\nER  - \n"
    try:
        found = rispy.loads(ended, skip_unknown_tags=True)
    except Exception as error:  # rispy raises plain OSError, ValueError and others for what it cannot take
        return {}, f"not readable as RIS: {type(error).__name__}: {error}"[:300]
    if len(found) != 1:
        return {}, "not readable as one RIS record"
    item = found[0]
    urls = item.get("urls") or item.get("url") or []
    url = next((one for said in ([urls] if isinstance(urls, str) else urls) if (one := clean_address(said))), None)
    teaser = _first(item, "abstract", "notes_abstract")
    shown = (_first(item, "date") or _first(item, "publication_year", "year") or "").strip("/ ")
    dated, fault = date_fields(_day(shown), options) if shown else ({}, None)
    if shown:
        dated["date_basis"] = "RIS date" if fault is None else fault
    notes = [
        f"accessed {seen}" if (seen := _first(item, "access_date")) else None,
        f"type {item.get('type_of_reference')}",
    ]
    said = _first(item, "language")
    names = item.get("authors") or item.get("first_authors") or []
    fields = {
        "title": _first(item, "title", "primary_title"),
        "author": "; ".join(name for name in (_turned(one) for one in names[:50]) if name),
        "outlet": _first(item, "secondary_title", "journal_name", "alternate_title3", "publisher")
        or registered_domain(url),
        "url": url,
        "language": options.language or (language_code(said) if said else None),
        "text": teaser,
        "text_status": "teaser" if teaser else "none",
        "note": "; ".join(note for note in notes if note),
        **dated,
    }
    return {key: value for key, value in fields.items() if value}, None


def _first(item: dict[str, Any], *names: str) -> str | None:
    for name in names:
        value = item.get(name)
        if isinstance(value, list):
            value = next((one for one in value if one), None)
        if isinstance(value, str) and (said := value.strip()):
            return said
    return None


def _day(shown: str) -> str:
    """RIS writes 2024/10/14/morning: year, month and day as far as known, then words."""
    parts = [part.strip() for part in shown.split("/")]
    numbers = [part for part in parts[:3] if part.isascii() and part.isdigit()]
    if len(parts) > 1 and len(parts[0]) == 4 and len(numbers) == len([part for part in parts[:3] if part]):
        return "-".join([numbers[0], *(part.zfill(2) for part in numbers[1:])])
    return shown


def _turned(name: str) -> str:
    """``Family, Given`` as by-lines have it."""
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()


READER = Reader("RIS", ENDINGS, _recognises, _read)
