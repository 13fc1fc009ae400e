"""Floors of accuracy: what sinks fails, what rises may be kept, and nothing is lowered but on purpose."""

import json

import pandas as pd
import pytest
from gold import gold
from typer.testing import CliRunner

from bench import quality
from bench.__main__ import app
from bench.grouping import chosen_closeness, cross_validation
from bench.harness import COLUMNS
from samestory.errors import SamestoryError
from samestory.questions.reuse.grouping import CLOSENESS

ROW = {"part": "coding", "what": "claims", "ours": 0.8, "unit": "share", "digest": "abc"}


@pytest.fixture
def floors(tmp_path, monkeypatch):
    monkeypatch.setattr(quality, "FLOORS", tmp_path / "floors.json")
    return tmp_path / "floors.json"


def kept(floors):
    return json.loads(floors.read_text())["coding: claims"]["floor"]


def test_a_floor_rises_and_sinks_only_on_purpose(floors):
    assert quality.write_floors([ROW]) == ["written: coding: claims: 0.8"]
    assert quality.write_floors([ROW | {"ours": 0.9}]) == ["written: coding: claims: 0.9"]
    (said,) = quality.write_floors([ROW | {"ours": 0.7}])
    assert said.startswith("left: coding: claims: 0.7 is below its floor 0.9; --lower")
    assert kept(floors) == 0.9
    assert quality.write_floors([ROW | {"ours": 0.7}], lower=True) == ["lowered: coding: claims: 0.7"]
    assert kept(floors) == 0.7


def test_a_floor_set_by_hand_stays(floors):
    by_hand = {"coding: claims": {"floor": 0.75, "digest": "abc", "is_set_by_hand": True}}
    floors.write_text(json.dumps(by_hand))
    assert quality.write_floors([ROW]) == [] and quality.write_floors([ROW | {"ours": 0.5}], lower=True) == []
    assert json.loads(floors.read_text()) == by_hand
    assert quality._verdict(ROW, quality.read_floors()) == (0.75, "holds")
    assert quality._verdict(ROW | {"ours": 0.7}, quality.read_floors()) == (0.75, "below")


def test_another_corpus_gets_a_floor_of_its_own(floors):
    quality.write_floors([ROW])
    assert quality._verdict(ROW | {"ours": 0.1, "digest": "xyz"}, quality.read_floors()) == (0.8, "other corpus")
    quality.write_floors([ROW | {"ours": 0.1, "digest": "xyz"}])
    assert kept(floors) == 0.1


@pytest.mark.parametrize(("ours", "verdict"), [(0.8, "holds"), (0.81, "holds"), (0.79, "below")])
def test_a_number_is_held_against_its_floor(floors, ours, verdict):
    assert quality._verdict(ROW, {}) == (None, "no floor")
    quality.write_floors([ROW])
    assert quality._verdict(ROW | {"ours": ours}, quality.read_floors()) == (0.8, verdict)


@pytest.mark.parametrize("unit", ["articles/s", "articles/CPU s", "CPU seconds", "MB"])
def test_times_and_sizes_have_no_floor(unit):
    assert not quality.is_measure(ROW | {"unit": unit})
    assert not quality.is_measure(ROW | {"ours": "yes"})


def test_an_unknown_name_and_a_lone_lower_are_refused():
    with pytest.raises(SamestoryError, match="there are coding"):
        quality.quality(["speed"])
    assert isinstance(CliRunner().invoke(app, ["quality", "--lower"]).exception, SamestoryError)


def test_the_shipped_truth_is_read_as_well_as_the_floors_say():
    """The short run of ``make quality``: every number of the invented story and the seed article."""
    rows = quality.quality(quality.SHIPPED, say=lambda line: None)
    judged = [row for row in rows if row["verdict"]]
    assert len(judged) > 40
    assert {row["verdict"] for row in judged} == {"holds"}


def test_every_published_figure_has_a_source():
    from bench import attribution, graded, plagdet

    assert set(attribution.SOURCES) == set(attribution.PUBLISHED)
    assert all(attribution.SOURCES.values()) and graded.SOURCE and plagdet.SOURCE
    assert "source" in COLUMNS


def test_the_default_closeness_is_the_one_cross_validation_chooses():
    folds = cross_validation(gold("ecbplus").parent, [0.3, 0.36, CLOSENESS, 0.44, 0.5])
    assert folds.groupby("set")["fold"].nunique().to_dict() == {"allsides_roundups": 3, "ecbplus": 7}
    assert chosen_closeness(folds) == CLOSENESS


def test_of_closenesses_within_one_standard_error_the_strictest_is_chosen():
    rows = [
        ("one", fold, 9, c, f1 + 0.02 * fold) for fold in range(2) for c, f1 in ((0.2, 0.9), (0.4, 0.895), (0.6, 0.7))
    ]
    folds = pd.DataFrame(rows, columns=["set", "fold", "n_articles", "closeness", "f1"])
    assert chosen_closeness(folds) == 0.4
