"""``read_articles``: folders, identifiers, languages, signs of cut texts, and a report in which the counts add up."""

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import samestory as ss
from samestory.intake import write_articles
from samestory.intake.formats import Options
from samestory.text import words

LONG = "The harbour office said on Thursday that the fire at the quay had been put out before noon. "


def lines(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def folder(tmp_path, **files):
    for name, content in files.items():
        path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_a_folder_of_several_formats(tmp_path):
    folder(
        tmp_path,
        a_dot_txt="---\noutlet: Gull\npublished: 2024-10\n---\n\n" + LONG,
        in__b_dot_csv="Titel;Inhalt;Datum\nFeuer;Das Feuer im Hafen ist am Mittag gelöscht worden;2024-10-14\n",
        in__c_dot_jsonl=lines({"title": "Only a title about the fire at the harbour quay"}, {"nothing": 1}),
    )
    articles, report = ss.read_articles(tmp_path)
    assert list(articles["article_id"]) == ["a", "b-1", "c-1"]
    assert list(articles["source_file"]) == ["a.txt", "in/b.csv, row 2, line 2", "in/c.jsonl, line 1"]
    assert list(articles["source_format"]) == ["plain text", "CSV", "JSON lines"]
    assert list(articles["language"]) == ["en", "de", "en"]
    assert list(articles["text_status"]) == ["full", "full", "none"]
    assert list(articles["published_precision"]) == ["month", "day", "unknown"]
    assert articles["n_words"].tolist()[:2] == [len(words(LONG)), 9] and pd.isna(articles["n_words"][2])
    assert report.files["n_found"].sum() == 3 and report.n_rejected == 1
    assert report.rejects["raw"][0] == b'{"nothing": 1}\n'
    pd.testing.assert_frame_equal(ss.schema.check(articles, "articles"), articles)


def test_hidden_files_links_and_pipes(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "secret.txt"
    inside.mkdir()
    outside.write_text("not yours")
    (inside / "a.txt").write_text(LONG)
    (inside / ".hidden").write_text("x")
    (inside / "out.txt").symlink_to(outside)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "up").symlink_to(tmp_path)
    os.mkfifo(inside / "pipe")
    (inside / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (inside / "empty.txt").write_text("")
    articles, report = ss.read_articles(inside)
    assert list(articles["article_id"]) == ["a"]
    told = {row.file: row.reason for row in report.rejects.itertuples()}
    assert told == {
        "out.txt": "a link that leads out of the folder; refused",
        "up": "a link that leads out of the folder; refused",
        "loop.txt": "a link that leads nowhere",
        "pipe": "not a plain file",
        "image.png": "is not text: a picture, a recording or a program's own file; no reader recognises it",
        "empty.txt": "is empty",
    }
    left = report.remarks[report.remarks["kind"] == "left out"]
    assert dict(zip(left["file"], left["says"], strict=True)) == {
        ".hidden": "hidden",
        "again.txt": "a link to another place in this folder, read there",
    }
    assert "not yours" not in str(report)


def test_a_file_given_twice_is_read_once(tmp_path):
    folder(tmp_path, a_dot_txt=LONG)
    articles, report = ss.read_articles([tmp_path, tmp_path / "a.txt"])
    assert len(articles) == 1 and report.n_left_out == 1 and report.is_complete


@pytest.mark.parametrize("given", ["nowhere", "a\0b", "x" * 5000])
def test_a_path_that_is_not_there(given):
    with pytest.raises(ss.errors.SamestoryError, match="no such file or folder"):
        ss.read_articles(given)


def test_options_that_cannot_be(tmp_path):
    folder(tmp_path, a_dot_txt=LONG)
    for options, said in [
        ({"format": "plian text"}, "no format is called 'plian text'. Did you mean 'plain text'"),
        ({"columns": {"txet": "a"}}, "articles has no column 'txet'. Did you mean 'text'"),
        ({"zone": "Europe/Pairs"}, "no time zone 'Europe/Pairs'"),
        ({"encoding": "utf-99"}, "encoding: 'utf-99' is not known"),
        ({"encoding": "hex"}, "encoding: 'hex' is not known"),
        ({"language": "English!"}, "language: 'English!' is not a BCP 47 code"),
    ]:
        with pytest.raises(ss.errors.SamestoryError) as caught:
            ss.read_articles(tmp_path, **options)
        assert said in str(caught.value)
    with pytest.raises(ss.errors.SamestoryError, match="no path given"):
        ss.read_articles([])


def test_a_format_can_be_forced(tmp_path):
    folder(tmp_path, data_dot_log=lines({"text": "one"}))
    assert len(ss.read_articles(tmp_path, format="json-lines")[0]) == 1
    (tmp_path / "data.log").write_text("title,text\na,b\n")
    assert list(ss.read_articles(tmp_path, format="CSV")[0]["title"]) == ["a"]


def test_identifiers_are_kept_where_they_can_be_and_always_unique(tmp_path):
    rows = [{"article_id": one, "text": "x"} for one in ("k1", "k1", "späť", "a b")]
    folder(tmp_path, **{"in__Ärger mit Öl_dot_jsonl": lines(*rows), "Пожар_dot_jsonl": lines({"text": "y"})})
    articles, report = ss.read_articles(tmp_path, language="en")
    assert list(articles["article_id"]) == ["k1", "k1.2", "Arger-mit-Ol-3", "Arger-mit-Ol-4", "pozhar-1"]
    assert report.remarks["says"].str.contains("given twice").sum() == 1
    assert report.remarks["says"].str.contains("is no identifier").sum() == 2


def test_signs_that_a_text_is_not_whole(tmp_path):
    rows = [
        {"article_id": "chars", "text": LONG + "[+1234 chars]"},
        {"article_id": "words", "text": LONG, "stated_words": 900},
        {"article_id": "paywall", "text": LONG * 3 + "\nSubscribe to continue reading this article"},
        {"article_id": "mur", "text": "Le feu est éteint.\nCet article est réservé aux abonnés.", "language": "fr"},
        {"article_id": "dots", "text": LONG + "And then the harbour…"},
        {"article_id": "whole", "text": LONG, "stated_words": len(words(LONG)) + 3},
        {"article_id": "said", "text": LONG + "He asked to subscribe to nothing.", "text_status": "full"},
        {"article_id": "teaser", "description": "A fire."},
    ]
    folder(tmp_path, a_dot_jsonl=lines(*rows))
    articles, report = ss.read_articles(tmp_path, language="en")
    found = dict(zip(report.truncation["article_id"], report.truncation["sign"], strict=True))
    assert found == {
        "chars": "characters left out",
        "words": "fewer words than stated",
        "paywall": "paywall",
        "mur": "paywall",
        "dots": "dots at the end",
    }
    status = articles.set_index("article_id")["text_status"]
    assert set(status[list(found)]) == {"cut"}
    assert status["whole"] == status["said"] == "full" and status["teaser"] == "teaser"


def test_duplicates_and_versions(tmp_path):
    rows = [
        {"outlet": "Gull", "text": LONG},
        {"outlet": "Gull", "text": LONG},
        {"outlet": "Crane", "text": LONG},
        {"text": "Another."},
        {"text": "Another."},
        {"outlet": "Crane", "text": "Once."},
        {
            "outlet": "Keel",
            "title": "Fire",
            "url": "https://keel.example/1",
            "text": LONG * 2,
            "published": "2024-01-01",
        },
        {
            "outlet": "Keel",
            "title": "Fire",
            "url": "https://keel.example/1",
            "text": LONG * 3,
            "published": "2024-01-02",
        },
    ]
    folder(tmp_path, a_dot_jsonl=lines(*rows))
    _, report = ss.read_articles(tmp_path, language="en")
    assert report.duplicates.to_dict("records") == [
        {"kind": "same words, same outlet", "n_texts": 1, "n_articles": 2, "n_exact": 2},
        {"kind": "same words, several outlets", "n_texts": 1, "n_articles": 3, "n_exact": 3},
        {"kind": "same words, outlet not known", "n_texts": 1, "n_articles": 2, "n_exact": 2},
    ]
    assert ("a-8", "a-7") in set(zip(report.versions["article_id"], report.versions["version_of"], strict=True))


@pytest.mark.parametrize(
    "sizes, said",
    [
        ([20, 18], None),
        ([20], "PART OF A SEARCH: p0.json: 20 of the 38 its search found (totalResults: 38)\n"),
        ([20, 10], "PART OF A SEARCH: p0.json and 1 more: 30 of the 38 its search found (totalResults: 38)\n"),
        ([20, 20], "PART OF A SEARCH: p0.json and 1 more: 40, more than the 38 its search found (totalResults: 38)\n"),
    ],
)
@pytest.mark.parametrize("is_nested", [False, True])
def test_pages_of_a_search_are_counted_together(tmp_path, sizes, said, is_nested):
    for page, n in enumerate(sizes):
        rows = [{"title": f"A {page} {one}", "content": "One quay."} for one in range(n)]
        answer = {"totalResults": 38, "results" if is_nested else "articles": rows}
        (tmp_path / f"p{page}.json").write_text(json.dumps({"articles": answer} if is_nested else answer))
    _, report = ss.read_articles(tmp_path, language="en")
    assert report.summary().startswith(said or f"{sum(sizes)} articles")
    assert report.is_complete and report.files["n_missing"].isna().all()
    assert report.flow[report.flow["step"] == "records"]["n"].tolist() == [sum(sizes), 0, 0]


def test_an_empty_folder_gives_empty_tables(tmp_path):
    articles, report = ss.read_articles(tmp_path)
    assert len(articles) == 0 and report.is_complete
    ss.schema.check(articles, "articles")
    said = "0 articles from 0 of 0 files, 0 rejects\nNOTHING TO READ: no file is there that is not hidden or left out"
    assert report.summary() == said and report.source_line == "0 articles from 0 files of 0 formats, 0 rejected"
    assert str(report) and report._repr_html_() and report.to_csv(tmp_path / "out")


def test_precision_by_source(tmp_path):
    days = ("2024-10-14T08:30Z", "2024-10-14", "2024-10", "soon", "2024-02-30")
    folder(tmp_path, a_dot_jsonl=lines(*({"outlet": "Gull", "text": "x", "published": day} for day in days)))
    articles, report = ss.read_articles(tmp_path, language="en")
    row = report.precision.iloc[0]
    assert (row["outlet"], row["n"], row["n_minute"], row["n_day"], row["n_month"], row["n_unknown"]) == (
        "Gull",
        5,
        1,
        1,
        1,
        2,
    )
    assert articles["date_shown"].tolist()[3:] == ["soon", "2024-02-30"]


def test_what_no_file_can_hold_is_told(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title":"a\\u0000b","text":"x\\ud800y\\u0000"}\n')
    articles, report = ss.read_articles(tmp_path, language="en")
    assert (articles["title"][0], articles["text"][0]) == ("a\ufffdb", "x\ufffdy\0")
    assert report.remarks["says"].str.contains("kept as U\\+FFFD").sum() == 2
    ss.schema.check(articles, "articles")


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_what_was_written_reads_back_the_same(tmp_path, ending):
    rows = [
        {"outlet": "Gull", "title": "Ä", "text": LONG, "published": "2024-10-14T08:30:00Z", "language": "en"},
        {"outlet": "Gull", "text": "Пожежа в порту.", "published": "2024-10", "language": "uk", "stated_words": 500},
        {"title": "No text", "language": "en"},
    ]
    source = folder(tmp_path / "in", a_dot_jsonl=lines(*rows, {"none": 1}))
    first, _ = ss.read_articles(source)
    into, kept = tmp_path / f"out.{ending}", tmp_path / "rejects.jsonl"
    report = write_articles(source, into, options=Options(), rejects=kept)
    assert (report.n_articles, report.n_rejected) == (3, 1)
    assert [json.loads(line)["raw"] for line in kept.read_text().splitlines()] == ['{"none": 1}\n']
    second, again = ss.read_articles(into)
    assert again.is_complete
    same = [name for name in first.columns if name not in ("story", "source_file", "source_format")]
    pd.testing.assert_frame_equal(first[same], second[same])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", into.name, kept.name]


def test_nothing_is_written_among_what_is_read(tmp_path):
    folder(tmp_path, a_dot_txt=LONG)
    for into in (tmp_path / "out.parquet", tmp_path / "a.txt.jsonl"):
        with pytest.raises(ss.errors.SamestoryError, match="written among the files that are read"):
            write_articles(tmp_path, into)
    with pytest.raises(ss.errors.SamestoryError, match="cannot be written"):
        write_articles(tmp_path, tmp_path.parent / "out.xlsx")


def test_copies_are_known_by_their_words_whatever_each_service_does_to_the_page(tmp_path):
    once = "« L’incendie\u202f: 4 morts », dit-on.\n\nLe QUAI est fermé."
    rows = [
        {"outlet": "Mouette", "text": once},
        {"outlet": "Mouette", "text": once.replace("\n\n", "\n").replace("’", "'").replace("\u202f", " ")},
        {"outlet": "Grue", "text": once.replace("é", "e\u0301").lower()},
        {"outlet": "Grue", "text": once.replace("4", "5")},
        {"outlet": "Grue", "text": "…"},
        {"outlet": "Grue", "text": "!"},
    ]
    _, report = ss.read_articles(folder(tmp_path, a_dot_jsonl=lines(*rows)), language="fr")
    assert report.duplicates.values.tolist() == [
        ["same words, same outlet", 1, 2, 0],
        ["same words, several outlets", 1, 3, 0],
    ]
    assert "same words, several outlets: 1 text in 3 articles, 0 to the last sign" in report.summary()
    repeats = report.flow[report.flow["step"] == "repeats"]
    assert dict(zip(repeats["part"], repeats["n"], strict=True)) == {
        "text once": 4,
        "same words again": 2,
        "no text": 0,
    }


@pytest.mark.parametrize("n, status", [(60, "cut"), (400, "full")])
def test_dots_end_a_snippet_and_are_only_told_of_a_long_text(tmp_path, n, status):
    text = " ".join(f"word{i}" for i in range(n)) + "…"
    articles, report = ss.read_articles(folder(tmp_path, a_dot_jsonl=lines({"text": text})), language="en")
    assert articles["text_status"].tolist() == [status]
    assert report.truncation["sign"].tolist() == ["dots at the end"]


def test_a_file_that_breaks_off_is_not_complete(tmp_path):
    feed = "<rss version='2.0'><channel><item><title>One</title><link>https://a.example/1</link></item>"
    (tmp_path / "a.xml").write_text(feed)
    _, report = ss.read_articles(tmp_path, language="en")
    assert (report.n_articles, report.n_rejected, len(report.rejects)) == (1, 0, 1)
    assert not report.is_complete


def test_a_readme_among_exports_is_no_article_and_is_said(tmp_path):
    """Only where nobody named it: in a folder or an archive. Named, it is read as any text."""
    inside = tmp_path / "exports"
    (inside / "week1").mkdir(parents=True)
    (inside / "README.md").write_text("# How these were exported\n\nBy hand.\n")
    (inside / "week1" / "Lisez-moi.txt").write_text("Exporté à la main.\n")
    (inside / "read the harbour.txt").write_text("Six boats burned.\n")
    (inside / "readmes.txt").write_text("A column on manuals.\n")
    with zipfile.ZipFile(inside / "week2.zip", "w") as archive:
        archive.writestr("week2/ReadMe.txt", "Zipped by hand.\n")
        archive.writestr("week2/b.txt", "The quay is closed.\n")
    with tarfile.open(inside / "week3.tar.gz", "w:gz") as archive:
        for name, text in (("README", b"Packed by hand.\n"), ("c.txt", b"The quay is open.\n")):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    articles, report = ss.read_articles(inside, language="en")
    assert sorted(articles["article_id"]) == ["b", "c", "read-the-harbour", "readmes"]
    left = report.remarks[report.remarks["kind"] == "left out"]
    assert dict(zip(left["file"], left["says"].str.partition("; ")[2], strict=True)) == {
        "README.md": "name the file to have it read",
        "week1/Lisez-moi.txt": "name the file to have it read",
        "week2.zip/week2/ReadMe.txt": "unpack and name it to have it read",
        "week3.tar.gz/README": "unpack and name it to have it read",
    }
    assert report.n_left_out == 4 and report.is_complete and "4 left out" in report.summary()
    assert "README.md: left out: about the files beside it, no article" in str(report)
    named, _ = ss.read_articles([inside / "README.md", inside / "readmes.txt"], language="en")
    assert named["article_id"].tolist() == ["README", "readmes"]


def test_a_control_character_in_the_number_of_a_document_is_no_part_of_its_place(tmp_path):
    sample = Path(__file__).parents[1] / "intake" / "formats" / "samples" / "europresse_saved.html"
    page = sample.read_text("utf-8").replace("20241015·PHN·0001", "20241015·PHN\x10·0001")
    (tmp_path / "saved.html").write_text(page, "utf-8")
    articles, _ = ss.read_articles(tmp_path / "saved.html")
    assert len(articles) == 2
    assert articles["source_file"].iloc[0] == "saved.html, document 1, news·20241015·PHN\N{REPLACEMENT CHARACTER}·0001"
