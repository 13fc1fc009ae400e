"""Texts read back from ``texts/``: what they fill, what they leave alone, and what is not text of this story."""

import gzip
import hashlib
import json

import pandas as pd
import pytest

import samestory as ss
from samestory.schema import TABLES
from samestory.story import page_differences, page_versions, texts_remarks
from samestory.story.texts import MAX_PAGE_BYTES, texts_are_read

WORDS = (
    "The harbour council met on Monday evening and agreed to rebuild the eastern quay before winter comes. "
    "Fishers said that they had waited for three years, and that the money would not last until spring. "
)
HEADER = "article_id,outlet,language,title,published,published_precision,url,text_status\n"
DRAFT = "a,News,en,Council agrees,2024-10-14,day,https://news.example/a,cut\n"


def page(words=WORDS, title="Council agrees | News", date="2024-10-14T08:00:00Z", language="en"):
    meta = f"<meta property='article:published_time' content='{date}'>" if date else ""
    return (
        f"<!doctype html><html lang='{language}'><head><title>{title}</title>"
        f"<meta property='og:title' content='{title}'>{meta}</head><body><article>"
        + "".join(f"<p>{words}Part {number} of 4.</p>" for number in "1234")
        + "</article></body></html>"
    ).encode()


def put(folder, raw, stamp="20260105T080000Z", into="a", **changed):
    place = folder / "texts" / into
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{stamp}.html.gz").write_bytes(gzip.compress(raw))
    record = {
        "article_id": into, "url": "https://news.example/a", "final_url": "https://news.example/a",
        "fetched": f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T08:00:00Z", "fetched_from": "page", "status": 200,
        "sha256": hashlib.sha256(raw).hexdigest(), "n_bytes": len(raw), "n_received": len(raw), "encoding": "utf-8",
    }  # fmt: skip
    (place / f"{stamp}.json").write_text(json.dumps(record | changed))
    return place


@pytest.fixture
def story(small_story, monkeypatch):
    monkeypatch.setenv("SAMESTORY_TEXTS", "yes")
    settings = small_story / "story.yaml"
    settings.write_text(settings.read_text().replace("expected: {articles: 1}\n", ""))
    (small_story / "coverage.csv").write_text(HEADER + DRAFT)
    return small_story


def fault(folder):
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(folder)
    assert len(caught.value.faults) == 1, caught.value
    return caught.value.faults[0]


def test_only_the_missing_text_is_filled_in(story):
    before = ss.load_story(story).articles.set_index("article_id").loc["a"]
    put(story, page(title="Another title", date="2024-11-01"))
    after = ss.load_story(story).articles.set_index("article_id").loc["a"]
    changed = [name for name in after.index if not (pd.isna(before[name]) and pd.isna(after[name]))
               and str(before[name]) != str(after[name])]  # fmt: skip
    assert changed == ["text", "n_words", "source_file", "source_format"]
    assert after["text"].count(WORDS.strip()) == 4 and after["n_words"] == 4 * (len(WORDS.split()) + 4)
    assert after["source_file"] == "texts/a/20260105T080000Z.html.gz" and after["source_format"] == "fetched page"


def test_title_and_date_are_the_pages_where_the_ledger_has_none(story):
    (story / "coverage.csv").write_text(HEADER + "a,News,en,,,unknown,https://news.example/a,\n")
    put(story, page(date="2024-10-14T08:00:00+02:00"))
    loaded = ss.load_story(story)
    found = loaded.article("a")
    assert found["title"].startswith("Council agrees") and found["published_precision"] == "minute"
    assert found["published"] == pd.Timestamp("2024-10-14T06:00Z")
    assert found["date_basis"].startswith("fetched page: ") and found["date_shown"] == "2024-10-14T08:00:00+02:00"
    assert "1 dates are those of the pages, as the ledger has none (see date_basis)" in texts_remarks(loaded)
    assert page_differences(loaded).empty
    unread = ss.load_story(story, texts=False).article("a")
    assert pd.isna(unread["title"]) and unread["published_precision"] == "unknown"
    put(story, page(date=""))
    assert pd.isna(ss.load_story(story).article("a")["published"])


def test_a_page_without_text_still_says_its_title_and_date(story):
    (story / "coverage.csv").write_text(HEADER + "a,News,en,,2024-10,month,https://news.example/a,\n")
    head = "<meta property='og:title' content='Council agrees'>"
    head += "<meta property='article:published_time' content='2024-10-14'>"
    put(story, f"<!doctype html><html><head>{head}</head><body><div id=app></div></body></html>".encode())
    found = ss.load_story(story).article("a")
    assert found["title"] == "Council agrees" and pd.isna(found["text"]) and found["text_status"] == "none"
    assert (f"{found['published']:%Y-%m-%d}", found["published_precision"]) == (
        "2024-10-01",
        "month",
    )  # the ledger's word
    assert pd.isna(found["date_basis"])


