"""Every mention of the codebook's actors in texts: their names, and the labels given for the language."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..errors import TableError
from ..languages import base_code
from ..schema import require_columns
from .find import find
from .labels import _names, _placed, _whose
from .plan import Codebook, Plan
from .reading import Lexicon, Reading, reading

_COLUMNS = {"article_id": "str", "actor": "str", "begin": "int64", "end": "int64", "reads": "str"}


def actor_mentions(articles: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find every place where an actor of the codebook is named or labelled.

    Parameters
    ----------
    articles
        The ``articles`` table.
    codebook
        Its actors: ``names`` in any language, ``labels`` by language, each in any form of its words.

    Returns
    -------
    DataFrame
        One row a mention, in order: ``article_id, actor, begin, end`` (character offsets), ``reads``. A longer mention
        goes before one inside it. A word that several actors share is given to the one named nearest, or left out.

    Raises
    ------
    TableError
        The codebook has no actor.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'gull-0302-inferno'")
    >>> ss.coding.actor_mentions(one, story.codebook)["actor"].value_counts().head(1).to_dict()
    {'company': 4}
    """
    require_columns(["article_id", "language", "text"], articles.columns, "articles")
    if not codebook.actors:
        raise TableError("the codebook has no actor; write `actors:` with names and labels into codebook.yaml")
    plans: dict[str, tuple[Plan, Lexicon]] = {}
    rows = []
    columns = (articles["article_id"], articles["language"], articles["text"])
    for article_id, language, text in sorted(zip(*columns, strict=True), key=lambda row: row[0]):
        if not isinstance(text, str) or not isinstance(language, str):
            continue
        code = base_code(language)
        if code not in plans:
            plan = Plan(codebook, code)
            nodes = [label.node for label in plan.labels]
            nodes += [pattern.node for label in plan.labels for pattern in label.unless]
            nodes += [node for names in plan.names.values() for node in names]
            plans[code] = (plan, Lexicon(code, nodes))
        plan, lexicon = plans[code]
        rows += _in_text(article_id, reading(text, lexicon), plan)
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    return table.sort_values(["article_id", "begin", "end", "actor"], ignore_index=True)


def _in_text(article_id: str, text: Reading, plan: Plan) -> list[dict[str, Any]]:
    names = _names(text, plan)
    spans: dict[tuple[int, int], str] = {}
    for actor, nodes in plan.names.items():
        for node in nodes:
            spans |= {span: actor for span in find(node, text) if span not in spans}
    for first, last, candidates in _placed(text, plan):
        label = candidates[0] if len(candidates) == 1 else _whose(first, candidates, names, text)
        if label is not None:
            spans.setdefault((first, last), label.actor)
    taken = bytearray(len(text.low))
    rows = []
    for (first, last), actor in sorted(spans.items(), key=lambda one: (one[0][0] - one[0][1], one[0])):
        if any(taken[first:last]):
            continue
        taken[first:last] = b"\1" * (last - first)
        begin, end = text.span(first, last)
        rows.append(
            {"article_id": article_id, "actor": actor, "begin": begin, "end": end, "reads": text.text[begin:end]}
        )
    return rows
