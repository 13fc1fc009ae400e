"""An answer is right in every form that means the same; a wrong one is told where to look, and never what is right."""

import datetime
import decimal
import fractions
import json
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.errors import LessonError
from samestory.teaching.check import checked_plain
from samestory.teaching.digests import canonical, made
from samestory.teaching.exercises import Options, answers_in, options_in, written
from samestory.teaching.plain import plain, trusted_form

TABLE = pd.DataFrame(
    {
        "outlet": ["Northern Courier", "Вестник", "صحيفة", "Zeitung"],
        "day": pd.to_datetime(["2026-05-12", "2026-05-13", "2026-05-13", None]),
        "n": [3, 1, 4, 15],
        "share": [0.125, 1 / 3, np.nan, 0.0625],
    }
)


def told(right, wrong, **options):
    """What is said of a wrong answer, and whether it passes; the answer goes the way that `collect` takes, too."""
    exercise = made(plain(right), Options(**options))
    checked = checked_plain("x", exercise, plain(wrong))
    sent = plain(wrong)
    if sent is not None:
        assert checked_plain("x", exercise, trusted_form(json.loads(json.dumps(sent)))) == checked
    return checked


SAME = [
    (4, [4, 4.0, np.int8(4), np.float32(4), decimal.Decimal("4.00"), fractions.Fraction(4), np.array(4), 3.9999], {}),
    (0.0625, [0.0625, 0.062, 0.063, np.float32(0.0625), fractions.Fraction(1, 16)], {}),
    (2.675, [2.67, 2.68, 2.675], {"digits": 2}),
    (-0.0001, [0, -0.0, 0.0], {}),
    (0.3, [0.1 + 0.2], {"digits": 9}),
    (1e25, [10**25, 1e25], {}),
    ("Вестник  севера", [" Вестник севера\n", "\u200eВестник\u00a0севера"], {}),
    ("Київ", [unicodedata.normalize("NFD", "Київ")], {}),
    ("جريدة الميناء", ["جريدة  الميناء", "\u200fجريدة الميناء\u061c"], {}),
    ("Café", ["CAFE\u0301", "café"], {"ignore_case": True}),
    (datetime.date(2026, 5, 12), ["2026-05-12", pd.Timestamp("2026-05-12"), np.datetime64("2026-05-12")], {}),
    (pd.Timestamp("2026-05-12T08:00Z"), ["2026-05-12 10:00+02:00", "2026-05-12T08:00:00"], {}),
    (True, [np.True_, True], {}),
    (pd.NA, ["cannot tell", float("nan"), " Cannot tell"], {"cannot_tell": True}),
    (["b", "a"], [("a", "b"), {"a", "b"}, pd.Series(["a", "b"]), np.array(["b", "a"]), {"a": 1, "b": 2}.keys(),
                  pd.Index(["a", "b"]), pd.Series(["a", "b"], dtype="category"), pd.DataFrame({"x": ["b", "a"]})], {}),
    ([("a", 1), ("b", 2)], [[["b", 2.0], ["a", 1]]], {}),
    ([3, 1], [[3.0, 1]], {"ordered": True}),
]  # fmt: skip


@pytest.mark.parametrize(("right", "others", "options"), SAME, ids=[str(one[0])[:20] for one in SAME])
def test_what_means_the_same_is_right(right, others, options):
    for other in [right, *others]:
        checked = told(right, other, **options)
        assert checked.right and checked.said == "Right.", (right, other, checked.said)


def test_a_right_list_with_a_table_in_it_is_not_right():
    with pytest.raises(LessonError, match="a table inside a list"):
        told(["a", "b"], ["a", "b", TABLE])


def test_a_table_may_have_another_order_index_and_type():
    by_outlet = TABLE.set_index("outlet")
    for other in (
        TABLE.sample(frac=1, random_state=1)[["share", "n", "day", "outlet"]],
        by_outlet,
        by_outlet.rename_axis(None),
        TABLE.astype({"outlet": "category", "n": "float32", "day": "string"}),
        TABLE.convert_dtypes(dtype_backend="pyarrow"),
        TABLE.assign(share=TABLE["share"].round(3)),
        TABLE.assign(share=["0.1250", "0.3333", None, "0.063"]).astype({"share": "float64"}),
    ):
        assert told(TABLE, other, key=["outlet"]).right
    counts = TABLE.set_index("outlet")["n"]
    for other in (counts, counts.rename("count"), counts.to_dict(), counts.rename_axis(None), counts.reset_index()):
        assert told(TABLE[["outlet", "n"]], other, key=["outlet"]).right
    assert told(counts, TABLE[["n", "outlet"]]).right


