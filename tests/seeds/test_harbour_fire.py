"""harbour-fire, the invented story: what its truth tables say was planted stands in the texts."""

import re
from collections import Counter

import pytest

import samestory as ss

STORY = ss.load_story("harbour-fire")
TRUTH = STORY.truth
PLANTS = TRUTH["plants"]
ARTICLES = STORY.articles.set_index("article_id")
TEXT, OUTLET, LANGUAGE = ARTICLES["text"], ARTICLES["outlet"], ARTICLES["language"]
PUBLISHED, PRECISION = ARTICLES["published"], ARTICLES["published_precision"]
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LOCATED = ["claims", "numbers", "labels", "citations", "attributions", "parts", "plants"]
OFFSETS = [  # table, article, begin, end, what it reads
    *[(table, "article_id", "begin", "end", "reads") for table in LOCATED],
    ("passages", "earlier_id", "begin", "end", "reads"),
    ("passages", "later_id", "later_begin", "later_end", "later_reads"),
]
PLANTED = {
    *("verbatim_copy", "light_rewrite", "heavy_rewrite", "agency_translation", "release_copy"),
    *("translation_chain", "hedge_to_fact", "hope_to_fact", "attribution_to_vouching", "number_drift"),
    *("claim_kept_attributed", "claim_dropped", "claim_added", "contradiction", "omitted_denial"),
    *("toll_conflict", "toll_update", "toll_not_updated", "paywall", "teaser", "version_corrected"),
    *("time_to_day", "time_to_month", "time_missing", "boilerplate", "formula", "shared_quotation"),
    *("label_contrast", "circular_citation", "unnamed_source", "number_words", "scare_quotes"),
    *("dash_dialogue", "surname_later"),
}


def planted(kind):
    return list(PLANTS[PLANTS["kind"] == kind].itertuples())


def rows_of(table, article_id):
    return TRUTH[table][TRUTH[table]["article_id"] == article_id]


def status(article_id, claim_id):
    [found] = rows_of("claims", article_id).query("claim_id == @claim_id")["status"]
    return found


def figures(article_id, quantity):
    found = rows_of("numbers", article_id).query("quantity == @quantity")
    return list(zip(found["low"], found["high"].fillna(float("inf")), strict=True))


def way(article_id):
    """The articles of this set from the origin to this one."""
    return [*rows_of("chains", article_id).sort_values("step")["source_article_id"].dropna(), article_id]


def shared(first, second, note):
    pair = TRUTH["passages"][["earlier_id", "later_id"]].isin([first, second]).all(axis=1)
    return TRUTH["passages"][pair & (TRUTH["passages"]["note"] == note)]


def test_it_has_the_size_it_was_asked_for():
    assert LANGUAGE.value_counts().to_dict() == {"en": 19, "fr": 4, "ru": 4, "uk": 4}
    assert OUTLET.nunique() == 17
    assert ARTICLES["n_words"].between(120, 450).all()
    assert PRECISION.value_counts().to_dict() == {"minute": 24, "day": 4, "month": 1, "unknown": 2}


def test_every_page_says_that_it_is_invented():
    files = (STORY.folder / "articles").iterdir()
    heads = [path.read_text(encoding="utf-8").split("\n---\n")[0] for path in files]
    assert len(heads) == len(ARTICLES)
    assert all("invented: true" in head.splitlines() for head in heads)
    assert STORY.invented and STORY.card.splitlines()[2].startswith("**INVENTED.**")
    assert ARTICLES["url"].str.match(r"https://[a-z-]+\.example/").all()


@pytest.mark.parametrize(("table", "article", "begin", "end", "reads"), OFFSETS)
def test_every_offset_reads_as_planted(table, article, begin, end, reads):
    rows = TRUTH[table].dropna(subset=[begin])
    assert len(rows) > 0
    there = [TEXT[a][b:e] for a, b, e in zip(rows[article], rows[begin], rows[end], strict=True)]
    assert there == list(rows[reads])


def test_every_article_has_every_claim_and_absent_only_where_the_text_is_full():
    claims = TRUTH["claims"]
    assert len(claims) == len(ARTICLES) * len(STORY.codebook.claims)
    assert not claims.duplicated(["article_id", "claim_id"]).any()
    seen = claims["article_id"].map(ARTICLES["text_status"])
    assert set(seen[claims["status"] == "absent"]) == {"full"}
    assert set(seen[claims["status"] == "not_visible"]) == {"cut", "teaser"}
    assert (claims["begin"].isna() == claims["status"].isin(["absent", "not_visible"])).all()
    assert set(claims["status"]) == set(STORY.codebook.statuses)


