"""`planbook build --watch`: the book again, whenever something that it is made of has changed.

One process stays and remembers what it has worked out, so that only what a change touches is made again. It
looks at the files several times a second, by what the system notes of them; what they hold, the build reads.
"""

import contextlib
import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

from planbook import pipeline, worker
from planbook.errors import BuildError, InputError
from planbook.run import fork_server, hashing, lock, manifest
from planbook.run.manifest import Request
from planbook.run.memo import Memo
from planbook.run.project import Project

LOOK = 0.2  # seconds between two looks at the files
QUIET = 0.05  # seconds without a change after which whoever saves several files is done
PROGRAM = 10  # looks between two at the program itself


class Outdated(Exception):
    """The program is not what this process has imported: it has to be started anew."""


def watch(
    project: Project, request: Request, say: Callable[[str], None], done: Callable[[Path], None]
) -> None:
    """Build the book, and again after each change, until Ctrl-C; `done` is told of each that came out.

    What is wrong with an input, or fails, is said, and the next change tried. A build that somebody else has
    begun is waited for.

    Raises:
        Outdated: the program was changed.
    """
    memo, waiting, first = Memo(), False, True
    with contextlib.ExitStack() as warm:
        while True:
            before = _look(project, request, _opened(project))
            if not first and hashing.is_outdated():
                raise Outdated
            first = False
            _warm(warm, project, request)
            try:
                done(pipeline.build(replace(Project.find(project.root), memo=memo), request, say))
            except lock.Busy as busy:
                if not waiting:
                    say(f"{str(busy).partition(';')[0]}: waiting for its end")
                waiting = True
                sleep(LOOK)
                continue
            except (InputError, BuildError) as error:
                say(str(error))
            waiting = False
            request = replace(request, force=False)  # once is enough
            say("watching data, chapters and parameters; Ctrl-C ends it")
            worker.imports(project)
            gc.collect()  # nobody waits
            _await_change(project, request, before)


def _warm(warm: contextlib.ExitStack, project: Project, request: Request) -> None:
    """Have a fork server for the kernels of all builds; a new one, if it has died."""
    kernels = fork_server.CURRENT.get()
    if not (kernels and kernels.is_alive):
        warm.close()
        warm.enter_context(fork_server.for_kernels(project, request.plain))


def _await_change(project: Project, request: Request, before: dict[str, Any]) -> None:
    """Return when a file is not what it was, and nobody is writing any more."""
    looks, opened = 0, _opened(project)
    now = _look(project, request, opened)
    before = now | {name: seen for name, seen in before.items() if name in now}  # chapters opened others
    while (now := _look(project, request, opened)) == before:
        sleep(LOOK)
        looks += 1
        if looks % PROGRAM == 0 and hashing.is_outdated():
            return
    while now != before:
        before = now
        sleep(QUIET)
        now = _look(project, request, opened)


def _opened(project: Project) -> list[str]:
    """The files that chapters opened by themselves."""
    return [*(manifest.read(project.output / "state.json") or {}).get("opened", ())]


def _look(project: Project, request: Request, opened: list[str]) -> dict[str, Any]:
    """What the system notes of all files that the book is made of."""
    elsewhere = {name: hashing.stamp(project.root / name) for name in opened}
    return elsewhere | manifest.stamps(project, request)
