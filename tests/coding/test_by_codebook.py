"""Claims, numbers and labels by codebook: hand-made texts and exact answers."""

import pandas as pd
import pytest
from growth import assert_even_growth
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.coding import code_attributions, code_claims, code_labels, code_numbers
from samestory.coding.by_codebook import coded
from samestory.errors import SamestoryError, TableError
from samestory.schema import TABLES, check
from samestory.story.codebook import Codebook

CODEBOOK = Codebook.model_validate(
    {
        "unit": "x",
        "statuses": {},
        "precedence": ["contradicted", "denied", "attributed", "hedged", "asserted"],
        "vague": {"dozens": 24},
        "claims": {
            "fire": {
                "name": "f",
                "kind": "event",
                "description": "d",
                "patterns": {"en": ["fire broke out"], "fr": ["incendie"]},
                "mentions": {"en": ["fire"]},
            },
            "arson": {
                "name": "a",
                "kind": "accusation",
                "description": "d",
                "patterns": {"en": ["(strikers | dockers) w/5 (set | started)"]},
                "denied_by": "denial",
            },
            "denial": {
                "name": "n",
                "kind": "speech_act",
                "description": "d",
                "patterns": {"en": ["union pre/3 (denied | denies)"]},
                "utterances": {"en": ["that is a lie"]},
            },
            "smoke": {
                "name": "s",
                "kind": "event",
                "description": "d",
                "patterns": {"en": ["smoke w/5 toxic"]},
                "contradictions": {"en": ["harmless"]},
            },
        },
        "actors": {
            "dockers": {
                "description": "d",
                "names": ["Union of Dockers"],
                "labels": {
                    "en": [
                        {"label": "dockers", "evaluation": "neutral", "unless": ["dockers union"]},
                        {"label": "striking dockers", "evaluation": "neutral"},
                        {"label": "fighters", "evaluation": "neutral"},
                    ],
                    "ru": [{"label": "борцы за права", "evaluation": "delegitimising"}],
                },
            },
            "police": {
                "description": "d",
                "names": ["Police"],
                "labels": {"en": [{"label": "fighters", "evaluation": "neutral"}]},
            },
        },
        "quantities": {
            "dead": {"description": "d", "unit": "persons", "patterns": {"en": ["<n> pre/3 (dead | killed)", "toll"]}},
            "hurt": {"description": "d", "unit": "persons", "patterns": {"en": ["<n> pre/3 (hurt | injured)"]}},
            "cost": {"description": "d", "unit": "million crowns", "patterns": {"en": ["<n> crowns"]}},
        },
    }
)


def articles(*texts: str | None, language: str = "en", status: str = "full") -> pd.DataFrame:
    rows = [
        {"article_id": f"a{n}", "story": "s", "outlet": "o", "language": language, "published_precision": "unknown"}
        | {"text": text, "text_status": status, "published": None}
        for n, text in enumerate(texts)
    ]
    return check(pd.DataFrame(rows), "articles")


def states(text: str, **options) -> dict[str, tuple[str, str | None]]:
    given = articles(text, **options)
    table = code_claims(given, CODEBOOK, code_attributions(given, engine="rules"))
    pd.testing.assert_frame_equal(check(table, "claims", articles=given), table)
    sources = table["attributed_to"].astype("object").where(table["attributed_to"].notna(), None)
    return dict(zip(table["claim_id"], zip(table["status"], sources, strict=True), strict=True))


