"""The kernel of this very interpreter, and the surroundings it gets.

Notebooks name a kernel by a word that means another interpreter on another machine; that word is ignored here.
"""

from __future__ import annotations

import os
from pathlib import Path

from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from ..story import SWITCH
from . import kernel_start
from .kernels import MARK

NAME = "python3"
START_SECONDS = 120
# The kernel says on its way up that it talks over plain TCP; it does, and only to this machine.
ARGUMENTS = ["--log-level=40"]
RUN_FOLDER = "SAMESTORY_RUN_FOLDER"
COMPARED = "SAMESTORY_COMPARED"  # with it nothing is said into a notebook that is said only once, or on one machine


class ThisKernelSpecs(KernelSpecManager):
    """Every kernel name is this interpreter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of this interpreter."""
        known = get_kernel_dict()
        at = known["argv"].index("-m")
        argv = [*known["argv"][:at], kernel_start.__file__, *known["argv"][at + 2 :]]
        return KernelSpec(resource_dir=RESOURCES, **known | {"argv": argv})


class ThisKernelManager(AsyncKernelManager):
    """Starts the kernel of this interpreter, whatever kernels the user has installed."""

    @default("kernel_spec_manager")
    def _specs(self) -> KernelSpecManager:
        return ThisKernelSpecs(parent=self)


def surroundings(scratch: Path, mark: str, run_folder: Path | None = None, *, texts: bool = True) -> dict[str, str]:
    """The environment for kernels whose output is kept and compared.

    Parameters
    ----------
    scratch
        A folder for what IPython keeps, so that the user's start-up files and history have no part in a result.
    mark
        What the kernel carries, so that it can be found and ended; see ``kernels.marked``.
    run_folder
        Where figures are written; None outside a run.
    texts
        False for committed notebooks: texts that one person fetched have no part in what everybody checks.
    """
    env = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", RUN_FOLDER)}
    env["IPYTHONDIR"] = str(scratch)
    env[COMPARED] = "yes"
    env[MARK] = mark
    if run_folder is not None:
        env[RUN_FOLDER] = str(run_folder)
    if not texts:
        env[SWITCH] = "no"
    return env
