"""The errors samestory raises. Each says what was given, what is allowed and what to do next."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# What no terminal, font or file of XML can take: control characters but tab and line feed, and half characters.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Signs that turn the direction of all that follows them, on a page or in a terminal, far beyond the text they are in.
# Texts in Hebrew or Arabic need none of them: their letters say their direction.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text with each character that would rewrite a terminal, or that no file can hold, replaced by one sign."""
    return TURNS.sub("\N{REPLACEMENT CHARACTER}", UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def printable_name(name: str) -> str:
    """The name of a file on one printable line; a line feed or a tab in it could pass for a line of our own."""
    return re.sub(r"[\n\t\u2028\u2029]", "\N{REPLACEMENT CHARACTER}", printable(name))


def with_turns_shown(text: str) -> str:
    """Text in which signs that turn the direction of what follows are shown by their number: ``[U+202E]``."""
    return TURNS.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text) if not text.isascii() else text


def with_code(html: str, begins: str = "") -> str:
    """HTML in which what a message puts between backticks is code: ``<code>samestory run</code>``.

    Parameters
    ----------
    html
        The message, already escaped.
    begins
        How what is in backticks must begin, also escaped; other backticks stay.
    """
    return re.sub(f"`({re.escape(begins)}[^`<>\\n]{{1,200}})`", r"<code>\1</code>", html)


# The full stop of a sentence, also inside quotation marks; no ellipsis, and not that of "U.S.".
_LAST_STOP = re.compile(r"(?<![.…])(?<!\.[^\W\d_])[.。۔।](?=[\"'”’»」』)]*\Z)")


class SamestoryError(Exception):
    """Base of every error this package raises on purpose; the command line prints it without a traceback."""


class TableError(SamestoryError):
    """A table breaks its declaration. ``problems`` lists every fault found, as ``tables.Problem`` rows."""

    def __init__(self, message: str, problems: Iterable = ()):
        super().__init__(message)
        self.problems = tuple(problems)


class StoryError(SamestoryError):
    """A story folder has faults. ``faults`` lists each as one line that names file and line or row."""

    def __init__(self, message: str, faults: Iterable[str] = ()):
        super().__init__(message)
        self.faults = tuple(faults)


class RunError(SamestoryError):
    """Invalid run, notebook or runs.yaml."""


class LessonError(SamestoryError):
    """Invalid lesson, exercise or answer."""


def listed(names: Iterable[object], most: int = 12) -> str:
    """Names in a row for an error message, cut after ``most`` with the number left out."""
    said = [str(name) for name in names]
    rest = len(said) - most
    return ", ".join(said[:most]) + (f" and {rest} more" if rest > 0 else "") if said else "(none)"


def suggestion(given: object, allowed: Iterable[object], *, cutoff: float = 0.5) -> str:
    """' Did you mean X?' with the nearest allowed name, or nothing where none is near."""
    near = difflib.get_close_matches(str(given), [str(name) for name in allowed], n=1, cutoff=cutoff)
    return f" Did you mean {near[0]!r}?" if near else ""


def reason_of(error: BaseException) -> str:
    """What another library's error says, on one printable line of at most 160 signs; its type where it says nothing."""
    return printable(" ".join(str(error).split())[:160]) or type(error).__name__


def counted(n: int, one: str, several: str | None = None) -> str:
    """A number with its noun: "1 article", "2,300 articles"."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def quoted(said: str) -> str:
    """A text on one line in quotation marks, without its last full stop: a sentence is quoted inside another.

    Examples
    --------
    >>> from samestory.errors import quoted
    >>> quoted("Thousands were evacuated."), quoted("Who knew?"), quoted("And then ...")
    ('“Thousands were evacuated”', '“Who knew?”', '“And then ...”')
    """
    return f"“{_LAST_STOP.sub('', ' '.join(said.split()))}”"
