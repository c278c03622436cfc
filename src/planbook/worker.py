"""A process that does one job after another, forked from one that has imported what builds import.

What a job says comes over a line while it goes on, and at the end how it came out. Builds of one book that
follow each other are quick in one process: it remembers what it has worked out (`planbook.run.memo`). What
must not see what another's Sphinx left behind has a process of its own, and what a process took is given back
at its end; one that is stopped stops its kernels.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planbook.errors import BuildError, InputError
from planbook.run.project import Project

if TYPE_CHECKING:
    from planbook.run.fork_server import ForkServer

Say = Callable[[str], None]
Task = Callable[[Say], Any]  # can be pickled
_PATIENCE = 10  # seconds that a process has to end by itself
_IDLE = 0.5  # seconds without a job, after which there is time to look for garbage


class Outcome(NamedTuple):
    """How a job came out: why it failed ("" when it did not), and what it returned."""

    why: str
    result: Any = None
    outdated: bool = False  # not even begun: the program is not what the process has imported


class Died(BuildError):
    """The process of a job ended before the job did."""


def preload() -> None:
    """In the fork server: import what a build imports."""
    imports(Project(Path(os.environ["PLANBOOK_ROOT"])))


def imports(project: Project) -> None:
    """Import what a build imports."""
    from planbook.audit import audit  # noqa: F401
    from planbook.book import binding, number_check, publish, stage  # noqa: F401
    from planbook.edition import csvw, lookup  # noqa: F401
    from planbook.run.parameters import settings  # noqa: F401
    from planbook.show import data_page, provenance  # noqa: F401

    binding.import_binder(project)


class Worker:
    """The process, begun at once: forked, or a fresh one where that is not to be had."""

    def __init__(self, server: "ForkServer", kernels: "ForkServer | None"):
        self._line, theirs = multiprocessing.Pipe()
        self._process: BaseProcess
        with theirs:
            try:
                self._process = server.start(_work, kernels, theirs)
            except (OSError, EOFError):
                spawn = multiprocessing.get_context("spawn")
                self._process = spawn.Process(target=_work, args=(kernels, theirs))
                self._process.start()

    def do(self, task: Task, say: Say) -> Outcome | None:
        """Have a job done, and listen until it has ended; None when it was stopped, or died."""
        try:
            self._line.send(task)
            while not isinstance(told := self._line.recv(), Outcome):
                say(told)
            return told
        except (EOFError, OSError):
            return None

    def finish(self, task: Task, say: Say) -> Outcome | None:
        """Have its only job done, and end it; None when it was stopped.

        Raises:
            Died: it was killed, or killed itself.
        """
        outcome = self.do(task, say)
        code = None if outcome else self.exit_code
        self.end()
        if code:
            raise Died(f"its build died (exit code {code}); out of memory?")
        return outcome

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        """How the process ended."""
        self._process.join(_PATIENCE)
        return self._process.exitcode

    def stop(self) -> None:
        """Stop what it is at, and the process."""
        self._process.terminate()

    def end(self) -> None:
        """End the process, whatever it is at, and wait for that."""
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _work(kernels: "ForkServer | None", line: Connection) -> None:
    """In that process: do what comes over the line, and put on it what that says, and how it came out."""
    from planbook.run import fork_server, forked

    def stop(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    forked.end_with_parent()
    fork_server.CURRENT.set(kernels)
    gc.disable()  # as for a single book (planbook.cli)
    with contextlib.suppress(KeyboardInterrupt, EOFError, BrokenPipeError):
        while True:
            line.send(_outcome(line.recv(), line.send))
            if not line.poll(_IDLE):
                gc.collect()


def _outcome(task: Task, say: Say) -> Outcome:
    from planbook.run import hashing

    if hashing.is_outdated():
        return Outcome("the program was changed; next: do it again", outdated=True)
    try:
        return Outcome("", task(say))
    except (InputError, BuildError) as error:
        return Outcome(str(error))
    except Exception as error:
        if os.environ.get("PLANBOOK_DEBUG"):
            raise
        hint = "for the traceback, run it again with PLANBOOK_DEBUG=1"
        return Outcome(f"{type(error).__name__}: {error} ({hint})")
