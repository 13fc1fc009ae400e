"""Shared passages: hand-made articles with exact places, the invented story, hostile input."""

import numpy as np
import pandas as pd
import pytest
from growth import assert_even_growth

import samestory as ss
from samestory.engine.passages import COLUMNS, shared_passages
from samestory.order import pair_order

FIRE = (
    "The fire broke out shortly before five in the morning in the cold store on the ninth quay, where the company "
    "keeps frozen fish for the whole region."
)
MAYOR = "Nobody on the council would say what had been agreed at their last meeting behind closed doors in the hall."
RAIN = "Rain is expected in the hills tonight while the coast stays dry until the end of a long and quiet week."


def articles(*rows):
    """(id, outlet, day, text) each; no day = no date."""
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "day", "text"])
    published = pd.to_datetime(table["day"], utc=True)
    return table.drop(columns="day").assign(
        story="made",
        language="en",
        published=published,
        published_precision=published.notna().map({True: "day", False: "unknown"}),
        text_status="full",
    )


def read(found, table):
    text = table.set_index("article_id")["text"]
    return [
        (text[r.earlier_id][r.begin : r.end], text[r.later_id][r.later_begin : r.later_end]) for r in found.itertuples()
    ]


def test_a_shared_passage_with_its_places():
    table = articles(("b", "B", "2024-01-02", MAYOR + " " + FIRE), ("a", "A", "2024-01-01", FIRE + "\n\n" + RAIN))
    found = shared_passages(table)
    assert list(found.columns) == list(COLUMNS)
    ss.schema.check(found, "passages", articles=table)
    row = found.iloc[0]
    assert (len(found), row["earlier_id"], row["later_id"], row["order"], row["kind"]) == (
        1,
        "a",
        "b",
        "known",
        "writing",
    )
    assert read(found, table) == [(FIRE[:-1], FIRE[:-1])]
    assert (row["n_words"], row["similarity"], row["quoted_share"], row["coder"]) == (28, 1.0, 0.0, "auto:reuse-1")


def test_a_light_rewrite_with_other_case_and_marks_is_found():
    other = (
        "“THE FIRE broke out” shortly before five in the morning in the cold store on quay nine, where the firm keeps"
    )
    table = articles(("a", "A", "2024-01-01", FIRE), ("b", "B", "2024-01-01", other + " frozen fish for the region"))
    found = shared_passages(table)
    assert len(found) == 1 and found["order"].tolist() == ["tied"]
    assert 0.7 < found["similarity"].iloc[0] < 0.95


@pytest.mark.parametrize(
    "text",
    [
        "Пожар начался незадолго до пяти утра в холодильном складе на девятом причале где компания хранит рыбу",
        "Η φωτιά ξέσπασε λίγο πριν από τις πέντε το πρωί στην αποθήκη της ένατης προβλήτας όπου φυλάσσονται ψάρια",
        "L’incendie s’est déclaré peu avant cinq heures dans l’entrepôt frigorifique du quai neuf avec tout le thon",
    ],
)
def test_passages_are_found_in_any_language_with_spaces(text):
    table = articles(("a", "A", "2024-01-01", text), ("b", "B", "2024-01-01", "😀 " + text.upper().replace("’", "'")))
    found = shared_passages(table)
    assert len(found) == 1
    assert read(found, table)[0] == (text, table["text"][1][2:])


@pytest.mark.parametrize(
    ("first", "second", "window", "expected"),
    [
        ("2024-01-01", "2024-01-03", 72, ["known"]),
        ("2024-01-01", "2024-01-09", 72, []),
        ("2024-01-01", "2024-01-09", None, ["known"]),
        ("2024-01-01", None, 72, ["unknown"]),  # nothing says it lies outside the window
        (None, None, 0, ["unknown"]),
    ],
)
def test_the_window_leaves_out_what_is_too_far_apart(first, second, window, expected):
    table = articles(("b", "A", first, FIRE), ("a", "B", second, FIRE))
    found = shared_passages(table, window_hours=window)
    assert found["order"].tolist() == expected
    if "unknown" in expected:
        assert found["earlier_id"].tolist() == ["a"]  # the first by name


def test_articles_of_one_outlet_are_not_compared_and_no_outlet_is_an_outlet_of_its_own():
    assert shared_passages(articles(("a", "A", None, FIRE), ("b", "A", None, FIRE))).empty
    assert len(shared_passages(articles(("a", None, None, FIRE), ("b", " ", None, FIRE)))) == 1


