"""What counts as an attribution or a doubt is the same in every language."""

import pytest

from samestory.coding.cues import cues_of
from samestory.coding.relations import doubts, ruled
from samestory.coding.tokens import tokens
from samestory.text import quotations


def read(language, text):
    """(source, cue, contents) of each attribution, in the text's words."""
    return [
        (
            text[slice(*one.source)] if one.source else None,
            text[slice(*one.cue)] if one.cue else None,
            [text[slice(*content)] for content in one.contents],
        )
        for one in ruled(text, language, cues_of(language))
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "По его словам, причал закрыт.", ("его", "По его словам", ["причал закрыт"])),
        ("ru", "Причал, по её мнению, закроют.", ("её", "по её мнению", ["Причал", "закроют"])),
        ("uk", "За його словами, причал закрито.", ("його", "За його словами", ["причал закрито"])),
        ("uk", "На її думку, причал закриють.", ("її", "На її думку", ["причал закриють"])),
        ("fr", "À son avis, le quai est fermé.", ("son", "À son avis", ["le quai est fermé"])),
        ("de", "Seiner Meinung nach ist der Kai zu.", ("Seiner", "Seiner Meinung nach", ["ist der Kai zu"])),
    ],
)
def test_a_pronoun_inside_a_formula_is_the_source(language, text, expected):
    assert read(language, text) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I think the quay is closed."),
        ("en", "You want to see the quay."),
        ("ru", "Вы говорите, что причал закрыт."),
        ("uk", "Ми сказали, що причал закрито."),
        ("fr", "Je crois que le quai est fermé."),
        ("de", "Ich glaube, dass der Kai zu ist."),
    ],
)
def test_the_writer_and_the_reader_are_no_sources(language, text):
    assert read(language, text) == []


@pytest.mark.parametrize(
    ("language", "fact", "report"),
    [
        ("en", "Divers found a boat under the quay.", "Divers found that the boat had sunk."),
        ("ru", "Водолазы обнаружили лодку у причала.", "Водолазы обнаружили, что лодка затонула."),
        ("uk", "Водолази виявили човен біля причалу.", "Водолази виявили, що човен затонув."),
        ("fr", "Les plongeurs ont établi un camp.", "Les plongeurs ont établi que le bateau avait coulé."),
        ("de", "Die Taucher fanden ein Boot.", "Die Umfrage zeigt, dass viele den Kai nutzen."),
    ],
)
def test_a_verb_that_needs_a_clause_reports_nothing_without_one(language, fact, report):
    assert read(language, fact) == [] and len(read(language, report)) == 1


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("ru", "Соседи отмечали, что причал закрыт.", "Соседи"),
        ("ru", "Авторы отчёта пришли к выводу, что причал закрыт.", "Авторы отчёта"),
        ("ru", "Ожидается, что причал закроют.", None),
        ("ru", "Эксперты уже говорят, что причал закроют.", "Эксперты"),
        ("uk", "Як повідомляв Портінформ, причал закрито.", "Портінформ"),
        ("uk", "Очікується, що причал закриють.", None),
        ("fr", "« Il faut une solution pour le port », souligne encore M. Duval.", "M. Duval"),
        ("fr", "« Le port perd tout », regrette la mairie.", "la mairie"),
        ("fr", "Le port va fermer, a confirmé le maire à la radio dimanche.", "le maire"),
        ("de", "Auch Minister Karl Benz kündigte eine Öffnung des Hafens an.", "Minister Karl Benz"),
        ("de", "Sie plädierte für die Öffnung des Hafens.", "Sie"),
        ("de", "Herr Benz ist der Meinung, dass der Hafen zu ist.", "Herr Benz"),
        ("en", "The quay stays closed until May, reports Harbour News.", "Harbour News"),
    ],
)
def test_the_same_ways_to_report_are_read(language, text, source):
    assert [one[0] for one in read(language, text)] == [source]


@pytest.mark.parametrize(
    ("language", "text", "n_doubts"),
    [
        ("en", "Maybe the quay will open.", 1),
        ("en", "He could not open the gate.", 0),
        ("ru", "Скорее всего, причал закроют.", 1),
        ("ru", "Это может привести к закрытию.", 1),
        ("ru", "Кран может поднять десять тонн.", 0),
        ("ru", "Он не мог открыть ворота.", 0),
        ("uk", "Причал, судячи з усього, закриють.", 1),
        ("uk", "Він не міг відкрити ворота.", 0),
        ("fr", "Le gardien aurait fui.", 1),
        ("fr", "Le gardien aurait dû fuir.", 0),
        ("fr", "Elle a annoncé que le quai serait fermé.", 0),
        ("fr", "Le quai sera sans doute fermé.", 1),
        ("de", "Der Wächter soll geflohen sein.", 1),
        ("de", "Er wird verdächtigt.", 1),
    ],
)
def test_words_of_doubt_and_their_exceptions(language, text, n_doubts):
    split = tokens(text, language)
    assert len(list(doubts(split, cues_of(language), 0, len(split.low)))) == n_doubts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"В порту стоит судно фирмы "Ида". Оно пустое", - сказал он.',
            ['"В порту стоит судно фирмы "Ида". Оно пустое"', '"Ида"'],
        ),
        ('"We saw the ship "Ida", she left", he said.', ['"We saw the ship "Ida", she left"', '"Ida"']),
        ('He saw "Ida and "Olga" leave.', ['"Ida and', '"Olga"']),
    ],
)
def test_a_name_in_straight_marks_does_not_end_the_quotation(text, expected):
    assert [text[one.begin : one.end] for one in quotations(text, "ru")] == expected


def test_a_quotation_with_its_stop_behind_the_mark_is_speech():
    text = 'Пряма мова: "Люди приймуть мир, бо люди хочуть, щоб це закінчилося".'
    assert read("uk", text) == [(None, None, ['"Люди приймуть мир, бо люди хочуть, щоб це закінчилося"'])]
    title = "Вийшла книга «Довга дорога до старого тихого порту»."
    assert read("uk", title) == []
