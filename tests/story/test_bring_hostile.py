"""Files with hostile names, links, archives and full disks: nothing leaves the story folder, and nothing is lost."""

import csv
import errno
import zipfile

import pytest

import samestory as ss
from samestory.errors import StoryError
from samestory.intake.files import sources
from samestory.runs.digests import folder_digest
from samestory.story import add_to_story, bring, bring_files, new_story, not_read, story_from
from samestory.story.load import read_story

TEXT = "The dam above the town gave way at dawn, the fire service said on Tuesday. Two streets were buried in mud.\n"


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def article(number):
    return f"Dam {number} breaks\nNorthern Courier, {number} May 2026\n\nDam {number}. {TEXT}"


def bytes_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["\U0001d160" * 60, "\u0958" * 80, "x" * 240, "--help", "a\nb\tc", "\u202ea\x1b[31m"])
def test_a_name_that_is_too_long_or_no_plain_text_is_made_one_that_fits(raw, tmp_path, name):
    (raw / f"{name}.txt").write_text(article(1))
    (raw / "other.txt").write_text(article(2))
    done = story_from("mine", [raw], into=tmp_path)
    assert (len(done.rows), done.left_out, done.faults) == (2, [], [])
    for path in (done.folder / "articles").iterdir():
        assert len(path.name.encode()) < 240 and path.name.isprintable()


def test_a_line_feed_in_a_name_begins_no_line_of_a_message(raw):
    (raw / "x\nstory mine: 900 articles.pdf").write_bytes(b"%PDF")
    (one,) = sources([raw])
    assert one.name == "x\N{REPLACEMENT CHARACTER}story mine: 900 articles.pdf"


def test_two_members_of_one_name_are_two_articles(raw, tmp_path):
    with pytest.warns(UserWarning), zipfile.ZipFile(raw / "two.zip", "w") as archive:
        archive.writestr("a.txt", article(1))
        archive.writestr("a.txt", article(2))
    done = story_from("mine", [raw], into=tmp_path)
    assert set(done.rows["source_file"]) == {"articles/two.zip/a.txt", "articles/two.zip/a (2).txt"}
    assert done.faults == [] and sorted(ss.load_story(done.folder).articles["title"]) == [
        "Dam 1 breaks",
        "Dam 2 breaks",
    ]


@pytest.mark.parametrize("linked", ["articles", "articles/week"])
def test_no_file_is_copied_through_a_link_in_the_story(raw, tmp_path, linked):
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = new_story("mine", into=tmp_path)
    if linked == "articles":
        (folder / "articles").rmdir()
    (folder / linked).symlink_to(outside)
    (raw / "week").mkdir()
    (raw / "week" / "a.txt").write_text(article(1))
    with pytest.raises(ss.errors.StoryError, match="is a link or a file|leads out of the story folder"):
        add_to_story(str(folder), [raw])
    assert list(outside.iterdir()) == []


def test_a_codebook_that_is_a_link_is_not_written_through(raw, tmp_path):
    outside = tmp_path / "theirs.yaml"
    outside.write_text("claims: {}\n")
    folder = new_story("mine", into=tmp_path)
    (folder / "codebook.yaml").unlink()
    (folder / "codebook.yaml").symlink_to(outside)
    (raw / "a.txt").write_text(article(1))
    (raw / "codebook.yaml").write_text("claims:\n  C01: {name: x}\n")
    done = add_to_story(str(folder), [raw])
    assert outside.read_text() == "claims: {}\n"
    assert any("is a link" in why for _, why in done.left_out)


def test_a_full_disk_leaves_the_story_as_it_was(raw, tmp_path, monkeypatch):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    before = bytes_below(folder)
    poured = bring_files._pour

    def full(stream, out):
        poured(stream, out)
        if len(list((folder / "articles").glob("*.txt"))) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bring_files, "_pour", full)
    for number in (2, 3, 4):
        (raw / f"{number}.txt").write_text(article(number))
    (raw / "codebook.yaml").write_text("claims: {}\nunit: another\n")
    with pytest.raises(OSError, match="No space"):
        add_to_story(str(folder), [raw])
    assert bytes_below(folder) == before


@pytest.mark.parametrize("where", ["add_rows", "_look_again"])
def test_a_failure_after_the_copying_leaves_the_story_as_it_was(raw, tmp_path, monkeypatch, where):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    before = bytes_below(folder)
    (raw / "b.txt").write_text(article(2))

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(bring, where, stopped)
    with pytest.raises(KeyboardInterrupt):
        add_to_story(str(folder), [raw])
    assert bytes_below(folder) == before


def test_a_file_that_vanishes_or_may_not_be_read_is_left_out_and_the_others_are_taken(raw, tmp_path, monkeypatch):
    (raw / "a.txt").write_text(article(1))
    (raw / "b.txt").write_text(article(2))

    def vanishing(paths):
        for one in sources(paths):
            if one.name == "a.txt":
                (raw / "a.txt").unlink()
            yield one

    monkeypatch.setattr(bring_files, "sources", vanishing)
    done = story_from("mine", [raw], into=tmp_path)
    assert done.left_out == [("a.txt", "cannot be copied: No such file or directory")]
    assert list(done.rows["article_id"]) == ["b"]


