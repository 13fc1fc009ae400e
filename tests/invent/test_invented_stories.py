"""Invented stories: they load, say that they are invented, are the same for a seed, and their truth holds."""

import hashlib
import os
import re
import subprocess
import sys

import pytest

import samestory as ss
from samestory.errors import StoryError
from samestory.invent import invent_story
from samestory.invent.marks import filled
from samestory.invent.plan import LANGUAGES, SCENARIOS, words

SEEDS = (0, 1, 2)  # one of each scenario
OFFSETS = [  # table, article, begin, end, what it reads
    *[(table, "article_id", "begin", "end", "reads") for table in
      ("claims", "numbers", "labels", "citations", "attributions", "parts", "plants")],
    ("passages", "earlier_id", "begin", "end", "reads"),
    ("passages", "later_id", "later_begin", "later_end", "later_reads"),
]  # fmt: skip
PLANTED = {
    *("verbatim_copy", "partial_copy", "light_rewrite", "agency_translation", "translation_chain", "hedge_to_fact"),
    *("hope_to_fact", "attribution_to_fact", "claim_kept_attributed", "claim_dropped", "denial_to_suspicion"),
    *("omitted_denial", "contradiction", "toll_conflict", "toll_update", "toll_not_updated", "circular_citation"),
    *("label_contrast", "unnamed_source", "shared_quotation", "quotation_trimmed", "quotation_changed"),
    *("version_corrected", "paywall", "teaser", "page_without_text", "time_to_day", "time_to_month", "time_missing"),
}


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(
        b"".join(path.relative_to(folder).as_posix().encode() + path.read_bytes() for path in files)
    ).hexdigest()


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("invented")
    return {seed: invent_story(place / f"story-{seed}", seed=seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def invented(folders):
    return {seed: ss.load_story(folder) for seed, folder in folders.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_truth_table_reads_as_the_texts(invented, seed):
    story = invented[seed]
    text = story.articles.set_index("article_id")["text"]
    for table, article, begin, end, reads in OFFSETS:
        rows = story.truth[table].dropna(subset=[begin])
        assert len(rows) > 0, table
        there = [text[a][b:e] for a, b, e in zip(rows[article], rows[begin], rows[end], strict=True)]
        assert there == list(rows[reads]), table
    spans = story.truth["attributions"]
    for row in spans.dropna(subset=["source_begin", "cue_begin"]).itertuples():
        source, cue = (text[row.article_id][int(b):int(e)] for b, e in
                       ((row.source_begin, row.source_end), (row.cue_begin, row.cue_end)))  # fmt: skip
        assert source.strip() == source != "" and cue.strip() == cue != ""


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_is_planted_and_says_that_it_is_invented(invented, seed):
    story = invented[seed]
    assert story.invented and story.card.splitlines()[2].startswith("**INVENTED.**")
    heads = [path.read_text("utf-8").split("\n---\n")[0] for path in (story.folder / "articles").iterdir()]
    assert all("invented: true" in head.splitlines() for head in heads)
    assert story.articles["url"].str.match(r"https://[a-z-]+\.example/").all()
    assert set(story.articles["language"]) == set(LANGUAGES) and 20 <= len(story.articles) <= 40
    claims = story.truth["claims"]
    assert set(claims["status"]) == set(story.codebook.statuses)
    assert len(claims) == len(story.articles) * len(story.codebook.claims)
    assert set(story.truth["plants"]["kind"]) == PLANTED
    assert set(story.truth["passages"]["order"]) >= {"known", "tied"}
    assert set(story.truth["families"]["basis"]) >= {"alone", "credit", "wording", "translation", "version", "no_text"}


def test_the_same_seed_gives_the_same_bytes_in_another_process(folders, tmp_path):
    code = (
        "import pathlib, sys; from samestory.invent import invent_story;"
        " [invent_story(pathlib.Path(sys.argv[1]) / str(seed), seed=seed) for seed in (0, 1, 2)]"
    )
    env = {**os.environ, "PYTHONHASHSEED": "99", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=env)
    assert {seed: digest(tmp_path / str(seed)) for seed in SEEDS} == {s: digest(f) for s, f in folders.items()}
    texts = {f.read_bytes() for folder in folders.values() for f in (folder / "articles").iterdir()}
    assert len(texts) == sum(len(list((folder / "articles").iterdir())) for folder in folders.values())


def test_a_folder_with_this_story_is_kept_and_any_other_is_refused(folders, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(StoryError, match="is a link"):
        invent_story(tmp_path / "link")
    folder = folders[0]
    (folder / "note.txt").write_text("mine", "utf-8")
    before = digest(folder)
    assert invent_story(folder, seed=0) == folder and digest(folder) == before
    (folder / "note.txt").unlink()
    with pytest.raises(StoryError, match="something else than the invented story of seed 3"):
        invent_story(folder, seed=3)
    (tmp_path / "a.txt").write_text("a", "utf-8")
    with pytest.raises(StoryError, match="Give another folder"):
        invent_story(tmp_path, seed=0)
    for wrong in (-1, True, "7"):
        with pytest.raises(StoryError, match="whole number"):
            invent_story(tmp_path / "x", seed=wrong)
    with pytest.raises(StoryError, match="Scenarios: bridge, water, train"):
        invent_story(tmp_path / "x", seed=1, scenario="brigde")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_template_fills_in_with_balanced_marks_and_all_languages_say_the_same(scenario):
    given, keys = words(f"words/{scenario}.yaml")["words"], words("keys.yaml")
    for language in LANGUAGES:
        assert set(given[language]["sentences"]) == set(keys) - {"warned.echo"}, language
        for key, among in given[language]["sentences"].items():
            for template in among:
                named = dict.fromkeys(re.findall(r"\$([a-z_0-9]+)", template), "x")
                text, spans = filled(template.replace("{", "").replace("}", ""), named)
                assert not set("[]|$") & set(text), (language, key)
                tags = [span.tag for span in spans]
                assert tags.count("S") <= 1 and tags.count("K") <= 1, (language, key)
                assert ("A" in tags) == bool((keys[key] or {}).get("by")) or key.startswith("cause"), (language, key)
                figures = {"toll", "stuck", "cost"} & {key.split(".")[0]}
                assert ("N" in tags) == bool(figures), (language, key)


def test_claims_harden_along_the_chain_and_a_truth_row_is_what_the_sentence_does(invented):
    for story in invented.values():
        chain = story.truth["chains"].query("article_id == @story.settings.focus").sort_values("step")
        way = [*chain["source_article_id"], story.settings.focus]
        status = story.truth["claims"].set_index(["article_id", "claim_id"])["status"]
        assert [status[article, "cause"] for article in way] == ["hedged", "hedged", "asserted"]
        assert [status[article, "warned"] for article in way] == ["attributed", "attributed", "asserted"]
        assert [status[article, "accused"] for article in way] == ["denied", "absent", "hedged"]
        languages = story.articles.set_index("article_id").loc[way, "language"]
        assert languages.nunique() == 3 and languages.iloc[-1] == "en"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_witness_has_one_trade_in_all_articles_of_a_language(scenario):
    templates = "\n".join(
        str(words(f"words/{scenario}.yaml")["words"][language]["sentences"]) for language in LANGUAGES
    )
    trades = re.findall(r"S witness\|\$witness\], (?:an? |un )?\{([^}]+)\}", templates)
    trades += re.findall(r"\{([^}]+)\} \[S witness", templates)
    assert len(trades) >= 6
    for one in trades:
        first, *others = [set(trade.casefold().split()) for trade in one.split("/")]
        assert all(first & other for other in others), one
