"""The headings of a page: one title, the others below it in order, each with an id of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_ID = 60


@dataclass
class Heading:
    """A heading: its level (1 is the title), the id of its element, and its words."""

    level: int
    id: str
    text: str


def slug(text: str) -> str:
    """The id of a heading, as JupyterLab makes it but for the signs: "The-answer"."""
    return re.sub(r"[^\w-]+", "-", text.strip()).strip("-")[:MOST_ID] or "part"


@dataclass
class Contents:
    """The headings of a page in order."""

    headings: list[Heading] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: {"content", "made", "changes", "pages"})

    def add(self, level: int, text: str) -> tuple[int, str]:
        """Add a heading; its level is at most one below the heading before it, and 1 for the first one only.

        Parameters
        ----------
        level, text
            As in the notebook.

        Returns
        -------
        level, id
            As on the page.
        """
        before = self.headings[-1].level if self.headings else 0
        level = 1 if not self.headings else max(2, min(level, before + 1))
        plain = slug(text)
        name, n = plain, 2
        while name in self.taken:
            name, n = f"{plain}-{n}", n + 1
        self.taken.add(name)
        self.headings.append(Heading(level, name, " ".join(text.split())))
        return level, name

    @property
    def title(self) -> str:
        """The words of the first heading; empty if there is none."""
        return self.headings[0].text if self.headings else ""

    def parts(self) -> list[Heading]:
        """The headings of the table of contents: those right below the title."""
        return [heading for heading in self.headings if heading.level == 2 and heading.text]
