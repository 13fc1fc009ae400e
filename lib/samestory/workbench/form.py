"""The parameters of a notebook as a form: choices instead of typing, written into its parameters cell."""

from __future__ import annotations

import ast
import contextlib
import json
import linecache
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import RunError, SamestoryError, StoryError
from ..live import is_live
from ..notebooks.parameters import Parameter, declared_in, filled
from ..plotting.prose import Prose, show_all, show_table, show_text
from ..story import Story, load_story, stories, story_folder
from .bundle import live_bundle, static_bundle
from .explored import literal
from .explorer import plain_text

__all__ = ["parameters_form"]

_CELL = re.compile(r"ipykernel_\d+|<ipython-input")
HERE = Path(__file__).parent
MOST_SOURCE = 100_000
MOST_CHOICES = 2_000
STORY = "story"
NONE = "null"  # how a run is given no value
CODERS = ("coder", "first", "second")
ARTICLES = ("article", "left", "right")
CELL = "the parameters cell"


def parameters_form(cell: str | None = None) -> ParametersForm:
    """Choose the parameters of this notebook in a form, which writes them into its parameters cell.

    In JupyterLab and Notebook the cell tagged ``parameters`` changes in the open document; in VS Code its new text is
    shown to copy. Then run the notebook from the top. Elsewhere, in runs and in committed notebooks, it is the table of
    the present parameters.

    Parameters
    ----------
    cell
        The text of a parameters cell; default: the first cell of this notebook that was run and declares parameters.

    Returns
    -------
    ParametersForm
        ``table``: the present parameters.

    Raises
    ------
    RunError
        The cell declares something other than parameters, or there is none.

    Examples
    --------
    >>> ss.parameters_form("most: int = 12  # how many bars")
    The parameters of this notebook.
    <BLANKLINE>
    name type value       meaning
    most  int    12 how many bars
    """
    if cell is not None and not isinstance(cell, str):
        raise RunError(f"cell: {type(cell).__name__} given, expected the text of a parameters cell, or nothing")
    values = {} if cell is not None else _names()
    return ParametersForm(_first_cell() if cell is None else cell, values)


