"""Similar pairs: what is a pair, in which order, and what strange texts do."""

import numpy as np
import pandas as pd
import pytest
from growth import spent, units

import samestory as ss
from samestory.engine import similarity_blocks
from samestory.questions.reuse.similarity import PAIRS, similar_pairs


def articles(texts, published=None, precision="day", **columns):
    when = pd.to_datetime(published or ["2024-10-10"] * len(texts), utc=True, format="ISO8601")
    return pd.DataFrame(
        {
            "article_id": [f"a{n:06}" for n in range(len(texts))],
            "outlet": "o",
            "published": when,
            "published_precision": np.where(when.isna(), "unknown", precision),
            "text": texts,
        }
    ).assign(**columns)


def ids(table):
    return list(zip(table["earlier_id"], table["later_id"], strict=True))


FERRY = "The ferry burned in the harbour of Ostvar at night."
TEXTS = [FERRY, "A ferry burned at night in the harbour, Ostvar said.", "Prices of wheat rose in May, traders told."]


def test_two_reports_in_the_same_words_are_a_pair():
    table = similar_pairs(articles([*TEXTS, FERRY.upper()]))
    assert ids(table) == [("a000000", "a000001"), ("a000000", "a000003"), ("a000001", "a000003")]
    row = table.set_index("later_id").loc["a000003"].iloc[0]
    assert row["similarity"] == pytest.approx(1.0)
    assert list(table.columns) == PAIRS
    assert (table["order"] == "tied").all()
    assert table.attrs == {"n_articles": 4, "n_undated": 0, "n_empty": 0, "n_common": 0}


def test_the_cosine_by_hand():
    """Two texts of two words, one shared: with n = 2 the shared word weighs 1, the other ln(3 / 2) + 1."""
    table = similar_pairs(articles(["ferry burned", "ferry sank"]), threshold=0.1)
    other = np.log(3 / 2) + 1
    assert table["similarity"].tolist() == pytest.approx([1 / (1 + other**2)])
    assert similar_pairs(articles(["ferry burned", "ferry sank"]), threshold=0.5).empty


def test_earlier_and_later_by_date_and_the_hours_between():
    dates = ["2024-10-12T06:00", "2024-10-10T00:00", None]
    table = similar_pairs(articles([FERRY] * 3, dates, "minute"))
    rows = [tuple(row) for row in table[["earlier_id", "later_id", "hours_apart", "order"]].values]
    assert rows[0] == ("a000001", "a000000", 54.0, "known")
    assert [row[3] for row in rows] == ["known", "unknown", "unknown"]
    assert [row[1] for row in rows[1:]] == ["a000002", "a000002"]
    assert np.isnan([row[2] for row in rows[1:]]).all()
    assert table.attrs["n_undated"] == 1


def test_a_window_leaves_out_what_is_too_far_but_nothing_without_a_date():
    dates = ["2024-10-01", "2024-10-04", "2024-10-05", None, None]
    given = articles([FERRY] * 5, dates)
    assert len(similar_pairs(given, window_hours=None)) == 10
    assert len(similar_pairs(given, window_hours=72)) == 9  # 1 and 5 October
    month = given.assign(published_precision=["month", "day", "day", "unknown", "unknown"])
    assert len(similar_pairs(month, window_hours=72)) == 10


def test_titles_count_if_asked():
    given = articles(["One two three.", "Four five six."], title=[FERRY, FERRY])
    assert similar_pairs(given).empty
    assert len(similar_pairs(given, with_titles=True)) == 1


def test_the_same_rows_from_parquet(tmp_path):
    made, _ = ss.simulate.simulate_articles(400, days=12, n_words=150, seed=3)
    expected = similar_pairs(made, threshold=0.15)
    assert len(expected) > 30
    made.sample(frac=1, random_state=2).to_parquet(tmp_path / "articles.parquet", row_group_size=64)
    pd.testing.assert_frame_equal(similar_pairs(tmp_path, threshold=0.15), expected, check_exact=True)


