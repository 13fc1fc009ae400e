"""The command changes: what changed between two results of a run."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

import typer

from ..errors import RunError

CHANGED = 3  # exit status if something changed
_TIME = re.compile(r"latest|previous|\d{4}-\d\d(-\d\d.*)?")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("changes")(changes)


def changes(
    given: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RUN ...] [A] [B]", show_default=False, help="Default: every run that has results."),
    ] = None,
    story: Annotated[
        str | None,
        typer.Option("--story", metavar="STORY", help="Every run in outputs/STORY/; RUN is then a notebook."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    most: Annotated[int, typer.Option(min=1, help="Lines of one kind of change.")] = 12,
) -> None:
    """What changed between two results of a run: articles, codings, figures.

    A and B are times as `samestory runs` shows them, or their beginnings, or
    latest and previous. Default: the result before, and the latest.

    The tables of the results are compared, not pictures: articles added,
    withdrawn and revised (sentence by sentence); claims whose state changed;
    figures of sources that moved, new conflicts of numbers; copy families,
    sources and labels; and figures of the run that draw something else.

    Exit status: 0 nothing changed (or there is one result only), 3 something
    changed, 1 an error, or it cannot be told. A new library, notebook or
    parameter alone does not count as a change; it is reported.

    \b
    samestory changes claims
    samestory changes claims 2026-12-01 latest
    samestory changes --story my-story --json
    """
    from ..runs.changes.chosen import between
    from ..runs.changes.lines import text

    names, times = _split(given or [], story)
    if len(times) > 2:
        raise RunError(f"expected at most two times, got {len(times)}: {', '.join(times)}")
    if not names:
        where = f"outputs/{story}" if story else "outputs"
        raise RunError(f"no result in {where}, so there is nothing to compare; make one with: samestory run")
    found = [between(name, *_two(times)) for name in names]
    said = [one["changed"] for one in found]
    has_changed = True if any(said) else None if None in said else False
    if as_json:
        typer.echo(json.dumps({"changed": has_changed, "runs": found}, indent=1))
    else:
        typer.echo("\n\n".join(text(one, most=most) for one in _once(found)))
    if has_changed is not False:
        raise typer.Exit(CHANGED if has_changed else 1)


def _split(given: list[str], story: str | None) -> tuple[list[str], list[str]]:
    """The runs and the times among the arguments; every run with results if none is named."""
    from ..runs import manifest, store
    from ..runs.folders import result_folder
    from ..runs.plan import whole_plan

    times = [one for one in given if _TIME.fullmatch(one) and not (result_folder(one) / manifest.FILE).is_file()]
    names = [one for one in given if one not in times]
    if story is not None:
        if not re.fullmatch(r"[^/.\0][^/\0]*", story):
            raise RunError(f"--story {story!r}: expected the name of a folder in outputs/")
        return [f"{story}/{one}" for one in names] or [f"{story}/{one.name}" for one in store.results_of(story)], times
    every = [*whole_plan().runs, *store.runs_apart()]
    return names or [one for one in every if (result_folder(one) / manifest.FILE).is_file()], times


def _two(times: list[str]) -> tuple[str, str]:
    if len(times) == 2:
        return times[0], times[1]
    return (times[0], "latest") if times else ("previous", "latest")


def _once(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with each comparison of a story under the first run that has it; the others name that run."""
    from ..runs.changes.say import of_figures

    said: dict[str, str] = {}
    done = []
    for one in found:
        story = {key: one[key] for key in STORY if key in one}
        key = json.dumps(story, sort_keys=True)
        if story and key in said:
            rest = {name: value for name, value in one.items() if name not in STORY}
            one = rest | {"sentence": f"{of_figures(one)} What changed in the story is under {said[key]}."}
        elif story:
            said[key] = one["run"]
        done.append(one)
    return done


STORY = ("articles", "statements", "claims", "numbers", "conflicts", "sources", "labels", "families")
