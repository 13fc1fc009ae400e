"""Signs and styles of strangers on pages: nothing turns the direction of a page, and no text takes long to clean."""

from samestory.errors import printable, with_turns_shown
from samestory.plotting.prose import escaped
from samestory.runs.pages.cleaning import clean, without_active


def test_signs_that_turn_a_page_are_shown_by_their_number():
    assert with_turns_shown("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
    assert clean("<p>a\u202eb</p>") == "<p>a[U+202E]b</p>"
    assert escaped("a\u202db <i>") == "a[U+202D]b &lt;i&gt;"
    assert printable("a\u202eb") == "a\N{REPLACEMENT CHARACTER}b"


def test_letters_and_joiners_of_other_directions_stay():
    said = "שלום \u200f سه\u200cشنبه"
    assert with_turns_shown(said) == printable(said) == said


def test_styles_and_scripts_go_with_what_is_in_them():
    assert without_active("a<style>b</style>c<SCRIPT x>d</script >e") == "ace"
    assert without_active("a<style>b<script>c</script></style>d") == "ad"
    assert without_active("a</style>b<style>c") == "a</style>b<style>c"
    assert without_active("<script>a</style>b</script>c") == "c"


class Counted(str):
    """Text that counts how many signs are copied out of it."""

    copied = 0

    def __getitem__(self, key):
        piece = super().__getitem__(key)
        Counted.copied += len(piece)
        return piece


def test_styles_that_are_never_closed_cost_one_pass():
    for n in (1_000, 4_000):
        Counted.copied = 0
        text = Counted("<style>" * n)
        assert without_active(text) == "<style>" * n
        assert Counted.copied == len(text)
