"""What the two results were made of: so that a change of the tool is not taken for a change of the story."""

from __future__ import annotations

import json
from typing import Any

from .side import Side, cut

DIGESTS = {"library": "the library", "notebook": "the notebook", "lock": "the locked versions of packages"}


def compare(a: Side, b: Side) -> dict[str, Any]:
    """The parameters, package versions, notebook and library that are not the same, and whether files of the story are.

    Returns
    -------
    dict
        ``story_files``: whether any file of the story changed (None if it is not known); ``tool``: one row a thing
        with ``what``, ``before`` and ``after`` (empty for digests).
    """
    old, new = a.manifest, b.manifest
    tool = []
    for key, what in DIGESTS.items():
        if _digest(old, key) != _digest(new, key):
            tool.append({"what": what, "before": "", "after": ""})
    if old.get("notebook") != new.get("notebook"):
        tool.append({"what": "the name of the notebook", "before": cut(old["notebook"]), "after": cut(new["notebook"])})
    tool += _differing(old.get("parameters"), new.get("parameters"), "the parameter")
    tool += _differing(old.get("versions"), new.get("versions"), "the version of")
    known = [_digest(one, "story") for one in (old, new)]
    return {"story_files": None if None in known else known[0] != known[1], "tool": tool}


def _digest(manifest: dict[str, Any], key: str) -> Any:
    return (manifest.get("digests") or {}).get(key)


def _differing(old: Any, new: Any, what: str) -> list[dict[str, str]]:
    before, after = old or {}, new or {}
    return [
        {"what": f"{what} {cut(key, 60)}", "before": _value(before, key), "after": _value(after, key)}
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key) or (key in before) != (key in after)
    ]


def _value(values: dict[str, Any], key: str) -> str:
    """A value as a notebook's parameters cell shows it; "not there" if there is none."""
    if key not in values:
        return "not there"
    value = values[key]
    return cut(value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False, default=str), 200)
