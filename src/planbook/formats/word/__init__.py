"""The book as a Word document, to comment in: a Sphinx builder on top of python-docx.

    doctree ──writer──▶ paragraphs, tables, pictures ──document──▶ .docx
                             (print resolution)      (styles, contents, page numbers)

python-docx instead of pandoc: it is 0.3 MB instead of 155, and headings, captions, numbers and links of the
book go over without a detour through another markup. As a Sphinx extension this package registers the
builder `word`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planbook.book.page_cache import Memory
    from planbook.formats.cover import Cover
BOOK = "book.docx"


def export(
    stage: Path, out: Path, *, cover: "Cover", style: str = "", memory: "Memory | None" = None
) -> Path:
    """Write the book of `stage` at `out`, whole or not at all. Nothing is executed here.

    Args:
        cover: what the first page says; its date is that of the file.
        style: "" for the book's own look; gb9704: that of an official document (GB/T 9704-2012).
        memory: of the pages, so that what was read for them is not read again.

    Raises:
        BindError: everything that stands in the way, one problem a line: Sphinx's warnings, nodes that the
            document does not know (with chapter, cell and line), references without a target.
    """
    from planbook.book import binder
    from planbook.formats import archive

    def prepare(app: Any) -> None:
        app.builder.cover, app.builder.style = cover, style

    with binder.work_folder(stage, binder.WORK, out) as work:
        made = binder.run(
            stage, work, "word", extensions=["planbook.formats.word"], prepare=prepare, memory=memory
        )
        return archive.put(archive.repack((made / BOOK).read_bytes(), cover.built), out)


def setup(app: Any) -> dict[str, Any]:
    from planbook.formats.word.builder import WordBuilder

    app.add_builder(WordBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
