"""``samestory code``: code the texts of a story by machine, beside codings by people."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from ..errors import SamestoryError, listed, printable, suggestion
from .code_with_model import LLM, LLM_TABLES, Asking, Say, code_with_model, progress, show_question

if TYPE_CHECKING:
    import pandas as pd

    from ..coding.by_codebook import CodedTables
    from ..coding.coded import Engine
    from ..story import Story

ENGINES = ("auto", "rules", "trained", "meaning", "llm")
TABLES = ("attributions", "citations", "chains", "claims", "numbers", "labels")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("code")(code)


def code(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="TABLE", help=f"Tables to code: {', '.join(TABLES)}; repeat, or a,b.")
    ] = None,
    languages: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only articles in these languages; repeat, or a,b.")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            help="auto (a trained tagger for attributions if there is one, else rules), rules, trained; meaning:"
            " claims by descriptions and examples instead of patterns; llm: by a language model that you name."
        ),
    ] = "auto",
    endpoint: Annotated[
        str | None,
        typer.Option(metavar="URL", help="llm: the server, up to /v1. Texts are sent there and nowhere else."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="llm: the model, as the server calls it.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="llm: show what would be sent, and how much; send nothing.")
    ] = False,
    requests_per_minute: Annotated[
        float | None, typer.Option(metavar="N", help="llm: ask no more often; default: as fast as it answers.")
    ] = None,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", help="llm: for one answer in all.")] = 300.0,
    parallel: Annotated[int, typer.Option(metavar="N", help="llm: articles asked about at once.", min=1, max=16)] = 1,
) -> None:
    """Code the texts of a story, and write coding/TABLE.auto.csv.

    Calls to subscribe, notes about authors and similar parts are skipped.
    Attributions, citations and chains are read from the text alone; claims,
    numbers and labels by the patterns and labels of codebook.yaml. Every row
    carries the coder auto:<version>, the place in the text and the rule that
    made it. Rows coded by people are never changed: compare them with
    story.table("claims", coder="auto:..."). With --languages the automatic
    rows of articles in other languages stay as they were. With --engine
    meaning a claim needs no patterns: it is found by its description and its
    examples, in the languages the encoder reads, and thresholds are learnt
    from claims that people coded in this story, if there are any.

    With --engine llm a language model codes claims, numbers, labels and
    citations, on any server with the protocol of OpenAI: the codebook is the
    prompt, every row must quote the article, and rows whose quotation is not
    in the article are rejected and counted. Files: coding/TABLE.auto-llm-NAME.csv,
    coder auto:llm:NAME. Nothing is sent anywhere but to --endpoint. A key is
    read from SAMESTORY_LLM_KEY. Answers are kept: a command that was stopped
    goes on where it was.

    \b
    samestory code harbour-fire
    samestory code my-story --only claims,numbers --languages en,fr
    samestory code my-story --engine rules
    samestory code my-story --engine meaning
    samestory code my-story --engine llm --dry-run
    samestory code my-story --engine llm --endpoint http://localhost:11434/v1 --model llama3.1:8b
    """
    from ..coding.write import PART, write_codings
    from ..engine.boilerplate import marked_parts
    from ..story import load_story, load_uncoded

    _listed([engine], ENGINES, "engine")
    asking = Asking(endpoint, model, dry_run, requests_per_minute, timeout, parallel)
    asking.refuse_unless_used(engine)
    allowed = LLM_TABLES if engine == LLM else TABLES
    wanted = _listed(only, allowed, "table") or list(allowed)
    loaded = load_uncoded(story)
    articles = loaded.articles
    spoken = sorted(set(articles["language"].dropna()))
    if chosen := _listed(languages, spoken, "language"):
        articles = articles[articles["language"].isin(chosen)]
    parts = marked_parts(loaded.articles)  # all articles: what is an outlet's own is learnt from its pages
    if engine == LLM and dry_run:
        show_question(articles, loaded.codebook, parts, wanted, asking)
        return
    began = time.monotonic()
    with progress() as say:
        found: CodedTables
        if engine == LLM:
            found, part = code_with_model(articles, loaded.codebook, parts, wanted, asking, say)
        else:
            found, part = _by_rules(loaded, articles, parts, wanted, engine, say), PART
    kept = {name: _kept(loaded, name, articles, part, wanted) for name in found.tables}
    tables = {name: _together(kept[name], table) for name, table in found.tables.items()}
    written = write_codings(loaded.folder, tables, part)
    print(f"story {loaded.name}: {len(articles):,} articles coded in {time.monotonic() - began:.1f} s")
    print(printable(found.summary(articles).to_string(index=False)))
    if left := found.left_out_lines():
        print("not coded:")
        for line in left:
            print(printable(f"  {line}"))
    for line in _said_of(kept, found.tables, loaded.articles):
        print(printable(line))
    for path in written.values():
        print(printable(f"wrote {path.relative_to(loaded.folder)}"))
    coded = load_story(story)  # what was written must be part of a story that loads
    if coded.is_coded_by_machine:
        print(f"the coder of this story is {coded.coder}: no person coded a row of it")


def _by_rules(
    loaded: Story, articles: pd.DataFrame, parts: pd.DataFrame, wanted: list[str], engine: str, say: Say
) -> CodedTables:
    """Coded by rules and codebook, with a tagger or by meaning if that is asked for."""
    from ..coding import code_story

    hand = {"by_people": loaded.table("claims"), "families": loaded.table("families")} if engine == "meaning" else {}
    return code_story(
        articles,
        loaded.codebook,
        parts=parts,
        only=wanted,
        engine=cast('Engine | Literal["meaning"]', engine),
        say=lambda table, done: say(f"{table}: {done:,} of {len(articles):,} articles"),
        **hand,
    )


def _kept(story: Story, name: str, coded: pd.DataFrame, part: str, wanted: list[str]) -> pd.DataFrame:
    """The automatic rows that were there before and are of articles (of ``examined``: or tables) not coded now."""
    from ..coding.write import AUTOMATIC
    from ..schema import check, table_named
    from ..story.folder import FIRST_ROW, read_csv

    path = story.folder / "coding" / f"{name}.{part}.csv"
    is_whole = story.articles["article_id"].isin(coded["article_id"]).all() and name != "examined"
    if not path.is_file() or is_whole:
        return table_named(name).empty()
    table = read_csv(story.folder, path)
    table = check(table, name, articles=story.articles, where=f"coding/{path.name}", first_row=FIRST_ROW)
    is_other = ~table["article_id"].isin(coded["article_id"])
    if name == "examined":
        is_other |= ~table["table"].isin(wanted)
    return table[is_other & table["coder"].str.startswith(AUTOMATIC)]


def _together(kept: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Rows kept and rows made, in the order in which all articles coded at once would stand."""
    import pandas as pd

    if kept.empty:
        return new
    both = pd.concat([kept, new], ignore_index=True) if len(new) else kept
    return both.sort_values("article_id", kind="stable", ignore_index=True)


