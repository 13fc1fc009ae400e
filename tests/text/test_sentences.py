"""Sentences: what ends one, what does not, and that any text comes back whole."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.text import paragraphs, sentences


def split(text, language=None):
    return [text[begin:end] for begin, end in sentences(text, language)]


def parted(marked):
    """A text with | where sentences part, as the text and its sentences."""
    return marked.replace("|", ""), [piece.strip() for piece in marked.split("|")]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "Mr. Smith met J. K. Rowling on Jan. 5.| It cost 3.5 million."),
        ("en", "He lives in the U.S.| The U.S. President came at 5 p.m. Monday.| He left at 6 p.m.| They stayed."),
        ("en", "No. 9 is shut.| He said no.| Then he left."),
        ("en", "“Is it?” he asked.| “No!”| “Why not?| I saw it.”| He left."),
        ("en", "See https://a.example/x.html?q=1.2 for more.| Or write to a.b@c.example."),
        ("en", "Wait... what?!| Yes …| Good."),
        ("en", "It burned.[12]| Nobody knew.| (It was late.)| So."),
        ("en", "The union said so.The company denied it.| New Correspondent.net is here."),
        ("en", "So it goes. . . .| Nobody knew. . . . and so on."),
        ("fr", "M. Son et Mme Le Goff.| Il part."),
        ("en", "1. Open the gate.| 2. Run."),
        ("en", "Torvane Inc. denied it.| The Harbour Co. | He left."),
        ("fr", "M. Macron a dit : « Qui ? »| Il part.| Le no 5 de l’av. Foch brûle."),
        ("fr", "« J’ai vu la fumée », répond-il.| Vers 8 h.| Il est là... puis part."),
        ("ru", "Причал № 9 горел.| В 2024 г. он закрыт, т. е. пуст.| Жил на ул. Ленина, д. 5."),
        ("ru", "Путин В. В. сказал и т. д.| Он ушёл.| А. С. Пушкин писал.| «Где?» — спросил он.| — Там."),
        ("uk", "У 2024 р. причал № 9 закрито.| Вул. Лесі Українки, м. Київ.| Ціна 5 млн грн.| Він пішов."),
        ("zz", "東京で火事があった。| 七人が死亡した！| 終わり。"),
        (None, "هل هو هناك؟| نعم."),
        (None, ""),
        (None, " \n\t "),
    ],
)
def test_sentences(language, marked):
    text, expected = parted(marked)
    assert split(text, language) == [piece for piece in expected if piece]


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n", "\r", "\u2029", "\x0c", " \n \n "])
def test_a_paragraph_ends_a_sentence(gap):
    assert split(f"A headline without a stop{gap}The first sentence") == [
        "A headline without a stop",
        "The first sentence",
    ]


def test_wrapped_lines_are_one_paragraph():
    text = (
        "The number of people killed in\nthe fire has risen to seven, the\noffice said on Saturday after men\n"
        "were found.\nThe search ended. It was a long\nand hard search for all of them.\n\nNext one."
    )
    assert len(paragraphs(text)) == 3
    assert split(text)[0].startswith("The number") and split(text)[0].endswith("were found.")
    assert len(split(text)) == 4


def test_lines_of_a_list_are_not_wrapped():
    assert split("Killed: four\nHurt: dozens\nMissing: nobody\nBurnt: 41") == [
        "Killed: four",
        "Hurt: dozens",
        "Missing: nobody",
        "Burnt: 41",
    ]


ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from(".!?…\"'«»“”„‘’()[]—- \n\r\u00a0A.b1№г\0\u202e\ud800שם。"), st.characters(exclude_categories=())
    ),
    max_size=200,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ANY_TEXT, st.sampled_from(["en", "fr", "ru", "uk", None, "xx"]))
def test_any_text_comes_back_whole_in_order(text, language):
    spans = sentences(text, language)
    assert all(begin < end for begin, end in spans)
    assert all(a_end <= b_begin for (_, a_end), (b_begin, _) in itertools.pairwise(spans))
    assert "".join("".join(text[b:e] for b, e in spans).split()) == "".join(text.split())
    assert all(text[b:e] == text[b:e].strip() for b, e in spans)
    inside = [(b, e) for b, e in spans if not any(p <= b and e <= q for p, q in paragraphs(text))]
    assert inside == []
