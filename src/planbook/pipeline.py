"""The whole way in: parameters and data → what is stale → run → bind → publish. Read this first."""

from collections.abc import Callable
from pathlib import Path

from planbook.run import lock, manifest
from planbook.run.manifest import Request
from planbook.run.project import Project


def build(project: Project, request: Request, say: Callable[[str], None] = lambda line: None) -> Path:
    """Build the book that `request` asks for, publish it, and return the folder of its pages.

    Raises, with the published book untouched:
        InputWrong: parameters, data or notebooks cannot be used.
        WorkFailed: chapters or the binder failed, or another build is running.
    """
    seen = manifest.fingerprint(project, request)
    if not (request.force or request.only) and manifest.unchanged(project, seen):
        say("nothing changed")
        return project.html
    with lock.held(project.output):
        from planbook.run import chapters, settings, stage

        stage.sweep(project)

        # 1. What is asked for, and what has to run for it.
        asked = settings.resolve(project, request.files, request.options)
        verdicts = chapters.survey(project, asked, request)

        # 2. Run it. Wrong data are refused before any kernel starts.
        with chapters.warm_process(project, verdicts, request):
            chapters.require_sound_edition(project, asked, request.source)
            entries = chapters.run(project, verdicts, request, say)

        # 3. Bind what ran, beside the published book; swap when all of it is good.
        with stage.empty(project) as folder:
            shown = stage.fill(folder, project, entries.values(), asked.in_force, request.source)
            book = stage.publish(folder, project, say)

        # 4. Write down what it was made of.
        told = manifest.describe(project, asked, entries, verdicts, shown, book, request.source)
        manifest.conclude(project, seen, told)
    return project.html
