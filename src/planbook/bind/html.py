"""A stage of executed notebooks → the pages of the book."""

import errno
import io
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planbook.bind import BindError, origin
from planbook.bind.memory import Memory

WORK = "_build"  # inside the stage: Jupyter Book's configuration keeps this folder out of the sources
STAMPS = (".buildinfo", ".buildinfo.bak")
FULL = re.compile(rf"OSError\({errno.ENOSPC},|\[Errno {errno.ENOSPC}\]")
WARNING = re.compile(r"^(?P<place>.*?): ?(?P<level>WARNING|ERROR|CRITICAL|SEVERE): (?P<message>.*)$")


Coming = Mapping[str, Callable[[], None]]  # page → returns when the page is on the stage, or raises


def build(stage: Path, out: Path, coming: Coming | None = None, memory: Memory | None = None) -> None:
    """Make the pages of the book from `stage` and put them, all of them or nothing, at `out`.

    Args:
        stage: folder with `_config.yml`, `_toc.yml` and the executed notebooks. A work folder is made in it
            and removed. Nothing is executed here.
        out: folder that does not exist yet, on the file system of the stage.
        coming: pages that are still being made, in the order in which they are expected; of these the stage
            holds any file by that name. All others are read first.
        memory: of the run before, so that pages that have not changed are not made again.

    Raises:
        BindError: every warning and error of Sphinx, every number without an origin, or a full disk; `out`
            does not exist then.
        Whatever waiting for a page raises: that page will never come; `out` does not exist then.
    """
    stage = stage.resolve()
    work = stage / WORK
    shutil.rmtree(work, ignore_errors=True)
    try:
        complaints = _run_sphinx(stage, work, _Pages(coming or {}), memory)
        if FULL.search(complaints):  # Sphinx complains once a file
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(out))
        if complaints:
            raise BindError("\n".join(_readable(complaints, stage)))
        if homeless := origin.check(work / "html", memory.sound if memory else None):
            raise BindError("\n".join(homeless))
        if memory:
            memory.keep(stage, work)
        for stamp in STAMPS:  # they hold a digest of the machine's paths
            (work / "html" / stamp).unlink(missing_ok=True)
        (work / "html").rename(out)
    except OSError as error:
        raise BindError(f"{error.filename or out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run_sphinx(stage: Path, work: Path, pages: "_Pages", memory: Memory | None) -> str:
    """Run Sphinx on the stage; returns what it complained of, as it printed it."""
    # 1. Imported here: whoever only wants to know that nothing changed does not wait for Sphinx.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    # 2. The configuration that plain Jupyter Book would use, but nothing is executed.
    settings = configuration(stage)
    complaints = io.StringIO()
    recalled = memory is not None and memory.recall(stage, work, pages.files)
    try:
        with patch_docutils(str(stage)), docutils_namespace():
            app = Sphinx(
                srcdir=stage,
                confdir=None,
                outdir=work / "html",
                doctreedir=work / "doctrees",
                buildername="html",
                confoverrides=settings,
                status=None,
                warning=complaints,
                freshenv=not recalled,
            )
            pages.attend(app)
            if memory:
                memory.attend(app)
            app.build(force_all=not recalled)
    except SphinxError as error:
        if pages.lost:
            raise pages.lost from None
        complaints.write(f"ERROR: {error}\n")
    except OSError:
        raise
    except Exception as error:
        complaints.write(f"ERROR: {type(error).__name__}: {error}\n")
    return complaints.getvalue()


class _Pages:
    """Has Sphinx read the pages as they come."""

    def __init__(self, coming: Coming) -> None:
        self.coming = coming
        self.files = {f"{page}.ipynb" for page in coming}
        self.lost: Exception | None = None  # why a page never came

    def attend(self, app: Any) -> None:
        app.connect("env-before-read-docs", self.order)
        app.connect("env-purge-doc", self.wait)  # the last event before a page is read

    def order(self, _app: Any, _env: Any, names: list[str]) -> None:
        last = {name: place for place, name in enumerate(self.coming, start=1)}
        names.sort(key=lambda name: (last.get(name, 0), name))

    def wait(self, _app: Any, _env: Any, name: str) -> None:
        if name in self.coming:
            _use_the_time()
            try:
                self.coming[name]()
            except Exception as error:
                self.lost = error
                raise


def _use_the_time() -> None:
    """What the first page that is written would wait for: soupsieve, for the theme, compiles for 0.15 s."""
    import soupsieve

    soupsieve.compile("ul > li.active a")


def configuration(stage: Path) -> dict[str, Any]:
    """Sphinx's configuration as Jupyter Book makes it from the stage's `_config.yml`.

    Raises:
        BindError: the file does not follow Jupyter Book's schema.
    """
    import jsonschema
    from jupyter_book.config import get_final_config

    cli: dict[str, Any] = {"latex_individualpages": False, "nb_execution_mode": "off"}
    try:
        settings, _ = get_final_config(
            user_yaml=stage / "_config.yml", cli_config=cli, sourcedir=stage, raise_on_invalid=True
        )
    except jsonschema.ValidationError as error:
        raise BindError(f"_config.yml: {error.message}") from error
    settings["external_toc_path"] = "_toc.yml"
    return settings


def _readable(complaints: str, stage: Path) -> list[str]:
    """One line a complaint: file (from the stage), line, message; no colours, no duplicates."""
    found: dict[str, None] = {}
    for line in re.sub(r"\x1b\[[0-9;]*m", "", complaints).splitlines():
        line = line.replace(f"{stage}{os.sep}", "")
        if match := WARNING.match(line):
            place = re.sub(r":(\d+)$", _line, match["place"])
            line = f"{place}: {match['message']}"
        elif line.startswith(("WARNING: ", "ERROR: ")):
            line = line.split(": ", 1)[1]
        if line.strip():
            found[line.rstrip()] = None
    return list(found)


def _line(match: re.Match[str]) -> str:
    """myst-nb counts the lines of cell n, the first being 1, from n · 10000."""
    cell, line = divmod(int(match[1]), 10000)
    return f" cell {cell}" if cell else f" line {line}"