def test_counted_terms_kept_in_a_file_change_nothing(monkeypatch):
    made, _ = ss.simulate.simulate_articles(600, days=12, n_words=150, seed=3)
    expected = similar_pairs(made, threshold=0.15)
    monkeypatch.setattr("samestory.engine.store.IN_MEMORY", 1000)
    monkeypatch.setattr("samestory.engine.store.CACHE", 1)
    pd.testing.assert_frame_equal(similar_pairs(made, threshold=0.15), expected, check_exact=True)


def test_texts_without_words_or_with_one_are_in_no_wrong_pair():
    table = similar_pairs(articles(["", None, "!!!", "word", "word", *TEXTS]))
    assert ids(table) == [("a000003", "a000004"), ("a000005", "a000006")]
    assert table.attrs["n_empty"] == 3
    none = similar_pairs(articles(["", ""]))
    assert (len(none), none.attrs["n_empty"]) == (0, 2)


@pytest.mark.parametrize("by_blocks", [False, True])
def test_articles_of_words_nobody_else_has_are_not_counted_as_common(by_blocks, monkeypatch):
    if by_blocks:
        monkeypatch.setattr("samestory.engine.similarity._locally", similarity_blocks.on_blocks)
    texts = [*(f"lonely{k} single{k}" for k in range(3)), *TEXTS]
    assert similar_pairs(articles(texts)).attrs["n_common"] == 0


def test_articles_of_words_that_all_are_too_common_are_counted():
    rng = np.random.default_rng(0)
    texts = ["same words everywhere"] + [
        "same words everywhere " + " ".join(rng.choice(list("abcdef"), 3)) for _ in range(60)
    ]
    table = similar_pairs(articles(texts), max_df=0.9)
    assert table.attrs["n_common"] == 1
    assert "a000000" not in set(table["earlier_id"]) | set(table["later_id"])


def test_texts_of_mixed_scripts_are_similar_by_shared_words():
    texts = [
        "Паром сгорел в порту Оствар.",
        "ПАРОМ СГОРЕЛ в порту Оствар!",
        "Το πλοίο κάηκε στο λιμάνι",
        FERRY,
        "渡轮在港口起火",
    ]
    assert ids(similar_pairs(articles(texts))) == [("a000000", "a000001")]


def test_a_text_of_20_mb_among_others():
    long = " ".join(f"w{n}" for n in range(2_600_000))
    assert len(long) > 20_000_000
    table = similar_pairs(articles([*TEXTS, long, FERRY]))
    assert ("a000000", "a000004") in ids(table)
    assert "a000003" not in set(table["later_id"])


def test_100_000_identical_texts_are_refused_with_their_number():
    given = articles([FERRY] * 100_000)

    def refused():
        with pytest.raises(ss.errors.SamestoryError, match=r"4,999,950,000 pairs .* has 100,000 articles\)"):
            similar_pairs(given, max_df=1)

    assert units(spent(refused)) < 500  # the pairs themselves would take hours
    apart = pd.Timestamp("2000-01-01", tz="UTC") + pd.to_timedelta(np.arange(3000) * 5, unit="D")
    assert similar_pairs(articles([FERRY] * 3000).assign(published=apart)).empty  # each alone in its window


@pytest.mark.parametrize("engine", ["local", "blocks"])
def test_identical_texts_whose_words_are_all_left_out_are_in_no_pair_however_many(engine, monkeypatch):
    """The guard counts pairs that could be made: a few more copies must not turn an answer into a refusal."""
    if engine == "blocks":  # the same on blocks that know nothing of each other, as on a cluster
        monkeypatch.setattr("samestory.engine.similarity._locally", similarity_blocks.on_blocks)
    monkeypatch.setattr("samestory.engine.found.MOST_PAIRS", 1_000)
    for n in (40, 50, 5_000):  # 780, 1,225 and over 12 million pairs of copies
        table = similar_pairs(articles([FERRY] * n))
        assert (len(table), table.attrs["n_common"]) == (0, n)
    others = [f"w{n} v{n} u{n}" for n in range(300)]
    with pytest.raises(ss.errors.SamestoryError, match=r"identical texts alone make 1,225 pairs .* has 50 articles\)"):
        similar_pairs(articles([FERRY] * 50 + others))  # their words are rare enough among others
    # Copies that could make pairs are counted without those that could not.
    frame = [f"{k} {FERRY}" for k in ("ja", "nein")]
    both = similar_pairs(articles([FERRY] * 200 + [frame[0]] * 10 + [frame[1]] * 10), max_df=0.5)
    assert len(both) == 2 * 45 and both.attrs["n_common"] == 200


