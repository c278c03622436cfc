"""Running one of Sphinx's builders on a stage, for the formats that are made of the chapters' trees."""

import contextlib
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planbook.bind import BindError

# What is taken of a notebook's output, best first; the bundle of planbook.show stands above all.
PRIORITIES = ("image/svg+xml", "text/markdown", "image/png", "image/jpeg", "text/plain")


@contextlib.contextmanager
def work_folder(stage: Path, name: str) -> Iterator[Path]:
    """A folder inside the stage that is not there before and not behind."""
    work = stage.resolve() / name
    shutil.rmtree(work, ignore_errors=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def run(
    stage: Path,
    work: Path,
    builder: str,
    *,
    extensions: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    **told: Any,
) -> Path:
    """Run a builder on the stage; returns the folder of what it made.

    Args:
        extensions: further Sphinx extensions.
        settings: configuration that goes before that of the stage.
        told: attributes that are set on the builder before it starts.

    Raises:
        BindError: what Sphinx or the builder complained of, one problem a line.
    """
    # Imported here: whoever only asks for help does not wait for Sphinx.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from planbook.bind.html import _readable, configuration

    stage = stage.resolve()
    asked = {**configuration(stage), **(settings or {})}
    asked["extensions"] = [*asked["extensions"], *extensions]
    # myst-nb drops every output of a builder that it has no priorities for
    ours = [(builder, kind, 10 * rank) for rank, kind in enumerate(PRIORITIES, start=1)]
    asked["nb_mime_priority_overrides"] = [*asked.get("nb_mime_priority_overrides", ()), *ours]
    complaints, wrong = io.StringIO(), ""
    try:
        with patch_docutils(str(stage)), docutils_namespace():
            app = Sphinx(
                srcdir=stage,
                confdir=None,
                outdir=work / "out",
                doctreedir=work / "doctrees",
                buildername=builder,
                confoverrides=asked,
                status=None,
                warning=complaints,
                freshenv=True,
            )
            for name, value in told.items():
                setattr(app.builder, name, value)
            app.build(force_all=True)
    except (SphinxError, BindError) as error:
        wrong = str(error)
    except OSError as error:
        raise BindError(f"{error.filename or work}: {error.strerror or error}") from error
    if found := [*_readable(complaints.getvalue(), stage), *wrong.splitlines()]:
        raise BindError("\n".join(found))
    return work / "out"
