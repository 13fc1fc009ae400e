"""The narrator inside speech."""

import pytest

from samestory.languages import language_for
from samestory.text import quotations, spoken_pieces


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("ru", "Мы спали, — сказал Лис. — Никто не звонил", ["Мы спали,", "Никто не звонил"]),
        ("ru", "Мост, — а он стар, — закрыт", ["Мост, — а он стар, — закрыт"]),
        ("uk", "Де він? — спитала Лис. — Де?", ["Де він?", "Де?"]),
        ("fr", "Je dormais, a dit Anne Lys. J’ai froid.", ["Je dormais", "J’ai froid."]),
        ("fr", "Je dormais, raconte M. Lys, maire de la ville. J’ai froid.", ["Je dormais", "J’ai froid."]),
        ("fr", "Où est-il ? demanda la dame. Là ?", ["Où est-il ?", "Là ?"]),
        ("fr", "Que veut-il, que fait-il ?", ["Que veut-il, que fait-il ?"]),
        ("fr", "Il vient, a dit la vérité, et repart", ["Il vient, a dit la vérité, et repart"]),
        ("fr", "Je pars, a-t-il déclaré. Le pont ferme.", ["Je pars", "Le pont ferme."]),
        ("fr", "Je pars, — dit Lys, — et vous ?", ["Je pars,", "et vous ?"]),
        ("en", "I slept, said Ann. I was cold.", ["I slept, said Ann. I was cold."]),
        ("ru", "", [""]),
    ],
)
def test_pieces(language, said, expected):
    found = spoken_pieces(said, 0, len(said), language_for(language))
    assert [said[a:b] for a, b in found] == expected


def test_a_line_of_dialogue_is_resumed():
    text = "— C’est moi, répondit-il. Ouvrez !"
    assert [(text[q.begin : q.end], q.is_resumed) for q in quotations(text, "fr")] == [
        ("— C’est moi", False),
        ("Ouvrez !", True),
    ]
