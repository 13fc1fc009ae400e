"""A language is one YAML file: no Python file lists the languages there are."""

import ast
from pathlib import Path

import pytest

import samestory
from samestory.errors import SamestoryError
from samestory.intake.dates.months import names_of
from samestory.intake.shared.language_names import language_code
from samestory.languages import ENGLISH, each, language_from, languages
from samestory.languages.model import FOLDER

PACKAGE = Path(samestory.__file__).parent
# Constants that read like the code of a language: by file, which ones and why they may be there.
ALLOWED = {
    "languages/model.py": ({"en"}, "ENGLISH: coders name things in English, whatever the language of the articles"),
    "languages/letters.py": ({"zh"}, "Latin letters of a Cyrillic one"),
    "engine/meaning/anchors.py": ({"zh"}, "letters of one sound"),
    "engine/meaning/encoder.py": (
        {"ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "zh"},
        "the languages that the encoder's weights were learned from",
    ),
    "coding/tagger/__init__.py": ({"en"}, "the trained model is one of English"),
    "cli/train.py": ({"en"}, "the trained model is one of English"),
    "coding/source_names/texts.py": ({"en"}, "names of countries in English, if the language is not known"),
    "coding/forms.py": ({"ar"}, "simplemma takes Arabic and gives its words back as they are"),
    "coding/fixed.py": ({"en"}, "an ending of German adverbs"),
    "coding/verb_second.py": ({"en"}, "an ending of German and Dutch verbs"),
    "text/narration.py": ({"en"}, "a French pronoun"),
    "intake/dates/words.py": ({"pt"}, "a time zone of North America"),
    "intake/formats/factiva.py": ({"tr"}, "a row of a table in HTML"),
    "runs/pages/cleaning.py": ({"tr"}, "a row of a table in HTML"),
    "runs/execute.py": ({"es"}, "the plural of process"),
    "invent/newsroom.py": ({"en", "fr", "ru", "uk"}, "an invented story has a plan: which language copies from which"),
    "invent/plan.py": ({"de", "en", "fr", "ru", "uk"}, "the languages of an invented story; de begins French names"),
    "invent/story.py": ({"en"}, "the card of an invented story is in English"),
    "invent/truth.py": ({"en"}, "notes on what was planted are in English"),
    "plotting/artists.py": ({"pt"}, "points, the unit of sizes of letters"),
}


def constants(path):
    """The text constants of a file that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in bare]
    return {node.value for node in nodes if isinstance(node.value, str)}


def test_no_python_file_names_a_language_but_for_the_stated_reasons():
    found = {
        path.relative_to(PACKAGE).as_posix(): names
        for path in PACKAGE.rglob("*.py")
        if (names := constants(path) & set(languages()))
    }
    unexpected = {file: names - ALLOWED.get(file, (set(), ""))[0] for file, names in found.items()}
    wrong = {file: names for file, names in unexpected.items() if names}
    assert wrong == {}, f"move these codes into the language files, or give the reason in ALLOWED: {wrong}"
    assert {file for file, (names, _) in ALLOWED.items() if names - found.get(file, set())} == set()


def test_one_key_of_each_file_is_what_the_whole_file_says():
    for key in ("names", "months", "letters", "locales", "places", "articles", "countries", "month_first"):
        assert each(key) == {
            code: list(said) if isinstance(said, tuple) else said
            for code in languages()
            if (said := getattr(language_from(FOLDER / f"{code}.yaml"), key)) not in ((), None, False)
        }


def test_names_and_months_come_from_the_files():
    assert [language_code(said) for said in ("Nederlands", "Deutsch; Englisch", "українська")] == ["nl", "de", "uk"]
    assert names_of(("uk",))["лютого"] == 2
    assert ENGLISH in languages()


def test_eleven_months_are_refused(tmp_path):
    path = tmp_path / "new.yaml"
    path.write_text(f"code: new\nname: N\nmonths: [{', '.join('abcdefghijk')}]\n", encoding="utf-8")
    with pytest.raises(SamestoryError, match="line 3: months: .*11 months; give all twelve"):
        language_from(path)
