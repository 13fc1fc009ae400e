"""Sentences of findings: what is compared, how many reports, whether copies were examined."""

import pandas as pd
import pytest

import samestory as ss


def near(*relations):
    return pd.DataFrame({"relation": [*relations, "itself"]})


@pytest.mark.parametrize(
    ("relations", "said"),
    [
        (
            ["nearer"] * 9 + ["unsourced"] * 6,
            "15 other articles on the event: 9 closer to the origin, 6 that name no outlet or agency as their source",
        ),
        (["unsourced"], "1 other article on the event: 1 that names no outlet or agency as its source"),
        (["named"] * 2, "2 articles that it names as its source"),
        ([], "no other article"),
    ],
)
def test_what_is_compared_is_said(relations, said):
    assert ss.sources.comparison_note(near(*relations)) == said


def test_an_arrow_only_where_one_article_names_the_other():
    outlets = pd.Series({"a": "Gull", "b": "Kite"})
    pairs = pd.DataFrame({"source_article_id": ["a"], "article_id": ["b"]})
    assert ss.claims.edge_names(pairs, outlets).tolist() == ["Kite, compared with Gull"]
    assert ss.claims.edge_names(pairs.assign(n_hops=1), outlets).tolist() == ["Gull → Kite"]


def families(*bases):
    ids = [f"a{i}" for i in range(len(bases))]
    return pd.DataFrame({"article_id": ids, "family_id": ids, "basis": bases, "coder": "auto:families-1"})


def articles(n):
    ids = [f"a{i}" for i in range(n)]
    table = pd.DataFrame({"article_id": ids, "outlet": ids}).assign(
        story="s", language="en", event="e", text_status="none", published_precision="unknown", published=pd.NaT
    )
    return ss.schema.check(table, "articles")


CHAINS = pd.DataFrame({"article_id": [], "step": [], "source": [], "source_article_id": []})


def test_where_nothing_could_be_compared_no_report_is_counted():
    kin, two = families("no_text", "not_coded"), articles(2)
    assert ss.reuse.copies_note(kin, two).startswith("Copies were not examined: none of 2 articles has a text")
    table = ss.sources.independence(two, kin, CHAINS)
    assert table[["n_families", "n_not_examined"]].iloc[0].tolist() == [2, 2]
    assert table[["n_independent", "n_origins", "independent_share"]].isna().all(axis=None)
    said = "2 articles. Copies were not examined, so the number of independent reports is not known."
    assert ss.sources.independence_note(table) == said
    texts = [text.get_text() for text in ss.sources.plot_independence(table).texts]
    assert texts[-3:] == ["not\nexamined", "2", "not known"]


def test_what_could_not_be_compared_is_no_independent_report():
    kin, three = families("alone", "alone", "too_short"), articles(3)
    row = ss.sources.independence(three, kin, CHAINS).iloc[0]
    assert (row.n_families, row.n_independent, row.n_origins, row.n_not_examined) == (3, 2, 2, 1)
    assert row.independent_share == 1.0
    assert ss.reuse.not_examined(kin) == ["a2"]
    said = ss.reuse.copies_note(kin, three)
    assert said.startswith("Copies were looked for among 2 of 3 articles: 2 families. 1 could not be compared")
    noted = ss.sources.independence_note(ss.sources.independence(three, kin, CHAINS))
    assert noted.startswith("3 articles, of which 2 were examined for copies: 2 copy families. 2 of these")
    assert noted.endswith("not counted as an independent report: 1.")


def test_one_article_alone_was_compared_with_nothing():
    kin, one = families("alone"), articles(1)
    said = "Copies were not examined: one article alone could be compared, and there is none to compare it with."
    assert ss.reuse.copies_note(kin, one) == said
    assert ss.reuse.copies_note(families("alone", "alone"), one).startswith(
        "Copies were looked for among 1 of 1 article"
    )
    assert "shares wording" not in ss.sources.independence_note(ss.sources.independence(one, kin, CHAINS))
