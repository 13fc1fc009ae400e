"""A news agency that no list knows is an agency by the words beside its name, in every language with rules."""

import pandas as pd
import pytest

from samestory.coding import code_attributions, code_citations

SENTENCES = [
    ("en", "The road was shut, the Polaris news agency reported.", "Polaris", "agency"),
    ("en", "The road was shut, news agency Polaris reported on Monday.", "Polaris", "agency"),
    ("de", "Die Straße sei gesperrt, berichtete die Nachrichtenagentur Polaris.", "Polaris", "agency"),
    ("fr", "Selon l’agence Polaris, la route est fermée.", "Polaris", "agency"),
    ("es", "Según la agencia Polaris, la carretera está cerrada.", "Polaris", "agency"),
    ("it", "Secondo l’agenzia di stampa Polaris, la strada è chiusa.", "Polaris", "agency"),
    ("pt", "Segundo a agência Polaris, a estrada está fechada.", "Polaris", "agency"),
    ("pl", "Według agencji Polaris droga jest zamknięta.", "Polaris", "agency"),
    ("ru", "Дорога закрыта, сообщило агентство Полярис.", "Полярис", "agency"),
    ("uk", "Дорогу закрито, повідомило агентство Полярис.", "Полярис", "agency"),
]


def cited(language, text):
    given = pd.DataFrame(
        [{"article_id": "a", "outlet": "Quay", "language": language, "text": text, "text_status": "full"}]
    )
    return code_citations(given, code_attributions(given, engine="rules"))[["cited", "kind"]].to_numpy().tolist()


@pytest.mark.parametrize(("language", "text", "name", "kind"), SENTENCES)
def test_words_beside_the_name_tell_an_agency(language, text, name, kind):
    assert cited(language, text) == [[name, kind]]


def test_the_adjective_of_a_country_is_no_name_of_an_agency():
    assert "Turkish" not in [name for name, _ in cited("en", "The road was shut, the Turkish news agency reported.")]
