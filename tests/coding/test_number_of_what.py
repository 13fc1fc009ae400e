"""A word counts the figure right before it: in "21 dead and six missing" nobody counts six dead."""

import pandas as pd
import pytest

from samestory.coding import code_attributions, code_numbers
from samestory.story import Codebook

CODEBOOK = Codebook.model_validate(
    {
        "unit": "u",
        "statuses": {"asserted": "s"},
        "quantities": {
            "dead": {
                "description": "d",
                "unit": "persons",
                "patterns": {"en": ["<n> w/3 (dead | killed)"], "fr": ["<n> w/3 morts"], "ru": ["<n> w/3 погибли"]},
            }
        },
    }
)


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("en", "The service speaks of 21 dead and six missing.", [21]),
        ("en", "There were 21 dead, six missing.", [21]),
        ("en", "Killed were 14 men, and 20 were hurt.", [14]),
        ("en", "The toll of 19 dead rose to 21 dead.", [19, 21]),
        ("fr", "Le bilan est de 21 morts et six disparus.", [21]),
        ("fr", "Le bilan est passé de 19 morts à 21 morts.", [19, 21]),
        ("ru", "Ранены 85. Погибли семь человек.", [7]),
        ("en", "The fire cost 85. Killed seven people.", [7]),
        ("ru", "По данным службы, 21 погибли и шесть пропали.", [21]),
    ],
)
def test_a_word_counts_the_figure_right_before_it(language, text, figures):
    table = pd.DataFrame(
        [("a", language, text, "full", "Gull", "t")],
        columns=["article_id", "language", "text", "text_status", "outlet", "title"],
    )
    found = code_numbers(table, CODEBOOK, code_attributions(table, engine="rules"))
    assert sorted(found["low"]) == figures
