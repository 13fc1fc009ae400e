"""Languages: one file each, read once, faults named with their line."""

import pytest

from samestory.errors import SamestoryError
from samestory.languages import KINDS, language, language_for, language_from, languages


def test_the_languages_there_are():
    assert {"ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "zh"} <= set(languages())
    assert "any" not in languages()
    for code in languages():
        spoken = language(code)
        assert spoken.code == code
        assert spoken is language(code.upper() + "-XX")  # read once; the region does not count
        assert spoken.quotes and spoken.number_words, f"{code}.yaml needs quotes and number_words"
        cut = (spoken.starters and spoken.abbreviations.never_end) or spoken.number_words.spaceless
        assert cut, f"{code}.yaml needs starters and abbreviations.never_end, by which sentences are found"
        kinds = {"boilerplate", "promotion", "author_note", "credit", "paywall", "correction"}
        assert kinds <= set(spoken.phrases), f"{code}.yaml: phrases needs {sorted(kinds - set(spoken.phrases))}"
        assert set(spoken.phrases) <= set(KINDS)
        both = spoken.never_ending & spoken.rarely_ending
        twice = {word for word in both if len(word) > 3}
        assert not twice, f"{code}.yaml: in never_end and in may_end: {twice}"


def test_a_language_without_a_file():
    with pytest.raises(SamestoryError, match=r"no language 'eng'\. Did you mean 'en'\? Languages: .*en, .*fr, "):
        language("eng")
    assert language_for("xx").code == language_for(None).code == language_for("").code == "any"
    assert language_for(float("nan")).code == "any"  # as an empty cell of a table may come
    assert language_for(language("fr")).code == "fr"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("code: xy\nname: X\n", r"new.yaml, line 1: code is 'xy'; name the file after it"),
        ("code: new\nname: N\nphrase: {}\n", r"new.yaml, line 3: unknown key 'phrase'. Did you mean 'phrases'"),
        ("code: new\nname: N\nphrases:\n  promo: [abc]\n", r"line 4: .*promo"),
        ("code: new\nname: N\nphrases:\n  promotion: ['* *']\n", r"line 4: phrases.promotion.0: '\* \*' given"),
        ("code: new\nname: N\nphrases:\n  promotion: ['by {writer}']\n", r"\{writer\} is not known"),
        ("code: new\nname: N\nquotes: [['<<', '>>']]\n", r"line 3"),
        ("code: new\nname: N\nphrases:\n  promotion: [a**b cd]\n", r"write one \*"),
        ("name: N\n", r"key 'code' is missing"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path, said, fault):
    path = tmp_path / "new.yaml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(SamestoryError, match=fault):
        language_from(path)


def test_a_language_never_changes():
    with pytest.raises(ValueError, match="frozen"):
        language("en").name = "other"
