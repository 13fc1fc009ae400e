"""Coding practised without people: a copy of a story without its codings, two simulated coders, and who decides."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from ..coding.by_hand import write_hand_coding
from ..errors import SamestoryError
from ..questions.agreement import simulate_second_coder
from ..schema import BY_HAND, UNSEEN, check
from ..story import Story
from .adjudicated import Adjudication, Row, Unit, paired, rows_by_article, says

__all__ = ["decide_as", "practice_copy", "simulate_coders"]

CODINGS = ("coding", "truth", "texts")  # folders that are not copied


def practice_copy(story: Story) -> Path:
    """Copy the folder of a story, without any coding, into a temporary folder.

    Parameters
    ----------
    story
        The story, coded or not.

    Returns
    -------
    Path
        The new folder, of the same name. It stays until the system clears its temporary files.

    Examples
    --------
    >>> uncoded = ss.load_story(ss.workbench.practice_copy(story))
    >>> uncoded.coders(), len(uncoded.articles)
    ([], 31)
    """
    folder = Path(tempfile.mkdtemp(prefix="samestory-")) / story.name
    shutil.copytree(story.folder, folder, ignore=lambda at, names: CODINGS if Path(at) == story.folder else ())
    about = folder / "story.yaml"
    lines = about.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("coder:")]  # who coded there coded nothing here
    about.write_text("".join(kept), encoding="utf-8", newline="")
    return folder


def simulate_coders(
    story: Story, plan: pd.DataFrame, known: Story, *, noise: float = 0.1, seed: int = 0
) -> pd.DataFrame:
    """Code a plan by simulated coders, who make errors at random, and write their codings.

    Claims change by chance as in ``agreement.simulate_second_coder``; of the other tables each row is overlooked with
    the same chance. People make other errors: they are alike in what is easy and differ in what is hard.

    Parameters
    ----------
    story
        The story to code, as from ``practice_copy``.
    plan
        From ``coding_plan``: who codes what.
    known
        The story whose coding in use the simulated coders see.
    noise
        Chance that a row is changed or overlooked, 0..1.
    seed
        Makes the errors repeatable.

    Returns
    -------
    DataFrame
        ``coder, articles, claims, numbers, labels, citations``: how much each wrote.

    Raises
    ------
    SamestoryError
        A noise that is not a share, or a story of which a coder of the plan has coded already.

    Examples
    --------
    >>> uncoded = ss.load_story(ss.workbench.practice_copy(story))
    >>> plan = ss.coding_plan(uncoded, ["coder-1", "coder-2"], seed=1)
    >>> ss.workbench.simulate_coders(uncoded, plan, story, seed=1)[["coder", "articles", "claims"]]
         coder  articles  claims
    0  coder-1        19     285
    1  coder-2        18     270
    """
    if there := sorted(set(plan["coder"]) & set(story.coders())):
        raise SamestoryError(f"{there[0]} has coded here already; simulate on a practice_copy")
    rows = []
    for at, (coder, mine) in enumerate(plan.groupby("coder")):
        random = np.random.default_rng([seed, at])
        tables = {}
        for name in BY_HAND:
            table = known.table(name)
            table = table[table["article_id"].isin(mine["article_id"])].reset_index(drop=True)
            if name == "claims":
                table = simulate_second_coder(table, story.articles, share=noise, seed=seed + at, coder=str(coder))
                table["note"] = "simulated"
            else:
                table = table[random.random(len(table)) >= noise].assign(coder=coder)
            tables[name] = check(table, name, articles=story.articles)
        done = [
            {"article_id": key, "table": name, "coder": coder} for key in sorted(mine["article_id"]) for name in tables
        ]
        write_hand_coding(story.folder, str(coder), {**tables, "examined": check(pd.DataFrame(done), "examined")})
        rows.append([coder, len(mine), *(len(tables[name]) for name in BY_HAND)])
    return pd.DataFrame(rows, columns=["coder", "articles", *BY_HAND])


def decide_as(work: Adjudication, known: Story) -> pd.DataFrame:
    """Decide every open difference as the coding in use of another story has it, for practice.

    Where neither coder has what is known, a claim gets the known state; anything else "cannot be told".

    Parameters
    ----------
    work
        The two codings.
    known
        The same story with a coding that is taken for right.

    Returns
    -------
    DataFrame
        ``counts`` of the adjudication afterwards.

    Examples
    --------
    >>> uncoded = ss.load_story(ss.workbench.practice_copy(story))
    >>> plan = ss.coding_plan(uncoded, ["coder-1", "coder-2"], seed=1)
    >>> _ = ss.workbench.simulate_coders(uncoded, plan, story, seed=1)
    >>> work = ss.workbench.Adjudication(uncoded, "coder-1", "coder-2", decided_by="the editor")
    >>> int(ss.workbench.decide_as(work, story)["open"].sum())
    0
    """
    rows = {name: rows_by_article(known.table(name)) for name in BY_HAND}
    for key, one in work.differing.items():
        if key not in work.decisions:
            found = _known(one, rows[one.table].get(one.article_id, []))
            decision, changes = "cannot_tell", {}
            for side, row in (("first", one.first), ("second", one.second)):
                if says(one.table, row) == says(one.table, found):
                    decision = side
            if decision == "cannot_tell" and one.table == "claims" and found is not None:
                source = None if found["status"] in UNSEEN else found["attributed_to"]
                decision, changes = "other", {"status": found["status"], "attributed_to": source}
            work.decide(key, decision, save=False, **changes)
    work.write()
    return work.counts


def _known(one: Unit, rows: list[Row]) -> Row | None:
    """The known row of a unit: beside the first coder's row if there is one, else the second's."""
    mine = one.first or one.second or {}
    return next((other for _, own, other in paired(one.table, [mine], rows) if own is not None), None)
