"""Story folders from strangers: each oddity is one readable fault, never a traceback and never a silent loss."""

import contextlib
import difflib
import os
import shutil

import pytest

import samestory as ss
from samestory.cli import main
from samestory.yamlfile import parse_yaml

CLAIMS = "article_id,claim_id,status,attributed_to,begin,end,coder,reads\n"
NUMBERS = "article_id,quantity,value_text,low,high,unit,attributed_to,begin,end,coder\n"


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder):
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('title: "a\\0b"', "line 5: the control character '\\x00' is not allowed"),
        ('title: "a\\e[31mb"', "line 5: the control character '\\x1b' is not allowed"),
        ('title: "a\\ud800b"', "line 5: the control character '\\ud800' is not allowed"),
        ("title: [breaking, rebels]", "line 5: title must be one text; put the value in quotes"),
        ("title: {rebels: advance}", "line 5: title must be one text; put the value in quotes"),
        ("invented: true", "says invented: true, and the story does not; write invented: true into story.yaml"),
        ("published: 9999-12-31T23:59-12:00", "published is '9999-12-31T23:59-12:00'; give"),
        ("published: 0000-01-01", "published is '0000-01-01'; give"),
    ],
)
def test_odd_heads(small_story, line, said):
    head = "article_id: first-article\noutlet: Example Outlet\nlanguage: en\n"
    text = f"---\n{head}{line}\n---\n\nText.\n"
    (small_story / "articles/first-article.txt").write_text(text, encoding="utf-8")
    found = refused(small_story)
    assert said in found and found.startswith("story small: 1 fault\n"), found


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("claims", CLAIMS + "first-article,C01,asserted,,5,,hand,this\n", "begin=5, end=(empty)"),
        ("claims", CLAIMS + "first-article,C01,asserted,,5,1e30,hand,\n", "column end: '1e30' given; wanted a whole"),
        ("claims", CLAIMS + "first-article,C01,absent,,,,ha\0nd,\n", "'ha\\x00nd' given; wanted text without control"),
        ("numbers", NUMBERS + "first-article,example_quantity,many,inf,,persons,,,,hand\n", "column low: 'inf' given"),
        (
            "numbers",
            NUMBERS + "first-article,example_quantity,many,,,persons,,,,hand\n",
            "at least one of them is given",
        ),
    ],
)
def test_odd_cells(small_story, table, text, said):
    (small_story / f"coding/{table}.csv").write_text(text, encoding="utf-8")
    assert said in refused(small_story)


@pytest.mark.parametrize("name", ["coverage.csv", "coding", "truth", "codebook.yaml", "articles/loop.txt"])
def test_links_that_lead_nowhere(small_story, name):
    path = small_story / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)  # to itself
    assert f"{name}: is " in refused(small_story)


def test_a_file_where_a_folder_should_be_is_not_an_empty_folder(small_story):
    shutil.rmtree(small_story / "coding")
    (small_story / "coding").write_text("claims", encoding="utf-8")
    assert "coding: is not a folder" in refused(small_story)


def test_a_name_that_is_no_text(small_story, monkeypatch, capsys):
    with open(os.fsencode(small_story / "articles") + b"/\xff\x1b[31m.txt", "w") as file:  # noqa: PTH123
        file.write("text")
    assert "rename the file" in refused(small_story)
    monkeypatch.setattr("sys.argv", ["samestory", "validate", str(small_story)])
    with pytest.raises(SystemExit):
        main()
    assert "\x1b" not in capsys.readouterr().out


def test_a_fault_in_the_only_article_is_one_fault(small_story):
    (small_story / "articles/first-article.txt").write_bytes(b"caf\xe9\x00\x00")
    assert refused(small_story).startswith("story small: 1 fault\n")


def test_an_empty_head_is_no_head(small_story):
    (small_story / "articles/first-article.txt").write_text("---\n---\n\nText.\n", encoding="utf-8")
    edit(small_story, "story.yaml", "focus: first-article\n", "")
    assert list(ss.load_story(small_story).articles["text"]) == ["Text."]


def test_folded_text_is_only_its_words():
    assert parse_yaml("a: >-\n  one two\n  three\n", "x").data == {"a": "one two three"}


@pytest.mark.parametrize("name", ["null", "true", "1e5"])
def test_a_story_may_be_called_like_a_value(tmp_path, name):
    assert ss.load_story(ss.story.new_story(name, into=tmp_path)).settings.title == name.capitalize()


@pytest.mark.parametrize("given", ["~nobody-of-that-name", "x" * 5000, "a\0b", ""])
def test_what_can_be_no_folder_is_no_story(given):
    with pytest.raises(ss.errors.StoryError, match="no story"):
        ss.load_story(given)


def test_a_vague_word_has_a_finite_bound(small_story):
    edit(small_story, "codebook.yaml", "dozens: 24", "dozens: inf")
    assert "codebook.yaml, line 15: vague.dozens: 'inf' given; input should be a finite number" in refused(small_story)


def test_a_card_is_no_archive(small_story):
    (small_story / "card.md").write_text("x" * 1_000_001, encoding="utf-8")
    assert "card.md: 1,000,001 bytes; a card may have 1,000,000" in refused(small_story)


def test_of_many_unknown_columns_few_are_held_against_the_known_ones(small_story, monkeypatch):
    asked, matches = [], difflib.get_close_matches
    monkeypatch.setattr(difflib, "get_close_matches", lambda *a, **how: asked.append(a[0]) or matches(*a, **how))
    names = ",".join(f"c{n}" for n in range(20_000))
    (small_story / "coverage.csv").write_text(f"article_id,outlet,{names}\nsecond,Gull{',x' * 20_000}\n")
    with contextlib.suppress(ss.errors.StoryError):
        ss.load_story(small_story)
    assert 0 < len(asked) <= 200


def test_a_yaml_file_larger_than_people_write_is_refused(small_story):
    (small_story / "codebook.yaml").write_text("# " + "x" * 1_000_000)
    assert "a YAML file, which people write, may have 1,000,000" in refused(small_story)


def test_a_head_larger_than_people_write_is_refused(small_story):
    (small_story / "articles" / "long.txt").write_text(f"---\ntitle: {'x' * 100_001}\n---\nText.\n")
    assert "the keys of an article may have 100,000" in refused(small_story)
