"""Articles coded by a language model: asked once, kept, and checked row by row."""

from __future__ import annotations

import hashlib
import json
import queue
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from ...cache import Kept, digest, usual
from ...errors import counted
from ...schema import check, given_parts, require_columns
from ...text import blanked
from ..by_codebook import NOT_KNOWN, CodedTables, as_table
from ..plan import Codebook
from ..storable import storable
from ..whole import READ, as_found
from .answers import Checked, NotJSONError, parsed
from .prompt import TABLES, VERSION, answer_schema, asked, system_prompt, user_prompt
from .server import AnswerError, Server, ServerError

CODER = "auto:llm:"
FILE = "answers.sqlite"
MOST_BYTES = 500_000_000  # of all answers kept
MOST_CHARACTERS = 60_000  # of a text; a longer one does not fit into the memory of many models
MOST_OUTAGES = 3  # articles in a row without an answer after which the server is left alone
MOST_AT_ONCE = 16
TURN = 0.2  # seconds between two looks whether the user says stop


@dataclass(frozen=True)
class Reading:
    """What one article would be sent with."""

    article_id: str
    language: str
    text: str
    is_whole: bool
    tables: tuple[str, ...]
    system: str
    user: str
    schema: dict[str, Any]

    def key(self, host: str, model: str) -> bytes:
        """Under what its answer is kept."""
        return digest("llm", str(VERSION), host, model, self.system, json.dumps(self.schema), self.user)


@dataclass
class ModelCoding(CodedTables):
    """The tables, what was left out, and how they came about.

    Of ``n_texts`` different texts ``n_kept`` had been answered before; ``n_failed`` got no usable answer, the first of
    them as ``failure`` says.
    """

    n_texts: int = 0
    n_kept: int = 0
    n_failed: int = 0
    failure: str = ""


def coder_of(model: str) -> str:
    """The name of the coder: ``auto:llm:<model>``."""
    return CODER + model


def part_of(model: str) -> str:
    """The part of a file name for the rows of a model; another one for each model."""
    slug = re.sub(r"[^a-z0-9.]+", "-", model.lower()).strip("-.")[:60]
    if slug != model:
        slug += "-" + hashlib.sha256(model.encode()).hexdigest()[:6]
    return f"auto-llm-{slug.replace('.', '_')}"


def answers() -> Kept:
    """The file of answers, beside the other results that are kept; a story is no part of a key, so moving one is free.

    It is a file of its own, because an answer costs more than any other step and must not make room for one.
    """
    path = usual().path
    return Kept(path.with_name(FILE) if path else None, MOST_BYTES)


def readings(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    parts: pd.DataFrame | None = None,
    only: Iterable[str] = TABLES,
) -> tuple[list[Reading], dict[tuple[str, str, str], int]]:
    """What would be asked about each article, in order, and what is left out by table, language and reason.

    Parameters
    ----------
    articles, codebook, parts
        As for ``coding.code_story``: parts that are not the article's writing are not sent.
    only
        Tables of ``TABLES``.
    """
    require_columns(["article_id", "language", "text", "text_status"], articles.columns, "articles")
    wanted = [name for name in TABLES if name in set(only)]
    if parts is not None:
        articles = articles.assign(text=blanked(articles, given_parts(parts, articles), keep=READ))
    made: list[Reading] = []
    left: Counter[tuple[str, str, str]] = Counter()
    frames = lru_cache(maxsize=None)(lambda code: _frame(codebook, wanted, code))
    columns = (articles[name] for name in ("article_id", "language", "text", "text_status"))
    for article_id, language, text, status in sorted(zip(*columns, strict=True), key=lambda row: str(row[0])):
        code = language if isinstance(language, str) else ""
        if not isinstance(text, str) or not text.strip():
            left.update((name, code or NOT_KNOWN, "articles without text") for name in wanted)
            continue
        if len(text) > MOST_CHARACTERS:
            why = f"articles of more than {MOST_CHARACTERS:,} characters"
            left.update((name, code or NOT_KNOWN, why) for name in wanted)
            continue
        tables, system, schema = frames(code)
        why = "articles: the codebook asks for nothing in this language"
        left.update((name, code or NOT_KNOWN, why) for name in wanted if name not in tables)
        if tables:
            text = storable(text)
            made.append(Reading(article_id, code, text, status == "full", tables, system, user_prompt(text), schema))
    return made, dict(left)


