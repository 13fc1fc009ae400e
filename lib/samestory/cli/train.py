"""``samestory train``: what can be trained from marked articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import SamestoryError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train")(train_model)


def train_model(
    what: Annotated[str, typer.Argument(help="What to train: attribution.")],
    corpus: Annotated[
        Path,
        typer.Option("--from", help="The folder of PolNeAR, as published or as two Parquet files."),
    ],
    texts: Annotated[
        list[Path] | None,
        typer.Option(help="Further articles without marks, in any format intake reads, for the word vectors."),
    ] = None,
    into: Annotated[Path | None, typer.Option(help="The file to write (default: outputs/models/).")] = None,
    epochs: Annotated[int, typer.Option(min=1, max=50, help="How often the articles are gone through.")] = 12,
    seed: Annotated[int, typer.Option(help="What makes a training repeatable.")] = 0,
) -> None:
    """Train the tagger of attributions for English, on one core in under half an hour.

    PolNeAR (Newell, Margolin and Ruths, LREC 2018) is published at
    github.com/networkdynamics/PolNeAR, without a licence: neither its
    texts nor what is trained on them belongs into a repository. The test
    part is not looked at; the part dev only measures.

    Training needs torch, an extra of this project:
    python -m pip install -e '.[train]'. Using the tagger needs numpy only.

    \b
    samestory train attribution --from PolNeAR --texts my-articles.parquet
    """
    from .. import paths
    from ..coding.tagger import FILE
    from ..coding.tagger.corpus import read_corpus
    from ..coding.tagger.train import require_torch, train
    from ..intake import read_articles

    if what != "attribution":
        raise SamestoryError(f"cannot train {what!r}; what can be trained: attribution")
    require_torch()
    path = into or paths.models() / FILE
    marked, held_out = read_corpus(corpus, "train"), read_corpus(corpus, "dev")
    typer.echo(f"{len(marked):,} articles to train on, {len(held_out):,} to measure on")
    further: list[str] = []
    if texts:
        articles, report = read_articles(texts, language="en")
        typer.echo(report.summary())
        further = list(articles["text"].dropna())
    train(marked, held_out, path, texts=further, epochs=epochs, seed=seed, say=typer.echo)
    if path == paths.models() / FILE:
        typer.echo(f"kept in {path}; `samestory code STORY --engine auto` uses it from now on")
    else:
        typer.echo(f"kept in {path}; to be used it must be called {FILE}, in the folder that SAMESTORY_MODELS names")
