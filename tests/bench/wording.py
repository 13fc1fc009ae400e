"""Distinctive words: false discoveries on shuffled articles, and CPU and memory against scikit-learn's CountVectorizer.

In shuffled articles no outlet has words of its own, so every word called distinctive is a false discovery, and the
false discovery rate is the share of shuffles that have one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samestory.questions.wording.keyness import LEVEL, distinctive_words

from .harness import gold

SET = "article_bias_prediction"
SHUFFLES, OF_ARTICLES, OF_OUTLETS = 200, 1_000, 10
Z_SHUFFLES = 10
SPEED_ARTICLES = 10_000


def articles_of(data: Path) -> pd.DataFrame:
    """The articles of the set, as a table of articles."""
    found = pd.concat([pd.read_parquet(path) for path in sorted((data / SET).glob("*.parquet"))], ignore_index=True)
    found = found.assign(article_id=found["doc_id"].astype(str), language=found["lang"])
    return found[["article_id", "outlet", "language", "text"]].drop_duplicates("article_id").reset_index(drop=True)


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """False discoveries, then speed; where the set is missing that is said in a row."""
    if not (data / SET).is_dir():
        return [{"what": "distinctive words", "note": f"no {SET} in {data}"}]
    articles = articles_of(data)
    return [*false_discoveries(articles), *speed()]


def false_discoveries(articles: pd.DataFrame, shuffles: int = SHUFFLES) -> list[dict[str, Any]]:
    """The share of shuffles without a word called distinctive, and how many words are in the articles as they are."""
    most = articles["outlet"].value_counts().index[:OF_OUTLETS]
    chosen = articles[articles["outlet"].isin(most)]
    chosen = chosen.sample(OF_ARTICLES, random_state=1).reset_index(drop=True)
    tested, called = 0, 0
    for number in range(shuffles):
        found = distinctive_words(shuffled(chosen, number), n_resamples=200, seed=number)
        tested += bool((found["q"] <= LEVEL).any())
        called += bool(found["is_distinctive"].any())
    real = distinctive_words(chosen, n_resamples=200)
    n = f"{shuffles} shuffles of {OF_ARTICLES:,} articles of {OF_OUTLETS} outlets"
    z = sum(_by_z(shuffled(chosen, number)) > 0 for number in range(Z_SHUFFLES))
    return [
        {
            "what": "shuffles without a false discovery",
            "n": shuffles,
            "ours": 1 - called / shuffles,
            "peer": 1 - z / Z_SHUFFLES,
            "unit": "share",
            "note": f"{n}; with a word called distinctive: {called} (false discovery rate {called / shuffles:.3f},"
            f" nominal {LEVEL}); by the test alone, without interval and dispersion: {tested}. Peer: words whose z of"
            f" the paper is taken for a normal test, with the same correction, on {Z_SHUFFLES} shuffles",
        },
        {
            "what": "distinctive words in the articles as they are",
            "n": OF_ARTICLES,
            "ours": int(real["is_distinctive"].sum()),
            "unit": "words",
            "note": "of the same articles; not shuffled",
        },
    ]


def shuffled(articles: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Articles with their outlets dealt out anew."""
    order = np.random.default_rng(seed).permutation(len(articles))
    return articles.assign(outlet=articles["outlet"].to_numpy()[order])


def _by_z(articles: pd.DataFrame) -> int:
    """How many words are beyond chance if the z of the paper is taken for a normal test."""
    from scipy.stats import false_discovery_control, norm
    from sklearn.feature_extraction.text import CountVectorizer

    from samestory.questions.wording.keyness import log_odds

    counter = CountVectorizer()
    counts = counter.fit_transform(articles["text"])
    groups = articles["outlet"].to_numpy()
    names = sorted(set(groups))
    sums = pd.DataFrame(
        np.vstack([np.asarray(counts[groups == name].sum(axis=0)).ravel() for name in names]),
        index=pd.Index(names, name="group"),
        columns=pd.Index(counter.get_feature_names_out(), name="word"),
    )
    table = log_odds(sums.stack().rename("n").reset_index())
    return int((false_discovery_control(norm.sf(table["z"])) <= LEVEL).sum())


_MEASURED = """
import resource, sys, time
from pathlib import Path
import numpy as np
from bench.wording import articles_of, SPEED_ARTICLES
articles = articles_of(Path(sys.argv[2])).head(SPEED_ARTICLES)
what = sys.argv[1]
if what == "peer":
    from sklearn.feature_extraction.text import CountVectorizer
    call = lambda rows: CountVectorizer().fit_transform(rows["text"])
else:
    import pandas as pd
    from samestory.questions.wording.keyness import distinctive_words
    families = pd.DataFrame({"article_id": articles["article_id"], "family_id": articles["article_id"].str[:-1]})
    passages = pd.DataFrame({"earlier_id": articles["article_id"][:-1].to_numpy(), "begin": 0, "end": 100,
        "later_id": articles["article_id"][1:].to_numpy(), "later_begin": 0, "later_end": 100, "n_words": 16,
        "order": "unknown", "kind": "writing"})
    options = {} if what == "ours" else {"families": families, "passages": passages}
    call = lambda rows: distinctive_words(rows, **options)
call(articles.head(40))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
begin = time.process_time()
call(articles)
print(time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before)
"""


def speed() -> list[dict[str, Any]]:
    """CPU seconds and memory of 10,000 articles, each in a process of its own."""
    (peer, peer_mb), (ours, ours_mb), (every, every_mb) = (_measured(what) for what in ("peer", "ours", "all"))
    n = {"n": SPEED_ARTICLES}
    return [
        n
        | {
            "what": "distinctive words by outlet",
            "ours": ours,
            "peer": peer,
            "ratio": ours / peer,
            "unit": "CPU s",
            "note": "with lemmas and intervals; peer: CountVectorizer on the same texts",
        },
        n
        | {
            "what": "memory beyond the articles",
            "ours": ours_mb,
            "peer": peer_mb,
            "ratio": ours_mb / peer_mb,
            "unit": "MB",
        },
        n
        | {
            "what": "all text, copies once and own text",
            "ours": every,
            "peer": peer,
            "ratio": every / peer,
            "unit": "CPU s",
            "note": f"three ways of counting at once; {every_mb:.0f} MB",
        },
    ]


def _measured(what: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, what, str(gold())], capture_output=True, text=True, check=True
    )
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)
