"""What every measure promises: order of rows is nothing to it, it leaves its tables alone, no rows give no rows.

A new measure is added by one line to ``CASES``; a measure without a line fails the last test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest

import samestory as ss
from samestory import measures
from samestory.measures.agreement import agreement, agreement_by, confusion, disagreements
from samestory.measures.boilerplate import marked_parts
from samestory.measures.claims import claim_matrix, claim_rates, claim_states
from samestory.measures.coders import coder_pairs, disturbed
from samestory.measures.corpus import composition, dates, missing, outlets, precision, text_seen
from samestory.measures.derivation import derivation
from samestory.measures.diffusion import circulation, claims_by_day, first_seen, lags, orders, timeline
from samestory.measures.families import families
from samestory.measures.hardening import chain_edges, hardening, hardening_counts, hardening_edges
from samestory.measures.independence import independence, lineage
from samestory.measures.labels import exclusive_labels, label_counts, label_differences, label_shares, label_uses
from samestory.measures.number_drift import number_drift
from samestory.measures.numbers import number_conflicts, number_intervals, number_updates, number_values
from samestory.measures.omissions import omission_rates, omissions
from samestory.measures.precision_recall import attributed_sentences, coding_quality, precision_recall
from samestory.measures.reuse import reuse_passages
from samestory.measures.reuse_matrix import reuse_matrix, reuse_network
from samestory.measures.reuse_sensitivity import reuse_chance, reuse_sensitivity
from samestory.measures.revisions import corrections, revision_counts, revisions
from samestory.measures.similarity import similar_pairs
from samestory.measures.source_graph import circles, source_layers
from samestory.measures.sources import outlet_edges, source_edges, source_names, unnamed_sources
from samestory.measures.spans import span_agreement
from samestory.measures.story_groups import group_pairs, story_groups
from samestory.measures.ways import hearsay, relatives, roots, source_chains, ways

FOCUS = "relay-0304-quay"  # an article at the end of a chain that is wholly in the set
COPIED = "ostvar-0302-lead"  # an article of a family of several
STATES = ("article_id", "claim_id", "status")
LABELS = ("article_id", "actor", "label", "voice")
NOT_A_TABLE = {"to_graphml"}  # writes a file


@dataclass(frozen=True)
class Case:
    """One measure: how to call it on the tables of a story, and what a copy of an article may change."""

    name: str
    call: Callable[[dict[str, pd.DataFrame]], pd.DataFrame]
    by_family: bool = False  # the call counts families: a further copy changes no column but those of articles ...
    may_change: tuple[str, ...] = ()  # ... and these
    needs_an_article: bool = False  # names one article: without articles it is an error


def values(t):
    return number_values(t["numbers"], t["articles"], families=t["families"])


def uses(t):
    return label_uses(t["labels"], t["articles"], families=t["families"])


def edges(t):
    return source_edges(t["articles"], t["citations"], t["chains"], families=t["families"])


def stations(t):
    return source_chains(t["articles"], t["chains"])


def omitted(t):
    return omissions(t["claims"], t["articles"])


def cases(t):
    return hardening_edges(t["claims"], chain_edges(t["chains"]))


def pairs(t):
    return edges(t)[["source_article_id", "target_article_id"]]


def sharing(t):
    return reuse_matrix(t["articles"], t["passages"], groups=t["families"], **QUICK)


def similar(t):
    return similar_pairs(t["articles"], threshold=0.15)


def grouped(t):
    return story_groups(t["articles"], similar(t))


QUICK = {"n_resamples": 20, "seed": 1}
# fmt: off
CASES = [
    Case("agreement", lambda t: agreement(t["claims"], t["second"], **QUICK)),
    Case("agreement, families", lambda t: agreement(t["claims"], t["second"], families=t["families"], **QUICK), True),
    Case("agreement of labels", lambda t: agreement(t["labels"], t["labels"], on=LABELS, value="evaluation", **QUICK)),
    Case("agreement_by", lambda t: agreement_by(t["claims"], t["second"], families=t["families"]), True),
    Case("confusion", lambda t: confusion(t["claims"], t["second"], families=t["families"]), True),
    Case("disagreements", lambda t: disagreements(t["claims"], t["second"], settled=t["claims"])),
    Case("precision_recall", lambda t: precision_recall(t["claims"], t["second"], STATES, n_resamples=50)),
    Case("attributed_sentences", lambda t: attributed_sentences(t["articles"], t["attributions"])),
    Case("coding_quality", lambda t: coding_quality(t["articles"], t, t | {"claims": t["second"]}, n_resamples=50)),
    Case("span_agreement", lambda t: span_agreement(t["claims"], t["second"], families=t["families"], **QUICK), True,
         may_change=("n_without_first", "n_without_second")),  # rows
    Case("coder_pairs", lambda t: coder_pairs(pd.concat([t["claims"], t["second"]]))),
    Case("disturbed", lambda t: disturbed(t["claims"], t["articles"])),
    Case("composition", lambda t: composition(t["articles"], "language")),
    Case("dates", lambda t: dates(t["articles"])),
    Case("missing", lambda t: missing(t["articles"])),
    Case("outlets", lambda t: outlets(t["articles"])),
    Case("precision", lambda t: precision(t["articles"])),
    Case("text_seen", lambda t: text_seen(t["articles"])),
    Case("ways", lambda t: ways(t["chains"], t["articles"])),
    Case("relatives", lambda t: relatives(t["chains"], t["articles"], FOCUS), needs_an_article=True),
    Case("hardening", lambda t: hardening(t["claims"], t["families"], FOCUS, list(t["articles"]["article_id"]))),
    Case("chain_edges", lambda t: chain_edges(t["chains"])),
    Case("hardening_edges", cases),
    Case("hardening_counts", lambda t: hardening_counts(cases(t), families=t["families"]), True),
    Case("source_chains", lambda t: source_chains(t["articles"], t["chains"], citations=t["citations"])),
    Case("roots", lambda t: roots(stations(t), families=t["families"]), True, ("n_total",)),
    Case("hearsay", lambda t: hearsay(stations(t), t["claims"], families=t["families"]), True),
    Case("source_edges", edges),
    Case("outlet_edges", lambda t: outlet_edges(edges(t), families=t["families"])),
    Case("source_names", lambda t: source_names(t["articles"], t["citations"], t["chains"]), True),
    Case("unnamed_sources", lambda t: unnamed_sources(t["articles"], t["citations"], families=t["families"]), True),
    Case("circles", lambda t: circles(edges(t)), True),
    Case("source_layers", lambda t: source_layers(edges(t), t["articles"])),
    Case("independence", lambda t: independence(t["articles"], t["families"], t["chains"]), True,
         ("family_share", "independent_share")),
    Case("lineage", lambda t: lineage(t["articles"], t["families"], t["chains"])),
    Case("claim_matrix", lambda t: claim_matrix(t["claims"], t["articles"], families=t["families"])),
    Case("claim_rates", lambda t: claim_rates(t["claims"], families=t["families"], **QUICK), True),
    Case("claim_states", lambda t: claim_states(t["claims"], families=t["families"]), True),
    Case("omissions", omitted),
    Case("omission_rates", lambda t: omission_rates(omitted(t), families=t["families"]), True),
    Case("number_values", values),
    Case("number_conflicts", lambda t: number_conflicts(values(t)), True),
    Case("number_intervals", lambda t: number_intervals(values(t)), True, ("n_quantity",)),
    Case("number_updates", lambda t: number_updates(values(t)), True),
    Case("number_drift", lambda t: number_drift(values(t), chain_edges(t["chains"]), t["articles"]), True),
    Case("label_uses", uses),
    Case("label_counts", lambda t: label_counts(uses(t)), True, ("n_group", "n_all")),
    Case("label_shares", lambda t: label_shares(uses(t), **QUICK), True),
    Case("label_differences", lambda t: label_differences(uses(t))),
    Case("exclusive_labels", lambda t: exclusive_labels(uses(t))),
    Case("circulation", lambda t: circulation(t["claims"], t["articles"], families=t["families"]), True,
         ("n_known_day", "n_carried")),
    Case("claims_by_day", lambda t: claims_by_day(circulation(t["claims"], t["articles"])), True),
    Case("first_seen", lambda t: first_seen(t["claims"], t["articles"])),
    Case("lags", lambda t: lags(pairs(t), t["articles"])),
    Case("marked_parts", lambda t: marked_parts(t["articles"])),
    Case("revisions", lambda t: revisions(t["articles"])),
    Case("revision_counts", lambda t: revision_counts(revisions(t["articles"]))),
    Case("corrections", lambda t: corrections(t["articles"])),
    Case("orders", lambda t: orders(t["articles"])),
    Case("derivation", lambda t: derivation(t["articles"], t["passages"])),
    Case("families", lambda t: families(t["articles"], t["passages"])),
    Case("reuse_matrix", sharing),
    Case("reuse_network", lambda t: reuse_network(sharing(t))),
    Case("reuse_sensitivity", lambda t: reuse_sensitivity(t["articles"], t["passages"])),
    Case("reuse_chance", lambda t: reuse_chance(t["articles"], t["passages"], window_hours=6, **QUICK)),
    Case("reuse_passages", lambda t: reuse_passages(t["articles"], min_words=8)),
    Case("similar_pairs", similar),
    Case("story_groups", grouped),
    Case("group_pairs", lambda t: group_pairs(grouped(t), similar(t))),
    Case("timeline", lambda t: timeline(t["articles"], families=t["families"])),
]
# fmt: on
NAMES = [case.name for case in CASES]
each = pytest.mark.parametrize("case", CASES, ids=NAMES)


def story_tables():
    story = ss.load_story("harbour-fire")
    names = ["claims", "numbers", "labels", "citations", "attributions", "chains", "families", "passages"]
    tables = {"articles": story.articles, **{name: story.table(name) for name in names}}
    return tables | {"second": disturbed(tables["claims"], tables["articles"], share=0.2, seed=5)}


@pytest.fixture(scope="module")
def tables():
    return story_tables()


@pytest.fixture(scope="module")
def results(tables):
    """Each measure's result on the whole story, computed when first asked for."""
    done: dict[str, pd.DataFrame] = {}

    def result(case):
        if case.name not in done:
            done[case.name] = case.call({name: table.copy() for name, table in tables.items()})
        return done[case.name]

    return result