@pytest.mark.parametrize(
    ("text", "claim", "status", "source"),
    [
        ("A fire broke out at dawn.", "fire", "asserted", None),
        ("A fire broke out at dawn, the mayor said.", "fire", "attributed", "the mayor"),
        ("A fire allegedly broke out. Then a fire broke out.", "fire", "asserted", None),
        ("Allegedly a fire broke out.", "fire", "hedged", None),
        ("The port reopened after the fire, the mayor said.", "fire", "asserted", None),  # in passing
        ("The strikers set the shed alight, the operator said.", "arson", "attributed", "the operator"),
        ("The operator denied that the strikers set it alight.", "arson", "denied", "The operator"),
        ("The strikers set it alight. The union denied it.", "arson", "denied", "The union"),
        ("The strikers set it alight. The union denied it.", "denial", "asserted", None),
        ("“That is a lie,” the secretary said.", "denial", "asserted", None),
        ("“That is a lie,” the secretary said.", "arson", "denied", "the secretary"),
        ("Not the strikers started it.", "arson", "denied", None),
        ("The smoke is toxic. It is harmless, the office said.", "smoke", "contradicted", "the office"),
        ("Nothing happened.", "smoke", "absent", None),
    ],
)
def test_a_claim_has_the_state_of_its_first_passage(text, claim, status, source):
    assert states(text)[claim] == (status, source)


def test_what_was_not_seen_whole_is_not_absent():
    assert states("Nothing happened.", status="cut")["smoke"] == ("not_visible", None)


def test_only_claims_with_patterns_in_the_language_are_coded():
    assert set(states("L’incendie a repris.", language="fr")) == {"fire"}
    assert states("Der Brand.", language="de") == {}


def test_a_vouching_formula_names_nobody():
    assert states("According to confirmed data, a fire broke out.")["fire"] == ("asserted", None)


def test_the_passage_and_the_rule_are_given():
    given = articles("It rained. A fire broke out at dawn, the mayor said.")
    table = code_claims(given, CODEBOOK, code_attributions(given, engine="rules")).set_index("claim_id")
    assert table.at["fire", "reads"] == "fire broke out at dawn, the mayor said"
    assert table.at["fire", "note"] == "attributed: said; pattern: fire broke out"
    assert table["coder"].str.fullmatch(r"auto:rules-\d+").all()


def test_citations_give_sources_their_names():
    given = articles("Maren Oskdal spoke. A fire broke out, Oskdal said.")
    citations = pd.DataFrame([{"article_id": "a0", "cited": "Maren Oskdal", "begin": 0, "end": 12}])
    table = code_claims(given, CODEBOOK, code_attributions(given, engine="rules"), citations=citations)
    assert table.set_index("claim_id").at["fire", "attributed_to"] == "Maren Oskdal"


def numbers(text: str) -> list[tuple]:
    given = articles(text)
    table = code_numbers(given, CODEBOOK, code_attributions(given, engine="rules"))
    pd.testing.assert_frame_equal(check(table, "numbers", articles=given), table)
    found = table[["quantity", "low", "high", "attributed_to"]].astype("object")
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("At least nine people were killed.", [("dead", 9, None, None)]),
        ("Four people were killed and 31 hurt.", [("dead", 4, 4, None), ("hurt", 31, 31, None)]),
        ("The toll stands at 12.", [("dead", 12, 12, None)]),
        ("Dozens were hurt, the mayor said.", [("hurt", 24, None, "the mayor")]),
        ("It cost 60 million crowns.", [("cost", 60, 60, None)]),
        ("It cost 1.5 billion crowns.", [("cost", 1500, 1500, None)]),
        ("Nine were killed. Nine were killed.", [("dead", 9, 9, None)]),
        ("On 2 March a toll was paid.", []),
        ("Killed in 1999. 14 dogs barked.", []),
    ],
)
def test_a_figure_belongs_to_the_pattern_that_fits_most_tightly(text, wanted):
    assert numbers(text) == wanted