def test_no_leaves_them_unread(story, monkeypatch):
    put(story, page())
    monkeypatch.setenv("SAMESTORY_TEXTS", "no")
    assert ss.load_story(story).articles["text"].notna().sum() == 1 and not texts_are_read()
    assert texts_remarks(ss.load_story(story)) == []
    assert ss.load_story(story, texts=True).articles["text"].notna().sum() == 2
    monkeypatch.setenv("SAMESTORY_TEXTS", "Yes")
    assert ss.load_story(story).articles["text"].notna().sum() == 2
    assert ss.load_story(story, texts=False).articles["text"].notna().sum() == 1
    monkeypatch.setenv("SAMESTORY_TEXTS", "maybe")
    with pytest.raises(ss.errors.StoryError, match="SAMESTORY_TEXTS is 'maybe'; give yes or no"):
        ss.load_story(story)


def test_a_text_in_articles_comes_first(story):
    (story / "articles" / "a.txt").write_text("Typed by hand.\n")
    put(story, page())
    assert ss.load_story(story).article("a")["text"] == "Typed by hand."


def test_how_much_was_seen_is_the_ledgers_word_or_else_the_pages(story):
    put(story, page())
    assert ss.load_story(story).article("a")["text_status"] == "cut"
    (story / "coverage.csv").write_text(HEADER + DRAFT.replace(",cut", ","))
    assert ss.load_story(story).article("a")["text_status"] == "full"
    assert ss.load_story(story, texts=False).article("a")["text_status"] == "none"


def test_the_newest_version_is_read_and_all_can_be_compared(story):
    put(story, page(), "20260105T080000Z")
    put(story, page() + b"<!-- 2 -->", "20260106T080000Z", fetched_from="archive", archived_at="2024-10-15T09:30:00Z")
    put(story, page(WORDS.replace("three", "four")), "20260107T080000Z")
    loaded = ss.load_story(story)
    assert "four years" in loaded.article("a")["text"]
    versions = page_versions(loaded)
    # In the order in which the page read so: the archive took its copy long before.
    assert versions["fetched"].dt.strftime("%F").tolist() == ["2026-01-06", "2026-01-05", "2026-01-07"]
    assert versions["published"].dt.strftime("%F").tolist() == ["2024-10-15", "2026-01-05", "2026-01-07"]
    assert versions["is_changed"].isna().tolist() == [True, False, False]
    assert versions["is_changed"].tolist()[1:] == [False, True]  # other bytes, but the same text; then another text
    assert versions["fetched_from"].tolist() == ["archive", "page", "page"]
    assert versions["archived_at"].notna().tolist() == [True, False, False]
    assert versions["n_words"].nunique() == 1 and versions["text"].nunique() == 2
    assert versions["sha256"].nunique() == 3 and (story / versions["file"].iloc[2]).is_file()
    changed = ss.corpus.version_changes(versions).query("change != 'kept'")
    assert set(changed["earlier_id"]) == {"a.20260105T080000Z"} and set(changed["words_added"]) == {"four"}
    assert set(changed["order"]) == {"known"}


def test_versions_are_articles_and_skip_a_page_without_text(story):
    """A page that asked for consent in between is no version to compare with, and does not hide the change."""
    put(story, page(), "20260105T080000Z")
    put(story, b"<!doctype html><html><body><div id=app></div></body></html>", "20260106T080000Z")
    put(story, page(WORDS.replace("three", "four")), "20260107T080000Z")
    versions = page_versions(ss.load_story(story))
    assert versions["version_of"].tolist()[1:] == ["a.20260105T080000Z", "a.20260105T080000Z"]
    assert versions["text_status"].tolist() == ["full", "none", "full"]
    assert set(ss.corpus.version_changes(versions).query("change == 'changed'")["words_removed"]) == {"three"}
    declared = [column.name for column in TABLES["articles"].columns if column.name in versions]
    assert ss.schema.check(versions[declared], "articles")["article_id"].tolist() == versions["article_id"].tolist()


def test_without_versions_the_table_has_the_same_columns(story):
    empty = page_versions(ss.load_story(story))
    put(story, page())
    full = page_versions(ss.load_story(story))
    assert empty.dtypes.equals(full.dtypes) and empty.empty and len(full) == 1


def test_differences_are_said_and_not_applied(story):
    put(story, page(title="Mayor resigns", date="2024-10-20", language="fr"))
    loaded = ss.load_story(story)
    found = page_differences(loaded)
    assert found[["column", "ledger", "page"]].to_numpy().tolist()[:2] == [
        ["title", "Council agrees", "Mayor resigns"],
        ["published", "2024-10-14", "2024-10-20"],
    ]
    assert found["column"].tolist() == ["title", "published", "language"]
    assert texts_remarks(loaded)[0].startswith("1 texts read from texts/")
    assert "a: title is 'Council agrees' in the ledger and 'Mayor resigns' on the page" in texts_remarks(loaded)
    assert loaded.article("a")["title"] == "Council agrees"


@pytest.mark.parametrize("date", ["2024-10-14", "2024-10-15T01:00:00+03:00", "2024-10-13T23:00:00Z", ""])
def test_what_is_no_difference(story, date):
    put(story, page(date=date))
    assert page_differences(ss.load_story(story)).empty


