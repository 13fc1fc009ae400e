"""``new --from`` and ``intake --story``: any files become a story that loads, and every guess is marked."""

import csv
import json
import zipfile

import pytest

import samestory as ss
from samestory import paths
from samestory.story import add_to_story, story_from

TEXT = "The dam above the town gave way at dawn, the fire service said on Tuesday. Two streets were buried in mud.\n"
HEADLESS = "Dam breaks\nNorthern Courier, 12 May 2026\n\n" + TEXT


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw files"
    folder.mkdir()
    return folder


def rows_of(folder):
    with (folder / "coverage.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["article_id"]: row for row in csv.DictReader(file)}


def test_a_text_without_head_is_understood_and_each_guess_is_marked(raw, tmp_path):
    (raw / "first.txt").write_text(HEADLESS)
    done = story_from("mine", [raw], into=tmp_path)
    assert rows_of(done.folder)["first"] == {
        "article_id": "first", "outlet": "Northern Courier", "published": "2026-05-12", "published_precision": "day",
        "language": "en", "event": "main", "title": "Dam breaks", "text_status": "full",
        "guessed": "outlet published language title event", "source_file": "articles/first.txt",
    }  # fmt: skip
    article = ss.load_story(done.folder).article("first")
    assert article["text"] == TEXT.strip() and article["title"] == "Dam breaks"
    assert done.faults == [] and not done.has_codebook


def test_what_a_person_corrects_is_the_word_and_an_empty_cell_means_not_known(raw, tmp_path):
    (raw / "first.txt").write_text(HEADLESS)
    folder = story_from("mine", [raw], into=tmp_path).folder
    said = (folder / "coverage.csv").read_text("utf-8-sig")
    said = said.replace("first,Northern Courier,2026-05-12,", "gull-1,The Gull,,").replace("main", "")
    (folder / "coverage.csv").write_text(said.replace(",", ";"), "utf-8")
    story = ss.load_story(folder)
    article = story.article("gull-1")
    assert (article["outlet"], article["published_precision"], article["event"]) == ("The Gull", "unknown", "main")
    assert "coverage.csv: read with a semicolon between its cells" in story.remarks


def test_the_id_column_of_a_table_is_kept_and_unfit_ids_are_made_anew(raw, tmp_path):
    (raw / "t.csv").write_text(f'id,Headline,Text\nk1,Dam breaks,"{TEXT}"\nk 2,Mud wave,"{TEXT} More."\n')
    done = story_from("mine", [raw], into=tmp_path)
    assert list(done.rows["article_id"]) == ["k1", "t-2"]
    assert any("1 ids are no article_id" in line for line in done.remarks)


def test_files_of_one_name_and_ids_given_twice_stay_apart(raw, tmp_path):
    for place, outlet in (("a", "The Gull"), ("b", "The Tern")):
        (raw / place).mkdir()
        head = f"---\narticle_id: same\noutlet: {outlet}\n---\n\n"
        (raw / place / "x.txt").write_text(head + TEXT + f"Said {outlet}.")
    done = story_from("mine", [raw], into=tmp_path)
    assert sorted(done.rows["article_id"]) == ["same", "same.2"] and done.faults == []
    assert set(ss.load_story(done.folder).articles["outlet"]) == {"The Gull", "The Tern"}


def test_the_same_text_in_two_files_is_taken_once_but_not_of_two_outlets(raw, tmp_path):
    (raw / "a.txt").write_text(HEADLESS)
    (raw / "b.txt").write_text("Dam breaks\n\n" + TEXT)
    for name, outlet in (("c", "The Gull"), ("d", "The Tern")):
        (raw / f"{name}.txt").write_text(f"---\noutlet: {outlet}\n---\n\n{TEXT}Another end.\n")
    done = story_from("mine", [raw], into=tmp_path)
    assert sorted(done.rows["article_id"]) == ["a", "c", "d"]
    assert done.left_out == [("b.txt", "the same text as articles/a.txt")]


def test_a_copy_that_names_another_outlet_in_its_head_is_taken_in(raw, tmp_path):
    for name, outlet in (("a", "Northern Courier"), ("b", "River Herald"), ("c", "Northern Courier")):
        (raw / f"{name}.txt").write_text(f"Dam breaks above the town\n{outlet}, 4 March 2026\n\n{TEXT}")
    done = story_from("mine", [raw], into=tmp_path)
    assert sorted(done.rows["outlet"]) == ["Northern Courier", "River Herald"]
    assert done.left_out == [("c.txt", "the same text as articles/a.txt")]


def test_what_is_no_article_is_left_out_with_its_reason(raw, tmp_path):
    (raw / "first.txt").write_text(HEADLESS)
    (raw / "empty.txt").write_text("")
    (raw / "blank.txt").write_text(" \n\n")
    (raw / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9)
    (raw / "names.csv").write_text("article,who\nfirst,Ada\n")
    (raw / "README.md").write_text("About these files.\n")
    done = story_from("mine", [raw], into=tmp_path)
    assert dict(done.left_out).keys() == {"empty.txt", "blank.txt", "picture.png", "names.csv", "README.md"}
    assert list(done.rows["article_id"]) == ["first"] and done.faults == []
    assert [path.name for path in (done.folder / "articles").iterdir()] == ["first.txt"]


def test_names_of_files_in_other_letters_and_without_ending(raw, tmp_path):
    (raw / "Прорыв дамбы.txt").write_text(HEADLESS + "One.")
    (raw / "kıyı ßø.txt").write_bytes(b"\xef\xbb\xbf" + (HEADLESS + "Two.").replace("\n", "\r\n").encode())
    (raw / "no ending").write_text(HEADLESS + "Three.")
    (raw / "utf16.TXT").write_bytes((HEADLESS + "Four.").encode("utf-16"))
    done = story_from("mine", [raw], into=tmp_path)
    assert set(done.rows["article_id"]) == {"proryv-damby", "kiyi-sso", "no-ending", "utf16"}
    assert set(done.rows["outlet"]) == {"Northern Courier"} and done.left_out == []


def test_nothing_to_take_in_leaves_no_story(raw, tmp_path):
    (raw / "empty.txt").write_text("")
    with pytest.raises(ss.errors.StoryError, match="no article to take in:\n- empty.txt: is empty"):
        story_from("mine", [raw], into=tmp_path)
    assert not (tmp_path / "mine").exists()


def test_records_that_cannot_be_read_are_listed_and_known_to_the_story(raw, tmp_path):
    (raw / "t.csv").write_text(f'Headline,Text\nDam breaks,"{TEXT}"\nonly one cell\n')
    done = story_from("mine", [raw], into=tmp_path)
    assert ss.load_story(done.folder).settings.expected == {"rejected": 1}
    assert any(line.startswith("not read: articles/t.csv, row 3") for line in done.remarks)


def test_an_archive_and_events_and_invented_heads(raw, tmp_path):
    with zipfile.ZipFile(raw / "z.zip", "w") as archive:
        archive.writestr("a.json", json.dumps([{"title": "Dam breaks", "text": TEXT, "event": "flood"}]))
    (raw / "first.txt").write_text(f"---\ninvented: true\nnewspaper: The Gull\ndate: 12 May 2026\n---\n\n{TEXT}More.\n")
    done = story_from("mine", [raw], into=tmp_path)
    story = ss.load_story(done.folder)
    assert story.invented and set(story.settings.events) == {"main", "flood"} and done.faults == []
    article = story.article("first")
    assert (article["outlet"], article["event"], article["published_precision"]) == ("The Gull", "main", "day")


def test_files_are_added_and_what_a_person_wrote_stays(raw, tmp_path):
    (raw / "first.txt").write_text(HEADLESS)
    folder = story_from("mine", [raw], into=tmp_path).folder
    said = (folder / "coverage.csv").read_text("utf-8-sig").replace("Northern Courier", "The Gull")
    (folder / "coverage.csv").write_text(said.replace("\n", ",seen\n", 1).replace("first.txt\n", "first.txt,yes\n"))
    (raw / "second.txt").write_text(HEADLESS.replace("Dam", "School").replace("dam", "roof"))
    done = add_to_story(str(folder), [raw])
    assert list(done.rows["article_id"]) == ["second"] and done.n_articles == 2
    assert ("first.txt", "is in the story already, byte for byte") in done.left_out
    assert rows_of(folder)["first"]["outlet"] == "The Gull" and rows_of(folder)["first"]["seen"] == "yes"
    assert "coverage.csv: columns of your own, kept in the file and not used: seen" in ss.load_story(folder).remarks


def test_a_story_that_is_not_there_is_made(raw, project):
    (raw / "first.txt").write_text(HEADLESS)
    assert add_to_story("mine", [raw]).folder == project / "seeds" / "mine"
    assert ss.stories() == ["mine"]


def test_no_cell_of_coverage_is_a_formula_and_titles_come_back_whole(raw, tmp_path):
    (raw / "first.txt").write_text(f"---\ntitle: =1+1 dead\noutlet: The Gull\n---\n\n{TEXT}")
    folder = story_from("mine", [raw], into=tmp_path).folder
    assert ",'=1+1 dead," in (folder / "coverage.csv").read_text("utf-8-sig")
    assert ss.load_story(folder).article("first")["title"] == "=1+1 dead"


def test_faults_of_all_layers_come_at_once_each_with_what_to_write(small_story):
    def edit(name, old, new):
        path = small_story / name
        path.write_text(path.read_text().replace(old, new, 1))

    edit("story.yaml", "title:", "titel:")
    edit("codebook.yaml", "unit:", "unti:")
    (small_story / "coverage.csv").write_text("article_id,outlet,publshed\nfrist-article,A,2024-01-01\n")
    (small_story / "articles/bad.txt").write_text("---\noutlet: A\n\nText.\n")
    edit("coding/claims.csv", "first-article", "first-artcle")
    (small_story / "coding/numbers.csv").write_text(
        "article_id,quantity,value_text,low,high,unit,attributed_to,begin,end,coder\n"
        "first-article,example_quantity,nine,9,9,persons,,5,9999,hand\n"
    )
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(small_story)
    said = "\n".join(caught.value.faults)
    for words in (
        "unknown key 'titel'. Did you mean 'title'?",
        "unknown key 'unti'. Did you mean 'unit'?",
        "coverage.csv: unknown column 'publshed'. Did you mean 'published'?",
        "coverage.csv, row 2: article_id 'frist-article' is not an article with a text. Did you mean 'first-article'?",
        "articles/bad.txt: the head that starts with --- has no closing line ---",
        "'first-artcle': Did you mean 'first-article'?",
        "points past the end of the article's text",
    ):
        assert words in said, words


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_come_back_from_any_spreadsheet(small_story, sign, encoding):
    rows = ["article_id,status,attributed_to,claim_id,coder,mine", "first-article,attributed,Zoë Müller,C01,hand,x"]
    raw = "\r\n".join(rows).replace(",", sign) + "\r\n" + sign * 5 + "\r\n"
    (small_story / "coding/claims.csv").write_bytes(raw.encode(encoding))
    story = ss.load_story(small_story)
    assert list(story.table("claims")["attributed_to"]) == ["Zoë Müller"]
    assert "coding/claims.csv: columns of your own, kept in the file and not used: mine" in story.remarks


def test_an_article_without_event_belongs_to_the_default_and_else_is_listed(small_story):
    path = small_story / "story.yaml"
    path.write_text(path.read_text().replace("events:\n", "events:\n  other: Something else.\n", 1))
    (small_story / "articles/first-article.txt").write_text(
        f"---\narticle_id: first-article\nlanguage: en\n---\n{TEXT}"
    )
    story = ss.load_story(small_story)
    assert story.articles["event"].isna().all()
    assert any("1 of 1 articles have no event" in line and "first-article" in line for line in story.remarks)
    path.write_text(path.read_text() + "default_event: other\n")
    assert list(ss.load_story(small_story).articles["event"]) == ["other"]


def test_period_and_languages_are_those_of_the_articles_unless_given(raw, tmp_path):
    (raw / "first.txt").write_text(HEADLESS)
    settings = ss.load_story(story_from("mine", [raw], into=tmp_path).folder).settings
    assert settings.languages == ["en"] and str(settings.period.begin) == str(settings.period.end) == "2026-05-12"


def test_stories_of_ones_own_are_ignored_by_git_and_shipped_ones_are_not():
    lines = (paths.PACKAGE.parents[1] / ".gitignore").read_text("utf-8").splitlines()
    kept = {line.removeprefix("!seeds/").rstrip("/") for line in lines if line.startswith("!seeds/")}
    assert "seeds/*" in lines
    assert kept == {"mali-drones", "harbour-fire", "harbour-fire-unseen", "harbour-fire-exports"}
    assert lines.index("seeds/*") < lines.index("seeds/*/texts/")