def _said_of(kept: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame], articles: pd.DataFrame) -> list[str]:
    """What was kept, by language; and where that makes two coders of one file."""
    import pandas as pd

    said = [table[["article_id", "coder"]] for name, table in kept.items() if name != "examined"]
    rows = pd.concat(said, ignore_index=True)
    if rows.empty:
        return []
    spoken = articles.set_index("article_id")["language"]
    counts = rows["article_id"].map(spoken).fillna("(not known)").value_counts().sort_index()
    by = listed((f"{code} {n:,}" for code, n in counts.items()), 40)
    lines = [f"kept: {len(rows):,} automatic rows of articles not coded now ({by})"]
    made = {coder for table in new.values() for coder in table["coder"].dropna()}
    if other := sorted(set(rows["coder"]) - made):
        lines.append(
            f"  they are by {listed(other)}, the new ones by {listed(sorted(made)) or 'nobody (none were made)'}:"
            " two coders; code all languages at once for one coding"
        )
    return lines


def _listed(given: list[str] | None, allowed: list[str] | tuple[str, ...], what: str) -> list[str]:
    """Names given one by one or with commas, each one of those allowed."""
    names = [name.strip() for part in given or [] for name in part.split(",") if name.strip()]
    for name in names:
        if name not in allowed:
            raise SamestoryError(f"no {what} {name!r}.{suggestion(name, allowed)} One of: {listed(allowed, 40)}")
    return list(dict.fromkeys(names))
