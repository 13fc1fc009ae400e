"""Writes the pages of docs/ that are made from the code: `make docs`. A test fails if they are out of date."""

from __future__ import annotations

import inspect
import types
from pathlib import Path

import typer.main

import samestory as ss
from samestory import coding, plotting, workbench
from samestory.cli import app
from samestory.schema import tables

DOCS = Path(__file__).parent
BESIDE = ("coding", "invent", "plotting", "workbench")  # parts below and beside the questions that notebooks use


def first_sentence(thing: object) -> str:
    """The first sentence of a docstring, on one line."""
    text = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    first = text.split(". ")[0].rstrip(".")
    return first if first.endswith("?") or not first else first + "."


def api() -> str:
    """Every public name, by question, with its first sentence."""
    lines = [
        "# Functions by question",
        "",
        "Made by `make docs`. In Python, `help(ss.claims.rates)` shows the whole text of one.",
        "",
    ]
    top = [name for name in ss.__all__ if not isinstance(getattr(ss, name), types.ModuleType)]
    lines += ["## `ss`: load and show", "", *_table("ss", ss, top)]
    for name in sorted([*ss.__all__, *BESIDE]):
        part = getattr(ss, name)
        if isinstance(part, types.ModuleType):
            offered = [one for one in dir(part) if not one.startswith("_")]
            if part is coding:
                offered = list(coding.__all__)
            if part in (plotting, workbench):
                offered = [one for one in offered if one not in ss.__all__]
            lines += [f"## `ss.{name}`: {first_sentence(part)}", "", *_table(f"ss.{name}", part, offered)]
    return "\n".join(lines)


def _table(prefix: str, part: object, names: list[str]) -> list[str]:
    rows = ["| name | what it does |", "|---|---|"]
    for name in names:
        thing = getattr(part, name)
        said = first_sentence(thing) if inspect.isroutine(thing) or inspect.isclass(thing) else "a constant."
        rows.append(f"| `{prefix}.{name}` | {said.replace('|', '/')} |")
    return [*rows, ""]


def commands() -> str:
    """Every command with its help text and options."""
    lines = ["# Commands", "", "Made by `make docs`. `samestory NAME --help` shows the same.", ""]
    group = typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):
        said = inspect.cleandoc(command.help or "").replace("\b\n", "")
        lines += [f"## samestory {name}", "", said, "", "| argument or option | meaning |", "|---|---|"]
        for one in command.params:
            if one.name != "help":
                shown = ", ".join(f"`{opt}`" for opt in [*one.opts, *one.secondary_opts])
                shown = shown if one.param_type_name == "option" else f"`{one.name.upper()}`"
                lines.append(f"| {shown} | {' '.join((getattr(one, 'help', '') or '').split())} |")
        lines.append("")
    return "\n".join(lines)


def data_dictionary() -> str:
    """Every table and column."""
    lines = ["# Data dictionary", "", 'Made by `make docs`. In Python: `ss.schema.dictionary("claims")`.', ""]
    for table in tables().itertuples():
        lines += [f"## {table.table}", "", f"One row is {table.a_row_is}. Key: {table.key}.", ""]
        lines += ["| column | type | unit | may be empty | allowed | meaning |", "|---|---|---|---|---|---|"]
        for row in ss.schema.dictionary(table.table).itertuples():
            empty = "yes" if row.may_be_empty else "no"
            cells = (f"`{row.column}`", row.type, row.unit, empty, row.allowed, row.meaning)
            lines.append("| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


PAGES = {"functions.md": api, "commands.md": commands, "data-dictionary.md": data_dictionary}


def main() -> None:
    """Write the pages."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make().rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
