"""A Sphinx builder that writes the whole book at once, its chapters in reading order."""

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import Builder

from planbook.errors import BindError
from planbook.formats.tree.walk import KeyNumber, Walk, key_numbers

APPENDIX, ORDER = "附录", "一二三四五六七八九十"


class BookBuilder(Builder):
    """A format's own builder says how its writer begins and what becomes of what that has written.

    Raises BindError with every unknown node and lost reference of the book.
    """

    allow_parallel = False
    key_numbers: list[KeyNumber]  # those of the first page, for the cover; filled in

    def begin(self, pictures: list[Path]) -> Walk:
        """The writer. `pictures`: the files of `self.images`, in the order in which they appear."""
        raise NotImplementedError

    def end(self, writer: Any, chapters: list[Any]) -> None:
        """Write down what the writer made of the chapters."""
        raise NotImplementedError

    def init(self) -> None:
        self.trees: dict[str, nodes.document] = {}
        self.key_numbers = []
        self.supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]

    def get_outdated_docs(self) -> str:
        return "all chapters"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to)

    def prepare_writing(self, docnames: Set[str]) -> None:
        pass

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        self.trees[docname] = doctree

    def finish(self) -> None:
        """The book, now that all trees are there."""
        order = list(self._reading_order(self.config.root_doc, 0))
        for docname, _ in order:
            self.post_process_images(self.trees[docname])
        self.key_numbers += key_numbers(self.trees[self.config.root_doc])
        writer = self.begin([Path(self.srcdir) / uri for uri in self.images])
        writer.expect((docname, self.trees[docname]) for docname, _ in order)
        appendices = self._appendices([docname for docname, _ in order])
        chapters = [
            writer.chapter(docname, self.trees[docname], level, appendices.get(docname, ""))
            for docname, level in order
        ]
        if complaints := writer.complaints():
            raise BindError("\n".join(dict.fromkeys(complaints)))
        self.end(writer, chapters)

    def _reading_order(self, docname: str, level: int) -> Iterator[tuple[str, int]]:
        """The chapters in the order of the contents, each with the depth of its headings."""
        yield docname, level
        for below in self.env.toctree_includes.get(docname, ()):
            # what the root leads to are chapters beside it, what a chapter leads to are its sections
            yield from self._reading_order(below, level if docname == self.config.root_doc else level + 1)

    def _appendices(self, docnames: list[str]) -> dict[str, str]:
        """What the chapters without a number behind the numbered ones are called: 附录, or 附录一, 附录二."""
        numbered = [any(self.env.toc_secnumbers.get(name, {}).values()) for name in docnames]
        last = len(docnames) - numbered[::-1].index(True) if any(numbered) else len(docnames)
        behind = docnames[last:]
        counted = ORDER if len(behind) > 1 else [""]
        return {name: APPENDIX + count for name, count in zip(behind, counted, strict=False)}
