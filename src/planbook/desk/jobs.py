"""What takes a while, one thing at a time: a draft, a build, an export; told as it goes on; can be stopped.

Each job is a process of its own (`planbook.worker`), forked from two that stay warm as long as the desk is
open: one for builds, one for kernels. When the program's own files change both are started anew.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from planbook import worker
from planbook.errors import BuildError
from planbook.run import fork_server, hashing
from planbook.run.project import Project

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"
_COUNT = re.compile(r"\[(\d+)/(\d+)\] ")
_PATIENCE = 10  # seconds that a job has to end by itself


class Busy(BuildError):
    """A job is going on already."""


@dataclass
class Job:
    """One job: `kind` is draft, build or export; `lines` is what it has said; `why` it failed."""

    kind: str
    title: str
    number: int
    state: str = RUNNING
    lines: list[str] = field(default_factory=list)
    why: str = ""
    result: Any = None
    stopping: bool = False
    begun: float = field(default_factory=monotonic)
    ended: float = 0.0

    @property
    def progress(self) -> tuple[int, int]:
        """How many chapters have ended, of how many; (0, 0) while nobody knows."""
        counts = [match for line in self.lines if (match := _COUNT.match(line))]
        return (len(counts), int(counts[-1][2])) if counts else (0, 0)

    @property
    def seconds(self) -> float:
        return (self.ended or monotonic()) - self.begun


class Jobs:
    """The jobs of one desk; `last` is the one that is going on, or the one before."""

    def __init__(self, project: Project):
        self.project = project
        self.last: Job | None = None
        self._process: BaseProcess | None = None
        self._lock = threading.Lock()
        self._warm = contextlib.ExitStack()
        self._program: dict[str, str] | None = None
        self._builds: fork_server.ForkServer | None = None
        self._kernels: fork_server.ForkServer | None = None

    def warm(self) -> None:
        """Have the processes ready that jobs are forked from; again only if the program has changed."""
        with self._lock:
            program = hashing.tree(hashing.PACKAGE, ".")
            if program == self._program:
                return
            self._warm.close()
            running = fork_server.running
            self._kernels = self._warm.enter_context(running(self.project, "planbook.run.forked:preload"))
            self._builds = self._warm.enter_context(running(self.project, "planbook.worker:preload"))
            self._program = program

    def start(
        self, kind: str, title: str, task: worker.Task, then: Callable[[Job], None] = lambda job: None
    ) -> Job:
        """Begin a job; `then` is told, in the job's thread, when it has succeeded.

        Raises:
            Busy: another one is going on.
        """
        with self._lock:
            if self.last and self.last.state == RUNNING:
                raise Busy(f"正在{self.last.title}，完成或停止以后再试")
            job = self.last = Job(kind, title, self.last.number + 1 if self.last else 1)
        threading.Thread(target=self._run, args=(job, task, then), daemon=True).start()
        return job

    def stop(self) -> None:
        """Stop the job that is going on, if there is one; what is published stays as it was."""
        job, process = self.last, self._process
        if job and job.state == RUNNING:
            job.stopping = True
        if job and job.stopping and process:
            process.terminate()
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()

    def close(self) -> None:
        """Stop everything."""
        self.stop()
        self._warm.close()

    def _run(self, job: Job, task: worker.Task, then: Callable[[Job], None]) -> None:
        outcome = None
        try:
            self.warm()
            assert self._builds
            ours, theirs = multiprocessing.Pipe(duplex=False)
            with theirs:
                self._process = worker.start(self._builds, task, self._kernels, theirs)
            if job.stopping:
                self._process.terminate()
            with ours:
                outcome = worker.hear(ours, job.lines.append)
            self._process.join()
            if outcome and not outcome.why:
                job.result = outcome.result
                then(job)
        except Exception as error:
            outcome = worker.Outcome(f"{type(error).__name__}: {error}")
        job.ended = monotonic()
        stopped = job.stopping and outcome is None
        job.why = "" if stopped else outcome.why if outcome else "程序中途退出了（内存不够？）"
        self._process = None
        job.state = STOPPED if stopped else FAILED if job.why else DONE
