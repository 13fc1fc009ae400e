"""Tables of the intake report that are counted from what an intake told: repeats, precision of dates, flow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .collect import Told


def _groups(told: Told) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of words and of text and the outlet of every article with text, sorted by words and outlet."""
    said = np.concatenate(told.said) if told.said else np.zeros(0, np.int64)
    hashes = np.concatenate(told.hashes) if told.hashes else np.zeros(0, np.int64)
    outlets = np.concatenate(told.outlet_codes) if told.outlet_codes else np.zeros(0, np.int32)
    order = np.lexsort((outlets, said))
    order = order[said[order] != 0]
    return said[order], hashes[order], outlets[order]


def duplicates_of(told: Told) -> pd.DataFrame:
    """Texts with the same words, within an outlet and between outlets: ``kind, n_texts, n_articles, n_exact``."""
    said, hashes, outlets = _groups(told)
    rows = []
    if len(said):
        new_text = np.concatenate(([True], said[1:] != said[:-1]))
        new_pair = new_text | np.concatenate(([True], outlets[1:] != outlets[:-1]))
        text, pair = np.cumsum(new_text) - 1, np.cumsum(new_pair) - 1
        is_known = outlets[new_pair] >= 0
        n_outlets = np.bincount(text[new_pair], weights=is_known)
        again = np.bincount(pair) > 1
        for kind, group, found in (
            ("same words, same outlet", pair, again & is_known),
            ("same words, several outlets", text, n_outlets > 1),
            ("same words, outlet not known", pair, again & ~is_known),
        ):
            places = np.flatnonzero(found[group])
            if len(places):
                exact = pd.MultiIndex.from_arrays([group[places], hashes[places]]).duplicated(keep=False)
                rows.append((kind, int(found.sum()), len(places), int(exact.sum())))
    return pd.DataFrame(rows, columns=["kind", "n_texts", "n_articles", "n_exact"])


def precision_of_dates(told: Told) -> pd.DataFrame:
    """How much of the dates is known, by format and outlet."""
    kinds = ("minute", "day", "month", "unknown")
    rows: dict[tuple[str, str | None], dict[str, int]] = {}
    for (form, outlet, precision), n in told.dates.items():
        counts = rows.setdefault((form, outlet), dict.fromkeys(kinds, 0))
        counts[precision] += n
    made = [(form, outlet, sum(counts.values()), *counts.values()) for (form, outlet), counts in rows.items()]
    table = pd.DataFrame(made, columns=["source_format", "outlet", "n", *(f"n_{kind}" for kind in kinds)])
    return table.sort_values(["n", "source_format"], ascending=[False, True], kind="stable", ignore_index=True)


def flow_of(told: Told, files: pd.DataFrame) -> pd.DataFrame:
    """Records, dates, texts and repeats, each split into parts that add up."""
    n = told.n_articles
    missing = int(files["n_missing"].clip(lower=0).sum()) if len(files) else 0
    dates: dict[str, int] = dict.fromkeys(("minute", "day", "month", "unknown"), 0)
    for (_, _, precision), count in told.dates.items():
        dates[precision] += count
    said, _, _ = _groups(told)
    unique = len(np.unique(said))
    steps = {
        "records": {"kept": n, "rejected": told.n_rejects, "missing": missing},
        "dates": {
            "minute": dates["minute"],
            "day": dates["day"],
            "month": dates["month"],
            "not known": dates["unknown"],
        },
        "texts": {
            "whole": told.statuses["full"],
            "cut": told.statuses["cut"],
            "teaser": told.statuses["teaser"],
            "none": told.statuses["none"],
        },
        "repeats": {"text once": unique, "same words again": len(said) - unique, "no text": n - len(said)},
    }
    rows = [
        (step, part, count, count / total if (total := sum(parts.values())) else 0.0)
        for step, parts in steps.items()
        for part, count in parts.items()
    ]
    return pd.DataFrame(rows, columns=["step", "part", "n", "share"])
