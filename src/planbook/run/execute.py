"""Papermill, chapter by chapter: notebooks with their parameters in, executed notebooks and records out.

One engine, registered with papermill's own registry, adds what papermill's nbclient engine does not offer: an
environment and a working directory for each kernel, so that chapters can run side by side. Papermill saves a
notebook once, at the end, instead of twice a cell.
"""

import contextlib
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, TypeVar

import ipykernel.kernelspec  # noqa: F401 (jupyter_client imports it for the first kernel, in all threads at once)
import nbformat
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill import execute_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from planbook.errors import PlanbookError
from planbook.run import descendants, outputs
from planbook.run.fork_server import CURRENT, ForkServer
from planbook.run.notebook import Notebook
from planbook.run.provisioner import ForkedProvisioner, PromptClient

CELL_TIMEOUT = 600  # seconds for one cell: no chapter comes near it, a hanging one must not hang the build


@dataclass(frozen=True)
class Job:
    """One chapter to run; `output` is where its executed notebook goes."""

    chapter: str
    notebook: Notebook
    output: Path
    parameters: Mapping[str, Any]

    @property
    def reads(self) -> Path:
        """What planbook.edition recorded of it: the queries and the rows that answered them."""
        return self.output.with_suffix(".reads.json")

    @property
    def files(self) -> Path:
        """What the recorder noted of it: the other files it opened."""
        return self.output.with_suffix(".files.json")


@dataclass(frozen=True)
class Done:
    """A chapter that ran: how long it took, the rows it looked up, the files it opened."""

    job: Job
    seconds: float
    reads: dict[str, Any] | None
    files: dict[str, str]


class ChapterFailed(PlanbookError):
    """A chapter that did not run to its end. `notebook` is the failed notebook, kept for a look."""

    def __init__(self, chapter: str, cell: int | None, cause: str, notebook: Path | None):
        self.chapter, self.cell, self.cause, self.notebook = chapter, cell, cause, notebook
        where = f"chapters/{chapter}.ipynb" + (f" cell {cell}" if cell is not None else "")
        super().__init__(f"{where}: {cause}")


End = Done | ChapterFailed
LONGEST_SOCKET = 90  # bytes of the path of a socket, less what jupyter_client appends; the system takes 108
T = TypeVar("T")


class Engine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Papermill's nbclient engine, with an environment, a folder and a fork server for the kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        env: Mapping[str, str],
        folder: Path,
        server: ForkServer | None,
        connection: Path,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        log_output: bool = False,
        **_: Any,
    ) -> Any:
        client = Client(
            nb_man,
            kernel_name=kernel_name,
            log=_quiet,
            log_output=log_output,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            extra_arguments=["--ext=planbook.run.recorder"],
            shutdown_kernel="immediate",  # what it read is written after each cell: nothing waits for its end
        )
        manager = client.create_kernel_manager()
        manager.connection_file = str(
            connection
        )  # else in $TMPDIR, where a killed build leaves it, with its key
        if sys.platform == "linux" and len(os.fsencode(connection)) < LONGEST_SOCKET:
            manager.transport = "ipc"  # sockets beside that file: two builds never ask for the same port
        manager.client_factory = PromptClient
        if server:
            manager.provisioner = ForkedProvisioner(server, manager)
        _running.add(client)
        try:
            # What a cell says on stderr comes as an output; this is what the kernel itself would print.
            stderr = None if os.environ.get("PLANBOOK_DEBUG") else subprocess.DEVNULL
            return client.execute(env=dict(env), cwd=str(folder), stderr=stderr)
        except (CellTimeoutError, DeadKernelError) as error:
            begun = [cell for cell in nb_man.nb.cells if cell.metadata.papermill.status != nb_man.PENDING]
            raise Stopped(error, nb_man.nb, len(begun) - 1, client.printed > outputs.MOST) from error
        finally:
            _running.discard(client)
            descendants.kill(descendants.marked(f"PLANBOOK_FILES={env['PLANBOOK_FILES']}"))


class Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """Papermill's client; it stops a kernel whose cell prints without end."""

    printed = 0  # characters, of the cell that is running

    def execute_cell(self, cell: Any, cell_index: int, **more: Any) -> Any:
        self.printed = 0
        return super().execute_cell(cell, cell_index, **more)

    def process_message(self, msg: Any, *where: Any, **more: Any) -> Any:
        self.printed += outputs.size(msg["content"])
        if self.printed > outputs.MOST:
            _kill(self)
            return None
        return super().process_message(msg, *where, **more)


class Stopped(Exception):
    """A notebook whose kernel was stopped in the middle of a cell, with the notebook as far as it came."""

    def __init__(self, error: Exception, notebook: nbformat.NotebookNode, index: int, overflowed: bool):
        super().__init__(str(error))
        self.error, self.notebook, self.index, self.overflowed = error, notebook, index, overflowed


