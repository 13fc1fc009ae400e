"""Words counted and texts known by a number: the same whether plain Python does it or the kernel."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.engine import compiled
from samestory.intake import counting
from samestory.intake.counting import counted, number
from samestory.text import words

TEXTS = [
    "The port is closed.",
    None,
    "",
    "the PORT\n\nis closed",
    "…",
    "L’été – « tout » va, dit-il.",
    "L'e\u0301te\u0301 -- tout va dit-il",
    "Порт закрито: дев'ять",
    "ﷺ a-\u0301b \u0301x",
    "🎉",
    "…\0",
]


def large(texts):
    return pa.array(texts, pa.large_string())


@pytest.fixture(params=["plain", "kernel"])
def way(request, monkeypatch):
    """Both ways of counting, one test each, and proof that it was the one."""
    monkeypatch.setattr(counting, "PLAIN", -1 if request.param == "kernel" else 10**12)
    asked = []
    kernels = compiled.kernels
    monkeypatch.setattr(compiled, "kernels", lambda *names: asked.append(names) or kernels(*names))
    yield request.param
    assert asked == ([("letters",)] * len(asked) if request.param == "kernel" else [])
    assert asked or request.param == "plain"


def test_words_and_numbers(way):
    n_words, said, whole = counted(large(TEXTS))
    assert n_words.tolist() == [4, 0, 0, 4, 0, 4, 4, 3, 4, 0, 0]
    assert n_words.tolist() == [len(words(text or "")) for text in TEXTS]
    assert n_words.dtype == said.dtype == whole.dtype == np.int64
    assert said[0] == said[3] and said[5] == said[6]  # other spaces, signs, capitals; an accent of its own
    assert len(np.unique(said)) == len(TEXTS) - 3  # but for those pairs, and the two without a text
    assert said[1] == said[2] == whole[1] == whole[2] == 0
    assert len(np.unique(whole)) == len(TEXTS) - 1
    assert said[4] == whole[4] != 0  # a text of signs alone is a text, and known by them


def test_numbers_are_those_written_down(way):
    # Fixed, so that neither way can change without the other, on any machine.
    n_words, said, whole = counted(large(["Été 12", "…", "x" * 5000]))
    assert n_words.tolist() == [2, 0, 1]
    assert said.tolist() == [4205077279833605655, 6429423007387071488, -5698138384847244617]
    assert whole.tolist() == [1266483481694924466, 6429423007387071488, -5698138384847244617]


def test_slices_are_counted_alone(way):
    whole = counted(large(TEXTS))
    part = counted(large(TEXTS).slice(3, 5))
    assert [column.tolist() for column in part] == [column[3:8].tolist() for column in whole]
    assert [column.tolist() for column in counted(large(TEXTS).slice(2, 0))] == [[], [], []]


def test_few_texts_need_no_kernel(monkeypatch):
    def never(*names):
        raise AssertionError(names)

    monkeypatch.setattr(compiled, "kernels", never)
    assert counted(large(TEXTS))[0].sum() == 23
    with pytest.raises(AssertionError, match="letters"):
        counted(large(["x" * 1000] * (counting.PLAIN // 1000 + 1)))


@pytest.mark.parametrize(
    ("raw", "same"), [(b"", True), (b"abc", False), (b"12345678", False), (b"\0", False), (b"\0" * 8, False)]
)
def test_the_number_of_no_bytes_is_nought_and_zeros_count(raw, same):
    assert (number(raw) == 0) is same
    assert number(raw) != number(raw + b"\0")
    assert -(2**63) <= number(raw) < 2**63


signs = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aéЖß'’- \n\0\u0301ﷺ"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.none() | st.text(signs, max_size=30), max_size=5))
def test_the_switch_changes_nothing(texts):
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for most in (-1, 10**12):
            patch.setattr(counting, "PLAIN", most)
            found.append([column.tolist() for column in counted(large(texts))])
    assert found[0] == found[1]


def test_the_report_finds_the_same_words_in_batches_counted_either_way(tmp_path, monkeypatch):
    # The first file is a batch for the kernel, the second one for plain Python.
    long = "Le port est fermé – dit la préfecture. " * 40
    rows = [{"outlet": "Gull", "text": f"{n} {long}"} for n in range(20)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    again = {"outlet": "Mouette", "text": f"7 {long}".upper().replace("–", "--")}
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, [again, {"outlet": "Gull", "text": "…"}])))
    monkeypatch.setattr(counting, "PLAIN", 20_000)
    monkeypatch.setattr("samestory.intake.collect.BATCH", 20)
    calls = []
    kernels = compiled.kernels
    monkeypatch.setattr(compiled, "kernels", lambda *names: calls.append(names) or kernels(*names))
    articles, report = ss.read_articles(tmp_path, language="fr")
    assert calls.count(("letters",)) == 1 and len(articles) == 22
    flow = report.flow.set_index("part")["n"]
    assert (flow["text once"], flow["same words again"], flow["no text"]) == (21, 1, 0)
