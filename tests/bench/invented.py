"""What each measure finds of the truth planted in invented stories: precision, recall, and how often intervals hold.

``SAMESTORY_STORIES`` says how many stories (default: 200, which the floors are for). Measures by meaning run
on every fortieth, automatic coding by rules on every twentieth: they take most of the time.

Templates were written as a journalist would write, and patterns of the codebooks as a coder would, before anything was
measured. Nothing here is held out by law, but no template or pattern was changed to please a measure.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

import samestory as ss
from samestory.coding import code_story
from samestory.coding.quality import attributed_sentences
from samestory.correction import corrected_share
from samestory.engine.boilerplate import marked_parts
from samestory.engine.copy_families import families
from samestory.engine.meaning import aligned_sentences, sentence_vectors
from samestory.engine.meaning.passages import shared_meaning
from samestory.engine.passages import shared_passages
from samestory.invent import invent_story
from samestory.invent.newsroom import write_articles
from samestory.invent.plan import Desk, draw_world
from samestory.invent.story import _head
from samestory.invent.truth import truth_tables
from samestory.schema import CARRIED, JUDGEABLE, TABLES
from samestory.schema.check import _typed
from samestory.story import Story

STORIES = 200
EVERY_CODED, EVERY_MEANING = 20, 40
LEAST = 0.5  # of a planted passage that must be covered by what was found
FORMS = {"quote.whole": "whole", "quote.part": "trimmed", "quote.changed": "changed"}
Row = dict[str, Any]


class Tally:
    """For each measure: how many were planted, how many found, how many of these are right, in how many stories."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.stories: dict[str, int] = defaultdict(int)

    def sets(self, what: str, planted: Iterable[Any], found: Iterable[Any]) -> None:
        """Planted and found things that are right if they are equal."""
        one, two = set(planted), set(found)
        self.add(what, len(one), len(two), len(one & two))

    def add(self, what: str, planted: int, found: int, right: int, right_found: int | None = None) -> None:
        """Counts; ``right_found`` if one found thing may be right for several planted ones."""
        for at, n in enumerate((planted, found, right)):
            self.counts[what][at] += n
        if right_found is not None:
            self.counts[f"{what}\t"][2] += right_found
        self.stories[what] += 1

    def hold(self, what: str, held: bool) -> None:
        """Whether one interval has the true value in it, or one answer is right."""
        self.held[what][0] += 1
        self.held[what][1] += bool(held)
        self.stories[what] += 1

    def rows(self) -> list[Row]:
        """One row a share: precision and recall of each measure, or how often it holds."""
        made = []
        for what, (planted, found, right) in self.counts.items():
            if what.endswith("\t"):
                continue
            right_found = self.counts[f"{what}\t"][2] if f"{what}\t" in self.counts else right
            note = f"{planted} planted, {found} found"
            if found:
                made.append(_row(f"{what}: precision", found, right_found / found, note))
            if planted:
                made.append(_row(f"{what}: recall", planted, right / planted, note))
        made += [_row(what, n, right / n, f"{right} of {n}") for what, (n, right) in self.held.items()]
        return made


def run(data: Path, size: int) -> list[Row]:
    """Rows ``what, n, ours, unit, note``; needs no gold set."""
    n = int(os.environ.get("SAMESTORY_STORIES") or STORIES)
    tally, states = Tally(), []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(n):
            desk = write_articles(draw_world(seed, None))
            if seed % EVERY_CODED == 0:
                story: Any = ss.load_story(invent_story(Path(folder) / f"story-{seed}", seed=seed))
            else:  # the same tables in the same types, without the checks of a story from strangers
                story = _unchecked(desk)
            for measure in (*LIGHT, *(CODED if seed % EVERY_CODED == 0 else ())):
                measure(story, desk, tally)
            if seed % EVERY_MEANING == 0:
                by_meaning(story, desk, tally)
            states.append(story.truth["claims"].assign(seed=seed))
            if seed % 10 == 9:
                print(f"  {seed + 1} stories", flush=True)
    shares(states, tally)
    suffix = "" if n == STORIES else f" ({n} stories)"
    return [row | {"what": row["what"] + suffix} for row in tally.rows()]


