"""Quotations: every style of marks, nested, lost, over paragraph ends, and no apostrophes."""

import pytest
from hypothesis import given, settings
from test_sentences import ANY_TEXT

from samestory.text import quotations


def inner(text, language=None):
    return [text[q.inner_begin : q.inner_end].strip() for q in quotations(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go,” he said, “now.”", ["Go,", "now."]),
        ('"Go," he said, "at 5 o\'clock."', ["Go,", "at 5 o'clock."]),
        ("« Qui ? » dit-il. Le «bilan»", ["Qui ?", "bilan"]),
        ("„Ja“, sagte er. „Так”, каже.", ["Ja", "Так"]),
        ("”Ja”, sade han.", ["Ja"]),
        ("「日本『語』」", ["日本『語』", "語"]),
        (
            "''It burned,'' he said. ``Twice,'' she said. 'No ''quote'' here.'",
            ["It burned,", "Twice,", "No ''quote'' here.", "quote"],
        ),
        ("‘The workers’ hall isn’t open,’ she said.", ["The workers’ hall isn’t open,"]),
        ("'It's fine,' he said.", ["It's fine,"]),
        ("the dockers’ hall, rock 'n' roll, the ‘90s, isn't, l’armée, дев'ять, it’s", []),
        ('a 5" board and צה"ל', []),
        ("“I said ‘go’ and left”", ["I said ‘go’ and left", "go"]),
        ("„внутри “да“ так“", ["внутри “да“ так", "да"]),
        ('" Le port est fermé " estime Anne.', ["Le port est fermé"]),
        ('Un mur de 15 " et rien.', []),
        ('La maire de l"île dit " oui ".', ["oui"]),
        ("Der Kai bleibt zu“, sagte sie. „Ja“, sagte er.", ["Ja"]),
        (
            '„Der Hafen ist zu", sagte sie. „Sie rief "nein" und ging“, sagte er.',
            ["Der Hafen ist zu", 'Sie rief "nein" und ging', "nein"],
        ),
        ("", []),
    ],
)
def test_marks(text, expected):
    assert inner(text) == expected


def test_french_marks_behind_an_apostrophe_or_a_bracket_do_not_turn_all_others_round():
    text = "Il parle d’« honneur » (« sans rire »). « Les portes étaient fermées », dit-il."
    assert inner(text, "fr") == ["honneur", "sans rire", "Les portes étaient fermées"]
    assert inner("Er sagte »ja« und (»nein«) – »vielleicht«–.", "fr") == ["ja", "nein", "vielleicht"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("»Er rief ›nein‹ und ging«, sagte sie.", ["Er rief ›nein‹ und ging", "nein"]),
        ("»Er rief: ›Wir schließen.‹« Danach ging er.", ["Er rief: ›Wir schließen.‹", "Wir schließen."]),
        ("›Er sagte »nein« und ging‹, meinte sie.", ["Er sagte »nein« und ging", "nein"]),
        ("„Er rief ‚nein‘ und ging“. ‚Nie‘, rief sie.", ["Er rief ‚nein‘ und ging", "nein", "Nie"]),
        ("»Das ist Klaus’ Haus«, sagte er, »und Max’ Boot.«", ["Das ist Klaus’ Haus", "und Max’ Boot."]),
        ("„Das „große“ Haus“, sagte er.", ["Das „große“ Haus", "große"]),
        ("„Der Kai ist zu. „Ja“, sagte er. „Nein“.", ["Der Kai ist zu.", "Ja", "Nein"]),
        ("Der Kai ist zu«, sagte sie. »Ja«, sagte er.", ["Ja"]),
        ("»Der Kai ist zu.\n»Ja«, sagte er.", ["Der Kai ist zu.", "Ja"]),
        ("Die »Ida« sank, die «Anna» nicht. Die »Eva« auch.", ["Ida", "Anna", "Eva"]),
    ],
)
def test_german_marks_nested_single_lost_and_turned_round(text, expected):
    assert inner(text, "de") == expected


def test_depth_style_and_one_mark_for_two():
    found = quotations("«Газета «Известия» и «Труд». И «ещё»".replace("И «ещё»", "И “так”"))
    assert [(q.style, q.depth, q.is_closed) for q in found] == [
        ("«", 0, True),
        ("«", 1, True),
        ("«", 1, True),
        ("“", 0, True),
    ]
    assert found[0].inner_end == found[2].inner_end  # the last mark closes both


def test_a_quotation_over_paragraph_ends():
    text = "“First paragraph.\n\n“Second one.” He left.\n\n“Never closed. It ends here.\n\nBody."
    found = quotations(text)
    assert inner(text) == ["First paragraph.", "Second one.", "Never closed. It ends here."]
    assert [(q.is_closed, q.is_continued) for q in found] == [(False, True), (True, False), (False, False)]
    french = quotations("« Un.\n» Deux. »")
    assert next((q.is_closed, q.is_continued) for q in french) == (False, True)


def test_a_lost_mark_is_bounded():
    text = 'He said "never closed and "closed" then. ' + "word " * 1000
    found = quotations(text)
    assert [q.is_closed for q in found] == [False, True]
    assert inner('"' + "word " * 1000)[0].count("word") == 400
    assert inner("“one “two” three") == ["one", "two"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "— Вы видели? — спросил он. — Да, видел.", ["Вы видели?", "Да, видел."]),
        ("ru", "— Уходи, — сказал он.\n— Нет!", ["Уходи,", "Нет!"]),
        ("uk", "— Ви чули вибух? — питаю наймолодшого.", ["Ви чули вибух?"]),
        ("uk", "— Так. — Він замовк.", ["Так. — Він замовк."]),
        ("fr", "— J’étais passé. J’ai vu la fumée, répond-il.", ["J’étais passé. J’ai vu la fumée"]),
        ("fr", "— Et « lui » ?", ["Et « lui » ?", "lui"]),
        ("ru", "— первый пункт;", []),
        ("ru", "- пункт списка", []),
        ("en", "— an aside", []),
        (None, "— Да.", []),
    ],
)
def test_dash_dialogue(language, text, expected):
    assert inner(text, language) == expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ANY_TEXT)
def test_any_text_gives_spans_that_stand_in_it(text):
    for language in ("en", "ru", "fr"):
        found = quotations(text, language)
        assert [q.begin for q in found] == sorted(q.begin for q in found)
        for q in found:
            assert 0 <= q.begin < q.inner_begin <= q.inner_end <= q.end <= len(text)
            assert q.depth >= 0
            if q.style != "—":
                assert text.startswith(q.style, q.begin)
        for outer in found:  # spans nest or lie apart
            for other in found:
                apart = outer.end <= other.begin or other.end <= outer.begin
                nested = (outer.begin <= other.begin and other.end <= outer.end) or (
                    other.begin <= outer.begin and outer.end <= other.end
                )
                assert apart or nested, (text, outer, other)