def test_parts_cover_each_text_once():
    for article_id, text in TEXT.items():
        parts = rows_of("parts", article_id).sort_values("begin")
        assert (parts["begin"].iloc[1:].to_numpy() >= parts["end"].iloc[:-1].to_numpy()).all(), article_id
        gaps = [text[b:e] for b, e in zip([0, *parts["end"]], [*parts["begin"], len(text)], strict=True)]
        assert not "".join(gaps).strip(), article_id


def test_shared_passages_measure_as_written_down():
    for row in TRUTH["passages"].itertuples():
        first, second = (Counter(WORD.findall(text.lower())) for text in (row.reads, row.later_reads))
        common = (first & second).total()
        assert row.similarity == round(2 * common / (first.total() + second.total()), 3)
        assert row.n_words == second.total()


def test_the_order_of_a_pair_follows_from_its_times():
    for row in TRUTH["passages"].itertuples():
        earlier, later = PUBLISHED[row.earlier_id], PUBLISHED[row.later_id]
        precisions = {PRECISION[row.earlier_id], PRECISION[row.later_id]}
        if row.order == "known":
            assert earlier < later and precisions <= {"minute", "day"}
        elif row.order == "tied":
            assert "month" in precisions or ("day" in precisions and earlier.date() == later.date())
        else:
            assert "unknown" in precisions
    assert set(TRUTH["passages"]["order"]) == {"known", "tied", "unknown"}


def test_each_article_is_in_one_family_and_only_copies_have_a_way():
    families = TRUTH["families"].set_index("article_id")
    assert sorted(families.index) == sorted(ARTICLES.index)
    assert set(TRUTH["chains"]["article_id"]) == set(families.index[families["derivation"] != "not"])
    sizes = families["family_id"].value_counts()
    together = {"agency": 6, "chain": 3, "release": 2, "ledgertoll": 2, "circle": 2}
    assert sizes[sizes > 1].to_dict() == together
    assert (families["family_id"].isin(together) == (families["basis"] != "alone")).all()


def test_attributions_are_complete_in_three_articles_of_each_language():
    annotated = LANGUAGE[TRUTH["attributions"]["article_id"].unique()]
    assert annotated.value_counts().to_dict() == {"en": 4, "fr": 3, "ru": 3, "uk": 3}
    assert all(f"`{article_id}`" in STORY.card for article_id in annotated.index)


def test_each_kind_of_plant_is_there():
    assert set(PLANTS["kind"]) == PLANTED


def test_copies_of_the_agency_and_of_the_release():
    for plant in planted("verbatim_copy"):
        assert TEXT[plant.other_article_id].endswith(plant.reads)
        rows = shared(plant.article_id, plant.other_article_id, "verbatim agency copy")
        assert len(rows) == 6 and set(rows["similarity"]) == {1.0}
    assert ["(OSTVAR)" in TEXT[plant.article_id] for plant in planted("verbatim_copy")] == [True, False]
    for kind, low, high in [("light_rewrite", 0.75, 0.95), ("heavy_rewrite", 0.3, 0.75)]:
        [plant] = planted(kind)
        rows = shared(plant.article_id, plant.other_article_id, kind.replace("_", " "))
        assert len(rows) >= 6 and rows["similarity"].between(low, high).all()
    [translated], [released] = planted("agency_translation"), planted("release_copy")
    assert ARTICLES["agency_credit"][translated.article_id] == OUTLET[translated.other_article_id]
    assert len(shared(released.article_id, released.other_article_id, "light rewrite")) == 3


def test_the_translation_chain_and_what_changes_on_it():
    chain = way(STORY.settings.focus)
    assert list(LANGUAGE[chain]) == ["fr", "uk", "en"]
    for plant in planted("translation_chain"):
        assert OUTLET[plant.other_article_id] in set(rows_of("citations", plant.article_id)["cited"])
    for kind, statuses in {
        "hedge_to_fact": ["hedged", "hedged", "asserted"],
        "attribution_to_vouching": ["attributed", "attributed", "asserted"],
        "claim_kept_attributed": ["attributed", "attributed", "attributed"],
        "claim_added": ["absent", "absent", "hedged"],
    }.items():
        [plant] = planted(kind)
        assert [status(article_id, plant.note[:3]) for article_id in chain] == statuses, kind
    for plant in planted("claim_dropped"):
        there = [status(article_id, plant.note[:3]) != "absent" for article_id in chain]
        assert there == [True, False, False]
    vouched = TRUTH["attributions"].query("cue_kind == 'vouch'")
    assert list(vouched["article_id"]) == [chain[-1]] and vouched["source_begin"].isna().all()
    drift = [high - low for article_id in chain for low, high in figures(article_id, "containers_burnt")]
    assert drift == [0, 8, float("inf")]
    hopes = TRUTH["attributions"].query("cue_kind == 'believe' and is_hedged")["article_id"]
    assert set(chain[:2]) <= set(hopes) and "will open" in planted("hope_to_fact")[0].reads


