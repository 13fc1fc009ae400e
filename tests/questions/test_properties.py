"""What every measure promises: order of rows is nothing to it, it leaves its tables alone, no rows give no rows.

A new measure is added by one line to ``CASES``; a measure without a line fails the last test.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd
import pytest
from public_measures import public_measures

import samestory as ss
from samestory.coding.quality import attributed_sentences, coding_quality, precision_recall
from samestory.engine.boilerplate import marked_parts
from samestory.engine.copy_families import families
from samestory.engine.meaning.passages import shared_meaning
from samestory.engine.meaning.sentences import sentence_vectors
from samestory.engine.passages import shared_passages
from samestory.questions.agreement.coders import coder_pairs, simulate_second_coder
from samestory.questions.agreement.measures import confusion, disagreements, scores, scores_by
from samestory.questions.agreement.spans import span_agreement
from samestory.questions.claims.corrected import corrected_shares
from samestory.questions.claims.firmness import chain_edges, hardening, hardening_counts, hardening_edges
from samestory.questions.claims.left_out import omission_rates, omissions
from samestory.questions.claims.measures import matrix, rates, states
from samestory.questions.corpus.measures import composition, date_precision, dates, missing_values, outlets, text_seen
from samestory.questions.corpus.revisions import corrections, revision_counts, version_changes
from samestory.questions.labels.measures import counts, differences, exclusive, shares, uses
from samestory.questions.numbers.along_chains import drift
from samestory.questions.numbers.measures import conflicts, intervals, updates, values
from samestory.questions.quotations.following import alteration_rates, alterations, utterances
from samestory.questions.quotations.following import matrix as quotation_matrix
from samestory.questions.quotations.measures import said
from samestory.questions.quotations.voices import diversity, share_of_voice
from samestory.questions.reuse.across_languages import similar_across
from samestory.questions.reuse.between_outlets import exchange, network
from samestory.questions.reuse.explained import explained_by_outlet, explained_words
from samestory.questions.reuse.group_robustness import group_sensitivity
from samestory.questions.reuse.grouping import group_pairs, story_groups
from samestory.questions.reuse.origin_of_words import word_origins
from samestory.questions.reuse.robustness import chance, sensitivity
from samestory.questions.reuse.similarity import similar_pairs
from samestory.questions.sources.chains import (
    citation_edges,
    comparison_set,
    firmness_by_distance,
    primary_sources,
    source_chains,
)
from samestory.questions.sources.graph import citation_cycles, layers
from samestory.questions.sources.links import link_sources
from samestory.questions.sources.measures import graph_edges, outlet_edges, source_names, unnamed_sources
from samestory.questions.sources.origins import ancestry, independence
from samestory.questions.statements.comparing import claims_of, named_sources, purity, reported_by_one, threshold_steps
from samestory.questions.statements.comparing import matrix as statement_matrix
from samestory.questions.statements.differing import exclusive_figures
from samestory.questions.statements.measures import shared
from samestory.questions.timeline.measures import circulation, claims_by_day, first_seen, lags, orders, times
from samestory.questions.timeline.pace import lag_distributions, lead_lag, volume
from samestory.questions.tone.firmness import marker_rates, markers, stances, verbs
from samestory.questions.tone.lexicon import lexicons
from samestory.questions.tone.measures import contributions, levels, sentences, topic_words, towards, words
from samestory.questions.translation.measures import change_rates, hops
from samestory.questions.translation.measures import changes as translation_changes
from samestory.questions.translation.pairing import aligned_pairs, sentence_pairs
from samestory.questions.wording.context import concordance
from samestory.questions.wording.keyness import distinctive_words, log_odds
from samestory.questions.wording.shifts import word_shift
from samestory.questions.wording.topic_models import topic_map, topic_shares

FOCUS = "relay-0304-quay"  # an article at the end of a chain that is wholly in the set
COPIED = "ostvar-0302-lead"  # an article of a family of several
STATES = ("article_id", "claim_id", "status")
LABELS = ("article_id", "actor", "label", "voice")


@dataclass(frozen=True)
class Case:
    """One measure: how to call it on the tables of a story, and what a copy of an article may change."""

    name: str
    call: Callable[[dict[str, pd.DataFrame]], pd.DataFrame]
    by_family: bool = False  # the call counts families: a further copy changes no column but those of articles ...
    may_change: tuple[str, ...] = ()  # ... and these
    needs_an_article: bool = False  # names one article: without articles it is an error


class Tables(dict):
    """Tables that several tests share, and what steps that many measures need gave of them."""

    def __init__(self, tables):
        super().__init__(tables)
        self.made = {}


def once(step):
    """A step made once of shared tables, and each time of any others."""

    def made(t):
        if not isinstance(t, Tables):
            return step(t)
        if step not in t.made:
            t.made[step] = step(t)
        return t.made[step]

    return made


def valued(t):
    return values(t["numbers"], t["articles"], families=t["families"])


@once
def used(t):
    return uses(t["labels"], t["articles"], families=t["families"])


@once
def edges(t):
    return graph_edges(t["articles"], t["citations"], t["chains"], families=t["families"])


@once
def stations(t):
    return source_chains(t["articles"], t["chains"])


def omitted(t):
    return omissions(t["claims"], t["articles"], families=t["families"])


def corrected(t):
    return corrected_shares(t["second"], t["claims"], families=t["families"])


def cases(t):
    return hardening_edges(t["claims"], chain_edges(t["chains"]))


def pairs(t):
    return edges(t)[["source_article_id", "target_article_id"]]


@once
def sharing(t):
    return exchange(t["articles"], t["passages"], groups=t["families"], **QUICK)


@once
def similar(t):
    return similar_pairs(t["articles"], threshold=0.15)


@once
def grouped(t):
    return story_groups(t["articles"], similar(t))


@once
def stated(t):
    few = t["articles"].sort_values("article_id").head(7)
    return shared(few, families=t["families"]), few


def two(t):
    return t["articles"][t["articles"]["article_id"].isin([COPIED, "vecher-0302-pozhar"])]


def two_named(t):
    rows = t["chains"][t["chains"]["article_id"] == "vecher-0302-pozhar"]
    return rows.rename(columns={"source_article_id": "source_id"})


@once
def translation_rates(t):
    compared = sentence_pairs(t["articles"], t["passages"], chains=t["chains"])
    found = translation_changes(t["articles"], t["passages"], chains=t["chains"])
    return change_rates(found, compared, t["articles"], families=t["families"])


@once
def quoted(t):
    return said(t["articles"], attributions=t["attributions"])


@once
def followed(t):
    return utterances(quoted(t), t["articles"], families=t["families"])


def shifted(t):
    english = t["articles"][t["articles"]["language"] == "en"]
    is_here = english["country"] == "Corrin"
    return word_shift(english[~is_here], english[is_here], families=t["families"], words="forms")


def distinct(t, **options):
    return distinctive_words(t["articles"], "country", words="forms", **options, **QUICK)


def spoken_labels(t):
    return t["labels"].assign(group=t["labels"]["voice"], word=t["labels"]["label"])


@once
def toned(t):
    return sentences(t["articles"], attributions=t["attributions"])


@once
def worded(t):
    return words(t["articles"], attributions=t["attributions"])


@cache
def codebook():
    return ss.load_story("harbour-fire").codebook


def near_actors(t):
    return towards(t["articles"], codebook(), attributions=t["attributions"])


@once
def said_by(t):
    return verbs(t["articles"], attributions=t["attributions"])


QUICK = {"n_resamples": 20, "seed": 1}
PLACE = ("begin", "end")  # of one example among equals, which may be in the copy
CASES = [
    Case("agreement.scores", lambda t: scores(t["claims"], t["second"], **QUICK)),
    Case(
        "agreement.scores, families", lambda t: scores(t["claims"], t["second"], families=t["families"], **QUICK), True
    ),
    Case(
        "agreement.scores of labels", lambda t: scores(t["labels"], t["labels"], on=LABELS, value="evaluation", **QUICK)
    ),
    Case("agreement.scores_by", lambda t: scores_by(t["claims"], t["second"], families=t["families"]), True),
    Case("agreement.confusion", lambda t: confusion(t["claims"], t["second"], families=t["families"]), True),
    Case("agreement.disagreements", lambda t: disagreements(t["claims"], t["second"], settled=t["claims"])),
    Case("agreement.precision_recall", lambda t: precision_recall(t["claims"], t["second"], STATES, n_resamples=50)),
    Case("agreement.attributed_sentences", lambda t: attributed_sentences(t["articles"], t["attributions"])),
    Case(
        "agreement.coding_quality",
        lambda t: coding_quality(t["articles"], t, t | {"claims": t["second"]}, n_resamples=50),
    ),
    Case(
        "agreement.span_agreement",
        lambda t: span_agreement(t["claims"], t["second"], families=t["families"], **QUICK),
        True,
        may_change=("n_without_first", "n_without_second"),
    ),  # rows
    Case("agreement.coder_pairs", lambda t: coder_pairs(pd.concat([t["claims"], t["second"]]))),
    Case("agreement.simulate_second_coder", lambda t: simulate_second_coder(t["claims"], t["articles"])),
    Case("corpus.composition", lambda t: composition(t["articles"], "language")),
    Case("corpus.dates", lambda t: dates(t["articles"])),
    Case("corpus.missing_values", lambda t: missing_values(t["articles"])),
    Case("corpus.outlets", lambda t: outlets(t["articles"])),
    Case("corpus.date_precision", lambda t: date_precision(t["articles"])),
    Case("corpus.text_seen", lambda t: text_seen(t["articles"])),
    Case("sources.citation_edges", lambda t: citation_edges(t["chains"], t["articles"])),
    Case("sources.comparison_set", lambda t: comparison_set(t["chains"], t["articles"], FOCUS), needs_an_article=True),
    Case("claims.hardening", lambda t: hardening(t["claims"], t["families"], FOCUS, list(t["articles"]["article_id"]))),
    Case("claims.chain_edges", lambda t: chain_edges(t["chains"])),
    Case("claims.hardening_edges", cases),
    Case("claims.hardening_counts", lambda t: hardening_counts(cases(t), families=t["families"]), True),
    Case("sources.source_chains", lambda t: source_chains(t["articles"], t["chains"], citations=t["citations"])),
    Case("sources.primary_sources", lambda t: primary_sources(stations(t), families=t["families"]), True, ("n_total",)),
    Case(
        "sources.firmness_by_distance",
        lambda t: firmness_by_distance(stations(t), t["claims"], families=t["families"]),
        True,
    ),
    Case("sources.graph_edges", edges),
    Case("sources.link_sources", lambda t: link_sources(t["chains"], t["articles"])),
    Case("sources.outlet_edges", lambda t: outlet_edges(edges(t), families=t["families"])),
    Case("sources.source_names", lambda t: source_names(t["articles"], t["citations"], t["chains"]), True),
    Case(
        "sources.unnamed_sources",
        lambda t: unnamed_sources(t["articles"], t["citations"], families=t["families"]),
        True,
    ),
    Case("sources.citation_cycles", lambda t: citation_cycles(edges(t)), True),
    Case("sources.layers", lambda t: layers(edges(t), t["articles"])),
    Case(
        "sources.independence",
        lambda t: independence(t["articles"], t["families"], t["chains"]),
        True,
        ("family_share", "independent_share"),
    ),
    Case("sources.ancestry", lambda t: ancestry(t["articles"], t["families"], t["chains"])),
    Case("claims.matrix", lambda t: matrix(t["claims"], t["articles"], families=t["families"])),
    Case("claims.rates", lambda t: rates(t["claims"], families=t["families"], **QUICK), True),
    Case("claims.corrected_shares", corrected, True),
    Case("claims.states", lambda t: states(t["claims"], families=t["families"]), True),
    Case("claims.omissions", omitted),
    Case("claims.omission_rates", lambda t: omission_rates(omitted(t), families=t["families"]), True),
    Case("numbers.values", valued),
    Case("numbers.conflicts", lambda t: conflicts(valued(t)), True),
    Case("numbers.intervals", lambda t: intervals(valued(t)), True, ("n_quantity",)),
    Case("numbers.updates", lambda t: updates(valued(t)), True),
    Case("numbers.drift", lambda t: drift(valued(t), chain_edges(t["chains"]), t["articles"]), True),
    Case("labels.uses", used),
    Case("labels.counts", lambda t: counts(used(t)), True, ("n_group", "n_all")),
    Case("labels.shares", lambda t: shares(used(t), **QUICK), True),
    Case("labels.differences", lambda t: differences(used(t))),
    Case("labels.exclusive", lambda t: exclusive(used(t))),
    Case(
        "timeline.circulation",
        lambda t: circulation(t["claims"], t["articles"], families=t["families"]),
        True,
        ("n_known_day", "n_carried"),
    ),
    Case("timeline.claims_by_day", lambda t: claims_by_day(circulation(t["claims"], t["articles"])), True),
    Case("timeline.first_seen", lambda t: first_seen(t["claims"], t["articles"])),
    Case("timeline.volume", lambda t: volume(t["articles"], families=t["families"])),
    Case("timeline.lead_lag", lambda t: lead_lag(volume(t["articles"], families=t["families"]))),
    Case(
        "timeline.lag_distributions",
        lambda t: lag_distributions(lags(pairs(t), t["articles"]), t["articles"], families=t["families"]),
    ),
    Case("timeline.lags", lambda t: lags(pairs(t), t["articles"])),
    Case("reuse.marked_parts", lambda t: marked_parts(t["articles"])),
    Case("corpus.version_changes", lambda t: version_changes(t["articles"])),
    Case("corpus.revision_counts", lambda t: revision_counts(version_changes(t["articles"]))),
    Case("corpus.corrections", lambda t: corrections(t["articles"])),
    Case("timeline.orders", lambda t: orders(t["articles"])),
    Case("reuse.word_origins", lambda t: word_origins(t["articles"], t["passages"])),
    Case("reuse.explained_words", lambda t: explained_words(t["articles"], t["passages"])),
    Case(
        "reuse.explained_by_outlet",
        lambda t: explained_by_outlet(explained_words(t["articles"], t["passages"]), families=t["families"]),
    ),
    Case("reuse.families", lambda t: families(t["articles"], t["passages"])),
    Case("reuse.exchange", sharing),
    Case("reuse.network", lambda t: network(sharing(t))),
    Case("reuse.group_sensitivity", lambda t: group_sensitivity(t["articles"], similar(t))),
    Case("reuse.sensitivity", lambda t: sensitivity(t["articles"], t["passages"])),
    Case("reuse.chance", lambda t: chance(t["articles"], t["passages"], window_hours=6, **QUICK)),
    Case("reuse.shared_meaning", lambda t: shared_meaning(t["articles"])),
    Case("reuse.shared_passages", lambda t: shared_passages(t["articles"], min_words=8)),
    Case("reuse.similar_across", lambda t: similar_across(t["articles"], similar(t))),
    Case("reuse.similar_pairs", similar),
    Case("reuse.story_groups", grouped),
    Case("reuse.group_pairs", lambda t: group_pairs(grouped(t), similar(t))),
    Case("statements.exclusive_figures", lambda t: exclusive_figures(stated(t)[0], t["articles"])),
    Case("statements.shared", lambda t: stated(t)[0].statements),
    Case("statements.claims_of", lambda t: claims_of(*stated(t))),
    Case("statements.matrix", lambda t: statement_matrix(*stated(t), families=t["families"])),
    Case("statements.named_sources", lambda t: named_sources(stated(t)[0])),
    Case("statements.purity", lambda t: purity(stated(t)[0], t["claims"])),
    Case("statements.reported_by_one", lambda t: reported_by_one(*stated(t))),
    Case("statements.threshold_steps", lambda t: threshold_steps(*stated(t))),
    Case("wording.topic_map", lambda t: topic_map(t["articles"], families=t["families"]).refused),
    Case(
        "wording.topic_shares", lambda t: topic_shares(topic_map(t["articles"]), t["articles"], families=t["families"])
    ),
    Case("translation.aligned_pairs", lambda t: aligned_pairs(sentence_vectors(two(t)), two_named(t))),
    Case("translation.sentence_pairs", lambda t: sentence_pairs(t["articles"], t["passages"], chains=t["chains"])),
    Case("translation.changes", lambda t: translation_changes(t["articles"], t["passages"], chains=t["chains"])),
    Case("translation.change_rates", lambda t: translation_rates(t)),
    Case("translation.hops", lambda t: hops(t["articles"], FOCUS, chains=t["chains"]), needs_an_article=True),
    Case("wording.concordance", lambda t: concordance(t["articles"], "the (union | company)")),
    Case("wording.distinctive_words", lambda t: distinct(t, families=t["families"])),
    Case("wording.distinctive_words, own text", lambda t: distinct(t, passages=t["passages"])),
    Case("wording.log_odds", lambda t: log_odds(spoken_labels(t))),
    Case("wording.word_shift", shifted, needs_an_article=True),
    Case("quotations.said", quoted),
    Case("quotations.utterances", followed),
    Case("quotations.alterations", lambda t: alterations(followed(t), t["articles"])),
    Case("quotations.matrix", lambda t: quotation_matrix(followed(t), t["articles"])),
    Case(
        "quotations.alteration_rates",
        lambda t: alteration_rates(followed(t), t["articles"], families=t["families"], **QUICK),
    ),
    Case(
        "quotations.share_of_voice",
        lambda t: share_of_voice(quoted(t), t["articles"], families=t["families"], **QUICK),
    ),
    Case("quotations.diversity", lambda t: diversity(quoted(t), t["articles"], families=t["families"], **QUICK)),
    Case("tone.lexicons", lambda t: lexicons()),
    Case("tone.words", worded),
    Case("tone.sentences", toned),
    Case("tone.levels", lambda t: levels(toned(t), t["articles"], "country", families=t["families"], **QUICK), True),
    Case("tone.towards", near_actors),
    Case("tone.topic_words", lambda t: topic_words(worded(t), t["articles"], families=t["families"], n_draws=99), True),
    Case(
        "tone.contributions",
        lambda t: contributions(worded(t), topic_words(worded(t), t["articles"], families=t["families"], n_draws=9)),
    ),
    Case("tone.markers", lambda t: markers(t["articles"], attributions=t["attributions"])),
    Case(
        "tone.marker_rates",
        lambda t: marker_rates(toned(t), t["articles"], families=t["families"], **QUICK),
        True,
        PLACE,
    ),
    Case("tone.verbs", said_by),
    Case("tone.stances", lambda t: stances(said_by(t), t["articles"], families=t["families"], **QUICK), True, PLACE),
    Case("timeline.times", lambda t: times(t["articles"], families=t["families"])),
]
NAMES = [case.name for case in CASES]
each = pytest.mark.parametrize("case", CASES, ids=NAMES)


def story_tables():
    story = ss.load_story("harbour-fire")
    names = ["claims", "numbers", "labels", "citations", "attributions", "chains", "families", "passages"]
    tables = {"articles": story.articles, **{name: story.table(name) for name in names}}
    return Tables(tables | {"second": simulate_second_coder(tables["claims"], tables["articles"], share=0.2, seed=5)})


@pytest.fixture(scope="module")
def tables():
    return story_tables()


@pytest.fixture(scope="module")
def shuffled(tables):
    return Tables({name: table.sample(frac=1, random_state=7) for name, table in tables.items()})


@pytest.fixture(scope="module")
def with_a_copy(tables):
    """One article once more, under another name."""
    more = {}
    for name, table in tables.items():
        rows = table[table["article_id"] == COPIED] if "article_id" in table else table.head(0)
        more[name] = pd.concat([table, rows.assign(article_id="a-copy")]) if len(rows) else table
    assert len(more["claims"]) > len(tables["claims"])
    return Tables(more)


@pytest.fixture(scope="module")
def results(tables):
    """Each measure's result on the whole story, computed when first asked for."""
    done: dict[str, pd.DataFrame] = {}

    def result(case):
        if case.name not in done:
            done[case.name] = case.call(tables)
        return done[case.name]

    return result


