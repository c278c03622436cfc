"""The chapters of one build: what each needs, which of them have to run, what must hold before any does."""

import dataclasses
import difflib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planbook.edition import naming
from planbook.errors import InputError
from planbook.run import hashing, manifest, staleness
from planbook.run.manifest import Request
from planbook.run.notebook import Notebook
from planbook.run.parameters import models
from planbook.run.parameters.errors import Fault, Refused
from planbook.run.parameters.settings import Settings
from planbook.run.project import Project
from planbook.run.staleness import Verdict

EDITION_BEFORE = "edition before"  # what a notebook's metadata may say that it needs


def survey(project: Project, settings: Settings, request: Request) -> list[Verdict]:
    """A verdict for each chapter of the book, in its order; `--only` and `--force` are applied here."""
    every = {name: Notebook.read(project.notebook(name)) for name in project.chapters}
    notebooks = {name: book for name, book in every.items() if _is_due(book, project, settings)}
    reaching = {name: settings.reaching(name, book.declared) for name, book in notebooks.items()}
    _require_used(settings, {name: set(book.declared) for name, book in every.items()})
    before = manifest.published(project)
    published = {name: chapter["key"] for name, chapter in before.get("chapters", {}).items()}
    require_known("--only", request.only, project.chapters)

    verdicts = staleness.survey(project, reaching, notebooks, published)
    if request.force:
        verdicts = [
            dataclasses.replace(v, entry=None, reasons=("asked for (--force)",))
            if not request.only or v.chapter in request.only
            else v
            for v in verdicts
        ]
    if request.only:
        verdicts = [_left_alone(v) if v.chapter not in request.only else v for v in verdicts]
        if any(v.kept for v in verdicts):
            _require_same_book(before, settings)
    return verdicts


def _is_due(notebook: Notebook, project: Project, settings: Settings) -> bool:
    """Whether the edition has what a chapter needs; one that it lacks is no part of its book.

    Raises:
        InputError: the notebook names a need that the program does not know.
    """
    if notebook.needs not in ("", EDITION_BEFORE):
        name = f"chapters/{notebook.path.name}: metadata: planbook: needs"
        raise InputError(f'{name}: expected nothing or "{EDITION_BEFORE}", got "{notebook.needs}"')
    return not notebook.needs or naming.has_before(settings.book["edition"], project.data)


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def require_sound_edition(project: Project, settings: Settings, text: Path | None = None) -> None:
    """The edition's data pass `planbook check`; with the report's `text` they are proved against it; the
    actuals to date fit its targets.

    Raises:
        InputError: they do not; the message lists every finding.
    """
    edition, progress = settings.book["edition"], settings.book.get("progress")
    asked = {"edition": edition, "progress": progress, "as_of": settings.book.get("as_of")}
    named = [path for path in (text, progress and project.root / progress) if path]

    def key() -> str:
        return hashing.digest([asked, hashing.seen(project.data, *project.mine, also=named)])

    def prove() -> None:
        from planbook.check import check
        from planbook.edition import load, years
        from planbook.edition.actuals import OutlookError
        from planbook.edition.outlook import outlook

        if findings := check(edition, project.data, text):
            raise InputError("\n".join(map(str, findings)))
        ed = load(edition, project.data)
        years.before(ed)  # which has to be readable too
        if progress:
            try:
                outlook(ed, str(project.root / progress), settings.book["as_of"])
            except OutlookError as error:
                raise InputError(f"progress: {error}") from None

    project.memo.of("sound", key, prove)


def _left_alone(verdict: Verdict) -> Verdict:
    """A chapter that was not asked for keeps its last run, if it ever ran."""
    if verdict.stale and verdict.last:
        return dataclasses.replace(verdict, entry=verdict.last, kept=True)
    return verdict


def require_known(option: str, names: Iterable[str], chapters: Iterable[str]) -> None:
    """Every name is a chapter; InputError tells which is not, and the nearest."""
    wrong = []
    for name in names:
        if name not in chapters:
            near = difflib.get_close_matches(name, chapters, n=1, cutoff=0.5)
            hint = f"; nearest: {near[0]}" if near else ""
            wrong.append(f'{option}: got "{name}", expected one of {", ".join(chapters)}{hint}')
    if wrong:
        raise InputError("\n".join(wrong))


def _require_used(settings: Settings, declared: dict[str, set[str]]) -> None:
    """A parameter that was given changes something: a notebook that it is for declares it."""
    faults = []
    for label, where in settings.origin.items():
        owner, _, name = label.rpartition(".")
        value = (settings.chapters[owner] if owner else settings.book)[name]
        unset = models.model(owner or None)().model_dump()[name]
        used = name in declared.get(owner, ()) if owner else any(name in names for names in declared.values())
        if value != unset and not used:
            whose = f"chapters/{owner}.ipynb" if owner else "a chapter"
            faults.append(Fault(where, label, value, f"a parameter that {whose} declares"))
    if faults:
        raise Refused(faults)


def _require_same_book(last: dict[str, Any], settings: Settings) -> None:
    """A parameter of the whole book cannot change for some chapters only."""
    before = last.get("parameters", {}).get("book", {})
    changed = [name for name, value in settings.book.items() if before.get(name) != value]
    if changed:
        changes = ", ".join(f"{name} ({before.get(name)} → {settings.book[name]})" for name in changed)
        raise InputError(f"--only: {changes} holds for the whole book: build all of it")
