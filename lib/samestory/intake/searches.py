"""Pages of a search: answers of a programming interface, each of which states the size of the search, not its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .collect import FileRow


def incomplete(files: Iterable[FileRow]) -> list[tuple[str, str]]:
    """The searches of which another number of records was read than they found: files and what is reported.

    Pages of one format that state the same total in the same words count as pages of one search, for nothing else in
    them tells. If together they hold the total, nothing is reported. If they do not, no file lost a record: the
    other pages were not asked for, or lie elsewhere.
    """
    pages: dict[tuple, list[FileRow]] = defaultdict(list)
    for row in files:
        if row.is_page and row.n_stated is not None:
            pages[row.format, row.n_stated, row.says].append(row)
    told = []
    for (_, n_stated, says), rows in pages.items():
        n = sum(row.n_found + row.n_rejected for row in rows)
        if n != n_stated:
            more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
            which = f"{n:,} of the {n_stated:,}" if n < n_stated else f"{n:,}, more than the {n_stated:,}"
            told.append((rows[0].file + more, f"{which} its search found ({says})"))
    return told
