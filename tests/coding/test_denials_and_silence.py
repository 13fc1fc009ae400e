"""What stands beside a denial is not denied, who says nothing has said nothing, and May is a month."""

import pytest
from test_attribution import articles, read
from test_relations import put_together

from samestory.coding import code_attributions, code_citations


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La mairie nie tout, affirmant que le pont est neuf.", [("tout", -1), ("que le pont est neuf", 1)]),
        ("fr", "La mairie nie la panne, assurant avoir payé.", [("la panne", -1), ("avoir payé", 1)]),
        ("fr", "La mairie nie la panne, en précisant que tout va.", [("la panne", -1), ("que tout va", 1)]),
        ("fr", "Lys a nié la panne et ajouté que tout va.", [("la panne", -1), ("que tout va", 1)]),
        ("ru", "Лис отрицает поломку, говоря, что мост новый.", [("поломку", -1), ("что мост новый", 1)]),
        ("ru", "Лис опроверг слухи, сказав, что мост новый.", [("слухи", -1), ("что мост новый", 1)]),
        ("ru", "Лис отверг помощь города и заявил, что всё есть.", [("помощь города", -1), ("что всё есть", 1)]),
        ("uk", "Лис заперечує поломку, кажучи, що міст новий.", [("поломку", -1), ("що міст новий", 1)]),
        ("uk", "Лис спростував чутки, додавши, що міст новий.", [("чутки", -1), ("що міст новий", 1)]),
        ("uk", "Лис відкинув допомогу міста та заявив, що все є.", [("допомогу міста", -1), ("що все є", 1)]),
        ("en", "Lys rejected help and said that all was well.", [("help", -1), ("that all was well", 1)]),
    ],
)
def test_what_follows_a_denial(language, text, expected):
    assert [(*one[2], one[4]) for one in read(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "cue", "content"),
    [
        (
            "en",
            "The mayor declined to say whether the bridge is safe.",
            "declined to say",
            "whether the bridge is safe",
        ),
        ("en", "Police did not confirm that the bridge fell.", "did not confirm", "that the bridge fell"),
        ("en", "Police couldn’t confirm that the bridge fell.", "couldn’t confirm", "that the bridge fell"),
        ("en", "BBC News could not verify the claim.", "could not verify", "the claim"),
        ("fr", "La police n’a pas confirmé que le pont est tombé.", "n’a pas confirmé", "que le pont est tombé"),
        ("fr", "Le maire a refusé de dire si le pont est sûr.", "a refusé de dire", "si le pont est sûr"),
        ("ru", "Полиция не подтвердила, что мост упал.", "не подтвердила", "что мост упал"),
        ("ru", "Мэр отказался говорить, что мост упал.", "отказался говорить", "что мост упал"),
        ("uk", "Поліція не підтвердила, що міст упав.", "не підтвердила", "що міст упав"),
        ("uk", "Мер відмовився сказати, що міст упав.", "відмовився сказати", "що міст упав"),
    ],
)
def test_who_says_nothing(language, text, cue, content):
    assert read(text, language) == [(None, cue, [content], "doubt", 1)]
    table = articles(text, language=language)
    found = code_attributions(table, engine="rules")
    assert found["is_hedged"].tolist() == [True]
    assert code_citations(table, found).empty


def test_a_tagger_hears_silence_too():
    text = "Police did not confirm that the bridge fell."
    given = {"source": ["Police"], "cue": ["did not confirm"], "content": ["that the bridge fell"]}
    assert put_together(text, **given) == [(None, "did not confirm", "doubt", 1, "that the bridge fell")]


def test_who_cannot_be_asked_says_nothing():
    assert read("Interrogée par l’AFP, la maire n’a pas confirmé.", "fr") == []


@pytest.mark.parametrize(
    ("text", "is_hedged"),
    [
        ("The bridge may close, Lys said.", True),
        ("The bridge closed in May, Lys said.", False),
        ("On Friday, May 3, the bridge closed, Lys said.", False),
        ("May was dry, Lys said.", False),
        ("Perhaps it was dry, Lys said.", True),
        ("THE BRIDGE MAY CLOSE, Lys said.", True),
        ("THE BRIDGE CLOSED ON MAY 3, Lys said.", False),
    ],
)
def test_may_is_a_month(text, is_hedged):
    assert code_attributions(articles(text), engine="rules")["is_hedged"].tolist() == [is_hedged]