def _row(what: str, n: int, share: float, note: str) -> Row:
    return {"what": what, "n": n, "ours": round(share, 3), "unit": "share", "note": note}


def _unchecked(desk: Desk) -> Any:
    """A story as ``load_story`` gives it, from memory: the tables, the focus."""
    rows = [
        {**_head(piece, desk), "story": "invented", "published": piece.published if piece.time() else None,
         "published_precision": piece.precision, "text": piece.text or None, "n_words": len(piece.text.split()) or None}
        for piece in desk.pieces
    ]  # fmt: skip
    articles = _typed(_frame(rows, "articles"), TABLES["articles"])[0]
    whole = articles["published_precision"] == "minute"
    articles["published"] = articles["published"].where(whole, articles["published"].dt.floor("D"))
    month = articles["published_precision"] == "month"
    articles.loc[month, "published"] -= pd.to_timedelta(articles.loc[month, "published"].dt.day - 1, "D")
    truth = {name: _typed(_frame(rows, name), TABLES[name])[0] for name, rows in truth_tables(desk).items()}
    focus = f"{desk.world.outlets['en', 'mill'].slug}-details"
    return SimpleNamespace(articles=articles, truth=truth, settings=SimpleNamespace(focus=focus))


def _frame(rows: list[Row], name: str) -> pd.DataFrame:
    table = pd.DataFrame(rows).reindex(columns=TABLES[name].names).astype("object")
    return table.where(table.notna() & (table != ""), None)


def _with_text(story: Story) -> pd.DataFrame:
    return story.articles[story.articles["text"].notna()]


def _covered(row: Any, found: pd.DataFrame) -> float:
    """The share of a planted passage, in the later article, that passages found between the same two cover."""
    if found.empty:
        return 0.0
    marks = np.zeros(row.later_end - row.later_begin, dtype=bool)
    for one in found.itertuples():
        begin, end = (one.later_begin, one.later_end) if one.later_id == row.later_id else (one.begin, one.end)
        marks[max(begin - row.later_begin, 0) : max(end - row.later_begin, 0)] = True
    return float(marks.mean())


def reuse(story: Story, desk: Desk, tally: Tally) -> None:
    """Passages by kind, their order, and copy families by words."""
    articles, truth = _with_text(story), story.truth["passages"]
    parts = marked_parts(articles)
    found = shared_passages(articles, parts=parts)
    outlet = articles.set_index("article_id")["outlet"]
    truth = truth[truth["earlier_id"].map(outlet) != truth["later_id"].map(outlet)]
    by_pair = {frozenset(pair): rows for pair, rows in found.groupby(["earlier_id", "later_id"])}
    nothing = found.head(0)
    for note, rows in truth.groupby("note"):
        covered = [
            _covered(row, by_pair.get(frozenset((row.earlier_id, row.later_id)), nothing)) for row in rows.itertuples()
        ]
        tally.add(f"passages, {note}", len(rows), 0, sum(share >= LEAST for share in covered))
    planted = {frozenset(pair): rows for pair, rows in truth.groupby(["earlier_id", "later_id"])}
    for kind in ("writing", "quotation"):
        rows = found[found["kind"] == kind]
        right = sum(_overlaps(row, planted.get(frozenset((row.earlier_id, row.later_id)))) for row in rows.itertuples())
        tally.add(f"passages found, {kind}", 0, len(rows), right)
    orders = truth.drop_duplicates(["earlier_id", "later_id"]).set_index(["earlier_id", "later_id"])["order"]
    for row in found.drop_duplicates(["earlier_id", "later_id"]).itertuples():
        pair = (row.earlier_id, row.later_id)
        if pair in orders.index or pair[::-1] in orders.index:
            tally.hold("order of a pair that shares words", pair in orders.index and orders[pair] == row.order)
    mine = families(articles, found, parts=parts)
    by_words = story.truth["families"].query("basis != 'translation' and family_id != 'circle'")
    by_words = by_words[by_words["article_id"].isin(articles["article_id"])]
    kept = mine[mine["article_id"].isin(by_words["article_id"])]
    tally.sets("copy families by words: pairs", _pairs(by_words), _pairs(kept))
    both = by_words.merge(kept, on="article_id", suffixes=("", "_found"))
    both = both[both["family_id"].isin(by_words["family_id"].mode())]
    tally.sets(
        "earliest of its family",
        both.loc[both["is_earliest"].fillna(False), "article_id"],
        both.loc[both["is_earliest_found"].fillna(False), "article_id"],
    )