def test_a_shared_quotation_has_the_kind_quotation():
    said = "We could not see our own gloves, so we counted our steps back to the door and prayed"
    table = articles(
        ("a", "A", None, f"{MAYOR} “{said},” she said."),
        ("b", "B", None, f"“{said}.” That is what they told us. {RAIN}"),
    )
    found = shared_passages(table)
    assert found["kind"].tolist() == ["quotation"]
    assert found["quoted_share"].tolist() == [1.0]
    half = articles(("a", "A", None, f"“{said},” she said."), ("b", "B", None, said))
    assert shared_passages(half)["kind"].tolist() == ["writing"]  # one of them does not quote


def test_parts_outside_the_body_are_boilerplate():
    table = articles(("a", "A", None, MAYOR + " " + FIRE), ("b", "B", None, RAIN + " " + FIRE))
    begin = len(RAIN) + 1
    parts = pd.DataFrame([("b", "boilerplate", begin, begin + len(FIRE), "hand")])
    parts.columns = ["article_id", "part", "begin", "end", "coder"]
    assert shared_passages(table, parts=parts)["kind"].tolist() == ["boilerplate"]
    assert shared_passages(table, parts=parts.assign(part="body"))["kind"].tolist() == ["writing"]
    assert shared_passages(table, parts=parts.head(0))["kind"].tolist() == ["writing"]


LINE = "Sign up for our daily letter and get the best of our reporting in your inbox every morning"


def far_apart(texts, step=5):
    """Articles of one outlet each, so many days apart."""
    days = pd.date_range("2024-01-01", periods=len(texts), freq=f"{step}D").strftime("%Y-%m-%d")
    return articles(
        *((f"a{i:02}", f"outlet {i}", day, text) for i, (day, text) in enumerate(zip(days, texts, strict=True)))
    )


def own(i, n=30):
    """Words of no other article."""
    return " ".join(f"word{i}x{k}" for k in range(n))


def test_words_of_many_outlets_have_the_kind_formula():
    found = shared_passages(far_apart([f"{own(i)} {LINE}" for i in range(44)]), window_hours=24 * 10)
    assert len(found) > 40 and set(found["kind"]) == {"formula"}


def test_words_that_are_half_of_both_articles_are_not_a_formula():
    n = len(LINE.split())
    for more, kind in ((n, "writing"), (n + 1, "formula")):  # 18 of 36 words, and 18 of 37
        found = shared_passages(far_apart([f"{own(i, more)} {LINE}" for i in range(30)]), window_hours=24 * 10)
        assert set(found["kind"]) == {kind}
    # Half of one of them alone is not enough: a short article under which the line stands is still another article.
    mixed = far_apart([f"{own(i, 200 if i % 2 else 3)} {LINE}" for i in range(30)])
    found = shared_passages(mixed, window_hours=24 * 6)  # only neighbours
    assert len(found) == 29 and set(found["kind"]) == {"formula"}


def test_copies_of_an_article_that_keep_coming_are_writing_and_a_line_under_others_stays_a_formula():
    """Eight copies of one morning and sixteen more in the 40 days after it, among articles that share a line."""
    story = f"{FIRE} {MAYOR} {RAIN}"
    start = pd.Timestamp("2024-01-01 08:00", tz="UTC")
    hours = [k / 10 for k in range(8)] + [24 * 2.5 * k for k in range(1, 17)]
    table = articles(*((f"copy{i:02}", f"outlet {i}", None, story) for i in range(24)))
    others = articles(*((f"other{i:02}", f"paper {i}", None, f"{own(i, 80)} {LINE}") for i in range(60)))
    hours += [16 * k for k in range(60)]
    table = pd.concat([table, others], ignore_index=True).assign(published_precision="minute")
    table["published"] = start + pd.to_timedelta(hours, unit="h")
    found = shared_passages(table)
    is_copy = found["earlier_id"].str.startswith("copy")
    assert set(found.loc[is_copy, "kind"]) == {"writing"} and set(found.loc[~is_copy, "kind"]) == {"formula"}
    kin = ss.reuse.families(table, found).set_index("article_id")
    copies = kin[kin.index.str.startswith("copy")]
    assert copies["family_id"].nunique() == 1 and copies["derivation"].value_counts().to_dict() == {
        "wholly": 23,
        "not": 1,
    }
    assert set(kin.loc[~kin.index.isin(copies.index), "derivation"]) == {"not"}


