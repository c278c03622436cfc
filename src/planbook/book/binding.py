"""Binding: the stage becomes the published book, each chapter as it comes."""

import contextlib
import importlib
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from planbook.book import exports, stage
from planbook.errors import BuildError
from planbook.run import hashing, manifest
from planbook.run.project import Project
from planbook.run.schedule import Running

if TYPE_CHECKING:
    from planbook.book.page_cache import Memory


def publish(
    folder: Path,
    project: Project,
    running: Running,
    shown: dict[str, Any],
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Bind the stage, each chapter as it comes, and swap the published book for the new one.

    Nothing happens when both would be equal. The pages offer the exported files that were made of the same
    stage.

    Args:
        shown: what each chapter on the stage shows; what those show that come is added.

    Returns:
        What the pages were made of, for the manifest.

    Raises:
        Failed: chapters did not run to their end.
        BuildError: the pages could not be made.
    """
    before = manifest.published(project)
    new = project.output / "new"
    start = perf_counter()

    def wait(name: str) -> None:
        nonlocal start
        entry, start = running.entry(name), perf_counter()
        shown[name] = stage.lay(folder, entry, project.memo)

    # 1. While chapters run, the binder reads those that are there, and waits for the others.
    coming = {f"chapters/{name}": partial(wait, name) for name in running.coming}
    if coming:
        _bind(folder, project, running, coming)

    # 2. Now that all is there: is it what is published?
    made_of = inputs(folder)
    made_of["stage"] |= (offered := exports.lay(folder, project, made_of))
    if before.get("book") == made_of and manifest.whole(project, before):
        shutil.rmtree(new, ignore_errors=True)
        say("the pages are what they were")
        return made_of
    if offered or not coming:
        shutil.rmtree(new, ignore_errors=True)
        _bind(folder, project, running)

    # 3. Publish.
    from planbook.book.publish import publish as swap

    swap(new, project.html)
    say(f"pages  {perf_counter() - start:.1f} s  {project.html / 'index.html'}")
    return made_of | {"code": _code()}  # as it is now that it has run


def _bind(
    folder: Path,
    project: Project,
    running: Running,
    coming: Mapping[str, Callable[[], None]] | None = None,
) -> None:
    from planbook.book import html
    from planbook.errors import BindError

    try:
        html.build(folder, project.output / "new", coming, memory(folder, project))
    except BindError as error:
        running.finish()  # what is still running is kept for the next build
        raise BuildError(f"the pages could not be made:\n{error}\nthe published book is as it was") from error


def import_binder(project: Project) -> None:
    """Import Sphinx and what the book's configuration names; there is time for it while kernels run.

    To be called in the main thread: modules that import each other must not be entered from two ends at once.
    """
    with contextlib.suppress(Exception):  # whatever is wrong with it, the binder will say
        from planbook.book import configuration

        settings = configuration.read(project.root)
        for name in ("sphinx.application", "sphinx.builders.html", *settings["extensions"]):
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def memory(folder: Path, project: Project) -> "Memory | None":
    """What was read and written before; none with the report's text on the stage: nothing keeps that."""
    from planbook.book.page_cache import Memory

    if (folder / "report.txt").exists():
        return None
    made_of = inputs(folder)
    return Memory(project.output / "cache" / "pages", made_of.pop("stage"), hashing.digest(made_of))


def _code() -> dict[str, str]:
    return hashing.code(hashing.BOOK_ROOMS)


def inputs(folder: Path) -> dict[str, Any]:
    """What the pages will be made of, by content: when it is what it was, nothing has to be bound."""
    return {
        "stage": hashing.tree(folder, "."),
        "code": _code(),
        "versions": hashing.versions(hashing.BOOK_LIBRARIES),
    }
