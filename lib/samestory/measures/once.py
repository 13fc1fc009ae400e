"""How every measure counts copies once, or why it does not: one line a measure, held against the measures by a test.

Copies are not votes. A measure with the option ``families`` gives each copy family one vote and is not named here. The
others either go on from a table that was made with families (``THROUGH``), are made to count once by the measure that
follows them (``BY``), or have a reason (``WHY_NOT``).
"""

from __future__ import annotations

_UNITS = "it says what is in the collection, in which a copy is an article like any other"
_TEXTS = "it looks at texts or pairs of texts, where copies are what is looked for"

# The measure whose table it takes has the option ``families``, and its own table counts families beside articles.
THROUGH: dict[str, str] = {
    "exclusive_labels": "label_uses",
    "label_counts": "label_uses",
    "label_differences": "label_uses",
    "label_shares": "label_uses",
    "number_conflicts": "number_values",
    "number_drift": "number_values",
    "number_intervals": "number_values",
    "number_updates": "number_values",
}

# Its rows are counted, once a family, by the measure named.
BY: dict[str, str] = {
    "attributed_sentences": "coding_quality",
    "chain_edges": "hardening_counts",
    "claims_by_day": "circulation",
    "disagreements": "agreement",
    "hardening_edges": "hardening_counts",
    "omissions": "omission_rates",
    "source_chains": "roots",
    "ways": "roots",
}

WHY_NOT: dict[str, str] = {
    "circles": "a circle of names is one, however many articles name it",
    "coder_pairs": "it says which coders coded the same units, not what articles say",
    "composition": _UNITS,
    "corrections": "each page announces its own corrections",
    "dates": _UNITS,
    "derivation": _TEXTS,
    "disturbed": "it makes a second coding for a test and measures nothing",
    "families": "it finds the copies",
    "first_seen": "the day of a first sighting does not change with the number of copies after it",
    "group_pairs": _TEXTS,
    "lags": "it has a row for each pair of articles of which one names the other",
    "marked_parts": _TEXTS,
    "missing": _UNITS,
    "orders": "it counts pairs of dates, not what articles say",
    "outlets": _UNITS,
    "precision": _UNITS,
    "relatives": "it lists articles to compare with; hardening then gives each family one vote",
    "reuse_chance": _TEXTS,
    "reuse_matrix": _TEXTS,
    "reuse_network": _TEXTS,
    "reuse_passages": _TEXTS,
    "reuse_sensitivity": _TEXTS,
    "revision_counts": "it compares versions of one page",
    "revisions": "it compares versions of one page",
    "similar_pairs": _TEXTS,
    "source_layers": "it draws the edges that source_edges gave, each with its families",
    "source_names": "it lists names and counts the articles only to put them in order",
    "story_groups": _TEXTS,
    "text_seen": _UNITS,
    "to_graphml": "it writes a table to a file",
}

# Notebooks that call a measure without families and nowhere with them.
PAGES: dict[tuple[str, str], str] = {
    ("07_agreement", "agreement_by"): "it shows on which articles and claims two codings differ, to be read one by one",
    ("07_agreement", "confusion"): "it counts decisions of coders, who read each copy anew",
    ("07_agreement", "span_agreement"): "it counts decisions of coders, who read each copy anew",
    ("08_automatic_coding", "confusion"): "it counts decisions of the machine, and copies are marked in its last cell",
    ("08_automatic_coding", "span_agreement"): "it counts decisions of the machine",
    ("10_bring_your_own", "timeline"): "the files are looked at before anything is known about copies",
}
