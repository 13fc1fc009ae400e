"""Loading a story folder: the sound one, and each way to be broken with the message it gives."""

import dataclasses
import os

import pandas as pd
import pytest

import samestory as ss


def edit(folder, name, old, new, count=1):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def faults(folder):
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(folder)
    return str(caught.value)


def only(folder, *said):
    """The one fault of a folder says all this."""
    found = faults(folder)
    assert found.startswith(f"story {folder.name}: 1 fault\n"), found
    for words in said:
        assert words in found
    return found


def test_a_sound_folder_loads(small_story):
    story = ss.load_story(small_story)
    assert list(story.articles["article_id"]) == ["first-article"]
    assert story.articles["text"].iloc[0].startswith("Replace this line")
    assert len(story.table("claims")) == 1
    assert story.table("claims")["status"].iloc[0] == "absent"
    assert story.tables() == ["claims"]
    assert story.coders() == ["hand"]


def test_a_story_is_frozen(small_story):
    story = ss.load_story(small_story)
    with pytest.raises(dataclasses.FrozenInstanceError):
        story.name = "other"
    articles, claims, codings = story.articles, story.table("claims"), story.codings
    articles.loc[0, "outlet"] = "changed"
    claims.loc[0, "status"] = "asserted"
    codings["claims"].loc[0, "status"] = "asserted"
    assert story.articles["outlet"].iloc[0] == "Example Outlet"
    assert story.table("claims")["status"].iloc[0] == "absent"
    assert story.codings["claims"]["status"].iloc[0] == "absent"


def test_unknown_story_suggests_and_lists(project):
    ss.story.new_story("harbour-fire")
    assert ss.stories() == ["harbour-fire"]
    with pytest.raises(
        ss.errors.StoryError, match=r"no story 'harbor-fire'. Did you mean 'harbour-fire'\? Stories: harbour-fire"
    ):
        ss.load_story("harbor-fire")
    with pytest.raises(ss.errors.StoryError, match="not a story folder: story.yaml is missing"):
        ss.load_story(project / "seeds")


def test_unknown_coder_and_article_suggest(small_story):
    story = ss.load_story(small_story)
    with pytest.raises(ss.errors.StoryError, match="no coder 'hnad'. Did you mean 'hand'"):
        story.table("claims", coder="hnad")
    with pytest.raises(ss.errors.StoryError, match="no article 'first-artcle'. Did you mean 'first-article'"):
        story.article("first-artcle")


def test_unknown_key_in_settings(small_story):
    edit(small_story, "story.yaml", "question:", "qestion:")
    said = faults(small_story)
    assert "story.yaml, line 4: unknown key 'qestion'. Did you mean 'question'?" in said
    assert "story.yaml, line 2: key 'question' is missing" in said


def test_unknown_nested_key_and_wrong_type(small_story):
    edit(small_story, "story.yaml", "begin:", "begins:")
    assert "unknown key 'period.begins'. Did you mean 'begin'?" in faults(small_story)


def test_period_out_of_order(small_story):
    edit(small_story, "story.yaml", "period: {begin: ", "period: {begin: 2999-01-01, end: 2024-01-01} #")
    only(small_story, "story.yaml, line 8: period", "begin 2999-01-01 is after end 2024-01-01")


@pytest.mark.parametrize("name", ["story.yaml", "codebook.yaml", "card.md"])
def test_missing_file(small_story, name):
    (small_story / name).unlink()
    if name == "story.yaml":
        with pytest.raises(ss.errors.StoryError, match="not a story folder"):
            ss.load_story(small_story)
    else:
        only(small_story, f"{name}: is missing, or not a plain file")


def test_a_story_without_articles_loads_and_has_none(small_story):
    (small_story / "articles" / "first-article.txt").unlink()
    (small_story / "coding" / "claims.csv").unlink()
    edit(small_story, "story.yaml", "expected: {articles: 1}", "expected: {}")
    edit(small_story, "story.yaml", "focus: first-article\n", "")
    assert ss.load_story(small_story).articles.empty


def test_codebook_with_an_unknown_status(small_story):
    edit(small_story, "codebook.yaml", "  hedged:", "  hegded:")
    only(small_story, "codebook.yaml, line 6", "unknown status 'hegded'. Did you mean 'hedged'?")


def test_codebook_in_a_language_that_is_none(small_story):
    given = (small_story / "codebook.yaml").read_text("utf-8")
    assert "en: [" in given
    (small_story / "codebook.yaml").write_text(given.replace("en: [", "eng: [", 1), "utf-8")
    line = next(n for n, said in enumerate(given.splitlines(), 1) if "en: [" in said)
    only(
        small_story,
        f"codebook.yaml, line {line}: ",
        "no language 'eng'. Did you mean 'en'? Languages: ",
        "Another one is a file languages/<code>.yaml",
    )