def _overlaps(row: Any, planted: pd.DataFrame | None) -> bool:
    """Whether half of a passage found is planted ones of the same two articles."""
    if planted is None:
        return False
    marks = np.zeros(row.later_end - row.later_begin, dtype=bool)
    for one in planted.itertuples():
        begin, end = (one.later_begin, one.later_end) if one.later_id == row.later_id else (one.begin, one.end)
        marks[max(begin - row.later_begin, 0) : max(end - row.later_begin, 0)] = True
    return float(marks.mean()) >= LEAST


def _pairs(table: pd.DataFrame) -> set[tuple[str, str]]:
    return {pair for _, rows in table.groupby("family_id") for pair in combinations(sorted(rows["article_id"]), 2)}


def quotations(story: Story, desk: Desk, tally: Tally) -> None:
    """The witness's words in every article that has them: whole, trimmed, changed or translated."""
    articles = _with_text(story)
    found = ss.quotations.utterances(ss.quotations.said(articles), articles)
    is_his = found["reads"].map(lambda _: False)
    keys = {
        (piece.article_id, sentence.key): (place, place + len(sentence.text))
        for piece in desk.pieces
        for sentence, place in zip(piece.sentences, piece.places, strict=False)
        if sentence.key in FORMS
    }
    language = articles.set_index("article_id")["language"]
    rows = {}
    for (article, key), (begin, end) in keys.items():
        here = found[(found["article_id"] == article) & (found["begin"] >= begin) & (found["end"] <= end)]
        rows[article, key] = here[here["form"] != "paraphrased"].head(1)
        is_his |= found.index.isin(here.index)
    reference = found.loc[is_his & (found["basis"] == "reference"), "language"]
    main = reference.iloc[0] if len(reference) else "en"
    for (article, key), row in rows.items():
        wanted = FORMS[key] if language[article] == main else "translated"
        tally.hold(f"quotations: {wanted}", len(row) == 1 and row["form"].iloc[0] == wanted)


def hardening(story: Story, desk: Desk, tally: Tally) -> None:
    """The steps along the planted chain, from the truth of claims; and what is left out and conflicts."""
    claims, family = story.truth["claims"], story.truth["families"]
    chain = story.truth["chains"].query("article_id == @story.settings.focus")["source_article_id"]
    steps = ss.claims.hardening(claims, family, story.settings.focus, chain.tolist()).set_index("claim_id")["step"]
    planted = {"cause": "hardened", "warned": "hardened", "reopened": "hardened", "toll": "kept", "accused": "changed",
               "denial": "dropped", "strike": "dropped", "event": "kept", "stuck": "kept"}  # fmt: skip
    for claim, step in planted.items():
        tally.hold(f"steps of the chain, claims as planted: {step}", steps[claim] == step)
    values = ss.numbers.values(story.truth["numbers"], story.articles, quantity="toll")
    conflicts = ss.numbers.conflicts(values)
    low, high, new = (desk.world.figures[f"toll.{name}"][0] for name in ("low", "high", "new"))
    found = {(row.low, row.other_low, row.kind) for row in conflicts.itertuples() if row.source != row.other_source}
    tally.hold("conflicts, figures as planted: authority and union", (low, high, "conflict") in found)
    tally.hold("conflicts, figures as planted: new count and union", (new, high, "conflict") in found)
    updates = {(row.low, row.other_low) for row in conflicts.itertuples() if row.kind == "update"}
    tally.hold("updates, figures as planted: first and new count", (low, new) in updates)
    left = ss.claims.omissions(claims, story.articles, families=family)
    left = left[(left["claim_id"] == "denial") & left["verdict"].isin(["omitted", "no_room"])]
    planted_out = [plant[1] for plant in desk.plants if plant[0] == "omitted_denial"]
    for article in planted_out:
        tally.hold("a denial left out, claims as planted", article in set(left["article_id"]))


