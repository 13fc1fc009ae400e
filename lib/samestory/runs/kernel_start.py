"""Starts a kernel that ends with the process that started it, whatever a cell is doing.

Run as a script, in place of ``python -m ipykernel_launcher``. On Linux the system itself ends the kernel: a cell that
spins in C never lets the kernel notice by itself that its parent is gone.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1
PARENT = "JPY_PARENT_PID"


def end_with(parent: int) -> None:
    """Have the system kill this process when the thread that started it ends; at once if ``parent`` is gone already.

    Parameters
    ----------
    parent
        The process id of the process that started this one. Elsewhere than on Linux nothing is done.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    end_with(int(os.environ.get(PARENT, os.getppid())))
    sys.path[0] = ""  # not the folder of this file; the launcher takes it away, as it does after `python -m`
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
