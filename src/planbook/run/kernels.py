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
from collections.abc import Callable, Iterator, Mapping

from planbook.run.project import Project
from planbook.run.warm import BORN, ENDED, NEWS, READY

PROVISIONER = "planbook-warm"  # its name among the entry points `jupyter_client.kernel_provisioners`


class NotWarm(Exception):
    """No kernel can be forked: the warm process is not there."""


class Warm:
    """The warm process of one build, a context manager; `Warm.current` is the one that kernels use."""

    current: "Warm | None" = None

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
        self.end()

    def end(self) -> None:
        """End it, and all kernels that are left; once more does no harm."""
        Warm.current = None
        self._control.close()
        self._process.terminate()
        self._process.wait()

    def fork(self, command: list[str], env: Mapping[str, str], cwd: str, streams: list[int]) -> "Forked":
        """A kernel for `command` (`python -m ipykernel_launcher …`), as soon as both it and we are ready.

        Raises:
            NotWarm: the warm process or the kernel is gone, or never came up.
        """
        request = json.dumps({"command": command, "env": dict(env), "cwd": cwd}).encode()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs, self._lock:
                socket.send_fds(self._control, [request], [*streams, theirs.fileno()])
            return Forked(ours)
        except OSError as error:
            ours.close()
            raise NotWarm(str(error)) from error


@contextlib.contextmanager
def warm(project: Project, plain: bool) -> Iterator[Callable[[], None]]:
    """The process that the kernels of a build are forked from: it imports while we look what is to be done.

    One that is there already, for the books of several editions, serves this one too; with `plain` there is
    none. Gives a function that ends it early, when no kernel will be wanted.
    """
    if plain or Warm.current or not Warm.possible():
        yield lambda: None
    else:
        with Warm(environment(project)) as started:
            yield started.end


def environment(project: Project) -> dict[str, str]:
    """The environment of every kernel of a book: ours plus what makes two runs give the same bytes."""
    return {
        **os.environ,
        "PLANBOOK_ROOT": str(project.root),
        "PLANBOOK_DATA": str(project.data),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MATPLOTLIBRC": os.devnull,  # nobody's own style
        "IPYTHONDIR": str(project.output / "run" / "ipython"),  # nobody's own startup files
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


class Forked:
    """A forked kernel, with as much of `subprocess.Popen` as jupyter_client uses.

    It is not our child; its line to the warm process tells what becomes of it. Raises NotWarm when that is
    anything but ready.
    """

    stdin = stdout = stderr = None

    def __init__(self, line: socket.socket):
        self._line = line
        self.pid = 0
        self.returncode: int | None = None
        heard: set[int | None] = set()
        while self.returncode is None and not heard.issuperset((BORN, READY)):  # in whichever order
            heard.add(self._hear(None))
        if self.returncode is not None:
            raise NotWarm("the kernel ended before it was ready")

    def poll(self) -> int | None:
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        if self.returncode is None:
            self._hear(timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _hear(self, timeout: float | None) -> int | None:
        """The next piece of news, if there is any in time."""
        self._line.settimeout(timeout)
        try:
            said = self._line.recv(NEWS.size)
        except (BlockingIOError, TimeoutError):
            return None
        except OSError:
            said = b""
        kind, number = NEWS.unpack(said) if len(said) == NEWS.size else (ENDED, -signal.SIGKILL)
        if kind == BORN:
            self.pid = number
        elif kind == ENDED:
            self.returncode = number
            self._line.close()
        return kind
