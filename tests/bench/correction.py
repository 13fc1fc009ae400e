"""Whether intervals of corrected shares hold: simulated codings of which the true share is known.

A machine with known precision and recall codes 600 articles. People code a sample drawn at random, or the machine was
measured on as many articles elsewhere. Counted is how often the 95 % interval has the true share in it: of the share as
it is (raw), of `corrected_share` and of `rogan_gladen`. In half of the settings articles come in copy families: half of
them have copies, one of thirty has 15 members, and nine of ten copies say what the first one says and are read by the
machine as the first one is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from samestory.correction import corrected_share, raw_share, rogan_gladen

N_ARTICLES = 600
N_CODINGS = 500  # of each setting
SHARES = (0.05, 0.2, 0.5)
SAMPLES = (30, 100, 300)
ERRORS = ((0.9, 0.6), (0.6, 0.9), (0.8, 0.8))  # precision and recall; equal ones leave the raw share right by chance
OWN = 0.1  # how often a copy says something else than the first of its family, and is read otherwise


class Coding(NamedTuple):
    """What is so of each article, what the machine says, and the family."""

    truth: np.ndarray
    answers: np.ndarray
    families: np.ndarray


def simulated(
    random: np.random.Generator, share: float, precision: float, recall: float, *, copies: bool, n: int = N_ARTICLES
) -> Coding:
    """Articles of which a share has something, read by a machine with a precision and a recall."""
    if copies:
        sizes = np.where(random.random(n) < 1 / 30, 15, random.geometric(0.5, n))
        families = np.repeat(np.arange(n), sizes)[:n]
    else:
        families = np.arange(n)

    def like_the_first(drawn: np.ndarray) -> np.ndarray:
        return np.where(random.random(n) < (OWN if copies else 1), drawn, drawn[np.searchsorted(families, families)])

    truth = like_the_first(random.random(n)) < share
    false_share = share * recall * (1 / precision - 1) / (1 - share)
    answers = like_the_first(random.random(n)) < np.where(truth, recall, false_share)
    return Coding(truth.astype("float64"), answers.astype("float64"), families)


def coverage(
    share: float, precision: float, recall: float, sample: int, *, copies: bool, n_codings: int = N_CODINGS
) -> dict[str, float]:
    """How often intervals have the true share in them: ``raw, corrected, rogan_gladen``, and their mean widths."""
    random = np.random.default_rng([int(100 * x) for x in (share, precision, recall)] + [sample, copies])
    found: dict[str, list] = {"raw": [], "corrected": [], "rogan_gladen": []}
    for _ in range(n_codings):
        coding = simulated(random, share, precision, recall, copies=copies)
        hand = np.full(N_ARTICLES, np.nan)
        drawn = random.choice(N_ARTICLES, sample, replace=False)
        hand[drawn] = coding.truth[drawn]
        given = {"n_draws": 1_000, "seed": int(random.integers(2**31))}
        found["raw"].append(raw_share(coding.answers, coding.families, **given))
        found["corrected"].append(corrected_share(coding.answers, hand, coding.families, **given))
        other = simulated(random, share, precision, recall, copies=False)  # the same machine on other articles
        there = other.truth[:sample] == 1
        rates = (
            (float((other.answers[:sample][there] == 1).sum()), float(there.sum())),
            (float((other.answers[:sample][~there] == 0).sum()), float((~there).sum())),
        )
        found["rogan_gladen"].append(
            rogan_gladen(coding.answers, coding.families, sensitivity=rates[0], specificity=rates[1], **given)
        )
    made: dict[str, float] = {}
    for name, those in found.items():
        told = [one for one in those if not np.isnan(one.share)]
        made[name] = float(np.mean([one.low <= share <= one.high for one in told])) if told else float("nan")
        made[f"{name}_told"] = len(told) / len(those)
        made[f"{name}_width"] = float(np.mean([one.high - one.low for one in told])) if told else float("nan")
    return made


def run(_data: Path, _size: int, n_codings: int = N_CODINGS) -> list[dict[str, Any]]:
    """One row a share, sample and kind of families; the error rates of the machine are in the note."""
    rows = []
    for copies in (False, True):
        for share in SHARES:
            for sample in SAMPLES:
                found = [coverage(share, *error, sample, copies=copies, n_codings=n_codings) for error in ERRORS]
                where = f"true share {share:.0%}, {sample} coded by people{', copies' if copies else ''}"
                for name, what in (("corrected", "corrected"), ("rogan_gladen", "corrected by known error rates")):
                    if not (told := [one for one in found if one[f"{name}_told"] > 0.5]):
                        continue
                    note = "; ".join(
                        f"precision {p:g}, recall {r:g}: {one[name]:.3f} (raw {one['raw']:.3f}), width"
                        f" {one[name + '_width']:.2f}"
                        for (p, r), one in zip(ERRORS, found, strict=True)
                    )
                    rows.append(
                        {
                            "what": f"{what}: {where}",
                            "n": n_codings * len(told),
                            "ours": float(np.mean([one[name] for one in told])),
                            "unit": "of 95 % intervals hold",
                            "note": note,
                        }
                    )
    return rows
