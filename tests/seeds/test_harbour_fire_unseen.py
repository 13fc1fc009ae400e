"""harbour-fire-unseen: it asks what harbour-fire's codebook asks, holds no pattern, and shares no writing with it."""

import pandas as pd

import samestory as ss

STORY, KNOWN = ss.load_story("harbour-fire-unseen"), ss.load_story("harbour-fire")


def test_counts_as_the_card_gives_them():
    assert STORY.settings.invented
    assert STORY.articles["language"].value_counts().to_dict() == {"en": 2, "fr": 2, "ru": 2, "uk": 2}
    rows = {name: len(STORY.table(name)) for name in ("claims", "numbers", "labels", "attributions")}
    assert rows == {"claims": 120, "numbers": 29, "labels": 34, "attributions": 75}
    assert set(STORY.table("attributions")["article_id"]) == set(STORY.articles["article_id"])


def test_it_asks_for_the_same_claims_quantities_and_labels():
    ours, known = STORY.codebook, KNOWN.codebook
    assert {k: (c.name, c.description) for k, c in ours.claims.items()} == {
        k: (c.name, c.description) for k, c in known.claims.items()
    }
    assert set(ours.quantities) == set(known.quantities)
    assert set(ours.actors) == set(known.actors)
    assert ours.statuses == known.statuses


def test_it_has_no_patterns():
    text = (STORY.folder / "codebook.yaml").read_text("utf-8")
    assert not any(key in text for key in ("patterns:", "mentions:", "contradictions:", "unless:"))


def test_it_shares_no_writing_with_the_story_whose_patterns_it_tests():
    both = pd.concat([STORY.articles, KNOWN.articles], ignore_index=True)
    shared = ss.reuse.shared_passages(both, window_hours=None, rewrites=True)
    new = set(STORY.articles["article_id"])
    assert not [pair for pair in zip(shared["earlier_id"], shared["later_id"], strict=True) if new & set(pair)]
