"""Papermill, chapter by chapter: notebooks with their parameters in, executed notebooks and records out.

One engine, registered with papermill's own registry, adds what papermill's nbclient engine does not offer: an
environment and a working directory for each kernel, so that chapters can run side by side. Papermill saves a
notebook once, at the end, instead of twice a cell.
"""

import json
import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import nbclient.exceptions
from papermill import exceptions, execute_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from planbook.run import provisioner
from planbook.run.kernels import Warm

CELL_TIMEOUT = 600  # seconds for one cell: no chapter comes near it, a hanging one must not hang the build


@dataclass(frozen=True)
class Job:
    """One chapter to run: `output` is where its executed notebook goes, `why` the reason shown to people."""

    chapter: str
    notebook: Path
    output: Path
    parameters: Mapping[str, Any]
    why: str = ""

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


class ChapterFailed(Exception):
    """A chapter that did not run to its end. `notebook` is the failed notebook, kept for a look."""

    def __init__(self, chapter: str, cell: int | None, cause: str, notebook: Path | None):
        self.chapter, self.cell, self.cause, self.notebook = chapter, cell, cause, notebook
        where = f"chapters/{chapter}.ipynb" + (f" cell {cell}" if cell is not None else "")
        super().__init__(f"{where}: {cause}")


class Engine(NBClientEngine):
    """Papermill's nbclient engine, with an environment, a folder and further arguments for the kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        env: Mapping[str, str],
        folder: Path,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        log_output: bool = False,
        **_: Any,
    ) -> Any:
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            log=_quiet,
            log_output=log_output,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            extra_arguments=["--ext=planbook.run.recorder"],
        )
        return client.execute(env=dict(env), cwd=str(folder))


papermill_engines.register("planbook", Engine)

_quiet = logging.getLogger("planbook.run")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False


def run(jobs: list[Job], env: Mapping[str, str], workers: int) -> Iterator[Done | ChapterFailed]:
    """Run the jobs, `workers` at a time; hand back each as it ends. A failure does not stop the others."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    if Warm.current:
        provisioner.prefer()
    with ThreadPoolExecutor(max_workers=max(1, workers), thread_name_prefix="chapter") as pool:
        waiting: set[Future] = {pool.submit(_outcome, job, env) for job in jobs}
        try:
            while waiting:
                ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in ended)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _outcome(job: Job, env: Mapping[str, str]) -> Done | ChapterFailed:
    try:
        return run_one(job, env)
    except ChapterFailed as failure:
        return failure


def run_one(job: Job, env: Mapping[str, str]) -> Done:
    """Run one chapter.

    Raises:
        ChapterFailed: a cell raised, ran too long, or its kernel died.
    """
    start = perf_counter()
    job.output.parent.mkdir(parents=True, exist_ok=True)
    kernel_env = {**env, "PLANBOOK_READS": str(job.reads), "PLANBOOK_FILES": str(job.files)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            execute_notebook(
                _braced(job.notebook),
                _braced(job.output),
                dict(job.parameters),
                engine_name="planbook",
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                progress_bar=False,
                env=kernel_env,
                folder=job.notebook.parent,
                execution_timeout=CELL_TIMEOUT,
            )
    except exceptions.PapermillExecutionError as error:
        cell = _source_cell(job, error.cell_index)
        raise ChapterFailed(job.chapter, cell, _cause(error), job.output) from None
    except nbclient.exceptions.CellTimeoutError:
        raise ChapterFailed(job.chapter, None, f"a cell ran longer than {CELL_TIMEOUT} s", None) from None
    except nbclient.exceptions.DeadKernelError:
        raise ChapterFailed(job.chapter, None, "its kernel died (killed, or out of memory?)", None) from None
    except Exception as error:  # papermill and its kernels raise many kinds; each fails one chapter only
        cause = f"{type(error).__name__}: {_first(str(error))}"
        raise ChapterFailed(job.chapter, None, cause, None) from error
    return Done(job, perf_counter() - start, _json(job.reads), _json(job.files) or {})


def _source_cell(job: Job, index: int) -> int:
    """The number (from 1) that a cell of the executed notebook has in the chapter as it is written."""
    cells = json.loads(job.output.read_text(encoding="utf-8"))["cells"]
    added = {"injected-parameters", "papermill-error-cell-tag"}
    own = [cell for cell in cells if not added & set(cell["metadata"].get("tags", []))]
    for number, cell in enumerate(own, 1):
        if any(output["output_type"] == "error" for output in cell.get("outputs", [])):
            return number
    return index


def _cause(error: exceptions.PapermillExecutionError) -> str:
    """`KeyError: 'x'`, with the line of the cell that raised where the traceback names it."""
    said = f"{error.ename}: {_first(error.evalue)}" if error.evalue else error.ename
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    arrows = re.findall(r"^-+> *\d+ (.*)$", plain, re.M)
    return f"{said}  ← {arrows[0].strip()}" if arrows else said


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