def test_thousands_of_copies_over_days_are_one_family_in_bounded_rows():
    n = 5_000
    times = pd.date_range("2024-01-01", periods=n, freq="200s", tz="UTC")  # eleven and a half days
    table = articles(*((f"a{i:05}", f"outlet {i % 500}", None, FIRE) for i in range(n)))
    table = table.assign(published=times, published_precision="minute")
    found = shared_passages(table)
    assert len(found) <= 2 * n and set(found["kind"]) == {"writing"}
    kin = ss.reuse.families(table, found)
    assert kin["family_id"].nunique() == 1
    assert (kin["derivation"] == "wholly").sum() >= n - 2  # the first, and one that may be of the same minute
    later = times + pd.to_timedelta(np.where(np.arange(n) < n // 2, 0, 100), unit="h")
    apart = table.assign(published=later)  # nobody prints it for four days: two chains, two families
    assert ss.reuse.families(apart, shared_passages(apart))["family_id"].nunique() == 2


def test_references_are_sources_only():
    table = articles(("a", "A", "2024-01-02", FIRE), ("b", "B", "2024-01-05", MAYOR))
    wire = articles(
        ("w1", "W", "2024-01-01", FIRE), ("w2", "W", None, FIRE + " " + MAYOR), ("w3", "W", "2024-01-09", MAYOR)
    )
    found = shared_passages(table, references=wire, window_hours=24 * 7)
    assert set(zip(found["earlier_id"], found["later_id"], strict=True)) == {("w1", "a"), ("a", "w2"), ("b", "w2")}
    with pytest.raises(ss.errors.TableError, match="also in articles: a"):
        shared_passages(table, references=table.head(1))


def test_each_of_many_copies_is_compared_with_a_reference():
    table = articles(*[(f"a{i:02}", f"outlet {i}", None, FIRE) for i in range(40)])
    found = shared_passages(table, references=articles(("wire", "W", None, FIRE)))
    assert len(found[found["later_id"] == "wire"]) == 40


def test_a_folder_gives_the_rows_of_the_table(tmp_path):
    table = ss.load_story("harbour-fire").articles
    columns = ["article_id", "outlet", "published", "published_precision", "text"]
    table[columns].to_parquet(tmp_path / "part.parquet")
    bare = table.assign(language=None)
    expected = shared_passages(bare, min_words=8)
    assert len(expected) > 5
    pd.testing.assert_frame_equal(shared_passages(tmp_path, min_words=8), expected)


def test_the_order_follows_the_dates():
    table = ss.load_story("harbour-fire").articles
    found = shared_passages(table, min_words=8)
    ordered = pair_order(table, found["earlier_id"], found["later_id"])
    assert ordered["order"].tolist() == found["order"].tolist()
    known = found["order"] == "known"
    assert (ordered["earlier"] == found["earlier_id"])[known].all()
    assert (found["earlier_id"] < found["later_id"])[~known].all()


def covered(found, truth, table):
    """Share of each true passage, in the later article, that passages of the same pair cover."""
    turned = found.rename(
        columns={
            "earlier_id": "later_id",
            "later_id": "earlier_id",
            "begin": "later_begin",
            "end": "later_end",
            "later_begin": "begin",
            "later_end": "end",
        }
    )
    spans = pd.concat([found, turned], ignore_index=True)
    shares = []
    for row in truth.itertuples():
        inside = np.zeros(row.later_end - row.later_begin, dtype=bool)
        for s in spans[(spans["earlier_id"] == row.earlier_id) & (spans["later_id"] == row.later_id)].itertuples():
            if s.begin < row.end and row.begin < s.end:
                low, high = max(0, s.later_begin - row.later_begin), max(0, s.later_end - row.later_begin)
                inside[low:high] = True
        shares.append(inside.mean())
    return pd.Series(shares, index=truth.index)


@pytest.mark.parametrize(("min_words", "missed"), [(12, {"light rewrite": 1, "formula": 3}), (8, {"formula": 1})])
def test_the_invented_story(min_words, missed):
    """All copies and quotations; the shortest light rewrite and formulas only with fewer words; some heavy rewrites."""
    story = ss.load_story("harbour-fire")
    truth = story.table("passages")
    outlet = story.articles.set_index("article_id")["outlet"]
    truth = truth[truth["earlier_id"].map(outlet) != truth["later_id"].map(outlet)]
    found = shared_passages(story.articles, min_words=min_words, parts=story.table("parts"), rewrites=True)
    ss.schema.check(found, "passages", articles=story.articles)
    is_found = covered(found, truth, story.articles) >= 0.5
    exact = truth["note"] != "heavy rewrite"
    misses = truth.loc[exact & ~is_found, "note"].value_counts().to_dict()
    assert {k: v for k, v in misses.items() if v > missed.get(k, 0)} == {}
    assert (is_found & ~exact).sum() >= 7
    assert (found["note"] == "rewritten").sum() > 0


@pytest.mark.parametrize("texts", [["", ""], ["word", "word"], [None, FIRE], ["…", "—"], ["the " * 50_000] * 2])
def test_texts_with_nothing_to_share_or_the_same_word_over_and_over(texts):
    table = articles(*[(f"a{i}", f"outlet {i}", None, text) for i, text in enumerate(texts)])
    found = shared_passages(table)
    assert list(found.columns) == list(COLUMNS)
    assert len(found) == (texts[0] is not None and len(texts[0]) > 1000)


def test_three_thousand_copies_stay_bounded():
    def compare(n):
        table = articles(*[(f"a{i:05}", f"outlet {i % 500}", "2024-01-01", FIRE) for i in range(n)])
        found = shared_passages(table)
        assert len(found) <= 16 * n
        assert set(found["earlier_id"]) <= {f"a{i:05}" for i in range(40)}

    assert_even_growth(compare, 375, 3_000)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_words": 3}, "min_words=3"),
        ({"min_words": 7.5}, "min_words=7.5"),
        ({"min_words": True}, "min_words=True"),
        ({"min_words": 10**20}, "min_words=1000.* from 6 to 2,147,483,647"),
        ({"window_hours": "72"}, "window_hours='72'"),
        ({"window_hours": float("nan")}, "window_hours=nan"),
        ({"engine": None}, "engine=None: give local, dask"),
        ({"engine": 5}, "engine=5"),
        ({"window_hours": -1}, "window_hours=-1"),
        ({"engine": "spark"}, "engine='spark'"),
    ],
)
def test_options_out_of_range(options, message):
    with pytest.raises(ss.errors.SamestoryError, match=message):
        shared_passages(articles(("a", "A", None, FIRE), ("b", "B", None, FIRE)), **options)


