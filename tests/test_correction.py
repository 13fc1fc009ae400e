"""Corrected shares: what they are by hand, when they cannot tell, and that their intervals hold."""

import numpy as np
import pytest
from bench.correction import coverage

from samestory.correction import corrected_share, n_cases, raw_share, rogan_gladen
from samestory.errors import SamestoryError

NAN = float("nan")


def test_a_share_is_corrected_as_by_hand():
    # 100 articles: the machine says yes to 40. Of 10 coded yes 8 are right; of 20 coded no 3 have it all the same.
    answers = [1] * 40 + [0] * 60
    hand = [1] * 8 + [0] * 2 + [NAN] * 30 + [1] * 3 + [0] * 17 + [NAN] * 40
    made = corrected_share(answers, hand, range(100))
    assert made.share == pytest.approx(0.4 * 0.8 + 0.6 * 0.15)
    assert made.low < made.share < made.high and made.n_families == 30
    raw = raw_share(answers, range(100))
    assert raw.share == 0.4 and raw.high - raw.low < made.high - made.low
    assert corrected_share(answers, hand, range(100)) == made  # the same every time


def test_articles_drawn_with_different_chances_are_weighed():
    answers, hand = ["yes"] * 60, [1.0] * 10 + [0.0] * 10 + [NAN] * 40
    weights = [3.0] * 10 + [1.0] * 50
    assert corrected_share(answers, hand, range(60), weights=weights).share == pytest.approx(0.75)


def test_copies_are_no_further_evidence():
    answers, hand = [1] * 30 + [0] * 30, ([1.0] * 10 + [NAN] * 20) + ([0.0] * 10 + [NAN] * 20)
    alone = corrected_share(answers, hand, range(60))
    tripled = corrected_share(answers * 3, hand * 3, [*range(60)] * 3)
    assert tripled.share == alone.share and tripled[1:3] == pytest.approx(alone[1:3], abs=0.01)
    assert n_cases(np.repeat(np.arange(4), 5), np.ones(20)) == 4


def test_few_cases_cannot_tell():
    few = corrected_share([1] * 40, [1.0] * 9 + [NAN] * 31, range(40))
    assert np.isnan(few.share) and few.n_families == 9
    same = corrected_share([1] * 40, [1.0] * 20 + [NAN] * 20, [0] * 20 + list(range(20)))
    assert np.isnan(same.share)  # twenty copies are one case
    assert np.isnan(raw_share([], []).share)
    assert np.isnan(rogan_gladen([1, 0], [0, 1], sensitivity=(9, 9), specificity=(40, 40)).share)
    assert np.isnan(rogan_gladen([1, 0], [0, 1], sensitivity=(10, 20), specificity=(10, 20)).share)  # as by chance


def test_that_all_agree_is_no_certainty():
    made = corrected_share([0] * 200, [0.0] * 30 + [NAN] * 170, range(200))
    assert (made.share, made.low) == (0, 0) and 0.02 < made.high < 0.12
    made = corrected_share([1] * 200, [1.0] * 30 + [NAN] * 170, range(200))
    assert (made.share, made.high) == (1, 1) and 0.88 < made.low < 0.98


def test_rogan_and_gladen_by_hand():
    answers = [1] * 30 + [0] * 70
    made = rogan_gladen(answers, range(100), sensitivity=(80, 100), specificity=(180, 200))
    assert made.share == pytest.approx((0.3 + 0.9 - 1) / (0.8 + 0.9 - 1))
    assert made.low < made.share < made.high
    assert rogan_gladen([0] * 100, range(100), sensitivity=(80, 100), specificity=(180, 200)).share == 0


@pytest.mark.parametrize("hand", [[0.5] * 12, [2.0] * 12])
def test_what_is_no_coding_is_refused(hand):
    with pytest.raises(SamestoryError, match="hand must be 1, 0 or nan"):
        corrected_share([1] * 12, hand, range(12))
    with pytest.raises(SamestoryError, match="one value each"):
        corrected_share([1] * 11, hand, range(12))
    with pytest.raises(SamestoryError, match="right not above of"):
        rogan_gladen([1], [1], sensitivity=(3, 2), specificity=(1, 1))


@pytest.mark.parametrize("copies", [False, True])
def test_intervals_hold_on_simulated_codings(copies):
    # `make quality QUALITY=correction` looks at 54 settings. Of 500 intervals of 95 %, 93 to 97 of 100 are to hold.
    found = coverage(0.2, 0.9, 0.6, 100, copies=copies)
    assert found["raw"] < 0.6
    assert 0.93 <= found["corrected"] <= 0.975 and found["corrected_told"] == 1
    assert 0.92 <= found["rogan_gladen"] <= 0.975
    assert found["corrected_width"] < found["rogan_gladen_width"]
