"""What notebooks say about versions of one article: exact sentences for texts typed by hand."""

import pandas as pd
import pytest

import samestory as ss

TEXT = "Seven people died in the fire. The port is closed today."
LATER = "Nine people died in the fire. The port is closed today. Correction: the number was wrong."


def overview(*pairs, dates=("2026-03-01", "2026-03-02"), later=LATER, seen="full"):
    rows = [("a", "Post", dates[0], TEXT), ("b", "Post", dates[1], later)]
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "text"])
    rest = {"story": "s", "language": "en", "text_status": seen, "published_precision": "day"}
    articles = ss.schema.check(frame.assign(**rest), "articles")
    columns = ["article_id", "version_of", "basis", "similarity", "n_words", "order"]
    return ss.corpus.revisions_overview(articles, versions=pd.DataFrame(pairs, columns=columns))


def pair(order="known", basis="title and text"):
    return ("b", "a", basis, 0.8, 15, order)


def test_the_summary_counts_sentences_pairs_and_notices():
    assert repr(overview(pair()).summary()) == (
        "Sentences that differ: 2, in 1 of 1 compared pair. Articles that announce a correction or an update: 1."
    )


def test_a_pair_with_a_teaser_is_not_compared():
    assert repr(overview(pair(basis="title and beginning"), seen="teaser").summary()) == (
        "Sentences that differ: 0, in 0 of 0 compared pairs. Pairs not compared, because a teaser shows the beginning "
        "only: 1. Articles that announce a correction or an update: 1."
    )


def test_without_versions_nothing_is_compared():
    view = overview(later="The port is open.")
    assert repr(view.summary()) == (
        "No article is a version of another. Articles that announce a correction or an update: 0."
    )
    assert repr(view.passages()) == "No sentence was changed into another."


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (("2026-03-01", "2026-03-02"), ("1 Mar 2026, earlier version", "2 Mar 2026, later version")),
        (("2026-03-01", "2026-03-01"), ("a, one version", "b, other version")),
    ],
)
def test_passages_are_called_earlier_and_later_only_if_the_order_is_known(dates, said):
    first, second = said
    assert repr(overview(pair(), dates=dates).passages()) == (
        f"[Seven people died in the fire.] The port is closed today.\n— Post, {first}\n\n"
        f"[Nine people died in the fire.] The port is closed today. Correction: the number was wrong.\n"
        f"— Post, {second}"
    )
