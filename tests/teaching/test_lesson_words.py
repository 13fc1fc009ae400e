"""The lessons are easy to read: no sentence over 30 words, and a LIX under 45; ``pytest -s`` prints the values.

LIX (Björnsson 1968) is words per sentence plus the percentage of words over six letters. Below 40 a text is easy,
newspapers have 40 to 50, and above 60 it is very difficult.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from samestory import paths

LESSONS = sorted((paths.notebooks() / "teaching").glob("lesson_*.ipynb"))
MOST_WORDS, MOST_LIX = 30, 45
# What is no prose: code, addresses of links, headings, the marks of lists and tables, emphasis.
NO_PROSE = [
    (r"```.*?```", " "),
    (r"`[^`]*`", "X"),
    (r"\]\([^)]*\)", "]"),
    (r"(?m)^#+ [^\n]*$", ""),
    (r"(?m)^\s*(>|[-*]|\d+\.)\s+", "\n\n"),
    (r"\|", "\n\n"),
    (r"[*_\[\]]", ""),
]
END = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[“‘\"(]?[A-Z0-9])|\n\s*\n")


@dataclass(frozen=True)
class Read:
    """The sentences of some text, each as its words."""

    sentences: list[list[str]]

    @property
    def lix(self) -> float:
        words = [word for sentence in self.sentences for word in sentence]
        long = sum(len(word) > 6 for word in words)
        return len(words) / len(self.sentences) + 100 * long / len(words)


def read(text: str) -> Read:
    """The sentences of markdown, without code, addresses and references."""
    text = re.split(r"(?m)^## Further reading", text)[0]
    for pattern, instead in NO_PROSE:
        text = re.sub(pattern, instead, text, flags=re.DOTALL)
    sentences = [re.findall(r"[^\W\d_][\w’'-]*|\d[\d.,%]*", sentence) for sentence in END.split(text)]
    return Read([words for words in sentences if words])


def cells(path: Path, *, teacher: bool) -> list[str]:
    """The text of a lesson: that of the students, or that which only teachers have."""
    found = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    return [cell.source for cell in found if ("teacher" in cell.metadata.get("tags", [])) == teacher]


def test_sentences_are_found_in_markdown():
    found = read("# Who?\n\nOne `a.b` here. “Two?” said *he*. 3.5 of 10.\n\n- Four\n- Five\n\n## Further reading\n\nX.")
    assert [len(words) for words in found.sentences] == [3, 3, 3, 1, 1]
    assert read("a b c d abcdefg. Ab c d abcdefg hi.").lix == 5 + 20


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_sentence_of_a_lesson_is_longer_than_30_words(path):
    text = [*cells(path, teacher=False), *cells(path, teacher=True)]
    long = [" ".join(words) for cell in text for words in read(cell).sentences if len(words) > MOST_WORDS]
    assert not long, f"{path.name}: divide these sentences: {long}"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_student_can_read_a_lesson(path):
    found = read("\n\n".join(cells(path, teacher=False)))
    words = sum(len(sentence) for sentence in found.sentences)
    print(f"\n{path.stem}: LIX {found.lix:.1f}, {words} words, {words / len(found.sentences):.1f} a sentence")
    assert found.lix < MOST_LIX