def test_pages_without_text_and_folders_of_nobody_are_said(story):
    put(story, b"<!doctype html><html><body><div id=app></div></body></html>")
    put(story, page(), into="stranger")
    loaded = ss.load_story(story)
    assert pd.isna(loaded.article("a")["text"])
    said = "\n".join(texts_remarks(loaded))
    assert "fetched, but no text was found in the page: a" in said
    assert "texts/: of no article of this story: stranger" in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sha256": "0" * 64}, "html.gz: is not as it was stored"),
        ({"sha256": "../../x"}, "json: is no record of a fetched page"),
        ({"article_id": "b"}, "is of 'b', but lies in the folder of 'a'"),
        ({"fetched_from": "elsewhere"}, "is no record"),
        ({"fetched": "yesterday"}, "is no record"),
        ({"status": None}, "is no record"),
    ],
)
def test_a_record_that_is_wrong(story, changed, said):
    put(story, page(), **changed)
    assert said in fault(story)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"article_id": "a"}'])
def test_a_record_that_is_none(story, raw):
    (put(story, page()) / "20260105T080000Z.json").write_bytes(raw)
    assert "is no record of a fetched page; remove it, then fetch the page again" in fault(story)


def test_a_record_too_large(story):
    (put(story, page()) / "20260105T080000Z.json").write_bytes(b" " * 1_000_001)
    assert "1,000,001 bytes; the record of a page may have" in fault(story)


@pytest.mark.parametrize(
    "damage",
    [b"", b"no gzip", gzip.compress(page())[:-30], gzip.compress(b"other")],
    ids=["empty", "no gzip", "cut", "another page"],
)
def test_a_damaged_page(story, damage):
    (put(story, page()) / "20260105T080000Z.html.gz").write_bytes(damage)
    assert "texts/a/20260105T080000Z.html.gz: is not as it was stored" in fault(story)


def test_a_page_that_unpacks_to_too_much(story):
    place = put(story, page())
    (place / "20260105T080000Z.html.gz").write_bytes(gzip.compress(bytes(MAX_PAGE_BYTES + 1), 1))
    assert f"unpacks to more than {MAX_PAGE_BYTES:,} bytes" in fault(story)


def test_a_page_without_its_file_and_a_file_without_its_record(story):
    place = put(story, page())
    (place / "20260105T080000Z.html.gz").unlink()
    assert "texts/a/20260105T080000Z.html.gz: is missing" in fault(story)
    put(story, page())
    (place / "20260109T080000Z.html.gz").write_bytes(b"half")
    assert ss.load_story(story).article("a")["source_file"].endswith("20260105T080000Z.html.gz")


def test_nothing_leads_out_of_the_story(story, tmp_path):
    outside = tmp_path / "outside"
    secret = put(outside, page())
    (story / "texts").symlink_to(outside / "texts")
    assert "texts: leads out of the story folder" in fault(story)
    (story / "texts").unlink()
    (story / "texts").mkdir()
    (story / "texts" / "a").symlink_to(secret)
    assert "texts/a: leads out of the story folder" in fault(story)
    (story / "texts" / "a").unlink()
    place = put(story, page())
    for name in ("20260105T080000Z.json", "20260105T080000Z.html.gz"):
        (place / name).unlink()
        (place / name).symlink_to(secret / name)
        assert f"texts/a/{name}: leads out of the story folder" in fault(story)
        (place / name).unlink()
        put(story, page())
    (story / "texts" / "b").write_text("a file where a folder is meant")
    assert ss.load_story(story).articles["text"].notna().sum() == 2


def test_validate_says_it(story, capsys):
    from samestory.cli import app

    put(story, page(title="Mayor \x1b[31mresigns"))
    with pytest.raises(SystemExit):
        app(["validate", str(story)])
    said = capsys.readouterr().out
    assert "1 texts read from texts/" in said and "\x1b" not in said and "is 'Council agrees' in the ledger" in said


def test_committed_notebooks_are_checked_and_refreshed_without_them(tmp_path, monkeypatch):
    import sys

    from samestory import runs  # whose functions bear the names of its modules
    from samestory.runs import kernel

    monkeypatch.setenv("SAMESTORY_TEXTS", "yes")
    assert kernel.surroundings(tmp_path, "mark")["SAMESTORY_TEXTS"] == "yes"
    assert kernel.surroundings(tmp_path, "mark", texts=False)["SAMESTORY_TEXTS"] == "no"
    asked = []

    def surroundings(scratch, mark, run_folder=None, *, texts=True):
        asked.append(texts)
        raise InterruptedError

    monkeypatch.setattr(kernel, "surroundings", surroundings)
    one = sorted(ss.paths.notebooks().glob("*.ipynb"))[0]
    for begin in (
        runs.check_notebooks,
        lambda: sys.modules["samestory.runs.refresh"]._refresh(one, one.stem, "mark", {}),
    ):
        with pytest.raises(InterruptedError):
            begin()
    assert asked == [False, False]
