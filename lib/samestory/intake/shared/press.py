"""What readers of press databases share: what one record says, and how that becomes a record or a reject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as calendar_date

from ...errors import listed
from ..dates.reading import Date, day_first_of, read_date
from ..record import Found, Options, Record, Reject, Remark, Stated
from .language_names import language_code

RAW_KEPT = 20_000  # characters of a record kept with its reject
_SPACE = re.compile(r"\s+")
_FIXED = re.compile("[\u00a0\u2007\u202f]")  # spaces at which no line breaks
_SPACES = re.compile("[ \t\u00a0\u2007\u202f]+")
_COUNT = r"(?<!\d)(\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+|\d+)"
_WORDS = re.compile(
    rf"{_COUNT}\s+(?:words?|mots?|w(?:ö|oe)rt(?:er)?|wort|palabras?|woord(?:en)?|parol[ae]|palavras?|sł(?:ów|owa)|слов|слів)(?![^\W_])",
    re.IGNORECASE,
)
_NUMBER = re.compile(_COUNT)
_STOP = re.compile(r"[.!?…][\"'’”»)\]]*\Z")


@dataclass
class Says:
    """One record in the words of its export: each field as printed, empty if it says nothing.

    ``date`` is day and hour together, as far as printed; ``notes`` what has no column of its own ("section: News");
    ``paragraphs`` the text, ``status`` its ``text_status`` where that is known; ``faults`` what the layout itself shows
    to be wrong; ``is_closed`` whether the lines that end a record of this export were there; ``raw`` the record as
    found, for the reject should there be one.
    """

    place: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    length: str = ""
    url: str = ""
    credit: str = ""
    status: str = ""
    notes: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_closed: bool = True
    raw: str = ""

    def note(self, name: str, value: str) -> None:
        """Keep what has no column of its own."""
        if value := flat(value):
            self.notes.append(f"{name}: {value}")


def flat(text: str) -> str:
    """Text on one line, single spaces between words."""
    return _SPACE.sub(" ", text).strip()


def is_sentence(text: str) -> bool:
    """Whether a line reads as a sentence: it ends with a full stop, and more than two of its words are small."""
    return bool(_STOP.search(text)) and sum(word[0].islower() for word in text.split()) > 2


def spaced(line: str) -> str:
    """A line as it is recognised: non-breaking spaces count as plain ones, several as one.

    Texts keep them, as French sets them before its signs; what is around a text is known by its words.
    """
    return _SPACES.sub(" ", line).strip() if _FIXED.search(line) else line


def stated_words(says: str) -> int | None:
    """The number in "2,968 words", "523 mots", "1.204 Wörter" or a bare number; None if there is none."""
    match = _WORDS.search(says) or _NUMBER.fullmatch(says.strip())
    digits = re.sub(r"\D", "", match[1]) if match else ""
    return int(digits) if digits and len(digits) < 10 else None


def unlike(n: int, sign: str, found: int) -> list[Remark]:
    """A remark where a sign that each record has once is there more often than records were found."""
    if n <= found:
        return []
    return [Remark("layout", f"{sign} is there {n} times, but {found} records were found; {n - found} may be missing")]


def findings(records: Iterable[Says], options: Options, stated: Stated | None = None) -> Iterator[Found]:
    """Records, rejects and remarks of one export, in the order of the file.

    A record with neither title nor text is a reject. One with a field that cannot be read stays, without that field
    and with a remark that says where. Whether 03/04/2024 is April or March is decided by the dates of the whole file.
    """
    if stated:
        yield stated
    said = list(records)
    if said and not said[-1].is_closed and any(one.is_closed for one in said):
        yield from _cut(said[-1])
    day_first = options.day_first if options.day_first is not None else day_first_of(one.date for one in said)
    if options.day_first is None and day_first is not None:
        order = "day before month" if day_first else "month before day"
        yield Remark("dates", f"{order}, as other dates of the file show")
    forms, unread = Counter[str](), Counter[str]()
    undated: list[str] = []
    for one in said:
        title, text = flat(one.title), "\n\n".join(filter(None, map(str.strip, one.paragraphs)))
        if not title and not text:
            why = "; ".join(["neither title nor text", *one.faults])
            yield Reject(one.place, why, one.raw[:RAW_KEPT])
            continue
        yield from (Remark("layout", f"{one.place}: {fault}") for fault in one.faults)
        read = read_date(one.date, day_first=day_first, zone=options.zone) if one.date.strip() else None
        if read is None:
            undated.append(one.place)
        else:
            (unread if read.published is None else forms)[read.form] += 1
        fields = _fields(one, title, text, read, options)
        yield from _doubts(one, fields, read)
        yield Record({name: value for name, value in fields.items() if value not in (None, "")}, one.place)
    if undated:
        yield Remark("dates", f"no date in {len(undated)} of {len(said)}: {listed(undated, 5)}")
    if forms:
        yield Remark("dates", f"read as {', '.join(f'{form} ({n})' for form, n in forms.most_common())}")
    if unread:
        yield Remark("dates", f"not read: {', '.join(f'{why} ({n})' for why, n in unread.most_common())}")


def _cut(last: Says) -> Iterator[Found]:
    """What is said of the last record if it lacks the lines that close the others."""
    why = "the last record lacks the lines that close the others; the file may be cut"
    if flat(last.title) or any(map(str.strip, last.paragraphs)):
        yield Reject(last.place, why, n=0)
    else:  # a reject of its own
        last.faults.append(why)


def _fields(one: Says, title: str, text: str, read: Date | None, options: Options) -> dict[str, object]:
    """The columns of ``articles`` that a record gives."""
    fields: dict[str, object] = {"title": title, "text": text}
    for name in ("outlet", "author", "credit", "url"):
        fields["agency_credit" if name == "credit" else name] = flat(getattr(one, name))
    fields["text_status"] = one.status if text else ""
    if read is not None:
        fields |= {"published": read.published, "date_shown": flat(one.date), "time_shown": read.time_shown}
    fields["language"] = options.language or (language_code(one.language) if one.language else None)
    fields["stated_words"] = stated_words(one.length) if one.length.strip() else None
    fields["note"] = "; ".join(one.notes)
    return fields


def _doubts(one: Says, fields: Mapping[str, object], read: Date | None) -> Iterator[Remark]:
    """What a record says that could not be read, and a date in the future."""
    if read is not None and read.published is None:
        yield Remark("dates", f"{one.place}: date {flat(one.date)[:80]!r} not read, {read.form}")
    elif read is not None and str(read.published)[:10] > f"{calendar_date.today():%Y-%m-%d}":
        yield Remark("dates", f"{one.place}: date {flat(one.date)[:80]!r} has not come yet")
    if one.language and not fields["language"]:
        yield Remark("language", f"{one.place}: language {flat(one.language)[:60]!r} is none known here")
    if one.length.strip() and fields["stated_words"] is None:
        yield Remark("layout", f"{one.place}: length {flat(one.length)[:60]!r} not read")
