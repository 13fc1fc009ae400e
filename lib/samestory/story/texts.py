"""Fetched pages of a story, kept in its git-ignored ``texts/``: how they lie there, and how their texts are read back.

    texts/<article_id>/20241014T083000Z.html.gz   one version of the page, as received
    texts/<article_id>/20241014T083000Z.json      where it comes from; written last, so a page without it does not count
    texts/fetch.csv                               the log of the fetching, for people

What the ledger says of a page stays: only a missing text, title or date is filled in, from the newest version.
``SAMESTORY_TEXTS=no`` leaves the folder unread: what one person fetched does not change what everybody can check.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pydantic

from ..errors import UNPRINTABLE, SamestoryError, StoryError, listed
from ..intake import is_cut_off
from ..intake.pages.tree import MAX_PAGE_BYTES
from ..text import count_words, words
from .find import SWITCH, TEXTS, texts_are_read
from .folder import inside, listing
from .model import Story
from .outcome import Outcome

__all__ = ["page_differences", "page_versions", "texts_remarks"]

FORMAT = "fetched page"
PAGE, RECORD = ".html.gz", ".json"
MAX_RECORD_BYTES = 1_000_000
_STAMP = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d{1,4}))?", re.ASCII)  # the second, and which one in it
_VERSIONS = {
    "article_id": "str",
    "page_id": "str",
    "version_of": "str",
    "story": "str",
    "outlet": "str",
    "language": "str",
    "title": "str",
    "published": "datetime64[us, UTC]",
    "published_precision": "str",
    "url": "str",
    "text": "str",
    "text_status": "str",
    "n_words": "Int64",
    "is_changed": "boolean",
    "fetched": "datetime64[us, UTC]",
    "fetched_from": "str",
    "archived_at": "datetime64[us, UTC]",
    "file": "str",
    "sha256": "str",
}


class Fetched(pydantic.BaseModel):
    """What is kept of one fetched page beside its bytes. Times are ISO 8601 in UTC."""

    model_config = pydantic.ConfigDict(frozen=True, extra="ignore")

    article_id: str
    url: str
    final_url: str
    hops: list[str] = pydantic.Field(default_factory=list)
    fetched: pydantic.AwareDatetime
    fetched_from: str = pydantic.Field(pattern="^(page|archive)$")
    archived_at: pydantic.AwareDatetime | None = None
    status: int
    headers: dict[str, str] = pydantic.Field(default_factory=dict)
    encoding: str | None = None
    sha256: str = pydantic.Field(pattern="^[0-9a-f]{64}$")
    n_bytes: int = pydantic.Field(ge=0)
    n_received: int = pydantic.Field(ge=0)
    made_by: str = ""


def stored(folder: Path, article_id: str) -> list[Path]:
    """The records of all stored versions of a page, earliest first; empty if none was fetched."""
    place = folder / TEXTS / article_id
    if not os.path.lexists(place):
        return []
    return sorted((path for path in listing(folder, f"{TEXTS}/{article_id}") if is_record(path)), key=_when)


def is_record(path: Path) -> bool:
    """Whether a file is by its name the record of a stored version."""
    return path.suffix == RECORD and bool(_STAMP.fullmatch(path.stem))


def _when(record: Path) -> tuple[str, int]:
    second, number = _STAMP.fullmatch(record.stem).groups()  # type: ignore[union-attr]
    return second, int(number or 1)


def page_file(record: Path) -> Path:
    """The page that a record speaks of: it lies beside it, whatever the record says."""
    return record.with_name(record.stem + PAGE)


def read_record(folder: Path, path: Path) -> Fetched:
    """One record.

    Raises
    ------
    StoryError
        It leads out of the story folder, is damaged, or speaks of another article.
    """
    name = path.relative_to(folder)
    if (size := inside(folder, path).stat().st_size) > MAX_RECORD_BYTES:
        raise StoryError(f"{name}: {size:,} bytes; the record of a page may have {MAX_RECORD_BYTES:,}")
    try:
        found = Fetched.model_validate(json.loads(path.read_bytes()))
    except (ValueError, RecursionError):
        raise StoryError(f"{name}: is no record of a fetched page; remove it, then fetch the page again") from None
    if found.article_id != path.parent.name:
        raise StoryError(f"{name}: is of {found.article_id[:80]!r}, but lies in the folder of {path.parent.name!r}")
    return found


def read_bytes(folder: Path, path: Path, found: Fetched) -> bytes:
    """The bytes of a stored version as they were received, unpacked.

    Raises
    ------
    StoryError
        The page is missing, leads out of the folder, is larger than a page may be, or is not what was stored.
    """
    page = page_file(path)
    name = page.relative_to(folder)
    inside(folder, page)
    try:
        with gzip.open(page) as stream:
            raw = stream.read(MAX_PAGE_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raw = b""
    if len(raw) > MAX_PAGE_BYTES:
        raise StoryError(f"{name}: unpacks to more than {MAX_PAGE_BYTES:,} bytes; remove it")
    if hashlib.sha256(raw).hexdigest() != found.sha256:
        raise StoryError(f"{name}: is not as it was stored; remove it and its record, then fetch the page again")
    return raw


def page_fields(raw: bytes, url: str, encoding: str | None) -> dict[str, Any]:
    """What a page says: ``text, title, published, language, ...``, as far as found; nothing if it is no page."""
    from ..intake.pages.page import read_page  # brings lxml and trafilatura, half a second

    try:
        return read_page(raw, url=url, encoding=encoding).fields
    except SamestoryError:
        return {}


def fill_texts(folder: Path, records: Mapping[str, dict[str, Any]]) -> Outcome[dict[str, dict[str, Any]]]:
    """Give each record that has an address and no text what the newest version stored in ``texts/`` says.

    What a row states stays as it is. The text is filled in, and title and date if the row has none (``date_basis``
    then names the page). ``text_status`` is filled in if the row does not state it: ``cut`` if the page says that not
    all may read it, or if the text itself shows that it is cut.

    Parameters
    ----------
    folder
        The story folder.
    records
        The rows of ``articles`` by ``article_id``; they are not changed.

    Returns
    -------
    Outcome
        All records, and one fault for each stored page that is not sound.
    """
    if not os.path.lexists(folder / TEXTS):
        return Outcome(dict(records))
    try:
        there = {path.name for path in listing(folder, TEXTS)}
    except StoryError as error:
        return Outcome(dict(records), (str(error),))
    done, faults = dict(records), []
    for article_id, record in records.items():
        if "text" in record or record.get("url") is None or article_id not in there:
            continue
        try:
            versions = stored(folder, article_id)
            fields = _version(folder, versions[-1])[1] if versions else {}
        except StoryError as error:
            faults.append(str(error))
            continue
        filled = _with_title_and_date(record, fields)
        if str(fields.get("text") or "").strip():
            place = page_file(versions[-1]).relative_to(folder).as_posix()
            filled |= {"text": fields["text"], "source_file": place, "source_format": FORMAT}
            if fields.get("no_article"):
                filled.setdefault("no_article", fields["no_article"])
            if "text_status" not in filled:
                filled["text_status"] = _status(fields, filled.get("language"))
        done[article_id] = filled
    return Outcome(done, tuple(faults))


def _with_title_and_date(record: dict[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    done = dict(record)
    if fields.get("title"):
        done.setdefault("title", fields["title"])
    if "published" in done or not fields.get("published"):
        return done
    if done.get("published_precision") == "unknown":  # the row says that it has no date, and now it has
        del done["published_precision"]
    done["published"] = fields["published"]
    done["date_basis"] = f"{FORMAT}: {fields.get('date_basis', 'its date')}"
    for column in ("date_shown", "time_shown"):
        if fields.get(column):
            done.setdefault(column, fields[column])
    return done


def _status(fields: Mapping[str, Any], language: str | None) -> str:
    said = str(fields.get("text_status", "full"))
    stated = fields.get("stated_words")
    is_cut = said == "full" and is_cut_off(fields["text"], language or fields.get("language"), stated)
    return "cut" if is_cut else said


def page_versions(story: Story) -> pd.DataFrame:
    """Every stored version of every page of a story: what stealth edits are seen in.

    The table is one of ``articles``, a version an article of its own, so that measures take it as it stands:
    ``revisions(page_versions(story))`` shows sentence by sentence what each page changed.

    Returns
    -------
    DataFrame
        By page, then time:

        - ``article_id`` of the version, made of ``page_id`` (the ``article_id`` of the page in the story) and when it
          was fetched; ``version_of``, the version before it, of those that have a text;
        - ``published``: when the page read so. That is when it was fetched or, for a copy, when the archive took it
          (``archived_at``), not when the page says that it was published: all versions say the same day;
        - ``story, outlet, language, title, published_precision, url, text, text_status, n_words``, where a version with
          ``text_status`` ``cut`` may hold sentences that were not seen;
        - ``is_changed``: the text differs from that of the version before (spaces aside); empty for the first;
        - ``fetched, fetched_from, archived_at, file, sha256``.

    Raises
    ------
    StoryError
        A stored page is not sound.
    """
    rows: list[dict[str, Any]] = []
    for article in story.articles.sort_values("article_id").itertuples():
        rows += _page_versions(story, article)
    return pd.DataFrame(rows, columns=list(_VERSIONS)).astype(_VERSIONS)


def _page_versions(story: Story, article: Any) -> list[dict[str, Any]]:
    """The versions of one page in the order in which it read so, which is not always that of fetching."""
    found = [(path, *_version(story.folder, path)) for path in stored(story.folder, article.article_id)]
    found.sort(key=lambda version: version[1].archived_at or version[1].fetched)
    given = article.language if isinstance(article.language, str) else None
    rows: list[dict[str, Any]] = []
    before: str | None = None
    last_with_text: str | None = None
    for path, record, fields in found:
        text = str(fields.get("text") or "")
        folded = " ".join(text.split())
        version = f"{article.article_id}.{path.stem}"
        rows.append(
            {
                "article_id": version,
                "page_id": article.article_id,
                "version_of": last_with_text,
                "story": story.name,
                "outlet": article.outlet,
                "language": given or fields.get("language"),
                "title": fields.get("title"),
                "published": record.archived_at or record.fetched,
                "published_precision": "minute",
                "url": record.url,
                "text": text or None,
                "text_status": _status(fields, given) if folded else "none",
                "n_words": count_words(text),
                "is_changed": None if before is None else folded != before,
                "fetched": record.fetched,
                "fetched_from": record.fetched_from,
                "archived_at": record.archived_at,
                "file": page_file(path).relative_to(story.folder).as_posix(),
                "sha256": record.sha256,
            }
        )
        before = folded
        last_with_text = version if folded else last_with_text
    return rows


def page_differences(story: Story) -> pd.DataFrame:
    """Where the newest stored version of a page and the ledger do not say the same. The ledger's word is kept.

    Returns
    -------
    DataFrame
        ``article_id, column, ledger, page, file``, one row a difference in ``title``, ``published`` or ``language``.
        Dates are compared to the precision that both have, and a day apart counts as the same (time
        zones); a title that contains the other does not count as different (names of sites are behind titles).
    """
    rows = []
    articles = story.articles.set_index("article_id")
    for article_id in sorted(articles.index):
        if not (versions := stored(story.folder, article_id)):
            continue
        fields = _version(story.folder, versions[-1])[1]
        article, place = articles.loc[article_id], page_file(versions[-1]).relative_to(story.folder).as_posix()
        for column, differ in (("title", _titles_differ), ("published", _dates_differ), ("language", _tongues_differ)):
            given, page = article[column], fields.get(column)
            if pd.isna(given) or not page:
                continue
            shown = _shown(given, article["published_precision"]) if column == "published" else str(given)
            if differ(shown, str(page)):
                rows.append((article_id, column, shown, str(page), place))
    return pd.DataFrame(rows, columns=["article_id", "column", "ledger", "page", "file"], dtype="str")


def texts_remarks(story: Story) -> list[str]:
    """What ``samestory validate`` says of ``texts/``: one line each, none where nothing was fetched or it is unread."""
    if not texts_are_read() or not (story.folder / TEXTS).is_dir():
        return []
    articles = story.articles
    folders = {path.name for path in listing(story.folder, TEXTS) if path.is_dir()}
    filled = articles.loc[articles["source_format"] == FORMAT, "article_id"]
    wordless = articles.loc[articles["text"].isna() & articles["article_id"].isin(folders), "article_id"]
    said = [f"{len(filled):,} texts read from {TEXTS}/ (as fetched; {SWITCH}=no leaves them unread)"] if folders else []
    dated = articles["date_basis"].str.startswith(FORMAT).fillna(False).sum()
    if dated:
        said.append(f"{dated:,} dates are those of the pages, as the ledger has none (see date_basis)")
    if empty := [name for name in wordless if stored(story.folder, name)]:
        said.append(f"fetched, but no text was found in the page: {listed(empty)}")
    if strange := sorted(folders - set(articles["article_id"])):
        said.append(f"{TEXTS}/: of no article of this story: {listed(strange)}")
    said += [
        f"{row.article_id}: {row.column} is {row.ledger[:120]!r} in the ledger and {row.page[:120]!r} on the page"
        for row in page_differences(story).itertuples()
    ]
    return [UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", line) for line in said]


def _version(folder: Path, path: Path) -> tuple[Fetched, Mapping[str, Any]]:
    found = read_record(folder, path)
    page = inside(folder, page_file(path)).stat()
    return found, _read(folder, path, found.sha256, (page.st_size, page.st_mtime_ns))


@lru_cache(maxsize=4_096)  # reading a page takes some 15 ms, and a notebook loads its story more than once
def _read(folder: Path, path: Path, sha256: str, state: tuple[int, int]) -> Mapping[str, Any]:
    found = read_record(folder, path)
    raw = read_bytes(folder, path, found)
    return MappingProxyType(page_fields(raw, found.url, found.encoding))


def _shown(given: pd.Timestamp, precision: str) -> str:
    return given.strftime({"month": "%Y-%m", "day": "%Y-%m-%d"}.get(precision, "%Y-%m-%dT%H:%MZ"))


def _dates_differ(ledger: str, page: str) -> bool:
    if len(ledger) < 10 or len(page) < 10:
        return ledger[:7] != page[:7]
    try:
        days = abs((pd.Timestamp(ledger[:10]) - pd.Timestamp(page[:10])).days)
    except ValueError:
        return True
    return days > 1


def _titles_differ(ledger: str, page: str) -> bool:
    one, other = (" ".join(_letters(title)) for title in (ledger, page))
    return not (one in other or other in one)


def _letters(title: str) -> Iterator[str]:
    return (title[begin:end].casefold() for begin, end in words(title))


def _tongues_differ(ledger: str, page: str) -> bool:
    return ledger.partition("-")[0] != page.partition("-")[0].lower()
