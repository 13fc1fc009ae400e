"""``samestory new``, ``validate`` and ``stories``: story folders on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import StoryError, counted, listed, printable
from .stopping import stoppable

if TYPE_CHECKING:
    from ..story import Story


def register(app: typer.Typer) -> None:
    """Add the story commands."""
    app.command("new")(new)
    app.command("validate")(validate)
    app.command("stories")(list_stories)


def new(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    source: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Make it of the articles in this folder, file or archive; repeat."),
    ] = None,
    into: Annotated[Path | None, typer.Option(help="The folder to make it in (default: seeds/).")] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How 03/04/2024 is meant.", show_default=False),
    ] = None,
    zone: Annotated[str | None, typer.Option(help="IANA name of the zone of hours that show none.")] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns", metavar="OURS=THEIRS", help="A column of articles and its name in the files; repeat."
        ),
    ] = None,
) -> None:
    """Make a story folder that loads: an empty one, or with --from one of your articles.

    --from reads whatever is there: texts with or without a head, Word,
    OpenDocument, PDF with text, web pages, CSV, Excel, JSON, exports of press
    databases, zip. The files are copied into articles/; coverage.csv says
    what was understood of each article and marks every guess. Correct it
    there.

    \b
    samestory new my-story --from ~/Downloads/articles
    samestory new my-story
    """
    from ..story import new_story, story_from

    if not source:
        folder = new_story(name, into=into)
        print(f"{folder} is ready. Next, add your articles, then look at the story:")
        print(f"  samestory intake FOLDER --story {_called(folder, into)}")
        print(f"  samestory validate {_called(folder, into)}")
        return
    from ..intake import checked
    from .bring import print_brought, read_pairs

    options, _ = checked(None, read_pairs(columns), None, day_first, zone, None)
    with stoppable():
        brought = story_from(name, source, into=into, options=options)
    print_brought(brought, _called(brought.folder, into))


def _called(folder: Path, into: Path | None) -> str:
    """How later commands name the story."""
    return str(folder) if into else folder.name


def validate(
    path: Annotated[list[str], typer.Argument(help="Names in seeds/, or paths of story folders.")],
) -> None:
    """Load story folders and print what they hold, or every fault; exit status 1 when there is one."""
    from ..story import load_story, summary

    broken = 0
    for given in path:
        try:
            story = load_story(given)
        except StoryError as error:
            print(printable(str(error)))
            broken += 1
            continue
        print(f"story {story.name}: no fault found{' (INVENTED story)' if story.invented else ''}")
        print(summary(story).to_string(index=False))
        for line in _said_of(story):
            print(printable(line))
    if broken:
        raise typer.Exit(1)


def _said_of(story: Story) -> list[str]:
    """What a person should know of a story that loads, one line each."""
    from ..story import not_read, outside_period, texts_remarks

    articles = story.articles
    if articles.empty and story.no_articles.empty:
        return [f"no articles yet; add some: samestory intake FOLDER --story {story.name}"]
    n_undated, n_not_whole = articles["published"].isna().sum(), (articles["text_status"] != "full").sum()
    lines = [f"articles without a date: {n_undated}; articles whose text was not seen whole: {n_not_whole}"]
    if n := int(articles["outlet"].isna().sum()):
        lines.append(
            f"articles without an outlet: {n} ({listed(articles.loc[articles['outlet'].isna(), 'article_id'])})"
        )
    if story.guessed:
        n_guesses = sum(map(len, story.guessed.values()))
        lines.append(
            f"guesses not confirmed: {n_guesses}, in {counted(len(story.guessed), 'article')}: look at coverage.csv,"
            " correct what is wrong, and take the names of what is right out of its column guessed"
        )
    if outside := outside_period(story):
        lines.append(f"dated outside the period of story.yaml: {listed(outside)}")
    if len(aside := story.no_articles):
        told = [f"{row.article_id} ({row.no_article})" for row in aside.itertuples()]
        lines.append(f"no articles, and in no count: {listed(told)}; is_article: yes in coverage.csv counts one")
    lines += [*texts_remarks(story), *story.remarks]
    if rest := not_read(story):
        lines.append(f"not read: {', '.join(rest)}")
    return lines


def list_stories() -> None:
    """List the stories in seeds/."""
    from ..story import stories

    for name in stories():
        print(name)
    if not stories():
        print("no stories; `samestory new NAME` makes one")
