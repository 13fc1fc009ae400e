"""A report as files: the page, its figures and tables, the PDF; whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import SamestoryError, counted
from ..plotting.run_files import RUN_FOLDER
from . import page
from .no_text import leaks
from .overviews import Report
from .pdf import print_pdf

__all__ = ["write_report"]

PAGE, PDF, RECORD = "report.html", "report.pdf", "report.json"
BESIDE = ".report-"


@dataclass(frozen=True)
class Written:
    """What was written: the folder, the files in it, and why the PDF is missing if one was asked for."""

    folder: Path
    files: list[str]
    no_pdf: str = ""


def write_report(report: Report, folder: Path, *, pdf: bool = False) -> Written:
    """Write the report into a folder.

    Parameters
    ----------
    report
        From ``report.overview``.
    folder
        Made if it is missing. Its files ``report.*``, ``figures/`` and ``tables/`` are replaced, each at once; others
        are not touched.
    pdf
        Whether to print a PDF too. Without a browser the rest is written all the same.

    Returns
    -------
    Written

    Raises
    ------
    SamestoryError
        The report is without texts, and more than 12 words of an article in a row are in a file: then nothing is
        written, and the message names article, offsets and file.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SamestoryError(f"{folder} is a link or a file; give a folder")
    folder.mkdir(parents=True, exist_ok=True)
    _swept(folder)
    made = Path(tempfile.mkdtemp(prefix=f"{BESIDE}{os.getpid()}-", dir=folder))
    try:
        _figures(report, made)
        (made / PAGE).write_text(page.html(report, made / "figures"), encoding="utf-8", newline="\n")
        no_pdf = _pdf(made) if pdf else ""
        _record(report, made)
        _check(report, made)
        return Written(folder, _moved(made, folder), no_pdf)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _figures(report: Report, made: Path) -> None:
    """Draw every figure into ``figures/``, with its table in ``tables/``, as in a run."""
    with _in_run(made), contextlib.redirect_stdout(io.StringIO()):
        for place in range(1, len(report.findings) + 1):
            report.show(place)


@contextlib.contextmanager
def _in_run(folder: Path) -> Iterator[None]:
    before = os.environ.get(RUN_FOLDER)
    os.environ[RUN_FOLDER] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[RUN_FOLDER]
        else:
            os.environ[RUN_FOLDER] = before


def _pdf(made: Path) -> str:
    try:
        print_pdf(made / PAGE, made / PDF)
    except SamestoryError as error:
        (made / PDF).unlink(missing_ok=True)
        return str(error)
    return ""


def _record(report: Report, made: Path) -> None:
    """What the report says, for programs: findings with their passages by offsets and digest, limits, and digests."""
    digests = {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in _names(made)}
    findings = [
        {
            "title": one.title,
            "kind": one.kind,
            "about": one.key,
            "sentence": one.sentence,
            "score": one.score,
            "hits": one.hits,
            "cases": one.cases,
            "of": one.of,
            "passages": [
                {
                    "article_id": passage.article_id,
                    "outlet": passage.outlet,
                    "date": passage.date,
                    "says": passage.says,
                    "begin": passage.begin,
                    "end": passage.end,
                    "sha256_first_16": passage.digest,
                }
                for passage in one.passages
            ],
        }
        for one in report.findings
    ]
    record = {
        "story": report.story.name,
        "coder": report.story.coder,
        "with_texts": report.with_texts,
        "warnings": report.warnings,
        "lead": report.lead,
        "findings": findings,
        "limits": report.limits,
        "files": digests,
    }
    said = json.dumps(record, ensure_ascii=False, indent=1)
    (made / RECORD).write_text(said + "\n", encoding="utf-8", errors="replace", newline="\n")


def _names(made: Path) -> list[str]:
    return sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())


def _check(report: Report, made: Path) -> None:
    """Refuse a report without texts that has words of an article."""
    if report.with_texts:
        return
    found = leaks((made / name for name in _names(made)), report.story.articles)
    if found:
        places = "\n".join(f"  {leak}" for leak in found)
        raise SamestoryError(
            "nothing is written: the report would show more than 12 words of an article in a row"
            f" ({counted(len(found), 'place')}):\n{places}\nShorten the title or name that repeats the article, for"
            " instance in codebook.yaml or story.yaml."
        )


def _moved(made: Path, folder: Path) -> list[str]:
    """Move each file into the folder, the record last; then remove files of an earlier report that are not made now."""
    names = sorted(_names(made), key=lambda name: (name == RECORD, name))
    for name in names:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        with (made / name).open("rb") as file:
            os.fsync(file.fileno())
        (made / name).replace(target)
    for old in [*folder.glob("figures/finding-*"), *folder.glob("tables/finding-*"), folder / PDF]:
        if old.relative_to(folder).as_posix() not in names:
            old.unlink(missing_ok=True)
    return names


def _swept(folder: Path) -> None:
    """Remove what a killed process left."""
    for left in folder.glob(f"{BESIDE}*"):
        number = left.name.removeprefix(BESIDE).partition("-")[0]
        if number.isdigit() and not _is_alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
