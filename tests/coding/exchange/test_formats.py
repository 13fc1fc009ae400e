"""Every format brings back the coding that it was made of, whatever the letters and the line ends."""

from dataclasses import dataclass

import exports
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.coding.exchange import import_codings
from samestory.coding.exchange.formats import reader_of
from samestory.coding.exchange.model import Document, Export, Passage, source_of
from samestory.coding.exchange.place import placed
from samestory.errors import SamestoryError
from samestory.story.codebook import Codebook

KEY = ["article_id", "claim_id", "status", "begin", "end", "reads"]
CODEBOOK = Codebook.model_validate(
    {
        "precedence": ["denied", "attributed", "asserted"],
        "claims": {
            "C1": {"name": "first", "title": "The first claim", "kind": "event", "description": "One."},
            "C2": {"name": "second", "kind": "event", "description": "Two."},
        },
        "actors": {
            "dockers": {"description": "Dockers.", "labels": {"en": [{"label": "striker", "evaluation": "neutral"}]}}
        },
        "quantities": {"dead": {"description": "The dead.", "unit": "persons"}},
    }
)


@dataclass
class Format:
    make: object
    name: str
    more: dict


FORMATS = [
    Format(exports.qdpx, "a.qdpx", {}),
    Format(exports.qdpx, "b.qdpx", {"last": 1}),
    Format(exports.qdpx, "c.qdpx", {"last": 1, "names": False}),
    Format(exports.qdpx, "d.qdpx", {"names": False}),
    Format(exports.doccano, "a.jsonl", {}),
    Format(exports.doccano, "b.jsonl", {"form": "entities"}),
    Format(exports.catma, "c.zip", {}),
    Format(exports.webanno, "w.zip", {}),
    Format(exports.table, "t.csv", {}),
]


def articles_of(texts: dict[str, str], **more: object) -> pd.DataFrame:
    row = {"story": "s", "outlet": "O", "language": "en", "published": None, "published_precision": "unknown"}
    rows = [{"article_id": key, **row, "text": text, "text_status": "full", **more} for key, text in texts.items()]
    return ss.schema.check(pd.DataFrame(rows), "articles")


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    return table[KEY].sort_values(KEY[:2], ignore_index=True)


@pytest.mark.parametrize("one", [FORMATS[n] for n in (1, 5, 6, 7)], ids=lambda one: one.name)
def test_all_claims_of_a_story_come_back_offsets_included(one, tmp_path):
    story = ss.load_story("harbour-fire")
    truth = story.table("claims")
    truth = truth[truth["begin"].notna()]
    texts = dict(zip(story.articles["article_id"], story.articles["text"], strict=True))
    codings = [
        (row.article_id, int(row.begin), int(row.end), (row.claim_id, row.status), "Anna B.")
        for row in truth.itertuples()
    ]
    path = one.make(tmp_path / one.name, texts, codings, **one.more)
    found = import_codings(path, story.articles, story.codebook, coders=["anna"])
    assert (found.n_read, found.n_taken, found.rejected) == (len(truth), len(truth), [])
    pd.testing.assert_frame_equal(in_order(found.made["anna"].tables["claims"]), in_order(truth))


# Texts that break counting: letters of two units, of three bytes, right to left, joined ones, old line ends, a mark.
HARD = {
    "astral": "\U0001f525\U0001f525 The fire \U0001f692 broke out at dawn. Four people died, the mayor said.",
    "rtl": "قالت الشرطة إن أربعة أشخاص قتلوا. שרפה פרצה בנמל, לדברי ראש העיר, והרגה ארבעה אנשים.",
    "crlf": "A fire broke out.\r\n\r\nFour people died,\r\nthe mayor said.\r\nNobody was told why.",
    "old": "A fire broke out.\rFour people died.\r\rThe mayor said so.",
    "joined": "Le feu a de\u0301truit l\u2019entrepo\u0302t. n\u0303 \u200fالميناء\u200f 👩\u200d🚒 a parle\u0301.",
}


