"""The real story: every count of its card, reconciled with what is in the tables."""

import hashlib

import pytest

import samestory as ss
from samestory import paths


@pytest.fixture(scope="module")
def story():
    return ss.load_story("mali-drones")


def test_counts_of_the_ledger(story):
    articles = story.articles
    assert (len(articles), articles["outlet"].nunique(), articles["language"].nunique()) == (122, 110, 16)
    assert len(story.codebook.claims) == 25
    assert {n: len(story.table(n)) for n in ("claims", "numbers", "labels", "citations")} == {
        "claims": 3050,
        "numbers": 170,
        "labels": 765,
        "citations": 329,
    }


def test_every_page_has_every_claim(story):
    claims = story.table("claims")
    assert (claims.groupby("article_id")["claim_id"].nunique() == 25).all()
    assert claims["article_id"].nunique() == 122


def test_the_twice_coded_sample(story):
    first, second = (story.table("claims", coder=coder) for coder in ("hand:first", "hand:second"))
    both = first.merge(second, on=["article_id", "claim_id"], suffixes=("_first", "_second"), validate="1:1")
    assert len(both) == 250
    assert both["article_id"].nunique() == 10
    assert (both["status_first"] == both["status_second"]).sum() == 241


def test_languages_dates_and_texts(story):
    articles = story.articles
    counted = articles["language"].value_counts()
    assert counted.head(7).to_dict() == {"en": 39, "fr": 35, "ru": 12, "ar": 7, "de": 6, "es": 5, "uk": 5}
    # 62 pages show no date at all; one shows day and hour without the year
    assert articles["published_precision"].value_counts().to_dict() == {"unknown": 63, "day": 54, "month": 5}
    assert list(articles.loc[articles["published"].isna() & articles["date_shown"].notna(), "article_id"]) == [
        "cursor_aug"
    ]
    assert articles["text_status"].value_counts().to_dict() == {"cut": 63, "full": 53, "teaser": 6}


def test_events(story):
    assert story.articles["event"].value_counts().to_dict() == {
        "denial_oct": 32,
        "battle_july": 23,
        "lm_oct": 18,
        "break_aug": 16,
        "lm_aug": 11,
        "sept_attacks": 8,
        "hur_statement": 6,
        "ties_sept": 3,
        "rebels_deny_aug": 3,
        "drones_aug": 2,
    }


# asserted, attributed, hedged, denied, contradicted, absent, not_visible: typed from the ledger's own account
STATUS_COUNTS = {
    "C01": (5, 9, 0, 36, 0, 31, 41),
    "C04": (2, 1, 9, 0, 0, 51, 59),
    "C06": (0, 9, 0, 0, 0, 52, 61),
    "C14": (46, 28, 14, 0, 0, 19, 15),
    "C15": (25, 30, 15, 0, 2, 26, 24),
    "C23": (35, 0, 0, 0, 1, 37, 49),
    "C25": (5, 3, 0, 0, 4, 50, 60),
}


@pytest.mark.parametrize("claim_id", STATUS_COUNTS)
def test_statuses_by_claim(story, claim_id):
    order = ["asserted", "attributed", "hedged", "denied", "contradicted", "absent", "not_visible"]
    claims = story.table("claims")
    counted = claims[claims["claim_id"] == claim_id]["status"].value_counts().reindex(order, fill_value=0)
    assert tuple(counted) == STATUS_COUNTS[claim_id]


def test_families_and_ways(story):
    families = story.table("families")
    sizes = families["family_id"].value_counts()
    assert (families["basis"] == "alone").sum() == 48
    assert sizes["Reuters_denial"] == 13
    assert families["family_id"].nunique() == 67
    assert families["is_earliest"].isna().all()
    way = story.table("chains").query("article_id == 'bunatimes'").sort_values("step")
    assert list(way["source"]) == ["Le Monde", "korrespondent"]


def test_codebook_labels_cover_the_coded_ones(story):
    known = {
        (actor, label.label, label.evaluation)
        for actor, entry in story.codebook.actors.items()
        for labels in entry.labels.values()
        for label in labels
    }
    coded = set(story.table("labels")[["actor", "label", "evaluation"]].itertuples(index=False, name=None))
    assert coded <= known


def test_the_seed_article_is_verbatim(story):
    raw = (paths.seeds() / "mali-drones/articles/bunatimes.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SEED_DIGEST
    assert story.article("bunatimes")["text"] == raw.decode("utf-8")


SEED_DIGEST = "14f7ae2defcfbed6e2c861e0103890663d6887ee47720bea478f723923d529c2"


def test_the_seed_article_in_its_parts(story):
    text = story.article("bunatimes")["text"]
    parts = story.table("parts")
    read = {row.part: text[row.begin : row.end] for row in parts.itertuples()}
    assert list(read) == ["body", "promotion", "credit", "author_note"]
    assert read["credit"] == "Source: korrespondent"
    assert read["promotion"].startswith("New Correspondent.net on Telegram")
    assert read["author_note"].startswith("I am David Wyatt")
    assert read["body"].startswith("The drones were") and read["body"].endswith("admitted defeats.")
    covered = set().union(*(range(row.begin, row.end) for row in parts.itertuples()))
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_the_passages_of_the_seed_article_say_what_was_coded(story):
    claims = story.table("claims").query("article_id == 'bunatimes'").set_index("claim_id")
    found = claims[~claims["status"].isin(["absent", "not_visible"])]
    assert found["reads"].notna().all() and len(found) == 15
    assert "confirmed data" in found.at["C08", "reads"] and found.at["C08", "status"] == "asserted"
    assert "CSP officials said" in found.at["C06", "reads"] and found.at["C06", "status"] == "attributed"


def test_no_other_page_has_text(story):
    assert list(story.articles.loc[story.articles["text"].notna(), "article_id"]) == ["bunatimes"]