def gaps(story: Story, desk: Desk, tally: Tally) -> None:
    """What is missing of the corpus, and who was first with each claim."""
    kinds = [plant[0] for plant in desk.plants]
    seen = ss.corpus.text_seen(story.articles, "language")[["cut", "teaser", "none"]].sum()
    for status, kind in (("cut", "paywall"), ("teaser", "teaser"), ("none", "page_without_text")):
        tally.hold("corpus gaps: texts not seen", seen[status] == kinds.count(kind))
    dates = ss.corpus.date_precision(story.articles).set_index("published_precision")["n_articles"]
    for precision, kind in (("day", "time_to_day"), ("month", "time_to_month"), ("unknown", "time_missing")):
        tally.hold("corpus gaps: dates not known to the minute", dates[precision] == kinds.count(kind))
    changed = ss.corpus.version_changes(_with_text(story))
    tally.hold("a corrected page: the changed sentence is found", (changed["change"] == "changed").any())
    truth = story.truth["claims"]
    first = ss.timeline.first_seen(truth, story.articles)
    for claim, rows in truth[truth["status"].isin(CARRIED)].groupby("claim_id"):
        here = [piece for piece in desk.pieces if piece.article_id in set(rows["article_id"])]
        timed = sorted((piece for piece in here if piece.precision == "minute"), key=lambda piece: piece.published)
        if timed:
            named = set(first.loc[first["claim_id"] == claim, "article_id"])
            tally.hold("timeline: the first article that has a claim", timed[0].article_id in named)


def coders(story: Story, desk: Desk, tally: Tally) -> None:
    """Agreement with a simulated coder whose share of errors is known, and the correction of a machine's share."""
    claims = story.truth["claims"]
    claims = claims[claims["article_id"].isin(_with_text(story)["article_id"])]
    share = (0.05, 0.1, 0.2)[desk.world.seed % 3]
    second = ss.agreement.simulate_second_coder(claims, story.articles, share=share, seed=desk.world.seed)
    row = ss.agreement.scores(claims, second, n_resamples=200).set_index("comparison").loc["all"]
    tally.hold("agreement: interval has the simulated one", row["same_low"] <= 1 - share <= row["same_high"])
    changed = int(second["note"].notna().sum())
    tally.hold("agreement: differing units counted", row["n_units"] - row["n_same"] == changed)
    rng = np.random.default_rng([desk.world.seed, 9])
    judged = claims[claims["status"].isin(JUDGEABLE)].reset_index(drop=True)
    truth = judged["status"].eq("asserted").to_numpy(dtype="float64")
    answers = np.where(rng.random(len(truth)) < np.where(truth > 0, 0.6, 0.1), 1.0, 0.0)
    hand = np.where(rng.random(len(truth)) < 0.3, truth, np.nan)
    family = judged["article_id"] + judged["claim_id"]
    corrected = corrected_share(answers, hand, family, n_draws=500, seed=desk.world.seed)
    tally.hold("correction: interval has the true share", corrected.low <= truth.mean() <= corrected.high)
    error = abs(answers.mean() - truth.mean()), abs(corrected.share - truth.mean())
    tally.hold("correction: corrected share is nearer than the machine's", error[1] <= error[0])


def words(story: Story, desk: Desk, tally: Tally) -> None:
    """Whether a word that only the tabloid has for the strikers is among its words of largest z."""
    articles = _with_text(story)
    found = ss.wording.distinctive_words(articles, words="forms", n_resamples=20)
    outlet = desk.world.outlets["en", "tabloid"].name
    label = desk.world.about["words"]["en"]["labels"]["w.d"][0].split()[-1]
    rows = found[(found["group"] == outlet) & (found["counted"] == "articles")]
    tally.hold("distinctive words: the planted word is listed", label in set(rows["word"]))


