"""The whole way in: parameters and data → what is stale → run and bind → publish. Read this first."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from planbook.run import lock, manifest
from planbook.run.manifest import Request
from planbook.run.project import Project


def build(project: Project, request: Request, say: Callable[[str], None] = lambda line: None) -> Path:
    """Build the book that `request` asks for, publish it, and return the folder of its pages.

    Raises, with the published book untouched:
        InputError: parameters, data or notebooks cannot be used.
        BuildError: chapters or the binder failed, or another build is running.
    """
    seen = manifest.fingerprint(project, request)
    if not (request.force or request.only) and manifest.unchanged(project, seen):
        _sweep(project)
        say("nothing changed")
        return project.html
    from planbook.run import fork_server

    with lock.held(project.output), fork_server.for_kernels(project, request.plain) as end_server:
        from planbook.book import binding, configuration, stage
        from planbook.run import chapters, schedule
        from planbook.run.parameters import consistency, settings

        stage.sweep(project)

        # 1. What is asked for, and what has to run for it. Wrong data are refused before any kernel starts.
        configuration.require_sound(project)
        asked = settings.resolve(project, request.files, request.options)
        verdicts = chapters.survey(project, asked, request)
        coming = {v.chapter: v.now["parameters"] for v in verdicts if v.stale}
        if not coming:
            end_server()
        chapters.require_sound_edition(project, asked, request.source)
        for line in (
            *consistency.without_effect(project, asked.book, asked.chapters, asked.origin),
            *consistency.without_notebook(project, asked.book["edition"], asked.chapters),
        ):
            say(line)

        # 2. Run it, and bind each chapter as it ends, beside the published book; swap when all of it is good.
        with schedule.start(project, verdicts, request, say) as runs, stage.empty(project) as folder:
            entries = runs.entries.values()
            shown = stage.fill(folder, project, asked.in_force, entries, coming, request.source)
            book = binding.publish(folder, project, runs, shown, say)

            # 3. Write down what it was made of.
            made = manifest.describe(project, asked, runs.entries, verdicts, shown, book, folder)
        manifest.conclude(project, seen, request, made)
    return project.html


def _sweep(project: Project) -> None:
    """Remove what a killed build left, also when there is nothing to do; not that of one that is running."""
    left = [*project.output.glob(f"{lock.SOCKETS}*")]
    if left or any((project.output / name).exists() for name in lock.GUARDED):
        with contextlib.suppress(lock.Busy), lock.held(project.output):
            from planbook.book import stage

            stage.sweep(project)
