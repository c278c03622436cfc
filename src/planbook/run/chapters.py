"""The chapters of one build: what each needs, running those that are stale, keeping what ran."""

import contextlib
import dataclasses
import difflib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from planbook.run import kernels, manifest, parameters, stage, stale
from planbook.run.cache import Cache, Entry
from planbook.run.errors import InputWrong, WorkFailed
from planbook.run.faults import Fault, Refused
from planbook.run.manifest import Request
from planbook.run.notebook import Notebook
from planbook.run.project import Project
from planbook.run.settings import Settings
from planbook.run.stale import Verdict


class Failed(WorkFailed):
    """Chapters that did not run to their end; `failures` has one ChapterFailed for each."""

    def __init__(self, failures: list, kept: Iterable[str]):
        self.failures = failures
        lines = []
        for failure in failures:
            lines.append(str(failure))
            if failure.notebook:
                lines.append(f"    the failed notebook: {failure.notebook}")
        if kept := list(kept):
            lines.append(f"the results of {', '.join(kept)} are kept for the next build")
        lines.append("the published book is as it was")
        super().__init__("\n".join(lines))


def survey(project: Project, settings: Settings, request: Request) -> list[Verdict]:
    """A verdict for each chapter of the book, in its order; `--only` and `--force` are applied here."""
    notebooks = {name: Notebook.read(project.notebook(name)) for name in project.chapters}
    reaching = {name: settings.reaching(name, book.declared) for name, book in notebooks.items()}
    _require_used(settings, {name: set(book.declared) for name, book in notebooks.items()})
    told = manifest.read(project.manifest) or {}
    published = {name: chapter["key"] for name, chapter in told.get("chapters", {}).items()}
    require_known("--only", request.only, project.chapters)

    found = stale.survey(project, reaching, notebooks, published)
    if request.force:
        found = [
            dataclasses.replace(v, entry=None, reasons=("asked for (--force)",))
            if not request.only or v.chapter in request.only
            else v
            for v in found
        ]
    if request.only:
        found = [_left_alone(v) if v.chapter not in request.only else v for v in found]
        if any(v.kept for v in found):
            _require_same_book(told, settings)
    return found


def warm_process(
    project: Project, verdicts: list[Verdict], request: Request
) -> contextlib.AbstractContextManager[object]:
    """The process that kernels are forked from, if any has to start: it imports while we check the data.

    One that is there already, for the books of several editions, serves this one too.
    """
    if request.plain or kernels.Warm.current or not any(verdict.stale for verdict in verdicts):
        return contextlib.nullcontext()
    return kernels.Warm.start(environment(project))


def run(
    project: Project, verdicts: list[Verdict], request: Request, say: Callable[[str], None]
) -> dict[str, Entry]:
    """Run the stale chapters, side by side, and return for every chapter the run that the book is to show.

    Raises:
        Failed: after all have ended, when one or more did not succeed; what succeeded is kept.
    """
    cache = Cache(project.output / "cache")
    entries = {v.chapter: v.entry for v in verdicts}
    for verdict in verdicts:
        if verdict.kept:
            say(f"kept as it was, although stale: {verdict.chapter} ({_briefly(verdict.reasons)})")
    todo = {v.chapter: v for v in verdicts if v.stale}
    if todo:
        entries |= _run(project, cache, todo, request, say)
    for entry in entries.values():
        cache.touch(entry)
    return entries