def passages_of(text: str) -> list[tuple[int, int]]:
    """Every second word and the words around it, so that passages begin and end where words do."""
    ends, at = [], 0
    for word in text.split():
        begin = text.index(word, at)
        at = begin + len(word)
        ends.append((begin, at))
    return [(ends[n][0], ends[min(n + 1, len(ends) - 1)][1]) for n in range(0, len(ends), 2)]


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_hard_letters_and_line_ends_come_back(one, tmp_path):
    texts = HARD
    codings = [(name, *span, ("C1", "asserted"), "a") for name, text in texts.items() for span in passages_of(text)]
    path = one.make(tmp_path / one.name, texts, codings, **one.more)
    found, rejected, _ = placed(reader_of(source_of(path)).read(source_of(path), None), articles_of(texts))
    assert rejected == []
    assert sorted((one.article_id, one.begin, one.end) for one in found) == sorted(one[:3] for one in codings)
    assert all(one.reads == texts[one.article_id][one.begin : one.end] for one in found)


SIGNS = st.sampled_from(list("ab c.\n\té한\U0001f525ש"))


@settings(max_examples=60, deadline=None)
@given(st.text(SIGNS, min_size=3, max_size=40), st.data())
def test_any_passage_is_carried_into_a_text_with_other_white_space(text, data):
    letters = [place for place, sign in enumerate(text) if not sign.isspace()]
    if not letters:
        return
    begin = data.draw(st.sampled_from(letters))
    end = data.draw(st.sampled_from([place for place in letters if place >= begin])) + 1
    ours = "\ufeff" + "".join(sign * 2 if sign.isspace() else sign for sign in text).replace("\n", "\r\n") + "\n"
    export = Export({"0": Document("x", text)}, [Passage("0", begin, end, ("C1",))])
    ((one,), rejected, _) = placed(export, pd.DataFrame([{"article_id": "x", "text": ours}]))
    assert rejected == []
    assert "".join(one.reads.split()) == "".join(text[begin:end].split())
    assert ours[one.begin : one.end] == one.reads == one.reads.strip()
    before = len("".join(ours[: one.begin].replace("\ufeff", "").split()))
    assert before == len("".join(text[:begin].split()))


def test_a_text_with_a_head_is_matched_and_a_passage_in_the_head_is_rejected(tmp_path):
    body = "A fire broke out at dawn in the port. Four people died, the mayor said."
    theirs = f"---\noutlet: O\n---\n{body}\n"
    place = theirs.index("Four people died")
    codings = [("a1", place, place + 16, ("C1", "attributed"), "a"), ("a1", 4, 10, ("C2", "asserted"), "a")]
    path = exports.doccano(
        tmp_path / "a.jsonl", {"articles/a1.txt": theirs}, [("articles/a1.txt", *c[1:]) for c in codings]
    )
    found = import_codings(path, articles_of({"a1": body}), CODEBOOK, coders=["a"])
    (row,) = found.made["a"].tables["claims"].itertuples()
    assert row.reads == "Four people died" == body[row.begin : row.end]
    assert [one.reason for one in found.rejected] == [
        "it is outside the text of the article (in a head, or before or after it)"
    ]


def test_a_changed_text_is_rejected_though_the_words_are_there(tmp_path):
    text = "A fire broke out. Four people died."
    path = exports.doccano(
        tmp_path / "a.jsonl", {"x": text.replace("Four", "Five")}, [("x", 0, 6, ("C1", "asserted"), "")]
    )
    found = import_codings(path, articles_of({"x": text}), CODEBOOK, coders=["a"])
    assert found.n_taken == 0
    assert found.rejected[0].reason == "its document is not the text of article x; they differ in more than white space"


def test_a_table_without_texts_takes_only_what_reads_as_quoted(tmp_path):
    text = "Four died. Four died. A fire."
    rows = ["document,begin,end,code,reads,coder"]
    rows += ["x,0,4,C1/asserted,Four,a", "x,1,5,C2/asserted,Four,a", "y,0,4,C2/asserted,Four,a", "x,0,4,C2/asserted,,a"]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    found = import_codings(tmp_path / "t.csv", articles_of({"x": text}), CODEBOOK)
    assert found.n_taken == 1
    assert [one.reason for one in found.rejected] == [
        "the article does not read as quoted at its positions",
        "its document “y” is not an article of this story, by name or by text",
        "the file has neither the text of the document nor the words of the passage, so it cannot be checked",
    ]


