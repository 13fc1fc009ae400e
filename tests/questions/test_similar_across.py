"""Story groups over languages: pairs by words stay as they are, pairs of two languages come from meaning."""

import pandas as pd

import samestory as ss
from samestory.engine.meaning import sentence_vectors

TEXTS = {
    "en1": ("en", "The dam above the town broke on Monday evening. At least 2,300 people left their houses."),
    "en2": ("en", "After the dam broke on Monday evening, 2,300 people left their houses in the town."),
    "de1": ("de", "Der Damm oberhalb der Stadt ist am Montagabend gebrochen. 2.300 Menschen verließen ihre Häuser."),
    "de2": ("de", "Das Museum zeigt Bilder aus zwei Jahrhunderten. Der Eintritt kostet acht Euro."),
    "sw1": ("sw", "Bwawa lilivunjika juu ya mji jioni ya Jumatatu. Watu 2,300 waliondoka katika nyumba zao."),
}


def about(hours=None):
    rows = [
        {"article_id": name, "language": language, "text": text, "outlet": name, "title": None}
        for name, (language, text) in TEXTS.items()
    ]
    table = pd.DataFrame(rows).assign(story="s", published_precision="minute", text_status="full")
    table["published"] = [f"2024-05-{1 + (hours or {}).get(name, 0) // 24:02}T08:00Z" for name in TEXTS]
    return ss.schema.check(table, "articles")


def pairs_of(articles, **options):
    by_words = ss.reuse.similar_pairs(articles, threshold=0.08, with_titles=True, window_hours=48)
    return by_words, ss.reuse.similar_across(
        articles, by_words, vectors=sentence_vectors(articles, keep=False), **options
    )


def test_a_pair_of_two_languages_is_added_and_those_by_words_stay():
    by_words, both = pairs_of(about())
    kept = both[both["basis"] == "words"].drop(columns="basis").reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, by_words.round({"similarity": 4}), check_exact=False)
    added = both[both["basis"] == "meaning"]
    assert {frozenset(pair) for pair in added[["earlier_id", "later_id"]].values.tolist()} == {
        frozenset(["de1", "en1"]),
        frozenset(["de1", "en2"]),
    }
    assert added["similarity"].between(0.08, 0.5).all()


def test_a_group_spans_languages_and_says_how_far_such_groups_are_right():
    articles = about()
    groups = ss.reuse.story_groups(articles, pairs_of(articles)[1])
    sizes = groups.set_index("article_id")["n_articles"]
    assert sizes[["en1", "en2", "de1", "de2"]].tolist() == [3, 3, 3, 1]
    assert "B-cubed" in groups.attrs["measured"]
    assert "Across languages" in groups.attrs["measured"]


def test_what_cannot_be_read_is_listed():
    (unread,) = pairs_of(about())[1].attrs["unread"]
    assert unread[:2] == ("sw1", "sw")


def test_articles_outside_the_window_are_no_pair():
    both = pairs_of(about({"de1": 24 * 9}))[1]
    assert (both["basis"] == "words").all()
