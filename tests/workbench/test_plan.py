"""Who codes what: equal loads, pairs in balance, double articles from every language, the same draw each time."""

import itertools
import shutil
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.coding.by_hand import write_hand_coding
from samestory.errors import SamestoryError
from samestory.workbench.plan import _drawn, _shared

COLUMNS = ["coder", "position", "article_id", "is_double"]


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(2, 6), st.floats(0.01, 1), st.integers(0, 9))
def test_loads_differ_by_one_pairs_by_one_and_groups_are_drawn_in_proportion(sizes, n_coders, share, seed):
    import numpy as np

    groups = {f"g{k}": [f"g{k}-{n}" for n in range(size)] for k, size in enumerate(sizes)}
    names = [f"c{n}" for n in range(n_coders)]
    n = max(1, round(share * sum(sizes)))
    twice = _drawn(groups, n, np.random.default_rng(seed))
    assert len(twice) == n
    for key, those in groups.items():
        drawn, exact = len(twice & set(those)), n * len(those) / sum(sizes)
        assert abs(drawn - exact) < 1 or drawn == 1 or (n >= len(groups) and abs(drawn - exact) < len(groups)), key
        assert drawn > 0 or n < len(groups)
    shared = _shared(groups, twice, names, np.random.default_rng(seed))
    coded = Counter(itertools.chain.from_iterable(shared.values()))
    assert all(coded[one] == 1 + (one in twice) for those in groups.values() for one in those)
    assert all(len(set(those)) == len(those) for those in shared.values())
    pairs = Counter(tuple(sorted(name for name in names if one in shared[name])) for one in twice)
    every = [pairs[pair] for pair in itertools.combinations(names, 2)]
    assert max(every) - min(every) <= 1
    loads = sorted(map(len, shared.values()))
    assert loads[-1] - loads[0] <= (1 if sum(sizes) - n >= n_coders else 2)


def test_the_plan_is_the_same_for_a_seed_and_any_order_of_the_articles(story):
    plan = ss.coding_plan(story, ["a", "b", "c"], double=0.3, seed=4)
    assert list(plan) == COLUMNS
    again = ss.coding_plan(story, ["a", "b", "c"], double=0.3, seed=4)
    pd.testing.assert_frame_equal(plan, again)
    other = ss.coding_plan(story, ["a", "b", "c"], double=0.3, seed=5)
    assert set(other.loc[other["is_double"], "article_id"]) != set(plan.loc[plan["is_double"], "article_id"])
    for _, mine in plan.groupby("coder"):
        assert mine["position"].tolist() == list(range(1, len(mine) + 1))
        doubles = mine.loc[mine["is_double"], "position"].to_numpy()
        assert doubles.min() < len(mine) / 2 < doubles.max(), "double articles are not all at one end"
    order = {coder: mine["article_id"].tolist() for coder, mine in plan.groupby("coder")}
    both = [one for one in order["a"] if one in order["b"]]
    assert both != sorted(both) or both != [one for one in order["b"] if one in order["a"]]


@pytest.mark.parametrize(
    ("coders", "more", "match"),
    [
        (["a"], {}, "one coder"),
        ([], {}, "give a list of names"),
        ("coder-1", {}, "give a list of names"),
        (["a", "a"], {}, "given twice"),
        (["a", "auto:x"], {}, "a person's name"),
        (["a", "b"], {"double": 1.5}, "from 0 to 1"),
        (["a", "b"], {"double": True}, "from 0 to 1"),
        (["a", "b"], {"seed": "x"}, "a whole number"),
        (["a", "b"], {"by": "langauge"}, "Did you mean"),
    ],
)
def test_what_cannot_be_planned_is_said(story, coders, more, match):
    with pytest.raises(SamestoryError, match=match):
        ss.coding_plan(story, coders, **more)


def test_one_coder_codes_everything_once_if_nothing_is_double(story):
    plan = ss.coding_plan(story, ["a"], double=0)
    assert len(plan) == 31 and not plan["is_double"].any()
    assert "nothing can be said of agreement" in repr(ss.workbench.plan_summary(plan, story))


def test_a_written_plan_orders_the_workbench_and_is_not_overwritten_once_coding_has_begun(story, tmp_path):
    folder = tmp_path / "story"
    shutil.copytree(story.folder, folder)
    plan = ss.coding_plan(str(folder), ["a", "b"], seed=1, write=True)
    loaded = ss.load_story(str(folder))
    pd.testing.assert_frame_equal(loaded.table("plan", coder="*")[COLUMNS], plan)
    assert loaded.coders() == ["truth"] and loaded.coder == "truth", "a plan makes nobody a coder"
    assert loaded.source_line == story.source_line.replace("harbour-fire", "story")
    from samestory.workbench.session import Session

    assert Session(loaded, "a").order == plan.loc[plan["coder"] == "a", "article_id"].tolist()
    ss.coding_plan(loaded, ["a", "b"], seed=2, write=True)  # nobody has begun
    row = story.table("claims").head(1).assign(coder="a")
    write_hand_coding(folder, "a", {"claims": row})
    was = (folder / "coding/plan.csv").read_bytes()
    with pytest.raises(SamestoryError, match="a has begun coding"):
        ss.coding_plan(loaded, ["a", "b"], seed=3, write=True)
    assert (folder / "coding/plan.csv").read_bytes() == was
    ss.coding_plan(loaded, ["a", "b"], seed=2, write=True)  # the same plan again
    ss.coding_plan(loaded, ["a", "b"], seed=3, write=True, overwrite=True)
    assert (folder / "coding/plan.csv").read_bytes() != was
    (folder / "coding/plan.csv").unlink()
    (folder / "coding/plan.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SamestoryError, match="no plain file"):
        ss.coding_plan(loaded, ["a", "b"], write=True)
    assert not (tmp_path / "elsewhere").exists()
