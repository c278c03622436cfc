"""A stage of executed notebooks → the printed book, one PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.book import binder
from planbook.formats import archive
from planbook.formats.cover import Cover
from planbook.formats.tree.walk import KeyNumber

if TYPE_CHECKING:
    from planbook.book.page_cache import Memory


def export(
    stage: Path,
    out: Path,
    *,
    cover: Cover | None = None,
    fonts: Sequence[Path] = (),
    style: str = "",
    memory: "Memory | None" = None,
) -> Path:
    """Typeset the book of `stage` and put the PDF, whole or not at all, at `out`. Nothing is executed here.

    Args:
        stage: folder with `_config.yml`, `_toc.yml` and the executed notebooks. A work folder is made in it
            and removed.
        out: the PDF; its folder is made when it is not there, an older file of that name is replaced.
        cover: what the cover says; None: what the stage knows of itself (Cover.of without parameters).
        style: "" for the book's own look; gb9704: that of an official document (GB/T 9704-2012).
        fonts: font files for characters that the book's own fonts lack, asked in this order.
        memory: of the pages, so that what was read for them is not read again.

    Returns:
        `out`.

    Raises:
        BindError: everything that stands in the way, one problem a line: Sphinx's warnings, nodes and
            characters that cannot be printed (with chapter, cell and line), references without a target,
            Typst's errors.
    """
    from planbook.formats.typst import compile
    from planbook.formats.typst import fonts as glyphs

    cover = cover or Cover.of(stage)
    files = glyphs.files(fonts, serif=bool(style))
    coverage = glyphs.Coverage(files)
    for text in cover.texts():
        coverage.note(text, "cover")
    coverage.check()

    numbers: list[KeyNumber] = []

    def prepare(app: Any) -> None:
        app.builder.fonts, app.builder.key_numbers = files, numbers

    with binder.work_folder(stage, binder.WORK, out) as work:
        source = binder.run(
            stage, work, "typst", extensions=["planbook.formats.typst"], prepare=prepare, memory=memory
        )
        compile.lay(source, style or compile.TEMPLATE.stem)
        main = compile.main(cover, glyphs.families(fonts), numbers)
        (source / compile.MAIN).write_text(main, encoding="utf-8")
        return archive.put(compile.compile(source, files, dated=cover.built is not None), out)
