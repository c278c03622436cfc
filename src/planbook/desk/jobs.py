"""What takes a while, one thing at a time: a draft, a build, an export; told as it goes on; can be stopped.

Builds have one process, which stays for the next and remembers what it has worked out; every other job has
one of its own (`planbook.worker`). They are forked from two that stay warm as long as the desk is open: one
for builds, one for kernels. When the program's own files change, all are started anew; so is one that died.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from planbook import worker
from planbook.errors import BuildError
from planbook.run import fork_server
from planbook.run.project import Project

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"
_COUNT = re.compile(r"\[(\d+)/(\d+)\] ")


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
        self._worker: worker.Worker | None = None  # of the job that is going on
        self._builder: worker.Worker | None = None  # the one that stays
        self._lock = threading.Lock()
        self._warm = contextlib.ExitStack()
        self._builds: fork_server.ForkServer | None = None
        self._kernels: fork_server.ForkServer | None = None

    def warm(self) -> None:
        """Have the processes ready that jobs are forked from, and the one that builds."""
        with self._lock:
            if not (self._kernels and self._kernels.is_alive and self._builds and self._builds.is_alive):
                self._cool()
                running = fork_server.running
                self._kernels = self._warm.enter_context(running(self.project, "planbook.run.forked:preload"))
                self._builds = self._warm.enter_context(running(self.project, "planbook.worker:preload"))
            if not (self._builder and self._builder.is_alive):
                self._builder = worker.Worker(self._builds, self._kernels)

    def _cool(self) -> None:
        """End what is warm."""
        if self._builder:
            self._builder.end()
        self._warm.close()
        self._kernels = self._builds = self._builder = None

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
        job, busy = self.last, self._worker
        if job and job.state == RUNNING:
            job.stopping = True
        if job and job.stopping and busy:
            busy.end()

    def close(self) -> None:
        """Stop everything."""
        self.stop()
        self._cool()

    def _run(self, job: Job, task: worker.Task, then: Callable[[Job], None]) -> None:
        outcome = None
        try:
            outcome = self._do(job, task)
            if outcome and outcome.outdated:
                with self._lock:
                    self._cool()
                outcome = self._do(job, task)
            if outcome and not outcome.why:
                job.result = outcome.result
                then(job)
        except Exception as error:
            outcome = worker.Outcome(f"{type(error).__name__}: {error}")
        job.ended = monotonic()
        stopped = job.stopping and outcome is None
        job.why = "" if stopped else outcome.why if outcome else "程序中途退出了（内存不够？）"
        job.state = STOPPED if stopped else FAILED if job.why else DONE

    def _do(self, job: Job, task: worker.Task) -> worker.Outcome | None:
        self.warm()
        assert self._builds and self._builder
        stays = job.kind == "build"
        self._worker = self._builder if stays else worker.Worker(self._builds, self._kernels)
        try:
            if job.stopping:
                self._worker.end()
            return self._worker.do(task, job.lines.append)
        finally:
            if not stays:
                self._worker.end()
            self._worker = None
