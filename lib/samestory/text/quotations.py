"""Quotations with offsets: all kinds of marks, nested, over paragraph ends, and speech that a dash opens.

One pass over the marks of each paragraph, with a stack of what is open. A mark that can open and close (straight
marks, “ after „) is judged by its neighbours; an apostrophe is no quotation mark. What is opened and never closed ends
with its paragraph at the latest, so that one lost mark cannot swallow an article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..languages import Language, language_for
from .dialogue import speeches
from .narration import spoken_pieces
from .paragraphs import paragraphs

DEEPEST = 6  # quotations inside one another; what opens deeper is not counted
LONGEST_OPEN = 2_000  # characters of a quotation that is never closed

_MARK = re.compile("``|''|[«»‹›“”„‟\"‘’‚'「」『』]")
# Which marks open, and what closes each.
_CLOSING: dict[str, tuple[str, ...]] = {
    "«": ("»",),
    "‹": ("›",),
    "“": ("”",),
    "‟": ("”",),
    "„": ("“", "”", '"'),  # „…" as keyboards without “ write it
    '"': ('"', "“", "”"),
    "''": ("''",),  # as typewriters and TeX write it
    "``": ("''",),
    "‘": ("’",),
    "‚": ("‘", "’"),
    "'": ("'",),
    "「": ("」",),
    "『": ("』",),
    "”": ("”", "“"),  # ”…” of Swedish and Finnish, ”…“ of Arabic
}
_INWARD = {"»": ("«",), "›": ("‹",)}  # »…« of German
_SAME = {"»": ("»",), "›": ("›",)}  # »…» of Swedish and Finnish
_OPENS = frozenset("«‹„‟‚「『") | {"``"}
_CLOSES = frozenset("»›”」』")
_GUILLEMETS = re.compile("[«»‹›]")
_SINGLE = frozenset("‘’‚'")
_MOST_MARKS = 40  # straight marks looked at to tell whether one opens a name inside a quotation
_NAME, _LEAST_OUTER = 6, 12  # words such a name may have; characters of the quotation before it
_STOP = re.compile(r"[.!?…]\s")
_ENDS_BOTH = re.compile(r"[.,!?…]*\s*(?:[-–—]|$)")
_BEFORE_OPENING = frozenset("([{<—–-/:;,«„“‘‚\"'…")
_BEFORE_MARK = (_BEFORE_OPENING - {"«"}) | {"’"}
_AFTER_MARK = frozenset(".,;:!?)]}…—–-/")


@dataclass(frozen=True)
class Quotation:
    """One quotation: where it stands, and where the words inside its marks stand.

    ``begin, end`` hold the marks, ``inner_begin, inner_end`` do not (half-open character offsets). ``style`` is the
    opening mark (``—`` for speech after a dash), ``depth`` 0 outside other quotations. ``is_closed`` is False where the
    closing mark is missing; ``is_continued`` is True where the next paragraph opens the quotation again; ``is_resumed``
    where speech after a dash goes on after the narrator.
    """

    begin: int
    end: int
    inner_begin: int
    inner_end: int
    style: str
    depth: int
    is_closed: bool = True
    is_continued: bool = False
    is_resumed: bool = False


@dataclass
class _Open:
    begin: int
    style: str

    last_inner: int = -1  # where the last quotation inside it, of the same marks, ended

    @property
    def inner(self) -> int:
        return self.begin + len(self.style)


def quotations(text: str, language: Language | str | None = None) -> list[Quotation]:
    """The quotations of a text.

    Parameters
    ----------
    text
        Any text.
    language
        Code of the language: it says whether a dash at the begin of a line opens speech.

    Returns
    -------
    list of Quotation
        In order of ``begin``, outer before inner. Each paragraph of a quotation that runs over several is one.
    """
    spoken = language_for(language)
    spans = paragraphs(text)
    marks = _marks_of(text, spoken)
    found: list[Quotation] = []
    for number, (begin, end) in enumerate(spans):
        follows = text[spans[number + 1][0]] if number + 1 < len(spans) else ""
        last = found[-1] if found else None
        goes_on = last is not None and last.is_continued and last.style == "«" and text[begin] == "»"
        marked = _Paragraph(text, begin, end, follows, marks, reopens=goes_on).read()
        if spoken.dash_dialogue:
            marked += speeches_as_quotations(text, begin, end, spoken, marked)
        found += sorted(marked, key=lambda quotation: (quotation.begin, -quotation.end, quotation.depth))
    return found


def speeches_as_quotations(
    text: str, begin: int, end: int, language: Language, inside: list[Quotation]
) -> list[Quotation]:
    """Speech after a dash; quotations inside it move one level down."""
    made = []
    said = [
        (opening if first == inner_begin else first, first, last)
        for opening, inner_begin, inner_end in speeches(text, begin, end)
        for first, last in spoken_pieces(text, inner_begin, inner_end, language)
    ]
    for number, (opening, inner_begin, inner_end) in enumerate(said):
        made.append(Quotation(opening, inner_end, inner_begin, inner_end, "—", 0, is_resumed=number > 0))
        for place, quotation in enumerate(inside):
            if inner_begin <= quotation.begin < inner_end:
                inside[place] = _at_depth(quotation, quotation.depth + 1)
    return made


@dataclass(frozen=True)
class _Marks:
    """Which marks a text opens and closes quotations with."""

    closing: dict[str, tuple[str, ...]]
    opens: frozenset[str]
    closes: frozenset[str]


# A pair may be turned round where nothing else is open: "Die »Ida« und die «Anna»".
_OUTWARD_MARKS = _Marks({**_CLOSING, **_INWARD}, _OPENS, _CLOSES)
_INWARD_MARKS = _Marks(
    {**_CLOSING, **_INWARD},
    (_OPENS - {"«", "‹"}) | {"»", "›"},
    (_CLOSES - {"»", "›"}) | {"«", "‹"},
)
_SAME_MARKS = _Marks({**_CLOSING, **_SAME}, _OPENS, _CLOSES - {"»", "›"})


def _marks_of(text: str, language: Language) -> _Marks:
    """The direction of the angle marks of a text: by their neighbours, where these do not tell by the language.

    A mark with a space, an opening sign or an apostrophe before it and no space after it opens; one with a space or a
    closing sign after it and no space before it closes. Where both hold or neither, as in French « lui » and
    l’« ami », the mark says nothing.
    """
    opened, closed = {"«": 0, "»": 0}, {"«": 0, "»": 0}
    for match in _GUILLEMETS.finditer(text):
        at, mark = match.start(), "«" if match.group() in "«‹" else "»"
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        is_free = before.isspace() or before in _BEFORE_MARK
        is_last = after.isspace() or after in _AFTER_MARK
        if is_free and not is_last:
            opened[mark] += 1
        elif is_last and not is_free:
            closed[mark] += 1
    outward, inward = opened["«"] + closed["»"], opened["»"] + closed["«"]
    if opened["»"] and closed["»"] and not opened["«"] and not closed["«"]:
        return _SAME_MARKS
    if outward == inward:
        told = next((pair for pair in language.quotes if pair in (("«", "»"), ("»", "«"))), ("«", "»"))
        return _INWARD_MARKS if told == ("»", "«") else _OUTWARD_MARKS
    return _INWARD_MARKS if inward > outward else _OUTWARD_MARKS


class _Paragraph:
    """The quotations of one paragraph."""

    def __init__(self, text: str, begin: int, end: int, follows: str, marks: _Marks, *, reopens: bool = False):
        self.text, self.begin, self.end, self.follows = text, begin, end, follows
        self.closing, self.openers, self.closers = marks.closing, marks.opens, marks.closes
        self.reopens = reopens
        self.open: list[_Open] = []
        self.found: list[Quotation] = []
        self.marks = {match.start(): match.group() for match in _MARK.finditer(text, begin, end)}
        self.places = list(self.marks)
        self.n_closers = {"’": 0, "'": 0}  # single marks still to come that can close
        for at, mark in self.marks.items():
            if mark in self.n_closers and self.may_close(at):
                self.n_closers[mark] += 1

    def read(self) -> list[Quotation]:
        for at, mark in self.marks.items():
            if self.reopens and at == self.begin:  # "» La seconde commence »"
                self.push(at, "«")
                continue
            if mark in self.n_closers and self.may_close(at):
                self.n_closers[mark] -= 1
            if (mark in _SINGLE and self.is_apostrophe(at)) or (mark == '"' and self.is_in_word(at)):
                continue
            level = self.closes(at, mark)
            if level >= 0:
                self.close(level, at)
            elif self.opens(at, mark):
                self.push(at, mark)
        self.finish()
        return self.found

    def before(self, at: int) -> str:
        return self.text[at - 1] if at > self.begin else " "

    def after(self, at: int) -> str:
        after = at + len(self.marks[at])
        return self.text[after] if after < self.end else " "

    def may_close(self, at: int) -> bool:
        after = self.after(at)
        return (not self.before(at).isspace() or after in ",;") and not after.isalnum()

    def may_open(self, at: int) -> bool:
        before, after = self.before(at), self.after(at)
        return (before.isspace() or before in _BEFORE_OPENING) and not after.isspace() and after not in ",;"

    def is_apostrophe(self, at: int) -> bool:
        before, after, mark = self.before(at), self.after(at), self.marks[at]
        if before.isalnum() and after.isalnum():
            return True
        if mark in "’'" and before.isalpha() and not after.isalnum():
            # dockers’ rights: in a quotation of single marks only the last such mark can be sure to close
            last = self.n_closers[mark] == 0
            return self.level(mark) < 0 or (before in "sSxX" and after == " " and not last)
        if mark in "‘’'" and after.isdigit() and before.isspace():
            return self.text[at + 1 : at + 3].isdigit() and self.text[at + 3 : at + 4] in ("s", " ", "")  # ‘90s
        return mark == "’" and self.level(mark) < 0

    def is_in_word(self, at: int) -> bool:
        """Whether a straight mark stands between letters, where it is an apostrophe: ``l"économie``."""
        return self.before(at).isalpha() and self.after(at).isalpha()

    def is_apart(self, at: int) -> bool:
        """Whether a straight mark has a space on both sides, and another one follows: ``" Le port est fermé "``."""
        if self.marks[at] != '"' or not (self.before(at).isspace() and self.after(at).isspace()):
            return False
        nearest = islice(self.straight(at), _MOST_MARKS)
        following = next((place for place in nearest if not self.is_in_word(place)), -1)
        return following >= 0 and (not self.opens_only(following) or self.after(following) in ".!?)")

    def level(self, mark: str) -> int:
        """The innermost open quotation that the mark closes, or -1."""
        for level in range(len(self.open) - 1, -1, -1):
            style = self.open[level].style
            if mark in self.closing[style]:
                return level
            if mark == style == "“" and level and self.open[level - 1].style == "„":  # „ … “…“ … “
                return level
        return -1

    def closes(self, at: int, mark: str) -> int:
        level = self.level(mark)
        if level < 0:
            return -1
        if mark in self.closers:
            return -1 if mark == "”" and self.open[level].style == "”" and self.opens_only(at) else level
        is_spaced = self.text[self.open[level].inner].isspace() and self.before(at).isspace()  # " Oui ".
        return -1 if self.opens_only(at) and not is_spaced else level  # straight marks, and “ or ‘ which may also open

    def opens_only(self, at: int) -> bool:
        return self.may_open(at) and not self.may_close(at)

    def opens(self, at: int, mark: str) -> bool:
        if mark in self.openers:
            return True
        if mark == "“":
            is_last = self.after(at) in ",.;:!?)" and not self.before(at).isspace()  # its „ was lost
            return not is_last and (not self.after(at).isspace() or self.before(at).isspace())
        if mark not in self.closing or not (self.may_open(at) or self.is_apart(at)):
            return False
        if mark == "'":
            return self.n_closers["'"] > 0
        if mark == "‘":
            return self.n_closers["’"] > 0 or self.follows == "‘"
        return mark in ('"', "''", "”", "»", "›") or (mark in "«‹" and not self.open)

    def push(self, at: int, mark: str) -> None:
        level = self.same(mark)
        is_nested = level >= 0 and (
            (mark == '"' and self.is_name_inside(level, at)) or (mark == "„" and self.closes_twice(at))
        )
        if level >= 0 and mark not in ("«", "「", "»") and not is_nested:
            self.drop(level, at)  # the earlier one was never closed
        if len(self.open) < DEEPEST:
            self.open.append(_Open(at, mark))

    def same(self, mark: str) -> int:
        return next((level for level, quotation in enumerate(self.open) if quotation.style == mark), -1)

    def is_name_inside(self, level: int, at: int) -> bool:
        """Whether a straight mark opens a short name within a quotation of straight marks: "The ship "Ida" left."

        The marks that follow decide: they close the outer quotation as well, or the last of them closes both.
        """
        following = list(islice(self.straight(at), _MOST_MARKS))
        if not following or self.opens_only(following[0]):
            return False
        name = self.text[at + 1 : following[0]]
        if at - self.open[level].inner < _LEAST_OUTER or len(name.split()) > _NAME or _STOP.search(name):
            return False
        depth = 2
        for place in following:
            depth += 1 if self.opens_only(place) else -1
            if depth == 0:
                return True
        return depth == 1 and _ENDS_BOTH.match(self.text, following[-1] + 1, self.end) is not None

    def closes_twice(self, at: int) -> bool:
        """Whether two marks that close „ follow before the next one: „Das „große“ Haus“."""
        n_closing = 0
        after = bisect_right(self.places, at)
        for place in self.places[after : after + _MOST_MARKS]:
            if self.marks[place] == "„":
                break
            n_closing += self.marks[place] in ("“", "”")
        return n_closing >= 2

    def straight(self, at: int) -> Iterator[int]:
        """The straight marks after a place."""
        for number in range(bisect_right(self.places, at), len(self.places)):
            if self.marks[self.places[number]] == '"':
                yield self.places[number]

    def close(self, level: int, at: int) -> None:
        self.drop(level + 1, at)
        quotation = self.open.pop()
        if quotation.style in ("'", "‘") and at - quotation.begin <= 2 and self.text[at - 1].islower():
            return  # rock 'n' roll
        self.found.append(
            Quotation(quotation.begin, at + len(self.marks[at]), quotation.inner, at, quotation.style, level)
        )
        if level and self.open[-1].style == quotation.style:
            self.open[-1].last_inner = at

    def drop(self, level: int, at: int) -> None:
        """End what is open from this level on, without a closing mark."""
        while len(self.open) > level:
            quotation = self.open.pop()
            follows = at == self.end and self.follows == quotation.style == '"'
            if quotation.last_inner >= 0 and not follows:  # « … « … »: one mark closes both
                last = quotation.last_inner
                self.raise_after(last)
                self.found.append(
                    Quotation(quotation.begin, last + 1, quotation.inner, last, quotation.style, len(self.open))
                )
                continue
            end = at
            while end > quotation.inner and self.text[end - 1].isspace():
                end -= 1
            goes_on = (
                at == self.end and bool(self.follows) and self.follows in (quotation.style, *_reopening(quotation))
            )
            if not goes_on:
                end = min(end, quotation.begin + LONGEST_OPEN)
            self.found.append(
                Quotation(quotation.begin, end, quotation.inner, end, quotation.style, len(self.open), False, goes_on)
            )

    def raise_after(self, last: int) -> None:
        """One quotation less is around what follows ``last``."""
        for place in range(len(self.found) - 1, -1, -1):
            quotation = self.found[place]
            if quotation.begin <= last:
                break
            self.found[place] = _at_depth(quotation, quotation.depth - 1)

    def finish(self) -> None:
        self.drop(0, self.end)


def _at_depth(quotation: Quotation, depth: int) -> Quotation:
    """The quotation at another depth; `dataclasses.replace` takes five times as long."""
    return Quotation(
        quotation.begin,
        quotation.end,
        quotation.inner_begin,
        quotation.inner_end,
        quotation.style,
        depth,
        quotation.is_closed,
        quotation.is_continued,
        quotation.is_resumed,
    )


def _reopening(quotation: _Open) -> str:
    return "»" if quotation.style == "«" else ""  # French pages reopen a paragraph with either