def test_tolls_clash_and_are_updated_by_all_but_one():
    for plant in planted("toll_conflict"):
        (_, office), (union, _) = sorted(figures(plant.article_id, "fire_dead"))
        assert office < union
    assert all((7, 7) in figures(plant.article_id, "fire_dead") for plant in planted("toll_update"))
    [stale] = planted("toll_not_updated")
    assert figures(stale.article_id, "fire_dead") == [(4, 4)]
    assert PUBLISHED[stale.article_id] > min(PUBLISHED[plant.article_id] for plant in planted("toll_update"))


def test_a_denial_left_out_was_out_before():
    accusation = {"H07": "H06", "H09": "H08"}
    for plant in planted("omitted_denial"):
        denial = plant.note[:3]
        assert status(plant.article_id, denial) == "absent"
        assert status(plant.article_id, accusation[denial]) in {"asserted", "attributed", "hedged"}
        assert status(plant.other_article_id, denial) == "asserted"
        assert PUBLISHED[plant.article_id] > PUBLISHED[plant.other_article_id]


def test_the_cut_text_the_teaser_and_the_corrected_version():
    [cut], [teaser], [later] = planted("paywall"), planted("teaser"), planted("version_corrected")
    assert TEXT[cut.article_id].endswith(cut.reads)
    assert ARTICLES["text_status"][[cut.article_id, teaser.article_id]].tolist() == ["cut", "teaser"]
    assert ARTICLES["stated_words"][cut.article_id] > ARTICLES["n_words"][cut.article_id]
    assert ARTICLES["version_of"].dropna().to_dict() == {later.article_id: later.other_article_id}
    assert figures(later.other_article_id, "containers_burnt") == [(114, 114)]
    assert figures(later.article_id, "containers_burnt") == [(41, 41), (41, 41), (114, 114)]


@pytest.mark.parametrize(
    ("kind", "precision"), [("time_to_day", "day"), ("time_to_month", "month"), ("time_missing", "unknown")]
)
def test_times_are_known_as_far_as_planted(kind, precision):
    assert set(PRECISION[PRECISION.eq(precision)].index) == {plant.article_id for plant in planted(kind)}


@pytest.mark.parametrize(("kind", "n_outlets"), [("boilerplate", 1), ("formula", 2), ("shared_quotation", 2)])
def test_shared_words_that_are_not_reuse(kind, n_outlets):
    family = TRUTH["families"].set_index("article_id")["family_id"]
    for plant in planted(kind):
        pair = [plant.article_id, plant.other_article_id]
        assert OUTLET[pair].nunique() == n_outlets and family[pair].nunique() == 2
        assert plant.reads in TEXT[pair[1]]
        assert len(shared(*pair, kind.replace("_", " "))) == 1 + (pair[0] == "saltmarsh-0304-evening")


def test_labels_differ_by_outlet_and_stand_in_both_voices():
    for plant in planted("label_contrast"):
        here, there = (
            set(found.loc[found["actor"] == plant.note.split(":")[0], "evaluation"])
            for found in (rows_of("labels", plant.article_id), rows_of("labels", plant.other_article_id))
        )
        assert here and there and here != there
    assert set(TRUTH["labels"]["voice"]) == {"own", "quoted"}
    assert set(TRUTH["labels"]["actor"]) == set(STORY.codebook.actors)


def test_two_outlets_cite_each_other():
    for plant in planted("circular_citation"):
        cited = rows_of("citations", plant.article_id).query("kind == 'outlet'")["cited"]
        assert list(cited) == [OUTLET[plant.other_article_id]]
        assert way(plant.article_id) == [plant.other_article_id, plant.article_id]
    assert TRUTH["families"].query("family_id == 'circle'")["is_earliest"].isna().tolist() == [True, True]


def test_sources_figures_quotes_and_names_stand_where_they_were_planted():
    for plant in planted("unnamed_source"):
        assert plant.begin in set(rows_of("citations", plant.article_id).query("kind == 'unnamed'")["begin"])
    for plant in planted("number_words"):
        assert plant.reads in set(rows_of("numbers", plant.article_id)["reads"])
    assert {LANGUAGE[plant.article_id] for plant in planted("number_words")} == {"en", "fr", "ru", "uk"}
    spoken = set(TRUTH["attributions"].query("is_direct")["reads"])
    for plant in planted("scare_quotes"):
        assert plant.reads[0] + plant.reads[-1] in {"“”", "«»"} and plant.reads not in spoken
    assert all(plant.reads.startswith("— ") for plant in planted("dash_dialogue"))
    for plant in planted("surname_later"):
        assert re.search("Maren Oskdal|Марен Оскдал", TEXT[plant.article_id][: plant.begin])
    for plant in planted("contradiction"):
        assert status(plant.article_id, plant.note[:3]) == "contradicted"
