"""One job in a process of its own, forked from one that has imported what builds import.

What the job says comes over a line while it goes on, and at the end how it came out. No job sees what
another's Sphinx left behind; what one took is given back at its end; one that is stopped stops its kernels.
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


class Outcome(NamedTuple):
    """How a job came out: why it failed ("" when it did not), and what it returned."""

    why: str
    result: Any = None


class Died(BuildError):
    """The process of a job ended before the job did."""


def preload() -> None:
    """In the fork server: import what a build imports."""
    from planbook.audit import audit  # noqa: F401
    from planbook.book import binding, number_check, publish, stage  # noqa: F401
    from planbook.edition import csvw, lookup  # noqa: F401
    from planbook.run.parameters import settings  # noqa: F401
    from planbook.show import data_page, provenance  # noqa: F401

    binding.import_binder(Project(Path(os.environ["PLANBOOK_ROOT"])))


def start(server: "ForkServer", task: Task, kernels: "ForkServer | None", line: Connection) -> BaseProcess:
    """A process for one job: forked, or a fresh one where that is not to be had."""
    with contextlib.suppress(OSError, EOFError):
        return server.start(_work, task, kernels, line)
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(task, kernels, line))
    process.start()
    return process


def work(
    server: "ForkServer",
    task: Task,
    kernels: "ForkServer | None",
    say: Say,
    begun: Callable[[BaseProcess], None],
) -> Outcome | None:
    """Do a job in a process of its own, which `begun` is given; None when somebody stopped it.

    Raises:
        Died: it was killed, or killed itself.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with theirs:
        process = start(server, task, kernels, theirs)
    begun(process)
    with ours:
        outcome = hear(ours, say)
    process.join()
    if process.exitcode and not outcome:
        raise Died(f"its build died (exit code {process.exitcode}); out of memory?")
    return outcome


def hear(line: Connection, say: Say) -> Outcome | None:
    """Listen until the job has ended; None when it was stopped, or died."""
    outcome = None
    with contextlib.suppress(EOFError):
        while True:
            told = line.recv()
            if isinstance(told, Outcome):
                outcome = told
            else:
                say(told)
    return outcome


def _work(task: Task, kernels: "ForkServer | None", line: Connection) -> None:
    """In that process: do the job, and put on the line what it says, and how it came out."""
    from planbook.run import fork_server, forked

    def stop(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    forked.end_with_parent()
    fork_server.CURRENT.set(kernels)
    gc.disable()  # as for a single book (planbook.cli)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            outcome = Outcome("", task(line.send))
        except (InputError, BuildError) as error:
            outcome = Outcome(str(error))
        except Exception as error:
            if os.environ.get("PLANBOOK_DEBUG"):
                raise
            hint = "for the traceback, run it again with PLANBOOK_DEBUG=1"
            outcome = Outcome(f"{type(error).__name__}: {error} ({hint})")
        line.send(outcome)
