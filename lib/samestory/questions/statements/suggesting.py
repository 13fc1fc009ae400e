"""A codebook of the statements that most outlets share, for a person to prune."""

from __future__ import annotations

import json
import re
import unicodedata

import pandas as pd

from ...errors import counted
from ...plotting.legible import cut
from .measures import CODER, SharedStatements

__all__ = ["suggested_claims"]

TITLE = 60  # columns of a claim's title
NAME = 5  # words of a claim's name
EXAMPLES = 6  # sentences of a claim at most, and one of each language first


def suggested_claims(found: SharedStatements, *, most: int = 20, least_outlets: int = 2) -> str:
    """The part ``claims:`` of a codebook, as YAML with comments.

    Parameters
    ----------
    found
        From `shared`.
    most
        How many claims.
    least_outlets
        Outlets that a statement must have; an article without an outlet counts as one here, for a person to check.

    Returns
    -------
    str
        One claim a statement, in the order of ``found``, with its sentences as examples. A claim whose denial is a
        claim too has it as ``denied_by``.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles, language="en")
    >>> ss.statements.suggested_claims(found, most=1).count("examples:")
    1
    """
    may_be = found.statements["n_outlets"] + found.statements["n_unknown_outlet"]
    table = found.statements[may_be >= least_outlets].head(most)
    ids = {key: f"C{place:02d}" for place, key in enumerate(table["statement_id"], 1)}
    denied_by = {ids[row.denies]: ids[row.statement_id] for row in table[::-1].itertuples() if row.denies in ids}
    names: set[str] = set()
    lines = ["claims:"]
    for row in table.itertuples():
        key = ids[row.statement_id]
        lines += _comments(row)
        lines += [
            f"  {key}:",
            f"    name: {_name(row.text, key, names)}",
            f"    title: {_quoted(cut(row.text, TITLE))}",
            f"    kind: {'denial' if row.denies in ids else 'event'}",
            f"    description: {_quoted(row.text)}",
        ]
        if key in denied_by:
            lines.append(f"    denied_by: {denied_by[key]}")
        members = found.members[found.members["statement_id"] == row.statement_id]
        lines.append("    examples:")
        lines += [f"      - {_quoted(said)}  # {outlet}, {code}" for said, outlet, code in _examples(members)]
    if not ids:
        lines = ["claims: {}"]
    return "\n".join(lines) + "\n"


def _comments(row: object) -> list[str]:
    """What was found of a statement, as comments above its claim."""
    counts = [
        counted(getattr(row, f"n_{name}"), *words)
        for name, *words in (
            ("outlets", "outlet"),
            ("articles", "article"),
            ("families", "copy family", "copy families"),
            ("languages", "language"),
        )
    ]
    said = [f"{', '.join(counts)}."]
    if unknown := getattr(row, "n_unknown_outlet", 0):
        said.append(f"{counted(unknown, 'article')} without an outlet.")
    for label, name in (("Figures", "figures"), ("Named as its source", "sources"), ("Denied by", "denied_by")):
        value = getattr(row, name)
        if isinstance(value, str) and value:
            said.append(f"{label}: {' '.join(value.split())}.")
    return [f"  # {line}" for line in said]


def _examples(members: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Sentences of a statement with outlet and language: the most central of each language, then others."""
    rows = members[members["basis"] == "sentence"].sort_values(["score", "article_id"], ascending=[False, True])
    rows = rows.assign(said=[" ".join(said.split()) for said in rows["reads"]]).drop_duplicates("said")
    rows = rows.assign(turn=rows.groupby("language").cumcount()).sort_values("turn", kind="stable").head(EXAMPLES)
    outlets = (" ".join(str(name).split()) for name in rows["outlet"].fillna("unknown outlet"))
    return list(zip(rows["said"], outlets, rows["language"], strict=True))


def _name(text: str, key: str, taken: set[str]) -> str:
    """A short name in plain letters; the id of the claim if its sentence has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if len(word) > 2 or word.isdigit()][:NAME]
    name = "_".join(words) if words and not words[0].isdigit() else key.casefold()
    name = name if name not in taken else f"{name}_{key.casefold()}"
    taken.add(name)
    return name


def _quoted(text: str) -> str:
    """Text as YAML reads it back, whatever is in it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def heading(story: str) -> list[str]:
    """Comments for the top of a suggested codebook."""
    return [
        f"# SUGGESTED BY MACHINE ({CODER}) from what the articles of this story share; checked by no person.",
        "# Prune it before you code: delete what is not a claim, join equal ones, correct titles and descriptions, and",
        "# take out every example that does not make its claim. Then code by hand, or by the examples:",
        f"#     samestory code {story} --engine meaning",
    ]
