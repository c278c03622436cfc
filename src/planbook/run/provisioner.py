"""How jupyter_client starts the kernels of a build: forked from its fork server.

A kernel provisioner and a client of jupyter_client: papermill and nbclient are used unchanged.
"""

import asyncio
import contextlib
import os
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.process import BaseProcess
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from planbook.run import descendants, forked
from planbook.run.fork_server import ForkServer

SUBSCRIPTION = 0.01  # seconds that a subscription may take; without it the kernel's first words are lost


class ForkedProvisioner(LocalProvisioner):
    """Forks the kernel, or, if the fork server is gone, starts an ordinary one."""

    def __init__(self, server: ForkServer, manager: AsyncKernelManager):
        super().__init__(kernel_spec=manager.kernel_spec, parent=manager)
        self.server = server

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        if "ipykernel_launcher" in cmd:
            with contextlib.suppress(OSError, EOFError):
                return self._fork(cmd[cmd.index("ipykernel_launcher") + 1 :], **kwargs)
        return await super().launch_kernel(cmd, **kwargs)

    def _fork(self, arguments: list[str], env: dict[str, str], cwd: str, **_: Any) -> Any:
        ours, theirs = Pipe(duplex=False)
        with ours:
            with theirs:
                process = self.server.start(forked.kernel, arguments, env, cwd, theirs)
            ours.recv()
        self.process = Popen(process)  # type: ignore[assignment]  # all that is used of subprocess.Popen
        self.cwd = cwd
        self.pid = self.pgid = process.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, with what it started, and see it end: whoever asks next would look only ten times
        a second."""
        if self.pid:
            descendants.kill(descendants.of(self.pid))
        await super().kill(restart)
        if isinstance(self.process, Popen):
            self.process.wait(timeout=1)


class Popen:
    """A forked process, with as much of `subprocess.Popen` as jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess):
        self._process = process
        self.pid, self.kill, self.terminate = process.pid, process.kill, process.terminate

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid and self.poll() is None:
            os.kill(self.pid, number)


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


def _idle(message: Mapping[str, Mapping[str, object]], asked: str) -> bool:
    """Is this the last that a kernel says of a request?"""
    return (
        message["parent_header"].get("msg_id") == asked
        and message["content"].get("execution_state") == "idle"
    )
