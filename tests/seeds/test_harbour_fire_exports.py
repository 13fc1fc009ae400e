"""harbour-fire-exports: what intake finds in the folder, held against counts typed by hand from its README."""

from collections import Counter

import pytest

import samestory as ss
from samestory import paths

FOLDER = paths.seeds() / "harbour-fire-exports"
ARTICLES, REPORT = ss.read_articles(FOLDER / "exports")
BY_ID = ARTICLES.set_index("article_id")
STORY = ss.load_story("harbour-fire").articles.set_index("article_id")
FILES = REPORT.files.set_index("file")


def test_the_folder_is_no_story_and_small():
    assert "harbour-fire-exports" not in ss.stories()
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < 200_000


def test_every_file_says_that_it_is_invented():
    packed = {".zip", ".xlsx"}
    for path in (FOLDER / "exports").iterdir():
        if path.suffix not in packed:
            assert b"INVENTED" in path.read_bytes(), path.name
    assert {path.suffix for path in (FOLDER / "exports").iterdir()} >= packed


def test_each_file_gives_the_records_it_holds():
    found = {name: (row.format, row.n_found, row.n_rejected) for name, row in FILES.iterrows()}
    assert found == {
        "dailies_lexisnexis.txt": ("LexisNexis text", 5, 0),
        "keel_and_cargo.atom": ("feed", 2, 0),
        "presse_francophone_europresse.html": ("Europresse HTML", 4, 0),
        "russian_desk.csv": ("CSV", 4, 0),
        "saved_pages.zip/saved/nine-of-ours.html": ("web page", 1, 0),
        "saved_pages.zip/saved/locked-at-ten.html": ("web page", 1, 0),
        "saved_pages.zip/saved/quay-nine-bill.html": ("web page", 1, 0),
        "saved_pages.zip/saved/toll-rises-to-seven.html": ("web page", 1, 0),
        "trade_press_factiva.html": ("Factiva HTML", 5, 0),
        "ukrainian_news-please.jsonl": ("JSON lines", 3, 1),
        "wire_and_radio.xlsx": ("Excel", 4, 0),
    }
    assert (REPORT.n_articles, REPORT.n_rejected, REPORT.n_left_out) == (31, 1, 1)


def test_the_lost_document_is_missed():
    row = FILES.loc["dailies_lexisnexis.txt"]
    assert (row.n_stated, row.n_found, row.n_missing) == (6, 5, 1)
    assert list(REPORT.unreconciled["file"]) == ["dailies_lexisnexis.txt"]
    assert "line 219: document 6 follows document 4" in set(REPORT.remarks["says"])
    assert not REPORT.is_complete


def test_the_broken_record_is_kept_as_found():
    [reject] = REPORT.rejects.to_dict("records")
    assert (reject["file"], reject["place"]) == ("ukrainian_news-please.jsonl", "line 4")
    raw = reject["raw"] if isinstance(reject["raw"], str) else reject["raw"].decode()
    assert raw.startswith('{"authors": ["Леся Корж"]')
    assert "Сім імен і тиша" not in raw  # its title stood behind the break


def test_the_desks_own_table_is_understood():
    assert FILES.at["russian_desk.csv", "encoding"] == "cp1251"
    says = set(REPORT.remarks.loc[REPORT.remarks["file"] == "russian_desk.csv", "says"])
    assert (
        "guessed: outlet=Издание, title=Заголовок, published=Дата публикации, author=Автор, url=Ссылка, "
        "text=Текст статьи; not used: №, Примечание"
    ) in says
    assert BY_ID.at["russian_desk-3", "outlet"] == "Polunochny Mayak"
    assert BY_ID.at["russian_desk-3", "text"] == STORY.at["mayak-0305-podzhog", "text"]


@pytest.mark.parametrize(
    "article_id, published, precision, date_shown, time_shown",
    [
        ("dailies_lexisnexis-3", "2023-03-04", "day", "March 4, 2023 Saturday", None),
        ("trade_press_factiva-5", "2023-03-02", "day", "2 March 2023 12:05", "12:05"),
        ("presse_francophone_europresse-2", "2023-03-03", "day", "vendredi 3 mars 2023", None),
        ("presse_francophone_europresse-4", None, "unknown", "Printemps 2023", None),
        ("russian_desk-4", "2023-03-01", "month", None, None),
        ("ukrainian_news-please-1", "2023-03-02", "day", None, "18:30:00"),
        ("ukrainian_news-please-3", None, "unknown", None, None),
        ("toll-rises-to-seven", "2023-03-04 18:05", "minute", "2023-03-04T19:05+01:00", None),
        ("keel_and_cargo-1", None, "unknown", "updated 2023-03-17T09:00:00+01:00", None),
        ("keel_and_cargo-2", "2023-03-03 13:25", "minute", "2023-03-03T14:25:00+01:00", None),
        ("wire_and_radio-3", "2023-03-02", "day", None, "13:00:00"),
        ("wire_and_radio-4", None, "unknown", "03/04/2023", None),
    ],
)
def test_a_date_says_as_much_as_its_export(article_id, published, precision, date_shown, time_shown):
    row = BY_ID.loc[article_id]
    shown = {name: None if value != value else value for name, value in row[["date_shown", "time_shown"]].items()}
    assert row["published_precision"] == precision
    assert (row["published"].strftime("%Y-%m-%d %H:%M") if published else None) == (
        None if published is None else f"{published} 00:00"[:16]
    )
    assert shown == {"date_shown": date_shown, "time_shown": time_shown}


