"""What changed, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ...errors import counted

NOTHING = "Nothing changed"
GIVEN = ("pair of source and quantity", "pairs of source and quantity")


def sentence(done: dict[str, Any]) -> str:
    """One sentence that says what changed, or that nothing did."""
    since = f"since {when(done['before']['time'])}"
    counts = list(_counts(done))
    tool = [one["what"] for one in done["made_of"]["tool"]]
    if not counts and done["uncompared"]:
        return f"It cannot be told whether the story changed {since}; none of {all_figures(done)} did."
    if not counts:
        what = [counted(done["n_articles"], "article")] if done.get("n_articles") else []
        what += [counted(done["figures"]["n_after"], "figure")]
        made = f"; made by another version or with other parameters ({listed(tool)})" if tool else ""
        return f"{NOTHING} {since}: {' and '.join(what)} as before{made}."
    made = f" Also changed: {listed(tool)}." if tool else ""
    return f"{since[0].upper()}{since[1:]}: {'; '.join(counts)}.{made}"


def listed(names: list[str], most: int = 4) -> str:
    """Some names and the number of the others."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def when(time: str) -> str:
    """The time of a result as people read it: ``2026-12-01 05:30 UTC``."""
    found = re.match(r"(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)", time)
    return f"{found[1]} {found[2]}:{found[3]} UTC" if found else time


def _counts(done: dict[str, Any]) -> Iterable[str]:
    """What changed, a few words a kind, with its denominator."""
    if articles := done.get("articles"):
        yield from _counts_of_articles(articles)
    if statements := done.get("statements"):
        yield from _new_and_gone(statements, "shared statement", "shared statements")
        for key, what in (("figures", "another figure"), ("outlets", "other outlets")):
            if n := statements[key]["n"]:
                yield f"{n:,} of {counted(statements['n_both'], 'statement')} in both with {what}"
    if claims := done.get("claims"):
        yield f"claims by outlet: {', '.join(f'{n:,} {kind}' for kind, n in claims['kinds'].items())}"
    if (numbers := done.get("numbers")) and (moved := sum(row["kind"] == "moved" for row in numbers["rows"])):
        yield f"figures moved in {moved:,} of {counted(numbers['n_after'], *GIVEN)}"
    for key, one, several in (
        ("conflicts", "conflict of numbers", "conflicts of numbers"),
        ("sources", "source", "sources"),
        ("labels", "label", "labels"),
    ):
        if part := done.get(key):
            yield from _new_and_gone(part, one, several)
    if families := done.get("families"):
        kinds = [row["kind"] for row in families["rows"]]
        said = [f"{kinds.count(kind):,} {kind}" for kind in dict.fromkeys(kinds)]
        yield f"copy families: {', '.join(said)} (now {families['n_after']:,})"
    if n := done["figures"]["n"]:
        yield f"{n:,} of {all_figures(done)} changed"


def of_figures(done: dict[str, Any]) -> str:
    """One sentence on the figures of the run alone."""
    n = done["figures"]["n"]
    return f"Since {when(done['before']['time'])}: {f'{n:,}' if n else 'none'} of {all_figures(done)} changed."


def all_figures(done: dict[str, Any]) -> str:
    """All figures of the run, those of both results."""
    part = done["figures"]
    return counted(part["n_after"] + sum(row["kind"] == "gone" for row in part["rows"]), "figure")


def _counts_of_articles(articles: dict[str, Any]) -> Iterable[str]:
    n, both = {key: articles[key]["n"] for key in ("added", "withdrawn", "revised", "described")}, articles["n_both"]
    if n["added"]:
        yield f"{counted(n['added'], 'article')} added (now {articles['n_after']:,})"
    if n["withdrawn"]:
        yield f"{n['withdrawn']:,} of {counted(articles['n_before'], 'article')} withdrawn"
    if n["revised"]:
        yield f"{n['revised']:,} of {counted(both, 'article')} revised"
    if n["described"]:
        those = len({row["article_id"] for row in articles["described"]["rows"]})
        yield f"date, title or other particulars of {those:,} of {counted(both, 'article')} changed"


def _new_and_gone(part: dict[str, Any], one: str, several: str) -> Iterable[str]:
    if part["new"]["n"]:
        yield f"{counted(part['new']['n'], f'new {one}', f'new {several}')} (now {part['n_after']:,})"
    if part["gone"]["n"]:
        yield f"{part['gone']['n']:,} of {counted(part['n_before'], one, several)} gone"
