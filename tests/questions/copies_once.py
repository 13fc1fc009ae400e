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
    "labels.exclusive": "labels.uses",
    "labels.counts": "labels.uses",
    "labels.differences": "labels.uses",
    "labels.shares": "labels.uses",
    "numbers.conflicts": "numbers.values",
    "numbers.drift": "numbers.values",
    "numbers.intervals": "numbers.values",
    "numbers.updates": "numbers.values",
}

# Its rows are counted, once a family, by the measure named.
BY: dict[str, str] = {
    "agreement.attributed_sentences": "agreement.coding_quality",
    "claims.chain_edges": "claims.hardening_counts",
    "statements.claims_of": "statements.matrix",
    "timeline.claims_by_day": "timeline.circulation",
    "tone.markers": "tone.marker_rates",
    "tone.sentences": "tone.levels",
    "tone.towards": "tone.levels",
    "tone.verbs": "tone.stances",
    "tone.words": "tone.topic_words",
    "agreement.disagreements": "agreement.scores",
    "quotations.said": "quotations.share_of_voice",
    "quotations.matrix": "quotations.alteration_rates",
    "quotations.alterations": "quotations.alteration_rates",
    "claims.hardening_edges": "claims.hardening_counts",
    "sources.source_chains": "sources.primary_sources",
    "translation.changes": "translation.change_rates",
    "sources.citation_edges": "sources.primary_sources",
}

WHY_NOT: dict[str, str] = {
    "sources.citation_cycles": "a cycle of names is one, however many articles name it",
    "agreement.coder_pairs": "it says which coders coded the same units, not what articles say",
    "corpus.composition": _UNITS,
    "corpus.corrections": "each page announces its own corrections",
    "corpus.dates": _UNITS,
    "reuse.word_origins": _TEXTS,
    "translation.aligned_pairs": _TEXTS,
    "translation.hops": _TEXTS,
    "translation.sentence_pairs": _TEXTS,
    "agreement.simulate_second_coder": "it makes a second coding for a test and measures nothing",
    "reuse.families": "it finds the copies",
    "timeline.first_seen": "the day of a first sighting does not change with the number of copies after it",
    "reuse.group_pairs": _TEXTS,
    "reuse.explained_words": _TEXTS,
    "timeline.lead_lag": "it goes on from the days of timeline.volume, on which each family counts once",
    "timeline.lags": "it has a row for each pair of articles of which one names the other",
    "reuse.marked_parts": _TEXTS,
    "corpus.missing_values": _UNITS,
    "timeline.orders": "it counts pairs of dates, not what articles say",
    "corpus.outlets": _UNITS,
    "corpus.date_precision": _UNITS,
    "sources.comparison_set": "it lists articles to compare with; hardening then gives each family one vote",
    "reuse.chance": _TEXTS,
    "reuse.exchange": _TEXTS,
    "reuse.network": _TEXTS,
    "reuse.shared_meaning": _TEXTS,
    "reuse.shared_passages": _TEXTS,
    "reuse.group_sensitivity": _TEXTS,
    "reuse.sensitivity": _TEXTS,
    "wording.concordance": "it lists places to be read",
    "wording.log_odds": "it takes counts; distinctive_words makes them with copies counted once",
    "corpus.revision_counts": "it compares versions of one page",
    "corpus.version_changes": "it compares versions of one page",
    "reuse.similar_across": _TEXTS,
    "reuse.similar_pairs": _TEXTS,
    "sources.link_sources": "it lists which article a name may mean and counts nothing",
    "sources.layers": "it draws the edges that source_edges gave, each with its families",
    "sources.source_names": "it lists names and counts the articles only to put them in order",
    "reuse.story_groups": _TEXTS,
    "corpus.text_seen": _UNITS,
    "statements.named_sources": "it lists who is named where, and statements beside it count families",
    "statements.exclusive_figures": "it lists which figures exclude one another, with the articles to be read",
    "statements.purity": "it compares each sentence, copied or not, with what a person coded",
    "statements.threshold_steps": "it tries thresholds on sentences, before families are counted",
    "statements.reported_by_one": "it lists sentences to be read",
    "sources.to_graphml": "it writes a table to a file",
    "tone.contributions": "it says which words make up the values of all texts; topic_words beside it counts families",
    "tone.lexicons": "it lists lexicons, not articles",
}

_DECISIONS = "it counts decisions of coders, who read each copy anew"

# Notebooks and overviews (question/file) that call a measure without families and nowhere with them.
PAGES: dict[tuple[str, str], str] = {
    ("14_coding", "agreement.scores"): "it compares a coding with what was planted; each article was coded, copies too",
    ("02_sources", "sources.graph_edges"): "its exercise leaves shared wording out; the overview counts copies once",
    ("07_agreement", "agreement.scores"): "its exercises; the overview also counts copies once",
    ("08_automatic_coding", "agreement.span_agreement"): "it counts decisions of the machine",
    ("agreement/overviews", "agreement.scores_by"): "it shows where two codings differ, to be read one by one",
    ("agreement/overviews", "agreement.confusion"): _DECISIONS,
    ("agreement/overviews", "agreement.span_agreement"): _DECISIONS,
    (
        "agreement/coding_overviews",
        "agreement.confusion",
    ): "it counts decisions of the machine; copies are marked apart",
    ("agreement/coding_overviews", "agreement.precision_recall"): _DECISIONS,
    ("10_bring_your_own", "timeline.times"): "the files are looked at before anything is known about copies",
}
