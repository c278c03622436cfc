"""Processes forked from one that has imported what they need: kernels, and the builds of several editions.

It is `multiprocessing`'s fork server, and lives for one build, or as long as a process that builds again and
again, which begins anew when the program changes: no code in it is older than the files.
Where the system cannot fork safely it does not run, and whenever anything is amiss its users do without:
ordinary kernels say the same (`planbook.run.forked` says why).
"""

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, MutableMapping
from contextvars import ContextVar
from multiprocessing import forkserver, process, reduction, resource_tracker, spawn
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from planbook.run import lock
from planbook.run.project import Project


class ForkServer(forkserver.ForkServer):
    """One of our own: multiprocessing has but one, which outlives builds, and no child of it can use it.

    It can be handed to a process that was forked from another one (python/cpython#86354 is about that).
    """

    _forkserver_pid: int | None  # these three are the standard library's, unknown to typeshed
    _forkserver_address: str | None
    _stop: Callable[[], None]

    def begin(self, imports: str, env: dict[str, str], sockets: Path) -> None:
        """Let it do its imports (a function, `module:name`) while we go on.

        `sockets`: a folder for its socket, which it removes when we are killed.
        """
        self.set_forkserver_preload(["planbook.run.forked"])
        resource_tracker.ensure_running()  # or it would be started below, and undo the mask
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until it can ignore Ctrl-C
        try:
            ours = {"PLANBOOK_PRELOAD": imports, "PLANBOOK_SOCKETS": str(sockets)}
            config = process.current_process()._config  # type: ignore[attr-defined]  # its folder for sockets
            with _LOCK, _with(os.environ, env | ours), _with(config, {"tempdir": str(sockets)}):
                super().ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def ensure_running(self) -> None:
        """One that died is not started again: that would have another environment."""
        if not self._forkserver_address:
            raise ConnectionError("the fork server has ended")

    def start(self, target: Callable[..., None], *given: Any) -> BaseProcess:
        """A process that does `target`, as soon as the server is ready.

        Raises:
            OSError, EOFError: the server is gone.
        """
        self.ensure_running()  # some systems have no such context
        started = multiprocessing.get_context("forkserver").Process(target=target, args=given)
        ours = {"connect_to_new_process": self.connect_to_new_process}
        # or it would run our command, with our paths
        nothing: dict[str, Any] = {"get_preparation_data": lambda name: {}}
        with _LOCK, _with(vars(forkserver), ours), _with(vars(spawn), nothing):
            started.start()
        return started

    @property
    def is_alive(self) -> bool:
        """Whether it was begun here, runs, and can be asked: nobody has removed its socket."""
        if not (self._forkserver_pid and os.path.exists(self._forkserver_address or "")):  # noqa: PTH110
            return False
        with contextlib.suppress(ChildProcessError):
            return os.waitid(os.P_PID, self._forkserver_pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        return False

    def end(self) -> None:
        """End it, whatever it is at; once more does no harm."""
        if self._forkserver_pid:
            os.kill(self._forkserver_pid, signal.SIGKILL)
            with contextlib.suppress(FileNotFoundError):  # it may have removed its socket
                self._stop()
            self._forkserver_address = None

    def __getstate__(self) -> tuple[str | None, Any]:
        address, alive = self._forkserver_address, self._forkserver_alive_fd
        return address, address and reduction.DupFd(alive)

    def __setstate__(self, state: tuple[str | None, Any]) -> None:
        super().__init__()
        if state[0]:
            self._forkserver_address, self._forkserver_alive_fd = state[0], state[1].detach()


CURRENT: ContextVar[ForkServer | None] = ContextVar("the fork server of this build's kernels", default=None)
LONGEST = 70  # bytes of a folder with sockets: the system takes 107 with their names
_LOCK = threading.Lock()  # on what belongs to the whole process


@contextlib.contextmanager
def running(
    project: Project, imports: str, wanted: bool = True, near: Path | None = None
) -> Iterator[ForkServer]:
    """A fork server for a build, begun if that is wanted and possible; its socket in `near`, or `_build/`."""
    server, sockets = ForkServer(), None
    if wanted and sys.platform == "linux":  # elsewhere system libraries do not survive a fork
        with contextlib.suppress(OSError):
            sockets = _sockets(near or project.output)
            server.begin(imports, environment(project), sockets)
    try:
        yield server
    finally:
        server.end()
        if sockets:
            shutil.rmtree(sockets, ignore_errors=True)


def _sockets(near: Path) -> Path:
    """A new folder for this process's sockets: in a folder, or elsewhere where that has too long a path."""
    folder = near / f"{lock.SOCKETS}{os.getpid()}"
    if len(os.fsencode(folder)) > LONGEST:
        return Path(tempfile.mkdtemp(prefix="planbook-"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def for_kernels(project: Project, plain: bool) -> Iterator[Callable[[], None]]:
    """The server that the kernels of a build are forked from: it imports while we look what is to be done.

    One that is there already, for the books of several editions, serves this one too; with `plain` none does.
    Gives a function that ends it early, when no kernel will be wanted.
    """
    there = None if plain else CURRENT.get()
    with running(project, "planbook.run.forked:preload", not (plain or there)) as server:
        before = CURRENT.set(there or server)
        try:
            yield server.end
        finally:
            CURRENT.reset(before)


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


@contextlib.contextmanager
def _with(mapping: MutableMapping[str, Any], values: dict[str, Any]) -> Iterator[None]:
    """Other values in a mapping for a moment."""
    before = {name: mapping[name] for name in values if name in mapping}
    mapping.update(values)
    try:
        yield
    finally:
        for name in values.keys() - before.keys():
            del mapping[name]
        mapping.update(before)