WRONG = [
    (4, 5, {}, "Not right yet."),
    (4, ..., {}, "No answer yet. Write your answer in place of the three dots, and run this cell again."),
    (4, None, {}, "No answer yet. Write your answer in place of the three dots, and run this cell again."),
    (4, "4", {}, "Not right yet. The answer is to be a number; yours is a text."),
    (4, [4, 5], {}, "Not right yet. The answer is to be a number; yours is a list."),
    (4, pd.Series([4]), {}, "Not right yet. The answer is to be a number; yours is a table."
     " Take the one value out of it, for example with [0] or .iloc[0]."),
    (1, True, {}, "Not right yet. The answer is to be a number; yours is True or False."),
    (0.25, 25, {"share": True},
     "Not right yet. The answer is to be a share from 0 to 1; yours looks like a percentage."),
    (0.25, 25, {}, "Not right yet."),
    (pd.NA, 0, {}, "Not right yet."),
    ("", pd.NA, {}, "Not right yet."),
    (["a", "b"], ["a", "c", "d"], {}, "Not right yet. One value is too many. Look again at the values “c” and “d”."),
    (["a", "b"], ["a", "a"], {}, "Not right yet. Some value is there too often."),
    (["a", "b"], ["b", "a"], {"ordered": True}, "Not right yet. Each value is right, but not their order."),
    (["a", "b"], {"b", "a"}, {"ordered": True},
     "Not right yet. The order counts here, and a set has none: give a list."),
    (["a", "b"], TABLE, {}, "Not right yet. The answer is to be a list; yours is a table."),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "options", "said"), WRONG, ids=[str(one[3])[:60] for one in WRONG])
def test_a_wrong_answer_is_told_what_to_look_at(right, wrong, options, said):
    checked = told(right, wrong, **options)
    assert not checked.right and checked.said == said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TABLE.drop(columns="n"), "The column “n” is missing from your table."),
        (TABLE.assign(extra=1), "The column “extra” is not asked for."),
        (TABLE.assign(n=[3, 1, 4, 16]), "Look again at the column “n”. Look again at the row “Zeitung”."),
        (TABLE.iloc[:2], "Two rows are missing."),
        (TABLE.replace({"outlet": {"Zeitung": "zeitung"}}), "This row does not belong in the table: “zeitung”."),
        (
            TABLE.replace({"outlet": {"Zeitung": "X", "صحيفة": "Y"}, "n": {3: 9}}),
            "These rows do not belong in the table: “Y” and “X”. Look again at the row “Northern Courier”.",
        ),
        (pd.concat([TABLE, TABLE.iloc[:1]]), "One row is too many."),
        ([1, 2], "The answer is to be a table; yours is a list."),
    ],
)
def test_a_wrong_table_is_told_its_column_or_row(wrong, said):
    checked = told(TABLE, wrong, key=["outlet"])
    assert not checked.right and checked.said.startswith(f"Not right yet. {said}")


def test_a_table_without_a_key_and_one_whose_order_counts():
    swapped = TABLE.assign(n=[1, 3, 4, 15])
    assert told(TABLE, swapped).said == "Not right yet. Look again at the rows “Northern Courier” and “Вестник”."
    assert told(TABLE, TABLE.iloc[::-1], ordered=True).said == "Not right yet. Each row is right, but not their order."
    assert told(TABLE, TABLE, ordered=True).right


def test_nothing_said_of_a_wrong_answer_is_the_right_one():
    right = pd.DataFrame({"who": ["Abend", "Bote", "Kurier"], "n": [7351, 8642, 9753]})
    for wrong in (right.assign(n=[1, 2, 3]), right.assign(who=["x", "y", "z"]), right.iloc[:1].assign(n=5)):
        said = told(right, wrong, key=["who"]).said
        hidden = {str(cell) for column in right for cell in right[column]} - {str(c) for k in wrong for c in wrong[k]}
        assert not [cell for cell in hidden if cell in said], said


def numbers_and_texts():
    text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
    return st.one_of(st.integers(-(10**18), 10**18), st.floats(allow_infinity=False), st.booleans(), text, st.none())


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers_and_texts(), max_size=6), st.randoms(use_true_random=False))
def test_the_canonical_form_does_not_depend_on_container_order_or_padding(values, random):
    def form(given):
        return sorted(json.dumps(canonical(one, Options())) for one in plain(given)["values"])

    def padded(value):
        return f"  {unicodedata.normalize('NFD', value)}\u00a0" if isinstance(value, str) else value

    mixed = random.sample(values, len(values))
    expected = form(values)
    for other in (mixed, tuple(mixed), np.array([*mixed, None], dtype=object)[:-1], [padded(one) for one in mixed]):
        assert form(other) == expected
    sent = [trusted_form(json.loads(json.dumps(one))) for one in plain(mixed)["values"]]
    assert sorted(json.dumps(canonical(one, Options())) for one in sent) == expected


