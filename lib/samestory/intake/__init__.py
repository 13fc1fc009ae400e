"""From the files that researchers have to ``articles``, with a report.

Every unread record is listed and every guess is reported.
"""

from .archives import kind_of
from .collect import Intake
from .page_versions import versions
from .published import YEARS, iso_of, precision_of
from .read import checked, frame_of, read_articles, stream
from .report import Report, report_of
from .truncation import is_cut_off
from .write import write_articles

__all__ = [
    "YEARS",
    "Intake",
    "Report",
    "checked",
    "frame_of",
    "is_cut_off",
    "iso_of",
    "kind_of",
    "precision_of",
    "read_articles",
    "report_of",
    "stream",
    "versions",
    "write_articles",
]
