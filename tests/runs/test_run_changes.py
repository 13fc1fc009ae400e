"""What changed between two results: as a person would say it, from their own tables, whatever the texts are."""

import json
import shutil
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from growth import assert_even_growth
from hostile_story import CONTROLS, find_hits, hostile_story, hostile_tables
from mornings import articles_until, heads, truth, write_morning
from run_projects import own_project

import samestory as ss
from samestory.runs import changes, snapshot
from samestory.runs.changes import people
from samestory.runs.changes.claims import kind_of
from samestory.runs.changes.side import Side
from samestory.runs.digests import file_digest
from samestory.runs.job import Job

FIRST, DIGESTS = "2023-03-03", {"library": "a" * 64, "notebook": "b" * 64, "story": "c" * 64}
PUT = {"asserted", "attributed", "hedged", "denied", "contradicted", "mentioned"}
DENIED = {"denied", "contradicted"}


def side(folder: Path, story: Path, time: str = "2026-12-01T05-30-00Z", coder: str = "", **manifest: object) -> Side:
    """A result with the tables of a story and nothing else."""
    folder.mkdir(parents=True)
    snapshot.add(Job("fire/claims", "03_claims", {"story": story.name, "coder": coder}, str(story)), folder, print)
    known = {"story": story.name, "notebook": "03_claims", "figures": [], "digests": DIGESTS}
    return Side("fire/claims", time, folder, known | manifest)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project folder that the tests of this file share."""
    with own_project(tmp_path_factory.mktemp("mornings")) as home:
        yield home


@pytest.fixture(scope="module")
def mornings(home):
    """The results of two mornings, and what changed between them."""
    found = []
    for n, day in enumerate((FIRST, None), 1):
        write_morning(home / "seeds/fire", day)
        found.append(side(home / f"outputs/morning{n}", home / "seeds/fire"))
    return *found, changes.compare(*found)


@pytest.fixture
def fire(home):
    """A copy of the second morning to change; each test gets a fresh one."""
    folder = home / "seeds/fire"
    write_morning(folder, None)
    yield folder
    shutil.rmtree(folder)


def edited(home, fire, name, mornings):
    """What changed against the second morning, after a test has changed the story folder."""
    folder = home / "outputs" / name
    return changes.compare(mornings[1], side(folder, fire))


def states(names):
    """By claim and outlet, the states in the truth table of some articles."""
    outlets, found = heads(), defaultdict(set)
    for row in truth("claims"):
        if row["article_id"] in names and row["status"] in PUT:
            found[row["claim_id"], outlets[row["article_id"]]].add(row["status"])
    return found


def test_articles_added_are_those_of_the_later_days_by_outlet(mornings):
    done, outlets = mornings[2]["articles"], heads()
    later = articles_until(None) - articles_until(FIRST)
    assert {row["article_id"] for row in done["added"]["rows"]} == later
    assert {row["article_id"]: row["outlet"] for row in done["added"]["rows"]} == {
        name: outlets[name] for name in later
    }
    assert (done["n_before"], done["n_after"]) == (len(articles_until(FIRST)), len(articles_until(None)))
    assert done["withdrawn"]["n"] == done["revised"]["n"] == done["described"]["n"] == 0


def test_claims_newly_denied_and_hardened_are_those_of_the_truth_table(mornings):
    before, after = states(articles_until(FIRST)), states(articles_until(None))
    denied = {key for key, now in after.items() if now & DENIED and not before[key] & DENIED}
    hardened = {
        key
        for key, now in after.items()
        if "asserted" in now - before[key] and before[key] & {"attributed", "hedged"} and key not in denied
    }
    rows = mornings[2]["claims"]["by_outlet"]["rows"]
    said = defaultdict(set)
    for row in rows:
        said[row["kind"]].add((row["claim_id"], row["outlet"]))
    assert said["newly denied"] == denied and ("H08", "Radio Saltmarsh") in denied
    assert said["hardened"] == hardened and ("H02", "World Relay Daily") in hardened
    assert {(row["claim_id"], row["outlet"]) for row in rows} == {key for key in after if after[key] != before[key]}


def test_a_hardened_claim_comes_with_both_passages(mornings):
    [row] = [
        row
        for row in mornings[2]["claims"]["by_outlet"]["rows"]
        if (row["claim_id"], row["outlet"]) == ("H02", "World Relay Daily")
    ]
    assert row["passages"][-1]["passage"] == "Two explosions were heard in the old town, locals told reporters."
    assert row["passages_now"][-1]["passage"] == "According to confirmed data, two explosions preceded the fire"
    assert (row["before"], row["after"]) == (["attributed"], ["asserted", "attributed"])


def test_the_toll_of_the_office_rose_and_excludes_the_count_of_the_union_still(mornings):
    given = [
        row for row in truth("numbers") if row["quantity"] == "fire_dead" and row["attributed_to"] == "Harbour Office"
    ]
    counts = {
        day: sorted({float(row["low"]) for row in given if row["article_id"] in articles_until(day)})
        for day in (FIRST, None)
    }
    assert counts == {FIRST: [4.0], None: [4.0, 7.0]}
    [row] = [
        row
        for row in mornings[2]["numbers"]["rows"]
        if (row["quantity"], row["source"]) == ("fire_dead", "Harbour Office")
    ]
    assert (row["kind"], row["before"], row["after"], row["direction"]) == ("moved", ["4"], ["4", "7"], "raised")
    pairs = {
        (one["first"]["source"], one["first"]["figure"], one["second"]["source"], one["second"]["figure"])
        for one in mornings[2]["conflicts"]["new"]["rows"]
        if one["quantity"] == "fire_dead"
    }
    assert ("Harbour Office", "7", "Union of Quay Workers", "9 or more") in pairs
    assert ("Harbour Office", "4", "Union of Quay Workers", "9 or more") not in pairs  # known on the first morning
    assert mornings[2]["conflicts"]["gone"]["n"] == 0


def test_new_families_have_the_members_of_the_truth_table(mornings):
    known, families = articles_until(FIRST), defaultdict(set)
    for row in truth("families"):
        families[row["family_id"]].add(row["article_id"])
    several = {frozenset(members) for members in families.values() if len(members) > 1}
    before = {members for one in several if len(members := one & known) > 1}
    rows = mornings[2]["families"]["rows"]
    said = {frozenset(one["article_id"] for key in ("known", "added") for one in row[key]) for row in rows}
    assert said == several - before
    [chain] = [row for row in rows if len(row["added"]) == 2 and row["known"]]
    assert chain["kind"] == "new" and [one["article_id"] for one in chain["known"]] == ["fanal-0303-dockers"]


def test_new_sources_and_labels_are_those_that_only_later_articles_have(mornings):
    known = articles_until(FIRST)
    rows = [(row["article_id"], row["cited"]) for row in truth("citations")]
    rows += [(row["article_id"], row["source"]) for row in truth("chains")]
    named = [{source for article, source in rows if (article in known) is first} for first in (True, False)]
    new = {row["source"] for row in mornings[2]["sources"]["new"]["rows"]}
    assert new == named[1] - named[0] and {"Jory Pell", "Kesta Bram"} <= new
    called = [
        {(row["actor"], row["label"], row["voice"]) for row in truth("labels") if (row["article_id"] in known) is first}
        for first in (True, False)
    ]
    said = {(row["actor"], row["label"], row["voice"]) for row in mornings[2]["labels"]["new"]["rows"]}
    assert said == called[1] - called[0]


def test_the_sentence_has_every_count_with_its_total(mornings):
    said = mornings[2]["sentence"]
    assert said.startswith("Since 2026-12-01 05:30 UTC: 13 articles added (now 31); claims by outlet: 7 newly denied")
    assert "19 new conflicts of numbers (now 33)" in said and "copy families: 3 new (now 5)" in said
    assert mornings[2]["changed"] is True


def test_a_revised_article_is_shown_sentence_by_sentence(home, fire, mornings):
    path = fire / "articles/gull-0306-candles.txt"
    text = path.read_text(encoding="utf-8")
    end = text.rstrip()
    path.write_text(f"{end}\n\nThe service was held again on Sunday.\n", encoding="utf-8")
    done = edited(home, fire, "revised", mornings)
    [row] = done["articles"]["revised"]["rows"]
    assert (row["article_id"], row["n_added"], row["n_changed"], row["n_removed"]) == ("gull-0306-candles", 1, 0, 0)
    assert row["sentences"] == [
        {"change": "added", "before": "", "after": "The service was held again on Sunday.", "is_notice": False}
    ]
    assert "1 of 31 articles revised" in done["sentence"]
    assert set(done) & {"claims", "numbers", "conflicts", "labels"} == set()


def test_a_revised_figure_moves_and_its_conflicts_go(home, fire, mornings):
    for name in ("articles/ledger-0304-toll.txt", "truth/numbers.csv", "truth/claims.csv"):
        path = fire / name
        path.write_text(path.read_text(encoding="utf-8").replace("114 burnt", "041 burnt"), encoding="utf-8")
    path = fire / "truth/numbers.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("041 burnt containers,114,114", "041 burnt containers,41,41")
    )
    for name in ("truth/passages.csv", "truth/parts.csv", "truth/plants.csv"):
        (fire / name).unlink()
    done = edited(home, fire, "figure", mornings)
    [row] = done["articles"]["revised"]["rows"]
    assert row["n_changed"] == 1 and "114" in row["sentences"][0]["before"] and "041" in row["sentences"][0]["after"]
    [moved] = [row for row in done["numbers"]["rows"] if row["source"] == "Ilse Tarrow"]
    assert (moved["before"], moved["after"]) == (["41", "114"], ["41"])
    gone = {one["second"]["source"] for one in done["conflicts"]["gone"]["rows"]}
    assert gone == {"Ilse Tarrow"} and done["conflicts"]["gone"]["n"] == 2


def test_a_withdrawn_article_goes_with_what_it_said(home, fire, mornings):
    name = "saltmarsh-0304-evening"
    (fire / f"articles/{name}.txt").unlink()
    for path in (fire / "truth").glob("*.csv"):
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
        kept = rows[~rows.isin([name]).any(axis=1)]
        kept.to_csv(path, index=False)
    done = edited(home, fire, "withdrawn", mornings)
    assert [row["article_id"] for row in done["articles"]["withdrawn"]["rows"]] == [name]
    kinds = {(row["claim_id"], row["kind"]) for row in done["claims"]["by_outlet"]["rows"]}
    assert ("H09", "no longer carried") in kinds
    assert "1 of 31 articles withdrawn" in done["sentence"]


def test_a_page_that_is_set_aside_is_not_only_withdrawn(home, fire, mornings):
    name = "prychal-undated-nich"
    path = fire / f"articles/{name}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\nis_article: 'no'\n", 1), encoding="utf-8")
    try:
        done = edited(home, fire, "aside", mornings)
    except KeyError:
        pytest.fail("a story with a page set aside cannot be compared")
    [row] = done["articles"]["withdrawn"]["rows"]
    assert row["article_id"] == name and row["set_aside"]


def test_a_changed_title_or_date_is_said_and_is_no_revision(home, fire, mornings):
    path = fire / "articles/gull-0306-candles.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Candles for the dock four", "Candles for the dock seven"), encoding="utf-8")
    done = edited(home, fire, "title", mornings)
    assert [(row["column"], row["after"]) for row in done["articles"]["described"]["rows"]] == [
        ("title", "Candles for the dock seven")
    ]
    assert done["articles"]["revised"]["n"] == 0


def test_the_same_story_and_figures_are_nothing_changed_in_one_line(home, fire, mornings):
    done = edited(home, fire, "same", mornings)
    assert done["changed"] is False
    assert done["sentence"] == "Nothing changed since 2026-12-01 05:30 UTC: 31 articles and 0 figures as before."
    assert changes.text(done) == f"fire/claims: {done['sentence']}"


def test_another_library_alone_is_no_change_and_is_said(home, fire, mornings):
    new = side(home / "outputs/library", fire, digests=DIGESTS | {"library": "d" * 64}, parameters={"most": 5})
    done = changes.compare(mornings[1], new)
    assert done["changed"] is False
    assert done["sentence"].startswith("Nothing changed since")
    assert "the library, the parameter most" in done["sentence"]
    assert [(one["what"], one["before"], one["after"]) for one in done["made_of"]["tool"]] == [
        ("the library", "", ""),
        ("the parameter most", "not there", "5"),
    ]


def test_figures_that_only_the_tool_changed_are_said_to_be_so(home, fire, mornings):
    new = side(
        home / "outputs/tool", fire, digests=DIGESTS | {"library": "d" * 64}, figures=[{"name": "a", "caption": ""}]
    )
    done = changes.compare(mornings[1], new)
    assert done["changed"] is True
    assert done["notes"] == [
        "No article and no coding changed: the figures changed because the tool or its parameters did."
    ]


def test_states_of_another_coder_are_not_compared(home, fire, mornings):
    (fire / "coding").mkdir()
    table = pd.read_csv(fire / "truth/claims.csv", dtype="str", keep_default_na=False)
    table.assign(coder="hand", status="not_visible", attributed_to="", begin="", end="", reads="").to_csv(
        fire / "coding/claims.csv", index=False
    )
    done = changes.compare(mornings[1], side(home / "outputs/coder", fire, coder="hand"))
    assert any(note.startswith("Coded by another coder (truth before, hand now)") for note in done["notes"])
    assert set(done) & {"claims", "numbers", "conflicts", "sources", "labels"} == set()
    assert done["changed"] is None and done["sentence"].startswith("It cannot be told whether the story changed since")


def test_a_claim_coded_anew_in_the_same_text_is_said_to_be_so(home, fire, mornings):
    path = fire / "truth/claims.csv"
    rows = pd.read_csv(path, dtype="str", keep_default_na=False)
    is_row = (rows["article_id"] == "gull-0306-candles") & (rows["claim_id"] == "H06")
    assert rows.loc[is_row, "status"].tolist() == ["hedged"]
    rows.loc[is_row, "status"] = "asserted"
    rows.to_csv(path, index=False)
    done = edited(home, fire, "anew", mornings)
    [row] = done["claims"]["in_articles"]["rows"]
    assert (row["kind"], row["before"], row["after"], row["text_changed"]) == ("hardened", "hedged", "asserted", False)
    assert "coded anew; the text is the same" in changes.text(done)
    assert done["claims"]["by_outlet"]["n"] == 0  # explained by the article itself


def test_another_story_is_not_compared(home, fire, mornings, small_story):
    done = changes.compare(mornings[1], side(home / "outputs/another", small_story))
    assert "articles" not in done and done["changed"] is None
    assert any("read another story: fire before, small now" in note for note in done["notes"])


def test_a_damaged_snapshot_is_said_and_the_figures_are_still_compared(home, fire, mornings):
    new = side(home / "outputs/damaged", fire, figures=[{"name": "a", "caption": "", "fingerprint": "1"}])
    (fire / "card.md").write_text("# Another\n", encoding="utf-8")
    new = side(home / "outputs/damaged2", fire, figures=[{"name": "a", "caption": "", "fingerprint": "1"}])
    for name in ("articles.parquet", "claims.parquet"):
        path = new.folder / "story" / name
        path.unlink()
        path.write_bytes(b"PAR1")
    meta = new.folder / "story/meta.json"
    text = meta.read_text(encoding="utf-8")
    meta.unlink()
    meta.write_text(text.replace(json.loads(text)["files"]["articles.parquet"], "0" * 64), encoding="utf-8")
    done = changes.compare(mornings[1], new)
    assert any("story/articles.parquet is not as it was written" in note for note in done["notes"])
    assert "articles" not in done and done["figures"]["n"] == 1


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (set(), {"asserted"}, "newly carried"),
        (set(), {"denied"}, "newly denied"),
        ({"attributed"}, {"attributed", "denied"}, "newly denied"),
        ({"attributed"}, {"asserted"}, "hardened"),
        ({"asserted"}, {"hedged"}, "softened"),
        ({"denied"}, {"asserted"}, "changed"),
        ({"asserted"}, set(), "no longer carried"),
    ],
)
def test_what_became_of_a_claim(before, after, kind):
    assert kind_of(before, after) == kind


def test_what_was_not_visible_before_is_not_newly_carried():
    assert kind_of(set(), {"asserted"}, was_seen=False) == "told now"
    assert kind_of({"asserted"}, set(), is_seen=False) == "not told now"


def families_of(**members):
    rows = [(name, key, "wording") for key, names in members.items() for name in names.split()]
    return pd.DataFrame(rows, columns=["article_id", "family_id", "basis"])


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ({"f1": "a b", "f2": "c"}, {"g9": "a b", "g1": "c"}, []),
        ({"f1": "a b", "f2": "c"}, {"f1": "c", "f2": "a b d"}, ["grew"]),
        ({"f1": "a b", "f2": "c d"}, {"f1": "a b c d"}, ["joined"]),
        ({"f1": "a b c"}, {"f1": "a b", "f2": "c"}, ["shrank"]),
        ({"f1": "a b"}, {"f1": "a", "f2": "b"}, ["dissolved"]),
        ({"f1": "a", "f2": "b"}, {"f1": "a b"}, ["new"]),
    ],
)
def test_families_are_matched_by_members_not_by_ids(before, after, kinds, tmp_path):
    sides = [Side("r", "", tmp_path, {}) for _ in range(2)]
    done = people.families(*sides, families_of(**before), families_of(**after))
    assert [row["kind"] for row in done["rows"]] == kinds


def drawn(folder, name, rows, fingerprint):
    """A figure with its table."""
    for part in ("figures", "tables"):
        (folder / part).mkdir(exist_ok=True)
    pd.DataFrame(rows).to_csv(folder / f"tables/{name}.csv", index=False)
    files = {"png": f"figures/{name}.png", "svg": f"figures/{name}.svg", "table": f"tables/{name}.csv"}
    return {"name": name, "caption": name, "fingerprint": fingerprint, **files}


def test_rows_of_a_changed_figure_are_matched_by_their_key(tmp_path):
    old, new = tmp_path / "a", tmp_path / "b"
    rows = [{"outlet": "Noon", "n": 1}, {"outlet": "Post", "n": 1}]
    later = [{"outlet": "Post", "n": 4}, {"outlet": "Noon", "n": 1}, {"outlet": "Gull", "n": 2}]
    found = []
    for folder, table in ((old, rows), (new, later)):
        folder.mkdir()
        figures = [drawn(folder, "bars", table, str(len(table))), drawn(folder, "same", rows, "1")]
        found.append(Side("r", "2026-12-01T05-30-00Z", folder, {"figures": figures}))
    done = changes.compare(*found)
    [row] = done["figures"]["rows"]
    assert (done["figures"]["n"], row["name"], row["kind"]) == (1, "bars", "changed")
    assert row["table"]["keys"] == ["outlet"]
    assert row["table"]["added"] == [["Gull"]]
    assert row["table"]["changed"] == [{"key": ["Post"], "cells": [{"column": "n", "before": "1", "after": "4"}]}]


def test_rows_without_a_key_are_counted_and_a_missing_table_is_said(tmp_path):
    found = []
    for n, rows in enumerate(([{"n": 1}, {"n": 1}], [{"n": 1}, {"n": 2}])):
        folder = tmp_path / str(n)
        folder.mkdir()
        figures = [drawn(folder, "bars", rows, str(n)), drawn(folder, "lost", rows, str(n))]
        (folder / "tables/lost.csv").unlink()
        found.append(Side("r", "2026-12-01T05-30-00Z", folder, {"figures": figures}))
    bars, lost = changes.compare(*found)["figures"]["rows"]
    assert (bars["table"]["keys"], bars["table"]["n_added"], bars["table"]["n_removed"]) == ([], 1, 1)
    assert "cannot be compared" in lost["table"]["fault"]


def written(folder, done):
    folder.mkdir(exist_ok=True)
    (folder / changes.FILE).write_text(json.dumps(done), encoding="utf-8")
    return folder


def test_a_page_shows_it_all_and_folds_all_but_the_sentence(mornings, tmp_path):
    page = changes.html(written(tmp_path / "a", mornings[2]), address="fire/claims/03_claims.html")
    head, _, rest = page.partition("<details")
    assert mornings[2]["sentence"] in head and rest
    assert 'href="../../site/fire/articles/gull-0306-candles.html"' in page
    assert "Claims newly denied, by outlet (7)" in page and "4, now also 7 persons, raised" in page
    assert find_hits(page) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"sentence": 1}', '{"sentence": "x", "notes": [], "before": 3}', "\0\xff",
             '{"sentence": "x", "notes": [], "before": {"time": ""}, "articles": {"added": 7}}',
             '{"sentence": "x", "notes": [], "before": {"time": ""}, "figures": [1]}', "[" * 100_000],
)  # fmt: skip
def test_a_corrupt_record_is_said_on_the_page(tmp_path, text):
    (tmp_path / changes.FILE).write_text(text, encoding="utf-8")
    page = changes.html(tmp_path)
    assert "It cannot be shown what changed" in page and find_hits(page) == []


def test_a_result_without_a_record_has_nothing_on_the_page(tmp_path):
    assert changes.html(tmp_path) == ""
    assert changes.read(tmp_path) is None


def test_a_link_in_the_place_of_the_record_or_of_a_picture_is_not_followed(tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"sentence": "secret", "notes": [], "before": null}')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / changes.FILE).symlink_to(secret)
    assert changes.html(tmp_path / "a") == ""
    done = {"sentence": "x", "notes": [], "before": {"time": ""}, "made_of": {"tool": []}}
    row = {"name": "a", "kind": "changed", "before": "../secret.png", "after": "/etc/passwd"}
    folder = written(tmp_path / "b", done | {"figures": {"n": 1, "n_after": 1, "n_before": 1, "rows": [row]}})
    assert "<img" not in changes.html(folder)


def hostile_change(home, tmp_path):
    """What changed from a hostile story to another state of it: everything is added, withdrawn or revised."""
    story = hostile_story(tmp_path)
    old = side(home / f"outputs/{tmp_path.name}-a", story)
    for n, path in enumerate(sorted((story / "articles").iterdir())):
        text = path.read_text(encoding="utf-8")
        if n % 3 == 0:
            path.write_text(text.replace("\nEnd", "\n<script>alert(2)</script> \u202e More.\nEnd"), encoding="utf-8")
        elif n % 3 == 1:
            path.write_text(text.replace(" title", " <b>title</b> {{ 8*8 }}"), encoding="utf-8")
    return old, side(home / f"outputs/{tmp_path.name}-b", story)


def test_a_hostile_story_stays_text_on_the_page_and_in_the_terminal(home, tmp_path):
    old, new = hostile_change(home, tmp_path)
    done = changes.compare(old, new)
    assert done["articles"]["revised"]["n"] > 5 and done["articles"]["described"]["n"] > 5
    page = changes.html(written(tmp_path / "page", done), address="x/y.html")
    assert find_hits(page) == [] and "&lt;script&gt;" in page and "64" not in page.replace("base64", "")
    said = changes.text(done, most=1000)
    assert not any((ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160 for sign in said)
    assert "\u202e" not in said and "[U+202E]" in said


def test_forged_tables_stay_text_too(tmp_path, monkeypatch):
    # half a character can be in no table of texts
    monkeypatch.setattr("hostile_story.CONTROLS", [one for one in CONTROLS if one.isascii()])
    tables, meta = hostile_tables()
    found = []
    for n in range(2):
        folder = tmp_path / str(n)
        (folder / "story").mkdir(parents=True)
        files = {}
        for name, table in tables.items():
            kept = table.iloc[: len(table) // 2] if n == 0 else table
            try:
                kept.to_parquet(folder / f"story/{name}.parquet", index=False)
            except (UnicodeEncodeError, ValueError, TypeError):  # half a character cannot be in such a file
                continue
            files[f"{name}.parquet"] = file_digest(folder / f"story/{name}.parquet")
        known = meta | {"format": snapshot.FORMAT, "files": files, "missing": {}}
        (folder / "story/meta.json").write_text(json.dumps(known), encoding="utf-8")
        found.append(Side("r\x1b[31m", "2026-12-01T05-30-00Z\u202e", folder, {"story": "x", "figures": []}))
    done = changes.compare(*found)
    page = changes.html(written(tmp_path / "page", done))
    assert find_hits(page) == []
    assert "\x1b" not in changes.text(done) and "\u202e" not in changes.text(done)


def test_time_grows_evenly_with_articles(home, tmp_path):
    """5,000 articles of which a tenth is revised, and 625 of them."""
    made = {}
    for n in (625, 5000):
        articles, _ = ss.simulate.simulate_articles(n, n_words=120, seed=1)
        later = articles.copy()
        later.loc[::10, "text"] = later.loc[::10, "text"] + " One more sentence stands here."
        claims = pd.DataFrame(
            {
                "article_id": articles["article_id"].repeat(5),
                "claim_id": [f"C{k}" for k in range(5)] * n,
                "status": (["asserted", "absent", "attributed", "denied"] * (5 * n))[: 5 * n],
            }
        )
        now = claims.copy()
        now.loc[now.index[::50], "status"] = "hedged"
        found = []
        for name, tables in (("a", (articles, claims)), ("b", (later, now))):
            folder = tmp_path / f"{name}{n}"
            (folder / "story").mkdir(parents=True)
            files = {}
            for kind, table in zip(("articles", "claims"), tables, strict=True):
                table.to_parquet(folder / f"story/{kind}.parquet", index=False)
                files[f"{kind}.parquet"] = file_digest(folder / f"story/{kind}.parquet")
            known = {"format": snapshot.FORMAT, "files": files, "missing": {}, "story": "s", "coder": "hand"}
            (folder / "story/meta.json").write_text(json.dumps(known), encoding="utf-8")
            found.append(Side("r", "2026-12-01T05-30-00Z", folder, {"story": "s", "figures": []}))
        made[n] = found
    done = changes.compare(*made[5000])
    assert done["articles"]["revised"]["n"] == 500
    assert_even_growth(lambda pair: changes.compare(*pair), made[625], made[5000])
