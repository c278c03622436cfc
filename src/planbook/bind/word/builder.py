"""The Sphinx builder `word`: the chapters' trees → one document, in reading order."""

from pathlib import Path
from typing import Any

from planbook.bind import BindError
from planbook.bind.typst.builder import TypstBuilder
from planbook.bind.typst.cover import Cover
from planbook.bind.word import BOOK, pictures
from planbook.bind.word.document import Document
from planbook.bind.word.writer import Writer


class WordBuilder(TypstBuilder):
    """Like the printed book it is written as one; only what is written differs.

    Raises BindError with every unknown node and lost reference of the book.
    """

    name = "word"
    format = "word"
    # Set by planbook.bind.word.export.
    cover: Cover

    def write(self, build_docnames: Any, updated_docnames: Any, method: str = "update") -> None:
        """The whole book at once, whatever has changed."""
        trees = [(docname, level, self._tree(docname)) for docname, level in self._reading_order()]
        drawn = pictures.bitmaps([Path(self.srcdir) / uri for uri in self.images], Path(self.outdir))
        images = dict(zip(self.images, drawn, strict=True))

        document = Document(self.cover)
        writer = Writer(self.env, document, images, self.config.numfig_format)
        writer.expect((docname, tree) for docname, _, tree in trees)
        for docname, level, tree in trees:
            writer.chapter(docname, tree, level)
        if wrong := [*writer.faults, *writer.dangling()]:
            raise BindError("\n".join(dict.fromkeys(wrong)))
        document.save(Path(self.outdir) / BOOK)