def code_by_model(
    articles: pd.DataFrame,
    codebook: Codebook,
    server: Server,
    *,
    parts: pd.DataFrame | None = None,
    only: Iterable[str] = TABLES,
    parallel: int = 1,
    store: Kept | None = None,
    say: Callable[[int, int], None] | None = None,
) -> ModelCoding:
    """Code articles by a language model.

    Every answer is kept as soon as it is there, so a run that was stopped goes on where it was. The table ``examined``
    has a row for each table of an article that was seen in full and of which no row was lost: what has no row there is
    not in the article, as far as the model can see. Elsewhere it is not known.

    Parameters
    ----------
    articles, codebook, parts, only
        As for :func:`readings`.
    server
        Which model is asked, and how.
    parallel
        How many articles are asked about at once, 1 to 16.
    store
        Where answers are kept; default: `answers`.
    say
        Called with the number of articles answered and of all.

    Raises
    ------
    ServerError
        The server cannot be used, or gave no answer for several articles in a row. What was answered is kept.
    """
    wanted, left = readings(articles, codebook, parts=parts, only=only)
    store = answers() if store is None else store
    by_key = {one.key(server.host, server.model): one for one in wanted}  # copies of one text are asked about once
    answered: dict[bytes, str | AnswerError] = {key: raw.decode() for key, raw in store.find(list(by_key)).items()}
    todo = {key: one for key, one in by_key.items() if key not in answered}
    n_kept, n_outages = len(answered), 0
    for key, answer in _asked(todo, server, store, parallel):
        answered[key] = answer
        n_outages = n_outages + 1 if isinstance(answer, AnswerError) and answer.is_outage else 0
        if n_outages >= min(MOST_OUTAGES, len(todo)):
            n_good = sum(isinstance(one, str) for one in answered.values())
            raise ServerError(
                f"{server.host}: {answer}; so for {counted(n_outages, 'article')} in a row."
                f" {n_good:,} of {counted(len(by_key), 'text')} are answered and kept: run the same command again"
                " to go on"
            )
        if say is not None:
            say(len(answered), len(by_key))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES if name in set(only)}
    examined: list[dict[str, Any]] = []
    lost = Counter(left)
    for one in wanted:
        answer = answered[one.key(server.host, server.model)]
        if isinstance(answer, AnswerError):
            why = f"articles not answered: {answer.reason}"
            lost.update((name, one.language or NOT_KNOWN, why) for name in one.tables)
            continue
        checked = Checked(one.article_id, one.text, one.is_whole, one.language, codebook)
        checked.read(parsed(answer), one.tables)
        for name, those in checked.rows.items():
            rows[name] += those
        examined += [{"article_id": one.article_id, "table": name} for name in checked.finished]
        for (name, why), n in checked.rejected.items():
            lost[name, one.language or NOT_KNOWN, why] += n
    coder = coder_of(server.model)
    made = {
        name: as_found(as_table(name, those, coder), articles)
        for name, those in (rows | {"examined": examined}).items()
    }
    tables = {name: check(table, name, articles=articles) for name, table in made.items()}
    failures = [str(one) for one in answered.values() if isinstance(one, AnswerError)]
    return ModelCoding(tables, dict(lost), len(by_key), n_kept, len(failures), *failures[:1])


def _frame(codebook: Codebook, wanted: list[str], code: str) -> tuple[tuple[str, ...], str, dict[str, Any]]:
    tables = tuple(asked(codebook, wanted, code))
    return tables, system_prompt(codebook, tables, code), answer_schema(codebook, tables, code)


def _asked(
    todo: Mapping[bytes, Reading], server: Server, store: Kept, parallel: int
) -> Iterator[tuple[bytes, str | AnswerError]]:
    """Answers as they come, each kept before it is given; no thread that waits for a server keeps the program."""
    waiting: queue.SimpleQueue[tuple[bytes, Reading]] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[bytes, str | BaseException]] = queue.SimpleQueue()
    for item in todo.items():
        waiting.put(item)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                key, one = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((key, _one(key, one, server, store)))
            except BaseException as error:
                done.put((key, error))

    for _ in range(min(max(1, parallel), MOST_AT_ONCE, len(todo))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for _ in todo:
            while True:
                try:
                    key, answer = done.get(timeout=TURN)
                    break
                except queue.Empty:
                    continue
            if isinstance(answer, BaseException) and not isinstance(answer, AnswerError):
                raise answer
            yield key, answer
    finally:
        stop.set()


def _one(key: bytes, one: Reading, server: Server, store: Kept) -> str | AnswerError:
    """The answer about one article, kept if it is a JSON object."""
    try:
        content = server.ask(one.system, one.user, one.schema)
        parsed(content)
    except AnswerError as error:
        return error
    except NotJSONError:
        return AnswerError("the answer is not a JSON object")
    content = storable(content)
    store.keep({key: content.encode()})
    return content
