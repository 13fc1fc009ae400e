"""A figure of which nobody can tell whose it is: no own voice, no source, no conflict."""

import pandas as pd

import samestory as ss
from samestory.schema import UNTOLD


def values(*given):
    rows = [(f"a{i}", "deaths", str(n), n, n, "persons", source, "hand") for i, (n, source) in enumerate(given)]
    columns = ["article_id", "quantity", "value_text", "low", "high", "unit", "attributed_to", "coder"]
    numbers = pd.DataFrame(rows, columns=columns).assign(begin=None, end=None)
    articles = pd.DataFrame({"article_id": numbers["article_id"], "outlet": numbers["article_id"]}).assign(
        country=None, language="en", event="e", published=pd.NaT, published_precision="unknown"
    )
    articles["published"] = pd.to_datetime(articles["published"], utc=True)
    return ss.numbers.values(numbers, articles)


def test_it_is_neither_own_voice_nor_in_conflict():
    table = values((9, "harbour office"), (12, UNTOLD), (15, None))
    assert table["is_own_voice"].tolist() == [False, False, True]
    pairs = ss.numbers.conflicts(table)
    kinds = {(row.low, row.other_low): (row.kind, row.reason) for row in pairs.itertuples()}
    untold = ("cannot_tell", "whose figure it is cannot be told")
    assert kinds[9, 12] == kinds[12, 15] == untold
    assert kinds[9, 15][0] == "conflict"


def test_it_is_no_name_of_a_source():
    numbers = pd.DataFrame({"article_id": ["a", "a"], "attributed_to": [UNTOLD, "harbour office"]})
    articles = pd.DataFrame({"article_id": ["a"], "language": ["en"], "outlet": ["Gull"]})
    names = ss.coding.joined_sources(articles, {"numbers": numbers})
    assert names["name"].tolist() == ["harbour office"]
    assert ss.coding.with_sources(numbers, names, "attributed_to")["attributed_to"].iloc[0] == UNTOLD
