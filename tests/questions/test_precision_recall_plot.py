"""The marks of the figure stand where the table says."""

import numpy as np
import pandas as pd

from samestory.coding.quality import precision_recall
from samestory.questions.agreement.figures import plot_precision_recall

ON = ["article_id", "low"]
TRUTH = pd.DataFrame({"article_id": ["a", "b", "c", "c"], "low": [1, 2, 3, 4]})
CODED = pd.DataFrame({"article_id": ["a", "b", "c"], "low": [1, 5, 3]})
GROUPS = pd.Series({"a": "en", "b": "en", "c": "fr"})


def marks(ax, sign):
    lines = [line for line in ax.lines if line.get_marker() == sign and len(line.get_xdata())]
    return [float(line.get_xdata()[0]) for line in lines]


def test_dots_are_precision_and_squares_recall():
    ax = plot_precision_recall(precision_recall(TRUTH, CODED, on=ON, groups=GROUPS))
    assert marks(ax, "o") == [0.5, 1.0]
    assert marks(ax, "s") == [0.5, 0.5]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["en", "fr"]
    said = [text.get_text() for text in ax.texts]
    assert said == ["1 of 2", "1 of 2", "1 of 1", "1 of 2", "right, of\nthose coded", "found, of\nthose there"]


def test_precision_and_recall_of_a_row_do_not_touch():
    table = precision_recall(TRUTH, CODED, on=ON, groups=GROUPS)
    ax = plot_precision_recall(pd.concat([table] * 3))
    ax.figure.draw_without_rendering()
    marks = [line for line in ax.lines if line.get_marker() in ("o", "s") and len(line.get_xdata())]
    boxes = [line.get_window_extent().expanded(0.6, 0.6) for line in marks]
    assert not [1 for i, box in enumerate(boxes) for other in boxes[:i] if box.overlaps(other)]


def test_a_new_block_has_a_head_and_a_gap():
    table = precision_recall(TRUTH, CODED, on=ON, groups=GROUPS)
    both = pd.concat([table.assign(what="claims"), table.assign(what="numbers", name=["English", "French"])])
    ax = plot_precision_recall(both.assign(name="x"))
    heads = [text.get_text() for text in ax.texts if text.get_text() in ("claims", "numbers")]
    assert heads == ["claims", "numbers"]
    assert list(np.diff(ax.get_yticks())) == [1.0, 2.25, 1.0]


def test_what_cannot_be_divided_is_not_drawn():
    table = precision_recall(TRUTH, CODED.iloc[:0], on=ON, groups=GROUPS)
    ax = plot_precision_recall(table)
    assert marks(ax, "o") == [] and marks(ax, "s") == [0.0, 0.0]
    plot_precision_recall(table.iloc[:0])
