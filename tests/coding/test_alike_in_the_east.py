"""Russian and Ukrainian find what English finds: missing marks, topics before a verb, what may come about."""

import pytest

from samestory.coding.cues import cues_of
from samestory.coding.relations import doubts, ruled
from samestory.coding.tokens import tokens


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
        (
            "en",
            'The pier is shut. This year 53 boats sank," said the mayor.',
            ("the mayor", ["This year 53 boats sank"]),
        ),
        ("en", 'The pier is shut. This year 53 boats sank," Holt said.', ("Holt", ["This year 53 boats sank"])),
        ("ru", 'Причал закрыт. Затонули 53 лодки", - заключил А. Белов.', ("А. Белов", ["Затонули 53 лодки"])),
        ("ru", 'Причал закрыт. Затонули 53 лодки", - сказал мэр.', ("мэр", ["Затонули 53 лодки"])),
        ("uk", 'Причал закрито. Затонули 53 човни", - сказав мер.', ("мер", ["Затонули 53 човни"])),
    ],
)
def test_speech_whose_opening_mark_is_missing_has_its_speaker(language, text, expected):
    ((source, _, contents),) = read(language, text)
    assert source == expected[0]
    assert [content.rstrip('",') for content in contents] == expected[1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "За сведения о ворах объявили награду."),
        ("ru", "Тем не менее за сведения о ворах объявили награду."),
        ("ru", "О том как реагирует причал неизвестно."),
        ("ru", "Что говорят очевидцы"),
        ("uk", "За відомості про злодіїв оголосили нагороду."),
        ("en", "The fees were low compared to other fees."),
        ("en", "The office had detailed photos of the pier."),
    ],
)
def test_words_that_only_look_like_a_source_or_a_cue_give_nothing(language, text):
    assert read(language, text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The pier is shut. This was announced on Saturday, 11 December, by the mayor Edric Holt."),
        ("ru", "Причал закрыт. Об этом сообщил в субботу, 11 декабря, мэр Иван Белов."),
    ],
)
def test_a_day_between_a_cue_and_who_speaks_is_passed_over(language, text):
    ((source, _, contents),) = read(language, text)
    assert source.rsplit(maxsplit=1)[-1] in ("Holt", "Белов")
    assert contents in (["The pier is shut."], ["Причал закрыт."])


@pytest.mark.parametrize(
    ("language", "text", "n"),
    [
        ("ru", "Причал могут закрыть.", 1),
        ("ru", "Причал не могут закрыть.", 0),
        ("ru", "Жители могут воспользоваться причалом.", 0),
        ("ru", "До весны должно быть закончено и здание.", 0),
        ("ru", "Он, должно быть, уехал.", 1),
        ("ru", "Шторм способен вызвать оползень.", 1),
        ("uk", "Причал можуть закрити.", 1),
        ("uk", "Причал не можуть закрити.", 0),
        ("uk", "Мешканці можуть скористатися причалом.", 0),
        ("uk", "Шторм здатний спричинити зсув.", 1),
        ("en", "The storm can lead to a landslide.", 1),
        ("en", "Residents can use the pier.", 0),
        ("en", "She suggests painting the pier.", 0),
        ("en", "The note suggests that the pier was shut.", 1),
    ],
)
def test_what_can_come_about_is_doubted_and_what_one_is_able_to_do_is_not(language, text, n):
    split = tokens(text, language)
    assert len(list(doubts(split, cues_of(language), 0, len(split.low)))) == n


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("en", "Torvane intends to close the pier.", "Torvane"),
        ("ru", "Торване намерен закрыть причал.", "Торване"),
        ("ru", "Иммунологи выдвинули гипотезу, почему люди болеют.", "Иммунологи"),
        ("ru", "О пожаре рассказали в сообщении порта.", "сообщении порта"),
        ("ru", "Мэр даже предостерёг, что причал закроют.", "Мэр"),
        ("uk", "Лікарі висунули гіпотезу, чому люди хворіють.", "Лікарі"),
        ("uk", "Мер навіть застеріг, що причал закриють.", "Мер"),
        ("uk", "Про пожежу розповіли в повідомленні порту.", "повідомленні порту"),
    ],
)
def test_more_verbs_and_offices_name_their_source(language, text, source):
    assert [one[0] for one in read(language, text)] == [source]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Самой красивой считается новая пристань."),
        ("uk", "Найкращою вважається нова пристань."),
        ("ru", "По разным оценкам, пострадали сто человек."),
        ("uk", "За різними оцінками, постраждали сто людей."),
        ("en", "The new pier is considered to be the best."),
    ],
)
def test_what_is_held_by_nobody_in_particular_is_attributed_without_a_source(language, text):
    assert [one[0] for one in read(language, text)] == [None]
