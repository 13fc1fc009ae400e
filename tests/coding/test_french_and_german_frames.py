"""Who says what in French and German where the words around a verb decide it."""

import pytest

from samestory.coding.cues import cues_of
from samestory.coding.relations import doubts, ruled
from samestory.coding.tokens import tokens


def read(language, text):
    return [
        (
            text[slice(*one.source)] if one.source else None,
            text[slice(*one.cue)],
            [text[a:b] for a, b in one.contents],
        )
        for one in ruled(text, language, cues_of(language))
    ]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", '" Le port est fermé " estime Anne Duval.', ("Anne Duval", "estime", ['" Le port est fermé "'])),
        ("fr", 'La maire de l"île dit que l"accès est fermé.', ('La maire de l"île', "dit", ['que l"accès est fermé'])),
        (
            "fr",
            "La ville a annoncé, samedi 25 juillet, que le port ferme.",
            ("La ville", "a annoncé", ["que le port ferme"]),
        ),
        ("fr", "La mairie nous a indiqué que le port ferme.", ("La mairie", "nous a indiqué", ["que le port ferme"])),
        ("fr", "La ville entend fermer le port.", ("La ville", "entend", ["fermer le port"])),
        ("fr", "« Le port est fermé », a-t-elle déclaré.", ("elle", "déclaré", ["« Le port est fermé »"])),
        ("fr", "Elle en propose deux autres.", ("Elle", "en propose", ["deux autres"])),
        ("fr", "Le patron est soupçonné d'avoir vendu le quai.", (None, "est soupçonné d'", ["avoir vendu le quai"])),
        ("de", "Das Werk war laut neuen Daten, die alle kennen, im Minus.", None),
        ("de", "Der Verband (BVK) begrüßte, dass es regnet.", ("Der Verband (BVK)", "begrüßte", ["dass es regnet"])),
        ("de", "Der Kai bleibt gesperrt“, sagte Anna Kell.", ("Anna Kell", "sagte", ["Der Kai bleibt gesperrt“"])),
        ("de", "Anna Kell ist jedoch überzeugt, dass sie siegt.", ("Anna Kell", "ist", ["dass sie siegt"])),
        ("de", '„Der Hafen ist zu", sagte Anna Kell.', ("Anna Kell", "sagte", ['„Der Hafen ist zu"'])),
        ("de", "Der Rat, der den Plan ablehnte, tagt morgen.", ("der", "ablehnte", ["den Plan"])),
        ("de", "Der Hafen ist zu. Das erzählte uns Karl Grün.", ("Karl Grün", "erzählte", ["Der Hafen ist zu."])),
    ],
)
def test_a_frame_has_its_source_and_its_content(language, text, found):
    if found is None:
        assert [cue for _, cue, _ in read(language, text)][:1] == ["laut"]
    else:
        assert read(language, text) == [found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le plan annoncé début juin coûte dix millions."),
        ("fr", "Le prix varie selon le secteur."),
        ("fr", "Cette baisse s'explique par la pluie."),
        ("fr", "Nous avons demandé deux quais."),
        ("de", "Die Arbeiten gingen im Laufe des Tages weiter."),
        ("de", "Das Tor, das am Montag angekündigt wurde, kommt."),
        ("de", "Das lässt vermuten, dass der Kai alt ist."),
    ],
)
def test_a_form_that_only_describes_reports_nothing(language, text):
    assert read(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "La finale risque d'avoir un goût amer.", ["risque d'"]),
        ("fr", "Le risque d'une panne est réel.", []),
        ("fr", "La police soupçonne un docker.", ["soupçonne"]),
        ("de", "Der Konzern steht im Verdacht des Betrugs.", ["im Verdacht"]),
        ("de", "Die möglichen Folgen sind bekannt, alle möglichen Leute sagen es.", ["möglichen"]),
    ],
)
def test_words_of_doubt_are_found_and_nouns_of_risk_are_none(language, text, words):
    split = tokens(text, language)
    found = [text[slice(*split.offsets(span))] for span in doubts(split, cues_of(language), 0, len(split.low))]
    assert found == words


def test_a_statement_of_a_document_is_no_rumour():
    text = "„Der Kai ist gesperrt und bleibt es auch“, heißt es in der Erklärung."
    (one,) = ruled(text, "de", cues_of("de"))
    assert (one.kind, one.hedged) == ("say", [False])
