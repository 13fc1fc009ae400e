"""The look: every value has a colour of its own, and settings are restored when the block ends."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import numpy as np
import pytest

from samestory.plotting import style
from samestory.plotting.theme import COLOURS, CYCLE, HATCHES, colours_of, fonts, look, new_axes, value_axis
from samestory.schema import ORDERS, PRECISIONS, STATUSES, TEXT_STATUSES

GROUPS = {
    "status": STATUSES,
    "precision": PRECISIONS,
    "text status": TEXT_STATUSES,
    "order": ORDERS,
    "evaluation": ("legitimising", "neutral", "delegitimising"),
    "voice": ("own", "quoted"),
}

# How a colour looks to readers without red, green or blue cones (Machado and others 2009), and printed in grey.
SIGHTS = {
    "full": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}


def _lab(colour: str, sight: str) -> np.ndarray:
    rgb = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(SIGHTS[sight]) @ linear, 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    f = np.cbrt(np.maximum((np.array(to_xyz) @ seen) / [0.9505, 1, 1.089], 1e-6))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _apart(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(_lab(one, sight) - _lab(other, sight)))


@pytest.mark.parametrize("group", GROUPS)
def test_every_value_has_a_colour(group: str) -> None:
    assert set(GROUPS[group]) <= set(COLOURS)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("group", GROUPS)
def test_values_of_a_group_differ_in_colour(group: str, sight: str) -> None:
    least = 7 if sight == "grey" else 11
    for one, other in itertools.combinations(GROUPS[group], 2):
        if (one in HATCHES) == (other in HATCHES):  # a hatch tells them apart without any colour
            assert _apart(COLOURS[one], COLOURS[other], sight) > least, (one, other)


@pytest.mark.parametrize("sight", [sight for sight in SIGHTS if sight != "grey"])
def test_colours_of_the_cycle_differ(sight: str) -> None:
    assert min(_apart(a, b, sight) for a, b in itertools.combinations(CYCLE, 2)) > 11


def test_not_visible_is_hatched_and_absent_is_an_empty_box() -> None:
    assert look("not_visible")["hatch"] == "////"
    assert look("absent")["hatch"] is None
    assert look("absent")["facecolor"] == "#FFFFFF"
    assert look("absent")["edgecolor"] != "#FFFFFF"


def test_no_colour_is_used_for_two_names() -> None:
    given = colours_of(["fr", "ru", "fr", *map(str, range(9))])
    assert list(given)[:3] == ["fr", "ru", "0"]
    own = [colour for colour in given.values() if colour in CYCLE]
    assert len(own) == len(set(own)) == len(CYCLE)
    assert len({colour for colour in given.values() if colour not in CYCLE}) == 1


def test_settings_are_restored_after_the_block() -> None:
    before = dict(mpl.rcParams)
    with style():
        assert mpl.rcParams["font.family"][0] == "DejaVu Sans"
        assert not mpl.rcParams["axes.spines.top"]
    assert dict(mpl.rcParams) == before


def test_new_axes_are_unknown_to_pyplot() -> None:
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    ax = new_axes(6, 3)
    assert plt.get_fignums() == before
    assert tuple(ax.figure.get_size_inches()) == (6, 3)
    assert not ax.spines["top"].get_visible()
    assert new_axes(nrows=2, ncols=3).shape == (2, 3)


def test_value_axis_has_the_only_grid_and_whole_ticks() -> None:
    ax = new_axes()
    ax.barh(["a", "b"], [1, 2])
    value_axis(ax, "x", whole=True)
    ax.figure.draw_without_rendering()
    assert all(line.get_visible() for line in ax.get_xgridlines())
    assert not any(line.get_visible() for line in ax.get_ygridlines())
    assert list(ax.get_xticks()) == [int(tick) for tick in ax.get_xticks()]


def test_log_axis_has_plain_numbers() -> None:
    ax = new_axes()
    ax.plot([1, 1000], [0, 1])
    value_axis(ax, "x", log=True)
    ax.figure.draw_without_rendering()
    assert {"1", "10", "100", "1000"} <= {label.get_text() for label in ax.get_xticklabels()}


def test_fonts_begin_with_the_one_that_is_always_there() -> None:
    assert fonts()[0] == "DejaVu Sans"