def test_a_link_that_leads_nowhere_is_no_free_name_for_a_story(tmp_path):
    (tmp_path / "mine").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ss.errors.StoryError, match="is there already"):
        new_story("mine", into=tmp_path)


@pytest.mark.parametrize("row", ["Northern Courier,second", ",nobody"])
def test_an_outlet_given_twice_or_not_at_all_is_a_fault_with_its_row(raw, tmp_path, row):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    (folder / "outlets.csv").write_text(f"outlet,owner\nNorthern Courier,first\n{row}\n")
    with pytest.raises(
        ss.errors.StoryError, match=r"outlets\.csv, row 3: outlet .*(given twice, first in row 2|is empty)"
    ):
        ss.load_story(folder)


def test_a_table_of_outlets_has_a_bound_of_columns(raw, tmp_path):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    for n, is_read in ((199, True), (200, False)):
        names = [f"c{number}" for number in range(n)]
        cells = ["x"] * n
        (folder / "outlets.csv").write_text(f"outlet,{','.join(names)}\nNorthern Courier,{','.join(cells)}\n")
        if is_read:
            assert ss.load_story(folder).outlets.loc[0, "c198"] == "x"
        else:
            with pytest.raises(ss.errors.StoryError, match=r"outlets\.csv: 201 columns; it may have 200"):
                ss.load_story(folder)


def test_a_long_cell_is_read_whatever_was_read_before_and_an_open_quotation_mark_names_its_line(raw, tmp_path):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    whole = (folder / "coverage.csv").read_text("utf-8-sig").splitlines()
    (folder / "coverage.csv").write_text(f"{whole[0]},mine\n{whole[1]},{'x' * 200_000}\n")
    csv.field_size_limit(131_072)
    assert len(ss.load_story(folder).articles) == 1
    (folder / "coverage.csv").write_text(f'{whole[0]}\n"{whole[1]}\n')
    with pytest.raises(ss.errors.StoryError, match=r"coverage\.csv, line 2: not readable as CSV: .*quotation mark"):
        ss.load_story(folder)


def test_a_second_intake_says_that_another_is_under_way_and_changes_nothing(raw, tmp_path, monkeypatch):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    (raw / "b.txt").write_text(article(2))
    second = tmp_path / "second"
    second.mkdir()
    (second / "c.txt").write_text(article(3))
    look_again, said = bring._look_again, []

    def meanwhile(*given):
        before = bytes_below(folder)
        with pytest.raises(StoryError, match="story mine: another intake is under way; nothing was changed") as error:
            add_to_story(str(folder), [second])
        said.append(str(error.value))
        assert bytes_below(folder) == before
        assert not_read(read_story(folder, texts=False)[0]) == []
        look_again(*given)

    monkeypatch.setattr(bring, "_look_again", meanwhile)
    done = add_to_story(str(folder), [raw])
    assert (len(said), done.n_articles, done.faults) == (1, 2, [])
    monkeypatch.setattr(bring, "_look_again", look_again)
    assert add_to_story(str(folder), [second]).n_articles == 3
    assert [path for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_link_or_a_folder_in_place_of_the_lock_is_refused_and_not_followed(raw, tmp_path):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    (raw / "b.txt").write_text(article(2))
    lock, outside = folder / bring_files.LOCK, tmp_path / "outside"
    lock.symlink_to(outside)
    before = bytes_below(folder)
    with pytest.raises(StoryError, match="is a link, a folder or a device"):
        add_to_story(str(folder), [raw])
    assert bytes_below(folder) == before and not outside.exists()
    lock.unlink()
    lock.mkdir()
    with pytest.raises(StoryError, match="is a link, a folder or a device"):
        add_to_story(str(folder), [raw])


def test_a_lock_that_a_killed_command_left_hinders_nothing(raw, tmp_path):
    (raw / "a.txt").write_text(article(1))
    folder = story_from("mine", [raw], into=tmp_path).folder
    digest = folder_digest(folder)
    (folder / bring_files.LOCK).write_text("")
    story, faults = read_story(folder, texts=False)
    assert (len(story.articles), faults, folder_digest(folder)) == (1, [], digest)
    (raw / "b.txt").write_text(article(2))
    assert add_to_story(str(folder), [raw]).n_articles == 2


def test_of_two_new_stories_of_one_name_the_second_is_refused(raw, tmp_path, monkeypatch):
    (raw / "a.txt").write_text(article(1))

    def first(draft):
        story_from("mine", [raw], into=tmp_path)

    with pytest.raises(StoryError, match="mine is there already"):
        new_story("mine", into=tmp_path, fill=first)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "raw"]
    assert len(ss.load_story(tmp_path / "mine").articles) == 1
