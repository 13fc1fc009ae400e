"""Claim states of an invented story as a newcomer brought it: twelve articles, five languages, a plain codebook.

``claims.csv`` holds the right states; ``accept`` lists others that a careful coder could give. Where the codebook has
no pattern in the language of an article, a claim is not coded: of 48 states five cannot be found for that reason.
"""

import csv
import re
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from samestory.coding import code_story
from samestory.story.codebook import Codebook

HERE = Path(__file__).parents[1] / "own_story" / "dam-collapse"
RAW = HERE / "raw"
N_RIGHT, MOST_MENTIONED = 43, 6


def articles() -> pd.DataFrame:
    """Every article once; the Word file is another copy of the Spanish one."""
    rows = []
    for path in sorted(RAW.glob("*.txt")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        given = yaml.safe_load(head)
        rows.append((path.stem, given["outlet"], given["language"], text.strip(), given["text_status"]))
    with (RAW / "export.csv").open(encoding="utf-8") as lines:
        rows += [(one["id"], one["Outlet"], one["Language"], one["Text"], "full") for one in csv.DictReader(lines)]
    page = (RAW / "courier-letters.html").read_text("utf-8")
    text = "\n\n".join(re.findall(r"<p>(.*?)</p>", page))
    rows.append(("courier-letters", "Northern Courier", "en", text, "full"))
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "language", "text", "text_status"])
    return table.assign(title=pd.NA, published=pd.NaT)


@cache
def judged() -> pd.DataFrame:
    """``article, claim_id, status, accept, found, is_right`` of each of the 48 states."""
    codebook = Codebook.model_validate(yaml.safe_load((RAW / "codebook.yaml").read_text("utf-8")))
    claims = code_story(articles(), codebook, only=["claims"], engine="rules").tables["claims"]
    found = {(one.article_id, one.claim_id): one.status for one in claims.itertuples()}
    truth = pd.read_csv(HERE / "claims.csv", dtype="str").fillna("")
    keys = list(zip(truth["article"], truth["claim_id"], strict=True))
    truth["found"] = [found.get(key, "(not coded)") for key in keys]
    allowed = [{status, *other.split("|")} for status, other in zip(truth["status"], truth["accept"], strict=True)]
    truth["is_right"] = [one in those for one, those in zip(truth["found"], allowed, strict=True)]
    return truth


def test_states_are_right():
    table = judged()
    assert len(table) == 48
    wrong = table.loc[~table["is_right"], ["article", "claim_id", "status", "found"]]
    assert table["is_right"].sum() >= N_RIGHT, wrong.to_string()


def test_nothing_is_asserted_that_is_not():
    table = judged()
    wrong = table[(table["found"] == "asserted") & ~table["is_right"]]
    assert wrong.empty, wrong.to_string()


def test_few_claims_are_only_mentioned():
    assert (judged()["found"] == "mentioned").sum() <= MOST_MENTIONED


def test_what_is_not_coded_has_no_pattern_in_its_language():
    table = judged()
    languages = articles().set_index("article_id")["language"]
    left = table[table["found"] == "(not coded)"]
    said = {(claim, languages[article]) for article, claim in zip(left["article"], left["claim_id"], strict=True)}
    assert said == {("C04", "de"), ("C04", "es"), ("C04", "fr"), ("C01", "ru")}