def test_too_many_pairs_that_are_not_identical_are_refused(monkeypatch):
    monkeypatch.setattr("samestory.engine.found.MOST_PAIRS", 100)
    with pytest.raises(
        ss.errors.SamestoryError, match="more than 100 pairs reach the threshold: give a higher threshold"
    ):
        similar_pairs(articles([f"{FERRY} w{n} v{n} u{n}" for n in range(19)]), threshold=0.1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"threshold": 0}, "threshold=0: give a cosine above 0"),
        ({"threshold": 1.1}, "threshold=1.1"),
        ({"max_df": 0}, "max_df=0: give a share"),
        ({"window_hours": -1}, "window_hours=-1: give hours from 0"),
        ({"threshold": "x"}, "threshold='x'"),
        ({"threshold": None}, "threshold=None"),
        ({"max_df": "a"}, "max_df='a': give a share"),
        ({"max_df": None}, "max_df=None"),
        ({"window_hours": "72"}, "window_hours='72'"),
        ({"engine": None}, "engine=None: give local, dask"),
        ({"engine": 5}, "engine=5"),
        ({"engine": "fast"}, "engine='fast': give local, dask, or the address"),
    ],
)
def test_options_out_of_range(options, said):
    with pytest.raises(ss.errors.SamestoryError, match=said):
        similar_pairs(articles(TEXTS), **options)


def test_identical_texts_reach_a_threshold_of_one():
    assert len(similar_pairs(articles([FERRY, FERRY, TEXTS[1]]), threshold=1)) == 1


def test_ids_that_are_numbers_dates_without_a_zone_and_dates_that_are_none():
    given = articles(TEXTS[:2]).assign(article_id=[3, 4])
    table = similar_pairs(given)
    assert ids(table) == [("3", "4")]
    naive = given.assign(published=given["published"].dt.tz_localize(None))
    pd.testing.assert_frame_equal(similar_pairs(naive), table)
    with pytest.raises(ss.errors.TableError, match="row 0 and 1 more: published is 'gestern'"):
        similar_pairs(given.assign(published="gestern"))
    with pytest.raises(ss.errors.TableError, match="articles: an article_id comes more than once: 3"):
        similar_pairs(given.assign(article_id=3))


def test_a_marked_footer_under_every_text_makes_no_pair():
    rng = np.random.default_rng(3)
    foot = " ".join(f"foot{i}" for i in range(30))
    bodies = [" ".join(f"w{i}" for i in rng.integers(0, 5000, 20)) for _ in range(10)]
    articles = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(10)],
            "outlet": "The A",
            "published": pd.Timestamp("2024-05-01", tz="UTC"),
            "published_precision": "day",
            "text": [f"{body}\n\n{foot}" for body in bodies],
        }
    )
    spans = [(f"a{i}", "boilerplate", len(body) + 2, len(body) + 2 + len(foot)) for i, body in enumerate(bodies)]
    parts = pd.DataFrame(spans, columns=["article_id", "part", "begin", "end"])
    assert len(similar_pairs(articles, threshold=0.1)) == 45
    found = similar_pairs(articles, threshold=0.1, parts=parts)
    alone = similar_pairs(articles.assign(text=bodies), threshold=0.1)
    pd.testing.assert_frame_equal(found, alone)
    assert found.empty
    with pytest.raises(ss.errors.TableError, match="parts"):
        similar_pairs(articles, parts=parts.assign(end=10**9))
    with pytest.raises(ss.errors.SamestoryError, match="give the articles as a table"):
        similar_pairs("articles.parquet", parts=parts)