def test_examples_of_a_claim_are_sentences_in_any_language(small_story):
    edit(small_story, "codebook.yaml", "  C01:", "  C01:\n    examples: [Les portes étaient fermées., ' It rained. ']")
    given = ss.load_story(small_story).codebook.claims["C01"].examples
    assert given == ["Les portes étaient fermées.", "It rained."]


@pytest.mark.parametrize("given", ["{en: [It rained.]}", "It rained.", "['  ']"])
def test_examples_that_are_no_list_of_sentences(small_story, given):
    edit(small_story, "codebook.yaml", "  C01:", f"  C01:\n    examples: {given}")
    only(small_story, "codebook.yaml, line ", "C01.examples")


def test_codebook_in_a_language_of_the_story_needs_no_file(small_story):
    given = (small_story / "codebook.yaml").read_text("utf-8")
    (small_story / "codebook.yaml").write_text(given.replace("en: [", "sw: [", 1), "utf-8")
    only(small_story, "no language 'sw'")
    edit(small_story, "story.yaml", "[en]", "[en, sw]")
    ss.load_story(small_story)


def test_codebook_key_given_twice(small_story):
    edit(small_story, "codebook.yaml", "  hedged:", "  asserted: again\n  hedged:")
    only(small_story, "codebook.yaml, line 6: ", "the key 'asserted' is given twice")


def test_quantity_of_no_claim(small_story):
    edit(small_story, "codebook.yaml", "claim: C01", "claim: C77")
    only(small_story, "quantity example_quantity names claim 'C77', which is not in claims: C01")


def test_article_given_twice_in_coverage_and_in_heads(small_story):
    (small_story / "coverage.csv").write_text("article_id,outlet,language\nx,A,en\nx,B,en\n")
    only(small_story, "coverage.csv, row 3: article_id 'x' is given twice, first in coverage.csv, row 2")
    (small_story / "coverage.csv").unlink()
    text = (small_story / "articles/first-article.txt").read_text()
    (small_story / "articles/second.txt").write_text(text.replace("outlet:", "article_id: first-article\noutlet:"))
    only(small_story, "articles/second.txt: article_id 'first-article' is given twice")


def test_head_and_coverage_that_disagree(small_story):
    (small_story / "coverage.csv").write_text("article_id,outlet\nfirst-article,Other Outlet\n")
    only(small_story, "outlet is 'Example Outlet' here and 'Other Outlet' in coverage.csv, row 2")


def test_unknown_key_in_a_head_names_its_line(small_story):
    edit(small_story, "articles/first-article.txt", "outlet:", "oulet:")
    only(small_story, "articles/first-article.txt, line 2: unknown key 'oulet'. Did you mean 'outlet'?")


def test_head_without_end(small_story):
    (small_story / "articles/bad.txt").write_text("---\noutlet: A\n\nText.\n")
    only(small_story, "articles/bad.txt: the head that starts with --- has no closing line ---")


@pytest.mark.parametrize(("date", "remark"), [("14.10.2024", "14.10.2024"), ("2024-10-14T08:30", "2024-10-14T08:30")])
def test_a_date_in_another_form_counts_to_the_day_and_is_said(small_story, date, remark):
    edit(small_story, "articles/first-article.txt", "published: ", f"published: '{date}' #")
    story = ss.load_story(small_story)
    assert story.articles["published_precision"].iloc[0] == "day"
    assert f"published {remark!r} read as 2024-10-14" in story.remarks[0]


@pytest.mark.parametrize("date", ["2024-13-01", "yesterday"])
def test_a_date_that_cannot_be_read(small_story, date):
    text = (small_story / "articles/first-article.txt").read_text().splitlines()
    lines = [f"published: '{date}'" if line.startswith("published") else line for line in text]
    (small_story / "articles/first-article.txt").write_text("\n".join(lines))
    only(small_story, f"published is '{date}'; give 2024-10-14T08:30+02:00")


@pytest.mark.parametrize(
    ("date", "precision", "utc"),
    [
        ("2024-10-14T08:30+02:00", "minute", "2024-10-14 06:30"),
        ("2024-10-14", "day", "2024-10-14"),
        ("2024-10", "month", "2024-10-01"),
    ],
)
def test_precision_follows_the_form(small_story, date, precision, utc):
    text = (small_story / "articles/first-article.txt").read_text().splitlines()
    lines = [f"published: {date}" if line.startswith("published") else line for line in text]
    (small_story / "articles/first-article.txt").write_text("\n".join(lines))
    article = ss.load_story(small_story).articles.iloc[0]
    assert article["published_precision"] == precision
    assert article["published"] == pd.Timestamp(utc, tz="UTC")