@settings(max_examples=60, deadline=None)
@given(st.decimals(-(10**6), 10**6, allow_nan=False, places=6), st.integers(0, 5))
def test_a_number_and_its_own_rounding_have_one_form(value, digits):
    options = Options(digits=digits)
    exercise = made(plain(float(value)), options)
    for other in (value, round(float(value), digits), float(np.round(float(value), digits)), fractions.Fraction(value)):
        assert checked_plain("x", exercise, plain(other)).right
    assert not checked_plain("x", exercise, plain(value + 2)).right


class Hostile:
    """Fails wherever it is looked at, and says that it equals everything."""

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__

    def __repr__(self):
        raise RuntimeError

    def __iter__(self):
        raise RuntimeError

    def __len__(self):
        return 1


ENDLESS = type("Endless", (), {"__len__": lambda self: 1, "__iter__": lambda self: iter(int, 1)})()
BAD = [object(), b"1", 1j, 10**400, [[[[[[[[1]]]]]]]], "x" * 30_000, range(10**12), lambda: 1, ENDLESS]
BAD += [Hostile(), [Hostile()], {Hostile()}, pd.DataFrame([[1]], columns=[Hostile()])]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_what_cannot_be_checked_is_refused_with_a_reason(bad):
    with pytest.raises(LessonError):
        plain(bad)


@pytest.mark.parametrize(
    "forged",
    [
        None, [], {}, {"form": "right"}, {"form": "number", "value": "1; import os"}, {"form": "number", "value": 1},
        {"form": "number", "value": "9" * 5_000}, {"form": "list", "values": [1]}, {"form": "bool", "value": "True"},
        {"form": "table", "columns": ["a"], "rows": [[]], "index": [], "index_rows": [[]]},
        {"form": "table", "columns": [], "rows": [[], []], "index": [], "index_rows": [[]]},
    ],
    ids=str,
)  # fmt: skip
def test_a_forged_plain_form_is_refused(forged):
    with pytest.raises(LessonError):
        trusted_form(forged)


def test_a_file_beside_the_notebook_wins_and_its_hints_are_shown(tmp_path, monkeypatch):
    own = {"example.1": made(plain("порт"), Options(hints=["Read the title.", "Read its last word."]))}
    (tmp_path / "answers.json").write_text(written(own), encoding="utf-8")
    assert ss.check_answer("example.1", 1 / 8).right
    monkeypatch.chdir(tmp_path)
    checked = ss.check_answer("example.1", "пирс")
    assert checked.said == 'Not right yet. A hint: ss.check_answer("example.1", answer, hint=1)'
    shown = ss.check_answer("example.1", "<b>пирс</b>")._repr_html_()
    assert "<code>ss.check_answer(&quot;example.1&quot;, answer, hint=1)</code>" in shown and "<b>" not in shown
    assert ss.check_answer("example.1", "пирс", hint=2).said == "Not right yet. Hint 2 of 2: Read its last word."
    assert repr(ss.check_answer("example.1", "порт")) == "Right."
    with pytest.raises(LessonError, match=r"hint=3: this exercise has the hints 1 to 2"):
        ss.check_answer("example.1", "пирс", hint=3)
    with pytest.raises(LessonError, match=r"no exercise 'exampel.1'. Did you mean 'example.1'\?"):
        ss.check_answer("exampel.1", 1)
    (tmp_path / "answers.json").write_text('{"exercises": {"a": 1}}', encoding="utf-8")
    with pytest.raises(LessonError, match="damaged; fetch this file again"):
        ss.check_answer("example.1", 1)


def test_the_file_of_digests_is_read_as_written_and_names_no_answer():
    exercises = {"lesson1.10": made(plain(TABLE), Options(key=["outlet"])), "lesson1.9": made(plain(4), Options())}
    text = written(exercises)
    assert list(json.loads(text)["exercises"]) == ["lesson1.9", "lesson1.10"]
    assert not [cell for cell in ("Courier", "Вестник", "صحيفة", "0.125", "2026") if cell in text]


def test_options_are_read_and_faults_name_the_line(tmp_path):
    (tmp_path / "exercises.yaml").write_text(
        'lesson1.1:\n  digits: 2\n  hints: ["Count."]\nlesson1.2:\n', encoding="utf-8"
    )
    assert options_in(tmp_path) == {"lesson1.1": Options(digits=2, hints=["Count."]), "lesson1.2": Options()}
    (tmp_path / "exercises.yaml").write_text("lesson1.1:\n  digits: 2\n  hnits: []\n", encoding="utf-8")
    with pytest.raises(LessonError, match=r"lesson1.1, line 3: unknown key 'hnits'. Did you mean 'hints'\?"):
        options_in(tmp_path)
    assert answers_in(tmp_path / "none.json") == {}


def test_a_round_number_is_shown_as_it_was_written():
    assert "“10” and “20”" in told([7, 30], [10, 20], ordered=True).said
