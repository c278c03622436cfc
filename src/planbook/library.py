"""Many editions: one book each, side by side, every one in a folder of its own, and a page that lists them.

    _build/editions/<edition>/    what a build of that edition writes: html, cache, manifest
    _build/editions/index.html    the list

Each book is an ordinary `pipeline.build` in a process of its own, forked from a server that has imported what
builds import: no book sees what another's Sphinx left behind, and its memory is freed when it ends. All
kernels are forked from a second server, so that the two import at the same time (`planbook.run.fork_server`).
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep

from planbook import pipeline, worker
from planbook.errors import BuildError, InputError
from planbook.run import lock, manifest
from planbook.run.manifest import Request
from planbook.run.project import Project

Say = Callable[[str], None]


class Failed(BuildError):
    """Editions whose books could not be built: {edition: why}. The other books are as asked for."""

    def __init__(self, causes: dict[str, str], editions: int):
        self.causes = causes
        others = editions - len(causes)
        lines = [
            f"{edition}: {cause.replace(chr(10), chr(10) + '    ')}" for edition, cause in causes.items()
        ]
        lines.append(f"not built: {', '.join(causes)}; up to date: {others} of {editions}")
        super().__init__("\n".join(lines))


def build(project: Project, request: Request, say: Say = lambda line: None) -> Path:
    """Build the book of every edition that has data, as `request` asks, and return the page that lists them.

    Raises:
        InputError: what is asked cannot hold for every edition, or for none. Nothing was built.
        Failed: some editions could not be built; their books are as they were, the others are built.
        BuildError: another build of all editions is running.
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
        page = _list(project, editions, say)
    if causes:
        raise Failed(causes, len(editions))
    return page


def _require_for_all(project: Project, request: Request, editions: list[str]) -> None:
    """Refuse what names one edition: it cannot be asked of all."""
    if not editions:
        raise InputError(f"{project.data}: no edition there; expected a folder with a source.yml")
    one = ["-p edition" for name, _ in request.options if name == "edition"]
    if request.files:
        from planbook.run.parameters import sources

        items = (item for file in request.files for item in sources.read(file, project, []))
        one += [f"{item.where} edition" for item in items if item.label == "edition"]
    if request.source:
        one.append("--source")
    if one:
        raise InputError(f"--all and {one[0]}: every edition, or that one? Leave one of them out")


def _may_differ(book: Project, request: Request) -> bool:
    if request.force or request.only:
        return True
    return not manifest.unchanged(book, manifest.fingerprint(book, request))


def _require_for_some(project: Project, request: Request, todo: list[str]) -> None:
    """Refuse parameters that no edition can use; those that only some cannot use fail those only."""
    from planbook.run.parameters import settings

    refused: list[InputError] = []
    for edition in todo:
        try:
            settings.resolve(project.of(edition), request.files, request.options)
            return
        except InputError as wrong:
            refused.append(wrong)
    raise refused[0]


# ---------------------------------------------------------------- one process a book


def _build(project: Project, request: Request, numbers: dict[str, str], say: Say) -> dict[str, str]:
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
        outcome = its.do(partial(pipeline.build, project.of(edition), each), tell)
        why = outcome.why if outcome else ""
        if not outcome and its.exit_code:
            why = f"its build died (exit code {its.exit_code}); out of memory?"
        its.end()
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


# ---------------------------------------------------------------- the page that lists them


def _list(project: Project, editions: list[str], say: Say) -> Path:
    """Write the page that lists the books, and those that compare them, if they say something new."""
    from planbook.book import editions_index
    from planbook.compare import page
    from planbook.compare.gather import Observations

    books = []
    for edition in editions:
        book = project.of(edition)
        built = (manifest.read(book.manifest) or {}) if book.html.is_dir() else {}
        books.append(editions_index.Book(edition, len(built.get("figures", ())), **built.get("report", {})))
    more = ""
    if len(editions) > 1:
        found = Observations(project.data, project.root / "_build" / "compare", say)
        if page.write(found, project.shelf, editions_index.font(books)):
            more = '<p><a href="compare/index.html">各县对照</a></p>'
    return editions_index.write(project.shelf / "index.html", editions_index.page(books, more))
