"""When two names are of one outlet: identity, editions, and the outlet of a set that a name is taken for."""

import pandas as pd
import pytest

from samestory.gazetteer import outlet_identity, outlet_matcher, without_edition
from samestory.questions.sources.origins import ancestry, independence


@pytest.mark.parametrize(
    ("one", "other"),
    [("Le Monde", "LE  MONDE "), ("Reuters", "Рейтер"), ("TASS", "ТАСС"), ("«Речной вестник»", "Речной вестник")],
)
def test_one_outlet_has_one_identity(one, other):
    assert outlet_identity(one) == outlet_identity(other)


def test_editions_are_outlets_of_their_own_where_outlets_are_counted():
    assert outlet_identity("Gull (French)") != outlet_identity("Gull (German)")
    assert without_edition("Gull (French)") == "Gull"


def test_a_name_is_taken_for_the_only_outlet_that_fits():
    match = outlet_matcher(["TASS (English)", "Gull (French)", "Gull (German)", "Rook"], {"The bird": "Rook"})
    said = {name: match(name) for name in ("ТАСС", "TASS", "rook", "Rook", "The bird", "Gull", "Kite")}
    assert said == {
        "ТАСС": ("TASS (English)", "normalised"),
        "TASS": ("TASS (English)", "normalised"),
        "rook": ("Rook", "normalised"),
        "Rook": ("Rook", "exact"),
        "The bird": ("Rook", "alias"),
        "Gull": (None, "ambiguous"),
        "Kite": (None, "outside"),
    }


@pytest.mark.parametrize("name", ["Рейтер", "reuters", "REUTERS"])
def test_lineage_and_independence_take_a_name_by_the_same_rule(name):
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["Reuters", "Kite", " kite"], "event": "e"})
    articles["published"] = pd.Series([pd.NaT] * 3, dtype="datetime64[us, UTC]")
    articles["published_precision"] = "unknown"
    families = pd.DataFrame({"article_id": ["a", "b", "c"], "family_id": ["a", "b", "c"]})
    chains = pd.DataFrame({"article_id": ["b"], "step": [0], "source": [name], "source_article_id": [None]})
    found = ancestry(articles, families, chains).set_index("family_id")
    assert found["derives_from"].to_dict() == {"a": "", "b": "a", "c": ""}
    assert independence(articles, families, chains)["n_outlets"].item() == 2
