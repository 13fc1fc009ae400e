"""Tone against what people judged: towards a person (NewsMTSC), loaded sentences (BABE), mentions (NewsWCL50).

The model is trained on the training part and measured once on the two published test parts; its features were chosen by
three folds of the training part, by event. VADER alone is measured on the same rows. BABE has a part to develop on and
one to measure. In NewsWCL50 the lists of an event are the names that two of its five outlets use, and the other three
are measured, as if a coder had read two articles and written the codebook.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from samestory.coding import actor_mentions
from samestory.engine.meaning.encoder import default_encoder, encoded
from samestory.questions.tone.firmness import marker_rates, verbs
from samestory.questions.tone.lexicon import lexicon_for, score_of
from samestory.questions.tone.measures import levels, sentences, topic_words, words
from samestory.questions.tone.training import train

from .scale import call
from .similarity_peers import peak_memory

MTSC, BABE, WCL, TEXTS = "newsmtsc", "babe", "newswcl50", "article_bias_prediction"
PUBLISHED = {"devtest_rw": ("83.1", "Hamborg and Donnay 2021"), "devtest_mt": ("82.5", "Hamborg and Donnay 2021")}
READ_FIRST = ("L", "M")  # the outlets whose names make the lists of an event
NO_NAME = re.compile(r"(he|she|it|they|him|her|his|hers|them|their|who|i|we|you|me|my|our|himself|herself)$", re.I)
Row = dict[str, Any]


def run(data: Path, size: int = 0) -> list[Row]:
    """Macro F1 towards a target, of loaded sentences, precision and recall of mentions; speed if a size is given."""
    rows: list[Row] = []
    for name, measure in ((MTSC, towards_persons), (BABE, loaded), (WCL, mentions)):
        there = (data / name).is_dir()
        rows += measure(data / name) if there else [{"what": name, "note": f"not measured: no folder {name}"}]
    return rows + (speed(data, min(size, 10_000)) if size else [])


def macro_f1(truth: pd.Series, found: pd.Series) -> float:
    """The mean of F1 over the classes of the truth."""
    values = []
    for one in sorted(set(truth)):
        hit = int(((truth == one) & (found == one)).sum())
        wrong = int((truth == one).sum() + (found == one).sum())
        values.append(2 * hit / wrong if wrong else 0.0)
    return float(np.mean(values))


def towards_persons(folder: Path) -> list[Row]:
    """The trained model and VADER alone on the two test parts of NewsMTSC."""
    table = pd.read_parquet(folder / "targets.parquet").rename(columns={"start": "begin", "polarity": "tone"})
    model = train(table[table["split"] == "train"])
    rows = []
    for part, (published, source) in PUBLISHED.items():
        mine = table[table["split"] == part]
        about = {"n": len(mine), "unit": "macro F1", "published": published, "source": source}
        trained = 100 * macro_f1(mine["tone"], model.predict(mine)["tone"])
        alone = 100 * macro_f1(mine["tone"], mine["sentence"].map(vader_tone))
        rows.append({"what": f"NewsMTSC {part}: trained model", "ours": round(trained, 1), **about})
        rows.append({"what": f"NewsMTSC {part}: VADER alone", "ours": round(alone, 1), **about})
    return rows


def vader_score(sentence: str) -> float:
    """VADER's score as the suite reads a sentence."""
    lexicon = lexicon_for("en", None)
    return score_of(sum(one.contribution for one in lexicon.read(sentence, "en"))) if lexicon else 0.0


def vader_tone(sentence: str) -> str:
    """The tone by VADER's own thresholds."""
    score = vader_score(sentence)
    return "positive" if score >= 0.05 else "negative" if score <= -0.05 else "neutral"


def loaded(folder: Path) -> list[Row]:
    """Biased sentences of BABE: by the strongest word of the lexicon, and by a linear model of sentence vectors."""
    from sklearn.linear_model import LogisticRegression

    table = pd.read_parquet(folder / "sentences.parquet")
    develop, test = table[table["split"] == "dev"], table[table["split"] == "test"]
    strong = {part: rows["sentence"].map(_strongest) for part, rows in (("dev", develop), ("test", test))}
    least = max(np.arange(0.5, 4, 0.25), key=lambda at: _biased_f1(develop, strong["dev"] >= at))
    vectors = {
        part: encoded(default_encoder(), rows["sentence"].tolist()) for part, rows in (("dev", develop), ("test", test))
    }
    fitted = LogisticRegression(C=10, class_weight="balanced", max_iter=500)
    fitted.fit(vectors["dev"], develop["label_bias"] == "Biased")
    about = {"n": len(test), "unit": "macro F1", "published": "0.80", "source": "Spinde et al. 2021"}
    by_word, by_vector = _biased_f1(test, strong["test"] >= least), _biased_f1(test, fitted.predict(vectors["test"]))
    note = f"a word with a value of {least:g} or more; chosen on the part to develop"
    return [
        {"what": "BABE: loaded sentences, lexicon", "ours": round(by_word, 3), "note": note, **about},
        {"what": "BABE: loaded sentences, sentence vectors", "ours": round(by_vector, 3), **about},
        {"what": "BABE: loaded words in the lexicon", **_known_words(test)},
    ]


def _strongest(sentence: str) -> float:
    lexicon = lexicon_for("en", None)
    return max((abs(one.valence) for one in lexicon.read(sentence, "en")), default=0.0) if lexicon else 0.0


