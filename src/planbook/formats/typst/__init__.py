"""The printed book: a Sphinx builder that turns the chapters into Typst, and Typst into a PDF.

    doctree ──translator──▶ body.typ + images ──compiler──▶ PDF
                                book.typ (the look) + cover

As a Sphinx extension this package registers the builder `typst`; planbook.formats.pdf runs it.
"""

from typing import Any


def setup(app: Any) -> dict[str, Any]:
    from planbook.formats.typst.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
