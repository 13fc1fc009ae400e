"""Pages from templates: every value escaped, one inline style sheet and script, both named in a strict policy."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import pandas as pd
from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape

from ...errors import TURNS, UNPRINTABLE, printable, with_code, with_turns_shown

HERE = Path(__file__).parent
MOST_TITLE, MOST_ADDRESS = 300, 2000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_STEERS = re.compile(f"{UNPRINTABLE.pattern}|{TURNS.pattern}")


def visible(value: Any) -> Any:
    """A value as pages show it: nothing for what is missing, a visible sign for each that steers a screen.

    Examples
    --------
    >>> visible("a\\x1b[31m\\u202eb")
    'a\N{REPLACEMENT CHARACTER}[31m[U+202E]b'
    """
    if isinstance(value, str):
        if isinstance(value, Markup) or not _STEERS.search(value):
            return value
        return printable(with_turns_shown(value.replace("\r", " ")))
    return "" if is_missing(value) else value


def is_missing(value: Any) -> bool:
    """Whether a cell is empty."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def short(value: Any, most: int = MOST_TITLE) -> str:
    """One line of at most ``most`` characters; a longer one says how long it is."""
    text = "" if is_missing(value) else str(value)
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    return f"{line[:most].rstrip()}… ({len(text):,} characters)"


def counted(n: int, one: str, several: str | None = None) -> str:
    """A number with its noun."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def when(value: Any) -> str:
    """A time of a manifest, ISO 8601 in UTC, for a reader."""
    try:
        time = pd.Timestamp(str(value))
    except (ValueError, OverflowError):
        return short(value, 40)
    return f"{time.day} {time:%b %Y, %H:%M} UTC"


def address(value: Any) -> str | None:
    """An address of a page that a link may lead to: http or https with a host; else None."""
    text = "" if is_missing(value) else str(value).strip()
    if len(text) > MOST_ADDRESS or re.search(r"[\s\x00-\x20\x7f<>\"'`\\{}|^]", text) or text != visible(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None


def language_of(value: Any) -> str:
    """The code of a language for the attribute ``lang``; empty if it is none."""
    return value if isinstance(value, str) and len(value) < 36 and _LANGUAGE.fullmatch(value) else ""


@functools.cache
def direction_of(value: Any) -> str:
    """Whether texts of a language run from right to left, by CLDR: ``rtl``, else ``auto``."""
    try:
        return "rtl" if Locale.parse(language_of(value), sep="-").text_direction == "rtl" else "auto"
    except (UnknownLocaleError, ValueError):
        return "auto"


def coded(message: Any) -> Markup:
    """A message of ours with what is between backticks as code."""
    return Markup(with_code(str(escape(visible(message)))))  # noqa: S704


@functools.cache
def environment() -> jinja2.Environment:
    """What fills the templates of this folder."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(coded=coded, short=short, when=when, address=address, counted=counted)
    made.globals.update(style=Markup(style_sheet()), lang=language_of, direction=direction_of)  # noqa: S704
    return made


def page(template: str, **values: Any) -> str:
    """A page of the site.

    Parameters
    ----------
    template
        The name of a template in this folder, without its ending.
    values
        What it shows. ``data``, if given, is what the script of the page searches.
    """
    data = values.pop("data", None)
    policy, script, block = POLICY.format(style=digest_of(style_sheet())), None, None
    if data is not None:
        script = Markup(search_script())  # noqa: S704
        block = Markup(as_json(data))  # noqa: S704
        policy += f"; script-src '{digest_of(search_script())}'"
    return environment().get_template(f"{template}.html.j2").render(policy=policy, script=script, data=block, **values)


POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src '{style}'; base-uri 'none'; form-action 'none';"
    " frame-src 'none'; object-src 'none'"
)


@functools.cache
def style_sheet() -> str:
    """The style sheet of every page, without comments and spare spaces."""
    text = re.sub(r"/\*.*?\*/", "", (HERE / "site.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", " ".join(text.split())).strip()


@functools.cache
def search_script() -> str:
    """The one script there is."""
    return (HERE / "search.js").read_text(encoding="utf-8")


def digest_of(text: str) -> str:
    """The digest of an inline style sheet or script as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def as_json(data: Any) -> str:
    """JSON that can be within a page: nothing in it ends the element or a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)