def _biased_f1(table: pd.DataFrame, found: Any) -> float:
    return macro_f1(table["label_bias"] == "Biased", pd.Series(np.asarray(found, dtype=bool), index=table.index))


def _known_words(table: pd.DataFrame) -> Row:
    """Which share of the words that people marked as loaded the lexicon knows."""
    lexicon = lexicon_for("en", None)
    marked = [one["word"].lower() for spans in table["biased_spans"] for one in spans]
    known = sum(any(word in lexicon.scores for word in one.split()) for one in marked) if lexicon else 0
    return {
        "n": len(marked),
        "ours": round(known / len(marked), 3),
        "unit": "share",
        "note": f"{known} of {len(marked)}",
    }


def mentions(folder: Path) -> list[Row]:
    """Mentions of persons by lists from two outlets, measured on the three others, by part."""
    articles = pd.read_parquet(folder / "articles.parquet").rename(columns={"doc_id": "article_id"})
    coded = pd.read_parquet(folder / "mentions.parquet").rename(columns={"doc_id": "article_id"})
    coded = coded[coded["code_type"] == "ACTOR"].rename(columns={"start": "begin"})
    coded = coded.merge(articles[["article_id", "orientation", "split"]], on="article_id")
    rows = []
    for part in ("dev", "test"):
        hits = n_found = n_gold = n_right = n_names = 0
        for story_id, mine in coded[coded["split"] == part].groupby("story_id"):
            listed = mine[mine["orientation"].isin(READ_FIRST)]
            book = _book(listed)
            rest = articles[(articles["story_id"] == story_id) & ~articles["orientation"].isin(READ_FIRST)]
            found = actor_mentions(rest.assign(language="en"), book)
            gold = mine[mine["article_id"].isin(rest["article_id"]) & mine["code_name"].isin(book.actors)]
            gold = gold[~gold["mention"].str.match(NO_NAME)]
            pairs = gold.reset_index().merge(found.reset_index(), on="article_id", suffixes=("", "_found"))
            pairs = pairs[(pairs["begin"] < pairs["end_found"]) & (pairs["begin_found"] < pairs["end"])]
            pairs = pairs[pairs["code_name"] == pairs["actor"]]
            hits += pairs["index"].nunique()
            n_right += pairs["index_found"].nunique()
            n_gold, n_found, n_names = n_gold + len(gold), n_found + len(found), n_names + len(book.actors)
        note = f"{n_names} persons, names from two of five outlets; pronouns left out"
        for what, hit, n in (("recall", hits, n_gold), ("precision", n_right, n_found)):
            said = {"n": n, "ours": round(hit / n, 3), "unit": "share", "note": f"{hit} of {n}; {note}"}
            rows.append({"what": f"NewsWCL50 {part}: mentions of persons, {what}", **said})
    return rows


def _book(coded: pd.DataFrame) -> Any:
    """A codebook with the names of some mentions; a name of two persons is nobody's."""
    named = coded[~coded["mention"].str.match(NO_NAME)].drop_duplicates(["code_name", "mention"])
    named = named[named.groupby("mention")["code_name"].transform("nunique") == 1]
    actors = {
        str(code): SimpleNamespace(names=sorted(those["mention"]), labels={})
        for code, those in named.groupby("code_name")
    }
    return SimpleNamespace(actors=actors, claims={}, quantities={}, vague={}, precedence=())


def speed(data: Path, n: int) -> list[Row]:
    """CPU seconds and memory of each measure on real articles, with attributions made beforehand."""
    if not (data / TEXTS).is_dir():
        return [{"what": "CPU and memory", "note": f"not measured: no folder {TEXTS}"}]
    found = call("tone", "measure", str(data), str(n))
    about = {"n": found["n"], "note": f"{found['n_words']:,} words, {TEXTS}"}
    rows = [{"what": f"tone.{name}", "ours": took, "unit": "CPU s", **about} for name, took in found["took"].items()]
    return [*rows, {"what": "all in one process", "ours": found["peak"], "unit": "peak MB", **about}]


def measure(data: str, n: str) -> None:
    """Print the CPU seconds of each measure on ``n`` articles, and the peak of memory."""
    import json

    from samestory.coding import code_attributions

    files = sorted((Path(data) / TEXTS).glob("*.parquet"))
    texts = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True).head(int(n))
    articles = pd.DataFrame({"article_id": [f"a{at:06d}" for at in range(len(texts))], "text": texts["text"]})
    articles = articles.assign(outlet=texts["outlet"], language="en")
    took: dict[str, float] = {}

    def timed(name: str, made: Any) -> Any:
        begun = time.process_time()
        result = made()
        took[name] = round(time.process_time() - begun, 1)
        return result

    said = timed("attributions beforehand", lambda: code_attributions(articles, engine="rules"))
    valued = timed("words", lambda: words(articles, attributions=said))
    rows = timed("sentences", lambda: sentences(articles, attributions=said))
    timed("levels", lambda: levels(rows, articles))
    timed("topic_words", lambda: topic_words(valued, articles))
    timed("marker_rates", lambda: marker_rates(rows, articles))
    timed("verbs", lambda: verbs(articles, attributions=said))
    n_words = int(rows["n_words"].sum())
    print(json.dumps({"took": took, "peak": peak_memory(), "n": len(articles), "n_words": n_words}))