def coded(story: Story, desk: Desk, tally: Tally) -> None:
    """Automatic coding by rules and patterns: claims by state, figures, labels, sources, attributions."""
    articles = _with_text(story)
    made = code_story(articles, story.codebook, parts=marked_parts(articles), engine="rules").tables
    truth = story.truth
    unit = ["article_id", "claim_id"]
    mine = made["claims"].set_index(unit)["status"]
    planted = truth["claims"][truth["claims"]["article_id"].isin(articles["article_id"])].set_index(unit)["status"]
    for status in CARRIED:
        tally.sets(f"claims by rules, {status}", planted.index[planted == status], mine.index[mine == status])
    tally.sets(
        "claims by rules, found or not",
        planted.index[planted.isin(CARRIED)],
        mine.index[mine.isin([*CARRIED, "mentioned"])],
    )
    for name, on in (
        ("numbers", ["article_id", "quantity", "low", "high"]),
        ("labels", ["article_id", "actor", "label", "voice"]),
    ):
        one, two = (set(table[on].fillna(-1).itertuples(index=False, name=None)) for table in (truth[name], made[name]))
        tally.sets(f"{name} by rules", one, two)
    one, two = (attributed_sentences(articles, table) for table in (truth["attributions"], made["attributions"]))
    keys = ["article_id", "begin", "end"]
    tally.sets("attributed sentences", *(set(t[keys].itertuples(index=False, name=None)) for t in (one, two)))
    _sources(truth["attributions"], made["attributions"], tally)
    for kinds, name in ((("outlet", "agency"), "citations of outlets and agencies"), (None, "citations of any source")):
        rows = [t if kinds is None else t[t["kind"].isin(kinds)] for t in (truth["citations"], made["citations"])]
        if kinds is None:  # by place: what name a source is given is a matter of the list
            meets = [_meets(*pair) for pair in (rows, rows[::-1])]
            tally.add(f"{name}: place", len(rows[0]), len(rows[1]), *meets)
        else:
            tally.sets(name, *({(r.article_id, r.cited) for r in t.itertuples()} for t in rows))
    named = set(truth["citations"].query("kind in ('outlet', 'agency')")["article_id"])
    nearest = [
        t.sort_values("step").drop_duplicates("article_id", keep="last") for t in (truth["chains"], made["chains"])
    ]
    tally.sets(
        "chains: the article it is from",
        {(r.article_id, r.source_article_id) for r in nearest[0].itertuples() if r.article_id in named},
        {(r.article_id, r.source_article_id) for r in nearest[1].itertuples() if isinstance(r.source_article_id, str)},
    )
    chain = truth["chains"].query("article_id == @story.settings.focus")["source_article_id"].tolist()
    steps = ss.claims.hardening(made["claims"], truth["families"], story.settings.focus, chain).set_index("claim_id")
    for claim in ("cause", "warned", "reopened"):
        tally.hold("steps of the chain, claims by rules: hardened", steps["step"].get(claim) == "hardened")


