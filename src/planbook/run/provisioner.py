"""How jupyter_client starts a kernel while a build is running: forked from the warm process, if there is one.

An entry point of the group `jupyter_client.kernel_provisioners`: papermill and nbclient are used unchanged.
"""

import os
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from planbook.run.kernels import PROVISIONER, NotWarm, Warm


class WarmProvisioner(LocalProvisioner):
    """Forks the kernel where that can be done; otherwise it is the local provisioner."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        warm = Warm.current
        if warm is None or "ipykernel_launcher" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        null = os.open(os.devnull, os.O_RDWR)
        try:
            streams = [null, _number(kwargs.get("stdout"), 1), _number(kwargs.get("stderr"), 2)]
            cwd = str(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109
            self.process = warm.fork(cmd, kwargs.get("env") or os.environ, cwd, streams)
        except NotWarm:
            return await super().launch_kernel(cmd, **kwargs)
        finally:
            os.close(null)
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info


def _number(stream: Any, standard: int) -> int:
    if hasattr(stream, "fileno"):
        return stream.fileno()
    return stream if isinstance(stream, int) and stream >= 0 else standard


def prefer() -> bool:
    """Make ours the provisioner of kernels that name none, if it is installed as an entry point. Was it?"""
    factory = KernelProvisionerFactory.instance()
    if PROVISIONER in factory.provisioners:
        factory.default_provisioner_name = PROVISIONER
    return PROVISIONER in factory.provisioners
