"""Who codes what: articles shared out among coders, some of them coded twice so that the coders can be compared."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..coding.by_hand import coder_name, read_hand_coding
from ..coding.write import as_csv, coding_folder, replace
from ..errors import SamestoryError, StoryError, counted, listed, suggestion
from ..plotting.prose import Prose, show_text
from ..schema import check
from ..statistics import wilson
from ..story import Story
from ..story.load import load_uncoded

__all__ = ["coding_plan", "plan_summary"]

PLAN = "plan.csv"
SUPPOSED = 0.9  # share of equal codes for which the width of an interval is told


def coding_plan(
    story: Story | str | Path,
    coders: Sequence[str],
    double: float = 0.2,
    *,
    seed: int = 0,
    by: str = "language",
    write: bool = False,
    overwrite: bool = False,
) -> pd.DataFrame:
    """Share the articles of a story out among coders, and have some coded by two.

    The articles coded twice are drawn at random from each group of ``by`` in proportion to its size, at least one of
    each where there are enough, so that agreement says something of each group. Each goes to two coders, every two
    coders equally often. The other articles are given to whoever has least, so that all have equally many, of all
    groups. The order of each coder is shuffled, so that an article coded twice cannot be told by its place. The draw
    depends on the ids of the articles, the coders and the seed, and on nothing else.

    Parameters
    ----------
    story
        A story, or its name or folder. Only articles with a text are shared out.
    coders
        The names of the coders; see ``code_by_hand``.
    double
        Share of the articles that are coded by two, 0..1; the number is rounded, and at least 1 if the share is not 0.
    seed
        Makes the draw repeatable.
    by
        The column of ``articles`` whose groups are drawn from.
    write
        Whether the plan is written to ``coding/plan.csv``, by which ``code_by_hand`` orders its articles.
    overwrite
        Whether a plan that coding has begun on is replaced.

    Returns
    -------
    DataFrame
        The ``plan`` table: ``coder, position`` (from 1), ``article_id, is_double``; by coder and position.

    Raises
    ------
    SamestoryError
        Names that cannot be coders', a share that is none, one coder who is to be compared with another, no article
        with a text, or a plan that coding has begun on.

    Source
    ------
    Stratified samples for reliability: Krippendorff, Content Analysis (2004), chapter 11; Neuendorf, The Content
    Analysis Guidebook (2017), chapter 6.

    Examples
    --------
    >>> plan = ss.coding_plan(story, ["coder-1", "coder-2"], double=0.2, seed=1)
    >>> plan["coder"].value_counts().sort_index().to_dict()
    {'coder-1': 19, 'coder-2': 18}
    >>> int(plan["is_double"].sum()) // 2
    6
    """
    loaded = story if isinstance(story, Story) else load_uncoded(story)
    names = _names(coders, double)
    articles = loaded.articles
    if by not in articles:
        raise SamestoryError(f"by={by!r}: articles have no such column.{suggestion(by, articles.columns)}")
    articles = articles[articles["text"].fillna("").str.strip() != ""].sort_values("article_id")
    if articles.empty:
        raise StoryError(f"story {loaded.name}: no article has a text, so there is nothing to code")
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise SamestoryError(f"seed={seed!r:.40}: give a whole number from 0, for instance 1")
    random = np.random.default_rng(seed)
    groups = {str(key): list(those["article_id"]) for key, those in articles.groupby(by, dropna=False)}
    twice = _drawn(groups, min(len(articles), max(round(double * len(articles)), int(double > 0))), random)
    shared = _shared(groups, twice, names, random)
    rows = []
    for name in names:
        order = [shared[name][n] for n in random.permutation(len(shared[name]))]
        rows += [(name, position, key, key in twice) for position, key in enumerate(order, 1)]
    plan = pd.DataFrame(rows, columns=["coder", "position", "article_id", "is_double"])
    plan = check(plan, "plan", articles=loaded.articles)[["coder", "position", "article_id", "is_double"]]
    if write:
        _write(loaded.folder, plan, overwrite)
    return plan


def plan_summary(plan: pd.DataFrame, story: Story) -> Prose:
    """What a plan gives: articles of each coder, articles and claims coded twice, and how much these can show.

    Parameters
    ----------
    plan
        From ``coding_plan``.
    story
        The story of the plan: languages of the articles, claims of the codebook.

    Returns
    -------
    Prose
        Sentences; the interval is Wilson's for independent cells, which is the narrowest it can be.

    Examples
    --------
    >>> plan = ss.coding_plan(story, ["coder-1", "coder-2"], double=0.2, seed=1)
    >>> ss.workbench.plan_summary(plan, story)
    INVENTED. ... 6 of 31 articles are coded by two ...
    """
    loads = plan.groupby("coder").size()
    twice = plan[plan["is_double"]].drop_duplicates("article_id")
    n, n_twice, n_claims = plan["article_id"].nunique(), len(twice), len(story.codebook.claims)
    said = "INVENTED. " if story.invented else ""
    said += f"{counted(n, 'article')} with a text for {counted(len(loads), 'coder')}: "
    said += ", ".join(f"{name} codes {k}" for name, k in loads.items()) + ". "
    if not n_twice:
        return show_text(said + "None is coded by two, so nothing can be said of agreement.")
    languages = story.articles.set_index("article_id")["language"].fillna("language not known")
    every, drawn = (Counter(languages[ids]) for ids in (plan["article_id"].unique(), twice["article_id"]))
    parts = ", ".join(f"{code} {drawn[code]} of {every[code]}" for code in sorted(every))
    said += f"{n_twice} of {n} articles are coded by two ({parts}). "
    cells = n_twice * n_claims
    if cells:
        low, high = wilson(round(SUPPOSED * cells), cells)
        said += (
            f"With {counted(n_claims, 'claim')} that is {cells:,} cells coded twice. If two coders agree on"
            f" {SUPPOSED:.0%} of them, the 95 % interval is at best {low:.0%} to {high:.0%}: claims of one article are"
            " not independent, so it will be wider, and a single claim has only"
            f" {counted(n_twice, 'cell')}."
        )
    return show_text(said)


def _names(coders: Sequence[str], double: float) -> list[str]:
    if isinstance(coders, str) or not coders:
        raise SamestoryError(f"coders={coders!r}: give a list of names, for instance ['coder-1', 'coder-2']")
    names = [coder_name(name) for name in coders]
    if twice := sorted(name for name, n in Counter(names).items() if n > 1):
        raise SamestoryError(f"coders: {listed(twice)} is given twice; give each coder once")
    if isinstance(double, bool) or not isinstance(double, int | float) or not 0 <= double <= 1:
        raise SamestoryError(f"double={double!r}: give the share of articles that two code, from 0 to 1")
    if len(names) == 1 and double:
        raise SamestoryError(
            "one coder: nobody is there to code an article a second time, so agreement cannot be measured; give a"
            " second coder, or double=0"
        )
    return names


def _drawn(groups: dict[str, list[str]], n: int, random: np.random.Generator) -> set[str]:
    """The articles coded twice: of each group in proportion to its size, the largest remainders first."""
    total = sum(map(len, groups.values()))
    exact = {key: n * len(those) / total for key, those in groups.items()}
    quota = {key: int(share) for key, share in exact.items()}
    if n >= len(groups):
        quota = {key: max(1, k) for key, k in quota.items()}
    order = [list(groups)[at] for at in random.permutation(len(groups))]
    while (left := n - sum(quota.values())) != 0:
        step = 1 if left > 0 else -1
        able = [key for key in order if (quota[key] < len(groups[key]) if step > 0 else quota[key] > 1)]
        quota[max(able, key=lambda key: step * (exact[key] - quota[key]))] += step
    return {those[at] for key, those in groups.items() for at in random.permutation(len(those))[: quota[key]]}


def _shared(
    groups: dict[str, list[str]], twice: set[str], names: list[str], random: np.random.Generator
) -> dict[str, list[str]]:
    """The articles of each coder: those coded twice by pairs that had least, the others by who has least."""
    shared: dict[str, list[str]] = {name: [] for name in names}
    pairs = list(itertools.combinations(names, 2))
    n_pairs: Counter[tuple[str, str]] = Counter()
    of_group: Counter[tuple[str, ...]] = Counter()
    chance = {name: at for at, name in enumerate(random.permutation(np.array(names)).tolist())}
    for is_twice in (True, False):
        for group, those in groups.items():
            for at in random.permutation(len(those)):
                if (those[at] in twice) is not is_twice:
                    continue
                takers: Any = (min(names, key=lambda one: (len(shared[one]), of_group[group, one], chance[one])),)
                if is_twice:
                    load = {pair: tuple(sorted((len(shared[one]) for one in pair), reverse=True)) for pair in pairs}
                    takers = min(
                        pairs, key=lambda pair: (n_pairs[pair], load[pair], of_group[group, *pair], chance[pair[0]])
                    )
                    n_pairs[takers] += 1
                    of_group[group, *takers] += 1
                for one in takers:
                    shared[one].append(those[at])
                    of_group[group, one] += 1
    return shared


def _write(folder: Path, plan: pd.DataFrame, overwrite: bool) -> None:
    """Put the plan into the story folder."""
    target = coding_folder(folder)
    path, data = target / PLAN, as_csv(plan, "plan")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise SamestoryError(f"coding/{PLAN}: is no plain file; remove it, or rename it")
    if path.exists() and path.read_bytes() != data and not overwrite:
        old = pd.read_csv(path, dtype="str")
        there = sorted(set(old["coder"].dropna())) if "coder" in old else []
        begun = [name for name in there if any(len(table) for table in read_hand_coding(folder, name).values())]
        if begun:
            raise SamestoryError(
                f"coding/{PLAN}: {listed(begun)} has begun coding by another plan; keep that plan, or overwrite=True"
            )
    target.mkdir(exist_ok=True)
    replace(path, data)