def _meets(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """How many rows of a table meet a row of another in place."""
    both = one[["article_id", "begin", "end"]].merge(other[["article_id", "begin", "end"]], on="article_id")
    meets = (both["begin_x"] < both["end_y"]) & (both["end_x"] > both["begin_y"])
    return len(both[meets].drop_duplicates(["article_id", "begin_x"]))


def _sources(truth: pd.DataFrame, made: pd.DataFrame, tally: Tally) -> None:
    """Of attributions whose contents meet: how often the words for the source meet as well."""
    by_article = dict(list(made.groupby("article_id")))
    for row in truth.dropna(subset=["source_begin"]).itertuples():
        rows = by_article.get(row.article_id)
        if rows is None:
            continue
        meets = rows[(rows["begin"] < row.end) & (rows["end"] > row.begin)]
        if len(meets):
            right = ((meets["source_begin"] < row.source_end) & (meets["source_end"] > row.source_begin)).any()
            tally.hold("source of an attribution that was found", bool(right))


def by_meaning(story: Story, desk: Desk, tally: Tally) -> None:
    """Sentences of translations, families with translations, and statements across languages."""
    articles = _with_text(story)
    vectors = sentence_vectors(articles)
    by_id = {piece.article_id: piece for piece in desk.pieces}
    for plant in desk.plants:
        if plant[0] not in ("agency_translation", "translation_chain"):
            continue
        here, there = by_id[plant[1]], by_id[plant[2]]
        rows = aligned_sentences(vectors, here.article_id, there.article_id)
        planted = _root_pairs(here, there)
        found = {(_root_at(here, r.begin), _root_at(there, r.later_begin)) for r in rows.itertuples()}
        found = {pair for pair in found if None not in pair}
        right = sum(a == b for a, b in found)
        tally.add(f"sentences aligned, {plant[0].replace('_', ' ')}", len(planted), len(found), right)
    parts = marked_parts(articles)
    passages = shared_passages(articles, parts=parts)
    meaning = shared_meaning(articles, passages=passages, parts=parts, vectors=vectors)
    mine = families(articles, passages, parts=parts, meaning=meaning)
    truth = story.truth["families"].query("family_id != 'circle'")
    truth = truth[truth["article_id"].isin(articles["article_id"])]
    mine = mine[mine["article_id"].isin(truth["article_id"])]
    tally.sets("copy families by words and meaning: pairs", _pairs(truth), _pairs(mine))
    found = ss.translation.overview(story, article=story.settings.focus).along_chain
    last = found[(found["hop"] == found["hop"].max()) & (found["verdict"] == "lost")]
    for kind, key in (("hedge", "cause.own"), ("attribution", "warned.own"), ("attribution", "reopen.own")):
        piece = by_id[story.settings.focus]
        begin, end = next(
            (at, at + len(s.text)) for s, at in zip(piece.sentences, piece.places, strict=True) if s.key == key
        )
        here = last[(last["begin"] < end) & (last["end"] > begin)]
        tally.hold(f"translation: {kind} of {key.split('.')[0]} lost on the last step", kind in set(here["kind"]))
    found = ss.statements.shared(articles, vectors=vectors)
    _statements(found.members, by_id, tally)


def _root_at(piece: Any, begin: int) -> int | None:
    for sentence, place in zip(piece.sentences, piece.places, strict=True):
        if place <= begin < place + len(sentence.text):
            return sentence.root
    return None


def _root_pairs(here: Any, there: Any) -> set[int]:
    return {one.root for one in here.sentences} & {one.root for one in there.sentences}


def _statements(sentences: pd.DataFrame, by_id: dict[str, Any], tally: Tally) -> None:
    """Pairs of sentences put into one statement, against those that make the same claim."""
    rows = []
    for row in sentences.itertuples():
        piece = by_id[row.article_id]
        key = next(
            (s.key for s, at in zip(piece.sentences, piece.places, strict=True) if at <= row.begin < at + len(s.text)),
            None,
        )
        if key and key not in ("fill", "cites"):
            rows.append((row.statement_id, "quote" if key.startswith("quote") else key.split(".")[0], row.article_id))
    table = pd.DataFrame(rows, columns=["statement", "claim", "article_id"])
    same = (table["statement"].to_numpy()[:, None] == table["statement"].to_numpy()[None, :]) & (
        table["statement"].notna().to_numpy()[:, None]
    )
    alike = table["claim"].to_numpy()[:, None] == table["claim"].to_numpy()[None, :]
    upper = np.triu(np.ones(same.shape, dtype=bool), 1)
    tally.add("statements: pairs of sentences on one claim", int((alike & upper).sum()), int((same & upper).sum()),
              int((alike & same & upper).sum()))  # fmt: skip


def shares(tables: list[pd.DataFrame], tally: Tally) -> None:
    """How often the interval of a share of articles has the share over all stories in it."""
    everything = pd.concat(tables)
    judged = everything[everything["status"].isin(JUDGEABLE)]
    expected = judged["status"].isin(CARRIED).groupby(judged["claim_id"]).mean()
    for table in tables:
        rates = ss.claims.rates(table[table.columns.drop("seed")], n_resamples=200)
        for row in rates.itertuples():
            tally.hold("shares: interval has the share over all stories", row.low <= expected[row.claim_id] <= row.high)


LIGHT: tuple[Callable[[Story, Desk, Tally], None], ...] = (reuse, hardening, gaps, coders, words)
CODED: tuple[Callable[[Story, Desk, Tally], None], ...] = (coded, quotations)
