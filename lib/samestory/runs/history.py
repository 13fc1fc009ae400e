"""The kept results of a run, the latest and the older ones.

    outputs/<run>/                      the latest
    outputs/.history/<run>/<time>/      an older one, whole, by the time of its end in UTC (2026-12-01T05-30-00Z);
                                        the slash in <story>/<name> is written %2F

Files that are the same in several older results are one file with several names (hard links), where the disk has such
links. The latest result shares no file with them: who edits a file in ``outputs/<run>/`` changes no older result.
Results are numbered in the order in which they were made, so a clock that goes back changes no order.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from .. import paths
from ..errors import RunError, listed
from . import manifest
from .digests import file_digest
from .folders import (
    HISTORY,
    entries,
    flat,
    is_inside,
    new_partial,
    real,
    remove,
    result_folder,
    shelf,
    sync,
    throw_away,
    unflat,
)
from .regular import is_folder, is_regular

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(?:-(\d{1,9}))?")
_END = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)")
_NO_TIME = "0001-01-01T00-00-00Z"


@dataclass(frozen=True)
class Version:
    """One kept result of a run: when it was made (``2026-12-01T05-30-00Z``), its folder, its manifest.

    ``faults`` say why it cannot be used, one line each; its manifest is then empty if it cannot be read.
    """

    run: str
    time: str
    folder: Path
    manifest: dict[str, Any]
    faults: tuple[str, ...] = ()

    @property
    def is_latest(self) -> bool:
        """Whether it is the one in ``outputs/<run>/``."""
        return self.folder == result_folder(self.run)

    @property
    def previous(self) -> str | None:
        """The time of the result before, as noted when this one was made; it may be gone since."""
        return self.manifest.get("previous")

    @property
    def number(self) -> int:
        """Which result of the run it was, counted from 1; 0 if that is not known."""
        return int(self.manifest.get("number") or 0)


def versions(run: str) -> list[Version]:
    """The kept results of a run that are whole, newest first; the latest one is among them.

    Every file is compared with its digest. ``every`` has those that do not pass, too.
    """
    return [one for one in every(run) if not one.faults]


def every(run: str) -> list[Version]:
    """All kept results of a run, newest first, each with its faults.

    Older results whose manifest cannot be read come last, for nothing says when they were made.
    """
    sums = _Sums()
    return [_compared(one, sums) for one in _all(run)]


def version(run: str, given: str = "latest") -> Version:
    """One kept result of a run.

    Parameters
    ----------
    run
        A listed run, or ``<story>/<name>``.
    given
        ``latest``, ``previous`` (the one before it), or a time or its beginning: ``2026-12-01T05-30-00Z``,
        ``2026-12-01``. Colons are accepted.

    Raises
    ------
    RunError
        There is none, or several fit.
    """
    found = every(run)
    have = [one for one in found if not one.faults]
    if not have:
        why = f"; unusable: {listed(f'{one.time} ({one.faults[0]})' for one in found)}" if found else ""
        raise RunError(f"run {run}: no result in {paths.outputs()}{why}; make one with: samestory run")
    if given in ("latest", "previous"):
        at = ("latest", "previous").index(given)
        if at < len(have):
            return have[at]
        raise RunError(f"run {run}: there is one result only, of {have[0].time}, and none before it")
    wanted = given.replace(":", "-").upper()
    fit = [one for one in have if one.time == wanted] or [one for one in have if wanted and one.time.startswith(wanted)]
    if len(fit) == 1:
        return fit[0]
    what = "fits several results" if fit else "is the time of no result"
    raise RunError(
        f"run {run}: {given!r} {what}; expected latest, previous, or one of {listed((o.time for o in fit or have), 40)}"
    )


def time_of(record: dict[str, Any]) -> str:
    """The end of a run as a file name: ``2026-12-01T05-30-00Z``."""
    end = _END.match(record["end"])
    return f"{end[1]}T{end[2]}-{end[3]}-{end[4]}Z" if end else _NO_TIME


def kept_runs() -> list[str]:
    """The runs that have older results."""
    return sorted(unflat(one.name) for one in entries(HISTORY) if is_folder(one) and _shelved(unflat(one.name)))


def succession(run: str) -> dict[str, Any]:
    """What a manifest says of the results before: ``number`` of the new one, and ``previous``, the time of the last."""
    found, sums = _all(run), _Sums()
    before = next((one.time for one in found if not _compared(one, sums).faults), None)
    return {"number": max([len(found), *(one.number for one in found)]) + 1, "previous": before}


def kept_at(run: str, time: str | None) -> Version | None:
    """The kept result of a time as a manifest names it, not yet compared with its digests; None if there is none."""
    return next((one for one in _all(run) if one.time == time), None)


def take_in(run: str, folder: Path) -> bool:
    """Move a result that was replaced among the older ones, as a whole; hold the lock of the run.

    Returns
    -------
    bool
        Whether it was: only a good and whole result is.
    """
    record = manifest.read(folder)
    if record is None or record["status"] != manifest.OK:
        return False
    name = _free_name(run, record)
    _keep_links(run, folder, record, f"{HISTORY}/{flat(run)}/{name}")
    if manifest.broken(folder):
        return False
    place = real(shelf(run)) / name
    _share(run, folder, record["files"])
    folder.rename(place)
    sync(place.parent)
    return True


def prune(run: str, keep: int) -> None:
    """Remove the oldest of the older results until ``keep`` are left; hold the lock of the run.

    Those whose manifest cannot be read go first.
    """
    older = [one for one in _all(run) if not one.is_latest]
    for one in reversed(older[keep:]):
        throw_away(run, one.folder)
    if not keep:
        with contextlib.suppress(OSError):
            shelf(run).rmdir()


def _all(run: str) -> list[Version]:
    """Every result, newest first, not yet compared with its digests."""
    latest = result_folder(run)
    # A folder without a manifest in the place of the latest result is that of a story, or of nothing.
    has_latest = is_inside(latest) and os.path.lexists(latest / manifest.FILE)
    older = sorted((_read(run, folder.name, folder) for folder in _shelved(run)), key=_order, reverse=True)
    return [*([_read(run, "", latest)] if has_latest else []), *older]


def _read(run: str, time: str, folder: Path) -> Version:
    record, fault = manifest.checked(folder)
    if record is None:
        return Version(run, time or "latest", folder, {}, (fault or f"no {manifest.FILE}",))
    bad = () if record["status"] == manifest.OK else ("not a good result",)
    return Version(run, time or _free_name(run, record), folder, record, bad)


def _compared(one: Version, sums: _Sums) -> Version:
    return one if one.faults else replace(one, faults=tuple(manifest.broken(one.folder, sums)))


def _order(one: Version) -> tuple[int, str, int]:
    time, again = _TIME.fullmatch(one.time).groups()  # type: ignore[union-attr]
    return one.number, time, int(again or 0)


def _shelved(run: str) -> list[Path]:
    """The folders with names that the store gave, whatever is in them."""
    place = shelf(run)
    if not is_inside(place):
        return []
    return sorted(one for one in place.iterdir() if _TIME.fullmatch(one.name) and is_folder(one))


def _free_name(run: str, record: dict[str, Any]) -> str:
    """The time of a result as a folder name, with a number behind it if that time is taken."""
    time = time_of(record)
    name, again = time, 1
    while os.path.lexists(shelf(run) / name):
        again += 1
        name = f"{time}-{again}"
    return name


def _keep_links(run: str, folder: Path, record: dict[str, Any], place: str) -> None:
    """Let the links of the page lead from its new place to where they led from its old one.

    The manifest is written first: what a killed command began is then finished by the next one.
    """
    from .site import places

    name = f"{PurePosixPath(record['notebook']).name}.html"
    if name not in record["files"] or not is_regular(folder / name):
        return
    before = (folder / name).read_bytes()
    text = before.decode("utf-8", "surrogateescape")
    after = places.moved(text, places.run_href(run, name), places.run_href(place, name)).encode(
        "utf-8", "surrogateescape"
    )
    old, new = (hashlib.sha256(data).hexdigest() for data in (before, after))
    if old == new or record["files"][name] not in (old, new):  # nothing to do, or edited by hand
        return
    record["files"][name] = new
    scratch = new_partial(run)
    for path, data in ((folder / manifest.FILE, manifest.as_text(record).encode()), (folder / name, after)):
        (scratch / "new").write_bytes(data)
        sync(scratch / "new")
        (scratch / "new").replace(path)
    remove(scratch)


def _share(run: str, folder: Path, files: dict[str, str]) -> None:
    """Make files that an older result has too one file with two names; where that is not possible, both stay."""
    sums = _Sums()
    known = {
        digest: one.folder / name
        for one in _all(run)
        if not one.is_latest and not one.faults
        for name, digest in one.manifest["files"].items()
    }
    scratch = new_partial(run)
    link = scratch / "link"
    for name, digest in files.items():
        other = known.get(digest)
        if other is None or not is_inside(other.parent):
            continue
        with contextlib.suppress(OSError):
            if not other.samefile(folder / name) and sums(other) == digest:
                os.link(other, link, follow_symlinks=False)
                os.replace(link, folder / name)  # noqa: PTH105
    remove(scratch)


class _Sums:
    """Digests of files; one that has several names is read once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], str] = {}

    def __call__(self, path: Path) -> str:
        there = path.lstat()
        key = (there.st_dev, there.st_ino)
        if key not in self.known:
            self.known[key] = file_digest(path)
        return self.known[key]
