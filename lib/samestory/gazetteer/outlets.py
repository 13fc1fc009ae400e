"""Who is meant by a name or an address: ``agencies.yaml`` and ``outlets.yaml``, read once when first asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ..errors import StoryError
from ..yamlfile import read_yaml

FOLDER = Path(__file__).parent
KINDS: tuple[tuple[Literal["agency", "outlet"], str], ...] = (("agency", "agencies.yaml"), ("outlet", "outlets.yaml"))
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_KEYS = {"name", "country", "also"}
# Words that say what a name is and are no part of it, in the languages that put them before or after it.
_BEFORE = re.compile(
    r"^(the|le|la|les|l['’]|der|die|das|el|il|"
    r"(the )?(news )?agency|(the )?newspaper|"
    r"l['’]agence( de presse)?|agence( de presse)?|quotidien|hebdomadaire|journal|magazine|site|chaîne|"
    r"газета|газеты|газете|газету|агентство|агентства|издание|издания|портал|журнал|телеканал|"
    r"газети|газеті|видання|агенція|агенції|агентство|агентства|часопис)(\s+|(?<=['’]))(?=\S)",
)
_AFTER = re.compile(r"\s+(newspaper|news agency|agency|magazine|website|daily|channel)$")
_QUOTES = str.maketrans("", "", '«»“”„"‟')


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet or agency: ``id`` is its domain, ``country`` the ISO 3166-1 code of its seat where known."""

    id: str
    name: str
    kind: Literal["agency", "outlet"]
    country: str | None
    names: tuple[str, ...]  # the name first, then the others; a name with a dot and no space is a further domain


@cache
def outlets() -> dict[str, Outlet]:
    """Every outlet and agency by its id.

    Raises
    ------
    StoryError
        A file that is not in order: an id that is no domain, an unknown key, a missing name.
    """
    found: dict[str, Outlet] = {}
    for kind, file in KINDS:
        document = read_yaml(FOLDER / file)
        for key, entry in document.data.items():
            line = document.line((key,))
            if not _DOMAIN.fullmatch(key):
                raise StoryError(f"{file}, line {line}: {key!r} is no domain")
            if key in found:
                raise StoryError(f"{file}, line {line}: {key!r} is given twice")
            if not isinstance(entry, dict) or not entry.get("name") or set(entry) - _KEYS:
                raise StoryError(f"{file}, line {line}: {key!r} needs a name; allowed are country and also")
            names = (str(entry["name"]), *(str(name) for name in entry.get("also") or ()))
            found[key] = Outlet(key, names[0], kind, entry.get("country"), names)
    return found


def outlet_named(name: str) -> Outlet | None:
    """The outlet or agency of a name.

    Case, quotation marks, articles and words such as "newspaper" or "агентство" do not count; short names in capitals
    (AP, DR) are told from words by their case. None where no outlet is known by the name, or more than one.
    """
    ids = _by_name().get(_plain(name), ())
    if len(ids) != 1:
        return None
    one = outlets()[ids[0]]
    short = [known for known in one.names if _plain(known) == _plain(name) and len(known) <= 4 and known.isupper()]
    return None if short and name.strip().translate(_QUOTES).islower() else one


def outlet_at(address: str) -> Outlet | None:
    """The outlet or agency of a web address or host; the longest domain that it ends in counts."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return None
    parts = host.lower().strip(".").split(".")
    known = _by_domain()
    for at in range(len(parts) - 1):
        if (found := known.get(".".join(parts[at:]))) is not None:
            return outlets()[found]
    return None


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for one in outlets().values():
        for name in one.names:
            found.setdefault(_plain(name), set()).add(one.id)
    return {name: tuple(sorted(ids)) for name, ids in found.items()}


@cache
def _by_domain() -> dict[str, str]:
    found = {one.id: one.id for one in outlets().values()}
    for one in outlets().values():
        for name in one.names:
            if _DOMAIN.fullmatch(name.lower()):
                found.setdefault(name.lower(), one.id)
    return found


def _plain(name: str) -> str:
    """A name as it is compared: folded, without quotation marks, articles and words for what it is."""
    folded = " ".join(unicodedata.normalize("NFKC", name[:200]).translate(_QUOTES).replace("’", "'").casefold().split())
    for _ in range(3):
        shorter = _AFTER.sub("", _BEFORE.sub("", folded)).strip()
        if shorter == folded or not shorter:
            break
        folded = shorter
    return folded
