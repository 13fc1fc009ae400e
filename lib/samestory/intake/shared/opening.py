"""What the first lines of a text without a head say: the title, then lines with outlet, date or author.

A person who saves an article as a text, a Word file or a PDF writes the title first and under it, more often than not,
who published it and when. Such lines are recognised by what is in them, and every reading of one is a guess.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from ..dates.reading import date_fields
from ..dates.words import OFFSETS, ZONES
from ..record import Options
from .column_names import folded, known_names

MOST_LINES = 6  # lines looked at below the title
LONGEST_TITLE = 250  # characters
LONGEST_LINE = 140  # characters of a line with outlet and date
LONGEST_OUTLET = 60
MOST_WORDS = 8  # of an outlet or an author
LABELS = ("outlet", "published", "author", "url", "title", "country", "language", "agency_credit")
_LABEL = re.compile(r"([^\W\d_][\w .'’/-]{0,30}?)\s*[:：]\s*(\S.*)")
_BY = re.compile(
    r"(?:by|von|par|por|di|door|da|od|autor|autorka|автор|yazan|text|texte|testo|tekst)\s+(?=\S)", re.IGNORECASE
)
_SAID = re.compile(
    r"^(?:published|posted|updated|first published|last updated|veröffentlicht|erschienen|publié|mis à jour|"
    r"publicado|pubblicato|opublikowano|gepubliceerd|yayınlandı|опубликовано|опубліковано)\b[\s:]*(?:on|am|le|el|il|op|em)?\s*",
    re.IGNORECASE,
)
_EDGES = " \t,;，、；،؛|·•/()[]–—-:"
_TOKEN = re.compile(r"[^\s,;，、；|·•()\[\]–—]+")
_SPLIT = re.compile(r"\s*[|·•–—]\s*|\s+-\s+|\s{3,}|\t")
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SMALL_WORDS = (
    "de del of the den le la el il um at on à às a alle ore klo kl o godz godzina h uhr roku r г года р року no em dia"
    " am pm a.m p.m utc gmt z am. pm. st nd rd th er"
)
_LITTLE = frozenset(_SMALL_WORDS.split()) | frozenset(str(zone).casefold() for zone in (*OFFSETS, *ZONES))
# The languages whose names of months and days are recognised in such a line.
_LOCALES = (
    "en fr de es it pt pl nl ru uk tr sv da nb fi cs sk hu ro bg el sr hr sl lt lv et is ga ca eu gl sq mk be "
    "ar fa he hi id ms sw vi zh ja ko ka hy az kk"
)


@dataclass(frozen=True)
class Opening:
    """What the first lines say.

    ``fields`` are columns of ``articles``; ``begin`` is the offset at which the text itself begins; ``shown`` the
    lines as found that are no part of it, the title first.
    """

    fields: dict[str, str] = field(default_factory=dict)
    begin: int = 0
    shown: tuple[str, ...] = ()


def opening_of(text: str, options: Options | None = None) -> Opening:
    """Title, outlet, date and author from the first lines of a text.

    Parameters
    ----------
    text
        The whole text as found, without a YAML head.
    options
        What the user says of dates.

    Returns
    -------
    Opening
        Without fields, and beginning at 0, where the first line is no title or nothing but it is there.
    """
    options = options or Options()
    lines = _lines(text)
    if len(lines) < 2:
        return Opening()
    fields: dict[str, str] = {}
    place, shown = 0, []
    while place < min(len(lines) - 1, 3) and (above := _said(lines[place][2], options)) and "title" not in fields:
        fields |= {name: value for name, value in above.items() if name not in fields}
        shown.append(lines[place][2])
        place += 1
    if "title" not in fields:
        if not _is_title(lines, place, options):
            return Opening(fields, lines[place][0], tuple(shown)) if fields else Opening()
        fields["title"] = lines[place][2]
        shown.append(lines[place][2])
        place += 1
    for _ in range(MOST_LINES):
        if place >= len(lines) - 1:  # the last line is always of the text
            break
        found = _said(lines[place][2], options) or _outlet_alone(lines, place, options, fields)
        if not found:
            break
        fields |= {name: value for name, value in found.items() if name not in fields}
        shown.append(lines[place][2])
        place += 1
    if _is_outlet_first(fields, lines, place, options):
        fields |= {"outlet": fields["title"], "title": lines[place][2]}
        shown.append(lines[place][2])
        place += 1
    return Opening(fields, lines[place][0], tuple(shown))


def _is_outlet_first(fields: dict[str, str], lines: list[tuple[int, int, str]], place: int, options: Options) -> bool:
    """Whether the first line was the outlet: few words, a date under it, and then another line that is a title."""
    if "outlet" in fields or "published" not in fields or place >= len(lines) - 1 or not lines[place][1]:
        return False
    return len(fields.get("title", "").split()) <= 4 and _is_title(lines, place, options)


def _lines(text: str) -> list[tuple[int, int, str]]:
    """The first lines with something in them: where each begins, how many empty lines follow it, and its words."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for raw in text[:20_000].splitlines(keepends=True):
        if said := " ".join(raw.split()):
            found.append((at, 0, said))
            if len(found) > MOST_LINES + 6:
                break
        elif found:
            begin, empty, last = found[-1]
            found[-1] = (begin, empty + 1, last)
        at += len(raw)
    return found


