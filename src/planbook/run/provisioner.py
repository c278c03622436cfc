"""How jupyter_client starts a kernel while a build is running: forked from the warm process, if there is one.

An entry point of the group `jupyter_client.kernel_provisioners`: papermill and nbclient are used unchanged.
"""

import asyncio
import os
import subprocess
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from planbook.run.kernels import PROVISIONER, NotWarm, Warm

SUBSCRIPTION = 0.01  # seconds that a subscription may take; without it the kernel's first words are lost


class WarmProvisioner(LocalProvisioner):
    """Forks the kernel where that can be done; otherwise it is the local provisioner."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        warm = Warm.current
        if warm is None or "ipykernel_launcher" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        null = os.open(os.devnull, os.O_RDWR)
        try:
            streams = [null, _number(kwargs.get("stdout"), 1, null), _number(kwargs.get("stderr"), 2, null)]
            cwd = str(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109
            self.process = warm.fork(cmd, kwargs.get("env") or os.environ, cwd, streams)
        except NotWarm:
            return await super().launch_kernel(cmd, **kwargs)
        finally:
            os.close(null)
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it end: whoever asks next would look only ten times a second."""
        await super().kill(restart)
        for _ in range(100):
            if await self.poll() is not None:
                break
            await asyncio.sleep(0.002)


class PromptClient(AsyncKernelClient):
    """A client that knows a kernel is ready when the kernel says so.

    jupyter_client's own waits until nothing has been heard for 0.2 s.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        await asyncio.sleep(SUBSCRIPTION)
        asked = self.kernel_info()
        try:
            while (reply := await self.shell_channel.get_msg(timeout=1))["parent_header"]["msg_id"] != asked:
                pass
            while not _idle(await self.iopub_channel.get_msg(timeout=0.2), asked):
                pass
        except Empty:  # an ordinary kernel, not there yet; or none any more
            if not await self.is_alive():
                raise RuntimeError("the kernel ended before it was ready") from None
            await super()._async_wait_for_ready(timeout)
        else:
            self._handle_kernel_info_reply(reply)


def _idle(message: dict[str, Any], asked: str) -> bool:
    """Is this the last that a kernel says of a request?"""
    return (
        message["parent_header"].get("msg_id") == asked
        and message["content"].get("execution_state") == "idle"
    )


def _number(stream: Any, standard: int, null: int) -> int:
    if stream == subprocess.DEVNULL:
        return null
    if hasattr(stream, "fileno"):
        return stream.fileno()
    return stream if isinstance(stream, int) and stream >= 0 else standard


def prefer() -> bool:
    """Make ours the provisioner of kernels that name none, if it is installed as an entry point. Was it?"""
    factory = KernelProvisionerFactory.instance()
    if PROVISIONER in factory.provisioners:
        factory.default_provisioner_name = PROVISIONER
    return PROVISIONER in factory.provisioners
