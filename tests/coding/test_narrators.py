"""Speech that a narrator breaks into: all pieces are said by the same source."""

import pytest
from test_attribution import read


@pytest.mark.parametrize(
    ("language", "text", "source", "contents"),
    [
        ("ru", "«Мы не спали, — сказала Ия Лис. — Мы ждали».", "Ия Лис", [["«Мы не спали,"], ["Мы ждали»"]]),
        ("ru", '"Мы не спали, — сказала Ия Лис. — Мы ждали".', "Ия Лис", [['"Мы не спали,'], ['Мы ждали"']]),
        ("ru", "«Знаю, — сказал Лис, — что мост закрыт».", "Лис", [["«Знаю,", "что мост закрыт»"]]),
        ("uk", "«Міст закрито, — додав мер, — назавжди».", "мер", [["«Міст закрито,", "назавжди»"]]),
        ("fr", "« Je dormais, a dit Anne Lys. J’ai froid. »", "Anne Lys", [["« Je dormais"], ["J’ai froid. »"]]),
        ("fr", "— Qui est là ? demanda-t-il.", "il", [["Qui est là ?"]]),
        ("fr", "— Qui est là ? demanda le gardien.", "le gardien", [["Qui est là ?"]]),
        ("fr", "— C’est moi, répondit-elle. Ouvrez !", "elle", [["C’est moi"], ["Ouvrez !"]]),
        ("ru", "— Где вы? — спросил он. — Здесь темно.", "он", [["Где вы?"], ["Здесь темно."]]),
    ],
)
def test_pieces_have_one_source(language, text, source, contents):
    assert [(one[0], one[2]) for one in read(text, language)] == [(source, content) for content in contents]


def test_a_short_sentence_in_marks_goes_to_who_spoke_last():
    found = read("“We slept through it all,” Lys said. “Nobody told us.”")
    assert [(one[0], one[2]) for one in found] == [
        ("Lys", ["“We slept through it all,”"]),
        ("Lys", ["“Nobody told us.”"]),
    ]
    assert [one[2] for one in read("Lys said that she slept. The “Dr.” knew.")] == [["that she slept"]]
