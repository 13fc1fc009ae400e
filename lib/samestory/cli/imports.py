"""``samestory import-codings``: codings made in other tools, checked against the articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import SamestoryError, counted, listed, printable

if TYPE_CHECKING:
    from ..coding.exchange import Imported
    from ..story import Story

MOST_LINES = 40  # of each list; the file given by --rejects has all


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import-codings")(import_codings_of)


def import_codings_of(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    file: Annotated[Path, typer.Argument(help="The export: .qdpx, .jsonl, .tsv, .xml, .zip, .dna, .csv.")],
    coder: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="The coder's name here; THEIRS=NAME for each, if the file has several."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="A table that says what each code means. If it is not there, the guesses are written to it."),
    ] = None,
    finished: Annotated[
        bool, typer.Option("--finished", help="Every document was coded whole: a claim not coded in it is absent.")
    ] = False,
    end_is: Annotated[
        str | None, typer.Option(help="included or excluded: whether the last position is part of a passage.")
    ] = None,
    rejects: Annotated[Path | None, typer.Option(help="A new CSV file for every coding that is not taken.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace this coder's earlier coding.")] = False,
) -> None:
    """Take codings from ATLAS.ti, NVivo, MAXQDA, doccano, CATMA, INCEpTION or DNA.

    Documents are matched to articles by name or text. A passage is taken only
    if the article reads at its place as the tool's text does; what does not is
    listed with its reason and never moved. A code means a claim (H01, or its
    title), with its state behind or below it (H01/attributed), a quantity, an
    actor or a kind of source. Guesses are marked; --mapping writes them to a
    table for you to correct, and reads it the next time.

    Rows go to coding/TABLE.CODER.csv.

    \b
    samestory import-codings my-story project.qdpx --dry-run
    samestory import-codings my-story project.qdpx --mapping codes.csv
    samestory import-codings my-story all.jsonl --coder coder-1 --finished
    """
    from ..coding.exchange import import_codings
    from ..coding.exchange.mapping import write_mapping
    from ..story import load_story, load_uncoded

    loaded = load_uncoded(story)
    used = mapping if mapping is not None and mapping.is_file() else None
    found = import_codings(
        file,
        loaded.articles,
        loaded.codebook,
        coders=coder or (),
        mapping=used,
        finished=finished,
        end_is=end_is,
    )
    _print(found, loaded, file)
    if mapping is not None and used is None:
        write_mapping(mapping, found.mapping.values())
        print(printable(f"wrote {mapping}: correct it, and run the command again"))
    if rejects is not None:
        _write_rejects(rejects, found)
        print(printable(f"wrote {rejects}"))
    if dry_run:
        print("nothing was changed (--dry-run)")
        return
    if not found.n_taken:
        raise SamestoryError(f"{file.name}: no coding could be taken, so nothing was changed")
    _refuse_twice(loaded, found, force)
    for path in _written(loaded, found):
        print(printable(f"wrote {path.relative_to(loaded.folder)}"))
    load_story(story)  # what was written must be part of a story that loads


def _print(found: Imported, story: Story, file: Path) -> None:
    print(printable(f"{file.name}: {found.format}; {counted(found.n_read, 'coding')} read, {found.n_taken:,} taken"))
    for line in found.remarks:
        print(printable(f"  {line}"))
    print(f"  {counted(len(found.matched), 'document')} matched to articles")
    for name, made in found.made.items():
        rows = ", ".join(f"{len(table):,} of {table_name}" for table_name, table in made.tables.items())
        joined = f"; {made.n_joined:,} say again what another row says" if made.n_joined else ""
        left = f"; {made.n_ignored:,} left out by the mapping" if made.n_ignored else ""
        print(printable(f"  {name}: {rows or 'no rows'}{joined}{left}"))
        if made.unfinished:
            which = f"{counted(len(made.unfinished), 'article')}: {listed(sorted(made.unfinished))}"
            print(printable(f"  {name}: not finished, because a coding was not taken: {which}"))
    if found.rejected:
        print(f"rejected: {len(found.rejected):,}")
        for reason, n in found.reasons.most_common(MOST_LINES):
            print(printable(f"  {n:,}  {reason}"))
        for one in found.rejected[:MOST_LINES]:
            print(printable(f"  - {one.what}: {one.reason}"))
        if (more := len(found.rejected) - MOST_LINES) > 0:
            print(f"  and {more:,} more; --rejects FILE lists all")
    _print_codes(found, story.codebook)


def _print_codes(found: Imported, codebook: Any) -> None:
    from ..coding.exchange.mapping import GUESS, nearest

    guesses = [one for one in found.mapping.values() if one.basis == GUESS and one.n]
    if guesses:
        print(f"guessed: {counted(len(guesses), 'code')}; correct with --mapping")
        for one in guesses[:MOST_LINES]:
            said = " ".join(part for part in (one.table, one.target, one.value, one.attributed_to) if part)
            print(printable(f"  {one.code} = {said} ({counted(one.n, 'coding')})"))
    open_ones = [one for one in found.mapping.values() if not one.table and one.n]
    if open_ones:
        print(f"codes without a meaning: {len(open_ones):,}")
        for one in open_ones[:MOST_LINES]:
            print(printable(f"  {one.code} ({counted(one.n, 'coding')}){nearest(one, codebook)}"))
    coded = {one.target for one in found.mapping.values() if one.table == "claims"}
    if missing := [claim for claim in codebook.claims if claim not in coded]:
        print(printable(f"claims without a code, of which nothing is said: {listed(missing, 40)}"))


def _write_rejects(path: Path, found: Imported) -> None:
    import csv

    if path.exists() or path.is_symlink():
        raise SamestoryError(f"{path}: is there already; give another name")
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["coding", "reason"])
        writer.writerows([one.what, one.reason] for one in found.rejected)
        writer.writerows([code, f"{n} codings of a code without a meaning"] for code, n in found.unmapped.items())


def _refuse_twice(story: Story, found: Imported, force: bool) -> None:
    """Stop where a coder has rows here already."""
    from ..coding.by_hand import read_hand_coding

    if force:
        return
    there = set(story.coders())
    for name in found.made:
        if name in there or any(len(table) for table in read_hand_coding(story.folder, name).values()):
            raise SamestoryError(
                f"story {story.name}: {name} has coded here already; give another name with --coder, or --force to"
                " replace that coding"
            )


def _written(story: Story, found: Imported) -> list[Path]:
    """The files written: all tables of a coder, so that nothing of an earlier coding is left."""
    from ..coding.by_hand import HAND_TABLES, write_hand_coding
    from ..schema import table_named

    paths: list[Path] = []
    for name, made in found.made.items():
        there = [table for table in HAND_TABLES if (story.folder / "coding" / f"{table}.{name}.csv").exists()]
        tables = {table: table_named(table).empty() for table in there} | made.tables
        paths += write_hand_coding(story.folder, name, tables).values()
    return paths
