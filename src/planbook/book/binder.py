"""Running one of Sphinx's builders on a stage."""

import contextlib
import errno
import gc
import importlib
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.book import configuration
from planbook.errors import BindError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from planbook.book.page_cache import Memory

WORK = "_build"  # inside the stage: Jupyter Book's configuration keeps this folder out of the sources
# What is taken of a notebook's output, best first; the bundle of planbook.show stands above all.
PRIORITIES = ("text/html", "image/svg+xml", "text/markdown", "image/png", "image/jpeg", "text/plain")
FULL = re.compile(rf"OSError\({errno.ENOSPC},|\[Errno {errno.ENOSPC}\]")
WARNING = re.compile(r"^(?P<place>.*?): ?(?P<level>WARNING|ERROR|CRITICAL|SEVERE): (?P<message>.*)$")


@contextlib.contextmanager
def work_folder(stage: Path, name: str, out: Path) -> Iterator[Path]:
    """A folder inside the stage, for making `out`, that is not there before and not behind.

    Raises:
        BindError: a full disk and the like, with the file that could not be written.
    """
    work = stage.resolve() / name
    shutil.rmtree(work, ignore_errors=True)
    try:
        yield work
    except OSError as error:
        raise BindError(f"{error.filename or out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def run(
    stage: Path,
    work: Path,
    builder: str,
    *,
    extensions: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    prepare: Callable[["Sphinx"], None] = lambda app: None,
    fresh: bool = True,
    memory: "Memory | None" = None,
) -> Path:
    """Run a builder on the stage; returns the folder of what it made, `work/BUILDER`.

    Args:
        extensions: further Sphinx extensions.
        settings: configuration that goes before that of the stage.
        prepare: called with the application before it reads and writes.
        fresh: read and write every page; else the work folder holds what was read before.
        memory: of the pages: what is the same there is not read again.

    Raises:
        BindError: what Sphinx or the builder complained of, one problem a line.
        OSError: the disk is full.
    """
    # Imported here: whoever only asks for help does not wait for Sphinx.
    from sphinx import locale
    from sphinx.application import Sphinx, builtin_extensions
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from planbook.book import traversal

    traversal.install()
    stage, made, complaints = stage.resolve(), work / builder, io.StringIO()
    if recalled := memory is not None and memory.recall(stage, work, ()):
        fresh = False
    asked = configuration.read(stage) | dict(settings or {})
    asked["extensions"] = [*asked["extensions"], *extensions]
    if builder != "html":  # myst-nb drops every output of a builder that it has no priorities for
        ours = [(builder, kind, 10 * rank) for rank, kind in enumerate(PRIORITIES, start=1)]
        asked["nb_mime_priority_overrides"] = [*asked.get("nb_mime_priority_overrides", ()), *ours]
    # Sphinx would go on in the language of the book before, and what it imports under one keeps its words.
    locale.translators.clear()
    for name in builtin_extensions:
        importlib.import_module(name)
    try:
        with patch_docutils(str(stage)), docutils_namespace():
            with _few_objects():
                app = Sphinx(
                    srcdir=stage,
                    confdir=None,
                    outdir=made,
                    doctreedir=work / "doctrees",
                    buildername=builder,
                    confoverrides=asked,
                    status=None,
                    warning=complaints,
                    freshenv=fresh,
                )
            if memory and recalled:
                memory.lend(app)
            prepare(app)
            app.build(force_all=fresh)
    except (SphinxError, BindError) as error:
        complaints.write(f"\n{error}")
    except OSError:
        raise
    except Exception as error:
        complaints.write(f"\n{type(error).__name__}: {error}")
    if FULL.search(complaints.getvalue()):  # Sphinx complains once a file
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if lines := _readable(complaints.getvalue(), stage):
        raise BindError("\n".join(lines))
    return made


@contextlib.contextmanager
def _few_objects() -> Iterator[None]:
    """Who looks through all objects for one of its own, as sphinx_external_toc does, sees but new ones."""
    if gc.get_freeze_count():  # in what was forked, the others are out of sight already, and stay shared
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _readable(complaints: str, stage: Path) -> list[str]:
    """One line a complaint: file (from the stage), line, message; no colours, no duplicates."""
    lines: dict[str, None] = {}
    for line in re.sub(r"\x1b\[[0-9;]*m", "", complaints).splitlines():
        line = line.replace(f"{stage}{os.sep}", "")
        if match := WARNING.match(line):
            place = re.sub(r":(\d+)$", _line, match["place"])
            line = f"{place}: {match['message']}"
        elif line.startswith(("WARNING: ", "ERROR: ")):
            line = line.split(": ", 1)[1]
        if line.strip():
            lines[line.rstrip()] = None
    return list(lines)


def _line(match: re.Match[str]) -> str:
    """myst-nb counts the lines of cell n, the first being 1, from n · 10000."""
    cell, line = divmod(int(match[1]), 10000)
    return f" cell {cell}" if cell else f" line {line}"
