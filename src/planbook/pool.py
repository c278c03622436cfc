"""The books of many editions on this machine, several at a time.

Each is built in a process forked from a server that has imported what builds import: no book sees what
another's Sphinx left behind, and its memory is freed when it ends. All kernels are forked from a second
server, so that the two import at the same time (`planbook.run.fork_server`).
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from time import sleep

from planbook import pipeline, worker
from planbook.run.manifest import Request
from planbook.run.project import Project

Say = Callable[[str], None]


def build(project: Project, request: Request, numbers: Mapping[str, str], say: Say) -> dict[str, str]:
    """Build the editions that `numbers` names ("2 of 30"); why those failed that did, in their order.

    Each has a thread that starts its process and listens to it:
    ProcessPoolExecutor gives up on all when one dies.
    """
    from planbook.run import chapters, fork_server

    jobs = request.jobs or chapters.cores()
    at_a_time = min(jobs, len(numbers))
    each = replace(request, jobs=max(1, jobs // at_a_time))
    workers: list[worker.Worker] = []
    alone = threading.Lock()

    def one(edition: str) -> str:
        def tell(line: str) -> None:
            with alone:
                say(f"{edition} ({numbers[edition]})  {line}")

        its = worker.Worker(builds, kernels)
        workers.append(its)
        try:
            outcome = its.finish(partial(pipeline.build, project.of(edition), each), tell)
            why = outcome.why if outcome else ""
        except worker.Died as died:
            why = str(died)
        if why:
            tell("FAILED")
        return why

    with (
        fork_server.for_kernels(project, request.plain),
        fork_server.running(project, "planbook.worker:preload") as builds,
        ThreadPoolExecutor(at_a_time) as pool,
    ):
        kernels = fork_server.CURRENT.get()
        futures = {edition: pool.submit(one, edition) for edition in numbers}
        try:
            return {edition: why for edition, future in futures.items() if (why := future.result())}
        finally:  # after Ctrl-C
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures.values()):
                for its in workers:
                    its.stop()
                sleep(0.05)
