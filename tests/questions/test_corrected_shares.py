"""A machine's claims corrected by a hand-coded sample: which articles are in it, and what is drawn."""

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.errors import TableError

N = 40


def claims(coder, statuses):
    ids = [f"a{n:02}" for n in range(len(statuses))]
    table = pd.DataFrame({"article_id": ids, "claim_id": "C1", "status": statuses, "coder": coder})
    return table[table["status"] != ""]


# The machine sees 20 of 40, mentions 4, sees nothing in 12; 4 texts were cut.
MACHINE = claims("auto:x", ["asserted"] * 20 + ["mentioned"] * 4 + ["absent"] * 12 + ["not_visible"] * 4)
# People coded every other article: 6 of the 10 seen are right, both mentioned ones, 1 of 6 absent ones.
SAID = ["attributed"] * 6 + ["absent"] * 4 + ["hedged"] * 2 + ["denied"] + ["absent"] * 5 + ["not_visible"] * 2
HAND = claims("anna", [status for one in SAID for status in (one, "")])


def test_every_answer_of_the_machine_is_corrected_by_itself():
    row = ss.claims.corrected_shares(MACHINE, HAND).iloc[0]
    assert (row["n_raw"], row["n_among"], row["raw_share"]) == (20, 32, 20 / 32)
    assert (row["n_hand_articles"], row["n_hand_found_articles"], row["n_hand_same_articles"]) == (18, 9, 6 + 5)
    assert row["corrected_share"] == pytest.approx((20 * 6 / 10 + 4 * 1 + 12 * 1 / 6) / 36)
    assert row["low"] < row["corrected_share"] < row["high"] and row["is_told"]
    assert ss.claims.corrected_shares(MACHINE, HAND, states=["denied"])["n_hand_found_articles"].tolist() == [1]


def test_only_finished_articles_and_judged_claims_of_people_count():
    examined = pd.DataFrame({"article_id": [f"a{n:02}" for n in range(0, 28, 2)], "table": "claims", "coder": "anna"})
    unclear = HAND.assign(status=HAND["status"].where(HAND["article_id"] != "a00", "mentioned"))
    row = ss.claims.corrected_shares(MACHINE, unclear, examined=examined).iloc[0]
    assert (row["n_hand_articles"], row["n_hand_unclear_articles"]) == (13, 1)
    row = ss.claims.corrected_shares(MACHINE, HAND, examined=examined.head(9)).iloc[0]
    assert not row["is_told"] and np.isnan(row["corrected_share"]) and row["raw_share"] == 20 / 32


def test_a_family_has_one_vote_however_often_it_was_copied():
    copies = pd.concat([MACHINE.head(1).assign(article_id=f"b{n}") for n in range(30)])
    families = pd.DataFrame({"article_id": ["a00", *copies["article_id"]], "family_id": "a00", "coder": "x"})
    more = ss.claims.corrected_shares(pd.concat([MACHINE, copies]), HAND, families=families).iloc[0]
    alone = ss.claims.corrected_shares(MACHINE, HAND, families=families).iloc[0]
    assert more["n_raw"] == pytest.approx(20) and more["n_hand_families"] == alone["n_hand_families"] == 18
    assert more["corrected_share"] == pytest.approx(alone["corrected_share"], abs=0.03)  # 31 articles, one vote


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(TableError, match="no status 'carried'"):
        ss.claims.corrected_shares(MACHINE, HAND, states=["carried"])
    with pytest.raises(TableError, match="coded more than once"):
        ss.claims.corrected_shares(MACHINE, pd.concat([HAND, HAND.assign(coder="ben")]))
    with pytest.raises(TableError, match="chances must be above 0"):
        ss.claims.corrected_shares(MACHINE, HAND, chances=pd.Series({"a00": 0.0}))


def test_the_figure_says_where_it_cannot_tell_and_shows_the_truth():
    table = ss.claims.corrected_shares(MACHINE, HAND.head(5))
    ax = ss.claims.plot_corrected_shares(table.assign(true_share=0.4))
    said = [text.get_text() for text in ax.texts]
    assert "cannot tell: too few coded by people" in said and "20 of 32" in said
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()][-1] == "the truth"
    assert ss.claims.plot_corrected_shares(table.head(0)).get_title(loc="left")
