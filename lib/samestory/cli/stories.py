"""``samestory new``, ``validate`` and ``stories``: story folders on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import StoryError, listed, printable
from ..story import load_story, new_story, not_read, outside_period, stories, summary, texts_remarks


def register(app: typer.Typer) -> None:
    """Add the story commands."""
    app.command("new")(new)
    app.command("validate")(validate)
    app.command("stories")(list_stories)


def new(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    into: Annotated[Path | None, typer.Option(help="The folder to make it in (default: seeds/).")] = None,
) -> None:
    """Make a commented story folder that loads; then replace its example by your articles."""
    folder = new_story(name, into=into)
    print(f"{folder} is ready. Next: put articles into articles/, describe them in story.yaml, then")
    print(f"  samestory validate {folder if into else name}")


def validate(
    path: Annotated[list[str], typer.Argument(help="Names in seeds/, or paths of story folders.")],
) -> None:
    """Load story folders and print what they hold, or every fault; exit status 1 when there is one."""
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
        missing = story.articles["published"].isna().sum(), (story.articles["text_status"] != "full").sum()
        print(f"{missing[0]} articles without a date, {missing[1]} whose text was not seen whole")
        if outside := outside_period(story):
            print(f"dated outside the period of story.yaml: {listed(outside)}")
        if len(aside := story.no_articles):
            told = [f"{row.article_id} ({row.no_article})" for row in aside.itertuples()]
            said = f"no articles, and in no count: {listed(told)}; is_article: yes in coverage.csv counts one"
            print(printable(said))
        for line in texts_remarks(story):
            print(printable(line))
        if rest := not_read(story):
            print(printable(f"not read: {', '.join(rest)}"))
    if broken:
        raise typer.Exit(1)


def list_stories() -> None:
    """List the stories in seeds/."""
    for name in stories():
        print(name)
    if not stories():
        print("no stories; `samestory new NAME` makes one")
