"""Kernels are compiled once after installing and kept beside their modules; the command says so while it waits."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path
from types import ModuleType

COMPARED = "SAMESTORY_COMPARED"  # set where what a kernel prints is compared: in runs, checks and refreshed notebooks
_said = False


def kernels(*names: str) -> tuple[ModuleType, ...]:
    """The modules of the engine that hold kernels, imported; says so once where they are not compiled yet.

    The line goes to the error stream, in a notebook too. A run finds it in the log of ``samestory`` instead: what it
    prints is compared.
    """
    modules = tuple(importlib.import_module(f"{__package__}.{name}") for name in names)
    if not all(_is_compiled(module) for module in modules):
        _say("samestory: compiling the kernels once, up to a minute")
    return modules


def _is_compiled(module: ModuleType) -> bool:
    """Whether the module's newest kernel is in the cache on disk, by the files numba keeps."""
    found = [k for k in vars(module).values() if hasattr(k, "py_func") and k.__module__ == module.__name__]
    for kernel in found:
        if kernel.signatures:
            continue
        cache = Path(kernel._cache.cache_path)
        source = Path(str(module.__file__)).stat().st_mtime
        files = list(cache.glob(f"{Path(str(module.__file__)).stem}.{kernel.__name__}-*.nbi"))
        if files and max(f.stat().st_mtime for f in files) >= source:
            return True
    return any(kernel.signatures for kernel in found)


def _say(line: str) -> None:
    global _said
    if _said:
        return
    _said = True
    if sys.stderr is not None and not os.environ.get(COMPARED):
        print(line, file=sys.stderr, flush=True)
    else:
        logging.getLogger("samestory").info(line)