def test_unknown_event(small_story):
    edit(small_story, "articles/first-article.txt", "event: main", "event: mian")
    only(small_story, "event 'mian' is not in story.yaml. Did you mean 'main'?")


def test_no_reader_for_a_file(small_story):
    (small_story / "articles/page.docx").write_bytes(b"PK")
    only(small_story, "articles/page.docx: no reader for .docx; readers: .txt, .md")


def test_a_text_in_another_encoding_is_read_and_said(small_story):
    edit(small_story, "story.yaml", "articles: 1", "articles: 2")
    edit(small_story, "story.yaml", "languages: [en]", "languages: [en, fr]")
    said = "Les pompiers ont évacué près de trois cents habitants après la rupture de la digue."
    (small_story / "articles/old.txt").write_bytes(said.encode("cp1252"))
    story = ss.load_story(small_story)
    assert story.article("old")["text"] == said
    assert "articles/old.txt: not UTF-8, read as cp1252" in story.remarks[0]


def test_bytes_that_are_no_text(small_story):
    (small_story / "articles/old.txt").write_bytes(b"caf\xe9\x00\x00")
    only(small_story, "articles/old.txt: byte 3 is not UTF-8")


def test_coding_that_points_at_no_article(small_story):
    edit(small_story, "coding/claims.csv", "first-article", "frist-article")
    only(small_story, "coding/claims.csv: 1 problem", "row 2", "names no article of this story")


def test_coding_beyond_the_codebook(small_story):
    edit(small_story, "coding/claims.csv", "C01", "C02")
    only(small_story, "coding/claims.csv, row 2: claim_id 'C02' is not in codebook.yaml.", "Known: C01")


def test_coding_with_an_unknown_status(small_story):
    edit(small_story, "coding/claims.csv", "absent", "abesnt")
    only(small_story, "row 2, column status: 'abesnt' given; wanted one of asserted")


def test_number_in_another_unit(small_story):
    (small_story / "coding/numbers.csv").write_text(
        "article_id,quantity,value_text,low,high,unit,attributed_to,begin,end,coder\n"
        "first-article,example_quantity,nine,9,9,km,,,,hand\n"
    )
    only(
        small_story,
        "coding/numbers.csv, row 2: unit 'km' given; codebook.yaml counts example_quantity in 'persons'",
    )


def test_file_that_is_no_table(small_story):
    (small_story / "coding/claim.csv").write_text("a\n1\n")
    only(small_story, "coding/claim.csv: is not a table of a story. Did you mean 'claims'?")


def test_two_parts_of_one_table_with_the_same_row(small_story):
    text = (small_story / "coding/claims.csv").read_text()
    (small_story / "coding/claims.again.csv").write_text(text)
    only(small_story, "two files hold the row first-article + C01 + hand")


def test_ragged_and_doubled_csv(small_story):
    path = small_story / "coding/claims.csv"
    text = path.read_text()
    path.write_text(text + "first-article,C01\n")
    only(small_story, "coding/claims.csv: the header has 8 cells, but row 3 has 2")
    path.write_text(text.replace("note\n", "coder\n", 1))
    only(small_story, "coding/claims.csv, row 1: column given twice: coder")


def test_expected_counts_are_held_against_the_tables(small_story):
    edit(small_story, "story.yaml", "articles: 1", "articles: 2")
    only(small_story, "story.yaml: expected 2 articles, found 1")
    edit(small_story, "story.yaml", "articles: 2", "artcles: 2")
    only(small_story, "unknown count 'artcles'")


def test_focus_coder_and_languages_are_real(small_story):
    edit(small_story, "story.yaml", "focus: first-article", "focus: last-article")
    edit(small_story, "story.yaml", "coder: hand", "coder: hnad")
    edit(small_story, "story.yaml", "languages: [en]", "languages: [fr]")
    said = faults(small_story)
    assert "focus 'last-article' is not an article of this story. Did you mean 'first-article'?" in said
    assert "coder 'hnad' coded nothing here; coders: hand" in said
    assert "languages leaves out en" in said


def test_a_link_out_of_the_folder_is_refused(small_story, tmp_path):
    (tmp_path / "secret.txt").write_text("not yours")
    (small_story / "articles/link.txt").symlink_to(tmp_path / "secret.txt")
    said = only(small_story, "articles/link.txt: leads out of the story folder")
    assert "not yours" not in said
    (small_story / "articles/link.txt").unlink()
    outside = tmp_path / "outside"
    (small_story / "coding").rename(outside)
    (small_story / "coding").symlink_to(outside)
    only(small_story, "coding: leads out of the story folder")


