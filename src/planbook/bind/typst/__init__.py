"""The printed book: a Sphinx builder that turns the chapters into Typst, and Typst into a PDF.

    doctree ──translator──▶ body.typ + images ──compiler──▶ PDF
                                book.typ (the look) + cover

As a Sphinx extension this package registers the builder `typst`; planbook.bind.pdf runs it.
"""

from typing import Any

# What is printed of a notebook's output, best first; the bundle of planbook.show stands above all.
PRIORITIES = ("image/svg+xml", "text/markdown", "image/png", "image/jpeg", "text/plain")


def _choose(app: Any, config: Any) -> None:
    """Event `config-inited`: myst-nb drops every output of a builder that it has no priorities for."""
    ours = [("typst", kind, 10 * rank) for rank, kind in enumerate(PRIORITIES, start=1)]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *ours]


def setup(app: Any) -> dict[str, Any]:
    from planbook.bind.typst.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    app.connect("config-inited", _choose)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
