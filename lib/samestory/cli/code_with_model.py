"""``samestory code --engine llm``: what is asked of a language model, shown or sent."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import SamestoryError, counted, listed, printable

if TYPE_CHECKING:
    import pandas as pd

    from ..coding.llm import ModelCoding
    from ..coding.plan import Codebook

LLM = "llm"
LLM_TABLES = ("claims", "numbers", "labels", "citations")
EVERY = 0.2  # seconds between two states of the progress line
Say = Callable[[str], None]


@dataclass(frozen=True)
class Asking:
    """The options about a server."""

    endpoint: str | None
    model: str | None
    dry_run: bool
    requests_per_minute: float | None
    timeout: float
    parallel: int

    def refuse_unless_used(self, engine: str) -> None:
        """Stop if the options and the engine do not fit: nothing is sent by accident, and nothing is ignored."""
        if engine != LLM:
            if self.endpoint or self.model or self.dry_run or self.requests_per_minute:
                raise SamestoryError(
                    "--endpoint, --model, --dry-run and --requests-per-minute are for --engine llm; no text was sent"
                )
        elif not self.dry_run and not (self.endpoint and self.model):
            raise SamestoryError(
                "--engine llm needs --endpoint and --model: there is no default, so that no text leaves this machine"
                " by accident. A local server: --endpoint http://localhost:11434/v1 --model NAME. See what would be"
                " sent: --dry-run"
            )


@contextmanager
def progress() -> Iterator[Say]:
    """A line on the terminal that is written over; nothing where nobody looks."""
    is_live, last = sys.stderr.isatty(), time.monotonic()

    def say(line: str) -> None:
        nonlocal last
        if is_live and time.monotonic() - last >= EVERY:
            last = time.monotonic()
            print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)

    try:
        yield say
    finally:
        if is_live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def code_with_model(
    articles: pd.DataFrame, codebook: Codebook, parts: pd.DataFrame, wanted: list[str], asking: Asking, say: Say
) -> tuple[ModelCoding, str]:
    """The tables as the model has them, and the part of their file names."""
    from ..coding.llm import Server, answers, code_by_model, part_of
    from .stopping import stoppable

    server = Server(
        str(asking.endpoint), str(asking.model), asking.timeout, requests_per_minute=asking.requests_per_minute
    )
    store = answers()
    if store.path is None:
        print(
            "no answer is kept (SAMESTORY_CACHE is no, or there is no folder outputs): a command that is stopped"
            " begins again",
            file=sys.stderr,
        )
    if server.is_open_to_others:
        print(f"{server.host} is asked over plain http: the texts can be read on the way", file=sys.stderr)
    with stoppable():
        found = code_by_model(
            articles,
            codebook,
            server,
            parts=parts,
            only=wanted,
            parallel=asking.parallel,
            store=store,
            say=lambda done, n: say(f"{server.host}: {done:,} of {n:,} texts answered"),
        )
    print(
        printable(
            f"{asking.model} at {server.host}: {counted(found.n_texts, 'text')}, {found.n_kept:,} answered before,"
            f" {found.n_texts - found.n_kept - found.n_failed:,} now, {found.n_failed:,} not (run again to ask again);"
            f" answers by {server.form}"
        )
    )
    if found.failure:
        print(printable(f"the first of those not answered: {found.failure}"))
    return found, part_of(server.model)


def show_question(
    articles: pd.DataFrame, codebook: Codebook, parts: pd.DataFrame, wanted: list[str], asking: Asking
) -> None:
    """Print what would be sent about the first article, and how much for all; nothing is sent."""
    from ..coding.llm import answers, checked_endpoint, estimated_answer, estimated_tokens, readings

    asked, left = readings(articles, codebook, parts=parts, only=wanted)
    if not asked:
        raise SamestoryError(f"nothing to ask: {listed(sorted({why for _, _, why in left})) or 'no article'}")
    first = asked[0]
    host = checked_endpoint(asking.endpoint).netloc.decode("ascii") if asking.endpoint else ""
    texts = {one.key(host, asking.model or ""): one for one in asked}
    n_in = sum(estimated_tokens(one.system + one.user) for one in texts.values())
    n_out = sum(estimated_answer(codebook, one.tables) for one in texts.values())
    print(f"===== system, for article {first.article_id} =====")
    print(printable(first.system))
    print("===== user =====")
    print(printable(first.user))
    print("===== form of the answer (JSON schema) =====")
    print(printable(json.dumps(first.schema, ensure_ascii=False)))
    print("===== nothing was sent =====")
    print(f"articles: {len(asked):,}, different texts: {len(texts):,}; each is one request like the one above")
    print(
        f"tokens, estimated: {n_in:,} in (one for each four bytes of UTF-8), {n_out:,} out at most (60 a claim, 60 a"
        " quantity, 50 an actor, 400 for all sources of an article)"
    )
    if host and asking.model:
        print(f"answered before: {len(answers().find(list(texts))):,}; the rest would go to {host}")
    for (name, language, why), n in sorted(left.items()):
        print(printable(f"not asked: {name}: {why}: {n:,} ({language})"))
