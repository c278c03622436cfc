"""One task an edition, handed to the scheduler of a Dask cluster."""

from __future__ import annotations

import contextlib
import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from planbook.errors import BuildError, InputError
from planbook.run.manifest import Fingerprint, Request, fingerprint
from planbook.run.project import Project

if TYPE_CHECKING:
    from distributed import Client, Future

    from .exchange import Exchange

Say = Callable[[str], None]
MISSING = "--scheduler: needs Dask's distributed; next: pip install 'planbook[cluster]'"
PATIENCE = 10  # seconds for a scheduler to answer
RETRIES = 2  # of a build that died, or met a broken disk
AHEAD = 2  # tasks handed out for each that can run


def build(
    project: Project,
    request: Request,
    numbers: Mapping[str, str],
    say: Say,
    *,
    scheduler: str,
    exchange: str | None = None,
) -> dict[str, str]:
    """Build the editions that `numbers` names ("2 of 30"); why those failed that did, in their order.

    scheduler: its address. exchange: where archives go to and fro, as fsspec writes it (s3://bucket/folder);
    without it the workers read and write the project's folder, under the same path as here.

    Raises:
        InputError: there is no such scheduler, or the workers have another planbook.
    """
    gc.enable()  # of what distributed leaves, unlike a single build's, a long run has much
    with _connected(scheduler) as client, contextlib.ExitStack() as stack:
        from .bench import Bench, digest

        ways = None
        if exchange:
            from .exchange import opened

            ways = stack.enter_context(opened(exchange, project, request))
        name = f"planbook-{uuid4().hex[:12]}"

        def heard(event: tuple[float, Any]) -> None:
            edition, line = event[1]
            say(f"{edition} ({numbers[edition]})  {line}")

        client.subscribe_topic(name, heard)
        each = replace(request, jobs=request.jobs or 1)
        bench = Bench.of(name, project, each, digest(), ways.url if ways else None)
        if not client.nthreads():
            say(f"no worker at {scheduler} yet: waiting for one")
        try:
            _register(client, bench, name)
            return _all(client, name, project, request, numbers, say, ways)
        finally:
            with contextlib.suppress(Exception):  # the scheduler may be gone
                client.unregister_worker_plugin(name)


@contextlib.contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise InputError(MISSING) from None
    for noisy in ("distributed", "tornado"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL + 1)
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False, name="planbook")
    except (OSError, ValueError, TypeError) as wrong:  # a TimeoutError is an OSError
        why = str(wrong) or type(wrong).__name__
        raise InputError(
            f'--scheduler: got "{scheduler}", expected the address of a running Dask scheduler, such as '
            f"tcp://10.0.0.1:8786 ({why}); next: dask scheduler, dask worker {scheduler}"
        ) from None
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=1)


def _register(client: Client, bench: Any, name: str) -> None:
    try:
        client.register_plugin(bench, name=name)
    except InputError:
        raise
    except Exception as wrong:
        raise BuildError(
            f"--scheduler: the workers cannot be used: {type(wrong).__name__}: {wrong}"
        ) from wrong


def _all(
    client: Client,
    name: str,
    project: Project,
    request: Request,
    numbers: Mapping[str, str],
    say: Say,
    ways: Exchange | None,
) -> dict[str, str]:
    """Hand out the tasks, a few more than the workers can do at a time, and take in what comes back."""
    from distributed import as_completed

    from .bench import task

    waiting = iter(numbers)
    out: dict[Future, tuple[str, Fingerprint | None]] = {}
    causes: dict[str, str] = {}
    done = as_completed(loop=client.loop)

    def hand_out() -> None:
        while len(out) < max(1, AHEAD * sum(client.nthreads().values())):
            if (edition := next(waiting, None)) is None:
                return
            seen = None
            if ways:
                seen = fingerprint(project.of(edition), request)
                ways.send(edition)
            future = client.submit(task, name, edition, key=f"{name}-{edition}", pure=False, retries=RETRIES)
            out[future] = edition, seen
            done.add(future)

    try:
        hand_out()
        for future in done:
            edition, seen = out.pop(future)
            why = _why(future)
            if ways and seen and not why:
                try:
                    ways.receive(edition, seen)
                except (OSError, BuildError) as wrong:
                    why = f"its book did not come back: {wrong}"
            if why:
                causes[edition] = why
                say(f"{edition} ({numbers[edition]})  FAILED")
            future.release()
            hand_out()
    finally:  # after Ctrl-C; a worker ends a build that nobody waits for
        if out:
            with contextlib.suppress(Exception):
                client.cancel(list(out), force=True)
    return {edition: causes[edition] for edition in numbers if edition in causes}


def _why(future: Future) -> str:
    """Why a task failed, "" when it did not."""
    from distributed import KilledWorker

    if future.status == "finished":
        return str(future.result())
    if future.status != "error":
        return "the scheduler has lost it; is it still running?"
    wrong = future.exception()
    if isinstance(wrong, KilledWorker):
        return f"{wrong.allowed_failures + 1} workers died building it; out of memory?"
    return str(wrong) if isinstance(wrong, BuildError) else f"{type(wrong).__name__}: {wrong}"
