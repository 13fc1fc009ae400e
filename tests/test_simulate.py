"""Simulated articles: what was planted stands where it is said to stand."""

import hashlib

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import samestory as ss
from samestory.simulate import corpus
from samestory.text import words

RUSSIAN = "Склад сгорел ночью. Ёлки, ёж и ещё один кран: чёрный дым — над портом № 9, страшно."


def words_of(text):
    return [text[begin:end].lower() for begin, end in words(text)]


def shared(articles, plants):
    """For each plant: its words in the earlier and in the later article."""
    texts = articles.set_index("article_id")["text"]
    for row in plants.itertuples():
        yield (
            row,
            words_of(texts[row.earlier_id][row.begin : row.end]),
            words_of(texts[row.later_id][row.later_begin : row.later_end]),
        )


@pytest.fixture(scope="module")
def made():
    return ss.simulate.simulate_articles(3000, n_words=300, seed=3)


def test_every_plant_stands_where_it_is_said_to(made):
    articles, plants = made
    assert len(plants) > 290
    for row, earlier, later in shared(articles, plants):
        assert len(earlier) == len(later) == row.n_words
        same = [a == b for a, b in zip(earlier, later, strict=True)]
        assert sum(same) / row.n_words == pytest.approx(row.similarity)
        assert same[0] and same[-1]


def test_the_tables_are_as_declared_and_fit_each_other(made):
    articles, plants = made
    assert ss.schema.check(articles, "articles") is not None
    assert ss.schema.check(plants, "passages", articles=articles) is not None
    kinds = plants.groupby(["n_words", "similarity"]).size()
    assert kinds.index.tolist() == [(20, 1.0), (50, 0.9), (50, 1.0), (200, 0.8), (200, 1.0)]
    assert kinds.between(56, 60).all()  # some, at the very beginning, find nobody before them
    assert set(plants["coder"]) == {"truth"}


def test_counts_words_and_lengths_are_as_asked(made):
    articles, _ = made
    assert articles["n_words"].tolist() == [len(words_of(text)) for text in articles["text"]]
    assert articles["n_words"].mean() == pytest.approx(300, rel=0.05)
    assert articles["outlet"].nunique() == 20
    assert articles["published"].is_monotonic_increasing
    assert articles["published"].max() - articles["published"].min() < pd.Timedelta(days=30)


def test_a_copy_is_of_another_outlet_and_later_by_at_most_two_days(made):
    articles, plants = made
    by_id = articles.set_index("article_id")
    lag = by_id["published"][plants["later_id"]].to_numpy() - by_id["published"][plants["earlier_id"]].to_numpy()
    assert (lag > pd.Timedelta(0)).all() and (lag <= pd.Timedelta(hours=48)).all()
    outlets = by_id["outlet"]
    assert (outlets[plants["later_id"]].to_numpy() != outlets[plants["earlier_id"]].to_numpy()).all()


def test_no_article_is_in_two_plants_and_nothing_else_is_shared(made):
    articles, plants = made
    ids = pd.concat([plants["earlier_id"], plants["later_id"]])
    assert ids.is_unique
    seen, twice = {}, set()
    for name, text in zip(articles["article_id"], articles["text"], strict=True):
        tokens = words_of(text)
        for i in range(len(tokens) - 11):
            if (other := seen.setdefault(tuple(tokens[i : i + 12]), name)) != name:
                twice.add((other, name))
    exact = plants[plants["similarity"] == 1]
    assert set(zip(exact["earlier_id"], exact["later_id"], strict=True)) <= twice
    assert twice <= set(zip(plants["earlier_id"], plants["later_id"], strict=True))


def test_words_follow_the_law_of_zipf():
    articles, _ = ss.simulate.simulate_articles(200, plants=())
    counts = pd.Series([word for text in articles["text"] for word in words_of(text)]).value_counts()
    # Zipf-Mandelbrot with a shift of 2.7: rank 1 to rank 100 as 102.7 to 3.7 (ranks counted from 1).
    assert counts.iloc[0] / counts.iloc[90:110].mean() == pytest.approx(101.7 / 2.7, rel=0.15)
    assert counts.iloc[9] / counts.iloc[900:1100].mean() == pytest.approx(1002 / 11.7, rel=0.15)


def test_the_seed_alone_decides():
    one, plants = ss.simulate.simulate_articles(40, n_words=60, seed=5, plants=((20, 0.1, 0.2),))
    again, plants_again = ss.simulate.simulate_articles(40, n_words=60, seed=5, plants=((20, 0.1, 0.2),))
    other, _ = ss.simulate.simulate_articles(40, n_words=60, seed=6, plants=((20, 0.1, 0.2),))
    pd.testing.assert_frame_equal(one, again)
    pd.testing.assert_frame_equal(plants, plants_again)
    assert set(one["text"]).isdisjoint(other["text"])


