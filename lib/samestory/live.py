"""Whether a person sits before this notebook, so that a widget can answer."""

from __future__ import annotations

import os
import sys

__all__ = ["is_live"]

FRONT_END = "JPY_SESSION_NAME"  # set by a Jupyter server for the kernels that it starts for a notebook
CODE_FRONT_END = "__vsc_ipynb_file__"  # set by VS Code in the names of the notebook


def is_live() -> bool:
    """Whether this kernel was started by JupyterLab, Notebook or VS Code for a notebook that is open there.

    Runs (papermill), checks (nbval) and scripts are not live: there a widget shows its static table.

    Returns
    -------
    bool
        True if a front end that can show a widget started this kernel.

    Examples
    --------
    >>> is_live()
    False
    """
    if os.environ.get(FRONT_END):
        return True
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return running is not None and CODE_FRONT_END in getattr(running, "user_ns", {})
