"""The same rows from two workers as from one process."""

import operator
import os

import pandas as pd
import pytest

import samestory as ss
from samestory.engine.cluster import map_blocks


@pytest.fixture(scope="module")
def scheduler():
    """The address of a cluster of two workers."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def articles():
    made, _ = ss.simulate.simulate_articles(300, days=20, n_words=120, seed=4)
    made.loc[::17, "published"] = pd.NaT
    made.loc[::17, "published_precision"] = "unknown"
    return made


def test_results_come_in_the_order_of_the_blocks(scheduler):
    found = list(map_blocks(operator.add, range(40), 100, engine=scheduler))
    assert found == list(map_blocks(operator.add, range(40), 100)) == list(range(100, 140))


def test_an_error_in_a_block_is_raised_here(scheduler):
    with pytest.raises(ZeroDivisionError):
        list(map_blocks(operator.truediv, [1, 2], 0, engine=scheduler))


@pytest.mark.parametrize("window", [72, None])
def test_similar_pairs_are_the_same_rows_to_the_last_bit(scheduler, articles, window, tmp_path, monkeypatch):
    monkeypatch.setattr("samestory.engine.similarity_blocks.ROWS", 64)
    here = ss.reuse.similar_pairs(articles, threshold=0.15, window_hours=window)
    there = ss.reuse.similar_pairs(articles, threshold=0.15, window_hours=window, engine=scheduler)
    pd.testing.assert_frame_equal(here, there, check_exact=True)
    assert here.attrs == there.attrs
    assert len(here) > 20
    articles.to_parquet(tmp_path / "articles.parquet", row_group_size=50)
    there = ss.reuse.similar_pairs(tmp_path / "articles.parquet", threshold=0.15, window_hours=window, engine=scheduler)
    pd.testing.assert_frame_equal(here, there, check_exact=True)


def test_an_engine_or_address_that_is_not_there():
    with pytest.raises(ss.errors.SamestoryError, match="engine='spark': give local, dask, or the address"):
        map_blocks(os.getpid, [], engine="spark")
    with pytest.raises(ss.errors.SamestoryError, match="no Dask scheduler at 'nonsense://x'"):
        list(map_blocks(os.getpid, [], engine="nonsense://x"))