def test_the_dates_are_known_as_the_readme_says():
    assert Counter(ARTICLES["published_precision"]) == {"minute": 4, "day": 22, "month": 1, "unknown": 4}
    assert BY_ID["time_shown"].notna().sum() == 12


@pytest.mark.parametrize("day_first, month", [(True, 4), (False, 3)])
def test_the_ambiguous_date_is_read_as_told(day_first, month):
    articles, _ = ss.read_articles(FOLDER / "exports" / "wire_and_radio.xlsx", day_first=day_first)
    published = articles.set_index("article_id").at["wire_and_radio-4", "published"]
    assert published.month == month


def test_with_a_zone_hours_count():
    articles, _ = ss.read_articles(FOLDER / "exports" / "wire_and_radio.xlsx", zone="Europe/Oslo")
    row = articles.set_index("article_id").loc["wire_and_radio-1"]
    assert (row["published_precision"], f"{row['published']:%d %H:%M}") == ("minute", "02 05:12")


def test_the_article_in_two_exports_is_found_once_as_text_and_once_as_version():
    [duplicate] = REPORT.duplicates.to_dict("records")
    assert duplicate == {"kind": "same words, same outlet", "n_texts": 1, "n_articles": 2, "n_exact": 2}
    links = REPORT.versions.set_index("article_id")[["version_of", "basis", "order"]].T.to_dict("list")
    assert links == {
        "keel_and_cargo-2": ["trade_press_factiva-4", "title and beginning", "tied"],
        "toll-rises-to-seven": ["dailies_lexisnexis-3", "title and text", "tied"],
        "trade_press_factiva-5": ["dailies_lexisnexis-1", "title and text", "tied"],
    }


def test_the_correction_shows_as_one_changed_sentence_and_a_notice():
    changed = ss.corpus.version_changes(ARTICLES, versions=REPORT.versions).query("change != 'kept'")
    assert set(changed["later_id"]) == {"toll-rises-to-seven"}
    assert list(zip(changed["change"], changed["words_removed"], changed["is_notice"], strict=True)) == [
        ("changed", "114", False),
        ("added", "", True),
        ("added", "", True),
    ]
    assert changed["words_added"].iloc[0] == "41"


def test_what_was_not_seen_whole_is_said():
    assert Counter(ARTICLES["text_status"]) == {"full": 28, "teaser": 2, "cut": 1}
    assert BY_ID.loc["quay-nine-bill", ["text_status", "stated_words"]].tolist() == ["cut", 780]
    assert set(REPORT.truncation["article_id"]) == {"keel_and_cargo-2", "quay-nine-bill"}


def test_texts_are_those_of_the_story():
    assert BY_ID.at["dailies_lexisnexis-1", "text"] == STORY.at["ledger-0302-agency", "text"]
    assert BY_ID.at["trade_press_factiva-4", "text"] == STORY.at["keel-0303-cargo", "text"]
    assert BY_ID.at["ukrainian_news-please-2", "text"] == STORY.at["holos-0304-dokery", "text"]
    assert BY_ID.at["wire_and_radio-4", "text"] == STORY.at["saltmarsh-0304-evening", "text"]


def test_the_teaser_is_linked_to_its_article_and_not_taken_for_an_edit():
    assert (BY_ID.at["keel_and_cargo-2", "n_words"], BY_ID.at["trade_press_factiva-4", "n_words"]) == (30, 213)
    assert "keel_and_cargo-2" in set(REPORT.versions["article_id"])
    changed = ss.corpus.version_changes(ARTICLES, versions=REPORT.versions)
    assert "keel_and_cargo-2" not in set(changed["earlier_id"]) | set(changed["later_id"])


def test_one_line_for_the_foot_of_a_figure():
    assert REPORT.source_line == "31 articles from 11 files of 8 formats, 1 rejected, 1 missing"
    assert "found: 1 is missing" in REPORT.summary()
