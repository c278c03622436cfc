"""A stage of executed notebooks → the pages of the book."""

import io
import os
import re
import shutil
from pathlib import Path
from typing import Any

from planbook.bind import BindError, origin

WORK = "_build"  # inside the stage: Jupyter Book's configuration keeps this folder out of the sources
STAMPS = (".buildinfo", ".buildinfo.bak")
WARNING = re.compile(r"^(?P<place>.*?): ?(?P<level>WARNING|ERROR|CRITICAL|SEVERE): (?P<message>.*)$")


def build(stage: Path, out: Path) -> None:
    """Make the pages of the book from `stage` and put them, all of them or nothing, at `out`.

    Args:
        stage: folder with `_config.yml`, `_toc.yml` and the executed notebooks. A work folder is made in it
        and
            removed. Nothing is executed here.
        out: folder that does not exist yet, on the file system of the stage.

    Raises:
        BindError: every warning and error of Sphinx, every number without an origin, or a full disk; `out`
            does not exist then.
    """
    stage = stage.resolve()
    work = stage / WORK
    shutil.rmtree(work, ignore_errors=True)
    try:
        complaints = _run_sphinx(stage, work)
        if complaints:
            raise BindError("\n".join(_readable(complaints, stage)))
        if homeless := origin.check(work / "html"):
            raise BindError("\n".join(homeless))
        for stamp in STAMPS:  # they hold a digest of the machine's paths
            (work / "html" / stamp).unlink(missing_ok=True)
        (work / "html").rename(out)
    except OSError as error:
        raise BindError(f"{error.filename or out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run_sphinx(stage: Path, work: Path) -> str:
    """Run Sphinx on the stage; returns what it complained of, as it printed it."""
    # 1. Imported here: whoever only wants to know that nothing changed does not wait for Sphinx.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    # 2. The configuration that plain Jupyter Book would use, but nothing is executed.
    settings = configuration(stage)
    complaints = io.StringIO()
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
                freshenv=True,
            )
            app.build(force_all=True)
    except SphinxError as error:
        complaints.write(f"ERROR: {error}\n")
    except OSError:
        raise
    except Exception as error:
        complaints.write(f"ERROR: {type(error).__name__}: {error}\n")
    return complaints.getvalue()


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
