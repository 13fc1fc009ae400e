"""The kernel of this very interpreter, and the surroundings it gets.

Notebooks name a kernel by a word that means another interpreter on another machine; that word is ignored here.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from ..live import FRONT_END
from ..story.find import SWITCH
from . import kernel_fork, kernel_start
from .kernels import MARK

NAME = "python3"
START_SECONDS = 120
# The kernel says on its way up that it talks over plain TCP; it does, and only to this machine.
ARGUMENTS = ["--log-level=40"]
RUN_FOLDER = "SAMESTORY_RUN_FOLDER"
# The last digits of a sum depend on how many threads share it; a result must not depend on the machine's cores.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
NOT_TAKEN = ("MPLBACKEND", RUN_FOLDER, FRONT_END)  # no front end shows the kernel of a run, whoever starts the run
COMPARED = "SAMESTORY_COMPARED"  # with it nothing is said into a notebook that is said only once, or on one machine


class ThisKernelSpecs(KernelSpecManager):
    """Every kernel name is this interpreter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of this interpreter."""
        known = get_kernel_dict()
        at = known["argv"].index("-m")
        argv = [*known["argv"][:at], kernel_start.__file__, *known["argv"][at + 2 :]]
        return KernelSpec(resource_dir=RESOURCES, **known | {"argv": argv})


class ForkProvisioner(LocalProvisioner):
    """Starts the first kernel in the process that ``kernel_fork.plant`` forked, if it did; any other one afresh."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Start the kernel; what its clients need to connect."""
        process: Any = kernel_fork.planted()
        if process is None:
            return await super().launch_kernel(cmd, **options)
        process.launch(cmd, **options)
        self.process, self.pid, self.pgid = process, process.pid, process.pid
        self.cwd = options.get("cwd", Path.cwd())
        return self.connection_info


class ThisKernelManager(AsyncKernelManager):
    """Starts the kernel of this interpreter, whatever kernels the user has installed; as a fork if one is planted."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.kernel_id = str(uuid.uuid4())
        self.provisioner = ForkProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)

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
    env = {key: value for key, value in os.environ.items() if key not in NOT_TAKEN}
    env["IPYTHONDIR"] = str(scratch)
    env[COMPARED] = "yes"
    env.update(ONE_THREAD)
    env[MARK] = mark
    if run_folder is not None:
        env[RUN_FOLDER] = str(run_folder)
    if not texts:
        env[SWITCH] = "no"
    return env