def _run(
    project: Project, cache: Cache, todo: dict[str, Verdict], request: Request, say: Callable[[str], None]
) -> dict[str, Entry]:
    from planbook.run import execute

    scratch, failed = project.output / "run", project.output / "failed"
    shutil.rmtree(failed, ignore_errors=True)
    scratch.mkdir(parents=True)
    times = manifest.read(project.output / "times.json") or {}
    jobs = [
        execute.Job(name, project.notebook(name), scratch / f"{name}.ipynb", verdict.now["parameters"])
        for name, verdict in todo.items()
    ]
    jobs.sort(key=lambda job: -times.get(job.chapter, 0))  # the longest first: the end waits for it
    entries, failures = {}, []
    try:
        workers = request.jobs or cores()
        running = execute.run(jobs, environment(project), workers, lambda: stage.import_binder(project))
        with contextlib.closing(running):
            for number, end in enumerate(running, 1):
                name = end.chapter if isinstance(end, execute.ChapterFailed) else end.job.chapter
                of = f"[{number}/{len(jobs)}] {name}"
                if isinstance(end, execute.ChapterFailed):
                    failures.append(_keep_failed(end, failed))
                    say(f"{of}  FAILED")
                    continue
                record = stale.record(todo[name].now, end.reads, end.files)
                entries[name] = cache.keep(name, record, end.job.output)
                times[name] = round(end.seconds, 3)
                say(f"{of}  {end.seconds:.1f} s  {_briefly(todo[name].reasons)}")
    finally:
        with contextlib.suppress(OSError):  # only a hint for the next build
            manifest.write(project.output / "times.json", times)
        shutil.rmtree(scratch, ignore_errors=True)
    if failures:
        raise Failed(failures, entries)
    return entries


def environment(project: Project) -> dict[str, str]:
    """The environment of the kernels of a book."""
    return kernels.environment(project.root, project.data, project.output / "run")


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def require_sound_edition(project: Project, settings: Settings, text: Path | None = None) -> None:
    """The edition's data pass `planbook check`; with the report's `text` they are proved against it; the
    actuals to date fit its targets.

    Raises:
        InputWrong: they do not; the message lists every finding.
    """
    from planbook.edition import check, load
    from planbook.edition.outlook import OutlookError

    if findings := check(settings.book["edition"], project.data, text):
        raise InputWrong("\n".join(map(str, findings)))
    if progress := settings.book.get("progress"):
        try:
            load(settings.book["edition"], project.data).outlook(
                str(project.root / progress), settings.book["as_of"]
            )
        except OutlookError as error:
            raise InputWrong(f"progress: {error}") from None


def _left_alone(verdict: Verdict) -> Verdict:
    """A chapter that was not asked for keeps its last run, if it ever ran."""
    if verdict.stale and verdict.last:
        return dataclasses.replace(verdict, entry=verdict.last, kept=True)
    return verdict


def require_known(option: str, names: Iterable[str], chapters: Iterable[str]) -> None:
    """Every name is a chapter; InputWrong tells which is not, and the nearest."""
    wrong = []
    for name in names:
        if name not in chapters:
            near = difflib.get_close_matches(name, chapters, n=1, cutoff=0.5)
            hint = f"; nearest: {near[0]}" if near else ""
            wrong.append(f'{option}: got "{name}", expected one of {", ".join(chapters)}{hint}')
    if wrong:
        raise InputWrong("\n".join(wrong))


def _require_used(settings: Settings, declared: dict[str, set[str]]) -> None:
    """A parameter that was given changes something: a notebook that it is for declares it."""
    faults = []
    for label, where in settings.origin.items():
        owner, _, name = label.rpartition(".")
        value = (settings.chapters[owner] if owner else settings.book)[name]
        unset = parameters.model(owner or None)().model_dump()[name]
        used = name in declared.get(owner, ()) if owner else any(name in names for names in declared.values())
        if value != unset and not used:
            whose = f"chapters/{owner}.ipynb" if owner else "a chapter"
            faults.append(Fault(where, label, value, f"a parameter that {whose} declares"))
    if faults:
        raise Refused(faults)


def _require_same_book(told: dict, settings: Settings) -> None:
    """A parameter of the whole book cannot change for some chapters only."""
    before = told.get("parameters", {}).get("book", {})
    changed = [name for name, value in settings.book.items() if before.get(name) != value]
    if changed:
        said = ", ".join(f"{name} ({before.get(name)} → {settings.book[name]})" for name in changed)
        raise InputWrong(f"--only: {said} holds for the whole book: build all of it")


def _keep_failed(failure, folder: Path):
    """Move the failed notebook out of the scratch folder, to where the message says it is."""
    if failure.notebook and failure.notebook.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{failure.chapter}.ipynb"
        failure.notebook.replace(kept)
        return type(failure)(failure.chapter, failure.cell, failure.cause, kept)
    return failure


def _briefly(reasons: tuple[str, ...]) -> str:
    return reasons[0] + (f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else "") if reasons else ""
