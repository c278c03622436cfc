"""Many editions: one book each, side by side, every one in a folder of its own, and a page that lists them.

    _build/editions/<edition>/    what a build of that edition writes: html, cache, manifest
    _build/editions/index.html    the list

Each book is an ordinary `pipeline.build` in a process of its own, forked from one that has imported what
builds import: no book sees what another's Sphinx left behind, and what one took is given back at its end. All
fork their kernels from one warm process. Where the system cannot fork safely they are fresh processes.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from planbook.run import lock, manifest
from planbook.run.errors import InputWrong, WorkFailed
from planbook.run.kernels import Warm
from planbook.run.manifest import Request
from planbook.run.project import Project

Say = Callable[[str], None]


class Failed(WorkFailed):
    """Editions whose books could not be built: {edition: why}. The other books are as asked for."""

    def __init__(self, causes: dict[str, str], editions: int):
        self.causes = causes
        others = editions - len(causes)
        told = [f"{edition}: {cause.replace(chr(10), chr(10) + '    ')}" for edition, cause in causes.items()]
        told.append(f"not built: {', '.join(causes)}; up to date: {others} of {editions}")
        super().__init__("\n".join(told))


def build(project: Project, request: Request, say: Say = lambda line: None) -> Path:
    """Build the book of every edition that has data, as `request` asks, and return the page that lists them.

    Raises:
        InputWrong: what is asked cannot hold for every edition, or for none. Nothing was built.
        Failed: some editions could not be built; their books are as they were, the others are built.
        WorkFailed: another build of all editions is running.
    """
    editions = project.editions()
    _require_for_all(project, request, editions)
    with lock.held(project.shelf):
        # 1. Which books may differ, by hashes alone.
        todo = [edition for edition in editions if _may_differ(project.of(edition), request)]
        if len(todo) < len(editions):
            unchanged = len(editions) - len(todo)
            say(f"nothing changed in {unchanged} of {len(editions)}" if todo else "nothing changed")

        # 2. Build those, several at a time. One that fails does not stop the others.
        causes: dict[str, str] = {}
        if todo:
            _require_for_some(project, request, todo)
            numbers = {edition: f"{editions.index(edition) + 1} of {len(editions)}" for edition in todo}
            causes = _build(project, request, numbers, say)

        # 3. List what stands there now.
        page = _list(project, editions)
    if causes:
        raise Failed(causes, len(editions))
    return page


def _require_for_all(project: Project, request: Request, editions: list[str]) -> None:
    """What names one edition cannot be asked of all of them."""
    if not editions:
        raise InputWrong(f"{project.data}: no edition there; expected a folder with a source.yml")
    one = ["-p edition" for name, _ in request.options if name == "edition"]
    if request.files:
        from planbook.run import given

        items = (item for file in request.files for item in given.read(file, project, []))
        one += [f"{item.where} edition" for item in items if item.label == "edition"]
    if request.source:
        one.append("--source")
    if one:
        raise InputWrong(f"--all and {one[0]}: every edition, or that one? Leave one of them out")


def _may_differ(book: Project, request: Request) -> bool:
    if request.force or request.only:
        return True
    return not manifest.unchanged(book, manifest.fingerprint(book, request))


def _require_for_some(project: Project, request: Request, todo: list[str]) -> None:
    """Parameters that no edition can use are wrong; those that only some cannot use fail those."""
    from planbook.run import settings

    refused: list[InputWrong] = []
    for edition in todo:
        try:
            settings.resolve(project.of(edition), request.files, request.options)
            return
        except InputWrong as wrong:
            refused.append(wrong)
    raise refused[0]


# ---------------------------------------------------------------- one process a book


@dataclass
class _Running:
    edition: str
    process: BaseProcess
    line: Connection  # what it says comes here: ("says", line) … ("ended", why it failed, or "")


def _build(project: Project, request: Request, numbers: dict[str, str], say: Say) -> dict[str, str]:
    """Build the editions that `numbers` names ("2 of 30"); why those failed that did, in their order."""
    from planbook.run import chapters, kernels

    jobs = request.jobs or chapters.cores()
    at_a_time = min(jobs, len(numbers))
    each = replace(request, jobs=max(1, jobs // at_a_time))
    ended: dict[str, str] = {}
    with kernels.warm(project, request.plain):
        process = _prepare(project)
        for edition, kind, told in _events(process, project, each, list(numbers), at_a_time):
            name = f"{edition} ({numbers[edition]})"
            if kind == "says":
                say(f"{name}  {told}")
            else:
                ended[edition] = told
                if told:
                    say(f"{name}  FAILED")
    return {edition: ended[edition] for edition in numbers if ended[edition]}


def _prepare(project: Project) -> type[BaseProcess]:
    """Import what a build imports, and say what starts one: a fork where it is safe, else a fresh process."""
    fresh = multiprocessing.get_context("spawn").Process
    if not Warm.possible():
        return fresh
    from planbook.bind import origin, publish  # noqa: F401
    from planbook.edition import csvw, lookup  # noqa: F401
    from planbook.run import binding, chapters, execute, provisioner, settings, stage  # noqa: F401
    from planbook.show import provenance, register  # noqa: F401

    provisioner.prefer()
    binding.import_binder(project)
    is_safe = len(list(Path("/proc/self/task").iterdir())) == 1
    return multiprocessing.get_context("fork").Process if is_safe else fresh


def _events(
    process: type[BaseProcess],
    project: Project,
    request: Request,
    waiting: list[str],
    at_a_time: int,
) -> Iterator[tuple[str, str, str]]:
    """Run the builds; (edition, "says" or "ended", what) as it comes."""
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < at_a_time:
                running.append(_start(process, project, waiting.pop(0), request))
            speaking = wait([one.line for one in running])
            for one in [one for one in running if one.line in speaking]:
                try:
                    kind, told = one.line.recv()
                except EOFError:
                    one.process.join()
                    kind, told = "ended", f"its build died (exit code {one.process.exitcode}); out of memory?"
                if kind == "ended":
                    one.process.join()
                    one.line.close()
                    running.remove(one)
                yield one.edition, kind, told
    finally:  # Ctrl-C
        for one in running:
            one.process.terminate()
        for one in running:
            one.process.join()


def _start(process: type[BaseProcess], project: Project, edition: str, request: Request) -> _Running:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    started = process(target=_one, args=(project.of(edition), request, theirs), name=edition)
    started.start()
    theirs.close()
    return _Running(edition, started, ours)


def _one(book: Project, request: Request, line: Connection) -> None:
    """In a process of its own: build one book, and say on the line how it goes."""
    from planbook import pipeline

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the one who started us,
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who then ends us
    why = ""
    try:
        pipeline.build(book, request, lambda said: line.send(("says", said)))
    except (InputWrong, WorkFailed) as error:
        why = str(error)
    except KeyboardInterrupt:
        return
    except Exception as error:
        if os.environ.get("PLANBOOK_DEBUG"):
            raise
        why = f"{type(error).__name__}: {error} (for the traceback, run it again with PLANBOOK_DEBUG=1)"
    line.send(("ended", why))


# ---------------------------------------------------------------- the page that lists them


def _list(project: Project, editions: list[str]) -> Path:
    """Write the page that lists the books, if it says something new."""
    from planbook.bind import shelf

    books = []
    for edition in editions:
        book = project.of(edition)
        told = (manifest.read(book.manifest) or {}) if book.html.is_dir() else {}
        books.append(shelf.Book(edition, len(told.get("figures", ())), **told.get("report", {})))
    return shelf.write(project.shelf / "index.html", books)
