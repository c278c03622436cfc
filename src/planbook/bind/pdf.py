"""A stage of executed notebooks → the printed book, one PDF."""

import io
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from planbook.bind import BindError
from planbook.bind.typst.cover import Cover

WORK = "_build/typst"  # inside the stage: Jupyter Book's configuration keeps `_build` out of the sources


def export(stage: Path, out: Path, *, cover: Cover | None = None, fonts: Sequence[Path] = ()) -> Path:
    """Typeset the book of `stage` and put the PDF, whole or not at all, at `out`. Nothing is executed here.

    Args:
        stage: folder with `_config.yml`, `_toc.yml` and the executed notebooks. A work folder is made in it
            and removed.
        out: the PDF; its folder is made when it is not there, an older file of that name is replaced.
        cover: what the cover says; None: what the stage knows of itself (Cover.of without parameters).
        fonts: font files for characters that the book's own fonts lack, asked in this order.

    Returns:
        `out`.

    Raises:
        BindError: everything that stands in the way, one problem a line: Sphinx's warnings, nodes and
            characters that cannot be printed (with chapter, cell and line), references without a target,
            Typst's errors.
    """
    from planbook.bind.typst import compile
    from planbook.bind.typst import fonts as glyphs

    stage = stage.resolve()
    work = stage / WORK
    cover = cover or Cover.of(stage)
    files = glyphs.files(fonts)
    coverage = glyphs.Coverage(files)
    for text in cover.texts():
        coverage.note(text, "cover")
    coverage.check()
    shutil.rmtree(work, ignore_errors=True)
    try:
        source = _write_source(stage, work, fonts)
        shutil.copyfile(Path(__file__).parent / "typst" / "book.typ", source / "book.typ")
        (source / compile.MAIN).write_text(cover.typst(glyphs.families(fonts)), encoding="utf-8")
        made = compile.compile(source, files, dated=cover.built is not None)
        out.parent.mkdir(parents=True, exist_ok=True)
        new = out.with_name(f".{out.name}.{os.getpid()}")
        new.write_bytes(made)
        new.replace(out)
    except OSError as error:
        raise BindError(f"{error.filename or out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return out


def _write_source(stage: Path, work: Path, fonts: Sequence[Path]) -> Path:
    """Run Sphinx with the builder `typst`; returns the folder with the Typst source of the chapters."""
    # Imported here: whoever only asks for help does not wait for Sphinx.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from planbook.bind.html import _readable, configuration

    settings = configuration(stage)
    settings["extensions"] = [*settings["extensions"], "planbook.bind.typst"]
    complaints, source, wrong = io.StringIO(), work / "source", ""
    try:
        with patch_docutils(str(stage)), docutils_namespace():
            app = Sphinx(
                srcdir=stage,
                confdir=None,
                outdir=source,
                doctreedir=work / "doctrees",
                buildername="typst",
                confoverrides=settings,
                status=None,
                warning=complaints,
                freshenv=True,
            )
            app.builder.extra_fonts = tuple(fonts)
            app.build(force_all=True)
    except (SphinxError, BindError) as error:
        wrong = str(error)
    if found := [*_readable(complaints.getvalue(), stage), *wrong.splitlines()]:
        raise BindError("\n".join(found))
    return source
