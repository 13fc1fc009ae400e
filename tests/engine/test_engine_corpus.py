"""Articles in the order of time: intervals, windows, and Parquet read by a range of rows."""

import itertools

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.engine import UNDATED, Archive, Corpus, open_corpus
from samestory.order import date_intervals, pair_order

WHEN = [
    ("m", "2024-10-01", "month"),
    ("d1", "2024-10-03", "day"),
    ("t", "2024-10-03T09:30", "minute"),
    ("d2", "2024-10-06", "day"),
    ("leap", "2024-02-01", "month"),
    ("none", None, "unknown"),
    ("said", "2024-10-06", "unknown"),
]


def table(rows=WHEN):
    return pd.DataFrame(
        {
            "article_id": [name for name, *_ in rows],
            "outlet": [None if name == "t" else f"outlet-{name[0]}" for name, *_ in rows],
            "title": [f"title {name}" for name, *_ in rows],
            "published": pd.to_datetime([at for _, at, _ in rows], utc=True, format="ISO8601"),
            "published_precision": [how for *_, how in rows],
            "text": [None if name == "none" else f"text of {name} é" for name, *_ in rows],
        }
    )


def minutes(times):
    return [UNDATED if pd.isna(t) else int(t.timestamp()) // 60 for t in times]


def test_intervals_are_those_of_the_suite_and_rows_are_in_their_order():
    corpus = Corpus.of(table())
    assert corpus.ids.to_pylist() == ["leap", "m", "d1", "t", "d2", "none", "said"]
    expected = date_intervals(table()).set_index("article_id").loc[corpus.ids.to_pylist()]
    assert list(corpus.begin) == minutes(expected["begin"])
    assert list(corpus.end) == minutes(expected["end"])
    assert (corpus.n_dated, len(corpus)) == (5, 7)
    assert [corpus.outlets[k] if k >= 0 else None for k in corpus.outlet][:4] == [
        "outlet-l",
        "outlet-m",
        "outlet-d",
        None,
    ]


def test_order_is_that_of_the_suite():
    corpus = Corpus.of(table())
    i, j = np.triu_indices(len(corpus), 1)
    ids = np.array(corpus.ids.to_pylist())
    expected = pair_order(table(), pd.Series(ids[i]), pd.Series(ids[j]))["order"]
    assert list(corpus.order(i, j)) == list(expected)


def test_a_window_of_days_holds_those_so_many_days_apart():
    days = [(f"d{n}", f"2024-10-{n:02}", "day") for n in (1, 3, 4, 5)]
    corpus = Corpus.of(table(days))
    assert list(corpus.first_within(72)) == [0, 0, 0, 1]
    assert list(corpus.first_within(0)) == [0, 1, 2, 3]
    assert list(corpus.first_within(None)) == [0, 0, 0, 0]
    clock = Corpus.of(table([("a", "2024-10-01T00:00", "minute"), ("b", "2024-10-04T00:00", "minute")]))
    assert list(clock.first_within(72)) == [0, 0]
    assert list(clock.first_within(71.9)) == [0, 1]


def test_first_within_misses_no_pair_of_mixed_precision():
    rng = np.random.default_rng(3)
    rows = []
    for n in range(200):
        how = rng.choice(["minute", "day", "month", "unknown"], p=[0.4, 0.4, 0.1, 0.1])
        at = pd.Timestamp("2024-01-01") + pd.Timedelta(minutes=int(rng.integers(0, 180 * 24 * 60)))
        at = at.floor("D") if how == "day" else at.replace(day=1).floor("D") if how == "month" else at.floor("min")
        rows.append((f"a{n:03}", None if how == "unknown" else at.isoformat(), str(how)))
    corpus = Corpus.of(table(rows))
    i, j = np.triu_indices(len(corpus), 1)
    for hours in (0, 5.5, 72, 1000):
        inside = corpus.is_within(i, j, hours)
        # By the definition, with the suite's own intervals: the gap between two intervals is under the window.
        begin, end = corpus.begin.astype(object), corpus.end.astype(object)
        gap = [a == UNDATED or b == UNDATED or b - a < hours * 60 for a, b in zip(end[i], begin[j], strict=True)]
        assert list(inside) == gap
        first = corpus.first_within(hours)
        assert (i[inside] >= first[j[inside]]).all()
        assert (np.diff(first[: corpus.n_dated]) >= 0).all()


def test_buffers_are_the_texts_of_the_part_asked_for():
    corpus = Corpus.of(table()).read(1, 4)
    data, offsets = corpus.buffers()
    texts = [bytes(data[a:b]).decode() for a, b in itertools.pairwise(offsets)]
    assert texts == ["text of m é", "text of d1 é", "text of t é"]
    whole, _ = Corpus.of(table().head(0)).buffers()
    assert len(whole) == 0


def test_an_archive_reads_what_a_corpus_holds_in_any_order_of_rows(tmp_path):
    rows = [(f"a{n:03}", f"2024-10-{1 + n % 28:02}", "day") for n in range(100)]
    given = table(rows).sample(frac=1, random_state=1)
    given.head(60).to_parquet(tmp_path / "one.parquet", row_group_size=7)
    (tmp_path / "more").mkdir()
    given.tail(40).astype({"outlet": "category"}).to_parquet(tmp_path / "more" / "two.parquet", row_group_size=9)
    archive, corpus = open_corpus(tmp_path, with_titles=True), Corpus.of(given, with_titles=True)
    assert isinstance(archive, Archive)
    for begin, end in [(0, 100), (13, 14), (50, 80), (100, 100)]:
        a, b = archive.read(begin, end), corpus.read(begin, end)
        assert (a.ids.to_pylist(), a.text.to_pylist()) == (b.ids.to_pylist(), b.text.to_pylist())
        assert (list(a.outlet), a.outlets, list(a.begin)) == (list(b.outlet), b.outlets, list(b.begin))
    assert corpus.text[0].as_py() == "title a000\n\ntext of a000 é"
    assert archive.read_amplification > 5
    given.sort_values("published").to_parquet(tmp_path / "sorted.parquet", row_group_size=10)
    assert Archive.of(tmp_path / "sorted.parquet").read_amplification < 3


def test_what_is_no_table_of_articles_is_refused(tmp_path):
    with pytest.raises(ss.errors.TableError, match="article_id comes more than once: m"):
        Corpus.of(pd.concat([table(), table().head(1)]))
    with pytest.raises(ss.errors.TableError, match="no column text"):
        Corpus.of(table().drop(columns="text"))
    with pytest.raises(ss.errors.TableError, match="published_precision is year"):
        Corpus.of(table().assign(published_precision="year"))
    with pytest.raises(ss.errors.TableError, match="article_id is empty"):
        Corpus.of(table().assign(article_id=None))
    with pytest.raises(ss.errors.SamestoryError, match="no file or folder"):
        open_corpus(tmp_path / "nowhere")
    with pytest.raises(ss.errors.SamestoryError, match=r"holds no \*.parquet"):
        open_corpus(tmp_path)
    (tmp_path / "bad.parquet").write_text("not a table")
    with pytest.raises(ss.errors.SamestoryError, match="no Parquet file"):
        open_corpus(tmp_path)
    table().drop(columns="outlet").to_parquet(tmp_path / "bad.parquet")
    with pytest.raises(ss.errors.TableError, match=r"of bad.parquet: no column outlet"):
        open_corpus(tmp_path / "bad.parquet")
    table().assign(published="yesterday").to_parquet(tmp_path / "bad.parquet")
    with pytest.raises(ss.errors.TableError, match="must be a time"):
        open_corpus(tmp_path / "bad.parquet")
    with pytest.raises(ss.errors.SamestoryError, match="give a DataFrame"):
        open_corpus(["a text"])
    with pytest.raises(ss.errors.SamestoryError, match="window_hours=-1"):
        Corpus.of(table()).first_within(-1)
