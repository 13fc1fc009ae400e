"""``samestory watch``: new articles of a story's feeds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import SamestoryError, printable, printable_name
from .stopping import stoppable

if TYPE_CHECKING:
    from ..fetch import Manners, Watched

CHANGED = 3  # the exit status of --exit-code if an article is new or revised
LEAST_MINUTES = 5


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("watch")(watch)


def watch(
    story: Annotated[str, typer.Argument(help="A name in seeds/, or the path of a story folder.")],
    fetch: Annotated[bool, typer.Option("--fetch", help="Also fetch the texts, as samestory fetch does.")] = False,
    every: Annotated[
        int | None,
        typer.Option(metavar="MINUTES", help=f"Look again every so many minutes, {LEAST_MINUTES} or more."),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 3 if an article is new or revised.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON instead of text.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any feed could not be read.")] = False,
    pause: Annotated[float, typer.Option(help="Seconds between two requests to one host.")] = 2.0,
    timeout: Annotated[float, typer.Option(help="Seconds allowed for one document in total.")] = 60.0,
    max_bytes: Annotated[
        int, typer.Option("--max-bytes", help="Largest size of a document in bytes, as sent and unpacked.")
    ] = 10_000_000,
    allow_local: Annotated[
        bool, typer.Option("--allow-local", help="Read from addresses that are not public, too.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="How many hosts at once.")] = 4,
    contact: Annotated[
        str, typer.Option(help="A mail or web address for the User-Agent, so that hosts know whom to ask.")
    ] = "",
) -> None:
    """Look for new articles in the feeds of a story and add them to its coverage.csv.

    `feeds:` in story.yaml lists RSS and Atom feeds and sitemaps;
    `feed_words:` lists words of which an entry must have one. Documents that
    did not change are not sent again; robots.txt and pauses hold as for
    samestory fetch. An address that the ledger has is not added again. What is
    guessed is marked as guessed. A row that you remove does not come back.

    Exits with 0 whether something is new or not, with 1 if no feed could be
    read, and with --exit-code with 3 if an article is new or revised.

    \b
    samestory watch my-story && samestory run --story my-story
    samestory watch my-story --fetch --contact you@example.org
    """
    from ..fetch import Manners

    if every is not None and every < LEAST_MINUTES:
        raise typer.BadParameter(f"{every} minutes; at least {LEAST_MINUTES}", param_hint="--every")
    manners = Manners(pause, timeout, max_bytes, True, allow_local, jobs, contact)
    with stoppable():
        if every is not None:
            _forever(story, manners, fetch, as_json, every)
        done = _once(story, manners, fetch, as_json)
    if done.is_failure or (strict and done.faults):
        raise typer.Exit(1)
    if exit_code and (done.new or done.revised):
        raise typer.Exit(CHANGED)


def _forever(story: str, manners: Manners, fetch: bool, as_json: bool, minutes: int) -> None:
    """Look again and again until a signal; an error of one time is said, and the next time may be better."""
    import time

    while True:
        try:
            _once(story, manners, fetch, as_json)
        except (SamestoryError, OSError) as error:
            print(f"samestory: {printable(str(error))}", file=sys.stderr, flush=True)
        time.sleep(60 * minutes)


def _once(story: str, manners: Manners, fetch: bool, as_json: bool) -> Watched:
    from .. import fetch as fetching

    summaries: list[Any] = []
    if fetch:
        done, summaries = fetching.watch_and_fetch(story, manners=manners)
    else:
        done = fetching.watch(story, manners=manners)
    if as_json:
        print(done.to_json(), flush=True)
        return done
    for one in [*done.new, *done.revised]:
        sign = {"new": "+", "revised": "~"}[one["what"]]
        said = [sign, one["article_id"], one["published"] or "no date", one["outlet"], one["title"] or one["url"]]
        print(printable_name("  ".join([*map(str, said), *([f"({one['detail']})"] if one["detail"] else [])])))
    for line in [
        *done.faults,
        *(f"{feed.feed.url}: {said}" for feed in done.feeds for said in feed.remarks),
        *done.remarks,
    ]:
        print(printable_name(line))
    print(done)
    for summary in summaries:
        print(printable(str(summary)))
    sys.stdout.flush()
    return done