def test_a_missing_column_and_a_name_that_comes_twice():
    table = articles(("a", "A", None, FIRE), ("b", "B", None, FIRE))
    with pytest.raises(ss.errors.TableError, match="no column outlet"):
        shared_passages(table.drop(columns="outlet"))
    with pytest.raises(ss.errors.TableError, match="more than once"):
        shared_passages(pd.concat([table, table]))
    with pytest.raises(ss.errors.SamestoryError, match="no file or folder"):
        shared_passages("no/such/folder")


def test_outlets_that_differ_in_case_or_white_space_are_one():
    names = ("Le Monde", "LE MONDE", " le \t monde ")
    assert shared_passages(articles(*((f"a{i}", name, None, FIRE) for i, name in enumerate(names)))).empty
    none = articles(("a", None, None, FIRE), ("b", "", None, FIRE), ("c", " \n", None, FIRE))
    assert len(shared_passages(none)) == 3


def test_ids_that_are_numbers_and_dates_without_a_zone():
    table = articles((7, "A", "2024-01-01", FIRE), (12, "B", "2024-01-02", FIRE))
    found = shared_passages(table)
    assert found[["earlier_id", "later_id", "order"]].values.tolist() == [["7", "12", "known"]]
    naive = table.assign(published=table["published"].dt.tz_localize(None))
    pd.testing.assert_frame_equal(shared_passages(naive), found)
    pd.testing.assert_frame_equal(shared_passages(table.assign(published=["2024-01-01", "2024-01-02T00:00Z"])), found)
    with pytest.raises(ss.errors.TableError, match="articles: row 1: published is 'gestern'; give an ISO 8601 time"):
        shared_passages(table.assign(published=["2024-01-01", "gestern"]))


def test_impossible_parts_are_refused():
    table = articles(("a", "A", None, FIRE), ("b", "B", None, FIRE))
    part = pd.DataFrame([("b", "credit", 0, 10)], columns=["article_id", "part", "begin", "end"])
    for wrong, said in (
        ({"begin": -50}, "parts: row 0: begin is -50 and end 10; give whole numbers with 0 <= begin < end"),
        ({"end": 10**9}, "parts: row 0: end is 1000000000, past the end of b, which has 148 characters"),
        ({"part": "credits"}, "parts: row 0: part is 'credits'. Did you mean 'credit'"),
        ({"article_id": "z"}, "parts: none of the 1 rows names an article of this set"),
    ):
        with pytest.raises(ss.errors.TableError, match=said):
            shared_passages(table, parts=part.assign(**wrong))
