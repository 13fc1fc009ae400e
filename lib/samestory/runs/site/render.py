"""Pages from templates: every value escaped, one inline style sheet and script, both named in a strict policy."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import pandas as pd
from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from ...errors import counted
from ...html import LOOK, environment, is_missing, policy, style_sheet, visible

HERE = Path(__file__).parent
MOST_TITLE, MOST_ADDRESS = 300, 2000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def short(value: Any, most: int = MOST_TITLE) -> str:
    """One line of at most ``most`` characters; a longer one says how long it is."""
    text = "" if is_missing(value) else str(value)
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    return f"{line[:most].rstrip()}… ({len(text):,} characters)"


def cut(value: Any, most: int) -> str:
    """One line of at most ``most`` characters, cut after a word."""
    line = " ".join(str(value)[: 4 * most].split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


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


@functools.cache
def templates() -> jinja2.Environment:
    """What fills the templates of this folder."""
    made = environment(HERE)
    made.filters.update(short=short, cut=cut, when=when, address=address, counted=counted)
    made.globals.update(style=Markup(site_style()), lang=language_of, direction=direction_of)  # noqa: S704
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
    script = block = None
    if data is not None:
        script = Markup(search_script())  # noqa: S704
        block = Markup(as_json(data))  # noqa: S704
    said = policy(site_style(), script)
    return templates().get_template(f"{template}.html.j2").render(policy=said, script=script, data=block, **values)


def site_style() -> str:
    """The style sheet of every page of the site."""
    return style_sheet(LOOK, HERE / "site.css")


@functools.cache
def search_script() -> str:
    """The one script there is."""
    return (HERE / "search.js").read_text(encoding="utf-8")


def as_json(data: Any) -> str:
    """JSON that can be within a page: nothing in it ends the element or a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)
