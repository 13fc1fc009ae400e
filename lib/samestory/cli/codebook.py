"""``samestory codebook``: a codebook from what the articles of a story have in common."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import StoryError, counted, printable
from .stopping import stoppable

FILE = "codebook.yaml"

group = typer.Typer(no_args_is_help=True, add_completion=False, help="Make a codebook.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="codebook")
    group.command("suggest")(suggest)


@group.callback()
def _group() -> None:
    """Make a codebook."""


def suggest(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    most: Annotated[int, typer.Option(min=1, help="How many claims, those of most outlets first.")] = 20,
    outlets: Annotated[int, typer.Option(min=1, help="Outlets that must report a claim.")] = 2,
    language: Annotated[
        str | None, typer.Option(help="Language of titles and descriptions (default: that of most articles).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a codebook.yaml that was filled in.")] = False,
) -> None:
    """Write a codebook.yaml of what most outlets report, for you to prune.

    Sentences of different articles that say the same, in any language,
    become one claim, with these sentences as its examples and comments that
    say who reports it. It is made by machine and needs a person: delete what
    is not a claim, join equal ones, correct the descriptions. A codebook that
    was filled in is overwritten only with --force.

    \b
    samestory codebook suggest my-story
    samestory codebook suggest my-story --most 30 --language en
    """
    from ..questions.statements.overviews import overview
    from ..questions.statements.suggesting import heading, suggested_claims
    from ..story import load_story
    from ..story.skeleton import empty_codebook, is_filled_in

    loaded = load_story(story)
    path = loaded.folder / FILE
    if path.exists() and is_filled_in(path) and not force:
        raise StoryError(f"{path} was filled in; --force overwrites it")
    with stoppable():
        shared = overview(loaded, language=language)
    if shared.statements.empty:
        raise StoryError(f"story {loaded.name}: no two articles say the same, so there is nothing to suggest")
    claims = suggested_claims(shared.found, most=most, least_outlets=outlets)
    part = path.with_name(f".{FILE}.part")
    part.write_text("\n".join(heading(story)) + "\n" + empty_codebook(claims), encoding="utf-8", newline="\n")
    part.replace(path)
    n = claims.count("\n    name: ")
    print(printable(f"{path}: {counted(n, 'claim')} suggested, found by machine. Prune them; then:"))
    print(f"  samestory code {story} --engine meaning")
    print(f"  samestory run --story {story}")
