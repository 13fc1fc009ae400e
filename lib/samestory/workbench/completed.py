"""One coding of a whole story: agreed where two coded, else by whoever coded it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding.by_hand import coder_name, finished_articles, read_hand_coding, write_hand_coding
from ..errors import SamestoryError, listed
from ..schema import BY_HAND, check, table_named
from ..story import Story, load_story

__all__ = ["complete_coding"]


def complete_coding(
    story: Story | str | Path,
    coders: Sequence[str],
    *,
    agreed: str | Sequence[str] = "agreed",
    coder: str = "final",
    overwrite: bool = False,
) -> pd.DataFrame:
    """Put the codings of several people together into one of the whole story, and write it.

    An article that two have finished is taken from the agreed coding; if that is open there, the article is left out
    and counted. An article that one has finished is taken from that coder. Each row says in ``note`` whose it is.

    Parameters
    ----------
    story
        A story, or its name or folder; its codings are read from the folder again.
    coders
        The people who coded.
    agreed
        The agreed coding, or one for each pair of coders.
    coder
        The name of the coding that is written.
    overwrite
        Whether an earlier coding of that name is replaced.

    Returns
    -------
    DataFrame
        ``table, articles, agreed, by_one, left_out, not_coded, rows``: articles with a text, and what became of them.

    Raises
    ------
    SamestoryError
        A coder who coded nothing, or a coding of that name that is there already.

    Examples
    --------
    >>> uncoded = ss.load_story(ss.workbench.practice_copy(story))
    >>> plan = ss.coding_plan(uncoded, ["coder-1", "coder-2"], seed=1)
    >>> _ = ss.workbench.simulate_coders(uncoded, plan, story, seed=1)
    >>> done = ss.workbench.complete_coding(uncoded, ["coder-1", "coder-2"], agreed=[])
    >>> done.loc[0, ["by_one", "left_out", "not_coded"]].tolist()
    [25, 6, 0]
    """
    loaded = load_story(str(story.folder) if isinstance(story, Story) else str(story))
    settled = [agreed] if isinstance(agreed, str) else list(agreed)
    if coder_name(coder) in {*coders, *settled}:
        raise SamestoryError(f"coder={coder!r}: is one of the codings that are put together; give another name")
    if missing := [name for name in (*coders, *settled) if name not in loaded.coders()]:
        raise SamestoryError(f"story {loaded.name}: no coder {missing[0]!r}. Coders: {listed(loaded.coders())}")
    if not overwrite and any(len(table) for table in read_hand_coding(loaded.folder, coder).values()):
        raise SamestoryError(f"coding/*.{coder}.csv: is there already; overwrite=True replaces it")
    codings = {name: loaded.table(name, coder="*") for name in (*BY_HAND, "examined")}
    articles = loaded.articles
    ids = articles.loc[articles["text"].fillna("").str.strip() != "", "article_id"]
    made: dict[str, pd.DataFrame] = {}
    counts, done = [], []
    for name in BY_HAND:
        whose = _whose(codings, name, list(ids), list(coders), settled, loaded.folder)
        rows = [_rows_of(codings[name], key, one) for key, one in whose.items() if one is not None]
        table = pd.concat(rows, ignore_index=True) if rows else table_named(name).empty()
        made[name] = check(table.assign(coder=coder), name, articles=articles) if len(table) else table
        done += [{"article_id": key, "table": name, "coder": coder} for key, one in whose.items() if one is not None]
        n_agreed = sum(one in settled for one in whose.values() if one is not None)
        n_left = sum(one is None for one in whose.values())
        n_one = len(whose) - n_agreed - n_left
        counts.append([name, len(ids), n_agreed, n_one, n_left, len(ids) - len(whose), len(made[name])])
    examined = check(pd.DataFrame(done), "examined") if done else table_named("examined").empty()
    write_hand_coding(loaded.folder, coder, {**made, "examined": examined})
    columns = ["table", "articles", "agreed", "by_one", "left_out", "not_coded", "rows"]
    return pd.DataFrame(counts, columns=columns)


def _whose(
    codings: dict[str, Any], table: str, ids: list[str], coders: list[str], settled: list[str], folder: Path
) -> dict[str, str | None]:
    """The coding each article is taken from; None if several finished it and nothing is agreed; only finished ones."""
    finished = {name: finished_articles(codings, name, table, folder) for name in (*coders, *settled)}
    found: dict[str, str | None] = {}
    for key in ids:
        by = [name for name in coders if key in finished[name]]
        of = [name for name in settled if key in finished[name]]
        if of or by:
            found[key] = of[0] if of else by[0] if len(by) == 1 else None
    return found


def _rows_of(table: pd.DataFrame, key: str, coder: str) -> pd.DataFrame:
    rows = table[(table["article_id"] == key) & (table["coder"] == coder)].copy()
    notes = [f"coded by {coder}" if pd.isna(note) else f"coded by {coder}; {note}" for note in rows["note"]]
    rows["note"] = pd.Series(notes, index=rows.index, dtype="str")
    return rows