class ParametersForm:
    """The parameters that a cell declares, with the values they have in this notebook."""

    def __init__(self, source: str, values: Mapping[str, Any]):
        self.source = source
        self.known = _declared(source)
        self.values = {one.name: values.get(one.name, one.default) for one in self.known}
        self._stories: dict[str, Story] = {}
        self._widget: Any = None

    @property
    def table(self) -> pd.DataFrame:
        """One row a parameter: ``name, type, value, meaning``."""
        rows = [(one.name, str(one.kind), literal(self.values[one.name]), one.help) for one in self.known]
        return pd.DataFrame(rows, columns=["name", "type", "value", "meaning"], dtype="str")

    def _shown(self) -> Prose:
        return show_all([show_text("The parameters of this notebook."), show_table(self.table, rows=40)])

    def __repr__(self) -> str:
        return self._shown().plain

    def _repr_mimebundle_(self, **_: Any) -> Any:
        shown = self._shown()
        if not is_live():
            return static_bundle(shown)
        if self._widget is None:
            self._widget = _widget(self)
        return live_bundle(shown, self._widget)

    def answer(self, message: Any) -> dict[str, Any]:
        """What the form is told: the fields for some values, or the text of the cell with these values.

        A message has ``id``, ``do`` (read or write), ``source``, the text of the cell as it is in the open document
        (none where the front end cannot tell), and ``values``, texts by name.
        """
        number = message.get("id") if isinstance(message, dict) else None
        if type(number) is not int:
            return {"fault": "a message without a number"}
        try:
            made = self._answered(message)
        except SamestoryError as error:
            made = {"fault": plain_text(str(error))}
        return {"id": number, "do": plain_text(message.get("do"))} | made

    def _answered(self, message: dict[str, Any]) -> dict[str, Any]:
        source, texts = message.get("source"), message.get("values") or {}
        source = self.source if source is None else source
        if not isinstance(source, str) or len(source) > MOST_SOURCE:
            raise RunError(f"{CELL}: expected a text of at most {MOST_SOURCE:,} characters")
        if not isinstance(texts, dict) or not all(isinstance(part, str) for pair in texts.items() for part in pair):
            raise RunError("expected values as texts by name")
        known = _declared(source)
        values, faults = filled(known, {}, texts, CELL, "of this form")
        faults += _missing(known, values)
        if message.get("do") == "read":
            return {"fields": self._fields(known, values, texts), "faults": [plain_text(one) for one in faults]}
        if message.get("do") != "write":
            raise RunError(f"expected read or write, got {message.get('do')!r:.40}")
        if faults:
            return {"faults": [plain_text(one) for one in faults]}
        return {"source": written(source, {name: values[name] for name in texts}), "from": source}

    def _fields(
        self, known: list[Parameter], values: Mapping[str, Any], texts: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """What the form draws: a field for each parameter, with what may be chosen."""
        story = self._story(values.get(STORY))
        return [
            {
                "name": one.name,
                "type": str(one.kind),
                "help": plain_text(one.help),
                "text": texts.get(one.name, _as_text(one, values[one.name])),
                "choices": [[key, plain_text(name)] for key, name in choices(one, story)][:MOST_CHOICES],
            }
            for one in known
        ]

    def _story(self, named: Any) -> Story | None:
        """The story that is chosen; None if it cannot be loaded, which the fault says."""
        if not isinstance(named, str) or not named:
            return None
        if named not in self._stories:
            try:
                self._stories[named] = load_story(named)
            except SamestoryError:
                return None
        return self._stories[named]


def choices(one: Parameter, story: Story | None) -> list[tuple[str, str]]:
    """What a parameter can be chosen from, by its name: value and what it is called; often nothing."""
    name = one.name
    if one.kind.name == "bool":
        return [("true", "yes"), ("false", "no")]
    if name == STORY or name.endswith("_story"):
        return [(known, known) for known in stories()]
    if story is None:
        return []
    singular = name.removesuffix("s")
    if singular in CODERS:
        found = {coder: coder for coder in story.coders()}
    elif singular in ARTICLES:
        found = story.article_names()
    elif singular == "outlet":
        found = {outlet: outlet for outlet in story.outlets["outlet"]}
    elif singular == "by":
        own = [column for column in story.outlets.columns if column not in ("outlet", "n_articles")]
        found = {column: column for column in ("outlet", "country", "language", "event", *own)}
    else:
        named = {
            "event": story.event_names,
            "language": story.language_names,
            "claim": story.claim_names,
            "actor": story.actor_names,
            "quantity": story.quantity_names,
        }.get(singular)
        found = {} if named is None else named()
    may_be_none = found and (one.kind.optional or one.default == "")
    none = [(NONE if one.kind.optional else "", "(none: what the notebook takes by itself)")] if may_be_none else []
    return [*none, *((key, key if key == said else f"{key} — {said}") for key, said in found.items())]


def written(source: str, values: Mapping[str, Any]) -> str:
    """A parameters cell with other values; comments and everything else stay as they are."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    made = source
    for statement in reversed(ast.parse(source).body):
        target = statement.target if isinstance(statement, ast.AnnAssign) else getattr(statement, "targets", [None])[0]
        value = getattr(statement, "value", None)
        if not isinstance(target, ast.Name) or value is None or target.id not in values:
            continue
        if ast.literal_eval(value) == values[target.id]:
            continue
        begin = place(value.lineno, value.col_offset)
        end = place(value.end_lineno, value.end_col_offset)
        made = made[:begin] + literal(values[target.id]) + made[end:]
    return made


def _declared(source: str) -> list[Parameter]:
    cell = {"cell_type": "code", "source": source, "metadata": {"tags": ["parameters"]}}
    return declared_in([cell], CELL)


def _missing(known: list[Parameter], values: Mapping[str, Any]) -> list[str]:
    """Stories that are not there, in the words of a run."""
    faults = []
    for one in known:
        if one.name == STORY or one.name.endswith("_story"):
            try:
                story_folder(str(values[one.name]))
            except StoryError as error:
                faults.append(f"{CELL}: parameter {one.name!r}: {error}")
    return faults


def _as_text(one: Parameter, value: Any) -> str:
    """A value as one would give it on the command line."""
    return NONE if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None


def _names() -> Mapping[str, Any]:
    shell = _shell()
    return shell.user_ns if shell is not None else {}


def _first_cell() -> str:
    """The first cell that was run and declares parameters and nothing else, with the text it had last."""
    # Python keeps the text of every cell that was run for its error messages, also where there is no history (nbval).
    sources = ["".join(entry[2]) for name, entry in linecache.cache.items() if _CELL.search(name) and len(entry) > 2]
    found: list[tuple[list[str], str]] = []
    for source in sources:
        with contextlib.suppress(RunError):
            if names := [one.name for one in _declared(source)]:
                found.append((names, source))
    if found:
        return next(source for names, source in reversed(found) if names == found[0][0])
    raise RunError(
        "no cell with parameters was run before; tag the first code cell 'parameters', let it hold only lines like"
        " `name: type = literal  # help`, and run it first"
    )


def _widget(form: ParametersForm) -> Any:
    import anywidget

    class Form(anywidget.AnyWidget):
        _esm = (HERE / "form.js").read_text(encoding="utf-8")
        _css = (HERE / "form.css").read_text(encoding="utf-8")

    made = Form()
    made.on_msg(lambda _, message, __: made.send(form.answer(message)))
    return made
