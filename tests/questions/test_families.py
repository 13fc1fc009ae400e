"""Derivation and families: shares of words counted by hand, and who counts as one report."""

import pandas as pd
import pytest

import samestory as ss
from samestory.engine.copy_families import families
from samestory.questions.reuse.origin_of_words import word_origins
from samestory.schema import TABLES

WORDS = [f"w{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(400)]
A_TEXT = " ".join(WORDS[:40])
TIMES = {"a": "2024-05-01T08:00Z", "b": "2024-05-01T09:00Z", "c": "2024-05-01T10:00Z", "d": "2024-05-01T11:00Z"}


def about(texts, **columns):
    """Articles of one outlet each, an hour apart; ``columns`` gives values by article id."""
    rows = [{"article_id": name, "outlet": f"outlet {name}", "text": text} for name, text in texts.items()]
    table = pd.DataFrame(rows).assign(story="s", language="en", text_status="full")
    table["published"] = table["article_id"].map(TIMES)
    table["published_precision"] = ["minute" if p else "unknown" for p in table["published"].notna()]
    for name, values in columns.items():
        given = table["article_id"].map(values)
        table[name] = given.where(given.notna(), table[name]) if name in table else given
    return ss.schema.check(table, "articles")


def shared(articles, *pairs):
    """A passage for each (earlier, later, first word, last word + 1, order, kind), found by its words."""
    texts = articles.set_index("article_id")["text"]
    rows = []
    for earlier, later, first, after, *more in pairs:
        words = " ".join(WORDS[first:after])
        order, kind = (*more, *("known", "writing")[len(more) :])
        begin, later_begin = texts.get(earlier, words).index(words), texts.get(later, words).index(words)
        rows.append(
            (
                earlier,
                begin,
                begin + len(words),
                later,
                later_begin,
                later_begin + len(words),
                order,
                kind,
                after - first,
            )
        )
    columns = ["earlier_id", "begin", "end", "later_id", "later_begin", "later_end", "order", "kind", "n_words"]
    return ss.schema.check(pd.DataFrame(rows, columns=columns).assign(similarity=1.0, coder="hand"), "passages")


def text(*spans):
    return " ".join(" ".join(WORDS[first:after]) for first, after in spans)


def one(table, name):
    return table.set_index("article_id").loc[name]


def kin(table):
    """The families of several, as sets."""
    groups = table.groupby("family_id")["article_id"].agg(set)
    return sorted((members for members in groups if len(members) > 1), key=sorted)


def test_each_word_is_counted_once_in_the_first_class_that_fits():
    articles = about({"a": text((0, 50)), "b": text((10, 40), (100, 140)), "c": text((60, 70))})
    passages = shared(
        articles,
        ("a", "b", 10, 30),
        ("a", "b", 20, 35),  # laps over the first: 25 words between them
        ("a", "b", 30, 40, "known", "formula"),
    )
    row = one(word_origins(articles, passages), "b")
    assert (row["n_words"], row["derived_words"], row["own_words"]) == (70, 25, 45)
    assert (row["derived_share"], row["own_share"]) == (25 / 70, 45 / 70)
    assert (row["derivation"], row["nearest_id"], row["nearest_words"]) == ("partly", "a", 25)
    assert (one(word_origins(articles, passages), "a")["own_words"]) == 50  # who gave has nothing from others


def test_a_shared_quotation_counts_as_writing_only_beside_shared_writing():
    articles = about({"a": text((0, 60)), "b": text((0, 30), (100, 130))})
    quoted = ("a", "b", 0, 20, "known", "quotation")
    row = one(word_origins(articles, shared(articles, quoted)), "b")
    assert (row["derived_words"], row["quoted_words"], row["own_words"], row["derivation"]) == (0, 20, 40, "not")
    assert kin(families(articles, shared(articles, quoted), min_words=1)) == []
    beside = shared(articles, quoted, ("a", "b", 20, 30))  # half as much writing: the quotation is from there too
    row = one(word_origins(articles, beside), "b")
    assert (row["derived_words"], row["quoted_words"]) == (30, 0)
    little = shared(articles, quoted, ("a", "b", 20, 29))
    assert one(word_origins(articles, little), "b")["derived_words"] == 9


def test_boilerplate_and_other_parts_do_not_count_as_words_of_the_article():
    articles = about({"a": text((0, 40)), "b": text((0, 20), (100, 140))})
    passages = shared(articles, ("a", "b", 0, 10), ("a", "b", 10, 20, "known", "boilerplate"))
    assert one(word_origins(articles, passages), "b")["n_words"] == 50
    start = articles.set_index("article_id").at["b", "text"].index(WORDS[130])
    parts = pd.DataFrame({"article_id": ["b"], "part": "promotion", "begin": start, "end": start + 39, "coder": "hand"})
    row = one(word_origins(articles, passages, parts=parts), "b")
    assert (row["n_words"], row["derived_words"], row["derived_share"]) == (40, 10, 0.25)


def test_tied_passages_are_open_and_the_class_is_empty_if_they_could_change_it():
    articles = about({"a": text((0, 40)), "b": text((0, 40)), "c": text((0, 5), (100, 195))})
    tied = shared(articles, ("a", "b", 0, 40, "tied"), ("a", "c", 0, 5, "tied"))
    table = word_origins(articles, tied)
    assert one(table, "b")["open_words"] == 40 and pd.isna(one(table, "b")["derivation"])
    assert one(table, "c")["open_words"] == 5 and one(table, "c")["derivation"] == "not"  # 5 of 100 either way


def test_a_column_that_the_references_lack_is_said_of_the_references():
    articles = about({"a": text((0, 40)), "b": text((0, 40))})
    with pytest.raises(ss.errors.TableError, match="^references has no column 'article_id'"):
        word_origins(articles, shared(articles, ("a", "b", 0, 40, "tied")), references=pd.DataFrame({"title": ["W"]}))


def test_if_dates_tie_the_credited_agency_is_the_source():
    articles = about({"a": text((0, 40)), "b": text((0, 40))}, outlet={"a": "WIRE"}, agency_credit={"b": "Wire"})
    tied = shared(articles, ("a", "b", 0, 40, "tied"))
    table = word_origins(articles, tied)
    assert (one(table, "a")["derivation"], one(table, "b")["derivation"]) == ("not", "wholly")
    family = families(articles, tied)
    assert dict(family[["article_id", "basis"]].values) == {"a": "wording", "b": "credit"}
    # Dates would say a; without them the credit does.
    undated = articles.assign(published=pd.Series(pd.NaT, dtype="datetime64[us, UTC]"), published_precision="unknown")
    undated = families(undated, tied)
    assert dict(undated[["article_id", "is_earliest"]].values) == {"a": True, "b": False}


def test_a_credit_without_the_agencys_text_gives_no_class():
    articles = about({"a": text((0, 40)), "b": text((50, 90))}, agency_credit={"b": "Wire"})
    assert pd.isna(one(word_origins(articles, shared(articles)), "b")["derivation"])
    assert one(word_origins(articles, shared(articles)), "a")["derivation"] == "not"


def test_shared_words_of_two_articles_that_credit_an_agency_are_the_agencys():
    articles = about({"a": text((0, 40)), "b": text((0, 40)), "c": text((0, 40))}, agency_credit={"a": "W", "b": "W"})
    tied = shared(articles, ("a", "b", 0, 40, "tied"), ("a", "c", 0, 40, "unknown"))
    table = word_origins(articles, tied)
    assert list(table["derivation"].fillna("?")) == ["wholly", "wholly", "?"]
    assert table["source_ids"].isna().all()  # from the agency, whose text is not here, and not from one another


def test_no_text_no_share_and_no_class():
    articles = about({"a": text((0, 40)), "b": None})
    row = one(word_origins(articles, shared(articles)), "b")
    assert row["n_words"] == 0 and pd.isna(row["own_share"]) and pd.isna(row["derivation"])
    table = families(articles, shared(articles))
    assert dict(table[["article_id", "basis"]].values) == {"a": "alone", "b": "no_text"}
    assert one(table, "a")["is_earliest"] and one(table, "a")["derivation"] == "not"
    assert pd.isna(one(table, "b")["is_earliest"]) and pd.isna(one(table, "b")["derivation"])


@pytest.mark.parametrize("blank", ["", " \n\t", None])
def test_an_empty_text_is_no_text_whatever_its_stated_words(blank):
    articles = about({"a": text((0, 40)), "b": blank}, n_words={"a": 40, "b": 300})
    table = families(articles, shared(articles))
    ss.schema.check(table, "families", articles=articles)
    row = one(table, "b")
    assert row["basis"] == "no_text" and pd.isna(row["derivation"]) and pd.isna(row["is_earliest"])
    assert one(word_origins(articles, shared(articles)), "b")["n_words"] == 0
    # It has a vote all the same and no edge to anybody, but is no independent report, as nobody could compare it.
    chains = TABLES["chains"].empty()
    counts = ss.sources.independence(articles, table, chains).iloc[0]
    assert (counts["n_families"], counts["n_independent"], counts["n_not_examined"]) == (2, 1, 1)
    assert ss.sources.graph_edges(articles, TABLES["citations"].empty(), chains, families=table).empty
    # A version of a page is told by the page.
    page = articles.assign(outlet="O", version_of=[None, "a"])
    assert set(families(page, shared(page))["basis"]) == {"version"}


def test_a_text_without_a_body_is_not_compared():
    articles = about({"a": text((0, 40)), "b": text((50, 60))})
    n = len(text((50, 60)))
    parts = pd.DataFrame({"article_id": ["b"], "part": "paywall", "begin": 0, "end": n, "coder": "hand"})
    assert one(families(articles, shared(articles), parts=parts), "b")["basis"] == "no_text"


def test_a_credit_is_the_basis_only_if_writing_is_shared():
    """Who credits one agency and shares with another's article has the wording from neither for certain."""
    texts = {"a": text((0, 40)), "b": text((0, 40)), "c": text((100, 140))}

    def basis(outlet, credit, *pairs, **options):
        articles = about(texts, outlet=outlet, agency_credit=credit)
        return one(families(articles, shared(articles, *pairs), **options), "b")["basis"]

    assert basis({"a": "AFP"}, {"b": "Reuters"}, ("a", "b", 0, 40)) == "wording"
    assert basis({"a": "AFP"}, {"b": " afp "}, ("a", "b", 0, 40)) == "credit"
    assert basis({}, {"a": "Reuters", "b": "REUTERS"}, ("a", "b", 0, 40)) == "credit"
    assert basis({}, {"a": "AFP", "b": "Reuters"}, ("a", "b", 0, 40)) == "wording"
    assert basis({"a": "AFP"}, {"b": " "}, ("a", "b", 0, 40)) == "wording"  # an empty credit is none
    wire = pd.DataFrame({"article_id": ["wire"], "text": [text((0, 40))]})
    for outlet, said in ((None, "credit"), ("Reuters", "credit"), ("AFP", "wording")):
        given = wire if outlet is None else wire.assign(outlet=outlet)
        assert basis({}, {"b": "Reuters"}, ("wire", "b", 0, 40), references=given) == said


def test_an_outlet_in_two_spellings_is_not_its_own_source():
    articles = about({"a": text((0, 40)), "b": text((0, 40))}, outlet={"a": "Le Monde", "b": "LE  MONDE "})
    assert one(word_origins(articles, shared(articles, ("a", "b", 0, 40))), "b")["derived_words"] == 0
    for none in (None, "", " "):
        articles = about({"a": text((0, 40)), "b": text((0, 40))}).assign(outlet=none)
        assert one(word_origins(articles, shared(articles, ("a", "b", 0, 40))), "b")["derived_words"] == 40


def test_ids_that_are_numbers_dates_without_a_zone_and_ids_that_come_twice():
    articles = about({"a": text((0, 40)), "b": text((0, 40))})
    passages = shared(articles, ("a", "b", 0, 40))
    numbered = articles.assign(article_id=[1, 2], version_of=[None, 1])
    table = families(numbered, passages.assign(earlier_id="1", later_id="2"))
    assert table["article_id"].tolist() == ["1", "2"] and set(table["family_id"]) == {"family-1"}
    naive = articles.assign(published=articles["published"].dt.tz_localize(None))
    pd.testing.assert_frame_equal(families(naive, passages), families(articles, passages))
    with pytest.raises(ss.errors.TableError, match="row 1: published is 'gestern'"):
        families(articles.assign(published=["2024-05-01", "gestern"]), passages)
    groups = pd.DataFrame({"article_id": ["a", "b"], "group_id": "a"})
    twice = pd.concat([articles, articles])
    said = "an article_id comes more than once: a"
    for call in (
        lambda: families(twice, passages),
        lambda: word_origins(twice, passages),
        lambda: ss.reuse.shared_passages(twice),
        lambda: ss.reuse.similar_pairs(twice),
        lambda: ss.reuse.exchange(twice, passages),
        lambda: ss.reuse.chance(twice, passages),
        lambda: ss.reuse.sensitivity(twice, passages),
        lambda: ss.reuse.story_groups(twice, ss.reuse.similar_pairs(articles)),
        lambda: ss.reuse.group_pairs(pd.concat([groups, groups]), ss.reuse.similar_pairs(articles)),
        lambda: families(articles, passages, references=twice.assign(article_id="w")),
    ):
        with pytest.raises(ss.errors.TableError, match=said.replace(": a", ": [aw]")):
            call()


def test_a_round_up_does_not_chain_its_sources_together():
    articles = about({"a": text((0, 40)), "b": text((100, 130)), "c": text((0, 40), (100, 130), (200, 230))})
    passages = shared(articles, ("a", "c", 0, 40), ("b", "c", 100, 130))
    assert kin(families(articles, passages)) == [{"a", "c"}]  # 40 of 100 words from a, 30 from b
    # A majority is another matter: whoever holds most of a text is one report with it.
    most = about({"a": text((0, 60)), "b": text((30, 90)), "c": text((0, 90))})
    both = shared(most, ("a", "c", 0, 60), ("b", "c", 30, 90), ("a", "b", 30, 60))
    assert kin(families(most, both)) == [{"a", "b", "c"}]


def test_a_short_text_inside_a_long_one_joins_only_if_it_is_later():
    articles = about({"a": text((0, 200)), "b": text((0, 20))})
    for order, found in (("known", [{"a", "b"}]), ("unknown", []), ("tied", [])):
        assert kin(families(articles, shared(articles, ("a", "b", 0, 20, order)))) == found
    turned = about({"a": text((0, 20)), "b": text((0, 200))})
    assert kin(families(turned, shared(turned, ("a", "b", 0, 20)))) == []  # a tenth of the long one


def test_few_words_join_nothing_whatever_their_share():
    articles = about({"a": text((0, 40)), "b": text((0, 12))})
    passages = shared(articles, ("a", "b", 0, 12))
    assert kin(families(articles, passages)) == []
    assert kin(families(articles, passages, min_words=12)) == [{"a", "b"}]


def test_versions_of_a_page_are_one_family_even_without_aligned_passages():
    articles = about(
        {"a": text((0, 40)), "b": text((0, 30), (100, 110))}, outlet={"a": "O", "b": "O"}, version_of={"b": "a"}
    )
    table = families(articles, shared(articles))
    assert set(table["basis"]) == {"version"} and table["family_id"].nunique() == 1
    row = one(word_origins(articles, shared(articles)), "b")
    assert (row["derived_words"], row["nearest_id"]) == (30, "a")
    # The same outlet without a version: its words are its own, but twice printed is one report.
    again = articles.assign(version_of=None)
    passages = shared(again, ("a", "b", 0, 30))
    assert one(word_origins(again, passages), "b")["derived_words"] == 0
    assert kin(families(again, passages)) == [{"a", "b"}]


def test_a_reference_joins_the_articles_that_use_it_and_is_not_a_member():
    articles = about({"a": text((0, 40)), "b": text((0, 38), (100, 102)), "c": text((200, 240))})
    passages = shared(articles, ("wire-1", "a", 0, 40, "unknown"), ("wire-1", "b", 0, 38, "unknown"))
    assert kin(families(articles, passages)) == []  # a text nobody named does not count
    wire = pd.DataFrame({"article_id": ["wire-1"], "text": [text((0, 40))]})
    table = families(articles, passages, references=wire)
    assert kin(table) == [{"a", "b"}] and set(table["article_id"]) == {"a", "b", "c"}
    assert one(table, "b")["note"] == "shares with wire-1" and one(table, "a")["derivation"] == "wholly"
    alone = families(articles[articles["article_id"] != "b"], passages, references=wire)
    assert one(alone, "a")["basis"] == "wording" and one(alone, "a")["is_earliest"]


def test_the_earliest_as_far_as_dates_show():
    articles = about({"a": A_TEXT, "b": A_TEXT, "c": A_TEXT})
    passages = shared(articles, ("a", "b", 0, 40), ("a", "c", 0, 40), ("b", "c", 0, 40))
    assert list(families(articles, passages)["is_earliest"]) == [True, False, False]
    day = articles.assign(published=pd.Timestamp("2024-05-01", tz="UTC"), published_precision="day")
    assert families(day, passages)["is_earliest"].isna().all()
    missing = articles.assign(published_precision=["unknown", "minute", "minute"])
    missing.loc[0, "published"] = pd.NaT
    assert list(families(missing, passages)["is_earliest"].astype("object").fillna("?")) == ["?", "?", False]


@pytest.mark.parametrize(
    "options",
    [
        {"partly": 0},
        {"partly": 0.8},
        {"partly": "a"},
        {"wholly": 1.2},
        {"wholly": None},
        {"min_words": 0},
        {"min_words": float("nan")},
        {"min_words": 10**20},
    ],
)
def test_thresholds_out_of_range(options):
    articles = about({"a": A_TEXT})
    with pytest.raises(ss.errors.TableError):
        families(articles, shared(articles), **options)


def test_a_column_that_is_missing():
    with pytest.raises(ss.errors.TableError, match="no column 'outlet'"):
        word_origins(about({"a": A_TEXT}).drop(columns="outlet"), TABLES["passages"].empty())


def test_words_in_another_script_and_characters_beyond_the_basic_plane():
    russian = "В порту сгорел склад, погибли люди 🔥 и никто не знает почему это случилось ночью"
    articles = about({"a": russian, "b": "🔥🔥 " + russian})
    row = {"earlier_id": "a", "begin": 0, "end": len(russian), "later_id": "b", "later_begin": 3}
    row |= {"later_end": 3 + len(russian), "n_words": 14, "similarity": 1.0, "order": "known", "coder": "hand"}
    table = word_origins(articles, ss.schema.check(pd.DataFrame([row]), "passages"))
    assert one(table, "b")["derived_words"] == one(table, "b")["n_words"] == 14


def test_harbour_fire_by_its_planted_passages_every_family_with_its_class_but_translations():
    story = ss.load_story("harbour-fire")
    planted = story.table("passages", coder="truth")
    found = families(story.articles, planted, parts=story.table("parts", coder="truth"))
    ss.schema.check(found, "families", articles=story.articles)
    truth = story.table("families", coder="truth").merge(found, on="article_id", suffixes=("", "_found"))
    within = truth[truth["basis"].isin(["alone", "version"]) | (truth["family_id"].isin(["agency", "release"]))]
    within = within[within["basis"] != "translation"]
    assert len(within) == 25
    for column in ("basis", "is_earliest", "derivation"):
        assert list(within[column]) == list(within[f"{column}_found"]), column
    assert within.groupby("family_id")["family_id_found"].nunique().max() == 1
    beyond = truth[~truth["article_id"].isin(within["article_id"])]
    assert set(beyond["basis_found"]) == {"alone"}


def test_harbour_fire_by_machine_the_families_of_one_language_are_found_and_no_other():
    story = ss.load_story("harbour-fire")
    parts = story.table("parts", coder="truth")
    passages = ss.reuse.shared_passages(story.articles, parts=parts, rewrites=True)
    found = families(story.articles, passages, parts=parts)
    truth = story.table("families", coder="truth").query("basis != 'translation'")
    wanted = [m for m in truth.groupby("family_id")["article_id"].agg(set) if len(m) > 1 and "crane-0305-keys" not in m]
    assert kin(found) == sorted(wanted, key=sorted)
    said = found.merge(truth, on="article_id", suffixes=("", "_truth"))
    other = said[(said["basis"] != "alone") & (said["derivation"] != said["derivation_truth"])]
    assert list(other["article_id"]) == [
        "saltmarsh-0302-noon"
    ]  # the heavy rewrite is called partly derived, not wholly


def test_a_thousand_copies_of_one_text_in_little_time():
    texts = {f"a{i:04d}": A_TEXT for i in range(1000)}
    articles = about({"a": ""}).head(0)
    articles = pd.DataFrame({"article_id": list(texts), "text": list(texts.values())}).assign(
        outlet=lambda t: t["article_id"], published_precision="minute"
    )
    articles["published"] = pd.date_range("2024-05-01", periods=1000, freq="min", tz="UTC")
    rows = pd.DataFrame({"earlier_id": "a0000", "later_id": list(texts)[1:]})
    rows = rows.assign(begin=0, end=len(A_TEXT), later_begin=0, later_end=len(A_TEXT), n_words=40, order="known")
    table = families(articles, rows)
    assert table["family_id"].nunique() == 1 and table["is_earliest"].sum() == 1
    assert set(table["derivation"]) == {"not", "wholly"}


def test_half_of_an_article_from_each_of_two_does_not_make_them_one():
    articles = about({"a": text((0, 40)), "b": text((100, 140)), "c": text((0, 40), (100, 140))})
    passages = shared(articles, ("a", "c", 0, 40), ("b", "c", 100, 140))
    assert kin(families(articles, passages)) == [{"a", "c"}]  # of equals the first by name
    more = about({"a": text((0, 40)), "b": text((100, 141)), "c": text((0, 40), (100, 141))})
    assert kin(families(more, shared(more, ("a", "c", 0, 40), ("b", "c", 100, 141)))) == [{"b", "c"}]


def test_a_chain_of_copies_is_one_family_with_a_known_earliest():
    articles = about({"a": text((0, 60)), "b": text((0, 40), (100, 130)), "c": text((100, 130), (200, 220))})
    passages = shared(articles, ("a", "b", 0, 40), ("b", "c", 100, 130))
    table = families(articles, passages)
    assert kin(table) == [{"a", "b", "c"}]
    assert table["is_earliest"].tolist() == [True, False, False]


ZH = "记者周二从市政府获悉,港口仓库发生火灾,造成至少十七人死亡,另有四十二人受伤,消防部门表示起火原因仍在调查之中。"
JA = "港の倉庫で火曜日に火災が発生し、少なくとも十七人が死亡、四十二人がけがをしたと消防が発表した。"
TH = "เจ้าหน้าที่ดับเพลิงกล่าวเมื่อวันอังคารว่าเกิดเพลิงไหม้โกดังที่ท่าเรือทำให้มีผู้เสียชีวิตอย่างน้อยสิบเจ็ดคน"
AR = (
    "قال رجال الإطفاء يوم الثلاثاء إن حريقا اندلع في مستودع بالميناء وأدى إلى مقتل سبعة عشر شخصا على الأقل وإصابة آخرين"
)


def bases(**texts):
    articles = about(texts)
    return dict(families(articles, ss.reuse.shared_passages(articles))[["article_id", "basis"]].values)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [(ZH, "本报讯 ", "家属要求公布真相。"), (JA, "【港】", "原因を調べている。"), (TH, "ข่าวด่วน ", "กำลังสอบสวนหาสาเหตุ")],
)
def test_copies_in_scripts_without_spaces_are_one_family(text, before, after):
    assert bases(a=text, b=before + text + after) == {"a": "wording", "b": "wording"}


