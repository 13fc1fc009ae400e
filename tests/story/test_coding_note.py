"""Whose rows a page shows, how far they can be trusted, and which articles are not coded."""

import samestory as ss

HEAD = "article_id,claim_id,status,attributed_to,begin,end,coder\n"
ARTICLE = """---
outlet: Gull
language: en
title: {title}
published: 2024-03-02
event: main
text_status: full
---

{text}
"""


def with_claims(folder, rows, name="claims.csv"):
    (folder / "coding" / name).write_text(HEAD + rows, encoding="utf-8")
    return folder


def with_article(folder, name, text):
    path = folder / "articles" / f"{name}.txt"
    path.write_text(ARTICLE.format(title=name, text=text), encoding="utf-8")
    story = folder / "story.yaml"
    said = "\n".join(line for line in story.read_text(encoding="utf-8").splitlines() if not line.startswith("expected"))
    story.write_text(said + "\n", encoding="utf-8")


def test_the_machine_is_the_coder_where_no_person_coded(small_story):
    (small_story / "coding" / "claims.csv").unlink()
    with_claims(small_story, "first-article,C01,absent,,,,auto:rules-5\n", "claims.auto.csv")
    story = ss.load_story(small_story)
    assert story.coder == "auto:rules-5" and story.is_coded_by_machine
    assert len(story.table("claims")) == 1
    assert story.source_line.endswith("coded by the machine auto:rules-5")
    (line,) = story.coding_note
    assert line == (
        "CODED BY MACHINE (auto:rules-5), by no person. Rows: claims 1."
        " Precision: not measured on this story, for no person coded it."
    )
    assert line in repr(story) and f'<p class="ss-machine">{line}</p>' in story._repr_html_()


def test_a_story_that_nobody_coded_shows_the_command_as_code(small_story):
    (small_story / "coding" / "claims.csv").unlink()
    story = ss.load_story(small_story)
    assert "`samestory code small` codes it" in repr(story) and "ss-machine" not in story._repr_html_()
    assert "<code>samestory code small</code> codes it" in story._repr_html_()


def test_a_person_goes_before_the_machine(small_story):
    with_claims(small_story, "first-article,C01,absent,,,,auto:rules-5\n", "claims.auto.csv")
    story = ss.load_story(small_story)
    assert story.coder == "hand" and not story.is_coded_by_machine and story.coding_note == []


def test_precision_is_measured_on_what_a_person_coded_too(small_story):
    with_article(small_story, "second-article", "An example was given today.")
    with_claims(small_story, "first-article,C01,asserted,,,,hand\nsecond-article,C01,asserted,,,,hand\n")
    rows = "first-article,C01,attributed,,,,auto:rules-5\nsecond-article,C01,asserted,,,,auto:rules-5\n"
    with_claims(small_story, rows, "claims.auto.csv")
    (line,) = ss.load_story(small_story, coder="auto:rules-5").coding_note
    assert line.endswith("Precision measured on 2 articles that hand coded too: claim states 1 of 2 right (50%).")


def test_articles_nobody_coded_are_counted(small_story):
    with_article(small_story, "second-article", "An example was given today.")
    assert ss.load_story(small_story).coding_note == ["1 of 2 articles not coded by hand: second-article."]


def test_a_story_without_coding_says_so(small_story):
    (small_story / "coding" / "claims.csv").unlink()
    story = ss.load_story(small_story)
    assert story.coding_note == ["Nothing is coded in this story. `samestory code small` codes it by machine."]
    assert story.source_line.endswith("not coded")


def test_families_are_found_where_no_coder_gave_them(small_story):
    words = "The harbour office said on Thursday that four men and two women were taken to hospital after the fire."
    for name in ("copy-one", "copy-two"):
        with_article(small_story, name, f"{words} They had worked in the cold store since the strike began in spring.")
    path = small_story / "articles" / "copy-two.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("outlet: Gull", "outlet: Kite"), encoding="utf-8")
    found = ss.load_story(small_story).table("families").set_index("article_id")
    assert found.at["copy-one", "family_id"] == found.at["copy-two", "family_id"]
    assert found.at["copy-one", "basis"] == "wording"


def test_an_article_that_a_coder_put_in_no_family_is_not_coded(small_story):
    with_article(small_story, "second-article", "An example was given today.")
    (small_story / "coding" / "families.csv").write_text(
        "article_id,family_id,basis,is_earliest,coder\nfirst-article,one,coded,true,hand\n", encoding="utf-8"
    )
    story = ss.load_story(small_story)
    assert story.table("families").set_index("article_id")["basis"].to_dict() == {
        "first-article": "coded",
        "second-article": "not_coded",
    }
    assert len(story.given("families")) == 1


def test_without_a_focus_the_article_with_most_claims_is_shown_first(small_story):
    path = small_story / "story.yaml"
    said = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in said if not line.startswith("focus")) + "\n", encoding="utf-8")
    with_article(small_story, "second-article", "An example was given today.")
    with_claims(small_story, "first-article,C01,mentioned,,,,hand\nsecond-article,C01,asserted,,,,hand\n")
    assert ss.load_story(small_story).focus == "second-article"


def test_sources_in_a_language_without_reporting_words_are_not_known_to_be_none(small_story):
    (small_story / "coding" / "claims.csv").unlink()
    with_article(small_story, "kaksi", "Poliisi kertoi asiasta.")
    path = small_story / "articles" / "kaksi.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("language: en", "language: fi"), encoding="utf-8")
    settings = small_story / "story.yaml"
    settings.write_text(
        "".join(s for s in settings.read_text(encoding="utf-8").splitlines(True) if not s.startswith("languages")),
        encoding="utf-8",
    )
    rows = "first-article,C01,absent,,,,auto:rules-5\nkaksi,C01,absent,,,,auto:rules-5\n"
    story = ss.load_story(with_claims(small_story, rows, "claims.auto.csv"))
    assert story.not_coded == []
    assert story.sources_not_coded == ["kaksi"]
    assert "was not read in 1 of 2 articles, as their languages have no word list: kaksi." in story.coding_note[1]


def test_a_language_model_codes_no_chains_so_nobody_is_known_to_name_no_source(small_story):
    (small_story / "coding" / "claims.csv").unlink()
    rows = "first-article,C01,absent,,,,auto:llm:m\n"
    story = ss.load_story(with_claims(small_story, rows, "claims.auto-llm-m.csv"))
    assert story.coder == "auto:llm:m" and story.sources_not_coded == ["first-article"]
    assert "in 1 of 1 articles, as a language model codes no citation chains: first-article." in story.coding_note[1]