def test_a_name_cannot_climb_out_of_seeds(project):
    with pytest.raises(ss.errors.StoryError, match="no story '../../etc/passwd'"):
        ss.load_story("../../etc/passwd")


def test_a_pipe_is_not_read(small_story):
    os.mkfifo(small_story / "articles/pipe.txt")
    only(small_story, "articles/pipe.txt: is missing, or not a plain file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "line 1: aliases"),
        ("a: !!python/object/apply:os.system ['true']\n", "line 1: tags are not allowed"),
        ("a: [1\nb: 2\n", "not readable as YAML"),
        ("- a\n- b\n", "must be keys with values"),
        ("[" * 3000, "story.yaml"),
    ],
)
def test_yaml_from_strangers(small_story, text, said):
    (small_story / "story.yaml").write_text(text)
    assert said in faults(small_story)


def test_all_faults_come_at_once(small_story):
    edit(small_story, "story.yaml", "title:", "titel:")
    edit(small_story, "codebook.yaml", "unit:", "unti:")
    (small_story / "card.md").unlink()
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(small_story)
    assert len(caught.value.faults) == 4


def test_a_misspelt_key_of_the_settings_hides_no_fault_of_the_tables(small_story):
    edit(small_story, "story.yaml", "focus: first-article", "focus: frist-article\nperiode: {}")
    said = faults(small_story)
    assert "unknown key 'periode'. Did you mean 'period'?" in said
    assert "focus 'frist-article' is not an article of this story. Did you mean 'first-article'?" in said


CODED = "article_id,claim_id,status,attributed_to,begin,end,reads,coder,note\n"


def test_rows_about_an_article_with_a_fault_are_looked_at_all_the_same(small_story):
    rows = "first-article,C9,absent,,,,,second,\nfirst-article,C01,assertd,,,,,second,\n"
    (small_story / "coding" / "claims.two.csv").write_text(CODED + rows, encoding="utf-8")
    edit(small_story, "articles/first-article.txt", "language: en", "language: englsh")
    said = faults(small_story)
    assert "'englsh'; write the code of the language, such as en, nl or zh, or leave it empty" in said
    assert "claim_id 'C9' is not in codebook.yaml" in said
    assert "Did you mean 'asserted'?" in said


def test_a_row_of_no_article_has_one_fault_and_not_those_that_follow_from_it(small_story):
    row = "frist-article,C01,asserted,,0,7,Replace,second,\n"
    (small_story / "coding" / "claims.two.auto.csv").write_text(CODED + row, encoding="utf-8")
    said = only(small_story, "1 problem", "names no article of this story", "Did you mean 'first-article'?")
    assert "points past" not in said
    assert "these rows are the machine's: `samestory code` makes them anew" in said


def test_a_passage_with_wrong_offsets_is_looked_for_in_the_text(small_story):
    rows = "first-article,C01,asserted,,3,10,Replace,second,\nfirst-article,C01,asserted,,3,10,Replaces no,third,\n"
    (small_story / "coding" / "claims.two.csv").write_text(CODED + rows, encoding="utf-8")
    only(small_story, "row 2: it is at begin 0, end 7", "row 3: 'Replaces no' is nowhere in the text")


def test_a_tab_in_yaml_says_what_to_write(small_story):
    edit(small_story, "codebook.yaml", "unit:", "x:\n\ty: z\nunit:")
    assert "a tab is used here; indent with spaces" in faults(small_story)


def test_the_examples_of_a_new_codebook_hold_when_their_signs_are_taken_away(tmp_path):
    folder = ss.story.new_story("dam", into=tmp_path)
    above, begin, examples = (folder / "codebook.yaml").read_text(encoding="utf-8").partition("\nclaims:\n")
    uncommented = (
        above
        + begin
        + "\n".join(
            line.removeprefix("#") if line[:2] == "# " and line[2] == " " else line for line in examples.split("\n")
        )
    )
    (folder / "codebook.yaml").write_text(uncommented, encoding="utf-8")
    codebook = ss.load_story(folder).codebook
    assert (list(codebook.claims), list(codebook.actors)) == (["C01"], ["harbour_office"])
    assert (list(codebook.quantities), list(codebook.sources)) == (["deaths"], ["fire_service"])


def test_a_codebook_may_hold_claims_alone(small_story):
    claim = "claims:\n  C01: {name: a, kind: event, description: b}\n"
    (small_story / "codebook.yaml").write_text(claim, encoding="utf-8")
    assert ss.load_story(small_story).codebook.statuses == {}
