"""A label that somebody else gives: "the paper calls them extremists" is no word of the article's own."""

import pandas as pd
import pytest

import samestory as ss
from samestory.coding.naming import is_named_by_another
from samestory.coding.reading import Lexicon, reading
from samestory.story.codebook import Codebook

NAMED = [
    ("en", "Rechnoy Vestnik calls them extremists; no court has done so.", "extremists"),
    ("en", "The minister described the group as violent extremists.", "extremists"),
    ("en", "The group are called extremists by the minister.", "extremists"),
    ("en", "The mayor called the group a band of extremists.", "extremists"),
    ("en", "The extremists, as the minister calls them, left.", "extremists"),
    ("en", "He called River Watch activists.", "activists"),
    ("de", "Der Minister nennt sie Extremisten.", "Extremisten"),
    ("de", "Die Zeitung bezeichnet die Gruppe als Extremisten.", "Extremisten"),
    ("de", "Die Gruppe, die der Minister als Extremisten bezeichnet, schweigt.", "Extremisten"),
    ("fr", "Le journal les qualifie d'extrémistes.", "extrémistes"),
    ("fr", "Le ministre a traité les militants de terroristes.", "terroristes"),
    ("es", "El diario los llama extremistas.", "extremistas"),
    ("es", "La ministra calificó de extremistas a los vecinos.", "extremistas"),
    ("it", "Il giornale li definisce estremisti.", "estremisti"),
    ("it", "Il ministro li ha bollati come estremisti.", "estremisti"),
    ("pt", "O jornal chama-os de extremistas.", "extremistas"),
    ("pl", "Gazeta nazywa ich ekstremistami.", "ekstremistami"),
    ("ru", "Газета называет их экстремистами.", "экстремистами"),
    ("ru", "Экстремистами их называет газета.", "Экстремистами"),
    ("uk", "Газета називає їх екстремістами.", "екстремістами"),
    ("ru", "Тех, кого власти называли экстремистами, отпустили.", "экстремистами"),
]
OWN = [
    ("en", "Residents called the activists to the gate.", "activists"),
    ("en", "We called the company four times.", "company"),
    ("en", "We call them extremists.", "extremists"),
    ("en", "The extremists called a strike.", "extremists"),
    ("en", "The paper called for activists to leave.", "activists"),
    ("en", "The minister described the march of the activists as peaceful.", "activists"),
    ("en", "Prosecutors called the operator negligent.", "operator"),
    ("de", "Der Minister nannte den Konzern verantwortungslos.", "Konzern"),
    ("de", "Die Extremisten nennen keinen Grund.", "Extremisten"),
    ("fr", "Le maire appelle les militants à partir.", "militants"),
    ("fr", "Le ministre qualifie la décision de la société de faute.", "société"),
    ("es", "La ministra llamó a los activistas.", "activistas"),
    ("es", "La ministra llama a la empresa.", "empresa"),
    ("pt", "O ministro chamou os ativistas ao local.", "ativistas"),
    ("pl", "Minister nazwał strajk ekstremistów błędem.", "ekstremistów"),
    ("ru", "Экстремисты назвали имя.", "Экстремисты"),
    ("uk", "Екстремісти назвали ім'я.", "Екстремісти"),
    ("ru", "Тех, кого весь месяц называли экстремистами, отпустили.", "экстремистами"),  # nobody is named
    ("xx", "Tidningen kallar dem extremister.", "extremister"),  # a language without a file: nobody can tell
]


def named(code, text, label):
    read = reading(text, Lexicon(code, []))
    first = read.low.index(label.casefold())
    return is_named_by_another(read, first, first + 1)


@pytest.mark.parametrize(("code", "text", "label"), NAMED)
def test_a_label_that_a_naming_verb_gives_is_somebody_elses(code, text, label):
    assert named(code, text, label)


@pytest.mark.parametrize(("code", "text", "label"), OWN)
def test_a_label_beside_a_verb_that_does_not_name_is_no_ones_else(code, text, label):
    assert not named(code, text, label)


def test_the_voice_of_a_label_is_quoted_where_another_is_said_to_call_so(tmp_path):
    text = "Rechnoy Vestnik calls them extremists; no court has ever done so. The activists of River Watch left."
    articles = ss.schema.check(
        pd.DataFrame(
            {
                "article_id": ["a"],
                "story": "s",
                "outlet": "Post",
                "language": "en",
                "event": "e",
                "text": text,
                "text_status": "full",
                "published_precision": "unknown",
                "published": pd.NaT,
            }
        ),
        "articles",
    )
    labels = [{"label": "extremists", "evaluation": "delegitimising"}, {"label": "activists", "evaluation": "neutral"}]
    codebook = Codebook(
        unit="u",
        statuses={},
        actors={"river_watch": {"description": "The group", "names": ["River Watch"], "labels": {"en": labels}}},
    )
    found = ss.coding.code_labels(articles, codebook, ss.coding.code_attributions(articles)).set_index("label")["voice"]
    assert found.to_dict() == {"extremists": "quoted", "activists": "own"}
