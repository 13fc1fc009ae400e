"""What changed, a line a change: for a terminal and for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ...errors import counted, printable, quoted, with_turns_shown
from .say import GIVEN, all_figures, listed

__all__ = ["text"]

MOST_LINES = 12  # of one kind of change in a text


def text(done: dict[str, Any], *, most: int = MOST_LINES) -> str:
    """What changed as lines for a terminal; signs that would steer one are shown as signs.

    Parameters
    ----------
    done
        From ``comparison.compare``.
    most
        Lines of one kind of change; the rest is counted.
    """
    head = [f"{done['run']}: {done['sentence']}", *(f"  {note}" for note in done["notes"])]
    lines = head + [f"  {line}" for line in _lines(done, most)]
    return "\n".join(one_line(line).rstrip() for line in lines)


def one_line(value: str) -> str:
    """A text on one line, with control characters and signs that turn its direction shown."""
    return printable(with_turns_shown(re.sub(r"[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", " ", value)))


def _lines(done: dict[str, Any], most: int) -> Iterable[str]:
    for title, entries, n in sections(done):
        yield ""
        yield f"{title}"
        yield from (f"  {entry}" for entry in entries[:most])
        if n > len(entries[:most]):
            yield f"  ... and {n - len(entries[:most]):,} more (--json has {'all' if n <= 1000 else 'the first 1,000'})"


def sections(done: dict[str, Any]) -> Iterable[tuple[str, list[str], int]]:
    """Each kind of change: its title with counts, a line a change, and how many there are."""
    yield from _of_articles(done.get("articles"))
    yield from _of_claims(done.get("claims"))
    yield from others(done, tool=False)
    if (figures := done.get("figures")) and figures["n"]:
        lines = [figure_line(one) for one in figures["rows"]]
        yield f"Figures changed ({figures['n']:,} of {all_figures(done)})", lines, figures["n"]
    yield from _of_tool(done.get("made_of", {}).get("tool", []))


def others(done: dict[str, Any], *, tool: bool = True) -> Iterable[tuple[str, list[str], int]]:
    """The same for numbers, families, sources, labels, and what the results were made with."""
    yield from _of_statements(done.get("statements"))
    yield from _of_numbers(done.get("numbers"), done.get("conflicts"))
    yield from _of_families(done.get("families"))
    yield from _of_names(done.get("sources"), done.get("labels"))
    if tool:
        yield from _of_tool(done["made_of"]["tool"])


def _of_statements(part: dict[str, Any] | None) -> Iterable[tuple[str, list[str], int]]:
    if not part:
        return
    both = f"{counted(part['n_both'], 'statement')} in both results"
    for key, title, line in (
        ("figures", f"Shared statements with another figure ({part['figures']['n']:,} of {both})", figures_line),
        ("new", f"New shared statements ({part['new']['n']:,} of {part['n_after']:,} now)", statement_line),
        (
            "outlets",
            f"Shared statements of other outlets than before ({part['outlets']['n']:,} of {both})",
            outlets_line,
        ),
        ("gone", f"Shared statements gone ({part['gone']['n']:,} of {part['n_before']:,} before)", statement_line),
    ):
        if part[key]["n"]:
            yield title, [line(row) for row in part[key]["rows"]], part[key]["n"]


def statement_line(row: dict[str, Any]) -> str:
    """A shared statement and who carries it."""
    return f"{quoted(row['text'])}: {counted(row['n_outlets'], 'outlet')} ({listed(row['outlets'], 6)})"


def outlets_line(row: dict[str, Any]) -> str:
    """A shared statement with the outlets that carry it now and did not, and those that no longer do."""
    said = [
        f"new: {one['outlet']}, {one['status']}: {quoted(one['reads'])} ({one['article_id']})" for one in row["added"]
    ]
    said += [f"no longer: {listed(row['left'], 6)}"] if row["left"] else []
    steps = f"{row['n_before']} -> {counted(row['n_outlets'], 'outlet')}"
    return f"{quoted(row['text'])}: {steps}; {'; '.join(said[:4])}"


def figures_line(row: dict[str, Any]) -> str:
    """A shared statement with its figures before and now, and who gives the new ones."""
    said = [f"{one['figure']} in {one['article_id']}: {quoted(one['reads'])}" for one in row["added"][:4]]
    words = f"; {'; '.join(said)}" if said else ""
    return f"{quoted(row['text'])}: {_step({'kind': 'moved', **row})}{words}"


def _of_tool(found: list[dict[str, str]]) -> Iterable[tuple[str, list[str], int]]:
    if found:
        yield "Made with", [tool_line(one) for one in found], len(found)


def tool_line(one: dict[str, str]) -> str:
    """What of the tool changed."""
    return f"{one['what']}: {one['before']} -> {one['after']}" if one["before"] else f"{one['what']} changed"


def _of_articles(part: dict[str, Any] | None) -> Iterable[tuple[str, list[str], int]]:
    if not part:
        return
    both = counted(part["n_both"], "article")
    for key, title in (
        ("added", f"Articles added ({part['added']['n']:,}; {part['n_before']:,} before, {part['n_after']:,} now)"),
        ("withdrawn", f"Articles withdrawn ({part['withdrawn']['n']:,} of {part['n_before']:,})"),
        ("revised", f"Articles revised ({part['revised']['n']:,} of {both} in both results)"),
        ("described", f"Particulars changed ({part['described']['n']:,} in {both} of both results)"),
    ):
        if part[key]["n"]:
            line = {"revised": revised_line, "described": described_line}.get(key, article_line)
            yield title, [line(row) for row in part[key]["rows"]], part[key]["n"]


def article_line(row: dict[str, Any]) -> str:
    """An article in one line."""
    facts = [row["outlet"] or "outlet unknown", row["published"] or "no date"]
    aside = f" (set aside: {row['set_aside']})" if row.get("set_aside") else ""
    return f"{row['article_id']}: {', '.join(facts)}, “{row['title']}”{aside}"


ONE_WORD = {
    "text found": "its text is there now",
    "text lost": "its text is not there any more",
    "spacing only": "only spacing changed",
}


def revised_line(row: dict[str, Any]) -> str:
    """A revised article with its changed sentences."""
    head = f"{row['article_id']} ({row['outlet'] or 'outlet unknown'}): "
    if row["kind"] in ("text found", "text lost"):
        return (
            head + {"text found": "its text is there now", "text lost": "its text is not there any more"}[row["kind"]]
        )
    if row["kind"] == "spacing only":
        return head + "only spacing changed"
    return f"{head}{sentence_counts(row)} " + " ".join(sentence_line(one) for one in row["sentences"][:4])


def sentence_counts(row: dict[str, Any]) -> str:
    """How many sentences of a revised article changed."""
    counts = [f"{row[f'n_{key}']} {key}" for key in ("changed", "added", "removed", "moved") if row[f"n_{key}"]]
    return f"{', '.join(counts)}; the text before had {counted(row['n_sentences'], 'sentence')}."


def sentence_line(one: dict[str, Any]) -> str:
    """One changed sentence."""
    if one["change"] == "added":
        return f"[added] “{one['after']}”"
    if one["change"] == "removed":
        return f"[removed] “{one['before']}”"
    return f"[{one['change']}] “{one['before']}” -> “{one['after']}”"


def described_line(row: dict[str, Any]) -> str:
    """A changed particular of an article."""
    return f"{row['article_id']}: {row['column']}: {row['before'] or '(empty)'} -> {row['after'] or '(empty)'}"


def _of_claims(part: dict[str, Any] | None) -> Iterable[tuple[str, list[str], int]]:
    if not part:
        return
    if part["in_articles"]["n"]:
        n, pairs = part["in_articles"]["n"], f"{part['n_compared']:,} pairs of article and claim"
        title = f"Claims put in another way in the same article ({n:,} of {pairs})"
        yield title, [inside_line(row) for row in part["in_articles"]["rows"]], n
    for kind in dict.fromkeys(row["kind"] for row in part["by_outlet"]["rows"]):
        found = [row for row in part["by_outlet"]["rows"] if row["kind"] == kind]
        n = len(found) if part["by_outlet"]["n"] <= len(part["by_outlet"]["rows"]) else part["kinds"][kind]
        yield f"Claims {kind}, by outlet ({n:,})", [outlet_line(row) for row in found], n


def inside_line(row: dict[str, Any]) -> str:
    """A claim whose state in one article changed."""
    passages = f": “{row['passage']}” -> “{row['passage_now']}”" if row["passage"] or row["passage_now"] else ""
    why = "" if row["text_changed"] else " (coded anew; the text is the same)"
    return f"{row['claim_id']} {row['claim']}, {row['article_id']}: {row['before']} -> {row['after']}{why}{passages}"


def outlet_line(row: dict[str, Any]) -> str:
    """A claim that an outlet puts in another way."""
    states = f"{'/'.join(row['before']) or 'not carried'} -> {'/'.join(row['after']) or 'not carried'}"
    if row["is_new_outlet"]:
        states = f"{'/'.join(row['after'])} (new outlet)"
    passages = row["passages_now"] or row["passages"]
    by = f", {passages[0]['attributed_to']}" if passages and passages[0]["attributed_to"] else ""
    said = f": “{passages[0]['passage']}” ({passages[0]['article_id']}{by})" if passages else ""
    was = f", before: “{row['passages'][0]['passage']}”" if row["passages"] and row["passages_now"] else ""
    return f"{row['claim_id']} {row['claim']}, {row['outlet']}: {states}{said}{was}"


MOVED = {
    "moved": "Figures that moved",
    "new": "Figures of a source given for the first time",
    "gone": "Figures gone",
}


def _of_numbers(
    numbers: dict[str, Any] | None, conflicts: dict[str, Any] | None
) -> Iterable[tuple[str, list[str], int]]:
    if numbers:
        kinds = {
            "moved": "Figures that moved",
            "new": "Figures of a source given for the first time",
            "gone": "Figures gone",
        }
        for kind, title in kinds.items():
            found = [row for row in numbers["rows"] if row["kind"] == kind]
            if found:
                total = counted(numbers["n_before" if kind == "gone" else "n_after"], *GIVEN)
                yield f"{title} ({len(found):,} of {total})", [number_line(row) for row in found], len(found)
    if conflicts:
        for key, title in (("new", "New conflicts of numbers"), ("gone", "Conflicts of numbers that are gone")):
            if conflicts[key]["n"]:
                counts = f"{conflicts[key]['n']:,}; {conflicts['n_before']:,} before, {conflicts['n_after']:,} now"
                yield f"{title} ({counts})", [conflict_line(row) for row in conflicts[key]["rows"]], conflicts[key]["n"]


def number_line(row: dict[str, Any]) -> str:
    """A figure of a source before and now."""
    what = f"{_scoped(row)}, {row['source']}"
    way = f", {row['direction']}" if row["direction"] else ""
    given = row["given_now"] or row["given_before"]
    words = f": “{given[0]['words']}” ({given[0]['article_id']})" if given else ""
    return f"{what}: {_step(row)} {row['unit']}{way}{words}"


def _step(row: dict[str, Any]) -> str:
    """The figures before and now: ``114 -> 41``, or ``4, now also 7`` if the old one is still given."""
    before, after = row["before"], row["after"]
    if row["kind"] != "moved":
        return " and ".join(after or before)
    fresh = [one for one in after if one not in before]
    if set(before) <= set(after):
        return f"{' and '.join(before)}, now also {' and '.join(fresh)}"
    return f"{' and '.join(before)} -> {' and '.join(after)}"


def conflict_line(row: dict[str, Any]) -> str:
    """Two figures that exclude one another."""
    ends = [
        f"{end['figure']} ({end['source']}; {listed([one['article_id'] for one in end['articles']], 3)})"
        for end in (row["first"], row["second"])
    ]
    return f"{_scoped(row)}: {' and '.join(ends)}"


def _scoped(row: dict[str, Any]) -> str:
    """A quantity, with the words that narrow it."""
    return f"{row['name']} ({row['scope']})" if row["scope"] else str(row["name"])


def _of_families(part: dict[str, Any] | None) -> Iterable[tuple[str, list[str], int]]:
    if part:
        counts = f"{part['n']:,}; {part['n_before']:,} families of two articles or more before, {part['n_after']:,} now"
        yield f"Copy families changed ({counts})", [family_line(row) for row in part["rows"]], part["n"]


def family_line(row: dict[str, Any]) -> str:
    """What became of a copy family."""
    said = {"known": "in both results", "added": "added", "left": "no longer in it"}
    named = [f"{said[key]}: {listed([one['article_id'] for one in row[key]], 6)}" for key in said if row[key]]
    return f"{row['kind']} ({row['n_before']} -> {row['n_after']} articles): {'; '.join(named)}"


def _of_names(sources: dict[str, Any] | None, labels: dict[str, Any] | None) -> Iterable[tuple[str, list[str], int]]:
    for part, line, what in ((sources, source_line, "sources"), (labels, label_line, "labels")):
        for key, title in (("new", f"New {what}"), ("gone", f"{what.capitalize()} gone")):
            if part and part[key]["n"]:
                counts = f"{part[key]['n']:,}; {part['n_before']:,} before, {part['n_after']:,} now"
                yield f"{title} ({counts})", [line(row) for row in part[key]["rows"]], part[key]["n"]


def source_line(row: dict[str, Any]) -> str:
    """A source and who names it."""
    facts = ", ".join(one for one in (row["kind"], "beginning of a chain" if row["is_origin"] else "") if one)
    named = listed([one["article_id"] for one in row["articles"]])
    return f"{row['source']} ({facts}): {named}" if facts else f"{row['source']}: {named}"


def label_line(row: dict[str, Any]) -> str:
    """What an actor is called, in whose voice, and where."""
    voice = f" ({row['voice']} voice)" if row.get("voice") else ""
    return f"{row['name']}: “{row['label']}”{voice}: {listed([one['article_id'] for one in row['articles']])}"


def figure_line(row: dict[str, Any]) -> str:
    """A changed figure, with the rows of its table that changed and where both pictures are."""
    said = f"{row['name']}: {row['kind']}"
    if table := row.get("table"):
        said += f"; {table_line(table)}"
    where = [f"{key} {row[key]}" for key in ("before", "after") if row[key]]
    return said + (f"; {', '.join(where)}" if where else "")


def table_line(table: dict[str, Any]) -> str:
    """How many rows of a table changed."""
    if "fault" in table:
        return table["fault"]
    keys = f", by {', '.join(table['keys'])}" if table["keys"] else ""
    counts = ", ".join(f"{table[f'n_{key}']} {key}" for key in ("added", "removed", "changed") if table[f"n_{key}"])
    return f"rows of its table: {counts or 'the same'} ({table['n_before']} before, {table['n_after']} now{keys})"