def test_a_project_that_does_not_show_how_it_counts_must_be_told(tmp_path):
    text = "A fire broke out."
    codings = [("x", 2, 6, ("C1", "asserted"), "a")]
    path = exports.qdpx(tmp_path / "a.qdpx", {"x": text}, codings, last=1, names=False)
    with pytest.raises(SamestoryError, match="--end-is included"):
        import_codings(path, articles_of({"x": text}), CODEBOOK)
    found = import_codings(path, articles_of({"x": text}), CODEBOOK, end_is="included")
    assert found.made["a"].tables["claims"]["reads"].tolist() == ["fire"]


@pytest.mark.parametrize("version", [2, 3])
def test_statements_of_dna_become_claims_of_a_speaker(version, tmp_path):
    text = HARD["astral"]
    begin = text.index("Four")
    codings = [
        ("x", begin, begin + 16, ("The first claim", "agree"), "Ann"),
        ("x", begin, begin + 4, ("second", "no"), "Ann"),
    ]
    path = exports.dna(tmp_path / "p.dna", {"x": text}, codings, version)
    found = import_codings(path, articles_of({"x": text}), CODEBOOK)
    rows = found.made["ann"].tables["claims"].sort_values("claim_id")
    assert rows[["claim_id", "status", "attributed_to", "reads"]].to_numpy().tolist() == [
        ["C1", "attributed", "Harbour Office", "Four people died"],
        ["C2", "denied", "Harbour Office", "Four"],
    ]
    assert {one.basis for one in found.mapping.values()} == {"guess"}


def test_whole_documents_figures_words_and_sources(tmp_path):
    text = "Strikers set it on fire, said Ann Bell. “The strikers did it”, said Joe. At least four people died."
    at = {
        word: (text.index(word), text.index(word) + len(word))
        for word in ("Strikers", "strikers did", "Ann Bell", "At least four")
    }
    labels = [
        [*at["Ann Bell"], "source/person"],
        [*at["At least four"], "dead"],
        [text.index("strikers"), text.index("strikers") + 8, "dockers/delegitimising"],
        [*at["Strikers"], "dockers"],
        [0, 8, "C1/attributed/Ann Bell"],
        "C2/absent",
    ]
    import json

    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "text": text, "label": labels}), encoding="utf-8")
    found = import_codings(tmp_path / "a.jsonl", articles_of({"x": text}), CODEBOOK, coders=["a"], finished=True)
    tables = found.made["a"].tables
    claims = tables["claims"][["claim_id", "status", "attributed_to"]].astype("object").fillna("")
    assert claims.to_numpy().tolist() == [["C1", "attributed", "Ann Bell"], ["C2", "absent", ""]]
    assert tables["citations"][["cited", "kind", "order"]].to_numpy().tolist() == [["Ann Bell", "person", 1]]
    assert tables["numbers"][["quantity", "low", "unit", "reads"]].to_numpy().tolist() == [
        ["dead", 4.0, "persons", "At least four"]
    ]
    assert tables["labels"][["label", "voice", "evaluation", "n"]].to_numpy().tolist() == [
        ["strikers", "quoted", "delegitimising", 1]
    ]
    assert [one.reason for one in found.rejected] == [
        "codebook.yaml does not have this word for the actor, so its evaluation is not known"
    ]
    assert set(tables["examined"]["table"]) == {"claims", "numbers"}  # a label was not taken


@pytest.mark.parametrize(
    "lost",
    [
        [0, 9_999, "C1/asserted"],  # outside of the text
        [0, 4, "C1 or so"],  # a code without a meaning
        [0, 4, "C1/absent"],  # a state that has no passage
        {"start": 0},  # of no known form
    ],
)
def test_what_was_coded_but_not_taken_is_never_absent(lost, tmp_path):
    import json

    texts = {"x": "They said that the quay burnt.", "y": "Nobody at all was there."}
    lines = [
        {"id": "x", "text": texts["x"], "label": [lost]},
        {"id": "y", "text": texts["y"], "label": ["C1/asserted"]},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, [*lines, {**lines[1], "label": ["C2/absent"]}])), encoding="utf-8")
    found = import_codings(path, articles_of(texts), CODEBOOK, coders=["a"], finished=True).made["a"]
    claims = found.tables["claims"]
    assert set(claims["article_id"]) == set(found.tables["examined"]["article_id"]) == {"y"}
    assert found.unfinished == {"x"}
