"""Names that load when they are first used: a folder offers what its files list in ``__all__``, and nothing else.

A new file, measure or figure needs no list to edit: its ``__all__`` is found by itself.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def offered(folder: Path) -> dict[str, str]:
    """Which file of a folder offers each name.

    Parameters
    ----------
    folder
        A package folder. Its files are read, not executed.

    Returns
    -------
    dict
        From each name in an ``__all__`` to the name of its module.

    Raises
    ------
    RuntimeError
        Two files offer one name, or a name is also the name of a file, which would hide it.
    """
    found: dict[str, str] = {}
    files = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    modules = {path.stem for path in files} | {path.parent.name for path in folder.glob("*/__init__.py")}
    for path in files:
        for name in _listed(path.read_text(encoding="utf-8")):
            if name in found or name in modules:
                other = f"in __all__ of {found[name]}.py" if name in found else "the name of a file or folder here"
                raise RuntimeError(f"{path}: {name!r} in __all__ is also {other}; rename one of the two")
            found[name] = path.stem
    return found


def _listed(source: str) -> list[str]:
    """The names in the ``__all__`` of a source text."""
    begin = source.find("\n__all__ = [")
    if begin < 0:
        return []
    text = source[begin + len("\n__all__ = ") : source.index("]", begin) + 1]
    names = ast.literal_eval(text)
    return [str(name) for name in names]


def attach(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """``__getattr__``, ``__dir__`` and ``__all__`` for a package whose names load at first use.

    Parameters
    ----------
    package
        The ``__name__`` of the package.
    """
    module = sys.modules[package]
    names = offered(Path(str(module.__file__)).parent)

    def getter(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}; it offers: {', '.join(sorted(names))}")
        value = getattr(importlib.import_module(f"{package}.{names[name]}"), name)
        setattr(module, name, value)
        return value

    return getter, lambda: sorted(names), sorted(names)
