"""On a worker: what builds are forked from, made once and kept for all of them, and the task itself.

A build has a process of its own here too: it is the same as on one machine, byte for byte, and one that dies
takes nothing along. Needs distributed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from planbook import pipeline, worker
from planbook.errors import BuildError, InputError
from planbook.run import fork_server, hashing, lock, surroundings
from planbook.run.manifest import Request
from planbook.run.project import Project

from .exchange import Place, unpacked

Say = Callable[[str], None]
SOON = 0.5  # seconds until a build that was cancelled is stopped
LOCKED = 30  # seconds for the build of a worker that was lost to let go of its folder


def digest() -> str:
    """Of all that makes the same books: the program, Python, the libraries."""
    versions = hashing.versions((*hashing.CHAPTER_LIBRARIES, *hashing.BOOK_LIBRARIES))
    return hashing.digest({"program": hashing.code((".",)), "versions": versions})


def task(name: str, edition: str) -> str:
    """Build the book of an edition on this worker; why it failed, "" when it did not."""
    bench = get_worker().plugins.get(name)
    if not isinstance(bench, Bench):
        raise BuildError("this build of all editions has ended")
    return bench.build(edition)


class Bench(WorkerPlugin):  # type: ignore[misc]  # distributed is not installed everywhere
    """What every worker has for one `planbook build --all`."""

    def __init__(self, name: str, place: Place, digest: str, exchange: str | None):
        self.name, self._place, self._digest, self._exchange = name, place, digest, exchange

    @classmethod
    def of(cls, name: str, project: Project, request: Request, digest: str, exchange: str | None) -> Bench:
        """What is to be sent to the workers; `exchange`: where the archives of this run are."""
        return cls(name, Place(project, project.data, Path.cwd(), request), digest, exchange)

    def setup(self, worker: Worker) -> None:
        """At a worker: is it one that can make the same books? Start what their processes are forked from."""
        self._worker = worker
        self._wrong = self._fault(worker.address)
        if self._wrong:
            raise InputError(self._wrong)
        # A nanny starts workers as daemons, which may have no children.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        here = Path(worker.local_directory)
        surroundings.settle(here / "home")
        project = Project(here) if self._exchange else self._place.project
        with contextlib.ExitStack() as stack:
            plain = self._place.request.plain
            kernels = fork_server.running(project, "planbook.run.forked:preload", not plain, near=here)
            self._kernels = stack.enter_context(kernels)
            self._builds = stack.enter_context(
                fork_server.running(project, "planbook.worker:preload", near=here)
            )
            self._stack = stack.pop_all()

    def teardown(self, worker: Worker) -> None:
        """End the servers, and with them the builds that still run."""
        if stack := self.__dict__.pop("_stack", None):
            stack.close()

    def _fault(self, address: str) -> str:
        if digest() != self._digest:
            return (
                f"--scheduler: the worker at {address} has another planbook, Python or libraries than this "
                "machine, and would make other books; next: install the same there, and restart it"
            )
        root = self._place.project.root
        if not (self._exchange or (root / "_toc.yml").is_file()):
            return (
                f"--scheduler: the worker at {address} does not see {root}; next: mount that folder there, "
                "or let archives go to and fro: --exchange URL"
            )
        return ""

    def build(self, edition: str) -> str:
        if self._wrong:
            return self._wrong
        key, over = str(self._worker.get_current_task()), threading.Event()

        try:
            with self._at(edition) as (place, finish):
                its = worker.Worker(self._builds, self._kernels)
                threading.Thread(target=self._watch, args=(key, its, over), daemon=True).start()
                outcome = its.finish(partial(_build, place, edition), partial(self._say, edition))
                if outcome is None:
                    raise BuildError("stopped")
                if not outcome.why:
                    finish()
                return outcome.why
        finally:
            over.set()

    @contextlib.contextmanager
    def _at(self, edition: str) -> Iterator[tuple[Place, Callable[[], None]]]:
        """Where the edition is built, and what is to be done with its book."""
        if not self._exchange:
            yield self._place, lambda: None
            return
        with unpacked(self._exchange, edition, self._place, Path(self._worker.local_directory)) as (
            place,
            send,
        ):
            yield place, send

    def _say(self, edition: str, line: str) -> None:
        self._worker.log_event(self.name, (edition, line))

    def _watch(self, key: str, its: worker.Worker, over: threading.Event) -> None:
        """Stop a build that nobody waits for any more; distributed cannot stop a thread."""
        while not over.wait(SOON):
            state: Any = self._worker.state.tasks.get(key)
            if state is None or state.state == "cancelled":
                its.stop()
                return


def _build(place: Place, edition: str, say: Say) -> None:
    """In the process of the build."""
    os.environ["PLANBOOK_DATA"] = str(place.data)
    os.chdir(place.folder)
    patience = time.monotonic() + LOCKED
    while True:
        try:
            pipeline.build(place.project.of(edition), place.request, say)
            return
        except lock.Busy:
            if time.monotonic() > patience:
                raise
            time.sleep(0.2)
