"""The Sphinx builder `word`: the chapters' trees → one document."""

from pathlib import Path

from planbook.formats.cover import Cover
from planbook.formats.tree.builder import BookBuilder
from planbook.formats.word import BOOK, pictures
from planbook.formats.word.document import Document
from planbook.formats.word.writer import Writer


class WordBuilder(BookBuilder):
    """Writes `book.docx`."""

    name = format = "word"
    cover: Cover  # set by planbook.formats.word.export
    style = ""

    def begin(self, pictures_: list[Path]) -> Writer:
        images = dict(zip(self.images, pictures.bitmaps(pictures_, Path(self.outdir)), strict=True))
        return Writer(
            self.env, self.config.numfig_format, images, Document(self.cover, self.key_numbers, self.style)
        )

    def end(self, writer: Writer, chapters: list[None]) -> None:
        writer.document.save(Path(self.outdir) / BOOK)
