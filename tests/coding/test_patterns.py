"""The pattern language: what it reads, what it refuses and where, what it finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.coding.find import find
from samestory.coding.patterns import LONGEST, PatternError, parse
from samestory.coding.reading import Lexicon, reading
from samestory.story.codebook import Codebook
from samestory.yamlfile import parse_yaml, validated

TEXT = (
    "A fire in the shed killed nine people. The strikers set the big fire, the company said."
    " No dockers’ union denies it.\nThe fire burned. Firefighters came; fires."
)


def found(pattern: str, text: str = TEXT, language: str = "en") -> list[str]:
    node = parse(pattern)
    read = reading(text, Lexicon(language, [node]))
    return [text[slice(*read.span(*span))] for span in find(node, read)]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("big fire", ["big fire"]),
        ("FIRE", ["fire", "fire", "fire"]),
        ("fire*", ["fire", "fire", "fire", "Firefighters", "fires"]),
        ("~fire", ["fire", "fire", "fire", "fires"]),
        ("(set | started) w/3 (fire | blaze)", ["set the big fire"]),
        ("(set | started) w/1 (fire | blaze)", []),
        ("fire w/s shed", ["fire in the shed"]),
        ("shed pre/s fire", []),
        ("killed <n> people", ["killed nine people"]),
        ("the <any> fire", ["the big fire"]),
        ("the big? fire not w/s company", ["The fire"]),
        ("fire* not w/1 burned", ["fire", "fire", "Firefighters", "fires"]),
        ("denies w/p shed", ["denies"]),
        ("denies w/p burned", []),
        ("dockers union", ["dockers’ union"]),
        ("shed killed w/0 nine", ["shed killed nine"]),
        ("strikers w/9 company w/s fire", ["strikers set the big fire, the company"]),
        ("people the strikers", []),  # two sentences
    ],
)
def test_a_pattern_finds_what_it_says(pattern, wanted):
    assert found(pattern) == wanted


@pytest.mark.parametrize(
    ("pattern", "text", "language", "wanted"),
    [
        ("incendie", "L’incendie d'hier", "fr", ["incendie"]),
        ("~докеры", "профсоюз докеров", "ru", ["докеров"]),
        ("~докери", "спілка докерів, докерам", "uk", ["докерів", "докерам"]),
        ("~поджечь", "они подожгли склад", "ru", ["подожгли"]),
        ("п'ять людей", "П’ять людей", "uk", ["П’ять людей"]),
        ("أُغلق", "وأُغلق الجسر. أغلق الجسر.", "ar", ["وأُغلق", "أغلق"]),
        ("جسر", "سقط الجسر على القارب", "ar", ["الجسر"]),
        ("جسر", "وبالجسر سيارات", "ar", ["وبالجسر"]),
        ("جسر", "سجسر", "ar", ["سجسر"]),
        ("ليل", "والليل", "fr", []),
        ("~rebelle touareg", "les rebelles touareg", "fr", ["rebelles touareg"]),
        ("<n> загиблих", "щонайменше дев’ять загиблих", "uk", ["щонайменше дев’ять загиблих"]),
    ],
)
def test_words_in_four_languages(pattern, text, language, wanted):
    assert found(pattern, text, language) == wanted


@pytest.mark.parametrize(
    ("pattern", "at", "said"),
    [
        ("", 0, "the pattern ends where a word is wanted"),
        ("w/3 fire", 0, "'w/3' stands where a word is wanted"),
        ("fire w/", 5, "w/0 to w/60"),
        ("fire w/61 shed", 5, "w/0 to w/60"),
        ("fire pre/p shed", 5, "say w/p"),
        ("set (the fire", 4, "never closed"),
        ("set the) fire", 7, "closes or parts nothing"),
        ("a | b", 2, "alternatives in brackets"),
        ("<x> dead", 0, "only <n>"),
        ("<n>", 0, "a word of its own"),
        ("the *", 4, "holds no word"),
        ("f*re", 0, "only at the end"),
        ("a*", 0, "at least two letters"),
        ("~fire*", 0, "not both"),
        ("x" * (LONGEST + 1), LONGEST, f"may have {LONGEST}"),
        ("(" * 20 + "a" + ")" * 20, 9, "deeper than 8"),
        ("a " * 100, 160, "more than 80 words"),
    ],
)
def test_a_fault_says_where_and_what_is_allowed(pattern, at, said):
    with pytest.raises(PatternError) as error:
        parse(pattern)
    assert said in str(error.value)
    assert error.value.at == at


def test_a_codebook_names_line_and_column_of_a_pattern():
    text = """\
unit: x
statuses: {}
claims:
  C1:
    name: a
    kind: b
    description: c
    patterns:
      en: [fire, set w/99 fire]
    denied_by: C9
"""
    model, faults = validated(Codebook, parse_yaml(text, "codebook.yaml"), "codebook.yaml")
    assert model is None
    assert faults[0].startswith("codebook.yaml, line 9, column 22: ")
    sound = text.replace("w/99", "w/9")
    _, faults = validated(Codebook, parse_yaml(sound, "codebook.yaml"), "codebook.yaml")
    assert len(faults) == 1
    assert "denied_by 'C9'; give another claim: C1" in faults[0]


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_pattern_or_a_fault_in_it(pattern):
    try:
        node = parse(pattern)
    except PatternError as error:
        assert 0 <= error.at <= len(pattern)
    else:
        found_in = reading(pattern, Lexicon("en", [node]))
        assert all(0 <= first < last <= len(found_in.low) for first, last in find(node, found_in))


_PARTS = st.sampled_from(
    ["fire", "~set", "str*", "<n>", "<any>", "(", ")", "|", "?", "w/3", "pre/2", "w/s", "not w/s", "w/p"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(_PARTS, max_size=12).map(" ".join), st.lists(st.sampled_from([*TEXT.split(), "31", "fire."]), max_size=40)
)
def test_a_match_lies_in_one_sentence_and_does_not_depend_on_capitals(pattern, words):
    try:
        node = parse(pattern)
    except PatternError:
        return
    text = " ".join(words)
    read = reading(text, Lexicon("en", [node]))
    spans = find(node, read)
    assert spans == sorted(set(spans))
    if "w/p" not in pattern:
        assert all(read.sentence[first] == read.sentence[last - 1] for first, last in spans)
    assert found(pattern.upper().replace("<N>", "<n>"), text) == found(pattern, text)


@pytest.mark.parametrize(
    ("language", "pattern", "wanted"),
    [
        ("zh", "跳过了年度检查", ["跳过了年度检查"]),
        ("zh", "跳过*", ["跳过"]),
        ("zh", "<n> w/3 受伤", ["12人受伤"]),
        ("zh", "船东 w/9 检查", ["船东跳过了年度检查"]),
        ("zh", "船东 w/2 检查", []),
        ("ja", "検査 w/4 怠った", ["検査を怠った"]),
        ("th", "ไม่ได้ตรวจ", ["ไม่ได้ตรวจ"]),
    ],
)
def test_words_are_found_within_a_script_without_spaces(language, pattern, wanted):
    texts = {"zh": "工会称船东跳过了年度检查，12人受伤。", "ja": "会社は検査を怠ったという。", "th": "เรือไม่ได้ตรวจสภาพ"}
    assert found(pattern, texts[language], language) == wanted