@each
def test_row_order_does_not_matter(case, shuffled, results):
    pd.testing.assert_frame_equal(case.call(shuffled), results(case))


@each
def test_no_rows_in_same_columns_out(case, tables, results):
    nothing = {name: table.head(0) for name, table in tables.items()}
    if case.needs_an_article:
        with pytest.raises(ss.errors.TableError):
            case.call(nothing)
        return
    empty, full = case.call(nothing), results(case)
    assert list(empty.columns) == list(full.columns)
    if len(full) and empty.empty:
        other = {
            c: (str(empty[c].dtype), str(full[c].dtype)) for c in full if empty[c].dtype.kind != full[c].dtype.kind
        }
        assert other == {}


@each
def test_a_result_is_numbered_anew_and_comes_twice_the_same_and_its_inputs_are_untouched(case, tables, results):
    assert list(results(case).index) == list(range(len(results(case))))
    given = {name: table.copy() for name, table in tables.items()}
    pd.testing.assert_frame_equal(case.call(given), results(case))
    for name, table in given.items():
        pd.testing.assert_frame_equal(table, tables[name])


@pytest.mark.parametrize("case", [c for c in CASES if c.by_family], ids=[c.name for c in CASES if c.by_family])
def test_a_copy_of_an_article_changes_no_family_level_result(case, with_a_copy, results):
    stays = [c for c in results(case).columns if "article" not in c and c not in case.may_change]
    said = "columns that count articles have 'article' in their name (article_share) or are named in may_change"
    pd.testing.assert_frame_equal(
        case.call(with_a_copy)[stays], results(case)[stays], obj=f"{case.name} with a copy; {said}"
    )


def test_every_measure_has_its_line():
    tested = {case.name.split(",")[0].split(" of ")[0] for case in CASES}
    measures = set(public_measures(with_files=False))
    assert measures - tested == set(), "measures without a line: add a Case to CASES in this file"
    assert tested - measures == set(), "lines of CASES whose measure is gone: remove them"


@pytest.mark.parametrize(
    ("name", "function"), list(public_measures(with_files=False).items()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_options_are_keyword_only_and_few(name, function):
    parameters = inspect.signature(function).parameters.values()
    options = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    loose = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY and p.default is not p.empty]
    assert len(options) <= 6
    assert all(p.default is not p.empty for p in options)
    assert set(loose) <= {"by"}, (
        "options are keyword-only; only the column a table is made by may stand without its name"
    )
    assert (
        "seed" in inspect.signature(function).parameters or "n_resamples" not in inspect.signature(function).parameters
    )
