"""Quotations against what people marked: BASIL's with speakers, PolNeAR's sources by kind; and the cost.

BASIL (Fan et al., EMNLP 2019) marks biased spans, and of each whether it is quoted and who speaks. So precision is over
marked spans: of those that we take for speech, how many people took for a quotation. PolNeAR marks sources, not their
kind: 80 sources of its test half were given a kind by one reader, before the machine's were looked at
(``polnear_kinds.csv`` has places and no text). Its articles are about an election, so most sources are candidates.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import samestory as ss
from samestory.cache import SWITCH
from samestory.coding import code_citations, joined_sources
from samestory.coding.source_kinds import CANNOT_TELL
from samestory.questions.quotations.measures import speakers_joined
from samestory.schema import table_named

from .meaning import CHARACTERS, texts
from .scale import call
from .similarity_peers import peak_memory

BASIL, POLNEAR, LARGE = "basil", "polnear", "article_bias_prediction"
KINDS = Path(__file__).with_name("polnear_kinds.csv")
SIZES = (1_000, 10_000)
Row = dict[str, Any]


def run(data: Path, size: int = 0) -> list[Row]:
    """Precision and recall of quotations and speakers, of kinds of sources; CPU and memory up to ``size`` articles."""
    rows: list[Row] = []
    for name, measure in ((BASIL, basil), (POLNEAR, polnear)):
        there = (data / name).is_dir()
        rows += measure(data / name) if there else [{"what": name, "note": f"not measured: no folder {name}"}]
    for n in [n for n in SIZES if n <= size]:
        if not (data / LARGE).is_dir():
            rows.append({"what": "quotations", "n": n, "note": f"not measured: no folder {LARGE}"})
            continue
        found = call("quotations", "cost", str(data), str(n))
        what = {"said": "who says what", "utterances": "which quotations are one", "voices": "shares of voice"}
        rows += [{"what": told, "n": n, "ours": found[key], "unit": "CPU s"} for key, told in what.items()]
        rows[-1]["note"] = f"the first {CHARACTERS} characters of each article"
        rows.append({"what": "quotations", "n": n, "ours": found["peak"], "unit": "peak MB", "note": found["note"]})
    return rows


def _articles(folder: Path, split: str) -> pd.DataFrame:
    table = pd.read_parquet(folder / "articles.parquet")
    table = table[table["split"] == split]
    columns = {"article_id": table["doc_id"], "outlet": table["outlet"], "language": "en", "text": table["text"]}
    return pd.DataFrame(columns).assign(text_status="full").reset_index(drop=True)


def basil(folder: Path, split: str = "test") -> list[Row]:
    """Of marked spans: whether they are quoted, and who speaks."""
    articles = _articles(folder, split)
    said = ss.quotations.said(articles)
    spans = pd.read_parquet(folder / "bias_spans.parquet")
    spans = spans[spans["doc_id"].isin(articles["article_id"]) & (spans["field"] == "text")]
    by_article = dict(list(said.groupby("article_id")))
    found = pd.DataFrame(
        [_of_span(by_article.get(span.doc_id, said.head(0)), span) for span in spans.itertuples()],
        columns=["is_direct", "is_said", "speaker"],
    )
    truth = (spans["quote"] == "yes").to_numpy()
    rows = []
    for column, what in (("is_direct", "in marks"), ("is_said", "in marks or reported")):
        taken = found[column].to_numpy(dtype=bool)
        right, n_taken, n_true = int((taken & truth).sum()), int(taken.sum()), int(truth.sum())
        rows += _pair(f"basil {split}: a span is quoted, {what}", right, n_taken, n_true)
    named = truth & ~spans["speaker"].str.startswith("other_").to_numpy()
    given = found["speaker"].notna().to_numpy()
    right = sum(
        _is_same(gold, ours)
        for gold, ours in zip(spans.loc[named, "speaker"], found.loc[named, "speaker"], strict=True)
        if isinstance(ours, str)
    )
    return rows + _pair(f"basil {split}: speaker of a quoted span", right, int((named & given).sum()), int(named.sum()))


def _of_span(said: pd.DataFrame, span: Any) -> tuple[bool, bool, Any]:
    """Whether half of a span is inside quotations, or inside speech at all; and the speaker of most of it."""
    inside = said["end"].clip(upper=span.end) - said["begin"].clip(lower=span.start)
    inside = inside.clip(lower=0)
    half = (span.end - span.start) / 2
    known = inside[inside > 0]
    speaker = said.loc[known.idxmax(), "speaker"] if len(known) else None
    return bool(inside[said["is_direct"]].sum() >= half), bool(inside.sum() >= half), speaker


def _is_same(gold: str, ours: str) -> bool:
    """Whether a name of ours has the surname, or any long word, of the name that people gave."""
    names = {word for word in re.split(r"\W|_", gold.casefold()) if len(word) > 3}
    return bool(names & {re.sub(r"s$", "", word) for word in re.split(r"\W", ours.casefold())}) or bool(
        names & set(re.split(r"\W", ours.casefold()))
    )


def polnear(folder: Path) -> list[Row]:
    """Kinds of the sources that people marked; and how many sources have a kind at all."""
    articles = _articles(folder, "test")
    gold = pd.read_parquet(folder / "attributions.parquet")
    gold = gold[gold["primary"] & gold["doc_id"].isin(articles["article_id"]) & (gold["source"].map(len) > 0)]
    rows = [
        {
            "article_id": one.doc_id,
            "source_begin": min(piece["start"] for piece in one.source),
            "source_end": max(piece["end"] for piece in one.source),
        }
        for one in gold.itertuples()
    ]
    attributions = table_named("attributions").empty()
    attributions = pd.concat([attributions, pd.DataFrame(rows)], ignore_index=True).assign(coder="gold")
    names = joined_sources(articles, {"citations": code_citations(articles, attributions)})
    told = speakers_joined(articles, attributions, names)
    told = told.drop_duplicates(["article_id", "source_begin"]).set_index(["article_id", "source_begin"])
    kinds = pd.read_csv(KINDS)
    ours = [told.at[key, "source_kind"] for key in zip(kinds["doc_id"], kinds["begin"], strict=True)]
    kinds = kinds.assign(ours=ours)
    right = int((kinds["ours"] == kinds["kind"])[kinds["kind"] != CANNOT_TELL].sum())
    n_told, n_true = int((kinds["ours"] != CANNOT_TELL).sum()), int((kinds["kind"] != CANNOT_TELL).sum())
    share = 100 * float((told["source_kind"] != CANNOT_TELL).mean())
    most = told["source_kind"].value_counts()
    note = ", ".join(f"{kind} {n}" for kind, n in most.items())
    return [
        *_pair("polnear test: kind of a source", right, n_told, n_true),
        {
            "what": "polnear test: sources with a kind",
            "n": len(told),
            "ours": round(share, 1),
            "unit": "%",
            "note": note,
        },
    ]


def _pair(what: str, right: int, n_taken: int, n_true: int) -> list[Row]:
    return [
        {
            "what": f"{what}: {name}",
            "n": n,
            "ours": round(100 * right / max(n, 1), 1),
            "unit": "%",
            "note": f"{right} of {n}",
        }
        for name, n in (("precision", n_taken), ("recall", n_true))
    ]


def cost(data: str, size: str) -> None:
    """Print CPU seconds of each measure and peak memory, without anything kept from before."""
    articles = texts(Path(data), int(size)).assign(text_status="full")
    found: dict[str, Any] = {}

    def timed(key: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        began = time.process_time()
        made = make()
        found[key] = round(time.process_time() - began, 1)
        return made

    os.environ[SWITCH] = "no"
    said = timed("said", lambda: ss.quotations.said(articles))
    followed = timed("utterances", lambda: ss.quotations.utterances(said, articles))
    timed("voices", lambda: ss.quotations.share_of_voice(said, articles, of="source_kind"))
    n = followed["utterance_id"].nunique()
    found["note"] = f"{len(said):,} passages, {int(said['is_direct'].sum()):,} quotations, {n:,} utterances"
    print(json.dumps(found | {"peak": peak_memory()}))