def labels(text: str, language: str = "en") -> list[tuple]:
    given = articles(text, language=language)
    table = code_labels(given, CODEBOOK, code_attributions(given, engine="rules"))
    pd.testing.assert_frame_equal(check(table, "labels", articles=given), table)
    return list(table[["actor", "label", "voice", "n", "reads"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Dockers met. A docker spoke.", [("dockers", "dockers", "own", 2, "Dockers")]),
        ("Striking dockers met.", [("dockers", "striking dockers", "own", 1, "Striking dockers")]),
        ("The dockers’ union met.", []),
        ("The dockers’ strike goes on.", [("dockers", "dockers", "own", 1, "dockers")]),
        ("“We are the dockers of this old port,” she said.", [("dockers", "dockers", "quoted", 1, "dockers")]),
        ("The “dockers” met.", [("dockers", "dockers", "own", 1, "dockers")]),
        ("The Police sent fighters.", [("police", "fighters", "own", 1, "fighters")]),
        ("Fighters came.", []),
    ],
)
def test_labels_in_any_form_with_their_voice(text, wanted):
    assert labels(text) == wanted


def test_labels_inflect():
    assert labels("Он говорил о «борцах за права» у ворот.", "ru")[0][1:] == (
        "борцы за права",
        "own",
        1,
        "борцах за права",
    )


def test_what_is_left_out_is_said():
    parts = [articles("Fighters came."), articles("Der Brand.", language="de"), articles(None)]
    given = pd.concat([part.assign(article_id=f"a{n}") for n, part in enumerate(parts)], ignore_index=True)
    found = coded(given, CODEBOOK, code_attributions(given, engine="rules"))
    assert found.left_out == {
        ("labels", "en", "words that fit several actors"): 1,
        **{(name, "en", "articles without text"): 1 for name in ("claims", "numbers", "labels")},
        **{(name, "de", "articles: no patterns in this language"): 1 for name in ("claims", "numbers")},
        ("labels", "de", "articles: no labels in this language"): 1,
    }
    assert "claims, labels, numbers: articles without text: 1 (en 1)" in found.left_out_lines()


def test_no_article_gives_tables_with_their_columns():
    none = articles("x").iloc[:0]
    found = coded(none, CODEBOOK, TABLES["attributions"].empty())
    for name, table in found.tables.items():
        pd.testing.assert_frame_equal(table, TABLES[name].empty())


def test_faults_are_named():
    with pytest.raises(SamestoryError, match="Did you mean 'claims'"):
        coded(articles("x"), CODEBOOK, TABLES["attributions"].empty(), only=["claim"])
    with pytest.raises(TableError, match="no column 'text_status'"):
        coded(articles("x").drop(columns="text_status"), CODEBOOK, TABLES["attributions"].empty())


def test_the_order_of_rows_does_not_matter():
    given = articles("A fire broke out.", "Nine people were killed.", "Dockers met.")
    attributions = code_attributions(given, engine="rules")
    one, other = coded(given, CODEBOOK, attributions), coded(given.iloc[::-1], CODEBOOK, attributions.iloc[::-1])
    for name in one.tables:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])


_PIECES = [
    "The strikers set",
    "fire",
    "“",
    "”",
    "« ",
    "nine",
    "people dead",
    ".",
    "\n",
    "\0",
    "\u202eליל",
    "union denied",
    ",",
]
_PIECES += ["said the mayor", "dockers", "🔥", "it is harmless", "1 200"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join) | st.text(max_size=100),
    st.sampled_from(["en", "fr", "uk"]),
)
def test_any_text_gives_tables_that_check(text, language):
    given = pd.DataFrame([{"article_id": "a", "language": language, "text": text, "text_status": "full"}])
    found = coded(given, CODEBOOK, code_attributions(given, engine="rules"))
    for name, table in found.tables.items():
        check(table, name, articles=given)
        for row in table[table["begin"].notna()].itertuples():
            assert text[row.begin : row.end] == row.reads


@pytest.mark.parametrize(
    "text",
    [
        "fire the strikers set nine dead and said " * 12_000,
        "“fire killed nine dockers,” " * 12_000,
        "\0fire\0 nine killed, \0dockers " * 15_000,
        "a" * 1_000_000,
    ],
    ids=["one paragraph", "quotes", "NULs", "one word"],
)
def test_time_grows_with_the_text(text):
    none = TABLES["attributions"].empty()
    short, long = articles(text[: len(text) // 8]), articles(text)
    assert_even_growth(lambda given: coded(given, CODEBOOK, none), short, long)
