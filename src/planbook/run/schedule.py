"""The chapters that have to run, while they run: side by side, and beside the binder that waits for them."""

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.errors import BuildError
from planbook.run import chapters, fork_server, manifest, staleness, tidy
from planbook.run.cache import Cache, Entry
from planbook.run.manifest import Request
from planbook.run.project import Project
from planbook.run.staleness import Verdict

if TYPE_CHECKING:  # who has nothing to run does not wait for papermill
    from planbook.run.execute import ChapterFailed


AS_IT_WAS = "the published book is as it was"
CHANGED = "the published book was changed by a chapter, or somebody else: the next good build mends it"


class Failed(BuildError):
    """Chapters that did not run to their end; `failures` has one ChapterFailed for each."""

    def __init__(self, failures: list["ChapterFailed"], kept: Iterable[str], book: str = AS_IT_WAS):
        self.failures = failures
        lines = []
        for failure in failures:
            lines.append(str(failure))
            if failure.notebook:
                lines.append(f"    the failed notebook: {failure.notebook}")
        if kept := list(kept):
            lines.append(f"the results of {', '.join(kept)} are kept for the next build")
        lines.append(book)
        super().__init__("\n".join(lines))


@dataclass
class Running:
    """The runs that the book is to show: those that are there already, and those that are still coming."""

    entries: dict[str, Entry]
    coming: dict[str, Future[Entry | None]] = field(default_factory=dict)  # in the order they are expected
    failures: list["ChapterFailed"] = field(default_factory=list)
    is_whole: Callable[[], bool] = lambda: True  # is the published book what was published?

    def entry(self, chapter: str) -> Entry:
        """The run of a chapter, as soon as there is one.

        Raises:
            Failed: after all have ended, when this or another one did not succeed; what succeeded is kept.
        """
        if chapter not in self.entries:
            run = self.coming[chapter].result()
            if run is None:
                return self.finish()[chapter]
            self.entries[chapter] = run
        return self.entries[chapter]

    def finish(self) -> dict[str, Entry]:
        """Every chapter's run, when all are there. Raises Failed."""
        ended = {name: entry for name, future in self.coming.items() if (entry := future.result())}
        if self.failures:
            raise Failed(self.failures, ended, AS_IT_WAS if self.is_whole() else CHANGED)
        self.entries |= ended
        return self.entries


@contextlib.contextmanager
def start(
    project: Project, verdicts: list[Verdict], request: Request, say: Callable[[str], None]
) -> Iterator[Running]:
    """Start the stale chapters and go on; they are stopped when the caller leaves before their end."""
    cache = Cache(project.output / "cache", project.memo)
    for verdict in verdicts:
        if verdict.kept:
            say(f"kept as it was, although stale: {verdict.chapter} ({_briefly(verdict.reasons)})")
    published = manifest.published(project)
    before = manifest.whole(project, published)
    running = Running(
        {v.chapter: v.entry for v in verdicts if v.entry},
        is_whole=lambda: not before or manifest.whole(project, published),
    )
    if todo := {v.chapter: v for v in verdicts if v.stale}:
        with _start(project, cache, todo, request, say, running):
            yield running
    else:
        yield running
    for entry in running.entries.values():
        cache.touch(entry)


@contextlib.contextmanager
def _start(
    project: Project,
    cache: Cache,
    todo: dict[str, Verdict],
    request: Request,
    say: Callable[[str], None],
    running: Running,
) -> Iterator[None]:
    from planbook.run import execute

    scratch, failed = project.output / "run", project.output / "failed"
    tidy.remove(failed)
    scratch.mkdir(parents=True)
    times = manifest.read(project.output / "times.json") or {}
    jobs = [
        execute.Job(name, verdict.notebook, scratch / f"{name}.ipynb", verdict.now["parameters"])
        for name, verdict in todo.items()
    ]
    jobs.sort(key=lambda job: -times.get(job.chapter, 0))  # the longest first: the end waits for it
    lock, number, stopped = threading.Lock(), 0, False

    def ended(end: execute.End) -> Entry | None:
        """In the chapter's own thread: keep what ran, or what failed, and tell."""
        nonlocal number
        name = end.chapter if isinstance(end, execute.ChapterFailed) else end.job.chapter
        entry, outcome = None, "FAILED"
        if isinstance(end, execute.Done):
            entry = cache.keep(name, staleness.record(todo[name].now, end.reads, end.files), end.job.output)
            outcome = f"{end.seconds:.1f} s  {_briefly(todo[name].reasons)}"
        with lock:
            if stopped and not entry:
                return None  # nothing is wrong with it
            number += 1
            if isinstance(end, execute.ChapterFailed):
                running.failures.append(_keep_failed(end, failed))
            else:
                times[name] = round(end.seconds, 3)
            say(f"[{number}/{len(jobs)}] {name}  {outcome}")
        return entry

    workers = request.jobs or chapters.cores()
    try:
        with execute.running(jobs, fork_server.environment(project), workers, ended) as futures:
            running.coming = futures
            try:
                yield
            except BaseException:
                stopped = True
                raise
    finally:
        with contextlib.suppress(OSError):  # only a hint for the next build
            manifest.write(project.output / "times.json", times)
        shutil.rmtree(scratch, ignore_errors=True)


def _keep_failed(failure: "ChapterFailed", folder: Path) -> "ChapterFailed":
    """Move the failed notebook out of the scratch folder, to where the message says it is."""
    if failure.notebook and failure.notebook.is_file():
        kept = folder / f"{failure.chapter}.ipynb"
        kept.parent.mkdir(parents=True, exist_ok=True)
        failure.notebook.replace(kept)
        return type(failure)(failure.chapter, failure.cell, failure.cause, kept)
    return failure


def _briefly(reasons: tuple[str, ...]) -> str:
    return reasons[0] + (f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else "") if reasons else ""