@pytest.mark.parametrize("source", [RUSSIAN, pd.DataFrame({"text": [RUSSIAN, None]})])
def test_words_of_a_text_in_another_script(source):
    articles, plants = ss.simulate.simulate_articles(400, n_words=120, source=source, plants=((30, 0.1, 0.1),))
    assert {word for text in articles["text"] for word in words_of(text)} == set(words_of(RUSSIAN))
    assert len(plants) == 40
    for row, earlier, later in shared(articles, plants):
        assert sum(a == b for a, b in zip(earlier, later, strict=True)) == 27
        assert row.similarity == pytest.approx(0.9)


@pytest.mark.parametrize("name", ["made.parquet", "made"])
def test_what_is_written_is_what_is_returned(tmp_path, monkeypatch, name):
    monkeypatch.setattr(corpus, "BLOCK", 64)
    monkeypatch.setattr(corpus, "BLOCKS_A_FILE", 2)
    articles, plants = ss.simulate.simulate_articles(500, n_words=60, plants=((20, 0.0, 0.1),))
    path, written_plants = ss.simulate.simulate_articles(
        500, n_words=60, plants=((20, 0.0, 0.1),), into=tmp_path / name
    )
    read = ds.dataset(path).to_table()
    assert read["text"].to_pylist() == articles["text"].tolist()
    assert read["article_id"].to_pylist() == articles["article_id"].tolist()
    assert read["published"].to_pandas().tolist() == articles["published"].tolist()
    pd.testing.assert_frame_equal(plants, written_plants)
    files = sorted(path.glob("*")) if path.is_dir() else [path]
    assert len(files) == (4 if name == "made" else 1)
    assert all(pq.ParquetFile(file).metadata.row_group(0).num_rows == 64 for file in files)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_stop_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "_texts", lambda *_: 1 / 0)
    for name in ("made", "made.parquet"):
        with pytest.raises(ZeroDivisionError):
            ss.simulate.simulate_articles(10, n_words=60, plants=(), into=tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_none_at_all():
    articles, plants = ss.simulate.simulate_articles(0)
    assert articles.empty and plants.empty
    assert list(plants.columns) == list(ss.simulate.simulate_articles(300, n_words=60)[1].columns)


def test_an_article_too_short_gets_no_plant():
    articles, plants = ss.simulate.simulate_articles(500, n_words=60, plants=((200, 0.0, 0.2),))
    long = articles.set_index("article_id")["n_words"]
    assert (long[plants["later_id"]] >= 200).all() and len(plants) < 10


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n_articles": -1}, "n_articles is -1"),
        ({"n_articles": 2.5}, "n_articles is 2.5"),
        ({"n_outlets": 0}, "n_outlets is 0"),
        ({"n_outlets": 1}, "n_outlets of 2 or more"),
        ({"days": 0}, "days is 0"),
        ({"n_words": 3}, "n_words is 3"),
        ({"plants": ((20, 1.0, 0.1),)}, "not all words replaced"),
        ({"plants": ((20, 0.1),)}, "give \\(words"),
        ({"plants": ((9999, 0.0, 0.1),)}, "7200"),
        ({"plants": ((20, 0.0, 0.4), (50, 0.0, 0.2))}, "60%"),
        ({"source": "word"}, "1 different words"),
        ({"source": 7}, "source is int"),
        ({"source": pd.DataFrame({"txt": []})}, "no column 'text'"),
        ({"into": "/no/such/folder/x.parquet"}, "not a folder"),
    ],
)
def test_what_cannot_be_is_refused(options, said):
    with pytest.raises(ss.errors.SamestoryError, match=said):
        ss.simulate.simulate_articles(**{"n_articles": 10} | options)


def test_nothing_is_overwritten(tmp_path):
    mine = tmp_path / "mine.parquet"
    mine.write_text("mine")
    before = hashlib.sha256(mine.read_bytes()).hexdigest()
    with pytest.raises(ss.errors.SamestoryError, match="there already"):
        ss.simulate.simulate_articles(10, into=mine)
    assert hashlib.sha256(mine.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("options", [{"n_articles": float("nan")}, {"n_words": "9"}, {"days": "x"}, {"n_outlets": 2.5}])
def test_numbers_that_are_none(options):
    name = next(iter(options))
    with pytest.raises(ss.errors.SamestoryError, match=f"{name} is "):
        ss.simulate.simulate_articles(**{"n_articles": 5} | options)
