"""Coding in languages with, with some and without rules: states, numbers, and what is said not to be coded."""

import pandas as pd
import pytest

from samestory.coding.whole import code_story
from samestory.story.codebook import Codebook

CODEBOOK = Codebook.model_validate(
    {
        "unit": "x",
        "statuses": {},
        "precedence": ["contradicted", "denied", "attributed", "hedged", "asserted"],
        "vague": {},
        "claims": {
            "money": {
                "name": "m",
                "kind": "accusation",
                "description": "d",
                "patterns": {
                    "de": ["Geld genommen"],
                    "es": ["recibido dinero"],
                    "it": ["ricevuto denaro"],
                    "pt": ["recebido dinheiro"],
                    "pl": ["wziął pieniądze"],
                    "zh": ["收钱*"],
                    "fi": ["rahaa"],
                },
            }
        },
        "actors": {},
        "quantities": {
            "dead": {
                "unit": "people",
                "description": "d",
                "patterns": {
                    "de": ["<n> Menschen"],
                    "es": ["<n> personas"],
                    "nl": ["<n> mensen"],
                    "fi": ["<n> ihmistä"],
                },
            }
        },
    }
)


def coded(*texts):
    """The coding of texts, each with its language."""
    articles = pd.DataFrame(
        [(f"a{n}", "The A", language, text, "full") for n, (language, text) in enumerate(texts)],
        columns=["article_id", "outlet", "language", "text", "text_status"],
    )
    return code_story(articles, CODEBOOK, engine="rules")


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("de", "Der Minister hat Geld genommen.", "asserted"),
        ("de", "Der Minister soll 2019 Geld genommen haben.", "hedged"),
        ("de", "Der Minister habe Geld genommen, sagte die Sprecherin.", "attributed"),
        ("de", "Das Feuer sei aus, sagte Anna Kell. Der Minister habe Geld genommen.", "attributed"),
        ("de", "Die Partei bestreitet, dass der Minister Geld genommen hat.", "denied"),
        ("es", "El ministro habría recibido dinero.", "hedged"),
        ("es", "La policía dijo que el ministro había recibido dinero.", "attributed"),
        ("es", "El ministro negó haber recibido dinero.", "denied"),
        ("it", "Il ministro avrebbe ricevuto denaro.", "hedged"),
        ("it", "Secondo la polizia, il ministro ha ricevuto denaro.", "attributed"),
        ("pt", "O ministro teria recebido dinheiro.", "hedged"),
        ("pt", "A polícia afirmou que o ministro tinha recebido dinheiro.", "attributed"),
        ("pl", "Minister rzekomo wziął pieniądze.", "hedged"),
        ("pl", "Policja poinformowała, że minister wziął pieniądze.", "attributed"),
        ("zh", "部长，收钱了。", "mentioned"),
        ("zh", "邻居说昨天部长收钱了。", "mentioned"),
        ("zh", "部长走了。", "absent"),
        ("fi", "Ministeri otti rahaa.", "mentioned"),
    ],
)
def test_a_claim_has_the_state_its_language_gives_it(language, text, status):
    assert coded((language, text)).tables["claims"]["status"].tolist() == [status]


def test_languages_without_attribution_are_named_with_their_articles():
    found = coded(("zh", "部长，收钱了。"), ("zh", "部长走了。"), ("fi", "Ministeri otti rahaa."), ("de", "Alles gut."))
    lines = found.left_out_lines()
    assert lines[:2] == [
        "attribution not available for fi: 1 article; claims found there are `mentioned`",
        "attribution not available for zh: 2 articles; claims found there are `mentioned`",
    ]
    assert not any("attribution not available for de" in line for line in lines)


def test_numbers_are_read_by_the_signs_of_their_language():
    numbers = coded(("es", "Murieron 2.300 personas."), ("de", "Es starben 1.250 Menschen.")).tables["numbers"]
    assert numbers[["low", "high"]].values.tolist() == [[2300, 2300], [1250, 1250]]
    assert coded(("nl", "Er stierven 2.300 mensen.")).tables["numbers"]["low"].tolist() == [2300]


def test_a_number_of_a_language_without_a_table_is_not_coded_and_that_is_said():
    found = coded(("fi", "Kuoli 2.300 ihmistä."))
    assert found.tables["numbers"].empty
    assert "numbers: articles: no table of numbers for the language, so no number is coded: 1 (fi 1)" in (
        found.left_out_lines()
    )