def _is_title(lines: list[tuple[int, int, str]], place: int, options: Options) -> bool:
    """Whether a line is a title: short, and either apart from what follows or without the end of a sentence."""
    _, empty, said = lines[place]
    if len(said) > LONGEST_TITLE or place >= len(lines) - 1 or not any(sign.isalpha() for sign in said):
        return False
    following = lines[place + 1][2]
    if _said(following, options) or _outlet_alone(lines, place + 1, options, {}):
        return True
    is_sentence = said.endswith(_ENDS) and not said.endswith(("?", "？", "؟", "!"))
    if is_sentence and len(said.split()) > 12:
        return False
    return bool(empty) or (not is_sentence and len(following) > len(said))


def _said(line: str, options: Options) -> dict[str, str]:
    """The columns a line under a title gives; none where it is a line of the text."""
    if len(line) > LONGEST_LINE:
        return {}
    if _LINK.fullmatch(line):
        return {"url": line}
    label = _LABEL.fullmatch(line)
    if label and (column := known_names().get(folded(label[1]), ("", 0))[0]) in LABELS:
        value = label[2].strip()
        if column == "published":
            return date_fields(value, options)[0] or {"date_shown": value}
        return {column: value}
    return _dated(line, options) or _by_line(line)


def _dated(line: str, options: Options) -> dict[str, str]:
    """Date, and outlet or author beside it; none where the line has no date or is a sentence."""
    said = _SAID.sub("", line)
    span = _date_span(said)
    if span is None:
        return {}
    begin, end = span
    fields, _ = date_fields(said[begin:end], options)
    if "published" not in fields and not _is_whole(said[begin:end]):
        return {}
    rest = [*_SPLIT.split(said[:begin].strip(_EDGES)), *_SPLIT.split(said[end:].strip(_EDGES))]
    rest = [part for part in (_SAID.sub("", one.strip(_EDGES)).strip(_EDGES) for one in rest) if part]
    if sum(len(part.split()) for part in rest) > MOST_WORDS + 4 or any(len(part) > LONGEST_OUTLET for part in rest):
        return {}
    if len(rest) == 1 and rest[0] != line and line.endswith(_ENDS) and len(line.split()) > MOST_WORDS:
        return {}
    for part in rest:
        if by := _by_line(part):
            fields.setdefault("author", by["author"])
        elif not part.isdigit() and folded(part) not in _LITTLE:
            fields.setdefault("outlet" if "outlet" not in fields else "author", part)
    return fields


def _date_span(line: str) -> tuple[int, int] | None:
    """The longest run of signs that are of a date; None if none of it is a number."""
    best: tuple[int, int] | None = None
    run: list[re.Match[str]] = []
    for token in [*_TOKEN.finditer(line), None]:
        if token is not None and _is_of_date(token[0]):
            run.append(token)
            continue
        while run and not _is_core(run[0][0]):
            run.pop(0)
        while run and not _is_core(run[-1][0], last=True):
            run.pop()
        if run and any(sign.isdigit() for one in run for sign in one[0]):
            span = (run[0].start(), run[-1].end())
            if best is None or span[1] - span[0] > best[1] - best[0]:
                best = span
        run = []
    return best


def _is_whole(shown: str) -> bool:
    """Whether a date that cannot be read (its month is not known here, or 03/04/2024) is one all the same."""
    numbers = re.findall(r"\d+", shown)
    has_year = any(len(number) == 4 for number in numbers)
    return has_year and len(numbers) > 1 and (len(numbers) > 2 or any(t.casefold() in _names() for t in shown.split()))


def _is_core(token: str, *, last: bool = False) -> bool:
    plain = token.casefold().strip(".,")
    return any(sign.isdigit() for sign in plain) or plain in _names() or (last and plain in _LITTLE)


def _is_of_date(token: str) -> bool:
    plain = token.casefold().strip(".,")
    if plain in _LITTLE or plain in _names():
        return True
    letters = "".join(sign for sign in plain if sign.isalpha())
    return any(sign.isdigit() for sign in plain) and (len(letters) < 4 or letters in _names() or "gmt" in letters)


@cache
def _names() -> frozenset[str]:
    """Names of months and days of the week in many languages, from CLDR, in small letters and without dots."""
    from babel.dates import get_day_names, get_month_names

    found: set[str] = set()
    for locale in _LOCALES.split():
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for names in (get_month_names(width, context, locale), get_day_names(width, context, locale)):
                    found |= {part for name in names.values() for part in name.casefold().replace(".", "").split()}
    plain = {"".join(s for s in unicodedata.normalize("NFKD", one) if not unicodedata.combining(s)) for one in found}
    return frozenset(one for one in found | plain if len(one) > 1)


def _by_line(line: str) -> dict[str, str]:
    """The author of a line that begins with By, Von, Par and the like, and holds a name."""
    found = _BY.match(line)
    if not found or line.endswith(_ENDS):
        return {}
    name = line[found.end() :].strip(_EDGES)
    words = name.split()
    if not words or len(words) > MOST_WORDS or len(name) > LONGEST_OUTLET or not words[0][:1].isupper():
        return {}
    return {"author": name}


def _outlet_alone(
    lines: list[tuple[int, int, str]], place: int, options: Options, fields: dict[str, str]
) -> dict[str, str]:
    """An outlet on a line of its own: a known one, or a short line with a date under it."""
    from ...gazetteer import outlet_named

    said = lines[place][2]
    if "outlet" in fields or len(said) > LONGEST_OUTLET or len(said.split()) > MOST_WORDS or said.endswith(_ENDS):
        return {}
    if outlet_named(said) is not None:
        return {"outlet": said}
    below = _said(lines[place + 1][2], options) if place + 1 < len(lines) - 1 else {}
    return {"outlet": said} if "date_shown" in below and "outlet" not in below else {}
