"""Kernels forked from one warm process (see `planbook.run.warm`), and the handle by which they are started.

`Warm` is to be had where the system can fork safely; everywhere else, and whenever anything is amiss, jupyter
starts ordinary kernels, which say the same.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from planbook.run.warm import NUMBER

PROVISIONER = "planbook-warm"  # its name among the entry points `jupyter_client.kernel_provisioners`


class NotWarm(Exception):
    """No kernel can be forked: the warm process is not there."""


class Warm:
    """The warm process of one build, a context manager; `Warm.current` is the one that kernels use."""

    current: "Warm | None" = None

    @classmethod
    def start(cls, env: Mapping[str, str]) -> "Warm | contextlib.nullcontext[None]":
        """Start it where it is to be had; otherwise nothing, and kernels are ordinary ones."""
        return cls(env) if cls.possible() else contextlib.nullcontext()

    @staticmethod
    def possible() -> bool:
        """Can kernels be forked here? On Linux only: elsewhere system libraries do not survive a fork."""
        return sys.platform == "linux"

    def __init__(self, env: Mapping[str, str]):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control, self._lock = ours, threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "planbook.run.warm", str(theirs.fileno())],
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("PLANBOOK_DEBUG") else subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is the build's, which then closes the socket
            )

    def __enter__(self) -> "Warm":
        Warm.current = self
        return self

    def __exit__(self, *_: object) -> None:
        Warm.current = None
        self._control.close()
        self._process.terminate()
        self._process.wait()

    def fork(self, command: list[str], env: Mapping[str, str], cwd: str, streams: list[int]) -> "Forked":
        """A kernel for `command` (`python -m ipykernel_launcher …`), as soon as the warm process is ready.

        Raises:
            NotWarm: it is gone, or never came up.
        """
        request = json.dumps({"command": command, "env": dict(env), "cwd": cwd}).encode()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs, self._lock:
                socket.send_fds(self._control, [request], [*streams, theirs.fileno()])
            answer = ours.recv(NUMBER.size)
        except OSError as error:
            ours.close()
            raise NotWarm(str(error)) from error
        if len(answer) != NUMBER.size:
            ours.close()
            raise NotWarm("the warm process ended")
        return Forked(NUMBER.unpack(answer)[0], ours)


def environment(root: Path, data: Path, scratch: Path) -> dict[str, str]:
    """The environment of every kernel: ours plus what makes two runs give the same bytes."""
    return {
        **os.environ,
        "PLANBOOK_ROOT": str(root),
        "PLANBOOK_DATA": str(data),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MATPLOTLIBRC": os.devnull,  # nobody's own style
        "IPYTHONDIR": str(scratch / "ipython"),  # nobody's own startup files
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


class Forked:
    """A forked kernel, with as much of `subprocess.Popen` as jupyter_client uses.

    It is not our child; its line to the warm process tells how it ended.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket):
        self.pid, self._line = pid, line
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self._read(0)

    def wait(self, timeout: float | None = None) -> int | None:
        return self._read(timeout)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _read(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                answer = self._line.recv(NUMBER.size)
            except (BlockingIOError, TimeoutError):
                return None
            except OSError:
                answer = b""
            self.returncode = NUMBER.unpack(answer)[0] if len(answer) == NUMBER.size else -signal.SIGKILL
            self._line.close()
        return self.returncode