def test_arabic_with_and_without_vowel_marks_is_one_text():
    marked = AR.replace("قال", "قَالَ").replace("حريقا", "حَرِيقًا").replace("مقتل", "مَقْتَل").replace("الميناء", "المينـاء")
    assert marked != AR and bases(a=AR, b=marked) == {"a": "wording", "b": "wording"}


def test_a_name_shared_by_two_chinese_articles_makes_no_copy():
    name = "中华人民共和国外交部发言人"
    one = name + "周三在记者会上回答提问时没有谈到港口火灾的原因也没有说明船只的去向。"
    two = "据报道" + name + "星期四表示有关国家应当尊重事实并且停止散布没有根据的各种传言。"
    assert set(bases(a=one, b=two).values()) == {"alone"}


@pytest.mark.parametrize("short", [text((0, 11)), "港口发生火灾,十七人死亡。", "Fire at the port kills 17"])
def test_identical_texts_of_a_few_words_are_too_short_to_compare(short):
    assert bases(a=short, b=short) == {"a": "too_short", "b": "too_short"}


def test_a_script_without_separate_words_is_not_comparable():
    run = "".join(WORDS)
    assert bases(a=run, b=run[3:]) == {"a": "not_comparable", "b": "not_comparable"}


def test_the_only_article_in_its_language_is_not_comparable():
    articles = about({"a": text((0, 40)), "b": text((50, 90)), "c": text((100, 140))}, language={"c": "fr"})
    found = families(articles, shared(articles)).set_index("article_id")
    assert found["basis"].to_dict() == {"a": "alone", "b": "alone", "c": "not_comparable"}
    assert pd.isna(found.at["c", "is_earliest"]) and pd.isna(found.at["c", "derivation"])


def test_two_pages_of_one_address_are_one_family():
    urls = {
        "a": "https://www.example.org/fire?utm_source=x",
        "b": "http://example.org/fire/",
        "c": "https://example.org/",
    }
    articles = about({"a": text((0, 40)), "b": text((50, 90)), "c": text((100, 140))}, url=urls)
    found = families(articles, shared(articles)).set_index("article_id")
    assert found["basis"].to_dict() == {"a": "address", "b": "address", "c": "alone"}
    assert found.at["a", "family_id"] == found.at["b", "family_id"]
