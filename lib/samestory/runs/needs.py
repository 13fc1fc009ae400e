"""What a notebook needs of a story, and whether a loaded story has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..story import Story

MACHINE = "auto:"
NO_FOCUS = "story.yaml names no focus article; write `focus: ARTICLE_ID` there, or give -p article=ARTICLE_ID"


def missing_needs(story: Story, needs: Iterable[str]) -> list[str]:
    """Why a story cannot carry a notebook, in a few words each; empty if it can.

    Parameters
    ----------
    story
        A loaded story, with the coder whose rows are read.
    needs
        Words of ``plan.Need``.
    """
    return [said for need in needs if (said := _missing(story, need))]


def _missing(story: Story, need: str) -> str:
    if need == "texts":
        return "" if story.articles["text"].notna().any() else "no article has a text"
    if need == "two_texts":
        n = int(story.articles["text"].notna().sum())
        return "" if n > 1 else f"texts are compared, and {n or 'no'} article has a text"
    if need == "focus":
        return "" if story.settings.focus else NO_FOCUS
    if need in ("claims", "numbers", "labels"):
        return _not_coded(story, need)
    if need == "two_coders":
        count = len(story.coders("claims"))
        return "" if count > 1 else f"claims need two coders, this story has {count}"
    coders = [name for name in story.coders() if not name.startswith(MACHINE)]
    return "" if coders else "no row is coded by a person"


def _not_coded(story: Story, table: str) -> str:
    if len(story.table(table)):
        return ""
    if not story.codebook.claims and not story.coders():
        return "codebook.yaml defines no claim"
    return f"no {table} are coded (coder {story.coder}); `samestory code {story.name}` codes by machine"