papermill_engines.register("planbook", Engine)
_running: set[PapermillNotebookClient] = set()
_busy: set[str] = set()  # the chapters that a thread is at, whether or not its future has come to anyone

_quiet = logging.getLogger("planbook.run")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False


@contextlib.contextmanager
def running(
    jobs: list[Job], env: Mapping[str, str], workers: int, then: Callable[[End], T]
) -> Iterator[dict[str, Future[T]]]:
    """Run the jobs, `workers` at a time, beside whatever the caller does; a failure does not stop the others.

    Gives each chapter's future. Its result is what `then`, called in the chapter's own thread, makes of the
    chapter's end. Who leaves before all have ended, as with Ctrl-C, stops them.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # a kernel that died is told by us, once
    server = CURRENT.get()  # none in the threads
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="chapter")
    futures: dict[str, Future[T]] = {}

    def run(job: Job) -> T:
        with contextlib.closing(ensure_event_loop()):  # papermill's in this thread; nobody else closes it
            return then(_end(job, env, server))

    try:
        for job in jobs:
            futures[job.chapter] = pool.submit(run, job)
        yield futures
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        while _busy or not all(future.done() for future in futures.values()):
            _kill_kernels()  # again and again: some may only start
            sleep(0.05)


def _kill_kernels() -> None:
    for client in list(_running):
        _kill(client)


def _kill(client: PapermillNotebookClient) -> None:
    provisioner = client.km and client.km.provisioner
    if provisioner and provisioner.pid:
        descendants.kill(descendants.of(provisioner.pid))
        descendants.kill_group(provisioner.pid)


def _end(job: Job, env: Mapping[str, str], server: ForkServer | None) -> End:
    _busy.add(job.chapter)
    try:
        return run_one(job, env, server)
    except ChapterFailed as failure:
        return failure
    finally:
        _busy.discard(job.chapter)


def run_one(job: Job, env: Mapping[str, str], server: ForkServer | None = None) -> Done:
    """Run one chapter, its kernel forked from the server, if there is one.

    Raises:
        ChapterFailed: a cell raised, ran too long, or its kernel died.
    """
    start = perf_counter()
    job.output.parent.mkdir(parents=True, exist_ok=True)
    kernel_env = {**env, "PLANBOOK_READS": str(job.reads), "PLANBOOK_FILES": str(job.files)}
    try:
        executed = execute_notebook(
            nbformat.reads(job.notebook.text, as_version=4),
            _braced(job.output),
            dict(job.parameters),
            engine_name="planbook",
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            progress_bar=False,
            env=kernel_env,
            folder=job.notebook.path.parent,
            server=server,
            connection=job.output.with_suffix(".connection.json"),
            execution_timeout=CELL_TIMEOUT,
        )
    except PapermillExecutionError as error:
        cell = _number(nbformat.read(job.output, as_version=4).cells, error.cell_index)
        raise ChapterFailed(job.chapter, cell, _cause(error), job.output) from None
    except Stopped as stop:
        nbformat.write(stop.notebook, job.output)
        cell = _number(stop.notebook.cells, stop.index)
        cause = "its kernel died (killed, or out of memory?)"
        if stop.overflowed:
            cause = f"it put out more than {outputs.MOST} characters"
        elif isinstance(stop.error, CellTimeoutError):
            cause = f"it ran longer than {CELL_TIMEOUT} s"
        raise ChapterFailed(job.chapter, cell, cause, job.output) from None
    except Exception as error:  # papermill and its kernels raise many kinds; each fails one chapter only
        cause = f"{type(error).__name__}: {_first(str(error))}"
        raise ChapterFailed(job.chapter, None, cause, None) from error
    if fault := outputs.fault(executed.cells):
        raise ChapterFailed(job.chapter, _number(executed.cells, fault[0]), fault[1], job.output)
    return Done(job, perf_counter() - start, _json(job.reads), _json(job.files) or {})


def _number(cells: list[nbformat.NotebookNode], index: int) -> int:
    """The number (from 1) that a cell of the executed notebook has in the chapter as it is written."""
    tags = [set(cell.metadata.get("tags", [])) for cell in cells]
    executed = [here for here in tags if "papermill-error-cell-tag" not in here]
    return sum("injected-parameters" not in here for here in executed[: index + 1])


def _cause(error: PapermillExecutionError) -> str:
    """`KeyError: 'x'`, with the line of the cell that raised where the traceback names it."""
    cause = f"{error.ename}: {_first(error.evalue)}" if error.evalue else error.ename or "an exception"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    arrows = re.findall(r"^-+> *\d+ (.*)$", plain, re.M)
    return f"{cause}  ← {arrows[0].strip()}" if arrows else cause


def _first(text: str) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= 300 else f"{line[:299]}…"


def _braced(path: Path) -> str:
    """Papermill formats paths with the parameters: a brace in a folder's name has to be doubled."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