@each
def test_row_order_does_not_matter(case, tables, results):
    shuffled = {name: table.sample(frac=1, random_state=7) for name, table in tables.items()}
    pd.testing.assert_frame_equal(case.call(shuffled), results(case))


@each
def test_inputs_are_untouched(case, tables):
    given = {name: table.copy() for name, table in tables.items()}
    case.call(given)
    for name, table in given.items():
        pd.testing.assert_frame_equal(table, tables[name])


@each
def test_no_rows_in_same_columns_out(case, tables, results):
    nothing = {name: table.head(0) for name, table in tables.items()}
    if case.needs_an_article:
        with pytest.raises(ss.TableError):
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
def test_a_result_is_numbered_anew_and_comes_twice_the_same(case, tables, results):
    assert list(results(case).index) == list(range(len(results(case))))
    pd.testing.assert_frame_equal(case.call(tables), results(case))


@pytest.mark.parametrize("case", [c for c in CASES if c.by_family], ids=[c.name for c in CASES if c.by_family])
def test_a_copy_of_an_article_changes_no_family_level_result(case, tables, results):
    more = {}
    for name, table in tables.items():
        rows = table[table["article_id"] == COPIED] if "article_id" in table else table.head(0)
        more[name] = pd.concat([table, rows.assign(article_id="a-copy")]) if len(rows) else table
    assert len(more["claims"]) > len(tables["claims"])
    stays = [c for c in results(case).columns if "article" not in c and c not in case.may_change]
    pd.testing.assert_frame_equal(case.call(more)[stays], results(case)[stays])


def public_measures():
    for module in pkgutil.iter_modules(measures.__path__):
        found = importlib.import_module(f"samestory.measures.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if function.__module__ == found.__name__ and not name.startswith("_") and name not in NOT_A_TABLE:
                yield name, function


def test_every_measure_has_its_line():
    tested = {case.name.split(",")[0].split(" of ")[0] for case in CASES}
    assert {name for name, _ in public_measures()} == tested


@pytest.mark.parametrize(("name", "function"), list(public_measures()), ids=lambda v: v if isinstance(v, str) else "")
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
